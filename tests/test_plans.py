"""How many targets of a plan are met, in which groups, and what is left to do."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scorecards import HALF, INDICATORS, frame, promise, quick, reading, scorecard

from dtanalysis import gaps
from dtanalysis.catalogue import open_scope
from dtanalysis.periods import parse_period
from dtanalysis.plans import count_statuses, list_work, prefer_own, summarise_groups, summarise_plans

DATA = Path(__file__).parents[1] / "data"


def test_eight_of_nineteen_targets_is_42_1_percent_as_stated():
    ninh_thuan = open_scope(DATA, period="2023-H1", unit="ninh-thuan")
    half_year = gaps.build_scorecard(
        ninh_thuan.observations, ninh_thuan.targets, ninh_thuan.indicators, period=ninh_thuan.period
    )
    summary = summarise_plans(half_year, ninh_thuan.plan_rows, ninh_thuan.observations, ninh_thuan.period)
    stated = summary.set_index("plan").loc["BCD-2023"]
    assert (stated["stated_met"], stated["n_targets"], round(100 * stated["stated_share"], 1)) == (
        8,
        19,
        42.1,
    )
    assert stated["source"] == "baoninhthuan-2023-07"
    # Two targets are known to be met, one (a product per unit) has no figure, sixteen are not public.
    assert (stated["n_known"], stated["exceeded"], stated["n_unknown"]) == (3, 2, 17)
    assert (stated["lowest_share"], stated["highest_share"]) == (2 / 19, 1)


# ---------------------------------------------------------------- plans

PLANS = pd.DataFrame({"plan": ["p"], "name_vi": ["Kế hoạch"], "name_en": ["Plan"], "n_targets": [4.0]})


def summary(readings, promises, plans=PLANS, period="2023-H1") -> pd.Series:
    card = scorecard(readings, promises, period)
    return summarise_plans(card, plans, frame(readings, reading), parse_period(period)).iloc[0]


FOUR = [promise(), promise("account_rate"), promise("teams"), promise("done", 5)]


def test_statuses_sum_to_the_known_targets_and_the_rest_is_unknown():
    row = summary(
        [reading(), reading("account_rate", value=60), reading("teams", value=90, qualifier="ge")], FOUR[:3]
    )
    assert row[["exceeded", "behind", "met", "n_known", "n_unknown"]].tolist() == [2, 1, 0, 3, 1]
    assert (row["lowest_share"], row["highest_share"]) == (0.5, 0.75)


@settings(quick, max_examples=20)
@given(st.lists(st.sampled_from(["met", "missed", "unknown"]), min_size=4, max_size=4), st.booleans())
def test_whatever_the_unknown_turn_out_to_be_the_share_met_lies_in_the_range(states, unknown_are_met):
    indicators = [row["indicator"] for row in FOUR]
    values = {"met": 90, "missed": 1, "unknown": np.nan}
    known = [reading(name, value=values[state]) for name, state in zip(indicators, states, strict=True)]
    row = summary(known, FOUR)
    met = sum(state == "met" or (state == "unknown" and unknown_are_met) for state in states)
    assert row["lowest_share"] <= met / 4 <= row["highest_share"]
    assert row["n_unknown"] == states.count("unknown")


def test_a_dropped_target_is_known_not_to_be_met():
    card = scorecard([reading(), reading("teams", value=1)], FOUR).assign(
        status=["behind", "dropped", "met", "met"]
    )
    row = summarise_plans(card, PLANS, pd.DataFrame([reading()]), HALF).iloc[0]
    assert row[["n_unknown", "highest_share", "dropped"]].tolist() == [0, 0.5, 1]


def test_a_slice_with_the_target_of_its_whole_is_not_counted_twice():
    land = [reading(dimension="field=land", value=2.06), promise(dimension="field=land")]
    assert summary([reading(), land[0]], [promise(), land[1]])["n_known"] == 1
    assert summary([land[0]], [land[1]])["n_known"] == 1


def test_a_plan_of_unknown_size_is_measured_by_its_known_targets():
    unsized = PLANS.assign(n_targets=np.nan)
    row = summary([reading()], [promise(), promise("teams")], unsized)
    assert (row["lowest_share"], row["highest_share"], row["n_unknown"]) == (0.5, 1, 1)
    assert pd.isna(row["stated_share"])
    assert summary([reading()], [], unsized)[["lowest_share", "highest_share", "n_unknown"]].isna().all()


def test_more_known_targets_than_the_plan_is_said_to_have_leave_no_share_above_one():
    row = summary([reading(name["indicator"], value=90) for name in FOUR], FOUR, PLANS.assign(n_targets=2.0))
    assert (row["lowest_share"], row["highest_share"], row["n_unknown"]) == (1, 1, 0)


def stated(value, period="2023-H1", plan="p", **more) -> dict:
    return reading("plan_targets_met", period, value, dimension=f"plan={plan}", **more)


def test_what_the_owner_states_counts_for_exactly_this_period_and_plan():
    met = INDICATORS[:1].assign(indicator="plan_targets_met", unit_measure="count")
    plans = pd.concat([PLANS, PLANS.assign(plan="q", n_targets=5.0)])
    rows = pd.DataFrame([stated(3), stated(4, "2023"), stated(1, "2022", "q"), stated(2, plan="r")])
    card = gaps.build_scorecard(rows, frame([], promise), met, period=HALF)
    table = summarise_plans(card, plans, rows, HALF)
    assert table["stated_met"].tolist() == pytest.approx([3, np.nan], nan_ok=True)
    assert table["stated_share"].tolist() == pytest.approx([0.75, np.nan], nan_ok=True)
    assert len(table) == 2
    twice = pd.concat([rows, rows.assign(level="commune")])
    assert len(summarise_plans(card, plans, twice, HALF)) == 2
    bound = rows.assign(qualifier="gt")
    assert summarise_plans(card, plans, bound, HALF)["stated_met"].isna().all()


def test_statuses_are_counted_by_group():
    card = scorecard([reading(), reading("teams", value=1)], FOUR)
    counts = count_statuses(card, "group").set_index("group")
    assert counts[["exceeded", "behind", "not_reported", "n_known"]].to_dict("index") == {
        "people": {"exceeded": 0, "behind": 1, "not_reported": 1, "n_known": 2},
        "service": {"exceeded": 1, "behind": 0, "not_reported": 1, "n_known": 2},
    }
    assert count_statuses(scorecard([reading()], [])).empty


# ---------------------------------------------------------------- targets to orient by


def test_own_targets_come_first_and_leave_other_series_their_orientation():
    own = pd.DataFrame([promise(dimension="field=land", target=40)])
    reference = pd.DataFrame(
        [promise(target=80, plan="r"), promise(dimension="field=land", target=90, plan="r")]
    )
    both = prefer_own(own, reference)
    assert both[["dimension", "target"]].values.tolist() == [["field=land", 40], ["", 80]]
    assert len(prefer_own(own.iloc[0:0], reference)) == 2
    assert len(prefer_own(own, reference.iloc[0:0])) == 1


def test_the_share_met_of_a_group_is_a_range_where_a_target_is_open():
    card = scorecard([reading(), reading("account_rate", value=90, qualifier="gt")],
                     [promise(), promise("account_rate", target=95), promise("teams", target=1)])  # fmt: skip
    groups = summarise_groups(card).set_index("group")
    assert groups.loc["service", ["n_known", "n_met", "n_open"]].tolist() == [2, 1, 1]
    assert groups.loc["service", ["lowest_share", "highest_share"]].tolist() == [0.5, 1.0]
    assert groups.loc["people", ["lowest_share", "highest_share"]].tolist() == [0.0, 1.0]


def test_work_is_what_is_behind_or_undecided_with_the_widest_gap_in_points_first():
    card = scorecard(
        [
            reading(value=2.06),
            reading("account_rate", value=60),
            reading("teams", value=5),
            reading("days", value=1),
        ],
        [
            promise(),
            promise("account_rate"),
            promise("teams", target=500),
            promise("days", target=4, comparator="le"),
        ],
    )
    assert list_work(card)["indicator"].tolist() == ["online_rate", "account_rate", "teams"]


def test_the_pace_is_compared_with_the_pace_so_far_only_where_that_went_the_right_way():
    forward = scorecard([reading("account_rate", value=60), reading("account_rate", "2022", value=54)],
                        [promise("account_rate", target=72)])  # fmt: skip
    backward = scorecard([reading("account_rate", value=60), reading("account_rate", "2022", value=66)],
                         [promise("account_rate", target=72)])  # fmt: skip
    assert list_work(forward)["pace_multiple"].tolist() == [2.0]
    assert list_work(backward)["pace_multiple"].isna().all()
