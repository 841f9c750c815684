"""
Figure of the quality page: on what ground each figure of the report stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.exhibits import Figure, house_style
from dtanalysis.exhibits.drawing import INK, MUTED
from dtanalysis.narrative import grade_text, pick, place
from dtanalysis.plots.pieces import MET, OPEN, make_figure, name_bars, new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# The same shapes as the marks in words: a reader without colours finds them too.
_GRADE_SIGNS = {
    "firm": {"marker": "o", "color": MET},
    "unconfirmed": {"marker": "o", "facecolor": "white", "edgecolor": MUTED, "linewidth": 1.6},
    "weak": {"marker": "v", "color": OPEN},
    "contested": {"marker": "D", "color": "#7A5A00"},
}


def figure_grounds(figures: pd.DataFrame, scope: Scope) -> Figure | None:
    """
    Draw one mark per figure of the report, by group: its shape says how far the figure can be trusted.

    Parameters
    ----------
    figures : pandas.DataFrame
        From `dtanalysis.quality.grade_ground`, with names.
    scope : Scope
        The question.

    Returns
    -------
    Figure or None
        None with fewer than two figures.
    """
    if len(figures) < 2:
        return None
    counts = pd.crosstab(figures["group_name"], figures["grade"])
    counts = counts.reindex(columns=list(_GRADE_SIGNS), fill_value=0)
    counts = counts.loc[figures["group_name"].value_counts().index]
    with house_style():
        figure, ax = new_axes(0.2 + 0.78 * len(counts))
        for line, (_, numbers) in enumerate(counts.iterrows()):
            _draw_grades(ax, line, numbers, scope)
        name_bars(counts.index.to_series(), ax)
        # Marks stand equally close whether the fullest group has five figures or thirty.
        ax.set(xlim=(0, max(counts.sum(axis=1).max(), 16)), ylim=(len(counts) - 0.45, -0.62))
        ax.axis("off")
    caption = pick(
        scope,
        f"Mỗi dấu là một số liệu của báo cáo, theo độ tin cậy của căn cứ: {place(scope)}",
        f"One mark per figure of the report, by the ground it stands on: {place(scope)}",
    )
    shown = [f"{group}: {_grade_counts(numbers, scope)}" for group, numbers in counts.iterrows()]
    alt = pick(scope, "Dãy dấu theo nhóm chỉ tiêu. ", "Rows of marks by group. ")
    return make_figure(figure, caption, alt + "; ".join(shown) + ".", scope)


def _draw_grades(ax: Axes, line: int, numbers: pd.Series, scope: Scope) -> None:
    start = 0
    for grade, number in numbers.items():
        places = np.arange(start, start + number) + 0.5
        ax.scatter(places, [line - 0.08] * number, s=64, clip_on=False, **_GRADE_SIGNS[grade])
        start += number
    ax.text(0.07, line + 0.12, _grade_counts(numbers, scope), color=INK, fontsize=9.5, va="top")


def _grade_counts(numbers: pd.Series, scope: Scope) -> str:
    """How many figures of each grade, with their marks: the colours never speak alone."""
    return ", ".join(f"{number} {grade_text(grade, scope)}" for grade, number in numbers.items() if number)
