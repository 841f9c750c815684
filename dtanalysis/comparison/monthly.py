"""
Which indicators of a unit have months of one definition, and their control charts side by side.

Takes observations, targets and the register, gives one chart for each percent indicator with a series of months, and
one summary row each. A month's row of a rate counted from January is that month alone (data/README.md), so all
months of a series are of one length; quarters, half-years and years to date are left out. The chart itself is made by
`dtanalysis.comparison.control`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dtanalysis.catalogue.schema import SERIES_KEY
from dtanalysis.catalogue.versions import most_trusted
from dtanalysis.comparison.control import LEAST_POINTS, assess, control_limits
from dtanalysis.comparison.patterns import describe_step, name_pattern
from dtanalysis.periods import Period
from dtanalysis.projection.cases import DISTINCT

KEY = list(SERIES_KEY)

SMALL_BASE = 30
"""Below so many cases in a month one case moves its rate by over 3 points (docs/policies.md, small denominators)."""

_PROMISE = ["target", "comparator", "plan", "year"]


def choose_months(
    observations: pd.DataFrame, indicators: pd.DataFrame, period: Period, *, only: Sequence[str] = ()
) -> pd.DataFrame:
    """
    Choose the months of every percent indicator, up to a period.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per value of one unit as known on one day, with ``trust``.
    indicators : pandas.DataFrame
        The register.
    period : Period
        Nothing after its last day is seen.
    only : sequence of str
        Ids of the indicators to look at, in the order wanted; empty for all.

    Returns
    -------
    pandas.DataFrame
        One row per indicator, level and month, the most trusted figure: the columns of `observations` with
        ``direction``, ``accumulation``, ``weighting``, ``lower_bound`` and ``upper_bound`` of the register. Wholes
        only: slices by field have their own place. A bound or an empty figure stays as a row; it is no point.
    """
    words = indicators.loc[indicators["unit_measure"] == "percent", _WORDS]
    words = words.rename(columns={"lower": "lower_bound", "upper": "upper_bound"})
    is_month = observations["period"].map(lambda one: one.kind == "month").astype(bool)
    is_past = observations["period"].map(lambda one: one.last_day <= period.last_day).astype(bool)
    months = most_trusted(observations[is_month & is_past & (observations["dimension"] == "")])
    months = months.merge(words, on="indicator")
    if only:
        months = months[months["indicator"].isin(only)]
    rank = months["indicator"].map({name: place for place, name in enumerate(only)})
    ordered = months.assign(rank=rank).sort_values(["rank", *KEY, "period"], kind="stable")
    return ordered.drop(columns="rank").reset_index(drop=True)


_WORDS = ["indicator", "direction", "accumulation", "weighting", "lower", "upper"]


def chart_indicators(
    months: pd.DataFrame, targets: pd.DataFrame, *, changes: pd.DataFrame | None = None
) -> pd.DataFrame:
    """
    Draw up the control chart of every series of months, with its target.

    Parameters
    ----------
    months : pandas.DataFrame
        From `choose_months`.
    targets : pandas.DataFrame
        One row per promise, such as `dtanalysis.plans.prefer_own` gives; of several for a series the nearest year
        counts, and of that the first.
    changes : pandas.DataFrame, optional
        Documented changes, one row each: ``indicator`` and ``period`` (first month of the new process). Those outside
        the months known are not used.

    Returns
    -------
    pandas.DataFrame
        One row per series and month from its first point to its last: the key, the columns of
        `dtanalysis.comparison.control_limits`, ``denominator`` and ``source`` of the month, and ``target``,
        ``comparator``, ``plan``, ``year`` of the promise, ``direction`` of the indicator. ``pattern`` is "level", "step", "drift" or
        "mixed" (`dtanalysis.comparison.patterns`); a drift is charted around its line. ``why_no_target`` is "longer_period" where a target exists
        but is not held against months: a share of distinct services or people grows with the length of the period,
        so a month never reaches what is promised for the year; "exact" where exactly a value is asked for.
        A series without a point has no rows.
    """
    promises = targets.sort_values("year", kind="stable").drop_duplicates(KEY)[[*KEY, *_PROMISE]]
    charts = [
        _chart_one(own, changes).assign(**dict(zip(KEY, key, strict=True)))
        for key, own in months.groupby(KEY, sort=False)
        if _points(own).notna().any()
    ]
    if not charts:
        return pd.DataFrame(columns=_COLUMNS)
    charted = pd.concat(charts, ignore_index=True).merge(promises, on=KEY, how="left")
    return _hold_targets(charted)[_COLUMNS]


_COLUMNS = [
    *KEY, "period", "value", "phase", "n_base", "mean", "lower", "upper", "drift", "is_cut", "is_provisional",
    "moving_range", "is_screened", "signals", "is_signal", "kind", "direction", "pattern", "denominator", "source", *_PROMISE,
    "why_no_target",
]  # fmt: skip


def _points(own: pd.DataFrame) -> pd.Series:
    """Values that are points; a bound is none."""
    return own["value"].where(own["qualifier"].isin(["eq", "approx"]))


def _chart_one(own: pd.DataFrame, changes: pd.DataFrame | None) -> pd.DataFrame:
    """One chart with what is told of each month."""
    first = own.iloc[0]
    series = pd.DataFrame({"period": own["period"], "value": _points(own)})
    settings = {
        "direction": first["direction"],
        "changes": _own_changes(own, changes),
        "bounds": (first["lower_bound"], first["upper_bound"]),
    }
    chart = control_limits(series, **settings)
    pattern = name_pattern(chart)
    if pattern == "drift":
        chart = control_limits(series, centre="trend", **settings)
    # A share of distinct things is another thing over a longer period; a state is not.
    is_longer = first["accumulation"] == "cumulative" and first["weighting"] in DISTINCT
    told = own[["period", "denominator", "source"]]
    return chart.merge(told, on="period", how="left").assign(
        direction=first["direction"],
        pattern=pattern,
        is_longer=is_longer,
        upper_bound=first["upper_bound"],
    )


def _own_changes(own: pd.DataFrame, changes: pd.DataFrame | None) -> list[Period]:
    """First months of new processes of this indicator that lie within its months."""
    if changes is None:
        return []
    starts = changes.loc[changes["indicator"] == own["indicator"].iloc[0], "period"]
    points = own.loc[_points(own).notna(), "period"]
    return [start for start in starts if points.min() < start <= points.max()]


def _hold_targets(charted: pd.DataFrame) -> pd.DataFrame:
    """Say which targets cannot be held against months, and take their value away."""
    # "Exactly 100 %" is "at least 100 %", because there is nothing above.
    is_full = (charted["comparator"] == "eq") & (charted["target"] == charted["upper_bound"])
    comparator = charted["comparator"].mask(is_full, "ge")
    has_target = charted["target"].notna()
    is_longer = has_target & charted["is_longer"].astype(bool)
    is_exact = has_target & ~is_longer & (comparator == "eq")
    why = np.select([is_longer, is_exact, ~has_target], ["longer_period", "exact", "none"], "")
    return charted.assign(comparator=comparator, target=charted["target"].mask(why != ""), why_no_target=why)


def summarise_charts(charts: pd.DataFrame) -> pd.DataFrame:
    """
    Sum up every chart in one row.

    Parameters
    ----------
    charts : pandas.DataFrame
        From `chart_indicators`.

    Returns
    -------
    pandas.DataFrame
        One row per series in the order of `charts`: the key, the values of `dtanalysis.comparison.assess`, ``plan``,
        ``year``, ``why_no_target``, ``direction``, ``pattern``, ``source`` of the latest month and ``change`` (from the month before; missing
        after a hole), ``n_small`` (months counted on fewer than 30 cases). Of a mixed series no target is
        called reached or missed. Of a step ``since`` is the first month of
        its second level, ``before`` and ``after`` the means of both. Empty for no charts.
    """
    rows = [
        {**dict(zip(KEY, key, strict=True)), **_summary(chart)}
        for key, chart in charts.groupby(KEY, sort=False)
    ]
    return pd.DataFrame(rows, columns=None if rows else [*KEY, *_SUMMARY])


_SUMMARY = [
    "period", "value", "signals", "n_base", "mean", "lower", "upper", "drift", "is_cut", "is_provisional", "n",
    "n_missing", "n_signals", "last_signal", "variation", "since", "target", "assurance", "reason", "plan", "year",
    "why_no_target", "direction", "pattern",
    "source", "before", "after", "change", "n_small",
]  # fmt: skip


def _summary(chart: pd.DataFrame) -> dict:
    latest = chart[chart["value"].notna()].iloc[-1]
    comparator = latest["comparator"] if pd.notna(latest["target"]) else "ge"
    told = assess(chart, target=latest["target"], comparator=comparator)
    is_small = chart["value"].notna() & (chart["denominator"] < SMALL_BASE)
    return {
        **told,
        **latest[["plan", "year", "why_no_target", "direction", "pattern", "source"]],
        "assurance": _hold_back(told["assurance"], latest["pattern"]),
        "before": np.nan,
        "after": np.nan,
        **(describe_step(chart) if latest["pattern"] == "step" else {}),
        "change": latest["value"] - _month_before(chart, latest),
        "n_small": int(is_small.sum()),
    }


def _hold_back(assurance: str, pattern: str) -> str:
    """Limits around a mean that describes no month promise nothing."""
    judged = ("passing", "failing", "hit_and_miss")
    return "unsettled" if pattern == "mixed" and assurance in judged else assurance


def _month_before(chart: pd.DataFrame, latest: pd.Series) -> float:
    """Value of the month before, missing where that is a hole."""
    return chart["value"].shift()[latest.name]


def first_reason(summary: pd.DataFrame) -> str:
    """Return "no_months" without a series, "too_few" where none has limits, else an empty text."""
    if summary.empty:
        return "no_months"
    return "too_few" if (summary["n_base"] < LEAST_POINTS).all() else ""
