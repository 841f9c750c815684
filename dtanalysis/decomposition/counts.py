"""
Counts fit to be divided: the units with cases, and a clear error where a count cannot be one.

Every other module of this package starts here, so that no division meets a zero and no impossible count reaches a sum.
"""

from __future__ import annotations

import pandas as pd

SMALL_DENOMINATOR = 30
"""Below this many cases a rate is flagged: one case more or less moves it by over 3 points."""


def keep_cases(parts: pd.DataFrame) -> pd.DataFrame:
    """
    Keep the rows that have a rate, after testing that their counts can be counts.

    Parameters
    ----------
    parts : pandas.DataFrame
        One row per unit with ``numerator`` and ``denominator``.

    Returns
    -------
    pandas.DataFrame
        The rows with a numerator and a denominator above 0. Units without cases have no rate; they are left out,
        not counted as 0.

    Raises
    ------
    ValueError
        If a count is negative or a numerator exceeds its denominator; the message names the first such row.

    Examples
    --------
    >>> keep_cases(pd.DataFrame({"numerator": [3, 0], "denominator": [4, 0]}))["numerator"].tolist()
    [3]
    """
    known = parts[parts["numerator"].notna() & parts["denominator"].notna()]
    faulty = known[~is_possible(known)]
    if len(faulty):
        row = faulty.iloc[0]
        raise ValueError(
            f"Counts must satisfy 0 <= numerator <= denominator; got {row['numerator']:g} of {row['denominator']:g}"
            f"{_where(row)}. Correct the count or leave the row out."
        )
    return known[known["denominator"] > 0]


def is_possible(parts: pd.DataFrame) -> pd.Series:
    """
    Tell the rows whose numerator lies between 0 and the denominator; a missing count rules nothing out.

    Parameters
    ----------
    parts : pandas.DataFrame
        One row per unit with ``numerator`` and ``denominator``.

    Returns
    -------
    pandas.Series
        Of bool.
    """
    numerator, denominator = parts["numerator"], parts["denominator"]
    return ~((numerator < 0) | (denominator < 0) | (numerator > denominator))


def rate_of(parts: pd.DataFrame) -> float:
    """
    Return the rate of all units together, in percent: the ratio of the sums.

    Parameters
    ----------
    parts : pandas.DataFrame
        From `keep_cases`.

    Returns
    -------
    float
        Missing where there is no case.
    """
    total = parts["denominator"].sum()
    return 100 * parts["numerator"].sum() / total if total > 0 else float("nan")


def check_units(parts: pd.DataFrame, key: str = "unit") -> None:
    """
    Stop where a unit has more than one row, because its counts would be added up unseen.

    Parameters
    ----------
    parts : pandas.DataFrame
        One row per unit.
    key : str
        The column that names a unit.

    Raises
    ------
    ValueError
        Naming the first unit with more than one row.
    """
    twice = parts.loc[parts[key].duplicated(), key]
    if len(twice):
        raise ValueError(f"Each {key} needs one row; {twice.iloc[0]!r} has more.")


def _where(row: pd.Series) -> str:
    return f" in {row['unit']}" if "unit" in row.index else ""
