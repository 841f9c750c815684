"""Which period a cell or a column heading states: texts, dates as shown, numbers, and what is refused."""

import datetime as dt
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dtanalysis.ingest.numbers import Refusal
from dtanalysis.ingest.period_cells import PeriodReading, read_heading_period, read_period_cell, show_date
from dtanalysis.ingest.period_texts import read_period_text
from dtanalysis.periods import parse_period

seeded = settings(deadline=None, max_examples=100, derandomize=True)


def said(reading):
    """Code of the period with "~" for an estimate, code of the refusal, or None."""
    if isinstance(reading, PeriodReading):
        return f"{reading.period}{'~' * reading.is_estimate}"
    return reading and reading.code


CELL_TEXTS = {
    "Quý II/2023": "2023-Q2",
    "QUÝ I NĂM 2023": "2023-Q1",
    "quý IV-2023": "2023-Q4",
    "tháng 6 năm 2023": "2023-06",
    "T6/2023": "2023-06",
    "06-2023": "2023-06",
    "Jun-23": "2023-06",
    "6 tháng đầu năm 2023": "2023-H1",
    "9 tháng năm 2023": "2023-9M",
    "lũy kế đến 30/6/2023": "2023-H1",
    "Luỹ kế 6 tháng đầu năm 2023": "2023-H1",
    "cộng dồn 6 tháng đầu năm 2023": "2023-H1",
    "Lũy kế cả năm 2023": "2023",
    "2023": "2023",
    "2023.0": "2023",
    "2023-H1": "2023-H1",
    "Kỳ báo cáo: Quý II/2023": "2023-Q2",
    "Ước tháng 6/2023": "2023-06~",
    "ước 6 tháng đầu năm 2023": "2023-H1~",
    "Ước thực hiện năm 2023": "2023~",
    "6 tháng đầu năm 2023 (ước)": "2023-H1~",
    "6 tháng đầu năm 2023 (ước thực hiện)": "2023-H1~",
    "6 tháng đầu năm 2023, ước tính": "2023-H1~",
    "": "period.missing",
    " \u00a0": "period.missing",
    "tháng 6": "period.missing_year",
    "Quý II": "period.missing_year",
    "Lũy kế tháng 6/2023": "period.cumulative",
    "Lũy kế quý II/2023": "period.cumulative",
    "lũy kế năm 2023": "period.cumulative",
    "tháng 6/2023 (lũy kế)": "period.cumulative",
    "30/6/2023": "period.single_day",
    "2023-06-01": "period.single_day",
    "2023-06-01 00:00:00": "period.single_day",
    "31/6/2023": "period.impossible",
    "tháng 13/2023": "period.impossible",
    "Tháng 0/2023": "period.impossible",
    "Quý V/2023": "period.impossible",
    "lũy kế đến 31/6/2023": "period.impossible",
    "từ tháng 7/2022 đến tháng 6/2023": "period.impossible",
    "từ tháng 2 đến tháng 4/2023": "period.not_a_period",
    "từ 15/12/2022 đến 14/6/2023": "period.decree",
    "Quý I/1023": "period.out_of_range",
    "tháng 6/2101": "period.out_of_range",
    "06/23": "period.unknown",
    "Quý II/23": "period.unknown",
    "II/2023": "period.unknown",
    "Quý I, II/2023": "period.unknown",
    "2023-2024": "period.unknown",
    "giữa năm 2023": "period.unknown",
    "6 tháng đầu năm 20233": "period.unknown",
    "Quỹ 2/2023": "period.unknown",
    "Qu\u00fd \u0406\u0406/2023": "period.unknown",
    "Kế hoạch năm 2023": "period.unknown",
    "cùng kỳ năm trước": "period.unknown",
    "#N/A": "period.unknown",
    "45107": "period.serial",
    "202306": "period.number",
    "6.2023": "period.number",
    "6": "period.number",
    "đến " * 31: "period.too_long",
}


@pytest.mark.parametrize(("text", "expected"), CELL_TEXTS.items())
def test_the_text_of_a_period_cell_is_its_period_or_refused_with_the_reason(text, expected):
    assert said(read_period_cell(text)) == expected


@pytest.mark.parametrize(("text", "expected"), CELL_TEXTS.items())
def test_case_and_normal_form_of_a_cell_make_no_difference(text, expected):
    assert said(read_period_cell(unicodedata.normalize("NFD", text.upper()))) == expected


HEADINGS = {
    "Tháng 1": "2023-01",
    "Tháng\n12": "2023-12",
    "Tháng 01": "2023-01",
    "Th.1": "2023-01",
    "Th 1": "2023-01",
    "T1": "2023-01",
    "T.1/2022": "2022-01",
    "01/2022": "2022-01",
    "Jan": "2023-01",
    "Quý I": "2023-Q1",
    "Quý 1/2022": "2022-Q1",
    "Q4": "2023-Q4",
    "6 tháng": "2023-H1",
    "6T": "2023-H1",
    "6 tháng đầu năm": "2023-H1",
    "6 tháng cuối năm": "2023-H2",
    "nửa đầu năm": "2023-H1",
    "9 tháng": "2023-9M",
    "8 tháng": "2023-8M",
    "Cả năm": "2023",
    "ước cả năm": "2023~",
    "Năm 2022": "2022",
    "2022": "2022",
    "Lũy kế 6 tháng": "2023-H1",
    "Lũy kế đến tháng 6": "2023-H1",
    "Lũy kế đến hết quý III": "2023-9M",
    "Lũy kế từ đầu năm đến 30/6": "2023-H1",
    "Thực hiện lũy kế 6 tháng": "2023-H1",
    "Thực hiện 6 tháng đầu năm 2022": "2022-H1",
    "TH 6 tháng": "2023-H1",
    "Ước thực hiện 6 tháng": "2023-H1~",
    "Ước TH 6 tháng": "2023-H1~",
    "6 tháng (ước)": "2023-H1~",
    "Thực hiện quý II/2022": "2022-Q2",
    "Kết quả thực hiện tháng 6": "2023-06",
    "Số liệu tháng 6": "2023-06",
    "Giá trị tháng 6": "2023-06",
    "Tháng 6 (thực hiện)": "2023-06",
    "Từ tháng 4 đến tháng 6": "2023-Q2",
    "Từ ngày 1/4 đến 30/6": "2023-Q2",
    "Lũy kế tháng 6": "period.cumulative",
    "Tháng 6 (lũy kế)": "period.cumulative",
    "Tháng 13": "period.impossible",
    "Quý 5": "period.impossible",
    "30/6/2023": "period.single_day",
    "Kế hoạch năm 2023": None,
    "Cùng kỳ năm 2022": None,
    "So với tháng 5": None,
    "Số tháng": None,
    "T1 xã": None,
    "T13": None,
    "M1": None,
    "Quỹ 1": None,
    "Tháng": None,
    "Quý": None,
    "Năm": None,
    "Tháng năm": None,
    "Tháng, năm": None,
    "Lũy kế": None,
    "Lũy kế từ đầu năm": None,
    "Thực hiện": None,
    "Thực hiện kỳ": None,
    "Ước": None,
    "(ước)": None,
    "1": None,
    "06": None,
    "8/19": None,
    "45107": None,
    "Giá trị": None,
    "": None,
    "a" * 10_000: None,
}


@pytest.mark.parametrize(("text", "expected"), HEADINGS.items())
def test_a_heading_is_a_period_only_with_the_usual_words_around_it(text, expected):
    assert said(read_heading_period(text, 2023)) == expected


def test_a_heading_without_a_year_waits_for_the_year_of_the_form():
    assert said(read_heading_period("Tháng 1")) == "period.missing_year"
    assert read_heading_period("Tháng 1", 2023).rule == "text.year_of_form"
    assert read_heading_period("Tháng 1/2022", 2023).period == parse_period("2022-01")


def test_six_months_and_the_sixth_month_stay_apart_in_a_wide_table():
    kinds = [
        read_heading_period(text, 2023).period.kind for text in ("T6", "6T", "Quý II", "9 tháng", "Cả năm")
    ]
    assert kinds == ["month", "half", "quarter", "nine_months", "year"]


JUNE_1, JUNE_30 = dt.datetime(2023, 6, 1), dt.datetime(2023, 6, 30)
DATES = [
    (JUNE_1, "mmm-yy", "2023-06"),
    (JUNE_30, "mmm-yy", "2023-06"),
    (JUNE_1, "[$-409]mmm\\-yy;@", "2023-06"),
    (JUNE_1, "mm/yyyy", "2023-06"),
    (JUNE_1, "M/YYYY", "2023-06"),
    (JUNE_1, "mmmm yyyy", "2023-06"),
    (JUNE_1, "yyyy-mm", "2023-06"),
    (JUNE_1, '"Tháng" m/yyyy', "2023-06"),
    (JUNE_1, r"\T\h\á\n\g m\/yyyy", "2023-06"),
    (JUNE_30, '"Lũy kế đến "dd/mm/yyyy', "2023-H1"),
    (JUNE_30, '"Ước tháng" m/yyyy', "2023-06~"),
    (dt.date(2023, 1, 1), "yyyy", "2023"),
    (dt.date(2023, 12, 31), "yyyy", "2023"),
    (JUNE_1, "yyyy", "period.single_day"),
    (JUNE_1, "mmmm", "period.single_day"),
    (JUNE_1, "mmmmm-yy", "period.single_day"),
    (JUNE_1, '"Quý 1/2023"', "period.single_day"),
    (JUNE_1, "dd/mm/yyyy", "period.single_day"),
    (JUNE_1, "yyyy-mm-dd h:mm:ss", "period.single_day"),
    (JUNE_1, "General", "period.single_day"),
    (JUNE_30, "dd/mm/yyyy", "period.single_day"),
    (dt.datetime(2023, 6, 15), "d-mmm", "period.single_day"),
    (dt.datetime(1905, 7, 15), "dd/mm/yyyy", "period.out_of_range"),
    (dt.datetime(2101, 1, 1), "mm/yyyy", "period.out_of_range"),
    (dt.datetime(9999, 12, 31), "mm/yyyy", "period.out_of_range"),
    (dt.time(8, 30), "h:mm", "period.time"),
    (dt.timedelta(hours=30), "[h]:mm", "period.time"),
]


@pytest.mark.parametrize(("value", "number_format", "expected"), DATES)
def test_a_date_cell_is_the_period_that_the_sheet_shows(value, number_format, expected):
    assert said(read_period_cell(value, number_format)) == expected


def test_a_single_day_is_refused_with_both_of_its_readings():
    suggestion = read_period_cell(JUNE_30, "dd/mm/yyyy").suggestion
    month, to_date = (parse_period(part.split("”")[0]) for part in suggestion.split("“")[1:])
    assert (month.code, to_date.code) == ("2023-06", "2023-H1")


@pytest.mark.parametrize("value", [JUNE_1, JUNE_30, "2023-06-01", "30/6/2023", 45107])
def test_below_the_heading_month_a_day_at_either_end_of_a_month_is_that_month(value):
    number_format = "dd/mm/yyyy"
    assert said(read_period_cell(value, number_format, heading="Tháng:")) == "2023-06"
    assert said(read_period_cell(value, number_format, heading="Kỳ")) in (
        "period.single_day",
        "period.serial",
    )


def test_below_the_heading_month_a_day_within_a_month_is_still_refused():
    assert said(read_period_cell(dt.date(2023, 1, 6), "dd/mm/yyyy", heading="Tháng")) == "period.single_day"


def test_small_numbers_are_months_or_quarters_only_below_such_a_heading_and_with_a_year():
    assert said(read_period_cell(6, heading="Tháng", year=2023)) == "2023-06"
    assert said(read_period_cell("06", heading="Tháng", year=2023)) == "2023-06"
    assert said(read_period_cell("II", heading="Quý", year=2023)) == "2023-Q2"
    assert said(read_period_cell(2, heading="Quý")) == "period.missing_year"
    assert said(read_period_cell(5, heading="Quý", year=2023)) == "period.number"
    assert said(read_period_cell(6, heading="Kỳ", year=2023)) == "period.number"


def test_a_year_typed_into_a_date_cell_is_named_in_the_suggestion():
    refusal = read_period_cell(dt.datetime(1905, 7, 15), "dd/mm/yyyy")
    assert "ghi “năm 2023”" in refusal.suggestion


NUMBERS = [
    (2023, "General", False, "2023"),
    (2023.0, "0", False, "2023"),
    (2023, "0%", False, "period.number"),
    (1989, "General", False, "period.number"),
    (45107, "General", False, "period.serial"),
    (43645, "General", True, "period.serial"),
    (45107, "mmm-yy", False, "2023-06"),
    (43645, "mmm-yy", True, "2023-06"),
    (45107.5, "mmm-yy", False, "2023-06"),
    (60, "dd/mm/yyyy", False, "period.number"),
    (61, "dd/mm/yyyy", False, "period.out_of_range"),
    (2023, "mm/yyyy", False, "period.out_of_range"),
    (3_000_000, "General", False, "period.number"),
    (202306, "General", False, "period.number"),
    (6.2023, "General", False, "period.number"),
    (2023.06, "General", False, "period.number"),
    (6, "General", False, "period.number"),
    (-2023, "General", False, "period.number"),
    (float("nan"), "General", False, "period.number"),
    (float("-inf"), "mmm-yy", False, "period.number"),
    (True, "General", False, "period.boolean"),
    (None, "General", False, "period.missing"),
    (2023j, "General", False, "period.cell_kind"),
    (b"2023", "General", False, "period.cell_kind"),
]


def test_a_number_too_long_to_print_is_refused_like_any_other():
    assert said(read_period_cell(10**5000)) == "period.number"


@pytest.mark.parametrize(("value", "number_format", "is_1904", "expected"), NUMBERS)
def test_a_number_is_a_year_or_a_date_with_its_format_and_nothing_else(
    value, number_format, is_1904, expected
):
    assert said(read_period_cell(value, number_format, is_1904=is_1904)) == expected


@pytest.mark.parametrize(
    ("number", "meant"), [(6.2023, "tháng 6/2023"), (202306, "tháng 6/2023"), (12.2022, "tháng 12/2022")]
)
def test_a_month_that_became_a_number_is_named_in_the_suggestion(number, meant):
    assert f"ghi “{meant}”" in read_period_cell(number).suggestion


def test_a_serial_number_names_its_day_by_the_calendar_of_the_file():
    assert "30/6/2023" in read_period_cell(45107).message
    assert "30/6/2023" in read_period_cell(43645, is_1904=True).message
    assert "29/6/2019" in read_period_cell(43645).message


def test_a_heading_may_be_a_date_or_a_year_but_no_other_number():
    assert said(read_heading_period(JUNE_1, None, "mmm-yy")) == "2023-06"
    assert said(read_heading_period(43617, None, "mmm-yy", is_1904=True)) == "2023-06"
    assert said(read_heading_period(JUNE_30, 2023, "dd/mm/yyyy")) == "period.single_day"
    assert said(read_heading_period(2022.0, 2023)) == "2022"
    assert said(read_heading_period(45107, 2023)) == "period.serial"
    for value in (1, 2439, 81.17, True, None, dt.time(8), float("nan")):
        assert read_heading_period(value, 2023) is None


def test_a_date_is_shown_as_its_format_says():
    assert show_date(JUNE_30.date(), "dd/mm/yy") == "30/06/2023"
    assert show_date(JUNE_30.date(), '"Quý II, "yyyy') == "Quý II, 2023"
    assert show_date(JUNE_30.date(), "0.00%") is None
    assert show_date(JUNE_30.date(), "mm/yyyy h:mm") is None


def test_a_reading_keeps_what_was_received():
    assert read_period_cell(" Ước T6/2023").raw == " Ước T6/2023"
    assert read_period_cell(JUNE_1, "mmm-yy").raw == "2023-06-01"
    assert read_period_cell("Sở Y tế").raw == "Sở Y tế"


def test_every_refusal_says_in_vietnamese_what_would_be_right():
    values = [*CELL_TEXTS, *(value for value, *_ in NUMBERS), *(value for value, *_ in DATES)]
    refusals = [one for one in map(read_period_cell, values) if isinstance(one, Refusal)]
    assert len({one.code for one in refusals}) == 15
    for one in refusals:
        assert one.message.isascii() is one.suggestion.isascii() is False
        assert "{" not in one.message + one.suggestion


SPELLED = st.sampled_from([text for text, code in CELL_TEXTS.items() if code[0] == "2"])


@seeded
@given(
    st.text(max_size=200) | st.lists(SPELLED | st.sampled_from("/-.( )~%:"), max_size=4).map("".join),
    st.none() | st.integers(1990, 2100),
)
def test_no_text_ever_raises_and_a_reading_names_a_period(text, year):
    for reading in (
        read_period_cell(text, year=year),
        read_heading_period(text, year),
        read_period_text(text, year),
    ):
        if isinstance(reading, PeriodReading):
            assert parse_period(reading.period.code) == reading.period


FORMATS = st.text(max_size=20) | st.text(alphabet='ymdhs/-. ;@"\\[]0', max_size=12)


@seeded
@given(
    st.dates() | st.datetimes() | st.times() | st.timedeltas() | st.integers() | st.floats() | st.booleans(),
    FORMATS,
    st.booleans(),
)
def test_no_cell_ever_raises(value, number_format, is_1904):
    reading = read_period_cell(value, number_format, is_1904=is_1904)
    assert isinstance(reading, PeriodReading | Refusal)
    read_heading_period(value, 2023, number_format, is_1904=is_1904)


@seeded
@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31)), st.booleans())
def test_a_date_and_its_serial_number_are_read_alike(day, is_1904):
    serial = (day - (dt.date(1904, 1, 1) if is_1904 else dt.date(1899, 12, 30))).days
    for number_format in ("mm/yyyy", "dd/mm/yyyy", '"Lũy kế đến "d/m/yyyy'):
        by_date = read_period_cell(day, number_format)
        assert read_period_cell(serial, number_format, is_1904=is_1904) == by_date
    assert by_date.period.last_day == day
    assert said(read_period_cell(day, "mm/yyyy")) == f"{day:%Y-%m}"
