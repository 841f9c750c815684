"""
Tables of services with and without an online dossier: by field and level, step by step, the list, what closing takes.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.dossiers.suppress import LEAST_SHOWN
from dtanalysis.exhibits import Column, Note, Table
from dtanalysis.formats import format_number
from dtanalysis.narrative import pick, place
from dtanalysis.narrative.dossiers import STEPS, history_sentence
from dtanalysis.tables.dossiers import part_of, unprinted
from dtanalysis.tables.layout import make_table
from dtanalysis.tables.reasons import why_not

LEVELS = {
    "province": ("Cấp tỉnh", "Province"),
    "district": ("Cấp huyện", "District"),
    "commune": ("Cấp xã", "Commune"),
}
"""Levels of the catalogue in words."""

_HISTORY = {
    "same_months": ("có, vào cùng kỳ năm trước", "yes, in the same months"),
    "other_months": ("có, vào tháng khác (có thể theo mùa)", "yes, in other months (perhaps seasonal)"),
    "never": ("không", "no"),
    "unknown": ("chưa đủ số liệu", "too little history"),
}


def services_by_field(use: pd.DataFrame, scope: Scope, *, limit: int = 15) -> Table | None:
    """
    Print how many online services of each field and level have an online dossier.

    Parameters
    ----------
    use : pandas.DataFrame
        From `dtanalysis.dossiers.service_use`.
    scope : Scope
        The question of the page.
    limit : int
        The most fields to print, those with most idle services first.

    Returns
    -------
    Table or None
        None without services; `dossier_columns` says why.
    """
    if use.empty:
        return None
    used = use.assign(is_used=use["n_online"] > 0, one=1)
    rows = (
        used.groupby("field")
        .agg(n=("one", "sum"), n_used=("is_used", "sum"), n_dossiers=("n", "sum"))
        .reset_index()
    )
    levels = [level for level in LEVELS if level in set(use["level"])]
    for level in levels:
        own = used[used["level"] == level].groupby("field").agg(n=("one", "sum"), n_used=("is_used", "sum"))
        rows[level] = [
            part_of(own["n_used"].get(name, 0), own["n"].get(name, 0), scope) for name in rows["field"]
        ]
    rows = rows.assign(rate=100 * rows["n_used"] / rows["n"], idle=rows["n"] - rows["n_used"],
                       counts=[part_of(row.n_used, row.n, scope) for row in rows.itertuples()])  # fmt: skip
    rows = rows.sort_values(["idle", "field"], ascending=[False, True])
    columns = [
        Column("field", pick(scope, "Lĩnh vực", "Field")),
        Column("counts", pick(scope, "Đã có / cung cấp", "Used / offered"), right=True),
        Column("rate", pick(scope, "Tỷ lệ", "Rate"), "percent", decimals=1),
        *(
            [Column(level, pick(scope, *LEVELS[level]), right=True) for level in levels]
            if len(levels) > 1
            else []
        ),
        Column("idle", pick(scope, "Chưa có", "Idle"), "number", decimals=0),
        Column("n_dossiers", pick(scope, "Hồ sơ mọi kênh", "Dossiers, any channel"), "number", decimals=0),
    ]
    total = part_of(int(rows["n_used"].sum()), int(rows["n"].sum()), scope)
    note = pick(
        scope,
        f"Toàn bộ: {total}. Mẫu số là dịch vụ toàn trình và một phần đang cung cấp đến hết kỳ, kể cả dịch vụ không có hồ sơ nào.",
        f"All: {total}. The base is all full and partial services offered by the end of the period, with or without a dossier.",
    )
    caption = pick(
        scope,
        f"Dịch vụ có hồ sơ trực tuyến theo lĩnh vực và cấp: {place(scope)}",
        f"Services with an online dossier by field and level: {place(scope)}",
    )
    return make_table(
        rows.head(limit), caption, columns, scope, note=note + unprinted(rows, limit, scope), wide=True
    )


def services_to_open(
    idle: pd.DataFrame, closing: pd.DataFrame, scope: Scope, *, limit: int = 40
) -> Table | Note | None:
    """
    Print the services to bring to their first online dossier, those most asked for at the counter first.

    Parameters
    ----------
    idle : pandas.DataFrame
        From `dtanalysis.dossiers.idle_services`.
    closing : pandas.DataFrame
        From `dtanalysis.dossiers.services_to_close`.
    scope : Scope
        The question of the page.
    limit : int
        The most rows to print.

    Returns
    -------
    Table, Note or None
        None without services, a note where every one is in use.
    """
    if closing.empty:
        return None
    needed = closing["n_needed"].iloc[0]
    wanted = min(limit, int(needed) if pd.notna(needed) and needed > 0 else 20)
    rows = idle.head(wanted)
    if rows.empty:
        return why_not("dossier_idle", scope)
    rows = rows.assign(
        history_text=[pick(scope, *_HISTORY[word]) for word in rows["history"]],
        counter=[_coarse(number, scope) for number in rows["n_counter"]],
    )
    columns = [
        Column("procedure_code", pick(scope, "Mã", "Code")),
        Column("name_vi", pick(scope, "Dịch vụ", "Service")),
        Column("field", pick(scope, "Lĩnh vực", "Field")),
        Column("counter", pick(scope, "Hồ sơ ngoài trực tuyến", "Dossiers not online"), right=True),
        Column(
            "history_text",
            pick(scope, "12 tháng trước có hồ sơ trực tuyến?", "Online in the 12 months before?"),
        ),
    ]
    note = " ".join([
        pick(scope, "Xếp theo số hồ sơ nộp tại quầy và qua bưu chính trong kỳ.",
             "In the order of dossiers at the counter and by post in the period."),
        *_rest_of_list(len(idle) - len(rows), scope), *history_sentence(idle, scope),
    ])  # fmt: skip
    caption = pick(
        scope,
        f"{len(rows)} dịch vụ cần ưu tiên có hồ sơ trực tuyến: {place(scope)}",
        f"The {len(rows)} services to begin with: {place(scope)}",
    )
    return make_table(rows, caption, columns, scope, note=note, wide=True)


def _rest_of_list(rest: int, scope: Scope) -> list[str]:
    """How many services without an online dossier the list leaves out."""
    words = (
        f"Không in {rest} dịch vụ khác chưa có hồ sơ trực tuyến.",
        f"{rest} more services without an online dossier are not printed.",
    )
    return [pick(scope, *words)] if rest else []


def _coarse(number: int, scope: Scope) -> str:
    """A count, unless it is so small that neighbours might know whose dossiers they are."""
    if 0 < number < LEAST_SHOWN:
        return f"1–{LEAST_SHOWN - 1}"
    return format_number(number, 0, language=scope.language)


def closing_gap(closings: pd.DataFrame, scope: Scope) -> Table | Note | None:
    """
    Print how many services would close parts of the gap.

    Parameters
    ----------
    closings : pandas.DataFrame
        Rows of `dtanalysis.dossiers.services_to_close`, with the part to be closed in ``part`` (0–1).
    scope : Scope
        The question of the page.

    Returns
    -------
    Table, Note or None
        None without services, a note without a target or a gap.
    """
    if closings.empty:
        return None
    if closings["target"].isna().all() or closings["n_short"].eq(0).all():
        return why_not("dossier_target", scope)
    rows = closings.assign(
        part=100 * closings["part"],
        demanded=[min(row.n_needed, row.n_demanded) for row in closings.itertuples()],
    )
    columns = [
        Column("part", pick(scope, "Khép phần khoảng cách", "Part of the gap closed"), "percent", decimals=0),
        Column("n_needed", pick(scope, "Cần thêm dịch vụ", "More services"), "number", decimals=0),
        Column("demanded", pick(scope, "Trong đó đang có người nộp ngoài trực tuyến", "Asked for in other channels"), "number",
               decimals=0),
        Column("rate_after", pick(scope, "Tỷ lệ khi đó", "Rate then"), "percent", decimals=1),
    ]  # fmt: skip
    row = closings.iloc[0]
    used = part_of(row["n_used"], row["n_services"], scope)
    goal = format_number(row["target"], language=scope.language)
    note = pick(
        scope,
        f"Từ {used} dịch vụ hiện nay đến mục tiêu {goal}%. Mỗi dịch vụ chỉ cần một hồ sơ trực tuyến; đây là phép tính, "
        "không phải dự báo.",
        f"From {used} services now to the target of {goal} %. Each service needs one online dossier; this is arithmetic, not a "
        "forecast.",
    )
    caption = pick(
        scope,
        f"Khép khoảng cách cần bao nhiêu dịch vụ: {place(scope)}",
        f"What closing takes: {place(scope)}",
    )
    return make_table(rows, caption, columns, scope, note=note)


def service_steps(funnel: pd.DataFrame, scope: Scope) -> Table:
    """
    Print how many services are left on each step from being offered to being on time.

    Parameters
    ----------
    funnel : pandas.DataFrame
        From `dtanalysis.decomposition.build_funnel`.
    scope : Scope
        The question of the page.

    Returns
    -------
    Table
        For the fold under the figure of the steps.
    """
    names = [pick(scope, *STEPS[step]) for step in funnel["step"]]
    rows = funnel.assign(
        name=[name[:1].upper() + name[1:] for name in names], lost_share=100 * funnel["lost_share"]
    )
    columns = [
        Column("name", pick(scope, "Bước", "Step")),
        Column("count", pick(scope, "Còn lại", "Left"), "number", decimals=0),
        Column("lost", pick(scope, "Mất ở bước này", "Lost on this step"), "number", decimals=0),
        Column("lost_share", pick(scope, "So với bước trước", "Of the step before"), "percent", decimals=0),
    ]
    note = pick(
        scope,
        "Dịch vụ chưa có hồ sơ nào được trả kết quả thì chưa tính là đúng hạn.",
        "A service none of whose dossiers is settled yet does not count as on time.",
    )
    caption = pick(scope, f"Dịch vụ qua từng bước: {place(scope)}", f"Services step by step: {place(scope)}")
    return make_table(rows, caption, columns, scope, note=note)


def services_month_by_month(distinct: pd.DataFrame, scope: Scope) -> Table:
    """
    Print the services used since 1 January, month by month.

    Parameters
    ----------
    distinct : pandas.DataFrame
        From `dtanalysis.dossiers.distinct_to_date`.
    scope : Scope
        The question of the page.

    Returns
    -------
    Table
    """
    rows = distinct.assign(month=[f"{ym % 100}/{ym // 100}" for ym in distinct["ym"]])
    columns = [
        Column("month", pick(scope, "Tháng", "Month")),
        Column("n_new", pick(scope, "Thêm trong tháng", "New in the month"), "number", decimals=0),
        Column("n_used", pick(scope, "Tính từ đầu năm", "Since 1 January"), "number", decimals=0),
        Column("n_services", pick(scope, "Dịch vụ đang cung cấp", "Services offered"), "number", decimals=0),
        Column("rate", pick(scope, "Tỷ lệ", "Rate"), "percent", decimals=1),
    ]
    caption = pick(
        scope,
        f"Dịch vụ có hồ sơ trực tuyến từng tháng: {place(scope)}",
        f"Services used by month: {place(scope)}",
    )
    return make_table(rows, caption, columns, scope)


def idle_by_field(fields: pd.DataFrame, scope: Scope) -> Table:
    """
    Print the services without an online dossier of every field, most first.

    Parameters
    ----------
    fields : pandas.DataFrame
        From `dtanalysis.dossiers.share_idle`, by field.
    scope : Scope
        The question of the page.

    Returns
    -------
    Table
    """
    rows = fields.assign(
        demanded=fields["n_idle"] - fields["n_undemanded"], cumulative=100 * fields["cumulative_share"]
    )
    columns = [
        Column("field", pick(scope, "Lĩnh vực", "Field")),
        Column("n_idle", pick(scope, "Chưa có hồ sơ trực tuyến", "No online dossier"), "number", decimals=0),
        Column(
            "demanded",
            pick(scope, "Có người nộp ngoài trực tuyến", "Asked for elsewhere"),
            "number",
            decimals=0,
        ),
        Column("n_undemanded", pick(scope, "Không có hồ sơ nào", "No dossier at all"), "number", decimals=0),
        Column("cumulative", pick(scope, "Cộng dồn", "Cumulative"), "percent", decimals=0),
    ]
    caption = pick(
        scope,
        f"Dịch vụ chưa có hồ sơ trực tuyến theo lĩnh vực: {place(scope)}",
        f"Idle services by field: {place(scope)}",
    )
    return make_table(rows, caption, columns, scope)
