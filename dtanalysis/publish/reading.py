"""
Executed notebook → the blocks of a page, in reading order.

Decides what a reader sees: prose, results with their code behind a fold, the finding first, exhibits
numbered, sections that show nothing left out. Refuses what must not reach a reader: errors, warnings, outputs that nothing can show, pictures
without a description. Layout belongs to the template.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from dtanalysis.exhibits import EXHIBIT_MIME
from dtanalysis.formats import Language
from dtanalysis.publish.cleaning import clean_html, code_html, formula_html, image_html, is_blank, text_html
from dtanalysis.publish.prose import Heading, Prose
from dtanalysis.publish.words import PAGE_WORDS

SHOWN = ("text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/latex", "text/plain")
"""What a page can show, best first."""

_PARAMETER_TAGS = {"parameters", "injected-parameters"}
_NUMBERED = ("figure", "table")
_NO_ALT = "a picture without alternative text; show it as a Figure."


@dataclass(frozen=True)
class Block:
    """
    One piece of the page.

    Parameters
    ----------
    html : str
        Clean HTML; empty where a cell shows nothing.
    code : tuple of str
        Highlighted code of the cells that made it, for the fold.
    """

    html: str
    code: tuple[str, ...] = ()


@dataclass
class Reading:
    """
    What was read from a notebook, ready for the template.

    Parameters
    ----------
    title : str
        First heading of level 1.
    finding : list of Block
        The finding that stands before the first section; at most one.
    blocks : list of Block
        Everything else, in order.
    headings : list of Heading
        All headings below the title.
    parameter_code : list of str
        Highlighted parameter cells.
    """

    title: str = ""
    finding: list[Block] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    parameter_code: list[str] = field(default_factory=list)


def read_notebook(notebook: Any, *, language: Language = "vi") -> Reading:
    """
    Read an executed notebook into the blocks of its page.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Executed; left as it is.
    language : {"vi", "en"}
        Cells tagged with the other language are left out.

    Returns
    -------
    Reading
        Cells tagged ``remove-cell`` are left out; parameter cells are kept aside. A section (from one heading of
        level 2 to the next) with code of which no cell shows anything is left out: its words would explain what
        is not there. Its code goes to the fold of the next result (or of the last one). A notebook without any result is kept whole.

    Raises
    ------
    ValueError
        If a cell failed, warned, or shows something that the page cannot carry; the message names the cell.
    """
    reader = _Reader(language)
    cells = [(n, cell) for n, cell in enumerate(notebook.cells, start=1) if _is_read(cell, language)]
    silent = _silent_cells([cell for _, cell in cells])
    for place, (number, cell) in enumerate(cells):
        if place in silent:
            reader.carry(cell)
        else:
            reader.read(cell, f"Cell {number} ({_first_line(cell.source)!r})")
    return reader.finish()


def exhibits_of(notebook: Any) -> Iterator[dict[str, Any]]:
    """
    The structured data of all exhibits of a notebook, in order.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Executed.

    Yields
    ------
    dict
        As `dtanalysis.exhibits` made it; its "kind" is finding, note, table or figure.
    """
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if EXHIBIT_MIME in output.get("data", {}):
                yield output["data"][EXHIBIT_MIME]


class _Reader:
    """Goes through the cells once; knows what was numbered, and which code waits for a result."""

    def __init__(self, language: Language) -> None:
        self._words = PAGE_WORDS[language]
        self._prose = Prose(self._words["table"])
        self._numbers: Counter[str] = Counter()
        self._waiting: list[str] = []
        self._carried: list[str] = []
        self._reading = Reading()

    def read(self, cell: Any, place: str) -> None:
        """Read one cell."""
        if cell.cell_type == "markdown":
            self._flush_code()
            self._read_markdown(cell, place)
        elif cell.cell_type == "code" and _tags(cell) & _PARAMETER_TAGS:
            self._reading.parameter_code.append(code_html(cell.source))
            self._read_code(cell, place, shows_code=False)
        elif cell.cell_type == "code":
            self._read_code(cell, place, shows_code=True)

    def carry(self, cell: Any) -> None:
        """Keep the code of a section that is left out for the fold of the next result; its words are dropped."""
        if cell.cell_type == "code" and cell.source.strip():
            self._carried.append(code_html(cell.source))

    def finish(self) -> Reading:
        """Everything that was read; code of sections left out at the end joins the last fold."""
        self._flush_code()
        blocks, carried = self._reading.blocks, tuple(self._carried)
        if carried:
            joins = bool(blocks) and bool(blocks[-1].code)
            last = blocks.pop() if joins else Block("")
            blocks.append(Block(last.html, (*last.code, *carried)))
        self._reading.title = self._prose.title
        self._reading.headings = self._prose.headings
        return self._reading

    def _read_markdown(self, cell: Any, place: str) -> None:
        try:
            html = self._prose.html(cell.source, cell.get("attachments"))
        except ValueError as error:
            raise ValueError(f"{place}: {error}.") from error
        if not is_blank(html):
            self._reading.blocks.append(Block(html))

    def _read_code(self, cell: Any, place: str, *, shows_code: bool) -> None:
        if shows_code and cell.source.strip():
            self._waiting.append(code_html(cell.source))
        shown = [(self._output_html(output, place), _kind(output)) for output in cell.outputs]
        if not any(html for html, _ in shown):
            return
        code, self._waiting, self._carried = (*self._carried, *self._waiting), [], []
        if any(kind == "finding" for _, kind in shown) and self._finding_is_awaited():
            self._reading.finding.append(Block(_joined(shown, "finding"), code))
            shown, code = [(html, kind) for html, kind in shown if kind != "finding"], ()
        if shown:
            self._reading.blocks.append(Block("\n".join(html for html, _ in shown if html), code))

    def _finding_is_awaited(self) -> bool:
        """Whether a finding goes to the top: only the first, and not out of a section."""
        return not self._reading.finding and not self._prose.headings

    def _flush_code(self) -> None:
        """Show code that led to no result where it stands, before the next words."""
        if self._waiting:
            self._reading.blocks.append(Block("", tuple(self._waiting)))
            self._waiting = []

    def _output_html(self, output: Any, place: str) -> str:
        if output.output_type == "error":
            raise ValueError(f"{place} failed: {output.ename}: {output.evalue}")
        if output.output_type == "stream":
            return _stream_html(output, place)
        kind = _choose(output.data, place)
        html = self._shown_html(kind, output, place)
        if is_blank(html):
            raise ValueError(f"{place}: nothing is left of its {kind} output on a page without scripts.")
        return html

    def _shown_html(self, kind: str, output: Any, place: str) -> str:
        content = _text(output.data[kind])
        if kind == "text/html":
            return self._page_html(output, content, place)
        if kind == "text/markdown":
            return self._prose.html(content)
        if kind == "text/latex":
            return formula_html(content.strip().strip("$"), display=True)
        if kind == "text/plain":
            return text_html(content)
        return f'<div class="picture">{image_html(kind, content, _alt(output, place))}</div>'

    def _page_html(self, output: Any, html: str, place: str) -> str:
        """Our own exhibits with their numbers; any other HTML in a region of its own that scrolls."""
        kind = _kind(output)
        if kind in _NUMBERED:
            self._numbers[kind] += 1
            return _with_number(
                clean_html(html, keep_style=False), f"{self._words[kind]} {self._numbers[kind]}"
            )
        if kind:
            return clean_html(html, keep_style=False)
        html = clean_html(html)
        if any(' alt="' not in image for image in re.findall("<img [^>]*>", html)):
            raise ValueError(f"{place} shows {_NO_ALT}")
        self._numbers["output"] += 1
        label = f"{self._words['output']} {self._numbers['output']}"
        return f'<div class="scroll" role="region" tabindex="0" aria-label="{label}">{html}</div>'


def _is_read(cell: Any, language: Language) -> bool:
    """Whether a cell belongs on the page of this language."""
    spoken = _tags(cell) & {"vi", "en"}
    return "remove-cell" not in _tags(cell) and (not spoken or language in spoken)


def _silent_cells(cells: list[Any]) -> set[int]:
    """Places of the cells of sections whose code shows nothing; none before the first section."""
    if not any(map(_shows, cells)):
        return set()
    starts = [place for place, cell in enumerate(cells) if _opens_section(cell)]
    silent: set[int] = set()
    for start, end in pairwise([*starts, len(cells)]):
        own = [place for place in range(start, end) if not _tags(cells[place]) & _PARAMETER_TAGS]
        code = [cells[place] for place in own if cells[place].cell_type == "code"]
        if code and not any(map(_shows, code)):
            silent |= set(own)
    return silent


def _opens_section(cell: Any) -> bool:
    return cell.cell_type == "markdown" and cell.source.lstrip().startswith("## ")


def _shows(cell: Any) -> bool:
    """Whether a cell put out more than blank text."""
    return any(
        output.output_type != "stream" or bool(_text(output.text).strip())
        for output in cell.get("outputs", [])
    )


def _tags(cell: Any) -> set[str]:
    return set(cell.metadata.get("tags", []))


def _kind(output: Any) -> str:
    """Kind of our exhibit; empty for any other output."""
    data = output.get("data", {}).get(EXHIBIT_MIME)
    return str(data.get("kind", "")) if isinstance(data, Mapping) else ""


def _joined(shown: list[tuple[str, str]], wanted: str) -> str:
    return "\n".join(html for html, kind in shown if kind == wanted)


def _stream_html(output: Any, place: str) -> str:
    """Printed text; a warning is refused, because its reader would be the wrong one."""
    text = _text(output.text)
    if output.name == "stderr" and text.strip():
        raise ValueError(f"{place} wrote to stderr, which must not reach a reader: {text.strip()[:500]}")
    return text_html(text) if text.strip() else ""


def _choose(data: Mapping[str, Any], place: str) -> str:
    """The best form of an output that a page can show."""
    kind = next((kind for kind in SHOWN if kind in data), "")
    lost = sorted(set(data) - set(SHOWN) - {EXHIBIT_MIME})
    # Widgets and charts that need a script carry a text such as "Button()" beside them: that is no rendering.
    if not kind or (kind == "text/plain" and lost):
        raise ValueError(
            f"{place} shows something that a page cannot carry ({', '.join(lost) or 'nothing'}); "
            "show it as a Figure or a Table."
        )
    return kind


def _alt(output: Any, place: str) -> str:
    """The description of a picture."""
    alt = output.get("metadata", {}).get("alt", "")
    if not alt:
        raise ValueError(f"{place} shows {_NO_ALT}")
    return str(alt)


def _with_number(html: str, label: str) -> str:
    """Put the number before the caption, and into the names of the regions, so that they differ."""
    numbered = f'<span class="caption"><span class="label">{label}.</span> '
    html = html.replace('<span class="caption">', numbered, 1)
    return re.sub(r'(<div [^>]*aria-label=")', rf"\g<1>{label}. ", html)


def _text(content: Any) -> str:
    """Jupyter stores long texts as lists of lines."""
    return "".join(content) if isinstance(content, list) else str(content)


def _first_line(source: str) -> str:
    line = source.strip().splitlines()[0] if source.strip() else ""
    return line if len(line) <= 60 else line[:59] + "…"
