"""Names of units and indicators as people write them: what is folded, what is refused, and who existed when."""

from __future__ import annotations

import unicodedata

from .cases_numbers import HEADER, NAMES
from .expectations import Case, Place, Rec
from .forms import book, delimited

RATE = "mau_ops_rate"
NAME = NAMES[RATE]
FIRST = Rec(RATE, "so-gddt-mau", "2022", 33.25, "D2")
NBSP, ZERO_WIDTH = "\u00a0", "\u200b"


def _form(unit: object, indicator: object = NAME, period: object = "2022") -> bytes:
    return book(
        [HEADER, ["Sở Giáo dục và Đào tạo", NAME, "2022", "33,25"], [unit, indicator, period, "81,17"]]
    )


def _unit(name: str, written: object, unit: str, period: str = "2022", **more) -> Case:
    rec = Rec(RATE, unit, more.pop("code", period), 81.17, "D3")
    return Case(
        f"units-{name}",
        "units",
        f"{name}.xlsx",
        lambda: _form(written, period=period),
        "accept",
        (FIRST, rec),
        **more,
    )


def _no_unit(name: str, written: object, code: str, says: str = "", period: str = "2022", **more) -> Case:
    return Case(
        f"units-{name}", "units", f"{name}.xlsx", lambda: _form(written, period=period), "reject", (FIRST,),
        (Place("A3", code, says=says),), never=(81.17,), **more,
    )  # fmt: skip


def _indicator(name: str, written: object, indicator: str = RATE, value: float = 81.17, **more) -> Case:
    rec = Rec(indicator, "so-y-te-mau", "2022", value, "D3")
    build = lambda: _form("Sở Y tế", written)  # noqa: E731
    return Case(f"indicators-{name}", "indicators", f"{name}.xlsx", build, "accept", (FIRST, rec), **more)


def _no_indicator(name: str, written: object, code: str, says: str = "", **more) -> Case:
    return Case(
        f"indicators-{name}", "indicators", f"{name}.xlsx", lambda: _form("Sở Y tế", written), "reject", (FIRST,),
        (Place("B3", code, says=says),), never=(81.17,), **more,
    )  # fmt: skip


Q3, Q4 = "Quý III/2025", "Quý IV/2025"

UNITS = (
    _unit("plain", "Sở Y tế", "so-y-te-mau"),
    _unit("id", "so-y-te-mau", "so-y-te-mau"),
    _unit("alias", "SYT", "so-y-te-mau"),
    _unit("alias-with-ampersand", "Sở GD&ĐT", "so-gddt-mau", period="2021"),
    _unit("code", "M01", "tinh-mau"),
    _unit("upper-case", "SỞ Y TẾ", "so-y-te-mau"),
    _unit("lower-case", "sở y tế", "so-y-te-mau"),
    _unit("decomposed", unicodedata.normalize("NFD", "Sở Y tế"), "so-y-te-mau"),
    _unit("half-decomposed", "S\u01a1\u0309 Y t\u00ea\u0301", "so-y-te-mau"),
    _unit("double-space", "Sở  Y   tế ", "so-y-te-mau"),
    _unit("no-break-space", f"Sở{NBSP}Y{NBSP}tế", "so-y-te-mau"),
    _unit("zero-width-space", f"Sở{ZERO_WIDTH} Y tế{ZERO_WIDTH}", "so-y-te-mau"),
    _unit("byte-order-mark-inside", "\ufeffSở Y tế", "so-y-te-mau"),
    _unit("soft-hyphen", "Sở Y\u00ad tế", "so-y-te-mau", is_must=False),
    _unit("line-break", "Sở\nY tế", "so-y-te-mau"),
    _unit("trailing-full-stop", "Sở Y tế.", "so-y-te-mau", is_must=False),
    _unit("old-tone-placement", "Huyện Hoà Mẫu", "hoa-mau"),
    _unit("old-tone-placement-uy", "Huyện Thuỷ Mẫu", "thuy-mau"),
    _unit("tone-on-first-vowel", "Huyện Thủy Mẫu", "thuy-mau"),
    _unit("en-dash", "Huyện Bà Mẫu – Vũng Mẫu", "ba-vung-mau"),
    _unit("dash-without-spaces", "Huyện Bà Mẫu-Vũng Mẫu", "ba-vung-mau"),
    _unit("no-break-hyphen", "Huyện Bà Mẫu \u2011 Vũng Mẫu", "ba-vung-mau"),
    _unit("abbreviated-kind", "TX. Đức Mẫu", "duc-mau"),
    _unit("abbreviated-kind-without-dot", "TX Đức Mẫu", "duc-mau"),
    _unit("committee-of-the-district", "UBND huyện Hòa Mẫu", "hoa-mau"),
    _unit("icelandic-eth", "Thị xã \u00d0ức Mẫu", "duc-mau", is_must=False),
    _unit("name-that-says-quarter", "Thành phố Quý Mẫu", "quy-mau"),
    _unit("digits-in-name", "Phường 10", "phuong-10-mau", period=Q4, code="2025-Q4"),
    _unit("alias-of-district-before", "Hòa Mẫu", "hoa-mau"),
    _unit("alias-of-commune-after", "Hòa Mẫu", "xa-hoa-mau", period=Q4, code="2025-Q4"),
    _unit("district-on-its-last-day", "Huyện Hòa Mẫu", "hoa-mau", period="6 tháng đầu năm 2025", code="2025-H1"),
    _unit("commune-from-its-first-day", "Xã Hòa Mẫu", "xa-hoa-mau", period=Q3, code="2025-Q3"),
    _unit("told-apart-by-alias", "Xã An Mẫu (tây)", "xa-an-mau-tay", period=Q4, code="2025-Q4"),
    _no_unit("missing-marks", "So Y te", "unit.marks_differ", "Sở Y tế"),
    _no_unit("some-marks-missing", "Sơ Y tế", "unit", "Sở Y tế"),
    _no_unit("wrong-tone", "Sở Y tề", "unit", "Sở Y tế"),
    _no_unit("cyrillic-letter", "Sở Y t\u0435\u0302\u0301", "unit.look_alikes", "Sở Y tế"),
    _no_unit("cyrillic-capital", "\u0405ở Y tế", "unit"),
    _no_unit("greek-upsilon", "Sở \u03a5 tế", "unit.look_alikes"),
    _no_unit("turkish-dotless-i", "Huyện Thủy Mẫu\u0131", "unit"),
    _no_unit("digit-for-letter", "S0 Y tế", "unit"),
    _no_unit("spelling-mistake", "Sở Y tếe", "unit.unknown", "Sở Y tế"),
    _no_unit("beginning-only", "Sở Y", "unit.unknown"),
    _no_unit("with-superior", "Sở Y tế tỉnh Mẫu", "unit"),
    _no_unit("stranger", "Sở Ngoại vụ", "unit.unknown"),
    _no_unit("number", 10, "unit"),
    _no_unit("phuong-one-digit-more", "Phường 100", "unit.unknown", period=Q4),
    _no_unit("two-units", "Sở Y tế, Sở Giáo dục và Đào tạo", "unit"),
    _no_unit("two-of-one-name", "Xã An Mẫu", "unit.ambiguous", period=Q4),
    _no_unit("mojibake", "S\u00e1\u00bb\u009f Y t\u00e1\u00ba\u00bf", ("unit", "text", "file", "cell")),
    _no_unit("question-marks", "S? Y t?", "unit"),
    _no_unit("html-entities", "S&#7903; Y t&#7871;", "unit"),
    _no_unit("right-to-left-override", "\u202eSở Y tế", "unit", is_must=False),
    _no_unit("district-after-its-end", "Huyện Hòa Mẫu", "unit.not_valid", "Xã Hòa Mẫu", period=Q3),
    _no_unit("district-in-nine-months", "Huyện Hòa Mẫu", "unit.not_valid", period="9 tháng năm 2025"),
    _no_unit("split-names-both", "Huyện Thủy Mẫu", "unit.not_valid", "Phường 1", period=Q4),
    _no_unit("old-district-alias", "TX. Đức Mẫu", "unit.not_valid", "Phường Đức Mẫu", period="2025-10"),
    _no_unit("commune-before-its-start", "Xã Hòa Mẫu", "unit.not_valid", period="6 tháng đầu năm 2023"),
    _no_unit("office-after-merger", "Sở Thông tin và Truyền thông", "unit.not_valid", "Sở Khoa học và Công nghệ",
             period="Quý II/2025"),
    _no_unit("office-before-merger", "Sở Khoa học và Công nghệ", "unit.not_valid", period="Quý II/2024"),
    _no_unit("old-province", "Tỉnh Cựu Mẫu", "unit.not_valid", "Tỉnh Mẫu", period="Quý I/2026"),
    Case(
        "units-blank-unit", "units", "blank-unit.xlsx", lambda: _form(None), "reject", (FIRST,),
        (Place("3", "unit"),), never=(81.17,),
    ),
    Case(
        "units-blank-unit-is-not-filled-down", "units", "fill-down.xlsx",
        lambda: book([HEADER, ["Sở Giáo dục và Đào tạo", NAME, "2022", "33,25"], ["", NAME, "2023", "81,17"]]),
        "reject", (FIRST,), (Place("3", "unit"),), never=(81.17,),
    ),
    Case(
        "units-none-anywhere", "units", "none.xlsx",
        lambda: book([["Chỉ tiêu", "Kỳ", "Giá trị"], [NAME, "2022", "33,25"]]),
        "reject", (), (Place("", "unit.missing"),), never=(33.25,),
    ),
    Case(
        "units-marks-missing-throughout", "units", "khong-dau.csv",
        lambda: delimited([["don vi", "chi tieu", "ky", "gia tri"], ["So Y te", "Xep hang DTI", "2022", "12"]]),
        "reject", (), (Place("", ("unit", "indicator", "sheet", "header")),), never=(12,), is_must=False,
    ),
)  # fmt: skip

INDICATORS = (
    _indicator("id", "mau_ops_rate"),
    _indicator("upper-case", NAME.upper()),
    _indicator("decomposed", unicodedata.normalize("NFD", NAME)),
    _indicator("line-break", NAME.replace(" có ", "\ncó ")),
    _indicator("with-unit-in-brackets", f"{NAME} (%)"),
    _indicator("numbered", f"1. {NAME}", is_must=False),
    _indicator("dash-before", f"- {NAME}", is_must=False),
    _indicator("old-tone-placement", "Điểm chuyển đổi số", "mau_score"),
    _no_indicator("missing-marks", "Ty le dich vu cong truc tuyen co phat sinh ho so", "indicator.marks_differ", NAME),
    _no_indicator("cyrillic-letters", NAME.replace("c", "\u0441"), "indicator.look_alikes"),
    _no_indicator("cyrillic-capital", NAME.replace("T", "\u0422", 1), "indicator.look_alikes"),
    _no_indicator("near", "Tỷ lệ dịch vụ công trực tuyến phát sinh hồ sơ", "indicator.unknown", NAME),
    _no_indicator("stranger", "Số trâu bò", "indicator.unknown"),
    _no_indicator("other-unit-in-brackets", f"{NAME} (hồ sơ)", ("value.measure", "indicator", "number")),
    _no_indicator("blank", "", "indicator"),
    _no_indicator("half-a-name", "Tỷ lệ", "indicator"),
    _no_indicator("quoted-name-of-two", "Số Tổ công nghệ số cộng đồng và số thành viên", "indicator"),
    _no_indicator("tone-differs", NAME.replace("Tỷ", "Tý"), "indicator", NAME),
    Case(
        "indicators-alias-column", "indicators", "alias.xlsx", lambda: _form("Sở Y tế", "Tỷ lệ VBĐT"), "accept",
        (FIRST, Rec("mau_edoc_rate", "so-y-te-mau", "2022", 81.17, "D3")), register="aliases",
    ),
    Case(
        "indicators-alias-unknown-without-column", "indicators", "no-alias.xlsx",
        lambda: _form("Sở Y tế", "Tỷ lệ VBĐT"), "reject", (FIRST,), (Place("B3", "indicator.unknown"),),
        never=(81.17,),
    ),
    Case(
        "indicators-bare-register", "indicators", "bare.xlsx", lambda: _form("Sở Y tế"), "accept",
        (FIRST, Rec(RATE, "so-y-te-mau", "2022", 81.17, "D3")), register="bare",
    ),
    Case(
        "indicators-bare-register-district-ended", "indicators", "bare-ended.xlsx",
        lambda: _form("Huyện Hòa Mẫu", period=Q4), "reject", (FIRST,),
        (Place("A3", "unit.not_valid", says="Xã Hòa Mẫu"),), never=(81.17,), register="bare",
    ),
)  # fmt: skip


def _real(name: str, rows: list, outcome: str, records=(), places=(), **more) -> Case:
    return Case(f"real-{name}", "real register", f"{name}.xlsx", lambda: book(rows), outcome, records, places,
                register="real", **more)  # fmt: skip


OPS = "Tỷ lệ dịch vụ công trực tuyến có phát sinh hồ sơ (tính trên số dịch vụ)"
ONLINE = "Tỷ lệ hồ sơ TTHC tiếp nhận, xử lý trực tuyến (tính trên số hồ sơ)"
REAL = (
    _real(
        "ninh-thuan-half-year",
        [HEADER, ["Ninh Thuận", OPS, "6 tháng đầu năm 2023", "33,25%"], ["Tỉnh Ninh Thuận", ONLINE, "2023-H1", "81,17"],
         ["UBND tỉnh Ninh Thuận", "Số Tổ công nghệ số cộng đồng", "6 tháng đầu năm 2023", "467"],
         ["Ninh Thuận", "Số thành viên Tổ công nghệ số cộng đồng", "6 tháng đầu năm 2023", "2.439"]],
        "accept",
        (Rec("ops_with_dossiers_rate", "ninh-thuan", "2023-H1", 33.25, "D2"),
         Rec("tthc_online_dossier_rate", "ninh-thuan", "2023-H1", 81.17, "D3"),
         Rec("cdt_teams", "ninh-thuan", "2023-H1", 467, "D4"),
         Rec("cdt_members", "ninh-thuan", "2023-H1", 2439, "D5")),
    ),
    _real(
        "ninh-thuan-after-merger", [HEADER, ["Ninh Thuận", OPS, "Quý III/2025", "33,25"]], "reject", (),
        (Place("A2", "unit.not_valid", says="Khánh Hòa"),), never=(33.25,),
    ),
    _real(
        "khanh-hoa-before-and-after",
        [HEADER, ["Khánh Hòa", OPS, "2023", "41,5"], ["Khánh Hoà", OPS, "Quý IV/2025", "52,25"]], "accept",
        (Rec("ops_with_dossiers_rate", "khanh-hoa", "2023", 41.5, "D2"),
         Rec("ops_with_dossiers_rate", "khanh-hoa-2025", "2025-Q4", 52.25, "D3")),
    ),
    _real(
        "city-spellings",
        [HEADER, ["TP. Đà Nẵng", "Chỉ số chuyển đổi số cấp tỉnh (DTI)", "2022", "0,8002"],
         ["Thành phố Đà Nẵng", "Xếp hạng DTI cấp tỉnh", "2022", 1],
         ["Bà Rịa – Vũng Tàu", "Xếp hạng DTI cấp tỉnh", "2022", "12"]], "accept",
        (Rec("dti", "da-nang", "2022", 0.8002, "D2"), Rec("dti_rank", "da-nang", "2022", 1, "D3"),
         Rec("dti_rank", "ba-ria-vung-tau", "2022", 12, "D4")),
    ),
    _real(
        "no-marks", [HEADER, ["Binh Dinh", OPS, "2023", "33,25"]], "reject", (),
        (Place("A2", "unit.marks_differ", says="Bình Định"),), never=(33.25,),
    ),
    _real(
        "services-is-not-dossiers", [HEADER, ["Ninh Thuận", "Tỷ lệ hồ sơ trực tuyến", "2023", "33,25"]], "reject", (),
        (Place("B2", "indicator"),), never=(33.25,),
    ),
)  # fmt: skip

CASES = (*UNITS, *INDICATORS, *REAL)
