"""
What is said of a level: arithmetic from its readings, and what the model adds to it.

Takes a `History` and, where there is one, the model's quantiles, and gives a `Projection`. The pieces that flows need
as well (the required change, the chance, the printed quantiles) are here too.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd

from dtanalysis.projection.chances import COMPARATORS, chance_of_reaching
from dtanalysis.projection.levels import LEVELS, PRINTED
from dtanalysis.projection.readings import History
from dtanalysis.projection.result import Projection, empty_quantiles, is_reached
from dtanalysis.projection.tuned import TUNED


def level_arithmetic(
    history: History,
    months: float,
    target: float,
    comparator: str,
    *,
    reason: str = "",
    unit_measure: str = "percent",
    unit_label: str = "",
) -> Projection:
    """
    Everything that can be said of a level without a model.

    Parameters
    ----------
    history : History
        The readings.
    months : float
        Months from the newest reading to the end.
    target : float
        Missing without one.
    comparator : str
        How the value has to compare.
    reason : str
        Why there is no model, if there will be none.
    unit_measure, unit_label : str
        For the sentence.

    Returns
    -------
    Projection
        ``kind="arithmetic"``. What is done once has no pace.
    """
    last, has_pace = float(history.values[-1]), reason != "one_off"
    return Projection(
        kind="arithmetic",
        reason=reason,
        method="arithmetic",
        n_obs=history.n_readings,
        n_estimates=history.n_estimates,
        left_out=history.left_out,
        last_period=history.last,
        last_value=last,
        standing=last,
        quantiles=empty_quantiles(),
        members=pd.Series(dtype=float),
        target=target,
        comparator="" if np.isnan(target) else comparator,
        required_pace=required_change(last, target, comparator, months) if has_pace else np.nan,
        pace_so_far=_pace_so_far(history) if has_pace else np.nan,
        unit_measure=unit_measure,
        unit_label=unit_label,
    )


def required_change(last: float, target: float, comparator: str, months: float) -> float:
    """
    Change a month that brings a level to its target.

    Parameters
    ----------
    last, target : float
        In the unit of measure; without a target the answer is missing.
    comparator : str
        How the value has to compare.
    months : float
        Months left, above 0.

    Returns
    -------
    float
        0 where the target is reached.
    """
    if np.isnan(target):
        return np.nan
    return 0.0 if is_reached(last, target, comparator) else float(target - last) / months


def _pace_so_far(history: History) -> float:
    """Change a month since the end of the year before or, where that is not known, since the first reading."""
    seen = np.flatnonzero(~np.isnan(history.values))
    if len(seen) < 2:
        return np.nan
    start = int(seen[0])
    if history.last is not None and history.freq != "D":
        before = len(history.values) - 1 - _steps_since_january(history)
        start = before if before in seen[:-1] else start
    steps = len(history.values) - 1 - start
    return float(history.values[-1] - history.values[start]) / (steps * history.months)


def _steps_since_january(history: History) -> int:
    """Steps back to the last 31 December before the newest reading."""
    return (history.last.month - 1) // history.step + 1


def with_model(
    arithmetic: Projection, history: History, quantiles: np.ndarray, weights: np.ndarray
) -> Projection:
    """
    Add what the model says.

    Parameters
    ----------
    arithmetic : Projection
        Of the same series.
    history : History
        The readings.
    quantiles : numpy.ndarray
        Steps × `LEVELS`.
    weights : numpy.ndarray
        One a member.

    Returns
    -------
    Projection
        ``kind="model"``.
    """
    return replace(
        arithmetic,
        kind="model",
        reason="",
        method="combination",
        quantiles=printed_quantiles(quantiles, ends_of(history, len(quantiles))),
        members=pd.Series(weights, index=[member.name for member in TUNED.members]),
        chance=chance_of(quantiles[-1], arithmetic.target, arithmetic.comparator),
    )


def ends_of(history: History, steps: int) -> list[dt.date] | list[int]:
    """
    Name the periods to come.

    Parameters
    ----------
    history : History
        The readings.
    steps : int
        How many.

    Returns
    -------
    list of datetime.date, or of int
        Their last days; steps ahead where the values carry no time.
    """
    ahead = range(1, steps + 1)
    return list(ahead) if history.last is None else [history.day_after(step) for step in ahead]


def printed_quantiles(quantiles: np.ndarray, ends: list[dt.date] | list[int]) -> pd.DataFrame:
    """
    Keep the quantiles that a reader sees.

    Parameters
    ----------
    quantiles : numpy.ndarray
        Steps × `LEVELS`.
    ends : list
        Names of the steps.

    Returns
    -------
    pandas.DataFrame
        One row a step, one column for each of `PRINTED`.
    """
    return pd.DataFrame(quantiles[:, 1:-1], index=ends, columns=list(PRINTED))


def chance_of(quantiles: np.ndarray, target: float, comparator: str) -> float:
    """
    Probability that the last period satisfies the target.

    Parameters
    ----------
    quantiles : numpy.ndarray
        At `LEVELS`.
    target : float
        Missing without one.
    comparator : str
        How the value has to compare; "eq" has no probability.

    Returns
    -------
    float
        .001 to .999, or missing.
    """
    assert len(quantiles) == len(LEVELS)
    if np.isnan(target) or comparator not in COMPARATORS:
        return np.nan
    return float(chance_of_reaching(quantiles, target, comparator))
