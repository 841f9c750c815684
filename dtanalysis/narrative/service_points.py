"""
Sentences of the QĐ 766 score: total and rank, where the points are lost, what is cheapest, what is no difference.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.dti import ServiceReport
from dtanalysis.formats import format_number
from dtanalysis.narrative.standing import rank_span
from dtanalysis.narrative.wording import in_sentence, period_phrases, pick

_FEW_CASES = (
    30  # as `dtanalysis.decomposition.SMALL_DENOMINATOR`: one case then moves a rate by over 3 points
)


def points_sentences(report: ServiceReport, scope: Scope) -> tuple[str, ...]:
    """
    Answer "where are the points of QĐ 766 lost, and is the rank real?".

    Parameters
    ----------
    report : ServiceReport
        From `dtanalysis.dti.build_service_report`.
    scope : Scope
        The question.

    Returns
    -------
    tuple of str
        None where the unit is not scored in the period, else two to four sentences.
    """
    if not report.is_scored:
        return ()
    said = [_total_sentence(report, scope)]
    if _has_no_dossiers(report):
        said.append(
            pick(
                scope,
                "Đơn vị không có hồ sơ nào trong kỳ, nên điểm này không nói lên chất lượng phục vụ và không nên đem so sánh.",
                "The unit had no dossier in the period, so the score says nothing about its service and should not be compared.",
            )
        )
    else:
        said += (
            _groups_sentence(report, scope)
            + _cheapest_sentence(report, scope)
            + _rank_sentence(report, scope)
        )
    # The number of the decision stays with its sign.
    return tuple(sentence.replace("QĐ 766", "QĐ\N{NO-BREAK SPACE}766") for sentence in said)


def _has_no_dossiers(report: ServiceReport) -> bool:
    parts = report.components
    return len(parts) > 0 and bool(
        (parts.loc[parts["ratio"] == "dossier_ontime_rate", "denominator"] == 0).any()
    )


def _total_sentence(report: ServiceReport, scope: Scope) -> str:
    total = format_number(report.total, 2, language=scope.language)
    own = report.field[report.field["unit"] == scope.unit]
    until = period_phrases(scope.period, scope.language)["until"]
    ranked = "" if own.empty else f"{own['rank'].iloc[0]:.0f}/{own['n_units'].iloc[0]:.0f}"
    return pick(
        scope,
        f"Tính đến {until}, {scope.unit_name} đạt {total}/100 điểm phục vụ người dân, doanh nghiệp (QĐ 766)"
        + (f", xếp thứ {ranked}." if ranked else "."),
        f"By {until} {scope.unit_name} scores {total} of 100 for service to citizens and businesses (QĐ 766)"
        + (f", rank {ranked}." if ranked else "."),
    )


def _groups_sentence(report: ServiceReport, scope: Scope) -> list[str]:
    lost = report.groups.dropna(subset=["room"]).nlargest(2, "room")
    if len(lost) < 2:
        return []
    words = scope.programme.indicators.set_index("indicator")[f"name_{scope.language}"]
    parts = []
    for row in lost.itertuples():
        name = in_sentence(words[row.group].rpartition(": ")[2])
        points, most = (
            format_number(value, decimals, language=scope.language)
            for value, decimals in ((row.room, 2), (row.max_points, 0))
        )
        parts.append(pick(scope, f"{name} (mất {points}/{most})", f"{name} ({points} of {most} lost)"))
    share = format_number(100 * lost["room"].sum() / (100 - report.total), 0, language=scope.language)
    return [
        pick(
            scope,
            f"{share}% số điểm mất nằm ở hai nhóm: {parts[0]} và {parts[1]}.",
            f"{share}% of the points lost sit in two groups: {parts[0]} and {parts[1]}.",
        )
    ]


def _cheapest_sentence(report: ServiceReport, scope: Scope) -> list[str]:
    """The component whose full level takes the fewest cases among those that bring a point or more."""
    rows = report.components
    # Counts that are the whole province's are not for an agency to move.
    own = ~rows["ratio_note"].fillna("").str.startswith("Số của cả tỉnh") if len(rows) else []
    rows = rows[(rows["room"] >= 1) & rows["cases_to_full"].gt(0) & own] if len(rows) else rows
    if rows.empty:
        return []
    best = rows.loc[rows["cases_per_point"].idxmin()]
    words = scope.programme.indicators.set_index("indicator")[f"name_{scope.language}"]
    name = in_sentence(words[best["ratio"]])
    cases, room = (
        format_number(best[key], decimals, language=scope.language)
        for key, decimals in (("cases_to_full", 0), ("room", 2))
    )
    few, only = "", format_number(best["denominator"], 0, language=scope.language)
    if best["denominator"] < _FEW_CASES:
        few = pick(
            scope,
            f" (cả kỳ chỉ có {only} trường hợp, nên điểm này rất dễ đổi)",
            f" (of only {only}, so easily turned)",
        )
    return [
        pick(
            scope,
            f"Cần ít việc nhất cho một điểm là {name}: thêm {cases} trường hợp thì được trọn {room} điểm còn mất{few}.",
            f"The fewest cases a point: {name}; {cases} more bring all of the {room} points lost there{few}.",
        )
    ]


def _rank_sentence(report: ServiceReport, scope: Scope) -> list[str]:
    if report.interval.empty or pd.isna(report.drift):
        return []
    row, n_units = report.interval.iloc[0], int(report.field["n_units"].iloc[0])
    span = rank_span(row["rank_lower"], row["rank_upper"], scope)
    drift = format_number(report.drift, 2, language=scope.language)
    if row["rank_lower"] == row["rank_upper"]:
        vi = f"Hạng {span} chắc trước mức đổi thường thấy giữa hai lần đọc (±{drift} điểm)."
        en = f"Rank {span} is firm against what a total typically moves between two readings (±{drift} points)."
    elif row["n_values"] < n_units:
        vi = (
            f"Mới biết điểm của {row['n_values']:.0f}/{n_units} đơn vị, nên với mức đổi thường thấy giữa hai lần đọc (±{drift} điểm) chỉ chắc rằng "
            f"hạng nằm trong khoảng {span}."
        )
        en = (
            f"Totals of {row['n_values']:.0f} of {n_units} units are known, so with the typical move between two readings (±{drift} points) it is "
            f"only certain that the rank lies within {span}."
        )
    else:
        vi = (
            f"Tổng điểm thường đổi ±{drift} giữa hai lần đọc, nên hạng thực nằm trong khoảng {span}; hơn kém nhau trong khoảng đó coi như "
            "không khác."
        )
        en = (
            f"A total typically moves by ±{drift} between two readings, so the rank lies within {span}; differences inside it are no "
            "difference."
        )
    return [pick(scope, vi, en)]
