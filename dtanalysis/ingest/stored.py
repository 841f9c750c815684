"""
What a data folder already holds of received figures, read as text, and the rows that a delivery adds to it.

One programme is a folder of six tables; `Shelf` holds them with what every other programme knows. Nothing is decided
here: `revisions` and `stated_targets` do that.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd

from dtanalysis.catalogue.faults import DataFaultError, Fault
from dtanalysis.catalogue.receipts import RECEIPTS
from dtanalysis.catalogue.schema import OBSERVATIONS, SOURCES, TARGETS, TableSchema
from dtanalysis.ingest.outcome import Issue, LedgerLine, Record
from dtanalysis.ingest.raw_files import RECEIVED, Kept, read_received
from dtanalysis.ingest.revisions import Figure, Version
from dtanalysis.ingest.stated_targets import Promise, Target
from dtanalysis.ingest.table_files import Row, as_dicts, guarded, make_row, number_text, read_rows, safe_text
from dtanalysis.periods import parse_period

PROVENANCE = TableSchema(
    name="provenance",
    columns=(*OBSERVATIONS.key, "sha256", "file", "sheet", "cell", "raw", "rule"),
    key=(*OBSERVATIONS.key, "sha256", "file", "sheet", "cell"),
    words={},
    dates=("as_of",),
    required=("indicator", "unit", "as_of", "source", "sha256", "file"),
)
"""One row per cell that a stored figure was read from: key of the observation, place, text as received, rule."""

_RESERVED = {"raw", "catalogue", "synthetic"}


@dataclass(frozen=True)
class Shelf:
    """
    One programme of a data folder, as it is before a delivery.

    Attributes
    ----------
    data_dir : pathlib.Path
        The data folder; it need not exist.
    programme : str
        Its folder.
    """

    data_dir: Path
    programme: str

    def __post_init__(self) -> None:
        if not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", self.programme) or self.programme in _RESERVED:
            raise ValueError(
                f"Programme {self.programme!r} cannot be a folder of tables. Use small letters, digits and hyphens, "
                f"such as 'received'; {', '.join(sorted(_RESERVED))} are taken."
            )

    @property
    def raw(self) -> Path:
        """Folder of the originals."""
        return self.data_dir / "raw"

    @property
    def source(self) -> str:
        """Id of the source under which received figures stand."""
        return "received" if self.programme == "received" else f"received-{self.programme}"

    def place(self, schema: TableSchema, *, is_synthetic: bool = False) -> Path:
        """
        Where a table of this programme stands.

        Parameters
        ----------
        schema : TableSchema
            The table.
        is_synthetic : bool
            Generated figures say so in the name of the file.

        Returns
        -------
        pathlib.Path
            Of a file that need not exist.
        """
        if schema is SOURCES:
            return self.data_dir / "sources.csv"
        if schema is RECEIVED:
            return self.raw / "received.csv"
        marked = is_synthetic and schema in (OBSERVATIONS, TARGETS)
        return self.data_dir / self.programme / f"{schema.name}{'.synthetic' if marked else ''}.csv"

    def rows(self, schema: TableSchema, *, is_synthetic: bool = False) -> list[Row]:
        """
        Read a table of this programme; none where there is no file.

        Parameters
        ----------
        schema, is_synthetic
            As in `place`.

        Returns
        -------
        list of Row
            In the order of the file.
        """
        return self._read(self.place(schema, is_synthetic=is_synthetic), schema)

    @cached_property
    def originals(self) -> dict[tuple[str, str], Kept]:
        """(digest, name in tables) → where the original is kept."""
        return read_received(self.rows(RECEIVED))

    @cached_property
    def first_seen(self) -> dict[str, date]:
        """Digest → the day on which these bytes were first received."""
        days = [(kept.sha256, kept.as_of) for kept in self.originals.values()]
        days += [
            (row["sha256"], date.fromisoformat(row["as_of"]))
            for row in as_dicts(self.rows(RECEIPTS), RECEIPTS)
        ]
        return dict(sorted(days, key=lambda pair: pair[1], reverse=True))

    @cached_property
    def observations(self) -> pd.DataFrame:
        """Figures of all programmes, typed as `dtanalysis.catalogue.load_programme` types them."""
        return _typed(self._all(OBSERVATIONS))

    @property
    def holds(self) -> set[bool]:
        """Whether the stored figures are generated (True) or real (False); both never, none where there are none."""
        return set((self.observations["status"] == "synthetic").tolist())

    def versions(self, *, is_synthetic: bool) -> dict[Figure, dict[date, Version]]:
        """
        Figures of this programme's source, by the day from which each version is known.

        Parameters
        ----------
        is_synthetic : bool
            Which of the two worlds.

        Returns
        -------
        dict
            Figure → day → version.
        """
        found: dict[Figure, dict[date, Version]] = defaultdict(dict)
        for row in as_dicts(self.rows(OBSERVATIONS, is_synthetic=is_synthetic), OBSERVATIONS):
            if row["source"] == self.source:
                figure = Figure(*(row[column] for column in Figure._fields))
                found[figure][date.fromisoformat(row["as_of"])] = Version(
                    _number(row["value"]),
                    row["qualifier"],
                    _number(row["numerator"]),
                    _number(row["denominator"]),
                    row["status"],
                    row["note"],
                )
        return dict(found)

    @cached_property
    def targets(self) -> dict[Promise, dict[date, Target]]:
        """Targets of all programmes and sources, by the day from which each is known."""
        found: dict[Promise, dict[date, Target]] = defaultdict(dict)
        for row in self._all(TARGETS):
            promise = Promise(*(row[column] for column in Promise._fields[:-1]), int(row["year"]))
            found[promise][date.fromisoformat(row["as_of"])] = Target(
                float(row["target"]), row["comparator"], row["source"]
            )
        return dict(found)

    def _all(self, schema: TableSchema) -> list[dict[str, str]]:
        paths = sorted(self.data_dir.glob(f"*/{schema.name}*.csv"))
        return [row for path in paths for row in as_dicts(self._read(path, schema), schema)]

    def _read(self, path: Path, schema: TableSchema) -> list[Row]:
        if not path.is_file():
            return []
        return read_rows(path.read_bytes(), schema, path.relative_to(self.data_dir).as_posix())


def observation_row(figure: Figure, day: date, version: Version, source: str) -> Row:
    """
    Write an observation.

    Parameters
    ----------
    figure : Figure
        What it is about.
    day : datetime.date
        From which it is known.
    version : Version
        What is said.
    source : str
        Who says so.

    Returns
    -------
    Row
        Of ``observations.csv``.
    """
    return make_row(
        [
            *figure,
            number_text(version.value),
            version.qualifier,
            number_text(version.numerator),
            number_text(version.denominator),
            version.status,
            day.isoformat(),
            source,
            safe_text(version.note),
        ]
    )


def target_row(promise: Promise, day: date, target: Target) -> Row:
    """
    Write a target as a form states it.

    Parameters
    ----------
    promise : Promise
        What it is set for.
    day : datetime.date
        From which it is known.
    target : Target
        What is promised.

    Returns
    -------
    Row
        Of ``targets.csv``.
    """
    number, year = number_text(target.target), str(promise.year)
    return make_row(
        [*promise[:-1], year, number, target.comparator, "stated", day.isoformat(), target.source, ""]
    )


def provenance_row(record: Record, since: date, source: str, kept: Kept) -> Row:
    """
    Write where a figure was read.

    Parameters
    ----------
    record : Record
        As read.
    since : datetime.date
        Day of the stored version that it belongs to.
    source : str
        Under which it is stored.
    kept : Kept
        The file.

    Returns
    -------
    Row
        Of ``provenance.csv``.
    """
    key = [record.indicator, record.unit, record.level, record.dimension, record.period, since.isoformat()]
    place = [kept.sha256, safe_text(kept.name), safe_text(record.sheet), f"{record.column}{record.row}"]
    return make_row([*key, source, *place, safe_text(record.raw), record.rule])


def issue_row(issue: Issue, kept: Kept) -> Row:
    """
    Write an issue.

    Parameters
    ----------
    issue : Issue
        What is to be said.
    kept : Kept
        The file.

    Returns
    -------
    Row
        Of ``issues.csv``.
    """
    cell, row = cell_name(issue), str(issue.row) if issue.row else ""
    texts = [safe_text(issue.raw), guarded(issue.message), guarded(issue.suggestion)]
    place = [safe_text(issue.sheet), cell, row, issue.column]
    return make_row([safe_text(kept.name), kept.sha256, issue.severity, issue.code, *place, *texts])


def receipt_row(line: LedgerLine, kept: Kept) -> Row:
    """
    Write what became of the rows of a sheet.

    Parameters
    ----------
    line : LedgerLine
        Of the sheet.
    kept : Kept
        The file.

    Returns
    -------
    Row
        Of ``receipts.csv``.
    """
    counts = [str(count) for count in (line.read, line.accepted, line.rejected, line.ignored)]
    reasons = "; ".join(f"{name} {count}" for name, count in sorted(line.reasons.items()))
    return make_row(
        [safe_text(kept.name), kept.sha256, safe_text(line.sheet), *counts, reasons, kept.as_of.isoformat()]
    )


def source_row(shelf: Shelf, *, is_synthetic: bool) -> Row:
    """
    Write the one source of a programme's received figures.

    Parameters
    ----------
    shelf : Shelf
        The programme.
    is_synthetic : bool
        Whether they are generated.

    Returns
    -------
    Row
        Of ``sources.csv``.
    """
    title = "Số liệu do các cơ quan, đơn vị gửi"
    title += " (synthetic: số liệu mô phỏng)" if is_synthetic else ""
    title += "" if shelf.programme == "received" else f", chương trình {shelf.programme}"
    kind = "synthetic" if is_synthetic else "official"
    return make_row([shelf.source, title, "Các cơ quan, đơn vị báo cáo", kind, "", ""])


def cell_name(issue: Issue) -> str:
    """
    Address of the cell that an issue means.

    Parameters
    ----------
    issue : Issue
        With its place.

    Returns
    -------
    str
        Such as "D7"; empty where a whole row or sheet is meant.
    """
    return f"{issue.column}{issue.row}" if issue.column and issue.row else ""


def _number(text: str) -> float | None:
    return float(text) if text else None


def _typed(rows: Iterable[dict[str, str]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(OBSERVATIONS.columns))
    try:
        numbers = {
            name: pd.to_numeric(frame[name].replace("", None)).astype(float) for name in OBSERVATIONS.numbers
        }
        days = pd.to_datetime(frame["as_of"], format="%Y-%m-%d")
        periods = frame["period"].map({text: parse_period(text) for text in frame["period"].unique()})
    except ValueError as error:
        remedy = "Chạy `dtanalysis list periods` để xem dòng nào sai."
        raise DataFaultError(
            [Fault("observations.csv", 0, "", str(error), "bảng số liệu có ô sai", remedy)]
        ) from error
    return frame.assign(**numbers, as_of=days, period=periods.astype(object))
