"""
Where do the lost points of QĐ 766 sit, which are the cheapest, and what moved the score?

Takes observations, the rules of `dtanalysis.dti.scoring` and one unit with a published total. Gives room in points per
group and component, cases needed for a component's full points, the field the unit is ranked in, and the change since an
earlier reading of the same year.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dtanalysis.dti.movement import RankMove, split_rank_move, what_moved
from dtanalysis.dti.scoring import RANKS, TOTAL, component_points, group_points, group_weights, readings_of
from dtanalysis.periods import Period


def component_room(observations: pd.DataFrame, rules: pd.DataFrame, period: Period) -> pd.DataFrame:
    """
    Say for every scored component how many points it still holds and what a point costs.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per known value of one unit, with ``trust``.
    rules : pandas.DataFrame
        One row per component.
    period : Period
        The period.

    Returns
    -------
    pandas.DataFrame
        `component_points` of the components with published points, most room first: ``room`` (points up to the maximum),
        ``points_per_pp`` (points for one more percentage point of the ratio), ``is_past`` (a share of cases in time),
        ``cases_to_full`` (cases, in the published counts, short of the full level; missing without counts) and
        ``cases_per_point`` (missing where nothing is left or no number of cases brings a point). Empty where no component of
        the unit is published.

    Notes
    -----
    Counts as of the period: new dossiers move the denominator, so the number of cases is what was missing then. A case that
    was late stays late: for a share in time a point takes *new* cases, all in time, that raise (N + m) / (D + m) far
    enough, and its full level is out of reach in the year. For any other share a case not yet counted may still be.
    """
    parts = component_points(observations, rules, period)
    parts = parts[parts["points"].notna()]
    room = (parts["max_points"] - parts["points"]).clip(lower=0).round(9)
    short = (parts["full_level"] / 100 * parts["denominator"] - parts["numerator"]).clip(lower=0)
    cases = np.ceil(short.round(6)).where(parts["denominator"] > 0)
    is_past = parts["ratio"].fillna("").str.endswith("ontime_rate")
    table = parts.assign(
        room=room,
        points_per_pp=parts["max_points"] / parts["full_level"],
        is_past=is_past,
        cases_to_full=cases,
        cases_per_point=_cases_per_point(parts, is_past).where((room > 0) & (cases > 0)),
    )
    return table.sort_values("room", ascending=False, kind="stable", ignore_index=True)


def _cases_per_point(parts: pd.DataFrame, is_past: pd.Series) -> pd.Series:
    """Cases that bring one point: those on file made good, or new ones in time."""
    share_of_a_point = parts["full_level"] / 100 / parts["max_points"]
    made_good = share_of_a_point * parts["denominator"]
    # (N + m) / (D + m) = N / D + share, solved for m; at a share of 1 or beyond no m is enough.
    left = 1 - parts["numerator"] / parts["denominator"].where(parts["denominator"] > 0) - share_of_a_point
    new = np.ceil((made_good / left.where(left > 1e-9)).round(6))
    return made_good.where(~is_past, new)


def points_field(observations: pd.DataFrame, units: pd.DataFrame, unit: str, period: Period) -> pd.DataFrame:
    """
    List the units that are ranked together with one unit.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per known value of all units, with ``trust``.
    units : pandas.DataFrame
        The register, with ``parent``.
    unit : str
        Id of the unit asked about.
    period : Period
        The period.

    Returns
    -------
    pandas.DataFrame
        One row per unit with a known rank in the same ranking (all provinces, or the units of one province): ``unit``,
        ``name_vi``, ``value`` (total), ``rank``, ``n_units`` (size of the ranking, which may exceed the rows: of 149
        units of a province only 14 are on file); best first. Empty where the unit has no rank.
    """
    readings = readings_of(observations, period).merge(units[["unit", "name_vi", "parent"]], on="unit")
    ranks = readings[readings["indicator"].isin(RANKS) & readings["value"].notna()]
    own = ranks[ranks["unit"] == unit].head(1)
    columns = ["unit", "name_vi", "value", "rank", "n_units"]
    if own.empty:
        return pd.DataFrame(columns=columns)
    # Units of one province are ranked among themselves; provinces all have the country above them.
    same = (ranks["indicator"] == own["indicator"].iloc[0]) & (
        (ranks["parent"] == own["parent"].iloc[0]) | (ranks["indicator"] == RANKS[0])
    )
    total = readings[readings["indicator"] == TOTAL].set_index("unit")["value"]
    field = ranks[same].assign(
        rank=ranks["value"], n_units=ranks["dimension"].str.extract(r"\bn=(\d+)")[0].astype(float)
    )
    field = field.assign(value=field["unit"].map(total).astype(float))
    return field.sort_values(["rank", "unit"], ignore_index=True)[columns]


def usual_drift(observations: pd.DataFrame, units: list[str], period: Period) -> float:
    """
    Measure how much a total moves from one published reading to the next.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per known value of all units, with ``trust``.
    units : list of str
        The units of one ranking.
    period : Period
        The reported period; only readings of its year up to its last day count.

    Returns
    -------
    float
        The size (points) that nine of ten changes between consecutive readings stay within, over all units; missing with
        fewer than two readings. The portal restates its counts from day to day, so two totals that differ by less than
        this may well change places at the next reading. (A median would be exceeded by every other change.)
    """
    totals = _totals_by_day(observations, units, period)
    steps = totals.diff(axis=1).abs().stack()
    return float(steps.quantile(0.9)) if len(steps) else np.nan


def days_between(observations: pd.DataFrame, units: list[str], period: Period) -> float:
    """
    Say how far apart the readings are that `usual_drift` speaks of.

    Parameters
    ----------
    observations : pandas.DataFrame
        As for `usual_drift`.
    units : list of str
        The units of one ranking.
    period : Period
        The reported period.

    Returns
    -------
    float
        Median number of days between consecutive readings; missing with fewer than two.
    """
    days = pd.Series(pd.to_datetime(_totals_by_day(observations, units, period).columns))
    return float(days.diff().dt.days.median())


def _totals_by_day(observations: pd.DataFrame, units: list[str], period: Period) -> pd.DataFrame:
    """One row per unit, one column per last day of a reading of the year."""
    rows = observations[
        (observations["indicator"] == TOTAL)
        & observations["unit"].isin(units)
        & observations["value"].notna()
        & observations["period"]
        .map(lambda reading: reading.year == period.year and reading.last_day <= period.last_day)
        .astype(bool)
    ]
    days = rows.assign(day=rows["period"].map(lambda reading: reading.last_day))
    return days.pivot_table(index="unit", columns="day", values="value", aggfunc="last")


def first_full_reading(observations: pd.DataFrame, rules: pd.DataFrame, period: Period) -> Period | None:
    """
    Find the earliest reading of the year in which every group score of a unit was published.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per known value of one unit, with ``trust``.
    rules : pandas.DataFrame
        One row per component.
    period : Period
        The reported period.

    Returns
    -------
    Period or None
        None where there is no such reading before `period`. Readings with a derived group are passed over: a group that was
        computed as total minus the others cannot tell what moved.
    """
    groups = group_weights(rules).index
    rows = observations[
        observations["indicator"].isin(groups)
        & observations["value"].notna()
        & (observations["status"] == "published")
    ]
    full = [
        reading
        for reading in {reading.code: reading for reading in rows["period"]}.values()
        if reading.year == period.year
        and reading.last_day < period.last_day
        and rows.loc[
            rows["period"].map(lambda other, code=reading.code: other.code == code), "indicator"
        ].nunique()
        == len(groups)
    ]
    return min(full, key=lambda reading: reading.last_day, default=None)


def bridge_readings(
    observations: pd.DataFrame, rules: pd.DataFrame, before: Period, after: Period
) -> pd.DataFrame:
    """
    Split the change of one unit's total between two readings over the groups.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per known value of one unit, with ``trust``.
    rules : pandas.DataFrame
        One row per component.
    before, after : Period
        The two readings, both with all groups.

    Returns
    -------
    pandas.DataFrame
        As `what_moved`, in points of 100 (``before``, ``after`` as points of the group): one row per group and one for the
        rest, which holds rounding only; the rows sum exactly to the change of the published total.
    """
    groups = [
        group_points(observations, rules, period).set_index("group")["points"] for period in (before, after)
    ]
    totals = [readings_of(observations, period) for period in (before, after)]
    then, now = (rows.loc[rows["indicator"] == TOTAL, "value"].iloc[0] for rows in totals)
    points = group_weights(rules)
    ones = pd.Series(1.0, points.index)
    return what_moved(groups[0], groups[1], ones, change=float(now - then))


def move_between(
    observations: pd.DataFrame, units: pd.DataFrame, unit: str, before: Period, after: Period
) -> RankMove | None:
    """
    Split the change of a unit's rank between two readings; see `split_rank_move`.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per known value of all units, with ``trust``.
    units : pandas.DataFrame
        The register.
    unit : str
        Id of the unit.
    before, after : Period
        The two readings.

    Returns
    -------
    RankMove or None
        None unless the totals of the whole ranking are known both times.
    """
    fields = [points_field(observations, units, unit, period) for period in (before, after)]
    if any(
        field.empty or field["value"].isna().any() or len(field) < field["n_units"].max() for field in fields
    ):
        return None
    then, now = (field.set_index("unit")["value"] for field in fields)
    return split_rank_move(then, now, unit) if set(then.index) == set(now.index) else None


def lost_by_part(part_observations: pd.DataFrame, rules: pd.DataFrame, period: Period) -> pd.DataFrame:
    """
    Put the lost points of the units below the reported one side by side.

    Parameters
    ----------
    part_observations : pandas.DataFrame
        One row per value of a unit below the reported one, with ``name_vi`` and ``trust``.
    rules : pandas.DataFrame
        One row per component.
    period : Period
        The period.

    Returns
    -------
    pandas.DataFrame
        One row per unit, most lost first: ``unit``, ``name_vi``, one column per group (points lost; missing where the source
        gives none), ``lost`` (100 − total), ``n_dossiers`` (denominator of its on-time rate; missing where not published),
        ``has_cases`` (False where the unit handled no dossier at all, so that its score says nothing about service). Empty
        where no such unit is scored.
    """
    rows = group_points(part_observations, rules, period)
    if rows.empty:
        return pd.DataFrame(
            columns=["unit", "name_vi", *group_weights(rules).index, "lost", "n_dossiers", "has_cases"]
        )
    lost = rows.pivot(index="unit", columns="group", values="room").reindex(columns=rows["group"].unique())
    readings = readings_of(part_observations, period)
    total = readings[readings["indicator"] == TOTAL].set_index("unit")["value"]
    ontime = readings[readings["indicator"] == "dossier_ontime_rate"].set_index("unit")["denominator"]
    names = readings.drop_duplicates("unit").set_index("unit")["name_vi"]
    counts = ontime.reindex(lost.index)
    table = lost.assign(lost=100 - total, name_vi=names, n_dossiers=counts, has_cases=counts.ne(0))
    return table.sort_values("lost", ascending=False, kind="stable").reset_index()


def cheapest_of_parts(
    part_observations: pd.DataFrame, rules: pd.DataFrame, period: Period, *, least: int = 30
) -> pd.DataFrame:
    """
    Choose for every unit below the reported one the component whose next point takes the fewest cases.

    Parameters
    ----------
    part_observations : pandas.DataFrame
        One row per value of a unit below the reported one, with ``name_vi`` and ``trust``.
    rules : pandas.DataFrame
        One row per component.
    period : Period
        The period.
    least : int
        Components with fewer cases are passed over: one case more would decide them.

    Returns
    -------
    pandas.DataFrame
        One row per unit that has such a component with a point or more to gain, fewest cases first: the columns of
        `component_room` with ``name_vi``. A point is one of the unit's own 100, not of the reported unit's.
    """
    rows = component_room(part_observations, rules, period)
    rows = own_rooms(rows, least=least).sort_values("cases_per_point", kind="stable").drop_duplicates("unit")
    names = part_observations.drop_duplicates("unit").set_index("unit")["name_vi"]
    return rows.assign(name_vi=rows["unit"].map(names)).reset_index(drop=True)


def own_rooms(components: pd.DataFrame, *, least: int = 0) -> pd.DataFrame:
    """
    Keep the components that hold a point or more which cases of the unit's own can bring.

    Parameters
    ----------
    components : pandas.DataFrame
        From `component_room`.
    least : int
        The fewest cases a component must have.

    Returns
    -------
    pandas.DataFrame
        Some of the rows. Counts that the source copies from the province to every agency (so the note of the figure) are not
        for an agency to move.
    """
    if components.empty:
        return components
    is_copied = components["ratio_note"].fillna("").str.startswith("Số của cả tỉnh")
    movable = (components["room"] >= 1) & components["cases_per_point"].notna()
    return components[movable & ~is_copied & (components["denominator"] >= max(least, 1))]


def compare_groups(matrix: pd.DataFrame, field: pd.DataFrame, weights: pd.Series, unit: str) -> pd.DataFrame:
    """
    Set the group scores of one unit beside the best and the middle of its ranking.

    Parameters
    ----------
    matrix : pandas.DataFrame
        From `dtanalysis.dti.groups_matrix`, of the units of one ranking.
    field : pandas.DataFrame
        From `points_field`, for the names.
    weights : pandas.Series
        Group → points.
    unit : str
        A row of `matrix`.

    Returns
    -------
    pandas.DataFrame
        One row per group, the widest distance first: ``group``, ``own``, ``best``, ``median`` (points), ``best_name`` (of
        several the first by id), ``behind`` (best − own: what somebody has shown to be possible, unlike the room up to
        the maximum) and ``n_units``.
    """
    points = matrix * weights
    table = pd.DataFrame({"own": points.loc[unit], "best": points.max(), "median": points.median()})
    names = field.set_index("unit")["name_vi"]
    table = table.assign(
        best_name=points.sort_index().idxmax().map(names),
        behind=(table["best"] - table["own"]).round(9),
        n_units=len(points),
    )
    table = table.rename_axis("group").reset_index()
    return table.sort_values("behind", ascending=False, kind="stable", ignore_index=True)
