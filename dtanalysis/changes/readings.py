"""
What is a reading of the world, and which earlier one is this report held against?

A report is one reading: what is known of a unit (and the units directly below it) for a period, as known on a day. Takes scopes
and gives readings; two of them are compared elsewhere. Also chooses the earlier period where none is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import pandas as pd

from dtanalysis import gaps
from dtanalysis.catalogue.schema import SERIES_KEY
from dtanalysis.catalogue.scope import Scope
from dtanalysis.periods import Period, parse_period

LEAST_SHARED = 0.5
"""Share of this period's series that an earlier period must have too, to be taken for the report before (policy)."""

_KEY = list(SERIES_KEY)


@dataclass(frozen=True, eq=False)
class Reading:
    """
    The world as one report sees it.

    Attributes
    ----------
    unit : str
        Id of the reported unit.
    period : Period
        The reported period.
    as_of : datetime.date or None
        The last day whose knowledge counts; None for everything known.
    observations : pandas.DataFrame
        One row per value known on that day, of the unit and of those directly below it, all periods, with ``trust``.
    targets : pandas.DataFrame
        One row per target of the unit's own plans for the period's year.
    indicators, units, unit_successions : pandas.DataFrame
        The registers.
    """

    unit: str
    period: Period
    as_of: date | None
    observations: pd.DataFrame
    targets: pd.DataFrame
    indicators: pd.DataFrame
    units: pd.DataFrame
    unit_successions: pd.DataFrame

    @cached_property
    def scorecard(self) -> pd.DataFrame:
        """One row per series and target, as `dtanalysis.gaps.build_scorecard` judges them."""
        # A period without any figure or target: pandas multiplies an empty column of plain objects, not one of texts.
        register = self.indicators.astype({"direction": object})
        return gaps.build_scorecard(self.observations, self.targets, register, period=self.period)


def read_scope(scope: Scope) -> Reading:
    """
    Take a stated question as a reading.

    Parameters
    ----------
    scope : Scope
        The question.

    Returns
    -------
    Reading
        Of its unit, period and day.
    """
    programme = scope.programme
    return Reading(
        unit=scope.unit,
        period=scope.period,
        as_of=scope.as_of,
        observations=_of_unit_and_parts(scope),
        targets=scope.targets,
        indicators=programme.indicators,
        units=programme.units,
        unit_successions=programme.unit_successions,
    )


def read_earlier(scope: Scope, *, compare_to: str = "", compare_as_of: str = "") -> Reading:
    """
    Make the reading that a report is held against.

    Parameters
    ----------
    scope : Scope
        The question of the report.
    compare_to : str
        Period of the earlier report. Empty: the same period, where `compare_as_of` is given (the world as known on two days);
        else the report before, chosen by `choose_earlier`.
    compare_as_of : str
        Day of the earlier report, an ISO date; empty for the day of this one.

    Returns
    -------
    Reading
        Of the same unit. Where the unit had no figure before, the same period of the year before, without figures.

    Raises
    ------
    ValueError
        For a period or day that is not understood, or a day after that of the report.
    """
    day = read_compare_day(compare_as_of, scope.as_of)
    if compare_to:
        period = parse_period(compare_to)
    elif compare_as_of:
        period = scope.period
    else:
        chosen = choose_earlier(_of_unit_and_parts(scope), scope.period)
        period = scope.period.same_period_last_year if chosen is None else chosen
    earlier = replace(
        scope,
        programme=scope.programme.as_known_on(day),
        period=period,
        as_of=day,
        plans=_plans_of(scope, period),
    )
    return read_scope(earlier)


def read_compare_day(text: str, as_of: date | None) -> date | None:
    """
    Read the day of an earlier reading.

    Parameters
    ----------
    text : str
        An ISO date; empty for `as_of`.
    as_of : datetime.date or None
        The day of the report; None for everything known.

    Returns
    -------
    datetime.date or None
        The last day whose knowledge counts.

    Raises
    ------
    ValueError
        If the text is no date, or a later day than that of the report.
    """
    if not text:
        return as_of
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"`compare_as_of` must be empty or a date such as 2023-07-01; got {text!r}."
        ) from None
    if as_of is not None and day > as_of:
        raise ValueError(
            f"`compare_as_of` {text} is later than `as_of` {as_of.isoformat()}: the earlier reading cannot know more."
        )
    return day


def choose_earlier(observations: pd.DataFrame, period: Period) -> Period | None:
    """
    Choose the period of the report before: the latest earlier one that tells about the same things.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per known value of the unit and of those below it.
    period : Period
        The reported period.

    Returns
    -------
    Period or None
        None where no earlier period has a figure.

    Notes
    -----
    Of the periods that ended before this one, those counted in the same way come first (both from 1 January on, or of the same
    kind). Of these the latest that has at least `LEAST_SHARED` of this period's series; failing that, the latest that has
    any of them; failing that, the latest with figures.

    Examples
    --------
    >>> rows = [("a", "2022-12"), ("a", "2022"), ("a", "2023-Q1"), ("a", "2023-H1")]
    >>> frame = pd.DataFrame(rows, columns=["indicator", "period"]).assign(unit="u", level="province", dimension="", value=1.0)
    >>> frame["period"] = frame["period"].map(parse_period).astype(object)
    >>> choose_earlier(frame, parse_period("2023-H1"))
    Period('2023-Q1')
    """
    known = observations[observations["value"].notna()]
    series = {reading: set(rows) for reading, rows in _series_by_period(known)}
    own = series.get(period, set())
    earlier = [reading for reading in series if reading.last_day < period.last_day]
    alike = [reading for reading in earlier if _is_counted_alike(reading, period)] or earlier
    shares = {reading: len(series[reading] & own) / max(len(own), 1) for reading in alike}
    for least in (LEAST_SHARED, 1e-9, 0.0):
        wide = [reading for reading in alike if shares[reading] >= least]
        if wide:
            return max(
                wide, key=lambda reading: (reading.last_day, reading.kind == period.kind, shares[reading])
            )
    return None


def _series_by_period(known: pd.DataFrame) -> Iterable[tuple[Period, list[tuple]]]:
    keys = pd.Series(list(known[_KEY].itertuples(index=False, name=None)), index=known.index, dtype=object)
    return (
        (rows.iloc[0], keys[rows.index].tolist())
        for _, rows in known["period"].groupby(known["period"].map(repr))
    )


def _is_counted_alike(earlier: Period, period: Period) -> bool:
    return earlier.kind == period.kind or (earlier.is_year_to_date and period.is_year_to_date)


def _of_unit_and_parts(scope: Scope) -> pd.DataFrame:
    own = scope.observations
    return pd.concat([own, scope.part_observations[own.columns]], ignore_index=True)


def _plans_of(scope: Scope, period: Period) -> tuple[str, ...]:
    """The judged plans of the same year; for another year every own plan of the unit (its targets say which count)."""
    if period.year == scope.period.year:
        return scope.plans
    plans = scope.programme.plans
    return tuple(plans.loc[(plans["unit"] == scope.unit) & (plans["kind"] == "own"), "plan"])
