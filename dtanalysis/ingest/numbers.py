r"""
Which number does a text or a spreadsheet cell state, and is it certain?

Takes one text or one cell with the indicator's unit of measure and gives a `Reading`, or a `Refusal` in words a
clerk can act on. The grammar below is decided on the text as received; what is not in it is refused, never
guessed. Two forms are read with a doubt that the sender is told: a percent of at most 1 without a sign ("0,5" may be
a share), and a single dotted group in an amount ("1.234"). Whether a value is possible (0–100, at least last month's) is left to the checks.

::

    text     = missing | [estimate] ["đạt"] [bound] [place] [sign] number [unit] [closing]
    missing  = "" | dashes | "…" | "..." | x | N/A | NA | chưa có số liệu | không có số liệu | chưa báo cáo | …
    estimate = ước [tính] [thực hiện]
    bound    = trên hơn > (gt) | ít nhất, tối thiểu, không dưới ≥ >= (ge) | dưới < (lt)
             | không quá, tối đa ≤ <= (le) | khoảng gần xấp xỉ ~ ≈ (approx); `_BOUNDS` has them all
    closing  = trở lên (ge) | trở xuống (le), also with "từ" in front | "(ước)"
    place    = thứ | hạng | xếp thứ | xếp hạng | vị trí             only a rank
    sign     = "-" | "−" | "+"                                      only where the indicator may be negative
    unit     = the indicator's unit label; for a percent "%", "％" or "phần trăm"

    number by unit of measure
    count    = whole | groups                                       2439, 2.439, 2 439
    rank     = whole                                                27
    percent  = whole | comma | groups comma | dot of 1–2 digits     81, 81,17, 1.234,5, 81.17
    days     = as percent
    index    = as percent | dot of 4 digits | 0.ddd                 0.5934, 0.593
    currency = as percent | groups                                  314.792 is 314792; 314,792 is 314 and a bit

    whole    = digits; one leading zero before one digit ("05" is 5, "0593" is refused)
    groups   = 1–3 digits, not from 0, then groups of exactly three, all joined by the same one of
               dot, space, no-break space (U+00A0), narrow no-break space (U+202F)
    comma    = whole "," digits (any number: a comma is never a thousands mark)
    digits   = 0–9 only, at most 15 significant ones in all, which is what a double carries

Case, extra spaces, NFC or NFD, the place of the tone mark (khoảng, khỏang) and tỷ or tỉ make no difference to the
words. Marks do: "tren" is refused. No character is ever turned into a digit.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import lru_cache
from numbers import Integral
from typing import Literal, get_args

from dtanalysis.formats import Qualifier, UnitMeasure, nfc

Fractions = Literal["refuse", "read"]

_MOST_DIGITS = 15
_LONGEST_TEXT = 300
_CLEAN = Context(prec=_MOST_DIGITS)
# A share held in a cell is often computed (1 − 0,9999); ten digits are free of the noise of that.
_CLEAN_PERCENT = Context(prec=10)
_MOST_DECIMALS_OF_SMALL = 2
_LARGEST_SHARE = Decimal("1.5")

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_WORD = re.compile(r"(?:[^\W\d_][\u0300-\u036f]*)+")
# Invisible, and met in pasted text; other format characters (right-to-left, soft hyphen) change what is seen.
_HARMLESS = "\u200b\u200c\u200d\u200e\u2060\ufeff"


def _spell(text: str) -> str:
    """One spelling of the words: lower case, decomposed, tones behind their word; digits are left alone."""
    plain = unicodedata.normalize("NFD", nfc(text).casefold())
    words = _WORD.sub(lambda word: _tone_last(word[0]), plain.strip())
    # Space between two digits is left as it is: it may join a group, or part two values.
    return re.sub(r"(?<!\d)\s+|\s+(?!\d)", " ", words)


def _tone_last(word: str) -> str:
    letters = "".join(char for char in word if char not in _TONES)
    tones = "".join(char for char in word if char in _TONES)
    return {"ti\u0309": "ty\u0309"}.get(letters + tones, letters + tones)


def _one_of(words) -> str:
    """Pattern of any of the words, the longest first."""
    return "|".join(re.escape(_spell(word)) for word in sorted(words, key=len, reverse=True))


_BOUNDS: dict[str, Qualifier] = {
    **dict.fromkeys(["trên", "hơn", "lớn hơn", ">"], "gt"),
    **dict.fromkeys(["ít nhất", "tối thiểu", "không dưới", "lớn hơn hoặc bằng", "≥", "⩾", ">="], "ge"),
    **dict.fromkeys(["dưới", "nhỏ hơn", "chưa đến", "chưa tới", "chưa đầy", "<"], "lt"),
    **dict.fromkeys(["không quá", "không vượt quá", "tối đa", "nhiều nhất", "nhỏ hơn hoặc bằng"], "le"),
    **dict.fromkeys(["≤", "⩽", "<="], "le"),
    **dict.fromkeys(["khoảng", "gần", "xấp xỉ", "trên dưới", "~", "∼", "≈"], "approx"),
}
_SCALES = ("nghìn", "ngàn", "vạn", "triệu", "tỷ")
_CLOSINGS: dict[str, Qualifier] = {"trở lên": "ge", "trở xuống": "le"}
_QUALIFIERS = {_spell(word): qualifier for word, qualifier in (_BOUNDS | _CLOSINGS).items()}

_MISSING = {
    "missing.blank": "",
    "missing.dash": "[-–—―−]{1,3}",
    "missing.dots": r"…|\.{3}",
    "missing.x": "x",
    "missing.not_available": "n/a|na",
    "missing.words": _one_of(
        [f"{no} {what}" for no in ("chưa có", "không có") for what in ("số liệu", "dữ liệu", "thông tin")]
        + ["chưa có báo cáo", "chưa báo cáo", "chưa thống kê"]
    ),
}
_MISSING_RULES = {rule: re.compile(pattern) for rule, pattern in _MISSING.items()}

_SHAPE = re.compile(
    rf"(?P<estimate>{_spell('ước')}(?: {_spell('tính')})?(?: {_spell('thực hiện')})? )?(?:{_spell('đạt')} )?"
    rf"(?P<since>{_spell('từ')} )?(?P<bound>{_one_of(_BOUNDS)})? ?"
    rf"(?P<place>(?:{_one_of(['thứ', 'hạng', 'xếp thứ', 'xếp hạng', 'vị trí'])}) )?(?P<sign>[-−+])?"
    r"(?P<number>[0-9](?:[0-9., \u00a0\u202f]*[0-9])?)(?P<rest>.*)",
    re.DOTALL,
)

_WHOLE = r"(?:0[0-9]?|[1-9][0-9]*)"
_DOTS = r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+"
_SPACES = r"[1-9][0-9]{0,2}([ \u00a0\u202f])[0-9]{3}(?:\1[0-9]{3})*"
_FORMS = {
    "plain": _WHOLE,
    "grouped_dot": _DOTS,
    "grouped_space": _SPACES,
    "decimal_comma": rf"{_WHOLE},[0-9]+",
    "grouped_dot_decimal_comma": rf"{_DOTS},[0-9]+",
    "grouped_space_decimal_comma": rf"{_SPACES},[0-9]+",
    "decimal_dot": rf"{_WHOLE}\.[0-9]{{1,2}}",
    "decimal_dot_of_four": rf"{_WHOLE}\.[0-9]{{4}}|0\.[0-9]{{3}}",
}
_FORM_RULES = {form: re.compile(pattern) for form, pattern in _FORMS.items()}
_GROUPS = ("grouped_dot", "grouped_space")
_AMOUNT = (
    "plain",
    "decimal_comma",
    "grouped_dot_decimal_comma",
    "grouped_space_decimal_comma",
    "decimal_dot",
)
_FORMS_OF: dict[UnitMeasure, tuple[str, ...]] = {
    "count": ("plain", *_GROUPS),
    "rank": ("plain",),
    "percent": _AMOUNT,
    "days": _AMOUNT,
    "index": (*_AMOUNT, "decimal_dot_of_four"),
    "currency": (*_AMOUNT, *_GROUPS),
}

# Why a number is in no form of its measure: the first pattern that fits, else "number.bad_groups".
_FAULTS_OF_ANY = {
    "number.leading_zeros": re.compile("0[0-9]{2,}(?:,[0-9]+)?"),
    "number.comma_groups": re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){2,}|[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+"),
}
_FAULTS_OF_DECIMAL = _FAULTS_OF_ANY | {
    "number.ambiguous_dot": re.compile(r"[0-9]+\.[0-9]{3}"),
    "number.many_dot_decimals": re.compile(r"[0-9]+\.[0-9]{4,}"),
}
_FAULTS_OF_WHOLE = _FAULTS_OF_ANY | {
    "number.ambiguous_comma": re.compile("[1-9][0-9]{0,2},[0-9]{3}"),
    "number.not_integer": re.compile(r"[0-9]+[.,][0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+"),
}
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_YEAR = "(?:19|20)[0-9]{2}"
_DATE = re.compile(
    rf"[0-9]{{1,2}}[-/.][0-9]{{1,2}}[-/.]{_YEAR}|{_YEAR}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,2}}(?: [0-9:.]+)?"
    rf"|[0-9]{{1,2}}/{_YEAR}|[0-9]{{1,2}}[-/ ](?:{_MONTHS})(?:[-/ ][0-9]+)?|(?:{_MONTHS})[-/ ][0-9]{{2,4}}"
)
# What stands behind the number where it should not; tried in this order.
_FAULTS_OF_REST = {
    "number.fraction": re.compile(r" ?/ ?[0-9].*", re.DOTALL),
    "number.range": re.compile(rf" ?(?:%|％)? ?(?:[-–—−~÷]|{_one_of(['đến', 'tới'])}) ?[0-9].*", re.DOTALL),
    "number.exponent": re.compile(r" ?(?:e ?[-+−]?|[x×*] ?10\^?)[0-9]+"),
    "number.two_values": re.compile(r".*[0-9].*", re.DOTALL),
    "number.scale_word": re.compile(rf" ?(?:{_one_of(_SCALES)})(?!\w).*", re.DOTALL),
    "number.points": re.compile(rf" ?{_spell('điểm')} ?(?:%|{_spell('phần trăm')}).*", re.DOTALL),
    "number.percent_sign": re.compile(rf" ?(?:%|％|{_spell('phần trăm')})"),
    "number.unit": re.compile(r" ?[^\W\d_].*", re.DOTALL),
}
_CHANGE = re.compile(rf"(?:.* )?(?:{_one_of(['vượt', 'tăng', 'giảm'])})(?!\w).*[0-9].*", re.DOTALL)
_EXCEL_ERROR = re.compile(r"#.*|err:[0-9]+", re.DOTALL)
_NOT_FINITE = re.compile("[-+−]?(?:nan|inf|infinity|∞)")

_WORDS: dict[str, tuple[str, str]] = {
    "number.ambiguous_dot": (
        "Dấu chấm trước đúng ba chữ số có hai cách hiểu: phần lẻ hoặc hàng nghìn",
        "Nếu là số lẻ, ghi “{decimal}”; nếu là hàng nghìn, ghi “{joined}”",
    ),
    "number.ambiguous_comma": (
        "Dấu phẩy trước đúng ba chữ số có hai cách hiểu: hàng nghìn (kiểu Anh) hoặc phần lẻ",
        "Nếu là hàng nghìn, ghi “{grouped}”; nếu là {number} thì xem lại, vì chỉ tiêu này chỉ nhận số nguyên",
    ),
    "number.comma_groups": (
        "Dấu phẩy dùng làm dấu hàng nghìn (kiểu Anh)",
        "Dùng dấu chấm cho hàng nghìn và dấu phẩy cho phần lẻ: “{swapped}”",
    ),
    "number.bad_groups": (
        "Các dấu ngăn cách trong số không nhất quán hoặc nhóm không đủ ba chữ số",
        "Ghi liền các chữ số, dấu phẩy chỉ dùng cho phần lẻ, ví dụ “2439” hoặc “81,17”",
    ),
    "number.leading_zeros": (
        "Số bắt đầu bằng nhiều chữ số thừa hoặc thiếu dấu phẩy",
        "Ghi “{stripped}”, hoặc “0,…” nếu là số lẻ",
    ),
    "number.many_dot_decimals": (
        "Dấu chấm trước quá nhiều chữ số, không phải cách ghi của chỉ tiêu này",
        "Nếu là số lẻ, dùng dấu phẩy: “{decimal}”; xem lại nếu đó là tỷ lệ trên 1",
    ),
    "number.not_integer": (
        "Chỉ tiêu này chỉ nhận số nguyên, không có phần lẻ",
        "Ghi số nguyên, ví dụ “2439” hoặc “2.439”; “2.0” có thể là “2.000” bị phần mềm đọc sai",
    ),
    "number.too_long": ("Văn bản hoặc số quá dài để đọc chính xác", "Ghi một số có nhiều nhất 15 chữ số"),
    "number.negative": (
        "Chỉ tiêu này không thể có dấu âm hoặc dấu dương",
        "Ghi số không có dấu: “{number}”, hoặc xem lại số liệu",
    ),
    "number.percent_scale": (
        "Không rõ số này là phần trăm hay tỷ lệ trên 1",
        "Nếu là {low}%, ghi “{low}%”; nếu là {high}%, ghi “{high}%”",
    ),
    "number.percent_small": (
        "Số nhỏ hơn hoặc bằng 1 không kèm dấu %: được đọc là {low}%",
        "Nếu đúng là {low}%, ghi “{low}%”; nếu là tỷ lệ trên 1, ghi “{high}%”",
    ),
    "number.single_group": (
        "Dấu chấm trước ba chữ số được đọc là dấu hàng nghìn: {joined}",
        "Nếu là số lẻ, ghi “{decimal}”; nếu đúng là hàng nghìn thì không cần sửa",
    ),
    "number.percent_sign": (
        "Có dấu phần trăm trong khi chỉ tiêu không tính bằng phần trăm",
        "Bỏ dấu % hoặc ghi đúng số theo đơn vị tính{label}",
    ),
    "number.points": (
        "Điểm phần trăm là mức chênh lệch, không phải giá trị của chỉ tiêu",
        "Ghi giá trị đạt được, ví dụ “81,17%”",
    ),
    "number.scale_word": (
        "Số kèm chữ chỉ bậc (nghìn, triệu, tỷ) khác đơn vị tính của chỉ tiêu",
        "Ghi lại số theo đúng đơn vị tính{label}, không kèm chữ chỉ bậc khác",
    ),
    "number.unit": (
        "Chữ đứng sau số không phải đơn vị tính của chỉ tiêu",
        "Chỉ ghi số, theo đúng đơn vị tính{label}",
    ),
    "number.two_values": ("Ô có từ hai số trở lên", "Mỗi ô ghi một số; tách các giá trị ra từng dòng"),
    "number.fraction": (
        "Phân số không phải một giá trị của chỉ tiêu",
        "Ghi tử số và mẫu số vào hai cột riêng, hoặc chỉ ghi giá trị",
    ),
    "number.range": ("Khoảng giá trị không phải một số", "Ghi một số, hoặc một mức chặn như “trên 90%”"),
    "number.exponent": ("Số viết dạng lũy thừa của 10", "Ghi đầy đủ các chữ số, ví dụ “100000”"),
    "number.change": (
        "Đây là mức tăng, giảm hoặc vượt, không phải giá trị của chỉ tiêu",
        "Ghi giá trị đạt được trong kỳ",
    ),
    "number.words": (
        "Ô chỉ có chữ, không có số",
        "Ghi một số; nếu chưa có số liệu, để trống hoặc ghi “chưa có số liệu”",
    ),
    "number.not_in_grammar": (
        "Không đọc được thành một số",
        "Ghi một số, ví dụ “2.439”, “81,17” hoặc “trên 90%”",
    ),
    "number.two_qualifiers": (
        "Có hai từ chỉ mức chặn, hoặc “từ” mà thiếu “trở lên”, “trở xuống”",
        "Chỉ dùng một cách, ví dụ “trên 90%” hoặc “từ 90% trở lên”",
    ),
    "number.rank_qualifier": (
        "Thứ hạng không đi với “trên”, “dưới”, “khoảng”",
        "Ghi đúng thứ hạng, ví dụ “27”",
    ),
    "number.rank_below_one": (
        "Thứ hạng nhỏ nhất là 1",
        "Ghi thứ hạng từ 1 trở lên, hoặc để trống nếu chưa xếp hạng",
    ),
    "number.other_digits": (
        "Có chữ số không phải 0–9 thông thường (toàn khổ, số mũ, ½…)",
        "Gõ lại bằng các chữ số 0–9",
    ),
    "number.hidden_characters": ("Có ký tự ẩn làm thay đổi cách hiển thị", "Xóa ô và gõ lại số"),
    "number.not_finite": (
        "Không phải một số hữu hạn (NaN hoặc vô cực)",
        "Xem lại phép tính; nếu chưa có số liệu, để trống",
    ),
    "number.excel_error": (
        "Ô báo lỗi của phần mềm bảng tính",
        "Sửa công thức hoặc độ rộng cột, rồi ghi lại số",
    ),
    "number.excel_misread": (
        "Phần mềm bảng tính có lẽ đã đọc dấu chấm hàng nghìn thành dấu thập phân",
        "Nếu là hàng nghìn, ghi “{thousands}”; nếu đúng là {decimal} thì xem lại chỉ tiêu hoặc ghi dạng chữ “{decimal}”",
    ),
    "number.boolean": (
        "Ô là giá trị đúng/sai (TRUE/FALSE), không phải số",
        "Ghi số; đúng/sai không được hiểu là 1 và 0",
    ),
    "number.date": (
        "Ô là ngày tháng, không phải số (có thể phần mềm đã tự đổi)",
        "Định dạng ô là chữ rồi ghi lại số{meant}",
    ),
    "number.cell_kind": ("Ô chứa kiểu dữ liệu không đọc được", "Ghi số hoặc chữ vào ô"),
}


@dataclass(frozen=True)
class Reading:
    """
    A value that stands in a text or a cell.

    Attributes
    ----------
    value : float or None
        In the indicator's unit of measure, percent as 81.17; None where the source says that it has no figure.
    qualifier : {"eq", "ge", "gt", "le", "lt", "approx"}
        What the source says around the number: "trên 90%" is a bound, not 90.
    is_estimate : bool
        Announced as "ước".
    numerator, denominator : float or None
        Of a fraction such as "8/19", where the policy reads it.
    rule : str
        The rule of the grammar that read it, such as "count.grouped_dot" or "missing.dash".
    raw : str
        The text as received; of a numeric cell, its number.
    doubt : Refusal or None
        Another way to read it, for the sender to confirm; the value is the usual reading.
    """

    value: float | None
    qualifier: Qualifier = "eq"
    is_estimate: bool = False
    numerator: float | None = None
    denominator: float | None = None
    rule: str = ""
    raw: str = ""
    doubt: Refusal | None = None


@dataclass(frozen=True)
class Refusal:
    """
    Why no value was taken from a text or a cell.

    Attributes
    ----------
    code : str
        Stable name of the reason, such as "number.ambiguous_dot".
    raw : str
        The text as received; of another cell, its content.
    message : str
        What is wrong, in Vietnamese.
    suggestion : str
        What would be right, in Vietnamese; every reading where there are several.
    """

    code: str
    raw: str
    message: str
    suggestion: str


@dataclass(frozen=True)
class _Wanted:
    """What the indicator's values look like."""

    measure: UnitMeasure
    label: str
    may_be_negative: bool
    fractions: Fractions = "refuse"

    def __post_init__(self) -> None:
        for name, value, allowed in (
            ("measure", self.measure, get_args(UnitMeasure)),
            ("fractions", self.fractions, get_args(Fractions)),
        ):
            if value not in allowed:
                raise ValueError(f"`{name}` must be one of {', '.join(map(repr, allowed))}; got {value!r}.")

    @property
    def is_whole(self) -> bool:
        return self.measure in ("count", "rank")

    @property
    def shown_label(self) -> str:
        return f" ({self.label})" if self.label else ""


@lru_cache
def _tail(measure: UnitMeasure, unit_label: str) -> re.Pattern[str]:
    """What may stand behind the number: the unit, then "trở lên" or "(ước)"."""
    label = _spell(unit_label)
    units = [label]
    if measure == "percent" and label in ("", "%", _spell("phần trăm")):
        units = ["%", "％", _spell("phần trăm")]
    if re.fullmatch(rf"(?:{_one_of(_SCALES)}) {_spell('đồng')}", label):
        units.append(label.split()[0])
    unit = "|".join(re.escape(one) for one in units if one) or "(?!)"
    return re.compile(
        rf"(?: ?(?P<unit>{unit}))?(?: (?P<closing>{_one_of(_CLOSINGS)}))?(?P<estimate> ?\({_spell('ước')}\))?"
    )


def read_text(
    text: str,
    measure: UnitMeasure,
    unit_label: str = "",
    *,
    may_be_negative: bool = False,
    fractions: Fractions = "refuse",
) -> Reading | Refusal:
    """
    The value that a text states, by the grammar of its unit of measure.

    Parameters
    ----------
    text : str
        As received.
    measure : {"percent", "count", "index", "rank", "currency", "days"}
        Unit of measure of the indicator.
    unit_label : str
        The indicator's unit words ("người", "tỷ đồng"); no others may follow the number, nothing is scaled.
    may_be_negative : bool
        Whether a sign may stand before the number (growth).
    fractions : {"refuse", "read"}
        What "8/19" means in a count or a rank: refused, or 8 with numerator and denominator.

    Returns
    -------
    Reading or Refusal
        A percent of 0–1 without a sign ("0,5", "1") is read with a doubt, for it may be a share; with three or more
        decimals ("0,3325") it is refused. Zero is never missing.

    Raises
    ------
    ValueError
        If `measure` or `fractions` is not one of the words above; never because of `text`.

    Examples
    --------
    >>> read_text("2.439 người", "count", "người").value, read_text("ước đạt trên 90%", "percent").qualifier
    (2439.0, 'gt')
    >>> read_text("chưa có số liệu", "count").value is None, read_text("0,00%", "percent").value
    (True, 0.0)
    >>> print(read_text("81.175", "percent").suggestion)
    Nếu là số lẻ, ghi “81,175”; nếu là hàng nghìn, ghi “81175”
    """
    wanted = _Wanted(measure, unit_label, may_be_negative, fractions)
    if len(text.strip()) > _LONGEST_TEXT:
        return _refuse("number.too_long", text)
    spelled = _spell(text)
    if code := _fault_of_text(text, spelled):
        return _refuse(code, text)
    if rule := _fitting(spelled, _MISSING_RULES):
        return Reading(None, rule=rule, raw=text)
    shape = _SHAPE.fullmatch(spelled)
    return _read_shape(shape, text, wanted) if shape else _refuse(_why_shapeless(spelled), text)


def read_cell(
    value: object,
    number_format: str,
    measure: UnitMeasure,
    unit_label: str = "",
    *,
    may_be_negative: bool = False,
    fractions: Fractions = "refuse",
) -> Reading | Refusal:
    """
    The value that a spreadsheet cell states, judged by its kind and its number format.

    Parameters
    ----------
    value : object
        As the workbook reader gives it: text, number, truth value, date or None.
    number_format : str
        The cell's format, such as "General" or "0.00%".
    measure : {"percent", "count", "index", "rank", "currency", "days"}
        As in `read_text`, which reads a cell that holds text; so are the next three.
    unit_label : str
        Words that may stand behind the number.
    may_be_negative : bool
        Whether a minus sign is part of the grammar.
    fractions : str
        What "8/19" in a count is.

    Returns
    -------
    Reading or Refusal
        0.8117 with a percent format is 81.17; 0.3325 without one is refused. A count of 2.439 is refused: the
        spreadsheet took a thousands dot for a decimal one.

    Raises
    ------
    ValueError
        As in `read_text`.

    Examples
    --------
    >>> read_cell(0.8117, "0.00%", "percent").value, read_cell(81.17, "General", "percent").value
    (81.17, 81.17)
    >>> read_cell(2.439, "General", "count").code, read_cell(True, "General", "count").code
    ('number.excel_misread', 'number.boolean')
    """
    wanted = _Wanted(measure, unit_label, may_be_negative, fractions)
    if value is None:
        return Reading(None, rule="missing.blank")
    if isinstance(value, str):
        return read_text(value, measure, unit_label, may_be_negative=may_be_negative, fractions=fractions)
    if isinstance(value, bool):
        return _refuse("number.boolean", str(value).upper())
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return _refuse("number.date", str(value), meant=_meant_by_date(value))
    if not isinstance(value, Integral | float):
        return _refuse("number.cell_kind", type(value).__name__)
    number = int(value) if isinstance(value, Integral) else float(value)
    return _read_number(number, number_format, wanted)


def _refuse(code: str, raw: str, **readings: str) -> Refusal:
    parts = {"label": "", "meant": ""} | readings
    message, suggestion = (text.format_map(parts) for text in _WORDS[code])
    return Refusal(code, raw, message, suggestion)


def _fitting(text: str, rules: dict[str, re.Pattern[str]]) -> str | None:
    """Name of the first rule that fits the whole text."""
    return next((name for name, pattern in rules.items() if pattern.fullmatch(text)), None)


# A text that is no number


def _fault_of_text(text: str, spelled: str) -> str | None:
    """Why the text cannot be read at all, whatever the measure."""
    if any(unicodedata.category(char) == "Cf" and char not in _HARMLESS for char in text):
        return "number.hidden_characters"
    if any(char.isnumeric() and not char.isascii() for char in text):
        return "number.other_digits"
    if _EXCEL_ERROR.fullmatch(spelled):
        return "number.excel_error"
    return "number.date" if _DATE.fullmatch(spelled) else None


def _why_shapeless(spelled: str) -> str:
    if _NOT_FINITE.fullmatch(spelled):
        return "number.not_finite"
    if not re.search("[0-9]", spelled):
        return "number.words" if re.search(r"[^\W\d_]", spelled) else "number.not_in_grammar"
    if _CHANGE.fullmatch(spelled):
        return "number.change"
    return "number.not_in_grammar"


# A text around a number


def _read_shape(shape: re.Match[str], raw: str, wanted: _Wanted) -> Reading | Refusal:
    tail = _tail(wanted.measure, wanted.label).fullmatch(shape["rest"])
    if tail is None:
        return _read_fraction(shape, raw, wanted) or _refuse_rest(shape, raw, wanted)
    if code := _fault_of_words(shape, tail, wanted):
        return _refuse(code, raw, number=shape["number"])
    form = _form(shape["number"], wanted)
    if form is None:
        return _refuse_number(shape["number"], raw, wanted)
    value = _decimal(shape["number"], form).copy_sign(-1 if shape["sign"] in ("-", "−") else 1)
    if code := _fault_of_value(value, wanted, says_percent=bool(tail["unit"])):
        return _refuse(code, raw, **_readings_of_share(value))
    return Reading(
        # Adding zero turns −0 into 0.
        value=float(value) + 0.0,
        qualifier=_QUALIFIERS.get(shape["bound"] or tail["closing"], "eq"),
        is_estimate=bool(shape["estimate"] or tail["estimate"]),
        rule=f"{wanted.measure}.{form}",
        raw=raw,
        doubt=_doubt(value, shape["number"], form, raw, wanted, says_percent=bool(tail["unit"])),
    )


def _doubt(
    value: Decimal, number: str, form: str, raw: str, wanted: _Wanted, *, says_percent: bool
) -> Refusal | None:
    if _may_be_share(value, wanted, says_percent):
        return _refuse("number.percent_small", raw, **_readings_of_share(value))
    if wanted.measure == "currency" and form == "grouped_dot" and number.count(".") == 1:
        return _refuse(
            "number.single_group", raw, joined=number.replace(".", ""), decimal=number.replace(".", ",")
        )
    return None


def _may_be_share(value: Decimal, wanted: _Wanted, says_percent: bool) -> bool:
    return wanted.measure == "percent" and not says_percent and 0 < abs(value) <= 1


def _fault_of_words(shape: re.Match[str], tail: re.Match[str], wanted: _Wanted) -> str | None:
    """Why the words around a number do not go with it."""
    bound, closing = shape["bound"], tail["closing"]
    if (bound and closing) or (shape["since"] and not closing):
        return "number.two_qualifiers"
    if wanted.measure == "rank" and (bound or closing):
        return "number.rank_qualifier"
    if shape["place"] and wanted.measure != "rank":
        return "number.not_in_grammar"
    return "number.negative" if shape["sign"] and not wanted.may_be_negative else None


def _refuse_rest(shape: re.Match[str], raw: str, wanted: _Wanted) -> Refusal:
    code = _fitting(shape["rest"], _FAULTS_OF_REST) or "number.not_in_grammar"
    return _refuse(code, raw, label=wanted.shown_label)


def _read_fraction(shape: re.Match[str], raw: str, wanted: _Wanted) -> Reading | None:
    """ "8/19" as 8 of 19, where the policy reads it and nothing else stands in the text."""
    parts = re.fullmatch("([1-9][0-9]{0,14}|0) ?/ ?([1-9][0-9]{0,14})", _spell(raw))
    if not parts or not wanted.is_whole or wanted.fractions == "refuse":
        return None
    top, bottom = map(float, parts.groups())
    if wanted.measure == "rank" and top < 1:
        return None
    return Reading(top, numerator=top, denominator=bottom, rule=f"{wanted.measure}.fraction", raw=raw)


# The number itself


def _form(number: str, wanted: _Wanted) -> str | None:
    """Name of the form that the number has, among those of its measure; at most one fits."""
    significant = re.sub("[^0-9]", "", number).lstrip("0")
    if len(significant) > _MOST_DIGITS:
        return None
    return _fitting(number, {form: _FORM_RULES[form] for form in _FORMS_OF[wanted.measure]})


def _decimal(number: str, form: str) -> Decimal:
    if form.startswith("decimal_dot"):
        return Decimal(number)
    return Decimal(re.sub(r"[. \u00a0\u202f]", "", number).replace(",", "."))


def _refuse_number(number: str, raw: str, wanted: _Wanted) -> Refusal:
    joined = re.sub("[^0-9]", "", number)
    if len(joined.lstrip("0")) > _MOST_DIGITS:
        return _refuse("number.too_long", raw)
    faults = _FAULTS_OF_WHOLE if wanted.is_whole else _FAULTS_OF_DECIMAL
    return _refuse(
        _fitting(number, faults) or "number.bad_groups",
        raw,
        number=number,
        joined=joined.lstrip("0") or "0",
        stripped=number.lstrip("0") or "0",
        decimal=number.replace(".", ","),
        grouped=f"{int(joined):,}".replace(",", "."),
        swapped=number.translate(str.maketrans(",.", ".,")),
    )


def _fault_of_value(value: Decimal, wanted: _Wanted, *, says_percent: bool) -> str | None:
    """Why a well-written number is still not certain."""
    if wanted.measure == "rank" and value < 1:
        return "number.rank_below_one"
    # Nobody prints a percent of less than 1 with three decimals; shares are.
    is_share = (
        _may_be_share(value, wanted, says_percent) and -value.as_tuple().exponent > _MOST_DECIMALS_OF_SMALL
    )
    return "number.percent_scale" if is_share else None


def _readings_of_share(value: Decimal) -> dict[str, str]:
    return {"low": _shown(value), "high": _shown(value * 100)}


def _shown(number: Decimal) -> str:
    """A number in plain digits with a decimal comma, no zeros behind."""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


# Numeric cells


def _read_number(value: float, number_format: str, wanted: _Wanted) -> Reading | Refusal:
    if isinstance(value, float) and not math.isfinite(value):
        return _refuse("number.not_finite", str(value))
    if abs(value) >= 10**_MOST_DIGITS:
        return _refuse("number.too_long", f"{float(value):.15g}" if abs(value) < 10**300 else "> 1e300")
    exact = _CLEAN.create_decimal(repr(float(value)))
    raw = f"{exact.normalize():f}"
    if exact < 0 and not wanted.may_be_negative:
        return _refuse("number.negative", raw, number=_shown(-exact))
    if wanted.measure == "percent":
        return _read_percent_cell(exact, raw, number_format)
    return _read_plain_cell(exact, raw, number_format, wanted)


def _read_percent_cell(exact: Decimal, raw: str, number_format: str) -> Reading | Refusal:
    kind = _percent_kind(number_format, exact)
    if kind == "scaled":
        if abs(exact) > _LARGEST_SHARE:
            return _refuse("number.percent_scale", raw, **_readings_of_share(exact))
        percent = _CLEAN_PERCENT.multiply(exact, Decimal(100))
        return Reading(float(percent) + 0.0, rule="percent.cell_percent_format", raw=raw)
    if kind == "none" and 0 < abs(exact) <= 1:
        return _refuse("number.percent_scale", raw, **_readings_of_share(exact))
    return Reading(float(exact) + 0.0, rule="percent.cell_number", raw=raw)


def _percent_kind(number_format: str, value: Decimal) -> Literal["scaled", "written", "none"]:
    """Does the format multiply by 100 ("0%"), only write the sign ('0"%"'), or neither?"""
    section = _section(str(number_format), value)
    bare = re.sub(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]', "", section)
    if "%" in bare:
        return "scaled"
    return "written" if "%" in section else "none"


def _section(number_format: str, value: Decimal) -> str:
    """The part of the format for this sign: "positive;negative;zero;text", later ones may be left out."""
    sections = re.findall(r'(?:"[^"]*"|\\.|[^;])+', number_format) or [""]
    return sections[1] if value < 0 and len(sections) > 1 else sections[0]


def _read_plain_cell(exact: Decimal, raw: str, number_format: str, wanted: _Wanted) -> Reading | Refusal:
    if _percent_kind(number_format, exact) != "none":
        return _refuse("number.percent_sign", raw, label=wanted.shown_label)
    if _is_misread(exact, number_format, wanted):
        return _refuse("number.excel_misread", raw, **_readings_of_misread(exact))
    if wanted.is_whole and exact % 1:
        return _refuse("number.not_integer", raw)
    if wanted.measure == "rank" and exact < 1:
        return _refuse("number.rank_below_one", raw)
    return Reading(float(exact) + 0.0, rule=f"{wanted.measure}.cell_number", raw=raw)


def _is_misread(exact: Decimal, number_format: str, wanted: _Wanted) -> bool:
    """
    Can the number be a thousands dot read as a decimal one?

    In a count any number with one to three decimals (2.4 was 2.400); in an amount exactly three (314.792), unless
    the format shows three decimals, which says that they are meant.
    """
    places = max(0, -exact.normalize().as_tuple().exponent)
    if abs(exact) < 1 or not 1 <= places <= 3:
        return False
    if wanted.measure == "currency":
        return places == 3 and abs(exact) < 1000 and not re.search(r"\.[0#?]{3}", str(number_format))
    return wanted.measure == "count"


def _readings_of_misread(exact: Decimal) -> dict[str, str]:
    grouped = f"{int(exact * 1000):,}".replace(",", ".")
    return {"thousands": grouped, "decimal": _shown(exact)}


def _meant_by_date(value: dt.date | dt.time | dt.timedelta) -> str:
    """The figures that a spreadsheet may have turned into this day."""
    # NaT is a date without a day.
    if not isinstance(value, dt.date) or value != value:  # noqa: PLR0124
        return ""
    day, month = value.day, value.month
    return f"; có thể đã ghi “{day},{month}”, “{month},{day}”, “{day}/{month}” hoặc “{month}/{value.year}”"
