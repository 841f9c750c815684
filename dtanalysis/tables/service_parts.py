"""
Tables of the QĐ 766 scores of the units below: which of them lose the points, and where their next point is cheapest.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.dti import ServiceReport
from dtanalysis.exhibits import Column, Table
from dtanalysis.formats import format_list
from dtanalysis.narrative import FEW_CASES, pick, place
from dtanalysis.tables.layout import make_table
from dtanalysis.tables.service_points import LATE, cases_text, counts_text, short_names


def points_of_parts(report: ServiceReport, scope: Scope, *, limit: int = 10) -> Table | None:
    """
    Print which units below the reported one lose the points, and in which group.

    Parameters
    ----------
    report : ServiceReport
        From `dtanalysis.dti.build_service_report`.
    scope : Scope
        The question.
    limit : int
        The most rows to print.

    Returns
    -------
    Table or None
        None where no unit below is scored.
    """
    serving = (
        report.part_losses[report.part_losses["has_cases"].astype(bool)] if len(report.part_losses) else []
    )
    if len(serving) == 0:
        return None
    rows = serving.head(limit).rename(columns={"name_vi": "unit_name"})
    groups = report.groups["group"].tolist()
    short = dict(zip(groups, short_names(report.groups["group"], scope), strict=True))
    columns = [
        Column("unit_name", pick(scope, "Cơ quan", "Unit")),
        Column("n_dossiers", pick(scope, "Số hồ sơ", "Dossiers"), kind="number", decimals=0),
        Column("lost", pick(scope, "Tổng điểm mất", "Lost in all"), kind="number", decimals=2),
        *[Column(group, short[group], kind="number", decimals=2) for group in groups],
    ]
    left_out = report.part_losses.loc[~report.part_losses["has_cases"].astype(bool), "name_vi"].tolist()
    notes = [
        pick(
            scope,
            "Điểm mất = điểm tối đa của nhóm trừ điểm công bố.",
            "Points lost = maximum of the group less the published points.",
        ),
        *_what_tells_no_units_apart(serving, report, short, scope),
    ]
    few = serving.loc[serving["n_dossiers"] < FEW_CASES, "name_vi"].tolist()
    if few:
        notes.append(
            pick(
                scope,
                f"Dưới {FEW_CASES} hồ sơ nên điểm rất dễ đổi: {', '.join(few)}.",
                f"Fewer than {FEW_CASES} dossiers, so easily turned: {', '.join(few)}.",
            )
        )
    if left_out:
        notes.append(
            pick(
                scope,
                f"Không so sánh vì không có hồ sơ nào: {', '.join(left_out)}.",
                f"Left out, no dossiers: {', '.join(left_out)}.",
            )
        )
    if len(serving) > limit:
        n = len(serving) - limit
        notes.append(
            pick(
                scope,
                f"Còn {n} cơ quan mất ít điểm hơn, không in.",
                f"{n} units that lose less are not printed.",
            )
        )
    caption = pick(
        scope,
        f"Các cơ quan mất điểm ở nhóm nào: {place(scope)}",
        f"Where the units below lose points: {place(scope)}",
    )
    return make_table(rows, caption, columns, scope, note=" ".join(notes), wide=True)


def _what_tells_no_units_apart(
    serving: pd.DataFrame, report: ServiceReport, short: dict[str, str], scope: Scope
) -> list[str]:
    """Groups in which all units lose the same, or some lose everything for want of cases."""
    notes = []
    same = [
        short[group]
        for group in report.groups["group"]
        if len(serving) > 1 and serving[group].notna().all() and serving[group].nunique() == 1
    ]
    if same:
        names = format_list([name[:1].lower() + name[1:] for name in same], scope.language)
        notes.append(
            pick(
                scope,
                f"Mọi cơ quan mất như nhau ở nhóm {names} (nguồn chép một số cho tất cả), nên nhóm này không phân biệt được ai.",
                f"All units lose the same in {names} (the source copies one figure to all), which tells nobody apart.",
            )
        )
    payment = "qd766_online_payment"
    most = dict(zip(report.groups["group"], report.groups["max_points"], strict=True)).get(payment)
    n_zero = int((serving[payment] == most).sum()) if payment in serving else 0
    if n_zero:
        notes.append(
            pick(
                scope,
                f"{n_zero} cơ quan mất cả {most:.0f} điểm thanh toán; nguồn chấm 0 cả khi không có hồ sơ nào phải nộp phí.",
                f"{n_zero} units lose all {most:.0f} points for payment; the source gives 0 even where no dossier has a fee.",
            )
        )
    return notes


def points_cheapest(report: ServiceReport, scope: Scope, *, limit: int = 10) -> Table | None:
    """
    Print for each unit below the reported one where its next point takes the fewest cases.

    Parameters
    ----------
    report : ServiceReport
        From `dtanalysis.dti.build_service_report`.
    scope : Scope
        The question.
    limit : int
        The most rows to print.

    Returns
    -------
    Table or None
        None where no unit below has counts.
    """
    if report.part_cheapest.empty:
        return None
    rows = report.part_cheapest.head(limit)
    rows = rows.assign(
        name=short_names(rows["ratio"], scope).tolist(),
        counts=[counts_text(row, scope) for _, row in rows.iterrows()],
        per_point=[cases_text(row, scope) for _, row in rows.iterrows()],
    )
    columns = [
        Column("name_vi", pick(scope, "Cơ quan", "Unit")),
        Column("name", pick(scope, "Thành phần ít tốn việc nhất", "Component with the fewest cases")),
        Column("counts", pick(scope, "Tử số / mẫu số", "Counts"), right=True),
        Column("room", pick(scope, "Điểm mất", "Points lost"), kind="number", decimals=2),
        Column("per_point", pick(scope, "Số việc cho 1 điểm", "Cases a point"), right=True),
    ]
    notes = [
        pick(
            scope,
            f"Điểm ở đây là điểm của từng cơ quan, không phải của {scope.unit_name}: nguồn không nêu thành phần của cấp tỉnh nên chưa biết việc nào "
            f"ít tốn nhất cho cả tỉnh. Chỉ xét thành phần từ {FEW_CASES} việc trở lên và còn mất từ 1 điểm.",
            f"Points are each unit's own, not those of {scope.unit_name}, for which no components are published. Only components with at least "
            f"{FEW_CASES} cases and a point to gain.",
        ),
        *([pick(scope, *LATE)] if rows["is_past"].any() else []),
    ]
    if len(report.part_cheapest) > limit:
        n = len(report.part_cheapest) - limit
        notes.append(
            pick(
                scope,
                f"Còn {n} cơ quan cần nhiều việc hơn, không in.",
                f"{n} units that need more are not printed.",
            )
        )
    caption = pick(
        scope,
        f"Mỗi cơ quan thêm một điểm bằng cách ít việc nhất: {place(scope)}",
        f"The next point of each unit at the fewest cases: {place(scope)}",
    )
    return make_table(rows, caption, columns, scope, note=" ".join(notes), wide=True)
