"""
How do ratios become points under QĐ 766? The recovered rules, applied to the published ratios and held against them.

The portal publishes ratios, component points, six group scores and a total on 100 points (Quyết định 766/QĐ-TTg 2022), but
no formula. The rules (one row per component: maximum, level that scores in full, kind) are data and were recovered from
the figures: points = maximum × min(1, ratio / full level). Two parts of the payment group are inferred only and one part
has no published counts; these are marked and never called reproduced. Takes observations and rules; what the points mean
for a unit is told by `dtanalysis.dti.points`.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue.versions import most_trusted
from dtanalysis.periods import Period

TOTAL = "qd766_total"
RANKS = ("qd766_rank", "qd766_rank_in_province")
"""Rank among the provinces, and among all units of one province."""

_SLACK = 0.00605
"""Half of the last printed digit of the points, and of the ratio at 20 points a hundred, with room for a tie."""


def readings_of(observations: pd.DataFrame, period: Period) -> pd.DataFrame:
    """
    Choose one figure per indicator and unit of exactly this period.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per known value, with ``trust``.
    period : Period
        The period, such as 2026 up to 10 October.

    Returns
    -------
    pandas.DataFrame
        The rows of `observations` chosen by `dtanalysis.catalogue.most_trusted`, without slices of a ratio.
    """
    same = observations["period"].map(lambda reading: reading.code == period.code).astype(bool)
    rows = most_trusted(observations[same])
    is_whole = (rows["dimension"] == "") | rows["indicator"].isin(RANKS)
    return rows[is_whole].drop_duplicates(["indicator", "unit"])


def rules_for(readings: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    """
    Choose the framework that the scores of a unit belong to; two are never mixed.

    Parameters
    ----------
    readings : pandas.DataFrame
        From `readings_of`, of one unit.
    rules : pandas.DataFrame
        One row per component of any framework: ``framework``, ``group``, ``ratio``, ``score``.

    Returns
    -------
    pandas.DataFrame
        The rows of the framework most of whose groups and ratios are among the readings, the first of equals.
    """
    known = rules["group"].isin(readings["indicator"]).astype(int) + rules["ratio"].isin(
        readings["indicator"]
    )
    share = known.groupby(rules["framework"], sort=False).mean()
    return rules[rules["framework"] == share.idxmax()] if len(share) else rules


def score_ratio(ratio: pd.Series, max_points: pd.Series | float, full_level: pd.Series | float) -> pd.Series:
    """
    Turn ratios into points.

    Parameters
    ----------
    ratio : pandas.Series
        Percent, 0–100; missing stays missing.
    max_points : pandas.Series or float
        The most the component can bring.
    full_level : pandas.Series or float
        The ratio (percent) from which it brings all of them, above 0.

    Returns
    -------
    pandas.Series
        max_points × min(1, ratio / full_level).

    Examples
    --------
    >>> score_ratio(pd.Series([88.43, 95.0]), 6, 90).round(2).tolist()  # satisfaction: Đồng Tháp, and beyond 90 %
    [5.9, 6.0]
    """
    return max_points * (ratio / full_level).clip(upper=1)


def component_points(observations: pd.DataFrame, rules: pd.DataFrame, period: Period) -> pd.DataFrame:
    """
    Set the published points of every component beside those that its ratio gives.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per known value of one unit or many, with ``trust``.
    rules : pandas.DataFrame
        One row per component: ``group``, ``ratio``, ``score`` (ids of indicators), ``max_points``, ``full_level``, ``rule``,
        ``no_cases``.
    period : Period
        The period.

    Returns
    -------
    pandas.DataFrame
        One row per unit and rule of the units with a published total, in the order of the rules: the rule's columns
        with ``unit``, ``ratio_value`` (percent), ``numerator``, ``denominator``, ``points`` (as published; missing where
        not), ``computed`` (by the rule; missing where the ratio or the rule is not known), ``points_status`` (of the
        published points), ``ratio_note`` (what the source or its reader says of the ratio) and ``agrees`` (published and computed within the printed digits; missing where one of them
        is not known or the rule is only inferred).

    Notes
    -----
    A denominator of 0 is treated as the source does (``no_cases``): no petitions bring all 12 points, no dossiers with
    fees bring 0 of 10. Where the source was not seen to decide, nothing is computed.
    """
    readings = readings_of(observations, period)
    scored = readings.loc[(readings["indicator"] == TOTAL) & readings["value"].notna(), ["unit"]]
    table = scored.merge(rules, how="cross")
    ratio = readings[["unit", "indicator", "value", "numerator", "denominator", "note"]]
    ratio = ratio.rename(columns={"indicator": "ratio", "value": "ratio_value", "note": "ratio_note"})
    score = readings[["unit", "indicator", "value", "status"]]
    score = score.rename(columns={"indicator": "score", "value": "points", "status": "points_status"})
    table = table.merge(ratio, on=["unit", "ratio"], how="left").merge(
        score, on=["unit", "score"], how="left"
    )
    return _with_computed(table)


def _with_computed(table: pd.DataFrame) -> pd.DataFrame:
    by_ratio = score_ratio(table["ratio_value"], table["max_points"], table["full_level"])
    without_cases = table["max_points"] * table["no_cases"].map({"zero": 0.0, "full": 1.0}).astype(float)
    computed = by_ratio.where(table["denominator"] != 0, without_cases)
    off = (table["points"] - computed).abs()
    judged = off.notna() & (table["rule"] == "proportional")
    return table.assign(
        computed=computed, agrees=(off <= _SLACK).astype("boolean").where(judged)
    )  # fmt: skip


def group_points(observations: pd.DataFrame, rules: pd.DataFrame, period: Period) -> pd.DataFrame:
    """
    Set the published score of every group beside its maximum and the sum of its components.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per known value of one unit or many, with ``trust``.
    rules : pandas.DataFrame
        One row per component.
    period : Period
        The period.

    Returns
    -------
    pandas.DataFrame
        One row per unit and group: ``unit``, ``group``, ``max_points``, ``points`` (published; missing where the source gave
        none or an impossible one), ``points_status`` ("derived": the collector's total minus the other groups),
        ``room`` (max_points − points), ``components_sum`` (missing unless the points of all components are published) and
        ``agrees`` (the two within 0.005 for each printed figure).
    """
    readings = readings_of(observations, period)
    maximum = rules.groupby("group", sort=False)["max_points"].sum().reset_index()
    published = readings[["unit", "indicator", "value", "status", "source"]]
    published = published.rename(columns={"indicator": "group", "value": "points", "status": "points_status"})
    units = readings.loc[(readings["indicator"] == TOTAL) & readings["value"].notna(), ["unit"]]
    table = units.merge(maximum, how="cross").merge(published, on=["unit", "group"], how="left")
    parts = component_points(observations, rules, period)
    sums = parts.groupby(["unit", "group"])["points"].agg(lambda points: points.sum(skipna=False))
    n_parts = rules.groupby("group").size()
    table = table.merge(sums.rename("components_sum").reset_index(), on=["unit", "group"], how="left")
    slack = 0.005 * (table["group"].map(n_parts).astype(float) + 1)
    off = (table["points"] - table["components_sum"]).abs()
    return table.assign(
        room=table["max_points"] - table["points"],
        agrees=(off <= slack).astype("boolean").where(off.notna()),
    )


def totals_of(observations: pd.DataFrame, rules: pd.DataFrame, period: Period) -> pd.DataFrame:
    """
    Set the published total of every unit beside the sum of its groups.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per known value of one unit or many, with ``trust``.
    rules : pandas.DataFrame
        One row per component.
    period : Period
        The period.

    Returns
    -------
    pandas.DataFrame
        One row per unit: ``unit``, ``total``, ``groups_sum`` (missing where a group is), ``agrees`` (within 0.02: six groups
        of two decimals each) and ``proves_nothing`` (a group was itself computed as total minus the others).
    """
    readings = readings_of(observations, period)
    total = readings[readings["indicator"] == TOTAL].set_index("unit")["value"].rename("total").dropna()
    groups = group_points(observations, rules, period).groupby("unit")
    table = total.to_frame().assign(
        groups_sum=groups["points"].agg(lambda points: points.sum(skipna=False)),
        proves_nothing=groups["points_status"].agg(lambda statuses: bool(statuses.eq("derived").any())),
    )
    off = (table["total"] - table["groups_sum"]).abs()
    agrees = (off <= 0.02 + 1e-9).astype("boolean").where(off.notna())
    return (
        table[table["groups_sum"].notna() | table["proves_nothing"].notna()]
        .assign(agrees=agrees)
        .reset_index()
    )


def groups_matrix(observations: pd.DataFrame, rules: pd.DataFrame, period: Period) -> pd.DataFrame:
    """
    Put the group scores of all units side by side as shares of their maximum.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per known value of many units, with ``trust``.
    rules : pandas.DataFrame
        One row per component.
    period : Period
        The period.

    Returns
    -------
    pandas.DataFrame
        One row per unit (index) with all groups known, one column per group, each between 0 and 1.
    """
    table = group_points(observations, rules, period)
    table = table.assign(share=table["points"] / table["max_points"])
    order = rules["group"].unique()
    return table.pivot(index="unit", columns="group", values="share").reindex(columns=order).dropna()


def group_weights(rules: pd.DataFrame) -> pd.Series:
    """
    Return the points of every group.

    Parameters
    ----------
    rules : pandas.DataFrame
        One row per component: ``group``, ``max_points``.

    Returns
    -------
    pandas.Series
        Group → points; together 100 in QĐ 766.
    """
    return rules.groupby("group", sort=False)["max_points"].sum()


def payment_remainder(parts: pd.DataFrame, group_scores: pd.DataFrame) -> pd.DataFrame:
    """
    Say what of a group's published score the inferred rules leave for its part without counts.

    Parameters
    ----------
    parts : pandas.DataFrame
        From `component_points`.
    group_scores : pandas.DataFrame
        From `group_points`.

    Returns
    -------
    pandas.DataFrame
        One row per unit and group that has inferred parts with known ratios: ``unit``, ``group``, ``points``, ``inferred``
        (what the inferred parts give), ``remainder``, ``most`` (points of the part without counts), ``has_cases`` (False where a part's denominator is 0) and ``fits``
        (0 ≤ remainder ≤ most, up to rounding): a guess that fits is no proof.
    """
    guessed = parts[parts["rule"] == "inferred"]
    inferred = guessed.groupby(["unit", "group"])["computed"].agg(lambda points: points.sum(skipna=False))
    hidden = parts[parts["rule"] == "unpublished"].groupby(["unit", "group"])["max_points"].sum()
    no_cases = guessed["denominator"].eq(0).groupby([guessed["unit"], guessed["group"]]).any()
    table = inferred.dropna().rename("inferred").to_frame().join(hidden.rename("most"))
    table = table.assign(has_cases=~no_cases.reindex(table.index).astype(bool))
    table = table.reset_index().merge(group_scores[["unit", "group", "points"]], on=["unit", "group"])
    remainder = table["points"] - table["inferred"]
    fits = (remainder >= -_SLACK) & (remainder <= table["most"].fillna(0) + _SLACK)
    return table.assign(remainder=remainder, fits=fits)
