"""
Which rate do the cases of the rest of the year need, where a rate is counted from 1 January on?

Such a rate starts anew each January, so a pace in points says little: what is done is done, and only the
cases still to come can move the year's rate. Takes the counts of one series and its goal, or a whole
scorecard.
"""

from __future__ import annotations

from collections.abc import Iterable
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

REST_COLUMNS = (
    "scenario", "rate", "months", "cases_so_far", "done_so_far", "cases_rest", "done_rest", "year_end_value",
    "is_impossible", "reaches_target", "gap_at_year_end", "reason",
)  # fmt: skip
"""The columns of `rest_of_year_rates`."""

FLOWS = ("dossier", "transaction", "document", "petition")
"""What is counted anew each year, by the register's ``weighting``; services and procedures are a stock."""

_NUMBERS = (
    "rate", "months", "cases_so_far", "done_so_far", "cases_rest", "done_rest", "year_end_value",
    "gap_at_year_end",
)  # fmt: skip


def rest_of_year_rates(readings: pd.DataFrame, goal: YearEnd, *, rates: Iterable[float] = ()) -> pd.DataFrame:
    """
    Say which rate the cases of the rest of the year need, for a rate counted from 1 January on.

    Parameters
    ----------
    readings : pandas.DataFrame
        One row per reading of one series, with ``period`` (from 1 January on), ``value``, ``numerator`` and
        ``denominator``, the cases so far; in any order.
    goal : YearEnd
        The year end and its target in percent; only readings of its year count.
    rates : iterable of float
        What-if rates of the rest of the year, in percent.

    Returns
    -------
    pandas.DataFrame
        One row per scenario with `REST_COLUMNS`: "last_rate" (that of the cases between the last two
        readings, or since 1 January), "required_rate" and one "given_rate" per what-if. As many cases a month
        are taken to come as between these: ``cases_rest`` until 31 December, ``done_rest`` of them at
        ``rate``. An earlier reading without counts, or less than half a month before, is passed over. A
        required rate outside 0–100 is told as computed: beyond the reach of the target ``is_impossible`` is
        True and ``year_end_value`` is the nearest that can still be had; on the safe side the target is
        reached whatever the rest brings. Without numbers ``reason`` says why: "no_reading", "no_counts",
        "counts_fall" (fewer cases than before, or more done than came), "year_over", "no_past_pace" (the year
        has just begun), "no_cases" (none came lately), "no_target".

    Raises
    ------
    ValueError
        If a rate is outside 0–100, two readings end on one day, or one does not begin on 1 January.

    Notes
    -----
    With N of D cases done so far and D_rest to come: rate = 100 · (target ÷ 100 · (D + D_rest) − N) ÷ D_rest.

    Examples
    --------
    >>> from dtanalysis.periods import parse_period
    >>> readings = pd.DataFrame({"period": [parse_period("2023-9M")], "value": [60.0],
    ...                          "numerator": [540], "denominator": [900]})
    >>> table = rest_of_year_rates(readings, YearEnd(2023, target=70.0, is_running_total=True), rates=[90])
    >>> table[["scenario", "rate", "cases_rest", "year_end_value", "reaches_target"]]
            scenario   rate  cases_rest  year_end_value  reaches_target
    0      last_rate   60.0       300.0            60.0           False
    1  required_rate  100.0       300.0            70.0            True
    2     given_rate   90.0       300.0            67.5           False
    """
    return _table(_rows(readings, goal, [float(rate) for rate in rates]), [])


def _table(rows: list[dict], head: list[str]) -> pd.DataFrame:
    """Give rows their columns and types; `head` are the columns in front."""
    table = pd.DataFrame(rows, columns=[*head, *REST_COLUMNS])
    return table.astype(dict.fromkeys(_NUMBERS, float) | {"is_impossible": bool, "reaches_target": "boolean"})


def _rows(readings: pd.DataFrame, goal: YearEnd, given: list[float]) -> list[dict]:
    """One row per scenario of one series."""
    _refuse_rates(given)
    year = _counts(readings, goal)
    refusal = _refusal(year, goal)
    if refusal:
        scenarios = ["last_rate", "required_rate", *("given_rate" for _ in given)]
        return [_empty_row(scenario, refusal) for scenario in scenarios]
    last, step = year[-1], _last_step(year)
    months = goal.months_after(last.month)
    rest = step.cases / step.month * months
    required = (goal.target * (last.cases + rest) - 100 * last.done) / rest
    asked = [("last_rate", 100 * step.done / step.cases), ("required_rate", required)]
    asked += [("given_rate", rate) for rate in given]
    return [_judge(scenario, rate, last, rest, goal) | {"months": months} for scenario, rate in asked]


def _refuse_rates(rates: list[float]) -> None:
    for rate in rates:
        if not 0 <= rate <= 100:
            raise ValueError(f"A rate of the rest of the year lies in 0–100 %; got {rate:g}.")


@dataclass(frozen=True)
class _Counts:
    """Cases since 1 January and those done, at a month of the calendar; or what one step added."""

    month: float
    done: float
    cases: float


def _counts(readings: pd.DataFrame, goal: YearEnd) -> list[_Counts]:
    """The counts of the goal's year in order of time, from 0 cases at its beginning on."""
    done, cases = readings["numerator"].tolist(), readings["denominator"].tolist()
    placed = place_in_time(readings["period"].tolist(), replace(goal, is_running_total=True))
    year = [_Counts(month, done[place], cases[place]) for month, year, place in placed if year == goal.year]
    return [_Counts(12.0 * goal.year, 0.0, 0.0), *year]


def _last_step(year: list[_Counts]) -> _Counts | None:
    """What the last period added since the reading before that has counts and is not too close."""
    last = year[-1]
    steps = [
        _Counts(last.month - then.month, last.done - then.done, last.cases - then.cases) for then in year[:-1]
    ]
    usable = [step for step in steps if step.month >= SHORTEST_STEP and not np.isnan(step.cases + step.done)]
    return usable[-1] if usable else None


def _refusal(year: list[_Counts], goal: YearEnd) -> str:
    """Why nothing can be said of the rest of the year; empty where something can."""
    if len(year) == 1:
        return "no_reading"
    if pd.isna(year[-1].done) or pd.isna(year[-1].cases):
        return "no_counts"
    if goal.months_after(year[-1].month) <= 0:
        return "year_over"
    step = _last_step(year)
    if step is None:
        return "no_past_pace"
    if step.cases < 0 or not 0 <= step.done <= step.cases:
        return "counts_fall"
    return "" if step.cases else "no_cases"


def _empty_row(scenario: str, reason: str) -> dict:
    missing = dict.fromkeys(_NUMBERS, np.nan) | {"is_impossible": False, "reaches_target": pd.NA}
    return {"scenario": scenario, "reason": reason} | missing


def _judge(scenario: str, rate: float, last: _Counts, rest: float, goal: YearEnd) -> dict:
    """What a rate of the rest makes of the year, and what the target says to it."""
    if np.isnan(rate):
        return _empty_row(scenario, "no_target")
    rate = round(rate, 9)
    possible = min(max(rate, 0.0), 100.0)
    end = round(100 * (last.done + possible / 100 * rest) / (last.cases + rest), 9)
    is_impossible = _is_impossible(rate, goal)
    reaches = goal.is_met(end) or (scenario == "required_rate" and not is_impossible)
    return {
        "scenario": scenario,
        "rate": rate,
        "cases_so_far": last.cases,
        "done_so_far": last.done,
        "cases_rest": rest,
        "done_rest": rate / 100 * rest,
        "year_end_value": end,
        "is_impossible": is_impossible,
        "reaches_target": pd.NA if np.isnan(goal.target) else reaches,
        "gap_at_year_end": goal.gap(end),
        "reason": "",
    }


def _is_impossible(rate: float, goal: YearEnd) -> bool:
    """Whether a rate lies outside 0–100 on the side where the target is out of reach, not on the safe one."""
    too_much, too_little = goal.comparator in {"ge", "gt", "eq"}, goal.comparator in {"le", "lt", "eq"}
    return (rate > 100 and too_much) or (rate < 0 and too_little)


def build_rest_of_year_rates(
    scorecard: pd.DataFrame, readings: pd.DataFrame, *, rates: Iterable[float] = ()
) -> pd.DataFrame:
    """
    Say for every rate of a scorecard that is counted from 1 January on what the rest of the year needs.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        Result of `dtanalysis.gaps.build_scorecard`.
    readings : pandas.DataFrame
        Result of `choose_readings` for the same period.
    rates : iterable of float
        What-if rates of the rest of the year, in percent.

    Returns
    -------
    pandas.DataFrame
        The rows of `rest_of_year_rates` for every percent indicator with ``accumulation="cumulative"`` whose
        denominator grows with the year (``weighting`` one of `FLOWS`; what a stock lacks, as services are, is
        told by `gaps.add_count_needed`), headed by the columns of `SERIES_KEY`, ``plan`` and ``year``.
        Further reasons: "not_reported", "bound".
    """
    given = [float(rate) for rate in rates]
    by_series = dict(list(readings.groupby(KEY)))
    is_rate = (scorecard["accumulation"] == "cumulative") & (scorecard["unit_measure"] == "percent")
    is_rate &= scorecard["weighting"].isin(FLOWS)
    rows = []
    for _, row in scorecard[is_rate].iterrows():
        refusal, goal = why_not_exact(row), goal_of(row)
        own = readings.iloc[:0] if refusal else by_series.get(tuple(row[KEY]), readings.iloc[:0])
        head = head_of(row, goal)
        rows += [head | found | {"reason": refusal or found["reason"]} for found in _rows(own, goal, given)]
    return _table(rows, [*KEY, "plan", "year"])
