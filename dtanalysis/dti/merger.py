"""
The index of a merged province by the authority's rule, and only on request.

The ministry restated the DTI of 2024 for the 34 provinces of 1 July 2025 as the plain mean of the members: Đà Nẵng
(0.8335 + 0.5803)/2 = 0.7069, as published. No other figure of this project is joined across the merger; a rank never is.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dtanalysis.dti.readings import INDEX, annual


@dataclass(frozen=True)
class MergedIndex:
    """
    The mean of the members of a merged province.

    Attributes
    ----------
    unit : str
        Id of the merged province.
    value : float
        Plain mean of the members' values, not weighted by people or dossiers.
    members : tuple of tuple
        Id and value of every member.
    """

    unit: str
    value: float
    members: tuple[tuple[str, float], ...]


def merge_by_mean(values: pd.Series, successions: pd.DataFrame, unit: str) -> MergedIndex:
    """
    Compute the index of a merged province as the ministry does.

    Parameters
    ----------
    values : pandas.Series
        Unit → index of one year; members may be missing.
    successions : pandas.DataFrame
        One row per old unit: ``unit_from``, ``unit_to``, ``kind``.
    unit : str
        Id of the merged province.

    Returns
    -------
    MergedIndex

    Raises
    ------
    ValueError
        If the unit did not come out of a merger, or the value of a member is missing: a mean of the known members
        would be the index of nobody.

    Examples
    --------
    >>> successions = pd.DataFrame({"unit_from": ["da-nang", "quang-nam"], "unit_to": "da-nang-2025", "kind": "merged"})
    >>> round(merge_by_mean(pd.Series({"da-nang": 0.8335, "quang-nam": 0.5803}), successions, "da-nang-2025").value, 4)
    0.7069
    """
    members = members_of(successions, unit)
    if not members:
        raise ValueError(f"{unit!r} did not come out of a merger, so there is nothing to average.")
    known = values.reindex(members).astype(float)
    if known.isna().any():
        missing = ", ".join(known.index[known.isna()])
        raise ValueError(
            f"The index of {missing} is not known, so that of {unit!r} cannot be computed: the ministry's rule is the "
            f"mean of all {len(members)} members."
        )
    return MergedIndex(unit, float(known.mean()), tuple(known.items()))


def members_of(successions: pd.DataFrame, unit: str) -> list[str]:
    """
    List the old units that were merged into a unit.

    Parameters
    ----------
    successions : pandas.DataFrame
        One row per old unit: ``unit_from``, ``unit_to``, ``kind``.
    unit : str
        Id of a unit.

    Returns
    -------
    list of str
        Empty for a unit that did not come out of a merger.
    """
    merged = successions[(successions["unit_to"] == unit) & (successions["kind"] == "merged")]
    return sorted(merged["unit_from"])


def merged_years(
    observations: pd.DataFrame, successions: pd.DataFrame, unit: str, until: int
) -> pd.DataFrame:
    """
    List what is known of the members of a merged province by year, and their mean where all are known.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per known value of all units, with ``trust``.
    successions : pandas.DataFrame
        One row per old unit.
    unit : str
        Id of the merged province.
    until : int
        The last year to show.

    Returns
    -------
    pandas.DataFrame
        One row per (year, member) of the years in which a member's index is known: ``year``, ``unit``, ``value`` (missing
        where not published), ``merged`` (the mean; missing unless all members are known), ``published`` (the merged
        province's own published index of that year). Empty for a unit that did not come out of a merger.
    """
    members = members_of(successions, unit)
    rows = annual(observations, [INDEX])
    rows = rows[rows["unit"].isin([*members, unit]) & (rows["year"] <= until)]
    table = rows.drop_duplicates(["unit", "year"]).pivot(index="year", columns="unit", values="value")
    table = table.reindex(columns=[*members, unit])
    table = table[table[members].notna().any(axis=1)] if members else table.iloc[0:0]
    long = table[members].rename_axis(columns="unit").stack(future_stack=True).rename("value").reset_index()
    merged = table[members].mean(axis=1, skipna=False)
    return long.assign(merged=long["year"].map(merged), published=long["year"].map(table[unit]))
