"""The command line: exit codes, messages, lists, and a help that answers at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT

import dtanalysis
from dtanalysis.cli import _bar, _lines, _silent, main
from dtanalysis.run import ReportFailedError
from dtanalysis.run.parameters import Job

HEAVY = {
    *("babel", "IPython", "ipykernel", "jupyter_client", "jupyterlab", "matplotlib", "nbconvert", "nbformat"),
    *("numpy", "pandas", "papermill", "seaborn", "scipy", "statsmodels"),
}


@pytest.fixture
def asked(monkeypatch) -> list:
    """Take the place of the runner, and remember what it was asked for."""
    requests = []

    def run_report(request, track=iter):
        requests.append(request)
        list(track([]))
        return Path("reports") / "2023-H1" / "ninh-thuan"

    monkeypatch.setattr("dtanalysis.run.run_report", run_report)
    return requests


def invoke(*arguments: str):
    return CliRunner().invoke(main, list(arguments))


def loaded_by(*arguments: str) -> set[str]:
    """Top-level packages that a fresh Python imports."""
    command = [sys.executable, "-X", "importtime", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    names = [line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if "|" in line]
    return {name.partition(".")[0] for name in names}


# Weight


def test_importing_the_package_loads_neither_pandas_nor_anything_else_that_is_heavy():
    assert not loaded_by("-c", "import dtanalysis") & HEAVY


def test_help_is_shown_without_loading_anything_heavy():
    assert not loaded_by("-m", "dtanalysis.cli", "report", "--help") & HEAVY


def test_names_of_the_package_are_found_when_they_are_used_and_no_others():
    assert dtanalysis.parse_period("2023-H1").code == "2023-H1"
    assert {"open_scope", "Finding"} <= set(dir(dtanalysis))
    for name in dtanalysis.__all__:
        assert getattr(dtanalysis, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'read_csv'"):
        _ = dtanalysis.read_csv


# Calls


def test_options_reach_the_runner_as_they_were_given(asked):
    done = invoke(
        *(
            "report",
            "2023-H1",
            "--unit",
            "da-nang",
            "--plan",
            "P",
            "--notebooks",
            "10, 50_dti,",
            "--language",
            "en",
        ),
        *("--as-of", "2023-07-12", "--compare-to", "2022", "-p", "level", "0.9", "-p", "top", "5"),
        *("--data-dir", "d", "--out", "o", "--quiet"),
    )
    (request,) = asked
    assert done.exit_code == 0
    assert done.stdout == f"{Path('reports/2023-H1/ninh-thuan/index.html')}\n"
    assert (request.period, request.unit, request.plan, request.language) == ("2023-H1", "da-nang", "P", "en")
    assert request.notebooks == ("10", "50_dti")
    assert request.extra == {"level": "0.9", "top": "5"}
    assert (request.as_of, request.compare_to, request.data_dir, request.out) == (
        "2023-07-12",
        "2022",
        "d",
        Path("o"),
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["2023-H3"], "Error: "),
        (["2023-H1", "--unit", "atlantis"], "not in the register"),
        (["2023-H1", "--plan", "X"], "Allowed: "),
        (["2023-H1", "--notebooks", "99"], "Allowed: 00_start_here"),
        (["2023-H1", "--as-of", "2023-13-01"], "2023-07-12"),
        (["2023-H1", "--language", "fr"], "'vi', 'en'"),
        (["2023-H1", "-p", "perod", "2022"], "Did you mean 'period'"),
        (["2023-H1", "--data-dir", "nowhere"], "No data folder 'nowhere'"),
        (["2023-H1", "--perod", "x"], "No such option"),
        ([], "Missing argument"),
    ],
)
def test_what_cannot_be_used_is_told_in_one_message_with_exit_code_2(arguments, message, tmp_path):
    done = invoke("report", *arguments, *(["--out", str(tmp_path / "new")] if arguments else []))
    assert done.exit_code == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (
            ReportFailedError("10_scorecard, cell 4: KeyError: 'x'"),
            1,
            "nothing was published. 10_scorecard, cell 4",
        ),
        (OSError(28, "No space left on device"), 1, "nothing was published. [Errno 28] No space left"),
        (KeyboardInterrupt(), 130, "Interrupted, nothing was published."),
    ],
)
def test_the_exit_code_tells_a_failure_from_an_interruption(monkeypatch, error, code, message):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr("dtanalysis.run.run_report", fail)
    done = invoke("report", "2023-H1")
    assert done.exit_code == code
    assert message in done.stderr


@pytest.mark.notebook
def test_ctrl_c_leaves_no_kernel_and_no_folder(write_notebook, project):
    write_notebook(
        "import os, pathlib, time\npathlib.Path('pid').write_text(str(os.getpid()))\ntime.sleep(60)"
    )
    command = [sys.executable, "-m", "dtanalysis.cli", "report", "2023-H1"]
    running = subprocess.Popen(command, cwd=project, stderr=subprocess.PIPE, text=True)
    kernel = wait_for_number(project / "pid")
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=30)
    assert (running.returncode, told) == (130, "Interrupted, nothing was published.\n")
    assert not (project / "reports").exists()
    with pytest.raises(ProcessLookupError):
        os.kill(kernel, 0)


def wait_for_number(path: Path) -> int:
    until = time.monotonic() + 60
    while not (path.exists() and path.read_text(encoding="utf-8")):
        assert time.monotonic() < until, "the notebook was not started"
        time.sleep(0.05)
    return int(path.read_text(encoding="utf-8"))


# Progress

JOBS = [Job(Path("10_scorecard.ipynb"), {}), Job(Path("50_dti.ipynb"), {})]


def test_a_log_gets_one_plain_line_for_each_finished_notebook(capsys):
    assert list(_lines(JOBS)) == JOBS
    lines = capsys.readouterr().err.splitlines()
    assert [line.split()[0] for line in lines] == ["10_scorecard", "50_dti"]
    assert all(line.endswith(" s") for line in lines)


def test_the_bar_names_the_running_notebook_also_where_the_terminal_tells_no_size(capsys, monkeypatch):
    monkeypatch.setattr("tqdm.std._screen_shape_wrapper", lambda: lambda _: (0, -1))
    running = _bar(JOBS)
    next(running)
    assert "10_scorecard:   0%" in capsys.readouterr().err
    assert list(running) == JOBS[1:]
    assert "50_dti: 100%" in capsys.readouterr().err


def test_quiet_writes_nothing(capsys):
    assert list(_silent(JOBS)) == JOBS
    assert capsys.readouterr() == ("", "")


# Lists


def test_periods_are_listed_in_the_order_of_time_with_their_names():
    lines = invoke("list", "periods").stdout.splitlines()
    codes = [line.split()[0] for line in lines]
    assert codes.index("2022-9M") < codes.index("2022") < codes.index("2023-H1") < codes.index("2023")
    assert lines[codes.index("2023-H1")].split(maxsplit=1)[1] == "6 tháng đầu năm 2023"


@pytest.mark.parametrize(
    ("what", "code", "name"),
    [
        ("units", "ninh-thuan", "Ninh Thuận"),
        ("plans", "BCD-2023", "Kế hoạch năm 2023 của Ban Chỉ đạo chuyển đổi số tỉnh Ninh Thuận"),
        ("indicators", "dti_rank", "Xếp hạng DTI cấp tỉnh"),
    ],
)
def test_registered_names_are_listed_in_two_aligned_columns(what, code, name):
    lines = invoke("list", what).stdout.splitlines()
    (line,) = [line for line in lines if line.split()[0] == code]
    start = line.index(name)
    assert all(line[start - 1] == " " and line[start] != " " for line in lines)


def test_the_periods_of_an_unknown_unit_are_refused():
    done = invoke("list", "periods", "--unit", "atlantis")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "not in the register" in done.stderr


def test_version_and_exit_codes_are_told():
    assert dtanalysis.__version__ in invoke("--version").stdout
    assert "130 interrupted" in invoke("report", "--help").stdout
