"""What the published rates of services imply: bounds, numbers of services, scenarios, levels."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dtanalysis import services as parts
from dtanalysis.periods import parse_period

HALF = parse_period("2023-H1")
quick = settings(max_examples=30, deadline=None)


# ---------------------------------------------------------------- bounds where only percentages are known


def test_land_at_2_06_percent_holds_at_most_19_2_percent_of_dossiers_and_13_1_points():
    bound = parts.bound_slice(81.17, 2.06, 70)  # Báo Ninh Thuận, July 2023
    assert round(100 * bound.largest_weight, 1) == 19.2
    assert round(bound.largest_gain_pp, 1) == 13.1


@quick
@given(weight=st.floats(0.001, 1), part=st.floats(0, 99), rest=st.floats(0, 100), target=st.floats(0, 100))
def test_no_mixture_gives_a_slice_more_weight_or_gain_than_the_bound(weight, part, rest, target):
    whole = weight * part + (1 - weight) * rest
    assume(whole > part)
    bound = parts.bound_slice(whole, part, target)
    assert weight <= bound.largest_weight + 1e-9
    assert weight * max(target - part, 0) <= bound.largest_gain_pp + 1e-6


@quick
@given(part=st.floats(0, 98), weight=st.floats(0.001, 0.999))
def test_the_bound_is_reached_where_everything_else_stands_at_100_percent(part, weight):
    bound = parts.bound_slice(weight * part + (1 - weight) * 100, part, 100)
    assert bound.largest_weight == pytest.approx(weight)


def test_a_slice_already_beyond_the_target_adds_nothing():
    assert parts.bound_slice(90, 75, 70).largest_gain_pp == 0
    assert parts.bound_slice(100, 75, 80).largest_weight == 0


@pytest.mark.parametrize(
    ("whole", "part", "target", "message"),
    [
        (2.06, 81.17, 70, r"must lie below the whole, both in 0–100 %; got 81.17 and 2.06"),
        (50, 50, 70, "must lie below the whole"),
        (101, 50, 70, "must lie below the whole"),
        (50, -1, 70, "must lie below the whole"),
        (50, 20, 170, r"`target` must be a rate of 0–100 %; got 170"),
    ],
)
def test_rates_that_cannot_be_a_slice_and_its_whole_are_refused(whole, part, target, message):
    with pytest.raises(ValueError, match=message):
        parts.bound_slice(whole, part, target)


def card(*rows: tuple[str, float, float], **more) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["dimension", "value", "target"])
    return frame.assign(
        **{"indicator": "x", "level": "province", "is_current": True, "qualifier": "eq"} | more
    )


def test_every_slice_below_the_whole_is_bounded_the_lowest_first():
    rows = [
        ("", 80, 70),
        ("field=b", 60, np.nan),
        ("field=a", 20, 50),
        ("field=c", 95, 70),
        ("denominator=z", 10, 70),
    ]
    table = parts.bound_slices(card(*rows), "x")
    assert table[["dimension", "part", "target"]].values.tolist() == [
        ["field=a", 20, 50],
        ["field=b", 60, 70],
    ]
    assert table["largest_weight"].tolist() == pytest.approx([0.25, 0.5])


def test_without_any_target_the_slice_is_raised_to_the_whole():
    table = parts.bound_slices(card(("", 80, np.nan), ("field=a", 20, np.nan)), "x")
    assert table[["target", "largest_gain_pp"]].values.tolist() == [[80, 15]]


@pytest.mark.parametrize(
    "rows", [card(("field=a", 20, 70)), card(("", 80, 70)), card(("", 80, 70), ("f=a", 20, 70), qualifier="gt"),
             card(("", 80, 70), ("f=a", 20, 70), is_current=False), card(("", 80, 70), ("f=a", 20, 70), indicator="y")]
)  # fmt: skip
def test_slices_are_not_bounded_without_exact_current_figures_of_whole_and_slice(rows):
    assert parts.bound_slices(rows, "x").empty


def test_two_plans_of_one_slice_give_one_bound():
    twice = pd.concat([card(("", 80, 70), ("field=a", 20, 70), plan=plan) for plan in "pq"])
    assert len(parts.bound_slices(twice, "x")) == 1


# ---------------------------------------------------------------- how many services there can be


@settings(max_examples=25, deadline=None)
@given(hundredths=st.integers(0, 10000), decimals=st.integers(0, 2))
def test_exactly_the_denominators_that_can_print_the_figure_are_listed(hundredths, decimals):
    value = Fraction(hundredths // 10 ** (2 - decimals), 10**decimals)
    half = Fraction(1, 2 * 10**decimals)
    expected = [
        of for of in range(1, 151)
        if any(abs(Fraction(100 * n, of) - value) <= half for n in range(of + 1))
    ]  # fmt: skip
    assert parts.consistent_denominators(float(value), decimals, 150) == expected


def test_33_25_percent_needs_at_least_379_services():
    assert parts.consistent_denominators(33.25, 2, 379) == [379]


def services(value=33.25, **more) -> pd.Series:
    row = {"value": value, "numerator": np.nan, "denominator": np.nan, "decimals": 2} | more
    return pd.Series(row)


def described(**more) -> pd.Series | None:
    row = dict(services()) | {"indicator": "ops_with_dossiers_rate", "dimension": "", "is_current": True}
    return parts.describe_services(pd.DataFrame([row | {"qualifier": "eq"} | more]))


def test_of_at_least_379_services_253_saw_no_dossier():
    facts = described()
    assert facts[["least_services", "least_idle"]].tolist() == [379, 253]
    counted = described(value=42.4, numerator=106, denominator=250)
    assert counted[["least_services", "least_idle"]].tolist() == [250, 144]


def test_a_source_that_prints_fewer_decimals_rules_fewer_denominators_out():
    assert (
        described(value=45.0)["least_services"] == 11
    )  # 5 of 11 prints as 45 %, with two decimals it takes 20


@pytest.mark.parametrize(
    "changed", [{"value": np.nan}, {"qualifier": "gt"}, {"is_current": False}, {"dimension": "field=land"},
                {"indicator": "tthc_online_dossier_rate"}]
)  # fmt: skip
def test_nothing_is_said_of_services_without_an_exact_current_figure_of_the_whole(changed):
    assert described(**changed) is None


def test_scenarios_leave_out_goals_already_reached():
    table = parts.build_scenarios(services(), (20, 33.25, 50), 6)
    assert table["goal"].tolist() == [50]
    assert table[["needed_pp", "pace"]].values.tolist() == [[16.75, pytest.approx(16.75 / 6)]]
    assert parts.build_scenarios(None, (50,), 6).empty


def test_with_published_counts_the_services_still_needed_are_exact():
    row = parts.build_scenarios(services(33.33, numerator=33333, denominator=100000), (50,), 6).iloc[0]
    assert row[["count_needed", "denominator", "is_least"]].tolist() == [16667, 100000, False]
    without = parts.build_scenarios(services(10.0, denominator=30), (70,), 6).iloc[0]
    assert without["count_needed"] == 18
    thirds = parts.build_scenarios(services(10.0, numerator=3, denominator=30), (70,), 6).iloc[0]
    assert thirds["count_needed"] == 18


def test_without_counts_the_least_number_over_all_possible_denominators_is_given():
    row = parts.build_scenarios(services(), (50,), 6).iloc[0]
    by_hand = min(
        -(-of // 2) - round(33.25 * of / 100) for of in parts.consistent_denominators(33.25, 2, 5000)
    )
    assert (row["count_needed"], row["is_least"]) == (by_hand, True)
    assert by_hand == 64  # 190 of 379 instead of 126


def test_a_year_that_is_over_leaves_no_pace():
    assert parts.build_scenarios(services(), (50,), 0)["pace"].isna().all()


# ---------------------------------------------------------------- what orients a reader


def told_of(unit, value, period, indicator="ops_with_dossiers_rate", **more) -> dict:
    row = {
        "indicator": indicator,
        "unit": unit,
        "level": "province",
        "dimension": "",
        "source": "s",
        "trust": 0,
    }
    row |= {"period": parse_period(period), "value": value, "qualifier": "eq", "as_of": "2023-07-31"} | more
    return row | {"as_of": pd.Timestamp(row["as_of"])}


def test_the_latest_national_share_and_the_nearest_number_of_services_orient():
    rows = [
        told_of("viet-nam", 60, "2022"), told_of("viet-nam", 50, "2021"), told_of("viet-nam", 80, "2023"),
        told_of("viet-nam", 65, "2022", source="press", trust=4), told_of("viet-nam", np.nan, "2023-Q1"),
        told_of("u", 580, "2024", "ops_total"), told_of("u", 500, "2020", "ops_total"),
        told_of("v", 900, "2023-H1", "ops_total"), told_of("viet-nam", 90, "2023-H1", "edoc_rate"),
        told_of("v", 95, "2023-H1"), told_of("u", np.nan, "2023", "ops_total"),
    ]  # fmt: skip
    found = parts.orient_services(pd.DataFrame(rows), "u", HALF)
    assert found[["unit", "value"]].values.tolist() == [["viet-nam", 60], ["u", 580]]
    same_day = told_of("viet-nam", 70, "2023-H1")
    assert parts.orient_services(pd.DataFrame([*rows, same_day]), "u", HALF)["value"].tolist() == [70, 580]
    assert parts.orient_services(pd.DataFrame(rows[-3:]), "u", HALF).empty
    assert parts.orient_services(pd.DataFrame(rows[:1]), "viet-nam", HALF).empty


# ---------------------------------------------------------------- rates in order, and levels


def test_rates_of_services_stand_from_the_first_step_of_a_dossier_to_the_last():
    names = [parts.SERVICE_RATES[3], "edoc_rate", parts.SERVICE_RATES[1], parts.SERVICE_RATES[1]]
    rows = pd.DataFrame({"indicator": names, "dimension": ["", "", "field=land", ""]})
    chosen = parts.choose_rates(rows.assign(is_current=True, value=50.0))[["indicator", "dimension"]]
    assert chosen.values.tolist() == [
        [parts.SERVICE_RATES[1], ""], [parts.SERVICE_RATES[1], "field=land"], [parts.SERVICE_RATES[3], ""],
    ]  # fmt: skip


def test_of_several_slices_only_the_lowest_stands_beside_its_whole():
    slices = ["", "field=land", "field=justice", "field=civil"]
    rows = pd.DataFrame({"indicator": parts.SERVICE_RATES[1], "dimension": slices, "is_current": True})
    chosen = parts.choose_rates(rows.assign(value=[50.0, 2.0, np.nan, 80.0]))
    assert chosen["dimension"].tolist() == ["", "field=land"]


def read_at(level, value, indicator="edoc_rate", **more) -> dict:
    row = {"indicator": indicator, "level": level, "dimension": "", "value": value, "qualifier": "eq"}
    return row | {"is_current": True, "unit_measure": "percent", "direction": "up"} | more


def test_the_three_levels_of_e_documents_lie_2_37_and_6_60_points_apart():
    # Báo Ninh Thuận, July 2023; two plans give the province two rows.
    rows = [
        read_at("commune", 92.35),
        read_at("province", 98.95),
        read_at("district", 96.58),
        read_at("province", 98.95),
    ]
    levels = parts.compare_levels(pd.DataFrame(rows))
    assert levels["level"].tolist() == ["province", "district", "commune"]
    assert levels["behind_best"].tolist() == [0, -2.37, -6.6]


def test_where_less_is_better_the_lowest_level_is_the_best():
    rows = [read_at("commune", 5, direction="down"), read_at("province", 2, direction="down")]
    levels = parts.compare_levels(pd.DataFrame(rows))
    assert levels[["level", "behind_best"]].values.tolist() == [["province", 0], ["commune", -3]]


@pytest.mark.parametrize(
    "changed", [{"qualifier": "gt"}, {"value": np.nan}, {"is_current": False}, {"unit_measure": "count"},
                {"dimension": "field=land"}, {"indicator": "other"}]
)  # fmt: skip
def test_levels_are_compared_by_exact_current_percentages_of_one_indicator(changed):
    rows = [read_at("commune", 92.35), read_at("province", 98.95) | changed]
    assert parts.compare_levels(pd.DataFrame(rows)).empty
