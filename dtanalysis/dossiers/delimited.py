"""
Delimited files of dossier records, typed on reading: a line that does not fit is kept aside and told, never
dropped.

Takes CSV, TSV or semicolon files (UTF-8, a header line, dates as 2023-06-01 08:30 or 01/06/2023 08:30) and
gives a table of the engine, with the lines that could not be read: file, line, column and reason.
"""

from __future__ import annotations

import csv
import gzip
import re
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from dtanalysis.catalogue.faults import DataFaultError, Fault
from dtanalysis.dossiers.engine import identifier, literal
from dtanalysis.dossiers.schema import MOMENTS, REJECTS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_DELIMITERS = ",;\t|"
_SAMPLE = 1000

_DATE_FORMATS = (
    (re.compile(r"\d{4}-\d{1,2}-\d{1,2}"), "DATE", ""),
    (re.compile(r"\d{1,2}/\d{1,2}/\d{4}"), "DATE", "%d/%m/%Y"),
    (re.compile(r"\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d{2}"), "TIMESTAMP", "%d/%m/%Y %H:%M"),
    (re.compile(r"\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d{2}:\d{2}"), "TIMESTAMP", "%d/%m/%Y %H:%M:%S"),
)
"""How a date cell looks → its type and format; anything else is read as an ISO moment."""


def is_delimited(path: Path) -> bool:
    """Tell by its name whether a file is delimited text."""
    name = path.name.lower().removesuffix(".gz")
    return name.endswith((".csv", ".tsv", ".txt"))


def load_delimited(
    connection: DuckDBPyConnection, files: list[Path], table: str, columns: tuple[str, ...]
) -> pd.DataFrame:
    """
    Read delimited files into a temporary table, in the order of files and lines.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        An engine of our own.
    files : list of pathlib.Path
        Files with the same columns, in any order.
    table : str
        Name of the temporary table to make.
    columns : tuple of str
        The columns to keep, if there; all where empty.

    Returns
    -------
    pandas.DataFrame
        One row per line that could not be read (`schema.REJECTS`), with the ``text`` of the line as well: it
        belongs beside the records and nowhere else.

    Raises
    ------
    DataFaultError
        If a file has no header line or is not UTF-8.
    """
    rejects = []
    for number, file in enumerate(files):
        # Each file is read on its own: its header may be in another order, its dates written in another way.
        relation, names = _reading(file)
        kept = [name for name in names if not columns or name in columns]
        chosen = ", ".join(identifier(name) for name in kept)
        verb = f"CREATE TEMP TABLE {table} AS" if number == 0 else f"INSERT INTO {table} BY NAME"
        _run(connection, f"{verb} SELECT {chosen} FROM {relation}", file)
        rejects.append(_rejected(connection, file))
    return pd.concat(rejects, ignore_index=True)


def _reading(file: Path) -> tuple[str, list[str]]:
    """The table function that reads one file, and the names of its columns."""
    header, cells, delimiter = _sample(file)
    kinds, formats = {}, {}
    for name in header:
        kinds[name], form = _kind(name, cells.get(name, ""))
        if form:
            formats["dateformat" if kinds[name] == "DATE" else "timestampformat"] = form
    columns = ", ".join(f"{literal(name)}: {literal(kind)}" for name, kind in kinds.items())
    options = "".join(f", {option} = {literal(form)}" for option, form in formats.items())
    relation = (
        f"read_csv({literal(file)}, auto_detect = false, header = true, delim = {literal(delimiter)}, quote = '\"', "
        f"escape = '\"', nullstr = '', columns = {{{columns}}}, store_rejects = true, rejects_limit = 0{options})"
    )
    return relation, header


def _kind(name: str, cell: str) -> tuple[str, str]:
    if name == "ym":
        return "INTEGER", ""
    if name not in MOMENTS:
        return "VARCHAR", ""
    looks = (found for pattern, *found in _DATE_FORMATS if pattern.fullmatch(cell))
    kind, form = next(looks, ("TIMESTAMP", ""))
    # Only a due day means the end of that day; a day of receipt without a time is its beginning.
    return ("TIMESTAMP" if kind == "DATE" and name != "due_at" and not form else kind), form


def _sample(file: Path) -> tuple[list[str], dict[str, str], str]:
    """Column names in small letters, the first date cell of each, and the delimiter."""
    try:
        with _open(file, "rt", encoding="utf-8-sig", newline="") as text:
            first = text.readline()
            delimiter = max(_DELIMITERS, key=first.count)
            rows = csv.reader(text, delimiter=delimiter)
            header = [name.strip().lower() for name in next(csv.reader([first], delimiter=delimiter), [])]
            cells: dict[str, str] = {}
            for row in islice(rows, _SAMPLE):
                cells.update(
                    {n: c.strip() for n, c in zip(header, row, strict=False) if c and n not in cells}
                )
    except UnicodeDecodeError as error:
        raise _fault(file, "không phải UTF-8", "Cần lưu tệp dạng CSV UTF-8.") from error
    if not any(header):
        raise _fault(file, "không có dòng tiêu đề", "Dòng đầu phải là tên các cột.")
    return header, cells, delimiter


def _fault(file: Path, message: str, remedy: str) -> DataFaultError:
    return DataFaultError([Fault(str(file), 0, "", "", message, remedy)])


def _run(connection: DuckDBPyConnection, statement: str, file: Path) -> None:
    try:
        connection.execute(statement)
    except Exception as error:
        raise _fault(file, f"không đọc được: {error}", "Cần gửi lại tệp này.") from error


# A line may fail in several columns; a wrong number of columns explains the rest.
_REJECTED = """SELECT first(line_byte_position ORDER BY place) - 1 AS start, first(csv_line ORDER BY place) AS text,
  first(replace(lower(CAST(error_type AS VARCHAR)), ' ', '_') ORDER BY place) AS reason,
  first(CASE WHEN place = 0 THEN '' ELSE coalesce(column_name, '') END ORDER BY place) AS "column"
FROM (SELECT *, CASE WHEN CAST(error_type AS VARCHAR) IN ('MISSING COLUMNS', 'TOO MANY COLUMNS') THEN 0
  ELSE 1 + column_idx END AS place FROM reject_errors)
GROUP BY line ORDER BY line"""


def _rejected(connection: DuckDBPyConnection, file: Path) -> pd.DataFrame:
    rows = connection.execute(_REJECTED).df()
    connection.execute("DROP TABLE reject_errors; DROP TABLE reject_scans")
    texts = dict.fromkeys(("file", "column", "reason", "text"), "str")
    rows = rows.assign(file=str(file), line=_line_numbers(file, rows["start"])).astype(
        {**texts, "line": "int64"}
    )
    return rows.assign(text=rows["text"].str.strip("\r\n"))[[*REJECTS, "text"]]


def _line_numbers(file: Path, starts: pd.Series) -> list[int]:
    """The line of the file at each place, counted in bytes; the engine counts records, not lines."""
    numbers, line, place = [], 1, 0
    with _open(file, "rb") as content:
        for start in starts.astype(int):
            line += content.read(start - place).count(b"\n")
            place = start + 1
            # Empty lines before a record are counted as its beginning.
            while (first := content.read(1)) in (b"\n", b"\r"):
                line += first == b"\n"
                place += 1
            numbers.append(line)
    return numbers


def _open(file: Path, mode: str, **how):
    return (gzip.open if file.suffix.lower() == ".gz" else open)(file, mode, **how)
