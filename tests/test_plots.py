"""Figures: labels, order and values drawn; nothing drawn from nothing."""

import pandas as pd
import pytest

from dtanalysis import decomposition, dti, gaps, plots, services
from dtanalysis.catalogue import add_names, open_scope
from dtanalysis.plans import summarise_plans
from dtanalysis.tables import name_components, name_split

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture(scope="module")
def scope():
    return open_scope("data", period="2023-H1", unit="ninh-thuan")


@pytest.fixture(scope="module")
def scorecard(scope):
    return gaps.build_scorecard(
        scope.observations, scope.targets, scope.indicators, period=scope.period
    ).pipe(add_names, scope)


def words_of(figure) -> list[str]:
    return [text.get_text() for ax in figure.figure.axes for text in ax.texts]


def test_the_squares_are_as_many_as_the_plan_has_targets(scope, scorecard):
    summary = summarise_plans(scorecard, scope.plan_rows, scope.observations, scope.period)
    figure = plots.plan_progress(summary, scope)
    assert len(figure.figure.axes[0].patches) == 19
    assert "8 đạt và vượt" in words_of(figure)
    assert "11 chưa đạt" in words_of(figure)


def test_each_bullet_prints_value_and_status_word(scope, scorecard):
    words = words_of(plots.target_bullets(scorecard, scope))
    assert words[0] == "2,06%\nchưa đạt"
    assert "81,17%\nvượt" in words


def test_a_bullet_marks_the_target_where_it_is(scope, scorecard):
    ax = plots.target_bullets(scorecard, scope).figure.axes[0]
    assert sorted({line.get_xdata()[0] for line in ax.lines}) == [70, 90]


def test_every_figure_has_a_description_with_its_numbers(scope, scorecard):
    rates = services.choose_rates(scorecard)
    figure = plots.two_ratios(rates, scope)
    for number in ("33,25%", "81,17%", "2,06%"):
        assert number in figure.alt


def test_levels_are_drawn_best_first(scope, scorecard):
    words = words_of(plots.level_dots(services.compare_levels(scorecard), scope))
    assert [word.split("\n")[1] for word in words if "\n" in word] == ["98,95%", "96,58%", "92,35%"]


def test_the_index_is_labelled_with_value_and_rank(scope):
    figure = plots.dti_history(dti.build_history(scope.observations, 2022), scope)
    assert words_of(figure)[2] == "0,5934\nhạng 27/63"


def test_the_room_of_each_component_completes_its_weight():
    scope = open_scope("data", period="2022", unit="da-nang")
    history = dti.build_history(scope.observations, 2022)
    parts = dti.explain_latest(scope.observations, scope.programme.frameworks, history)
    ax = plots.dti_parts(name_components(parts, scope), scope).figure.axes[0]
    widths = [bar.get_width() for bar in ax.patches]
    assert sum(widths) == pytest.approx(1)


def test_contributions_are_drawn_largest_first():
    scope = open_scope("data", period="2026-YTD-10-10", unit="gia-lai-2025")
    splits = decomposition.split_services(scope.part_observations, scope.reference_targets, scope.period)
    figure = plots.contribution_bars(name_split(decomposition.main_split(splits), scope), scope)
    widths = [bar.get_width() for bar in figure.figure.axes[0].patches]
    assert widths == sorted(widths, reverse=True)


def test_nothing_is_drawn_from_nothing(scope):
    empty = open_scope("data", period="2015", unit="ninh-thuan")
    scorecard = gaps.build_scorecard(
        empty.observations, empty.targets, empty.indicators, period=empty.period
    ).pipe(add_names, empty)
    summary = summarise_plans(scorecard, empty.plan_rows, empty.observations, empty.period)
    assert plots.plan_progress(summary, empty) is None
    assert plots.target_bullets(scorecard, empty) is None
    assert plots.level_dots(services.compare_levels(scorecard), empty) is None
    assert plots.two_ratios(scorecard, empty) is None
    assert plots.contribution_bars(pd.DataFrame(), empty) is None
    assert plots.dti_history(dti.build_history(empty.observations, 2014), empty) is None


def test_synthetic_figures_are_marked_on_the_picture():
    scope = open_scope("data/synthetic", period="2023-H1", unit="tinh-mau")
    scorecard = gaps.build_scorecard(
        scope.observations, scope.targets, scope.indicators, period=scope.period
    ).pipe(add_names, scope)
    figure = plots.target_bullets(scorecard, scope)
    assert figure.synthetic
    assert "synthetic" in figure.html()
