"""
Where does a whole say something else than its parts? Warnings against Simpson's paradox.

Three traps: the plain mean of the rates of units read as the rate of all; a whole that fell although every unit improved; and two
wholes whose order turns round in every field. Takes counts and split changes; how large the mix effect is, is told by `change`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dtanalysis.decomposition.counts import keep_cases, rate_of


def compare_means(parts: pd.DataFrame, target: float | None = None) -> pd.Series:
    """
    Hold the plain mean of the rates of units against the rate of all cases.

    Parameters
    ----------
    parts : pandas.DataFrame
        One row per unit with ``numerator`` and ``denominator``.
    target : float, optional
        A level in percent.

    Returns
    -------
    pandas.Series
        ``mean_of_rates``, ``rate`` (ratio of the sums), ``difference`` (mean − rate, points), ``n_units`` and ``turns`` (whether the
        two lie on different sides of `target`; False without one). Missing where no unit has cases.

    Examples
    --------
    >>> parts = pd.DataFrame({"unit": ["a", "b"], "numerator": [9, 100], "denominator": [10, 1000]})
    >>> found = compare_means(parts, 40)
    >>> float(found["mean_of_rates"]), found["turns"]
    (50.0, True)
    """
    cases = keep_cases(parts)
    mean, rate = (100 * cases["numerator"] / cases["denominator"]).mean(), rate_of(cases)
    turns = target is not None and bool((mean >= target) != (rate >= target)) and len(cases) > 0
    found = {
        "mean_of_rates": mean,
        "rate": rate,
        "difference": mean - rate,
        "n_units": len(cases),
        "turns": turns,
    }
    return pd.Series(found, dtype=object)


def find_reversal(change: pd.DataFrame) -> pd.Series:
    """
    Tell whether the whole moved against its parts.

    Parameters
    ----------
    change : pandas.DataFrame
        From `dtanalysis.decomposition.split_change`.

    Returns
    -------
    pandas.Series
        ``n_up``, ``n_down`` (units with cases in both periods whose rate rose or fell), ``change`` (of the whole, points) and
        ``kind``: "full" where every moving unit went one way (two at least) and the whole the other way, "most" where two thirds
        or more of them did, otherwise "none".

    Notes
    -----
    A full reversal needs a moving mix, or entrants and leavers: with one mix a whole cannot fall when every part rises.
    """
    common = change[change["role"] == "common"]
    moved = (common["rate_after"] - common["rate_before"]).round(9)
    n_up, n_down = int((moved > 0).sum()), int((moved < 0).sum())
    whole = round(change["total_effect"].sum(), 9)
    against = {1.0: n_down, -1.0: n_up}.get(float(np.sign(whole)), 0)
    share = against / max(n_up + n_down, 1)
    kind = "full" if share == 1 and against > 1 else "most" if share >= 2 / 3 and against > 1 else "none"
    return pd.Series({"n_up": n_up, "n_down": n_down, "change": whole, "kind": kind}, dtype=object)


def find_order_reversals(parts: pd.DataFrame) -> pd.DataFrame:
    """
    Find the pairs of wholes whose order turns round in every stratum.

    Parameters
    ----------
    parts : pandas.DataFrame
        One row per ``unit`` (a whole) and ``stratum`` with ``numerator`` and ``denominator``.

    Returns
    -------
    pandas.DataFrame
        One row per pair: ``ahead``, ``behind`` (by the rate of the whole), ``rate_ahead``, ``rate_behind`` (percent) and
        ``n_strata`` (with cases of both, two at least), in each of which `behind` is at least as good and in one better. Empty
        where there is none.
    """
    cases = keep_cases(parts)
    rates = cases.assign(rate=100 * cases["numerator"] / cases["denominator"])
    by_stratum = rates.pivot(index="unit", columns="stratum", values="rate")
    sums = cases.groupby("unit")[["numerator", "denominator"]].sum()
    wholes = (100 * sums["numerator"] / sums["denominator"]).sort_values(ascending=False)
    pairs = [
        _pair(ahead, behind, wholes, by_stratum)
        for place, ahead in enumerate(wholes.index)
        for behind in wholes.index[place + 1 :]
        if wholes[ahead] > wholes[behind]
    ]
    columns = ["ahead", "behind", "rate_ahead", "rate_behind", "n_strata"]
    return pd.DataFrame([pair for pair in pairs if pair], columns=columns)


def _pair(ahead: str, behind: str, wholes: pd.Series, by_stratum: pd.DataFrame) -> tuple | None:
    lead = (by_stratum.loc[behind] - by_stratum.loc[ahead]).dropna()
    turns = len(lead) > 1 and (lead >= 0).all() and (lead > 0).any()
    return (ahead, behind, wholes[ahead], wholes[behind], len(lead)) if turns else None
