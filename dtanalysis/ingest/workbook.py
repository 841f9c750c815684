"""
Excel workbooks (xlsx, xlsm) as grids; macros are never run, links never followed.

The XML of every sheet is first scanned with a parser that refuses entities, so that a hostile file is met before a
library unpacks it; values and number formats are then read by openpyxl. Formulas count by their stored result.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from dtanalysis.ingest.grid import Cell, CellKind, FileFaultError, Grid, Notice, column_letters

_MOST_CELLS = 500_000
_LARGEST_MERGES = 1_000_000
_LONGEST_TEXT = 40_000
_SAVE_AS = "Mở tệp bằng phần mềm bảng tính và lưu lại ở dạng Excel Workbook (.xlsx)."
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_EXTERNAL = re.compile(r"\[[^\]]+\][^!\[\]]*!|'[^']*\[[^\]]+\][^']*'!")


@dataclass
class _Scan:
    """What the XML of one sheet says before it is opened."""

    formulas: dict[str, str] = field(default_factory=dict)
    uncached: set[str] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    cells: int = 0


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
    import openpyxl
    import openpyxl.xml

    if not openpyxl.xml.DEFUSEDXML:
        raise AssertionError("openpyxl must use defusedxml: install it.")
    scans = _scan_all(content)
    with warnings.catch_warnings():
        # Extensions that openpyxl leaves out (drop-downs, sparklines) carry no figures.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
    is_1904 = book.epoch.year == 1904
    grids = [_grid(sheet, scans.get(sheet.title, _Scan()), is_1904) for sheet in book.worksheets]
    if not grids:
        raise FileFaultError("file.empty", "Tệp không có trang tính nào.", _SAVE_AS)
    return grids


def _scan_all(content: bytes) -> dict[str, _Scan]:
    """Scan every part of the workbook; sheet scans by the sheet's name."""
    from defusedxml.common import DefusedXmlException

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive for name in archive.namelist() if name.endswith((".xml", ".rels"))}
            sheets = {
                name: _scan(archive, name)
                for name in parts
                if name.startswith("xl/worksheets/") and name.endswith(".xml")
            }
            for name in parts.keys() - sheets.keys():
                _refuse_entities(archive, name)
            return {title: sheets[path] for title, path in _paths_of_sheets(archive) if path in sheets}
    except DefusedXmlException:
        told = "Tệp có khai báo thực thể XML, có thể gây hại."
        raise FileFaultError("file.entities", told, _SAVE_AS) from None


def _parse(archive: zipfile.ZipFile, name: str, events: tuple[str, ...]) -> Iterator:
    from defusedxml.ElementTree import iterparse

    with archive.open(name) as stream:
        yield from iterparse(stream, events=events, forbid_dtd=True)


def _refuse_entities(archive: zipfile.ZipFile, name: str) -> None:
    for _, element in _parse(archive, name, ("end",)):
        if element.text and len(element.text) > _LONGEST_TEXT and name == "xl/sharedStrings.xml":
            raise FileFaultError("file.too_large", "Tệp có ô dài hơn 32.767 ký tự.", _SAVE_AS)
        if name != "xl/workbook.xml":
            element.clear()


def _paths_of_sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """(title, part) of every sheet; a workbook may name its parts as it likes."""
    targets = {
        element.get("Id"): element.get("Target", "")
        for _, element in _parse(archive, "xl/_rels/workbook.xml.rels", ("end",))
        if element.get("Id")
    }
    for _, element in _parse(archive, "xl/workbook.xml", ("end",)):
        if _local(element.tag) == "sheet":
            relation = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
            target = targets.get(relation, "")
            yield element.get("name", ""), target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _scan(archive: zipfile.ZipFile, name: str) -> _Scan:
    scan, last_row, last_column, area, shared = _Scan(), 0, 0, 0, {}
    row_number = 0
    for event, element in _parse(archive, name, ("start", "end")):
        tag = _local(element.tag)
        if event == "start":
            if tag == "row":
                row_number = int(element.get("r", last_row + 1))
                if row_number <= last_row:
                    raise FileFaultError("file.corrupt", "Tệp có hai dòng cùng số thứ tự.", _SAVE_AS)
                last_row, last_column = row_number, 0
                if element.get("hidden") in ("1", "true") or element.get("ht") == "0":
                    scan.hidden_rows.add(row_number)
            continue
        if tag == "c":
            last_column = _scan_cell(scan, element, row_number, last_column, shared)
        elif tag == "mergeCell":
            area += _area(element.get("ref", ""))
            if area > _LARGEST_MERGES:
                raise FileFaultError("file.too_large", "Tệp trộn một vùng ô quá lớn.", _SAVE_AS)
        if tag in ("row", "c", "mergeCell", "dataValidation", "conditionalFormatting", "cols"):
            element.clear()
    return scan


def _scan_cell(scan: _Scan, element, row: int, last_column: int, shared: dict[str, str]) -> int:
    scan.cells += 1
    if scan.cells > _MOST_CELLS:
        raise FileFaultError("file.too_large", "Tệp có quá nhiều ô.", "Chỉ gửi bảng số liệu cần báo cáo.")
    place = element.get("r") or f"{column_letters(last_column + 1)}{row}"
    column, place_row = _place(place)
    if place_row != row or column <= last_column:
        raise FileFaultError("file.corrupt", f"Tệp ghi ô {place[:20]} hai lần hoặc sai chỗ.", _SAVE_AS)
    parts = {_local(child.tag): child for child in element}
    if any(text and len(text) > _LONGEST_TEXT for text in element.itertext()):
        raise FileFaultError("file.too_large", f"Ô {place} dài hơn 32.767 ký tự.", _SAVE_AS)
    if "f" in parts:
        formula = parts["f"].text or shared.get(parts["f"].get("si", ""), "")
        if parts["f"].get("si") and parts["f"].text:
            shared[parts["f"].get("si")] = parts["f"].text
        scan.formulas[place] = formula
        # A formula that gives an empty text is stored as text without one.
        if element.get("t") != "str" and ("v" not in parts or not parts["v"].text):
            scan.uncached.add(place)
    return column


def _place(reference: str) -> tuple[int, int]:
    found = re.fullmatch(r"([A-Z]{1,3})([1-9][0-9]{0,6})", reference)
    if not found:
        raise FileFaultError("file.corrupt", f"Tệp có địa chỉ ô lạ: {reference[:20]!r}.", _SAVE_AS)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return column, int(found[2])


def _area(reference: str) -> int:
    first, _, last = reference.partition(":")
    (left, top), (right, bottom) = _place(first), _place(last or first)
    return (abs(right - left) + 1) * (abs(bottom - top) + 1)


def _grid(sheet, scan: _Scan, is_1904: bool) -> Grid:
    merges = tuple((m.min_row, m.min_col, m.max_row, m.max_col) for m in sheet.merged_cells.ranges)
    cells: dict[tuple[int, int], Cell] = {}
    notices: list[Notice] = []
    # `iter_rows` would walk through every blank cell of a huge extent; the sheet keeps only what is there.
    for place, cell in sorted(sheet._cells.items()):
        read = _cell(cell, scan)
        if read is not None:
            cells[place] = read
    hidden_columns = _hidden_columns(sheet)
    notices += _hidden_notices(sheet, cells, scan.hidden_rows, hidden_columns)
    return Grid(
        name=sheet.title,
        cells=cells,
        merges=tuple(sorted(merges)),
        hidden_rows=frozenset(scan.hidden_rows),
        hidden_columns=hidden_columns,
        is_hidden=sheet.sheet_state != "visible",
        is_1904=is_1904,
        notices=tuple(notices),
    )


def _cell(cell, scan: _Scan) -> Cell | None:
    place = f"{column_letters(cell.column)}{cell.row}"
    value = cell.value
    kind: CellKind = "typed"
    if place in scan.formulas:
        kind = "external" if _EXTERNAL.search(scan.formulas[place]) else "formula"
        if place in scan.uncached:
            return Cell(None, cell.number_format, "uncached")
    if cell.data_type == "e":
        return Cell(str(value), cell.number_format, "error")
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if (
        not isinstance(value, str | int | float | bool)
        and not hasattr(value, "isoformat")
        and not hasattr(value, "days")
    ):
        value = str(value)
    font = cell.font.name if isinstance(value, str) and not value.isascii() and cell.font else ""
    return Cell(value, cell.number_format or "General", kind, font or "")


def _hidden_columns(sheet) -> frozenset[int]:
    hidden: set[int] = set()
    for dimension in sheet.column_dimensions.values():
        if (dimension.hidden or dimension.width == 0) and dimension.min:
            hidden.update(range(dimension.min, min(dimension.max or dimension.min, dimension.min + 500) + 1))
    return frozenset(hidden)


def _hidden_notices(sheet, cells, rows: set[int], columns: frozenset[int]) -> Iterator[Notice]:
    remedy = "Bỏ ẩn để người đọc thấy, hoặc xóa nếu không dùng"
    if sheet.sheet_state != "visible" and cells:
        yield Notice(
            "sheet.hidden", f"Trang “{sheet.title}” bị ẩn nhưng có nội dung; nội dung vẫn được đọc", remedy
        )
    for row in sorted(rows & {place[0] for place in cells}):
        yield Notice("row.hidden", "Dòng bị ẩn nhưng có nội dung; nội dung vẫn được đọc", remedy, row=row)
    for column in sorted(columns & {place[1] for place in cells}):
        yield Notice(
            "column.hidden", "Cột bị ẩn nhưng có nội dung; nội dung vẫn được đọc", remedy, column=column
        )
