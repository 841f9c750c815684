"""
How far would a measure move the whole? Exact where counts are known, between bounds where only shares are.

"Bring these k services to a first dossier", "raise land to 70 %", "bring the three largest units to the target": each is arithmetic
on the period's own cases, not a forecast. Several measures together count every case once. Takes counts, or the rates that are
published without them (`dtanalysis.services`).
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.decomposition.counts import check_units, keep_cases, rate_of
from dtanalysis.services import MOST_SERVICES, bound_slice, consistent_denominators


def raise_units(parts: pd.DataFrame, levers: pd.DataFrame) -> pd.DataFrame:
    """
    Tell how far the whole moves when units are raised to a rate, each lever alone.

    Parameters
    ----------
    parts : pandas.DataFrame
        One row per unit with ``unit``, ``numerator`` and ``denominator``: the parts of the whole, without overlap.
    levers : pandas.DataFrame
        One row per lever: ``unit`` and ``to_rate`` (percent).

    Returns
    -------
    pandas.DataFrame
        The levers with ``rate`` (the unit's, percent), ``cases_needed`` (hits more than now, whole cases not forced), ``gain_pp``
        (points added to the whole) and ``new_rate`` (of the whole, percent). A unit already at or above `to_rate` gains 0.

    Raises
    ------
    ValueError
        If a unit has no cases or stands twice in `parts`, a rate is outside 0–100, or a count is impossible.

    Examples
    --------
    >>> parts = pd.DataFrame({"unit": ["land", "other"], "numerator": [2, 81], "denominator": [20, 90]})
    >>> raise_units(parts, pd.DataFrame({"unit": ["land"], "to_rate": [70]}))["gain_pp"].round(4).tolist()
    [10.9091]
    """
    cases = keep_cases(parts)
    check_units(cases)
    _check_levers(cases, levers)
    own = cases.set_index("unit").reindex(levers["unit"])
    needed = (
        (levers["to_rate"].to_numpy() / 100 * own["denominator"] - own["numerator"]).clip(lower=0).to_numpy()
    )
    gain = 100 * needed / cases["denominator"].sum()
    return levers.assign(
        rate=(100 * own["numerator"] / own["denominator"]).to_numpy(), cases_needed=needed, gain_pp=gain,
        new_rate=rate_of(cases) + gain,
    )  # fmt: skip


def combine_levers(parts: pd.DataFrame, levers: pd.DataFrame) -> pd.Series:
    """
    Tell how far all levers together move the whole, every case counted once.

    Parameters
    ----------
    parts : pandas.DataFrame
        As for `raise_units`.
    levers : pandas.DataFrame
        One row per lever: ``unit`` and ``to_rate`` (percent); a unit may stand in several.

    Returns
    -------
    pandas.Series
        ``gain_pp`` (points; of several levers on one unit the highest counts), ``sum_of_single_pp`` (the levers added up one by
        one), ``double_counted_pp`` (their difference), ``cases_needed`` and ``new_rate`` (percent).

    Raises
    ------
    ValueError
        As `raise_units`.
    """
    single = raise_units(parts, levers)
    best = raise_units(parts, levers.groupby("unit", as_index=False, sort=False)["to_rate"].max())
    gain, added_up = best["gain_pp"].sum(), single["gain_pp"].sum()
    return pd.Series(
        {
            "gain_pp": gain, "sum_of_single_pp": added_up, "double_counted_pp": added_up - gain,
            "cases_needed": best["cases_needed"].sum(), "new_rate": rate_of(keep_cases(parts)) + gain,
        }
    )  # fmt: skip


def _check_levers(cases: pd.DataFrame, levers: pd.DataFrame) -> None:
    strange = sorted(set(levers["unit"]) - set(cases["unit"]))
    if strange:
        raise ValueError(
            f"These units have no cases, so raising them moves nothing: {', '.join(map(str, strange))}."
        )
    outside = levers.loc[~levers["to_rate"].between(0, 100), "to_rate"]
    if len(outside):
        raise ValueError(f"`to_rate` must be a rate of 0–100 %; got {outside.iloc[0]}.")


def bound_levers(whole: float, slices: pd.DataFrame) -> pd.Series:
    """
    Bound what raising several slices together can add, when only rates are known.

    Parameters
    ----------
    whole : float
        Rate of the whole, in percent.
    slices : pandas.DataFrame
        One row per slice that lies below the whole: ``part`` and ``to_rate`` (percent). Slices do not overlap.

    Returns
    -------
    pandas.Series
        ``lower_pp`` (0: a slice may be as good as empty), ``upper_pp`` (the most points together) and ``sum_of_single_pp`` (their
        single bounds added up, which cannot all hold at once).

    Raises
    ------
    ValueError
        As `dtanalysis.services.bound_slice`; also for no slice at all.

    Notes
    -----
    With weights w ≥ 0 and the rest at 100 % at best, Σ w (100 − part) ≤ 100 − whole. The most of Σ w (to − part) under this one
    bound puts all weight on the slice with the largest (to − part) / (100 − part): together they can bring no more than the best
    of them alone.

    Examples
    --------
    >>> both = pd.DataFrame({"part": [2.06, 40.0], "to_rate": [70.0, 70.0]})
    >>> bound_levers(81.17, both).round(2).tolist()
    [0.0, 13.06, 22.48]
    """
    if slices.empty:
        raise ValueError("There is no slice to raise.")
    gains = [
        bound_slice(whole, part, goal).largest_gain_pp
        for part, goal in zip(slices["part"], slices["to_rate"], strict=True)
    ]
    return pd.Series({"lower_pp": 0.0, "upper_pp": max(gains), "sum_of_single_pp": sum(gains)})


def first_dossiers(
    n_services: int, *, used: float | None = None, total: float | None = None, share: float | None = None,
    decimals: int = 2, largest: int = MOST_SERVICES,
) -> pd.Series:  # fmt: skip
    """
    Tell how far the share of services with a dossier moves when some services see their first one.

    Parameters
    ----------
    n_services : int
        How many services without a dossier see one, above 0.
    used, total : float, optional
        Services with a dossier and services in all, where they are known.
    share : float, optional
        Otherwise the published share, in percent.
    decimals : int
        Printed decimals of `share`.
    largest : int
        The most services that can be, where only the share is known.

    Returns
    -------
    pandas.Series
        ``lower_pp``, ``upper_pp`` (points added; equal where the counts are known) and ``is_exact``. Missing where so many services
        without a dossier do not exist.

    Raises
    ------
    ValueError
        If `n_services` is not above 0, or neither counts nor share are given.

    Notes
    -----
    A share printed to some decimals rules out most numbers of services (`dtanalysis.services.consistent_denominators`); of those left,
    the smallest with enough idle services gives the upper bound and the largest the lower one.

    Examples
    --------
    >>> first_dossiers(40, used=400, total=1000)["upper_pp"]
    4.0
    >>> found = first_dossiers(40, share=33.25)
    >>> round(found["lower_pp"], 2), round(found["upper_pp"], 2), found["is_exact"]
    (0.8, 10.55, False)
    """
    if n_services <= 0:
        raise ValueError(f"`n_services` must be above 0; got {n_services}.")
    if used is not None and total is not None:
        options = [total] if total - used >= n_services else []
        is_exact = True
    elif share is not None:
        options = [
            n
            for n in consistent_denominators(share, decimals, largest)
            if n - round(share * n / 100) >= n_services
        ]
        is_exact = False
    else:
        raise ValueError("Give `used` and `total`, or the published `share`.")
    gains = [100 * n_services / n for n in options] or [float("nan")]
    return pd.Series({"lower_pp": min(gains), "upper_pp": max(gains), "is_exact": is_exact}, dtype=object)
