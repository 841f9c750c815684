"""What the lines above a table say about all of it."""

from grids import DOSSIERS, sheet, small_lexicon

from dtanalysis.ingest.context import read_context
from dtanalysis.ingest.numbers import Refusal


def read(*lines: tuple, **more):
    opened = sheet(*lines, **more)
    return read_context(opened, list(opened.columns_by_row), small_lexicon())


def values(said) -> list:
    return [one.value for one in said]


def test_a_name_after_a_label_is_announced_with_the_place_of_its_cell():
    together, apart = read(("Đơn vị báo cáo: Sở Y tế",)), read(("Đơn vị báo cáo:", None, "Sở Y tế"))
    assert values(together.announced_units) == values(apart.announced_units) == ["Sở Y tế"]
    assert (together.announced_units[0].place, apart.announced_units[0].place) == ((1, 1), (1, 3))


def test_letterhead_lines_stand_for_themselves():
    context = read(("UBND TỈNH MẪU",), ("SỞ Y TẾ",))
    assert values(context.standing_units) == ["UBND TỈNH MẪU", "SỞ Y TẾ"]
    assert not context.announced_units


def test_an_agency_that_is_not_registered_is_a_stranger():
    assert values(read(("SỞ NỘI VỤ",)).strangers) == ["SỞ NỘI VỤ"]


def test_a_name_inside_a_line_is_weaker_and_the_longest_one_counts():
    context = read(("Báo cáo của UBND tỉnh Mẫu",))
    assert (values(context.contained_units), context.standing_units) == (["ubnd tỉnh mẫu"], ())


def test_month_and_year_in_two_lines_are_one_period():
    context = read(("THÁNG 6",), ("NĂM 2023",))
    assert (context.period.period.code, context.year) == ("2023-06", 2023)


def test_two_periods_are_refused_but_their_common_year_is_kept():
    context = read(("Quý I/2023",), ("Quý II/2023",))
    assert (isinstance(context.period, Refusal), context.period.code) == (True, "period.several")
    assert context.year == 2023


def test_an_announced_period_outweighs_one_that_merely_stands_there():
    context = read(("Báo cáo năm 2022",), ("Kỳ báo cáo: Quý I/2023",))
    assert (context.period.period.code, context.period_place) == ("2023-Q1", (2, 1))


def test_the_day_of_signing_is_no_period():
    assert read(("Mẫu, ngày 05 tháng 7 năm 2023",)).period is None


def test_the_name_of_the_sheet_says_what_the_lines_leave_open():
    context = read(("Bảng số liệu",), name="Tháng 6.2023")
    assert (context.period.period.code, context.period_place) == ("2023-06", (0, 0))
    assert values(read(("Bảng số liệu",), name="SYT").standing_units) == ["SYT"]


def test_a_measure_and_an_indicator_for_the_whole_table_are_found():
    context = read((f"Biểu 1. {DOSSIERS}",), ("ĐVT: hồ sơ",))
    assert (values(context.indicators), context.measure.value) == (["dossiers"], "hồ sơ")


def test_an_announced_indicator_without_an_entry_is_kept_as_unknown():
    (said,) = read(("Chỉ tiêu: Số thuê bao",)).indicators
    assert (said.value, said.text) == ("", "Số thuê bao")
