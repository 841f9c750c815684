"""
Why did a rate change: because units work differently, because the mix of units moved, or because units came and went?

Takes the counts of two periods and splits the change of the whole into three parts that sum to it exactly (Kitagawa 1955). Whether
a change can be chance, or follows from restated counts, is told beside it. Which units hold a gap is told by `gap`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dtanalysis.decomposition.counts import SMALL_DENOMINATOR, check_units, keep_cases, rate_of
from dtanalysis.shares import bound_differences

EFFECTS = ["rate_effect", "mix_effect", "flow_effect"]
"""The three parts of a change, in points: how units work, the mix of units, entrants and leavers."""

_COUNTS = ["numerator", "denominator"]
_MOST = 2 / 3  # an effect that makes up less of all movement does not explain the change alone


def split_change(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """
    Split the change of a rate between two periods into rate, mix and entrants or leavers.

    Parameters
    ----------
    before, after : pandas.DataFrame
        One row per unit with ``unit``, ``numerator`` and ``denominator``; further columns of the unit (``name_vi``) are kept.

    Returns
    -------
    pandas.DataFrame
        One row per unit with cases in a period, largest total effect first: ``role`` ("common", "entrant": cases in `after`
        only, "leaver": in `before` only), ``numerator_before``, ``denominator_before``, ``rate_before``, ``weight_before`` (share
        of all cases) and the same ``_after``, missing where the unit has no cases; ``rate_effect``, ``mix_effect``,
        ``flow_effect`` and their sum ``total_effect``, in points. The sum of ``total_effect`` is the change of the whole.

    Raises
    ------
    ValueError
        If a period has no cases at all, a unit has two rows, or a count is negative or above its denominator.

    Notes
    -----
    With R the rate of the whole, C that of the units with cases in both periods, w a unit's share of all cases, v its share of
    the cases of common units, r its rate and 0/1 the periods, the identity is exact:

    R1 − R0 = Σ_common (v0 + v1)/2 · (r1 − r0) + Σ_common (v1 − v0) · ((r0 + r1)/2 − (C0 + C1)/2)
    + Σ_entrants w1 · (r1 − C1) − Σ_leavers w0 · (r0 − C0)

    The first two sums are Kitagawa's rate and mix components [1]_. Her mix component has no centre; because Σ (v1 − v0) = 0 the
    centre changes no total, but a growing unit now adds points only if its rate is above that of all. A unit with cases in one
    period only has no change of its own: its whole effect stands in ``flow_effect`` and measures how far its presence moves the
    whole from the rate of the common units. Swapping the periods only turns all signs, and no step comes first. Without common
    units C is put at (R0 + R1)/2. "Rate" is a numerical part, not a cause: a unit's rate may itself hide a moving mix.

    .. [1] E. M. Kitagawa, "Components of a difference between two rates", JASA 50 (1955), 1168-1194.

    Examples
    --------
    >>> before = pd.DataFrame({"unit": ["a", "b"], "numerator": [10, 80], "denominator": [100, 100]})
    >>> after = pd.DataFrame({"unit": ["a", "b"], "numerator": [10, 240], "denominator": [100, 300]})
    >>> split_change(before, after)[["rate_effect", "mix_effect"]].sum().round(6).tolist()
    [0.0, 17.5]
    """
    units = _both_periods(before, after)
    common = units[units["role"] == "common"]
    old, new = (_of_period(units, moment) for moment in ("before", "after"))
    if old["denominator"].sum() == 0 or new["denominator"].sum() == 0:
        raise ValueError("A change needs cases in both periods; one of them has none.")
    halfway = (rate_of(old) + rate_of(new)) / 2
    centre_before, centre_after = (
        rate_of(_of_period(common, moment)) if len(common) else halfway for moment in ("before", "after")
    )
    return (
        _add_rates(units)
        .pipe(_add_common_effects, (centre_before + centre_after) / 2)
        .pipe(_add_flow_effects, centre_before, centre_after)
        .sort_values(["total_effect", "unit"], key=_largest_first, kind="stable", ignore_index=True)
    )


def _both_periods(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """One row per unit with cases in a period, its counts side by side, its words as known last."""
    sides = [keep_cases(side) for side in (before, after)]
    for side in sides:
        check_units(side)
    old, new = (side.set_index("unit") for side in sides)
    counts = old[_COUNTS].add_suffix("_before").join(new[_COUNTS].add_suffix("_after"), how="outer")
    words = new.combine_first(old).drop(columns=_COUNTS).reindex(counts.index)
    role = np.select(
        [counts["denominator_before"].isna(), counts["denominator_after"].isna()],
        ["entrant", "leaver"],
        "common",
    )
    return words.join(counts.astype(float)).assign(role=role).rename_axis("unit").reset_index()


def _of_period(units: pd.DataFrame, moment: str) -> pd.DataFrame:
    return units[[f"{name}_{moment}" for name in _COUNTS]].set_axis(_COUNTS, axis=1)


def _add_rates(units: pd.DataFrame) -> pd.DataFrame:
    added = {}
    for moment in ("before", "after"):
        counts = _of_period(units, moment)
        added[f"rate_{moment}"] = 100 * counts["numerator"] / counts["denominator"]
        added[f"weight_{moment}"] = counts["denominator"] / counts["denominator"].sum()
    return units.assign(**added)


def _add_common_effects(units: pd.DataFrame, centre: float) -> pd.DataFrame:
    common = units["role"] == "common"
    old, new = (_shares(units[f"denominator_{moment}"].where(common)) for moment in ("before", "after"))
    rate = (old + new) / 2 * (units["rate_after"] - units["rate_before"])
    mix = (new - old) * ((units["rate_before"] + units["rate_after"]) / 2 - centre)
    return units.assign(rate_effect=rate.where(common, 0.0), mix_effect=mix.where(common, 0.0))


def _shares(cases: pd.Series) -> pd.Series:
    """Each unit's share of the cases of common units; missing for others, and for all where no unit is common."""
    return cases / cases.sum() if cases.any() else cases


def _add_flow_effects(units: pd.DataFrame, centre_before: float, centre_after: float) -> pd.DataFrame:
    entering = units["weight_after"] * (units["rate_after"] - centre_after)
    leaving = -units["weight_before"] * (units["rate_before"] - centre_before)
    flow = np.select([units["role"] == "entrant", units["role"] == "leaver"], [entering, leaving], 0.0)
    total = units["rate_effect"] + units["mix_effect"] + flow
    return units.assign(flow_effect=flow, total_effect=total)


def _largest_first(column: pd.Series) -> pd.Series:
    return -column.abs() if column.name == "total_effect" else column


def difference_interval(
    before: tuple[float, float], after: tuple[float, float], level: float = 0.95
) -> tuple[float, float]:
    """
    Bound the difference of two rates by what chance alone can do.

    Parameters
    ----------
    before, after : tuple of float
        Numerator and denominator of each period, the denominators above 0.
    level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    tuple of float
        Lower and upper bound of rate after − rate before, in points.

    Raises
    ------
    ValueError
        If a denominator is not above 0.

    Notes
    -----
    Newcombe's hybrid score interval (`dtanalysis.shares.bound_differences`). It takes the cases of the two periods as independent: for
    two readings of one year to date, which share cases, it is too wide rather than too narrow.

    Examples
    --------
    >>> low, high = difference_interval((48, 80), (56, 70))
    >>> round(low, 2), round(high, 2)
    (5.24, 33.39)
    """
    if min(before[1], after[1]) <= 0:
        raise ValueError(f"Both denominators must be above 0; got {before[1]} and {after[1]}.")
    low, high = bound_differences(*after, *before, level)
    return float(low), float(high)


def summarise_change(change: pd.DataFrame, *, is_nested: bool = False) -> pd.Series:
    """
    Say of one split change how large it is, what drives it and whether it is real.

    Parameters
    ----------
    change : pandas.DataFrame
        From `split_change`.
    is_nested : bool
        Whether the cases of the first period are all among those of the second, as in two readings of one year to date.

    Returns
    -------
    pandas.Series
        ``before``, ``after`` (percent), ``change`` (points), ``rate_effect``, ``mix_effect``, ``flow_effect`` (points, exact sum),
        ``lower``, ``upper`` (95 %, of the change), ``cases_before``, ``cases_after``, ``n_units``, ``n_flow`` (entrants and
        leavers), ``is_small`` (fewer than 30 cases in a period), ``n_restated`` (of `restated_cases`; 0 unless
        nested), ``driver`` ("restated": such cases make up a third of the change or more; "chance": the interval holds 0; "rate", "mix"
        or "flow": two thirds of all movement or more; otherwise "several"), ``first_unit`` and ``first_effect`` (the unit that
        moves the whole most).
    """
    sums = {name: tuple(change[f"{count}_{name}"].sum() for count in _COUNTS) for name in ("before", "after")}
    before, after = (100 * sums[name][0] / sums[name][1] for name in ("before", "after"))
    lower, upper = difference_interval(sums["before"], sums["after"])
    effects = change[EFFECTS].sum()
    first = change.iloc[0]
    summary = {
        "before": before, "after": after, "change": after - before, **effects, "lower": lower, "upper": upper,
        "cases_before": sums["before"][1], "cases_after": sums["after"][1],
        "n_units": len(change), "n_flow": int((change["role"] != "common").sum()),
        "is_small": min(sums["before"][1], sums["after"][1]) < SMALL_DENOMINATOR,
        "n_restated": restated_cases(change) if is_nested else 0.0,
        "first_unit": first.get("name_vi", first["unit"]), "first_effect": first["total_effect"],
    }  # fmt: skip
    return pd.Series({**summary, "driver": _driver(summary, effects)}, dtype=object)


def restated_cases(change: pd.DataFrame) -> float:
    """
    Count the cases that must have been counted anew between two readings of one year to date.

    Parameters
    ----------
    change : pandas.DataFrame
        From `split_change`, the cases of the first reading being part of the second.

    Returns
    -------
    float
        The least number: hits added beyond the cases added, and hits or cases taken back, summed over units. 0 where what came in
        between can explain all.
    """
    old, new = (_of_period(change, moment).fillna(0) for moment in ("before", "after"))
    hits, cases = new["numerator"] - old["numerator"], new["denominator"] - old["denominator"]
    return float(pd.concat([hits - cases, -hits, -cases], axis=1).max(axis=1).clip(lower=0).sum())


def _driver(summary: dict[str, object], effects: pd.Series) -> str:
    restated = 100 * summary["n_restated"] / summary["cases_after"]
    if restated > 0 and restated >= abs(summary["change"]) / 3:
        return "restated"
    if summary["lower"] <= 0 <= summary["upper"]:
        return "chance"
    share = effects.abs() / effects.abs().sum()
    return share.idxmax().removesuffix("_effect") if share.max() >= _MOST else "several"
