"""The notebooks: letters without logic, that run to their end for full, thin, foreign and invented figures."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from conftest import ROOT

from dtanalysis.exhibits import EXHIBIT_MIME, SYNTHETIC_WORDS
from dtanalysis.publish.html import render_html
from dtanalysis.publish.reading import exhibits_of
from dtanalysis.run.execution import only_language
from dtanalysis.run.parameters import declared_parameters

TEMPLATES = sorted((ROOT / "notebooks").glob("*.ipynb"))
SCOPES = {
    "half-year": {"period": "2023-H1"},
    "earlier": {"period": "2022"},
    "year": {"period": "2023"},
    "almost-nothing": {"period": "2017"},
    "another-province": {"period": "2022", "unit": "da-nang"},
    "contradiction": {"period": "2023", "unit": "ha-noi"},
    "country": {"period": "2022", "unit": "viet-nam"},
    "agencies": {"period": "2026-YTD-10-10", "unit": "gia-lai-2025"},
    "synthetic": {"period": "2023-H1", "unit": "tinh-mau", "data_dir": "data/synthetic"},
    "english": {"period": "2023-H1", "language": "en"},
}
LOGIC = (
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.If, ast.IfExp),
    *(
        ast.ListComp,
        ast.SetComp,
        ast.DictComp,
        ast.GeneratorExp,
        ast.Try,
        ast.With,
        ast.AugAssign,
        ast.Delete,
    ),
)
UNREADABLE = re.compile(r"(?<![\w-])(?:nan|NaN|NaT|None|inf|&lt;NA&gt;|Timestamp|dtype)(?![\w-])")


def read(template: Path):
    return nbformat.read(template, as_version=4)


def tags(cell) -> list[str]:
    return cell.metadata.get("tags", [])


def code_cells(template: Path) -> list:
    return [cell for cell in read(template).cells if cell.cell_type == "code"]


def working_cells(template: Path) -> list:
    return [cell for cell in code_cells(template) if "parameters" not in tags(cell)]


each_template = pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)


# Form


def test_the_notebooks_of_the_main_report_are_there():
    names = (
        ("00_start_here", "10_scorecard", "20_gap_analysis", "30_projection", "40_units", "50_dti")
        + ("60_data_quality", "70_changes", "80_dossiers")
    )  # fmt: skip
    assert [path.stem for path in TEMPLATES] == sorted(names)


@each_template
def test_a_notebook_opens_with_its_question_in_both_languages(template):
    vietnamese, english = read(template).cells[:2]
    assert (tags(vietnamese), tags(english)) == (["vi"], ["en"])
    for cell in (vietnamese, english):
        title, _, answer = cell.source.partition("\n")
        assert title.startswith("# ")
        assert len(answer.split()) >= 15


@each_template
def test_prose_stands_in_vietnamese_and_english_in_pairs_that_match(template):
    prose = [cell for cell in read(template).cells if cell.cell_type == "markdown"]
    pairs = list(zip(prose[::2], prose[1::2], strict=True))
    assert [(tags(left), tags(right)) for left, right in pairs] == [(["vi"], ["en"])] * len(pairs)
    for left, right in pairs:
        assert left.id.removesuffix("-vi") == right.id.removesuffix("-en")
        assert re.findall("^#+ ", left.source, re.MULTILINE) == re.findall("^#+ ", right.source, re.MULTILINE)


@each_template
def test_every_section_explains_itself_before_it_shows_something(template):
    for cell in only_language(read(template), "vi").cells:
        if cell.cell_type == "markdown":
            heading, _, words = cell.source.partition("\n")
            assert heading.startswith("#")
            assert len(words.split()) >= 10, heading


@each_template
def test_parameters_are_typed_literals_with_a_comment_each(template):
    (cell,) = [cell for cell in code_cells(template) if "parameters" in tags(cell)]
    lines = cell.source.splitlines()
    assert all(re.fullmatch(r"\w+: \w+ = .+  # .{10,}", line) for line in lines)
    assert list(declared_parameters(template)) == [line.partition(":")[0] for line in lines]


def test_all_notebooks_ask_with_the_same_words():
    cells = [
        next(cell.source for cell in code_cells(path) if "parameters" in tags(cell)) for path in TEMPLATES
    ]
    lines = {line.partition(":")[0]: set() for cell in cells for line in cell.splitlines()}
    for cell in cells:
        for line in cell.splitlines():
            lines[line.partition(":")[0]].add(line)
    assert not {name: spellings for name, spellings in lines.items() if len(spellings) > 1}


@each_template
def test_templates_are_kept_without_outputs_counts_or_settings_of_a_machine(template):
    notebook = read(template)
    assert not [cell.id for cell in code_cells(template) if cell.outputs or cell.execution_count is not None]
    assert all(set(cell.metadata) <= {"tags"} for cell in notebook.cells)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert notebook.metadata.kernelspec.name == "python3"
    assert set(notebook.metadata.language_info) == {"name"}


@each_template
def test_cells_have_names_that_stay(template):
    ids = [cell.id for cell in read(template).cells]
    assert len(set(ids)) == len(ids)
    assert not [name for name in ids if not re.fullmatch(r"parameters|code-\d\d|prose-\d\d-(vi|en)", name)]


@each_template
def test_a_cell_is_a_handful_of_lines_without_logic(template):
    for cell in working_cells(template):
        assert len(cell.source.splitlines()) <= 12, cell.id
        found = [type(node).__name__ for node in ast.walk(ast.parse(cell.source)) if isinstance(node, LOGIC)]
        assert not found, cell.id


@each_template
def test_no_cell_names_a_file_or_folder(template):
    for cell in working_cells(template):
        texts = [node.value for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Constant)]
        paths = [text for text in texts if isinstance(text, str) and re.search(r"[/\\]|\.\w{2,5}$", text)]
        assert not paths, cell.id


@each_template
def test_no_cell_changes_what_an_earlier_cell_made(template):
    assigned = [
        target
        for cell in working_cells(template)
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Assign)
        for target in node.targets
    ]
    assert all(isinstance(target, ast.Name | ast.Tuple) for target in assigned)
    names = [name.id for target in assigned for name in ast.walk(target) if isinstance(name, ast.Name)]
    assert len(set(names)) == len(names)


# Execution


def run_in_process(template: Path, parameters: dict[str, Any]) -> Any:
    """
    Execute a template as a kernel would, in a namespace of its own; a warning is an error here.

    Much faster than a kernel; that both show the same is tested below for one question.
    """
    notebook = only_language(read(template), parameters.get("language", "vi"))
    names: dict[str, Any] = {}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            shown = run_cell(cell, names)
            cell.outputs = [] if shown is None else [as_output(shown)]
        if "parameters" in tags(cell):
            names.update(parameters)
    return notebook


def run_cell(cell, names: dict[str, Any]) -> Any:
    """Run the statements, and give the value of a last expression."""
    tree = ast.parse(cell.source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, cell.id, "exec"), names)
    return eval(compile(ast.Expression(last.value), cell.id, "eval"), names) if last else None


def as_output(value: Any) -> Any:
    bundle = value._repr_mimebundle_()
    data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
    return nbformat.v4.new_output("display_data", data=data, metadata=metadata)


def reader_text(output: Any) -> str:
    """What a reader sees of an output: without pictures and marks, but with alternative texts."""
    html = re.sub(r"data:[^\"]+", "", output.data["text/html"])
    alts = " ".join(re.findall(r'alt="([^"]*)"', html))
    return re.sub(r"<[^>]+>", " ", html) + alts


@pytest.fixture(scope="module")
def executed():
    """Each template under each question, executed once."""
    made: dict[tuple[str, str], Any] = {}

    def execute(template: Path, scope: str) -> Any:
        key = (template.stem, scope)
        if key not in made:
            made[key] = run_in_process(template, SCOPES[scope])
        return made[key]

    return execute


@pytest.mark.notebook
@pytest.mark.parametrize("scope", SCOPES)
@each_template
def test_a_notebook_runs_to_its_end_and_every_exhibit_can_be_read(template, scope, executed):
    language = SCOPES[scope].get("language", "vi")
    notebook = executed(template, scope)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    exhibits = [output.data[EXHIBIT_MIME] for output in outputs]
    assert exhibits[0]["kind"] == "finding"
    assert {exhibit["language"] for exhibit in exhibits} == {language}
    for output in outputs:
        # An English sentence may begin with "None of".
        text = re.sub(r"\bNone of\b", "", reader_text(output)) if language == "en" else reader_text(output)
        assert not UNREADABLE.findall(text), text
    page = render_html(notebook, language=language, context={"unit_name": "x", "period_name": "y"})
    assert "<h1>" in page


@pytest.mark.notebook
@each_template
def test_every_table_and_figure_of_invented_figures_says_so(template, executed):
    outputs = [output for cell in executed(template, "synthetic").cells for output in cell.get("outputs", [])]
    shown = [output for output in outputs if output.data[EXHIBIT_MIME]["kind"] in {"table", "figure"}]
    assert shown or template.stem == "50_dti"  # the index is not among the invented figures
    assert not [output for output in shown if SYNTHETIC_WORDS["vi"] not in reader_text(output)]


@pytest.mark.notebook
@each_template
def test_real_figures_are_never_called_invented(template, executed):
    page = render_html(executed(template, "half-year"), context={"unit_name": "x"})
    assert "(synthetic)" not in page
    assert SYNTHETIC_WORDS["vi"] not in page


@pytest.mark.notebook
@each_template
def test_an_english_page_has_no_vietnamese_prose(template, executed):
    page = render_html(executed(template, "english"), language="en", context={"unit_name": "x"})
    prose = [cell.source for cell in read(template).cells if tags(cell) == ["vi"]]
    headings = [source.splitlines()[0].lstrip("# ") for source in prose]
    assert not [heading for heading in headings if heading in page]
    assert '<html lang="en"' in page


@pytest.mark.notebook
@each_template
def test_a_kernel_and_the_shortcut_of_these_tests_show_the_same(template, executed, real_report):
    in_kernel = nbformat.read(real_report.folder / template.name, as_version=4)
    assert list(exhibits_of(in_kernel)) == list(exhibits_of(executed(template, "half-year")))


@pytest.mark.notebook
@each_template
def test_pages_are_the_same_where_pandas_keeps_texts_without_arrow(template, executed):
    # The tests have pyarrow for agencies' databases, the reports' environment has not; pandas then types texts otherwise.
    with pd.option_context("mode.string_storage", "python"):
        without = run_in_process(template, SCOPES["agencies"])
    assert list(exhibits_of(without)) == list(exhibits_of(executed(template, "agencies")))
