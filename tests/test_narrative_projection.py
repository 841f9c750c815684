"""Sentences about 31 December: counts, the most worrying target, reasons, and the record that is always told."""

import re

import numpy as np
import pandas as pd
import pytest
from projected import arithmetic, frame, projected, record

from dtanalysis import narrative
from dtanalysis.catalogue import open_scope
from dtanalysis.narrative import projection_words
from dtanalysis.narrative.projection import (
    chance_text,
    monthly_text,
    outlook_text,
    projected_text,
    sort_by_worry,
)
from dtanalysis.projection.chances import OUTLOOKS
from dtanalysis.scenarios import REASONS as SCENARIO_REASONS
from dtanalysis.scenarios import SCENARIOS
from dtanalysis.yardsticks import ESCAP_CLASSES, EUROSTAT_CLASSES, EUROSTAT_WARNINGS, PACE_CLASSES

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture(scope="module")
def scope():
    return open_scope("data", period="2023-H1", unit="ninh-thuan")


def told(rows: pd.DataFrame, scope, points: pd.DataFrame | None = None, **options) -> str:
    points = record() if points is None else points
    return " ".join(narrative.projection_sentences(rows, points, scope, **options)).replace(NBSP, " ")


def test_targets_are_counted_by_outlook(scope):
    rows = frame(
        projected(),
        projected(chance=0.5, outlook="open", dimension="a"),
        projected(chance=0.8, outlook="likely", dimension="b"),
        projected(chance=0.95, outlook="very_likely", dimension="c"),
    )
    assert "Trong 4 mục tiêu" in told(rows, scope)
    assert "2 có khả năng đạt, 1 chưa rõ và 1 khó đạt" in told(rows, scope)


def test_the_most_worrying_target_is_named_with_range_and_probability(scope):
    text = told(
        frame(projected("Tỷ lệ A", chance=0.4, outlook="open", dimension="a"), projected("Tỷ lệ B")), scope
    )
    assert "Đáng lo nhất là tỷ lệ B: dự báo đạt 66,0% (khoảng 80%: 63,0% đến 69,0%)" in text
    assert "xác suất đạt khoảng 5% (rất khó đạt)" in text


def test_nothing_is_worrying_where_everything_is_likely(scope):
    assert "Đáng lo nhất" not in told(frame(projected(chance=0.8, outlook="likely")), scope)


def test_probabilities_are_never_0_or_100():
    assert [chance_text(chance, "vi") for chance in (0.001, 0.999)] == ["5%", "95%"]


def test_a_target_for_one_exact_value_is_counted_apart(scope):
    rows = frame(projected(), projected(comparator="eq", chance=np.nan, outlook="", dimension="a"))
    assert "1 mục tiêu phải đúng bằng một mức nên không có xác suất" in told(rows, scope)


def test_arithmetic_gives_its_reasons_with_how_many_targets_each_holds_for(scope):
    rows = frame(projected(), arithmetic(), arithmetic(reason="no_counts", dimension="b"))
    text = told(rows, scope)
    assert "2 mục tiêu khác chỉ có phép tính số học" in text
    assert "mới có 1 số liệu, cần ít nhất 3 để dự báo (1 mục tiêu)" in text


def test_with_one_reading_each_the_page_says_that_nothing_is_projected(scope):
    text = told(frame(arithmetic()), scope, record(0))
    assert "Chưa dự báo được mục tiêu nào trong 1 mục tiêu có số liệu của Ninh Thuận" in text
    assert "không phải dự báo" in text
    assert "có khả năng đạt" not in text


def test_targets_already_reached_are_told_also_without_a_projection(scope):
    reached = arithmetic(last_value=81.17, gap=-11.17, required_pace=0.0, dimension="")
    assert "cần giữ đến cuối năm: 1" in told(frame(arithmetic(), reached), scope)


def test_targets_of_another_year_are_no_answer_to_this_one(scope):
    text = told(frame(projected(year=2025, is_own=False)), scope)
    assert "Không có mục tiêu nào của Ninh Thuận đến hạn 31/12/2023" in text


def test_own_targets_are_counted_before_those_that_only_orient(scope):
    rows = frame(projected(), projected(is_own=False, plan="QD411", dimension="a"))
    assert "Trong 1 mục tiêu của Ninh Thuận" in told(rows, scope)
    assert "không có mục tiêu riêng" in told(frame(projected(is_own=False)), scope)


@pytest.mark.parametrize(
    ("n_points", "sentence"),
    [
        (120, "Trong 120 khoảng dự báo 80% trước đây, 81% chứa giá trị thực."),
        (29, "Mới có 29 khoảng dự báo"),
        (0, "Chưa có khoảng dự báo 80% nào"),
    ],
)
def test_the_record_is_always_told_and_no_share_is_claimed_below_thirty(scope, n_points, sentence):
    for rows in (
        frame(projected()),
        frame(arithmetic()),
        frame(projected(target=np.nan, chance=np.nan, outlook="")),
    ):
        text = told(rows, scope, record(n_points))
        assert sentence in text
        assert ("81% chứa" in text) == (n_points >= 30)


def test_an_empty_record_is_told_as_none(scope):
    assert "Chưa có khoảng dự báo" in narrative.record_sentence(pd.DataFrame(), scope)


def test_the_days_ahead_are_told_for_the_reported_unit_only(scope):
    days = frame(projected("Điểm QĐ 766", unit_measure="index", unit_label="điểm"))
    assert "điểm QĐ 766 được dự báo đạt 66,0 vào ngày 31/12/2023" in told(
        frame(arithmetic()), scope, days=days
    )
    assert "nhìn trước" not in told(frame(arithmetic()), scope, days=days.assign(unit="da-nang"))


def test_no_sentence_prints_a_missing_number(scope):
    rows = frame(projected(pace_so_far=np.nan), arithmetic(required_pace=np.nan))
    for language in ("vi", "en"):
        spoken = open_scope("data", period="2023-H1", unit="ninh-thuan", language=language)
        assert not re.search(r"\b(nan|NaN|inf|NaT)\b|–\.", told(rows, spoken))


def test_english_sentences_carry_no_vietnamese(scope):
    spoken = open_scope("data", period="2023-H1", unit="ninh-thuan", language="en")
    text = told(frame(projected("Online dossiers"), arithmetic("Land dossiers")), spoken)
    assert "Of 1 targets of Ninh Thuận" in text
    assert "mục tiêu" not in text


def test_of_equally_unlikely_targets_the_one_furthest_from_its_range_comes_first():
    near, far = projected("near", target=71.0), projected("far", target=95.0, chance=0.001)
    assert sort_by_worry(frame(near, far))["name"].tolist() == ["far", "near"]


def test_a_target_without_probability_comes_last():
    rows = frame(projected("exact", chance=np.nan, outlook=""), projected("likely", chance=0.9))
    assert sort_by_worry(rows)["name"].tolist() == ["likely", "exact"]


def test_every_outlook_has_a_mark_of_its_own_shape():
    marks = [outlook_text(word, "vi").split(NBSP)[0] for word in OUTLOOKS]
    assert len(set(marks)) == len(marks) == 5


def test_a_pace_is_in_points_places_or_what_is_counted():
    texts = [
        monthly_text({"pace": pace, "unit_measure": measure, "unit_label": label}, "pace", "vi").replace(NBSP, " ")
        for pace, measure, label in [(1.5, "percent", "%"), (-2.0, "rank", ""), (0.0004, "percent", "%"), (3.5, "count", "người")]
    ]  # fmt: skip
    assert texts == ["1,50 điểm %", "−2,00 bậc", "dưới 0,01 điểm %", "3,50 người"]


def test_projected_places_and_people_are_whole():
    row = {"value": 284.59, "unit_measure": "count", "unit_label": "người"}
    assert projected_text(row, "value", "vi") == f"285{NBSP}người"
    assert projected_text(row | {"unit_measure": "percent", "value": 0.726}, "value", "vi") == "0,73%"


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (projection_words.PACE_CLASSES, PACE_CLASSES),
        (projection_words.EUROSTAT_CLASSES, EUROSTAT_CLASSES),
        (projection_words.EUROSTAT_WARNINGS, EUROSTAT_WARNINGS),
        (projection_words.ESCAP_CLASSES, ESCAP_CLASSES),
        (projection_words.OUTLOOK_MARKS, OUTLOOKS),
    ],
)
def test_every_code_has_its_words_in_both_languages(words, codes):
    assert set(words) == set(codes)
    assert all(set(one) == {"vi", "en"} for one in words.values() if isinstance(one, dict))


def test_every_scenario_has_its_words():
    rates = {"last_rate", "required_rate", "given_rate"}
    assert set(projection_words.SCENARIOS) == set(SCENARIOS) | rates
    assert "year_over" in SCENARIO_REASONS


def test_both_languages_of_a_wording_have_the_same_gaps():
    gaps = {
        key: [set(re.findall(r"{(\w+)}", text)) for text in pair.values()]
        for key, pair in projection_words.WORDINGS.items()
    }
    assert not {key: pair for key, pair in gaps.items() if pair[0] != pair[1]}
