"""The limits of the checks: defaults, the file, and what it may not say."""

from dataclasses import asdict
from pathlib import Path

import pytest

from dtanalysis import decomposition
from dtanalysis.catalogue import DataFaultError
from dtanalysis.catalogue.thresholds import THRESHOLDS, Thresholds, load_thresholds

DATA = Path(__file__).parents[1] / "data"
HEADER = ",".join(THRESHOLDS.columns)


def written(folder: Path, *rows: str, header: str = HEADER) -> Path:
    (folder / "thresholds.csv").write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return folder


def test_without_a_file_the_defaults_hold(tmp_path):
    assert load_thresholds(tmp_path) == Thresholds()


def test_a_row_changes_its_limit_and_leaves_the_others(tmp_path):
    limits = load_thresholds(
        written(tmp_path, "report_days,20,days,vì xa,tỉnh", "outlier_score,4.5,score,vì thế,")
    )
    assert limits == Thresholds(report_days=20, outlier_score=4.5)
    assert isinstance(limits.report_days, int)


def test_the_file_is_found_below_a_data_folder_too(tmp_path):
    (tmp_path / "catalogue").mkdir()
    written(tmp_path / "catalogue", "report_days,20,days,vì xa,tỉnh")
    assert load_thresholds(tmp_path).report_days == 20


@pytest.mark.parametrize(("row", "told"), [
    ("reprot_days,20,days,vì,", "ngưỡng không có trong danh mục"),
    ("report_days,20.5,days,vì,", "Viết một số nguyên từ 0 đến 366"),
    ('report_days,"20,5",days,vì,', "Viết một số nguyên"),
    ("report_days,-1,days,vì,", "ngưỡng không thể có giá trị này"),
    ("report_days,２０,days,vì,", "ngưỡng không thể có giá trị này"),
    ("report_days,20,percent,vì,", "Ghi days."),
    ("report_days,20,days,,", "cột reason_vi"),
    ("report_days,20,days,vì", "Mỗi dòng phải có 5 ô"),
    ("percent_rounding,1.5,digit,vì,", "từ 0.5 đến 0.6"),
])  # fmt: skip
def test_a_row_that_cannot_be_meant_is_a_located_fault(tmp_path, row, told):
    with pytest.raises(DataFaultError, match=r"thresholds\.csv, dòng 2") as fault:
        load_thresholds(written(tmp_path, row))
    assert told in str(fault.value)


def test_a_limit_that_is_set_twice_is_a_fault_at_the_second_line(tmp_path):
    with pytest.raises(DataFaultError, match="dòng 3, cột threshold: ngưỡng ghi hai lần"):
        load_thresholds(written(tmp_path, "report_days,20,days,vì,", "report_days,21,days,vì,"))


def test_a_file_with_other_columns_is_a_fault(tmp_path):
    with pytest.raises(DataFaultError, match="tên cột không đúng mẫu"):
        load_thresholds(written(tmp_path, header="threshold,value"))


def test_a_file_in_another_encoding_is_a_fault(tmp_path):
    (tmp_path / "thresholds.csv").write_bytes(HEADER.encode("utf-16"))
    with pytest.raises(DataFaultError, match="UTF-8"):
        load_thresholds(tmp_path)


def test_our_own_file_states_every_limit_as_the_code_does_with_a_reason_and_a_source():
    rows = (DATA / "catalogue" / "thresholds.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert [row.partition(",")[0] for row in rows] == sorted(asdict(Thresholds()))
    assert not [row for row in rows if row.endswith(",")]
    assert load_thresholds(DATA) == Thresholds()


def test_a_small_denominator_is_one_thing_in_checks_and_in_the_analysis():
    assert Thresholds().small_denominator == decomposition.SMALL_DENOMINATOR
