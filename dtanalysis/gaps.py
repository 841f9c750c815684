"""
Where does each indicator stand against its target, and what has to happen by 31 December?

Takes observations and targets (one row per value, one row per promise) and gives a scorecard: one row per
indicator, level, dimension and plan, with gap, attainment, status and pace. Nothing here models the future;
required pace is arithmetic, a projection is another room. A bound ("trên 90 %") is never read as a number: it
decides a status only where every value it allows gives the same answer.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dtanalysis.catalogue.schema import COMPARATORS, SERIES_KEY
from dtanalysis.catalogue.versions import latest_readings
from dtanalysis.periods import Period, parse_period

KEY = list(SERIES_KEY)

APPROX_TOLERANCE = 0.05
"""How far, as a share of the printed figure, "khoảng" may be off (policy; docs/policies.md)."""

_INDICATOR_WORDS = [
    "indicator", "group", "unit_measure", "direction", "accumulation", "lower", "upper", "weighting",
    "decimals", "key",
]  # fmt: skip

_TEXTS = [
    "plan", "comparator", "basis", "target_source", "target_note", "source", "note", "qualifier",
    "figure_status",
]  # fmt: skip


def build_scorecard(
    observations: pd.DataFrame,
    targets: pd.DataFrame,
    indicators: pd.DataFrame,
    *,
    period: Period,
) -> pd.DataFrame:
    """
    Judge every known indicator and every known target of one unit.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per value as known on one day, all periods, with ``trust``.
    targets : pandas.DataFrame
        One row per promise of the plans to judge; may be empty.
    indicators : pandas.DataFrame
        The register.
    period : Period
        The reported period.

    Returns
    -------
    pandas.DataFrame
        One row per (indicator, unit, level, dimension, plan). Columns of `latest_readings` (the figure's own
        status as ``figure_status``), of the target, and ``gap``, ``gap_qualifier``, ``attainment``,
        ``status``, ``baseline``, ``required_pace``, ``pace_so_far``, ``count_needed``, ``is_recent`` (the
        figure is of this year or the one before). A target without a figure stays as a row "not_reported"; an
        indicator without a target as "no_target". Of a target set twice the later ``as_of`` counts.

    Raises
    ------
    ValueError
        If a target names no comparator, or one that is not known.
    """
    readings = latest_readings(observations, period, indicators).rename(columns={"status": "figure_status"})
    return (
        _join_targets(readings, targets)
        .merge(indicators[_INDICATOR_WORDS], on="indicator", how="left")
        .pipe(add_gap)
        .pipe(add_status)
        .pipe(add_pace, observations, period)
        .pipe(add_count_needed)
        .pipe(_add_recency, period)
        .sort_values([*KEY, "plan", "year"], ignore_index=True)
    )


def _add_recency(scorecard: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Mark the figures a reader of this period still cares for: not older than the year before."""
    years = scorecard["period"].map(lambda reading: reading.year, na_action="ignore").astype(float)
    return scorecard.assign(is_recent=scorecard["is_current"] | (years >= period.year - 1))


def _join_targets(readings: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """Put each reading beside its targets; keep readings without a target and targets without a reading."""
    unclear = targets.loc[~targets["comparator"].isin(COMPARATORS), "indicator"]
    if len(unclear):
        raise ValueError(
            f"Targets without a comparator: {', '.join(unclear)}. Write one of {', '.join(COMPARATORS)} in targets.csv."
        )
    latest = targets.sort_values("as_of", kind="stable")
    promises = latest.drop_duplicates([*KEY, "plan", "year"], keep="last")
    promises = promises.rename(
        columns={"as_of": "target_as_of", "source": "target_source", "note": "target_note"}
    )
    joined = readings.merge(promises, on=KEY, how="outer")
    joined[_TEXTS] = joined[_TEXTS].fillna("")
    # A target without a reading has no flags; only True says yes.
    return joined.assign(is_current=joined["is_current"].eq(True), is_disputed=joined["is_disputed"].eq(True))


def add_gap(scorecard: pd.DataFrame) -> pd.DataFrame:
    """
    Add ``gap``, ``gap_qualifier`` and ``attainment``.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        One row per indicator and target with ``value``, ``qualifier``, ``is_current``, ``target``,
        ``comparator``, ``direction``.

    Returns
    -------
    pandas.DataFrame
        ``gap`` is target − value turned by the indicator's direction, so that positive is still to do, in the
        indicator's unit of measure (percentage points for percent, places for a rank); missing without a
        target or without a figure of the period itself. Where exactly the target is asked for
        (``comparator="eq"``) it is the distance, missing where the figure is a bound. ``gap_qualifier`` says
        how the gap is bounded where the figure is a bound: a figure above 90 leaves a gap *below* the printed
        one. ``attainment`` is value ÷ target as a share, only for an exact figure where more is better and
        the target is above 0.

    Examples
    --------
    >>> row = {"value": 81.17, "qualifier": "eq", "is_current": True, "target": 70.0, "comparator": "ge",
    ...        "direction": "up"}
    >>> add_gap(pd.DataFrame([row]))["gap"].round(2).tolist()
    [-11.17]
    """
    known = scorecard["value"].where(scorecard["is_current"])
    sign = scorecard["direction"].map({"up": 1.0, "down": -1.0}).astype(float)
    # Rank 27 against "at most 30" is 3 places to spare, so the sign turns, and a bound with it.
    turned = scorecard["qualifier"].replace({"ge": "le", "gt": "lt", "le": "ge", "lt": "gt"})
    qualifier = scorecard["qualifier"].where(sign < 0, turned)
    gap = (sign * (scorecard["target"] - known)).round(9)
    exactly = scorecard["comparator"] == "eq"
    gap = gap.mask(exactly, gap.abs().where(scorecard["qualifier"].isin(["eq", "approx"])))
    rising = (scorecard["direction"] == "up") & (scorecard["target"] > 0)
    return scorecard.assign(
        gap=gap,
        gap_qualifier=qualifier.where(gap.notna(), ""),
        attainment=(known / scorecard["target"].where(rising)).where(scorecard["qualifier"] == "eq"),
    )


def add_status(scorecard: pd.DataFrame) -> pd.DataFrame:
    """
    Add ``status``: one word for where the indicator stands against its target.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        One row per indicator and target with ``value``, ``qualifier``, ``is_current``, ``target``,
        ``comparator`` and, where they are known, the indicator's bounds ``lower`` and ``upper``.

    Returns
    -------
    pandas.DataFrame
        ``status`` is "no_target" without a target; "not_reported" without a figure of the period itself;
        "met" or "exceeded" where every value the figure allows satisfies the target ("exceeded" where every
        one lies beyond it); "behind" where none does; "undecided" where the bound cannot tell.

    Notes
    -----
    A figure allows the values that its qualifier and the indicator's bounds leave: "trên 90%" is ]90, 100],
    "khoảng 40" is 40 ± 5 %. A target for an exact value (``eq``) is never exceeded.

    Examples
    --------
    >>> frame = pd.DataFrame({
    ...     "value": [90.0, 90.0, 33.25], "qualifier": ["gt", "gt", "eq"], "is_current": True,
    ...     "target": [90.0, 95.0, None], "comparator": ["ge", "ge", ""],
    ... })
    >>> add_status(frame)["status"].tolist()
    ['exceeded', 'undecided', 'no_target']
    """
    lowest, highest = _allowed_values(scorecard)
    target, comparator, qualifier = scorecard["target"], scorecard["comparator"], scorecard["qualifier"]
    # What holds of every allowed value; an open end ("trên", "dưới") leaves the printed number itself out.
    at_least, at_most = lowest >= target, highest <= target
    above = (lowest > target) | (at_least & (qualifier == "gt"))
    below = (highest < target) | (at_most & (qualifier == "lt"))
    met = _answer(comparator, ge=at_least, gt=above, le=at_most, lt=below, eq=at_least & at_most)
    behind = _answer(comparator, ge=below, gt=at_most, le=above, lt=at_least, eq=above | below)
    exceeded = _answer(comparator, ge=above, gt=above, le=below, lt=below)
    status = pd.Series("undecided", index=scorecard.index)
    status = status.mask(behind, "behind").mask(met, "met").mask(exceeded, "exceeded")
    unknown = scorecard["value"].isna() | ~scorecard["is_current"]
    return scorecard.assign(status=status.mask(unknown, "not_reported").mask(target.isna(), "no_target"))


def _answer(comparator: pd.Series, **answers: pd.Series) -> pd.Series:
    """The answer that belongs to each row's comparator; False where it has none."""
    rows = [comparator == word for word in answers]
    return pd.Series(np.select(rows, list(answers.values()), default=False), index=comparator.index)


def _allowed_values(scorecard: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return the ends of the values that each figure and the bounds of its indicator allow."""
    value, qualifier = scorecard["value"], scorecard["qualifier"]
    slack = (APPROX_TOLERANCE * value.abs()).where(qualifier == "approx", 0.0)
    lowest = (value - slack).mask(qualifier.isin(["le", "lt"]), -np.inf).round(9)
    highest = (value + slack).mask(qualifier.isin(["ge", "gt"]), np.inf).round(9)
    return lowest.clip(lower=scorecard.get("lower")), highest.clip(upper=scorecard.get("upper"))


def required_pace(gap: pd.Series, months_left: float | pd.Series) -> pd.Series:
    """
    Monthly progress needed to close each gap by the end of the year.

    Parameters
    ----------
    gap : pandas.Series
        Positive where work is left, in the indicator's unit_measure (points for percent). Missing stays
        missing.
    months_left : float or pandas.Series
        Months from the end of the period to 31 December; above 0, or missing row by row.

    Returns
    -------
    pandas.Series
        Same index as `gap`; 0 where the target is already met.

    Raises
    ------
    ValueError
        If a value of `months_left` is not positive.

    Notes
    -----
    pace = max(gap, 0) / months_left. It assumes even progress; it is a yardstick, not a projection.

    Examples
    --------
    >>> required_pace(pd.Series([36.75, -3.1]), months_left=6).tolist()
    [6.125, 0.0]
    """
    least = pd.Series(months_left).min()
    if least <= 0:
        raise ValueError(
            f"`months_left` must be above 0; got {least:g}. For a full-year report show the gap instead."
        )
    return gap.clip(lower=0) / months_left


def add_pace(scorecard: pd.DataFrame, observations: pd.DataFrame, period: Period) -> pd.DataFrame:
    """
    Add ``required_pace``, ``baseline`` and ``pace_so_far``, per month.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        One row per indicator and target with ``gap``, ``year`` (of the target), ``value``, ``direction``,
        ``accumulation``, ``unit_measure``.
    observations : pandas.DataFrame
        All known values of the unit, with ``trust``: the baseline is the value at the end of the year before.
    period : Period
        The reported period.

    Returns
    -------
    pandas.DataFrame
        ``required_pace`` counts to 31 December of the target's year and is missing where that is over.
        ``pace_so_far`` is positive towards better (fewer places for a rank) and missing where the figure or
        its baseline is not known exactly; a count or amount counted from 1 January on
        (``accumulation="cumulative"``) has the baseline 0, and a rate that starts anew each January has none; a
        count that runs on for ever ("ever") goes on from the end of the year before, as a state does.
        Both are arithmetic, not a forecast.
    """
    paced = scorecard.merge(_year_end_values(observations, period.year - 1, scorecard), on=KEY, how="left")
    anew = paced["accumulation"] == "cumulative"
    counted = paced["unit_measure"].isin(["count", "currency"])
    baseline = paced["baseline"].mask(anew).mask(anew & counted, 0.0)
    months_left = period.months_left + 12 * (paced["year"] - period.year)
    exact = paced["value"].where(paced["is_current"] & (paced["qualifier"] == "eq"))
    moved = (exact - baseline) * paced["direction"].map({"up": 1.0, "down": -1.0}).astype(float)
    return paced.assign(
        baseline=baseline,
        required_pace=required_pace(paced["gap"], months_left.where(months_left > 0)),
        pace_so_far=moved / (12 - period.months_left),
    )


def _year_end_values(observations: pd.DataFrame, year: int, indicators: pd.DataFrame) -> pd.DataFrame:
    """The exact values of a year, or of its last day for a state, as ``baseline``."""
    ends = latest_readings(observations, parse_period(year), indicators)
    exact = ends[ends["is_current"] & (ends["qualifier"] == "eq")]
    return exact[[*KEY, "value"]].rename(columns={"value": "baseline"})


def add_count_needed(scorecard: pd.DataFrame) -> pd.DataFrame:
    """
    Add ``count_needed``: how many more dossiers, services or people reach the target.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        One row per indicator and target with ``numerator``, ``denominator``, ``target``, ``comparator``.

    Returns
    -------
    pandas.DataFrame
        ``count_needed`` is the smallest whole number to add to the numerator at an unchanged denominator; 0
        where the target is reached, missing where the counts are not known or more is not better.

    Examples
    --------
    >>> row = {"numerator": 1, "denominator": 18, "target": 50.0, "comparator": "ge", "is_current": True}
    >>> add_count_needed(pd.DataFrame([row | {"unit_measure": "percent"}]))["count_needed"].tolist()
    [8.0]
    """
    percent = (scorecard["unit_measure"] == "percent") & scorecard["is_current"]
    known = percent & (scorecard["denominator"] > 0)
    # 33.3 % of 3,000 is 999 exactly, which floating point gives as 998.9999999999999.
    goal = (scorecard["target"] * scorecard["denominator"] / 100).where(known).round(6)
    weak, strict = scorecard["comparator"] == "ge", scorecard["comparator"] == "gt"
    whole = np.ceil(goal).where(weak, (np.floor(goal) + 1).where(strict))
    return scorecard.assign(count_needed=(whole - scorecard["numerator"]).clip(lower=0))


def add_change(scorecard: pd.DataFrame, observations: pd.DataFrame, compare_to: Period) -> pd.DataFrame:
    """
    Add what moved since another period: ``change_pp``, ``change_rel``, ``change_places``.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        One row per indicator and target.
    observations : pandas.DataFrame
        All known values of the unit, with ``trust``.
    compare_to : Period
        The other period; only figures of exactly that period are compared (a state read on its last day is
        one).

    Returns
    -------
    pandas.DataFrame
        ``earlier_value``; ``change_pp`` in percentage points (percent indicators), ``change_rel`` as a share
        of the earlier value (counts, amounts, indices), ``change_places`` positive for places gained (ranks).
        Each is missing where it does not apply, where either figure is a bound, where nothing was known, or
        where something that grows with the length of its period (``accumulation="cumulative"``) was counted
        over another length.
    """
    earlier = latest_readings(observations, compare_to, scorecard)
    earlier = earlier[earlier["is_current"] & (earlier["qualifier"] == "eq")]
    both = scorecard.merge(
        earlier[[*KEY, "value"]].rename(columns={"value": "earlier_value"}), on=KEY, how="left"
    )
    exact = both["value"].where(both["is_current"] & (both["qualifier"] == "eq"))
    lengths = both["period"].map(lambda reading: reading.months, na_action="ignore").astype(float)
    # Half a month either way: 29 February must not stand in the way.
    alike = (lengths - compare_to.months).abs() < 0.5
    difference = (exact - both["earlier_value"]).where(alike | (both["accumulation"] != "cumulative"))
    percent, rank = both["unit_measure"] == "percent", both["unit_measure"] == "rank"
    relative = difference / both["earlier_value"].where(both["earlier_value"] > 0)
    return both.assign(
        change_pp=difference.where(percent).round(9),
        change_rel=relative.where(~percent & ~rank),
        change_places=(-difference).where(rank),
    )
