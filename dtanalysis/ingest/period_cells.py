"""
Which period does a cell of a column "Kỳ", or a column heading, state?

Takes one cell's value with its number format and gives a `PeriodReading`, or a `Refusal` in words a clerk can
act on; never an exception. A date is read as the sheet shows it: "Jun-23" is the month, "30/06/2023" a single
day, which is refused with both of its readings. A number is a year or nothing. What title lines say is read
in ``period_titles``, whose functions can be had from here as well.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator
from numbers import Real
from typing import Literal

from dtanalysis.formats import fold
from dtanalysis.ingest.numbers import Refusal
from dtanalysis.ingest.period_texts import PeriodReading, read_period_text, refuse, refuse_day
from dtanalysis.ingest.period_titles import choose_title_period, find_title_periods
from dtanalysis.period_spellings import ENGLISH_MONTHS, is_day, read_spelling
from dtanalysis.periods import FIRST_YEAR, LAST_YEAR, Period, parse_period

__all__ = [
    "PeriodReading",
    "choose_title_period",
    "find_title_periods",
    "read_heading_period",
    "read_period_cell",
    "show_date",
]

ColumnOf = Literal["month", "quarter", "year", ""]

_YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
_LONGEST_CELL = 120
# Day 0 of the two ways in which spreadsheets count days; the first holds from 1 March 1900 on.
_DAY_ZERO = {False: dt.date(1899, 12, 30), True: dt.date(1904, 1, 1)}
_FIRST_DAY, _LAST_DAY = dt.date(FIRST_YEAR, 1, 1), dt.date(LAST_YEAR, 12, 31)
_COLUMN_WORDS: dict[str, ColumnOf] = {"thang": "month", "quy": "quarter", "nam": "year"}
_PLAIN_NUMBER = re.compile(r"[1-9][0-9]{0,8}(?:\.[0-9]{1,15})?")

# Parts of a number format: text in quotes, an escaped character, colour or locale, padding, a code, the rest.
_FORMAT_PART = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|\[[^\]]*\]|_.|\*.|(?P<end>;)|(?P<code>y+|m+|d+|h+|s+|am/pm|a/p)'
    r"|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)


def read_period_cell(
    value: object,
    number_format: str = "General",
    *,
    is_1904: bool = False,
    year: int | None = None,
    heading: str = "",
) -> PeriodReading | Refusal:
    """
    The period that a cell of a period column states.

    Parameters
    ----------
    value : object
        As the reader of the file gives it: text, number, truth value, date or None.
    number_format : str
        The cell's format, such as "mmm-yy"; decides what a date shows.
    is_1904 : bool
        Serial numbers count from 1904.
    year : int, optional
        Year of the form, for cells such as "Quý II".
    heading : str
        Heading of the column. Below "Tháng" and "Quý" a small number is one, and below "Tháng" a date on the
        first or last day of a month is the month.

    Returns
    -------
    PeriodReading or Refusal
        A whole number from 1990 to 2100 is a year. A single day, a serial number, 6.2023 and 202306 are
        refused.

    Examples
    --------
    >>> read_period_cell("Ước 6 tháng đầu năm 2023").is_estimate, read_period_cell(2023.0).period
    (True, Period('2023'))
    >>> read_period_cell(dt.datetime(2023, 6, 1), "mmm-yy").period
    Period('2023-06')
    >>> print(read_period_cell(dt.datetime(2023, 6, 30), "dd/mm/yyyy").suggestion)
    Nếu là cả tháng, ghi “tháng 6/2023”; nếu là lũy kế từ đầu năm, ghi “lũy kế đến 30/6/2023”
    """
    column = _COLUMN_WORDS.get(fold(heading[:_LONGEST_CELL]).strip(" .:*"), "")
    if value is None or isinstance(value, str):
        return _read_text_cell(value or "", year, column)
    if isinstance(value, bool):
        return refuse("period.boolean", str(value).upper())
    if isinstance(value, dt.date):
        return _read_date(_date_of(value), number_format, column)
    if isinstance(value, dt.time | dt.timedelta):
        return refuse("period.time", value)
    if isinstance(value, Real):
        return _read_number(value, number_format, is_1904, year, column)
    return refuse("period.cell_kind", type(value).__name__)


def read_heading_period(
    value: object, year: int | None = None, number_format: str = "General", *, is_1904: bool = False
) -> PeriodReading | Refusal | None:
    """
    The period that a column heading names.

    Parameters
    ----------
    value : object
        Text of the heading, or the date or number that its cell holds.
    year : int, optional
        Year of the form, where the heading has none.
    number_format : str
        The cell's format.
    is_1904 : bool
        Serial numbers count from 1904.

    Returns
    -------
    PeriodReading, Refusal or None
        None for a heading that names no period, or speaks of one in other words ("Kế hoạch năm 2023", "So với
        tháng 5"). A number is a year, a serial number with a date format a date; one without is refused with
        the code "period.serial", as it may as well be a figure.

    Examples
    --------
    >>> [read_heading_period(text, 2023).period.code for text in ("T1", "Th.2", "Quý I", "Lũy kế 6 tháng")]
    ['2023-01', '2023-02', '2023-Q1', '2023-H1']
    >>> read_heading_period("Quý I").code, read_heading_period("Cùng kỳ năm 2022", 2023)
    ('period.missing_year', None)
    """
    if isinstance(value, str):
        return read_period_text(value, year)
    if isinstance(value, dt.date):
        return read_period_cell(value, number_format)
    if isinstance(value, bool) or not isinstance(value, Real):
        return None
    reading = read_period_cell(value, number_format, is_1904=is_1904)
    is_date = show_date(_FIRST_DAY, number_format) is not None
    is_about_periods = isinstance(reading, PeriodReading) or reading.code == "period.serial" or is_date
    return reading if is_about_periods else None


def _read_text_cell(text: str, year: int | None, column: ColumnOf) -> PeriodReading | Refusal:
    if not text.strip():
        return refuse("period.missing", text)
    if len(text) > _LONGEST_CELL:
        return refuse("period.too_long", text)
    if column == "month" and (day := _day_written(text)):
        return _read_date(day, "General", column)
    reading = _read_in_column(text, text, year, column) or read_period_text(text, year)
    # A delimited file has its numbers as text: 2023.0, 45107, 202306.
    if reading is None and _PLAIN_NUMBER.fullmatch(text.strip()):
        return _read_number(float(text), "General", False, year, column)
    return reading or refuse("period.unknown", text)


def _day_written(text: str) -> dt.date | None:
    try:
        return read_spelling(f"đến {text}").day if is_day(text) else None
    except ValueError:
        return None


def month_of_day(value: object, *, is_1904: bool = False) -> Period | None:
    """
    The month that a date may stand for: its first or its last day, as programs write months.

    Parameters
    ----------
    value : object
        A date, a serial number or a written date.
    is_1904 : bool
        Serial dates count from 1904.

    Returns
    -------
    Period or None
        None for any other day, and for what is no day.

    Examples
    --------
    >>> month_of_day(45107), month_of_day("30/6/2023"), month_of_day(dt.date(2023, 6, 15))
    (Period('2023-06'), Period('2023-06'), None)
    """
    if isinstance(value, dt.date):
        day = _date_of(value)
    elif isinstance(value, str):
        day = _day_written(value.strip())
    else:
        is_number = isinstance(value, int | float) and not isinstance(value, bool) and value == int(value)
        day = _day_of_serial(value, is_1904) if is_number else None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    month = parse_period(f"{day:%Y-%m}")
    return month if day in (month.first_day, month.last_day) else None


def _read_in_column(
    shown: str, raw: str, year: int | None, column: ColumnOf
) -> PeriodReading | Refusal | None:
    """A small number below "Tháng" or "Quý"; None for anything else."""
    number = fold(shown)
    if column == "month" and re.fullmatch("0?[1-9]|1[0-2]", number):
        reading = read_period_text(f"tháng {number}", year)
    elif column == "quarter" and re.fullmatch("0?[1-4]|i{1,3}|iv", number):
        reading = read_period_text(f"quý {number}", year)
    else:
        return None
    if isinstance(reading, PeriodReading):
        return PeriodReading(reading.period, False, f"{column}_column", raw)
    return refuse("period.missing_year", raw)


# Dates


def _date_of(value: dt.date) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value


def _read_date(day: dt.date, number_format: str, column: ColumnOf) -> PeriodReading | Refusal:
    if not _FIRST_DAY <= day <= _LAST_DAY:
        return refuse("period.out_of_range", day, instead=_year_meant(day))
    shown = show_date(day, number_format)
    reading = None if shown is None else read_period_text(shown)
    is_at_an_end = day.day == 1 or (day + dt.timedelta(days=1)).day == 1
    if isinstance(reading, PeriodReading) and _agrees(reading, day):
        return PeriodReading(reading.period, reading.is_estimate, "date.as_shown", day.isoformat())
    if column == "month" and is_at_an_end:
        month = read_period_text(f"tháng {day.month}/{day.year}")
        return PeriodReading(month.period, False, "date.month_column", day.isoformat())
    return refuse_day(day, day)


def _agrees(reading: PeriodReading, day: dt.date) -> bool:
    """Whether the period shown is that of the date: a year only where the date is at its start or end."""
    if reading.period.kind == "year":
        return (day.month, day.day) in ((1, 1), (12, 31))
    return reading.period.first_day <= day <= reading.period.last_day


def _year_meant(day: dt.date) -> str:
    """A year typed into a cell with a date format becomes a day of 1905."""
    number = (day - _DAY_ZERO[False]).days
    return f"; nếu đã gõ năm {number} vào ô định dạng ngày, ghi “năm {number}”" if number in _YEARS else ""


def show_date(day: dt.date, number_format: str) -> str | None:
    """
    A date as its number format shows it, with English month names and all digits of the year.

    Parameters
    ----------
    day : datetime.date
        The date.
    number_format : str
        Format code as stored in the file.

    Returns
    -------
    str or None
        None where the format is none of a date, or has the time of day.

    Examples
    --------
    >>> day = dt.date(2023, 6, 30)
    >>> show_date(day, "[$-409]mmm\\\\-yy;@"), show_date(day, '"Tháng "m/yyyy'), show_date(day, "General")
    ('Jun-2023', 'Tháng 6/2023', None)
    """
    if fold(number_format) in ("", "general", "@"):
        return None
    parts = list(_parts(number_format))
    codes = {code[0] for code, _ in parts if code}
    if not codes & set("ymd") or codes & set("hsa"):
        return None
    return "".join(_show(code, day) if code else text for code, text in parts).strip()


def _parts(number_format: str) -> Iterator[tuple[str, str]]:
    """The codes and the literal texts of the first section of a format, one of each pair empty."""
    for match in _FORMAT_PART.finditer(number_format[:255]):
        if match["end"]:
            return
        yield (match["code"] or "").lower(), match["quoted"] or match["escaped"] or match["other"] or ""


def _show(code: str, day: dt.date) -> str:
    letter, length = code[0], len(code)
    if letter == "y":
        return str(day.year)
    if letter == "m" and length > 2:
        return ENGLISH_MONTHS[day.month - 1][: {3: 3, 5: 1}.get(length)]
    number = day.month if letter == "m" else day.day
    return f"{number:0{length}d}" if length <= 2 else ""


# Numbers


def _read_number(
    value: Real, number_format: str, is_1904: bool, year: int | None, column: ColumnOf
) -> PeriodReading | Refusal:
    number = float(value) if abs(value) < 1e15 else math.inf
    if not math.isfinite(number):
        return refuse("period.number", number)
    if show_date(_FIRST_DAY, number_format) is not None:
        day = _day_of_serial(number, is_1904)
        return _read_date(day, number_format, column) if day else refuse("period.number", value)
    if number != int(number) or "%" in number_format:
        return refuse("period.number", value, instead=_month_meant(f"{number:.4f}"))
    return _read_whole_number(int(number), is_1904, year, column)


def _read_whole_number(
    number: int, is_1904: bool, year: int | None, column: ColumnOf
) -> PeriodReading | Refusal:
    if number in _YEARS:
        return PeriodReading(read_period_text(str(number)).period, False, "number.year", str(number))
    if reading := _read_in_column(str(number), str(number), year, column):
        return reading
    day = _day_of_serial(number, is_1904)
    if day and _FIRST_DAY <= day <= _LAST_DAY:
        return refuse_day(day, number, "period.serial", number=str(number))
    return refuse("period.number", number, instead=_month_meant(str(number)))


def _day_of_serial(number: float, is_1904: bool) -> dt.date | None:
    """The day that a serial number counts; None before 1 March 1900, where programs count differently."""
    if number < 61 or number > 100_000:
        return None
    return _DAY_ZERO[is_1904] + dt.timedelta(days=int(number))


def _month_meant(written: str) -> str:
    """What a number such as 6.2023 or 202306 was typed for, as part of a suggestion."""
    patterns = (
        r"(?P<month>[1-9]|1[0-2])\.(?P<year>(?:19|20)[0-9]{2})",
        r"(?P<year>(?:19|20)[0-9]{2})(?P<month>0[1-9]|1[0-2])",
    )
    match = next(filter(None, (re.fullmatch(pattern, written) for pattern in patterns)), None)
    if not match:
        return ""
    month = f"tháng {int(match['month'])}/{match['year']}"
    return f"; nếu là {month}, ghi “{month}”"
