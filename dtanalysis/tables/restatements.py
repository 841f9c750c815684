"""
Tables of one and the same thing told otherwise: figures of one period that differ, and counts since January that fell.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope, source_titles
from dtanalysis.changes import Changes, rank_changes
from dtanalysis.exhibits import Column, Note, Table
from dtanalysis.formats import format_number
from dtanalysis.narrative import pick
from dtanalysis.narrative.change_words import PARTS
from dtanalysis.tables.change_rows import (
    MOST_ROWS,
    add_texts,
    between_readings,
    both_counts,
    distinct_texts,
    known_from,
    rows_left,
    subject_columns,
    value_with_counts,
)
from dtanalysis.tables.layout import column, make_table
from dtanalysis.tables.reasons import why_not


def revised_figures(changes: Changes, scope: Scope) -> Table | Note:
    """
    Print figures of one period that differ: changed by their own source, or taken from another one.

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
    rows = changes.figures[changes.figures["kind"].isin(["revised", "other_source"])]
    if rows.empty:
        return why_not("revised_figures", scope)
    rows = _in_order(rows, changes)
    shown = add_texts(rows.head(2 * MOST_ROWS), scope)
    shown = shown.assign(
        period_name=[period.name(scope.language) for period in shown["period_after"]],
        before_text=[value_with_counts(row, "before", scope) for _, row in shown.iterrows()],
        after_text=[value_with_counts(row, "after", scope) for _, row in shown.iterrows()],
        kind_text=[_revision_kind(row, scope) for _, row in shown.iterrows()],
        document=[_documents(row, scope) for _, row in shown.iterrows()],
        days=[_days(row, scope) for _, row in shown.iterrows()],
    )
    # One document behind all of them is told once, below the table.
    is_mixed = shown["document"].nunique() > 1
    columns = [
        *subject_columns(rows, changes, scope),
        column("period_name", scope),
        Column("before_text", pick(scope, "Trước", "Before")),
        Column("after_text", pick(scope, "Nay", "Now")),
        Column("amount", pick(scope, "Thay đổi", "Change"), right=True),
        Column("kind_text", pick(scope, "Là gì", "What it is")),
        Column("days", pick(scope, "Công bố ngày", "Published on")),
        *([Column("document", pick(scope, "Tài liệu", "Document"))] if is_mixed else []),
    ]
    caption = pick(
        scope,
        f"Cùng một kỳ, số liệu nay khác trước: {between_readings(changes, scope)}",
        f"One period, another figure: {between_readings(changes, scope)}",
    )
    note = pick(
        scope,
        "Chỉ gọi là sửa khi chính nguồn đó đưa ra số khác vào ngày muộn hơn. Hai nguồn nêu hai số là hai phiên bản, không bên nào sửa "
        "bên nào. Đây là đếm lại cùng những hồ sơ, nên không có khoảng ngẫu nhiên.",
        "Revised means that the same source gave another figure on a later day. Two sources with two figures are two versions. The same "
        "cases were counted again, so there is no interval of chance.",
    )
    left = len(rows) - len(shown)
    source = "" if is_mixed else shown["document"].iloc[0]
    return make_table(
        shown, caption, columns, scope, note=note + rows_left(left, scope), source=source, wide=True
    )


def _revision_kind(row: pd.Series, scope: Scope) -> str:
    if row["kind"] == "other_source":
        return pick(scope, "lấy theo nguồn khác", "taken from another source")
    if row["evidence"] == "rounding":
        return pick(scope, "chỉ khác ở cách làm tròn", "rounded otherwise")
    return pick(scope, "chính nguồn sửa", "revised by its source")


def _documents(row: pd.Series, scope: Scope) -> str:
    titles = source_titles(scope)
    return " → ".join(titles.get(name, name) for name in distinct_texts(row, "source"))


def _days(row: pd.Series, scope: Scope) -> str:
    return " → ".join(known_from(row[f"as_of_{side}"], scope) for side in ("before", "after"))


def restated_counts(changes: Changes, scope: Scope) -> Table | Note:
    """
    Print counts since January that fell between two periods of one year, which only restated earlier counts can do.

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
    rows = changes.figures[changes.figures["evidence"] == "restated"]
    if rows.empty:
        return why_not("restated_counts", scope)
    rows = rows.sort_values("restated_by", kind="stable")
    head = rows.head(MOST_ROWS)
    shown = add_texts(head, scope).assign(
        counts=[both_counts(row, scope) for _, row in head.iterrows()],
        part=[PARTS[part][scope.language] for part in head["restated_part"]],
        fell=[format_number(number, None, language=scope.language) for number in head["restated_by"]],
    )
    columns = [
        *subject_columns(rows, changes, scope),
        Column("counts", pick(scope, "Tử số / mẫu số", "Counts"), right=True),
        Column("part", pick(scope, "Phần giảm", "What fell")),
        Column("fell", pick(scope, "Giảm", "By"), right=True),
        Column("before_text", pick(scope, "Tỷ lệ trước", "Rate before"), right=True),
        Column("after_text", pick(scope, "Tỷ lệ nay", "Rate now"), right=True),
    ]
    caption = pick(
        scope,
        f"Số đếm từ đầu năm lại giảm: {between_readings(changes, scope)}",
        f"Counts since January that fell: {between_readings(changes, scope)}",
    )
    note = pick(
        scope,
        "Số đếm từ đầu năm chỉ có thể tăng nếu số cũ giữ nguyên. Khi phần còn lại (chẳng hạn hồ sơ quá hạn) giảm, một phần hồ sơ cũ đã "
        "được xếp loại lại hoặc xử lý bổ sung: đừng đọc toàn bộ mức tăng của tỷ lệ như kết quả của hồ sơ mới.",
        "A count since January can only grow while earlier counts stand. Where the rest (say overdue dossiers) falls, earlier cases were "
        "classed anew or settled later: the rise of the rate is not all due to new cases.",
    )
    left = len(rows) - len(head)
    return make_table(shown, caption, columns, scope, note=note + rows_left(left, scope), wide=True)


def _in_order(rows: pd.DataFrame, changes: Changes) -> pd.DataFrame:
    """Rows of the figures, what a reader needs first on top."""
    order = rank_changes(changes)
    labels = order.loc[order["aspect"] == "figure", "label"]
    return rows.loc[[label for label in labels if label in rows.index]]
