"""The page on data quality: its sentences, its tables and its figure, for real and for received figures."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from test_receipts import ISSUE, RECEIPT, write

from dtanalysis import checks, narrative, plots, quality, tables
from dtanalysis.catalogue import Received, Scope, add_names, open_received, open_scope
from dtanalysis.catalogue.receipts import ISSUES, RECEIPTS
from dtanalysis.catalogue.thresholds import Thresholds
from dtanalysis.exhibits import Note, Table
from dtanalysis.narrative.quality import GRADE_MARKS, GRADE_WORDS, REASON_WORDS

DATA = Path(__file__).parents[1] / "data"
NBSP = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Page:
    """What the cells of the notebook make."""

    scope: Scope
    completeness: pd.DataFrame
    timeliness: pd.DataFrame
    suspects: pd.DataFrame
    changes: pd.DataFrame
    disputes: pd.DataFrame
    figures: pd.DataFrame
    received: Received

    @property
    def sentences(self) -> list[str]:
        found = narrative.quality_sentences(
            self.figures,
            self.scope,
            disputes=self.disputes,
            changes=self.changes,
            completeness=self.completeness,
            suspects=self.suspects,
            receipts=self.received.receipts,
        )
        return [sentence.replace(NBSP, " ") for sentence in found]


def make_page(period="2023-H1", unit="ninh-thuan", data_dir=DATA, **asked) -> Page:
    scope = open_scope(data_dir, period=period, unit=unit, **asked)
    programme = scope.programme
    reporting = quality.list_units(programme.units, scope.unit, scope.period)
    delivered = quality.of_units(scope.all_observations, reporting)
    expected = quality.expect_figures(delivered, scope.targets, reporting, scope.period)
    compared = quality.of_units(scope.all_observations, quality.list_compared(programme.units, scope.unit))
    changes = quality.retrace_changes(quality.pair_changes(compared, scope.period), scope.indicators)
    versions = quality.mark_versions(checks.find_contradictions(compared), compared, changes, scope.period)
    figures = checks.grade_figures(
        quality.pick_figures(scope.observations, scope.indicators, scope.period),
        scope.all_observations,
        scope.indicators,
        programme.sources,
    ).pipe(quality.grade_ground, changes, programme.sources, scope.indicators)
    current = quality.of_period(delivered, scope.period)
    suspects = quality.find_suspects(delivered, scope.indicators, programme.units, scope.period, Thresholds())
    return Page(
        scope,
        checks.build_completeness(delivered, expected, scope.period).pipe(tables.name_compared, scope),
        quality.name_days(checks.build_timeliness(current, Thresholds()), current, programme.sources),
        suspects.pipe(tables.name_compared, scope),
        changes.pipe(tables.name_compared, scope),
        versions.pipe(tables.name_compared, scope),
        figures.pipe(add_names, scope),
        open_received(scope),
    )


@pytest.fixture(scope="module")
def half_year() -> Page:
    return make_page()


@pytest.fixture(scope="module")
def with_files(tmp_path_factory) -> Page:
    folder = tmp_path_factory.mktemp("received") / "data"
    shutil.copytree(DATA, folder)
    write(folder, RECEIPTS, RECEIPT)
    write(folder, ISSUES, ISSUE)
    return make_page(data_dir=folder)


def text(exhibit) -> str:
    return exhibit.plain().replace(NBSP, " ")


# Sentences


def test_the_answer_counts_every_figure_of_the_report_once(half_year):
    answer = half_year.sentences[0]
    counts = half_year.figures["grade"].value_counts()
    assert f"dùng {counts.sum()} số liệu" in answer
    assert f"{counts['weak']} số liệu có căn cứ yếu và {counts['contested']} số liệu còn mâu thuẫn" in answer


def test_the_mean_in_use_and_the_one_that_fits_are_told_side_by_side(half_year):
    assert (
        "Các nguồn nêu khác nhau về DTI bình quân các tỉnh (Việt Nam, năm 2022): 0,5763, 0,5786 và 0,5791; "
        "báo cáo đang dùng 0,5791, trong khi chỉ 0,5786 khớp với mức tăng đã công bố." in half_year.sentences
    )


def test_the_growth_that_does_not_reproduce_is_told_with_what_the_values_give(half_year):
    (sentence,) = [sentence for sentence in half_year.sentences if "+93,03%" in sentence]
    assert "không khớp với giá trị đã in: tính lại được +93,25%" in sentence
    assert not [sentence for sentence in half_year.sentences if "94,69" in sentence]


def test_the_disputed_rank_of_ha_noi_comes_before_the_means_of_an_earlier_year():
    sentences = make_page("2023", "ha-noi").sentences
    assert "(Hà Nội, năm 2023): 5 và 6; báo cáo đang dùng 5." in sentences[1]
    assert "DTI bình quân các tỉnh" in sentences[2]


def test_a_growth_that_one_version_explains_is_not_called_wrong():
    assert not [sentence for sentence in make_page("2022", "viet-nam").sentences if "44,1%" in sentence]


def test_missing_figures_are_told_by_name_for_one_unit_and_by_unit_for_several(half_year):
    assert half_year.sentences[-1].startswith("Còn thiếu 1 trong 4 số liệu phải có của kỳ: số sản phẩm")
    assert any("Kiên Giang (thiếu 7)" in told for told in make_page("2022", "viet-nam").sentences)


def test_nothing_on_file_is_said_in_one_sentence():
    (sentence,) = make_page("2015").sentences
    assert "không có số liệu nào của Ninh Thuận trong năm 2015" in sentence


def test_received_files_are_counted_with_accepted_and_refused_rows(with_files):
    assert "Đã tiếp nhận 1 tệp: 8 dòng được nhận, 1 dòng bị từ chối." in with_files.sentences


def test_invented_figures_say_so_last():
    page = make_page(unit="tinh-mau", data_dir=DATA / "synthetic")
    assert "MÔ PHỎNG (synthetic)" in page.sentences[-1]


def test_english_sentences_have_no_vietnamese_wording():
    told = " ".join(make_page(language="en").sentences)
    assert "the report rests on" in told
    assert "only 0.5786 agrees with the published growth" in told
    assert "số liệu" not in told


def test_every_grade_and_reason_has_words_in_both_languages():
    assert set(GRADE_WORDS) == set(GRADE_MARKS) == set(quality.GRADES)
    assert len(set(GRADE_MARKS.values())) == len(quality.GRADES)
    assert set(quality.REASONS) - set(REASON_WORDS) == {"older_period"}
    assert all(len(words) == 2 and all(len(pair) == 2 for pair in words) for words in REASON_WORDS.values())


# Tables


def test_every_version_stands_in_the_table_and_the_one_in_use_is_marked(half_year):
    lines = text(tables.disputes(half_year.disputes, half_year.scope)).splitlines()[2:]
    assert [line for line in lines if "▶ dùng" in line] == [line for line in lines if "0,5791" in line]
    assert "| 0,5786 |  | ● khớp" in lines[1]


def test_the_units_own_published_changes_come_before_those_of_the_country(half_year):
    recent = quality.is_recent(half_year.changes["period"], half_year.scope.period)
    lines = text(tables.stated_changes(half_year.changes[recent], half_year.scope)).splitlines()[2:]
    units = [line.split(" | ")[1] for line in lines]
    assert units == sorted(units, key=lambda unit: unit != "Ninh Thuận")
    assert any("0,3512 → 0,6787 | +93,03% | +93,25% | ▼ không khớp" in line for line in lines)
    assert any("53 → 27 | +26 bậc | +26 bậc | ● khớp" in line for line in lines)


def test_weak_figures_are_told_with_reason_and_remedy_and_the_firm_ones_counted_below(half_year):
    table = tables.weak_figures(half_year.figures, half_year.scope)
    counts = half_year.figures["grade"].value_counts()
    assert len(table.frame) == counts["weak"] + counts["contested"]
    assert "Tròn 100% mà không có tử số, mẫu số" in text(table)
    assert "| Tử số, mẫu số và định nghĩa đã dùng" in text(table)
    assert f"{counts['firm']} số liệu có căn cứ vững" in table.note


def test_a_day_of_the_press_is_explained_and_not_laid_at_the_units_door(half_year):
    table = tables.timeliness(half_year.timeliness, Thresholds(), half_year.scope)
    assert "31/7/2023 | 31 | ▼ sau hơn 15 ngày | tài liệu chỉ ghi tháng" in text(table)
    assert "không phải ngày đơn vị gửi báo cáo" in table.note


def test_agencies_with_one_document_share_a_line_and_each_is_judged_complete():
    page = make_page("2026-YTD-10-10", "gia-lai-2025")
    assert "và 11 đơn vị khác" in text(tables.timeliness(page.timeliness, Thresholds(), page.scope))
    lines = text(tables.completeness(page.completeness, page.scope)).splitlines()[2:]
    assert len(lines) == 15
    assert all("● đủ" in line for line in lines)


def test_what_was_refused_is_told_with_cell_reason_and_what_would_be_right(with_files):
    lines = text(tables.refusals(with_files.received, with_files.scope)).splitlines()
    assert lines[2] == "▼ từ chối | so-y-te.xlsx | Quý I!D7 | “33.250” | không rõ dấu chấm | Viết 33,25"
    assert "| 12 | 8 | 1 | 3" in text(tables.receipts(with_files.received, with_files.scope))


def test_an_issue_of_a_row_or_of_a_whole_file_is_placed_as_far_as_it_can_be(with_files):
    (cell,) = with_files.received.issues.to_dict("records")
    row = cell | {"cell": "", "column": "", "row": 9, "raw": ""}
    whole = row | {"sheet": "", "row": float("nan")}
    issues = pd.DataFrame([row, whole])
    shown = text(tables.refusals(Received(with_files.received.receipts, issues, {}), with_files.scope))
    assert "| Quý I!dòng 9 | – |" in shown
    assert "| – | – |" in shown


def test_where_nothing_was_received_one_note_says_so(half_year):
    assert isinstance(tables.receipts(half_year.received, half_year.scope), Note)
    assert tables.refusals(half_year.received, half_year.scope) is None


def test_a_clean_delivery_is_told_as_one(with_files):
    clean = Received(with_files.received.receipts, with_files.received.issues.iloc[0:0], {})
    assert "Không dòng nào bị từ chối" in text(tables.refusals(clean, with_files.scope))


def test_a_revision_is_printed_with_both_values_step_and_days():
    page = make_page(unit="tinh-mau", data_dir=DATA / "synthetic")
    found = checks.find_revisions(page.scope.observations).pipe(tables.name_compared, page.scope)
    assert "| 56,62% | 58,7% | +2,08 điểm % | 20/5/2023 | 30" in text(tables.revisions(found, page.scope))


def test_a_revision_to_the_same_value_is_none():
    page = make_page(unit="tinh-mau", data_dir=DATA / "synthetic")
    found = checks.find_revisions(page.scope.observations).assign(change=0.0)
    assert isinstance(tables.revisions(found.pipe(tables.name_compared, page.scope), page.scope), Note)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_without_figures_every_table_says_why(language):
    page = make_page("2015", language=language)
    shown = [
        tables.completeness(page.completeness, page.scope),
        tables.timeliness(page.timeliness, Thresholds(), page.scope),
        tables.disputes(page.disputes, page.scope),
        tables.stated_changes(page.changes, page.scope),
        tables.suspects(page.suspects, page.scope),
        tables.weak_figures(page.figures, page.scope),
    ]
    assert all(isinstance(exhibit, Note) for exhibit in shown)


def test_a_report_without_weak_figures_says_so():
    page = make_page("2026-YTD-10-10", "gia-lai-2025")
    assert "Không số liệu nào" in text(tables.weak_figures(page.figures, page.scope))


def test_an_english_page_shows_the_codes_of_messages_that_are_written_for_the_sender(with_files):
    scope = open_scope(DATA, period="2023-H1", unit="ninh-thuan", language="en")
    shown = text(tables.refusals(with_files.received, scope))
    assert "number.ambiguous_dot" in shown
    assert "không rõ" not in shown
    assert isinstance(tables.refusals(with_files.received, scope), Table)


# The figure


def test_every_figure_is_drawn_once_and_every_group_says_its_counts(half_year):
    drawn = plots.figure_grounds(half_year.figures, half_year.scope)
    ax = drawn.figure.axes[0]
    assert sum(len(marks.get_offsets()) for marks in ax.collections) == len(half_year.figures)
    words = [label.get_text().replace(NBSP, " ") for label in ax.texts]
    assert "14 ● vững, 2 ○ chưa đối chiếu, 1 ◆ mâu thuẫn" in words
    assert all(word in drawn.alt for word in ("Hạ tầng số", "▼"))


def test_nothing_is_drawn_of_nothing_or_of_one_figure(half_year):
    assert plots.figure_grounds(half_year.figures.head(1), half_year.scope) is None
    assert plots.figure_grounds(half_year.figures.head(0), half_year.scope) is None
