"""
Where a running year ends: what it has brought so far, and what its remaining months may bring.

The flows are projected (the cases, and for a rate the share of each step), and the year ends at (so far + still to
come) of both. The months to come move together: their dependence is that of the weighted members in their
state-space form, and the total is found by drawing paths from it with a fixed seed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from numbers import Integral
from statistics import NormalDist

import numpy as np
import pandas as pd

from dtanalysis.projection.arithmetic import chance_of, level_arithmetic, printed_quantiles, required_change
from dtanalysis.projection.batch import make_batch
from dtanalysis.projection.flows import COUNTED, Flows, flow_histories, longest_per_day, per_of, read_flows
from dtanalysis.projection.levels import FARTHEST, LEVELS
from dtanalysis.projection.model import LEAST_READINGS, forecast
from dtanalysis.projection.question import YEARS_FROM, check_bounds, end_day
from dtanalysis.projection.readings import lay_out, list_readings, month_end, month_of
from dtanalysis.projection.result import Projection, empty_quantiles
from dtanalysis.projection.settings import Member
from dtanalysis.projection.tuned import TUNED

_PATHS = 1000
_SEED = 20230630
"""Paths drawn for a total, and the seed that makes them the same each time."""

_TINY = 1e-9

_NORMAL_SCORES = np.array([NormalDist().inv_cdf(level) for level in LEVELS])


def project_flows(
    series: object,
    *,
    freq: str | None = None,
    until: object = "year-end",
    lower: float = 0.0,
    upper: float | None = 100.0,
    target: float | None = None,
    comparator: str = "ge",
    is_additive: bool = True,
    unit_measure: str = "percent",
    unit_label: str = "",
) -> Projection:
    """
    Project a rate or a count that starts anew each January.

    Parameters
    ----------
    series : pandas.DataFrame
        As in `read_flows`; a series or mapping from periods to values for a count.
    freq : {"M", "Q", "H", "A"}, optional
        Distance of plain values, of which there is only arithmetic; flows find their own.
    until : "year-end", int, str, Period or datetime.date
        31 December of the running year, so many steps, or the end of a step within it; nothing is projected beyond.
    lower, upper : float
        Bounds of the rate; of each step's count. None where there is no upper bound.
    target : float, optional
        Value of the whole year.
    comparator : {"ge", "gt", "le", "lt", "eq"}
        How the year has to compare.
    is_additive : bool, default True
        False where the cases of two months may be the same (distinct services): then months do not add up.
    unit_measure, unit_label : str
        For the sentence.

    Returns
    -------
    Projection
        ``method="flows"``; its quantiles are of the year to date at the end of each step. Arithmetic where fewer than
        three flows are known, counts are missing, or the end is another year's.

    Raises
    ------
    ValueError
        As in `read_flows`; if a rate lies outside its bounds.
    """
    readings = list_readings(series)
    has_counts = any(not np.isnan(reading.denominator) for reading in readings)
    goal = np.nan if target is None else float(target)
    words = {"unit_measure": unit_measure, "unit_label": unit_label}
    if unit_measure not in COUNTED and not has_counts:
        history = lay_out(longest_per_day(readings), freq=freq)
        return level_arithmetic(history, np.nan, goal, comparator, reason="no_counts", **words)
    flows = read_flows(readings, per_of(unit_measure))
    check_bounds(flows.rates if flows.is_ratio else [flows.numerator], lower, upper)
    steps = _steps_until(flows, until)
    reason = _reason_against(flows, steps, is_additive=is_additive)
    months = steps * flows.step
    told = flow_arithmetic(flows, goal, comparator, months_left=months, reason=reason, **words)
    if reason:
        return told
    # What is counted has no bounds of its own; the rate has.
    limits = ((0.0, None), (lower, upper))
    parts = [
        _project_one(part, flows, *limit) for part, limit in zip(flow_histories(flows), limits, strict=False)
    ]
    return with_totals(told, flows, parts, (lower, upper), steps=steps)


def _project_one(
    part: tuple[np.ndarray, np.ndarray | None], flows: Flows, lower: float, upper: float | None
) -> tuple[np.ndarray, np.ndarray]:
    """Quantiles and weights of one flow."""
    values, bases = part
    top = np.nan if upper is None else upper
    batch = make_batch([values], lower=lower, upper=top, denominators=[bases])
    result = forecast(batch, flows.steps_left)
    return result.quantiles[0], result.weights[:, 0]


def with_totals(
    told: Projection,
    flows: Flows,
    parts: list[tuple[np.ndarray, np.ndarray]],
    bounds: tuple[float, float | None],
    *,
    steps: int | None = None,
) -> Projection:
    """
    Add what the flows say to the arithmetic.

    Parameters
    ----------
    told : Projection
        The arithmetic.
    flows : Flows
        What is realised.
    parts, bounds : list, tuple
        As in `total_quantiles`.
    steps : int, optional
        How many of the steps left are asked for; all without it.

    Returns
    -------
    Projection
        ``method="flows"``; the members are those of the rate, or of the count.
    """
    quantiles = total_quantiles(flows, parts, bounds)[:steps]
    return replace(
        told,
        kind="model",
        reason="",
        method="flows",
        quantiles=printed_quantiles(quantiles, list(_ends(flows))[:steps]),
        members=pd.Series(parts[-1][1], index=[member.name for member in TUNED.members]),
        chance=chance_of(quantiles[-1], told.target, told.comparator),
    )


def _steps_until(flows: Flows, until: object) -> int:
    """Steps of the running year that are asked for; refuse an end that is over."""
    if until == "year-end":
        return flows.steps_left
    if isinstance(until, Integral) and until < YEARS_FROM:
        steps, end = int(until), f"{until} steps"
    else:
        end = end_day(str(until) if isinstance(until, Integral) else until)
        months = month_of(end) - flows.year * 12 - flows.month + 1
        if months > 0 and months % flows.step:
            raise ValueError(f"No step of {flows.step} months of {flows.year} ends on {end}.")
        steps = months // flows.step
    if steps < 1:
        raise ValueError(
            f"The end {end} is over: the newest total is of month {flows.month} of {flows.year}."
        )
    return steps


def _reason_against(flows: Flows, steps: int, *, is_additive: bool) -> str:
    if not is_additive:
        return "not_additive"
    if flows.n_known < LEAST_READINGS:
        return "too_few"
    return "too_far" if steps > min(flows.steps_left, FARTHEST[flows.freq]) else ""


def _ends(flows: Flows) -> Iterator[dt.date]:
    for step in range(1, flows.steps_left + 1):
        yield month_end(flows.year * 12 + flows.month - 1 + step * flows.step)


def flow_arithmetic(
    flows: Flows,
    target: float,
    comparator: str,
    *,
    months_left: float | None = None,
    reason: str = "",
    unit_measure: str = "percent",
    unit_label: str = "",
) -> Projection:
    """
    Everything that can be said of a running year without a model.

    Parameters
    ----------
    flows : Flows
        What is realised.
    target : float
        Of the whole year; missing without one.
    comparator : str
        How the year has to compare.
    months_left : float, optional
        Months to the end that is asked for; to 31 December without it.
    reason : str
        Why there is no model, if there will be none.
    unit_measure, unit_label : str
        For the sentence.

    Returns
    -------
    Projection
        ``kind="arithmetic"``. A rate has no pace but a rate that the rest of the year needs.
    """
    numerator, denominator = flows.latest
    standing = _standing(flows)
    value = (
        numerator if not flows.is_ratio else flows.per * numerator / denominator if denominator else np.nan
    )
    left = 12 - flows.month if months_left is None else months_left
    return Projection(
        kind="arithmetic",
        reason=reason,
        method="arithmetic",
        n_obs=flows.n_readings,
        n_estimates=flows.n_estimates,
        left_out=flows.left_out,
        last_period=month_end(flows.year * 12 + flows.month - 1),
        last_value=value,
        standing=standing,
        quantiles=empty_quantiles(),
        members=pd.Series(dtype=float),
        target=target,
        comparator="" if np.isnan(target) else comparator,
        required_pace=np.nan if flows.is_ratio else required_change(standing, target, comparator, left),
        pace_so_far=np.nan if flows.is_ratio or not flows.month else flows.numerator / flows.month,
        rest_rate=_rest_rate(flows, target),
        unit_measure=unit_measure,
        unit_label=unit_label,
    )


def _standing(flows: Flows) -> float:
    """Where the running year stands; a rate stands nowhere before its first case."""
    if not flows.is_ratio:
        return flows.numerator
    return flows.per * flows.numerator / flows.denominator if flows.denominator else np.nan


def _rest_rate(flows: Flows, target: float) -> float:
    """Rate that the rest of the year needs, if it brings as many cases a month as the year so far."""
    if not flows.is_ratio or not flows.month or not flows.denominator:
        return np.nan
    rest = flows.denominator / flows.month * (12 - flows.month)
    return (target * (flows.denominator + rest) - flows.per * flows.numerator) / rest


def total_quantiles(
    flows: Flows,
    parts: list[tuple[np.ndarray, np.ndarray]],
    bounds: tuple[float, float | None],
) -> np.ndarray:
    """
    Quantiles of the year to date at the end of each step to come.

    Parameters
    ----------
    flows : Flows
        What is realised.
    parts : list of (numpy.ndarray, numpy.ndarray)
        For each of `flow_histories`: quantiles of the coming steps (steps × `LEVELS`), and weights of the members.
    bounds : tuple
        Lower and upper bound of the year's value, None where there is none.

    Returns
    -------
    numpy.ndarray
        Steps × `LEVELS`.
    """
    cases = np.maximum(_draw(*parts[0], flows.steps_left, _SEED), 0.0).cumsum(axis=1)
    if not flows.is_ratio:
        return np.quantile(np.clip(flows.numerator + cases, *bounds), LEVELS, axis=0).T
    rates = np.clip(_draw(*parts[1], flows.steps_left, _SEED + 1), *bounds)
    shares = np.diff(cases, axis=1, prepend=0.0) * rates
    numerators = flows.per * flows.numerator + shares.cumsum(axis=1)
    denominators = np.maximum(flows.denominator + cases, _TINY)
    return np.quantile(np.clip(numerators / denominators, *bounds), LEVELS, axis=0).T


def _draw(quantiles: np.ndarray, weights: np.ndarray, steps: int, seed: int) -> np.ndarray:
    """Paths × steps of one flow: its ranges for each step, tied together as the members tie them."""
    return _from_scores(quantiles[:steps], _scores(seed, steps) @ _dependence(weights, steps).T)


@lru_cache(maxsize=64)
def _scores(seed: int, steps: int) -> np.ndarray:
    """Paths × steps of independent normal scores, each with its mirror image."""
    half = np.random.default_rng(seed).standard_normal((_PATHS // 2, steps))
    return np.concatenate([half, -half])


def _dependence(weights: np.ndarray, steps: int) -> np.ndarray:
    """Root of the correlation between steps: what an error now leaves in each later step, over all members."""
    covariance = np.einsum("m,mij,mkj->ik", weights, _responses(steps), _responses(steps))
    size = np.sqrt(np.diag(covariance))
    return np.linalg.cholesky(covariance / np.outer(size, size) + _TINY * np.eye(steps))


@lru_cache(maxsize=16)
def _responses(steps: int) -> np.ndarray:
    """Members × steps × errors: the response of each step to the error of each step before it."""
    left = np.stack([_response(member, steps) for member in TUNED.members])
    table = np.zeros((len(left), steps, steps))
    for ahead in range(steps):
        table[:, ahead, : ahead + 1] = left[:, ahead::-1]
    return table


def _response(member: Member, steps: int) -> np.ndarray:
    """What an error of one step leaves in each later one: 1 at once, then the level, the slope or the distance."""
    later = np.arange(1.0, steps)
    if member.kind == "reverting":
        return np.concatenate([[1.0], member.damping**later])
    trend = member.slope * np.cumsum(member.damping**later)
    return np.concatenate([[1.0], member.level + trend])


def _from_scores(quantiles: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Values that stand at normal scores: linear between the quantiles, the outer slopes carried on."""
    place = np.clip(np.searchsorted(_NORMAL_SCORES, scores) - 1, 0, len(LEVELS) - 2)
    column = np.arange(len(quantiles))
    slope = np.diff(quantiles, axis=1) / np.diff(_NORMAL_SCORES)
    return quantiles[column, place] + slope[column, place] * (scores - _NORMAL_SCORES[place])
