"""
Figures of the comparison of units: funnel with limits, rates with their intervals.

Units with few cases are drawn hollow and grey, never in a colour that judges them; a standing has a mark of
its own shape besides its colour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.comparison import limits_curve
from dtanalysis.exhibits import Figure, house_style, number_axis
from dtanalysis.exhibits.drawing import INK, MUTED
from dtanalysis.formats import format_number, format_value
from dtanalysis.narrative import pick
from dtanalysis.narrative.units import standing_word
from dtanalysis.plots.labels import boxes_of, label_points, write_level
from dtanalysis.plots.pieces import MET, OPEN, SOFT, UNKNOWN, make_figure, name_bars, new_axes
from dtanalysis.tables.units import FEWEST_DRAWN, shown_units

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LIGHT = "#E3B23C"
MOST_NAMED = 6
"""Units named in a funnel: the farthest out and the largest; more names would cover each other."""

CROWD = 60
"""More units than these are drawn smaller."""

TELLS_LITTLE = 40
"""Points between the 95 % limits of the largest unit from which the note says that the funnel tells little."""

MOST_LINES = 24
"""Units drawn one below the other; of more, the best and the worst."""

_LOOKS = {
    "better": {"marker": "^", "color": MET, "s": 58},
    "worse": {"marker": "v", "color": OPEN, "s": 58},
    "within": {"marker": "o", "color": "#5B6770", "s": 30},
    "small": {"marker": "o", "facecolors": "white", "edgecolors": UNKNOWN, "s": 30},
}
_GRID = 160  # numbers of cases at which a limit is computed
_WIDE = (
    20  # the largest unit has this many times the cases of the smallest: equal steps would hide most units
)


def unit_funnel(main: pd.DataFrame, scope: Scope) -> Figure | None:
    """
    Draw the rates of the units over their numbers of cases, with the limits of chance; units outside are
    named.

    Parameters
    ----------
    main : pandas.DataFrame
        From `dtanalysis.comparison.profile.main_profile`, with ``name``.
    scope : Scope
        The question.

    Returns
    -------
    Figure or None
        None with fewer than three units.
    """
    if len(main) < FEWEST_DRAWN:
        return None
    is_wide = main["denominator"].max() > _WIDE * main["denominator"].min()
    with house_style():
        figure, ax = new_axes(4.4)
        _draw_limits(ax, main)
        for standing, look in _LOOKS.items():
            rows = main[main["standing"] == standing]
            ax.scatter(
                rows["denominator"],
                rows["rate"],
                zorder=3,
                linewidths=1.2,
                label=_legend(standing, scope),
                **(look if len(main) <= CROWD else look | {"s": look["s"] * 0.4, "alpha": 0.75}),
            )
        if is_wide:
            ax.set_xscale("log")
        _set_ends(ax, main, is_wide=is_wide)
        _draw_levels(ax, main)
        ax.set(xlabel=_cases_axis(scope, is_wide=is_wide), ylabel="")
        number_axis(ax.yaxis, suffix="%", language=scope.language)
        _write_cases(ax, is_wide=is_wide, scope=scope)
        figure.legend(loc="outside lower center", ncols=2, fontsize=9.5, handletextpad=0.3, columnspacing=1.2)
        _write_names(ax, main, scope)
    caption = pick(
        scope,
        f"Đơn vị nào nằm ngoài giới hạn của ngẫu nhiên: {main['name'].iloc[0]}",
        f"Which units are outside the limits of chance: {main['name'].iloc[0]}",
    )
    return make_figure(figure, caption, _funnel_alt(main, scope), scope, note=_funnel_note(main, scope))


def _draw_limits(ax: Axes, main: pd.DataFrame) -> None:
    first = main.iloc[0]
    cases = _grid(main)
    limits = limits_curve(cases, first["centre"], method=first["limit_method"], tau2=first["tau2"])
    ax.fill_between(cases, limits["lower_998"], limits["upper_998"], color=SOFT, alpha=0.45, linewidth=0)
    ax.fill_between(cases, limits["lower_95"], limits["upper_95"], color=SOFT, linewidth=0)
    for name, style in (("95", "-"), ("998", "--")):
        for side in ("lower", "upper"):
            ax.plot(cases, limits[f"{side}_{name}"], color=UNKNOWN, linewidth=0.9, linestyle=style)


def _grid(main: pd.DataFrame) -> np.ndarray:
    """Whole numbers of cases from below the smallest to above the largest unit."""
    low, high = max(1, main["denominator"].min() * 0.7), main["denominator"].max() * 1.4
    return np.unique(np.geomspace(low, high, _GRID).round())


def _set_ends(ax: Axes, main: pd.DataFrame, *, is_wide: bool) -> None:
    cases = _grid(main)
    ax.set_xlim(cases[0] if is_wide else 0, cases[-1])
    low, high = _heights(main)
    edge = 0.06 * (high - low)
    ax.set_ylim(low - edge, high + edge)
    step = 20 if high - low > 50 else 10 if high - low > 20 else 5
    ax.set_yticks(np.arange(np.ceil(low / step) * step, high + 1, step))


def _heights(main: pd.DataFrame) -> tuple[float, float]:
    """Tens around all rates, the 95 % limits and the target, so that the picture is not mostly empty."""
    low = main[["rate", "lower_95", "target"]].min().min()
    high = main[["rate", "upper_95", "target"]].max().max()
    return max(0, np.floor(low / 10) * 10), min(100, np.ceil(high / 10) * 10)


def _draw_levels(ax: Axes, main: pd.DataFrame) -> None:
    first = main.iloc[0]
    ax.axhline(first["centre"], color=INK, linewidth=1.1)
    if pd.notna(first["target"]):
        ax.axhline(first["target"], color=MUTED, linewidth=1.3, linestyle=":")


def _write_names(ax: Axes, main: pd.DataFrame, scope: Scope) -> None:
    """The words of the two lines, then the names of points, each where there is room."""
    ax.figure.draw_without_rendering()
    first = main.iloc[0]
    levels = first[["centre", "target"]].dropna().astype(float).tolist()
    taken = boxes_of(ax, list(zip(main["denominator"], main["rate"], strict=True)), levels)
    centre = format_value(first["centre"], "percent", decimals=1, language=scope.language)
    words = pick(scope, f"mặt bằng chung {centre}", f"all together {centre}")
    if pd.notna(first["target"]):
        goal = format_value(first["target"], "percent", language=scope.language)
        against = pick(scope, f"mức so sánh {goal}", f"compared with {goal}")
        taken = write_level(ax, first["target"], against, MUTED, taken)
    taken = write_level(ax, first["centre"], words, INK, taken)
    named = _named(main)
    label_points(
        ax, list(zip(named["denominator"], named["rate"], strict=True)), named["name_vi"].tolist(), taken
    )


def _named(main: pd.DataFrame) -> pd.DataFrame:
    """The farthest units outside, and one that makes the common rate by its size."""
    outside = main[main["standing"].isin(["better", "worse"])]
    farthest = outside.loc[outside["z_adjusted"].abs().sort_values(ascending=False, kind="stable").index]
    return pd.concat([farthest.head(MOST_NAMED), main[main["weight"] > 0.5]]).drop_duplicates("unit")


def _cases_axis(scope: Scope, *, is_wide: bool) -> str:
    cases = pick(scope, "Số trường hợp của đơn vị (mẫu số)", "Cases of the unit (denominator)")
    return cases + (pick(scope, ", mỗi vạch gấp 10 lần", ", each mark ten times the last") if is_wide else "")


def _write_cases(ax: Axes, *, is_wide: bool, scope: Scope) -> None:
    if not is_wide:
        number_axis(ax.xaxis, language=scope.language)
        return
    low, high = ax.get_xlim()
    powers = [10.0**power for power in range(8) if low <= 10**power <= high]
    ax.set_xticks(powers, [format_number(power, 0, language=scope.language) for power in powers])
    ax.minorticks_off()


def _legend(standing: str, scope: Scope) -> str:
    words = {
        "better": ("tốt hơn mặt bằng chung", "better than the others"),
        "worse": ("kém hơn mặt bằng chung", "worse than the others"),
        "within": ("trong mức phân tán chung", "within the common scatter"),
        "small": ("dưới 30 trường hợp, không xét", "fewer than 30 cases, not judged"),
    }
    return pick(scope, *words[standing])


def _funnel_note(main: pd.DataFrame, scope: Scope) -> str:
    first = main.iloc[0]
    limits = pick(
        scope,
        "Nền đậm và đường liền: giới hạn 95% (ngẫu nhiên làm khoảng 1 trong 20 đơn vị ra ngoài); nền nhạt và đường đứt: 99,8% (1 trong 500).",
        "Darker ground, solid line: 95 % limits (chance takes about 1 unit in 20 outside); lighter ground, dashed line: 99.8 % (1 in 500).",
    )
    limits = " ".join([limits, *_unnamed(main, scope)])
    if not first["is_overdispersed"]:
        return limits
    times = format_number(first["phi"], 1 if first["phi"] < 10 else 0, language=scope.language)
    return " ".join([limits, _overdispersion(times, scope), *_silence(main, scope), *_dominance(main, scope)])


def _silence(main: pd.DataFrame, scope: Scope) -> list[str]:
    """That limits say little, where even the largest unit could be nearly anywhere inside them."""
    largest = main.loc[main["denominator"].idxmax()]
    if largest["upper_95"] - largest["lower_95"] < TELLS_LITTLE:
        return []
    low, high = (
        format_value(largest[end], "percent", decimals=0, language=scope.language)
        for end in ("lower_95", "upper_95")
    )
    return [
        pick(
            scope,
            f"Ngay ở đơn vị đông nhất, giới hạn 95% vẫn trải từ {low} đến {high}, nên phễu chỉ tách được trường hợp thật cá biệt: điều đáng đọc là chính "
            "độ phân tán; muốn biết đơn vị nào hơn đơn vị nào, xem các nhóm xếp hạng ở mục sau.",
            f"Even for the largest unit the 95 % limits reach from {low} to {high}, so the funnel sets only extremes apart: the finding is the spread "
            "itself; who is better than whom is told by the groups of ranks in the next section.",
        )
    ]


def _unnamed(main: pd.DataFrame, scope: Scope) -> list[str]:
    n_outside = int(main["standing"].isin(["better", "worse"]).sum())
    if n_outside <= MOST_NAMED:
        return []
    return [
        pick(
            scope,
            f"Trong {n_outside} đơn vị ngoài giới hạn, chỉ ghi tên những đơn vị xa nhất còn đủ chỗ.",
            f"Of {n_outside} units outside only the farthest are named, where there is room.",
        )
    ]


def _overdispersion(times: str, scope: Scope) -> str:
    return pick(
        scope,
        f"Phương sai giữa các đơn vị gấp {times} lần mức ngẫu nhiên (φ), nên giới hạn đã được nới theo phương sai giữa các đơn vị (Spiegelhalter, 2005): "
        "nằm trong giới hạn không có nghĩa là bằng nhau.",
        f"The variance between units is {times} times that of chance (φ), so the limits are widened by the variance between units (Spiegelhalter, 2005): "
        "being inside does not make units equal.",
    )


def _dominance(main: pd.DataFrame, scope: Scope) -> list[str]:
    largest = main.loc[main["weight"].idxmax()]
    if largest["weight"] <= 0.5:
        return []
    share = format_value(100 * largest["weight"], "percent", decimals=0, language=scope.language)
    return [
        pick(
            scope,
            f"Mặt bằng chung chủ yếu là tỷ lệ của {largest['name_vi']}, đơn vị chiếm {share} số trường hợp.",
            f"The common rate is mostly that of {largest['name_vi']}, with {share} of all cases.",
        )
    ]


def _funnel_alt(main: pd.DataFrame, scope: Scope) -> str:
    kind = pick(
        scope,
        "Biểu đồ phễu: mỗi điểm là một đơn vị, trục ngang là số trường hợp, trục đứng là tỷ lệ. ",
        "Funnel plot: a point is a unit, across the number of cases, up the rate. ",
    )
    rows = [
        f"{row['name_vi']} {_rate(row, scope)}, {standing_word(row, scope)}"
        for _, row in shown_units(main).iterrows()
    ]
    return kind + "; ".join(rows).replace("\N{NO-BREAK SPACE}", " ") + "."


def _rate(row: pd.Series, scope: Scope) -> str:
    return format_value(row["rate"], "percent", decimals=1, language=scope.language)


def unit_intervals(main: pd.DataFrame, scope: Scope) -> Figure | None:
    """
    Draw the rate of each unit with its interval and the shrunken rate, best first.

    Parameters
    ----------
    main : pandas.DataFrame
        From `dtanalysis.comparison.profile.main_profile`, with ``name``.
    scope : Scope
        The question.

    Returns
    -------
    Figure or None
    """
    if main.empty:
        return None
    rows = shown_units(main, MOST_LINES).reset_index(drop=True)
    with house_style():
        figure, ax = new_axes(0.7 + 0.43 * len(rows))
        for line, row in rows.iterrows():
            _draw_interval(ax, line, row, room=0.012 * (rows["upper"].max() - rows["lower"].min()))
            ax.annotate(
                _rate(row, scope), (1, line), xycoords=ax.get_yaxis_transform(), ha="right", va="center",
                fontsize=9.5, fontweight="bold",
            )  # fmt: skip
        name_bars(rows["name_vi"], ax)
        # Upright marks per line instead of one line through all: it would cross the names above the bars.
        ax.vlines(
            [main["centre"].iloc[0]] * len(rows),
            rows.index - 0.2,
            rows.index + 0.2,
            color=INK,
            linewidth=1,
            zorder=0,
        )
        if pd.notna(main["target"].iloc[0]):
            goals = [main["target"].iloc[0]] * len(rows)
            ax.vlines(
                goals, rows.index - 0.2, rows.index + 0.2, color=MUTED, linewidth=1.3, linestyle=":", zorder=0
            )
        _set_width(ax, rows)
        number_axis(ax.xaxis, suffix="%", language=scope.language)
    caption = pick(
        scope,
        f"Tỷ lệ của từng đơn vị chắc chắn đến đâu: {main['name'].iloc[0]}",
        f"How sure the rate of each unit is: {main['name'].iloc[0]}",
    )
    shown = [f"{row['name_vi']} {_rate(row, scope)} ({_ends(row, scope)})" for _, row in rows.iterrows()]
    alt = pick(
        scope, "Điểm và khoảng tin cậy 95% của từng đơn vị: ", "Point and 95 % interval of each unit: "
    )
    return make_figure(
        figure, caption, alt + "; ".join(shown) + ".", scope, note=_intervals_note(main, rows, scope)
    )


def _set_width(ax: Axes, rows: pd.DataFrame) -> None:
    """From the lowest interval to the highest or the target, with room for the printed rates on the right."""
    low, high = rows["lower"].min(), max(rows["upper"].max(), rows["target"].fillna(0).max())
    left, right = max(0, low - 0.05 * (high - low)), high + 0.16 * max(high - low, 5)
    ax.set_xlim(left, right)
    ax.set_xticks([tick for tick in ax.get_xticks() if left <= tick <= min(right, 100)])


def _draw_interval(ax: Axes, line: int, row: pd.Series, room: float) -> None:
    """The interval, the rate, and the adjusted rate where it can be seen beside it."""
    colour = UNKNOWN if row["is_small"] else "#5B6770"
    ax.plot([row["lower"], row["upper"]], [line, line], color=colour, linewidth=2.2, alpha=0.75, zorder=1)
    ax.scatter(row["rate"], line, zorder=3, linewidths=1.2, clip_on=False, **_LOOKS[row["standing"]])
    if abs(row["shrunken_rate"] - row["rate"]) > room:
        ax.scatter(
            row["shrunken_rate"],
            line,
            marker="d",
            color=LIGHT,
            edgecolors=INK,
            s=26,
            zorder=2,
            linewidths=0.9,
            clip_on=False,
        )


def _ends(row: pd.Series, scope: Scope) -> str:
    low, high = (format_number(row[end], 1, language=scope.language) for end in ("lower", "upper"))
    return f"{low}–{high}%"


def _intervals_note(main: pd.DataFrame, rows: pd.DataFrame, scope: Scope) -> str:
    centre = format_value(main["centre"].iloc[0], "percent", decimals=1, language=scope.language)
    notes = [
        pick(
            scope,
            f"Thanh ngang: khoảng tin cậy 95% (Wilson). Hình thoi, vẽ nơi khác rõ tỷ lệ: tỷ lệ điều chỉnh theo số trường hợp (Bayes thực nghiệm). Vạch đứng: mặt bằng chung {centre}. "
            "Tam giác: ngoài giới hạn 95% của biểu đồ phễu; vòng rỗng: dưới 30 trường hợp.",
            f"Bar: 95 % interval (Wilson). Diamond, where it differs visibly: the rate adjusted for its number of cases (empirical Bayes). Upright mark: all together, {centre}. "
            "Triangle: outside the 95 % limits of the funnel; hollow: fewer than 30 cases.",
        )
    ]
    if pd.notna(main["target"].iloc[0]):
        goal = format_value(main["target"].iloc[0], "percent", language=scope.language)
        notes.append(pick(scope, f"Vạch chấm: mức so sánh {goal}.", f"Dotted mark: compared with {goal}."))
    if len(rows) < len(main):
        left = len(main) - len(rows)
        notes.append(
            pick(scope, f"Không vẽ {left} đơn vị ở giữa.", f"{left} units in between are not drawn.")
        )
    return " ".join(notes)
