"""
What moved the index? Its change split over its parts, and a change of rank split into own growth and the field's.

Takes the values of one year and of another in one framework. Every split sums exactly to what it splits. Where only
some parts of both years are known, the rest is one row of its own, never spread over the known ones. Ranks among 63
and among 34 units are refused, not compared.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dtanalysis.dti.readings import INDEX, annual
from dtanalysis.dti.stability import rank_values
from dtanalysis.dti.weighting import component_weights, framework_of

REST = "rest"
"""The row of a bridge that holds the parts not known in both years, and rounding."""


def what_moved(
    before: pd.Series, after: pd.Series, weights: pd.Series, *, change: float | None = None
) -> pd.DataFrame:
    """
    Split the change of an index over its parts.

    Parameters
    ----------
    before, after : pandas.Series
        Component → value (0–1) in the two years; a missing value is one that is not known.
    weights : pandas.Series
        Component → weight, from `component_weights`.
    change : float, optional
        The published change of the index. With it the rows sum to it exactly and a row `REST` holds what the
        known parts do not explain; without it every part must be known.

    Returns
    -------
    pandas.DataFrame
        One row per part known in both years, the largest contribution in size first, then the row ``"rest"``
        where `change` is given: ``component``, ``before``, ``after``, ``weight`` (for the rest: of all parts not
        known) and ``contribution`` = weight × (after − before), in points of the index (0–1).

    Raises
    ------
    ValueError
        If a part is missing and no published change is given.

    Examples
    --------
    >>> weights = pd.Series({"a": 0.6, "b": 0.4})
    >>> bridge = what_moved(pd.Series({"a": 0.5, "b": 0.5}), pd.Series({"a": 0.7, "b": 0.4}), weights)
    >>> bridge[["component", "contribution"]].round(4).values.tolist()
    [['a', 0.12], ['b', -0.04]]
    """
    table = pd.DataFrame({"before": before, "after": after}).reindex(weights.index).astype(float)
    table = table.assign(weight=weights).rename_axis("component").reset_index()
    unknown = table[["before", "after"]].isna().any(axis=1)
    if unknown.any() and change is None:
        raise ValueError(
            f"Missing in one of the years: {', '.join(table.loc[unknown, 'component'])}. "
            "Give the published `change`; what the known parts do not explain is then one row."
        )
    known = table[~unknown]
    known = known.assign(contribution=known["weight"] * (known["after"] - known["before"]))
    known = known.sort_values("contribution", key=lambda points: -points.abs(), kind="stable")
    if change is None:
        return known.reset_index(drop=True)
    rest = {"component": REST, "weight": table.loc[unknown, "weight"].sum()}
    rest["contribution"] = change - known["contribution"].sum()
    return pd.concat([known, pd.DataFrame([rest])], ignore_index=True)


def bridge_years(observations: pd.DataFrame, frameworks: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """
    Split the last change of one unit's index over the parts known in both years.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per known value of one unit, with ``trust``.
    frameworks : pandas.DataFrame
        One row per component of any framework.
    history : pandas.DataFrame
        From `dtanalysis.dti.build_history`.

    Returns
    -------
    pandas.DataFrame
        As `what_moved`, with ``year``; empty where the values of two years running are not both known, the two
        years are scored by different frameworks, or no part is known in both.
    """
    empty = pd.DataFrame(columns=["component", "before", "after", "weight", "contribution", "year"])
    values = history.set_index("year")["value"].dropna()
    if values.empty or values.index[-1] - 1 not in values.index:
        return empty
    year = int(values.index[-1])
    if not same_framework(frameworks, year):
        return empty
    weights = component_weights(framework_of(frameworks, year))
    rows = annual(observations, [name for name in weights.index if name != INDEX])
    table = rows.drop_duplicates(["year", "component"]).pivot(
        index="component", columns="year", values="value"
    )
    if not {year - 1, year} <= set(table.columns) or table[[year - 1, year]].dropna().empty:
        return empty
    change = float(values[year] - values[year - 1])
    return what_moved(table[year - 1], table[year], weights, change=change).assign(year=year)


@dataclass(frozen=True)
class RankMove:
    """
    A change of rank, split into what the unit did and what the others did.

    Attributes
    ----------
    rank_before, rank_after : int
        Ranks among the same units at both times.
    rank_alone : int
        The rank the unit would have had with its new value, had nobody else moved.
    n_units : int
        How many units are ranked.
    growth, field_growth : float
        Change of the unit's value, and mean change of the others', on the scale of the values.
    """

    rank_before: int
    rank_alone: int
    rank_after: int
    n_units: int
    growth: float
    field_growth: float

    @property
    def places_own(self) -> int:
        """Places gained (positive) by the unit's own change, the others standing still."""
        return self.rank_before - self.rank_alone

    @property
    def places_field(self) -> int:
        """Places gained (positive) or lost by what the others did; with `places_own` it sums to all places."""
        return self.rank_alone - self.rank_after


def split_rank_move(before: pd.Series, after: pd.Series, unit: str) -> RankMove:
    """
    Split a change of rank into own growth and growth of the field: "value up, rank down".

    Parameters
    ----------
    before, after : pandas.Series
        Unit → value at the two times; the same units at both.
    unit : str
        The unit asked about.

    Returns
    -------
    RankMove
        The own change is counted first, in the field as it was.

    Raises
    ------
    ValueError
        If the two fields are not the same units (63 and 34 provinces do not compare), a value is missing, or the
        unit is not in them.

    Examples
    --------
    >>> then, now = pd.Series({"a": 0.5, "b": 0.4, "c": 0.1}), pd.Series({"a": 0.55, "b": 0.6, "c": 0.7})
    >>> move = split_rank_move(then, now, "a")
    >>> round(move.growth, 2), move.places_own, move.places_field
    (0.05, 0, -2)
    """
    if set(before.index) != set(after.index):
        raise ValueError(
            f"The two rankings hold {len(before)} and {len(after)} units and are not the same field; "
            "ranks among 63 and among 34 provinces do not compare."
        )
    if unit not in before.index:
        raise ValueError(f"Unit {unit!r} is not among the {len(before)} ranked units.")
    if before.isna().any() or after.isna().any():
        raise ValueError("A change of rank can only be split where every unit's value is known both times.")
    others = before.index != unit
    alone = before.where(before.index != unit, after[unit])
    change = after.reindex(before.index) - before
    return RankMove(
        *(int(rank_values(values)[unit]) for values in (before, alone, after)),
        n_units=len(before),
        growth=float(change[unit]),
        field_growth=float(change[others].mean()) if others.any() else 0.0,
    )


def same_framework(frameworks: pd.DataFrame, year: int) -> bool:
    """
    Tell whether the index of a year is made as that of the year before.

    Parameters
    ----------
    frameworks : pandas.DataFrame
        One row per component of any framework.
    year : int
        The later year.

    Returns
    -------
    bool
        False where one of the two years has no published framework, or they have different ones.
    """
    now, then = (set(framework_of(frameworks, when)["framework"]) for when in (year, year - 1))
    return bool(now) and now == then


def compare_growth(
    observations: pd.DataFrame, frameworks: pd.DataFrame, history: pd.DataFrame
) -> pd.DataFrame:
    """
    Set the growth of the unit's index beside that of the mean of the provinces, where no full field is known.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per known value of all units.
    frameworks : pandas.DataFrame
        One row per component of any framework.
    history : pandas.DataFrame
        From `dtanalysis.dti.build_history`.

    Returns
    -------
    pandas.DataFrame
        One row per year whose value and the value of the year before are known, made by one framework, and so is a mean of
        both years:
        ``year``, ``growth`` (of the unit, points of the index), ``mean_lowest``, ``mean_highest`` (growth of the
        mean, over every published version of the two means), ``ahead_lowest``, ``ahead_highest`` (own growth
        beyond it) and ``places``.
    """
    told = observations[(observations["indicator"] == "dti_mean_provinces") & observations["value"].notna()]
    means = told.assign(year=told["period"].map(lambda period: period.year).astype("int64"))
    span = means.groupby("year")["value"].agg(["min", "max"])
    own = history.set_index("year")
    before = own["value"].reindex(own.index - 1).set_axis(own.index)
    now, then = span.reindex(own.index), span.reindex(own.index - 1).set_axis(own.index)
    table = pd.DataFrame(
        {
            "growth": own["value"] - before,
            "mean_lowest": now["min"] - then["max"],
            "mean_highest": now["max"] - then["min"],
            "places": own["places"],
        }
    )
    table = table.assign(
        ahead_lowest=table["growth"] - table["mean_highest"],
        ahead_highest=table["growth"] - table["mean_lowest"],
    )
    table = table.dropna(subset=["growth", "mean_lowest"]).rename_axis("year").reset_index()
    alike = table["year"].map(lambda year: same_framework(frameworks, int(year))).astype(bool)
    return table[alike].reset_index(drop=True)
