"""
Where does 31 December end if a pace goes on?

Takes the readings of one series and its goal, or a whole scorecard, and gives one row per scenario: the pace
of the last period, the best past pace, the required pace, and paces or targets that the reader puts in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from dtanalysis.scenarios.year_end import (
    KEY,
    SHORTEST_STEP,
    YearEnd,
    goal_of,
    head_of,
    place_in_time,
    why_not_exact,
)  # fmt: skip

SCENARIOS = ("last_pace", "best_pace", "required_pace", "given_pace", "other_target")
"""The scenarios of `year_end_scenarios`; the last two are put in by the reader."""

COLUMNS = (
    "scenario", "name", "pace", "months", "year_end_value", "is_clipped", "reaches_target", "gap_at_year_end",
    "pace_so_far", "multiple_of_pace_so_far", "reason",
)  # fmt: skip
"""The columns of `year_end_scenarios`."""

_NUMBERS = ("pace", "months", "year_end_value", "gap_at_year_end", "pace_so_far", "multiple_of_pace_so_far")


def year_end_scenarios(
    readings: pd.DataFrame,
    goal: YearEnd,
    *,
    paces: Iterable[float] = (),
    other_targets: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """
    Say where one series ends on 31 December if a pace goes on from its last reading.

    Parameters
    ----------
    readings : pandas.DataFrame
        One row per exact reading of one series, with ``period`` and ``value``, in any order; a running total
        only in periods from 1 January on.
    goal : YearEnd
        The year end and its target.
    paces : iterable of float
        What-if paces in the indicator's own unit and direction a month: 2.0 is two points up, −1.0 a place
        gained.
    other_targets : mapping of str to float, optional
        What-if targets: name of the other unit or plan → its target.

    Returns
    -------
    pandas.DataFrame
        One row per scenario with `COLUMNS`, always the first three of `SCENARIOS`. ``pace`` is the change a
        month, past ones between consecutive readings (of those closer than half a month the earlier is passed
        over); ``months`` runs from the last reading to 31 December; ``year_end_value`` is value + pace ·
        months put inside the bounds (``is_clipped`` says so), ``gap_at_year_end`` is positive short of the
        target. ``required_pace`` is 0 where the target is met, and reaches the target unless it is out of
        bounds (for a strict target: just more). ``pace_so_far`` is the mean pace of the year of the last
        reading, from the end of the year before or, failing that, the first reading;
        ``multiple_of_pace_so_far`` is missing unless both lead the same way. Where a row has no numbers,
        ``reason`` says why: "no_reading", "no_past_pace" (no two readings half a month apart), "no_target",
        "year_over", "outside_bounds" (of the last reading).

    Raises
    ------
    ValueError
        If two readings end on one day, or a running total is read in a period that does not begin on 1
        January.

    Examples
    --------
    >>> from dtanalysis.periods import parse_period
    >>> readings = pd.DataFrame({"period": map(parse_period, ["2022-12", "2023-Q1", "2023-H1"]),
    ...                          "value": [50.0, 59.0, 62.0]})
    >>> table = year_end_scenarios(readings, YearEnd(2023, target=80.0, upper=100.0), paces=[2.5])
    >>> table[["scenario", "pace", "year_end_value", "multiple_of_pace_so_far"]].round(2)
            scenario  pace  year_end_value  multiple_of_pace_so_far
    0      last_pace   1.0            68.0                     0.50
    1      best_pace   3.0            80.0                     1.50
    2  required_pace   3.0            80.0                     1.50
    3     given_pace   2.5            77.0                     1.25
    """
    return _table(_rows(readings, goal, [*paces], other_targets or {}), [])


def _table(rows: list[dict], head: list[str]) -> pd.DataFrame:
    """Give rows their columns and types; `head` are the columns in front."""
    table = pd.DataFrame(rows, columns=[*head, *COLUMNS])
    return table.astype(dict.fromkeys(_NUMBERS, float) | {"is_clipped": bool, "reaches_target": "boolean"})


def _rows(
    readings: pd.DataFrame, goal: YearEnd, paces: list[float], other_targets: Mapping[str, float]
) -> list[dict]:
    """One row per scenario of one series."""
    points = _points(readings, goal)
    refusal = _refusal(points, goal)
    if refusal:
        asked = [*SCENARIOS[:3], *("given_pace" for _ in paces)]
        named = [(scenario, "") for scenario in asked] + [("other_target", name) for name in other_targets]
        return [_empty_row(scenario, name, refusal) for scenario, name in named]
    last, best = _past_paces(points, goal)
    start = _Start(points[-1].value, goal.months_after(points[-1].month), _pace_so_far(points))
    asked = [("last_pace", "", last), ("best_pace", "", best), ("required_pace", "", start.needed_pace(goal))]
    asked += [("given_pace", "", float(pace)) for pace in paces]
    asked += [
        ("other_target", name, start.needed_pace(replace(goal, target=target)))
        for name, target in other_targets.items()
    ]
    return [_judge(scenario, name, pace, start, goal) for scenario, name, pace in asked]


def _empty_row(scenario: str, name: str, reason: str) -> dict:
    missing = dict.fromkeys(_NUMBERS, np.nan) | {"is_clipped": False, "reaches_target": pd.NA}
    return {"scenario": scenario, "name": name, "reason": reason} | missing


@dataclass(frozen=True)
class _Point:
    """A reading in time; a pace runs between readings of one ``run`` only."""

    month: float
    value: float
    year: int
    run: int


def _points(readings: pd.DataFrame, goal: YearEnd) -> list[_Point]:
    """The known readings in order of time, with the 0 of 1 January where it is counted from there."""
    known = readings[readings["value"].notna()]
    values = known["value"].tolist()
    # What starts anew each January says nothing across the turn of the year.
    points = [
        _Point(month, float(values[place]), year, year if goal.is_running_total else 0)
        for month, year, place in place_in_time(known["period"].tolist(), goal)
    ]
    if goal.is_running_total and goal.is_counted:
        points += [_Point(12.0 * year, 0.0, year, year) for year in {point.year for point in points}]
    return sorted(points, key=lambda point: (point.month, point.run))


def _refusal(points: list[_Point], goal: YearEnd) -> str:
    """The reason why no scenario of a series has numbers; empty where some have."""
    if not points or (goal.is_running_total and points[-1].year < goal.year):
        return "no_reading"
    if not goal.lower <= points[-1].value <= goal.upper:
        return "outside_bounds"
    return "year_over" if goal.months_after(points[-1].month) <= 0 else ""


def _past_paces(points: list[_Point], goal: YearEnd) -> tuple[float, float]:
    """The pace of the last period and the best one; missing without two readings far enough apart."""
    steps = _steps(points)
    turn = goal.turn(points[-1].value)
    lasts = [pace for run, pace in steps if run == points[-1].run]
    best = max((pace for _, pace in steps), key=lambda pace: turn * pace, default=np.nan)
    return (lasts[0] if lasts else np.nan), best


def _steps(points: list[_Point]) -> list[tuple[int, float]]:
    """Run and pace between readings at least the shortest step apart, from the last one back."""
    steps, later = [], points[-1]
    for point in reversed(points[:-1]):
        span = later.month - point.month
        if point.run == later.run and span >= SHORTEST_STEP:
            steps.append((point.run, (later.value - point.value) / span))
        if point.run != later.run or span >= SHORTEST_STEP:
            later = point
    return steps


def _pace_so_far(points: list[_Point]) -> float:
    """The mean pace of the last reading's year, from the year end before it or the first reading."""
    last = points[-1]
    run = [point for point in points if point.run == last.run]
    start = [run[0], *(point for point in run if point.month <= 12 * last.year)][-1]
    span = last.month - start.month
    return (last.value - start.value) / span if span >= SHORTEST_STEP else np.nan


@dataclass(frozen=True)
class _Start:
    """Where all scenarios of a series start from: its last value, the months left, and its pace so far."""

    value: float
    months: float
    pace_so_far: float

    def needed_pace(self, goal: YearEnd) -> float:
        """The pace that ends at the target: 0 where it is met, missing where there is none."""
        return 0.0 if goal.is_met(self.value) else (goal.target - self.value) / self.months

    def multiple(self, pace: float) -> float:
        """How often a pace contains the pace so far; missing unless both lead the same way."""
        return pace / self.pace_so_far if pace * self.pace_so_far > 0 else np.nan


def _judge(scenario: str, name: str, pace: float, start: _Start, goal: YearEnd) -> dict:
    """Where a pace ends, and what the target says to it."""
    if np.isnan(pace):
        return _empty_row(scenario, name, "no_past_pace" if scenario in SCENARIOS[:2] else "no_target")
    lower = max(goal.lower, start.value) if goal.never_falls else goal.lower
    end = start.value + pace * start.months
    inside = round(min(max(end, lower), goal.upper), 9)
    is_clipped = abs(end - inside) > 1e-8
    reaches = goal.is_met(inside) or (scenario == "required_pace" and not is_clipped)
    return {
        "scenario": scenario,
        "name": name,
        "pace": pace,
        "months": start.months,
        "year_end_value": inside,
        "is_clipped": is_clipped,
        "reaches_target": pd.NA if np.isnan(goal.target) else reaches,
        "gap_at_year_end": goal.gap(inside),
        "pace_so_far": start.pace_so_far,
        "multiple_of_pace_so_far": start.multiple(pace),
        "reason": "",
    }


def build_year_end_scenarios(
    scorecard: pd.DataFrame,
    readings: pd.DataFrame,
    *,
    paces: Mapping[str, Iterable[float]] | None = None,
    other_targets: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """
    Say where every row of a scorecard ends on 31 December if a pace goes on.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        Result of `dtanalysis.gaps.build_scorecard`.
    readings : pandas.DataFrame
        Result of `choose_readings` for the same period.
    paces : mapping of str to iterable of float, optional
        What-if paces: id of the indicator → paces a month, as for `year_end_scenarios`.
    other_targets : pandas.DataFrame, optional
        Targets of other units or plans, as ``targets.csv`` has them; those for the indicator, level,
        dimension and year of a row are tried on it, named "unit: plan".

    Returns
    -------
    pandas.DataFrame
        The rows of `year_end_scenarios` for every row of the scorecard, headed by the columns of
        `SERIES_KEY`, ``plan`` and ``year``. Further reasons: "not_reported" (no figure of the period itself),
        "bound" (it is one). Without a target the year is that of the figure.
    """
    by_series = dict(list(readings.groupby(KEY)))
    rows = []
    for _, row in scorecard.iterrows():
        refusal, goal = why_not_exact(row), goal_of(row)
        own = readings.iloc[:0] if refusal else by_series.get(tuple(row[KEY]), readings.iloc[:0])
        given = [*(paces or {}).get(row["indicator"], ())]
        found = _rows(own, goal, given, _targets_of_others(row, goal, other_targets))
        head = head_of(row, goal)
        rows += [head | scenario | {"reason": refusal or scenario["reason"]} for scenario in found]
    return _table(rows, [*KEY, "plan", "year"])


def _targets_of_others(row: pd.Series, goal: YearEnd, targets: pd.DataFrame | None) -> dict[str, float]:
    """Name and target of every other unit or plan for the same thing and year."""
    if targets is None:
        return {}
    same = ["indicator", "level", "dimension"]
    alike = (targets[same] == row[same]).all(axis=1) & (targets["year"] == goal.year)
    is_own = (targets["unit"] == row["unit"]) & (targets["plan"] == row["plan"])
    latest = targets[alike & ~is_own].sort_values("as_of", kind="stable")
    names = latest["unit"] + ": " + latest["plan"]
    return dict(sorted(dict(zip(names, latest["target"], strict=True)).items()))
