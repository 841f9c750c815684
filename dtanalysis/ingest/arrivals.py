"""
Which files are meant by the paths of a call, and which of them are none of ours.

Folders are walked without following links to folders. Lock files of spreadsheet programs, hidden files, our own tables
and the kept originals are passed over, and told.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dtanalysis.formats import nfc

OWN_TABLES = (
    "observations*.csv", "targets*.csv", "frameworks*.csv", "rules*.csv", "provenance.csv", "issues.csv",
    "receipts.csv",
)  # fmt: skip
"""Tables of a programme, which are never taken for received files."""

_HIDDEN = "tệp ẩn hoặc tệp khóa của phần mềm bảng tính"
_OWN = "bảng của thư mục số liệu"
_KEPT = "bản gốc đã lưu"
_SPECIAL = "không phải là tệp thường"


@dataclass(frozen=True, order=True)
class Arrival:
    """
    One received file.

    Attributes
    ----------
    name : str
        How it is called from now on: below the folder that was asked for, with "/".
    path : pathlib.Path
        Where it lies.
    """

    name: str
    path: Path


@dataclass(frozen=True)
class Arrivals:
    """
    What the paths of a call mean.

    Attributes
    ----------
    files : tuple of Arrival
        By name, each file once.
    skipped : tuple of (str, str)
        Name and reason of each file passed over.
    """

    files: tuple[Arrival, ...]
    skipped: tuple[tuple[str, str], ...]


def find_files(paths: Iterable[str | Path], data_dir: Path) -> Arrivals:
    """
    Find the received files.

    Parameters
    ----------
    paths : iterable of str or pathlib.Path
        Files and folders.
    data_dir : pathlib.Path
        The data folder, whose own tables and kept originals are passed over.

    Returns
    -------
    Arrivals
        The same for the same files, whatever the order of the paths.

    Raises
    ------
    FileNotFoundError
        If a path does not exist.
    """
    found: dict[Path, Arrival] = {}
    skipped = set()
    for arrival in sorted(_walk(map(Path, paths))):
        if reason := _reason_to_skip(arrival, data_dir.resolve()):
            skipped.add((arrival.name, reason))
        else:
            found.setdefault(arrival.path.resolve(), arrival)
    return Arrivals(tuple(found.values()), tuple(sorted(skipped)))


def _walk(paths: Iterable[Path]) -> Iterator[Arrival]:
    for path in paths:
        if path.is_dir():
            for folder, _, names in os.walk(path):
                for name in names:
                    file = Path(folder, name)
                    yield Arrival(_readable(file.relative_to(path).as_posix()), file)
        elif path.exists():
            yield Arrival(_readable(path.name), path)
        else:
            raise FileNotFoundError(f"No such file or folder: {str(path)!r}.")


def _reason_to_skip(arrival: Arrival, data_dir: Path) -> str:
    path = arrival.path.resolve()
    if any(part.startswith((".", "~$")) for part in arrival.name.split("/")):
        return _HIDDEN
    if not path.is_file():
        return _SPECIAL
    if not path.is_relative_to(data_dir):
        return ""
    inside = path.relative_to(data_dir)
    if inside.parts[0] == "raw":
        return _KEPT
    is_own = inside.parts[0] == "catalogue" or inside.as_posix() == "sources.csv"
    return _OWN if is_own or any(inside.match(pattern) for pattern in OWN_TABLES) else ""


def _readable(name: str) -> str:
    """A name that every table and terminal can show: NFC, without control characters; other bytes as their codes."""
    text = nfc(name.encode("utf-8", "backslashreplace").decode())
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
