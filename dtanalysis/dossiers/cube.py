"""
How many dossiers, of what kind, how fast: a count cube made of dossier records by two statements on any SQL
engine.

Takes records where they lie (Parquet or CSV files, a DuckDB table, or any engine behind a function) and gives
three small frames. Counts add up and processing days are whole numbers, so rates, medians and distinct
services follow exactly from the cube in pandas; that is left to the modules beside this one. No dossier id
and no person is in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from dtanalysis.dossiers.dialects import find_dialect
from dtanalysis.dossiers.engine import fetch
from dtanalysis.dossiers.quality import (
    list_problems,
    no_rejects,
    tabulate,
    unknown_procedures,
    unreadable_lines,
)
from dtanalysis.dossiers.schema import COUNTS, DAYS, DAYS_KEYS, FAULT_BITS, KEYS, QUALITY
from dtanalysis.dossiers.sources import open_records
from dtanalysis.dossiers.statements import write_statements

_WHOLE = ("ym", "days")


@dataclass(frozen=True)
class DossierCube:
    """
    Dossiers counted by province, month of receipt, procedure, field and agency.

    Attributes
    ----------
    counts : pandas.DataFrame
        One row per ``province``, ``ym``, ``procedure_code``, ``field``, ``agency`` that occurs, with the
        whole numbers `schema.COUNTS`. Texts are categories, an empty text where a record told none; ``ym`` is
        int64.
    days : pandas.DataFrame
        One row per ``province``, ``ym``, ``field``, ``agency`` and whole ``days`` from receipt to return:
        ``k`` settled dossiers.
    quality : pandas.DataFrame
        One row per ``province``, ``ym``, ``problem`` (`schema.PROBLEMS`) and text ``found``: ``n`` dossiers.
        A line that could not be read belongs to no month: ``province`` is empty and ``ym`` 0. A problem
        without a row was not seen; ``duplicate_id`` and ``no_dossier_id`` are looked for by the store only,
        ``unknown_procedure`` by `check_procedures`.
    rejects : pandas.DataFrame
        One row per line of a CSV file that could not be read: ``file``, ``line``, ``column``, ``reason``;
        never its text.
    """

    counts: pd.DataFrame
    days: pd.DataFrame
    quality: pd.DataFrame
    rejects: pd.DataFrame = field(default_factory=no_rejects)


def build_cube(
    source,
    *,
    dialect: str = "duckdb",
    table: str = "d",
    months: Iterable[int] | None = None,
    provinces: Iterable[str] | None = None,
    threads: int | None = None,
    memory_limit: str = "1GB",
) -> DossierCube:
    """
    Count dossier records.

    Parameters
    ----------
    source : path, glob, list of paths, duckdb connection or callable
        Parquet or CSV files, or a folder of them (``ym=202306/province=ninh-thuan`` in a path are columns); a
        DuckDB connection; or a function from a SQL text to a frame, such as ``lambda q:
        spark.sql(q).toPandas()`` or, through ADBC, ``lambda q: pandas.read_sql(q, connection)``. Columns as
        in `schema.NEEDED`.
    dialect : str
        How the engine behind a function writes SQL: a name of `dialects.DIALECTS`.
    table : str
        Name of the table or view behind a connection or a function.
    months : iterable of int, optional
        Months to count, as YYYYMM; all where not given.
    provinces : iterable of str, optional
        Unit ids to count; all where not given.
    threads : int, optional
        Threads for files; all cores where not given.
    memory_limit : str
        Memory for files, such as "1GB".

    Returns
    -------
    DossierCube
        Every record of the source is counted, also those with faults, which are told in ``quality``. Rows of
        one dossier that came twice are counted twice; the store (`store.replace_month`) keeps one of them.

    Raises
    ------
    ValueError
        If the dialect is not known, a month is no month, or the source lacks a column (the message lists
        those found).
    DataFaultError
        If a file lacks a column or holds one of a wrong type.
    FileNotFoundError
        If there is no such file.
    ImportError
        If duckdb is needed and not installed.

    Notes
    -----
    The engine runs exactly two GROUP BY statements; it needs no windows, joins, quantiles or division.
    """
    statements = write_statements(find_dialect(dialect), table, months=months, provinces=provinces)
    with open_records(
        source, dialect=dialect, table=table, threads=threads, memory_limit=memory_limit
    ) as records:
        counts, days = (records.query(statement) for statement in statements)
    problems = list(unreadable_lines(records.rejects))
    return replace(_tell(counts, days, problems), rejects=records.rejects)


def count_with(
    connection, table: str, problems: Iterable[tuple[str, int, str, str, int]] = ()
) -> DossierCube:
    """
    Count a table whose columns were checked already.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Where the table is known.
    table : str
        Its name.
    problems : iterable of tuple
        What is known to be wrong besides (`quality.tabulate`).

    Returns
    -------
    DossierCube
        All of its records.
    """
    counts, days = (fetch(connection, text) for text in write_statements(find_dialect("duckdb"), table))
    return _tell(counts, days, problems)


def _tell(counts: pd.DataFrame, days: pd.DataFrame, problems: Iterable[tuple]) -> DossierCube:
    """Make a cube of what the two statements gave, in any order and with any integer types."""
    counts = _count_outcomes(_settle_types(counts, ("odd_channel",)))
    return assemble(counts, days, tabulate([*list_problems(counts), *problems]))


def assemble(counts: pd.DataFrame, days: pd.DataFrame, quality: pd.DataFrame) -> DossierCube:
    """
    Put a cube together: one row per cell, sorted by its keys.

    Parameters
    ----------
    counts, days : pandas.DataFrame
        Rows with the columns of `DossierCube`, more of them or several per cell.
    quality : pandas.DataFrame
        Made by `quality.tabulate`.

    Returns
    -------
    DossierCube
        With texts as categories and whole numbers as int64.
    """
    counts = _sum_cells(_settle_types(counts), KEYS, COUNTS)
    return DossierCube(counts, _sum_cells(_settle_types(days), DAYS_KEYS, DAYS), quality)


def _settle_types(frame: pd.DataFrame, may_miss: Sequence[str] = ()) -> pd.DataFrame:
    """Whole numbers as int64 and texts as categories: engines type sums and date differences differently."""
    frame = frame.rename(columns=str.lower)
    texts = [name for name in (*KEYS, *may_miss) if name in frame and name not in _WHOLE]
    frame = frame.copy(deep=False)
    for name in texts:
        column = frame[name].astype("category")
        if name not in may_miss and column.hasnans:
            column = column.cat.set_categories(sorted({"", *column.cat.categories})).fillna("")
        frame[name] = column
    numbers = [name for name in frame if name not in (*texts, "odd_channel")]
    return frame.astype(dict.fromkeys(numbers, "int64"))


def _count_outcomes(rows: pd.DataFrame) -> pd.DataFrame:
    """Turn faults into columns: what a group of dossiers with the same faults came to."""
    undated = _has(rows, "no_received_date")
    impossible = _has(rows, "returned_before_received")
    possible = ~undated & ~impossible
    settled = rows["n_returned"].where(possible, 0)
    # A wrong due day says nothing about how long it took, and nothing about being on time.
    has_due = possible & ~_has(rows, "no_due_date", "due_before_received")
    return rows.assign(
        n_channel=rows["n"].where(~_has(rows, "channel"), 0),
        n_settled=settled,
        n_due=settled.where(has_due, 0),
        n_ontime=rows["n_ontime"].where(has_due, 0),
        n_pending=(rows["n"] - rows["n_returned"]).where(possible, 0),
        n_impossible=rows["n"].where(impossible, 0),
        n_undated=rows["n"].where(undated, 0),
    )


def _has(rows: pd.DataFrame, *faults: str) -> pd.Series:
    return (rows["fault"] & sum(FAULT_BITS[fault] for fault in faults)) > 0


def _sum_cells(rows: pd.DataFrame, keys: Sequence[str], sums: Sequence[str]) -> pd.DataFrame:
    """One row per cell, sorted by the keys: faulty dossiers join the others of their group."""
    codes = _cell_codes(rows, keys)
    order = np.argsort(codes, kind="stable")
    codes = codes[order]
    first = np.flatnonzero(np.diff(codes, prepend=codes[:1] - 1))
    cells = rows[list(keys)].take(order[first]).reset_index(drop=True)
    return cells.assign(**{name: np.add.reduceat(rows[name].to_numpy()[order], first) for name in sums})


def _cell_codes(rows: pd.DataFrame, keys: Sequence[str]) -> np.ndarray:
    """One whole number per row that orders rows as their keys do; grouping by five columns is many times slower."""
    codes, size = np.zeros(len(rows), dtype="int64"), 1
    for name in keys:
        places, words = _places(rows[name])
        if size * words > 2**62:
            _, codes = np.unique(codes, return_inverse=True)
            size = len(rows)
        codes, size = codes * words + places, size * words
    return codes


def _places(column: pd.Series) -> tuple[np.ndarray, int]:
    """Place of each value in the order of values, from 0, and how many places there are."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy("int64"), max(len(column.cat.categories), 1)
    lowest, highest = (column.min(), column.max()) if len(column) else (0, 0)
    return column.to_numpy() - lowest, int(highest - lowest + 1)


def check_procedures(cube: DossierCube, services: pd.DataFrame) -> DossierCube:
    """
    Tell the dossiers whose procedure is not in the services catalogue of their province.

    Parameters
    ----------
    cube : DossierCube
        Left as it is.
    services : pandas.DataFrame
        One row per procedure offered in a province (`schema.SERVICE_COLUMNS`).

    Returns
    -------
    DossierCube
        With "unknown_procedure" in ``quality`` (`quality.unknown_procedures`). The dossiers stay in
        ``counts``: they were received.
    """
    earlier = cube.quality[cube.quality["problem"] != "unknown_procedure"]
    both = pd.concat([earlier, unknown_procedures(cube.counts, services)])
    return replace(cube, quality=both.sort_values(list(QUALITY[:3]), kind="stable", ignore_index=True))


def empty_cube() -> DossierCube:
    """
    Return the cube of no dossiers: frames without rows, with the columns and types of any other.

    Returns
    -------
    DossierCube
        What a partition without rows counts up to.
    """
    counts, days = (
        pd.DataFrame({name: [] for name in names}) for names in ((*KEYS, *COUNTS), (*DAYS_KEYS, *DAYS))
    )
    return assemble(counts, days, tabulate([]))
