"""
Figures of the scorecard: one square per target, and each percent indicator against its target.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.exhibits import STATUS_COLOURS, STATUS_WORDS, Figure, house_style, number_axis
from dtanalysis.formats import format_list, format_value
from dtanalysis.narrative import pick, place
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


def plan_progress(summary: pd.DataFrame, scope: Scope) -> Figure | None:
    """
    Draw one square per target of each plan: met, not met, not known.

    Parameters
    ----------
    summary : pandas.DataFrame
        From `dtanalysis.plans.summarise_plans`; plans of unknown size are left out.
    scope : Scope
        The question.

    Returns
    -------
    Figure or None
    """
    rows = summary[summary["n_targets"].notna() & (summary["stated_met"].notna() | (summary["n_known"] > 0))]
    if rows.empty:
        return None
    counts = [_square_counts(row) for _, row in rows.iterrows()]
    with house_style():
        figure, ax = new_axes(0.1 + 1.15 * len(rows))
        for line, numbers in enumerate(counts):
            _draw_squares(ax, line, numbers, scope)
        name_bars(rows[f"name_{scope.language}"], ax)
        ax.set(xlim=(0, max(sum(numbers) for numbers in counts)), ylim=(len(rows) - 0.45, -0.6))
        ax.axis("off")
    caption = pick(scope, f"Mỗi ô là một chỉ tiêu: {place(scope)}", f"One square per target: {place(scope)}")
    return make_figure(figure, caption, _squares_alt(rows, counts, scope), scope)


def _square_counts(row: pd.Series) -> tuple[int, int, int]:
    """(met, not met, not known): as stated by the plan's owner or, failing that, from the figures at hand."""
    total = int(row["n_targets"])
    if pd.notna(row["stated_met"]):
        return int(row["stated_met"]), total - int(row["stated_met"]), 0
    met, behind = int(row["met"] + row["exceeded"]), int(row["behind"])
    return met, behind, max(total - met - behind, 0)


def _draw_squares(ax: Axes, line: int, numbers: tuple[int, int, int], scope: Scope) -> None:
    start = 0
    for number, colour, word in zip(numbers, (MET, OPEN, UNKNOWN), _square_words(scope), strict=True):
        if number:
            squares = np.arange(start, start + number) + 0.5
            ax.bar(squares, 0.36, width=0.86, bottom=line - 0.22, color=colour)
            ax.text(start + 0.07, line + 0.19, f"{number} {word}", color=colour, fontweight="bold", va="top")
        start += number


def _square_words(scope: Scope) -> tuple[str, str, str]:
    behind = pick(scope, "chưa đạt", "not met")
    return pick(scope, "đạt và vượt", "met"), behind, pick(scope, "chưa rõ", "not known")


def _squares_alt(rows: pd.DataFrame, counts: list[tuple[int, int, int]], scope: Scope) -> str:
    words = _square_words(scope)
    plans = [
        f"{row[f'name_{scope.language}']}: "
        + format_list([f"{n} {word}" for n, word in zip(numbers, words, strict=True) if n], scope.language)
        for (_, row), numbers in zip(rows.iterrows(), counts, strict=True)
    ]
    return (
        pick(scope, "Dãy ô vuông, mỗi ô một chỉ tiêu. ", "Rows of squares, one per target. ")
        + "; ".join(plans)
        + "."
    )


def target_bullets(scorecard: pd.DataFrame, scope: Scope, *, reference: bool = False) -> Figure | None:
    """
    Draw each percent indicator as a bar with its target as a mark.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        One row per indicator and target, with names.
    scope : Scope
        The question.
    reference : bool
        Whether the targets only orient (national or long-term).

    Returns
    -------
    Figure or None
        None with fewer than two indicators to draw.
    """
    rows = scorecard[
        (scorecard["unit_measure"] == "percent") & scorecard["target"].notna() & scorecard["is_current"]
    ]
    # Two plans of one year would draw every bar twice: the first plan is drawn, the table has both.
    first = next((plan for plan in scope.plans if (rows["plan"] == plan).any()), None)
    rows = (rows if reference or first is None else rows[rows["plan"] == first]).drop_duplicates(
        ["name", "target"]
    )
    if len(rows) < 2:
        return None
    rows = rows.sort_values("gap", ascending=False).head(MOST_BARS).reset_index(drop=True)
    with house_style():
        figure, ax = new_axes(0.55 + 0.62 * len(rows))
        for line, row in rows.iterrows():
            _draw_bullet(ax, line, row, scope)
        name_bars(rows["name"], ax)
        ax.set_xlim(0, 100)
        number_axis(ax.xaxis, suffix="%", language=scope.language)
    kind = (
        pick(scope, "mục tiêu tham chiếu", "reference target")
        if reference
        else pick(scope, "mục tiêu", "target")
    )
    caption = pick(
        scope,
        f"Thực hiện so với {kind} (vạch đen): {place(scope)}",
        f"Result against {kind} (black mark): {place(scope)}",
    )
    return make_figure(figure, caption, _bullets_alt(rows, scope), scope)


def _draw_bullet(ax: Axes, line: int, row: pd.Series, scope: Scope) -> None:
    colour = STATUS_COLOURS[row["status"]]
    ax.barh(line, 100, height=0.36, color=SOFT)
    ax.barh(line, row["value"], height=0.36, color=colour)
    ax.plot(
        [row["target"]] * 2, [line - 0.27, line + 0.27], color="#111111", linewidth=2.4, solid_capstyle="butt"
    )
    text = format_value(row["value"], "percent", qualifier=row["qualifier"], language=scope.language)
    # The words stand to the right of the scale, where neither bar nor target mark can cross them.
    ink = "#7A5A00" if row["status"] == "undecided" else colour
    write_beside(ax, f"{text}\n{STATUS_WORDS[scope.language][row['status']]}", 100, line, colour=ink)


def _bullets_alt(rows: pd.DataFrame, scope: Scope) -> str:
    parts = [
        f"{row['name']}: {format_value(row['value'], 'percent', qualifier=row['qualifier'], language=scope.language)}"
        f" / {format_value(row['target'], 'percent', language=scope.language)} ({STATUS_WORDS[scope.language][row['status']]})"
        for _, row in rows.iterrows()
    ]
    return (
        pick(scope, "Biểu đồ thanh, thực hiện so với mục tiêu. ", "Bars, result against target. ")
        + "; ".join(parts)
        + "."
    )
