"""
Tables of what has changed: the changes in sentences, definitions and units, and the documents behind the two readings.

Every change was found and judged by `dtanalysis.changes`; here rows are chosen and ordered. Flips and targets are in `flips`,
figures in `moves` and `restatements`.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import SERIES_KEY, Scope, source_titles
from dtanalysis.changes import Changes, leave_out_forerunners, rank_changes
from dtanalysis.exhibits import Column, Note, Table
from dtanalysis.narrative import pick
from dtanalysis.narrative.change_tellers import change_sentence
from dtanalysis.tables.change_rows import MOST_ROWS, between_readings, rows_left
from dtanalysis.tables.layout import column, make_table, sources_line
from dtanalysis.tables.reasons import why_not

_KEY = list(SERIES_KEY)
_MOST_OF_A_KIND = 3

_ASPECTS = {
    "status": ("Đánh giá", "Status"),
    "target": ("Mục tiêu", "Target"),
    "definition": ("Cách tính", "Definition"),
    "unit": ("Đơn vị", "Unit"),
    "figure": ("Số liệu", "Figure"),
    "source": ("Tài liệu", "Document"),
}


def ranked_changes(changes: Changes, scope: Scope) -> Table | Note:
    """
    Print the changes in sentences, what a reader needs to know first on top.

    Parameters
    ----------
    changes : Changes
        With names.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
        At most fifteen rows; the note says how many more there are.
    """
    order, frames = rank_changes(changes), changes.frames
    if order.empty:
        return why_not("ranked_changes", scope)
    once = _without_repeats(order, changes)
    first = _few_of_a_kind(once).head(MOST_ROWS)
    rows = pd.DataFrame(
        {
            "aspect": [_aspect(row.aspect, scope) for row in first.itertuples()],
            "sentence": [
                change_sentence(frames[row.aspect].loc[row.label], row.aspect, scope)
                for row in first.itertuples()
            ],
        }
    )
    columns = [
        Column("aspect", pick(scope, "Thay đổi về", "What changed")),
        Column("sentence", pick(scope, "Nội dung", "In words")),
    ]
    caption = pick(
        scope,
        f"Những thay đổi cần biết trước: {between_readings(changes, scope)}",
        f"What to know first: {between_readings(changes, scope)}",
    )
    note = pick(
        scope,
        "Thứ tự: chỉ tiêu đổi đánh giá, mục tiêu, số liệu được sửa của chỉ tiêu có mục tiêu, cách tính và đơn vị, rồi các số "
        "liệu khác.",
        "Order: changes of status, targets, revised figures of indicators with a target, definitions and units, then other "
        "figures.",
    )
    return make_table(
        rows, caption, columns, scope, note=note + _more(len(once) - len(first), scope), wide=True
    )


def world_changes(changes: Changes, scope: Scope) -> Table | Note:
    """
    Print changed definitions, and units that began or ended, one sentence each.

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
    parts = [(row, "definition") for _, row in changes.definitions.iterrows()]
    parts += [(row, "unit") for _, row in leave_out_forerunners(changes.units).iterrows()]
    if not parts:
        return why_not("world_changes", scope)
    rows = pd.DataFrame(
        {
            "aspect": [_aspect(aspect, scope) for _, aspect in parts],
            "sentence": [change_sentence(row, aspect, scope) for row, aspect in parts],
        }
    )
    columns = [
        Column("aspect", pick(scope, "Thay đổi về", "What changed")),
        Column("sentence", pick(scope, "Nội dung", "In words")),
    ]
    caption = pick(
        scope,
        f"Cách tính và đơn vị: {between_readings(changes, scope)}",
        f"Definitions and units: {between_readings(changes, scope)}",
    )
    head = rows.head(2 * MOST_ROWS)
    note = pick(
        scope,
        "Tên có thể giữ nguyên nhưng giá trị là của một đơn vị khác: số liệu trước và sau sáp nhập không được nối.",
        "The name may stay while the value is another unit's: figures before and after a merger are not joined.",
    )
    source = sources_line(changes.units, scope) if len(changes.units) else ""
    note = (note if len(changes.units) else "") + rows_left(len(rows) - len(head), scope)
    return make_table(head, caption, columns, scope, note=note.strip(), source=source)


def changed_documents(changes: Changes, scope: Scope) -> Table | Note:
    """
    Print the documents that only one of the two readings rests on.

    Parameters
    ----------
    changes : Changes
        From `dtanalysis.changes.compare_readings`.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    rows = changes.sources
    if rows.empty:
        return why_not("changed_documents", scope)
    kinds = {
        "appeared": pick(scope, "mới", "new"),
        "left": pick(scope, "không còn dùng cho kỳ này", "not used for this period"),
    }
    head = rows.head(2 * MOST_ROWS)
    shown = head.assign(title=head["source"].map(source_titles(scope)), kind_text=head["kind"].map(kinds))
    columns = [
        Column("title", pick(scope, "Tài liệu", "Document")),
        Column("kind_text", pick(scope, "So với lần trước", "Against before")),
        column("n_figures", scope, "number"),
        column("n_targets", scope, "number"),
        column("as_of", scope, "date"),
    ]
    caption = pick(
        scope,
        f"Tài liệu làm căn cứ: {between_readings(changes, scope)}",
        f"Documents behind it: {between_readings(changes, scope)}",
    )
    note = rows_left(len(rows) - len(head), scope).strip()
    return make_table(shown, caption, columns, scope, note=note, wide=True)


def _aspect(aspect: str, scope: Scope) -> str:
    return pick(scope, *_ASPECTS[aspect]).replace(" ", "\N{NO-BREAK SPACE}")


def _more(number: int, scope: Scope) -> str:
    return rows_left(number, scope, pick(scope, " Các bảng sau nêu tiếp.", " The tables below go on."))


def _without_repeats(order: pd.DataFrame, changes: Changes) -> pd.DataFrame:
    """The list without figures whose change, coming or going a flip tells already, and without forerunners of a unit."""
    figures, flipped = changes.figures, pd.MultiIndex.from_frame(changes.statuses[_KEY])
    rows = figures[figures["kind"].isin(["moved", "new", "gone"]) & figures["is_shown"]]
    told = rows.index[pd.MultiIndex.from_frame(rows[_KEY]).isin(flipped)]
    merged = changes.units.index.difference(leave_out_forerunners(changes.units).index)
    is_figure, is_unit = (order["aspect"] == aspect for aspect in ("figure", "unit"))
    return order[~(is_figure & order["label"].isin(told)) & ~(is_unit & order["label"].isin(merged))]


def _few_of_a_kind(rows: pd.DataFrame) -> pd.DataFrame:
    """All flips and targets, and the first of every other kind: one kind must not crowd out the rest."""
    place = rows.groupby("urgency").cumcount()
    return rows[(place < _MOST_OF_A_KIND) | rows["aspect"].isin(["status", "target"])]
