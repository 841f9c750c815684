"""How far units and levels lie apart, and whether they draw nearer."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scorecards import frame, quick, reading

from dtanalysis.catalogue import open_scope
from dtanalysis.comparison import levels, spread
from dtanalysis.periods import parse_period

HALF = parse_period("2023-H1")
REGISTER = pd.DataFrame({"indicator": ["online_rate", "teams"], "unit_measure": ["percent", "count"]})


def panel(**values: list[float]) -> pd.DataFrame:
    """Values of units a, b, c … by period."""
    return pd.DataFrame(
        [
            (period, unit, value)
            for period, column in values.items()
            for unit, value in zip("abcdefghij", column, strict=False)
        ],
        columns=["period", "unit", "value"],
    )


def gaps_of(unit: str, period: str) -> pd.DataFrame:
    scope = open_scope("data", period=period, unit=unit)
    return levels.level_gaps(scope.observations, scope.indicators, scope.period)


def test_province_and_commune_lie_6_60_points_apart_at_mid_2023_and_4_01_at_its_end():
    # baoninhthuan-2023-07: 98.95 and 92.35; ninhthuan-ubnd-2024: 98.90 and 94.89
    half, year = gaps_of("ninh-thuan", "2023-H1"), gaps_of("ninh-thuan", "2023")
    assert half.loc[half["is_widest"], "gap_pp"].tolist() == [6.60]
    assert year.loc[year["is_widest"], ["gap_pp", "gap_before_pp", "change_pp"]].values.tolist() == [
        [4.01, 6.60, -2.59]
    ]
    assert not year["is_same_length"].any()


def test_without_an_earlier_period_the_change_is_missing_not_zero():
    assert gaps_of("ninh-thuan", "2023-H1")["change_pp"].isna().all()


def test_a_gap_that_turns_round_is_measured_by_its_size():
    rows = [
        ("2022-H1", "province", 80),
        ("2022-H1", "commune", 90),
        ("2023-H1", "province", 95),
        ("2023-H1", "commune", 90),
    ]
    observations = frame([reading(period=p, level=level, value=v) for p, level, v in rows], reading)
    gap = levels.level_gaps(observations, REGISTER, HALF).iloc[0]
    assert (gap["gap_pp"], gap["gap_before_pp"], gap["change_pp"]) == (5, -10, -5)
    assert gap["is_same_length"]


@pytest.mark.parametrize(
    "odd", [{"indicator": "teams"}, {"qualifier": "gt"}, {"dimension": "field=land"}, {"value": np.nan}]
)
def test_counts_bounds_slices_and_missing_figures_make_no_gap_between_levels(odd):
    observations = frame([reading(level="province"), reading(level="commune", **odd)], reading)
    assert levels.level_gaps(observations, REGISTER, HALF).empty


def test_a_half_year_compares_with_halves_and_a_year_to_date_with_days_of_its_year():
    def alike(period, *others):
        series = pd.Series([parse_period(other) for other in others])
        return spread.comparable_periods(series, parse_period(period)).tolist()

    assert alike("2023-H1", "2022-H1", "2022-H2", "2022", "2023-H1", "2024-H1") == [
        True,
        False,
        False,
        True,
        False,
    ]
    assert alike("2026-YTD-10-10", "2026-YTD-09-24", "2026-9M", "2025-YTD-10-10") == [True, False, False]


def test_one_unit_has_a_range_of_zero_and_no_deviation():
    one = spread.measure_spread(pd.Series([42.0, np.nan]))
    assert (one.n_units, one.span) == (1, 0)
    assert math.isnan(one.deviation)


def test_no_units_and_equal_units_are_measured_without_a_warning():
    assert math.isnan(spread.measure_spread(pd.Series([], dtype=float)).span)
    assert spread.measure_spread(pd.Series([7.0] * 4)).deviation == 0


def test_the_63_provinces_are_never_held_against_the_34():
    both = pd.DataFrame({"period": [2024] * 5 + [2025] * 5, "unit": [*"abcde", *"vwxyz"], "value": range(10)})
    assert spread.sigma_by_period(both).empty
    assert spread.beta_convergence(both).method == "none"
    assert spread.rank_mobility(both).method == "none"


def test_a_unit_that_misses_one_period_is_left_out_of_all():
    sigma = spread.sigma_by_period(panel(p1=[1, 2, 3, 100], p2=[1, 2, 3]))
    assert sigma["n_units"].tolist() == [3, 3]
    assert sigma["deviation"].tolist() == [1, 1]


def test_the_slope_and_its_interval_agree_with_ordinary_least_squares_of_statsmodels():
    import statsmodels.api as sm

    first, last = np.array([10.0, 20, 30, 40, 50, 55]), np.array([25.0, 28, 35, 47, 52, 54])
    fit = sm.OLS(last - first, sm.add_constant(first)).fit()
    result = spread.beta_convergence(panel(p1=first, p2=last))
    assert (result.slope, result.lower, result.upper) == pytest.approx((fit.params[1], *fit.conf_int()[1]))
    assert result.verdict == "converge"


def test_four_units_or_equal_beginnings_give_no_slope():
    assert spread.beta_convergence(panel(p1=[1, 2, 3, 4], p2=[2, 3, 4, 5])).method == "none"
    assert spread.beta_convergence(panel(p1=[5] * 6, p2=[1, 2, 3, 4, 5, 6])).verdict == "none"


def test_rank_correlation_is_that_of_scipy_and_its_interval_that_of_bonett_and_wright():
    from scipy.stats import spearmanr

    first, last = [10, 20, 30, 40, 50, 60, 70, 80, 90, 95], [12, 35, 22, 41, 70, 58, 61, 99, 80, 90]
    result = spread.rank_mobility(panel(p1=first, p2=last))
    assert result.correlation == pytest.approx(spearmanr(first, last)[0])
    half = 1.959964 * math.sqrt((1 + result.correlation**2 / 2) / 7)
    assert math.atanh(result.upper) - math.atanh(result.correlation) == pytest.approx(half)


def test_the_same_order_is_a_correlation_of_one_with_nobody_moved():
    result = spread.rank_mobility(panel(p1=[1, 2, 3, 4, 5], p2=[10, 20, 30, 40, 50]))
    assert (result.correlation, result.n_moved) == (pytest.approx(1), 0)
    assert math.isnan(result.lower)


def test_units_drew_nearer_only_where_the_deviation_fell_too():
    nearer = panel(p1=[10, 20, 30, 40, 50, 60], p2=[41, 45, 50, 54, 61, 64]).assign(indicator="i", source="s")
    # Everyone but the first stays; it jumps over all others: the slope is negative, the deviation is not smaller.
    noisy = panel(p1=[10, 20, 30, 40, 50, 60], p2=[95, 20, 30, 40, 50, 60]).assign(indicator="i", source="s")
    moves = spread.follow_panels([nearer, noisy])
    assert moves["verdict"].tolist()[0] == "nearer"
    assert moves["verdict"].tolist()[1] != "nearer"


@quick
@given(st.lists(st.floats(0, 100), min_size=5, max_size=9, unique=True), st.floats(-10, 10))
def test_a_shift_of_all_units_changes_neither_spread_nor_order(values, shift):
    moved = panel(p1=values, p2=[value + shift for value in values])
    sigma = spread.sigma_by_period(moved)
    assert sigma["deviation_change"].iloc[1] == pytest.approx(0, abs=1e-6)
    assert (
        spread.measure_spread(pd.Series(values)).middle_half <= spread.measure_spread(pd.Series(values)).span
    )
