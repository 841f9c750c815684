"""
Which period does a short text of a form state: that of a cell in a column "Kỳ", or a column heading?

Takes a text that is a period with at most the usual words around it ("Ước thực hiện 6 tháng", "Lũy kế đến
tháng 6") and gives a `PeriodReading`, a `Refusal` in words a clerk can act on, or None where the text is no
period. How a period is spelled is known to ``period_spellings``; this module adds the words around it, and
the year of the form where the text has none. Dates and numbers are read in ``period_cells``, whole lines in
``period_titles``.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from dtanalysis.formats import fold, nfc
from dtanalysis.ingest.numbers import Refusal
from dtanalysis.period_spellings import Days, Months, UnknownSpellingError, UpTo, is_day, read_spelling
from dtanalysis.periods import FIRST_YEAR, LAST_YEAR, Period, parse_period

_LONGEST = 120
_LONGEST_SHOWN = 200

_HOW_TO_WRITE = (
    "Ghi kỳ như “tháng 6/2023”, “quý II/2023”, “6 tháng đầu năm 2023”, “9 tháng đầu năm 2023”, "
    "“năm 2023” hoặc "
    "“lũy kế đến 10/10/2023”"
)
_WORDS: dict[str, tuple[str, str]] = {
    "period.missing": ("Không có kỳ báo cáo", _HOW_TO_WRITE),
    "period.unknown": ("Không đọc được kỳ báo cáo", _HOW_TO_WRITE),
    "period.too_long": ("Văn bản quá dài, không phải tên một kỳ báo cáo", _HOW_TO_WRITE),
    "period.missing_year": (
        "Kỳ báo cáo thiếu năm (bốn chữ số)",
        "Ghi cả năm, ví dụ “tháng 6/2023”, hoặc ghi năm ở dòng tiêu đề của biểu",
    ),
    "period.impossible": (
        "Không có kỳ này: tháng, quý hoặc ngày không tồn tại, hoặc kỳ bắt đầu và kết thúc ở hai "
        "năm khác nhau",
        _HOW_TO_WRITE,
    ),
    "period.out_of_range": (
        f"Năm nằm ngoài khoảng {FIRST_YEAR}–{LAST_YEAR}",
        "Xem lại năm của kỳ báo cáo{instead}",
    ),
    "period.not_a_period": (
        "Khoảng thời gian này không phải một kỳ báo cáo (tháng, quý, 6 tháng, 9 tháng, năm, lũy "
        "kế từ đầu năm)",
        _HOW_TO_WRITE,
    ),
    "period.decree": (
        "Đây là kỳ tính theo Nghị định 09/2019/NĐ-CP (từ ngày 15 đến ngày 14), khác kỳ theo lịch "
        "(từ ngày 1 đến "
        "ngày cuối tháng)",
        "Nếu số liệu tính đúng theo lịch, ghi tên kỳ, ví dụ “6 tháng đầu năm 2023”; nếu không, "
        "tính lại số liệu theo "
        "lịch hoặc hỏi bên nhận báo cáo",
    ),
    "period.single_day": (
        "Một ngày chưa phải một kỳ báo cáo: có thể là cả tháng hoặc lũy kế đến ngày đó",
        "Nếu là cả tháng, ghi “{month}”; nếu là lũy kế từ đầu năm, ghi “lũy kế đến {day}”",
    ),
    "period.cumulative": (
        "“Lũy kế” đi với một tháng, quý hoặc năm, không rõ tính từ đâu đến hết ngày nào",
        "Ghi rõ, ví dụ “lũy kế đến hết tháng 6/2023” hoặc “6 tháng đầu năm 2023”; nếu chỉ trong "
        "kỳ thì bỏ chữ “lũy kế”",
    ),
    "period.several": (
        "Có từ hai kỳ báo cáo trở lên: {periods}",
        "Ghi một kỳ ở một dòng riêng: “Kỳ báo cáo: …”",
    ),
    "period.serial": (
        "Ô là số {number}, có lẽ là ngày {day} mất định dạng",
        "Nếu là cả tháng, ghi “{month}”; nếu là lũy kế từ đầu năm, ghi “lũy kế đến {day}”",
    ),
    "period.number": (
        "Số này không phải một kỳ báo cáo; phần mềm bảng tính có thể đã đổi “tháng/năm” thành số",
        "Định dạng ô là chữ rồi ghi lại{instead}",
    ),
    "period.boolean": ("Ô là giá trị đúng/sai (TRUE/FALSE), không phải kỳ báo cáo", _HOW_TO_WRITE),
    "period.time": ("Ô là giờ hoặc khoảng thời gian, không phải kỳ báo cáo", _HOW_TO_WRITE),
    "period.cell_kind": ("Ô chứa kiểu dữ liệu không đọc được", _HOW_TO_WRITE),
}

# Words whose marks tell them from others: "Quỹ 2" is a fund, "Nam 2023" a place. Without any marks they pass.
_MARKED = {
    "thang": ("tháng",),
    "quy": ("quý",),
    "nam": ("năm", "n\u01cem"),
    "ca": ("cả",),
    "nua": ("nửa",),
    "dau": ("đầu",),
    "cuoi": ("cuối",),
    "luy": ("lũy", "luỹ"),
    "ke": ("kế",),
    "uoc": ("ước",),
    "den": ("đến",),
    "tu": ("từ", "tư"),
}

# Everything below is written as `fold` leaves it.
_AROUND = (
    "thuc hien|ket qua|so lieu|so thuc hien|so uoc|gia tri|luy ke|cong don|uoc tinh|uoc|dat duoc"
    "|dat|trong|cua"
    "|ky bao cao|ky|bao cao"
)
_LEAD = re.compile(rf"(?P<word>{_AROUND}|th(?= (?:[0-9]+ ?t|thang|quy|ca nam|nam|uoc|luy))) ?:? (?=\S)")
_TAIL = re.compile(
    r"[ ,-]*(?P<word>\((?:so )?(?:uoc(?: tinh| thuc hien)?|thuc hien|ket qua|so lieu|luy ke|cong don)\)"
    r"|(?<= )(?:uoc(?: tinh| thuc hien)?|thuc hien))$"
)
_MONTH = "(?:thang|th|t)"
_NUMBER = "(?:0?[1-9]|1[0-2])"
_QUARTER = "(?:iv|i{1,3}|0?[1-4])"
_MONTH_OR_QUARTER = rf"(?:{_MONTH}\.? ?{_NUMBER}|thang [0-9]{{1,2}}|(?:quy|q)\.? ?{_QUARTER})"
_COUNT = "(?:mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi|muoi mot|muoi hai)"
_YEARLESS = re.compile(
    rf"{_MONTH_OR_QUARTER}|quy (?:[0-9]|vi?|mot|hai|ba|tu)"
    r"|(?:jan|febr)uary|march|april|may|june|july|august|(?:septem|octo|novem|decem)ber|[1-4]q|h[12]|[12]h"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
    rf"|(?:[0-9]{{1,2}} thang|[0-9]{{1,2}} ?t|{_COUNT} thang)(?: (?:dau|cuoi)(?: nam)?)?"
    r"|nua (?:dau|cuoi) nam|(?:ca|tron) nam"
    rf"|(?:tu )?(?:thang|t) ?{_NUMBER} ?(?:den|-) ?(?:het )?(?:thang ?|t)?{_NUMBER}"
    rf"|(?:tu dau nam |tinh )?den (?:het |cuoi )?(?:{_MONTH_OR_QUARTER}|(?:ngay )?[0-9]{{1,2}}/[0-9]{{1,2}})"
    r"|tu (?:ngay )?[0-9]{1,2}/[0-9]{1,2} den (?:het )?(?:ngay )?[0-9]{1,2}/[0-9]{1,2}"
)


@dataclass(frozen=True)
class PeriodReading:
    """
    A period that a cell, a heading or a title line states.

    Attributes
    ----------
    period : dtanalysis.periods.Period
        In the calendar regime; a text never says that it counts by decree.
    is_estimate : bool
        Announced as "ước": the figures are an estimate, which is not a property of the period.
    rule : str
        How it was read, such as "text", "text.year_of_form", "date.as_shown" or "title.cut_off".
    raw : str
        The text as received; of a date or a number, its value.
    """

    period: Period
    is_estimate: bool
    rule: str
    raw: str


@dataclass(frozen=True)
class Phrase:
    """A folded text without the usual words around it, and what those words said."""

    core: str
    is_estimate: bool
    is_cumulative: bool


def refuse(code: str, raw: object, **parts: str) -> Refusal:
    """
    Say in Vietnamese why no period was read.

    Parameters
    ----------
    code : str
        A key of the table of words, such as "period.unknown".
    raw : object
        What was received.
    **parts : str
        What the sentence names.

    Returns
    -------
    Refusal
        With message and suggestion.
    """
    message, suggestion = (words.format_map({"instead": ""} | parts) for words in _WORDS[code])
    return Refusal(code, str(raw)[:_LONGEST_SHOWN], message, suggestion)


def refuse_day(day: dt.date, raw: object, code: str = "period.single_day", **parts: str) -> Refusal:
    """
    Refuse a single day with both of its readings.

    Parameters
    ----------
    day : datetime.date
        The day.
    raw : object
        What was received.
    code : str
        "period.single_day" or "period.serial".
    **parts : str
        What else the sentence names.

    Returns
    -------
    Refusal
        Its suggestion spells the month and the year up to the day.
    """
    return refuse(
        code, raw, month=f"tháng {day.month}/{day.year}", day=f"{day.day}/{day.month}/{day.year}", **parts
    )


def read_period_text(text: str, year: int | None = None) -> PeriodReading | Refusal | None:
    """
    The period that a text is, with the usual words around it.

    Parameters
    ----------
    text : str
        As received.
    year : int, optional
        Year of the form, for texts such as "Tháng 1".

    Returns
    -------
    PeriodReading, Refusal or None
        None where the text is no period; a `Refusal` where it is one in error, without a year or ambiguous.

    Examples
    --------
    >>> read_period_text("Ước thực hiện 6 tháng", 2023).period, read_period_text("Kế hoạch năm 2023")
    (Period('2023-H1'), None)
    >>> read_period_text("Tháng 6").code, read_period_text("Lũy kế tháng 6/2023").code
    ('period.missing_year', 'period.cumulative')
    """
    if len(text) > _LONGEST or has_other_marks(text):
        return None
    phrase = strip_words(fold(text))
    found, rule = _find(phrase, year)
    if isinstance(found, Period):
        return PeriodReading(found, phrase.is_estimate, rule, text)
    if found == "period.single_day":
        return _refuse_written_day(phrase.core, text)
    return refuse(found, text) if found else None


def strip_words(folded: str) -> Phrase:
    """
    Take the usual words off a folded text.

    Parameters
    ----------
    folded : str
        As `fold` leaves it.

    Returns
    -------
    Phrase
        At least one word is left as the core.

    Examples
    --------
    >>> strip_words("uoc thuc hien 6 thang (luy ke)")
    Phrase(core='6 thang', is_estimate=True, is_cumulative=True)
    """
    core, words = folded.strip(" .,;:*"), []
    while (match := _TAIL.search(core)) and match.start() > 0:
        words.append(match["word"])
        core = core[: match.start()]
    while match := _LEAD.match(core):
        words.append(match["word"])
        core = core[match.end() :]
    said = " ".join(words)
    return Phrase(core, "uoc" in said, "luy ke" in said or "cong don" in said)


def _find(phrase: Phrase, year: int | None) -> tuple[Period | str | None, str]:
    """The period of a phrase, the code of what is wrong with it, or None; and the rule that read it."""
    if is_day(phrase.core):
        return "period.single_day", ""
    found = _period_said(phrase, phrase.core)
    if found or not is_yearless(phrase.core):
        return found, "text"
    if year is None:
        return "period.missing_year", ""
    return _period_said(phrase, with_year(phrase.core, year)), "text.year_of_form"


def _period_said(phrase: Phrase, core: str) -> Period | str | None:
    """The period of a core with its year; "lũy kế" has to say from where to where."""
    found = period_of(core)
    is_open = phrase.is_cumulative and not re.match("(?:tu|den|tinh|ca nam|tron nam) ?", core)
    if isinstance(found, Period) and is_open and not isinstance(period_of(f"luy ke {core}"), Period):
        return "period.cumulative"
    return found


def is_yearless(core: str) -> bool:
    """
    Whether a folded core is a period that lacks its year.

    Parameters
    ----------
    core : str
        Of a `Phrase`.

    Returns
    -------
    bool
        "thang 1", "t1", "6 thang dau nam"; never a number alone, "nam" or "thang nam" (a month and a year).
    """
    return bool(_YEARLESS.fullmatch(core))


def with_year(core: str, year: int) -> str:
    """
    Complete a core that lacks its year.

    Parameters
    ----------
    core : str
        For which `is_yearless` holds.
    year : int
        The year of the form.

    Returns
    -------
    str
        As ``read_spelling`` knows it.
    """
    if re.search(r"/[0-9]{1,2}$", core):
        return f"{core}/{year}"
    return f"{core} {year}" if core.endswith("nam") or core.isalpha() else f"{core} nam {year}"


def period_of(text: str) -> Period | str | None:
    """
    The period that a text names and nothing else.

    Parameters
    ----------
    text : str
        In any case and normal form, with its year.

    Returns
    -------
    Period, str or None
        None where no spelling fits; the code of a refusal where one fits and there is no such period.
    """
    try:
        said = read_spelling(text)
    except UnknownSpellingError:
        return None
    except ValueError:
        return "period.impossible"
    try:
        return parse_period(text)
    except ValueError:
        return _why_no_period(said, text)


def _why_no_period(said: Months | UpTo | Days, text: str) -> str:
    year = said.year if isinstance(said, Months) else said[-1].year
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return "period.out_of_range"
    if isinstance(said, Months) and not {said.first, said.last} <= set(range(1, 13)):
        return "period.impossible"
    return "period.decree" if isinstance(said, Days) and _is_by_decree(text) else "period.not_a_period"


def _is_by_decree(text: str) -> bool:
    try:
        parse_period(text, "decree")
    except ValueError:
        return False
    return True


def _refuse_written_day(core: str, raw: str) -> Refusal:
    try:
        up_to = read_spelling(f"den {core}")
    except ValueError:
        return refuse("period.impossible", raw)
    return refuse_day(up_to.day, raw)


def has_other_marks(text: str) -> bool:
    """
    Whether a word that looks like one of a period is another word by its marks.

    Parameters
    ----------
    text : str
        As received.

    Returns
    -------
    bool
        "Quỹ 2/2023" has; "quý 2/2023" and "quy 2/2023" have not.

    Examples
    --------
    >>> has_other_marks("Quỹ 2/2023"), has_other_marks("QUÝ 2/2023")
    (True, False)
    """
    words = re.findall(r"[^\W\d_]+", nfc(text).casefold())
    return any(word not in (plain := fold(word), *_MARKED.get(plain, (word,))) for word in words)
