"""
How likely is a target, and what do we call it?

Takes the seven quantiles of a projection (probabilities in `levels.LEVELS`) and targets, and gives probabilities
and the five outlook words. A probability is read off the quantiles on the scale of the normal score, on which a
bell curve is a straight line. How the quantiles came about is left to the model, how well such probabilities keep
their word to `scores`.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from dtanalysis.projection.levels import LEVELS

OUTLOOKS = {"very_likely": 0.90, "likely": 0.65, "open": 0.35, "unlikely": 0.10, "very_unlikely": 0.0}
"""Outlook words and the smallest probability of each, from the most to the least likely."""

LEAST_CHANCE, MOST_CHANCE = 0.001, 0.999
"""No projection from a few points is surer than this."""

COMPARATORS = ("ge", "gt", "le", "lt")
"""Ways to compare a value with a target whose chance can be told; "eq" has none on a scale without steps."""

_NORMAL_SCORES = np.array([NormalDist().inv_cdf(level) for level in LEVELS])


def chance_of_reaching(quantiles: ArrayLike, target: ArrayLike, comparator: str = "ge") -> np.ndarray:
    """
    Probability that a projected value reaches a target.

    Parameters
    ----------
    quantiles : array_like
        Quantiles at `LEVELS` on the last axis; several may be equal (floored, or cut at a bound). Put in rising
        order where they cross.
    target : array_like
        Targets, of any shape that goes with the other axes of `quantiles`. Missing gives missing.
    comparator : {"ge", "gt", "le", "lt"}, default "ge"
        How the value has to compare with the target.

    Returns
    -------
    numpy.ndarray
        Probabilities from 0.001 to 0.999.

    Raises
    ------
    ValueError
        If the comparator is not known, or the last axis does not hold one quantile for each level.

    Notes
    -----
    Linear in the normal score between two quantiles; the outer slopes are carried on. Where several quantiles are
    equal, that much probability sits on one value: "ge" and "le" count it, "gt" and "lt" do not. Beyond a flat end
    there is nothing left.

    Examples
    --------
    >>> quantiles = [40, 50, 55, 60, 65, 70, 80]
    >>> chance_of_reaching(quantiles, [60, 70, 75]).round(3).tolist()
    [0.5, 0.1, 0.053]
    >>> chance_of_reaching(quantiles, 70, "le").round(3).tolist()
    0.9
    """
    if comparator not in COMPARATORS:
        raise ValueError(f"Comparator {comparator!r} has no chance; write one of {', '.join(COMPARATORS)}.")
    quantiles, target = _side_by_side(quantiles, target)
    below = quantiles < target[..., None] if comparator in ("ge", "lt") else quantiles <= target[..., None]
    score = _normal_score(quantiles, target, below.sum(axis=-1))
    chance = _normal_share(-score if comparator in ("ge", "gt") else score)
    return np.where(np.isnan(target), np.nan, np.clip(chance, LEAST_CHANCE, MOST_CHANCE))


def outlook(chance: float) -> str:
    """
    Word for a probability.

    Parameters
    ----------
    chance : float
        Probability of reaching the target, 0 to 1.

    Returns
    -------
    str
        A key of `OUTLOOKS`: "very_likely" from 0.90, "likely" from 0.65, "open" from 0.35, "unlikely" from 0.10,
        else "very_unlikely".

    Raises
    ------
    ValueError
        If `chance` is missing or not between 0 and 1.

    Examples
    --------
    >>> [outlook(chance) for chance in (0.90, 0.65, 0.649, 0.10, 0.02)]
    ['very_likely', 'likely', 'open', 'unlikely', 'very_unlikely']
    """
    if not 0 <= chance <= 1:
        raise ValueError(
            f"A chance lies between 0 and 1; got {chance}. Leave the outlook out where it is missing."
        )
    return next(word for word, least in OUTLOOKS.items() if chance >= least)


def _side_by_side(quantiles: ArrayLike, target: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Quantiles in rising order and targets, one target for each set of quantiles."""
    quantiles = np.sort(np.asarray(quantiles, dtype=float), axis=-1)
    if quantiles.shape[-1:] != _NORMAL_SCORES.shape:
        raise ValueError(
            f"Quantiles of shape {quantiles.shape} are not understood; "
            f"the last axis holds {len(LEVELS)} values, one for each of {LEVELS}."
        )
    target = np.asarray(target, dtype=float)
    shape = np.broadcast_shapes(quantiles.shape[:-1], target.shape)
    return np.broadcast_to(quantiles, (*shape, len(LEVELS))), np.broadcast_to(target, shape)


def _normal_score(quantiles: np.ndarray, target: np.ndarray, n_below: np.ndarray) -> np.ndarray:
    """Normal score of each target on the line through its two neighbours, or through the two outermost."""
    right = np.clip(n_below, 1, len(LEVELS) - 1)
    near = np.where(n_below == 0, right - 1, np.where(n_below == len(LEVELS), right, right - 1))
    step = _pick(quantiles, right) - _pick(quantiles, right - 1)
    distance = target - _pick(quantiles, near)
    with np.errstate(over="ignore"):  # two quantiles that differ by almost nothing are as good as equal
        share = distance / np.where(step > 0, step, np.nan)
    # A flat end is infinitely steep: on it the score is that of the end, beyond it nothing is left.
    beyond = np.where(distance == 0, 0.0, np.copysign(np.inf, distance))
    width = _NORMAL_SCORES[right] - _NORMAL_SCORES[right - 1]
    return _NORMAL_SCORES[near] + np.where(step > 0, share * width, beyond)


def _pick(quantiles: np.ndarray, place: np.ndarray) -> np.ndarray:
    """The quantile at one place of each set."""
    return np.take_along_axis(quantiles, place[..., None], axis=-1)[..., 0]


def _normal_share(score: np.ndarray) -> np.ndarray:
    """Share of a normal distribution below each score."""
    from scipy.special import ndtr

    return ndtr(score)
