"""
What do number formats of spreadsheets say about a stored number: is it a day, a length of time or a figure?

Takes format codes such as ``[$-42A]dd/mm/yyyy;@`` and serial days; gives dates. How figures are read is left to
``numbers``.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from functools import lru_cache

from dtanalysis.ingest.grid import CellValue

# Quoted words, escaped signs, widths and fillers, then colours, languages and conditions: none of them shows the value.
_SILENT = re.compile(r'"[^"]*"?|[\\_*].|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_LATEST = 2_958_465
_MILLISECONDS = 86_400_000
# Spreadsheets keep 15 digits.
_EXACT = 10**15


NO_DAY = "#####"
"""What a spreadsheet shows for a number that is no day, under a date format."""


@lru_cache(maxsize=4096)
def is_date(number_format: str) -> bool:
    """
    Tell whether a number shows as a date or a time.

    Parameters
    ----------
    number_format : str
        Its first section decides.

    Returns
    -------
    bool
        Also for lengths of time.

    Examples
    --------
    >>> [is_date(code) for code in ("dd/mm/yyyy", "[$-42A]mmmm yy;@", "#,##0 \\"người/tháng\\"", "[Red]0.0", "General")]
    [True, True, False, False, False]
    """
    shown = _SILENT.sub("", number_format).partition(";")[0].lower()
    return shown not in ("general", "standard") and any(sign in shown for sign in "dmyhs")


def shown_value(number: float, number_format: str, *, is_1904: bool) -> CellValue:
    """
    What a stored number is under its format.

    Parameters
    ----------
    number : float
        As stored.
    number_format : str
        Of its cell.
    is_1904 : bool
        Whether serial days count from 1904.

    Returns
    -------
    int, float, datetime, time, timedelta or str
        A whole number is an int, however it is stored; `NO_DAY` for a date that does not exist.

    Raises
    ------
    ValueError
        If it is not finite.

    Examples
    --------
    >>> shown_value(2439.0, "0", is_1904=False), shown_value(45107, "dd/mm/yyyy", is_1904=False)
    (2439, datetime.datetime(2023, 6, 30, 0, 0))
    >>> shown_value(1.5, "[h]:mm", is_1904=False), shown_value(-1, "dd/mm/yyyy", is_1904=False)
    (datetime.timedelta(days=1, seconds=43200), '#####')
    """
    if not math.isfinite(number):
        raise ValueError(f"Not a number of a spreadsheet: {number}.")
    if not is_date(number_format):
        return int(number) if float(number).is_integer() and abs(number) < _EXACT else number
    if is_elapsed(number_format):
        return dt.timedelta(milliseconds=round(number * _MILLISECONDS)) if abs(number) <= _LATEST else NO_DAY
    day = moment(number, is_1904=is_1904)
    return NO_DAY if day is None else day


def is_elapsed(number_format: str) -> bool:
    """
    Tell whether a number shows as a length of time, of more than a day if need be.

    Parameters
    ----------
    number_format : str
        Its first section decides.

    Returns
    -------
    bool
        True for "[h]:mm".

    Examples
    --------
    >>> is_elapsed("[h]:mm:ss"), is_elapsed("h:mm")
    (True, False)
    """
    return bool(_ELAPSED.search(_SILENT.sub("", number_format).partition(";")[0]))


def moment(serial: float, *, is_1904: bool) -> dt.datetime | dt.time | None:
    """
    The moment that a serial day stands for.

    Parameters
    ----------
    serial : float
        Days, as stored.
    is_1904 : bool
        Whether they count from 1904; else from 1900, with the 29 February 1900 that Excel believes in.

    Returns
    -------
    datetime.datetime, datetime.time or None
        A time of day below 1; None where a spreadsheet shows ``#####``. Rounded to a thousandth of a second.

    Examples
    --------
    >>> moment(45107, is_1904=False), moment(45107, is_1904=True)
    (datetime.datetime(2023, 6, 30, 0, 0), datetime.datetime(2027, 7, 1, 0, 0))
    >>> moment(0.5, is_1904=False), moment(59, is_1904=False).day, moment(-1, is_1904=False)
    (datetime.time(12, 0), 28, None)
    """
    if not 0 <= serial < _LATEST + 1 - 1462 * is_1904:
        return None
    length = dt.timedelta(milliseconds=round(serial * _MILLISECONDS))
    if length < dt.timedelta(1) and not is_1904:
        return (dt.datetime.min + length).time()
    if is_1904:
        return dt.datetime(1904, 1, 1) + length
    return dt.datetime(1899, 12, 31 if serial < 60 else 30) + length
