"""
What may be asked of a notebook: its own typed parameters, checked before a kernel starts.

papermill only logs a misspelt parameter and then reports the default period, and it writes parameter *names*
into the notebook as code. So names must be declared in the notebook's parameters cell, values must have the
declared type, and unit, period, plan and day must be registered.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dtanalysis.catalogue import Scope, open_scope

_TYPES = {"str": str, "int": int, "float": float, "bool": bool}


@dataclass(frozen=True)
class Request:
    """
    One report that is asked for.

    Attributes
    ----------
    period, unit, plan, as_of, compare_to, language, data_dir : str
        As in `dtanalysis.catalogue.open_scope`.
    notebooks : tuple of str
        Names of notebooks (``10_scorecard``) or their numbers (``10``); empty for all.
    notebooks_dir, out : pathlib.Path
        Where the templates are, and below which folder the report is published.
    extra : dict
        Further parameters of the notebooks by name.
    """

    period: str
    unit: str = "ninh-thuan"
    plan: str = ""
    as_of: str = "latest"
    compare_to: str = ""
    language: str = "vi"
    data_dir: str = "data"
    notebooks: tuple[str, ...] = ()
    notebooks_dir: Path = Path("notebooks")
    out: Path = Path("reports")
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Job:
    """One notebook with the parameters it will be executed with."""

    template: Path
    parameters: dict[str, Any]

    @property
    def name(self) -> str:
        """Name of the notebook without ``.ipynb``."""
        return self.template.stem


def check_request(request: Request) -> tuple[Scope, list[Job]]:
    """
    Check everything about a request that can be checked without running it.

    Parameters
    ----------
    request : Request
        What is asked for.

    Returns
    -------
    tuple of (Scope, list of Job)
        The stated question, and one job per notebook in the order of their numbers.

    Raises
    ------
    ValueError
        For an unknown notebook, unit, period, plan, day or language, an undeclared parameter or a value of
        another type; the message names what is allowed.
    DataFaultError
        If the tables do not agree.
    FileNotFoundError
        If the notebooks or the data folder are missing.
    """
    scope = open_scope(
        request.data_dir,
        period=request.period,
        unit=request.unit,
        plan=request.plan,
        as_of=request.as_of,
        compare_to=request.compare_to,
        language=request.language,
    )
    # Only canonical codes and registered ids travel on, also where a name or another spelling was given.
    standard = {
        "period": scope.period.code,
        "unit": scope.unit,
        "plan": request.plan,
        "as_of": request.as_of,
        "compare_to": scope.compare_to.code if request.compare_to else "",
        "language": request.language,
        "data_dir": request.data_dir,
    }
    templates = choose_templates(request.notebooks, request.notebooks_dir)
    return scope, [Job(path, _fit_parameters(path, standard, request.extra)) for path in templates]


def choose_templates(names: tuple[str, ...], folder: Path) -> list[Path]:
    """
    Find the notebooks that the names mean.

    Raises
    ------
    FileNotFoundError
        If the folder holds no notebook.
    ValueError
        If a name means none of them.
    """
    templates = {path.stem: path for path in sorted(folder.glob("[0-9][0-9]_*.ipynb"))}
    if not templates:
        raise FileNotFoundError(f"No notebook in {folder}/. Run from the project's root.")
    if not names:
        return list(templates.values())
    chosen = []
    for name in names:
        stem = name.removesuffix(".ipynb")
        found = [key for key in templates if stem in (key, key[:2], key[3:])]
        if not found:
            raise ValueError(f"Notebook {name!r} is not known. Allowed: {', '.join(templates)}.")
        chosen.append(templates[found[0]])
    return sorted(set(chosen))


def declared_parameters(template: Path) -> dict[str, dict[str, Any]]:
    """
    Read the typed parameters cell of a notebook.

    Returns
    -------
    dict
        Name → papermill's description: ``inferred_type_name``, ``default`` (as text), ``help``.

    Raises
    ------
    ValueError
        If the notebook has no parameters cell.
    """
    from papermill import inspect_notebook

    declared = inspect_notebook(str(template))
    if not declared:
        raise ValueError(
            f"{template.name} has no parameters. Tag one cell `parameters` and declare them there, such as "
            '`period: str = "2023-H1"`.'
        )
    return declared


def _fit_parameters(template: Path, standard: dict[str, Any], extra: dict[str, Any]) -> dict[str, Any]:
    """Take the standard parameters that the notebook declares, and the extra ones, all of which it must."""
    declared = declared_parameters(template)
    for name, value in extra.items():
        if name not in declared:
            near = difflib.get_close_matches(name, declared, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise ValueError(
                f"{template.name} has no parameter {name!r}.{hint} Allowed: {', '.join(declared)}."
            )
        _check_type(template, name, value, declared[name]["inferred_type_name"])
    fitting = {name: value for name, value in standard.items() if name in declared}
    return fitting | extra


def _check_type(template: Path, name: str, value: Any, wanted: str) -> None:
    expected = _TYPES.get(wanted)
    fits = expected is None or type(value) is expected or (expected is float and type(value) is int)
    if not fits:
        raise ValueError(
            f"Parameter {name!r} of {template.name} must be {wanted}; got {value!r} ({type(value).__name__})."
        )
