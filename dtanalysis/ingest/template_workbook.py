"""
The form to send out, drawn as a workbook: one page to fill in, one page of instructions.

Takes a `Form` and gives the bytes of an ``.xlsx``, the same for the same form. ``xlsxwriter`` draws it, not
``openpyxl``: it can tell spreadsheet programs that figures kept as text are meant so (no green corners), and it
writes no time of its own. Nothing is a formula, nothing is hidden; what must not change is locked without a password.
"""

from __future__ import annotations

import datetime as dt
import io
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from dtanalysis.ingest.template_form import Form, Line
from dtanalysis.ingest.template_words import (
    QUALIFIER_PROMPT,
    QUALIFIERS,
    STATE_PROMPT,
    STATES,
    count_prompt,
    definition,
    instructions,
    measure_words,
    value_formula,
    value_prompt,
    whole_formula,
)

FORM_SHEET, GUIDE_SHEET = "Biểu nhập", "Hướng dẫn"
TITLE = "BIỂU BÁO CÁO SỐ LIỆU CHỈ TIÊU"

_A4 = 9
_DAY_ZERO = dt.datetime(2000, 1, 1)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_FONT = {
    "font_name": "Times New Roman",
    "font_scheme": "",
    "font_size": 12,
    "valign": "vcenter",
    "text_wrap": True,
}
_NORMAL = {"font_name": "Times New Roman", "font_size": 11}
_CELL = _FONT | {"border": 1, "border_color": "#7F7F7F"}
# "@": what is typed stays as it was typed, see `template_words`.
_OPEN = _CELL | {"locked": False, "bg_color": "#FFF4CC", "num_format": 49}
_STYLES = {
    "title": _FONT | {"bold": True, "font_size": 15, "align": "center"},
    "line": _FONT | {"bold": True},
    "legend": _FONT | {"italic": True, "font_size": 11},
    "header": _CELL | {"bold": True, "align": "center", "bg_color": "#DCE6F1"},
    "section": _CELL | {"bold": True, "bg_color": "#F2F2F2"},
    "section_number": _CELL | {"bold": True, "align": "center", "bg_color": "#F2F2F2"},
    "text": _CELL | {"indent": 1, "num_format": 49},
    "centre": _CELL | {"align": "center", "num_format": 49},
    "right": _CELL | {"align": "right", "indent": 1, "num_format": 49},
    "code": _CELL | {"font_size": 8, "font_color": "#595959", "num_format": 49},
    "figure": _OPEN | {"align": "right", "indent": 1},
    "choice": _OPEN | {"align": "center"},
    "remark": _OPEN,
    # Struck through: colour does not speak alone.
    "unused": _CELL | {"bg_color": "#EDEDED", "diag_type": 1, "diag_border": 1, "diag_color": "#7F7F7F"},
    "foot": _FONT | {"bold": True, "valign": "top"},
    "guide_title": _FONT | {"bold": True, "font_size": 15},
    "guide_heading": _FONT | {"bold": True, "font_size": 13},
    "guide_text": _FONT,
}
# A column's width counts digits of 11 points; so many letters of 12 and of 8 points go to one of them.
_LETTERS, _SMALL_LETTERS = 1.1, 1.35
_LINE_HEIGHT, _SMALL_LINE_HEIGHT = 16, 11
_LEAST_HEIGHT = 24
_GUIDE_WIDTH = 94
_PROTECTION = {"format_columns": True, "format_rows": True}


@dataclass(frozen=True)
class _Column:
    """One column: its heading, its width in letters, what stands in it, and whether a line's cell is filled in."""

    key: str
    heading: str
    width: float
    style: str
    words: Callable[[Line], str] = lambda line: ""
    is_open: Callable[[Line], bool] = lambda line: False


# What a program says while a cell is filled in: column → options of its data validation.
_CHECKS: dict[str, Callable[[Line, str], dict]] = {
    "value": lambda line, cell: _typed(value_formula(line, cell), value_prompt(line)),
    "numerator": lambda line, cell: _typed(whole_formula(cell, 0), count_prompt("Tử số", line.parts[0])),
    "denominator": lambda line, cell: _typed(whole_formula(cell, 0), count_prompt("Mẫu số", line.parts[1])),
    "qualifier": lambda line, cell: {"validate": "list", "source": list(QUALIFIERS)} | QUALIFIER_PROMPT,
    "state": lambda line, cell: {"validate": "list", "source": list(STATES)} | STATE_PROMPT,
}


def draw_form(form: Form) -> bytes:
    """
    Draw a form.

    Parameters
    ----------
    form : Form
        What stands on it.

    Returns
    -------
    bytes
        A workbook (.xlsx) with the pages `FORM_SHEET` and `GUIDE_SHEET`.
    """
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_format_properties": dict(_NORMAL),  # xlsxwriter writes into it
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": TITLE, "created": _DAY_ZERO})
        styles = {name: book.add_format(look) for name, look in _STYLES.items()}
        _FormPage(book, styles, form).draw()
        _draw_guide(book, styles, form)
    return buffer.getvalue()


def _typed(formula: str, prompt: dict[str, str]) -> dict:
    return {"validate": "custom", "value": formula} | prompt


def _columns(form: Form) -> list[_Column]:
    """Columns that a form needs, in order; none that would stay blank in every row."""
    is_of_several = len(form.units) > 1
    columns = (
        _Column("number", "STT", 5, "centre", lambda line: "1"),
        _Column("unit", "Đơn vị báo cáo", 20, "text", lambda line: line.unit if is_of_several else ""),
        _Column("code", "Mã chỉ tiêu", 14, "code", lambda line: line.indicator.id),
        _Column("name", "Chỉ tiêu", 38, "text", lambda line: line.name),
        _Column("level", "Cấp", 9, "text", lambda line: line.level),
        _Column("dimension", "Phân tổ", 14, "text", lambda line: line.dimension),
        _Column("measure", "Đơn vị tính", 9, "centre", lambda line: measure_words(line.indicator)),
        _Column("target", f"Mục tiêu năm {form.period.year}", 10, "right", lambda line: line.target),
        _Column("value", "Kết quả", 13, "figure", is_open=lambda line: True),
        # Of a rank the reader takes no bound.
        _Column("qualifier", "Mức chặn", 11, "choice", is_open=lambda line: line.indicator.measure != "rank"),
        _Column("numerator", "Tử số", 11, "figure", is_open=lambda line: line.parts is not None),
        _Column("denominator", "Mẫu số", 11, "figure", is_open=lambda line: line.parts is not None),
        _Column("state", "Tình trạng", 12, "choice", is_open=lambda line: True),
        _Column("note", "Ghi chú", 20, "remark", is_open=lambda line: True),
    )
    return [
        column for column in columns if any(column.words(line) or column.is_open(line) for line in form.lines)
    ]


class _FormPage:
    """The page to fill in."""

    def __init__(self, book: Workbook, styles: dict[str, Format], form: Form) -> None:
        self.page: Worksheet = book.add_worksheet(FORM_SHEET)
        self.styles, self.form = styles, form
        self.columns = _columns(form)
        self.last = len(self.columns) - 1
        self.at = {column.key: index for index, column in enumerate(self.columns)}

    def draw(self) -> None:
        head = self._draw_title()
        self._draw_headings(head)
        foot = self._draw_lines(head + 1)
        self._draw_foot(foot + 1)
        self._set_up(head, foot)

    def _draw_title(self) -> int:
        """Draw what stands above the table; give the row of the headings."""
        self._merge(0, TITLE, "title", height=28)
        row = 1
        for words in self._title_lines():
            self._merge(row, words, "line", height=20)
            row += 1
        width = sum(column.width for column in self.columns)
        legend = self._legend()
        self._merge(row, legend, "legend", height=_LINE_HEIGHT * _lines(legend, width) + 8)
        return row + 1

    def _title_lines(self) -> Iterator[str]:
        form = self.form
        if len(form.units) == 1:
            yield f"Đơn vị báo cáo: {form.units[0]}"
        yield f"Kỳ báo cáo: {form.period.name()}"
        if form.plan:
            yield f"Kế hoạch: {form.plan}"

    def _legend(self) -> str:
        asked = [column.heading for column in self.columns if column.style in ("figure", "choice", "remark")]
        return (
            f"Điền các cột {', '.join(asked[:-1])} và {asked[-1]} (ô nền vàng). Ô nền trắng đã điền sẵn và được khóa; "
            f"ô gạch chéo không cần điền. Cách điền: xem trang “{GUIDE_SHEET}”."
        )

    def _draw_headings(self, row: int) -> None:
        self.page.set_row(row, 36)
        for index, column in enumerate(self.columns):
            self.page.set_column(index, index, column.width)
            self.page.write_string(row, index, column.heading, self.styles["header"])

    def _draw_lines(self, row: int) -> int:
        """Draw the body; give the row after it."""
        groups = [(group, list(lines)) for group, lines in groupby(self.form.lines, lambda line: line.group)]
        has_sections = len(self.form.units) == 1 and 1 < len(groups) <= len(_ROMAN)
        number = 0
        for at, (group, lines) in enumerate(groups):
            if has_sections:
                self._draw_section(row, _ROMAN[at], group)
                row += 1
            for line in lines:
                number += 1
                self._draw_line(row, number, line)
                row += 1
        return row

    def _draw_section(self, row: int, number: str, group: str) -> None:
        self.page.set_row(row, _LEAST_HEIGHT)
        self.page.write_string(row, 0, number, self.styles["section_number"])
        self.page.merge_range(row, 1, row, self.last, "", self.styles["section"])
        self.page.write_string(row, 1, group, self.styles["section"])

    def _draw_line(self, row: int, number: int, line: Line) -> None:
        self.page.set_row(row, max(_height(column, line) for column in self.columns))
        for index, column in enumerate(self.columns):
            words = str(number) if column.key == "number" else column.words(line)
            is_unused = column.style in ("figure", "choice") and not column.is_open(line)
            style = self.styles["unused" if is_unused else column.style]
            if words:
                self.page.write_string(row, index, words, style)
            else:
                self.page.write_blank(row, index, None, style)
            if column.is_open(line) and column.key in _CHECKS:
                check = _CHECKS[column.key](line, xl_rowcol_to_cell(row, index))
                self.page.data_validation(row, index, row, index, check)
        told = definition(line, self.form.period)
        self.page.write_comment(row, self.at["name"], told, _comment_look(told))

    def _draw_foot(self, row: int) -> None:
        """Who filled the form in; the answer stands below the names, where nothing is taken for a figure."""
        self.page.set_row(row, 54)
        name = self.at["name"]
        self.page.merge_range(row, 0, row, name - 1, "", self.styles["foot"])
        self.page.write_string(row, 0, "Người lập biểu (họ tên, điện thoại):", self.styles["foot"])
        self.page.write_blank(row, name, None, self.styles["remark"])
        sign = "Thủ trưởng đơn vị (ký, ghi rõ họ tên)"
        self.page.merge_range(row, self.at["value"], row, self.last, "", self.styles["foot"])
        self.page.write_string(row, self.at["value"], sign, self.styles["foot"])

    def _set_up(self, head: int, foot: int) -> None:
        page = self.page
        page.freeze_panes(head + 1, self.at["name"] + 1)
        page.protect("", _PROTECTION)
        page.ignore_errors({"number_stored_as_text": f"A1:{xl_rowcol_to_cell(foot, self.last)}"})
        _set_up_print(page, is_landscape=True)
        page.repeat_rows(head)
        page.print_area(0, 0, foot + 1, self.last)
        page.set_selection(head + 1, self.at["value"], head + 1, self.at["value"])

    def _merge(self, row: int, words: str, style: str, *, height: float) -> None:
        self.page.set_row(row, height)
        self.page.merge_range(row, 0, row, self.last, "", self.styles[style])
        self.page.write_string(row, 0, words, self.styles[style])


def _height(column: _Column, line: Line) -> float:
    """Height that a row needs for one of its cells; not every program finds it out by itself."""
    words = column.words(line)
    if column.style == "code":
        return _SMALL_LINE_HEIGHT * -(-len(words) // int((column.width - 1) * _SMALL_LETTERS)) + 6
    return max(_LEAST_HEIGHT, _LINE_HEIGHT * _lines(words, column.width) + 6)


def _lines(words: str, width: float) -> int:
    return len(textwrap.wrap(words, int((width - 2) * _LETTERS))) or 1


def _comment_look(words: str) -> dict:
    letters_per_line, pixels_per_line = 46, 18
    height = sum(-(-len(part) // letters_per_line) for part in words.splitlines()) * pixels_per_line + 12
    return {"author": "", "width": 330, "height": height, "font_name": "Times New Roman", "font_size": 11}


def _draw_guide(book: Workbook, styles: dict[str, Format], form: Form) -> None:
    page = book.add_worksheet(GUIDE_SHEET)
    page.set_column(0, 0, _GUIDE_WIDTH)
    for row, (kind, words) in enumerate(instructions(form)):
        page.set_row(row, _LINE_HEIGHT * _lines(words, _GUIDE_WIDTH) + (12 if kind == "heading" else 4))
        page.write_string(row, 0, words, styles[f"guide_{kind}"])
    page.protect("", _PROTECTION)
    _set_up_print(page, is_landscape=False)


def _set_up_print(page: Worksheet, *, is_landscape: bool) -> None:
    if is_landscape:
        page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    page.set_footer('&C&"Times New Roman"&10Trang &P/&N')
