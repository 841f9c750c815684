"""Who holds a gap: sums by hand, bounds by brute force, and what the half-year article implies."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dtanalysis import decomposition as parts
from dtanalysis.periods import parse_period
from dtanalysis.services import SERVICE_RATES

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
    rows = [told(unit, 1, 2, indicator) for unit in "ab" for indicator in SERVICE_RATES[:2]]
    rows += [told("a", 1, 2, SERVICE_RATES[2]), told("b", 0, 0, SERVICE_RATES[2])]
    targets = pd.DataFrame([goal(70, name) for name in (SERVICE_RATES[2], *SERVICE_RATES[:1])])
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


def test_the_sources_of_rates_and_of_parts_are_both_listed():
    rates = pd.DataFrame([told("u", 1, 2, source="article")])
    splits = parts.split_services(
        pd.DataFrame([told("a", 1, 2), told("b", 1, 4)]), pd.DataFrame([goal(70)]), HALF
    )
    assert set(parts.figures_used(rates, splits)["source"]) == {"article", "s"}


# ---------------------------------------------------------------- Pareto


@quick
@given(counts, st.floats(0, 100))
def test_shares_held_sum_to_one_and_only_units_behind_hold_any(pairs, target):
    pareto = parts.add_pareto(parts.split_gap(units(*pairs), target))
    behind = pareto["contribution_pp"] > 0
    if behind.any():
        assert pareto["held_share"].sum() == pytest.approx(1, abs=1e-9)
        assert pareto["cumulative_share"].iloc[-1] == pytest.approx(1, abs=1e-9)
    assert not pareto.loc[~behind, "is_holder"].any()


def test_where_nobody_is_behind_there_are_no_shares_and_no_holders():
    pareto = parts.add_pareto(parts.split_gap(units((3, 4), (2, 4)), 50))
    assert pareto["held_share"].isna().all()
    assert not pareto["is_holder"].any()


@pytest.mark.parametrize("share", [0, -0.1, 1.01])
def test_a_share_outside_zero_to_one_is_refused(share):
    with pytest.raises(ValueError, match="above 0 and up to 1"):
        parts.add_pareto(parts.split_gap(units((1, 4)), 50), share)


@pytest.mark.parametrize("pair", [(5, 4), (-1, 4), (0, -4)])
def test_an_impossible_count_is_named_and_never_split(pair):
    with pytest.raises(ValueError, match="0 <= numerator <= denominator; got .* in u0"):
        parts.split_gap(units(pair, (1, 2)), 50)


def test_an_impossible_count_among_the_observations_is_no_part():
    rows = pd.DataFrame([told("a", 5, 4), told("b", 1, 4), told("c", 1, 4)])
    assert parts.parts_of(rows, "ops_with_dossiers_rate", HALF)["unit"].tolist() == ["b", "c"]
