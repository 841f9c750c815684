"""The page of what has changed: its sentences, tables and figure, from the real and the synthetic tables."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd
import pytest

from dtanalysis import changes, narrative, plots, tables
from dtanalysis.catalogue import Scope, open_scope
from dtanalysis.changes import Changes
from dtanalysis.exhibits import Figure, Note, Table
from dtanalysis.narrative.change_tellers import ranked_sentences

QUESTIONS = {
    "year": ("data", "2023", "ninh-thuan", "", "", "vi"),
    "half": ("data", "2023-H1", "ninh-thuan", "", "", "vi"),
    "same": ("data", "2023-H1", "ninh-thuan", "2023-H1", "", "vi"),
    "first": ("data", "2017", "ninh-thuan", "", "", "vi"),
    "agencies": ("data", "2026-YTD-10-10", "gia-lai-2025", "2026-YTD-09-24", "", "vi"),
    "merger": ("data", "2026-YTD-10-10", "khanh-hoa-2025", "2022", "", "vi"),
    "known": ("data/synthetic", "2023-Q1", "tinh-mau", "", "2023-04-30", "vi"),
    "plans": ("data/synthetic", "2023-H1", "tinh-mau", "2022-H1", "", "en"),
}
TABLES = (
    tables.ranked_changes, tables.status_flips, tables.target_changes, tables.revised_figures, tables.moved_figures,
    tables.moved_parts, tables.restated_counts, tables.new_figures, tables.gone_figures, tables.world_changes,
    tables.changed_documents,
)  # fmt: skip


@cache
def ask(question: str) -> tuple[Changes, Scope]:
    folder, period, unit, compare_to, day, language = QUESTIONS[question]
    scope = open_scope(folder, period=period, unit=unit, language=language)
    before = changes.read_earlier(scope, compare_to=compare_to, compare_as_of=day)
    found = changes.compare_readings(before, changes.read_scope(scope))
    return tables.name_changes(found, scope), scope


def answer(question: str) -> str:
    found, scope = ask(question)
    return " ".join(narrative.changes_sentences(found, tables.name_plan_counts(found, scope), scope))


def test_the_year_tells_that_stated_targets_went_from_8_to_13_of_19():
    assert "8/19 (6 tháng đầu năm 2023) thành 13/19 (năm 2023)" in answer("year")


def test_a_target_without_a_figure_of_the_year_is_not_called_missed():
    found, _ = ask("year")
    assert set(found.statuses["kind"]) == {"out_of_sight"}
    assert "3 mục tiêu nay chưa đánh giá được" in answer("year")


def test_the_agency_whose_overdue_dossiers_vanished_is_named():
    assert "(Sở Nông nghiệp và Môi trường): phần còn lại (mẫu số trừ tử số) giảm 15.783" in answer("agencies")


def test_forty_five_dossiers_added_later_are_a_revision_of_the_same_period():
    found, scope = ask("known")
    rows = found.figures
    assert set(rows["kind"]) == {"revised"}
    assert (rows["numerator_after"] - rows["numerator_before"]).tolist() == [45.0] * 6
    assert "52,92% (2.633/4.975)" in tables.revised_figures(found, scope).plain()


def test_two_identical_readings_say_that_nothing_has_changed():
    found, scope = ask("same")
    assert answer("same").startswith("Không có thay đổi nào của Ninh Thuận giữa hai báo cáo: 25 số liệu")
    assert {type(table(found, scope)) for table in TABLES} == {Note, type(None)}
    assert plots.before_after(changes.pick_moves(found), scope) is None


def test_without_an_earlier_period_there_is_nothing_to_compare():
    assert answer("first").startswith("Đến hết năm 2016, kho số liệu không có số liệu nào của Ninh Thuận")


def test_across_the_merger_nothing_is_joined():
    found, scope = ask("merger")
    assert found.figures["change"].isna().all()
    assert "Khánh Hòa (mới) có từ 01/7/2025, từ Khánh Hòa (cũ) và Ninh Thuận" in answer("merger")
    assert isinstance(tables.world_changes(found, scope), Table)


def test_raised_targets_of_another_plan_are_told_with_their_plans():
    found, scope = ask("plans")
    assert {"raised", "new"} <= set(found.targets["kind"])
    assert "KH-MAU-2022 → KH-MAU-2023" in tables.target_changes(found, scope).plain()


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_change_has_a_sentence_that_can_be_read(question):
    found, scope = ask(question)
    sentences = ranked_sentences(found, scope)
    assert len(sentences) == sum(len(frame) for frame in found.frames.values())
    assert not [text for text in sentences if re.search(r"\b(nan|NaT|None|<NA>)\b|\{|  ", text)]
    assert all(text.endswith(".") for text in sentences)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_table_is_filled_or_says_why_not(question):
    found, scope = ask(question)
    for table in TABLES:
        shown = table(found, scope)
        is_silent = table is tables.moved_parts and found.is_same_period
        assert shown is None if is_silent else isinstance(shown, Table | Note)
        assert not isinstance(shown, Table) or len(shown.frame)


def test_rates_within_chance_are_drawn_and_named_as_such():
    found, scope = ask("agencies")
    figure = plots.before_after(changes.pick_moves(found), scope)
    assert isinstance(figure, Figure)
    assert "trong mức ngẫu nhiên" in figure.alt


def test_a_flip_that_a_few_products_made_says_that_it_is_within_chance():
    scope = open_scope("data/synthetic", period="2023-H1", unit="tinh-mau")
    found = changes.compare_readings(changes.read_earlier(scope), changes.read_scope(scope))
    ocop = found.statuses.set_index("indicator").loc["ocop_ecommerce_rate"]
    assert (ocop["kind"], ocop["evidence"]) == ("gained", "within_chance")
    assert str(found.before.period) == "2023-Q1"
    assert found.n_revised_before == 3


def test_the_earlier_reading_cannot_know_more_than_this_one():
    scope = open_scope("data", period="2023-H1", unit="ninh-thuan", as_of="2023-08-01")
    with pytest.raises(ValueError, match="the earlier reading cannot know more"):
        changes.read_earlier(scope, compare_as_of="2023-09-01")


def test_an_earlier_day_of_the_same_period_lists_what_became_known():
    scope = open_scope("data", period="2023-H1", unit="ninh-thuan")
    before = changes.read_earlier(scope, compare_as_of="2023-07-01")
    found = changes.compare_readings(before, changes.read_scope(scope))
    assert found.is_same_period
    assert found.figures["kind"].value_counts().to_dict() == {"new": 25, "older": 19}
    assert not pd.Series(found.figures["kind"] == "revised").any()
