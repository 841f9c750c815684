"""
Which index follows from these parts? Published frameworks and any of a province's own: weights are data.

Takes a framework (one row per component with its points) and the values of the components, one row per unit, each
between 0 and 1. Gives weights and the weighted mean. Nothing is filled in: a missing part is an error, because an
index over fewer parts is another index. Which values a unit has is told by `dtanalysis.dti.parts`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dtanalysis.dti.readings import INDEX, annual

TOTAL_POINTS = 1000.0
"""The points of the published frameworks (QĐ 1726/QĐ-BTTTT 2020, QĐ 922/QĐ-BTTTT 2022)."""


def component_weights(framework: pd.DataFrame, *, total: float = TOTAL_POINTS) -> pd.Series:
    """
    Return the weight of every scored component of one framework.

    Parameters
    ----------
    framework : pandas.DataFrame
        One row per component: ``component`` and ``max_points``. Components without points (Smart city in
        QĐ 922) are listed in a decision but weigh nothing and are left out.
    total : float
        The points that the decision says all components have together.

    Returns
    -------
    pandas.Series
        Component → weight, in the framework's order; the weights add up to 1.

    Raises
    ------
    ValueError
        If a component occurs twice, has negative or missing points, or the points do not add up to `total`.

    Examples
    --------
    >>> pillars = pd.DataFrame({"component": ["gov", "eco", "soc"], "max_points": [400.0, 300.0, 300.0]})
    >>> component_weights(pillars).tolist()
    [0.4, 0.3, 0.3]
    """
    points = framework.set_index("component")["max_points"].astype(float)
    if twice := points.index[points.index.duplicated()].tolist():
        raise ValueError(f"Component {twice[0]!r} occurs twice. Choose the rows of one framework.")
    if wrong := points.index[~(points >= 0)].tolist():
        raise ValueError(
            f"Component {wrong[0]!r} has {points[wrong[0]]} points; points are 0 or more and known."
        )
    if not np.isclose(points.sum(), total, rtol=0, atol=1e-6):
        raise ValueError(
            f"The points of the {len(points)} components add up to {points.sum():g}, not to {total:g}. "
            "Correct `max_points`, or state the framework's own `total`."
        )
    return points[points > 0] / total


def index_from_parts(
    values: pd.DataFrame, framework: pd.DataFrame, *, total: float = TOTAL_POINTS
) -> pd.Series:
    """
    Compute the index of every unit from its parts.

    Parameters
    ----------
    values : pandas.DataFrame
        One row per unit (or year), one column per component, each value between 0 and 1. Columns that are no
        component of the framework are not used.
    framework : pandas.DataFrame
        One row per component: ``component`` and ``max_points``.
    total : float
        The points of all components together; see `component_weights`.

    Returns
    -------
    pandas.Series
        The index (0–1), by the rows of `values`.

    Raises
    ------
    ValueError
        If the weights do not sum, a part is missing or a value lies outside 0–1.

    Notes
    -----
    The weighted arithmetic mean, as in COINr's ``a_amean``. COINr leaves missing parts out of the mean; here they
    are an error, because the ministry publishes no index with parts left out.

    Examples
    --------
    >>> pillars = pd.DataFrame({"component": ["gov", "eco", "soc"], "max_points": [400, 300, 300]})
    >>> index_from_parts(pd.DataFrame({"gov": [0.5], "eco": [0.4], "soc": [0.3]}), pillars).round(4).tolist()
    [0.41]
    """
    weights = component_weights(framework, total=total)
    return check_parts(values, weights) @ weights


def check_parts(values: pd.DataFrame, weights: pd.Series) -> pd.DataFrame:
    """
    Return the columns of the weighted components, once every value is known and between 0 and 1.

    Parameters
    ----------
    values : pandas.DataFrame
        One row per unit, one column per component.
    weights : pandas.Series
        Component → weight.

    Returns
    -------
    pandas.DataFrame
        The columns of `weights`, in its order, as float.

    Raises
    ------
    ValueError
        If a unit occurs twice, a part is missing or a value lies outside 0–1; it names the first.
    """
    if twice := values.index[values.index.duplicated()].tolist():
        raise ValueError(f"{twice[0]!r} occurs twice. Give one row for each unit.")
    if absent := [name for name in weights.index if name not in values.columns]:
        raise ValueError(f"Missing parts: {', '.join(absent)}. The index needs all of {len(weights)} parts.")
    parts = values[weights.index].astype(float)
    unknown = parts.isna()
    if unknown.any(axis=None):
        row = parts.index[unknown.any(axis=1)][0]
        names = ", ".join(parts.columns[unknown.loc[row]])
        raise ValueError(f"Missing parts of {row!r}: {names}. The index needs all of {len(weights)} parts.")
    outside = (parts < 0) | (parts > 1)
    if outside.any(axis=None):
        row, name = outside.stack()[lambda cell: cell].index[0]
        raise ValueError(
            f"{name!r} of {row!r} is {parts.loc[row, name]:g}; parts lie between 0 and 1. "
            "Divide points by the component's maximum first."
        )
    return parts


def full_parts(observations: pd.DataFrame, framework: pd.DataFrame, year: int) -> pd.DataFrame:
    """
    Collect the parts of every unit that has them all in one year.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per known value of all units, with ``trust``.
    framework : pandas.DataFrame
        One row per component of one framework.
    year : int
        The index's year.

    Returns
    -------
    pandas.DataFrame
        One row per unit (index), one column per scored component (0–1). Units with only some of the parts are
        left out; empty where no unit has all, or where the index itself is the framework's only component
        (DTI 2024: only the sum of points is known).
    """
    names = framework.loc[framework["max_points"] > 0, "component"].tolist()
    valid = ((framework["year_from"] <= year) & (framework["year_to"] >= year)).any() and names != [INDEX]
    rows = annual(observations, names)
    rows = rows[rows["year"] == (year if valid else -1)].drop_duplicates(["unit", "component"])
    return rows.pivot(index="unit", columns="component", values="value").reindex(columns=names).dropna()


def framework_of(frameworks: pd.DataFrame, year: int) -> pd.DataFrame:
    """
    Choose the framework of a year that has scored parts.

    Parameters
    ----------
    frameworks : pandas.DataFrame
        One row per component of any framework, with ``year_from`` and ``year_to``.
    year : int
        The index's year.

    Returns
    -------
    pandas.DataFrame
        The rows of the first framework valid in the year; empty where none is published.
    """
    valid = frameworks[(frameworks["year_from"] <= year) & (frameworks["year_to"] >= year)]
    return valid[valid["framework"].isin(valid["framework"].unique()[:1])]
