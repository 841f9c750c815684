"""
OpenDocument spreadsheets (ods) as grids, read as a stream like Excel's.

What LibreOffice writes is followed: rows and cells that are repeated, stored results beside formulas, percentages told
as such, tables kept only as a copy of another file left out. Of number formats only the percent sign is kept.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import dataclass, field

from dtanalysis.ingest.grid import Cell, CellKind, CellValue, FileFaultError, Grid
from dtanalysis.ingest.number_formats import shown_value
from dtanalysis.ingest.sheet_notices import hidden_notices, without_covered
from dtanalysis.ingest.workbook import MOST_CELLS
from dtanalysis.ingest.xml_events import SAVE_AS, Budget, Event, check_tags, qualified, read_events, too_large

_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_OFFICE, _TABLE, _TEXT, _STYLE, _DRAW = map(
    _NAMESPACE.format, ("office", "table", "text", "style", "drawing")
)
_ERROR_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
_NAMES = (
    qualified((_STYLE,), "style table-properties text-properties")
    | qualified((_TABLE,), "table table-column table-row table-cell covered-table-cell")
    | qualified((_TEXT,), "p s tab line-break")
    | qualified((_OFFICE,), "annotation")
    | qualified((_DRAW,), "frame custom-shape g rect ellipse caption text-box control")
)
_CELLS = ("table-cell", "covered-table-cell")
# What is drawn upon a cell or written about it is not in it.
_BESIDE = ("annotation", "frame", "custom-shape", "g", "rect", "ellipse", "caption", "text-box", "control")
_TRUTH = {"of:=TRUE()": True, "of:=FALSE()": False}
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_LENGTH = re.compile(r"PT(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6}(?:[.,]\d+)?)S)?")
_OTHER_FILE = re.compile(r"'(?:file|https?|smb|ftp)://", re.IGNORECASE)


@dataclass
class _Draft:
    """One cell while its elements pass by."""

    attributes: dict[str, str]
    lines: list[str] = field(default_factory=list)


@dataclass
class _Page:
    """One sheet while it is read."""

    name: str
    is_hidden: bool
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    next_row: int = 1
    last_column: int = 0
    # The row that is read: its attributes, its cells, and where the next one stands.
    row: dict[str, str] = field(default_factory=dict)
    in_row: dict[int, Cell] = field(default_factory=dict)
    column: int = 1


def read_ods(content: bytes) -> list[Grid]:
    """
    Read an OpenDocument spreadsheet.

    Parameters
    ----------
    content : bytes
        A file that `containers.identify` found to be a safe archive.

    Returns
    -------
    list of Grid
        One per sheet, in their order.

    Raises
    ------
    FileFaultError
        If it holds entities, is too large, or contradicts itself.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        reader = _Reader(_keeps_results(archive))
        with archive.open("content.xml") as stream:
            check_tags(stream, Budget())
        with archive.open("content.xml") as stream:
            for event in read_events(stream, _NAMES):
                reader.take(event)
    pages = [page for page in reader.pages if not _OTHER_FILE.match(page.name)]
    if not pages:
        raise FileFaultError("file.empty", "Tệp không có trang tính nào.", SAVE_AS)
    return [_grid(page) for page in pages]


def _keeps_results(archive: zipfile.ZipFile) -> bool:
    """LibreOffice stores every result, and an empty text as nothing at all; others may not have calculated."""
    return "meta.xml" in archive.namelist() and b"LibreOffice" in archive.read("meta.xml")


def _grid(page: _Page) -> Grid:
    cells, merges, covered = without_covered(page.cells, page.merges)
    last = max((column for _, column in cells), default=0)
    columns = {n for first, end in page.hidden_columns for n in range(first, min(end, last) + 1)}
    rows = frozenset(page.hidden_rows)
    notices = hidden_notices(page.name, cells, is_hidden=page.is_hidden, rows=rows, columns=columns)
    return Grid(
        page.name,
        cells,
        tuple(merges),
        rows,
        frozenset(columns),
        page.is_hidden,
        notices=(*notices, *covered),
    )


class _Reader:
    """Puts sheets together from events."""

    def __init__(self, keeps_results: bool) -> None:
        self.keeps_results = keeps_results
        self.pages: list[_Page] = []
        self.hidden_styles: set[str] = set()
        self.fonts: dict[str, str] = {}
        self.style, self.beside, self.cells = "", 0, 0
        self.draft: _Draft | None = None

    def take(self, event: Event) -> None:
        if event.name in _BESIDE:
            self.beside += 1 if event.is_start else -1
        elif self.beside:
            return
        elif event.name in _CELLS:
            self._take_cell(event)
        elif self.draft is not None:
            _take_text(self.draft, event)
        elif event.name == "table-row":
            self._take_row(event)
        elif event.is_start:
            self._take_other(event)

    def _take_other(self, event: Event) -> None:
        attributes = event.attributes
        if event.name == "style":
            self.style = attributes.get(f"{_STYLE} name", "")
        elif event.name == "table-properties" and attributes.get(f"{_TABLE} display") == "false":
            self.hidden_styles.add(self.style)
        elif event.name == "text-properties" and f"{_STYLE} font-name" in attributes:
            self.fonts[self.style] = attributes[f"{_STYLE} font-name"]
        elif event.name == "table":
            is_hidden = attributes.get(f"{_TABLE} style-name") in self.hidden_styles
            self.pages.append(_Page(attributes.get(f"{_TABLE} name", ""), is_hidden))
        elif event.name == "table-column":
            _take_column(self.pages[-1], attributes)

    def _take_row(self, event: Event) -> None:
        page = self.pages[-1]
        if event.is_start:
            page.row, page.in_row, page.column = event.attributes, {}, 1
            return
        repeated = _repeated(page.row, "rows", _LAST_ROW)
        if page.in_row:
            self.cells += repeated * len(page.in_row)
            if self.cells > MOST_CELLS:
                raise too_large(f"Tệp có hơn {MOST_CELLS:,} ô có nội dung.".replace(",", "."))
            rows = range(page.next_row, page.next_row + repeated)
            page.cells |= {(row, column): cell for row in rows for column, cell in page.in_row.items()}
            if page.row.get(f"{_TABLE} visibility", "visible") != "visible":
                page.hidden_rows.update(rows)
        page.next_row += repeated
        if page.next_row > _LAST_ROW + 1:
            raise FileFaultError("file.corrupt", "Tệp có quá nhiều dòng.", SAVE_AS)

    def _take_cell(self, event: Event) -> None:
        if event.is_start:
            self.draft = _Draft(event.attributes)
            return
        draft, page = self.draft, self.pages[-1]
        if draft is None:
            return
        repeated = _repeated(draft.attributes, "columns", _LAST_COLUMN)
        cell = _cell(draft, self.fonts.get(draft.attributes.get(f"{_TABLE} style-name", ""), ""))
        if cell is not None and not (cell.kind == "uncached" and self.keeps_results):
            page.in_row |= dict.fromkeys(range(page.column, page.column + repeated), cell)
        _take_merge(page, draft.attributes)
        page.column += repeated
        if page.column > _LAST_COLUMN + 1:
            raise FileFaultError("file.corrupt", "Tệp có quá nhiều cột.", SAVE_AS)
        self.draft = None


def _take_column(page: _Page, attributes: dict[str, str]) -> None:
    first = page.last_column + 1
    page.last_column += _repeated(attributes, "columns", _LAST_COLUMN)
    if attributes.get(f"{_TABLE} visibility", "visible") != "visible":
        page.hidden_columns.append((first, page.last_column))


def _take_merge(page: _Page, attributes: dict[str, str]) -> None:
    height = int(attributes.get(f"{_TABLE} number-rows-spanned", 1))
    width = int(attributes.get(f"{_TABLE} number-columns-spanned", 1))
    if height > 1 or width > 1:
        page.merges.append((page.next_row, page.column, page.next_row + height - 1, page.column + width - 1))


def _take_text(draft: _Draft, event: Event) -> None:
    """Paragraphs of a cell; spaces, tabs and breaks are elements of their own."""
    if event.name == "p" and event.is_start:
        draft.lines.append("")
    elif draft.lines:
        draft.lines[-1] += event.text
        if event.is_start:
            spaces = min(int(event.attributes.get(f"{_TEXT} c", 1)), 1_000)
            draft.lines[-1] += {"s": " " * spaces, "tab": "\t", "line-break": "\n"}.get(event.name, "")


def _repeated(attributes: dict[str, str], what: str, most: int) -> int:
    repeated = int(attributes.get(f"{_TABLE} number-{what}-repeated", 1))
    if not 1 <= repeated <= most:
        raise FileFaultError("file.corrupt", "Tệp lặp lại một ô quá nhiều lần.", SAVE_AS)
    return repeated


def _cell(draft: _Draft, font: str) -> Cell | None:
    attributes = draft.attributes
    formula, kind = attributes.get(f"{_TABLE} formula"), attributes.get(f"{_OFFICE} value-type", "")
    text = attributes.get(f"{_OFFICE} string-value") or "\n".join(draft.lines)
    if attributes.get(_ERROR_TYPE) == "error" or (formula and re.match(r"#[A-Z/0!?]+$|Err:\d+$", text)):
        return Cell(text or "#ERROR", kind="error")
    if formula and not kind:
        return Cell(None, kind="uncached")
    # LibreOffice writes a typed TRUE as a formula that gives 1.
    if formula in _TRUTH:
        return Cell(_TRUTH[formula])
    value = _value(attributes, kind, text)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    font = font if isinstance(value, str) and not value.isascii() else ""
    return Cell(value, "0.00%" if kind == "percentage" else "General", _kind_of_cell(formula), font)


def _kind_of_cell(formula: str | None) -> CellKind:
    if not formula:
        return "typed"
    return "external" if _OTHER_FILE.search(formula) or "DDE(" in formula else "formula"


def _value(attributes: dict[str, str], kind: str, text: str) -> CellValue:
    if kind in ("float", "percentage", "currency"):
        return shown_value(float(attributes[f"{_OFFICE} value"]), "General", is_1904=False)
    if kind == "boolean":
        return {"true": True, "false": False}[attributes[f"{_OFFICE} boolean-value"]]
    if kind == "date":
        return dt.datetime.fromisoformat(attributes[f"{_OFFICE} date-value"]).replace(tzinfo=None)
    if kind == "time":
        return _length(attributes[f"{_OFFICE} time-value"])
    return text


def _length(stored: str) -> dt.time | dt.timedelta:
    """A time of day, or a length of time above one day."""
    found = _LENGTH.fullmatch(stored)
    if not found:
        raise FileFaultError("file.corrupt", f"Tệp có giờ hỏng: {stored[:20]!r}.", SAVE_AS)
    hours, minutes, seconds = (float((part or "0").replace(",", ".")) for part in found.groups())
    length = dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return (dt.datetime.min + length).time() if length < dt.timedelta(1) else length
