"""The index from its parts, what moved it, and the authority's rule for merged provinces."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dtanalysis import dti

PILLARS = pd.DataFrame({"component": ["gov", "eco", "soc"], "max_points": [400.0, 300.0, 300.0]})
WEIGHTS = dti.component_weights(PILLARS)
share = st.floats(0, 1)
three = st.lists(share, min_size=3, max_size=3)


def parts(*rows, index=None) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["gov", "eco", "soc"], index=index)


# ---------------------------------------------------------------- index from parts


@settings(deadline=None)
@given(values=three)
def test_the_index_lies_between_the_lowest_and_the_highest_part(values):
    index = dti.index_from_parts(parts(values), PILLARS).iloc[0]
    assert min(values) - 1e-12 <= index <= max(values) + 1e-12


def test_a_province_brings_its_own_framework_with_its_own_total():
    own = pd.DataFrame({"component": ["a", "b"], "max_points": [60, 40]})
    values = pd.DataFrame({"a": [1.0], "b": [0.5]})
    assert dti.index_from_parts(values, own, total=100).tolist() == [0.8]


def test_components_without_points_weigh_nothing_and_need_no_value():
    smart_city = pd.concat([PILLARS, pd.DataFrame({"component": ["city"], "max_points": [0.0]})])
    assert dti.index_from_parts(parts([0.5, 0.5, 0.5]), smart_city).tolist() == pytest.approx([0.5])


@pytest.mark.parametrize(
    ("points", "message"),
    [
        ([400, 300, 200], "add up to 900, not to 1000"),
        ([400, -300, 900], "'eco' has -300.0 points"),
        ([400, None, 600], "'eco' has nan points"),
    ],
)
def test_weights_that_do_not_sum_are_refused(points, message):
    with pytest.raises(ValueError, match=message):
        dti.component_weights(PILLARS.assign(max_points=points))


def test_two_frameworks_at_once_are_refused():
    with pytest.raises(ValueError, match="'gov' occurs twice"):
        dti.component_weights(pd.concat([PILLARS, PILLARS]))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([0.5, None, 0.2], "Missing parts of 'x': eco"),
        ([0.5, 1.2, 0.2], "'eco' of 'x' is 1.2; parts lie between 0 and 1"),
        ([0.5, 0.1, -0.1], "'soc' of 'x' is -0.1"),
    ],
)
def test_a_missing_part_or_one_outside_its_range_is_named(values, message):
    with pytest.raises(ValueError, match=message):
        dti.index_from_parts(parts(values, index=["x"]), PILLARS)
    with pytest.raises(ValueError, match="Missing parts: soc"):
        dti.index_from_parts(pd.DataFrame({"gov": [1.0], "eco": [1.0]}), PILLARS)


# ---------------------------------------------------------------- what moved it


@settings(deadline=None)
@given(before=three, after=three)
def test_contributions_sum_exactly_to_the_change_of_the_index(before, after):
    bridge = dti.what_moved(pd.Series(before, WEIGHTS.index), pd.Series(after, WEIGHTS.index), WEIGHTS)
    change = dti.index_from_parts(parts(after, before), PILLARS)
    assert bridge["contribution"].sum() == pytest.approx(change[0] - change[1], abs=1e-12)


@settings(deadline=None)
@given(before=three, after=three, change=st.floats(-1, 1))
def test_with_a_part_unknown_the_rest_is_one_row_and_all_rows_sum_to_the_published_change(
    before, after, change
):
    then = pd.Series(before, WEIGHTS.index).drop("eco")
    bridge = dti.what_moved(then, pd.Series(after, WEIGHTS.index), WEIGHTS, change=change)
    assert bridge["contribution"].sum() == pytest.approx(change, abs=1e-12)
    assert bridge["component"].tolist()[-1] == "rest"
    assert bridge["weight"].iloc[-1] == 0.3


def test_without_a_published_change_every_part_must_be_known():
    then = pd.Series({"gov": 0.5, "eco": 0.5})
    with pytest.raises(ValueError, match="Missing in one of the years: soc"):
        dti.what_moved(then, then, WEIGHTS)


def test_a_value_that_rises_while_the_rank_falls_is_told_apart_from_the_field():
    then = pd.Series({"a": 0.50, "b": 0.48, "c": 0.30})
    now = pd.Series({"a": 0.52, "b": 0.60, "c": 0.55})
    move = dti.split_rank_move(then, now, "a")
    assert (move.rank_before, move.rank_alone, move.rank_after) == (1, 1, 3)
    assert (move.places_own, move.places_field) == (0, -2)
    assert (move.growth, move.field_growth) == pytest.approx((0.02, 0.185))


fields = st.lists(st.tuples(share, share), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(field=fields)
def test_own_places_and_those_of_the_field_sum_to_all_places(field):
    then, now = (pd.Series([pair[end] for pair in field]) for end in (0, 1))
    move = dti.split_rank_move(then, now, 0)
    assert move.places_own + move.places_field == move.rank_before - move.rank_after


@pytest.mark.parametrize(
    ("then", "now", "unit", "message"),
    [
        ({"a": 1, "b": 2}, {"a": 1}, "a", "hold 2 and 1 units"),
        ({"a": 1, "b": 2}, {"a": 1, "c": 2}, "a", "not the same field"),
        ({"a": 1}, {"a": 1}, "z", "'z' is not among"),
        ({"a": 1, "b": None}, {"a": 1, "b": 2}, "a", "every unit's value is known"),
    ],
)
def test_ranks_of_different_fields_or_with_holes_are_not_compared(then, now, unit, message):
    with pytest.raises(ValueError, match=message):
        dti.split_rank_move(pd.Series(then, dtype=float), pd.Series(now, dtype=float), unit)


# ---------------------------------------------------------------- the merger

MEMBERS = pd.DataFrame(
    {"unit_from": ["a", "b", "x"], "unit_to": ["ab", "ab", "y"], "kind": ["merged", "merged", "renamed"]}
)


def test_the_merged_value_is_the_plain_mean_and_names_its_members():
    merged = dti.merge_by_mean(pd.Series({"a": 0.2, "b": 0.6, "c": 0.9}), MEMBERS, "ab")
    assert (merged.value, merged.members) == (pytest.approx(0.4), (("a", 0.2), ("b", 0.6)))


@pytest.mark.parametrize("values", [{"a": 0.2}, {"a": 0.2, "b": None}])
def test_a_member_without_a_value_refuses_the_merger(values):
    with pytest.raises(ValueError, match="The index of b is not known"):
        dti.merge_by_mean(pd.Series(values, dtype=float), MEMBERS, "ab")


@pytest.mark.parametrize("unit", ["y", "unknown"])
def test_only_a_merger_is_averaged(unit):
    with pytest.raises(ValueError, match="did not come out of a merger"):
        dti.merge_by_mean(pd.Series({"x": 0.5}), MEMBERS, unit)
