"""Control charts: limits and signals as published, holes kept, nothing flagged that does not vary."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dtanalysis.comparison.control import assess, control_limits, judge_target
from dtanalysis.comparison.patterns import describe_step, find_step, name_pattern
from dtanalysis.comparison.signals import find_signals

# nhs-r-community/NHSRplotthedots, tests/testthat/test-ptd_spc_standard.R: set.seed(123); rnorm(20), to 8 decimals.
NORMAL = [
    -0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621, -1.26506123, -0.68685285,
    -0.44566197, 1.22408180, 0.35981383, 0.40077145, 0.11068272, -0.55584113, 1.78691314, 0.49785048, -1.96661716,
    0.70135590, -0.47279141,
]  # fmt: skip
WITH_JUMP = [*NORMAL[:14], 10.0, *NORMAL[15:]]

# Montgomery, Introduction to Statistical Quality Control: viscosity of aircraft primer paint, 15 batches.
VISCOSITY = [
    33.75, 33.05, 34.00, 33.81, 33.46, 34.02, 33.68, 33.27, 33.49, 33.20, 33.62, 33.00, 33.54, 33.12, 33.84,
]  # fmt: skip
# Wetherill and Brown (1991), p. 120: water content of antifreeze, 34 batches.
ANTIFREEZE = [
    2.23, 2.53, 2.62, 2.63, 2.58, 2.44, 2.49, 2.34, 2.95, 2.54, 2.60, 2.45, 2.17, 2.58, 2.57, 2.44, 2.38, 2.23, 2.23,
    2.54, 2.66, 2.84, 2.81, 2.39, 2.56, 2.70, 3.00, 2.81, 2.77, 2.89, 2.54, 2.98, 2.35, 2.53,
]  # fmt: skip


def limits(values, **asked) -> list[float]:
    return control_limits(values, **asked)[["mean", "lower", "upper"]].iloc[-1].tolist()


def kinds(values, **asked) -> list[str]:
    return control_limits(values, **asked)["kind"].tolist()


def months(values, first: str = "2023-01") -> dict[str, float]:
    names = pd.period_range(first, periods=len(values), freq="M").astype(str)
    return {name: value for name, value in zip(names, values, strict=True) if value is not None}


# Published values


@pytest.mark.parametrize(
    ("values", "asked", "printed"),
    [
        (NORMAL, {}, (0.1416238, -3.01138, 3.294627)),
        (WITH_JUMP, {}, (0.6694159, -2.383666, 3.722497)),
        (WITH_JUMP, {"screen": False}, (0.6694159, -4.596625, 5.935457)),
    ],
)
def test_limits_agree_with_nhsrplotthedots_to_its_seven_printed_digits(values, asked, printed):
    # tests/testthat/_snaps/ptd_spc_standard.md, commit ea2177d: results r1, r2 and r3.
    assert [float(f"{number:.7g}") for number in limits(values, **asked)] == list(printed)


@pytest.mark.parametrize(
    ("part", "printed"),
    [(slice(0, 10), ("0.0746", "-2.60", "2.75")), (slice(10, 20), ("0.209", "-3.28", "3.70"))],
)
def test_limits_of_two_processes_agree_with_the_summary_of_nhsrplotthedots(part, printed):
    # tests/testthat/_snaps/ptd_spc.md: facets 0 and 1, printed to three digits.
    assert [f"{number:#.3g}" for number in limits(NORMAL[part])] == list(printed)


def test_nhsrplotthedots_finds_nothing_in_its_normal_numbers_and_neither_do_we():
    assert not control_limits(NORMAL)["is_signal"].any()


@pytest.mark.parametrize(
    ("values", "centre", "sigma"), [(VISCOSITY, 33.52333, 0.4261651), (ANTIFREEZE, 2.569706, 0.1794541)]
)
def test_limits_agree_with_qcc_of_r_apart_from_the_rounding_of_2_66(values, centre, sigma):
    # R package qcc, type "xbar.one"; its limits are 3 / 1.128 = 2.6596 moving ranges away, ours the printed 2.66.
    mean, lower, upper = limits(values, screen=False)
    assert mean == pytest.approx(centre, abs=5e-6)
    assert upper - mean == pytest.approx(3 * sigma, rel=2e-4)
    assert mean - lower == pytest.approx(upper - mean)


def test_limits_of_the_viscosity_are_those_printed_by_montgomery():
    assert [round(number, 2) for number in limits(VISCOSITY)] == [33.52, 32.24, 34.80]


def test_two_of_three_on_opposite_sides_of_the_mean_are_chance_as_in_nhsrplotthedots():
    # tests/testthat/test-ptd_spc_standard.R: "it only reports special cause for 2 of 3 points …".
    values = [1.0, -1.0] * 7 + [5.5, -5.5]
    assert kinds(values)[-2:] == ["common", "common"]


@pytest.mark.parametrize(
    ("sides", "marked"),
    [
        ([1] * 6, 0),
        ([1] * 6 + [-1], 0),
        ([1] * 8 + [-1], 8),
        ([-1] * 8 + [1], 8),
        ([1] * 4 + [0] + [1] * 4, 0),
    ],
)
def test_seven_on_one_side_are_counted_as_in_nhsrplotthedots(sides, marked):
    # test-ptd_calculate_point_type.R: "ptd_seven_point_one_side_mean works as expected"; the last row is its tie.
    assert find_signals(np.array(sides, dtype=float), 0.0, 9.0)["shift"].sum() == marked


@pytest.mark.parametrize(
    ("values", "marked"),
    [
        ([1, 2, 3, 4, 5, 6], []),
        ([1, 2, 3, 3, 4, 5, 6], []),
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], range(1, 8)),
        ([2, 7, 6, 5, 4, 3, 2, 1, 3], range(1, 8)),
    ],
)
def test_seven_rising_or_falling_are_counted_as_in_nhsrplotthedots(values, marked):
    # test-ptd_calculate_point_type.R: "ptd_seven_point_trend works as expected"; two equal points end the row.
    found = find_signals(np.array(values, dtype=float), 4.0, 99.0)["trend"]
    assert np.flatnonzero(found).tolist() == list(marked)


@pytest.mark.parametrize(
    ("lower", "upper", "up", "down"),
    [(1, 3, "failing", "passing"), (5, 7, "passing", "failing"), (1, 5, "hit_and_miss", "hit_and_miss")],
)
def test_the_target_is_judged_by_the_limits_as_in_nhsrplotthedots(lower, upper, up, down):
    # test-ptd_calculate_assurance_type.R, target 4, improvement by increase and by decrease.
    assert judge_target(lower, upper, 4, "ge") == up
    assert judge_target(lower, upper, 4, "le") == down


def test_pure_chance_is_marked_as_seldom_as_the_page_says():
    rng = np.random.default_rng(5)
    charts = [control_limits(rng.normal(size=24))["is_signal"] for _ in range(300)]
    assert np.mean([marks.iloc[-1] for marks in charts]) < 0.03
    assert 0.12 < np.mean([marks.any() for marks in charts]) < 0.24


# Rules


def test_two_of_three_beyond_two_sigma_on_one_side_mark_only_those_two():
    values = np.array([0.0, 0.5, 2.2, 0.4, 2.4, -0.5])
    found = find_signals(values, 0.0, 3.0)["two_of_three"]
    assert np.flatnonzero(found).tolist() == [2, 4]


def test_a_point_on_the_limit_is_inside():
    assert find_signals(np.array([3.0, -3.0, 3.1]), 0.0, 3.0)["outside"].tolist() == [False, False, True]


def test_better_is_where_the_direction_says():
    values = [40, 42, 41, 43, 40, 42, 60]
    last = [kinds(values, direction=way)[-1] for way in ("up", "down", "neither")]
    assert last == ["improvement", "concern", "neither"]


def test_a_climb_below_the_mean_is_no_concern_where_only_the_trend_marks_it():
    # Six ranges as wide as the climb's seven steps keep it within its limits and off one side of the mean.
    values = [9, 1, 9, 1, 9, 1, 9, 2, 3, 4, 5.5, 6, 7, 8, 1, 9, 1]
    chart = control_limits(values)
    climb = chart.iloc[7:14]
    assert climb["signals"].unique().tolist() == [("trend",)]
    assert climb["kind"].unique().tolist() == ["improvement"]


# Limits


def test_all_equal_points_have_coinciding_limits_and_no_signal():
    chart = control_limits([0.1 + 0.2] * 20, bounds=(0, 100))
    assert chart[["mean", "lower", "upper"]].nunique(axis=1).eq(1).all()
    assert set(chart["kind"]) == {"common"}


def test_screening_never_leaves_values_that_vary_without_any_width():
    lower, upper = limits([20.0] * 7 + [30.0] * 7)[1:]
    assert upper - lower == pytest.approx(2 * 2.66 * 10 / 13)


def test_the_first_months_can_be_the_baseline_for_the_rest():
    values = [10, 12, 11, 13, 10, 12, 30, 31, 32]
    assert limits(values, baseline=6) == limits(values[:6])
    assert kinds(values, baseline=6)[-3:] == ["improvement"] * 3


def test_limits_begin_anew_at_a_documented_change():
    values = months([10, 12, 11, 13, 10, 12, 50, 52, 51, 53, 50, 52])
    chart = control_limits(values, changes=["2023-07"])
    assert chart.groupby("phase")["mean"].first().tolist() == pytest.approx([68 / 6, 308 / 6])
    assert np.isnan(chart["moving_range"].iloc[6])
    assert not chart["is_signal"].any()


def test_limits_of_a_percent_end_at_0_and_100_and_say_so():
    chart = control_limits([90, 99, 91, 100, 92, 99, 90, 100], bounds=(0, 100))
    assert chart["upper"].iloc[0] == 100
    assert chart["is_cut"].all()


@pytest.mark.parametrize(
    ("n", "has_limits", "is_provisional"),
    [(5, False, False), (6, True, True), (12, True, True), (13, True, False)],
)
def test_too_few_months_have_no_limits_or_provisional_ones(n, has_limits, is_provisional):
    chart = control_limits(NORMAL[:n])
    assert chart["mean"].notna().all() == has_limits
    assert chart["is_provisional"].all() == is_provisional
    assert assess(chart)["reason"] == ("" if has_limits else "too_few")


def test_six_months_with_a_hole_have_too_few_steps_for_limits():
    chart = control_limits(months([10, 12, 11, None, 13, 10, 12]))
    assert chart["mean"].isna().all()


# Time


def test_a_missing_month_stays_missing_and_breaks_the_moving_range():
    chart = control_limits(months([10, 12, None, 13, 10, 12, 11, 12]))
    assert [str(period) for period in chart["period"]][2] == "2023-03"
    assert np.isnan(chart["value"].iloc[2])
    assert chart["moving_range"].isna().tolist() == [True, False, True, True, False, False, False, False]


def test_a_hole_ends_a_row_of_seven_unless_gaps_are_joined():
    values = months([1, 9, 2, 8, 1, 9, 1, 1, 6, 6, 6.5, None, 6, 6.4, 6, 6.3, 1, 9, 1, 1])
    apart, joined = (control_limits(values, join_gaps=join) for join in (False, True))
    assert not apart["is_signal"].any()
    assert joined["signals"].map(lambda names: "shift" in names).sum() == 7


def test_a_bound_is_no_point():
    frame = pd.DataFrame(
        {"period": list(months(range(8))), "value": range(8), "qualifier": ["eq"] * 6 + ["gt", "eq"]}
    )
    assert np.isnan(control_limits(frame)["value"].iloc[6])


def test_the_order_of_the_rows_does_not_matter_and_the_input_stays_as_it_is():
    values = pd.Series(months(NORMAL))
    before = values.copy()
    forwards, backwards = control_limits(values), control_limits(values[::-1])
    pd.testing.assert_frame_equal(forwards, backwards)
    pd.testing.assert_series_equal(values, before)


def test_half_years_are_refused_among_months():
    with pytest.raises(ValueError, match="2023-H1 is 6 months long"):
        control_limits({"2023-01": 1.0, "2023-H1": 2.0})


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"direction": "higher"}, "`direction` must be one of up, down, neither; got 'higher'"),
        ({"centre": "median"}, "`centre` must be one of mean, trend; got 'median'"),
        ({"baseline": 5}, "at least 6 months"),
        ({"bounds": (100, 0)}, "least and the largest value"),
        ({"changes": ["2030-01"]}, "after 2023-01 and not after 2024-08; got 2030-01"),
    ],
)
def test_impossible_settings_are_refused(asked, message):
    with pytest.raises(ValueError, match=message):
        control_limits(months(NORMAL), **asked)


def test_a_series_of_bounds_has_nothing_to_chart():
    with pytest.raises(ValueError, match="No month has an exact value"):
        control_limits(pd.DataFrame({"period": ["2023-01"], "value": [90.0], "qualifier": ["gt"]}))


# Trend and patterns


def test_limits_around_a_trend_rise_with_it_and_mark_what_leaves_the_climb():
    noise = [0.3, -0.2, 0.1, -0.3, 0.2, -0.1] * 3
    steady = [40 + month + away for month, away in enumerate(noise)]
    assert set(kinds(steady, centre="trend")) == {"common"}
    assert kinds([*steady, 50.0], centre="trend")[-1] == "concern"
    assert control_limits(steady, centre="trend")["drift"].iloc[0] == pytest.approx(1, abs=0.02)


def test_a_straight_line_has_no_signal_around_its_trend():
    assert set(kinds(list(np.arange(24) * 0.7 + 0.1), centre="trend")) == {"common"}


def test_level_step_and_drift_are_told_apart():
    level = [50, 52, 51, 49, 50, 51, 52, 50, 49, 51, 50, 52, 51, 50]
    step = [*level[:7], *(value + 30 for value in level[7:])]
    drift = [value + 3 * month for month, value in enumerate(level)]
    assert [name_pattern(control_limits(values)) for values in (level, step, drift)] == [
        "level",
        "step",
        "drift",
    ]


def test_a_step_is_told_with_its_month_and_both_levels():
    values = months([36, 35, 37, 36, 35, 37, 36, 78, 77, 79, 78, 77, 79])
    told = describe_step(control_limits(values))
    assert (str(told["since"]), told["before"], told["after"]) == ("2023-08", 36.0, 78.0)


def test_one_or_two_months_are_an_exception_and_no_level():
    assert find_step(np.array([1.0] + [9.0] * 7)) == 3


def test_below_13_months_nothing_is_called_a_step():
    assert name_pattern(control_limits([36, 35, 37, 36, 35, 37, 78, 77, 79, 78, 77, 79])) != "step"


# Summary


def test_a_summary_tells_since_when_the_signal_lasts():
    told = assess(control_limits(months([10, 12, 11, 13, 10, 12, 11, 30, 31, 32]), baseline=7))
    assert (told["variation"], str(told["since"]), told["n_signals"]) == ("improvement", "2023-08", 3)
    assert str(told["last_signal"]) == "2023-10"


def test_a_signal_of_the_other_kind_begins_no_later_one():
    told = assess(control_limits(months([10, 12, 11, 13, 10, 12, 11, -20, 30, 31]), baseline=7))
    assert str(told["since"]) == "2023-09"


def test_without_a_signal_there_is_no_since():
    told = assess(control_limits(months(NORMAL)))
    assert (told["variation"], told["since"], told["last_signal"], told["n_signals"]) == (
        "common",
        None,
        None,
        0,
    )


def test_a_process_that_just_left_its_limits_is_not_said_to_fail_for_ever():
    chart = control_limits([40, 42, 41, 43, 40, 42, 41, 80], baseline=7)
    assert judge_target(chart["lower"].iloc[-1], chart["upper"].iloc[-1], 70) == "failing"
    assert assess(chart, target=70)["assurance"] == "unsettled"


def test_what_passes_and_improves_still_passes():
    chart = control_limits([80, 82, 81, 83, 80, 82, 81, 99], baseline=7, bounds=(0, 100))
    assert assess(chart, target=70)["assurance"] == "passing"


@pytest.mark.parametrize("comparator", ["ge", "le"])
def test_a_climb_towards_a_target_or_a_ceiling_is_not_settled(comparator):
    climb = [40 + month + away for month, away in enumerate([0.3, -0.2, 0.1, -0.3] * 4)]
    told = assess(control_limits(climb, centre="trend"), target=70, comparator=comparator)
    assert (told["variation"], told["assurance"]) == ("common", "unsettled")


def test_months_that_are_all_100_reach_at_least_100():
    assert assess(control_limits([100.0] * 14, bounds=(0, 100)), target=100)["assurance"] == "passing"
    assert judge_target(100, 100, 100, "gt") == "failing"


def test_without_a_target_or_limits_nothing_is_claimed():
    assert assess(control_limits(NORMAL))["assurance"] == "no_target"
    assert assess(control_limits(NORMAL[:5]), target=1)["assurance"] == "not_enough_points"


def test_exactly_a_value_has_no_good_side():
    with pytest.raises(ValueError, match="`comparator` must be one of ge, gt, le, lt; got 'eq'"):
        judge_target(1, 2, 1.5, "eq")


# Properties

series = st.lists(st.floats(0, 100).map(lambda value: round(value, 2)), min_size=13, max_size=30)
quick = settings(max_examples=60, deadline=None)


@quick
@given(series, st.floats(-50, 50), st.floats(0.1, 10))
def test_another_zero_and_another_unit_move_the_limits_alike(values, shift, scale):
    plain = np.array(limits(values))
    moved = np.array(limits([scale * value + shift for value in values]))
    assert moved == pytest.approx(scale * plain + shift, abs=1e-6)


@quick
@given(series)
def test_every_value_lies_within_the_limits_or_is_marked(values):
    chart = control_limits(values, bounds=(0, 100))
    inside = chart["value"].between(chart["lower"] - 1e-6, chart["upper"] + 1e-6)
    assert (inside | chart["is_signal"]).all()
    assert chart["lower"].ge(0).all() and chart["upper"].le(100).all()


@quick
@given(series)
def test_down_is_the_mirror_of_up(values):
    mirror = {"improvement": "concern", "concern": "improvement"}
    up, down = kinds(values), kinds(values, direction="down")
    assert [mirror.get(kind, kind) for kind in up] == down


@quick
@given(series)
def test_screening_only_narrows_the_limits(values):
    screened, plain = control_limits(values), control_limits(values, screen=False)
    assert (screened["upper"] <= plain["upper"] + 1e-9).all()
