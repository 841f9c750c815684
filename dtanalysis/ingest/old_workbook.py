"""
Workbooks of other programs as grids: Excel 97–2003 (xls) by xlrd, OpenDocument (ods) by python-calamine.

An xls keeps number formats, merged cells and what is hidden; it does not tell formulas from their results. Of an ods
only values are read: what a percent format shows as 33,25 % comes as 0.3325, and is then refused as unclear, not guessed.
"""

from __future__ import annotations

import io

from dtanalysis.ingest.grid import Cell, FileFaultError, Grid, Notice

_MOST_CELLS = 300_000
_SAVE_AS = "Mở tệp bằng phần mềm bảng tính và lưu lại ở dạng Excel Workbook (.xlsx)."


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

    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        if "encrypt" in str(error).lower():
            raise FileFaultError(
                "file.password", "Tệp được khóa bằng mật khẩu.", "Bỏ mật khẩu mở tệp rồi gửi lại."
            ) from None
        raise
    return [_grid_of_xls(book, sheet) for sheet in book.sheets()]


def _grid_of_xls(book, sheet) -> Grid:
    if sheet.nrows * max(sheet.ncols, 1) > _MOST_CELLS * 20:
        raise FileFaultError("file.too_large", "Tệp có quá nhiều ô.", _SAVE_AS)
    cells = {}
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            cell = _cell_of_xls(book, sheet, row, column)
            if cell is not None:
                cells[row + 1, column + 1] = cell
    # xlrd gives the ends of merged ranges one too far.
    merges = tuple((top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells)
    hidden_rows = frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden)
    hidden_columns = frozenset(column + 1 for column, info in sheet.colinfo_map.items() if info.hidden)
    is_hidden = sheet.visibility != 0
    notices = _notices(sheet.name, cells, is_hidden, hidden_rows, hidden_columns)
    return Grid(
        sheet.name, cells, merges, hidden_rows, hidden_columns, is_hidden, book.datemode == 1, notices
    )


def _cell_of_xls(book, sheet, row: int, column: int) -> Cell | None:
    import xlrd

    cell = sheet.cell(row, column)
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return None
    style = book.xf_list[cell.xf_index]
    number_format = (
        book.format_map[style.format_key].format_str if style.format_key in book.format_map else "General"
    )
    font = book.font_list[style.font_index].name
    match cell.ctype:
        case xlrd.XL_CELL_ERROR:
            return Cell(xlrd.error_text_from_code.get(cell.value, "#ERR"), number_format, "error")
        case xlrd.XL_CELL_BOOLEAN:
            return Cell(bool(cell.value), number_format)
        case xlrd.XL_CELL_DATE:
            return Cell(xlrd.xldate_as_datetime(cell.value, book.datemode), number_format)
        case xlrd.XL_CELL_TEXT:
            return Cell(cell.value, number_format, font=font) if cell.value.strip() else None
        case _:
            return Cell(cell.value, number_format)


def _notices(name: str, cells, is_hidden: bool, rows, columns) -> tuple[Notice, ...]:
    remedy = "Bỏ ẩn để người đọc thấy, hoặc xóa nếu không dùng"
    notices = []
    if is_hidden and cells:
        notices.append(
            Notice("sheet.hidden", f"Trang “{name}” bị ẩn nhưng có nội dung; nội dung vẫn được đọc", remedy)
        )
    for row in sorted(rows & {row for row, _ in cells}):
        notices.append(
            Notice("row.hidden", "Dòng bị ẩn nhưng có nội dung; nội dung vẫn được đọc", remedy, row=row)
        )
    for column in sorted(columns & {column for _, column in cells}):
        notices.append(
            Notice(
                "column.hidden", "Cột bị ẩn nhưng có nội dung; nội dung vẫn được đọc", remedy, column=column
            )
        )
    return tuple(notices)


def read_ods(content: bytes) -> list[Grid]:
    """
    Read an OpenDocument spreadsheet.

    Parameters
    ----------
    content : bytes
        All of it.

    Returns
    -------
    list of Grid
        One per sheet; values only.

    Raises
    ------
    FileFaultError
        If it holds entities, or is larger than a form can be.
    """
    import zipfile

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse
    from python_calamine import CalamineWorkbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("content.xml") as stream:
            for _, element in iterparse(stream, forbid_dtd=True):
                element.clear()
    except DefusedXmlException:
        raise FileFaultError(
            "file.entities", "Tệp có khai báo thực thể XML, có thể gây hại.", _SAVE_AS
        ) from None
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [_grid_of_ods(book, name) for name in book.sheet_names]


def _grid_of_ods(book, name: str) -> Grid:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height * max(sheet.total_width, 1) > _MOST_CELLS * 20:
        raise FileFaultError("file.too_large", "Tệp có quá nhiều ô.", _SAVE_AS)
    cells = {
        (row, column): Cell(value)
        for row, values in enumerate(sheet.to_python(skip_empty_area=False), start=1)
        for column, value in enumerate(values, start=1)
        if value is not None and not (isinstance(value, str) and not value.strip())
    }
    is_hidden = "Hidden" in str(next((one.visible for one in book.sheets_metadata if one.name == name), ""))
    notices = _notices(name, cells, is_hidden, frozenset(), frozenset())
    return Grid(name, cells, is_hidden=is_hidden, notices=notices)
