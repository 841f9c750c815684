"""The register that files are read with: what it must hold, and what it answers."""

from datetime import date

import pytest
from grids import INDICATORS, UNITS, small_lexicon, write_register

from dtanalysis.catalogue import DataFaultError
from dtanalysis.ingest.lexicon import open_lexicon
from dtanalysis.ingest.matching import Match, NoMatch

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


def test_the_register_may_lie_in_the_folder_or_in_its_catalogue(tmp_path):
    beside = open_lexicon(write_register(tmp_path / "a"))
    below = open_lexicon(write_register(tmp_path / "b" / "catalogue").parent)
    assert list(beside.units["unit"]) == list(below.units["unit"])
    assert (beside.root, below.root) == (tmp_path / "a", tmp_path / "b")


@pytest.mark.parametrize("name", ["indicators.csv", "units.csv"])
def test_a_register_without_one_of_its_two_tables_is_named(tmp_path, name):
    (write_register(tmp_path) / name).unlink()
    with pytest.raises(FileNotFoundError, match=name):
        open_lexicon(tmp_path)


def test_successions_and_terms_may_be_missing(tmp_path):
    write_register(tmp_path)
    for name in ("unit_successions.csv", "terms.csv"):
        (tmp_path / name).unlink()
    lexicon = open_lexicon(tmp_path)
    assert (lexicon.successors, lexicon.term("group", "Chính quyền số")) == ({}, None)


@pytest.mark.parametrize(
    ("table", "text", "place"),
    [
        ("indicators", INDICATORS.replace("unit_measure", "measure", 1), (1, "unit_measure", "")),
        ("indicators", INDICATORS.replace(",percent,", ",phần trăm,", 1), (2, "unit_measure", "phần trăm")),
        ("indicators", INDICATORS.replace("level,0,100,2", "level,không,100,2"), (2, "lower", "không")),
        ("units", UNITS.replace("2025-06-30", "30/6/2025"), (5, "valid_to", "30/6/2025")),
    ],
)
def test_a_faulty_register_is_refused_with_line_column_and_value(tmp_path, table, text, place):
    (write_register(tmp_path) / f"{table}.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DataFaultError) as refused:
        open_lexicon(tmp_path)
    (fault,) = refused.value.faults
    assert (fault.line, fault.column, fault.found) == place


def test_a_register_that_is_not_utf_8_is_refused_by_name(tmp_path):
    (write_register(tmp_path) / "units.csv").write_text(UNITS, encoding="utf-16")
    with pytest.raises(DataFaultError, match=r"units\.csv"):
        open_lexicon(tmp_path)


def test_only_an_indicator_without_a_lower_bound_may_be_negative():
    found = small_lexicon().indicator_by_id
    assert [id_ for id_, indicator in found.items() if indicator.may_be_negative] == ["growth"]


def test_a_register_without_bounds_lets_nothing_be_negative(tmp_path):
    text = "indicator,name_vi,unit_measure\nrate,Tỷ lệ,percent\n"
    (write_register(tmp_path) / "indicators.csv").write_text(text, encoding="utf-8")
    assert not open_lexicon(tmp_path).indicator_by_id["rate"].may_be_negative


def test_a_near_name_is_no_name():
    lexicon = small_lexicon()
    assert lexicon.indicator_named("TỶ LỆ  hồ sơ trực tuyến") == "rate"
    assert lexicon.indicator_named("Tỷ lệ hồ sơ trực tuyên") == ""
    assert (lexicon.names_a_unit("SYT"), lexicon.names_a_unit("Sở Y")) == (True, False)


def test_a_unit_is_found_only_while_it_exists():
    found = small_lexicon().find_unit("Huyện Cũ", BEFORE)
    assert (isinstance(found, Match), found.id) == (True, "huyen-cu")
    refused = small_lexicon().find_unit("Huyện Cũ", AFTER)
    assert isinstance(refused, NoMatch)
    assert (refused.reason, refused.candidates) == ("not_valid", ("xa-moi",))


def test_a_name_with_signs_that_turn_the_writing_is_refused_though_it_looks_right():
    found = small_lexicon().find_unit("Sở \u202eY tế")
    assert (isinstance(found, NoMatch), found.reason) == (True, "look_alikes")


def test_words_of_one_kind_are_not_taken_for_another():
    lexicon = small_lexicon()
    assert (lexicon.term("dimension", "đất đai"), lexicon.term("group", "Đất đai")) == ("land", None)


def test_the_words_for_counts_lead_to_their_indicator():
    assert small_lexicon().parts_by_key["hồ sơ trực tuyến"] == (("rate", "numerator"),)
