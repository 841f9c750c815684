"""
Tables of the QĐ 766 rank: what moved the score, what places cost, how firm the rank is.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.dti import RankMove, ServiceReport
from dtanalysis.exhibits import Column, Note, Table
from dtanalysis.formats import format_number
from dtanalysis.narrative import drift_numbers, period_phrases, pick, place
from dtanalysis.tables.firmness import stability_columns, stability_rows, without_table
from dtanalysis.tables.layout import make_table
from dtanalysis.tables.reasons import why_not
from dtanalysis.tables.standing import costs_table, name_moved


def points_moved(report: ServiceReport, scope: Scope) -> Table | Note | None:
    """
    Print what moved the score since an earlier reading of the year.

    Parameters
    ----------
    report : ServiceReport
        From `dtanalysis.dti.build_service_report`.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note or None
    """
    if not report.is_scored:
        return None
    if report.before is None:
        return why_not("points_before", scope)
    rows = name_moved(report.moved, scope, rest=("Làm tròn", "Rounding"))
    then, now = (period_phrases(period, scope.language)["until"] for period in (report.before, scope.period))
    columns = [
        Column("name", pick(scope, "Nhóm", "Group")),
        Column("before", pick(scope, f"Đến {then}", f"By {then}"), kind="number", decimals=2),
        Column("after", pick(scope, f"Đến {now}", f"By {now}"), kind="number", decimals=2),
        Column("contribution", pick(scope, "Thay đổi (điểm)", "Change (points)"), kind="points"),
    ]
    total = format_number(report.moved["contribution"].sum(), 2, language=scope.language, signed=True)
    notes = [
        pick(
            scope,
            f"Các dòng cộng lại bằng thay đổi của tổng điểm: {total}.",
            f"The rows add up to the change of the total: {total}.",
        )
    ]
    notes += _move_words(report, scope)
    caption = pick(
        scope,
        f"Điều gì làm điểm QĐ 766 thay đổi từ {then} đến {now}: {scope.unit_name}",
        f"What moved the score from {then} to {now}: {scope.unit_name}",
    )
    return make_table(rows, caption, columns, scope, note=" ".join(notes))


def _move_words(report: ServiceReport, scope: Scope) -> list[str]:
    move = report.rank_move
    if move is None:
        return []
    if move.rank_before == move.rank_alone == move.rank_after:
        rank = f"{move.rank_after}/{move.n_units}"
        others = _changes(move, scope)[1]
        return [
            pick(
                scope,
                f"Cùng thời gian các đơn vị khác thay đổi bình quân {others} điểm; hạng giữ nguyên {rank}.",
                f"The others moved by {others} points on average; the rank stays {rank}.",
            )
        ]
    own, others = _changes(move, scope)
    if move.rank_alone == move.rank_after:
        return [
            pick(
                scope,
                f"Cùng thời gian các đơn vị khác thay đổi bình quân {others} điểm. Hạng từ {move.rank_before} thành {move.rank_after}: riêng thay "
                "đổi của đơn vị đã đưa đến hạng này.",
                f"The others moved by {others} points on average. Rank {move.rank_before} became {move.rank_after}: the unit's own change "
                "suffices for that.",
            )
        ]
    return [
        pick(
            scope,
            f"Cùng thời gian các đơn vị khác thay đổi bình quân {others} điểm. Hạng từ {move.rank_before} thành {move.rank_after}: nếu chỉ "
            f"riêng đơn vị thay đổi ({own} điểm) thì hạng là {move.rank_alone}, phần còn lại do các đơn vị khác.",
            f"The others moved by {others} points on average. Rank {move.rank_before} became {move.rank_after}: had the unit alone moved "
            f"({own}), it would be {move.rank_alone}; the rest is what the others did.",
        )
    ]


def _changes(move: RankMove, scope: Scope) -> tuple[str, str]:
    """Own change and mean change of the others, in words."""
    own, others = (
        format_number(value, 2, language=scope.language, signed=True)
        for value in (move.growth, move.field_growth)
    )
    return own, others


def points_costs(report: ServiceReport, scope: Scope) -> Table | Note | None:
    """
    Print what several places more would cost.

    Parameters
    ----------
    report : ServiceReport
        From `dtanalysis.dti.build_service_report`.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note or None
    """
    if not report.is_scored:
        return None
    if report.costs.empty:
        own = report.field[report.field["unit"] == scope.unit]
        return why_not("points_first" if len(own) and own["rank"].iloc[0] == 1 else "points_rank", scope)
    n_units = int(report.field["n_units"].iloc[0])
    known = int(report.field["value"].notna().sum())
    note = pick(
        scope,
        f"Khi các đơn vị khác đứng yên, nên thực tế phải nhiều hơn. Biết điểm của {known}/{n_units} đơn vị. {_drift_words(report, scope)}",
        f"With the others standing still, so it takes more. Totals of {known} of {n_units} units are known. {_drift_words(report, scope)}",
    )
    caption = pick(
        scope, f"Thêm mấy bậc thì cần bao nhiêu điểm: {place(scope)}", f"What places cost: {place(scope)}"
    )
    return costs_table(report.costs, scope, decimals=2, caption=caption, note=note)


def _drift_words(report: ServiceReport, scope: Scope) -> str:
    if pd.isna(report.drift):
        return pick(
            scope,
            "Mới có một lần đọc trong năm, nên chưa biết tổng điểm thường đổi bao nhiêu từ lần này sang lần khác.",
            "There is one reading of the year only, so nobody knows how much a total typically moves.",
        )
    drift, days = drift_numbers(report, scope)
    return pick(
        scope,
        f"Giữa hai lần đọc liên tiếp (cách nhau {days} ngày), chín phần mười số lần tổng điểm đổi không quá {drift}: khoảng cách nhỏ hơn mức đó có "
        "thể tự đảo.",
        f"From one reading to the next ({days} days) nine of ten totals move by no more than {drift}: a smaller distance may turn by itself.",
    )


def points_stability(report: ServiceReport, scope: Scope) -> Table | None:
    """
    Print how stable the rank is.

    Parameters
    ----------
    report : ServiceReport
        From `dtanalysis.dti.build_service_report`.
    scope : Scope
        The question.

    Returns
    -------
    Table or None
        None where the unit has no rank (`points_costs` says so), or too few totals of its ranking are known for a test.
    """
    if report.interval.empty:
        return None
    n_units = int(report.field["n_units"].iloc[0])
    doubt = report.drift if pd.notna(report.drift) else 0.005
    text = format_number(doubt, 2 if doubt >= 0.01 else 3, language=scope.language)
    reason = (
        pick(scope, "sai số làm tròn", "rounding")
        if pd.isna(report.drift)
        else pick(scope, "mức đổi giữa hai lần đọc", "move between two readings")
    )
    name = pick(
        scope, f"Mỗi tổng điểm có thể lệch ±{text} ({reason})", f"Each total off by ±{text} ({reason})"
    )
    rows = stability_rows(report.interval, name, report.weights, scope, n_compared=n_units, n_units=n_units)
    if rows.empty:
        return None
    note = pick(
        scope,
        "Khoảng hạng theo sai số là rộng nhất có thể, không phải xác suất; ở phép thử trọng số là 5%–95% của 2.000 lần rút.",
        "The range by the doubt is the widest one, not a probability; the tests of weights give 5–95 % of 2,000 draws.",
    )
    caption = pick(
        scope, f"Hạng QĐ 766 vững đến đâu: {place(scope)}", f"How firm the rank is: {place(scope)}"
    )
    return make_table(rows, caption, stability_columns(scope), scope, note=note, wide=True)


def points_without(report: ServiceReport, scope: Scope) -> Table | Note | None:
    """
    Print the rank without each group.

    Parameters
    ----------
    report : ServiceReport
        From `dtanalysis.dti.build_service_report`.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note or None
    """
    caption = pick(
        scope,
        f"Hạng QĐ 766 phụ thuộc vào nhóm nào: {place(scope)}",
        f"Which group the rank rests on: {place(scope)}",
    )
    n_units = int(report.field["n_units"].iloc[0]) if len(report.field) else 0
    return without_table(report.without, n_units, scope, caption)
