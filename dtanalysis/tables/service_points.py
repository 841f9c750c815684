"""
Tables of the QĐ 766 score: groups against their maxima, and where points are lost.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.dti import ServiceReport
from dtanalysis.exhibits import Column, Note, Table
from dtanalysis.formats import MISSING, format_list, format_number, format_value
from dtanalysis.narrative import pick, place
from dtanalysis.tables.index import name_components
from dtanalysis.tables.layout import make_table, sources_line
from dtanalysis.tables.reasons import why_not

_DIFFERENT_CASES = (
    "Việc khác loại (hồ sơ, phản ánh, thủ tục) không so trực tiếp với nhau; việc mới phát sinh làm mẫu số tăng.",
    "Cases of different kinds (dossiers, petitions, procedures) do not compare; new ones raise the denominator.",
)
# Behind the mark of `cases_text`.
LATE = (
    "(*) Việc đã trễ không sửa lại được: đó là số việc mới, làm đúng hạn cả, để thêm 1 điểm; dấu – là trong năm không còn đạt thêm được trọn "
    "1 điểm.",
    "(*) What was late stays late: so many new cases, all in time, bring one point; – means no full point is left to gain this year.",
)


def short_names(codes: pd.Series, scope: Scope) -> pd.Series:
    """
    Name groups and components without the words they share.

    Parameters
    ----------
    codes : pandas.Series
        Ids of indicators.
    scope : Scope
        The question.

    Returns
    -------
    pandas.Series
        One name per id.
    """
    return name_components(pd.DataFrame({"component": codes}), scope)["name"]


def points_groups(report: ServiceReport, scope: Scope) -> Table | Note:
    """
    Print the six groups against their maxima.

    Parameters
    ----------
    report : ServiceReport
        From `dtanalysis.dti.build_service_report`.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if not report.is_scored:
        return why_not("points", scope)
    rows = report.groups.sort_values("room", ascending=False, kind="stable")
    rows = rows.assign(
        name=short_names(rows["group"], scope),
        basis=[_group_basis(row, scope) for _, row in rows.iterrows()],
    )
    columns = [
        Column("name", pick(scope, "Nhóm", "Group")),
        Column("points", pick(scope, "Điểm", "Points"), kind="number", decimals=2),
        Column("max_points", pick(scope, "Tối đa", "Maximum"), kind="number", decimals=0),
        Column("room", pick(scope, "Còn mất", "Lost"), kind="number", decimals=2),
    ]
    if len(report.peers):
        rows = rows.merge(report.peers[["group", "median", "best", "best_name"]], on="group", how="left")
        rows = rows.assign(
            best_text=[
                f"{format_number(row['best'], 2, language=scope.language)} ({row['best_name']})"
                for _, row in rows.iterrows()
            ]
        )
        n_units = int(report.peers["n_units"].iloc[0])
        columns += [
            Column(
                "median",
                pick(scope, f"Trung vị {n_units} đơn vị", f"Median of {n_units} units"),
                kind="number",
                decimals=2,
            ),
            Column("best_text", pick(scope, "Cao nhất", "Best"), right=True),
        ]
    if rows["basis"].nunique() > 1:
        columns.append(Column("basis", pick(scope, "Tính lại được không", "Can it be computed again")))
    total, lost = (
        format_number(value, 2, language=scope.language) for value in (report.total, 100 - report.total)
    )
    note = pick(
        scope,
        f"Tổng điểm công bố {total}/100, tức mất {lost} điểm. Quyết định 766/QĐ-TTg năm 2022.",
        f"Published total {total} of 100, so {lost} points are lost. Decision 766/QĐ-TTg of 2022.",
    )
    if rows["basis"].nunique() == 1:
        note += _basis_note(rows.iloc[0], scope)
    caption = pick(
        scope,
        f"Sáu nhóm điểm QĐ 766 so với điểm tối đa: {place(scope)}",
        f"Six groups against their maxima: {place(scope)}",
    )
    return make_table(rows, caption, columns, scope, note=note, source=sources_line(rows, scope), wide=True)


def _basis_note(row: pd.Series, scope: Scope) -> str:
    """The one answer of all groups as a sentence."""
    if pd.isna(row["agrees"]):
        return pick(
            scope,
            " Không tính lại được từ thành phần vì nguồn không nêu đủ.",
            " It cannot be computed again, as not all components are published.",
        )
    return pick(scope, f" Tính lại từ thành phần: {row['basis']}.", f" Computed again: {row['basis']}.")


def _group_basis(row: pd.Series, scope: Scope) -> str:
    if row["points_status"] == "derived":
        return pick(
            scope,
            "không: do bên lưu trữ tính bằng tổng trừ các nhóm khác",
            "no: total minus the other groups",
        )
    if pd.isna(row["agrees"]):
        return pick(scope, "không: nguồn không nêu đủ thành phần", "no: components not all published")
    return pick(
        scope, "có, khớp" if row["agrees"] else "có, không khớp", "yes" if row["agrees"] else "yes, differs"
    )


def points_components(report: ServiceReport, scope: Scope) -> Table | Note | None:
    """
    Print where the lost points sit by component, and how many cases a point takes.

    Parameters
    ----------
    report : ServiceReport
        From `dtanalysis.dti.build_service_report`.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note or None
        None for a unit without a score (`points_groups` says so), and where `points_cheapest` speaks of the units below;
        a note where only groups are published.
    """
    if not report.is_scored:
        return None
    if report.components.empty:
        return why_not("point_components", scope) if report.part_cheapest.empty else None
    rows = report.components[report.components["room"] > 0]
    if rows.empty:
        return why_not("points_full", scope)
    rows = rows.assign(
        name=short_names(rows["ratio"], scope).tolist(),
        rate=[_rate_text(row, scope) for _, row in rows.iterrows()],
        counts=[counts_text(row, scope) for _, row in rows.iterrows()],
        per_point=[cases_text(row, scope) for _, row in rows.iterrows()],
        points_text=[_of(row["points"], row["max_points"], scope) for _, row in rows.iterrows()],
    )
    columns = [
        Column("name", pick(scope, "Thành phần", "Component")),
        Column("rate", pick(scope, "Tỷ lệ (đủ điểm từ)", "Ratio (full from)"), right=True),
        Column("counts", pick(scope, "Tử số / mẫu số", "Counts"), right=True),
        Column("points_text", pick(scope, "Điểm / tối đa", "Points / maximum"), right=True),
        Column("room", pick(scope, "Điểm mất", "Points lost"), kind="number", decimals=2),
        Column("cases_to_full", pick(scope, "Số việc chưa đạt", "Cases short"), kind="number", decimals=0),
        Column("per_point", pick(scope, "Số việc cho 1 điểm", "Cases a point"), right=True),
    ]
    caption = pick(
        scope,
        f"Điểm mất nằm ở thành phần nào: {place(scope)}",
        f"Which components lose the points: {place(scope)}",
    )
    note = " ".join(
        [
            pick(scope, *_DIFFERENT_CASES),
            *([pick(scope, *LATE)] if rows["is_past"].any() else []),
            *_shared_counts(rows, scope),
            *_not_reproduced(report, scope),
        ]
    )
    return make_table(rows, caption, columns, scope, note=note, wide=True)


def cases_text(row: pd.Series, scope: Scope) -> str:
    """
    Write how many cases bring a point.

    Parameters
    ----------
    row : pandas.Series
        A row of `dtanalysis.dti.component_room`.
    scope : Scope
        The question.

    Returns
    -------
    str
        With a mark where only new cases count (see `LATE`).
    """
    cases = row["cases_per_point"]
    if pd.isna(cases):
        return MISSING
    # One petition may decide six points: a sixth of a case is not none.
    decimals = 1 if cases < 10 and cases % 1 else 0
    return format_number(cases, decimals, language=scope.language) + (
        "\N{NO-BREAK SPACE}(*)" if row["is_past"] else ""
    )


def _shared_counts(rows: pd.DataFrame, scope: Scope) -> list[str]:
    """Name the components whose counts are not the unit's own, as the note of the figure says."""
    shared = rows.loc[rows["ratio_note"].fillna("").str.startswith("Số của cả tỉnh"), "name"].tolist()
    if not shared:
        return []
    names = format_list([name[:1].lower() + name[1:] for name in shared], scope.language)
    return [
        pick(
            scope,
            f"Số của cả tỉnh chép cho mọi cơ quan, không phải của riêng đơn vị: {names}.",
            f"The province's figures copied to every unit, not the unit's own: {names}.",
        )
    ]


def _rate_text(row: pd.Series, scope: Scope) -> str:
    if pd.isna(row["ratio_value"]):
        return pick(scope, "không có việc nào", "no cases")
    rate, full = (
        format_value(row[name], "percent", decimals=decimals, language=scope.language)
        for name, decimals in (("ratio_value", 2), ("full_level", 0))
    )
    return f"{rate} ({full})"


def counts_text(row: pd.Series, scope: Scope) -> str:
    """
    Write the counts of a component.

    Parameters
    ----------
    row : pandas.Series
        ``numerator`` and ``denominator``.
    scope : Scope
        The question.

    Returns
    -------
    str
        "67 / 403", or a dash.
    """
    if pd.isna(row["denominator"]):
        return MISSING
    return " / ".join(
        format_number(row[name], 0, language=scope.language) for name in ("numerator", "denominator")
    )


def _of(points: float, most: float, scope: Scope) -> str:
    return f"{format_number(points, 2, language=scope.language)} / {format_number(most, 0, language=scope.language)}"


def _not_reproduced(report: ServiceReport, scope: Scope) -> list[str]:
    """What of the score cannot be computed again, by name."""
    words = []
    for row in report.payment.itertuples():
        if not row.has_cases:
            words.append(
                pick(
                    scope,
                    "Không có hồ sơ nào phải nộp phí, nên nguồn chấm 0/10 điểm thanh toán trực tuyến; điểm mất này không phải do cơ quan làm chậm.",
                    "No dossier has a fee, so the source gives 0 of 10 for online payment: that is no fault of the unit.",
                )
            )
            continue
        got, guessed, rest = (
            format_number(value, 2, language=scope.language)
            for value in (row.points, row.inferred, row.remainder)
        )
        words.append(
            pick(
                scope,
                f"Không tính lại được nhóm thanh toán trực tuyến: công bố {got} điểm, hai tỷ lệ đã công bố giải thích {guessed} theo quy tắc suy "
                f"đoán, phần còn lại {rest} (tối đa 2) không có số đếm.",
                f"The payment group cannot be computed again: {got} published, {guessed} by the inferred rule from the two ratios, the rest "
                f"of {rest} (of at most 2) has no counts.",
            )
        )
    words.append(
        pick(
            scope,
            "Nhóm cung cấp dịch vụ công trực tuyến chỉ có điểm cả nhóm.",
            "The online-service group is published as a whole only.",
        )
    )
    return words
