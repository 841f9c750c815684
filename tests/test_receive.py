"""A received file becomes records, issues and a ledger; several files are held to each other."""

import hashlib

import pandas as pd
import pytest
from grids import DOSSIERS, small_lexicon

from dtanalysis.ingest.receive import receive_all, receive_bytes, receive_file, refuse_contradictions
from dtanalysis.periods import parse_period

HEADING = "Đơn vị,Chỉ tiêu,Kỳ,Giá trị"
FIVE, SIX = f"Sở Y tế,{DOSSIERS},2023-Q1,5", f"Sở Y tế,{DOSSIERS},2023-Q1,6"
OTHER = f"Sở Giáo dục,{DOSSIERS},2023-Q1,7"


def text(*rows: str) -> bytes:
    return "\n".join([HEADING, *rows, ""]).encode()


def receive(*rows: str, name: str = "a.csv", **more):
    return receive_bytes(text(*rows), name, small_lexicon(), **more)


def send(folder, **files: tuple[str, ...]) -> None:
    for name, rows in files.items():
        (folder / f"{name}.csv").write_bytes(text(*rows))


def codes(receipt) -> list[str]:
    return [issue.code for issue in receipt.issues]


def test_a_good_file_is_clean_and_every_row_is_counted():
    receipt = receive(FIVE, OTHER)
    (line,) = receipt.ledger
    assert ([record.value for record in receipt.records], receipt.is_clean) == ([5, 7], True)
    assert (line.read, line.accepted, line.rejected, line.reasons) == (3, 2, 0, {"header": 1})
    assert receipt.sha256 == hashlib.sha256(text(FIVE, OTHER)).hexdigest()


def test_a_file_that_cannot_be_read_has_one_error_and_no_ledger():
    receipt = receive_bytes(b"PK\x03\x04 rest", "a.xlsx", small_lexicon())
    assert (len(receipt.issues), receipt.issues[0].raw, receipt.records, receipt.ledger) == (
        1,
        "a.xlsx",
        (),
        (),
    )
    assert receipt.issues[0].code.startswith("file.")


def test_a_row_counts_as_accepted_if_one_of_its_figures_was():
    content = f"Quý I/2023\nĐơn vị,{DOSSIERS},Số tổ công nghệ số\nSở Y tế,5,nhiều\n".encode()
    (line,) = receive_bytes(content, "a.csv", small_lexicon()).ledger
    assert (line.accepted, line.rejected) == (1, 0)


def test_contradictions_reject_and_repetitions_are_ignored():
    assert receive(FIVE, SIX).ledger[0].rejected == 2
    (line,) = receive(FIVE, FIVE).ledger
    assert (line.accepted, line.rejected, line.reasons) == (1, 0, {"duplicate": 1, "header": 1})


def test_figures_without_headings_are_refused_where_they_begin():
    receipt = receive_bytes("Kính gửi,\nSở Y tế,5\nSở Giáo dục,6\n".encode(), "a.csv", small_lexicon())
    assert [(issue.code, issue.row) for issue in receipt.issues] == [("sheet.no_header", 2)]
    assert (receipt.ledger[0].rejected, receipt.ledger[0].reasons) == (2, {"no_table": 1})


def test_a_file_in_which_nothing_is_said_is_not_clean():
    receipt = receive_bytes("Kính gửi,\nKhông có,\n".encode(), "a.csv", small_lexicon())
    assert (codes(receipt), receipt.is_clean) == (["file.no_figures"], False)


def test_figures_of_a_synthetic_file_are_marked():
    assert receive(FIVE, name="SYNTHETIC/a.csv").records[0].status == "synthetic"


def test_the_period_asked_for_may_be_a_text_or_a_period():
    content = f"Đơn vị,{DOSSIERS}\nSở Y tế,5\n".encode()
    for asked in ("2023-H1", parse_period("2023-H1")):
        receipt = receive_bytes(content, "a.csv", small_lexicon(), period=asked)
        assert receipt.records[0].period == "2023-H1"


def test_figures_on_file_are_compared():
    known = pd.DataFrame(
        [{"indicator": "dossiers", "unit": "so-y-te", "level": "department", "dimension": "",
          "period": parse_period("2023-Q1"), "value": 100.0, "qualifier": "eq", "numerator": float("nan"),
          "denominator": float("nan"), "status": "published", "source": "a", "as_of": pd.Timestamp("2023-04-01"),
          "note": ""}]
    )  # fmt: skip
    later = f"Sở Y tế,{DOSSIERS},2023-H1,90"
    assert (codes(receive(later)), codes(receive(later, known=known))) == ([], ["cumulative.falls"])
    assert len(receive(later, known=known).records) == 1


# Several files


def test_folders_are_walked_in_order_without_hidden_files_and_locks(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("c.csv", "b/z.csv", ".hidden.csv", "~$c.csv", ".git/x.csv"):
        (tmp_path / name).write_bytes(text(OTHER))
    assert [one.file for one in receive_all([tmp_path], small_lexicon())] == ["b/z.csv", "c.csv"]


def test_a_path_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"gone\.csv"):
        receive_all([tmp_path / "gone.csv"], small_lexicon())
    with pytest.raises(OSError, match="gone"):
        receive_file(tmp_path / "gone.csv", small_lexicon())


def test_the_order_of_paths_and_a_path_given_twice_make_no_difference(tmp_path):
    send(tmp_path, a=(FIVE,), b=(SIX, OTHER))
    a, b = tmp_path / "a.csv", tmp_path / "b.csv"
    assert receive_all([a, b], small_lexicon()) == receive_all([b, a, b], small_lexicon())


def test_a_conflict_between_files_refuses_the_figure_in_both_and_nothing_else(tmp_path):
    send(tmp_path, a=(FIVE,), b=(SIX, OTHER))
    first, second = receive_all([tmp_path], small_lexicon())
    assert (first.records, [record.value for record in second.records]) == ((), [7])
    assert [(i.code, i.row, i.column) for one in (first, second) for i in one.issues] == [
        ("duplicate.conflict", 2, "D"), ("duplicate.conflict", 2, "D"),
    ]  # fmt: skip
    assert [(one.ledger[0].accepted, one.ledger[0].rejected) for one in (first, second)] == [(0, 1), (1, 1)]


def test_the_same_figure_in_two_files_stands_in_both(tmp_path):
    send(tmp_path, a=(FIVE,), b=(FIVE,))
    assert [len(one.records) for one in receive_all([tmp_path], small_lexicon())] == [1, 1]


def test_a_bound_and_a_missing_mark_contradict_the_exact_figure():
    exact, bound = receive(FIVE), receive(FIVE.replace(",5", ",trên 5"))
    missing = receive(FIVE.replace(",5", ",x"))
    assert [len(one.records) for one in refuse_contradictions([exact, bound])] == [0, 0]
    assert [len(one.records) for one in refuse_contradictions([exact, missing])] == [0, 0]


def test_a_row_keeps_its_place_in_the_ledger_while_another_figure_of_it_stands():
    content = f"Quý I/2023\nĐơn vị,{DOSSIERS},Số tổ công nghệ số\nSở Y tế,6,8\n".encode()
    wide = receive_bytes(content, "b.csv", small_lexicon())
    _, settled = refuse_contradictions([receive(FIVE), wide])
    assert ([record.value for record in settled.records], settled.ledger) == ([8], wide.ledger)
