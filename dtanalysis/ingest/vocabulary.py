"""
The words of forms: what a column heading, a total, a note or a signature is called.

Only words; what a heading means beside others is decided in ``headings`` and ``layout``. Words are compared by
`matching.match_key`, so that case, spaces, dashes and the place of tone marks make no difference; marks do.
Names of indicators and units are not here but in the register.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from dtanalysis.formats import Qualifier, nfc
from dtanalysis.ingest.matching import match_key

Role = Literal[
    "number", "unit", "indicator", "unit_or_measure", "measure", "period", "level", "dimension", "value", "rate",
    "cumulative", "qualifier", "numerator", "denominator", "target", "state", "attainment", "change", "previous", "sum", "note",
]  # fmt: skip

_WORDS: dict[Role, str] = {
    "number": "STT|TT|Số TT|Số thứ tự|Thứ tự|No|No.|#",
    "unit": "Tên đơn vị|Đơn vị báo cáo|Đơn vị gửi|Cơ quan, đơn vị|Cơ quan/đơn vị|Cơ quan|Tên cơ quan|Cơ quan báo cáo|Địa phương"
    "|Tên địa phương|Đơn vị, địa phương|Đơn vị/địa phương|Tỉnh|Tỉnh, thành phố|Tỉnh/thành phố|Tỉnh/TP|Tỉnh, thành"
    "|Huyện|Huyện, thành phố|Huyện/thành phố|Xã|Xã, phường|Xã/phường|Xã, phường, thị trấn|Xã, phường, đặc khu|Sở, ngành"
    "|Sở, ban, ngành|Sở/ngành|Sở, ngành, địa phương|Sở, ban, ngành, địa phương|Tên sở, ngành|Tên tỉnh|Tên huyện|Tên xã"
    "|Đơn vị hành chính|Mã đơn vị|unit",
    "unit_or_measure": "Đơn vị",
    "indicator": "Chỉ tiêu|Tên chỉ tiêu|Nội dung|Nội dung chỉ tiêu|Tên chỉ số|Chỉ số|Tiêu chí|Tên tiêu chí|Mã chỉ tiêu|Mã số"
    "|Chỉ tiêu, nhiệm vụ|Chỉ tiêu/nhiệm vụ|Nhóm chỉ tiêu|Danh mục chỉ tiêu|Chỉ tiêu báo cáo|Chỉ tiêu thống kê|indicator",
    "measure": "Đơn vị tính|ĐVT|Đ.V.T|Đơn vị đo|Đv tính|unit_measure",
    "period": "Kỳ|Kỳ báo cáo|Thời kỳ|Thời gian|Thời điểm|Kỳ số liệu|Tháng|Quý|Năm|Kỳ báo cáo (tháng)|period",
    "level": "Cấp|Cấp hành chính|level",
    "dimension": "Phân tổ|Lĩnh vực|Nhóm|Phân nhóm|dimension",
    "value": "Giá trị|Kết quả|Kết quả thực hiện|Thực hiện|Thực hiện kỳ|Thực hiện trong kỳ|Thực hiện kỳ này|Thực hiện kỳ báo cáo"
    "|Kết quả kỳ báo cáo|Kết quả thực hiện kỳ báo cáo|Kết quả trong kỳ|Kết quả đạt được|Kết quả thực hiện trong kỳ"
    "|Số liệu|Số liệu báo cáo|Số liệu kỳ báo cáo|Kỳ này|Trong kỳ|Đạt được|Trong tháng|Trong quý|Thực hiện trong tháng|Thực hiện trong quý|Tháng này|Quý này|Năm nay|Thực hiện được|Giá trị thực hiện|Thực tế|Số lượng"
    "|Kết quả (số hoặc %)|Phát sinh trong kỳ|value|actual",
    "rate": "Tỷ lệ|Tỷ lệ %|Tỷ lệ phần trăm|Tỷ lệ đạt|Đạt tỷ lệ|%|Tỷ lệ đạt được",
    "cumulative": "Lũy kế|Lũy kế từ đầu năm|Lũy kế năm|Lũy kế đến kỳ báo cáo|Lũy kế đến cuối kỳ|Cộng dồn|Thực hiện lũy kế"
    "|Lũy kế thực hiện|Lũy kế từ đầu năm đến cuối kỳ|Lũy kế đến nay|Kết quả lũy kế",
    "qualifier": "Mức chặn|Dấu so sánh|Kèm theo số|qualifier",
    "numerator": "Tử số|Số lượng đạt|numerator",
    "denominator": "Mẫu số|Tổng số|Tổng|denominator",
    "target": "Kế hoạch|Kế hoạch năm|Kế hoạch giao|Kế hoạch năm giao|Chỉ tiêu giao|Chỉ tiêu kế hoạch|Chỉ tiêu năm|Mục tiêu"
    "|Mục tiêu năm|Chỉ tiêu được giao|Mục tiêu kế hoạch|Chỉ tiêu kế hoạch năm|target|plan",
    "state": "Tình trạng|Tình trạng số liệu|Trạng thái|status",
    "attainment": "Tỷ lệ % so kế hoạch|Tỷ lệ so với kế hoạch|Tỷ lệ hoàn thành|Mức độ hoàn thành|% hoàn thành|So với kế hoạch"
    "|So kế hoạch|% so kế hoạch|% so với kế hoạch|Tỷ lệ hoàn thành kế hoạch|Tỷ lệ đạt kế hoạch|% kế hoạch|Đạt % kế hoạch"
    "|Tỷ lệ % hoàn thành|% thực hiện|% thực hiện so với kế hoạch|Thực hiện so với kế hoạch|Tỷ lệ thực hiện so với kế hoạch",
    "change": "So cùng kỳ|So với cùng kỳ|So cùng kỳ năm trước|So với cùng kỳ năm trước|% so cùng kỳ|% so với cùng kỳ|Tăng/giảm"
    "|Tăng, giảm|Tăng giảm|Tăng/giảm so với cùng kỳ|Tăng trưởng so cùng kỳ|Tăng/giảm so cùng kỳ",
    "previous": "Cùng kỳ|Cùng kỳ năm trước|Thực hiện cùng kỳ|Thực hiện cùng kỳ năm trước|Kỳ trước|Năm trước|Thực hiện kỳ trước"
    "|Thực hiện năm trước|Số liệu kỳ trước|Tháng trước|Quý trước|Cùng kỳ năm ngoái|Năm ngoái|Kỳ trước liền kề",
    "sum": "Cộng|Tổng cộng|Tổng các kỳ",
    "note": "Ghi chú|Nhận xét|Giải trình|Lý do|Nguyên nhân|Diễn giải|Cơ quan chủ trì|Đơn vị chủ trì|Cơ quan thực hiện"
    "|Đơn vị thực hiện|Cơ quan phối hợp|Đơn vị phối hợp|Chủ trì|Phối hợp|Đánh giá|Nguồn|Nguồn số liệu|Căn cứ"
    "|Số điện thoại|Điện thoại|Email|Ngày cập nhật|Ngày báo cáo|Ngày nhập|Hạn hoàn thành"
    "|Tài liệu kiểm chứng|Đường dẫn|Liên hệ|Xếp loại|note|notes|remarks|source|as_of|comparator",
}  # fmt: skip
ROLE_OF: dict[str, Role] = {
    match_key(word): role for role, words in _WORDS.items() for word in words.split("|") if word
}

_TOTALS = frozenset(
    match_key(word)
    for word in [
        "Tổng cộng",
        "Tổng",
        "Tổng số",
        "Cộng",
        "Tổng cộng chung",
        "Cộng chung",
        "Toàn tỉnh",
        "Toàn thành phố",
        "Toàn huyện",
        "Toàn ngành",
        "Toàn xã",
        "Tổng toàn tỉnh",
        "Tổng cộng toàn tỉnh",
        "Chung toàn tỉnh",
        "Tổng hợp",
        "Tổng hợp toàn tỉnh",
        "Cộng nhóm",
        "Total",
        "Sum",
        "Tổng các đơn vị",
        "Tính chung",
        "Tính chung toàn tỉnh",
    ]
)
_AVERAGES = frozenset(
    match_key(word)
    for word in [
        "Trung bình",
        "Bình quân",
        "Trung bình toàn tỉnh",
        "Bình quân toàn tỉnh",
        "Bình quân chung",
        "Trung bình chung",
    ]
)
_TOTAL_STARTS = (
    "tổng cộng",
    "cộng nhóm",
    "cộng mục",
    "cộng khối",
    "cộng phần",
    "tổng nhóm",
    "tổng mục",
    "tổng khối",
)

_NOTE = re.compile(
    r"ghi chú|lưu ý|chú thích|nguồn( số liệu)?(:|$)|nơi nhận|người lập|người ký|thủ trưởng|giám đốc|phó giám đốc|chủ tịch|phó chủ tịch"
    r"|tm\.|kt\.|tl\.|thay mặt|chánh văn phòng|kế toán|lưu:|lưu vt|như trên|như kính gửi|\(ký|\(đã ký|ký tên|\(\*+\)|\*|"
    r"[^.]{0,60}, ?ngày .{1,12} tháng .{1,12} năm|ngày .{1,12} tháng .{1,12} năm|trưởng phòng|đại diện|xác nhận|phụ trách|hết\.?$|-+$"
)

QUALIFIERS: dict[str, Qualifier] = {
    match_key(word): qualifier
    for qualifier, words in {
        "eq": "bằng|đúng|=|eq",
        "gt": "trên|hơn|lớn hơn|>|gt",
        "ge": "từ … trở lên|từ ... trở lên|trở lên|ít nhất|tối thiểu|không dưới|≥|>=|ge",
        "lt": "dưới|nhỏ hơn|<|lt",
        "le": "không quá|tối đa|trở xuống|≤|<=|le",
        "approx": "khoảng|gần|xấp xỉ|≈|~|approx",
    }.items()
    for word in words.split("|")
}
"""Words of a column that says what stands around the value."""

_STATES = {
    match_key(word): state
    for state, words in {
        "published": "chính thức|số chính thức|published",
        "estimate": "ước|ước tính|ước thực hiện|số ước|sơ bộ|estimate",
        "not_reported": "chưa có số liệu|chưa báo cáo|không có số liệu|not_reported",
    }.items()
    for word in words.split("|")
}

_LONGEST_HEADING = 300
_COLUMN_NUMBER = re.compile(r"\s*(?:\(\s*[0-9]{1,2}\s*\)(?:\s*=.*)?|\(?\*+\)?)\s*$", re.DOTALL)
_BRACKETS = re.compile(r"[()\[\]]")


@lru_cache(maxsize=4096)
def role_of(text: str) -> Role | None:
    """
    The role of a column with this heading, or None where it is no word of forms.

    Parameters
    ----------
    text : str
        A heading, without its unit of measure in brackets.

    Returns
    -------
    str or None
        One of `Role`.

    Examples
    --------
    >>> role_of("ĐƠN VỊ  TÍNH"), role_of("Luỹ kế"), role_of("Ghi  chú:"), role_of("Dân số")
    ('measure', 'cumulative', 'note', None)
    """
    if len(text) > _LONGEST_HEADING:
        return None
    plain = text.strip().casefold()
    keys = (
        match_key(text),
        plain,
        match_key(_COLUMN_NUMBER.sub("", text)),
        match_key(_BRACKETS.sub(" ", text)),
    )
    return next((ROLE_OF[key] for key in keys if key in ROLE_OF), None)


def total_kind(text: str) -> Literal["sum", "average"] | None:
    """
    Whether a row with this name sums up others.

    Parameters
    ----------
    text : str
        The name in the row.

    Returns
    -------
    {"sum", "average"} or None
        None for a row of its own.

    Examples
    --------
    >>> total_kind("TỔNG CỘNG:"), total_kind("Bình quân"), total_kind("Tổng số hồ sơ")
    ('sum', 'average', None)
    """
    if len(text) > _LONGEST_HEADING:
        return None
    key = match_key(text)
    if key in _AVERAGES:
        return "average"
    return "sum" if key in _TOTALS or key.startswith(_TOTAL_STARTS) else None


def is_note(text: str) -> bool:
    """
    Whether a line is a remark or part of a signature block.

    Parameters
    ----------
    text : str
        First text of the line.

    Returns
    -------
    bool
        By its first words; a name of an agency or a group is none.

    Examples
    --------
    >>> is_note("Nơi nhận:"), is_note("NGƯỜI LẬP BIỂU"), is_note("Chính quyền số")
    (True, True, False)
    """
    plain = " ".join(match_key_of_line(text[:_LONGEST_HEADING]).split())
    return bool(_NOTE.match(plain))


def match_key_of_line(text: str) -> str:
    """
    A line in lower case and NFC, tone marks in their modern place, nothing taken away in front.

    Parameters
    ----------
    text : str
        As received.

    Returns
    -------
    str
        For comparing the beginning of a line.

    Examples
    --------
    >>> match_key_of_line("(Ký, ghi rõ họ tên)")
    '(ký, ghi rõ họ tên)'
    """
    return nfc(text).strip().casefold()


def state_of(text: str) -> str | None:
    """
    What a column "Tình trạng" says of a value.

    Parameters
    ----------
    text : str
        As received; empty is "published".

    Returns
    -------
    {"published", "estimate", "not_reported"} or None
        None for other words.

    Examples
    --------
    >>> state_of("Ước"), state_of(""), state_of("xong")
    ('estimate', 'published', None)
    """
    return "published" if not text.strip() else _STATES.get(match_key(text))
