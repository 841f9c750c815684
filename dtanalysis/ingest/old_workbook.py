"""
Workbooks of Excel 97–2003 (xls) as grids, read by xlrd.

Number formats, merged cells and what is hidden are kept; xlrd does not tell formulas from their results. The records
are counted first: xlrd keeps a place for every cell left of the last one in a row, which a small file can make many.
"""

from __future__ import annotations

import io
import struct

from dtanalysis.ingest.compound_file import SIGNATURE, open_compound_file
from dtanalysis.ingest.grid import Cell, CellValue, FileFaultError, Grid
from dtanalysis.ingest.number_formats import NO_DAY, moment, shown_value
from dtanalysis.ingest.sheet_notices import hidden_notices, without_covered
from dtanalysis.ingest.workbook import MOST_CELLS
from dtanalysis.ingest.xml_events import too_large

_LARGEST_FILE = 20_000_000
_MOST_MERGES = 5_000
_MOST_RECORDS = 400_000
_MOST_PLACES = 1_000_000
# Kind and length of a record; row and column of a cell.
_HEAD = _PLACE = struct.Struct("<HH")
_BEGIN = (0x0009, 0x0209, 0x0409, 0x0809)
# FORMULA, BLANK, NUMBER, LABEL, BOOLERR, RK, LABELSST, RSTRING, and MULRK, MULBLANK, of all versions of the format.
_ONE_CELL = frozenset(
    (0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x201, 0x203, 0x204, 0x205, 0x206, 0x27E, 0xFD, 0xD6, 0x406)
)
_SEVERAL_CELLS = frozenset((0xBD, 0xBE))


def read_xls(content: bytes) -> list[Grid]:
    """
    Read a workbook of Excel 97–2003.

    Parameters
    ----------
    content : bytes
        All of it.

    Returns
    -------
    list of Grid
        One per worksheet.

    Raises
    ------
    FileFaultError
        If it is locked, or larger than a form can be.
    """
    import xlrd

    if len(content) > _LARGEST_FILE:
        raise too_large(f"Tệp .xls lớn hơn {_LARGEST_FILE // 1_000_000} MB.")
    try:
        records = _stream(content)
        _check_records(memoryview(records))
        book = xlrd.open_workbook(
            file_contents=records, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
    except xlrd.XLRDError as error:
        if "encrypt" in str(error).lower():
            raise FileFaultError(
                "file.password", "Tệp được khóa bằng mật khẩu.", "Bỏ mật khẩu mở tệp rồi gửi lại."
            ) from None
        raise
    return [_grid(book, sheet) for sheet in book.sheets()]


def _stream(content: bytes) -> bytes:
    """The records of the workbook, in a compound file or bare; xlrd follows sectors that lead in a circle for ever."""
    if not content.startswith(SIGNATURE):
        return content
    file = open_compound_file(content)
    for name in ("workbook", "book"):
        if name in file.streams:
            return file.read(name)
    raise FileFaultError("file.corrupt", "Tệp bị hỏng: không có phần bảng tính.", "Gửi lại tệp gốc.")


def _check_records(stream: memoryview) -> None:
    widths: dict[int, int] = {}
    records = places = position = 0
    while position + 4 <= len(stream):
        kind, length = _HEAD.unpack_from(stream, position)
        if kind in _BEGIN:
            widths = {}
        elif kind in _ONE_CELL or kind in _SEVERAL_CELLS:
            records += 1
            row, width = _place(stream, position + 4, length, kind)
            places += max(width - widths.get(row, 0), 1)
            widths[row] = max(width, widths.get(row, 0))
        if records > _MOST_RECORDS or places > _MOST_PLACES:
            raise too_large("Tệp có quá nhiều ô.")
        position += 4 + length


def _place(stream: memoryview, start: int, length: int, kind: int) -> tuple[int, int]:
    """Row of a record of cells, and how many places it reaches; none where the record is cut."""
    if not 4 <= length <= len(stream) - start:
        return 0, 0
    row, column = _PLACE.unpack_from(stream, start)
    return row, column + 1 + (length - 4) // 2 * (kind in _SEVERAL_CELLS)


def _grid(book, sheet) -> Grid:
    read = (
        ((row + 1, column + 1), _cell(book, sheet.cell(row, column)))
        for row in range(sheet.nrows)
        for column in range(sheet.row_len(row))
    )
    found = {place: cell for place, cell in read if cell is not None}
    if len(found) > MOST_CELLS or len(sheet.merged_cells) > _MOST_MERGES:
        raise too_large("Tệp có quá nhiều ô.")
    # xlrd gives the ends of merged ranges one too far.
    merges = [(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells]
    cells, merges, covered = without_covered(found, merges)
    rows = frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden)
    columns = frozenset(column + 1 for column, info in sheet.colinfo_map.items() if info.hidden)
    is_hidden = sheet.visibility != 0
    notices = hidden_notices(sheet.name, cells, is_hidden=is_hidden, rows=rows, columns=columns)
    return Grid(
        sheet.name,
        cells,
        tuple(merges),
        rows,
        columns,
        is_hidden,
        book.datemode == 1,
        (*notices, *covered),
    )


def _cell(book, cell) -> Cell | None:
    import xlrd

    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return None
    style = book.xf_list[cell.xf_index]
    known = book.format_map.get(style.format_key)
    number_format = known.format_str if known else "General"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return Cell(xlrd.error_text_from_code.get(cell.value, "#ERROR"), number_format, "error")
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return Cell(bool(cell.value), number_format)
    if cell.ctype == xlrd.XL_CELL_TEXT:
        font = book.font_list[style.font_index].name if not cell.value.isascii() else ""
        return Cell(cell.value, number_format, font=font) if cell.value.strip() else None
    value = _number(cell, number_format, book)
    return Cell(value, number_format, "error" if value is NO_DAY else "typed")


def _number(cell, number_format: str, book) -> CellValue:
    import xlrd

    is_1904 = book.datemode == 1
    value = shown_value(cell.value, number_format, is_1904=is_1904)
    # Formats of other languages that xlrd knows by their number, not by their signs.
    if cell.ctype == xlrd.XL_CELL_DATE and isinstance(value, int | float):
        return moment(cell.value, is_1904=is_1904) or NO_DAY
    return value
