"""
The frames of the page on data quality: what stands on firm ground, which published changes hold, and who reported.

``checks`` finds; this room asks it the questions of a report and puts the answers together. Every function takes frames and
gives a frame.
"""

from dtanalysis.quality.changes import mark_versions, pair_changes, retrace_changes
from dtanalysis.quality.grounds import GRADES, REASONS, grade_ground, is_recent, pick_figures
from dtanalysis.quality.reporting import (
    count_rates,
    expect_figures,
    find_suspects,
    list_compared,
    list_units,
    name_days,
    of_period,
    of_units,
)

__all__ = [
    "GRADES",
    "REASONS",
    "count_rates",
    "expect_figures",
    "find_suspects",
    "grade_ground",
    "is_recent",
    "list_compared",
    "list_units",
    "mark_versions",
    "name_days",
    "of_period",
    "of_units",
    "pair_changes",
    "pick_figures",
    "retrace_changes",
]
