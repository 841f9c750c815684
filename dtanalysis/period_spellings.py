"""
How people write reporting periods, in Vietnamese and English: the grammar behind ``periods.parse_period``.

Takes a text and gives what it says: a run of months of one year, the year up to a day, or two days. Which
days a month has depends on the regime, and whether a run of months is a reporting period at all is decided in
``periods``. A form has to fit the whole text; what is ambiguous fits none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import NamedTuple

from dtanalysis.formats import fold


class Months(NamedTuple):
    """A run of months of one year, both ends included; the numbers are as written and may not exist."""

    year: int
    first: int
    last: int


class UpTo(NamedTuple):
    """The year up to a day, that day included."""

    day: dt.date


class Days(NamedTuple):
    """From one day to another, both included."""

    first: dt.date
    last: dt.date


class UnknownSpellingError(ValueError):
    """No form fits the text: it may be no period at all, where any other ValueError is a period in error."""


Found = dict[str, str]  # the named parts of a spelling, those that are absent left out

_LONGEST = 80  # characters; a spelling nests ("lũy kế đến hết quý II"), and a whole paragraph must not
ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def read_spelling(text: str) -> Months | UpTo | Days:
    """
    What a text says about a period, before any regime gives it days.

    Parameters
    ----------
    text : str
        Case, marks, NFC or NFD and kinds of spaces and dashes make no difference.

    Returns
    -------
    Months, UpTo or Days
        Days exist; months and years are as written.

    Raises
    ------
    UnknownSpellingError
        A ValueError: no form fits. The message is a part of a sentence, for ``parse_period`` to complete.
    ValueError
        If a form fits and names what does not exist, such as a fifth quarter or 31 June.

    Examples
    --------
    >>> read_spelling("6 tháng cuối năm 2023"), read_spelling("T6/2023")
    (Months(year=2023, first=7, last=12), Months(year=2023, first=6, last=6))
    """
    folded = fold(text).strip(" .,;:")
    if len(folded) > _LONGEST:
        raise UnknownSpellingError("it is too long to be one.")
    return _read(folded)


def is_day(text: str) -> bool:
    """
    Whether a text is written like a single day, even one that does not exist.

    Parameters
    ----------
    text : str
        In any case and normal form.

    Returns
    -------
    bool
        A day is no period: 30/6/2023 may mean June or the year up to it.

    Examples
    --------
    >>> is_day("30 tháng 6 năm 2023"), is_day("06/2023")
    (True, False)
    """
    return _is_day(fold(text).strip(" .,;:"))


def _read(folded: str) -> Months | UpTo | Days:
    for pattern, build in _FORMS:
        if match := re.fullmatch(pattern, folded, re.ASCII):
            return build({name: part for name, part in match.groupdict().items() if part})
    raise UnknownSpellingError(_why_not(folded))


def _why_not(folded: str) -> str:
    """What is wrong with a folded text that no form fits."""
    if not folded:
        return "it is empty."
    if _is_day(folded):
        return "it is a single day; for the year up to it write 'lũy kế đến 30/6/2023'."
    if re.search(r"\buoc\b", folded):
        return "'ước' (an estimate) belongs to the figure, not to its period."
    if not re.search(r"\d{4}", folded):
        return "no year of four digits was found."
    return "this spelling is not known."


def _as_year(found: Found) -> Months:
    return Months(_year(found), 1, 12)


def _as_month(found: Found) -> Months:
    month = _number(found["n"])
    return Months(_year(found), month, month)


def _as_quarter(found: Found) -> Months:
    quarter = _number(found["n"])
    if quarter not in range(1, 5):
        raise ValueError(f"there is no quarter {quarter}.")
    return Months(_year(found), 3 * quarter - 2, 3 * quarter)


def _as_half(found: Found) -> Months:
    half = _number(found["n"])
    if half not in (1, 2):
        raise ValueError(f"there is no half-year {half}.")
    return Months(_year(found), 6 * half - 5, 6 * half)


def _as_count_of_months(found: Found) -> Months:
    """The first months of a year, or its last ones where the text says so."""
    count = _number(found["n"])
    if count not in range(1, 13):
        raise ValueError(f"a year has no {count} months.")
    first, last = (13 - count, 12) if found.get("end") in ("cuoi", "last") else (1, count)
    return Months(_year(found), first, last)


def _as_run_of_months(found: Found) -> Months:
    return Months(_year(found), _number(found["n"]), _number(found["to"]))


def _as_run_from_dated_month(found: Found) -> Months:
    if found["start"] != found["year"]:
        raise ValueError(f"it starts in {found['start']} and ends in {found['year']}.")
    return _as_run_of_months(found)


def _as_year_to(found: Found) -> Months | UpTo:
    """The year up to a day, or up to the end of a month or quarter."""
    until = found["until"]
    if "year" in found and not re.search(r"\d{4}", until):
        until = f"{until}/{found['year']}"  # từ đầu năm 2023 đến 30/6
    reading = UpTo(_day(until)) if _is_day(until) else _up_to_end_of(_read(until), "end" in found)
    year = reading.day.year if isinstance(reading, UpTo) else reading.year
    if year != int(found.get("year", year)):
        raise ValueError(f"it starts in {found['year']} and ends in {year}.")
    return reading


def _up_to_end_of(reading: Months | UpTo | Days, says_end: bool) -> Months:
    """The year up to the end of some months; "đến năm 2023" may mean its start, "đến hết năm" does not."""
    is_months = isinstance(reading, Months)
    if not is_months or (reading[1:] == (1, 12) and not says_end):
        raise UnknownSpellingError("it does not say up to which day or month.")
    return reading._replace(first=1)


def _as_year_to_iso(found: Found) -> Months | UpTo:
    return _as_year_to({"until": f"{found['year']}-{found['until']}"})


def _as_days(found: Found) -> Days:
    since, until = found["since"], found["until"]
    if re.fullmatch(r"\d{1,2}[-/.]\d{1,2}", since, re.ASCII):
        since = f"{since}/{until[-4:]}"  # từ 1/4 đến 30/6/2023
    return Days(_day(since), _day(until))


def _year(found: Found) -> int:
    """The year; the two digits of Jun-23 count from 2000."""
    return int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)


def _number(word: str) -> int:
    return _NUMBERS[word] if word in _NUMBERS else int(word)


def _is_day(folded: str) -> bool:
    """Whether a folded text is written like a single day, even one that does not exist."""
    return any(re.fullmatch(pattern, folded, re.ASCII) for pattern in _DAYS)


def _day(folded: str) -> dt.date:
    """The day that a folded text names, the day before the month as Vietnamese write it."""
    matches = (re.fullmatch(pattern, folded, re.ASCII) for pattern in _DAYS)
    match = next(filter(None, matches), None)
    if match is None:
        raise UnknownSpellingError(f"{folded!r} is not a day such as 30/6/2023.")
    year, month, day = (_number(match[part]) for part in ("year", "month", "day"))
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise ValueError(f"there is no day {day}/{month}/{year}.") from None


def _counted(words: str) -> dict[str, int]:
    return {word: number for number, word in enumerate(words.split(), start=1)}


def _one_of(words: dict[str, int]) -> str:
    """Pattern for any of these words, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))


# Everything below is written as `fold` leaves it: lower case, no marks, single spaces.
_MONTH_NAMES = {
    spelling: number
    for number, name in enumerate(ENGLISH_MONTHS, start=1)
    for spelling in (name.lower(), name[:3].lower())
} | {"sept": 9}
_COUNTS = (
    _counted("mot hai ba bon nam sau bay tam chin muoi")
    | {"muoi mot": 11, "muoi hai": 12}
    | _counted("one two three four five six seven eight nine ten eleven twelve")
)
_ORDINALS = _counted("first second third fourth") | _counted("1st 2nd 3rd 4th")
_QUARTERS = _counted("i ii iii iv v vi") | {"tu": 4}
_NUMBERS = _MONTH_NAMES | _COUNTS | _ORDINALS | _QUARTERS | {"dau": 1, "cuoi": 2}

_MONTH_NAME = _one_of(_MONTH_NAMES)
_COUNT = rf"(?P<n>\d{{1,2}}|{_one_of(_COUNTS)})"
_ORDINAL = rf"(?:the )?(?P<n>{_one_of(_ORDINALS)})"
_QUARTER = rf"(?P<n>\d{{1,2}}|{_one_of(_COUNTS | _QUARTERS)})"
_YEAR = r"(?:cua |of )?(?:nam )?(?P<year>\d{4})"
_APART = r"(?: ?[-/.,] ?| )"  # between a digit and the year
_OR_NOT = r" ?[-/.,]? ?"  # between a letter and the year

_DAYS = (
    r"(?P<day>\d{1,2}) ?[-/.] ?(?P<month>\d{1,2}) ?[-/.] ?(?P<year>\d{4})",
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?: 00:00:00)?",
    r"(?P<day>\d{1,2}) thang (?P<month>\d{1,2}),? nam (?P<year>\d{4})",
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?P<month>{_MONTH_NAME}),? (?P<year>\d{{4}})",
    rf"(?P<month>{_MONTH_NAME}) (?P<day>\d{{1,2}}),? (?P<year>\d{{4}})",
)

# Compiled when first used, so that importing stays cheap.
_FORMS: tuple[tuple[str, Callable[[Found], Months | UpTo | Days]], ...] = (
    # 2023 · năm 2023 · cả năm 2023
    (rf"(?:ca |tron )?{_YEAR}", _as_year),
    (r"(?:the )?(?:full |whole )?year (?:of )?(?P<year>\d{4})", _as_year),
    # 6/2023 · 06.2023 · 2023-06 · 2023-M06. A dot needs two digits: 2023.1 may be 2023.10, cut short.
    (r"(?P<n>\d{1,2}) ?[-/] ?(?P<year>\d{4})", _as_month),
    (r"(?P<n>\d\d)\.(?P<year>\d{4})", _as_month),
    (r"(?P<year>\d{4}) ?[-/] ?m?(?P<n>\d{1,2})", _as_month),
    (r"(?P<year>\d{4})\.(?P<n>\d\d)", _as_month),
    # T6/2023 · tháng 06 năm 2023 · tháng sáu năm 2023
    (rf"(?:thang|th|t|m)\.? ?(?P<n>\d{{1,2}}){_APART}{_YEAR}", _as_month),
    (rf"thang (?P<n>{_one_of(_COUNTS | {'tu': 4})}) nam (?P<year>\d{{4}})", _as_month),
    # June 2023 · Jun-23 · 2023-Jun
    (rf"(?P<n>{_MONTH_NAME})\.?(?:, ?| of | |-|/)(?P<year>\d{{4}})", _as_month),
    (rf"(?P<n>{_MONTH_NAME})[-'’](?P<year>\d\d)", _as_month),
    (rf"(?P<year>\d{{4}})[- /](?P<n>{_MONTH_NAME})", _as_month),
    # Quý II/2023 · Q2 2023 · 2023-Q2 · 2Q2023 · second quarter of 2023
    (rf"(?:quy|quarter|q)\.? ?{_QUARTER}{_APART}{_YEAR}", _as_quarter),
    (r"(?P<year>\d{4})[-/ ]?q(?P<n>\d)", _as_quarter),
    (rf"(?P<n>\d)q{_OR_NOT}{_YEAR}", _as_quarter),
    (rf"{_ORDINAL} quarter {_YEAR}", _as_quarter),
    # nửa đầu năm 2023 · H1 2023 · 1H2023 · 2023-H1 · first half of 2023
    (rf"nua (?P<n>dau|cuoi) {_YEAR}", _as_half),
    (rf"h(?P<n>\d){_APART}{_YEAR}", _as_half),
    (rf"(?P<n>\d)h{_OR_NOT}{_YEAR}", _as_half),
    (r"(?P<year>\d{4})[-/ ]?h(?P<n>\d)", _as_half),
    (rf"{_ORDINAL} half {_YEAR}", _as_half),
    # 6 tháng đầu năm 2023 · lũy kế 9 tháng năm 2023 · 6T/2023 · 2023-8M · first 9 months of 2023
    (rf"(?:luy ke )?{_COUNT} thang(?: (?P<end>dau|cuoi))?{_APART}{_YEAR}", _as_count_of_months),
    (rf"(?:luy ke )?(?P<n>\d{{1,2}}) ?[tm](?: (?P<end>dau|cuoi))?{_OR_NOT}{_YEAR}", _as_count_of_months),
    (r"(?P<year>\d{4})[-/ ]?(?P<n>\d{1,2})m", _as_count_of_months),
    (rf"(?:the )?(?:(?P<end>first|last) )?{_COUNT} months? {_YEAR}", _as_count_of_months),
    # từ tháng 1 đến hết tháng 6 năm 2023 · T1-T6/2023 · January to June 2023
    (
        r"(?:tu )?(?:thang|t) ?(?P<n>\d{1,2}) ?(?:den|-) ?(?:het )?"
        rf"(?:thang ?|t)?(?P<to>\d{{1,2}}){_APART}{_YEAR}",
        _as_run_of_months,
    ),
    (
        rf"(?:tu )?(?:thang|t) ?(?P<n>\d{{1,2}}){_APART}(?:nam )?(?P<start>\d{{4}}) ?(?:den|-) ?(?:het )?"
        rf"(?:thang|t) ?(?P<to>\d{{1,2}}){_APART}{_YEAR}",
        _as_run_from_dated_month,
    ),
    (rf"(?:from )?(?P<n>{_MONTH_NAME}) ?(?:to|-) ?(?P<to>{_MONTH_NAME}) {_YEAR}", _as_run_of_months),
    # 2026-YTD-10-10 · từ đầu năm đến ngày 10/10/2026 · lũy kế đến hết quý III/2023 · year to date 2026-10-10
    (r"(?P<year>\d{4})-ytd-(?P<until>\d\d-\d\d)", _as_year_to_iso),
    (
        r"(?:luy ke |tinh |luy ke tinh )?(?:tu dau nam (?:(?P<year>\d{4}) )?)?"
        r"den (?P<end>het |cuoi )?(?:thoi diem )?(?:ngay )?(?P<until>\S.*)",
        _as_year_to,
    ),
    (r"(?:year to date|ytd)[ ,]*(?:to |at |as of )?(?P<end>end of )?(?P<until>\S.*)", _as_year_to),
    # từ 15/12/2022 đến 14/6/2023 · từ 1/4 đến 30/6/2023 · 01/4/2023 - 30/6/2023
    (r"(?:tu|from) (?:ngay )?(?P<since>\S.*?) (?:den|to) (?:het )?(?:ngay )?(?P<until>\S.*)", _as_days),
    (
        r"(?P<since>\d{1,2}[/.]\d{1,2}(?:[/.]\d{4})?) ?(?:-|den) ?(?:het )?(?:ngay )?"
        r"(?P<until>\d{1,2}[/.]\d{1,2}[/.]\d{4})",
        _as_days,
    ),
)
