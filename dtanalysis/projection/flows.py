"""
What starts anew each January, taken apart into what each month brought.

A rate of dossiers "from the beginning of the year" is not a level: in July nothing of the first half can change any
more. Takes readings of a running year (each period covers what it says) and gives flows on even steps, numerator and
denominator, and what the year has brought so far. `year_total` puts them together again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from math import gcd

import numpy as np

from dtanalysis.projection.levels import FREQUENCIES
from dtanalysis.projection.readings import Reading

COUNTED = ("count", "currency")
"""Units of measure whose value is itself a count, so that it has no denominator."""


@dataclass(frozen=True)
class Flows:
    """
    What each step of one series brought, and what the running year has brought so far.

    Attributes
    ----------
    numerators, denominators : numpy.ndarray
        One value a step, oldest first; missing where a step is not known by itself. For a count the denominators are
        missing throughout.
    step : int
        Months of a step.
    year, month : int
        The running year, and the last month of it that is covered; 0 where nothing of it is known.
    numerator, denominator : float
        Of the running year so far.
    latest : tuple of float
        The newest total since January; of the year before, where the running year has none.
    per : float
        What a numerator equal to its denominator is called: 100 for percent, 1 for a mean; missing for a count.
    n_readings, n_estimates : int
        Days for which a reading was used, and how many readings are estimates.
    left_out : tuple of str
        Periods whose figure is a bound, is missing or ends inside a month.
    """

    numerators: np.ndarray
    denominators: np.ndarray
    step: int
    year: int
    month: int
    numerator: float
    denominator: float
    latest: tuple[float, float]
    per: float
    n_readings: int
    n_estimates: int
    left_out: tuple[str, ...]

    @property
    def is_ratio(self) -> bool:
        """Whether there is a denominator."""
        return not np.isnan(self.per)

    @property
    def rates(self) -> np.ndarray:
        """Rate of each step; missing where a step had no case."""
        return self.per * self.numerators / np.where(self.denominators > 0, self.denominators, np.nan)

    @property
    def freq(self) -> str:
        """Letter of the steps; of the next wider ones where there is none."""
        return next(letter for letter, months in FREQUENCIES.items() if months >= self.step)

    @property
    def steps_left(self) -> int:
        """Steps to the end of the running year."""
        return (12 - self.month) // self.step

    @property
    def n_known(self) -> int:
        """Steps that can be projected from: whose count is known or, of a rate, whose rate is."""
        return int(np.count_nonzero(~np.isnan(self.rates if self.is_ratio else self.numerators)))


def read_flows(readings: Sequence[Reading], per: float) -> Flows:
    """
    Take readings of a running year apart into flows.

    Parameters
    ----------
    readings : sequence of Reading
        A period covers what it says: "2023-06" June alone, "2023-H1" or "2023-5M" everything since 1 January.
    per : float
        What a numerator equal to its denominator is called; missing where the value itself is counted.

    Returns
    -------
    Flows
        The finest even steps that the readings allow. A total since January counts before the sum of its parts; a
        step in which a total was corrected downwards is not known.

    Raises
    ------
    ValueError
        If a period does not say what it covers, or no exact reading covers the time since January, alone or with others.
    """
    if any(np.isnan(reading.months) for reading in readings):
        raise ValueError(
            "What starts anew each January needs periods that say what they cover, such as 2023-06 (June alone) or "
            "2023-H1 (since January); days and plain values do not."
        )
    has_counts = not np.isnan(per)
    known = [reading for reading in readings if _is_countable(reading, has_counts)]
    totals = _totals_since_january(known, has_counts)
    if not totals:
        raise ValueError(
            f"None of {len(readings)} readings covers the time since 1 January, alone or with others; a month in "
            "the middle says nothing of the year so far."
        )
    year, month = max(totals)
    step, flows = _steps(totals)
    is_over = month == 12
    numerator, denominator = totals[year, month]
    return Flows(
        numerators=flows[:, 0],
        denominators=flows[:, 1],
        step=step,
        year=year + is_over,
        month=month % 12,
        numerator=0.0 if is_over else numerator,
        denominator=0.0 * denominator if is_over else denominator,
        latest=(numerator, denominator),
        per=per,
        n_readings=len({reading.day for reading in known}),
        n_estimates=sum(reading.is_estimate for reading in known),
        left_out=tuple(str(reading.period) for reading in readings if reading not in known),
    )


def _is_countable(reading: Reading, has_counts: bool) -> bool:
    """Whether a reading is exact and covers whole months; a year to a day ends in the middle of a step."""
    counted = not np.isnan(reading.numerator) and not np.isnan(reading.denominator)
    return reading.is_point and reading.months == round(reading.months) and (counted or not has_counts)


def _totals_since_january(
    readings: list[Reading], has_counts: bool
) -> dict[tuple[int, int], tuple[float, float]]:
    """(Year, last month) → numerator and denominator since January, stated or put together from parts."""
    parts = {
        (reading.day.year, reading.day.month, round(reading.months)): (
            (reading.numerator, reading.denominator) if has_counts else (reading.value, np.nan)
        )
        for reading in readings
    }
    totals = {(year, last): part for (year, last, months), part in parts.items() if months == last}
    # Sorted by year, last month and length, so that the total before each part is there when it is asked for.
    for year, last, months in sorted(parts):
        before = totals.get((year, last - months))
        if (year, last) not in totals and before is not None:
            part = parts[year, last, months]
            totals[year, last] = (before[0] + part[0], before[1] + part[1])
    return totals


def _steps(totals: dict[tuple[int, int], tuple[float, float]]) -> tuple[int, np.ndarray]:
    """Months of a step, and what each step from the first known year on brought."""
    known = {year * 12 + month: total for (year, month), total in totals.items()}
    starts = {year * 12 for year, _ in totals}
    places = sorted(known.keys() | starts)
    step = reduce(gcd, np.diff(places).tolist(), 0)
    ends = range(places[0] + step, max(known) + 1, step)
    return step, np.array([_flow(known, end, step) for end in ends])


def _flow(known: dict[int, tuple[float, float]], end: int, step: int) -> tuple[float, float]:
    """What one step brought; missing where the total before it or after it is not known, or fell."""
    missing = (np.nan, np.nan)
    before = (0.0, 0.0) if (end - step) % 12 == 0 else known.get(end - step, missing)
    after = known.get(end, missing)
    numerator, denominator = after[0] - before[0], after[1] - before[1]
    return missing if numerator < 0 or denominator < 0 else (numerator, denominator)


def longest_per_day(readings: Sequence[Reading]) -> list[Reading]:
    """
    Keep of several periods that end on one day the longest, which is the one since January.

    Parameters
    ----------
    readings : sequence of Reading
        In any order.

    Returns
    -------
    list of Reading
        In order of time; readings without one as they are.
    """
    if any(reading.day is None for reading in readings):
        return list(readings)
    ordered = sorted(readings, key=lambda reading: (reading.day, reading.is_point, reading.months))
    return list({reading.day: reading for reading in ordered}.values())


def per_of(unit_measure: str) -> float:
    """
    Say what a numerator equal to its denominator is called.

    Parameters
    ----------
    unit_measure : str
        Of the register.

    Returns
    -------
    float
        100 for percent, missing for what is itself a count, else 1.
    """
    return np.nan if unit_measure in COUNTED else 100.0 if unit_measure == "percent" else 1.0


def flow_histories(flows: Flows) -> list[tuple[np.ndarray, np.ndarray | None]]:
    """
    Histories that have to be projected for the year's total.

    Parameters
    ----------
    flows : Flows
        Of one series.

    Returns
    -------
    list of (numpy.ndarray, numpy.ndarray or None)
        Values and denominators: first the cases, then, for a rate, the rate of each step. Each begins and ends with
        a known step.
    """
    if not flows.is_ratio:
        return [(_trimmed(flows.numerators, flows.numerators), None)]
    # A step without cases has no rate; it is a gap, and its 0 cases count all the same.
    rates = (_trimmed(flows.rates, flows.rates), _trimmed(flows.denominators, flows.rates))
    return [(_trimmed(flows.denominators, flows.numerators), None), rates]


def _trimmed(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """From the first known step to the last."""
    ends = np.flatnonzero(~np.isnan(known))
    return values[ends[0] : ends[-1] + 1] if len(ends) else values[:0]
