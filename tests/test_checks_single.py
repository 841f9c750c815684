"""What one row alone can tell: counts, percentage, bounds, units that ended."""

import numpy as np
import pandas as pd
import pytest
from deliveries import LIMITS, REGISTER, UNITS, figure, frame, line_up, told

from dtanalysis import checks


def counts(
    value=np.nan, numerator=np.nan, denominator=np.nan, indicator="online_rate", **more
) -> pd.DataFrame:
    row = figure(indicator, value, numerator=numerator, denominator=denominator, **more)
    return checks.check_counts(line_up([row]), LIMITS)


def codes(problems: pd.DataFrame) -> list[str]:
    return problems["check"].tolist()


def test_a_numerator_above_its_denominator_is_an_error_at_the_numerator():
    problems = counts(120.0, 120, 100)
    assert told(problems) == [("counts.numerator_above", "error", 0, "numerator")]
    assert problems["message"][0] == "tử số 120 lớn hơn mẫu số 100"


def test_a_rate_without_an_upper_bound_may_pass_100_percent():
    assert counts(120.0, 120, 100, "plan_rate").empty


def test_a_register_without_bounds_still_knows_what_a_percentage_is():
    bare = REGISTER[["indicator", "unit_measure"]]
    lined = checks.line_up(frame(figure(value=120.0, numerator=120, denominator=100)), bare)
    assert codes(checks.check_counts(lined, LIMITS)) == ["counts.numerator_above"]
    assert codes(checks.check_bounds(lined)) == ["value.out_of_bounds"]


@pytest.mark.parametrize("column", ["numerator", "denominator"])
@pytest.mark.parametrize(("count", "word"), [(-5, "âm"), (12.5, "nguyên")])
def test_counts_are_neither_negative_nor_broken(column, count, word):
    problems = counts(**{"numerator": 10, "denominator": 100} | {column: count})
    assert ("counts.negative", "error", 0, column) in told(problems)
    assert word in problems.loc[problems["column"] == column, "message"].iloc[0]


def test_shares_of_money_need_no_whole_counts():
    assert counts(12.5, 1.25, 10.0, "gdp_share").empty


def test_a_count_that_is_not_whole_is_an_error():
    problems = counts(2.439, indicator="teams")
    assert told(problems) == [("counts.negative", "error", 0, "value")]
    assert problems["found"][0] == "2,439"


def test_a_register_that_counts_in_thousands_says_so_by_its_decimals():
    thousands = REGISTER.assign(decimals=3)
    lined = checks.line_up(frame(figure("teams", 2.439)), thousands)
    assert checks.check_counts(lined, LIMITS).empty


def test_a_rate_of_nothing_is_an_error_and_nothing_of_nothing_is_not():
    assert told(counts(0.0, 0, 0)) == [("counts.zero_denominator", "error", 0, "value")]
    assert counts(np.nan, 0, 0).empty


# 81.17 % of the half-year article; 8 of 19 is 42.1 %.
@pytest.mark.parametrize(
    ("value", "n", "d"), [(81.17, 8117, 10000), (42.1, 8, 19), (42.0, 8, 19), (42.11, 8, 19)]
)
def test_a_percentage_may_be_rounded_at_any_decimal(value, n, d):
    assert counts(value, n, d).empty


def test_a_percentage_that_differs_from_its_counts_names_both():
    problems = counts(42.5, 8, 19)
    assert told(problems) == [("counts.percent_differs", "error", 0, "value")]
    assert problems["message"][0] == "tỷ lệ ghi 42,5%, trong khi 8 trên 19 là 42,11%"
    assert "42,11%" in problems["suggestion"][0]


@pytest.mark.parametrize(("qualifier", "value", "wrong"), [
    ("gt", 90, True), ("gt", 80, False), ("lt", 70, True), ("lt", 90, False), ("approx", 70, False),
])  # fmt: skip
def test_a_bound_must_leave_room_for_its_counts(qualifier, value, wrong):
    assert bool(len(counts(value, 80, 100, qualifier=qualifier))) == wrong


def bounds(*rows: dict) -> list[tuple]:
    return told(checks.check_bounds(line_up(list(rows))))


def test_values_outside_the_bounds_are_errors_also_as_bounds():
    rows = [
        figure(value=100.5),
        figure(value=-1, period="2022"),
        figure("dti_rank", 0),
        figure("teams", np.inf),
    ]
    rows += [
        figure(value=101, period="2021", qualifier="ge"),
        figure(value=100, period="2020"),
        figure("dti", np.nan),
    ]
    assert [at for *_, at, _ in bounds(*rows)] == [0, 1, 2, 3, 4]


def test_a_strict_bound_that_nothing_can_satisfy_is_an_error():
    assert bounds(figure(value=100, qualifier="gt")) == [("value.out_of_bounds", "error", 0, "value")]
    assert bounds(figure(value=100, qualifier="ge"), figure(value=0, qualifier="gt", period="2022")) == []


def test_a_target_has_the_bounds_of_its_indicator():
    assert bounds(figure(value=50, target=700)) == [("value.out_of_bounds", "error", 0, "target")]
    assert bounds(figure(value=50, target=100, comparator="gt")) == [
        ("value.out_of_bounds", "error", 0, "target")
    ]


def test_the_message_about_bounds_says_the_range():
    problems = checks.check_bounds(line_up([figure(value=8117.0)]))
    assert problems["message"][0] == "giá trị 8.117% nằm ngoài giới hạn của chỉ tiêu"
    assert problems["suggestion"][0].startswith("Số phải từ 0 đến 100;")


def test_a_unit_that_ended_is_refused_for_later_periods_and_its_heirs_are_named():
    heirs = pd.DataFrame({"unit_from": ["old"], "unit_to": ["v"]})
    lined = line_up([figure(unit="old", period=period) for period in ("2025-H1", "2025-07", "2025")])
    problems = checks.check_units(lined, UNITS, heirs)
    assert told(problems) == [("unit.not_valid", "error", 1, "unit")]
    assert "Huyện Cũ" in problems["message"][0] and "30/6/2025" in problems["message"][0]
    assert "Sở V" in problems["suggestion"][0]


def test_a_unit_abolished_without_an_heir_is_told_to_look_for_a_new_one():
    nobody = pd.DataFrame({"unit_from": ["old"], "unit_to": [""]})
    problems = checks.check_units(line_up([figure(unit="old", period="2026")]), UNITS, nobody)
    assert problems["suggestion"][0].startswith("Ghi số liệu cho đơn vị mới;")


def test_a_register_without_last_days_ends_nobody():
    assert checks.check_units(line_up([figure(unit="old", period="2026")]), UNITS[["unit", "name_vi"]]).empty
