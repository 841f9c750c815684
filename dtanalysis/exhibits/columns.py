"""
How the cells of one table column are written.

A `Column` names a column of a frame and says what its values are; numbers stay raw in the frame and become
text only here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

import pandas as pd

from dtanalysis.exhibits.words import status_word
from dtanalysis.formats import MISSING, Language, format_date, format_number, format_value

Kind = Literal[
    "text", "number", "percent", "points", "index", "rank", "status", "date", "value", "difference"
]

_LEFT_KINDS = ("text", "status")


@dataclass(frozen=True)
class Column:
    """
    One column of a printed table.

    Parameters
    ----------
    name : str
        Column of the frame.
    header : str
        Words above it, with the unit of measure where the cells do not carry it.
    kind : str
        How a cell is written: "text", "number", "percent" (81.17 as "81,17%"), "points" (signed, without
        words: put "điểm phần trăm" into the header), "index", "rank", "status" (mark and word), "date"; or,
        where one column mixes measures, "value" (with qualifier and unit, "trên 90%") and "difference"
        (signed). These two read the measure of each row from the frame's columns ``unit_measure`` and,
        where they exist, ``decimals`` and ``unit_label``.
    decimals : int, optional
        As in `dtanalysis.formats.format_number`; by default 2 for points, 4 for an index, 0 for a rank.
    qualifier : str
        Column of the frame that says how exact a percent or value is ("gt": more than); empty if all are
        exact.
    right : bool
        Set a text to the right, where it is a number with words ("27/63", "8/19 (42,1%)").

    Raises
    ------
    ValueError
        If `kind` is not one of those above.

    Examples
    --------
    >>> Column("value", "Thực hiện", kind="percent", decimals=2).is_numeric
    True
    """

    name: str
    header: str
    kind: Kind = "text"
    decimals: int | None = None
    qualifier: str = ""
    right: bool = False

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise ValueError(
                f"Column {self.name!r}: kind {self.kind!r} is none of {', '.join(get_args(Kind))}."
            )

    @property
    def is_numeric(self) -> bool:
        """Whether header and cells stand on the right."""
        return self.right or self.kind not in _LEFT_KINDS

    def text(self, row: Mapping[str, Any], language: Language) -> str:
        """
        What is printed in one cell, not yet escaped.

        Parameters
        ----------
        row : mapping
            One row of the frame.
        language : {"vi", "en"}
            Language of numbers and words.

        Returns
        -------
        str
            `MISSING` where the value is missing.
        """
        value = row[self.name]
        if pd.isna(value):
            return MISSING
        return _WRITERS[self.kind](self, value, row, language)

    @property
    def helpers(self) -> tuple[str, ...]:
        """Columns of the frame that say how to read this one."""
        mixed = ("unit_measure", "decimals", "unit_label") if self.kind in ("value", "difference") else ()
        return mixed + ((self.qualifier,) if self.qualifier else ())


def _write_value(column: Column, value: Any, row: Mapping[str, Any], language: Language) -> str:
    return format_value(
        value,
        row["unit_measure"],
        decimals=_row_decimals(column, row),
        qualifier=_row_qualifier(column, row),
        unit_label=_row_text(row, "unit_label"),
        language=language,
    )


def _write_difference(column: Column, value: Any, row: Mapping[str, Any], language: Language) -> str:
    return format_number(value, _row_decimals(column, row), language=language, signed=True)


def _write_percent(column: Column, value: Any, row: Mapping[str, Any], language: Language) -> str:
    qualifier = _row_qualifier(column, row)
    return format_value(value, "percent", decimals=column.decimals, qualifier=qualifier, language=language)


def _write_points(column: Column, value: Any, row: Mapping[str, Any], language: Language) -> str:
    return format_number(value, _or(column.decimals, 2), language=language, signed=True)


#: How each kind of cell is written; every writer takes (column, value, row, language) and never sees a
#: missing value.
_WRITERS = {
    "text": lambda column, value, row, language: str(value),
    "number": lambda column, value, row, language: format_number(value, column.decimals, language=language),
    "percent": _write_percent,
    "points": _write_points,
    "index": lambda column, value, row, language: format_number(
        value, _or(column.decimals, 4), language=language
    ),
    "rank": lambda column, value, row, language: format_number(value, 0, language=language),
    "status": lambda column, value, row, language: status_word(value, language),
    "date": lambda column, value, row, language: format_date(value, language=language),
    "value": _write_value,
    "difference": _write_difference,
}


def _row_decimals(column: Column, row: Mapping[str, Any]) -> int | None:
    decimals = row.get("decimals") if column.decimals is None else column.decimals
    return None if pd.isna(decimals) else int(decimals)


def _row_qualifier(column: Column, row: Mapping[str, Any]) -> str:
    return _row_text(row, column.qualifier) or "eq"


def _row_text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name, "")
    return "" if pd.isna(value) else value


def _or(value: int | None, default: int) -> int:
    return default if value is None else value
