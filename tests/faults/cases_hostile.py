"""Hostile and broken files: refused by name, quickly, in little memory; nothing of them comes out."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

from .cases_numbers import NAMES
from .cases_text import RECORDS, ROWS, TEXT
from .expectations import Case, Place
from .forms import Sheet, book, members, patched, sheet_text, zipped
from .legacy import compound, ods, xls

H = "hostile"
GOOD_BYTES = lambda: book(ROWS)  # noqa: E731


def _refused(name: str, file: str, build: Callable[[], bytes], code="file", **more) -> Case:
    return Case(
        f"{H}-{name}", H, file, build, "reject", (), (Place("", code),), is_refused=True,
        never=(33.25, 2439, 81.17), **more,
    )  # fmt: skip


def _maybe(name: str, file: str, build: Callable[[], bytes], code="", **more) -> Case:
    """Read right or refused by name."""
    return Case(
        f"{H}-{name}", H, file, build, "reject", (), (), doubtful=RECORDS, or_places=(Place("", code),),
        is_must=False, may_warn=("file", "sheet", "text"), **more,
    )  # fmt: skip


def _bomb_member() -> bytes:
    return patched(GOOD_BYTES(), {}, {"xl/media/image1.bin": bytes(60_000_000)})


def _bomb_sheet() -> bytes:
    padding = "<row/>" * 3_000_000
    return patched(
        GOOD_BYTES(), sheet_text(lambda text: text.replace("</sheetData>", padding + "</sheetData>"))
    )


def _bomb_strings() -> bytes:
    huge = b"<si><t>" + b"A" * 40_000_000 + b"</t></si></sst>"
    return patched(GOOD_BYTES(), {r"xl/sharedStrings\.xml": lambda data: data.replace(b"</sst>", huge)})


def _false_sizes() -> bytes:
    """A member whose header claims to be small."""
    content = bytearray(_bomb_sheet())
    position = content.rfind(b"PK\x01\x02")
    while position >= 0:
        name_length = struct.unpack_from("<H", content, position + 28)[0]
        if content[position + 46 : position + 46 + name_length].startswith(b"xl/worksheets/sheet1"):
            struct.pack_into("<I", content, position + 24, 1000)
        position = content.rfind(b"PK\x01\x02", 0, position)
    return bytes(content)


LAUGHS = (
    '<!DOCTYPE worksheet [<!ENTITY a "2222222222">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefg", "bcdefgh", strict=True))
    + "]>"
)
OUTSIDE = '<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/hostname">]>'


def _with_doctype(doctype: str, entity: str) -> bytes:
    def change(text: str) -> str:
        head, rest = text.split("?>", 1)
        cell = f'<c r="E2" t="inlineStr"><is><t>{entity}</t></is></c><c r="D2"'
        return f"{head}?>{doctype}" + rest.replace('<c r="D2"', cell, 1)

    return patched(GOOD_BYTES(), sheet_text(change))


def _strings_with(doctype: str, entity: str) -> bytes:
    def change(data: bytes) -> bytes:
        head, rest = data.decode("utf-8").split("?>", 1)
        return f"{head}?>{doctype}{rest.replace('33,25', entity, 1)}".encode()

    return patched(GOOD_BYTES(), {r"xl/sharedStrings\.xml": change})


def _member_named(name: str) -> bytes:
    return patched(GOOD_BYTES(), {}, {name: b"root:x:0:0"})


def _link_member() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members(GOOD_BYTES()).items():
            archive.writestr(zipfile.ZipInfo(name), data)
        link = zipfile.ZipInfo("xl/worksheets/link.xml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return buffer.getvalue()


def _twice_the_sheet() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members(GOOD_BYTES()).items():
            archive.writestr(zipfile.ZipInfo(name), data)
        other = members(book([*ROWS[:1], ["Sở Y tế", NAMES["mau_ops_rate"], "2022", "99"]]))
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            archive.writestr(zipfile.ZipInfo("xl/worksheets/sheet1.xml"), other["xl/worksheets/sheet1.xml"])
    return buffer.getvalue()


def _cell_far_away(reference: str) -> bytes:
    row = "".join(sign for sign in reference if sign.isdigit())
    extra = f'<row r="{row}"><c r="{reference}" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    return patched(GOOD_BYTES(), sheet_text(lambda text: text.replace("</sheetData>", extra)))


def _dimension(reference: str) -> bytes:
    return patched(
        GOOD_BYTES(),
        sheet_text(lambda text: text.replace('<dimension ref="A1:D4"/>', f'<dimension ref="{reference}"/>')),
    )


def _encrypted_zip() -> bytes:
    content = bytearray(GOOD_BYTES())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = content.find(signature)
        while position >= 0:
            content[position + offset] |= 1
            position = content.find(signature, position + 4)
    return bytes(content)


def _long_value() -> bytes:
    return book(
        [*ROWS[:3], ["Sở Y tế" + " " * 20_000 + "x" * 12_000, NAMES["mau_ops_rate"], "2021", "81,17"]]
    )


def _huge_merge() -> bytes:
    merge = '<mergeCells count="1"><mergeCell ref="F1:XFD1048576"/></mergeCells>'
    return patched(
        GOOD_BYTES(), sheet_text(lambda text: text.replace("</sheetData>", "</sheetData>" + merge))
    )


def _many_merges() -> bytes:
    merges = "".join(f'<mergeCell ref="F{n}:H{n}"/>' for n in range(10, 60_000))
    added = f'</sheetData><mergeCells count="1">{merges}</mergeCells>'
    return patched(GOOD_BYTES(), sheet_text(lambda text: text.replace("</sheetData>", added)))


def _many_styles() -> bytes:
    rows = [*ROWS, *([None, None, None, None, ""] for _ in range(5))]
    content = book(rows)
    return patched(
        content,
        {
            r"xl/styles\.xml": lambda data: data.replace(
                b"</cellXfs>",
                b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>' * 60_000 + b"</cellXfs>",
            )
        },
    )


def _formatted_rows() -> bytes:
    """A book whose last 60,000 rows are only formatted: nothing stands in them."""
    empty = "".join(f'<row r="{n}"><c r="A{n}" s="0"/><c r="B{n}" s="0"/></row>' for n in range(5, 60_000))
    return patched(
        GOOD_BYTES(), sheet_text(lambda text: text.replace("</sheetData>", empty + "</sheetData>"))
    )


EMPTY_ZIP = b"PK\x05\x06" + bytes(18)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
HTML_TABLE = (
    '<html><meta charset="utf-8"><table>'
    + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    + "</table></html>"
).encode()
OLE_ENCRYPTED = lambda: compound({"EncryptionInfo": b"\x04\x00\x04\x00", "EncryptedPackage": b"\x01" * 5000})  # noqa: E731


def _text(text: str) -> bytes:
    return text.encode()


def _loop() -> bytes:
    """A compound file whose allocation table leads back to its beginning."""
    content = bytearray(xls({"Sheet1": ROWS}))
    table = struct.unpack_from("<I", content, 76)[0]
    struct.pack_into("<I", content, 512 + 512 * table + 4, 0)
    return bytes(content)


REFUSED = (
    _refused("empty-xlsx", "empty.xlsx", lambda: b"", "file.empty"),
    _refused("empty-csv", "empty.csv", lambda: b"", "file.empty"),
    _refused("blank-lines-csv", "blank.csv", lambda: b"\r\n\r\n  \r\n", ("file.empty", "sheet")),
    _refused("only-a-mark-csv", "mark.csv", lambda: b"\xef\xbb\xbf", ("file.empty", "sheet")),
    _refused("empty-archive", "empty-archive.xlsx", lambda: EMPTY_ZIP),
    _refused("archive-of-other-things", "other.xlsx", lambda: zipped({"readme.txt": b"hello"})),
    _refused("word-document", "word.xlsx", lambda: zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<a/>"})),
    _refused("truncated-half", "half.xlsx", lambda: GOOD_BYTES()[: len(GOOD_BYTES()) // 2]),
    _refused("truncated-end", "end.xlsx", lambda: GOOD_BYTES()[:-30]),
    _refused("missing-sheet-part", "no-sheet.xlsx", lambda: patched(GOOD_BYTES(), {r"xl/worksheets/sheet1\.xml": None})),
    _refused("missing-strings-part", "no-strings.xlsx", lambda: patched(GOOD_BYTES(), {r"xl/sharedStrings\.xml": None})),
    _refused("missing-workbook-part", "no-book.xlsx", lambda: patched(GOOD_BYTES(), {r"xl/workbook\.xml": None})),
    _refused("sheet-not-xml", "not-xml.xlsx", lambda: patched(GOOD_BYTES(), {r"xl/worksheets/sheet1\.xml": b"<worksheet"})),
    _refused("string-index-outside", "index.xlsx", lambda: patched(GOOD_BYTES(), sheet_text(
        lambda text: text.replace("<v>7</v>", "<v>70000</v>"))), ("file", "cell", "value", "number")),
    _refused("csv-called-xlsx", "text.xlsx", TEXT.encode),
    _refused("pdf-called-xlsx", "paper.xlsx", lambda: PDF),
    _refused("pdf-called-csv", "paper.csv", lambda: PDF),
    _refused("pdf", "paper.pdf", lambda: PDF),
    _refused("picture-called-xlsx", "scan.xlsx", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4),
    _refused("picture-called-csv", "scan.csv", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4),
    _refused("program", "report.xlsx", lambda: b"MZ" + bytes(2000)),
    _refused("unknown-kind", "report.docx", lambda: zipped({"word/document.xml": b"<a/>"})),
    _refused("password", "locked.xlsx", OLE_ENCRYPTED, "file.password"),
    _refused("password-called-xls", "locked.xls", OLE_ENCRYPTED, "file.password"),
    _refused("password-old-workbook", "locked97.xls", lambda: xls({"Sheet1": ROWS}, password=True), "file.password"),
    _refused("compound-file-of-other-things", "doc.xls", lambda: compound({"WordDocument": b"\xec\xa5" + bytes(5000)})),
    _refused("compound-file-cut", "cut.xls", lambda: xls({"Sheet1": ROWS})[:1500]),
    _refused("compound-file-that-loops", "loop.xls", _loop),
    _refused("encrypted-members", "zip-password.xlsx", _encrypted_zip, ("file.password", "file")),
    _refused("bomb-in-member", "bomb.xlsx", _bomb_member, "file.zip_bomb", is_slow=True),
    _refused("bomb-in-sheet", "bomb-sheet.xlsx", _bomb_sheet, "file.zip_bomb", is_slow=True),
    _refused("bomb-in-strings", "bomb-strings.xlsx", _bomb_strings, "file.zip_bomb", is_slow=True),
    _refused("bomb-with-false-sizes", "bomb-false.xlsx", _false_sizes, "file", is_slow=True),
    _refused("bomb-in-ods", "bomb.ods", lambda: patched(ods(ROWS), {}, {"Pictures/a.bin": bytes(30_000_000)}), "file"),
    _refused("entity-expansion-sheet", "laughs.xlsx", lambda: _with_doctype(LAUGHS, "&h;"), "file.entities"),
    _refused("entity-expansion-strings", "laughs2.xlsx", lambda: _strings_with(LAUGHS, "&h;"), "file.entities"),
    _refused("entity-small", "entity.xlsx", lambda: _strings_with('<!DOCTYPE s [<!ENTITY a "33,25">]>', "&a;"), "file.entities"),
    _refused("external-entity-sheet", "outside.xlsx", lambda: _with_doctype(OUTSIDE, "&x;"), "file.entities"),
    _refused("external-entity-strings", "outside2.xlsx", lambda: _strings_with(OUTSIDE, "&x;"), "file.entities"),
    _refused("external-dtd", "dtd.xlsx", lambda: _strings_with('<!DOCTYPE sst SYSTEM "http://127.0.0.1:9/x.dtd">', "1"), "file.entities"),
    _refused("entity-in-workbook-part", "laughs3.xlsx", lambda: patched(GOOD_BYTES(), {
        r"xl/workbook\.xml": lambda d: d.replace(b"?>", b"?>" + LAUGHS.encode(), 1)}), "file.entities"),
    _refused("entity-utf-16", "utf16.xlsx", lambda: patched(GOOD_BYTES(), {
        r"xl/sharedStrings\.xml": lambda d: ('<?xml version="1.0" encoding="UTF-16"?>' + OUTSIDE + d.decode().split("?>", 1)[1]).encode("utf-16")}), "file"),
    _refused("entity-in-ods", "laughs.ods", lambda: patched(ods(ROWS), {
        r"content\.xml": lambda d: d.replace(b"?>", b"?>" + LAUGHS.encode(), 1)}), "file"),
    _refused("path-up", "path.xlsx", lambda: _member_named("../../../etc/cron.d/x"), "file.bad_path"),
    _refused("path-absolute", "absolute.xlsx", lambda: _member_named("/etc/passwd"), "file.bad_path"),
    _refused("path-drive", "drive.xlsx", lambda: _member_named("C:\\Windows\\x.dll"), "file.bad_path"),
    _refused("path-backslashes", "backslash.xlsx", lambda: _member_named("..\\..\\x"), "file.bad_path"),
    _refused("ods-with-path-up", "path.ods", lambda: patched(ods(ROWS), {}, {"../x": b""}), "file"),
    _refused("ods-cut", "cut.ods", lambda: ods(ROWS)[:-40], "file"),
)  # fmt: skip


def _far(name: str, reference: str) -> Case:
    return _maybe(
        f"far-cell-{name}",
        f"far-{name}.xlsx",
        lambda: _cell_far_away(reference),
        ("file", "row", "sheet", "column"),
    )


READ_OR_REFUSED = (
    _maybe("link-in-archive", "link.xlsx", _link_member),
    _maybe("member-twice", "twice.xlsx", _twice_the_sheet, is_slow=False, never=(99,)),
    _far("row", "A1048576"),
    _far("column", "XFD3"),
    _far("corner", "XFD1048576"),
    _maybe("claimed-extent", "dimension.xlsx", lambda: _dimension("A1:XFD1048576")),
    _maybe("claimed-extent-too-small", "small.xlsx", lambda: _dimension("A1")),
    _maybe("claimed-extent-nonsense", "nonsense.xlsx", lambda: _dimension("A0:??")),
    _maybe("huge-merge", "merge.xlsx", _huge_merge),
    _maybe("many-merges", "merges.xlsx", _many_merges, is_slow=True),
    _maybe("many-styles", "styles.xlsx", _many_styles),
    _maybe("formatted-rows", "formatted.xlsx", _formatted_rows, is_slow=True),
    _maybe("junk-in-front", "junk.xlsx", lambda: b"junk" * 20 + GOOD_BYTES()),
    _maybe("junk-behind", "behind.xlsx", lambda: GOOD_BYTES() + b"junk" * 20),
    _maybe("html-called-xls", "web.xls", lambda: HTML_TABLE),
    _maybe("text-called-xls", "text.xls", TEXT.encode),
    _maybe("xlsx-called-xls", "new.xls", GOOD_BYTES),
    _maybe("xlsx-called-csv", "new.csv", GOOD_BYTES),
    _maybe("xls-called-xlsx", "old.xlsx", lambda: xls({"Sheet1": ROWS})),
    _maybe("capital-extension", "BAOCAO.XLSX", GOOD_BYTES),
    _maybe("old-workbook", "old.xls", lambda: xls({"Sheet1": ROWS})),
    _maybe("open-document", "open.ods", lambda: ods(ROWS)),
    _maybe(
        "open-document-repeated-rows", "repeated.ods",
        lambda: ods(ROWS, tail='<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>'),
    ),
    _maybe(
        "open-document-repeated-values", "million.ods",
        lambda: ods(ROWS[:3], tail='<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="900" office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell></table:table-row>'),
    ),
    Case(
        f"{H}-oversized-cell", H, "long.xlsx", _long_value, "reject", RECORDS[:2], (Place("A4", ""),), never=(81.17,),
    ),
    Case(
        f"{H}-million-digits", H, "digits.csv",
        lambda: _text(TEXT + "Sở Y tế;Số hồ sơ tiếp nhận;2021;" + "9" * 1_000_000 + "\r\n"), "reject", (), (),
        doubtful=RECORDS, or_places=(Place("", "file"),), is_must=False,
    ),
    Case(
        f"{H}-long-line", H, "line.csv", lambda: _text(TEXT + ";" * 2_000_000 + "x\r\n"), "reject", (),
        (Place("", ("row", "file")),), doubtful=RECORDS, or_places=(Place("", "file"),), is_must=False,
    ),
    Case(
        f"{H}-many-quotes", H, "quotes.csv", lambda: _text(TEXT + '"' * 200_001 + "\r\n"), "reject", (),
        (Place("", ("row", "file", "unit")),), doubtful=RECORDS, or_places=(Place("", "file"),), is_must=False,
    ),
    Case(
        f"{H}-nested-brackets-in-value", H, "brackets.csv",
        lambda: _text(TEXT + "Sở Y tế;Số hồ sơ tiếp nhận;2021;" + "(" * 20_000 + "\r\n"), "reject", RECORDS,
        (Place("5", ""),),
    ),
    Case(
        f"{H}-spaces-in-value", H, "spaces.csv",
        lambda: _text(TEXT + "Sở Y tế;Số hồ sơ tiếp nhận;2021;1" + " 1" * 15_000 + "\r\n"), "reject", RECORDS,
        (Place("5", ""),),
    ),
    Case(
        f"{H}-more-than-a-cell-can-hold", H, "too-long.csv",
        lambda: _text(TEXT + "Sở Y tế;Số hồ sơ tiếp nhận;2021;1" + " 1" * 30_000 + "\r\n"), "reject", (), (),
        doubtful=RECORDS, or_places=(Place("", "file"), Place("5", "")), is_must=False,
    ),
    Case(
        f"{H}-formula-in-names", H, "inject.csv",
        lambda: _text(TEXT + "=cmd|'/c calc'!A1;Số hồ sơ tiếp nhận;2021;5\r\n"), "reject", RECORDS,
        (Place("A5", "unit"),), never=(5,),
    ),
    Case(
        f"{H}-control-signs-in-name", H, "control.csv",
        lambda: _text(TEXT + "Sở \x1b[31mY tế\x07;Số hồ sơ tiếp nhận;2021;5\r\n"), "reject", (), (Place("", ("unit", "file", "text")),),
        doubtful=RECORDS, or_places=(Place("", "file"),), never=(5,), is_must=False,
    ),
    Case(
        f"{H}-markup-in-name", H, "markup.xlsx",
        lambda: book([*ROWS, ["<script>alert(1)</script>", NAMES["mau_ops_rate"], "2021", "5"]]), "reject", RECORDS,
        (Place("A5", "unit"),), never=(5,),
    ),
    Case(
        f"{H}-empty-sheets-only", H, "sheets.xlsx", lambda: book(Sheet([], "A"), Sheet([], "B")), "reject", (),
        (Place("", ("file.empty", "sheet", "file")),),
    ),
    Case(
        f"{H}-chart-and-text-only", H, "text-only.xlsx", lambda: book([["Kính gửi: Sở Y tế"], ["Trân trọng."]]), "reject", (),
        (Place("", ("sheet.no_header", "file")),),
    ),
)  # fmt: skip

CASES = (*REFUSED, *READ_OR_REFUSED)
