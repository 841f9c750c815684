"""
Which stretches of a line look like periods, whatever they are periods of?

Takes a line and gives the stretches from left to right, the longest first, so that no period is taken out of
a date or of a longer period. Whether the line reports on one is decided in ``period_titles`` by the words in
front of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from dtanalysis.formats import fold
from dtanalysis.ingest.period_texts import has_other_marks, is_yearless, period_of
from dtanalysis.period_spellings import is_day
from dtanalysis.periods import Period

# The longest: từ ngày 15 tháng 12 năm 2022 đến hết ngày 14 tháng 6 năm 2023, with a comma here and there.
_MOST_WORDS, _MOST_NUMBERS = 20, 7

# Signs that no period spans are tokens of their own, as is the comma, which some do ("quý II, năm 2023").
_TOKEN = re.compile(r"[^\s_,;:()\[\]{}\"“”«»|]+|[,;:()\[\]{}\"“”«»|]")

# Everything below is written as `fold` leaves it.
COUNT = "(?:mot|hai|ba|bon|tu|nam|sau|bay|tam|chin|muoi)"
_MONTH_NAME = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_NUMBER = "(?:[0-9]{1,2}|iv|i{1,3})"
_QUARTER = f"(?:{_NUMBER}|mot|hai|ba|bon|tu)"
_YEAR = "(?:19|20|21)[0-9]{2}"
_FIRST_WORD = re.compile(
    rf"[0-9].*|(?:thang|th|t|q|h|m)\.?[0-9].*|quy[0-9]?|qi.*|{COUNT}|{_MONTH_NAME}.*"
    "|thang|th|t|quy|nam|ca|tron|nua|luy|tinh|den|toi|ngay|giai|nhiem|giua|cuoi|dau|truoc|vao"
    "|first|second|third|fourth|1st|last|the|year|ytd|from|h[12]|quarter"
)
_LAST_WORD = re.compile(rf".*[0-9].*|i{{1,3}}|iv|vi?|thang|dau|cuoi|{COUNT}|{_MONTH_NAME}.*")
_INNER_WORD = re.compile(
    rf"{_LAST_WORD.pattern}|{_FIRST_WORD.pattern}|[-/.,&+…]+|ke|het|va|thoi|diem|doan|ky|hoc|cua"
    "|of|to|at|as|end|full|whole|date|months?|half"
)
_YEARLESS = re.compile(
    rf"thang [0-9]{{1,2}}|quy {_QUARTER}|(?:luy ke )?[0-9]{{1,2}} thang(?: (?:dau|cuoi)(?: nam)?)?"
    rf"|nua (?:dau|cuoi) nam|{COUNT} thang (?:dau|cuoi) nam|luy ke den .*"
)
_LISTED = re.compile(
    rf"(?:thang|quy|t|q) ?{_QUARTER}(?: ?(?:,|va|&|\+|-|den) ?(?:thang |quy |t|q)?{_QUARTER})+"
    rf"(?: ?[-/,]? ?(?:nam )?{_YEAR})|nam {_YEAR}(?: ?(?:,|va|&|\+) ?(?:nam )?{_YEAR})+"
)
_PASSED_OVER = re.compile(
    # the day of a document, also with blanks to fill in; a run of years; a year as a point in time
    r"ngay[ .,0-9]*thang[ .,0-9]*nam[ .,0-9]*"
    r"|(?:(?:giai doan|nhiem ky|thoi ky|nam hoc|nam)?:? ?)(?:tu )?(?:nam )?"
    rf"{_YEAR} ?(?:-|den|toi) ?(?:nam )?{_YEAR}"
    rf"|(?:den|toi|truoc|sau|vao|tu|dau|cuoi|giua|tu dau) nam {_YEAR}"
)


@dataclass(frozen=True)
class Word:
    """
    One word or sign of a line.

    Attributes
    ----------
    start, end : int
        Where it stands in the line.
    folded : str
        As `fold` leaves it; a bare "Nam" in a line with marks stays upper case, and so is no year.
    """

    start: int
    end: int
    folded: str


@dataclass(frozen=True)
class Stretch:
    """
    A stretch of a line that looks like a period.

    Attributes
    ----------
    first, last : int
        Its first and last word.
    raw, folded : str
        As received, and as `fold` leaves it.
    meaning : Period or str
        The period; "yearless" for one without a year; the code of a refusal.
    """

    first: int
    last: int
    raw: str
    folded: str
    meaning: Period | str


def split_words(text: str) -> list[Word]:
    """
    The words and signs of a line.

    Parameters
    ----------
    text : str
        The line.

    Returns
    -------
    list of Word
        Underscores part words as spaces do.

    Examples
    --------
    >>> [word.folded for word in split_words("(Kỳ: Quý II_2023)")]
    ['(', 'ky', ':', 'quy', 'ii', '2023', ')']
    """
    words = [Word(match.start(), match.end(), fold(match[0])) for match in _TOKEN.finditer(text)]
    if text.isascii():
        return words
    # Where other words have their marks, "Nam 2023" is a place and no year.
    return [
        replace(word, folded="Nam") if _is_bare_nam(text[word.start : word.end]) else word for word in words
    ]


def _is_bare_nam(token: str) -> bool:
    return token.casefold() == "nam"


def scan(text: str, words: Sequence[Word]) -> Iterator[Stretch]:
    """
    Stretches that look like periods, the longest from the left, none over another.

    Parameters
    ----------
    text : str
        The line.
    words : sequence of Word
        Its words.

    Yields
    ------
    Stretch
        Days and runs of years are passed over whole.

    Examples
    --------
    >>> line = "quý II/2023 của tháng 6, ngày 05 tháng 7 năm 2023"
    >>> [(one.raw, one.meaning) for one in scan(line, split_words(line))]
    [('quý II/2023', Period('2023-Q2')), ('tháng 6', 'yearless')]
    """
    at = 0
    while at < len(words):
        found = _longest_from(text, words, at) if _FIRST_WORD.fullmatch(words[at].folded) else None
        if found is None:
            at += 1
            continue
        if found.meaning:
            yield found
        at = found.last + 1


def _longest_from(text: str, words: Sequence[Word], first: int) -> Stretch | None:
    for last in range(_last_possible(words, first), first - 1, -1):
        if not _LAST_WORD.fullmatch(words[last].folded):
            continue
        folded = _joined(words[first : last + 1])
        meaning = _meaning(folded)
        if meaning is not None:
            raw = text[words[first].start : words[last].end]
            return None if has_other_marks(raw) else Stretch(first, last, raw, folded, meaning)
    return None


def _last_possible(words: Sequence[Word], first: int) -> int:
    """Last word before one that stands in no period; a colon stands in "Tháng: 6" alone."""
    end = min(first + _MOST_WORDS, len(words))
    numbers = 0
    for at in range(first, end):
        numbers += "0" <= words[at].folded[:1] <= "9"
        is_label = words[at].folded == ":" and words[at - 1].folded in ("thang", "quy", "nam")
        if numbers > _MOST_NUMBERS or not (is_label or _INNER_WORD.fullmatch(words[at].folded)):
            return at - 1
    return end - 1


def _joined(words: Sequence[Word]) -> str:
    """The folded text of some words; signs that stand close to their neighbours stay there."""
    pieces = [words[0].folded]
    for before, word in pairwise(words):
        pieces += ["" if before.end == word.start else " ", word.folded]
    return " ".join("".join(pieces).replace(":", " ").split())


def _meaning(folded: str) -> Period | str | None:
    """A period, the code of a refusal, "yearless", or empty for a date; None for nothing of the kind."""
    if not re.search("[0-9]|thang|quy|nua", folded):
        return None
    if is_day(folded) or is_day(folded.removeprefix("ngay ")) or _PASSED_OVER.fullmatch(folded):
        return ""
    has_year = 1 <= len(re.findall(r"[0-9]{4}", folded)) <= 2 or re.search(r"[a-z][-'’][0-9]{2}$", folded)
    found = period_of(folded) if has_year else None
    if found is not None:
        return found
    if _LISTED.fullmatch(folded):
        return "period.several"
    is_lacking = _YEARLESS.fullmatch(folded) and is_yearless(folded.removeprefix("luy ke "))
    return "yearless" if is_lacking else None


def words_between(words: Sequence[Word], first: int, last: int) -> str:
    """
    The folded text of some words, each apart from the next.

    Parameters
    ----------
    words : sequence of Word
        Of a line.
    first, last : int
        The last one is left out.

    Returns
    -------
    str
        For the patterns that judge what stands around a stretch.
    """
    return " ".join(word.folded for word in words[first:last])
