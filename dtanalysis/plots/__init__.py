"""
One function per figure: result frame in, drawn figure with caption and description out.

A figure never computes a gap. Where there is nothing to draw a function returns None, and the table of the
same section says why: no page carries an empty chart. Status colours always come with the word. Modules follow
the pages: `scorecard`, `services`, `fan_charts` and `chances` (of projections), `index` and `quality`; `pieces` is what
they share.
"""

from dtanalysis.plots.chances import reliability
from dtanalysis.plots.fan_charts import days_fan, fans
from dtanalysis.plots.index import dti_history, dti_parts
from dtanalysis.plots.quality import figure_grounds
from dtanalysis.plots.scorecard import plan_progress, target_bullets
from dtanalysis.plots.services import contribution_bars, level_dots, two_ratios

__all__ = [
    "contribution_bars",
    "days_fan",
    "dti_history",
    "dti_parts",
    "fans",
    "figure_grounds",
    "level_dots",
    "plan_progress",
    "reliability",
    "target_bullets",
    "two_ratios",
]
