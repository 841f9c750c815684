"""One row per unit: target, gap and chance told apart."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scorecards import HALF, frame, promise, quick, reading

from dtanalysis.comparison import profile
from dtanalysis.decomposition import split_gap

REGISTER = pd.DataFrame(
    {
        "indicator": ["ops_with_dossiers_rate", "tthc_full_online_rate", "days"],
        "unit_measure": ["percent", "percent", "days"],
        "direction": ["up", "up", "down"],
    }
)


def parts(counts: dict[str, tuple[float, float]]) -> pd.DataFrame:
    rows = [(name, name.upper(), a, b) for name, (a, b) in counts.items()]
    return pd.DataFrame(rows, columns=["unit", "name_vi", "numerator", "denominator"])


def returns(counts: dict[str, tuple[float, float]], indicator: str = "tthc_full_online_rate") -> pd.DataFrame:
    rows = [
        reading(indicator, unit=name, level="agency", value=0.0, numerator=a, denominator=b, name_vi=name)
        for name, (a, b) in counts.items()
    ]
    return frame(rows, reading)


# Five alike, one large, one far below, one with too few cases.
MIXED = {
    "a": (80, 100),
    "b": (78, 100),
    "c": (82, 100),
    "big": (4000, 5000),
    "low": (20, 100),
    "tiny": (0, 12),
}


ALIKE = {name: (10 + number % 3, 100) for number, name in enumerate("abcdefghi")}


def profile_of(counts, **options):
    return profile.profile_units(parts(counts), **options).set_index("unit")


def test_far_from_the_target_holding_the_gap_and_differing_are_three_things():
    units = profile_of(MIXED, target=90)
    assert units.loc["big", ["standing", "is_holder", "goal_standing"]].tolist() == ["within", True, "missed"]
    assert units.loc["low", ["standing", "is_holder"]].tolist() == ["worse", False]
    assert units.loc["a", ["standing", "is_holder", "goal_standing"]].tolist() == ["within", False, "missed"]


def test_a_unit_with_few_cases_is_neither_ranked_nor_judged_among_the_others():
    units = profile_of(MIXED, target=90)
    assert units.loc["tiny", "standing"] == "small"
    assert pd.isna(units.loc["tiny", "rank"])
    assert units.index[-1] == "tiny"


def test_a_high_rate_is_bad_where_less_is_better():
    units = profile_of({**ALIKE, "high": (70, 100)}, direction="down", target=15)
    assert units.loc["high", ["standing", "goal_standing", "is_holder"]].tolist() == ["worse", "missed", True]
    assert units.loc["a", "contribution_pp"] < 0
    assert units.loc["high", "rank"] == 10


@pytest.mark.parametrize(
    ("target", "standing"), [(50, "reached"), (80, "open"), (95, "missed"), (None, "no_target")]
)
def test_a_target_is_reached_or_missed_only_where_the_whole_interval_says_so(target, standing):
    assert profile_of({"a": (80, 100), "b": (80, 100)}, target=target)["goal_standing"].unique().tolist() == [
        standing
    ]


def test_without_a_target_nobody_holds_a_gap():
    units = profile_of(MIXED)
    assert units["contribution_pp"].isna().all()
    assert not units["is_holder"].any()


def test_where_everyone_is_beyond_the_target_nothing_is_held():
    units = profile_of({"a": (95, 100), "b": (96, 100)}, target=50)
    assert units["held_share"].tolist() == [0, 0]


def test_impossible_counts_are_left_out_and_listed():
    returned = returns({"a": (5, 40), "b": (50, 40), "c": (4, 40), "d": (1.5, 40)})
    assert profile.counted_rates(returned, REGISTER, HALF)["unit"].tolist() == ["a", "c"]
    assert profile.impossible_counts(returned, REGISTER, HALF)["unit"].tolist() == ["b", "d"]


def test_one_unit_with_cases_is_no_comparison():
    assert profile.counted_rates(returns({"a": (5, 40), "b": (0, 0)}), REGISTER, HALF).empty
    assert profile.profile_rates(returns({}).assign(direction="up"), frame([], promise)) == {}
    assert profile.main_profile({}).empty


def test_the_share_of_services_is_shown_in_full_before_a_wider_gap():
    both = pd.concat(
        [
            returns({"a": (50, 100), "b": (40, 100)}, "ops_with_dossiers_rate"),
            returns({"a": (5, 100), "b": (4, 100)}),
        ]
    )
    goals = frame([promise("ops_with_dossiers_rate", 60), promise("tthc_full_online_rate", 90)], promise)
    profiles = profile.profile_rates(profile.counted_rates(both, REGISTER, HALF), goals)
    assert profile.main_profile(profiles)["indicator"].unique().tolist() == ["ops_with_dossiers_rate"]
    assert profile.summarise_profiles(profiles)["gap_pp"].tolist() == pytest.approx([15, 85.5])


def test_the_summary_counts_units_outside_and_leaves_small_ones_out_of_the_spread():
    summary = profile.summarise_profiles({"i": profile.profile_units(parts(MIXED), target=90)}).iloc[0]
    assert (summary["n_units"], summary["n_small"], summary["n_worse"], summary["n_better"]) == (6, 1, 1, 0)
    assert (summary["lowest"], summary["highest"]) == (20, 82)


def test_the_widest_level_sets_the_target_of_a_whole():
    targets = frame(
        [promise(level="commune", target=95), promise(target=98), promise(target=1, dimension="field=land")],
        promise,
    )
    assert profile.goals_of(targets).to_dict() == {"online_rate": 98}


@quick
@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(60, 400)), min_size=2, max_size=6), st.floats(1, 99)
)
def test_contributions_are_those_of_the_split_gap_and_the_order_of_rows_does_not_matter(counts, target):
    units = parts({f"u{number}": pair for number, pair in enumerate(counts)})
    profiled = profile.profile_units(units, target=target).set_index("unit")
    expected = split_gap(units, target).set_index("unit")["contribution_pp"]
    np.testing.assert_allclose(profiled["contribution_pp"], expected[profiled.index], atol=1e-9)
    turned = profile.profile_units(units.iloc[::-1], target=target).set_index("unit")
    pd.testing.assert_series_equal(turned["standing"].sort_index(), profiled["standing"].sort_index())
