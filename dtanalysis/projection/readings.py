"""
From what was reported to a history the model can take: which readings are points, and how far apart they lie.

Takes a series, a frame or plain values and gives `History`: values on an even grid of time, oldest first, missing
where a step has no reading. A bound ("trên 90 %") is not a point and is left out, by name; an estimate is one, and
is counted. Nothing is filled in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import pairwise
from math import gcd
from typing import NamedTuple

import numpy as np
import pandas as pd

from dtanalysis.periods import Period, parse_period
from dtanalysis.projection.levels import DAYS_A_MONTH, FREQUENCIES

POINTS = ("eq", "approx")
"""Qualifiers of a figure that is a point; every other one is a bound."""


class Reading(NamedTuple):
    """
    One reported figure.

    Attributes
    ----------
    period : object
        As it was given.
    day : datetime.date or None
        Last day of the period; None where the figure carries no time.
    months : float
        Length of the period.
    since_january : bool
        Whether it begins with the year.
    value, numerator, denominator : float
        The figure and its counts; missing where not known.
    is_point : bool
        False for a bound and for a missing value.
    is_estimate : bool
        Whether its source calls it an estimate ("ước"), or gives it as "about".
    """

    period: object
    day: dt.date | None
    months: float
    since_january: bool
    value: float
    numerator: float
    denominator: float
    is_point: bool
    is_estimate: bool


@dataclass(frozen=True)
class History:
    """
    One history on an even grid of time.

    Attributes
    ----------
    values : numpy.ndarray
        One value a step, oldest first, missing in a gap; the newest is known.
    freq : {"D", "M", "Q", "H", "A"}
        Distance of the steps; "D" for readings by the day.
    step : int
        Months of a step; days where `freq` is "D".
    last : datetime.date or None
        Last day of the newest reading; None where the values carry no time.
    denominators : numpy.ndarray
        Like `values`: out of how many each share was counted.
    left_out : tuple of str
        Periods whose figure is a bound or missing, so that it is no point.
    n_estimates : int
        Readings that their source calls an estimate ("ước") or gives as "about".
    """

    values: np.ndarray
    freq: str
    step: int
    last: dt.date | None
    denominators: np.ndarray
    left_out: tuple[str, ...] = ()
    n_estimates: int = 0

    @property
    def n_readings(self) -> int:
        """Known values."""
        return int(np.count_nonzero(~np.isnan(self.values)))

    @property
    def months(self) -> float:
        """Months of a step."""
        return self.step / DAYS_A_MONTH if self.freq == "D" else float(self.step)

    def steps_until(self, day: dt.date) -> int:
        """
        Steps from the newest reading to a day.

        Parameters
        ----------
        day : datetime.date
            The last day of a month, or any day where the readings are by the day.

        Returns
        -------
        int
            Whole steps; 0 or less where the day is not after the newest reading.

        Raises
        ------
        ValueError
            If the values carry no time, or no step ends on that day.
        """
        if self.last is None:
            raise ValueError("These values carry no periods; say how many steps ahead: until=6.")
        ahead = (day - self.last).days if self.freq == "D" else month_of(day) - month_of(self.last)
        if self.freq == "D" or ahead % self.step == 0:
            return ahead // self.step
        raise ValueError(f"No step of {self.step} months after {self.last} ends on {day}.")

    def whole_steps_until(self, year: int) -> int:
        """
        Count the steps to 31 December.

        Parameters
        ----------
        year : int
            Whose end.

        Returns
        -------
        int
            0 where no step ends there; negative where it is over.
        """
        end = dt.date(year, 12, 31)
        ahead = (end - self.last).days if self.freq == "D" else month_of(end) - month_of(self.last)
        return 0 if ahead % self.step else ahead // self.step

    def months_until(self, year: int) -> float:
        """
        Count the months to 31 December.

        Parameters
        ----------
        year : int
            Whose end.

        Returns
        -------
        float
            From the newest reading; part of a month counts as such.
        """
        if self.freq == "D":
            return (dt.date(year, 12, 31) - self.last).days / DAYS_A_MONTH
        return float(12 * (year - self.last.year) + 12 - self.last.month)

    def day_after(self, steps: int) -> dt.date:
        """
        Last day of a step ahead.

        Parameters
        ----------
        steps : int
            Steps after the newest reading.

        Returns
        -------
        datetime.date
            Its last day.
        """
        if self.freq == "D":
            return self.last + dt.timedelta(days=steps * self.step)
        return month_end(month_of(self.last) + steps * self.step)


def month_end(month: int) -> dt.date:
    """
    Last day of a month counted from the year 0.

    Parameters
    ----------
    month : int
        Twelve times the year plus the month, minus one.

    Returns
    -------
    datetime.date
        Its last day.

    Examples
    --------
    >>> month_end(2024 * 12 + 1)
    datetime.date(2024, 2, 29)
    """
    return dt.date((month + 1) // 12, (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)


def month_of(day: dt.date) -> int:
    """
    Count the months from the year 0 to a day.

    Parameters
    ----------
    day : datetime.date
        Any day.

    Returns
    -------
    int
        Twelve times the year plus the month, minus one.
    """
    return day.year * 12 + day.month - 1


def read_history(series: object, *, freq: str | None = None) -> History:
    """
    Read a history.

    Parameters
    ----------
    series : pandas.DataFrame, pandas.Series, mapping or sequence
        A frame with ``period`` and ``value`` (and, where known, ``qualifier``, ``status``, ``denominator``); a
        series or mapping from periods to values; or plain values, oldest first, with `freq`. Periods are texts such
        as "2023-06", numbers of years, `Period`, or pandas periods and timestamps (days that all begin a month name the steps
        that begin there); their order does not matter.
    freq : {"M", "Q", "H", "A"}, optional
        Distance of the steps. Without it: the widest of year, half-year, quarter and month on whose grid all
        readings end; days where a reading ends inside a month.

    Returns
    -------
    History
        Values on the grid.

    Raises
    ------
    ValueError
        If there is no value, a period is not understood, two readings end on one day, a value is infinite, `freq` is
        not known, or readings do not lie on its grid.

    Examples
    --------
    >>> read_history({"2023-H1": 40.0, "2022": 36.0, "2023": 45.0}).freq
    'H'
    """
    if freq is not None and freq not in FREQUENCIES:
        raise ValueError(f"Frequency {freq!r} is not known; write one of {', '.join(FREQUENCIES)}.")
    return lay_out(list_readings(series), freq=freq)


def list_readings(series: object) -> list[Reading]:
    """
    List what was reported, in the order given.

    Parameters
    ----------
    series : pandas.DataFrame, pandas.Series, mapping or sequence
        As in `read_history`.

    Returns
    -------
    list of Reading
        Bounds and missing values too, marked as no points.

    Raises
    ------
    ValueError
        If a column is missing, a value is no number or is infinite, or a period is not understood.
    """
    frame = series.reset_index(drop=True) if isinstance(series, pd.DataFrame) else _framed(series)
    missing = [name for name in ("period", "value") if name not in frame]
    if missing:
        raise ValueError(f"The frame lacks {', '.join(missing)}; a history has period and value.")
    columns = {name: _numbers(frame, name) for name in ("value", "numerator", "denominator")}
    qualifier = _column(frame, "qualifier", "eq").replace("", "eq")
    is_estimate = _column(frame, "status", "published").eq("estimate") | qualifier.eq("approx")
    is_point = columns["value"].notna() & qualifier.isin(POINTS)
    nameless = frame["period"].isna()
    if nameless.any() and not nameless.all():
        raise ValueError(
            f"Reading {int(nameless.to_numpy().argmax()) + 1} of {len(frame)} has no period; name the period that it is "
            "of, such as 2023-06."
        )
    return [
        Reading(period, *_place(period), *numbers, point, estimate)
        for period, *numbers, point, estimate in zip(
            _ends_of_starts(frame["period"]), *columns.values(), is_point, is_estimate, strict=True
        )
    ]


def _ends_of_starts(periods: pd.Series) -> pd.Series:
    """Days that all begin a month name the steps that begin there (as pandas' "MS" and "QS" do): their ends."""
    if not all(isinstance(period, dt.date) and period.day == 1 for period in periods):
        return periods
    months = sorted({month_of(period) for period in periods})
    common = reduce(gcd, (later - earlier for earlier, later in pairwise(months)), 0)
    step = next((step for step in (12, 6, 3) if common and common % step == 0), 1)
    return periods.map(lambda period: month_end(month_of(period) + step - 1))


def _numbers(frame: pd.DataFrame, name: str) -> pd.Series:
    """One column as numbers, missing where the frame has none."""
    found = pd.to_numeric(_column(frame, name, np.nan), errors="coerce").astype(float)
    wrong = _column(frame, name, np.nan).notna() & ~np.isfinite(found)
    if wrong.any():
        raise ValueError(
            f"The {name} of {frame.loc[wrong, 'period'].iloc[0]} is {str(frame.loc[wrong, name].iloc[0])!r}, which is no "
            "finite number; leave it empty if it is not known."
        )
    return found


def _column(frame: pd.DataFrame, name: str, otherwise: object) -> pd.Series:
    return frame[name].fillna(otherwise) if name in frame else pd.Series(otherwise, index=frame.index)


def _framed(series: object) -> pd.DataFrame:
    """Series, mappings and plain values as a frame."""
    if isinstance(series, Mapping):
        series = pd.Series(dict(series), dtype=float)
    if isinstance(series, pd.Series) and not _is_counted(series.index):
        return pd.DataFrame({"period": series.index, "value": series.to_numpy()})
    values = np.asarray(series, dtype=float)
    if values.ndim != 1:
        raise ValueError(f"A history is one row of values; got an array of {values.ndim} dimensions.")
    return pd.DataFrame({"period": [None] * len(values), "value": values})


def _is_counted(index: pd.Index) -> bool:
    """Whether an index only counts rows, and so names no period."""
    return index.equals(pd.RangeIndex(len(index)))


def _place(period: object) -> tuple[dt.date | None, float, bool]:
    """Last day of anything that names a period, its months, and whether it begins with the year."""
    if period is None or period is pd.NaT or (isinstance(period, float) and np.isnan(period)):
        return None, np.nan, False
    if isinstance(period, pd.Period):
        return period.end_time.date(), round((period.end_time - period.start_time).days / DAYS_A_MONTH), False
    if isinstance(period, pd.Timestamp | dt.date):
        return pd.Timestamp(period).date(), np.nan, False
    read = period if isinstance(period, Period) else _parse(period)
    return place_of(read)


def _parse(period: object) -> Period:
    if isinstance(period, float) and period != int(period):
        raise ValueError(f"Period {period!r} is no year; write a month as 2023-06, a year as 2023.")
    return parse_period(period if isinstance(period, str) else int(period))


@lru_cache(maxsize=4096)
def place_of(period: Period) -> tuple[dt.date, float, bool]:
    """
    Place a period in time.

    Parameters
    ----------
    period : Period
        Any.

    Returns
    -------
    tuple
        Its last day, its months, and whether it begins with the year. By decree a month ends on the 14th; it is that
        month all the same, and counts as ending with it.
    """
    day = month_end(month_of(period.last_day)) if period.regime == "decree" else period.last_day
    return day, period.months, period.is_year_to_date


def lay_out(readings: Sequence[Reading], *, freq: str | None = None) -> History:
    """
    Put readings on an even grid of time that ends with the newest.

    Parameters
    ----------
    readings : sequence of Reading
        In any order, if they are dated.
    freq : {"M", "Q", "H", "A"}, optional
        As in `read_history`.

    Returns
    -------
    History
        Values on the grid.

    Raises
    ------
    ValueError
        As in `read_history`.
    """
    points = [reading for reading in readings if reading.is_point]
    if not points:
        raise ValueError(
            f"No value to project: {len(readings)} readings, none of them an exact figure. A bound is not a point."
        )
    left_out = tuple(str(reading.period) for reading in readings if not reading.is_point)
    estimates = sum(reading.is_estimate for reading in points)
    if any(reading.day is None for reading in points):
        return _undated(readings, freq, left_out, estimates)
    return _dated(sorted(points, key=lambda reading: reading.day), freq, left_out, estimates)


def _undated(
    readings: Sequence[Reading], freq: str | None, left_out: tuple[str, ...], estimates: int
) -> History:
    """Values without time: their order counts, and the caller says how far apart they lie."""
    if freq is None:
        raise ValueError("Values without periods need their distance: freq='M', 'Q', 'H' or 'A'.")
    places = [place for place, reading in enumerate(readings) if reading.is_point]
    kept = readings[places[0] : places[-1] + 1]
    values = np.array([reading.value if reading.is_point else np.nan for reading in kept])
    bases = np.array([reading.denominator for reading in kept])
    return History(values, freq, FREQUENCIES[freq], None, bases, left_out, estimates)


def _dated(points: list[Reading], freq: str | None, left_out: tuple[str, ...], estimates: int) -> History:
    """Readings in order of time, on their grid."""
    _refuse_doubles(points)
    days = [reading.day for reading in points]
    by_day = freq is None and any(month_end(month_of(day)) != day for day in days)
    places = np.array([day.toordinal() if by_day else month_of(day) for day in days])
    step = FREQUENCIES[freq] if freq else _step(places.tolist(), by_day, points[-1])
    columns, off = np.divmod(places - places[-1], step)
    if off.any():
        raise ValueError(
            f"{points[int(np.flatnonzero(off)[-1])].period} does not lie {step} months or a multiple of it before "
            f"{points[-1].period}; leave `freq` out, or give readings of one frequency."
        )
    values, bases = np.full((2, 1 - columns[0]), np.nan)
    values[columns - 1] = [reading.value for reading in points]
    bases[columns - 1] = [reading.denominator for reading in points]
    letter = "D" if by_day else {months: letter for letter, months in FREQUENCIES.items()}[step]
    return History(values, letter, step, days[-1], bases, left_out, estimates)


def _refuse_doubles(points: list[Reading]) -> None:
    for earlier, later in pairwise(points):
        if earlier.day == later.day:
            raise ValueError(
                f"{earlier.period} and {later.period} both end on {later.day}: a history has one reading a day. "
                "Choose one of them; months and quarters cannot be mixed where both say something."
            )


def _step(places: list[int], by_day: bool, newest: Reading) -> int:
    """Widest step on whose grid all readings lie, and 31 December."""
    common = reduce(gcd, (later - earlier for earlier, later in pairwise(places)), 0)
    if by_day:
        return common or 1
    if not common and newest.months in FREQUENCIES.values():
        # One reading only: the length of its own period, where that is one of the known ones.
        return round(newest.months)
    common = gcd(common, 11 - places[-1] % 12)
    if not common:
        return 12
    return next(months for months in sorted(FREQUENCIES.values(), reverse=True) if common % months == 0)
