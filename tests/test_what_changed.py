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


def test_what_a_flip_tells_is_not_told_again_as_a_figure_that_is_gone():
    found, scope = ask("year")
    sentences = tables.ranked_changes(found, scope).frame["sentence"]
    assert sentences.str.startswith("Tỷ lệ người dân có hồ sơ sức khỏe điện tử").sum() == 1


def test_the_count_of_moves_is_that_of_the_table():
    found, scope = ask("year")
    assert "3 số liệu đổi khi sang kỳ mới" in answer("year")
    assert len(tables.moved_figures(found, scope).frame) == 3


def test_counts_of_two_plans_are_told_apart():
    text = tables.new_figures(*ask("year")).plain()
    assert {"Số chỉ tiêu của kế hoạch – BCD-2023", "Số chỉ tiêu của kế hoạch – UBND-2023"} <= set(
        re.split(r" \| |\n", text)
    )


def test_a_missed_new_target_comes_before_one_that_is_met():
    assert "lĩnh vực đất đai: có mục tiêu mới 70% (BCD-2023), đánh giá hiện nay: chưa đạt" in answer("half")


def ask_khanh_hoa() -> tuple[Changes, Scope]:
    scope = open_scope("data", period="2026-YTD-10-10", unit="khanh-hoa-2025")
    found = changes.compare_readings(changes.read_earlier(scope), changes.read_scope(scope))
    return tables.name_changes(found, scope), scope


def test_without_anything_urgent_the_first_move_of_the_unit_is_told():
    found, scope = ask_khanh_hoa()
    assert "xuống 2 bậc" in narrative.changes_sentences(found, pd.DataFrame(), scope)[1]


def test_a_document_that_prints_two_decimals_means_two_where_a_zero_was_cut():
    # Satisfaction (QĐ 766) on 8 and 10 October 2026, 7.84 and 7.8, from files that print 6.92 and cut zeros.
    satisfaction = ask_khanh_hoa()[0].figures.set_index("indicator").loc["qd766_satisfaction"]
    assert satisfaction["change"] == pytest.approx(-0.04)
    assert satisfaction["evidence"] == "no_interval"
