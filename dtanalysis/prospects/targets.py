"""
Which targets are still open, whose they are, and which readings a figure draws beside them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd

from dtanalysis import plans
from dtanalysis.catalogue import Scope
from dtanalysis.catalogue.schema import SERIES_KEY
from dtanalysis.catalogue.versions import most_trusted
from dtanalysis.periods import Period, parse_period

KEY = list(SERIES_KEY)


def due_year(period: Period) -> int:
    """
    Year whose end a report of a period looks at.

    Parameters
    ----------
    period : Period
        The reported period.

    Returns
    -------
    int
        Its own year; the next one where the year is over.

    Examples
    --------
    >>> due_year(parse_period("2023-H1")), due_year(parse_period("2023"))
    (2023, 2024)
    """
    return period.year + (period.last_day == dt.date(period.year, 12, 31))


def choose_targets(scope: Scope) -> pd.DataFrame:
    """
    Choose the targets that are still open: the unit's own and, for other series, those to orient by.

    Parameters
    ----------
    scope : Scope
        The question.

    Returns
    -------
    pandas.DataFrame
        One row per promise with ``is_own``: whether it is of the judged plans and due at the year end looked at.
    """
    year = due_year(scope.period)
    own = scope.targets if year == scope.period.year else _own_targets(scope, year)
    orienting = replace(scope, period=parse_period(year)).reference_targets
    both = plans.prefer_own(own, orienting)
    return both.assign(is_own=np.arange(len(both)) < len(own))


def _own_targets(scope: Scope, year: int) -> pd.DataFrame:
    """What the unit's own plans promise for another year."""
    plans_known, targets = scope.programme.plans, scope.programme.targets
    own = plans_known.loc[plans_known["kind"] == "own", "plan"]
    return targets[targets["plan"].isin(own) & (targets["unit"] == scope.unit) & (targets["year"] == year)]


def add_ownership(projections: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """
    Add ``is_own`` of the targets, and the ``gap`` that is left.

    Parameters
    ----------
    projections : pandas.DataFrame
        From `dtanalysis.projection.project_frame`.
    targets : pandas.DataFrame
        From `choose_targets`.

    Returns
    -------
    pandas.DataFrame
        ``gap`` is positive where something is still to do, in the unit of measure, and missing without a target. What
        counts is where the year stands: of something counted from January, nothing before its first month.
    """
    own = targets.loc[targets["is_own"], [*KEY, "plan", "year"]].drop_duplicates()
    joined = projections.merge(own.assign(is_own=True), on=[*KEY, "plan", "year"], how="left")
    standing = [told.standing for told in joined["projection"]]
    short = (joined["target"] - standing).astype(float)
    turned = short.where(joined["comparator"].isin(["ge", "gt"]), -short)
    gap = turned.where(joined["comparator"] != "eq", short.abs()).where(joined["target"].notna())
    return joined.assign(is_own=joined["is_own"].eq(True), gap=gap.round(9))


def list_readings(observations: pd.DataFrame, indicators: pd.DataFrame, period: Period) -> pd.DataFrame:
    """
    List the readings that a figure draws, the bounds and estimates among them.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per value as known on one day, with ``trust``.
    indicators : pandas.DataFrame
        The register.
    period : Period
        Nothing after its last day is seen.

    Returns
    -------
    pandas.DataFrame
        One row per series and last day, in order of time: the columns of `SERIES_KEY`, ``last_day``, ``value``,
        ``drawn_as`` ("observed", "estimate" or "bound") and ``starts_anew`` (counted from January on). Of what starts
        anew each January only periods from 1 January on. Of several periods that end on one day the most trusted, then
        the longest.
    """
    past = observations["period"].map(lambda reading: reading.last_day <= period.last_day).astype(bool)
    figures = most_trusted(observations[past & observations["value"].notna()])
    totals = indicators.loc[indicators["accumulation"] == "cumulative", "indicator"]
    since_january = figures["period"].map(lambda reading: reading.is_year_to_date).astype(bool)
    rows = figures[since_january | ~figures["indicator"].isin(totals)]
    rows = rows.assign(
        last_day=[reading.last_day for reading in rows["period"]],
        months=[reading.months for reading in rows["period"]],
        drawn_as=_drawn_as(rows),
        starts_anew=rows["indicator"].isin(totals),
    ).sort_values([*KEY, "last_day", "trust", "months"], ascending=[True] * 6 + [False], kind="stable")
    return rows.drop_duplicates([*KEY, "last_day"])[
        [*KEY, "last_day", "value", "drawn_as", "starts_anew"]
    ].reset_index(drop=True)


def _drawn_as(rows: pd.DataFrame) -> pd.Series:
    is_estimate = (rows["status"] == "estimate") | (rows["qualifier"] == "approx")
    words = pd.Series("observed", index=rows.index).mask(is_estimate, "estimate")
    return words.where(rows["qualifier"].isin(["eq", "approx"]), "bound")


def figures_used(
    observations: pd.DataFrame, projections: pd.DataFrame, outcomes: pd.DataFrame, period: Period
) -> pd.DataFrame:
    """
    Take the figures behind the page, for the list of sources.

    Parameters
    ----------
    observations : pandas.DataFrame
        All known values of the unit.
    projections : pandas.DataFrame
        From `dtanalysis.projection.project_frame`.
    outcomes : pandas.DataFrame
        From `find_outcomes`.
    period : Period
        The reported period.

    Returns
    -------
    pandas.DataFrame
        The rows of the projected indicators up to the period, and those of the year end that were compared.
    """
    is_past = observations["period"].map(lambda reading: reading.last_day <= period.last_day).astype(bool)
    is_told = is_past & observations["indicator"].isin(projections["indicator"])
    is_end = observations["period"].map(lambda reading: reading.last_day == dt.date(period.year, 12, 31))
    is_compared = is_end.astype(bool) & observations["source"].isin(outcomes["year_end_source"])
    return observations[is_told | is_compared]
