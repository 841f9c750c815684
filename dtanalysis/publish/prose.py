"""
Markdown cells → HTML: headings with addresses, tables in regions that scroll, raw HTML shown as text.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath

from dtanalysis.formats import slug
from dtanalysis.publish.cleaning import clean_html, formula_html, text_of


@dataclass(frozen=True)
class Heading:
    """
    A heading of the page.

    Parameters
    ----------
    level : int
        2 for a section.
    anchor : str
        Its address in the page.
    text : str
        Its words, not escaped.
    """

    level: int
    anchor: str
    text: str


class Prose:
    """
    Turns the markdown cells of one notebook into HTML and keeps its title and its headings.

    The first heading of level 1 becomes `title` and is left out of the text; further ones are lowered to
    level 2, because a page has one title.

    Parameters
    ----------
    table_word : str
        Names the regions of tables, such as "Bảng".

    Examples
    --------
    >>> prose = Prose("Bảng")
    >>> prose.html("# Kết quả\\n\\n## Chỉ tiêu nào chậm?").strip()
    '<h2 id="chi-tieu-nao-cham">Chỉ tiêu nào chậm?</h2>'
    >>> prose.title
    'Kết quả'
    """

    def __init__(self, table_word: str) -> None:
        self.title = ""
        self.headings: list[Heading] = []
        self._table_word = table_word
        self._tables = 0

    def html(self, source: str, attachments: dict[str, Any] | None = None) -> str:
        """
        One cell as HTML.

        Parameters
        ----------
        source : str
            Markdown.
        attachments : dict, optional
            Pictures attached to the cell.

        Returns
        -------
        str
            Cleaned.

        Raises
        ------
        ValueError
            If a picture is not attached to the cell: the page could not carry it.
        """
        renderer = _PageRenderer(self, attachments or {})
        try:
            html = MarkdownWithMath(renderer=renderer).render(source)
        except InvalidNotebook as error:
            raise ValueError(str(error)) from error
        return clean_html(html, keep_anchors=True)

    def heading_html(self, html: str, level: int) -> str:
        """A heading with its address; nothing for the title of the page."""
        text = text_of(html).strip()
        if level == 1 and not self.title:
            self.title = text
            return ""
        heading = Heading(max(level, 2), self._free_anchor(text), text)
        self.headings.append(heading)
        return f'<h{heading.level} id="{heading.anchor}">{html}</h{heading.level}>\n'

    def table_label(self) -> str:
        """A name for the next table in the text, unlike all others."""
        self._tables += 1
        return f"{self._table_word} ({self._tables})"

    def _free_anchor(self, text: str) -> str:
        try:
            base = slug(text)
        except ValueError:
            base = "section"
        taken = {heading.anchor for heading in self.headings} | {"content", "provenance"}
        candidates = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
        return next(anchor for anchor in candidates if anchor not in taken)


class _PageRenderer(IPythonRenderer):
    """nbconvert's renderer with our headings, tables, pictures and formulas."""

    def __init__(self, prose: Prose, attachments: dict[str, Any]) -> None:
        super().__init__(escape=True, allow_harmful_protocols=False, attachments=attachments)
        self._prose = prose

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        return self._prose.heading_html(text, level)

    def table(self, text: str) -> str:
        label = escape(self._prose.table_label(), quote=True)
        region = f'<div class="scroll" role="region" tabindex="0" aria-label="{label}">'
        return f"{region}<table>{text}</table></div>\n"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        if not url.startswith(("data:image/", "attachment:")):
            remedy = "attach it to the cell, or draw it and show it as a Figure"
            raise ValueError(f"picture {url!r} is not part of the notebook: {remedy}")
        if not text:
            raise ValueError(
                f"picture {url[:40]!r} has no alternative text: write it between the square brackets"
            )
        return super().image(text, url, title)

    def block_code(self, code: str, info: str | None = None) -> str:
        return f"<pre><code>{escape(code.rstrip(), quote=False)}</code></pre>\n"

    def block_math(self, body: str) -> str:
        return formula_html(body, display=True)

    def inline_math(self, body: str) -> str:
        return formula_html(body, display=False)

    def latex_environment(self, name: str, body: str) -> str:
        return formula_html(f"\\begin{{{name}}}{body}\\end{{{name}}}", display=True)
