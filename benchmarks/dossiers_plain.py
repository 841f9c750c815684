"""
The tables of `dtanalysis.dossiers` computed straight from records with plain pandas, as an analyst would without the library.

Reads whole columns into memory, and serves two ends: the time and memory to beat, and a second opinion on every number. It
shares no code with the library but the list of channel spellings. Tables and their columns are those of `dossiers_tables`.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

COLUMNS = ["procedure_code", "field", "agency", "received_at", "due_at", "returned_at", "channel"]
ONLINE = ["trực tuyến", "Online", " trực tuyến "]
PAPER = ["trực tiếp", "bưu chính"]


def read_records(store: Path) -> pd.DataFrame:
    """One row per record, with ``province`` and ``ym`` from the folders and what each record says of itself."""
    records = pd.read_parquet(store, columns=[*COLUMNS, "ym", "province"])
    known = records["channel"].isin(ONLINE + PAPER)
    settled = records["returned_at"] >= records["received_at"]
    due = settled & (records["due_at"] >= records["received_at"])
    return records.assign(
        province=records["province"].astype(str),
        ym=records["ym"].astype("int64"),
        known=known,
        online=records["channel"].isin(ONLINE),
        settled=settled,
        due=due,
        ontime=due & (records["returned_at"] <= records["due_at"]),
        days=(records["returned_at"].dt.normalize() - records["received_at"].dt.normalize()).dt.days,
    )


def read_services(folder: Path) -> pd.DataFrame:
    """One row per procedure on offer in a province."""
    files = sorted(folder.glob("*.csv"))
    return pd.concat([pd.read_csv(file, dtype={"procedure_code": str}) for file in files], ignore_index=True)


def make_tables(records: pd.DataFrame, services: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Every table by name; rows in any order."""
    offered = services[services["service_type"].isin(["full", "partial"])]
    return {
        "generation": generation(records, offered),
        "online_by_field": online(records, ["province", "field"]),
        "online_by_agency": online(records, ["province", "agency"]),
        "online_by_month": online(records, ["province", "ym"]),
        "days_by_field": processing(records, ["province", "field"]),
        "days_by_agency": processing(records, ["province", "agency"]),
        "distinct": distinct(records, offered),
        "dormancy": dormancy(records, offered, 2023),
        "mix": mix(records, (202201, 202206), (202301, 202306)),
    }


def quarter_of(ym: pd.Series) -> pd.Series:
    """Last month of the quarter of each month."""
    return ym // 100 * 100 + -(-(ym % 100) // 3) * 3


def generation(records: pd.DataFrame, offered: pd.DataFrame) -> pd.DataFrame:
    """Services with an online dossier among those offered, by quarter, level and field."""
    online = records[records["online"]]
    used = online.assign(end=quarter_of(online["ym"]))[
        ["province", "procedure_code", "end"]
    ].drop_duplicates()
    ends = pd.DataFrame({"end": sorted(quarter_of(records["ym"]).unique())})
    rows = offered.merge(ends, how="cross").query("online_since <= end")
    rows = rows.merge(used.assign(used=1), on=["province", "procedure_code", "end"], how="left")
    rows = rows.assign(period=[f"{end // 100}-Q{end % 100 // 3}" for end in rows["end"]])
    grouped = rows.groupby(["province", "period", "level", "field"])
    table = grouped.agg(n_services=("procedure_code", "size"), n_used=("used", "sum")).reset_index()
    return table.assign(rate=100 * table["n_used"] / table["n_services"])


def online(records: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Dossiers of a known channel and online ones."""
    table = records.groupby(keys).agg(n=("known", "sum"), n_online=("online", "sum")).reset_index()
    return table.assign(rate=100 * table["n_online"] / table["n"].where(table["n"] > 0))


def processing(records: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Settled dossiers, those on time, and the median and ninth decile of whole days."""
    grouped = records[records["settled"]].groupby(keys)
    counts = {"n_settled": ("settled", "sum"), "n_due": ("due", "sum"), "n_ontime": ("ontime", "sum")}
    table = grouped.agg(**counts).reset_index()
    days = grouped["days"]
    return table.assign(
        ontime_rate=100 * table["n_ontime"] / table["n_due"],
        median_days=days.quantile(0.5).to_numpy(),
        p90_days=days.quantile(0.9).to_numpy(),
    )


def distinct(records: pd.DataFrame, offered: pd.DataFrame) -> pd.DataFrame:
    """Services with an online dossier so far in the year, month by month."""
    online = records[records["online"]].merge(
        offered, on=["province", "procedure_code"], suffixes=("", "_offered")
    )
    online = online.assign(year=online["ym"] // 100, ym=online[["ym", "online_since"]].max(axis=1))
    first = online.groupby(["province", "year", "procedure_code"])["ym"].min().reset_index()
    months = records[["province", "ym"]].drop_duplicates()
    rows = []
    for province, ym in months.itertuples(index=False):
        here = offered[offered["province"] == province]
        joined = first[(first["province"] == province) & (first["year"] == ym // 100)]["ym"]
        rows.append((province, ym, (here["online_since"] <= ym).sum(), (joined <= ym).sum()))
    table = pd.DataFrame(rows, columns=["province", "ym", "n_services", "n_used"])
    return table.assign(rate=100 * table["n_used"] / table["n_services"])


def dormancy(records: pd.DataFrame, offered: pd.DataFrame, year: int) -> pd.DataFrame:
    """Online services without an online dossier in the year, by field."""
    of_year = records[records["ym"] // 100 == year]
    last = of_year["ym"].max()
    used = of_year.loc[of_year["online"], ["province", "procedure_code"]].drop_duplicates().assign(used=1)
    rows = offered[offered["online_since"] <= last].merge(used, on=["province", "procedure_code"], how="left")
    rows = rows.assign(idle=rows["used"].isna())
    return (
        rows.groupby(["province", "field"])
        .agg(n_services=("idle", "size"), n_idle=("idle", "sum"))
        .reset_index()
    )


def mix(records: pd.DataFrame, before: tuple[int, int], after: tuple[int, int]) -> pd.DataFrame:
    """Online and all dossiers of each field in two half-years."""
    keys = ["province", "field"]
    sides = []
    for name, months in (("before", before), ("after", after)):
        chosen = records[records["ym"].between(*months)]
        counted = chosen.groupby(keys)[["online", "known"]].sum()
        sides.append(counted.set_axis([f"numerator_{name}", f"denominator_{name}"], axis=1))
    both = sides[0].join(sides[1], how="outer").fillna(0).astype("int64")
    return both[both.gt(0).any(axis=1)].reset_index()
