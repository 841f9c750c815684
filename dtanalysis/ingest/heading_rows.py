"""
Which rows of a sheet are headings of a table?

Takes a sheet and gives the first and the last row of every block of headings: a row with words of forms, a row of
groups above it, second rows and rows of column numbers below it. Data rows that happen to hold a word of forms are none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from dtanalysis.ingest.columns import FIGURE_ROLES, ID_ROLES
from dtanalysis.ingest.headings import Heading, read_heading
from dtanalysis.ingest.lexicon import Lexicon
from dtanalysis.ingest.matching import match_key
from dtanalysis.ingest.sheet import Sheet, is_figure, looks_like_number
from dtanalysis.ingest.vocabulary import is_note, role_of

_INDEX_CELL = re.compile(r"^\(?\s*(?:[0-9]{1,2}|[A-Za-zĐ])\s*\)?$|^\(?[0-9]{1,2}\)?\s*=.{1,40}$")
_LAST_HEADING_ROWS = 4


def find_heading_rows(sheet: Sheet, lexicon: Lexicon, rows: list[int]) -> list[tuple[int, int]]:
    """
    Find the blocks of headings of a sheet.

    Parameters
    ----------
    sheet : Sheet
        The sheet.
    lexicon : Lexicon
        The register.
    rows : list of int
        The rows that hold something.

    Returns
    -------
    list of tuple
        First and last row of each block, from top to bottom.
    """
    blocks: list[tuple[int, int]] = []
    for at, row in enumerate(rows):
        if blocks and row <= blocks[-1][1]:
            continue
        following = rows[at + 1] if at + 1 < len(rows) else None
        if _repeats_heading(sheet, row, blocks) or _starts_a_table(
            sheet, lexicon, row, following, is_first=not blocks
        ):
            top = _with_groups_above(sheet, row, rows[at - 1] if at else None, blocks)
            blocks.append(
                (top, _last_heading_row(sheet, lexicon, row, rows[at + 1 : at + 1 + _LAST_HEADING_ROWS]))
            )
    return blocks


def _repeats_heading(sheet: Sheet, row: int, blocks: list[tuple[int, int]]) -> bool:
    """The heading again, as programs print it on each page."""
    if not blocks:
        return False
    top, bottom = blocks[-1]
    texts = {column: sheet.text(row, column) for column in sheet.columns_by_row[row]}
    earlier = [
        {column: sheet.text(number, column) for column in sheet.columns_by_row.get(number, [])}
        for number in range(top, bottom + 1)
    ]
    return len(texts) > 1 and texts in earlier and not is_index_row(sheet, row)


def _starts_a_table(  # noqa: PLR0911  # one line per reason
    sheet: Sheet, lexicon: Lexicon, row: int, following: int | None, *, is_first: bool
) -> bool:
    columns = sheet.columns_by_row[row]
    found = [role for column in columns if (role := role_of(_bare(sheet.text(row, column))))]
    roles = set(found)
    # Inside a table single words ("Tỉnh" in a column of levels) are data.
    if not is_first and (
        2 * len(found) < len(columns) or (len(found) < 2 and row - 1 in sheet.columns_by_row)
    ):
        return False
    if any(_is_plain_number(sheet, row, column) for column in columns):
        return False
    ids = roles & ID_ROLES - {"state", "qualifier", "measure"}
    if not ids:
        return is_first and _is_cross_table(sheet, lexicon, row, following)
    if len(columns) < 2:
        return False
    if roles & FIGURE_ROLES or (
        len(ids) >= 2 and len(columns) >= 3 and not _is_of_labels(sheet, row, columns)
    ):
        return True
    named = {"unit_or_measure": "unit"}
    taken = {named.get(role, role) for role in ids}
    if any(
        _facet(heading) - taken
        for heading in _headings(sheet, lexicon, row, with_years=True)
        if not heading.role
    ):
        return True
    if _reaches_down(sheet, row, columns):
        return True
    return following is not None and _has_figures_below(sheet, row, following, lexicon)


def _is_plain_number(sheet: Sheet, row: int, column: int) -> bool:
    """A figure, and not a year over a column."""
    text = sheet.text(row, column)
    return bool(re.fullmatch(r"[-−+]?[0-9][0-9.,\s]*%?", text)) and not re.fullmatch(
        r"(?:19|20)[0-9]{2}", text
    )


def _bare(text: str) -> str:
    """A heading without brackets behind it, for a first look."""
    return text if len(text) > 300 or role_of(text) else re.sub(r"\s*[(\[][^()\[\]]*[)\]]\s*$", "", text)


def _is_of_labels(sheet: Sheet, row: int, columns: list[int]) -> bool:
    return any(sheet.text(row, column).rstrip().endswith(":") for column in columns)


def _headings(sheet: Sheet, lexicon: Lexicon, row: int, *, with_years: bool = False) -> Iterator[Heading]:
    for column in sheet.columns_by_row[row]:
        cell = sheet.grid.cells[row, column]
        # A bare number may be a year, but is no proof of a row of headings.
        is_year = with_years and isinstance(cell.value, int | float) and 1990 <= cell.value <= 2100
        if is_year or isinstance(cell.value, str | dt.date):
            yield read_heading(cell, lexicon, 2000)


def _reaches_down(sheet: Sheet, row: int, columns: list[int]) -> bool:
    """A heading such as "Đơn vị", merged with the cell below it, stands beside groups of columns."""
    merges = [sheet.merge_at.get((row, column)) for column in columns]
    named = [
        m
        for c, m in zip(columns, merges, strict=True)
        if m and m[2] > row and role_of(_bare(sheet.text(row, c)))
    ]
    return bool(named) and any(merge and merge[2] == row and merge[3] > merge[1] for merge in merges)


def _facet(heading: Heading) -> set[str]:
    facets = {"indicator": heading.indicator or heading.parts, "unit": heading.unit, "period": heading.period}
    return {name for name, value in facets.items() if value}


def _is_cross_table(sheet: Sheet, lexicon: Lexicon, row: int, following: int | None) -> bool:
    """A row of periods or indicators over figures, its corner left blank."""
    if following is None:
        return False
    columns = sheet.columns_by_row[row]
    headings = list(_headings(sheet, lexicon, row))
    named = [heading for heading in headings if heading.period or heading.indicator]
    below = sheet.columns_by_row[following]
    figures = [column for column in columns if is_figure(sheet, following, column)]
    return len(named) >= 2 and len(named) == len(headings) and len(figures) >= 2 and below[0] < columns[0]


def _has_figures_below(sheet: Sheet, row: int, following: int, lexicon: Lexicon) -> bool:
    """An unknown heading over a figure: a table of something that the register does not know."""
    columns = sheet.columns_by_row[row]
    if _is_of_labels(sheet, row, columns):
        return False
    unknown = [
        column
        for column in columns
        if not read_heading(sheet.grid.cells[row, column], lexicon, 2000).is_known
    ]
    return any(
        is_figure(sheet, following, column) and not is_figure(sheet, row, column) for column in unknown
    )


def _with_groups_above(sheet: Sheet, row: int, above: int | None, blocks: list[tuple[int, int]]) -> int:
    """Rows above belong to the headings if they only group columns to the right of the first."""
    top = row
    while above is not None and above == top - 1 and not (blocks and above <= blocks[-1][1]):
        if not _is_group_row(sheet, above, row):
            break
        top, above = above, above - 1 if above - 1 in sheet.columns_by_row else None
    return top


def _is_group_row(sheet: Sheet, above: int, row: int) -> bool:
    columns = sheet.columns_by_row[above]
    groups = [sheet.merge_at.get((above, column)) for column in columns]
    starts_inside = min(columns) > min(sheet.columns_by_row[row])
    is_grouping = all(merge and merge[2] == above and merge[3] > merge[1] for merge in groups)
    texts_only = all(
        not is_figure(sheet, above, column) or re.search("20[0-9]{2}", sheet.text(above, column))
        for column in columns
    )
    announces = any(
        re.match(r"\W*(?:đvt|đơn vị tính)", match_key(sheet.text(above, column))) for column in columns
    )
    return starts_inside and is_grouping and texts_only and not announces


def _last_heading_row(sheet: Sheet, lexicon: Lexicon, row: int, below: list[int]) -> int:
    last = max(
        [
            row,
            *(
                merge[2]
                for (top, left), merge in sheet.merge_at.items()
                if top == row and (top, left) in sheet.grid.cells and merge[2] < row + 4
            ),
        ]
    )
    ids = [c for c in sheet.columns_by_row[row] if role_of(_bare(sheet.text(row, c))) in ID_ROLES]
    for following in below:
        if following <= last:
            continue
        if following == last + 1 and (
            is_index_row(sheet, following) or _is_second_row(sheet, lexicon, following, ids)
        ):
            last = following
        else:
            break
    return last


def _is_second_row(sheet: Sheet, lexicon: Lexicon, row: int, ids: list[int]) -> bool:
    """Headings below headings: only texts, nothing below what names the row."""
    columns = sheet.columns_by_row[row]
    covered = {column for column in ids if sheet.anchors.get((row, column), (row, 0))[0] < row}
    free = set(ids) - covered
    if not columns or free & set(columns) or min(columns) < min(ids, default=0):
        return False
    cells = [sheet.grid.cells[row, column] for column in columns]
    if any(not isinstance(cell.value, str) for cell in cells):
        return False
    headings = [read_heading(cell, lexicon, 2000) for cell in cells]
    return all(heading.is_known or not looks_like_number(heading.text) for heading in headings) and (
        any(heading.is_known for heading in headings) or not is_note(headings[0].text)
    )


def is_index_row(sheet: Sheet, row: int) -> bool:
    """
    Tell whether a row numbers the columns: "(1) (2) (3)", "A B 1 2 3=2/1".

    Parameters
    ----------
    sheet : Sheet
        The sheet.
    row : int
        A row below headings.

    Returns
    -------
    bool
        Only for numbers that count from 0 or 1, one by one.
    """
    texts = [sheet.text(row, column) for column in sheet.columns_by_row[row]]
    if len(texts) < 3 or not all(_INDEX_CELL.match(text) for text in texts):
        return False
    numbers = [
        int(found[0])
        for text in texts
        if (found := re.match(r"\(?\s*([0-9]+)", text) and re.findall("[0-9]+", text))
    ]
    return (
        len(numbers) >= 2
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        and numbers[0] <= 1
    )
