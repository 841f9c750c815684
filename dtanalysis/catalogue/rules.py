"""
What a figure must satisfy by itself: counts that fit each other and the percentage, values within their
bounds.

Said once, as yes/no series, for the stored tables (`agree`) and for what is received (`dtanalysis.checks`).
Takes frames that carry the words of the register beside each figure: ``unit_measure``, ``lower``, ``upper``,
``decimals``.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

PERCENT_ROUNDING = 0.6
"""
How many units of its last printed decimal a percentage may be off its counts: a little more than half, because
a published half can be rounded either way.
"""


def is_negative(frame: pd.DataFrame, column: str) -> pd.Series:
    """Whether a count is below 0, which no count is."""
    return frame[column] < 0


def is_part_above_whole(frame: pd.DataFrame) -> pd.Series:
    """Whether a percentage's numerator exceeds its denominator; growth and fulfilment may pass 100 %."""
    percent = frame["unit_measure"] == "percent"
    return percent & (frame["numerator"] > frame["denominator"]) & (frame["upper"] <= 100)


def is_rate_of_nothing(frame: pd.DataFrame) -> pd.Series:
    """Whether a percentage is stated although its denominator is 0."""
    return (frame["unit_measure"] == "percent") & (frame["denominator"] == 0) & frame["value"].notna()


def is_off_its_counts(frame: pd.DataFrame, rounding: float = PERCENT_ROUNDING) -> pd.Series:
    """
    Whether a percentage differs from 100 × numerator ÷ denominator by more than its rounding.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row per figure with ``value``, ``qualifier``, ``numerator``, ``denominator`` and the register's
        words.
    rounding : float
        Allowed distance, in units of the last printed decimal.

    Returns
    -------
    pandas.Series of bool
        A bound differs only where its counts lie on the wrong side of it; "about" is not judged.
    """
    counted = (frame["unit_measure"] == "percent") & (frame["denominator"] > 0)
    whole = frame["denominator"].where(counted)
    above = frame["value"] - 100 * frame["numerator"] / whole
    allowed = rounding * 10.0 ** -printed_decimals(frame["value"], frame["decimals"])
    sign = frame["qualifier"]
    exact = (sign == "eq") & (above.abs() > allowed)
    beyond = (sign.isin(["ge", "gt"]) & (above > allowed)) | (sign.isin(["le", "lt"]) & (above < -allowed))
    return counted & (exact | beyond)


def is_outside(frame: pd.DataFrame, column: str) -> pd.Series:
    """Whether a number lies below the least or above the most that its indicator can be."""
    return (frame[column] < frame["lower"]) | (frame[column] > frame["upper"])


def is_unreachable(frame: pd.DataFrame, column: str, sign: str) -> pd.Series:
    """
    Whether a strict bound asks for more than the most, or less than the least, that the indicator can be.
    """
    above = (frame[sign] == "gt") & (frame[column] == frame["upper"])
    return above | ((frame[sign] == "lt") & (frame[column] == frame["lower"]))


def printed_decimals(values: pd.Series, most: pd.Series | float = 9) -> pd.Series:
    """
    How many decimals each number was printed with, as far as the number itself can tell.

    Parameters
    ----------
    values : pandas.Series of float
        Missing numbers have no decimals.
    most : pandas.Series or float
        As many as the register knows; a source may print fewer: 33,3 for 33,33. Missing means 9.

    Returns
    -------
    pandas.Series of float
        Between 0 and `most`; zeros at the end do not count.

    Examples
    --------
    >>> printed_decimals(pd.Series([33.3, 100.0, 0.5934, 2 / 3]), most=4).tolist()
    [1.0, 0.0, 4.0, 4.0]
    """
    # A percentage computed by a workbook carries 15 digits; each distinct number is spelled once.
    distinct = {
        value: len(f"{value:.9f}".rstrip("0").partition(".")[2])
        for value in values.unique()
        if np.isfinite(value)
    }
    limit = pd.Series(most, index=values.index, dtype=float).fillna(9)
    return values.map(distinct).fillna(0).astype(float).clip(upper=limit)
