"""Every dossier is accounted for: what is wrong is counted and told, nothing is dropped in silence."""

from __future__ import annotations

import gzip

import duckdb
import pandas as pd
import pytest
from dossier_records import make_dirty_records, make_record, make_records
from hypothesis import given, settings
from hypothesis import strategies as st

from dtanalysis.catalogue.faults import DataFaultError
from dtanalysis.dossiers import DossierCube, build_cube, check_procedures
from dtanalysis.dossiers.quality import SPELLINGS_SHOWN, tabulate

HEADER = "province,ym,procedure_code,field,agency,received_at,due_at,returned_at,channel"


def count(records: pd.DataFrame) -> DossierCube:
    with duckdb.connect() as connection:
        connection.register("d", records)
        return build_cube(connection)


def problems_of(*changes: dict) -> list[list]:
    return count(make_records(*changes)).quality[["problem", "n", "found"]].values.tolist()


def total(cube: DossierCube, *problems: str) -> int:
    return cube.quality.loc[cube.quality["problem"].isin(problems), "n"].sum()


@given(seed=st.integers(0, 10_000), n=st.integers(1, 80))
@settings(max_examples=20, deadline=None)
def test_every_dossier_is_accounted_for(seed, n):
    cube = count(make_dirty_records(n, seed))
    sums = cube.counts.sum(numeric_only=True)
    assert sums["n"] == n
    assert sums["n"] == sums["n_channel"] + total(cube, "no_channel", "unknown_channel")
    assert sums["n"] == sums[["n_settled", "n_pending", "n_impossible", "n_undated"]].sum()
    assert sums["n_impossible"] <= total(cube, "impossible_dates")
    assert sums["n_undated"] == total(cube, "no_received_date")
    assert sums["n_settled"] == cube.days["k"].sum()


@given(seed=st.integers(0, 10_000))
@settings(max_examples=10, deadline=None)
def test_parts_are_never_larger_than_their_whole(seed):
    counts = count(make_dirty_records(60, seed)).counts
    for part, whole in [
        ("n_online", "n_channel"),
        ("n_channel", "n"),
        ("n_ontime", "n_due"),
        ("n_due", "n_settled"),
    ]:
        assert (counts[part] <= counts[whole]).all()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"channel": None}, ["no_channel", 1, ""]),
        ({"channel": "  "}, ["no_channel", 1, ""]),
        ({"channel": "qua mạng"}, ["unknown_channel", 1, "qua mạng"]),
        ({"due_at": pd.NaT}, ["no_due_date", 1, ""]),
        ({"received_at": pd.NaT}, ["no_received_date", 1, ""]),
        ({"received_at": pd.Timestamp("2023-05-31")}, ["wrong_month", 1, ""]),
        ({"returned_at": pd.Timestamp("2023-06-01")}, ["impossible_dates", 1, "returned_before_received"]),
        ({"due_at": pd.Timestamp("2023-06-01")}, ["impossible_dates", 1, "due_before_received"]),
    ],
)
def test_a_problem_is_told_once(change, told):
    assert problems_of({}, change) == [told]


def test_a_dossier_with_both_dates_impossible_is_one_impossible_dossier():
    early = pd.Timestamp("2023-06-01")
    cube = count(make_records({"returned_at": early, "due_at": early}))
    assert cube.quality[["problem", "n"]].values.tolist() == [["impossible_dates", 1]]
    assert cube.counts["n_impossible"].tolist() == [1]


def test_a_due_day_before_receipt_is_told_and_leaves_the_processing_days_alone():
    cube = count(make_records({"due_at": pd.Timestamp("2023-06-01")}))
    assert cube.quality[["problem", "n"]].values.tolist() == [["impossible_dates", 1]]
    assert cube.counts[["n_settled", "n_due", "n_ontime", "n_impossible"]].values.tolist() == [[1, 0, 0, 0]]
    assert cube.days["k"].tolist() == [1]


def test_a_dossier_with_impossible_dates_still_counts_as_received_and_online():
    counts = count(make_records({"returned_at": pd.Timestamp("2023-06-01")})).counts
    assert counts[["n", "n_online", "n_settled", "n_ontime"]].values.tolist() == [[1, 1, 0, 0]]


def test_only_frequent_spellings_are_listed_and_none_that_may_be_a_number_of_somebody():
    rare = [{"channel": f"kênh {chr(97 + number)}"} for number in range(SPELLINGS_SHOWN + 3)]
    told = problems_of(*rare, {"channel": "0912345678"}, {"channel": "kênh a"})
    spellings = {found: n for _, n, found in told}
    assert spellings["kênh a"] == 2
    assert spellings[""] == 4 and len(spellings) == SPELLINGS_SHOWN + 1


def test_unknown_procedures_are_told_by_code_and_stay_counted():
    services = pd.DataFrame([make_record(procedure_code="1.0001")])[["province", "procedure_code"]]
    records = make_records({}, {"procedure_code": "9.9"}, {"procedure_code": None}, {"province": "ha-noi"})
    cube = check_procedures(count(records), services)
    assert cube.quality[["province", "problem", "n", "found"]].values.tolist() == [
        ["ha-noi", "unknown_procedure", 1, "1.0001"],
        ["ninh-thuan", "unknown_procedure", 1, ""],
        ["ninh-thuan", "unknown_procedure", 1, "9.9"],
    ]
    assert cube.counts["n"].sum() == 4


def test_checking_procedures_twice_tells_them_once_and_keeps_the_other_problems():
    services = pd.DataFrame({"province": [], "procedure_code": []})
    cube = check_procedures(count(make_records({"channel": None})), services)
    again = check_procedures(cube, services)
    pd.testing.assert_frame_equal(cube.quality, again.quality)
    assert again.quality["problem"].tolist() == ["no_channel", "unknown_procedure"]


def test_a_problem_of_no_dossier_has_no_row():
    assert tabulate([("an", 202306, "duplicate_id", "", 0)]).empty


def write_lines(path, *lines: str, end: str = "\n", encoding: str = "utf-8"):
    raw = end.join([HEADER, *lines, ""]).encode(encoding)
    path.write_bytes(gzip.compress(raw) if path.suffix == ".gz" else raw)
    return path


GOOD = (
    "ninh-thuan,202306,1.0001,Đất đai,Sở A,2023-06-05 08:30:00,2023-06-09 17:00:00,2023-06-08 09:00:00,Online"
)


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_that_cannot_be_read_are_told_with_file_line_and_reason(tmp_path, name, end):
    split = GOOD.replace("Đất đai", f'"Đất{end}đai"')
    lines = [GOOD, "", "thiếu,cột", split, GOOD + ",thừa", GOOD.replace("2023-06-05", "hôm qua"), GOOD]
    cube = build_cube(write_lines(tmp_path / name, *lines, end=end, encoding="utf-8-sig"))
    assert cube.rejects[["line", "column", "reason"]].values.tolist() == [
        [4, "", "missing_columns"], [7, "", "too_many_columns"], [8, "received_at", "cast"],
    ]  # fmt: skip
    assert cube.counts["n"].sum() == 3
    assert cube.quality.values.tolist() == [["", 0, "unreadable_line", 3, name]]


def test_dates_of_this_country_are_read_and_a_due_day_is_met_until_its_end(tmp_path):
    line = "ninh-thuan;202306;1;f;a;05/06/2023 08:00;08/06/2023;08/06/2023 16:30;Online"
    path = tmp_path / "a.csv"
    path.write_text(f"{HEADER.replace(',', ';')}\n{line}\n", encoding="utf-8")
    assert build_cube(path).counts[["n_due", "n_ontime"]].values.tolist() == [[1, 1]]
    assert build_cube(path).days["days"].tolist() == [3]


def test_files_with_columns_in_another_order_or_another_date_format_go_together(tmp_path):
    write_lines(tmp_path / "a.csv", GOOD)
    names, values = HEADER.split(",")[::-1], GOOD.split(",")[::-1]
    values[names.index("received_at")] = "05/06/2023 08:30"
    values[names.index("due_at")], values[names.index("returned_at")] = "09/06/2023 17:00", ""
    (tmp_path / "b.csv").write_text(f"{','.join(names)}\n{','.join(values)}\n", encoding="utf-8")
    assert build_cube(tmp_path).counts[["n", "n_settled", "n_pending"]].values.tolist() == [[2, 1, 1]]


def test_codes_keep_their_zeros_and_quoted_texts_their_commas(tmp_path):
    line = GOOD.replace("1.0001", "001").replace("Sở A", '"Sở ""A"", nhà B"')
    counts = build_cube(write_lines(tmp_path / "a.csv", line)).counts
    assert counts[["procedure_code", "agency"]].astype(str).values.tolist() == [["001", 'Sở "A", nhà B']]


def test_a_csv_without_a_column_or_not_in_utf8_or_without_a_header_is_told(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("province,ym\nan,202306\n", encoding="utf-8")
    with pytest.raises(DataFaultError, match=r"a\.csv, cột procedure_code: thiếu cột này"):
        build_cube(path)
    path.write_bytes(HEADER.replace("channel", "kênh").encode("utf-16"))
    with pytest.raises(DataFaultError, match="không phải UTF-8"):
        build_cube(path)
    path.write_text("")
    with pytest.raises(DataFaultError, match="không có dòng tiêu đề"):
        build_cube(path)


def test_a_csv_with_only_a_header_counts_nothing(tmp_path):
    assert build_cube(write_lines(tmp_path / "a.csv")).counts.empty


def test_parquet_and_csv_files_are_not_counted_together(tmp_path):
    write_lines(tmp_path / "a.csv", GOOD)
    (tmp_path / "b.parquet").write_bytes(b"")
    with pytest.raises(ValueError, match="Parquet and CSV files"):
        build_cube(tmp_path)
