"""Funnel limits against PHEindicatormethods, FunnelPlotR and the paper; verdicts against the binomial."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from compared import TEN, units
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from dtanalysis.comparison import funnel_limits, limits_curve

LIMITS = ["lower_95", "upper_95", "lower_998", "upper_998"]


# tests/testthat/testdata_funnel_prop_outputs.csv of PHEindicatormethods, six decimals.
@pytest.mark.parametrize(
    ("denominator", "limits"),
    [
        (1, [3.204264, 100, 0, 100]),
        (3, [35.933491, 100, 10.150815, 100]),
        (18, [62.390093, 98.894803, 51.864359, 100]),
        (50, [69.691035, 91.593861, 63.375595, 97.909301]),
        (1008, [78.203374, 83.081521, 76.796814, 84.488082]),
        (110_000, [80.408963, 80.875933, 80.274317, 81.010578]),
    ],
)
def test_normal_limits_are_those_of_pheindicatormethods_to_six_decimals(denominator, limits):
    curve = limits_curve([denominator], 80.642448, method="normal")
    # Their centre is printed with six decimals too, hence one unit of the last place.
    assert curve[LIMITS].iloc[0].tolist() == pytest.approx(limits, abs=1.1e-6)


# FunnelPlotR's calculate_limits.R ("PR"), run in R 4.2.2; its z values are rounded to six decimals.
def test_limits_with_over_dispersion_are_those_of_funnelplotr():
    funnel = funnel_limits(TEN)
    theirs = [
        [43.92365914, 97.90847362, 24.88813129, 99.67490452],
        [44.15104543, 97.84242520, 25.20103049, 99.71471866],
        [44.38006072, 97.77492587, 25.51730700, 99.75217767],
    ]
    inner = funnel[["lower_95", "upper_95", "lower_998"]].iloc[:3].to_numpy()
    assert inner == pytest.approx(np.array(theirs)[:, :3], abs=1e-5)
    # Where the angle passes a right angle their sine turns back below 100; ours stops there.
    assert funnel["upper_998"].iloc[:3].tolist() == [100, 100, 100]


# qbinom and pbinom of R 4.2.2 in the formula of Spiegelhalter (2005), appendix A.1.1.
SPIEGELHALTER = [
    (30, 98.0, [90.11070312, 99.84723056, 84.23271469, 99.99388922]),
    (50, 80.64, [68.14324515, 89.93360834, 60.72338481, 95.03587696]),
    (200, 33.25, [26.55211539, 39.61161265, 22.98387068, 43.49484699]),
    (1000, 2.0, [1.1265613818, 2.8646823106, 0.7235451463, 3.4525303382]),
]


@pytest.mark.parametrize(("cases", "centre", "theirs"), SPIEGELHALTER)
def test_exact_limits_are_the_published_ones_the_upper_by_one_case_later(cases, centre, theirs):
    ours = limits_curve([cases], centre)[LIMITS].iloc[0].to_numpy()
    one_case_later = np.minimum(np.array(theirs) + [0, 100 / cases, 0, 100 / cases], 100)
    assert ours == pytest.approx(one_case_later, abs=1e-7)


@given(st.integers(30, 3000), st.floats(0, 1), st.floats(0.001, 0.999))
def test_a_unit_is_outside_just_when_so_extreme_a_count_is_improbable(cases, place, share):
    count = round(place * cases)
    limits = limits_curve([cases], 100 * share).iloc[0]
    below = binom.cdf(count, cases, share)
    above = binom.sf(count - 1, cases, share)
    if min(abs(below - 0.025), abs(above - 0.025)) > 1e-9:
        assert (100 * count / cases < limits["lower_95"]) == (below < 0.025)
        assert (100 * count / cases > limits["upper_95"]) == (above < 0.025)


@given(st.integers(1, 2000), st.floats(0, 100), st.sampled_from(["exact", "normal", "arcsine"]))
def test_a_funnel_of_failures_is_the_mirror_of_that_of_successes(cases, centre, method):
    limits = limits_curve([cases], centre, method=method).iloc[0]
    mirrored = limits_curve([cases], 100 - centre, method=method).iloc[0]
    assert mirrored["upper_95"] == pytest.approx(100 - limits["lower_95"], abs=1e-6)


@given(st.floats(0, 100), st.sampled_from(["exact", "normal", "arcsine"]))
def test_limits_hold_the_centre_and_lie_in_order(centre, method):
    curve = limits_curve([1, 10, 100, 10_000], centre, method=method)
    ordered = curve[["lower_998", "lower_95", "upper_95", "upper_998"]].to_numpy()
    assert (np.diff(ordered, axis=1) >= -1e-9).all()
    assert (curve["lower_95"] <= centre + 1e-9).all()
    assert (curve["upper_95"] >= centre - 1e-9).all()


def test_thirty_of_thirty_at_a_centre_of_98_percent_is_not_too_good():
    assert limits_curve([30], 98)["upper_95"].tolist() == [100]


def test_verdicts_name_the_side_and_the_limit_that_was_passed():
    parts = units([800, 800, 800, 830, 765, 840, 700] + [800] * 20, [1000] * 27)
    verdicts = funnel_limits(parts, target=80)["verdict"].tolist()
    assert verdicts[:7] == ["within", "within", "within", "above_95", "below_95", "above_998", "below_998"]


def test_small_units_get_no_verdict_however_far_they_are_away():
    funnel = funnel_limits(units([0, 90, 91], [29, 100, 100]))
    assert funnel["verdict"].tolist() == ["small", "within", "within"]


def test_a_target_moves_the_centre_and_not_the_scatter():
    parts = units([700, 710, 690, 705], [1000] * 4)
    own, aimed = funnel_limits(parts), funnel_limits(parts, target=90)
    assert own["tau2"].tolist() == aimed["tau2"].tolist() == [0.0] * 4
    assert aimed["centre"].eq(90).all()
    assert aimed["verdict"].eq("below_998").all()


def test_with_over_dispersion_the_verdict_is_that_of_the_adjusted_z():
    funnel = funnel_limits(units([500, 700, 800, 820, 900, 990] * 5 + [10], [1000] * 31))
    assert funnel["is_overdispersed"].all()
    outside = funnel["z_adjusted"].abs() > 1.959964
    assert funnel["verdict"].ne("within").tolist() == outside.tolist()
    assert 0 < outside.sum() < (funnel["z"].abs() > 1.959964).sum()


@pytest.mark.parametrize("rate", [0, 100])
def test_where_all_units_have_nothing_or_all_every_unit_is_within(rate):
    funnel = funnel_limits(units([rate] * 3, [100] * 3))
    assert funnel["verdict"].eq("within").all()
    assert funnel["centre"].eq(rate).all()
    assert not funnel["is_overdispersed"].any()


def test_one_unit_is_its_own_centre():
    funnel = funnel_limits(units([50], [100]))
    assert funnel[["verdict", "centre", "z"]].iloc[0].tolist() == ["within", 50, 0]


def test_units_without_cases_are_left_out_and_other_columns_kept():
    funnel = funnel_limits(units([50, 0, 60], [100, 0, 100]).assign(name_vi=["A", "B", "C"]))
    assert funnel["name_vi"].tolist() == ["A", "C"]


def test_the_order_of_rows_changes_nothing():
    turned = funnel_limits(TEN.iloc[::-1]).iloc[::-1].reset_index(drop=True)
    pd.testing.assert_frame_equal(funnel_limits(TEN), turned)


@pytest.mark.parametrize("target", [-1, 101, float("nan")])
def test_a_target_that_is_no_percentage_is_refused(target):
    with pytest.raises(ValueError, match=f"must be a percentage from 0 to 100; got {target}"):
        funnel_limits(TEN, target=target)


def test_unknown_methods_and_misplaced_variances_are_refused():
    with pytest.raises(ValueError, match="Method 'wald' is unknown; take one of exact, normal, arcsine"):
        limits_curve([10], 50, method="wald")
    with pytest.raises(ValueError, match=r"got 0\.1 with 'exact'"):
        limits_curve([10], 50, tau2=0.1)
    with pytest.raises(ValueError, match="A limit needs a number of cases above 0"):
        limits_curve([10, 0], 50)


def test_none_of_181_is_not_called_worse_than_two_of_583_by_a_limit_below_half_a_case():
    # Digitised dossiers of agencies of Gia Lai on 10 October 2026: the limit of 181 cases is 0.002 %.
    counted = [603, 32, 462, 1775, 838, 200, 127, 67, 23090, 124, 2, 0, 0]
    cases = [654, 42, 817, 3584, 2246, 741, 507, 330, 130_716, 756, 583, 13, 181]
    funnel = funnel_limits(units(counted, cases))
    assert 0 < funnel["lower_95"].iloc[-1] < 0.01
    assert funnel["verdict"].tolist() == ["above_998", "above_95", *["within"] * 9, "small", "within"]


def test_none_of_many_cases_is_outside_limits_that_exclude_it():
    funnel = funnel_limits(units([50, 60, 40, 55, 45, 52, 48, 0], [100] * 7 + [200]))
    assert funnel["is_overdispersed"].all()
    assert funnel["verdict"].iloc[-1] == "below_998"
