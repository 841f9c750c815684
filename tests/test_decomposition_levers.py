"""Levers: exact where counts are known, bounds that brute force confirms, no case counted twice."""

import itertools

import numpy as np
import pandas as pd
import pytest
from counted import count_pairs, counted
from hypothesis import given, settings
from hypothesis import strategies as st

from dtanalysis.decomposition import bound_levers, combine_levers, first_dossiers, raise_units, split_gap
from dtanalysis.services import consistent_denominators

quick = settings(max_examples=40, deadline=None)


def levers(**goals: float) -> pd.DataFrame:
    return pd.DataFrame({"unit": list(goals), "to_rate": list(goals.values())})


@quick
@given(count_pairs, st.floats(0, 100))
def test_raising_every_unit_behind_closes_their_part_of_the_gap(pairs, target):
    split = split_gap(counted(*pairs), target)
    raised = combine_levers(split, split[["unit"]].assign(to_rate=target))
    assert raised["gain_pp"] == pytest.approx(split["contribution_pp"].clip(lower=0).sum(), abs=1e-9)
    assert raised["new_rate"] == pytest.approx(
        target + split["contribution_pp"].clip(upper=0).abs().sum(), abs=1e-9
    )


@quick
@given(count_pairs, st.floats(0, 100), st.floats(0, 100))
def test_of_two_levers_on_one_unit_only_the_higher_counts(pairs, low, high):
    split = split_gap(counted(*pairs), 50)
    unit = split["unit"].iloc[0]
    both = pd.DataFrame({"unit": [unit, unit], "to_rate": [low, high]})
    alone = raise_units(split, levers(**{unit: max(low, high)}))["gain_pp"].iloc[0]
    found = combine_levers(split, both)
    assert found["gain_pp"] == pytest.approx(alone, abs=1e-9)
    assert found["double_counted_pp"] == pytest.approx(found["sum_of_single_pp"] - alone, abs=1e-9)


def test_land_from_two_of_twenty_to_seventy_percent_moves_the_whole_by_twelve_of_110():
    row = raise_units(counted((2, 20), (81, 90)), levers(a=70)).iloc[0]
    assert (row["cases_needed"], row["gain_pp"]) == (pytest.approx(12), pytest.approx(1200 / 110))
    assert row["new_rate"] == pytest.approx(9500 / 110)


def test_a_unit_already_there_gains_nothing():
    assert raise_units(counted((9, 10), (1, 10)), levers(a=80))["gain_pp"].tolist() == [0]


@pytest.mark.parametrize(
    ("goals", "message"),
    [
        ({"z": 50}, "no cases, so raising them moves nothing: z"),
        ({"a": 101}, "rate of 0–100 %; got 101"),
        ({"b": 50}, "b"),
    ],
)
def test_levers_that_cannot_be_are_refused(goals, message):
    with pytest.raises(ValueError, match=message):
        raise_units(counted((1, 2), (0, 0)), levers(**goals))


# ---------------------------------------------------------------- only rates known


def slices(*pairs: tuple[float, float]) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["part", "to_rate"])


def test_land_of_the_half_year_article_adds_at_most_13_points():
    """2.06 % inside 81.17 %, raised to 70: research, domain.md §6 row 12."""
    found = bound_levers(81.17, slices((2.06, 70)))
    assert found["lower_pp"] == 0
    assert round(found["upper_pp"], 1) == 13.1


def test_two_slices_together_bring_no_more_than_the_better_one():
    both = bound_levers(81.17, slices((2.06, 70), (40, 70)))
    assert both["upper_pp"] == pytest.approx(bound_levers(81.17, slices((2.06, 70)))["upper_pp"])
    assert both["sum_of_single_pp"] > both["upper_pp"]


@pytest.mark.parametrize("parts", [((10, 60), (30, 90)), ((0, 50), (40, 95))])
def test_no_split_of_the_cases_beats_the_bound(parts):
    whole, best = 70.0, 0.0
    for weights in itertools.product(np.linspace(0, 1, 101), repeat=2):
        rest = 1 - sum(weights)
        told = sum(w * part for w, (part, _) in zip(weights, parts, strict=True))
        if rest >= -1e-12 and -1e-9 <= whole - told <= 100 * rest + 1e-9:
            best = max(best, sum(w * (goal - part) for w, (part, goal) in zip(weights, parts, strict=True)))
    bound = bound_levers(whole, slices(*parts))["upper_pp"]
    assert best <= bound + 1e-9
    assert best > bound - 1.5  # steps of one percent come this near


def test_without_a_slice_there_is_nothing_to_bound():
    with pytest.raises(ValueError, match="no slice to raise"):
        bound_levers(50, slices())


# ---------------------------------------------------------------- first dossiers


def test_forty_first_dossiers_of_a_thousand_services_are_four_points():
    found = first_dossiers(40, used=400, total=1000)
    assert found.tolist() == [4, 4, True]
    assert pd.isna(first_dossiers(601, used=400, total=1000)["upper_pp"])
    assert first_dossiers(600, used=400, total=1000)["upper_pp"] == 60


def test_forty_services_of_an_unknown_number_lie_between_the_least_and_the_most_that_can_be():
    found = first_dossiers(40, share=33.25)
    numbers = consistent_denominators(33.25, 2, 5000)
    assert found["upper_pp"] == pytest.approx(100 * 40 / min(numbers))
    assert found["lower_pp"] == pytest.approx(100 * 40 / max(numbers))
    assert not found["is_exact"]


def test_a_number_with_too_few_idle_services_is_ruled_out():
    assert first_dossiers(300, share=33.25)["upper_pp"] <= 66.75 + 0.005


@pytest.mark.parametrize(
    ("number", "given", "message"), [(0, {"share": 5}, "above 0; got 0"), (1, {}, "or the published")]
)
def test_a_lever_on_services_needs_a_number_and_a_base(number, given, message):
    with pytest.raises(ValueError, match=message):
        first_dossiers(number, **given)
