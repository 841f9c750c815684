"""
What is asked of a projection, checked before anything is computed: the end, the bounds and the target.
"""

from __future__ import annotations

import datetime as dt
from numbers import Integral

import numpy as np
from numpy.typing import ArrayLike

from dtanalysis.catalogue.schema import ACCUMULATIONS
from dtanalysis.periods import Period, parse_period
from dtanalysis.projection.chances import COMPARATORS
from dtanalysis.projection.levels import FARTHEST
from dtanalysis.projection.model import LEAST_READINGS
from dtanalysis.projection.readings import History

YEARS_FROM = 1000
"""Whole numbers from here on are years, not steps."""


def check_question(
    lower: float, upper: float | None, target: float | None, comparator: str, accumulation: str
) -> None:
    """
    Refuse a question that cannot be answered.

    Parameters
    ----------
    lower, upper : float
        Bounds; `upper` is None where there is none.
    target : float or None
        Value to be reached.
    comparator, accumulation : str
        Words of the register.

    Raises
    ------
    ValueError
        If the bounds are the wrong way round, the target lies outside them, or a word is not known.
    """
    if accumulation not in ACCUMULATIONS:
        raise ValueError(
            f"Accumulation {accumulation!r} is not known; write one of {', '.join(ACCUMULATIONS)}."
        )
    if comparator not in (*COMPARATORS, "eq"):
        raise ValueError(
            f"Comparator {comparator!r} is not known; write one of {', '.join(COMPARATORS)}, eq."
        )
    top = np.inf if upper is None or np.isnan(upper) else upper
    if not lower < top:
        raise ValueError(f"The lower bound {lower:g} is not below the upper bound {top:g}.")
    if target is not None and not lower <= target <= top:
        raise ValueError(
            f"The target {target:g} lies outside the bounds {lower:g} to {top:g}; no value can reach it as written."
        )


def check_bounds(values: ArrayLike, lower: float, upper: float | None) -> None:
    """
    Refuse readings outside the bounds.

    Parameters
    ----------
    values : array_like
        Readings; a missing one is inside.
    lower, upper : float
        Bounds; `upper` is None where there is none.

    Raises
    ------
    ValueError
        If a reading lies outside.
    """
    top = np.inf if upper is None or np.isnan(upper) else upper
    values = np.asarray(values, dtype=float)
    wrong = values[(values < lower) | (values > top)]
    if wrong.size:
        raise ValueError(
            f"{wrong.size} readings lie outside the bounds {lower:g} to {top:g}, the first of them {wrong[0]:g}. "
            "Correct the reading, or the bounds in the register of indicators."
        )


def steps_ahead(history: History, until: str | int | Period | dt.date) -> int:
    """
    Count the steps from the newest reading to the end.

    Parameters
    ----------
    history : History
        The readings.
    until : "year-end", int, str, Period or datetime.date
        As in `project`.

    Returns
    -------
    int
        At least 1.

    Raises
    ------
    ValueError
        If the end is not after the newest reading.
    """
    if isinstance(until, Integral) and until < YEARS_FROM:
        steps, end = int(until), f"{until} steps"
    else:
        if history.last is None:
            raise ValueError("These values carry no periods; say how many steps ahead: until=6.")
        is_year_end = isinstance(until, str) and until == "year-end"
        end = (
            year_end_after(history.last)
            if is_year_end
            else end_day(str(until) if isinstance(until, Integral) else until)
        )
        steps = history.steps_until(end)
    if steps < 1:
        raise ValueError(
            f"The end {end} is over: the newest reading is of {history.last}. Its value is known; name a later end."
        )
    return steps


def end_day(until: str | Period | dt.date) -> dt.date:
    """
    Last day of a named end.

    Parameters
    ----------
    until : str, Period or datetime.date
        A period or a day.

    Returns
    -------
    datetime.date
        The day itself, or the last one of the period.
    """
    if isinstance(until, dt.date):
        return until
    return until.last_day if isinstance(until, Period) else parse_period(until).last_day


def year_end_after(day: dt.date) -> dt.date:
    """
    Find the first 31 December after a day.

    Parameters
    ----------
    day : datetime.date
        Any day.

    Returns
    -------
    datetime.date
        Of the same year, or of the next where the day is 31 December itself.

    Examples
    --------
    >>> year_end_after(dt.date(2023, 12, 31))
    datetime.date(2024, 12, 31)
    """
    return dt.date(day.year + ((day.month, day.day) == (12, 31)), 12, 31)


def reason_against(history: History, steps: int, accumulation: str) -> str:
    """
    Say why a history is not projected.

    Parameters
    ----------
    history : History
        The readings.
    steps : int
        Steps to the end.
    accumulation : str
        Word of the register.

    Returns
    -------
    str
        A key of `result.REASONS`; empty where it is projected.
    """
    if accumulation == "one_off":
        return "one_off"
    if history.n_readings < LEAST_READINGS:
        return "too_few"
    return "too_far" if steps > FARTHEST[history.freq] else ""
