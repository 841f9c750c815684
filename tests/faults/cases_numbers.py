"""
One awkward figure between two plain ones, for every kind of indicator.

The plain rows must come out whatever happens to the awkward one; where the grammar does not hold, the error names D3.
"""

from __future__ import annotations

import datetime as dt

from .expectations import Case, Place, Rec
from .forms import ErrorCell, Formula, Rich, Styled, book, delimited, patched

HEADER = ["Đơn vị", "Chỉ tiêu", "Kỳ báo cáo", "Giá trị"]
NAMES = {
    "mau_ops_rate": "Tỷ lệ dịch vụ công trực tuyến có phát sinh hồ sơ",
    "mau_growth": "Mức tăng doanh thu kinh tế số so với cùng kỳ",
    "mau_dossiers": "Số hồ sơ tiếp nhận",
    "mau_teams": "Số Tổ công nghệ số cộng đồng",
    "mau_dti": "Chỉ số chuyển đổi số (DTI)",
    "mau_score": "Điểm chuyển đổi số",
    "mau_rank": "Xếp hạng DTI",
    "mau_revenue": "Doanh thu kinh tế số",
    "mau_days": "Thời gian giải quyết hồ sơ trung bình",
}
PLAIN = {
    "mau_ops_rate": ("33,25", 33.25, "40,5", 40.5),
    "mau_growth": ("12,5", 12.5, "8,1", 8.1),
    "mau_dossiers": ("1.205", 1205, "980", 980),
    "mau_teams": ("65", 65, "70", 70),
    "mau_dti": ("0,5934", 0.5934, "0,6011", 0.6011),
    "mau_score": ("812,5", 812.5, "640,0", 640),
    "mau_rank": ("12", 12, "15", 15),
    "mau_revenue": ("1.234,5", 1234.5, "987,6", 987.6),
    "mau_days": ("2,5", 2.5, "3,75", 3.75),
}
ERROR = Place("D3", ("number", "value", "cell", "counts"))


def _rows(indicator: str, cell: object, plain: tuple) -> list[list[object]]:
    name = NAMES[indicator]
    return [
        HEADER,
        ["Sở Y tế", name, "2022", plain[0]],
        ["Sở Giáo dục và Đào tạo", name, "2022", cell],
        ["Tỉnh Mẫu", name, "2022", plain[2]],
    ]


def _plain(indicator: str, plain: tuple) -> tuple[Rec, Rec]:
    return (
        Rec(indicator, "so-y-te-mau", "2022", plain[1], "D2"),
        Rec(indicator, "tinh-mau", "2022", plain[3], "D4"),
    )


def _case(name: str, indicator: str, cell: object, plain: tuple | None, **expected) -> Case:
    plain = plain or PLAIN[indicator]
    records = _plain(indicator, plain) + expected.pop("records", ())
    category = expected.pop("category", "numbers")
    return Case(
        f"{category}-{name}", category, f"{name}.xlsx", lambda: book(_rows(indicator, cell, plain)),
        records=records, **expected,
    )  # fmt: skip


def _read(name, indicator, cell, value, *, plain=None, qualifier="eq", status="published", **more) -> Case:
    """The awkward figure is read."""
    rec = Rec(indicator, "so-gddt-mau", "2022", value, "D3", qualifier=qualifier, status=status)
    return _case(name, indicator, cell, plain, outcome=more.pop("outcome", "accept"), records=(rec,), **more)


def _refuse(name, indicator, cell, *, plain=None, places=(ERROR,), **more) -> Case:
    """The awkward figure is refused, in its place."""
    return _case(name, indicator, cell, plain, outcome="reject", places=places, **more)


def _either(name, indicator, cell, value, *, plain=None, qualifier="eq", status="published", **more) -> Case:
    """Read so or refused; only silence and any other reading are wrong."""
    rec = Rec(indicator, "so-gddt-mau", "2022", value, "D3", qualifier=qualifier, status=status)
    more = {"or_places": (ERROR,), "is_must": False, "may_warn": ("number", "value", "cell")} | more
    return _case(name, indicator, cell, plain, outcome="reject", doubtful=(rec,), **more)


NBSP, NARROW = "\u00a0", "\u202f"
RATE, COUNT, GROWTH, TEAMS = "mau_ops_rate", "mau_dossiers", "mau_growth", "mau_teams"

COUNTS = (
    _read("count-dot", COUNT, "2.439", 2439),
    _read("count-space", COUNT, "2 439", 2439),
    _read("count-nbsp", COUNT, f"2{NBSP}439", 2439),
    _read("count-narrow-nbsp", COUNT, f"21{NARROW}790{NARROW}042", 21790042),
    _read("count-two-groups", COUNT, "21.790.042", 21790042),
    _read("count-plain-text", COUNT, "2439", 2439),
    _read("count-number", COUNT, 2439, 2439),
    _read("count-grouped-format", COUNT, Styled(2439, "#,##0"), 2439),
    _read("count-accounting-format", COUNT, Styled(2439, '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-'), 2439),
    _read("count-surrounding-blanks", COUNT, f"  2.439{NBSP} ", 2439),
    _read("count-zero-text", COUNT, "0", 0),
    _read("count-zero-number", COUNT, 0, 0),
    _read("count-zero-shown-as-dash", COUNT, Styled(0, '#,##0;-#,##0;"-"'), 0, is_must=False),
    _read("count-own-unit-word", TEAMS, "65 tổ", 65, is_must=False),
    _read("count-leading-zero", TEAMS, "05", 5, is_must=False),
    _read("count-text-format", COUNT, Styled("2.439", "@"), 2439),
    _refuse("count-two-decimals-dot", COUNT, "24.39", never=(24.39, 2439)),
    _refuse("count-one-decimal-dot", COUNT, "2439.5", never=(2439.5, 24395)),
    _refuse("count-decimal-comma", COUNT, "2,5", never=(2.5, 25)),
    _refuse("count-english-grouping", COUNT, "2,439", never=(2.439,), is_must=False),
    _refuse("count-english-millions", COUNT, "1,000,000", is_must=False, never=(1.0,)),
    _refuse("count-group-of-two", COUNT, "1.23.456", never=(123456,)),
    _refuse("count-group-of-four", COUNT, "1.2345", never=(12345, 1.2345)),
    _refuse("count-first-group-of-four", COUNT, "1234.567", never=(1234567,)),
    _refuse("count-mixed-separators", COUNT, "21.790 042", is_must=False),
    _refuse("count-dot-then-comma", COUNT, "1.234,567"),
    _refuse("count-two-dots", COUNT, "2..439", never=(2439,)),
    _refuse("count-trailing-dot", COUNT, "2.439.", never=(2439,), is_must=False),
    _refuse("count-leading-dot", COUNT, ".439", never=(439, 0.439)),
    _refuse("count-space-in-wrong-place", COUNT, "24 39", never=(2439,)),
    _refuse("count-group-starts-with-zero", COUNT, "0.439", never=(439, 0.439)),
    _refuse("count-two-numbers", COUNT, "2.439 2.440"),
    _refuse("count-exponent", COUNT, "1e3", never=(1000,)),
    _refuse("count-underscore", COUNT, "1_000", never=(1000,)),
    _refuse("count-hexadecimal", COUNT, "0x1F", never=(31,)),
    _refuse("count-nan", COUNT, "NaN"),
    _refuse("count-infinity", COUNT, "inf"),
    _refuse("count-arabic-digits", COUNT, "٢٤٣", never=(243,)),
    _refuse("count-superscript", COUNT, "24³", never=(243, 24)),
    _refuse("count-vulgar-fraction", COUNT, "2½", never=(2, 2.5)),
    _either("count-full-width-digits", COUNT, "２４３", 243),
    _refuse("count-letter-o", COUNT, "1O5", never=(105, 15)),
    _refuse("count-letter-l", COUNT, "l05", never=(105, 5)),
    _refuse("count-words", COUNT, "hai trăm"),
    _refuse("count-done", COUNT, "hoàn thành"),
    _refuse("count-fraction", COUNT, "8/19", never=(8, 19, 8 / 19), is_must=False),
    _refuse("count-range", COUNT, "5-6", never=(5, 6, -6)),
    _refuse("count-two-figures-in-words", TEAMS, "65 tổ với 840 thành viên", never=(65, 840, 65840)),
    _refuse("count-other-unit-word", TEAMS, "65 người", never=(65,)),
    _refuse("count-percent-sign", COUNT, "12%", never=(12, 0.12)),
    _refuse("count-negative", COUNT, "-5", never=(-5, 5)),
    _refuse("count-negative-number", COUNT, -5, never=(-5, 5)),
    _refuse("count-parentheses", COUNT, "(5)", never=(5,)),
    _refuse("count-swiss-grouping", COUNT, "2'439", is_must=False),
    _refuse("count-misread-number", COUNT, 2.439, never=(2.439, 2439)),
    _refuse("count-half", COUNT, 2439.5, never=(2439.5,)),
    _refuse("count-percent-cell", COUNT, Styled(0.12, "0%"), never=(0.12, 12)),
    _refuse("count-date-cell", COUNT, Styled(dt.datetime(2023, 2, 5), "dd/mm/yyyy"), never=(44962,)),
    _refuse("count-time-cell", COUNT, Styled(0.5, "hh:mm"), never=(0.5, 12)),
    _refuse("count-true", COUNT, True, never=(1,)),
    _refuse("count-false", COUNT, False, never=(0,)),
    _refuse("count-unit-thousand", COUNT, "2,4 nghìn", never=(2.4, 24), is_must=False),
    _refuse("count-footnote-mark", COUNT, "2.439(1)", never=(24391,)),
    _refuse("count-footnote-star", COUNT, "2.439*", is_must=False),
    _refuse("count-cross-reference", COUNT, "xem Phụ lục 2", never=(2,)),
    _refuse("count-line-break", COUNT, "2.439\n2.440", never=(24392440,)),
)

PERCENTS = (
    _read("percent-comma", RATE, "33,25", 33.25),
    _read("percent-sign", RATE, "81,17%", 81.17),
    _read("percent-spaced-sign", RATE, f"81,17{NBSP}%", 81.17),
    _read("percent-dot-two", RATE, "33.25", 33.25),
    _read("percent-dot-one", RATE, "33.2", 33.2),
    _read("percent-dot-and-sign", RATE, "33.25%", 33.25),
    _read("percent-whole", RATE, "100", 100),
    _read("percent-zero", RATE, "0,00", 0),
    _read(
        "percent-below-one", RATE, "0,5", 0.5, outcome="warn",
        places=(Place("D3", "number.percent_small", "warning"),),
    ),
    _read("percent-three-after-comma", RATE, "33,257", 33.257),
    _read("percent-number", RATE, 81.17, 81.17, plain=(33.25, 33.25, 40.5, 40.5)),
    _read("percent-cells", RATE, Styled(0.8117, "0.00%"), 81.17, plain=(Styled(0.3325, "0.00%"), 33.25, Styled(0.405, "0.0%"), 40.5)),
    _read("percent-cell-one", RATE, Styled(1, "0%"), 100, plain=(Styled(0.3325, "0.00%"), 33.25, Styled(0.4, "0%"), 40)),
    _read("percent-cell-zero", RATE, Styled(0, "0%"), 0, plain=(Styled(0.3325, "0.00%"), 33.25, Styled(0.4, "0%"), 40)),
    _read("percent-cell-noise", RATE, Styled(0.57, "0%"), 57, plain=(Styled(0.29, "0%"), 29, Styled(0.58, "0%"), 58)),
    _read("percent-quoted-sign-format", RATE, Styled(81.17, '0.00"%"'), 81.17, plain=(33.25, 33.25, 40.5, 40.5)),
    _read("percent-escaped-sign-format", RATE, Styled(81.17, r"0.00\%"), 81.17, plain=(33.25, 33.25, 40.5, 40.5)),
    _read("percent-built-in-format", RATE, Styled(0.8117, "0.00%"), 81.17),
    _read("percent-rich-text", RATE, Rich(("81", ",17%")), 81.17),
    _refuse("percent-dot-three", RATE, "33.250", never=(33.25, 33250)),
    _refuse("percent-dot-three-grouping", RATE, "1.234", never=(1.234, 1234)),
    _refuse("percent-over-100", RATE, "150", never=(150,)),
    _refuse("percent-number-over-100", RATE, 8117, never=(8117, 81.17), plain=(33.25, 33.25, 40.5, 40.5)),
    _refuse("percent-negative", RATE, "-3,5", never=(-3.5, 3.5)),
    _refuse("percent-two-figures", RATE, "81,17% (A); 96% (B)", never=(81.17, 96)),
    _refuse("percent-two-decimals-marks", RATE, "81,17.5", never=(81.175,)),
    _refuse("percent-two-commas", RATE, "33,25,1", never=(33.251, 33.25)),
    _refuse("percent-space-inside", RATE, "33 25", never=(3325, 33.25)),
    _refuse("percent-space-after-comma", RATE, "33, 25", is_must=False),
    _refuse("percent-fraction", RATE, "8/19", never=(8, 19)),
    _refuse("percent-per-mille", RATE, "33,25‰", never=(33.25, 3.325)),
    _refuse("percent-points-word", RATE, "33,25 điểm", never=(33.25,)),
    _refuse("percent-two-signs", RATE, "33,25%%", is_must=False),
    _refuse("percent-done", RATE, "Đạt", never=(100, 1)),
    _refuse("percent-true", RATE, True, never=(1, 100)),
    _refuse("percent-date-cell", RATE, Styled(dt.datetime(2023, 5, 2), "dd/mm/yyyy"), never=(45048,)),
    _refuse("percent-date-text", RATE, "02/05/2023"),
    _refuse("percent-month-text", RATE, "May-33", never=(33,)),
    _refuse("percent-format-on-points", RATE, Styled(81.17, "0.00%"), never=(8117,), is_must=False),
    _refuse("percent-share-among-percents", RATE, 0.8117, plain=(Styled(0.3325, "0.00%"), 33.25, Styled(0.405, "0.0%"), 40.5), never=(81.17,), is_must=False),
    _refuse("percent-cell-over-100", RATE, Styled(1.5, "0%"), never=(150, 1.5)),
    _refuse("percent-exponent-text", RATE, "3.3e1", never=(33,)),
    _refuse("percent-double-minus", RATE, "--5", never=(5, -5)),
    _either("percent-scaled-format", RATE, Styled(81.17, "0.00"), 81.17, plain=(33.25, 33.25, 40.5, 40.5)),
    _read("growth-negative", GROWTH, "-3,5", -3.5),
    _read("growth-true-minus", GROWTH, "−3,5", -3.5),
    _either("growth-en-dash-minus", GROWTH, "–3,5", -3.5),
    _either("growth-plus", GROWTH, "+3,5%", 3.5),
    _read("growth-over-100", GROWTH, "150,5", 150.5),
    _read("growth-negative-percent-cell", GROWTH, Styled(-0.035, "0.0%"), -3.5),
    _refuse("growth-fall-in-words", GROWTH, "giảm 5%", never=(5,)),
    _either("growth-rise-in-words", GROWTH, "tăng 5%", 5),
    _refuse("growth-parentheses", GROWTH, "(3,5)", never=(3.5,), is_must=False),
)  # fmt: skip

OTHERS = (
    _read("currency-both-marks", "mau_revenue", "1.234,5", 1234.5),
    _read("currency-two-groups", "mau_revenue", "1.234.567", 1234567),
    _read("currency-no-grouping", "mau_revenue", "1234,5", 1234.5),
    _read("currency-number", "mau_revenue", 1234.5, 1234.5),
    _read("currency-own-unit", "mau_revenue", "12,5 tỷ đồng", 12.5, is_must=False),
    _read("currency-spaces", "mau_revenue", "12 500,75", 12500.75, is_must=False),
    _read(
        "currency-dot-three",
        "mau_revenue",
        "1.234",
        1234,
        never=(1.234,),
        outcome="warn",
        places=(Place("D3", "number.single_group", "warning", says="1,234"),),
        is_must=False,
    ),
    _refuse("currency-english", "mau_revenue", "1,234.5", never=(1.2345, 12345)),
    _refuse("currency-other-unit", "mau_revenue", "1,5 triệu đồng", never=(1.5, 15)),
    _refuse("currency-dollars", "mau_revenue", "1,5 tỷ USD", never=(1.5,)),
    _refuse("currency-dong-sign", "mau_revenue", "1.500.000đ", never=(1500000,)),
    _refuse("currency-negative", "mau_revenue", "-12,5", never=(-12.5, 12.5)),
    _read("index-comma", "mau_dti", "0,5934", 0.5934),
    _read("index-dot", "mau_dti", "0.5934", 0.5934, is_must=False),
    _read("index-number", "mau_dti", 0.5934, 0.5934),
    _refuse("index-as-percent", "mau_dti", "59,34", never=(59.34,)),
    _refuse("index-percent-sign", "mau_dti", "59,34%", never=(59.34,)),
    _either("index-percent-cell", "mau_dti", Styled(0.5934, "0.00%"), 0.5934, never=(59.34,)),
    _either("index-dot-three", "mau_dti", "0.593", 0.593, never=(593,)),
    _read("score-comma", "mau_score", "812,5", 812.5),
    _read("score-own-unit", "mau_score", "812,5 điểm", 812.5, is_must=False),
    _refuse("score-dot-three", "mau_score", "1.000", never=(1,), is_must=False),
    _refuse("score-over-bound", "mau_score", "1.000,5", never=(1000.5, 1.0005)),
    _read("rank-text", "mau_rank", "27", 27),
    _read("rank-number", "mau_rank", 27, 27),
    _either("rank-of-63", "mau_rank", "27/63", 27, never=(63, 27 / 63)),
    _either("rank-in-words", "mau_rank", "thứ 27", 27),
    _refuse("rank-fraction", "mau_rank", "27,5", never=(27.5, 275)),
    _refuse("rank-half-number", "mau_rank", 27.5, never=(27.5,)),
    _refuse("rank-zero", "mau_rank", "0", never=(0,)),
    _refuse("rank-date", "mau_rank", Styled(dt.datetime(2023, 12, 27), "d/m"), never=(45287,)),
    _read("days-comma", "mau_days", "2,5", 2.5),
    _read("days-dot", "mau_days", "2.5", 2.5),
    _read("days-own-unit", "mau_days", "2,5 ngày", 2.5, is_must=False),
    _refuse("days-hours", "mau_days", "36 giờ", never=(36,)),
    _refuse("days-misread-as-date", "mau_days", Styled(dt.datetime(2023, 5, 2), "d-mmm"), never=(45048,)),
    _refuse("days-duration", "mau_days", Styled(2.5, "[h]:mm:ss"), never=(60,), is_must=False),
    _refuse("days-date-text", "mau_days", "02-thg 5", never=(2, 5)),
)

Q = "qualifiers"
QUALIFIERS = (
    _read("above", RATE, "trên 90%", 90, qualifier="gt", category=Q),
    _read("above-capital", RATE, "TRÊN 90 %", 90, qualifier="gt", category=Q),
    _read("above-nfd", RATE, "tre\u0302n 90%", 90, qualifier="gt", category=Q),
    _read("more-than", RATE, "hơn 90%", 90, qualifier="gt", category=Q),
    _read("at-least-sign", RATE, "≥ 95", 95, qualifier="ge", category=Q),
    _read("at-least-ascii", RATE, ">= 95%", 95, qualifier="ge", category=Q),
    _read("greater-sign", RATE, ">90", 90, qualifier="gt", category=Q),
    _read("below", RATE, "dưới 5%", 5, qualifier="lt", category=Q),
    _read("at-most-sign", RATE, "≤5%", 5, qualifier="le", category=Q),
    _read("at-most-ascii", RATE, "<=5", 5, qualifier="le", category=Q),
    _read("less-sign", RATE, "< 5", 5, qualifier="lt", category=Q),
    _read("about-count", COUNT, "khoảng 2.400", 2400, qualifier="approx", category=Q),
    _read("about-rate", RATE, "khoảng 33,5%", 33.5, qualifier="approx", category=Q),
    _read("above-count", COUNT, "trên 2.439", 2439, qualifier="gt", category=Q),
    _read("estimate-reached", RATE, "ước đạt 81,17%", 81.17, status="estimate", category=Q, qualifier=frozenset({"eq", "approx"})),
    _read("estimate", RATE, "ước 81,17", 81.17, status="estimate", category=Q, is_must=False, qualifier=frozenset({"eq", "approx"})),
    _either("at-least-words", RATE, "ít nhất 90%", 90, qualifier="ge", category=Q),
    _either("minimum", RATE, "tối thiểu 90", 90, qualifier="ge", category=Q),
    _either("not-over", "mau_days", "không quá 5 ngày", 5, qualifier="le", category=Q),
    _either("maximum", "mau_days", "tối đa 5", 5, qualifier="le", category=Q),
    _either("near", RATE, "gần 90%", 90, qualifier=frozenset({"approx", "lt"}), category=Q),
    _either("tilde", RATE, "~90%", 90, qualifier="approx", category=Q),
    _either("roughly", RATE, "xấp xỉ 90%", 90, qualifier="approx", category=Q),
    _either("and-more", RATE, "từ 90% trở lên", 90, qualifier="ge", category=Q),
    _either("reached", RATE, "đạt 90%", 90, category=Q),
    _either("plus-behind", RATE, "90%+", 90, qualifier=frozenset({"ge", "gt"}), category=Q),
    _refuse("between", RATE, "trên 90% dưới 95%", never=(90, 95), category=Q),
    _refuse("from-to", RATE, "từ 90 đến 95%", never=(90, 95), category=Q),
    _refuse("above-alone", RATE, "trên", category=Q),
    _refuse("above-too-much", RATE, "trên 150%", never=(150,), category=Q),
    _refuse("about-ambiguous", RATE, "khoảng 1.234", never=(1.234, 1234), category=Q),
    _refuse("qualified-date", RATE, "trên 02/05", category=Q),
    _refuse("not-reached", RATE, "chưa đạt 90%", never=(90,), category=Q),
)  # fmt: skip

M = "missing"


def _mark(name: str, mark: str, **more) -> Case:
    return _read(name, RATE, mark, None, status="not_reported", category=M, **more)


MISSING = (
    _mark("hyphen", "-"),
    _mark("en-dash", "–"),
    _mark("em-dash", "—"),
    _mark("ellipsis", "…"),
    _mark("three-dots", "..."),
    _mark("x", "x"),
    _mark("capital-x", "X"),
    _mark("n-a", "N/A"),
    _mark("no-figures-yet", "chưa có số liệu"),
    _mark("no-figures-yet-capital", "Chưa có số liệu"),
    _mark("no-figures-nfd", "chu\u031ba co\u0301 s\u00f4\u0301 li\u00ea\u0323u"),
    _either("no-figures", RATE, "không có số liệu", None, status="not_reported", category=M),
    _either("not-reported", RATE, "chưa báo cáo", None, status="not_reported", category=M),
    _either("not-arisen", RATE, "không phát sinh", None, status="not_reported", category=M, never=(0,)),
    _either("no", RATE, "không", None, status="not_reported", category=M, never=(0,)),
    _either("null-word", RATE, "null", None, status="not_reported", category=M),
    _either("star", RATE, "*", None, status="not_reported", category=M),
    _either("question-mark", RATE, "?", None, status="not_reported", category=M),
    _read("dash-in-count", COUNT, "-", None, status="not_reported", category=M),
    _read("zero-is-not-missing", RATE, "0", 0, category=M),
    _read("zero-with-decimals", RATE, "0,00%", 0, category=M),
    _case("blank-cell", RATE, None, None, outcome="warn", places=(Place("D3", "value.blank", "warning"),), category=M),
    _case("spaces-only", RATE, "   ", None, outcome="warn", places=(Place("D3", "value.blank", "warning"),), category=M, is_must=False),
    _refuse("hash-n-a-text", RATE, "#N/A", category=M),
    _refuse("mark-with-number", RATE, "- 5", never=(5,), category=M, is_must=False),
    _refuse("two-questions", RATE, "??/19", never=(19,), category=M),
)  # fmt: skip

F = "formulas"
FORMULA_PLACE = Place("D3", "cell.formula_uncached")
ERROR_PLACE = Place("D3", "cell.error")


def _external() -> bytes:
    content = book(_rows(RATE, Formula("=[1]Sheet1!$B$2", 81.17), PLAIN[RATE]))
    link = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><externalLink xmlns="http://schemas.openxml'
        'formats.org/spreadsheetml/2006/main"><externalBook xmlns:r="http://schemas.openxmlformats.org/office'
        'Document/2006/relationships" r:id="rId1"><sheetNames><sheetName val="Sheet1"/></sheetNames>'
        "</externalBook></externalLink>"
    )
    relation = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxml'
        'formats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.'
        'org/officeDocument/2006/relationships/externalLinkPath" Target="Nguon.xlsx" TargetMode="External"/>'
        "</Relationships>"
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink"
    return patched(
        content,
        {
            r"xl/workbook\.xml": lambda x: x.replace(
                b"</sheets>",
                b'</sheets><externalReferences><externalReference r:id="rId90"/></externalReferences>',
            ),
            r"xl/_rels/workbook\.xml\.rels": lambda x: x.replace(
                b"</Relationships>",
                f'<Relationship Id="rId90" Type="{kind}" Target="externalLinks/externalLink1.xml"/></Relationships>'.encode(),
            ),
            r"\[Content_Types\]\.xml": lambda x: x.replace(
                b"</Types>",
                b'<Override PartName="/xl/externalLinks/externalLink1.xml" ContentType="application/vnd.openxml'
                b'formats-officedocument.spreadsheetml.externalLink+xml"/></Types>',
            ),
        },
        {
            "xl/externalLinks/externalLink1.xml": link.encode(),
            "xl/externalLinks/_rels/externalLink1.xml.rels": relation.encode(),
        },
    )


def _named_cells(unit: object, indicator: object, period: object) -> bytes:
    rows = _rows(RATE, "81,17", PLAIN[RATE])
    rows[2][:3] = [unit, indicator, period]
    return book(rows)


FORMULAS = (
    _read("cached-number", RATE, Formula("=162.34/2", 81.17), 81.17, category=F),
    _read("cached-percent", RATE, Formula("=8117/10000", 0.8117, "0.00%"), 81.17, category=F),
    _read("cached-text", RATE, Formula('="81,17"&"%"', "81,17%"), 81.17, category=F),
    _read("cached-count", COUNT, Formula("=SUM(A9:A10)", 2439), 2439, category=F),
    _refuse("uncached", RATE, Formula("=162.34/2"), places=(FORMULA_PLACE,), category=F, never=(81.17,)),
    _refuse("uncached-sum", COUNT, Formula("=1000+1439"), places=(FORMULA_PLACE,), category=F, never=(2439,)),
    _refuse("cached-division-by-zero", RATE, Formula("=1/0", "#DIV/0!"), places=(ERROR_PLACE,), category=F),
    _refuse("cached-reference-lost", RATE, Formula("=Z9", "#REF!"), places=(ERROR_PLACE,), category=F),
    _refuse("typed-error", RATE, ErrorCell("#N/A"), places=(ERROR_PLACE,), category=F),
    _refuse("cached-boolean", RATE, Formula("=TRUE()", True), category=F, never=(1, 100)),
    _refuse("cached-misread-count", COUNT, Formula("=2.439*1", 2.439), category=F, never=(2.439, 2439)),
    _case(
        "cached-empty-text", RATE, Formula('=IF(1=1,"","")', ""), None, outcome="warn",
        places=(Place("D3", ("value.blank", "cell.formula_uncached"), "any"),), category=F, is_must=False,
    ),
    Case(
        f"{F}-external", F, "external.xlsx", _external, "warn",
        (*_plain(RATE, PLAIN[RATE]), Rec(RATE, "so-gddt-mau", "2022", 81.17, "D3")),
        (Place("D3", "cell.external", "warning"),), is_must=False,
    ),
    Case(
        f"{F}-cached-unit", F, "cached-unit.xlsx",
        lambda: _named_cells(Formula('="Sở Giáo dục và"&" Đào tạo"', "Sở Giáo dục và Đào tạo"), NAMES[RATE], "2022"),
        "accept", (*_plain(RATE, PLAIN[RATE]), Rec(RATE, "so-gddt-mau", "2022", 81.17, "D3")),
    ),
    Case(
        f"{F}-uncached-unit", F, "uncached-unit.xlsx",
        lambda: _named_cells(Formula("=Danhmuc!A5"), NAMES[RATE], "2022"),
        "reject", _plain(RATE, PLAIN[RATE]), (Place("A3", ("cell", "unit")),), never=(81.17,),
    ),
    Case(
        f"{F}-error-in-indicator", F, "error-in-indicator.xlsx",
        lambda: _named_cells("Sở Giáo dục và Đào tạo", Formula("=VLOOKUP(9,A1:B2,2,0)", "#N/A"), "2022"),
        "reject", _plain(RATE, PLAIN[RATE]), (Place("B3", ("cell", "indicator")),), never=(81.17,),
    ),
    Case(
        f"{F}-uncached-period", F, "uncached-period.xlsx",
        lambda: _named_cells("Sở Giáo dục và Đào tạo", NAMES[RATE], Formula("=DATE(2023,6,1)")),
        "reject", _plain(RATE, PLAIN[RATE]), (Place("C3", ("cell", "period")),), never=(81.17,),
    ),
    Case(
        f"{F}-cached-period", F, "cached-period.xlsx",
        lambda: _named_cells("Sở Giáo dục và Đào tạo", NAMES[RATE], Formula("=DATE(2023,6,1)", 45078, "mm/yyyy")),
        "accept", (*_plain(RATE, PLAIN[RATE]), Rec(RATE, "so-gddt-mau", "2023-06", 81.17, "D3")),
    ),
    Case(
        f"{F}-text-in-csv", F, "formula.csv",
        lambda: delimited(_rows(RATE, "=162.34/2", PLAIN[RATE]), ";"),
        "reject", _plain(RATE, PLAIN[RATE]), (ERROR,), never=(81.17, 162.34),
    ),
)  # fmt: skip

CASES = (*COUNTS, *PERCENTS, *OTHERS, *QUALIFIERS, *MISSING, *FORMULAS)
