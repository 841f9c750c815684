"""Small dossier worlds for tests: seeded records, their cube made by plain pandas, and answers straight from the records."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

COUNTS = ["province", "ym", "procedure_code", "field", "agency"]
ONLINE = ["trực tuyến", "Online", " trực tuyến "]
CHANNELS = [*ONLINE, "trực tiếp", "bưu chính"]


@dataclass(frozen=True)
class Cube:
    """The three frames of a count cube."""

    counts: pd.DataFrame
    days: pd.DataFrame
    quality: pd.DataFrame


def catalogue(seed: int = 5, provinces=("an", "binh"), size: int = 60) -> pd.DataFrame:
    """Services of two provinces; one in five only informs, a few come online late or never."""
    rng = np.random.default_rng(seed)
    rows = pd.MultiIndex.from_product(
        [provinces, [f"1.{i:06d}" for i in range(size)]], names=["province", "procedure_code"]
    )
    draws = {
        "level": rng.choice(["province", "district", "commune"], size),
        "field": rng.choice(["Đất đai", "Hộ tịch", "Xây dựng", "Y tế"], size),
        "service_type": rng.choice(["full", "partial", "information"], size, p=[0.5, 0.3, 0.2]),
    }
    table = rows.to_frame(index=False).assign(
        **{name: np.tile(column, len(provinces)) for name, column in draws.items()}
    )
    since = rng.choice([201901, 202204, 202305, 0], len(table), p=[0.6, 0.2, 0.15, 0.05])
    return table.assign(
        name_vi="Thủ tục " + table["procedure_code"],
        online_since=pd.Series(since, dtype="Int64").mask(since == 0),
    )


def records(seed: int = 7, size: int = 4000, services: pd.DataFrame | None = None) -> pd.DataFrame:
    """Dossiers of 2022 and the first half of 2023, with every kind of dirt that a cube has to bear."""
    rng = np.random.default_rng(seed)
    services = catalogue() if services is None else services
    picks = np.minimum(rng.geometric(0.06, size) * 7 % len(services), len(services) - 1)
    rows = services.iloc[picks].reset_index(drop=True)[
        ["province", "procedure_code", "field", "service_type"]
    ]
    months = [*range(202201, 202213), *range(202301, 202307)]
    ym = rng.choice(months, size)
    received = pd.to_datetime(ym.astype(str), format="%Y%m") + pd.to_timedelta(
        rng.integers(0, 27 * 1440, size), unit="m"
    )
    took = pd.to_timedelta(rng.gamma(2, 4, size) * 1440 // 1, unit="m")
    online = (rng.random(size) < 0.3) & (rows["service_type"] != "information")
    channel = np.where(online, rng.choice(ONLINE, size), rng.choice(["trực tiếp", "bưu chính"], size))
    rows = rows.assign(
        ym=ym,
        agency=rng.choice(["Sở A", "Sở B", "Xã C"], size),
        received_at=received,
        due_at=received + pd.to_timedelta(rng.choice([5, 10], size), unit="D"),
        returned_at=(received + took).where(rng.random(size) > 0.05),
        channel=pd.Series(channel, dtype=str).mask(rng.random(size) < 0.02),
    )
    wrong = rng.random(size) < 0.01
    rows["returned_at"] = rows["returned_at"].mask(wrong, rows["received_at"] - pd.Timedelta(days=3))
    rows["due_at"] = rows["due_at"].mask(rng.random(size) < 0.01)
    rows["procedure_code"] = rows["procedure_code"].mask(rng.random(size) < 0.01, "9.999999")
    return rows.drop(columns="service_type")


def with_flags(rows: pd.DataFrame) -> pd.DataFrame:
    """What is known of each record, as 0 or 1, and its whole processing days."""
    settled = rows["returned_at"].notna() & (rows["returned_at"] >= rows["received_at"])
    days = (rows["returned_at"].dt.normalize() - rows["received_at"].dt.normalize()).dt.days
    flags = {
        "n": True,
        "n_channel": rows["channel"].isin(CHANNELS),
        "n_online": rows["channel"].isin(ONLINE),
        "n_settled": settled,
        "n_due": settled & rows["due_at"].notna(),
        "n_ontime": settled & (rows["returned_at"] <= rows["due_at"]),
        "n_pending": rows["returned_at"].isna(),
        "n_impossible": rows["returned_at"] < rows["received_at"],
    }
    return rows.assign(
        **{name: np.asarray(flag).astype("int64") * 1 for name, flag in flags.items()}, days=days
    )


def cube_of(rows: pd.DataFrame, *, categories: bool = True) -> Cube:
    """Count records as the two statements do."""
    flagged = with_flags(rows).assign(n=1)
    names = ["n", "n_channel", "n_online", "n_settled", "n_due", "n_ontime", "n_pending", "n_impossible"]
    counts = flagged.groupby(COUNTS)[names].sum().reset_index()
    settled = flagged[flagged["n_settled"] == 1].astype({"days": "int64"})
    keys = ["province", "ym", "field", "agency", "days"]
    days = settled.groupby(keys).agg(k=("n", "sum")).reset_index()
    if categories:
        texts = ["province", "procedure_code", "field", "agency"]
        counts = counts.astype(dict.fromkeys(texts, "category"))
        days = days.astype({name: "category" for name in texts if name in days})
    quality = pd.DataFrame({"province": ["an"], "ym": [202301], "problem": ["no_channel"], "n": [3]})
    return Cube(counts, days, quality)


def counts_of(*rows: tuple) -> Cube:
    """
    A cube written by hand.

    One row: province, ym, procedure, n, n_online; field and agency are always the same, every channel is known.
    """
    table = pd.DataFrame(rows, columns=["province", "ym", "procedure_code", "n", "n_online"])
    counts = table.assign(
        field="Đất đai", agency="Sở A", n_channel=table["n"], n_settled=table["n"], n_due=table["n"],
        n_ontime=table["n"], n_pending=0, n_impossible=0,
    )  # fmt: skip
    days = pd.DataFrame(columns=["province", "ym", "field", "agency", "days", "k"])
    days = days.astype(dict.fromkeys(("ym", "days", "k"), "int64"))
    quality = pd.DataFrame(columns=["province", "ym", "problem", "n"]).astype({"ym": "int64", "n": "int64"})
    return Cube(counts, days, quality)


def services_of(*rows: tuple, field: str = "Đất đai") -> pd.DataFrame:
    """A catalogue written by hand; one row: province, procedure, online_since (None: not online)."""
    table = pd.DataFrame(rows, columns=["province", "procedure_code", "online_since"])
    return table.assign(
        name_vi="Thủ tục " + table["procedure_code"], level="commune", field=field, service_type="full",
        online_since=table["online_since"].astype("Int64"),
    )  # fmt: skip
