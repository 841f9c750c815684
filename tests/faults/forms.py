"""
Builders of received files: workbooks and delimited text as bytes, always the same bytes for the same content.

A sheet is rows of plain values; what needs more than a value is wrapped (`Styled`, `Formula`, `ErrorCell`). Workbooks
are written by xlsxwriter, as Excel writes them, then patched where no writer would produce what a hostile or careless
sender does.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter

FIRST_DAY = dt.datetime(2023, 7, 1)


@dataclass(frozen=True)
class Styled:
    """A value with a number format or a font."""

    value: object
    number_format: str = "General"
    font: str = ""


@dataclass(frozen=True)
class Formula:
    """A formula and its stored result; None: the file holds no result."""

    text: str
    result: object = None
    number_format: str = "General"


@dataclass(frozen=True)
class ErrorCell:
    """An error value typed into a cell."""

    text: str = "#N/A"


@dataclass(frozen=True)
class Rich:
    """Text of several runs, the second one bold."""

    parts: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows of values (None: an empty cell) and what Excel adds to them."""

    rows: Sequence[Sequence[object]]
    name: str = "Sheet1"
    merges: Sequence[str] = ()
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[str] = ()
    is_hidden: bool = False
    top: int = 1
    left: int = 1


def book(*sheets: Sheet | Sequence, is_1904: bool = False) -> bytes:
    """Write a workbook; a bare list of rows is one sheet."""
    sheets = tuple(sheet if isinstance(sheet, Sheet) else Sheet(sheet) for sheet in sheets)
    buffer = io.BytesIO()
    options = {
        "in_memory": True, "date_1904": is_1904, "strings_to_numbers": False, "strings_to_formulas": False,
        "strings_to_urls": False, "default_date_format": "dd/mm/yyyy",
    }  # fmt: skip
    with xlsxwriter.Workbook(buffer, options) as workbook:
        workbook.set_properties({"created": FIRST_DAY})
        formats = _Formats(workbook)
        for sheet in sheets:
            _fill(workbook.add_worksheet(sheet.name), sheet, formats)
    return _mark_uncached(buffer.getvalue())


class _Formats(dict):
    def __init__(self, workbook) -> None:
        super().__init__()
        self.workbook = workbook

    def __missing__(self, key: tuple[str, str]):
        number_format, font = key
        options = {"num_format": number_format} | ({"font_name": font} if font else {})
        self[key] = self.workbook.add_format(options)
        return self[key]


def _fill(worksheet, sheet: Sheet, formats: _Formats) -> None:
    for merge in sheet.merges:
        worksheet.merge_range(merge, "")
    for y, row in enumerate(sheet.rows, sheet.top - 1):
        for x, value in enumerate(row, sheet.left - 1):
            if value is not None:
                _put(worksheet, y, x, value, formats)
    for number in sheet.hidden_rows:
        worksheet.set_row(number - 1, None, None, {"hidden": True})
    for letter in sheet.hidden_columns:
        worksheet.set_column(f"{letter}:{letter}", None, None, {"hidden": True})
    if sheet.is_hidden:
        worksheet.hide()


_NO_RESULT = "no-result-stored"
_ERROR_NUMBERS = {"#N/A": 900000001, "#REF!": 900000002, "#VALUE!": 900000003}


def _put(worksheet, y: int, x: int, value: object, formats: _Formats) -> None:
    if isinstance(value, Styled):
        style = formats[value.number_format, value.font]
        worksheet.write(y, x, value.value, style)
    elif isinstance(value, Formula):
        result = _NO_RESULT if value.result is None else value.result
        worksheet.write_formula(y, x, value.text, formats[value.number_format, ""], result)
    elif isinstance(value, ErrorCell):
        worksheet.write_number(y, x, _ERROR_NUMBERS[value.text])
    elif isinstance(value, Rich):
        bold = worksheet.workbook_bold = formats["General", "Arial"]
        worksheet.write_rich_string(y, x, value.parts[0], bold, *value.parts[1:])
    else:
        worksheet.write(y, x, value)


def _mark_uncached(content: bytes) -> bytes:
    if not any(f"xl/worksheets/sheet{n}.xml" for n in (1,)):
        return content

    def patch(xml: bytes) -> bytes:
        text = xml.decode("utf-8")
        text = re.sub(rf' t="str"><f>([^<]*)</f><v>{_NO_RESULT}</v>', r"><f>\1</f>", text)
        for error, number in _ERROR_NUMBERS.items():
            text = text.replace(f"><v>{number}</v>", f' t="e"><v>{error}</v>')
        return text.encode("utf-8")

    return patched(content, {r"xl/worksheets/sheet\d+\.xml": patch})


Change = bytes | Callable[[bytes], bytes] | None


def members(content: bytes) -> dict[str, bytes]:
    """Names and bytes of an archive, in order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes], *, compress: bool = True) -> bytes:
    """Write an archive with a fixed time, so that the same parts give the same bytes."""
    buffer = io.BytesIO()
    kind = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    with zipfile.ZipFile(buffer, "w", kind) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2023, 7, 1, 0, 0, 0)), data, kind)
    return buffer.getvalue()


def patched(content: bytes, changes: Mapping[str, Change], added: Mapping[str, bytes] | None = None) -> bytes:
    """Change members of an archive whose names match a pattern (None: leave out), and add others."""
    parts = {}
    for name, data in members(content).items():
        changed: Change = data
        for pattern, change in changes.items():
            if re.fullmatch(pattern, name):
                changed = change(data) if callable(change) else change
        if changed is not None:
            parts[name] = changed
    return zipped(parts | dict(added or {}))


def sheet_text(change: Callable[[str], str], number: int = 1) -> dict[str, Change]:
    """A change of one sheet's XML as text."""
    return {rf"xl/worksheets/sheet{number}\.xml": lambda data: change(data.decode("utf-8")).encode("utf-8")}


def delimited(
    rows: Sequence[Sequence[object]],
    separator: str = ",",
    *,
    encoding: str = "utf-8",
    newline: str = "\r\n",
    is_closed: bool = True,
    quoting: int = csv.QUOTE_MINIMAL,
) -> bytes:
    """Write delimited text; `is_closed`: the last line has its end."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=separator, lineterminator=newline, quoting=quoting)
    writer.writerows([["" if value is None else value for value in row] for row in rows])
    text = stream.getvalue()
    return (text if is_closed else text[: -len(newline)]).encode(encoding)


def place(cell: str) -> tuple[int, str]:
    """Row and letters of "D3", "D" (column alone), "3" (row alone) or "" (the whole file)."""
    letters, digits = re.fullmatch(r"([A-Z]*)(\d*)", cell).groups()
    return int(digits or 0), letters
