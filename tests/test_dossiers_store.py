"""The store of province-months: replaced whole, newest row per dossier, partial cubes that match, and nothing personal in them."""

from __future__ import annotations

import json
import re

import duckdb
import pandas as pd
import pytest
from dossier_records import as_plain, count_plainly, make_dirty_records, make_records

from dtanalysis.catalogue.faults import DataFaultError
from dtanalysis.dossiers import DossierCube, build_cube, empty_cube, load_cube, refresh, replace_month
from dtanalysis.dossiers import store as store_module
from dtanalysis.dossiers.units import list_units, name_unit, replacing

UNIT = ("ninh-thuan", 202306)


def read(path, columns: str = "*") -> pd.DataFrame:
    with duckdb.connect() as connection:
        return connection.execute(
            f"SELECT {columns} FROM read_parquet('{path}', hive_partitioning = false)"
        ).df()


def fill(store, records: pd.DataFrame) -> None:
    """Put every province-month of some records into a store."""
    for (province, ym), rows in records.groupby(["province", "ym"]):
        replace_month(store, province, int(ym), rows)


def make_clean_ids(n: int = 300) -> pd.DataFrame:
    records = make_dirty_records(n)
    return records.assign(province=records["province"].str.replace("'", "-"))


def assert_same(one: DossierCube, other: DossierCube) -> None:
    for name in ("counts", "days", "quality"):
        pd.testing.assert_frame_equal(as_plain(getattr(one, name)), as_plain(getattr(other, name)))


def quality_of(cube: DossierCube) -> dict:
    return cube.quality.groupby("problem")["n"].sum().to_dict()


def test_what_is_stored_month_by_month_loads_as_one_cube_of_all_records(tmp_path):
    records = make_clean_ids()
    fill(tmp_path / "store", records)
    cube = load_cube(tmp_path / "store")
    counts, days = count_plainly(records)
    pd.testing.assert_frame_equal(as_plain(cube.counts), counts)
    pd.testing.assert_frame_equal(as_plain(cube.days), days)
    assert_same(cube, build_cube(tmp_path / "store"))


def test_the_unit_given_back_is_the_unit_loaded(tmp_path):
    made = replace_month(tmp_path, *UNIT, make_records({}, {"channel": None}, {"returned_at": pd.NaT}))
    assert_same(load_cube(tmp_path), made)


def test_a_second_delivery_takes_the_place_of_the_first(tmp_path):
    replace_month(tmp_path, *UNIT, make_records({"returned_at": pd.NaT}, {}, {}))
    replace_month(tmp_path, *UNIT, make_records({}))
    assert load_cube(tmp_path).counts[["n", "n_settled", "n_pending"]].values.tolist() == [[1, 1, 0]]
    files = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert files == [
        "_cube/ym=202306/province=ninh-thuan/counts.parquet",
        "_cube/ym=202306/province=ninh-thuan/days.parquet",
        "_cube/ym=202306/province=ninh-thuan/made_of.json",
        "_cube/ym=202306/province=ninh-thuan/quality.parquet",
        "ym=202306/province=ninh-thuan/part-0.parquet",
    ]


def test_records_are_sorted_keep_their_other_columns_and_lose_only_what_the_folder_tells(tmp_path):
    records = make_records({"procedure_code": "2"}, {"procedure_code": "1"}).assign(paid_online=[True, False])
    replace_month(tmp_path, *UNIT, records)
    stored = read(name_unit(tmp_path, *UNIT).records)
    assert stored["procedure_code"].tolist() == ["1", "2"]
    assert stored["paid_online"].tolist() == [False, True]
    assert {"province", "ym"}.isdisjoint(stored)


def test_of_one_dossier_the_row_returned_last_stays_then_the_last_of_the_delivery(tmp_path):
    late, early = pd.Timestamp("2023-06-20"), pd.Timestamp("2023-06-07")
    records = make_records(
        {"dossier_id": "A", "returned_at": late, "agency": "stays"},
        {"dossier_id": "A", "returned_at": early},
        {"dossier_id": "A", "returned_at": pd.NaT},
        {"dossier_id": "B", "returned_at": pd.NaT},
        {"dossier_id": "B", "returned_at": pd.NaT, "agency": "stays"},
        {"dossier_id": "C", "returned_at": early},
        {"dossier_id": "C", "returned_at": early, "agency": "stays"},
    )
    cube = replace_month(tmp_path, *UNIT, records)
    assert read(name_unit(tmp_path, *UNIT).records)["agency"].tolist() == ["stays"] * 3
    assert quality_of(cube) == {"duplicate_id": 4}


def test_rows_without_an_id_all_stay_and_are_told(tmp_path):
    ids = [{"dossier_id": name} for name in (None, None, " ", " ", "A", "A")]
    cube = replace_month(tmp_path, *UNIT, make_records(*ids))
    assert cube.counts["n"].sum() == 5
    assert quality_of(cube) == {"no_dossier_id": 4, "duplicate_id": 1}


def test_a_file_that_could_not_be_written_whole_leaves_the_earlier_one_and_no_draft(tmp_path):
    (tmp_path / "a").write_text("earlier")
    with pytest.raises(OSError, match="disk"), replacing(tmp_path / "a") as draft:
        draft.write_text("half")
        raise OSError("disk is full")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_text() == "earlier"


def test_duplicates_left_out_are_still_told_when_the_cube_is_made_anew(tmp_path):
    made = replace_month(tmp_path, *UNIT, make_records({"dossier_id": "A"}, {"dossier_id": "A"}))
    name_unit(tmp_path, *UNIT).note.unlink()
    refresh(tmp_path)
    assert_same(load_cube(tmp_path), made)


def test_records_put_there_by_another_program_are_counted_once_per_dossier(tmp_path):
    path = name_unit(tmp_path, *UNIT).records
    path.parent.mkdir(parents=True)
    records = make_records({"dossier_id": "A"}, {"dossier_id": "A"}, {})
    with duckdb.connect() as connection:
        connection.register("records", records.drop(columns=["province", "ym"]))
        connection.execute(f"COPY records TO '{path}' (FORMAT parquet)")
    assert refresh(tmp_path).values.tolist() == [["ninh-thuan", 202306, "missing"]]
    assert load_cube(tmp_path).counts["n"].tolist() == [2]
    assert quality_of(load_cube(tmp_path)) == {"duplicate_id": 1}


def test_refresh_makes_only_what_does_not_match(tmp_path):
    fill(tmp_path, make_clean_ids(60))
    assert refresh(tmp_path).empty
    one, other = list_units(tmp_path)[:2]
    # Records of the same size but other content: only their digest tells.
    content = bytearray(one.records.read_bytes())
    note = json.loads(one.note.read_text())
    one.note.write_text(json.dumps({**note, "sha256": "0" * 64}))
    other.note.write_text(json.dumps({**json.loads(other.note.read_text()), "format": 0}))
    remade = refresh(tmp_path)
    assert dict(zip(remade["ym"].astype(str) + remade["province"], remade["reason"], strict=True)) == {
        f"{one.ym}{one.province}": "changed",
        f"{other.ym}{other.province}": "format",
    }
    assert bytes(content) == one.records.read_bytes()
    assert refresh(tmp_path).empty


def test_refresh_keeps_to_the_provinces_and_months_asked_for(tmp_path):
    fill(tmp_path, make_clean_ids(60))
    for unit in list_units(tmp_path):
        unit.note.unlink()
    assert set(refresh(tmp_path, provinces=["d-Or"], months=[202306]).values[0][:2]) == {"d-Or", 202306}


def test_a_cube_that_does_not_match_its_records_is_not_read(tmp_path):
    replace_month(tmp_path, *UNIT, make_records({}))
    unit = name_unit(tmp_path, *UNIT)
    unit.records.write_bytes(unit.records.read_bytes() + b"x")
    with pytest.raises(ValueError, match=r"1 khối đếm chưa khớp.*ninh-thuan 202306 \(changed\).*refresh"):
        load_cube(tmp_path)


def test_a_run_that_stops_between_records_and_cube_is_noticed(tmp_path, monkeypatch):
    replace_month(tmp_path, *UNIT, make_records({}))
    monkeypatch.setattr(store_module, "write_note", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        replace_month(tmp_path, *UNIT, make_records({}, {}))
    monkeypatch.undo()
    with pytest.raises(ValueError, match="missing"):
        load_cube(tmp_path)
    assert refresh(tmp_path)["reason"].tolist() == ["missing"]
    assert load_cube(tmp_path).counts["n"].tolist() == [2]


def test_a_delivery_that_fails_leaves_the_earlier_one_untouched_and_no_draft(tmp_path):
    replace_month(tmp_path, *UNIT, make_records({}))
    with pytest.raises(DataFaultError):
        replace_month(tmp_path, *UNIT, make_records({}, {}).drop(columns="field"))
    assert load_cube(tmp_path).counts["n"].tolist() == [1]
    assert not [path for path in tmp_path.rglob("*") if path.name.endswith(".draft")]


def test_a_month_known_to_be_empty_is_a_unit_without_rows(tmp_path):
    made = replace_month(tmp_path, *UNIT, make_records({}).iloc[:0])
    assert made.counts.empty and made.quality.empty
    assert_same(load_cube(tmp_path), empty_cube())
    assert [str(unit) for unit in list_units(tmp_path)] == ["ninh-thuan 202306"]
    assert list_units(tmp_path, months=[202307]) == []


def test_a_month_never_delivered_has_no_rows_but_an_unknown_province_is_an_error(tmp_path):
    replace_month(tmp_path, *UNIT, make_records({}))
    assert load_cube(tmp_path, months=[202301]).counts.empty
    with pytest.raises(ValueError, match="không có tỉnh ha-noi; có: ninh-thuan"):
        load_cube(tmp_path, provinces=["ha-noi"])


def test_an_empty_store_is_an_empty_cube(tmp_path):
    assert_same(load_cube(tmp_path), empty_cube())


def test_load_filters_and_needs_no_records(tmp_path):
    fill(tmp_path, make_clean_ids())
    whole = load_cube(tmp_path)
    for unit in list_units(tmp_path):
        unit.records.unlink()
    part = load_cube(tmp_path, provinces="ninh-thuan", months=[202305, 202307])
    chosen = (whole.counts["province"] == "ninh-thuan") & whole.counts["ym"].isin([202305, 202307])
    expected = as_plain(whole.counts[chosen]).reset_index(drop=True)
    pd.testing.assert_frame_equal(as_plain(part.counts), expected)


def test_a_path_that_is_no_store_is_told(tmp_path):
    with pytest.raises(FileNotFoundError, match="Không có thư mục kho hồ sơ"):
        load_cube(tmp_path / "nothing")
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.docx").write_text("x")
    for act in (load_cube, refresh, lambda store: replace_month(store, *UNIT, make_records({}))):
        with pytest.raises(ValueError, match=r"không phải kho hồ sơ \(thấy a\.docx\)"):
            act(tmp_path / "letters")
    with pytest.raises(ValueError, match="là một tệp"):
        load_cube(tmp_path / "letters" / "a.docx")


@pytest.mark.parametrize("province", ["../x", "a/b", "", "a=b", None, "d'Or"])
def test_an_id_that_could_leave_the_store_is_refused(tmp_path, province):
    with pytest.raises(ValueError, match="A province is a unit id"):
        replace_month(tmp_path, province, 202306, make_records({}))
    assert not list(tmp_path.iterdir())


def test_rows_of_another_province_or_month_are_refused_with_their_number(tmp_path):
    records = make_records({}, {"province": "ha-noi"}, {"ym": 202307}, {"ym": 202307})
    with pytest.raises(DataFaultError) as error:
        replace_month(tmp_path, *UNIT, records)
    told = {(fault.column, fault.found): fault.message for fault in error.value.faults}
    assert "có 1 dòng" in told["province", "ha-noi"] and "có 2 dòng" in told["ym", "202307"]


def test_a_missing_column_and_a_wrong_type_are_told_together(tmp_path):
    records = make_records({}).drop(columns="channel").assign(due_at="9/6/2023", dossier_id=7)
    with pytest.raises(DataFaultError) as error:
        replace_month(tmp_path, *UNIT, records)
    assert {(fault.column, fault.found) for fault in error.value.faults} == {
        ("channel", ""), ("due_at", "VARCHAR"), ("dossier_id", "BIGINT"),
    }  # fmt: skip


def test_a_column_that_holds_nothing_is_missing_whatever_its_type(tmp_path):
    records = make_records({}).assign(returned_at=float("nan"), field=float("nan"), channel=None)
    cube = replace_month(tmp_path, *UNIT, records)
    assert cube.counts[["n", "n_pending", "n_channel"]].values.tolist() == [[1, 1, 0]]


def test_a_frame_without_columns_is_told(tmp_path):
    with pytest.raises(DataFaultError, match="không có cột nào"):
        replace_month(tmp_path, *UNIT, pd.DataFrame())


def test_a_refresh_tells_which_file_lacks_a_column(tmp_path):
    path = name_unit(tmp_path, *UNIT).records
    path.parent.mkdir(parents=True)
    with duckdb.connect() as connection:
        connection.register("records", make_records({})[["dossier_id", "field"]])
        connection.execute(f"COPY records TO '{path}' (FORMAT parquet)")
    with pytest.raises(DataFaultError, match=r"part-0\.parquet, cột procedure_code: thiếu cột này"):
        refresh(tmp_path)


def test_parquet_and_csv_deliveries_are_stored_alike(tmp_path):
    records = make_clean_ids()
    records = records[(records["province"] == "ninh-thuan") & (records["ym"] == 202306)]
    records.to_csv(tmp_path / "delivery.csv", index=False)
    with duckdb.connect() as connection:
        connection.register("records", records)
        connection.execute(f"COPY records TO '{tmp_path}/delivery.parquet' (FORMAT parquet)")
    cubes = [
        replace_month(tmp_path / f"store{number}", *UNIT, source)
        for number, source in enumerate([records, tmp_path / "delivery.csv", str(tmp_path / "*.parquet")])
    ]
    assert_same(cubes[0], cubes[1])
    assert_same(cubes[0], cubes[2])


def test_lines_of_a_csv_delivery_that_cannot_be_read_are_kept_beside_the_records(tmp_path):
    text = make_records({}, {}).to_csv(index=False) + "ninh-thuan,thiếu cột\n"
    (tmp_path / "delivery.csv").write_text(text, encoding="utf-8")
    cube = replace_month(tmp_path / "store", *UNIT, tmp_path / "delivery.csv")
    kept = pd.read_csv(name_unit(tmp_path / "store", *UNIT).unreadable)
    assert kept[["line", "reason", "text"]].values.tolist() == [
        [4, "missing_columns", "ninh-thuan,thiếu cột"]
    ]
    assert cube.counts["n"].tolist() == [2] and quality_of(cube) == {"unreadable_line": 1}
    assert "text" not in cube.rejects and cube.rejects["line"].tolist() == [4]
    assert quality_of(load_cube(tmp_path / "store")) == {"unreadable_line": 1}
    replace_month(tmp_path / "store", *UNIT, make_records({}))
    assert not name_unit(tmp_path / "store", *UNIT).unreadable.exists()


def test_no_dossier_id_and_no_person_is_in_any_partial_cube(tmp_path):
    records = make_clean_ids().assign(
        applicant="Nguyễn Văn A",
        dossier_id=lambda rows: "MÃ-" + rows["dossier_id"],
        channel=lambda rows: rows["channel"].mask(rows.index % 50 == 0, "0912345678"),
    )
    fill(tmp_path, records)
    private = re.compile("MÃ-|Nguyễn Văn A|0912345678|dossier_id|applicant")
    parts = list((tmp_path / "_cube").rglob("*.parquet"))
    assert len(parts) == 3 * len(list_units(tmp_path)) > 0
    for path in parts:
        assert not private.search(read(path).to_csv())
    assert not any(private.search(path.read_text()) for path in (tmp_path / "_cube").rglob("*.json"))


def test_records_that_are_given_are_left_as_they_are(tmp_path):
    records = make_records({}, {"channel": None})
    before = records.copy(deep=True)
    replace_month(tmp_path, *UNIT, records)
    pd.testing.assert_frame_equal(records, before)
