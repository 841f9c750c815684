"""
What the sheets of an Excel workbook rely on: where its parts are, its shared texts, number formats and fonts.

Takes the archive of an xlsx or xlsm; gives the list of its sheets and the tables that cells point into. Both namespaces
of the format are known, the usual one and the strict one of ISO 29500. The cells themselves are read by ``workbook``.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from dtanalysis.ingest.grid import FileFaultError
from dtanalysis.ingest.xml_events import SAVE_AS, Budget, Event, check_tags, qualified, read_events, too_large

_MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_LINKS = ("http://schemas.openxmlformats.org/package/2006/relationships",)
_ID_OF_LINK = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)
_MOST_TEXTS = 300_000
# Excel itself stops at 64,000 cell formats.
_MOST_STYLES = 70_000
_MOST_SHEETS = 500
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
TRUE = ("1", "true")
"""How the format writes yes."""

# ECMA-376 part 1, 18.8.30; numbers that are left out mean nothing or a currency.
_BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm", 37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)", 39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);[Red](#,##0.00)", 45: "mm:ss",
    46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip


@dataclass(frozen=True)
class Style:
    """
    How a cell shows.

    Attributes
    ----------
    number_format : str
        Such as "General" or "0.00%".
    font : str
        Name of the font; empty where it is not known.
    """

    number_format: str = "General"
    font: str = ""


_PLAIN = Style()


@dataclass(frozen=True)
class SheetPart:
    """
    One worksheet, not yet read.

    Attributes
    ----------
    name : str
        As its tab shows it.
    path : str
        In the archive.
    is_hidden : bool
        Hidden, also so that Excel does not offer to show it.
    """

    name: str
    path: str
    is_hidden: bool


@dataclass(frozen=True)
class Book:
    """
    What all sheets share.

    Attributes
    ----------
    sheets : tuple of SheetPart
        Worksheets in their order.
    texts : list of (str, str)
        Shared texts, each with the font all of it is set in; the font is empty where it is the cell's.
    styles : list of Style
        Formats that cells point to.
    is_1904 : bool
        Serial dates count from 1904.
    recalculates : bool
        The workbook asks for its formulas to be computed on opening.
    """

    sheets: tuple[SheetPart, ...]
    texts: list[tuple[str, str]] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)
    is_1904: bool = False
    recalculates: bool = False

    @property
    def plain(self) -> Style:
        """The format of a cell that points to none: the first one."""
        return self.styles[0] if self.styles else _PLAIN


class Package:
    """
    The parts of an archive; their names do not tell capitals from small letters.

    Parameters
    ----------
    archive : zipfile.ZipFile
        A file that `containers.identify` found to be safe.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive, self._budget = archive, Budget()
        self._names = {entry.filename.lower(): entry for entry in archive.infolist()}

    def __contains__(self, path: str) -> bool:
        """Whether there is such a part."""
        return path.lower() in self._names

    def read(self, path: str, names: str) -> Iterator[Event]:
        """
        Give elements of a part.

        Parameters
        ----------
        path : str
            Of the part.
        names : str
            Of the elements, parted by spaces.

        Yields
        ------
        Event
            As in `xml_events.read_events`.
        """
        entry = self._names.get(path.lower())
        if entry is None:
            raise FileFaultError("file.corrupt", f"Tệp bị hỏng: thiếu phần {path[:60]!r}.", SAVE_AS)
        with self._archive.open(entry) as stream:
            check_tags(stream, self._budget)
        with self._archive.open(entry) as stream:
            yield from read_events(stream, qualified((*_MAIN, *_LINKS), names), ends_only=("v", "t"))

    def links(self, path: str) -> dict[str, tuple[str, str]]:
        """
        Where a part points to.

        Parameters
        ----------
        path : str
            Of the part; empty for the whole file.

        Returns
        -------
        dict
            Id → (kind, path); links that leave the file are left out.
        """
        folder, name = posixpath.split(path)
        found = {}
        for event in self.read(posixpath.join(folder, "_rels", f"{name}.rels"), "Relationship"):
            target = event.attributes.get("Target", "")
            if event.is_start and event.attributes.get("TargetMode") != "External":
                kind = event.attributes.get("Type", "").rpartition("/")[2]
                joined = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                found[event.attributes.get("Id", "")] = (kind, joined)
        return found


def open_book(package: Package) -> Book:
    """
    Read what all sheets share.

    Parameters
    ----------
    package : Package
        The parts.

    Returns
    -------
    Book
        Sheets that only hold a chart, a dialog or a macro are left out.

    Raises
    ------
    FileFaultError
        If parts are missing, or there are more than a form needs.
    """
    path = _path_of(package.links(""), "officeDocument") or "xl/workbook.xml"
    links = package.links(path)
    sheets, is_1904, recalculates = _sheets(package, path, links)
    texts, styles = _path_of(links, "sharedStrings"), _path_of(links, "styles")
    return Book(
        sheets,
        list(_texts(package, texts)) if texts else [],
        _styles(package, styles) if styles else [],
        is_1904,
        recalculates,
    )


def _path_of(links: dict[str, tuple[str, str]], kind: str) -> str:
    return next((path for one, path in links.values() if one == kind), "")


def _sheets(package: Package, path: str, links) -> tuple[tuple[SheetPart, ...], bool, bool]:
    sheets, is_1904, recalculates = [], False, False
    for event in package.read(path, "workbookPr sheet calcPr"):
        if not event.is_start:
            continue
        if event.name == "workbookPr":
            is_1904 = event.attributes.get("date1904") in TRUE
            continue
        if event.name == "calcPr":
            recalculates = event.attributes.get("fullCalcOnLoad") in TRUE
            continue
        link = next((event.attributes[name] for name in _ID_OF_LINK if name in event.attributes), "")
        kind, target = links.get(link, ("missing", ""))
        if kind == "missing" or (kind == "worksheet" and target not in package):
            raise FileFaultError("file.corrupt", "Tệp bị hỏng: thiếu nội dung của một trang tính.", SAVE_AS)
        if kind == "worksheet":
            is_hidden = event.attributes.get("state", "visible") != "visible"
            sheets.append(SheetPart(unescape(event.attributes.get("name", "")), target, is_hidden))
    if len(sheets) > _MOST_SHEETS:
        raise too_large(f"Tệp có hơn {_MOST_SHEETS} trang tính.")
    if len({sheet.path for sheet in sheets}) < len(sheets):
        raise FileFaultError("file.corrupt", "Tệp có hai trang tính cùng một nội dung.", SAVE_AS)
    return tuple(sheets), is_1904, recalculates


class TextReader:
    """Puts together a text of several runs; readings of characters (phonetic runs) are no part of it."""

    names = "t rPh rFont r"
    """Elements that it wants to see."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Begin another text."""
        self.parts: list[tuple[str, str]] = []
        self.font, self.is_phonetic = "", False

    def take(self, event: Event) -> None:
        """
        See one more event.

        Parameters
        ----------
        event : Event
            Any; others than its own are passed over.
        """
        if event.name == "rPh":
            self.is_phonetic = event.is_start
        elif event.name == "r" and event.is_start:
            self.font = ""
        elif event.name == "rFont" and event.is_start:
            self.font = event.attributes.get("val", "")
        elif event.name == "t" and not self.is_phonetic:
            self.parts.append((event.text, self.font))

    def text(self) -> tuple[str, str]:
        """
        The text, and the font that all of it is set in.

        Returns
        -------
        tuple of str
            The font is empty where runs differ or only the cell has one.
        """
        fonts = {font for text, font in self.parts if text.strip()}
        return unescape("".join(text for text, _ in self.parts)), fonts.pop() if len(fonts) == 1 else ""


def _texts(package: Package, path: str) -> Iterator[tuple[str, str]]:
    reader, count = TextReader(), 0
    for event in package.read(path, f"si {TextReader.names}"):
        if event.name != "si":
            reader.take(event)
        elif event.is_start:
            reader.clear()
        else:
            count += 1
            if count > _MOST_TEXTS:
                raise too_large("Tệp có quá nhiều chuỗi ký tự.")
            yield reader.text()


def unescape(text: str) -> str:
    """
    Read signs that the format writes as their number.

    Parameters
    ----------
    text : str
        As stored.

    Returns
    -------
    str
        Control characters other than breaks and tabs stay as they are written.

    Examples
    --------
    >>> unescape("a_x000D_b_x005F_x"), unescape("_x0007_")
    ('a\\rb_x', '_x0007_')
    """
    return _ESCAPED.sub(_sign, text) if "_x" in text else text


def _sign(match: re.Match[str]) -> str:
    sign = chr(int(match[1], 16))
    return sign if sign.isprintable() or sign in "\t\n\r" else match[0]


def _styles(package: Package, path: str) -> list[Style]:
    formats, fonts, styles, section = dict(_BUILT_IN), [], [], ""
    # Differential formats (dxfs) hold fonts and number formats of their own; a cell does not point to them.
    for event in package.read(path, "numFmts numFmt fonts font name cellXfs xf"):
        name, attributes = event.name, event.attributes
        if name in ("numFmts", "fonts", "cellXfs"):
            section = name if event.is_start else ""
        elif not event.is_start:
            continue
        elif (section, name) == ("numFmts", "numFmt"):
            formats[int(attributes["numFmtId"])] = unescape(attributes["formatCode"])
        elif (section, name) == ("fonts", "font"):
            fonts.append("")
        elif (section, name) == ("fonts", "name") and fonts:
            fonts[-1] = attributes.get("val", "")
        elif (section, name) == ("cellXfs", "xf"):
            styles.append(_style(attributes, formats, fonts))
        if len(styles) + len(fonts) + len(formats) > _MOST_STYLES:
            raise too_large("Tệp có quá nhiều kiểu định dạng ô.")
    return styles


def _style(attributes: dict[str, str], formats: dict[int, str], fonts: list[str]) -> Style:
    font = ""
    with suppress(IndexError):
        font = fonts[int(attributes.get("fontId", 0))]
    return Style(formats.get(int(attributes.get("numFmtId", 0)), "General"), font)
