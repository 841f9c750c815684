"""The body of a table: what its figures are about, and the fate of every row."""

import pytest
from grids import DOSSIERS, PERIOD, RATE, REPORTER, TEAMS, harvest, records, told

from dtanalysis.ingest.grid import Notice
from dtanalysis.periods import parse_period

NAMES = ("Chỉ tiêu", "Giá trị")
LONG = ("Đơn vị", "Chỉ tiêu", "Kỳ", "Giá trị")
WIDE = ("Đơn vị", DOSSIERS, TEAMS)


def about(*rows: tuple, **more) -> list[tuple]:
    return [(one.unit, one.indicator, one.period, one.value) for one in records(*rows, **more)]


def codes(*rows: tuple, **more) -> list[tuple]:
    return told(harvest(*rows, **more))


# What a figure is about


def test_the_row_s_own_cells_outweigh_the_title():
    rows = REPORTER, PERIOD, LONG, ("Sở Giáo dục", DOSSIERS, "Quý II/2023", 5)
    assert about(*rows) == [("so-gd", "dossiers", "2023-Q2", 5)]


def test_the_title_says_what_the_rows_leave_open():
    assert about(REPORTER, PERIOD, NAMES, (DOSSIERS, 5)) == [("so-y-te", "dossiers", "2023-Q1", 5)]


def test_the_heading_names_the_indicator_of_a_matrix():
    assert about(PERIOD, WIDE, ("Sở Y tế", 5, 6)) == [
        ("so-y-te", "dossiers", "2023-Q1", 5),
        ("so-y-te", "teams", "2023-Q1", 6),
    ]


@pytest.mark.parametrize(
    ("rows", "issue"),
    [
        ((PERIOD, NAMES, (DOSSIERS, 5)), ("unit.missing", 2, "")),
        ((REPORTER, NAMES, (DOSSIERS, 5)), ("period.missing", 2, "")),
        ((REPORTER, PERIOD, NAMES, ("Số thuê bao", 5)), ("indicator.unknown", 4, "A")),
        ((PERIOD, WIDE, ("Sở Lạ", 5, 6)), ("unit.unknown", 3, "A")),
        ((PERIOD, ("Đơn vị", "Chỉ tiêu", "Giá trị"), (None, DOSSIERS, 5)), ("unit.missing", 3, "A")),
        ((REPORTER, ("Kỳ", *NAMES), ("hôm nay", DOSSIERS, 5)), ("period.unknown", 3, "A")),
        ((("Quý I/2026",), WIDE, ("Huyện Cũ", 5, 6)), ("unit.not_valid", 3, "A")),
        ((("Đơn vị báo cáo: Sở Lạ",), PERIOD, NAMES, (DOSSIERS, 5)), ("unit.unknown", 1, "A")),
        ((REPORTER, PERIOD, ("Cấp", *NAMES), ("Liên hành tinh", DOSSIERS, 5)), ("level.unknown", 4, "A")),
        ((REPORTER, PERIOD, ("Phân tổ", *NAMES), ("Hộ tịch", DOSSIERS, 5)), ("dimension.unknown", 4, "A")),
        ((REPORTER, PERIOD, ("Mã số", *NAMES), ("teams", DOSSIERS, 5)), ("indicator.ambiguous", 4, "B")),
        ((REPORTER, PERIOD, NAMES, (f"{DOSSIERS} (nghìn hồ sơ)", 5)), ("value.measure", 4, "A")),
    ],
)
def test_what_cannot_be_told_is_refused_at_its_place(rows, issue):
    found = harvest(*rows)
    assert (found.candidates, issue in told(found), found.rejected) == ([], True, {len(rows)})


def test_a_unit_that_ended_is_refused_with_its_heirs():
    (issue,) = harvest(("Quý I/2026",), ("Đơn vị", DOSSIERS), ("Huyện Cũ", 5)).issues
    assert "Xã Mới" in issue.suggestion


def test_a_merged_name_is_filled_down_and_an_unmerged_one_is_not():
    rows = PERIOD, ("Đơn vị", *NAMES), ("Sở Y tế", DOSSIERS, 5), (None, TEAMS, 6)
    assert [one[:2] for one in about(*rows, merges=((3, 1, 4, 1),))] == [
        ("so-y-te", "dossiers"),
        ("so-y-te", "teams"),
    ]
    assert codes(*rows) == [("unit.missing", 4, "A")]


def test_a_department_below_its_province_is_the_reporter():
    assert about(("UBND TỈNH MẪU",), ("SỞ Y TẾ",), PERIOD, NAMES, (DOSSIERS, 5))[0][0] == "so-y-te"


def test_an_agency_that_is_not_registered_is_named_when_its_province_is_taken():
    assert codes(("UBND TỈNH MẪU",), ("SỞ NỘI VỤ",), PERIOD, NAMES, (DOSSIERS, 5)) == [
        ("unit.from_title", 2, "A")
    ]


def test_year_and_quarter_may_stand_in_two_columns():
    rows = REPORTER, ("Năm", "Quý", *NAMES), (2022, "IV", DOSSIERS, 5), ("2023", 1, TEAMS, 6)
    assert [one[2] for one in about(*rows)] == ["2022-Q4", "2023-Q1"]


def test_the_period_asked_for_fills_a_gap_and_is_told_of_a_contradiction():
    asked = parse_period("2023-H1")
    assert about(REPORTER, NAMES, (DOSSIERS, 5), period=asked)[0][2] == "2023-H1"
    found = harvest(REPORTER, PERIOD, NAMES, (DOSSIERS, 5), period=asked)
    assert [one.record.period for one in found.candidates] == ["2023-Q1"]
    assert told(found) == [("period.contradicts", 2, "A")]


def test_a_cumulative_column_is_of_the_year_to_date():
    rows = REPORTER, ("Quý II/2023",), ("Chỉ tiêu", "Thực hiện kỳ", "Lũy kế"), (DOSSIERS, 5, 15)
    assert [one[2:] for one in about(*rows)] == [("2023-Q2", 5), ("2023-H1", 15)]


def test_level_and_slice_are_read_and_the_whole_is_no_slice():
    rows = (
        REPORTER,
        PERIOD,
        ("Cấp", "Phân tổ", *NAMES),
        ("cấp xã", "Đất đai", DOSSIERS, 5),
        (None, "Chung", TEAMS, 6),
    )
    assert [(one.level, one.dimension) for one in records(*rows)] == [("commune", "land"), ("department", "")]


def test_sections_name_what_the_rows_below_them_leave_open():
    rows = (
        PERIOD,
        ("STT", *NAMES),
        ("I", "Sở Y tế"),
        (1, DOSSIERS, 5),
        ("II", "Sở Giáo dục"),
        (1, DOSSIERS, 6),
    )
    assert [(one[0], one[3]) for one in about(*rows)] == [("so-y-te", 5), ("so-gd", 6)]


def test_a_section_of_unknown_name_among_units_makes_its_rows_unknown():
    rows = PERIOD, ("STT", *NAMES), ("I", "Sở Y tế"), (1, DOSSIERS, 5), ("II", "Sở Lạ"), (1, DOSSIERS, 6)
    found = harvest(*rows)
    assert ([one.record.value for one in found.candidates], told(found)) == ([5], [("unit.unknown", 5, "B")])
    assert found.rejected == {6}


def test_a_group_word_of_the_register_changes_no_unit():
    rows = PERIOD, ("STT", *NAMES), ("I", "Sở Y tế"), (1, DOSSIERS, 5), ("*", "Chính quyền số"), (2, TEAMS, 6)
    assert [one[0] for one in about(*rows)] == ["so-y-te", "so-y-te"]


# The fate of rows


def test_sections_totals_remarks_and_empty_rows_have_their_reasons():
    found = harvest(
        PERIOD, ("STT", "Đơn vị", DOSSIERS),
        ("I", "Khối sở"), (1, "Sở Y tế", 5), ("Ghi chú: tạm tính",), (2, "Sở Giáo dục", None), (None, "Cộng", 5),
    )  # fmt: skip
    assert found.reasons == {3: "section", 5: "note", 6: "no_value", 7: "total"}
    assert (found.rejected, [one.record.row for one in found.candidates]) == (set(), [4])


def test_a_broken_row_is_refused_and_its_neighbours_are_read():
    broken = {4: Notice("row.fields", "Dòng có 3 trường.", "Ghi 2 trường.", 4)}
    found = harvest(REPORTER, PERIOD, NAMES, (DOSSIERS, 5, 6), (TEAMS, 7), broken_rows=broken)
    assert [one.record.value for one in found.candidates] == [7]
    assert (told(found), found.rejected) == ([("row.fields", 4, "")], {4})
    assert found.issues[0].raw == f"{DOSSIERS} | 5 | 6"


def test_a_blank_among_figures_is_worth_a_warning_and_a_month_to_come_is_not():
    assert codes(PERIOD, WIDE, ("Sở Y tế", 5, None), ("Sở Giáo dục", 6, 7)) == [("value.blank", 3, "C")]
    months = REPORTER, ("NĂM 2023",), ("Chỉ tiêu", "Tháng 1", "Tháng 2", "Tháng 3"), (DOSSIERS, 5, 6, None)
    assert codes(*months, (TEAMS, 1, None, None)) == []


def test_a_month_left_out_between_others_is_worth_a_warning():
    rows = REPORTER, ("NĂM 2023",), ("Chỉ tiêu", "Tháng 1", "Tháng 2"), (DOSSIERS, 5, 6), (TEAMS, None, 7)
    assert codes(*rows) == [("value.blank", 5, "B")]


# Columns


def test_two_columns_for_one_figure_refuse_it():
    found = harvest(REPORTER, PERIOD, ("Chỉ tiêu", "Giá trị", "Kết quả"), (DOSSIERS, 5, 6))
    assert (found.candidates, told(found)) == ([], [("header.ambiguous", 3, "C")])


def test_an_unknown_column_is_a_warning_beside_values_and_an_error_among_indicators():
    beside = harvest(REPORTER, PERIOD, (*NAMES, "Mã vạch"), (DOSSIERS, 5, 6))
    among = harvest(PERIOD, ("Đơn vị", DOSSIERS, "Số thuê bao"), ("Sở Y tế", 5, 6))
    assert [(one.code, one.severity) for one in beside.issues] == [("column.unknown", "warning")]
    assert [(one.code, one.severity) for one in among.issues] == [("indicator.unknown", "error")]
    assert [one.record.value for one in among.candidates] == [5]


def test_a_column_without_a_name_is_told_once():
    assert codes(REPORTER, PERIOD, NAMES, (DOSSIERS, 5, "?"), (TEAMS, 6, "!")) == [("column.unknown", 4, "C")]


def test_a_percentage_s_counts_belong_to_its_own_group():
    found = records(
        PERIOD, ("Đơn vị", RATE, None, None, "Tỷ lệ phủ sóng"), (None, "Tử số", "Mẫu số", "Tỷ lệ (%)", None),
        ("Sở Y tế", 1, 4, 25, 90), merges=((2, 1, 3, 1), (2, 2, 2, 4), (2, 5, 3, 5)),
    )  # fmt: skip
    assert [(one.value, one.numerator, one.denominator) for one in found] == [(25, 1, 4), (90, None, None)]


def test_counts_without_a_value_are_refused_where_they_stand():
    rows = REPORTER, PERIOD, ("Chỉ tiêu", "Tử số", "Mẫu số"), (RATE, 1, None)
    assert codes(*rows) == [("value.missing", 4, "B")]


def test_the_plan_of_another_year_is_not_this_year_s():
    rows = REPORTER, ("Chỉ tiêu", "Kế hoạch năm 2023", "Năm 2022", "Năm 2023"), (DOSSIERS, 10, 5, 6)
    assert [(one.period, one.target) for one in records(*rows)] == [("2022", None), ("2023", 10)]


# Totals


def test_a_total_is_kept_for_comparison_with_all_its_numbers():
    rows = PERIOD, ("Đơn vị", *WIDE[1:]), ("Sở Y tế", 5, 6), ("Toàn tỉnh", 5, 7)
    totals = harvest(*rows).totals
    assert [(one.indicator, one.numbers, one.place) for one in totals] == [
        ("dossiers", {"value": 5}, (4, 2)),
        ("teams", {"value": 7}, (4, 3)),
    ]


def test_rows_after_a_total_are_another_section():
    rows = PERIOD, ("Đơn vị", DOSSIERS), ("Sở Y tế", 5), ("Cộng", 5), ("Sở Giáo dục", 6), ("Cộng", 6)
    found = harvest(*rows)
    assert [one.block for one in found.candidates] == [(0, 0), (0, 1)]
    assert [one.section for one in found.totals] == [0, 1]
