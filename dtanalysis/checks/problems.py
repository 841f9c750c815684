"""
The table of problems: one row per thing to look at, located, and told in Vietnamese.

Every check gives the same frame, so that they can be put together, sorted and shown to the clerk who sent the
figures. An error says that the figure cannot be used as it is; a warning says that somebody should look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from dtanalysis.formats import MISSING, format_list, format_number, format_value

PROBLEM = ("check", "severity", "at", "column", "found", "message", "suggestion")
"""
Columns of a table of problems: stable code of the check; "error" or "warning"; index label of the row in the
judged frame; the column meant ("value", "numerator", "denominator", "target", "unit", "as_of" or empty for
the row); what stands there, as a reader writes it; what is wrong; what would be right.
"""

MOST_SHOWN = 5
"""How many other rows a message lists."""

_NO_PROBLEMS = pd.DataFrame(columns=list(PROBLEM))

Text = str | Callable[[NamedTuple], str]


def problems_of(
    rows: pd.DataFrame,
    check: str,
    severity: Literal["error", "warning"],
    *,
    column: str,
    message: Text,
    suggestion: Text,
) -> pd.DataFrame:
    """
    Tell one problem of every row.

    Parameters
    ----------
    rows : pandas.DataFrame
        The rows at fault, with ``at`` and the columns that the texts speak of.
    check : str
        Stable code, "counts.negative".
    severity : {"error", "warning"}
        Whether the figure can be used.
    column : str
        Which column is at fault; empty for the row.
    message, suggestion : str or callable
        The text, or a function of the row (a named tuple) that gives it.

    Returns
    -------
    pandas.DataFrame
        Columns `PROBLEM`, in the order of `rows`.
    """
    if rows.empty:
        return no_problems()
    told = [
        (check, severity, row.at, column, _found(row, column), _say(message, row), _say(suggestion, row))
        for row in rows.itertuples(index=False)
    ]
    return pd.DataFrame(told, columns=list(PROBLEM))


def no_problems() -> pd.DataFrame:
    """Return the empty table of problems."""
    return _NO_PROBLEMS.copy()


def gather(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """
    Put tables of problems together.

    Parameters
    ----------
    tables : iterable of pandas.DataFrame
        In the order in which they are to stand; one place is told once per check, by the table that names it
        first.

    Returns
    -------
    pandas.DataFrame
        Columns `PROBLEM`.
    """
    full = [table for table in tables if len(table)]
    if not full:
        return no_problems()
    return pd.concat(full, ignore_index=True).drop_duplicates(["check", "at", "column"], ignore_index=True)


def show_number(value: float) -> str:
    """
    Write a number with all the decimals that it has.

    Parameters
    ----------
    value : float
        Missing is shown as a dash.

    Returns
    -------
    str
        With Vietnamese separators, at most nine decimals.

    Examples
    --------
    >>> show_number(2439), show_number(100.00004), show_number(float("nan"))
    ('2.439', '100,00004', '–')
    """
    if pd.isna(value) or not np.isfinite(value):
        return MISSING if pd.isna(value) else str(value)
    return format_number(value, _decimals(value))


def show_figure(row: NamedTuple) -> str:
    """
    Write the value of a row with its qualifier and "%".

    Parameters
    ----------
    row : named tuple
        With ``value``, ``qualifier`` and ``unit_measure``.

    Returns
    -------
    str
        "trên 90%", "2.439".
    """
    if pd.isna(row.value) or not np.isfinite(row.value):
        return show_number(row.value)
    measure = row.unit_measure if isinstance(row.unit_measure, str) and row.unit_measure else "count"
    return format_value(row.value, measure, qualifier=row.qualifier, decimals=_decimals(row.value))


def name_place(row: NamedTuple) -> str:
    """
    Say where a row stands: "dòng 12 trang “Quý I”", or the stored tables.

    Parameters
    ----------
    row : named tuple
        With ``is_received`` and, if it was received from a file, ``row``, ``sheet``, ``file``; ``source`` of
        a stored one.

    Returns
    -------
    str
        Empty where nothing is known of the place.
    """
    if not getattr(row, "is_received", True):
        source = _text(row, "source")
        return f"số liệu đã lưu, nguồn {source}" if source else "số liệu đã lưu"
    line, sheet, file = getattr(row, "row", None), _text(row, "sheet"), _text(row, "file")
    words = [f"dòng {int(line)}"] if line is not None and pd.notna(line) and line else []
    words += [f"trang “{sheet}”"] if sheet else []
    words += [f"tệp {file}"] if file and words else []
    return " ".join(words)


def name_figure(row: NamedTuple) -> str:
    """
    Say a figure, its period and its place: "1.200 của quý I năm 2023 (dòng 12)".

    Parameters
    ----------
    row : named tuple
        As in `show_figure` and `name_place`, with ``period``.

    Returns
    -------
    str
        Ready to stand in a sentence.
    """
    place = name_place(row)
    return f"{show_figure(row)} của {row.period.name('vi')}" + (f" ({place})" if place else "")


def list_some(items: list[str]) -> str:
    """
    List a few items and count the rest.

    Parameters
    ----------
    items : list of str
        In the order to be read.

    Returns
    -------
    str
        "a, b và c", or the first `MOST_SHOWN` and "7 dòng khác".
    """
    more = len(items) - MOST_SHOWN
    return format_list([*items[:MOST_SHOWN], f"{more} dòng khác"] if more > 0 else items)


def _decimals(value: float) -> int:
    return len(f"{value:.9f}".rstrip("0").partition(".")[2])


def _text(row: NamedTuple, name: str) -> str:
    text = getattr(row, name, "")
    return text if isinstance(text, str) else ""


def _found(row: NamedTuple, column: str) -> str:
    if column in ("value", ""):
        return show_figure(row) if hasattr(row, "value") else ""
    found = getattr(row, column)
    return found if isinstance(found, str) else show_number(found)


def _say(text: Text, row: NamedTuple) -> str:
    return text if isinstance(text, str) else text(row)
