"""
Executed notebook → one self-contained HTML page; pages of a report → the index of its folder.

A page opens offline, asks for nothing, runs nothing, and is the same on every run: fonts, pictures and
styles are inside it. The exporter can also be used as ``jupyter nbconvert --to
dtanalysis.publish.html.PageExporter``. What is shown is decided in ``reading``, what is allowed in
``cleaning``, and how it looks in ``templates/``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from markupsafe import Markup
from nbconvert.exporters import TemplateExporter
from traitlets import Unicode, default

import dtanalysis
from dtanalysis.exhibits import STATUS_WORDS, status_html
from dtanalysis.formats import Language, format_date
from dtanalysis.publish.reading import exhibits_of, read_notebook
from dtanalysis.publish.style import TEMPLATES, page_style
from dtanalysis.publish.words import PAGE_WORDS


class PageExporter(TemplateExporter):
    """
    nbconvert exporter of our page: own template, nothing of the stock ones.

    Parameters
    ----------
    language : {"vi", "en"}
        Language of labels; cells tagged with the other one are left out.
    """

    export_from_notebook = "dtanalysis page"
    language = Unicode("vi", help="Language of the page: vi or en.").tag(config=True)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "dtanalysis"

    @default("extra_template_basedirs")
    def _default_extra_template_basedirs(self) -> list[str]:
        return [str(TEMPLATES)]

    output_mimetype = "text/html"

    def from_notebook_node(self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any):
        """Render a notebook; ``title`` and ``context`` are as in `render_html`."""
        page = _describe_page(
            nb, kw.pop("title", None), kw.pop("language", self.language), kw.pop("context", {})
        )
        return super().from_notebook_node(nb, {**(resources or {}), "page": page}, **kw)

    def _create_environment(self):
        environment = super()._create_environment()
        # Everything is escaped unless reading.py has cleaned it and the template says so.
        environment.autoescape = True
        environment.filters["trusted"] = Markup
        return environment


def render_html(
    notebook: Any,
    *,
    title: str | None = None,
    language: Language = "vi",
    context: Mapping[str, Any] | None = None,
) -> str:
    """
    An executed notebook as one self-contained page.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Executed; left as it is. Its first heading of level 1 is the title of the page.
    title : str, optional
        Takes the place of that heading.
    language : {"vi", "en"}
        Language of the labels; cells tagged with the other language are left out.
    context : mapping, optional
        What the page says about its origin; every key may be missing. ``unit_name``, ``period_name``: above
        the title. ``as_of`` (ISO day): under it, unless "latest". ``synthetic`` (bool): a warning under the
        title. ``notebook``: its name. ``parameters``, ``versions``, ``times`` (name to value) and
        ``inputs`` (file to SHA-256): tables at the end. ``index``: address of the index page, linked at the
        foot.

    Returns
    -------
    str
        HTML, the same bytes for the same arguments.

    Raises
    ------
    ValueError
        If a cell failed, warned, or shows something that a page cannot carry (the message names the cell),
        or there is no title.

    Examples
    --------
    >>> import nbformat
    >>> notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Kết quả")])
    >>> "<h1>Kết quả</h1>" in render_html(notebook)
    True
    """
    body, _ = _exporter().from_notebook_node(notebook, title=title, language=language, context=context or {})
    return body


def render_index(
    pages: Iterable[Mapping[str, Any]],
    *,
    language: Language = "vi",
    unit_name: str = "",
    period_name: str = "",
    title: str = "",
    synthetic: bool = False,
) -> str:
    """
    The index of one report folder: one card for each notebook, with its first finding.

    Parameters
    ----------
    pages : iterable of mapping
        In the order shown. ``name``: of the files, without ending. ``notebook``: the executed notebook,
        from which title and finding are read; ``title`` and ``finding`` take their place. ``statuses``:
        status to count. ``problem``: why there is no page; then nothing is linked.
    language : {"vi", "en"}
        Language of the labels.
    unit_name, period_name : str
        In words.
    title : str
        Of the report; by default "Báo cáo chuyển đổi số" and the period.
    synthetic : bool
        Whether to warn that the figures are invented.

    Returns
    -------
    str
        HTML, the same bytes for the same arguments.

    Examples
    --------
    >>> page = render_index([{"name": "00_start_here", "title": "Bắt đầu"}], period_name="năm 2023")
    >>> 'href="00_start_here.html"' in page
    True
    """
    words = PAGE_WORDS[language]
    cards = [_card(page, language) for page in pages]
    title = title or words["report_title"].format(period=period_name).rstrip(" ,")
    page = {
        "language": language,
        "words": words,
        "css": page_style(),
        "browser_title": " – ".join(part for part in (title, unit_name) if part),
        "eyebrow": unit_name,
        "title": title,
        "facts": [],
        "synthetic": words["synthetic"] if synthetic else "",
        "intro": words["report_text"].format(count=len(cards)),
        "cards": cards,
        "colophon": [_made_by(language)],
    }
    return _exporter().environment.get_template("folder.html.j2").render(page=page)


@lru_cache(maxsize=1)
def _exporter() -> PageExporter:
    """One exporter for all pages of a process: templates are compiled once."""
    return PageExporter()


def _describe_page(
    notebook: Any, title: str | None, language: Language, context: Mapping[str, Any]
) -> dict[str, Any]:
    """Everything that the template prints."""
    words = PAGE_WORDS[language]
    reading = read_notebook(notebook, language=language)
    title = title or reading.title
    if not title:
        raise ValueError(
            "The notebook has no title: begin its first cell with '# ' and the question it answers."
        )
    place = [context.get("unit_name", ""), context.get("period_name", "")]
    provenance = _provenance(context, words)
    return {
        "language": language,
        "words": words,
        "css": page_style(),
        "reading": reading,
        "title": title,
        "browser_title": " – ".join(part for part in (title, *place) if part),
        "eyebrow": " · ".join(part for part in place if part),
        "facts": _facts(context, language),
        "synthetic": words["synthetic"] if context.get("synthetic") else "",
        "contents": _contents(reading, has_provenance=bool(provenance), words=words),
        "provenance": provenance,
        "back": context.get("index", ""),
        "colophon": [part for part in (*place, _made_by(language)) if part],
    }


def _facts(context: Mapping[str, Any], language: Language) -> list[str]:
    """Lines under the title."""
    as_of = context.get("as_of") or "latest"
    if as_of == "latest":
        return []
    date = format_date(dt.date.fromisoformat(str(as_of)), language=language)
    return [PAGE_WORDS[language]["as_of"].format(date=date)]


def _contents(reading: Any, *, has_provenance: bool, words: Mapping[str, str]) -> list[dict[str, str]]:
    """Sections of the page; a page of one section needs no list."""
    sections = [
        {"anchor": heading.anchor, "text": heading.text} for heading in reading.headings if heading.level == 2
    ]
    if has_provenance:
        sections.append({"anchor": "provenance", "text": words["provenance"]})
    return sections if len(sections) > 1 else []


def _provenance(context: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, Any]:
    """The last section of the page; empty when nothing is known."""
    tables = [
        _pairs(context.get("versions"), words["versions"], words["software"], words["version"]),
        _pairs(context.get("inputs"), words["inputs"], words["file"], words["digest"]),
        _pairs(context.get("times"), words["times"], words["parameter"], words["value"]),
    ]
    notebook = context.get("notebook", "")
    provenance = {
        "text": words["provenance_text"].format(notebook=notebook) if notebook else "",
        "parameters": [
            (name, _shown(value, words)) for name, value in (context.get("parameters") or {}).items()
        ],
        "tables": [table for table in tables if table["rows"]],
    }
    return provenance if any(provenance.values()) else {}


def _pairs(values: Mapping[str, Any] | None, caption: str, left: str, right: str) -> dict[str, Any]:
    return {"rows": list((values or {}).items()), "caption": caption, "left": left, "right": right}


def _shown(value: Any, words: Mapping[str, str]) -> str:
    """A parameter as a reader writes it."""
    if isinstance(value, list | tuple):
        value = ", ".join(map(str, value))
    return words["empty"] if value in ("", None) else str(value)


def _card(page: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """What the index says about one notebook."""
    notebook = page.get("notebook")
    counts = page.get("statuses") or {}
    works = not page.get("problem")
    return {
        "title": page.get("title") or _title_of(notebook, language) or page["name"],
        "finding": page.get("finding") or _finding_of(notebook),
        "problem": page.get("problem", ""),
        "href": f"{page['name']}.html" if works else "",
        "notebook_href": f"{page['name']}.ipynb" if works else "",
        "statuses": [
            {"html": status_html(status, language), "count": counts[status]}
            for status in STATUS_WORDS[language]
            if counts.get(status)
        ],
    }


def _title_of(notebook: Any, language: Language) -> str:
    return read_notebook(notebook, language=language).title if notebook is not None else ""


def _finding_of(notebook: Any) -> str:
    """First sentence of the first finding."""
    exhibits = exhibits_of(notebook) if notebook is not None else ()
    return next((exhibit["sentences"][0] for exhibit in exhibits if exhibit.get("kind") == "finding"), "")


def _made_by(language: Language) -> str:
    return PAGE_WORDS[language]["made_by"].format(version=dtanalysis.__version__)
