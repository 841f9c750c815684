"""
A grid as a reader of forms sees it: clean texts, merged cells, and what had to be converted.

Takes a `Grid` and answers what stands at a place, also inside a merged range. Texts typed in fonts of old
encodings are converted, and each conversion is noted.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import cached_property

from dtanalysis.formats import nfc
from dtanalysis.ingest.encodings import convert_text
from dtanalysis.ingest.grid import Cell, Grid, Notice

Place = tuple[int, int]

_LONGEST_FIGURE = 300
_NUMBER_LIKE = re.compile(r"^\D{0,24}?[-−+]?[0-9][0-9., \u00a0\u202f]*\s*(?:%|\w{0,12}|\w+ \w+)\s*$")


@dataclass(frozen=True, eq=False)
class Sheet:
    """
    One sheet, ready to be read.

    Attributes
    ----------
    grid : Grid
        As the file holds it, texts converted from old encodings, blank cells left out.
    raw : Grid
        As the file holds it.
    conversions : tuple of Notice
        Where text was converted from an old encoding.
    """

    grid: Grid
    raw: Grid
    conversions: tuple[Notice, ...] = ()

    @cached_property
    def anchors(self) -> dict[Place, Place]:
        """Place inside a merged range → its top left place; only places within the rows and columns in use."""
        last_row = max((row for row, _ in self.grid.cells), default=0)
        last_column = max((column for _, column in self.grid.cells), default=0)
        return {
            (row, column): (top, left)
            for top, left, bottom, right in self.grid.merges
            for row in range(top, min(bottom, last_row) + 1)
            for column in range(left, min(right, last_column) + 1)
        }

    @cached_property
    def merge_at(self) -> dict[Place, tuple[int, int, int, int]]:
        """Top left place → merged range."""
        return {(merge[0], merge[1]): merge for merge in self.grid.merges}

    @cached_property
    def columns_by_row(self) -> dict[int, list[int]]:
        """Row → columns that hold something, in order."""
        found: dict[int, list[int]] = {}
        for row, column in sorted(self.grid.cells):
            found.setdefault(row, []).append(column)
        return found

    def cell(self, row: int, column: int) -> Cell | None:
        """
        Return the cell that shows at a place.

        Parameters
        ----------
        row, column : int
            Inside a merged range the cell at its top left.
        """
        return self.grid.cells.get(self.anchors.get((row, column), (row, column)))

    def text(self, row: int, column: int) -> str:
        """
        Return the text that shows at a place, empty where there is none.

        Parameters
        ----------
        row, column : int
            Inside a merged range the text at its top left.
        """
        return text_of(self.cell(row, column))

    def raw_text(self, row: int, column: int) -> str:
        """
        Return the text at a place as received.

        Parameters
        ----------
        row, column : int
            As in `text`.
        """
        return text_of(self.raw.cells.get(self.anchors.get((row, column), (row, column))))


def open_sheet(grid: Grid) -> Sheet:
    """
    Convert what was typed in fonts of old encodings, and leave out cells that are blank.

    Parameters
    ----------
    grid : Grid
        From a reader of files.

    Returns
    -------
    Sheet
        Otherwise as received; comparing texts is left to `matching`.
    """
    cells, conversions = {}, []
    for place, cell in grid.cells.items():
        if not isinstance(cell.value, str):
            cells[place] = cell
            continue
        decoded = convert_text(cell.value, cell.font)
        conversions += [Notice("text.converted", notice, "", *place) for notice in decoded.notices]
        # A blank that only looks like one (zero-width spaces) is blank.
        if nfc(decoded.text).strip():
            cells[place] = replace(cell, value=decoded.text)
    return Sheet(replace(grid, cells=cells), grid, tuple(conversions))


def text_of(cell: Cell | None) -> str:
    """
    What a cell says, as text.

    Parameters
    ----------
    cell : Cell or None
        None is empty.

    Returns
    -------
    str
        Whole numbers without a decimal part, dates as 2023-06-30, truth values as TRUE and FALSE.

    Examples
    --------
    >>> text_of(Cell(2023.0)), text_of(Cell(81.17)), text_of(Cell(True)), text_of(None)
    ('2023', '81.17', 'TRUE', '')
    """
    value = None if cell is None else cell.value
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case dt.datetime():
            return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
        case _:
            return str(value).strip()


def looks_like_number(text: str) -> bool:
    """
    Whether a text is written like a figure, perhaps with a word or two around it.

    Parameters
    ----------
    text : str
        A cell's text.

    Returns
    -------
    bool
        No statement about its value.

    Examples
    --------
    >>> [looks_like_number(text) for text in ("81,17%", "trên 90", "2 439 hồ sơ", "Tổ công nghệ số", "")]
    [True, True, True, False, False]
    """
    return len(text) < _LONGEST_FIGURE and bool(_NUMBER_LIKE.match(text))


def is_figure(sheet: Sheet, row: int, column: int) -> bool:
    """
    Whether a cell holds a figure or a text that is written like one.

    Parameters
    ----------
    sheet : Sheet
        The sheet.
    row, column : int
        The place.

    Returns
    -------
    bool
        False for an empty place.
    """
    cell = sheet.cell(row, column)
    return cell is not None and (not isinstance(cell.value, str) or looks_like_number(cell.value))
