"""The same tables with `dtanalysis.dossiers`, from a cube; what `benchmarks/dossiers.py` times and compares."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from dtanalysis import dossiers

KEYS = ("province", "period", "ym", "level", "field", "agency")
COUNTS = ("n", "n_online", "n_services", "n_used", "n_settled", "n_due", "n_ontime", "n_idle")
MIX = [f"{part}_{side}" for side in ("before", "after") for part in ("numerator", "denominator")]
RATES = ("rate", "ontime_rate", "median_days", "p90_days")


def read_services(folder: Path) -> pd.DataFrame:
    """One row per procedure on offer in a province."""
    return pd.concat(
        [dossiers.read_services(file) for file in sorted(folder.glob("*.csv"))], ignore_index=True
    )


def make_tables(cube: dossiers.DossierCube, services: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Every table by name."""
    return {
        "generation": dossiers.service_generation(cube, services, by=("level", "field"), frequency="quarter"),
        "online_by_field": dossiers.online_rates(cube, "field"),
        "online_by_agency": dossiers.online_rates(cube, "agency"),
        "online_by_month": dossiers.online_rates(cube, "ym"),
        "days_by_field": dossiers.processing_days(cube, "field"),
        "days_by_agency": dossiers.processing_days(cube, "agency"),
        "distinct": dossiers.distinct_to_date(cube, services),
        "dormancy": dossiers.dormancy(cube, services, by="field", year=2023),
        "mix": dossiers.mix_inputs(cube, "field", (202201, 202206), (202301, 202306)),
    }


def in_one_form(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Counts as int64 and rates as float64, both indexed by sorted keys, so that two tables can be compared."""
    keys = [key for key in KEYS if key in table]
    texts = {key: table[key].astype(str) for key in keys if key != "ym"}
    indexed = table.assign(**texts).set_index(keys).sort_index()
    counts = indexed[[name for name in (*COUNTS, *MIX) if name in indexed]].astype("int64")
    return counts, indexed[[name for name in RATES if name in indexed]].astype("float64")


def differences(ours: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> dict[str, str]:
    """For each table that both have, what differs: empty where counts are identical and rates agree to 1e-12."""
    found = {}
    for name, table in ours.items():
        (counts, rates), (other_counts, other_rates) = in_one_form(table), in_one_form(other[name])
        found[name] = ""
        if not counts.index.equals(other_counts.index):
            found[name] = f"{len(counts)} and {len(other_counts)} rows"
        elif not counts.equals(other_counts[counts.columns]):
            found[name] = f"{int((counts != other_counts[counts.columns]).any(axis=1).sum())} rows of counts"
        elif len(rates.columns):
            apart = (rates - other_rates[rates.columns]).abs() / rates.abs().clip(lower=1)
            if not (apart.max().max() <= 1e-12 and rates.isna().equals(other_rates[rates.columns].isna())):
                found[name] = f"rates by {apart.max().max():.1e}"
    return found
