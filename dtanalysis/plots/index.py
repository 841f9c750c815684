"""
Figures of the index: its years, and what each component gives to it.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.exhibits import Figure, house_style, number_axis
from dtanalysis.formats import format_number, format_share
from dtanalysis.narrative import pick
from dtanalysis.plots.pieces import MET, SOFT, make_figure, name_bars, new_axes, write_beside


def dti_history(history: pd.DataFrame, scope: Scope) -> Figure | None:
    """
    Draw the index by year with the rank written at each point.

    Parameters
    ----------
    history : pandas.DataFrame
        From `dtanalysis.dti.build_history`.
    scope : Scope
        The question.

    Returns
    -------
    Figure or None
        None with fewer than two values.
    """
    rows = history[history["value"].notna()].reset_index(drop=True)
    if len(rows) < 2:
        return None
    import seaborn

    with house_style():
        figure, ax = new_axes(3.1)
        seaborn.lineplot(rows, x="year", y="value", marker="o", markersize=8, color=MET, errorbar=None, ax=ax)
        for _, row in rows.iterrows():
            ax.annotate(
                _index_label(row, scope), (row["year"], row["value"]), xytext=(0, 11), textcoords="offset points",
                ha="center", va="bottom", fontsize=9.5, zorder=3,
                # A steep line would run through the words.
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
            )  # fmt: skip
        ax.set(
            ylim=(0, min(1.05, rows["value"].max() * 1.35)),
            xlabel="",
            ylabel=pick(scope, "DTI (0–1)", "Index (0–1)"),
        )
        ax.set_xticks(rows["year"], [str(year) for year in rows["year"]])
        ax.margins(x=0.12)
        number_axis(ax.yaxis, decimals=1, language=scope.language)
    caption = pick(scope, f"DTI qua các năm: {scope.unit_name}", f"The index by year: {scope.unit_name}")
    shown = [f"{row['year']}: {_index_label(row, scope, ', ')}" for _, row in rows.iterrows()]
    alt = pick(scope, "Đường nối giá trị DTI từng năm. ", "A line through the index of each year. ")
    return make_figure(figure, caption, alt + "; ".join(shown) + ".", scope)


def _index_label(row: pd.Series, scope: Scope, joint: str = "\n") -> str:
    value = format_number(row["value"], 4, language=scope.language)
    if pd.isna(row["rank"]) or pd.isna(row["n_units"]):
        return value
    return f"{value}{joint}{pick(scope, 'hạng', 'rank')} {row['rank']:.0f}/{row['n_units']:.0f}"


def dti_parts(parts: pd.DataFrame, scope: Scope) -> Figure | None:
    """
    Draw what each component gives to the index and what it could still give.

    Parameters
    ----------
    parts : pandas.DataFrame
        From `dtanalysis.dti.explain_parts`, with ``component_name``.
    scope : Scope
        The question.

    Returns
    -------
    Figure or None
    """
    if parts.empty:
        return None
    rows = parts.sort_values("room", ascending=False, kind="stable")
    rows = rows.assign(
        name=rows["component_name"],
        reached=rows["contribution"],
        most=rows["weight"],
        label=[_room_label(row, scope) for _, row in rows.iterrows()],
    )
    axis = pick(
        scope,
        "Đóng góp vào DTI (xanh) và phần còn lại (xám)",
        "Share of the index (blue) and room left (grey)",
    )
    caption = pick(
        scope,
        f"DTI gồm những gì và còn dư địa ở đâu: {scope.unit_name}",
        f"What the index is made of, and its room: {scope.unit_name}",
    )
    return reached_bars(rows, axis, caption, scope, decimals=2)


def reached_bars(rows: pd.DataFrame, axis: str, caption: str, scope: Scope, *, decimals: int) -> Figure:
    """
    Draw what is reached and what is left of each maximum, one bar a row.

    Parameters
    ----------
    rows : pandas.DataFrame
        In the order of the bars: ``name``, ``reached``, ``room``, ``most`` and ``label``.
    axis, caption : str
        Words under and over the bars.
    scope : Scope
        The question.
    decimals : int
        Decimals of the axis.

    Returns
    -------
    Figure
    """
    rows = rows.reset_index(drop=True)
    with house_style():
        figure, ax = new_axes(0.6 + 0.52 * len(rows))
        ax.barh(rows.index, rows["reached"], height=0.36, color=MET)
        ax.barh(rows.index, rows["room"], left=rows["reached"], height=0.36, color=SOFT)
        for line, row in rows.iterrows():
            write_beside(ax, row["label"], row["most"], line)
        name_bars(rows["name"], ax)
        ax.set(xlim=(0, rows["most"].max() * 1.45), xlabel=axis)
        number_axis(ax.xaxis, decimals=decimals, language=scope.language)
    shown = [f"{row['name']}: {row['label']}" for _, row in rows.iterrows()]
    alt = pick(scope, "Thanh ngang, phần đã đạt và phần còn lại. ", "Bars, reached and left. ")
    return make_figure(figure, caption, alt + "; ".join(shown) + ".", scope)


def _room_label(row: pd.Series, scope: Scope) -> str:
    share = format_share(row["value"], 0, language=scope.language)
    room = format_number(row["room"], 3, language=scope.language)
    return pick(scope, f"đạt {share}, còn {room}", f"{share}, {room} left")
