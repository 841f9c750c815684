"""Ranks against closed forms, pairs against statsmodels, scipy and R, groups against their own rule."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from compared import units
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import beta, fisher_exact
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

from dtanalysis.comparison import pairwise_difference, rank_units

FIVE = units([90, 88, 60, 41, 40], [100, 100, 100, 100, 100])
many = st.lists(
    st.integers(30, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=9
)


def probability_ahead(a: tuple[int, int], b: tuple[int, int]) -> float:
    """That a's rate is above b's, both with Jeffreys' prior, by numerical integration."""
    ahead, behind = (beta(count + 0.5, cases - count + 0.5) for count, cases in (a, b))
    return quad(lambda rate: ahead.pdf(rate) * behind.cdf(rate), 0, 1, limit=200)[0]


@pytest.mark.parametrize(
    ("first", "second"),
    [((90, 100), (count, 100)) for count in (88, 85, 82, 80, 78, 70)]
    + [((30, 30), (count, 30)) for count in (24, 25, 27)]
    + [((5, 30), (0, 30)), ((3, 30), (0, 30))],
)
def test_two_units_may_change_places_just_when_the_closed_form_says_so(first, second):
    ranked = rank_units(units(*map(list, zip(first, second, strict=True))))
    is_sure = probability_ahead(first, second) >= 0.975
    bounds = ranked[["rank_lower", "rank_upper"]].to_numpy().tolist()
    assert bounds == ([[1, 1], [2, 2]] if is_sure else [[1, 2], [1, 2]])


def test_a_rank_lies_in_its_interval_even_where_no_draw_repeats_it():
    # 30 of 30 is the highest rate, yet hardly ever the higher of the two true ones.
    ranked = rank_units(units([30, 999_999], [30, 1_000_000]))
    assert probability_ahead((30, 30), (999_999, 1_000_000)) < 0.025
    assert ranked["rank"].tolist() == [1, 2]
    assert ranked[["rank_lower", "rank_upper"]].to_numpy().tolist() == [[1, 2], [1, 2]]


def test_r_finds_the_same_probability_of_being_ahead():
    # integrate(function(x) pbeta(x, 48.5, 32.5) * dbeta(x, 56.5, 14.5), 0, 1) in R 4.2.2.
    assert probability_ahead((56, 70), (48, 80)) == pytest.approx(0.996273679214, abs=1e-9)


def test_units_alike_can_have_any_rank_and_share_the_first():
    ranked = rank_units(units([80] * 10, [100] * 10))
    assert ranked["rank"].eq(1).all()
    assert ranked["rank_lower"].eq(1).all()
    assert ranked["rank_upper"].eq(10).all()
    assert ranked["group"].eq(1).all()


def test_the_best_stands_first_and_low_is_best_where_down_is_good():
    assert rank_units(FIVE)["unit"].tolist() == ["u00", "u01", "u02", "u03", "u04"]
    assert rank_units(FIVE, direction="down")["unit"].tolist() == ["u04", "u03", "u02", "u01", "u00"]


def test_turning_the_direction_turns_ranks_and_groups():
    up = rank_units(FIVE).set_index("unit")
    down = rank_units(FIVE, direction="down").set_index("unit").loc[up.index]
    assert (6 - down["rank"]).tolist() == up["rank"].tolist()
    assert (6 - down["rank_lower"]).tolist() == up["rank_upper"].tolist() == [2, 2, 3, 5, 5]
    assert (4 - down["group"]).tolist() == up["group"].tolist() == [1, 1, 2, 3, 3]


def test_small_units_stand_at_the_end_without_a_rank():
    ranked = rank_units(units([29, 50, 60], [29, 100, 100]))
    assert ranked["unit"].tolist() == ["u02", "u01", "u00"]
    assert ranked["rank"].tolist() == [1, 2, pd.NA]
    assert ranked["n_units"].tolist() == [2, 2, 2]
    assert ranked["group"].dtype == "Int64"


def test_with_small_units_only_nobody_is_ranked():
    ranked = rank_units(units([1, 2], [3, 4]))
    assert ranked[["rank", "rank_lower", "rank_upper", "group"]].isna().all(axis=None)
    assert ranked["n_units"].tolist() == [0, 0]


def test_one_unit_is_first_of_one():
    only = rank_units(units([50], [100])).iloc[0]
    assert only[["rank", "rank_lower", "rank_upper", "group", "n_units"]].tolist() == [1, 1, 1, 1, 1]


@pytest.mark.parametrize("count", [0, 100])
def test_nothing_or_all_everywhere_gives_one_group(count):
    ranked = rank_units(units([count] * 3, [100, 200, 300]) if count == 0 else units([100, 200], [100, 200]))
    assert ranked["rank"].eq(1).all()
    assert ranked["group"].eq(1).all()


@settings(max_examples=40, deadline=None)
@given(many)
def test_groups_hold_no_pair_that_differs_and_never_fall_with_rank(pairs):
    parts = units(*map(list, zip(*pairs, strict=True)))
    ranked = rank_units(parts, draws=200)
    tested = pairwise_difference(parts)
    differing = {frozenset(pair) for pair in tested.loc[tested["differs"], ["unit_a", "unit_b"]].to_numpy()}
    for _, members in ranked.groupby("group")["unit"]:
        assert not any(frozenset(pair) in differing for pair in combinations(members, 2))
    assert ranked["group"].is_monotonic_increasing
    assert ranked.groupby("rank")["group"].nunique().eq(1).all()
    assert ranked["rank"].between(ranked["rank_lower"], ranked["rank_upper"]).all()


def test_every_border_is_there_because_of_a_difference():
    ranked = rank_units(FIVE)
    tested = pairwise_difference(FIVE).set_index(["unit_a", "unit_b"])["differs"]
    assert tested["u01", "u02"]
    assert tested["u02", "u03"]
    assert ranked["group"].max() == 3


def test_the_order_of_rows_and_a_second_run_change_nothing():
    turned = rank_units(FIVE.iloc[::-1])
    pd.testing.assert_frame_equal(rank_units(FIVE), turned)
    pd.testing.assert_frame_equal(rank_units(FIVE), rank_units(FIVE))


def test_a_wider_level_never_narrows_the_interval_of_a_rank():
    narrow, wide = (rank_units(FIVE, level=level) for level in (0.8, 0.99))
    assert (wide["rank_lower"] <= narrow["rank_lower"]).all()
    assert (wide["rank_upper"] >= narrow["rank_upper"]).all()


def test_statsmodels_tests_a_pair_the_same_way():
    pair = pairwise_difference(units([56, 48], [70, 80])).iloc[0]
    assert pair["test"] == "z"
    assert pair["p_value"] == pytest.approx(proportions_ztest([56, 48], [70, 80])[1], rel=1e-12)
    theirs = confint_proportions_2indep(56, 70, 48, 80, method="newcomb", compare="diff")
    assert [pair["lower_pp"], pair["upper_pp"]] == pytest.approx([100 * end for end in theirs], abs=1e-9)


def test_few_expected_cases_are_tested_exactly_as_in_scipy_and_r():
    pair = pairwise_difference(units([44, 40], [44, 45])).iloc[0]
    assert pair["test"] == "fisher"
    assert pair["p_value"] == pytest.approx(2 * fisher_exact([[44, 0], [40, 5]], "greater")[1], rel=1e-9)
    # 2 * fisher.test(matrix(c(44, 0, 40, 5), 2), alternative = "greater")$p.value in R 4.2.2.
    assert pair["p_value"] == pytest.approx(0.05886911, abs=1e-8)


def test_statsmodels_adjusts_the_pairs_the_same_way():
    pairs = pairwise_difference(FIVE)
    theirs = multipletests(pairs["p_value"], method="holm")
    assert pairs["p_holm"].to_numpy() == pytest.approx(theirs[1], rel=1e-12)
    assert pairs["differs"].tolist() == theirs[0].tolist()


def test_pairs_stand_with_the_higher_rate_first():
    pairs = pairwise_difference(FIVE.iloc[::-1])
    assert len(pairs) == 10
    assert pairs["difference_pp"].ge(0).all()
    assert pairs[["unit_a", "unit_b"]].iloc[0].tolist() == ["u00", "u01"]


def test_one_unit_has_no_pair():
    pairs = pairwise_difference(units([5], [40]))
    assert pairs.empty
    assert pairs["differs"].dtype == bool


def test_equal_extremes_do_not_differ():
    pair = pairwise_difference(units([0, 0], [1000, 40])).iloc[0]
    assert pair[["p_value", "differs"]].tolist() == [1, False]


def test_arguments_that_make_no_sense_are_refused():
    with pytest.raises(ValueError, match=r'`direction` must be "up" or "down"; got \'higher\''):
        rank_units(FIVE, direction="higher")
    with pytest.raises(ValueError, match="`draws` must be at least 1; got 0"):
        rank_units(FIVE, draws=0)
    with pytest.raises(ValueError, match="`level` must be above 0"):
        rank_units(FIVE, level=95)


def test_thirty_four_provinces_with_large_counts_are_told_apart():
    rates = np.linspace(0.2, 0.9, 34)
    ranked = rank_units(units((rates * 100_000).astype(int).tolist(), [100_000] * 34))
    assert ranked["group"].tolist() == list(range(1, 35))[: ranked["group"].max()]
    assert ranked["rank_lower"].equals(ranked["rank_upper"])
