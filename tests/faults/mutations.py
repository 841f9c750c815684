"""
Good forms with one thing changed, and what must come of each.

A mutant knows its own truth: the values that must come out and from which cell, the places that an issue may name, and
those that one must name. A change of content (a figure, a name, a heading) may be followed by changes that leave the
truth as it is and only move it (rows and columns swapped, put in or hidden, another file format). Everything else that
comes out is silent, whatever the reader says elsewhere.

``python -m tests.faults.mutations --count 1000 --seed 1`` runs mutants, bit flips and truncations and names each fault.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import random
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from dtanalysis.ingest.receive import receive_bytes

from . import cases_good as good
from . import register
from .counting import count_rows
from .expectations import Rec, _is_at, _line, _show, _take, ledger_differences, word_differences
from .forms import Sheet, Styled, book, delimited, place

Rows = list[list[object]]


@dataclass(frozen=True)
class Mutant:
    """
    A form and what must come of it.

    Attributes
    ----------
    form, what : str
        The form it was made from and what was done to it.
    rows : list of list
        The cells.
    records : tuple of Rec
        Must come out; one that does not is told by an error on its row, or at a touched place.
    maybe : tuple of Rec
        May come out too.
    heads : tuple of int
        Rows of headings.
    body : tuple of int
        Rows of data, first and last.
    touched : tuple of str
        Cells ("D3"), rows ("3") and columns ("D") that an error may name.
    needed : tuple of (tuple of str, str)
        Places of which one must be named, and by what: "error" or "any".
    is_loose : bool
        The heading itself is changed: errors may stand anywhere.
    """

    form: str
    rows: Rows
    records: tuple[Rec, ...]
    heads: tuple[int, ...]
    body: tuple[int, int]
    merges: tuple[str, ...] = ()
    what: str = ""
    maybe: tuple[Rec, ...] = ()
    touched: tuple[str, ...] = ()
    needed: tuple[tuple[tuple[str, ...], str], ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    is_loose: bool = False
    is_hidden: bool = False
    separator: str = ""
    encoding: str = "utf-8"
    newline: str = "\r\n"
    others: tuple[Sheet, ...] = ()

    def done(self, what: str, **changes) -> Mutant:
        """The mutant with something more done to it."""
        return replace(self, what=f"{self.what}, {what}".strip(", "), **changes)

    @property
    def file(self) -> str:
        """A name with the right ending."""
        return f"{self.form}.csv" if self.separator else f"{self.form}.xlsx"

    def build(self) -> bytes:
        """The file."""
        if self.separator:
            width = max(map(len, self.rows))
            rows = [[*(_typed(value) for value in row), *[None] * (width - len(row))] for row in self.rows]
            return delimited(
                rows, self.separator, encoding=self.encoding, newline=self.newline, quoting=csv.QUOTE_MINIMAL
            )
        sheet = Sheet(
            self.rows, merges=self.merges, hidden_rows=self.hidden_rows, hidden_columns=self.hidden_columns,
            is_hidden=self.is_hidden,
        )  # fmt: skip
        return book(
            *([Sheet([["Hướng dẫn ghi biểu"]], "Hướng dẫn")] if self.is_hidden else []), sheet, *self.others
        )


def _typed(value: object) -> object:
    """A cell as the text that a spreadsheet program saves."""
    if isinstance(value, Styled) and value.number_format.endswith("%"):
        return f"{value.value * 100:.2f}%".replace(".", ",")
    if isinstance(value, Styled):
        value = value.value
    if isinstance(value, dt.datetime):
        return value.strftime("%d/%m/%Y")
    return str(value).replace(".", ",") if isinstance(value, float) else value


# The forms

OPS, EDOC, TEAMS, DOSSIERS, DTI, ONLINE, MEMBERS = (
    good.OPS, good.EDOC, good.TEAMS, good.DOSSIERS, good.DTI, good.ONLINE, good.MEMBERS,
)  # fmt: skip
MEASURE = {
    OPS: "percent",
    EDOC: "percent",
    ONLINE: "percent",
    TEAMS: "count",
    DOSSIERS: "count",
    MEMBERS: "count",
    DTI: "index",
}
H1 = "6 tháng đầu năm 2023"
LIST = [
    *good.LONG,
    [5, "Huyện Thủy Mẫu", good.NAME[OPS], H1, "80,1", "801", "1.000", None, None],
    [6, "Thị xã Đức Mẫu", good.NAME[EDOC], "Quý II/2023", "90%", None, None, "95", "tăng so với quý I"],
]
LIST_RECORDS = (
    *good.LONG_RECORDS,
    Rec(OPS, good.THUY, "2023-H1", 80.1, "E6", numerator=801, denominator=1000),
    Rec(EDOC, good.DUC, "2023-Q2", 90, "E7", target=95),
)
MATRIX = [*good.MATRIX_TITLE, *good.MATRIX]
WIDE = good.wide([f"Tháng {n}" for n in range(1, 7)])
ANNEX = [*good.SAID, good.ANNEX_HEAD, *good.ANNEX_BODY]
GROUPED = [*good.MATRIX_TITLE[:3], *good.GROUPED]

FORMS = (
    Mutant("list", LIST, LIST_RECORDS, (1,), (2, 7)),
    Mutant("matrix", MATRIX, good._matrix_records(5), (4,), (5, 7)),
    Mutant("wide", WIDE, good.wide_records(), (3,), (4, 5)),
    Mutant("annex", ANNEX, good._annex_records(4), (3,), (4, 8)),
    Mutant("grouped", GROUPED, good._grouped_records(6), (4, 5), (6, 7), merges=good.GROUPED_MERGES),
)


def _letter(column: int) -> str:
    return chr(ord("A") + column - 1)


def _number(letter: str) -> int:
    return ord(letter) - ord("A") + 1


def _moved_place(address: str, row_to: Callable[[int], int], column_to: Callable[[int], int]) -> str:
    row, letter = place(address)
    return (_letter(column_to(_number(letter))) if letter else "") + (str(row_to(row)) if row else "")


def _moved(mutant: Mutant, rows: Rows, row_to=lambda row: row, column_to=lambda column: column) -> Mutant:
    """All places of a mutant moved with the cells."""

    def move(address: str) -> str:
        return _moved_place(address, row_to, column_to)

    def move_all(records: Iterable[Rec]) -> tuple[Rec, ...]:
        return tuple(replace(record, cell=move(record.cell)) for record in records)

    return replace(
        mutant,
        rows=rows,
        records=move_all(mutant.records),
        maybe=move_all(mutant.maybe),
        heads=tuple(map(row_to, mutant.heads)),
        body=(row_to(mutant.body[0]), row_to(mutant.body[1])),
        merges=tuple(":".join(map(move, merge.split(":"))) for merge in mutant.merges),
        touched=tuple(map(move, mutant.touched)),
        needed=tuple((tuple(map(move, places)), severity) for places, severity in mutant.needed),
        hidden_rows=tuple(map(row_to, mutant.hidden_rows)),
        hidden_columns=tuple(_letter(column_to(_number(letter))) for letter in mutant.hidden_columns),
    )


def _copy(rows: Rows) -> Rows:
    return [list(row) for row in rows]


def _width(mutant: Mutant) -> int:
    return max(map(len, mutant.rows))


def _put(rows: Rows, address: str, value: object) -> Rows:
    rows, (row, letter) = _copy(rows), place(address)
    rows[row - 1] += [None] * (_number(letter) - len(rows[row - 1]))
    rows[row - 1][_number(letter) - 1] = value
    return rows


def _at(rows: Rows, address: str) -> object:
    row, letter = place(address)
    return rows[row - 1][_number(letter) - 1] if _number(letter) <= len(rows[row - 1]) else None


# Changes that leave the truth as it is


def swap_rows(mutant: Mutant, pick: random.Random) -> Mutant | None:
    """Two rows of data change places."""
    rows = [
        row
        for row in range(mutant.body[0], mutant.body[1] + 1)
        if any(place(r.cell)[0] == row for r in mutant.records)
    ]
    if len(rows) < 2 or mutant.merges and mutant.form != "grouped" or mutant.form == "annex":
        return None
    one, other = sorted(pick.sample(rows, 2))
    changed = _copy(mutant.rows)
    changed[one - 1], changed[other - 1] = changed[other - 1], changed[one - 1]
    moved = _moved(mutant, changed, lambda row: {one: other, other: one}.get(row, row))
    return replace(moved, body=mutant.body).done(f"rows {one} and {other} swapped")


def swap_columns(mutant: Mutant, pick: random.Random) -> Mutant | None:
    """Two columns change places, headings and all; titles stay."""
    if mutant.merges or mutant.form in ("grouped", "annex"):
        return None
    width = len(mutant.rows[mutant.heads[0] - 1])
    if width < 2:
        return None
    one, other = sorted(pick.sample(range(1, width + 1), 2))
    changed = _copy(mutant.rows)
    for row in changed[mutant.heads[0] - 1 :]:
        if any(value is not None for value in row):
            row.extend([None] * (other - len(row)))
            row[one - 1], row[other - 1] = row[other - 1], row[one - 1]
    moved = _moved(mutant, changed, column_to=lambda column: {one: other, other: one}.get(column, column))
    return moved.done(f"columns {_letter(one)} and {_letter(other)} swapped")


def _with_row(mutant: Mutant, at: int, row: list[object]) -> Mutant:
    changed = _copy(mutant.rows)
    changed.insert(at - 1, row)
    return _moved(mutant, changed, lambda each: each + (each >= at))


def _place_for_row(mutant: Mutant, pick: random.Random, *, is_inside: bool = False) -> int:
    """Where a row may be put in: not between headings; `is_inside`: among the data."""
    first = mutant.body[0] + 1 if is_inside else 1
    places = [
        at
        for at in range(first, len(mutant.rows) + 2 - is_inside)
        if not mutant.heads[0] < at <= mutant.heads[-1]
    ]
    return pick.choice(places)


def insert_blank_row(mutant: Mutant, pick: random.Random) -> Mutant | None:
    """An empty row, anywhere."""
    if mutant.merges and mutant.form != "grouped":
        return None
    at = _place_for_row(mutant, pick)
    return _with_row(mutant, at, []).done(f"blank row {at}")


def insert_section(mutant: Mutant, pick: random.Random) -> Mutant | None:
    """A row that only names a group of rows."""
    if mutant.merges and mutant.form != "grouped":
        return None
    at = pick.randrange(mutant.body[0], mutant.body[1] + 1)
    return _with_row(mutant, at, ["III", "Hạ tầng số"]).done(f"section row {at}")


def insert_note(mutant: Mutant, pick: random.Random) -> Mutant | None:
    """A remark behind the data."""
    at = len(mutant.rows) + 1
    note = pick.choice(
        ["Ghi chú: số liệu đến 14/6/2023, 12 đơn vị.", "Nơi nhận: như trên; lưu VT 5 bản.", "Người lập biểu"]
    )
    return _with_row(mutant, at, [note]).done(f"note in row {at}")


def insert_title(mutant: Mutant, pick: random.Random) -> Mutant | None:
    """One more line of a letterhead."""
    line = pick.choice(["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Biểu số 01"])
    return _with_row(mutant, 1, [line]).done("title line")


def repeat_heading(mutant: Mutant, pick: random.Random) -> Mutant | None:
    """The heading again, as on the next printed page."""
    if len(mutant.heads) > 1 or mutant.merges or mutant.is_loose:
        return None
    at = pick.randrange(mutant.body[0] + 1, mutant.body[1] + 1)
    return _with_row(mutant, at, list(mutant.rows[mutant.heads[0] - 1])).done(f"heading again in row {at}")


def insert_blank_column(mutant: Mutant, pick: random.Random) -> Mutant | None:
    """An empty column, anywhere outside a group of columns."""
    if mutant.merges:
        return None
    return _with_column(mutant, pick.randrange(1, _width(mutant) + 2), None, None).done("blank column")


def _with_column(mutant: Mutant, at: int, heading: object, filling: object) -> Mutant:
    rows = _copy(mutant.rows)
    for number, row in enumerate(rows, 1):
        is_body = mutant.body[0] <= number <= mutant.body[1]
        value = (
            heading
            if row == mutant.rows[mutant.heads[0] - 1]
            else filling
            if is_body and len(row) > 2
            else None
        )
        if len(row) >= at or value is not None:
            row.extend([None] * (at - 1 - len(row)))
            row.insert(at - 1, value)
    return _moved(mutant, rows, column_to=lambda column: column + (column >= at))


def insert_text_column(mutant: Mutant, pick: random.Random) -> Mutant | None:
    """A column of words that the form does not know."""
    if mutant.merges:
        return None
    at = pick.randrange(2, _width(mutant) + 2)
    letter = _letter(at)
    changed = _with_column(mutant, at, pick.choice(["Ý kiến thẩm định", "Người theo dõi"]), "đã xem")
    return changed.done(f"unknown text column {letter}", touched=(*changed.touched, letter))


def insert_numeric_column(mutant: Mutant, pick: random.Random) -> Mutant | None:
    """A column of figures that the form does not know: never taken for a value, always told."""
    if mutant.merges:
        return None
    at = pick.randrange(2, _width(mutant) + 2)
    letter = _letter(at)
    changed = _with_column(mutant, at, pick.choice(["Cột thử", "Xyz"]), pick.choice([17, "17,5"]))
    needed = (*changed.needed, ((letter,), "any"))
    return changed.done(
        f"unknown figures in column {letter}", touched=(*changed.touched, letter), needed=needed
    )


def shift(mutant: Mutant, pick: random.Random) -> Mutant | None:
    """The whole sheet further down and to the right."""
    down, right = pick.randrange(4), pick.randrange(1, 4)
    rows: Rows = [[] for _ in range(down)] + [[*[None] * right, *row] if row else [] for row in mutant.rows]
    return _moved(mutant, rows, lambda row: row + down, lambda column: column + right).done(
        f"shifted by {down}, {right}"
    )


def hide_row(mutant: Mutant, pick: random.Random) -> Mutant | None:
    """A hidden row is read and told."""
    if mutant.separator:
        return None
    row = pick.randrange(*mutant.body)
    if not any(value is not None for value in mutant.rows[row - 1]):
        return None
    return mutant.done(
        f"row {row} hidden", hidden_rows=(*mutant.hidden_rows, row), needed=(*mutant.needed, ((str(row),), "any")),
    )  # fmt: skip


def hide_column(mutant: Mutant, pick: random.Random) -> Mutant | None:
    """A hidden column of figures is read and told."""
    if mutant.separator or not mutant.records:
        return None
    letter = place(pick.choice(mutant.records).cell)[1]
    return mutant.done(
        f"column {letter} hidden", hidden_columns=(*mutant.hidden_columns, letter),
        needed=(*mutant.needed, ((letter,), "any")),
    )  # fmt: skip


def hide_sheet(mutant: Mutant, pick: random.Random) -> Mutant | None:
    """A hidden sheet is read and told."""
    return (
        None
        if mutant.separator
        else mutant.done("sheet hidden", is_hidden=True, needed=(*mutant.needed, (("",), "any")))
    )


def add_sheet(mutant: Mutant, pick: random.Random) -> Mutant | None:
    """Another sheet with nothing to read."""
    other = Sheet(
        [["Hướng dẫn"], ["Ghi số liệu vào trang 1, mỗi chỉ tiêu một dòng."]], f"Khác {len(mutant.others)}"
    )
    return None if mutant.separator else mutant.done("another sheet", others=(*mutant.others, other))


def as_text(mutant: Mutant, pick: random.Random) -> Mutant | None:
    """The same as delimited text."""
    if (
        mutant.merges
        or mutant.hidden_rows
        or mutant.hidden_columns
        or mutant.is_hidden
        or mutant.others
        or mutant.separator
    ):
        return None
    separator, encoding = pick.choice(";,\t|"), pick.choice(["utf-8", "utf-8-sig", "utf-16"])
    return mutant.done(
        f"as text with {separator!r} in {encoding}", separator=separator, encoding=encoding,
        newline=pick.choice(["\r\n", "\n"]),
    )  # fmt: skip


def respell(mutant: Mutant, pick: random.Random) -> Mutant | None:
    """All words in another case, composition or spacing that says the same."""
    name, change = pick.choice(
        [
            ("decomposed", lambda text: unicodedata.normalize("NFD", text)),
            ("padded", lambda text: f" {text}\u00a0 "),
            ("doubled spaces", lambda text: text.replace(" ", "  ")),
        ]
    )
    rows = [
        [
            change(value) if isinstance(value, str) and not any(s.isdigit() for s in value) else value
            for value in row
        ]
        for row in mutant.rows
    ]
    return mutant.done(f"words {name}", rows=rows)


MOVES = (
    swap_rows, swap_columns, insert_blank_row, insert_section, insert_note, insert_title, repeat_heading,
    insert_blank_column, insert_text_column, insert_numeric_column, shift, hide_row, hide_column, hide_sheet, add_sheet,
    as_text, respell,
)  # fmt: skip


# Changes of content


def _comma(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".").replace(".", ",")


def _dotted(value: float, sign: str = ".") -> str:
    return f"{int(value):,}".replace(",", sign)


SAME = {
    "percent": (
        lambda v: f"{_comma(v)}%",
        lambda v: f"{_comma(v)} %",
        _comma,
        lambda v: Styled(round(v / 100, 6), "0.00%"),
        lambda v: v,
    ),
    "count": (
        _dotted,
        lambda v: _dotted(v, "\u00a0"),
        lambda v: str(int(v)),
        int,
        lambda v: Styled(int(v), "#,##0"),
    ),
    "index": (_comma, lambda v: v, lambda v: Styled(v, "0.0000")),
}
OTHER = {"percent": (("45,5", 45.5), ("77", 77), ("12,25%", 12.25)), "count": (("77", 77), ("1.305", 1305), (412, 412)),
         "index": (("0,6112", 0.6112), (0.25, 0.25))}  # fmt: skip
_NO_FIGURE = (
    "8/19",
    "abc",
    "33 25",
    "1.2.3",
    "12-15",
    "#N/A",
    "1e3",
    True,
    dt.datetime(2023, 5, 2),
    "65 rưỡi",
    "²3",
    "1O",
)
BAD = {
    "percent": (
        *_NO_FIGURE,
        "81,17,5",
        "150",
        "-3,5",
        "33.250",
        Styled(0.3325),
        Styled(33.25, "0.00%"),
        "33,25‰",
        "1.234",
    ),
    "count": (
        *_NO_FIGURE,
        "2,5",
        "24.39",
        "12%",
        "-5",
        Styled(2.439),
        Styled(12, "0%"),
        2.5,
        "1.23.456",
        "0.439",
    ),
    "index": (*_NO_FIGURE, "59,34", "59,34%", "-0,5", 59.34, "1.234"),
}
# A spreadsheet program saves these as text that says the figure plainly, or another one.
_ONLY_IN_WORKBOOKS = (bool, dt.datetime, Styled)


def _pick_record(mutant: Mutant, pick: random.Random) -> Rec:
    return pick.choice([record for record in mutant.records if record.value is not None])


def _without(mutant: Mutant, *records: Rec) -> tuple[Rec, ...]:
    return tuple(record for record in mutant.records if record not in records)


def _from_counts(record: Rec) -> Rec:
    """The value that the counts give where the form states none."""
    value = 100 * record.numerator / record.denominator
    states = frozenset({"published", "derived"})
    return replace(record, value=value, status=states, qualifier="eq", cell=str(place(record.cell)[0]))


def same_figure(mutant: Mutant, pick: random.Random) -> Mutant:
    """A figure written in another way that says the same."""
    record = _pick_record(mutant, pick)
    written = pick.choice(SAME[MEASURE[record.indicator]])(record.value)
    if record.qualifier != "eq":
        return same_figure(mutant, pick)
    return mutant.done(f"{record.cell} as {written!r}", rows=_put(mutant.rows, record.cell, written))


def other_figure(mutant: Mutant, pick: random.Random) -> Mutant:
    """Another figure; one that the counts beside it contradict is refused."""
    record = _pick_record(mutant, pick)
    written, value = pick.choice(OTHER[MEASURE[record.indicator]])
    row = str(place(record.cell)[0])
    changed = mutant.done(
        f"{record.cell} now {written!r}", rows=_put(mutant.rows, record.cell, written), touched=(row,),
    )  # fmt: skip
    if record.numerator is not None:
        return replace(changed, records=_without(mutant, record), needed=(((row,), "error"),))
    return replace(changed, records=(*_without(mutant, record), replace(record, value=value, qualifier="eq")))


def no_figure(mutant: Mutant, pick: random.Random) -> Mutant:
    """What is no figure of the indicator's measure is refused in its cell."""
    record = _pick_record(mutant, pick)
    written = pick.choice(BAD[MEASURE[record.indicator]])
    return mutant.done(
        f"{record.cell} spoiled: {written!r}", rows=_put(mutant.rows, record.cell, written),
        records=_without(mutant, record), touched=(str(place(record.cell)[0]),), needed=(((record.cell,), "error"),),
    )  # fmt: skip


def blank_figure(mutant: Mutant, pick: random.Random) -> Mutant:
    """A figure left out gives nothing; one may be worked out from the counts beside it."""
    record = _pick_record(mutant, pick)
    maybe = ()
    if record.numerator is not None:
        maybe = (_from_counts(record),)
    mark = pick.choice([None, None, "-", "x", "chưa có số liệu"])
    changed = mutant.done(
        f"{record.cell} left out: {mark!r}", rows=_put(mutant.rows, record.cell, mark), maybe=maybe,
        records=_without(mutant, record), touched=(str(place(record.cell)[0]),),
    )  # fmt: skip
    if mark and not maybe:
        said = replace(record, value=None, status="not_reported", qualifier="eq")
        return replace(changed, records=(*changed.records, said))
    return replace(
        changed, maybe=(*maybe, replace(record, value=None, status="not_reported", qualifier="eq"))
    )


def _typo(text: str, pick: random.Random) -> str:
    """One letter another, or left out; never one that only changes the case."""
    places = [at for at, sign in enumerate(text) if sign.isalpha() and at > 1]
    at = pick.choice(places)
    letter = pick.choice("bcdghklmnpqrstvx".replace(text[at].lower(), ""))
    return text[:at] + (letter if pick.random() < 0.6 else "") + text[at + 1 :]


_LABELS = {"list": "BC", "matrix": "B", "wide": "B", "annex": "B", "grouped": "B"}


def spoil_label(mutant: Mutant, pick: random.Random) -> Mutant | None:
    """A name with a typing mistake, or none at all: the row is refused, its values come out nowhere else."""
    record = pick.choice(mutant.records)
    row = place(record.cell)[0]
    address = f"{pick.choice(_LABELS[mutant.form])}{row}"
    name = _at(mutant.rows, address)
    text = pick.choice(
        [
            None,
            _typo(name, pick),
            _typo(name, pick),
            "Khác",
            unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode().replace("D", "D"),
        ]
    )
    if text == name:
        return None
    lost = [each for each in mutant.records if place(each.cell)[0] == row]
    return mutant.done(
        f"{address} spoiled: {text!r}", rows=_put(mutant.rows, address, text), records=_without(mutant, *lost),
        touched=(str(row),), needed=(((str(row),), "error"),),
    )  # fmt: skip


def other_unit(mutant: Mutant, pick: random.Random) -> Mutant | None:
    """Another unit's name; its values go there."""
    if mutant.form not in ("list", "matrix", "grouped"):
        return None
    row = place(pick.choice(mutant.records).cell)[0]
    named = {
        "Huyện Hòa Mẫu": good.HOA,
        "TP. Quý Mẫu": good.QUY,
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO": good.GD,
        "huyện Thuỷ Mẫu": good.THUY,
    }
    name, unit = pick.choice(list(named.items()))
    changed = [replace(r, unit=unit) if place(r.cell)[0] == row else r for r in mutant.records]
    if len({(r.indicator, r.unit, r.period) for r in changed}) < len(changed):
        return None
    return mutant.done(
        f"B{row} now {name!r}", rows=_put(mutant.rows, f"B{row}", name), records=tuple(changed)
    )


def other_period(mutant: Mutant, pick: random.Random) -> Mutant | None:
    """Another period, in words of many kinds."""
    if mutant.form != "list":
        return None
    row = place(pick.choice(mutant.records).cell)[0]
    said = {"Quý I/2023": "2023-Q1", "quý 3 năm 2023": "2023-Q3", "2021": "2021", 2021: "2021", "Tháng 5/2023": "2023-05",
            "9 tháng đầu năm 2023": "2023-9M", "2023-H1": "2023-H1"}  # fmt: skip
    text, period = pick.choice(list(said.items()))
    changed = [replace(r, period=period) if place(r.cell)[0] == row else r for r in mutant.records]
    if len({(r.indicator, r.unit, r.period) for r in changed}) < len(changed):
        return None
    return mutant.done(
        f"D{row} now {text!r}", rows=_put(mutant.rows, f"D{row}", text), records=tuple(changed)
    )


def no_period(mutant: Mutant, pick: random.Random) -> Mutant | None:
    """What is no period is refused in its row."""
    if mutant.form != "list":
        return None
    row = place(pick.choice(mutant.records).cell)[0]
    text = pick.choice(
        [
            None,
            "Quý V/2023",
            "tháng 13/2023",
            "Quý II",
            "2203",
            "33,25",
            6.2023,
            45093,
            "6/2023 - 8/2022",
            "hôm nay",
        ]
    )
    lost = [each for each in mutant.records if place(each.cell)[0] == row]
    return mutant.done(
        f"D{row} spoiled: {text!r}", rows=_put(mutant.rows, f"D{row}", text), records=_without(mutant, *lost),
        touched=(str(row),), needed=(((str(row),), "error"),),
    )  # fmt: skip


_SYNONYMS = {
    "Giá trị": ("Kết quả", "giá trị", "GIÁ TRỊ"), "Kỳ báo cáo": ("Kỳ",), "Đơn vị": ("Tên đơn vị", "ĐƠN VỊ"),
    "Chỉ tiêu": ("Tên chỉ tiêu", "CHỈ TIÊU"), "STT": ("TT",), "Ghi chú": ("GHI CHÚ",),
}  # fmt: skip


def rename_heading(mutant: Mutant, pick: random.Random) -> Mutant | None:
    """A heading in other words that mean the same."""
    row = mutant.heads[0]
    known = [(at, head) for at, head in enumerate(mutant.rows[row - 1], 1) if head in _SYNONYMS]
    if not known:
        return None
    at, head = pick.choice(known)
    word = pick.choice(_SYNONYMS[head])
    return mutant.done(f"heading {head!r} now {word!r}", rows=_put(mutant.rows, f"{_letter(at)}{row}", word))


def spoil_heading(mutant: Mutant, pick: random.Random) -> Mutant | None:
    """A heading that says nothing: what needs it does not come out, and the sender is told."""
    row = mutant.heads[-1] if mutant.form != "grouped" else mutant.heads[0]
    columns = {place(record.cell)[1] for record in mutant.records}
    letter = pick.choice(sorted(columns | set("ABCD")))
    head = _at(mutant.rows, f"{letter}{row}")
    if not head or head == "STT" or letter in "AB" and mutant.form != "list":
        return None
    text = pick.choice([_typo(head, pick), "Xyz"])
    lost = (
        mutant.records
        if mutant.form in ("list", "annex")
        else [r for r in mutant.records if _in_group(mutant, r, letter)]
    )
    if mutant.form == "annex" and letter not in "BE":
        return None
    counted = [
        r for r in mutant.records if mutant.form == "list" and letter == "E" and r.numerator is not None
    ]
    return mutant.done(
        f"heading {letter}{row} spoiled: {text!r}", maybe=tuple(map(_from_counts, counted)), rows=_put(mutant.rows, f"{letter}{row}", text),
        records=_without(mutant, *lost), is_loose=True, needed=(((letter, ""), "any"),),
    )  # fmt: skip


def _in_group(mutant: Mutant, record: Rec, letter: str) -> bool:
    column = place(record.cell)[1]
    return column in "CDE" if mutant.form == "grouped" and letter in "CDE" else column == letter


def duplicate_row(mutant: Mutant, pick: random.Random) -> Mutant | None:
    """The same row twice: its values come out once, and the sender is told."""
    if mutant.merges and mutant.form != "grouped":
        return None
    row = place(pick.choice(mutant.records).cell)[0]
    at = mutant.body[1] + 1
    again = _with_row(mutant, at, list(mutant.rows[row - 1]))
    records = tuple(
        replace(r, cell=place(r.cell)[1]) if place(r.cell)[0] == row else r for r in again.records
    )
    return replace(again, records=records, body=(again.body[0], at)).done(
        f"row {row} again in row {at}", needed=(((str(row), str(at)), "any"),),
    )  # fmt: skip


def contradict_row(mutant: Mutant, pick: random.Random) -> Mutant | None:
    """The same row again with another figure: neither of the two comes out."""
    if mutant.merges and mutant.form != "grouped":
        return None
    record = _pick_record(mutant, pick)
    row, letter = place(record.cell)
    if record.numerator is not None or mutant.form == "grouped":
        return None
    at = mutant.body[1] + 1
    again = list(mutant.rows[row - 1])
    again[_number(letter) - 1] = next(
        text for text, value in OTHER[MEASURE[record.indicator]] if value != record.value
    )
    changed = _with_row(mutant, at, again)
    records = tuple(
        replace(r, cell=place(r.cell)[1]) if place(r.cell)[0] == row else r
        for r in changed.records
        if r != record
    )
    return replace(changed, records=records, body=(changed.body[0], at), touched=(str(row), str(at))).done(
        f"row {row} again in row {at} with another figure",
        needed=(((str(row),), "error"), ((str(at),), "error")),
    )  # fmt: skip


def merge_figures(mutant: Mutant, pick: random.Random) -> Mutant | None:
    """A figure merged with the one below: the file only keeps the upper one."""
    if mutant.merges:
        return None
    pairs = [
        (one, other)
        for one in mutant.records
        for other in mutant.records
        if place(one.cell)[1] == place(other.cell)[1] and place(one.cell)[0] + 1 == place(other.cell)[0]
    ]
    if not pairs:
        return None
    upper, lower = pick.choice(pairs)
    row = str(place(lower.cell)[0])
    maybe = ()
    if lower.numerator is not None:
        maybe = (_from_counts(lower),)
    return mutant.done(
        f"{upper.cell}:{lower.cell} merged", rows=_put(mutant.rows, lower.cell, None), records=_without(mutant, lower),
        merges=(f"{upper.cell}:{lower.cell}",), maybe=maybe, touched=(row, str(place(upper.cell)[0])),
    )  # fmt: skip


def swap_cells(mutant: Mutant, pick: random.Random) -> Mutant | None:
    """Two cells of a row change places: nothing comes out of it that is not said there."""
    if mutant.form != "list":
        return None
    record = _pick_record(mutant, pick)
    row = place(record.cell)[0]
    one, other = pick.choice(["BC", "CD", "BD", "DE", "EF", "FG", "EH", "BE", "CE"])
    first, second = (_at(mutant.rows, f"{letter}{row}") for letter in (one, other))
    if first == second or None in (first, second):
        return None
    rows = _put(_put(mutant.rows, f"{one}{row}", second), f"{other}{row}", first)
    records = _without(mutant, record)
    changed = mutant.done(
        f"{one}{row} and {other}{row} swapped", rows=rows, records=records, touched=(str(row),)
    )
    if one + other == "EH" and record.numerator is None:
        return replace(changed, records=(*records, replace(record, value=record.target, target=record.value)))
    return replace(changed, needed=(((str(row),), "error"),))


def lose_counts(mutant: Mutant, pick: random.Random) -> Mutant | None:
    """One of two counts left out: the value may come out without, or is refused; never with a wrong count."""
    with_counts = [record for record in mutant.records if record.numerator is not None]
    if not with_counts or mutant.form != "list":
        return None
    record = pick.choice(with_counts)
    row = place(record.cell)[0]
    letter, name = pick.choice([("F", "numerator"), ("G", "denominator")])
    bare = replace(record, numerator=None, denominator=None)
    return mutant.done(
        f"{letter}{row} left out", rows=_put(mutant.rows, f"{letter}{row}", None), records=_without(mutant, record),
        maybe=(replace(record, **{name: None}), bare), touched=(str(row),),
    )  # fmt: skip


def spoil_count(mutant: Mutant, pick: random.Random) -> Mutant | None:
    """A count that is none, or is not that of the rate: the figure is refused."""
    with_counts = [record for record in mutant.records if record.numerator is not None]
    if not with_counts or mutant.form != "list":
        return None
    row = place(pick.choice(with_counts).cell)[0]
    record = next(each for each in with_counts if place(each.cell)[0] == row)
    letter = pick.choice("FG")
    text = pick.choice(["abc", "1,5", "-4", "12%", 2.439, "7", "999.999", True])
    return mutant.done(
        f"{letter}{row} spoiled: {text!r}", rows=_put(mutant.rows, f"{letter}{row}", text),
        records=_without(mutant, record), touched=(str(row),), needed=(((str(row),), "error"),),
    )  # fmt: skip


def add_total(mutant: Mutant, pick: random.Random) -> Mutant | None:
    """A row of sums: never stored; a wrong one is told."""
    if mutant.form != "matrix":
        return None
    at, wrong = mutant.body[1] + 1, pick.choice([0, 0, 1, 10])
    label = pick.choice(["Tổng cộng", "Cộng", "TỔNG SỐ"])
    changed = _with_row(mutant, at, [None, label, 84 + wrong, "3.300", None])
    needed = (((str(at),), "error"),) if wrong else ()
    return changed.done(f"total {84 + wrong} in row {at}", touched=(str(at),) if wrong else (), needed=needed)


CONTENT = (
    same_figure, other_figure, no_figure, blank_figure, spoil_label, other_unit, other_period, no_period, rename_heading,
    spoil_heading, duplicate_row, contradict_row, merge_figures, swap_cells, lose_counts, spoil_count, add_total,
)  # fmt: skip


def make_mutant(seed: int) -> Mutant:
    """The mutant of a number: at most one change of content, then up to two moves."""
    pick = random.Random(seed)
    while True:
        mutant: Mutant | None = pick.choice([FORMS[0], *FORMS])
        if pick.random() < 0.75:
            mutant = pick.choice(CONTENT)(mutant, pick)
        for _ in range(pick.choice([0, 1, 1, 2])):
            mutant = mutant and pick.choice(MOVES)(mutant, pick)
        if mutant and mutant.what and not (mutant.separator and _holds_only_workbook_values(mutant)):
            return mutant


def _holds_only_workbook_values(mutant: Mutant) -> bool:
    return any(isinstance(value, _ONLY_IN_WORKBOOKS) for row in mutant.rows for value in row)


def faults_of(mutant: Mutant, receipt, counted: dict[str, int] | None) -> list[str]:
    """Every way in which a receipt is not what must come of a mutant."""
    errors = [issue for issue in receipt.issues if issue.severity == "error"]
    left, lines = list(receipt.records), []
    for record in mutant.records:
        row, letter = place(record.cell)
        own = (str(row) if row else letter, *mutant.touched)
        if not _take(record, left) and not (mutant.is_loose and errors) and not _any_at(own, errors):
            lines.append(f"lost: {_show(record)}")
    for record in mutant.maybe:
        _take(record, left)
    lines += [f"silent: came out: {_show(record)}" for record in left]
    for places, severity in mutant.needed:
        if not _any_named(
            places, errors if severity == "error" else receipt.issues, is_loose=mutant.is_loose
        ):
            lines.append(
                f"silent: nothing said of {places}; found {[_line(issue) for issue in receipt.issues][:3]}"
            )
    if not mutant.is_loose:
        lines += [f"false: {_line(issue)}" for issue in errors if not _any_at(mutant.touched, [issue])]
    return [*lines, *ledger_differences(receipt, counted), *word_differences(receipt)]


def _any_at(places: Iterable[str], issues) -> bool:
    return any(
        _is_at(each, "", issue.row, issue.column) or _touches(each, issue)
        for each in places
        for issue in issues
    )


def _any_named(places: Iterable[str], issues, *, is_loose: bool = False) -> bool:
    """Whether an issue names one of the places; where the heading is changed, any issue does."""
    return bool(is_loose and issues) or _any_at(places, issues)


def _touches(address: str, issue) -> bool:
    """An issue of a whole row or column names every cell in it."""
    row, letter = place(address)
    if row and letter:
        return (issue.row, issue.column) in ((row, ""), (0, letter))
    return False


def try_mutant(seed: int, lexicon) -> tuple[Mutant, list[str]]:
    """Make a mutant and receive it."""
    mutant = make_mutant(seed)
    content = mutant.build()
    receipt = receive_bytes(content, mutant.file, lexicon)
    return mutant, faults_of(mutant, receipt, count_rows(content, mutant.file))


# Damage on the way


def flipped(content: bytes, bit: int) -> bytes:
    """The bytes with one bit turned."""
    data = bytearray(content)
    data[bit // 8] ^= 1 << bit % 8
    return bytes(data)


def damage_faults(content: bytes, file: str, records: Iterable[Rec], lexicon) -> list[str]:
    """
    What is wrong with the receipt of a damaged workbook.

    Either all of it is read, as it was before, or an error says what is missing; nothing else ever comes out.
    """
    receipt = receive_bytes(content, file, lexicon)
    left, wanted = list(receipt.records), list(records)
    lost = [record for record in wanted if not _take(record, left)]
    lines = [f"silent: came out: {_show(record)}" for record in left]
    if lost and receipt.is_clean:
        lines += [f"lost: {_show(record)}" for record in lost]
    return [*lines, *ledger_differences(receipt, None), *word_differences(receipt)]


def cut_text_faults(content: bytes, file: str, records: Iterable[Rec], lexicon) -> list[str]:
    """
    What is wrong with the receipt of text that ends too early.

    The rows before the last are as they were. What comes out of the last one may be cut short, as nothing shows whether it
    is; a warning or an error must name that row.
    """
    receipt = receive_bytes(content, file, lexicon)
    last = content.count(b"\n") + 1
    whole = [record for record in records if place(record.cell)[0] < last]
    left = [record for record in receipt.records if record.row < last]
    lines = [f"lost: {_show(record)}" for record in whole if not _take(record, left) and receipt.is_clean]
    lines += [f"silent: came out: {_show(record)}" for record in left]
    cut = [record for record in receipt.records if record.row >= last]
    if cut and not any(issue.row in (0, last) for issue in receipt.issues):
        lines.append(f"silent: nothing said of the cut row: {_show(cut[0])}")
    return [*lines, *ledger_differences(receipt, None), *word_differences(receipt)]


def main() -> int:
    """Run from the command line; 1 if there was any fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    lexicon = register.open_all(Path(tempfile.mkdtemp()))["full"]
    faulty, kinds = 0, Counter()
    for seed in range(chosen.seed * 1_000_000, chosen.seed * 1_000_000 + chosen.count):
        mutant, lines = try_mutant(seed, lexicon)
        if lines:
            faulty += 1
            kinds[lines[0].split(":")[0]] += 1
            print(f"## {seed} {mutant.form}: {mutant.what}", *lines[:6], sep="\n    ")
    content = book(LIST)
    pick = random.Random(chosen.seed)
    for bit in pick.sample(range(8 * len(content)), min(chosen.count // 2, 8 * len(content))):
        if lines := damage_faults(flipped(content, bit), "list.xlsx", LIST_RECORDS, lexicon):
            faulty += 1
            print(f"## bit {bit}", *lines[:6], sep="\n    ")
    print(f"{chosen.count} mutants, {chosen.count // 2} bit flips: {faulty} with faults {dict(kinds)}")
    return int(faulty > 0)


if __name__ == "__main__":
    raise SystemExit(main())
