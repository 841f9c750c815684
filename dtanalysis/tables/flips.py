"""
Tables of the promises: indicators whose status flipped, and targets that changed.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.changes import Changes, rank_changes
from dtanalysis.exhibits import Column, Note, Table
from dtanalysis.formats import MISSING
from dtanalysis.narrative import pick
from dtanalysis.narrative.change_texts import cause_text, evidence_text, side_text
from dtanalysis.tables.change_rows import MOST_ROWS, between_readings, distinct_texts, known_from, rows_left
from dtanalysis.tables.layout import column, make_table, sources_line
from dtanalysis.tables.reasons import why_not

_TARGET_KINDS = {
    "new": ("mới", "new"),
    "dropped": ("không còn", "dropped"),
    "raised": ("tăng", "raised"),
    "lowered": ("giảm", "lowered"),
    "comparator": ("đổi cách so", "worded otherwise"),
    "plan": ("kế hoạch khác, cùng mức", "another plan, same level"),
    "year": ("đổi năm", "another year"),
}


def status_flips(changes: Changes, scope: Scope) -> Table | Note:
    """
    Print every indicator whose status against its target flipped, with the cause.

    Parameters
    ----------
    changes : Changes
        With names.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    rows = changes.statuses
    if rows.empty:
        return why_not("status_flips", scope)
    order = rank_changes(changes)
    rows = rows.loc[order.loc[order["aspect"] == "status", "label"]]
    shown = rows.assign(
        figures=[_status_figures(row, scope) for _, row in rows.iterrows()],
        target_text=[_target_text(row, scope) for _, row in rows.iterrows()],
        cause_text=[_cause(row, scope) for _, row in rows.iterrows()],
    )
    columns = [
        column("name", scope),
        Column("status_before", pick(scope, "Trước", "Before"), kind="status"),
        Column("status_after", pick(scope, "Nay", "Now"), kind="status"),
        Column("figures", pick(scope, "Số liệu", "Figures")),
        Column("target_text", pick(scope, "Mục tiêu", "Target")),
        Column("cause_text", pick(scope, "Nguyên nhân", "Because")),
        *([column("plan_after", scope, heading="plan_name")] if rows["plan_after"].nunique() > 1 else []),
    ]
    caption = pick(
        scope,
        f"Chỉ tiêu đổi đánh giá: {between_readings(changes, scope)}",
        f"Indicators whose status changed: {between_readings(changes, scope)}",
    )
    note = pick(
        scope,
        "Nguyên nhân được thử bằng cách chỉ thay một yếu tố của báo cáo trước (kết quả, cách nêu số, mục tiêu, định nghĩa) và xem "
        "đánh giá có đổi không. Một mục tiêu chưa có số liệu của kỳ không phải là không đạt.",
        "The cause is found by replacing one thing of the earlier reading at a time (value, bound, target, definition) and judging "
        "again. A target without a figure of the period is not a target missed.",
    )
    return make_table(shown, caption, columns, scope, note=note, wide=True)


def _cause(row: pd.Series, scope: Scope) -> str:
    """Why it flipped and, where the value did it, what the move of the value is worth."""
    cause = cause_text(row, scope)
    worth = evidence_text(row, scope)
    return f"{cause}; {worth}" if worth and "value" in row["cause"] and row["evidence"] != "exact" else cause


def _status_figures(row: pd.Series, scope: Scope) -> str:
    texts = [
        side_text(row, side, scope) if row[f"is_current_{side}"] == 1 else MISSING
        for side in ("before", "after")
    ]
    return " → ".join(texts)


def _target_text(row: pd.Series, scope: Scope) -> str:
    texts = [side_text(row, side, scope, "target") for side in ("before", "after")]
    return " → ".join(dict.fromkeys(texts))


def target_changes(changes: Changes, scope: Scope) -> Table | Note:
    """
    Print every target that is new, dropped, raised, lowered, worded otherwise or set by another plan.

    Parameters
    ----------
    changes : Changes
        With names.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    rows = changes.targets
    if rows.empty:
        return why_not("target_changes", scope)
    order = rank_changes(changes)
    rows = rows.loc[order.loc[order["aspect"] == "target", "label"]]
    shown = rows.assign(
        before_text=[side_text(row, "before", scope, "target") for _, row in rows.iterrows()],
        after_text=[side_text(row, "after", scope, "target") for _, row in rows.iterrows()],
        kind_text=[_target_kind(row, scope) for _, row in rows.iterrows()],
        plans_text=[" → ".join(distinct_texts(row, "plan")) for _, row in rows.iterrows()],
        since=[known_from(row["target_as_of_after"], scope) for _, row in rows.iterrows()],
    )
    columns = [
        column("name", scope),
        Column("kind_text", pick(scope, "Mục tiêu", "The target is")),
        Column("before_text", pick(scope, "Trước", "Before"), right=True),
        Column("after_text", pick(scope, "Nay", "Now"), right=True),
        Column("status_after", pick(scope, "Đánh giá nay", "Status now"), kind="status"),
        Column("plans_text", pick(scope, "Kế hoạch", "Plan")),
        Column("since", pick(scope, "Biết từ ngày", "Known from")),
    ]
    caption = pick(
        scope,
        f"Mục tiêu thay đổi: {between_readings(changes, scope)}",
        f"Targets that changed: {between_readings(changes, scope)}",
    )
    note = pick(
        scope,
        "Mục tiêu của hai năm khác nhau thuộc hai kế hoạch khác nhau; tăng hay giảm chỉ nói về con số, không nói về kết quả.",
        "Targets of two years belong to two plans; raised or lowered speaks of the number, not of the result.",
    )
    head = shown.head(2 * MOST_ROWS)
    source = sources_line(rows, scope, "target_source_after")
    left = len(shown) - len(head)
    return make_table(
        head, caption, columns, scope, note=note + rows_left(left, scope), source=source, wide=True
    )


def _target_kind(row: pd.Series, scope: Scope) -> str:
    word = pick(scope, *_TARGET_KINDS[row["kind"]])
    if pd.isna(row["is_harder"]):
        return word
    harder = pick(scope, "khó hơn", "harder") if row["is_harder"] == 1 else pick(scope, "dễ hơn", "easier")
    return f"{word} ({harder})"
