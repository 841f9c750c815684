"""
Many short series side by side, as the model takes them.

One row is one series, one column one step of time; the newest reading stands in the last column and every row is
filled to the left with missing. A gap inside a series is missing too: the model steps over it, nobody fills it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True)
class Batch:
    """
    Histories of several series, and what is known about each.

    Attributes
    ----------
    values : numpy.ndarray
        Series × steps, newest last; the last column has no missing value.
    lower, upper : numpy.ndarray
        Bounds of each series; ``upper`` is missing where there is none.
    is_cumulative : numpy.ndarray
        Whether the series is *declared* never to fall.
    denominators : numpy.ndarray
        Like `values`: out of how many each share was counted; missing where not known.
    groups : numpy.ndarray
        Series with the same number are siblings (one indicator, several units); -1 has none.
    """

    values: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    is_cumulative: np.ndarray
    denominators: np.ndarray
    groups: np.ndarray

    @property
    def is_seen(self) -> np.ndarray:
        """Series × steps: whether there is a reading."""
        return ~np.isnan(self.values)

    @property
    def n_seen(self) -> np.ndarray:
        """Readings of each series."""
        return self.is_seen.sum(axis=1)

    @property
    def is_bounded(self) -> np.ndarray:
        """Whether each series has an upper bound."""
        return ~np.isnan(self.upper)

    @property
    def last(self) -> np.ndarray:
        """Newest reading of each series."""
        return self.values[:, -1]

    @property
    def never_fell(self) -> np.ndarray:
        """Whether no reading of a series lies below the one before."""
        steps = np.diff(carried_forward(self.values), axis=1)
        return np.all((steps >= 0) | np.isnan(steps), axis=1)


def carried_forward(values: np.ndarray) -> np.ndarray:
    """
    Repeat each reading until the next one.

    Parameters
    ----------
    values : numpy.ndarray
        Series × steps, missing where there is no reading.

    Returns
    -------
    numpy.ndarray
        The same shape; missing only before the first reading.

    Examples
    --------
    >>> carried_forward(np.array([[np.nan, 1.0, np.nan, 2.0]])).tolist()
    [[nan, 1.0, 1.0, 2.0]]
    """
    places = np.where(np.isnan(values), 0, np.arange(values.shape[1]))
    return np.take_along_axis(values, np.maximum.accumulate(places, axis=1), axis=1)


def make_batch(
    histories: list[ArrayLike],
    *,
    lower: ArrayLike = 0.0,
    upper: ArrayLike = np.nan,
    cumulative: ArrayLike = False,
    denominators: list[ArrayLike | None] | None = None,
    groups: ArrayLike = -1,
) -> Batch:
    """
    Put histories of different lengths side by side.

    Parameters
    ----------
    histories : list of array_like
        One history a series, oldest reading first; missing inside is a gap, the newest must be known.
    lower, upper : array_like
        Bounds, one for all or one a series; a missing or infinite ``upper`` is none.
    cumulative : array_like
        Whether the series are declared never to fall, one for all or one a series.
    denominators : list of array_like, optional
        As `histories`; None where they are not known.
    groups : array_like
        One number for each family of siblings, -1 for none.

    Returns
    -------
    Batch
        One row a history, in the given order.
    """
    count = len(histories)
    values = _aligned(histories)
    bases = np.full_like(values, np.nan)
    if denominators is not None:
        known = [[np.nan] if base is None else base for base in denominators]
        bases[:, -_longest(known) :] = _aligned(known)
    top = np.broadcast_to(np.asarray(upper, dtype=float), count)
    return Batch(
        values=values,
        lower=np.broadcast_to(np.asarray(lower, dtype=float), count),
        upper=np.where(np.isinf(top), np.nan, top),
        is_cumulative=np.broadcast_to(np.asarray(cumulative, dtype=bool), count),
        denominators=bases,
        groups=np.broadcast_to(np.asarray(groups), count),
    )


def number_names(names: list[tuple]) -> list[int]:
    """
    Give equal names the same number, for the groups of a batch.

    Parameters
    ----------
    names : list of tuple
        One a series: what its siblings share.

    Returns
    -------
    list of int
        One a series, from 0 on.

    Examples
    --------
    >>> number_names([("a",), ("b",), ("a",)])
    [0, 1, 0]
    """
    places: dict[tuple, int] = {}
    return [places.setdefault(name, len(places)) for name in names]


def _longest(histories: list[ArrayLike]) -> int:
    return max((len(history) for history in histories), default=0)


def _aligned(histories: list[ArrayLike]) -> np.ndarray:
    """Histories as rows, filled to the left with missing."""
    table = np.full((len(histories), _longest(histories)), np.nan)
    for row, history in zip(table, histories, strict=True):
        row[len(row) - len(history) :] = history
    return table
