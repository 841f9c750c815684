"""Names: spelling habits are folded, marks are kept, and nothing is ever guessed."""

import unicodedata
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dtanalysis.catalogue import find_unit, load_programme
from dtanalysis.ingest.matching import Match, NoMatch, find_name, index_names, look_alikes, match_key

seeded = settings(deadline=None, max_examples=200, derandomize=True)
PROGRAMME = load_programme(Path(__file__).parents[1] / "data")
UNITS = index_names(PROGRAMME.units, "unit", ("name_vi", "aliases"))
INDICATORS = index_names(PROGRAMME.indicators, "indicator", ("name_vi",))
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
NO_BREAK = "\u00a0"

SPELLINGS = [
    (row.unit, name.strip(), BEFORE if pd.notna(row.valid_to) else AFTER)
    for row in PROGRAMME.units.itertuples()
    for name in f"{row.name_vi}|{row.aliases}".split("|")
    if name.strip()
]


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("hòa", "hoà"),
        ("khỏe", "khoẻ"),
        ("thúy", "thuý"),
        ("lũy", "luỹ"),
        ("hóa", "hoá"),
        ("tòan", "toàn"),
        ("qúy", "quý"),
        ("qúa", "quá"),
        ("HÒA BÌNH", "Hoà Bình"),
        ("Ðà Nẵng", "Đà Nẵng"),
        ("Ɖà Nẵng", "Đà Nẵng"),
        ("Đà\u200b Nẵng", "Đà Nẵng"),
        ("Đà\u00a0\u202f  Nẵng", "Đà Nẵng"),
        ("Thừa Thiên – Huế", "Thừa Thiên-Huế"),
        ("Thừa Thiên \u2212 Huế", "Thừa Thiên-Huế"),
        ("TP. Huế", "TP.Huế"),
        ("1. Sở Nội vụ", "Sở Nội vụ"),
        ("1.2. Sở Nội vụ", "Sở Nội vụ"),
        ("1.2 Sở Nội vụ", "Sở Nội vụ"),
        ("1.Sở Nội vụ", "Sở Nội vụ"),
        ("1/ Sở Nội vụ", "Sở Nội vụ"),
        ("(1) Sở Nội vụ", "Sở Nội vụ"),
        ("II. Sở Nội vụ", "Sở Nội vụ"),
        ("XIV. Sở Nội vụ", "Sở Nội vụ"),
        ("a) Sở Nội vụ", "Sở Nội vụ"),
        ("đ) Sở Nội vụ", "Sở Nội vụ"),
        ("- Sở Nội vụ:", "Sở Nội vụ"),
        ("I. 1. - Sở Nội vụ;", "Sở Nội vụ"),
        ("“Sở Nội vụ” (*)", "Sở Nội vụ"),
        ("Sở “Nội” vụ", 'Sở "Nội" vụ'),
    ],
)
def test_spelling_habits_share_a_key(text, same):
    assert match_key(text) == match_key(same)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Bình Định", "Binh Dinh"),
        ("Bình Định", "Bính Định"),
        ("Hà Nam", "Hạ Nam"),
        ("Sơn La", "Son La"),
        ("X. Phước Hải", "Phước Hải"),
        ("H. Ninh Phước", "Ninh Phước"),
        ("Quận 1", "Quận"),
        ("An Giang (63)", "An Giang (34)"),
        ("của", "cuả"),
        ("thủa", "thuả"),
    ],
)
def test_different_names_keep_different_keys(text, other):
    assert match_key(text) != match_key(other)


@pytest.mark.parametrize("text", ["", "-", "1.", "  ", "(*)"])
def test_a_text_without_a_name_matches_nothing(text):
    assert isinstance(find_name(text, UNITS, AFTER), NoMatch)


@seeded
@given(
    st.text(
        alphabet=st.one_of(st.sampled_from("oaáàuyúqưhđ.-–1I)( *aX"), st.characters(max_codepoint=0x1EFF))
    )
)
def test_the_key_of_a_key_is_the_key(text):
    assert match_key(match_key(text)) == match_key(text)


def typed_ways(name):
    """The same name as clerks type it."""
    return [
        name,
        unicodedata.normalize("NFD", name),
        name.upper(),
        name.lower(),
        name.replace(" ", "  "),
        name.replace(" ", NO_BREAK),
        name.replace("Đ", "Ð"),
        f"  3. {name}: ",
        f"- {name}",
    ]


def test_every_unit_is_found_under_every_name_on_a_fitting_day():
    assert len(SPELLINGS) > 300
    for unit, name, on in SPELLINGS:
        for typed in typed_ways(name):
            found = find_name(typed, UNITS, on)
            assert isinstance(found, Match), (typed, found)
            assert found.id == unit


def test_every_indicator_is_found_under_its_name():
    for row in PROGRAMME.indicators.itertuples():
        for typed in typed_ways(row.name_vi):
            found = find_name(typed, INDICATORS)
            assert isinstance(found, Match), (typed, found)
            assert found.id == row.indicator


def test_the_register_finds_the_same_unit_for_its_own_spellings():
    for _, name, on in SPELLINGS:
        assert find_name(name, UNITS, on).id == find_unit(PROGRAMME.units, name, on)


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("\u00d0ẮK LẮK", "dak-lak"),
        ("Khánh Hoà", "khanh-hoa"),
        ("TP.Hồ Chí Minh", "ho-chi-minh"),
        ("TP . HỒ CHÍ MINH", "ho-chi-minh"),
        ("UBND TP Hồ Chí Minh", None),
        ("Thừa Thiên – Huế", "hue"),
        ("Bà Rịa—Vũng Tàu", "ba-ria-vung-tau"),
        ("HOÀ BÌNH", "hoa-binh"),
    ],
)
def test_usual_variants_resolve_and_unregistered_ones_do_not(typed, unit):
    found = find_name(typed, UNITS, BEFORE)
    assert found.id == unit if unit else isinstance(found, NoMatch)


def test_without_a_day_a_name_of_two_units_is_ambiguous_with_both_ids():
    found = find_name("Khánh Hòa", UNITS)
    assert (found.reason, set(found.candidates)) == ("ambiguous", {"khanh-hoa", "khanh-hoa-2025"})
    assert "khanh-hoa-2025" in found.message


def test_the_day_tells_which_of_two_units_is_meant():
    assert find_name("Khánh Hòa", UNITS, BEFORE).id == "khanh-hoa"
    assert find_name("Khánh Hòa", UNITS, AFTER).id == "khanh-hoa-2025"


def test_an_abolished_unit_is_not_found_after_its_end():
    found = find_name("Ninh Thuận", UNITS, AFTER)
    assert (found.reason, found.candidates) == ("not_valid", ("ninh-thuan",))
    assert "01/07/2025" in found.message


@pytest.mark.parametrize("typed", ["Binh Dinh", "BINH DINH", "Bính Định", "Bình Ðinh"])
def test_a_name_with_other_marks_is_a_question_with_that_candidate_first(typed):
    found = find_name(typed, UNITS, BEFORE)
    assert (found.reason, found.candidates[0]) == ("marks_differ", "binh-dinh")


def test_look_alike_letters_are_refused_and_named():
    typed = "H\u00e0 N\u0430m"  # Cyrillic а
    found = find_name(typed, UNITS, BEFORE)
    assert (found.reason, found.candidates) == ("look_alikes", ("ha-nam",))
    assert "U+0430" in found.message
    assert look_alikes(typed) == ("\u0430",)
    assert match_key(typed) == match_key("Hà Nam")


def test_an_unknown_name_offers_at_most_four_ids():
    found = find_name("Tỉnh Bình", UNITS, BEFORE)
    assert found.reason == "unknown"
    assert 0 < len(found.candidates) <= 4
    assert find_name("zzzzzz", UNITS).candidates == ()


def test_a_cell_full_of_prose_is_answered_at_once():
    assert find_name("báo cáo " * 20_000, UNITS).reason == "unknown"


def test_one_missing_letter_never_leads_to_a_unit():
    keys = {
        match_key(name[:place] + name[place + 1 :])
        for _, name, _ in SPELLINGS
        for place, char in enumerate(name)
        if char.isalnum()
    }
    assert len(keys) > 2000
    assert not keys & set(UNITS.bearers)


@seeded
@given(st.sampled_from(SPELLINGS), st.data())
def test_a_name_with_a_letter_lost_or_changed_is_not_resolved(spelling, data):
    _, name, on = spelling
    place = data.draw(st.sampled_from([place for place, char in enumerate(name) if char.isalpha()]))
    letter = data.draw(st.sampled_from(["", "z", "w"]))
    assert isinstance(find_name(name[:place] + letter + name[place + 1 :], UNITS, on), NoMatch)


def test_the_frame_is_left_as_it_was():
    units = PROGRAMME.units.copy()
    index_names(units, "unit", ("name_vi", "aliases"))
    pd.testing.assert_frame_equal(units, PROGRAMME.units)


def test_missing_names_and_absent_dates_are_no_obstacle():
    frame = pd.DataFrame({"id": ["x", "y"], "name": ["Một|", None]})
    names = index_names(frame, "id", ("name",))
    assert find_name("một", names, AFTER) == Match("x", "Một")
    assert list(names.bearers) == ["một"]
