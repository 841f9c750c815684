"""
What one heading says about the column below it (or a section about the rows below it).

Takes the text of one heading cell and gives its facets: the role of the column ("Kế hoạch năm"), an indicator, a
unit, a period, a unit of measure. Headings above each other are put together in ``layout``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from dtanalysis.ingest.grid import Cell
from dtanalysis.ingest.lexicon import Indicator, Lexicon
from dtanalysis.ingest.matching import match_key
from dtanalysis.ingest.numbers import Refusal
from dtanalysis.ingest.period_cells import PeriodReading, read_heading_period
from dtanalysis.ingest.sheet import text_of
from dtanalysis.ingest.vocabulary import Role, role_of

_BRACKETS = re.compile(r"^(?P<name>.*?\S)\s*[(\[]\s*(?P<inside>[^()\[\]]{1,40})\s*[)\]]\s*[:*]?$", re.DOTALL)
_BEHIND = re.compile(
    r"^(?P<name>.*?\S)\s*(?:[,;-]\s*|\s)(?P<inside>%|đvt:? .{1,20})\s*$", re.DOTALL | re.IGNORECASE
)
_MEASURE_START = re.compile(r"^(?:đvt|đơn vị tính|đơn vị|tính bằng|tính theo)\s*:?\s+", re.IGNORECASE)
_MEASURE_LINE = re.compile(
    r"^[(\[]?\s*(?:đvt|đơn vị tính|(?:số liệu )?tính bằng|(?:số liệu )?tính theo)\s*:?\s*(?P<inside>[^()\[\]]{1,40}?)\s*[)\]]?\s*$",
    re.IGNORECASE,
)
# "Giá trị (1)", "Tỷ lệ (3)=(1)/(2)", "Kết quả (*)"
_LONGEST = 1_000
_FOOTNOTE = re.compile(r"\s*(?:\(\s*[0-9]{1,2}\s*\)(?:\s*=.*)?|\(?\*+\)?)\s*$", re.DOTALL)
_TARGET = re.compile(
    r"^(?:kế hoạch|mục tiêu|chỉ tiêu|chỉ tiêu kế hoạch|chỉ tiêu giao|kế hoạch giao|kh)(?: giao)?(?: đến)?(?: hết| cuối)?"
    r"(?: năm)? ?(?P<year>20[0-9]{2})$"
)
_PLAIN_MEASURES = frozenset(
    match_key(word)
    for word in [
        *(
            "%",
            "phần trăm",
            "người",
            "hồ sơ",
            "dịch vụ",
            "dvc",
            "tổ",
            "đơn vị",
            "cơ quan",
            "sản phẩm",
            "hộ",
            "tài khoản",
        ),
        *(
            "văn bản",
            "giao dịch",
            "điểm",
            "ngày",
            "đồng",
            "triệu đồng",
            "tỷ đồng",
            "nghìn đồng",
            "trạm",
            "xã",
            "thủ tục",
        ),
        *(
            "nghìn người",
            "triệu người",
            "lượt",
            "bậc",
            "hạng",
            "thứ hạng",
            "doanh nghiệp",
            "chỉ số",
            "thuê bao",
            "cái",
        ),
        *(
            "chỉ tiêu",
            "tỷ vnd",
            "triệu",
            "tỷ",
            "nghìn",
            "lần",
            "điểm %",
            "điểm phần trăm",
            "thôn",
            "máy",
            "thiết bị",
        ),
        *(
            "‰",
            "phần nghìn",
            "kế hoạch",
            "nhiệm vụ",
            "thành viên",
            "địa chỉ",
            "giờ",
            "phút",
            "tháng",
            "usd",
            "trường",
        ),
    ]
)
_SCALES = re.compile(r"(?:^|\s)(?:chục|trăm|nghìn|ngàn|vạn|triệu|tỷ)(?:\s|$)")
_WORDS_OF_MEASURE = {
    "percent": ("%", "％", "phần trăm", "tỷ lệ %", "tỷ lệ"),
    "index": ("điểm", "chỉ số", "index"),
    "rank": ("bậc", "hạng", "thứ hạng", "xếp hạng", "vị trí", "thứ"),
    "days": ("ngày", "days"),
}


@dataclass(frozen=True)
class Heading:
    """
    The facets that one heading states; empty where it says nothing of them.

    Attributes
    ----------
    text : str
        As shown.
    role : str
        One of `vocabulary.Role`, or empty.
    indicator : str
        Id of an indicator.
    unit : str
        Name of a unit; which one depends on the day.
    period : PeriodReading or Refusal or None
        A period that the heading names, or why its period cannot be told.
    measure : str
        Words of a unit of measure.
    parts : tuple
        (indicator, "numerator" or "denominator") that the words may mean by the register.
    """

    text: str
    role: Role | str = ""
    indicator: str = ""
    unit: str = ""
    period: PeriodReading | Refusal | None = None
    measure: str = ""
    parts: tuple[tuple[str, str], ...] = field(default=())

    @property
    def is_known(self) -> bool:
        """Whether the heading states anything but a unit of measure."""
        return bool(self.role or self.indicator or self.unit or self.period or self.parts)


def read_heading(cell: Cell, lexicon: Lexicon, year: int | None = None, *, is_1904: bool = False) -> Heading:
    """
    Tell what a heading says.

    Parameters
    ----------
    cell : Cell
        The heading.
    lexicon : Lexicon
        The register.
    year : int, optional
        Year of the form, for headings such as "Tháng 1".
    is_1904 : bool
        Serial dates count from 1904.

    Returns
    -------
    Heading
        The whole text is tried first, then without the unit of measure behind it.
    """
    text = text_of(cell)
    if not isinstance(cell.value, str):
        return Heading(
            text, period=read_heading_period(cell.value, year, cell.number_format, is_1904=is_1904)
        )
    if len(text) > _LONGEST:
        return Heading(text)
    whole = _read(text, lexicon, year)
    bare = _FOOTNOTE.sub("", text)
    if not whole.is_known and bare != text:
        whole = replace(_read(bare, lexicon, year), text=text)
    if whole.is_known:
        return whole
    name, measure = split_measure(bare, lexicon)
    if not measure:
        return whole
    return replace(_read(name, lexicon, year), text=text, measure=measure)


def _read(text: str, lexicon: Lexicon, year: int | None) -> Heading:  # noqa: PLR0911  # one line per kind
    if role := role_of(text):
        return Heading(text, role=role)
    if _TARGET.match(match_key(text)):
        return Heading(text, role="target")
    if indicator := lexicon.indicator_named(text):
        return Heading(text, indicator=indicator, parts=lexicon.parts_by_key.get(match_key(text), ()))
    if parts := lexicon.parts_by_key.get(match_key(text), ()):
        return Heading(text, parts=parts)
    if lexicon.names_a_unit(text):
        return Heading(text, unit=text)
    if period := read_heading_period(text, year):
        return Heading(text, period=period)
    return Heading(text)


def split_measure(text: str, lexicon: Lexicon) -> tuple[str, str]:
    """
    Part the name of a column from the unit of measure behind it.

    Parameters
    ----------
    text : str
        A heading such as "Tỷ lệ hồ sơ trực tuyến (%)".
    lexicon : Lexicon
        The register, whose words of measure count as well.

    Returns
    -------
    tuple of str
        Name and words of measure; the text and an empty text where there are none.
    """
    for pattern in (_BRACKETS, _BEHIND):
        found = pattern.match(text)
        if found and (measure := _as_measure(found["inside"], lexicon)):
            return found["name"].rstrip(" ,;:-"), measure
    return text, ""


def measure_line(text: str) -> str:
    """
    The unit of measure that a line of its own announces: "(Đơn vị tính: %)".

    Parameters
    ----------
    text : str
        A line above a table.

    Returns
    -------
    str
        Words of measure, empty for another line.

    Examples
    --------
    >>> measure_line("ĐVT: triệu đồng"), measure_line("Đơn vị: Sở Y tế")
    ('triệu đồng', '')
    """
    found = _MEASURE_LINE.match(text)
    return found["inside"] if found else ""


def is_measure(text: str, lexicon: Lexicon) -> bool:
    """
    Whether a text is a unit of measure and nothing else.

    Parameters
    ----------
    text : str
        A cell's text.
    lexicon : Lexicon
        The register, whose words of measure count as well.

    Returns
    -------
    bool
        "%", "người" and the like.
    """
    return bool(_as_measure(text, lexicon))


def _as_measure(text: str, lexicon: Lexicon) -> str:
    bare = _MEASURE_START.sub("", text.strip())
    if bare != text.strip():
        return bare
    key = match_key(bare)
    known = key in _PLAIN_MEASURES or key in lexicon.measure_words
    return bare if known or (_SCALES.search(key) and len(key) < 25) else ""


def agrees(measure: str, indicator: Indicator) -> bool:
    """
    Whether words of measure on a form can be the unit of measure of an indicator.

    Parameters
    ----------
    measure : str
        As the form writes it; empty agrees with all.
    indicator : Indicator
        As registered.

    Returns
    -------
    bool
        Another scale ("triệu đồng" for "tỷ đồng") never agrees. A count whose words the register does not give
        takes any words without a scale.

    Examples
    --------
    >>> turnover = Indicator("turnover", "Doanh số", "currency", "tỷ đồng")
    >>> agrees("Tỷ đồng", turnover), agrees("triệu đồng", turnover), agrees("", turnover)
    (True, False, True)
    """
    key, label = match_key(measure), match_key(indicator.label)
    if re.search("[0-9]", key) and key != label:
        # "1.000 người" is another scale.
        return False
    if not key or (label and key == label):
        return True
    if key in {match_key(word) for word in _WORDS_OF_MEASURE.get(indicator.measure, ())}:
        return indicator.measure != "index" or label in ("", "điểm", "chỉ số")
    if label or indicator.measure in ("percent", "index", "rank", "days"):
        return False
    is_other = any(key == match_key(word) for words in _WORDS_OF_MEASURE.values() for word in words)
    return not is_other and (indicator.measure == "currency" or not _SCALES.search(key))
