"""
Figure of the record: how often probabilities came true.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.exhibits import Figure, house_style
from dtanalysis.exhibits.drawing import ACCENT, INK, MUTED
from dtanalysis.formats import format_share
from dtanalysis.narrative import pick, place
from dtanalysis.narrative.projection import outlook_text
from dtanalysis.plots.pieces import PHONE_LETTERS, make_figure, new_axes
from dtanalysis.projection.result import OUTLOOK_WORDS

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def reliability(chances: pd.DataFrame, record: pd.DataFrame, scope: Scope) -> Figure | None:
    """
    Draw how often targets came true against how likely they had been called.

    Parameters
    ----------
    chances : pandas.DataFrame
        From `dtanalysis.projection.rate_chances`.
    record : pandas.DataFrame
        From `dtanalysis.projection.summarise_record` over all points.
    scope : Scope
        The question.

    Returns
    -------
    Figure or None
        None with fewer than 30 scored points, or where no class has enough trials.
    """
    if record.empty or not record.iloc[0]["is_enough"]:
        return None
    rows = chances[chances["is_enough"] & chances["share_reached"].notna()]
    if rows.empty:
        return None
    with house_style():
        figure, ax = new_axes(3.4)
        ax.plot([0, 1], [0, 1], color=MUTED, linewidth=1, linestyle=(0, (5, 3)))
        ax.scatter(rows["mean_chance"], rows["share_reached"], s=60, color=ACCENT, zorder=3)
        for _, row in rows.iterrows():
            _label_class(ax, row, scope)
        ax.set(
            xlim=(0, 1), ylim=(-0.04, 1.04),
            xlabel=pick(scope, "Xác suất đã nói", "Probability told"),
            ylabel=pick(scope, "Tỷ lệ thực tế đạt", "Share that came true"),
        )  # fmt: skip
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_major_formatter(
                lambda share, _place=None: format_share(share, 0, language=scope.language)
            )
        ax.xaxis.label.set_fontsize(PHONE_LETTERS)
        ax.yaxis.label.set_fontsize(PHONE_LETTERS)
    caption = pick(
        scope,
        f"Xác suất đã nói và thực tế: {place(scope)}",
        f"Probabilities told and what came: {place(scope)}",
    )
    note = pick(
        scope,
        "Trên đường chéo: nói đúng mức. Trên đường: thực tế đạt nhiều hơn đã nói; dưới đường: ít hơn.",
        "On the diagonal: as told. Above it more came true than told, below it less.",
    )
    return make_figure(figure, caption, _reliability_alt(rows, scope), scope, note)


def _label_class(ax: Axes, row: pd.Series, scope: Scope) -> None:
    right = row["mean_chance"] > 0.6
    ax.annotate(
        f"{outlook_text(row['outlook'], scope.language)} (n = {row['n']})", (row["mean_chance"], row["share_reached"]),
        xytext=(-9 if right else 9, 0), textcoords="offset points", ha="right" if right else "left", va="center",
        fontsize=PHONE_LETTERS, color=INK,
    )  # fmt: skip


def _reliability_alt(rows: pd.DataFrame, scope: Scope) -> str:
    language = scope.language
    parts = []
    for _, row in rows.iterrows():
        told, came = (
            format_share(row[name], 0, language=language) for name in ("mean_chance", "share_reached")
        )
        word = OUTLOOK_WORDS[row["outlook"]][language]
        parts.append(
            pick(scope, f"{word}: đã nói {told}, thực tế {came}", f"{word}: told {told}, came {came}")
        )
    return pick(scope, "Biểu đồ điểm. ", "Dots. ") + "; ".join(parts) + "."
