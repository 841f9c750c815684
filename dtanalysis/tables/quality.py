"""
Tables of what the figures rest on: versions, published changes, counts, odd values, revisions and weak ground.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope, source_titles
from dtanalysis.exhibits import Column, Note, Table
from dtanalysis.formats import format_number
from dtanalysis.narrative import change_text, grade_text, pick, place, reason_text, value_text
from dtanalysis.tables.layout import column, make_table, sources_line, verdict
from dtanalysis.tables.reasons import why_not

_MOST_SUSPECTS = 15

_AGREEMENT = {
    "yes": ("● khớp", "● agrees"),
    "no": ("▼ không khớp", "▼ does not"),
    "untestable": ("○ không kiểm tra được", "○ cannot be tested"),
}

_REPRODUCES = {
    "yes": ("● khớp", "● agrees"),
    "no": ("▼ không khớp", "▼ does not"),
    "": ("○ không có gì để đối chiếu", "○ nothing to compare"),
}

_CHECKS = {
    "denominator.jump": ("mẫu số đổi đột ngột", "denominator jumps"),
    "outlier": ("giá trị khác thường", "value stands out"),
    "cumulative.falls": ("lũy kế giảm", "cumulative figure falls"),
    "outlier.repeated": ("lũy kế đứng yên", "cumulative figure stands still"),
    "months.differ": ("lũy kế khác tổng các tháng", "year to date differs from its months"),
    "counts.percent_differs": ("tỷ lệ không khớp tử số, mẫu số", "rate differs from its counts"),
}

_MOST_ISSUES = 40

_MOST_UNITS = 20


def disputes(rows: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print the figures on which sources differ, of the unit and of those it is compared with, every version.

    Parameters
    ----------
    rows : pandas.DataFrame
        From `dtanalysis.quality.mark_versions`, with names and ``unit_name``.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if rows.empty:
        return why_not("contradictions", scope)
    again = rows["figure"].duplicated()
    named = rows.assign(
        name=rows["name"].mask(again, ""),
        unit_name=rows["unit_name"].mask(again, ""),
        period_name=rows["period"].map(lambda period: period.name(scope.language)).mask(again, ""),
        used=rows["is_used"].map({True: verdict(scope, "▶ dùng", "▶ used"), False: ""}),
        reproduces=rows["reproduces"].map(
            {name: verdict(scope, *words) for name, words in _REPRODUCES.items()}
        ),
        source_title=rows["source"].map(source_titles(scope)),
    )
    columns = [
        column("name", scope),
        column("unit_name", scope),
        column("period_name", scope),
        column("value", scope, "value", heading="known_value", qualifier="qualifier"),
        Column("used", pick(scope, "Báo cáo này", "This report")),
        *(
            [Column("reproduces", pick(scope, "Với mức tăng công bố", "With the published change"))]
            if rows["reproduces"].ne("").any()
            else []
        ),
        column("source_title", scope),
        *([column("note", scope)] if scope.language == "vi" and rows["note"].ne("").any() else []),
    ]
    caption = pick(
        scope,
        f"Số liệu mà các nguồn nêu khác nhau: {scope.unit_name} và các mức so sánh",
        f"Figures on which sources differ: {scope.unit_name} and what it is compared with",
    )
    note = pick(
        scope,
        "Mọi phiên bản đều được giữ. Báo cáo dùng nguồn tin cậy hơn (cơ quan công bố trước báo chí), rồi đến nguồn mới "
        "hơn; dấu ▶ cho biết phiên bản đang dùng, không có nghĩa là phiên bản đúng.",
        "Every version is kept. The report uses the more trusted source (authorities before the press), then the later; "
        "▶ marks the version in use, which need not be the right one.",
    )
    return make_table(named, caption, columns, scope, note=note, wide=True)


def stated_changes(rows: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print the published changes beside what the printed values give.

    Parameters
    ----------
    rows : pandas.DataFrame
        Published changes with ``computed`` and ``agrees``, with names.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if rows.empty:
        return why_not("stated_changes", scope)
    # What the report is about comes first, then what it is compared with.
    rows = rows.sort_values("unit", key=lambda units: units != scope.unit, kind="stable")
    shown = rows.assign(
        period_name=[period.name(scope.language) for period in rows["period"]],
        values=[f"{_plain(row['before'], row, scope)} → {_plain(row['value'], row, scope)}" for _, row in rows.iterrows()],
        stated_text=[change_text(row, "stated", scope) for _, row in rows.iterrows()],
        computed_text=[change_text(row, "computed", scope) for _, row in rows.iterrows()],
        verdict=rows["agrees"].map({name: verdict(scope, *words) for name, words in _AGREEMENT.items()}),
    )  # fmt: skip
    columns = [
        column("name", scope),
        column("unit_name", scope),
        column("period_name", scope),
        Column("values", pick(scope, "Giá trị đã in", "Printed values"), right=True),
        Column("stated_text", pick(scope, "Mức công bố", "As published"), right=True),
        Column("computed_text", pick(scope, "Tính lại", "Computed"), right=True),
        Column("verdict", pick(scope, "Có khớp không", "Do they agree")),
    ]
    caption = pick(
        scope,
        f"Mức thay đổi công bố so với giá trị đã in: {scope.unit_name} và các mức so sánh",
        f"Published changes against printed values: {scope.unit_name} and what it is compared with",
    )
    note = pick(
        scope,
        "“Khớp” nghĩa là có một cặp giá trị, sau khi làm tròn như đã in, cho đúng mức công bố. Không kiểm tra được khi một "
        "giá trị được suy ra từ chính mức tăng đó.",
        "They agree where some pair of values that print as published gives the stated change. It cannot be tested where a "
        "value was itself computed from that change.",
    )
    return make_table(shown, caption, columns, scope, note=note, wide=True)


def _plain(value: float, row: pd.Series, scope: Scope) -> str:
    return format_number(value, 0 if row["kind"] == "places" else None, language=scope.language)


def weak_figures(figures: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print the figures of the report that stand on weak ground, why, and what would settle them.

    Parameters
    ----------
    figures : pandas.DataFrame
        From `dtanalysis.quality.grade_ground`, with names.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if figures.empty:
        return why_not("figures", scope)
    weak = figures[figures["grade"].isin(["contested", "weak"])]
    if weak.empty:
        return why_not("weak", scope)
    weak = weak.assign(is_weak=weak["grade"] == "weak", is_earlier=~weak["is_current"])
    weak = weak.sort_values(["is_weak", "is_earlier", "group_name", "name"], kind="stable")
    earlier = [
        "" if current else f" ({period.name(scope.language)})"
        for current, period in zip(weak["is_current"], weak["period"], strict=True)
    ]
    shown = weak.assign(
        name=weak["name"] + earlier,
        value_text=[value_text(row, "value", scope.language) for _, row in weak.iterrows()],
        grade_text=[grade_text(grade, scope) for grade in weak["grade"]],
        why=[_why(row, scope) for row in weak.itertuples()],
        settle=[reason_text(reasons, scope, settle=True) for reasons in weak["reasons"]],
    )
    columns = [
        column("name", scope),
        Column("value_text", pick(scope, "Số liệu", "Figure")),
        Column("grade_text", pick(scope, "Căn cứ", "Ground")),
        Column("why", pick(scope, "Vì sao", "Why")),
        Column("settle", pick(scope, "Cần gì để rõ", "What would settle it")),
    ]
    caption = pick(
        scope,
        f"Số liệu của báo cáo có căn cứ yếu: {place(scope)}",
        f"Figures of the report on weak ground: {place(scope)}",
    )
    return make_table(
        shown,
        caption,
        columns,
        scope,
        note=_rest(figures, scope),
        source=sources_line(weak, scope),
        wide=True,
    )


def _why(row, scope: Scope) -> str:
    """The reasons and, in Vietnamese, what the tables remark on the figure."""
    reasons = reason_text(row.reasons, scope)
    return f"{reasons}. {row.note}" if scope.language == "vi" and row.note else reasons


def _rest(figures: pd.DataFrame, scope: Scope) -> str:
    """What is said of the figures that the table leaves out."""
    counts = figures["grade"].value_counts()
    firm, single = int(counts.get("firm", 0)), int(counts.get("unconfirmed", 0))
    return pick(
        scope,
        f"Ngoài bảng: {firm} số liệu có căn cứ vững và {single} số liệu chưa đối chiếu, tức là chỉ có một nguồn báo "
        "chí, bản sao hoặc bộ dữ liệu, không kèm tử số và mẫu số.",
        f"Not in the table: {firm} figures on firm ground and {single} unconfirmed ones, which rest on a single source of "
        "the press, a mirror or a data set, without counts.",
    )


def counted_rates(rows: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print for each unit how many of its rates can be computed again from their counts, and how many agree.

    Parameters
    ----------
    rows : pandas.DataFrame
        From `dtanalysis.quality.count_rates`, with ``unit_name``.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if rows["n_counted"].sum() == 0:
        return why_not("counts", scope)
    ordered = rows.sort_values(["n_wrong", "n_counted"], ascending=False, kind="stable")
    shown = ordered.head(_MOST_UNITS)
    shown = shown.assign(
        n_right=shown["n_counted"] - shown["n_wrong"], n_bare=shown["n_rates"] - shown["n_counted"]
    )
    columns = [
        column("unit_name", scope),
        Column("n_rates", pick(scope, "Tỷ lệ của kỳ", "Rates"), kind="number"),
        Column("n_right", verdict(scope, "● khớp tử số, mẫu số", "● follow from counts"), kind="number"),
        Column("n_wrong", verdict(scope, "▼ không khớp", "▼ do not"), kind="number"),
        Column("n_bare", verdict(scope, "○ không có tử số, mẫu số", "○ without counts"), kind="number"),
    ]
    caption = pick(
        scope,
        f"Tỷ lệ tính lại được từ tử số và mẫu số: {place(scope)}",
        f"Rates computed again from counts: {place(scope)}",
    )
    note = pick(
        scope,
        "Khớp là lệch không quá phần làm tròn của chữ số cuối được in.",
        "They follow where the difference is within the rounding of the last printed digit.",
    )
    left = len(ordered) - len(shown)
    note += pick(scope, f" Còn {left} đơn vị khác.", f" {left} more units.") if left else ""
    return make_table(shown, caption, columns, scope, note=note)


def suspects(rows: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print the figures of the period that are out of line, with what was seen.

    Parameters
    ----------
    rows : pandas.DataFrame
        From `dtanalysis.quality.find_suspects`, with names and ``unit_name``.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if rows.empty:
        return why_not("suspects", scope)
    shown = rows.head(_MOST_SUSPECTS)
    words = {name: pick(scope, *texts) for name, texts in _CHECKS.items()}
    shown = shown.assign(
        check_text=shown["check"].map(words).fillna(shown["check"]),
        value_text=[value_text(row, "value", scope.language) for _, row in shown.iterrows()],
    )
    columns = [
        column("unit_name", scope),
        column("name", scope),
        Column("value_text", pick(scope, "Số liệu", "Figure"), right=True),
        Column("check_text", pick(scope, "Điều gì bất thường", "What is odd")),
        *([Column("message", "Thấy gì")] if scope.language == "vi" else []),
    ]
    caption = pick(
        scope, f"Số liệu cần xem lại: {place(scope)}", f"Figures worth a second look: {place(scope)}"
    )
    left = len(rows) - len(shown)
    note = pick(
        scope,
        "Bất thường không có nghĩa là sai: một thay đổi thật trông giống hệt một lỗi gõ. Không số liệu nào bị bỏ vì lý do này.",
        "Odd does not mean wrong: a real change looks just like a slip of the pen. No figure is left out for this reason.",
    )
    note += pick(scope, f" Còn {left} trường hợp khác.", f" {left} more.") if left else ""
    return make_table(shown, caption, columns, scope, note=note, wide=True)


def revisions(rows: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print the figures that their own source changed: first and latest value, and the days between.

    Parameters
    ----------
    rows : pandas.DataFrame
        From `dtanalysis.checks.find_revisions`, with names and ``unit_name``.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    past = rows["period"].map(lambda period: period.last_day <= scope.period.last_day).astype(bool)
    seen = rows[(rows["change"] != 0) & past]
    if seen.empty:
        return why_not("revisions", scope)
    shown = seen.assign(
        period_name=[period.name(scope.language) for period in seen["period"]],
        days=(seen["latest_as_of"] - seen["first_as_of"]).dt.days,
        change_text=[_revision(row, scope) for _, row in seen.iterrows()],
    ).sort_values(["latest_as_of", "unit_name", "name"], ascending=[False, True, True], kind="stable")
    columns = [
        column("name", scope),
        column("unit_name", scope),
        column("period_name", scope),
        Column("first", pick(scope, "Lần đầu", "First"), kind="value"),
        Column("latest", pick(scope, "Mới nhất", "Latest"), kind="value"),
        column("change_text", scope, heading="change", right=True),
        Column("latest_as_of", pick(scope, "Sửa ngày", "Revised on"), kind="date"),
        Column("days", pick(scope, "Sau (ngày)", "After (days)"), kind="number"),
    ]
    caption = pick(
        scope, "Số liệu đã được chính nguồn của nó sửa đổi", "Figures that their own source changed"
    )
    note = pick(
        scope,
        "Báo cáo dùng giá trị mới nhất; giá trị cũ được giữ để lập lại đúng báo cáo của ngày trước.",
        "The report uses the latest value; the earlier ones are kept, so that an earlier report can be made again.",
    )
    return make_table(shown.head(_MOST_ISSUES), caption, columns, scope, note=note, wide=True)


def _revision(row: pd.Series, scope: Scope) -> str:
    step = format_number(row["change"], None, language=scope.language, signed=True)
    return step + (pick(scope, " điểm %", " points") if row["unit_measure"] == "percent" else "")
