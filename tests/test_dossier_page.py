"""The page of dossiers: what it says, prints and draws, and what stands there where there are no dossiers."""

import shutil
import sys
from dataclasses import replace

import pandas as pd
import pytest
from conftest import ROOT

from dtanalysis import comparison, decomposition, dossiers, narrative, plots, tables
from dtanalysis.catalogue import open_scope
from dtanalysis.exhibits import Figure, Note, Table
from dtanalysis.narrative.dossiers import STEPS
from dtanalysis.tables.dossiers import part_of, unprinted

pytest.importorskip("duckdb")

NBSP = "\N{NO-BREAK SPACE}"


def text(exhibit) -> str:
    return exhibit.plain().replace(NBSP, " ")


@pytest.fixture(scope="module")
def scope():
    return open_scope(ROOT / "data" / "synthetic", period="2023-H1", unit="tinh-mau")


@pytest.fixture(scope="module")
def asked(scope):
    return dossiers.open_dossiers(scope)


@pytest.fixture(scope="module")
def use(asked):
    return dossiers.service_use(asked.cube, asked.services, first=202301, last=202306)


@pytest.fixture(scope="module")
def idle(asked):
    return dossiers.idle_services(asked.cube, asked.services, first=202301, last=202306)


@pytest.fixture(scope="module")
def funnel(asked):
    steps = dossiers.service_funnel(asked.cube, asked.services, first=202301, last=202306)
    return decomposition.build_funnel(steps)


@pytest.fixture(scope="module")
def fields(asked):
    return comparison.add_intervals(dossiers.parts_of_rates(dossiers.online_rates(asked.window, "field")))


@pytest.fixture(scope="module")
def change(asked):
    inputs = dossiers.mix_inputs(asked.cube, "field", asked.months_before, asked.months)
    return narrative.change_of_rate(*dossiers.mix_parts(inputs))


@pytest.fixture(scope="module")
def frames(idle, change, fields):
    return {"idle": idle, "change": change, "rates": fields}


@pytest.fixture
def sentences(asked, use, frames, scope):
    def say(scope=scope, target=asked.target, asked=asked, **changed):
        closing = dossiers.services_to_close(use, target=target)
        said = narrative.dossier_sentences(asked, scope, closing=closing, **frames | changed)
        return " ".join(said).replace(NBSP, " ")

    return say


# --- Sentences --------------------------------------------------------------------------------------------


def test_the_answer_comes_first_with_the_number_of_services(sentences):
    assert sentences().startswith(
        "Chỉ cần 30 dịch vụ đứng đầu danh sách dưới đây có hồ sơ trực tuyến đầu tiên là rút ngắn được một nửa khoảng cách"
    )


def test_every_number_of_the_answer_stands_beside_its_counts(sentences):
    said = sentences()
    for words in (
        "108/334",
        "17,7 điểm phần trăm",
        "44 dịch vụ vẫn có người nộp",
        "7.387/10.276",
        "2,4% (40/1.640)",
    ):
        assert words in said


def test_the_change_is_told_with_its_interval_behaviour_and_mix(sentences):
    said = sentences()
    assert (
        "tăng 1,94 điểm phần trăm so với 6 tháng đầu năm 2022 (khoảng tin cậy 95%: +0,68 đến +3,20)" in said
    )
    assert "+5,16 điểm phần trăm do cách làm" in said


def test_the_answer_takes_a_minute_to_read(use, frames, asked, scope):
    closing = dossiers.services_to_close(use, target=asked.target)
    *told, invented = narrative.dossier_sentences(asked, scope, closing=closing, **frames)
    assert len(told) == 4
    assert "MÔ PHỎNG" in invented


def test_a_change_within_chance_is_not_called_a_rise(sentences):
    side = pd.DataFrame({"unit": ["a"], "name_vi": "a", "numerator": [50], "denominator": [100]})
    said = sentences(change=narrative.change_of_rate(side, side.assign(numerator=[51])))
    assert "chưa đủ để phân biệt với dao động ngẫu nhiên" in said


def test_without_a_target_no_gap_is_made_up(sentences, asked):
    said = sentences(target=float("nan"), asked=replace(asked, plan=""))
    assert said.startswith("Trong 6 tháng đầu năm 2023, 108/334")
    assert "chưa biết mục tiêu" in said


def test_a_month_alone_is_not_held_against_the_target_of_the_year(sentences, asked):
    june = open_scope(ROOT / "data" / "synthetic", period="2023-06", unit="tinh-mau")
    question = dossiers.open_dossiers(june)
    assert pd.isna(question.target)
    assert "không so với riêng kỳ này" in sentences(target=question.target)


def test_a_year_without_a_target_of_its_own_names_the_year_of_the_one_it_orients_by():
    earlier = open_scope(ROOT / "data" / "synthetic", period="2022", unit="tinh-mau")
    assert dossiers.find_target(earlier)[1] == 2023


def test_a_period_to_a_day_says_where_its_dossiers_stop(sentences, asked):
    scope = open_scope(ROOT / "data" / "synthetic", period="2023-YTD-05-10", unit="tinh-mau")
    assert "dừng ở hết tháng 4/2023" in sentences(scope=scope, asked=replace(asked, months=(202301, 202304)))
    assert "dừng ở hết tháng" not in sentences()


def test_a_target_that_is_met_is_said_to_be_met(sentences):
    assert "đạt mục tiêu 30%" in sentences(target=30.0)


def test_where_moving_people_online_is_not_enough_the_answer_says_so(sentences):
    assert "chuyển người nộp sang trực tuyến thôi thì chưa đủ" in sentences(target=90.0)


def test_the_answer_in_english_has_no_vietnamese_sentence(sentences, scope):
    said = sentences(scope=replace(scope, language="en"))
    assert said.startswith("Bringing the first 30 services")
    assert "dịch vụ" not in said


# --- Tables and figures -----------------------------------------------------------------------------------


def test_the_quality_table_counts_what_was_set_aside_and_says_what_was_done(asked, scope):
    printed = text(tables.dossier_quality(asked, scope))
    assert "Hồ sơ được đếm | 10.288 | –" in printed
    assert "Mã hồ sơ lặp lại | 28 | 0,27% | chỉ đếm bản mới nhất" in printed
    assert "Thủ tục không có trong danh mục | 29" in printed


def test_months_without_records_are_named_under_the_quality_table(asked, scope):
    counts = asked.cube.counts[asked.cube.counts["ym"] != 202304]
    gappy = replace(asked, cube=replace(asked.cube, counts=counts))
    assert "Không có hồ sơ của các tháng 4/2023" in tables.dossier_quality(gappy, scope).note


def test_fields_stand_with_most_idle_services_first_and_add_up(use, scope):
    table = tables.services_by_field(use, scope)
    assert text(table).splitlines()[2].startswith("Nông nghiệp | 3/36 | 8,3%")
    assert "Toàn bộ: 108/334" in table.note


def test_the_list_prints_as_many_services_as_half_of_the_gap_takes(idle, use, scope):
    table = tables.services_to_open(idle, dossiers.services_to_close(use, target=50), scope)
    assert len(table.frame) == 30
    assert "196 dịch vụ khác" in table.note


def test_small_counts_of_a_service_are_not_printed_as_they_are(idle, use, scope):
    printed = text(tables.services_to_open(idle, dossiers.services_to_close(use, target=50), scope))
    assert "| 1–4 |" in printed
    assert "| 3 |" not in printed


def test_a_long_list_is_cut_and_the_rest_counted(idle, use, scope):
    table = tables.services_to_open(idle, dossiers.services_to_close(use, target=100), scope)
    assert len(table.frame) == 40
    assert "186 dịch vụ khác" in table.note


def test_closing_the_whole_gap_says_how_many_services_nobody_asks_for_elsewhere(use, scope):
    lines = text(tables.closing_gap(dossiers.close_in_parts(use, target=50), scope)).splitlines()
    assert "50% | 30 | 30 | 41,3%" in lines
    assert "100% | 59 | 44 | 50,0%" in lines


def test_without_a_gap_there_is_nothing_to_close(use, scope):
    assert isinstance(tables.closing_gap(dossiers.close_in_parts(use, target=20), scope), Note)
    assert isinstance(tables.closing_gap(dossiers.close_in_parts(use, target=float("nan")), scope), Note)


def test_the_change_table_adds_up_to_the_change(asked, change, scope):
    note = tables.online_change(asked, change, scope).note
    assert "+5,16 điểm do cách làm, −3,22 điểm do cơ cấu, tổng +1,94" in note


def test_every_figure_says_that_its_figures_are_invented(asked, use, funnel, fields, scope):
    distinct = dossiers.distinct_to_date(asked.since_last_year, asked.services)
    for figure in (
        plots.services_to_date(distinct, 50, scope),
        plots.dossier_funnel(funnel, scope),
        plots.online_intervals(fields, scope),
        plots.idle_pareto(dossiers.share_idle(use), scope),
    ):
        assert isinstance(figure, Figure)
        assert figure.synthetic


def test_every_step_of_the_funnel_has_words(funnel):
    assert list(funnel["step"]) == list(STEPS)


def test_the_funnel_marks_its_largest_drop(funnel, scope):
    assert funnel.loc[funnel["is_largest_loss"], "step"].tolist() == ["with_dossier"]
    assert "152 (−182; 54%)" in text(plots.dossier_funnel(funnel, scope))


def test_counts_without_a_whole_print_a_dash(scope):
    assert part_of(0, 0, scope) == "–"
    assert not unprinted(pd.DataFrame({"a": [1]}), 1, scope)


# --- Where there is no answer -----------------------------------------------------------------------------


@pytest.fixture
def world(tmp_path):
    """A copy of the invented programme, to take files away from."""
    shutil.copytree(ROOT / "data" / "synthetic", tmp_path / "data")
    return tmp_path / "data"


def reason_in(folder, **asked):
    scope = open_scope(folder, **{"period": "2023-H1", "unit": "tinh-mau"} | asked)
    question = dossiers.open_dossiers(scope)
    assert question.cube.counts.empty
    assert question.services.empty
    said = narrative.absence_sentences(question, scope)
    assert all(said)
    assert isinstance(tables.dossier_columns(question, scope), Note | Table)
    return question.reason


def test_without_a_store_the_page_lists_the_columns_that_are_needed(world):
    shutil.rmtree(world / "dossiers")
    assert reason_in(world) == "no_store"
    scope = open_scope(world, period="2023-H1", unit="tinh-mau")
    printed = text(tables.dossier_columns(dossiers.open_dossiers(scope), scope))
    for column in ("dossier_id", "returned_at", "channel", "online_since"):
        assert column in printed


def test_without_a_catalogue_of_services_nothing_is_guessed(world):
    (world / "dossiers" / "services.csv").unlink()
    assert reason_in(world) == "no_services"


def test_another_unit_is_told_whose_services_are_on_file(world):
    assert reason_in(world, unit="so-mau-1") == "other_unit"


def test_a_period_outside_the_store_is_told_with_the_months_on_file(world):
    scope = open_scope(world, period="2021", unit="tinh-mau")
    question = dossiers.open_dossiers(scope)
    assert (question.reason, question.detail) == ("no_months", "202201–202312")


def test_a_province_with_services_but_without_dossiers_has_no_months(world):
    for folder in (world / "dossiers" / "store").rglob("province=tinh-mau"):
        folder.rename(folder.with_name("province=khac"))
    assert reason_in(world) == "no_months"


def test_a_period_without_a_whole_month_is_told_as_such(world):
    assert reason_in(world, period="2023-YTD-01-10") == "no_whole_month"


def test_without_duckdb_the_page_says_what_to_install(world, monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    scope = open_scope(world, period="2023-H1", unit="tinh-mau")
    assert (
        "pip install 'dtanalysis[dossiers]'"
        in tables.dossier_columns(dossiers.open_dossiers(scope), scope).text
    )


def test_a_faulty_catalogue_stops_with_its_faults(world):
    path = world / "dossiers" / "services.csv"
    path.write_text(path.read_text("utf-8").replace("commune", "xã"), encoding="utf-8")
    scope = open_scope(world, period="2023-H1", unit="tinh-mau")
    with pytest.raises(ValueError, match="cột level"):
        dossiers.open_dossiers(scope)


def test_without_dossiers_only_the_answer_and_the_columns_are_shown():
    scope = open_scope(ROOT / "data", period="2023-H1", unit="ninh-thuan")
    asked = dossiers.open_dossiers(scope)
    use = dossiers.service_use(asked.cube, asked.services, first=202301, last=202306)
    assert isinstance(tables.dossier_columns(asked, scope), Table)
    for shown in (
        tables.dossier_quality(asked, scope),
        tables.services_by_field(use, scope),
        tables.processing_days(dossiers.processing_days(asked.window), scope),
        tables.closing_gap(dossiers.close_in_parts(use, target=asked.target), scope),
        tables.online_change(asked, pd.DataFrame(), scope),
    ):
        assert shown is None


def test_months_on_file_are_told_as_a_reader_writes_them(world):
    scope = open_scope(world, period="2021", unit="tinh-mau")
    said = narrative.absence_sentences(dossiers.open_dossiers(scope), scope)
    assert "Các tháng hiện có: 1/2022–12/2023." in said[1]


def test_the_list_tells_how_many_services_had_online_dossiers_before(idle, use, scope):
    note = tables.services_to_open(idle, dossiers.services_to_close(use, target=50), scope).note
    assert "Trong 226 dịch vụ chưa có hồ sơ trực tuyến, 13 dịch vụ từng có trong 12 tháng trước" in note


# --- Counts against reported figures ----------------------------------------------------------------------


def test_counted_rates_stand_beside_the_reported_ones_of_the_same_period(asked, use, fields, scope):
    compared = dossiers.compare_reported(asked, scope, use, fields)
    printed = text(tables.reported_rates(compared, scope))
    assert "42,40% | 120/283 | 32,34% | 108/334 | −10,06" in printed
    assert "7.387/10.276" in printed


def test_a_period_that_ends_within_a_month_is_not_held_against_whole_months(use, fields):
    early = open_scope(ROOT / "data" / "synthetic", period="2023-YTD-06-20", unit="tinh-mau")
    assert dossiers.compare_reported(dossiers.open_dossiers(early), early, use, fields).empty
    assert tables.reported_rates(pd.DataFrame(), early) is None


# --- Thin stores ------------------------------------------------------------------------------------------


def test_a_month_without_records_is_told_in_the_answer(sentences, asked):
    kept = asked.cube.counts[asked.cube.counts["ym"] != 202304]
    gappy = replace(asked, cube=replace(asked.cube, counts=kept))
    assert "Kho hồ sơ chưa có tháng 4/2023, nên các số đếm dưới đây thấp hơn" in sentences(asked=gappy)


def test_services_nobody_asks_for_elsewhere_are_not_called_where_to_begin(use, frames, asked, scope):
    unasked = use.assign(n=0, n_online=0, n_counter=0)
    closing = dossiers.services_to_close(unasked, target=50)
    said = " ".join(narrative.dossier_sentences(asked, scope, closing=closing, **frames))
    assert "mà không dịch vụ nào đang có người nộp ở kênh khác" in said
    assert "không dịch vụ nào có người nộp tại quầy" in said
    assert "nơi bắt đầu" not in said
