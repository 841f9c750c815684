"""The same thing told twice: duplicates within one delivery, targets that changed."""

import numpy as np
import pandas as pd
import pytest
from deliveries import figure, line_up, told

from dtanalysis import checks


def duplicates(*rows: dict) -> list[tuple]:
    return told(checks.check_duplicates(line_up(list(rows))))


def test_conflicting_duplicates_are_errors_on_every_row():
    rows = [figure(value=80), figure(value=81), figure(value=80), figure(value=80, unit="v")]
    assert duplicates(*rows) == [("duplicate.conflict", "error", at, "value") for at in (0, 1, 2)]


def test_identical_duplicates_are_warnings_on_all_but_the_first():
    rows = [figure(value=80), figure(value=80), figure(value=80)]
    assert duplicates(*rows) == [("duplicate.same", "warning", at, "") for at in (1, 2)]


@pytest.mark.parametrize(
    "other",
    [
        {"qualifier": "gt"},
        {"numerator": 7, "denominator": 10},
        {"numerator": 8, "denominator": 11},
        {"target": 75},
    ],
)
def test_rows_that_differ_in_qualifier_counts_or_target_conflict(other):
    first = figure(value=80, numerator=8, denominator=10, target=70)
    assert [check for check, *_ in duplicates(first, first | other)] == ["duplicate.conflict"] * 2


def test_the_row_that_tells_most_is_kept():
    assert duplicates(figure(value=80), figure(value=80, numerator=8, denominator=10)) == [
        ("duplicate.same", "warning", 0, "")
    ]
    assert [at for *_, at, _ in duplicates(figure(value=80, target=np.nan), figure(value=80, target=70))] == [
        0
    ]


def test_no_figure_and_a_figure_conflict_but_no_figure_twice_does_not():
    assert [check for check, *_ in duplicates(figure(value=np.nan), figure(value=80))] == [
        "duplicate.conflict"
    ] * 2
    assert duplicates(figure(value=np.nan), figure(value=np.nan)) == [("duplicate.same", "warning", 1, "")]


@pytest.mark.parametrize("other", [{"period": "2023-06"}, {"dimension": "field=land"}, {"level": "commune"}])
def test_other_periods_slices_and_levels_are_no_duplicates(other):
    assert duplicates(figure(value=80), figure(**{"value": 81} | other)) == []


def test_the_message_names_the_other_rows_by_sheet_and_row():
    rows = [figure(value=80, sheet="Quý I", row=5), figure(value=81, sheet="Quý I", row=9)]
    problems = checks.check_duplicates(line_up(rows))
    assert problems["message"][0].endswith("80% ở dòng 5 trang “Quý I”; còn có 81% ở dòng 9 trang “Quý I”")


def target(value=70.0, **more) -> dict:
    series = {"indicator": "online_rate", "unit": "u", "level": "province", "dimension": ""}
    return series | {"plan": "P", "year": 2023, "target": value, "comparator": "ge"} | more


def known(*rows: dict) -> pd.DataFrame:
    return pd.DataFrame([{"as_of": pd.Timestamp("2023-01-01"), "source": "s"} | row for row in rows])


def test_a_target_other_than_the_one_promised_is_a_warning_that_names_both():
    problems = checks.check_targets(
        pd.DataFrame([target(75.0), target(70.0, unit="v")]), known(target(), target(unit="v"))
    )
    assert told(problems) == [("target.changed", "warning", 0, "target")]
    assert problems["message"][0] == "chỉ tiêu năm 2023 ghi đạt 75, trong kế hoạch đã lưu là đạt 70"


def test_targets_that_differ_within_a_delivery_are_warned_about_on_every_row():
    problems = checks.check_targets(pd.DataFrame([target(70.0), target(75.0), target(80.0, year=2024)]))
    assert [at for *_, at, _ in told(problems)] == [0, 1]


def test_of_a_target_set_twice_the_later_one_counts():
    later = target(75.0, as_of=pd.Timestamp("2023-06-01"))
    assert checks.check_targets(pd.DataFrame([target(75.0)]), known(later, target())).empty


def test_a_delivery_that_names_no_plan_may_mean_any():
    received = pd.DataFrame([target(70.0), target(65.0, unit="v")]).drop(columns="plan")
    plans = known(target(), target(75.0, plan="Q"), target(unit="v"), target(75.0, plan="Q", unit="v"))
    assert [at for *_, at, _ in told(checks.check_targets(received, plans))] == [1]


def test_a_comparator_counts_where_both_tell_one():
    assert len(checks.check_targets(pd.DataFrame([target(comparator="gt")]), known(target()))) == 1
    for nothing in ("", None):
        assert checks.check_targets(pd.DataFrame([target(comparator=nothing)]), known(target())).empty


def test_an_empty_target_changes_nothing():
    assert checks.check_targets(pd.DataFrame([target(np.nan)]), known(target())).empty
