"""
What does a received text say, whatever bytes or fonts it was typed with?

Takes the bytes of a delimited file (`decode`) or the text of one cell (`convert_text`) and gives Unicode, the
name of the encoding and notices in Vietnamese. UTF-8 and UTF-16 are read as they are. The encodings of the
1990s have no signature: a file is read in each of them, and the reading whose marked words are Vietnamese
syllables is taken, if no other reading comes near. Nothing is ever read as Latin-1 or Windows-1252. Numbers,
tables and names are read elsewhere.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

REMEDY = "Hãy lưu lại tệp ở dạng CSV UTF-8."

NAMES = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-32": "UTF-32",
    "windows-1258": "Windows-1258",
    "tcvn3": "TCVN3 (ABC)",
    "vni": "VNI-Windows",
    "viscii": "VISCII",
    "windows-1252": "Windows-1252 (Latin-1)",
}
"""How the encodings are called in messages."""

# A reading is believed if so many of its marked words are syllables, and no other reading has nearly as many.
_CONVINCING = 0.8
_LEAD = 0.2
# One word in a whole file proves nothing: "m²" in Latin-1 is "mỗ" in VISCII.
_LEAST_WORDS_OF_A_FILE = 2
# The judgement rests on the beginning of a large file, so that a hostile one is refused within seconds.
_JUDGED_WORDS = 20_000
_JUDGED_BYTES = 1_000_000
_LONGEST_WORD = 1_000
_SHOWN = 3
# Latin with ă, đ, ĩ (01), combining marks (03), letters with tones (1E), dashes and quotes (20), ≥ (22).
_HIGH_BYTES = {0x00, 0x01, 0x03, 0x1E, 0x20, 0x22}
_SHORTEST_UTF16 = 8

# TCVN 5712:1993, VN3. Dots are unassigned. There are no capitals with tones: the fonts whose names end in H
# (.VnTimeH) draw the same bytes as capitals. "HµNG" is read "HÀNG", but a lone "X·" stays "Xã".
_TCVN3 = {
    chr(0xA1 + place): letter
    for place, letter in enumerate(
        "ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ"
    )
    if letter != "."
} | {"μ": "à"}

# RFC 1456: six rare capitals stand on control characters, the rest fills 80 to FF.
_VISCII = dict(zip("\x02\x05\x06\x14\x19\x1e", "ẲẴẪỶỸỴ", strict=True)) | {
    chr(0x80 + place): letter
    for place, letter in enumerate(
        "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
        "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
    )
}

# VNI-Windows: letters that stand for themselves, and marks typed behind a, e, o, ơ, u, ư or y.
_VNI_LETTERS = dict(zip("ñíìæóòîôöÑÍÌÆÓÒÎÔÖ", "đíìỉĩịỵơưĐÍÌỈĨỊỴƠƯ", strict=True))
_VNI_MARKS = {
    mark: letter_mark + tone
    for letter_mark, marks in (("", " ùøûõï"), ("\u0302", "âáàåãä"), ("\u0306", "êéèúüë"))
    for mark, tone in zip(marks, ["", *"\u0301\u0300\u0309\u0303\u0323"], strict=True)
    if mark != " "
}
_VNI_LETTER = re.compile(
    f"(?P<base>[aeouyôö])(?P<mark>[{''.join(_VNI_MARKS)}]?)|(?P<stray>[{''.join(_VNI_MARKS)}])|[ñíìæóòî]",
    re.IGNORECASE,
)

_WORD = re.compile("[A-Za-z\x02\x05\x06\x14\x19\x1e\x80-\U0010ffff]+")
_BETWEEN_WORDS = re.compile("[\xa0“”‘’„‚–—…•«»]+")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# What Windows puts on the places that Latin-1 leaves to control characters.
_C1 = {code: char for code in range(0x80, 0xA0) if (char := bytes([code]).decode("cp1252", "ignore"))}

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x bl br kr pl"
_RIMES = """
a ac ach ai ak am an ang anh ao ap at au ay ăc ăk ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt
oe oen oeo oet ooc oong ô ôc ôi ôk ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uc ui um un ung up ut uâ uân uâng uât uây uê uêch uên uênh uôc uôi uôm uôn uông uôt uơ
uy uya uych uyn uynh uyp uyt uyu uyên uyêt
ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y ych yn ynh yt yêm yên yêng yêt yêu
"""
_SPELT_ONSETS = frozenset(["", *_ONSETS.split()])
_SPELT_RIMES = frozenset(_RIMES.split())
_LONGEST_SYLLABLE = len("nghiêng")
_FRONT = tuple("eêiy")
# Kon Tum and Bắc Kạn; elsewhere this sound is written with c.
_RIMES_AFTER_K = ("a", "an", "on")
_STOPS = ("c", "ch", "k", "p", "t")
# Words that stand in true Unicode and would be syllables after a conversion as well.
_NOT_CONVERTED = frozenset(["où", "thaï", "vaï", "µm", "μm", "n·m"])


@dataclass(frozen=True)
class Decoded:
    """
    A text and how it was read.

    Attributes
    ----------
    text : str
        Unicode.
    encoding : str
        For example "utf-8", "utf-8-sig", "utf-16-le", "windows-1258", "tcvn3", "vni" or "viscii"; "unicode"
        for a text that needed no reading.
    notices : tuple of str
        What the sender should know, in Vietnamese; empty where nothing was converted.
    """

    text: str
    encoding: str
    notices: tuple[str, ...] = ()


class UndecodableError(ValueError):
    """The bytes of a file are no text that can be read with certainty; the message is in Vietnamese."""


@dataclass(frozen=True)
class _Reading:
    """The marked words of a text in one encoding: how many of them are Vietnamese."""

    encoding: str
    words: dict[str, str | None]
    share: float
    syllables: int


def decode(data: bytes) -> Decoded:
    """
    The text of a received file.

    Parameters
    ----------
    data : bytes
        The whole file.

    Returns
    -------
    Decoded
        With a notice where the file was converted from an encoding of the 1990s. Without a byte order mark.

    Raises
    ------
    UndecodableError
        If the bytes are damaged, are UTF-32, hold control characters, or can be read in several ways or none.

    Notes
    -----
    UTF-16 without a byte order mark is recognised by its NUL bytes: in even or in odd places only.
    Text of ASCII characters alone is UTF-8.

    Examples
    --------
    >>> decode("Sở Nội vụ".encode()).encoding, decode("Sở Nội vụ".encode("utf-16")).text
    ('utf-8', 'Sở Nội vụ')
    >>> decode(b"S\\xeb Th\\xabng tin v\\xb5 Truy\\xd2n th\\xabng")
    Decoded(text='Sở Thông tin và Truyền thông', encoding='tcvn3',
            notices=('Tệp ở bảng mã TCVN3 (ABC), đã được chuyển sang Unicode.',))
    """
    encoding = _signature(data) or _utf16_without_signature(data)
    if encoding == "utf-32":
        raise UndecodableError(f"Tệp ở bảng mã UTF-32, chương trình không đọc. {REMEDY}")
    decoded = _decode_unicode(data, encoding) if encoding else _decode_unsigned(data)
    _refuse_control_characters(decoded.text)
    return decoded


def convert_text(text: str, font: str = "") -> Decoded:
    """
    The text of a cell in Unicode, where it was typed for a TCVN3 or VNI font.

    Parameters
    ----------
    text : str
        As stored in the workbook: old fonts show "Sở" for the characters "Së" (.VnTime) or "Sôû" (VNI-Times).
    font : str
        Name of the cell's font, if known. A TCVN3 or VNI font decides what a reader has seen, also where the
        characters happen to be a Vietnamese word ("Sè" in .VnTime is "Số").

    Returns
    -------
    Decoded
        Unchanged, with the encoding "unicode", unless conversion makes Vietnamese words of what was none.

    Notes
    -----
    To be called before anything that drops invisible characters: the soft hyphen is "ư" in TCVN3.

    Examples
    --------
    >>> convert_text("Sôû Thoâng tin").text, convert_text("Céng hoµ x· héi").text
    ('Sở Thông tin', 'Cộng hoà xã hội')
    >>> convert_text("Hà Nam, 25 m²").text, convert_text("Sè").text, convert_text("Sè", font=".VnTime").text
    ('Hà Nam, 25 m²', 'Sè', 'Số')
    """
    if text.isascii() or any(_is_beyond_old_fonts(char) for char in text):
        return Decoded(text, "unicode")
    hinted = _encoding_of_font(font)
    words = _marked_words(text)
    reading = _weigh(hinted, words) if hinted else _convincing_for_a_cell(text, words)
    if reading is None or reading.share < _CONVINCING:
        return Decoded(text, "unicode")
    converted = _rewrite(text, reading)
    notice = f"Chữ gõ bằng phông {NAMES[reading.encoding]}, đã được chuyển sang Unicode."
    return Decoded(
        converted.upper() if _is_font_of_capitals(font) else converted,
        reading.encoding,
        (notice, *_doubts(reading)),
    )


def _signature(data: bytes) -> str:
    # The mark of UTF-32 LE begins with that of UTF-16 LE.
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    signatures = {
        codecs.BOM_UTF8: "utf-8-sig",
        codecs.BOM_UTF16_LE: "utf-16-le",
        codecs.BOM_UTF16_BE: "utf-16-be",
    }
    return next((name for mark, name in signatures.items() if data.startswith(mark)), "")


def _utf16_without_signature(data: bytes) -> str:
    even, odd = data[::2], data[1::2]
    if len(data) % 4 == 0 and data.count(0) > 0.6 * len(data):
        return "utf-32"
    if len(data) < _SHORTEST_UTF16:
        return ""
    return "utf-16-le" if _are_high_bytes(odd, even) else "utf-16-be" if _are_high_bytes(even, odd) else ""


def _are_high_bytes(high: bytes, low: bytes) -> bool:
    """Half of them NUL, the rest of the blocks that Vietnamese and its punctuation need."""
    return 0 not in low and high.count(0) > len(high) / 2 and set(high) <= _HIGH_BYTES


def _decode_unicode(data: bytes, encoding: str) -> Decoded:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        name = NAMES[re.sub("-(sig|le|be)$", "", encoding)]
        raise UndecodableError(_damaged(name, data, error.start)) from error
    return Decoded(text.removeprefix("\ufeff"), encoding, _lost_characters(text))


def _damaged(name: str, data: bytes, place: int) -> str:
    line = data.count(b"\n", 0, place) + 1
    return (
        f"Tệp ở bảng mã {name} nhưng bị hỏng hoặc bị cắt cụt ở dòng {line} (byte thứ {place + 1}). {REMEDY}"
    )


def _lost_characters(text: str) -> tuple[str, ...]:
    lost = text.count("\ufffd")
    return (f"Tệp có {lost} ký tự “\ufffd”: chữ đã mất từ trước khi gửi.",) if lost else ()


def _decode_unsigned(data: bytes) -> Decoded:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_mostly_utf8(data, error):
            raise UndecodableError(_damaged("UTF-8", data, error.start)) from error
        return _decode_old(data)
    return Decoded(text, "utf-8", _lost_characters(text))


def _is_mostly_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    begin = max(0, error.start - _JUDGED_BYTES // 2)
    text = data[begin : begin + _JUDGED_BYTES].decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(not char.isascii() for char in text) - bad
    is_cut = error.reason == "unexpected end of data"
    return good >= (1 if is_cut else 3 * bad)


def _decode_old(data: bytes) -> Decoded:
    if 0 in data:
        _refuse_control_characters(data.decode("ascii", "ignore"))
    # Every byte becomes the character of the same number: a carrier for the bytes, not yet a text.
    carrier = data.decode("latin-1")
    words = _marked_words(carrier)
    names = ("windows-1258", "tcvn3", "vni", "viscii", "windows-1252")
    best, *rivals = _nearest_first([_weigh(name, words[:_JUDGED_WORDS]) for name in names])
    if best.share < _CONVINCING or best.syllables < _LEAST_WORDS_OF_A_FILE or best.encoding == "windows-1252":
        raise UndecodableError(_unknown(best))
    if rivals:
        either = " hoặc ".join(NAMES[reading.encoding] for reading in (best, *rivals))
        raise UndecodableError(f"Tệp có thể ở bảng mã {either}, không xác định được chắc chắn. {REMEDY}")
    best = _weigh(best.encoding, words)
    notice = f"Tệp ở bảng mã {NAMES[best.encoding]}, đã được chuyển sang Unicode."
    return Decoded(_rewrite(carrier, best), best.encoding, (notice, *_doubts(best)))


def _unknown(best: _Reading) -> str:
    guess = f"; gần nhất là {NAMES[best.encoding]}" if best.syllables else ""
    return f"Tệp không phải UTF-8 và không nhận ra được bảng mã tiếng Việt{guess}. {REMEDY}"


def _nearest_first(readings: list[_Reading]) -> list[_Reading]:
    """The best reading, and those that come near it with another text."""
    best = max(readings, key=lambda reading: reading.share)
    return [best] + [
        reading for reading in readings if reading.share > best.share - _LEAD and reading.words != best.words
    ]


def _convincing_for_a_cell(text: str, words: list[str]) -> _Reading | None:
    if not _NOT_CONVERTED.isdisjoint(text.casefold().split()):
        return None
    best, *rivals = _nearest_first([_weigh(name, words) for name in ("windows-1252", "tcvn3", "vni")])
    is_settled = best.encoding != "windows-1252" and best.syllables and not rivals
    return best if is_settled and _has_vietnamese_company(text) else None


def _has_vietnamese_company(text: str) -> bool:
    """Whether the words without marks could be Vietnamese: they are not in "où est la gare"."""
    plain = [word for word in _WORD.findall(text) if word.isascii() and not word.isupper()]
    return len(plain) < 3 or sum(_is_syllable(word) for word in plain) >= len(plain) / 2


def _encoding_of_font(font: str) -> str:
    name = font.casefold()
    return "tcvn3" if name.startswith(".vn") else "vni" if name.startswith("vni-") else ""


def _is_font_of_capitals(font: str) -> bool:
    return font.startswith(".Vn") and font.endswith("H")


def _is_beyond_old_fonts(char: str) -> bool:
    return char > "\xff" and char != "μ" and unicodedata.category(char)[0] in "LM"


def _marked_words(carrier: str) -> list[str]:
    distinct = dict.fromkeys(_WORD.findall(carrier))
    return [word for word in distinct if not (word.isascii() and word.isalpha())]


def _weigh(encoding: str, words: Iterable[str]) -> _Reading:
    reader = _READERS[encoding]
    read = {word: reader(word) if len(word) <= _LONGEST_WORD else None for word in words}
    verdicts = [verdict for text in read.values() if (verdict := _is_vietnamese(text)) is not None]
    syllables = sum(bool(_is_vietnamese(text)) and len(text) > 1 for text in read.values())
    return _Reading(encoding, read, sum(verdicts) / max(len(verdicts), 1), syllables)


def _rewrite(carrier: str, reading: _Reading) -> str:
    def rewrite(match: re.Match[str]) -> str:
        return reading.words.get(match[0]) or match[0].translate(_C1)

    return _WORD.sub(rewrite, carrier)


def _doubts(reading: _Reading) -> tuple[str, ...]:
    doubtful = [text or word for word, text in reading.words.items() if _is_vietnamese(text) is False]
    if not doubtful:
        return ()
    shown = ", ".join(f"“{word.translate(_C1)[:30]}”" for word in doubtful[:_SHOWN])
    return (f"Có {len(doubtful)} từ sau khi chuyển mã cần xem lại: {shown}.",)


def _refuse_control_characters(text: str) -> None:
    found = _CONTROL.search(text)
    if found is None:
        return
    line = text.count("\n", 0, found.start()) + 1
    name = "NUL (0x00)" if found[0] == "\0" else f"điều khiển 0x{ord(found[0]):02X}"
    raise UndecodableError(
        f"Tệp có ký tự {name} ở dòng {line}, không phải tệp văn bản hoặc đã hỏng. {REMEDY}"
    )


def _read_windows_1252(word: str) -> str | None:
    return word.translate(_C1)


def _read_windows_1258(word: str) -> str | None:
    try:
        return unicodedata.normalize("NFC", word.encode("latin-1").decode("cp1258"))
    except UnicodeError:
        return None


def _read_tcvn3(word: str) -> str | None:
    word = word.translate(_C1)
    if any(char not in _TCVN3 and ("\xa0" < char <= "\xff" or _is_beyond_old_fonts(char)) for char in word):
        return None
    # With .VnTimeH "HÀNG" is typed "HµNG": capitals without marks, small letters with marks.
    plain = [char for char in word if char.isascii()]
    is_capitals = len(plain) > 1 and all(char.isupper() for char in plain)
    text = "".join(_TCVN3.get(char, char) for char in word)
    return text.upper() if is_capitals else text


def _read_vni(word: str) -> str | None:
    word = word.translate(_C1)
    bare = _VNI_LETTER.sub("", word)
    stray = any(match["stray"] for match in _VNI_LETTER.finditer(word))
    if stray or any("\xa0" < char <= "\xff" or _is_beyond_old_fonts(char) for char in bare):
        return None
    return unicodedata.normalize("NFC", _VNI_LETTER.sub(_vni_letter, word))


def _vni_letter(match: re.Match[str]) -> str:
    letter = match["base"] or match[0]
    return _VNI_LETTERS.get(letter, letter) + _VNI_MARKS.get((match["mark"] or "").lower(), "")


def _read_viscii(word: str) -> str | None:
    return "".join(_VISCII.get(char, char) for char in word)


_READERS: dict[str, Callable[[str], str | None]] = {
    "windows-1252": _read_windows_1252,
    "windows-1258": _read_windows_1258,
    "tcvn3": _read_tcvn3,
    "vni": _read_vni,
    "viscii": _read_viscii,
}


def _is_vietnamese(text: str | None) -> bool | None:
    """Whether all words are syllables; None where there are only quotation marks and dashes."""
    if text is None:
        return False
    words = [word for word in _BETWEEN_WORDS.split(text) if word]
    return all(map(_is_syllable, words)) if words else None


def _is_syllable(word: str) -> bool:
    return len(word) <= _LONGEST_SYLLABLE and _is_short_syllable(word)


@lru_cache(maxsize=65536)
def _is_short_syllable(word: str) -> bool:
    lower = word.lower()
    if word not in (lower, word.upper(), lower.capitalize()):
        return False
    letters = [_without_tone(letter) for letter in lower]
    plain = "".join(letter for letter, _ in letters)
    tones = [(place, tone) for place, (_, tone) in enumerate(letters) if tone]
    return len(tones) < 2 and any(
        _is_spelt(plain[:start], plain[start:], tones and (tones[0][0] - start, tones[0][1]))
        for start in range(4)
    )


def _without_tone(letter: str) -> tuple[str, str]:
    parts = unicodedata.normalize("NFD", letter)
    tone = "".join(part for part in parts if part in _TONES)
    return unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES)), tone


def _is_spelt(onset: str, rime: str, tone: tuple[int, str] | list) -> bool:
    if onset not in _SPELT_ONSETS or rime not in _SPELT_RIMES:
        return False
    if rime.startswith(_FRONT) and (onset in ("c", "ng") or (onset == "g" and rime[0] != "i")):
        return False
    if not rime.startswith(_FRONT) and (
        onset in ("gh", "ngh") or (onset == "k" and rime not in _RIMES_AFTER_K)
    ):
        return False
    if rime.endswith(_STOPS):
        return bool(tone) and tone[1] in "\u0301\u0323" and tone[0] in _places_of_tone(rime)
    return not tone or tone[0] in _places_of_tone(rime)


def _places_of_tone(rime: str) -> tuple[int, ...]:
    """Where the tone may stand: hoà and hòa both occur, but it is chịa and never chiạ."""
    marked = [place for place, letter in enumerate(rime) if letter in "ăâêôơư"]
    if marked:
        return (marked[-1],)
    if rime[:2] in ("oa", "oe", "uy", "oo"):
        return (0, 1) if len(rime) == 2 or rime[:2] == "oo" else (1,)
    return (0,)
