"""
What does the last published index of a unit rest on? Places, doubt and parts put together for one page.

Takes the history of one unit and the observations of all. Everything is computed by `movement`, `places` and `stability`;
this module only chooses the year, the ranking and the framework, and says what is missing.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dtanalysis.dti.field import rank_field
from dtanalysis.dti.history import pillars
from dtanalysis.dti.movement import bridge_years, compare_growth, same_framework
from dtanalysis.dti.parts import explain_parts
from dtanalysis.dti.places import cheapest_mix, cost_table
from dtanalysis.dti.stability import leave_one_out, rank_intervals, weight_sensitivity
from dtanalysis.dti.weighting import component_weights, framework_of, full_parts

DOUBT = 0.005
"""Stated uncertainty of a DTI value: five points of the 1,000. An assumption; no source publishes one."""


@dataclass(frozen=True)
class Standing:
    """
    One unit's last ranked index, and how firm it is.

    Attributes
    ----------
    year, n_units : int
        Year of the last known rank and size of its field; 0 where the unit has no rank.
    doubt : float
        The uncertainty under which `interval` was computed.
    field : pandas.DataFrame
        From `rank_field`: the ranking in which the unit last appears.
    interval : pandas.DataFrame
        The unit's row of `rank_intervals`; empty where its value is not known.
    costs : pandas.DataFrame
        From `cost_table`, with the places that the unit's own goals ask for (``is_goal``).
    mix : pandas.DataFrame
        From `cheapest_mix` for the first place that costs a known number of points; empty where the parts or that
        number are not known.
    without : pandas.DataFrame
        The unit's rows of `leave_one_out`, among the units with all parts published.
    weights : pandas.DataFrame
        The unit's rows of `weight_sensitivity`, one per ``method``, among the same units.
    n_compared : int
        How many units these two compare.
    moved : pandas.DataFrame
        From `bridge_years`.
    pillar_moves : pandas.DataFrame
        From `move_pillars`.
    growth : pandas.DataFrame
        From `compare_growth`.
    """

    year: int
    n_units: int
    doubt: float
    field: pd.DataFrame
    interval: pd.DataFrame
    costs: pd.DataFrame
    mix: pd.DataFrame
    without: pd.DataFrame
    weights: pd.DataFrame
    n_compared: int
    moved: pd.DataFrame
    pillar_moves: pd.DataFrame
    growth: pd.DataFrame


def build_standing(
    observations: pd.DataFrame,
    frameworks: pd.DataFrame,
    units: pd.DataFrame,
    history: pd.DataFrame,
    unit: str,
    *,
    goals: pd.DataFrame | None = None,
) -> Standing:
    """
    Put together what the last published index of a unit rests on.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per known value of all units, with ``trust``.
    frameworks : pandas.DataFrame
        One row per component of any framework.
    units : pandas.DataFrame
        The register.
    history : pandas.DataFrame
        From `dtanalysis.dti.build_history`.
    unit : str
        Id of the unit.
    goals : pandas.DataFrame, optional
        From `dtanalysis.dti.rank_goals`: what the places still to be gained cost is listed as well.

    Returns
    -------
    Standing
    """
    own = observations[observations["unit"] == unit]
    ranked = history[history["n_units"].notna()]
    year, n_units = (int(ranked[name].iloc[-1]) if len(ranked) else 0 for name in ("year", "n_units"))
    field = rank_field(observations, units, year, n_units)
    left = () if goals is None else goals.loc[goals["places_left"] >= 1, "places_left"].astype(int)
    costs = cost_table(field, unit, (1, 3, 5, 10, *left))
    costs = costs.assign(is_goal=costs["places"].isin(list(left)))
    parts = explain_parts(own, frameworks, year)
    without, weights, n_compared = _firmness_of_parts(
        observations, framework_of(frameworks, year), year, unit
    )
    return Standing(
        year, n_units, DOUBT, field, _own_interval(field, unit), costs, _mix_for_a_place(parts, costs), without, weights,
        n_compared, bridge_years(own, frameworks, history), move_pillars(own, frameworks, year), compare_growth(observations, frameworks, history),
    )  # fmt: skip


def move_pillars(observations: pd.DataFrame, frameworks: pd.DataFrame, year: int) -> pd.DataFrame:
    """
    Say how far the three pillars moved since the year before: a hint where no main index is published.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per known value of one unit, with ``trust``.
    frameworks : pandas.DataFrame
        One row per component of any framework.
    year : int
        The later year.

    Returns
    -------
    pandas.DataFrame
        One row per pillar, the largest move first: ``component`` and ``change`` (0–1 scale). Empty unless all three are known
        in both years and the two years share a framework. The pillars do not add up to the index since 2021.
    """
    table = pillars(observations, year).pivot(index="component", columns="year", values="value")
    if not {year - 1, year} <= set(table.columns) or not same_framework(frameworks, year):
        return pd.DataFrame(columns=["component", "change"])
    change = (table[year] - table[year - 1]).rename("change").dropna()
    rows = change.reset_index().sort_values("change", ascending=False, ignore_index=True)
    return rows if len(rows) == 3 else rows.iloc[0:0]


def _own_interval(field: pd.DataFrame, unit: str) -> pd.DataFrame:
    intervals = rank_intervals(field, DOUBT)
    return intervals[(intervals["unit"] == unit) & intervals["value"].notna()]


def _mix_for_a_place(parts: pd.DataFrame, costs: pd.DataFrame) -> pd.DataFrame:
    """The cheapest mix for the first place, where its price is published and within reach."""
    exact = costs[costs["is_exact"].astype(bool)].head(1)
    room = (parts["weight"] * (1 - parts["value"])).sum() if len(parts) else 0.0
    if exact.empty or not 0 < exact["lower"].iloc[0] <= room:
        return parts.iloc[0:0].assign(rise=0.0, index_gain=0.0, effort=0.0)
    return cheapest_mix(parts, float(exact["lower"].iloc[0]))


def _firmness_of_parts(
    observations: pd.DataFrame, framework: pd.DataFrame, year: int, unit: str
) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """The unit's rows of the two tests on weights; both empty where fewer than two units have all parts."""
    matrix = full_parts(observations, framework, year) if len(framework) else pd.DataFrame()
    if unit not in matrix.index or len(matrix) < 2:
        return pd.DataFrame(columns=["component", "places"]), pd.DataFrame(columns=["method"]), 0
    return *try_weights(matrix, component_weights(framework), unit), len(matrix)


def try_weights(matrix: pd.DataFrame, weights: pd.Series, unit: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """
    Ask of one unit's rank what each part and each weight does to it.

    Parameters
    ----------
    matrix : pandas.DataFrame
        One row per unit, one column per part (0–1).
    weights : pandas.Series
        Part → weight.
    unit : str
        A row of `matrix`.

    Returns
    -------
    tuple of pandas.DataFrame
        The unit's rows of `leave_one_out`, the most places in size first; and one row of `weight_sensitivity` for each
        ``method`` ("uniform": each weight ± 20 %; "dirichlet": weights drawn around their own with the same spread).
    """
    without = leave_one_out(matrix, weights)
    without = without[without["unit"] == unit].sort_values(
        "places", key=lambda places: -places.abs(), kind="stable"
    )
    drawn = [
        weight_sensitivity(matrix, weights, method=method).loc[[unit]].assign(method=method)
        for method in ("uniform", "dirichlet")
    ]
    return without.reset_index(drop=True), pd.concat(drawn, ignore_index=True)
