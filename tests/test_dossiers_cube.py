"""Dossier records → count cube, against a plain pandas reading; files, connections, filters, and what is wrong with them."""

from __future__ import annotations

import subprocess
import sys

import duckdb
import numpy as np
import pandas as pd
import pytest
from dossier_records import as_plain, count_plainly, make_dirty_records, make_records
from hypothesis import given, settings
from hypothesis import strategies as st

from dtanalysis.catalogue.faults import DataFaultError
from dtanalysis.dossiers import DossierCube, build_cube, empty_cube
from dtanalysis.dossiers.dialects import DIALECTS
from dtanalysis.dossiers.schema import COUNTS, DAYS, DAYS_KEYS, KEYS
from dtanalysis.dossiers.statements import write_statements


def count_frame(records: pd.DataFrame, **options) -> DossierCube:
    with duckdb.connect() as connection:
        connection.register("d", records)
        return build_cube(connection, **options)


def write_parquet(records: pd.DataFrame, path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.register("records", records)
        connection.execute(f"COPY records TO '{path}' (FORMAT parquet)")


def assert_same_counts(cube: DossierCube, records: pd.DataFrame) -> None:
    counts, days = count_plainly(records)
    pd.testing.assert_frame_equal(as_plain(cube.counts), counts)
    pd.testing.assert_frame_equal(as_plain(cube.days), days)


def test_dirty_records_count_as_a_plain_reading_counts_them():
    records = make_dirty_records()
    assert_same_counts(count_frame(records), records)


@given(seed=st.integers(0, 10_000), n=st.integers(1, 60))
@settings(max_examples=20, deadline=None)
def test_any_records_count_as_a_plain_reading_counts_them_in_any_order(seed, n):
    records = make_dirty_records(n, seed)
    assert_same_counts(count_frame(records.sample(frac=1, random_state=seed)), records)


def test_a_clean_dossier_is_one_online_settled_on_time_after_three_days():
    cube = count_frame(make_records({}))
    assert cube.counts[list(COUNTS)].values.tolist() == [[1, 1, 1, 1, 1, 1, 0, 0, 0]]
    assert cube.days[["days", "k"]].values.tolist() == [[3, 1]]
    assert cube.quality.empty


def test_a_settled_dossier_without_a_due_date_is_neither_late_nor_on_time():
    counts = count_frame(make_records({"due_at": pd.NaT})).counts
    assert counts[["n_settled", "n_due", "n_ontime"]].values.tolist() == [[1, 0, 0]]


def test_days_are_days_of_the_calendar_not_spans_of_24_hours():
    night = {"received_at": pd.Timestamp("2023-06-05 23:50"), "returned_at": pd.Timestamp("2023-06-06 00:10")}
    assert count_frame(make_records(night)).days["days"].tolist() == [1]


def test_a_text_that_a_record_does_not_tell_is_an_empty_text_not_a_lost_row():
    counts = count_frame(make_records({"field": None}, {"field": ""}, {"field": "Đất đai"})).counts
    assert dict(zip(counts["field"], counts["n"], strict=True)) == {"": 2, "Đất đai": 1}
    assert counts.groupby("field", observed=True)["n"].sum().sum() == 3


def test_accents_as_separate_marks_are_the_same_channel():
    counts = count_frame(make_records({"channel": "trực tuyến"})).counts
    assert counts["n_online"].tolist() == [1]


def test_keys_are_sorted_and_typed_alike_from_every_source(tmp_path):
    records = make_dirty_records(80)
    write_parquet(records, tmp_path / "a.parquet")
    for cube in (count_frame(records), build_cube(tmp_path / "a.parquet"), empty_cube()):
        kinds = {str(cube.counts[name].dtype) for name in KEYS if name != "ym"}
        assert kinds == {"category"}
        whole = [cube.counts[["ym", *COUNTS]], cube.days[["ym", "days", *DAYS]]]
        assert {str(kind) for frame in whole for kind in frame.dtypes} == {"int64"}
        assert not as_plain(cube.days).duplicated(list(DAYS_KEYS)).any()


def test_parquet_files_csv_files_and_a_table_give_one_cube(tmp_path):
    records = make_dirty_records(200)
    write_parquet(records, tmp_path / "a.parquet")
    records.to_csv(tmp_path / "a.csv", index=False)
    for source in (tmp_path / "a.parquet", str(tmp_path / "*.parquet"), [tmp_path / "a.parquet"]):
        assert_same_counts(build_cube(source, threads=1), records)
    # A CSV file cannot tell an empty text from a missing one.
    assert_same_counts(build_cube(tmp_path / "a.csv", threads=1), records)


def test_folders_named_ym_and_province_are_columns_and_hidden_folders_are_passed_over(tmp_path):
    records = make_dirty_records(200)
    for (ym, province), rows in records.groupby(["ym", "province"]):
        path = tmp_path / f"ym={ym}" / f"province={province.replace(chr(39), '')}" / "part-0.parquet"
        write_parquet(rows.drop(columns=["ym", "province"]), path)
    write_parquet(records, tmp_path / "_cube" / "other.parquet")
    assert_same_counts(
        build_cube(tmp_path), records.assign(province=records["province"].str.replace("'", ""))
    )


def test_months_and_provinces_filter_by_value_whatever_the_id_holds():
    records = make_dirty_records(300)
    chosen = records[records["ym"].isin([202305, 202307]) & (records["province"] == "d'Or")]
    cube = count_frame(records, months=[202307, 202305], provinces=["d'Or"])
    assert_same_counts(cube, chosen)
    injected = count_frame(records, provinces=["x') OR ('1'='1"])
    assert injected.counts.empty and injected.days.empty


def test_a_table_name_cannot_carry_sql():
    with pytest.raises(ValueError, match="must be the name of a table"):
        count_frame(make_records({}), table="d; DROP TABLE d")


@pytest.mark.parametrize("months", [[202313], [2023], ["202306"], [], [True]])
def test_a_month_that_is_none_is_an_error(months):
    with pytest.raises(ValueError, match="Months are whole numbers YYYYMM"):
        count_frame(make_records({}), months=months)


def test_an_unknown_dialect_lists_the_known_ones():
    with pytest.raises(ValueError, match="'oracle' is not known. Known: duckdb, spark, postgres, datafusion"):
        build_cube(lambda statement: None, dialect="oracle")


def test_files_speak_only_duckdb(tmp_path):
    with pytest.raises(ValueError, match="speak the dialect duckdb, not spark"):
        build_cube(tmp_path, dialect="spark")


def test_spark_literals_escape_what_spark_reads_as_an_escape():
    assert DIALECTS["spark"].quote("a\\'b") == r"'a\\\'b'"
    with pytest.raises(ValueError, match="control characters"):
        DIALECTS["spark"].quote("a\nb")


def test_the_two_statements_never_read_an_id_and_hold_nothing_that_engines_do_differently():
    for dialect in DIALECTS.values():
        statements = write_statements(dialect, "d", months=[202306], provinces=["an"])
        assert len(statements) == 2
        for statement in statements:
            assert "dossier_id" not in statement and "*" not in statement.replace("COUNT(*)", "").replace(
                "* 100", ""
            )
            assert statement.count("GROUP BY") == 1
            assert not any(word in statement for word in (" OVER", " JOIN", "ORDER BY", " / ", "QUANTILE"))


def test_an_engine_behind_a_function_gets_exactly_two_statements():
    asked = []
    with duckdb.connect() as connection:
        connection.register("d", make_dirty_records(50))

        def ask(statement):
            asked.append(statement)
            return connection.execute(statement).df()

        cube = build_cube(ask)
    assert len(asked) == 2
    assert_same_counts(cube, make_dirty_records(50))


def test_engines_that_shout_their_names_and_count_in_decimals_are_understood():
    with duckdb.connect() as connection:
        connection.register("d", make_dirty_records(50))

        def ask(statement):
            answer = connection.execute(statement).df()
            return answer.astype(
                dict.fromkeys(["ym", *[name for name in ("n_ontime", "k") if name in answer]], object)
            ).rename(columns=str.upper)

        assert_same_counts(build_cube(ask), make_dirty_records(50))


def test_a_missing_column_is_named_with_those_found():
    records = make_records({}).drop(columns="channel")
    with pytest.raises(
        ValueError, match="table d the column channel is missing .columns found: province, ym"
    ):
        count_frame(records)
    with duckdb.connect() as connection:
        connection.register("d", records)
        with pytest.raises(ValueError, match="column channel is missing"):
            build_cube(lambda statement: connection.execute(statement).df())


def test_an_engine_that_fails_for_another_reason_says_so_itself():
    def ask(statement):
        raise OSError("line is down")

    with pytest.raises(OSError, match="line is down"):
        build_cube(ask)


def test_a_file_without_a_column_or_with_a_wrong_type_names_file_column_and_what_would_be_right(tmp_path):
    records = make_records({}).drop(columns="agency").assign(received_at="05/06/2023", ym="202306")
    write_parquet(records, tmp_path / "a.parquet")
    with pytest.raises(DataFaultError) as error:
        build_cube(tmp_path)
    faults = {fault.column: fault for fault in error.value.faults}
    assert set(faults) == {"ym", "agency", "received_at"}
    assert "a.parquet" in faults["agency"].file and "thiếu cột" in faults["agency"].message
    assert faults["received_at"].found == "VARCHAR" and "timestamp" in faults["received_at"].remedy
    assert "202306" in faults["ym"].remedy


def test_a_column_missing_from_a_later_file_is_told_with_the_file(tmp_path):
    write_parquet(make_records({}), tmp_path / "a.parquet")
    write_parquet(make_records({}).drop(columns="channel"), tmp_path / "b.parquet")
    with pytest.raises(DataFaultError, match="b.parquet"):
        build_cube(tmp_path)


def test_a_file_that_is_no_parquet_is_told(tmp_path):
    (tmp_path / "a.parquet").write_text("không phải", encoding="utf-8")
    with pytest.raises(DataFaultError, match="không đọc được"):
        build_cube(tmp_path / "a.parquet")


def test_a_path_without_files_and_a_source_of_no_kind_are_errors(tmp_path):
    with pytest.raises(FileNotFoundError, match="Không tìm thấy tệp hồ sơ"):
        build_cube(tmp_path / "nothing" / "*.parquet")
    with pytest.raises(TypeError, match="got int"):
        build_cube(5)
    (tmp_path / "a.docx").write_text("x")
    with pytest.raises(ValueError, match=r"\.parquet hoặc \.csv"):
        build_cube(tmp_path / "a.docx")


def test_a_due_day_means_the_end_of_that_day(tmp_path):
    records = make_records({"returned_at": pd.Timestamp("2023-06-09 16:30")})
    records["due_at"] = np.array(["2023-06-09"], dtype="datetime64[D]")
    with duckdb.connect() as connection:
        connection.register("records", records)
        columns = "* REPLACE (CAST(due_at AS DATE) AS due_at)"
        connection.execute(f"COPY (SELECT {columns} FROM records) TO '{tmp_path}/a.parquet' (FORMAT parquet)")
    assert build_cube(tmp_path).counts["n_ontime"].tolist() == [1]


def test_moments_with_a_zone_are_read_as_local_time(tmp_path):
    records = make_records({"received_at": pd.Timestamp("2023-06-05 20:00")})
    # 20:00 UTC on the 5th is 3 o'clock on the 6th in Vietnam.
    write_parquet(
        records.assign(received_at=records["received_at"].dt.tz_localize("UTC")), tmp_path / "a.parquet"
    )
    assert build_cube(tmp_path).days["days"].tolist() == [2]


def test_no_dossiers_are_frames_without_rows():
    cube = count_frame(make_records({}).iloc[:0])
    pd.testing.assert_frame_equal(as_plain(cube.counts), as_plain(empty_cube().counts), check_dtype=False)
    assert cube.days.empty and cube.quality.empty


def test_the_callers_connection_is_left_as_it_was():
    with duckdb.connect() as connection:
        connection.register("d", make_records({}))
        before = connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        build_cube(connection)
        build_cube(connection)
        assert connection.execute("SELECT table_name FROM duckdb_tables()").fetchall() == before
        assert not connection.execute(
            "SELECT 1 FROM duckdb_types() WHERE type_name LIKE 'dtanalysis%'"
        ).fetchall()


def test_import_asks_for_no_engine():
    code = "import sys, dtanalysis.dossiers; print({'duckdb', 'pyspark'} & set(sys.modules))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "set()"


def test_without_duckdb_the_message_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(ImportError, match=r"dtanalysis\[dossiers\]"):
        build_cube(tmp_path)
