"""
How sure is a share of so many cases? Wilson intervals, and what counts have to be before they are compared.

Takes the counts of units (`dtanalysis.decomposition.parts_of`) and gives them back with their rate and its
interval. Whether units differ is told by `dtanalysis.comparison.funnel` and `dtanalysis.comparison.ranks`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from dtanalysis.decomposition import SMALL_DENOMINATOR
from dtanalysis.shares import bound_shares

SHOWN_FAULTS = 5


def wilson(
    numerator: ArrayLike, denominator: ArrayLike, level: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """
    Interval of a share: the shares that such a count does not speak against.

    Parameters
    ----------
    numerator : array_like
        Cases that count, whole numbers from 0 to `denominator`. Missing gives a missing interval.
    denominator : array_like
        All cases, whole numbers. 0 or missing gives a missing interval.
    level : float
        Share of intervals that cover the truth, above 0 and below 1.

    Returns
    -------
    tuple of numpy.ndarray
        Lower and upper end in percent, 0 and 100 included; single numbers for single numbers.

    Raises
    ------
    ValueError
        If counts are negative, not whole, or the numerator is above the denominator; if `level` is not
        between 0 and 1.

    Notes
    -----
    E. B. Wilson (1927), without continuity correction: method 3 of Newcombe (1998), Statistics
    in Medicine 17:857-872. It stays within 0 and 100 and says something where nothing or everything counts.
    The cases are read as a sample of what the unit's way of working brings about; where a period is over,
    its own share has no interval.

    Examples
    --------
    >>> lower, upper = wilson([44, 0], [44, 41])
    >>> lower.round(1).tolist(), upper.round(1).tolist()
    ([92.0, 0.0], [100.0, 8.6])
    """
    return bound_shares(*check_counts(numerator, denominator), level)


def add_intervals(parts: pd.DataFrame, level: float = 0.95) -> pd.DataFrame:
    """
    Give every unit its rate and the interval of it.

    Parameters
    ----------
    parts : pandas.DataFrame
        One row per unit with ``numerator`` and ``denominator`` of one percent indicator in one period.
    level : float
        Share of intervals that cover the truth, above 0 and below 1.

    Returns
    -------
    pandas.DataFrame
        The same rows in the same order with ``rate``, ``lower`` and ``upper`` (percent; missing without
        cases) and ``is_small`` (fewer than `dtanalysis.decomposition.SMALL_DENOMINATOR` cases).

    Raises
    ------
    ValueError
        If counts cannot be, or `level` is not between 0 and 1.

    Examples
    --------
    >>> parts = pd.DataFrame({"unit": ["a", "b"], "numerator": [9, 0], "denominator": [10, 0]})
    >>> add_intervals(parts)[["rate", "lower", "upper", "is_small"]].round(1)
       rate  lower  upper  is_small
    0  90.0   59.6   98.2      True
    1   NaN    NaN    NaN      True
    """
    counted, cases = check_counts(parts["numerator"], parts["denominator"], parts.get("unit"))
    lower, upper = wilson(counted, cases, level)
    rate = 100 * counted / np.where(cases > 0, cases, np.nan)
    return parts.assign(rate=rate, lower=lower, upper=upper, is_small=cases < SMALL_DENOMINATOR)


def cases_of(parts: pd.DataFrame) -> pd.DataFrame:
    """
    Keep the units that can be compared: those with cases.

    Parameters
    ----------
    parts : pandas.DataFrame
        One row per unit with ``unit``, ``numerator`` and ``denominator`` of one percent indicator in one
        period.

    Returns
    -------
    pandas.DataFrame
        The rows with a denominator above 0 and a numerator, in the same order, with ``rate`` (percent) and
        ``is_small``. A unit without cases has no rate; it is left out and not counted as 0.

    Raises
    ------
    ValueError
        If counts cannot be, a unit stands twice, several indicators are mixed, or no unit has cases.
    """
    if parts["unit"].duplicated().any():
        twice = parts.loc[parts["unit"].duplicated(), "unit"].iloc[0]
        raise ValueError(f"Unit {twice!r} stands more than once; give one row per unit.")
    if "indicator" in parts and parts["indicator"].nunique() > 1:
        names = ", ".join(sorted(parts["indicator"].unique()))
        raise ValueError(f"Units are compared in one indicator at a time; got {names}.")
    rated = add_intervals(parts).drop(columns=["lower", "upper"])
    cases = rated[rated["rate"].notna()].reset_index(drop=True)
    if cases.empty:
        raise ValueError("No unit has counts with a denominator above 0, so there is no rate to compare.")
    return cases


def check_counts(
    numerator: ArrayLike, denominator: ArrayLike, units: pd.Series | None = None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """
    Refuse counts that cannot be.

    Parameters
    ----------
    numerator : array_like
        Cases that count; missing where unknown.
    denominator : array_like
        All cases; missing where unknown.
    units : pandas.Series, optional
        Names for the error message.

    Returns
    -------
    tuple of numpy.ndarray
        Numerator and denominator as floating-point numbers of one shape.

    Raises
    ------
    ValueError
        If a count is negative or not whole, or a numerator is above its denominator; the first five are
        named.
    """
    counted, cases = np.broadcast_arrays(_as_floats(numerator), _as_floats(denominator))
    wrong = _not_a_count(counted) | _not_a_count(cases) | (counted > cases)
    if wrong.any():
        places = np.flatnonzero(wrong)
        pairs = zip(counted.flat, cases.flat, strict=True)
        texts = [f"{count:g} of {of:g}" for count, of in pairs]
        names = [
            texts[place] if units is None else f"{units.iloc[place]}: {texts[place]}" for place in places
        ]
        more = f" and {len(names) - SHOWN_FAULTS} more" if len(names) > SHOWN_FAULTS else ""
        raise ValueError(
            "Counts must be whole numbers from 0 up, the numerator at most the denominator; "
            f"not so: {', '.join(names[:SHOWN_FAULTS])}{more}."
        )
    return counted, cases


def _as_floats(counts: ArrayLike) -> NDArray[np.float64]:
    """Counts of any kind, pandas' missing values included, as floating-point numbers."""
    if isinstance(counts, pd.Series):
        return counts.astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    return np.asarray(counts, dtype=float)


def _not_a_count(counts: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Where a known number is negative, infinite or a fraction."""
    return ~np.isnan(counts) & ((counts < 0) | np.isinf(counts) | (counts != np.floor(counts)))
