"""
Months of a count cube: choosing a run of them, and the period to which each belongs.

A cube counts whole months (``ym``, the integer 202306), so every question about a period is a question about its months.
Takes and gives cubes and plain numbers; what is counted is told by the modules beside this one.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, get_args

import pandas as pd

from dtanalysis.periods import Period

if TYPE_CHECKING:
    from dtanalysis.dossiers.cube import DossierCube

Frequency = Literal["month", "quarter", "half", "year"]

_LENGTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def months_of(period: Period) -> tuple[int, int]:
    """
    Return the first and last whole month of a period.

    Parameters
    ----------
    period : Period
        A period to a day loses its unfinished last month: a cube knows no days of receipt.

    Returns
    -------
    tuple of int
        Both as YYYYMM. The second comes before the first where the period holds no whole month.

    Examples
    --------
    >>> from dtanalysis.periods import parse_period
    >>> months_of(parse_period("2023-H1")), months_of(parse_period("2026-YTD-10-10"))
    ((202301, 202306), (202601, 202609))
    """
    after = period.last_day + timedelta(days=1)
    last = period.last_day if after.day == 1 else period.last_day.replace(day=1) - timedelta(days=1)
    return _ym(period.first_day), _ym(last)


def _ym(day) -> int:
    return 100 * day.year + day.month


def shift_month(ym: int, months: int) -> int:
    """
    Move a month forwards or backwards.

    Parameters
    ----------
    ym : int
        YYYYMM.
    months : int
        How many months; negative for earlier ones.

    Returns
    -------
    int
        YYYYMM.

    Examples
    --------
    >>> shift_month(202301, -1), shift_month(202306, 12)
    (202212, 202406)
    """
    index = 12 * (ym // 100) + ym % 100 - 1 + months
    return 100 * (index // 12) + index % 12 + 1


def months_between(first: int, last: int) -> list[int]:
    """
    List the months from one to another.

    Parameters
    ----------
    first, last : int
        YYYYMM, both included.

    Returns
    -------
    list of int
        Empty where `last` comes before `first`.

    Examples
    --------
    >>> months_between(202211, 202301)
    [202211, 202212, 202301]
    """
    months = [first] if first <= last else []
    while months and months[-1] < last:
        months.append(shift_month(months[-1], 1))
    return months


def choose_months(cube: DossierCube, first: int, last: int) -> DossierCube:
    """
    Keep the months of a cube from `first` to `last`.

    Parameters
    ----------
    cube : DossierCube
        Any cube.
    first, last : int
        YYYYMM, both included.

    Returns
    -------
    DossierCube
        The same frames with fewer rows; no rows where the cube has none of these months.
    """
    kept = {
        name: frame[frame["ym"].between(first, last)].reset_index(drop=True)
        for name, frame in (("counts", cube.counts), ("days", cube.days), ("quality", cube.quality))
    }
    return replace(cube, **kept)


def period_code(ym: int, frequency: Frequency) -> str:
    """
    Return the code of the period to which a month belongs.

    Parameters
    ----------
    ym : int
        YYYYMM.
    frequency : {"month", "quarter", "half", "year"}
        Length of the periods.

    Returns
    -------
    str
        As `dtanalysis.periods.parse_period` reads it.

    Raises
    ------
    ValueError
        If the frequency is unknown.

    Examples
    --------
    >>> [period_code(202306, length) for length in ("month", "quarter", "half", "year")]
    ['2023-06', '2023-Q2', '2023-H1', '2023']
    """
    year, month = divmod(ym, 100)
    part = -(-month // _length(frequency))
    return (
        f"{year}"
        + {"month": f"-{month:02d}", "quarter": f"-Q{part}", "half": f"-H{part}", "year": ""}[frequency]
    )


def period_end(ym: int, frequency: Frequency) -> int:
    """
    Return the last month of the period to which a month belongs.

    Parameters
    ----------
    ym : int
        YYYYMM.
    frequency : {"month", "quarter", "half", "year"}
        Length of the periods.

    Returns
    -------
    int
        YYYYMM.

    Raises
    ------
    ValueError
        If the frequency is unknown.

    Examples
    --------
    >>> period_end(202304, "quarter"), period_end(202304, "year")
    (202306, 202312)
    """
    length = _length(frequency)
    return 100 * (ym // 100) + -(-(ym % 100) // length) * length


def _length(frequency: str) -> int:
    if frequency not in _LENGTHS:
        raise ValueError(f"`frequency` must be one of {', '.join(get_args(Frequency))}; got {frequency!r}.")
    return _LENGTHS[frequency]


def months_with_records(cube: DossierCube) -> pd.DataFrame:
    """
    List the months of each province from which the cube has records.

    Parameters
    ----------
    cube : DossierCube
        Any cube.

    Returns
    -------
    pandas.DataFrame
        One row per ``province`` and ``ym``, sorted. A month that is not listed is unknown, not empty.
    """
    months = cube.counts[["province", "ym"]].drop_duplicates()
    months = months.assign(province=months["province"].astype(str))
    return months.sort_values(["province", "ym"], ignore_index=True)
