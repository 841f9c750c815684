"""
One row per unit with everything that makes a comparison fair, for every rate whose units report counts.

Takes the figures of the units below the reported one; puts limits, intervals, shrunken rates, ranks and
shares of the gap beside each other, so that "far from the target", "holds the gap" and "differs by more than
chance" can be told apart. How each of them is computed stands in `intervals`, `funnel`, `shrinkage`, `ranks`
and `dtanalysis.decomposition`.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from dtanalysis.catalogue.schema import LEVELS
from dtanalysis.catalogue.versions import most_trusted
from dtanalysis.comparison.funnel import funnel_limits
from dtanalysis.comparison.intervals import add_intervals
from dtanalysis.comparison.ranks import rank_units
from dtanalysis.comparison.shrinkage import shrink_rates
from dtanalysis.comparison.spread import FEWEST_UNITS, measure_spread, panel_of
from dtanalysis.periods import Period
from dtanalysis.services import SERVICE_RATES

STANDINGS = ("better", "worse", "within", "small")
"""Against the other units: beyond the 95 % limits in the good or the bad direction, inside them, or too few cases to say."""

GOAL_STANDINGS = ("reached", "missed", "open", "no_target")
"""Against the target: the whole 95 % interval beyond it, short of it, on both sides of it; or no target is known."""


BEYOND = 1.96
"""Standard errors beyond which a rate differs from that of all together by more than chance (5 %)."""

SURE = 0.05
"""Probability of so much scatter under chance below which units are said to differ beyond it."""

FOR_ITS_SIZE = 1.5
"""A unit whose share of the gap is less than this many times its share of the cases holds it for its size."""

FEWEST_SHARED = 2
"""More units than these with one and the same pair of counts do not report their own."""

MOST = 0.8
"""Units that together hold this share of what is missing are called its holders, as on the page of the gap."""


def counted_rates(part_observations: pd.DataFrame, indicators: pd.DataFrame, period: Period) -> pd.DataFrame:
    """
    Choose every rate for which at least two units report counts in a period.

    Parameters
    ----------
    part_observations : pandas.DataFrame
        One row per known value of a unit below the reported one, at that unit's own level, with ``name_vi``
        and ``trust``.
    indicators : pandas.DataFrame
        The register: percent indicators count.
    period : Period
        The period; figures of other periods do not count.

    Returns
    -------
    pandas.DataFrame
        One row per indicator and unit with cases, rates of services first, with ``direction``. Counts that
        cannot be (a numerator above its denominator, parts of a case, fewer than none) are left out;
        `impossible_counts` lists them.
    """
    rows = _all_counts(part_observations, indicators, period)
    rows = rows[_is_possible(rows) & (rows["denominator"] > 0)]
    return rows[rows.groupby("indicator")["unit"].transform("size") > 1].reset_index(drop=True)


def impossible_counts(
    part_observations: pd.DataFrame, indicators: pd.DataFrame, period: Period
) -> pd.DataFrame:
    """
    List the counts that no rate can have, which `counted_rates` leaves out.

    Parameters
    ----------
    part_observations : pandas.DataFrame
        One row per known value of a unit below the reported one, as for `counted_rates`.
    indicators : pandas.DataFrame
        The register.
    period : Period
        The period.

    Returns
    -------
    pandas.DataFrame
        One row per indicator and unit.
    """
    rows = _all_counts(part_observations, indicators, period)
    return rows[~_is_possible(rows)].reset_index(drop=True)


def _all_counts(part_observations: pd.DataFrame, indicators: pd.DataFrame, period: Period) -> pd.DataFrame:
    register = indicators.set_index("indicator")
    percent = register.index[register["unit_measure"] == "percent"]
    rows = part_observations[
        part_observations["indicator"].isin(percent)
        & (part_observations["dimension"] == "")
        & part_observations["numerator"].notna()
        & part_observations["denominator"].notna()
        & part_observations["period"].map(lambda reading: reading.code == period.code).astype(bool)
    ]
    rows = most_trusted(rows)
    order = rows["indicator"].map(_service_order)
    table = rows.assign(order=order, direction=rows["indicator"].map(register["direction"]).fillna("up"))
    return table.sort_values(["order", "indicator", "unit"], ignore_index=True).drop(columns="order")


def _service_order(indicator: str) -> int:
    return SERVICE_RATES.index(indicator) if indicator in SERVICE_RATES else len(SERVICE_RATES)


def _is_possible(rows: pd.DataFrame) -> pd.Series:
    counted, cases = rows["numerator"].astype(float), rows["denominator"].astype(float)
    return (counted >= 0) & (counted <= cases) & (counted % 1 == 0) & (cases % 1 == 0)


def goals_of(targets: pd.DataFrame) -> pd.Series:
    """
    Choose the target by which a whole is judged, for each indicator.

    Parameters
    ----------
    targets : pandas.DataFrame
        One row per target: ``indicator``, ``level``, ``dimension``, ``target``.

    Returns
    -------
    pandas.Series
        Indicator → target of the widest level, slices left out.
    """
    whole = targets[targets["dimension"] == ""]
    order = whole["level"].map(LEVELS.index).astype(float)
    widest = whole.assign(width=order).sort_values("width", kind="stable")
    return widest.drop_duplicates("indicator").set_index("indicator")["target"]


def profile_units(
    parts: pd.DataFrame, *, direction: Literal["up", "down"] = "up", target: float | None = None
) -> pd.DataFrame:
    """
    Put beside each unit's rate its doubt, its standing among the others and against the target, and its
    share of the gap.

    Parameters
    ----------
    parts : pandas.DataFrame
        One row per unit: ``unit``, ``name_vi``, ``numerator``, ``denominator`` of one percent indicator in
        one period.
    direction : {"up", "down"}
        Whether a high or a low rate is good.
    target : float, optional
        The target of the whole in percent.

    Returns
    -------
    pandas.DataFrame
        The columns of `funnel_limits` around the rate of all units together, of `add_intervals`,
        `shrink_rates` and `rank_units`, best rank first and units with few cases last, with ``standing``
        (`STANDINGS`), ``is_far`` (beyond the 99.8 % limits too), ``side`` ("better", "worse" or "even":
        further from the rate of all than chance alone allows, even where the scatter between units is as
        wide), ``goal_standing`` (`GOAL_STANDINGS`), ``target``, ``weight`` (share of all cases),
        ``contribution_pp`` (points of the whole's gap; as `dtanalysis.decomposition.split_gap`, turned so
        that positive is still to do; missing without a target) and ``held_share`` (of what the units behind
        lack together; 0 for the others), ``is_holder`` (one of the fewest units that together hold `MOST`
        of it) and ``held_for`` ("size": hardly more of the gap than of the cases; "rate": more, with a rate worse than
        that of all beyond chance; "open": more, with a rate that may be chance; "": holds nothing).

    Raises
    ------
    ValueError
        If counts cannot be, or no unit has cases.
    """
    funnel = funnel_limits(parts)
    shrunken = shrink_rates(parts).set_index("unit")[
        ["shrunken_rate", "shrunken_lower", "shrunken_upper", "reliability"]
    ]
    bounds = add_intervals(parts).set_index("unit")[["lower", "upper"]]
    ranks = rank_units(parts, direction=direction).set_index("unit")
    names = ["rank", "rank_lower", "rank_upper", "group", "n_units"]
    units = funnel.join(bounds, on="unit").join(shrunken, on="unit").join(ranks[names], on="unit")
    units = units.set_index("unit").loc[ranks.index].reset_index()
    return units.pipe(_add_standing, direction).pipe(_add_goal, direction, target)


def _add_standing(units: pd.DataFrame, direction: str) -> pd.DataFrame:
    good, bad = ("above", "below") if direction == "up" else ("below", "above")
    side = units["verdict"].str.partition("_")[0]
    standing = side.replace({good: "better", bad: "worse"})
    goodness = units["z"] if direction == "up" else -units["z"]
    sides = np.select(
        [units["is_small"], goodness > BEYOND, goodness < -BEYOND], ["even", "better", "worse"], "even"
    )
    return units.assign(standing=standing, is_far=units["verdict"].str.endswith("_998"), side=sides)


def _add_goal(units: pd.DataFrame, direction: str, target: float | None) -> pd.DataFrame:
    weight = units["denominator"] / units["denominator"].sum()
    if target is None or np.isnan(target):
        nothing = {"target": np.nan, "contribution_pp": np.nan, "held_share": np.nan}
        return units.assign(goal_standing="no_target", weight=weight, is_holder=False, held_for="", **nothing)
    sign = 1 if direction == "up" else -1
    behind = sign * (target - units["rate"])
    nearest, farthest = (
        (units["upper"], units["lower"]) if direction == "up" else (units["lower"], units["upper"])
    )
    standing = np.select(
        [sign * (farthest - target) >= 0, sign * (target - nearest) > 0], ["reached", "missed"], "open"
    )
    contribution = weight * behind
    lacking = contribution.clip(lower=0)
    held = lacking / lacking.sum() if lacking.sum() > 0 else lacking
    return units.assign(
        target=target,
        goal_standing=standing,
        weight=weight,
        contribution_pp=contribution,
        held_share=held,
        is_holder=_are_holders(held),
        held_for=_reasons(held, weight, units["side"]),
    )


def _reasons(held: pd.Series, weight: pd.Series, side: pd.Series) -> np.ndarray:
    """Whether a unit holds its share of the gap for its size or for its rate."""
    cases = [held <= 0, held < FOR_ITS_SIZE * weight, side == "worse"]
    return np.select(cases, ["", "size", "rate"], "open")


def _are_holders(held: pd.Series) -> pd.Series:
    """Whether a unit is needed, largest first, until the units together hold `MOST`."""
    ordered = held.sort_values(ascending=False, kind="stable")
    before = ordered.cumsum() - ordered
    return ((before < MOST - 1e-12) & (ordered > 0)).reindex(held.index)


def profile_rates(rates: pd.DataFrame, targets: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """
    Profile the units in every rate.

    Parameters
    ----------
    rates : pandas.DataFrame
        From `counted_rates`.
    targets : pandas.DataFrame
        One row per target of the whole.

    Returns
    -------
    dict of str to pandas.DataFrame
        Indicator → `profile_units`, in the order of `rates`; without a rate it is empty.
    """
    goals = goals_of(targets)
    return {
        indicator: profile_units(parts, direction=parts["direction"].iloc[0], target=goals.get(indicator))
        for indicator, parts in rates.groupby("indicator", sort=False)
    }


def summarise_profiles(profiles: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """
    Say for each rate how far the units lie apart and how many stand out.

    Parameters
    ----------
    profiles : dict of str to pandas.DataFrame
        From `profile_rates`.

    Returns
    -------
    pandas.DataFrame
        One row per indicator: ``indicator``, ``n_units`` (with cases), ``n_small`` (too few cases to judge),
        ``cases``, ``centre`` (rate of all together, percent), ``lowest``, ``highest``, ``middle_half``
        (interquartile range in points) and ``deviation`` (points) of the units that are not small, ``phi``,
        ``is_overdispersed``, ``scatter_p``, ``is_shared`` (one pair of counts stands for every unit), ``n_better``, ``n_worse``, ``n_groups``, ``target`` and ``gap_pp`` (missing
        without a target).
    """
    rows = [_summarise_profile(indicator, units) for indicator, units in profiles.items()]
    return pd.DataFrame(rows, columns=_SUMMARY_COLUMNS)


_SUMMARY_COLUMNS = [
    *("indicator", "n_units", "n_small", "cases", "centre", "lowest", "highest", "middle_half", "deviation"),
    *(
        "phi",
        "is_overdispersed",
        "scatter_p",
        "is_shared",
        "n_better",
        "n_worse",
        "n_groups",
        "target",
        "gap_pp",
    ),
]


def _summarise_profile(indicator: str, units: pd.DataFrame) -> dict[str, object]:
    ranked = units[~units["is_small"]]
    spread = measure_spread(ranked["rate"])
    counts = units["standing"].value_counts()
    return {
        "indicator": indicator,
        "n_units": len(units),
        "n_small": int(units["is_small"].sum()),
        "cases": units["denominator"].sum(),
        "centre": units["centre"].iloc[0],
        "lowest": spread.lowest,
        "highest": spread.highest,
        "middle_half": spread.middle_half,
        "deviation": spread.deviation,
        "phi": units["phi"].iloc[0],
        "is_overdispersed": units["is_overdispersed"].iloc[0],
        "scatter_p": units["scatter_p"].iloc[0],
        "is_shared": len(units) > FEWEST_SHARED
        and not units[["numerator", "denominator"]].nunique().gt(1).any(),
        "n_better": int(counts.get("better", 0)),
        "n_worse": int(counts.get("worse", 0)),
        "n_groups": int(ranked["group"].nunique()),
        "target": units["target"].iloc[0],
        "gap_pp": units["contribution_pp"].sum(min_count=1),
    }


def main_profile(profiles: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """
    Choose the rate worth showing in full, as the page of the gap does.

    Parameters
    ----------
    profiles : dict of str to pandas.DataFrame
        From `profile_rates`.

    Returns
    -------
    pandas.DataFrame
        The share of services with a dossier or else the rate of services and dossiers with the widest gap,
        or else the one with most cases, among rates with at least two units that are not small if there is
        one; empty without a rate.
    """
    if not profiles:
        return pd.DataFrame()
    table = summarise_profiles(profiles)
    judged = table[(table["n_units"] - table["n_small"] > 1) & ~table["is_shared"]]
    table = judged if len(judged) else table
    services = table[table["indicator"].isin(SERVICE_RATES) & table["gap_pp"].notna()]
    if SERVICE_RATES[0] in table["indicator"].to_numpy():
        return profiles[SERVICE_RATES[0]]
    if len(services):
        return profiles[services.loc[services["gap_pp"].idxmax(), "indicator"]]
    return profiles[table.loc[table["cases"].idxmax(), "indicator"]]


def panel_of_units(
    profiles: dict[str, pd.DataFrame], part_observations: pd.DataFrame, period: Period
) -> pd.DataFrame:
    """
    Follow the units of one rate over comparable periods: the one shown in full or, with few units, the one
    with most.

    Parameters
    ----------
    profiles : dict of str to pandas.DataFrame
        From `profile_rates`; may be empty.
    part_observations : pandas.DataFrame
        One row per known value of a unit below the reported one.
    period : Period
        The reported period.

    Returns
    -------
    pandas.DataFrame
        As `dtanalysis.comparison.spread.panel_of`, without units that have few cases in the period; with
        ``indicator``.
    """
    if not profiles:
        return pd.DataFrame(columns=["unit", "period", "value", "source", "indicator"])
    followed = main_profile(profiles)
    if (~followed["is_small"]).sum() < FEWEST_UNITS:
        followed = max(profiles.values(), key=lambda units: (~units["is_small"]).sum())
    indicator, level = followed["indicator"].iloc[0], followed["level"].iloc[0]
    judged = followed.loc[~followed["is_small"], "unit"]
    own = part_observations[part_observations["unit"].isin(judged)]
    return panel_of(own, indicator, level, period).assign(indicator=indicator)
