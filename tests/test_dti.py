"""The index: its published identities through these functions, and histories with holes."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dtanalysis import dti
from dtanalysis.catalogue import open_scope
from dtanalysis.periods import parse_period

DATA = Path(__file__).parents[1] / "data"
# Half a unit of the fourth decimal, once for the printed index and once for its printed parts.
ROUNDING = 0.0001
PILLARS = ["dti_pillar_government", "dti_pillar_economy", "dti_pillar_society"]


def told(indicator, period, value, dimension="", status="published", **more) -> dict:
    row = {"indicator": indicator, "unit": "u", "level": "province", "dimension": dimension, "value": value}
    row |= {"qualifier": "eq", "status": status, "as_of": "2025-12-31", "source": "s", "trust": 0} | more
    return row | {"period": parse_period(period), "as_of": pd.Timestamp(row["as_of"])}


def index(period, value, status="published", **more) -> dict:
    return told("dti", period, value, status=status, **more)


def rank(period, value, n=63, **more) -> dict:
    return told("dti_rank", period, value, f"n={n}", **more)


def history(*rows: dict, until=2024) -> pd.DataFrame:
    return dti.build_history(pd.DataFrame(rows), until)


def column(table: pd.DataFrame, name: str) -> list:
    return [None if pd.isna(value) else value for value in table[name]]


@pytest.fixture(scope="module")
def ninh_thuan():
    return open_scope(DATA, period="2023-H1", unit="ninh-thuan")


@pytest.fixture(scope="module")
def all_observations(ninh_thuan):
    return ninh_thuan.all_observations


def of_unit(observations: pd.DataFrame, unit: str) -> pd.DataFrame:
    return observations[observations["unit"] == unit]


# ---------------------------------------------------------------- published identities


@pytest.mark.parametrize(("year", "n_provinces", "n_parts"), [(2020, 9, 3), (2022, 5, 8)])
def test_the_published_index_is_the_weighted_sum_of_its_published_parts(
    ninh_thuan, all_observations, year, n_provinces, n_parts
):
    # QĐ 1726 (2020): three pillars 400/300/300. QĐ 922 (2021-2023): eight main indices; dti.gov.vn.
    # Only provinces with several scores of the year can have all parts; the others are skipped for speed.
    scores = all_observations["indicator"].str.fullmatch("dti(_pillar_[a-z]+|_main_[a-z_]+)?")
    of_year = all_observations["period"].map(lambda period: period.code == str(year)).astype(bool)
    published = all_observations[scores & of_year & (all_observations["status"] == "published")]
    checked = 0
    for unit, rows in published.groupby("unit").filter(lambda rows: len(rows) > n_parts).groupby("unit"):
        known = dti.build_history(rows, year)
        parts = dti.explain_parts(rows, ninh_thuan.programme.frameworks, year)
        if parts.empty or year not in set(known["year"]):
            continue
        value = known.set_index("year")["value"][year]
        assert len(parts) == n_parts
        assert parts["contribution"].sum() == pytest.approx(value, abs=ROUNDING), unit
        checked += 1
    assert checked == n_provinces


def test_ninh_thuan_climbed_26_places_from_53_to_27_with_a_growth_of_94_69_percent(ninh_thuan):
    table = dti.build_history(ninh_thuan.observations, dti.last_full_year(ninh_thuan.period))
    last = table.set_index("year").loc[2022]
    assert last[["value", "rank", "n_units", "places"]].tolist() == [0.5934, 27, 63, 26]
    assert round(100 * last["growth"], 2) == 94.69
    assert last["stated_growth"] == pytest.approx(0.9469)
    assert table["year"].max() == 2022


def test_the_stated_growth_of_the_government_pillar_does_not_reproduce(ninh_thuan):
    table = dti.pillars(ninh_thuan.observations, 2022).set_index(["year", "component"])
    row = table.loc[(2022, "dti_pillar_government")]
    assert (row["growth_agrees"], round(100 * row["growth"], 2)) == (False, 93.25)  # stated: 93,03 %


def test_in_2024_the_index_is_not_its_own_only_part(ninh_thuan, all_observations):
    parts = dti.explain_parts(of_unit(all_observations, "ha-noi"), ninh_thuan.programme.frameworks, 2024)
    assert parts.empty


def test_the_field_of_63_provinces_in_2022_is_complete_and_has_its_tie(ninh_thuan, all_observations):
    field = dti.rank_field(all_observations, ninh_thuan.programme.units, 2022, 63)
    assert len(field) == 63
    assert field["rank"].is_monotonic_increasing
    assert field.loc[field["rank"] == 15, "unit"].tolist() == ["thanh-hoa", "yen-bai"]
    assert field.loc[field["unit"] == "ninh-thuan", ["value", "rank"]].values.tolist() == [[0.5934, 27]]


@pytest.mark.parametrize(("n_units", "place"), [(63, 4), (34, 1)])
def test_ha_noi_stands_in_both_rankings_of_2024(ninh_thuan, all_observations, n_units, place):
    field = dti.rank_field(all_observations, ninh_thuan.programme.units, 2024, n_units).set_index("unit")
    assert field.loc["ha-noi", "rank"] == place


def test_a_rank_known_only_as_from_32_on_is_not_printed_as_32(ninh_thuan, all_observations):
    field = dti.rank_field(all_observations, ninh_thuan.programme.units, 2024, 34)
    assert not {"hung-yen-2025", "quang-tri-2025"} & set(field["unit"])


# ---------------------------------------------------------------- history


def test_a_year_without_figures_leaves_a_gap_and_no_growth_across_it():
    table = history(
        index("2020", 0.2), index("2022", 0.5), index("2023", 0.6), rank("2020", 60), rank("2022", 40)
    )
    assert table["year"].tolist() == [2020, 2022, 2023]
    assert column(table, "growth") == [None, None, pytest.approx(0.2)]
    assert column(table, "places") == [None, None, None]


def test_a_rank_without_a_value_and_a_value_without_a_rank_have_their_rows():
    table = history(rank("2021", 53), index("2022", 0.5934))
    assert column(table, "value") == [None, 0.5934]
    assert column(table, "rank") == [53, None]


def test_ranks_among_63_and_among_34_are_never_compared():
    table = history(rank("2023", 8, 63), rank("2024", 3, 34))
    assert column(table, "places") == [None, None]


def test_a_year_ranked_twice_shows_the_field_after_the_merger_and_compares_each_with_its_own():
    rows = [rank("2023", 6), rank("2024", 4), rank("2024", 1, 34), rank("2025", 2, 34)]
    for order in (rows, rows[::-1]):
        table = history(*order, until=2025)
        assert column(table, "rank") == [6, 1, 2]
        assert column(table, "n_units") == [63, 34, 34]
        assert column(table, "places") == [None, None, -1]


def test_years_after_the_last_one_asked_for_are_left_out():
    table = history(index("2022", 0.5), index("2023", 0.6), rank("2023", 5), until=2022)
    assert table["year"].tolist() == [2022]


def test_a_half_year_is_no_year_of_the_index():
    assert history(index("2022-H1", 0.5)).empty


@pytest.mark.parametrize("changed", [{"qualifier": "ge"}, {"value": np.nan}])
def test_a_bound_or_an_empty_cell_is_no_value_of_the_index(changed):
    assert history(index("2022", 0.5) | changed).empty
    assert column(history(rank("2022", 32) | changed, index("2022", 0.5)), "rank") == [None]


def test_the_most_trusted_version_of_a_year_counts():
    table = history(index("2022", 0.5), index("2022", 0.6, trust=4, source="press"))
    assert column(table, "value") == [0.5]


def test_a_unit_of_which_nothing_is_known_has_an_empty_history():
    nothing = pd.DataFrame([index("2022", 0.5)]).iloc[0:0]
    frameworks = framework([1, 1], PILLARS[:2])
    empty = dti.build_history(nothing, 2024)
    assert empty.empty
    assert dti.pillars(nothing, 2024).empty
    assert dti.explain_latest(nothing, frameworks, empty).empty
    assert dti.what_if(dti.explain_latest(nothing, frameworks, empty)).empty
    assert dti.compare_means(nothing, empty).empty
    assert dti.latest_field(nothing, UNITS, empty).empty


@pytest.mark.parametrize(
    ("period", "year"),
    [("2023-H1", 2022), ("2023-9M", 2022), ("2023", 2023), ("2023-Q4", 2023), ("2023-12", 2023)],
)
def test_a_report_speaks_of_the_last_year_that_was_over(period, year):
    assert dti.last_full_year(parse_period(period)) == year


# ---------------------------------------------------------------- stated growth


@pytest.mark.parametrize(
    ("before", "now", "stated", "agrees"),
    [
        (0.3048, 0.5934, 94.69, True),
        (0.3512, 0.6787, 93.03, False),
        (0.3512, 0.6787, 93.25, True),
        # The most and the least that rounding allows, and a hundredth of a percent beyond.
        (0.2, 0.3286, 64.37, True),
        (0.2, 0.3286, 64.38, False),
        (0.2, 0.3286, 64.23, True),
        (0.2, 0.3286, 64.22, False),
    ],
)
def test_stated_growth_is_held_against_the_printed_values(before, now, stated, agrees):
    table = history(index("2021", before), index("2022", now), told("dti_growth", "2022", stated))
    assert column(table, "growth_agrees") == [None, agrees]


@settings(max_examples=60, deadline=None)
@given(before=st.floats(0.1, 0.5), ratio=st.floats(0.5, 2))
def test_the_growth_of_unprinted_values_never_disagrees_with_their_printed_ones(before, ratio):
    value = pd.DataFrame({"value": [round(before * ratio, 4)], "figure_status": "published"})
    table = value.assign(stated_growth=round(ratio - 1, 4))
    earlier = value.assign(value=round(before, 4))
    assert dti.growth_agrees(table, earlier).tolist() == [True]


@pytest.mark.parametrize("derived", [0, 1])
def test_a_value_derived_from_the_growth_proves_nothing(derived):
    statuses = ["published", "published"]
    statuses[derived] = "derived"
    rows = [index("2021", 0.3048, statuses[0]), index("2022", 0.5934, statuses[1])]
    table = history(*rows, told("dti_growth", "2022", 94.69))
    assert column(table, "growth_agrees") == [None, None]
    assert table["growth"].notna().any()


def test_growth_that_nobody_stated_cannot_agree():
    assert column(history(index("2021", 0.3), index("2022", 0.5)), "growth_agrees") == [None, None]


# ---------------------------------------------------------------- parts and what would move the index


def framework(points, components, name="F", year_from=2020, year_to=2023) -> pd.DataFrame:
    frame = pd.DataFrame({"component": components, "max_points": points}, dtype=object)
    return frame.assign(
        framework=name, year_from=year_from, year_to=year_to, max_points=frame["max_points"].astype(float)
    )


THREE = framework([400, 300, 300], PILLARS)


def scores(period="2020", values=(0.5, 0.4, 0.3)) -> pd.DataFrame:
    rows = zip(PILLARS, values, strict=True)
    return pd.DataFrame([told(name, period, value) for name, value in rows])


def test_contributions_add_to_the_index_and_rooms_to_what_is_left():
    parts = dti.explain_parts(scores(), THREE, 2020)
    assert parts["component"].tolist() == PILLARS
    assert parts["contribution"].tolist() == pytest.approx([0.2, 0.12, 0.09])
    assert parts["contribution"].sum() + parts["room"].sum() == pytest.approx(1)


def test_one_unknown_component_leaves_nothing_to_explain():
    assert dti.explain_parts(scores()[:2], THREE, 2020).empty
    assert dti.explain_parts(scores(values=(0.5, 0.4, np.nan)), THREE, 2020).empty


def test_scores_of_another_year_or_framework_do_not_explain_this_one():
    assert dti.explain_parts(scores("2021"), THREE, 2020).empty
    assert dti.explain_parts(scores("2024"), THREE, 2024).empty


def test_components_without_points_are_no_parts():
    smart_city = pd.concat([THREE, framework([0], ["dti_main_smart_city"])])
    assert len(dti.explain_parts(scores(), smart_city, 2020)) == 3


def test_two_frameworks_of_one_year_are_not_mixed():
    own = framework([1, 1], ["a", "b"], "own")
    both = pd.concat([own, THREE])
    parts = dti.explain_parts(scores(), both, 2020)
    assert parts["weight"].tolist() == [0.4, 0.3, 0.3]
    all_known = pd.concat([scores(), pd.DataFrame([told("a", "2020", 0.1), told("b", "2020", 0.3)])])
    assert dti.explain_parts(all_known, both, 2020)["weight"].tolist() == [0.5, 0.5]


def test_the_last_year_of_a_history_is_explained():
    rows = pd.concat([scores(), pd.DataFrame([index("2020", 0.41)])])
    table = dti.build_history(rows, 2024)
    assert dti.explain_latest(rows, THREE, table)["contribution"].sum() == pytest.approx(0.41)


def test_a_tenth_more_moves_the_index_by_the_weight_and_by_no_more_than_is_left():
    parts = dti.explain_parts(scores(values=(0.95, 0.4, 0.3)), THREE, 2020)
    moved = dti.what_if(parts, 0.1).set_index("component")["index_gain"]
    assert moved.to_dict() == pytest.approx({PILLARS[0]: 0.02, PILLARS[1]: 0.03, PILLARS[2]: 0.03})
    assert dti.what_if(parts, 0.1)["component"].iloc[-1] == PILLARS[0]


def test_pillars_stand_by_year_in_their_order_with_rank_and_growth():
    rows = pd.concat([scores("2021", (0.4, 0.3, 0.2)), scores("2022", (0.5, 0.4, 0.3))])
    ranks = pd.DataFrame(
        [told(f"{PILLARS[0]}_rank", "2022", 5, "n=63"), told(f"{PILLARS[0]}_growth", "2022", 25)]
    )
    table = dti.pillars(pd.concat([rows, ranks]), 2022)
    assert table["component"].tolist() == PILLARS * 2
    first = table.set_index(["year", "component"]).loc[(2022, PILLARS[0])]
    assert first[["rank", "n_units", "growth_agrees"]].tolist() == [5, 63, True]
    assert first[["growth", "stated_growth"]].tolist() == pytest.approx([0.25, 0.25])
    assert table["growth"].notna().sum() == 3
    assert dti.pillars(rows, 2021)["year"].unique().tolist() == [2021]
    twice = pd.DataFrame(
        [told(f"{PILLARS[0]}_rank", "2022", 5, "n=63"), told(f"{PILLARS[0]}_rank", "2022", 2, "n=34")]
    )
    assert dti.pillars(pd.concat([rows, twice]), 2022)["rank"].dropna().tolist() == [2]


# ---------------------------------------------------------------- the field and the goals

UNITS = pd.DataFrame({"unit": ["u", "v", "w"], "name_vi": ["U", "V", "W"]})


def test_the_field_has_every_ranked_unit_best_first_and_values_where_known():
    rows = [rank("2022", 2), rank("2022", 1, unit="v"), rank("2022", 1, 34, unit="w"), index("2022", 0.5)]
    field = dti.rank_field(pd.DataFrame(rows), UNITS, 2022, 63)
    assert field["unit"].tolist() == ["v", "u"]
    assert column(field, "value") == [None, 0.5]


def test_the_latest_field_is_that_of_the_units_last_rank():
    rows = pd.DataFrame(
        [rank("2022", 2), rank("2023", 1, unit="v"), rank("2022", 1, unit="v"), index("2023", 0.5)]
    )
    table = dti.build_history(rows[rows["unit"] == "u"], 2024)
    assert dti.latest_field(rows, UNITS, table)["rank"].tolist() == [1, 2]


def test_every_published_mean_stands_beside_the_unit_and_a_revised_one_only_once():
    rows = [
        told("dti_mean_provinces", "2022", 0.5, unit="viet-nam", source="a", as_of="2023-07-31"),
        told("dti_mean_provinces", "2022", 0.52, unit="viet-nam", source="a"),
        told("dti_mean_provinces", "2022", 0.6, unit="viet-nam", source="b"),
        told("dti_mean_provinces", "2019", 0.1, unit="viet-nam", source="a"),
        told("dti_mean_provinces", "2021", 0.4, unit="viet-nam", source="a"),
        told("dti_mean_provinces", "2021", np.nan, unit="viet-nam", source="c"),
        told("dti", "2021", 0.3, unit="viet-nam", source="d"),
    ]
    means = dti.compare_means(pd.DataFrame(rows), history(index("2022", 0.55), rank("2021", 5)))
    assert means[["year", "source", "value"]].values.tolist() == [
        [2021, "a", 0.4],
        [2022, "a", 0.52],
        [2022, "b", 0.6],
    ]
    assert column(means, "difference") == [None, pytest.approx(0.03), pytest.approx(-0.05)]


def goal(year, target, n=63, as_of="2021-11-29", **more) -> dict:
    row = {"indicator": "dti_rank", "unit": "u", "dimension": f"n={n}", "plan": "p", "year": year}
    return row | {"target": target, "as_of": pd.Timestamp(as_of)} | more


def test_rank_goals_count_places_in_the_same_field_after_the_last_rank():
    goals = pd.DataFrame(
        [goal(2030, 10), goal(2025, 15), goal(2025, 3, 34), goal(2022, 20), goal(2025, 9, unit="v"),
         goal(2025, 0.8, indicator="dti")]
    )  # fmt: skip
    left = dti.rank_goals(goals, history(rank("2022", 27)), "u")
    assert left[["year", "target", "places_left"]].values.tolist() == [[2025, 15, 12], [2030, 10, 17]]


def test_a_goal_set_again_replaces_the_earlier_one():
    goals = pd.DataFrame([goal(2025, 20, as_of="2024-01-31"), goal(2025, 15)])
    assert dti.rank_goals(goals, history(rank("2022", 27)), "u")["places_left"].tolist() == [7]


def test_without_a_rank_or_a_goal_there_are_no_places_to_gain():
    goals = pd.DataFrame([goal(2025, 15)])
    assert dti.rank_goals(goals, history(index("2022", 0.5)), "u").empty
    assert dti.rank_goals(goals.iloc[0:0], history(rank("2022", 27)), "u").empty
