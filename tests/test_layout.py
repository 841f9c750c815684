"""Where tables are, and what the headings above a column say together and beside each other."""

import pytest
from grids import DOSSIERS, PERIOD, RATE, REPORTER, TEAMS, columns, sheet, small_lexicon

from dtanalysis.ingest.columns import to_date
from dtanalysis.ingest.heading_rows import find_heading_rows, is_index_row
from dtanalysis.ingest.layout import find_tables
from dtanalysis.periods import parse_period


def blocks(*rows: tuple, **more) -> list[tuple[int, int]]:
    opened = sheet(*rows, **more)
    return find_heading_rows(opened, small_lexicon(), list(opened.columns_by_row))


def layout(*rows: tuple, **more):
    return find_tables(sheet(*rows, **more), small_lexicon())


HEADINGS = ("STT", "Chỉ tiêu", "Giá trị")


# Rows of headings


def test_title_lines_are_no_headings():
    assert blocks(REPORTER, ("Đơn vị báo cáo:", "Sở Y tế"), HEADINGS, (1, DOSSIERS, 5)) == [(3, 3)]


def test_second_rows_and_rows_of_column_numbers_belong_to_the_headings():
    rows = ("Đơn vị", RATE, None), (None, "Tử số", "Mẫu số"), ("(1)", "(2)", "(3)"), ("Sở Y tế", 1, 2)
    assert blocks(*rows, merges=((1, 1, 2, 1), (1, 2, 1, 3))) == [(1, 3)]


def test_a_row_of_groups_above_belongs_to_the_headings():
    rows = (None, "Quý này", None), ("Chỉ tiêu", "Kế hoạch", "Thực hiện"), (DOSSIERS, 10, 5)
    assert blocks(*rows, merges=((1, 2, 1, 3),)) == [(1, 2)]


def test_headings_repeated_after_a_page_break_begin_a_block_of_their_own():
    assert blocks(HEADINGS, (1, DOSSIERS, 5), HEADINGS, (2, TEAMS, 6)) == [(1, 1), (3, 3)]


def test_a_word_of_forms_among_the_data_is_data():
    rows = ("Cấp", "Chỉ tiêu", "Giá trị"), ("Tỉnh", DOSSIERS, 5), ("Xã", TEAMS, 6)
    assert blocks(*rows) == [(1, 1)]


def test_periods_over_figures_are_headings_though_their_corner_is_blank():
    assert blocks((None, "Quý I/2023", "Quý II/2023"), (DOSSIERS, 5, 6)) == [(1, 1)]
    assert blocks((None, "Quý I/2023", "tốt"), (DOSSIERS, 5, 6)) == []


@pytest.mark.parametrize(
    ("row", "is_one"),
    [
        (("(1)", "(2)", "(3)"), True),
        (("A", "B", 1, 2, "3=2/1"), True),
        ((1, 3, 5), False),
        ((7, 8, 9), False),
        (("1", "2"), False),
        (("A", "B", "C"), False),
    ],
)
def test_column_numbers_count_from_one(row, is_one):
    assert is_index_row(sheet(row), 1) is is_one


# Columns


def test_a_group_heading_rules_what_stands_below_it():
    found = columns(
        ("Chỉ tiêu", "Kế hoạch", None, "Thực hiện", None),
        (None, "Quý I", "Quý II", "Quý I", "Quý II"),
        (DOSSIERS, 1, 2, 3, 4),
        year=2023, headings=2, merges=((1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 1, 5)),
    )  # fmt: skip
    assert [(found[at].role, found[at].period.code) for at in (2, 3, 4, 5)] == [
        ("target", "2023-Q1"), ("target", "2023-Q2"), ("value", "2023-Q1"), ("value", "2023-Q2"),
    ]  # fmt: skip


def test_a_group_typed_into_its_first_column_only_reaches_to_the_next():
    rows = (
        ("Chỉ tiêu", "Năm 2022", None, "Năm 2023"),
        (None, "Quý III", "Quý IV", "Quý I"),
        (DOSSIERS, 1, 2, 3),
    )
    found = columns(*rows, headings=2)
    assert [found[at].period.code for at in (2, 3, 4)] == ["2022-Q3", "2022-Q4", "2023-Q1"]


def test_a_merged_group_does_not_reach_beyond_its_range():
    rows = ("Đơn vị", RATE, None, None), (None, "Tử số", "Mẫu số", "Ghi chú"), ("Sở Y tế", 1, 2, "x")
    found = columns(*rows, headings=2, merges=((1, 1, 2, 1), (1, 2, 1, 3)))
    assert [found[at].indicator for at in (2, 3, 4)] == ["rate", "rate", ""]


def test_counts_of_last_year_are_not_those_of_this_period():
    rows = ("Đơn vị", "Cùng kỳ", None), (None, "Tử số", "Mẫu số"), ("Sở Y tế", 1, 2)
    found = columns(*rows, headings=2, merges=((1, 2, 1, 3),))
    assert {found[2].role, found[3].role} == {"previous"}


def test_a_cumulative_column_with_a_period_is_the_year_up_to_its_end():
    rows = ("Chỉ tiêu", "Quý II/2023"), (None, "Lũy kế"), (DOSSIERS, 5)
    found = columns(*rows, headings=2)
    assert (found[2].role, found[2].period.code) == ("value", "2023-H1")


@pytest.mark.parametrize(("code", "to"), [("2023-06", "2023-H1"), ("2023-09", "2023-M9"), ("2023", "2023")])
def test_the_year_to_date_ends_with_the_period(code, to):
    assert to_date(parse_period(code)).last_day == parse_period(code).last_day
    assert to_date(parse_period(code)).is_year_to_date


# What headings leave open


@pytest.mark.parametrize(("below", "role"), [("Sở Y tế", "unit"), ("hồ sơ", "measure")])
def test_don_vi_is_what_stands_below_it(below, role):
    assert columns(("Chỉ tiêu", "Đơn vị", "Giá trị"), (DOSSIERS, below, 5))[2].role == role


def test_chi_tieu_over_figures_is_the_target():
    found = columns(("Nội dung", "Chỉ tiêu", "Kết quả"), (DOSSIERS, "≥ 10", 5))
    assert (found[1].role, found[2].role) == ("indicator", "target")


@pytest.mark.parametrize(
    ("headings", "role"),
    [
        (("Chỉ tiêu", "Kế hoạch", "Thực hiện", "Tỷ lệ"), "attainment"),
        (("Chỉ tiêu", "Tử số", "Mẫu số", "Tỷ lệ"), "value"),
    ],
)
def test_a_rate_beside_plan_and_result_is_the_share_of_the_plan(headings, role):
    assert columns(headings, (RATE, 80, 40, 50))[4].role == role


def test_counts_beside_a_percentage_are_guessed_only_with_a_mark_that_they_are():
    rows = (
        ("Đơn vị", RATE, None, None),
        (None, "Tổng hồ sơ", "Đã nộp trực tuyến", "Tỷ lệ (%)"),
        ("Sở Y tế", 4, 1, 25),
    )
    found = columns(*rows, headings=2, merges=((1, 2, 1, 4),))
    assert [found[at].role for at in (2, 3, 4)] == ["denominator", "numerator", "value"]
    assert (found[2].is_inferred, found[4].is_inferred) == (True, False)


def test_the_register_s_words_for_counts_name_the_rate_behind_them():
    found = columns(("Đơn vị", "Hồ sơ tiếp nhận", "Hồ sơ trực tuyến", "Tỷ lệ (%)"), ("Sở Y tế", 4, 1, 25))
    assert [(found[at].role, found[at].indicator) for at in (2, 3, 4)] == [
        ("denominator", "rate"), ("numerator", "rate"), ("value", "rate"),
    ]  # fmt: skip


def test_a_sum_over_months_is_no_month():
    rows = ("Chỉ tiêu", "Tháng 1", "Tháng 2", "Cộng"), (DOSSIERS, 5, 6, 11)
    assert columns(*rows, year=2023)[4].role == "sum"


def test_a_column_of_names_needs_no_heading():
    assert columns((None, RATE), ("Sở Y tế", 5))[1].role == "unit"
    assert columns((None, "Quý I/2023"), (DOSSIERS, 5))[1].role == "indicator"


# Tables


def test_every_row_is_a_title_a_heading_a_body_or_a_note():
    found = layout(REPORTER, PERIOD, HEADINGS, (1, DOSSIERS, 5), ("Người lập biểu",), ("Nguyễn Văn A",))
    assert found.reasons == {1: "title", 2: "title", 3: "header", 5: "note", 6: "note"}
    assert found.tables[0].body == (4,)


def test_a_second_table_has_its_own_title_and_inherits_what_that_leaves_open():
    found = layout(
        REPORTER, PERIOD, HEADINGS, (1, DOSSIERS, 5), (), ("Quý II/2023",), HEADINGS, (1, DOSSIERS, 6)
    )
    first, second = (table.context for table in found.tables)
    assert [one.period.period.code for one in (first, second)] == ["2023-Q1", "2023-Q2"]
    assert first.announced_units == second.announced_units != ()


def test_tables_side_by_side_are_parted_at_the_second_column_of_names():
    found = layout(
        PERIOD, ("Đơn vị", DOSSIERS, None, "Đơn vị", DOSSIERS), ("Sở Y tế", 5, None, "Sở Giáo dục", 6)
    )
    assert [[column.index for column in table.columns] for table in found.tables] == [[1, 2], [4, 5]]
    assert [table.foreign for table in found.tables] == [{4, 5}, {1, 2}]


def test_a_row_with_figures_below_a_gap_is_still_data():
    found = layout(REPORTER, PERIOD, HEADINGS, (1, DOSSIERS, 5), (), (2, TEAMS, 6))
    assert found.tables[0].body == (4, 6)


def test_a_sheet_of_text_has_no_table():
    found = layout(("Kính gửi",), ("Không có số liệu",))
    assert (found.tables, found.reasons) == ((), {})
