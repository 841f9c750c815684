"""
Originals, kept exactly as received: ``raw/<period>/<digest>-<name>``, read-only, listed in ``raw/received.csv``.

A file is copied before it is read, and the copy is what is read, because a shared folder may change meanwhile. The day
on which its bytes were first seen stays with them: received again, they are the same knowledge of the same day.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from dtanalysis.catalogue.schema import TableSchema
from dtanalysis.formats import slug
from dtanalysis.ingest.file_sets import PART, flush_folder
from dtanalysis.ingest.table_files import Row, as_dicts, make_row, safe_text

RECEIVED = TableSchema(
    name="received",
    columns=("sha256", "file", "period", "as_of", "bytes"),
    key=("sha256", "file"),
    words={},
    numbers=("bytes",),
    dates=("as_of",),
    required=("sha256", "file", "period", "as_of"),
)
"""One row per received file: digest and name, the period it is kept under, the day it was first seen, its size."""

UNKNOWN_PERIOD = "khong-ro-ky"

_PIECE = 1 << 20
_LONGEST_NAME = 200


@dataclass(frozen=True)
class Copy:
    """
    A received file, ready to be read.

    Attributes
    ----------
    path : pathlib.Path
        The copy, or the file itself where nothing may be written.
    sha256 : str
        Digest of its bytes.
    size : int
        Its bytes.
    is_original : bool
        Whether `path` is the file itself.
    """

    path: Path
    sha256: str
    size: int
    is_original: bool = False


@dataclass(frozen=True)
class Kept:
    """
    Where an original is or will be kept.

    Attributes
    ----------
    name : str
        As received.
    sha256 : str
        Digest of its bytes.
    period : str
        Code, or ``khong-ro-ky``.
    as_of : datetime.date
        First seen.
    size : int
        Its bytes.
    """

    name: str
    sha256: str
    period: str
    as_of: date
    size: int

    @property
    def place(self) -> PurePosixPath:
        """Path below ``raw/``."""
        return PurePosixPath(self.period, copy_name(self.name, self.sha256))

    def row(self) -> Row:
        """Return its row of ``received.csv``."""
        return make_row(
            [self.sha256, safe_text(self.name), self.period, self.as_of.isoformat(), str(self.size)]
        )


def copy_name(name: str, sha256: str) -> str:
    """
    Name of the kept copy of a file.

    Parameters
    ----------
    name : str
        As received; whatever stands in it.
    sha256 : str
        Digest of its bytes.

    Returns
    -------
    str
        ASCII, without a folder, at most 200 bytes.

    Examples
    --------
    >>> copy_name("Sở Y tế/Báo cáo Quý I.XLSX", "ab" * 32), copy_name("../..", "cd" * 32)
    ('abababab-so-y-te-bao-cao-quy-i.xlsx', 'cdcdcdcd-tep.bin')
    """
    path = PurePosixPath(name)
    ending = "".join(char for char in path.suffix.lower() if char.isascii() and char.isalnum())[:10] or "bin"
    try:
        words = slug(str(path.with_suffix("")) if path.suffix else name)
    except ValueError:
        words = "tep"
    room = _LONGEST_NAME - len(sha256[:8]) - len(ending) - 2
    return f"{sha256[:8]}-{words[:room].strip('-')}.{ending}"


def copy_in(path: Path, raw: Path, number: int) -> Copy:
    """
    Copy a file into the folder of originals, not yet under its name.

    Parameters
    ----------
    path : pathlib.Path
        The received file.
    raw : pathlib.Path
        The folder ``raw``.
    number : int
        Tells the copies of one run apart.

    Returns
    -------
    Copy
        Complete and on the disk.

    Raises
    ------
    OSError
        If the file cannot be read or the copy not be written.
    """
    target = raw / f".{number}{PART}"
    raw.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source, target.open("wb") as copy:
        while piece := source.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            copy.write(piece)
        copy.flush()
        os.fsync(copy.fileno())
    return Copy(target, digest.hexdigest(), size)


def look_at(path: Path) -> Copy:
    """
    Tell the digest of a file where nothing may be written.

    Parameters
    ----------
    path : pathlib.Path
        The received file.

    Returns
    -------
    Copy
        The file itself.
    """
    with path.open("rb") as source:
        digest = hashlib.file_digest(source, "sha256")
    return Copy(path, digest.hexdigest(), path.stat().st_size, is_original=True)


def keep(copy: Copy, kept: Kept, raw: Path) -> None:
    """
    Give a copy its name, read-only; an equal one that is there already stays.

    Parameters
    ----------
    copy : Copy
        Made by `copy_in`.
    kept : Kept
        Where it belongs.
    raw : pathlib.Path
        The folder ``raw``.

    Raises
    ------
    OSError
        If that name is taken by another file, or cannot be given.
    """
    target = raw / kept.place
    if target.exists():
        there = look_at(target).sha256
        if there == copy.sha256:
            return
        if there[:8] == copy.sha256[:8]:
            raise FileExistsError(f"Another file is already kept as {kept.place}.")
    target.parent.mkdir(parents=True, exist_ok=True)
    copy.path.chmod(0o444)
    copy.path.replace(target)
    flush_folder(target.parent)


def read_received(rows: Iterable[Row]) -> dict[tuple[str, str], Kept]:
    """
    Read the list of originals.

    Parameters
    ----------
    rows : iterable of Row
        Of ``received.csv``.

    Returns
    -------
    dict
        (digest, name as it stands in the table) → where it is kept.
    """
    return {
        (row["sha256"], row["file"]): Kept(
            row["file"], row["sha256"], row["period"], date.fromisoformat(row["as_of"]), int(row["bytes"])
        )
        for row in as_dicts(rows, RECEIVED)
    }
