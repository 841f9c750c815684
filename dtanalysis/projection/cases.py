"""
From observations to what can be projected: one case for each series of each unit.

A state is read on its last days, whatever the length of its periods; what starts anew each January is taken apart
into flows where its counts are known, and otherwise read by whole years; what counts distinct services is read
within the running year, because its months do not add up. What is measured once a year is a yearly level, and what
is only done or not done is not projected at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import pandas as pd

from dtanalysis.catalogue.schema import SERIES_KEY
from dtanalysis.catalogue.versions import most_trusted
from dtanalysis.periods import Period
from dtanalysis.projection.flows import COUNTED, Flows, longest_per_day, per_of, read_flows
from dtanalysis.projection.levels import FARTHEST
from dtanalysis.projection.model import LEAST_READINGS
from dtanalysis.projection.readings import POINTS, History, Reading, lay_out, place_of

DISTINCT = (
    "service", "procedure", "unit", "person", "household", "enterprise", "facility", "commune", "province", "ministry",
)  # fmt: skip
"""What is counted once however often it comes: two months of it do not add up."""

_WORDS = ["unit_measure", "accumulation", "lower", "upper", "weighting"]
_RANKED = re.compile(r"(?:^|;)n=(\d+)(?:;|$)")


@dataclass(frozen=True)
class Case:
    """
    One series, as it will be projected.

    Attributes
    ----------
    key : tuple of str
        Indicator, unit, level and dimension.
    unit_measure : str
        Of the indicator.
    lower, upper : float
        Its bounds; `upper` is missing where there is none.
    is_cumulative : bool
        Whether it is declared never to fall.
    history : History
        Readings of the level that is projected; for flows those of the year to date.
    flows : Flows or None
        Where the series is projected by its flows.
    reason : str
        Why it cannot be projected, whatever the end; a key of `result.REASONS`, or empty.
    """

    key: tuple[str, ...]
    unit_measure: str
    lower: float
    upper: float
    is_cumulative: bool
    history: History
    flows: Flows | None = None
    reason: str = ""

    @property
    def bounds(self) -> tuple[float, float | None]:
        """Bounds, None where there is no upper one."""
        return self.lower, None if np.isnan(self.upper) else self.upper

    @property
    def freq(self) -> str:
        """Letter of the steps."""
        return self.history.freq if self.flows is None else self.flows.freq

    @property
    def months(self) -> float:
        """Months of a step."""
        return self.history.months if self.flows is None else float(self.flows.step)

    @property
    def family(self) -> tuple:
        """What siblings share: the indicator, the level, the slice and the distance of the readings."""
        return (self.key[0], *self.key[2:], self.months)

    def steps_to(self, year: int) -> int:
        """
        Count the steps to 31 December.

        Parameters
        ----------
        year : int
            Whose end.

        Returns
        -------
        int
            0 where no step ends there, or it is over.
        """
        if self.flows is not None:
            return self.flows.steps_left if year == self.flows.year else 0
        return max(self.history.whole_steps_until(year), 0)

    def reason_against(self, year: int) -> str:
        """
        Say why the end of a year is not projected.

        Parameters
        ----------
        year : int
            Whose end.

        Returns
        -------
        str
            A key of `result.REASONS`; empty where it is projected.
        """
        if self.reason:
            return self.reason
        if self.flows is None and self.history.n_readings < LEAST_READINGS:
            return "too_few"
        return "" if 0 < self.steps_to(year) <= FARTHEST[self.freq] else "too_far"


def make_cases(observations: pd.DataFrame, indicators: pd.DataFrame, period: Period) -> list[Case]:
    """
    Read every series that has an exact figure by the end of a period.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per value as known on one day, any units, with ``trust``.
    indicators : pandas.DataFrame
        The register.
    period : Period
        Nothing after its last day is seen.

    Returns
    -------
    list of Case
        In the order of their keys; a series whose figures are all bounds has none.

    Raises
    ------
    ValueError
        If the register lacks an indicator.
    """
    observations = observations.reset_index(drop=True)
    unknown = sorted(set(observations["indicator"]) - set(indicators["indicator"]))
    if unknown:
        raise ValueError(
            f"The register of indicators lacks {', '.join(unknown)}; add them to indicators.csv."
        )
    past = observations["period"].map(lambda reading: reading.last_day <= period.last_day).astype(bool)
    exact = observations["value"].notna() & observations["qualifier"].isin(POINTS)
    figures = most_trusted(observations[past])
    figures = figures[exact.reindex(figures.index)]
    figures = figures.assign(months=[-place_of(one)[1] for one in figures["period"]])
    figures = figures.sort_values([*SERIES_KEY, "trust", "months", "source"], kind="stable")
    words = indicators.set_index("indicator")[_WORDS].to_dict("index")
    rows = zip(*(figures[name] for name in [*SERIES_KEY, *_READ]), strict=True)
    return [
        _case(key, [_reading(*row[len(SERIES_KEY) :]) for row in own], words[key[0]])
        for key, own in groupby(rows, key=lambda row: row[: len(SERIES_KEY)])
    ]


_READ = ["period", "value", "numerator", "denominator", "qualifier", "status"]


def _reading(period: Period, *numbers: float | str) -> Reading:
    value, numerator, denominator, qualifier, status = numbers
    is_estimate = status == "estimate" or qualifier == "approx"
    return Reading(period, *place_of(period), value, numerator, denominator, True, is_estimate)


def _case(key: tuple[str, ...], readings: list[Reading], words: Mapping[str, object]) -> Case:
    make = {"cumulative": _running_case}.get(words["accumulation"], _level_case)
    history, flows, reason = make(readings, words)
    return Case(
        key=key,
        unit_measure=words["unit_measure"],
        lower=words["lower"],
        upper=_places(key[-1]) if words["unit_measure"] == "rank" else words["upper"],
        is_cumulative=words["accumulation"] == "ever" or _is_running_count(history, flows, words),
        history=history,
        flows=flows,
        reason="no_bound" if np.isnan(words["lower"]) else reason,
    )


def _is_running_count(history: History, flows: Flows | None, words: Mapping[str, object]) -> bool:
    """Whether this is a count since January, read within its year: it cannot fall."""
    is_count = words["accumulation"] == "cumulative" and words["unit_measure"] in COUNTED
    return is_count and flows is None and history.freq != "A"


def _places(dimension: str) -> float:
    """The last place of a ranking, which its slice names ("n=63")."""
    found = _RANKED.search(dimension)
    return float(found[1]) if found else np.nan


_Told = tuple[History, Flows | None, str]


def _level_case(readings: list[Reading], words: Mapping[str, object]) -> _Told:
    """A state, or something measured once a year."""
    history = lay_out(_first_per_day(readings))
    is_task = words["accumulation"] == "one_off" and _is_done_or_not(history.values, words)
    return history, None, "one_off" if is_task else ""


def _is_done_or_not(values: np.ndarray, words: Mapping[str, object]) -> bool:
    """Whether every value says "done" or "not done": the bounds, or 0 and 1."""
    known = values[~np.isnan(values)]
    return bool(np.isin(known, [0.0, 1.0, words["lower"], words["upper"]]).all())


def _first_per_day(readings: list[Reading]) -> list[Reading]:
    """Of several periods that end on one day the first given, which is of the most trusted source and the longest."""
    return list({reading.day: reading for reading in reversed(readings)}.values())


def _running_case(readings: list[Reading], words: Mapping[str, object]) -> _Told:
    """What starts anew each January."""
    is_counted = words["unit_measure"] in COUNTED
    if words["weighting"] in DISTINCT:
        return _within_year(readings)
    if not is_counted and all(np.isnan(reading.denominator) for reading in readings):
        return _by_year(readings, "no_counts")
    try:
        flows = read_flows(readings, per_of(words["unit_measure"]))
    except ValueError:
        return _by_year(readings, "no_counts")
    if flows.n_known < LEAST_READINGS:
        history, _, reason = _by_year(readings, "too_few")
        return history, flows if reason else None, reason
    return lay_out(longest_per_day(readings)), flows, ""


def _within_year(readings: list[Reading]) -> _Told:
    """What counts distinct things: its readings since January, as they grow through the running year."""
    running = [reading for reading in readings if reading.since_january]
    year = max((reading.day.year for reading in running), default=0)
    this_year = _first_per_day([reading for reading in running if reading.day.year == year])
    is_over = any((reading.day.month, reading.day.day) == (12, 31) for reading in this_year)
    if len(this_year) >= LEAST_READINGS and not is_over:
        return lay_out(this_year), None, ""
    return _by_year(readings, "not_additive")


def _by_year(readings: list[Reading], reason: str) -> _Told:
    """Whole years, where there are enough of them and nothing newer is known; else no projection."""
    years = _first_per_day([reading for reading in readings if reading.months == 12])
    newest = max(reading.day for reading in readings)
    if len(years) >= LEAST_READINGS and max(reading.day for reading in years) == newest:
        return lay_out(years), None, ""
    return lay_out(longest_per_day(readings)), None, reason
