"""
Where the tables of a sheet are: the rows of their headings, their columns, their body, and what stands around them.

Takes a sheet and gives its tables from top to bottom; tables side by side are parted. Lines below a table that hold no
figures are remarks, or the title block of the next table.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dtanalysis.ingest.columns import ID_ROLES, Column, read_columns
from dtanalysis.ingest.context import Context, read_context
from dtanalysis.ingest.heading_rows import find_heading_rows, is_index_row
from dtanalysis.ingest.lexicon import Lexicon
from dtanalysis.ingest.numbers import Reading, read_text
from dtanalysis.ingest.open_questions import settle_columns
from dtanalysis.ingest.sheet import Sheet, is_figure, looks_like_number
from dtanalysis.ingest.vocabulary import is_note


@dataclass(frozen=True)
class Table:
    """
    One table of a sheet.

    Attributes
    ----------
    heading_rows, body : tuple of int
        Rows, in order; blank ones left out.
    columns : tuple of Column
        In the order of the sheet.
    context : Context
        What stands above it.
    foreign : frozenset of int
        Columns of tables that stand beside it.
    """

    heading_rows: tuple[int, ...]
    body: tuple[int, ...]
    columns: tuple[Column, ...]
    context: Context
    foreign: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Layout:
    """
    All tables of a sheet, and the rows around them.

    Attributes
    ----------
    tables : tuple of Table
        From top to bottom, side by side from left to right.
    reasons : dict
        Row outside every body → "title", "header" or "note".
    """

    tables: tuple[Table, ...]
    reasons: dict[int, str]


def find_tables(sheet: Sheet, lexicon: Lexicon, year: int | None = None) -> Layout:
    """
    Find the tables of a sheet.

    Parameters
    ----------
    sheet : Sheet
        One sheet.
    lexicon : Lexicon
        The register.
    year : int, optional
        Year for headings such as "Tháng 1" where the sheet names none.

    Returns
    -------
    Layout
        Without tables where no row of headings was found.
    """
    rows = list(sheet.columns_by_row)
    blocks = find_heading_rows(sheet, lexicon, rows)
    tables: list[Table] = []
    reasons: dict[int, str] = {}
    first_context, above = None, [row for row in rows if not blocks or row < blocks[0][0]]
    for number, (top, bottom) in enumerate(blocks):
        following = blocks[number + 1][0] if number + 1 < len(blocks) else None
        body = [row for row in rows if row > bottom and (following is None or row < following)]
        headings = tuple(row for row in rows if top <= row <= bottom)
        context = _inherit(read_context(sheet, above, lexicon), first_context, has_title=bool(above))
        first_context = first_context or context
        reasons |= dict.fromkeys(above, "title") | dict.fromkeys(headings, "header")
        named = tuple(row for row in headings if not is_index_row(sheet, row))
        columns = read_columns(sheet, lexicon, named, context.year or year)
        body, above = _part_tail(sheet, columns, body, lexicon)
        if following is None:
            reasons |= dict.fromkeys(above, "note")
        for segment in (segments := _segments(columns)):
            foreign = frozenset(c.index for other in segments if other is not segment for c in other)
            settled = settle_columns(sheet, segment, body, lexicon)
            tables.append(Table(headings, tuple(body), tuple(settled), context, foreign))
    return Layout(tuple(tables), reasons)


def _segments(columns: list[Column]) -> list[list[Column]]:
    """Part tables that stand side by side: a second column of names begins a new one."""
    segments: list[list[Column]] = [[]]
    for column in columns:
        here = segments[-1]
        has_figures = any(other.role not in ID_ROLES and other.role != "note" for other in here)
        names = {other.role for other in here if other.role in ("unit", "indicator", "unit_or_measure")}
        starts = column.role in names or (column.role == "number" and any(o.role == "number" for o in here))
        if has_figures and names and starts and column.index > here[-1].index:
            segments.append([])
        segments[-1].append(column)
    return segments


def _part_tail(
    sheet: Sheet, columns: list[Column], body: list[int], lexicon: Lexicon
) -> tuple[list[int], list[int]]:
    """Part the rows of a table from the lines below it, which begin with a remark, a gap or a line of one text."""
    figures = {column.index for column in columns if column.role not in ID_ROLES | {"note"}}
    names = {column.index for column in columns if column.role in ("unit", "indicator", "unit_or_measure")}
    start = len(body)
    while start and not _may_be_data(sheet, body[start - 1], figures, names, lexicon):
        start -= 1
    while start < len(body) and not _may_begin_tail(sheet, body, start, figures, names):
        start += 1
    return body[:start], body[start:]


def _may_be_data(sheet: Sheet, row: int, figures: set[int], names: set[int], lexicon: Lexicon) -> bool:
    columns = sheet.columns_by_row[row]
    if is_note(sheet.text(row, columns[0])) and not any(is_figure(sheet, row, c) for c in columns[1:]):
        return False
    if any(column in figures and _states_something(sheet, row, column) for column in columns):
        return True
    texts = [sheet.text(row, column) for column in names]
    return any(lexicon.names_a_unit(text) or lexicon.indicator_named(text) for text in texts if text)


def _states_something(sheet: Sheet, row: int, column: int) -> bool:
    cell = sheet.cell(row, column)
    return cell is not None and (
        not isinstance(cell.value, str)
        or looks_like_number(cell.value)
        or isinstance(reading := read_text(cell.value, "count"), Reading)
        and reading.value is None
    )


def _may_begin_tail(sheet: Sheet, body: list[int], at: int, figures: set[int], names: set[int]) -> bool:
    row = body[at]
    columns = sheet.columns_by_row[row]
    is_apart = at > 0 and row > body[at - 1] + 1
    # A name and a text below figures may be a figure in words; that is for the sender to say.
    states = bool(names & set(columns)) and bool(figures & set(columns))
    return (is_apart and not states) or len(columns) == 1 or is_note(sheet.text(row, columns[0]))


def _inherit(context: Context, first: Context | None, *, has_title: bool) -> Context:
    """A later table takes from the first title block what its own lines leave open."""
    if first is None:
        return context
    units = context.announced_units or context.standing_units or context.contained_units
    if not units:
        context = replace(context, announced_units=first.announced_units, standing_units=first.standing_units,
                          contained_units=first.contained_units, strangers=(*context.strangers, *first.strangers))  # fmt: skip
    if context.period is None:
        context = replace(context, period=first.period, period_place=first.period_place, year=first.year)
    if not context.indicators and not has_title:
        context = replace(context, indicators=first.indicators)
    return context if context.measure else replace(context, measure=first.measure)
