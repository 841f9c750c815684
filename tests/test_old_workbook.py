"""Workbooks of Excel 97–2003 and OpenDocument sheets give the same grids as new workbooks."""

from __future__ import annotations

import datetime as dt
import struct

import pytest
from faults import legacy
from faults.forms import patched

from dtanalysis.ingest.grid import Cell, FileFaultError, Grid
from dtanalysis.ingest.opening import open_bytes


def old(*rows: list, **more) -> Grid:
    return open_bytes(legacy.xls({"A": list(rows)}, **more), "a.xls")[0]


def ods(row: str, before: str = "", styles: str = "", table: str = "", libreoffice: bool = False) -> Grid:
    """The one table of a document whose first row is given in XML."""
    content = legacy.ods([[]], tail=before + f"<table:table-row>{row}</table:table-row>")

    def change(data: bytes) -> bytes:
        text = data.decode().replace("<table:table-row></table:table-row>", "")
        text = text.replace(
            "<office:body>", f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        )
        spaces = 'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
        text = text.replace("office:version", spaces + "office:version").replace(
            "<table:table ", f"<table:table {table} "
        )
        return text.encode()

    added = {"meta.xml": b"<generator>LibreOffice/7</generator>"} if libreoffice else {}
    return open_bytes(patched(content, {r"content\.xml": change}, added), "a.ods")[0]


def refused(content: bytes, name: str) -> str:
    with pytest.raises(FileFaultError) as caught:
        open_bytes(content, name)
    return caught.value.code


def test_values_and_formats_of_an_old_workbook_are_kept():
    grid = old(["Sở Y tế", 2439, (0.8117, "0.00%"), (45107, "dd/mm/yyyy"), True, "#N/A", "  "])
    assert [grid.cells[1, column].value for column in range(1, 7)] == [
        "Sở Y tế", 2439, 0.8117, dt.datetime(2023, 6, 30), True, "#N/A",
    ]  # fmt: skip
    assert (grid.cells[1, 3].number_format, grid.cells[1, 6].kind, (1, 7) in grid.cells) == (
        "0.00%",
        "error",
        False,
    )
    assert isinstance(grid.cells[1, 2].value, int)


def test_days_of_an_old_workbook_count_from_1904_where_it_says_so():
    grid = old([(43645, "dd/mm/yyyy")], is_1904=True)
    assert (grid.cells[1, 1].value, grid.is_1904) == (dt.datetime(2023, 6, 30), True)


def test_a_hidden_sheet_of_an_old_workbook_is_told():
    shown, hidden = open_bytes(legacy.xls({"A": [["x"]], "B": [["y"]]}, hidden=("B",)), "a.xls")
    assert (shown.notices, [notice.code for notice in hidden.notices]) == ((), ["sheet.hidden"])


def test_a_locked_old_workbook_is_refused_by_name():
    assert refused(legacy.xls({"A": [["x"]]}, password=True), "a.xls") == "file.password"


def test_an_old_workbook_that_reserves_millions_of_places_is_refused_before_it_is_read(monkeypatch):
    far = b"".join(struct.pack("<HHHHHd", 0x203, 14, row, 255, 1, 1.0) for row in range(5_000))
    stream = legacy._sheet_stream([])
    monkeypatch.setattr(legacy, "_sheet_stream", lambda rows: stream[:-4] + far + stream[-4:])
    monkeypatch.setattr("xlrd.open_workbook", lambda **_: pytest.fail("xlrd was called"))
    assert refused(legacy.xls({"A": []}), "a.xls") == "file.too_large"


@pytest.mark.parametrize(
    ("xml", "cell"),
    [
        ('office:value-type="float" office:value="2439"', Cell(2439)),
        ('office:value-type="percentage" office:value="0.8117"', Cell(0.8117, "0.00%")),
        ('office:value-type="currency" office:value="5.5"', Cell(5.5)),
        ('office:value-type="boolean" office:boolean-value="true"', Cell(True)),
        ('office:value-type="date" office:date-value="2023-06-30"', Cell(dt.datetime(2023, 6, 30))),
        ('office:value-type="time" office:time-value="PT12H30M00S"', Cell(dt.time(12, 30))),
        ('office:value-type="time" office:time-value="PT42H00M00S"', Cell(dt.timedelta(hours=42))),
        ('office:value-type="float" office:value="2" table:formula="of:=1+1"', Cell(2, kind="formula")),
        (
            'office:value-type="float" office:value="2" table:formula="of:=\'file:///b.ods\'#$A.A1"',
            Cell(2, kind="external"),
        ),
        ('table:formula="of:=1+1"', Cell(None, kind="uncached")),
        ('office:value-type="float" office:value="1" table:formula="of:=TRUE()"', Cell(True)),
        (
            'office:value-type="string" calcext:value-type="error" office:string-value="#N/A"',
            Cell("#N/A", kind="error"),
        ),
    ],
)
def test_a_cell_of_an_open_document_is_read_by_its_type(xml, cell):
    assert ods(f"<table:table-cell {xml}/>").cells == {(1, 1): cell}


def test_libreoffice_leaves_out_the_result_of_a_formula_only_where_it_is_empty():
    assert ods('<table:table-cell table:formula="of:=&quot;&quot;"/>', libreoffice=True).cells == {}


def test_a_text_is_its_paragraphs_without_comments_and_drawings():
    note = "<office:annotation><text:p>ghi chú</text:p></office:annotation>"
    text = "<text:p>a<text:s text:c='2'/>b <text:span>c</text:span>d</text:p><text:p>e<text:tab/>f</text:p>"
    assert (
        ods(f'<table:table-cell office:value-type="string">{note}{text}</table:table-cell>').cells[1, 1].value
        == "a  b cd\ne\tf"
    )


def test_repeated_rows_and_cells_are_counted():
    value = '<table:table-cell office:value-type="float" office:value="5" table:number-columns-repeated="2"/>'
    blank = '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
    twice = f'<table:table-row table:number-rows-repeated="2"><table:table-cell/>{value}</table:table-row>'
    assert sorted(ods("", before=blank + twice).cells) == [(4, 2), (4, 3), (5, 2), (5, 3)]


def test_hidden_rows_columns_and_tables_of_an_open_document_are_told():
    value = '<table:table-cell office:value-type="float" office:value="5"/>'
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    row = f'<table:table-row table:visibility="filter">{value}{value}</table:table-row>'
    style = '<style:style style:name="t"><style:table-properties table:display="false"/></style:style>'
    grid = ods("", before=columns + row, styles=style, table='table:style-name="t"')
    assert [notice.code for notice in grid.notices] == ["sheet.hidden", "row.hidden", "column.hidden"]


def test_merged_cells_of_an_open_document_hide_what_lies_under_them():
    merged = '<table:table-cell table:number-columns-spanned="2" office:value-type="float" office:value="1"/>'
    covered = '<table:covered-table-cell office:value-type="float" office:value="2"/>'
    grid = ods(merged + covered)
    assert (grid.merges, list(grid.cells), [n.code for n in grid.notices]) == (
        ((1, 1, 1, 2),),
        [(1, 1)],
        ["cell.under_merge"],
    )


@pytest.mark.parametrize(
    "repeated",
    [("number-rows-repeated", 1_048_577), ("number-columns-repeated", 0), ("number-columns-repeated", "x")],
)
def test_an_open_document_that_repeats_without_end_is_refused(repeated):
    name, count = repeated
    value = f'<table:table-cell office:value-type="float" office:value="5" table:{name}="{count}"/>'
    row = f'<table:table-row table:{name}="{count}">{value}</table:table-row>'
    assert refused(legacy.ods([["x"]], tail=row), "a.ods") == "file.corrupt"


def test_an_open_document_that_repeats_a_value_a_million_times_is_refused():
    row = '<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="float" office:value="1"/></table:table-row>'
    assert refused(legacy.ods([["x"]], tail=row), "a.ods") == "file.too_large"
