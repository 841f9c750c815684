"""
How far units lie apart, and whether they draw nearer: spread, convergence, rank mobility.

Takes observations, or a panel of one row per unit and period; gives small frames and frozen results. Only
one set of units is ever followed: a unit without a value in one of the periods is left out of all of them,
so that 63 provinces are never held against 34. Whether a difference is more than chance is told by `funnel`
and `ranks` (from counts), who is a peer by `benchmark`, how levels of one unit differ by `levels`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import atanh, nan, sqrt, tanh

import numpy as np
import pandas as pd

from dtanalysis.catalogue.versions import most_trusted
from dtanalysis.periods import Period

FEWEST_UNITS = 5
"""Below this many units neither a slope nor a rank correlation is given: one unit would decide it."""


@dataclass(frozen=True)
class Spread:
    """
    How far the values of some units lie apart, in the values' own unit of measure.

    Attributes
    ----------
    n_units : int
        Units with a value.
    lowest, quarter, median, three_quarters, highest, mean : float
        Missing without units.
    span : float
        Highest − lowest.
    middle_half : float
        The interquartile range: the span of the middle half of the units (linear interpolation).
    deviation : float
        Standard deviation with n − 1; missing with fewer than two units.
    """

    n_units: int
    lowest: float
    quarter: float
    median: float
    three_quarters: float
    highest: float
    mean: float
    span: float
    middle_half: float
    deviation: float


def measure_spread(values: pd.Series) -> Spread:
    """
    Measure how far units lie apart.

    Parameters
    ----------
    values : pandas.Series
        One value per unit, all of one indicator, level and period; missing ones are not counted.

    Returns
    -------
    Spread
        All measures are missing without a value, and 0 where all units are equal.

    Examples
    --------
    >>> spread = measure_spread(pd.Series([40.0, 60.0, 70.0, 90.0]))
    >>> spread.span, spread.middle_half, round(spread.deviation, 2)
    (50.0, 20.0, 20.82)
    """
    known = values.dropna().astype(float)
    low, quarter, median, three, high = known.quantile([0, 0.25, 0.5, 0.75, 1]).tolist()
    deviation = float(known.std(ddof=1)) if len(known) > 1 else nan
    mean = float(known.mean()) if len(known) else nan
    return Spread(len(known), low, quarter, median, three, high, mean, high - low, three - quarter, deviation)


def comparable_periods(periods: pd.Series, period: Period) -> pd.Series:
    """
    Tell which periods have the length and place in the year of a reported one, and are not later.

    Parameters
    ----------
    periods : pandas.Series
        Of `dtanalysis.periods.Period`.
    period : Period
        The reported period.

    Returns
    -------
    pandas.Series
        Booleans. A half-year compares with the same half of other years; a year to date that stops on a day
        with the days of its own year.
    """
    return periods.map(lambda other: _is_comparable(other, period)).astype(bool)


def _is_comparable(other: Period, period: Period) -> bool:
    if other.last_day > period.last_day or other.kind != period.kind:
        return False
    if "YTD" in period.code:
        return "YTD" in other.code and other.year == period.year
    return other.code[4:] == period.code[4:]


def panel_of(observations: pd.DataFrame, indicator: str, level: str, period: Period) -> pd.DataFrame:
    """
    Choose the exact values of one indicator by unit and comparable period.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per known value of the units to follow, with ``trust``.
    indicator : str
        Id of an indicator.
    level : str
        Level of the figures; slices (a ``dimension``) are left out.
    period : Period
        The last period that counts; see `comparable_periods`.

    Returns
    -------
    pandas.DataFrame
        One row per unit and period: ``unit``, ``period``, ``value``, ``source``; of several versions the
        most trusted.
    """
    rows = observations[
        (observations["indicator"] == indicator)
        & (observations["level"] == level)
        & (observations["dimension"] == "")
        & (observations["qualifier"] == "eq")
        & observations["value"].notna()
    ]
    rows = most_trusted(rows[comparable_periods(rows["period"], period)])
    return rows[["unit", "period", "value", "source"]].sort_values(["period", "unit"], ignore_index=True)


def keep_common_units(panel: pd.DataFrame) -> pd.DataFrame:
    """
    Keep the units that have a value in every period.

    Parameters
    ----------
    panel : pandas.DataFrame
        One row per unit and period: ``unit``, ``period``, ``value``.

    Returns
    -------
    pandas.DataFrame
        The rows of these units; empty where no unit is in all periods (63 provinces and the 34 that followed
        them).

    Examples
    --------
    >>> panel = pd.DataFrame({"unit": ["a", "b", "a"], "period": ["2022", "2022", "2023"], "value": [1.0, 2.0, 3.0]})
    >>> keep_common_units(panel)["unit"].unique().tolist()
    ['a']
    """
    known = panel[panel["value"].notna()]
    times = known.groupby("unit")["period"].transform("nunique")
    return known[times == known["period"].nunique()]


def sigma_by_period(panel: pd.DataFrame) -> pd.DataFrame:
    """
    Measure the spread of one set of units in each period (sigma convergence: does it fall).

    Parameters
    ----------
    panel : pandas.DataFrame
        One row per unit and period: ``unit``, ``period``, ``value``.

    Returns
    -------
    pandas.DataFrame
        One row per period, earliest first: ``period``, ``n_units`` (the same in all), ``mean``,
        ``deviation`` (standard deviation, n − 1), ``span``, ``middle_half``, and ``deviation_change``
        against the period before (missing for the first). Empty with fewer than two periods or no unit in
        all of them.
    """
    common = keep_common_units(panel)
    columns = ["period", "n_units", "mean", "deviation", "span", "middle_half", "deviation_change"]
    if common["period"].nunique() < 2:
        return pd.DataFrame(columns=columns)
    rows = [(period, measure_spread(group["value"])) for period, group in common.groupby("period", sort=True)]
    table = pd.DataFrame(
        [(period, s.n_units, s.mean, s.deviation, s.span, s.middle_half) for period, s in rows],
        columns=columns[:-1],
    )
    return table.assign(deviation_change=table["deviation"].diff())


@dataclass(frozen=True)
class Convergence:
    """
    Whether units that began lower gained more, between the first and the last period of a panel.

    Attributes
    ----------
    first, last : Period or None
        The two periods; None with fewer than two.
    n_units : int
        Units with a value in every period.
    slope : float
        Points gained for each point of initial level; below 0 means that those behind caught up (beta
        convergence).
    lower, upper : float
        95 % interval of the slope, from Student's t with n − 2 degrees of freedom.
    method : {"least_squares", "none"}
        "none" with fewer than `FEWEST_UNITS` units or equal initial levels; the numbers are missing then.
    """

    first: Period | None
    last: Period | None
    n_units: int
    slope: float
    lower: float
    upper: float
    method: str

    @property
    def verdict(self) -> str:
        """``converge`` or ``diverge`` where the interval excludes 0, else ``open``; ``none`` without a slope."""
        if self.method == "none":
            return "none"
        return "converge" if self.upper < 0 else "diverge" if self.lower > 0 else "open"


def beta_convergence(panel: pd.DataFrame, level: float = 0.95) -> Convergence:
    """
    Regress the gain of each unit on its initial level.

    Parameters
    ----------
    panel : pandas.DataFrame
        One row per unit and period: ``unit``, ``period``, ``value``; only units of all periods count.
    level : float
        Probability covered by the interval, above 0 and below 1.

    Returns
    -------
    Convergence

    Notes
    -----
    Barro and Sala-i-Martin (1992) regress growth of logarithms; percentages and scores are bounded, so
    points are used. Errors of measurement push the slope below 0 by themselves (regression to the mean), so
    sigma is to be read beside it: only where both fall have units drawn nearer.

    Examples
    --------
    >>> starts, ends = [10.0, 20, 30, 40, 50], [20.0, 25, 36, 40, 51]
    >>> panel = pd.DataFrame({"unit": [*"abcde"] * 2, "period": [1] * 5 + [2] * 5, "value": starts + ends})
    >>> result = beta_convergence(panel)
    >>> round(result.slope, 3), result.n_units, result.verdict
    (-0.23, 5, 'converge')
    """
    wide = _first_and_last(panel)
    n_units = len(wide)
    ends = tuple(wide.columns) if wide.shape[1] == 2 else (None, None)
    if ends == (None, None) or n_units < FEWEST_UNITS or np.ptp(wide[ends[0]]) == 0:
        return Convergence(*ends, n_units, nan, nan, nan, "none")
    from scipy.stats import linregress, t

    fit = linregress(wide[ends[0]], wide[ends[1]] - wide[ends[0]])
    slope, half = float(fit.slope), float(t.ppf((1 + level) / 2, n_units - 2) * fit.stderr)
    return Convergence(*ends, n_units, slope, slope - half, slope + half, "least_squares")


@dataclass(frozen=True)
class Mobility:
    """
    How far the order of units changed between the first and the last period of a panel.

    Attributes
    ----------
    n_units : int
        Units with a value in every period.
    correlation : float
        Spearman's rank correlation: 1 the same order, 0 no relation, −1 turned round. Missing as in `method`.
    lower, upper : float
        95 % interval of Bonett and Wright (2000); missing where the order is the same or turned round, at which
        the formula ends.
    n_moved : int
        Units whose rank changed.
    method : {"spearman", "none"}
        "none" with fewer than `FEWEST_UNITS` units, or where all units are equal in a period.
    """

    n_units: int
    correlation: float
    lower: float
    upper: float
    n_moved: int
    method: str


def rank_mobility(panel: pd.DataFrame) -> Mobility:
    """
    Compare the order of one set of units in the first and the last period.

    Parameters
    ----------
    panel : pandas.DataFrame
        One row per unit and period: ``unit``, ``period``, ``value``; only units of all periods count.

    Returns
    -------
    Mobility

    Notes
    -----
    Interval: tanh(atanh r ± 1.96 · √((1 + r²/2) / (n − 3))), Bonett and Wright (2000), Psychometrika 65,
    23–28.
    """
    wide = _first_and_last(panel)
    if wide.shape[1] < 2 or len(wide) < FEWEST_UNITS or (np.ptp(wide, axis=0) == 0).any():
        return Mobility(len(wide), nan, nan, nan, 0, "none")
    ranks = wide.rank()
    first, last = ranks.iloc[:, 0], ranks.iloc[:, 1]
    correlation = float(np.corrcoef(first, last)[0, 1])
    lower, upper = _bonett_wright(correlation, len(wide))
    return Mobility(len(wide), correlation, lower, upper, int((first != last).sum()), "spearman")


def follow_panels(panels: list[pd.DataFrame]) -> pd.DataFrame:
    """
    Say for each panel whether its units drew nearer and whether their order lasted.

    Parameters
    ----------
    panels : list of pandas.DataFrame
        One row per unit and period each: ``indicator``, ``unit``, ``period``, ``value``, ``source``.

    Returns
    -------
    pandas.DataFrame
        One row per panel with at least two periods and `FEWEST_UNITS` units in all of them: ``indicator``,
        ``level_of`` (place of the panel in `panels`), ``n_units``, ``n_periods``, ``first``, ``last``
        (periods), ``deviation_first``, ``deviation_last``, ``slope``, ``slope_lower``, ``slope_upper``,
        ``correlation``, ``correlation_lower``, ``correlation_upper``, ``n_moved``, ``source`` and
        ``verdict``: "nearer" where the deviation fell and the slope is below 0 beyond chance, "apart" where
        it rose and the slope is above 0 beyond chance, else "open".
    """
    rows = [_follow(place, panel) for place, panel in enumerate(panels)]
    return pd.DataFrame([row for row in rows if row], columns=_FOLLOW_COLUMNS)


_FOLLOW_COLUMNS = [
    *("indicator", "level_of", "n_units", "n_periods", "first", "last", "deviation_first", "deviation_last"),
    *("slope", "slope_lower", "slope_upper", "correlation", "correlation_lower", "correlation_upper"),
    *("n_moved", "source", "verdict"),
]


def _follow(place: int, panel: pd.DataFrame) -> dict[str, object] | None:
    sigma, beta, mobility = sigma_by_period(panel), beta_convergence(panel), rank_mobility(panel)
    if len(sigma) < 2 or beta.n_units < FEWEST_UNITS:
        return None
    first, last = sigma["deviation"].iloc[[0, -1]]
    return {
        "indicator": panel["indicator"].iloc[0], "level_of": place, "n_units": beta.n_units, "n_periods": len(sigma),
        "first": sigma["period"].iloc[0], "last": sigma["period"].iloc[-1],
        "deviation_first": first, "deviation_last": last,
        "slope": beta.slope, "slope_lower": beta.lower, "slope_upper": beta.upper,
        "correlation": mobility.correlation, "correlation_lower": mobility.lower,
        "correlation_upper": mobility.upper, "n_moved": mobility.n_moved,
        "source": panel["source"].iloc[-1], "verdict": _verdict(first, last, beta),
    }  # fmt: skip


def _verdict(first: float, last: float, beta: Convergence) -> str:
    if last < first and beta.verdict == "converge":
        return "nearer"
    return "apart" if last > first and beta.verdict == "diverge" else "open"


def _first_and_last(panel: pd.DataFrame) -> pd.DataFrame:
    """One row per common unit, one column for the first and one for the last period."""
    wide = keep_common_units(panel).pivot_table(index="unit", columns="period", values="value", sort=True)
    return wide.iloc[:, [0, -1]] if wide.shape[1] > 1 else wide


def _bonett_wright(correlation: float, n_units: int) -> tuple[float, float]:
    if abs(correlation) >= 1 - 1e-12:
        return nan, nan
    half = 1.959964 * sqrt((1 + correlation**2 / 2) / (n_units - 3))
    return tanh(atanh(correlation) - half), tanh(atanh(correlation) + half)
