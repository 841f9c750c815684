"""
The store of dossier records: one file per province-month, replaced as a whole, with its partial cube beside
it.

A dossier is returned after its month of receipt, so a month is delivered again until none is pending:
`replace_month` puts the new delivery in place of the old one. Pages read only partial cubes (`load_cube`).
Takes records and gives cubes; the folders are told by `units`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from dtanalysis.catalogue.faults import DataFaultError, Fault
from dtanalysis.dossiers.cube import DossierCube, assemble, count_with, empty_cube
from dtanalysis.dossiers.delimited import is_delimited, load_delimited
from dtanalysis.dossiers.engine import connect, fetch, identifier, literal
from dtanalysis.dossiers.quality import no_rejects, tabulate
from dtanalysis.dossiers.schema import MOMENTS, RECORD_COLUMNS
from dtanalysis.dossiers.sources import describe, list_files, read_parquet, typed_columns
from dtanalysis.dossiers.units import (
    PARTS,
    Unit,
    check_store,
    describe_records,
    list_units,
    name_unit,
    read_note,
    replacing,
    why_stale,
    write_note,
)

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_BODY = tuple(name for name in RECORD_COLUMNS if name not in ("province", "ym"))
_THREADS = 1  # a province-month is small: threads would wait for each other longer than they work

_FRAME = "bảng hồ sơ (DataFrame)"

_LEFT_OUT = ("duplicate_id", "unreadable_line")
_NOTE = "dtanalysis_"  # begins the names of our notes in a Parquet file, among those of other programs

_IDS = """SELECT COUNT(*), COUNT(nullif(trim(dossier_id), '')), COUNT(DISTINCT nullif(trim(dossier_id), ''))
FROM incoming"""

# A returned row is newer than a pending one, a later return than an earlier one, then the later row of the delivery.
_DROP_OLDER = """DELETE FROM incoming WHERE trim(dossier_id) <> '' AND rowid NOT IN (
  SELECT max({'is_returned': returned_at IS NOT NULL, 'returned_at': returned_at, 'place': rowid}).place
  FROM incoming GROUP BY trim(dossier_id))"""


def replace_month(
    store: str | Path, province: str, ym: int, records: pd.DataFrame | str | Path | list
) -> DossierCube:
    """
    Put the dossiers of one province-month in the place of those the store had.

    Parameters
    ----------
    store : str or pathlib.Path
        The store's folder; made where there is none.
    province : str
        Unit id.
    ym : int
        Month of receipt, as YYYYMM.
    records : pandas.DataFrame, path, glob or list of paths
        All dossiers of the province received in the month (`schema.RECORD_COLUMNS`; ``province`` and ``ym``
        may be left out), as a frame, Parquet or CSV files. More columns are kept. No rows is an answer too:
        the month is then known to be empty, which is not the same as a month never delivered.

    Returns
    -------
    DossierCube
        The partial cube of this province-month, as stored.

    Raises
    ------
    ValueError
        If the folder is no store, or the id or the month is none.
    DataFaultError
        If a column is missing or of a wrong type, or a row belongs to another province or month.

    Notes ----- Of several rows with one ``dossier_id`` the newest stays: the one returned last (a returned
    before a pending one), then the last of the delivery; the others are counted as "duplicate_id". Rows
    without an id all stay. Lines of a CSV file that cannot be read are kept as they are in
    ``_unreadable.csv`` beside the records and counted as "unreadable_line". Each file appears whole or not at
    all; should the run stop between records and cube, `load_cube` says so.
    """
    unit = name_unit(store, province, ym)
    if unit.store.exists():
        check_store(unit.store)
    with connect(threads=_THREADS) as connection:
        rejects = _receive(connection, unit, records)
        problems = {**_drop_older(connection), "unreadable_line": len(rejects)}
        _write_records(connection, unit, problems)
        _keep_unreadable(unit, rejects)
        return _write_cube(connection, unit, problems, rejects.drop(columns="text", errors="ignore"))


def _receive(connection: DuckDBPyConnection, unit: Unit, records) -> pd.DataFrame:
    """Make the table ``incoming`` of a delivery; gives the lines that could not be read."""
    if isinstance(records, pd.DataFrame):
        connection.register("delivery", _as_delivery(records))
        _take_in(connection, unit, "delivery", _FRAME)
        return no_rejects()
    files = list_files(records)
    if not is_delimited(files[0]):
        _take_in(connection, unit, read_parquet(files), files[0])
        return no_rejects()
    rejects = load_delimited(connection, files, "delivery", ())
    _take_in(connection, unit, "delivery", files[0])
    return rejects


def _as_delivery(records: pd.DataFrame) -> pd.DataFrame:
    """The frame with a column that holds nothing typed as it should be: nothing has no type of its own."""
    if not len(records.columns):
        remedy = f"Cần các cột {', '.join(_BODY)}."
        raise DataFaultError([Fault(_FRAME, 0, "", "", "không có cột nào", remedy)])
    records = records.rename(columns=str.lower)
    nothing = [name for name in _BODY if name in records and records[name].isna().all()]
    return records.astype({name: "datetime64[us]" if name in MOMENTS else "str" for name in nothing})


def _take_in(
    connection: DuckDBPyConnection, unit: Unit, relation: str, file: str | Path, *, only_counted: bool = False
) -> None:
    typed = typed_columns(connection, relation, file, _BODY)
    names = describe(connection, relation)
    _check_belongs(connection, unit, relation, names, file)
    others = () if only_counted else (name for name in names if name not in RECORD_COLUMNS)
    more = {name: identifier(name) for name in others}
    columns = ", ".join({**typed, **more}.values())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE incoming AS SELECT {columns} FROM {relation}")


def _check_belongs(
    connection: DuckDBPyConnection, unit: Unit, relation: str, names: Iterable[str], file: str | Path
) -> None:
    """Rows of another province or month would be counted for this one."""
    faults = []
    for name, own in (("province", unit.province), ("ym", str(unit.ym))):
        if name not in names:
            continue
        text = f"coalesce(CAST({name} AS VARCHAR), '')"
        others = connection.execute(
            f"SELECT {text}, COUNT(*) FROM {relation} WHERE {text} <> {literal(own)} GROUP BY 1 ORDER BY 1"
        ).fetchall()
        message = "có {} dòng không thuộc " + str(unit)
        remedy = f"Chỉ gửi hồ sơ có {name} là {own}, hoặc bỏ cột này."
        faults += [
            Fault(str(file), 0, name, found or "ô trống", message.format(n), remedy) for found, n in others
        ]
    if faults:
        raise DataFaultError(faults)


def _drop_older(connection: DuckDBPyConnection) -> dict[str, int]:
    """Leave the newest row of every dossier in ``incoming``; gives how many were dropped, and how many have no id."""
    rows, with_id, distinct = connection.execute(_IDS).fetchall()[0]
    if with_id > distinct:
        connection.execute(_DROP_OLDER)
    return {"duplicate_id": with_id - distinct, "no_dossier_id": rows - with_id}


def _write_records(connection: DuckDBPyConnection, unit: Unit, problems: dict[str, int]) -> None:
    # What was left out travels with the file, so that a cube made anew tells it too.
    notes = ", ".join(f"{_NOTE}{problem}: '{n}'" for problem, n in problems.items() if problem in _LEFT_OUT)
    with replacing(unit.records) as draft:
        connection.execute(
            "COPY (SELECT * FROM incoming ORDER BY procedure_code, received_at, dossier_id) "
            f"TO {literal(draft)} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{notes}}})"
        )


def _keep_unreadable(unit: Unit, rejects: pd.DataFrame) -> None:
    if rejects.empty:
        unit.unreadable.unlink(missing_ok=True)
        return
    with replacing(unit.unreadable) as draft:
        rejects.to_csv(draft, index=False, encoding="utf-8-sig")


def _write_cube(
    connection: DuckDBPyConnection, unit: Unit, problems: dict[str, int], rejects: pd.DataFrame
) -> DossierCube:
    """Count ``incoming`` and write its partial cube; the note is taken away first and written last."""
    cube = _count_unit(connection, unit, problems)
    unit.note.unlink(missing_ok=True)
    for part in PARTS:
        connection.register("part", getattr(cube, part).drop(columns=["province", "ym"]))
        with replacing(unit.cube / f"{part}.parquet") as draft:
            connection.execute(
                f"COPY (SELECT * FROM part) TO {literal(draft)} (FORMAT parquet, COMPRESSION zstd)"
            )
    write_note(unit, describe_records(unit))
    return replace(cube, rejects=rejects)


def _count_unit(connection: DuckDBPyConnection, unit: Unit, problems: dict[str, int]) -> DossierCube:
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW unit_records AS SELECT {literal(unit.province)} AS province, "
        f"CAST({unit.ym} AS INTEGER) AS ym, * FROM incoming"
    )
    told = [(unit.province, unit.ym, problem, "", n) for problem, n in problems.items()]
    return count_with(connection, "unit_records", told)


def refresh(
    store: str | Path, *, provinces: Iterable[str] | None = None, months: Iterable[int] | None = None
) -> pd.DataFrame:
    """
    Make the partial cubes anew that do not match their records.

    Parameters
    ----------
    store : str or pathlib.Path
        The store's folder. Records may have been put there by other programs; older rows of a dossier that
        they left in a file are not counted, and told as "duplicate_id".
    provinces : iterable of str, optional
        Unit ids to look at; all where not given.
    months : iterable of int, optional
        Months to look at, as YYYYMM; all where not given.

    Returns
    -------
    pandas.DataFrame
        One row per cube made: ``province``, ``ym`` and the ``reason`` ("missing", "format" or "changed").

    Raises
    ------
    FileNotFoundError
        If there is no such folder.
    ValueError
        If the folder is no store, or a province has nothing in it.
    DataFaultError
        If a column of a file is missing or of a wrong type.
    """
    units = [unit for unit in list_units(store, provinces=provinces, months=months) if unit.records.exists()]
    stale = {unit: reason for unit in units if (reason := why_stale(unit) or _changed(unit))}
    if stale:
        with connect(threads=_THREADS) as connection:
            for unit in stale:
                _rebuild(connection, unit)
    rows = [(unit.province, unit.ym, reason) for unit, reason in stale.items()]
    texts = dict.fromkeys(("province", "reason"), "str")
    return pd.DataFrame(rows, columns=["province", "ym", "reason"]).astype({**texts, "ym": "int64"})


def _changed(unit: Unit) -> str:
    return "" if read_note(unit) == describe_records(unit) else "changed"


def _rebuild(connection: DuckDBPyConnection, unit: Unit) -> None:
    relation = f"read_parquet({literal(unit.records)}, hive_partitioning = false)"
    _take_in(connection, unit, relation, unit.records, only_counted=True)
    earlier = _read_left_out(connection, unit)
    found = _drop_older(connection)
    found["duplicate_id"] += earlier["duplicate_id"]
    _write_cube(connection, unit, {**earlier, **found}, no_rejects())


def _read_left_out(connection: DuckDBPyConnection, unit: Unit) -> dict[str, int]:
    rows = connection.execute(
        f"SELECT key, value FROM parquet_kv_metadata({literal(unit.records)})"
    ).fetchall()
    notes = {
        (key if isinstance(key, str) else bytes(key).decode("utf-8", "replace")): value for key, value in rows
    }
    return {problem: int(notes.get(_NOTE + problem, 0)) for problem in _LEFT_OUT}


def load_cube(
    store: str | Path, provinces: Iterable[str] | None = None, months: Iterable[int] | None = None
) -> DossierCube:
    """
    Read the cube of some provinces and months from partial cubes; no record is opened.

    Parameters
    ----------
    store : str or pathlib.Path
        The store's folder, or one that holds only its ``_cube``.
    provinces : iterable of str, optional
        Unit ids; all where not given.
    months : iterable of int, optional
        Months, as YYYYMM; all where not given. A month that was never delivered has no rows, and neither has
        one that is known to be empty; `units.list_units` tells them apart.

    Returns
    -------
    DossierCube
        Sorted by its keys; without rows where nothing was received.

    Raises
    ------
    FileNotFoundError
        If there is no such folder.
    ValueError
        If the folder is no store, a province has nothing in it, or a partial cube does not match its records.
    """
    units = list_units(store, provinces=provinces, months=months)
    stale = {unit: reason for unit in units if (reason := why_stale(unit))}
    if stale:
        named = ", ".join(f"{unit} ({reason})" for unit, reason in list(stale.items())[:5])
        raise ValueError(
            f"Kho hồ sơ {store}: {len(stale)} khối đếm chưa khớp với hồ sơ, ví dụ {named}. "
            "Chạy dtanalysis.dossiers.refresh(kho) rồi đọc lại."
        )
    if not units:
        return empty_cube()
    with connect() as connection:
        parts = {
            part: fetch(connection, f"SELECT * FROM {read_parquet(_files(units, part))}") for part in PARTS
        }
    rows = parts["quality"][["province", "ym", "problem", "found", "n"]].astype({"province": "str"})
    return assemble(parts["counts"], parts["days"], tabulate(rows.itertuples(index=False, name=None)))


def _files(units: Iterable[Unit], part: str) -> list[Path]:
    return [unit.cube / f"{part}.parquet" for unit in units]
