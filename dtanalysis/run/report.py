"""
One report: execute the notebooks, render them, publish the folder.

Everything is made in a scratch folder beside the published ones; only a complete report takes the published
name. A notebook that fails leaves the earlier report as it was.
"""

from __future__ import annotations

import importlib.metadata
import json
import platform
import shutil
import sys
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dtanalysis
from dtanalysis.catalogue import Scope
from dtanalysis.run.parameters import Job, Request, check_request

_RECORDED = ("jupyterlab", "matplotlib", "nbconvert", "pandas", "papermill", "seaborn", "statsmodels")


class ReportFailedError(RuntimeError):
    """A notebook of the report failed; nothing was published."""


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
        ``manifest.json``.

    Raises
    ------
    ValueError, DataFaultError, FileNotFoundError
        As in `check_request`, before any kernel starts.
    ReportFailedError
        If a notebook fails or cannot be rendered; it names notebook and cell.
    """
    scope, jobs = check_request(request)
    target = request.out / scope.period.code / folder_name(scope)
    scratch = request.out / ".work" / f"{scope.period.code}__{target.name}"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    try:
        started, clock = datetime.now(UTC), time.perf_counter()
        origin = describe_origin(scope)
        made = [_make_pages(job, scratch, scope, origin) for job in track(jobs)]
        _write_index(made, scratch, scope)
        manifest = origin | {
            "notebooks": {page["name"]: {"parameters": page["parameters"], "seconds": page["seconds"]} for page in made},
            "started": started.isoformat(timespec="seconds"),
            "seconds": round(time.perf_counter() - clock, 2),
        }
        _write_json(scratch / "manifest.json", manifest)
        _publish(scratch, target)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        _remove_if_empty(request.out / ".work")
    return target


def folder_name(scope: Scope) -> str:
    """Return the folder of a unit's report; another language, day or generated data never share it."""
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
    Say what a report was made from: question, versions, digest of every input table.

    Returns
    -------
    dict
        Ready for JSON; holds no path of the machine and no clock.
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
        "inputs": scope.programme.digests,
    }


def _make_pages(job: Job, folder: Path, scope: Scope, origin: dict[str, Any]) -> dict[str, Any]:
    """Execute one notebook and write it with its page."""
    import nbformat

    from dtanalysis.publish.html import render_html

    clock = time.perf_counter()
    notebook = execute(job, folder, scope.language)
    context = {
        **origin,
        "notebook": job.name,
        "parameters": job.parameters,
        "unit_name": scope.unit_name,
        "period_name": scope.period.name(scope.language),
    }
    try:
        page = render_html(notebook, language=scope.language, context=context)
    except ValueError as error:
        raise ReportFailedError(f"{job.name}: {error}") from error
    nbformat.write(notebook, folder / f"{job.name}.ipynb")
    (folder / f"{job.name}.html").write_text(page, encoding="utf-8")
    return {
        "name": job.name,
        "parameters": job.parameters,
        "notebook": notebook,
        "seconds": round(time.perf_counter() - clock, 2),
    }


def execute(job: Job, folder: Path, language: str):
    """
    Execute one notebook with papermill, in one language.

    Parameters
    ----------
    job : Job
        Template and parameters.
    folder : pathlib.Path
        Scratch folder for papermill's own files.
    language : {"vi", "en"}
        Prose cells of the other language are left out before execution.

    Returns
    -------
    nbformat.NotebookNode
        The executed notebook, without paths, times and random ids.

    Raises
    ------
    ReportFailedError
        If a cell raises or the kernel dies.
    """
    import nbformat
    import papermill
    from papermill.exceptions import PapermillExecutionError

    template = nbformat.read(job.template, as_version=4)
    template.cells = [cell for cell in template.cells if _speaks(cell, language)]
    source, result = folder / f"{job.name}.template.ipynb", folder / f"{job.name}.running.ipynb"
    nbformat.write(template, source)
    try:
        papermill.execute_notebook(
            str(source), str(result), parameters=job.parameters, kernel_name="python3", progress_bar=False
        )
    except PapermillExecutionError as error:
        raise ReportFailedError(
            f"{job.name}, cell {error.exec_count}: {error.ename}: {error.evalue}"
        ) from error
    except Exception as error:  # a dead kernel arrives as one of several types
        raise ReportFailedError(f"{job.name}: {type(error).__name__}: {error}") from error
    finished = nbformat.read(result, as_version=4)
    source.unlink()
    result.unlink()
    return without_traces(finished)


def _speaks(cell, language: str) -> bool:
    tags = cell.metadata.get("tags", [])
    spoken = {"vi", "en"} & set(tags)
    return not spoken or language in spoken


def without_traces(notebook):
    """
    Remove what differs from run to run or names the machine: paths, times, random ids.

    Returns
    -------
    nbformat.NotebookNode
        The same notebook, changed in place.
    """
    notebook.metadata.pop("papermill", None)
    for number, cell in enumerate(notebook.cells):
        for name in ("papermill", "execution"):
            cell.metadata.pop(name, None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = f"injected-{number}"
    return notebook


def _write_index(made: list[dict[str, Any]], folder: Path, scope: Scope) -> None:
    from dtanalysis.publish.html import render_index

    page = render_index(
        [{"name": page["name"], "notebook": page["notebook"]} for page in made],
        language=scope.language,
        unit_name=scope.unit_name,
        period_name=scope.period.name(scope.language),
        synthetic=scope.is_synthetic,
    )
    (folder / "index.html").write_text(page, encoding="utf-8")


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def _publish(scratch: Path, target: Path) -> None:
    """Give the complete folder its published name; the earlier report stays until then."""
    target.parent.mkdir(parents=True, exist_ok=True)
    old = scratch.with_name(scratch.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    scratch.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _remove_if_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def log(message: str) -> None:
    """Print one line for the person who runs the batch (standard error; reports go to files)."""
    print(message, file=sys.stderr, flush=True)
