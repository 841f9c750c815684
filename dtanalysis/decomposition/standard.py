"""
What would a rate be with another mix? Units compared as if all had the same mix of fields.

Takes counts by unit and stratum (field, level, month …) and a reference mix. A unit that mainly receives easy dossiers looks good
without working better; the standardised rate takes that away. Why a rate changed over time is told by `change`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dtanalysis.decomposition.counts import check_units, keep_cases
from dtanalysis.shares import bound_shares

_Z95 = 1.959963984540054


def standardise(parts: pd.DataFrame, reference: pd.DataFrame) -> pd.DataFrame:
    """
    Compute the rate of each unit with the reference mix of strata (direct standardisation).

    Parameters
    ----------
    parts : pandas.DataFrame
        One row per ``unit`` and ``stratum`` with ``numerator`` and ``denominator``.
    reference : pandas.DataFrame
        One row per ``stratum`` with ``cases`` (numbers or shares; only their proportions count).

    Returns
    -------
    pandas.DataFrame
        One row per unit with cases, in the order of `parts`: ``numerator``, ``denominator``, ``rate`` (its own mix),
        ``standard_rate``, ``lower``, ``upper`` (95 %), all in percent, ``mix_pp`` (rate − standard_rate: points that the unit owes
        to its mix) and ``covered`` (share of the reference in strata where the unit has cases). Where `covered` is below 1 the
        standardised figures are missing: a stratum without cases has no rate, and another mix would be another question.

    Raises
    ------
    ValueError
        If the reference is empty, has a negative weight, sums to 0 or names a stratum twice; if a unit has cases in a
        stratum that the reference does not know; or if a count is impossible.

    Notes
    -----
    standard_rate = Σ w_s · r_us with Σ w = 1. The interval combines the Wilson intervals of the strata (MOVER, Zou and Donner 2008):
    lower = rate − √Σ w²(r − l)². With one stratum it is the Wilson interval, and it never degenerates where a stratum stands at 0
    or 100 %, unlike the normal interval.

    Examples
    --------
    >>> parts = pd.DataFrame({"unit": ["a", "a"], "stratum": ["land", "other"], "numerator": [2, 81],
    ...                       "denominator": [20, 90]})
    >>> even = pd.DataFrame({"stratum": ["land", "other"], "cases": [1, 1]})
    >>> standardise(parts, even)[["rate", "standard_rate"]].round(2).values.tolist()
    [[75.45, 50.0]]
    """
    weights = reference_weights(reference)
    cases = _cases_in_reference(parts, weights)
    lower, upper = bound_shares(cases["numerator"], cases["denominator"])
    rate, weight = 100 * cases["numerator"] / cases["denominator"], cases["stratum"].map(weights)
    terms = cases[["unit", "numerator", "denominator"]].assign(
        standard_rate=weight * rate, below=(weight * (rate - lower)) ** 2, above=(weight * (upper - rate)) ** 2,
        covered=weight,
    )  # fmt: skip
    units = terms.groupby("unit", sort=False).sum().reset_index()
    is_whole = units["covered"] > 1 - 1e-9
    standard = units["standard_rate"].where(is_whole)
    own = 100 * units["numerator"] / units["denominator"]
    return units[["unit", "numerator", "denominator"]].assign(
        rate=own, standard_rate=standard, lower=standard - np.sqrt(units["below"]),
        upper=standard + np.sqrt(units["above"]), mix_pp=own - standard, covered=units["covered"].clip(upper=1),
    )  # fmt: skip


def standardise_indirectly(parts: pd.DataFrame, reference: pd.DataFrame) -> pd.DataFrame:
    """
    Compare each unit with what the reference rates would give with the unit's own mix (indirect standardisation).

    Parameters
    ----------
    parts : pandas.DataFrame
        One row per ``unit`` and ``stratum`` with ``numerator`` and ``denominator``.
    reference : pandas.DataFrame
        One row per ``stratum`` with ``numerator`` and ``denominator``: whose rates are the yardstick.

    Returns
    -------
    pandas.DataFrame
        One row per unit with cases: ``observed``, ``expected`` (cases), ``ratio`` (observed ÷ expected; missing where nothing is
        expected), ``lower``, ``upper`` (95 %, of the ratio, by Byar's approximation of the Poisson interval, close to the exact one
        from 10 cases on). It also serves units with empty strata, but two units with different mixes do not compare with one
        another, only each with the reference.

    Raises
    ------
    ValueError
        If a unit has cases in a stratum that the reference does not know, or a count is impossible.

    Examples
    --------
    >>> parts = pd.DataFrame({"unit": ["a", "a"], "stratum": ["land", "other"], "numerator": [4, 81],
    ...                       "denominator": [20, 90]})
    >>> country = pd.DataFrame({"stratum": ["land", "other"], "numerator": [10, 80], "denominator": [100, 100]})
    >>> standardise_indirectly(parts, country)[["observed", "expected"]].values.tolist()
    [[85.0, 74.0]]
    """
    known = keep_cases(reference)
    check_units(known, "stratum")
    rates = known.set_index("stratum").eval("numerator / denominator")
    cases = _cases_in_reference(parts, rates)
    counts = cases.assign(
        observed=cases["numerator"].astype(float), expected=cases["denominator"] * cases["stratum"].map(rates)
    )
    units = counts.groupby("unit", sort=False)[["observed", "expected"]].sum().reset_index()
    expected = units["expected"].where(units["expected"] > 0)
    lower, upper = byar_bounds(units["observed"])
    return units.assign(ratio=units["observed"] / expected, lower=lower / expected, upper=upper / expected)


def reference_weights(reference: pd.DataFrame) -> pd.Series:
    """
    Turn the cases of a reference into weights that sum to 1.

    Parameters
    ----------
    reference : pandas.DataFrame
        One row per ``stratum`` with ``cases``.

    Returns
    -------
    pandas.Series
        Stratum → weight, above 0; strata without cases carry no weight and are left out.

    Raises
    ------
    ValueError
        If a weight is missing or negative, a stratum stands twice, or they sum to 0.
    """
    check_units(reference, "stratum")
    cases = reference.set_index("stratum")["cases"].astype(float)
    if cases.isna().any() or (cases < 0).any() or not cases.sum() > 0:
        raise ValueError("The reference mix needs cases of 0 or more in every stratum, and a sum above 0.")
    return cases[cases > 0] / cases.sum()


def _cases_in_reference(parts: pd.DataFrame, known: pd.Series) -> pd.DataFrame:
    cases = keep_cases(parts)
    twice = cases.duplicated(["unit", "stratum"])
    if twice.any():
        row = cases[twice].iloc[0]
        raise ValueError(
            f"Each unit and stratum needs one row; {row['unit']!r}, {row['stratum']!r} has more."
        )
    strange = sorted(set(cases["stratum"]) - set(known.index))
    if strange:
        raise ValueError(f"The reference does not know these strata: {', '.join(map(str, strange))}.")
    return cases


def byar_bounds(count: pd.Series) -> tuple[pd.Series, pd.Series]:
    """
    Bound a count by Byar's approximation of the 95 % Poisson interval.

    Parameters
    ----------
    count : pandas.Series
        Counts of 0 or more.

    Returns
    -------
    tuple of pandas.Series
        Lower (0 for a count of 0) and upper bounds.

    Examples
    --------
    >>> low, high = byar_bounds(pd.Series([0, 100]))
    >>> low.round(2).tolist(), high.round(2).tolist()
    ([0.0, 81.36], [3.67, 121.63])
    """
    some, more = count.where(count > 0), count + 1
    lower = some * (1 - 1 / (9 * some) - _Z95 / (3 * np.sqrt(some))) ** 3
    upper = more * (1 - 1 / (9 * more) + _Z95 / (3 * np.sqrt(more))) ** 3
    return lower.fillna(0.0), upper
