"""
The XML inside workbooks as a stream of the few elements a reader asks for; no tree is ever built.

Takes one part of an archive and gives beginnings and ends of elements, in order. Declarations of types and entities
are refused where they stand, and so is whatever no workbook needs: deep nesting, endless tags, millions of elements.
The parser is Python's own expat, driven directly: a defused ElementTree runs in Python and took four times as long.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, NamedTuple
from xml.parsers import expat

from dtanalysis.ingest.grid import FileFaultError

LONGEST_TEXT = 32_767
"""Characters that a cell can hold."""

# 300,000 cells have about 1,300,000 and 12 MB; expat and what it calls take up to five seconds for so many.
_MOST_TAGS = 1_000_000
_MOST_BYTES = 60_000_000
_DEEPEST = 200
# Between two "<": a full cell with every sign escaped, but no tag with a million attributes.
_LONGEST_RUN = 8 * LONGEST_TEXT
_PIECE = 1 << 16
_NONE: dict[str, str] = {}
SAVE_AS = "Mở tệp bằng phần mềm bảng tính và lưu lại ở dạng Excel Workbook (.xlsx)."
"""What most senders of a file that cannot be read can do."""


class Event(NamedTuple):
    """
    The beginning or the end of an element.

    Attributes
    ----------
    is_start : bool
        Whether it begins here.
    name : str
        As the reader calls it.
    attributes : dict
        At its beginning; those with a namespace as "address name".
    text : str
        What stands between the event before and this one.
    """

    is_start: bool
    name: str
    attributes: dict[str, str]
    text: str


@dataclass
class Budget:
    """
    What may still be read of a file, in all its parts together.

    Attributes
    ----------
    size : int
        Bytes, unpacked.
    tags : int
        Beginnings and ends of elements.
    """

    size: int = _MOST_BYTES
    tags: int = _MOST_TAGS


class _Listener:
    """What expat calls; it collects events until they are fetched."""

    def __init__(self, names: Mapping[str, str], ends_only: Collection[str]) -> None:
        self.names = names
        self.begun = {tag: name for tag, name in names.items() if name not in ends_only}
        self.events: list[Event] = []
        self.depth = self.length = 0
        self.texts: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise too_large("Tệp có cấu trúc quá sâu.")
        if tag in self.names:
            name = self.begun.get(tag)
            if name is not None:
                self.events.append(Event(True, name, attributes, "".join(self.texts)))
            self.texts.clear()
            self.length = 0

    def text(self, text: str) -> None:
        self.length += len(text)
        # Texts between elements that nobody asked for may be long; they are dropped, not refused.
        if self.length <= LONGEST_TEXT:
            self.texts.append(text)

    def end(self, tag: str) -> None:
        self.depth -= 1
        name = self.names.get(tag)
        if name is not None:
            if self.length > LONGEST_TEXT:
                raise too_large("Tệp có ô dài hơn 32.767 ký tự.")
            self.events.append(Event(False, name, _NONE, "".join(self.texts)))
            self.texts.clear()
            self.length = 0


def check_tags(stream: IO[bytes], budget: Budget) -> None:
    """
    Refuse a part with more elements than forms have, before any of it is parsed.

    Parameters
    ----------
    stream : binary file
        The XML; it is read to its end.
    budget : Budget
        Is used up.

    Raises
    ------
    FileFaultError
        If nothing is left of it.
    """
    while piece := stream.read(1 << 20):
        budget.size -= len(piece)
        budget.tags -= piece.count(b"<")
        if budget.size < 0 or budget.tags < 0:
            raise too_large("Tệp có quá nhiều ô hoặc quá nhiều nội dung.")


def read_events(
    stream: IO[bytes], names: Mapping[str, str], ends_only: Collection[str] = ()
) -> Iterator[Event]:
    """
    Give the elements asked for, as they come.

    Parameters
    ----------
    stream : binary file
        The XML.
    names : mapping of str to str
        "address name" of each element asked for (as `qualified` makes them) → what to call it.
    ends_only : collection of str
        Those whose beginning tells nothing.

    Yields
    ------
    Event
        Beginnings and ends, in order.

    Raises
    ------
    FileFaultError
        If it declares a document type, is nested too deep, or has an endless tag or text.
    xml.parsers.expat.ExpatError
        If it is no XML.

    Examples
    --------
    >>> import io
    >>> xml = io.BytesIO(b'<a xmlns="x"><b c="1">d</b><e/></a>')
    >>> [event[:3] for event in read_events(xml, {"x b": "b"})]
    [(True, 'b', {'c': '1'}), (False, 'b', {})]
    """
    listener = _Listener(names, ends_only)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler, parser.EndElementHandler = listener.start, listener.end
    parser.CharacterDataHandler = listener.text
    run = 0
    while piece := stream.read(_PIECE):
        run = _check_runs(piece, run)
        parser.Parse(piece, False)
        yield from listener.events
        listener.events.clear()
    parser.Parse(b"", True)
    yield from listener.events


def qualified(addresses: tuple[str, ...], names: str) -> dict[str, str]:
    """
    Names of elements as expat gives them.

    Parameters
    ----------
    addresses : tuple of str
        Namespaces in which the names mean the same.
    names : str
        Parted by spaces.

    Returns
    -------
    dict
        "address name" → name.

    Examples
    --------
    >>> qualified(("urn:a", "urn:b"), "row")
    {'urn:a row': 'row', 'urn:b row': 'row'}
    """
    return {f"{address} {name}": name for address in addresses for name in names.split()}


def entities_refused() -> FileFaultError:
    """
    Why a file that declares a document type is not read.

    Returns
    -------
    FileFaultError
        To be raised.
    """
    return FileFaultError("file.entities", "Tệp có khai báo thực thể XML, có thể gây hại.", SAVE_AS)


def too_large(told: str) -> FileFaultError:
    """
    Why a file that holds more than a form is not read.

    Parameters
    ----------
    told : str
        What is too large.

    Returns
    -------
    FileFaultError
        To be raised.
    """
    return FileFaultError(
        "file.too_large", told, "Chỉ gửi bảng số liệu cần báo cáo, hoặc chia thành nhiều tệp."
    )


def _refuse_doctype(*_: object) -> None:
    raise entities_refused()


def _check_runs(piece: bytes, run: int) -> int:
    """Bytes since the last "<", after this piece; expat would keep an endless tag in memory."""
    first = piece.find(b"<")
    if first < 0:
        run += len(piece)
    if run + max(first, 0) > _LONGEST_RUN:
        raise too_large("Tệp có ô hoặc thẻ XML quá dài.")
    return run if first < 0 else len(piece) - 1 - piece.rfind(b"<")
