"""
Tables of figures that moved with the period, that are new, and that are not given again.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.changes import Changes
from dtanalysis.exhibits import Column, Note, Table
from dtanalysis.formats import MISSING, format_number
from dtanalysis.narrative import pick
from dtanalysis.narrative.change_texts import evidence_text, side_text
from dtanalysis.tables.change_rows import (
    MOST_ROWS,
    add_texts,
    between_readings,
    rows_left,
    subject_columns,
    value_with_counts,
)
from dtanalysis.tables.layout import column, make_table, sources_line
from dtanalysis.tables.reasons import why_not

_BEYOND_BY_ACCIDENT = 0.05

# What is worth more comes first.
_WORTH = (
    "beyond_chance", "exact", "restated", "no_interval", "within_chance", "rounding", "undecided", "length", "definition",
    "recount", "",
)  # fmt: skip


def moved_figures(changes: Changes, scope: Scope) -> Table | Note:
    """
    Print the unit's own figures that differ between the two periods, and what each difference is worth.

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
    if changes.is_same_period:
        return why_not("same_period", scope)
    rows = _moved(changes)
    return _moves(rows[rows["unit"] == scope.unit], changes, scope, "moved_figures")


def moved_parts(changes: Changes, scope: Scope) -> Table | Note | None:
    """
    Print the largest moves of the units directly below, those beyond chance first.

    Parameters
    ----------
    changes : Changes
        With names.
    scope : Scope
        The question.

    Returns
    -------
    Table, Note or None
        None for two readings of one period; `moved_figures` says so.
    """
    if changes.is_same_period:
        return None
    rows = _moved(changes)
    below = rows[rows["unit"] != scope.unit]
    # Scores, ranks and days would be ordered among points of a rate.
    rates = below[below["unit_measure"] == "percent"]
    return _moves(rates if len(rates) else below, changes, scope, "moved_parts")


def _moved(changes: Changes) -> pd.DataFrame:
    """Moves without those told elsewhere: counts of targets by the answer, restated counts by a table of their own."""
    rows = changes.figures[changes.figures["kind"] == "moved"]
    return rows[~rows["indicator"].str.startswith("plan_target") & (rows["evidence"] != "restated")]


def _moves(rows: pd.DataFrame, changes: Changes, scope: Scope, key: str) -> Table | Note:
    if rows.empty:
        return why_not(key, scope)
    ordered = rows.assign(
        worth=rows["evidence"].map(_WORTH.index),
        size=rows["change"].abs().fillna(0),
        is_idle=~rows["is_judged"],
    ).sort_values(["is_idle", "worth", "size"], ascending=[True, True, False], kind="stable")
    head = ordered.head(MOST_ROWS)
    shown = add_texts(head, scope).assign(
        before_text=[value_with_counts(row, "before", scope) for _, row in head.iterrows()],
        after_text=[value_with_counts(row, "after", scope) for _, row in head.iterrows()],
        worth_text=[_worth(row, scope) for _, row in head.iterrows()],
    )
    columns = [
        *subject_columns(rows, changes, scope),
        Column("before_text", pick(scope, "Trước (tử số/mẫu số)", "Before (counts)")),
        Column("after_text", pick(scope, "Nay (tử số/mẫu số)", "Now (counts)")),
        Column("amount", pick(scope, "Thay đổi", "Change"), right=True),
        Column(
            "worth_text",
            pick(scope, "Có thật không (khoảng 95%, điểm %)", "Is it real (95 % interval, points)"),
        ),
    ]
    whose = pick(scope, "đơn vị trực thuộc", "units below") if key == "moved_parts" else scope.unit_name
    caption = pick(
        scope,
        f"Số liệu đổi khi sang kỳ mới, {whose}: {between_readings(changes, scope)}",
        f"Figures that moved with the period, {whose}: {between_readings(changes, scope)}",
    )
    left = len(ordered) - len(head)
    return make_table(
        shown, caption, columns, scope, note=_moves_note(rows, scope) + rows_left(left, scope), wide=True,
        source=sources_line(rows, scope, "source_after"),
    )  # fmt: skip


def _moves_note(rows: pd.DataFrame, scope: Scope) -> str:
    counted = int(rows["lower"].notna().sum())
    if not counted:
        return pick(
            scope,
            "Không tỷ lệ nào ở đây có tử số và mẫu số của cả hai kỳ, nên không nói được thay đổi có vượt mức ngẫu nhiên không.",
            "No rate here has its counts in both periods, so nobody can say whether it moved by more than chance.",
        )
    note = pick(
        scope,
        "Khoảng 95% của thay đổi theo Newcombe (1998); với số lũy kế từ đầu năm, so hồ sơ mới phát sinh với hồ sơ đã có ở kỳ trước, coi như số "
        "cũ giữ nguyên; hồ sơ dồn theo đợt thì khoảng thật còn rộng hơn.",
        "95 % interval of the change after Newcombe (1998); of counts since January the new cases are compared with the earlier ones, as if "
        "those stood; where cases come in batches the true interval is wider.",
    )
    return note + (_by_accident(counted, scope) if counted >= 1 / _BEYOND_BY_ACCIDENT else "")


def _by_accident(counted: int, scope: Scope) -> str:
    expected = format_number(_BEYOND_BY_ACCIDENT * counted, 0, language=scope.language)
    return pick(
        scope,
        f" Dù không có gì đổi thật, trong {counted} thay đổi tính được khoảng vẫn chừng {expected} thay đổi vượt mức ngẫu nhiên chỉ do tình cờ.",
        f" Even if nothing had truly moved, about {expected} of {counted} changes with an interval would be beyond chance by accident.",
    )


def _worth(row: pd.Series, scope: Scope) -> str:
    """What the move is worth and, unless it may be none, whether it is one for the better."""
    worth = evidence_text(row, scope)
    is_blind = row["evidence"] == "no_interval" and row["unit_measure"] == "percent"
    if is_blind or row["evidence"] in ("within_chance", "rounding") or pd.isna(row["is_better"]):
        return worth
    turn = (
        pick(scope, "▲ tốt hơn", "▲ better") if row["is_better"] == 1 else pick(scope, "▼ kém hơn", "▼ worse")
    )
    return f"{turn}; {worth.partition(' ')[2]}"


def new_figures(changes: Changes, scope: Scope) -> Table | Note:
    """
    Print the unit's figures that this reading has and the earlier one had not.

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
    rows = _listed(changes, "new", scope)
    if rows.empty:
        return why_not("new_figures", scope)
    head = rows.head(2 * MOST_ROWS)
    shown = add_texts(head, scope).assign(
        earlier=[_earlier(row, "before", scope) for _, row in head.iterrows()]
    )
    columns = [
        column("name", scope),
        Column("after_text", pick(scope, "Số liệu", "Figure"), right=True),
        Column("earlier", pick(scope, "Số gần nhất trước đó", "Latest before"), right=True),
    ]
    caption = pick(
        scope,
        f"Số liệu mới có: {between_readings(changes, scope)}",
        f"Figures not there before: {between_readings(changes, scope)}",
    )
    note = pick(
        scope,
        "Số liệu của kỳ này mà báo cáo trước không có cho kỳ của nó; số trước đó (nếu có) thuộc một kỳ khác nên không trừ cho nhau.",
        "Figures of this period that the earlier reading did not have for its own; what is known from before is of another period and is "
        "not subtracted.",
    )
    note += rows_left(len(rows) - len(head), scope) + _below(changes, "new", scope)
    source = sources_line(rows, scope, "source_after")
    return make_table(shown, caption, columns, scope, note=note, source=source)


def gone_figures(changes: Changes, scope: Scope) -> Table | Note:
    """
    Print the unit's figures that the earlier reading had and this one has not.

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
    rows = _listed(changes, "gone", scope)
    if rows.empty:
        return why_not("gone_figures", scope)
    head = rows.head(2 * MOST_ROWS)
    shown = add_texts(head, scope).assign(
        period_name=[period.name(scope.language) for period in head["period_before"]]
    )
    columns = [
        column("name", scope),
        Column("before_text", pick(scope, "Báo cáo trước", "Figure before"), right=True),
        column("period_name", scope),
    ]
    caption = pick(
        scope,
        f"Số liệu chưa được nêu lại: {between_readings(changes, scope)}",
        f"Figures not given again: {between_readings(changes, scope)}",
    )
    note = pick(
        scope,
        "Chưa nêu lại không có nghĩa là giảm hay bằng 0; chỉ số xếp hạng công bố mỗi năm một lần nên thường không có trong báo cáo giữa năm.",
        "Not given again means neither a fall nor 0; indices published once a year are rarely part of a report within the year.",
    )
    note += rows_left(len(rows) - len(head), scope) + _below(changes, "gone", scope)
    return make_table(
        shown, caption, columns, scope, note=note, source=sources_line(rows, scope, "source_before")
    )


def _listed(changes: Changes, kind: str, scope: Scope) -> pd.DataFrame:
    """The unit's own figures of one kind: those with a target first."""
    rows = changes.figures[(changes.figures["kind"] == kind) & (changes.figures["unit"] == scope.unit)]
    return rows.assign(is_idle=~rows["is_judged"]).sort_values(
        ["is_idle", "group_name", "name"], kind="stable"
    )


def _below(changes: Changes, kind: str, scope: Scope) -> str:
    """How many such figures the units below have."""
    rows = changes.figures[(changes.figures["kind"] == kind) & (changes.figures["unit"] != scope.unit)]
    if rows.empty:
        return ""
    return pick(
        scope,
        f" Ngoài ra còn {len(rows)} số liệu như vậy của {rows['unit'].nunique()} đơn vị trực thuộc.",
        f" Units below: {len(rows)} more such figures of {rows['unit'].nunique()} units.",
    )


def _earlier(row: pd.Series, side: str, scope: Scope) -> str:
    if pd.isna(row[f"value_{side}"]):
        return MISSING
    return f"{side_text(row, side, scope)} ({row[f'period_{side}'].name(scope.language)})"
