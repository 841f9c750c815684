"""
One function per figure: result frame in, drawn figure with caption and description out.

A figure never computes a gap. Where there is nothing to draw a function returns None, and the table of the
same section says why: no page carries an empty chart. Status colours always come with the word.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dtanalysis import tables
from dtanalysis.catalogue import Scope, term_names
from dtanalysis.exhibits import STATUS_COLOURS, Column, Figure, Table, house_style, number_axis
from dtanalysis.exhibits.words import STATUS_WORDS
from dtanalysis.formats import format_list, format_number, format_share, format_value
from dtanalysis.tables import pick

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MET, _OPEN, _UNKNOWN = STATUS_COLOURS["met"], STATUS_COLOURS["behind"], STATUS_COLOURS["not_reported"]
_SOFT = "#E4E9EF"
_LABEL_WIDTH = 34
_MOST_BARS = 12


def _axes(height: float, columns: int = 1):
    import matplotlib.pyplot as plt

    return plt.subplots(1, columns, figsize=(7.2, height))


def _wrap(text: str, width: int = _LABEL_WIDTH) -> str:
    return "\n".join(textwrap.wrap(text, width))


def _figure(figure, caption: str, alt: str, scope: Scope, table: Table | None = None, note: str = "") -> Figure:
    return Figure(
        figure, caption, alt, table=table, language=scope.language, note=note, synthetic=scope.is_synthetic
    )


def plan_progress(summary: pd.DataFrame, scope: Scope) -> Figure | None:
    """
    Draw one square per target of each plan: met, not met, not known.

    Parameters
    ----------
    summary : pandas.DataFrame
        From `dtanalysis.gaps.summarise_plans`; plans of unknown size are left out.
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
        figure, ax = _axes(0.75 + 0.85 * len(rows))
        for place, ((_, row), numbers) in enumerate(zip(rows.iterrows(), counts, strict=True)):
            _draw_squares(ax, place, numbers, scope)
            name = textwrap.shorten(row[f"name_{scope.language}"], 90, placeholder="…")
            ax.text(0, place - 0.62, name, fontsize=9.5, va="center", fontweight="bold")
        ax.set(xlim=(-0.1, max(sum(numbers) for numbers in counts) + 0.1), ylim=(len(rows) - 0.1, -0.85))
        ax.axis("off")
    caption = pick(scope, f"Mỗi ô là một chỉ tiêu: {_place(scope)}", f"One square per target: {_place(scope)}")
    return _figure(figure, caption, _squares_alt(rows, counts, scope), scope)


def _square_counts(row: pd.Series) -> tuple[int, int, int]:
    """(met, not met, not known): as stated by the plan's owner or, failing that, from the figures at hand."""
    total = int(row["n_targets"])
    if pd.notna(row["stated_met"]):
        return int(row["stated_met"]), total - int(row["stated_met"]), 0
    met, behind = int(row["met"] + row["exceeded"]), int(row["behind"])
    return met, behind, max(total - met - behind, 0)


def _draw_squares(ax: Axes, place: float, numbers: tuple[int, int, int], scope: Scope) -> None:
    words = _square_words(scope)
    start = 0
    for number, colour, word in zip(numbers, (_MET, _OPEN, _UNKNOWN), words, strict=True):
        if not number:
            continue
        ax.bar(np.arange(start, start + number) + 0.5, 0.55, width=0.86, bottom=place - 0.36, color=colour)
        ax.text(start + 0.07, place + 0.42, f"{number} {word}", color=colour, fontsize=10, fontweight="bold")
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
    return pick(scope, "Dãy ô vuông, mỗi ô một chỉ tiêu. ", "Rows of squares, one per target. ") + "; ".join(plans) + "."


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
    rows = (rows if reference or first is None else rows[rows["plan"] == first]).drop_duplicates(["name", "target"])
    if len(rows) < 2:
        return None
    rows = rows.sort_values("gap", ascending=False).head(_MOST_BARS).reset_index(drop=True)
    with house_style():
        figure, ax = _axes(0.9 + 0.52 * len(rows))
        for place, row in rows.iterrows():
            _draw_bullet(ax, place, row, scope)
        ax.set_yticks(range(len(rows)), [_wrap(name) for name in rows["name"]])
        ax.set(xlim=(0, 100), ylim=(len(rows) - 0.4, -0.7))
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        number_axis(ax.xaxis, suffix="%", language=scope.language)
    kind = pick(scope, "mục tiêu tham chiếu", "reference target") if reference else pick(scope, "mục tiêu", "target")
    caption = pick(
        scope, f"Thực hiện so với {kind} (vạch đen): {_place(scope)}", f"Result against {kind} (black mark): {_place(scope)}"
    )
    return _figure(figure, caption, _bullets_alt(rows, scope), scope)


def _draw_bullet(ax: Axes, place: int, row: pd.Series, scope: Scope) -> None:
    colour = STATUS_COLOURS[row["status"]]
    ax.barh(place, 100, height=0.42, color=_SOFT)
    ax.barh(place, row["value"], height=0.42, color=colour)
    ax.plot([row["target"]] * 2, [place - 0.32, place + 0.32], color="#111111", linewidth=2.4, solid_capstyle="butt")
    # The words stand to the right of the scale, where neither bar nor target mark can cross them.
    text = format_value(row["value"], "percent", qualifier=row["qualifier"], language=scope.language)
    word = STATUS_WORDS[scope.language][row["status"]]
    ink = "#7A5A00" if row["status"] == "undecided" else colour
    ax.annotate(
        f"{text}\n{word}", (100, place), xytext=(8, 0), textcoords="offset points", va="center",
        fontsize=9.5, fontweight="bold", color=ink, annotation_clip=False, linespacing=1.25,
    )  # fmt: skip


def _bullets_alt(rows: pd.DataFrame, scope: Scope) -> str:
    parts = [
        f"{row['name']}: {format_value(row['value'], 'percent', qualifier=row['qualifier'], language=scope.language)}"
        f" / {format_value(row['target'], 'percent', language=scope.language)} ({STATUS_WORDS[scope.language][row['status']]})"
        for _, row in rows.iterrows()
    ]
    return pick(scope, "Biểu đồ thanh, thực hiện so với mục tiêu. ", "Bars, result against target. ") + "; ".join(parts) + "."


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
        figure, ax = _axes(0.6 + 0.72 * len(rows))
        for place, row in rows.iterrows():
            ax.barh(place, 100, height=0.5, color=_SOFT)
            ax.barh(place, row["value"], height=0.5, color=_MET)
            _label_share(ax, place, row["value"], scope)
        ax.set_yticks(range(len(rows)), [_wrap(name) for name in rows["name"]])
        ax.set(xlim=(0, 100), ylim=(len(rows) - 0.5, -0.5))
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        number_axis(ax.xaxis, suffix="%", language=scope.language)
    caption = pick(
        scope,
        f"Mỗi thanh là 100% của một tổng khác nhau (dịch vụ hoặc hồ sơ): {_place(scope)}",
        f"Each bar is 100 % of a different whole (services or dossiers): {_place(scope)}",
    )
    shares = [f"{row['name']}: {format_value(row['value'], 'percent', language=scope.language)}" for _, row in rows.iterrows()]
    alt = pick(scope, "Các thanh tỷ lệ. ", "Bars of shares. ") + "; ".join(shares) + "."
    return _figure(figure, caption, alt, scope)


def _label_share(ax: Axes, place: int, value: float, scope: Scope) -> None:
    inside = value > 15
    text = format_value(value, "percent", language=scope.language)
    ax.annotate(
        text, (value, place), xytext=(-6 if inside else 6, 0), textcoords="offset points", va="center",
        ha="right" if inside else "left", color="white" if inside else "#1C2530", fontweight="bold",
    )  # fmt: skip


def level_dots(scorecard: pd.DataFrame, scope: Scope) -> Figure | None:
    """
    Draw the indicators read at several administrative levels, one dot per level.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        One row per indicator, level and target, with names.
    scope : Scope
        The question.

    Returns
    -------
    Figure or None
    """
    rows = tables.several_levels(scorecard)
    if rows.empty:
        return None
    names, plain = term_names(scope, "level"), scope.programme.indicators.set_index("indicator")[f"name_{scope.language}"]
    order = list(dict.fromkeys(rows["indicator"]))
    with house_style():
        figure, ax = _axes(1.0 + 0.75 * len(order))
        for place, indicator in enumerate(order):
            own = rows[rows["indicator"] == indicator]
            ax.plot([own["value"].min(), own["value"].max()], [place, place], color="#AAB4BF", linewidth=3, zorder=1)
            ax.scatter(own["value"], [place] * len(own), color=_MET, s=60, zorder=2)
            for rank, (_, row) in enumerate(own.iterrows()):
                text = f"{names.get(row['level'], row['level'])}\n{format_value(row['value'], 'percent', language=scope.language)}"
                ax.annotate(text, (row["value"], place), xytext=(0, 11 if rank % 2 == 0 else -11),
                            textcoords="offset points", ha="center", va="bottom" if rank % 2 == 0 else "top", fontsize=9)  # fmt: skip
        ax.set_yticks(range(len(order)), [_wrap(plain[indicator], 26) for indicator in order])
        ax.set_ylim(len(order) - 0.3, -0.7)
        ax.margins(x=0.12)
        ax.tick_params(axis="y", length=0)
        number_axis(ax.xaxis, suffix="%", language=scope.language)
    caption = pick(scope, f"Chênh lệch giữa các cấp: {_place(scope)}", f"Differences between levels: {_place(scope)}")
    note = pick(scope, "Trục ngang không bắt đầu từ 0.", "The axis does not start at 0.")
    shown = [f"{plain[row['indicator']]}, {names.get(row['level'], row['level'])}: "
             f"{format_value(row['value'], 'percent', language=scope.language)}" for _, row in rows.iterrows()]  # fmt: skip
    return _figure(figure, caption, "; ".join(shown) + ".", scope, note=note)


def contribution_bars(parts: pd.DataFrame, scope: Scope) -> Figure | None:
    """
    Draw how many points of the gap sit in each unit.

    Parameters
    ----------
    parts : pandas.DataFrame
        From `dtanalysis.decomposition.split_gap`, with ``name_vi``, ``indicator_name`` and ``target``.
    scope : Scope
        The question.

    Returns
    -------
    Figure or None
    """
    if parts.empty:
        return None
    import seaborn

    rows = parts.head(_MOST_BARS)
    with house_style():
        figure, ax = _axes(0.8 + 0.36 * len(rows))
        seaborn.barplot(rows, x="contribution_pp", y="name_vi", color=_OPEN, errorbar=None, ax=ax, orient="h")
        for bar, (_, row) in zip(ax.patches, rows.iterrows(), strict=True):
            bar.set_color(_OPEN if row["contribution_pp"] > 0 else _MET)
            value = format_number(row["contribution_pp"], 2, language=scope.language, signed=True)
            rate = format_value(row["rate"], "percent", decimals=1, language=scope.language)
            ax.annotate(
                f"{value} ({rate})", (max(row["contribution_pp"], 0), bar.get_y() + bar.get_height() / 2),
                xytext=(5, 0), textcoords="offset points", va="center", fontsize=9,
            )  # fmt: skip
        ax.set(xlabel=pick(scope, "Đóng góp vào khoảng cách (điểm phần trăm)", "Share of the gap (percentage points)"), ylabel="")
        ax.margins(x=0.2)
        ax.tick_params(axis="y", length=0)
        number_axis(ax.xaxis, language=scope.language)
    first = parts.iloc[0]
    caption = pick(
        scope,
        f"Khoảng cách nằm ở đơn vị nào (trong ngoặc: tỷ lệ của đơn vị): {first['indicator_name']}",
        f"Where the gap sits (in brackets: the unit's rate): {first['indicator_name']}",
    )
    shown = [f"{row['name_vi']} {format_number(row['contribution_pp'], 2, language=scope.language, signed=True)}" for _, row in rows.iterrows()]
    alt = pick(scope, "Thanh ngang, điểm phần trăm của từng đơn vị: ", "Bars, points of each unit: ") + "; ".join(shown) + "."
    return _figure(figure, caption, alt, scope)


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
        figure, ax = _axes(3.1)
        seaborn.lineplot(rows, x="year", y="value", marker="o", markersize=8, color=_MET, errorbar=None, ax=ax)
        for _, row in rows.iterrows():
            value = format_number(row["value"], 4, language=scope.language)
            rank = "" if pd.isna(row["rank"]) else pick(scope, "\nhạng ", "\nrank ") + f"{row['rank']:.0f}/{row['n_units']:.0f}"
            ax.annotate(value + rank, (row["year"], row["value"]), xytext=(0, 11), textcoords="offset points",
                        ha="center", va="bottom", fontsize=9.5)  # fmt: skip
        ax.set(ylim=(0, min(1.0, rows["value"].max() * 1.35)), xlabel="", ylabel=pick(scope, "DTI (0–1)", "Index (0–1)"))
        ax.set_xticks(rows["year"], [str(year) for year in rows["year"]])
        ax.margins(x=0.12)
        number_axis(ax.yaxis, decimals=1, language=scope.language)
    shown = [
        f"{row['year']}: {format_number(row['value'], 4, language=scope.language)}"
        + ("" if pd.isna(row["rank"]) else f" ({row['rank']:.0f}/{row['n_units']:.0f})")
        for _, row in rows.iterrows()
    ]
    caption = pick(scope, f"DTI qua các năm: {scope.unit_name}", f"The index by year: {scope.unit_name}")
    alt = pick(scope, "Đường nối giá trị DTI từng năm. ", "A line through the index of each year. ") + "; ".join(shown) + "."
    return _figure(figure, caption, alt, scope)


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
    rows = parts.sort_values("room", ascending=False).reset_index(drop=True)
    with house_style():
        figure, ax = _axes(0.9 + 0.42 * len(rows))
        places = np.arange(len(rows))
        ax.barh(places, rows["contribution"], height=0.55, color=_MET)
        ax.barh(places, rows["room"], left=rows["contribution"], height=0.55, color=_SOFT)
        for place, row in rows.iterrows():
            share = format_share(row["value"], 0, language=scope.language)
            room = format_number(row["room"], 3, language=scope.language)
            ax.annotate(pick(scope, f"đạt {share}, còn {room}", f"{share}, {room} left"),
                        (row["weight"], place), xytext=(5, 0), textcoords="offset points", va="center", fontsize=9)  # fmt: skip
        ax.set_yticks(places, [_wrap(name, 28) for name in rows["component_name"]])
        ax.set(ylim=(len(rows) - 0.4, -0.6), xlim=(0, rows["weight"].max() * 1.45),
               xlabel=pick(scope, "Đóng góp vào DTI (xanh) và phần còn lại (xám)", "Share of the index (blue) and room left (grey)"))  # fmt: skip
        ax.tick_params(axis="y", length=0)
        number_axis(ax.xaxis, decimals=2, language=scope.language)
    caption = pick(scope, f"DTI gồm những gì và còn dư địa ở đâu: {scope.unit_name}", f"What the index is made of, and its room: {scope.unit_name}")
    shown = [
        f"{row['component_name']}: {format_number(row['contribution'], 3, language=scope.language)} / {format_number(row['weight'], 2, language=scope.language)}"
        for _, row in rows.iterrows()
    ]
    alt = pick(scope, "Thanh ngang, đóng góp trên mức tối đa. ", "Bars, contribution of the most possible. ") + "; ".join(shown) + "."
    return _figure(figure, caption, alt, scope)


def figures_table(frame: pd.DataFrame, caption: str, columns: list[Column], scope: Scope) -> Table:
    """Wrap the figures behind a chart as a table for its fold."""
    return Table(frame, caption, columns, language=scope.language, synthetic=scope.is_synthetic)


def _place(scope: Scope) -> str:
    return f"{scope.unit_name}, {scope.period.name(scope.language)}"
