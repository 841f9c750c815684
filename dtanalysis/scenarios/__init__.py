"""
What would have to happen by 31 December: arithmetic with an "if" in front, never a forecast.

`year_end_scenarios` lets a pace go on to the year end, `rest_of_year_rates` asks what the cases still to come
need where a rate starts anew each January; their ``build_…`` forms do a whole scorecard. What is likely is
told by ``dtanalysis.projection``, and what raising a share of services takes by
`dtanalysis.services.build_scenarios`.
"""

from dtanalysis.scenarios.paces import SCENARIOS, build_year_end_scenarios, year_end_scenarios
from dtanalysis.scenarios.rest_of_year import build_rest_of_year_rates, rest_of_year_rates
from dtanalysis.scenarios.year_end import REASONS, YearEnd, choose_readings

__all__ = [
    "REASONS",
    "SCENARIOS",
    "YearEnd",
    "build_rest_of_year_rates",
    "build_year_end_scenarios",
    "choose_readings",
    "rest_of_year_rates",
    "year_end_scenarios",
]
