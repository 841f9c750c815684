"""Whatever bytes come in: grids come out, or one reason why not."""

from __future__ import annotations

import random

import pytest
from faults.cases_text import ROWS, TEXT
from faults.forms import Formula, Sheet, Styled, book
from faults.legacy import ods, xls

from dtanalysis.ingest.grid import FileFaultError, Grid
from dtanalysis.ingest.opening import open_bytes, open_file

GOOD = {
    "a.xlsx": book(
        Sheet([*ROWS, [Formula("=1+1", 2), Styled(0.5, "0.00%")]], merges=("A9:C10",), hidden_rows=(3,))
    ),
    "a.xls": xls({"S": [*ROWS, [2439, (0.5, "0.00%"), (45107, "dd/mm/yyyy"), True]]}),
    "a.ods": ods([*ROWS, [2439, (0.5, "percent")]]),
    "a.csv": TEXT.encode(),
}
HAS_CHECKSUMS = ("a.xlsx", "a.ods")


def opened(content: bytes, name: str) -> list[Grid] | None:
    """Grids, or None where the file is refused; anything else fails the test."""
    try:
        return open_bytes(content, name)
    except FileFaultError as fault:
        assert fault.code.startswith("file.")
        assert fault.message
        assert fault.suggestion
        return None


def flipped(content: bytes, pick: random.Random, count: int) -> bytes:
    changed = bytearray(content)
    for _ in range(count):
        changed[pick.randrange(len(changed))] ^= 1 << pick.randrange(8)
    return bytes(changed)


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_is_read(name):
    [grid] = open_bytes(GOOD[name], name)
    assert grid.cells[2, 1].value == "Sở Y tế"


@pytest.mark.parametrize("name", GOOD)
def test_a_file_cut_anywhere_is_refused_or_read_without_what_is_missing(name):
    original = GOOD[name]
    for percent in range(0, 100, 5):
        grids = opened(original[: len(original) * percent // 100], name)
        assert grids is None or name in ("a.csv", "a.xls")
        if grids and name == "a.csv":
            assert "file.no_final_newline" in {notice.code for notice in grids[0].notices}


@pytest.mark.parametrize("name", GOOD)
def test_five_hundred_changed_bits_are_refused_or_change_nothing_where_there_are_checksums(name):
    pick, original = random.Random(3), open_bytes(GOOD[name], name)
    for _ in range(500):
        grids = opened(flipped(GOOD[name], pick, 1), name)
        assert grids is None or grids == original or name not in HAS_CHECKSUMS


@pytest.mark.parametrize("name", GOOD)
def test_a_file_damaged_all_over_never_ends_in_another_error(name):
    pick = random.Random(4)
    for _ in range(150):
        opened(flipped(GOOD[name], pick, pick.randrange(2, 40)), name)


@pytest.mark.parametrize(
    "start", [b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1"), b"\x09\x08\x10\x00", b"\xff\xfe", b""]
)
@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods", "csv", "txt", "", "exe"])
def test_noise_is_refused_or_read_as_text(start, ending):
    pick = random.Random(5)
    for length in (0, 1, 7, 600):
        opened(start + pick.randbytes(length), f"a.{ending}")


def test_the_ending_of_a_path_counts(tmp_path):
    path = tmp_path / "Báo cáo.csv"
    path.write_bytes(GOOD["a.csv"])
    assert open_file(path) == open_bytes(GOOD["a.csv"], "a.csv")


def test_what_a_library_stumbles_over_is_told_as_a_damaged_file(monkeypatch):
    monkeypatch.setattr("dtanalysis.ingest.workbook.read_workbook", lambda content: 1 / 0)
    with pytest.raises(FileFaultError, match="bị hỏng hoặc có cấu trúc lạ"):
        open_bytes(GOOD["a.xlsx"], "a.xlsx")
