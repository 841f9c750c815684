"""
One function per figure: result frame in, drawn figure with caption and description out.

A figure never computes a gap. Where there is nothing to draw a function returns None, and the table of the
same section says why: no page carries an empty chart. Status colours always come with the word. Modules follow
the pages: `scorecard`, `services`, `fan_charts` and `chances` (of projections), `index` and `quality`; `pieces` is what
they share.
"""

from dtanalysis.plots.chances import reliability
from dtanalysis.plots.changes import before_after
from dtanalysis.plots.control import control_charts
from dtanalysis.plots.decomposition import bridge
from dtanalysis.plots.dossiers import dossier_funnel, idle_pareto, online_intervals, services_to_date
from dtanalysis.plots.fan_charts import days_fan, fans
from dtanalysis.plots.index import dti_history, dti_parts
from dtanalysis.plots.peers import peer_strips
from dtanalysis.plots.quality import figure_grounds
from dtanalysis.plots.scorecard import plan_progress, target_bullets
from dtanalysis.plots.service_points import dti_moved, points_groups, points_moved
from dtanalysis.plots.services import contribution_bars, level_dots, two_ratios
from dtanalysis.plots.units import unit_funnel, unit_intervals

__all__ = [
    "before_after",
    "bridge",
    "contribution_bars",
    "control_charts",
    "days_fan",
    "dossier_funnel",
    "dti_history",
    "dti_moved",
    "dti_parts",
    "fans",
    "figure_grounds",
    "idle_pareto",
    "level_dots",
    "online_intervals",
    "peer_strips",
    "plan_progress",
    "points_groups",
    "points_moved",
    "reliability",
    "services_to_date",
    "target_bullets",
    "two_ratios",
    "unit_funnel",
    "unit_intervals",
]
