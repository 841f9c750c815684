"""
Figures of the online services: rates of services and of dossiers, levels side by side, who holds the gap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from dtanalysis.catalogue import Scope, term_names
from dtanalysis.exhibits import Figure, house_style, number_axis
from dtanalysis.formats import format_number, format_share, format_value
from dtanalysis.narrative import pick, place
from dtanalysis.plots.pieces import MET, MOST_BARS, OPEN, SOFT, make_figure, name_bars, new_axes, write_beside

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def two_ratios(scorecard: pd.DataFrame, scope: Scope) -> Figure | None:
    """
    Draw the rates of services and dossiers as shares of their own wholes.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        The rows of the rates to show, with names.
    scope : Scope
        The question.

    Returns
    -------
    Figure or None
    """
    rows = scorecard[scorecard["is_current"] & (scorecard["qualifier"] == "eq")]
    rows = rows.drop_duplicates(["indicator", "level", "dimension"]).reset_index(drop=True)
    if rows.empty:
        return None
    with house_style():
        figure, ax = new_axes(0.55 + 0.62 * len(rows))
        for line, row in rows.iterrows():
            ax.barh(line, 100, height=0.36, color=SOFT)
            ax.barh(line, row["value"], height=0.36, color=MET)
            text = format_value(row["value"], "percent", language=scope.language)
            write_beside(ax, text, row["value"], line, inside=row["value"] > 15)
        name_bars(rows["name"], ax)
        ax.set_xlim(0, 100)
        number_axis(ax.xaxis, suffix="%", language=scope.language)
    caption = pick(
        scope,
        f"Mỗi thanh là 100% của một tổng khác nhau (dịch vụ hoặc hồ sơ): {place(scope)}",
        f"Each bar is 100 % of a different whole (services or dossiers): {place(scope)}",
    )
    shares = [
        f"{row['name']}: {format_value(row['value'], 'percent', language=scope.language)}"
        for _, row in rows.iterrows()
    ]
    alt = pick(scope, "Các thanh tỷ lệ. ", "Bars of shares. ") + "; ".join(shares) + "."
    return make_figure(figure, caption, alt, scope)


def level_dots(levels: pd.DataFrame, scope: Scope) -> Figure | None:
    """
    Draw the indicators read at several administrative levels, one dot per level.

    Parameters
    ----------
    levels : pandas.DataFrame
        From `dtanalysis.services.compare_levels`.
    scope : Scope
        The question.

    Returns
    -------
    Figure or None
    """
    if levels.empty:
        return None
    names = levels["indicator"].map(
        scope.programme.indicators.set_index("indicator")[f"name_{scope.language}"]
    )
    order = list(dict.fromkeys(levels["indicator"]))
    with house_style():
        figure, ax = new_axes(0.5 + 1.15 * len(order))
        for line, indicator in enumerate(order):
            _draw_levels(ax, line, levels[levels["indicator"] == indicator], scope)
        name_bars(names.drop_duplicates(), ax, below=0.6)
        ax.margins(x=0.12)
        number_axis(ax.xaxis, suffix="%", language=scope.language)
    caption = pick(
        scope, f"Chênh lệch giữa các cấp: {place(scope)}", f"Differences between levels: {place(scope)}"
    )
    note = pick(scope, "Trục ngang không bắt đầu từ 0.", "The axis does not start at 0.")
    shown = [
        f"{name}, {_level_label(row, scope, ': ')}"
        for name, (_, row) in zip(names, levels.iterrows(), strict=True)
    ]
    return make_figure(figure, caption, "; ".join(shown) + ".", scope, note=note)


def _draw_levels(ax: Axes, line: int, own: pd.DataFrame, scope: Scope) -> None:
    ax.plot([own["value"].min(), own["value"].max()], [line, line], color="#AAB4BF", linewidth=3, zorder=1)
    ax.scatter(own["value"], [line] * len(own), color=MET, s=60, zorder=2)
    for _, row in own.iterrows():
        ax.annotate(
            _level_label(row, scope), (row["value"], line), xytext=(0, -9), textcoords="offset points",
            ha="center", va="top", fontsize=9.5,
        )  # fmt: skip


def _level_label(row: pd.Series, scope: Scope, joint: str = "\n") -> str:
    name = term_names(scope, "level").get(row["level"], row["level"])
    return f"{name}{joint}{format_value(row['value'], 'percent', language=scope.language)}"


def contribution_bars(parts: pd.DataFrame, scope: Scope) -> Figure | None:
    """
    Draw how many points of the gap sit in each unit, and how few units hold most of it (Pareto).

    Parameters
    ----------
    parts : pandas.DataFrame
        From `dtanalysis.decomposition.add_pareto`, with ``name_vi``, ``indicator_name`` and ``target``.
    scope : Scope
        The question.

    Returns
    -------
    Figure or None
    """
    if parts.empty:
        return None
    import seaborn

    rows = parts.head(MOST_BARS).reset_index(drop=True)
    labels = [_contribution_label(row, scope) for _, row in rows.iterrows()]
    with house_style():
        figure, ax = new_axes(0.55 + 0.52 * len(rows))
        seaborn.barplot(rows, x="contribution_pp", y=rows.index, orient="h", width=0.4, errorbar=None, ax=ax)
        for line, (bar, label) in enumerate(zip(ax.patches, labels, strict=True)):
            bar.set_color(OPEN if bar.get_width() > 0 else MET)
            write_beside(ax, label, max(bar.get_width(), 0), line)
        name_bars(rows["name_vi"], ax)
        _mark_holders(ax, rows, scope)
        ax.set(
            xlabel=pick(
                scope, "Đóng góp vào khoảng cách (điểm phần trăm)", "Share of the gap (percentage points)"
            ),
            ylabel="",
        )
        ax.margins(x=0.25)
        number_axis(ax.xaxis, language=scope.language)
    first = parts.iloc[0]
    caption = pick(
        scope,
        f"Khoảng cách tập trung ở đơn vị nào (trong ngoặc: tỷ lệ của đơn vị): {first['indicator_name']}",
        f"Where the gap sits (in brackets: the unit's rate): {first['indicator_name']}",
    )
    shown = [f"{name} {label}" for name, label in zip(rows["name_vi"], labels, strict=True)]
    alt = pick(scope, "Thanh ngang, điểm phần trăm của từng đơn vị: ", "Bars, points of each unit: ")
    return make_figure(figure, caption, alt + "; ".join(shown) + ".", scope)


def _mark_holders(ax: Axes, rows: pd.DataFrame, scope: Scope) -> None:
    """Draw the line below the units that together hold most of what is missing."""
    holders = rows[rows["is_holder"]]
    if holders.empty or len(holders) == len(rows):
        return
    share = format_share(holders["cumulative_share"].iloc[-1], 0, language=scope.language)
    text = pick(scope, f"đến đây: {share} phần còn thiếu", f"down to here: {share} of what is missing")
    place = len(holders) - 1 + 0.33
    ax.axhline(place, color="#55606E", linewidth=1, linestyle=(0, (4, 3)))
    ax.text(
        1, place + 0.04, text, transform=ax.get_yaxis_transform(), ha="right", va="top", fontsize=9, color="#55606E"
    )  # fmt: skip


def _contribution_label(row: pd.Series, scope: Scope) -> str:
    points = format_number(row["contribution_pp"], 2, language=scope.language, signed=True)
    return f"{points} ({format_value(row['rate'], 'percent', decimals=1, language=scope.language)})"
