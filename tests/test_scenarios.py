"""Arithmetic to the year end: by hand, by what must hold of any pace, and for the rest of a year of cases."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scorecards import INDICATORS, frame, promise, quick, reading, scorecard

from dtanalysis.periods import parse_period
from dtanalysis.scenarios import (
    REASONS,
    SCENARIOS,
    YearEnd,
    build_rest_of_year_rates,
    build_year_end_scenarios,
    choose_readings,
    rest_of_year_rates,
    year_end_scenarios,
)

PERCENT = {"lower": 0.0, "upper": 100.0}


def readings_of(**values: float) -> pd.DataFrame:
    """Readings by period, written 2023_H1 for 2023-H1."""
    periods = [parse_period(code.strip("_").replace("_", "-")) for code in values]
    return pd.DataFrame({"period": periods, "value": [*values.values()]})


STEADY = readings_of(_2022_12=50.0, _2023_Q1=59.0, _2023_H1=62.0)


def run(readings=STEADY, target=80.0, comparator="ge", paces=(), other_targets=None, **words) -> pd.DataFrame:
    goal = YearEnd(2023, target, comparator, **(PERCENT | words))
    table = year_end_scenarios(readings, goal, paces=paces, other_targets=other_targets)
    return table.assign(key=table["scenario"] + table["name"]).set_index("key")


# ---------------------------------------------------------------- a pace that goes on


def test_the_last_and_the_best_pace_are_those_between_consecutive_readings():
    table = run()
    assert table["pace"].to_dict() == {"last_pace": 1.0, "best_pace": 3.0, "required_pace": 3.0}
    assert table["year_end_value"].to_dict() == {"last_pace": 68.0, "best_pace": 80.0, "required_pace": 80.0}
    assert table["reaches_target"].tolist() == [False, True, True]
    assert table["gap_at_year_end"].tolist() == [12.0, 0.0, 0.0]
    assert table["months"].tolist() == [6.0] * 3


def test_a_multiple_is_against_the_mean_pace_since_the_year_end_before():
    table = run(paces=[-1.0, 4.0])
    assert table["pace_so_far"].tolist() == [2.0] * 5
    assert table["multiple_of_pace_so_far"].tolist() == pytest.approx(
        [0.5, 1.5, 1.5, np.nan, 2.0], nan_ok=True
    )


def test_without_a_year_end_reading_the_pace_so_far_starts_at_the_first_reading_of_the_year():
    table = run(readings_of(_2021_12=10.0, _2023_01=50.0, _2023_H1=55.0))
    assert table["pace_so_far"].iloc[0] == pytest.approx(45 / 18)  # the last before: December 2021
    assert run(readings_of(_2023_01=50.0, _2023_H1=55.0))["pace_so_far"].iloc[0] == 1.0
    longer = readings_of(_2021_12=10.0, _2022_12=49.0, _2023_H1=55.0)
    assert run(longer)["pace_so_far"].iloc[0] == 1.0


def test_one_reading_knows_the_required_pace_only_and_says_why():
    table = run(readings_of(_2023_H1=62.0))
    assert table["reason"].tolist() == ["no_past_pace", "no_past_pace", ""]
    assert (
        table.loc[["last_pace", "best_pace"], ["pace", "year_end_value", "gap_at_year_end"]]
        .isna()
        .all(axis=None)
    )
    assert table.loc[["last_pace", "best_pace"], "reaches_target"].isna().all()
    assert table.loc["required_pace", ["pace", "year_end_value"]].tolist() == [3.0, 80.0]


def test_what_moved_within_a_few_days_is_no_monthly_pace():
    days = readings_of(_2023_Q1=50.0, **{"_2023-YTD-06-28": 56.0}, _2023_H1=59.0)
    assert run(days)["pace"].tolist() == [3.0, 3.0, 3.5]  # not 3 points in two days
    assert run(days.iloc[1:])["reason"].tolist() == ["no_past_pace", "no_past_pace", ""]


def test_a_value_beyond_the_bounds_is_put_on_them_and_marked():
    table = run(target=90.0, paces=[10.0, -20.0])
    assert table["year_end_value"].tolist()[3:] == [100.0, 0.0]
    assert table["is_clipped"].tolist() == [False, False, False, True, True]


def test_a_target_out_of_bounds_is_not_reached_even_at_the_required_pace():
    table = run(target=110.0)
    assert table.loc["required_pace", ["year_end_value", "is_clipped", "gap_at_year_end"]].tolist() == [
        100,
        True,
        10,
    ]
    assert not table["reaches_target"].any()


def test_places_gained_are_negative_paces_and_the_best_one_gains_most():
    ranks = readings_of(_2022_12=53.0, _2023_Q1=41.0, _2023_H1=38.0)
    table = run(ranks, 27.0, "le", lower=1.0, upper=63.0, other_targets={"Kon Tum": 20.0})
    assert table["pace"].to_dict() == pytest.approx(
        {"last_pace": -1.0, "best_pace": -4.0, "required_pace": -11 / 6, "other_targetKon Tum": -3.0}
    )
    assert table["gap_at_year_end"].tolist() == [5.0, -13.0, 0.0, -7.0]
    assert table["reaches_target"].tolist() == [False, True, True, True]


def test_a_met_target_requires_no_pace():
    assert run(target=60.0).loc["required_pace", ["pace", "year_end_value"]].tolist() == [0.0, 62.0]
    strict = run(target=62.0, comparator="gt").loc["required_pace"]
    assert (strict["pace"], strict["reaches_target"]) == (0.0, True)  # just more than nothing


def test_an_exact_target_may_ask_to_come_down():
    table = run(target=56.0, comparator="eq")
    assert table.loc["required_pace", ["pace", "year_end_value"]].tolist() == [-1.0, 56.0]
    assert table.loc["best_pace", ["pace", "gap_at_year_end"]].tolist() == [1.0, 12.0]


def test_without_a_target_paces_still_lead_somewhere():
    table = run(target=np.nan)
    assert table["year_end_value"].tolist() == pytest.approx([68.0, 80.0, np.nan], nan_ok=True)
    assert table["reason"].tolist() == ["", "", "no_target"]
    assert table["reaches_target"].isna().all()


def test_a_count_since_january_starts_at_0_and_never_falls():
    counts = readings_of(_2022=400.0, _2023_Q1=30.0, _2023_H1=90.0)
    table = run(counts, 200.0, upper=np.inf, is_running_total=True, is_counted=True, paces=[-5.0])
    # 400 in 2022 is 33.3 a month, the best; January's fall from 400 to 0 is no pace.
    assert table["pace"].tolist() == pytest.approx([20.0, 400 / 12, 110 / 6, -5.0])
    assert table["pace_so_far"].iloc[0] == 15.0
    assert table.loc["given_pace", ["year_end_value", "is_clipped"]].tolist() == [90.0, True]


def test_what_runs_on_for_ever_keeps_its_pace_over_the_turn_of_the_year_and_never_falls():
    table = run(readings_of(_2022=60.0, _2023_06=72.0), 90.0, upper=np.inf, is_ever=True, paces=[-5.0])
    assert table["pace"].tolist() == [2.0, 2.0, 3.0, -5.0]
    assert table.loc["given_pace", ["year_end_value", "is_clipped"]].tolist() == [72.0, True]
    falling = run(readings_of(_2022=60.0, _2023_06=72.0), 90.0, upper=np.inf, paces=[-5.0])
    assert falling.loc["given_pace", "year_end_value"] == 42.0


def test_a_rate_since_january_has_no_pace_across_the_turn_of_the_year():
    table = run(readings_of(_2022=90.0, _2023_H1=62.0), is_running_total=True)
    assert table["reason"].tolist() == ["no_past_pace", "no_past_pace", ""]


def test_a_year_that_is_over_has_no_scenarios():
    for over in [readings_of(_2022_12=50.0, _2023=62.0), readings_of(_2023_H1=50.0, _2024_01=60.0)]:
        table = run(over, paces=[1.0], other_targets={"b": 70.0})
        assert table["reason"].tolist() == ["year_over"] * 5
        assert table[["pace", "year_end_value", "months"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("readings", "words", "reason"),
    [
        (STEADY.iloc[:0], {}, "no_reading"), (readings_of(_2023_H1=np.nan), {}, "no_reading"),
        (readings_of(_2023_Q1=50.0, _2023_H1=103.0), {}, "outside_bounds"),
        (readings_of(_2022=50.0), {"is_running_total": True}, "no_reading"),
    ],
)  # fmt: skip
def test_where_there_is_nothing_to_start_from_every_row_says_why(readings, words, reason):
    assert run(readings, **words)["reason"].tolist() == [reason] * 3


def test_the_order_of_readings_does_not_matter_and_the_input_stays():
    before = STEADY.copy()
    pd.testing.assert_frame_equal(run(STEADY.iloc[::-1]), run(STEADY))
    pd.testing.assert_frame_equal(STEADY, before)


def test_two_readings_of_one_day_are_refused():
    with pytest.raises(ValueError, match="Two readings end on 2023-06-30. Keep one"):
        run(readings_of(_2023_06=1.0, _2023_H1=2.0))


def test_a_single_month_is_no_running_total():
    with pytest.raises(ValueError, match="read from 1 January on; 2023-06 does not begin there"):
        run(readings_of(_2023_06=1.0), is_running_total=True)


def test_a_goal_that_cannot_be_meant_is_refused():
    with pytest.raises(ValueError, match=r"one of ge, gt, le, lt, eq; got '>='\."):
        YearEnd(2023, 70.0, ">=")
    with pytest.raises(ValueError, match="`lower` must be below `upper`; got 100 and 0"):
        YearEnd(2023, 70.0, lower=100.0, upper=0.0)


points = st.floats(0, 100).map(lambda value: round(value, 2))


@quick
@given(
    values=st.lists(points, min_size=1, max_size=3),
    target=points,
    comparator=st.sampled_from(["ge", "le", "eq"]),
)
def test_the_required_pace_ends_exactly_at_the_target_unless_it_is_met(values, target, comparator):
    series = readings_of(**dict(zip(["_2023_Q1", "_2023_H1", "_2023_07"], values, strict=False)))
    goal = YearEnd(2023, target, comparator, **PERCENT)
    found = run(series, target, comparator).loc["required_pace"]
    expected = values[-1] if goal.is_met(values[-1]) else target
    assert found["year_end_value"] == pytest.approx(expected, abs=1e-9)
    assert found["reaches_target"]
    assert not found["is_clipped"]


@quick
@given(values=st.lists(points, min_size=2, max_size=3), target=points)
def test_no_pace_so_far_beats_the_best_and_nothing_leaves_the_bounds(values, target):
    series = readings_of(**dict(zip(["_2023_Q1", "_2023_H1", "_2023_07"], values, strict=False)))
    table = run(series, target, paces=[50.0, -50.0])
    assert table.loc["best_pace", "pace"] >= table.loc["last_pace", "pace"]
    assert table["year_end_value"].between(0, 100).all()


@quick
@given(values=st.lists(points, min_size=2, max_size=3), target=points)
def test_the_mirror_image_has_the_mirrored_scenarios(values, target):
    codes = ["_2023_Q1", "_2023_H1", "_2023_07"]
    up = run(readings_of(**dict(zip(codes, values, strict=False))), target)
    turned = readings_of(**dict(zip(codes, [-value for value in values], strict=False)))
    down = run(turned, -target, "le", lower=-100.0, upper=0.0)
    assert up["year_end_value"].tolist() == pytest.approx((-down["year_end_value"]).tolist())
    assert up["gap_at_year_end"].tolist() == pytest.approx(down["gap_at_year_end"].tolist())
    assert up["reaches_target"].tolist() == down["reaches_target"].tolist()


# ---------------------------------------------------------------- the rest of a year of cases


def counted(**pairs: tuple[float, float]) -> pd.DataFrame:
    table = readings_of(**dict.fromkeys(pairs, np.nan))
    counts = pd.DataFrame([*pairs.values()], columns=["numerator", "denominator"])
    return table.assign(value=100 * counts["numerator"] / counts["denominator"]).join(counts)


def rest(readings: pd.DataFrame, target=70.0, comparator="ge", rates=()) -> pd.DataFrame:
    goal = YearEnd(2023, target, comparator, **PERCENT, is_running_total=True)
    table = rest_of_year_rates(readings, goal, rates=rates)
    assert set(table["reason"]) <= {"", *REASONS}
    return table


NINE = counted(_2023_H1=(360, 600), _2023_9M=(560, 900))  # 200 of 300 since July; as many still to come


def test_the_rest_of_the_year_has_to_make_up_for_what_is_done():
    table = rest(NINE, rates=[50.0, 100.0])
    last, required, half, full = table.to_dict("records")
    assert (last["rate"], last["cases_rest"], last["months"]) == (pytest.approx(200 / 3), 300.0, 3.0)
    # 70 % of 1,200 is 840; 840 − 560 = 280 of 300.
    assert (required["done_rest"], required["rate"]) == (pytest.approx(280), pytest.approx(280 / 3))
    assert (required["year_end_value"], required["reaches_target"], required["gap_at_year_end"]) == (
        70.0,
        True,
        0.0,
    )
    assert (half["year_end_value"], half["reaches_target"]) == (pytest.approx(100 * 710 / 1200), False)
    assert (full["year_end_value"], full["reaches_target"]) == (pytest.approx(100 * 860 / 1200), True)


def test_one_reading_counts_its_cases_from_january():
    table = rest(counted(_2023_9M=(540, 900)))
    assert table["rate"].tolist() == [60.0, 100.0]
    assert not table["is_impossible"].any()


def test_a_target_beyond_every_case_still_to_come_is_impossible():
    required = rest(NINE, 75.0).iloc[1]
    assert required["rate"] == pytest.approx(100 * (900 - 560) / 300)
    assert (required["is_impossible"], required["reaches_target"]) == (True, False)
    assert required["year_end_value"] == pytest.approx(100 * 860 / 1200)  # the most that can still be had


def test_a_target_that_what_is_done_secures_is_reached_whatever_comes():
    required = rest(NINE, 40.0).iloc[1]
    assert required["rate"] < 0
    assert (required["is_impossible"], required["reaches_target"]) == (False, True)
    assert required["year_end_value"] == pytest.approx(100 * 560 / 1200)


def test_where_less_is_better_the_required_rate_is_the_most_allowed():
    assert rest(NINE, 60.0, "le")["rate"].iloc[1] == pytest.approx(100 * (720 - 560) / 300)
    late = rest(NINE, 40.0, "le").iloc[1]
    assert (late["is_impossible"], late["year_end_value"]) == (True, pytest.approx(100 * 560 / 1200))
    safe = rest(NINE, 80.0, "le").iloc[1]
    assert (safe["is_impossible"], safe["reaches_target"], safe["rate"] > 100) == (False, True, True)


@pytest.mark.parametrize(
    ("readings", "target", "reasons"),
    [
        (NINE.iloc[:0], 70.0, ["no_reading"] * 2), (counted(_2022=(1, 2)), 70.0, ["no_reading"] * 2),
        (counted(_2023_H1=(np.nan, 600)), 70.0, ["no_counts"] * 2),
        (counted(_2023_H1=(360, 600), _2023_9M=(560, 590)), 70.0, ["counts_fall"] * 2),
        (counted(_2023_H1=(360, 600), _2023_9M=(661, 900)), 70.0, ["counts_fall"] * 2),
        (counted(_2023_H1=(360, 600), _2023_9M=(360, 600)), 70.0, ["no_cases"] * 2),
        (counted(**{"_2023-YTD-01-10": (3, 6)}), 70.0, ["no_past_pace"] * 2),
        (counted(_2023=(360, 600)), 70.0, ["year_over"] * 2), (NINE, np.nan, ["", "no_target"]),
    ],
)  # fmt: skip
def test_where_the_rest_of_the_year_cannot_be_told_every_row_says_why(readings, target, reasons):
    table = rest(readings, target)
    assert table["reason"].tolist() == reasons
    assert table.loc[table["reason"] != "", ["rate", "year_end_value"]].isna().all(axis=None)


def test_an_earlier_reading_too_close_or_without_counts_is_passed_over():
    close = counted(_2023_H1=(360, 600), **{"_2023-YTD-09-28": (500, 880)}, _2023_9M=(560, 900))
    pd.testing.assert_frame_equal(rest(close), rest(NINE))
    table = rest(counted(_2023_H1=(np.nan, np.nan), _2023_9M=(540, 900)))
    assert table["cases_rest"].tolist() == [300.0, 300.0]


@pytest.mark.parametrize("rate", [-1, 100.5])
def test_a_rate_of_the_rest_outside_0_to_100_is_refused(rate):
    with pytest.raises(ValueError, match=rf"lies in 0–100 %; got {rate:g}"):
        rest(NINE, rates=[rate])


@quick
@given(cases=st.integers(1, 5000), share=st.floats(0, 1), target=st.integers(0, 1000))
def test_the_required_rate_put_in_as_a_what_if_ends_at_the_target(cases, share, target):
    readings = counted(_2023_9M=(int(share * cases), cases))
    required = rest(readings, target / 10).iloc[1]
    assume(0 <= required["rate"] <= 100)
    tried = rest(readings, target / 10, rates=[required["rate"]]).iloc[2]
    assert tried["year_end_value"] == pytest.approx(target / 10, abs=1e-6)
    assert required["year_end_value"] == pytest.approx(target / 10, abs=1e-6)


# ---------------------------------------------------------------- a whole scorecard


HISTORY = [
    reading("account_rate", "2022-12", 50), reading("account_rate", "2023-Q1", 59),
    reading("account_rate", "2023-06", 62),
    reading("online_rate", "2023-H1", 60, numerator=360, denominator=600),
    reading("teams", "2023-06", 70, "gt"),
    reading("done", "2023-Q1", 40),
]  # fmt: skip


def chosen(rows: list[dict], period="2023-H1") -> pd.DataFrame:
    return choose_readings(frame(rows, reading), INDICATORS, parse_period(period))


def test_every_row_of_a_scorecard_has_its_scenarios_or_its_reason():
    promises = [
        promise("account_rate", 80),
        promise("teams", 80),
        promise("done", 100),
        promise("dti_rank", 9, "le"),
    ]
    table = build_year_end_scenarios(scorecard(HISTORY, promises), chosen(HISTORY))
    by_row = table.set_index(["indicator", "scenario"])
    assert by_row.loc["account_rate", "year_end_value"].tolist() == [68.0, 80.0, 80.0]
    assert by_row.loc["online_rate", "reason"].tolist() == ["no_past_pace", "no_past_pace", "no_target"]
    assert set(by_row.loc["teams", "reason"]) == {"bound"}
    assert set(by_row.loc["done", "reason"]) == set(by_row.loc["dti_rank", "reason"]) == {"not_reported"}
    assert set(table["reason"]) <= {"", *REASONS}
    assert set(table["scenario"]) <= set(SCENARIOS)


def test_the_scenarios_of_a_scorecard_know_what_runs_on_for_ever_and_read_its_months():
    rows = [reading("stations", "2022-12", 60), reading("stations", "2023-06", 72)]
    table = build_year_end_scenarios(
        scorecard(rows, [promise("stations", 90)]), chosen(rows), paces={"stations": [-5.0]}
    ).set_index("scenario")
    assert table.loc["last_pace", ["pace", "year_end_value"]].tolist() == [2.0, 84.0]
    assert table.loc["given_pace", "year_end_value"] == 72.0


def test_without_a_target_the_best_pace_follows_the_indicators_direction():
    ranks = [
        reading("dti_rank", code, value) for code, value in [("2021", 53), ("2022", 41), ("2023-H1", 44)]
    ]
    table = build_year_end_scenarios(scorecard(ranks, []), chosen(ranks)).set_index("scenario")
    assert table.loc["best_pace", ["pace", "year_end_value"]].tolist() == [-1.0, 38.0]


def test_what_ifs_belong_to_their_indicator_and_other_targets_to_the_same_thing_and_year():
    others = pd.DataFrame([
        promise("account_rate", 90, unit="v", plan="q"), promise("account_rate", 85, plan="r"),
        promise("account_rate", 70, unit="w", year=2025), promise("teams", 60, unit="w"),
        promise("account_rate", 80),
        promise("account_rate", 95, unit="v", plan="q", as_of="2023-02-01"),
    ])  # fmt: skip
    card = scorecard(HISTORY, [promise("account_rate", 80)])
    own = card[card["indicator"] == "account_rate"]
    table = build_year_end_scenarios(
        own, chosen(HISTORY), paces={"account_rate": [2.0]}, other_targets=others
    )
    added = table.iloc[3:].set_index("scenario")
    assert added.loc["given_pace", "year_end_value"] == 74.0
    assert added.loc["other_target", ["name", "year_end_value"]].values.tolist() == [
        ["u: r", 85.0],
        ["v: q", 95.0],
    ]


def test_rates_of_cases_since_january_are_asked_about_their_rest_and_no_others():
    card = scorecard(HISTORY, [promise(target=70)])
    dossiers = card.assign(weighting="dossier")
    table = build_rest_of_year_rates(dossiers, chosen(HISTORY), rates=[90])
    assert table["indicator"].unique().tolist() == ["online_rate"]
    assert table["rate"].tolist() == [60.0, 80.0, 90.0]
    assert table[["plan", "year"]].drop_duplicates().values.tolist() == [["p", 2023]]
    services = card.assign(weighting="service")
    assert build_rest_of_year_rates(services, chosen(HISTORY)).empty


def test_an_empty_scorecard_has_no_scenarios():
    nothing = scorecard([], [])
    assert build_year_end_scenarios(nothing, chosen([])).empty
    assert build_rest_of_year_rates(nothing, chosen([])).empty


def test_readings_are_exact_known_by_the_period_and_one_per_day():
    rows = [
        reading("account_rate", "2023-06", 62), reading("account_rate", "2023-Q2", 61),
        reading("account_rate", "2023-07", 9),
        reading("account_rate", "2023-03", 60, "gt"), reading("account_rate", "2023-02", np.nan),
        reading("online_rate", "2023-05", 40),
        reading("online_rate", "2023-06", 50), reading("online_rate", "2023-H1", 55),
    ]  # fmt: skip
    found = chosen(rows)
    assert [(row.indicator, row.period.code, row.value) for row in found.itertuples()] == [
        ("account_rate", "2023-Q2", 61.0),
        ("online_rate", "2023-H1", 55.0),
    ]
    pd.testing.assert_frame_equal(chosen(rows[::-1])[["indicator", "value"]], found[["indicator", "value"]])
