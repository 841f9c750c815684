"""
What the sender of a sheet should know though it was read: contents that are hidden, or lie under a merged cell.

Takes cells, merges and hidden parts from the readers of workbooks; gives notices.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby

from dtanalysis.ingest.grid import Cell, FileFaultError, Notice, column_letters
from dtanalysis.ingest.xml_events import SAVE_AS, too_large

Cells = dict[tuple[int, int], Cell]
Merge = tuple[int, int, int, int]

_REMEDY = "Bỏ ẩn để người đọc thấy, hoặc xóa nếu không dùng"
# Above this, rows that follow each other share one notice.
_MOST_SINGLE = 50
_LARGEST_MERGES = 200_000


def hidden_notices(
    name: str, cells: Cells, *, is_hidden: bool, rows: Collection[int], columns: Collection[int]
) -> Iterator[Notice]:
    """
    Tell which contents the sender does not see.

    Parameters
    ----------
    name : str
        Of the sheet.
    cells : dict
        What it holds.
    is_hidden : bool
        Whether all of it is hidden.
    rows, columns : collection of int
        What is hidden of it.

    Yields
    ------
    Notice
        For the sheet, then rows, then columns; nothing for hidden parts that are empty.
    """
    if is_hidden and cells:
        yield Notice(
            "sheet.hidden", f"Trang “{name}” bị ẩn nhưng có nội dung; nội dung vẫn được đọc", _REMEDY
        )
    yield from _rows_notices(sorted(set(rows) & {row for row, _ in cells}))
    for column in sorted(set(columns) & {column for _, column in cells}):
        told = "Cột bị ẩn nhưng có nội dung; nội dung vẫn được đọc"
        yield Notice("column.hidden", told, _REMEDY, column=column)


def _rows_notices(rows: list[int]) -> Iterator[Notice]:
    if len(rows) <= _MOST_SINGLE:
        for row in rows:
            told = "Dòng bị ẩn nhưng có nội dung; nội dung vẫn được đọc"
            yield Notice("row.hidden", told, _REMEDY, row=row)
        return
    for _, run in groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0]):
        numbers = [row for _, row in run]
        told = f"Các dòng {numbers[0]}–{numbers[-1]} bị ẩn nhưng có nội dung; nội dung vẫn được đọc"
        yield Notice("row.hidden", told, _REMEDY, row=numbers[0])


def without_covered(cells: Cells, merges: Iterable[Merge]) -> tuple[Cells, list[Merge], list[Notice]]:
    """
    Leave out what lies under merged cells, where nobody sees it.

    Parameters
    ----------
    cells : dict
        All cells that hold something.
    merges : iterable of tuple
        As in `Grid.merges`.

    Returns
    -------
    cells : dict
        Of merged cells only the one at the top left.
    merges : list of tuple
        In order, cut to the part of the sheet that holds something.
    notices : list of Notice
        One per merged range with covered contents, at the first of them.

    Raises
    ------
    FileFaultError
        If ranges overlap, or spread over more of the sheet than a form can.
    """
    merges = _cut(cells, merges)
    if sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in merges) > _LARGEST_MERGES:
        raise too_large("Tệp trộn một vùng ô quá lớn.")
    shown, notices, seen = dict(cells), [], set()
    for top, left, bottom, right in merges:
        inside = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
        if not seen.isdisjoint(inside):
            told = f"Tệp có hai vùng ô trộn chồng lên nhau tại {column_letters(left)}{top}."
            raise FileFaultError("file.corrupt", told, SAVE_AS)
        seen.update(inside)
        covered = [place for place in inside if place != (top, left) and shown.pop(place, None)]
        if covered:
            notices.append(_covered_notice(covered, f"{column_letters(left)}{top}"))
    return shown, merges, notices


def _cut(cells: Cells, merges: Iterable[Merge]) -> list[Merge]:
    """Ranges without what lies right of and below everything: a title merged over all 16,384 columns is no harm."""
    last_row = max((row for row, _ in cells), default=0)
    last_column = max((column for _, column in cells), default=0)
    return sorted(
        (top, left, min(bottom, last_row), min(right, last_column))
        for top, left, bottom, right in merges
        if top <= last_row and left <= last_column
    )


def _covered_notice(covered: list[tuple[int, int]], anchor: str) -> Notice:
    row, column = covered[0]
    return Notice(
        "cell.under_merge",
        f"Có {len(covered)} ô có nội dung nằm dưới vùng ô đã trộn ở {anchor}; nội dung đó không được đọc",
        "Bỏ trộn ô để thấy nội dung bị che, rồi giữ lại hoặc xóa",
        row,
        column,
    )
