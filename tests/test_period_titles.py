"""Which periods a title line names: found whole, never out of a date or a document, chosen only where they
agree."""

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dtanalysis.ingest.numbers import Refusal
from dtanalysis.ingest.period_cells import choose_title_period, find_title_periods
from dtanalysis.periods import parse_period

seeded = settings(deadline=None, max_examples=100, derandomize=True)


def said(reading):
    if reading is None or isinstance(reading, Refusal):
        return reading and reading.code
    return f"{reading.period}{'~' * reading.is_estimate}"


def found(text, year=None):
    return [said(reading) for reading in find_title_periods(text, year)]


def chosen(*lines, year=None):
    return said(choose_title_period([one for line in lines for one in find_title_periods(line, year)]))


TITLES = {
    "BÁO CÁO KẾT QUẢ CHUYỂN ĐỔI SỐ 6 THÁNG ĐẦU NĂM 2023": ["2023-H1"],
    "Kỳ báo cáo: Quý II/2023": ["2023-Q2"],
    "(Số liệu lũy kế đến hết ngày 30/6/2023)": ["2023-H1"],
    "Biểu 01: Tháng 6 năm 2023": ["2023-06"],
    "Báo cáo quý 2 năm 2023 của Sở Y tế": ["2023-Q2"],
    "TỶ LỆ GIẢI QUYẾT HỒ SƠ ĐÚNG HẠN 9 THÁNG ĐẦU NĂM 2023": ["2023-9M"],
    "Số liệu tính đến thời điểm 10/10/2023": ["2023-YTD-10-10"],
    "(Từ ngày 01/4 đến ngày 30/6/2023)": ["2023-Q2"],
    "01/01/2023 - 30/6/2023": ["2023-H1"],
    "Kỳ báo cáo: Từ 01/01/2023 đến 30/6/2023 (6 tháng đầu năm 2023)": ["2023-H1", "2023-H1"],
    "Tháng: 6   Năm: 2023": ["2023-06"],
    "Quý: II năm 2023": ["2023-Q2"],
    "T6_2023": ["2023-06"],
    "Quý II-2023": ["2023-Q2"],
    "6T 2023": ["2023-H1"],
    "Bao cao 6 thang dau nam 2023": ["2023-H1"],
    "Results, first half of 2023": ["2023-H1"],
    "Kết quả (2023-Q2)": ["2023-Q2"],
    # A year alone.
    "NĂM 2023": ["2023"],
    "Năm: 2023": ["2023"],
    "2023": ["2023"],
    "Kỳ báo cáo: 2023": ["2023"],
    "BÁO CÁO CHUYỂN ĐỔI SỐ 2023": ["2023"],
    "Tổng số hồ sơ: 2023": [],
    "Tiếp nhận 2023 hồ sơ": [],
    "Chỉ số của Việt Nam 2023": [],
    # Estimates and sums.
    "ƯỚC THỰC HIỆN 6 THÁNG ĐẦU NĂM 2023": ["2023-H1~"],
    "6 THÁNG ĐẦU NĂM 2023 (ƯỚC)": ["2023-H1~"],
    "KỲ BÁO CÁO: ƯỚC QUÝ II NĂM 2023": ["2023-Q2~"],
    "6 THÁNG ĐẦU NĂM 2023, ƯỚC THỰC HIỆN NĂM 2023": ["2023-H1", "2023~"],
    "LŨY KẾ 6 THÁNG ĐẦU NĂM 2023": ["2023-H1"],
    "LŨY KẾ THÁNG 6 NĂM 2023": ["period.cumulative"],
    # Days and documents.
    "(Kèm theo Công văn số 123/UBND-VX ngày 05/7/2023)": [],
    "Ninh Thuận, ngày 05 tháng 7 năm 2023": [],
    "Ninh Thuận, ngày … tháng 7 năm 2023": [],
    "Ninh Thuận, ngày ..... tháng ..... năm 2023": [],
    "Ninh Thuận, ngày     tháng     năm 2023": [],
    "Ninh Thuận, tháng 7 năm 2023": [],
    "Ngày báo cáo: 30/6/2023": [],
    "Báo cáo số 6 ngày 6 tháng 6 năm 2023": [],
    "Quyết định số 749/QĐ-TTg ngày 03/6/2020": [],
    "Kế hoạch số 12/KH-UBND năm 2023": [],
    "Thực hiện Kế hoạch số 12/KH-UBND của UBND tỉnh năm 2023": [],
    "Báo cáo số 12/2023": [],
    "Biểu 2-2023": [],
    "Thông tư số 10/2022/TT-BTTTT": [],
    "Luật Giao dịch điện tử năm 2023": [],
    "TUYÊN TRUYỀN PHÁP LUẬT NĂM 2023": ["2023"],
    "KẾT QUẢ THỰC HIỆN ĐỀ ÁN 06/CP NĂM 2023": ["2023"],
    "Quỹ 2/2023": [],
    "Thời hạn gửi báo cáo: đến ngày 10/7/2023": [],
    # Points in time and long runs.
    "Chương trình chuyển đổi số quốc gia đến năm 2025, định hướng đến năm 2030": [],
    "Đề án giai đoạn 2021-2025": [],
    "Năm học 2022 - 2023": [],
    "Mục tiêu đến hết năm 2025": [],
    "Những tháng cuối năm 2023": [],
    # Comparisons and outlooks.
    "KẾT QUẢ 6 THÁNG ĐẦU NĂM 2023 SO VỚI CÙNG KỲ NĂM 2022": ["2023-H1"],
    "Bảng so sánh quý II/2023 với cùng kỳ năm 2022": ["2023-Q2"],
    "KẾT QUẢ NĂM 2023, PHƯƠNG HƯỚNG NHIỆM VỤ NĂM 2024": ["2023"],
    "KẾT QUẢ 6 THÁNG ĐẦU NĂM, PHƯƠNG HƯỚNG NHIỆM VỤ 6 THÁNG CUỐI NĂM 2023": ["2023-H1"],
    "KẾT QUẢ 9 THÁNG, NHIỆM VỤ QUÝ IV NĂM 2023": ["2023-9M"],
    "ĐÚNG HẠN 6 THÁNG, NHIỆM VỤ 6 THÁNG CUỐI NĂM 2023": ["2023-H1"],
    "KẾT QUẢ QUÝ II/2023, NHIỆM VỤ QUÝ III VÀ 6 THÁNG CUỐI NĂM 2023": ["2023-Q2"],
    "Kết quả tháng 6, nhiệm vụ trọng tâm tháng 7 năm 2023": ["2023-06"],
    "Kết quả tháng 12, nhiệm vụ trọng tâm tháng 01 năm 2024": ["period.missing_year"],
    "KẾ HOẠCH NĂM 2023: KẾT QUẢ TRIỂN KHAI NHIỆM VỤ 6 THÁNG ĐẦU NĂM 2023": ["2023", "2023-H1"],
    # Several, in error, or without a year.
    "BÁO CÁO THÁNG 6 VÀ 6 THÁNG ĐẦU NĂM 2023": ["2023-06", "2023-H1"],
    "Quý I, II/2023": ["period.several"],
    "quý I và quý II năm 2023": ["period.several"],
    "tháng 5 và 6/2023": ["period.several"],
    "NĂM 2022 VÀ NĂM 2023": ["period.several"],
    "từ ngày 15/12/2022 đến ngày 14/6/2023": ["period.decree"],
    "tháng 13 năm 2023": ["period.impossible"],
    "Quý V/2023": ["period.impossible"],
    "Từ tháng 2 đến tháng 4 năm 2023": ["period.not_a_period"],
    "Từ quý II đến quý III năm 2023": ["period.several"],
    "Quý hai, ba năm 2023": ["period.several"],
    "Tháng sáu, bảy năm 2023": ["period.unknown"],
    "Từ tháng 6/2023": ["period.unknown"],
    "6 tháng còn lại của năm 2023": ["period.unknown", "2023"],
    "6 tháng cuối trong năm 2023": ["2023-H2", "2023"],
    "Số liệu theo tháng năm 2023": ["2023"],
    "BÁO CÁO 6 THÁNG ĐẦU NĂM": ["period.missing_year"],
    "Chế độ báo cáo định kỳ 6 tháng": [],
    "Nửa đầu năm (năm 2023)": ["2023-H1", "2023"],
    "Sở Y tế": [],
    "": [],
}


@pytest.mark.parametrize(("text", "expected"), TITLES.items())
def test_a_title_names_these_periods(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(("text", "expected"), TITLES.items())
def test_a_decomposed_title_names_the_same_periods(text, expected):
    assert found(unicodedata.normalize("NFD", text)) == expected


def test_a_line_without_a_year_takes_that_of_the_form():
    assert found("BÁO CÁO THÁNG 6", 2023) == ["2023-06"]
    assert found("BÁO CÁO THÁNG 6 NĂM 2022", 2023) == ["2022-06"]


def test_the_words_read_are_kept_as_received():
    (reading,) = find_title_periods("BÁO CÁO 6  THÁNG\u00a0ĐẦU NĂM 2023 (ƯỚC)")
    assert (reading.raw, reading.rule) == ("6  THÁNG\u00a0ĐẦU NĂM 2023", "title")


def test_the_decree_regime_is_named_not_read_as_calendar_months():
    (refusal,) = find_title_periods("(từ ngày 15/12/2022 đến ngày 14/6/2023)")
    assert "Nghị định 09/2019/NĐ-CP" in refusal.message
    assert chosen("6 THÁNG ĐẦU NĂM 2023", "(từ ngày 15/12/2022 đến ngày 14/6/2023)") == "period.decree"


def test_a_year_gives_way_to_a_shorter_period_of_that_year_only():
    assert chosen("KẾ HOẠCH NĂM 2023", "QUÝ II/2023") == "2023-Q2"
    assert chosen("KẾ HOẠCH NĂM 2022", "QUÝ II/2023") == "period.several"
    assert chosen("NĂM 2023") == "2023"


def test_a_day_of_counting_gives_way_to_a_period_that_ends_on_it():
    assert chosen("QUÝ II NĂM 2023", "(Số liệu tính đến ngày 30/6/2023)") == "2023-Q2"
    assert chosen("QUÝ II NĂM 2023", "(Số liệu tính đến ngày 15/6/2023)") == "period.several"
    assert chosen("QUÝ II NĂM 2023", "(Số liệu lũy kế đến ngày 30/6/2023)") == "period.several"
    assert chosen("Số liệu tính đến ngày 30/6/2023") == "2023-H1"


def test_periods_that_differ_are_refused_and_all_named():
    refusal = choose_title_period(find_title_periods("BÁO CÁO THÁNG 6 VÀ 6 THÁNG ĐẦU NĂM 2023"))
    assert "tháng 6 năm 2023" in refusal.message
    assert "6 tháng đầu năm 2023" in refusal.message


def test_a_period_said_twice_is_one_and_an_estimate_if_either_is():
    assert chosen("QUÝ II/2023", "Kỳ báo cáo: ước quý II năm 2023") == "2023-Q2~"


def test_a_line_in_error_is_not_covered_by_a_good_one():
    assert chosen("NĂM 2023", "THÁNG 6") == "period.missing_year"
    assert chosen("NĂM 2023", "THÁNG 6", year=2023) == "2023-06"


def test_without_any_period_none_is_chosen():
    assert choose_title_period(()) is None


PERIODS = st.builds(
    "{}{}".format,
    st.integers(1990, 2100),
    st.sampled_from(["", "-Q1", "-Q2", "-Q3", "-Q4", "-H1", "-H2"])
    | st.integers(1, 12).map("-{:02d}".format)
    | st.integers(1, 12).map("-{}M".format)
    | st.dates(parse_period("2023").first_day, parse_period("2023").last_day).map("-YTD-{:%m-%d}".format),
).map(parse_period)
FRAMES = st.sampled_from(
    ["{}", "Kỳ báo cáo: {}", "BÁO CÁO KẾT QUẢ CHUYỂN ĐỔI SỐ {}", "Sở Y tế ({})", "Biểu 01. Kết quả {}",
     "(Kỳ báo cáo: {}) kèm theo Công văn số 12/SYT-VP ngày 05/7/2023"]
)  # fmt: skip
FORMS = st.sampled_from([str, str.upper, lambda text: unicodedata.normalize("NFD", text)])


@seeded
@given(PERIODS, FRAMES, FORMS, st.booleans())
def test_every_period_is_found_in_a_title_by_its_name_and_by_its_code(period, frame, form, by_name):
    title = form(frame.format(period.name() if by_name else period.code))
    assert [one.period for one in find_title_periods(title)] == [period]


WORDS = [
    *(
        "quý",
        "tháng",
        "năm",
        "6",
        "II",
        "2023",
        "đầu",
        "cuối",
        "lũy",
        "kế",
        "đến",
        "từ",
        "ngày",
        "30/6/2023",
        "T6/2023",
    ),
    *(",", "(", ")", ":", "-", "/", "và", "ước", "so", "với", "nhiệm", "vụ", "số", "\u200b", "_"),
]
LINES = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)


@seeded
@given(LINES | st.text(max_size=500))
def test_no_line_ever_raises_and_all_that_is_found_stands_in_it(text):
    readings = find_title_periods(text, 2023)
    assert all(reading.raw in text for reading in readings)
    choose_title_period(readings)


@pytest.mark.parametrize(
    "text",
    ["2023 " * 80, "tháng 6 năm 2023 " * 23, "tu den " * 57, "1 2 3 4 5 6 2023 " * 23, "quý 2023 " * 1111],
)
def test_a_long_or_hostile_line_is_read_at_once(text):
    fastest = min(_seconds(text) for _ in range(5))
    assert fastest < 0.1  # 0.03 s at most where it was written; without its limits 0.14 s or more


def _seconds(text):
    start = time.perf_counter()
    find_title_periods(text)
    return time.perf_counter() - start
