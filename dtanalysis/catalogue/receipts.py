"""
What was received, and what was refused: the two tables that ``ingest`` leaves beside the figures of a programme.

``<programme>/receipts.csv`` counts what became of the rows of every sheet, ``<programme>/issues.csv`` lists what the sender
has to look at. Both are optional: where no file was ever received there is nothing to read, and an office that
types its figures by hand has neither.
"""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from dtanalysis.catalogue.faults import DataFaultError, Fault
from dtanalysis.catalogue.schema import TableSchema
from dtanalysis.catalogue.scope import Scope

RECEIPTS = TableSchema(
    name="receipts",
    columns=("file", "sha256", "sheet", "read", "accepted", "rejected", "ignored", "reasons", "as_of"),
    key=("file", "sha256", "sheet"),
    words={},
    numbers=("read", "accepted", "rejected", "ignored"),
    whole=("read", "accepted", "rejected", "ignored"),
    dates=("as_of",),
    required=("file", "sha256", "as_of"),
)

ISSUES = TableSchema(
    name="issues",
    columns=(
        "file", "sha256", "severity", "code", "sheet", "cell", "row", "column", "raw", "message", "suggestion",
    ),
    key=("file", "sha256", "code", "sheet", "row", "column"),
    words={"severity": ("error", "warning")},
    numbers=("row",),
    whole=("row",),
    required=("file", "sha256", "code", "message"),
)  # fmt: skip


@dataclass(frozen=True)
class Received:
    """
    What became of the files received so far.

    Attributes
    ----------
    receipts : pandas.DataFrame
        One row per sheet: the columns of `RECEIPTS` and ``programme``, the folder it stands in.
    issues : pandas.DataFrame
        One row per thing the sender has to look at: the columns of `ISSUES`, ``programme``, and the file's ``as_of``
        (missing where the receipts do not know the file).
    digests : dict of str to str
        SHA-256 of every file read, by path below the data folder.
    """

    receipts: pd.DataFrame
    issues: pd.DataFrame
    digests: dict[str, str]


def load_received(folder: Path) -> Received:
    """
    Read what was received into the programmes of a data folder.

    Parameters
    ----------
    folder : pathlib.Path
        The data folder.

    Returns
    -------
    Received
        Two empty frames where nothing was received.

    Raises
    ------
    DataFaultError
        If a table has other columns than those of its schema, or holds a number or a day that is none.
    """
    receipts, issues = (_read_programmes(folder, schema) for schema in (RECEIPTS, ISSUES))
    days = receipts.drop_duplicates(["programme", "file", "sha256"])[["programme", "file", "sha256", "as_of"]]
    digests = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for schema in (ISSUES, RECEIPTS)
        for path in _paths(folder, schema)
    }
    return Received(receipts, issues.merge(days, how="left"), dict(sorted(digests.items())))


def open_received(scope: Scope) -> Received:
    """
    Read what was received until the day whose knowledge counts.

    Parameters
    ----------
    scope : Scope
        The question.

    Returns
    -------
    Received
        As `load_received`, without what came later.
    """
    received = load_received(scope.programme.folder)
    if scope.as_of is None:
        return received
    until = pd.Timestamp(scope.as_of)
    # An issue of a file without a receipt has no day: it is told rather than lost.
    return Received(
        received.receipts[received.receipts["as_of"] <= until],
        received.issues[~(received.issues["as_of"] > until)],
        received.digests,
    )


def _paths(folder: Path, schema: TableSchema) -> list[Path]:
    return sorted(folder.glob(f"*/{schema.name}.csv"))


def _read_programmes(folder: Path, schema: TableSchema) -> pd.DataFrame:
    """One frame of all programmes, typed; each row with its ``programme``."""
    rows = [
        (*row, path.parent.name)
        for path in _paths(folder, schema)
        for row in _read_rows(path, path.relative_to(folder).as_posix(), schema)
    ]
    return _to_types(pd.DataFrame(rows, columns=[*schema.columns, "programme"]), schema)


def _read_rows(path: Path, name: str, schema: TableSchema) -> list[tuple[str, ...]]:
    lines = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    header, rows = tuple(lines[0]) if lines else (), [tuple(row) for row in lines[1:] if row]
    if header != schema.columns or any(len(row) != len(header) for row in rows):
        remedy = f"Dòng đầu phải là: {','.join(schema.columns)}; mỗi dòng có {len(schema.columns)} ô. Chạy lại `dtanalysis ingest`."
        raise DataFaultError(
            [Fault(name, 1, "", ",".join(header), "bảng do `dtanalysis ingest` ghi đã bị sửa", remedy)]
        )
    return rows


def _to_types(frame: pd.DataFrame, schema: TableSchema) -> pd.DataFrame:
    try:
        numbers = {
            name: pd.to_numeric(frame[name].replace("", None)).astype(float) for name in schema.numbers
        }
        dates = {name: pd.to_datetime(frame[name], format="%Y-%m-%d") for name in schema.dates}
    except ValueError as error:
        remedy = "Chạy lại `dtanalysis ingest` để ghi lại bảng."
        fault = Fault(f"{schema.name}.csv", 0, "", str(error), "ô không phải là số hoặc ngày", remedy)
        raise DataFaultError([fault]) from error
    return frame.assign(**numbers, **dates)
