"""Totals of a form against its parts."""

import numpy as np
import pandas as pd
import pytest
from deliveries import REGISTER, told

from dtanalysis import checks
from dtanalysis.periods import parse_period

DIFFERS = ("total.differs", "error", 0, "value")
UNCHECKED = ("total.unchecked", "warning", 0, "value")


def row(value=np.nan, numerator=np.nan, denominator=np.nan, indicator="dossiers", **more) -> dict:
    counts = {"numerator": numerator, "denominator": denominator, "block": "A", "qualifier": "eq"}
    return (
        {"indicator": indicator, "dimension": "", "period": parse_period("2023-H1"), "value": value}
        | counts
        | more
    )


def totals(total: dict, *parts: dict) -> list[tuple]:
    return told(checks.check_totals(pd.DataFrame([total]), pd.DataFrame(list(parts)), REGISTER))


@pytest.mark.parametrize("indicator", ["dossiers", "teams", "revenue"])
def test_counts_and_amounts_must_sum_up(indicator):
    parts = [row(value, indicator=indicator) for value in (10, 20, 30)]
    assert totals(row(60, indicator=indicator), *parts) == []
    assert totals(row(63, indicator=indicator), *parts) == [DIFFERS]


def test_amounts_may_differ_by_the_rounding_of_every_part():
    parts = [row(value, indicator="revenue") for value in (1.2, 1.2, 1.2)]
    assert totals(row(3.7, indicator="revenue"), *parts) == []
    assert totals(row(4.1, indicator="revenue"), *parts) == [DIFFERS]
    # Among figures with one decimal a 1 is 1,0: 0,05 each, and 0,05 for the total.
    parts = [row(value, indicator="revenue") for value in (1.0, 1.2, 1.2)]
    assert totals(row(3.7, indicator="revenue"), *parts) == [DIFFERS]


def rate(value, numerator=np.nan, denominator=np.nan, **more) -> dict:
    return row(value, numerator, denominator, "online_rate", **more)


def test_a_rate_with_counts_is_the_ratio_of_sums_not_the_mean_of_rates():
    parts = [rate(90.0, 9, 10), rate(50.0, 50, 100)]
    assert totals(rate(53.64, 59, 110), *parts) == []
    assert totals(rate(53.64), *parts) == []
    assert totals(rate(70.0, 59, 110), *parts) == [DIFFERS]
    assert totals(rate(70.0), *parts) == [DIFFERS]


def test_the_counts_of_a_rate_must_sum_up_too():
    parts = [rate(90.0, 9, 10), rate(50.0, 50, 100)]
    assert totals(rate(53.64, 60, 110), *parts) == [("total.differs", "error", 0, "numerator")]
    assert totals(rate(np.nan, 59, 111), *parts) == [("total.differs", "error", 0, "denominator")]


def test_parts_without_a_case_do_not_stand_in_the_way():
    assert totals(rate(90.0, 9, 10), rate(90.0, 9, 10), rate(np.nan, 0, 0)) == []


@pytest.mark.parametrize("indicator", ["online_rate", "dti", "dti_rank", "days"])
def test_what_does_not_add_up_must_lie_between_its_parts(indicator):
    parts = [row(value, indicator=indicator) for value in (0.25, 0.75)]
    assert totals(row(0.5, indicator=indicator), *parts) == []
    assert totals(row(0.9, indicator=indicator), *parts) == [DIFFERS]
    assert totals(row(0.1, indicator=indicator), *parts) == [DIFFERS]


def test_what_lies_between_may_be_rounded_on_both_sides():
    parts = [row(value, indicator="dti") for value in (0.25, 0.751)]
    assert totals(row(0.8, indicator="dti"), *parts) == []
    assert totals(row(0.81, indicator="dti"), *parts) == [DIFFERS]
    assert totals(row(0.2, indicator="dti"), *parts) == []
    assert totals(row(0.2, indicator="dti"), *parts[1:]) == [DIFFERS]


@pytest.mark.parametrize("part", [row(), row(20, qualifier="gt"), row(20, qualifier="approx")])
def test_a_part_that_is_missing_or_a_bound_leaves_the_total_unchecked(part):
    assert totals(row(60), row(10), part) == [UNCHECKED]


def test_a_total_without_parts_or_that_is_a_bound_is_unchecked():
    assert totals(row(60), row(60, block="B")) == [UNCHECKED]
    assert totals(row(60, qualifier="gt"), row(10), row(20)) == [UNCHECKED]


def test_an_empty_total_is_not_checked_and_not_told():
    assert totals(row(), row(10)) == []


def test_blocks_periods_and_slices_have_their_own_totals():
    others = [{"block": "B"}, {"period": parse_period("2023-Q1")}, {"dimension": "field=land"}]
    assert totals(row(10), row(10), *(row(5, **other) for other in others)) == []


def test_the_index_label_of_the_total_is_told_and_the_frames_need_no_qualifier():
    whole = pd.DataFrame([row(61), row(60)], index=[7, 9]).drop(columns="qualifier")
    parts = pd.DataFrame([row(20), row(40)]).drop(columns="qualifier")
    assert [at for *_, at, _ in told(checks.check_totals(whole, parts, REGISTER))] == [7]


def test_no_parts_at_all_and_no_totals_at_all():
    some, none = pd.DataFrame([row(60)]), pd.DataFrame([row(60)]).iloc[:0]
    assert told(checks.check_totals(some, none, REGISTER)) == [UNCHECKED]
    assert checks.check_totals(none, some, REGISTER).empty


def test_the_message_gives_both_figures_and_the_number_of_parts():
    problems = checks.check_totals(pd.DataFrame([row(6100)]), pd.DataFrame([row(2000), row(4000)]), REGISTER)
    assert problems["message"][0] == "dòng tổng ghi 6.100, trong khi 2 dòng thành phần cộng lại là 6.000"
