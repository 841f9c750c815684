"""Simpson's paradox: kidney stones, means of rates, and wholes that move against their parts."""

import pandas as pd
import pytest
from counted import KIDNEY_STONES, by_stratum, count_pairs, counted
from hypothesis import given, settings

from dtanalysis.decomposition import compare_means, find_order_reversals, find_reversal, split_change

quick = settings(max_examples=40, deadline=None)


def test_keyhole_surgery_leads_overall_and_trails_for_small_and_large_stones():
    """Charig and others 1986: 289 of 350 (83 %) against 273 of 350 (78 %), the order turned in both groups."""
    row = find_order_reversals(KIDNEY_STONES).iloc[0]
    assert (row["ahead"], row["behind"], row["n_strata"]) == ("keyhole", "open_surgery", 2)
    assert (round(row["rate_ahead"]), round(row["rate_behind"])) == (83, 78)


def test_an_order_that_holds_in_one_stratum_is_no_reversal():
    mixed = by_stratum(a={"x": (9, 10), "y": (1, 10)}, b={"x": (8, 10), "y": (2, 10), "z": (0, 5)})
    assert find_order_reversals(mixed).empty
    assert find_order_reversals(by_stratum(a={"x": (1, 2)}, b={"x": (1, 4)})).empty
    assert find_order_reversals(by_stratum(a={"x": (1, 2), "y": (1, 2)}, b={"x": (1, 2), "y": (1, 2)})).empty


def test_a_whole_that_fell_while_every_unit_improved_is_a_full_reversal():
    found = find_reversal(split_change(counted((95, 100), (10, 100)), counted((48, 50), (30, 200))))
    assert (found["kind"], found["n_up"], found["n_down"]) == ("full", 2, 0)
    assert found["change"] < 0


def test_a_whole_that_went_with_its_units_is_none():
    assert find_reversal(split_change(counted((1, 10), (1, 10)), counted((2, 10), (2, 10))))["kind"] == "none"
    assert find_reversal(split_change(counted((1, 10)), counted((1, 10))))["kind"] == "none"


def test_two_of_three_units_against_the_whole_are_most():
    before, after = counted((95, 100), (10, 100), (50, 100)), counted((48, 50), (25, 200), (49, 100))
    assert find_reversal(split_change(before, after))["kind"] == "most"


@quick
@given(count_pairs)
def test_with_a_steady_mix_no_reversal_is_possible(pairs):
    better = [(min(n + 1, of), of) for n, of in pairs]
    assert find_reversal(split_change(counted(*pairs), counted(*better)))["kind"] == "none"


def test_the_mean_of_rates_and_the_ratio_of_sums_can_lie_on_two_sides_of_a_target():
    found = compare_means(counted((9, 10), (100, 1000)), 40)
    assert found[["mean_of_rates", "rate"]].tolist() == pytest.approx([50, 109 / 10.1])
    assert found["turns"]
    assert not compare_means(counted((9, 10), (100, 1000)))["turns"]


@quick
@given(count_pairs)
def test_units_of_one_size_have_one_average(pairs):
    equal = counted(*((min(n, 50), 50) for n, _ in pairs))
    assert compare_means(equal)["difference"] == pytest.approx(0, abs=1e-9)


def test_without_cases_the_averages_are_missing():
    found = compare_means(counted((0, 0)), 40)
    assert pd.isna(found["mean_of_rates"])
    assert pd.isna(found["rate"])
    assert (found["n_units"], found["turns"]) == (0, False)
