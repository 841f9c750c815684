"""Yardsticks next to a projection: by hand, against the formulas written out, and by their symmetries."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scorecards import HALF, INDICATORS, promise, quick, reading, scorecard

from dtanalysis import yardsticks
from dtanalysis.periods import parse_period
from dtanalysis.scenarios import choose_readings

SERIES = {"indicator": "i", "unit": "u", "level": "province", "dimension": ""}
FLIPPED = {"ge": "le", "gt": "lt", "le": "ge", "lt": "gt", "eq": "eq"}


def row(baseline=50.0, value=60.0, target=70.0, comparator="ge", **more) -> dict:
    """A target at the end of 2023, read at mid-year, from a baseline at the end of 2022."""
    days = {"baseline_date": "2022-12-31", "value_date": "2023-06-30", "target_date": "2023-12-31"}
    words = {"comparator": comparator, "qualifier": "eq", "direction": "up"}
    return SERIES | days | words | {"baseline": baseline, "value": value, "target": target} | more


def paced(**words) -> tuple[float, str]:
    added = yardsticks.add_pace_class(pd.DataFrame([row(**words)])).iloc[0]
    return added["pace_ratio"], added["pace_class"]


def graded(**words) -> pd.Series:
    return yardsticks.add_eurostat_class(pd.DataFrame([row(**words)])).iloc[0]


def history(*readings: tuple[str, float]) -> pd.DataFrame:
    rows = [SERIES | {"date": day, "value": value} for day, value in readings]
    return pd.DataFrame(rows, columns=[*SERIES, "date", "value"])


def anticipated(*readings: tuple[str, float], **words) -> pd.Series:
    return yardsticks.add_escap_progress(pd.DataFrame([row(**words)]), history(*readings)).iloc[0]


# ---------------------------------------------------------------- arithmetic pace


@pytest.mark.parametrize(
    ("value", "ratio", "word"),
    [
        (70.0, 2.0, "achieved"), (60.0, 1.0, "on_pace"), (59.5, 0.95, "on_pace"),
        (59.4, 0.94, "acceleration_needed"),
        (56.0, 0.6, "acceleration_needed"), (55.9, 0.59, "behind"), (50.0, 0.0, "behind"),
        (49.9, -0.01, "moving_away"),
    ],
)  # fmt: skip
def test_half_of_20_points_is_due_at_mid_year(value, ratio, word):
    assert paced(value=value) == (pytest.approx(ratio), word)


def test_the_share_of_the_year_is_counted_in_months_not_in_days():
    assert paced(value=55.0, value_date="2023-03-31")[0] == 1.0
    assert paced(value=55.0, value_date="2023-03-15")[0] == pytest.approx(0.25 / ((2 + 15 / 31) / 12))


def test_a_lower_rank_is_progress():
    assert paced(baseline=53, value=40, target=27, comparator="le") == (1.0, "on_pace")
    assert paced(baseline=53, value=60, target=27, comparator="lt")[1] == "moving_away"


def test_an_exact_target_counts_the_distance_closed_from_either_side():
    assert paced(value=60.0, comparator="eq") == (1.0, "on_pace")
    assert paced(baseline=90.0, value=80.0, comparator="eq") == (1.0, "on_pace")
    assert paced(value=75.0, comparator="eq") == (
        1.5,
        "on_pace",
    )  # 5 beyond: 15 of 20 closed in half the time
    assert paced(value=95.0, comparator="eq")[1] == "moving_away"


def test_a_strict_target_is_not_achieved_at_its_own_number():
    assert paced(value=70.0, comparator="gt") == (2.0, "on_pace")


@pytest.mark.parametrize(
    ("words", "word"),
    [
        ({"baseline": np.nan}, "unknown"), ({"target": np.nan, "comparator": ""}, "unknown"),
        ({"value": np.nan}, "unknown"), ({"qualifier": "gt"}, "unknown"),
        ({"qualifier": "gt", "value": 70.0}, "achieved"), ({"qualifier": "approx"}, "unknown"),
        ({"baseline": np.nan, "value": 71.0}, "achieved"), ({"baseline": 75.0, "value": 72.0}, "achieved"),
        ({"baseline": 75.0, "value": 69.0}, "moving_away"),
        ({"baseline": 70.0, "value": 69.0}, "moving_away"),
        ({"baseline": 70.0, "value": 70.0, "comparator": "gt"}, "unknown"),
        ({"value_date": "2022-12-31"}, "unknown"), ({"target_date": "2022-12-31"}, "unknown"),
    ],
)  # fmt: skip
def test_where_no_progress_can_be_measured_the_ratio_is_missing_and_the_class_says_what_is_known(words, word):
    ratio, found = paced(**words)
    assert found == word
    assert np.isnan(ratio)


def test_after_the_targets_day_all_of_the_progress_is_due_and_no_more():
    assert paced(value=60.0, value_date="2024-06-30") == (0.5, "behind")


numbers = st.integers(-100, 100).map(float)


@quick
@given(baseline=numbers, value=numbers, target=numbers, comparator=st.sampled_from([*FLIPPED]))
def test_the_mirror_image_of_a_target_is_judged_alike(baseline, value, target, comparator):
    up = paced(baseline=baseline, value=value, target=target, comparator=comparator)
    down = paced(baseline=-baseline, value=-value, target=-target, comparator=FLIPPED[comparator])
    assert up[1] == down[1]
    assert up[0] == pytest.approx(down[0], nan_ok=True)


@quick
@given(baseline=numbers, value=numbers, target=numbers, scale=st.sampled_from([1 / 128, 0.5, 4.0, 1024.0]))
def test_the_unit_of_measure_does_not_matter_to_the_pace(baseline, value, target, scale):
    plain = paced(baseline=baseline, value=value, target=target)
    scaled = paced(baseline=scale * baseline, value=scale * value, target=scale * target)
    assert plain[1] == scaled[1]
    assert plain[0] == pytest.approx(scaled[0], nan_ok=True)


# ---------------------------------------------------------------- Eurostat and Open SDG


def by_the_book(base, value, target, *, years, target_years, direction) -> str:
    """The rule of ``docs/progress-methodology.md`` for positive numbers, in plain Python."""
    if (direction == 1 and value >= target) or (direction == -1 and value <= target):
        return "achieved"
    base, target = base or 0.001, target or 0.001
    observed = (value / base) ** (1 / years) - 1
    required = (target / base) ** (1 / target_years) - 1
    ratio = round(direction * observed / abs(required), 9)
    if ratio >= 0.95:
        return "on_track"
    if ratio >= 0.6:
        return "acceleration_needed"
    return "limited_progress" if ratio >= 0 else "deterioration"


def test_every_class_is_that_of_the_formulas_as_open_sdg_prints_them():
    levels = (0.0, 1.0, 20.0, 31.0, 55.0, 60.0, 90.0)
    cases = [case for case in product(levels, levels, levels, ("ge", "le")) if case[0] != case[2]]
    rows = [
        row(base, value, target, comparator, value_date="2024-12-31", target_date="2025-12-31")
        for base, value, target, comparator in cases
    ]
    expected = [
        by_the_book(*case[:3], years=2, target_years=3, direction=1 if case[3] == "ge" else -1)
        for case in cases
    ]
    found = yardsticks.add_eurostat_class(pd.DataFrame(rows))["eurostat_class"].tolist()
    assert set(found) == set(yardsticks.EUROSTAT_CLASSES) - {"unknown"}
    assert found == expected


def test_from_50_to_61_in_one_of_two_years_grows_1_2_times_as_fast_as_70_asks():
    # By hand, as no worked example is published: 22 % a year against √1.4 − 1 = 18.32 %.
    found = graded(value=61.0, value_date="2023-12-31", target_date="2024-12-31")
    assert found["eurostat_ratio"] == pytest.approx(0.22 / 0.18321596, abs=1e-6)
    assert (found["eurostat_class"], found["eurostat_warning"]) == ("on_track", "")


def test_half_the_points_from_a_small_base_pass_for_far_more_than_half_the_growth():
    found = graded(baseline=2.0, value=46.0, target=90.0, value_date="2023-12-31", target_date="2024-12-31")
    assert found["eurostat_ratio"] > 3.8
    assert (found["eurostat_class"], found["eurostat_warning"]) == ("on_track", "near_zero")


@pytest.mark.parametrize(
    ("words", "warning", "word"),
    [
        ({"baseline": 0.0}, "zero_base", "on_track"),
        ({"target": 0.0, "comparator": "le"}, "zero_target", "deterioration"),
        ({"baseline": 6.9}, "near_zero", "on_track"),
        ({"baseline": 7.0}, "", "on_track"),
        ({"baseline": -50.0, "value": -40.0, "target": -30.0}, "negative_base", "acceleration_needed"),
        ({"baseline": -50.0, "value": -60.0, "target": -30.0}, "negative_base", "deterioration"),
        ({"baseline": -50.0, "value": -40.0}, "negative_base sign_change", "unknown"),
        ({"value": -5.0}, "sign_change", "unknown"),
        ({"baseline": 80.0}, "base_meets_target", "deterioration"),
        ({"baseline": 70.0}, "base_meets_target", "unknown"),
        ({"comparator": "eq"}, "exact_target", "unknown"),
        ({"qualifier": "gt"}, "bound", "unknown"),
        ({"baseline": np.nan}, "", "unknown"),
    ],
)  # fmt: skip
def test_a_class_that_says_little_carries_its_warning(words, warning, word):
    found = graded(value_date="2023-12-31", target_date="2024-12-31", **words)
    assert (found["eurostat_warning"], found["eurostat_class"]) == (warning, word)


def test_a_part_of_a_year_is_read_as_yearly_growth_with_a_warning():
    found = graded()  # 20 % in half a year is 44 % a year, against 40 %
    assert found["eurostat_ratio"] == pytest.approx(0.44 / 0.40)
    assert found["eurostat_warning"] == "under_one_year"


@pytest.mark.parametrize(
    ("base", "value", "direction", "limit", "word"),
    [
        (100.0, 101.5, "up", np.nan, "on_track"), (100.0, 100.5, "up", np.nan, "acceleration_needed"),
        (100.0, 100.4, "up", np.nan, "limited_progress"), (100.0, 99.9, "up", np.nan, "deterioration"),
        (100.0, 98.5, "down", np.nan, "on_track"), (90.0, 90.5, "up", np.nan, "acceleration_needed"),
        (90.0, 90.51, "up", 100.0, "on_track"),  # C = 1 − .9^4.44 = .374 asks 0.560 % of 0.567 %
        (90.0, 90.50, "up", 100.0, "acceleration_needed"),  # 0.556 %
        (60.0, 59.42, "down", 50.0, "on_track"),  # C = 1 − (40 ÷ 50)^4.44 = .629 asks 0.943 % of 0.967 %
        (60.0, 59.45, "down", 50.0, "acceleration_needed"),  # 0.917 %
        (60.0, 59.42, "down", 0.0, "acceleration_needed"),
        (100.0, 100.0, "up", 100.0, "on_track"), (100.0, 99.0, "up", 100.0, "deterioration"),
    ],
)  # fmt: skip
def test_without_a_target_yearly_growth_is_graded_and_asked_less_near_the_limit_ahead(
    base, value, direction, limit, word
):
    bounds = {"upper": limit, "lower": 99.0} if direction == "up" else {"lower": limit, "upper": 61.0}
    words = {"target": np.nan, "comparator": "", "direction": direction} | bounds
    found = graded(baseline=base, value=value, value_date="2023-12-31", **words)
    assert (found["eurostat_class"], found["eurostat_warning"]) == (word, "no_target")
    assert np.isnan(found["eurostat_ratio"])


# ---------------------------------------------------------------- UN ESCAP


def test_two_readings_make_a_straight_line_whatever_their_weights():
    found = anticipated(("2022-12-31", 50.0), ("2023-06-30", 58.0))
    assert found["escap_value"] == 66.0
    assert (found["escap_progress"], found["escap_class"], found["escap_n"]) == (80.0, "accelerate", 2)


@pytest.mark.parametrize(
    ("readings", "words", "progress", "word"),
    [
        ((50.0, 60.0), {}, 100.0, "maintain"), ((50.0, 65.0), {}, 100.0, "maintain"),
        ((50.0, 50.0), {}, 0.0, "accelerate"), ((50.0, 49.0), {}, -10.0, "reverse"),
        ((53.0, 40.0), {"baseline": 53.0, "target": 27.0, "comparator": "le"}, 100.0, "maintain"),
        ((80.0, 74.0), {"baseline": 80.0}, np.nan, "reverse"),
        ((80.0, 76.0), {"baseline": 80.0}, np.nan, "maintain"),
        ((50.0, 60.0), {"baseline": np.nan}, np.nan, "maintain"),
        ((50.0, 59.0), {"baseline": np.nan}, np.nan, "unknown"),
        ((60.0, 64.0), {"baseline": 70.0}, np.nan, "unknown"),
        ((50.0, 60.0), {"target": np.nan, "comparator": ""}, np.nan, "unknown"),
        ((50.0, 60.0), {"target_date": "2023-06-30"}, np.nan, "unknown"),
    ],
)  # fmt: skip
def test_the_three_words_follow_from_where_the_line_ends(readings, words, progress, word):
    found = anticipated(("2022-12-31", readings[0]), ("2023-06-30", readings[1]), **words)
    assert found["escap_progress"] == pytest.approx(progress, nan_ok=True)
    assert found["escap_class"] == word


def test_one_reading_or_none_anticipates_nothing():
    for readings in [(), (("2023-06-30", 60.0),), (("2023-03-31", np.nan), ("2023-06-30", 60.0))]:
        found = anticipated(*readings)
        assert np.isnan(found["escap_value"])
        assert (found["escap_class"], found["escap_n"]) == ("unknown", len(readings) > 0)


def test_the_line_is_that_of_numpy_with_weights_rising_in_time():
    days = ["2022-12-31", "2023-01-31", "2023-02-28", "2023-04-30", "2023-06-30"]
    values = [50.0, 54.0, 51.0, 57.0, 60.5]
    months = np.array([0, 1, 2, 4, 6])
    slope, level = np.polyfit(months, values, 1, w=np.sqrt(months + 1))  # numpy squares its weights
    found = anticipated(*zip(days, values, strict=True), target=95.0)
    assert found["escap_value"] == pytest.approx(level + 12 * slope)


def test_a_line_that_leaves_the_bounds_is_put_on_them():
    found = anticipated(("2022-12-31", 50.0), ("2023-06-30", 90.0), target=100.0, lower=0.0, upper=100.0)
    assert (found["escap_value"], found["escap_class"]) == (100.0, "maintain")


def test_the_order_of_readings_and_rows_does_not_matter_and_the_index_stays():
    readings = history(("2022-12-31", 50.0), ("2023-03-31", 56.0), ("2023-06-30", 58.0))
    other = readings.assign(unit="v", value=[50.0, 40.0, 30.0])
    frame = pd.DataFrame([row(), row(unit="v")], index=[7, 3])
    both = pd.concat([readings, other])
    found = yardsticks.add_escap_progress(frame, both)
    assert found["escap_class"].to_dict() == {7: "accelerate", 3: "reverse"}
    pd.testing.assert_frame_equal(yardsticks.add_escap_progress(frame, both.iloc[::-1]), found)


def test_two_readings_of_one_day_are_refused_by_name():
    with pytest.raises(ValueError, match=r"i of u has two readings of 2023-06-30\. Keep one"):
        anticipated(("2023-06-30", 50.0), ("2023-06-30", 58.0))


@settings(quick, max_examples=25)
@given(values=st.lists(numbers, min_size=2, max_size=3), baseline=numbers, target=numbers)
def test_the_mirror_image_of_a_line_is_judged_alike(values, baseline, target):
    days = ["2022-12-31", "2023-03-31", "2023-06-30"][: len(values)]
    up = anticipated(*zip(days, values, strict=True), baseline=baseline, target=target)
    turned = zip(days, [-value for value in values], strict=True)
    down = anticipated(*turned, baseline=-baseline, target=-target, comparator="le")
    assert up["escap_class"] == down["escap_class"]
    assert up["escap_progress"] == pytest.approx(down["escap_progress"], nan_ok=True)


# ---------------------------------------------------------------- all at once, on a scorecard


def measured(readings: list[dict], promises: list[dict], period="2023-H1") -> pd.DataFrame:
    card = scorecard(readings, promises, period)
    chosen = choose_readings(pd.DataFrame(readings), INDICATORS, parse_period(period))
    return yardsticks.add_yardsticks(card, chosen, parse_period(period))


def test_a_scorecard_gets_every_yardstick_from_its_own_dates():
    readings = [reading("account_rate", "2022-12", 50), reading("account_rate", "2023-06", 58)]
    found = measured(readings, [promise("account_rate", 70)]).iloc[0]
    assert (found["pace_ratio"], found["pace_class"]) == (0.8, "acceleration_needed")
    assert found["eurostat_ratio"] == pytest.approx((1.16**2 - 1) / 0.4)
    assert found["eurostat_warning"] == "under_one_year"
    assert (found["escap_value"], found["escap_progress"], found["escap_class"]) == (66.0, 80.0, "accelerate")


def test_the_pace_ratio_is_the_scorecards_pace_so_far_against_an_even_year():
    readings = [reading("dti_rank", "2022", 53), reading("dti_rank", "2023-9M", 40)]
    found = measured(readings, [promise("dti_rank", 27, "le")], "2023-9M").iloc[0]
    assert found["pace_ratio"] == pytest.approx(found["pace_so_far"] * 12 / (53 - 27))


def test_a_count_since_january_starts_at_0_and_ignores_last_years_readings():
    readings = [reading("done", "2022", 400), reading("done", "2023-Q1", 20), reading("done", "2023-H1", 50)]
    found = measured(readings, [promise("done", 100)]).iloc[0]
    assert (found["pace_ratio"], found["pace_class"]) == (1.0, "on_pace")
    assert (found["escap_value"], found["escap_n"]) == (110.0, 2)
    assert found["eurostat_warning"] == "zero_base under_one_year"


def test_a_count_that_runs_on_for_ever_starts_at_the_year_end_before_and_keeps_earlier_readings():
    rows = [("2022", 400), ("2023-03", 420), ("2023-06", 450)]
    found = measured([reading("stations", *row) for row in rows], [promise("stations", 500)]).iloc[0]
    assert (found["baseline"], found["pace_ratio"], found["escap_n"]) == (400.0, 1.0, 3)


def test_a_milestone_is_paced_to_its_own_december():
    readings = [reading("account_rate", "2022-12", 50), reading("account_rate", "2023-06", 58)]
    found = measured(readings, [promise("account_rate", 82, year=2024)]).iloc[0]
    assert (found["pace_ratio"], found["escap_value"]) == (1.0, 82.0)


def test_an_older_figure_and_readings_to_come_are_not_judged():
    old = [reading("account_rate", "2022-12", 50), reading("account_rate", "2023-Q1", 75)]
    assert measured(old, [promise("account_rate", 70)])["pace_class"].tolist() == ["unknown"]
    later = [*old, reading("account_rate", "2023-06", 58), reading("account_rate", "2023-09", 90)]
    assert measured(later, [promise("account_rate", 70)])["escap_n"].tolist() == [3]


def test_the_scorecard_itself_is_left_as_it_was():
    readings = [reading("account_rate", "2022-12", 50), reading(value=81.17), reading("teams", value=5)]
    card = scorecard(readings, [promise(), promise("account_rate", 70)])
    before = card.copy()
    added = yardsticks.add_yardsticks(card, choose_readings(pd.DataFrame(readings), INDICATORS, HALF), HALF)
    pd.testing.assert_frame_equal(card, before)
    pd.testing.assert_frame_equal(added[card.columns], before)
    assert [*added.columns[len(card.columns) :]] == [*yardsticks.YARDSTICK_COLUMNS]


def test_an_empty_scorecard_gets_the_columns_and_no_rows():
    empty = choose_readings(pd.DataFrame([reading()]).iloc[:0], INDICATORS, HALF)
    added = yardsticks.add_yardsticks(scorecard([], []), empty, HALF)
    assert added.empty
    assert set(yardsticks.YARDSTICK_COLUMNS) <= set(added.columns)
