"""
Excel workbooks (xlsx, xlsm) as grids; macros are never run, links never followed.

Every sheet is read once, as a stream, by the rules of ECMA-376: what its cells hold, how they show, what is merged and
what is hidden. A sheet that contradicts itself (a place told twice, a text that is not there) makes the whole file
refused. Formulas count by their stored result; openpyxl is the second opinion in the tests.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from dtanalysis.ingest.grid import Cell, CellKind, CellValue, FileFaultError, Grid, column_letters
from dtanalysis.ingest.number_formats import NO_DAY, shown_value
from dtanalysis.ingest.sheet_notices import hidden_notices, without_covered
from dtanalysis.ingest.workbook_parts import (
    TRUE,
    Book,
    Package,
    SheetPart,
    Style,
    TextReader,
    open_book,
    unescape,
)
from dtanalysis.ingest.xml_events import SAVE_AS, Event, too_large

MOST_CELLS = 300_000
"""Cells with something in them that a file may have."""

_MOST_MERGES = 5_000
_LARGEST_ARRAY = 20_000
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_STRING = re.compile(r'"[^"]*"')
# [1]Sheet!A1, '[Tệp khác.xlsx]Sheet 1'!A1, [1]!Name, cmd|'/c calc'!A1; but not Table[Column].
_EXTERNAL = re.compile(r"(?<![\w\]])\[[^\[\]]+\][\w.:]*!|'[^']*\[[^\[\]]+\][^']*'!|\|")
_NAMES = f"row c f v is col mergeCell {TextReader.names}"
_DIGITS = "0123456789"
_TRUTH = {"1": True, "true": True, "0": False, "false": False}


@dataclass(slots=True)
class _Draft:
    """One cell while its elements pass by."""

    place: tuple[int, int]
    kind: str
    style: Style
    value: str | None = None
    formula: str | None = None
    formula_kind: dict[str, str] | None = None
    text: tuple[str, str] | None = None


@dataclass(slots=True)
class _Page:
    """One sheet while it is read."""

    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    shared: dict[str, str] = field(default_factory=dict)
    arrays: dict[tuple[int, int], str] = field(default_factory=dict)
    row: int = 0
    row_digits: str = "0"
    column: int = 0


def read_workbook(content: bytes) -> list[Grid]:
    """
    Read the sheets of a workbook.

    Parameters
    ----------
    content : bytes
        A file that `containers.identify` found to be a safe archive.

    Returns
    -------
    list of Grid
        One per worksheet, in their order; sheets that only hold a chart are left out.

    Raises
    ------
    FileFaultError
        If it holds entities, is too large, or contradicts itself.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        package = Package(archive)
        book = open_book(package)
        if not book.sheets:
            raise FileFaultError("file.empty", "Tệp không có trang tính nào.", SAVE_AS)
        grids, left = [], MOST_CELLS
        for sheet in book.sheets:
            grids.append(_grid(sheet, _read_page(package.read(sheet.path, _NAMES), book, left), book))
            left -= len(grids[-1].cells)
    return grids


def _grid(sheet: SheetPart, page: _Page, book: Book) -> Grid:
    cells, merges, covered = without_covered(page.cells, page.merges)
    last = max((column for _, column in cells), default=0)
    columns = _numbers(page.hidden_columns, last)
    last_row = max((row for row, _ in cells), default=0)
    rows = frozenset(row for row in page.hidden_rows if row <= last_row)
    notices = hidden_notices(sheet.name, cells, is_hidden=sheet.is_hidden, rows=rows, columns=columns)
    return Grid(
        name=sheet.name,
        cells=cells,
        merges=tuple(merges),
        hidden_rows=rows,
        hidden_columns=frozenset(columns),
        is_hidden=sheet.is_hidden,
        is_1904=book.is_1904,
        notices=(*notices, *covered),
    )


def _numbers(ranges: list[tuple[int, int]], last: int) -> set[int]:
    """Numbers in any of the ranges, each looked at once: a hostile file names the same columns a million times."""
    found: set[int] = set()
    reached = 0
    for first, end in sorted(ranges):
        found.update(range(max(first, reached + 1), min(end, last) + 1))
        reached = max(reached, end)
    return found


def _read_page(events: Iterable[Event], book: Book, most: int) -> _Page:
    page, texts = _Page(), TextReader()
    draft: _Draft | None = None
    for event in events:
        name = event.name
        if name == "c":
            if event.is_start:
                draft = _begin_cell(page, event.attributes, book)
            elif draft is not None:
                _end_cell(page, draft, book, most)
                draft = None
        elif name == "v" and draft is not None:
            draft.value = event.text
        elif draft is not None:
            _fill(page, draft, event, texts)
        elif event.is_start:
            _take_other(page, event)
    return page


def _take_other(page: _Page, event: Event) -> None:
    """A row, a range of columns or a merge begins."""
    attributes = event.attributes
    if event.name == "row":
        row = int(attributes.get("r", page.row + 1))
        if not page.row < row <= _LAST_ROW:
            raise FileFaultError("file.corrupt", f"Tệp ghi dòng {row} hai lần hoặc sai chỗ.", SAVE_AS)
        page.row, page.row_digits, page.column = row, str(row), 0
        if attributes.get("hidden") in TRUE or float(attributes.get("ht", 1)) == 0:
            page.hidden_rows.add(row)
    elif event.name == "col":
        if attributes.get("hidden") in TRUE or float(attributes.get("width", 1)) == 0:
            page.hidden_columns.append((int(attributes["min"]), min(int(attributes["max"]), _LAST_COLUMN)))
    elif event.name == "mergeCell":
        page.merges.append(_area(attributes["ref"]))
        if len(page.merges) > _MOST_MERGES:
            raise too_large(f"Tệp có hơn {_MOST_MERGES:,} vùng ô trộn.".replace(",", "."))


def _begin_cell(page: _Page, attributes: dict[str, str], book: Book) -> _Draft:
    reference = attributes.get("r")
    if reference is None:
        column = page.column + 1
    else:
        letters = reference.rstrip(_DIGITS)
        column = _column(letters) if reference[len(letters) :] == page.row_digits else 0
    if not page.column < column <= _LAST_COLUMN:
        shown = reference or f"{column_letters(column)}{page.row}"
        raise FileFaultError("file.corrupt", f"Tệp ghi ô {shown[:20]} hai lần hoặc sai chỗ.", SAVE_AS)
    page.column = column
    style = attributes.get("s")
    return _Draft(
        (page.row, column), attributes.get("t", "n"), book.styles[int(style)] if style else book.plain
    )


def _fill(page: _Page, draft: _Draft, event: Event, texts: TextReader) -> None:
    """What stands inside a cell: formula, text of its own."""
    match event.name, event.is_start:
        case "f", True:
            draft.formula_kind = event.attributes
        case "f", False:
            _end_formula(page, draft, event.text)
        case "is", True:
            texts.clear()
        case "is", False:
            draft.text = texts.text()
        case _:
            texts.take(event)


def _end_formula(page: _Page, draft: _Draft, text: str) -> None:
    """Shared formulas are written once; those of an array stand at its first cell and count for all of it."""
    attributes = draft.formula_kind or {}
    kind = attributes.get("t")
    if kind == "shared":
        text = page.shared.setdefault(attributes.get("si", ""), text)
    elif kind in ("array", "dataTable") and "ref" in attributes:
        top, left, bottom, right = _area(attributes["ref"])
        if (bottom - top + 1) * (right - left + 1) + len(page.arrays) > _LARGEST_ARRAY:
            raise too_large("Tệp có công thức mảng quá lớn.")
        page.arrays |= {
            (row, column): text for row in range(top, bottom + 1) for column in range(left, right + 1)
        }
    draft.formula = text


def _end_cell(page: _Page, draft: _Draft, book: Book, most: int) -> None:
    if draft.formula is None:
        draft.formula = page.arrays.get(draft.place)
    cell = _cell(draft, book)
    if cell is not None:
        page.cells[draft.place] = cell
        if len(page.cells) > most:
            raise too_large(f"Tệp có hơn {MOST_CELLS:,} ô có nội dung.".replace(",", "."))


def _cell(draft: _Draft, book: Book) -> Cell | None:
    if draft.value is None and draft.formula is None and draft.text is None:
        return None
    number_format = draft.style.number_format
    if draft.kind == "e":
        return Cell(draft.value or "#ERROR", number_format, "error")
    if draft.formula is not None and _is_uncached(draft, book):
        return Cell(None, number_format, "uncached")
    value, font = _value(draft, book)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if value is NO_DAY:
        return Cell(value, number_format, "error")
    font = (font or draft.style.font) if isinstance(value, str) and not value.isascii() else ""
    return Cell(value, number_format, _kind_of_cell(draft.formula), font)


def _is_uncached(draft: _Draft, book: Book) -> bool:
    if not draft.value and not draft.text:
        # A formula that gives an empty text is stored as text without one.
        return draft.kind != "str"
    # Programs that write formulas without computing them store 0 and ask for a recalculation.
    return book.recalculates and draft.kind == "n" and (draft.value or "").strip() == "0"


def _kind_of_cell(formula: str | None) -> CellKind:
    if formula is None:
        return "typed"
    return "external" if _EXTERNAL.search(_STRING.sub("", formula)) else "formula"


def _value(draft: _Draft, book: Book) -> tuple[CellValue, str]:
    """The stored value, and the font of a text where it has one of its own."""
    stored = (draft.value or "").strip()
    if draft.kind == "inlineStr":
        return draft.text or (None, "")
    if draft.kind == "str":
        return unescape(draft.value or ""), ""
    if draft.kind == "s" and stored.isdecimal() and int(stored) < len(book.texts):
        return book.texts[int(stored)]
    return (_plain_value(draft, stored, is_1904=book.is_1904) if stored else None), ""


def _plain_value(draft: _Draft, stored: str, *, is_1904: bool) -> CellValue:
    if draft.kind == "b" and stored in _TRUTH:
        return _TRUTH[stored]
    if draft.kind == "n" and _NUMBER.fullmatch(stored):
        return shown_value(float(stored), draft.style.number_format, is_1904=is_1904)
    if draft.kind == "d":
        return _iso(stored)
    raise FileFaultError("file.corrupt", f"Ô {_name(draft.place)} có giá trị hỏng: {stored[:20]!r}.", SAVE_AS)


def _iso(stored: str) -> CellValue:
    """A day or time that is written as text, as the strict format does."""
    if "-" not in stored:
        return dt.time.fromisoformat(stored)
    return dt.datetime.fromisoformat(stored).replace(tzinfo=None)


def _area(reference: str) -> tuple[int, int, int, int]:
    """First row, first column, last row, last column."""
    first, _, last = reference.partition(":")
    (top, left), (bottom, right) = _place(first), _place(last or first)
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)


def _place(reference: str) -> tuple[int, int]:
    letters = reference.rstrip(_DIGITS)
    row, column = reference[len(letters) :], _column(letters)
    if not column or not row or len(row) > 7:
        raise FileFaultError("file.corrupt", f"Tệp có địa chỉ ô lạ: {reference[:20]!r}.", SAVE_AS)
    return int(row), column


@lru_cache(maxsize=20_000)
def _column(letters: str) -> int:
    """Number of a column, from 1; 0 where there is no such column."""
    if not re.fullmatch(r"[A-Z]{1,3}", letters):
        return 0
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column


def _name(place: tuple[int, int]) -> str:
    return f"{column_letters(place[1])}{place[0]}"
