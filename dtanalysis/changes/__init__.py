"""
What has changed since the report before: two readings of the world, and every difference between them once.

A reading is a report as it sees the world: a unit, a period, a day of knowledge. Two of them give new, revised and moved figures,
flips of status with their cause, changed targets and definitions, units that appeared or ended, and new documents.
Nothing is called revised where two sources merely differ, and every difference says what it is worth.
"""

from dtanalysis.changes.comparison import ASPECTS, Changes, compare_readings, pick_moves, rank_changes
from dtanalysis.changes.evidence import EVIDENCE, judge_changes, newcombe_interval
from dtanalysis.changes.figures import compare_figures, count_compared
from dtanalysis.changes.promises import compare_statuses, compare_targets, pair_promises
from dtanalysis.changes.readings import Reading, choose_earlier, read_compare_day, read_earlier, read_scope
from dtanalysis.changes.world import (
    compare_definitions,
    compare_sources,
    compare_units,
    leave_out_forerunners,
)

__all__ = [
    "ASPECTS",
    "EVIDENCE",
    "Changes",
    "Reading",
    "choose_earlier",
    "compare_definitions",
    "compare_figures",
    "compare_readings",
    "compare_sources",
    "compare_statuses",
    "compare_targets",
    "compare_units",
    "count_compared",
    "judge_changes",
    "leave_out_forerunners",
    "newcombe_interval",
    "pair_promises",
    "pick_moves",
    "rank_changes",
    "read_compare_day",
    "read_earlier",
    "read_scope",
]
