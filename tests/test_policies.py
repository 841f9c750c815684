"""The table of policies names what holds each choice, and what it names exists."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT
from faults.cases import CASES

TEXT = (ROOT / "docs" / "policies.md").read_text(encoding="utf-8")
READING = TEXT.partition("## Reading what agencies send")[2]
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in READING.splitlines()
    if line.startswith("| ") and not line.startswith(("| policy", "|---"))
]


def test_there_is_a_row_for_every_choice_that_the_research_leaves_open():
    assert len(ROWS) >= 35


@pytest.mark.parametrize("row", ROWS, ids=[row[0][:40] for row in ROWS])
def test_a_policy_has_a_choice_a_reason_and_files_that_hold_it(row):
    policy, choice, why, held = row
    assert policy and choice and why
    names = re.findall("`([^`]+)`", held)
    assert names
    assert set(names) <= {case.id for case in CASES}
