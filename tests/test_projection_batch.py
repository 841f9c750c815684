"""Series side by side, and the scale on which the model works."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtanalysis.projection.batch import carried_forward, make_batch
from dtanalysis.projection.scale import make_scale

NONE = np.nan
shares = st.lists(st.floats(0, 100, allow_subnormal=False), min_size=3, max_size=12)
sizes = st.lists(st.floats(0, 1e6, allow_subnormal=False), min_size=3, max_size=12)


def scale_of(*histories, edge_share=0.01, bend=0.5, **bounds):
    return make_scale(make_batch(list(histories), **bounds), edge_share, bend)


# ---------------------------------------------------------------- batch


def test_the_newest_readings_stand_in_one_column():
    batch = make_batch([[1, 2, 3], [5]])
    assert batch.last.tolist() == [3, 5]
    assert np.isnan(batch.values[1, :2]).all()
    assert batch.n_seen.tolist() == [3, 1]


def test_a_gap_stays_missing_and_is_no_reading():
    batch = make_batch([[1, NONE, 3]])
    assert batch.is_seen.tolist() == [[True, False, True]]
    assert batch.n_seen.tolist() == [2]


def test_one_bound_serves_all_and_each_may_have_its_own():
    batch = make_batch([[1], [2], [3]], lower=[0, 1, 2], upper=[100, NONE, np.inf])
    assert batch.is_bounded.tolist() == [True, False, False]
    assert batch.lower.tolist() == [0, 1, 2]
    assert make_batch([[1], [2]], upper=50).upper.tolist() == [50, 50]


def test_without_an_upper_bound_none_is_assumed():
    assert not make_batch([[1, 2, 3]]).is_bounded.any()


def test_declarations_and_groups_go_with_their_series():
    batch = make_batch([[1], [2]], cumulative=[True, False], groups=[7, -1])
    assert batch.is_cumulative.tolist() == [True, False]
    assert batch.groups.tolist() == [7, -1]
    assert make_batch([[1]]).groups.tolist() == [-1]


def test_denominators_stand_beside_the_newest_readings():
    batch = make_batch([[1, 2, 3], [4, 5]], denominators=[None, [10, 20]])
    assert batch.denominators[1].tolist()[1:] == [10, 20]
    assert np.isnan(batch.denominators[0]).all()
    assert np.isnan(make_batch([[1, 2]]).denominators).all()


def test_histories_given_are_left_alone():
    given_array = np.array([1.0, 2.0, 3.0])
    make_batch([given_array, [1]]).values[:] = 0
    assert given_array.tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("history", "never_fell"),
    [
        ([1, 2, 3], True),
        ([1, 1, 1], True),
        ([1, 3, 2], False),
        ([3, NONE, 2], False),
        ([1, NONE, 2], True),
        ([NONE, 2, 1], False),
        ([NONE, 2, 2], True),
    ],
)
def test_a_fall_across_a_gap_is_a_fall(history, never_fell):
    assert make_batch([history]).never_fell.tolist() == [never_fell]


def test_one_series_that_fell_says_nothing_of_the_next():
    assert make_batch([[1, 2, 3, 2], [5, 6]]).never_fell.tolist() == [False, True]


def test_readings_are_carried_over_gaps_but_not_before_the_first():
    carried = carried_forward(np.array([[NONE, 1, NONE, NONE, 4], [2, NONE, 3, NONE, NONE]]))
    assert carried[0, 1:].tolist() == [1, 1, 1, 4]
    assert np.isnan(carried[0, 0])
    assert carried[1].tolist() == [2, 2, 3, 3, 3]


# ---------------------------------------------------------------- scale


def test_a_share_has_the_logit_of_its_distances_from_the_bounds():
    scale = scale_of([40, 60, 75], upper=100, edge_share=0.01)
    assert scale.to_scale(np.array([[75.0]])) == pytest.approx(np.log(76 / 26))
    assert scale.to_scale(np.array([[50.0]])) == pytest.approx(0)


def test_without_an_upper_bound_the_logarithm_bends_at_a_share_of_the_mean():
    scale = scale_of([12, 14, 16], lower=10, bend=0.5)  # mean distance from the bound: 4
    assert scale.to_scale(np.array([[14.0]])) == pytest.approx(np.log(4 + 2))


def test_a_value_outside_its_bounds_counts_as_the_bound():
    scale = scale_of([40, 60], lower=10, upper=90)
    outside, bound = scale.to_scale(np.array([[-5.0, 120]])), scale.to_scale(np.array([[10.0, 90]]))
    assert outside == pytest.approx(bound)


def test_a_missing_value_stays_missing_both_ways():
    scale = scale_of([40, 60], upper=100)
    assert np.isnan(scale.to_scale(np.array([[NONE]]))).all()
    assert np.isnan(scale.from_scale(np.array([[NONE]]))).all()


@given(values=shares, upper=st.sampled_from([100.0, 250.0, NONE]))
def test_there_and_back_is_where_one_was(values, upper):
    scale = scale_of(values, upper=upper)
    back = scale.from_scale(scale.to_scale(np.array([values])))
    assert back[0] == pytest.approx(np.array(values), abs=1e-6)


@given(values=sizes)
def test_there_and_back_holds_for_large_counts(values):
    back = scale_of(values).from_scale(scale_of(values).to_scale(np.array([values])))
    assert back[0] == pytest.approx(np.array(values), rel=1e-9, abs=1e-6)


@given(points=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=5))
def test_nothing_on_the_scale_lies_beyond_a_bound(points):
    scale = scale_of([15, 20, 35], [15, 20, 35], lower=10, upper=[40, NONE])
    values = scale.from_scale(np.array([points, points]))
    assert np.isfinite(values).all()
    assert (values >= 10).all()
    assert (values[0] <= 40).all()


@given(points=st.lists(st.floats(-60, 60), min_size=2, max_size=9))
def test_the_order_of_points_is_kept(points):
    scale = scale_of([15, 20, 35], [15, 20, 35], lower=10, upper=[40, NONE])
    assert (np.diff(scale.from_scale(np.sort([points, points])), axis=1) >= 0).all()


def test_a_series_of_zeros_has_a_scale():
    scale = scale_of([0, 0, 0])
    assert scale.from_scale(scale.to_scale(np.zeros((1, 3)))).tolist() == [[0, 0, 0]]


def test_quantiles_of_several_steps_are_carried_back_for_each_series():
    scale = scale_of([15, 20], [150, 200], upper=[100, 1000])
    table = np.zeros((2, 3, 7))
    assert scale.from_scale(table).shape == (2, 3, 7)
    assert scale.from_scale(table)[:, 2, 6].tolist() == [50, 500]


def test_missing_readings_do_not_move_the_bend():
    points = np.array([[14.0]])
    assert scale_of([NONE, 12, NONE, 16]).to_scale(points) == scale_of([12, 16]).to_scale(points)


def test_a_series_of_the_smallest_numbers_has_a_scale():
    tiny = [0.0, 5e-324, 5e-324]
    assert np.isfinite(scale_of(tiny, bend=0.5).to_scale(np.array([tiny]))).all()
