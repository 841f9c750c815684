"""
Where the tables of a sheet are, and what each of their columns means.

Takes a sheet and gives its tables: the rows of the heading, the rows of the body, what stands above, and for each
column its role ("value", "denominator", "unit" …) with the indicator, unit or period that its heading names. Two
rows of headings, merged or not, are read as paths. Nothing is read from the body but what a heading leaves open
("Đơn vị" may be a unit or a unit of measure).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dtanalysis.ingest.context import Context, read_context
from dtanalysis.ingest.headings import Heading, is_measure, read_heading
from dtanalysis.ingest.lexicon import Lexicon
from dtanalysis.ingest.matching import match_key
from dtanalysis.ingest.numbers import Reading, Refusal, read_text
from dtanalysis.ingest.period_cells import PeriodReading
from dtanalysis.ingest.sheet import Place, Sheet
from dtanalysis.ingest.vocabulary import is_note, role_of, total_kind
from dtanalysis.periods import Period, parse_period

ID_ROLES = frozenset(
    [
        "number",
        "unit",
        "unit_or_measure",
        "indicator",
        "measure",
        "period",
        "level",
        "dimension",
        "state",
        "qualifier",
    ]
)
FIGURE_ROLES = frozenset(["value", "rate", "cumulative", "numerator", "denominator", "target"])
_LEADING = ("attainment", "change", "previous", "note", "sum", "target")
_NUMBER_LIKE = re.compile(r"^\D{0,24}?[-−+]?[0-9][0-9., \u00a0\u202f]*\s*(?:%|\w{0,12}|\w+ \w+)\s*$")
_INDEX_CELL = re.compile(r"^\(?\s*(?:[0-9]{1,2}|[A-Za-zĐ])\s*\)?$|^\(?[0-9]{1,2}\)?\s*=.{1,40}$")
_LAST_HEADING_ROWS = 4


@dataclass(frozen=True)
class Column:
    """
    One column of a table.

    Attributes
    ----------
    index : int
        Column of the sheet, from 1.
    row : int
        Row of its lowest heading.
    title : str
        Its headings from top to bottom, joined.
    role : str
        One of `vocabulary.Role`; "part" where the register's words for a numerator or denominator name it; empty
        where nothing is known of it.
    indicator, unit : str
        Id of the indicator and name of the unit that the headings name.
    period : Period or None
        The period that the headings name.
    is_estimate : bool
        The headings say "ước".
    measure : str
        Words of a unit of measure.
    parts : tuple
        (indicator, "numerator" or "denominator") that the words may mean.
    label : str
        Group heading that names nothing known; parts groups of columns from each other.
    refusal : Refusal or None
        Why the period of the heading cannot be told.
    """

    index: int
    row: int
    title: str
    role: str = ""
    indicator: str = ""
    unit: str = ""
    period: Period | None = None
    is_estimate: bool = False
    measure: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    label: str = ""
    refusal: Refusal | None = None


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

    def with_role(self, role: str) -> tuple[Column, ...]:
        """
        Return the columns of one role.

        Parameters
        ----------
        role : str
            One of `vocabulary.Role`.
        """
        return tuple(column for column in self.columns if column.role == role)


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
    blocks = _heading_blocks(sheet, lexicon, rows)
    tables: list[Table] = []
    reasons: dict[int, str] = {}
    first_context, above = None, [row for row in rows if not blocks or row < blocks[0][0]]
    for number, (top, bottom) in enumerate(blocks):
        following = blocks[number + 1][0] if number + 1 < len(blocks) else None
        body = [row for row in rows if row > bottom and (following is None or row < following)]
        headings = tuple(row for row in rows if top <= row <= bottom)
        context = _inherit(read_context(sheet, above, lexicon), first_context)
        first_context = first_context or context
        reasons |= dict.fromkeys(above, "title") | dict.fromkeys(headings, "header")
        columns = _read_columns(sheet, lexicon, headings, context.year or year)
        body, above = _part_tail(sheet, columns, body, lexicon)
        if following is None:
            reasons |= dict.fromkeys(above, "note")
        for segment in (segments := _segments(columns)):
            foreign = frozenset(c.index for other in segments if other is not segment for c in other)
            table = Table(headings, tuple(body), tuple(segment), context, foreign)
            tables.append(_settle(sheet, table, lexicon))
    return Layout(tuple(tables), reasons)


def looks_like_number(text: str) -> bool:
    """
    Whether a text is written like a figure, perhaps with a word or two around it.

    Parameters
    ----------
    text : str
        A cell's text.

    Returns
    -------
    bool
        No statement about its value.

    Examples
    --------
    >>> [looks_like_number(text) for text in ("81,17%", "trên 90", "2 439 hồ sơ", "Tổ công nghệ số", "")]
    [True, True, True, False, False]
    """
    return bool(_NUMBER_LIKE.match(text))


# Rows of headings


def _heading_blocks(sheet: Sheet, lexicon: Lexicon, rows: list[int]) -> list[tuple[int, int]]:
    """First and last row of every block of headings."""
    blocks: list[tuple[int, int]] = []
    for at, row in enumerate(rows):
        if blocks and row <= blocks[-1][1]:
            continue
        following = rows[at + 1] if at + 1 < len(rows) else None
        if _starts_a_table(sheet, lexicon, row, following, is_first=not blocks):
            top = _with_groups_above(sheet, row, rows[at - 1] if at else None, blocks)
            blocks.append(
                (top, _last_heading_row(sheet, lexicon, row, rows[at + 1 : at + 1 + _LAST_HEADING_ROWS]))
            )
    return blocks


def _starts_a_table(
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
    if any(_facet(heading) - taken for heading in _headings(sheet, lexicon, row) if not heading.role):
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
    return text if role_of(text) else re.sub(r"\s*[(\[][^()\[\]]*[)\]]\s*$", "", text)


def _is_of_labels(sheet: Sheet, row: int, columns: list[int]) -> bool:
    return any(sheet.text(row, column).rstrip().endswith(":") for column in columns)


def _headings(sheet: Sheet, lexicon: Lexicon, row: int) -> Iterator[Heading]:
    for column in sheet.columns_by_row[row]:
        cell = sheet.grid.cells[row, column]
        # A bare number may be a year, but is no proof of a row of headings.
        if isinstance(cell.value, str):
            yield read_heading(cell, lexicon, 2000)


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
    figures = [column for column in columns if _is_figure(sheet, following, column)]
    return len(named) >= 2 and len(named) == len(headings) and len(figures) >= 2 and below[0] < columns[0]


def _is_figure(sheet: Sheet, row: int, column: int) -> bool:
    cell = sheet.cell(row, column)
    return cell is not None and (not isinstance(cell.value, str) or looks_like_number(cell.value))


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
        _is_figure(sheet, following, column) and not _is_figure(sheet, row, column) for column in unknown
    )


def _with_groups_above(sheet: Sheet, row: int, above: int | None, blocks: list[tuple[int, int]]) -> int:
    """The row above belongs to the headings if it only groups columns to the right of the first."""
    if above is None or (blocks and above <= blocks[-1][1]) or above != row - 1:
        return row
    columns = sheet.columns_by_row[above]
    groups = [sheet.merge_at.get((above, column)) for column in columns]
    starts_inside = min(columns) > min(sheet.columns_by_row[row])
    is_grouping = all(merge and merge[2] == above and merge[3] > merge[1] for merge in groups)
    texts_only = all(not _is_figure(sheet, above, column) for column in columns)
    announces = any(
        re.match(r"\W*(?:đvt|đơn vị tính)", match_key(sheet.text(above, column))) for column in columns
    )
    return above if starts_inside and is_grouping and texts_only and not announces else row


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
            _is_index_row(sheet, following) or _is_second_row(sheet, lexicon, following, ids)
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


def _is_index_row(sheet: Sheet, row: int) -> bool:
    """ "(1) (2) (3)", "A B 1 2 3=2/1" below the headings."""
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


# Columns


def _read_columns(sheet: Sheet, lexicon: Lexicon, rows: tuple[int, ...], year: int | None) -> list[Column]:
    rows = tuple(row for row in rows if not _is_index_row(sheet, row))
    columns = sorted(
        {column for row in rows for column in sheet.columns_by_row.get(row, [])} | _covered(sheet, rows)
    )
    read = [_read_column(sheet, lexicon, rows, column, year) for column in columns]
    return [column for column in read if column is not None]


def _covered(sheet: Sheet, rows: tuple[int, ...]) -> set[int]:
    return {column for row, column in sheet.anchors if row in rows}


def _path(sheet: Sheet, rows: tuple[int, ...], column: int) -> list[Place]:
    """Places of the headings above a column, from top to bottom, each once."""
    places: list[Place] = []
    for at, row in enumerate(rows):
        place = sheet.anchors.get((row, column), (row, column))
        if place not in sheet.grid.cells and at < len(rows) - 1:
            place = _group_to_the_left(sheet, rows, at, column)
        if place in sheet.grid.cells and place[0] in rows and place not in places:
            places.append(place)
    return places


def _group_to_the_left(sheet: Sheet, rows: tuple[int, ...], at: int, column: int) -> Place:
    """A group heading typed into its first column only, not merged."""

    def has_second(place: int) -> bool:
        return any((row, place) in sheet.grid.cells for row in rows[at + 1 :])

    left = column
    while left > 0 and has_second(left):
        place = sheet.anchors.get((rows[at], left), (rows[at], left))
        if place in sheet.grid.cells:
            is_merged_elsewhere = (
                place in sheet.merge_at and left != column and sheet.merge_at[place][3] < column
            )
            return (0, 0) if is_merged_elsewhere else place
        left -= 1
    return (0, 0)


def _read_column(
    sheet: Sheet, lexicon: Lexicon, rows: tuple[int, ...], index: int, year: int | None
) -> Column | None:
    places = _path(sheet, rows, index)
    if not places:
        return None
    headings: list[Heading] = []
    for place in places:
        heading = read_heading(sheet.grid.cells[place], lexicon, year, is_1904=sheet.grid.is_1904)
        if isinstance(heading.period, PeriodReading):
            year = heading.period.period.year
        headings.append(heading)
    column = _combine(headings, index, places[-1][0])
    if (
        not (column.role or column.indicator or column.unit or column.period or column.parts)
        and len(headings) > 1
    ):
        whole = lexicon.indicator_named(" ".join(heading.text for heading in headings))
        return replace(column, indicator=whole, role="value" if whole else "")
    return column


def _combine(headings: list[Heading], index: int, row: int) -> Column:
    periods = [h.period.period for h in headings if isinstance(h.period, PeriodReading)]
    refusals = [h.period for h in headings if isinstance(h.period, Refusal)]
    unknown = [h.text for h in headings[:-1] if not h.is_known]
    last = headings[-1]
    named = [h.indicator for h in headings if h.indicator]
    column = Column(
        index=index,
        row=row,
        title=" / ".join(" ".join(h.text.split()) for h in headings),
        role=_role(headings),
        indicator=named[-1] if named else "",
        unit=next((h.unit for h in headings if h.unit), ""),
        period=periods[-1] if periods else None,
        is_estimate=any(h.period.is_estimate for h in headings if isinstance(h.period, PeriodReading)),
        measure=next((h.measure for h in reversed(headings) if h.measure), ""),
        parts=last.parts,
        label=" / ".join(unknown),
        refusal=None if periods or not refusals else refusals[-1],
    )
    if column.role == "cumulative" and column.period:
        return replace(column, role="value", period=to_date(column.period))
    return column


def _role(headings: list[Heading]) -> str:
    """What a path of headings makes of a column: a group heading such as "Kế hoạch" rules what is below it."""
    roles = [heading.role for heading in headings if heading.role]
    leading = next((role for role in roles if role in _LEADING), "")
    last = headings[-1]
    if leading and roles[-1] in ("numerator", "denominator"):
        return "previous"
    if leading:
        return leading
    if last.role:
        return last.role
    if last.parts and not last.indicator:
        return "part"
    if not last.is_known:
        # An unknown heading below a known one is still unknown.
        return ""
    return roles[-1] if roles and roles[-1] in FIGURE_ROLES else "value"


def to_date(period: Period) -> Period:
    """
    The year up to the end of a period.

    Parameters
    ----------
    period : Period
        Any period.

    Returns
    -------
    Period
        The same one where it starts with the year.

    Examples
    --------
    >>> to_date(parse_period("2023-Q2")), to_date(parse_period("2023-H1"))
    (Period('2023-H1'), Period('2023-H1'))
    """
    return period if period.is_year_to_date else parse_period(f"lũy kế đến {period.last_day:%d/%m/%Y}")


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


# What a heading leaves open


def _settle(sheet: Sheet, table: Table, lexicon: Lexicon) -> Table:
    columns = [_settle_names(sheet, table, column, lexicon) for column in table.columns]
    columns = _with_corner(sheet, table, columns, lexicon)
    columns = _one_indicator_column(sheet, table, columns)
    columns = [_settle_figure(column, columns, lexicon) for column in columns]
    return replace(table, columns=tuple(columns))


def _sample(sheet: Sheet, table: Table, column: int, most: int = 40) -> list[str]:
    texts = (sheet.text(row, column) for row in table.body)
    return [text for text in texts if text][:most]


def _settle_names(sheet: Sheet, table: Table, column: Column, lexicon: Lexicon) -> Column:
    if column.role != "unit_or_measure":
        return column
    texts = _sample(sheet, table, column.index)
    measures = sum(is_measure(text, lexicon) for text in texts)
    units = sum(lexicon.names_a_unit(text) for text in texts)
    return replace(column, role="measure" if measures > units else "unit")


def _with_corner(sheet: Sheet, table: Table, columns: list[Column], lexicon: Lexicon) -> list[Column]:
    """Name the first column where its heading is blank or unknown and nothing else names the rows."""
    if any(column.role in ("unit", "indicator") for column in columns):
        return columns
    first = min((column.index for column in columns if column.role in FIGURE_ROLES), default=0)
    known = {column.index: column for column in columns}
    for index in range(1, first):
        column = known.get(index, Column(index, table.heading_rows[0], ""))
        texts = _sample(sheet, table, index)
        if column.role or not texts:
            continue
        indicators = sum(bool(lexicon.indicator_named(text)) for text in texts)
        units = sum(lexicon.names_a_unit(text) for text in texts)
        if indicators or units:
            role = "indicator" if indicators > units else "unit"
            rest = [other for other in columns if other.index != index]
            return sorted([*rest, replace(column, role=role)], key=lambda other: other.index)
    return columns


def _one_indicator_column(sheet: Sheet, table: Table, columns: list[Column]) -> list[Column]:
    """ "Chỉ tiêu" is also the word for what is promised: over figures it is the target."""
    if sum(column.role == "indicator" for column in columns) < 2:
        return columns
    return [
        replace(column, role="target")
        if column.role == "indicator" and _is_of_figures(_sample(sheet, table, column.index))
        else column
        for column in columns
    ]


def _is_of_figures(texts: list[str]) -> bool:
    return bool(texts) and sum(map(looks_like_number, texts)) * 2 > len(texts)


def _settle_figure(column: Column, columns: list[Column], lexicon: Lexicon) -> Column:
    """Decide what "Tỷ lệ", "Tổng số" and the register's words for parts are beside the other columns."""
    beside = {c.role for c in columns if c is not column and group_of(c) == group_of(column)}
    has_target = any(c.role == "target" for c in columns)
    match column.role:
        case "rate" if beside & {"value", "cumulative"} and has_target:
            return replace(column, role="attainment")
        case "rate" if "value" not in beside or _is_percent(column, lexicon):
            return replace(column, role="value")
        case "value" if (
            "rate" in beside and not has_target and _is_percent(column, lexicon) and not column.measure
        ):
            return replace(column, role="numerator")
        case "denominator" if _is_total_word(column) and not beside & {"value", "rate", "numerator", "part"}:
            is_wide = any(c.period for c in columns if c is not column)
            return replace(column, role="sum" if is_wide and not column.period else "value")
        case "sum" if not any(c.period for c in columns):
            return replace(column, role="value" if not beside & {"value", "rate"} else "denominator")
        case "part":
            return _settle_part(column, columns)
        case _:
            return column


def _settle_part(column: Column, columns: list[Column]) -> Column:
    """A column named by the register's words for a part belongs to the indicators that the table holds."""
    present = {c.indicator for c in columns if c.indicator}
    uses = [use for use in column.parts if use[0] in present] or list(column.parts)
    roles = {part for _, part in uses}
    if len(roles) > 1:
        return replace(column, role="")
    indicator = column.indicator or (uses[0][0] if len(uses) == 1 else "")
    return replace(column, role=roles.pop(), indicator=indicator, parts=tuple(uses))


def _is_total_word(column: Column) -> bool:
    return total_kind(column.title.rpartition(" / ")[2]) == "sum"


def _is_percent(column: Column, lexicon: Lexicon) -> bool:
    return (
        column.indicator in lexicon.indicator_by_id
        and lexicon.indicator_by_id[column.indicator].measure == "percent"
    )


def group_of(column: Column) -> tuple:
    """
    What a column shares with those that describe the same figure.

    Parameters
    ----------
    column : Column
        A column of figures.

    Returns
    -------
    tuple
        Columns with equal groups are value, numerator, denominator … of one figure.
    """
    period = column.period.code if column.period else ""
    return (
        column.indicator,
        column.unit,
        period,
        column.role == "cumulative",
        column.label if not column.indicator else "",
    )


# Rows below a table


def _part_tail(
    sheet: Sheet, columns: list[Column], body: list[int], lexicon: Lexicon
) -> tuple[list[int], list[int]]:
    """Part the rows of a table from the lines below it, which begin with a remark, a gap or a line of one text."""
    figures = {column.index for column in columns if column.role not in ID_ROLES | {"note"}}
    names = {column.index for column in columns if column.role in ("unit", "indicator", "unit_or_measure")}
    start = len(body)
    while start and not _may_be_data(sheet, body[start - 1], figures, names, lexicon):
        start -= 1
    while start < len(body) and not _may_begin_tail(sheet, body, start):
        start += 1
    return body[:start], body[start:]


def _may_be_data(sheet: Sheet, row: int, figures: set[int], names: set[int], lexicon: Lexicon) -> bool:
    columns = sheet.columns_by_row[row]
    if is_note(sheet.text(row, columns[0])) and not any(_is_figure(sheet, row, c) for c in columns[1:]):
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


def _may_begin_tail(sheet: Sheet, body: list[int], at: int) -> bool:
    row = body[at]
    is_apart = at > 0 and row > body[at - 1] + 1
    return (
        is_apart
        or len(sheet.columns_by_row[row]) == 1
        or is_note(sheet.text(row, sheet.columns_by_row[row][0]))
    )


def _inherit(context: Context, first: Context | None) -> Context:
    """A later table takes from the first title block what its own lines leave open."""
    if first is None:
        return context
    units = context.announced_units or context.standing_units or context.contained_units
    if not units:
        context = replace(context, announced_units=first.announced_units, standing_units=first.standing_units,
                          contained_units=first.contained_units, strangers=(*context.strangers, *first.strangers))  # fmt: skip
    if context.period is None:
        context = replace(context, period=first.period, period_place=first.period_place, year=first.year)
    if not context.indicators:
        context = replace(context, indicators=first.indicators)
    return context if context.measure else replace(context, measure=first.measure)
