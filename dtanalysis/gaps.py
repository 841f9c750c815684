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

from dtanalysis.catalogue.schema import SERIES_KEY, STATUSES
from dtanalysis.periods import Period

KEY = list(SERIES_KEY)

APPROX_TOLERANCE = 0.05
"""How far, as a share of the printed figure, "khoảng" may be off (policy; docs/policies.md)."""

_INDICATOR_WORDS = [
    "indicator", "group", "unit_measure", "direction", "accumulation", "lower", "upper", "weighting",
    "decimals", "key",
]  # fmt: skip


def latest_readings(
    observations: pd.DataFrame, period: Period, indicators: pd.DataFrame | None = None
) -> pd.DataFrame:
    """
    Choose for each series the figure that a report of `period` shows.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per value as known on one day, with the column ``trust`` (0 = most trusted source).
    period : Period
        The reported period.
    indicators : pandas.DataFrame, optional
        The register; with it a state (``accumulation="level"``) read on the period's last day counts as the
        period's own (June's state is the half-year's).

    Returns
    -------
    pandas.DataFrame
        One row per (indicator, unit, level, dimension): the figure of the period itself or, failing that,
        the latest earlier one. Added columns: ``is_current`` (the figure is the period's own), ``versions``
        (how many sources give this figure) and ``is_disputed`` (they give different values). Within one
        source the latest ``as_of`` wins; between sources the most trusted, then the latest.
    """
    rows = observations.assign(
        last_day=observations["period"].map(lambda reading: pd.Timestamp(reading.last_day)),
        is_exact=observations["period"].map(lambda reading: reading.code == period.code).astype(bool),
    )
    rows = rows[rows["last_day"] <= pd.Timestamp(period.last_day)]
    newest = rows.sort_values(["last_day", "is_exact"], kind="stable").groupby(KEY)["period"].last()
    chosen = rows.merge(newest.rename("chosen").reset_index(), on=KEY)
    chosen = chosen[chosen["period"] == chosen["chosen"]].sort_values("as_of", kind="stable")
    by_source = chosen.drop_duplicates([*KEY, "source"], keep="last")
    values = by_source.groupby(KEY)["value"].agg(versions="size", distinct="nunique").reset_index()
    best = by_source.sort_values(["trust", "as_of"], ascending=[True, False], kind="stable")
    readings = best.drop_duplicates(KEY).merge(values, on=KEY)
    states = set() if indicators is None else set(indicators.loc[indicators["accumulation"] == "level", "indicator"])
    same_day = readings["indicator"].isin(states) & (readings["last_day"] == pd.Timestamp(period.last_day))
    return readings.assign(
        is_current=readings["is_exact"] | same_day, is_disputed=readings["distinct"] > 1
    ).drop(columns=["last_day", "is_exact", "chosen", "distinct"])


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
        ``status``, ``required_pace``, ``pace_so_far``, ``count_needed``, ``is_recent`` (the figure is of this year
        or the one before). A target without a figure stays as a
        row "not_reported"; an indicator without a target as "no_target".

    Raises
    ------
    ValueError
        If a target names no comparator.
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
        .sort_values([*KEY, "plan"], ignore_index=True)
    )


def _add_recency(scorecard: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Mark the figures a reader of this period still cares for: not older than the year before."""
    years = scorecard["period"].map(lambda reading: reading.year, na_action="ignore").astype(float)
    return scorecard.assign(is_recent=scorecard["is_current"] | (years >= period.year - 1))


def _join_targets(readings: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """Put each reading beside its targets; keep readings without a target and targets without a reading."""
    if not targets.empty and targets["comparator"].eq("").any():
        nameless = targets.loc[targets["comparator"] == "", "indicator"].tolist()
        raise ValueError(f"Targets without a comparator (ge, gt, le, lt, eq): {', '.join(nameless)}.")
    promises = targets.sort_values("as_of", kind="stable").drop_duplicates([*KEY, "plan", "year"], keep="last")
    promises = promises.rename(
        columns={"as_of": "target_as_of", "source": "target_source", "note": "target_note"}
    )
    joined = readings.merge(promises, on=KEY, how="outer")
    texts = ["plan", "comparator", "basis", "target_source", "target_note", "source", "note", "qualifier"]
    texts += ["figure_status"]
    flags = ["is_current", "is_disputed"]
    joined[texts] = joined[texts].fillna("")
    joined[flags] = joined[flags].astype("boolean").fillna(False).astype(bool)
    return joined


def add_gap(scorecard: pd.DataFrame) -> pd.DataFrame:
    """
    Add ``gap``, ``gap_qualifier`` and ``attainment``.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        One row per indicator and target with ``value``, ``qualifier``, ``is_current``, ``target``,
        ``direction``, ``unit_measure``.

    Returns
    -------
    pandas.DataFrame
        ``gap`` is target − value turned by the indicator's direction, so that positive is still to do, in the
        indicator's unit of measure (percentage points for percent, places for a rank); missing without a
        target or without a figure of the period itself. ``gap_qualifier`` says how the gap is bounded where
        the figure is a bound: a figure above 90 leaves a gap *below* the printed one. ``attainment`` is
        value ÷ target as a share, only where more is better and the target is above 0.

    Examples
    --------
    >>> row = {"value": 81.17, "qualifier": "eq", "is_current": True, "target": 70.0, "direction": "up"}
    >>> add_gap(pd.DataFrame([row]))["gap"].round(2).tolist()
    [-11.17]
    """
    known = scorecard["value"].where(scorecard["is_current"])
    sign = scorecard["direction"].map({"up": 1.0, "down": -1.0})
    turned = {"ge": "le", "gt": "lt", "le": "ge", "lt": "gt", "eq": "eq", "approx": "approx", "": ""}
    qualifier = scorecard["qualifier"].where(sign < 0, scorecard["qualifier"].map(turned))
    gap = sign * (scorecard["target"] - known)
    rising = (scorecard["direction"] == "up") & (scorecard["target"] > 0)
    return scorecard.assign(
        gap=gap.round(9),
        gap_qualifier=qualifier.where(gap.notna(), ""),
        attainment=(known / scorecard["target"]).where(rising & (scorecard["qualifier"] == "eq")),
    )


def add_status(scorecard: pd.DataFrame) -> pd.DataFrame:
    """
    Add ``status``: one word for where the indicator stands against its target.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        One row per indicator and target with ``value``, ``qualifier``, ``is_current``, ``target``,
        ``comparator``.

    Returns
    -------
    pandas.DataFrame
        ``status`` is "no_target" without a target; "not_reported" without a figure of the period itself;
        "met" or "exceeded" where every value the figure allows satisfies the target ("exceeded" where every
        one lies beyond it); "behind" where none does; "undecided" where the bound cannot tell.

    Examples
    --------
    >>> frame = pd.DataFrame({
    ...     "value": [90.0, 90.0, 33.25], "qualifier": ["gt", "gt", "eq"], "is_current": True,
    ...     "target": [90.0, 95.0, None], "comparator": ["ge", "ge", ""],
    ... })
    >>> add_status(frame)["status"].tolist()
    ['exceeded', 'undecided', 'no_target']
    """
    lowest, highest, lowest_open, highest_open = _allowed_values(scorecard)
    target, comparator = scorecard["target"], scorecard["comparator"]
    rising = comparator.isin(["ge", "gt"])
    falling = comparator.isin(["le", "lt"])
    strict = comparator.isin(["gt", "lt"])
    # The end of the allowed values that decides "all of them are good", seen in the target's direction.
    worst = lowest.where(rising, highest)
    worst_open = lowest_open.where(rising, highest_open)
    best = highest.where(rising, lowest)
    best_open = highest_open.where(rising, lowest_open)
    turn = pd.Series(np.where(rising, 1.0, -1.0), index=scorecard.index)
    margin_worst, margin_best = turn * (worst - target), turn * (best - target)
    beyond = (margin_worst > 0) | ((margin_worst == 0) & worst_open)
    directed = rising | falling
    met = directed & (beyond | ((margin_worst == 0) & ~strict))
    behind = directed & ((margin_best < 0) | ((margin_best == 0) & (best_open | strict)))
    exact = comparator == "eq"
    met |= exact & (lowest == target) & (highest == target)
    behind |= exact & ((lowest > target) | (highest < target))
    status = pd.Series("undecided", index=scorecard.index)
    status = status.mask(behind, "behind").mask(met, "met").mask(directed & beyond, "exceeded")
    unknown = scorecard["value"].isna() | ~scorecard["is_current"].astype(bool)
    return scorecard.assign(status=status.mask(unknown, "not_reported").mask(target.isna(), "no_target"))


def _allowed_values(scorecard: pd.DataFrame) -> tuple[pd.Series, pd.Series, pd.Series, pd.Series]:
    """Return the ends of the values each figure allows, and whether each end is left out."""
    value, qualifier = scorecard["value"], scorecard["qualifier"]
    slack = (APPROX_TOLERANCE * value.abs()).where(qualifier == "approx", 0.0)
    lowest = (value - slack).mask(qualifier.isin(["le", "lt"]), -np.inf)
    highest = (value + slack).mask(qualifier.isin(["ge", "gt"]), np.inf)
    return lowest, highest, qualifier == "gt", qualifier == "lt"


def required_pace(gap: pd.Series, months_left: float) -> pd.Series:
    """
    Monthly progress needed to close each gap by the end of the year.

    Parameters
    ----------
    gap : pandas.Series
        Positive where work is left, in the indicator's unit_measure (points for percent). Missing stays
        missing.
    months_left : float
        Months from the end of the period to 31 December; above 0.

    Returns
    -------
    pandas.Series
        Same index as `gap`; 0 where the target is already met.

    Raises
    ------
    ValueError
        If `months_left` is not positive.

    Notes
    -----
    pace = max(gap, 0) / months_left. It assumes even progress; it is a yardstick, not a projection.

    Examples
    --------
    >>> required_pace(pd.Series([36.75, -3.1]), months_left=6).tolist()
    [6.125, 0.0]
    """
    if months_left <= 0:
        raise ValueError(
            f"`months_left` must be above 0; got {months_left}. For a full-year report show the gap instead."
        )
    return gap.clip(lower=0) / months_left


def add_pace(scorecard: pd.DataFrame, observations: pd.DataFrame, period: Period) -> pd.DataFrame:
    """
    Add ``required_pace``, ``baseline`` and ``pace_so_far``, per month.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        One row per indicator and target with ``gap``, ``value``, ``accumulation``.
    observations : pandas.DataFrame
        All known values of the unit: the baseline is the value at the end of the year before.
    period : Period
        The reported period.

    Returns
    -------
    pandas.DataFrame
        ``required_pace`` is missing where the year is over. ``pace_so_far`` is missing without a baseline;
        a count or amount counted from 1 January on (``accumulation="cumulative"``) has the baseline 0, and a
        rate that starts anew each January has none. Both are arithmetic, not a forecast.
    """
    elapsed = 12 - period.months_left
    before = observations[observations["period"].map(lambda reading: reading.code == str(period.year - 1))]
    ends = before.sort_values("as_of", kind="stable").drop_duplicates(KEY, keep="last")
    exact = ends.loc[ends["qualifier"] == "eq", [*KEY, "value"]].rename(columns={"value": "baseline"})
    paced = scorecard.merge(exact, on=KEY, how="left")
    anew = paced["accumulation"] == "cumulative"
    counted = paced["unit_measure"].isin(["count", "currency"])
    paced["baseline"] = paced["baseline"].mask(anew, np.nan).mask(anew & counted, 0.0)
    readable = paced["is_current"] & (paced["qualifier"] == "eq")
    left = period.months_left
    return paced.assign(
        required_pace=required_pace(paced["gap"], left) if left > 0 else np.nan,
        pace_so_far=((paced["value"] - paced["baseline"]) / elapsed).where(readable) if elapsed else np.nan,
    )


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
    known = (scorecard["denominator"] > 0) & (scorecard["unit_measure"] == "percent") & scorecard["is_current"]
    goal = (scorecard["target"] * scorecard["denominator"] / 100).where(known)
    # 70 % of 30 is 21 exactly, which floating point gives as 21.000000000000004.
    goal = goal.round(6)
    whole = np.ceil(goal).where(scorecard["comparator"] == "ge", np.floor(goal) + 1)
    whole = whole.where(scorecard["comparator"].isin(["ge", "gt"]))
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
        The other period; only figures of exactly that period are compared.

    Returns
    -------
    pandas.DataFrame
        ``earlier_value``; ``change_pp`` in percentage points (percent indicators), ``change_rel`` as a share
        of the earlier value (counts, amounts, indices), ``change_places`` positive for places gained (ranks).
        Each is missing where it does not apply, where either figure is a bound, or where nothing was known.
    """
    earlier = latest_readings(observations, compare_to)
    earlier = earlier[earlier["is_current"] & (earlier["qualifier"] == "eq")]
    both = scorecard.merge(
        earlier[[*KEY, "value"]].rename(columns={"value": "earlier_value"}), on=KEY, how="left"
    )
    exact = both["value"].where(both["is_current"] & (both["qualifier"] == "eq"))
    difference = exact - both["earlier_value"]
    percent, rank = both["unit_measure"] == "percent", both["unit_measure"] == "rank"
    return both.assign(
        change_pp=difference.where(percent).round(9),
        change_rel=(difference / both["earlier_value"]).where(~percent & ~rank & (both["earlier_value"] > 0)),
        change_places=(-difference).where(rank),
    )


def count_statuses(scorecard: pd.DataFrame, by: str | None = None) -> pd.DataFrame:
    """
    Count the targets of each status, so that the counts sum to the number of targets known.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        One row per indicator and target, with ``status``.
    by : str, optional
        A column to split by, such as ``"group"``.

    Returns
    -------
    pandas.DataFrame
        One row per plan (and value of `by`), one column per status of `STATUSES`, and ``n_known``.
        A slice (``field=land``) of an indicator whose whole has a target of its own is not counted again.
    """
    counted = _without_slices(scorecard[scorecard["target"].notna()])
    keys = ["plan", by] if by else ["plan"]
    table = counted.groupby([*keys, "status"]).size().unstack(fill_value=0)
    table = table.reindex(columns=[status for status in STATUSES if status != "no_target"], fill_value=0)
    return table.assign(n_known=table.sum(axis=1)).reset_index().rename_axis(columns=None)


def _without_slices(targets: pd.DataFrame) -> pd.DataFrame:
    """Leave out a target that only repeats, for one slice, the target of the whole."""
    whole = targets.loc[targets["dimension"] == "", ["indicator", "level", "plan"]].assign(has_whole=True)
    marked = targets.merge(whole.drop_duplicates(), on=["indicator", "level", "plan"], how="left")
    return marked[(marked["dimension"] == "") | marked["has_whole"].isna()].drop(columns="has_whole")


def summarise_plans(
    scorecard: pd.DataFrame, plans: pd.DataFrame, observations: pd.DataFrame, period: Period
) -> pd.DataFrame:
    """
    Say for each plan how many of its targets are met: as stated, and as far as we can see ourselves.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        One row per indicator and target.
    plans : pandas.DataFrame
        One row per judged plan, with ``n_targets`` (missing where not public).
    observations : pandas.DataFrame
        All known values of the unit: ``plan_targets_met`` holds what the plan's owner states.
    period : Period
        The reported period.

    Returns
    -------
    pandas.DataFrame
        One row per plan: ``n_targets``, ``stated_met`` and ``stated_share`` (missing where nothing is
        stated), ``n_known`` (targets whose figure we know), the counts of each status, ``n_unknown``, and
        ``lowest_share``/``highest_share``: the range in which the share of met targets lies, from our own
        figures alone, with every unknown target counted as missed or as met.
    """
    counts = count_statuses(scorecard)
    summary = plans[["plan", "name_vi", "name_en", "n_targets"]].merge(counts, on="plan", how="left")
    numbers = [column for column in counts.columns if column != "plan"]
    summary[numbers] = summary[numbers].fillna(0).astype(int)
    stated = latest_readings(
        observations[observations["indicator"] == "plan_targets_met"], period
    ).query("is_current")
    stated = stated.assign(plan=stated["dimension"].str.removeprefix("plan="))
    summary = summary.merge(
        stated[["plan", "value", "source"]].rename(columns={"value": "stated_met"}), on="plan", how="left"
    )
    met = summary["met"] + summary["exceeded"]
    total = summary["n_targets"].fillna(summary["n_known"]).where(lambda n: n > 0)
    unknown = (total - met - summary["behind"] - summary["dropped"]).clip(lower=0)
    return summary.assign(
        stated_share=summary["stated_met"] / summary["n_targets"],
        n_unknown=unknown,
        lowest_share=met / total,
        highest_share=(met + unknown) / total,
    )


def prefer_own(own: pd.DataFrame, reference: pd.DataFrame) -> pd.DataFrame:
    """
    Take the unit's own targets and, for indicators without one, the targets to orient by.

    Returns
    -------
    pandas.DataFrame
        One row per promise; own rows first.
    """
    known = set(own["indicator"])
    return pd.concat([own, reference[~reference["indicator"].isin(known)]], ignore_index=True)
