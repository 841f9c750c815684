"""
Where dossier records lie, and how to ask them: files, a DuckDB connection, or any SQL engine behind a
function.

Gives a `Records` that answers a statement with a frame. Files become a view whose columns are checked and
whose moments are local time; a missing column or a wrong type is told with file, column, what was found and
what would be right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from dtanalysis.catalogue.faults import DataFaultError, Fault
from dtanalysis.dossiers.delimited import is_delimited, load_delimited
from dtanalysis.dossiers.engine import LOCAL_ZONE, connect, fetch, literal
from dtanalysis.dossiers.quality import no_rejects
from dtanalysis.dossiers.schema import MOMENTS, NEEDED, TEXTS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_PARQUET = {".parquet", ".pq"}
_WHOLE = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"}


@dataclass(frozen=True)
class Records:
    """
    Dossier records that can be asked.

    Attributes
    ----------
    query : callable
        From a SQL text to a frame.
    rejects : pandas.DataFrame
        One row per line that could not be read (`schema.REJECTS`).
    """

    query: Callable[[str], pd.DataFrame]
    rejects: pd.DataFrame = field(default_factory=no_rejects)


@contextmanager
def open_records(
    source, *, dialect: str, table: str, threads: int | None = None, memory_limit: str = "1GB"
) -> Iterator[Records]:
    """
    Open a source of records for the length of a ``with`` block.

    Parameters
    ----------
    source : path, glob, list of paths, duckdb connection or callable
        As in `cube.build_cube`.
    dialect : str
        How the engine writes SQL; only a function may have another than duckdb.
    table : str
        Name of the table or view; files get it as the name of their view.
    threads : int, optional
        Threads for files.
    memory_limit : str
        Memory for files.

    Yields
    ------
    Records
        What answers the statements.

    Raises
    ------
    ValueError
        If a dialect other than duckdb is asked for with files or a DuckDB connection, or a column is missing.
    TypeError
        If the source is none of these.
    """
    if callable(source):
        yield Records(lambda statement: _ask(source, statement, table))
        return
    if dialect != "duckdb":
        raise ValueError(
            f"Files and DuckDB connections speak the dialect duckdb, not {dialect}; "
            "for another engine pass a function from a SQL text to a frame."
        )
    if hasattr(source, "execute"):
        _check_columns(describe(source, table), f"table {table}")
        yield Records(lambda statement: fetch(source, statement))
        return
    with connect(threads=threads, memory_limit=memory_limit) as connection:
        connection.execute("SET preserve_insertion_order = false")
        files = list_files(source)
        rejects = _open_files(connection, files, table)
        yield Records(lambda statement: _read(connection, statement, files[0].parent), rejects)


def _read(connection: DuckDBPyConnection, statement: str, place: Path) -> pd.DataFrame:
    """Ask files; the first one's columns were checked, so a failure is another file's, and the engine names it."""
    try:
        return fetch(connection, statement)
    except Exception as error:
        remedy = "Mọi tệp phải có cùng các cột, cùng kiểu dữ liệu."
        raise DataFaultError([Fault(str(place), 0, "", "", f"không đọc được: {error}", remedy)]) from error


def _ask(engine: Callable[[str], pd.DataFrame], statement: str, table: str) -> pd.DataFrame:
    """Ask an engine; only where it fails, look whether a column is missing, which engines tell in many ways."""
    try:
        return engine(statement)
    except Exception as error:
        try:
            found = [str(name).lower() for name in engine(f"SELECT * FROM {table} WHERE 1 = 0").columns]
        except Exception:
            raise error from None
        _check_columns(dict.fromkeys(found), f"table {table}", error)
        raise


def _check_columns(found: dict, place: str, cause: Exception | None = None) -> None:
    missing = [name for name in NEEDED if name not in found]
    if missing:
        raise ValueError(
            f"In {place} the column {missing[0]} is missing (columns found: {', '.join(found) or 'none'}). "
            f"Dossier records need {', '.join(NEEDED)}."
        ) from cause


def describe(connection: DuckDBPyConnection, relation: str) -> dict[str, str]:
    """
    List the columns of a relation.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Where it is known.
    relation : str
        A table, a view or a table function, as SQL.

    Returns
    -------
    dict
        Column name in small letters → type, in order.
    """
    rows = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
    return {name.lower(): kind for name, kind, *_ in rows}


def list_files(source) -> list[Path]:
    """
    List the files that a path, a folder, a glob or a list of these means.

    Parameters
    ----------
    source : str, pathlib.Path or list of these
        Folders and files whose name begins with ``_`` or ``.`` are passed over, as Spark and Hive do.

    Returns
    -------
    list of pathlib.Path
        Sorted; all Parquet or all delimited.

    Raises
    ------
    FileNotFoundError
        If nothing is there.
    ValueError
        If the files are of two kinds, or of none that is known.
    TypeError
        If `source` is no path.
    """
    sources = source if isinstance(source, list | tuple) else [source]
    files = sorted({path for one in sources for path in _files_of(one)})
    if not files:
        raise FileNotFoundError(
            f"Không tìm thấy tệp hồ sơ nào ở {source}. Cần tệp Parquet hoặc CSV, hoặc thư mục có những tệp đó."
        )
    kinds = {_kind(path) for path in files}
    if len(kinds) > 1:
        raise ValueError(f"{source} holds Parquet and CSV files; count them one kind at a time.")
    return files


def _files_of(source) -> list[Path]:
    if not isinstance(source, str | Path):
        raise TypeError(
            f"Dossier records come from a path, a DuckDB connection or a function; got {type(source).__name__}."
        )
    path = Path(source)
    if path.is_dir():
        below = (
            file for file in path.rglob("*") if file.is_file() and not _is_hidden(file.relative_to(path))
        )
        return [file for file in below if file.suffix.lower() in _PARQUET or is_delimited(file)]
    if path.exists():
        return [path]
    # A glob begins at its first part with a wildcard.
    fixed = next((place for place, part in enumerate(path.parts) if set("*?[") & set(part)), len(path.parts))
    base, pattern = Path(*path.parts[:fixed]), "/".join(path.parts[fixed:])
    return [file for file in base.glob(pattern) if file.is_file()] if pattern else []


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(("_", ".")) for part in path.parts)


def _kind(path: Path) -> str:
    if path.suffix.lower() in _PARQUET:
        return "parquet"
    if is_delimited(path):
        return "delimited"
    raise ValueError(f"{path}: tệp hồ sơ phải là .parquet hoặc .csv, .tsv, .txt (có thể nén .gz).")


def _open_files(connection: DuckDBPyConnection, files: list[Path], table: str) -> pd.DataFrame:
    """Make a view of the files under the name of the table; gives the lines that could not be read."""
    if _kind(files[0]) == "delimited":
        rejects = load_delimited(connection, files, "delimited_records", NEEDED).drop(columns="text")
        relation = "delimited_records"
    else:
        rejects = no_rejects()
        relation = read_parquet(files)
    columns = ", ".join(typed_columns(connection, relation, files[0], NEEDED).values())
    connection.execute(f"CREATE TEMP VIEW {table} AS SELECT {columns} FROM {relation}")
    return rejects


def read_parquet(files: list[Path]) -> str:
    """
    Write the table function that reads Parquet files.

    Parameters
    ----------
    files : list of pathlib.Path
        At least one; ``ym=…`` and ``province=…`` in their paths are columns.

    Returns
    -------
    str
        SQL; ``ym`` from a path is a whole number and ``province`` a text, whatever their values look like.
    """
    keys = [
        name for name in ("ym", "province") if any(part.startswith(f"{name}=") for part in files[0].parts)
    ]
    kinds = ", ".join(f"'{name}': {'INTEGER' if name == 'ym' else 'VARCHAR'}" for name in keys)
    hive = f"hive_partitioning = true, hive_types = {{{kinds}}}" if keys else "hive_partitioning = false"
    return f"read_parquet([{', '.join(literal(file) for file in files)}], {hive})"


def typed_columns(
    connection: DuckDBPyConnection, relation: str, file: Path, columns: tuple[str, ...]
) -> dict[str, str]:
    """
    Check the columns of a relation, and write how each is read.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Where the relation is known.
    relation : str
        A table, a view or a table function, as SQL.
    file : pathlib.Path
        What messages name.
    columns : tuple of str
        Columns of `schema.RECORD_COLUMNS` that must be there.

    Returns
    -------
    dict
        Column → SQL expression with its name: moments with a zone as local time, a due day as its end.

    Raises
    ------
    DataFaultError
        If a column is missing or of another type.
    """
    try:
        found = describe(connection, relation)
    except Exception as error:
        raise DataFaultError(
            [Fault(str(file), 0, "", "", f"không đọc được: {error}", "Cần gửi lại tệp này.")]
        ) from error
    faults = [fault for name in columns if (fault := _column_fault(name, found, str(file)))]
    if faults:
        raise DataFaultError(faults)
    return {name: _expression(name, found[name]) for name in columns}


def _column_fault(name: str, found: dict[str, str], file: str) -> Fault | None:
    if name not in found:
        message = f"thiếu cột này; các cột có trong tệp: {', '.join(found) or 'không có cột nào'}"
        return Fault(file, 0, name, "", message, f"Cần {_right(name)}.")
    kind = found[name]
    if _is_right(name, kind):
        return None
    return Fault(file, 0, name, kind, "sai kiểu dữ liệu", f"Cần {_right(name)}.")


def _is_right(name: str, kind: str) -> bool:
    # A column without any value may come as a column of nulls of whatever type a writer chose.
    if name == "ym":
        return kind in _WHOLE
    if name in MOMENTS:
        return kind.startswith(("TIMESTAMP", "DATE")) or kind == '"NULL"'
    return kind.startswith(("VARCHAR", "ENUM")) or kind == '"NULL"'


def _right(name: str) -> str:
    if name == "ym":
        return "số nguyên dạng 202306 (tháng tiếp nhận)"
    if name in MOMENTS:
        return "kiểu thời điểm (timestamp), ví dụ 2023-06-01 08:30:00"
    return "kiểu chữ (text)" if name in TEXTS else "kiểu chữ (text) không để trống"


def _expression(name: str, kind: str) -> str:
    if name in MOMENTS and kind == '"NULL"':
        return f"CAST({name} AS TIMESTAMP) AS {name}"
    if kind == '"NULL"':
        return f"CAST({name} AS VARCHAR) AS {name}"
    if name in MOMENTS and kind == "TIMESTAMP WITH TIME ZONE":
        return f"timezone('{LOCAL_ZONE}', {name}) AS {name}"
    if name == "due_at" and kind == "DATE":
        return "CAST(due_at AS TIMESTAMP) + INTERVAL 1 DAY - INTERVAL 1 SECOND AS due_at"
    return name
