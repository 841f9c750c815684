"""What may be asked of a report: names, values and places that are not right stop before anything runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtanalysis.catalogue import DataFaultError
from dtanalysis.run.parameters import (
    Request,
    check_request,
    choose_templates,
    declared_parameters,
    read_value,
)

TYPED = 'period: str = "2023-H1"\nunit: str = "x"\nlevel: float = 0.8\ntop: int = 5\nstrict: bool = True\n'


def ask(period: str = "2023-H1", **asked) -> list:
    """Check a request for the real notebooks; give its jobs."""
    return check_request(Request(period, **asked))[1]


def test_a_name_and_another_spelling_travel_on_as_registered_codes():
    (job,) = ask("6 tháng đầu năm 2023", unit="Ninh Thuận", notebooks=("scorecard",))
    assert job.name == "10_scorecard"
    assert job.parameters["period"] == "2023-H1"
    assert job.parameters["unit"] == "ninh-thuan"


def test_without_names_every_notebook_is_run_in_the_order_of_its_number():
    names = [job.name for job in ask()]
    assert names == sorted(names)
    assert {"00_start_here", "10_scorecard", "20_gap_analysis", "30_projection", "50_dti"} <= set(names)


def test_a_notebook_asked_for_twice_is_run_once():
    assert [job.name for job in ask(notebooks=("50", "10_scorecard.ipynb", "10"))] == [
        "10_scorecard",
        "50_dti",
    ]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"period": "2023-H3"}, "2023-H1"),
        ({"period": "nửa năm"}, "2023-H1"),
        ({"unit": "ninh-thuann"}, "not in the register.*ninh-thuan"),
        ({"unit": "../../etc"}, "not in the register"),
        ({"plan": "BCD-2022"}, "Allowed: .*BCD-2023"),
        ({"as_of": "2023-02-30"}, "latest"),
        ({"as_of": "yesterday"}, "latest"),
        ({"compare_to": "2022-H3"}, "2023-H1"),
        ({"language": "fr"}, "vi, en"),
        ({"notebooks": ("11_scorecard",)}, "Allowed: 00_start_here"),
    ],
)
def test_what_is_not_registered_is_refused_with_what_is_allowed(asked, message):
    with pytest.raises(ValueError, match=message):
        ask(**asked)


@pytest.mark.parametrize(
    "name",
    [
        "../notebooks/10_scorecard",
        "./10_scorecard",
        "/etc/passwd",
        "10_scorecard/../50_dti",
        "*",
        "",
        "-",
        "1",
    ],
)
def test_a_notebook_name_is_never_used_as_a_path(name):
    with pytest.raises(ValueError, match="is not known. Allowed"):
        choose_templates((name,), Path("notebooks"))


def test_a_folder_without_notebooks_says_where_to_run(tmp_path):
    with pytest.raises(FileNotFoundError, match="project's root"):
        choose_templates((), tmp_path)


def test_a_misspelt_parameter_is_refused_and_the_right_one_named(write_notebook):
    write_notebook(parameters=TYPED)
    with pytest.raises(ValueError, match=r"No parameter 'levle' in 10_small. Did you mean 'level'\?"):
        ask(extra={"levle": "0.9"})


@pytest.mark.parametrize(
    "name", ["x = 1\nimport os; os.remove('a') #", "import os", "period; 1", "", "level\n", "__class__"]
)
def test_a_parameter_name_with_code_in_it_is_refused(write_notebook, name):
    write_notebook(parameters=TYPED)
    with pytest.raises(ValueError, match="No parameter") as refused:
        ask(extra={name: "1"})
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", ["period", "unit", "plan", "as_of", "compare_to", "language", "data_dir"])
def test_the_question_itself_cannot_be_changed_behind_its_option(name):
    with pytest.raises(ValueError, match="has an option of its own"):
        ask(extra={name: "2022"})


def test_values_from_the_command_line_get_the_declared_type(write_notebook):
    write_notebook(parameters=TYPED)
    (job,) = ask(extra={"level": "0.90", "top": "7", "strict": "false"})
    given = {name: job.parameters[name] for name in ("level", "top", "strict")}
    assert given == {"level": 0.9, "top": 7, "strict": False}
    assert [type(value) for value in given.values()] == [float, int, bool]


def test_a_parameter_goes_only_to_the_notebooks_that_declare_it(write_notebook):
    write_notebook(parameters=TYPED)
    write_notebook(name="20_other")
    with_level, without = ask(extra={"level": 0.5})
    assert with_level.parameters["level"] == 0.5
    assert "level" not in without.parameters


@pytest.mark.parametrize(
    ("value", "kind", "message"),
    [
        ("0,8", "float", "0.8; got '0,8'"),
        ("nan", "float", "decimal point"),
        ("inf", "float", "decimal point"),
        ("1e999", "float", "decimal point"),
        (float("nan"), "float", "decimal point"),
        ("1_000", "int", "whole number"),
        ("٣", "int", "whole number"),
        (" 3", "int", "whole number"),
        ("3.0", "int", "whole number"),
        (3.0, "int", "whole number"),
        (True, "int", "whole number"),
        (True, "float", "decimal point"),
        ("yes", "bool", "true or false"),
        (1, "bool", "true or false"),
        ("hai\ndòng", "str", "one line"),
        ("\x1b[31m", "str", "one line"),
        ("\udcff", "str", "one line"),
        (2023, "str", "one line"),
        (None, "str", "one line"),
    ],
)
def test_a_value_of_another_type_is_refused_and_never_converted_in_silence(value, kind, message):
    with pytest.raises(ValueError, match=message):
        read_value(value, kind)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e17, max_value=1e17))
def test_a_number_written_as_text_is_read_back_exactly(number):
    assert read_value(repr(number), "float") == number


@given(st.integers(min_value=-(10**17), max_value=10**17), st.booleans())
def test_whole_numbers_and_truth_values_are_read_back_exactly(number, truth):
    assert read_value(str(number), "int") == number
    assert read_value(str(truth).lower(), "bool") is truth


def test_an_ill_typed_value_names_parameter_and_notebook(write_notebook):
    write_notebook(parameters=TYPED)
    with pytest.raises(ValueError, match="'top' of 10_small must be a whole number, such as 12; got 'five'"):
        ask(extra={"top": "five"})


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("tháng 7", "must be empty or a date such as 2023-07-01"),
        ("2023-09-01", "the earlier reading cannot know more"),
    ],
)
def test_the_day_of_an_earlier_reading_is_checked_before_anything_runs(day, message):
    with pytest.raises(ValueError, match=message):
        ask(as_of="2023-08-01", notebooks=("70",), extra={"compare_as_of": day})


def test_the_day_of_an_earlier_reading_goes_to_the_page_of_changes_alone():
    jobs = ask(notebooks=("10", "70"), extra={"compare_as_of": "2023-07-01"})
    assert [job.parameters.get("compare_as_of") for job in jobs] == [None, "2023-07-01"]


def test_every_template_of_the_project_declares_the_question():
    for template in choose_templates((), Path("notebooks")):
        assert {"period", "unit", "plan", "as_of", "language", "data_dir"} <= set(
            declared_parameters(template)
        )


def test_a_notebook_without_a_parameters_cell_is_refused(write_notebook):
    write_notebook("1", parameters=None)
    with pytest.raises(
        ValueError, match="10_small.ipynb must have exactly one cell tagged `parameters`, and has 0"
    ):
        ask()


def test_two_parameters_cells_are_one_too_many(write_notebook):
    write_notebook('unit: str = "x"', tags=("parameters",))
    with pytest.raises(ValueError, match="and has 2"):
        ask()


@pytest.mark.parametrize(
    "cell",
    [
        'period = "2023-H1"',
        'period: str = "2023-H1"\nyear: int = int(period[:4])',
        "units: list = ['a']",
        'top: int = "5"',
        "import os",
        "period: str",
        "a.b: str = 'x'",
        "period: str = ",
    ],
)
def test_a_parameters_cell_holds_typed_literals_only(write_notebook, cell):
    write_notebook(parameters=cell)
    with pytest.raises(
        ValueError, match="The parameters cell of 10_small.ipynb may hold only typed literals"
    ):
        ask()


@pytest.mark.parametrize("text", ["", "not json", "[]", "{}", '{"cells": [1]}'])
def test_a_file_that_is_no_notebook_is_called_so(project, text):
    (project / "notebooks" / "10_broken.ipynb").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="10_broken.ipynb is not a notebook"):
        ask()


def test_tables_that_disagree_stop_the_report_with_file_and_line(write_notebook, project):
    write_notebook()
    table = project / "data" / "ninh-thuan" / "observations.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",81.17,", ",181.17,"), encoding="utf-8")
    with pytest.raises(DataFaultError, match=r"ninh-thuan/observations.csv, dòng \d+, cột value"):
        ask()


def test_a_missing_data_folder_is_named(write_notebook):
    write_notebook()
    with pytest.raises(FileNotFoundError, match="No data folder 'nowhere'"):
        ask(data_dir="nowhere")


def test_no_path_of_the_machine_becomes_a_parameter(write_notebook, project, monkeypatch):
    write_notebook(parameters='period: str = "x"\ndata_dir: str = "data"')
    (inside,) = ask(data_dir=str(project / "data"))
    assert (inside.parameters["data_dir"], inside.cwd) == ("data", None)
    elsewhere = project / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    (outside,) = ask(data_dir=str(project / "data"), notebooks_dir=project / "notebooks")
    assert (outside.parameters["data_dir"], outside.cwd) == ("data", project)


def test_an_output_folder_that_cannot_be_written_is_found_out_before_anything_runs(write_notebook, project):
    write_notebook()
    (project / "reports").write_text("a file", encoding="utf-8")
    with pytest.raises(ValueError, match="reports is not a folder that you may write to"):
        ask()


def test_checking_writes_nothing(write_notebook, project):
    write_notebook()
    before = sorted(project.rglob("*"))
    ask(out=Path("new") / "reports")
    assert sorted(project.rglob("*")) == before
