"""
Old ways to write Vietnamese and old kinds of workbooks, made by hand so that they owe nothing to the reader.

Tables of the fonts and encodings were written from their standards (TCVN 5712:1993 VN3 as the .Vn fonts use it, VNI
for Windows, RFC 1456 for VISCII); a BIFF8 workbook in its compound file and an OpenDocument sheet are the smallest
that Excel and LibreOffice would open.
"""

from __future__ import annotations

import struct
import unicodedata
from xml.sax.saxutils import escape

from .forms import zipped

_TCVN3 = (
    "àµ á¸ ả¶ ã· ạ¹ ă¨ ằ» ắ¾ ẳ¼ ẵ½ ặÆ â© ầÇ ấÊ ẩÈ ẫÉ ậË đ® èÌ éÐ ẻÎ ẽÏ ẹÑ êª ềÒ ếÕ ểÓ ễÔ ệÖ ì× íÝ ỉØ ĩÜ ịÞ òß óã ỏá "
    "õâ ọä ô« ồå ốè ổæ ỗç ộé ơ¬ ờê ớí ởë ỡì ợî ùï úó ủñ ũò ụô ư\u00ad ừõ ứø ửö ữ÷ ựù ỳú ýý ỷû ỹü ỵþ Ă¡ Â¢ Ê£ Ô¤ Ơ¥ Ư¦ Đ§"
)
TCVN3 = {pair[0]: pair[1] for pair in _TCVN3.split(" ")}

_VNI_TONES = {"\u0300": "ø", "\u0301": "ù", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
_VNI_HAT = {"": "â", "\u0300": "à", "\u0301": "á", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
_VNI_BREVE = {"": "ê", "\u0300": "è", "\u0301": "é", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
_VNI_WHOLE = {"đ": "ñ", "ì": "ì", "í": "í", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î"}

_VISCII = (
    "02Ẳ 05Ẵ 06Ẫ 14Ỷ 19Ỹ 1EỴ 80Ạ 81Ắ 82Ằ 83Ặ 84Ấ 85Ầ 86Ẩ 87Ậ 88Ẽ 89Ẹ 8AẾ 8BỀ 8CỂ 8DỄ 8EỆ 8FỐ 90Ồ 91Ổ 92Ỗ 93Ộ 94Ợ "
    "95Ớ 96Ờ 97Ở 98Ị 99Ỏ 9AỌ 9BỈ 9CỦ 9DŨ 9EỤ 9FỲ A0Õ A1ắ A2ằ A3ặ A4ấ A5ầ A6ẩ A7ậ A8ẽ A9ẹ AAế ABề ACể ADễ AEệ AFố B0ồ "
    "B1ổ B2ỗ B3Ỡ B4Ơ B5ộ B6ờ B7ở B8ị B9Ự BAỨ BBỪ BCỬ BDơ BEớ BFƯ C0À C1Á C2Â C3Ã C4Ả C5Ă C6ẳ C7ẵ C8È C9É CAÊ CBẺ CCÌ "
    "CDÍ CEĨ CFỳ D0Đ D1ứ D2Ò D3Ó D4Ô D5ạ D6ỷ D7ừ D8ử D9Ù DAÚ DBỹ DCỵ DDÝ DEỡ DFư E0à E1á E2â E3ã E4ả E5ă E6ữ E7ẫ E8è "
    "E9é EAê EBẻ ECì EDí EEĩ EFỉ F0đ F1ự F2ò F3ó F4ô F5õ F6ỏ F7ọ F8ụ F9ù FAú FBũ FCủ FDý FEợ FFỮ"
)
VISCII = {pair[2]: bytes.fromhex(pair[:2]) for pair in _VISCII.split(" ")}


def tcvn3_text(text: str) -> str:
    """Text as a .Vn font stores it: signs of Latin-1 that the font draws as Vietnamese letters."""
    return "".join(TCVN3.get(letter, letter) for letter in text)


def vni_text(text: str) -> str:
    """Text as a VNI font stores it: a base letter and a sign for its marks."""
    return "".join(_vni_letter(letter) for letter in text)


def _vni_letter(letter: str) -> str:
    small = letter.lower()
    if small in _VNI_WHOLE:
        written = _VNI_WHOLE[small]
        return written if letter == small else written.upper()
    decomposed = unicodedata.normalize("NFD", small)
    base, marks = decomposed[0], decomposed[1:]
    tone = "".join(mark for mark in marks if mark in _VNI_TONES)
    if "\u0302" in marks:
        written = base + _VNI_HAT[tone]
    elif "\u0306" in marks:
        written = base + _VNI_BREVE[tone]
    elif "\u031b" in marks:
        written = {"o": "ô", "u": "ö"}[base] + _VNI_TONES.get(tone, "")
    else:
        written = base + _VNI_TONES.get(tone, "")
    return written if letter == small else written.upper()


def tcvn3(text: str) -> bytes:
    """Bytes of a text file in TCVN3 (ABC)."""
    return tcvn3_text(text).encode("latin-1")


def vni(text: str) -> bytes:
    """Bytes of a text file in VNI for Windows."""
    return vni_text(text).encode("latin-1")


def viscii(text: str) -> bytes:
    """Bytes of a text file in VISCII."""
    return b"".join(VISCII[letter] if letter in VISCII else letter.encode("ascii") for letter in text)


def cp1258(text: str) -> bytes:
    """Bytes of a text file in windows-1258: letters with their hat or horn, tones as signs of their own."""
    parts = []
    for letter in text:
        for candidate in (letter, _split_tone(letter), unicodedata.normalize("NFD", letter)):
            try:
                parts.append(candidate.encode("cp1258"))
                break
            except UnicodeEncodeError:
                continue
        else:
            raise ValueError(letter)
    return b"".join(parts)


def _split_tone(letter: str) -> str:
    decomposed = unicodedata.normalize("NFD", letter)
    tones = "".join(mark for mark in decomposed[1:] if mark in _VNI_TONES)
    return unicodedata.normalize("NFC", "".join(m for m in decomposed if m not in _VNI_TONES)) + tones


# ---------------------------------------------------------------------------------------------- BIFF8 (.xls)


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _unicode(text: str, width: str) -> bytes:
    return struct.pack(width, len(text)) + b"\x01" + text.encode("utf-16-le")


_FORMATS = {"General": 0, "0": 1, "0.00": 2, "#,##0": 3, "0%": 9, "0.00%": 10, "dd/mm/yyyy": 14, "mmm-yy": 17}


def xls(
    sheets: dict[str, list[list[object]]], *, is_1904: bool = False, hidden=(), password: bool = False
) -> bytes:
    """
    Write an Excel 97 workbook; numbers may be (value, number format).

    Parameters
    ----------
    sheets : dict
        Name → rows of text, numbers, truth values, pairs and None.
    is_1904 : bool
        Dates count from 1904.
    hidden : collection of str
        Names of hidden sheets.
    password : bool
        Say that the rest is encrypted.
    """
    bodies = [_sheet_stream(rows) for rows in sheets.values()]
    bof = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    lock = _record(0x002F, struct.pack("<HHHH", 1, 1, 1, 0) + bytes(48)) if password else b""
    styles = _record(0x0022, struct.pack("<H", int(is_1904)))
    styles += (
        _record(0x0031, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + b"\x05\x00Arial") * 5
    )
    styles += b"".join(
        _record(
            0x00E0, struct.pack("<HHHBBBBIIH", 0, number, 1 if n else 0xFFF5, 0x20, 0, 0, 0, 0, 0, 0x20C0)
        )
        for n, number in enumerate([0, *_FORMATS.values()])
    )
    start = (
        len(bof + lock + styles) + sum(4 + 6 + 2 + 2 * len(name) for name in sheets) + len(_record(0x000A))
    )
    bound, position = b"", start
    for (name, _), body in zip(sheets.items(), bodies, strict=True):
        state = 1 if name in hidden else 0
        bound += _record(0x0085, struct.pack("<IBB", position, state, 0) + _unicode(name, "<B"))
        position += len(body)
    return compound({"Workbook": bof + lock + styles + bound + _record(0x000A) + b"".join(bodies)})


def _sheet_stream(rows: list[list[object]]) -> bytes:
    width = max((len(row) for row in rows), default=0)
    stream = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    stream += _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            stream += _xls_cell(y, x, value)
    return stream + _record(0x000A)


def _xls_cell(y: int, x: int, value: object) -> bytes:
    number_format = "General"
    if isinstance(value, tuple):
        value, number_format = value
    head = struct.pack("<HHH", y, x, 1 + list(_FORMATS).index(number_format))
    if value is None:
        return b""
    if isinstance(value, bool):
        return _record(0x0205, head + struct.pack("<BB", value, 0))
    if isinstance(value, (int, float)):
        return _record(0x0203, head + struct.pack("<d", value))
    if str(value).startswith("#"):
        return _record(0x0205, head + struct.pack("<BB", 0x2A, 1))
    return _record(0x0204, head + _unicode(str(value), "<H"))


def compound(streams: dict[str, bytes]) -> bytes:
    """Write a compound file (OLE) with a few streams, each at least 4096 bytes long."""
    end, free, special = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    sectors, table, entries = [], [], []
    for name, data in streams.items():
        padded = data.ljust(4096, b"\x00")
        padded += bytes(-len(padded) % 512)
        first, count = len(table), len(padded) // 512
        table += [*range(first + 1, first + count), end]
        sectors.append(padded)
        entries.append(_entry(name, 2, first, len(data.ljust(4096, b"\x00"))))
    links = [free if n + 1 == len(entries) else n + 2 for n in range(len(entries))]
    entries = [
        entry[:72] + struct.pack("<I", link) + entry[76:] for entry, link in zip(entries, links, strict=True)
    ]
    root = _entry("Root Entry", 5, end, 0, child=1)
    directory = b"".join([root, *entries]).ljust(512, b"\x00")
    directory += bytes(-len(directory) % 512)
    directory_start = len(table)
    table += [*range(directory_start + 1, directory_start + len(directory) // 512), end]
    table_start = len(table)
    table_sectors = 1 + (len(table) + 8) // 128
    table += [special] * table_sectors
    fat = b"".join(struct.pack("<I", n) for n in table).ljust(512 * table_sectors, b"\xff")
    places = [table_start + n for n in range(table_sectors)] + [free] * (109 - table_sectors)
    header = (
        bytes.fromhex("d0cf11e0a1b11ae1")
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
    )
    header += struct.pack("<IIIIIIIII", 0, table_sectors, directory_start, 0, 4096, end, 0, end, 0)
    header += b"".join(struct.pack("<I", n) for n in places)
    return header + b"".join(sectors) + directory + fat


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    encoded = (name + "\x00").encode("utf-16-le")
    entry = encoded.ljust(64, b"\x00") + struct.pack("<HBB", len(encoded), kind, 1)
    entry += struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child) + bytes(36)
    return entry + struct.pack("<IQ", start, size)


# ---------------------------------------------------------------------------------------------- OpenDocument


def ods(
    rows: list[list[object]], *, name: str = "Sheet1", tail: str = "", kind: str = "spreadsheet"
) -> bytes:
    """Write an OpenDocument sheet; numbers may be (value, "percent"); `tail` is XML put after the last row."""
    body = "".join("<table:table-row>" + "".join(map(_ods_cell, row)) + "</table:table-row>" for row in rows)
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="{escape(name)}">{body}{tail}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind_text = f"application/vnd.oasis.opendocument.{kind}"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind_text}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    return zipped(
        {
            "mimetype": kind_text.encode(),
            "content.xml": content.encode(),
            "META-INF/manifest.xml": manifest.encode(),
        }
    )


def _ods_cell(value: object) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, tuple):
        number, shown = value[0], f"{value[0] * 100:.2f}%".replace(".", ",")
        return (
            f'<table:table-cell office:value-type="percentage" office:value="{number}">'
            f"<text:p>{shown}</text:p></table:table-cell>"
        )
    if isinstance(value, (int, float)):
        shown = str(value).replace(".", ",")
        return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{shown}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'
