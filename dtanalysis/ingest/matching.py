"""
Which registered name does a text mean, however it was typed?

Takes a text and an index of registered names (`index_names`) and gives the id that bears exactly this name,
or says why there is none. Spelling habits are folded (case, spaces, dashes, place of the tone mark,
numbering); the marks of Vietnamese are not: "Binh Dinh" is a question, not an answer. Nothing is guessed.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

import pandas as pd

from dtanalysis.formats import fold, nfc

Reason = Literal["unknown", "ambiguous", "not_valid", "look_alikes", "marks_differ"]

_NEAREST = 4
_CUTOFF = 0.6
# Comparing is quadratic; no registered name comes near this length.
_LONGEST_COMPARED = 300

# Letters of other scripts (and two of African alphabets) that are drawn like Latin ones.
_LOOK_ALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονɖƉ",
    "ABESIJKMHOPCTYXaesijopcyxhdqwABEZHIKMNOPTYXovđĐ",
)
_QUOTES = str.maketrans("“”„‟«»″‘’‚‛ʼ′`´", '"' * 7 + "'" * 8)
_MARKS = "\u0300\u0301\u0303\u0309\u0323"
# In decomposed text: hòa for hoà, thúy for thuý, qúa for quá.
_EARLY_TONE = re.compile(
    f"(?:(?<=o)(?=[{_MARKS}][ae])|(?<=u)(?=[{_MARKS}]y)|(?<=qu)(?=[{_MARKS}][aeo]))(.)(.)", re.DOTALL
)
_ROMAN = "x{0,2}(?:i[vx]|v?i{1,3}|v)"
# "X." alone is left: it abbreviates "xã". So are single letters with a dot ("H.", "P.", "Q.").
_NUMBERING = re.compile(
    rf"""
    ^(?: \( (?: \d{{1,3}} | {_ROMAN} | x | [a-zđ] ) \)  # (1) (iv) (a)
       | \d{{1,3}} (?: \.\d{{1,3}} )* [.)/:]+ (?!\d)  # 1. 1) 1/ 1.2.
       | \d{{1,3}} (?: \.\d{{1,3}} )+ (?=\s)  # 1.2
       | (?: {_ROMAN} ) [.)/] | [a-zđ] \) | [-+*•·]  # IV. a) -
    ) \s*
    """,
    re.VERBOSE,
)
_AROUND = " \t.,;:-*•·+\"'_"
_TIGHT = re.compile(r"\s*([-.,;:/&])\s*")
_FOOTNOTE = re.compile(r"\s*\(\*+\)$")


@dataclass(frozen=True)
class Match:
    """
    The id that bears a name.

    Attributes
    ----------
    id : str
        As registered.
    name : str
        The registered spelling of the name or alias.
    """

    id: str
    name: str


@dataclass(frozen=True)
class NoMatch:
    """
    Why a name leads to no id.

    Attributes
    ----------
    reason : {"unknown", "ambiguous", "not_valid", "look_alikes", "marks_differ"}
        Not registered; borne by several ids; borne by an id that did not exist on the day; typed with letters
        of another script; registered with other marks only.
    candidates : tuple of str
        Ids to choose from, the nearest first; never chosen by the program.
    message : str
        For the sender, in Vietnamese.
    """

    reason: Reason
    candidates: tuple[str, ...]
    message: str


@dataclass(frozen=True, eq=False)
class NameIndex:
    """
    Registered names, ready to be looked up with `find_name`.

    Attributes
    ----------
    bearers : dict
        For each `match_key`, the ids that bear the name, each with its registered spelling.
    valid : dict
        For each id, the first and the last day it is valid; None is an open end.
    by_fold : dict
        For each name without marks, its ids.
    """

    bearers: dict[str, dict[str, str]]
    valid: dict[str, tuple[date | None, date | None]]
    by_fold: dict[str, tuple[str, ...]]


@lru_cache(maxsize=16_384)
def match_key(text: str) -> str:
    """
    What is left of a name when spelling habits are set aside; equal keys are the same name.

    Parameters
    ----------
    text : str
        As received.

    Returns
    -------
    str
        Lower case in NFC, with all Vietnamese marks, the tone mark in its modern place (hoà, thuý), single
        spaces, none around dashes and punctuation, one kind of dash and quotation mark, without numbering and
        punctuation around it. Letters of other scripts that look Latin have become Latin (see `look_alikes`).

    Examples
    --------
    >>> match_key("1.  UBND TỈNH KHÁNH HÒA:") == match_key("Ubnd tỉnh Khánh Hoà")
    True
    >>> match_key("Bà Rịa – Vũng Tàu"), match_key("a) Bình Định"), match_key("Binh Dinh")
    ('bà rịa-vũng tàu', 'bình định', 'binh dinh')
    """
    letters = unicodedata.normalize("NFD", nfc(text)).translate(_LOOK_ALIKES).translate(_QUOTES)
    # Twice, as case folding can bring new compositions ("İ").
    lower = unicodedata.normalize("NFC", unicodedata.normalize("NFC", letters).casefold())
    dashed = "".join("-" if unicodedata.category(char) == "Pd" or char == "−" else char for char in lower)
    return _with_late_tones(_without_frame(_TIGHT.sub(r"\1", " ".join(dashed.split()))))


def look_alikes(text: str) -> tuple[str, ...]:
    """
    Letters of other scripts that pass for Latin ones.

    Parameters
    ----------
    text : str
        As received.

    Returns
    -------
    tuple of str
        In the order of the text, each once; empty for a text in Latin letters.

    Examples
    --------
    >>> look_alikes("Hà Nam"), [ascii(letter) for letter in look_alikes("Hà N\\u0430m")]
    ((), ["'\\\\u0430'"])
    """
    found = (char for char in unicodedata.normalize("NFD", text) if ord(char) in _LOOK_ALIKES)
    return tuple(dict.fromkeys(found))


def index_names(frame: pd.DataFrame, id_column: str, name_columns: tuple[str, ...]) -> NameIndex:
    """
    Make an index of the names of a register.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row per id; ``valid_from`` and ``valid_to``, where present, bound its life, and a missing day is
        an open end.
    id_column : str
        Column of the ids. Ids are no names; add the column to `name_columns` where senders write them.
    name_columns : tuple of str
        Columns with names; several names in one field are separated by "|".

    Returns
    -------
    NameIndex
        Names that differ only in spelling habits are one.

    Examples
    --------
    >>> units = pd.DataFrame({"unit": ["hue"], "name_vi": ["Huế"], "aliases": ["TP. Huế|TT-Huế"]})
    >>> sorted(index_names(units, "unit", ("name_vi", "aliases")).bearers)
    ['huế', 'tp.huế', 'tt-huế']
    """
    bearers: dict[str, dict[str, str]] = {}
    by_fold: dict[str, list[str]] = {}
    for id_, name in _names(frame, id_column, name_columns):
        key = match_key(name)
        bearers.setdefault(key, {}).setdefault(id_, name)
        by_fold.setdefault(fold(key), []).append(id_)
    once = {folded: tuple(dict.fromkeys(ids)) for folded, ids in by_fold.items()}
    return NameIndex(bearers, _validity(frame, id_column), once)


def find_name(text: str, names: NameIndex, on: date | None = None) -> Match | NoMatch:
    """
    Tell which id bears a name.

    Parameters
    ----------
    text : str
        As received.
    names : NameIndex
        From `index_names`.
    on : datetime.date, optional
        Only ids valid on this day are meant. Without it, a name borne by several ids is ambiguous.

    Returns
    -------
    Match or NoMatch
        A match is exact in the sense of `match_key`. Near names are offered, never taken; first among them is
        one that differs in its marks only.

    Examples
    --------
    >>> units = pd.DataFrame({"unit": ["binh-dinh"], "name_vi": ["Bình Định"]})
    >>> register = index_names(units, "unit", ("name_vi",))
    >>> find_name("2. BÌNH  ĐỊNH", register)
    Match(id='binh-dinh', name='Bình Định')
    >>> find_name("Binh Dinh", register).reason
    'marks_differ'
    """
    key = match_key(text)
    bearers = names.bearers.get(key, {})
    if strange := look_alikes(text):
        shown = ", ".join(f"“{char}” (U+{ord(char):04X})" for char in strange[:_NEAREST])
        return _no_match("look_alikes", text, tuple(bearers), f"có chữ không phải chữ La-tinh: {shown}")
    if not bearers:
        return _not_registered(text, key, names)
    alive = [id_ for id_ in bearers if on is None or _is_valid(names.valid[id_], on)]
    if len(alive) == 1:
        return Match(alive[0], bearers[alive[0]])
    if alive:
        return _no_match("ambiguous", text, tuple(alive), "là tên của nhiều mã")
    return _no_match("not_valid", text, tuple(bearers), f"không còn hoặc chưa có hiệu lực ngày {on:%d/%m/%Y}")


def _without_frame(text: str) -> str:
    """Take numbering, footnote signs and punctuation away, as long as something is left."""
    while True:
        bare = _FOOTNOTE.sub("", _NUMBERING.sub("", text)).strip(_AROUND)
        if bare in ("", text):
            return text
        text = bare


def _with_late_tones(text: str) -> str:
    moved = _EARLY_TONE.sub(r"\2\1", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", moved)


def _names(frame: pd.DataFrame, id_column: str, name_columns: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for column in name_columns:
        for id_, field in zip(frame[id_column], frame[column].fillna(""), strict=True):
            yield from ((id_, name.strip()) for name in field.split("|") if name.strip())


def _validity(frame: pd.DataFrame, id_column: str) -> dict[str, tuple[date | None, date | None]]:
    first, last = (_days(frame, column) for column in ("valid_from", "valid_to"))
    return dict(zip(frame[id_column], zip(first, last, strict=True), strict=True))


def _days(frame: pd.DataFrame, column: str) -> list[date | None]:
    if column not in frame:
        return [None] * len(frame)
    return [None if pd.isna(day) else day.date() for day in pd.to_datetime(frame[column])]


def _is_valid(bounds: tuple[date | None, date | None], on: date) -> bool:
    first, last = bounds
    return (first is None or first <= on) and (last is None or on <= last)


def _no_match(reason: Reason, text: str, candidates: tuple[str, ...], why: str) -> NoMatch:
    shown = text if len(text) <= 80 else f"{text[:80]}…"
    hint = f" Có phải: {', '.join(candidates[:_NEAREST])}?" if candidates else ""
    return NoMatch(reason, candidates, f"“{shown}” {why}.{hint}")


def _not_registered(text: str, key: str, names: NameIndex) -> NoMatch:
    folded = fold(key)
    same = names.by_fold.get(folded, ())
    near = tuple(dict.fromkeys((*same, *_nearest(names, folded))))[:_NEAREST]
    if same:
        return _no_match("marks_differ", text, near, "chỉ khớp với danh mục khi bỏ dấu")
    return _no_match("unknown", text, near, "không có trong danh mục")


@lru_cache(maxsize=4096)
def _nearest(names: NameIndex, folded: str) -> tuple[str, ...]:
    if len(folded) > _LONGEST_COMPARED:
        return ()
    near = difflib.get_close_matches(folded, names.by_fold, n=_NEAREST, cutoff=_CUTOFF)
    return tuple(dict.fromkeys(id_ for name in near for id_ in names.by_fold[name]))
