"""The whole acceptance set, each case once."""

from __future__ import annotations

from . import (
    cases_cells,
    cases_good,
    cases_hostile,
    cases_logic,
    cases_names,
    cases_numbers,
    cases_periods,
    cases_structure,
    cases_text,
)

CASES = (
    *cases_numbers.CASES,
    *cases_names.CASES,
    *cases_periods.CASES,
    *cases_text.CASES,
    *cases_structure.CASES,
    *cases_logic.CASES,
    *cases_hostile.CASES,
    *cases_cells.CASES,
    *cases_good.CASES,
)
