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
    "Số việc là của kỳ báo cáo (hồ sơ, phản ánh, thủ tục): việc khác loại thì không so trực tiếp với nhau, và hồ sơ mới làm mẫu số tăng. "
    "Điểm lấy nguyên văn từ nguồn; quy tắc tính điểm được suy ra và tính lại đúng đến chữ số đã in.",
    "Cases are those of the period (dossiers, petitions, procedures): different kinds do not compare, and new dossiers raise the "
    "denominator. Points are as published; the rules were recovered and give them to the printed digit.",
)


def _names(codes: pd.Series, scope: Scope) -> pd.Series:
    """Names of groups and components without the words they share."""
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
        name=_names(rows["group"], scope),
        share=100 * rows["points"] / rows["max_points"],
        basis=[_group_basis(row, scope) for _, row in rows.iterrows()],
    )
    columns = [
        Column("name", pick(scope, "Nhóm", "Group")),
        Column("points", pick(scope, "Điểm", "Points"), kind="number", decimals=2),
        Column("max_points", pick(scope, "Tối đa", "Maximum"), kind="number", decimals=0),
        Column("share", pick(scope, "Đạt", "Reached"), kind="percent", decimals=0),
        Column("room", pick(scope, "Còn mất", "Lost"), kind="number", decimals=2),
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
        basis = rows["basis"].iloc[0]
        note += pick(
            scope, f" Tính lại từ thành phần: {basis}.", f" Computed again from components: {basis}."
        )
    caption = pick(
        scope,
        f"Sáu nhóm điểm QĐ 766 so với điểm tối đa: {place(scope)}",
        f"Six groups against their maxima: {place(scope)}",
    )
    return make_table(rows, caption, columns, scope, note=note, source=sources_line(rows, scope), wide=True)


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
        None for a unit without a score (`points_groups` says so); a note where only groups are published.
    """
    if not report.is_scored:
        return None
    if report.components.empty:
        return why_not("point_components", scope)
    rows = report.components[report.components["room"] > 0]
    if rows.empty:
        return why_not("points_full", scope)
    rows = rows.assign(
        name=_names(rows["ratio"], scope).tolist(),
        rate=[_rate_text(row, scope) for _, row in rows.iterrows()],
        counts=[_counts(row, scope) for _, row in rows.iterrows()],
        per_point=[_per_point(cases, scope) for cases in rows["cases_per_point"]],
        points_text=[_of(row["points"], row["max_points"], scope) for _, row in rows.iterrows()],
    )
    columns = [
        Column("name", pick(scope, "Thành phần", "Component")),
        Column("rate", pick(scope, "Tỷ lệ (đủ điểm từ)", "Ratio (full from)"), right=True),
        Column("counts", pick(scope, "Tử số / mẫu số", "Counts"), right=True),
        Column("points_text", pick(scope, "Điểm / tối đa", "Points / maximum"), right=True),
        Column(
            "room", pick(scope, "Lên mức đủ được thêm (điểm)", "Full level brings"), kind="number", decimals=2
        ),
        Column("cases_to_full", pick(scope, "Số việc còn thiếu", "Cases short"), kind="number", decimals=0),
        Column("per_point", pick(scope, "Số việc cho 1 điểm", "Cases a point"), right=True),
    ]
    caption = pick(
        scope,
        f"Điểm mất nằm ở thành phần nào: {place(scope)}",
        f"Which components lose the points: {place(scope)}",
    )
    note = " ".join(
        [pick(scope, *_DIFFERENT_CASES), *_shared_counts(rows, scope), *_not_reproduced(report, scope)]
    )
    return make_table(rows, caption, columns, scope, note=note, wide=True)


def _per_point(cases: float, scope: Scope) -> str:
    # One petition may decide six points: a sixth of a case is not none.
    return format_number(cases, 1 if cases < 10 else 0, language=scope.language)


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


def _counts(row: pd.Series, scope: Scope) -> str:
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
                    "Không có hồ sơ nào phải nộp phí, nên nguồn cho 0/10 điểm thanh toán trực tuyến: đó không phải là chậm trễ của cơ quan.",
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
    short = dict(zip(groups, _names(report.groups["group"], scope), strict=True))
    columns = [
        Column("unit_name", pick(scope, "Cơ quan", "Unit")),
        Column("lost", pick(scope, "Mất tất cả", "Lost in all"), kind="number", decimals=2),
        *[Column(group, short[group], kind="number", decimals=2) for group in groups],
    ]
    left_out = report.part_losses.loc[~report.part_losses["has_cases"].astype(bool), "name_vi"].tolist()
    notes = [
        pick(
            scope,
            "Điểm mất = điểm tối đa của nhóm trừ điểm công bố. Điểm công khai, minh bạch là số của cả tỉnh chép cho mọi cơ quan nên không phân biệt "
            "được ai; cơ quan không có khoản phí nào vẫn bị 0/10 điểm thanh toán.",
            "Points lost = maximum of the group less the published points. Transparency is the province's figure copied to every unit; units "
            "without fees still score 0 of 10 for payment.",
        )
    ]
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
