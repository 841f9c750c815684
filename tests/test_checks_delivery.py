"""A whole delivery: order, property tests, and the real figures."""

import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from deliveries import LIMITS, REGISTER, UNITS, figure, frame, judge, told, year
from hypothesis import given, settings
from hypothesis import strategies as st

from dtanalysis import checks
from dtanalysis.catalogue import load_programme
from dtanalysis.checks.problems import PROBLEM
from dtanalysis.periods import parse_period

DATA = Path(__file__).parents[1] / "data"


def test_a_delivery_without_fault_gives_an_empty_table_with_all_columns():
    problems = judge([figure(value=81.17), figure("cover_rate", 93.1)])
    assert problems.empty and tuple(problems.columns) == PROBLEM


def test_nothing_received_gives_nothing():
    assert judge([]).empty
    assert judge([], year(Q1=9, H1=8)).empty


def test_problems_stand_in_the_order_of_the_rows_and_every_row_may_have_several():
    rows = [figure(value=101.0, numerator=101, denominator=100), *year(Q1=9, H1=8), figure("dti", 2)]
    assert told(judge(rows)) == [
        ("value.out_of_bounds", "error", 0, "value"),
        ("counts.numerator_above", "error", 0, "numerator"),
        ("cumulative.falls", "error", 2, "value"),
        ("value.out_of_bounds", "error", 3, "value"),
    ]


def test_index_labels_are_those_of_the_received_rows_whatever_they_are():
    received = frame(figure(value=101.0), figure("dti", 2)).set_axis(["b7", "a3"])
    problems = checks.check_observations(received, frame(figure("dti", 0.5, "2022")), REGISTER, UNITS)
    assert problems["at"].tolist() == ["b7", "a3"]


def test_index_labels_that_repeat_are_a_mistake_in_the_call():
    with pytest.raises(ValueError, match="same index label"):
        checks.check_observations(frame(figure(), figure("dti")).set_axis([1, 1]), None, REGISTER, UNITS)


def test_a_fall_within_the_delivery_is_not_told_again_against_the_tables():
    problems = judge(year(H1=90, **{"9M": 80}), year(Q1=100))
    assert [(at, severity) for _, severity, at, _ in told(problems)] == [(0, "warning"), (1, "error")]


def test_months_of_another_regime_do_not_mix():
    decree = [row | {"period": parse_period(str(row["period"]), "decree")} for row in year(Q1=1, Q2=1)]
    assert judge([*decree, *year(H1=50)]).empty


def test_a_row_without_place_source_or_note_is_judged_all_the_same():
    received = frame(figure(value=101.0)).drop(columns=["status", "as_of", "source", "note"])
    assert len(checks.check_observations(received, None, REGISTER, UNITS)) == 1


def test_a_target_that_nothing_is_said_of_does_not_disturb():
    received = frame(*year(Q1=9, H1=8)).assign(target=None, comparator=None, extra=[object(), object()])
    assert told(checks.check_observations(received, None, REGISTER, UNITS))[0][0] == "cumulative.falls"


def test_the_input_is_left_alone():
    received, known = frame(*year(Q1=9, H1=8, M01=2)), frame(*year(Q1=7, M02=3))
    copies = received.copy(deep=True), known.copy(deep=True)
    checks.check_observations(received, known, REGISTER, UNITS)
    pd.testing.assert_frame_equal(received, copies[0])
    pd.testing.assert_frame_equal(known, copies[1])


values = st.one_of(
    st.just(np.nan), st.integers(-3, 40).map(float), st.floats(0, 120).map(lambda number: round(number, 2))
)
figures = st.builds(
    figure,
    st.sampled_from(REGISTER["indicator"].tolist()),
    values,
    st.sampled_from(
        ["2023-01", "2023-02", "2023-Q1", "2023-Q2", "2023-H1", "2023-9M", "2023", "2022", "2025-07"]
    ),
    unit=st.sampled_from(["u", "v", "old"]),
    qualifier=st.sampled_from(["eq", "eq", "eq", "gt", "le", "approx"]),
    numerator=values,
    denominator=values,
)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(figures, min_size=1, max_size=12),
    st.lists(figures, max_size=6),
    st.randoms(use_true_random=False),
)
def test_the_order_of_the_rows_does_not_matter(received, known, random):
    # Which of several rows of one figure is kept depends on their order; here each stands once.
    one = frame(*received).drop_duplicates(["indicator", "unit", "period"])
    labels = list(one.index)
    random.shuffle(labels)
    problems = [
        checks.check_observations(rows, frame(*known), REGISTER, UNITS) for rows in (one, one.loc[labels])
    ]
    assert sorted(map(str, told(problems[0]))) == sorted(map(str, told(problems[1])))


@settings(max_examples=30, deadline=None)
@given(st.lists(figures, min_size=1, max_size=12), st.lists(figures, max_size=6))
def test_every_problem_lies_at_a_received_row_and_says_what_and_how(received, known):
    problems = judge(received, known)
    assert set(problems["at"]) <= set(range(len(received)))
    assert set(problems["severity"]) <= {"error", "warning"}
    assert (problems[["check", "message", "suggestion", "found"]].map(len) > 0).all(axis=None)
    assert not problems["message"].str.contains("nan|None|Period").any()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 400), min_size=12, max_size=12, unique=True))
def test_a_consistent_year_has_no_error(increments):
    totals = np.cumsum(increments)
    months = {f"M{month:02d}": count for month, count in enumerate(increments, start=1)}
    quarters = {f"Q{number}": sum(increments[3 * number - 3 : 3 * number]) for number in (1, 2, 3, 4)}
    rows = year(**months, **quarters, H1=totals[5], **{"9M": totals[8], "8M": totals[7]}, Y=totals[11])
    problems = judge(rows)
    assert problems[problems["severity"] == "error"].empty


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 10_000), st.integers(0, 4))
def test_a_rate_printed_from_its_counts_has_no_problem(numerator, denominator, decimals):
    share = round(100 * min(numerator, denominator) / denominator, decimals)
    row = figure(value=share, numerator=min(numerator, denominator), denominator=denominator)
    assert judge([row]).empty


def test_the_stored_figures_sent_again_bring_no_error_but_the_contradictions_between_sources():
    programme = load_programme(DATA)
    stored = programme.observations
    problems = checks.check_observations(
        stored, stored, programme.indicators, programme.units, successions=programme.unit_successions
    )
    counted = problems.groupby("check").size()
    assert counted[["denominator.jump", "duplicate.conflict", "duplicate.same"]].tolist() == [7, 9, 6]
    assert set(problems.loc[problems["severity"] == "error", "check"]) == {"duplicate.conflict"}
    conflicts = problems.loc[problems["check"] == "duplicate.conflict", "at"]
    assert sorted(conflicts) == sorted(
        stored.reset_index().merge(checks.find_contradictions(stored))["index"].tolist()
    )


def test_few_of_the_real_figures_are_called_outliers():
    programme = load_programme(DATA)
    problems = checks.check_outliers(checks.line_up(programme.observations, programme.indicators), LIMITS)
    assert len(problems) < 0.03 * len(programme.observations)


def test_ten_thousand_rows_take_well_under_a_second_on_a_quiet_computer():
    rows = frame(
        *[row | {"unit": f"u{unit}"} for unit in range(2000) for row in year(M01=1, M02=2, M03=4, Q1=7, H1=9)]
    )
    start = time.perf_counter()
    assert checks.check_observations(rows, rows, REGISTER, UNITS).empty
    # About 0.4 s alone; a computer shared by several runs is allowed its time.
    assert time.perf_counter() - start < 3
