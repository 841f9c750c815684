"""
What can be trusted, and what is on file: contradictions between sources, and coverage by period.

Takes observations (and gives tables); never prints, never repairs. More checks (identities, jumps,
completeness) come with ``ingest``.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue.versions import FIGURE, latest_by_source


def find_contradictions(observations: pd.DataFrame) -> pd.DataFrame:
    """
    Find the figures for which sources differ, and keep every version.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per value as known on one day.

    Returns
    -------
    pandas.DataFrame
        The rows, unchanged, of every (series, period) with more than one distinct value among the latest
        figures of its sources; sorted by series, period and source. A source that revised itself does not
        contradict itself, and one that leaves the value empty contradicts nobody. Empty where all agree.
    """
    latest = latest_by_source(observations[observations["value"].notna()])
    distinct = latest.groupby(FIGURE)["value"].transform("nunique")
    return latest[distinct > 1].sort_values([*FIGURE, "source"], kind="stable", ignore_index=True)


def build_coverage(observations: pd.DataFrame) -> pd.DataFrame:
    """
    Count what is on file in each period.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per value of one unit.

    Returns
    -------
    pandas.DataFrame
        One row per period in order of time: ``period``, ``code``, ``n_figures`` (all versions of all
        sources), ``n_indicators``, ``n_sources`` and ``as_of`` (the latest day on which one of its figures
        became known). Values that a source leaves empty are not counted.
    """
    known = observations[observations["value"].notna()]
    table = known.groupby("period", as_index=False).agg(
        n_figures=("value", "size"),
        n_indicators=("indicator", "nunique"),
        n_sources=("source", "nunique"),
        as_of=("as_of", "max"),
    )
    table.insert(1, "code", table["period"].map(str))
    return table.sort_values("period", ignore_index=True)


def count_by_unit(observations: pd.DataFrame) -> pd.DataFrame:
    """
    Count what is on file for each unit.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per value of any unit.

    Returns
    -------
    pandas.DataFrame
        One row per unit, most figures first: ``unit``, ``n_figures``, ``first_year``, ``last_year``. Values
        that a source leaves empty are not counted.
    """
    known = observations[observations["value"].notna()]
    years = known.assign(year=[period.year for period in known["period"]])
    table = years.groupby("unit", as_index=False).agg(
        n_figures=("value", "size"), first_year=("year", "min"), last_year=("year", "max")
    )
    return table.sort_values(["n_figures", "unit"], ascending=[False, True], ignore_index=True)
