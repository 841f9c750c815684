"""
What may be asked of a notebook: its own typed parameters, checked before a kernel starts.

papermill only logs a misspelt parameter and then reports the default period, and it writes parameter *names*
into the notebook as code. So names must be declared in the notebook's parameters cell, values must have the
declared type, and unit, period, plan and day must be registered.
"""

from __future__ import annotations

import ast
import difflib
import json
import math
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dtanalysis.catalogue import Scope, open_scope
from dtanalysis.changes import read_compare_day

# What a question about the tables is made of: set by its own option, and checked against the register.
_STANDARD = ("period", "unit", "plan", "as_of", "compare_to", "language", "data_dir")

_INT = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_FLOAT = re.compile(r"[+-]?\d{1,18}(\.\d+)?([eE][+-]?\d{1,3})?", re.ASCII)


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
        Further parameters of the notebooks by name. Text, as it comes from a command line, is read as the
        type that the notebook declares.
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
    """
    One notebook with the parameters it will be executed with.

    Attributes
    ----------
    template : pathlib.Path
        The notebook as it is kept.
    parameters : dict
        Value by name; each is declared in the template.
    cwd : pathlib.Path or None
        Working folder of the kernel; None for that of this process.
    """

    template: Path
    parameters: dict[str, Any]
    cwd: Path | None = None

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
        another type, a notebook without a proper parameters cell, or an output folder that cannot be
        written; the message names what is allowed.
    DataFaultError
        If the tables do not agree.
    FileNotFoundError
        If the notebooks or the data folder are missing.
    """
    templates = choose_templates(request.notebooks, request.notebooks_dir)
    declared = {template: declared_parameters(template) for template in templates}
    _check_names(request.extra, declared)
    _check_writable(request.out)
    scope = open_scope(**{name: getattr(request, name) for name in _STANDARD})
    _check_compare_day(request.extra, scope)
    data_dir, cwd = _without_machine_path(request.data_dir)
    values = _canonical(request, scope) | {"data_dir": data_dir} | request.extra
    return scope, [Job(path, _fit(values, declared[path], path), cwd) for path in templates]


def choose_templates(names: tuple[str, ...], folder: Path) -> list[Path]:
    """
    Find the notebooks that the names mean.

    Parameters
    ----------
    names : tuple of str
        ``10_scorecard``, ``10_scorecard.ipynb``, ``scorecard`` or ``10``; empty for all.
    folder : pathlib.Path
        Where the templates are. A name is only ever compared with what lies there, never used as a path.

    Returns
    -------
    list of pathlib.Path
        Each template once, in the order of their numbers.

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
    chosen = [_find_template(name, templates) for name in names] or list(templates.values())
    return sorted(set(chosen))


def _find_template(name: str, templates: dict[str, Path]) -> Path:
    stem = name.removesuffix(".ipynb")
    for key, path in templates.items():
        if stem in (key, key[:2], key[3:]):
            return path
    raise ValueError(f"Notebook {name!r} is not known. Allowed: {', '.join(templates)}.")


def declared_parameters(template: Path) -> dict[str, str]:
    """
    Read the typed parameters cell of a notebook.

    Parameters
    ----------
    template : pathlib.Path
        A notebook.

    Returns
    -------
    dict of str to str
        Name → declared type (``str``, ``int``, ``float`` or ``bool``), in the order of the cell.

    Raises
    ------
    ValueError
        If the notebook has no such cell or several, or the cell holds more than typed literals: a value
        computed there would keep the default of what it was computed from.
    """
    cells = _parameter_cells(template)
    if len(cells) != 1:
        raise ValueError(
            f"{template.name} must have exactly one cell tagged `parameters`, and has {len(cells)}. Declare "
            'them there, such as `period: str = "2023-H1"  # reporting period`.'
        )
    try:
        return dict(_read_declaration(statement) for statement in ast.parse(cells[0]).body)
    except (SyntaxError, ValueError, TypeError, AttributeError) as error:
        raise ValueError(
            f"The parameters cell of {template.name} may hold only typed literals, such as "
            f'`period: str = "2023-H1"`, of type {", ".join(_READERS)}; {error}.'
        ) from error


def _parameter_cells(template: Path) -> list[str]:
    try:
        cells = json.loads(template.read_text(encoding="utf-8"))["cells"]
        tagged = [cell for cell in cells if "parameters" in cell["metadata"].get("tags", [])]
        return ["".join(cell["source"]) for cell in tagged]
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{template.name} is not a notebook (nbformat 4).") from error


def _read_declaration(statement: ast.stmt) -> tuple[str, str]:
    """Name and type of ``name: type = literal``."""
    if not isinstance(statement, ast.AnnAssign):
        raise ValueError(f"found `{ast.unparse(statement)}`")
    name, kind = statement.target.id, statement.annotation.id
    if type(ast.literal_eval(statement.value)).__name__ != kind or kind not in _READERS:
        raise ValueError(f"found `{ast.unparse(statement)}`")
    return name, kind


def _check_names(names: Iterable[str], declared: dict[Path, dict[str, str]]) -> None:
    """Each further parameter must be declared by one of the notebooks, and not be a part of the question."""
    known = list(dict.fromkeys(name for one in declared.values() for name in one))
    further = ", ".join(name for name in known if name not in _STANDARD) or "none beyond the options"
    for name in names:
        if name in _STANDARD:
            raise ValueError(f"Parameter {name!r} has an option of its own: give it there.")
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            where = ", ".join(path.stem for path in declared)
            raise ValueError(f"No parameter {name!r} in {where}.{hint} Allowed: {further}.")


def _check_compare_day(extra: dict[str, Any], scope: Scope) -> None:
    """The day of an earlier reading must be a day, and not after that of the report."""
    read_compare_day(str(extra.get("compare_as_of", "")), scope.as_of)


def _check_writable(out: Path) -> None:
    """Find out before anything runs; nothing is created."""
    base = next(place for place in (out, *out.absolute().parents) if place.exists())
    if not (base.is_dir() and os.access(base, os.W_OK)):
        raise ValueError(f"Nothing can be written below {out}: {base} is not a folder that you may write to.")


def _without_machine_path(data_dir: str) -> tuple[str, Path | None]:
    """Say where the data lie without naming the machine's folders: a relative path, and from where."""
    folder = Path(data_dir)
    if not folder.is_absolute():
        return data_dir, None
    if folder.is_relative_to(Path.cwd()):
        return folder.relative_to(Path.cwd()).as_posix(), None
    return folder.name, folder.parent


def _canonical(request: Request, scope: Scope) -> dict[str, Any]:
    """Only codes and registered ids travel on, also where a name or another spelling was given."""
    return {
        "period": scope.period.code,
        "unit": scope.unit,
        "plan": request.plan,
        "as_of": scope.as_of.isoformat() if scope.as_of else "latest",
        "compare_to": scope.compare_to.code if request.compare_to else "",
        "language": scope.language,
    }


def _fit(values: dict[str, Any], declared: dict[str, str], template: Path) -> dict[str, Any]:
    """Take the values that the notebook declares, each as the declared type."""
    fitting = {}
    for name, kind in declared.items():
        if name in values:
            try:
                fitting[name] = read_value(values[name], kind)
            except ValueError as error:
                raise ValueError(f"Parameter {name!r} of {template.stem} {error}") from error
    return fitting


def read_value(value: Any, kind: str) -> str | int | float | bool:
    """
    Take a value as the declared type; nothing is rounded, cut or guessed.

    Parameters
    ----------
    value : object
        Text (as from a command line), or a value that has the type already.
    kind : {"str", "int", "float", "bool"}
        The declared type. An int fits where a float is declared.

    Returns
    -------
    str, int, float or bool
        The value.

    Raises
    ------
    ValueError
        If it does not fit; the message says what would.

    Examples
    --------
    >>> read_value("0.80", "float"), read_value("false", "bool"), read_value("06", "str")
    (0.8, False, '06')
    >>> read_value("0,8", "float")
    Traceback (most recent call last):
        ...
    ValueError: must be a number with a decimal point, such as 0.8; got '0,8'.
    """
    form, read = _READERS[kind]
    try:
        return read(value)
    except ValueError:
        raise ValueError(f"must be {form}; got {value!r}.") from None


def _read_text(value: Any) -> str:
    # A line break or control sign has no place in a title, a file name or a log.
    if not isinstance(value, str) or not value.isprintable():
        raise ValueError
    return value


def _read_int(value: Any) -> int:
    if isinstance(value, str) and _INT.fullmatch(value):
        return int(value)
    return _typed(value, int)


def _read_float(value: Any) -> float:
    is_written = isinstance(value, str) and _FLOAT.fullmatch(value)
    number = float(value if is_written else _typed(value, int, float))
    if not math.isfinite(number):
        raise ValueError
    return number


def _read_bool(value: Any) -> bool:
    return {"true": True, "false": False}[value] if value in ("true", "false") else _typed(value, bool)


def _typed(value: Any, *types: type) -> Any:
    if type(value) not in types:
        raise ValueError
    return value


_READERS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "str": ("one line of text", _read_text),
    "int": ("a whole number, such as 12", _read_int),
    "float": ("a number with a decimal point, such as 0.8", _read_float),
    "bool": ("true or false", _read_bool),
}
