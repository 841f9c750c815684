"""
The published indices: what they say, what they are made of, what moved them and what would.

Two families stand here. The provincial digital-transformation index (DTI, 0–1): its years (`history`), the ranking
(`field`), its parts (`parts`, `weighting`), what moved it (`movement`), what places cost (`places`), how stable a rank is
(`stability`) and the authority's rule for merged provinces (`merger`). The quality of service to citizens and businesses
(QĐ 766, 100 points): how ratios become points (`scoring`) and where points are lost (`points`). Ranks among 63 and among 34
units are never compared.
"""

from dtanalysis.dti.field import latest_field, rank_field
from dtanalysis.dti.history import (
    build_history,
    compare_means,
    growth_agrees,
    last_full_year,
    pillars,
    rank_goals,
)
from dtanalysis.dti.merger import MergedIndex, members_of, merge_by_mean, merged_years
from dtanalysis.dti.movement import (
    RankMove,
    bridge_years,
    compare_growth,
    same_framework,
    split_rank_move,
    what_moved,
)
from dtanalysis.dti.parts import explain_latest, explain_parts, what_if
from dtanalysis.dti.places import PlacesCost, cheapest_mix, cost_of_places, cost_table
from dtanalysis.dti.points import (
    bridge_readings,
    cheapest_of_parts,
    compare_groups,
    component_room,
    days_between,
    first_full_reading,
    lost_by_part,
    move_between,
    own_rooms,
    points_field,
    usual_drift,
)
from dtanalysis.dti.readings import GROWTH, INDEX, RANK
from dtanalysis.dti.scoring import (
    component_points,
    group_points,
    group_weights,
    groups_matrix,
    payment_remainder,
    readings_of,
    rules_for,
    score_ratio,
    totals_of,
)
from dtanalysis.dti.service_report import ServiceReport, build_service_report
from dtanalysis.dti.stability import (
    bound_values,
    decides_rank,
    leave_one_out,
    rank_intervals,
    rank_values,
    weight_sensitivity,
)
from dtanalysis.dti.standing import DOUBT, Standing, build_standing, move_pillars
from dtanalysis.dti.weighting import component_weights, framework_of, full_parts, index_from_parts

__all__ = [
    "DOUBT",
    "GROWTH",
    "INDEX",
    "MergedIndex",
    "PlacesCost",
    "RANK",
    "RankMove",
    "ServiceReport",
    "Standing",
    "bound_values",
    "bridge_readings",
    "bridge_years",
    "build_history",
    "build_service_report",
    "build_standing",
    "cheapest_mix",
    "cheapest_of_parts",
    "compare_groups",
    "compare_growth",
    "compare_means",
    "component_points",
    "component_room",
    "component_weights",
    "cost_of_places",
    "cost_table",
    "days_between",
    "decides_rank",
    "explain_latest",
    "explain_parts",
    "first_full_reading",
    "framework_of",
    "full_parts",
    "group_points",
    "group_weights",
    "groups_matrix",
    "growth_agrees",
    "index_from_parts",
    "last_full_year",
    "latest_field",
    "leave_one_out",
    "lost_by_part",
    "members_of",
    "merge_by_mean",
    "merged_years",
    "move_between",
    "move_pillars",
    "own_rooms",
    "payment_remainder",
    "pillars",
    "points_field",
    "rank_field",
    "rank_goals",
    "rank_intervals",
    "rank_values",
    "readings_of",
    "rules_for",
    "same_framework",
    "score_ratio",
    "split_rank_move",
    "totals_of",
    "usual_drift",
    "weight_sensitivity",
    "what_if",
    "what_moved",
]
