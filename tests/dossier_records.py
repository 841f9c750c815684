"""Small dossier records, clean and dirty, and the cube a plain pandas reading of them gives: the other way to count."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dtanalysis.dossiers.schema import CHANNELS, COUNTS, DAYS, DAYS_KEYS, KEYS, RECORD_COLUMNS

MOMENTS = ["received_at", "due_at", "returned_at"]


def make_record(**changes) -> dict:
    """One clean dossier, received online on 5 June 2023 and returned in time after three days."""
    record = {
        "province": "ninh-thuan",
        "ym": 202306,
        "dossier_id": "H1",
        "procedure_code": "1.0001",
        "field": "Đất đai",
        "agency": "Sở A",
        "received_at": pd.Timestamp("2023-06-05 08:30"),
        "due_at": pd.Timestamp("2023-06-09 17:00"),
        "returned_at": pd.Timestamp("2023-06-08 09:00"),
        "channel": "trực tuyến",
    }
    return {**record, **changes}


def make_records(*changes: dict) -> pd.DataFrame:
    """One dossier per set of changes, with ids H0, H1, … unless told."""
    rows = [make_record(**{"dossier_id": f"H{number}", **change}) for number, change in enumerate(changes)]
    records = pd.DataFrame(rows, columns=list(RECORD_COLUMNS))
    return records.astype(dict.fromkeys(MOMENTS, "datetime64[us]"))


def make_dirty_records(n: int = 600, seed: int = 5) -> pd.DataFrame:
    """Two provinces, three months and every fault a statement can see; ids with quotes and Vietnamese letters."""
    rng = np.random.default_rng(seed)
    months = np.array([202305, 202306, 202307])[rng.integers(0, 3, n)]
    first = pd.to_datetime(pd.Series(months).astype(str), format="%Y%m")
    received = first + pd.to_timedelta(rng.integers(0, 28 * 24 * 60, n), unit="min")
    due = received + pd.to_timedelta(rng.integers(-1, 20, n), unit="D")
    returned = received + pd.to_timedelta(rng.integers(-2, 30 * 24, n), unit="h")
    words = ["trực tuyến", "Online", " trực tuyến ", "trực tiếp", "bưu chính", "qua mạng", " ", None]
    records = pd.DataFrame(
        {
            "province": rng.choice(["ninh-thuan", "d'Or"], n),
            "ym": months,
            "dossier_id": [f"H{number}" for number in range(n)],
            "procedure_code": rng.choice(["1.0001", "1.0002", "2.0001", None], n, p=[0.5, 0.3, 0.15, 0.05]),
            "field": rng.choice(["Đất đai", "Hộ tịch", None], n, p=[0.6, 0.35, 0.05]),
            "agency": rng.choice(["Sở A", "Xã 'B'"], n),
            "received_at": received.mask(rng.random(n) < 0.03),
            "due_at": due.mask(rng.random(n) < 0.05),
            "returned_at": returned.mask(rng.random(n) < 0.2),
            "channel": rng.choice(np.array(words, dtype=object), n),
        }
    )
    shifted = rng.random(n) < 0.02
    records["received_at"] = records["received_at"].mask(
        shifted, records["received_at"] - pd.Timedelta(40, "D")
    )
    return records.astype(dict.fromkeys(MOMENTS, "datetime64[us]"))


def count_plainly(records: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Counts and days, column by column as their words say, with texts as plain strings."""
    texts = ["province", "procedure_code", "field", "agency"]
    rows = records.assign(**{name: records[name].fillna("").astype("str") for name in texts})
    received, due, returned = (rows[name] for name in MOMENTS)
    known = {spelling for spellings in CHANNELS.values() for spelling in spellings}
    impossible = returned < received
    possible = received.notna() & ~impossible
    settled = possible & returned.notna()
    marks = {
        "n": received.notna() | True,
        "n_channel": rows["channel"].isin(known),
        "n_online": rows["channel"].isin(CHANNELS["online"]),
        "n_settled": settled,
        "n_due": settled & (due >= received),
        "n_ontime": settled & (due >= received) & (returned <= due),
        "n_pending": possible & returned.isna(),
        "n_impossible": impossible,
        "n_undated": received.isna(),
    }
    counts = rows.assign(**marks).groupby(list(KEYS))[list(COUNTS)].sum().astype("int64").reset_index()
    whole = (returned.dt.normalize() - received.dt.normalize()).dt.days
    closed = rows.assign(**marks, days=whole, k=1)[settled]
    days = closed.groupby(list(DAYS_KEYS))[list(DAYS)].sum().astype("int64").reset_index()
    return counts, days.astype({"days": "int64"})


def as_plain(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame of a cube with its texts as plain strings."""
    return frame.astype(dict.fromkeys(frame.select_dtypes("category").columns, "str"))
