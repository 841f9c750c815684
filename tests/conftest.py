"""One real report for all tests that look at it, and small notebooks for those that only need any."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[1]

PARAMETERS = """\
period: str = "2023-H1"  # reporting period
unit: str = "ninh-thuan"  # reported unit
"""


@dataclass(frozen=True)
class Made:
    """A report made by the command line, and what the command wrote."""

    folder: Path
    stdout: str
    stderr: str


def run_cli(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``dtanalysis`` as a user does, in a process of its own."""
    command = [sys.executable, "-m", "dtanalysis.cli", *arguments]
    # The tests turn warnings into errors for themselves; the command is tried as it is.
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONWARNINGS"}
    return subprocess.run(
        command,
        cwd=cwd,
        env=inherited | environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="session")
def real_report(tmp_path_factory) -> Made:
    """The report of Ninh Thuận for 2023-H1 in all its notebooks, made once for all worker processes."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "real-report"
    try:
        shared.mkdir()
    except FileExistsError:
        _wait_for(shared / "done", seconds=240)
    else:
        done = run_cli("report", "2023-H1", "--out", str(shared / "reports"))
        (shared / "stdout").write_text(done.stdout, encoding="utf-8")
        (shared / "stderr").write_text(done.stderr, encoding="utf-8")
        (shared / "done").write_text(str(done.returncode), encoding="utf-8")
    stdout, stderr = ((shared / name).read_text(encoding="utf-8") for name in ("stdout", "stderr"))
    assert (shared / "done").read_text(encoding="utf-8") == "0", stderr
    return Made(shared / "reports" / "2023-H1" / "ninh-thuan", stdout, stderr)


def _wait_for(path: Path, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not path.exists():
        assert time.monotonic() < until, f"{path.name} did not appear: the report was never finished"
        time.sleep(0.1)


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    """An empty folder with the real tables in it, as working folder."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def write_notebook(project) -> Callable[..., Path]:
    """Write a template with a title, a parameters cell and the given code cells."""

    def write(*code: str, name: str = "10_small", parameters: str | None = PARAMETERS, tags=()) -> Path:
        new = nbformat.v4
        cells = [new.new_markdown_cell("# Trang thử", id="title")]
        if parameters is not None:
            cells.append(new.new_code_cell(parameters, id="parameters", metadata={"tags": ["parameters"]}))
        cells += [
            new.new_code_cell(source, id=f"code-{number}", metadata={"tags": list(tags)})
            for number, source in enumerate(code)
        ]
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        path = project / "notebooks" / f"{name}.ipynb"
        nbformat.write(new.new_notebook(cells=cells, metadata=kernel), path)
        return path

    return write
