"""
Reporting periods: what "6 tháng đầu năm 2023" is, which days it covers and how much of the year it leaves.

A text is parsed once, at the door, by :func:`parse_period`; inside the library a :class:`Period` travels,
which knows its first and last day, compares by time and prints its name. Every period is either a run of
whole months of one year or a year to date that stops on some day. Reading dates out of workbook cells is left
to ``ingest``.

Two regimes say where a month ends. In the *calendar* regime (statistical reports) June is 1 to 30 June. In
the *decree* regime (reports within the administration, Nghị định 09/2019/NĐ-CP) June is 15 May to 14 June,
and the year runs from 15 December to 14 December. Only the month was read in the decree (Article 12;
Article 13 sets the deadlines). Half-year and year are from memory; quarter, nine months and
year to date are inferred from the month: verify before relying on their days.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from dtanalysis.formats import Language, format_date
from dtanalysis.period_spellings import ENGLISH_MONTHS, Days, Months, UpTo, read_spelling

PeriodKind = Literal["month", "quarter", "half", "nine_months", "year", "year_to_date"]
Regime = Literal["calendar", "decree"]

FIRST_YEAR, LAST_YEAR = 1990, 2100
_LAST_DAY_BY_DECREE = 14

_HOW_TO_WRITE = (
    "Write a month as 2023-06, a quarter as 2023-Q2, a half-year as 2023-H1, nine months as 2023-9M, "
    "a year as 2023, the first n months as 2023-8M and a year to date as 2023-YTD-10-10."
)

_NAMED_RUNS: dict[tuple[int, int], tuple[PeriodKind, str]] = {
    (1, 6): ("half", "-H1"),
    (7, 12): ("half", "-H2"),
    (1, 9): ("nine_months", "-9M"),
    (1, 12): ("year", ""),
}
_ENGLISH_ORDINALS = ("first", "second", "third", "fourth")
_ROMAN = ("I", "II", "III", "IV")
_NAMES = {
    "vi": {
        "month": "tháng {month} năm {year}",
        "quarter": "quý {roman} năm {year}",
        "half": "6 tháng {half_vi} năm {year}",
        "nine_months": "9 tháng đầu năm {year}",
        "year": "năm {year}",
        "year_to_date": "{month} tháng đầu năm {year}",
        "to_a_day": "từ đầu năm đến ngày {day}",
    },
    "en": {
        "month": "{month_name} {year}",
        "quarter": "{ordinal} quarter of {year}",
        "half": "{half_en} half of {year}",
        "nine_months": "first nine months of {year}",
        "year": "{year}",
        "year_to_date": "first {month} months of {year}",
        "to_a_day": "year to date to {day}",
    },
}


@dataclass(frozen=True, order=True, repr=False)
class Period:
    """
    One reporting period; made by :func:`parse_period`, not by hand.

    Periods sort by last day, then by first day: the year 2023 comes before 2023-Q4, which comes before
    2023-12. Periods of the two regimes are never equal, because their days differ.

    Parameters
    ----------
    last_day, first_day : datetime.date
        Both belong to the period. In the decree regime the first day may lie in the year before.
    code : str
        Canonical spelling: 2023-06, 2023-Q2, 2023-H1, 2023-9M, 2023, 2023-8M or 2023-YTD-10-10; also
        ``str(period)``.
    kind : {"month", "quarter", "half", "nine_months", "year", "year_to_date"}
        A year to date of whole months takes its usual kind where it has one: see :func:`parse_period`.
    year : int
        The year reported on, whose targets apply.
    regime : {"calendar", "decree"}
        Where a month ends.

    Examples
    --------
    >>> half = parse_period("6 tháng đầu năm 2023")
    >>> half, half.first_day.isoformat(), half.last_day.isoformat(), half.months_left
    (Period('2023-H1'), '2023-01-01', '2023-06-30', 6.0)
    >>> half < parse_period("Quý III/2023")
    True
    """

    last_day: dt.date
    first_day: dt.date
    code: str
    kind: PeriodKind
    year: int
    regime: Regime = "calendar"

    def __str__(self) -> str:
        """Canonical code."""
        return self.code

    def __repr__(self) -> str:
        """Canonical code, and the regime where it is not the calendar."""
        regime = "" if self.regime == "calendar" else f", regime={self.regime!r}"
        return f"Period({self.code!r}{regime})"

    @property
    def months_left(self) -> float:
        """
        Months from the end of the period to 31 December of its year, when targets are due.

        Whole months are exact; days count as day ÷ days in that month. The decree regime counts to 31
        December as well, so 0.55 months are left after its year, which ends on 14 December.
        """
        return 12 - _months_elapsed(self.last_day, "calendar")

    @property
    def months(self) -> float:
        """
        Length in months of the regime.

        Whole months are exact; the running month of a year to date counts as days ÷ days in that month.
        """
        return _months_elapsed(self.last_day, self.regime) - _month_of(self.first_day, self.regime) + 1

    @property
    def is_year_to_date(self) -> bool:
        """Whether the period starts with the year: on 1 January, by decree on 15 December before."""
        return _month_of(self.first_day, self.regime) == 1

    @property
    def same_period_last_year(self) -> Period:
        """
        The period of the same kind one year earlier.

        A year to date keeps its day and month; 29 February becomes 28 February. ValueError before 1990.
        """
        code = f"{self.year - 1}{self.code[4:]}".replace("-02-29", "-02-28")
        return parse_period(code, self.regime)

    def name(self, language: Language = "vi") -> str:
        """
        Name in a sentence: "6 tháng đầu năm 2023", "first half of 2023".

        Parameters
        ----------
        language : {"vi", "en"}
            Language of the name.

        Returns
        -------
        str
            Understood by :func:`parse_period`. The regime is not said; where it matters, print the days
            beside the name.

        Raises
        ------
        ValueError
            If `language` is unknown.

        Examples
        --------
        >>> parse_period("2023-Q2").name(), parse_period("2023-Q2").name("en")
        ('quý II năm 2023', 'second quarter of 2023')
        >>> parse_period("2026-YTD-10-10").name()
        'từ đầu năm đến ngày 10/10/2026'
        """
        if language not in _NAMES:
            raise ValueError(f"`language` must be one of {', '.join(map(repr, _NAMES))}; got {language!r}.")
        number = _month_of(self.last_day, self.regime)
        whole_months = self.last_day == _last_day(self.year, number, self.regime)
        return _NAMES[language][self.kind if whole_months else "to_a_day"].format(
            year=self.year,
            month=number,
            month_name=ENGLISH_MONTHS[number - 1],
            roman=_ROMAN[(number - 1) // 3],
            ordinal=_ENGLISH_ORDINALS[(number - 1) // 3],
            half_vi="đầu" if number == 6 else "cuối",
            half_en="first" if number == 6 else "second",
            day=format_date(self.last_day, language=language),
        )


def parse_period(text: str | int, regime: Regime = "calendar") -> Period:
    """
    The period that a text names, in canonical, Vietnamese or English spelling.

    Parameters
    ----------
    text : str or int
        A code ("2023-H1"), the usual spellings ("Quý II/2023", "6 tháng đầu năm 2023", "T6/2023", "lũy kế đến
        30/6/2023", "Jun-23", "first half of 2023"), or a year as a number. Upper and lower case, NFC and NFD,
        spaces, the place of tone marks (luỹ, lũy) and missing marks make no difference.
    regime : {"calendar", "decree"}
        Where a month ends; the text never says. The days of "decree" are partly from memory: see the module.

    Returns
    -------
    Period
        "6 tháng đầu năm" is the half-year, "tháng 6" and "T6" the month; "6T/2023" and "6M" are six months.
        Days are read in Vietnamese order, 10/6/2023 being 10 June.

    Raises
    ------
    ValueError
        If the text is not understood, has no year of four digits ("Jun-23", as spreadsheets print it, is the
        exception), has a month or day that does not exist, lies outside 1990 to 2100, or is ambiguous
        ("06/23"); or if `regime` is unknown. The message says what was found and how to write it.

    Notes
    -----
    A year to date that ends with a month is the same as the period of whole months, and takes its
    kind: "lũy kế đến 31/3/2023" and 2023-3M are 2023-Q1; 1 month is 2023-01, 6 are 2023-H1, 9 are 2023-9M, 12
    are 2023; the other numbers (2023-8M) and days (2023-YTD-10-10) are of kind "year_to_date".

    Examples
    --------
    >>> parse_period("Quý II/2023"), parse_period("9 tháng năm 2023"), parse_period("Lũy kế đến 30/6/2023")
    (Period('2023-Q2'), Period('2023-9M'), Period('2023-H1'))
    >>> parse_period("2023-06", regime="decree").first_day.isoformat()
    '2023-05-15'
    >>> parse_period("quý 2")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    ValueError: Period 'quý 2' is not understood: no year of four digits was found. Write a ...
    """
    if regime not in get_args(Regime):
        raise ValueError(f"`regime` must be one of {', '.join(map(repr, get_args(Regime)))}; got {regime!r}.")
    return _parse(str(text), regime)


@lru_cache(maxsize=4096)
def _parse(text: str, regime: Regime) -> Period:
    try:
        return _build(read_spelling(text), regime)
    except ValueError as reason:
        shown = text if len(text) <= 60 else text[:60] + "…"
        raise ValueError(f"Period {shown!r} is not understood: {reason} {_HOW_TO_WRITE}") from None


def _build(reading: Months | UpTo | Days, regime: Regime) -> Period:
    """The period that a text means in one regime."""
    match reading:
        case Months(year, first, last):
            return _of_months(year, first, last, regime)
        case UpTo(day):
            return _of_year_to(day, regime)
        case Days(first_day, last_day):
            return _of_days(first_day, last_day, regime)


def _of_months(year: int, first: int, last: int, regime: Regime) -> Period:
    """The period from the month `first` to the month `last` of a year."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"the year {year} is outside {FIRST_YEAR} to {LAST_YEAR}.")
    for month in (first, last):
        if not 1 <= month <= 12:
            raise ValueError(f"there is no month {month}.")
    kind, suffix = _kind_and_suffix(first, last)
    days = _last_day(year, last, regime), _first_day(year, first, regime)
    return Period(*days, f"{year}{suffix}", kind, year, regime)


def _kind_and_suffix(first: int, last: int) -> tuple[PeriodKind, str]:
    """What a run of months is called, and how its code ends."""
    if (first, last) in _NAMED_RUNS:
        return _NAMED_RUNS[first, last]
    if first == last:
        return "month", f"-{last:02d}"
    if last - first == 2 and last % 3 == 0:
        return "quarter", f"-Q{last // 3}"
    if first == 1:
        return "year_to_date", f"-{last}M"
    raise ValueError(f"month {first} to month {last} is not a reporting period.")


def _of_year_to(day: dt.date, regime: Regime) -> Period:
    """The year to date that stops on a day; a period of whole months if the day ends one."""
    month = _month_of(day, regime)
    if month < day.month:
        raise ValueError(f"by decree the year {day.year} ends on 14 December.")
    whole = _of_months(day.year, 1, month, regime)
    if day == whole.last_day:
        return whole
    return Period(day, whole.first_day, f"{day.year}-YTD-{day:%m-%d}", "year_to_date", day.year, regime)


def _of_days(first_day: dt.date, last_day: dt.date, regime: Regime) -> Period:
    """The period with exactly these days; where it starts with the year it may stop on any day."""
    first, last = _month_of(first_day, regime), _month_of(last_day, regime)
    period = _of_year_to(last_day, regime) if first == 1 else _of_months(last_day.year, first, last, regime)
    if (period.first_day, period.last_day) != (first_day, last_day):
        raise ValueError(f"{first_day} to {last_day} is not a reporting period of the {regime} regime.")
    return period


def _first_day(year: int, month: int, regime: Regime) -> dt.date:
    """First day of a month of the regime."""
    if regime == "calendar":
        return dt.date(year, month, 1)
    year_before, month_before = (year - 1, 12) if month == 1 else (year, month - 1)
    return dt.date(year_before, month_before, _LAST_DAY_BY_DECREE + 1)


def _last_day(year: int, month: int, regime: Regime) -> dt.date:
    """Last day of a month of the regime."""
    days = calendar.monthrange(year, month)[1] if regime == "calendar" else _LAST_DAY_BY_DECREE
    return dt.date(year, month, days)


def _month_of(day: dt.date, regime: Regime) -> int:
    """Number of the month of the regime in which a day lies."""
    is_in_next_month = regime == "decree" and day.day > _LAST_DAY_BY_DECREE
    return day.month % 12 + 1 if is_in_next_month else day.month


def _months_elapsed(day: dt.date, regime: Regime) -> float:
    """Months of the regime's year that are over at the end of `day`, the running one as a fraction."""
    month = _month_of(day, regime)
    first_day, last_day = _first_day(day.year, month, regime), _last_day(day.year, month, regime)
    return month - 1 + ((day - first_day).days + 1) / ((last_day - first_day).days + 1)
