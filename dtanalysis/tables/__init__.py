"""
One function per printed table: result frame in, table out; or a note that says why there is none.

Nothing is computed here beyond choosing and ordering rows. Modules follow the pages: `start`, `scorecard` and `figures`,
`services`, `index`, `projection` with `steps`, `paces` and `hindsight`, `reporting` and `quality`; headings stand in `layout`, the
reasons why a question cannot be answered in `reasons`.
"""

from dtanalysis.tables.change_rows import name_changes, name_plan_counts
from dtanalysis.tables.control import control_reading, control_summary
from dtanalysis.tables.decomposition import average_warning, rate_change_units, rate_changes
from dtanalysis.tables.dossier_rates import online_change, online_rates, processing_days, reported_rates
from dtanalysis.tables.dossier_services import (
    closing_gap,
    idle_by_field,
    service_steps,
    services_by_field,
    services_month_by_month,
    services_to_open,
)
from dtanalysis.tables.dossiers import dossier_columns, dossier_quality, unknown_services
from dtanalysis.tables.figures import changes, contradictions, other_figures, sources
from dtanalysis.tables.firmness import dti_stability, dti_without
from dtanalysis.tables.flips import status_flips, target_changes
from dtanalysis.tables.hindsight import outcomes, record, reliability
from dtanalysis.tables.holders import holders, name_split, split
from dtanalysis.tables.index import dti_field, dti_history, dti_means, dti_parts, dti_pillars, name_components
from dtanalysis.tables.levels import level_gaps
from dtanalysis.tables.measures import levers
from dtanalysis.tables.moves import gone_figures, moved_figures, moved_parts, new_figures
from dtanalysis.tables.paces import rest_of_parts, rest_of_year, yardsticks, year_end_scenarios
from dtanalysis.tables.peers import convergence, peer_neighbours, peer_standings
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
from dtanalysis.tables.restatements import restated_counts, revised_figures
from dtanalysis.tables.scorecard import groups, plan_summary, reference, targets, work
from dtanalysis.tables.service_parts import points_cheapest, points_of_parts
from dtanalysis.tables.service_points import points_components, points_groups
from dtanalysis.tables.service_ranks import points_costs, points_moved, points_stability, points_without
from dtanalysis.tables.services import levels, ratios, scenarios, service_facts, slices
from dtanalysis.tables.standing import (
    dti_costs,
    dti_growth,
    dti_merged,
    dti_missing,
    dti_mix,
    dti_moved,
    name_moved,
)
from dtanalysis.tables.start import coverage, glossary, name_periods, settings, units_on_file
from dtanalysis.tables.steps import days_ahead, fan_values
from dtanalysis.tables.unanswered import unanswered
from dtanalysis.tables.unit_rates import unit_rates
from dtanalysis.tables.units import (
    name_profile,
    unit_question,
    unit_ranks,
    unit_roles,
    unit_sources,
)
from dtanalysis.tables.what_changed import changed_documents, ranked_changes, world_changes

__all__ = [
    "arithmetic",
    "average_warning",
    "changed_documents",
    "changes",
    "closing_gap",
    "completeness",
    "contradictions",
    "control_reading",
    "control_summary",
    "convergence",
    "counted_rates",
    "coverage",
    "days_ahead",
    "disputes",
    "dossier_columns",
    "dossier_quality",
    "dti_costs",
    "dti_field",
    "dti_growth",
    "dti_history",
    "dti_means",
    "dti_merged",
    "dti_missing",
    "dti_mix",
    "dti_moved",
    "dti_parts",
    "dti_pillars",
    "dti_stability",
    "dti_without",
    "fan_values",
    "glossary",
    "gone_figures",
    "groups",
    "holders",
    "idle_by_field",
    "level_gaps",
    "levels",
    "levers",
    "moved_figures",
    "moved_parts",
    "name_changes",
    "name_compared",
    "name_components",
    "name_moved",
    "name_periods",
    "name_plan_counts",
    "name_profile",
    "name_split",
    "new_figures",
    "online_change",
    "online_rates",
    "other_figures",
    "outcomes",
    "outlooks",
    "peer_neighbours",
    "peer_standings",
    "plan_summary",
    "points_cheapest",
    "points_components",
    "points_costs",
    "points_groups",
    "points_moved",
    "points_of_parts",
    "points_stability",
    "points_without",
    "processing_days",
    "ranked_changes",
    "rate_change_units",
    "rate_changes",
    "ratios",
    "receipts",
    "record",
    "reference",
    "refusals",
    "reliability",
    "rest_of_parts",
    "rest_of_year",
    "reported_rates",
    "restated_counts",
    "revised_figures",
    "revisions",
    "scenarios",
    "service_facts",
    "service_steps",
    "services_by_field",
    "services_month_by_month",
    "services_to_open",
    "settings",
    "slices",
    "sources",
    "split",
    "stated_changes",
    "status_flips",
    "suspects",
    "target_changes",
    "targets",
    "timeliness",
    "unanswered",
    "unit_question",
    "unit_ranks",
    "unit_rates",
    "unit_roles",
    "unit_sources",
    "units_on_file",
    "unknown_services",
    "weak_figures",
    "why_not",
    "work",
    "world_changes",
    "yardsticks",
    "year_end_scenarios",
]
