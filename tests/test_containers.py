"""What a file is, is told from its bytes; what is not safe to open is refused by name."""

from __future__ import annotations

import io
import warnings
import zipfile

import pytest
from faults.forms import book, patched, zipped
from faults.legacy import compound, ods, xls

from dtanalysis.ingest.containers import identify
from dtanalysis.ingest.grid import FileFaultError

ROWS = [["Đơn vị", "Giá trị"], ["Sở Y tế", 33.25]]


def refused(content: bytes, name: str) -> str:
    with pytest.raises(FileFaultError) as caught:
        identify(content, name)
    return caught.value.code


def test_the_kind_is_told_from_the_content_not_the_ending():
    kinds = [
        identify(book(ROWS), "a.xlsx"),
        identify(book(ROWS), "A.XLSM"),
        identify(xls({"A": ROWS}), "a.xls"),
    ]
    assert kinds == ["xlsx", "xlsx", "xls"]
    assert [identify(ods(ROWS), "a.ods"), identify(b"a;b\n1;2\n", "a.txt")] == ["ods", "text"]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.xlsx", "file.empty"),
        (b" \r\n", "a.csv", "file.empty"),
        (b"%PDF-1.4", "a.xlsx", "file.wrong_extension"),
        (b"%PDF-1.4", "a.pdf", "file.unsupported"),
        (b"<html><table>", "a.xls", "file.wrong_extension"),
        (b"a;b\n", "a.xlsx", "file.wrong_extension"),
        (bytes(range(1, 9)) * 50, "a.xlsx", "file.corrupt"),
        (zipped({"word/document.xml": b"<a/>"}), "a.docx", "file.unsupported"),
        (zipped({"xl/workbook.bin": b"x"}), "a.xlsx", "file.unsupported"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "a.ods", "file.unsupported"),
        (compound({"EncryptedPackage": b"x"}), "a.xlsx", "file.password"),
        (compound({"WordDocument": b"x"}), "a.xls", "file.unsupported"),
        (
            patched(ods(ROWS), {}, {"META-INF/manifest.xml": b"<m:encryption-data/>"}),
            "a.ods",
            "file.password",
        ),
    ],
)
def test_what_is_no_table_is_refused_by_its_own_name(content, name, code):
    assert refused(content, name) == code


def test_a_message_says_what_the_file_is_and_what_to_do():
    with pytest.raises(FileFaultError, match=r"đuôi \.csv nhưng nội dung là Excel Workbook .*Đổi đuôi"):
        identify(book(ROWS), "a.csv")


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "C:x", "..\\x"])
def test_a_path_out_of_the_archive_is_refused(name):
    assert refused(patched(book(ROWS), {}, {name: b"x"}), "a.xlsx") == "file.bad_path"


def test_an_entry_may_grow_a_hundredfold_only_while_it_is_small():
    assert identify(patched(book(ROWS), {}, {"xl/media/a.bin": bytes(90_000)}), "a.xlsx") == "xlsx"
    assert refused(patched(book(ROWS), {}, {"xl/media/a.bin": bytes(200_000)}), "a.xlsx") == "file.zip_bomb"


def test_two_parts_of_one_name_are_refused():
    buffer = io.BytesIO(book(ROWS))
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("xl/worksheets/sheet1.xml", b"<worksheet/>")
    assert refused(buffer.getvalue(), "a.xlsx") == "file.corrupt"


@pytest.mark.parametrize("part", ["docProps/app.xml", "xl/comments9.xml", "xl/_rels/x.rels"])
@pytest.mark.parametrize("code", ["ascii", "utf-16"])
def test_a_document_type_in_any_part_is_refused_also_in_one_that_is_never_read(part, code):
    declared = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'.encode(code)
    assert refused(patched(book(ROWS), {}, {part: declared}), "a.xlsx") == "file.entities"


def test_a_picture_and_the_macros_of_libreoffice_may_name_a_document_type():
    picture = patched(book(ROWS), {}, {"xl/media/a.svg": b"<!DOCTYPE svg><svg/>"})
    macros = patched(ods(ROWS), {}, {"Basic/script-lc.xml": b"<!DOCTYPE library><a/>"})
    assert [identify(picture, "a.xlsx"), identify(macros, "a.ods")] == ["xlsx", "ods"]


def test_a_byte_changed_in_a_part_that_is_never_read_is_noticed():
    content = patched(book(ROWS), {}, {"xl/media/a.bin": b"unchanged" * 9})
    at = content.index(b"xl/media/a.bin") + len("xl/media/a.bin") + 4
    assert refused(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :], "a.xlsx") == "file.corrupt"
