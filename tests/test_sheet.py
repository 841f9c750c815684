"""A grid as a reader sees it: merged cells, old encodings, texts of numbers and dates."""

import datetime as dt

import pytest
from grids import grid, sheet

from dtanalysis.ingest.grid import Cell
from dtanalysis.ingest.sheet import is_figure, looks_like_number, open_sheet, text_of


def test_a_merged_text_shows_in_every_cell_of_its_range_and_nowhere_else():
    opened = sheet(("Sở Y tế", 1), (None, 2), (None, 3), merges=((1, 1, 2, 1),))
    assert [opened.text(row, 1) for row in (1, 2, 3)] == ["Sở Y tế", "Sở Y tế", ""]


def test_a_range_merged_down_to_the_end_of_the_sheet_costs_no_more_than_the_rows_in_use():
    opened = sheet(("a", "b"), (None, "c"), merges=((1, 1, 1_048_576, 1),))
    assert set(opened.anchors) == {(1, 1), (2, 1)}


def test_text_in_a_font_of_old_encoding_is_converted_noted_and_kept_as_received():
    opened = sheet((Cell("Së Y tÕ", font=".VnTime"),))
    assert (opened.text(1, 1), opened.raw_text(1, 1)) == ("Sở Y tế", "Së Y tÕ")
    (notice,) = opened.conversions
    assert (notice.code, notice.row, notice.column) == ("text.converted", 1, 1)


@pytest.mark.parametrize("blank", ["", "  ", "\u200b", "\u00a0\n"])
def test_a_cell_that_only_looks_empty_is_empty(blank):
    assert open_sheet(grid((blank, "x"))).columns_by_row == {1: [2]}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2023.0, "2023"),
        (0.1, "0.1"),
        (1e300, "1e+300"),
        (False, "FALSE"),
        (dt.datetime(2023, 6, 30), "2023-06-30"),
        (dt.datetime(2023, 6, 30, 8), "2023-06-30 08:00:00"),
        (dt.time(8, 30), "08:30:00"),
        (" a ", "a"),
    ],
)
def test_every_value_has_one_text(value, text):
    assert text_of(Cell(value)) == text


@pytest.mark.parametrize("text", ["2.439", "81,17%", "khoảng 90 %", "5 hồ sơ", "-3", "1 234"])
def test_what_is_written_like_a_figure_looks_like_one(text):
    assert looks_like_number(text)


@pytest.mark.parametrize("text", ["", "Sở Y tế", "chưa có", "Phường 1 và Phường 2 của thành phố"])
def test_a_name_does_not(text):
    assert not looks_like_number(text)


def test_every_value_that_is_no_text_is_a_figure_until_it_is_read():
    opened = sheet((dt.datetime(2023, 6, 30), True, "x", None))
    assert [is_figure(opened, 1, column) for column in (1, 2, 3, 4)] == [True, True, False, False]
