"""
Which units differ, and is that more than chance? Fair comparison of rates, of levels and over months.

Frames to frames. `intervals` gives a rate its Wilson interval, `funnel` holds every unit against a centre
with limits widened for over-dispersion (`dispersion`), `shrinkage` draws the rates of few cases towards the
common one, `ranks` gives ranks with intervals, pairs that differ and groups that cannot be told apart.
`control` holds single months against their usual range (`signals`, `patterns`, and `monthly` for the series of a unit).
"""

from dtanalysis.comparison.control import assess, control_limits, judge_target
from dtanalysis.comparison.dispersion import Dispersion, arcsine_z, measure_dispersion
from dtanalysis.comparison.funnel import funnel_limits, limits_curve
from dtanalysis.comparison.intervals import add_intervals, cases_of, wilson
from dtanalysis.comparison.monthly import chart_indicators, choose_months, summarise_charts
from dtanalysis.comparison.ranks import pairwise_difference, rank_units
from dtanalysis.comparison.shrinkage import Prior, fit_prior, shrink_rates

__all__ = [
    "Dispersion",
    "Prior",
    "add_intervals",
    "arcsine_z",
    "assess",
    "cases_of",
    "chart_indicators",
    "choose_months",
    "control_limits",
    "fit_prior",
    "funnel_limits",
    "judge_target",
    "limits_curve",
    "measure_dispersion",
    "pairwise_difference",
    "rank_units",
    "shrink_rates",
    "summarise_charts",
    "wilson",
]
