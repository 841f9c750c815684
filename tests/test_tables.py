"""Printed tables: what they say, in which order, and what stands where there is nothing to print."""

import pytest

from dtanalysis import checks, decomposition, dti, gaps, services, tables
from dtanalysis.catalogue import add_names, open_scope
from dtanalysis.exhibits import Note, Table
from dtanalysis.narrative import scorecard_sentences
from dtanalysis.plans import list_work, summarise_groups, summarise_plans
from dtanalysis.tables.reasons import REASONS

NBSP = "\N{NO-BREAK SPACE}"


def half_year(**asked):
    scope = open_scope("data", period="2023-H1", unit="ninh-thuan", **asked)
    return scope, scorecard_of(scope)


def scorecard_of(scope):
    return (
        gaps.build_scorecard(scope.observations, scope.targets, scope.indicators, period=scope.period)
        .pipe(gaps.add_change, scope.observations, scope.compare_to)
        .pipe(add_names, scope)
    )


def text(exhibit) -> str:
    return exhibit.plain().replace(NBSP, " ")


def test_targets_stand_worst_first_with_gap_attainment_and_basis():
    scope, scorecard = half_year()
    lines = text(tables.targets(scorecard, scope)).splitlines()
    assert "lĩnh vực đất đai | chưa đạt | 2,06% | ít nhất 70% | 67,94 điểm %" in lines[2]
    assert "2,9% | suy ra" in lines[2]
    assert "−11,17 điểm % | 116,0%" in lines[5]


def test_the_work_left_is_spread_over_the_months_left():
    scope, scorecard = half_year()
    table = tables.work(list_work(scorecard), scope)
    assert "67,94 điểm % | 11,32 điểm %" in text(table)
    assert "6 tháng còn lại" in table.note


def test_after_the_year_no_work_is_spread_over_no_months():
    scope = open_scope("data", period="2023", unit="ninh-thuan")
    assert "đã kết thúc" in tables.work(list_work(scorecard_of(scope)), scope).text


def test_groups_are_printed_in_the_order_of_the_programme():
    scope = open_scope("data/synthetic", period="2023-H1", unit="tinh-mau")
    lines = text(tables.groups(summarise_groups(scorecard_of(scope)), scope)).splitlines()[2:]
    assert lines[0].startswith("Chỉ đạo, điều hành | 3 | 0 | 3")
    assert lines[1].startswith("Nhân lực số | 2 | 1 | 0 | 1 | 50% – 100%")


def test_the_targets_that_are_not_public_are_counted_in_the_note():
    scope, scorecard = half_year()
    assert (
        "Mục tiêu của 16 chỉ tiêu khác trong BCD-2023 chưa công khai" in tables.targets(scorecard, scope).note
    )


def test_every_figure_of_the_article_without_a_target_is_printed():
    scope, scorecard = half_year()
    printed = text(tables.other_figures(scorecard, scope))
    for figure in ("33,25%", "98,95%", "96,58%", "92,35%", "65 tổ", "446 tổ", "840 người", "2.439 người",
                   "18 cơ quan, đơn vị", "1 sản phẩm", "91,79%", "trên 90%", "0,5934"):  # fmt: skip
        assert figure in printed


def test_an_older_figure_is_shown_with_its_period_and_not_judged():
    scope = open_scope("data", period="2023", unit="ninh-thuan")
    printed = text(tables.targets(scorecard_of(scope), scope))
    assert "81,17%, 6 tháng đầu năm 2023" in printed
    assert "chưa có số liệu" in printed


def test_the_plan_summary_prints_the_stated_share_and_no_range_from_nothing():
    scope, scorecard = half_year()
    summary = summarise_plans(scorecard, scope.plan_rows, scope.observations, scope.period)
    printed = text(tables.plan_summary(summary, scope))
    assert "8/19 (42,1%)" in printed
    assert "0% – 100%" not in printed


def test_reference_targets_are_marked_as_not_binding():
    scope, _ = half_year()
    reference = gaps.build_scorecard(
        scope.observations, scope.reference_targets, scope.indicators, period=scope.period
    ).pipe(add_names, scope)
    table = tables.reference(reference, scope)
    assert "không phải chỉ tiêu giao cho địa phương" in table.note
    assert "chưa đạt | 70% | trên 75%" in text(table)


def test_changes_are_points_for_rates_and_shares_for_amounts():
    scope = open_scope("data", period="2023", unit="ninh-thuan")
    printed = text(tables.changes(scorecard_of(scope), scope))
    assert "+9,48 điểm phần trăm" in printed
    assert "+67.436 tỷ đồng (+27,3%)" in printed


def test_contradicting_sources_stand_side_by_side():
    scope = open_scope("data", period="2022", unit="viet-nam")
    rows = checks.find_contradictions(scope.observations).pipe(add_names, scope)
    printed = text(tables.contradictions(rows, scope))
    assert all(version in printed for version in ("0,5786", "0,5791", "0,5763"))


def test_published_growth_that_does_not_agree_is_called_out():
    scope, _ = half_year()
    pillars = dti.pillars(scope.observations, 2022)
    printed = text(tables.dti_pillars(tables.name_components(pillars, scope), scope))
    assert "+93,25% | +93,03% | không khớp" in printed


def test_the_contributions_of_all_agencies_add_up_in_the_note():
    scope = open_scope("data", period="2026-YTD-10-10", unit="gia-lai-2025")
    splits = decomposition.split_services(scope.part_observations, scope.reference_targets, scope.period)
    main = decomposition.main_split(splits).pipe(tables.name_split, scope)
    total = main["contribution_pp"].sum()
    table = tables.split(main, scope)
    assert f"{total:.2f}".replace(".", ",") in table.note
    assert "Sở Nông nghiệp và Môi trường" in text(table).splitlines()[2]


def test_the_least_number_of_services_follows_from_the_printed_percentage():
    scope, scorecard = half_year()
    share = services.describe_services(scorecard)
    orientation = services.orient_services(scope.all_observations, scope.unit, scope.period)
    printed = text(tables.service_facts(share, orientation.pipe(add_names, scope), scope))
    assert "ít nhất 379 dịch vụ" in printed
    assert "ít nhất 253 dịch vụ" in printed
    assert "67,8%" in printed
    assert "580 dịch vụ" in printed


@pytest.mark.parametrize("period", ["2017", "2015"])
def test_a_period_with_almost_no_data_gives_reasons_not_empty_tables(period):
    scope = open_scope("data", period=period, unit="ninh-thuan")
    scorecard = scorecard_of(scope)
    empty = [
        tables.targets(scorecard, scope),
        tables.changes(scorecard, scope),
        tables.dti_history(dti.build_history(scope.observations, 2016), scope),
    ]
    assert all(isinstance(exhibit, Note) for exhibit in empty)
    assert all("Ninh Thuận" in exhibit.text for exhibit in empty)


def test_no_cell_prints_a_missing_value_as_a_word_of_the_program():
    scope, scorecard = half_year()
    reference = gaps.build_scorecard(
        scope.observations, scope.reference_targets, scope.indicators, period=scope.period
    ).pipe(add_names, scope)
    for exhibit in (tables.targets(scorecard, scope), tables.other_figures(scorecard, scope),
                    tables.reference(reference, scope), tables.sources(scorecard, scope)):  # fmt: skip
        assert isinstance(exhibit, Table)
        assert not {"nan", "NaT", "None", "<NA>"} & set(text(exhibit).replace("|", " ").split())


@pytest.mark.parametrize("key", list(REASONS))
def test_every_reason_can_be_said_in_both_languages(key):
    for language in ("vi", "en"):
        scope = open_scope("data", period="2023-H1", unit="ninh-thuan", language=language)
        assert "{" not in tables.why_not(key, scope).text


def test_a_count_stated_for_a_plan_of_unknown_size_is_printed_without_a_share():
    scope, scorecard = half_year()
    unsized = scope.plan_rows.assign(n_targets=float("nan"))
    summary = summarise_plans(scorecard, unsized, scope.observations, scope.period)
    assert "| – | 8 |" in text(tables.plan_summary(summary, scope))
    assert scorecard_sentences(summary, scorecard, scope)[0].startswith("Theo số liệu hiện có, 2/3 chỉ tiêu")
