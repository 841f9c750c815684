"""The projection model: what must hold of any history, and its parts one at a time with settings of our own."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from own_settings import member, plain_settings
from scorecards import quick

from dtanalysis.projection.batch import make_batch
from dtanalysis.projection.model import forecast, forecast_quantiles

NONE = np.nan
RATE = [21.4, 24.0, 25.1, 28.9, 30.2, 33.25]
WILD = [20, 60, 30, 70, 25, 80]
shares = st.lists(st.floats(0, 100), min_size=3, max_size=36)
whole_shares = st.lists(st.integers(1, 99), min_size=3, max_size=20)
freqs = st.sampled_from(["M", "Q", "H", "A"])


@st.composite
def with_gaps(draw):
    """A history whose middle may be missing, with three readings at least."""
    values = draw(shares)
    gaps = draw(st.lists(st.booleans(), min_size=len(values), max_size=len(values)))
    inside = range(2, len(values) - 1)
    return [NONE if place in inside and gaps[place] else value for place, value in enumerate(values)]


# ---------------------------------------------------------------- any history


@quick
@given(values=with_gaps(), freq=freqs, declared=st.booleans(), horizon=st.integers(1, 12))
def test_quantiles_rise_along_a_row_and_stay_inside_the_bounds(values, freq, declared, horizon):
    told = forecast_quantiles(values, horizon, freq=freq, cumulative=declared)
    assert told.shape == (horizon, 7)
    assert (np.diff(told, axis=1) >= 0).all()
    assert ((told >= 0) & (told <= 100)).all()  # a missing one is not


@quick
@given(values=st.lists(st.floats(10, 1e7), min_size=3, max_size=36), declared=st.booleans())
def test_without_an_upper_bound_quantiles_are_finite_and_above_the_lower(values, declared):
    told = forecast_quantiles(values, 12, lower=10, upper=None, cumulative=declared)
    assert np.isfinite(told).all()
    assert (told >= 10).all()
    assert (np.diff(told, axis=1) >= 0).all()


@quick
@given(values=shares)
def test_a_declared_series_never_falls_below_its_last_value(values):
    assert (forecast_quantiles(values, 6, cumulative=True) >= values[-1]).all()


def test_what_only_never_fell_so_far_may_fall():
    assert forecast_quantiles([30, 31, 31, 31.2], 6)[:, 0].max() < 31.2


@quick
@given(values=with_gaps(), freq=freqs)
def test_the_same_question_has_the_same_answer_and_leaves_the_history_alone(values, freq):
    history = np.array(values)
    first, second = (forecast_quantiles(history, 4, freq=freq) for _ in range(2))
    assert first.tolist() == second.tolist()
    assert np.array_equal(history, values, equal_nan=True)


@quick
@given(values=whole_shares, factor=st.sampled_from([0.01, 3.0, 1000.0]), upper=st.sampled_from([100.0, NONE]))
def test_another_unit_of_measure_gives_the_same_projection_in_that_unit(values, factor, upper):
    plain = forecast_quantiles(values, 4, upper=upper)
    scaled = forecast_quantiles(np.multiply(values, factor), 4, upper=factor * upper)
    assert scaled == pytest.approx(factor * plain, rel=1e-6, abs=1e-6 * factor)


@quick
@given(values=whole_shares, upper=st.sampled_from([100.0, NONE]), declared=st.booleans())
def test_values_and_bounds_that_move_together_move_the_projection(values, upper, declared):
    plain = forecast_quantiles(values, 4, upper=upper, cumulative=declared)
    moved = forecast_quantiles(np.add(values, 40), 4, lower=40, upper=40 + upper, cumulative=declared)
    assert moved == pytest.approx(plain + 40, rel=1e-6, abs=1e-6)


@quick
@given(values=whole_shares)
def test_between_two_bounds_down_is_up_turned_over(values):
    """The floor and `never fell` know up from down; a series that both fell and rose does not."""
    history = [*values, 50, 30, 60]
    turned = 100 - forecast_quantiles(np.subtract(100, history), 5)[:, ::-1]
    assert forecast_quantiles(history, 5) == pytest.approx(turned, abs=1e-6)


@pytest.mark.parametrize("value", [0, 0.5, 50, 100])
def test_a_constant_history_stays_and_grows_less_certain(value):
    told = forecast_quantiles([value] * 5, 8)
    assert told[:, 3] == pytest.approx([value] * 8, abs=1e-6)
    assert (np.diff(told[:, 5] - told[:, 1]) >= -1e-9).all()


@pytest.mark.parametrize("values", [[0, 0, 0], [100, 100, 100], [0, 100, 0], [100, 0, 100], [0, 50, 100]])
@pytest.mark.parametrize("upper", [100, None])
def test_values_on_the_bounds_are_projected(values, upper):
    told = forecast_quantiles(values, 12, upper=upper)
    assert np.isfinite(told).all()
    assert told.min() >= 0


@pytest.mark.parametrize("n", range(3, 37))
def test_any_history_of_three_to_thirty_six_is_projected(n):
    told = forecast_quantiles(40 + 10 * np.sin(np.arange(n)), 6)
    assert np.isfinite(told).all()


def test_no_upper_bound_may_be_written_in_three_ways():
    told = [forecast_quantiles(RATE, 3, upper=upper).tolist() for upper in (None, NONE, np.inf)]
    assert told[0] == told[1] == told[2]
    assert told[0] != forecast_quantiles(RATE, 3).tolist()


@pytest.mark.parametrize("values", [[], [1], [1, 2], [1, NONE, NONE, 2]])
def test_fewer_than_three_readings_are_refused(values):
    n = np.count_nonzero(~np.isnan(values))
    with pytest.raises(
        ValueError, match=f"needs at least 3 readings; got {n}. Use `project`, which gives the"
    ):
        forecast_quantiles(values, 2)


def test_an_unknown_frequency_is_refused_with_what_would_be_right():
    with pytest.raises(ValueError, match="'W'.*M, Q, H, A"):
        forecast_quantiles(RATE, 2, freq="W")


def test_a_history_without_its_newest_reading_is_refused():
    with pytest.raises(ValueError, match="newest"):
        forecast_quantiles([*RATE, NONE], 2)


def test_a_declared_series_above_its_bound_is_not_projected_outside():
    assert (forecast_quantiles([98, 99, 101], 2, cumulative=True) <= 100).all()


# ---------------------------------------------------------------- siblings


def test_the_order_of_siblings_does_not_matter():
    family = [WILD, [40, 41, 43, 44], [10, 9, 11]]
    told = [forecast_quantiles(RATE, 6, siblings=own) for own in (family, family[::-1])]
    assert told[0] == pytest.approx(told[1], abs=1e-9)
    assert told[0] != pytest.approx(forecast_quantiles(RATE, 6), abs=1e-3)


def test_a_sibling_that_is_too_short_or_out_of_date_says_nothing():
    alone = forecast_quantiles(RATE, 6)
    assert forecast_quantiles(RATE, 6, siblings=[[1, 90], [], [1, 90, 2, NONE]]).tolist() == alone.tolist()


def test_a_series_is_told_the_same_in_a_batch_as_by_itself():
    histories, groups = [RATE, WILD, RATE[2:], [5, NONE, 6, 9]], [0, 1, 0, -1]
    batch = forecast(make_batch(histories, upper=100, groups=groups), 6).quantiles
    assert batch[0] == pytest.approx(forecast_quantiles(RATE, 6, siblings=[RATE[2:]]), abs=1e-9)
    assert batch[1] == pytest.approx(forecast_quantiles(WILD, 6), abs=1e-9)
    assert batch[2] == pytest.approx(forecast_quantiles(RATE[2:], 6, siblings=[RATE]), abs=1e-9)
    assert batch[3] == pytest.approx(forecast_quantiles([5, NONE, 6, 9], 6), abs=1e-9)


def test_bounds_and_declarations_are_those_of_each_series():
    more = {"lower": [0, 20], "upper": [100, NONE], "cumulative": [False, True]}
    batch = forecast(make_batch([RATE, RATE], **more), 6).quantiles
    assert batch[0] == pytest.approx(forecast_quantiles(RATE, 6))
    alone = forecast_quantiles(RATE, 6, lower=20, upper=None, freq="Q", cumulative=True)
    assert batch[1] == pytest.approx(alone)


def test_calm_siblings_calm_a_wild_series_and_wild_ones_do_not():
    settings = plain_settings(prior_count=2.0, prior_size=np.log(0.3), sibling_doubt=0.1)
    wide, narrow, wild = (
        np.ptp(forecast_quantiles([40, 50, 45], 1, siblings=family, settings=settings))
        for family in ([], [[40, 40.1, 40, 40.2]], [WILD])
    )
    assert narrow < 0.9 * wide
    assert wild > 1.1 * wide


def test_siblings_lend_their_evidence_for_a_member():
    last, mean = member(name="last"), member("reverting", name="mean", damping=0.1)
    told = plain_settings(last, mean, sharpness=1.0, sibling_doubt=1e-6, sibling_share=1.0)
    rising, swinging = np.arange(10.0, 80, 5), [30.0, 60] * 7
    weights = [
        forecast(make_batch([[30, 40, 35], other], upper=100, groups=0), 1, told).weights[0, 0]
        for other in (rising, swinging)
    ]
    assert weights[0] > weights[1] + 0.1


# ---------------------------------------------------------------- one part at a time


def quantiles_of(values, horizon=3, *members, **numbers):
    """Of one history between 0 and 100, with settings of our own."""
    settings = plain_settings(*members, **numbers)
    return forecast(make_batch([values], upper=100), horizon, settings)


def logit(value, edge=1.0):
    """Edge: a hundredth of the distance between the bounds."""
    return np.log((value + edge) / (100 - value + edge))


def test_the_last_value_alone_is_a_random_walk_on_the_logit():
    told = quantiles_of([40, 50, 45, 60], 3, member(growth=0.5))
    size = np.sqrt(np.mean(np.diff([logit(value) for value in (40, 50, 45, 60)]) ** 2))
    assert told.width[0] == pytest.approx(size * np.sqrt([1, 2, 3]), rel=1e-5)
    points = logit(60) + size * np.sqrt(2) * np.array([-2, -1, -0.5, 0, 0.5, 1, 2])
    assert [logit(value) for value in told.quantiles[0, 1]] == pytest.approx(points, rel=1e-5)


def test_alone_a_member_has_all_the_weight():
    assert quantiles_of(RATE).weights.tolist() == [[1]]


@quick
@given(values=shares, growth=st.floats(0, 1), kind=st.sampled_from(["last", "level", "trend"]))
def test_on_the_scale_of_one_member_a_later_step_is_never_surer(values, growth, kind):
    """
    Of one member on its scale, this is certain.

    Of several it is not: what disagrees at first may agree later (a trend that passes through the level of another
    member), and near a bound even a range that widens on the scale narrows in the unit of measure.
    """
    one = {"last": {}, "level": {"level": 0.2}, "trend": {"slope": 0.3, "damping": 0.85}}[kind]
    width = quantiles_of(values, 12, member(growth=growth, **one), trend_doubt=0.8).width[0]
    assert (np.diff(width) >= -1e-9).all()


def test_near_a_bound_a_later_range_may_be_narrower_in_points():
    told = quantiles_of([20, 50, 80, 95], 8, member(slope=0.9, damping=0.9)).quantiles[0]
    assert np.ptp(told[-1]) < np.ptp(told[0])


def test_a_pooled_error_takes_its_share_by_its_count():
    plain = [50, 55, 50]
    own = (logit(55) - logit(50)) ** 2
    for power, mean in ((1.0, (3 * 0.04 + 2 * own) / 5), (0.5, ((3 * 0.2 + 2 * own**0.5) / 5) ** 2)):
        told = quantiles_of(plain, 1, prior_count=3.0, prior_size=np.log(0.2), prior_power=power)
        assert told.width[0, 0] == pytest.approx(np.sqrt(mean), rel=1e-4)


@pytest.mark.parametrize(
    ("numbers", "more", "factor"),
    [
        ({"prior_open": np.log(3)}, {"upper": NONE}, 3.0),
        ({"prior_open": np.log(3)}, {}, 1.0),
        ({"prior_rose": np.log(3), "patience": 1e-9}, {}, 3.0),
        ({"width_count": -1.0}, {}, 2.0),
        ({"width_rose": np.log(5), "patience": 1e-9}, {}, 5.0),
    ],
)
def test_what_is_expected_of_a_series_moves_the_width_by_its_factor(numbers, more, factor):
    """Three equal readings: no error of their own, so that the width is the expected one."""
    batch = make_batch([[50, 50, 50]], **({"upper": 100} | more))
    told = forecast(batch, 1, plain_settings(prior_count=1e9, **numbers))
    assert told.width[0, 0] == pytest.approx(factor, rel=1e-3)


@pytest.mark.parametrize(
    ("value", "counts", "width"),
    [
        (50, [100, 100, 100], 2 / np.sqrt(100 * 0.25)),
        (20, [50, NONE, 150], 2 / np.sqrt(100 * 0.16)),
        (50, [1, 1, 1], 2 / np.sqrt(0.25)),
        (50, [1e12] * 3, 0),
        (50, [NONE] * 3, 0),
        (50, [0, 0, 0], 0),
    ],
)
def test_a_share_of_few_cases_is_never_surer_than_their_counting(value, counts, width):
    """Binomial: p (1 - p) / n is the variance of a share, 1 / (n p (1 - p)) that of its logit."""
    batch = make_batch([[value] * 3], upper=100, denominators=[counts])
    told = forecast(batch, 1, plain_settings(counting_noise=2.0))
    assert told.width[0, 0] == pytest.approx(width, abs=2e-4)


def test_what_has_no_upper_bound_has_no_counting_noise():
    batch = make_batch([[50] * 3], denominators=[[100] * 3])
    assert forecast(batch, 1, plain_settings(counting_noise=2.0)).width[0, 0] == pytest.approx(0, abs=2e-4)


def test_errors_larger_than_the_counting_noise_count_by_themselves():
    batch = make_batch([[40, 50, 40]], upper=100, denominators=[[1e6] * 3])
    with_counts = forecast(batch, 1, plain_settings(counting_noise=1.0)).width
    assert with_counts == pytest.approx(quantiles_of([40, 50, 40], 1).width)


def test_a_trend_is_doubted_in_proportion_to_itself():
    told = quantiles_of([40, 50, 60], 1, member(slope=0.5, damping=1.0), trend_doubt=0.5, prior_count=0.0)
    plain = quantiles_of([40, 50, 60], 1, member(slope=0.5, damping=1.0))
    trend = plain.centre[0, 0] - logit(60)
    assert told.width[0, 0] ** 2 - plain.width[0, 0] ** 2 == pytest.approx((0.5 * trend) ** 2, rel=1e-6)


def test_members_that_disagree_widen_the_range():
    members = member(name="last"), member("reverting", name="mean", damping=0.0)
    plain, spread = (quantiles_of([40, 50, 60], 1, *members, spread=spread) for spread in (0.0, 1.0))
    centre, ends = plain.centre[0, 0], [logit(60), np.mean([logit(value) for value in (40, 50, 60)])]
    assert centre == pytest.approx(np.mean(ends))
    assert spread.width[0, 0] ** 2 - plain.width[0, 0] ** 2 == pytest.approx(np.var(ends))


def test_weight_goes_to_the_member_that_erred_less():
    members = member(name="last"), member("reverting", name="mean", damping=0.0)
    rising, swinging = (
        quantiles_of(values, 1, *members, sharpness=1.0) for values in (np.arange(20, 80, 5), [30, 60] * 6)
    )
    assert rising.weights[0, 0] > 0.99
    assert swinging.weights[0, 0] < 0.01
    assert quantiles_of(RATE, 1, *members).weights[:, 0].tolist() == [0.5, 0.5]


def test_weights_before_any_error_depend_on_whether_the_series_ever_fell():
    members = member(name="last", weight_rose=np.log(3)), member(name="other", weight_fell=np.log(4))
    rose, fell = ([40, 41, 42], [42, 41, 42])
    assert quantiles_of(rose, 1, *members, patience=1e-9).weights[:, 0] == pytest.approx([0.75, 0.25])
    assert quantiles_of(fell, 1, *members, patience=1e-9).weights[:, 0] == pytest.approx([0.2, 0.8])


def test_never_fell_is_believed_more_the_longer_it_is_so_and_at_once_where_declared():
    members = member(name="last", weight_rose=np.log(9)), member(name="other")

    def weight(values, *, declared):
        batch = make_batch([values], upper=100, cumulative=declared)
        return forecast(batch, 1, plain_settings(*members, patience=5.0, declared=1.0)).weights[0, 0]

    short, long = weight([40, 41, 42], declared=False), weight(np.arange(40, 60), declared=False)
    assert 0.5 < short < long < 0.9
    assert weight([40, 41, 42], declared=True) == pytest.approx(0.9)
    assert weight([42, 41, 42], declared=True) == pytest.approx(0.9)
    assert weight([42, 41, 42], declared=False) == pytest.approx(0.5)


def test_half_widths_are_those_of_the_settings_from_the_widest_in():
    told = quantiles_of([40, 50, 45], 1, quantiles=(0.1, 0.3, 0.7))
    scores = ([logit(value) for value in told.quantiles[0, 0]] - told.centre[0, 0]) / told.width[0, 0]
    assert scores == pytest.approx([-0.7, -0.3, -0.1, 0, 0.1, 0.3, 0.7])
