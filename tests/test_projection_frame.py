"""All indicators and units at once: what each kind of series becomes, and what a row says."""

import datetime as dt
import re

import numpy as np
import pandas as pd
import pytest
from scorecards import INDICATORS, frame, promise, reading

from dtanalysis.periods import parse_period
from dtanalysis.projection import project, project_frame
from dtanalysis.projection.cases import make_cases
from dtanalysis.projection.frame import COLUMNS, KEY

RATE = [21.4, 24.0, 25.1, 28.9, 30.2, 33.25]
DOSSIERS = INDICATORS.assign(weighting="dossier")
SERVICES = INDICATORS.assign(weighting="service")


def months(*values, indicator="account_rate", year=2023, **more) -> list[dict]:
    """Readings of January, February, …"""
    return [reading(indicator, f"{year}-{month:02d}", value, **more) for month, value in enumerate(values, 1)]


def counted(*cases, year=2023, **more) -> list[dict]:
    """Online dossiers of all dossiers of single months."""
    return [
        reading(
            "online_rate", f"{year}-{month:02d}", 100 * part / base, numerator=part, denominator=base, **more
        )
        for month, (part, base) in enumerate(cases, 1)
    ]


def run(readings, promises=(), period="2023-H1", indicators=INDICATORS, siblings=None) -> pd.DataFrame:
    others = None if siblings is None else frame(siblings, reading)
    observations, targets = frame(list(readings), reading), frame(list(promises), promise)
    return project_frame(observations, targets, indicators, period=parse_period(period), siblings=others)


def only(*arguments, **more) -> pd.Series:
    rows = run(*arguments, **more)
    assert len(rows) == 1
    return rows.iloc[0]


def ranges(rows) -> np.ndarray:
    return rows[["lower_80", "lower_50", "median", "upper_50", "upper_80"]].to_numpy(dtype=float)


# ---------------------------------------------------------------- the table


def test_columns_come_in_their_order_even_when_there_is_no_row():
    assert run([]).columns.tolist() == run(months(*RATE)).columns.tolist() == COLUMNS
    assert len(run([])) == len(run([], [promise()])) == 0


def test_a_row_says_what_project_says_of_its_series():
    row = only(months(*RATE), [promise("account_rate", 50.0)])
    alone = project({f"2023-{month:02d}": value for month, value in enumerate(RATE, 1)}, target=50)
    assert ranges(row) == pytest.approx(alone.quantiles.iloc[-1].to_numpy())
    assert (row["chance"], row["outlook"]) == (pytest.approx(alone.chance), alone.outlook)
    assert (row["required_pace"], row["pace_so_far"]) == (alone.required_pace, alone.pace_so_far)
    assert str(row["projection"]) == str(alone)
    assert row["projection"].quantiles.index.tolist() == alone.quantiles.index.tolist()


def test_a_share_of_few_cases_is_as_unsure_in_a_frame_as_alone():
    few, many = (
        [one | {"numerator": 0.5 * size, "denominator": float(size)} for one in months(50, 50, 50, 50)]
        for size in (10, 100_000)
    )
    unsure, sure = only(few), only(many)
    assert np.ptp(ranges(unsure)) > 2 * np.ptp(ranges(sure))
    alone = project(frame(few, reading)).quantiles.iloc[-1].to_numpy()
    assert ranges(unsure) == pytest.approx(alone)


def test_a_row_names_its_series_its_promise_and_its_days():
    row = only(months(*RATE), [promise("account_rate", 50.0, "gt", plan="p8")])
    assert row[[*KEY, "plan", "year"]].tolist() == ["account_rate", "u", "province", "", "p8", 2023]
    assert (row["target"], row["comparator"]) == (50, "gt")
    assert (row["kind"], row["reason"], row["method"], row["n"]) == ("model", "", "combination", 6)
    assert (row["last_day"], row["end"]) == (dt.date(2023, 6, 30), dt.date(2023, 12, 31))
    assert row["last_value"] == 33.25


def test_rows_are_sorted_by_series_plan_and_year():
    readings = months(*RATE, unit="v") + months(*RATE, indicator="teams") + months(*RATE)
    promises = [
        promise("account_rate", 50, plan=plan, year=year) for plan in ("b", "a") for year in (2024, 2023)
    ]
    rows = run(readings, promises)
    assert rows[["indicator", "unit", "plan", "year"]].to_numpy().tolist() == [
        ["account_rate", "u", "a", 2023], ["account_rate", "u", "a", 2024], ["account_rate", "u", "b", 2023],
        ["account_rate", "u", "b", 2024], ["account_rate", "v", "", 2023], ["teams", "u", "", 2023],
    ]  # fmt: skip
    assert rows.index.tolist() == list(range(6))


def everything() -> tuple[list[dict], list[dict]]:
    """One series of each kind, and promises for some."""
    readings = [
        *months(*RATE), *months(70, 71, 69, 72, unit="v"), *months(40.0, unit="w"),
        *counted((8, 10), (9, 12), (6, 8), (7, 9)), *months(5, 6, 7, 6, indicator="done"),
        *months(3, 4, 4, 5, indicator="stations"), reading("done", "2023-H1", 50, unit="w"),
        reading("dti_rank", "2021", 40, dimension="n=63"), reading("dti_rank", "2022", 35, dimension="n=63"),
        reading("dti_rank", "2020", 38, dimension="n=63"), reading("online_rate", "2023-H1", 81.17, unit="w"),
    ]  # fmt: skip
    promises = [
        promise("account_rate", 50), promise("account_rate", 60, unit="v"), promise("account_rate", 60, unit="w"),
        promise("online_rate", 80), promise("online_rate", 70, unit="w"), promise("done", 100, unit="w"),
        promise("dti_rank", 20, "le", dimension="n=63"),
    ]  # fmt: skip
    return readings, promises


def test_the_order_of_rows_does_not_matter_and_the_frames_stay_as_they_are():
    readings, promises = everything()
    frames = frame(readings, reading), frame(promises, promise), DOSSIERS.copy()
    before = [one.copy() for one in frames]
    told = project_frame(*frames, period=parse_period("2023-H1"))
    turned = project_frame(frames[0][::-1], frames[1][::-1], frames[2][::-1], period=parse_period("2023-H1"))
    for one, other in zip(frames, before, strict=True):
        pd.testing.assert_frame_equal(one, other)
    plain = [column for column in COLUMNS if column != "projection"]
    pd.testing.assert_frame_equal(told[plain], turned[plain])


def test_of_three_readings_of_one_day_the_order_of_rows_does_not_choose():
    readings = [reading("account_rate", code, value) for code, value in
                [("2023-06", 26), ("2023-H1", 30), ("2023-Q2", 31)]]  # fmt: skip
    assert only(readings)["last_value"] == only(readings[::-1])["last_value"] == 30


def test_rows_may_carry_the_same_index():
    observations = pd.concat([frame(months(*RATE[:3]), reading), frame(months(*RATE)[3:], reading)])
    assert observations.index.has_duplicates
    told = project_frame(observations, frame([], promise), INDICATORS, period=parse_period("2023-H1"))
    assert told["n"].tolist() == [6]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("indicators", [DOSSIERS, SERVICES, INDICATORS])
def test_no_sentence_of_a_row_has_a_missing_number(language, indicators):
    for projection in run(*everything(), indicators=indicators)["projection"]:
        assert not re.search(r"\bnan\b|None|NaT|\{|–|\binf\b", projection.sentence(language))


@pytest.mark.parametrize("values", [(5, 6), (5, 6, 7, 8)])
@pytest.mark.parametrize("indicator", ["teams", "done"])
def test_the_sentence_of_a_count_has_no_percent(values, indicator):
    sentence = str(only(months(*values, indicator=indicator))["projection"])
    assert "%" not in sentence.replace("khoảng 80%", "")


def test_where_there_is_no_model_its_columns_are_missing_and_a_reason_is_given():
    rows = run(*everything(), indicators=DOSSIERS).set_index(["indicator", "unit"])
    is_told = rows["kind"] == "arithmetic"
    assert rows.loc[is_told, ["lower_80", "median", "upper_80", "chance"]].isna().all(axis=None)
    assert (rows["reason"].eq("") == ~is_told).all()
    assert rows.loc[~is_told, ["lower_80", "median", "upper_80"]].notna().all(axis=None)
    assert rows.loc[("account_rate", "w"), "reason"] == "too_few"
    assert rows.loc[("online_rate", "w"), "reason"] == "no_counts"


# ---------------------------------------------------------------- what is known on the day


def test_nothing_after_the_reported_period_is_seen():
    early = only(months(*RATE[:4]), period="2023-04")
    late = only(months(*RATE), period="2023-04")
    assert ranges(early).tolist() == ranges(late).tolist()
    assert (late["n"], late["last_day"]) == (4, dt.date(2023, 4, 30))


def test_a_bound_is_no_reading_and_an_estimate_is_counted():
    readings = months(*RATE[:4])
    readings[1] |= {"status": "estimate"}
    readings[3] |= {"qualifier": "ge"}
    row = only(readings)
    assert (row["n"], row["n_estimates"], row["last_day"]) == (3, 1, dt.date(2023, 3, 31))


def test_a_series_of_bounds_alone_has_no_row():
    assert run([reading("account_rate", "2023-06", 90, "gt")]).empty


def test_the_more_trusted_source_counts_and_of_one_source_the_later_word():
    readings = [
        *months(*RATE), reading("account_rate", "2023-06", 50, source="z", trust=2),
        reading("account_rate", "2023-05", 31, as_of="2023-09-30"),
    ]  # fmt: skip
    row = only(readings)
    assert (row["last_value"], row["n"]) == (33.25, 6)
    assert row["pace_so_far"] == pytest.approx((33.25 - 21.4) / 5)
    assert ranges(row) != pytest.approx(ranges(only(months(*RATE))), abs=1e-6)


def test_an_indicator_that_the_register_lacks_is_refused_by_name():
    with pytest.raises(ValueError, match="The register of indicators lacks unheard_of; add"):
        run([reading("unheard_of", "2023-06", 1)])


# ---------------------------------------------------------------- targets


def test_without_a_target_a_series_is_projected_to_the_end_of_the_reported_year():
    row = only(months(*RATE), [promise("online_rate", 70)])
    assert (row["plan"], row["year"], row["end"], row["comparator"]) == ("", 2023, dt.date(2023, 12, 31), "")
    assert np.isnan([row["target"], row["chance"], row["required_pace"]]).all()
    assert row["outlook"] == ""


def test_after_the_year_is_over_the_next_year_is_meant():
    yearly = [
        reading("account_rate", str(year), value)
        for year, value in zip(range(2020, 2024), RATE, strict=False)
    ]
    promises = [promise("account_rate", 30), promise("account_rate", 40, year=2024)]
    row = only(yearly, promises, period="2023")
    assert (row["year"], row["target"], row["required_pace"]) == (2024, 40, (40 - 28.9) / 12)
    assert only(yearly, period="2023")["year"] == 2024


def test_a_target_of_a_year_that_is_over_has_no_row_of_its_own():
    assert run(months(*RATE), [promise("account_rate", 30, year=2022)])["year"].tolist() == [2023]


def test_of_a_target_set_twice_the_later_word_counts():
    promises = [
        promise("account_rate", 60, as_of="2023-03-01"),
        promise("account_rate", 50, as_of="2023-01-01"),
    ]
    assert only(months(*RATE), promises)["target"] == 60
    assert only(months(*RATE), promises[::-1])["target"] == 60


def test_several_plans_and_years_have_a_row_each():
    promises = [
        promise("account_rate", 50, plan="p8"), promise("account_rate", 60, plan="p17"),
        promise("account_rate", 70, plan="p17", year=2024),
    ]  # fmt: skip
    rows = run(months(*RATE), promises)
    assert rows[["plan", "year", "target"]].to_numpy().tolist() == [
        ["p17", 2023, 60],
        ["p17", 2024, 70],
        ["p8", 2023, 50],
    ]
    assert rows["chance"][2] > rows["chance"][0]
    assert (rows["kind"][1], rows["reason"][1]) == ("arithmetic", "too_far")
    assert rows["required_pace"][1] == pytest.approx((70 - 33.25) / 18)
    assert rows["median"][0] == rows["median"][2]


def test_two_years_ahead_are_projected_where_they_are_near_enough():
    quarters = [reading("account_rate", f"2023-Q{place}", value) for place, value in enumerate(RATE[:4], 1)]
    yearly = [
        reading("account_rate", str(year), value)
        for year, value in zip(range(2020, 2024), RATE, strict=False)
    ]
    promises = [promise("account_rate", 50, year=year) for year in (2024, 2025, 2026, 2027)]
    kinds = run(yearly, promises, period="2023")["kind"].tolist()
    assert kinds == ["model", "model", "model", "arithmetic"]
    assert run(quarters, promises, period="2023")["kind"].tolist() == ["model"] + ["arithmetic"] * 3


# ---------------------------------------------------------------- what kind of series


def test_a_level_is_read_on_its_last_day_whatever_the_length_of_its_periods():
    readings = [reading("account_rate", code, value) for code, value in
                [("2022", 20), ("2023-Q1", 24), ("2023-H1", 27)]]  # fmt: skip
    row = only(readings)
    assert (row["n"], row["method"], row["pace_so_far"]) == (3, "combination", pytest.approx(7 / 6))
    assert len(row["projection"].quantiles) == 2


def test_what_is_declared_never_to_fall_does_not_and_a_level_may():
    values = (30, 31, 31, 32)
    assert only(months(*values, indicator="stations"))["lower_80"] >= 32
    assert only(months(*values, indicator="teams"))["lower_80"] < 32


def test_a_rate_from_january_with_counts_goes_by_its_flows():
    row = only(counted(*[(6, 10)] * 6), [promise(target=65)], indicators=DOSSIERS)
    assert (row["method"], row["n"], row["last_value"]) == ("flows", 6, 60)
    assert row["median"] == pytest.approx(60, abs=1)
    assert row["rest_rate"] == pytest.approx(70)
    assert np.isnan(row["required_pace"])


def test_a_count_from_january_goes_by_its_flows_with_or_without_a_word_for_its_cases():
    for register in (DOSSIERS, INDICATORS):
        row = only(months(*[50.0] * 6, indicator="done"), [promise("done", 590)], indicators=register)
        assert (row["method"], row["last_value"]) == ("flows", 300)
        assert (row["pace_so_far"], row["required_pace"]) == (50, pytest.approx(290 / 6))
        assert row["median"] == pytest.approx(600, rel=0.02)


def test_flows_of_a_frame_are_those_of_one_series():
    row = only(counted((8, 10), (9, 12), (6, 8), (7, 9)), [promise(target=80)], indicators=DOSSIERS)
    alone = project(
        frame(counted((8, 10), (9, 12), (6, 8), (7, 9)), reading), accumulation="cumulative", target=80
    )
    assert ranges(row) == pytest.approx(alone.quantiles.iloc[-1].to_numpy(), abs=1e-9)
    assert row["chance"] == pytest.approx(alone.chance)


def test_a_rate_from_january_without_counts_goes_by_whole_years():
    yearly = [reading("online_rate", str(year), 60.0 + year - 2020) for year in range(2020, 2023)]
    assert only(yearly, period="2022")["method"] == "combination"
    newer = only([*yearly, reading("online_rate", "2023-H1", 70)])
    assert (newer["kind"], newer["reason"], newer["last_value"]) == ("arithmetic", "no_counts", 70)


def test_too_few_flows_give_the_arithmetic_of_the_running_year():
    row = only([reading("done", "2022", 80), reading("done", "2023-H1", 40)], [promise("done", 100)])
    assert (row["kind"], row["reason"]) == ("arithmetic", "too_few")
    assert (row["required_pace"], row["pace_so_far"]) == (10, pytest.approx(40 / 6))


def test_of_a_new_year_nothing_is_counted_yet():
    row = only([reading("done", "2023", 99)], [promise("done", 120, year=2024)], period="2023")
    assert (row["required_pace"], row["last_value"]) == (10, 99)
    assert not row["projection"].is_reached


def test_distinct_services_are_read_within_their_year_and_do_not_add_up():
    readings = [reading("online_rate", f"2023-{last}", value, numerator=value * size, denominator=100 * size)
                for size, (last, value) in enumerate([("01", 10), ("2M", 18), ("Q1", 24), ("4M", 28)], 1)]  # fmt: skip
    row = only([*readings, reading("online_rate", "2022", 90)], period="2023-4M", indicators=SERVICES)
    assert (row["kind"], row["method"], row["n"]) == ("model", "combination", 4)
    assert row["last_value"] == 28
    assert only(readings, period="2023-4M", indicators=DOSSIERS)["method"] == "flows"


def test_a_count_of_distinct_things_cannot_fall_within_its_year_and_may_between_years():
    running = [
        reading("done", code, value) for code, value in [("2023-01", 30), ("2023-2M", 31), ("2023-Q1", 31)]
    ]
    assert only(running, period="2023-Q1", indicators=SERVICES)["lower_80"] >= 31
    yearly = [reading("done", str(year), value) for year, value in [(2020, 30), (2021, 35), (2022, 31)]]
    row = only(yearly, period="2022", indicators=SERVICES)
    assert (row["method"], row["lower_80"] < 31) == ("combination", True)
    rates = [one | {"indicator": "online_rate"} for one in running]
    assert only(rates, period="2023-Q1", indicators=SERVICES)["lower_80"] < 31


@pytest.mark.parametrize(("lower", "upper"), [(0, 100), (60, 100), (0, 90), (0, np.nan)])
def test_flows_of_a_frame_keep_the_bounds_of_their_rate(lower, upper):
    cases = frame(counted((8, 10), (9, 12), (6, 8), (7, 9)), reading)
    register = DOSSIERS.assign(lower=lower, upper=upper)
    told = project_frame(cases, frame([], promise), register, period=parse_period("2023-H1")).iloc[0]
    alone = project(cases, accumulation="cumulative", lower=lower, upper=None if np.isnan(upper) else upper)
    assert ranges(told) == pytest.approx(alone.quantiles.iloc[-1].to_numpy(), abs=1e-9)


def test_single_months_of_distinct_services_say_nothing_of_the_year():
    row = only(counted((8, 10), (9, 12), (6, 8), (7, 9)), indicators=SERVICES)
    assert (row["kind"], row["reason"]) == ("arithmetic", "not_additive")


def test_distinct_services_start_anew_once_their_year_is_over():
    readings = [reading("online_rate", code, value) for code, value in
                [("2023-01", 10), ("2023-Q1", 20), ("2023-H1", 30), ("2023-9M", 33), ("2023", 35)]]  # fmt: skip
    row = only(readings, period="2023", indicators=SERVICES)
    assert (row["kind"], row["reason"]) == ("arithmetic", "not_additive")


def test_a_rank_is_bounded_by_the_places_that_its_slice_names():
    ranks = [reading("dti_rank", str(year), value, dimension="n=63") for year, value in
             [(2020, 50), (2021, 60), (2022, 62)]]  # fmt: skip
    row = only(ranks, [promise("dti_rank", 40, "le", dimension="n=63")], period="2022-YTD-12-31")
    assert row["kind"] == "model"
    assert row["upper_80"] <= 63
    free = [one | {"dimension": "field=land"} for one in ranks]
    assert only(free, period="2022")["upper_80"] > 63


@pytest.mark.parametrize(
    ("dimension", "upper"),
    [("n=63", 63), ("tier=province;n=63", 63), ("n=63;by=x", 63), ("xn=63", None), ("", None)],
)
def test_only_n_names_the_places(dimension, upper):
    observations = frame([reading("dti_rank", "2022", 5, dimension=dimension)], reading)
    (case,) = make_cases(observations, INDICATORS, parse_period("2022"))
    assert case.bounds == (1, upper)


def test_what_is_measured_once_a_year_is_a_yearly_level():
    ranks = [reading("dti_rank", str(year), value) for year, value in [(2020, 50), (2021, 45), (2022, 42)]]
    row = only(ranks, period="2022")
    assert (row["kind"], row["end"], row["projection"].quantiles.index.tolist()) == (
        "model", dt.date(2023, 12, 31), [dt.date(2023, 12, 31)],
    )  # fmt: skip


def test_what_is_done_or_not_done_is_a_task():
    register = INDICATORS.assign(accumulation="one_off")
    row = only(months(0, 0, 100, 100), [promise("account_rate", 100)], indicators=register)
    assert (row["kind"], row["reason"]) == ("arithmetic", "one_off")
    assert np.isnan(row["required_pace"])
    assert only(months(0, 40, 100, 100), indicators=register)["kind"] == "model"


def test_growth_without_a_lower_bound_is_not_projected():
    register = INDICATORS.assign(lower=np.nan)
    row = only(months(*RATE), [promise("account_rate", 50)], indicators=register)
    assert (row["kind"], row["reason"], row["required_pace"]) == (
        "arithmetic",
        "no_bound",
        pytest.approx(16.75 / 6),
    )


def test_readings_by_the_day_are_projected_only_so_far_as_days_carry():
    days = [reading("account_rate", f"2026-YTD-12-{day:02d}", 50.0 + day) for day in (21, 22, 24)]
    promises = [promise("account_rate", 80, year=2026)]
    assert only(days, promises, period="2026-YTD-12-24")["kind"] == "model"
    early = [reading("account_rate", f"2026-YTD-10-{day:02d}", 50.0 + day) for day in (5, 6, 8)]
    row = only(early, promises, period="2026-YTD-10-10")
    assert (row["kind"], row["reason"]) == ("arithmetic", "too_far")
    assert row["required_pace"] == pytest.approx((80 - 58) / (84 / 30.4375))


def test_a_projection_by_the_day_is_of_the_end_that_its_row_names():
    days = [reading("account_rate", f"2023-YTD-{day}", value) for day, value in
            [("10-05", 51), ("10-25", 52), ("11-14", 53)]]  # fmt: skip
    row = only(days, period="2023-YTD-11-14")
    assert row["kind"] == "arithmetic" or row["projection"].quantiles.index[-1] == row["end"]


@pytest.mark.parametrize("cases", [[(0, 0)] * 3, [(5, 10), (0, 0), (0, 0)]])
def test_months_without_cases_are_no_readings_of_a_rate(cases):
    readings = [
        reading("online_rate", f"2023-{month:02d}", 0.0, numerator=part, denominator=base)
        for month, (part, base) in enumerate(cases, 1)
    ]
    row = only(readings, [promise(target=70)], indicators=DOSSIERS)
    assert (row["kind"], row["reason"]) == ("arithmetic", "too_few")
    assert "–" not in str(row["projection"])


def test_a_series_of_zeros_is_projected():
    assert np.isfinite(ranges(only(months(0, 0, 0)))).all()
    assert np.isfinite(ranges(only(months(0, 0, 0, indicator="done")))).all()


# ---------------------------------------------------------------- siblings


def test_units_of_one_indicator_are_siblings_and_others_are_not():
    own, other = months(30, 36, 33), months(20, 60, 30, 70, unit="v")
    alone, beside = only(own), run(own + other)
    assert ranges(alone) != pytest.approx(ranges(beside.iloc[0]), abs=1e-3)
    apart = run(own + [one | {"indicator": "teams", "unit": "u"} for one in other])
    assert ranges(apart.iloc[0]) == pytest.approx(ranges(alone), abs=1e-9)


@pytest.mark.parametrize("difference", [{"level": "district"}, {"dimension": "field=land"}])
def test_another_level_or_slice_is_no_sibling(difference):
    own, other = months(30, 36, 33), months(20, 60, 30, 70, unit="v", **difference)
    rows = run(own + other)
    mine = rows[(rows["unit"] == "u")]
    assert ranges(mine.iloc[0]) == pytest.approx(ranges(only(own)), abs=1e-9)


def test_siblings_from_elsewhere_have_no_row_but_are_heard():
    own, other = months(30, 36, 33), months(20, 60, 30, 70, unit="v")
    heard = only(own, siblings=other)
    together = run(own + other)
    assert heard["unit"] == "u"
    assert ranges(heard) == pytest.approx(ranges(together.iloc[0]), abs=1e-9)


def test_a_series_is_not_its_own_sibling():
    own = months(30, 36, 33)
    assert ranges(only(own, siblings=own)) == pytest.approx(ranges(only(own)), abs=1e-9)


def test_siblings_too_short_later_or_done_once_are_not_heard():
    own = months(30, 36, 33)
    others = [*months(20, 60, unit="v"), reading("account_rate", "2024-01", 90, unit="v")]
    assert ranges(only(own, siblings=others)) == pytest.approx(ranges(only(own)), abs=1e-9)


def test_flows_are_steadied_by_the_flows_of_siblings():
    own, other = counted((8, 10), (6, 10), (7, 10)), counted((9, 10), (1, 10), (8, 10), (2, 10), unit="v")
    alone = only(own, indicators=DOSSIERS)
    beside = only(own, indicators=DOSSIERS, siblings=other)
    assert beside["method"] == "flows"
    assert ranges(beside) != pytest.approx(ranges(alone), abs=1e-3)
    together = run(own + other, indicators=DOSSIERS)
    assert ranges(together.iloc[0]) == pytest.approx(ranges(beside), abs=1e-9)


def test_a_unit_with_too_few_flows_does_not_disturb_the_others():
    few = counted((5, 10), unit="v")
    rows = run(
        counted((8, 10), (6, 10), (7, 10)) + few, indicators=DOSSIERS, siblings=counted((1, 2), unit="w")
    )
    assert rows["kind"].tolist() == ["model", "arithmetic"]
    assert ranges(rows.iloc[0]) == pytest.approx(
        ranges(only(counted((8, 10), (6, 10), (7, 10)), indicators=DOSSIERS))
    )
