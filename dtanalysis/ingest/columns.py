"""
What the headings above a column say together: its role, and the indicator, unit or period that they name.

Takes the rows of headings of a table and gives one `Column` for each column. Headings above each other, merged or
not, are a path; a group heading such as "Kế hoạch" rules what stands below it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dtanalysis.ingest.headings import Heading, read_heading
from dtanalysis.ingest.lexicon import Lexicon
from dtanalysis.ingest.numbers import Refusal
from dtanalysis.ingest.period_cells import PeriodReading
from dtanalysis.ingest.sheet import Place, Sheet
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
    is_inferred : bool
        The role follows from the columns beside it, not from the heading's own words.
    is_rate : bool
        The heading says "Tỷ lệ": only percentages stand below it.
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
    is_inferred: bool = False
    is_rate: bool = False


def read_columns(sheet: Sheet, lexicon: Lexicon, rows: tuple[int, ...], year: int | None) -> list[Column]:
    """
    Read the headings of a table.

    Parameters
    ----------
    sheet : Sheet
        Where the table stands.
    lexicon : Lexicon
        The register.
    rows : tuple of int
        Its rows of headings, without rows of column numbers.
    year : int or None
        Year for headings such as "Tháng 1".

    Returns
    -------
    list of Column
        One for each column with a heading, from left to right.
    """
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
