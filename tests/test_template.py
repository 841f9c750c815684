"""The form to send out: what stands on it, what may be changed, and that it reads back without an issue."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from conftest import ROOT
from faults.register import write_full
from openpyxl.worksheet.worksheet import Worksheet
from spreadsheet_program import calculate, type_into, why_missing

from dtanalysis.formats import fold
from dtanalysis.ingest.lexicon import Indicator, Lexicon, open_lexicon
from dtanalysis.ingest.numbers import Reading, read_text
from dtanalysis.ingest.receive import receive_file
from dtanalysis.ingest.template import Asked, write_template
from dtanalysis.ingest.template_form import Line, plan_form
from dtanalysis.ingest.template_words import (
    LONGEST_FORMULA,
    LONGEST_PROMPT,
    LONGEST_TITLE,
    instructions,
    value_formula,
)
from dtanalysis.ingest.template_workbook import FORM_SHEET, GUIDE_SHEET

needs_office = pytest.mark.skipif(bool(why_missing()), reason=why_missing() or "LibreOffice is there")

ASKED = (
    "mau_ops_rate", "mau_edoc_rate", "mau_growth", "mau_teams", "mau_dti", "mau_score", "mau_rank", "mau_revenue", "mau_days",
)  # fmt: skip
# What a clerk types, and what it must be read as.
TYPED = {
    "mau_ops_rate": ("33,25%", 33.25),
    "mau_edoc_rate": ("0,5%", 0.5),
    "mau_growth": ("-4,2%", -4.2),
    "mau_teams": ("2.439", 2439),
    "mau_dti": ("0,5934", 0.5934),
    "mau_score": ("593,4", 593.4),
    "mau_rank": ("27", 27),
    "mau_revenue": ("314792,5", 314792.5),
    "mau_days": ("2,25", 2.25),
}


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory) -> Lexicon:
    return open_lexicon(write_full(tmp_path_factory.mktemp("register")))


@pytest.fixture
def form(tmp_path, lexicon) -> Path:
    """A form for Sở Y tế, first half of 2023, with every unit of measure."""
    path = tmp_path / "form.xlsx"
    write_template(path, lexicon, unit="so-y-te-mau", period="2023-H1", indicators=ASKED)
    return path


def targets(*rows: tuple) -> pd.DataFrame:
    """Rows of ``targets.csv``: indicator, plan, year, target, comparator, as_of."""
    columns = ["indicator", "plan", "year", "target", "comparator", "as_of"]
    return pd.DataFrame(rows, columns=columns).assign(unit="so-y-te-mau", level="department", dimension="")


def places(page: Worksheet) -> dict[tuple[str, str], str]:
    """(heading, indicator, or indicator with the unit before it) → place of the cell."""
    head = next(row for row in range(1, 20) if page.cell(row, 1).value == "STT")
    columns = {cell.value: cell.column for cell in page[head]}
    found = {}
    for row in range(head + 1, page.max_row + 1):
        unit = page.cell(row, columns["Đơn vị báo cáo"]).value if "Đơn vị báo cáo" in columns else ""
        code = page.cell(row, columns["Mã chỉ tiêu"]).value
        if code:
            key = f"{unit} {code}" if unit else code
            found |= {
                (heading, key): page.cell(row, column).coordinate for heading, column in columns.items()
            }
    return found


def fill(path: Path, entries: dict[tuple[str, str], object]) -> None:
    """Write into the form as a person would, by heading and indicator."""
    book = openpyxl.load_workbook(path)
    at = places(book[FORM_SHEET])
    for key, entry in entries.items():
        book[FORM_SHEET][at[key]] = entry
    book.save(path)


def results(texts: dict[str, object]) -> dict[tuple[str, str], object]:
    return {("Kết quả", indicator): text for indicator, text in texts.items()}


def values(receipt) -> dict[str, float | None]:
    return {record.indicator: record.value for record in receipt.records}


# What stands on it


def test_without_a_wish_the_form_asks_for_the_targets_and_without_targets_for_the_key_indicators(lexicon):
    promised = targets(("mau_rank", "KH", 2023, 15, "le", "2023-01-01"))
    asks_targets = plan_form(lexicon, unit="so-y-te-mau", period="2023-H1", targets=promised)
    asks_key = plan_form(lexicon, unit="so-y-te-mau", period="2023-H1", targets=promised.assign(year=2022))
    assert [line.indicator.id for line in asks_targets.lines] == ["mau_rank"]
    assert {line.indicator.id for line in asks_key.lines} == set(lexicon.indicators["indicator"])


def test_a_target_is_printed_as_it_is_read_and_only_of_the_year_and_the_latest(lexicon):
    promised = targets(
        ("mau_ops_rate", "KH", 2023, 60, "ge", "2023-01-01"),
        ("mau_ops_rate", "KH", 2023, 0.5, "gt", "2023-04-01"),
        ("mau_revenue", "KH", 2023, 314792, "ge", "2023-01-01"),
        ("mau_rank", "KH", 2023, 15, "le", "2023-01-01"),
        ("mau_teams", "KH", 2024, 500, "ge", "2023-01-01"),
    )
    asked = ("mau_ops_rate", "mau_revenue", "mau_rank", "mau_teams")
    form = plan_form(lexicon, unit="so-y-te-mau", period="2023-H1", indicators=asked, targets=promised)
    assert [line.target for line in form.lines] == ["> 0,5%", "≥ 314792", "15", ""]


def test_two_plans_with_a_target_for_one_figure_need_a_choice(lexicon):
    promised = targets(
        ("mau_rank", "A", 2023, 15, "le", "2023-01-01"), ("mau_rank", "B", 2023, 20, "le", "2023-01-01")
    )
    with pytest.raises(ValueError, match=r"Several plans set a target for 'mau_rank': A, B\. Choose one\."):
        plan_form(lexicon, unit="so-y-te-mau", period="2023-H1", targets=promised)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"unit": "tinh-la"}, "No unit for 'tinh-la'"),
        ({"unit": "hoa-mau", "period": "2025-12"}, "No unit for 'hoa-mau'.*2025"),
        ({"unit": ("so-y-te-mau", "Sở Y tế")}, "each once"),
        ({"unit": ()}, "`unit` must name units"),
        ({"period": "quý 2"}, "Period 'quý 2' is not understood"),
        ({"indicators": ["mau_la"]}, "No indicator for 'mau_la'"),
        ({"indicators": []}, "Nothing is asked for"),
        ({"plan": "KH-LA"}, "Plan 'KH-LA' is not registered"),
    ],
)
def test_what_is_not_registered_is_refused_by_name(lexicon, wrong, told):
    with pytest.raises(ValueError, match=told):
        plan_form(lexicon, **({"unit": "so-y-te-mau", "period": "2023-H1"} | wrong))


def test_a_figure_asked_for_twice_is_one_row_and_the_unit_s_own_level_is_not_printed(lexicon):
    asked = ["mau_teams", Asked("mau_teams", "department"), Asked("mau_teams", "commune")]
    form = plan_form(lexicon, unit="so-y-te-mau", period="2023-H1", indicators=asked)
    assert [line.level for line in form.lines] == ["", "commune"]


def test_counts_are_asked_only_where_the_register_says_what_is_counted(lexicon):
    form = plan_form(
        lexicon, unit="so-y-te-mau", period="2023-H1", indicators=["mau_ops_rate", "mau_edoc_rate"]
    )
    counted = ("Dịch vụ công có phát sinh hồ sơ", "Dịch vụ công trực tuyến")
    assert [line.parts for line in form.lines] == [counted, None]


def test_every_name_on_a_form_leads_back_to_its_unit_on_that_day():
    lexicon = open_lexicon(ROOT / "data")
    for unit in lexicon.units.itertuples():
        period = "2023-06" if pd.notna(unit.valid_to) else "2026-06"
        form = plan_form(lexicon, unit=unit.unit, period=period, indicators=["dti"])
        assert lexicon.find_unit(form.units[0], form.period.last_day).id == unit.unit


# What may be changed, and how it looks


def test_the_same_form_has_the_same_bytes(tmp_path, lexicon, form):
    again = tmp_path / "again.xlsx"
    write_template(again, lexicon, unit="Sở Y tế", period="6 tháng đầu năm 2023", indicators=ASKED)
    assert again.read_bytes() == form.read_bytes()


def test_only_what_is_to_be_filled_in_can_be_changed(form):
    book = openpyxl.load_workbook(form)
    at = {place: key for key, place in places(book[FORM_SHEET]).items()}
    is_open = {
        cell.coordinate for row in book[FORM_SHEET].iter_rows() for cell in row if not cell.protection.locked
    }
    asked = ("Kết quả", "Mức chặn", "Tử số", "Mẫu số", "Tình trạng", "Ghi chú")
    no_counts = {
        (heading, code) for heading in ("Tử số", "Mẫu số") for code in ASKED if code != "mau_ops_rate"
    }
    expected = (
        {(heading, code) for heading in asked for code in ASKED} - no_counts - {("Mức chặn", "mau_rank")}
    )
    assert {at[place] for place in is_open & set(at)} == expected
    assert len(is_open - set(at)) == 1  # who filled it in
    assert all(page.protection.sheet and not page.protection.password for page in book)


def test_nothing_is_hidden_nothing_is_a_formula_and_what_is_typed_stays_text(form):
    book = openpyxl.load_workbook(form)
    page = book[FORM_SHEET]
    assert book.sheetnames == [FORM_SHEET, GUIDE_SHEET]
    assert {sheet.sheet_state for sheet in book} == {"visible"}
    assert all(
        cell.data_type in ("s", "n") and cell.data_type != "f" for row in page.iter_rows() for cell in row
    )
    assert {cell.number_format for row in page.iter_rows() for cell in row if not cell.protection.locked} == {
        "@"
    }


def test_a_name_that_begins_like_a_formula_stays_text(tmp_path):
    folder = write_full(tmp_path / "register")
    units = folder / "catalogue" / "units.csv"
    units.write_text(units.read_text(encoding="utf-8").replace("Sở Y tế", "=1+1"), encoding="utf-8")
    path = tmp_path / "form.xlsx"
    write_template(
        path, open_lexicon(folder), unit=("so-y-te-mau", "tinh-mau"), period="2023", indicators=["mau_dti"]
    )
    page = openpyxl.load_workbook(path)[FORM_SHEET]
    cell = page[places(page)["Đơn vị báo cáo", "=1+1 mau_dti"]]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_the_form_prints_on_a4_across_with_its_headings_on_every_page(form):
    page = openpyxl.load_workbook(form)[FORM_SHEET]
    head = next(row for row in range(1, 20) if page.cell(row, 1).value == "STT")
    assert (page.page_setup.orientation, int(page.page_setup.paperSize)) == ("landscape", 9)
    assert page.sheet_properties.pageSetUpPr.fitToPage and page.page_setup.fitToHeight == 0
    assert page.print_title_rows == f"${head}:${head}"
    assert page.freeze_panes == f"D{head + 1}"


def test_no_formula_is_longer_than_programs_take():
    lexicon = open_lexicon(ROOT / "data")
    for row in lexicon.indicators.itertuples():
        line = plan_form(lexicon, unit="ninh-thuan", period="2023", indicators=[row.indicator]).lines[0]
        assert len(value_formula(line, "AB10000")) <= LONGEST_FORMULA


def test_every_prompt_of_a_form_fits_and_is_marked_vietnamese(form):
    page = openpyxl.load_workbook(form)[FORM_SHEET]
    for check in page.data_validations.dataValidation:
        assert max(len(check.promptTitle), len(check.errorTitle)) <= LONGEST_TITLE
        for text in (check.prompt, check.error):
            assert len(text) <= LONGEST_PROMPT and not text.endswith("…")
            assert fold(text) != text.casefold(), "a Vietnamese sentence has marks"


def test_the_instructions_say_whom_to_ask_and_what_each_indicator_counts(lexicon):
    form = plan_form(
        lexicon,
        unit="so-y-te-mau",
        period="2023-Q2",
        indicators=["mau_ops_rate"],
        contact="Phòng CĐS, 0259 000",
    )
    told = "\n".join(words for _, words in instructions(form))
    assert "Hỏi về cách điền: Phòng CĐS, 0259 000." in told
    assert "Mẫu số: Dịch vụ công trực tuyến. Cộng dồn từ 01/4/2023 đến hết 30/6/2023." in told


@pytest.mark.parametrize(
    ("indicator", "words"),
    [
        ("mau_teams", "Số có đến hết ngày 30/6/2023."),
        ("mau_stations", "Lũy kế từ trước đến hết ngày 30/6/2023, không tính lại từ đầu năm."),
        ("mau_growth", "Số của lần công bố thuộc kỳ báo cáo."),
    ],
)
def test_the_instructions_say_from_when_to_when_a_figure_counts(lexicon, indicator, words):
    form = plan_form(lexicon, unit="so-y-te-mau", period="2023-H1", indicators=[indicator])
    assert words in "\n".join(words for _, words in instructions(form))


def test_a_wrong_ending_or_a_refused_form_leaves_the_old_file(tmp_path, lexicon, form):
    before = form.read_bytes()
    with pytest.raises(ValueError, match=r"must end in '\.xlsx'; got 'form\.csv'"):
        write_template(tmp_path / "form.csv", lexicon, unit="so-y-te-mau", period="2023")
    with pytest.raises(ValueError, match="Nothing is asked for"):
        write_template(form, lexicon, unit="so-y-te-mau", period="2023", indicators=[])
    assert form.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["form.xlsx"]


# Filled in and read back


def test_what_a_clerk_types_reads_back_without_an_issue(form, lexicon):
    fill(form, results({code: text for code, (text, _) in TYPED.items()}))
    receipt = receive_file(form, lexicon)
    assert receipt.issues == ()
    assert values(receipt) == {code: value for code, (_, value) in TYPED.items()}
    assert {(record.unit, record.period) for record in receipt.records} == {("so-y-te-mau", "2023-H1")}


def test_numbers_pasted_from_elsewhere_read_back_as_well(form, lexicon):
    pasted = {code: value for code, (_, value) in TYPED.items() if code != "mau_edoc_rate"}
    fill(form, results(pasted | {"mau_edoc_rate": "chưa có số liệu"}))
    receipt = receive_file(form, lexicon)
    assert receipt.issues == ()
    assert values(receipt) == pasted | {"mau_edoc_rate": None}


def test_bounds_estimates_counts_gaps_and_remarks_arrive(form, lexicon):
    fill(
        form,
        results({code: text for code, (text, _) in TYPED.items() if code not in ("mau_days", "mau_ops_rate")})
        | {
            ("Mức chặn", "mau_edoc_rate"): "từ … trở lên",
            ("Tình trạng", "mau_teams"): "ước",
            ("Tình trạng", "mau_days"): "chưa có số liệu",
            ("Tử số", "mau_ops_rate"): "133",
            ("Mẫu số", "mau_ops_rate"): "400",
            ("Ghi chú", "mau_rank"): "Theo Sở TT&TT",
        },
    )
    receipt = receive_file(form, lexicon)
    found = {record.indicator: record for record in receipt.records}
    assert receipt.issues == ()
    assert found["mau_edoc_rate"].qualifier == "ge"
    assert found["mau_teams"].status == "estimate"
    assert (found["mau_days"].value, found["mau_days"].status) == (None, "not_reported")
    assert (found["mau_ops_rate"].value, found["mau_ops_rate"].denominator) == (33.25, 400)
    assert found["mau_rank"].note == "Theo Sở TT&TT"


def test_a_target_of_the_form_is_read_back_with_its_comparator(tmp_path, lexicon):
    promised = targets(
        ("mau_ops_rate", "KH", 2023, 0.5, "gt", "2023-01-01"),
        ("mau_rank", "KH", 2023, 15, "le", "2023-01-01"),
    )
    path = tmp_path / "form.xlsx"
    write_template(path, lexicon, unit="so-y-te-mau", period="2023-H1", targets=promised)
    fill(path, results({"mau_ops_rate": "33,25%", "mau_rank": "27"}))
    receipt = receive_file(path, lexicon)
    assert receipt.issues == ()
    assert {record.indicator: (record.target, record.comparator) for record in receipt.records} == {
        "mau_ops_rate": (0.5, "gt"),
        "mau_rank": (15, ""),
    }


def test_one_form_for_several_units_gives_each_its_figures(tmp_path, lexicon):
    path = tmp_path / "form.xlsx"
    units = ("so-y-te-mau", "hoa-mau")
    write_template(path, lexicon, unit=units, period="2023-Q2", indicators=["mau_teams", "mau_dti"])
    names = dict(zip(units, ("Sở Y tế", "Huyện Hòa Mẫu"), strict=True))
    figures = {(unit, code): number for number, (unit, code) in enumerate(
        ((unit, code) for unit in units for code in ("mau_teams", "mau_dti")), start=0)}  # fmt: skip
    fill(path, {("Kết quả", f"{names[u]} {code}"): f"0,{n}" if code == "mau_dti" else str(n) for (u, code), n in figures.items()})  # fmt: skip
    receipt = receive_file(path, lexicon)
    assert receipt.issues == ()
    assert {(record.unit, record.indicator): record.value for record in receipt.records} == {
        key: number / 10 if key[1] == "mau_dti" else number for key, number in figures.items()
    }


def test_levels_and_slices_are_read_back(tmp_path):
    lexicon = open_lexicon(ROOT / "data")
    path = tmp_path / "form.xlsx"
    asked = [Asked("cdt_members", "commune", "tier=commune"), Asked("cdt_members", "village", "tier=village")]
    write_template(path, lexicon, unit="ninh-thuan", period="2023-H1", indicators=asked)
    book = openpyxl.load_workbook(path)
    column = places(book[FORM_SHEET])["Kết quả", "cdt_members"][0]
    head = next(row for row in range(1, 20) if book[FORM_SHEET].cell(row, 1).value == "STT")
    book[FORM_SHEET][f"{column}{head + 1}"], book[FORM_SHEET][f"{column}{head + 2}"] = "840", "2.439"
    book.save(path)
    receipt = receive_file(path, lexicon)
    assert receipt.issues == ()
    assert [(r.level, r.dimension, r.value) for r in receipt.records] == [
        ("commune", "tier=commune", 840),
        ("village", "tier=village", 2439),
    ]


def test_every_registered_indicator_reads_back_from_one_form(tmp_path):
    lexicon = open_lexicon(ROOT / "data")
    path = tmp_path / "form.xlsx"
    codes = lexicon.indicators["indicator"].tolist()
    write_template(path, lexicon, unit="ninh-thuan", period="2023-H1", indicators=codes)
    # An index of 1, a rank of 1 and 1 % are possible everywhere.
    fill(
        path,
        results(
            {code: "1%" if lexicon.indicator_by_id[code].measure == "percent" else "1" for code in codes}
        ),
    )
    receipt = receive_file(path, lexicon)
    assert receipt.issues == ()
    assert values(receipt) == dict.fromkeys(codes, 1)


@pytest.mark.parametrize("codes", [["bts_5g_pilot"], ["dti_points"], ["qd766_rank", "qd766_total"]])
def test_a_short_form_of_names_with_digits_is_no_table_of_figures(tmp_path, codes):
    lexicon = open_lexicon(ROOT / "data")
    path = tmp_path / "form.xlsx"
    write_template(path, lexicon, unit="khanh-hoa-2025", period="2026-Q1", indicators=codes)
    fill(path, results(dict.fromkeys(codes, "27")))
    receipt = receive_file(path, lexicon)
    assert receipt.issues == ()
    assert values(receipt) == dict.fromkeys(codes, 27)


def test_who_filled_the_form_in_is_no_row_of_figures(form, lexicon):
    book = openpyxl.load_workbook(form)
    page = book[FORM_SHEET]
    foot = next(row for row in range(1, 60) if str(page.cell(row, 1).value).startswith("Người lập"))
    page.cell(foot, 3).value = "Nguyễn Văn A, 0912 345 678"
    book.save(form)
    fill(
        form,
        results({"mau_teams": "5"})
        | {("Tình trạng", code): "chưa có số liệu" for code in ASKED if code != "mau_teams"},
    )
    receipt = receive_file(form, lexicon)
    assert receipt.issues == ()
    assert receipt.ledger[0].reasons["note"] == 1


# In a spreadsheet program


@pytest.fixture(scope="module", params=["vi", "en-US"])
def typed(request, tmp_path_factory, lexicon) -> dict[str, Path]:
    """The form, typed into by hand in LibreOffice set to Vietnam or to the United States, saved in three formats."""
    folder = tmp_path_factory.mktemp("office")
    path = folder / "form.xlsx"
    write_template(path, lexicon, unit="so-y-te-mau", period="2023-H1", indicators=ASKED)
    at = places(openpyxl.load_workbook(path)[FORM_SHEET])
    keys = {at["Kết quả", code]: text for code, (text, _) in TYPED.items()}
    keys |= {
        at["Mức chặn", "mau_ops_rate"]: "trên",
        at["Tình trạng", "mau_teams"]: "ước",
        at["Ghi chú", "mau_rank"]: "8/19",
        at["Chỉ tiêu", "mau_rank"]: "phá khóa",
    }
    saved = {ending: folder / f"filled{ending}" for ending in (".xlsx", ".ods", ".xls")}
    type_into(path, keys, list(saved.values()), request.param, folder)
    return saved


@needs_office
@pytest.mark.parametrize("ending", [".xlsx", ".ods", ".xls"])
def test_a_form_filled_in_by_hand_reads_back_whatever_the_region_of_the_computer(typed, lexicon, ending):
    receipt = receive_file(typed[ending], lexicon)
    found = {record.indicator: record for record in receipt.records}
    assert receipt.issues == ()
    assert values(receipt) == {code: value for code, (_, value) in TYPED.items()}
    assert found["mau_ops_rate"].qualifier == "gt"
    assert found["mau_teams"].status == "estimate"
    assert found["mau_rank"].note == "8/19"


@needs_office
@pytest.mark.parametrize("locale", ["vi", "en-US"])
def test_no_figure_that_is_read_for_certain_draws_a_warning_while_typed(tmp_path, locale):
    lines = {
        "percent": (0.0, 100.0), "count": (0.0, None), "index": (0.0, 1000.0), "rank": (1.0, None), "days": (0.0, None),
        "currency": (0.0, None),
    }  # fmt: skip
    texts = ("33,25%", "33.25", "33,25 %", "100%", "0", "0,5%", "2439", "2.439", "2 439", "593,4", "27", "1")
    slips = ("101%", "-5", "abc", "8/19", "33,25x", "ba")
    book = openpyxl.Workbook()
    for row, text in enumerate((*texts, *slips), start=1):
        book.active.cell(row, 1, text).number_format = "@"
        for column, (measure, bounds) in enumerate(lines.items(), start=2):
            line = Line("", Indicator("", "", measure, ""), "", lower=bounds[0], upper=bounds[1])
            book.active.cell(row, column, value_formula(line, f"A{row}"))
    book.save(tmp_path / "checks.xlsx")
    shown = calculate(tmp_path / "checks.xlsx", locale, tmp_path)
    passed = {
        (row[0], measure)
        for row in shown
        for measure, told in zip(lines, row[1:], strict=True)
        if told in ("TRUE", "ĐÚNG")
    }
    certain = {
        (text, measure) for text in texts for measure in lines if _is_certain(text, measure, lines[measure])
    }
    assert certain <= passed
    assert not [pair for pair in passed if pair[0] in slips]


def _is_certain(text: str, measure: str, bounds: tuple[float, float | None]) -> bool:
    reading = read_text(text, measure)
    if not isinstance(reading, Reading) or reading.doubt:
        return False
    return bounds[0] <= reading.value <= (bounds[1] or reading.value)
