"""
The same figures, otherwise stored: what other programs and other versions of Excel write into a workbook or a text file.

Most are good files in which a careless reader takes a wrong cell, a wrong sheet or a wrong number.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from .cases_numbers import HEADER, NAMES
from .cases_text import RECORDS, ROWS, TEXT
from .expectations import Case, Place, Rec
from .forms import Sheet, Styled, book, members, patched, sheet_text

C = "storage"
RATE, COUNT = "mau_ops_rate", "mau_dossiers"
NUMBERS = [
    HEADER,
    ["Sở Y tế", NAMES[RATE], 2022, 33.25],
    ["Thị xã Đức Mẫu", NAMES[COUNT], 2022, 2439],
    ["Huyện Thủy Mẫu", NAMES[RATE], 2022, 81.17],
]
SHARES = [
    HEADER,
    *([*row[:3], Styled(value, "0.00%")] for row, value in zip(NUMBERS[1::2], (0.3325, 0.8117), strict=True)),
]
SHARE_RECORDS = (RECORDS[0], Rec(RATE, "thuy-mau", "2022", 81.17, "D3"))


def _case(
    name: str, build: Callable[[], bytes], outcome="accept", records=RECORDS, places=(), *, file="", **more
) -> Case:
    return Case(
        f"{C}-{name}", C, file or f"{name}.xlsx", build, outcome, tuple(records), tuple(places), **more
    )


def _maybe(name: str, build: Callable[[], bytes], records=RECORDS, *, file="", **more) -> Case:
    """Read right or refused, never otherwise."""
    return _case(name, build, "reject", (), (), file=file, doubtful=tuple(records), or_places=(Place("", ""),), is_must=False,
                 may_warn=("file", "text", "sheet"), **more)  # fmt: skip


def _sheet(change: Callable[[str], str], rows=NUMBERS) -> bytes:
    content = book(rows)
    changed = patched(content, sheet_text(change))
    assert members(changed)["xl/worksheets/sheet1.xml"] != members(content)["xl/worksheets/sheet1.xml"]
    return changed


def _part(pattern: str, change: Callable[[bytes], bytes], rows=ROWS) -> bytes:
    content = book(rows)
    changed = patched(content, {pattern: change})
    assert members(changed) != members(content)
    return changed


def _moved_sheets() -> bytes:
    """The first sheet of the workbook is the second file of the archive."""
    content = book(Sheet([["ghi chú"]], "Khác"), Sheet(ROWS, "Số liệu"))

    def turn(data: bytes) -> bytes:
        first, second = re.findall(rb"<sheet [^>]*/>", data)
        return data.replace(first + second, second + first)

    return patched(content, {r"xl/workbook\.xml": turn})


def _number(cell: str, text: str) -> Callable[[], bytes]:
    return lambda: _sheet(lambda xml: re.sub(rf'(<c r="{cell}"[^>]*>)<v>[^<]*</v>', rf"\1<v>{text}</v>", xml))


def _no_references() -> bytes:
    return _sheet(lambda xml: re.sub(r' (r|spans|dimension)="[A-Z0-9:]+"', "", xml))


def _format(number_format: str) -> Callable[[], bytes]:
    rows = [
        [Styled(cell.value, number_format) if isinstance(cell, Styled) else cell for cell in row]
        for row in SHARES
    ]
    return lambda: book(rows)


def _strict() -> bytes:
    """The strict variant of the format: other names of the same things."""
    pairs = (
        (b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
        (b"http://schemas.openxmlformats.org/officeDocument/2006/relationships", b"http://purl.oclc.org/ooxml/officeDocument/relationships"),
    )  # fmt: skip

    def change(data: bytes) -> bytes:
        for old, new in pairs:
            data = data.replace(old, new)
        return data

    return patched(book(ROWS), {r".*\.(xml|rels)": change})


def _prefixed() -> bytes:
    """A prefix before every element of the sheet, as some exporters write."""

    def change(xml: str) -> str:
        xml = re.sub(r"<(/?)(?![?!])", r"<\1x:", xml)
        return xml.replace("xmlns=", "xmlns:x=")

    return _sheet(change)


def _column_style() -> bytes:
    """Percent cells of which the format stands at the column too."""
    return _sheet(
        lambda xml: xml.replace(
            "<sheetData>",
            '<cols><col min="4" max="4" width="12" style="1" customWidth="1"/></cols><sheetData>',
        ),
        SHARES,
    )


def _very_hidden() -> bytes:
    content = book(Sheet(NUMBERS[:3], "A"), Sheet([HEADER, NUMBERS[3]], "B", is_hidden=True))
    return patched(
        content, {r"xl/workbook\.xml": lambda d: d.replace(b'state="hidden"', b'state="veryHidden"')}
    )


STORED = (
    _case("sheets-in-another-order", _moved_sheets, records=[Rec(r.indicator, r.unit, r.period, r.value, f"Số liệu!{r.cell}") for r in RECORDS],
          may_warn=("sheet.no_header",)),
    _case("cells-without-references", _no_references),
    _case("exponent-notation", _number("D3", "2.439E3")),
    _case("small-exponent", _number("D2", "3325e-2")),
    _case("noise-in-a-rate", _number("D2", "33.250000000000004")),
    _case("noise-in-a-count", _number("D3", "2439.0000000000005"), is_must=False),
    _case("noise-in-a-year", _number("C3", "2022.0")),
    _maybe("number-with-two-dots", _number("D3", "2.439.000"), RECORDS[::2], never=(2439000, 2.439)),
    _maybe("number-with-comma", _number("D3", "2,439"), RECORDS[::2], never=(2439, 2.439)),
    _maybe("number-infinite", _number("D3", "INF"), RECORDS[::2]),
    _case("number-empty", _number("D3", ""), "warn", RECORDS[::2], (Place("D3", ("value.blank", "number", "cell"), "any"),), never=(0,), is_must=False),
    _case("carriage-return-escaped", lambda: _part(r"xl/sharedStrings\.xml", lambda d: d.replace(b">33,25<", b">33,25_x000D_<"))),
    _case("carriage-return-in-a-name", lambda: _part(r"xl/sharedStrings\.xml", lambda d: d.replace("Sở Y tế<".encode(), "Sở Y_x000D_\n tế<".encode()))),
    _case("character-references", lambda: _part(r"xl/sharedStrings\.xml", lambda d: d.replace("Sở Y tế<".encode(), b"S&#7903; Y t&#x1EBF;<"))),
    _case("cdata", lambda: _part(r"xl/sharedStrings\.xml", lambda d: d.replace(b">33,25<", b"><![CDATA[33,25]]><"))),
    _case("comment-inside-a-value", lambda: _part(r"xl/sharedStrings\.xml", lambda d: d.replace(b">33,25<", b">33,<!-- 7 -->25<"))),
    _case("phonetic-hint", lambda: _part(r"xl/sharedStrings\.xml", lambda d: d.replace(b"<t>33,25</t>", b'<t>33,25</t><rPh sb="0" eb="2"><t>99</t></rPh>')),
          never=(99, 33.2599)),
    _case("xml-with-byte-order-mark", lambda: _part(r"xl/worksheets/sheet1\.xml", lambda d: b"\xef\xbb\xbf" + d)),
    _case("strings-in-utf-16", lambda: _part(r"xl/sharedStrings\.xml", lambda d: d.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")),
          is_must=False),
    _maybe("strict-format", _strict, held={"Sheet1": 4}),
    _case("prefixed-elements", _prefixed),
    _case("percent-style-at-the-column", _column_style, records=SHARE_RECORDS),
    *(
        _case(f"percent-format-{name}", _format(code), records=SHARE_RECORDS)
        for name, code in (
            ("red-negative", "0.00%;[Red]-0.00%"), ("coloured", "[Blue]0.0%"), ("with-sections", '0.00%;-0.00%;"-"'),
            ("with-locale", "[$-42A]0.00%"), ("with-spaces", "_(0.00%_)"), ("percent-in-front", "%0.00"),
        )
    ),
    _maybe("percent-format-sometimes", _format("[>0.5]0.00%;0.00"), SHARE_RECORDS, never=(0.3325, 0.8117)),
    _case("shared-formula", lambda: _sheet(lambda xml: xml.replace('<c r="D2"><v>', '<c r="D2"><f t="shared" ref="D2:D4" si="0">E2*1</f><v>')
                                           .replace('<c r="D4"><v>', '<c r="D4"><f t="shared" si="0"/><v>'))),
    _case("shared-formula-without-result", lambda: _sheet(lambda xml: xml.replace('<c r="D4"><v>81.17</v>', '<c r="D4"><f t="shared" si="0"/>')), "reject",
          RECORDS[:2], (Place("D4", "cell.formula_uncached"),), never=(81.17,)),
    _case("array-formula", lambda: _sheet(lambda xml: xml.replace('<c r="D3"><v>', '<c r="D3"><f t="array" ref="D3">SUM(E3:E9)</f><v>'))),
    _maybe("cell-twice", lambda: _sheet(lambda xml: xml.replace('<c r="D3"><v>2439</v></c>', '<c r="D3"><v>2439</v></c><c r="D3"><v>2440</v></c>')), RECORDS[::2],
           never=(2440, 2439)),
    _maybe("rows-out-of-order", lambda: _sheet(lambda xml: re.sub(r'(<row r="2".*?</row>)(<row r="3".*?</row>)', r"\2\1", xml))),
    _maybe("row-number-twice", lambda: _sheet(lambda xml: xml.replace('<row r="4"', '<row r="3"').replace('r="A4"', 'r="A3"').replace('r="B4"', 'r="B3"')
                                              .replace('r="C4"', 'r="C3"').replace('r="D4"', 'r="D3"')), RECORDS[:1], never=(2439, 81.17)),
    _maybe("cell-in-another-row", lambda: _sheet(lambda xml: xml.replace('<c r="D3">', '<c r="D4">', 1)), RECORDS[:1], never=()),
    _case("very-hidden-sheet", _very_hidden, "warn", [Rec(r.indicator, r.unit, r.period, r.value, f"A!{r.cell}") for r in RECORDS[:2]] +
          [Rec(RATE, "thuy-mau", "2022", 81.17, "B!D2")], (Place("B!", "sheet.hidden", "warning"),), is_must=False),
    _case("row-of-no-height", lambda: _sheet(lambda xml: xml.replace('<row r="3"', '<row r="3" ht="0" customHeight="1"')), "warn", RECORDS, (),
          may_warn=("row.hidden",), is_must=False),
    _case("column-of-no-width", lambda: _sheet(lambda xml: xml.replace("<sheetData>", '<cols><col min="4" max="4" width="0" customWidth="1"/></cols><sheetData>')), "warn",
          RECORDS, (), may_warn=("column.hidden",), is_must=False),
    _case("row-behind-a-filter", lambda: _sheet(lambda xml: xml.replace('<row r="3"', '<row r="3" hidden="1"').replace("</sheetData>", '</sheetData><autoFilter ref="A1:D4"/>')),
          "warn", RECORDS, (Place("3", "row.hidden", "warning"),), is_must=False),
    _case("iso-date-cell", lambda: _sheet(lambda xml: re.sub(r'<c r="C3"><v>2022</v></c>', '<c r="C3" t="d"><v>2022-12-31T00:00:00</v></c>', xml)), "reject",
          RECORDS[::2], (), doubtful=(Rec(COUNT, "duc-mau", frozenset({"2022-12", "2022"}), 2439, "D3"),), or_places=(Place("C3", "period"),), is_must=False, may_warn=("period",)),
    _case("truth-value-by-name", lambda: _sheet(lambda xml: xml.replace('<c r="D3"><v>2439</v></c>', '<c r="D3" t="b"><v>1</v></c>')), "reject", RECORDS[::2],
          (Place("D3", ("number", "value")),), never=(1,)),
    _maybe("unknown-cell-type", lambda: _sheet(lambda xml: xml.replace('<c r="D3"><v>', '<c r="D3" t="zz"><v>')), RECORDS[::2], never=()),
    _maybe("style-outside-the-table", lambda: _sheet(lambda xml: xml.replace('<c r="D3"><v>', '<c r="D3" s="9999"><v>')), RECORDS[::2], never=()),
    _case("binary-workbook", lambda: patched(book(ROWS), {r"xl/workbook\.xml": None}, {"xl/workbook.bin": b"\x83\x01\x00"}), "reject", (), (Place("", "file"),),
          is_refused=True, file="new.xlsb"),
)  # fmt: skip


HEAD, A, B, D = TEXT.splitlines()


def _text(name: str, text: str | bytes, **more) -> Case:
    return _case(name, lambda: text if isinstance(text, bytes) else text.encode(), file=f"{name}.csv", **more)


def _text_maybe(name: str, text: str | bytes, records=RECORDS, **more) -> Case:
    return _maybe(
        name, lambda: text if isinstance(text, bytes) else text.encode(), records, file=f"{name}.csv", **more
    )


TEXTS = (
    _text("line-separator-in-a-field", f"{HEAD};Ghi chú\r\n{A};một\u2028hai\r\n{B};ba\r\n{D};năm\r\n"),
    _text_maybe("line-tabulation-in-a-field", f"{HEAD};Ghi chú\r\n{A};một\x0bhai\r\n{B};ba\r\n{D};năm\r\n"),
    _text_maybe("next-line-sign-in-a-field", f"{HEAD};Ghi chú\r\n{A};một\r\n{B};ba\u0085bốn\r\n{D};năm\r\n"),
    _text_maybe("end-of-file-sign", TEXT + "\x1a"),
    _text_maybe("carriage-returns-doubled", TEXT.replace("\r\n", "\r\r\n"),
                [Rec(r.indicator, r.unit, r.period, r.value, f"D{n}") for n, r in zip((3, 5, 7), RECORDS, strict=True)]),
    _text_maybe("formula-around-a-number", TEXT.replace(";2.439", ';"=""2.439"""'), RECORDS[::2], never=()),
    _text_maybe("apostrophe-before-a-number", TEXT.replace(";2.439", ";'2.439"), RECORDS[::2], never=(2.439,)),
    _text_maybe("two-tables-of-two-separators", TEXT + TEXT.replace(";", ",").replace("33,25", "33"), RECORDS, held={"": 8}, never=(25,)),
    _text_maybe("separator-line-with-comma", "sep=,\r\n" + TEXT, ()),
    _text_maybe("rows-of-growing-width", f"{HEAD}\r\n{A}\r\n{B};1;2;3\r\n{D}\r\n", RECORDS[::2], never=(2439,)),
    _text("quoted-header-with-line-break", f'Đơn vị;Chỉ tiêu;"Kỳ\r\nbáo cáo";Giá trị\r\n{A}\r\n{B}\r\n{D}\r\n', held={"": 4}),
    _text("byte-order-mark-and-quotes", "\ufeff" + '"' + HEAD.replace(";", '";"') + f'"\r\n{A}\r\n{B}\r\n{D}\r\n'),
)  # fmt: skip

CASES = (*STORED, *TEXTS)
