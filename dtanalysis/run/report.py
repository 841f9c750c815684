"""
One report: execute the notebooks, render them, publish the folder.

Everything is made in a scratch folder beside the published ones; only a complete report takes the published
name. A notebook that fails leaves the earlier report as it was.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import platform
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import dtanalysis
from dtanalysis.catalogue import Scope
from dtanalysis.run.execution import ReportFailedError, execute
from dtanalysis.run.parameters import Job, Request, check_request

if TYPE_CHECKING:
    from nbformat import NotebookNode

_RECORDED = ("jupyterlab", "matplotlib", "nbconvert", "pandas", "papermill", "seaborn", "statsmodels")
_LOCK = Path(dtanalysis.__file__).parents[1] / "requirements.lock"


def run_report(request: Request, track: Callable[[Iterable[Job]], Iterable[Job]] = iter) -> Path:
    """
    Make one report folder.

    Parameters
    ----------
    request : Request
        What is asked for.
    track : callable
        Wraps the iteration over jobs, for a progress bar.

    Returns
    -------
    pathlib.Path
        The published folder: one ``.ipynb`` and one ``.html`` per notebook, ``index.html`` and
        ``manifest.json``. Pages of an earlier report that were not asked for stay where they were made from
        the same question, inputs, versions and template; a folder never mixes pages of different origin.

    Raises
    ------
    ValueError, DataFaultError, FileNotFoundError
        As in `check_request`, before any kernel starts; nothing is written.
    ReportFailedError
        If a notebook fails or cannot be rendered; it names notebook and cell. Nothing is published.
    """
    scope, jobs = check_request(request)
    target = request.out / scope.period.code / folder_name(scope)
    origin = describe_origin(scope)
    with _scratch_folder(request.out, f"{scope.period.code}__{target.name}") as scratch:
        started, clock = datetime.now(UTC), time.perf_counter()
        made = [_make_page(job, scratch, scope, origin) for job in track(jobs)]
        kept = _keep_pages(target, scratch, request.notebooks_dir, origin, {page.job.name for page in made})
        pages = sorted([*made, *kept], key=lambda page: page.job.name)
        _write(scratch / "index.html", _render_index(pages, scope))
        times = {"started": started.isoformat(timespec="seconds"), "seconds": _since(clock)}
        _write(scratch / "manifest.json", _manifest(pages, origin, times))
        _publish(scratch, target)
    return target


def folder_name(scope: Scope) -> str:
    """
    Return the folder of a unit's report; another language, day or generated data never share it.

    Parameters
    ----------
    scope : Scope
        The question.

    Returns
    -------
    str
        Such as ``ninh-thuan``, ``ninh-thuan-en-as-of-2023-07-31``; only from registered ids.
    """
    parts = [scope.unit]
    if scope.language != "vi":
        parts.append(scope.language)
    if scope.as_of is not None:
        parts.append(f"as-of-{scope.as_of.isoformat()}")
    if scope.is_synthetic:
        parts.append("synthetic")
    return "-".join(parts)


def describe_origin(scope: Scope) -> dict[str, Any]:
    """
    Say what a report is made from: question, versions, digest of the lock file and of every input table.

    Parameters
    ----------
    scope : Scope
        The question.

    Returns
    -------
    dict
        Ready for JSON; holds no path of the machine and no clock. ``lock`` is empty where there is no lock
        file, as in an environment made by conda.
    """
    return {
        "unit": scope.unit,
        "period": scope.period.code,
        "plans": list(scope.plans),
        "as_of": scope.as_of.isoformat() if scope.as_of else "latest",
        "language": scope.language,
        "synthetic": scope.is_synthetic,
        "versions": {
            "dtanalysis": dtanalysis.__version__,
            "python": platform.python_version(),
            **{name: importlib.metadata.version(name) for name in _RECORDED},
        },
        "lock": _digest(_LOCK) if _LOCK.is_file() else "",
        "inputs": scope.programme.digests,
    }


@dataclass(frozen=True)
class _Page:
    """One executed notebook whose page is written."""

    job: Job
    notebook: NotebookNode
    seconds: float


def _make_page(job: Job, folder: Path, scope: Scope, origin: dict[str, Any]) -> _Page:
    """Execute one notebook and write it with its page."""
    import nbformat

    from dtanalysis.publish.html import render_html

    clock = time.perf_counter()
    notebook = execute(job, scope.language)
    context = _page_context(job, scope) | origin
    with _rendering(job.name):
        page = render_html(notebook, language=scope.language, context=context)
    _write(folder / f"{job.name}.ipynb", nbformat.writes(notebook) + "\n")
    _write(folder / f"{job.name}.html", page)
    return _Page(job, notebook, _since(clock))


def _keep_pages(
    earlier: Path, folder: Path, templates: Path, origin: dict[str, Any], made: set[str]
) -> list[_Page]:
    """Take over the pages of an earlier report that would come out the same, so that one can be made anew alone."""
    import nbformat

    manifest = _read_manifest(earlier)
    if {name: manifest.get(name) for name in origin} != origin:
        return []
    kept = []
    for name, entry in manifest["notebooks"].items():
        template = templates / f"{name}.ipynb"
        if name in made or not template.is_file() or _digest(template) != entry["template"]:
            continue
        for ending in ("ipynb", "html"):
            shutil.copyfile(earlier / f"{name}.{ending}", folder / f"{name}.{ending}")
        notebook = nbformat.read(folder / f"{name}.ipynb", as_version=4)
        seconds = manifest["times"]["notebooks"][name]
        kept.append(_Page(Job(template, entry["parameters"]), notebook, seconds))
    return kept


def _read_manifest(folder: Path) -> dict[str, Any]:
    path = folder / "manifest.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _page_context(job: Job, scope: Scope) -> dict[str, Any]:
    """What a page says about itself, beside the origin of the report."""
    return {
        "notebook": job.name,
        "parameters": job.parameters,
        "unit_name": scope.unit_name,
        "period_name": scope.period.name(scope.language),
        "index": "index.html",
    }


def _render_index(pages: list[_Page], scope: Scope) -> str:
    from dtanalysis.publish.html import render_index

    with _rendering("index"):
        return render_index(
            [{"name": page.job.name, "notebook": page.notebook} for page in pages],
            language=scope.language,
            unit_name=scope.unit_name,
            period_name=scope.period.name(scope.language),
            synthetic=scope.is_synthetic,
        )


@contextmanager
def _rendering(name: str) -> Iterator[None]:
    """What a page cannot carry is a failure of the report, not of the request."""
    try:
        yield
    except ValueError as error:
        raise ReportFailedError(f"{name}: {error}") from error


def _manifest(pages: list[_Page], origin: dict[str, Any], times: dict[str, Any]) -> str:
    """Everything needed to make the report again; all that differs from run to run stands under ``times``."""
    notebooks = {
        page.job.name: {"template": _digest(page.job.template), "parameters": page.job.parameters}
        for page in pages
    }
    spent = {page.job.name: page.seconds for page in pages}
    content = origin | {"notebooks": notebooks, "times": times | {"notebooks": spent}}
    return json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _since(clock: float) -> float:
    return round(time.perf_counter() - clock, 2)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _write(path: Path, text: str) -> None:
    """The same bytes on every system: UTF-8, and lines that end in LF."""
    path.write_text(text, encoding="utf-8", newline="\n")


@contextmanager
def _scratch_folder(out: Path, name: str) -> Iterator[Path]:
    """An empty folder on the file system of the reports; afterwards no trace of it is left."""
    is_new = not out.exists()
    scratch = out / ".work" / name
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        _remove_if_empty(out / ".work")
        if is_new:
            _remove_if_empty(out)


def _publish(scratch: Path, target: Path) -> None:
    """Give the complete folder its published name; the earlier report stays until then."""
    target.parent.mkdir(parents=True, exist_ok=True)
    old = scratch.with_name(scratch.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    try:
        scratch.rename(target)
    except BaseException:
        if old.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _remove_if_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
