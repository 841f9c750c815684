"""
Vietnamese and English on paper: numbers, dates and names as a reader of the reports expects them.

Takes single values (a number, a day, a name) and gives text. Numbers leave the library only through this
module, so the decimal comma, the minus sign, the rounding and the sign for "not reported" are the same in
every table, figure and sentence. Reading the text that agencies send is not done here; it belongs to
``ingest``.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import lru_cache
from numbers import Integral, Real
from typing import TYPE_CHECKING, Literal, get_args

import pandas as pd

if TYPE_CHECKING:
    from babel import Locale

Language = Literal["vi", "en"]
UnitMeasure = Literal["percent", "count", "index", "rank", "currency", "days"]
Qualifier = Literal["eq", "ge", "gt", "le", "lt", "approx"]

#: Printed where a figure was not reported; a reported zero is printed as "0".
MISSING = "–"

_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
_MINUS = "\N{MINUS SIGN}"
_MOST_DECIMALS = 4
# Any decimal number of 15 digits survives in a double; what follows is noise of the arithmetic (0.285 × 100).
_DIGITS_OF_A_DOUBLE = Context(prec=15)
# Room for the largest double (309 digits), whatever context the caller works in.
_WIDE = Context(prec=400, rounding=ROUND_HALF_UP)

_QUALIFIER_WORDS = {
    "vi": {
        "eq": "",
        "ge": "ít nhất ",
        "gt": "trên ",
        "le": "không quá ",
        "lt": "dưới ",
        "approx": "khoảng ",
    },
    "en": {
        "eq": "",
        "ge": "at least ",
        "gt": "more than ",
        "le": "at most ",
        "lt": "less than ",
        "approx": "about ",
    },
}
_POINT_WORDS = {"vi": "điểm phần trăm", "en": "percentage points"}
_LAST_JOIN = {"vi": " và ", "en": " and "}

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK = {letter: rank for rank, letter in enumerate(_ALPHABET)}
# Dictionary order of the tones: ngang, huyền, hỏi, ngã, sắc, nặng.
_TONE_RANK = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_LETTER_MARKS = {"\u0302", "\u0306", "\u031b"}  # circumflex, breve, horn: another letter, not a tone
# ETH looks like Đ and is typed in its place; it is not a Vietnamese letter.
_ETH_TO_D = str.maketrans("Ðð", "Đđ")


def format_number(
    value: float | None, decimals: int | None = None, *, language: Language = "vi", signed: bool = False
) -> str:
    """
    A number as printed: "2.439" and "81,17" in Vietnamese, "2,439" and "81.17" in English.

    Parameters
    ----------
    value : float, int, decimal.Decimal or None
        None, NaN and ``pandas.NA`` are printed as `MISSING`.
    decimals : int, optional
        Decimals printed, zeros included. Without it, as many as the number needs, at most four.
    language : {"vi", "en"}
        Whose separators to use.
    signed : bool
        Print "+" before a positive number. Zero never carries a sign, also where it became zero by rounding.

    Returns
    -------
    str
        The minus sign is U+2212, which lines up with "+" and never breaks from its number.

    Raises
    ------
    ValueError
        If `value` is infinite, `decimals` negative or `language` unknown.
    TypeError
        If `value` is not a number: a text such as "81,17" is read by ``ingest``, not here.

    Notes
    -----
    Halves are rounded away from zero, as Vietnamese schools teach and published figures are made:
    81.165 is printed 81,17. The decision is taken on the decimal digits of the number (15 of them, which is
    what a double carries), not on its binary value, so 0.285 × 100 rounds like the 28.5 it stands for.

    Examples
    --------
    >>> format_number(2439), format_number(81.17), format_number(81.17 - 70, 2, signed=True)
    ('2.439', '81,17', '+11,17')
    >>> format_number(-0.004, 2), format_number(None), format_number(2439.5, language="en")
    ('0,00', '–', '2,439.5')
    """
    _require("language", language, get_args(Language))
    if pd.isna(value):
        return MISSING
    rounded = _round_half_up(_exact(value), decimals)
    sign = _MINUS if rounded < 0 else "+" if signed and rounded > 0 else ""
    return sign + _with_separators(rounded.copy_abs(), language)


def format_value(
    value: float | None,
    unit_measure: UnitMeasure,
    *,
    decimals: int | None = None,
    qualifier: Qualifier = "eq",
    unit_label: str = "",
    language: Language = "vi",
) -> str:
    """
    A figure with its qualifier and its unit of measure: "trên 90%", "840 người", "0,5934".

    Parameters
    ----------
    value : float or None
        In `unit_measure`; percent as 81.17, not 0.8117. Missing is printed as `MISSING`, alone.
    unit_measure : {"percent", "count", "index", "rank", "currency", "days"}
        Percent gets "%" directly behind the number.
    decimals : int, optional
        As in `format_number`.
    qualifier : {"eq", "ge", "gt", "le", "lt", "approx"}
        What the source says around the number: "trên 90%" is a bound, not 90.
    unit_label : str
        Words behind the number, joined by a no-break space. Not printed behind a rank: the rank 27 is a
        place, "27 bậc" would be a number of places.
    language : {"vi", "en"}
        Language of the qualifier and of the separators.

    Returns
    -------
    str
        Ready to print; not escaped for HTML.

    Raises
    ------
    ValueError
        If `unit_measure`, `qualifier` or `language` is not one of the words above, or as in `format_number`.

    Examples
    --------
    >>> format_value(81.17, "percent"), format_value(90, "percent", qualifier="gt"), format_value(27, "rank")
    ('81,17%', 'trên 90%', '27')
    >>> format_value(90, "percent", qualifier="gt", language="en")
    'more than 90%'
    >>> format_value(2439, "count", unit_label="người").split(_NO_BREAK_SPACE)
    ['2.439', 'người']
    """
    _require("unit_measure", unit_measure, get_args(UnitMeasure))
    _require("qualifier", qualifier, get_args(Qualifier))
    number = format_number(value, decimals, language=language)
    if number == MISSING:
        return MISSING
    label = {"percent": unit_label or "%", "rank": ""}.get(unit_measure, unit_label)
    return _QUALIFIER_WORDS[language][qualifier] + _join_unit(number, label)


def format_points(
    value: float | None, decimals: int | None = 2, *, language: Language = "vi", signed: bool = True
) -> str:
    """
    A difference of two percentages, in percentage points, never in percent.

    Parameters
    ----------
    value : float or None
        Percentage points; missing is printed as `MISSING`, alone.
    decimals : int, optional
        As in `format_number`.
    language : {"vi", "en"}
        Language of the words and of the separators.
    signed : bool
        Print "+" before a gain.

    Returns
    -------
    str
        Number and words are joined by a no-break space.

    Raises
    ------
    ValueError, TypeError
        As in `format_number`.

    Examples
    --------
    >>> format_points(81.17 - 70).replace(_NO_BREAK_SPACE, " ")
    '+11,17 điểm phần trăm'
    >>> format_points(-2.5, 1, language="en").replace(_NO_BREAK_SPACE, " ")
    '−2.5 percentage points'
    """
    number = format_number(value, decimals, language=language, signed=signed)
    return MISSING if number == MISSING else _join_unit(number, _POINT_WORDS[language])


def format_share(share: float | None, decimals: int | None = 1, *, language: Language = "vi") -> str:
    """
    A share printed in percent: 0.421 as "42,1%".

    Parameters
    ----------
    share : float or None
        A ratio, where 1.0 is the whole; missing is printed as `MISSING`.
    decimals : int, optional
        Decimals of the percentage, as in `format_number`.
    language : {"vi", "en"}
        Whose separators to use.

    Returns
    -------
    str
        With "%" directly behind the number.

    Raises
    ------
    ValueError, TypeError
        As in `format_number`.

    Examples
    --------
    >>> format_share(8 / 19), format_share(1.5, 0), format_share(None)
    ('42,1%', '150%', '–')
    """
    percent = None if pd.isna(share) else _exact(share) * 100
    return format_value(percent, "percent", decimals=decimals, language=language)


def format_date(date: dt.date | None, *, language: Language = "vi") -> str:
    """
    A day as printed: "05/6/2023" in Vietnamese, "5 June 2023" in English.

    Parameters
    ----------
    date : datetime.date, datetime.datetime, pandas.Timestamp or None
        A time of day is not printed. None and NaT are printed as `MISSING`.
    language : {"vi", "en"}
        Language of the date.

    Returns
    -------
    str
        In Vietnamese, days below 10 and the months 1 and 2 carry a leading zero (form of documents, Nghị định
        30/2020/NĐ-CP, Phụ lục I; from memory, to be verified).

    Raises
    ------
    TypeError
        If `date` is not a date, for example a text.
    ValueError
        If `language` is unknown.

    Examples
    --------
    >>> import datetime
    >>> format_date(datetime.date(2023, 6, 30)), format_date(datetime.date(2023, 2, 5))
    ('30/6/2023', '05/02/2023')
    >>> format_date(datetime.date(2023, 6, 5), language="en")
    '5 June 2023'
    """
    from babel.dates import format_date as babel_format_date

    _require("language", language, get_args(Language))
    if pd.isna(date):
        return MISSING
    if not isinstance(date, dt.date):
        raise TypeError(f"A date is needed, such as datetime.date(2023, 6, 30); got {date!r}.")
    pattern = "d MMMM y" if language == "en" else "dd/MM/y" if date.month < 3 else "dd/M/y"
    return babel_format_date(date, pattern, locale=_locale(language))


def format_list(items: Iterable[str], language: Language = "vi") -> str:
    """
    Items in a sentence: "a, b và c".

    Parameters
    ----------
    items : iterable of str
        In the order to be read; none gives an empty text.
    language : {"vi", "en"}
        Language of the "và" or "and" before the last item.

    Returns
    -------
    str
        One item alone is returned as it is.

    Raises
    ------
    ValueError
        If `language` is unknown.

    Examples
    --------
    >>> format_list(["đất đai", "hộ tịch", "xây dựng"]), format_list(["a", "b"], "en"), format_list([])
    ('đất đai, hộ tịch và xây dựng', 'a and b', '')
    """
    _require("language", language, get_args(Language))
    *first, last = [*items] or [""]
    return f"{', '.join(first)}{_LAST_JOIN[language]}{last}" if first else last


def nfc(text: str) -> str:
    """
    The same text in one spelling for the computer: NFC, no invisible characters, Đ never as the letter eth.

    Parameters
    ----------
    text : str
        As received. Two texts that look alike can differ (NFC or NFD, zero-width spaces, "Ð" U+00D0 for "Đ").

    Returns
    -------
    str
        Spaces, line ends and the place of the tone mark (hoà, hòa) are left as they are.

    Examples
    --------
    >>> nfc("Ninh Thua\u0323\u0302n") == "Ninh Thuận"
    True
    """
    if text.isascii():
        return text
    visible = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return unicodedata.normalize("NFC", visible.translate(_ETH_TO_D))


def fold(text: str) -> str:
    """
    Search key of a text: lower case, no marks, single spaces, one kind of dash.

    Parameters
    ----------
    text : str
        In any spelling.

    Returns
    -------
    str
        Equal for "Luỹ kế", "lũy  kế" and "LUY KE". Different names may share a key: use it to find, not to
        identify.

    Examples
    --------
    >>> fold("  Đắk\N{NO-BREAK SPACE}Lắk "), fold("Luỹ kế") == fold("LŨY KẾ")
    ('dak lak', True)
    """
    # Lower case may bring new marks (İ) and compatibility forms new capitals (㏇), hence both twice.
    lower = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", nfc(text)).casefold()).casefold()
    bare = "".join(char for char in lower if not unicodedata.combining(char)).replace("đ", "d")
    one_dash = "".join("-" if unicodedata.category(char) == "Pd" or char == _MINUS else char for char in bare)
    return " ".join(one_dash.split())


def slug(text: str) -> str:
    """
    Identifier made from a name: ASCII, lower case, words joined by "-".

    Parameters
    ----------
    text : str
        A name, for example of a unit.

    Returns
    -------
    str
        Only a–z, 0–9 and single hyphens between words; never empty.

    Raises
    ------
    ValueError
        If no letter or digit is left.

    Examples
    --------
    >>> slug("Đắk Lắk"), slug("Bà Rịa – Vũng Tàu")
    ('dak-lak', 'ba-ria-vung-tau')
    """
    words = re.findall("[a-z0-9]+", fold(text))
    if not words:
        raise ValueError(f"No identifier can be made from {text!r}: it has no Latin letter and no digit.")
    return "-".join(words)


def vietnamese_sort_key(text: str) -> tuple[tuple[tuple[int, int], ...], tuple[int, ...], str]:
    """
    Key that sorts names in Vietnamese order: a ă â b c d đ e ê …, then by tone.

    Parameters
    ----------
    text : str
        A name. Case and NFC or NFD do not change its place.

    Returns
    -------
    tuple
        For ``sorted(names, key=vietnamese_sort_key)`` or ``frame.sort_values("name_vi", key=lambda names:
        names.map(vietnamese_sort_key))``. Equal only for equal names.

    Notes
    -----
    As in the Vietnamese collation of Unicode (CLDR), the letters of the whole name come first,
    and only names with the same letters are put in the order of their tones: ngang, huyền, hỏi, ngã, sắc,
    nặng. Unlike it, numbers count by size: Phường 2 comes before Phường 10. Spaces and punctuation come
    first, then numbers, letters, other scripts.

    Examples
    --------
    >>> sorted(["Gia Lai", "Đà Nẵng", "Cần Thơ", "Bà Rịa", "An Giang"], key=vietnamese_sort_key)
    ['An Giang', 'Bà Rịa', 'Cần Thơ', 'Đà Nẵng', 'Gia Lai']
    >>> sorted("má mạ mã ma mả mà".split(), key=vietnamese_sort_key)
    ['ma', 'mà', 'mả', 'mã', 'má', 'mạ']
    """
    pieces = _pieces(text)
    return (
        tuple(_piece_rank(piece) for piece in pieces),
        tuple(_tone_rank(piece) for piece in pieces),
        nfc(text),
    )


def _pieces(text: str) -> list[str]:
    """Numbers, separators and single letters with their marks, in decomposed lower case."""
    decomposed = unicodedata.normalize("NFD", nfc(text).casefold())
    return re.findall(r"[0-9]+|[\W_]+|\w[\u0300-\u036f]*", decomposed)


def _piece_rank(piece: str) -> tuple[int, int]:
    """Place of a piece: separators, then numbers by size, then the alphabet, then everything else."""
    if piece.isascii() and piece.isdigit():
        return 1, int(piece)
    letter = unicodedata.normalize("NFC", piece[0] + "".join(mark for mark in piece if mark in _LETTER_MARKS))
    if letter in _LETTER_RANK:
        return 2, _LETTER_RANK[letter]
    return (3, ord(piece[0])) if piece[0].isalnum() else (0, 0)


def _tone_rank(piece: str) -> int:
    """Place of the tone of one letter; 0 without a tone."""
    return max(_TONE_RANK.get(mark, 0) for mark in piece)


def _exact(value: float | Decimal) -> Decimal:
    """The decimal number that a value stands for, freed of binary noise."""
    if isinstance(value, bool) or not isinstance(value, Real | Decimal):
        raise TypeError(f"A number is needed; got {value!r}. Text is turned into numbers by `ingest`.")
    exact = Decimal(str(value))
    if not exact.is_finite():
        raise ValueError(f"{value!r} cannot be printed: it comes from a division by zero or an overflow.")
    return exact if isinstance(value, Integral | Decimal) else _DIGITS_OF_A_DOUBLE.plus(exact)


def _round_half_up(number: Decimal, decimals: int | None) -> Decimal:
    """`number` with that many decimals or, without them, the shortest form of at most four."""
    if decimals is not None and decimals < 0:
        raise ValueError(f"`decimals` must be 0 or more, or None; got {decimals}.")
    places = _MOST_DECIMALS if decimals is None else decimals
    rounded = number.quantize(Decimal(1).scaleb(-places), context=_WIDE)
    return rounded if decimals is not None else _without_trailing_zeros(rounded)


def _without_trailing_zeros(number: Decimal) -> Decimal:
    """The same number, written with no decimal that says nothing."""
    while number.as_tuple().exponent < 0 and number.as_tuple().digits[-1] == 0:
        number = number.quantize(Decimal(1).scaleb(number.as_tuple().exponent + 1), context=_WIDE)
    return number


def _with_separators(number: Decimal, language: Language) -> str:
    """Decimal and thousands separators of a language; the number is rounded already."""
    from babel.numbers import format_decimal

    decimals = -number.as_tuple().exponent
    with localcontext(_WIDE):
        return format_decimal(number, "#,##0." + "0" * decimals, locale=_locale(language))


def _join_unit(number: str, label: str) -> str:
    """Number and unit word on one line: "%" directly behind it, words after a no-break space."""
    return number + label if label.startswith("%") or not label else number + _NO_BREAK_SPACE + label


@lru_cache
def _locale(language: Language) -> Locale:
    # Babel is read when the first number is printed, so that `import dtanalysis` stays cheap.
    from babel import Locale

    return Locale.parse(language)


def _require(name: str, value: str, allowed: tuple[str, ...]) -> None:
    """Stop early when a word is not one of those allowed."""
    if value not in allowed:
        raise ValueError(f"`{name}` must be one of {', '.join(map(repr, allowed))}; got {value!r}.")
