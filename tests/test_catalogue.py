"""The tables: what is read, what is refused and where, and how one question about them is stated."""

import shutil
import unicodedata
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from dtanalysis.catalogue import (
    DataFaultError,
    Fault,
    add_names,
    find_data_dir,
    find_unit,
    latest_by_source,
    load_programme,
    most_trusted,
    open_scope,
    source_titles,
    term_names,
    unit_names,
)
from dtanalysis.catalogue.schema import INDICATORS, OBSERVATIONS, TARGETS
from dtanalysis.periods import parse_period

DATA = Path(__file__).parents[1] / "data"

# A whole world in sight: two old provinces merged into a new one, its department, and the country.
WORLD = {
    "catalogue/indicators.csv": """\
indicator,name_vi,name_en,group,unit_measure,unit_label_vi,unit_label_en,direction,accumulation,lower,upper,weighting,numerator_vi,denominator_vi,decimals,legal_basis,key
online_rate,Tỷ lệ trực tuyến,Online share,digital_government,percent,%,%,up,cumulative,0,100,dossier,,,2,,yes
growth,Mức tăng,Growth,dti,percent,%,%,up,one_off,,,,,,2,,no
teams,Số tổ,Teams,workforce,count,tổ,teams,up,level,0,,,,,0,,no
rank,Xếp hạng,Rank,dti,rank,bậc,places,down,one_off,1,,,,,0,,yes
""",
    "catalogue/units.csv": """\
unit,name_vi,kind,level,parent,valid_from,valid_to,aliases
viet-nam,Việt Nam,country,national,,,,Cả nước
dia-phuong,Các địa phương,group,province,viet-nam,,,
an-binh,An Bình,province,province,viet-nam,,2025-06-30,An Bình (63)|UBND tỉnh An Bình
hoa-phu,Hòa Phú,province,province,viet-nam,,2025-06-30,
an-binh-2025,An Bình,province,province,viet-nam,2025-07-01,,H99|UBND tỉnh An Bình
so-a,Sở A,agency,agency,an-binh-2025,2025-07-01,,
""",
    "catalogue/unit_successions.csv": """\
unit_from,unit_to,date,kind,note,source
an-binh,an-binh-2025,2025-07-01,merged,,paper
hoa-phu,an-binh-2025,2025-07-01,merged,,paper
""",
    "catalogue/plans.csv": """\
plan,name_vi,name_en,unit,year_from,year_to,n_targets,kind,source,note
KH-2023,Kế hoạch 2023,Plan for 2023,an-binh,2023,2023,19,own,paper,
KH-DH,Kế hoạch dài hạn,Long plan,an-binh,2021,2030,,own,paper,
KH-HP,Kế hoạch Hòa Phú,Plan of Hòa Phú,hoa-phu,2023,2023,5,own,paper,
QG,Chiến lược quốc gia,National strategy,viet-nam,2020,2030,,reference,decree,
QG-2024,Kế hoạch quốc gia,National plan,viet-nam,2023,2026,,reference,decree,
""",
    "catalogue/terms.csv": """\
kind,code,name_vi,name_en
dimension,field=land,lĩnh vực đất đai,land
group,digital_government,Chính quyền số,Digital government
level,commune,cấp xã,commune level
""",
    "sources.csv": """\
source,title,publisher,kind,date,url
decree,Quyết định,,official,2020,
paper,Báo tỉnh,,press,2023-07,
""",
    "tinh/targets.csv": """\
indicator,unit,level,dimension,plan,year,target,comparator,basis,as_of,source,note
online_rate,an-binh,province,,KH-2023,2023,70,ge,stated,2023-01-15,paper,
rank,an-binh,province,n=63,KH-DH,2025,15,le,stated,2021-11-29,paper,
""",
    "tinh/observations.csv": """\
indicator,unit,level,dimension,period,value,qualifier,numerator,denominator,status,as_of,source,note
online_rate,an-binh,province,,2023-H1,81.17,eq,,,published,2023-07-31,paper,
online_rate,an-binh,province,field=land,2023-H1,2.06,eq,,,published,2023-07-31,paper,
rank,an-binh,province,n=63,2022,27,eq,,,published,2023-07-12,decree,
teams,an-binh,commune,,2023-H1,65,eq,,,published,2023-07-31,paper,
""",
}
FRAMEWORKS = """\
framework,year_from,year_to,component,name_vi,name_en,group,n_components,max_points,source,note
F,2020,2023,rank,Hạng,Rank,dti,,1000,paper,
"""
OBSERVED, PROMISED = "tinh/observations.csv", "tinh/targets.csv"


def write(folder: Path, *changes: tuple[str, str, str], tables=WORLD) -> Path:
    """Write the world with some texts of some tables replaced."""
    texts = dict(tables)
    for table, old, new in changes:
        assert old in texts[table], f"{old!r} is not in {table}"
        texts[table] = texts[table].replace(old, new, 1)
    for table, text in texts.items():
        path = folder / table
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def add(table: str, *lines: str) -> tuple[str, str, str]:
    """Append lines to a table of the world."""
    return table, WORLD[table], WORLD[table] + "".join(line + "\n" for line in lines)


def faults(folder: Path) -> list[str]:
    with pytest.raises(DataFaultError) as caught:
        load_programme(folder)
    return [str(fault) for fault in caught.value.faults]


def only_fault(folder: Path) -> str:
    found = faults(folder)
    assert len(found) == 1, found
    return found[0]


def observed(text: str) -> tuple[str, str, str]:
    """Append one observation, told from its start as far as the case needs; the rest is usual."""
    given = text.split(",")
    usual = [
        "",
        "an-binh",
        "province",
        "",
        "2022",
        "60",
        "eq",
        "",
        "",
        "published",
        "2023-01-31",
        "paper",
        "",
    ]
    return add(OBSERVED, ",".join([*given, *usual[len(given) :]]))


def promised(text: str) -> tuple[str, str, str]:
    given = text.split(",")
    usual = ["", "an-binh", "province", "", "KH-DH", "2025", "70", "ge", "stated", "2023-01-15", "paper", ""]
    return add(PROMISED, ",".join([*given, *usual[len(given) :]]))


# ---------------------------------------------------------------- reading


def test_a_world_that_agrees_is_read_with_types(tmp_path):
    programme = load_programme(write(tmp_path))
    row = programme.observations.iloc[0]
    assert (row["value"], row["period"], row["dimension"]) == (81.17, parse_period("2023-H1"), "")
    assert row["as_of"] == pd.Timestamp("2023-07-31")
    assert pd.isna(row["numerator"])
    assert programme.indicators["upper"].isna().tolist() == [False, True, True, True]
    assert programme.frameworks.empty
    assert not programme.is_synthetic
    for frame in (programme.observations, programme.targets, programme.units):
        assert not {"file", "line"} & set(frame.columns)
    assert programme.observations.columns.tolist() == list(OBSERVATIONS.columns)
    assert programme.targets.columns.tolist() == list(TARGETS.columns)


def test_every_file_read_is_named_with_its_digest(tmp_path):
    before = load_programme(write(tmp_path)).digests
    assert list(before) == sorted(WORLD)
    after = load_programme(write(tmp_path, (OBSERVED, "81.17", "81.18"))).digests
    assert [name for name in before if before[name] != after[name]] == [OBSERVED]


def test_several_programmes_are_read_as_one_world(tmp_path):
    extra = (
        WORLD[OBSERVED].splitlines()[0]
        + "\nteams,hoa-phu,province,,2022,9,eq,,,published,2023-01-31,paper,\n"
    )
    programme = load_programme(write(tmp_path, tables=WORLD | {"khac/observations.csv": extra}))
    assert len(programme.observations) == 5


@pytest.mark.parametrize("table", [OBSERVED, PROMISED])
def test_a_world_without_figures_or_without_targets_can_be_read(tmp_path, table):
    header = WORLD[table].splitlines()[0] + "\n"
    assert load_programme(write(tmp_path / "a", tables=WORLD | {table: header})) is not None
    assert (
        load_programme(write(tmp_path / "b", tables={k: v for k, v in WORLD.items() if k != table}))
        is not None
    )


def test_windows_line_ends_a_byte_order_mark_and_decomposed_letters_are_read_alike(tmp_path):
    write(tmp_path)
    path = tmp_path / "catalogue/units.csv"
    text = unicodedata.normalize("NFD", path.read_text(encoding="utf-8"))
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert load_programme(tmp_path).units["name_vi"].tolist()[2] == "An Bình"


def test_a_relative_folder_is_looked_for_above_the_working_folder(tmp_path, monkeypatch):
    write(tmp_path / "data")
    (tmp_path / "notebooks" / "deep").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "notebooks" / "deep")
    assert find_data_dir("data") == tmp_path / "data"
    with pytest.raises(FileNotFoundError, match=r"No data folder 'dta' .*give `data_dir`"):
        find_data_dir("dta")


@pytest.mark.parametrize("table", [table for table in WORLD if not table.startswith("tinh/")])
def test_a_missing_table_is_named(tmp_path, table):
    write(tmp_path)
    (tmp_path / table).unlink()
    with pytest.raises(
        FileNotFoundError, match=rf"The table {table} is missing in .*with its header row alone"
    ):
        load_programme(tmp_path)


# ---------------------------------------------------------------- files that cannot be read


def test_a_file_in_another_encoding_says_so(tmp_path):
    path = write(tmp_path) / OBSERVED
    path.write_bytes(path.read_text(encoding="utf-8").replace("paper,\n", "paper,Số\n").encode("utf-16"))
    assert only_fault(tmp_path) == (
        f"{OBSERVED}: tệp không phải UTF-8 (byte thứ 1). Hãy lưu lại tệp ở dạng CSV UTF-8."
    )


def test_an_empty_file_says_what_its_first_line_must_be(tmp_path):
    (write(tmp_path) / PROMISED).write_text("")
    assert only_fault(tmp_path) == (
        f"{PROMISED}, dòng 1: tệp trống. Dòng đầu phải là: {','.join(TARGETS.columns)}."
    )


@pytest.mark.parametrize(
    ("old", "new"), [("indicator,name_vi", "name_vi,indicator"), (",key\n", "\n"), (",key\n", ",key,more\n")]
)
def test_columns_in_another_order_or_number_are_refused_with_the_right_ones(tmp_path, old, new):
    found = only_fault(write(tmp_path, ("catalogue/indicators.csv", old, new)))
    assert found.startswith("catalogue/indicators.csv, dòng 1: tên cột không đúng mẫu (thấy “")
    assert found.endswith(f"Dòng đầu phải là: {','.join(INDICATORS.columns)}.")


def test_a_row_with_a_missing_cell_is_refused_at_its_line(tmp_path):
    found = only_fault(write(tmp_path, (OBSERVED, "field=land,", "")))
    assert found.startswith(f"{OBSERVED}, dòng 3: số ô không đúng (thấy “12 ô”). Mỗi dòng phải có 13 ô")


def test_a_fault_below_a_cell_of_several_lines_and_a_blank_line_has_the_line_of_the_file(tmp_path):
    note = (OBSERVED, "2023-07-31,paper,\n", '2023-07-31,paper,"một\nhai\nba"\n\n')
    found = only_fault(write(tmp_path, note, (OBSERVED, ",2.06,", ',"2,06",')))
    assert found.startswith(f"{OBSERVED}, dòng 6, cột value")
    long = (
        OBSERVED,
        "81.17,eq,,,published,2023-07-31,paper,",
        '"81,17",eq,,,published,2023-07-31,paper,"a\nb"',
    )
    assert only_fault(write(tmp_path, long)).startswith(f"{OBSERVED}, dòng 2, cột value")


def test_a_quote_that_is_never_closed_is_a_fault_and_not_a_crash(tmp_path):
    opened = (OBSERVED, "2023-07-31,paper,\n", '2023-07-31,paper,"' + "x" * 140_000 + "\n")
    found = only_fault(write(tmp_path, opened))
    assert found.startswith(f"{OBSERVED}, dòng 2: không đọc được ô")
    assert found.endswith("mỗi dấu mở phải có dấu đóng.")


# ---------------------------------------------------------------- cells that cannot be read

CELLS = [
    (OBSERVED, "81.17", '"81,17"', r"dòng 2, cột value: không phải là số \(thấy “81,17”\)\. .*ví dụ 33\.25"),
    (OBSERVED, "81.17", "81.17%", "dòng 2, cột value: không phải là số"),
    (OBSERVED, "81.17", "1e2", "dòng 2, cột value: không phải là số"),
    (OBSERVED, "81.17", "８１", "dòng 2, cột value: không phải là số"),  # full-width digits
    (OBSERVED, ",27,", ",nan,", "dòng 4, cột value: không phải là số"),
    (OBSERVED, "2023-07-12", "12/7/2023", r"dòng 4, cột as_of: không phải là ngày .*dạng 2023-06-30"),
    (OBSERVED, "2023-07-12", "2023-02-30", r"dòng 4, cột as_of: ngày không có trong lịch"),
    (OBSERVED, "2023-07-12", "", "dòng 4, cột as_of: ô này không được để trống"),
    (OBSERVED, "2023-H1", "6 tháng đầu năm 2023", r"dòng 2, cột period: kỳ .*không viết đúng mẫu .*Viết 2023-H1\."),
    (OBSERVED, "2023-H1", "2023-6M", r"dòng 2, cột period: .*Viết 2023-H1\."),
    (OBSERVED, "2023-H1", "2023-H3", r"dòng 2, cột period: .*Viết kỳ dạng 2023-06"),
    (OBSERVED, "2023-H1", "", r"dòng 2, cột period: .*Viết kỳ dạng 2023-06"),
    (OBSERVED, "eq", "about", r"dòng 2, cột qualifier: từ không có trong danh mục .*eq, ge, gt, le, lt, approx"),
    (OBSERVED, "published", "final", "dòng 2, cột status: từ không có trong danh mục"),
    (OBSERVED, "an-binh,province", "an-binh,provnce", "dòng 2, cột level: từ không có trong danh mục"),
    (OBSERVED, "an-binh,province", "an-binh,", "dòng 2, cột level: ô này không được để trống"),
    (OBSERVED, "online_rate,", ",", "dòng 2, cột indicator: ô này không được để trống"),
    (PROMISED, "70,ge", "70,", r"dòng 2, cột comparator: ô này không được để trống\. Chỉ nhận một trong: ge, gt"),
    (PROMISED, "70,ge", "70,>=", "dòng 2, cột comparator: từ không có trong danh mục"),
    (PROMISED, "70,ge", ",ge", "dòng 2, cột target: ô này không được để trống"),
    (PROMISED, "2023,70", "2023.5,70", r"dòng 2, cột year: không phải là số nguyên .*ví dụ 2023"),
    ("catalogue/indicators.csv", "percent", "ratio", "dòng 2, cột unit_measure: từ không có trong danh mục"),
    ("catalogue/indicators.csv", ",2,,yes", ",,,yes", "dòng 2, cột decimals: ô này không được để trống"),
    ("catalogue/units.csv", "2025-06-30", "30-06-2025", "dòng 4, cột valid_to: không phải là ngày"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "old", "new", "message"), CELLS)
def test_a_cell_that_cannot_be_read_is_told_with_file_line_column_and_remedy(
    tmp_path, table, old, new, message
):
    write(tmp_path, (table, old, new))
    with pytest.raises(DataFaultError, match=rf"có 1 lỗi, chưa dùng được:\n  - {table}, {message}"):
        load_programme(tmp_path)


def test_all_faults_are_collected_in_order_and_the_rest_counted(tmp_path):
    bad = [f"online_rate,an-binh,province,,202{n},x{n},eq,,,published,2023-01-31,paper," for n in range(10)]
    write(
        tmp_path,
        add(OBSERVED, *bad, "a,b"),
        (PROMISED, "70,ge", "x,ge"),
        ("catalogue/plans.csv", ",19,", ",y,"),
    )
    with pytest.raises(DataFaultError, match=r"có 13 lỗi[\s\S]*… và 5 lỗi khác") as caught:
        load_programme(tmp_path)
    error = caught.value
    assert [(fault.file, fault.line) for fault in error.faults] == [
        ("catalogue/plans.csv", 2), *((OBSERVED, line) for line in range(6, 17)), (PROMISED, 2),
    ]  # fmt: skip
    table = error.to_frame()
    assert table.columns.tolist() == ["file", "line", "column", "found", "message", "remedy"]
    assert table.loc[1, ["column", "found"]].tolist() == ["value", "x0"]
    assert str(error).count("\n  - ") == 8


def test_as_many_faults_as_are_shown_leave_none_to_count(tmp_path):
    bad = [f"online_rate,an-binh,province,,202{n},x,eq,,,published,2023-01-31,paper," for n in range(8)]
    with pytest.raises(DataFaultError, match=r"có 8 lỗi") as caught:
        load_programme(write(tmp_path, add(OBSERVED, *bad)))
    assert "lỗi khác" not in str(caught.value)


def test_blanks_around_cells_and_aliases_do_not_matter(tmp_path):
    spaced = ("catalogue/units.csv", "H99|UBND", " H99 | UBND"), (OBSERVED, "81.17", " 81.17 ")
    programme = load_programme(write(tmp_path, *spaced))
    assert programme.observations["value"].iloc[0] == 81.17
    assert find_unit(programme.units, "H99") == "an-binh-2025"


def test_a_fault_of_a_whole_file_or_row_names_no_line_or_column():
    assert str(Fault("a.csv", 0, "", "", "sai", "Sửa.")) == "a.csv: sai. Sửa."
    assert str(Fault("a.csv", 3, "b", "x", "sai", "Sửa.")) == "a.csv, dòng 3, cột b: sai (thấy “x”). Sửa."


# ---------------------------------------------------------------- tables that disagree

DUPLICATES = [
    (OBSERVED, "online_rate,an-binh,province,,2023-H1,80,eq,,,published,2023-07-31,paper,khác",
     r"dòng 6: trùng khóa với dòng 2 \(thấy “online_rate, an-binh, province, , 2023-H1, .*`as_of` muộn hơn"),
    (PROMISED, "online_rate,an-binh,province,,KH-2023,2023,75,ge,stated,2023-01-15,decree,",
     "dòng 4: trùng khóa với dòng 2"),
    ("catalogue/units.csv", "an-binh,Tên khác,province,province,viet-nam,,,", "dòng 8: trùng khóa với dòng 4"),
    ("catalogue/plans.csv", "QG,Khác,Other,viet-nam,2020,2030,,reference,decree,", "dòng 7: trùng khóa với dòng 5"),
    ("catalogue/terms.csv", "level,commune,xã,commune", "dòng 5: trùng khóa với dòng 4"),
    ("sources.csv", "paper,Báo khác,,press,2023,", r"dòng 4: trùng khóa với dòng 3 .*hoặc sửa mã"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "line", "message"), DUPLICATES)
def test_a_key_that_occurs_twice_is_told_with_both_lines(tmp_path, table, line, message):
    write(tmp_path, add(table, line))
    with pytest.raises(DataFaultError, match=rf"có 1 lỗi.*\n  - {table}, {message}"):
        load_programme(tmp_path)


def test_a_figure_in_two_files_is_told_with_the_other_file(tmp_path):
    copy = WORLD[OBSERVED].splitlines()[0] + "\n\n" + WORLD[OBSERVED].splitlines()[1] + "\n"
    found = only_fault(write(tmp_path, tables=WORLD | {"zz/observations.csv": copy}))
    assert found.startswith(f"zz/observations.csv, dòng 3: trùng khóa với dòng 2 của {OBSERVED}")


def test_a_revision_and_another_source_are_no_duplicates(tmp_path):
    row = "online_rate,an-binh,province,,2023-H1,80,eq,,,published,"
    write(tmp_path, add(OBSERVED, row + "2023-08-31,paper,", row + "2023-07-31,decree,"))
    assert len(load_programme(tmp_path).observations) == 6


def test_the_same_component_twice_in_a_framework_is_a_duplicate(tmp_path):
    again = FRAMEWORKS + FRAMEWORKS.splitlines()[1] + "\n"
    found = only_fault(write(tmp_path, tables=WORLD | {"tinh/frameworks.csv": again}))
    assert found.startswith("tinh/frameworks.csv, dòng 3: trùng khóa với dòng 2 (thấy “F, rank”)")


DISAGREEMENTS = [
    # references
    (observed("onlin_rate"), OBSERVED, r"6, cột indicator: mã chưa có trong indicators\.csv \(thấy “onlin_rate”\)"),
    (observed("online_rate,an-bin"), OBSERVED, r"6, cột unit: mã chưa có trong units\.csv"),
    ((OBSERVED, "2023-07-12,decree", "2023-07-12,decre"), OBSERVED, r"4, cột source: mã chưa có trong sources\.csv"),
    (promised("onlin_rate"), PROMISED, r"4, cột indicator: mã chưa có trong indicators\.csv"),
    (promised("online_rate,an-binh,province,,KH-23"), PROMISED, r"4, cột plan: mã chưa có trong plans\.csv"),
    (("catalogue/units.csv", "province,viet-nam,,,\n", "province,vietnam,,,\n"), "catalogue/units.csv",
     r"3, cột parent: mã chưa có trong units\.csv"),
    (add("catalogue/unit_successions.csv", "an-binh,moi,2025-07-01,merged,,paper"), "catalogue/unit_successions.csv",
     r"4, cột unit_to: mã chưa có trong units\.csv"),
    (("catalogue/plans.csv", "Plan for 2023,an-binh", "Plan for 2023,an-bin"), "catalogue/plans.csv",
     "2, cột unit: mã chưa có"),
    # the catalogue with itself
    (("catalogue/indicators.csv", "cumulative,0,100", "cumulative,100,0"), "catalogue/indicators.csv",
     r"2, cột upper: cận trên không lớn hơn cận dưới \(thấy “0”\)"),
    (("catalogue/indicators.csv", "cumulative,0,100", "cumulative,100,100"), "catalogue/indicators.csv", "2, cột upper"),
    (("catalogue/units.csv", "an-binh-2025,2025-07-01,", "an-binh-2025,2025-07-01,2024-12-31"), "catalogue/units.csv",
     r"7, cột valid_to: đơn vị kết thúc trước khi bắt đầu \(thấy “2024-12-31”\)"),
    (("catalogue/units.csv", "agency,agency,an-binh-2025", "agency,agency,so-a"), "catalogue/units.csv",
     "7, cột parent: đơn vị không thể là cấp trên của chính mình"),
    (("catalogue/units.csv", "viet-nam,,2025-06-30,\n", "viet-nam,,2025-06-30,an bình (63)\n"), "catalogue/units.csv",
     r"5, cột aliases: tên này cùng lúc cũng là tên của an-binh \(thấy “an bình \(63\)”\)"),
    (("catalogue/units.csv", "viet-nam,2025-07-01,,H99", "viet-nam,,,H99"), "catalogue/units.csv",
     "6, cột aliases: tên này cùng lúc cũng là tên của an-binh"),
    (("catalogue/plans.csv", "2021,2030,,own", "2031,2030,,own"), "catalogue/plans.csv",
     "3, cột year_to: kế hoạch kết thúc trước khi bắt đầu"),
    # targets
    (promised("online_rate,an-binh,province,,KH-DH,2025,170"), PROMISED,
     r"4, cột target: giá trị nằm ngoài giới hạn của chỉ tiêu \(thấy “170”\)\. Giá trị phải từ 0 đến 100"),
    (promised("online_rate,an-binh,province,,KH-DH,2025,70,le"), PROMISED,
     "4, cột comparator: dấu so sánh ngược với chiều của chỉ tiêu"),
    (promised("online_rate,an-binh,province,,KH-DH,2025,70,lt"), PROMISED, "4, cột comparator: dấu so sánh ngược"),
    (promised("rank,an-binh,province,n=63,KH-DH,2030,10,gt"), PROMISED, "4, cột comparator: dấu so sánh ngược"),
    (promised("rank,an-binh,province,n=63,KH-DH,2030,10,ge"), PROMISED, "4, cột comparator: dấu so sánh ngược"),
    (promised("online_rate,an-binh,province,,KH-DH,2025,100,gt"), PROMISED,
     "4, cột comparator: không giá trị nào vượt được giới hạn của chỉ tiêu"),
    (promised("online_rate,an-binh,province,,KH-DH,2031"), PROMISED,
     "4, cột year: năm nằm ngoài thời gian của kế hoạch"),
    (promised("online_rate,an-binh,province,,KH-DH,2020"), PROMISED, "4, cột year: năm nằm ngoài thời gian"),
    (promised("online_rate,an-binh,province,land"), PROMISED, "4, cột dimension: phân tổ không viết đúng mẫu"),
    # observations
    (observed("online_rate,an-binh,province,,2022,104"), OBSERVED,
     r"6, cột value: giá trị nằm ngoài giới hạn .*\(thấy “104”\)\. Giá trị phải từ 0 đến 100; kiểm tra dấu thập phân"),
    (observed("rank,an-binh,province,n=63,2021,0"), OBSERVED, r"6, cột value: .*Giá trị phải từ 1; kiểm tra"),
    (observed("online_rate,an-binh,province,,2022,100,gt"), OBSERVED, "6, cột qualifier: không giá trị nào vượt"),
    (observed("online_rate,an-binh,province,,2022,0,lt"), OBSERVED, "6, cột qualifier: không giá trị nào vượt"),
    (observed("online_rate,an-binh,province,tier=a;field=b"), OBSERVED, "6, cột dimension: phân tổ không viết đúng"),
    (observed("online_rate,an-binh,province,field="), OBSERVED, "6, cột dimension: phân tổ không viết đúng mẫu"),
    (observed("online_rate,an-binh,province,,2022,33.25,eq,126,380"), OBSERVED,
     r"6, cột value: tỷ lệ không khớp với tử số và mẫu số \(thấy “33\.25”\)\. Tính lại 100 × tử số ÷ mẫu số"),
    (observed("online_rate,an-binh,province,,2022,100,eq,20,19"), OBSERVED, "6, cột numerator: tử số lớn hơn mẫu số"),
    (observed("online_rate,an-binh,province,,2022,,eq,-1,19"), OBSERVED, "6, cột numerator: tử số hoặc mẫu số âm"),
    (observed("online_rate,an-binh,province,,2022,0,eq,0,0"), OBSERVED, "6, cột value: có tỷ lệ trong khi mẫu số"),
    (observed("online_rate,an-binh,province,,2025-Q3"), OBSERVED,
     r"6, cột unit: đơn vị không còn tồn tại trong kỳ này .*không nối chuỗi qua mốc sáp nhập"),
    (observed("online_rate,an-binh,province,,2022,60,eq,,,synthetic"), OBSERVED,
     "6, cột status: trạng thái và nguồn không cùng nói là số liệu mô phỏng"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "table", "message"), DISAGREEMENTS, ids=lambda value: str(value)[-50:])
def test_tables_that_disagree_are_refused_with_file_line_column_and_remedy(tmp_path, change, table, message):
    write(tmp_path, change)
    with pytest.raises(DataFaultError, match=rf"\n  - {table}, dòng {message}"):
        load_programme(tmp_path)


AGREEMENTS = [
    observed("online_rate,an-binh,province,,2022,33.25,eq,126,379"),
    observed("online_rate,an-binh,province,,2022,33.3,eq,1,3"),  # one decimal printed
    observed("online_rate,an-binh,province,,2022,33.2499,eq,126,379"),  # more digits than the register prints
    observed("online_rate,an-binh,province,,2022,0.13,eq,1,800"),  # 0.125 rounded up …
    observed("online_rate,an-binh,province,,2022,0.12,eq,1,800"),  # … or down
    observed("online_rate,an-binh,province,,2022,30,gt,126,379"),
    observed("online_rate,an-binh,province,,2022,,eq,0,0"),
    observed("online_rate,an-binh,province,,2022,100,ge"),
    observed("online_rate,an-binh,province,field=land;tier=xa"),
    observed("growth,an-binh,province,,2022,194.69"),
    observed("growth,an-binh,province,,2022,150,eq,3,2"),  # without an upper bound a rate may pass 100 %
    observed("online_rate,an-binh,province,,2025"),  # the year in which the province ended
    observed("online_rate,an-binh-2025,province,,2024"),  # restated for the merged province
    promised("online_rate,an-binh,province,,KH-DH,2025,100,ge"),
    promised("online_rate,an-binh,province,,KH-DH,2025,70,eq"),
    ("catalogue/units.csv", "so-a,Sở A,agency,agency,an-binh-2025,2025-07-01,,",
     "so-a,Sở A,agency,agency,an-binh-2025,2025-07-01,,\nso-a-hp,Sở A,agency,agency,hoa-phu,,2025-06-30,Sở A"),
]  # fmt: skip


@pytest.mark.parametrize("change", AGREEMENTS, ids=lambda value: value[2][-50:])
def test_what_looks_unusual_but_can_be_so_is_accepted(tmp_path, change):
    assert load_programme(write(tmp_path, change)) is not None


def test_a_broken_reference_does_not_hide_the_other_faults(tmp_path):
    lines = ["onlin_rate,an-binh,province,,2022,60,eq,,,published,2023-01-31,paper,",
             "online_rate,nowhere,province,,2022,60,eq,,,published,2023-01-31,paper,",
             "online_rate,an-binh,province,,2022,104,eq,,,published,2023-01-31,paper,"]  # fmt: skip
    found = faults(write(tmp_path, add(OBSERVED, *lines)))
    assert [text.split(":")[0] for text in found] == [
        f"{OBSERVED}, dòng 6, cột indicator", f"{OBSERVED}, dòng 7, cột unit", f"{OBSERVED}, dòng 8, cột value",
    ]  # fmt: skip


def test_two_values_outside_one_range_are_two_faults(tmp_path):
    lines = [
        f"online_rate,an-binh,province,,{year},104,eq,,,published,2023-01-31,paper," for year in (2021, 2022)
    ]
    assert len(faults(write(tmp_path, add(OBSERVED, *lines)))) == 2


def test_a_row_registered_twice_does_not_double_the_faults_that_look_it_up(tmp_path):
    twice = (
        add("catalogue/plans.csv", WORLD["catalogue/plans.csv"].splitlines()[2]),
        add("catalogue/units.csv", WORLD["catalogue/units.csv"].splitlines()[3].replace("An Bình", "Khác")),
        add("catalogue/indicators.csv", WORLD["catalogue/indicators.csv"].splitlines()[1]),
    )
    wrong = (
        observed("online_rate,an-binh,province,,2025-Q3,104"),
        promised("online_rate,an-binh,province,,KH-DH,2031"),
    )
    found = [
        fault.split(":")[0] for fault in faults(write(tmp_path, *twice, *wrong)) if fault.startswith("tinh/")
    ]
    assert found == [
        f"{OBSERVED}, dòng 6, cột value", f"{OBSERVED}, dòng 6, cột unit", f"{PROMISED}, dòng 4, cột year",
    ]  # fmt: skip


def test_the_last_day_of_a_unit_still_belongs_to_it(tmp_path):
    days = [
        ("catalogue/units.csv", "viet-nam,,2025-06-30,An Bình (63)", "viet-nam,,2025-07-01,An Bình (63)"),
        ("catalogue/units.csv", "viet-nam,2025-07-01,,H99", "viet-nam,2025-07-02,,H99"),
        ("catalogue/units.csv", "an-binh-2025,2025-07-01,", "an-binh-2025,2025-07-02,2025-07-02"),
    ]
    july = observed("online_rate,an-binh,province,,2025-07")
    assert open_scope(write(tmp_path / "a", *days, july), period="2025-07", unit="an-binh").unit == "an-binh"
    one_day_together = ("catalogue/units.csv", "viet-nam,2025-07-02,,H99", "viet-nam,2025-07-01,,H99")
    found = faults(write(tmp_path / "b", *days, one_day_together))
    assert all("cùng lúc cũng là tên của an-binh" in fault for fault in found)


def test_a_framework_that_ends_before_it_begins_is_refused(tmp_path):
    turned = FRAMEWORKS.replace("2020,2023", "2023,2020")
    found = only_fault(write(tmp_path, tables=WORLD | {"tinh/frameworks.csv": turned}))
    assert found.startswith(
        "tinh/frameworks.csv, dòng 2, cột year_to: khung chỉ số kết thúc trước khi bắt đầu"
    )


SYNTHETIC = ("sources.csv", "paper,Báo tỉnh,,press", "made,Số bịa,,synthetic,2023,\npaper,Báo tỉnh,,press")


def test_synthetic_figures_among_real_ones_are_refused(tmp_path):
    mixed = observed("online_rate,an-binh,province,,2022,60,eq,,,synthetic,2023-01-31,made,")
    found = only_fault(write(tmp_path, SYNTHETIC, mixed))
    assert found.startswith(f"{OBSERVED}, dòng 6, cột status: số liệu mô phỏng lẫn với số liệu thật")
    assert found.endswith("(data/synthetic).")


def test_a_synthetic_target_among_real_figures_is_refused(tmp_path):
    made = promised("online_rate,an-binh,province,,KH-DH,2025,70,ge,stated,2023-01-15,made,")
    assert only_fault(write(tmp_path, SYNTHETIC, made)).startswith(
        f"{PROMISED}, dòng 4, cột source: số liệu mô phỏng"
    )


def test_a_figure_from_a_synthetic_source_must_say_that_it_is_synthetic(tmp_path):
    hidden = observed("online_rate,an-binh,province,,2022,60,eq,,,published,2023-01-31,made,")
    assert only_fault(write(tmp_path, SYNTHETIC, hidden)).startswith(
        f"{OBSERVED}, dòng 6, cột status: trạng thái"
    )


def test_a_world_of_synthetic_figures_alone_is_read_and_knows_it(tmp_path):
    tables = {
        name: text.replace("published", "synthetic").replace("decree", "paper")
        for name, text in WORLD.items()
    }
    tables["sources.csv"] = WORLD["sources.csv"].splitlines()[0] + "\npaper,Số bịa,,synthetic,2023,\n"
    assert load_programme(write(tmp_path, tables=tables)).is_synthetic


def test_the_real_and_the_synthetic_tables_agree_and_do_not_meet():
    real, made = load_programme(DATA), load_programme(DATA / "synthetic")
    assert (real.is_synthetic, made.is_synthetic) == (False, True)
    assert not any("synthetic" in name for name in real.digests)


# ---------------------------------------------------------------- which version of a figure


def version(value, source="a", as_of="2023-07-31", trust=0) -> dict:
    row = {
        "indicator": "x",
        "unit": "u",
        "level": "province",
        "dimension": "",
        "period": parse_period("2023"),
    }
    return row | {"value": value, "source": source, "as_of": pd.Timestamp(as_of), "trust": trust}


def test_each_source_keeps_its_latest_known_version_in_the_order_of_the_rows():
    rows = pd.DataFrame(
        [version(1), version(2, as_of="2023-08-31"), version(None, as_of="2023-12-31"), version(None, "b")]
    )
    assert latest_by_source(rows)["value"].tolist() == pytest.approx([2, float("nan")], nan_ok=True)
    assert latest_by_source(rows).index.tolist() == [1, 3]


def test_one_version_is_chosen_by_knowledge_then_trust_then_date_then_name():
    def chosen(*rows):
        first, last = (most_trusted(pd.DataFrame(order))["source"].tolist() for order in (rows, rows[::-1]))
        assert first == last
        return first

    assert chosen(version(None, "a", trust=0), version(1, "b", trust=4)) == ["b"]
    assert chosen(version(1, "a", trust=4, as_of="2024-01-01"), version(1, "b", trust=1)) == ["b"]
    assert chosen(version(1, "a"), version(1, "b", as_of="2024-01-01")) == ["b"]
    assert chosen(version(1, "b"), version(1, "a")) == ["a"]


# ---------------------------------------------------------------- which unit is meant


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> Path:
    return write(tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="module")
def units(world) -> pd.DataFrame:
    return load_programme(world).units


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("an-binh", "an-binh"), ("Hòa Phú", "hoa-phu"), ("  hòa phú ", "hoa-phu"), ("HÒA PHÚ", "hoa-phu"),
        (unicodedata.normalize("NFD", "Hòa Phú"), "hoa-phu"), ("h99", "an-binh-2025"),
        ("An Bình (63)", "an-binh"), ("Cả nước", "viet-nam"),
    ],
)  # fmt: skip
def test_a_unit_is_found_by_id_name_or_alias_however_it_is_typed(units, text, unit):
    assert find_unit(units, text) == unit


@pytest.mark.parametrize(
    ("day", "unit"),
    [(date(2023, 6, 30), "an-binh"), (date(2025, 6, 30), "an-binh"), (date(2025, 7, 1), "an-binh-2025")],
)
def test_the_day_decides_between_an_old_and_a_new_unit_of_one_name(units, day, unit):
    assert find_unit(units, "UBND tỉnh An Bình", day) == unit


def test_a_unit_that_ended_is_still_found_by_a_name_that_nobody_took_over(units):
    assert find_unit(units, "Hòa Phú", date(2026, 1, 1)) == "hoa-phu"


def test_the_successor_of_just_this_unit_is_named(tmp_path):
    other = add("catalogue/unit_successions.csv", "so-a,viet-nam,2030-01-01,merged,,paper")
    with pytest.raises(ValueError, match=r"before 2026\. Ask for an-binh-2025\. Figures"):
        ask(write(tmp_path, other), "2026", "hoa-phu")


def test_a_shared_name_without_a_day_lists_the_ids(units):
    with pytest.raises(ValueError, match=r"'An Bình' can mean an-binh or an-binh-2025\. Give the id\."):
        find_unit(units, "An Bình")


def test_a_shared_name_that_nobody_bears_on_the_day_lists_the_ids_too(units):
    gone = units.assign(valid_to=units["valid_to"].fillna(pd.Timestamp("2026-01-01")))
    with pytest.raises(ValueError, match="can mean an-binh or an-binh-2025"):
        find_unit(gone, "An Bình", date(2027, 1, 1))


@pytest.mark.parametrize("text", ["An Binh", "an-bin", "An Bình 63", "AN BÌNG"])
def test_an_unknown_unit_is_not_guessed_but_its_nearest_are_listed(units, text):
    with pytest.raises(
        ValueError, match=rf"Unit '{text}' is not in the register\. Nearest: an-binh, an-binh-2025"
    ):
        find_unit(units, text)


@pytest.mark.parametrize("text", ["", " ", "|", "xyz"])
def test_a_name_near_nothing_points_to_the_register(units, text):
    with pytest.raises(ValueError, match=r"is not in the register\. See data/catalogue/units\.csv\."):
        find_unit(units, text)


def test_names_of_the_real_register_that_old_and_new_provinces_share_need_the_day():
    real = load_programme(DATA).units
    assert find_unit(real, "Khánh Hòa", date(2024, 1, 1)) == "khanh-hoa"
    assert find_unit(real, "Khánh Hòa", date(2026, 1, 1)) == "khanh-hoa-2025"
    assert find_unit(real, "UBND Thành phố Huế") == "hue"


# ---------------------------------------------------------------- one question


def ask(world, period="2023-H1", unit="an-binh", **more):
    return open_scope(world, period=period, unit=unit, **more)


def test_a_question_is_stated_in_the_words_of_the_tables(world):
    scope = ask(world, "6 tháng đầu năm 2023", "An Bình", language="en")
    assert (scope.period.code, scope.compare_to.code, scope.unit) == ("2023-H1", "2022-H1", "an-binh")
    assert (scope.unit_name, scope.language, scope.as_of, scope.is_synthetic) == (
        "An Bình",
        "en",
        None,
        False,
    )
    assert ask(world, compare_to="2022").compare_to.code == "2022"


def test_figures_carry_the_trust_of_their_source(world):
    by_source = ask(world).observations.groupby("source")["trust"].unique()
    assert (by_source["decree"].tolist(), by_source["paper"].tolist()) == ([0], [4])


def test_figures_are_those_of_the_unit_or_of_all(tmp_path):
    world = write(tmp_path, observed("teams,hoa-phu,province,,2022,5"))
    assert set(ask(world).observations["unit"]) == {"an-binh"}
    assert set(ask(world).all_observations["unit"]) == {"an-binh", "hoa-phu"}


def test_parts_are_the_units_directly_below_at_their_own_level(tmp_path):
    rows = ["teams,so-a,agency,,2026,5", "teams,so-a,commune,,2026,9", "teams,hoa-phu,province,,2022,3"]
    tail = ",eq,,,published,2027-01-31,paper,"
    world = write(tmp_path, add(OBSERVED, *[row + tail for row in rows]))
    parts = ask(world, "2026", "an-binh-2025").part_observations
    assert parts[["unit", "level", "value", "name_vi", "trust"]].values.tolist() == [
        ["so-a", "agency", 5, "Sở A", 4]
    ]
    assert set(ask(world, "2022", "viet-nam").part_observations["unit"]) == {"an-binh", "hoa-phu"}


def test_what_was_known_later_is_left_out(world):
    scope = ask(world, as_of="2023-07-12")
    assert scope.observations["indicator"].tolist() == ["rank"]
    assert len(scope.targets) == 1
    early = ask(world, as_of="2023-01-14")
    assert early.observations.empty
    assert early.targets.empty
    assert len(ask(world, as_of="2023-07-31").observations) == 4


def test_a_year_is_judged_by_every_own_plan_that_promises_something_for_it(tmp_path, world):
    assert ask(world).plans == ("KH-2023",)  # the long plan promises nothing for 2023
    assert ask(world, "2025-H1").plans == ("KH-DH",)
    assert ask(world, "2022").plans == ()
    both = write(tmp_path, promised("online_rate,an-binh,province,,KH-DH,2023,60"))
    assert ask(both).plans == ("KH-2023", "KH-DH")
    assert ask(both).targets["plan"].tolist() == ["KH-2023", "KH-DH"]
    assert ask(both, plan="KH-DH").targets["target"].tolist() == [60]
    assert ask(both, plan="KH-DH").plan_rows["name_vi"].tolist() == ["Kế hoạch dài hạn"]


def test_a_plan_of_known_size_counts_even_where_none_of_its_targets_is_public(tmp_path):
    world = write(tmp_path, (PROMISED, WORLD[PROMISED].splitlines()[1] + "\n", ""))
    assert ask(world).plans == ("KH-2023",)
    assert ask(world).targets.empty


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"plan": "KH-24"}, r"Plan 'KH-24' is not a plan of an-binh that covers 2023\. Allowed: KH-2023, KH-DH\."),
        ({"plan": "KH-HP"}, "is not a plan of an-binh"),
        ({"plan": "QG"}, "is not a plan of an-binh"),
        ({"plan": "KH-2023", "period": "2022"}, r"covers 2022\. Allowed: KH-DH\."),
        ({"plan": "x", "period": "2020"}, r"Allowed: none is registered\. Plans are registered in .*plans\.csv"),
        ({"unit": "An Bìn"}, r"not in the register\. Nearest: an-binh, an-binh-2025"),
        ({"period": "2023-H5"}, r"Period '2023-H5' is not understood.*Write a month as 2023-06"),
        ({"compare_to": "last"}, "Period 'last' is not understood"),
        ({"as_of": "12/7/2023"}, r"`as_of` must be 'latest' or a date such as 2023-07-12; got '12/7/2023'"),
        ({"language": "fr"}, r"`language` must be one of vi, en; got 'fr'"),
        ({"period": "2025-Q3"}, r"Unit 'an-binh' ended on 2025-06-30, before 2025-Q3\. Ask for an-binh-2025\."),
        ({"unit": "an-binh-2025"}, r"'an-binh-2025' began on 2025-07-01, after 2023-H1\. Ask for an-binh or hoa-phu\."),
        ({"unit": "so-a"}, r"began on 2025-07-01, after 2023-H1\. Figures are not joined"),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_asked_says_what_can(world, asked, message):
    with pytest.raises(ValueError, match=message):
        ask(world, **asked)


@pytest.mark.parametrize(
    ("period", "unit"), [("2025", "an-binh"), ("2025", "an-binh-2025"), ("2025-H1", "an-binh")]
)
def test_a_period_in_which_the_unit_lived_for_a_part_can_be_asked_for(world, period, unit):
    assert ask(world, period, unit).unit == unit


# ---------------------------------------------------------------- targets to orient by


def national(plan, year, target, **more) -> str:
    row = {"indicator": "online_rate", "unit": "viet-nam", "level": "national", "as_of": "2020-06-03"} | more
    start = f"{row['indicator']},{row['unit']},{row['level']},,{plan},{year},{target}"
    return f"{start},ge,stated,{row['as_of']},decree,"


OF_LOCALITIES = {"unit": "dia-phuong", "level": "province"}
OWN = {"unit": "an-binh", "level": "province"}


def reference(folder: Path, *lines: str, period="2023-H1", unit="an-binh") -> pd.DataFrame:
    return ask(write(folder, add(PROMISED, *lines)), period, unit).reference_targets


@pytest.mark.parametrize(
    ("lines", "target"),
    [
        # this year's before the next milestone's, whatever the order of the rows
        ([national("QG", 2025, 80), national("QG-2024", 2023, 50)], 50),
        ([national("QG", 2030, 90), national("QG", 2025, 80)], 80),
        # a past year orients nobody
        ([national("QG", 2022, 40), national("QG", 2025, 80)], 80),
        # of one year: localities before the country, then the newest decision
        ([national("QG", 2025, 80), national("QG-2024", 2025, 60, **OF_LOCALITIES)], 60),
        ([national("QG", 2025, 80), national("QG-2024", 2025, 85, as_of="2022-03-31")], 85),
        ([national("QG", 2025, 80), national("QG", 2025, 75, as_of="2022-03-31")], 75),
        # the unit's own later milestone before any national one
        ([national("QG", 2025, 80), national("KH-DH", 2030, 95, **OWN)], 95),
        ([national("QG", 2024, 60, **OF_LOCALITIES), national("KH-DH", 2030, 95, **OWN)], 95),
        ([national("KH-DH", 2030, 95, **OWN), national("KH-DH", 2026, 85, **OWN)], 85),
    ],
)  # fmt: skip
def test_the_target_to_orient_by_is_chosen(tmp_path, lines, target):
    found = reference(tmp_path, *lines)
    row = found[found["indicator"] == "online_rate"]
    assert row[["unit", "level", "target"]].values.tolist() == [["an-binh", "province", target]]
    assert found.columns.tolist() == list(TARGETS.columns)


def test_each_level_and_slice_has_its_own_target_to_orient_by(tmp_path):
    found = reference(tmp_path, national("QG", 2025, 80), national("QG", 2025, 60, level="commune"))
    online = found[found["indicator"] == "online_rate"].set_index("level")["target"]
    assert online.to_dict() == {"province": 80, "commune": 60}


def test_targets_of_other_units_orient_nobody(tmp_path):
    neighbour = {"unit": "hoa-phu", "level": "province"}
    found = reference(
        tmp_path, national("KH-HP", 2023, 99, **neighbour), national("QG", 2023, 98, **neighbour)
    )
    assert found["indicator"].tolist() == ["rank"]


def test_the_country_itself_is_oriented_by_this_years_target_first(tmp_path):
    lines = national("QG", 2025, 80), national("QG-2024", 2023, 50)
    found = reference(tmp_path, *lines, unit="viet-nam")
    assert found[["level", "target"]].values.tolist() == [["national", 50]]


# ---------------------------------------------------------------- names


def test_names_say_level_and_slice_where_they_differ_from_the_whole(world):
    scope = ask(world)
    rows = pd.DataFrame(
        [("online_rate", "province", ""), ("online_rate", "province", "field=land"), ("teams", "commune", ""),
         ("rank", "province", "n=63"), ("online_rate", "district", ""), ("teams", "commune", "field=land"),
         ("online_rate", "province", "plan=KH-2023"), ("online_rate", "province", "field=land;tier=x")],
        columns=["indicator", "level", "dimension"],
    )  # fmt: skip
    named = add_names(rows, scope)
    assert named["name"].tolist() == [
        "Tỷ lệ trực tuyến", "Tỷ lệ trực tuyến – lĩnh vực đất đai", "Số tổ – cấp xã", "Xếp hạng – trên 63 đơn vị",
        "Tỷ lệ trực tuyến – district", "Số tổ – lĩnh vực đất đai", "Tỷ lệ trực tuyến",
        "Tỷ lệ trực tuyến – lĩnh vực đất đai, tier=x",
    ]  # fmt: skip
    assert named["unit_label"].tolist()[:3] == ["%", "%", "tổ"]
    assert named["unit_measure"].tolist()[:3] == ["percent", "percent", "count"]
    # A group without a word is shown by its code.
    assert named["group_name"].tolist()[1:4] == ["Chính quyền số", "workforce", "dti"]


def test_names_are_said_in_english_on_request_and_leave_what_is_there(world):
    rows = pd.DataFrame({"indicator": ["rank", "teams"], "dimension": ["n=63", ""], "decimals": [9, 9]})
    named = add_names(rows, ask(world, language="en"))
    assert named["name"].tolist() == ["Rank – of 63 units", "Teams"]
    assert named["decimals"].tolist() == [9, 9]
    assert "name" not in rows


def test_a_suffix_that_the_name_already_says_is_not_said_twice(tmp_path):
    world = write(tmp_path, ("catalogue/indicators.csv", "Số tổ", "Số tổ ở cấp xã"))
    rows = pd.DataFrame({"indicator": ["teams"], "level": ["commune"], "dimension": [""]})
    assert add_names(rows, ask(world))["name"].tolist() == ["Số tổ ở cấp xã"]


def test_codes_of_terms_units_and_sources_have_their_words(world):
    scope = ask(world)
    assert term_names(scope, "level") == {"commune": "cấp xã"}
    assert term_names(ask(world, language="en"), "dimension") == {"field=land": "land"}
    assert unit_names(scope)["an-binh-2025"] == "An Bình"
    assert source_titles(scope) == {"decree": "Quyết định", "paper": "Báo tỉnh"}


def test_no_names_are_needed_for_no_rows(world):
    empty = pd.DataFrame(columns=["indicator", "level", "dimension"], dtype=object)
    assert add_names(empty, ask(world)).empty


# ---------------------------------------------------------------- the clerk's own edits (data/README.md)


def test_an_office_that_adds_its_plan_and_figures_as_the_readme_says_is_judged_by_them(tmp_path):
    shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("synthetic"))
    rows = {
        "sources.csv": "kh-can-tho-2024,Kế hoạch 2024 của Cần Thơ,,official,2024-01-10,",
        "catalogue/plans.csv": "KH-CT-2024,Kế hoạch 2024,Plan for 2024,can-tho,2024,2024,21,own,kh-can-tho-2024,",
        "ninh-thuan/targets.csv":
            "tthc_online_dossier_rate,can-tho,province,,KH-CT-2024,2024,80,gt,stated,2024-01-10,kh-can-tho-2024,",
        "ninh-thuan/observations.csv":
            "tthc_online_dossier_rate,can-tho,province,,2024-H1,75,eq,7500,10000,published,2024-07-01,kh-can-tho-2024,",
    }  # fmt: skip
    for table, line in rows.items():
        with (tmp_path / "data" / table).open("a", encoding="utf-8") as file:
            file.write(line + "\n")
    scope = open_scope(tmp_path / "data", period="2024-H1", unit="Cần Thơ")
    assert (scope.unit, scope.plans) == ("can-tho", ("KH-CT-2024",))
    assert scope.targets["target"].tolist() == [80]
    assert 75 in scope.observations["value"].tolist()


def test_the_records_of_a_store_are_among_the_bytes_that_a_report_is_of():
    digests = load_programme(DATA / "synthetic").digests
    notes = [name for name in digests if name.startswith("dossiers/store/_cube/")]
    assert "dossiers/services.csv" in digests
    assert len(notes) == 24
