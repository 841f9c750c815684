"""A report: complete or not there, the same bytes every time, with nothing of the machine in it."""

from __future__ import annotations

import difflib
import getpass
import hashlib
import json
import os
import re
import socket
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT, run_cli

from dtanalysis.catalogue import open_scope
from dtanalysis.run import ReportFailedError, Request, execute, run_report
from dtanalysis.run.execution import only_language, unfinished_cells
from dtanalysis.run.parameters import Job
from dtanalysis.run.report import folder_name

GOLDEN = Path(__file__).parent / "golden" / "10_scorecard.ninh-thuan.2023-H1.txt"
UPDATE = "DTANALYSIS_UPDATE_GOLDEN"
NOTEBOOKS = sorted(path.stem for path in (ROOT / "notebooks").glob("[0-9]*.ipynb"))


def digests(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.name != "manifest.json"
    }


def manifest_of(folder: Path) -> dict:
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def without_times(manifest: dict) -> dict:
    return {name: value for name, value in manifest.items() if name != "times"}


# The real report


@pytest.mark.notebook
def test_a_report_is_a_notebook_and_a_page_for_each_template_with_index_and_manifest(real_report):
    expected = {f"{name}.{ending}" for name in NOTEBOOKS for ending in ("html", "ipynb")}
    assert set(digests(real_report.folder)) == expected | {"index.html"}
    assert sorted(path.name for path in real_report.folder.parents[1].iterdir()) == ["2023-H1"]


@pytest.mark.notebook
def test_the_terminal_shows_one_line_for_each_notebook_and_no_stray_warning(real_report):
    lines = real_report.stderr.splitlines()
    assert [re.sub(r"\d+\.\d s$", "", line) for line in lines] == [f"{name}  " for name in NOTEBOOKS]
    assert real_report.stdout == f"{real_report.folder / 'index.html'}\n"


@pytest.mark.notebook
def test_another_run_elsewhere_in_time_and_place_gives_the_same_bytes(real_report, tmp_path):
    environment = {"PYTHONHASHSEED": "7", "TZ": "Asia/Ho_Chi_Minh", "LC_ALL": "C", "COLUMNS": "40"}
    again = run_cli("report", "2023-H1", "--out", str(tmp_path / "r"), "--quiet", **environment)
    folder = tmp_path / "r" / "2023-H1" / "ninh-thuan"
    assert (again.returncode, again.stderr) == (0, "")
    assert digests(folder) == digests(real_report.folder)
    assert without_times(manifest_of(folder)) == without_times(manifest_of(real_report.folder))


@pytest.mark.notebook
def test_no_published_file_names_the_machine_its_user_or_its_folders(real_report):
    folders = {ROOT, Path.home(), Path(sys.prefix), Path(sys.base_prefix), real_report.folder.parents[1]}
    words = {*map(str, folders), f"/{getpass.getuser()}/", "/tmp", "ipykernel_", "site-packages"}
    # A machine that is named by a plain word, such as "data", cannot be looked for.
    words |= {socket.gethostname()} if not socket.gethostname().isalpha() else set()
    trace = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words))
    for path in real_report.folder.iterdir():
        # Pictures and fonts are made of letters too.
        text = re.sub(r"[A-Za-z0-9+/=]{60,}", "", path.read_text(encoding="utf-8"))
        assert not trace.findall(text), path.name


@pytest.mark.notebook
def test_no_executed_notebook_keeps_times_random_ids_or_banners(real_report):
    for name in NOTEBOOKS:
        notebook = nbformat.read(real_report.folder / f"{name}.ipynb", as_version=4)
        template = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
        ids = {cell.id for cell in template.cells}
        assert [cell.id for cell in notebook.cells if cell.id not in ids] == ["injected-2"]
        assert not [cell for cell in notebook.cells if {"papermill", "execution"} & set(cell.metadata)]
        assert "papermill" not in notebook.metadata


@pytest.mark.notebook
def test_the_manifest_holds_what_is_needed_to_make_the_report_again(real_report):
    manifest = manifest_of(real_report.folder)
    table = (ROOT / "data" / "ninh-thuan" / "observations.csv").read_bytes()
    template = (ROOT / "notebooks" / "10_scorecard.ipynb").read_bytes()
    assert manifest["inputs"]["ninh-thuan/observations.csv"] == hashlib.sha256(table).hexdigest()
    assert manifest["lock"] == hashlib.sha256((ROOT / "requirements.lock").read_bytes()).hexdigest()
    scorecard = manifest["notebooks"]["10_scorecard"]
    assert scorecard["template"] == hashlib.sha256(template).hexdigest()
    assert scorecard["parameters"]["period"] == "2023-H1"
    assert {"python", "pandas", "papermill", "dtanalysis"} <= set(manifest["versions"])
    assert set(manifest["times"]) == {"started", "seconds", "notebooks"}


@pytest.mark.notebook
def test_every_page_leads_back_to_the_index_which_leads_to_every_page(real_report):
    index = (real_report.folder / "index.html").read_text(encoding="utf-8")
    for name in NOTEBOOKS:
        assert f'href="{name}.html"' in index
        assert 'href="index.html"' in (real_report.folder / f"{name}.html").read_text(encoding="utf-8")


# A page as a reader reads it


class PageText(HTMLParser):
    """The words of a page, one line for each block, cells of a table divided by " | "."""

    BLOCKS = frozenset({"h1", "h2", "h3", "p", "li", "tr", "figcaption", "caption", "div", "section"})
    SILENT = frozenset({"style", "pre", "title", "nav", "footer", "summary"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lines = [""]
        self._silent = 0
        # Versions and digests change with every environment; they are no part of what the page says.
        self.feed(html.partition('id="provenance"')[0])

    def handle_starttag(self, tag, attrs):
        self._silent += tag in self.SILENT
        if tag in self.BLOCKS:
            self.lines.append("")
        elif tag in {"td", "th"} and self.lines[-1].strip():
            self.lines[-1] += " | "
        elif tag == "img":
            self.lines[-1] += f"[{dict(attrs).get('alt', '')}]"

    def handle_endtag(self, tag):
        self._silent -= tag in self.SILENT
        if tag in self.BLOCKS:
            self.lines.append("")

    def handle_data(self, data):
        if not self._silent:
            self.lines[-1] += data

    @property
    def text(self) -> str:
        lines = (" ".join(line.split()) for line in self.lines)
        return "\n".join(line for line in lines if line) + "\n"


@pytest.mark.notebook
def test_the_golden_page_reads_as_it_was_approved(real_report):
    page = PageText((real_report.folder / "10_scorecard.html").read_text(encoding="utf-8")).text
    if os.environ.get(UPDATE):
        GOLDEN.write_text(page, encoding="utf-8", newline="\n")
        pytest.skip(f"{GOLDEN.name} was written anew: read its diff before you commit it")
    approved = GOLDEN.read_text(encoding="utf-8") if GOLDEN.exists() else ""
    diff = difflib.unified_diff(approved.splitlines(), page.splitlines(), "approved", "now", n=1, lineterm="")
    assert page == approved, "\n".join([f"If the change is meant: {UPDATE}=1 pytest -k golden", *diff])


# What goes wrong


def publish(**asked) -> Path:
    return run_report(Request("2023-H1", **asked))


@pytest.mark.notebook
def test_a_failing_cell_is_named_with_section_and_error_and_the_earlier_report_stays(write_notebook, project):
    write_notebook("print('one')")
    before = digests(publish())
    write_notebook("print('one')", "values = {}\nvalues['không có']")
    with pytest.raises(
        ReportFailedError, match=r"10_small, cell 4 \(under “Trang thử”\): KeyError: 'không có'"
    ):
        publish()
    assert digests(project / "reports" / "2023-H1" / "ninh-thuan") == before
    assert sorted(path.name for path in (project / "reports").rglob("*.*")) == [
        *sorted(before),
        "manifest.json",
    ]


@pytest.mark.notebook
@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("import sys; sys.exit()", "cell 3 .*: SystemExit"),
        ("raise SystemExit(0)", "cell 3 .*: SystemExit: 0"),
        ("import os; os._exit(0)", "cell 3 .*: DeadKernelError: the kernel died"),
        ("import os; os.kill(os.getpid(), 9)", "cell 3 .*: DeadKernelError: the kernel died"),
    ],
)
def test_a_cell_that_ends_its_kernel_is_a_failure_also_as_the_last_one(
    write_notebook, project, code, message
):
    write_notebook(code)
    with pytest.raises(ReportFailedError, match=message):
        publish()
    assert not (project / "reports").exists()


@pytest.mark.notebook
def test_one_page_made_anew_leaves_the_others_of_the_same_origin_and_none_of_another(write_notebook, project):
    write_notebook("1", name="10_one")
    write_notebook("2", name="20_two")
    folder = publish()
    before = (folder / "10_one.html").read_bytes()
    assert publish(notebooks=("20",)) == folder
    assert (folder / "10_one.html").read_bytes() == before
    assert set(manifest_of(folder)["notebooks"]) == {"10_one", "20_two"}
    assert "10_one.html" in (folder / "index.html").read_text(encoding="utf-8")

    write_notebook("1 + 1", name="10_one")  # another template: its old page would not be made again
    publish(notebooks=("20",))
    assert not (folder / "10_one.html").exists()
    assert set(manifest_of(folder)["notebooks"]) == {"20_two"}


@pytest.mark.notebook
def test_an_error_that_a_tag_allows_is_still_a_failure(write_notebook):
    write_notebook("1 / 0", "print('goes on')", tags=("raises-exception",))
    with pytest.raises(ReportFailedError, match="cell 3 .*: ZeroDivisionError: division by zero"):
        publish()


@pytest.mark.notebook
def test_a_warning_in_a_cell_does_not_reach_a_reader(write_notebook):
    write_notebook("import warnings; warnings.warn('only for programmers')")
    with pytest.raises(ReportFailedError, match="10_small: .*stderr.*only for programmers"):
        publish()


@pytest.mark.notebook
def test_the_other_notebooks_of_a_failed_report_are_not_published_either(write_notebook, project):
    write_notebook("print('good')")
    write_notebook("1 / 0", name="20_bad")
    with pytest.raises(ReportFailedError, match="20_bad"):
        publish()
    assert not (project / "reports").exists()


def test_a_request_that_cannot_be_used_starts_no_kernel_and_writes_nothing(
    write_notebook, project, monkeypatch
):
    write_notebook("print('never')")
    monkeypatch.setattr(
        "dtanalysis.run.execution._run_papermill", lambda *_: pytest.fail("a kernel was started")
    )
    with pytest.raises(ValueError, match="not in the register"):
        publish(unit="atlantis")
    assert not (project / "reports").exists()


def test_a_cell_without_a_count_or_with_an_error_is_unfinished():
    new = nbformat.v4
    error = new.new_output("error", ename="E", evalue="", traceback=[])
    done, skipped = new.new_code_cell("1", execution_count=1), new.new_code_cell("2", execution_count=None)
    failed = new.new_code_cell("3", execution_count=3, outputs=[error])
    cells = [done, skipped, failed, new.new_code_cell("  "), new.new_markdown_cell("x")]
    assert unfinished_cells(new.new_notebook(cells=cells)) == [skipped, failed]


# The kernel


@pytest.mark.notebook
def test_the_kernel_reads_no_module_that_lies_about_and_none_of_the_users_settings(
    write_notebook, project, monkeypatch
):
    for name in ("openpyxl", "babel", "matplotlibrc", "data/papermill"):
        (project / f"{name}.py").write_text("raise SystemError('executed an attachment')", encoding="utf-8")
    monkeypatch.setenv("MPLBACKEND", "a_backend_that_does_not_exist")
    monkeypatch.setenv("OMP_NUM_THREADS", "64")
    template = write_notebook(
        "import babel, matplotlib.pyplot, papermill\nimport dtanalysis as dt, os, sys",
        "dt.open_scope('data', period=period, unit=unit).unit_name",
        "(os.environ['OMP_NUM_THREADS'], '' in sys.path, os.getcwd() in sys.path, sys.executable)",
    )
    done = execute(Job(template, {"unit": "da-nang"}))
    shown = [output.data["text/plain"] for cell in done.cells for output in cell.get("outputs", [])]
    assert shown == ["'Đà Nẵng'", str(("1", False, False, sys.executable))]


@pytest.mark.notebook
def test_relative_tables_are_found_from_the_folder_that_was_given(write_notebook, project, monkeypatch):
    write_notebook(
        "import dtanalysis as dt\ndt.open_scope(data_dir, period=period, unit=unit).unit",
        parameters='period: str = "x"\nunit: str = "x"\ndata_dir: str = "data"',
    )
    elsewhere = project / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    folder = publish(data_dir=str(project / "data"), notebooks_dir=project / "notebooks")
    published = (folder / "10_small.ipynb").read_text(encoding="utf-8")
    assert "'ninh-thuan'" in published
    assert str(project) not in published


@pytest.mark.notebook
def test_values_arrive_as_they_were_sent_and_nothing_in_them_is_executed(write_notebook):
    hostile = ['"""', "'; import os #", "\\n{period}$(ls)`ls`", "Đạt ≥ 90 % – “trên”", "\\u0041\\"]
    names = [f"text_{number}" for number in range(len(hostile))]
    template = write_notebook(
        f"[{', '.join(names)}]", parameters="\n".join(f'{name}: str = ""' for name in names)
    )
    done = execute(Job(template, dict(zip(names, hostile, strict=True))))
    assert eval(done.cells[-1].outputs[0].data["text/plain"]) == hostile


@pytest.mark.notebook
def test_plain_papermill_executes_a_notebook_from_the_projects_root(tmp_path):
    out = tmp_path / "out.ipynb"
    command = [
        sys.executable,
        "-m",
        "papermill",
        "notebooks/10_scorecard.ipynb",
        str(out),
        "-p",
        "period",
        "2023-H1",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert unfinished_cells(nbformat.read(out, as_version=4)) == []


# Names and languages


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ({}, "ninh-thuan"),
        ({"language": "en"}, "ninh-thuan-en"),
        ({"as_of": "2023-07-31"}, "ninh-thuan-as-of-2023-07-31"),
        ({"unit": "tinh-mau", "data_dir": "data/synthetic"}, "tinh-mau-synthetic"),
    ],
)
def test_other_languages_days_and_generated_figures_never_take_the_place_of_a_report(asked, name):
    question = {"data_dir": "data", "unit": "ninh-thuan", "period": "2023-H1"} | asked
    assert folder_name(open_scope(**question)) == name


def test_cells_of_the_other_language_are_left_out_and_the_template_is_left_alone():
    new = nbformat.v4
    template = new.new_notebook(
        cells=[
            new.new_markdown_cell("tiếng Việt", metadata={"tags": ["vi"]}),
            new.new_markdown_cell("English", metadata={"tags": ["en"]}),
            new.new_code_cell("1"),
        ]
    )
    assert [cell.source for cell in only_language(template, "en").cells] == ["English", "1"]
    assert len(template.cells) == 3
