"""
Delimited text (csv, tsv) as a grid.

The text is decoded by ``encodings``. The delimiter is the one under which a row reads as the heading of a form, and
else the one that gives rows of the same width, so that decimal commas do not win. Rows are counted as a spreadsheet
counts them: a cell with a break in it is one row, a blank line is one too. A row of another width than its heading is
kept and marked as broken.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from dtanalysis.ingest.encodings import UndecodableError, decode
from dtanalysis.ingest.grid import Cell, FileFaultError, Grid, Notice
from dtanalysis.ingest.vocabulary import role_of
from dtanalysis.ingest.workbook import MOST_CELLS
from dtanalysis.ingest.xml_events import too_large

_DELIMITERS = ";\t|,"
_SAVE_AS = "Lưu lại tệp ở dạng CSV UTF-8, hoặc gửi tệp .xlsx."
# 300,000 cells in Vietnamese; more would also need more memory than a small machine has.
_LARGEST_FILE = 10_000_000
_MOST_FIELDS = 1_000_000
_LONGEST_LINE = 1_000_000
_SAMPLE_LENGTH = 200_000
# Titles, addresses and mottos of a Vietnamese form take up to 20 lines above its heading.
_HEADING_WITHIN = 60
_LONGEST_HEADING = 80
_NAMED = re.compile(r'"?sep=([^\w"\s]|\t| )"?(?:\r\n|\r|\n)', re.IGNORECASE)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f]")
_COUNT_FIELDS = "Kiểm tra dấu ngăn cách; số có dấu phẩy thập phân phải đặt trong ngoặc kép"

Rows = list[list[str]]


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
        All cells are text. Rows with more or fewer fields than the table has columns are in ``broken_rows``. A line
        "sep=;" at the beginning is row 1.

    Raises
    ------
    FileFaultError
        If it is no text, in no known encoding, too large, or has a quotation mark that is not closed.
    """
    if len(content) > _LARGEST_FILE:
        raise too_large(f"Tệp văn bản lớn hơn {_LARGEST_FILE // 1_000_000} MB.")
    text, notices = _decode(content)
    named = _NAMED.match(text)
    skipped, body = (1, text[named.end() :]) if named else (0, text)
    delimiter = named[1] if named else _delimiter(body)
    rows = _rows(body, delimiter)
    cells = {
        (row, column): Cell(field)
        for row, fields in enumerate(rows, start=1 + skipped)
        for column, field in enumerate(fields, start=1)
        if field.strip()
    }
    if rows and not body.endswith(("\n", "\r")):
        notices = (*notices, _no_final_newline(len(rows) + skipped))
    broken = {at + 1 + skipped: notice for at, notice in _broken(rows, delimiter)}
    return Grid("", cells, notices=notices, broken_rows=broken)


def _no_final_newline(row: int) -> Notice:
    told = "Dòng cuối không có dấu xuống dòng: tệp có thể đã bị cắt"
    return Notice("file.no_final_newline", told, "Kiểm tra dòng cuối có đủ không", row=row)


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
    if _CONTROL.search(text):
        raise FileFaultError("file.corrupt", "Tệp có ký tự điều khiển, không phải văn bản.", _SAVE_AS)
    _refuse_joined_files(text)
    return text, tuple(Notice("text.converted", notice, "") for notice in decoded.notices)


def _refuse_joined_files(text: str) -> None:
    """A mark that opens a file, in the middle of it: the second heading would be one letter off."""
    if "\ufeff" in text:
        line = text.count("\n", 0, text.index("\ufeff")) + 1
        told = f"Tệp có dấu mở đầu (BOM) ở giữa (dòng {line}): có thể do ghép nhiều tệp."
        raise FileFaultError("file.encoding", told, _SAVE_AS)


def _looks_like_utf16(content: bytes) -> bool:
    even, odd = content[::2].count(0), content[1::2].count(0)
    return max(even, odd) > len(content) // 5


def _delimiter(text: str) -> str:
    """Judged by the beginning of the text; of equals the first in the order of how seldom they stand in a text."""
    sample = text[:_SAMPLE_LENGTH]
    if len(sample) < len(text):
        sample = sample[: max(sample.rfind("\n"), sample.rfind("\r"), 0)] or sample
    return max(_DELIMITERS, key=lambda delimiter: _fit(sample, delimiter))


def _fit(text: str, delimiter: str) -> tuple[int, float]:
    """Most words of forms in one row, if there are two; then delimiters per row where most rows have the same number."""
    rows = list(_sampled(text, delimiter))
    words = max(map(_count_words, rows[:_HEADING_WITHIN]), default=0)
    widths = Counter(len(row) for row in rows if len(row) > 1)
    evenness = max((count * (width - 1) for width, count in widths.items()), default=0) / max(len(rows), 1)
    return words if words > 1 else 0, evenness


def _sampled(text: str, delimiter: str) -> Iterator[list[str]]:
    """Rows as far as they can be read: a stray quotation mark may take what follows into one endless field."""
    try:
        yield from csv.reader(_lines(text), delimiter=delimiter)
    except csv.Error:
        return


def _count_words(row: list[str]) -> int:
    return sum(len(field) <= _LONGEST_HEADING and role_of(field) is not None for field in row[:200])


def _lines(text: str) -> Iterator[str]:
    """Lines with their ends, as ``csv`` wants them; a stream of the text would take four bytes a letter."""
    for found in _LINE.finditer(text):
        if found.end() - found.start() > _LONGEST_LINE:
            raise too_large("Tệp có dòng quá dài.")
        yield found[0]


def _rows(text: str, delimiter: str) -> Rows:
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    rows: Rows = []
    fields = filled = line = 0
    try:
        for row in reader:
            rows.append(row)
            line = reader.line_num
            fields += len(row) + 1
            filled += sum(map(bool, row))
            if fields > _MOST_FIELDS or filled > MOST_CELLS:
                raise too_large(f"Tệp có hơn {MOST_CELLS:,} ô.".replace(",", "."))
    except csv.Error as error:
        # A mark that is never closed takes all lines behind it: what helps is where it was opened.
        raise _unreadable(str(error), line + 1) from None
    while rows and not any(field.strip() for field in rows[-1]):
        rows.pop()
    return rows


def _unreadable(error: str, line: int) -> FileFaultError:
    what = "Một ô quá dài" if "field limit" in error else "Dấu ngoặc kép không khớp"
    told = f"{what} ở dòng {line} của tệp."
    return FileFaultError("file.quotes", told, "Mỗi dấu ngoặc kép mở phải có dấu đóng.")


def _broken(rows: Rows, delimiter: str) -> Iterator[tuple[int, Notice]]:
    """Rows below a heading that are neither of its width nor a line of one text; blank fields behind are nothing."""
    start = _heading(rows)
    if start is None:
        return
    width = _filled_width(rows[start])
    for at, row in islice(enumerate(rows), start + 1, None):
        if any("\n" in field and _holds_a_row(field, delimiter, width) for field in row):
            yield (
                at,
                Notice(
                    "row.fields", "Một ô chứa cả dòng khác của bảng: dấu ngoặc kép sai chỗ", _COUNT_FIELDS
                ),
            )
        elif (len(row) >= width >= _filled_width(row)) or sum(bool(field.strip()) for field in row) < 2:
            continue
        elif _count_words(row) > 1:
            # Another table begins, of another width.
            width = _filled_width(row)
        else:
            told = f"Dòng có {len(row)} ô, trong khi bảng có {width} cột"
            yield at, Notice("row.fields", told, _COUNT_FIELDS)


def _filled_width(row: list[str]) -> int:
    return max((at for at, field in enumerate(row, start=1) if field.strip()), default=0)


def _holds_a_row(field: str, delimiter: str, width: int) -> bool:
    return any(line.count(delimiter) >= max(width - 1, 2) for line in field.splitlines())


def _heading(rows: Rows) -> int | None:
    """The first row with two words of forms, or the first row of the commonest width."""
    for at, row in enumerate(rows[:_HEADING_WITHIN]):
        if _count_words(row) > 1:
            return at
    widths = Counter(len(row) for row in rows if sum(bool(field.strip()) for field in row) > 1)
    if not widths:
        return None
    width = max(widths, key=lambda width: (widths[width] * width, width))
    # A title is one field, padded to the width of the table by the program that saved it.
    return next(
        at
        for at, row in enumerate(rows)
        if len(row) == width and sum(bool(field.strip()) for field in row) > 1
    )
