"""
Tables of the rates of dossiers: received online by field and agency, on time and days taken, what moved the rate.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.exhibits import Column, Note, Table
from dtanalysis.formats import MISSING, format_list, format_number
from dtanalysis.narrative import pick, place
from dtanalysis.tables.dossiers import no_dossiers, part_of, unprinted
from dtanalysis.tables.layout import make_table
from dtanalysis.tables.reasons import why_not


def online_rates(parts: pd.DataFrame, scope: Scope, *, by: str, limit: int = 15) -> Table | Note:
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
    Table or Note
    """
    if parts.empty:
        return no_dossiers("field, agency, channel", scope)
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
        "Khoảng tin cậy Wilson; hai khoảng chồng lên nhau thì chưa nên coi là khác nhau.",
        "Wilson intervals; where two overlap, do not read a difference.",
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


def processing_days(days: pd.DataFrame, scope: Scope, *, limit: int = 15) -> Table | Note:
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
    Table or Note
    """
    if days.empty:
        return no_dossiers("received_at, due_at, returned_at", scope)
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


def online_change(change: pd.DataFrame, scope: Scope, *, limit: int = 12) -> Table | Note:
    """
    Print what moved the share of online dossiers: how each field works, and how the mix of fields moved.

    Parameters
    ----------
    change : pandas.DataFrame
        From `dtanalysis.narrative.change_of_rate`.
    scope : Scope
        The question of the page.
    limit : int
        The most fields to print, those that move the total most first.

    Returns
    -------
    Table or Note
    """
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
    versus = scope.compare_to.name(scope.language)
    caption = pick(
        scope,
        f"Điều gì làm đổi tỷ lệ hồ sơ trực tuyến so với {versus}: {place(scope)}",
        f"What moved the share of online dossiers against {versus}: {place(scope)}",
    )
    return make_table(rows, caption, columns, scope, note=note + unprinted(change, limit, scope), wide=True)
