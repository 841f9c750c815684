"""
A delivery of files → the tables of a programme, the kept originals, and what is to be said about each file.

Files are copied, read, compared with each other and with what is stored; then all tables are written as one set. The
same files once more change no byte. The page for the clerk is made by ``publish.issues`` from what comes out here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from dtanalysis.catalogue.receipts import ISSUES, RECEIPTS
from dtanalysis.catalogue.schema import OBSERVATIONS, SOURCES, TARGETS, TableSchema
from dtanalysis.ingest.arrivals import Arrival, find_files
from dtanalysis.ingest.containers import LARGEST_FILE
from dtanalysis.ingest.file_sets import held, remove_if_empty, sweep, write_all
from dtanalysis.ingest.folder_check import check_folder
from dtanalysis.ingest.lexicon import Lexicon
from dtanalysis.ingest.outcome import Issue, LedgerLine, Receipt, Record
from dtanalysis.ingest.raw_files import RECEIVED, UNKNOWN_PERIOD, Copy, Kept, copy_in, keep, look_at
from dtanalysis.ingest.receive import receive_file, refuse_contradictions
from dtanalysis.ingest.remarks import add_remarks
from dtanalysis.ingest.revisions import Ruling, Told, settle
from dtanalysis.ingest.stated_targets import TargetRuling, settle_targets
from dtanalysis.ingest.stored import (
    PROVENANCE,
    Shelf,
    issue_row,
    observation_row,
    provenance_row,
    receipt_row,
    source_row,
    target_row,
)
from dtanalysis.ingest.table_files import Row, replace_rows, safe_text, write_rows
from dtanalysis.periods import Period, parse_period

Track = Callable[[Iterable[Arrival]], Iterable[Arrival]]


@dataclass(frozen=True)
class Delivery:
    """
    How files are to be taken in.

    Attributes
    ----------
    shelf : Shelf
        The programme that they belong to.
    today : datetime.date
        The day from which new files are known.
    as_of : datetime.date or None
        The day that was asked for; without it, a file received before keeps its day.
    period : Period or None
        The period that is expected.
    plan : str
        Id of the plan whose targets the forms state.
    is_rehearsal : bool
        Read and compare, but write nothing.
    """

    shelf: Shelf
    today: date
    as_of: date | None = None
    period: Period | None = None
    plan: str = ""
    is_rehearsal: bool = False


@dataclass(frozen=True)
class Intake:
    """
    What became of a delivery.

    Attributes
    ----------
    receipts : tuple of Receipt
        One per file, by name.
    period : str
        Code of the period that was asked for or, without one, of the latest that was reported; ``khong-ro-ky``.
    issues : bytes
        ``issues.csv`` of this delivery.
    skipped : tuple of (str, str)
        Files that were passed over, and why.
    notices : tuple of str
        What whoever runs the command should know, in Vietnamese.
    written : tuple of pathlib.Path
        Tables that changed.
    """

    receipts: tuple[Receipt, ...]
    period: str
    issues: bytes
    skipped: tuple[tuple[str, str], ...] = ()
    notices: tuple[str, ...] = ()
    written: tuple[Path, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether nothing was refused."""
        return all(receipt.is_clean for receipt in self.receipts)


@dataclass(frozen=True)
class _Read:
    """One file after reading: `copy` is None where it could not be kept."""

    arrival: Arrival
    copy: Copy | None
    day: date
    receipt: Receipt


def take_in(
    paths: Iterable[str | Path], lexicon: Lexicon, delivery: Delivery, *, track: Track = iter
) -> Intake:
    """
    Read received files, and store what is accepted of them.

    Parameters
    ----------
    paths : iterable of str or pathlib.Path
        Files and folders.
    lexicon : Lexicon
        The register.
    delivery : Delivery
        How they are to be taken in.
    track : callable
        Wraps the iteration over files, for a progress bar.

    Returns
    -------
    Intake
        What became of each file; a refusal is no exception.

    Raises
    ------
    FileNotFoundError
        If a path does not exist.
    ValueError, DataFaultError
        If there is no file, the plan is not registered, generated and real figures would mix, or the tables would
        not agree. Nothing is written.
    TimeoutError
        If another run holds the folder.
    OSError
        If something cannot be written; the next run completes it.
    """
    _check_plan(lexicon, delivery.plan)
    arrivals = find_files(paths, delivery.shelf.data_dir)
    if not arrivals.files:
        raise ValueError(
            f"No file to read among {', '.join(repr(str(path)) for path in paths) or 'nothing'}."
        )
    if delivery.is_rehearsal:
        intake = _take_in(track(arrivals.files), lexicon, delivery)
    else:
        with held(delivery.shelf.data_dir), _swept(delivery.shelf):
            intake = _take_in(track(arrivals.files), lexicon, delivery)
    return replace(intake, skipped=arrivals.skipped)


def _take_in(arrivals: Iterable[Arrival], lexicon: Lexicon, delivery: Delivery) -> Intake:
    shelf = delivery.shelf
    read = [_read(arrival, number, lexicon, delivery) for number, arrival in enumerate(arrivals)]
    receipts = refuse_contradictions([one.receipt for one in read])
    read = [replace(one, receipt=receipt) for one, receipt in zip(read, receipts, strict=True)]
    is_synthetic, notices = _world(receipts, delivery)
    told = [Told(at, record, one.day) for at, one in enumerate(read) for record in one.receipt.records]
    ruling = settle(told, shelf.versions(is_synthetic=is_synthetic), lexicon.indicator_by_id)
    accepted = [one for one in told if one not in ruling.refused]
    targets = settle_targets(accepted, shelf.targets, lexicon, source=shelf.source, plan=delivery.plan)
    receipts = add_remarks(receipts, accepted, ruling, targets)
    read = [replace(one, receipt=receipt) for one, receipt in zip(read, receipts, strict=True)]
    kept = [_kept(one, delivery) for one in read]
    tables = _tables(shelf, read, kept, (accepted, ruling, targets), is_synthetic=is_synthetic)
    intake = Intake(
        receipts=tuple(one.receipt for one in read),
        period=_period(delivery, (one.record for one in accepted)),
        issues=write_rows(_issue_rows(read, kept), ISSUES),
        notices=notices or check_folder(shelf.data_dir, tables),
    )
    return intake if delivery.is_rehearsal else replace(intake, written=_write(shelf, read, kept, tables))


def _write(
    shelf: Shelf, read: list[_Read], kept: list[Kept], tables: Mapping[Path, bytes]
) -> tuple[Path, ...]:
    for one, place in zip(read, kept, strict=True):
        if one.copy is not None:
            keep(one.copy, place, shelf.raw)
    return tuple(write_all(tables.items()))


def _check_plan(lexicon: Lexicon, plan: str) -> None:
    known = lexicon.plans["plan"].tolist()
    if plan and plan not in known:
        raise ValueError(
            f"Plan {plan!r} is not registered. Allowed: {', '.join(known) or 'none is registered'}."
        )


@contextmanager
def _swept(shelf: Shelf) -> Iterator[None]:
    """Neither an interrupted run nor this one leaves anything unfinished behind."""
    try:
        yield
    finally:
        sweep([shelf.raw, shelf.data_dir, shelf.data_dir / shelf.programme])
        remove_if_empty(shelf.raw)


# Reading


def _read(arrival: Arrival, number: int, lexicon: Lexicon, delivery: Delivery) -> _Read:
    """Copy and read one file; one that cannot be had is told like one that cannot be read."""
    try:
        is_large = arrival.path.stat().st_size > LARGEST_FILE
        with arrival.path.open("rb"):
            pass
    except OSError:
        return _Read(arrival, None, delivery.today, _refused(arrival.name, "", *_UNREADABLE))
    if is_large:
        digest = look_at(arrival.path).sha256
        day = _day(digest, delivery)
        return _Read(arrival, None, day, _refused(arrival.name, digest, *_TOO_LARGE))
    copy = (
        look_at(arrival.path) if delivery.is_rehearsal else copy_in(arrival.path, delivery.shelf.raw, number)
    )
    day = _day(copy.sha256, delivery)
    known = _known_before(day, delivery.shelf.observations)
    try:
        receipt = receive_file(copy.path, lexicon, name=arrival.name, period=delivery.period, known=known)
    except Exception as error:
        # A fault of ours in one file must not lose the others; it is told, and nothing of the file is used.
        receipt = _refused(arrival.name, copy.sha256, *_failed(error))
    return _Read(arrival, copy, day, receipt)


def _failed(error: Exception) -> tuple[str, str, str]:
    message = f"Chương trình gặp lỗi khi đọc tệp này ({type(error).__name__})."
    return (
        "file.failed",
        message,
        "Gửi tệp cho người phụ trách chương trình dtanalysis; các tệp khác không bị ảnh hưởng.",
    )


_UNREADABLE = (
    "file.unreadable",
    "Không mở được tệp.",
    "Kiểm tra quyền đọc tệp, hoặc gửi lại tệp.",
)
_TOO_LARGE = (
    "file.too_large",
    f"Tệp lớn hơn {LARGEST_FILE // 1_000_000} MB.",
    "Chỉ gửi bảng số liệu, bỏ hình ảnh.",
)


def _refused(name: str, digest: str, code: str, message: str, suggestion: str) -> Receipt:
    return Receipt(name, digest, issues=(Issue("error", code, "", 0, "", name, message, suggestion),))


def _day(digest: str, delivery: Delivery) -> date:
    """From when the figures of a file are known: as asked, or since its bytes were first seen."""
    return delivery.as_of or delivery.shelf.first_seen.get(digest, delivery.today)


def _known_before(day: date, observations: pd.DataFrame) -> pd.DataFrame:
    # Figures of the same day are left out: received again, a file must not be judged by itself.
    return observations[observations["as_of"] < pd.Timestamp(day)]


def _world(receipts: Iterable[Receipt], delivery: Delivery) -> tuple[bool, tuple[str, ...]]:
    """Whether the figures are generated; never both kinds in one data folder."""
    kinds = {record.status == "synthetic" for receipt in receipts for record in receipt.records}
    if len(kinds | delivery.shelf.holds) < 2 or not kinds:
        return kinds == {True} or (not kinds and delivery.shelf.holds == {True}), ()
    told = (
        "Generated figures (files with `synthetic` in their name) and real figures never share a data folder. "
        "Give another `--data-dir`, or take them in one kind at a time."
    )
    if not delivery.is_rehearsal:
        raise ValueError(told)
    notice = "Số liệu mô phỏng (synthetic) không được lưu chung với số liệu thật: khi nhận thật, chọn --data-dir khác."
    return True in kinds, (notice,)


# Tables


def _period(delivery: Delivery, records: Iterable[Record]) -> str:
    if delivery.period:
        return delivery.period.code
    periods = {parse_period(record.period) for record in records}
    return max(periods).code if periods else UNKNOWN_PERIOD


def _kept(one: _Read, delivery: Delivery) -> Kept:
    """Where the original is kept: where it already is, or under the latest period that it reports."""
    name, digest = one.arrival.name, one.receipt.sha256
    there = delivery.shelf.originals.get((digest, safe_text(name)))
    period = there.period if there else _period(delivery, one.receipt.records)
    since = delivery.shelf.first_seen.get(digest, one.day)
    return Kept(name, digest, period, since, one.copy.size if one.copy else 0)


def _tables(
    shelf: Shelf,
    read: list[_Read],
    kept: list[Kept],
    rulings: tuple[list[Told], Ruling, TargetRuling],
    *,
    is_synthetic: bool,
) -> dict[Path, bytes]:
    """Content of every table as it is to be, in the order in which they are to take their names."""
    accepted, ruling, targets = rulings
    source = shelf.source
    both = list(zip(read, kept, strict=True))
    new: list[tuple[TableSchema, list[Row]]] = [
        (RECEIVED, [place.row() for one, place in both if one.copy]),
        (SOURCES, _new_source(shelf, is_synthetic) if ruling.versions or targets.versions else []),
        (PROVENANCE, [
            provenance_row(told.record, ruling.known_since[told], source, kept[told.file]) for told in accepted
        ]),
        # What has no digest could not even be opened; it is told, and there is nothing to remember.
        (ISSUES, [row for row in _issue_rows(read, kept) if row.cells[1]]),
        (RECEIPTS, [row for one, place in both for row in _receipt_rows(one, place)]),
        (TARGETS, [target_row(*key, target) for key, target in targets.versions.items()]),
        (OBSERVATIONS, [observation_row(*key, version, source) for key, version in ruling.versions.items()]),
    ]  # fmt: skip
    tables = {}
    for schema, rows in new:
        stored = shelf.rows(schema, is_synthetic=is_synthetic)
        if schema in (ISSUES, RECEIPTS):
            stored = _of_other_files(stored, kept)
        if stored or rows or schema in (ISSUES, RECEIPTS, RECEIVED):
            merged = [*stored, *rows] if schema is ISSUES else replace_rows(stored, rows, schema)
            tables[shelf.place(schema, is_synthetic=is_synthetic)] = write_rows(merged, schema)
    return tables


def _new_source(shelf: Shelf, is_synthetic: bool) -> list[Row]:
    """The one source of received figures, unless it is there: whoever words it better shall keep the words."""
    is_known = any(row.cells[0] == shelf.source for row in shelf.rows(SOURCES))
    return [] if is_known else [source_row(shelf, is_synthetic=is_synthetic)]


def _of_other_files(rows: Iterable[Row], kept: Iterable[Kept]) -> list[Row]:
    """Issues and receipts of a file are those of its last reading."""
    again = {(safe_text(place.name), place.sha256) for place in kept}
    return [row for row in rows if row.cells[:2] not in again]


def _issue_rows(read: Iterable[_Read], kept: Iterable[Kept]) -> list[Row]:
    rows = {
        issue_row(issue, place) for one, place in zip(read, kept, strict=True) for issue in one.receipt.issues
    }
    return list(rows)


def _receipt_rows(one: _Read, place: Kept) -> list[Row]:
    """A file that could not be read at all was received all the same."""
    lines = one.receipt.ledger or (LedgerLine("", 0, 0, 0, 0),)
    return [receipt_row(line, place) for line in lines] if place.sha256 else []
