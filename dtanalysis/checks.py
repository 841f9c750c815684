"""
What can be trusted, and what is on file: contradictions between sources, and coverage by period.

Takes observations (and gives tables); never prints, never repairs. More checks (identities, jumps,
completeness) come with ``ingest``.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue.schema import SERIES_KEY

KEY = list(SERIES_KEY)


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
        contradict itself. Empty where all agree.
    """
    codes = observations["period"].map(str)
    latest = observations.assign(code=codes).sort_values("as_of", kind="stable")
    latest = latest.drop_duplicates([*KEY, "code", "source"], keep="last")
    distinct = latest.groupby([*KEY, "code"])["value"].transform("nunique")
    chosen = latest[distinct > 1].sort_values([*KEY, "code", "source"], kind="stable")
    return chosen.drop(columns="code").reset_index(drop=True)


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
        One row per period in order of time: ``period``, ``code``, ``n_figures``, ``n_indicators``,
        ``n_sources`` and ``as_of`` (the latest day on which one of its figures became known). Values that a
        source leaves empty are not counted.
    """
    known = observations[observations["value"].notna()]
    table = (
        known.assign(code=known["period"].map(str))
        .groupby("code")
        .agg(
            period=("period", "first"),
            n_figures=("value", "size"),
            n_indicators=("indicator", "nunique"),
            n_sources=("source", "nunique"),
            as_of=("as_of", "max"),
        )
        .reset_index()
    )
    return table.sort_values("period", key=lambda column: column.map(_order), ignore_index=True)


def _order(period) -> tuple:
    return (period.last_day, period.first_day, period.code)
