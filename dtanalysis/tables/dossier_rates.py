"""
Tables of the rates of dossiers: counted against reported, received online by field and agency, on time and days taken, what moved the rate.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.dossiers import DossierQuestion
from dtanalysis.exhibits import Column, Note, Table
from dtanalysis.formats import MISSING, format_list, format_number
from dtanalysis.narrative import compared_period, pick, place
from dtanalysis.tables.dossiers import part_of, unprinted
from dtanalysis.tables.layout import make_table
from dtanalysis.tables.reasons import why_not


def reported_rates(compared: pd.DataFrame, scope: Scope) -> Table | None:
    """
    Print the reported rates beside those counted from dossiers.

    Parameters
    ----------
    compared : pandas.DataFrame
        From `dtanalysis.dossiers.compare_reported`.
    scope : Scope
        The question of the page.

    Returns
    -------
    Table or None
        None where no rate is both reported and counted.
    """
    if compared.empty:
        return None
    names = scope.programme.indicators.set_index("indicator")[f"name_{scope.language}"]
    rows = compared.assign(
        name=compared["indicator"].map(names),
        reported_counts=[_both(row, "reported", scope) for _, row in compared.iterrows()],
        counted_counts=[_both(row, "counted", scope) for _, row in compared.iterrows()],
    )
    columns = [
        Column("name", pick(scope, "Chỉ tiêu", "Indicator")),
        Column("reported", pick(scope, "Số đã báo cáo", "Reported"), "percent", decimals=2),
        Column("reported_counts", pick(scope, "Tử số / mẫu số báo cáo", "Reported counts"), right=True),
        Column("counted", pick(scope, "Đếm từ hồ sơ", "Counted from dossiers"), "percent", decimals=2),
        Column("counted_counts", pick(scope, "Tử số / mẫu số đếm được", "Counts from dossiers"), right=True),
        Column("difference", pick(scope, "Chênh (điểm %)", "Difference (points)"), "points"),
    ]
    note = pick(
        scope,
        "Số đã báo cáo là số của trang 20, cùng kỳ và cùng cách tính. Chênh lệch là câu hỏi cho đơn vị gửi số: danh mục dịch vụ khác "
        "nhau, hồ sơ chưa gửi đủ hay cách đếm khác.",
        "Reported figures are those of page 20, for the same period and definition. A difference is a question to the unit: other "
        "lists of services, dossiers not sent, or another way of counting.",
    )
    if scope.is_synthetic:
        note += " " + pick(
            scope,
            "Ở đây chênh lệch chỉ vì hai bộ số liệu mô phỏng được sinh độc lập với nhau.",
            "Here they differ merely because both invented sets were made independently of each other.",
        )
    caption = pick(
        scope,
        f"Số đếm từ hồ sơ có khớp với số đã báo cáo không: {place(scope)}",
        f"Do counts from dossiers agree with reported figures: {place(scope)}",
    )
    return make_table(rows, caption, columns, scope, note=note, wide=True)


def _both(row: pd.Series, side: str, scope: Scope) -> str:
    counts = [row[f"{side}_numerator"], row[f"{side}_denominator"]]
    return MISSING if pd.isna(counts).any() else part_of(*map(int, counts), scope)


def online_rates(parts: pd.DataFrame, scope: Scope, *, by: str, limit: int = 15) -> Table | None:
    """
    Print the share of dossiers received online, with its interval.

    Parameters
    ----------
    parts : pandas.DataFrame
        From `dtanalysis.dossiers.parts_of_rates`, with the columns of `dtanalysis.comparison.add_intervals`.
    scope : Scope
        The question of the page.
    by : {"field", "agency"}
        What a row is.
    limit : int
        The most rows to print, lowest rate first.

    Returns
    -------
    Table or None
        None without dossiers; `dossier_columns` says why.
    """
    if parts.empty:
        return None
    rows = parts.sort_values("rate", kind="stable", na_position="last").head(limit)
    rows = rows.assign(
        counts=[part_of(row.numerator, row.denominator, scope) for row in rows.itertuples()],
        interval=[_interval(row.lower, row.upper, scope) for row in rows.itertuples()],
    )
    heading = {"field": ("Lĩnh vực", "Field"), "agency": ("Cơ quan tiếp nhận", "Agency")}[by]
    columns = [
        Column("name_vi", pick(scope, *heading)),
        Column("rate", pick(scope, "Tỷ lệ trực tuyến", "Online"), "percent", decimals=1),
        Column("interval", pick(scope, "Khoảng tin cậy 95%", "95 % interval"), right=True),
        Column("counts", pick(scope, "Trực tuyến / hồ sơ", "Online / dossiers"), right=True),
    ]
    note = pick(
        scope,
        "Khoảng tin cậy Wilson; hai khoảng chồng lên nhau thì từ bảng này chưa kết luận được là có khác nhau hay không.",
        "Wilson intervals; where two overlap, this table alone cannot tell whether they differ.",
    )
    small = format_list(rows.loc[rows["is_small"], "name_vi"], scope.language)
    if small:
        note += " " + pick(
            scope, f"Dưới 30 hồ sơ, không nên xếp hạng: {small}.", f"Below 30 dossiers, do not rank: {small}."
        )
    what = {"field": ("lĩnh vực", "field"), "agency": ("cơ quan", "agency")}[by]
    caption = pick(
        scope,
        f"Hồ sơ trực tuyến theo {what[0]}: {place(scope)}",
        f"Online dossiers by {what[1]}: {place(scope)}",
    )
    return make_table(
        rows, caption, columns, scope, note=note + unprinted(parts, limit, scope), wide=by == "field"
    )


def _interval(low: float, high: float, scope: Scope) -> str:
    if pd.isna(low):
        return MISSING
    return "–".join(format_number(end, 1, language=scope.language) for end in (low, high)) + "%"


def processing_days(days: pd.DataFrame, scope: Scope, *, limit: int = 15) -> Table | None:
    """
    Print the share settled in time and the days that half and nine tenths of the dossiers took.

    Parameters
    ----------
    days : pandas.DataFrame
        From `dtanalysis.dossiers.processing_days`, by field.
    scope : Scope
        The question of the page.
    limit : int
        The most fields to print, those with most late dossiers first.

    Returns
    -------
    Table or None
        None without dossiers; `dossier_columns` says why.
    """
    if days.empty:
        return None
    rows = days.assign(n_late=days["n_due"] - days["n_ontime"]).sort_values(
        ["n_late", "field"], ascending=[False, True]
    )
    late = format_number(rows["n_late"].sum(), 0, language=scope.language)
    rows = rows.assign(counts=[part_of(row.n_ontime, row.n_due, scope) for row in rows.itertuples()])
    columns = [
        Column("field", pick(scope, "Lĩnh vực", "Field")),
        Column("ontime_rate", pick(scope, "Đúng hạn", "On time"), "percent", decimals=1),
        Column("counts", pick(scope, "Đúng hạn / đã trả", "On time / settled"), right=True),
        Column("n_late", pick(scope, "Trễ hạn", "Late"), "number", decimals=0),
        Column(
            "median_days",
            pick(scope, "Một nửa xong trong (ngày)", "Half within (days)"),
            "number",
            decimals=1,
        ),
        Column("p90_days", pick(scope, "90% xong trong (ngày)", "90 % within (days)"), "number", decimals=1),
    ]
    note = pick(
        scope,
        f"Tổng số hồ sơ trễ hạn: {late}. Ngày lịch, tính chính xác từ số đếm theo ngày. Hồ sơ chưa trả không nằm trong "
        "bảng, nên tháng mới nhất trông tốt hơn thực tế.",
        f"Late dossiers in all: {late}. Calendar days, exact from counts per day. Dossiers still open are not in the table, so "
        "the newest month looks better than it is.",
    )
    caption = pick(
        scope, f"Đúng hạn và thời gian giải quyết: {place(scope)}", f"On time and days taken: {place(scope)}"
    )
    return make_table(
        rows.head(limit), caption, columns, scope, note=note + unprinted(rows, limit, scope), wide=True
    )


def online_change(
    question: DossierQuestion, change: pd.DataFrame, scope: Scope, *, limit: int = 12
) -> Table | Note | None:
    """
    Print what moved the share of online dossiers: how each field works, and how the mix of fields moved.

    Parameters
    ----------
    question : DossierQuestion
        The unit's dossiers.
    change : pandas.DataFrame
        From `dtanalysis.narrative.change_of_rate`.
    scope : Scope
        The question of the page.
    limit : int
        The most fields to print, those that move the total most first.

    Returns
    -------
    Table, Note or None
        None where the dossiers cannot answer at all, a note where only the earlier period is missing.
    """
    if question.reason:
        return None
    if change.empty:
        return why_not("dossier_change", scope)
    rows = change.head(limit).assign(mix=change["mix_effect"] + change["flow_effect"])
    columns = [
        Column("name_vi", pick(scope, "Lĩnh vực", "Field")),
        Column("rate_before", pick(scope, "Tỷ lệ trước", "Rate before"), "percent", decimals=1),
        Column("rate_after", pick(scope, "Tỷ lệ nay", "Rate now"), "percent", decimals=1),
        Column("rate_effect", pick(scope, "Do cách làm (điểm %)", "How it works (points)"), "points"),
        Column("mix", pick(scope, "Do cơ cấu (điểm %)", "Mix (points)"), "points"),
        Column("total_effect", pick(scope, "Cộng (điểm %)", "Sum (points)"), "points"),
    ]
    sums = {
        name: format_number(change[name].sum(), 2, language=scope.language, signed=True)
        for name in ("rate_effect", "total_effect")
    }
    mixed = format_number(
        (change["mix_effect"] + change["flow_effect"]).sum(), 2, language=scope.language, signed=True
    )
    note = pick(
        scope,
        f"Cộng mọi lĩnh vực: {sums['rate_effect']} điểm do cách làm, {mixed} điểm do cơ cấu, tổng {sums['total_effect']} điểm "
        "phần trăm, bằng đúng thay đổi chung (Kitagawa 1955); từng ô đã làm tròn.",
        f"All fields: {sums['rate_effect']} points from how they work, {mixed} from the mix, {sums['total_effect']} in all, "
        "exactly the change of the whole (Kitagawa 1955); cells are rounded.",
    )
    versus = compared_period(scope)
    caption = pick(
        scope,
        f"Điều gì làm đổi tỷ lệ hồ sơ trực tuyến so với {versus}: {place(scope)}",
        f"What moved the share of online dossiers against {versus}: {place(scope)}",
    )
    return make_table(rows, caption, columns, scope, note=note + unprinted(change, limit, scope), wide=True)
