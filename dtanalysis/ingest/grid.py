"""
One received sheet as a grid of cells, whatever file it came in.

Readers of workbooks and of delimited text make grids; everything behind them sees only these. A cell keeps what
the file holds, not what a library makes of it: text as typed, numbers with their number format, formulas with
what is known of their result.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

CellKind = Literal["typed", "formula", "uncached", "external", "error"]
CellValue = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None


class FileFaultError(ValueError):
    """
    A received file that cannot be read at all; nothing of it is used.

    Attributes
    ----------
    code : str
        Stable name of the reason, such as "file.password".
    message : str
        What is wrong, in Vietnamese.
    suggestion : str
        What would be right, in Vietnamese.
    """

    def __init__(self, code: str, message: str, suggestion: str) -> None:
        self.code, self.message, self.suggestion = code, message, suggestion
        super().__init__(f"{message} {suggestion}")


@dataclass(frozen=True, slots=True)
class Notice:
    """
    Something a reader of files noticed that the sender should know, though the file was read.

    Attributes
    ----------
    code : str
        Stable name, such as "sheet.hidden", "row.hidden", "text.converted" or "file.no_final_newline".
    message, suggestion : str
        In Vietnamese.
    row, column : int
        Place in the sheet, from 1; 0 where the whole sheet (or its whole row or column) is meant.
    """

    code: str
    message: str
    suggestion: str = ""
    row: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """
    One cell that holds something.

    Attributes
    ----------
    value : str, int, float, bool, date or None
        As stored: text (NFC not yet applied), number, truth value or date; of a formula its stored result; None of a
        formula without one.
    number_format : str
        Such as "General" or "0.00%".
    kind : {"typed", "formula", "uncached", "external", "error"}
        How the value came about: typed in; stored result of a formula; a formula whose result is not stored; the
        stored result of a formula that reads another file; an error such as ``#N/A`` (typed or of a formula).
    font : str
        Name of the cell's font, empty where it is not known; tells fonts of old encodings (".VnTime", "VNI-Times").
    """

    value: CellValue
    number_format: str = "General"
    kind: CellKind = "typed"
    font: str = ""


@dataclass(frozen=True)
class Grid:
    """
    One sheet, or one delimited file.

    Attributes
    ----------
    name : str
        Name of the sheet; empty for a delimited file.
    cells : dict
        (row, column), both from 1 → `Cell`; empty cells are left out. Of merged cells only the top left one.
    merges : tuple
        (first row, first column, last row, last column) of every merged range.
    hidden_rows, hidden_columns : frozenset of int
        Rows and columns that the sender does not see.
    is_hidden : bool
        The whole sheet is hidden.
    is_1904 : bool
        Serial dates count from 1904.
    notices : tuple of Notice
        What the reader noticed.
    broken_rows : dict
        Row → `Notice` for rows whose cells cannot be trusted (a delimited row with too many or too few fields); such
        rows keep their cells and are refused.
    """

    name: str
    cells: dict[tuple[int, int], Cell]
    merges: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False
    is_1904: bool = False
    notices: tuple[Notice, ...] = ()
    broken_rows: dict[int, Notice] = field(default_factory=dict)

    @property
    def rows(self) -> list[int]:
        """Numbers of the rows that hold something, in order."""
        return sorted({row for row, _ in self.cells})


def column_letters(column: int) -> str:
    """
    Letters of a column, as a spreadsheet shows them.

    Parameters
    ----------
    column : int
        From 1; 0 (no column) gives an empty text.

    Returns
    -------
    str
        Such as "A", "Z", "AA".

    Examples
    --------
    >>> [column_letters(number) for number in (0, 1, 26, 27, 703)]
    ['', 'A', 'Z', 'AA', 'AAA']
    """
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
