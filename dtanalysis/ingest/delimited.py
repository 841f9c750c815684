"""
Delimited text (csv, tsv) as a grid.

The text is decoded by ``encodings``; the delimiter is the one that gives rows of the same width, judged by the whole
file, so that decimal commas do not win. A row of another width than its heading is kept and marked as broken.
"""

from __future__ import annotations

import csv
import io
from collections import Counter

from dtanalysis.ingest.encodings import UndecodableError, decode
from dtanalysis.ingest.grid import Cell, FileFaultError, Grid, Notice
from dtanalysis.ingest.vocabulary import role_of

_DELIMITERS = ";\t|,"
_SAVE_AS = "Lưu lại tệp ở dạng CSV UTF-8, hoặc gửi tệp .xlsx."
_LARGEST_FIELD = 32_767
_MOST_CELLS = 500_000


def read_delimited(content: bytes) -> Grid:
    """
    Read delimited text.

    Parameters
    ----------
    content : bytes
        All of it.

    Returns
    -------
    Grid
        All cells are text. Rows with more or fewer fields than the table has columns are in ``broken_rows``.

    Raises
    ------
    FileFaultError
        If it is no text, in no known encoding, or has a quotation mark that is not closed.
    """
    text, notices = _decode(content)
    delimiter, text, skipped = _delimiter(text)
    rows = _rows(text, delimiter)
    if sum(map(len, rows)) > _MOST_CELLS:
        raise FileFaultError(
            "file.too_large",
            f"Tệp có hơn {_MOST_CELLS:,} ô.".replace(",", "."),
            "Chỉ gửi bảng số liệu cần báo cáo.",
        )
    cells = {
        (row + skipped, column): Cell(field)
        for row, fields in enumerate(rows, start=1)
        for column, field in enumerate(fields, start=1)
        if field.strip()
    }
    last = len(rows) + skipped
    if rows and not text.endswith(("\n", "\r")):
        told = "Dòng cuối không có dấu xuống dòng: tệp có thể đã bị cắt"
        notices = (
            *notices,
            Notice("file.no_final_newline", told, "Kiểm tra dòng cuối có đủ không", row=last),
        )
    return Grid("", cells, notices=notices, broken_rows=_broken(rows, skipped))


def _decode(content: bytes) -> tuple[str, tuple[Notice, ...]]:
    is_utf16 = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    if not is_utf16 and b"\x00" in content and not _looks_like_utf16(content):
        raise FileFaultError("file.nul", "Tệp có byte NUL, không phải văn bản.", _SAVE_AS)
    try:
        decoded = decode(content)
    except UndecodableError as error:
        raise FileFaultError("file.encoding", str(error), _SAVE_AS) from None
    text = decoded.text.removeprefix("\ufeff")
    if "\x00" in text:
        raise FileFaultError("file.nul", "Tệp có ký tự NUL, không phải văn bản.", _SAVE_AS)
    if any(char < " " and char not in "\t\n\r" for char in text):
        raise FileFaultError("file.corrupt", "Tệp có ký tự điều khiển, không phải văn bản.", _SAVE_AS)
    return text, tuple(Notice("text.converted", notice, "") for notice in decoded.notices)


def _looks_like_utf16(content: bytes) -> bool:
    even, odd = content[::2].count(0), content[1::2].count(0)
    return max(even, odd) > len(content) // 5


def _delimiter(text: str) -> tuple[str, str, int]:
    """The delimiter, the text without a line that names it, and how many lines that took."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[-1], rest, 1
    return max(_DELIMITERS, key=lambda delimiter: _fit(text, delimiter)), text, 0


def _fit(text: str, delimiter: str) -> float:
    """How many delimiters a row has where most rows have the same number; few titles and broken rows do not matter."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return 0.0
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max((count * (width - 1) for width, count in widths.items()), default=0) / max(len(rows), 1)


def _rows(text: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(10 * _LARGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = []
    try:
        rows.extend(reader)
    except csv.Error as error:
        told = f"Dấu ngoặc kép không khớp hoặc ô quá dài, gần dòng {reader.line_num} ({error})."
        raise FileFaultError("file.quotes", told, "Mỗi dấu ngoặc kép mở phải có dấu đóng.") from None
    while rows and not any(field.strip() for field in rows[-1]):
        rows.pop()
    return rows


def _broken(rows: list[list[str]], skipped: int) -> dict[int, Notice]:
    """Rows below the heading that are neither of its width nor a line of one text; blank fields behind are nothing."""
    found = _heading(rows)
    if found is None:
        return {}
    start, width = found
    return {
        at + 1 + skipped: Notice(
            "row.fields",
            f"Dòng có {len(row)} ô, trong khi bảng có {width} cột",
            "Kiểm tra dấu ngăn cách; số có dấu phẩy thập phân phải đặt trong ngoặc kép",
        )
        for at, row in enumerate(rows)
        if at > start
        and (len(row) < width or any(field.strip() for field in row[width:]))
        and sum(bool(field.strip()) for field in row) > 1
    }


def _heading(rows: list[list[str]]) -> tuple[int, int] | None:
    """The first row with two words of forms and its width, or the first row of the commonest width."""
    for at, row in enumerate(rows):
        if sum(role_of(field) is not None for field in row) >= 2:
            return at, len(row)
    widths = Counter(len(row) for row in rows if sum(bool(field.strip()) for field in row) > 1)
    if not widths:
        return None
    width = max(widths, key=lambda width: (widths[width] * width, width))
    return next(at for at, row in enumerate(rows) if len(row) == width), width
