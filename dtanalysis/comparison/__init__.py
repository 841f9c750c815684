"""
Which units differ, and is that more than chance? Fair comparison of rates, of levels and over months.

Frames to frames. `intervals` gives a rate its Wilson interval, `funnel` holds every unit against a centre
with limits widened for over-dispersion (`dispersion`), `shrinkage` draws the rates of few cases towards the
common one, `ranks` gives ranks with intervals, pairs that differ and groups that cannot be told apart.
`profile` puts all of these beside each other for every rate of a page, `levels`, `benchmark` and `spread` compare
administrative levels, peers, and the distance between units over the periods.
`control` holds single months against their usual range (`signals`, `patterns`, and `monthly` for the series of a unit).
"""

from dtanalysis.comparison.benchmark import (
    compare_with_peers,
    field_of,
    figures_used,
    list_neighbours,
    main_comparison,
    panel_of_peers,
    peer_values,
    put_first,
)
from dtanalysis.comparison.control import assess, control_limits, judge_target
from dtanalysis.comparison.dispersion import Dispersion, arcsine_z, measure_dispersion
from dtanalysis.comparison.funnel import funnel_limits, limits_curve
from dtanalysis.comparison.intervals import add_intervals, cases_of, wilson
from dtanalysis.comparison.levels import level_gaps
from dtanalysis.comparison.monthly import chart_indicators, choose_months, summarise_charts
from dtanalysis.comparison.profile import (
    counted_rates,
    goals_of,
    impossible_counts,
    main_profile,
    panel_of_units,
    profile_rates,
    profile_units,
    summarise_profiles,
)
from dtanalysis.comparison.ranks import pairwise_difference, rank_units
from dtanalysis.comparison.shrinkage import Prior, fit_prior, shrink_rates
from dtanalysis.comparison.spread import (
    Convergence,
    Mobility,
    Spread,
    beta_convergence,
    comparable_periods,
    follow_panels,
    keep_common_units,
    measure_spread,
    panel_of,
    rank_mobility,
    sigma_by_period,
)

__all__ = [
    "Convergence",
    "Dispersion",
    "Mobility",
    "Prior",
    "Spread",
    "add_intervals",
    "arcsine_z",
    "assess",
    "beta_convergence",
    "cases_of",
    "chart_indicators",
    "choose_months",
    "comparable_periods",
    "compare_with_peers",
    "control_limits",
    "counted_rates",
    "field_of",
    "figures_used",
    "fit_prior",
    "follow_panels",
    "funnel_limits",
    "goals_of",
    "impossible_counts",
    "judge_target",
    "keep_common_units",
    "level_gaps",
    "limits_curve",
    "list_neighbours",
    "main_comparison",
    "main_profile",
    "measure_dispersion",
    "measure_spread",
    "pairwise_difference",
    "panel_of",
    "panel_of_peers",
    "panel_of_units",
    "peer_values",
    "profile_rates",
    "profile_units",
    "put_first",
    "rank_mobility",
    "rank_units",
    "shrink_rates",
    "sigma_by_period",
    "summarise_charts",
    "summarise_profiles",
    "wilson",
]
