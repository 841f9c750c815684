"""Wilson intervals against Newcombe's printed table and statsmodels; counts that cannot be are refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from compared import units
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from dtanalysis.comparison import add_intervals, cases_of, wilson

counts = st.integers(1, 100_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("numerator", "denominator", "lower", "upper"),
    [(81, 263, 25.53, 36.62), (15, 148, 6.24, 16.05), (0, 20, 0, 16.11), (1, 29, 0.61, 17.18)],
)
def test_the_four_examples_of_newcombe_come_out_to_their_printed_digits(numerator, denominator, lower, upper):
    # Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3; R's binomCI prints the same.
    ends = wilson(numerator, denominator)
    assert np.round(ends, 2).tolist() == [lower, upper]


def test_an_example_of_another_program_comes_out_to_seven_digits():
    # R: prop.test(37, 43, correct = FALSE) prints 0.7273641 0.9344428.
    assert np.round(wilson(37, 43), 5).tolist() == [72.73641, 93.44428]


@given(counts, st.sampled_from([0.8, 0.95, 0.998]))
def test_statsmodels_gives_the_same_interval(pair, level):
    theirs = proportion_confint(*pair, alpha=1 - level, method="wilson")
    assert np.array(wilson(*pair, level)) == pytest.approx(100 * np.array(theirs), abs=1e-9)


@given(counts)
def test_the_interval_holds_the_rate_and_stays_a_percentage(pair):
    lower, upper = wilson(*pair)
    assert 0 <= lower <= 100 * pair[0] / pair[1] <= upper <= 100


@given(counts)
def test_what_does_not_count_has_the_mirrored_interval(pair):
    lower, upper = wilson(*pair)
    assert wilson(pair[1] - pair[0], pair[1]) == pytest.approx((100 - upper, 100 - lower), abs=1e-9)


def test_all_and_nothing_end_exactly_at_the_edge():
    lower, upper = wilson([0, 44], [41, 44])
    assert lower[0] == 0
    assert upper[1] == 100


def test_without_cases_the_interval_is_missing_and_nothing_is_divided():
    lower, upper = wilson([0, np.nan, 5], [0, 10, np.nan])
    assert np.isnan(lower).all()
    assert np.isnan(upper).all()


def test_units_keep_their_order_and_a_unit_without_cases_keeps_its_row():
    parts = units([9, 0, 30], [10, 0, 30])
    rated = add_intervals(parts)
    assert rated["unit"].tolist() == parts["unit"].tolist()
    assert rated["rate"].isna().tolist() == [False, True, False]
    assert rated["is_small"].tolist() == [True, True, False]


def test_missing_whole_numbers_of_pandas_are_missing_rates():
    parts = units([9, 1], [10, 10]).astype({"numerator": "Int64", "denominator": "Int64"})
    parts.loc[1, "numerator"] = pd.NA
    assert add_intervals(parts)["lower"].isna().tolist() == [False, True]
    assert cases_of(parts)["unit"].tolist() == ["u00"]


@pytest.mark.parametrize(("numerator", "denominator"), [(12, 10), (-1, 10), (1, -10), (0.5, 10), (1, np.inf)])
def test_counts_that_cannot_be_are_refused_with_the_unit_named(numerator, denominator):
    with pytest.raises(ValueError, match=f"not so: u00: {numerator:g} of {denominator:g}\\."):
        add_intervals(units([numerator], [denominator]))


def test_of_many_impossible_counts_five_are_named():
    with pytest.raises(ValueError, match=r"u04: 2 of 1 and 2 more\."):
        add_intervals(units([2] * 7, [1] * 7))


@pytest.mark.parametrize("level", [0, 1, 95])
def test_a_level_that_is_no_probability_is_refused(level):
    with pytest.raises(ValueError, match=f"`level` must be above 0 and below 1, such as 0.95; got {level}"):
        wilson(1, 2, level)


def test_without_any_cases_there_is_nothing_to_compare():
    with pytest.raises(ValueError, match="No unit has counts with a denominator above 0"):
        cases_of(units([0], [0]))


def test_a_unit_that_stands_twice_is_refused():
    with pytest.raises(ValueError, match="Unit 'u00' stands more than once"):
        cases_of(pd.concat([units([1], [2])] * 2))


def test_two_indicators_are_not_compared():
    mixed = units([1, 2], [2, 3]).assign(indicator=["online_rate", "paid_online"])
    with pytest.raises(ValueError, match="one indicator at a time; got online_rate, paid_online"):
        cases_of(mixed)


def test_the_input_is_left_alone():
    parts = units([9, 0], [10, 0])
    before = parts.copy()
    add_intervals(parts)
    pd.testing.assert_frame_equal(parts, before)
