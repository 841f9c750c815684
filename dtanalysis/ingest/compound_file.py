"""
The streams of a compound file (OLE), the wrapping of old workbooks and of locked new ones.

Chains of sectors are followed once and never in a circle: xlrd's own reader does not notice a circle and fills the
memory. Layout: [MS-CFB].
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from dtanalysis.ingest.grid import FileFaultError

SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")

_LAST_SECTOR = 0xFFFFFFF9
_STREAM, _ROOT = 2, 5
_ENTRY = 128


@dataclass(frozen=True)
class _Entry:
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


@dataclass(frozen=True)
class CompoundFile:
    """
    A compound file that has been opened.

    Attributes
    ----------
    streams : dict
        Small-letter name → stream; only those of the file itself, not those of objects embedded in it.
    """

    content: bytes
    shift: int
    table: tuple[int, ...]
    small_table: tuple[int, ...]
    small_sectors: bytes
    cutoff: int
    streams: dict[str, _Entry]

    def read(self, name: str) -> bytes:
        """
        Return the bytes of a stream.

        Parameters
        ----------
        name : str
            Small letters.

        Raises
        ------
        FileFaultError
            If sectors are missing or lead in a circle.
        """
        entry = self.streams[name]
        if entry.size < self.cutoff:
            pieces = (
                self.small_sectors[at * 64 : at * 64 + 64] for at in _chain(self.small_table, entry.start)
            )
            return _whole(b"".join(pieces), entry.size)
        return _whole(_sectors(self.content, self.shift, _chain(self.table, entry.start)), entry.size)


def open_compound_file(content: bytes) -> CompoundFile:
    """
    Open a compound file.

    Parameters
    ----------
    content : bytes
        All of it.

    Returns
    -------
    CompoundFile
        With the names of its streams.

    Raises
    ------
    FileFaultError
        If it is cut off or its sectors lead in a circle.
    """
    if len(content) < 512:
        raise _damaged()
    shift, small_shift = struct.unpack_from("<HH", content, 30)
    directory, _, cutoff, small_start = struct.unpack_from("<IIII", content, 48)
    if shift not in (9, 12) or small_shift != 6 or cutoff != 4096:
        raise _damaged()
    table = _integers(_sectors(content, shift, _table_sectors(content, shift)))
    entries = _entries(_sectors(content, shift, _chain(table, directory)))
    small = _integers(_sectors(content, shift, _chain(table, small_start)))
    root = entries[0] if entries and entries[0].kind == _ROOT else None
    if root is None:
        raise _damaged()
    small_sectors = _sectors(content, shift, _chain(table, root.start))
    streams = {one.name.lower(): one for one in _children(entries, root.child) if one.kind == _STREAM}
    return CompoundFile(content, shift, table, small, small_sectors, cutoff, streams)


def _table_sectors(content: bytes, shift: int) -> list[int]:
    """Sectors of the allocation table: 109 in the header, the others in sectors that each name the next."""
    count, found = struct.unpack_from("<I", content, 44)[0], list(struct.unpack_from("<109I", content, 76))
    following, seen = struct.unpack_from("<I", content, 68)[0], set()
    while following <= _LAST_SECTOR:
        if following in seen:
            raise _damaged()
        seen.add(following)
        *more, following = _integers(_sectors(content, shift, [following]))
        found += more
    found = [sector for sector in found if sector <= _LAST_SECTOR]
    if len(found) < count:
        raise _damaged()
    return found[:count]


def _sectors(content: bytes, shift: int, numbers: list[int]) -> bytes:
    size = 1 << shift
    pieces = [content[(number + 1) * size : (number + 2) * size] for number in numbers]
    # Only the last sector of the file may be shorter than it should be.
    if any(not piece for piece in pieces):
        raise _damaged()
    return b"".join(piece.ljust(size, b"\x00") for piece in pieces)


def _chain(table: tuple[int, ...], start: int) -> list[int]:
    numbers: list[int] = []
    while start <= _LAST_SECTOR:
        if start >= len(table) or len(numbers) > len(table):
            raise _damaged()
        numbers.append(start)
        start = table[start]
    return numbers


def _integers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data)


def _entries(directory: bytes) -> list[_Entry]:
    return [_entry(directory[at : at + _ENTRY]) for at in range(0, len(directory), _ENTRY)]


def _entry(data: bytes) -> _Entry:
    length, kind, _, left, right, child = struct.unpack_from("<HBBIII", data, 64)
    start, size = struct.unpack_from("<II", data, 116)
    name = data[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
    return _Entry(name, kind, left, right, child, start, size)


def _children(entries: list[_Entry], first: int) -> Iterator[_Entry]:
    """Entries of one storage; they hang together as a tree."""
    waiting, seen = [first], set()
    while waiting:
        number = waiting.pop()
        if number < len(entries) and number not in seen:
            seen.add(number)
            waiting += [entries[number].left, entries[number].right]
            yield entries[number]


def _whole(data: bytes, size: int) -> bytes:
    if len(data) < size:
        raise _damaged()
    return data[:size]


def _damaged() -> FileFaultError:
    told = "Tệp bị hỏng hoặc bị cắt cụt: thiếu một phần của tệp."
    return FileFaultError("file.corrupt", told, "Gửi lại tệp gốc, hoặc lưu lại ở dạng .xlsx.")
