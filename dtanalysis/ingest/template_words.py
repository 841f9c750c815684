"""
What the form says to whoever fills it in: prompts, warnings, drop-downs, and the page of instructions.

Takes a `Line` (or the whole `Form`) and gives Vietnamese texts and the formulas that spot a slip while it is typed.
Figures are typed into text cells. A number cell would hand what is typed to the regional settings of the computer:
"314.792" becomes 314792 on one and 314.792 on the next, "81,175" 81.175 or 81175, "8/19" a day in August. A text
cell keeps the keystrokes, and ``numbers`` reads them by its written grammar. The formulas only look for slips, with
functions that every spreadsheet program knows, whatever its settings; the reader of the form is the judge.
"""

from __future__ import annotations

from collections.abc import Iterator

from dtanalysis.formats import format_date
from dtanalysis.ingest.lexicon import Indicator
from dtanalysis.ingest.template_form import Form, Line, plain_number
from dtanalysis.periods import Period

QUALIFIERS = ("trên", "từ … trở lên", "dưới", "không quá", "khoảng")
"""Choices of the column "Mức chặn"."""

STATES = ("chính thức", "ước", "chưa có số liệu")
"""Choices of the column "Tình trạng"."""

LONGEST_TITLE, LONGEST_PROMPT, LONGEST_FORMULA = 32, 255, 255
"""What spreadsheet programs take."""

_MEASURES = {"percent": "%", "index": "điểm", "rank": "hạng", "days": "ngày"}
_EXAMPLES = {
    "percent": "33,25%",
    "count": "2439 hoặc 2.439",
    "index": "17,25",
    "rank": "27",
    "currency": "1234,5",
    "days": "2,5",
}
_KINDS = {
    "percent": "tỷ lệ phần trăm",
    "count": "số nguyên",
    "index": "số điểm",
    "rank": "thứ hạng",
    "currency": "số tiền",
    "days": "số ngày",
}


def measure_words(indicator: Indicator) -> str:
    """
    Words of the unit of measure.

    Parameters
    ----------
    indicator : Indicator
        Of the register.

    Returns
    -------
    str
        The register's words, else the usual ones; empty for a count of nothing named.
    """
    return indicator.label or _MEASURES.get(indicator.measure, "")


# While a figure is typed


def value_prompt(line: Line) -> dict[str, str]:
    """
    Prompt and warning at the figure asked for.

    Parameters
    ----------
    line : Line
        A row of the form.

    Returns
    -------
    dict
        Options of a data validation of ``xlsxwriter``, without its formula.
    """
    measure = line.indicator.measure
    how = "Ghi số kèm dấu %" if measure == "percent" else f"Ghi {_kind(line.indicator)}"
    joined = " Hàng nghìn viết liền." if measure == "currency" else ""
    return _prompt(
        "Kết quả",
        f"{how}, ví dụ {_example(line)}.{joined}{_range_sentence(line)} "
        "Chưa có số liệu: để trống, rồi chọn ở cột Tình trạng.",
        f"Cần một {_kind(line.indicator)}, ví dụ {_example(line)}.{joined}{_range_sentence(line)} "
        "Trên, dưới, khoảng: chọn ở cột Mức chặn. Chưa có số liệu: chọn ở cột Tình trạng.",
    )


def count_prompt(title: str, counted: str) -> dict[str, str]:
    """
    Prompt and warning at a numerator or denominator.

    Parameters
    ----------
    title : str
        "Tử số" or "Mẫu số".
    counted : str
        What is counted; may be empty.

    Returns
    -------
    dict
        As `value_prompt`.
    """
    what = f"{counted}. " if counted else ""
    return _prompt(
        title,
        f"{what}Ghi số nguyên, ví dụ 2439 hoặc 2.439; không có thì để trống.",
        f"{what}Cần một số nguyên từ 0 trở lên, ví dụ 2439 hoặc 2.439.",
    )


def _prompt(title: str, message: str, error: str) -> dict[str, str]:
    return {
        "input_title": _cut(title, LONGEST_TITLE),
        "input_message": _cut(message, LONGEST_PROMPT),
        "error_title": "Xem lại nội dung vừa ghi",
        "error_message": _cut(error, LONGEST_PROMPT),
        "error_type": "warning",
    }


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rsplit(" ", 1)[0] + "…"


_ONE_OF_THE_LIST = "Chọn một dòng trong danh sách, hoặc để trống."
QUALIFIER_PROMPT = _prompt(
    "Mức chặn", "Chỉ chọn khi số không chính xác, ví dụ “trên 90%”. Số chính xác: để trống.", _ONE_OF_THE_LIST
) | {"error_type": "stop"}
STATE_PROMPT = _prompt(
    "Tình trạng",
    "Để trống là số chính thức. Chưa có số liệu: để trống Kết quả và chọn ở đây.",
    _ONE_OF_THE_LIST,
) | {"error_type": "stop"}


def _kind(indicator: Indicator) -> str:
    words = _KINDS[indicator.measure]
    has_label = indicator.label and indicator.measure in ("count", "currency")
    return f"{words} ({indicator.label})" if has_label else words


def _example(line: Line) -> str:
    is_score = line.indicator.measure == "index" and line.upper is not None and line.upper <= 2
    return "0,5934" if is_score else _EXAMPLES[line.indicator.measure]


def _range(line: Line) -> str:
    sign = "%" if line.indicator.measure == "percent" else ""
    if line.lower is None:
        return "có thể âm"
    if line.upper is None:
        return f"từ {plain_number(line.lower)}{sign} trở lên"
    return f"từ {plain_number(line.lower)}{sign} đến {plain_number(line.upper)}{sign}"


def _range_sentence(line: Line) -> str:
    words = _range(line)
    return f" {words[0].upper()}{words[1:]}."


# Formulas that spot a slip


def value_formula(line: Line, cell: str) -> str:
    """
    Formula that is true where what is typed looks like a figure of the indicator.

    Parameters
    ----------
    line : Line
        A row of the form.
    cell : str
        Where the figure is typed, such as "F9".

    Returns
    -------
    str
        Independent of decimal mark and language; at most 255 characters, as programs demand.
    """
    measure = line.indicator.measure
    if measure in ("count", "rank"):
        return whole_formula(cell, line.lower, line.upper, may_be_grouped=measure == "count")
    digits = _without(cell, ".", ",", "%" if measure == "percent" else " ")
    tests = [f"-{digits}<=0" if line.lower is not None else f"ISNUMBER(-{digits})"]
    # A program may take 8/19 for a day; its number is above every bound.
    tests.append(_has_no("/", cell) if line.upper is None else f"-{_whole_part(cell)}>=-{line.upper:g}")
    if measure != "percent":
        tests.append(_has_no("%", cell))
    if measure == "currency":
        # 314.792 may be a third of a thousand or three hundred thousand.
        tests.append(f'IFERROR(LEN({cell})-FIND(".",{cell}),0)<3')
    if measure == "percent":
        # 0,33 without its sign may be 33 %; the reader refuses it.
        tests.append(f'OR(RIGHT(TRIM({cell}))="%",{cell}="0",AND(LEFT({cell})<>"0",{cell}<>"1"))')
    return _all(tests)


def whole_formula(
    cell: str, lower: float | None, upper: float | None = None, *, may_be_grouped: bool = True
) -> str:
    """
    Formula that is true where what is typed looks like a whole number.

    Parameters
    ----------
    cell : str
        Where it is typed.
    lower, upper : float, optional
        Between which it must lie.
    may_be_grouped : bool
        Whether dots and spaces may part the thousands.

    Returns
    -------
    str
        As `value_formula`.
    """
    digits = _without(cell, ".", " ") if may_be_grouped else cell
    tests = [_has_no(mark, cell) for mark in (",/%" if may_be_grouped else ",/%. ")]
    tests.append(f"ISNUMBER(-{digits})" if lower is None else f"-{digits}<={-lower:g}")
    if upper is not None:
        tests.append(f"-{digits}>={-upper:g}")
    return _all(tests)


def _has_no(mark: str, cell: str) -> str:
    return f'ISERROR(FIND("{mark}",{cell}))'


def _all(tests: list[str]) -> str:
    return f"=IFERROR(AND({','.join(tests)}),FALSE)"


def _without(cell: str, *marks: str) -> str:
    for mark in marks:
        cell = f'SUBSTITUTE({cell},"{mark}","")'
    return cell


def _whole_part(cell: str) -> str:
    """What stands before the first decimal mark, comma or dot, or before the percent sign."""
    return f'LEFT({cell},FIND(",",SUBSTITUTE(SUBSTITUTE({cell},".",","),"%",",")&",")-1)'


# What an indicator is


def definition(line: Line, period: Period) -> str:
    """
    Lines that define one figure asked for.

    Parameters
    ----------
    line : Line
        A row of the form.
    period : Period
        Reported on.

    Returns
    -------
    str
        Unit of measure with range, counts, days, documents; one line each.
    """
    measure = measure_words(line.indicator)
    told = [f"Đơn vị tính: {measure}, {_range(line)}." if measure else f"{_range_sentence(line).strip()}"]
    if line.parts:
        told += [
            f"{title}: {words}."
            for title, words in zip(("Tử số", "Mẫu số"), line.parts, strict=True)
            if words
        ]
    told.append(_days(line.indicator, period))
    if line.basis:
        told.append(f"Căn cứ: {line.basis}.")
    return "\n".join(told)


def _days(indicator: Indicator, period: Period) -> str:
    first, last = format_date(period.first_day), format_date(period.last_day)
    match indicator.accumulation:
        case "cumulative":
            return f"Cộng dồn từ {first} đến hết {last}."
        case "level":
            return f"Số có đến hết ngày {last}."
        case "ever":
            return f"Lũy kế từ trước đến hết ngày {last}, không tính lại từ đầu năm."
        case _:
            return "Số của lần công bố thuộc kỳ báo cáo."


# The page of instructions


def instructions(form: Form) -> Iterator[tuple[str, str]]:
    """
    Page of instructions, line by line.

    Parameters
    ----------
    form : Form
        What is asked for.

    Yields
    ------
    tuple of str
        "title", "heading" or "text", and the words.
    """
    yield "title", "HƯỚNG DẪN ĐIỀN BIỂU"
    yield "heading", "Cách điền"
    for number, words in enumerate(_rules(form), start=1):
        yield "text", f"{number}. {words}"
    yield "heading", "Chỉ tiêu"
    yield (
        "text",
        f"Kỳ báo cáo tính từ {format_date(form.period.first_day)} đến hết {format_date(form.period.last_day)}.",
    )
    told = dict.fromkeys((line.name, definition(line, form.period)) for line in form.lines)
    for name, words in told:
        yield "text", f"– {name}. {' '.join(words.splitlines())}"


def _rules(form: Form) -> Iterator[str]:
    yield (
        "Chỉ điền vào ô nền vàng. Ô nền trắng đã điền sẵn và được khóa; ô gạch chéo không cần điền. Không thêm, xóa hoặc "
        "trộn ô, không đổi tên cột. Điều muốn nói thêm ghi ở cột Ghi chú."
    )
    yield (
        "Số: dấu phẩy cho phần lẻ (33,25); hàng nghìn viết liền (2439), riêng số nguyên có thể dùng dấu chấm (2.439). Ô giữ nguyên "
        "những gì gõ vào, nên không phụ thuộc cài đặt vùng của máy tính."
    )
    yield ("Tỷ lệ phần trăm: ghi kèm dấu %, ví dụ 33,25% hoặc 0,5%. Phải có dấu % khi tỷ lệ từ 1% trở xuống.")
    if any(line.parts for line in form.lines):
        yield (
            "Tử số, mẫu số: ghi khi có, theo phần giải thích của từng chỉ tiêu ở dưới. Nếu ghi cả tỷ lệ, tỷ lệ phải khớp với tử số "
            "chia mẫu số; nếu để trống tỷ lệ, tỷ lệ được tính từ tử số và mẫu số."
        )
    yield (
        "Số không xác định chính xác: ghi số ở cột Kết quả, chọn “trên”, “từ … trở lên”, “dưới”, “không quá” hoặc “khoảng” ở cột "
        "Mức chặn. Ví dụ “trên 90%”: Kết quả 90%, Mức chặn “trên”. Số chính xác thì để trống cột Mức chặn."
    )
    yield "Số ước: ghi số ở cột Kết quả, chọn “ước” ở cột Tình trạng. Để trống cột Tình trạng nghĩa là số chính thức."
    yield (
        "Chưa có số liệu: để trống cột Kết quả, chọn “chưa có số liệu” ở cột Tình trạng. Số 0 chỉ ghi khi kết quả đúng bằng không."
    )
    yield (
        "Không dùng công thức, không liên kết đến tệp khác: ghi số vào ô, hoặc dán giá trị (Paste Special – Values). Không ghi "
        "phân số như 8/19, không ghi hai số trong một ô."
    )
    yield "Lưu tệp ở dạng Excel (.xlsx) và gửi lại chính tệp này, không gửi ảnh chụp, bản quét hay tệp PDF."
    yield (
        f"Hỏi về cách điền: {form.contact}."
        if form.contact
        else "Hỏi về cách điền: liên hệ nơi gửi biểu này."
    )
