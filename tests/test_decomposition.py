"""Who holds a gap: sums by hand, bounds by brute force, and what the half-year article implies."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dtanalysis import decomposition as parts
from dtanalysis.periods import parse_period

HALF = parse_period("2023-H1")
quick = settings(max_examples=30, deadline=None)
counts = st.lists(
    st.tuples(st.integers(0, 9000), st.integers(0, 9000)).map(sorted), min_size=1, max_size=8
).filter(lambda pairs: any(of for _, of in pairs))


def units(*pairs: tuple[float, float], **more) -> pd.DataFrame:
    frame = pd.DataFrame(pairs, columns=["numerator", "denominator"], dtype=float)
    names = [f"u{number}" for number in range(len(frame))]
    return frame.assign(unit=names, name_vi=names, **more)


# ---------------------------------------------------------------- splitting a gap over units


@quick
@given(counts, st.floats(0, 100))
def test_contributions_sum_to_the_gap_of_the_whole(pairs, target):
    split = parts.split_gap(units(*pairs), target)
    whole = 100 * sum(n for n, _ in pairs) / sum(of for _, of in pairs)
    assert split["contribution_pp"].sum() == pytest.approx(target - whole, abs=1e-9)
    assert split["weight"].sum() == pytest.approx(1, abs=1e-12)


@quick
@given(counts, st.floats(0, 100))
def test_each_rate_lies_in_its_interval_and_each_interval_in_0_to_100(pairs, target):
    split = parts.split_gap(units(*pairs), target)
    slack = 1e-9
    assert (split["lower"] <= split["rate"] + slack).all()
    assert (split["rate"] <= split["upper"] + slack).all()
    assert split[["lower", "upper"]].stack().between(-slack, 100 + slack).all()
    assert (split["contribution_pp"].diff().dropna() <= 0).all()


def test_a_large_unit_slightly_behind_holds_more_than_a_tiny_one_far_behind():
    split = parts.split_gap(units((1, 10), (600, 1000), (80, 90)), 70)
    assert split["unit"].tolist() == ["u1", "u0", "u2"]
    assert split["contribution_pp"].tolist() == pytest.approx([100 / 11, 6 / 11, -17 / 11])
    assert split["count_short"].tolist() == pytest.approx([100, 6, -17])
    assert split["is_small"].tolist() == [False, True, False]


def test_the_wilson_interval_of_44_of_44_does_not_say_certainly_100_percent():
    split = parts.split_gap(units((44, 44)), 90)
    z = 1.959963984540054
    assert split["lower"].iloc[0] == pytest.approx(100 * 44 / (44 + z**2))  # closed form at p = 1
    assert split["upper"].iloc[0] == pytest.approx(100)


def test_small_means_fewer_than_thirty_cases():
    split = parts.split_gap(units((1, 29), (1, 30)), 50).set_index("unit")
    assert split["is_small"].to_dict() == {"u0": True, "u1": False}


def test_units_without_cases_are_left_out_and_not_counted_as_zero():
    split = parts.split_gap(units((0, 0), (30, 60), (np.nan, 60), (5, np.nan)), 70)
    assert split[["unit", "contribution_pp"]].values.tolist() == [["u1", 20]]


@pytest.mark.parametrize("pairs", [[], [(0, 0)], [(np.nan, 5)]])
def test_without_any_counts_there_is_nothing_to_split(pairs):
    with pytest.raises(ValueError, match="No unit has counts with a denominator above 0"):
        parts.split_gap(units(*pairs), 70)


# ---------------------------------------------------------------- whose figures are parts


def told(unit, numerator, denominator, indicator="ops_with_dossiers_rate", period="2023-H1", **more) -> dict:
    row = {
        "indicator": indicator,
        "unit": unit,
        "level": "agency",
        "dimension": "",
        "source": "s",
        "trust": 0,
    }
    row |= {"period": parse_period(period), "numerator": numerator, "denominator": denominator}
    value = 100 * numerator / denominator if denominator else np.nan
    row |= {"value": value, "qualifier": "eq", "as_of": "2023-07-31", "name_vi": unit.upper()} | more
    return row | {"as_of": pd.Timestamp(row["as_of"])}


def test_parts_are_the_counts_of_this_indicator_and_period_without_slices():
    rows = [
        told("b", 1, 2), told("a", 3, 4), told("c", 1, 2, period="2023-Q2"), told("d", 1, 2, "edoc_rate"),
        told("e", 1, 2, dimension="field=land"), told("f", np.nan, 2), told("g", 0, 0),
    ]  # fmt: skip
    found = parts.parts_of(pd.DataFrame(rows), "ops_with_dossiers_rate", HALF)
    assert found["unit"].tolist() == ["a", "b", "g"]


def test_the_version_of_the_most_trusted_source_counts_then_the_latest():
    rows = [
        told("a", 1, 4), told("a", 2, 4, as_of="2023-08-31"),
        told("a", 3, 4, as_of="2023-12-31", source="press", trust=4),
    ]  # fmt: skip
    found = parts.parts_of(pd.DataFrame(rows), "ops_with_dossiers_rate", HALF)
    assert found["numerator"].tolist() == [2]


def goal(target, indicator="ops_with_dossiers_rate", level="province", dimension="") -> dict:
    return {"indicator": indicator, "level": level, "dimension": dimension, "target": target}


def test_services_are_split_where_two_units_have_cases_and_a_target_is_known():
    rows = [told(unit, 1, 2, indicator) for unit in "ab" for indicator in parts.SERVICE_RATES[:2]]
    rows += [told("a", 1, 2, parts.SERVICE_RATES[2]), told("b", 0, 0, parts.SERVICE_RATES[2])]
    targets = pd.DataFrame([goal(70, name) for name in (parts.SERVICE_RATES[2], *parts.SERVICE_RATES[:1])])
    split = parts.split_services(pd.DataFrame(rows), targets, HALF)
    assert split[["indicator", "unit", "target"]].values.tolist() == [
        ["ops_with_dossiers_rate", "a", 70], ["ops_with_dossiers_rate", "b", 70],
    ]  # fmt: skip
    nothing = parts.split_services(pd.DataFrame(rows), targets.iloc[0:0], HALF)
    assert nothing.empty
    assert parts.summarise_splits(nothing).empty
    assert parts.main_split(nothing).empty


def test_one_case_is_enough_for_a_part():
    rows = pd.DataFrame([told("a", 0, 1), told("b", 1, 1)])
    assert len(parts.split_services(rows, pd.DataFrame([goal(70)]), HALF)) == 2


def test_the_whole_is_judged_by_the_target_of_the_widest_level_and_not_by_a_slices():
    rows = pd.DataFrame([told("a", 1, 2), told("b", 1, 2)])
    targets = [goal(40, level="commune"), goal(20, dimension="field=land"), goal(70), goal(80)]
    assert set(parts.split_services(rows, pd.DataFrame(targets), HALF)["target"]) == {70}


# ---------------------------------------------------------------- how few units hold most of it


def test_the_first_units_that_hold_four_fifths_are_counted():
    split = parts.split_gap(units((0, 50), (10, 50), (40, 50), (50, 50), indicator="x", target=80), 80)
    row = parts.summarise_splits(split).iloc[0]
    # 40, 30, 0 and −10 cases short of 200: 20, 15, 0 and −5 points; one unit holds 57 %, two hold all.
    assert row[["n_units", "n_holders", "first_unit"]].tolist() == [4, 2, "u0"]
    assert row[["rate", "gap_pp", "held_share", "first_points"]].tolist() == pytest.approx([50, 30, 1, 20])
    assert parts.summarise_splits(split, share=0.5)["n_holders"].tolist() == [1]


def test_a_share_that_is_exactly_held_needs_no_further_unit():
    split = parts.split_gap(units(*[(0, 10)] * 5, indicator="x", target=10), 10)
    assert parts.summarise_splits(split)[["n_holders", "held_share"]].values.tolist() == [
        [4, pytest.approx(0.8)]
    ]
    assert parts.summarise_splits(split, share=1)["n_holders"].tolist() == [5]


def test_a_single_unit_holds_all_and_nobody_behind_is_left_out():
    alone = parts.split_gap(units((1, 4), indicator="x", target=50), 50)
    assert parts.summarise_splits(alone)[["n_holders", "held_share"]].values.tolist() == [[1, 1]]
    reached = parts.split_gap(units((3, 4), (2, 4), indicator="x", target=50), 50)
    assert parts.summarise_splits(reached).empty


def test_the_split_shown_in_full_is_that_of_services_or_else_the_widest_gap():
    one, two = (
        parts.split_gap(units((1, 4), (2, 4)), target).assign(indicator=name)
        for name, target in [("tthc_online_dossier_rate", 40), ("dossier_digitised_rate", 90)]
    )
    assert set(parts.main_split(pd.concat([one, two]))["indicator"]) == {"dossier_digitised_rate"}
    services = one.assign(indicator="ops_with_dossiers_rate")
    assert set(parts.main_split(pd.concat([services, two]))["indicator"]) == {"ops_with_dossiers_rate"}


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
    return told(unit, value, 100, indicator, period, level="province", value=value, **more)


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
    chosen = parts.choose_rates(rows)
    assert chosen.values.tolist() == [
        [parts.SERVICE_RATES[1], ""], [parts.SERVICE_RATES[1], "field=land"], [parts.SERVICE_RATES[3], ""],
    ]  # fmt: skip


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
