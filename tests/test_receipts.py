"""What was received and refused, as the tables beside the figures tell it."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from dtanalysis.catalogue import DataFaultError, open_received, open_scope
from dtanalysis.catalogue.receipts import ISSUES, RECEIPTS, load_received

DATA = Path(__file__).parents[1] / "data"
RECEIPT = "so-y-te.xlsx,ab12,Quý I,12,8,1,3,header 2; title 1,2023-07-05"
ISSUE = 'so-y-te.xlsx,ab12,error,number.ambiguous_dot,Quý I,D7,7,D,"33.250",không rõ dấu chấm,"Viết 33,25"'


def write(folder: Path, table, *rows: str, programme="ninh-thuan") -> None:
    (folder / programme).mkdir(parents=True, exist_ok=True)
    text = "\n".join([",".join(table.columns), *rows]) + "\n"
    (folder / programme / f"{table.name}.csv").write_text(text, encoding="utf-8")


def test_where_nothing_was_received_both_tables_are_empty_but_have_their_columns(tmp_path):
    received = load_received(tmp_path)
    assert received.receipts.empty
    assert set(RECEIPTS.columns) <= set(received.receipts.columns)
    assert set(ISSUES.columns) <= set(received.issues.columns)
    assert received.digests == {}


def test_counts_are_numbers_days_are_days_and_texts_stay_as_they_are(tmp_path):
    write(tmp_path, RECEIPTS, RECEIPT)
    write(tmp_path, ISSUES, ISSUE)
    received = load_received(tmp_path)
    receipt, issue = received.receipts.iloc[0], received.issues.iloc[0]
    assert receipt[["read", "accepted", "rejected", "ignored"]].tolist() == [12, 8, 1, 3]
    assert (receipt["as_of"], receipt["programme"]) == (pd.Timestamp("2023-07-05"), "ninh-thuan")
    assert (issue["raw"], issue["suggestion"], issue["row"]) == ("33.250", "Viết 33,25", 7)
    assert issue["as_of"] == receipt["as_of"]


def test_the_programmes_of_a_folder_are_read_together(tmp_path):
    write(tmp_path, RECEIPTS, RECEIPT)
    write(tmp_path, RECEIPTS, RECEIPT, programme="dti")
    received = load_received(tmp_path)
    assert received.receipts["programme"].tolist() == ["dti", "ninh-thuan"]
    assert sorted(received.digests) == ["dti/receipts.csv", "ninh-thuan/receipts.csv"]


def test_an_issue_about_a_whole_file_has_no_row(tmp_path):
    write(
        tmp_path, ISSUES, "a.xlsx,ab,error,file.password,,,,,,tệp có mật khẩu,Gửi lại tệp không đặt mật khẩu"
    )
    assert pd.isna(load_received(tmp_path).issues["row"].iloc[0])


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (RECEIPT.replace(",12,", ",mười hai,"), "không phải là số hoặc ngày"),
        (RECEIPT.replace("2023-07-05", "5/7/2023"), "không phải là số hoặc ngày"),
        (RECEIPT + ",thừa", "đã bị sửa"),
    ],
)
def test_a_table_that_somebody_changed_is_refused(tmp_path, row, found):
    write(tmp_path, RECEIPTS, row)
    with pytest.raises(DataFaultError, match=found):
        load_received(tmp_path)


def test_what_was_received_later_was_not_known_then(tmp_path):
    shutil.copytree(DATA, tmp_path / "data")
    write(tmp_path / "data", RECEIPTS, RECEIPT)
    write(tmp_path / "data", ISSUES, ISSUE)
    asked = {"period": "2023-H1", "unit": "ninh-thuan"}
    early = open_received(open_scope(tmp_path / "data", as_of="2023-07-01", **asked))
    late = open_received(open_scope(tmp_path / "data", as_of="2023-07-05", **asked))
    assert (len(early.receipts), len(early.issues)) == (0, 0)
    assert (len(late.receipts), len(late.issues)) == (1, 1)
