"""
Write synthetic dossiers of the invented Tỉnh Mẫu: a services catalogue and two years of records, in a dossier store.

Everything is drawn from seeds, so the same seed gives the same dossiers. It is a simulation of its own, beside the one of
`make_synthetic.py`: only units and months are the same, no figure of one follows from the other. It is drawn to resemble the
half-year article: about a third of the online services see an online dossier in half a year, four fifths of all dossiers come
in online, and hardly any on land. `--out` is the data folder; its ``dossiers/`` is written anew.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
from synthetic_dossiers import COMMUNES, DEPARTMENTS, MONTHS, PROVINCE, bell, share_of, volume

from dtanalysis.dossiers.store import replace_month

SEED = 20230630
LABEL = "SỐ LIỆU MÔ PHỎNG (synthetic)"
OUT = Path(__file__).parents[1] / "data" / "synthetic"
A_MONTH = 1_750  # dossiers in a plain month

# One row is one field: department in charge, services, part of all dossiers, log odds of an online dossier, of being on time.
FIELDS = pd.DataFrame(
    [
        ("Hộ tịch", "Sở Mẫu 1", 34, 0.25, 2.6, 3.0),
        ("Chứng thực", "Sở Mẫu 1", 14, 0.13, 2.2, 3.4),
        ("Đăng ký kinh doanh", "Sở Mẫu 2", 42, 0.14, 3.4, 2.8),
        ("Đất đai", "Sở Mẫu 3", 46, 0.11, -3.8, 1.2),
        ("Môi trường", "Sở Mẫu 3", 26, 0.02, 1.6, 1.6),
        ("Xây dựng", "Sở Mẫu 4", 40, 0.06, 1.7, 2.0),
        ("Giao thông vận tải", "Sở Mẫu 4", 44, 0.10, 2.9, 2.6),
        ("Giáo dục và đào tạo", "Sở Mẫu 5", 42, 0.04, 2.0, 3.1),
        ("Bảo trợ xã hội", "Sở Mẫu 5", 36, 0.08, 2.1, 2.5),
        ("Lý lịch tư pháp", "Sở Mẫu 6", 8, 0.05, 3.2, 2.2),
        ("Công chứng", "Sở Mẫu 6", 24, 0.005, 1.0, 2.6),
        ("Nông nghiệp", "Sở Mẫu 2", 46, 0.015, 1.4, 2.3),
    ],
    columns=["field", "department", "services", "part", "ease", "timely"],
)
AT_COMMUNES = {"Hộ tịch": 0.7, "Chứng thực": 0.9, "Đất đai": 0.35, "Bảo trợ xã hội": 0.6}
LEGAL_DAYS = (1, 2, 3, 5, 7, 10, 15, 20, 30)
SPELLINGS = ("trực tuyến", "Online", " trực tuyến ")
SCHOOL_MONTHS = (7, 8)


def stream(topic: int) -> np.random.Generator:
    """One generator for each topic, so that a change in one place leaves the others as they were."""
    return np.random.Generator(np.random.PCG64([SEED, topic]))


def make_services() -> pd.DataFrame:
    """One row is one service of the catalogue, with what the simulation knows of it (dropped before it is written)."""
    rng = stream(1)
    rows = FIELDS.loc[FIELDS.index.repeat(FIELDS["services"])].reset_index(drop=True)
    size, rank = len(rows), rows.groupby("field").cumcount() + 1
    draw = rng.random((size, 6))
    at_commune = draw[:, 0] < rows["field"].map(AT_COMMUNES).fillna(0)
    is_asked = (draw[:, 1] < 0.52) | rank.le(3)
    legal = np.array(LEGAL_DAYS)[(draw[:, 4] * len(LEGAL_DAYS)).astype(int)]
    return rows.assign(
        procedure_code=[f"MAU.{number:06d}" for number in range(1, size + 1)],
        name_vi=[f"{field}: thủ tục mẫu số {number}" for field, number in zip(rows["field"], rank, strict=True)],
        level=np.where(at_commune, "commune", "province"),
        service_type=np.select([(draw[:, 2] < 0.45) | rank.le(3), draw[:, 2] < 0.80], ["full", "partial"], "information"),
        online_since=np.select(
            [draw[:, 3] < 0.6, draw[:, 3] < 0.8, draw[:, 3] < 0.9, draw[:, 3] < 0.96],
            [202001, 202107, 202204, 202210], 202303,
        ),
        weight=rows["part"] * (rank**-1.45).where(is_asked, 0.0),
        # Of the less asked-for services many have never left the counter.
        leaning=0.8 * bell(rng, size) * rank.gt(3) - 8.0 * (draw[:, 5] < 0.42) * rank.gt(3),
        # In this field the services beyond the first few are for the weeks before school begins.
        is_seasonal=rows["field"].eq("Giáo dục và đào tạo") & rank.gt(4),
        legal_days=legal,
    )  # fmt: skip


def make_month(services: pd.DataFrame, age: int, year: int, month: int) -> pd.DataFrame:
    """One row is one dossier received in the month; `age` is months since January 2022."""
    rng = stream(100 + age)
    in_season = ~services["is_seasonal"] | (month in SCHOOL_MONTHS)
    # Land grows faster than the rest: what the mix does to the total rate is there to be found.
    growth = 1 + 0.03 * age * services["field"].eq("Đất đai")
    weights = (services["weight"] * in_season * growth).cumsum().to_numpy()
    size = round(A_MONTH * volume(year, month) * (1 + 0.01 * bell(rng, 1)[0]))
    chosen = np.searchsorted(weights, rng.random(size) * weights[-1], side="right")
    rows = services.iloc[chosen].reset_index(drop=True)
    return rows.pipe(add_agency, rng).pipe(add_dates, rng, year, month, age).pipe(add_channel, rng, age)


def add_agency(rows: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """A commune's service is asked for in one of the communes, by their people; the others at the department."""
    edges = (COMMUNES["population"] / COMMUNES["population"].sum()).cumsum().to_numpy()
    place = np.minimum(np.searchsorted(edges, rng.random(len(rows)), side="right"), len(COMMUNES) - 1)
    communes = COMMUNES["name_vi"].str.removesuffix(" (mô phỏng)").to_numpy()[place]
    ease = np.where(rows["level"] == "commune", COMMUNES["ease"].to_numpy()[place] - 0.3, 0.0)
    agency = np.where(rows["level"] == "commune", communes, rows["department"])
    assert set(agency) <= {*COMMUNES["name_vi"], *DEPARTMENTS["name_vi"]} | {
        name.removesuffix(" (mô phỏng)") for name in (*COMMUNES["name_vi"], *DEPARTMENTS["name_vi"])
    }
    return rows.assign(agency=agency, agency_ease=ease)


def add_dates(rows: pd.DataFrame, rng: np.random.Generator, year: int, month: int, age: int) -> pd.DataFrame:
    """Received in office hours; due after the legal days; returned in time or late, a few not yet."""
    size, first = len(rows), pd.Timestamp(year, month, 1)
    draw = rng.random((size, 6))
    minutes = 450 + (draw[:, 1] * 570).astype(int)
    received = first + pd.to_timedelta((draw[:, 0] * first.days_in_month).astype(int), unit="D")
    received += pd.to_timedelta(minutes, unit="min")
    legal = rows["legal_days"].to_numpy() * 1440
    in_time = draw[:, 2] < share_of(rows["timely"] - 0.5 * (month == 2) + 0.01 * age)
    took = np.where(in_time, legal * (0.1 + 0.85 * draw[:, 3]), legal * (1 + draw[:, 3]) + 1440)
    is_open = draw[:, 4] < 0.01 + 0.002 * age
    returned = received + pd.to_timedelta(np.maximum(took, 20).astype(int), unit="min")
    return rows.assign(
        received_at=received,
        due_at=received + pd.to_timedelta(legal, unit="min"),
        returned_at=returned.where(~is_open),
    )


def add_channel(rows: pd.DataFrame, rng: np.random.Generator, age: int) -> pd.DataFrame:
    """Online where service, agency and growth say so; otherwise at the counter, and a few by post."""
    draw = rng.random((len(rows), 3))
    is_land = rows["field"].eq("Đất đai")
    log_odds = rows["ease"] + (rows["leaning"] + rows["agency_ease"] + 0.05 * (age - 12)).where(~is_land, 0.0)
    is_online = (draw[:, 0] < share_of(log_odds)) & rows["service_type"].ne("information")
    spelling = np.array(SPELLINGS)[np.searchsorted([0.8, 0.95], draw[:, 1])]
    elsewhere = np.where(draw[:, 2] < 0.04, "bưu chính", "trực tiếp")
    return rows.assign(channel=pd.Series(np.where(is_online, spelling, elsewhere), dtype=str))


def soil(rows: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Spoil a few records as real exports do: no channel, impossible dates, an unknown code, a dossier sent twice."""
    draw = rng.random((len(rows), 4))
    spoilt = rows.assign(
        channel=rows["channel"].mask(draw[:, 0] < 0.001),
        returned_at=rows["returned_at"].mask(draw[:, 1] < 0.001, rows["received_at"] - pd.Timedelta(days=2)),
        procedure_code=rows["procedure_code"].mask(draw[:, 2] < 0.002, "MAU.999999"),
    )
    return pd.concat([spoilt, spoilt[draw[:, 3] < 0.002]], ignore_index=True)


def as_records(rows: pd.DataFrame, ym: int) -> pd.DataFrame:
    """The columns of a record, every one labelled."""
    ids = [f"MAU-{ym}-{number:05d}" for number in range(1, len(rows) + 1)]
    columns = [
        "dossier_id",
        "procedure_code",
        "field",
        "agency",
        "received_at",
        "due_at",
        "returned_at",
        "channel",
    ]
    return rows.assign(dossier_id=ids)[columns].assign(source=LABEL)


def write_services(services: pd.DataFrame, path: Path) -> None:
    """Write the catalogue as an office would keep it, with the label in every row."""
    columns = [
        "province",
        "procedure_code",
        "name_vi",
        "level",
        "field",
        "service_type",
        "online_since",
        "source",
    ]
    since = services["online_since"].astype("Int64").mask(services["service_type"].eq("information"))
    table = services.assign(province=PROVINCE, online_since=since, source=LABEL)[columns]
    table.to_csv(path, index=False, lineterminator="\n")


def main() -> None:
    """Write the folder anew."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--out", type=Path, default=OUT, help="the data folder (default: data/synthetic)")
    folder = parser.parse_args().out / "dossiers"
    shutil.rmtree(folder / "store", ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    services = make_services()
    write_services(services, folder / "services.csv")
    for age, (year, month) in enumerate(MONTHS):
        ym = 100 * year + month
        records = as_records(make_month(services, age, year, month), ym).pipe(soil, stream(1000 + age))
        replace_month(folder / "store", PROVINCE, ym, records)


if __name__ == "__main__":
    main()
