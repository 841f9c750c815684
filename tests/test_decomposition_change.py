"""A change taken apart: Das Gupta's headship rates, sums to the last bit, and cases that were counted anew."""

import numpy as np
import pandas as pd
import pytest
from counted import HEADS_1970, HEADS_1985, SHARES_1970, SHARES_1985, count_pairs, counted, headship
from hypothesis import given, settings

from dtanalysis.decomposition import (
    EFFECTS,
    difference_interval,
    restated_cases,
    split_change,
    summarise_change,
)

quick = settings(max_examples=60, deadline=None)


def rate(parts: pd.DataFrame) -> float:
    return 100 * parts["numerator"].sum() / parts["denominator"].sum()


def test_rate_and_mix_of_headship_1970_to_1985_are_those_of_das_gupta():
    change = split_change(headship(SHARES_1970, HEADS_1970), headship(SHARES_1985, HEADS_1985))
    assert change["rate_effect"].sum() == pytest.approx(1.7403, abs=5e-5)
    assert change["mix_effect"].sum() == pytest.approx(1.2269, abs=5e-5)
    assert change["total_effect"].sum() == pytest.approx(47.6940 - 44.7268, abs=5e-5)


def test_death_rates_by_race_and_age_agree_with_dasguptr_to_seven_decimals():
    """Das Gupta 1993, table 5.3: thousands of people and deaths per thousand, 1970 and 1985, race × age as cells."""
    size_1985 = [
        *(3041, 11577, 27450, 32711, 35480, 27411, 19555, 19795, 15254, 8022, 2472),
        *(707, 2692, 6473, 6841, 6547, 4352, 3034, 2540, 1749, 804, 236),
    ]
    size_1970 = [
        *(2968, 11484, 34614, 30992, 21983, 20314, 20928, 16897, 11339, 5720, 1315),
        *(535, 2162, 6120, 4781, 3096, 2718, 2363, 1767, 1149, 448, 117),
    ]
    rate_1985 = [
        *(9.163, 0.462, 0.248, 0.929, 1.084, 1.810, 4.715, 12.187, 27.728, 64.068, 157.570),
        *(17.208, 0.738, 0.328, 1.103, 2.045, 3.724, 8.052, 17.812, 34.128, 68.276, 125.161),
    ]
    rate_1970 = [
        *(18.469, 0.751, 0.391, 1.146, 1.287, 2.672, 6.636, 15.691, 34.723, 79.763, 176.837),
        *(36.993, 1.352, 0.541, 2.040, 3.523, 6.746, 12.967, 24.471, 45.091, 74.902, 123.205),
    ]
    old, new = (
        counted(
            *((n * r / 1000, n) for n, r in zip(size, rates, strict=True)), names="abcdefghijklmnopqrstuv"
        )
        for size, rates in ((size_1970, rate_1970), (size_1985, rate_1985))
    )
    per_thousand = 10 * split_change(old, new)[EFFECTS].sum()
    assert per_thousand["mix_effect"] == pytest.approx(1.5415096, abs=5e-8)
    assert per_thousand["rate_effect"] == pytest.approx(-2.2277254, abs=5e-8)


@quick
@given(count_pairs, count_pairs)
def test_the_effects_of_all_units_sum_to_the_change_of_the_whole(old, new):
    before, after = counted(*old), counted(*new, names="defghabc")
    change = split_change(before, after)
    assert change["total_effect"].sum() == pytest.approx(rate(after) - rate(before), abs=1e-9)
    assert change[EFFECTS].sum(axis=1).to_numpy() == pytest.approx(
        change["total_effect"].to_numpy(), abs=1e-12
    )


@quick
@given(count_pairs, count_pairs)
def test_going_back_in_time_only_turns_the_signs(old, new):
    before, after = counted(*old), counted(*new, names="defghabc")
    there, back = (
        split_change(*pair).set_index("unit")[EFFECTS] for pair in ((before, after), (after, before))
    )
    assert there.sort_index().to_numpy() == pytest.approx(-back.sort_index().to_numpy(), abs=1e-9)


@quick
@given(count_pairs, count_pairs)
def test_the_order_of_the_rows_does_not_matter(old, new):
    before, after = counted(*old), counted(*new)
    same = split_change(before.iloc[::-1], after.iloc[::-1]).set_index("unit")[EFFECTS].sort_index()
    assert same.to_numpy() == pytest.approx(
        split_change(before, after).set_index("unit")[EFFECTS].sort_index().to_numpy()
    )


def test_a_growing_unit_adds_by_mix_only_if_its_rate_is_above_that_of_all():
    change = split_change(counted((90, 100), (10, 100)), counted((90, 100), (20, 200))).set_index("unit")
    assert change["rate_effect"].tolist() == pytest.approx([0, 0])
    assert (change["mix_effect"] < 0).all()  # the weak unit grew, the strong one shrank


def test_with_a_steady_mix_the_change_is_all_behaviour_and_with_steady_rates_all_mix():
    steady_mix = split_change(counted((1, 10), (2, 20)), counted((3, 10), (2, 20)))
    steady_rates = split_change(counted((1, 10), (10, 20)), counted((3, 30), (10, 20)))
    assert steady_mix[["mix_effect", "flow_effect"]].abs().to_numpy().max() == pytest.approx(0, abs=1e-12)
    assert steady_rates[["rate_effect", "flow_effect"]].abs().to_numpy().max() == pytest.approx(0, abs=1e-12)


def test_who_has_cases_in_one_period_only_is_an_entrant_or_a_leaver_and_nothing_else():
    change = split_change(counted((5, 10), (4, 10), (0, 0)), counted((5, 10), (0, 0), (9, 10))).set_index(
        "unit"
    )
    assert change["role"].to_dict() == {"a": "common", "b": "leaver", "c": "entrant"}
    # R: 45 → 70 while the common unit stays at 50: the entrant lifts by ½ (90 − 50), the leaver's going by ½ (50 − 40).
    assert change["flow_effect"].to_dict() == pytest.approx({"a": 0, "b": 5, "c": 20})
    assert change.loc["a", ["rate_effect", "mix_effect"]].tolist() == [0, 0]


def test_without_a_common_unit_all_is_entry_and_exit_and_still_exact():
    change = split_change(counted((1, 4)), counted((3, 4), names="z"))
    assert change["flow_effect"].tolist() == pytest.approx([25, 25])
    assert change["total_effect"].sum() == pytest.approx(50)


def test_one_unit_or_equal_units_have_no_mix_effect():
    assert split_change(counted((1, 4)), counted((2, 4)))[EFFECTS].iloc[0].tolist() == pytest.approx(
        [25, 0, 0]
    )
    equal = split_change(counted((1, 2), (5, 10)), counted((3, 6), (2, 4)))
    assert equal["total_effect"].abs().max() == pytest.approx(0, abs=1e-12)


def test_words_of_a_unit_are_kept_also_for_who_left():
    before = counted((1, 2), (1, 2)).assign(name_vi=["A", "B"])
    change = split_change(before, before.iloc[:1]).set_index("unit")
    assert change["name_vi"].to_dict() == {"a": "A", "b": "B"}


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (counted((0, 0)), counted((1, 2)), "needs cases in both periods"),
        (counted(), counted((1, 2)), "needs cases in both periods"),
        (counted((3, 2)), counted((1, 2)), "got 3 of 2 in a"),
        (counted((-1, 2)), counted((1, 2)), "0 <= numerator <= denominator; got -1 of 2"),
        (counted((1, 2), (1, 2), names="aa"), counted((1, 2)), "Each unit needs one row; 'a' has more"),
    ],
)
def test_counts_that_cannot_be_are_refused(before, after, message):
    with pytest.raises(ValueError, match=message):
        split_change(before, after)


# ---------------------------------------------------------------- is it real?


def test_the_interval_of_56_of_70_against_48_of_80_is_newcombes():
    """Newcombe, Statistics in Medicine 17 (1998), 873-890, table II, method 10: 0.0524 to 0.3339."""
    assert difference_interval((48, 80), (56, 70)) == pytest.approx((5.24, 33.39), abs=0.005)


def test_without_cases_there_is_no_interval():
    with pytest.raises(ValueError, match="Both denominators must be above 0"):
        difference_interval((0, 0), (1, 2))


def summary(old, new, **options) -> pd.Series:
    return summarise_change(split_change(counted(*old), counted(*new)), **options)


def test_a_change_within_its_interval_is_called_chance_and_few_cases_are_flagged():
    found = summary([(5, 10), (5, 10)], [(6, 10), (6, 10)])
    assert (found["driver"], found["is_small"]) == ("chance", True)
    assert found["lower"] < 0 < found["upper"]


@pytest.mark.parametrize(
    ("old", "new", "driver"),
    [
        ([(100, 1000), (900, 1000)], [(300, 1000), (950, 1000)], "rate"),
        ([(100, 1000), (900, 1000)], [(100, 1000), (2700, 3000)], "mix"),
        ([(500, 1000), (0, 0)], [(500, 1000), (900, 1000)], "flow"),
        ([(100, 1000), (900, 1000)], [(300, 1000), (1425, 1500)], "several"),
    ],
)
def test_what_drives_a_change_is_named(old, new, driver):
    found = summary(old, new)
    assert found["driver"] == driver
    assert found[EFFECTS].sum() == pytest.approx(found["change"], abs=1e-9)


def test_hits_added_beyond_the_cases_added_show_that_old_cases_were_counted_anew():
    """Agriculture and environment, Gia Lai, 24 September to 10 October 2026: 15,783 more on time than new cases."""
    found = summary([(54761, 111189)], [(90071, 130716)], is_nested=True)
    assert found["n_restated"] == 15783
    assert found["driver"] == "restated"
    assert summary([(54761, 111189)], [(90071, 130716)])["driver"] == "rate"  # separate years share no cases


def test_what_came_in_between_can_explain_a_change_up_to_every_new_case_being_a_hit():
    assert restated_cases(split_change(counted((5, 10)), counted((9, 14)))) == 0
    assert restated_cases(split_change(counted((5, 10)), counted((9, 13)))) == 1
    assert restated_cases(split_change(counted((5, 10)), counted((4, 12)))) == 1
    assert restated_cases(split_change(counted((5, 10), (2, 2)), counted((5, 10)))) == 2
    assert restated_cases(split_change(counted((5, 10)), counted((5, 7)))) == 3


def test_a_handful_of_cases_counted_anew_does_not_explain_a_large_change():
    found = summary([(100, 1000), (5, 10)], [(1000, 2000), (7, 11)], is_nested=True)
    assert (found["n_restated"], found["driver"]) == (1, "rate")


def test_the_summary_names_the_unit_that_moved_most():
    before, after = counted((1, 10), (1, 10)), counted((9, 10), (2, 10))
    found = summarise_change(
        split_change(before.assign(name_vi=["A", "B"]), after.assign(name_vi=["A", "B"]))
    )
    assert (found["first_unit"], found["first_effect"]) == ("A", pytest.approx(40))
    assert np.isfinite(float(found["lower"]))
