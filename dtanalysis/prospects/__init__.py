"""
What a page about 31 December asks for besides the projections themselves.

`targets`: which targets are open, which readings are drawn; `days`: what the next days bring where a series is read by
the day; `parts`: what the rest of the year asks of the units below; `outcomes`: what the year end then showed. Frames in,
frames out; projections are made by ``projection``, arithmetic by ``gaps`` and ``scenarios``.
"""

from dtanalysis.prospects.days import choose_daily, daily_observations, project_days
from dtanalysis.prospects.outcomes import compare_ranges, find_outcomes, find_plan_outcomes
from dtanalysis.prospects.parts import ask_parts, summarise_parts
from dtanalysis.prospects.targets import add_ownership, choose_targets, due_year, figures_used, list_readings

__all__ = [
    "add_ownership",
    "ask_parts",
    "choose_daily",
    "choose_targets",
    "compare_ranges",
    "daily_observations",
    "due_year",
    "figures_used",
    "find_outcomes",
    "find_plan_outcomes",
    "list_readings",
    "project_days",
    "summarise_parts",
]
