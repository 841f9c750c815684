"""
Where a gap sits, why a rate changed, and what would move it: exact arithmetic on counts.

Frames to frames. `gap` splits a gap over units, `change` a change into rate, mix and entrants or leavers, `standard` takes the
mix out of a comparison, `simpson` warns where a whole says something else than its parts, `funnel` finds the step that loses
most, `levers` tells how far a measure moves the whole. What percentages alone allow is told by `dtanalysis.services`; whether
units differ beyond chance by `dtanalysis.comparison`.
"""

from dtanalysis.decomposition.change import (
    EFFECTS,
    difference_interval,
    restated_cases,
    split_change,
    summarise_change,
)
from dtanalysis.decomposition.counts import (
    SMALL_DENOMINATOR,
)
from dtanalysis.decomposition.funnel import (
    SERVICE_STEPS,
    build_funnel,
    service_steps,
)
from dtanalysis.decomposition.gap import (
    add_pareto,
    figures_used,
    main_split,
    parts_of,
    split_gap,
    split_services,
    summarise_splits,
)
from dtanalysis.decomposition.levers import (
    bound_levers,
    combine_levers,
    first_dossiers,
    raise_units,
)
from dtanalysis.decomposition.reported import (
    build_levers,
    field_parts,
    find_warnings,
    is_nested,
    is_same_length,
    main_change,
    split_changes,
    summarise_changes,
)
from dtanalysis.decomposition.simpson import (
    compare_means,
    find_order_reversals,
    find_reversal,
)
from dtanalysis.decomposition.standard import (
    standardise,
    standardise_indirectly,
)

__all__ = [
    "EFFECTS",
    "SERVICE_STEPS",
    "SMALL_DENOMINATOR",
    "add_pareto",
    "bound_levers",
    "build_funnel",
    "build_levers",
    "combine_levers",
    "compare_means",
    "difference_interval",
    "field_parts",
    "figures_used",
    "find_order_reversals",
    "find_reversal",
    "find_warnings",
    "first_dossiers",
    "is_nested",
    "is_same_length",
    "main_change",
    "main_split",
    "parts_of",
    "raise_units",
    "restated_cases",
    "service_steps",
    "split_change",
    "split_changes",
    "split_gap",
    "split_services",
    "standardise",
    "standardise_indirectly",
    "summarise_change",
    "summarise_changes",
    "summarise_splits",
]
