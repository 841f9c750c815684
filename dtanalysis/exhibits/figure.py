"""
A drawn figure with its caption, its description in words, and its figures in a table.
"""

from __future__ import annotations

import sys
from base64 import b64encode
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from dtanalysis.exhibits import drawing
from dtanalysis.exhibits.table import Table
from dtanalysis.exhibits.words import (
    CAPTION_STYLE,
    SYNTHETIC_WORDS,
    WORDS,
    Exhibit,
    caption_html,
    line_below,
    marked,
    require_text,
)
from dtanalysis.formats import Language

if TYPE_CHECKING:
    from matplotlib.figure import Figure as MatplotlibFigure

# A heavier SVG holds so many marks that a picture of dots is smaller and opens faster (about 500 marks).
_HEAVIEST_SVG = 150_000

_ExhibitT = TypeVar("_ExhibitT", Table, "Figure")


@dataclass(frozen=True, eq=False)
class Figure(Exhibit):
    """
    A drawn figure with its caption, its description for those who do not see it, and its figures in a table.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Drawn inside `dtanalysis.exhibits.house_style`; it is closed here, so that Jupyter does not show it
        twice.
    caption : str
        What is shown, for which unit and period. The page puts "Hình 1" before it.
    alt : str
        What a reader would see: the kind of figure and what it says.
    table : Table, optional
        The figures drawn, shown behind a fold.
    source : str
        Where they come from.
    language : {"vi", "en"}
        Language of the words around the figure.
    note : str
        Words under the figure.
    synthetic : bool
        Print in the picture and over it that its figures are invented.

    Raises
    ------
    ValueError
        If `caption` or `alt` is empty.

    Examples
    --------
    >>> from matplotlib.figure import Figure as Drawing
    >>> Figure(Drawing(figsize=(1, 1)), caption="Khoảng cách", alt="Biểu đồ thanh …").plain()
    'Biểu đồ thanh …'
    """

    figure: MatplotlibFigure
    caption: str
    alt: str
    table: Table | None = None
    source: str = ""
    language: Language = "vi"
    note: str = ""
    synthetic: bool = False

    _remedy: ClassVar[str] = "Say in one or two sentences what a reader would see."

    def __post_init__(self) -> None:
        require_text("The caption of a Figure", self.caption)
        require_text("The alternative text of a Figure", self.alt, self._remedy)
        _close(self.figure)

    @cached_property
    def svg(self) -> str:
        """The picture as SVG; empty when it holds so many marks that only the PNG is kept."""
        self._stamp()
        text = drawing.svg_text(self.figure)
        return text if len(text) <= _HEAVIEST_SVG else ""

    @cached_property
    def png(self) -> bytes:
        """The picture as PNG, for programs that show no SVG."""
        self._stamp()
        return drawing.png_bytes(self.figure)

    def html(self) -> str:
        """The picture inside the page, caption, notes and the folded table."""
        below = line_below("remark", self.note, self.language) + line_below(
            "source", self.source, self.language
        )
        words = caption_html(self.caption, synthetic=self.synthetic, language=self.language)
        caption = f'<figcaption style="{CAPTION_STYLE}">{words}</figcaption>'
        image = f'<div class="picture">{self._image_html()}</div>'
        inner = f"{caption}{image}{below}{self._fold_html()}"
        return f'<figure class="exhibit figure" lang="{self.language}" style="margin:8px 0">{inner}</figure>'

    def plain(self) -> str:
        """The alternative text."""
        return marked(self.alt, synthetic=self.synthetic, language=self.language)

    def data(self) -> dict[str, Any]:
        """Caption, alternative text, notes and, where there is one, the table."""
        return {
            "kind": "figure",
            "caption": self.caption,
            "alt": self.plain(),
            "note": self.note,
            "source": self.source,
            "language": self.language,
            "synthetic": self.synthetic,
            "table": self.table.data() if self.table is not None else None,
        }

    def _repr_mimebundle_(
        self, include: Any = None, exclude: Any = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """HTML first; the PNG is there for Word and for programs that show no HTML."""
        bundle = {**super()._repr_mimebundle_(), "image/png": b64encode(self.png).decode("ascii")}
        if self.svg:
            bundle["image/svg+xml"] = self.svg
        return bundle, {"alt": self.plain(), "caption": self.caption}

    def _image_html(self) -> str:
        svg = self.svg
        width = drawing.svg_pixel_width(svg) if svg else drawing.png_pixel_width(self.png)
        kind, content = ("svg+xml", svg.encode("utf-8")) if svg else ("png", self.png)
        source = f"data:image/{kind};base64,{b64encode(content).decode('ascii')}"
        return f'<img alt="{escape(self.plain(), quote=True)}" width="{width}" src="{source}">'

    def _fold_html(self) -> str:
        if self.table is None:
            return ""
        table = replace(self.table, synthetic=self.synthetic or self.table.synthetic)
        return f"<details><summary>{WORDS[self.language]['data']}</summary>{table.html()}</details>"

    def _stamp(self) -> None:
        """Write into the picture that its figures are invented: pictures travel without their captions."""
        if self.synthetic and not any(text.get_gid() == "synthetic" for text in self.figure.texts):
            words, colour = SYNTHETIC_WORDS[self.language], drawing.STATUS_COLOURS["behind"]
            self.figure.text(1, 1, words, ha="right", va="bottom", fontsize=8, color=colour, gid="synthetic")


def mark_synthetic(exhibit: _ExhibitT) -> _ExhibitT:
    """
    The same table or figure, with the words that its figures are invented.

    Parameters
    ----------
    exhibit : Table or Figure
        Left as it is.

    Returns
    -------
    Table or Figure
        A marked copy.

    Examples
    --------
    >>> import pandas as pd
    >>> from dtanalysis.exhibits import Column
    >>> table = Table(pd.DataFrame({"n": [1]}), "Số hồ sơ", [Column("n", "Hồ sơ", "number")])
    >>> mark_synthetic(table).plain().splitlines()[0]
    'SỐ LIỆU MÔ PHỎNG (synthetic) · Số hồ sơ'
    """
    return replace(exhibit, synthetic=True)


def _close(figure: MatplotlibFigure) -> None:
    """Take the figure from pyplot's list, where Jupyter would find and show it again."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(figure)
