"""
One notebook: executed by papermill, found complete, cleared of what names the machine.

papermill's word is not enough: a cell that calls ``sys.exit()`` counts as success there, and after a dead
kernel every cell is stamped as completed. So a notebook is finished only when each of its cells was executed
and none shows an error.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from dtanalysis.run.parameters import Job

if TYPE_CHECKING:
    from nbformat import NotebookNode

_LONGEST_REASON = 400


class ReportFailedError(RuntimeError):
    """A notebook of the report failed; nothing was published."""


def execute(job: Job, language: str = "vi") -> NotebookNode:
    """
    Execute one notebook with papermill, in one language.

    Parameters
    ----------
    job : Job
        Template and parameters.
    language : {"vi", "en"}
        Prose cells of the other language are left out before execution.

    Returns
    -------
    nbformat.NotebookNode
        The executed notebook, without paths, times and random ids. Nothing is written to disk.

    Raises
    ------
    ReportFailedError
        If a cell raises or exits, or the kernel dies; the message names notebook, cell, section and error.
    """
    import nbformat

    template = nbformat.read(job.template, as_version=4)
    started: list[str] = []
    try:
        finished = _run_papermill(only_language(template, language), job, started)
    except Exception as error:  # a dead kernel arrives as one of several types
        # An error that a tag allows comes out only after the last cell.
        reached = started[: getattr(error, "cell_index", len(started)) + 1]
        place = _place(template, reached, language)
        raise ReportFailedError(f"{job.name}, {place}: {_reason(error)}") from error
    for cell in unfinished_cells(finished):
        place = _place(template, [cell.id], language)
        raise ReportFailedError(f"{job.name}, {place}: {_last_error(cell)}")
    return without_traces(finished)


def _run_papermill(notebook: NotebookNode, job: Job, started: list[str]) -> NotebookNode:
    """Execute in a fresh kernel; `started` receives the id of every cell when its turn comes."""
    import papermill

    from dtanalysis.run.kernel import kernel_settings

    # What goes wrong is told once, by us.
    logging.getLogger("papermill").addHandler(logging.NullHandler())
    with kernel_settings(job.cwd) as settings:
        return papermill.execute_notebook(
            notebook,
            None,
            parameters=job.parameters,
            kernel_name="python3",
            language="python",
            progress_bar=False,
            on_cell_start=lambda cell, cell_index: started.append(cell.id),
            **settings,
        )


def only_language(notebook: NotebookNode, language: str) -> NotebookNode:
    """
    Leave out the cells of the other language.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Template; left as it is.
    language : {"vi", "en"}
        What the reader reads. Cells that are tagged with no language belong to both.

    Returns
    -------
    nbformat.NotebookNode
        A copy with the remaining cells.
    """
    import nbformat

    kept = nbformat.from_dict(notebook)
    kept.cells = [cell for cell in kept.cells if not ({"vi", "en"} - {language}) & set(_tags(cell))]
    return kept


def unfinished_cells(notebook: NotebookNode) -> Iterable[NotebookNode]:
    """
    Find the code cells that were not executed to their end.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        As papermill returned it.

    Returns
    -------
    iterable of nbformat.NotebookNode
        Cells with source but without an execution count, or with an error among their outputs.
    """
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    return [cell for cell in code if cell.execution_count is None or _errors(cell)]


def without_traces(notebook: NotebookNode) -> NotebookNode:
    """
    Remove what differs from run to run or names the machine: papermill's paths and times, random ids.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Executed; changed in place.

    Returns
    -------
    nbformat.NotebookNode
        The same notebook.
    """
    notebook.metadata.pop("papermill", None)
    for number, cell in enumerate(notebook.cells):
        for name in ("papermill", "execution"):
            cell.metadata.pop(name, None)
        if "injected-parameters" in _tags(cell):
            cell["id"] = f"injected-{number}"
    return notebook


def _tags(cell: NotebookNode) -> list[str]:
    return cell.metadata.get("tags", [])


def _errors(cell: NotebookNode) -> list[NotebookNode]:
    return [output for output in cell.outputs if output.output_type == "error"]


def _place(template: NotebookNode, started: list[str], language: str) -> str:
    """Say where a reader finds the cell that was running: its number in the template, and its section."""
    ids = [cell.get("id") for cell in template.cells]
    if not started:
        return "before its first cell"
    if started[-1] not in ids:
        return "in the cell of its parameters"
    number = ids.index(started[-1])
    before = template | {"cells": template.cells[:number]}
    headings = [cell.source.strip() for cell in only_language(before, language).cells if _is_heading(cell)]
    section = f" (under “{headings[-1].splitlines()[0].lstrip('# ')}”)" if headings else ""
    return f"cell {number + 1}{section}"


def _is_heading(cell: NotebookNode) -> bool:
    return cell.cell_type == "markdown" and cell.source.lstrip().startswith("#")


def _reason(error: Exception) -> str:
    """The error of a cell, or of the machinery, on one line."""
    names = {"DeadKernelError": "the kernel died (memory, or a crash inside a library)"}
    kind = type(error).__name__
    return _one_line(getattr(error, "ename", kind), getattr(error, "evalue", names.get(kind, str(error))))


def _last_error(cell: NotebookNode) -> str:
    errors: list[Any] = _errors(cell)
    return _one_line(errors[-1].ename, errors[-1].evalue) if errors else "was not executed"


def _one_line(name: str, text: str) -> str:
    line = " ".join(f"{name}: {text}".split()).removesuffix(":")
    return line if len(line) <= _LONGEST_REASON else line[: _LONGEST_REASON - 1] + "…"
