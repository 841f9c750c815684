"""
Figures of a change taken apart: the bridge from one rate to the next.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.exhibits import Figure, house_style, number_axis
from dtanalysis.formats import format_number, format_value
from dtanalysis.narrative import compared_period, pick
from dtanalysis.plots.pieces import MET, OPEN, UNKNOWN, make_figure, name_bars, new_axes, write_beside

_SHOWN = 0.005  # points that still print as 0.00


def bridge(change: pd.DataFrame, scope: Scope) -> Figure | None:
    """
    Draw how a rate went from one period to the other: behaviour, mix, units that came or went.

    Parameters
    ----------
    change : pandas.DataFrame
        From `dtanalysis.decomposition.split_change`, with ``indicator_name``.
    scope : Scope
        The question.

    Returns
    -------
    Figure or None
    """
    if change.empty:
        return None
    steps = _bridge_steps(change, scope)
    with house_style():
        figure, ax = new_axes(0.6 + 0.55 * len(steps))
        for line, row in steps.iterrows():
            _draw_step(ax, line, row)
            write_beside(ax, row["label"], max(row["start"], row["end"]), line)
        ends = steps["end"].tolist()
        for line, end in enumerate(ends[:-1]):
            ax.plot([end, end], [line, line + 1], color=UNKNOWN, linewidth=0.8, zorder=0)
        name_bars(steps["name"], ax)
        # A name hides the thin line that leads past it.
        for text in ax.texts:
            text.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.8})
        # Bars would pin the axis to their ends and cut the first dot in half.
        ax.use_sticky_edges = False
        ax.margins(x=0.2)
        number_axis(ax.xaxis, suffix="%", language=scope.language)
    name = change["indicator_name"].iloc[0]
    caption = pick(
        scope,
        f"Tỷ lệ thay đổi do đâu so với {compared_period(scope)}: {name}",
        f"What moved the rate since {compared_period(scope)}: {name}",
    )
    note = pick(scope, "Trục ngang không bắt đầu từ 0.", "The axis does not start at 0.")
    shown = "; ".join(f"{row['name']}: {row['label']}" for _, row in steps.iterrows())
    return make_figure(figure, caption, pick(scope, "Các bước: ", "Steps: ") + shown + ".", scope, note=note)


def _draw_step(ax, line: int, row: pd.Series) -> None:
    if row["is_end"]:
        ax.scatter([row["end"]], [line], color=UNKNOWN, s=70, zorder=2)
        return
    colour = MET if row["end"] >= row["start"] else OPEN
    ax.barh(line, row["end"] - row["start"], left=row["start"], height=0.36, color=colour, zorder=2)


def _bridge_steps(change: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """One row per step: ``name``, ``start``, ``end``, ``label``, ``is_end``."""
    before, after = (
        100 * change[f"numerator_{moment}"].sum() / change[f"denominator_{moment}"].sum()
        for moment in ("before", "after")
    )
    effects = [(pick(scope, *words), change[column].sum()) for column, words in _EFFECTS.items()]
    shown = [
        pair for pair in effects if abs(pair[1]) >= _SHOWN or pair[0] != pick(scope, *_EFFECTS["flow_effect"])
    ]
    rows, at = (
        [(scope.compare_to.name(scope.language), before, before, _percent(before, scope), True)],
        before,
    )
    for name, size in shown:
        rows.append((name, at, at + size, _points(size, scope), False))
        at += size
    rows.append((scope.period.name(scope.language), after, after, _percent(after, scope), True))
    frame = pd.DataFrame(rows, columns=["name", "start", "end", "label", "is_end"])
    return frame.assign(name=frame["name"].str[:1].str.upper() + frame["name"].str[1:])


_EFFECTS = {
    "rate_effect": ("Hành vi: tỷ lệ của từng đơn vị đổi", "Behaviour: the units' own rates moved"),
    "mix_effect": ("Cơ cấu: tỷ trọng giữa các đơn vị đổi", "Mix: the weights of the units moved"),
    "flow_effect": ("Đơn vị chỉ có hồ sơ ở một kỳ", "Units with cases in one period only"),
}


def _percent(value: float, scope: Scope) -> str:
    return format_value(value, "percent", decimals=2, language=scope.language)


def _points(value: float, scope: Scope) -> str:
    return format_number(value, 2, language=scope.language, signed=True) + pick(scope, " điểm", " points")
