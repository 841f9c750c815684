"""Scores of projections and chances of targets: by hand, by brute force, and as properties."""

from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtanalysis.projection import scores
from dtanalysis.projection.chances import COMPARATORS, chance_of_reaching, outlook
from dtanalysis.projection.levels import LEVELS

MIDDLE_60 = np.array([40, 50, 55, 60, 65, 70, 80])
values = st.floats(0, 100, allow_nan=False)


def bell(mean: float, spread: float) -> np.ndarray:
    return np.array([NormalDist(mean, spread).inv_cdf(level) for level in LEVELS])


# ---------------------------------------------------------------- chances


def test_between_the_quantiles_of_a_bell_curve_its_own_chances_come_out():
    targets = np.linspace(35, 85, 11)
    expected = [1 - NormalDist(60, 10).cdf(target) for target in targets]
    assert chance_of_reaching(bell(60, 10), targets) == pytest.approx(expected, abs=1e-9)


def test_outer_slopes_are_carried_on_and_stop_at_one_in_a_thousand():
    assert chance_of_reaching(bell(60, 10), [60 + 25, 60 + 80, 60 - 80]) == pytest.approx(
        [1 - NormalDist().cdf(2.5), 0.001, 0.999]
    )


def test_a_target_at_the_bound_counts_what_is_clipped_there():
    clipped = [70, 80, 90, 95, 100, 100, 100]
    assert chance_of_reaching(clipped, 100) == pytest.approx(0.25)
    assert chance_of_reaching(clipped, 100, "gt") == pytest.approx(0.025)
    assert chance_of_reaching(clipped, 101) == pytest.approx(0.001)


def test_a_floored_projection_reaches_everything_below_its_floor():
    floored = [61, 61, 61, 64, 70, 75, 80]
    assert chance_of_reaching(floored, [60, 61, 64]) == pytest.approx([0.999, 0.975, 0.5])
    assert chance_of_reaching(floored, 61, "le") == pytest.approx(0.25)


def test_a_projection_without_spread_is_sure_on_either_side():
    assert chance_of_reaching([50] * 7, [49.9, 50.1]).tolist() == [0.999, 0.001]


def test_two_quantiles_a_hair_apart_give_no_warning_and_no_missing_chance():
    hair = [0, 5e-324, 50, 50, np.nextafter(50, 51), 60, np.nextafter(60, 61)]
    assert np.isfinite(chance_of_reaching(hair, [0, 50, 60])).all()
    assert chance_of_reaching(hair, [-1, 100]).tolist() == [0.999, 0.001]


def test_quantiles_that_cross_are_put_in_order():
    crossing = MIDDLE_60[[0, 2, 1, 3, 4, 6, 5]]
    assert chance_of_reaching(crossing, [50, 57, 75]) == pytest.approx(
        chance_of_reaching(MIDDLE_60, [50, 57, 75])
    )


def test_a_missing_target_has_a_missing_chance():
    assert np.isnan(chance_of_reaching(MIDDLE_60, [np.nan, 60])).tolist() == [True, False]


def test_targets_and_projections_go_side_by_side():
    many = np.stack([MIDDLE_60, MIDDLE_60 + 10])
    assert chance_of_reaching(many, [60, 60]).shape == (2,)
    assert chance_of_reaching(many[:, None, :], [60, 70, 80])[1] == pytest.approx(
        chance_of_reaching(MIDDLE_60, [50, 60, 70])
    )


@pytest.mark.parametrize(("one", "other"), [("ge", "lt"), ("gt", "le")])
@given(quantiles=st.lists(values, min_size=7, max_size=7), target=values)
def test_a_comparison_and_its_opposite_make_one(one, other, quantiles, target):
    both = chance_of_reaching(quantiles, target, one) + chance_of_reaching(quantiles, target, other)
    assert both == pytest.approx(1)


@given(quantiles=st.lists(values, min_size=7, max_size=7), targets=st.lists(values, min_size=2, max_size=9))
def test_a_higher_target_is_never_more_likely(quantiles, targets):
    chances = chance_of_reaching(np.sort(quantiles), np.sort(targets))
    assert (np.diff(chances) <= 1e-12).all()
    assert ((chances >= 0.001) & (chances <= 0.999)).all()


def test_an_exact_value_has_no_chance_and_the_message_lists_what_has():
    with pytest.raises(ValueError, match=f"'eq' has no chance; write one of {', '.join(COMPARATORS)}"):
        chance_of_reaching(MIDDLE_60, 60, "eq")


def test_six_quantiles_are_refused():
    with pytest.raises(ValueError, match=r"shape \(6,\) .* holds 7 values"):
        chance_of_reaching(MIDDLE_60[:6], 60)


@pytest.mark.parametrize("chance", [float("nan"), -0.01, 1.01])
def test_no_word_is_given_for_what_is_no_chance(chance):
    with pytest.raises(ValueError, match="between 0 and 1"):
        outlook(chance)


# ---------------------------------------------------------------- scores


def test_the_score_is_the_mean_of_the_median_error_and_three_interval_scores():
    """Bracher et al. 2021: the same from widths and penalties, (|y - m| / 2 + sum alpha / 2 · IS) / (K + 1/2)."""
    actual, total = 72.0, abs(72.0 - 60) / 2
    for low, high, alpha in [(40, 80, 0.05), (50, 70, 0.2), (55, 65, 0.5)]:
        penalty = 2 / alpha * (max(low - actual, 0) + max(actual - high, 0))
        total += alpha / 2 * (high - low + penalty)
    assert scores.weighted_interval_score(MIDDLE_60, actual) == pytest.approx(total / 3.5)


def test_the_score_is_proper_the_true_spread_scores_best():
    outcomes = np.random.default_rng(4).normal(0, 1, 4000)
    mean = {
        spread: scores.weighted_interval_score(bell(0, spread), outcomes).mean() for spread in (0.5, 1, 2)
    }
    assert min(mean, key=mean.get) == 1


def test_an_end_belongs_to_its_range_and_ranges_come_narrowest_first():
    hits = scores.interval_hits(MIDDLE_60, np.array([65, 65.1, 50, 40, 39]))
    assert hits.astype(int).tolist() == [[1, 1, 1], [0, 1, 1], [0, 1, 1], [0, 0, 1], [0, 0, 0]]


def test_the_scale_of_errors_is_never_below_a_twentieth():
    assert [scores.error_scale(history) for history in ([5], [5, 5, 5], [5, 7, 4])] == [0.05, 0.05, 2.5]


def test_the_base_rate_of_each_kind_scores_nothing():
    kinds, outcomes = ["a", "a", "b", "b"], [True, False, True, True]
    assert scores.brier_skill([0.5, 0.5, 1, 1], outcomes, kinds) == 0
    assert scores.brier_skill([0.75] * 4, outcomes) == 0
    assert scores.brier_skill([1, 0, 1, 1], outcomes, kinds) == 1


def test_without_anything_to_compare_skill_and_calibration_are_missing():
    assert np.isnan(scores.brier_skill([0.7, 0.8], [True, True]))
    assert np.isnan(scores.brier_skill([], []))
    assert np.isnan(scores.calibration_error([], []))


def test_calibration_is_weighted_by_the_number_in_each_bin():
    chances, outcomes = [0.95] * 3 + [0.05], [True, True, True, True]
    assert scores.calibration_error(chances, outcomes) == pytest.approx(0.75 * 0.05 + 0.25 * 0.95)
    assert scores.calibration_error([1.0, 0.92], [False, True]) == pytest.approx((1 - 0.08) / 2)  # one bin


def test_a_random_walk_spreads_with_the_root_of_the_step():
    quantiles = scores.random_walk_quantiles([50, 53, 49], 4)
    assert quantiles[:, 3].tolist() == [49] * 4
    assert quantiles[0] == pytest.approx(bell(49, np.sqrt((3**2 + 4**2) / 2)))
    assert quantiles[3] - 49 == pytest.approx(2 * (quantiles[0] - 49))


def test_a_random_walk_of_one_value_or_a_constant_history_has_no_spread():
    assert scores.random_walk_quantiles([50], 2).tolist() == [[50] * 7] * 2
    assert scores.random_walk_quantiles([50, 50, 50], 1).tolist() == [[50] * 7]
    assert scores.random_walk_quantiles([50, 53], 1)[0] == pytest.approx(bell(53, 3))


def test_a_random_walk_without_a_value_is_refused():
    with pytest.raises(ValueError, match="the history has none"):
        scores.random_walk_quantiles([], 1)


# ---------------------------------------------------------------- tasks


@given(n=st.integers(0, 60), name=st.text(max_size=8), seed=st.integers(0, 9))
def test_every_origin_leaves_a_history_before_it_and_a_point_after_it(n, name, seed):
    drawn = list(scores.rolling_origins(n, drawn_for=name, seed=seed))
    assert all(origin.length <= origin.end < n for origin in drawn)
    assert [origin.length for origin in drawn] == [length for length in scores.HISTORY_LENGTHS if length < n]


def test_a_draw_never_changes():
    ends = [origin.end for origin in scores.rolling_origins(40, drawn_for="a series")]
    assert ends == [19, 35, 24, 20, 29, 18, 39]
    assert ends != [origin.end for origin in scores.rolling_origins(40, drawn_for="a series", seed=1)]


@pytest.mark.parametrize(
    ("freq", "place", "n_later", "steps"),
    [
        ("M", 2, 30, (1, 3, 6, 10)),
        ("M", 12, 30, (1, 3, 6)),  # the year is over: its end is no longer to come
        ("M", 2, 5, (1, 3)),
        ("Q", 1, 9, (1, 2, 3, 4)),
        ("H", 1, 9, (1, 2)),
        ("A", 1, 9, (1, 2, 3)),
    ],
)
def test_the_end_of_the_year_is_scored_besides_the_fixed_steps(freq, place, n_later, steps):
    assert scores.scored_steps(freq, place, n_later) == steps


def test_trial_targets_are_above_the_last_value_and_below_the_bound():
    assert scores.trial_targets([92, 95, 98], 1) == {"half_pace": 99.5}  # all others are 100 or above
    assert scores.trial_targets([62, 61, 60], 3) == {"next_five": 65, "next_ten": 70}
    assert scores.trial_targets([64.97, 64.97], 1) == {"next_ten": 70}  # 65 is too near
    assert scores.trial_targets([200, 220], 1, np.inf, is_percent=False) == {
        "half_pace": 230, "full_pace": 240, "faster_pace": 250,
    }  # fmt: skip
