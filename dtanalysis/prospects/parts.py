"""
What the rest of the year asks of the units below, where their counts run from 1 January.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis import gaps
from dtanalysis.catalogue.schema import LEVELS, SERIES_KEY
from dtanalysis.periods import Period
from dtanalysis.prospects.targets import due_year
from dtanalysis.scenarios import build_rest_of_year_rates, choose_readings

KEY = list(SERIES_KEY)


def ask_parts(
    parts: pd.DataFrame, targets: pd.DataFrame, indicators: pd.DataFrame, period: Period
) -> pd.DataFrame:
    """
    Say which rate the rest of the year asks of each unit below, where its counts run from 1 January.

    Parameters
    ----------
    parts : pandas.DataFrame
        Values of the units below, with ``trust`` and ``name_vi``.
    targets : pandas.DataFrame
        Targets of the whole unit, those of the first plan first; each is asked of every unit below.
    indicators : pandas.DataFrame
        The register.
    period : Period
        The reported period.

    Returns
    -------
    pandas.DataFrame
        The rows "required_rate" of `dtanalysis.scenarios.build_rest_of_year_rates` that have a rate, with ``target``,
        ``value`` and ``unit_name``, the highest rate first. Rates already out of reach are ``is_impossible``.
    """
    due = targets[targets["year"] == due_year(period)]
    # A target for the communes is not asked of the departments; of several plans the first is asked.
    widest = min(due["level"], key=LEVELS.index, default="")
    whole = due[due["level"] == widest].drop_duplicates(["indicator", "dimension"])
    units = parts[["unit", "level", "name_vi"]].drop_duplicates("unit")
    asked = whole.drop(columns=["unit", "level"]).merge(units, how="cross")
    scorecard = gaps.build_scorecard(parts, asked[targets.columns], indicators, period=period)
    rates = build_rest_of_year_rates(scorecard, choose_readings(parts, indicators, period))
    needed = rates[(rates["scenario"] == "required_rate") & rates["rate"].notna()]
    goals = scorecard[[*KEY, "plan", "target", "comparator", "value"]]
    named = needed.merge(goals, on=[*KEY, "plan"]).merge(
        units[["unit", "name_vi"]].rename(columns={"name_vi": "unit_name"}), on="unit"
    )
    return named.sort_values(["rate", "cases_rest"], ascending=False, kind="stable").reset_index(drop=True)


def summarise_parts(rates: pd.DataFrame) -> pd.DataFrame:
    """
    Say for each indicator how many units below can still reach the target, and what the busiest of them needs.

    Parameters
    ----------
    rates : pandas.DataFrame
        From `ask_parts`.

    Returns
    -------
    pandas.DataFrame
        One row per (indicator, dimension, plan): ``n_units``, ``n_met`` (already at the target), ``n_impossible`` (out
        of reach whatever the rest brings), and of the unit with the most cases to come ``unit_name``, ``value`` and
        ``rate`` with ``target`` and ``is_impossible``. The most units out of reach first.
    """
    by = ["indicator", "dimension", "plan"]
    marked = rates.assign(is_met=rates["rate"] <= rates["value"])
    counts = marked.groupby(by, as_index=False).agg(
        n_units=("unit", "nunique"), n_met=("is_met", "sum"), n_impossible=("is_impossible", "sum")
    )
    busiest = marked.sort_values("cases_rest", ascending=False, kind="stable").drop_duplicates(by)
    columns = [*by, "level", "unit_name", "value", "rate", "target", "comparator", "is_impossible"]
    joined = counts.merge(busiest[columns], on=by)
    return joined.sort_values(["n_impossible", "rate"], ascending=False, kind="stable", ignore_index=True)
