"""
Figures of the dossiers: services used by field, the year to date, the funnel of services, online rates, idle services.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.exhibits import Figure, house_style, number_axis
from dtanalysis.exhibits.drawing import MUTED
from dtanalysis.formats import format_number, format_value
from dtanalysis.narrative import pick, place
from dtanalysis.narrative.dossiers import STEPS
from dtanalysis.plots.pieces import MET, MOST_BARS, OPEN, SOFT, make_figure, name_bars, new_axes, write_beside
from dtanalysis.tables.dossier_rates import online_rates
from dtanalysis.tables.dossier_services import idle_by_field, service_steps, services_month_by_month

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def _percent(value: float, scope: Scope, decimals: int | None = 1) -> str:
    return format_value(value, "percent", decimals=decimals, language=scope.language)


def _count(number: float, scope: Scope) -> str:
    return format_number(number, 0, language=scope.language)


def services_to_date(distinct: pd.DataFrame, target: float, scope: Scope) -> Figure | None:
    """
    Draw the share of services with an online dossier since 1 January, month by month, this year over the year before.

    Parameters
    ----------
    distinct : pandas.DataFrame
        From `dtanalysis.dossiers.distinct_to_date`, one province, up to the last month of the period.
    target : float
        Target in percent; missing where none is known.
    scope : Scope
        The question of the page.

    Returns
    -------
    Figure or None
        None with fewer than two months of the period's year.
    """
    year = scope.period.year
    own = distinct[distinct["ym"] // 100 == year]
    if len(own) < 2:
        return None
    with house_style():
        figure, ax = new_axes(3.1)
        earlier = distinct[distinct["ym"] // 100 == year - 1]
        _draw_year(ax, earlier, MUTED, scope, above=True)
        _draw_year(ax, own, MET, scope, above=False)
        if pd.notna(target):
            ax.axhline(target, color=OPEN, linestyle="--", linewidth=1.4)
            words = pick(scope, "mục tiêu", "target")
            ax.annotate(f"{words} {_percent(target, scope, None)}", (1, target), xytext=(0, 4),
                        textcoords="offset points", fontsize=10, color=OPEN)  # fmt: skip
        highest = max(
            own["rate"].max(), earlier["rate"].max() if len(earlier) else 0, target if pd.notna(target) else 0
        )
        ax.set(
            xlim=(0.7, 12.4),
            ylim=(0, highest * 1.18),
            xticks=range(1, 13),
            xlabel=pick(scope, "Tháng", "Month"),
        )
        number_axis(ax.yaxis, suffix="%", language=scope.language)
    caption = pick(
        scope,
        f"Dịch vụ đã có hồ sơ trực tuyến, tính từ đầu năm: {place(scope)}",
        f"Services with an online dossier since 1 January: {place(scope)}",
    )
    note = pick(
        scope,
        "Một dịch vụ chỉ đếm một lần trong năm, nên đường chỉ đi lên và phẳng dần; mẫu số là dịch vụ đang cung cấp đến "
        "hết tháng.",
        "A service counts once a year, so the line rises and flattens; the base is the services offered by the end of the month.",
    )
    shown = [f"{row.ym % 100}/{row.ym // 100}: {_percent(row.rate, scope)} ({row.n_used}/{row.n_services})"
             for row in own.itertuples()]  # fmt: skip
    alt = pick(scope, "Đường theo tháng. ", "Line by month. ") + "; ".join(shown) + "."
    table = services_month_by_month(distinct, scope)
    return make_figure(figure, caption, alt, scope, note=note, table=table)


def _draw_year(ax: Axes, rows: pd.DataFrame, colour: str, scope: Scope, *, above: bool) -> None:
    if rows.empty:
        return
    months = rows["ym"] % 100
    ax.plot(months, rows["rate"], color=colour, marker="o", markersize=4)
    last = rows.iloc[-1]
    ax.annotate(
        f"{last['ym'] // 100}: {_percent(last['rate'], scope)}", (months.iloc[-1], last["rate"]),
        xytext=(4, 7 if above else -7), textcoords="offset points", va="bottom" if above else "top",
        ha="right" if months.iloc[-1] > 9 else "center", fontsize=10, color=colour, fontweight="bold",
    )  # fmt: skip


def dossier_funnel(funnel: pd.DataFrame, scope: Scope) -> Figure | None:
    """
    Draw how many services are left on each step from being offered to being on time.

    Parameters
    ----------
    funnel : pandas.DataFrame
        From `dtanalysis.decomposition.build_funnel`.
    scope : Scope
        The question of the page.

    Returns
    -------
    Figure or None
    """
    if funnel.empty or not funnel["count"].iloc[0]:
        return None
    rows = funnel.reset_index(drop=True)
    names = [pick(scope, *STEPS[step]) for step in rows["step"]]
    labels = [_step_label(row, scope) for _, row in rows.iterrows()]
    with house_style():
        figure, ax = new_axes(0.3 + 0.66 * len(rows))
        for line, row in rows.iterrows():
            if row["lost"] > 0:
                ax.barh(line, row["count"] + row["lost"], height=0.4, color=SOFT)
            ax.barh(line, row["count"], height=0.4, color=OPEN if row["is_largest_loss"] else MET)
            write_beside(
                ax,
                labels[line],
                row["count"] + max(row["lost"], 0) if row["lost"] > 0 else row["count"],
                line,
            )
        name_bars(pd.Series([name[:1].upper() + name[1:] for name in names]), ax)
        ax.set_xlim(0, rows["count"].max() * 1.42)
        ax.set_xticks([])
        ax.spines["bottom"].set_visible(False)
    caption = pick(
        scope,
        f"Từ dịch vụ được cung cấp đến dịch vụ đúng hạn (phần nhạt: mất ở bước đó): {place(scope)}",
        f"From services offered to services on time (pale: lost on that step): {place(scope)}",
    )
    shown = [f"{name}: {label}".replace("\n", ", ") for name, label in zip(names, labels, strict=True)]
    alt = pick(scope, "Thanh từng bước. ", "Bars of the steps. ") + "; ".join(shown) + "."
    return make_figure(figure, caption, alt, scope, table=service_steps(funnel, scope))


def _step_label(row: pd.Series, scope: Scope) -> str:
    count = _count(row["count"], scope)
    if not row["lost"] > 0:
        return count
    lost = format_number(-row["lost"], 0, language=scope.language)
    return f"{count} ({lost}; {_percent(100 * row['lost_share'], scope, 0)})"


def online_intervals(parts: pd.DataFrame, scope: Scope) -> Figure | None:
    """
    Draw the online rate of each field with its interval.

    Parameters
    ----------
    parts : pandas.DataFrame
        From `dtanalysis.dossiers.parts_of_rates`, with the columns of `dtanalysis.comparison.add_intervals`.
    scope : Scope
        The question of the page.

    Returns
    -------
    Figure or None
        None with fewer than two fields that have dossiers.
    """
    rows = (
        parts[parts["denominator"] > 0]
        .sort_values("rate", kind="stable")
        .head(MOST_BARS)
        .reset_index(drop=True)
    )
    if len(rows) < 2:
        return None
    total = 100 * parts["numerator"].sum() / parts["denominator"].sum()
    with house_style():
        figure, ax = new_axes(0.5 + 0.46 * len(rows))
        ax.axvline(total, color=MUTED, linewidth=1, linestyle=":")
        ax.text(total, -1.02, pick(scope, f"chung {_percent(total, scope)}", f"all {_percent(total, scope)}"), ha="center",
                fontsize=9.5, color=MUTED)  # fmt: skip
        for line, row in rows.iterrows():
            colour = MUTED if row["is_small"] else MET
            ax.plot([row["lower"], row["upper"]], [line, line], color=colour, linewidth=4, alpha=0.35)
            ax.plot(row["rate"], line, "o", color=colour, markersize=6)
            write_beside(ax, _percent(row["rate"], scope), row["upper"], line)
        name_bars(rows["name_vi"], ax)
        ax.set_xlim(0, 112)
        ax.set_xticks(range(0, 101, 20))
        number_axis(ax.xaxis, suffix="%", language=scope.language)
    caption = pick(
        scope,
        f"Tỷ lệ hồ sơ trực tuyến theo lĩnh vực, với khoảng tin cậy 95%: {place(scope)}",
        f"Share of online dossiers by field, with 95 % intervals: {place(scope)}",
    )
    shown = [
        f"{row.name_vi} {_percent(row.rate, scope)} (n = {_count(row.denominator, scope)})"
        for row in rows.itertuples()
    ]
    alt = pick(scope, "Chấm và khoảng theo lĩnh vực: ", "Dots and ranges by field: ") + "; ".join(shown) + "."
    return make_figure(figure, caption, alt, scope, table=online_rates(parts, scope, by="field"))


def idle_pareto(fields: pd.DataFrame, scope: Scope) -> Figure | None:
    """
    Draw the idle services of each field: asked for in other channels, and not asked for at all.

    Parameters
    ----------
    fields : pandas.DataFrame
        From `dtanalysis.dossiers.share_idle`, by field.
    scope : Scope
        The question of the page.

    Returns
    -------
    Figure or None
        None where no service is idle.
    """
    rows = fields[fields["n_idle"] > 0].head(MOST_BARS).reset_index(drop=True)
    if rows.empty:
        return None
    with house_style():
        figure, ax = new_axes(0.75 + 0.46 * len(rows))
        demanded = rows["n_idle"] - rows["n_undemanded"]
        ax.barh(rows.index, demanded, height=0.38, color=MET,
                label=pick(scope, "có người nộp ngoài trực tuyến", "asked for in other channels"))  # fmt: skip
        ax.barh(rows.index, rows["n_undemanded"], left=demanded, height=0.38, color="#C3CBD4",
                label=pick(scope, "không có hồ sơ nào", "no dossier at all"))  # fmt: skip
        labels = [_idle_label(row, scope) for _, row in rows.iterrows()]
        for line, label in enumerate(labels):
            write_beside(ax, label, rows["n_idle"].iloc[line], line)
        name_bars(rows["field"], ax)
        ax.set_xlim(0, rows["n_idle"].max() * 1.4)
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.06), ncols=2, fontsize=10)
        number_axis(ax.xaxis, language=scope.language)
    caption = pick(
        scope,
        f"Dịch vụ chưa có hồ sơ trực tuyến theo lĩnh vực (trong ngoặc: tỷ trọng cộng dồn): {place(scope)}",
        f"Services without an online dossier by field (in brackets: cumulative share): {place(scope)}",
    )
    shown = [f"{name} {label}" for name, label in zip(rows["field"], labels, strict=True)]
    alt = pick(scope, "Thanh xếp giảm dần: ", "Bars, falling: ") + "; ".join(shown) + "."
    return make_figure(figure, caption, alt, scope, table=idle_by_field(fields, scope))


def _idle_label(row: pd.Series, scope: Scope) -> str:
    return f"{_count(row['n_idle'], scope)} ({_percent(100 * row['cumulative_share'], scope, 0)})"
