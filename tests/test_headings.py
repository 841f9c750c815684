"""What one heading says: role, indicator, unit, period, measure."""

import pytest
from grids import RATE, REVENUE, small_lexicon

from dtanalysis.ingest.grid import Cell
from dtanalysis.ingest.headings import agrees, is_measure, measure_line, read_heading, split_measure


def read(value):
    return read_heading(Cell(value), small_lexicon(), 2023)


def test_a_heading_says_one_thing_the_words_of_forms_first():
    assert read("Đơn vị tính").role == "measure"
    assert read("Sở Y tế").unit == "Sở Y tế"
    assert read(RATE.upper()).indicator == "rate"
    assert read("Quý II").period.period.code == "2023-Q2"


def test_words_for_a_count_are_no_indicator():
    heading = read("Hồ sơ trực tuyến")
    assert (heading.parts, heading.indicator) == ((("rate", "numerator"),), "")


@pytest.mark.parametrize("text", ["Kế hoạch năm 2023", "Mục tiêu đến năm 2025", "Chỉ tiêu giao năm 2024"])
def test_a_plan_of_a_year_is_a_target_and_no_period(text):
    heading = read(text)
    assert (heading.role, heading.period) == ("target", None)


def test_a_measure_behind_the_name_is_parted_from_it():
    heading = read(f"{RATE} (%)")
    assert (heading.indicator, heading.measure, heading.text) == ("rate", "%", f"{RATE} (%)")


def test_brackets_that_hold_no_measure_stay_in_the_name():
    assert split_measure("Tỷ lệ (tạm tính)", small_lexicon()) == ("Tỷ lệ (tạm tính)", "")


def test_a_serial_date_is_a_period_counted_from_the_first_day_of_its_sheet():
    cell = Cell(45078, "mm/yyyy")
    one, other = (read_heading(cell, small_lexicon(), is_1904=is_1904) for is_1904 in (False, True))
    assert (one.period.period.code, other.period.period.code) == ("2023-06", "2027-06")


def test_a_heading_that_says_nothing_is_unknown():
    assert not read("Số thuê bao").is_known


@pytest.mark.parametrize(
    ("line", "measure"),
    [
        ("(Đơn vị tính: triệu đồng)", "triệu đồng"),
        ("ĐVT: %", "%"),
        ("Đơn vị: Sở Y tế", ""),
        ("Đơn vị tính", ""),
    ],
)
def test_a_line_may_announce_the_measure_of_a_table(line, measure):
    assert measure_line(line) == measure


@pytest.mark.parametrize(
    ("text", "is_one"), [("%", True), ("nghìn hồ sơ", True), ("Sở Y tế", False), ("", False)]
)
def test_a_measure_is_a_measure_and_nothing_else(text, is_one):
    assert is_measure(text, small_lexicon()) is is_one


@pytest.mark.parametrize(
    ("indicator", "measure", "fits"),
    [
        ("rate", "", True),
        ("rate", "phần trăm", True),
        ("rate", "hồ sơ", False),
        ("dossiers", "Hồ sơ", True),
        ("dossiers", "nghìn hồ sơ", False),
        ("dossiers", "%", False),
        ("revenue", "TỶ ĐỒNG", True),
        ("revenue", "triệu đồng", False),
        ("days", "ngày", True),
        ("days", "giờ", False),
    ],
)
def test_a_measure_of_another_scale_or_kind_never_agrees(indicator, measure, fits):
    assert agrees(measure, small_lexicon().indicator_by_id[indicator]) is fits


def test_a_name_with_its_scale_is_parted_so_that_the_scale_can_be_refused():
    assert split_measure(f"{REVENUE} (triệu đồng)", small_lexicon()) == (REVENUE, "triệu đồng")
