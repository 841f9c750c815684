"""
Good files: what real offices send and what must be read without an issue, with exactly the right values.

Forms of every shape: lists, annexes with a letterhead, units against indicators, months side by side, the machine
form; in every kind of file.
"""

from __future__ import annotations

import datetime as dt

from .cases_numbers import NAMES
from .expectations import Case, Place, Rec
from .forms import Formula, Rich, Sheet, Styled, book, delimited, members, patched
from .legacy import ods, xls

G = "good"
OPS, ONLINE, EDOC, GROWTH = "mau_ops_rate", "mau_online_rate", "mau_edoc_rate", "mau_growth"
TEAMS, MEMBERS, DOSSIERS, REVENUE, DAYS = (
    "mau_teams",
    "mau_members",
    "mau_dossiers",
    "mau_revenue",
    "mau_days",
)
DTI, RANK, SCORE, STATIONS = "mau_dti", "mau_rank", "mau_score", "mau_stations"
NAME = NAMES | {
    ONLINE: "Tỷ lệ hồ sơ tiếp nhận trực tuyến",
    EDOC: "Tỷ lệ văn bản điện tử",
    MEMBERS: "Số thành viên Tổ công nghệ số cộng đồng",
    STATIONS: "Số trạm phát sóng đã xây dựng",
}
YT, GD, TM = "so-y-te-mau", "so-gddt-mau", "tinh-mau"
HOA, THUY, DUC, QUY = "hoa-mau", "thuy-mau", "duc-mau", "quy-mau"


def padded(rows: list) -> list[list[object]]:
    """Rows of one width, as a spreadsheet program saves them."""
    width = max(map(len, rows))
    return [[*row, *[None] * (width - len(row))] for row in rows]


def good(name: str, build, records, *, file: str = "", **more) -> Case:
    """A file that must be read without an issue."""
    return Case(f"{G}-{name}", G, file or f"{name}.xlsx", build, "accept", tuple(records), **more)


LONG = [
    ["STT", "Đơn vị", "Chỉ tiêu", "Kỳ báo cáo", "Giá trị", "Tử số", "Mẫu số", "Mục tiêu", "Ghi chú"],
    [1, "Sở Y tế", NAME[OPS], "6 tháng đầu năm 2023", "33,25", "133", "400", "70", None],
    [2, "Sở Y tế", NAME[DOSSIERS], "6 tháng đầu năm 2023", "2.439", None, None, None, "số sơ bộ"],
    [3, "Tỉnh Mẫu", NAME[DTI], "2022", "0,5934", None, None, None, None],
    [4, "Huyện Hòa Mẫu", NAME[TEAMS], "Quý II/2023", "65", None, None, "70", "đã kiện toàn 5 tổ"],
]
LONG_RECORDS = (
    Rec(OPS, YT, "2023-H1", 33.25, "E2", numerator=133, denominator=400, target=70),
    Rec(DOSSIERS, YT, "2023-H1", 2439, "E3"),
    Rec(DTI, TM, "2022", 0.5934, "E4"),
    Rec(TEAMS, HOA, "2023-Q2", 65, "E5", target=70),
)
LETTERHEAD = [
    ["UBND TỈNH MẪU", None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["SỞ Y TẾ", None, None, None, "Độc lập - Tự do - Hạnh phúc"],
    [None, None, None, None, "Tỉnh Mẫu, ngày 20 tháng 6 năm 2023"],
    ["PHỤ LỤC I"],
    ["KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU CHUYỂN ĐỔI SỐ 6 THÁNG ĐẦU NĂM 2023"],
    ["(Kèm theo Báo cáo số 125/BC-SYT ngày 20/6/2023 của Sở Y tế)"],
]
ANNEX_HEAD = [
    "STT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch năm 2023", "Thực hiện 6 tháng", "Tỷ lệ % (so kế hoạch)", "So cùng kỳ",
    "Đánh giá", "Cơ quan chủ trì", "Ghi chú",
]  # fmt: skip
ANNEX_BODY = [
    ["I", "Chính quyền số"],
    [1, NAME[OPS], "%", "70", "33,25", "47,5", "5,2", "Chưa đạt", "Sở Y tế", None],
    [2, NAME[EDOC], "%", "90", "trên 90%", None, None, "Đạt", "Sở Y tế", None],
    ["II", "Nhân lực số"],
    [3, NAME[MEMBERS], "người", "2.500", "2.439", "97,56", None, "Chưa đạt", None, "24 tổ mới"],
]
SIGNATURES = [
    [],
    ["Ghi chú: số liệu tính đến 14/6/2023; 12 đơn vị đã báo cáo."],
    ["Nơi nhận:", None, None, None, "GIÁM ĐỐC"],
    ["- UBND tỉnh;", None, None, None, "(Ký, ghi rõ họ tên)"],
    ["- Lưu: VT.", None, None, None, "Nguyễn Văn A"],
]


def _annex_records(first: int, unit: str = YT, period: str = "2023-H1") -> tuple[Rec, ...]:
    return (
        Rec(OPS, unit, period, 33.25, f"E{first + 1}", target=70),
        Rec(EDOC, unit, period, 90, f"E{first + 2}", qualifier="gt", target=90),
        Rec(MEMBERS, unit, period, 2439, f"E{first + 4}", target=2500),
    )


SAID = [["Đơn vị báo cáo: Sở Y tế"], ["Kỳ báo cáo: 6 tháng đầu năm 2023"]]

MATRIX_TITLE = [["BẢNG TỔNG HỢP SỐ LIỆU CHUYỂN ĐỔI SỐ"], ["Kỳ báo cáo: Quý II/2023"], []]
MATRIX = [
    ["STT", "Đơn vị", f"{NAME[TEAMS]} (tổ)", f"{NAME[DOSSIERS]} (hồ sơ)", f"{NAME[EDOC]} (%)"],
    [1, "Huyện Hòa Mẫu", 65, "2.439", "81,5"],
    [2, "Huyện Thủy Mẫu", 12, "801", "90"],
    [3, "TX. Đức Mẫu", 7, "60", "-"],
]
MATRIX_TOTAL = [None, "Tổng cộng", 84, "3.300", None]


def _matrix_records(first: int, period: str = "2023-Q2") -> tuple[Rec, ...]:
    rows = ((HOA, 65, 2439, 81.5), (THUY, 12, 801, 90), (DUC, 7, 60, None))
    return tuple(
        Rec(
            indicator,
            unit,
            period,
            value,
            f"{letter}{number}",
            status="published" if value is not None else "not_reported",
        )
        for number, (unit, *values) in enumerate(rows, first)
        for indicator, letter, value in zip((TEAMS, DOSSIERS, EDOC), "CDE", values, strict=True)
    )


GROUPED = [
    ["STT", "Đơn vị", NAME[ONLINE], None, None, NAME[TEAMS]],
    [None, None, "Tử số", "Mẫu số", "Tỷ lệ (%)", None],
    [1, "Huyện Hòa Mẫu", 133, 400, "33,25", 65],
    [2, "Huyện Thủy Mẫu", 801, 1000, "80,1", 12],
]
GROUPED_MERGES = ("A4:A5", "B4:B5", "C4:E4", "F4:F5")


def _grouped_records(first: int) -> tuple[Rec, ...]:
    return (
        Rec(ONLINE, HOA, "2023-Q2", 33.25, f"E{first}", numerator=133, denominator=400),
        Rec(TEAMS, HOA, "2023-Q2", 65, f"F{first}"),
        Rec(ONLINE, THUY, "2023-Q2", 80.1, f"E{first + 1}", numerator=801, denominator=1000),
        Rec(TEAMS, THUY, "2023-Q2", 12, f"F{first + 1}"),
    )


MONTHS = [f"Tháng {n}" for n in range(1, 7)]
MONTH_CODES = [f"2023-{n:02d}" for n in range(1, 7)]
PER_MONTH = [120, 80, 150, 140, 160, 150]
WIDE_TITLE = [["SỐ LIỆU CHUYỂN ĐỔI SỐ NĂM 2023"], ["Đơn vị báo cáo: Sở Y tế"]]


def wide(heads: list, title: list | None = None, first: int = 3) -> list[list[object]]:
    """Two indicators, months side by side."""
    return [
        *(WIDE_TITLE if title is None else title),
        ["STT", "Chỉ tiêu", *heads],
        [1, NAME[DOSSIERS], *PER_MONTH],
        [2, NAME[TEAMS], 10, 11, 11, 12, 12, 13],
    ]


def wide_records(row: int = 4, first: str = "C", unit: str = YT, codes=MONTH_CODES) -> tuple[Rec, ...]:
    """What `wide` says."""
    letters = [chr(ord(first) + n) for n in range(6)]
    return tuple(
        Rec(indicator, unit, code, value, f"{letter}{row + offset}")
        for offset, (indicator, values) in enumerate(
            ((DOSSIERS, PER_MONTH), (TEAMS, [10, 11, 11, 12, 12, 13]))
        )
        for letter, code, value in zip(letters, codes, values, strict=True)
    )


def _with_extras() -> bytes:
    """A form with what people add: frozen panes, filter, comment, drop-down, colours, print titles, a name."""
    import io

    import openpyxl
    from openpyxl.comments import Comment
    from openpyxl.formatting.rule import CellIsRule
    from openpyxl.styles import Font, PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation

    workbook = openpyxl.load_workbook(io.BytesIO(book(LONG)))
    sheet = workbook.active
    sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows = "A2", "A1:I5", "1:1"
    sheet["E2"].comment = Comment("99,99 theo báo cáo cũ", "Văn thư")
    choice = DataValidation(type="list", formula1='"Sở Y tế,Tỉnh Mẫu"')
    choice.add("B2:B5")
    sheet.add_data_validation(choice)
    sheet.conditional_formatting.add(
        "E2:E5", CellIsRule("greaterThan", ["50"], fill=PatternFill("solid", "FFFF00"))
    )
    sheet["E3"].font = Font(bold=True, color="FF0000")
    workbook.create_sheet("Trang trống")
    workbook.properties.created = workbook.properties.modified = dt.datetime(2023, 7, 1)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return patched(buffer.getvalue(), {})


def _with_macro() -> bytes:
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    macro = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    changes = {r"\[Content_Types\]\.xml": lambda data: data.replace(kind, macro)}
    return patched(book(LONG), changes, {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(600)})


def _table_object() -> bytes:
    """The list as a table of Excel."""
    import io

    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": dt.datetime(2023, 7, 1)})
        sheet = workbook.add_worksheet("Số liệu")
        sheet.add_table("A1:I5", {"columns": [{"header": name} for name in LONG[0]], "data": LONG[1:]})
    return buffer.getvalue()


def _strict_inline() -> bytes:
    """Strings in the cells themselves, and no references of rows and cells, as some exporters write."""

    def inline(data: dict[str, bytes]) -> bytes:
        import re

        strings = re.findall(r"<si><t[^>]*>(.*?)</t></si>", data["xl/sharedStrings.xml"].decode(), re.DOTALL)
        text = data["xl/worksheets/sheet1.xml"].decode()
        return re.sub(
            r'<c r="([A-Z]+\d+)" t="s"><v>(\d+)</v></c>',
            lambda m: f'<c r="{m[1]}" t="inlineStr"><is><t>{strings[int(m[2])]}</t></is></c>',
            text,
        ).encode()

    content = book(LONG)
    return patched(content, {r"xl/worksheets/sheet1\.xml": inline(members(content))})


def _many_rows() -> list[list[object]]:
    units = ["Huyện Hòa Mẫu", "Huyện Thủy Mẫu", "Thị xã Đức Mẫu", "Thành phố Quý Mẫu"]
    return [
        ["Đơn vị", "Chỉ tiêu", "Kỳ", "Giá trị"],
        *(
            [units[n % 4], NAME[TEAMS], f"{1 + n // 4 % 12:02d}/{2015 + n // 48}", 40 + n % 4 * 10 + n // 48]
            for n in range(240)
        ),
    ]


def _many_records() -> tuple[Rec, ...]:
    return tuple(
        Rec(
            TEAMS,
            (HOA, THUY, DUC, QUY)[n % 4],
            f"{2015 + n // 48}-{1 + n // 4 % 12:02d}",
            40 + n % 4 * 10 + n // 48,
            f"D{n + 2}",
        )
        for n in range(240)
    )


def _shifted(records, rows: int = 0, columns: int = 0) -> tuple[Rec, ...]:
    import dataclasses

    return tuple(
        dataclasses.replace(rec, cell=f"{chr(ord(rec.cell[0]) + columns)}{int(rec.cell[1:]) + rows}")
        for rec in records
    )


LISTS = (
    good("list", lambda: book(LONG), LONG_RECORDS),
    good("list-csv", lambda: delimited(LONG, ";"), LONG_RECORDS, file="list.csv"),
    good("list-csv-comma", lambda: delimited(LONG), LONG_RECORDS, file="list-comma.csv"),
    good("list-tsv", lambda: delimited(LONG, "\t"), LONG_RECORDS, file="list.tsv"),
    good("list-xlsm", _with_macro, LONG_RECORDS, file="macro.xlsm"),
    good("list-xls", lambda: xls({"Số liệu": LONG}), LONG_RECORDS, file="list.xls", is_must=False),
    good("list-ods", lambda: ods(LONG), LONG_RECORDS, file="list.ods", is_must=False),
    good("list-with-extras", _with_extras, LONG_RECORDS),
    good("list-as-table", _table_object, LONG_RECORDS),
    good("list-inline-strings", _strict_inline, LONG_RECORDS),
    good("list-not-at-a1", lambda: book(Sheet(LONG, top=4, left=3)), _shifted(LONG_RECORDS, 3, 2)),
    good(
        "list-columns-in-another-order",
        lambda: book([[row[n] for n in (4, 3, 8, 2, 1, 7, 6, 5)] for row in LONG]),
        [Rec(r.indicator, r.unit, r.period, r.value, f"A{n}", numerator=r.numerator, denominator=r.denominator, target=r.target)
         for n, r in enumerate(LONG_RECORDS, 2)],
    ),
    good("list-upper-case-headers", lambda: book([[head.upper() for head in LONG[0]], *LONG[1:]]), LONG_RECORDS),
    good(
        "list-broken-headers",
        lambda: book([["STT", "Đơn\nvị", "Chỉ  tiêu", "Kỳ báo\ncáo", "Giá trị ", "Tử số", "Mẫu số", "Mục tiêu", "Ghi chú"], *LONG[1:]]),
        LONG_RECORDS,
    ),
    good(
        "list-numbered-columns",
        lambda: book([LONG[0], ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)"], *LONG[1:]]),
        _shifted(LONG_RECORDS, 1),
    ),
    good(
        "list-plain-numbered-columns", lambda: book([LONG[0], [1, 2, 3, 4, 5, 6, 7, 8, 9], *LONG[1:]]), _shifted(LONG_RECORDS, 1),
    ),
    good(
        "list-numbers-as-numbers",
        lambda: book([["Đơn vị", "Chỉ tiêu", "Kỳ", "Giá trị"], ["Sở Y tế", NAME[OPS], 2023, 33.25],
                      ["Sở Y tế", NAME[DOSSIERS], 2023, Styled(2439, "#,##0")], ["Sở Y tế", NAME[DAYS], 2023, Styled(2.5, "0.00")],
                      ["Sở Y tế", NAME[REVENUE], 2023, Styled(1234.5, "#,##0.0")], ["Tỉnh Mẫu", NAME[RANK], 2023, 27],
                      ["Tỉnh Mẫu", NAME[SCORE], 2023, 812.5]]),
        (Rec(OPS, YT, "2023", 33.25, "D2"), Rec(DOSSIERS, YT, "2023", 2439, "D3"), Rec(DAYS, YT, "2023", 2.5, "D4"),
         Rec(REVENUE, YT, "2023", 1234.5, "D5"), Rec(RANK, TM, "2023", 27, "D6"), Rec(SCORE, TM, "2023", 812.5, "D7")),
    ),
    good(
        "list-percent-cells",
        lambda: book([["Đơn vị", "Chỉ tiêu", "Kỳ", "Giá trị", "Mục tiêu"],
                      ["Sở Y tế", NAME[OPS], "Quý I/2023", Styled(0.3325, "0.00%"), Styled(0.7, "0%")],
                      ["Sở Y tế", NAME[EDOC], "Quý I/2023", Styled(1, "0%"), Styled(0.9, "0%")]]),
        (Rec(OPS, YT, "2023-Q1", 33.25, "D2", target=70), Rec(EDOC, YT, "2023-Q1", 100, "D3", target=90)),
    ),
    good(
        "list-targets-with-comparator",
        lambda: book([["Đơn vị", "Chỉ tiêu", "Kỳ", "Kết quả", "Mục tiêu"], ["Sở Y tế", NAME[OPS], "Quý I/2023", "33,25", "≥ 70%"],
                      ["Sở Y tế", NAME[DAYS], "Quý I/2023", "2,5", "≤ 3"]]),
        (Rec(OPS, YT, "2023-Q1", 33.25, "D2", target=70), Rec(DAYS, YT, "2023-Q1", 2.5, "D3", target=3)),
    ),
    good(
        "list-unit-merged-downwards",
        lambda: book(Sheet([["Đơn vị", "Chỉ tiêu", "Kỳ", "Giá trị"], ["Sở Y tế", NAME[OPS], "Quý I/2023", "33,25"],
                            [None, NAME[DOSSIERS], "Quý I/2023", "980"], [None, NAME[DAYS], "Quý I/2023", "2,5"],
                            ["Tỉnh Mẫu", NAME[OPS], "Quý I/2023", "40,5"]], merges=("A2:A4",))),
        (Rec(OPS, YT, "2023-Q1", 33.25, "D2"), Rec(DOSSIERS, YT, "2023-Q1", 980, "D3"), Rec(DAYS, YT, "2023-Q1", 2.5, "D4"),
         Rec(OPS, TM, "2023-Q1", 40.5, "D5")),
    ),
    good(
        "list-period-merged-downwards",
        lambda: book(Sheet([["Đơn vị", "Chỉ tiêu", "Kỳ", "Giá trị"], ["Sở Y tế", NAME[OPS], "Quý I/2023", "33,25"],
                            ["Tỉnh Mẫu", NAME[OPS], None, "40,5"]], merges=("C2:C3",))),
        (Rec(OPS, YT, "2023-Q1", 33.25, "D2"), Rec(OPS, TM, "2023-Q1", 40.5, "D3")),
    ),
    good("list-many-rows", lambda: book(_many_rows()), _many_records(), may_warn=("outlier",)),
    good("list-many-rows-csv", lambda: delimited(_many_rows(), ";"), _many_records(), file="many.csv", may_warn=("outlier",)),
    good(
        "list-rich-text-names",
        lambda: book([["Đơn vị", "Chỉ tiêu", "Kỳ", "Giá trị"], [Rich(("Sở ", "Y tế")), NAME[OPS], "Quý I/2023", Rich(("33", ",25"))]]),
        (Rec(OPS, YT, "2023-Q1", 33.25, "D2"),),
    ),
    good(
        "list-after-reform",
        lambda: book([["Đơn vị", "Chỉ tiêu", "Kỳ", "Giá trị"], ["Phường 1", NAME[TEAMS], "Quý III/2025", 5],
                      ["Phường 10", NAME[TEAMS], "Quý III/2025", 6], ["UBND xã Hòa Mẫu", NAME[TEAMS], "Quý III/2025", 7]]),
        (Rec(TEAMS, "phuong-1-mau", "2025-Q3", 5, "D2"), Rec(TEAMS, "phuong-10-mau", "2025-Q3", 6, "D3"),
         Rec(TEAMS, "xa-hoa-mau", "2025-Q3", 7, "D4")),
    ),
    Case(
        f"{G}-list-level-in-words", G, "level.xlsx",
        lambda: book([["Đơn vị", "Chỉ tiêu", "Cấp", "Kỳ", "Giá trị"], ["Tỉnh Mẫu", NAME[EDOC], "Cấp huyện", "Quý I/2023", "90"],
                      ["Tỉnh Mẫu", NAME[EDOC], "Cấp xã", "Quý I/2023", "80"]]), "reject",
        doubtful=(Rec(EDOC, TM, "2023-Q1", 90, "E2", level="district"), Rec(EDOC, TM, "2023-Q1", 80, "E3", level="commune")),
        or_places=(Place("", "level"),), is_must=False,
    ),
    good(
        "list-ids-of-indicators",
        lambda: book([["Đơn vị", "Mã chỉ tiêu", "Kỳ", "Giá trị"], ["Sở Y tế", OPS, "2023-Q1", "33,25"]]),
        (Rec(OPS, YT, "2023-Q1", 33.25, "D2"),), is_must=False,
    ),
    good(
        "list-bare-register", lambda: book(LONG), LONG_RECORDS, register="bare",
    ),
)  # fmt: skip

ANNEXES = (
    good("annex", lambda: book([*LETTERHEAD, *SAID, [], ANNEX_HEAD, *ANNEX_BODY, *SIGNATURES]), _annex_records(11)),
    good(
        "annex-letterhead-only", lambda: book([*LETTERHEAD, [], ANNEX_HEAD, *ANNEX_BODY, *SIGNATURES]), _annex_records(9),
        is_must=False,
    ),
    good(
        "annex-merged-titles",
        lambda: book(Sheet([*LETTERHEAD, *SAID, [], ANNEX_HEAD, *ANNEX_BODY, *SIGNATURES],
                           merges=("A1:C1", "E1:J1", "A2:C2", "E2:J2", "A4:J4", "A5:J5", "A6:J6", "B11:J11", "B14:J14"))),
        _annex_records(11),
    ),
    good(
        "annex-numbered-columns",
        lambda: book([*LETTERHEAD, *SAID, [], ANNEX_HEAD, ["A", "B", "C", 1, 2, "3=2/1", 4, 5, 6, 7], *ANNEX_BODY, *SIGNATURES]),
        _annex_records(12),
    ),
    good(
        "annex-letters-for-sections",
        lambda: book([*SAID, ANNEX_HEAD, ["A", "CHÍNH QUYỀN SỐ"], *ANNEX_BODY[1:3], ["B", "NHÂN LỰC SỐ"], ANNEX_BODY[4]]),
        _annex_records(4),
    ),
    good(
        "annex-section-in-first-column",
        lambda: book(Sheet([*SAID, ANNEX_HEAD, ["I. Chính quyền số"], *ANNEX_BODY[1:3], ["II. Nhân lực số"], ANNEX_BODY[4]],
                           merges=("A4:J4", "A7:J7"))),
        _annex_records(4),
    ),
    good(
        "annex-csv", lambda: delimited(padded([*SAID, [], ANNEX_HEAD, *ANNEX_BODY, []]), ";"), _annex_records(5), file="annex.csv",
    ),
    good(
        "annex-of-the-province",
        lambda: book([["UBND TỈNH MẪU"], ["BÁO CÁO CHUYỂN ĐỔI SỐ QUÝ II NĂM 2023"], [],
                      ["TT", "Tên chỉ tiêu", "ĐVT", "Kế hoạch năm", "Thực hiện", "Ghi chú"],
                      [1, NAME[OPS], "%", "70", "33,25", None], [2, NAME[REVENUE], "tỷ đồng", "2.000,0", "1.234,5", None]]),
        (Rec(OPS, TM, "2023-Q2", 33.25, "E5", target=70), Rec(REVENUE, TM, "2023-Q2", 1234.5, "E6", target=2000)),
    ),
    good(
        "annex-formulas",
        lambda: book([*SAID, ["STT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch năm", "Thực hiện", "Tỷ lệ % (so kế hoạch)"],
                      [1, NAME[OPS], "%", 70, Formula("=133/400*100", 33.25), Formula("=E4/D4*100", 47.5)]]),
        (Rec(OPS, YT, "2023-H1", 33.25, "E4", target=70),),
    ),
    good(
        "annex-unknown-column", lambda: book([*SAID, [*ANNEX_HEAD, "Người nhập"], *(row + [None] * (10 - len(row)) + ["An"] for row in ANNEX_BODY)]),
        _annex_records(4), may_warn=("column.unknown",),
    ),
)  # fmt: skip

MATRICES = (
    good("matrix", lambda: book([*MATRIX_TITLE, *MATRIX]), _matrix_records(5)),
    good("matrix-with-total", lambda: book([*MATRIX_TITLE, *MATRIX, MATRIX_TOTAL]), _matrix_records(5)),
    good("matrix-total-first", lambda: book([*MATRIX_TITLE, MATRIX[0], [None, "Toàn tỉnh", 84, "3.300", None], *MATRIX[1:]]), _matrix_records(6)),
    good(
        "matrix-total-merged", lambda: book(Sheet([*MATRIX_TITLE, *MATRIX, ["Tổng cộng", None, 84, "3.300", None]], merges=("A8:B8",))),
        _matrix_records(5),
    ),
    good("matrix-csv", lambda: delimited(padded([*MATRIX_TITLE, *MATRIX, MATRIX_TOTAL]), ";"), _matrix_records(5), file="matrix.csv"),
    good("matrix-xls", lambda: xls({"Quý II": [*MATRIX_TITLE, *MATRIX]}), _matrix_records(5), file="matrix.xls", is_must=False),
    good(
        "matrix-formula-total",
        lambda: book([*MATRIX_TITLE, *MATRIX, [None, "Cộng", Formula("=SUM(C5:C7)", 84), None, None]]), _matrix_records(5),
    ),
    good(
        "matrix-numbered-columns", lambda: book([*MATRIX_TITLE, MATRIX[0], ["A", "B", "(1)", "(2)", "(3)"], *MATRIX[1:]]), _matrix_records(6),
    ),
    good("matrix-grouped-header", lambda: book(Sheet([*MATRIX_TITLE, *GROUPED], merges=GROUPED_MERGES)), _grouped_records(6)),
    good(
        "matrix-grouped-header-named-parts",
        lambda: book(Sheet([*MATRIX_TITLE, GROUPED[0], [None, None, "Hồ sơ tiếp nhận trực tuyến", "Hồ sơ tiếp nhận", "Tỷ lệ (%)"], *GROUPED[2:]],
                           merges=GROUPED_MERGES)), _grouped_records(6), is_must=False,
    ),
    good(
        "matrix-grouped-header-numbered",
        lambda: book(Sheet([*MATRIX_TITLE, *GROUPED[:2], ["(1)", "(2)", "(3)", "(4)", "(5)=(3)/(4)", "(6)"], *GROUPED[2:]], merges=GROUPED_MERGES)),
        _grouped_records(7),
    ),
    good(
        "matrix-grouped-total",
        lambda: book(Sheet([*MATRIX_TITLE, *GROUPED, [None, "Tổng cộng", 934, 1400, "66,71", 77]], merges=GROUPED_MERGES)), _grouped_records(6),
    ),
    good(
        "matrix-with-sections",
        lambda: book([*MATRIX_TITLE, MATRIX[0], ["I", "Khối huyện"], *MATRIX[1:3], ["II", "Khối thị xã"], MATRIX[3]]),
        [*_matrix_records(6)[:6], *_shifted(_matrix_records(6)[6:], 1)],
    ),
    good(
        "matrix-of-ids", lambda: book([*MATRIX_TITLE, ["unit", TEAMS, DOSSIERS], [HOA, 65, 2439]]),
        (Rec(TEAMS, HOA, "2023-Q2", 65, "B5"), Rec(DOSSIERS, HOA, "2023-Q2", 2439, "C5")), is_must=False,
    ),
    good(
        "matrix-with-period-column",
        lambda: book([["Đơn vị", "Kỳ", NAME[TEAMS], NAME[EDOC]], ["Huyện Hòa Mẫu", "Quý I/2023", 65, "81,5"], ["Huyện Hòa Mẫu", "Quý II/2023", 66, "82"]]),
        (Rec(TEAMS, HOA, "2023-Q1", 65, "C2"), Rec(EDOC, HOA, "2023-Q1", 81.5, "D2"), Rec(TEAMS, HOA, "2023-Q2", 66, "C3"),
         Rec(EDOC, HOA, "2023-Q2", 82, "D3")),
    ),
    good(
        "matrix-with-notes-column", lambda: book([*MATRIX_TITLE, [*MATRIX[0], "Ghi chú"], *(row + ["số 12 mới"] for row in MATRIX[1:])]), _matrix_records(5),
    ),
)  # fmt: skip

QUARTERS = [
    ["Chỉ tiêu", "Đơn vị tính", "Quý I", "Quý II", "Quý III", "Quý IV"],
    [NAME[EDOC], "%", "70", "72,5", "80", "91,25"],
]

WIDES = (
    good("wide-months", lambda: book(wide(MONTHS)), wide_records()),
    good("wide-months-short", lambda: book(wide([f"T{n}" for n in range(1, 7)])), wide_records()),
    good("wide-months-with-year", lambda: book(wide([f"{n:02d}/2023" for n in range(1, 7)], WIDE_TITLE[1:])), wide_records(3)),
    good(
        "wide-months-as-dates", lambda: book(wide([Styled(dt.datetime(2023, n, 1), "mm/yyyy") for n in range(1, 7)], WIDE_TITLE[1:])), wide_records(3),
    ),
    good(
        "wide-months-as-dates-1904", lambda: book(wide([Styled(dt.datetime(2023, n, 1), "mm/yyyy") for n in range(1, 7)], WIDE_TITLE[1:]), is_1904=True),
        wide_records(3),
    ),
    good("wide-months-csv", lambda: delimited(padded(wide(MONTHS)), ";"), wide_records(), file="wide.csv"),
    good(
        "wide-months-under-a-merged-head",
        lambda: book(Sheet([*WIDE_TITLE[1:], ["STT", "Chỉ tiêu", "Năm 2023", *[None] * 5], [None, None, *MONTHS], *wide(MONTHS, [])[1:]],
                           merges=("A2:A3", "B2:B3", "C2:H2"))), wide_records(4),
    ),
    good(
        "wide-months-and-cumulative",
        lambda: book([[*row, {3: "Lũy kế 6 tháng", 4: 800}.get(n)] for n, row in enumerate(wide(MONTHS), 1)]),
        [*wide_records()[:6], Rec(DOSSIERS, YT, "2023-H1", 800, "I4"), *wide_records()[6:]], may_warn=("value.blank",),
    ),
    good(
        "wide-quarters", lambda: book([["Năm 2023"], ["Đơn vị báo cáo: Sở Y tế"], *QUARTERS]),
        [Rec(EDOC, YT, f"2023-Q{n + 1}", value, f"{'CDEF'[n]}4") for n, value in enumerate((70, 72.5, 80, 91.25))],
    ),
    good(
        "wide-running-periods",
        lambda: book([["Năm 2023"], ["Đơn vị báo cáo: Sở Y tế"], ["Chỉ tiêu", "Quý I", "6 tháng", "9 tháng", "Cả năm"],
                      [NAME[DOSSIERS], 350, 800, 1200, 1700]]),
        [Rec(DOSSIERS, YT, code, value, f"{letter}4")
         for code, value, letter in zip(("2023-Q1", "2023-H1", "2023-9M", "2023"), (350, 800, 1200, 1700), "BCDE", strict=True)],
    ),
    good(
        "wide-units-by-months",
        lambda: book([["SỐ LIỆU NĂM 2023"], [f"Chỉ tiêu: {NAME[TEAMS]}"], ["STT", "Đơn vị", *MONTHS],
                      [1, "Huyện Hòa Mẫu", 10, 11, 11, 12, 12, 13], [2, "Huyện Thủy Mẫu", 5, 5, 6, 6, 6, 7]]),
        [Rec(TEAMS, unit, code, value, f"{letter}{row}")
         for row, unit, values in ((4, HOA, (10, 11, 11, 12, 12, 13)), (5, THUY, (5, 5, 6, 6, 6, 7)))
         for code, value, letter in zip(MONTH_CODES, values, "CDEFGH", strict=True)],
    ),
    good(
        "wide-units-and-indicators-by-quarters",
        lambda: book(Sheet([["NĂM 2023"], ["Đơn vị", "Chỉ tiêu", "Quý I", "Quý II"], ["Huyện Hòa Mẫu", NAME[TEAMS], 10, 11],
                            [None, NAME[EDOC], "70,5", "72"], ["Huyện Thủy Mẫu", NAME[TEAMS], 5, 6]], merges=("A3:A4",))),
        [Rec(TEAMS, HOA, "2023-Q1", 10, "C3"), Rec(TEAMS, HOA, "2023-Q2", 11, "D3"), Rec(EDOC, HOA, "2023-Q1", 70.5, "C4"),
         Rec(EDOC, HOA, "2023-Q2", 72, "D4"), Rec(TEAMS, THUY, "2023-Q1", 5, "C5"), Rec(TEAMS, THUY, "2023-Q2", 6, "D5")],
    ),
    good(
        "wide-group-over-quarters",
        lambda: book(Sheet([["NĂM 2023"], ["Đơn vị", NAME[TEAMS], None, NAME[EDOC], None], [None, "Quý I", "Quý II", "Quý I", "Quý II"],
                            ["Huyện Hòa Mẫu", 10, 11, "70,5", "72"]], merges=("A2:A3", "B2:C2", "D2:E2"))),
        [Rec(TEAMS, HOA, "2023-Q1", 10, "B4"), Rec(TEAMS, HOA, "2023-Q2", 11, "C4"), Rec(EDOC, HOA, "2023-Q1", 70.5, "D4"),
         Rec(EDOC, HOA, "2023-Q2", 72, "E4")],
    ),
)  # fmt: skip

SHEETS = (
    good(
        "sheet-per-unit",
        lambda: book(*(Sheet([["Kỳ báo cáo: Quý I/2023"], ["Chỉ tiêu", "Giá trị"], [NAME[EDOC], value]], name)
                       for name, value in (("Sở Y tế", "70,5"), ("Sở GD&ĐT", "82")))),
        (Rec(EDOC, YT, "2023-Q1", 70.5, "Sở Y tế!B3"), Rec(EDOC, GD, "2023-Q1", 82, "Sở GD&ĐT!B3")), is_must=False,
    ),
    good(
        "sheet-per-quarter",
        lambda: book(*(Sheet([[f"BÁO CÁO {name.upper()}/2023"], [], *MATRIX[:1], *MATRIX[1:]], name) for name in ("Quý I", "Quý II"))),
        [Rec(r.indicator, r.unit, period, r.value, f"{name}!{r.cell}", status=r.status)
         for name, period in (("Quý I", "2023-Q1"), ("Quý II", "2023-Q2")) for r in _matrix_records(4)],
    ),
    good(
        "sheet-of-instructions-first",
        lambda: book(Sheet([["HƯỚNG DẪN"], ["Nhập số liệu vào trang sau."]], "Hướng dẫn"), Sheet(LONG, "Số liệu")),
        [Rec(r.indicator, r.unit, r.period, r.value, f"Số liệu!{r.cell}", numerator=r.numerator, denominator=r.denominator, target=r.target)
         for r in LONG_RECORDS], may_warn=("sheet.no_header",),
    ),
    good(
        "two-tables-on-one-sheet",
        lambda: book([*SAID, ["Bảng 1. Chính quyền số"], ["Chỉ tiêu", "Giá trị"], [NAME[OPS], "33,25"], [],
                      ["Bảng 2. Nhân lực số"], ["Chỉ tiêu", "Đơn vị tính", "Giá trị"], [NAME[TEAMS], "tổ", "65"]]),
        (Rec(OPS, YT, "2023-H1", 33.25, "B5"), Rec(TEAMS, YT, "2023-H1", 65, "C9")),
    ),
    Case(
        f"{G}-two-tables-side-by-side", G, "side-by-side.xlsx",
        lambda: book([*SAID, ["Chỉ tiêu", "Giá trị", None, "Chỉ tiêu", "Giá trị"], [NAME[OPS], "33,25", None, NAME[TEAMS], "65"]]),
        "reject", doubtful=(Rec(OPS, YT, "2023-H1", 33.25, "B4"), Rec(TEAMS, YT, "2023-H1", 65, "E4")),
        or_places=(Place("", ""),), is_must=False,
    ),
)  # fmt: skip

CASES = (*LISTS, *ANNEXES, *MATRICES, *WIDES, *SHEETS)
