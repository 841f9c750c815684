"""
Which of several figures counts: revised by its source, told differently by several sources, or older.

Takes observations (one row per value as known on one day) and gives one row per figure and source, one row
per figure, or the one figure of each series that a report of a period shows. An empty value never displaces a
known one.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue.schema import SERIES_KEY, STATES
from dtanalysis.periods import Period

FIGURE = [*SERIES_KEY, "period"]
"""The columns that name one figure: one series in one period."""


def latest_by_source(observations: pd.DataFrame) -> pd.DataFrame:
    """
    Choose the version that each source holds today.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per value as known on one day.

    Returns
    -------
    pandas.DataFrame
        One row per (series, period, source), in the order and with the index of `observations`: the version
        with the latest ``as_of`` among those with a value or, where the source never gave one, the latest.
    """
    ordered = observations.assign(is_known=observations["value"].notna())
    ordered = ordered.sort_values(["is_known", "as_of"], kind="stable")
    return ordered.drop_duplicates([*FIGURE, "source"], keep="last").drop(columns="is_known").sort_index()


def most_trusted(observations: pd.DataFrame) -> pd.DataFrame:
    """
    Choose one version of every figure.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per value as known on one day, with ``trust`` (0 = most trusted source).

    Returns
    -------
    pandas.DataFrame
        One row per (series, period): known before empty, then the most trusted source, then the latest
        ``as_of``, then the first source by name, so that the order of the rows does not matter.
    """
    versions = latest_by_source(observations)
    ranked = versions.assign(is_empty=versions["value"].isna()).sort_values(
        ["is_empty", "trust", "as_of", "source"], ascending=[True, True, False, True], kind="stable"
    )
    return ranked.drop_duplicates(FIGURE).drop(columns="is_empty").sort_index()


def latest_readings(
    observations: pd.DataFrame, period: Period, indicators: pd.DataFrame | None = None
) -> pd.DataFrame:
    """
    Choose for each series the figure that a report of `period` shows.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per value as known on one day, with the column ``trust`` (0 = most trusted source).
    period : Period
        The reported period.
    indicators : pandas.DataFrame, optional
        The register; with it a state (``accumulation`` "level" or "ever") read on the period's last day counts
        as the period's own (June's state is the half-year's).

    Returns
    -------
    pandas.DataFrame
        One row per (indicator, unit, level, dimension): the figure of the period itself or, failing that,
        the latest earlier one; an empty value only where no value is known at all. Added columns:
        ``is_current`` (the figure is the period's own), ``versions`` (how many sources give this figure) and
        ``is_disputed`` (they give different values). Within one source the latest ``as_of`` wins; between
        sources the most trusted, then the latest. Of several periods that end on one day, none of them the
        reported one, the longest is shown.
    """
    past = observations["period"].map(lambda reading: reading.last_day <= period.last_day).astype(bool)
    readings = _newest(most_trusted(observations[past]), period)
    told = latest_by_source(observations[past]).groupby(FIGURE, as_index=False)["value"]
    told = told.agg(versions="count", distinct="nunique")
    states = [] if indicators is None else _states(indicators)
    is_same_day = readings["period"].map(lambda reading: reading.last_day == period.last_day).astype(bool)
    is_current = _is_of(readings, period) | (readings["indicator"].isin(states) & is_same_day)
    readings = readings.assign(is_current=is_current).merge(told, on=FIGURE)
    return readings.assign(is_disputed=readings["distinct"] > 1).drop(columns="distinct")


def _states(indicators: pd.DataFrame) -> pd.Series:
    return indicators.loc[indicators["accumulation"].isin(STATES), "indicator"]


def _newest(figures: pd.DataFrame, period: Period) -> pd.DataFrame:
    """One row per series: a known value rather than none, of the period itself rather than an earlier one."""
    ordered = figures.assign(
        is_known=figures["value"].notna(),
        last_day=figures["period"].map(lambda reading: reading.last_day),
        is_exact=_is_of(figures, period),
        first_day=figures["period"].map(lambda reading: reading.first_day),
    )
    by = ["is_known", "last_day", "is_exact", "first_day"]
    ordered = ordered.sort_values(by, ascending=[True, True, True, False], kind="stable")
    return ordered.drop_duplicates(list(SERIES_KEY), keep="last").drop(columns=by)


def _is_of(figures: pd.DataFrame, period: Period) -> pd.Series:
    return figures["period"].map(lambda reading: reading.code == period.code).astype(bool)
