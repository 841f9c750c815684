"""The house: imports point down only, nothing heavy below the runner, small functions, every public name told."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from conftest import ROOT
from numpydoc.validate import validate

PACKAGE = ROOT / "dtanalysis"

# From the ground up; a room may use what lies below it. The runner stands on the pages that it publishes.
LAYERS = (
    ("formats",),
    ("period_spellings",),
    ("periods",),
    ("catalogue",),
    ("checks",),
    ("ingest", "dossiers"),
    ("shares", "gaps", "services", "dti", "plans", "quality"),
    ("decomposition", "scenarios", "projection"),
    ("yardsticks", "prospects", "comparison", "changes"),
    ("exhibits",),
    ("narrative",),
    ("tables",),
    ("plots",),
    ("publish",),
    ("run",),
    ("cli",),
)
HEIGHT = {room: height for height, rooms in enumerate(LAYERS) for room in rooms}

HEAVY = {
    "papermill",
    "nbconvert",
    "nbformat",
    "statsmodels",
    "seaborn",
    "matplotlib",
    "babel",
    "scipy",
    "jupyterlab",
    "IPython",
    "duckdb",
    "pyarrow",
    "pyspark",
}

MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
# Run once by hand to cut the bundled fonts; no part of the house.
TOOLS = {"dtanalysis.publish.fonts.make_fonts"}
HOUSE = {name: path for name, path in MODULES.items() if name not in TOOLS}

# numpydoc's codes: no docstring; parameter missing, unknown, without type or description; nothing returned told.
DOC_FAULTS = {"GL08", "PR01", "PR02", "PR04", "PR07", "RT01", "YD01"}


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    """Full names of the modules of ours that an import statement may mean."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    assert node.level == 0, f"line {node.lineno}: imports are written in full"
    members = [f"{node.module}.{alias.name}" for alias in node.names]
    return [member if member in MODULES else node.module for member in members]


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every import of a module, wherever it stands: line and name."""
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from ((node.lineno, name) for name in imported(node))


def room_of(module: str) -> str:
    """The room a module belongs to; empty for the package itself, which knows only its names."""
    return module.removeprefix("dtanalysis").removeprefix(".").partition(".")[0]


def top_level(tree: ast.Module) -> Iterator[ast.stmt]:
    """Statements that run on import; what only a type checker reads does not run."""
    for node in tree.body:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for name, path in HOUSE.items():
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{name}.{node.name}", node


def body_lines(function: ast.FunctionDef) -> int:
    """Lines of the body without the docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def test_every_module_belongs_to_a_room_of_the_plan():
    assert {room_of(name) for name in MODULES} - {""} == set(HEIGHT)


def test_imports_point_down_only():
    upward = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for module, path in MODULES.items()
        for line, name in imports(path)
        if name.startswith("dtanalysis.")
        and room_of(name) != room_of(module)
        and HEIGHT[room_of(name)] >= HEIGHT.get(room_of(module), -1)
    ]
    assert not upward


def test_no_module_imports_itself_through_others():
    graph = {
        name: {other for _, other in imports(path) if other in MODULES} for name, path in MODULES.items()
    }
    graph = {name: others - {name, "dtanalysis"} for name, others in graph.items()}
    # Modules whose imports are all placed are taken away until none is left; what remains goes in circles.
    while free := [name for name, others in graph.items() if not others]:
        graph = {name: others - set(free) for name, others in graph.items() if name not in free}
    assert not graph


def test_a_package_imports_from_its_own_modules_and_they_not_from_it():
    backward = [
        f"{path.relative_to(ROOT)}:{line}"
        for module, path in MODULES.items()
        for line, name in imports(path)
        if path.name != "__init__.py" and name == module.rpartition(".")[0] != "dtanalysis"
    ]
    assert not backward


def test_heavy_packages_are_imported_where_they_are_used():
    early = [
        f"{path.relative_to(ROOT)}:{node.lineno} imports {name}"
        for module, path in MODULES.items()
        if HEIGHT.get(room_of(module), 0) < HEIGHT["publish"] or path.parent == PACKAGE
        for node in top_level(parse(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in imported(node)
        if name.partition(".")[0] in HEAVY
    ]
    assert not early


def test_there_is_no_drawer_for_odds_and_ends():
    assert not [
        name for name in MODULES if name.rpartition(".")[2] in {"utils", "util", "helpers", "common", "misc"}
    ]


def test_functions_are_small():
    lines = {name: body_lines(node) for name, node in functions()}
    assert median(lines.values()) <= 12
    assert not {name: count for name, count in lines.items() if count > 60}


def public_nodes(tree: ast.Module, prefix: str) -> Iterator[tuple[str, ast.AST]]:
    """A module with its public functions and classes, and their public methods; nothing inside functions."""
    yield prefix, tree
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            inner = node if isinstance(node, ast.ClassDef) else ast.Module([], [])
            yield f"{prefix}.{node.name}", node
            yield from list(public_nodes(inner, f"{prefix}.{node.name}"))[1:]


def test_every_public_name_has_a_docstring():
    named = (pair for name, path in MODULES.items() for pair in public_nodes(parse(path), name))
    assert not [name for name, node in named if not ast.get_docstring(node)]


def told_functions() -> Iterator[str]:
    """
    Public functions whose docstring has sections.

    A small helper between neighbours may do with one sentence; whoever begins a section tells everything.
    """
    for name in HOUSE:
        for key, value in inspect.getmembers(importlib.import_module(name), inspect.isfunction):
            has_sections = re.search("^---", inspect.getdoc(value) or "", re.MULTILINE)
            if value.__module__ == name and not key.startswith("_") and has_sections:
                yield f"{name}.{key}"


def test_whoever_begins_a_numpydoc_section_tells_every_parameter_and_the_result():
    faults = {
        name: found
        for name in told_functions()
        if (found := [text for text in validate(name)["errors"] if text[0] in DOC_FAULTS])
    }
    assert not faults
