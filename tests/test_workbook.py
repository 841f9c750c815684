"""Cells of Excel workbooks: as stored, as shown, and never more than a form holds. openpyxl is the second opinion."""

from __future__ import annotations

import datetime as dt
import io
import re

import openpyxl
import pytest
from faults.forms import ErrorCell, Formula, Rich, Sheet, Styled, book, patched, sheet_text, zipped
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from dtanalysis.ingest import workbook, xml_events
from dtanalysis.ingest.grid import Cell, FileFaultError, Grid
from dtanalysis.ingest.number_formats import is_date
from dtanalysis.ingest.opening import open_bytes
from dtanalysis.ingest.workbook_parts import _BUILT_IN

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"


def opened(content: bytes) -> list[Grid]:
    return open_bytes(content, "a.xlsx")


def sheet(rows: str, behind: str = "", before: str = "", **more) -> Grid:
    """The one sheet of a workbook with these rows, in XML."""
    told = f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{behind}</worksheet>'
    base = book([["một", "hai"]], **more)
    return opened(patched(base, {r"xl/worksheets/sheet1\.xml": told.encode()}))[0]


def cell(xml: str) -> Cell | None:
    return sheet(f'<row r="1">{xml}</row>').cells.get((1, 1))


def refused(content: bytes) -> str:
    with pytest.raises(FileFaultError) as caught:
        opened(content)
    return caught.value.code


def with_rows(xml: str, behind: str = "") -> bytes:
    return patched(
        book([["x"]]), sheet_text(lambda text: text.replace("</sheetData>", f"{xml}</sheetData>{behind}"))
    )


@pytest.mark.parametrize(
    ("xml", "value"),
    [
        ('<c r="A1" t="s"><v>1</v></c>', "hai"),
        ('<c r="A1" t="inlineStr"><is><t>a</t></is></c>', "a"),
        ('<c r="A1" t="inlineStr"><is><r><t>a </t></r><r><t>b</t></r><rPh><t>no</t></rPh></is></c>', "a b"),
        ('<c r="A1" t="inlineStr"><is><t>a_x000A_b_x005F_</t></is></c>', "a\nb_"),
        ('<c r="A1" t="b"><v>1</v></c>', True),
        ('<c r="A1" t="d"><v>2023-06-30T00:00:00Z</v></c>', dt.datetime(2023, 6, 30)),
        ('<c r="A1"><v>2439</v></c>', 2439),
        ('<c r="A1"><v>2439.0</v></c>', 2439),
        ('<c r="A1" t="n"><v>3.325E1</v></c>', 33.25),
        ("<c><v>7</v></c>", 7),
    ],
)
def test_a_stored_value_is_read_by_its_type(xml, value):
    read = cell(xml)
    assert read is not None
    assert (read.value, type(read.value)) == (value, type(value))


@pytest.mark.parametrize(
    "xml",
    ['<c r="A1"/>', '<c r="A1"><v/></c>', '<c r="A1" t="s"><v></v></c>', '<c r="A1" t="str"><v> </v></c>'],
)
def test_a_blank_cell_is_left_out(xml):
    assert cell(xml) is None


@pytest.mark.parametrize(
    "xml",
    [
        '<c r="A1" t="s"><v>99</v></c>',
        '<c r="A1" t="s"><v>-1</v></c>',
        '<c r="A1"><v>12x</v></c>',
        '<c r="A1"><v>1e999</v></c>',
        '<c r="A1"><v>NaN</v></c>',
        '<c r="A1" t="b"><v>2</v></c>',
        '<c r="A1" t="x"><v>2</v></c>',
        '<c r="A1" s="999"><v>2</v></c>',
        '<c r="B2"><v>2</v></c>',
        '<c r="XFE1"><v>2</v></c>',
        '<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>',
        '<c r="B1"><v>1</v></c><c r="A1"><v>2</v></c>',
    ],
)
def test_a_cell_that_contradicts_itself_makes_the_file_refused(xml):
    assert (
        refused(with_rows(f'<row r="5">{xml.replace("1" + chr(34), "5" + chr(34), 2)}</row>'))
        == "file.corrupt"
    )


def test_cells_and_rows_without_a_place_follow_the_one_before():
    grid = sheet(
        '<row><c><v>1</v></c><c/><c><v>3</v></c></row><row r="4"><c r="B4"><v>5</v></c><c><v>6</v></c></row><row><c><v>7</v></c></row>'
    )
    assert {place: cell.value for place, cell in grid.cells.items()} == {
        (1, 1): 1, (1, 3): 3, (4, 2): 5, (4, 3): 6, (5, 1): 7,
    }  # fmt: skip


def test_a_row_told_twice_is_refused():
    assert refused(with_rows('<row r="9"/><row r="9"/>')) == "file.corrupt"


def test_the_strict_format_is_read_like_the_usual_one():
    content = book([["một", 2]])
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    strict = {
        ".*": lambda data: data.replace(MAIN.encode(), STRICT.encode()).replace(
            relations.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
    }
    assert opened(patched(content, strict)) == opened(content)


@pytest.mark.parametrize(
    ("xml", "kind", "value"),
    [
        ('<c r="A1"><f>1+1</f><v>2</v></c>', "formula", 2),
        ('<c r="A1"><f>1+1</f></c>', "uncached", None),
        ('<c r="A1"><f>1+1</f><v></v></c>', "uncached", None),
        ('<c r="A1" t="str"><f>"a"</f><v>a</v></c>', "formula", "a"),
        ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "error", "#DIV/0!"),
        ('<c r="A1" t="e"><v>#N/A</v></c>', "error", "#N/A"),
        ('<c r="A1"><f>[1]Sheet1!A1</f><v>2</v></c>', "external", 2),
        ("<c r=\"A1\"><f>'[Tệp 2.xlsx]Trang 1'!A1*2</f><v>2</v></c>", "external", 2),
        ('<c r="A1"><f>SUM([1]!Tong)</f><v>2</v></c>', "external", 2),
        ("<c r=\"A1\"><f>cmd|'/c calc'!A1</f><v>2</v></c>", "external", 2),
        ('<c r="A1"><f>Bang1[Cột]+Trang2!A1</f><v>2</v></c>', "formula", 2),
        ('<c r="A1"><f>SUM(Bang1[[#This Row],[Cột]])+Trang2!A1</f><v>2</v></c>', "formula", 2),
        ('<c r="A1"><f>"[1]x!"&amp;B1</f><v>2</v></c>', "formula", 2),
    ],
)  # fmt: skip
def test_a_formula_counts_by_its_stored_result(xml, kind, value):
    read = cell(xml)
    assert read is not None
    assert (read.kind, read.value) == (kind, value)


def test_a_formula_that_gives_an_empty_text_is_blank():
    assert cell('<c r="A1" t="str"><f>""</f><v></v></c>') is None


def test_a_shared_formula_is_known_in_all_its_cells():
    grid = sheet(
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">[1]T!A1</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c></row>'
    )
    assert [grid.cells[row, 1].kind for row in (1, 2)] == ["external", "external"]


def test_an_array_formula_counts_for_all_its_cells():
    grid = sheet(
        '<row r="1"><c r="A1"><f t="array" ref="A1:A3">[1]T!A1:A3</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c></row><row r="3"><c r="A3"/></row>'
    )
    assert [grid.cells[row, 1].kind for row in (1, 2, 3)] == ["external", "external", "uncached"]


def test_numbers_show_as_dates_and_times_by_their_format():
    days = [
        Styled(45107, "dd/mm/yyyy"),
        Styled(0.5, "h:mm"),
        Styled(1.5, "[h]:mm"),
        Styled(5, '0 "tháng"'),
        Styled(-1, "dd/mm/yyyy"),
    ]
    [grid] = opened(book([days]))
    shown = [grid.cells[1, column].value for column in range(1, 6)]
    assert shown == [dt.datetime(2023, 6, 30), dt.time(12), dt.timedelta(1.5), 5, "#####"]
    assert grid.cells[1, 5].kind == "error"


def test_days_count_from_1904_where_the_file_says_so():
    [grid] = opened(book([[Styled(43645, "dd/mm/yyyy")]], is_1904=True))
    assert (grid.cells[1, 1].value, grid.is_1904) == (dt.datetime(2023, 6, 30), True)


def test_number_formats_and_fonts_are_kept():
    [grid] = opened(
        book(
            [
                [
                    Styled(0.8117, "0.00%"),
                    Styled("Së", "General", ".VnTime"),
                    Styled("ASCII", "General", ".VnTime"),
                ]
            ]
        )
    )
    assert grid.cells[1, 1] == Cell(0.8117, "0.00%")
    assert [grid.cells[1, column].font for column in (2, 3)] == [".VnTime", ""]


def test_the_font_of_runs_goes_before_the_font_of_the_cell_if_they_agree():
    [grid] = opened(book([[Rich(("Së ", "Y tÕ"))]]))
    run = '<r><rPr><rFont val=".VnTime"/></rPr><t>Së</t></r>'
    read = sheet(f'<row><c t="inlineStr"><is>{run}{run}</is></c></row>').cells[1, 1]
    assert (read.value, read.font, grid.cells[1, 1].font) == ("SëSë", ".VnTime", "Calibri")


def test_hidden_rows_columns_and_sheets_are_told_only_where_they_hold_something():
    rows = [["a", "b"], ["c", None], [None, "d"]]
    content = book(
        Sheet(rows, "A", hidden_rows=(2, 30), hidden_columns=("B", "Q")),
        Sheet([["x"]], "B", is_hidden=True),
        Sheet([], "C", is_hidden=True),
    )
    content = patched(
        content, {r"xl/workbook\.xml": lambda data: data.replace(b'state="hidden"', b'state="veryHidden"', 1)}
    )
    first, second, third = opened(content)
    assert [(n.code, n.row, n.column) for n in first.notices] == [
        ("row.hidden", 2, 0),
        ("column.hidden", 0, 2),
    ]
    assert [notice.code for notice in (*second.notices, *third.notices)] == ["sheet.hidden"]
    assert [second.is_hidden, third.is_hidden] == [True, True]


def test_columns_hidden_as_a_range_and_rows_of_no_height_are_hidden():
    cells = "".join(f'<c r="{letter}1"><v>1</v></c>' for letter in "ABCD")
    grid = sheet(
        f'<row r="1" ht="0" customHeight="1">{cells}</row>',
        before='<cols><col min="2" max="16384" hidden="1"/></cols>',
    )
    assert (grid.hidden_rows, grid.hidden_columns) == ({1}, {2, 3, 4})


def test_many_hidden_rows_that_follow_each_other_share_one_notice():
    [grid] = opened(book(Sheet([["x"]] * 100, hidden_rows=range(11, 91))))
    assert [(notice.code, notice.row) for notice in grid.notices] == [("row.hidden", 11)]


def test_what_lies_under_a_merged_cell_is_told_and_not_used():
    merges = '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>'
    grid = sheet(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="B2"><v>3</v></c><c r="C2"><v>4</v></c></row>',
        merges,
    )
    assert sorted(grid.cells) == [(1, 1), (2, 3)]
    assert [(notice.code, notice.row, notice.column) for notice in grid.notices] == [
        ("cell.under_merge", 1, 2)
    ]
    assert "Có 2 ô" in grid.notices[0].message


def test_a_title_merged_over_a_whole_row_is_cut_to_what_is_there():
    grid = sheet(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="C2"><v>1</v></c></row>',
        '<mergeCells><mergeCell ref="A1:XFD1"/></mergeCells>',
    )
    assert grid.merges == ((1, 1, 1, 3),)


def test_sheets_are_found_where_the_book_says_under_the_names_it_gives():
    content = book(Sheet([["x"]], "A & <b>"), Sheet([["y"]], "B"))
    moved = patched(content, {
        r"xl/worksheets/sheet1\.xml": None,
        r"xl/_rels/workbook\.xml\.rels": lambda data: data.replace(b'"worksheets/sheet1.xml"', b'"/xl/pages/One.xml"'),
    }, {"xl/pages/one.xml": dict_of(content)["xl/worksheets/sheet1.xml"]})  # fmt: skip
    assert [grid.name for grid in opened(moved)] == ["A & <b>", "B"]
    assert opened(moved) == opened(content)


def dict_of(content: bytes) -> dict[str, bytes]:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_sheet_that_only_holds_a_chart_is_left_out():
    content = openpyxl.Workbook()
    content.active.append(["x", 1])
    content.create_chartsheet("Biểu đồ")
    buffer = io.BytesIO()
    content.save(buffer)
    assert [grid.name for grid in opened(buffer.getvalue())] == ["Sheet"]


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"]
)
def test_a_missing_part_makes_the_file_refused(part):
    assert refused(patched(book([["x"]]), {re.escape(part): None})) == "file.corrupt"


@pytest.mark.parametrize(
    ("added", "behind"),
    [
        (
            "",
            "<mergeCells>"
            + "".join(f'<mergeCell ref="F{n}:G{n}"/>' for n in range(1, 6_000))
            + "</mergeCells>",
        ),
        (
            '<row r="600"><c r="KZ600"><v>1</v></c></row>',
            '<mergeCells><mergeCell ref="A2:XFD9999"/></mergeCells>'.replace("A2", "A1") * 2,
        ),
        ('<row r="9"><c r="A9" t="inlineStr"><is><t>' + "x" * 33_000 + "</t></is></c></row>", ""),
        ('<row r="9"><c r="A9"><f t="array" ref="A9:Z9999">1</f><v>1</v></c></row>', ""),
        ("<a>" * 500 + "</a>" * 500, ""),
        ("<row " + " ".join(f'a{n}="{n}"' for n in range(60_000)) + "/>", ""),
    ],
)
def test_more_than_a_form_holds_is_refused(added, behind):
    assert refused(with_rows(added, behind)) == "file.too_large"


def test_cells_and_tags_are_counted_over_all_sheets(monkeypatch):
    content = book(Sheet([["x"] * 6], "A"), Sheet([["x"] * 6], "B"))
    monkeypatch.setattr(workbook, "MOST_CELLS", 11)
    assert refused(content) == "file.too_large"
    monkeypatch.setattr(workbook, "MOST_CELLS", 12)
    assert len(opened(content)) == 2
    monkeypatch.setattr(
        xml_events.Budget, "__init__", lambda self: self.__dict__.update(size=10**6, tags=100)
    )
    assert refused(content) == "file.too_large"


def test_entities_are_refused_by_the_parser_too():
    told = f'<!DOCTYPE w [<!ENTITY a "1">]><worksheet xmlns="{MAIN}"/>'
    with pytest.raises(FileFaultError, match="thực thể"):
        list(xml_events.read_events(io.BytesIO(told.encode()), {}))


def test_openpyxl_reads_the_same_values_formats_and_merges():
    rows = [
        ["Đơn vị", Styled(0.5, "0%"), Styled(45107.75, "dd/mm/yyyy h:mm"), 12345678901, -0.001],
        [Formula("=1+1", 2), ErrorCell("#REF!"), True, "  hai  dòng\nmột", Rich(("đậm", "nhạt"))],
        ["gộp", None, Styled(1, "#,##0"), "=1"],
    ]
    content = book(Sheet(rows, merges=("A3:B3",)))
    page, [grid] = openpyxl.load_workbook(io.BytesIO(content), data_only=True).active, opened(content)
    theirs = {
        (c.row, c.column): (c.value, c.number_format)
        for row in page.iter_rows()
        for c in row
        if c.value is not None
    }
    assert {place: (c.value, c.number_format) for place, c in grid.cells.items()} == theirs
    assert [grid.merges] == [
        tuple((m.min_row, m.min_col, m.max_row, m.max_col) for m in page.merged_cells.ranges)
    ]


def test_built_in_formats_are_the_ones_of_openpyxl_but_for_currencies():
    common = {number: code for number, code in _BUILT_IN.items() if number not in range(37, 45)}
    assert common == {number: BUILTIN_FORMATS[number] for number in common}


@pytest.mark.parametrize(
    "code",
    [
        *BUILTIN_FORMATS.values(),
        "dd/mm/yyyy;@",
        "[$-42A]mmmm yyyy",
        '#,##0 "đ"',
        "[Red]0.0",
        "[h]:mm",
        "yyyy\\-mm\\-dd",
    ],
)
def test_dates_are_told_from_figures_as_openpyxl_tells_them(code):
    assert is_date(code) == bool(is_date_format(code))


def test_an_archive_without_sheets_is_refused():
    assert refused(zipped({"[Content_Types].xml": b"<a/>", "xl/a.xml": b"<a/>"})) == "file.corrupt"
