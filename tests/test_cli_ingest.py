"""The commands `ingest` and `template` as a user calls them: folders, exit codes, JSON, and what stays untouched."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import run_cli
from intake_world import make_data, observations, targets, tree
from test_cli import HEAVY, loaded_by

from dtanalysis.cli import main

GOOD = "indicator,unit,period,value\nrate,so-a,2023-H1,81.17\nrank,so-b,2023,7\n"
BAD = "indicator,unit,period,value\nrate,so-a,2023-H1,82.5\nrate,so-x,2023-H1,33.250\n"
FIELDS = ["file", "sha256", "records", "issues", "ledger"]
RECORD = [
    "indicator", "unit", "level", "dimension", "period", "value", "qualifier", "numerator", "denominator", "target",
    "status", "sheet", "row", "column", "raw",
]  # fmt: skip
ISSUE = ["severity", "code", "sheet", "row", "column", "raw", "message", "suggestion"]
LEDGER = ["sheet", "read", "accepted", "rejected", "ignored", "reasons"]


@pytest.fixture
def office(tmp_path, monkeypatch) -> Path:
    """A working folder with a register and two received files."""
    make_data(tmp_path / "data")
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "good.csv").write_text(GOOD, encoding="utf-8")
    (tmp_path / "inbox" / "bad.csv").write_text(BAD.replace("so-a", "so-b"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ingest(*arguments: object):
    return CliRunner().invoke(main, ["ingest", *map(str, arguments)])


def objects(stdout: str) -> list[dict]:
    return [json.loads(line) for line in stdout.splitlines()]


def test_help_is_shown_without_loading_anything_heavy():
    assert not loaded_by("-m", "dtanalysis.cli", "ingest", "--help") & HEAVY
    assert not loaded_by("-m", "dtanalysis.cli", "template", "--help") & HEAVY


def test_a_clean_file_is_stored_with_exit_code_0_and_a_page(office):
    done = ingest("inbox/good.csv", "--as-of", "2024-01-10")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "good.csv: nhận hết; 2 số liệu" in done.stdout
    assert "Đọc 3 dòng: nhận 2, từ chối 0, bỏ qua 1 (tiêu đề cột 1)." in done.stdout
    assert done.stdout.endswith(f"Trang kết quả: {Path('reports/2023/ingest/index.html')}\n")
    assert [(row["value"], row["as_of"]) for row in observations(office / "data")] == [
        ("7", "2024-01-10"),
        ("81.17", "2024-01-10"),
    ]


def test_a_refused_row_gives_exit_code_1_and_the_other_rows_are_stored(office):
    done = ingest("inbox")
    assert done.exit_code == 1
    assert "✗ B3:" in done.stdout
    assert len(observations(office / "data")) == 3
    page = (office / "reports" / "2023" / "ingest" / "index.html").read_text(encoding="utf-8")
    assert "so-x" in page


def test_json_is_one_object_per_line_and_file_with_exactly_the_promised_fields(office):
    done = ingest("inbox", "--json", "--quiet")
    bad, good = objects(done.stdout)
    assert done.exit_code == 1
    assert (bad["file"], good["file"]) == ("bad.csv", "good.csv")
    assert list(bad) == FIELDS
    assert (list(good["records"][0]), list(bad["issues"][0]), list(good["ledger"][0])) == (
        RECORD,
        ISSUE,
        LEDGER,
    )
    assert "Trang kết quả" in done.stderr
    for line in (line for one in (bad, good) for line in one["ledger"]):
        assert line["read"] == line["accepted"] + line["rejected"] + line["ignored"]


def test_json_is_utf_8_whatever_stands_in_a_cell(office):
    name = "\N{LATIN CAPITAL LETTER D WITH STROKE}\udcff.csv"
    try:
        (office / "inbox" / name).write_text(GOOD.replace("so-a", "Sở\x07 X"), encoding="utf-8")
    except (OSError, UnicodeError):
        pytest.skip("this file system has no such names")
    done = ingest("inbox", "--json", "--dry-run")
    assert [one["file"] for one in objects(done.stdout_bytes.decode("utf-8"))] == [
        "bad.csv",
        "good.csv",
        "Đ\\udcff.csv",
    ]


def test_a_dry_run_writes_nothing_and_says_so(office):
    before = tree(office)
    done = ingest("inbox", "--dry-run")
    assert done.exit_code == 1
    assert done.stdout.endswith("Chạy thử: chưa ghi gì.\n")
    assert tree(office) == before


def test_twice_is_once_page_and_issues_included(office):
    first = ingest("inbox", "--as-of", "2024-01-10")
    before = tree(office)
    again = ingest("inbox/good.csv", "inbox/bad.csv")
    assert (again.exit_code, again.stdout) == (first.exit_code, first.stdout)
    assert tree(office) == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Missing argument"),
        (["nowhere"], "No such file or folder: 'nowhere'"),
        (["inbox/empty"], "No file to read among 'inbox/empty'"),
        (["inbox", "--period", "2023-H3"], "2023-H3"),
        (["inbox", "--as-of", "5/7/2023"], "must be a day such as 2023-07-12"),
        (["inbox", "--plan", "X"], "Allowed: KH-A"),
        (["inbox", "--catalogue", "inbox"], "No register in"),
        (["inbox", "--data-dir", "inbox"], "No data folder 'inbox'"),
        (["inbox", "--programme", "../etc"], "cannot be a folder of tables"),
        (["inbox", "--unknown"], "No such option"),
    ],
)
def test_what_cannot_be_used_is_told_with_exit_code_2_and_leaves_everything_as_it_was(
    office, arguments, message
):
    (office / "inbox" / "empty").mkdir()
    before = tree(office)
    done = ingest(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert tree(office) == before


@pytest.mark.parametrize("given", ["elsewhere", "elsewhere/catalogue"])
def test_the_folder_of_another_register_takes_the_figures(office, given):
    make_data(office / "elsewhere")
    assert ingest("inbox/good.csv", "--catalogue", given).exit_code == 0
    assert len(observations(office / "elsewhere")) == 2
    assert not (office / "data" / "received").exists()


def test_a_register_of_two_bare_tables_will_do_with_and_without_a_data_folder(office):
    bare = office / "bare"
    bare.mkdir()
    (bare / "indicators.csv").write_text(
        "indicator,name_vi,unit_measure\nrate,Tỷ lệ,percent\nrank,Hạng,rank\n", encoding="utf-8"
    )
    (bare / "units.csv").write_text("unit,name_vi\nso-a,Sở A\nso-b,Sở B\n", encoding="utf-8")
    assert ingest("inbox/good.csv", "--catalogue", bare, "--data-dir", "new/data").exit_code == 0
    assert len(observations(office / "new" / "data")) == 2
    assert ingest("inbox/good.csv", "--catalogue", bare).exit_code == 0
    assert len(observations(bare)) == 2


def test_the_plan_that_was_named_takes_the_targets(office):
    form = "indicator,unit,period,value,target\nrate,so-b,2023-H1,80,90\n"
    (office / "inbox" / "good.csv").write_text(form, encoding="utf-8")
    done = ingest("inbox/good.csv", "--plan", "KH-B2", "--as-of", "2023-07-05")
    assert done.exit_code == 0, done.output
    assert [(row["plan"], row["target"]) for row in targets(office / "data")] == [("KH-B2", "90")]


def test_the_period_that_was_named_is_that_of_tables_without_one_and_of_the_page(office):
    (office / "inbox" / "good.csv").write_text("indicator,unit,value\nrate,so-a,81.17\n", encoding="utf-8")
    done = ingest("inbox/good.csv", "--period", "6 tháng đầu năm 2023")
    assert done.exit_code == 0, done.output
    assert (office / "reports" / "2023-H1" / "ingest" / "index.html").exists()
    assert [row["period"] for row in observations(office / "data")] == ["2023-H1"]


def test_the_installed_command_does_the_same_as_a_process_of_its_own(office):
    done = run_cli("ingest", "inbox", "--json", cwd=office, LANG="C", PYTHONUTF8="0", TZ="Asia/Ho_Chi_Minh")
    assert done.returncode == 1, done.stderr
    assert [one["file"] for one in objects(done.stdout)] == ["bad.csv", "good.csv"]


def test_a_terminal_that_knows_no_vietnamese_gets_codes_and_no_failure(office):
    command = [sys.executable, "-m", "dtanalysis.cli", "ingest", "inbox"]
    environment = os.environ | {"PYTHONIOENCODING": "iso8859-1"}
    done = subprocess.run(command, cwd=office, env=environment, capture_output=True, timeout=60, check=False)
    assert done.returncode == 1, done.stderr
    assert b"good.csv: nh\\u1eadn" in done.stdout


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (OSError(28, "No space left on device"), 2, "Run the same command again to complete it."),
        (TimeoutError("Another `dtanalysis ingest` is writing"), 2, "Another `dtanalysis ingest`"),
        (KeyboardInterrupt(), 130, "Interrupted."),
    ],
)
def test_what_could_not_be_completed_is_no_refusal(office, monkeypatch, error, code, message):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr("dtanalysis.ingest.store.write_all", fail)
    done = ingest("inbox/good.csv")
    assert done.exit_code == code
    assert message in done.stderr


# The form


def test_a_form_is_written_and_never_over_one_that_may_be_filled_in(office):
    done = CliRunner().invoke(main, ["template", "2023-H1", "--unit", "so-a"])
    assert (done.exit_code, done.stdout) == (0, "bieu-mau-so-a-2023-h1.xlsx\n"), done.output
    before = tree(office)
    again = CliRunner().invoke(main, ["template", "2023-H1", "--unit", "so-a"])
    assert again.exit_code == 2
    assert "may be filled in" in again.stderr
    assert tree(office) == before
    assert CliRunner().invoke(main, ["template", "2023-H1", "--unit", "so-a", "--force"]).exit_code == 0


def test_a_form_for_several_units_and_chosen_indicators_stands_where_it_was_asked_for(office):
    call = "template 2023-H1 --unit so-a --unit so-b --indicators rate,rank --plan KH-A --out forms/b.xlsx"
    done = CliRunner().invoke(main, call.split())
    assert done.exit_code == 0, done.output
    assert (office / "forms" / "b.xlsx").exists()


@pytest.mark.parametrize(
    "arguments", [["2023-H3"], ["2023-H1", "--unit", "atlantis"], ["2023-H1", "--out", "a.doc"]]
)
def test_a_form_that_cannot_be_made_is_refused_with_exit_code_2(office, arguments):
    done = CliRunner().invoke(main, ["template", *arguments])
    assert (done.exit_code, done.stdout) == (2, "")
    assert not list(office.glob("*.xlsx"))


def test_a_register_of_two_bare_tables_will_do_for_a_form(office):
    bare = office / "bare" / "catalogue"
    bare.mkdir(parents=True)
    indicators = "indicator,name_vi,unit_measure\nrate,Tỷ lệ,percent\n"
    (bare / "indicators.csv").write_text(indicators, encoding="utf-8")
    (bare / "units.csv").write_text("unit,name_vi\nso-a,Sở A\n", encoding="utf-8")
    call = ["template", "2023-H1", "--unit", "so-a", "--catalogue", "bare", "--out", "f.xlsx"]
    done = CliRunner().invoke(main, call)
    assert (done.exit_code, done.stderr) == (0, "")


def test_an_empty_form_that_comes_back_is_told_and_stores_nothing(office):
    CliRunner().invoke(
        main, ["template", "2023-H1", "--unit", "so-a", "--indicators", "rate", "--out", "f.xlsx"]
    )
    done = ingest("f.xlsx", "--json")
    (form,) = objects(done.stdout)
    assert form["records"] == []
    assert form["issues"]
    assert observations(office / "data") == []
