"""Sentences: right numbers, right words for points and percent, honest about what is not known."""

import pandas as pd
import pytest

from dtanalysis import decomposition, dti, gaps, narrative, services
from dtanalysis.catalogue import add_names, open_scope
from dtanalysis.narrative.wording import WORDINGS
from dtanalysis.plans import prefer_own, summarise_plans

NBSP = "\N{NO-BREAK SPACE}"


def sentences_of(period: str, unit: str = "ninh-thuan", **asked) -> str:
    scope = open_scope("data", period=period, unit=unit, **asked)
    scorecard = gaps.build_scorecard(
        scope.observations, scope.targets, scope.indicators, period=scope.period
    ).pipe(add_names, scope)
    summary = summarise_plans(scorecard, scope.plan_rows, scope.observations, scope.period)
    return " ".join(narrative.scorecard_sentences(summary, scorecard, scope)).replace(NBSP, " ")


def test_the_half_year_says_8_of_19_and_that_the_rest_is_not_missed_yet():
    text = sentences_of("2023-H1")
    assert "8/19 chỉ tiêu (42,1%)" in text
    assert (
        "11 chỉ tiêu còn lại chưa đạt ở thời điểm này, chưa có nghĩa là không hoàn thành kế hoạch năm" in text
    )


def test_the_year_says_how_many_were_missed_in_both_plans():
    text = sentences_of("2023")
    assert "13/19 chỉ tiêu (68,4%)" in text
    assert "6 chỉ tiêu không đạt" in text
    assert "17/23 chỉ tiêu (73,9%)" in text


def test_an_excess_is_told_in_points_not_in_percent():
    text = sentences_of("2023-H1")
    assert "đạt 81,17%, vượt mục tiêu 70% là 11,17 điểm phần trăm" in text
    assert "đạt 93,1%, vượt mục tiêu 90% là 3,1 điểm phần trăm" in text


def test_the_widest_gap_is_land_with_its_monthly_pace():
    text = sentences_of("2023-H1")
    assert "lĩnh vực đất đai mới đạt 2,06% so với mục tiêu 70%, còn thiếu 67,94 điểm phần trăm" in text
    assert "tăng bình quân 11,32 điểm phần trăm mỗi tháng" in text


def test_without_a_plan_nothing_is_called_met_or_missed():
    text = sentences_of("2017")
    assert "Chưa có kế hoạch nào của Ninh Thuận cho năm 2017" in text
    assert "vượt mục tiêu" not in text


def test_the_year_to_a_day_is_told_without_a_second_preposition():
    scope = open_scope("data", period="2026-YTD-10-10", unit="gia-lai-2025")
    phrases = narrative.period_phrases(scope.period, "vi")
    assert phrases == {"during": "từ đầu năm đến ngày 10/10/2026", "until": "ngày 10/10/2026"}


@pytest.mark.parametrize(
    ("code", "during"),
    [("2023", "in 2023"), ("2023-06", "in June 2023"), ("2023-H1", "in the first half of 2023")],
)
def test_english_periods_take_the_article_they_need(code, during):
    scope = open_scope("data", period=code, unit="ninh-thuan", language="en")
    assert narrative.period_phrases(scope.period, "en")["during"] == during


def test_services_and_dossiers_are_told_apart_and_land_is_bounded():
    scope = open_scope("data", period="2023-H1", unit="ninh-thuan")
    targets = prefer_own(scope.targets, scope.reference_targets)
    scorecard = gaps.build_scorecard(scope.observations, targets, scope.indicators, period=scope.period).pipe(
        add_names, scope
    )
    bounds = services.bound_slices(scorecard, "tthc_online_dossier_rate").pipe(add_names, scope)
    nobody = decomposition.summarise_splits(
        decomposition.split_services(scope.part_observations, targets, scope.period)
    )
    text = " ".join(narrative.gap_sentences(scorecard, bounds, nobody, scope)).replace(NBSP, " ")
    assert "33,25% số dịch vụ công trực tuyến" in text
    assert "66,75% số dịch vụ không có hồ sơ nào" in text
    assert "81,17% số hồ sơ" in text
    assert "chiếm tối đa 19,2% số hồ sơ" in text
    assert "nhiều nhất 13,1 điểm phần trăm" in text


def test_agencies_that_hold_the_gap_are_named_for_gia_lai():
    scope = open_scope("data", period="2026-YTD-10-10", unit="gia-lai-2025")
    splits = decomposition.split_services(scope.part_observations, scope.reference_targets, scope.period)
    holders = decomposition.summarise_splits(splits).pipe(add_names, scope)
    scorecard = gaps.build_scorecard(
        scope.observations, scope.targets, scope.indicators, period=scope.period
    ).pipe(add_names, scope)
    answer, reason = narrative.gap_sentences(scorecard, pd.DataFrame(), holders, scope)
    said = answer.replace(NBSP, " ")
    assert said.startswith(
        "Tỷ lệ hồ sơ thực hiện số hóa của các đơn vị có số liệu tính chung là 19,35%, thấp hơn 80,65 điểm"
    )
    # Its weight beside its share of the gap: large, not merely low.
    assert "riêng Sở Nông nghiệp và Môi trường chiếm 95% phần còn thiếu (76,24 điểm phần trăm)" in said
    assert "có 92,6% số hồ sơ, tỷ lệ 17,66%" in said
    assert "không có tỷ lệ DVCTT phát sinh hồ sơ" in reason


def dti_text(period: str, unit: str, language: str = "vi") -> str:
    scope = open_scope("data", period=period, unit=unit, language=language)
    history = dti.build_history(scope.observations, dti.last_full_year(scope.period))
    goals = dti.rank_goals(scope.programme.targets, history, scope.unit)
    return " ".join(narrative.dti_sentences(history, pd.DataFrame(), goals, scope)).replace(NBSP, " ")


def test_the_index_is_told_with_rank_places_relative_growth_and_goal():
    text = dti_text("2023-H1", "ninh-thuan")
    assert "DTI năm 2022 của Ninh Thuận đạt 0,5934, xếp thứ 27/63, tăng 26 bậc so với năm trước" in text
    assert "giá trị tăng 94,69% so với 0,3048" in text
    assert "xếp thứ 15/63 hoặc cao hơn vào năm 2025: còn 12 bậc" in text


def test_a_target_already_reached_when_set_is_called_reached():
    assert "xếp thứ 20/34 hoặc cao hơn vào năm 2025: đã đạt" in dti_text("2025", "khanh-hoa-2025")


def test_english_sentences_carry_points_and_no_vietnamese_wording():
    text = sentences_of("2023-H1", language="en")
    assert "8 of 19 targets met or exceeded (42.1%)" in text
    assert "67.94 percentage points short" in text
    assert "chỉ tiêu" not in text


def test_synthetic_figures_say_so():
    scope = open_scope("data/synthetic", period="2023-H1", unit="tinh-mau")
    scorecard = gaps.build_scorecard(
        scope.observations, scope.targets, scope.indicators, period=scope.period
    ).pipe(add_names, scope)
    summary = summarise_plans(scorecard, scope.plan_rows, scope.observations, scope.period)
    assert "MÔ PHỎNG (synthetic)" in narrative.scorecard_sentences(summary, scorecard, scope)[-1]


@pytest.mark.parametrize("key", list(WORDINGS))
def test_every_wording_has_the_same_gaps_in_both_languages(key):
    import string

    wording = WORDINGS[key]
    names = {
        language: {name for _, name, _, _ in string.Formatter().parse(text) if name}
        for language, text in wording.items()
    }
    assert set(wording) == {"vi", "en"}
    assert names["vi"] == names["en"]
