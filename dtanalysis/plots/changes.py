"""
The figure of what has changed: each rate before and now, joined by a line whose colour says better, worse or not to be told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from dtanalysis.catalogue import Scope, unit_names
from dtanalysis.exhibits import Figure, house_style, number_axis
from dtanalysis.exhibits.drawing import INK
from dtanalysis.formats import format_number
from dtanalysis.narrative import pick, short_name
from dtanalysis.plots.pieces import (
    MET,
    MOST_BARS,
    OPEN,
    SOFT,
    UNKNOWN,
    make_figure,
    name_bars,
    new_axes,
    write_beside,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_UNSURE = ("within_chance", "rounding", "restated", "no_interval")


def before_after(moves: pd.DataFrame, scope: Scope) -> Figure | None:
    """
    Draw rates of two periods as dots joined by a line: open before, filled now.

    Parameters
    ----------
    moves : pandas.DataFrame
        From `dtanalysis.changes.pick_moves`, with names: several indicators of the unit, or one indicator of the units below.
    scope : Scope
        The question.

    Returns
    -------
    Figure or None
        None with fewer than two rates to draw.
    """
    if len(moves) < 2:
        return None
    rows = moves.head(MOST_BARS).reset_index(drop=True)
    is_parts = (rows["unit"] != scope.unit).any()
    names = rows["unit"].map(unit_names(scope)) if is_parts else rows["name"]
    with house_style():
        figure, ax = new_axes(0.55 + 0.58 * len(rows))
        for line, row in rows.iterrows():
            _draw_move(ax, line, row, scope)
        name_bars(names, ax)
        ax.set_xlim(-1, 101)
        number_axis(ax.xaxis, suffix="%", language=scope.language)
    subject = short_name(rows["name"].iloc[0]) if is_parts else scope.unit_name
    periods = [rows[f"period_{side}"].iloc[0].name(scope.language) for side in ("before", "after")]
    caption = pick(
        scope,
        f"Trước (vòng tròn rỗng) và nay (chấm đầy): {subject}, {periods[0]} → {periods[1]}",
        f"Before (open) and now (filled): {subject}, {periods[0]} → {periods[1]}",
    )
    return make_figure(
        figure,
        caption,
        _alt(rows, names, scope),
        scope,
        note=_note(rows, len(moves) - len(rows), is_parts=is_parts, scope=scope),
    )


def _draw_move(ax: Axes, line: int, row: pd.Series, scope: Scope) -> None:
    colour = _colour(row)
    ax.barh(line, 102, left=-1, height=0.3, color=SOFT, zorder=0)
    ax.plot([row["value_before"], row["value_after"]], [line, line], color=colour, linewidth=3.2, zorder=1)
    ax.scatter(
        row["value_before"],
        line,
        s=52,
        facecolor="white",
        edgecolor=colour,
        linewidth=1.8,
        zorder=2,
        clip_on=False,
    )
    ax.scatter(row["value_after"], line, s=52, color=colour, zorder=3, clip_on=False)
    write_beside(
        ax,
        f"{_mark(row)} {_step(row, scope)}",
        101,
        line,
        colour=INK if colour == UNKNOWN else colour,
    )


def _colour(row: pd.Series) -> str:
    if row["evidence"] in _UNSURE or pd.isna(row["is_better"]):
        return UNKNOWN
    return MET if row["is_better"] == 1 else OPEN


def _word(row: pd.Series, scope: Scope) -> str:
    words = {
        "within_chance": ("trong mức ngẫu nhiên", "within chance"),
        "rounding": ("trong mức làm tròn", "within rounding"),
        "restated": ("số cũ đã đổi", "earlier counts changed"),
        "no_interval": ("không có số đếm để xét", "no counts to tell from"),
    }
    if row["evidence"] in words:
        return pick(scope, *words[row["evidence"]])
    return pick(scope, "tốt hơn", "better") if row["is_better"] == 1 else pick(scope, "kém hơn", "worse")


def _mark(row: pd.Series) -> str:
    """The word as a mark, told below the figure: the label stays short, and the letters large on a phone."""
    if _colour(row) == UNKNOWN:
        return "○*" if row["evidence"] == "no_interval" else "○"
    return "▲" if row["is_better"] == 1 else "▼"


def _step(row: pd.Series, scope: Scope) -> str:
    step = format_number(row["change"], None, language=scope.language, signed=True)
    return step + pick(scope, " điểm %", " points")


def _note(rows: pd.DataFrame, left: int, *, is_parts: bool, scope: Scope) -> str:
    note = pick(
        scope,
        "▲ tốt hơn, ▼ kém hơn, vượt mức ngẫu nhiên; ○ trong mức ngẫu nhiên hoặc làm tròn, hoặc số cũ đã được tính lại.",
        "▲ better, ▼ worse, beyond chance; ○ within chance or rounding, or earlier counts were restated.",
    )
    if any(_mark(row).endswith("*") for _, row in rows.iterrows()):
        note += pick(
            scope,
            " ○*\N{NO-BREAK SPACE}không có tử số, mẫu số để biết có vượt mức ngẫu nhiên không.",
            " ○*\N{NO-BREAK SPACE}no counts to tell whether it is beyond chance.",
        )
    if is_parts:
        note += pick(
            scope,
            " Vẽ chỉ tiêu có nhiều đơn vị thay đổi vượt mức ngẫu nhiên nhất.",
            " Drawn is the indicator on which most units moved by more than chance.",
        )
    return note + (
        pick(scope, f" Còn {left} tỷ lệ khác trong bảng.", f" {left} more in the table.") if left > 0 else ""
    )


def _alt(rows: pd.DataFrame, names: pd.Series, scope: Scope) -> str:
    ends = [
        "{} → {}".format(
            *(
                format_number(row[f"value_{side}"], None, language=scope.language) + "%"
                for side in ("before", "after")
            )
        )
        for _, row in rows.iterrows()
    ]
    told = [
        f"{short_name(name)}: {end} ({_word(row, scope)})"
        for name, end, (_, row) in zip(names, ends, rows.iterrows(), strict=True)
    ]
    return pick(scope, "Cặp chấm trước và nay. ", "Pairs of dots, before and now. ") + "; ".join(told) + "."
