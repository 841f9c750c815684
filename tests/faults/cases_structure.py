"""What surrounds the figures: headers, sections, totals, merges, hidden parts, stray cells, several periods per form."""

from __future__ import annotations

import datetime as dt

from .cases_good import (
    ANNEX_BODY, ANNEX_HEAD, DAYS, DOSSIERS, EDOC, GROUPED, GROUPED_MERGES, HOA, MATRIX, MATRIX_TITLE, MONTHS, NAME,
    ONLINE, OPS, REVENUE, SAID, TEAMS, THUY, TM, WIDE_TITLE, YT, wide, wide_records,
)  # fmt: skip
from .cases_good import _annex_records as annex_records
from .cases_good import _grouped_records as grouped_records
from .cases_good import _matrix_records as matrix_records
from .expectations import Case, Place, Rec
from .forms import ErrorCell, Formula, Sheet, Styled, book, delimited
from .legacy import xls

S = "structure"
HEAD = ["Đơn vị", "Chỉ tiêu", "Kỳ", "Giá trị"]
ONE = ["Sở Y tế", NAME[OPS], "Quý I/2023", "33,25"]
TWO = ["Tỉnh Mẫu", NAME[OPS], "Quý I/2023", "40,5"]
FIRST = Rec(OPS, YT, "2023-Q1", 33.25, "D2")
SECOND = Rec(OPS, TM, "2023-Q1", 40.5, "D3")


def _case(name: str, build, outcome: str, records=(), places=(), *, file: str = "", **more) -> Case:
    return Case(f"{S}-{name}", S, file or f"{name}.xlsx", build, outcome, tuple(records), tuple(places), **more)


def _warn(code: str, cell: str) -> Place:
    return Place(cell, code, "warning")


HIDDEN = (
    _case("hidden-row", lambda: book(Sheet([HEAD, ONE, TWO], hidden_rows=(3,))), "warn", (FIRST, SECOND),
          (_warn("row.hidden", "3"),), is_must=False),
    _case("hidden-header-row", lambda: book(Sheet([HEAD, ONE, TWO], hidden_rows=(1,))), "warn", (FIRST, SECOND), (),
          may_warn=("row.hidden",), is_must=False),
    _case("hidden-column", lambda: book(Sheet([[*HEAD, "Ghi chú"], [*ONE, "a"], [*TWO, "b"]], hidden_columns=("D",))), "warn",
          (FIRST, SECOND), (_warn("column.hidden", "D"),), is_must=False),
    _case("hidden-sheet", lambda: book(Sheet([HEAD, ONE], "A"), Sheet([HEAD, TWO], "B", is_hidden=True)), "warn",
          (Rec(OPS, YT, "2023-Q1", 33.25, "A!D2"), Rec(OPS, TM, "2023-Q1", 40.5, "B!D2")), (_warn("sheet.hidden", "B!"),), is_must=False),
    _case("very-hidden-lookup-sheet", lambda: book(Sheet([HEAD, ONE], "A"), Sheet([["Danh mục"], ["Sở Y tế"]], "DM", is_hidden=True)),
          "warn", (Rec(OPS, YT, "2023-Q1", 33.25, "A!D2"),), (_warn("sheet.hidden", "DM!"),), may_warn=("sheet",), is_must=False),
    _case("hidden-row-in-old-workbook", lambda: xls({"A": [HEAD, ONE], "B": [HEAD, TWO]}, hidden=("B",)), "warn",
          (Rec(OPS, YT, "2023-Q1", 33.25, "A!D2"), Rec(OPS, TM, "2023-Q1", 40.5, "B!D2")), (_warn("sheet.hidden", "B!"),),
          file="hidden.xls", is_must=False),
)  # fmt: skip

TOTALS = (
    _case("total-wrong", lambda: book([*MATRIX_TITLE, *MATRIX, [None, "Tổng cộng", 85, "3.300", None]]), "reject",
          matrix_records(5), (Place("C8", "total"),), never=(85,)),
    _case("total-wrong-text", lambda: book([*MATRIX_TITLE, *MATRIX, [None, "Tổng cộng", 84, "3.310", None]]), "reject",
          matrix_records(5), (Place("D8", "total"),), never=(3310,)),
    _case("total-unreadable", lambda: book([*MATRIX_TITLE, *MATRIX, [None, "Tổng cộng", 84, "3.30", None]]), "reject",
          matrix_records(5), (Place("D8", ("total", "number")),), never=(330, 3.3)),
    _case("total-uncached", lambda: book([*MATRIX_TITLE, *MATRIX, [None, "Tổng cộng", Formula("=SUM(C5:C7)"), None, None]]), "reject",
          matrix_records(5), (), doubtful=(), or_places=(Place("C8", ("cell", "total"), "any"),), is_must=False,
          may_warn=("cell", "total")),
    _case("total-with-a-part-missing", lambda: book([*MATRIX_TITLE, MATRIX[0], MATRIX[1], ["2", "Huyện Thủy Mẫu", "-", "801", "90"],
                                                     [None, "Tổng cộng", 77, "3.240", None]]), "reject",
          [r for r in matrix_records(5)[:3]] + [Rec(TEAMS, THUY, "2023-Q2", None, "C6", status="not_reported"),
                                               Rec(DOSSIERS, THUY, "2023-Q2", 801, "D6"), Rec(EDOC, THUY, "2023-Q2", 90, "E6")],
          (), or_places=(Place("C8", "total", "any"),), is_must=False, never=(77,), may_warn=("total",)),
    _case("total-is-not-a-unit", lambda: book([HEAD, ["Huyện Hòa Mẫu", NAME[TEAMS], "Quý I/2023", 65],
                                               ["Huyện Thủy Mẫu", NAME[TEAMS], "Quý I/2023", 12],
                                               ["Tổng cộng", NAME[TEAMS], "Quý I/2023", 77]]), "accept",
          (Rec(TEAMS, HOA, "2023-Q1", 65, "D2"), Rec(TEAMS, THUY, "2023-Q1", 12, "D3"))),
    _case("total-of-a-list-wrong", lambda: book([HEAD, ["Huyện Hòa Mẫu", NAME[TEAMS], "Quý I/2023", 65],
                                                 ["Huyện Thủy Mẫu", NAME[TEAMS], "Quý I/2023", 12],
                                                 ["Tổng cộng", NAME[TEAMS], "Quý I/2023", 770]]), "reject",
          (Rec(TEAMS, HOA, "2023-Q1", 65, "D2"), Rec(TEAMS, THUY, "2023-Q1", 12, "D3")), (Place("D4", "total"),), never=(770, 77)),
    _case("total-of-part-counts-wrong", lambda: book(Sheet([*MATRIX_TITLE, *GROUPED, [None, "Tổng cộng", 943, 1400, "66,71", 77]],
                                                           merges=GROUPED_MERGES)), "reject", grouped_records(6),
          (Place("8", ("total", "counts")),), never=(943,)),
    _case("unit-that-begins-like-a-total", lambda: book([*MATRIX_TITLE, *MATRIX, [4, "Cộng Hòa", 5, "20", "70"]]), "reject",
          matrix_records(5), (Place("B8", "unit"),), never=(5, 20, 70)),
    _case("subtotals-and-total", lambda: book([*MATRIX_TITLE, MATRIX[0], ["I", "Khối huyện", 77, "3.240", None], *MATRIX[1:3],
                                               ["II", "Khối thị xã", 7, "60", None], MATRIX[3], [None, "Tổng cộng", 84, "3.300", None]]),
          "reject", (), (), doubtful=(*matrix_records(6)[:6], *(Rec(r.indicator, r.unit, r.period, r.value, f"{r.cell[0]}9", status=r.status)
                                                               for r in matrix_records(6)[6:])),
          or_places=(Place("5", ""), Place("8", ""), Place("", "total")), is_must=False, never=(77, 3240, 84, 3300),
          may_warn=("total", "unit")),
)  # fmt: skip

HEADERS = (
    _case("unknown-column-of-text", lambda: book([[*HEAD, "Người nhập"], [*ONE, "An"], [*TWO, "Bình"]]), "warn", (FIRST, SECOND),
          (Place("E", "column.unknown", "warning"),)),
    _case("unknown-column-of-numbers-in-matrix", lambda: book([*MATRIX_TITLE, [*MATRIX[0], "Số trâu bò"], *(row + [n] for n, row in enumerate(MATRIX[1:], 31))]),
          "reject", matrix_records(5), (Place("F4", ("indicator", "column", "header")),), never=(31, 32, 33)),
    _case("unknown-indicator-in-middle-of-matrix", lambda: book([*MATRIX_TITLE, ["STT", "Đơn vị", NAME[TEAMS], "Số hồ sơ tiếp nhân", NAME[EDOC]],
                                                                 *MATRIX[1:]]), "reject",
          [r for r in matrix_records(5) if r.indicator != DOSSIERS], (Place("D4", "indicator", says=NAME[DOSSIERS]),), never=(2439, 801)),
    _case("blank-head-over-numbers", lambda: book([*MATRIX_TITLE, [*MATRIX[0], None], *(row + [n] for n, row in enumerate(MATRIX[1:], 31))]),
          "reject", matrix_records(5), (Place("F", "", "any"),), never=(31, 32, 33)),
    _case("stray-number-beside", lambda: book([HEAD, [*ONE, None, None, 4711], TWO]), "warn", (FIRST, SECOND),
          (Place("G", "", "any"),), never=(4711,), may_warn=("column",)),
    _case("stray-number-below", lambda: book([HEAD, ONE, TWO, [], [], [None, None, None, "4.711"]]), "reject", (FIRST, SECOND),
          (Place("6", "", "any"),), never=(4711,)),
    _case("measure-in-head-differs", lambda: book([*MATRIX_TITLE, ["Đơn vị", f"{NAME[TEAMS]} (%)", NAME[EDOC]], ["Huyện Hòa Mẫu", 65, "81,5"]]),
          "reject", (Rec(EDOC, HOA, "2023-Q2", 81.5, "C5"),), (Place("B4", ("value.measure", "indicator", "header")),), never=(65,)),
    _case("measure-in-column-differs", lambda: book([*SAID, ANNEX_HEAD, *ANNEX_BODY[:2], [2, NAME[EDOC], "người", "90", "91"], *ANNEX_BODY[3:]]),
          "reject", [r for r in annex_records(4) if r.indicator != EDOC], (Place("C6", "value.measure"),), never=(91,)),
    _case("measure-thousands-in-column", lambda: book([*SAID, ["STT", "Chỉ tiêu", "Đơn vị tính", "Giá trị"], [1, NAME[REVENUE], "triệu đồng", "1.234,5"]]),
          "reject", (), (Place("C4", "value.measure"),), never=(1234.5, 1.2345)),
    _case("measure-line-differs", lambda: book([*SAID, ["Đơn vị tính: triệu đồng"], ["STT", "Chỉ tiêu", "Giá trị"], [1, NAME[REVENUE], "1.234,5"]]),
          "reject", (), (Place("", ("value.measure", "number", "unit", "header")),), never=(1234.5, 1.2345)),
    _case("measure-line-agrees", lambda: book([*SAID, ["Đơn vị tính: tỷ đồng"], ["STT", "Chỉ tiêu", "Giá trị"], [1, NAME[REVENUE], "1.234,5"]]),
          "accept", (Rec(REVENUE, YT, "2023-H1", 1234.5, "C5"),)),
    _case("unit-head-means-measure", lambda: book([*SAID, ["STT", "Chỉ tiêu", "Đơn vị", "Giá trị"], [1, NAME[OPS], "%", "33,25"], [2, NAME[TEAMS], "tổ", "65"]]),
          "reject", (), (), doubtful=(Rec(OPS, YT, "2023-H1", 33.25, "D4"), Rec(TEAMS, YT, "2023-H1", 65, "D5")),
          or_places=(Place("", ("unit", "header")),), is_must=False),
    _case("two-value-columns", lambda: book([["Đơn vị", "Chỉ tiêu", "Kỳ", "Giá trị", "Giá trị"], [*ONE, "34"]]), "reject", (),
          (Place("1", "header"),), never=(33.25, 34)),
    _case("same-indicator-twice-in-matrix", lambda: book([*MATRIX_TITLE, ["Đơn vị", NAME[TEAMS], NAME[TEAMS]], ["Huyện Hòa Mẫu", 65, 66]]), "reject", (),
          (Place("", ("header", "duplicate")),), never=(65, 66)),
    _case("swapped-names-of-columns", lambda: book([["Chỉ tiêu", "Đơn vị", "Kỳ", "Giá trị"], ONE, TWO]), "reject", (),
          (Place("2", ("unit", "indicator")), Place("3", ("unit", "indicator"))), never=(33.25, 40.5)),
    _case("swapped-period-and-value", lambda: book([["Đơn vị", "Chỉ tiêu", "Giá trị", "Kỳ"], ["Sở Y tế", NAME[DOSSIERS], "2022", "2023"], TWO]),
          "reject", (), (Place("3", ""),), doubtful=(Rec(DOSSIERS, YT, "2023", 2022, "C2"),), or_places=(Place("2", ""),), never=(40.5,)),
    _case("swapped-counts-heads", lambda: book([["Đơn vị", "Chỉ tiêu", "Kỳ", "Giá trị", "Mẫu số", "Tử số"], [*ONE, 133, 400]]), "reject", (),
          (Place("2", "counts"),), never=(33.25, 133)),
    _case("no-value-column", lambda: book([["Đơn vị", "Chỉ tiêu", "Kỳ", "Ghi chú"], ["Sở Y tế", NAME[OPS], "Quý I/2023", "33,25"]]), "reject", (),
          (Place("", ("sheet", "header", "value", "column")),), never=(33.25,)),
    _case("english-heads-vietnamese-names", lambda: book([["unit", "indicator", "period", "value"], ONE]), "accept", (FIRST,), is_must=False),
    _case("heads-without-marks", lambda: book([["Don vi", "Chi tieu", "Ky", "Gia tri"], ONE]), "reject", (), (), doubtful=(FIRST,),
          or_places=(Place("", ("sheet", "header")),), is_must=False, may_warn=("column", "header")),
    _case("head-repeated-on-each-page", lambda: book([HEAD, ONE, HEAD, TWO]), "accept",
          (FIRST, Rec(OPS, TM, "2023-Q1", 40.5, "D4"))),
    _case("head-in-formula", lambda: book([["Đơn vị", "Chỉ tiêu", "Kỳ", Formula('="Giá"&" trị"', "Giá trị")], ONE]), "accept", (FIRST,)),
    _case("head-error", lambda: book([[*HEAD, ErrorCell("#REF!")], [*ONE, "5"]]), "reject", (FIRST,), (Place("E", "", "any"),), never=(5,),
          is_must=False),
    _case("head-far-below", lambda: book([*([f"Dòng mở đầu {n}"] for n in range(1, 31)), HEAD, ONE]), "accept",
          (Rec(OPS, YT, "2023-Q1", 33.25, "D32"),)),
    _case("period-in-two-head-rows-contradict", lambda: book([["NĂM 2023"], ["Đơn vị báo cáo: Sở Y tế"], ["Chỉ tiêu", "Tháng 1/2022"], [NAME[TEAMS], 5]]),
          "reject", (), (), doubtful=(Rec(TEAMS, YT, "2022-01", 5, "B4"),), or_places=(Place("", "period"),), is_must=False,
          may_warn=("period",)),
)  # fmt: skip

MERGES = (
    _case("value-merged-over-two-units", lambda: book(Sheet([HEAD, ONE, TWO[:3]], merges=("D2:D3",))), "reject", (), (),
          doubtful=(FIRST,), or_places=(Place("D", ""), Place("3", "")), is_must=False, may_warn=("value",)),
    _case("unit-not-merged-is-not-filled", lambda: book([HEAD, ONE, [None, *TWO[1:]]]), "reject", (FIRST,), (Place("3", "unit"),), never=(40.5,)),
    _case("indicator-not-merged-is-not-filled", lambda: book([HEAD, ONE, [TWO[0], None, *TWO[2:]]]), "reject", (FIRST,), (Place("3", "indicator"),),
          never=(40.5,)),
    _case("fill-stops-at-the-merge", lambda: book(Sheet([HEAD, ONE, [None, NAME[DAYS], "Quý I/2023", "2,5"], [None, NAME[TEAMS], "Quý I/2023", "7"]],
                                                        merges=("A2:A3",))), "reject",
          (FIRST, Rec(DAYS, YT, "2023-Q1", 2.5, "D3")), (Place("4", "unit"),), never=(7,)),
    _case("unknown-unit-merged-over-rows", lambda: book(Sheet([HEAD, ["Sở Ngoại vụ", *ONE[1:]], [None, NAME[DAYS], "Quý I/2023", "2,5"], TWO],
                                                              merges=("A2:A3",))), "reject", (Rec(OPS, TM, "2023-Q1", 40.5, "D4"),),
          (Place("A2", "unit"),), or_places=(Place("3", "unit"),), never=(33.25, 2.5)),
    _case("group-head-not-merged", lambda: book([*MATRIX_TITLE, *GROUPED]), "reject", (), (), doubtful=grouped_records(6),
          or_places=(Place("", ""),), is_must=False),
    _case("whole-row-merged-note-between", lambda: book(Sheet([HEAD, ONE, ["(Số liệu từ đây do Sở Nội vụ tổng hợp)"], TWO], merges=("A3:D3",))), "accept",
          (FIRST, Rec(OPS, TM, "2023-Q1", 40.5, "D4"))),
    _case("overlapping-merges", lambda: book(Sheet([HEAD, ONE, TWO], merges=("F1:G2", "H3:I4"))), "accept", (FIRST, SECOND)),
)  # fmt: skip

ROWS = (
    _case("notes-with-numbers", lambda: book([HEAD, ONE, TWO, [], ["Ghi chú: 2.439 thành viên, 65 tổ; số liệu đến 31/3/2023"]]), "accept",
          (FIRST, SECOND), never=(2439, 65)),
    _case("signatures", lambda: book([HEAD, ONE, TWO, [], ["NGƯỜI LẬP BIỂU", None, None, "GIÁM ĐỐC"], ["(Ký, họ tên)", None, None, "(Ký, đóng dấu)"], [],
                                      ["Trần Thị B", None, None, "Nguyễn Văn A"]]), "accept", (FIRST, SECOND)),
    _case("data-behind-a-note", lambda: book([HEAD, ONE, ["Ghi chú: xem dưới"], TWO]), "reject", (FIRST,), (),
          doubtful=(Rec(OPS, TM, "2023-Q1", 40.5, "D4"),), or_places=(Place("4", ""),), never=()),
    _case("data-behind-signatures", lambda: book([HEAD, ONE, [], ["NGƯỜI LẬP BIỂU"], ["Nguyễn Văn A"], TWO]), "reject", (FIRST,), (),
          doubtful=(Rec(OPS, TM, "2023-Q1", 40.5, "D6"),), or_places=(Place("6", "", "any"),)),
    _case("data-behind-many-blank-rows", lambda: book([HEAD, ONE, *[[]] * 300, TWO]), "accept", (FIRST, Rec(OPS, TM, "2023-Q1", 40.5, "D303"))),
    _case("blank-rows-between", lambda: book([[], HEAD, [], ONE, [], [], TWO]), "accept",
          (Rec(OPS, YT, "2023-Q1", 33.25, "D4"), Rec(OPS, TM, "2023-Q1", 40.5, "D7"))),
    _case("empty-form", lambda: book([HEAD]), "reject", (), (), or_places=(Place("", "", "any"),), is_must=False, may_warn=("sheet", "file")),
    _case("form-not-filled-in", lambda: book([HEAD, [*ONE[:3], None], [*TWO[:3], None]]), "reject", (), (), or_places=(Place("", "", "any"),),
          is_must=False, may_warn=("value", "sheet", "file")),
    _case("section-row-with-a-value", lambda: book([*SAID, ANNEX_HEAD, ["I", "Chính quyền số", "%", "70", "55,5"], *ANNEX_BODY[1:]]), "reject",
          annex_records(4), (Place("B4", "indicator"),), never=(55.5,)),
    _case("roman-number-and-indicator", lambda: book([*SAID, ANNEX_HEAD, ["I", NAME[OPS], "%", "70", "33,25"], ["II", NAME[TEAMS], "tổ", "70", "65"]]), "accept",
          (Rec(OPS, YT, "2023-H1", 33.25, "E4", target=70), Rec(TEAMS, YT, "2023-H1", 65, "E5", target=70))),
    _case("numbering-in-levels", lambda: book([*SAID, ANNEX_HEAD, ["1", "Chính quyền số"], ["1.1", NAME[OPS], "%", "70", "33,25"], ["1.2", NAME[TEAMS], "tổ", "70", "65"]]),
          "accept", (Rec(OPS, YT, "2023-H1", 33.25, "E5", target=70), Rec(TEAMS, YT, "2023-H1", 65, "E6", target=70))),
    _case("numbering-as-dates", lambda: book([*SAID, ANNEX_HEAD, [Styled(dt.datetime(2023, 1, 1), "d.m"), NAME[OPS], "%", "70", "33,25"]]), "accept",
          (Rec(OPS, YT, "2023-H1", 33.25, "E4", target=70),), is_must=False),
    _case("indicator-of-which", lambda: book([*SAID, ANNEX_HEAD, *ANNEX_BODY[:2], [None, "Trong đó: cấp xã", "%", "60", "22,5"], *ANNEX_BODY[2:]]), "reject",
          (annex_records(4)[0], *(Rec(r.indicator, r.unit, r.period, r.value, f"E{int(r.cell[1:]) + 1}", qualifier=r.qualifier, target=r.target)
                                  for r in annex_records(4)[1:])), (Place("B6", "indicator"),), never=(22.5, 60)),
    _case("cumulative-column", lambda: book([["Đơn vị báo cáo: Sở Y tế"], ["Kỳ báo cáo: Quý II/2023"],
                                             ["STT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch năm", "Thực hiện kỳ", "Lũy kế", "Ghi chú"],
                                             [1, NAME[DOSSIERS], "hồ sơ", "4.000", "1.000", "1.900", None]]), "reject", (), (),
          doubtful=(Rec(DOSSIERS, YT, "2023-Q2", 1000, "E4", target=4000), Rec(DOSSIERS, YT, "2023-H1", 1900, "F4", target=frozenset({4000}))),
          or_places=(Place("", ""),), is_must=False, may_warn=("column",)),
    _case("cumulative-column-only", lambda: book([["Đơn vị báo cáo: Sở Y tế"], ["Kỳ báo cáo: Quý II/2023"],
                                                  ["STT", "Chỉ tiêu", "Lũy kế"], [1, NAME[DOSSIERS], "1.900"]]), "reject", (), (),
          doubtful=(Rec(DOSSIERS, YT, "2023-H1", 1900, "C4"),), or_places=(Place("", ""),), is_must=False, may_warn=("column",)),
    _case("same-period-last-year-is-not-a-result", lambda: book([*SAID, ["STT", "Chỉ tiêu", "Thực hiện", "Cùng kỳ năm trước"], [1, NAME[TEAMS], 65, 60]]), "warn",
          (Rec(TEAMS, YT, "2023-H1", 65, "C4"),), (), doubtful=(), may_warn=("column",), is_must=False),
    _case("reporting-unit-unknown", lambda: book([["Đơn vị báo cáo: Sở Ngoại vụ"], SAID[1], ["STT", "Chỉ tiêu", "Giá trị"], [1, NAME[TEAMS], 65]]), "reject", (),
          (Place("", "unit"),), never=(65,)),
    _case("reporting-unit-in-next-cell", lambda: book([["Đơn vị báo cáo:", "Sở Y tế"], ["Kỳ báo cáo:", "Quý II/2023"], ["STT", "Chỉ tiêu", "Giá trị"], [1, NAME[TEAMS], 65]]),
          "accept", (Rec(TEAMS, YT, "2023-Q2", 65, "C4"),)),
    _case("two-reporting-units", lambda: book([["Đơn vị báo cáo: Sở Y tế"], ["Đơn vị báo cáo: Tỉnh Mẫu"], SAID[1], ["STT", "Chỉ tiêu", "Giá trị"], [1, NAME[TEAMS], 65]]),
          "reject", (), (Place("", "unit"),), never=(65,), is_must=False),
    _case("form-number-is-not-a-unit", lambda: book([["Biểu mẫu số 02/CĐS"], *SAID, ["STT", "Chỉ tiêu", "Giá trị"], [1, NAME[TEAMS], 65]]), "accept",
          (Rec(TEAMS, YT, "2023-H1", 65, "C5"),)),
    _case("leading-office-is-not-the-unit", lambda: book([*SAID, ["STT", "Chỉ tiêu", "Giá trị", "Cơ quan chủ trì"], [1, NAME[TEAMS], 65, "Sở Giáo dục và Đào tạo"]]),
          "accept", (Rec(TEAMS, YT, "2023-H1", 65, "C4"),)),
    _case("leading-office-only", lambda: book([SAID[1], ["STT", "Chỉ tiêu", "Giá trị", "Cơ quan chủ trì"], [1, NAME[TEAMS], 65, "Sở Giáo dục và Đào tạo"]]), "reject", (),
          (Place("", "unit"),), never=(65,), is_must=False),
    _case("second-table-unreadable", lambda: book([*SAID, ["Chỉ tiêu", "Giá trị"], [NAME[OPS], "33,25"], [], ["Bảng 2"], ["Tên", "Số"], [NAME[TEAMS], "65"]]), "reject",
          (Rec(OPS, YT, "2023-H1", 33.25, "B4"),), (Place("", "", "any"),), or_places=(Place("", "", "any"),), never=(), is_must=False,
          doubtful=(Rec(TEAMS, YT, "2023-H1", 65, "B8"),)),
    _case("second-sheet-unreadable", lambda: book(Sheet([HEAD, ONE], "A"), Sheet([["a", "b"], [1, 2], [3, 4]], "B")), "reject",
          (Rec(OPS, YT, "2023-Q1", 33.25, "A!D2"),), (Place("B!", "sheet", "any"),), never=(1, 2, 3, 4), is_must=False),
    _case("second-sheet-broken-value", lambda: book(Sheet([HEAD, ONE], "A"), Sheet([HEAD, [*TWO[:3], "40.500"]], "B")), "reject",
          (Rec(OPS, YT, "2023-Q1", 33.25, "A!D2"),), (Place("B!D2", "number"),), never=(40.5, 40500)),
    _case("sheet-with-strange-name", lambda: book(Sheet([HEAD, ONE], "Quý I; 'nháp' & <1>")), "accept", (Rec(OPS, YT, "2023-Q1", 33.25, "D2"),)),
)  # fmt: skip

WIDES = (
    _case("wide-without-year", lambda: book(wide(MONTHS, [["Đơn vị báo cáo: Sở Y tế"]])), "reject", (), (Place("", "period"),), never=(120,)),
    _case("wide-month-thirteen", lambda: book(wide([*MONTHS[:5], "Tháng 13"])), "reject",
          [r for r in wide_records() if r.cell[0] != "H"], (Place("H3", ("period", "indicator", "header", "column")),)),
    _case("wide-month-twice", lambda: book(wide([*MONTHS[:5], "Tháng 5"])), "reject", [r for r in wide_records() if r.cell[0] not in "GH"],
          (Place("", ("header", "duplicate", "period")),)),
    _case("wide-one-broken-cell", lambda: book([[*row[:3], "1.20" if n == 4 else row[3], *row[4:]] if len(row) > 3 else row for n, row in enumerate(wide(MONTHS), 1)]),
          "reject", [r for r in wide_records() if r.cell != "D4"], (Place("D4", "number"),), never=(1.2,)),
    _case("wide-blank-cell", lambda: book([[*row[:3], None if n == 4 else row[3], *row[4:]] if len(row) > 3 else row for n, row in enumerate(wide(MONTHS), 1)]),
          "warn", [r for r in wide_records() if r.cell != "D4"], (Place("D4", "value.blank", "warning"),), is_must=False),
    _case("wide-missing-mark", lambda: book([[*row[:3], "x" if n == 4 else row[3], *row[4:]] if len(row) > 3 else row for n, row in enumerate(wide(MONTHS), 1)]),
          "accept", [*(r for r in wide_records() if r.cell != "D4"), Rec(DOSSIERS, YT, "2023-02", None, "D4", status="not_reported")]),
    _case("wide-months-of-future", lambda: book([[*row[:5], None, None, None] if len(row) > 3 and n > 3 else row for n, row in enumerate(wide(MONTHS), 1)]), "accept",
          [r for r in wide_records() if r.cell[0] in "CDE"], (), may_warn=("value.blank",)),
    _case("wide-total-column-wrong", lambda: book([[*row, {3: "Lũy kế 6 tháng", 4: 801}.get(n)] for n, row in enumerate(wide(MONTHS), 1)]), "reject", wide_records(),
          (Place("I4", "months"),), never=(801,), may_warn=("value.blank",), is_must=False),
    _case("wide-sum-column", lambda: book([[*row, {3: "Tổng", 4: 800, 5: 69}.get(n)] for n, row in enumerate(wide(MONTHS), 1)]), "warn", wide_records(), (),
          may_warn=("column", "header"), never=(800, 69), is_must=False),
    _case("wide-target-column", lambda: book([[*row, {3: "Kế hoạch năm", 4: "1.800", 5: 20}.get(n)] for n, row in enumerate(wide(MONTHS), 1)]), "accept",
          [Rec(r.indicator, r.unit, r.period, r.value, r.cell, target=frozenset({1800 if r.indicator == DOSSIERS else 20})) for r in wide_records()], is_must=False),
    _case("wide-mixed-months-and-quarters", lambda: book([*WIDE_TITLE, ["Chỉ tiêu", "Tháng 1", "Tháng 2", "Tháng 3", "Quý I"], [NAME[DOSSIERS], 120, 80, 150, 350]]),
          "accept", [Rec(DOSSIERS, YT, code, value, f"{letter}4") for code, value, letter in
                     zip(("2023-01", "2023-02", "2023-03", "2023-Q1"), (120, 80, 150, 350), "BCDE", strict=True)]),
    _case("wide-digits-as-months", lambda: book(wide([1, 2, 3, 4, 5, 6])), "reject", (), (), doubtful=wide_records(), or_places=(Place("", ""),), is_must=False),
    _case("wide-csv-short-row", lambda: delimited([["Đơn vị", "Chỉ tiêu", "01/2023", "02/2023"], ["Sở Y tế", NAME[TEAMS], 10, 11], ["Tỉnh Mẫu", NAME[TEAMS], 12]], ";"),
          "reject", (Rec(TEAMS, YT, "2023-01", 10, "C2"), Rec(TEAMS, YT, "2023-02", 11, "D2")), (Place("3", "row.fields"),), never=(12,), file="short.csv"),
)  # fmt: skip

GROUPS = (
    _case("grouped-numerator-above", lambda: book(Sheet([*MATRIX_TITLE, *GROUPED[:3], [2, "Huyện Thủy Mẫu", 1001, 1000, "100", 12]], merges=GROUPED_MERGES)), "reject",
          (*grouped_records(6)[:2], grouped_records(6)[3]), (Place("7", "counts"),), never=(1001, 100)),
    _case("grouped-percent-differs", lambda: book(Sheet([*MATRIX_TITLE, *GROUPED[:3], [2, "Huyện Thủy Mẫu", 801, 1000, "81,1", 12]], merges=GROUPED_MERGES)), "reject",
          (*grouped_records(6)[:2], grouped_records(6)[3]), (Place("7", "counts"),), never=(81.1, 801)),
    _case("grouped-parts-swapped", lambda: book(Sheet([*MATRIX_TITLE, GROUPED[0], [None, None, "Mẫu số", "Tử số", "Tỷ lệ (%)"], *GROUPED[2:]], merges=GROUPED_MERGES)),
          "reject", (grouped_records(6)[1], grouped_records(6)[3]), (Place("6", "counts"), Place("7", "counts")), never=(33.25, 80.1, 133, 801)),
    _case("grouped-without-the-rate", lambda: book(Sheet([*MATRIX_TITLE, ["Đơn vị", NAME[ONLINE], None], [None, "Tử số", "Mẫu số"], ["Huyện Hòa Mẫu", 133, 400]],
                                                         merges=("A4:A5", "B4:C4"))), "reject", (), (),
          doubtful=(Rec(ONLINE, HOA, "2023-Q2", 33.25, "", numerator=133, denominator=400, status=frozenset({"published", "derived"})),),
          or_places=(Place("", "", "any"),), is_must=False, may_warn=("value", "column")),
    _case("grouped-unknown-part", lambda: book(Sheet([*MATRIX_TITLE, GROUPED[0], [None, None, "Số cũ", "Mẫu số", "Tỷ lệ (%)"], *GROUPED[2:]], merges=GROUPED_MERGES)),
          "reject", (grouped_records(6)[1], grouped_records(6)[3]), (Place("C", "", "any"),),
          doubtful=(Rec(ONLINE, HOA, "2023-Q2", 33.25, "E6", denominator=400), Rec(ONLINE, THUY, "2023-Q2", 80.1, "E7", denominator=1000)),
          or_places=(Place("5", ""), Place("4", "")), never=(133, 801), is_must=False, may_warn=("column", "header")),
    _case("grouped-mark-in-numerator", lambda: book(Sheet([*MATRIX_TITLE, *GROUPED[:2], [1, "Huyện Hòa Mẫu", "-", 400, "33,25", 65]], merges=GROUPED_MERGES)), "reject",
          (Rec(TEAMS, HOA, "2023-Q2", 65, "F6"),), (), doubtful=(Rec(ONLINE, HOA, "2023-Q2", 33.25, "E6", denominator=frozenset({400})),),
          or_places=(Place("6", ""),), is_must=False, may_warn=("value", "counts")),
    _case("grouped-mark-throughout", lambda: book(Sheet([*MATRIX_TITLE, *GROUPED[:2], [1, "Huyện Hòa Mẫu", "-", "-", "-", 65]], merges=GROUPED_MERGES)), "accept",
          (Rec(TEAMS, HOA, "2023-Q2", 65, "F6"), Rec(ONLINE, HOA, "2023-Q2", None, "E6", status="not_reported"))),
    _case("grouped-three-rows", lambda: book(Sheet([*MATRIX_TITLE, ["Đơn vị", "Chính quyền số", None, None, None], [None, NAME[ONLINE], None, None, NAME[TEAMS]],
                                                    [None, "Tử số", "Mẫu số", "Tỷ lệ (%)", None], ["Huyện Hòa Mẫu", 133, 400, "33,25", 65]],
                                                   merges=("A4:A6", "B4:E4", "B5:D5", "E5:E6"))), "reject", (), (),
          doubtful=(Rec(ONLINE, HOA, "2023-Q2", 33.25, "D7", numerator=133, denominator=400), Rec(TEAMS, HOA, "2023-Q2", 65, "E7")),
          or_places=(Place("", ""),), is_must=False),
)  # fmt: skip

CASES = (*HIDDEN, *TOTALS, *HEADERS, *MERGES, *ROWS, *WIDES, *GROUPS)
