"""
The index, rank and growth of one unit by year, what the published figures say of the country, and own goals.

Takes observations of one unit (and of all units, for the means). Values lie between 0 and 1. Ranks among 63 and
among 34 units are never compared. What the index is made of is told by `dtanalysis.dti.parts`, who stands where by
`dtanalysis.dti.field`.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue.versions import latest_by_source
from dtanalysis.dti.readings import GROWTH, INDEX, RANK, annual, field_size
from dtanalysis.periods import Period


def last_full_year(period: Period) -> int:
    """
    Return the last year that had ended by the end of `period`: the latest whose index it can speak of.

    Parameters
    ----------
    period : Period
        The reported period.

    Returns
    -------
    int
        Its own year only where the period is a whole year.

    Examples
    --------
    >>> from dtanalysis.periods import parse_period
    >>> last_full_year(parse_period("2023-H1")), last_full_year(parse_period("2023-Q4"))
    (2022, 2023)
    """
    return period.year if period.months_left == 0 else period.year - 1


def build_history(observations: pd.DataFrame, until: int) -> pd.DataFrame:
    """
    Put the unit's index, rank and growth of every known year side by side.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per known value of one unit, with ``trust``.
    until : int
        The last year to show.

    Returns
    -------
    pandas.DataFrame
        One row per year: ``value`` (0–1), ``rank``, ``n_units`` (of how many units), ``figure_status`` of
        the value, ``growth`` (share of the value of the year before), ``places`` (positive = gained since the
        year before among the same number of units), ``stated_growth`` (share, as published) and
        ``growth_agrees`` (missing where nothing is stated or the years do not allow it). Where a year was
        ranked twice, before and after a merger, the smaller field is shown, as the ministry prints it.
    """
    value = _by_year(annual(observations, [INDEX]))[["value", "status", "source"]]
    rank = _by_year(_add_places(annual(observations, [RANK])))
    stated = _by_year(annual(observations, [GROWTH]))["value"] / 100
    table = value.rename(columns={"status": "figure_status"}).join(
        rank[["value", "n_units", "places"]].rename(columns={"value": "rank"}), how="outer"
    )
    table = table[table.index <= until].sort_index()
    before = table.reindex(table.index - 1).set_axis(table.index)
    table = table.assign(
        growth=table["value"] / before["value"] - 1, stated_growth=stated.reindex(table.index)
    )
    return table.assign(growth_agrees=growth_agrees(table, before)).reset_index()


def _by_year(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.drop_duplicates("year").set_index("year")


def _add_places(ranks: pd.DataFrame) -> pd.DataFrame:
    """Places gained since the year before, in the same field only: 8 of 63 and 3 of 34 do not compare."""
    before = ranks[["year", "n_units", "value"]].assign(year=ranks["year"] + 1)
    moved = ranks.merge(before, on=["year", "n_units"], how="left", suffixes=("", "_before"))
    return moved.assign(places=moved["value_before"] - moved["value"])


def growth_agrees(table: pd.DataFrame, before: pd.DataFrame) -> pd.Series:
    """
    Check stated growth against the printed values it was computed from.

    Parameters
    ----------
    table, before : pandas.DataFrame
        ``value`` and ``figure_status`` of each year and of the year before, and ``stated_growth`` as a
        share; same index.

    Returns
    -------
    pandas.Series
        True where some pair of values that print as published gives the stated growth at its two printed
        decimals of a percent; missing where one of the three is not known, or where a value was itself
        derived from a growth and would prove nothing.
    """
    half = 0.00005
    lowest = (table["value"] - half) / (before["value"] + half) - 1
    highest = (table["value"] + half) / (before["value"] - half) - 1
    within = (table["stated_growth"] >= lowest - half) & (table["stated_growth"] <= highest + half)
    published = (table["figure_status"] == "published") & (before["figure_status"] == "published")
    known = table["stated_growth"].notna() & lowest.notna() & published
    return within.astype("boolean").where(known)


def pillars(observations: pd.DataFrame, until: int) -> pd.DataFrame:
    """
    Return the three pillars (government, economy, society) by year, with ranks.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per known value of one unit, with ``trust``.
    until : int
        The last year to show.

    Returns
    -------
    pandas.DataFrame
        One row per (year, pillar): ``component``, ``value``, ``rank``, ``n_units``, ``growth`` (share),
        ``stated_growth`` (share, as published) and ``growth_agrees``.
    """
    names = [f"dti_pillar_{name}" for name in ("government", "economy", "society")]
    value = _of_pillars(observations, names, "").rename(columns={"status": "figure_status"})
    rank = _of_pillars(observations, names, "_rank").rename(columns={"value": "rank"})
    stated = _of_pillars(observations, names, "_growth")["value"].rename("stated_growth") / 100
    table = rank[["rank", "n_units"]].join(value[["value", "figure_status"]], how="outer")
    table = table.join(stated).reset_index()
    table = table[table["year"] <= until].reset_index(drop=True)
    before = table.assign(year=table["year"] + 1)[["year", "component", "value", "figure_status"]]
    before = table[["year", "component"]].merge(before, how="left")
    table = table.assign(
        growth=table["value"] / before["value"] - 1,
        growth_agrees=growth_agrees(table, before),
        order=table["component"].map(names.index),
    )
    return table.sort_values(["year", "order"], ignore_index=True).drop(columns="order")


def _of_pillars(observations: pd.DataFrame, names: list[str], suffix: str) -> pd.DataFrame:
    """One row per (year, pillar) of its value, or of its rank or growth by their suffix."""
    rows = annual(observations, [name + suffix for name in names])
    rows = rows.assign(component=rows["component"].str.removesuffix(suffix))
    return rows.drop_duplicates(["year", "component"]).set_index(["year", "component"])


def compare_means(observations: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """
    Put the national means of the index, every published version, beside the unit's values.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per known value of all units.
    history : pandas.DataFrame
        From `build_history`.

    Returns
    -------
    pandas.DataFrame
        One row per (year, source) of the unit's known years: ``value`` (the mean, 0–1; the latest of that
        source), ``difference`` (unit minus mean; missing where the unit's value is not known), ``source``.
    """
    told = (observations["indicator"] == "dti_mean_provinces") & observations["value"].notna()
    means = latest_by_source(observations[told])
    means = means.assign(year=means["period"].map(lambda period: period.year).astype("int64"))
    own = history.set_index("year")["value"]
    means = means[means["year"].isin(own.index)]
    difference = means["year"].map(own) - means["value"]
    return means.assign(difference=difference).sort_values(["year", "source"], ignore_index=True)


def rank_goals(targets: pd.DataFrame, history: pd.DataFrame, unit: str) -> pd.DataFrame:
    """
    Set the unit's own targets for its rank beside the last known rank.

    Parameters
    ----------
    targets : pandas.DataFrame
        One row per promise of all units.
    history : pandas.DataFrame
        From `build_history`.
    unit : str
        Id of the unit.

    Returns
    -------
    pandas.DataFrame
        One row per target of a year after the last known rank and for the same number of units, as last set:
        ``plan``, ``year``, ``target``, ``n_units`` and ``places_left`` (positive = still to gain). Empty
        where no rank or no target is known.
    """
    ranked = history[history["rank"].notna()]
    own = targets[(targets["unit"] == unit) & (targets["indicator"] == RANK)]
    own = own.assign(n_units=field_size(own)).sort_values("as_of", kind="stable")
    own = own.drop_duplicates(["plan", "year", "n_units"], keep="last")
    if ranked.empty or own.empty:
        return own.iloc[0:0].assign(places_left=0.0)
    last = ranked.iloc[-1]
    later = own[(own["n_units"] == last["n_units"]) & (own["year"] > last["year"])]
    return later.assign(places_left=last["rank"] - later["target"]).sort_values("year", ignore_index=True)
