"""
What the value of 31 December is held against, and which readings arithmetic may start from.

The small things that the scenarios share: a goal, the exact readings of a series, and time in months.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dtanalysis.catalogue.schema import COMPARATORS, SERIES_KEY
from dtanalysis.catalogue.versions import most_trusted
from dtanalysis.periods import Period

KEY = list(SERIES_KEY)

REASONS = (
    "not_reported", "bound", "no_reading", "outside_bounds", "year_over", "no_counts", "counts_fall",
    "no_cases", "no_past_pace", "no_target",
)  # fmt: skip
"""Why a row of a scenario has no numbers."""

SHORTEST_STEP = 0.5
"""Months from which the pace between two readings counts: two days make no monthly pace (policy)."""


@dataclass(frozen=True)
class YearEnd:
    """
    What the value of 31 December is held against, and how the series counts.

    Parameters
    ----------
    year : int
        The year whose end is asked about.
    target : float
        The promised value; missing (nan) where there is none.
    comparator : {"ge", "gt", "le", "lt", "eq"}
        How the target is meant; without a target "ge" where more is better, "le" where less is.
    lower, upper : float
        The indicator's bounds; infinite where it has none.
    is_running_total : bool
        Whether it is counted from 1 January on (``accumulation="cumulative"``).
    is_counted : bool
        Whether it is a count or an amount; a running one is 0 on 1 January and never falls.
    is_ever : bool
        Whether it runs on from year to year and never falls (``accumulation="ever"``).
    """

    year: int
    target: float = np.nan
    comparator: str = "ge"
    lower: float = -np.inf
    upper: float = np.inf
    is_running_total: bool = False
    is_counted: bool = False
    is_ever: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        if self.comparator not in COMPARATORS:
            raise ValueError(
                f"`comparator` must be one of {', '.join(COMPARATORS)}; got {self.comparator!r}."
            )
        if not self.lower < self.upper:
            raise ValueError(f"`lower` must be below `upper`; got {self.lower:g} and {self.upper:g}.")

    @property
    def never_falls(self) -> bool:
        """Whether the year cannot end below the last reading."""
        return self.is_ever or (self.is_running_total and self.is_counted)

    def is_met(self, value: float) -> bool:
        """Whether an exact value meets the target; False without one."""
        rest = round(value - self.target, 9)
        meets = {"ge": rest >= 0, "gt": rest > 0, "le": rest <= 0, "lt": rest < 0, "eq": rest == 0}
        return bool(meets[self.comparator])

    def months_after(self, month: float) -> float:
        """Months from a month of the calendar, as `place_in_time` counts them, to 31 December."""
        return 12 * (self.year + 1) - month

    def gap(self, value: float) -> float:
        """Say what is still to do at a value: positive short of the target; the distance to an exact one."""
        short = round(self.target - value, 9)
        # Adding 0.0 keeps "-0.0" off the page.
        return abs(short) if self.comparator == "eq" else short * self.turn(value) + 0.0

    def turn(self, value: float) -> float:
        """1 where the target asks for more than `value` or for more in general, −1 where for less."""
        if self.comparator == "eq":
            return -1.0 if self.target < value else 1.0
        return 1.0 if self.comparator in {"ge", "gt"} else -1.0


def choose_readings(observations: pd.DataFrame, indicators: pd.DataFrame, period: Period) -> pd.DataFrame:
    """
    Choose the readings of every series that arithmetic may use, up to the end of a period.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per value as known on one day, all periods, with ``trust``.
    indicators : pandas.DataFrame
        Rows with ``indicator`` and ``accumulation``: the register, or a scorecard.
    period : Period
        The reported period.

    Returns
    -------
    pandas.DataFrame
        The rows of `observations` that are exact (no bounds), one per series and last day, in order of time:
        the version of `most_trusted`, and of several periods with one last day the longest. Of what is
        counted from 1 January on only periods that begin there.
    """
    figures = most_trusted(observations)
    totals = indicators.loc[indicators["accumulation"] == "cumulative", "indicator"]
    is_past = figures["period"].map(lambda reading: reading.last_day <= period.last_day).astype(bool)
    is_to_date = figures["period"].map(lambda reading: reading.is_year_to_date).astype(bool)
    is_exact = figures["value"].notna() & (figures["qualifier"] == "eq")
    rows = figures[is_past & is_exact & (is_to_date | ~figures["indicator"].isin(totals))]
    rows = rows.assign(
        last_day=rows["period"].map(lambda reading: reading.last_day),
        first_day=rows["period"].map(lambda reading: reading.first_day),
    ).sort_values([*KEY, "last_day", "first_day"], kind="stable")
    return (
        rows.drop_duplicates([*KEY, "last_day"])
        .drop(columns=["last_day", "first_day"])
        .reset_index(drop=True)
    )


def goal_of(row: pd.Series) -> YearEnd:
    """Say what one row of a scorecard is held against; without a target, the end of its figure's year."""
    has_target = pd.notna(row["target"])
    without = "le" if row["direction"] == "down" else "ge"
    year = row["year"] if has_target else getattr(row["period"], "year", 0)
    return YearEnd(
        year=int(year),
        target=float(row["target"]) if has_target else np.nan,
        comparator=row["comparator"] if has_target else without,
        lower=-np.inf if pd.isna(row["lower"]) else float(row["lower"]),
        upper=np.inf if pd.isna(row["upper"]) else float(row["upper"]),
        is_running_total=row["accumulation"] == "cumulative",
        is_counted=row["unit_measure"] in {"count", "currency"},
        is_ever=row["accumulation"] == "ever",
    )


def why_not_exact(row: pd.Series) -> str:
    """Say why a row of a scorecard has no exact figure of the period; empty where it has one."""
    if not row["is_current"] or pd.isna(row["value"]):
        return "not_reported"
    return "" if row["qualifier"] == "eq" else "bound"


def head_of(row: pd.Series, goal: YearEnd) -> dict:
    """Say whose scenarios they are: series, plan and year."""
    return {column: row[column] for column in KEY} | {"plan": row["plan"], "year": goal.year}


def place_in_time(periods: list[Period], goal: YearEnd) -> list[tuple[float, int, int]]:
    """
    Put the readings of one series in order of time.

    Parameters
    ----------
    periods : list of Period
        The periods read.
    goal : YearEnd
        Says whether it is a running total.

    Returns
    -------
    list of tuple
        Of every period the months of the calendar that are over at its end, its year, and its place in
        `periods`.

    Raises
    ------
    ValueError
        If two readings end on one day, or a running total does not begin on 1 January.
    """
    days = [period.last_day for period in periods]
    for period in periods:
        if days.count(period.last_day) > 1:
            raise ValueError(f"Two readings end on {period.last_day}. Keep one; `choose_readings` does.")
        if goal.is_running_total and not period.is_year_to_date:
            raise ValueError(f"A running total is read from 1 January on; {period} does not begin there.")
    return sorted(
        (12 * (period.year + 1) - period.months_left, period.year, place)
        for place, period in enumerate(periods)
    )
