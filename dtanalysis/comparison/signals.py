"""
Which points of a control chart are more than chance: four named rules on values around a mean.

Takes plain arrays of one stretch of consecutive months (no hole, one process) and gives yes or no for each point and
rule. The rules and their numbers are those of NHSRplotthedots ("Making Data Count", NHS England). Where limits come
from is told by `dtanalysis.comparison.control`.
"""

from __future__ import annotations

import numpy as np

RULES = ("outside", "shift", "trend", "two_of_three")
"""Names of the rules, in the order in which they are told."""

RUN = 7
"""Points in a row on one side of the mean, or rising, or falling, that are no longer chance."""

_EQUAL = 1e-9  # what is nearer than this, relative to its size, is the same figure


def side_of(values: np.ndarray, line: np.ndarray | float) -> np.ndarray:
    """
    Say on which side of a line each value lies.

    Parameters
    ----------
    values : numpy.ndarray
        Any measure.
    line : numpy.ndarray or float
        The mean, or a limit.

    Returns
    -------
    numpy.ndarray
        1 above, -1 below and 0 on the line; values that differ from it only by the rounding of a computer lie on it.
    """
    away = values - line
    size = np.maximum(np.abs(values), np.abs(line))
    return np.where(np.abs(away) <= _EQUAL * np.maximum(size, _EQUAL), 0.0, np.sign(away))


def find_signals(values: np.ndarray, mean: np.ndarray | float, half_width: float) -> dict[str, np.ndarray]:
    """
    Find the points that each rule picks out.

    Parameters
    ----------
    values : numpy.ndarray
        Consecutive values without a hole.
    mean : numpy.ndarray or float
        What the values vary around: one level or, for a series that drifts, the level of each month.
    half_width : float
        Distance of the limits from the mean: three sigma.

    Returns
    -------
    dict of str to numpy.ndarray
        For each of `RULES` one truth value a point:

        - "outside": beyond a limit (on it is inside);
        - "shift": among 7 or more in a row on one side of the mean; a point on the mean ends the row;
        - "trend": among 7 or more in a row of which each is above, or each below, the one before; two equal points
          end the row;
        - "two_of_three": between two and three sigma, where three in a row lie on one side of the mean and two or
          more of them that far out.

    Notes
    -----
    NHSRplotthedots, ``R/ptd_calculate_point_type.R``. Ties end a row there as here.

    Examples
    --------
    >>> find_signals(np.array([1.0, 2, 3, 4, 5, 6, 7, 1]), mean=4.0, half_width=9.0)["trend"].astype(int).tolist()
    [1, 1, 1, 1, 1, 1, 1, 0]
    """
    side = side_of(values, mean)
    away = np.where(side == 0, 0.0, np.abs(values - mean))
    outside = side_of(away, half_width) > 0
    is_far = ~outside & (side_of(away, half_width * 2 / 3) > 0)
    slopes = slopes_of(values, mean)
    return {
        "outside": outside,
        "shift": _in_row(side, RUN),
        "trend": (slopes != 0).any(axis=0),
        "two_of_three": _two_of_three(side, is_far),
    }


def slopes_of(values: np.ndarray, mean: np.ndarray | float = 0.0) -> np.ndarray:
    """
    Say which points belong to a row of 7 or more that rises, and which to one that falls.

    Parameters
    ----------
    values : numpy.ndarray
        Consecutive values without a hole.
    mean : numpy.ndarray or float
        What they vary around; a rise is one of the distance from it.

    Returns
    -------
    numpy.ndarray
        Two rows: 1 where the point belongs to a rise, and -1 where it belongs to a fall; 0 elsewhere. The turning
        point of both has both.
    """
    level = np.broadcast_to(mean, values.shape)
    steps = side_of(values[1:], values[:-1] + np.diff(level))
    rising, falling = (_in_row(np.where(steps == sign, 1.0, 0.0), RUN - 1) for sign in (1, -1))
    return np.array([1.0 * _ends(rising), -1.0 * _ends(falling)])[:, : len(values)]


def _ends(steps: np.ndarray) -> np.ndarray:
    """Both ends of every step that is marked: one point more than steps."""
    return np.append(steps, False) | np.append(False, steps)


def _in_row(signs: np.ndarray, width: int) -> np.ndarray:
    """Members of every `width` points in a row that all carry the same sign."""
    marked = np.zeros(len(signs), dtype=bool)
    for start in range(len(signs) - width + 1):
        if abs(signs[start : start + width].sum()) == width:
            marked[start : start + width] = True
    return marked


def _two_of_three(side: np.ndarray, is_far: np.ndarray) -> np.ndarray:
    """Points far out among three in a row on one side of the mean, two or more of them far out."""
    marked = np.zeros(len(side), dtype=bool)
    for start in range(len(side) - 2):
        three = slice(start, start + 3)
        if abs(side[three].sum()) == 3 and is_far[three].sum() >= 2:
            marked[three] |= is_far[three]
    return marked
