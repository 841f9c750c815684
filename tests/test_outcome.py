"""What is told of a received file: its keys, its order, and a ledger that adds up."""

import json

import pytest

from dtanalysis.ingest.outcome import (
    IGNORED,
    Issue,
    LedgerLine,
    Receipt,
    Record,
)

RECORD = Record(
    "rate", "so-y-te", "department", "", "2023-H1", 33.25, "eq", 133.0, 400.0, 80.0, "published", "Biểu", 5, "D", "33,25",
    "percent.decimal_comma", "ge", "tạm tính",
)  # fmt: skip
ISSUE = Issue("error", "unit.unknown", "Biểu", 6, "B", "Sở Lạ", "Không có trong danh mục.", "Ghi đúng tên.")
LINE = LedgerLine("Biểu", 4, 1, 1, 2, {"title": 1, "header": 1})
RECEIPT = Receipt("a.xlsx", "ab12", (RECORD,), (ISSUE,), (LINE,))


def test_the_printed_object_has_exactly_the_agreed_keys_in_their_order():
    told = RECEIPT.to_json()
    assert list(told) == ["file", "sha256", "records", "issues", "ledger"]
    assert list(told["records"][0]) == [
        "indicator", "unit", "level", "dimension", "period", "value", "qualifier", "numerator", "denominator",
        "target", "status", "sheet", "row", "column", "raw",
    ]  # fmt: skip
    assert list(told["issues"][0]) == [
        "severity", "code", "sheet", "row", "column", "raw", "message", "suggestion",
    ]  # fmt: skip
    assert list(told["ledger"][0]) == ["sheet", "read", "accepted", "rejected", "ignored", "reasons"]


def test_the_printed_object_is_plain_json_that_reads_back_the_same():
    told = RECEIPT.to_json()
    assert json.loads(json.dumps(told, allow_nan=False, ensure_ascii=False)) == told


def test_printing_changes_nothing_that_was_received():
    RECEIPT.to_json()["records"][0]["value"] = 0
    assert (RECORD.value, RECORD.rule) == (33.25, "percent.decimal_comma")


@pytest.mark.parametrize(
    "counts",
    [(5, 1, 1, 2), (4, 2, 1, 2), (4, 1, 0, 2), (4, 1, 1, 3)],
    ids=["read", "accepted", "rejected", "ignored"],
)
def test_a_ledger_that_does_not_add_up_cannot_be_made(counts):
    with pytest.raises(AssertionError, match="Biểu"):
        LedgerLine("Biểu", *counts, {"title": 1, "header": 1})


def test_every_ignored_row_needs_its_reason():
    with pytest.raises(AssertionError):
        LedgerLine("Biểu", 4, 1, 1, 2, {"title": 1})


def test_every_reason_is_told_in_words():
    assert all(IGNORED.values())
    assert set(LINE.reasons) <= set(IGNORED)


@pytest.mark.parametrize(("severity", "is_clean"), [("error", False), ("warning", True)])
def test_only_errors_make_a_file_unclean(severity, is_clean):
    issue = Issue(severity, "a.b", "", 0, "", "", "", "")
    assert Receipt("a", "b", issues=(issue,)).is_clean is is_clean
