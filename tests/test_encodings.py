"""Received text: every encoding of Vietnamese is read right or refused by name; Unicode is left alone."""

import re
import unicodedata
from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st

from dtanalysis.catalogue import load_programme
from dtanalysis.ingest.encodings import REMEDY, UndecodableError, convert_text, decode

seeded = settings(deadline=None, max_examples=200, derandomize=True)
ROOT = Path(__file__).parents[1]

# Encoders written without the tables of the module: bytes as `iconv -f VISCII` and `iconv -f TCVN` give them
# (glibc 2.36), VNI as in the table of the keyboard driver xvnkb (vni.h).
LETTERS = "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđ"
TCVN3 = bytes.fromhex(
    "b5b6b7b8b9a8bbbcbdbec6a9c7c8c9cacbcccecfd0d1aad2d3d4d5d6d7d8dcdddedfe1e2e3e4"
    "abe5e6e7e8e9aceaebecedeeeff1f2f3f4adf5f6f7f8f9fafbfcfdfeae"
)
TCVN3_CAPITALS = dict(zip("ĂÂÊÔƠƯĐ", b"\xa1\xa2\xa3\xa4\xa5\xa6\xa7", strict=True))
VISCII = bytes.fromhex(
    "e0e4e3e1d5e5a2c6c7a1a3e2a5a6e7a4a7e8eba8e9a9eaabacadaaaeecefeeedb8f2f6f5f3f7"
    "f4b0b1b2afb5bdb6b7debefef9fcfbfaf8dfd7d8e6d1f1cfd6dbfddcf0"
)
VISCII_CAPITALS = bytes.fromhex(
    "c0c4c3c180c58202058183c28586068487c8cb88c989ca8b8c8d8a8ecc9bcecd98d299a0d39a"
    "d49091928f93b49697b39594d99c9dda9ebfbbbcffbab99f1419dd1ed0"
)
VNI = """
aø aû aõ aù aï aê aè aú aü aé aë aâ aà aå aã aá aä eø eû eõ eù eï eâ eà eå eã eá eä ì æ ó í ò
oø oû oõ où oï oâ oà oå oã oá oä ô ôø ôû ôõ ôù ôï uø uû uõ uù uï ö öø öû öõ öù öï yø yû yõ yù î ñ
"""
VNI_LETTERS = VNI.split()

TO_TCVN3 = (
    dict(zip(LETTERS.upper(), TCVN3, strict=True)) | TCVN3_CAPITALS | dict(zip(LETTERS, TCVN3, strict=True))
)
TO_VISCII = dict(zip(LETTERS + LETTERS.upper(), VISCII + VISCII_CAPITALS, strict=True))
TO_VNI = dict(zip(LETTERS + LETTERS.upper(), VNI_LETTERS + VNI.upper().split(), strict=True))


def to_tcvn3(text):
    return b"".join(bytes([TO_TCVN3[c]]) if c in TO_TCVN3 else c.encode("cp1252") for c in text)


def to_viscii(text):
    return bytes(TO_VISCII.get(char, ord(char)) for char in text)


def to_vni(text):
    return "".join(TO_VNI.get(char, char) for char in text).encode("cp1252")


def to_cp1258(text):
    """Tones apart, letters in one: the only way in which Windows-1258 has them."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    out = []
    for char in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", char)
        letter = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        out += [letter, *(part for part in parts if part in tones)]
    return "".join(out).encode("cp1258")


ENCODERS = {"tcvn3": to_tcvn3, "viscii": to_viscii, "vni": to_vni, "windows-1258": to_cp1258}
each_encoding = pytest.mark.parametrize("encoding", ENCODERS)


def syllable(letter):
    """A legal syllable in which the letter stands; only i and y need no company."""
    stem = unicodedata.normalize("NFD", letter)[0]
    return letter + "i" if stem == "đ" else "m" + letter if stem == "y" else "m" + letter + "n"


EVERY_LETTER = " ".join([*map(syllable, LETTERS), *(syllable(letter).upper() for letter in LETTERS)])
REPORT = (
    "Đơn vị;Chỉ tiêu;Kết quả\nSở Thông tin và Truyền thông;Tỷ lệ hồ sơ trực tuyến;81,17%\n"
    "Ủy ban nhân dân huyện Ninh Phước;Số hồ sơ đã giải quyết;2.439\n"
)
UPPERS = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM; Độc lập - Tự do - Hạnh phúc"


def test_the_encoders_know_every_letter_with_a_mark_in_both_cases():
    assert len(LETTERS) == len(set(LETTERS)) == 67
    assert len(TCVN3) == len(VISCII) == len(VISCII_CAPITALS) == len(VNI_LETTERS) == 67
    assert len(set(TO_VISCII.values())) == len(set(TO_VNI.values())) == 134


def as_far_as_kept(encoding, text):
    """TCVN3 has no capitals with tones: whether "ã" stands for "Ã" is known within words of capitals only."""
    return text.casefold() if encoding == "tcvn3" else text


def test_capitals_of_tcvn3_are_kept_within_words_of_capitals():
    capitals = "".join(f"M{letter}N " for letter in LETTERS.upper() if letter not in "ỲỶỸÝỴĐ")
    assert decode(to_tcvn3(capitals)).text == capitals


@each_encoding
@pytest.mark.parametrize("text", [EVERY_LETTER, REPORT, UPPERS])
def test_every_letter_and_whole_reports_come_back_from_the_old_encodings(encoding, text):
    decoded = decode(ENCODERS[encoding](text))
    assert as_far_as_kept(encoding, decoded.text) == as_far_as_kept(encoding, text)
    assert decoded.encoding == encoding


@each_encoding
def test_a_conversion_is_told_with_the_name_of_the_encoding(encoding):
    names = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI-Windows", "viscii": "VISCII", "windows-1258": "Windows-1258"}
    (notice,) = decode(ENCODERS[encoding](REPORT)).notices
    assert notice == f"Tệp ở bảng mã {names[encoding]}, đã được chuyển sang Unicode."


@each_encoding
def test_a_report_with_a_foreign_word_is_converted_and_it_is_shown(encoding):
    text = REPORT + "Nội dung: Đắk Glong; Sở Tư pháp; xã Krông Nô; làng Plâyy\n"
    decoded = decode(ENCODERS[encoding](text))
    assert as_far_as_kept(encoding, decoded.text) == as_far_as_kept(encoding, text)
    assert decoded.notices[1] == "Có 1 từ sau khi chuyển mã cần xem lại: “Plâyy”."


# Strings as they stand in documents typed with the old fonts.
@pytest.mark.parametrize(
    ("typed", "encoding", "meant"),
    [
        ("Së Th«ng tin vµ TruyÒn th«ng", "tcvn3", "Sở Thông tin và Truyền thông"),
        ("Céng hoµ x· héi chñ nghÜa ViÖt Nam", "tcvn3", "Cộng hoà xã hội chủ nghĩa Việt Nam"),
        ("CéNG HOµ X· HéI CHñ NGHÜA VIÖT NAM", "tcvn3", "CỘNG HOÀ Xã HỘI CHỦ NGHĨA VIỆT NAM"),
        ("TiÕng ViÖt rÊt hay", "tcvn3", "Tiếng Việt rất hay"),
        ("Uû ban nh©n d©n tØnh Ninh ThuËn", "tcvn3", "Uỷ ban nhân dân tỉnh Ninh Thuận"),
        ("Tû lÖ hå s¬ trùc tuyÕn", "tcvn3", "Tỷ lệ hồ sơ trực tuyến"),
        ("§¾k L¾k", "tcvn3", "Đắk Lắk"),
        ("Së T\xad ph¸p", "tcvn3", "Sở Tư pháp"),
        ("Hμ Néi", "tcvn3", "Hà Nội"),
        ("Sôû Thoâng tin vaø Truyeàn thoâng", "vni", "Sở Thông tin và Truyền thông"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "vni", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", "vni", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Tieáng Vieät raát hay", "vni", "Tiếng Việt rất hay"),
        ("Xin chaøo caùc baïn", "vni", "Xin chào các bạn"),
        ("Quaûng Nam", "vni", "Quảng Nam"),
        ("UÛy ban nhaân daân", "vni", "Ủy ban nhân dân"),
    ],
)
def test_known_strings_of_old_fonts_are_converted_in_cells(typed, encoding, meant):
    converted = convert_text(typed)
    assert (converted.text, converted.encoding, len(converted.notices)) == (meant, encoding, 1)


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_utf8_is_read_with_and_without_a_byte_order_mark(bom):
    decoded = decode(bom + REPORT.encode())
    assert (decoded.text, decoded.notices) == (REPORT, ())
    assert decoded.encoding == ("utf-8-sig" if bom else "utf-8")


@pytest.mark.parametrize("order", ["le", "be"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_utf16_is_read_with_and_without_a_byte_order_mark(order, bom):
    decoded = decode((bom + REPORT).encode(f"utf-16-{order}"))
    assert (decoded.text, decoded.encoding, decoded.notices) == (REPORT, f"utf-16-{order}", ())


@pytest.mark.parametrize("text", ["", "a", "unit,value\nH01,2.439\n", "a\tb\r\n"])
def test_plain_ascii_is_utf8(text):
    assert decode(text.encode()).text == text
    assert decode(text.encode()).encoding == "utf-8"


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-le", "utf-32-be"])
def test_utf32_is_refused_by_name(encoding):
    with pytest.raises(UndecodableError, match="UTF-32.*Hãy lưu lại tệp ở dạng CSV UTF-8"):
        decode(REPORT.encode(encoding))


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"a,b\0", r"NUL \(0x00\) ở dòng 1"),
        (b"a;b\nc;\0d\n", r"NUL \(0x00\) ở dòng 2"),
        (b"a b\0", r"NUL \(0x00\) ở dòng 1"),
        ("Sở\x00".encode(), r"NUL \(0x00\) ở dòng 1"),
        (b"S\xeb Th\xabng tin\n\0", r"NUL \(0x00\) ở dòng 2"),
        (b"a\n\n\x1bb", "0x1B ở dòng 3"),
        ("a\x85b".encode(), "0x85 ở dòng 1"),
        ("\ufeffa\x07b".encode("utf-16-le"), "0x07 ở dòng 1"),
        (b"a\x7f", "0x7F ở dòng 1"),
    ],
)
def test_control_characters_are_refused_by_name_and_line(data, name):
    with pytest.raises(UndecodableError, match=name) as caught:
        decode(data)
    assert str(caught.value).endswith(REMEDY)


@pytest.mark.parametrize(
    "text",
    [
        "Données résumé du trimestre; Société Générale; où est la gare",
        "Größe; Übersicht; Österreich; Prüfung",
        "Area: 25 m²",
        "25 °C; 3 m²; ½",
        "Señor Núñez; mañana",
    ],
)
def test_western_text_is_refused_and_never_read_as_latin_1(text):
    with pytest.raises(UndecodableError, match="không nhận ra được bảng mã|không xác định được") as caught:
        decode(text.encode("cp1252"))
    assert str(caught.value).endswith(REMEDY)


def test_a_file_that_can_be_read_in_two_ways_is_refused_with_both_names():
    # "Số bộ" in TCVN3, "Sè bé" in Windows-1258 and VISCII.
    with pytest.raises(UndecodableError, match=r"Windows-1258 hoặc TCVN3 \(ABC\)"):
        decode("Sè bé, sè bé, hè".encode("latin-1"))


@pytest.mark.parametrize("share", range(5, 100, 5))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", *ENCODERS])
def test_a_truncated_file_gives_the_beginning_of_the_text_or_is_refused(encoding, share):
    data = ENCODERS[encoding](REPORT) if encoding in ENCODERS else REPORT.encode(encoding)
    try:
        text = as_far_as_kept(encoding, decode(data[: len(data) * share // 100]).text)
    except UndecodableError as error:
        assert str(error).endswith(REMEDY)
    else:
        # The last syllable may have lost a mark that follows its letter, which no reader can see.
        assert as_far_as_kept(encoding, REPORT).startswith(text[:-1])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_damage_is_told_with_the_line(encoding):
    data = REPORT.encode(encoding)[:-1] + b"\xff" + (b"" if encoding == "utf-16" else b"\n")
    if encoding == "utf-16":
        data = data[:-1] + b"\xd8"
    with pytest.raises(UndecodableError, match="bị hỏng hoặc bị cắt cụt ở dòng 3"):
        decode(data)


def test_characters_lost_before_sending_are_told():
    assert decode("S\ufffd; T\ufffd".encode()).notices == (
        "Tệp có 2 ký tự “\ufffd”: chữ đã mất từ trước khi gửi.",
    )


@pytest.mark.parametrize(
    "data",
    [b"\xe1" * 5_000_000, b"a\xe1," * 1_000_000, bytes(range(32, 256)) * 20_000],
    ids=["word", "words", "all"],
)
def test_a_large_file_without_sense_is_refused(data):
    with pytest.raises(UndecodableError, match="không nhận ra được bảng mã"):
        decode(data)


@seeded
@given(st.binary(max_size=200))
def test_any_bytes_are_a_text_or_a_declared_refusal(data):
    try:
        text = decode(data).text
    except UndecodableError as error:
        assert str(error).endswith(REMEDY)
    else:
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", text)


@seeded
@given(st.text())
def test_any_text_that_utf8_can_carry_comes_back_or_is_refused(text):
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return
    if any(unicodedata.category(char) == "Cc" and char not in "\t\r\n" for char in text):
        with pytest.raises(UndecodableError, match="ký tự"):
            decode(data)
    elif not text.startswith("\ufeff"):
        assert decode(data).text == text


@seeded
@given(
    st.text(alphabet=st.characters(max_codepoint=0x24FF)),
    st.sampled_from(["", ".VnTime", "VNI-Times", "Arial"]),
)
def test_no_cell_raises_and_a_change_is_always_told(text, font):
    converted = convert_text(text, font)
    assert (converted.text == text) or converted.notices


FOREIGN = ["fr", "de", "es", "pt", "it", "nl", "sv", "da", "fi", "en"]


@pytest.mark.parametrize("language", FOREIGN)
def test_words_of_other_languages_are_never_converted(language):
    locale = Locale.parse(language)
    words = {*locale.territories.values(), *locale.languages.values(), *locale.currencies.values()}
    # Fragments such as "kå" are too short to tell; whole names and longer words are not.
    words |= {word for name in words for word in re.split(r"[\s()’'-]+", name) if len(word) > 3}
    changed = {word: convert_text(word).text for word in words if convert_text(word).text != word}
    assert not changed


def test_no_name_of_the_registers_is_changed_with_or_without_composition():
    programme = load_programme(ROOT / "data")
    texts = [*programme.units["name_vi"], *programme.units["aliases"], *programme.indicators["name_vi"]]
    words = {word for text in texts for word in re.split(r"[\s|]+", text)}
    for text in {*texts, *words, *map(str.upper, words)}:
        for form in ("NFC", "NFD"):
            spelt = unicodedata.normalize(form, text)
            assert convert_text(spelt).text == spelt


@pytest.mark.parametrize(
    "text", ["Vietnam's café", "où", "Thaï", "5 µm", "25 °C", "km²", "· Cho vay", "Ø 27", "«Chào»", "Sè"]
)
def test_symbols_and_legal_words_stay_as_they_are(text):
    assert convert_text(text).text == text
    assert convert_text(text).encoding == "unicode"


@pytest.mark.parametrize("name", ["tcvn3", "vni"])
def test_names_of_the_register_typed_with_old_fonts_come_back(name):
    units = load_programme(ROOT / "data").units["name_vi"]
    font = {"tcvn3": ".VnTime", "vni": "VNI-Times"}[name]
    for unit in units:
        typed = ENCODERS[name](unit).decode("cp1252")
        assert convert_text(typed, font).text == unit
        # Without the font some stay unread ("Hè" of Hố), but nothing becomes another name.
        assert convert_text(typed).text in (unit, typed)


def test_the_font_decides_where_the_characters_are_a_word_of_their_own():
    assert convert_text("Sè", ".VnTime").text == "Số"
    assert convert_text("Sè", ".VnTimeH").text == "SỐ"
    assert convert_text("Sở", ".VnTime").text == "Sở"
    assert convert_text("Hà Nam", "VNI-Times").text == "Hà Nam"
