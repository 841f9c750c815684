"""
Observations and the register → tables of problems, of coverage and of trust. Nothing is printed, nothing
repaired.

`check_observations` judges a delivery; the other modules say what is on file, who reported when, which
sources contradict each other and which figures rest on weak ground.
"""

from dtanalysis.checks.accumulation import check_falls, check_months
from dtanalysis.checks.agreement import check_duplicates, check_targets
from dtanalysis.checks.changes import check_changes, claims_of_growth
from dtanalysis.checks.coverage import (
    build_completeness,
    build_coverage,
    build_timeliness,
    count_by_unit,
    expect_as_before,
)
from dtanalysis.checks.delivery import check_observations
from dtanalysis.checks.lineup import line_up
from dtanalysis.checks.outliers import check_denominators, check_outliers, check_repeats
from dtanalysis.checks.problems import PROBLEM
from dtanalysis.checks.single import check_bounds, check_counts, check_units
from dtanalysis.checks.totals import check_totals
from dtanalysis.checks.trust import REASONS, find_contradictions, find_revisions, grade_figures

__all__ = [
    "PROBLEM",
    "REASONS",
    "build_completeness",
    "build_coverage",
    "build_timeliness",
    "check_bounds",
    "check_changes",
    "check_counts",
    "check_denominators",
    "check_duplicates",
    "check_falls",
    "check_months",
    "check_observations",
    "check_outliers",
    "check_repeats",
    "check_targets",
    "check_totals",
    "check_units",
    "claims_of_growth",
    "count_by_unit",
    "expect_as_before",
    "find_contradictions",
    "find_revisions",
    "grade_figures",
    "line_up",
]
