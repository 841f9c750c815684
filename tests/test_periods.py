"""Reporting periods: every usual spelling, the days they cover, and what is refused."""

import datetime as dt
import pickle
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dtanalysis.period_spellings import UnknownSpellingError, is_day, read_spelling
from dtanalysis.periods import parse_period

# The same examples in every run, so that a red build can be repeated.
seeded = settings(deadline=None, max_examples=100, derandomize=True)

SPELLINGS = {
    "2023": [
        "2023", "năm 2023", "Năm 2023", "cả năm 2023", "full year 2023", "2023-12M", "12 tháng năm 2023",
        "lũy kế đến 31/12/2023", "lũy kế đến hết năm 2023", "từ 01/01/2023 đến 31/12/2023", "2023-YTD-12-31",
    ],
    "2023-06": [
        "2023-06", "2023-6", "2023/06", "2023.06", "2023-M06", "06-2023", "6/2023", "06/2023", "06.2023",
        "T6/2023", "T06/2023", "T6.2023", "Th6/2023", "t6-2023", "tháng 6/2023", "tháng 6-2023",
        "Tháng 6, 2023", "tháng 06 năm 2023", "THÁNG 6 NĂM 2023", "thang 6 nam 2023", "tháng sáu năm 2023",
        "Jun-23", "Jun'23", "Jun 2023", "June 2023", "June of 2023", "2023-Jun", "từ 1/6/2023 đến 30/6/2023",
    ],
    "2023-09": [
        "Sept 2023", "Sep-23",
    ],
    "2023-05": [
        "tháng năm năm 2023", "May 2023", "May-23",
    ],
    "2023-01": [
        "2023-1M", "1 tháng đầu năm 2023", "lũy kế đến 31/1/2023",
    ],
    "2023-12": [
        "1 tháng cuối năm 2023", "tháng mười hai năm 2023", "T12/2023",
    ],
    "2023-Q1": [
        "2023-3M", "3 tháng đầu năm 2023", "quý I/2023", "lũy kế đến 31/3/2023", "first quarter of 2023",
    ],
    "2023-Q2": [
        "2023-Q2", "2023Q2", "Q2 2023", "Q2/2023", "Q2-2023", "q2 2023", "QII/2023", "2Q2023", "2Q 2023",
        "Quý II/2023", "Quý Ⅱ/2023", "quý II năm 2023", "quý II, năm 2023", "Quý 2/2023", "quý 2 năm 2023",
        "quý 2 của năm 2023", "quý hai năm 2023", "quy 2 2023", "QUY II NAM 2023", "second quarter of 2023",
        "the 2nd quarter of 2023", "quarter 2 2023", "từ tháng 4 đến hết tháng 6 năm 2023", "Apr-Jun 2023",
        "từ 1/4 đến 30/6/2023", "từ ngày 01/04 đến hết ngày 30/6/2023",
        "01/4/2023 - 30/6/2023", "1/4–30/6/2023",
        "từ tháng 4/2023 đến tháng 6/2023", "từ tháng 4 năm 2023 đến hết tháng 6 năm 2023",
    ],
    "2023-Q4": [
        "quý tư năm 2023", "quý IV/2023", "3 tháng cuối năm 2023", "last three months of 2023",
    ],
    "2023-H1": [
        "2023-H1", "2023H1", "H1 2023", "H1/2023", "1H2023", "1H 2023", "6 tháng đầu năm 2023",
        "6  tháng đầu\u00a0năm 2023", "6 THÁNG ĐẦU NĂM 2023", "06 tháng đầu năm 2023",
        "6 thang dau nam 2023", "6 tháng đầu năm 2023.", "sáu tháng đầu năm 2023", "6 tháng năm 2023",
        "6 tháng 2023", "6 tháng/2023", "6T/2023", "6T2023", "6T đầu năm 2023", "2023-6M", "6M 2023",
        "nửa đầu năm 2023", "first half of 2023", "1st half 2023", "first six months of 2023",
        "lũy kế 6 tháng đầu năm 2023", "lũy kế đến 30/6/2023", "luỹ kế đến 30/06/2023",
        "lũy kế đến ngày 30-6-2023", "lũy kế đến hết tháng 6/2023", "luỹ kế đến hết tháng 6/2023",
        "Luỹ kế đến hết quý II/2023", "tính đến ngày 30 tháng 6 năm 2023", "từ đầu năm đến 30/6/2023",
        "từ đầu năm 2023 đến 30/6", "từ đầu năm 2023 đến hết tháng 6", "T1-T6/2023", "January to June 2023",
        "Jan–Jun 2023", "year to date June 2023", "2023-YTD-06-30",
        "tính đến thời điểm 30/6/2023", "01/01 đến 30/6/2023",
    ],
    "2023-H2": [
        "2023-H2", "6 tháng cuối năm 2023", "nửa cuối năm 2023", "2H2023", "second half of 2023",
        "last 6 months of 2023", "từ 1/7/2023 đến hết ngày 31/12/2023",
    ],
    "2023-9M": [
        "2023-9M", "9M2023", "9M 2023", "9 tháng đầu năm 2023", "9 tháng năm 2023", "9 tháng 2023",
        "chín tháng đầu năm 2023", "9T/2023", "first nine months of 2023", "9 months of 2023",
        "lũy kế đến hết quý III năm 2023", "2023-YTD-09-30",
    ],
    "2022-8M": [
        "2022-8M", "8 tháng đầu năm 2022", "tám tháng đầu năm 2022", "8 tháng năm 2022",
        "first 8 months of 2022", "lũy kế đến 31/8/2022", "2022-YTD-08-31",
    ],
    "2024-2M": [
        "2024-2M", "2024-YTD-02-29", "lũy kế đến 29/2/2024",
    ],
    "2026-YTD-10-10": [
        "2026-YTD-10-10", "2026-ytd-10-10", "từ đầu năm đến 10/10/2026", "lũy kế đến 10/10/2026",
        "từ đầu năm đến ngày 10/10/2026", "tính đến ngày 10/10/2026", "đến 10.10.2026",
        "lũy kế từ đầu năm đến ngày 10/10/2026", "từ ngày 1/1/2026 đến ngày 10/10/2026",
        "year to date 2026-10-10", "YTD 2026-10-10", "year to date to 10 October 2026",
        "YTD, October 10, 2026",
    ],
}  # fmt: skip
SPELLED = [(text, code) for code, texts in SPELLINGS.items() for text in texts]


@pytest.mark.parametrize(("text", "code"), SPELLED)
def test_a_usual_spelling_means_its_period(text, code):
    assert parse_period(text).code == code


@pytest.mark.parametrize(("text", "code"), SPELLED)
def test_case_marks_and_normal_form_of_a_spelling_make_no_difference(text, code):
    decomposed = unicodedata.normalize("NFD", text)
    no_marks = "".join(char for char in decomposed if not unicodedata.combining(char)).replace("đ", "d")
    for variant in (decomposed, text.upper(), no_marks, f"\ufeff {text}\u00a0"):
        assert parse_period(variant).code == code


REFUSED = {
    "": "it is empty",
    "quý 2": "no year of four digits",
    "6 tháng đầu năm": "no year of four digits",
    "tháng 6": "no year of four digits",
    "06/23": "no year of four digits",
    "T6/23": "no year of four digits",
    "Quý II/23": "no year of four digits",
    "8/19": "no year of four digits",
    "2023-13": "there is no month 13",
    "00/2023": "there is no month 0",
    "tháng 13 năm 2023": "there is no month 13",
    "quý 5 năm 2023": "there is no quarter 5",
    "Quý V/2023": "there is no quarter 5",
    "2023-H3": "there is no half-year 3",
    "0 tháng đầu năm 2023": "a year has no 0 months",
    "13 tháng đầu năm 2023": "a year has no 13 months",
    "4 tháng cuối năm 2023": "month 9 to month 12 is not a reporting period",
    "từ tháng 2 đến tháng 4/2023": "month 2 to month 4 is not a reporting period",
    "từ tháng 6 đến tháng 1/2023": "month 6 to month 1 is not a reporting period",
    "từ 10/2/2023 đến 28/2/2023": "2023-02-10 to 2023-02-28 is not a reporting period of the calendar regime",
    "từ 1/1/2022 đến 30/6/2023": "2022-01-01 to 2023-06-30 is not a reporting period",
    "từ 15/12/2022 đến 14/6/2023": "is not a reporting period",
    "30/6/2023": "single day; for the year up to it write 'lũy kế đến 30/6/2023'",
    "2023-06-30": "single day",
    "30 June 2023": "single day",
    "2023-06-30 00:00:00": "single day",
    "lũy kế đến 31/6/2023": "there is no day 31/6/2023",
    "2023-YTD-02-29": "there is no day 29/2/2023",
    "lũy kế đến năm 2023": "does not say up to which day",
    "YTD 2023": "does not say up to which day",
    "từ đầu năm 2022 đến 30/6/2023": "starts in 2022 and ends in 2023",
    "từ tháng 7/2022 đến tháng 6/2023": "starts in 2022 and ends in 2023",
    "từ 1/7 đến 30/6/2023": "month 7 to month 6 is not a reporting period",
    "từ 31/4 đến 30/6/2023": "there is no day 31/4/2023",
    "từ hôm qua đến 30/6/2023": "'hom qua' is not a day such as 30/6/2023",
    "1989": "the year 1989 is outside 1990 to 2100",
    "6/2101": "the year 2101 is outside 1990 to 2100",
    "ước 6 tháng đầu năm 2023": "'ước' \\(an estimate\\) belongs to the figure",
    "tháng năm 2023": "spelling is not known",
    "tháng 6 đầu năm 2023": "spelling is not known",
    "nửa năm 2023": "spelling is not known",
    "2023.1": "spelling is not known",
    "202306": "spelling is not known",
    "45107": "spelling is not known",
    "quý II và quý III năm 2023": "spelling is not known",
    "2022-2023": "spelling is not known",
    "٦/2023": "spelling is not known",
    "đến " * 30: "too long",
}


@pytest.mark.parametrize(("text", "reason"), REFUSED.items())
def test_what_is_ambiguous_or_does_not_exist_is_refused_with_its_reason(text, reason):
    with pytest.raises(
        ValueError, match=f"(?s)^Period '.*is not understood: .*{reason}.*Write a month as 2023-06"
    ):
        parse_period(text)


def test_a_text_that_fits_no_spelling_is_told_from_a_period_that_does_not_exist():
    for text in ("Sở Y tế", "quý 2", "đến năm 2025", "từ hôm qua đến 30/6/2023", "30/6/2023"):
        with pytest.raises(UnknownSpellingError):
            read_spelling(text)
    for text in ("quý 5/2023", "lũy kế đến 31/6/2023", "từ đầu năm 2022 đến 30/6/2023"):
        with pytest.raises(ValueError, match="there is no|starts in") as refusal:
            read_spelling(text)
        assert not isinstance(refusal.value, UnknownSpellingError)


def test_a_single_day_is_known_as_one_even_where_it_does_not_exist():
    assert all(map(is_day, ["30/6/2023", "31/6/2023", "2023-06-30", "5 tháng 7 năm 2023"]))
    assert not any(map(is_day, ["06/2023", "30/6", "6 tháng đầu năm 2023", ""]))


def test_the_message_tells_what_was_found_and_every_way_to_write_it():
    with pytest.raises(ValueError, match="^Period 'quý 2' is not understood") as refusal:
        parse_period("quý 2")
    examples = {word.strip(",.") for word in str(refusal.value).split() if word.startswith("2023")}
    assert {parse_period(code).kind for code in examples} == {
        "month", "quarter", "half", "nine_months", "year", "year_to_date",
    }  # fmt: skip


@pytest.mark.parametrize(
    "thing", [None, True, 6.2023, float("nan"), dt.date(2023, 6, 30), dt.datetime(2023, 6, 30)]
)
def test_things_that_name_no_period_are_refused_like_texts(thing):
    with pytest.raises(ValueError, match="is not understood"):
        parse_period(thing)


def test_a_year_may_come_as_a_number_as_papermill_reads_it():
    assert parse_period(2023) == parse_period("2023")


def test_six_months_are_never_the_month_june():
    assert parse_period("6 tháng đầu năm 2023").months == 6
    assert parse_period("tháng 6 năm 2023").months == 1
    assert parse_period("6T/2023") != parse_period("T6/2023")


@pytest.mark.parametrize(
    ("code", "days", "left", "months", "kind"),
    [
        ("2023-06", "2023-06-01 to 2023-06-30", 6, 1, "month"),
        ("2024-02", "2024-02-01 to 2024-02-29", 10, 1, "month"),
        ("2023-Q3", "2023-07-01 to 2023-09-30", 3, 3, "quarter"),
        ("2023-H1", "2023-01-01 to 2023-06-30", 6, 6, "half"),
        ("2023-H2", "2023-07-01 to 2023-12-31", 0, 6, "half"),
        ("2023-9M", "2023-01-01 to 2023-09-30", 3, 9, "nine_months"),
        ("2022-8M", "2022-01-01 to 2022-08-31", 4, 8, "year_to_date"),
        ("2023", "2023-01-01 to 2023-12-31", 0, 12, "year"),
        ("2026-YTD-10-10", "2026-01-01 to 2026-10-10", 2 + 21 / 31, 9 + 10 / 31, "year_to_date"),
    ],
)
def test_calendar_periods_have_these_days_and_lengths(code, days, left, months, kind):
    period = parse_period(code)
    assert (f"{period.first_day} to {period.last_day}", period.kind) == (days, kind)
    assert period.months_left == pytest.approx(left, abs=1e-12)
    assert period.months == pytest.approx(months, abs=1e-12)


# Nghị định 09/2019/NĐ-CP, Article 12, for the month; the longer periods are from memory (see the module).
@pytest.mark.parametrize(
    ("code", "days", "left", "months"),
    [
        ("2023-06", "2023-05-15 to 2023-06-14", 6 + 16 / 30, 1),
        ("2023-01", "2022-12-15 to 2023-01-14", 11 + 17 / 31, 1),
        ("2023-Q2", "2023-03-15 to 2023-06-14", 6 + 16 / 30, 3),
        ("2023-H1", "2022-12-15 to 2023-06-14", 6 + 16 / 30, 6),
        ("2023-H2", "2023-06-15 to 2023-12-14", 17 / 31, 6),
        ("2023-9M", "2022-12-15 to 2023-09-14", 3 + 16 / 30, 9),
        ("2023", "2022-12-15 to 2023-12-14", 17 / 31, 12),
        ("2026-YTD-10-10", "2025-12-15 to 2026-10-10", 2 + 21 / 31, 9 + 26 / 30),
        ("2026-YTD-10-20", "2025-12-15 to 2026-10-20", 2 + 11 / 31, 10 + 6 / 31),
    ],
)
def test_periods_by_decree_end_on_the_fourteenth(code, days, left, months):
    period = parse_period(code, regime="decree")
    assert f"{period.first_day} to {period.last_day}" == days
    assert period.months_left == pytest.approx(left, abs=1e-12)
    assert period.months == pytest.approx(months, abs=1e-12)


def test_the_days_of_a_decree_period_name_it_in_that_regime():
    assert parse_period("từ 15/12/2022 đến 14/6/2023", regime="decree").code == "2023-H1"
    assert parse_period("lũy kế đến 14/6/2023", regime="decree").code == "2023-H1"
    assert parse_period("lũy kế đến 30/6/2023", regime="decree").code == "2023-YTD-06-30"


def test_by_decree_no_year_to_date_ends_after_its_year():
    with pytest.raises(ValueError, match="by decree the year 2026 ends on 14 December"):
        parse_period("2026-YTD-12-20", regime="decree")


def test_regimes_are_told_apart_and_unknown_ones_refused():
    calendar, decree = parse_period("2023-H1"), parse_period("2023-H1", regime="decree")
    assert calendar != decree
    assert (repr(calendar), repr(decree)) == ("Period('2023-H1')", "Period('2023-H1', regime='decree')")
    with pytest.raises(ValueError, match="`regime` must be one of 'calendar', 'decree'; got 'lunar'"):
        parse_period("2023-H1", regime="lunar")


@pytest.mark.parametrize(
    ("code", "vietnamese", "english"),
    [
        ("2023-06", "tháng 6 năm 2023", "June 2023"),
        ("2023-Q2", "quý II năm 2023", "second quarter of 2023"),
        ("2023-Q4", "quý IV năm 2023", "fourth quarter of 2023"),
        ("2023-H1", "6 tháng đầu năm 2023", "first half of 2023"),
        ("2023-H2", "6 tháng cuối năm 2023", "second half of 2023"),
        ("2023-9M", "9 tháng đầu năm 2023", "first nine months of 2023"),
        ("2022-8M", "8 tháng đầu năm 2022", "first 8 months of 2022"),
        ("2023", "năm 2023", "2023"),
        ("2026-YTD-10-10", "từ đầu năm đến ngày 10/10/2026", "year to date to 10 October 2026"),
    ],
)
def test_names_read_as_in_a_report(code, vietnamese, english):
    assert (parse_period(code).name(), parse_period(code).name("en")) == (vietnamese, english)


def test_a_name_in_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="`language` must be one of 'vi', 'en'; got 'fr'"):
        parse_period("2023").name("fr")


def test_periods_with_one_last_day_sort_the_longer_first():
    codes = ["2023-12", "2024-01", "2023-H2", "2023-Q4", "2023", "2023-9M"]
    assert [period.code for period in sorted(map(parse_period, codes))] == [
        "2023-9M", "2023", "2023-H2", "2023-Q4", "2023-12", "2024-01",
    ]  # fmt: skip


def test_a_period_prints_as_its_code_cannot_change_and_survives_pickling():
    period = parse_period("6 tháng đầu năm 2023")
    assert f"{period}" == "2023-H1"
    assert pickle.loads(pickle.dumps(period)) == period
    assert {period: 1}[parse_period("2023-H1")] == 1
    with pytest.raises(AttributeError, match="cannot assign"):
        period.year = 2024


def test_a_leap_day_has_a_day_before_it_last_year():
    leap_day = parse_period("2024-YTD-02-29", regime="decree")
    assert leap_day.same_period_last_year.code == "2023-YTD-02-28"
    assert parse_period("2024-02").same_period_last_year.last_day == dt.date(2023, 2, 28)


def test_there_is_no_period_before_the_first_year():
    with pytest.raises(ValueError, match="the year 1989 is outside 1990 to 2100"):
        _ = parse_period("1990-H1").same_period_last_year


years = st.integers(1991, 2100)
regimes = st.sampled_from(["calendar", "decree"])
suffixes = st.one_of(
    st.just(""),
    st.integers(1, 12).map("-{:02d}".format),
    st.integers(1, 4).map("-Q{}".format),
    st.integers(1, 2).map("-H{}".format),
    st.integers(1, 12).map("-{}M".format),
    # Both regimes have the days up to 14 December.
    st.dates(dt.date(2023, 1, 1), dt.date(2023, 12, 14)).map("-YTD-{:%m-%d}".format),
)
periods = st.builds(
    lambda year, suffix, regime: parse_period(f"{year}{suffix}", regime), years, suffixes, regimes
)


@seeded
@given(periods)
def test_code_and_names_are_read_back_as_the_same_period(period):
    assert parse_period(period.code, period.regime) == period
    assert parse_period(period.name("vi"), period.regime) == period
    assert parse_period(period.name("en"), period.regime) == period


@seeded
@given(periods, periods)
def test_order_agrees_with_the_last_day_and_then_the_first(one, other):
    if one.last_day != other.last_day:
        assert (one < other) == (one.last_day < other.last_day)
    else:
        assert (one < other) == ((one.first_day, one.code) < (other.first_day, other.code))


@seeded
@given(periods.filter(lambda period: period.regime == "calendar" and period.is_year_to_date))
def test_months_gone_and_months_left_make_a_year(period):
    assert period.months + period.months_left == pytest.approx(12, abs=1e-9)
    assert period.first_day == dt.date(period.year, 1, 1)


@seeded
@given(periods)
def test_the_same_period_last_year_keeps_kind_regime_and_nearly_its_length(period):
    before = period.same_period_last_year
    assert (before.kind, before.regime, before.year) == (period.kind, period.regime, period.year - 1)
    assert before.months == pytest.approx(period.months, abs=0.04)
    assert before.last_day < period.last_day


@seeded
@given(periods)
def test_a_period_of_whole_months_has_a_whole_length_and_lies_in_its_year(period):
    assert period.first_day <= period.last_day
    assert period.last_day.year == period.year
    assert 0 <= period.months_left < 12
    if "YTD" not in period.code:
        assert period.months == int(period.months)


@seeded
@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31)))
def test_a_year_to_date_that_ends_a_month_takes_the_kind_of_whole_months(day):
    period = parse_period(f"lũy kế đến {day:%d/%m/%Y}")
    ends_a_month = (day + dt.timedelta(days=1)).day == 1
    kinds = {1: "month", 3: "quarter", 6: "half", 9: "nine_months", 12: "year"}
    assert period.kind == (kinds.get(day.month, "year_to_date") if ends_a_month else "year_to_date")
    assert (period.last_day, period.is_year_to_date) == (day, True)


@seeded
@given(
    st.text(max_size=30) | st.from_regex(r"[a-z0-9/. -]{0,12}20[0-9]{2}[a-z0-9/. -]{0,12}", fullmatch=True)
)
def test_any_text_is_a_period_or_a_clear_refusal(text):
    try:
        period = parse_period(text)
    except ValueError as refusal:
        assert "is not understood" in str(refusal)
    else:
        assert parse_period(period.code) == period
