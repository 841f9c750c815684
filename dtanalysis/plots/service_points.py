"""
Figures of the QĐ 766 score and of what moved an index: groups against maxima, and the steps of a change.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.dti import ServiceReport, Standing
from dtanalysis.exhibits import Figure, house_style, number_axis
from dtanalysis.formats import format_number
from dtanalysis.narrative import period_phrases, pick, place
from dtanalysis.plots.index import reached_bars
from dtanalysis.plots.pieces import MET, OPEN, SOFT, make_figure, name_bars, new_axes, write_beside
from dtanalysis.tables import name_components, name_moved


def points_groups(report: ServiceReport, scope: Scope) -> Figure | None:
    """
    Draw the six groups: points reached and points lost, the group that loses most first.

    Parameters
    ----------
    report : ServiceReport
        From `dtanalysis.dti.build_service_report`.
    scope : Scope
        The question.

    Returns
    -------
    Figure or None
        None for a unit without a score in the period.
    """
    rows = report.groups.dropna(subset=["points"]) if report.is_scored else report.groups.iloc[0:0]
    if rows.empty:
        return None
    rows = rows.sort_values("room", ascending=False, kind="stable")
    rows = name_components(rows.assign(component=rows["group"]), scope)
    rows = rows.assign(
        reached=rows["points"],
        most=rows["max_points"],
        label=[_lost(row, scope) for _, row in rows.iterrows()],
    )
    axis = pick(scope, "Điểm đạt (xanh) và điểm mất (xám)", "Points reached (blue) and lost (grey)")
    caption = pick(
        scope,
        f"Điểm QĐ 766 mất ở nhóm nào: {place(scope)}",
        f"Where the points of QĐ 766 are lost: {place(scope)}",
    )
    return reached_bars(rows, axis, caption, scope, decimals=0)


def _lost(row: pd.Series, scope: Scope) -> str:
    points, lost = (format_number(row[name], 2, language=scope.language) for name in ("points", "room"))
    return pick(
        scope,
        f"{points}/{row['max_points']:.0f}, mất {lost}",
        f"{points}/{row['max_points']:.0f}, {lost} lost",
    )


def dti_moved(standing: Standing, scope: Scope) -> Figure | None:
    """
    Draw what moved the index since the year before.

    Parameters
    ----------
    standing : Standing
        From `dtanalysis.dti.build_standing`.
    scope : Scope
        The question.

    Returns
    -------
    Figure or None
        None where no part is known in both years; the table says why.
    """
    if standing.moved.empty:
        return None
    year = int(standing.moved["year"].dropna().iloc[0])
    caption = pick(
        scope,
        f"Điều gì làm DTI thay đổi từ {year - 1} đến {year}: {scope.unit_name}",
        f"What moved the index from {year - 1} to {year}: {scope.unit_name}",
    )
    label = pick(scope, "Làm DTI thay đổi (thang 0–1)", "Moves the index by (0–1 scale)")
    return _steps(name_moved(standing.moved, scope), 4, label, caption, scope)


def points_moved(report: ServiceReport, scope: Scope) -> Figure | None:
    """
    Draw what moved the QĐ 766 score since an earlier reading of the year.

    Parameters
    ----------
    report : ServiceReport
        From `dtanalysis.dti.build_service_report`.
    scope : Scope
        The question.

    Returns
    -------
    Figure or None
    """
    if report.before is None or report.moved.empty:
        return None
    then, now = (period_phrases(period, scope.language)["until"] for period in (report.before, scope.period))
    caption = pick(
        scope,
        f"Nhóm nào làm điểm QĐ 766 thay đổi từ {then} đến {now}: {scope.unit_name}",
        f"Which groups moved the score from {then} to {now}: {scope.unit_name}",
    )
    label = pick(scope, "Thay đổi (điểm)", "Change (points)")
    return _steps(name_moved(report.moved, scope, rest=("Làm tròn", "Rounding")), 2, label, caption, scope)


def _steps(rows: pd.DataFrame, decimals: int, label: str, caption: str, scope: Scope) -> Figure:
    """One bar per part from where the last one ended: their ends add up to the change."""
    rows = rows.reset_index(drop=True)
    ends = rows["contribution"].cumsum()
    starts = ends - rows["contribution"]
    texts = [
        format_number(points, decimals, language=scope.language, signed=True)
        for points in rows["contribution"]
    ]
    with house_style():
        figure, ax = new_axes(0.6 + 0.52 * len(rows))
        colours = [MET if points >= 0 else OPEN for points in rows["contribution"]]
        ax.barh(rows.index, rows["contribution"], left=starts, height=0.36, color=colours)
        for line, text in enumerate(texts):
            write_beside(ax, text, max(starts[line], ends[line]), line)
        name_bars(rows["name"], ax)
        least, most = min(0.0, starts.min(), ends.min()), max(0.0, starts.max(), ends.max())
        if least < 0:
            ax.axvline(0, color=SOFT, linewidth=1.2, zorder=0)
        ax.set_xlim(least, most + 0.3 * (most - least))
        ax.set_xlabel(label)
        number_axis(ax.xaxis, decimals=decimals - 1 if decimals > 2 else decimals, language=scope.language)
    shown = [f"{name} {text}" for name, text in zip(rows["name"], texts, strict=True)]
    alt = pick(
        scope,
        "Các thanh nối tiếp nhau, cộng lại bằng mức thay đổi: ",
        "Bars, each from where the last ended: ",
    )
    return make_figure(figure, caption, alt + "; ".join(shown) + ".", scope)
