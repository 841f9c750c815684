"""
How well did projections keep their word?

Takes quantiles as the model gives them (probabilities in `levels.LEVELS` on the last axis), what then came, and
chances with their outcomes; gives scores. Lower is better for the weighted interval score, the scaled error and the
calibration error, higher for the Brier skill; a range of 80 % should hold 80 % of what came. `backtest` scores the
user's own history with these functions and the benchmark scores published methods: one definition for both. Which
origins and steps are tried is fixed here too, so that every method meets the same tasks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from dtanalysis.projection.levels import FREQUENCIES, LEVELS

RANGES = (0.50, 0.80, 0.95)
"""Shares that the three ranges of a projection promise to hold, the narrowest first."""

HISTORY_LENGTHS = (3, 4, 6, 8, 12, 18, 24)
"""Lengths of history that are tried, as far as a series has them."""

SCORED_STEPS = {"M": (1, 3, 6), "Q": (1, 2, 4), "H": (1, 2), "A": (1, 2, 3)}
"""Steps ahead that are scored besides the last period of the year, by the letter of the frequency."""

LEAST_CHANGE = 0.05
"""Changes below this are not told apart: least scale of an error, least distance of a trial target."""

_PACES = {"half_pace": 0.5, "full_pace": 1.0, "faster_pace": 1.5}
_ROUND_STEPS = {"next_five": 5, "next_ten": 10}


@dataclass(frozen=True)
class Origin:
    """
    A place in a series from which a projection is tried.

    Attributes
    ----------
    length : int
        Number of points of the history that the method is shown.
    end : int
        Number of points of the series up to and with the last one shown; the next one is to be projected.
    """

    length: int
    end: int


def weighted_interval_score(quantiles: ArrayLike, actual: ArrayLike) -> np.ndarray:
    """
    Distance of what came from the whole projection, in the unit of the values.

    Parameters
    ----------
    quantiles : array_like
        Quantiles at `LEVELS` on the last axis.
    actual : array_like
        What came, of the shape of the other axes.

    Returns
    -------
    numpy.ndarray
        Score of each projection, 0 at best. For a projection without spread it is the absolute error.

    Notes
    -----
    Mean over the levels of twice the pinball loss; a proper score (Bracher et al. 2021, Gneiting & Raftery 2007).

    Examples
    --------
    >>> float(weighted_interval_score([60] * 7, 65))
    5.0
    """
    levels = np.asarray(LEVELS)
    error = np.asarray(actual, dtype=float)[..., None] - np.asarray(quantiles, dtype=float)
    return 2 * np.maximum(levels * error, (levels - 1) * error).mean(axis=-1)


def interval_hits(quantiles: ArrayLike, actual: ArrayLike) -> np.ndarray:
    """
    Did the ranges hold what came?

    Parameters
    ----------
    quantiles : array_like
        Quantiles at `LEVELS` on the last axis.
    actual : array_like
        What came, of the shape of the other axes.

    Returns
    -------
    numpy.ndarray
        True or false for the ranges of 50, 80 and 95 % on a new last axis; an end belongs to its range.

    Examples
    --------
    >>> interval_hits([40, 50, 55, 60, 65, 70, 80], 66).tolist()
    [False, True, True]
    """
    quantiles = np.asarray(quantiles, dtype=float)
    actual = np.asarray(actual, dtype=float)[..., None]
    middle = len(LEVELS) // 2
    return (quantiles[..., middle - 1 :: -1] <= actual) & (actual <= quantiles[..., middle + 1 :])


def error_scale(history: ArrayLike) -> float:
    """
    Mean absolute change from one point of a history to the next.

    Parameters
    ----------
    history : array_like
        Values in order of time.

    Returns
    -------
    float
        At least 0.05, also for a history of one point: the divisor of the scaled error (MASE), which for the last
        value as a projection one step ahead is about 1.

    Examples
    --------
    >>> error_scale([60, 62, 61, 64])
    2.0
    """
    changes = np.abs(np.diff(np.asarray(history, dtype=float)))
    return max(float(changes.mean()), LEAST_CHANGE) if changes.size else LEAST_CHANGE


def brier_skill(chances: ArrayLike, outcomes: ArrayLike, kinds: ArrayLike | None = None) -> float:
    """
    Share by which chances come closer to the outcomes than the base rate of each kind of target does.

    Parameters
    ----------
    chances : array_like
        Probabilities, 0 to 1.
    outcomes : array_like
        True where the target was reached.
    kinds : array_like, optional
        Kind of each target; without it all are one kind.

    Returns
    -------
    float
        1 at best, 0 for chances as good as the base rate, below 0 for worse. Missing where there is nothing to
        compare: no chance, or base rates that are always right.

    Notes
    -----
    1 - sum (p - o)² / sum (base rate - o)². The base rate is known only afterwards: a harsh judge.

    Examples
    --------
    >>> round(brier_skill([0.9, 0.8, 0.3, 0.2], [True, True, False, False]), 2)
    0.82
    """
    chances, outcomes = np.asarray(chances, dtype=float), np.asarray(outcomes, dtype=float)
    _, kind = np.unique(np.zeros(outcomes.shape) if kinds is None else np.asarray(kinds), return_inverse=True)
    rates = np.bincount(kind, outcomes) / np.maximum(np.bincount(kind), 1) if kind.size else np.empty(0)
    worst = float(np.sum((rates[kind] - outcomes) ** 2))
    return 1 - float(np.sum((chances - outcomes) ** 2)) / worst if worst > 0 else float("nan")


def calibration_error(chances: ArrayLike, outcomes: ArrayLike, n_bins: int = 10) -> float:
    """
    Mean distance between a stated chance and the share that came true.

    Parameters
    ----------
    chances : array_like
        Probabilities, 0 to 1.
    outcomes : array_like
        True where the target was reached.
    n_bins : int, default 10
        Number of equally wide bins in which chances are brought together.

    Returns
    -------
    float
        Mean over the bins, weighted by their numbers, of |mean chance - share reached|; missing without chances.

    Examples
    --------
    >>> round(calibration_error([0.72, 0.78, 0.1, 0.1], [True, False, False, False]), 3)
    0.175
    """
    chances, outcomes = np.asarray(chances, dtype=float), np.asarray(outcomes, dtype=float)
    if not chances.size:
        return float("nan")
    place = np.minimum((chances * n_bins).astype(int), n_bins - 1)
    return float(np.abs(np.bincount(place, chances - outcomes)).sum() / chances.size)


def random_walk_quantiles(values: ArrayLike, horizon: int) -> np.ndarray:
    """
    Project the last value with an honest range: the reference that a method has to beat.

    Parameters
    ----------
    values : array_like
        History in order of time, at least one value.
    horizon : int
        Number of steps ahead.

    Returns
    -------
    numpy.ndarray
        Quantiles at `LEVELS`, one row a step: last value, and normal quantiles with the standard deviation of the
        changes times the root of the step. Bounds are not known here and may be passed. One value, or a constant
        history, gives no spread at all; two values have one change, and that is the deviation.

    Raises
    ------
    ValueError
        If there is no value.

    Notes
    -----
    The deviation is taken from zero (root mean square), because a walk without drift expects no change; taken from
    the mean change, ranges would be too narrow for histories that rise.

    Examples
    --------
    >>> random_walk_quantiles([60, 62, 61, 64], 2).round(1).tolist()
    [[59.8, 61.2, 62.5, 64.0, 65.5, 66.8, 68.2], [58.0, 60.1, 61.9, 64.0, 66.1, 67.9, 70.0]]
    """
    values = np.asarray(values, dtype=float)
    if not values.size:
        raise ValueError("A random walk starts from a value; the history has none.")
    deviation = np.sqrt(np.mean(np.diff(values) ** 2)) if values.size > 1 else 0.0
    spread = deviation * np.sqrt(np.arange(1, horizon + 1))
    scores = np.array([NormalDist().inv_cdf(level) for level in LEVELS])
    return values[-1] + spread[:, None] * scores


def rolling_origins(
    n: int, lengths: tuple[int, ...] = HISTORY_LENGTHS, *, drawn_for: str | None = None, seed: int = 0
) -> Iterator[Origin]:
    """
    Places in a series from which to project, each with at least one later point to compare.

    Parameters
    ----------
    n : int
        Number of points of the series, without gaps.
    lengths : tuple of int, default `HISTORY_LENGTHS`
        Lengths of history to try; those that leave no later point are left out.
    drawn_for : str, optional
        Name of the series. With it one origin is drawn for each length, without it every origin is given.
    seed : int, default 0
        Another number draws other origins. A draw depends on the name, the length and this number only, so every
        method, machine and version meets the same tasks.

    Yields
    ------
    Origin
        Length of the history and where it ends.

    Examples
    --------
    >>> [(origin.length, origin.end) for origin in rolling_origins(6, (3, 4))]
    [(3, 3), (3, 4), (3, 5), (4, 4), (4, 5)]
    """
    for length in lengths:
        ends = range(length, n)
        if drawn_for is not None and ends:
            ends = [ends[draw(f"{drawn_for}|{length}", seed) % len(ends)]]
        yield from (Origin(length, end) for end in ends)


def draw(name: str, seed: int = 0) -> int:
    """
    A large number that a name always draws, on every machine and in every version.

    Parameters
    ----------
    name : str
        What the number is drawn for.
    seed : int, default 0
        Another seed draws another number.

    Returns
    -------
    int
        At least 0, below 2 to the power of 64.
    """
    return int.from_bytes(hashlib.sha256(f"{seed}|{name}".encode()).digest()[:8], "big")


def scored_steps(freq: str, place: int, n_later: int) -> tuple[int, ...]:
    """
    Steps ahead at which a projection is compared with what came.

    Parameters
    ----------
    freq : {"M", "Q", "H", "A"}
        Frequency of the series.
    place : int
        Place of the last point of the history in its year: 1 to 12 for months, 1 to 4 for quarters.
    n_later : int
        Number of later points that are known.

    Returns
    -------
    tuple of int
        Rising steps of `SCORED_STEPS`, and the step to the last period of the calendar year, if that is still to
        come; none beyond what is known.

    Examples
    --------
    >>> scored_steps("M", place=8, n_later=10), scored_steps("Q", place=4, n_later=10)
    ((1, 3, 4, 6), (1, 2, 4))
    """
    steps = {*SCORED_STEPS[freq], steps_to_year_end(freq, place)}
    return tuple(sorted(step for step in steps if 0 < step <= n_later))


def steps_to_year_end(freq: str, place: int) -> int:
    """
    Number of steps to the last period of the calendar year.

    Parameters
    ----------
    freq : {"M", "Q", "H", "A"}
        Frequency of the series.
    place : int
        Place of the last known point in its year, from 1.

    Returns
    -------
    int
        0 from the last period of a year, which for annual series is every period.

    Examples
    --------
    >>> steps_to_year_end("M", 8), steps_to_year_end("Q", 4), steps_to_year_end("A", 1)
    (4, 0, 0)
    """
    return 12 // FREQUENCIES[freq] - place


def trial_targets(
    history: ArrayLike, step: int, upper: float = 100.0, *, is_percent: bool = True
) -> dict[str, float]:
    """
    Targets for testing chances, fixed from a history alone.

    Parameters
    ----------
    history : array_like
        Values in order of time.
    step : int
        Steps ahead at which the target is judged.
    upper : float, default 100.0
        Bound of the values; missing or infinite for none.
    is_percent : bool, default True
        Whether round numbers (the next multiple of 5 and of 10) are targets too.

    Returns
    -------
    dict of str to float
        Target by its kind: half, full and 1.5 times the mean pace so far (where that is positive), and the round
        numbers; each only if it is above the last value by 0.05 and below the bound.

    Examples
    --------
    >>> trial_targets([60, 61, 64], 2)
    {'half_pace': 66.0, 'full_pace': 68.0, 'faster_pace': 70.0, 'next_five': 65.0, 'next_ten': 70.0}
    """
    values = np.asarray(history, dtype=float)
    last = float(values[-1])
    pace = (last - float(values[0])) / max(values.size - 1, 1)
    found = {kind: last + share * pace * step for kind, share in _PACES.items()}
    if is_percent:
        found |= {kind: (last // width + 1) * width for kind, width in _ROUND_STEPS.items()}
    highest = upper if np.isfinite(upper) else np.inf
    return {kind: value for kind, value in found.items() if last + LEAST_CHANGE <= value < highest}
