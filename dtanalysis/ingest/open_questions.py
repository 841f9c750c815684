"""
What a heading leaves open, decided beside the other columns and the cells below.

"Đơn vị" may be a unit or a unit of measure, "Chỉ tiêu" an indicator or a target, "Tỷ lệ" a value or the share of a
target that was reached, "Tổng số" a denominator, a value or a sum over the months.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dtanalysis.ingest.columns import FIGURE_ROLES, Column, group_of
from dtanalysis.ingest.headings import is_measure
from dtanalysis.ingest.lexicon import Lexicon
from dtanalysis.ingest.matching import match_key
from dtanalysis.ingest.sheet import Sheet, looks_like_number
from dtanalysis.ingest.vocabulary import total_kind

_PART_STARTS = ("có ", "đã ", "được ", "trong đó", "số có ", "số đã ", "số được ")


def settle_columns(
    sheet: Sheet, columns: Sequence[Column], body: Sequence[int], lexicon: Lexicon
) -> list[Column]:
    """
    Decide what the headings of a table leave open.

    Parameters
    ----------
    sheet : Sheet
        Where the table stands.
    columns : sequence of Column
        As their headings say.
    body : sequence of int
        The rows below the headings.
    lexicon : Lexicon
        The register.

    Returns
    -------
    list of Column
        With roles that fit each other; one more where a column of names has no heading.
    """
    settled = [_settle_names(sheet, body, column, lexicon) for column in columns]
    settled = _with_corner(sheet, body, settled, lexicon)
    settled = _one_indicator_column(sheet, body, settled, lexicon)
    settled = [_settle_counts(column, settled, lexicon) for column in settled]
    settled = [_settle_figure(column, settled, lexicon) for column in settled]
    return _name_rates(settled)


def _settle_counts(column: Column, columns: list[Column], lexicon: Lexicon) -> Column:
    """Counts beside a percentage: "Tổng số …" is what it is of, another count its part; the checks hold them to it."""
    if column.role or not _is_percent(column, lexicon):
        return column
    same = [c for c in columns if c.indicator == column.indicator and c is not column]
    if not any(c.role in ("rate", "value") for c in same):
        return column
    key = match_key(column.title.rpartition(" / ")[2])
    role = "denominator" if key.startswith("tổng") else "numerator" if key.startswith(_PART_STARTS) else ""
    is_only = not any(c.role == role or _starts_alike(c, key) for c in same)
    return replace(column, role=role, is_inferred=True) if role and is_only else column


def _starts_alike(column: Column, key: str) -> bool:
    other = match_key(column.title.rpartition(" / ")[2])
    return not column.role and other.startswith("tổng") == key.startswith("tổng")


def _name_rates(columns: list[Column]) -> list[Column]:
    """A rate right behind the counts that the register names is of their indicator."""
    if any(column.role == "indicator" for column in columns):
        return columns
    named: list[Column] = []
    for column in columns:
        before = named[-1] if named else None
        follows = before is not None and before.role in ("numerator", "denominator") and before.parts
        is_nameless = column.role == "value" and not column.indicator and not column.label
        named.append(replace(column, indicator=before.indicator) if follows and is_nameless else column)
    return named


def _sample(sheet: Sheet, body: Sequence[int], column: int, most: int = 40) -> list[str]:
    texts = (sheet.text(row, column) for row in body)
    return [text for text in texts if text][:most]


def _settle_names(sheet: Sheet, body: Sequence[int], column: Column, lexicon: Lexicon) -> Column:
    if column.role != "unit_or_measure":
        return column
    texts = _sample(sheet, body, column.index)
    measures = sum(is_measure(text, lexicon) for text in texts)
    units = sum(lexicon.names_a_unit(text) for text in texts)
    return replace(column, role="measure" if measures > units else "unit")


def _with_corner(sheet: Sheet, body: Sequence[int], columns: list[Column], lexicon: Lexicon) -> list[Column]:
    """Name the first column where its heading is blank or unknown and nothing else names the rows."""
    if any(column.role in ("unit", "indicator") for column in columns):
        return columns
    first = min((column.index for column in columns if column.role in FIGURE_ROLES), default=0)
    known = {column.index: column for column in columns}
    for index in range(1, first):
        column = known.get(index, Column(index, min(c.row for c in columns), ""))
        texts = _sample(sheet, body, index)
        if column.role or not texts:
            continue
        indicators = sum(bool(lexicon.indicator_named(text)) for text in texts)
        units = sum(lexicon.names_a_unit(text) for text in texts)
        if indicators or units:
            role = "indicator" if indicators > units else "unit"
            rest = [other for other in columns if other.index != index]
            return sorted([*rest, replace(column, role=role)], key=lambda other: other.index)
    return columns


def _one_indicator_column(
    sheet: Sheet, body: Sequence[int], columns: list[Column], lexicon: Lexicon
) -> list[Column]:
    """ "Chỉ tiêu" is also the word for what is promised: over figures it is the target."""
    if sum(column.role == "indicator" for column in columns) < 2:
        return columns
    return [
        replace(column, role="target")
        if column.role == "indicator" and _is_of_figures(_sample(sheet, body, column.index), lexicon)
        else column
        for column in columns
    ]


def _is_of_figures(texts: list[str], lexicon: Lexicon) -> bool:
    figures = [text for text in texts if looks_like_number(text) and not lexicon.indicator_named(text)]
    return len(figures) * 2 > len(texts)


def _settle_figure(  # noqa: PLR0911  # one line per kind of heading
    column: Column, columns: list[Column], lexicon: Lexicon
) -> Column:
    """Decide what "Tỷ lệ", "Tổng số" and the register's words for parts are beside the other columns."""
    beside = {c.role for c in columns if c is not column and group_of(c) == group_of(column)}
    has_target = any(c.role == "target" for c in columns)
    match column.role:
        case "rate" if beside & {"value", "cumulative"} and has_target:
            return replace(column, role="attainment")
        case "rate" if "value" not in beside or _is_percent(column, lexicon):
            return replace(column, role="value", is_rate=True)
        case "value" if (
            "rate" in beside and not has_target and _is_percent(column, lexicon) and not column.measure
        ):
            return replace(column, role="numerator", is_inferred=True)
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
