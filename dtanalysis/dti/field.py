"""
Who stands where: the known ranks and values of all units of one year.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.dti.readings import INDEX, RANK, annual


def rank_field(observations: pd.DataFrame, units: pd.DataFrame, year: int, n_units: int) -> pd.DataFrame:
    """
    List the known values and ranks of all units of one year's field.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per known value of all units, with ``trust``.
    units : pandas.DataFrame
        The register.
    year, n_units : int
        The index's year and the size of the field (63 or 34).

    Returns
    -------
    pandas.DataFrame
        One row per unit whose exact rank is known: ``unit``, ``name_vi``, ``value`` (often missing: most sources
        print ranks only), ``rank``, ``n_units``; best rank first.
    """
    rank = annual(observations, [RANK])
    rank = rank[(rank["year"] == year) & (rank["n_units"] == n_units)]
    value = annual(observations, [INDEX])
    value = value[value["year"] == year].drop_duplicates("unit").set_index("unit")["value"]
    table = rank[["unit", "value", "n_units"]].rename(columns={"value": "rank"})
    return (
        table.assign(value=table["unit"].map(value).astype(float))
        .merge(units[["unit", "name_vi"]], on="unit")
        .sort_values(["rank", "unit"], ignore_index=True)[["unit", "name_vi", "value", "rank", "n_units"]]
    )


def latest_field(observations: pd.DataFrame, units: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """
    List the ranking in which the unit last appears; see `rank_field`.

    Parameters
    ----------
    observations, units : pandas.DataFrame
        As for `rank_field`.
    history : pandas.DataFrame
        From `build_history`.

    Returns
    -------
    pandas.DataFrame
        As `rank_field`; empty where no rank of the unit is known.
    """
    ranked = history[history["n_units"].notna()]
    if ranked.empty:
        return rank_field(observations, units, 0, 0)
    last = ranked.iloc[-1]
    return rank_field(observations, units, int(last["year"]), int(last["n_units"]))
