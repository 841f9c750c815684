"""
All indicators and units at once: one row for each series and target, with range, chance, outlook and arithmetic.

Takes the frames of a scope (or of a whole programme) and projects every case in a few calls of the model, siblings
(the same indicator for other units) lending each other what their errors say. Each row keeps its `Projection`, so
that figures can draw the path.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dtanalysis.catalogue.schema import SERIES_KEY
from dtanalysis.periods import Period
from dtanalysis.projection.arithmetic import level_arithmetic, with_model
from dtanalysis.projection.batch import make_batch, number_names
from dtanalysis.projection.cases import Case, make_cases
from dtanalysis.projection.flows import flow_histories
from dtanalysis.projection.levels import RANGE_ENDS
from dtanalysis.projection.model import LEAST_READINGS, Forecast, forecast
from dtanalysis.projection.result import Projection
from dtanalysis.projection.year_total import flow_arithmetic, with_totals

KEY = list(SERIES_KEY)

COLUMNS = [
    *KEY, "plan", "year", "target", "comparator", "kind", "reason", "method", "n", "n_estimates", "last_day",
    "last_value", "end", *RANGE_ENDS, "chance", "outlook",
    "required_pace", "pace_so_far", "rest_rate", "projection",
]  # fmt: skip


def project_frame(
    observations: pd.DataFrame,
    targets: pd.DataFrame,
    indicators: pd.DataFrame,
    *,
    period: Period,
    siblings: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """
    Project every series to 31 December of the year of each of its targets.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per value as known on one day, of one unit or many, with ``trust``.
    targets : pandas.DataFrame
        One row per promise; may be empty. Of a target set twice the later ``as_of`` counts.
    indicators : pandas.DataFrame
        The register.
    period : Period
        The reported period; nothing after its last day is seen.
    siblings : pandas.DataFrame, optional
        Observations of other units of the same indicators, which steady short histories.

    Returns
    -------
    pandas.DataFrame
        One row per (indicator, unit, level, dimension, plan, year), sorted so; a series without a target has one row
        with an empty plan, to the end of the reported year (of the next, where the year is over). ``lower_80`` to
        ``upper_80`` are in the unit of measure at ``end`` and missing where ``kind`` is "arithmetic"; ``reason``
        says why. ``n`` readings were used. ``projection`` is the `Projection` itself. A target of a year that is over
        has no row.
    """
    cases = make_cases(observations, indicators, period)
    family = [] if siblings is None else make_cases(siblings, indicators, period)
    known = {case.key for case in cases}
    questions = list(_questions(cases, targets, period))
    answers = _answer(questions, [case for case in family if case.key not in known])
    rows = [_row(question, answer) for question, answer in zip(questions, answers, strict=True)]
    return pd.DataFrame(rows, columns=COLUMNS).sort_values([*KEY, "plan", "year"], ignore_index=True)


@dataclass(frozen=True)
class _Question:
    """One case, one end, and what is promised for it."""

    case: Case
    plan: str
    year: int
    target: float
    comparator: str

    @property
    def end(self) -> dt.date:
        return dt.date(self.year, 12, 31)

    @property
    def steps(self) -> int:
        """Steps of the case to its end."""
        return self.case.steps_to(self.year)

    @property
    def reason(self) -> str:
        """Why it is not projected."""
        return self.case.reason_against(self.year)


def _questions(cases: list[Case], targets: pd.DataFrame, period: Period) -> Iterator[_Question]:
    """Each target of a case that is still open; without one, the end of the year."""
    is_over = (period.last_day.month, period.last_day.day) == (12, 31)
    first_open = period.year + is_over
    latest = targets[targets["year"] >= first_open].sort_values("as_of", kind="stable")
    latest = latest.drop_duplicates([*KEY, "plan", "year"], keep="last")
    promises: dict[tuple, list[tuple]] = {}
    for *key, plan, year, target, comparator in zip(
        *(latest[name] for name in [*KEY, "plan", "year", "target", "comparator"]), strict=True
    ):
        promises.setdefault(tuple(key), []).append((plan, int(year), float(target), comparator))
    for case in cases:
        for promise in promises.get(case.key, [("", first_open, np.nan, "")]):
            yield _Question(case, *promise)


def _answer(questions: list[_Question], family: list[Case]) -> list[Projection]:
    """Projections in the order of the questions."""
    asked = [question for question in questions if not question.reason]
    level_cases = _distinct([question.case for question in asked if question.case.flows is None])
    flow_cases = _distinct([question.case for question in asked if question.case.flows is not None])
    horizon = max((question.steps for question in asked), default=1)
    levels = _forecast_levels(level_cases, family, horizon)
    flows = _forecast_flows(flow_cases, family, horizon)
    return [_tell(question, levels, flows) for question in questions]


def _distinct(cases: list[Case]) -> list[Case]:
    return list({case.key: case for case in cases}.values())


def _forecast_levels(cases: list[Case], family: list[Case], horizon: int) -> dict[tuple, tuple]:
    """Key → quantiles and weights of each case that is projected by its level."""
    if not cases:
        return {}
    wanted = {case.family for case in cases}
    others = [case for case in family if case.flows is None and case.family in wanted and _is_usable(case)]
    everyone = cases + others
    batch = make_batch(
        [case.history.values for case in everyone],
        lower=[case.lower for case in everyone],
        upper=[case.upper for case in everyone],
        cumulative=[case.is_cumulative for case in everyone],
        denominators=[case.history.denominators for case in everyone],
        groups=number_names([case.family for case in everyone]),
    )
    return _by_key(cases, forecast(batch, horizon))


def _is_usable(case: Case) -> bool:
    return not case.reason and case.history.n_readings >= LEAST_READINGS


def _by_key(cases: list[Case], result: Forecast) -> dict[tuple, tuple]:
    return {case.key: (result.quantiles[row], result.weights[:, row]) for row, case in enumerate(cases)}


def _forecast_flows(cases: list[Case], family: list[Case], horizon: int) -> dict[tuple, list[tuple]]:
    """Key → quantiles and weights of each flow of each case: the cases and, of a rate, the rates."""
    wanted = {case.family for case in cases}
    others = [case for case in family if case.flows is not None and not case.reason]
    everyone = cases + [case for case in others if case.family in wanted]
    ratios = [case for case in everyone if case.flows.is_ratio]
    found: dict[tuple, list[tuple]] = {case.key: [] for case in cases}
    for place, own in enumerate((everyone, ratios)):
        for key, told in _forecast_parts(own, place, horizon).items():
            if key in found:
                found[key].append(told)
    return found


def _forecast_parts(cases: list[Case], place: int, horizon: int) -> dict[tuple, tuple]:
    """Key → quantiles and weights of the flow at one place of `flow_histories`."""
    if not cases:
        return {}
    parts = [flow_histories(case.flows)[place] for case in cases]
    batch = make_batch(
        [values for values, _ in parts],
        lower=[case.lower if place else 0.0 for case in cases],
        upper=[case.upper if place else np.nan for case in cases],
        denominators=[bases for _, bases in parts],
        groups=number_names([case.family for case in cases]),
    )
    return _by_key(cases, forecast(batch, horizon))


def _tell(question: _Question, levels: dict, flows: dict) -> Projection:
    """What is said to one question."""
    case, reason = question.case, question.reason
    words = {"reason": reason, "unit_measure": case.unit_measure}
    if case.flows is not None:
        told = flow_arithmetic(case.flows, question.target, question.comparator, **words)
        return told if reason else with_totals(told, case.flows, flows[case.key], case.bounds)
    months = case.history.months_until(question.year)
    told = level_arithmetic(case.history, months, question.target, question.comparator, **words)
    if reason:
        return told
    quantiles, weights = levels[case.key]
    return with_model(told, case.history, quantiles[: question.steps], weights)


def _row(question: _Question, told: Projection) -> dict[str, object]:
    ranges = told.quantiles.to_numpy()[-1] if told.kind == "model" else np.full(len(RANGE_ENDS), np.nan)
    return {
        **dict(zip(KEY, question.case.key, strict=True)),
        "plan": question.plan,
        "year": question.year,
        "target": question.target,
        "comparator": question.comparator,
        "kind": told.kind,
        "reason": told.reason,
        "method": told.method,
        "n": told.n_obs,
        "n_estimates": told.n_estimates,
        "last_day": told.last_period,
        "last_value": told.last_value,
        "end": question.end,
        **dict(zip(RANGE_ENDS, ranges, strict=True)),
        "chance": told.chance,
        "outlook": told.outlook,
        "required_pace": told.required_pace,
        "pace_so_far": told.pace_so_far,
        "rest_rate": told.rest_rate,
        "projection": told,
    }
