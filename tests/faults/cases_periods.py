"""Every spelling of a period, date cells and serials, and what a title may and may not say about it."""

from __future__ import annotations

import datetime as dt

from .cases_numbers import HEADER, NAMES
from .expectations import Case, Place, Rec
from .forms import Sheet, Styled, book, delimited

RATE = "mau_ops_rate"
NAME = NAMES[RATE]
FIRST = Rec(RATE, "so-gddt-mau", "2022", 33.25, "D2")


def _rows(period: object) -> list[list[object]]:
    return [HEADER, ["Sở Giáo dục và Đào tạo", NAME, "2022", "33,25"], ["Sở Y tế", NAME, period, "81,17"]]


def _read(name: str, period: object, code: str, *, is_1904: bool = False, status="published", **more) -> Case:
    rec = Rec(RATE, "so-y-te-mau", code, 81.17, "D3", status=status)
    return Case(
        f"periods-{name}", "periods", f"{name}.xlsx", lambda: book(_rows(period), is_1904=is_1904), "accept",
        (FIRST, rec), **more,
    )  # fmt: skip


def _refuse(name: str, period: object, code: str | tuple = "period", **more) -> Case:
    return Case(
        f"periods-{name}", "periods", f"{name}.xlsx", lambda: book(_rows(period)), "reject", (FIRST,),
        (Place("C3", code),), never=(81.17,), **more,
    )  # fmt: skip


def _either(name: str, period: object, code: object, *, is_1904: bool = False, **more) -> Case:
    return Case(
        f"periods-{name}", "periods", f"{name}.xlsx", lambda: book(_rows(period), is_1904=is_1904), "reject",
        (FIRST,), doubtful=(Rec(RATE, "so-y-te-mau", code, 81.17, "D3", status=more.pop("status", "published")),),
        or_places=(Place("C3", "period"),), is_must=False, may_warn=("period",), **more,
    )  # fmt: skip


DATE, MONTH = "dd/mm/yyyy", "mm/yyyy"

SPELLINGS = (
    _read("half", "6 tháng đầu năm 2023", "2023-H1"),
    _read("half-decomposed", "6 th\u0061\u0301ng \u0111\u00e2\u0300u n\u0103m 2023", "2023-H1"),
    _read("half-upper-case", "6 THÁNG ĐẦU NĂM 2023", "2023-H1"),
    _read("half-no-break-spaces", "6\u00a0tháng\u00a0đầu\u00a0năm\u00a02023", "2023-H1"),
    _read("second-half", "6 tháng cuối năm 2023", "2023-H2"),
    _read("quarter-roman", "Quý II/2023", "2023-Q2"),
    _read("quarter-digit", "Quý 2 năm 2023", "2023-Q2"),
    _read("quarter-dash", "quý IV-2023", "2023-Q4"),
    _read("quarter-english", "Q2/2023", "2023-Q2"),
    _read("quarter-upper-case", "QUÝ I NĂM 2023", "2023-Q1"),
    _read("month-words", "Tháng 6/2023", "2023-06"),
    _read("month-long", "Tháng 06 năm 2023", "2023-06"),
    _read("month-short", "T6/2023", "2023-06"),
    _read("month-slash", "06/2023", "2023-06"),
    _read("month-slash-one-digit", "6/2023", "2023-06"),
    _read("month-dash", "06-2023", "2023-06"),
    _read("month-code", "2023-06", "2023-06"),
    _read("month-english", "Jun-23", "2023-06", is_must=False),
    _read("nine-months", "9 tháng năm 2023", "2023-9M"),
    _read("nine-months-first", "9 tháng đầu năm 2023", "2023-9M"),
    _read("eight-months", "8 tháng đầu năm 2023", "2023-8M"),
    _read("three-months-is-a-quarter", "3 tháng đầu năm 2023", "2023-Q1"),
    _read("year", "Năm 2023", "2023"),
    _read("year-text", "2023", "2023"),
    _read("year-number", 2023, "2023"),
    _read("to-date-half", "lũy kế đến 30/6/2023", "2023-H1"),
    _read("to-date", "lũy kế đến 10/10/2023", "2023-YTD-10-10"),
    _read("to-date-old-tone", "luỹ kế đến 10/10/2023", "2023-YTD-10-10"),
    _read("cumulative-half", "Lũy kế 6 tháng đầu năm 2023", "2023-H1"),
    _read("days", "từ 01/01/2023 đến 30/06/2023", "2023-H1"),
    _read("code-half", "2023-H1", "2023-H1"),
    _read("code-quarter", "2023-Q2", "2023-Q2"),
    _read("estimate-half", "Ước 6 tháng đầu năm 2023", "2023-H1", status="estimate"),
    _read("estimate-year", "Ước thực hiện năm 2023", "2023", status="estimate", is_must=False),
    _either("month-in-words", "tháng sáu năm 2023", "2023-06"),
    _either("short-half", "6T/2023", "2023-H1"),
    _either("end-of-june", "đến hết tháng 6/2023", "2023-H1"),
    _either("month-two-digit-year", "06/23", "2023-06"),
    _either("roman-without-word", "II/2023", "2023-Q2"),
    _either("quarter-two-digit-year", "Quý II/23", "2023-Q2"),
    _refuse("month-thirteen", "13/2023"),
    _refuse("month-zero", "Tháng 0/2023"),
    _refuse("quarter-five", "Quý V/2023"),
    _refuse("thirteen-months", "13 tháng năm 2023"),
    _refuse("no-year", "tháng 6"),
    _refuse("two-years", "2023-2024"),
    _refuse("two-quarters", "Quý I, II/2023"),
    _refuse("middle-of-the-year", "giữa năm 2023"),
    _refuse("impossible-day", "lũy kế đến 31/6/2023"),
    _refuse("far-year", "6 tháng đầu năm 20233"),
    _refuse("old-year", "Quý I/1023"),
    _refuse("words", "kỳ này"),
    _refuse("last-year-in-words", "cùng kỳ năm trước"),
    _refuse("decimal-number", 6.2023),
    _refuse("true", True),
    _refuse("small-number", 6),
    _refuse("negative", -2023),
    _refuse("look-alike-letters", "Qu\u00fd \u0406\u0406/2023", is_must=False),
    _refuse("plan-is-not-a-result", "Kế hoạch năm 2023", is_must=False),
    Case(
        "periods-blank", "periods", "blank.xlsx", lambda: book(_rows(None)), "reject", (FIRST,),
        (Place("3", "period"),), never=(81.17,),
    ),
)  # fmt: skip

CELLS = (
    _read("date-cell-month", Styled(dt.datetime(2023, 6, 1), MONTH), "2023-06"),
    _read("date-cell-month-1904", Styled(dt.datetime(2023, 6, 1), MONTH), "2023-06", is_1904=True),
    _read("date-cell-english-month", Styled(dt.datetime(2023, 6, 1), "mmm-yy"), "2023-06"),
    _read("date-cell-vietnamese-month", Styled(dt.datetime(2023, 6, 1), '"Tháng" m/yyyy'), "2023-06"),
    _read("date-cell-year-shown", Styled(dt.datetime(2023, 1, 1), "yyyy"), "2023", is_must=False),
    _either("date-cell-last-day", Styled(dt.datetime(2023, 6, 30), DATE), "2023-06"),
    _either("date-cell-last-day-1904", Styled(dt.datetime(2023, 6, 30), DATE), "2023-06", is_1904=True),
    _either("date-cell-middle", Styled(dt.datetime(2023, 6, 15), DATE), frozenset({"2023-06", "2023-YTD-06-15"})),
    _either("serial", 45107, "2023-06"),
    _either("serial-1904", 43645, "2023-06", is_1904=True),
    _either("serial-text", "45107", "2023-06"),
    _either("date-text", "30/6/2023", frozenset({"2023-06", "2023-H1"})),
    _either("iso-date-text", "2023-06-30", frozenset({"2023-06", "2023-H1"})),
    _refuse("time-cell", Styled(0.5, "hh:mm")),
    _refuse("date-before-time", Styled(60, DATE), is_must=False),
    _refuse("serial-too-large", 3000000),
    Case(
        "periods-month-day-swapped-by-excel", "periods", "swapped.xlsx",
        lambda: book(_rows(Styled(dt.datetime(2023, 1, 6), DATE))), "reject", (FIRST,),
        doubtful=(Rec(RATE, "so-y-te-mau", frozenset({"2023-01", "2023-YTD-01-06"}), 81.17, "D3"),),
        or_places=(Place("C3", "period"),), is_must=False,
    ),
)  # fmt: skip

T = "title periods"
BODY = [["Đơn vị", "Chỉ tiêu", "Giá trị"], ["Sở Y tế", NAME, "81,17"]]


def _titled(
    name: str, lines: list, code: object, *, sheet: str = "Sheet1", period: str | None = None, **more
) -> Case:
    rows = [*([line] for line in lines), *BODY]
    rec = Rec(RATE, "so-y-te-mau", code, 81.17, f"C{len(rows)}", status=more.pop("status", "published"))
    return Case(
        f"titles-{name}",
        T,
        f"{name}.xlsx",
        lambda: book(Sheet(rows, sheet)),
        "accept",
        (rec,),
        period=period,
        **more,
    )


def _untitled(name: str, lines: list, place: Place, **more) -> Case:
    rows = [*([line] for line in lines), *BODY]
    return Case(
        f"titles-{name}",
        T,
        f"{name}.xlsx",
        lambda: book(rows),
        "reject",
        (),
        (place,),
        never=(81.17,),
        **more,
    )


TITLES = (
    _titled("reporting-line", ["BÁO CÁO CHUYỂN ĐỔI SỐ", "Kỳ báo cáo: 6 tháng đầu năm 2023"], "2023-H1"),
    _titled("heading", ["BÁO CÁO KẾT QUẢ CHUYỂN ĐỔI SỐ QUÝ II/2023"], "2023-Q2"),
    _titled("heading-over-two-lines", ["BÁO CÁO", "Kết quả chuyển đổi số 9 tháng đầu năm 2023"], "2023-9M"),
    _titled(
        "day-of-signing", ["Tỉnh Mẫu, ngày 10 tháng 7 năm 2023", "BÁO CÁO", "Kỳ báo cáo: Quý II/2023"], "2023-Q2"
    ),
    _titled(
        "cited-documents",
        ["BÁO CÁO 6 THÁNG ĐẦU NĂM 2023", "(Kèm theo Báo cáo số 123/BC-STTTT ngày 15/7/2023)",
         "Thực hiện Quyết định số 749/QĐ-TTg ngày 03/6/2020 và Kế hoạch số 88/KH-UBND năm 2022"], "2023-H1",
    ),
    _titled("in-brackets", ["BẢNG SỐ LIỆU", "(Kỳ báo cáo: tháng 6 năm 2023)"], "2023-06"),
    _titled("data-up-to", ["BÁO CÁO QUÝ II NĂM 2023", "(Số liệu tính đến ngày 30/6/2023)"], "2023-Q2", is_must=False),
    _titled("estimate", ["BÁO CÁO", "Kỳ báo cáo: Ước 6 tháng đầu năm 2023"], "2023-H1", status="estimate"),
    _titled("sheet-name", ["BẢNG SỐ LIỆU CHUYỂN ĐỔI SỐ"], "2023-Q2", sheet="Quý II-2023", is_must=False),
    _titled("option", ["BẢNG SỐ LIỆU CHUYỂN ĐỔI SỐ"], "2023-H1", period="2023-H1"),
    _untitled("no-period", ["BẢNG SỐ LIỆU CHUYỂN ĐỔI SỐ"], Place("", "period.missing")),
    _untitled(
        "only-the-day-of-signing", ["BẢNG SỐ LIỆU", "Tỉnh Mẫu, ngày 10 tháng 7 năm 2023"], Place("", "period"),
        is_must=False,
    ),
    _untitled("two-periods", ["Kỳ báo cáo: Quý I/2023", "Kỳ báo cáo: Quý II/2023"], Place("", "period")),
    _untitled("unreadable", ["Kỳ báo cáo: Quý V/2023"], Place("", "period")),
    Case(
        "titles-row-against-title", T, "row-against-title.xlsx",
        lambda: book([["Kỳ báo cáo: Quý II/2023"], *_rows("Quý II/2023")]), "reject", (), (),
        doubtful=(Rec(RATE, "so-gddt-mau", "2022", 33.25, "D3"), Rec(RATE, "so-y-te-mau", "2023-Q2", 81.17, "D4")),
        or_places=(Place("", "period"),), is_must=False, may_warn=("period",),
    ),
    Case(
        "titles-option-against-title", T, "option-against-title.xlsx",
        lambda: book([["Kỳ báo cáo: Quý II/2023"], *BODY]), "reject", (), (),
        doubtful=(Rec(RATE, "so-y-te-mau", "2023-Q2", 81.17, "C3"),), or_places=(Place("", "period"),),
        period="2023-H1", is_must=False, may_warn=("period",),
    ),
    Case(
        "titles-csv-title", T, "title.csv",
        lambda: delimited([["Kỳ báo cáo: Quý II/2023", "", ""], *BODY], ";"), "accept",
        (Rec(RATE, "so-y-te-mau", "2023-Q2", 81.17, "C3"),),
    ),
)  # fmt: skip

CASES = (*SPELLINGS, *CELLS, *TITLES)
