"""The files around the code: one list of dependencies, a lock that names no place, words for every choice."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from conftest import ROOT
from packaging.requirements import Requirement

import dtanalysis

LOCKS = ("requirements.lock", "requirements-test.lock")
CONDA_NAMES = {"matplotlib-base": "matplotlib", "python-duckdb": "duckdb"}
# What each lock file adds to the dependencies.
EXTRAS = {
    "requirements.lock": ["build", "dossiers"],
    "requirements-test.lock": ["build", "dossiers", "agencies", "test"],
}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def project() -> dict:
    return tomllib.loads(read("pyproject.toml"))["project"]


def bounds(lines: list[str]) -> dict[str, set[str]]:
    """Name → set of bounds."""
    parsed = [Requirement(line) for line in lines]
    return {CONDA_NAMES.get(one.name, one.name): set(map(str, one.specifier)) for one in parsed}


def locked(name: str) -> dict[str, list[str]]:
    """Requirement (name, version, marker) → hashes, for every package of a lock file."""
    joined = re.sub(r"\s*\\\n\s*", " ", read(name))
    entries = [line.partition(" --hash=") for line in joined.splitlines() if line and line[0] != "#"]
    return {entry.strip(): re.findall(r"sha256:[0-9a-f]{64}", hashes) for entry, _, hashes in entries}


def kept_files() -> list[Path]:
    """Every text file that is or would be committed."""
    if not (shutil.which("git") and (ROOT / ".git").exists()):
        pytest.skip("not a git working copy")
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    paths = [ROOT / name for name in names if name]
    return [
        path for path in paths if path.is_file() and path.suffix not in {".ttf", ".woff2", ".png", ".parquet"}
    ]


# Dependencies


def test_conda_users_get_the_dependencies_with_what_every_notebook_needs():
    environment = yaml.safe_load(read("environment.yml"))["dependencies"]
    conda = bounds([line for line in environment if isinstance(line, str) and line != "pip"])
    assert conda.pop("python") == {project()["requires-python"]}
    assert conda == bounds(project()["dependencies"] + project()["optional-dependencies"]["dossiers"])


def test_every_dependency_has_its_reason():
    table = re.findall(r"^\| (`.+?`) \| (.+) \|$", read("CONTRIBUTING.md"), flags=re.MULTILINE)
    reasons = {name: words for names, words in table for name in re.findall("`([^`]+)`", names)}
    extras = [line for lines in project()["optional-dependencies"].values() for line in lines]
    assert set(reasons) == set(bounds(project()["dependencies"] + extras))
    assert all(len(words.split()) >= 2 for words in reasons.values())


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_fixes_version_and_bytes_of_every_package_and_names_no_place(name):
    assert "://" not in read(name)
    assert not re.findall(
        r"^\s*(?:-i|-f|--\S*index\S*|--find-links|-e|--editable)\b", read(name), re.MULTILINE
    )
    entries = locked(name)
    assert len(entries) > 50
    assert not [entry for entry in entries if not re.match(r"[a-z0-9-]+==\S+( ;|$)", entry)]
    assert not [entry for entry, hashes in entries.items() if not hashes]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_keeps_to_the_bounds(name):
    extras = project()["optional-dependencies"]
    wanted = project()["dependencies"] + [line for extra in EXTRAS[name] for line in extras[extra]]
    versions: dict[str, list[str]] = {}
    for entry in locked(name):
        package, _, version = entry.partition(" ;")[0].partition("==")
        versions.setdefault(package, []).append(version)
    for one in map(Requirement, wanted):
        assert versions[one.name], one
        assert all(version in one.specifier for version in versions[one.name]), one


def test_spark_is_locked_apart_with_nothing_but_its_bridge():
    versions = dict(entry.split("==") for entry in locked("requirements-spark.lock"))
    (wanted,) = map(Requirement, project()["optional-dependencies"]["test-spark"])
    assert set(versions) == {"pyspark", "py4j"}
    assert versions["pyspark"] in wanted.specifier
    assert "://" not in read("requirements-spark.lock")


def test_tests_run_with_the_very_packages_that_make_the_reports():
    reports, tests = map(locked, LOCKS)
    assert {entry: tests.get(entry) for entry in reports} == reports


def test_a_commit_is_formatted_by_the_versions_that_make_test_uses():
    repos = {
        repo["repo"].rpartition("/")[2]: repo["rev"]
        for repo in yaml.safe_load(read(".pre-commit-config.yaml"))["repos"]
    }
    pinned = {
        entry.partition("==")[0]: entry.partition("==")[2] for entry in locked("requirements-test.lock")
    }
    assert repos["ruff-pre-commit"] == f"v{pinned['ruff']}"
    assert repos["nbstripout"] == pinned["nbstripout"]


# Words


def test_the_change_log_has_its_form():
    text = read("CHANGELOG.md")
    assert text.startswith("# Changelog\n")
    versions = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert versions[0] == "Unreleased"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", one) for one in versions[1:])
    sections = set(re.findall(r"^### (.+)$", text, re.MULTILINE))
    assert sections <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert not re.findall(r"^## .+\n+(?=## |\Z)", text, re.MULTILINE)


def test_the_version_is_told_once():
    assert yaml.safe_load(read("CITATION.cff"))["version"] == dtanalysis.__version__


def test_every_file_that_the_readme_links_to_is_there():
    for name in ("README.md", "CONTRIBUTING.md", "data/README.md"):
        links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", read(name))
        assert not [link for link in links if not (ROOT / name).parent.joinpath(link).exists()], name


def test_no_kept_file_names_a_folder_of_somebodys_machine():
    machine = re.compile(r"/(?:home|Users|root|mnt|work)/[\w.]|[A-Za-z]:\\+Users\b")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in kept_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if machine.search(line)
    ]
    assert not found


def test_no_report_is_kept():
    kept = [path for path in kept_files() if path.is_relative_to(ROOT / "reports")]
    assert kept == [ROOT / "reports" / "README.md"]


# make


@pytest.fixture
def fresh(tmp_path) -> Path:
    """A working copy before its first `make`: nothing is set up."""
    for name in ("Makefile", "pyproject.toml", *LOCKS, "requirements-spark.lock"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def make(folder: Path, *arguments: str, path: Path) -> subprocess.CompletedProcess[str]:
    """Run make where only the programs in `path` can be found."""
    program = shutil.which("make")
    if program is None:
        pytest.skip("make is not installed")
    command = [program, *arguments]
    return subprocess.run(
        command, cwd=folder, env={"PATH": str(path)}, capture_output=True, text=True, check=False
    )


def programs(folder: Path, **names: str) -> Path:
    """A folder of programs: name → shell script."""
    folder.mkdir()
    for name, script in names.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    return folder


def test_make_report_sets_up_first_and_then_runs_the_report(fresh, tmp_path):
    this = f'exec "{sys.executable}" "$@"'
    done = make(
        fresh, "-n", "report", "PERIOD=2023", "UNIT=da-nang", path=programs(tmp_path / "bin", python3=this)
    )
    steps = [line for line in done.stdout.splitlines() if line.startswith((".venv/bin/", "test -x"))]
    assert "python3 -m venv .venv" in steps[0]
    assert "--require-hashes" in steps[1]
    assert "requirements.lock" in steps[1]
    assert steps[-1] == ".venv/bin/dtanalysis report 2023 --unit da-nang"


def test_an_old_python_is_passed_over_and_none_at_all_is_told(fresh, tmp_path):
    old = programs(tmp_path / "old", **{"python3.13": "exit 127", "python3": "exit 1"})
    done = make(fresh, "report", path=old)
    assert done.returncode != 0
    assert "Python 3.11 or newer is needed" in done.stdout
    assert not (fresh / ".venv").exists()


def test_what_is_set_up_is_not_set_up_again(fresh, tmp_path):
    (fresh / ".venv").mkdir()
    (fresh / ".venv" / "ready").touch()
    done = make(fresh, "-n", "report", path=programs(tmp_path / "bin"))
    assert done.stdout.strip() == ".venv/bin/dtanalysis report 2023-H1 --unit ninh-thuan"
