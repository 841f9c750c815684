"""
What the year end then showed, from what was published after the period.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis import gaps, plans
from dtanalysis.catalogue.schema import SERIES_KEY
from dtanalysis.catalogue.versions import latest_readings
from dtanalysis.periods import Period, parse_period
from dtanalysis.prospects.targets import due_year

KEY = list(SERIES_KEY)


def find_outcomes(
    scorecard: pd.DataFrame, observations: pd.DataFrame, indicators: pd.DataFrame, period: Period
) -> pd.DataFrame:
    """
    Find what the year end then showed, from what was published after the period.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        Result of `dtanalysis.gaps.build_scorecard` for the period.
    observations : pandas.DataFrame
        All known values of the unit, with ``trust``.
    indicators : pandas.DataFrame
        The register.
    period : Period
        The reported period.

    Returns
    -------
    pandas.DataFrame
        The rows of the scorecard that have a figure of the period or a target of its year, and a later known value
        of 31 December; a target of a later year is left out. With ``year_end_value``, ``year_end_qualifier``,
        ``year_end_source`` and ``year_end_status`` (as `dtanalysis.gaps.add_status` says it of that value). Empty where
        the period itself ends the year.
    """
    later = _published_after(observations, period)
    ends = latest_readings(later, parse_period(period.year), indicators)
    ends = ends[ends["is_current"] & ends["value"].notna()]
    ends = ends[[*KEY, "value", "qualifier", "source"]].rename(
        columns={
            "value": "year_end_value",
            "qualifier": "year_end_qualifier",
            "source": "year_end_source",
        }
    )
    # What is due in a later year is not missed in this one.
    asked = scorecard.assign(target=scorecard["target"].where(scorecard["year"] == period.year))
    told = asked["is_current"] | asked["target"].notna()
    is_plan = asked["indicator"].str.startswith("plan_target")
    rows = asked[told & ~is_plan].merge(ends, on=KEY)
    judged = gaps.add_status(
        rows.assign(value=rows["year_end_value"], qualifier=rows["year_end_qualifier"], is_current=True)
    )
    return rows.assign(year_end_status=judged["status"])


def find_plan_outcomes(
    scorecard: pd.DataFrame, plan_rows: pd.DataFrame, observations: pd.DataFrame, period: Period
) -> pd.DataFrame:
    """
    Find how many targets of each plan were met by the year end, as its owner stated after the period.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        Result of `dtanalysis.gaps.build_scorecard` for the period.
    plan_rows : pandas.DataFrame
        One row per judged plan.
    observations : pandas.DataFrame
        All known values of the unit, with ``trust``.
    period : Period
        The reported period.

    Returns
    -------
    pandas.DataFrame
        One row per plan with such a statement: names, ``n_targets``, ``met_then`` (missing where nothing was stated
        for the period) and ``met_at_end``.
    """
    then = plans.summarise_plans(scorecard, plan_rows, observations, period)
    end = plans.summarise_plans(
        scorecard, plan_rows, _published_after(observations, period), parse_period(period.year)
    )
    rows = then.rename(columns={"stated_met": "met_then"}).assign(
        met_at_end=end["stated_met"], year_end_source=end["source"]
    )
    return rows[rows["met_at_end"].notna()].reset_index(drop=True)


def _published_after(observations: pd.DataFrame, period: Period) -> pd.DataFrame:
    """What became known after a period that leaves some of its year; nothing where the year is over."""
    days = pd.to_datetime(observations["as_of"])
    return observations[(days > pd.Timestamp(period.last_day)) & (due_year(period) == period.year)]


def compare_ranges(outcomes: pd.DataFrame, projections: pd.DataFrame) -> pd.DataFrame:
    """
    Add the 80 % range that was projected from the period, and whether it held.

    Parameters
    ----------
    outcomes : pandas.DataFrame
        From `find_outcomes`.
    projections : pandas.DataFrame
        From `dtanalysis.projection.project_frame` for the same period.

    Returns
    -------
    pandas.DataFrame
        With ``lower_80``, ``upper_80`` (missing where nothing was projected) and ``held_80`` (missing there too, and
        where the year end is a bound).
    """
    ends = projections.assign(
        end_year=[day.year for day in projections["end"]],
    )[[*KEY, "plan", "end_year", "lower_80", "upper_80"]]
    ends = ends.sort_values("lower_80").drop_duplicates([*KEY, "end_year"])
    rows = outcomes.assign(end_year=[period.year for period in outcomes["period"]])
    joined = rows.merge(ends.drop(columns="plan"), on=[*KEY, "end_year"], how="left").drop(columns="end_year")
    held = joined["year_end_value"].between(joined["lower_80"], joined["upper_80"]).astype("boolean")
    is_known = joined["lower_80"].notna() & (joined["year_end_qualifier"] == "eq")
    return joined.assign(held_80=held.where(is_known, pd.NA))
