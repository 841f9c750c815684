"""
What kind of history a control chart shows: a level that months vary around, a jump from one level to another, a
drift all along, or none of them.

Limits around one mean say something about the months to come only where there is one level. Takes a chart made around
a mean (`dtanalysis.comparison.control`) and names its pattern, so that a drift can be charted around its line and a jump
told with its month. A jump found here is a finding: limits begin anew only where a change is documented.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from dtanalysis.comparison.control import SETTLED_POINTS

Pattern = Literal["level", "step", "drift", "mixed"]

MOST_SIGNALS = 0.5
"""From this share of marked months on, one mean describes none of them. Of 24 months of pure chance 3 % are marked."""

LEAST_EXPLAINED = 0.5
"""Share of the sum of squares around one mean that a step or a line has to explain to be called one."""

LEAST_MONTHS = 3
"""Fewest months of a level: one or two months are an exception, not a level."""


def find_step(values: np.ndarray) -> int:
    """
    Find where two levels describe the values best.

    Parameters
    ----------
    values : numpy.ndarray
        At least six known values, oldest first.

    Returns
    -------
    int
        Place of the first value of the second level, at least three from either end: the split with the least sum of squares around both means, which
        is the most likely one for a jump in normal noise; of equal ones the first.

    Examples
    --------
    >>> find_step(np.array([36.0, 35, 37, 36, 78, 77, 79]))
    4
    """
    places = range(LEAST_MONTHS, len(values) - LEAST_MONTHS + 1)
    return min(places, key=lambda place: _step_squares(values, place))


def _step_squares(values: np.ndarray, place: int) -> float:
    return sum(_squares(part - part.mean()) for part in (values[:place], values[place:]))


def _squares(away: np.ndarray) -> float:
    return float((away**2).sum())


def name_pattern(chart: pd.DataFrame) -> Pattern:
    """
    Name the pattern of the latest process of a chart.

    Parameters
    ----------
    chart : pandas.DataFrame
        From `dtanalysis.comparison.control_limits`, around a mean.

    Returns
    -------
    str
        "level" where there are no limits or fewer than half of the months are marked; else "step" or "drift",
        whichever of two levels and a straight line leaves the smaller sum of squares, if it explains at least half, and
        "mixed" where neither does: no one mean, no jump and no pace describes such months, so no month of them is usual.
        Below 13 months nothing is called a step: a place and two levels ask for more than a line does.

    Examples
    --------
    >>> from dtanalysis.comparison.control import control_limits
    >>> [name_pattern(control_limits(values)) for values in (range(0, 30, 2), [1, 2] * 6, [1, 2] * 5 + [9, 8] * 5)]
    ['drift', 'level', 'step']
    """
    known = chart[chart["value"].notna()]
    known = known[known["phase"] == known["phase"].iloc[-1]]
    if known["mean"].isna().any() or known["is_signal"].mean() < MOST_SIGNALS:
        return "level"
    values, places = known["value"].to_numpy(), known.index.to_numpy()
    is_long = len(values) >= SETTLED_POINTS
    step = _step_squares(values, find_step(values)) if is_long else np.inf
    line = _squares(values - np.polyval(np.polyfit(places, values, 1), places))
    if min(step, line) > (1 - LEAST_EXPLAINED) * _squares(values - values.mean()):
        return "mixed"
    return "step" if step < line else "drift"


def describe_step(chart: pd.DataFrame) -> dict[str, object]:
    """
    Tell the jump of the latest process of a chart.

    Parameters
    ----------
    chart : pandas.DataFrame
        A chart whose pattern is "step".

    Returns
    -------
    dict of str to object
        ``since`` (first month of the second level), ``before`` and ``after`` (means of both levels).
    """
    known = chart[chart["value"].notna()]
    known = known[known["phase"] == known["phase"].iloc[-1]]
    values = known["value"].to_numpy()
    place = find_step(values)
    return {
        "since": known["period"].iloc[place], "before": values[:place].mean(), "after": values[place:].mean(),
    }  # fmt: skip
