"""
What does the QĐ 766 score of a unit rest on? Points, places, doubt and movement put together for one page.

Takes the observations of all units, the rules and one unit. Everything is computed by `scoring`, `points`, `places` and
`stability`; this module only chooses readings and says what is missing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dtanalysis.dti.movement import RankMove
from dtanalysis.dti.places import cost_table
from dtanalysis.dti.points import (
    bridge_readings,
    cheapest_of_parts,
    compare_groups,
    component_room,
    days_between,
    first_full_reading,
    lost_by_part,
    move_between,
    points_field,
    usual_drift,
)
from dtanalysis.dti.scoring import (
    RANKS,
    TOTAL,
    component_points,
    group_points,
    group_weights,
    groups_matrix,
    payment_remainder,
    readings_of,
    rules_for,
)
from dtanalysis.dti.stability import rank_intervals
from dtanalysis.dti.standing import try_weights
from dtanalysis.periods import Period


@dataclass(frozen=True)
class ServiceReport:
    """
    One unit's QĐ 766 score in one period, and how firm it is.

    Attributes
    ----------
    total : float
        Points of 100; missing where the unit is not scored in the period, and all frames are then empty.
    groups : pandas.DataFrame
        From `group_points`.
    components : pandas.DataFrame
        From `component_room`; empty where only groups are published.
    payment : pandas.DataFrame
        From `payment_remainder`.
    part_losses : pandas.DataFrame
        From `lost_by_part`.
    part_cheapest : pandas.DataFrame
        From `cheapest_of_parts`.
    field : pandas.DataFrame
        From `points_field`.
    peers : pandas.DataFrame
        From `compare_groups`; empty unless the groups of the whole ranking are known.
    drift, drift_days : float
        From `usual_drift`, the doubt under which `interval` was computed, and from `days_between`.
    interval : pandas.DataFrame
        The unit's row of `rank_intervals`.
    costs : pandas.DataFrame
        From `cost_table`.
    without, weights : pandas.DataFrame
        From `try_weights` among the ranked units with all groups; empty where those are not the whole ranking.
    before : Period or None
        The earlier reading of the year that `moved` starts from.
    moved : pandas.DataFrame
        From `bridge_readings`.
    rank_move : RankMove or None
        From `move_between`.
    """

    total: float
    groups: pd.DataFrame
    components: pd.DataFrame
    payment: pd.DataFrame
    part_losses: pd.DataFrame
    part_cheapest: pd.DataFrame
    field: pd.DataFrame
    peers: pd.DataFrame
    drift: float
    drift_days: float
    interval: pd.DataFrame
    costs: pd.DataFrame
    without: pd.DataFrame
    weights: pd.DataFrame
    before: Period | None
    moved: pd.DataFrame
    rank_move: RankMove | None

    @property
    def is_scored(self) -> bool:
        """Whether the unit has a published score in the period, and rules to read it by."""
        return bool(pd.notna(self.total)) and len(self.groups) > 0


def build_service_report(
    observations: pd.DataFrame,
    part_observations: pd.DataFrame,
    units: pd.DataFrame,
    rules: pd.DataFrame,
    *,
    unit: str,
    period: Period,
) -> ServiceReport:
    """
    Put together what the QĐ 766 score of a unit rests on.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per known value of all units, with ``trust``.
    part_observations : pandas.DataFrame
        One row per value of a unit directly below this one, with ``name_vi`` and ``trust``.
    units : pandas.DataFrame
        The register.
    rules : pandas.DataFrame
        One row per component of any framework; that of the unit's scores is chosen by `rules_for`.
    unit : str
        Id of the unit.
    period : Period
        The period; only a score of exactly this period counts.

    Returns
    -------
    ServiceReport
    """
    # Half of all rows are other indicators; what has no score in the year cannot speak here.
    named = {TOTAL, *RANKS, *rules["group"], *rules["ratio"], *rules["score"]}
    observations = observations[observations["indicator"].isin(named)]
    own = observations[observations["unit"] == unit]
    readings = readings_of(own, period)
    rules = rules_for(readings, rules)
    total = readings.loc[readings["indicator"] == TOTAL, "value"].max()
    groups = group_points(own, rules, period)
    field = points_field(observations, units, unit, period)
    ranked = field["unit"].tolist()
    drift = usual_drift(observations, ranked, period)
    before = first_full_reading(own, rules, period) if pd.notna(total) else None
    matrix = _full_matrix(observations, rules, field, unit, period)
    points = group_weights(rules)
    without, weights = _firmness(matrix, points, unit)
    return ServiceReport(
        total=total,
        groups=groups,
        components=component_room(own, rules, period),
        payment=payment_remainder(component_points(own, rules, period), groups),
        part_losses=lost_by_part(part_observations, rules, period),
        part_cheapest=cheapest_of_parts(part_observations, rules, period),
        field=field,
        peers=compare_groups(matrix, field, points, unit) if len(matrix) else pd.DataFrame(),
        drift=drift,
        drift_days=days_between(observations, ranked, period),
        interval=_own_interval(field, unit, drift),
        costs=cost_table(field, unit),
        without=without,
        weights=weights,
        before=before,
        moved=pd.DataFrame() if before is None else bridge_readings(own, rules, before, period),
        rank_move=None if before is None else move_between(observations, units, unit, before, period),
    )


def _own_interval(field: pd.DataFrame, unit: str, drift: float) -> pd.DataFrame:
    # With a single reading the printed digits are the only doubt that can be stated.
    intervals = rank_intervals(field, 0.005 if np.isnan(drift) else drift)
    return intervals[(intervals["unit"] == unit) & intervals["value"].notna()]


def _full_matrix(
    observations: pd.DataFrame, rules: pd.DataFrame, field: pd.DataFrame, unit: str, period: Period
) -> pd.DataFrame:
    """The groups of the whole ranking; empty where they are not all known."""
    matrix = groups_matrix(observations[observations["unit"].isin(field["unit"])], rules, period)
    is_whole = unit in matrix.index and len(matrix) >= max(2, field["n_units"].max())
    return matrix if is_whole else matrix.iloc[0:0]


def _firmness(matrix: pd.DataFrame, points: pd.Series, unit: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    if matrix.empty:
        return pd.DataFrame(columns=["component", "places"]), pd.DataFrame(columns=["method"])
    return try_weights(matrix, points / points.sum(), unit)
