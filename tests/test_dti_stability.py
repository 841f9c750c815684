"""Ranks: what places cost, how firm they are, and what they rest on."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dtanalysis import dti

WEIGHTS = pd.Series({"p": 0.5, "q": 0.3, "r": 0.2})
VALUES = pd.DataFrame(
    {"p": [0.9, 0.4, 0.5], "q": [0.2, 0.8, 0.5], "r": [0.1, 0.9, 0.5]}, index=["a", "b", "c"]
)  # index: a 0.53, b 0.62, c 0.50


def field(values, ranks=None, n_units=None) -> pd.DataFrame:
    series = pd.Series(values, dtype=float)
    ranks = dti.rank_values(series) if ranks is None else ranks
    frame = pd.DataFrame({"unit": [f"u{n}" for n in range(len(series))], "value": series, "rank": ranks})
    return frame.assign(name_vi=frame["unit"].str.upper(), n_units=float(n_units or len(frame)))


# ---------------------------------------------------------------- leave one out, other weights


def test_leaving_a_part_out_rescales_the_others_as_coinr_does():
    # COINr remove_elements: the weight is set to 0, the weighted mean divides by the weights that are left.
    table = dti.leave_one_out(VALUES, WEIGHTS).set_index(["component", "unit"])
    without_p = table.loc["p"]
    assert without_p["value_without"].tolist() == pytest.approx([0.16, 0.84, 0.5])
    assert without_p["rank_without"].tolist() == [3, 1, 2]
    assert without_p["places"].tolist() == [-1, 0, 1]  # COINr RankDiffs: nominal minus new
    assert table.loc["q", "value_without"].tolist() == pytest.approx([0.47 / 0.7, 0.38 / 0.7, 0.5])


def test_one_part_alone_cannot_be_left_out():
    with pytest.raises(ValueError, match="single weighted part"):
        dti.leave_one_out(VALUES[["p"]], pd.Series({"p": 1.0}))
    with pytest.raises(ValueError, match="single weighted part"):
        dti.leave_one_out(VALUES.assign(q=0.5), pd.Series({"p": 1.0, "q": 0.0}))


@pytest.mark.parametrize("method", ["uniform", "dirichlet"])
def test_the_weight_of_a_single_part_cannot_move(method):
    table = dti.weight_sensitivity(VALUES[["p"]], pd.Series({"p": 1.0}), method=method, draws=10)
    assert table["share_same"].tolist() == [1.0] * len(VALUES)


def test_a_unit_given_twice_is_named():
    with pytest.raises(ValueError, match="'c' occurs twice"):
        dti.weight_sensitivity(pd.concat([VALUES.loc[["c"]]] * 2), WEIGHTS, draws=10)


def test_ranges_of_ranks_may_overlap_though_one_unit_is_certainly_ahead():
    field = pd.DataFrame({"unit": ["a", "k", "j"], "value": [0.60, 0.595, 0.589], "rank": [1.0, 2.0, 3.0]})
    rows = dti.rank_intervals(field, 0.005).set_index("unit")
    assert 0.60 - 0.589 > 2 * 0.005
    assert rows.loc[["a", "j"], ["rank_lower", "rank_upper"]].values.tolist() == [[1, 2], [2, 3]]


def test_a_range_that_is_wide_for_want_of_values_is_no_test():
    field = pd.DataFrame({"unit": ["a", "b"], "value": [0.6, None], "rank": [1.0, 2.0], "n_units": 2})
    interval = dti.rank_intervals(field, 0.005).head(1)
    assert not dti.decides_rank(interval, 2) and not dti.decides_rank(interval.iloc[0:0], 2)
    assert dti.decides_rank(dti.rank_intervals(field.assign(value=[0.6, 0.598]), 0.005).head(1), 2)


@pytest.mark.parametrize("method", ["uniform", "dirichlet"])
def test_drawn_weights_give_the_same_ranks_on_every_run_around_the_nominal_one(method):
    once, again = (dti.weight_sensitivity(VALUES, WEIGHTS, method=method, draws=200) for _ in range(2))
    pd.testing.assert_frame_equal(once, again)
    assert (once["rank_best"] <= once["rank_lower"]).all() and (
        once["rank_lower"] <= once["rank_upper"]
    ).all()
    assert once["rank"].tolist() == [2, 1, 3]
    assert once["share_same"].between(0, 1).all()


def test_a_unit_better_in_every_part_keeps_its_rank_under_any_weights():
    values = pd.DataFrame({"p": [0.9, 0.5], "q": [0.8, 0.1], "r": [0.7, 0.6]})
    table = dti.weight_sensitivity(values, WEIGHTS, spread=0.9, method="dirichlet", draws=200)
    assert table["rank_worst"].tolist() == [1, 2]
    assert table["share_same"].tolist() == [1, 1]


def test_equal_units_share_the_first_rank_whatever_the_weights():
    table = dti.weight_sensitivity(
        pd.DataFrame([VALUES.loc["c"]] * 3, index=["x", "y", "z"]), WEIGHTS, draws=50
    )
    assert table[["rank", "rank_best", "rank_worst"]].to_numpy().tolist() == [[1, 1, 1]] * 3


def test_dirichlet_weights_keep_their_mean_and_the_spread_asked_for():
    equal = np.full(4, 0.25)
    drawn = dti.stability._draw_weights(equal, 0.2, "dirichlet", 20000, np.random.default_rng(1))
    assert drawn.mean(axis=0) == pytest.approx(equal, abs=0.002)
    assert drawn.std(axis=0) / 0.25 == pytest.approx(np.full(4, 0.2), abs=0.005)


@pytest.mark.parametrize(
    ("options", "message"),
    [({"spread": 0}, "between 0 and 1"), ({"method": "normal"}, "one of uniform, dirichlet")],
)
def test_an_impossible_draw_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        dti.weight_sensitivity(VALUES, WEIGHTS, **options)


# ---------------------------------------------------------------- intervals


def test_ranks_within_the_doubt_overlap_and_beyond_it_do_not():
    table = dti.rank_intervals(field([0.70, 0.695, 0.60]), 0.005)
    assert table[["rank_lower", "rank_upper"]].to_numpy().tolist() == [[1, 2], [1, 2], [3, 3]]


def test_without_doubt_only_ties_overlap():
    table = dti.rank_intervals(field([0.7, 0.6, 0.6, 0.5]), 0)
    assert table[["rank_lower", "rank_upper"]].to_numpy().tolist() == [[1, 1], [2, 3], [2, 3], [4, 4]]


def test_values_that_nobody_published_widen_the_interval():
    table = dti.rank_intervals(field([0.7, None, 0.5], ranks=[1, 2, 3]), 0.05)
    assert table[["rank_lower", "rank_upper"]].to_numpy().tolist() == [[1, 2], [1, 3], [2, 3]]
    assert table["n_values"].tolist() == [2, 2, 2]


def test_ranks_of_units_not_on_file_count_as_well():
    table = dti.rank_intervals(field([0.9, 0.5], ranks=[1, 4], n_units=5), 0.01)
    assert table["rank"].tolist() == [1, 2, 3, 4, 5]
    assert table.loc[table["unit"] == "u1", ["rank_lower", "rank_upper"]].to_numpy().tolist() == [[2, 5]]


@settings(max_examples=50, deadline=None)
@example(values=[0.0, 1.566049018966531e-12], doubt=0.0)
@given(values=st.lists(st.floats(0, 1), min_size=1, max_size=15), doubt=st.floats(0, 0.5))
def test_the_interval_holds_the_rank_and_widens_with_the_doubt(values, doubt):
    narrow, wide = (
        dti.rank_intervals(field(sorted(values, reverse=True)), spread) for spread in (doubt, 2 * doubt)
    )
    assert (narrow["rank_lower"] <= narrow["rank"]).all() and (narrow["rank"] <= narrow["rank_upper"]).all()
    assert (wide["rank_lower"] <= narrow["rank_lower"]).all() and (
        wide["rank_upper"] >= narrow["rank_upper"]
    ).all()


def test_values_against_their_ranks_and_a_negative_doubt_are_refused():
    with pytest.raises(ValueError, match="do not follow the ranks"):
        dti.bound_values(field([0.5, 0.7], ranks=[1, 2]))
    with pytest.raises(ValueError, match="0 or more; got -1"):
        dti.rank_intervals(field([0.5]), -1)


def test_one_unit_alone_is_first_for_certain():
    assert dti.rank_intervals(field([0.4]), 0.5)[["rank_lower", "rank_upper"]].to_numpy().tolist() == [[1, 1]]


# ---------------------------------------------------------------- places


def test_a_place_costs_the_distance_to_the_unit_that_holds_it():
    cost = dti.cost_of_places(field([0.8, 0.7, 0.65]), "u2", 2)
    assert (cost.unit, cost.rank, cost.is_exact) == ("u0", 1, True)
    assert cost.lower == cost.upper == pytest.approx(0.15)


def test_one_place_above_a_tie_is_the_shared_rank():
    # DTI 2022: two units at 15, the next at 17.
    cost = dti.cost_of_places(field([0.8, 0.7, 0.7, 0.6]), "u3", 1)
    assert (cost.rank, cost.unit) == (2, "u1")


def test_unpublished_values_give_bounds_and_unknown_holders_no_name():
    table = dti.cost_table(field([0.9, 0.5], ranks=[1, 4], n_units=5), "u1", places=(1, 3, 4))
    assert table["unit"].tolist() == ["", "u0"]
    assert table[["lower", "upper"]].round(9).to_numpy().tolist() == [[0, 0.4], [0.4, 0.4]]
    assert table["is_exact"].tolist() == [False, True]


def test_the_first_an_unranked_one_and_one_without_a_value_have_no_price():
    assert dti.cost_table(field([0.9, 0.5]), "u0").empty
    assert dti.cost_table(field([0.9, 0.5]), "nobody").empty
    assert dti.cost_table(field([0.9, None], ranks=[1, 2]), "u1").empty
    with pytest.raises(ValueError, match="'nobody' is not among the 2"):
        dti.cost_of_places(field([0.9, 0.5]), "nobody", 1)
    with pytest.raises(ValueError, match="1 or more; got 0"):
        dti.cost_of_places(field([0.9, 0.5]), "u1", 0)


def mixable(values=(0.5, 0.9, 0.0)) -> pd.DataFrame:
    return pd.DataFrame({"component": WEIGHTS.index, "weight": WEIGHTS.tolist(), "value": values})


def test_the_heaviest_part_is_raised_first_and_none_beyond_one():
    mix = dti.cheapest_mix(mixable(), 0.27)
    assert mix["component"].tolist() == ["p", "q"]
    assert mix["rise"].tolist() == pytest.approx([0.5, 0.02 / 0.3])
    assert mix["index_gain"].sum() == pytest.approx(0.27)


def test_an_effort_changes_the_order():
    mix = dti.cheapest_mix(mixable(), 0.1, effort=pd.Series({"p": 10, "q": 10, "r": 1}))
    assert mix[["component", "effort"]].to_numpy().tolist() == [["r", pytest.approx(0.5)]]


@settings(max_examples=50, deadline=None)
@given(values=st.lists(st.floats(0, 0.99), min_size=3, max_size=3), share=st.floats(0.01, 1))
def test_no_other_mix_of_the_same_gain_is_cheaper(values, share):
    parts = mixable(values)
    points = share * (parts["weight"] * (1 - parts["value"])).sum()
    mix = dti.cheapest_mix(parts, points)
    assert mix["index_gain"].sum() == pytest.approx(points)
    assert (mix["value"] + mix["rise"] <= 1 + 1e-9).all()
    from scipy.optimize import linprog

    best = linprog(np.ones(3), A_eq=[parts["weight"]], b_eq=[points], bounds=[(0, 1 - v) for v in values])
    assert mix["effort"].sum() == pytest.approx(best.fun, abs=1e-7)


@pytest.mark.parametrize("points", [0, -0.1, 0.9])
def test_more_than_the_room_or_nothing_has_no_mix(points):
    with pytest.raises(ValueError, match="within the room of all parts, 0.4800"):
        dti.cheapest_mix(mixable(), points)


def test_above_the_best_known_value_only_the_scale_bounds_and_below_the_worst_zero():
    bounds = dti.bound_values(field([None, 0.6, None], ranks=[1, 2, 3]))
    assert bounds[["lower", "upper"]].to_numpy().tolist() == [[0.6, 1.0], [0.6, 0.6], [0.0, 0.6]]
