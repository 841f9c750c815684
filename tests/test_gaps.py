"""Gap, status, pace and counts: by hand, by brute force, and against what was published."""

from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scorecards import HALF, INDICATORS, frame, only, promise, quick, reading, scorecard

from dtanalysis import gaps
from dtanalysis.catalogue import open_scope
from dtanalysis.catalogue.schema import COMPARATORS, QUALIFIERS
from dtanalysis.periods import parse_period

DATA = Path(__file__).parents[1] / "data"


def latest(*readings: dict, period=HALF, indicators=INDICATORS) -> pd.Series:
    chosen = gaps.latest_readings(pd.DataFrame(readings), period, indicators)
    assert len(chosen) == 1
    return chosen.iloc[0]


@pytest.fixture(scope="module")
def ninh_thuan():
    return open_scope(DATA, period="2023-H1", unit="ninh-thuan")


@pytest.fixture(scope="module")
def half_year(ninh_thuan):
    return gaps.build_scorecard(
        ninh_thuan.observations, ninh_thuan.targets, ninh_thuan.indicators, period=ninh_thuan.period
    )


# ---------------------------------------------------------------- published: Báo Ninh Thuận, July 2023


@pytest.mark.parametrize(
    ("indicator", "dimension", "gap", "status"),
    [
        ("tthc_online_dossier_rate", "", -11.17, "exceeded"),  # 81,17 %, "vượt 11,17 %" of 70
        ("ehealth_record_rate", "", -3.1, "exceeded"),  # 93,1 %, "vượt 3,1 %" of 90
        ("tthc_online_dossier_rate", "field=land", 67.94, "behind"),  # 2,06 % against the same 70
    ],
)
def test_the_gaps_of_the_half_year_article_come_out(half_year, indicator, dimension, gap, status):
    row = half_year[(half_year["indicator"] == indicator) & (half_year["dimension"] == dimension)].iloc[0]
    assert row["gap"] == pytest.approx(gap, abs=1e-9)
    assert (row["status"], row["gap_qualifier"], row["plan"]) == (status, "eq", "BCD-2023")


def test_land_needs_11_32_points_a_month_to_reach_70_by_december(half_year):
    land = half_year[half_year["dimension"] == "field=land"].iloc[0]
    assert round(land["required_pace"], 2) == 11.32
    assert pd.isna(land["pace_so_far"])


def test_rank_27_after_53_is_26_places_gained():
    card = scorecard([reading("dti_rank", "2022", 27), reading("dti_rank", "2021", 53)], [], "2022")
    changed = gaps.add_change(
        card, pd.DataFrame([reading("dti_rank", "2021", 53)]), parse_period("2021")
    )  # Báo Ninh Thuận, July 2023: "tăng 26 bậc"
    assert changed["change_places"].tolist() == [26]
    assert changed[["change_pp", "change_rel"]].isna().all(axis=None)


def test_the_dti_of_2022_is_94_69_percent_above_that_of_2021_and_this_is_no_change_in_points():
    index = INDICATORS.assign(indicator="dti", unit_measure="index")[:1]
    rows = pd.DataFrame([reading("dti", "2022", 0.5934), reading("dti", "2021", 0.3048)])
    card = gaps.build_scorecard(rows, frame([], promise), index, period=parse_period("2022"))
    change = gaps.add_change(card, rows, parse_period("2021")).iloc[0]
    assert round(100 * change["change_rel"], 2) == 94.69
    assert pd.isna(change["change_pp"])


# ---------------------------------------------------------------- status: three-valued


def allowed(value, qualifier, lower, upper) -> np.ndarray:
    """The values a figure can mean, as points of a fine grid (targets lie on a coarser one)."""
    grid = np.arange(-60, 160.25, 0.25)
    slack = gaps.APPROX_TOLERANCE * abs(value)
    means = {
        "eq": np.array([value]),
        "ge": grid[grid >= value],
        "gt": grid[grid > value],
        "le": grid[grid <= value],
        "lt": grid[grid < value],
        "approx": np.append(grid[abs(grid - value) <= slack], [value - slack, value + slack]),
    }[qualifier]
    return means[(means >= lower) & (means <= upper)]


def judge(values: np.ndarray, comparator: str, target: float) -> str:
    fits = {
        "ge": values >= target, "gt": values > target, "le": values <= target,
        "lt": values < target, "eq": values == target,
    }[comparator]  # fmt: skip
    beyond = {"ge": values > target, "gt": values > target, "le": values < target, "lt": values < target}
    if np.all(beyond.get(comparator, False)):
        return "exceeded"
    return "met" if fits.all() else "undecided" if fits.any() else "behind"


def test_every_bound_comparator_and_target_is_judged_as_all_its_allowed_values_are():
    cases = [
        {"value": value, "qualifier": qualifier, "target": target, "comparator": comparator,
         "lower": lower, "upper": upper, "is_current": True}
        for value, qualifier, target, comparator, (lower, upper) in product(
            (0.0, 10.0, 50.0, 90.0, 100.0), QUALIFIERS,
            (0.0, 9.5, 10.5, 47.5, 50.0, 52.5, 89.5, 90.0, 90.5, 95.0, 100.0), COMPARATORS,
            ((0.0, 100.0), (0.0, np.inf), (-np.inf, np.inf)),
        )
    ]  # fmt: skip
    possible = [
        case for case in cases if len(allowed(*(case[k] for k in ("value", "qualifier", "lower", "upper"))))
    ]
    table = pd.DataFrame(possible)
    expected = [
        judge(allowed(row.value, row.qualifier, row.lower, row.upper), row.comparator, row.target)
        for row in table.itertuples()
    ]
    unbounded = table.replace({"lower": {-np.inf: np.nan}, "upper": {np.inf: np.nan}})
    judged = gaps.add_status(unbounded).assign(expected=expected)
    wrong = judged[judged["status"] != judged["expected"]]
    assert len(table) > 4000
    assert wrong.empty, wrong.head(10).to_string()


@pytest.mark.parametrize(
    ("value", "qualifier", "comparator", "target", "status"),
    [
        (90, "gt", "ge", 90, "exceeded"),  # "trên 90 %" against at least 90
        (90, "gt", "ge", 95, "undecided"),
        (90, "gt", "ge", 100, "undecided"),  # 100 % is possible
        (90, "gt", "gt", 100, "behind"),  # more than 100 % is not
        (100, "ge", "eq", 100, "met"),
        (90, "gt", "eq", 90, "behind"),
        (90, "ge", "gt", 90, "undecided"),
        (90, "eq", "gt", 90, "behind"),
        (90, "eq", "ge", 90, "met"),
        (97, "approx", "ge", 100, "undecided"),
        (96, "approx", "ge", 91.2, "met"),  # 96 − 5 % is exactly the target
        (0.03, "approx", "ge", 0.0285, "met"),  # where floating point gives a little less than the target
        (0.05, "approx", "le", 0.0525, "met"),
        (94, "approx", "ge", 100, "behind"),
    ],
)
def test_a_bound_decides_only_where_every_value_it_allows_agrees(
    value, qualifier, comparator, target, status
):
    assert (
        only([reading(value=value, qualifier=qualifier)], [promise(target=target, comparator=comparator)])[
            "status"
        ]
        == status
    )


@pytest.mark.parametrize(
    ("value", "qualifier", "comparator", "status", "gap"),
    [
        (27, "eq", "le", "exceeded", -3),
        (30, "eq", "le", "met", 0),
        (30, "eq", "lt", "behind", 0),
        (35, "eq", "le", "behind", 5),
        (32, "ge", "le", "behind", 2),
        (20, "ge", "le", "undecided", -10),
        (30, "le", "lt", "undecided", 0),
        (30, "lt", "lt", "exceeded", 0),
    ],
)
def test_a_smaller_rank_is_better(value, qualifier, comparator, status, gap):
    row = only([reading("dti_rank", "2023", value, qualifier)], [promise("dti_rank", 30, comparator)], "2023")
    assert (row["status"], row["gap"]) == (status, gap)


def test_without_a_target_the_gap_is_missing_not_zero():
    row = only([reading()], [])
    assert row[["gap", "attainment", "target", "required_pace", "count_needed"]].isna().all()
    assert (row["status"], row["gap_qualifier"]) == ("no_target", "")


def test_without_a_figure_the_target_stays_and_is_not_reported():
    row = only([], [promise()])
    assert (row["status"], row["target"], row["is_current"]) == ("not_reported", 70, False)
    assert row[["value", "gap", "required_pace"]].isna().all()


def test_an_empty_value_is_not_reported_whatever_its_qualifier():
    assert only([reading(value=np.nan)], [promise()])["status"] == "not_reported"


def test_an_older_figure_is_shown_but_not_judged():
    row = only([reading(period="2022", value=90)], [promise()])
    assert (row["value"], row["status"], row["is_current"], row["is_recent"]) == (
        90,
        "not_reported",
        False,
        True,
    )
    assert pd.isna(row["gap"])
    assert not only([reading(period="2021", value=90)], [promise()])["is_recent"]


# ---------------------------------------------------------------- gap and attainment


@pytest.mark.parametrize(
    ("indicator", "qualifier", "turned"),
    [
        ("online_rate", "gt", "lt"), ("online_rate", "ge", "le"), ("online_rate", "lt", "gt"),
        ("online_rate", "le", "ge"), ("online_rate", "approx", "approx"), ("dti_rank", "gt", "gt"),
        ("dti_rank", "le", "le"),
    ],
)  # fmt: skip
def test_a_bound_on_the_value_bounds_the_gap_the_other_way_unless_less_is_better(
    indicator, qualifier, turned
):
    comparator = "le" if indicator == "dti_rank" else "ge"
    row = only([reading(indicator, "2023", 60, qualifier)], [promise(indicator, 50, comparator)], "2023")
    assert row["gap_qualifier"] == turned


def test_the_gap_to_an_exact_target_is_the_distance_and_unknown_for_a_bound():
    beyond = only([reading(value=80)], [promise(comparator="eq")])
    assert (beyond["gap"], beyond["status"], beyond["gap_qualifier"]) == (10, "behind", "eq")
    bound = only([reading(value=80, qualifier="gt")], [promise(comparator="eq")])
    assert pd.isna(bound["gap"])
    assert (bound["status"], bound["gap_qualifier"]) == ("behind", "")


def test_attainment_is_a_share_of_the_target_for_exact_figures_where_more_is_better():
    assert only([reading()], [promise()])["attainment"] == pytest.approx(81.17 / 70)
    assert pd.isna(only([reading(qualifier="gt")], [promise()])["attainment"])
    assert pd.isna(only([reading(value=5)], [promise(target=0)])["attainment"])
    assert only([reading(value=0.25)], [promise(target=0.5)])["attainment"] == 0.5
    assert pd.isna(
        only([reading("dti_rank", "2023", 27)], [promise("dti_rank", 15, "le")], "2023")["attainment"]
    )


def test_two_plans_judge_one_figure_in_two_rows():
    card = scorecard([reading()], [promise(plan="a"), promise(plan="b", target=90)])
    assert card[["plan", "status"]].values.tolist() == [["a", "exceeded"], ["b", "behind"]]


def test_a_revised_target_replaces_the_earlier_one():
    card = scorecard([reading()], [promise(target=90, as_of="2023-05-01"), promise(target=70)])
    assert card["target"].tolist() == [90]


def test_levels_and_slices_are_judged_each_by_its_own_target():
    readings = [reading(), reading(level="commune", value=60), reading(dimension="field=land", value=2.06)]
    card = scorecard(readings, [promise(), promise(level="commune", target=50)])
    by_series = card.set_index(["level", "dimension"])["status"]
    assert by_series.to_dict() == {
        ("commune", ""): "exceeded", ("province", ""): "exceeded", ("province", "field=land"): "no_target",
    }  # fmt: skip


@pytest.mark.parametrize("comparator", ["", ">=", "approx"])
def test_a_target_without_a_known_comparator_is_refused(comparator):
    with pytest.raises(
        ValueError, match=r"without a comparator: online_rate\. Write one of ge, gt, le, lt, eq"
    ):
        scorecard([reading()], [promise(comparator=comparator)])


def test_nothing_known_and_nothing_promised_gives_no_rows():
    assert scorecard([], []).empty


def test_judging_leaves_its_input_alone():
    readings, promises = pd.DataFrame([reading()]), pd.DataFrame([promise()])
    before = readings.copy(), promises.copy()
    gaps.build_scorecard(readings, promises, INDICATORS, period=HALF)
    pd.testing.assert_frame_equal(readings, before[0])
    pd.testing.assert_frame_equal(promises, before[1])


# ---------------------------------------------------------------- which figure a report shows


def test_the_figure_of_the_period_itself_wins_over_another_that_ends_on_the_same_day():
    chosen = latest(reading(period="2023-06", value=1), reading(value=2), reading(period="2023-Q2", value=3))
    assert (chosen["value"], chosen["is_current"]) == (2, True)


def test_june_speaks_for_the_half_year_only_where_it_is_a_state():
    state, rate = reading("account_rate", "2023-06", 70), reading("online_rate", "2023-06", 70)
    assert latest(state)["is_current"]
    assert not latest(rate)["is_current"]
    assert not latest(state, indicators=None)["is_current"]
    assert not latest(reading("account_rate", "2023-05", 70))["is_current"]


def test_what_runs_on_for_ever_is_read_on_its_last_day_as_a_state_is():
    assert latest(reading("stations", "2023-06", 70))["is_current"]
    assert latest(reading("stations", "2023-Q2", 70))["is_current"]
    assert not latest(reading("stations", "2023-05", 70))["is_current"]


def test_of_other_periods_that_end_on_one_day_the_longest_is_shown():
    rows = [reading(period="2023-06", value=1), reading(period="2023-Q2", value=2)]
    assert latest(*rows)["value"] == latest(*rows[::-1])["value"] == 2


def test_later_periods_are_not_known_yet():
    rows = pd.DataFrame([reading(period="2023-9M"), reading(period="2023-07")])
    assert gaps.latest_readings(rows, HALF).empty


def test_a_revision_replaces_the_figure_of_its_own_source_and_is_no_dispute():
    chosen = latest(reading(value=80, as_of="2023-07-12"), reading(value=81, as_of="2023-08-01"))
    assert (chosen["value"], chosen["versions"], chosen["is_disputed"]) == (81, 1, False)


def test_between_sources_trust_comes_before_the_date_and_the_difference_is_marked():
    chosen = latest(
        reading(value=80, source="office", trust=0, as_of="2023-07-12"),
        reading(value=85, source="press", trust=4, as_of="2023-12-31"),
    )
    assert (chosen["value"], chosen["versions"], chosen["is_disputed"]) == (80, 2, True)


def test_of_two_sources_equally_trusted_the_later_one_counts():
    rows = [reading(value=80, source="a"), reading(value=85, source="b", as_of="2023-12-31")]
    assert latest(*rows)["value"] == latest(*rows[::-1])["value"] == 85


def test_an_empty_value_never_beats_a_known_one():
    empty = {"value": np.nan, "as_of": "2023-12-31"}
    assert latest(reading(value=80), reading(**empty))["value"] == 80  # the same source, later
    chosen = latest(reading(value=80, trust=4, source="press"), reading(**empty))
    assert (chosen["value"], chosen["versions"], chosen["is_disputed"]) == (80, 1, False)


def test_an_empty_value_of_the_period_does_not_pass_an_older_figure_off_as_current():
    chosen = latest(reading(period="2022", value=70), reading(value=np.nan))
    assert (chosen["value"], chosen["period"].code, chosen["is_current"]) == (70, "2022", False)
    alone = latest(reading(value=np.nan))
    assert (alone["is_current"], alone["versions"]) == (True, 0)


@settings(quick, max_examples=15)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(random):
    rows = [
        reading(period=period, value=value, source=source, as_of=day, trust=trust)
        for period, value, source, day, trust in [
            ("2023-H1", 80, "a", "2023-07-01", 1), ("2023-H1", 81, "a", "2023-08-01", 1),
            ("2023-H1", 82, "b", "2023-08-01", 1), ("2023-H1", np.nan, "c", "2023-09-01", 0),
            ("2023-06", 83, "b", "2023-08-01", 0), ("2022", 60, "b", "2023-01-31", 0),
        ]
    ]  # fmt: skip
    expected = latest(*rows)[["value", "source", "versions", "is_disputed"]].tolist()
    random.shuffle(rows)
    assert (
        latest(*rows)[["value", "source", "versions", "is_disputed"]].tolist()
        == expected
        == [81, "a", 2, True]
    )


# ---------------------------------------------------------------- pace


@quick
@given(gap=st.floats(-100, 100), months=st.floats(0.5, 12))
def test_pace_times_time_left_closes_the_gap(gap, months):
    pace = gaps.required_pace(pd.Series([gap]), months).iloc[0]
    assert pace * months == pytest.approx(max(gap, 0))


@pytest.mark.parametrize("months", [0, -1, pd.Series([6.0, 0.0])])
def test_no_time_left_has_no_pace(months):
    with pytest.raises(ValueError, match=r"`months_left` must be above 0; got .*show the gap instead"):
        gaps.required_pace(pd.Series([1.0, 1.0]), months)


def test_a_full_year_has_no_pace_left_and_a_milestone_counts_to_its_own_december():
    year_end = only([reading(period="2023", value=50)], [promise()], "2023")
    assert pd.isna(year_end["required_pace"])
    later = only([reading(value=50)], [promise(year=2025)])
    assert later["required_pace"] == pytest.approx(20 / 30)
    assert pd.isna(only([reading(value=50)], [promise(year=2022)])["required_pace"])


@pytest.mark.parametrize(
    ("indicator", "before", "now", "pace"),
    [
        ("account_rate", 64, 70, 1.0),
        ("days", 8, 5, 0.5),  # fewer days: progress counts as positive
        ("done", 40, 12, 2.0),  # counted from 1 January
        ("stations", 40, 52, 2.0),  # runs on from the 40 of the year before
        ("online_rate", 60, 70, np.nan),  # a rate of the dossiers since January has no baseline
    ],
)
def test_pace_so_far_is_progress_since_new_year_by_month(indicator, before, now, pace):
    card = scorecard([reading(indicator, "2022", before), reading(indicator, "2023-H1", now)], [])
    assert card["pace_so_far"].tolist() == pytest.approx([pace], nan_ok=True)


def test_decembers_state_is_a_baseline_and_a_bound_is_none():
    now = reading("account_rate", value=70)
    assert only([reading("account_rate", "2022-12", 64), now], [])["pace_so_far"] == 1
    assert pd.isna(only([reading("account_rate", "2022", 64, "gt"), now], [])["pace_so_far"])
    assert pd.isna(only([reading("account_rate", "2022-11", 64), now], [])["pace_so_far"])
    assert pd.isna(only([reading("account_rate", "2022", 64), now | {"qualifier": "gt"}], [])["pace_so_far"])


def test_the_baseline_is_the_most_trusted_known_value():
    rows = [
        reading("account_rate", "2022", 64, source="office", trust=0, as_of="2023-01-31"),
        reading("account_rate", "2022", 60, source="press", trust=4, as_of="2023-12-31"),
        reading("account_rate", "2022", np.nan, source="office", trust=0, as_of="2023-12-31"),
        reading("account_rate", value=70),
    ]
    assert only(rows, [])["baseline"] == 64


# ---------------------------------------------------------------- counts still needed


@quick
@given(
    denominator=st.integers(1, 5000), share=st.floats(0, 1), tenths=st.integers(0, 1000),
    comparator=st.sampled_from(["ge", "gt"]),
)  # fmt: skip
def test_the_count_needed_is_the_smallest_that_reaches_the_target(denominator, share, tenths, comparator):
    numerator = int(share * denominator)
    row = promise(target=tenths / 10, comparator=comparator) | {
        "numerator": numerator, "denominator": denominator, "unit_measure": "percent", "is_current": True,
    }  # fmt: skip
    needed = gaps.add_count_needed(pd.DataFrame([row]))["count_needed"].iloc[0]

    def reaches(count):  # in whole numbers: 1000 n against tenths · d
        left, right = 1000 * (numerator + count), tenths * denominator
        return left > right or (comparator == "ge" and left == right)

    assert reaches(needed)
    assert needed == 0 or not reaches(needed - 1)


def test_33_3_percent_of_3000_are_999_and_not_a_hair_less():
    counts = {"numerator": 0, "denominator": 3000, "unit_measure": "percent", "is_current": True}
    rows = [promise(target=33.3, comparator=comparator) | counts for comparator in ("ge", "gt")]
    assert gaps.add_count_needed(pd.DataFrame(rows))["count_needed"].tolist() == [999, 1000]


def test_no_count_is_needed_where_it_is_not_known_or_less_is_better():
    counts = {"numerator": 1, "denominator": 18}
    rows = [
        reading(value=5.56, **counts) | {"indicator": "online_rate"},
        reading("account_rate", value=5.56, numerator=np.nan, denominator=18),
        reading("teams", value=5, **counts),
    ]
    goals = [promise(target=50), promise("account_rate", 50), promise("teams", 50)]
    needed = scorecard(rows, goals).set_index("indicator")["count_needed"]
    assert needed["online_rate"] == 8
    assert needed[["account_rate", "teams"]].isna().all()
    falling = only([reading(value=5.56, **counts)], [promise(comparator="le")])
    assert pd.isna(falling["count_needed"])


# ---------------------------------------------------------------- change since another period


def changed(readings: list[dict], period="2023-H1", compare_to="2022-H1") -> pd.Series:
    card = scorecard(readings, [], period)
    return gaps.add_change(card, pd.DataFrame(readings), parse_period(compare_to)).iloc[0]


def test_a_percentage_changes_in_points_and_a_count_by_a_ratio():
    rate = changed([reading(value=81.17), reading(period="2022-H1", value=60)])
    assert rate["change_pp"] == pytest.approx(21.17)
    assert rate[["change_rel", "change_places"]].isna().all()
    teams = changed([reading("teams", value=65), reading("teams", "2022-H1", 50)])
    assert teams["change_rel"] == pytest.approx(0.3)
    assert pd.isna(teams["change_pp"])


@pytest.mark.parametrize(
    "readings",
    [
        [reading(qualifier="gt"), reading(period="2022-H1")],
        [reading(), reading(period="2022-H1", qualifier="gt")],
        [reading(), reading(period="2022")],
        [reading(), reading(period="2022-H1", value=np.nan)],
        [reading(period="2023-Q1"), reading(period="2022-H1")],
        [reading("teams"), reading("teams", "2022-H1", 0)],
    ],
)
def test_no_change_is_told_from_a_bound_another_period_nothing_or_zero(readings):
    assert changed(readings)[["change_pp", "change_rel", "change_places"]].isna().all()


def test_a_count_that_grows_with_its_period_is_compared_over_equal_lengths_only():
    year, half = reading("done", "2022", 40), reading("done", value=30)
    assert pd.isna(changed([half, year], compare_to="2022")["change_rel"])
    months = [reading("done", "2023-7M", 30), reading("done", "2022-H1", 20)]
    assert pd.isna(changed(months, "2023-7M", "2022-H1")["change_rel"])
    state = changed([reading("teams", "2022", 40), reading("teams", value=30)], compare_to="2022")
    assert state["change_rel"] == pytest.approx(-0.25)
    ever = changed([reading("stations", "2022", 40), reading("stations", value=50)], compare_to="2022")
    assert ever["change_rel"] == pytest.approx(0.25)
    leap = [reading("done", "2024-YTD-02-28", 10), reading("done", "2023-YTD-02-15", 8)]
    assert changed(leap, "2024-YTD-02-28", "2023-YTD-02-15")["change_rel"] == pytest.approx(0.25)


def test_the_state_of_june_2022_is_compared_with_that_of_june_2023():
    rows = [reading("account_rate", "2023-06", 70), reading("account_rate", "2022-06", 64)]
    assert changed(rows)["change_pp"] == 6
