"""
What the next days bring where a series is read by the day, so that 31 December lies too far ahead.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue.schema import SERIES_KEY
from dtanalysis.catalogue.versions import most_trusted
from dtanalysis.periods import Period
from dtanalysis.projection import project
from dtanalysis.projection.levels import RANGE_ENDS
from dtanalysis.projection.model import LEAST_READINGS

KEY = list(SERIES_KEY)

FRESH_DAYS = 31
"""A series read by the day is projected only while its newest reading is not older than this."""

STEPS_AHEAD = 4
"""How many readings ahead a series read by the day is projected: the farthest that `backtest` compares."""


def choose_daily(projections: pd.DataFrame, indicators: pd.DataFrame, period: Period) -> pd.DataFrame:
    """
    Choose the series that are read by the day, so that 31 December lies too far ahead.

    Parameters
    ----------
    projections : pandas.DataFrame
        From `dtanalysis.projection.project_frame`.
    indicators : pandas.DataFrame
        The register: its key indicators are chosen where there are any among the series.
    period : Period
        The reported period.

    Returns
    -------
    pandas.DataFrame
        The columns of `SERIES_KEY`, one row a series; may be empty.
    """
    is_fresh = (
        projections["last_day"].map(lambda day: (period.last_day - day).days <= FRESH_DAYS).astype(bool)
    )
    far = projections[is_fresh & (projections["reason"] == "too_far") & (projections["n"] >= LEAST_READINGS)]
    keys = indicators.loc[indicators["key"] == "yes", "indicator"]
    chosen = far[far["indicator"].isin(keys)]
    return (chosen if len(chosen) else far)[KEY].drop_duplicates().reset_index(drop=True)


def project_days(
    observations: pd.DataFrame, daily: pd.DataFrame, indicators: pd.DataFrame, period: Period
) -> pd.DataFrame:
    """
    Project what is read by the day a few readings ahead, for every unit that has it.

    Parameters
    ----------
    observations : pandas.DataFrame
        All known values of any unit, with ``trust``.
    daily : pandas.DataFrame
        From `choose_daily`: which indicators, levels and slices.
    indicators : pandas.DataFrame
        The register.
    period : Period
        Nothing after its last day is seen.

    Returns
    -------
    pandas.DataFrame
        One row a series: the columns of `SERIES_KEY`, ``n``, ``last_day``, ``last_value``, ``end``, ``lower_80``,
        ``lower_50``, ``median``, ``upper_50``, ``upper_80``, and ``projection``; highest median first. Series with
        fewer than three readings are left out.
    """
    rows = daily_observations(observations, daily, period)
    words = indicators.set_index("indicator")
    told = [
        _project_series(key, own, rows, words.loc[key[0]])
        for key, own in rows.groupby(KEY)
        if len(own) >= LEAST_READINGS
    ]
    columns = [*KEY, "n", "last_day", "last_value", "end", *RANGE_ENDS, "projection"]
    table = pd.DataFrame([row for row in told if row], columns=columns)
    return table.sort_values("median", ascending=False, kind="stable").reset_index(drop=True)


def daily_observations(observations: pd.DataFrame, daily: pd.DataFrame, period: Period) -> pd.DataFrame:
    """
    Take the readings of all units for the series read by the day.

    Parameters
    ----------
    observations : pandas.DataFrame
        All known values of any unit, with ``trust``.
    daily : pandas.DataFrame
        From `choose_daily`.
    period : Period
        Only its year, up to its last day.

    Returns
    -------
    pandas.DataFrame
        The exact rows of `observations`, one a series and period.
    """
    same = ["indicator", "level", "dimension"]
    wanted = pd.MultiIndex.from_frame(daily[same])
    is_wanted = pd.MultiIndex.from_frame(observations[same]).isin(wanted)
    rows = most_trusted(observations[is_wanted & observations["value"].notna()])
    is_near = rows["period"].map(lambda reading: (reading.year, reading.last_day <= period.last_day))
    return rows[(is_near == (period.year, True)) & (rows["qualifier"] == "eq")]


def _project_series(key: tuple, own: pd.DataFrame, family: pd.DataFrame, words: pd.Series) -> dict | None:
    """One row of `project_days`; nothing where it cannot be projected."""
    alike = (family[["indicator", "level", "dimension"]] == [key[0], *key[2:]]).all(axis=1)
    others = family[alike & (family["unit"] != key[1])]
    told = project(
        own,
        until=STEPS_AHEAD,
        lower=words["lower"],
        upper=None if pd.isna(words["upper"]) else words["upper"],
        siblings=[rows for _, rows in others.groupby("unit") if len(rows) == len(own)],
        unit_measure=words["unit_measure"],
    )
    if told.kind != "model":
        return None
    end = told.quantiles.iloc[-1]
    head = {"n": told.n_obs, "last_day": told.last_period, "last_value": told.last_value}
    return {
        **dict(zip(KEY, key, strict=True)),
        **head,
        "end": told.quantiles.index[-1],
        **dict(zip(RANGE_ENDS, end, strict=True)),
        "projection": told,
    }
