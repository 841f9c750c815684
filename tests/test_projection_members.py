"""The simple forecasters: against statsmodels, by hand, and over gaps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from own_settings import member, plain_settings
from scorecards import quick

from dtanalysis.projection.batch import make_batch
from dtanalysis.projection.members import expect, make_points

NONE = np.nan
DAMPED = {"level": 1.0, "slope": 0.3, "damping": 0.85}
MOMENTUM = {"level": 1.0, "slope": 0.9, "damping": 0.8}
points_of = st.lists(st.floats(-5, 5), min_size=4, max_size=20)
LAST = (member(),)
BUMPY = [0.2, 0.5, 0.3, 0.9, 1.4, 1.1, 1.6]


def ask(*histories, members=LAST, horizon=3, **numbers):
    """What members expect of points that are already on the model's scale."""
    settings = plain_settings(*members, **numbers)
    batch = make_batch(list(histories), lower=-1e9)
    return expect(make_points(batch, batch.values, settings.memory), settings, horizon)


def quiet():
    """Errors that are all 0 have no logarithm, which the AIC of statsmodels takes."""
    return np.errstate(all="ignore")


def holt(z, *, slope, damping, **_):
    from statsmodels.tsa.api import Holt

    start = {"initial_level": z[0], "initial_trend": (z[-1] - z[0]) / (len(z) - 1)}
    model = Holt(np.array(z[1:]), damped_trend=True, initialization_method="known", **start)
    return model.fit(smoothing_level=1, smoothing_trend=slope, damping_trend=damping, optimized=False)


# ---------------------------------------------------------------- another program


@pytest.mark.parametrize("kind", [DAMPED, MOMENTUM])
@quick
@given(z=points_of)
def test_a_damped_trend_is_that_of_holt_in_statsmodels(kind, z):
    with quiet():
        expected = holt(z, **kind).forecast(6)
    assert ask(z, members=[member(**kind)], horizon=6).path[0, 0] == pytest.approx(expected, abs=1e-9)


@quick
@given(z=points_of, alpha=st.floats(0.05, 0.95))
def test_a_noisy_level_is_the_simple_smoothing_of_statsmodels(z, alpha):
    from statsmodels.tsa.api import SimpleExpSmoothing

    model = SimpleExpSmoothing(np.array(z[1:]), initialization_method="known", initial_level=np.mean(z[:6]))
    with quiet():
        fitted = model.fit(smoothing_level=alpha, optimized=False)
        expected = fitted.forecast(2)
    found = ask(z, members=[member(level=alpha)], horizon=2)
    assert found.path[0, 0] == pytest.approx(expected, abs=1e-9)
    assert found.loss[0, 0] == pytest.approx(fitted.sse, abs=1e-9)


@pytest.mark.parametrize("memory", [1.0, 0.7])
def test_one_step_errors_are_those_of_statsmodels_the_older_counting_less(memory):
    age = np.arange(len(BUMPY) - 2, -1, -1)
    total = (memory**age * holt(BUMPY, **DAMPED).resid ** 2).sum()
    fitted_slope = 6 / 5.5  # half a parameter: the first slope saw all the points
    found = ask(BUMPY, members=[member(**DAMPED)], memory=memory).loss[0, 0]
    assert found == pytest.approx(total * fitted_slope)


# ---------------------------------------------------------------- by hand


def test_the_last_value_stays_where_it_is_and_errs_by_each_step():
    found = ask([1, 3, 2])
    assert found.path[0, 0].tolist() == [2, 2, 2]
    assert found.trend[0, 0].tolist() == [0, 0, 0]
    assert found.loss[0, 0] == 2**2 + 1


def test_a_drift_goes_on_with_the_mean_slope_damped_only_ahead():
    found = ask([0, 1, 4], members=[member(damping=0.5)])
    assert found.path[0, 0] == pytest.approx([4 + 1, 4 + 1.5, 4 + 1.75])
    assert found.trend[0, 0] == pytest.approx([1, 1.5, 1.75])
    errors = (1 - 1) ** 2 + (4 - (1 + 1)) ** 2  # each step ahead is a damped one: half of 2
    assert found.loss[0, 0] == pytest.approx(errors * 2 / 1)


def test_a_level_starts_from_the_mean_of_six_points_and_no_more():
    z = [0, 6, 0, 6, 0, 6, 100]
    ahead = ask(z[:-1], members=[member(level=1e-9)]).path[0, 0, 0]
    later = ask(z, members=[member(level=1e-9)]).path[0, 0, 0]
    assert [ahead, later] == pytest.approx([3, 3], abs=1e-6)


def test_what_reverts_goes_back_to_the_mean_of_all_it_saw():
    found = ask([0, 0, 3], members=[member("reverting", damping=0.5)])
    assert found.path[0, 0] == pytest.approx([1 + 2 / 2, 1 + 2 / 4, 1 + 2 / 8])
    assert found.loss[0, 0] == pytest.approx(0 + 3**2)
    assert found.trend[0, 0].tolist() == [0, 0, 0]


def test_answers_come_in_the_order_of_the_members():
    members = [member("reverting", damping=0.5), member(name="a"), member(name="b", **DAMPED)]
    found = ask(BUMPY, members=members)
    for place, one in enumerate(members):
        alone = ask(BUMPY, members=[one])
        assert found.path[place].tolist() == alone.path[0].tolist()
        assert found.loss[place].tolist() == alone.loss[0].tolist()


# ---------------------------------------------------------------- gaps, and series side by side


@pytest.mark.parametrize("kind", [{}, {"damping": 0.9}, DAMPED, MOMENTUM])
def test_a_gap_is_stepped_over_as_if_it_had_come_as_expected(kind):
    gap, one = [*BUMPY, NONE, 1.8, 2.5], member(**kind)
    here, slope = BUMPY[0], (gap[-1] - gap[0]) / 9 if one.damping else 0.0
    for value in BUMPY[1:]:
        ahead = here + one.damping * slope
        here = ahead + one.level * (value - ahead)
        slope = (one.damping if one.slope else 1) * slope + one.slope * (value - ahead)
    filled = [*BUMPY, here + one.damping * slope, 1.8, 2.5]
    assert ask(gap, members=[one]).path == pytest.approx(ask(filled, members=[one]).path)


def test_an_error_across_a_gap_is_brought_to_the_size_of_one_step():
    assert ask([0, NONE, NONE, 3], members=[member(growth=0.5)]).loss[0, 0] == pytest.approx(9 / 3)
    assert ask([0, NONE, NONE, 3], members=[member(growth=0.0)]).loss[0, 0] == pytest.approx(9)


def test_what_reverts_has_gone_further_back_across_a_gap():
    members = [member("reverting", damping=0.5)]
    mean, last = 2.0, 4.0  # of 0 and 4
    assert ask([0, 4, NONE, 3], members=members).loss[0, 0] == pytest.approx(
        4**2 + (3 - (mean + (last - mean) / 4)) ** 2
    )


def test_a_missing_reading_weighs_nothing_and_the_first_is_no_error():
    batch = make_batch([[NONE, 1, NONE, 2, 3]])
    points = make_points(batch, batch.values, memory=0.5)
    assert points.weight.tolist() == [[0, 0, 0, 0.5, 1]]
    assert points.since[0, 3:].tolist() == [2, 1]
    assert (points.opening.tolist(), points.slope.tolist()) == ([1], [pytest.approx(2 / 3)])


@quick
@given(z=points_of, longer=st.lists(st.floats(-5, 5), min_size=21, max_size=24))
def test_a_series_is_told_the_same_beside_a_longer_one(z, longer):
    members = [member(level=0.2), member(**DAMPED), member(damping=0.98), member("reverting", damping=0.6)]
    together, alone = ask(longer, z, members=members), ask(z, members=members)
    assert together.path[:, 1] == pytest.approx(alone.path[:, 0], abs=1e-12)
    assert together.loss[:, 1] == pytest.approx(alone.loss[:, 0], abs=1e-12)


# ---------------------------------------------------------------- seasons


def test_no_member_sees_a_season():
    wave = [0, 3, 0, -3] * 3  # a year of quarters, three times
    members = [member(), member("reverting", damping=0.5)]
    last, mean = ask(wave, members=members, horizon=4).path[:, 0]
    assert (np.diff(last) == 0).all()
    assert (np.diff(mean) > 0).all()  # from the trough straight to the mean, no wave
