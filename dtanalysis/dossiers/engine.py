"""
The embedded engine: a DuckDB connection with careful settings, and its results as frames with text keys as
categories.

Takes statements and gives frames. What is read is told by `sources`, what it means by `cube`.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LOCAL_ZONE = "Asia/Ho_Chi_Minh"
"""Moments stored with a time zone are read in local time: a day of receipt is a day in Vietnam."""

_RESULT = "dtanalysis_result"

_FEW = 50_000  # rows up to which plain texts cost less than making types for them


def connect(*, threads: int | None = None, memory_limit: str = "1GB") -> closing[DuckDBPyConnection]:
    """
    Open an engine of our own, in memory.

    Parameters
    ----------
    threads : int, optional
        Threads to use; all cores where not given.
    memory_limit : str
        How much the engine may hold before it writes to temporary files.

    Returns
    -------
    contextlib.closing
        The connection, closed at the end of the ``with`` block.

    Raises
    ------
    ImportError
        If duckdb is not installed.
    """
    try:
        import duckdb
    except ImportError as error:
        raise ImportError(
            "Dossier records are counted with DuckDB, which is not installed: pip install 'dtanalysis[dossiers]'."
        ) from error
    settings: dict[str, str | int] = {
        "memory_limit": memory_limit,
        # DuckDB 2.0.0 gives wrong totals over filtered hive partitions with it (tests/test_dossiers_engines.py).
        "disabled_optimizers": "window_self_join",
    }
    if threads is not None:
        settings["threads"] = threads
    return closing(duckdb.connect(config=settings))


def fetch(connection: DuckDBPyConnection, statement: str) -> pd.DataFrame:
    """
    Run one statement, giving text columns of a long result as categories.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Any connection; a temporary table and types of ours come and go.
    statement : str
        A SELECT.

    Returns
    -------
    pandas.DataFrame
        Its rows. Many texts travel as codes of an ENUM: as strings they would cost more than the statement
        itself.
    """
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {_RESULT} AS {statement}")
    types = []
    try:
        columns = [(name, kind) for name, kind, *_ in connection.execute(f"DESCRIBE {_RESULT}").fetchall()]
        texts = _with_text(connection, columns)
        for name in texts:
            distinct = f'SELECT DISTINCT "{name}" FROM {_RESULT} WHERE "{name}" IS NOT NULL ORDER BY 1'
            connection.execute(f'CREATE TEMP TYPE "{_RESULT}_{name}" AS ENUM ({distinct})')
            types.append(name)
        shown = [
            f'CAST("{name}" AS "{_RESULT}_{name}") AS "{name}"' if name in texts else f'"{name}"'
            for name, _ in columns
        ]
        return connection.execute(f"SELECT {', '.join(shown)} FROM {_RESULT}").df()
    finally:
        connection.execute(f"DROP TABLE {_RESULT}")
        for name in types:
            connection.execute(f'DROP TYPE "{_RESULT}_{name}"')


def _with_text(connection: DuckDBPyConnection, columns: list[tuple[str, str]]) -> list[str]:
    """The text columns of a long result that hold a text: an ENUM of no words is not allowed."""
    names = [name for name, kind in columns if kind == "VARCHAR"]
    counts = ", ".join(["COUNT(*)", *(f'COUNT("{name}")' for name in names)])
    rows, *known = connection.execute(f"SELECT {counts} FROM {_RESULT}").fetchall()[0]
    return [name for name, n in zip(names, known, strict=True) if n and rows > _FEW]


def literal(text: object) -> str:
    """
    Write a path or another text as a SQL literal of DuckDB.

    Parameters
    ----------
    text : object
        Its text is quoted, whatever it holds.

    Returns
    -------
    str
        The literal.

    Examples
    --------
    >>> literal("o'clock.parquet")
    "'o''clock.parquet'"
    """
    return "'" + str(text).replace("'", "''") + "'"


def identifier(name: str) -> str:
    """
    Write a column name as a quoted SQL identifier.

    Parameters
    ----------
    name : str
        Any name.

    Returns
    -------
    str
        The identifier.

    Examples
    --------
    >>> identifier("Mã hồ sơ")
    '"Mã hồ sơ"'
    """
    return '"' + name.replace('"', '""') + '"'
