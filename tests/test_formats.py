"""Numbers, dates and names on paper: separators, rounding, units of measure, identifiers and order."""

import datetime as dt
import subprocess
import sys
import unicodedata
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dtanalysis import formats
from dtanalysis.formats import (
    MISSING,
    fold,
    format_date,
    format_list,
    format_number,
    format_points,
    format_share,
    format_value,
    nfc,
    slug,
    vietnamese_sort_key,
)

# The same examples in every run, so that a red build can be repeated.
seeded = settings(deadline=None, max_examples=100, derandomize=True)
NO_BREAK = "\u00a0"
MINUS = "\u2212"


# Figures of the half-year article on Ninh Thuận, 2023.
@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        (2439, "2.439", "2,439"),
        (81.17, "81,17", "81.17"),
        (33.25, "33,25", "33.25"),
        (0.5934, "0,5934", "0.5934"),
        (93.1, "93,1", "93.1"),
        (840.0, "840", "840"),
        (0, "0", "0"),
        (1234567.5, "1.234.567,5", "1,234,567.5"),
        (-11.17, f"{MINUS}11,17", f"{MINUS}11.17"),
    ],
)
def test_numbers_are_printed_with_the_separators_of_their_language(value, vietnamese, english):
    assert (format_number(value), format_number(value, language="en")) == (vietnamese, english)


@pytest.mark.parametrize("missing", [None, float("nan"), np.nan, pd.NA, pd.NaT, Decimal("NaN")])
def test_a_missing_figure_is_a_dash_everywhere_and_never_a_zero(missing):
    assert MISSING == "–"
    assert format_number(missing, 2, signed=True) == MISSING
    assert format_value(missing, "percent", qualifier="gt") == MISSING
    assert format_value(missing, "count", unit_label="người") == MISSING
    assert format_points(missing) == MISSING
    assert format_share(missing) == MISSING
    assert format_date(missing) == MISSING


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        (81.165, 2, "81,17"),
        (2.675, 2, "2,68"),  # in binary just below the half
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (-2.5, 0, f"{MINUS}3"),
        (0.285 * 100, 0, "29"),  # 28.499999999999996
        (8 / 19 * 100, 1, "42,1"),
        (81.17 - 70, 2, "11,17"),
        (0.5934 / 1.9469, 4, "0,3048"),
        (9, 2, "9,00"),
        (Decimal("0.125"), 2, "0,13"),
        (np.float32(81.17), 2, "81,17"),
    ],
)
def test_halves_of_the_decimal_number_are_rounded_away_from_zero(value, decimals, printed):
    assert format_number(value, decimals) == printed


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (81.17 - 70, "11,17"),
        (0.1 + 0.2, "0,3"),
        (42.10526315789474, "42,1053"),
        (0.00004, "0"),
        (100.0, "100"),
        (Decimal("1.500"), "1,5"),
        (1e20, "100.000.000.000.000.000.000"),
        (1234567890123456789, "1.234.567.890.123.456.789"),
        (np.int64(1234567890123456789), "1.234.567.890.123.456.789"),
    ],
)
def test_without_decimals_a_number_is_as_short_as_it_can_be_up_to_four(value, printed):
    assert format_number(value) == printed


@pytest.mark.parametrize("nothing", [-0.0, 0.0, -0.004, 0.004, Decimal("-0"), -1e-300])
@pytest.mark.parametrize("signed", [True, False])
def test_zero_never_carries_a_sign(nothing, signed):
    assert format_number(nothing, 2, signed=signed) == "0,00"


def test_a_sign_is_printed_before_gains_only_when_asked():
    assert format_number(11.17, signed=True) == "+11,17"
    assert format_number(11.17) == "11,17"
    assert format_number(-11.17, signed=True) == format_number(-11.17) == f"{MINUS}11,17"


@pytest.mark.parametrize("infinite", [float("inf"), -np.inf, Decimal("Infinity")])
def test_an_infinite_number_is_refused(infinite):
    with pytest.raises(ValueError, match="cannot be printed: it comes from a division by zero"):
        format_number(infinite)


@pytest.mark.parametrize("thing", ["81,17", True, np.True_, dt.date(2023, 6, 30)])
def test_what_is_not_a_number_is_refused(thing):
    with pytest.raises(TypeError, match="A number is needed; got .*`ingest`"):
        format_number(thing)


def test_unknown_words_are_refused_with_the_words_allowed():
    with pytest.raises(ValueError, match="`language` must be one of 'vi', 'en'; got 'fr'"):
        format_number(1, language="fr")
    with pytest.raises(ValueError, match="`language` must be one of 'vi', 'en'; got 'fr'"):
        format_value(None, "percent", language="fr")
    with pytest.raises(
        ValueError, match="one of 'percent', 'count', 'index', 'rank', 'currency', 'days'; got '%'"
    ):
        format_value(1, "%")
    with pytest.raises(ValueError, match="one of 'eq', 'ge', 'gt', 'le', 'lt', 'approx'; got '>'"):
        format_value(1, "percent", qualifier=">")
    with pytest.raises(ValueError, match="`decimals` must be 0 or more, or None; got -1"):
        format_number(1, -1)


@pytest.mark.parametrize(
    ("value", "unit_measure", "words", "vietnamese", "english"),
    [
        (81.17, "percent", {}, "81,17%", "81.17%"),
        (81.17, "percent", {"unit_label": "%"}, "81,17%", "81.17%"),
        (81.17, "percent", {"decimals": 1}, "81,2%", "81.2%"),
        (90, "percent", {"qualifier": "gt"}, "trên 90%", "more than 90%"),
        (90, "percent", {"qualifier": "ge"}, "ít nhất 90%", "at least 90%"),
        (5, "percent", {"qualifier": "lt"}, "dưới 5%", "less than 5%"),
        (20, "rank", {"qualifier": "le"}, "không quá 20", "at most 20"),
        (2400, "count", {"qualifier": "approx"}, "khoảng 2.400", "about 2,400"),
        (27, "rank", {}, "27", "27"),
        (27, "rank", {"unit_label": "bậc"}, "27", "27"),
        (0.5934, "index", {}, "0,5934", "0.5934"),
        (840, "count", {"unit_label": "người"}, "840_người", "840_người"),
        (2.06, "currency", {"unit_label": "tỷ đồng"}, "2,06_tỷ đồng", "2.06_tỷ đồng"),
        (0, "count", {"unit_label": "tổ"}, "0_tổ", "0_tổ"),
    ],
)  # fmt: skip
def test_a_figure_carries_its_qualifier_and_its_unit(value, unit_measure, words, vietnamese, english):
    for language, printed in (("vi", vietnamese), ("en", english)):
        assert format_value(value, unit_measure, language=language, **words) == printed.replace("_", NO_BREAK)


def test_points_are_called_points_and_not_percent():
    assert format_points(11.17) == f"+11,17{NO_BREAK}điểm phần trăm"
    assert format_points(81.17 - 70, language="en") == f"+11.17{NO_BREAK}percentage points"
    assert format_points(-36.75) == f"{MINUS}36,75{NO_BREAK}điểm phần trăm"
    assert format_points(3.1, 1, signed=False) == f"3,1{NO_BREAK}điểm phần trăm"


def test_a_share_is_printed_in_percent():
    assert format_share(0.421) == "42,1%"
    assert format_share(8 / 19) == "42,1%"
    assert format_share(0.285, 0) == "29%"
    assert format_share(1.9469, 2, language="en") == "194.69%"


@pytest.mark.parametrize(
    ("date", "vietnamese", "english"),
    [
        (dt.date(2023, 6, 30), "30/6/2023", "30 June 2023"),
        (dt.date(2023, 6, 5), "05/6/2023", "5 June 2023"),
        (dt.date(2023, 2, 5), "05/02/2023", "5 February 2023"),
        (dt.date(2026, 10, 10), "10/10/2026", "10 October 2026"),
        (pd.Timestamp("2023-07-12 23:30"), "12/7/2023", "12 July 2023"),
    ],
)
def test_dates_are_printed_as_in_vietnamese_documents(date, vietnamese, english):
    assert (format_date(date), format_date(date, language="en")) == (vietnamese, english)


def test_a_text_is_no_date():
    with pytest.raises(TypeError, match="A date is needed.*got '2023-06-30'"):
        format_date("2023-06-30")


@pytest.mark.parametrize(
    ("items", "vietnamese", "english"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a và b", "a and b"),
        (["a", "b", "c"], "a, b và c", "a, b and c"),
    ],
)
def test_a_list_reads_as_in_a_sentence(items, vietnamese, english):
    assert (format_list(items), format_list(iter(items), "en")) == (vietnamese, english)


def test_a_list_in_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="`language` must be one of 'vi', 'en'; got 'fr'"):
        format_list([], "fr")


def test_nfc_joins_spellings_that_look_alike_and_keeps_line_ends():
    assert nfc("Ninh Thuâ\u0323n") == nfc("Ninh Thua\u0323\u0302n") == "Ninh Thuận"
    assert nfc("\ufeffÐắk\u200b Lắk\n") == "Đắk Lắk\n"


@pytest.mark.parametrize(
    "text", ["Luỹ kế", "lũy  kế", "LŨY\u00a0KẾ", "luy\u200b ke", " Lu\u0303y ke\u0302\u0301 "]
)
def test_fold_joins_what_a_search_should_find(text):
    assert fold(text) == "luy ke"


def test_fold_knows_one_dash():
    assert (
        fold("Vũng Tàu – Côn Đảo")
        == fold("vung tau - con dao")
        == fold("VŨNG TÀU\u2212CÔN ĐẢO").replace("-", " - ")
    )


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("Đắk Lắk", "dak-lak"),
        ("Ninh Thuận", "ninh-thuan"),
        ("Bà Rịa - Vũng Tàu", "ba-ria-vung-tau"),
        ("Bà Rịa–Vũng Tàu", "ba-ria-vung-tau"),
        ("Thành phố Hồ Chí Minh", "thanh-pho-ho-chi-minh"),
        ("TP. Huế", "tp-hue"),
        ("Ðà Nẵng", "da-nang"),  # eth, not Đ
        ("Sở KH&CN", "so-kh-cn"),
        ("Phường 10", "phuong-10"),
    ],
)
def test_slugs_are_ascii_names(name, identifier):
    assert slug(name) == slug(unicodedata.normalize("NFD", name)) == identifier


@pytest.mark.parametrize("name", ["", "  ", "–", "東京"])
def test_a_name_without_latin_letters_or_digits_has_no_slug(name):
    with pytest.raises(ValueError, match="No identifier can be made from"):
        slug(name)


@pytest.mark.parametrize(
    "names",
    [
        ["An Giang", "Bà Rịa", "Cần Thơ", "Đà Nẵng", "Gia Lai"],
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ["a", "ă", "â", "b", "d", "đ", "e", "ê", "o", "ô", "ơ", "u", "ư", "v"],
        ["Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bến Tre"],
        ["Dương Kinh", "Đắk Lắk", "Điện Biên", "Đồng Nai", "Đồng Tháp"],
        ["Quảng Bình", "Quảng Nam", "Quảng Ngãi", "Quảng Ninh", "Quảng Trị"],
        ["Thái Bình", "Thái Nguyên", "Thanh Hóa", "Thừa Thiên Huế", "Tiền Giang"],
        ["Hà Giang", "Hà Nội", "Hà Tĩnh", "Hải Dương", "Hòa Bình", "Hưng Yên"],
        ["An", "An Giang", "Anh Sơn"],
        ["Phường 1", "Phường 2", "Phường 10", "Phường Đô Vinh"],
    ],
)
def test_names_stand_in_vietnamese_order(names):
    backwards = names[::-1]
    assert sorted(backwards, key=vietnamese_sort_key) == names
    decomposed = [unicodedata.normalize("NFD", name.upper()) for name in backwards]
    assert sorted(decomposed, key=vietnamese_sort_key) == decomposed[::-1]


def test_a_frame_can_be_sorted_by_name():
    frame = pd.DataFrame({"name_vi": ["Đà Nẵng", "Gia Lai", "Cần Thơ"]})
    ordered = frame.sort_values("name_vi", key=lambda names: names.map(vietnamese_sort_key))
    assert ordered["name_vi"].tolist() == ["Cần Thơ", "Đà Nẵng", "Gia Lai"]


def read_back(printed):
    return float(printed.replace(".", "").replace(",", ".").replace(MINUS, "-").replace("+", ""))


@seeded
@given(st.decimals(-(10**9), 10**9, places=4), st.booleans())
def test_a_printed_number_reads_back_as_the_number(value, signed):
    assert read_back(format_number(float(value), signed=signed)) == float(value)


@seeded
@given(st.floats(-1e9, 1e9), st.integers(0, 6))
def test_a_rounded_number_is_within_half_a_unit_and_never_minus_zero(value, decimals):
    printed = format_number(value, decimals)
    assert read_back(printed) == pytest.approx(value, abs=0.5 * 10**-decimals + 1e-6)
    assert (MINUS in printed) == (read_back(printed) < 0)
    assert len(printed.partition(",")[2]) == decimals


@seeded
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_finite_number_can_be_printed_and_languages_differ_only_in_separators(value):
    swapped = format_number(value, language="en").translate(str.maketrans(".,", ",."))
    assert format_number(value) == swapped


@seeded
@given(st.text())
def test_a_slug_is_stable_and_clean(text):
    try:
        identifier = slug(text)
    except ValueError:
        assert not any("a" <= char <= "z" or "0" <= char <= "9" for char in fold(text))
    else:
        assert slug(identifier) == identifier
        assert set(identifier) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@seeded
@given(st.text())
def test_folding_and_composing_twice_change_nothing(text):
    assert fold(fold(text)) == fold(text)
    assert nfc(nfc(text)) == nfc(text)


vietnamese = st.text(alphabet="aàáạăằâbBdđĐeêếghioôơớuưyữ 19-\u0301\u0323", max_size=8)


@seeded
@given(vietnamese, vietnamese, vietnamese)
def test_the_order_of_names_is_total_and_consistent(one, other, third):
    a, b, c = map(vietnamese_sort_key, (one, other, third))
    assert (a == b) == (nfc(one) == nfc(other))
    assert (a < b) + (a == b) + (a > b) == 1
    assert not (a <= b <= c) or a <= c


@seeded
@given(st.lists(st.sampled_from(["Đà Nẵng", "Đa Nang", "đà nẵng", "Cần Thơ", "Can Tho", "Phường 2"])))
def test_the_order_of_rows_makes_no_difference_to_the_order_of_names(names):
    backwards = names[::-1]
    assert sorted(names, key=vietnamese_sort_key) == sorted(backwards, key=vietnamese_sort_key)


def test_importing_does_not_read_babel():
    code = "import sys, dtanalysis.formats, dtanalysis.periods; sys.exit('babel' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_qualifier_has_words_in_every_language():
    for words in formats._QUALIFIER_WORDS.values():
        assert set(words) == {"eq", "ge", "gt", "le", "lt", "approx"}
