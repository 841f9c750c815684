"""Text files: their encodings, separators and breaks; and fonts of old encodings in workbooks."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Callable

from .cases_numbers import HEADER, NAMES
from .expectations import Case, Place, Rec
from .forms import Styled, book, delimited
from .legacy import cp1258, tcvn3, tcvn3_text, viscii, vni, vni_text

RATE, COUNT = "mau_ops_rate", "mau_dossiers"
ROWS = [
    HEADER,
    ["Sở Y tế", NAMES[RATE], "2022", "33,25"],
    ["Thị xã Đức Mẫu", NAMES[COUNT], "2022", "2.439"],
    ["Huyện Thủy Mẫu", NAMES[RATE], "2022", "81,17%"],
]
RECORDS = (
    Rec(RATE, "so-y-te-mau", "2022", 33.25, "D2"),
    Rec(COUNT, "duc-mau", "2022", 2439, "D3"),
    Rec(RATE, "thuy-mau", "2022", 81.17, "D4"),
)
TEXT = delimited(ROWS, ";").decode("utf-8")
WHOLE = Place("", ("text", "file"))
E = "encodings"


def _text(
    name: str, build: Callable[[], bytes], outcome="accept", records=RECORDS, places=(), **more
) -> Case:
    category, file = more.pop("category", E), more.pop("file", "")
    return Case(
        f"{category}-{name}", category, file or f"{name}.csv", build, outcome, records, places, **more
    )


def _refused(name: str, build: Callable[[], bytes], code="file", **more) -> Case:
    return _text(name, build, "reject", (), (Place("", code),), is_refused=True, **more)


def _converted(name: str, build: Callable[[], bytes], says: str, **more) -> Case:
    """The encoding is converted with a warning that names it; refusing by name would do as well."""
    where = Place("", "text.converted", "warning", says)
    return _text(name, build, "warn", RECORDS, (where,), is_must=False, **more)


def _font_book(write: Callable[[str], str], font: str) -> bytes:
    def cell(value: str) -> object:
        return Styled(write(value), "General", font)

    return book([[cell(value) for value in row] for row in ROWS])


ENCODINGS = (
    _text("utf-8", lambda: TEXT.encode("utf-8")),
    _text("utf-8-with-mark", lambda: TEXT.encode("utf-8-sig")),
    _text("utf-8-decomposed", lambda: unicodedata.normalize("NFD", TEXT).encode("utf-8")),
    _text("utf-16-le-with-mark", lambda: b"\xff\xfe" + TEXT.encode("utf-16-le")),
    _text("utf-16-be-with-mark", lambda: b"\xfe\xff" + TEXT.encode("utf-16-be")),
    _text("utf-16-tabs-as-excel-saves", lambda: b"\xff\xfe" + TEXT.replace(";", "\t").encode("utf-16-le"), file="unicode.txt"),
    _text(
        "utf-16-without-mark", lambda: TEXT.encode("utf-16-le"), "reject", (), (), doubtful=RECORDS,
        or_places=(Place("", ("file", "text")),), is_must=False, may_warn=("text", "file"),
    ),
    _converted("windows-1258", lambda: cp1258(TEXT), "1258"),
    _converted("tcvn3", lambda: tcvn3(TEXT), "TCVN3"),
    _converted("vni", lambda: vni(TEXT), "VNI"),
    _converted("viscii", lambda: viscii(TEXT), "VISCII"),
    _text(
        "tcvn3-font-in-workbook", lambda: _font_book(tcvn3_text, ".VnTime"), "warn", RECORDS,
        (Place("", "text.converted", "warning", "TCVN3"),), file="vntime.xlsx", is_must=False,
    ),
    _text(
        "vni-font-in-workbook", lambda: _font_book(vni_text, "VNI-Times"), "warn", RECORDS,
        (Place("", "text.converted", "warning", "VNI"),), file="vni-times.xlsx", is_must=False,
    ),
    _text(
        "tcvn3-without-its-font", lambda: _font_book(tcvn3_text, "Arial"), "reject", (), (), doubtful=RECORDS,
        or_places=(Place("", ""),), file="lost-font.xlsx", is_must=False, may_warn=("text",),
    ),
    _text(
        "tcvn3-saved-as-utf-8", lambda: tcvn3_text(TEXT).encode("utf-8"), "reject", (), (), doubtful=RECORDS,
        or_places=(Place("", ""),), is_must=False, may_warn=("text",),
    ),
    _text(
        "twice-encoded", lambda: TEXT.encode("utf-8").decode("cp1252", "ignore").encode("utf-8"), "reject", (),
        (Place("", ("file", "text", "sheet", "unit", "header", "column")),), never=(33.25, 2439, 81.17),
    ),
    _refused("one-wrong-byte", lambda: TEXT.encode("utf-8").replace("Mẫu".encode(), b"M\xffu", 1), ("file", "text", "unit")),
    _refused("mark-of-utf-8-over-1258", lambda: b"\xef\xbb\xbf" + cp1258(TEXT), "file"),
    _refused("cut-inside-a-letter", lambda: TEXT.encode("utf-8")[:-21] + "ậ".encode()[:2], ("file", "row")),
    _refused("nul-bytes", lambda: TEXT.encode("utf-8").replace(b"2.439", b"2\x00439"), "file.nul"),
    _refused("nul-at-the-end", lambda: TEXT.encode("utf-8") + bytes(40), "file"),
    _text(
        "utf-32", lambda: b"\xff\xfe\x00\x00" + TEXT.encode("utf-32-le"), "reject", (), (), doubtful=RECORDS,
        or_places=(Place("", "file"),), is_must=False, may_warn=("text",),
    ),
    _text(
        "replacement-signs", lambda: TEXT.replace("ế", "\ufffd").encode("utf-8"), "reject", (),
        (Place("2", ("unit", "indicator", "text")), Place("3", ("unit", "indicator", "text")), Place("4", ("unit", "indicator", "text"))),
        is_must=False, may_warn=("text",),
    ),
)  # fmt: skip

D = "delimited"


def _lines(*lines: str, newline: str = "\r\n", final: bool = True) -> bytes:
    return (newline.join(lines) + (newline if final else "")).encode("utf-8")


HEAD, A, B, C = TEXT.splitlines()
Q = f'"{NAMES[RATE]}"'


def _delimited(name: str, build, outcome="accept", records=RECORDS, places=(), **more) -> Case:
    return _text(name, build, outcome, records, places, category=D, **more)


BROKEN = Place("3", "row.fields")
AROUND = (RECORDS[0], RECORDS[2])

DELIMITED = (
    _delimited("semicolon", TEXT.encode),
    _delimited("comma-with-quotes", lambda: delimited(ROWS, ",")),
    _delimited("everything-quoted", lambda: delimited(ROWS, ",", quoting=csv.QUOTE_ALL)),
    _delimited("tab", lambda: delimited(ROWS, "\t"), file="tab.tsv"),
    _delimited("tab-in-csv", lambda: delimited(ROWS, "\t"), is_must=False),
    _delimited("comma-in-tsv", lambda: delimited(ROWS, ","), "reject", (), (), doubtful=RECORDS, file="comma.tsv",
               or_places=(Place("", ""),), is_must=False),
    _delimited("pipe", lambda: delimited(ROWS, "|"), "reject", (), (), doubtful=RECORDS, or_places=(Place("", ""),), is_must=False),
    _delimited("excel-separator-line", lambda: b"sep=;\r\n" + TEXT.encode(), "accept", tuple(
        Rec(r.indicator, r.unit, r.period, r.value, f"D{n}") for n, r in enumerate(RECORDS, 3)), is_must=False),
    _delimited("unix-lines", lambda: _lines(HEAD, A, B, C, newline="\n")),
    _delimited("old-mac-lines", lambda: _lines(HEAD, A, B, C, newline="\r"), "reject", (), (), doubtful=RECORDS,
               or_places=(Place("", ""),), is_must=False),
    _delimited("mixed-lines", (HEAD + "\n" + A + "\r\n" + B + "\n" + C + "\r\n").encode),
    _delimited("blank-lines", lambda: _lines(HEAD, "", A, "", "", B, C), "accept",
               (Rec(RATE, "so-y-te-mau", "2022", 33.25, "D3"), Rec(COUNT, "duc-mau", "2022", 2439, "D6"),
                Rec(RATE, "thuy-mau", "2022", 81.17, "D7"))),
    _delimited("separators-only-lines", lambda: _lines(HEAD, A, ";;;", B, C, ";;;"), "accept",
               (RECORDS[0], Rec(COUNT, "duc-mau", "2022", 2439, "D4"), Rec(RATE, "thuy-mau", "2022", 81.17, "D5"))),
    _delimited("no-final-newline", lambda: _lines(HEAD, A, B, C, final=False), "warn", RECORDS,
               (Place("4", "file.no_final_newline", "warning"),), is_must=False),
    _delimited("cut-in-last-value", lambda: _lines(HEAD, A, B, C, final=False)[:-4], "warn",
               (RECORDS[0], RECORDS[1], Rec(RATE, "thuy-mau", "2022", 81, "D4")),
               (Place("4", "file.no_final_newline", "warning"),), is_must=False),
    _delimited("cut-before-last-field", lambda: _lines(HEAD, A, B, C, final=False)[:-12], "reject",
               (RECORDS[0], RECORDS[1]), (Place("4", ("row", "period", "value", "file")),),
               may_warn=("file.no_final_newline", "value"), never=(8, 81, 811)),
    _delimited("one-field-more", lambda: _lines(HEAD, A, B + ";5", C), "reject", AROUND, (BROKEN,), never=(2439, 5)),
    _delimited("one-field-less", lambda: _lines(HEAD, A, "Thị xã Đức Mẫu;Số hồ sơ tiếp nhận;2.439", C), "reject", AROUND,
               (BROKEN,), never=(2439,)),
    _delimited("empty-field-more", lambda: _lines(HEAD, A, B + ";", C), "reject", AROUND, (), doubtful=(RECORDS[1],),
               or_places=(BROKEN,), is_must=False),
    _delimited("unquoted-decimal-comma", lambda: _lines(
        "Đơn vị,Chỉ tiêu,Kỳ báo cáo,Giá trị", f"Sở Y tế,{Q},2022,33,25", f"Sở Giáo dục và Đào tạo,{Q},2022,40"), "reject",
        (Rec(RATE, "so-gddt-mau", "2022", 40, "D3"),), (Place("2", "row.fields"),), never=(33, 25, 33.25)),
    _delimited("unquoted-decimal-comma-everywhere", lambda: _lines(
        "Đơn vị,Chỉ tiêu,Kỳ báo cáo,Giá trị", f"Sở Y tế,{Q},2022,33,25", f"Sở Giáo dục và Đào tạo,{Q},2022,40,5"), "reject", (),
        (Place("2", ("row.fields", "file")), Place("3", ("row.fields", "file"))), never=(33, 40, 25, 5)),
    _delimited("separator-in-quotes", lambda: _lines(
        HEAD, A, '"Thị xã Đức Mẫu";"Số hồ sơ tiếp nhận";"2022";"2.439"', C)),
    _delimited("note-with-separator", lambda: _lines(
        HEAD + ";Ghi chú", A + ';"nguồn: một; hai"', B + ";", C + ';"nói ""đã xong"""')),
    _delimited("line-break-in-quotes", lambda: _lines(HEAD + ";Ghi chú", A + ';"dòng một\r\ndòng hai"', B + ";", C + ";"),
               held={"": 4}),
    _delimited("quote-never-closed", lambda: _lines(HEAD, A, '"Thị xã Đức Mẫu;Số hồ sơ tiếp nhận;2022;2.439', C), "reject", (),
               (), doubtful=RECORDS[:1], or_places=(Place("", ("file", "row")),), never=(2439,)),
    _delimited("text-behind-a-quote", lambda: _lines(HEAD, A, '"Thị xã Đức Mẫu" x;Số hồ sơ tiếp nhận;2022;2.439', C),
               "reject", (), (Place("", ("file", "row", "unit")),), doubtful=AROUND,
               or_places=(Place("", ("file", "row", "unit")),), never=(2439,), is_must=False),
    _delimited("quote-inside-a-word", lambda: _lines(HEAD, A, 'Thị xã "Đức" Mẫu;Số hồ sơ tiếp nhận;2022;2.439', C), "reject",
               (), (Place("", ("file", "row", "unit")),), doubtful=AROUND,
               or_places=(Place("", ("file", "row", "unit")),), never=(2439,)),
    _delimited("title-lines-of-one-field", lambda: _lines(
        "BÁO CÁO CHUYỂN ĐỔI SỐ", "Kỳ báo cáo: năm 2022", "", HEAD, A, B, C), "accept",
        tuple(Rec(r.indicator, r.unit, r.period, r.value, f"D{n}") for n, r in enumerate(RECORDS, 5))),
    _delimited("notes-behind", lambda: _lines(HEAD, A, B, C, "", "Ghi chú: số liệu sơ bộ", "NGƯỜI LẬP BIỂU"), "accept", RECORDS),
    _delimited("header-only", lambda: _lines(HEAD), "reject", (), (), or_places=(Place("", ""),), is_must=False,
               may_warn=("file", "sheet")),
    _delimited("header-twice", lambda: _lines(HEAD, A, HEAD, B, C), "accept",
               (RECORDS[0], Rec(COUNT, "duc-mau", "2022", 2439, "D4"), Rec(RATE, "thuy-mau", "2022", 81.17, "D5"))),
    _delimited("no-header", lambda: _lines(A, B, C), "reject", (), (Place("", ("sheet.no_header", "file", "header")),),
               never=(33.25, 2439, 81.17)),
    _delimited("two-columns-of-one-name", lambda: _lines(
        "Đơn vị;Chỉ tiêu;Kỳ;Giá trị;Giá trị", f"Sở Y tế;{NAMES[RATE]};2022;33,25;40,5"), "reject", (),
        (Place("1", "header"),), never=(33.25, 40.5)),
    _delimited("spaces-around-fields", lambda: _lines(
        "Đơn vị ; Chỉ tiêu ; Kỳ báo cáo ; Giá trị", *(line.replace(";", " ; ") for line in (A, B, C)))),
    _delimited("english-machine-form", lambda: delimited([
        ["indicator", "unit", "level", "dimension", "period", "value", "qualifier", "numerator", "denominator", "target", "note"],
        [RATE, "so-y-te-mau", "department", "", "2023-H1", "33.25", "eq", "133", "400", "70", ""],
        [COUNT, "tinh-mau", "province", "", "2023-H1", "2439", "eq", "", "", "", "thử"],
        [RATE, "tinh-mau", "province", "", "2023-H1", "90", "gt", "", "", "", ""]]), "accept",
        (Rec(RATE, "so-y-te-mau", "2023-H1", 33.25, "F2", numerator=133, denominator=400, target=70, level="department"),
         Rec(COUNT, "tinh-mau", "2023-H1", 2439, "F3", level="province"),
         Rec(RATE, "tinh-mau", "2023-H1", 90, "F4", qualifier="gt", level="province"))),
    _delimited("english-machine-form-reordered", lambda: delimited([
        ["value", "period", "unit", "indicator"], ["33.25", "2023-H1", "so-y-te-mau", RATE]]), "accept",
        (Rec(RATE, "so-y-te-mau", "2023-H1", 33.25, "A2"),)),
    _delimited("unknown-qualifier", lambda: delimited([
        ["indicator", "unit", "period", "value", "qualifier"], [RATE, "so-y-te-mau", "2023-H1", "33.25", "circa"],
        [RATE, "tinh-mau", "2023-H1", "40.5", "eq"]]), "reject",
        (Rec(RATE, "tinh-mau", "2023-H1", 40.5, "D3"),), (Place("E2", ""),), never=(33.25,)),
    _delimited("qualifier-contradicts-value", lambda: delimited([
        ["indicator", "unit", "period", "value", "qualifier"], [RATE, "so-y-te-mau", "2023-H1", "trên 33,25%", "lt"]]), "reject",
        (), (Place("2", ""),), never=(33.25,), is_must=False),
    _delimited("unknown-level", lambda: delimited([
        ["indicator", "unit", "level", "period", "value"], [RATE, "so-y-te-mau", "galaxy", "2023-H1", "33.25"]]), "reject", (),
        (Place("C2", "level"),), never=(33.25,)),
    _delimited("unknown-dimension", lambda: delimited([
        ["indicator", "unit", "dimension", "period", "value"], [RATE, "so-y-te-mau", "field=moon", "2023-H1", "33.25"]]), "reject",
        (), (Place("C2", "dimension"),), never=(33.25,), is_must=False),
    _delimited("known-dimension", lambda: delimited([
        ["indicator", "unit", "dimension", "period", "value"],
        ["ops_with_dossiers_rate", "ninh-thuan", "field=land", "2023-H1", "33.25"],
        ["ops_with_dossiers_rate", "ninh-thuan", "", "2023-H1", "40.5"]]), "accept",
        (Rec("ops_with_dossiers_rate", "ninh-thuan", "2023-H1", 33.25, "E2", dimension="field=land"),
         Rec("ops_with_dossiers_rate", "ninh-thuan", "2023-H1", 40.5, "E3")), register="real"),
)  # fmt: skip

CASES = (*ENCODINGS, *DELIMITED)
