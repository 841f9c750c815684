"""Empirical-Bayes rates against a printed example, R's VGAM and a fit by scipy; edges."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from compared import DEATHS, PEOPLE, RAT_TUMOURS, RATS, units
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.stats import beta, betabinom, binom

from dtanalysis.comparison import fit_prior, shrink_rates, wilson

# Group 1 of the data `lirat` in R's VGAM: dead foetuses of 31 litters of rats.
# fmt: off
DEAD = [
    1, 4, 9, 4, 10, 9, 9, 11, 10, 7, 12, 9, 8, 9, 4, 7, 14, 7, 9, 8, 5, 10, 10, 8, 10, 3, 13, 3, 8, 5,
    12,
]
LITTER = [
    10, 11, 12, 4, 10, 11, 9, 11, 10, 10, 12, 10, 8, 11, 6, 9, 14, 12, 11, 13, 14, 10, 12, 13, 10, 14,
    13, 4, 8, 13, 12,
]
# fmt: on


def alpha_beta(numerators: list[int], denominators: list[int]) -> tuple[float, float]:
    prior = fit_prior(np.array(numerators, dtype=float), np.array(denominators, dtype=float))
    return prior.mean * prior.strength, (1 - prior.mean) * prior.strength


def test_the_rats_have_the_printed_prior():
    # S. Frank, "Introduction to empirical Bayes (with rat tumour example)", 2019, prints 2.34 and 14.1.
    alpha, other = alpha_beta(RAT_TUMOURS, RATS)
    assert (round(alpha, 2), round(other, 1)) == (2.34, 14.1)


@pytest.mark.parametrize(
    ("numerators", "denominators", "theirs"),
    [(RAT_TUMOURS, RATS, (2.341614, 14.114804)), (DEAD, LITTER, (1.525543, 0.431395))],
)
def test_the_program_vgam_fits_the_same_prior(numerators, denominators, theirs):
    # vglm(cbind(y, n - y) ~ 1, betabinomialff), VGAM 1.1-7 in R 4.2.2.
    assert alpha_beta(numerators, denominators) == pytest.approx(theirs, rel=1e-6)


def test_where_another_program_runs_off_to_infinity_the_rates_are_pooled():
    # VGAM and nlm do not converge on the Missouri cities: the likelihood is highest without any spread.
    shrunken = shrink_rates(units(DEATHS, PEOPLE))
    assert shrunken["method"].eq("pooled").all()
    assert shrunken["reliability"].eq(0).all()
    assert shrunken["shrunken_rate"].to_numpy() == pytest.approx(100 * sum(DEATHS) / sum(PEOPLE))


def test_no_other_prior_makes_the_counts_more_probable():
    counted, cases = np.array([40, 95, 60, 300, 12]), np.array([50, 100, 100, 900, 31])

    def lack(logs):
        return -betabinom.logpmf(counted, cases, *np.exp(logs)).sum()

    theirs = minimize(lack, [0, 0], method="Nelder-Mead", options={"xatol": 1e-10, "fatol": 1e-12})
    assert np.log(alpha_beta(counted.tolist(), cases.tolist())) == pytest.approx(theirs.x, abs=1e-5)


# One unit outweighs the others: climbing from far away ends at one common rate, the lower of two tops.
@pytest.mark.parametrize(
    ("counted", "cases"),
    [
        ([53, 8201, 14], [113, 24246, 18]),
        ([396, 11, 44, 6, 48], [430, 14, 44, 10, 51]),
        ([10, 30, 47, 6, 2410, 32], [38, 97, 719, 79, 19933, 228]),
    ],
)
def test_of_two_tops_of_the_likelihood_the_higher_one_is_found(counted, cases):
    with_spread = betabinom.logpmf(counted, cases, *alpha_beta(counted, cases)).sum()
    with_one_rate = binom.logpmf(counted, cases, sum(counted) / sum(cases)).sum()
    assert with_spread > with_one_rate + 1


def test_the_shrunken_rate_is_the_weighted_mean_of_own_and_common_rate():
    shrunken = shrink_rates(units(RAT_TUMOURS, RATS))
    weight = shrunken["reliability"]
    blend = weight * shrunken["rate"] + (1 - weight) * shrunken["prior_mean"]
    assert shrunken["shrunken_rate"].to_numpy() == pytest.approx(blend.to_numpy())
    assert weight.to_numpy() == pytest.approx(
        (shrunken["denominator"] / (shrunken["denominator"] + shrunken["prior_strength"])).to_numpy()
    )


def test_the_interval_is_that_of_the_posterior():
    first = shrink_rates(units(RAT_TUMOURS, RATS)).iloc[0]
    posterior = beta(2.3416144 + 0, 14.1148043 + 20)
    ends = [first["shrunken_lower"], first["shrunken_upper"]]
    assert ends == pytest.approx(100 * posterior.ppf([0.025, 0.975]), rel=1e-6)


def test_of_two_equal_rates_the_one_with_fewer_cases_moves_further():
    shrunken = shrink_rates(units([9, 900, 500, 300, 700], [10, 1000, 1000, 1000, 1000]))
    moved = (shrunken["rate"] - shrunken["shrunken_rate"]).abs()
    assert moved[0] > 10 * moved[1] > 0


def test_equal_units_are_pooled_with_the_interval_of_all_cases():
    shrunken = shrink_rates(units([80, 40], [100, 50]))
    assert shrunken["method"].tolist() == ["pooled", "pooled"]
    assert shrunken["prior_strength"].eq(np.inf).all()
    ends = shrunken[["shrunken_lower", "shrunken_upper"]].iloc[1].tolist()
    assert ends == pytest.approx([float(end) for end in wilson(120, 150)])


def test_one_unit_keeps_its_own_rate_and_has_no_prior():
    only = shrink_rates(units([8], [10])).iloc[0]
    assert only[["method", "shrunken_rate", "reliability"]].tolist() == ["none", 80, 1]
    assert np.isnan(only["prior_strength"])
    assert only["shrunken_upper"] == wilson(8, 10)[1]


@pytest.mark.parametrize("rate", [0, 100])
def test_where_all_units_have_nothing_or_all_there_is_still_doubt(rate):
    shrunken = shrink_rates(units([rate] * 3, [100] * 3))
    assert shrunken["shrunken_rate"].eq(rate).all()
    assert (shrunken["shrunken_upper"] - shrunken["shrunken_lower"]).gt(1).all()


def test_units_at_only_0_and_100_percent_keep_some_doubt():
    shrunken = shrink_rates(units([0, 0, 50, 50], [50] * 4))
    assert shrunken["prior_strength"].tolist() == pytest.approx([1] * 4)
    assert shrunken["shrunken_upper"].iloc[0] > 1


many = st.lists(
    st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=20
)


@settings(max_examples=60, deadline=None)
@given(many)
def test_shrunken_rates_lie_between_own_and_common_rate_and_inside_their_interval(pairs):
    shrunken = shrink_rates(units(*map(list, zip(*pairs, strict=True))))
    ends = shrunken[["rate", "prior_mean"]].bfill(axis=1).ffill(axis=1)
    assert (shrunken["shrunken_rate"] >= ends.min(axis=1) - 1e-9).all()
    assert (shrunken["shrunken_rate"] <= ends.max(axis=1) + 1e-9).all()
    assert (shrunken["shrunken_lower"] <= shrunken["shrunken_upper"]).all()
    assert shrunken["reliability"].between(0, 1).all()


def test_the_order_of_rows_changes_nothing():
    rats = units(RAT_TUMOURS, RATS)
    turned = shrink_rates(rats.iloc[::-1]).iloc[::-1].reset_index(drop=True)
    pd.testing.assert_frame_equal(shrink_rates(rats), turned, rtol=1e-6)
