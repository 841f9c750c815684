"""
Who is ahead, and can that be told? Ranks with intervals, pairs that differ, and groups that cannot be told
apart.

Takes the counts of units and gives ranks that say how far chance alone could move them. Units with few
cases are flagged and not ranked (docs/policies.md).
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dtanalysis.comparison.intervals import cases_of
from dtanalysis.shares import bound_differences, two_sided_z

LEAST_EXPECTED = 5
"""With fewer cases expected in a cell the normal test of two shares is not trusted (Cochran 1954)."""

DRAWS = 10_000
SEED = 20230630


def rank_units(
    parts: pd.DataFrame,
    *,
    direction: Literal["up", "down"] = "up",
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """
    Rank units by their rate, with the interval of the rank and the group of units that cannot be told apart.

    Parameters
    ----------
    parts : pandas.DataFrame
        One row per unit with ``unit``, ``numerator`` and ``denominator`` of one percent indicator in one
        period.
    direction : {"up", "down"}
        Whether a high or a low rate is good.
    level : float
        Probability covered by the intervals of ranks; pairs differ at 1 − `level`.
    draws : int
        Number of simulated rankings.
    seed : int
        Start of the random numbers; the result depends neither on chance nor on the order of rows.

    Returns
    -------
    pandas.DataFrame
        The units with cases, best first, with ``rate``, ``is_small``, ``rank`` (1 = best; equal rates share
        the best rank), ``rank_lower`` and ``rank_upper`` (the best and the worst rank that chance allows),
        ``group`` (1 = best) and ``n_units`` (units ranked). Units with fewer than
        `dtanalysis.decomposition.SMALL_DENOMINATOR` cases stand at the end without rank and group.

    Raises
    ------
    ValueError
        If counts cannot be, no unit has cases, or `direction`, `level` or `draws` are not as described.

    Notes
    -----
    Intervals: Goldstein and Spiegelhalter (1996), JRSS A 159:385-443. Every unit's rate is
    drawn from Beta(numerator + ½, denominator − numerator + ½), the units of a draw are ranked, and the
    ranks' quantiles are taken (widened, where need be, to contain the rank itself). Groups: from the best
    down, a unit joins the open group as long as it differs from none of its members in
    `pairwise_difference`; else it opens the next. So no two units of one group differ beyond chance, a
    better rank never has a worse group, and equal rates have one group. Two neighbours on either side of a
    border need not differ: the newcomer differs from *some* member of the group before.

    Examples
    --------
    >>> parts = pd.DataFrame({"unit": ["a", "b", "c"], "numerator": [90, 88, 60], "denominator": [100] * 3})
    >>> rank_units(parts)[["unit", "rank", "rank_lower", "rank_upper", "group"]]
      unit  rank  rank_lower  rank_upper  group
    0    a     1           1           2      1
    1    b     2           1           2      1
    2    c     3           3           3      2
    """
    if direction not in ("up", "down"):
        raise ValueError(f'`direction` must be "up" or "down"; got {direction!r}.')
    if draws < 1:
        raise ValueError(f"`draws` must be at least 1; got {draws}.")
    two_sided_z(level)
    cases = cases_of(parts)
    ranked = _order(cases[~cases["is_small"]], direction)
    rank = ranked["rate"].rank(method="min", ascending=direction == "down").astype("Int64")
    best, worst = _rank_bounds(ranked, direction, level, draws, seed)
    ranked = ranked.assign(
        rank=rank,
        rank_lower=rank.clip(upper=best),
        rank_upper=rank.clip(lower=worst),
        group=_group(ranked, rank, level),
    )
    small = _order(cases[cases["is_small"]], direction)
    unranked = pd.DataFrame(pd.NA, small.index, ["rank", "rank_lower", "rank_upper", "group"], dtype="Int64")
    everyone = pd.concat([ranked, small.join(unranked)], ignore_index=True)
    return everyone.assign(n_units=len(ranked))


def pairwise_difference(parts: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """
    Test every pair of units for a difference beyond chance, with all pairs in view.

    Parameters
    ----------
    parts : pandas.DataFrame
        One row per unit with ``unit``, ``numerator`` and ``denominator`` of one percent indicator in one
        period.
    level : float
        Pairs differ where the adjusted probability is below 1 − `level`; also that of the intervals.

    Returns
    -------
    pandas.DataFrame
        One row per pair of units with cases, by rate from high to low: ``unit_a``, ``unit_b``, ``rate_a``,
        ``rate_b`` (percent), ``difference_pp`` (a − b, points, never negative) with ``lower_pp`` and
        ``upper_pp`` (of this pair alone), ``p_value``, ``p_holm`` (adjusted for the number of pairs),
        ``differs`` and ``test`` ("z" or "fisher"). No rows for one unit.

    Raises
    ------
    ValueError
        If counts cannot be, no unit has cases, or `level` is not between 0 and 1.

    Notes
    -----
    z test with pooled variance; where fewer than five cases are expected in a cell Fisher's
    exact test, twice the smaller tail. Adjustment: Holm (1979), which keeps the probability of even one
    false difference at 1 − `level`. Interval: method 10 of Newcombe (1998), Statistics in Medicine
    17:873-890, from two Wilson intervals; it knows nothing of the other pairs and may exclude 0 where
    ``differs`` is not set.

    Examples
    --------
    >>> parts = pd.DataFrame({"unit": ["a", "b"], "numerator": [56, 48], "denominator": [70, 80]})
    >>> pairwise_difference(parts)[["difference_pp", "lower_pp", "upper_pp", "differs"]].round(2)
       difference_pp  lower_pp  upper_pp  differs
    0           20.0      5.24     33.39     True
    """
    two_sided_z(level)
    units = _order(cases_of(parts), "up")
    first, second = np.triu_indices(len(units), k=1)
    a, b = (units.iloc[places].reset_index(drop=True) for places in (first, second))
    p_value, is_normal = _test_pairs(_counts(a), _counts(b))
    difference, lower, upper = _difference(a, b, level)
    p_holm = _adjust_holm(p_value)
    return pd.DataFrame(
        {
            "unit_a": a["unit"],
            "unit_b": b["unit"],
            "rate_a": a["rate"],
            "rate_b": b["rate"],
            "difference_pp": difference,
            "lower_pp": lower,
            "upper_pp": upper,
            "p_value": p_value,
            "p_holm": p_holm,
            "differs": p_holm < 1 - level,
            "test": np.where(is_normal, "z", "fisher"),
        }
    )


Counts = tuple[NDArray[np.float64], NDArray[np.float64]]


def _counts(units: pd.DataFrame) -> Counts:
    return units["numerator"].to_numpy(dtype=float), units["denominator"].to_numpy(dtype=float)


def _order(cases: pd.DataFrame, direction: str) -> pd.DataFrame:
    """Best rate first; equal ones by number of cases, then by id: the order of rows does not matter."""
    ascending = [direction == "down", False, True]
    return cases.sort_values(["rate", "denominator", "unit"], ascending=ascending, ignore_index=True)


def _rank_bounds(
    ranked: pd.DataFrame, direction: str, level: float, draws: int, seed: int
) -> tuple[pd.Series, pd.Series]:
    """Quantiles of the rank of every unit over simulated rankings."""
    counted, cases = _counts(ranked)
    if not len(ranked):
        return pd.Series(dtype="Int64"), pd.Series(dtype="Int64")
    shape = (draws, len(ranked))
    rates = np.random.default_rng(seed).beta(counted + 0.5, cases - counted + 0.5, size=shape)
    places = np.argsort(rates if direction == "down" else -rates, axis=1)
    ranks = np.argsort(places, axis=1) + 1
    tails = [(1 - level) / 2, (1 + level) / 2]
    best, worst = np.quantile(ranks, tails, axis=0, method="inverted_cdf")
    return pd.Series(best, dtype="Int64"), pd.Series(worst, dtype="Int64")


def _group(ranked: pd.DataFrame, rank: pd.Series, level: float) -> pd.Series:
    """Number of the group of every unit, for units in order of rank."""
    apart = _units_apart(ranked, level)
    number, members, groups = 0, set[str](), []
    for _, tied in ranked["unit"].groupby(rank.to_numpy(), sort=True):
        if not number or any(members & apart[unit] for unit in tied):
            number, members = number + 1, set[str]()
        members |= set(tied)
        groups += [number] * len(tied)
    return pd.Series(groups, index=ranked.index, dtype="Int64")


def _units_apart(ranked: pd.DataFrame, level: float) -> dict[str, set[str]]:
    """Unit → the units that it differs from."""
    apart: dict[str, set[str]] = {unit: set() for unit in ranked["unit"]}
    if len(ranked) > 1:
        pairs = pairwise_difference(ranked, level=level)
        differing = pairs.loc[pairs["differs"], ["unit_a", "unit_b"]]
        for one, other in differing.itertuples(index=False):
            apart[one].add(other)
            apart[other].add(one)
    return apart


def _test_pairs(a: Counts, b: Counts) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Two-sided probability of every pair, and whether the normal test was good enough for it."""
    counted, cases = a[0] + b[0], a[1] + b[1]
    expected = np.minimum(a[1], b[1]) * np.minimum(counted, cases - counted) / cases
    is_normal = expected >= LEAST_EXPECTED
    p_value = np.ones(len(cases))
    p_value[is_normal] = _z_test(*(counts[is_normal] for counts in (*a, *b)))
    p_value[~is_normal] = _fisher_test(*(counts[~is_normal] for counts in (*a, *b)))
    return p_value, is_normal


def _z_test(
    counted_a: NDArray[np.float64],
    cases_a: NDArray[np.float64],
    counted_b: NDArray[np.float64],
    cases_b: NDArray[np.float64],
) -> NDArray[np.float64]:
    from scipy.special import erfc

    pooled = (counted_a + counted_b) / (cases_a + cases_b)
    error = np.sqrt(pooled * (1 - pooled) * (1 / cases_a + 1 / cases_b))
    return erfc(np.abs(counted_a / cases_a - counted_b / cases_b) / error / np.sqrt(2))


def _fisher_test(
    counted_a: NDArray[np.float64],
    cases_a: NDArray[np.float64],
    counted_b: NDArray[np.float64],
    cases_b: NDArray[np.float64],
) -> NDArray[np.float64]:
    from scipy.stats import hypergeom

    table = cases_a + cases_b, counted_a + counted_b, cases_a
    smaller = np.minimum(hypergeom.cdf(counted_a, *table), hypergeom.sf(counted_a - 1, *table))
    return np.minimum(1, 2 * smaller)


def _adjust_holm(p_value: NDArray[np.float64]) -> NDArray[np.float64]:
    """Holm: the smallest times the number of tests, the next times one less, and so on, never falling."""
    order = np.argsort(p_value, kind="stable")
    stepped = np.maximum.accumulate(p_value[order] * np.arange(len(p_value), 0, -1))
    adjusted = np.empty_like(p_value)
    adjusted[order] = np.minimum(1, stepped)
    return adjusted


def _difference(
    a: pd.DataFrame, b: pd.DataFrame, level: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Difference of the rates in points with its interval (Newcombe's method 10)."""
    difference = a["rate"].to_numpy(dtype=float) - b["rate"].to_numpy(dtype=float)
    return difference, *bound_differences(*_counts(a), *_counts(b), level)
