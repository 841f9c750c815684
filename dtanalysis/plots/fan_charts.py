"""
Figures of the projections: a fan for each indicator against its required path.

A fan shows what was read (hollow where it is an estimate, a tick where it is only a bound), the 50 % and 80 % ranges, the
middle, and the straight path from the newest reading to the target. Letters keep 8 pixels on a phone.
"""

from __future__ import annotations

import datetime as dt
import math
import textwrap
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dtanalysis.catalogue import Scope, unit_names
from dtanalysis.catalogue.schema import SERIES_KEY
from dtanalysis.exhibits import Figure, house_style, number_axis
from dtanalysis.exhibits.drawing import ACCENT, FIGURE_WIDTH, INK, MUTED, RULE
from dtanalysis.narrative import pick, place, short_name
from dtanalysis.narrative.projection import (
    chance_text,
    outlook_text,
    projected_text,
    sort_by_worry,
    stated_text,
)
from dtanalysis.plots.pieces import MET, OPEN, PHONE_LETTERS, make_figure
from dtanalysis.projection.result import OUTLOOK_WORDS
from dtanalysis.tables.projection import choose_projected, range_text, until
from dtanalysis.tables.steps import fan_values

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as MatplotlibFigure

KEY = list(SERIES_KEY)
MOST_PANELS = 12

_BAND_80, _BAND_50 = "#D6E4F2", "#9DBFE0"
_OPEN_INK = "#7A5A00"
_OUTLOOK_INK = {
    "very_likely": MET,
    "likely": MET,
    "open": _OPEN_INK,
    "unlikely": OPEN,
    "very_unlikely": OPEN,
    "": MUTED,
}
_MOST_READINGS = 18  # a year and a half of months, eighteen years of yearly values
_TITLE_WIDTH = 38  # letters of a name on one line above its panel
# Inches of a panel, of its dates, of the numbers on its axis and of the labels on its right; of the legend above all.
_PLOT_HEIGHT, _DATE_ROOM, _AXIS_ROOM, _LABEL_ROOM = 1.39, 0.34, 0.52, 0.62
_LEGEND_HEIGHT = 0.55
_LEAST_DISTANCE = 0.13  # of the panel's height, between two labels on the right


def fans(projections: pd.DataFrame, readings: pd.DataFrame, scope: Scope) -> Figure | None:
    """
    Draw what was read and what is projected, against the path to the target: one small panel per series.

    Parameters
    ----------
    projections : pandas.DataFrame
        One row per series and target, from `dtanalysis.prospects.add_ownership`, with names.
    readings : pandas.DataFrame
        From `dtanalysis.prospects.list_readings`.
    scope : Scope
        The question.

    Returns
    -------
    Figure or None
        At most 12 panels, the least likely targets, those of one group side by side; of several plans the first is
        drawn. None where nothing is projected.
    """
    rows = choose_panels(projections, scope)
    if rows.empty:
        return None
    with house_style():
        figure, axes = _grid(len(rows))
        for ax, (_, row) in zip(axes, rows.iterrows(), strict=True):
            _draw_fan(ax, row, _own_readings(readings, row), scope)
            _head(ax, row, scope, with_group=rows["group_name"].nunique() > 1)
        _legend(figure, scope, with_target=rows["target"].notna().any())
    caption = pick(
        scope,
        f"Dự báo đến {until(rows, scope)} so với đường cần đi: {place(scope)}",
        f"Projection to {until(rows, scope)} against the required path: {place(scope)}",
    )
    return make_figure(
        figure,
        caption,
        _fans_alt(rows, scope),
        scope,
        _fans_note(projections, rows, scope, starts_anew=_starts_anew(readings, rows)),
        table=fan_values(rows, scope),
    )


def choose_panels(projections: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """
    Choose the series to draw: one row each, the least likely targets, groups kept together.

    Parameters
    ----------
    projections : pandas.DataFrame
        As for `fans`.
    scope : Scope
        The question: the order of its plans.

    Returns
    -------
    pandas.DataFrame
        At most 12 rows, the group of the least likely target first.
    """
    rows = choose_projected(projections, scope, later=False)
    rank = {plan: place for place, plan in enumerate(scope.plans)}
    rows = rows.assign(rank=rows["plan"].map(rank).fillna(len(rank)))
    first = rows.sort_values(["rank", "year"], kind="stable").drop_duplicates(KEY)
    worst = sort_by_worry(first).head(MOST_PANELS)
    order = {group: place for place, group in enumerate(dict.fromkeys(worst["group_name"]))}
    grouped = worst.assign(order=worst["group_name"].map(order))
    return grouped.sort_values("order", kind="stable").drop(columns=["rank", "order"]).reset_index(drop=True)


def _grid(number: int, *, head_room: float = 0.82) -> tuple[MatplotlibFigure, list[Axes]]:
    """Panels in two columns, a single one as wide as the page; places in inches, so that letters never squeeze them."""
    import matplotlib.pyplot as plt

    n_columns = min(number, 2)
    panel = head_room + _PLOT_HEIGHT + _DATE_ROOM
    height = panel * math.ceil(number / n_columns) + _LEGEND_HEIGHT
    figure = plt.figure(figsize=(FIGURE_WIDTH, height))
    figure.set_layout_engine("none")
    width = FIGURE_WIDTH / n_columns
    axes = []
    for number_drawn in range(number):
        row, column = divmod(number_drawn, n_columns)
        left = column * width + _AXIS_ROOM
        bottom = height - _LEGEND_HEIGHT - (row + 1) * panel + _DATE_ROOM
        wide, high = width - _AXIS_ROOM - _LABEL_ROOM, _PLOT_HEIGHT
        axes.append(
            figure.add_axes((left / FIGURE_WIDTH, bottom / height, wide / FIGURE_WIDTH, high / height))
        )
    return figure, axes


def _own_readings(readings: pd.DataFrame, row: pd.Series) -> pd.DataFrame:
    """The newest readings of a series, oldest first."""
    own = readings[(readings[KEY] == row[KEY].tolist()).all(axis=1)]
    return own.sort_values("last_day").tail(_MOST_READINGS)


def _starts_anew(readings: pd.DataFrame, rows: pd.DataFrame) -> bool:
    """Whether a series that is drawn is counted from January on."""
    return bool(readings.loc[readings["indicator"].isin(rows["indicator"]), "starts_anew"].any())


def _draw_fan(ax: Axes, row: pd.Series, own: pd.DataFrame, scope: Scope) -> None:
    quantiles = row["projection"].quantiles
    # A year that has just begun starts at nothing; a rate of no cases yet starts nowhere.
    start = row["projection"].standing
    anchor = [] if np.isnan(start) else [start]
    days = [row["last_day"]] * len(anchor) + [*quantiles.index]
    ends = {level: [*anchor, *quantiles[level]] for level in quantiles.columns}
    ax.fill_between(days, ends[0.1], ends[0.9], color=_BAND_80, linewidth=0)
    ax.fill_between(days, ends[0.25], ends[0.75], color=_BAND_50, linewidth=0)
    ax.plot(days, ends[0.5], color=ACCENT, linewidth=2)
    _draw_readings(ax, own)
    _draw_path(ax, row)
    _set_range(ax, row, own)
    _label_ends(ax, row, scope)
    _date_axis(ax, own, row, scope)


def _draw_readings(ax: Axes, own: pd.DataFrame) -> None:
    """Points read, joined within a year where they start anew each January; estimates hollow, bounds as ticks."""
    points = own[own["drawn_as"] != "bound"]
    years = points["last_day"].map(lambda day: day.year).where(points["starts_anew"], 0)
    for _, part in points.groupby(years):
        ax.plot(part["last_day"], part["value"], color=INK, linewidth=1.1)
    for drawn_as, style in _READING_STYLES.items():
        chosen = own[own["drawn_as"] == drawn_as]
        if len(chosen):
            ax.scatter(chosen["last_day"], chosen["value"], zorder=3, **style)


_READING_STYLES = {
    "observed": {"s": 16, "color": INK},
    "estimate": {"s": 22, "facecolor": "white", "edgecolor": INK, "linewidth": 1.2},
    "bound": {"s": 70, "marker": "_", "color": INK, "linewidth": 1.6},
}


def _draw_path(ax: Axes, row: pd.Series) -> None:
    """The straight path from where the year stands to the target, and the target itself."""
    start = row["projection"].standing
    if pd.isna(row["target"]):
        return
    ax.axhline(row["target"], color=MUTED, linewidth=1, linestyle=(0, (1, 2)))
    if not np.isnan(start):
        dashes = {"color": OPEN, "linewidth": 1.3, "linestyle": (0, (5, 3))}
        ax.plot([row["last_day"], row["end"]], [start, row["target"]], **dashes)


def _set_range(ax: Axes, row: pd.Series, own: pd.DataFrame) -> None:
    """Room for everything drawn, and for two labels on the right."""
    seen = [*own["value"], row["last_value"], row["lower_80"], row["upper_80"], row["target"]]
    known = np.array([value for value in seen if pd.notna(value)], dtype=float)
    low, high = known.min(), known.max()
    margin = 0.12 * (high - low) or max(abs(high) * 0.05, 0.01)
    ax.set_ylim(low - margin, high + margin)


def _label_ends(ax: Axes, row: pd.Series, scope: Scope) -> None:
    """Write the middle and the target at the right edge, apart from each other."""
    low, high = ax.get_ylim()
    bare = {**row, "unit_label": ""}  # the name above the panel says what is counted
    labels = [(row["median"], projected_text(bare, "median", scope.language), ACCENT)]
    if pd.notna(row["target"]):
        labels.append((row["target"], stated_text(bare, "target", scope.language), OPEN))
    heights = _spread([(value - low) / (high - low) for value, _, _ in labels])
    for (_, text, colour), height in zip(labels, heights, strict=True):
        ax.text(
            1.02, height, text, transform=ax.transAxes, color=colour, fontsize=PHONE_LETTERS, fontweight="bold", va="center",
        )  # fmt: skip


def _spread(heights: list[float]) -> list[float]:
    """Move two labels apart where they would touch."""
    if len(heights) < 2 or abs(heights[0] - heights[1]) >= _LEAST_DISTANCE:
        return heights
    middle, half = sum(heights) / 2, _LEAST_DISTANCE / 2
    return [middle - half, middle + half] if heights[0] <= heights[1] else [middle + half, middle - half]


def _date_axis(ax: Axes, own: pd.DataFrame, row: pd.Series, scope: Scope) -> None:
    """Three days on the axis: the first drawn, the newest reading, the end; none over another."""
    first = own["last_day"].min() if len(own) else row["last_day"]
    end = row["projection"].quantiles.index[-1]
    whole = max((end - first).days, 1)
    days = [first, row["last_day"], end]
    kept = [day for day in days[:2] if (end - day).days > 0.42 * whole]
    kept = [day for day in kept if day == first or (day - first).days > 0.32 * whole]
    shown = [*dict.fromkeys(kept), end]
    by_day = whole < 120
    ax.set_xticks(shown, [_day_word(day, by_day, scope) for day in shown])
    ax.set_xlim(first - dt.timedelta(days=whole * 0.04), end)
    ax.tick_params(labelsize=PHONE_LETTERS)
    for label in ax.get_xticklabels()[-1:]:
        label.set_ha("right")
    ax.locator_params(axis="y", nbins=4)
    number_axis(ax.yaxis, suffix="%" if row["unit_measure"] == "percent" else "", language=scope.language)
    ax.grid(axis="y", color=RULE, linewidth=0.6)


def _day_word(day: dt.date, by_day: bool, scope: Scope) -> str:
    if by_day:
        return f"{day.day}/{day.month}" if scope.language == "vi" else f"{day.day} {day:%b}"
    return f"{day.month}/{day.year}" if scope.language == "vi" else f"{day:%b} {day.year}"


def _head(ax: Axes, row: pd.Series, scope: Scope, *, with_group: bool, with_outlook: bool = True) -> None:
    """Group, name and outlook above a panel; the colour never speaks without mark and word."""
    outlook = _outlook_line(row, scope) if with_outlook else ""
    name = textwrap.wrap(short_name(row["name"]), _TITLE_WIDTH, max_lines=2, placeholder="…")
    left, points = (
        -_AXIS_ROOM * 72,
        {"xycoords": "axes fraction", "textcoords": "offset points", "va": "bottom"},
    )
    lines = [
        (outlook, _OUTLOOK_INK[row["outlook"]], "bold"),
        *((line, INK, "bold") for line in reversed(name)),
        *([(row["group_name"], MUTED, "normal")] if with_group else []),
    ]
    for height, (text, colour, weight) in enumerate(line for line in lines if line[0]):
        ax.annotate(
            text, (0, 1), xytext=(left, 4 + 13.5 * height), color=colour, fontsize=PHONE_LETTERS, fontweight=weight,
            annotation_clip=False, **points,
        )  # fmt: skip


def _outlook_line(row: pd.Series, scope: Scope) -> str:
    if row["outlook"]:
        return f"{outlook_text(row['outlook'], scope.language)}: {chance_text(row['chance'], scope.language)}"
    if pd.isna(row["target"]):
        return pick(scope, "chưa có mục tiêu", "no target")
    return pick(scope, "mục tiêu đúng bằng một mức", "target is one exact value")


def _legend(figure: MatplotlibFigure, scope: Scope, *, with_target: bool) -> None:
    """What the marks mean, once above all panels."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    entries = [
        (Line2D([], [], color=INK, marker="o", markersize=4, linewidth=1.1), ("số liệu", "readings")),
        (Patch(color=_BAND_80), ("khoảng 80%", "80 % range")),
        (Patch(color=_BAND_50), ("khoảng 50%", "50 % range")),
        (Line2D([], [], color=ACCENT, linewidth=2), ("giữa dự báo", "middle")),
    ]
    if with_target:
        entries.append(
            (
                Line2D([], [], color=OPEN, linewidth=1.3, linestyle=(0, (5, 3))),
                ("đường cần đi", "required path"),
            )
        )
    handles, words = zip(*entries, strict=True)
    figure.legend(
        handles, [pick(scope, *word) for word in words], loc="upper left", bbox_to_anchor=(0, 1),
        borderaxespad=0, ncols=3, fontsize=PHONE_LETTERS, handlelength=1.5, columnspacing=1.2,
    )  # fmt: skip


def _fans_alt(rows: pd.DataFrame, scope: Scope) -> str:
    parts = [_fan_words(row, scope) for _, row in rows.iterrows()]
    head = pick(
        scope,
        "Biểu đồ nhỏ: số liệu đã có, khoảng dự báo 50% và 80%",
        "Small charts: readings, projected 50 % and 80 % ranges",
    )
    path = pick(scope, ", đường cần đi đến mục tiêu", ", path required to the target")
    return head + (path if rows["target"].notna().any() else "") + ". " + "; ".join(parts) + "."


def _fan_words(row: pd.Series, scope: Scope) -> str:
    language = scope.language
    last, median = stated_text(row, "last_value", language), projected_text(row, "median", language)
    told = pick(
        scope,
        f"{row['name']}: hiện {last}, dự báo {median} ({range_text(row, '80', language)})",
        f"{row['name']}: now {last}, projected {median} ({range_text(row, '80', language)})",
    )
    if pd.isna(row["target"]):
        return told
    target = stated_text(row, "target", language)
    word = OUTLOOK_WORDS[row["outlook"]][language] if row["outlook"] else ""
    return told + pick(scope, f", mục tiêu {target}", f", target {target}") + (f", {word}" if word else "")


def _fans_note(projections: pd.DataFrame, rows: pd.DataFrame, scope: Scope, *, starts_anew: bool) -> str:
    """What a reader must know of the marks, and what is not drawn."""
    left_out = choose_projected(projections, scope, later=False).drop_duplicates(KEY).shape[0] - len(rows)
    notes = [
        pick(
            scope,
            "Chấm rỗng: số ước; vạch ngang: chỉ biết giới hạn (trên hoặc dưới). Trục đứng không bắt đầu từ 0.",
            "Hollow dots: estimates; dashes: only a bound is known. The vertical axes do not start at 0.",
        )
    ]
    if starts_anew:
        notes.append(
            pick(
                scope,
                "Tỷ lệ tính từ đầu năm bắt đầu lại mỗi tháng 1, nên đường nối đứt ở đó.",
                "Rates counted from January start anew each year, so their line breaks there.",
            )
        )
    if left_out > 0:
        notes.append(
            pick(
                scope,
                f"{left_out} chỉ tiêu dự báo được khác, triển vọng tốt hơn, chỉ có trong bảng.",
                f"{left_out} more projected indicators, with better outlooks, are in the table only.",
            )
        )
    return " ".join(notes)


def days_fan(days: pd.DataFrame, readings: pd.DataFrame, scope: Scope) -> Figure | None:
    """
    Draw the next days of what is read by the day for the reported unit.

    Parameters
    ----------
    days : pandas.DataFrame
        From `dtanalysis.prospects.project_days`, with names.
    readings : pandas.DataFrame
        From `dtanalysis.prospects.list_readings`.
    scope : Scope
        The question.

    Returns
    -------
    Figure or None
        None where the unit has no such series.
    """
    rows = days[days["unit"] == scope.unit].head(MOST_PANELS)
    if rows.empty:
        return None
    rows = rows.assign(target=np.nan, outlook="", chance=np.nan)
    with house_style():
        figure, axes = _grid(len(rows), head_room=0.46)
        for ax, (_, row) in zip(axes, rows.iterrows(), strict=True):
            _draw_fan(ax, row, _own_readings(readings, row), scope)
            _head(ax, row, scope, with_group=False, with_outlook=False)
        _legend(figure, scope, with_target=False)
    name = (
        short_name(rows.iloc[0]["name"])
        if len(rows) == 1
        else pick(scope, "chỉ tiêu đọc theo ngày", "series by the day")
    )
    unit = unit_names(scope).get(scope.unit, scope.unit)
    caption = pick(scope, f"Dự báo ít ngày tới: {name}, {unit}", f"A few days ahead: {name}, {unit}")
    note = pick(scope, "Trục đứng không bắt đầu từ 0.", "The vertical axis does not start at 0.")
    return make_figure(figure, caption, _fans_alt(rows, scope), scope, note, table=fan_values(rows, scope))
