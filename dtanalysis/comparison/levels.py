"""
How far the administrative levels of one unit lie apart, and whether the gap narrowed.

Takes the observations of the reported unit; gives one row per indicator and pair of levels. Sources print no
counts by level, so nothing is said about chance.
"""

from __future__ import annotations

from itertools import pairwise
from math import nan

import pandas as pd

from dtanalysis.catalogue.schema import LEVELS
from dtanalysis.catalogue.versions import most_trusted
from dtanalysis.comparison.spread import comparable_periods
from dtanalysis.periods import Period


def level_gaps(observations: pd.DataFrame, indicators: pd.DataFrame, period: Period) -> pd.DataFrame:
    """
    Say how far neighbouring levels of one unit lie apart, the widest from the narrowest too, and whether it
    narrowed.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per known value of the reported unit, with ``trust``.
    indicators : pandas.DataFrame
        The register: only percent indicators are compared.
    period : Period
        The reported period.

    Returns
    -------
    pandas.DataFrame
        One row per indicator and pair of levels with exact values in the period, widest pair first:
        ``indicator``, ``upper_level``, ``lower_level``, ``upper_value``, ``lower_value``, ``gap_pp`` (upper
        − lower, percentage points), ``source``, ``has_counts`` (both levels come with numerator and
        denominator), ``is_widest`` (first level against last); ``before`` (the latest earlier period with
        both levels; missing where none), ``gap_before_pp``, ``change_pp`` (of the gap's size; negative: it
        narrowed) and ``is_same_length`` (the earlier period has the length and place of this one; a longer
        year to date is no clean comparison).
    """
    percent = indicators.loc[indicators["unit_measure"] == "percent", "indicator"]
    rows = observations[
        observations["indicator"].isin(percent)
        & (observations["dimension"] == "")
        & (observations["qualifier"] == "eq")
        & observations["value"].notna()
    ]
    rows = most_trusted(rows)
    pairs = [
        pair
        for indicator, own in rows.groupby("indicator", sort=True)
        for pair in _pairs_of_indicator(indicator, own, period)
    ]
    return pd.DataFrame(pairs, columns=_PAIR_COLUMNS)


_PAIR_COLUMNS = [
    *("indicator", "upper_level", "lower_level", "upper_value", "lower_value", "gap_pp", "source"),
    "has_counts",
    *("is_widest", "before", "gap_before_pp", "change_pp", "is_same_length"),
]


def _pairs_of_indicator(indicator: str, rows: pd.DataFrame, period: Period) -> list[dict[str, object]]:
    """The widest pair of levels of one indicator, then each level against the next."""
    is_now = rows["period"].map(lambda other: other.code == period.code).astype(bool)
    now = rows[is_now].set_index("level")
    levels = sorted(now.index, key=LEVELS.index)
    if len(levels) < 2:
        return []
    steps = list(pairwise(levels)) if len(levels) > 2 else []
    pairs = [(levels[0], levels[-1]), *steps]
    return [
        {
            "indicator": indicator,
            **_gap_of_pair(now, *pair),
            "is_widest": pair == pairs[0],
            **_gap_before(rows, *pair, period, abs(now["value"][pair[0]] - now["value"][pair[1]])),
        }
        for pair in pairs
    ]


def _gap_of_pair(now: pd.DataFrame, upper: str, lower: str) -> dict[str, object]:
    high, low = now["value"][upper], now["value"][lower]
    return {
        "upper_level": upper, "lower_level": lower, "upper_value": high, "lower_value": low,
        "gap_pp": round(high - low, 9), "source": now["source"][lower],
        "has_counts": bool(now.loc[[upper, lower], ["numerator", "denominator"]].notna().all(axis=None)),
    }  # fmt: skip


def _gap_before(rows: pd.DataFrame, upper: str, lower: str, period: Period, size: float) -> dict[str, object]:
    """The same pair in the latest earlier period, of the same length and place in the year if there is one."""
    earlier = rows[rows["period"].map(lambda other: other.last_day < period.last_day).astype(bool)]
    wide = earlier.pivot_table(index="period", columns="level", values="value", sort=True)
    both = wide.reindex(columns=[upper, lower]).dropna()
    if both.empty:
        return {"before": None, "gap_before_pp": nan, "change_pp": nan, "is_same_length": False}
    alike = both[comparable_periods(both.index.to_series(), period).to_numpy()]
    before, values = next(reversed(list((alike if len(alike) else both).iterrows())))
    gap = round(values[upper] - values[lower], 9)
    return {
        "before": before, "gap_before_pp": gap, "change_pp": round(size - abs(gap), 9),
        "is_same_length": len(alike) > 0,
    }  # fmt: skip
