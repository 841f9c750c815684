"""The section on single months: right words, marks with words, a note instead of an empty chart."""

import numpy as np
import pandas as pd
import pytest

from dtanalysis import narrative, plots, tables
from dtanalysis.catalogue import add_names, open_scope
from dtanalysis.comparison.monthly import chart_indicators, choose_months, first_reason, summarise_charts
from dtanalysis.narrative.control_words import assurance_text, variation_text
from dtanalysis.periods import parse_period
from dtanalysis.plans import prefer_own
from dtanalysis.plots.control import choose_panels

NBSP = "\N{NO-BREAK SPACE}"


def opened(period="2023-H1", unit="tinh-mau", data="data/synthetic", **asked):
    scope = open_scope(data, period=period, unit=unit, **asked)
    targets = prefer_own(scope.targets, scope.reference_targets)
    charts = chart_indicators(choose_months(scope.observations, scope.indicators, scope.period), targets)
    charts = charts.pipe(add_names, scope)
    return scope, charts, summarise_charts(charts).pipe(add_names, scope)


@pytest.fixture(scope="module")
def half():
    return opened()


def sentences(summary, scope) -> str:
    return " ".join(narrative.control_sentences(summary, scope)).replace(NBSP, " ")


def test_a_month_within_the_usual_range_is_not_called_progress(half):
    scope, _, summary = half
    text = sentences(summary, scope)
    assert "(92,66%) giảm 1,49 điểm phần trăm so với tháng trước" in text
    assert "vẫn nằm trong dao động bình thường (87,3–94,5%), không nên coi là sụt giảm" in text


def test_a_step_is_told_with_its_month_and_both_levels(half):
    scope, _, summary = half
    assert "Từ tháng 3/2023, tỷ lệ hồ sơ TTHC" in sentences(summary, scope)
    assert "bình quân 59,27%, trước đó 46,79%" in sentences(summary, scope)


def test_a_drift_is_told_in_points_a_month_and_as_on_course(half):
    scope, _, summary = half
    # Of all rates the box tells five things at most; drifts come last.
    assert len(narrative.control_sentences(summary, scope)) == 6
    text = sentences(summary[summary["pattern"] == "drift"], scope)
    assert "tăng đều khoảng 1,5 điểm phần trăm mỗi tháng; tháng 6/2023 (50,25%) đúng nhịp đó" in text


def test_generated_figures_say_so(half):
    scope, charts, summary = half
    assert "SỐ LIỆU MÔ PHỎNG" in sentences(summary, scope)
    assert plots.control_charts(charts, summary, scope).synthetic


def test_what_rests_on_a_handful_of_cases_makes_no_example():
    scope, _, summary = opened("2023", "so-mau-6")
    assert "thanh toán trực tuyến" not in sentences(summary, scope)
    assert "7 tỷ lệ của Sở Mẫu 6" in sentences(summary, scope)


def test_one_month_outside_is_an_exception_or_a_level_and_provisional_limits_are_named():
    scope, _, summary = opened("2022-08")
    text = sentences(summary, scope)
    assert "61,36%, ngoài dao động bình thường 52,1–60,9%; một tháng chưa cho biết" in text
    assert "(Mới có 8 tháng, giới hạn còn tạm thời.)" in text


def test_english_pages_speak_english():
    scope, charts, summary = opened(unit="so-mau-2", period="2023", language="en")
    text = sentences(summary, scope)
    assert "From March 2023 on, dossiers received and processed online moved to another level" in text
    assert "moved to another level: 62.68% on average, 21.22% before" in text
    assert "better" in tables.control_summary(summary, scope).plain()
    assert "usual range" in plots.control_charts(charts, summary, scope).alt


@pytest.mark.parametrize(
    ("period", "unit", "data", "words"),
    [
        ("2023-H1", "ninh-thuan", "data", "không có tỷ lệ nào của Ninh Thuận theo từng tháng"),
        ("2024", "viet-nam", "data", "mới có dưới 6 tháng"),
        ("2022-04", "tinh-mau", "data/synthetic", "mới có dưới 6 tháng"),
        ("2015", "ninh-thuan", "data", "không có tỷ lệ nào"),
    ],
)
def test_without_enough_months_nothing_is_shown_and_the_page_says_why_once(period, unit, data, words):
    scope, charts, summary = opened(period, unit, data)
    assert tables.control_reading(summary, scope) is None
    assert words in tables.why_not(first_reason(summary), scope).plain()
    assert tables.control_summary(summary, scope) is None
    assert plots.control_charts(charts, summary, scope) is None
    assert narrative.control_sentences(summary, scope) == ()


def test_the_table_tells_latest_level_limits_verdict_and_target(half):
    scope, _, summary = half
    printed = tables.control_summary(summary, scope).plain().replace(NBSP, " ")
    assert (
        "59% (6/2023) | 46,8% → 59,3% | – | 18 | ▲ mức mới, tốt hơn, từ 3/2023 | 55% | ○ chưa nói được"
        in printed
    )
    assert (
        "24,73% (6/2023) | 20,6% | 14,0–27,2% | 18 | ● trong dao động thường | – | ○ mục tiêu tính cho cả năm"
        in printed
    )


def test_the_table_says_what_weakens_it(half):
    scope, _, summary = half
    note = tables.control_summary(summary, scope).note
    for words in (
        "2,66 ×",
        "1/15 tỷ lệ có dưới 13 tháng",
        "2/15 tỷ lệ có quá nửa số tháng dưới 30",
        "cắt ở đó",
    ):
        assert words in note
    assert "thiếu tháng" not in note


def test_rows_beyond_the_limit_are_counted(half):
    scope, _, summary = half
    table = tables.control_summary(summary, scope, limit=4)
    assert len(table.frame) == 4
    assert "Không in 11 tỷ lệ còn lại." in table.note


def test_at_most_six_panels_are_drawn_those_on_few_cases_last(half):
    _, _, summary = half
    chosen = choose_panels(summary.iloc[5:])
    assert len(chosen) == 6
    assert chosen["n_small"].eq(0).all()
    assert "tthc_online_dossier_rate" in set(chosen["indicator"])


def test_each_panel_names_its_rate_and_its_verdict(half):
    scope, charts, summary = half
    figure = plots.control_charts(charts, summary, scope)
    words = [text.get_text() for ax in figure.figure.axes for text in ax.texts]
    assert f"▲{NBSP}mức mới, tốt hơn, từ 3/2023" in words
    assert {"55%", "59,3%"} <= set(words)


def test_every_kind_of_month_has_a_shape_of_its_own(half):
    scope, charts, summary = half
    figure = plots.control_charts(charts, summary, scope)
    (legend,) = figure.figure.legends
    named = {text.get_text() for text in legend.get_texts()}
    assert {"tháng trong dao động thường", "tháng tốt hơn mức thường", "tháng kém hơn mức thường"} <= named
    marks = [handle.get_marker() for handle in legend.legend_handles if getattr(handle, "get_marker", None)]
    shapes = [mark for mark in marks if mark not in ("None", None, "")]
    assert len(shapes) == len(set(shapes)) == 3


def test_a_missing_month_breaks_the_line():
    scope, charts, summary = opened("2023", "xa-mau-4")
    figure = plots.control_charts(charts, summary, scope)
    drawn = [line.get_ydata() for line in figure.figure.axes[0].lines if len(line.get_ydata()) == 24]
    assert max(np.isnan(np.asarray(values, dtype=float)).sum() for values in drawn) == 4


def test_the_figure_is_told_in_words_and_in_a_table(half):
    scope, charts, summary = half
    figure = plots.control_charts(charts, summary, scope)
    assert "tháng 6/2023 59%, mức mới, tốt hơn, từ 3/2023" in figure.alt
    assert "ngoài giới hạn" in figure.table.plain()


def test_targets_are_counted_and_the_hopeless_ones_named(half):
    scope, _, summary = half
    text = sentences(summary, scope)
    assert "1 tỷ lệ tháng nào cũng chưa đạt nếu cách làm không đổi (tỷ lệ văn bản điện tử" in text
    assert "7 tỷ lệ có mục tiêu nằm ngay trong khoảng dao động" in text


def test_without_any_target_the_table_has_no_column_for_it():
    scope, _, summary = opened("2023", "so-mau-2")
    assert "Mục tiêu" not in tables.control_summary(summary, scope).plain()


def row(**changes) -> pd.Series:
    usual = {
        "variation": "common", "period": parse_period("2023-06"), "pattern": "level", "since": None, "drift": 0.0, "assurance": "passing",
        "why_no_target": "", "direction": "up", "lower": 70.0, "upper": 80.0, "target": 60.0,
    }  # fmt: skip
    return pd.Series(usual | changes)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "● trong dao động thường"),
        ({"variation": ""}, "○ chưa đủ tháng"),
        ({"variation": "concern", "since": parse_period("2023-03")}, "▼ kém hơn mức thường từ 3/2023"),
        ({"pattern": "drift", "drift": -0.4}, "● giảm đều, đúng nhịp"),
        ({"variation": "improvement", "since": parse_period("2023-06")}, "▲ tốt hơn mức thường ở 6/2023"),
    ],
)
def test_every_verdict_of_the_latest_month_has_mark_and_word(changes, words):
    assert variation_text(row(**changes), "vi").replace(NBSP, " ") == words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "● đạt vững"),
        ({"assurance": "failing"}, "▼ tháng nào cũng chưa đạt"),
        ({"assurance": "unsettled", "variation": "improvement"}, "○ chưa nói được: mức đang đổi"),
        ({"assurance": "unsettled", "pattern": "drift", "target": 90.0}, "▼ chưa tới, đang tiến gần"),
        ({"assurance": "unsettled", "pattern": "drift"}, "● còn đạt, đang lùi dần"),
        ({"assurance": "unsettled", "pattern": "drift", "direction": "down"}, "▼ chưa tới, đang tiến gần"),
        ({"assurance": "no_target", "why_no_target": "longer_period"}, "○ mục tiêu tính cho cả năm"),
    ],
)
def test_every_verdict_on_the_target_has_mark_and_word(changes, words):
    assert assurance_text(row(**changes), "vi").replace(NBSP, " ") == words


def test_months_without_a_usual_level_are_called_neither_usual_nor_reliable(half):
    scope, charts, summary = half
    row = summary[summary["indicator"] == "dossier_ontime_rate"].iloc[0]
    assert variation_text(row, "vi") == f"○{NBSP}không có một mức thường"
    assert assurance_text(row, "vi") == f"○{NBSP}chưa nói được: không có mức thường"
    text = sentences(summary, scope)
    assert "Tỷ lệ hồ sơ giải quyết đúng hạn không có một mức thường: 12/18 tháng khác thường" in text
