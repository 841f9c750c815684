"""One figure from its cells: value, counts, target, state and bound, or what is wrong with them."""

import pytest
from grids import sheet, small_lexicon

from dtanalysis.ingest.columns import Column
from dtanalysis.ingest.entries import Facets, issue_at, read_entry, read_total
from dtanalysis.ingest.grid import Cell


def entry(indicator: str, measure: str = "", **cells):
    """Read a row whose columns have these roles."""
    opened = sheet(tuple(cells.values()))
    columns = {role: Column(at, 1, role, role) for at, role in enumerate(cells, start=1)}
    facets = Facets(small_lexicon().indicator_by_id[indicator], "so-y-te", "department", "", "2023-Q1")
    return read_entry(opened, 1, columns, facets, (measure, (1, 1)))


def record(indicator: str, **cells):
    return entry(indicator, **cells).candidate.record


def errors(indicator: str, **more) -> list[tuple[str, str]]:
    found = entry(indicator, **more)
    assert found.candidate is None
    return [(issue.code, issue.column) for issue in found.issues if issue.severity == "error"]


def test_value_counts_target_and_note_come_from_their_cells():
    found = record("rate", value="33,25", numerator=133, denominator=400, target="≥ 80", note="tạm  tính")
    assert (found.value, found.numerator, found.denominator) == (33.25, 133, 400)
    assert (found.target, found.comparator, found.note) == (80, "ge", "tạm tính")
    assert (found.column, found.raw, found.status) == ("A", "33,25", "published")


def test_an_error_in_a_count_refuses_the_value_beside_it():
    assert errors("rate", value="33,25", numerator="133/400", denominator=400) != []
    assert errors("rate", value="33,25", numerator="nhiều", denominator=400)[0][1] == "B"


def test_an_error_in_the_target_refuses_the_figure_too():
    assert errors("rate", value=33, target="8/19")[0][1] == "B"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (Cell(None, kind="uncached"), "cell.formula_uncached"),
        (Cell("#N/A", kind="error"), "cell.error"),
        (Cell(True), "number.boolean"),
        (Cell("33.250"), "number.ambiguous_dot"),
    ],
)
def test_a_cell_without_a_number_is_refused_at_its_place(cell, code):
    assert errors("rate", value=cell) == [(code, "A")]


def test_a_stored_result_of_another_file_is_used_with_a_warning():
    found = entry("dossiers", value=Cell(5, kind="external"))
    assert (found.candidate.record.value, [i.code for i in found.issues]) == (5, ["cell.external"])


def test_a_mark_for_nothing_is_a_record_and_an_empty_cell_is_none():
    assert (record("dossiers", value="x").value, record("dossiers", value="x").status) == (
        None,
        "not_reported",
    )
    empty = entry("dossiers", value=None, note="x")
    assert (empty.is_blank, empty.candidate, empty.issues) == (True, None, [])


def test_a_plan_without_a_result_is_worth_a_warning():
    found = entry("dossiers", value=None, target=10)
    assert (found.is_blank, [(i.code, i.severity) for i in found.issues]) == (
        True,
        [("value.blank", "warning")],
    )


def test_a_percentage_may_be_left_to_its_counts():
    found = record("rate", value=None, numerator=1, denominator=3)
    assert (found.value, found.status, found.rule) == (33.33, "derived", "percent.from_counts")
    assert (found.row, found.column) == (1, "A")


def test_none_of_none_is_no_percentage_and_not_unreported():
    found = record("rate", value=None, numerator=0, denominator=0)
    assert (found.value, found.numerator, found.status) == (None, 0, "published")


def test_a_count_is_never_computed_from_counts():
    assert entry("dossiers", value=None, numerator=1, denominator=2).candidate is None


def test_a_missing_mark_with_counts_beside_it_is_what_the_counts_say():
    assert record("rate", numerator=1, denominator=2).value == 50


@pytest.mark.parametrize(
    ("value", "word", "qualifier"),
    [
        ("90", "trên", "gt"),
        ("trên 90", "trên", "gt"),
        ("trên 90", "", "gt"),
        ("trên 90", "bằng", "gt"),
        (90, "≥", "ge"),
    ],
)
def test_a_bound_may_stand_in_a_column_of_its_own(value, word, qualifier):
    assert record("rate", value=value, qualifier=word).qualifier == qualifier


@pytest.mark.parametrize("word", ["dưới", "chắc là"])
def test_a_bound_that_contradicts_or_is_not_known_refuses_the_figure(word):
    assert errors("rate", value="trên 90", qualifier=word) == [("qualifier.unknown", "B")]


@pytest.mark.parametrize(
    ("value", "state", "status"),
    [
        (5, "ước", "estimate"),
        (5, "chính thức", "published"),
        ("ước 5", "", "estimate"),
        (None, "chưa báo cáo", "not_reported"),
    ],
)
def test_the_state_of_a_figure_is_kept(value, state, status):
    assert record("dossiers", value=value, state=state).status == status


def test_a_number_that_is_said_not_to_be_there_is_refused():
    assert errors("dossiers", value=5, state="chưa báo cáo") == [("state.contradicts", "B")]
    assert errors("dossiers", value=5, state="gần xong") == [("state.unknown", "B")]


def test_another_measure_than_the_register_s_refuses_the_figure():
    assert errors("dossiers", measure="nghìn hồ sơ", value=5) == [("value.measure", "A")]
    assert entry("dossiers", measure="hồ sơ", value=5).candidate is not None


def test_a_number_merged_over_rows_is_nobody_s():
    opened = sheet((5,), (None, "x"), merges=((1, 1, 2, 1),))
    facets = Facets(small_lexicon().indicator_by_id["dossiers"], "so-y-te", "department", "", "2023-Q1")
    found = read_entry(opened, 2, {"value": Column(1, 1, "", "value")}, facets, ("", (2, 0)))
    assert [(issue.code, issue.row) for issue in found.issues] == [("cell.merged", 2)]


@pytest.mark.parametrize(
    ("role", "cell", "stated"),
    [("attainment", "101,5", 101.5), ("change", "giảm 5,2%", -5.2), ("change", "tăng 94,69%", 94.69)],
)
def test_a_stated_share_or_change_is_kept_to_be_compared(role, cell, stated):
    (claim,) = entry("dossiers", value=5, **{role: cell}).candidate.claims
    assert (claim.role, claim.stated, claim.place) == (role, stated, (1, 2))


@pytest.mark.parametrize("cell", ["tốt", "tăng mạnh", Cell("#N/A", kind="error")])
def test_a_comparison_that_cannot_be_read_harms_nothing(cell):
    found = entry("dossiers", value=5, change=cell)
    assert (found.candidate.claims, found.issues) == ((), [])


def test_a_total_gives_its_exact_numbers_and_the_errors_of_its_cells():
    opened = sheet((30, "trên 5", "8/19/20"))
    roles = {
        role: Column(at, 1, role, role) for at, role in enumerate(("value", "numerator", "denominator"), 1)
    }
    numbers, issues = read_total(opened, 1, roles, small_lexicon().indicator_by_id["dossiers"])
    assert numbers == {"value": 30}
    assert [issue.column for issue in issues] == ["C"]


def test_an_issue_names_its_place_and_shows_at_most_two_hundred_characters():
    issue = issue_at(sheet(("x" * 500,), name="Biểu 1"), (1, 1), "a.b", ("sai", "Sửa lại?"))
    assert (issue.sheet, issue.row, issue.column, len(issue.raw)) == ("Biểu 1", 1, "A", 200)
    assert (issue.message, issue.suggestion) == ("sai.", "Sửa lại?")
