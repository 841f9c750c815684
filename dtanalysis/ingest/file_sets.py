"""
Several files that belong together, written so that a crash leaves each of them whole.

All new contents are written beside their places first; only when every one of them is on the disk do they take their
names, one after the other. A run that is interrupted leaves old and new files, never half of one, and the next run
completes it. One run at a time holds the folder.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has no such lock; there two runs are the user's care.
    fcntl = None

PART = ".ingest-part"
"""Ending of a file that is not yet complete."""

_PATIENCE = 60.0


def write_all(files: Iterable[tuple[Path, bytes]]) -> list[Path]:
    """
    Write files as a set.

    Parameters
    ----------
    files : iterable of (pathlib.Path, bytes)
        Places and contents, in the order in which they take their names.

    Returns
    -------
    list of pathlib.Path
        Those whose content changed.

    Raises
    ------
    OSError
        If one cannot be written. Until all are complete nothing is changed; after that some may have been.
    """
    changed = [(path, content) for path, content in files if not _holds(path, content)]
    parts = [(_part_of(path), path) for path, _ in changed]
    try:
        for path, content in changed:
            _write_part(path, content)
        for part, path in parts:
            part.replace(path)
            flush_folder(path.parent)
    finally:
        for part, _ in parts:
            part.unlink(missing_ok=True)
    return [path for path, _ in changed]


def sweep(folders: Iterable[Path]) -> None:
    """
    Remove what an interrupted run left.

    Parameters
    ----------
    folders : iterable of pathlib.Path
        Folders that may not exist; those below them are not looked at.
    """
    for folder in folders:
        for part in sorted(folder.glob(f".*{PART}")):
            part.unlink(missing_ok=True)


@contextmanager
def held(folder: Path, patience: float = _PATIENCE) -> Iterator[None]:
    """
    Hold a folder, so that two runs do not write into each other.

    Parameters
    ----------
    folder : pathlib.Path
        Made if it does not exist; one that is still empty afterwards is removed.
    patience : float
        Seconds to wait for another run.

    Yields
    ------
    None
        While the folder is held.

    Raises
    ------
    TimeoutError
        If another run holds it for longer.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if fcntl is None:
        yield
        return
    # The folder itself is locked: a lock file would be one more file to explain.
    handle = os.open(folder, os.O_RDONLY)
    try:
        _wait_for(handle, time.monotonic() + patience)
        yield
    finally:
        os.close(handle)
        remove_if_empty(folder)


def remove_if_empty(folder: Path) -> None:
    """
    Remove a folder that holds nothing.

    Parameters
    ----------
    folder : pathlib.Path
        It need not exist.
    """
    with contextlib.suppress(OSError):
        folder.rmdir()


def flush_folder(folder: Path) -> None:
    """
    Bring the names in a folder to the disk, where the system can.

    Parameters
    ----------
    folder : pathlib.Path
        The folder.
    """
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _wait_for(handle: int, until: float) -> None:
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > until:
                raise TimeoutError("Another `dtanalysis ingest` is writing into this data folder.") from None
            time.sleep(0.05)


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def _part_of(path: Path) -> Path:
    return path.with_name(f".{path.name}{PART}")


def _write_part(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with _part_of(path).open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if path.exists():
        shutil.copymode(path, _part_of(path))
