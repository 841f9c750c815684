"""One indicator to the end of its year: arithmetic by hand, targets, refusals, and what a reader is told."""

import datetime as dt
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scorecards import quick

from dtanalysis.periods import parse_period
from dtanalysis.projection import forecast_quantiles, project
from dtanalysis.projection.arithmetic import chance_of
from dtanalysis.projection.chances import OUTLOOKS, chance_of_reaching
from dtanalysis.projection.question import ACCUMULATIONS, year_end_after
from dtanalysis.projection.result import (
    OUTLOOK_WORDS,
    REASONS,
    Projection,
    decimals_of,
    empty_quantiles,
    is_reached,
    shown_chance,
)

NONE = np.nan
RATE = [21.4, 24.0, 25.1, 28.9, 30.2, 33.25]
LANGUAGES = ("vi", "en")


def months(*values: float, year: int = 2023) -> dict[str, float]:
    """Readings of January, February, …"""
    return {f"{year}-{month:02d}": value for month, value in enumerate(values, 1)}


def spaced(sentence: str) -> str:
    """With plain spaces for those that do not break."""
    return sentence.replace("\u00a0", " ")


def told(**changes) -> Projection:
    """A projection made by hand."""
    plain = {
        "kind": "model", "reason": "", "method": "combination", "n_obs": 6, "n_estimates": 0, "left_out": (),
        "last_period": dt.date(2023, 6, 30), "last_value": 33.25, "standing": 33.25, "members": pd.Series(dtype=float),
        "quantiles": pd.DataFrame([[30.0, 35, 39.5, 44, 50]], [dt.date(2023, 12, 31)], [0.1, 0.25, 0.5, 0.75, 0.9]),
        "target": 50.0, "comparator": "ge", "chance": 0.12,
    }  # fmt: skip
    return Projection(**(plain | changes))


# ---------------------------------------------------------------- one or two readings: arithmetic


def test_one_reading_gives_the_pace_that_closes_the_gap():
    """Ninh Thuận, 6 tháng đầu năm 2023: 33.25 % of services against 70 % leaves 36.75 points for 6 months."""
    one = project({"2023-H1": 33.25}, target=70)
    assert (one.kind, one.reason, one.method, one.n_obs) == ("arithmetic", "too_few", "arithmetic", 1)
    assert one.required_pace == 6.125
    assert (one.last_value, one.last_period) == (33.25, dt.date(2023, 6, 30))


def test_arithmetic_has_no_range_and_no_chance():
    one = project({"2023-H1": 33.25}, target=70)
    assert (len(one.quantiles), len(one.members), one.outlook) == (0, 0, "")
    assert np.isnan(one.chance)
    assert one.quantiles.columns.tolist() == [0.1, 0.25, 0.5, 0.75, 0.9]


def test_one_reading_has_no_pace_so_far_and_two_have():
    assert np.isnan(project({"2023-H1": 33.25}).pace_so_far)
    assert project({"2022": 24.25, "2023-H1": 33.25}).pace_so_far == pytest.approx(9 / 6)
    assert project({"2022-H1": 27.25, "2023-H1": 33.25}, until=1).pace_so_far == pytest.approx(6 / 12)


def test_the_pace_so_far_counts_from_the_year_end_before_where_that_is_known():
    rate = {"2022-06": 10, "2022-12": 22, "2023-03": 25, "2023-06": 28}
    assert project(rate).pace_so_far == pytest.approx((28 - 22) / 6)
    del rate["2022-12"]
    assert project(rate, until=1).pace_so_far == pytest.approx((28 - 10) / 12)


def test_at_the_end_of_a_year_the_pace_is_that_of_the_year():
    assert project({"2021": 10, "2022": 22, "2023": 28}).pace_so_far == pytest.approx(6 / 12)


def test_a_pace_of_plain_values_is_that_of_all_of_them():
    assert project([10, 16, 28], freq="Q", until=2).pace_so_far == pytest.approx(18 / 6)


def test_by_the_day_a_pace_is_still_a_month():
    days = {"2026-YTD-10-01": 10.0, "2026-YTD-10-31": 40.0}
    assert project(days, until=parse_period("2026-11")).pace_so_far == pytest.approx(30 / (30 / 30.4375))


@pytest.mark.parametrize(
    ("target", "comparator", "pace"),
    [
        (30, "ge", 0), (40, "ge", 0), (43, "ge", 0.5), (40, "gt", 0), (39, "gt", 0),
        (45, "le", 0), (40, "le", 0), (37, "le", -0.5), (45, "lt", 0), (37, "lt", -0.5),
        (40, "eq", 0), (43, "eq", 0.5), (37, "eq", -0.5),
    ],
)  # fmt: skip
def test_the_required_pace_goes_towards_the_target_and_is_0_where_it_is_reached(target, comparator, pace):
    assert project({"2023-H1": 40.0}, target=target, comparator=comparator).required_pace == pace


def test_without_a_target_nothing_is_required_and_nothing_is_said_of_it():
    one = project({"2023-H1": 33.25})
    assert np.isnan(one.required_pace)
    assert (one.comparator, one.is_reached) == ("", False)
    assert "mục tiêu" not in str(one)


@quick
@given(last=st.floats(0, 100), target=st.floats(0, 100), month=st.integers(1, 11))
def test_the_required_pace_times_the_months_left_closes_the_gap(last, target, month):
    one = project({f"2023-{month:02d}": last}, target=target)
    assert last + one.required_pace * (12 - month) == pytest.approx(max(last, target))


def test_what_is_done_once_has_neither_pace_nor_projection():
    task = project(months(0, 0, 0, 1), accumulation="one_off", unit_measure="count", upper=1, target=1)
    assert (task.kind, task.reason) == ("arithmetic", "one_off")
    assert np.isnan([task.required_pace, task.pace_so_far]).all()
    assert task.is_reached


# ---------------------------------------------------------------- three and more: the model


def test_three_readings_are_projected_to_december():
    three = project(months(*RATE[:3]))
    assert (three.kind, three.reason, three.method) == ("model", "", "combination")
    assert three.quantiles.index[0] == dt.date(2023, 4, 30)
    assert three.quantiles.index[-1] == dt.date(2023, 12, 31)
    assert len(three.quantiles) == 9


def test_what_is_printed_is_what_the_model_gives():
    found = project(months(*RATE), target=50)
    model = forecast_quantiles(RATE, 6)
    assert found.quantiles.to_numpy() == pytest.approx(model[:, 1:-1])
    assert found.chance == pytest.approx(float(chance_of_reaching(model[-1], 50)))
    assert found.members.sum() == pytest.approx(1)
    assert found.required_pace == pytest.approx((50 - 33.25) / 6)


def test_bounds_frequency_declaration_and_siblings_reach_the_model():
    more = {"lower": 20, "upper": None, "cumulative": True}
    found = project([*RATE], freq="Q", until=3, siblings=[[50, 60, 55], [30, 31]], **more)
    alone = forecast_quantiles(RATE, 3, freq="Q", siblings=[[50, 60, 55]], **more)
    assert found.quantiles.to_numpy() == pytest.approx(alone[:, 1:-1])
    assert found.quantiles.index.tolist() == [1, 2, 3]


def test_a_sibling_of_another_frequency_says_nothing():
    yearly = {"2020": 50, "2021": 80, "2022": 20}
    assert project(months(*RATE), siblings=[yearly]).quantiles.equals(project(months(*RATE)).quantiles)


def test_ever_is_declared_never_to_fall():
    ever = project(months(*RATE), accumulation="ever").quantiles
    assert ever.equals(project(months(*RATE), cumulative=True).quantiles)
    assert ever.to_numpy().min() >= 33.25
    assert project(months(30, 31, 31, 31.2)).quantiles.iloc[:, 0].min() < 31.2


@pytest.mark.parametrize(
    "until", ["2023-09", "2023-Q3", "2023-9M", 3, parse_period("2023-9M"), dt.date(2023, 9, 30)]
)
def test_the_end_may_be_a_period_a_day_or_a_number_of_steps(until):
    found = project(months(*RATE), until=until)
    assert (len(found.quantiles), found.quantiles.index[-1]) == (3, dt.date(2023, 9, 30))


@pytest.mark.parametrize("until", ["2024", 2024, parse_period("2024")])
def test_a_number_of_four_digits_is_a_year(until):
    found = project({"2021": 20.0, "2022": 25.0, "2023": 28.0}, until=until)
    assert found.quantiles.index.tolist() == [dt.date(2024, 12, 31)]


def test_after_the_year_is_over_the_next_one_is_asked_for():
    found = project({"2021": 20.0, "2022": 25.0, "2023": 28.0}, target=40)
    assert found.quantiles.index.tolist() == [dt.date(2024, 12, 31)]
    assert found.required_pace == 1
    assert year_end_after(dt.date(2023, 12, 30)) == dt.date(2023, 12, 31)


def test_a_bound_is_left_out_and_an_estimate_is_counted():
    rows = pd.DataFrame(
        [("2023-01", 1, "eq", "published"), ("2023-02", 2, "eq", "estimate"), ("2023-03", 9, "gt", "published"),
         ("2023-04", 4, "eq", "published")], columns=["period", "value", "qualifier", "status"],
    )  # fmt: skip
    found = project(rows)
    assert (found.n_obs, found.n_estimates, found.left_out) == (3, 1, ("2023-03",))
    assert "dựa trên 3 số liệu, trong đó 1 số liệu ước." in str(found)
    assert "from 3 readings, 1 of them estimates." in found.sentence("en")


@pytest.mark.parametrize(("freq", "farthest"), [("M", 12), ("Q", 4), ("H", 3), ("A", 3)])
def test_farther_than_it_was_scored_nothing_is_projected(freq, farthest):
    assert project(RATE, freq=freq, until=farthest).kind == "model"
    beyond = project(RATE, freq=freq, until=farthest + 1, target=50)
    assert (beyond.kind, beyond.reason) == ("arithmetic", "too_far")
    assert beyond.required_pace > 0


def test_the_series_is_left_alone():
    series = pd.Series(RATE, index=list(months(*RATE)))
    before = series.copy()
    project(series, target=50)
    pd.testing.assert_series_equal(series, before)


# ---------------------------------------------------------------- targets


@pytest.mark.parametrize(("comparator", "opposite"), [("ge", "lt"), ("gt", "le")])
def test_a_comparison_and_its_opposite_are_together_certain(comparator, opposite):
    chances = [project(months(*RATE), target=40, comparator=word).chance for word in (comparator, opposite)]
    assert sum(chances) == pytest.approx(1)
    assert 0.2 < chances[0] < 0.8


def test_an_exact_target_has_a_pace_but_no_chance():
    exact = project(months(*RATE), target=40, comparator="eq")
    assert np.isnan(exact.chance)
    assert (exact.outlook, exact.kind) == ("", "model")
    assert "Xác suất" not in str(exact)


def test_no_target_has_no_chance():
    assert np.isnan(chance_of(np.arange(7.0), NONE, ""))
    assert np.isnan(project(months(*RATE)).chance)


@pytest.mark.parametrize(
    ("value", "reached"),
    [(89.9, {"le", "lt"}), (90, {"ge", "le", "eq"}), (90.1, {"ge", "gt"}), (NONE, set())],
)
def test_a_value_satisfies_a_target_by_its_comparator(value, reached):
    assert {word for word in ("ge", "gt", "le", "lt", "eq") if is_reached(value, 90, word)} == reached


def test_a_reached_target_is_still_only_probable_by_december():
    found = project(months(70, 40, 75, 45, 72), target=70)
    assert found.is_reached
    assert found.chance < 0.9
    assert "Xác suất đạt mục tiêu 70%" in str(found)


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize("target", [-1, 100.1])
def test_a_target_outside_the_bounds_is_refused(target):
    expected = f"The target {target:g} lies outside the bounds 0 to 100; no value can reach it as written."
    with pytest.raises(ValueError, match=expected):
        project(months(*RATE), target=target)


@pytest.mark.parametrize("upper", [None, NONE, np.inf])
def test_without_an_upper_bound_any_target_above_the_lower_one_goes(upper):
    assert project(months(*RATE), upper=upper, target=5000).chance == pytest.approx(0.001)


def test_readings_outside_the_bounds_are_refused_with_the_first_of_them():
    expected = (
        "2 readings lie outside the bounds 0 to 100, the first of them 101. Correct the reading, or the bounds in the "
        "register of indicators."
    )
    with pytest.raises(ValueError, match=expected):
        project(months(99, 101, 102))


def test_a_reading_on_a_bound_is_inside():
    assert project(months(0, 100, 0)).kind == "model"


@pytest.mark.parametrize(("lower", "upper"), [(100, 0), (50, 50), (NONE, 100)])
def test_bounds_the_wrong_way_round_are_refused(lower, upper):
    with pytest.raises(
        ValueError, match=f"The lower bound {lower:g} is not below the upper bound {upper:g}."
    ):
        project(months(*RATE), lower=lower, upper=upper)


def test_a_word_that_is_not_known_is_refused_with_those_that_are():
    with pytest.raises(ValueError, match=f"'flow' is not known; write one of {', '.join(ACCUMULATIONS)}."):
        project(months(*RATE), accumulation="flow")
    with pytest.raises(ValueError, match="'>=' is not known; write one of ge, gt, le, lt, eq."):
        project(months(*RATE), comparator=">=")


@pytest.mark.parametrize(
    ("until", "end"), [("2022", "2022-12-31"), ("2023-06", "2023-06-30"), (0, "0 steps"), (-1, "-1 steps")]
)
def test_an_end_that_is_over_is_refused(until, end):
    expected = (
        f"The end {end} is over: the newest reading is of 2023-06-30. Its value is known; name a later end."
    )
    with pytest.raises(ValueError, match=expected):
        project(months(*RATE), until=until)


def test_plain_values_have_no_december():
    with pytest.raises(ValueError, match="These values carry no periods; say how many steps ahead: until=6."):
        project(RATE, freq="M")


def test_no_reading_two_of_a_day_and_mixed_periods_are_refused():
    with pytest.raises(ValueError, match="No value to project"):
        project({})
    with pytest.raises(ValueError, match="2023-06 and 2023-H1 both end on 2023-06-30"):
        project({"2023-06": 1, "2023-H1": 2})


# ---------------------------------------------------------------- what a reader is told


def test_a_projection_prints_as_its_sentence():
    assert str(told()) == told().sentence() == (
        "Dự báo đến 31/12/2023: 30,0% đến 50,0% (khoảng 80%), giữa 39,5%; dựa trên 6 số liệu. "
        "Xác suất đạt mục tiêu 50%: khoảng 10% (khó đạt)."
    )  # fmt: skip
    assert told().sentence("en") == (
        "Projected to 31 December 2023: 30.0% to 50.0% (80% range), middle 39.5%; from 6 readings. "
        "Probability of reaching the target of 50%: about 10% (unlikely)."
    )


def test_arithmetic_says_why_and_what_is_missing():
    one = project({"2023-H1": 33.25}, target=70)
    assert spaced(str(one)) == (
        "Chưa dự báo được: mới có 1 số liệu, cần ít nhất 3 để dự báo. Số liệu gần nhất là 33,25%. "
        "Còn thiếu 36,8 điểm phần trăm so với mục tiêu 70%, cần tăng bình quân 6,1 điểm phần trăm mỗi tháng."
    )
    assert "36.8 percentage points short of the target of 70%" in spaced(one.sentence("en"))


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_is_told_in_both_languages(reason, language):
    arithmetic = told(kind="arithmetic", reason=reason, quantiles=empty_quantiles(), chance=NONE)
    assert REASONS[reason][language].format(n=6) in arithmetic.sentence(language)


def test_counts_are_told_in_their_unit_and_large_ones_without_decimals():
    found = told(
        unit_measure="count", unit_label="hồ sơ", target=2500.0,
        quantiles=pd.DataFrame([[1234.5, 1500, 2000.4, 2200, 2439.6]], [dt.date(2023, 12, 31)], [0.1, 0.25, 0.5, 0.75, 0.9]),
    )  # fmt: skip
    assert "1.235 hồ sơ đến 2.440 hồ sơ" in spaced(str(found))
    assert "mục tiêu 2.500 hồ sơ" in spaced(str(found))


def test_a_value_at_a_target_that_must_be_passed_is_not_told_to_fall():
    sentence = str(project({"2023-H1": 40.0}, target=40, comparator="gt"))
    assert "giảm" not in sentence
    assert "cao hơn" not in sentence


@pytest.mark.parametrize("accumulation", ["level", "cumulative"])
@pytest.mark.parametrize(
    "series", [{"2023-H1": 1200.0}, {"2022-12": 900.0, "2023-H1": 1200.0}, months(*[400.0] * 6)]
)
def test_a_sentence_counts_in_the_unit_that_it_is_told(series, accumulation):
    words = {"unit_measure": "count", "unit_label": "hồ sơ", "upper": None, "accumulation": accumulation}
    sentence = spaced(str(project(series, target=5000, **words)))
    assert "mục tiêu 5.000 hồ sơ" in sentence
    assert "%" not in sentence.replace("(khoảng 80%)", "").partition(" Xác suất")[0]
    assert sentence.count("hồ sơ") >= 2


@pytest.mark.parametrize(
    ("value", "decimals"), [(0, 1), (0.5934, 3), (1, 1), (999.9, 1), (1000, 0), (-2439, 0), (-0.5, 3)]
)
def test_a_projected_value_has_no_more_decimals_than_it_knows(value, decimals):
    assert decimals_of(value) == decimals


@quick
@given(
    values=st.lists(st.floats(0, 100), min_size=1, max_size=8),
    target=st.none() | st.floats(0, 100),
    comparator=st.sampled_from(["ge", "gt", "le", "lt", "eq"]),
    accumulation=st.sampled_from(["level", "ever", "one_off", "cumulative"]),
    unit_measure=st.sampled_from(["percent", "count", "index"]),
)
def test_no_sentence_has_a_missing_number_or_the_wrong_decimal_sign(
    values, target, comparator, accumulation, unit_measure
):
    words = {"accumulation": accumulation, "unit_measure": unit_measure, "comparator": comparator}
    words["upper"] = None if unit_measure == "count" else 100
    found = project(months(*values), target=target, **words)
    vi, en = (found.sentence(language) for language in LANGUAGES)
    assert not re.search(r"nan|None|inf|–|\{|NaT", vi + en, flags=re.IGNORECASE)
    assert not re.search(r"\d\.\d{1,2}\D", vi)
    assert not re.search(r"\d,\d{1,2}\D", en)


@quick
@given(chance=st.floats(0.001, 0.999))
def test_a_chance_is_printed_in_steps_of_five_never_0_or_100(chance):
    printed = re.search(r"mục tiêu 50%: khoảng (\d+)%", str(told(chance=chance)))[1]
    assert int(printed) % 5 == 0
    assert 5 <= int(printed) <= 95
    assert abs(int(printed) / 100 - chance) <= 0.05
    assert shown_chance(chance) == pytest.approx(int(printed) / 100)


@pytest.mark.parametrize(
    ("chance", "word"),
    [
        (0.999, "very_likely"), (0.9, "very_likely"), (0.8999, "likely"), (0.65, "likely"), (0.6499, "open"),
        (0.35, "open"), (0.3499, "unlikely"), (0.1, "unlikely"), (0.0999, "very_unlikely"), (0.001, "very_unlikely"),
    ],
)  # fmt: skip
def test_an_outlook_begins_at_its_limit(chance, word):
    assert told(chance=chance).outlook == word
    assert list(OUTLOOK_WORDS) == list(OUTLOOKS)


@quick
@given(chance=st.floats(0.001, 0.999) | st.sampled_from([0.8999, 0.6499, 0.3499, 0.0999]))
def test_the_printed_chance_never_contradicts_its_word(chance):
    assert told(chance=shown_chance(chance)).outlook == told(chance=chance).outlook


@pytest.mark.parametrize(("language", "word"), [("vi", "Còn thiếu"), ("en", "short of")])
def test_a_value_above_a_ceiling_is_not_short_of_it(language, word):
    sentence = project({"2023-H1": 33.25}, target=20, comparator="le").sentence(language)
    assert word not in sentence
    assert {"vi": "cần giảm bình quân", "en": "a fall of"}[language] in sentence


def test_steps_may_be_a_number_of_numpy():
    assert len(project(months(*RATE), until=np.int64(2)).quantiles) == 2


@pytest.mark.parametrize("periods", [("2023-01", "2023-04", "2023-07"), ("2021-06", "2022-06", "2023-06")])
def test_readings_with_gaps_are_projected_to_december(periods):
    found = project(dict(zip(periods, (20.0, 22.0, 25.0), strict=True)))
    assert found.quantiles.index[-1] == dt.date(2023, 12, 31)


@pytest.mark.parametrize(
    "series", [[1, 2, 3], pd.Series([1, 2], index=pd.to_datetime(["2023-01-31", "2023-02-28"]))]
)
def test_a_flow_without_what_its_periods_cover_is_refused(series):
    with pytest.raises(ValueError, match="period"):
        project(series, freq="M", accumulation="cumulative", unit_measure="count")
