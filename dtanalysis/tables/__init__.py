"""
One function per printed table: result frame in, table out; or a note that says why there is none.

Nothing is computed here beyond choosing and ordering rows. Modules follow the pages: `start`, `scorecard` and `figures`,
`services`, `index`, `projection` with `steps`, `paces` and `hindsight`, `reporting` and `quality`; headings stand in `layout`, the
reasons why a question cannot be answered in `reasons`.
"""

from dtanalysis.tables.figures import changes, contradictions, other_figures, sources
from dtanalysis.tables.hindsight import outcomes, record, reliability
from dtanalysis.tables.index import dti_field, dti_history, dti_means, dti_parts, dti_pillars, name_components
from dtanalysis.tables.paces import rest_of_parts, rest_of_year, yardsticks, year_end_scenarios
from dtanalysis.tables.projection import arithmetic, outlooks
from dtanalysis.tables.quality import (
    counted_rates,
    disputes,
    revisions,
    stated_changes,
    suspects,
    weak_figures,
)
from dtanalysis.tables.reasons import why_not
from dtanalysis.tables.reporting import completeness, name_compared, receipts, refusals, timeliness
from dtanalysis.tables.scorecard import groups, plan_summary, reference, targets, work
from dtanalysis.tables.services import (
    holders,
    levels,
    name_split,
    ratios,
    scenarios,
    service_facts,
    slices,
    split,
)
from dtanalysis.tables.start import coverage, glossary, name_periods, settings, units_on_file
from dtanalysis.tables.steps import days_ahead, fan_values

__all__ = [
    "arithmetic",
    "changes",
    "completeness",
    "contradictions",
    "counted_rates",
    "coverage",
    "days_ahead",
    "disputes",
    "dti_field",
    "dti_history",
    "dti_means",
    "dti_parts",
    "dti_pillars",
    "fan_values",
    "glossary",
    "groups",
    "holders",
    "levels",
    "name_compared",
    "name_components",
    "name_periods",
    "name_split",
    "other_figures",
    "outcomes",
    "outlooks",
    "plan_summary",
    "ratios",
    "receipts",
    "record",
    "reference",
    "refusals",
    "reliability",
    "rest_of_parts",
    "rest_of_year",
    "revisions",
    "scenarios",
    "service_facts",
    "settings",
    "slices",
    "sources",
    "split",
    "stated_changes",
    "suspects",
    "targets",
    "timeliness",
    "units_on_file",
    "weak_figures",
    "why_not",
    "work",
    "yardsticks",
    "year_end_scenarios",
]
