"""
Simple forecasters with fixed smoothing: what each expects, and how wrong it has been by one step.

Takes points on the model's scale (series × steps) and gives, for each forecaster and series, the expected path,
the part of it that is trend, and the weighted sum of its squared one-step errors. Everything runs over all series
at once; a step without a reading moves the state on and scores nothing.

The damped members equal `statsmodels.tsa.api.Holt` with known start and fixed parameters, the noisy level
`SimpleExpSmoothing`; the tests hold them to that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dtanalysis.projection.batch import Batch
from dtanalysis.projection.settings import Member, Settings

_START = 6
"""Points whose mean is the first level of the noisy level."""


@dataclass(frozen=True)
class Expectation:
    """
    What the members expect of every series.

    Attributes
    ----------
    path : numpy.ndarray
        Members × series × steps ahead, on the model's scale.
    trend : numpy.ndarray
        The part of `path` that continues a slope.
    loss : numpy.ndarray
        Members × series: weighted sum of the squared one-step errors.
    """

    path: np.ndarray
    trend: np.ndarray
    loss: np.ndarray


@dataclass(frozen=True)
class Points:
    """
    Histories on the model's scale.

    Attributes
    ----------
    values : numpy.ndarray
        Series × steps; missing where there is no reading.
    first : numpy.ndarray
        Column of the first reading of each series.
    since : numpy.ndarray
        Series × steps: steps since the reading before.
    weight : numpy.ndarray
        Series × steps: what an error counts; 0 where there is no reading to be wrong about.
    """

    values: np.ndarray
    first: np.ndarray
    since: np.ndarray
    weight: np.ndarray

    @property
    def is_seen(self) -> np.ndarray:
        """Series × steps: whether there is a reading."""
        return ~np.isnan(self.values)

    @property
    def opening(self) -> np.ndarray:
        """First reading of each series."""
        return self.values[np.arange(len(self.values)), self.first]

    @property
    def slope(self) -> np.ndarray:
        """Mean slope from the first reading to the last, per step."""
        return (self.values[:, -1] - self.opening) / (self.values.shape[1] - 1 - self.first)

    def steps(self) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
        """Give each step after the first column: its place, who has a reading, and who has begun."""
        for place in range(1, self.values.shape[1]):
            has_begun = place > self.first
            yield place, self.is_seen[:, place] & has_begun, has_begun


def make_points(batch: Batch, points: np.ndarray, memory: float) -> Points:
    """
    Prepare the histories of a batch for the members.

    Parameters
    ----------
    batch : Batch
        The histories.
    points : numpy.ndarray
        Their values on the model's scale.
    memory : float
        Weight of an error against the next younger one.

    Returns
    -------
    Points
        Values, places, distances and weights.
    """
    seen, columns = batch.is_seen, np.arange(points.shape[1])
    first = seen.argmax(axis=1)
    places = np.maximum.accumulate(np.where(seen, columns, 0), axis=1)
    since = np.maximum(columns[1:] - places[:, :-1], 1)
    counted = seen & (columns > first[:, None])
    # Age is counted in readings: a gap makes no error older.
    age = seen.sum(axis=1)[:, None] - seen.cumsum(axis=1)
    weight = memory ** age.astype(float) * counted
    return Points(points, first, np.pad(since, ((0, 0), (1, 0)), constant_values=1), weight)


def expect(points: Points, settings: Settings, horizon: int) -> Expectation:
    """
    Ask every member.

    Parameters
    ----------
    points : Points
        Histories on the model's scale.
    settings : Settings
        The members and their smoothing.
    horizon : int
        Steps ahead.

    Returns
    -------
    Expectation
        One for each member, in the order of ``settings.members``.
    """
    smoothed = [member for member in settings.members if member.kind == "smoothed"]
    reverting = [member for member in settings.members if member.kind == "reverting"]
    parts = [_smooth(points, smoothed, horizon)] if smoothed else []
    parts += [_revert(points, member, horizon) for member in reverting]
    order = np.argsort([settings.members.index(member) for member in smoothed + reverting])
    path, trend, loss = (
        np.concatenate([getattr(part, name) for part in parts])[order] for name in ("path", "trend", "loss")
    )
    return Expectation(path, trend, loss)


def _smooth(points: Points, members: list[Member], horizon: int) -> Expectation:
    """Exponential smoothing in its error-correction form, with damped slopes; all such members at once."""
    move, turn, damping, growth = (
        np.array([getattr(member, name) for member in members])[:, None]
        for name in ("level", "slope", "damping", "growth")
    )
    level = np.where(move < 1, _first_levels(points), points.opening)
    slope = np.where(damping > 0, points.slope, 0.0)
    # A slope that errors do not move stays as it is between readings; what is projected is damped all the same.
    kept = np.where(turn > 0, damping, 1.0)
    loss = np.zeros(level.shape)
    for place, is_seen, has_begun in points.steps():
        ahead = level + damping * slope
        error = np.where(is_seen, points.values[:, place] - ahead, 0.0)
        level = np.where(has_begun, ahead + move * error, level)
        slope = np.where(has_begun, kept * slope + turn * error, slope)
        loss += _squared(error, points, place, growth)
    trend = slope[:, :, None] * np.cumsum(damping ** np.arange(1.0, horizon + 1), axis=1)[:, None]
    return Expectation(level[:, :, None] + trend, trend, loss * _start_cost(points, turn, damping))


def _first_levels(points: Points) -> np.ndarray:
    """Mean of the first points of each series."""
    rank = points.is_seen.cumsum(axis=1)
    return np.nanmean(np.where(rank <= _START, points.values, np.nan), axis=1)


def _start_cost(points: Points, turn: np.ndarray, damping: np.ndarray) -> np.ndarray:
    """How much the errors of a member look too small because its first slope is fitted to them."""
    errors = points.is_seen.sum(axis=1) - 1
    fitted = np.where(damping > 0, np.where(turn > 0, 0.5, 1.0), 0.0)
    return np.where(fitted > 0, errors / np.maximum(errors - fitted, 1), 1.0)


def _squared(error: np.ndarray, points: Points, place: int, growth: float | np.ndarray) -> np.ndarray:
    """Weighted squared error of one step; one across a gap is brought to the size of one step."""
    return points.weight[:, place] * error**2 / points.since[:, place] ** (2 * growth)


def _revert(points: Points, member: Member, horizon: int) -> Expectation:
    """The mean of everything seen so far, to which the distance of the last reading decays."""
    mean = last = points.opening
    count, loss = np.ones(len(mean)), np.zeros(len(mean))
    for place, is_seen, _ in points.steps():
        value = points.values[:, place]
        ahead = mean + (last - mean) * member.damping ** points.since[:, place]
        loss += _squared(np.where(is_seen, value - ahead, 0.0), points, place, member.growth)
        count = count + is_seen
        mean = np.where(is_seen, mean + (value - mean) / count, mean)
        last = np.where(is_seen, value, last)
    away = (last - mean)[:, None] * member.damping ** np.arange(1.0, horizon + 1)
    return Expectation(mean[None, :, None] + away[None], np.zeros_like(away)[None], loss[None])
