"""Text tables: their separators, quotation marks and line ends; rows are numbered as a spreadsheet numbers them."""

from __future__ import annotations

import pytest

from dtanalysis.ingest import delimited
from dtanalysis.ingest.delimited import read_delimited
from dtanalysis.ingest.grid import FileFaultError

HEAD = "Đơn vị;Chỉ tiêu;Kỳ;Giá trị"
ROW = "Sở Y tế;Tỷ lệ;2022;33,25"


def values(text: str) -> dict[tuple[int, int], object]:
    return {place: cell.value for place, cell in read_delimited(text.encode()).cells.items()}


def refused(content: bytes) -> str:
    with pytest.raises(FileFaultError) as caught:
        read_delimited(content)
    return caught.value.code


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_the_one_that_makes_a_heading(delimiter):
    text = "\n".join((HEAD, ROW.replace("33,25", '"33,25"'), "")).replace(";", delimiter)
    assert values(text)[2, 4] == "33,25"


def test_decimal_commas_in_every_cell_do_not_make_the_comma_the_delimiter():
    text = "STT;Đơn vị;Tỷ lệ A;Tỷ lệ B\n" + "1,5;Sở A, B, C;1,5;2,5\n" * 9
    assert values(text)[3, 2] == "Sở A, B, C"


def test_without_words_of_forms_the_most_even_delimiter_is_taken():
    assert values("a;b, c;d\n1;2;3\n4;5, 6, 7;8\n")[3, 2] == "5, 6, 7"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_all_line_ends_are_understood_and_blank_lines_are_rows(end):
    text = end.join((HEAD, "", ROW, ""))
    assert sorted({row for row, _ in values(text)}) == [1, 3]


@pytest.mark.parametrize("named", ["sep=;", '"sep=;"', "SEP=;"])
def test_a_line_that_names_the_delimiter_is_row_one_and_no_content(named):
    found = values(f"{named}\r\nA;B,C,D\r\n1;2,3,4\r\n")
    assert found == {(2, 1): "A", (2, 2): "B,C,D", (3, 1): "1", (3, 2): "2,3,4"}


def test_a_tab_may_be_named_too():
    assert values("sep=\t\na\tb;c;d\n")[2, 2] == "b;c;d"


def test_a_heading_quoted_over_two_lines_is_one_row():
    found = values('"Đơn vị\nbáo cáo";Chỉ tiêu;Kỳ;Giá trị\n' + ROW + "\n")
    assert (found[1, 1], found[2, 1]) == ("Đơn vị\nbáo cáo", "Sở Y tế")


@pytest.mark.parametrize("code", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_marks_at_the_beginning_and_unicode_as_excel_saves_it_are_read(code):
    grid = read_delimited("\n".join((HEAD, ROW, "")).replace(";", "\t").encode(code))
    assert grid.cells[1, 1].value == "Đơn vị"


def test_a_last_line_without_its_end_is_read_with_a_notice_at_its_row():
    [notice] = read_delimited(f"{HEAD}\n{ROW}".encode()).notices
    assert (notice.code, notice.row) == ("file.no_final_newline", 2)
    assert not read_delimited(f"{HEAD}\n{ROW}\n".encode()).notices


@pytest.mark.parametrize(
    ("row", "is_broken"),
    [
        (ROW, False),
        (ROW + ";", False),
        (ROW + ";;;", False),
        (ROW + ";5", True),
        (ROW[:-6], True),
        ("Ghi chú: a", False),
    ],
)
def test_a_row_of_another_width_is_broken_but_blank_fields_behind_are_nothing(row, is_broken):
    grid = read_delimited(f"{HEAD}\n{ROW}\n{row}\n".encode())
    assert list(grid.broken_rows) == ([3] if is_broken else [])


def test_blank_columns_behind_the_heading_are_no_columns():
    assert not read_delimited(f"{HEAD};;\n{ROW}\n{ROW};;\n".encode()).broken_rows


def test_a_second_table_has_a_width_of_its_own():
    text = f"{HEAD}\n{ROW}\n\nĐơn vị;Kỳ;Giá trị\nSở Y tế;2022;5\nSở Y tế;2022\n"
    assert list(read_delimited(text.encode()).broken_rows) == [6]


def test_a_row_swallowed_by_stray_quotation_marks_is_not_lost_in_silence():
    text = f'{HEAD};Ghi chú\n{ROW};"a\nSở B;Tỷ lệ;2022;7;b"\n'
    [notice] = read_delimited(text.encode()).broken_rows.values()
    assert "chứa cả dòng khác" in notice.message


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (f'{HEAD}\n"Sở Y tế;Tỷ lệ;2022;5\n'.encode(), "file.quotes"),
        (f'{HEAD}\n"Sở" Y tế;Tỷ lệ;2022;5\n'.encode(), "file.quotes"),
        (f"{HEAD}\nSở\x00;Tỷ lệ;2022;5\n".encode(), "file.nul"),
        (HEAD.encode("utf-32"), "file.encoding"),
        (f"{HEAD}\n".encode() + b"9" * 200_000, "file.quotes"),
        (b"a" + b";" * 1_100_000, "file.too_large"),
        (b"a;b\n" * 2_600_000, "file.too_large"),
    ],
)
def test_what_cannot_be_a_table_is_refused(content, code):
    assert refused(content) == code


@pytest.mark.parametrize(("name", "most"), [("MOST_CELLS", 7), ("_MOST_FIELDS", 11), ("_LONGEST_LINE", 3)])
def test_cells_blank_lines_and_the_length_of_a_line_are_counted(name, most, monkeypatch):
    content = b"a;b\n\nc;d\n\ne;f\ng;h\n"
    assert len(read_delimited(content).cells) == 8
    monkeypatch.setattr(delimited, name, most)
    assert refused(content) == "file.too_large"
