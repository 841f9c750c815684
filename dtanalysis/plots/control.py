"""
Figures of single months: a control chart for each rate, small panels side by side.

A panel shows the months, the usual level and range, the target, and the months that are no longer chance: each mark has
a shape of its own and its word in the legend, and what the latest month says stands above the panel. Letters keep 8
pixels on a phone.
"""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.catalogue.schema import SERIES_KEY
from dtanalysis.exhibits import Figure, house_style, number_axis
from dtanalysis.exhibits.drawing import ACCENT, FIGURE_WIDTH, INK, MUTED, RULE
from dtanalysis.formats import MISSING, format_value
from dtanalysis.narrative import pick, place, short_name
from dtanalysis.narrative.control import SIGNALS
from dtanalysis.narrative.control_words import month_text, percent, short_month, variation_text
from dtanalysis.plots.pieces import MET, OPEN, PHONE_LETTERS, make_figure
from dtanalysis.tables.control import control_values, limits_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as MatplotlibFigure

KEY = list(SERIES_KEY)
MOST_PANELS = 6

_RANGE = "#DFE8F1"
_STYLES = {
    "common": {"marker": "o", "s": 13, "color": INK},
    "improvement": {"marker": "^", "s": 42, "color": MET},
    "concern": {"marker": "v", "s": 42, "color": OPEN},
    "neither": {"marker": "D", "s": 26, "color": MUTED},
    "": {"marker": "o", "s": 16, "facecolor": "white", "edgecolor": INK},
}
_KIND_WORDS = {
    "common": ("tháng trong dao động thường", "month within the usual range"),
    "improvement": ("tháng tốt hơn mức thường", "month better than usual"),
    "concern": ("tháng kém hơn mức thường", "month worse than usual"),
    "neither": ("tháng khác mức thường", "month unlike usual"),
    "": ("tháng chưa có giới hạn để so", "month without limits"),
}
_INKS = {"improvement": MET, "concern": OPEN}
_TITLE_WIDTH = 38  # letters of a name on one line above its panel
# Inches of a panel, of its head, its months, the numbers on its axis and the label on its right; of the legend.
_PLOT_HEIGHT, _HEAD_ROOM, _DATE_ROOM, _AXIS_ROOM, _LABEL_ROOM = 1.45, 0.66, 0.36, 0.52, 0.66
_LEGEND_LINE = 0.24
_LEAST_DISTANCE = 0.13  # of the panel's height, between two labels on the right


def control_charts(charts: pd.DataFrame, summary: pd.DataFrame, scope: Scope) -> Figure | None:
    """
    Draw the control charts of at most six rates.

    Parameters
    ----------
    charts : pandas.DataFrame
        From `dtanalysis.comparison.monthly.chart_indicators`, with names.
    summary : pandas.DataFrame
        From `dtanalysis.comparison.monthly.summarise_charts`, with names.
    scope : Scope
        The question.

    Returns
    -------
    Figure or None
        None where no series has limits; `dtanalysis.tables.control_reading` says why.
    """
    rows = choose_panels(summary)
    if rows.empty:
        return None
    drawn = charts.merge(rows[KEY], on=KEY)
    kinds = [kind for kind in _STYLES if (drawn.loc[drawn["value"].notna(), "kind"] == kind).any()]
    with house_style():
        figure, axes = _grid(len(rows), _legend_height(len(kinds) + 2))
        for ax, (_, row) in zip(axes, rows.iterrows(), strict=True):
            _draw_chart(ax, drawn[(drawn[KEY] == row[KEY].tolist()).all(axis=1)], row, scope)
            _head(ax, row, scope)
        _legend(figure, kinds, scope, with_target=rows["target"].notna().any())
    caption = pick(
        scope,
        f"Từng tháng so với dao động thường: {place(scope)}",
        f"Month by month against the usual range: {place(scope)}",
    )
    ordered = pd.concat([drawn[(drawn[KEY] == key).all(axis=1)] for key in rows[KEY].to_numpy().tolist()])
    return make_figure(
        figure,
        caption,
        _alt(rows, scope),
        scope,
        _note(summary, rows, scope),
        table=control_values(ordered, scope),
    )


def choose_panels(summary: pd.DataFrame) -> pd.DataFrame:
    """
    Choose the series to draw, in the order of the table.

    Parameters
    ----------
    summary : pandas.DataFrame
        As for `control_charts`.

    Returns
    -------
    pandas.DataFrame
        At most six rows with limits: those counted on enough cases first, then those whose latest month is a signal,
        then those with a target.
    """
    rows = summary[summary["reason"] == ""]
    order = pd.DataFrame(
        {
            "small": rows["n_small"] > rows["n"] / 2,
            "quiet": ~rows["variation"].isin(SIGNALS),
            "open": rows["target"].isna(),
        }
    )
    chosen = order.sort_values(list(order), kind="stable").index[:MOST_PANELS]
    return rows.loc[sorted(chosen)]


def _legend_height(entries: int) -> float:
    return _LEGEND_LINE * math.ceil((entries + 1) / 2) + 0.14


def _grid(number: int, legend: float) -> tuple[MatplotlibFigure, list[Axes]]:
    """Panels in two columns, a single one as wide as the page; places in inches, so that letters never squeeze them."""
    import matplotlib.pyplot as plt

    n_columns = min(number, 2)
    panel = _HEAD_ROOM + _PLOT_HEIGHT + _DATE_ROOM
    height = panel * math.ceil(number / n_columns) + legend
    figure = plt.figure(figsize=(FIGURE_WIDTH, height))
    figure.set_layout_engine("none")
    width = FIGURE_WIDTH / n_columns
    axes = []
    for place_drawn in range(number):
        row, column = divmod(place_drawn, n_columns)
        left, bottom = column * width + _AXIS_ROOM, height - legend - (row + 1) * panel + _DATE_ROOM
        wide = width - _AXIS_ROOM - _LABEL_ROOM
        box = (left / FIGURE_WIDTH, bottom / height, wide / FIGURE_WIDTH, _PLOT_HEIGHT / height)
        axes.append(figure.add_axes(box))
    return figure, axes


def _draw_chart(ax: Axes, chart: pd.DataFrame, row: pd.Series, scope: Scope) -> None:
    """Range, level, target, months; a missing month breaks the line, and a new process breaks its limits."""
    months = np.arange(len(chart))
    values = chart["value"].to_numpy()
    for phase in chart["phase"].unique():
        own = (chart["phase"] == phase).to_numpy()
        edge = np.concatenate([[months[own][0] - 0.5], months[own], [months[own][-1] + 0.5]])
        low, mean, high = (
            np.pad(chart.loc[own, name].to_numpy(), 1, mode="edge") for name in ("lower", "mean", "upper")
        )
        ax.fill_between(edge, low, high, color=_RANGE, linewidth=0)
        for limit in (low, high):
            ax.plot(edge, limit, color=MUTED, linewidth=0.9, linestyle=(0, (4, 3)))
        one_level = row["pattern"] not in ("step", "mixed")
        ax.plot(edge, mean, color=ACCENT if one_level else MUTED, linewidth=1.3 if one_level else 0.9)
    if pd.notna(row["target"]):
        ax.axhline(row["target"], color=OPEN, linewidth=1.3, linestyle=(0, (1, 1.5)))
    if row["pattern"] == "step":
        first = chart["period"].tolist().index(row["since"])
        ax.axvline(first - 0.5, color=MUTED, linewidth=0.9)
        own = np.flatnonzero(chart["phase"] == chart["phase"].iloc[-1])
        ax.hlines(
            [row["before"], row["after"]], [own[0] - 0.5, first - 0.5], [first - 0.5, own[-1] + 0.5],
            colors=ACCENT, linewidth=1.6,
        )  # fmt: skip
    ax.plot(months, values, color=INK, linewidth=0.9, zorder=2)
    for kind, style in _STYLES.items():
        chosen = (chart["kind"] == kind).to_numpy() & ~np.isnan(values)
        if chosen.any():
            ax.scatter(months[chosen], values[chosen], zorder=3, linewidth=0.9, **style)
    _set_range(ax, chart, row)
    _label_right(ax, chart, row, scope)
    _month_axis(ax, chart, scope)


def _set_range(ax: Axes, chart: pd.DataFrame, row: pd.Series) -> None:
    """Room for everything drawn."""
    seen = np.array([*chart["value"], *chart["lower"], *chart["upper"], row["target"]], dtype=float)
    low, high = np.nanmin(seen), np.nanmax(seen)
    margin = 0.1 * (high - low) or max(abs(high) * 0.05, 0.5)
    ax.set_ylim(low - margin, high + margin)
    ax.set_xlim(-0.8, len(chart) - 0.2)


def _label_right(ax: Axes, chart: pd.DataFrame, row: pd.Series, scope: Scope) -> None:
    """Write the usual level and the target at the right edge, apart from each other."""
    low, high = ax.get_ylim()
    language = scope.language
    level = {"step": row["after"], "mixed": np.nan}.get(row["pattern"], chart["mean"].iloc[-1])
    labels = []
    if pd.notna(level):
        labels.append((level, percent(level, language, decimals=1), ACCENT))
    if pd.notna(row["target"]):
        labels.append((row["target"], format_value(row["target"], "percent", language=language), OPEN))
    heights = _spread([(value - low) / (high - low) for value, _, _ in labels])
    for (_, text, colour), height in zip(labels, heights, strict=True):
        ax.text(
            1.02, height, text, transform=ax.transAxes, color=colour, fontsize=PHONE_LETTERS, fontweight="bold",
            va="center",
        )  # fmt: skip


def _spread(heights: list[float]) -> list[float]:
    """Move two labels apart where they would touch."""
    if len(heights) < 2 or abs(heights[0] - heights[1]) >= _LEAST_DISTANCE:
        return heights
    middle, half = sum(heights) / 2, _LEAST_DISTANCE / 2
    return [middle - half, middle + half] if heights[0] <= heights[1] else [middle + half, middle - half]


def _month_axis(ax: Axes, chart: pd.DataFrame, scope: Scope) -> None:
    """Name the first and the last month, and each January that leaves them room."""
    periods, last = chart["period"].tolist(), len(chart) - 1
    room = max(last * 0.3, 1)
    years = [n for n, period in enumerate(periods) if period.last_day.month == 1]
    shown = [0] if last else []
    for number in years:
        if number - (shown[-1] if shown else -room) >= room and last - number >= room:
            shown.append(number)
    shown.append(last)
    ax.set_xticks(shown, [short_month(periods[number]) for number in shown])
    ax.tick_params(labelsize=PHONE_LETTERS)
    ax.locator_params(axis="y", nbins=4)
    number_axis(ax.yaxis, suffix="%", language=scope.language)
    ax.grid(axis="y", color=RULE, linewidth=0.6)


def _head(ax: Axes, row: pd.Series, scope: Scope) -> None:
    """Name and what the latest month says above a panel; the colour never speaks without mark and word."""
    name = textwrap.wrap(short_name(row["name"]), _TITLE_WIDTH, max_lines=2, placeholder="…")
    told = variation_text(row, scope.language)
    lines = [(told, _INKS.get(row["variation"], MUTED)), *((line, INK) for line in reversed(name))]
    for line, (text, colour) in enumerate(lines):
        ax.annotate(
            text, (0, 1), xytext=(-_AXIS_ROOM * 72, 4 + 13.5 * line), xycoords="axes fraction",
            textcoords="offset points", va="bottom", color=colour, fontsize=PHONE_LETTERS, fontweight="bold",
            annotation_clip=False,
        )  # fmt: skip


def _legend(figure: MatplotlibFigure, kinds: list[str], scope: Scope, *, with_target: bool) -> None:
    """What the marks mean, once above all panels."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    entries = [(_mark(_STYLES[kind]), pick(scope, *_KIND_WORDS[kind])) for kind in kinds]
    level = Line2D([], [], color=ACCENT, linewidth=1.3)
    entries.append((level, pick(scope, "mức thường (hoặc nhịp đều)", "usual level (or steady course)")))
    entries.append((Patch(color=_RANGE), pick(scope, "khoảng dao động thường", "usual range")))
    if with_target:
        dots = Line2D([], [], color=OPEN, linewidth=1.3, linestyle=(0, (1, 1.5)))
        entries.append((dots, pick(scope, "mục tiêu", "target")))
    handles, words = zip(*entries, strict=True)
    figure.legend(
        handles, words, loc="upper left", bbox_to_anchor=(0, 1), borderaxespad=0, ncols=2, fontsize=PHONE_LETTERS,
        handlelength=1.5, columnspacing=1.2,
    )  # fmt: skip


def _mark(style: dict[str, object]) -> object:
    """A mark of the legend, as it is drawn."""
    from matplotlib.lines import Line2D

    face = style.get("facecolor", style.get("color"))
    return Line2D(
        [], [], linestyle="none", marker=style["marker"], markersize=math.sqrt(style["s"]), markerfacecolor=face,
        markeredgecolor=style.get("edgecolor", face),
    )  # fmt: skip


def _alt(rows: pd.DataFrame, scope: Scope) -> str:
    head = pick(
        scope,
        "Biểu đồ kiểm soát nhỏ cho từng tỷ lệ: số liệu tháng, mức thường, khoảng dao động thường, mục tiêu. ",
        "Small control charts: months, usual level, usual range, target. ",
    )
    return head + "; ".join(_words(row, scope) for _, row in rows.iterrows()) + "."


def _words(row: pd.Series, scope: Scope) -> str:
    language = scope.language
    month, value = month_text(row["period"], language), percent(row["value"], language)
    told = variation_text(row, language).partition("\N{NO-BREAK SPACE}")[2]
    limits = limits_text(row, scope)
    usual = "" if limits == MISSING else pick(scope, f", dao động thường {limits}", f", usual range {limits}")
    return f"{row['name']}: {month} {value}{usual}, {told}"


def _note(summary: pd.DataFrame, rows: pd.DataFrame, scope: Scope) -> str:
    notes = [
        pick(
            scope,
            "Tháng được đánh dấu khi nằm ngoài giới hạn, khi thuộc 7 tháng liền cùng một phía của mức thường hoặc 7 tháng liền "
            "cùng tăng (giảm), hay 2 trong 3 tháng sát giới hạn. Tháng thiếu để trống; vạch đứng: nơi mức chuyển, hai vạch xanh là mức trước và sau. Số bên phải: mức thường (xanh) và mục "
            "tiêu (đỏ). Trục đứng không bắt đầu từ 0.",
            "A month is marked outside the limits, among 7 in a row on one side of the usual level or 7 in a row rising "
            "(falling), or where 2 of 3 lie near a limit. Missing months stay empty; an upright line marks where a level changed, between both levels (blue). On the right: usual level (blue) and "
            "target (red). The vertical axes do not start at 0.",
        )
    ]
    rest = len(summary) - len(rows)
    if rest > 0:
        notes.append(pick(scope, f"{rest} tỷ lệ khác chỉ có trong bảng.", f"In the table only: {rest} more."))
    return " ".join(notes)
