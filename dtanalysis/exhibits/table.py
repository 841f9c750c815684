"""
A printed table: a frame, its columns in words, a caption, notes and a source.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from html import escape
from typing import Any

import pandas as pd

from dtanalysis.exhibits.columns import Column
from dtanalysis.exhibits.words import (
    CAPTION_STYLE,
    WORDS,
    Exhibit,
    caption_html,
    line_below,
    marked,
    require_text,
    status_html,
)
from dtanalysis.formats import MISSING, Language

# Columns of words keep a width at which they can be read, according to their longest text (in letters).
_LONG, _MEDIUM = 32, 14

_ADDRESS = re.compile(r"https?://([^/\s]+)\S*")

_LEFT_STYLE = "text-align:left"
_HEADING_STYLE = "text-align:left;font-weight:normal"
_STATUS_STYLE = "text-align:left;white-space:nowrap"
_RIGHT_STYLE = "text-align:right;white-space:nowrap"


@dataclass(frozen=True, eq=False)
class Table(Exhibit):
    """
    A printed table: one row per row of the frame, numbers written when it is shown.

    Parameters
    ----------
    frame : pandas.DataFrame
        Raw values; a missing one is printed as "–". A frame without rows prints one line that says so.
    caption : str
        What the table shows, for which unit and period. The page puts "Bảng 1" before it.
    columns : sequence of Column
        What is printed, in order. The first column of kind "text" without an empty cell heads its rows.
    note : str
        Words under the table: how to read it, what is missing.
    source : str
        Where the figures come from.
    language : {"vi", "en"}
        Language of numbers and words.
    wide : bool
        Give the table the full width of the page, and a sheet in landscape on paper.
    synthetic : bool
        Print over the table that its figures are invented.

    Raises
    ------
    ValueError
        If the caption is empty, no column is given, or the frame lacks a column that is asked for.

    Examples
    --------
    >>> frame = pd.DataFrame({"name": ["Hồ sơ trực tuyến"], "value": [81.17], "status": ["met"]})
    >>> columns = [Column("name", "Chỉ tiêu"), Column("value", "Thực hiện", "percent")]
    >>> columns += [Column("status", "Đánh giá", "status")]
    >>> print(Table(frame, "Kết quả 6 tháng đầu năm 2023", columns).plain())
    Kết quả 6 tháng đầu năm 2023
    Chỉ tiêu | Thực hiện | Đánh giá
    Hồ sơ trực tuyến | 81,17% | đạt
    """

    frame: pd.DataFrame
    caption: str
    columns: Sequence[Column]
    note: str = ""
    source: str = ""
    language: Language = "vi"
    wide: bool = False
    synthetic: bool = False

    def __post_init__(self) -> None:
        require_text("The caption of a Table", self.caption)
        object.__setattr__(self, "columns", tuple(self.columns))
        _require_columns(self.frame, self.columns)

    def html(self) -> str:
        """A table in a region that scrolls by itself, then note and source."""
        label = escape(self._marked_caption, quote=True)
        region = (
            f'<div class="scroll" role="region" tabindex="0" aria-label="{label}">{self._table_html()}</div>'
        )
        classes = "exhibit table wide" if self.wide else "exhibit table"
        return f'<div class="{classes}" lang="{self.language}">{region}{self._below_html()}</div>'

    def plain(self) -> str:
        """Caption, header and rows, one line each, cells divided by "|"."""
        header = [column.header for column in self.columns]
        lines = [" | ".join(cells) for cells in [header, *self.texts()]]
        return "\n".join([self._marked_caption, *lines])

    def texts(self) -> list[list[str]]:
        """
        The cells as they are printed.

        Returns
        -------
        list of list of str
            One list per row, in the order of `columns`; not escaped.
        """
        records = self.frame.to_dict("records")
        return [[column.text(row, self.language) for column in self.columns] for row in records]

    def data(self) -> dict[str, Any]:
        """Caption, columns and raw rows (missing: null; days: ISO text), with what is needed to read them."""
        helpers = dict.fromkeys(
            name for column in self.columns for name in column.helpers if name in self.frame
        )
        return {
            "kind": "table",
            "caption": self.caption,
            "columns": [asdict(column) for column in self.columns],
            "rows": _raw_rows(self.frame, [column.name for column in self.columns]),
            "helpers": {name: [_raw(value) for value in self.frame[name]] for name in helpers},
            "note": self.note,
            "source": self.source,
            "language": self.language,
            "wide": self.wide,
            "synthetic": self.synthetic,
        }

    @property
    def _marked_caption(self) -> str:
        return marked(self.caption, synthetic=self.synthetic, language=self.language)

    def _table_html(self) -> str:
        texts = self.texts()
        widths = [_width_class(column, texts, place) for place, column in enumerate(self.columns)]
        words = caption_html(self.caption, synthetic=self.synthetic, language=self.language)
        caption = f'<caption style="{CAPTION_STYLE}">{words}</caption>'
        head = "".join(
            _header_cell(column, width) for column, width in zip(self.columns, widths, strict=True)
        )
        body = self._body_html(texts, widths)
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def _body_html(self, texts: list[list[str]], widths: list[str]) -> str:
        if not texts:
            words = WORDS[self.language]["no_rows"]
            return f'<tr><td colspan="{len(self.columns)}" style="{_LEFT_STYLE}">{words}</td></tr>'
        heading = _heading_column(self.columns, texts)
        rows = zip(self.frame.to_dict("records"), texts, strict=True)
        return "".join(self._row_html(row, cells, widths, heading) for row, cells in rows)

    def _row_html(self, row: dict, texts: list[str], widths: list[str], heading: Column | None) -> str:
        cells = [
            _heading_cell(text, width)
            if column is heading
            else _cell(column, self._content(column, row, text), width)
            for column, text, width in zip(self.columns, texts, widths, strict=True)
        ]
        return f"<tr>{''.join(cells)}</tr>"

    def _content(self, column: Column, row: dict, text: str) -> str:
        """What stands in a cell: a status with its mark, an address as a link, anything else as text."""
        if column.kind == "status" and text != MISSING:
            return status_html(row[column.name], self.language)
        address = _ADDRESS.fullmatch(text) if column.kind == "text" else None
        return f'<a href="{escape(text)}">{escape(address[1])}</a>' if address else escape(text)

    def _below_html(self) -> str:
        return line_below("remark", self.note, self.language) + line_below(
            "source", self.source, self.language
        )


def _header_cell(column: Column, width: str) -> str:
    classes, style = _alignment(column, width)
    return f'<th scope="col"{classes} style="{style}">{escape(column.header)}</th>'


def _heading_cell(text: str, width: str) -> str:
    classes = f' class="{width}"' if width else ""
    return f'<th scope="row"{classes} style="{_HEADING_STYLE}">{escape(text)}</th>'


def _cell(column: Column, content: str, width: str) -> str:
    classes, style = _alignment(column, width)
    return f'<td{classes} style="{style}">{content}</td>'


def _alignment(column: Column, width: str) -> tuple[str, str]:
    """Class and style of the cells of a column."""
    if column.is_numeric:
        return ' class="number"', _RIGHT_STYLE
    if column.kind == "status":
        return ' class="status"', _STATUS_STYLE
    return (f' class="{width}"' if width else ""), _LEFT_STYLE


def _heading_column(columns: Sequence[Column], texts: list[list[str]]) -> Column | None:
    """The first column of words without an empty cell: an empty cell names no row."""
    return next(
        (
            column
            for place, column in enumerate(columns)
            if column.kind == "text" and all(row[place].strip() for row in texts)
        ),
        None,
    )


def _width_class(column: Column, texts: list[list[str]], place: int) -> str:
    """How much room a column of words needs."""
    if column.kind != "text":
        return ""
    longest = max((len(row[place]) for row in texts if not _ADDRESS.fullmatch(row[place])), default=0)
    return "long" if longest > _LONG else "medium" if longest > _MEDIUM else ""


def _raw_rows(frame: pd.DataFrame, names: list[str]) -> list[list[Any]]:
    return [[_raw(value) for value in row] for row in frame[names].itertuples(index=False, name=None)]


def _raw(value: Any) -> Any:
    """A value that JSON can carry: number, text, truth value or null."""
    if pd.isna(value):
        return None
    if isinstance(value, dt.date):
        return value.isoformat()[:10]
    value = value.item() if hasattr(value, "item") else value
    return value if isinstance(value, bool | int | float | str) else str(value)


def _require_columns(frame: pd.DataFrame, columns: tuple[Column, ...]) -> None:
    """Stop before printing when the frame cannot fill the table."""
    if not columns:
        raise ValueError("A Table needs at least one Column.")
    needed = {column.name for column in columns} | {
        column.qualifier for column in columns if column.qualifier
    }
    if any(column.kind == "value" for column in columns):
        needed |= {"unit_measure"}
    missing = sorted(needed - set(frame.columns))
    if missing:
        has = ", ".join(map(str, frame.columns))
        raise ValueError(f"The frame of the Table lacks {', '.join(missing)}; it has {has}.")
