"""Do the figures of a file hold together, and with what is known?"""

import pandas as pd
import pytest
from grids import DOSSIERS, PERIOD, RATE, REPORTER, TEAMS, harvest, sheet, small_lexicon

from dtanalysis.ingest.verdicts import Verdict, judge
from dtanalysis.periods import parse_period

NAMES = ("Chỉ tiêu", "Giá trị")


def verdict(*tables: tuple, known: pd.DataFrame | None = None) -> Verdict:
    """Judge one sheet for each table."""
    return judge([(sheet(*rows), harvest(*rows)) for rows in tables], small_lexicon(), known)


def told(found: Verdict, at: int = 0) -> list[tuple[str, str, int, str]]:
    return [(one.severity, one.code, one.row, one.column) for one in found.issues.get(at, [])]


def on_file(period: str, value: float, indicator: str = "dossiers") -> pd.DataFrame:
    return pd.DataFrame(
        [{"indicator": indicator, "unit": "so-y-te", "level": "department", "dimension": "",
          "period": parse_period(period), "value": value, "qualifier": "eq", "numerator": float("nan"),
          "denominator": float("nan"), "status": "published", "source": "a", "as_of": pd.Timestamp("2023-04-01"),
          "note": ""}]
    )  # fmt: skip


def test_a_file_without_figures_has_nothing_to_be_said():
    assert verdict((REPORTER, PERIOD, NAMES, ("Ghi chú: không có",))) == Verdict()


def test_figures_that_contradict_each_other_are_refused_on_both_sheets():
    found = verdict(
        (REPORTER, PERIOD, NAMES, (DOSSIERS, 5)), (REPORTER, PERIOD, NAMES, (TEAMS, 1), (DOSSIERS, 6))
    )
    assert (found.refused, found.repeated) == ({(0, 0), (1, 1)}, set())
    assert told(found, 0) == [("error", "duplicate.conflict", 4, "B")]
    assert told(found, 1) == [("error", "duplicate.conflict", 5, "B")]


def test_a_figure_said_twice_is_kept_once():
    found = verdict((REPORTER, PERIOD, NAMES, (DOSSIERS, 5), (DOSSIERS, 5)))
    assert (len(found.refused), found.repeated == found.refused) == (1, True)
    assert [one[:2] for one in told(found)] == [("warning", "duplicate.same")]


def test_an_error_is_told_at_the_cell_that_is_wrong():
    heading = ("Chỉ tiêu", "Giá trị", "Tử số", "Mẫu số")
    found = verdict((REPORTER, PERIOD, heading, (RATE, 100, 5, 4)))
    assert found.refused == {(0, 0)}
    assert ("error", "counts.numerator_above", 4, "C") in told(found)


def test_a_stated_percentage_is_held_to_its_counts_within_rounding():
    heading = ("Chỉ tiêu", "Giá trị", "Tử số", "Mẫu số")
    right, wrong = (
        verdict((REPORTER, PERIOD, heading, (RATE, value, 133, 400))) for value in ("33,25", "33,4")
    )
    assert (right.refused, right.issues) == (set(), {})
    assert [one[1] for one in told(wrong)] == ["counts.percent_differs"]


# Totals


def units(*rows: tuple) -> Verdict:
    return verdict((PERIOD, ("Đơn vị", DOSSIERS), *rows))


Y_TE, GIAO_DUC = ("Sở Y tế", 10), ("Sở Giáo dục", 20)


@pytest.mark.parametrize(
    "rows",
    [
        (Y_TE, GIAO_DUC, ("Tổng cộng", 30)),
        (("Tổng cộng", 30), Y_TE, GIAO_DUC),
        (Y_TE, ("Cộng", 10), GIAO_DUC, ("Cộng", 20), ("Tổng cộng", 30)),
        (Y_TE, GIAO_DUC, ("Bình quân", 15)),
    ],
)
def test_a_total_that_follows_from_its_parts_says_nothing(rows):
    assert units(*rows) == Verdict()


@pytest.mark.parametrize("total", [("Tổng cộng", 31), ("Bình quân", 35)])
def test_a_total_that_does_not_is_an_error_and_its_parts_stay(total):
    found = units(Y_TE, GIAO_DUC, total)
    assert (told(found), found.refused) == ([("error", "total.differs", 5, "B")], set())
    assert found.wrong_totals == {0: {5}}


# What is on file


def test_a_cumulative_count_below_the_one_on_file_is_a_warning():
    rows = (REPORTER, ("6 tháng đầu năm 2023",), NAMES, (DOSSIERS, 90))
    assert told(verdict(rows, known=on_file("2023-Q1", 100))) == [("warning", "cumulative.falls", 4, "B")]
    assert verdict(rows, known=on_file("2023-Q1", 80)) == Verdict()


def test_a_cumulative_count_that_falls_within_the_file_is_an_error_at_the_later_figure():
    rows = (REPORTER, ("Chỉ tiêu", "Quý I/2023", "6 tháng đầu năm 2023"), (DOSSIERS, 100, 90))
    found = verdict(rows)
    assert (told(found), found.refused) == ([("error", "cumulative.falls", 3, "C")], {(0, 1)})


def test_a_stated_growth_is_held_to_the_figure_on_file():
    rows = (REPORTER, PERIOD, ("Chỉ tiêu", "Giá trị", "So cùng kỳ"), (DOSSIERS, 110, "tăng 10%"))
    assert verdict(rows, known=on_file("2022-Q1", 100)) == Verdict()
    assert ("warning", "change.differs", 4, "C") in told(verdict(rows, known=on_file("2022-Q1", 105)))


# Stated shares and targets


@pytest.mark.parametrize(("share", "said"), [("50", []), ("60", [("warning", "change.differs", 4, "D")])])
def test_a_stated_share_of_the_plan_is_computed_again(share, said):
    heading = ("Chỉ tiêu", "Kế hoạch", "Thực hiện", "Tỷ lệ (%)")
    assert told(verdict((REPORTER, PERIOD, heading, (DOSSIERS, 200, 100, share)))) == said


def test_two_promises_for_one_year_are_told_at_the_target():
    heading = ("Kỳ", "Chỉ tiêu", "Mục tiêu", "Giá trị")
    rows = (REPORTER, heading, ("Quý I/2023", TEAMS, 10, 5), ("Quý II/2023", TEAMS, 12, 6))
    found = verdict(rows)
    assert {(one[1], one[3]) for one in told(found)} == {("target.changed", "C")}
    assert found.refused == set()
