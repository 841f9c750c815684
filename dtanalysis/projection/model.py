"""
The projection model: simple forecasters with fixed smoothing, weighted by how wrong they have been.

Takes histories side by side (`Batch`) and gives seven quantiles for each step ahead. Two things carry it: the
scale (`scale`), on which bounds cannot be crossed, and pooling: parameters are fixed, and the size of the errors of
a short history is drawn towards that of many series. Nothing is drawn at random.

Method: exponential smoothing in state-space form (Hyndman, Koehler, Ord and Snyder 2008), combined with weights
from past one-step errors (after Bates and Granger 1969), variances shrunk to a pooled prior.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dtanalysis.projection.batch import Batch, make_batch
from dtanalysis.projection.levels import FREQUENCIES
from dtanalysis.projection.members import Expectation, Points, expect, make_points
from dtanalysis.projection.scale import Scale, make_scale
from dtanalysis.projection.settings import Settings
from dtanalysis.projection.tuned import TUNED

LEAST_READINGS = 3
"""A history shorter than this is not projected; its arithmetic is given."""

_RARE = 0.02
"""Shares below this, or above its complement, say too little of their own counting noise."""

_TINY = 1e-8
"""Keeps the logarithm of an error that has always been 0 finite."""


@dataclass(frozen=True)
class Forecast:
    """
    What the model expects of every series of a batch.

    Attributes
    ----------
    quantiles : numpy.ndarray
        Series × steps ahead × `LEVELS`, in the indicator's unit of measure.
    weights : numpy.ndarray
        Members × series; they sum to 1 over the members.
    centre, width : numpy.ndarray
        Series × steps ahead: middle and standard deviation on the model's scale.
    scale : Scale
        The way back from it.
    """

    quantiles: np.ndarray
    weights: np.ndarray
    centre: np.ndarray
    width: np.ndarray
    scale: Scale


def forecast_quantiles(
    values: ArrayLike,
    horizon: int,
    lower: float = 0.0,
    upper: float | None = 100.0,
    freq: str = "M",
    *,
    cumulative: bool = False,
    siblings: Sequence[ArrayLike] = (),
    denominators: ArrayLike | None = None,
    settings: Settings = TUNED,
) -> np.ndarray:
    """
    Project one history.

    Parameters
    ----------
    values : array_like
        At least three readings, the oldest first, equally spaced; missing inside is a gap.
    horizon : int
        Steps ahead.
    lower : float, default 0
        Value below which the indicator cannot fall.
    upper : float or None, default 100
        Value above which it cannot rise; None, missing or infinite where there is none.
    freq : {"M", "Q", "H", "A"}, default "M"
        Distance of the readings; only checked, because the model counts in steps.
    cumulative : bool, default False
        Whether the indicator is declared never to fall.
    siblings : sequence of array_like
        Histories of the same indicator for other units, up to the same day; those of fewer than three readings, or
        without the newest one, are passed over.
    denominators : array_like, optional
        Out of how many each share of `values` was counted.
    settings : Settings
        The tuned numbers.

    Returns
    -------
    numpy.ndarray
        Steps ahead × 7: quantiles at `LEVELS`, rising along a row, inside the bounds.

    Raises
    ------
    ValueError
        If there are fewer than three readings, the newest is missing, or `freq` is not known.

    Examples
    --------
    >>> rate = [21.4, 24.0, 25.1, 28.9, 30.2, 33.25]
    >>> forecast_quantiles(rate, 6, freq="M").shape
    (6, 7)
    """
    if freq not in FREQUENCIES:
        raise ValueError(f"Frequency {freq!r} is not known; write one of {', '.join(FREQUENCIES)}.")
    readings = np.asarray(values, dtype=float)
    if len(readings) and np.isnan(readings[-1]):
        raise ValueError("The newest value is missing; a history ends with a reading.")
    known = np.count_nonzero(~np.isnan(readings))
    if known < LEAST_READINGS:
        raise ValueError(
            f"A projection needs at least {LEAST_READINGS} readings; got {known}. Use `project`, which gives the "
            "arithmetic of one or two."
        )
    family = [np.asarray(sibling, dtype=float) for sibling in siblings]
    family = [sibling for sibling in family if _is_usable(sibling)]
    batch = make_batch(
        [readings, *family],
        lower=lower,
        upper=np.nan if upper is None else upper,
        cumulative=cumulative,
        denominators=[denominators] + [None] * len(family),
        groups=0 if family else -1,
    )
    return forecast(batch, horizon, settings).quantiles[0]


def _is_usable(history: np.ndarray) -> bool:
    return len(history) > 0 and not np.isnan(history[-1]) and (~np.isnan(history)).sum() >= LEAST_READINGS


def forecast(batch: Batch, horizon: int, settings: Settings = TUNED) -> Forecast:
    """
    Project all series of a batch.

    Parameters
    ----------
    batch : Batch
        Histories of at least three readings each.
    horizon : int
        Steps ahead, the same for all.
    settings : Settings
        The tuned numbers.

    Returns
    -------
    Forecast
        Quantiles, members' weights, and middle and width on the model's scale.
    """
    scale = make_scale(batch, settings.edge_share, settings.bend)
    points = make_points(batch, scale.to_scale(batch.values), settings.memory)
    expectation = expect(points, settings, horizon)
    belief = _belief_in_rising(batch, settings)
    errors, evidence = _judge(batch, points, expectation, belief, settings)
    weights = _weights(evidence, belief, settings)
    centre, variance = _combine(expectation, errors, weights, settings)
    width = np.sqrt(variance) * np.exp(_widening(batch, belief, settings))[:, None]
    return Forecast(_quantiles(batch, scale, centre, width, settings), weights, centre, width, scale)


def _belief_in_rising(batch: Batch, settings: Settings) -> np.ndarray:
    """How far each series is taken for one that never falls, 0 to 1: by its history, or because it is declared."""
    shown = batch.never_fell * (1 - np.exp(-(batch.n_seen - 1) / settings.patience))
    return np.where(batch.is_cumulative, np.maximum(shown, settings.declared), shown)


def _judge(
    batch: Batch, points: Points, expectation: Expectation, belief: np.ndarray, settings: Settings
) -> tuple[np.ndarray, np.ndarray]:
    """
    Members × series: one-step error of each member, and what it says for the member.

    Both are first found for each series by itself; siblings, where there are some, then move what is expected of a
    series before its own errors count, and lend it a share of their evidence.
    """
    expected = np.broadcast_to(_expected_error(batch, belief, settings), expectation.loss.shape)
    count, weight = points.weight.sum(axis=1), settings.prior_count
    least = settings.counting_noise * _counting_noise(batch)
    errors = np.maximum(_pooled(expectation.loss, count, expected, weight, settings), least)
    evidence = -settings.sharpness * count * np.log(errors)
    others = _count_others(batch.groups)
    if not others.any():
        return errors, evidence
    trust = others / (others + settings.sibling_doubt)
    expected = (1 - trust) * expected + trust * _mean_of_others(np.log(errors), batch.groups)
    lent = trust * settings.sibling_share * _mean_of_others(evidence, batch.groups)
    weight = settings.prior_count * (1 + settings.sibling_count * trust)
    errors = np.maximum(_pooled(expectation.loss, count, expected, weight, settings), least)
    return errors, lent - settings.sharpness * count * np.log(errors)


def _expected_error(batch: Batch, belief: np.ndarray, settings: Settings) -> np.ndarray:
    """Logarithm of the one-step error of each series, before any of its errors is seen."""
    return settings.prior_size + settings.prior_open * ~batch.is_bounded + settings.prior_rose * belief


def _pooled(
    loss: np.ndarray, count: np.ndarray, expected: np.ndarray, weight: np.ndarray | float, settings: Settings
) -> np.ndarray:
    """Members × series: error between the own one and the expected one, by how many errors stand behind each."""
    power = settings.prior_power
    own = (loss / count + _TINY) ** power
    mean = (weight * np.exp(2 * power * expected) + count * own) / (weight + count)
    return mean ** (0.5 / power)


def _counting_noise(batch: Batch) -> np.ndarray:
    """Error of each share, on the scale, that comes from counting so few cases; 0 where they are not known."""
    known = ~np.isnan(batch.denominators) & batch.is_seen & (batch.denominators > 0)
    count = np.where(known, batch.denominators, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    room = np.where(batch.is_bounded, batch.upper - batch.lower, 1.0)
    mean = np.where(known, batch.values, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    share = np.clip((mean - batch.lower) / room, _RARE, 1 - _RARE)
    # Binomial: the variance of a share is p (1 - p) / n, and a step of the logit is dp / (p (1 - p)).
    noise = 1 / np.sqrt(np.maximum(count, 1) * share * (1 - share))
    return np.where(batch.is_bounded & (count > 0), noise, 0.0)


def _count_others(groups: np.ndarray) -> np.ndarray:
    """Siblings of each series."""
    _, place, counts = np.unique(groups, return_inverse=True, return_counts=True)
    return np.where(groups < 0, 0, counts[place] - 1)


def _mean_of_others(table: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Members × series: mean over the siblings of each series; 0 where it has none."""
    _, place = np.unique(groups, return_inverse=True)
    others = np.stack([np.bincount(place, weights=row)[place] for row in table]) - table
    return others / np.maximum(_count_others(groups), 1)


def _weights(evidence: np.ndarray, belief: np.ndarray, settings: Settings) -> np.ndarray:
    """Members × series: prior weight, moved by the evidence."""
    fell = np.array([member.weight_fell for member in settings.members])[:, None]
    rose = np.array([member.weight_rose for member in settings.members])[:, None]
    score = belief * rose + (1 - belief) * fell + evidence
    weights = np.exp(score - score.max(axis=0))
    return weights / weights.sum(axis=0)


def _combine(
    expectation: Expectation, errors: np.ndarray, weights: np.ndarray, settings: Settings
) -> tuple[np.ndarray, np.ndarray]:
    """Series × steps: mean of the members' paths, and variance from their errors, trends and disagreement."""
    paths = expectation.path
    steps = np.arange(1.0, paths.shape[2] + 1)
    growth = np.array([member.growth for member in settings.members])[:, None, None]
    share = weights[:, :, None]
    centre = (share * paths).sum(axis=0)
    own = errors[:, :, None] ** 2 * steps ** (2 * growth) + (settings.trend_doubt * expectation.trend) ** 2
    return centre, (share * (own + settings.spread * (paths - centre) ** 2)).sum(axis=0)


def _widening(batch: Batch, belief: np.ndarray, settings: Settings) -> np.ndarray:
    """Logarithm by which the interval of each series is widened."""
    return settings.width_rose * belief + settings.width_count * np.log(batch.n_seen / 6)


def _quantiles(
    batch: Batch, scale: Scale, centre: np.ndarray, width: np.ndarray, settings: Settings
) -> np.ndarray:
    """Series × steps × levels, carried back; only where that is declared, none below the last reading."""
    half = np.array(settings.quantiles)
    scores = np.concatenate([-half[::-1], [0.0], half])
    quantiles = scale.from_scale(centre[:, :, None] + width[:, :, None] * scores)
    floor = np.where(batch.is_cumulative, batch.last, -np.inf)
    return np.maximum(
        quantiles, np.minimum(floor, np.where(batch.is_bounded, batch.upper, np.inf))[:, None, None]
    )
