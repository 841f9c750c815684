"""
What all figures share: axes of the page's width, names above bars, labels beside them, the mark of invented figures.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.exhibits import STATUS_COLOURS, Figure
from dtanalysis.exhibits.drawing import FIGURE_WIDTH, INK
from dtanalysis.narrative import short_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as MatplotlibFigure

MET, OPEN, UNKNOWN = STATUS_COLOURS["met"], STATUS_COLOURS["behind"], STATUS_COLOURS["not_reported"]
SOFT = "#E4E9EF"
MOST_BARS = 12
PHONE_LETTERS = 10
"""Points of letters that keep 8 pixels where a phone shows a figure 358 pixels wide."""

_NAME_WIDTH = 76  # letters of a name on one line above its bar


def new_axes(height: float) -> tuple[MatplotlibFigure, Axes]:
    """Open a figure of the page's width and so many inches of height, with one pair of axes."""
    import matplotlib.pyplot as plt

    return plt.subplots(figsize=(FIGURE_WIDTH, height))


def name_bars(names: pd.Series, ax: Axes, *, above: float = 0.62, below: float = 0.35) -> None:
    """Write each name above its bar, so that bars and letters stay large on a phone; bars stand at 0, 1, 2 …"""
    for row, name in enumerate(names):
        ax.text(
            0, row - 0.3, textwrap.shorten(short_name(name), _NAME_WIDTH, placeholder="…"), transform=ax.get_yaxis_transform(),
            fontsize=9.5, va="bottom", color=INK,
        )  # fmt: skip
    ax.set_ylim(len(names) - 1 + below, -above)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)


def write_beside(ax: Axes, text: str, x: float, row: int, *, colour: str = INK, inside: bool = False) -> None:
    """Write a label at the end of a bar: to its right, or inside it in white."""
    ax.annotate(
        text, (x, row), xytext=(-6 if inside else 6, 0), textcoords="offset points", va="center",
        ha="right" if inside else "left", fontsize=9.5, fontweight="bold", annotation_clip=False,
        color="white" if inside else colour, linespacing=1.2,
    )  # fmt: skip


def make_figure(
    figure: MatplotlibFigure, caption: str, alt: str, scope: Scope, note: str = "", **options: object
) -> Figure:
    """Put caption and description around a drawing, in the scope's language, marked where figures are generated."""
    return Figure(
        figure, caption, alt, language=scope.language, note=note, synthetic=scope.is_synthetic, **options
    )
