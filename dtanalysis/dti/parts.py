"""
What the index of one year is made of, and what would move it.

Takes observations of one unit and the published frameworks: one row per component with its points. Until 2020 the
index is 0.4/0.3/0.3 of three pillars (Quyết định 1726/QĐ-BTTTT 2020); for 2021–2023 it is the sum of eight main
indices on 1,000 points (Quyết định 922/QĐ-BTTTT 2022), so the pillar values published since then do not add up to it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dtanalysis.dti.readings import INDEX, annual


def explain_parts(observations: pd.DataFrame, frameworks: pd.DataFrame, year: int) -> pd.DataFrame:
    """
    Break the index of one year into the components of that year's framework.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per known value of one unit, with ``trust``.
    frameworks : pandas.DataFrame
        One row per component: ``max_points``, ``year_from``, ``year_to``.
    year : int
        The index's year.

    Returns
    -------
    pandas.DataFrame
        One row per scored component in the framework's order: ``value`` (0–1), ``weight`` (its share of all
        points), ``contribution`` (weight × value; sums to the index) and ``room`` (weight × (1 − value), the
        most it can still add). Empty where not every component of a framework of the year is known; of
        several such frameworks the first is taken.
    """
    valid = frameworks[(frameworks["year_from"] <= year) & (frameworks["year_to"] >= year)]
    # Of the 2024 framework only the sum of points is known: the index would be its own only part.
    valid = valid[(valid["max_points"] > 0) & (valid["component"] != INDEX)]
    values = annual(observations, valid["component"].tolist())
    values = values[values["year"] == year].drop_duplicates("component").set_index("component")["value"]
    parts = valid.assign(value=valid["component"].map(values).astype(float))
    full = parts[~parts["framework"].isin(parts.loc[parts["value"].isna(), "framework"])]
    parts = full[full["framework"].isin(full["framework"].unique()[:1])]
    weight = parts["max_points"] / parts["max_points"].sum()
    return parts.assign(
        weight=weight, contribution=weight * parts["value"], room=weight * (1 - parts["value"])
    ).reset_index(drop=True)


def explain_latest(
    observations: pd.DataFrame, frameworks: pd.DataFrame, history: pd.DataFrame
) -> pd.DataFrame:
    """
    Break the index of the last year of a history into its components; see `explain_parts`.

    Parameters
    ----------
    observations, frameworks : pandas.DataFrame
        As for `explain_parts`.
    history : pandas.DataFrame
        From `build_history`.

    Returns
    -------
    pandas.DataFrame
        As `explain_parts`; empty where the history is.
    """
    year = int(history["year"].iloc[-1]) if len(history) else 0
    return explain_parts(observations, frameworks, year)


def what_if(parts: pd.DataFrame, gain: float = 0.1) -> pd.DataFrame:
    """
    Say how far the index moves when each component alone rises by `gain`.

    Parameters
    ----------
    parts : pandas.DataFrame
        The result of `explain_parts`.
    gain : float
        Rise of the component, on its own 0–1 scale; cut at what the component can still gain.

    Returns
    -------
    pandas.DataFrame
        `parts` with ``index_gain`` (on the index's 0–1 scale), largest first.
    """
    gained = np.minimum(gain, 1 - parts["value"]) * parts["weight"]
    return parts.assign(index_gain=gained).sort_values("index_gain", ascending=False, ignore_index=True)
