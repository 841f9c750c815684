"""
Table of the gaps between administrative levels: how wide they are, and whether they narrowed.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope, term_names
from dtanalysis.exhibits import Note, Table
from dtanalysis.formats import MISSING, format_number
from dtanalysis.narrative import pick, place
from dtanalysis.tables.layout import column, make_table, sources_line
from dtanalysis.tables.reasons import why_not


def level_gaps(gaps: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print the gaps between administrative levels and whether they narrowed.

    Parameters
    ----------
    gaps : pandas.DataFrame
        From `dtanalysis.comparison.spread.level_gaps`, with names.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if gaps.empty:
        return why_not("levels", scope)
    names = term_names(scope, "level")
    rows = gaps.assign(
        pair=[
            f"{names.get(a, a)} – {names.get(b, b)}"
            for a, b in zip(gaps["upper_level"], gaps["lower_level"], strict=True)
        ],
        values=[_two_values(row, scope) for _, row in gaps.iterrows()],
        earlier=[_earlier_gap(row, scope) for _, row in gaps.iterrows()],
        movement=[_movement(row, scope) for _, row in gaps.iterrows()],
    )
    columns = [
        column("name", scope),
        column("pair", scope, heading="pair_of_levels"),
        column("values", scope, heading="two_values", right=True),
        column("gap_pp", scope, "points", heading="level_gap"),
        *([] if gaps["gap_before_pp"].isna().all() else [
            column("earlier", scope, heading="level_gap_before", right=True), column("movement", scope),
        ]),
    ]  # fmt: skip
    caption = pick(scope, f"Khoảng cách giữa các cấp: {place(scope)}", f"Gaps between levels: {place(scope)}")
    return make_table(
        rows,
        caption,
        columns,
        scope,
        note=_levels_note(gaps, scope),
        source=sources_line(gaps, scope),
        wide=True,
    )


def _two_values(row: pd.Series, scope: Scope) -> str:
    values = (format_number(row[name], 2, language=scope.language) for name in ("upper_value", "lower_value"))
    return "% – ".join(values) + "%"


def _earlier_gap(row: pd.Series, scope: Scope) -> str:
    if pd.isna(row["gap_before_pp"]):
        return MISSING
    gap = format_number(row["gap_before_pp"], 2, language=scope.language, signed=True)
    return f"{gap} ({row['before'].name(scope.language)})"


def _movement(row: pd.Series, scope: Scope) -> str:
    if pd.isna(row["change_pp"]):
        return MISSING
    size = format_number(abs(row["change_pp"]), 2, language=scope.language)
    if row["change_pp"] == 0:
        return pick(scope, "như cũ", "as before")
    if row["change_pp"] < 0:
        return pick(scope, f"hẹp lại {size} điểm", f"narrower by {size} pp")
    return pick(scope, f"rộng thêm {size} điểm", f"wider by {size} pp")


def _levels_note(gaps: pd.DataFrame, scope: Scope) -> str:
    earlier = gaps[gaps["gap_before_pp"].notna()]
    notes = []
    if not gaps["has_counts"].all():
        notes.append(
            pick(
                scope,
                "Nguồn không nêu đủ tử số, mẫu số của từng cấp, nên không nói được phần chênh nào là ngẫu nhiên.",
                "The source does not give the counts of all levels, so how much of a difference is chance cannot be told.",
            )
        )
    if earlier.empty:
        notes.append(
            pick(
                scope,
                "Chưa có kỳ trước nào đủ các cấp để biết khoảng cách đã hẹp lại hay chưa.",
                "No earlier period has all levels, so whether the gap narrowed is not known.",
            )
        )
    elif not earlier["is_same_length"].all():
        notes.append(
            pick(
                scope,
                "Kỳ trước dài ngắn khác kỳ này, nên chỉ xem là hướng thay đổi.",
                "The earlier period has another length, so the change only shows a direction.",
            )
        )
    return " ".join(notes)
