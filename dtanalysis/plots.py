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

from dtanalysis.catalogue import Scope, term_names
from dtanalysis.exhibits import STATUS_COLOURS, STATUS_WORDS, Figure, house_style, number_axis
from dtanalysis.exhibits.drawing import FIGURE_WIDTH, INK, MUTED
from dtanalysis.formats import format_list, format_number, format_share, format_value
from dtanalysis.narrative import grade_text, pick, place, short_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MET, _OPEN, _UNKNOWN = STATUS_COLOURS["met"], STATUS_COLOURS["behind"], STATUS_COLOURS["not_reported"]
_SOFT = "#E4E9EF"
# The same shapes as the marks in words: a reader without colours finds them too.
_GRADE_SIGNS = {
    "firm": {"marker": "o", "color": _MET},
    "unconfirmed": {"marker": "o", "facecolor": "white", "edgecolor": MUTED, "linewidth": 1.6},
    "weak": {"marker": "v", "color": _OPEN},
    "contested": {"marker": "D", "color": "#7A5A00"},
}
_NAME_WIDTH = 76  # letters of a name on one line above its bar
_MOST_BARS = 12


def _axes(height: float):
    import matplotlib.pyplot as plt

    return plt.subplots(figsize=(FIGURE_WIDTH, height))


def _named_bars(names: pd.Series, ax: Axes, *, above: float = 0.62, below: float = 0.35) -> None:
    """Write each name above its bar, so that bars and letters stay large on a phone; bars stand at 0, 1, 2 …"""
    for row, name in enumerate(names):
        ax.text(
            0, row - 0.3, textwrap.shorten(short_name(name), _NAME_WIDTH, placeholder="…"), transform=ax.get_yaxis_transform(),
            fontsize=9.5, va="bottom", color=INK,
        )  # fmt: skip
    ax.set_ylim(len(names) - 1 + below, -above)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)


def _beside(ax: Axes, text: str, x: float, row: int, *, colour: str = INK, inside: bool = False) -> None:
    """Write a label at the end of a bar: to its right, or inside it in white."""
    ax.annotate(
        text, (x, row), xytext=(-6 if inside else 6, 0), textcoords="offset points", va="center",
        ha="right" if inside else "left", fontsize=9.5, fontweight="bold", annotation_clip=False,
        color="white" if inside else colour, linespacing=1.2,
    )  # fmt: skip


def _figure(figure, caption: str, alt: str, scope: Scope, note: str = "") -> Figure:
    return Figure(figure, caption, alt, language=scope.language, note=note, synthetic=scope.is_synthetic)


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
        figure, ax = _axes(0.1 + 1.15 * len(rows))
        for line, numbers in enumerate(counts):
            _draw_squares(ax, line, numbers, scope)
        _named_bars(rows[f"name_{scope.language}"], ax)
        ax.set(xlim=(0, max(sum(numbers) for numbers in counts)), ylim=(len(rows) - 0.45, -0.6))
        ax.axis("off")
    caption = pick(scope, f"Mỗi ô là một chỉ tiêu: {place(scope)}", f"One square per target: {place(scope)}")
    return _figure(figure, caption, _squares_alt(rows, counts, scope), scope)


def _square_counts(row: pd.Series) -> tuple[int, int, int]:
    """(met, not met, not known): as stated by the plan's owner or, failing that, from the figures at hand."""
    total = int(row["n_targets"])
    if pd.notna(row["stated_met"]):
        return int(row["stated_met"]), total - int(row["stated_met"]), 0
    met, behind = int(row["met"] + row["exceeded"]), int(row["behind"])
    return met, behind, max(total - met - behind, 0)


def _draw_squares(ax: Axes, line: int, numbers: tuple[int, int, int], scope: Scope) -> None:
    start = 0
    for number, colour, word in zip(numbers, (_MET, _OPEN, _UNKNOWN), _square_words(scope), strict=True):
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
    rows = rows.sort_values("gap", ascending=False).head(_MOST_BARS).reset_index(drop=True)
    with house_style():
        figure, ax = _axes(0.55 + 0.62 * len(rows))
        for line, row in rows.iterrows():
            _draw_bullet(ax, line, row, scope)
        _named_bars(rows["name"], ax)
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
    return _figure(figure, caption, _bullets_alt(rows, scope), scope)


def _draw_bullet(ax: Axes, line: int, row: pd.Series, scope: Scope) -> None:
    colour = STATUS_COLOURS[row["status"]]
    ax.barh(line, 100, height=0.36, color=_SOFT)
    ax.barh(line, row["value"], height=0.36, color=colour)
    ax.plot(
        [row["target"]] * 2, [line - 0.27, line + 0.27], color="#111111", linewidth=2.4, solid_capstyle="butt"
    )
    text = format_value(row["value"], "percent", qualifier=row["qualifier"], language=scope.language)
    # The words stand to the right of the scale, where neither bar nor target mark can cross them.
    ink = "#7A5A00" if row["status"] == "undecided" else colour
    _beside(ax, f"{text}\n{STATUS_WORDS[scope.language][row['status']]}", 100, line, colour=ink)


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
        figure, ax = _axes(0.55 + 0.62 * len(rows))
        for line, row in rows.iterrows():
            ax.barh(line, 100, height=0.36, color=_SOFT)
            ax.barh(line, row["value"], height=0.36, color=_MET)
            text = format_value(row["value"], "percent", language=scope.language)
            _beside(ax, text, row["value"], line, inside=row["value"] > 15)
        _named_bars(rows["name"], ax)
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
    return _figure(figure, caption, alt, scope)


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
        figure, ax = _axes(0.5 + 1.15 * len(order))
        for line, indicator in enumerate(order):
            _draw_levels(ax, line, levels[levels["indicator"] == indicator], scope)
        _named_bars(names.drop_duplicates(), ax, below=0.6)
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
    return _figure(figure, caption, "; ".join(shown) + ".", scope, note=note)


def _draw_levels(ax: Axes, line: int, own: pd.DataFrame, scope: Scope) -> None:
    ax.plot([own["value"].min(), own["value"].max()], [line, line], color="#AAB4BF", linewidth=3, zorder=1)
    ax.scatter(own["value"], [line] * len(own), color=_MET, s=60, zorder=2)
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

    rows = parts.head(_MOST_BARS).reset_index(drop=True)
    labels = [_contribution_label(row, scope) for _, row in rows.iterrows()]
    with house_style():
        figure, ax = _axes(0.55 + 0.52 * len(rows))
        seaborn.barplot(rows, x="contribution_pp", y=rows.index, orient="h", width=0.4, errorbar=None, ax=ax)
        for line, (bar, label) in enumerate(zip(ax.patches, labels, strict=True)):
            bar.set_color(_OPEN if bar.get_width() > 0 else _MET)
            _beside(ax, label, max(bar.get_width(), 0), line)
        _named_bars(rows["name_vi"], ax)
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
    return _figure(figure, caption, alt + "; ".join(shown) + ".", scope)


def _contribution_label(row: pd.Series, scope: Scope) -> str:
    points = format_number(row["contribution_pp"], 2, language=scope.language, signed=True)
    return f"{points} ({format_value(row['rate'], 'percent', decimals=1, language=scope.language)})"


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
        seaborn.lineplot(
            rows, x="year", y="value", marker="o", markersize=8, color=_MET, errorbar=None, ax=ax
        )
        for _, row in rows.iterrows():
            ax.annotate(
                _index_label(row, scope), (row["year"], row["value"]), xytext=(0, 11), textcoords="offset points",
                ha="center", va="bottom", fontsize=9.5,
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
    return _figure(figure, caption, alt + "; ".join(shown) + ".", scope)


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
    rows = parts.sort_values("room", ascending=False).reset_index(drop=True)
    with house_style():
        figure, ax = _axes(0.6 + 0.52 * len(rows))
        ax.barh(rows.index, rows["contribution"], height=0.36, color=_MET)
        ax.barh(rows.index, rows["room"], left=rows["contribution"], height=0.36, color=_SOFT)
        for line, row in rows.iterrows():
            _beside(ax, _room_label(row, scope), row["weight"], line)
        _named_bars(rows["component_name"], ax)
        ax.set(
            xlim=(0, rows["weight"].max() * 1.4),
            xlabel=pick(
                scope,
                "Đóng góp vào DTI (xanh) và phần còn lại (xám)",
                "Share of the index (blue) and room left (grey)",
            ),
        )
        number_axis(ax.xaxis, decimals=2, language=scope.language)
    caption = pick(
        scope,
        f"DTI gồm những gì và còn dư địa ở đâu: {scope.unit_name}",
        f"What the index is made of, and its room: {scope.unit_name}",
    )
    shown = [f"{row['component_name']}: {_room_label(row, scope)}" for _, row in rows.iterrows()]
    alt = pick(scope, "Thanh ngang, phần đã đạt và phần còn lại. ", "Bars, reached and left. ")
    return _figure(figure, caption, alt + "; ".join(shown) + ".", scope)


def _room_label(row: pd.Series, scope: Scope) -> str:
    share = format_share(row["value"], 0, language=scope.language)
    room = format_number(row["room"], 3, language=scope.language)
    return pick(scope, f"đạt {share}, còn {room}", f"{share}, {room} left")


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
        figure, ax = _axes(0.2 + 0.78 * len(counts))
        for line, (_, numbers) in enumerate(counts.iterrows()):
            _draw_grades(ax, line, numbers, scope)
        _named_bars(counts.index.to_series(), ax)
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
    return _figure(figure, caption, alt + "; ".join(shown) + ".", scope)


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
