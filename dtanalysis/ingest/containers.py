"""
What a received file really is, and whether it is safe to open.

Takes the bytes of a file and its name. The kind is told from the content, never from the ending; a file whose ending
says otherwise is refused by name. Archives are measured before anything is unpacked.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import Literal

from dtanalysis.ingest.grid import FileFaultError
from dtanalysis.ingest.xml_events import SAVE_AS, entities_refused

Kind = Literal["xlsx", "xls", "ods", "text"]

LARGEST_FILE = 50_000_000
_LARGEST_UNPACKED = 150_000_000
# Apache POI refuses above 100:1; honest forms were measured at 6.5:1.
_LARGEST_RATIO = 100
_SMALL_ENTRY = 100_000
_MOST_ENTRIES = 5_000
_XML = (".xml", ".rels", ".vml")
# Parts that OpenDocument programs write with a document type of their own, and that are never read.
_NEVER_READ = ("Basic/", "Dialogs/", "META-INF/")
_DECLARATION = re.compile(
    b"|".join(
        re.escape(word.encode(code))
        for word in ("<!DOCTYPE", "<!ENTITY")
        for code in ("ascii", "utf-16-le", "utf-16-be")
    )
)
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_SEND_AGAIN = "Gửi lại tệp gốc; kiểm tra tệp có mở được bằng phần mềm bảng tính không."

_SUFFIXES: dict[Kind, tuple[str, ...]] = {
    "xlsx": (".xlsx", ".xlsm"),
    "xls": (".xls",),
    "ods": (".ods",),
    "text": (".csv", ".tsv", ".txt", ".tab"),
}
_NAMES = {
    "xlsx": "Excel Workbook (.xlsx)",
    "xls": "Excel 97–2003 (.xls)",
    "ods": "OpenDocument (.ods)",
    "text": "văn bản (.csv)",
}
_OTHER_KINDS = {
    b"%PDF": "PDF",
    b"\x89PNG": "ảnh PNG",
    b"\xff\xd8\xff": "ảnh JPEG",
    b"GIF8": "ảnh GIF",
    b"Rar!": "tệp nén RAR",
    b"7z\xbc\xaf": "tệp nén 7z",
    b"\x1f\x8b": "tệp nén gzip",
    b"{\\rtf": "văn bản RTF",
    b"SQLite format 3": "cơ sở dữ liệu SQLite",
    b"MZ": "chương trình",
    b"\x7fELF": "chương trình",
    b"PAR1": "Parquet",
}
_MARKUP = re.compile(rb"^\s*<(?:\?xml|!doctype|html|table|head|body|meta|workbook|office)", re.IGNORECASE)


def identify(content: bytes, name: str) -> Kind:
    """
    Tell what a file is, and refuse it by name if it is not what its ending says.

    Parameters
    ----------
    content : bytes
        All of it.
    name : str
        Its name.

    Returns
    -------
    {"xlsx", "xls", "ods", "text"}
        What it can be opened as; archives have been measured and found safe.

    Raises
    ------
    FileFaultError
        If it is empty, too large, damaged, locked, hostile, of another kind or of another kind than it says.

    Examples
    --------
    >>> identify(b"a,b\\n1,2\\n", "a.csv")
    'text'
    """
    if not content or content.isspace():
        raise FileFaultError("file.empty", "Tệp trống.", "Gửi lại tệp có số liệu.")
    check_size(len(content))
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    kind = _kind(content, suffix)
    if suffix in _SUFFIXES[kind]:
        return kind
    if any(suffix in suffixes for suffixes in _SUFFIXES.values()):
        raise FileFaultError(
            "file.wrong_extension",
            f"Tệp có đuôi {suffix} nhưng nội dung là {_NAMES[kind]}.",
            f"Đổi đuôi tệp cho đúng, hoặc: {SAVE_AS}",
        )
    raise FileFaultError("file.unsupported", f"Đuôi tệp {suffix or '(không có)'} không đọc được.", SAVE_AS)


def check_size(size: int) -> None:
    """
    Refuse a file that is larger than any form, before it is read.

    Parameters
    ----------
    size : int
        Bytes.

    Raises
    ------
    FileFaultError
        With the code file.too_large.
    """
    if size > LARGEST_FILE:
        told = f"Tệp lớn hơn {LARGEST_FILE // 1_000_000} MB."
        raise FileFaultError("file.too_large", told, "Chỉ gửi bảng số liệu, bỏ hình ảnh.")


def _kind(content: bytes, suffix: str) -> Kind:
    if content.startswith(_OLE):
        return _kind_of_ole(content)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _kind_of_zip(content)
    for start, named in _OTHER_KINDS.items():
        if content.startswith(start):
            raise _wrong_or_unsupported(suffix, named)
    if _MARKUP.match(content.removeprefix(b"\xef\xbb\xbf")[:200]):
        raise _wrong_or_unsupported(suffix, "trang HTML hoặc XML")
    if content[:2] == b"\x09\x08":
        return "xls"
    if suffix in (".xlsx", ".xlsm", ".ods") and _is_binary(content):
        raise FileFaultError(
            "file.corrupt", "Tệp bị hỏng: không có phần mở đầu của một bảng tính.", _SEND_AGAIN
        )
    return "text"


def _is_binary(content: bytes) -> bool:
    head = content[:4096]
    return sum(byte < 9 or 13 < byte < 32 for byte in head) > len(head) // 20


def _wrong_or_unsupported(suffix: str, named: str) -> FileFaultError:
    if any(suffix in suffixes for suffixes in _SUFFIXES.values()):
        return FileFaultError(
            "file.wrong_extension", f"Tệp có đuôi {suffix} nhưng nội dung là {named}.", SAVE_AS
        )
    return FileFaultError("file.unsupported", f"Nội dung tệp là {named}, không phải bảng tính.", SAVE_AS)


def _kind_of_ole(content: bytes) -> Kind:
    """An old workbook, or a new one that is locked with a password; names in the container are UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in content or "EncryptionInfo".encode("utf-16-le") in content:
        raise _locked()
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return "xls"
    if "WordDocument".encode("utf-16-le") in content:
        raise FileFaultError(
            "file.unsupported", "Nội dung tệp là văn bản Word (.doc), không phải bảng tính.", SAVE_AS
        )
    raise FileFaultError("file.corrupt", "Tệp bị hỏng hoặc không phải bảng tính.", _SEND_AGAIN)


def _kind_of_zip(content: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            check_entries(entries)
            names = {entry.filename for entry in entries}
            kind = _kind_of_entries(names, archive)
            _check_parts(archive, kind)
            return kind
    except FileFaultError:
        raise
    except RuntimeError as error:
        if "password" in str(error) or "encrypted" in str(error):
            raise _locked() from None
        raise _damaged(content) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, LookupError):
        raise _damaged(content) from None


def _locked() -> FileFaultError:
    return FileFaultError("file.password", "Tệp được khóa bằng mật khẩu.", "Bỏ mật khẩu mở tệp rồi gửi lại.")


def _damaged(content: bytes) -> FileFaultError:
    if content.rfind(b"PK\x05\x06") < 0:
        return FileFaultError("file.truncated", "Tệp bị cắt cụt: thiếu phần cuối của tệp.", _SEND_AGAIN)
    return FileFaultError("file.corrupt", "Tệp bị hỏng, không mở được.", _SEND_AGAIN)


def check_entries(entries: list[zipfile.ZipInfo]) -> None:
    """
    Refuse an archive that unpacks to too much or outside its folder.

    Parameters
    ----------
    entries : list of zipfile.ZipInfo
        The archive's directory.

    Raises
    ------
    FileFaultError
        If an entry's name leaves the folder or occurs twice, if an entry is locked, or if it grows a hundredfold.
    """
    names = [entry.filename for entry in entries]
    for name in names:
        parts = name.split("/")
        if name.startswith("/") or "\\" in name or ".." in parts or ":" in name or "\x00" in name:
            told = f"Tệp chứa đường dẫn không an toàn: {name[:60]!r}."
            raise FileFaultError("file.bad_path", told, SAVE_AS)
    if len(set(names)) < len(names):
        raise FileFaultError("file.corrupt", "Tệp có hai phần cùng tên, không rõ phần nào đúng.", SAVE_AS)
    if any(entry.flag_bits & 1 for entry in entries):
        raise _locked()
    grown = [
        e
        for e in entries
        if e.file_size > _SMALL_ENTRY and e.file_size > _LARGEST_RATIO * max(e.compress_size, 1)
    ]
    if grown or sum(entry.file_size for entry in entries) > _LARGEST_UNPACKED or len(entries) > _MOST_ENTRIES:
        raise FileFaultError("file.zip_bomb", "Tệp nén nở ra quá lớn khi mở, có thể gây hại.", SAVE_AS)


def _kind_of_entries(names: set[str], archive: zipfile.ZipFile) -> Kind:
    if "mimetype" in names:
        kind = archive.read("mimetype")[:200].decode("ascii", "replace")
        if "opendocument.spreadsheet" in kind:
            if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read(
                "META-INF/manifest.xml"
            ):
                raise _locked()
            return "ods"
        raise FileFaultError(
            "file.unsupported", "Nội dung tệp là OpenDocument khác, không phải bảng tính.", SAVE_AS
        )
    if any(name.startswith("word/") for name in names):
        raise FileFaultError(
            "file.unsupported", "Nội dung tệp là văn bản Word (.docx), không phải bảng tính.", SAVE_AS
        )
    if any(name.startswith("ppt/") for name in names):
        raise FileFaultError(
            "file.unsupported", "Nội dung tệp là bài trình chiếu, không phải bảng tính.", SAVE_AS
        )
    if "xl/workbook.bin" in names:
        raise FileFaultError("file.unsupported", "Bảng tính dạng nhị phân (.xlsb) không đọc được.", SAVE_AS)
    if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
        return "xlsx"
    if any(name.startswith("xl/") for name in names):
        raise FileFaultError("file.corrupt", "Tệp bị hỏng: thiếu một phần của bảng tính.", _SEND_AGAIN)
    raise FileFaultError(
        "file.unsupported",
        "Nội dung là tệp nén, không phải bảng tính.",
        "Giải nén và gửi từng tệp bảng tính.",
    )


def _check_parts(archive: zipfile.ZipFile, kind: Kind) -> None:
    """Read every entry once, piece by piece: a changed byte shows in its checksum, a declared entity in its text."""
    for entry in archive.infolist():
        is_searched = entry.filename.lower().endswith(_XML) and not (
            kind == "ods" and entry.filename.startswith(_NEVER_READ)
        )
        with archive.open(entry) as stream:
            size, tail = 0, b""
            while piece := stream.read(1 << 20):
                size += len(piece)
                if is_searched and _DECLARATION.search(tail + piece):
                    raise entities_refused()
                tail = piece[-40:]
        if size != entry.file_size:
            raise zipfile.BadZipFile(entry.filename)
