"""What starts anew each January: taken apart into flows, and put together again to the year's total."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scorecards import quick

from dtanalysis.projection import project
from dtanalysis.projection.flows import flow_histories, longest_per_day, per_of, read_flows
from dtanalysis.projection.levels import LEVELS
from dtanalysis.projection.readings import list_readings
from dtanalysis.projection.settings import Member
from dtanalysis.projection.tuned import TUNED
from dtanalysis.projection.year_total import project_flows, total_quantiles

NONE = np.nan
MONTHS_TO_JUNE = {f"2023-{month:02d}": 5.0 for month in range(1, 7)}


def counted(**periods: tuple[float, float]) -> pd.DataFrame:
    """Rates by their counts: ``_2023_01=(8, 10)`` is 8 of 10 cases, 80 %, in January."""
    rows = [
        (code.strip("_").replace("_", "-"), part, base, 100 * part / base if base else 0.0)
        for code, (part, base) in periods.items()
    ]
    return pd.DataFrame(rows, columns=["period", "numerator", "denominator", "value"])


def flows_of(series, per=100.0):
    return read_flows(list_readings(series), per)


def monthly(parts, bases, year=2023) -> pd.DataFrame:
    """Cases of single months."""
    return counted(
        **{f"_{year}_{month:02d}": both for month, both in enumerate(zip(parts, bases, strict=True), 1)}
    )


def known(values) -> list:
    return [None if np.isnan(value) else value for value in values]


def count(series, **more):
    return project(series, accumulation="cumulative", unit_measure="count", **({"upper": None} | more))


def rate(series, **more):
    return project(series, accumulation="cumulative", **more)


# ---------------------------------------------------------------- taken apart


def test_months_add_up_to_the_year_to_date():
    flows = flows_of(monthly([8, 9, 6], [10, 12, 8]))
    assert (flows.numerator, flows.denominator) == (23, 30)
    assert (flows.year, flows.month, flows.step, flows.steps_left) == (2023, 3, 1, 9)
    assert flows.numerators.tolist() == [8, 9, 6]
    assert flows.rates == pytest.approx([80, 75, 75])


def test_totals_since_january_are_taken_apart_into_months():
    flows = flows_of(counted(_2023_01=(8, 10), _2023_2M=(17, 22), _2023_Q1=(23, 30)))
    assert (flows.numerators.tolist(), flows.denominators.tolist()) == ([8, 9, 6], [10, 12, 8])


def test_half_year_nine_months_and_year_give_flows_of_three_months():
    """The first two quarters are known only together."""
    flows = flows_of(counted(_2023_H1=(50, 100), _2023_9M=(80, 150), _2023=(120, 200)))
    assert (flows.step, flows.freq) == (3, "Q")
    assert known(flows.numerators) == [None, None, 30, 40]
    assert known(flows.denominators) == [None, None, 50, 50]


def test_quarters_months_and_totals_may_be_mixed():
    flows = flows_of(counted(_2023_Q1=(5, 10), _2023_04=(2, 4), _2023_05=(3, 4), _2023_H1=(14, 20)))
    assert known(flows.numerators) == [None, None, None, 2, 3, 4]
    assert (flows.numerator, flows.denominator) == (14, 20)


def test_a_total_counts_before_the_sum_of_its_parts():
    flows = flows_of(counted(_2023_01=(8, 10), _2023_02=(9, 12), _2023_2M=(18, 23)))
    assert (flows.numerator, flows.denominator) == (18, 23)
    assert flows.numerators.tolist() == [8, 10]


def test_a_total_corrected_downwards_leaves_its_month_unknown():
    flows = flows_of(counted(_2023_01=(8, 10), _2023_2M=(7, 22), _2023_Q1=(23, 30)))
    assert known(flows.numerators) == [8, None, 16]
    assert known(flows.denominators) == [10, None, 8]
    assert flows.n_known == 2
    assert flows.numerator == 23


def test_fewer_cases_than_before_leave_their_month_unknown_too():
    flows = flows_of(counted(_2023_01=(8, 10), _2023_2M=(9, 9), _2023_Q1=(23, 30)))
    assert known(flows.denominators) == [10, None, 21]


def test_a_month_without_cases_has_no_rate_but_counts_as_a_month():
    flows = flows_of(monthly([8, 0, 6], [10, 0, 8]))
    assert known(flows.rates) == [80, None, 75]
    (cases, _), (rates, bases) = flow_histories(flows)
    assert cases.tolist() == [10, 0, 8]
    assert known(rates) == [80, None, 75]
    assert bases.tolist() == [10, 0, 8]


def test_histories_begin_and_end_with_a_known_step():
    (cases, _), (rates, bases) = flow_histories(flows_of(monthly([0, 8, 9, 0], [0, 10, 12, 0])))
    assert cases.tolist() == [0, 10, 12, 0]
    assert (rates.tolist(), bases.tolist()) == ([80, 75], [10, 12])
    ((counts, none),) = flow_histories(flows_of({"2023-H1": 50, "2023-9M": 80, "2023": 120}, NONE))
    assert (counts.tolist(), none) == ([30, 40], None)


def test_the_year_before_is_known_by_its_flows_and_the_new_year_starts_at_zero():
    flows = flows_of({"2022-Q1": 5, "2022-H1": 9, "2022-9M": 15, "2022": 20, "2023-Q1": 7}, NONE)
    assert flows.numerators.tolist() == [5, 4, 6, 5, 7]
    assert (flows.year, flows.month, flows.numerator) == (2023, 3, 7)


def test_a_year_that_is_over_has_brought_nothing_of_the_next():
    flows = flows_of({"2022-H1": 9, "2022": 20}, NONE)
    assert (flows.year, flows.month, flows.numerator, flows.steps_left) == (2023, 0, 0, 2)
    assert flows.latest[0] == 20
    over = flows_of(counted(_2022=(20, 40)))
    assert (over.numerator, over.denominator, over.latest) == (0, 0, (20, 40))


def test_a_year_without_a_word_is_a_gap():
    flows = flows_of({"2020": 10, "2022": 14, "2023": 15}, NONE)
    assert known(flows.numerators) == [10, None, 14, 15]
    assert (flows.step, flows.freq) == (12, "A")


@quick
@given(parts=st.lists(st.integers(0, 50), min_size=1, max_size=12))
def test_parts_and_running_totals_say_the_same(parts):
    codes = [f"2023-{month}M" for month in range(1, len(parts) + 1)]
    totals = dict(zip(codes, np.cumsum(parts), strict=True))
    single = {f"2023-{month:02d}": float(part) for month, part in enumerate(parts, 1)}
    running, apart = flows_of(totals, NONE), flows_of(single, NONE)
    assert running.numerators == pytest.approx(apart.numerators)
    assert running.latest[0] == apart.latest[0] == sum(parts)
    assert running.steps_left == 12 - len(parts) or len(parts) == 12


@quick
@given(order=st.permutations(range(5)))
def test_the_order_of_readings_does_not_matter(order):
    rows = counted(_2023_01=(8, 10), _2023_Q1=(23, 30), _2023_04=(4, 4), _2023_H1=(40, 50), _2023_Q3=(9, 12))
    first, other = flows_of(rows), flows_of(rows.iloc[list(order)])
    assert known(other.numerators) == known(first.numerators)
    assert (other.latest, other.year, other.month) == (first.latest, first.year, first.month)


def test_a_reading_without_counts_or_to_a_day_is_passed_over_by_name():
    rows = pd.concat([monthly([8, 9], [10, 12]), counted(_2023_YTD_03_15=(20, 25))])
    rows.loc[len(rows)] = ["2023-04", NONE, NONE, 80.0]
    flows = flows_of(rows.reset_index(drop=True))
    assert flows.numerators.tolist() == [8, 9]
    assert set(flows.left_out) == {"2023-YTD-03-15", "2023-04"}


def test_a_bound_is_no_flow_and_estimates_are_counted():
    rows = pd.DataFrame(
        {"period": ["2023-01", "2023-02", "2023-03"], "value": [5, 6, 9], "qualifier": ["eq", "approx", "gt"]}
    )
    flows = flows_of(rows, NONE)
    assert flows.numerators.tolist() == [5, 6]
    assert (flows.n_estimates, flows.left_out) == (1, ("2023-03",))


@pytest.mark.parametrize("periods", [{"2023-05": 3.0}, {"2023-Q2": 3.0, "2023-Q4": 4.0}])
def test_a_month_in_the_middle_says_nothing_of_the_year_so_far(periods):
    n = len(periods)
    expected = (
        f"None of {n} readings covers the time since 1 January, alone or with others; a month in the middle"
    )
    with pytest.raises(ValueError, match=expected):
        flows_of(periods, NONE)


@pytest.mark.parametrize("series", [{dt.date(2023, 1, 31): 5.0}, [5.0, 6.0]])
def test_a_flow_must_say_what_it_covers(series):
    with pytest.raises(ValueError, match="needs periods that say what they cover, such as 2023-06"):
        flows_of(series, NONE)


def test_of_periods_that_end_on_one_day_the_longest_is_the_one_since_january():
    readings = list_readings({"2023-06": 1, "2023-H1": 2, "2023-Q2": 3, "2023-05": 4})
    assert [str(reading.period) for reading in longest_per_day(readings)] == ["2023-05", "2023-H1"]


def test_a_bound_since_january_does_not_hide_a_figure_of_the_same_day():
    rows = pd.DataFrame({"period": ["2023-H1", "2023-06"], "value": [90, 80], "qualifier": ["gt", "eq"]})
    assert [reading.value for reading in longest_per_day(list_readings(rows))] == [80]


@pytest.mark.parametrize(("unit_measure", "per"), [("percent", 100), ("days", 1), ("index", 1)])
def test_a_numerator_equal_to_its_denominator_has_a_name(unit_measure, per):
    assert per_of(unit_measure) == per


@pytest.mark.parametrize("unit_measure", ["count", "currency"])
def test_what_is_counted_has_no_denominator(unit_measure):
    assert np.isnan(per_of(unit_measure))
    assert not flows_of({"2023-H1": 5}, per_of(unit_measure)).is_ratio


# ---------------------------------------------------------------- put together again: algebra


def certain(*values: float) -> tuple[np.ndarray, np.ndarray]:
    """A flow that is known: every quantile of each step is its value."""
    return np.repeat(np.array(values, dtype=float)[:, None], 7, axis=1), ONE_MEMBER


ONE_MEMBER = np.eye(len(project([1, 2, 3], freq="M", until=1).members))[0]


def test_with_a_known_rest_the_year_is_what_algebra_says():
    flows = flows_of(monthly([8, 9, 6, 7, 8, 9, 5, 6, 8], [10, 12, 8, 10, 10, 12, 8, 8, 10]))
    totals = total_quantiles(flows, [certain(20, 30, 40), certain(50, 60, 70)], (0, 100))
    done, cases = 66, 88
    expected = [
        100 * (done + 10) / (cases + 20),
        100 * (done + 10 + 18) / (cases + 50),
        100 * (done + 10 + 18 + 28) / (cases + 90),
    ]
    for level in range(7):
        assert totals[:, level] == pytest.approx(expected)


def test_a_count_with_a_known_rest_is_their_sum():
    flows = flows_of({"2023-H1": 50, "2023-9M": 80}, NONE)
    assert total_quantiles(flows, [certain(40)], (0, None))[0] == pytest.approx([120] * 7)


def test_a_rest_that_brings_nothing_adds_nothing_and_none_takes_away():
    flows = flows_of({"2023-H1": 50, "2023-9M": 80}, NONE)
    assert total_quantiles(flows, [certain(0)], (0, None))[0] == pytest.approx([80] * 7)
    assert total_quantiles(flows, [certain(-5)], (0, None))[0] == pytest.approx([80] * 7)


def test_a_mean_of_days_is_weighted_by_its_cases():
    rows = counted(_2023_Q1=(300, 100), _2023_H1=(500, 200), _2023_9M=(800, 300)).assign(
        value=[3, 2.5, 8 / 3]
    )
    totals = total_quantiles(flows_of(rows, 1.0), [certain(100), certain(4)], (0, None))
    assert totals[0] == pytest.approx([(800 + 400) / 400] * 7)


def test_what_is_realised_can_no_more_change():
    """90 % of 1000 cases, and 10 still to come: even 0 of them leave 89.1 %."""
    flows = flows_of(monthly([90] * 10, [100] * 10))
    anything = np.array([[0, 0, 0, 50, 100, 100, 100]] * 2, dtype=float)
    totals = total_quantiles(flows, [certain(5, 5), (anything, ONE_MEMBER)], (0, 100))
    assert totals.min() >= 100 * 900 / 1010
    assert totals.max() <= 100 * 910 / 1010


def test_no_cases_at_all_give_no_missing_total():
    flows = flows_of(counted(_2022_H1=(9, 18), _2022=(20, 40)))
    assert np.isfinite(total_quantiles(flows, [certain(0, 0), certain(50, 50)], (0, 100))).all()


def normal_quantiles(mean, spread) -> np.ndarray:
    from statistics import NormalDist

    return np.array([[NormalDist(one, spread).inv_cdf(level) for level in LEVELS] for one in mean])


def random_walk_weights() -> np.ndarray:
    """All weight on the member whose errors stay: the last value."""
    names = project([1, 2, 3], freq="M", until=1).members.index
    return (names == "last").astype(float)


def test_the_total_of_a_count_is_that_of_an_independent_simulation():
    """Two months to come around 100 and 110, whose errors stay: 1 and then (1 + 1) / √2 of a random walk."""
    flows = flows_of({f"2023-{month:02d}": 100.0 for month in range(1, 11)}, NONE)
    found = total_quantiles(flows, [(normal_quantiles([100, 110], 10), random_walk_weights())], (0, None))
    draws = np.random.default_rng(7).standard_normal((200_000, 2))
    november = 100 + 10 * draws[:, 0]
    december = 110 + 10 * (draws[:, 0] + draws[:, 1]) / np.sqrt(2)
    assert found[0] == pytest.approx(1000 + np.quantile(november, LEVELS), abs=2)
    assert found[1] == pytest.approx(1000 + np.quantile(november + december, LEVELS), abs=4)


def test_the_total_of_a_rate_is_that_of_an_independent_simulation():
    flows = flows_of(monthly([50] * 10, [100] * 10))
    rates = normal_quantiles([60, 60], 5)
    parts = [(normal_quantiles([100, 100], 10), random_walk_weights()), (rates, random_walk_weights())]
    found = total_quantiles(flows, parts, (0, 100))[1]
    draws = np.random.default_rng(8).standard_normal((4, 200_000))
    second = (draws[0] + draws[1]) / np.sqrt(2), (draws[2] + draws[3]) / np.sqrt(2)
    cases = 100 + 10 * draws[0], 100 + 10 * second[0]
    came = cases[0] * (60 + 5 * draws[2]) + cases[1] * (60 + 5 * second[1])
    total = (50_000 + came) / (1000 + cases[0] + cases[1])
    assert found == pytest.approx(np.quantile(total, LEVELS), abs=0.1)


def left_by_an_error(one: Member) -> float:
    """What an error of this month leaves in the next, from one step of the member itself."""
    if one.kind == "reverting":
        return one.damping
    return one.level + one.damping * one.slope


@pytest.mark.parametrize("place", range(len(TUNED.members)))
def test_two_months_move_together_as_the_error_of_a_member_lives_on(place):
    """Variance of the total: 2 + 2 r / √(1 + r²) of that of a month, where r is what an error leaves."""
    flows = flows_of({f"2023-{month:02d}": 100.0 for month in range(1, 11)}, NONE)
    weights = np.eye(len(TUNED.members))[place]
    found = total_quantiles(flows, [(normal_quantiles([100, 100], 10), weights)], (0, None))[1]
    left = left_by_an_error(TUNED.members[place])
    spread = 10 * np.sqrt(2 + 2 * left / np.sqrt(1 + left**2))
    assert found == pytest.approx(normal_quantiles([1200], spread)[0], abs=4)


def test_what_reverts_forgets_an_error_step_by_step():
    """Three months whose errors decay as φ, φ²: simulated with the member's own recursion."""
    place = next(number for number, one in enumerate(TUNED.members) if one.kind == "reverting")
    flows = flows_of({f"2023-{month:02d}": 100.0 for month in range(1, 10)}, NONE)
    weights = np.eye(len(TUNED.members))[place]
    found = total_quantiles(flows, [(normal_quantiles([100] * 3, 10), weights)], (0, None))[2]
    away, total = np.zeros(100_000), np.zeros(100_000)
    for error in np.random.default_rng(9).standard_normal((3, 100_000)):
        away = TUNED.members[place].damping * away + error
        total += 10 * away / away.std()
    assert np.ptp(found) == pytest.approx(np.ptp(np.quantile(total, LEVELS)), rel=0.05)


def test_months_that_move_together_leave_the_year_less_certain():
    flows = flows_of({f"2023-{month:02d}": 100.0 for month in range(1, 7)}, NONE)
    names = project([1, 2, 3], freq="M", until=1).members.index
    alone = (names == "level").astype(float)
    quantiles = normal_quantiles([100] * 6, 10)
    tied, loose = (
        np.ptp(total_quantiles(flows, [(quantiles, weights)], (0, None))[-1])
        for weights in (random_walk_weights(), alone)
    )
    assert tied > 1.05 * loose


# ---------------------------------------------------------------- projected


def test_with_constant_months_the_year_ends_at_their_rate():
    rows = pd.concat([monthly([60] * 12, [100] * 12, 2022), monthly([60] * 6, [100] * 6)])
    found = rate(rows)
    assert (found.kind, found.method, found.n_obs) == ("model", "flows", 18)
    assert found.last_value == 60
    assert found.quantiles[0.5].to_numpy() == pytest.approx([60] * 6, abs=0.1)
    assert np.ptp(found.quantiles.iloc[-1]) < 10


def test_the_members_of_a_rate_are_those_of_its_months():
    rows = monthly([8, 9, 6, 9, 7], [10, 12, 8, 11, 10])
    alone = project(rows)  # the same months, each a rate by itself
    assert rate(rows).members.sum() == pytest.approx(1)
    assert rate(rows).members.index.tolist() == alone.members.index.tolist()
    assert rate(rows).members.to_numpy() == pytest.approx(alone.members.to_numpy())


def test_with_constant_months_a_count_ends_at_twelve_of_them():
    found = count({f"2023-{month:02d}": 50.0 for month in range(1, 10)}, target=580)
    assert found.quantiles.index.tolist() == [
        dt.date(2023, 10, 31),
        dt.date(2023, 11, 30),
        dt.date(2023, 12, 31),
    ]
    assert found.quantiles[0.5].tolist() == pytest.approx([500, 550, 600], rel=0.005)
    assert found.outlook == "very_likely"


def test_early_months_weigh_more_than_a_level_would_let_them():
    """80 % of many cases in the first half and 40 % of few now: the year ends near 80, not near 40."""
    found = rate(monthly([800] * 6 + [4] * 3, [1000] * 6 + [10] * 3))
    assert found.quantiles[0.5].min() > 75
    assert found.quantiles.to_numpy().max() < 80


def test_the_year_to_date_narrows_towards_its_end():
    widths = [np.ptp(rate(monthly([60, 50, 65] * (n // 3), [100] * n)).quantiles.iloc[-1]) for n in (3, 6, 9)]
    assert widths[0] > widths[1] > widths[2]


@quick
@given(
    cases=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=3, max_size=11),
    lower=st.sampled_from([0.0, 20.0]),
)
def test_quantiles_of_a_rate_rise_inside_its_bounds(cases, lower):
    parts = [min(part, base) for part, base in cases]
    bases = [base for _, base in cases]
    parts = [max(part, int(np.ceil(lower * base / 100))) for part, base in zip(parts, bases, strict=True)]
    found = rate(monthly(parts, bases), lower=lower)
    quantiles = found.quantiles.to_numpy()
    assert ((quantiles >= lower) & (quantiles <= 100)).all()
    assert (np.diff(quantiles, axis=1) >= 0).all()
    assert (found.kind == "model") == (sum(base > 0 for base in bases) >= 3)


@quick
@given(cases=st.lists(st.integers(0, 10_000), min_size=3, max_size=11))
def test_a_count_never_ends_below_what_it_has_brought(cases):
    found = count({f"2023-{month:02d}": float(one) for month, one in enumerate(cases, 1)})
    assert (found.quantiles.to_numpy() >= sum(cases) - 1e-6).all()
    assert (np.diff(found.quantiles.to_numpy(), axis=0) >= -1e-6).all()
    assert np.isfinite(found.quantiles.to_numpy()).all()


def test_no_upper_bound_of_a_rate_may_be_written_in_three_ways():
    rows = monthly([9, 9, 10, 11], [10, 11, 12, 13])
    told = [rate(rows, upper=upper).quantiles for upper in (None, np.inf, NONE)]
    assert told[0].equals(told[1])
    assert told[0].equals(told[2])


def test_a_count_does_not_pass_its_upper_bound():
    found = count({f"2023-{month:02d}": 100.0 for month in range(1, 7)}, upper=800)
    assert found.quantiles.to_numpy().max() <= 800


def test_a_count_that_has_passed_its_upper_bound_is_refused():
    with pytest.raises(ValueError, match="outside the bounds 0 to 100"):
        count(MONTHS_TO_JUNE | {"2023-07": 95.0}, upper=100)


@pytest.mark.parametrize("lower", [0, 80])
def test_a_hundred_times_the_cases_at_the_same_rates_end_at_the_same_rate(lower):
    """Also where the rate has a lower bound, which is none of its cases."""
    parts, bases = np.array([9, 9, 10, 11]), np.array([10, 11, 12, 13])
    few, many = (monthly(times * parts, times * bases) for times in (10_000, 1_000_000))
    found, other = (rate(rows, lower=lower).quantiles.to_numpy() for rows in (few, many))
    assert found == pytest.approx(other, abs=1e-6)


def test_the_same_question_has_the_same_answer():
    rows = monthly([8, 9, 6, 9], [10, 12, 8, 11])
    before = rows.copy()
    assert rate(rows).quantiles.equals(rate(rows).quantiles)
    pd.testing.assert_frame_equal(rows, before)


def test_the_rest_rate_is_what_all_remaining_cases_would_need():
    """30 of 60 in 6 months, target 60 %: 72 of 120, so that 42 of the other 60, 70 %, are needed."""
    assert rate(monthly([5] * 6, [10] * 6), target=60).rest_rate == pytest.approx(70)
    assert rate(monthly([5] * 6, [10] * 6), target=80).rest_rate == pytest.approx(110)  # out of reach
    assert np.isnan(rate(monthly([5] * 6, [10] * 6)).rest_rate)


def test_a_rate_has_no_pace_and_a_count_no_rest_rate():
    ratio = rate(monthly([5] * 6, [10] * 6), target=60)
    assert np.isnan([ratio.required_pace, ratio.pace_so_far]).all()
    number = count({"2023-Q1": 20, "2023-H1": 50, "2023-9M": 90}, target=120)
    assert np.isnan(number.rest_rate)
    assert (number.required_pace, number.pace_so_far) == (10, 10)


def test_a_year_that_is_over_is_followed_by_the_next():
    found = count({"2021": 80.0, "2022": 90.0, "2023": 100.0}, target=120)
    assert found.quantiles.index.tolist() == [dt.date(2024, 12, 31)]
    assert (found.last_value, found.last_period) == (100, dt.date(2023, 12, 31))
    assert found.required_pace == 10  # nothing of 2024 is counted yet
    assert np.isnan(found.pace_so_far)
    assert np.isnan(rate(counted(_2022=(20, 40), _2023=(30, 40)), target=60).rest_rate)


def test_last_year_does_not_reach_the_target_of_this_one():
    found = count({"2022": 95, "2023": 99}, target=90)
    assert not found.is_reached
    assert found.required_pace == 7.5
    assert "Đã đạt" not in str(found)
    assert "Hiện đã ở" not in str(found)


# ---------------------------------------------------------------- not projected, and why


def test_a_rate_without_counts_is_told_as_it_stands():
    found = rate({"2023-06": 40, "2023-H1": 60}, target=70)
    assert (found.kind, found.reason, found.last_value) == ("arithmetic", "no_counts", 60)
    assert np.isnan(found.required_pace)


def test_two_flows_are_too_few():
    found = count({"2023-Q1": 20, "2023-H1": 50}, target=100)
    assert (found.kind, found.reason, found.n_obs) == ("arithmetic", "too_few", 2)
    assert (found.required_pace, found.pace_so_far) == (pytest.approx(50 / 6), pytest.approx(50 / 6))


@pytest.mark.parametrize(
    "cases", [[(0, 0)] * 3, [(5, 10), (0, 0), (0, 0)], [(5, 10), (3, 9), (0, 0), (0, 0)]]
)
def test_rates_of_fewer_than_three_months_with_cases_are_too_few(cases):
    found = rate(monthly(*zip(*cases, strict=True)), target=50)
    assert (found.kind, found.reason) == ("arithmetic", "too_few")
    assert "–" not in str(found)


def test_distinct_things_do_not_add_up():
    rows = monthly([5, 6, 7], [10, 10, 10])
    found = project_flows(rows, is_additive=False)
    assert (found.kind, found.reason) == ("arithmetic", "not_additive")
    assert project_flows(rows).kind == "model"


@pytest.mark.parametrize("until", ["year-end", "2023", 2023, dt.date(2023, 12, 31), 6, np.int64(6)])
def test_the_end_of_the_running_year_may_be_named_in_any_way(until):
    found = count(MONTHS_TO_JUNE, until=until)
    assert found.kind == "model"
    assert found.quantiles.index[-1] == dt.date(2023, 12, 31)


@pytest.mark.parametrize("until", ["2023-9M", "2023-09", 3, dt.date(2023, 9, 30)])
def test_an_earlier_end_is_the_start_of_the_way_to_the_last(until):
    near, far = count(MONTHS_TO_JUNE, until=until, target=50), count(MONTHS_TO_JUNE, target=50)
    assert near.quantiles.equals(far.quantiles.iloc[:3])
    assert near.quantiles.index[-1] == dt.date(2023, 9, 30)
    assert near.chance != far.chance


@pytest.mark.parametrize("until", ["2024", 7, 2024])
def test_beyond_the_running_year_nothing_is_projected(until):
    found = count(MONTHS_TO_JUNE, until=until)
    assert (found.kind, found.reason) == ("arithmetic", "too_far")


@pytest.mark.parametrize(
    ("until", "end"), [("2023-06", "2023-06-30"), ("2022", "2022-12-31"), (0, "0 steps")]
)
def test_an_end_of_the_running_year_that_is_over_is_refused(until, end):
    with pytest.raises(ValueError, match=f"The end {end} is over"):
        count(MONTHS_TO_JUNE, until=until)


@pytest.mark.parametrize("until", ["2023-08", "2023-11"])
def test_an_end_inside_a_step_is_refused(until):
    quarters = {"2022-Q1": 5, "2022-H1": 10, "2022-9M": 15, "2022": 20, "2023-Q1": 5, "2023-H1": 10}
    with pytest.raises(ValueError, match="No step of 3 months"):
        count(quarters, until=until)


def test_a_rate_outside_its_bounds_is_refused():
    with pytest.raises(ValueError, match="1 readings lie outside the bounds 0 to 100, the first of them 110"):
        rate(monthly([8, 11, 6], [10, 10, 8]))
