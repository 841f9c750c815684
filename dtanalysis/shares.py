"""
How far chance alone can move a share, and the difference of two: the intervals that every page of comparisons stands on.

Plain formulas on counts, in one place so that no two rooms differ. Whether counts can be is checked by those who take them.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray


def two_sided_z(level: float) -> float:
    """
    Return the normal deviate beyond which half of 1 − `level` lies on either side.

    Parameters
    ----------
    level : float
        Above 0 and below 1.

    Returns
    -------
    float
        1.96 for 0.95.

    Raises
    ------
    ValueError
        If `level` is not between 0 and 1.

    Examples
    --------
    >>> round(two_sided_z(0.95), 3)
    1.96
    """
    if not 0 < level < 1:
        raise ValueError(f"`level` must be above 0 and below 1, such as 0.95; got {level}.")
    return NormalDist().inv_cdf((1 + level) / 2)


def bound_shares(
    counted: ArrayLike, cases: ArrayLike, level: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """
    Return the Wilson interval of shares.

    Parameters
    ----------
    counted, cases : array_like
        Counts, from 0 to the number of cases.
    level : float
        Share of intervals that cover the truth, above 0 and below 1.

    Returns
    -------
    tuple of numpy.ndarray
        Lower and upper end in percent, 0 and 100 included; missing where there is no case or a count is missing.

    Notes
    -----
    E. B. Wilson (1927), without continuity correction: method 3 of Newcombe (1998), Statistics in Medicine 17:857-872.

    Examples
    --------
    >>> [end.round(1).tolist() for end in bound_shares([44, 0], [44, 41])]
    [[92.0, 0.0], [100.0, 8.6]]
    """
    counted, cases = (np.asarray(counts, dtype=float) for counts in (counted, cases))
    z2 = two_sided_z(level) ** 2
    known = np.where(cases > 0, cases, np.nan)
    middle = (counted + z2 / 2) / (known + z2)
    half = np.sqrt(z2 * (counted * (known - counted) / known + z2 / 4)) / (known + z2)
    # At both ends the formula leaves a rounding error where the interval reaches exactly 0 or 100.
    lower = np.where(counted == 0, 0 * known, middle - half)
    upper = np.where(counted == cases, 1 + 0 * known, middle + half)
    return 100 * lower, 100 * upper


def bound_differences(
    counted: ArrayLike,
    cases: ArrayLike,
    other_counted: ArrayLike,
    other_cases: ArrayLike,
    level: float = 0.95,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """
    Return the interval of the difference of two independent shares.

    Parameters
    ----------
    counted, cases : array_like
        Counts of the first share.
    other_counted, other_cases : array_like
        Counts of the share that is subtracted.
    level : float
        Share of intervals that cover the truth, above 0 and below 1.

    Returns
    -------
    tuple of numpy.ndarray
        Lower and upper end in points; missing where a share is.

    Notes
    -----
    Method 10 of Newcombe (1998), Statistics in Medicine 17:873-890: two Wilson intervals, put together by squares.

    Examples
    --------
    >>> [float(end.round(2)) for end in bound_differences(56, 70, 48, 80)]
    [5.24, 33.39]
    """
    (lower, upper), (other_lower, other_upper) = (
        bound_shares(*counts, level) for counts in ((counted, cases), (other_counted, other_cases))
    )
    share, other = (
        100 * np.asarray(part, dtype=float) / np.where(np.asarray(whole) > 0, whole, np.nan)
        for part, whole in ((counted, cases), (other_counted, other_cases))
    )
    below = np.hypot(share - lower, other_upper - other)
    above = np.hypot(upper - share, other - other_lower)
    return share - other - below, share - other + above
