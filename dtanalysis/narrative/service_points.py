"""
Sentences of the QĐ 766 score: total and rank, where the points are lost, what is cheapest, what is no difference.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.dti import ServiceReport, decides_rank, own_rooms
from dtanalysis.formats import format_list, format_number
from dtanalysis.narrative.standing import rank_span
from dtanalysis.narrative.wording import in_sentence, period_phrases, pick

FEW_CASES = 30
"""As `dtanalysis.decomposition.SMALL_DENOMINATOR`: with fewer, one case moves a rate by over 3 points."""


def drift_numbers(report: ServiceReport, scope: Scope) -> tuple[str, str]:
    """
    Write by how much totals move between two readings.

    Parameters
    ----------
    report : ServiceReport
        With a known ``drift``.
    scope : Scope
        The question.

    Returns
    -------
    tuple of str
        Points that nine of ten moves stay within, and days between the readings.
    """
    return (
        format_number(report.drift, 2, language=scope.language),
        format_number(report.drift_days, 0, language=scope.language),
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
        None where the unit is not scored in the period, else two or three sentences: total and rank with its doubt,
        where the points are lost, and what is cheapest.
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
        said += _groups_sentence(report, scope) + _cheapest_sentence(report, scope)
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
    doubt = ""
    if ranked and not _has_no_dossiers(report):
        doubt = _moved_clause(report, scope) + _rank_doubt(report, scope)
    return pick(
        scope,
        f"Tính đến {until}, {scope.unit_name} đạt {total}/100 điểm phục vụ người dân, doanh nghiệp (QĐ 766)"
        + (f", xếp thứ {ranked}{doubt}." if ranked else "."),
        f"By {until} {scope.unit_name} scores {total} of 100 for service to citizens and businesses (QĐ 766)"
        + (f", rank {ranked}{doubt}." if ranked else "."),
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
    behind = _behind_clause(report, scope)
    return [
        pick(
            scope,
            f"{share}% số điểm mất nằm ở hai nhóm: {parts[0]} và {parts[1]}{behind}.",
            f"{share}% of the points lost sit in two groups: {parts[0]} and {parts[1]}{behind}.",
        )
    ]


def _behind_clause(report: ServiceReport, scope: Scope) -> str:
    """The groups in which others do most better: a maximum that nobody comes near is no yardstick."""
    rows = report.peers[report.peers["behind"] > 0].head(2) if len(report.peers) else report.peers
    if rows.empty:
        return ""
    words = scope.programme.indicators.set_index("indicator")[f"name_{scope.language}"]
    gaps = [
        pick(
            scope,
            f"{in_sentence(words[row.group].rpartition(': ')[2])} (kém {row.best_name} "
            f"{format_number(row.behind, 2, language=scope.language)} điểm)",
            f"{in_sentence(words[row.group].rpartition(': ')[2])} ({format_number(row.behind, 2, language=scope.language)} behind "
            f"{row.best_name})",
        )
        for row in rows.itertuples()
    ]
    return pick(
        scope,
        f"; so với đơn vị cao nhất từng nhóm thì kém nhiều nhất ở {format_list(gaps, scope.language)}",
        f"; against the best of each group it is farthest behind in {format_list(gaps, scope.language)}",
    )


def _cheapest_sentence(report: ServiceReport, scope: Scope) -> list[str]:
    """The component whose next point takes the fewest cases; few cases in all only where nothing else is left."""
    if report.components.empty:
        return _unknown_cheapest(report, scope)
    rows = own_rooms(report.components, least=FEW_CASES)
    rows = own_rooms(report.components) if rows.empty else rows
    if rows.empty:
        return []
    best = rows.loc[rows["cases_per_point"].idxmin()]
    words = scope.programme.indicators.set_index("indicator")[f"name_{scope.language}"]
    name = in_sentence(words[best["ratio"]])
    done, of, room = (
        format_number(best[key], decimals, language=scope.language)
        for key, decimals in (("numerator", 0), ("denominator", 0), ("room", 2))
    )
    cases = format_number(max(best["cases_per_point"], 1), 0, language=scope.language)
    few = ""
    if best["denominator"] < FEW_CASES:
        few = pick(
            scope, ", nhưng số việc ít nên điểm này rất dễ đổi", ", but so few cases are easily turned"
        )
    if best["is_past"]:
        vi = f"{cases} việc mới, đúng hạn cả, được thêm một điểm; việc đã trễ không sửa lại được{few}"
        en = f"{cases} new cases, all in time, bring a point; what was late stays late{few}"
    else:
        vi = f"cứ {cases} việc đạt thêm được một điểm, ở đó còn mất {room} điểm{few}"
        en = f"every {cases} more bring a point, {room} are lost there{few}"
    return [
        pick(
            scope,
            f"Ít việc nhất cho một điểm là {name} (mới đạt {done}/{of}): {vi}.",
            f"The fewest cases a point: {name} ({done} of {of} so far); {en}.",
        )
    ]


def _unknown_cheapest(report: ServiceReport, scope: Scope) -> list[str]:
    """Without components nobody knows what is cheapest; the units below may know it of themselves."""
    if holder := _largest_part(report, scope):
        return [holder]
    if report.part_cheapest.empty:
        return [
            pick(
                scope,
                "Nguồn chỉ nêu điểm sáu nhóm, nên chưa biết thành phần nào ít tốn việc nhất.",
                "Only the six groups are published, so nobody knows which component is cheapest.",
            )
        ]
    best = report.part_cheapest.iloc[0]
    words = scope.programme.indicators.set_index("indicator")[f"name_{scope.language}"]
    name = in_sentence(words[best["ratio"]])
    cases = format_number(max(best["cases_per_point"], 1), 0, language=scope.language)
    n = len(report.part_cheapest)
    return [
        pick(
            scope,
            f"Chưa biết việc nào ít tốn nhất vì nguồn không nêu thành phần của {scope.unit_name}; trong {n} cơ quan có số đếm, ít việc nhất để thêm "
            f"một điểm của chính cơ quan là ở {best['name_vi']} ({name}: {cases} việc).",
            f"What is cheapest for the whole is not known, no components are published; of {n} units with counts the cheapest point of its "
            f"own has {best['name_vi']} ({name}: {cases} cases).",
        )
    ]


def _largest_part(report: ServiceReport, scope: Scope) -> str:
    """The unit below that handles most dossiers, where one handles more than half; else empty."""
    rows = report.part_losses
    if rows.empty or not rows["n_dossiers"].sum() > 0:
        return ""
    counted = rows[rows["n_dossiers"] > 0]
    largest = counted.loc[counted["n_dossiers"].idxmax()]
    share = 100 * largest["n_dossiers"] / counted["n_dossiers"].sum()
    if share <= 50 or len(counted) < 2:
        return ""
    held, lost = (
        format_number(value, decimals, language=scope.language)
        for value, decimals in ((share, 1), (largest["lost"], 2))
    )
    return pick(
        scope,
        f"Chưa biết việc nào ít tốn nhất vì nguồn không nêu thành phần của {scope.unit_name}; trong {len(counted)} cơ quan có số đếm, "
        f"{largest['name_vi']} giữ {held}% số hồ sơ và còn mất {lost}/100 điểm, nên trong các cơ quan này cần bắt đầu từ đó.",
        f"What is cheapest is not known, no components of {scope.unit_name} are published; of {len(counted)} units with counts "
        f"{largest['name_vi']} handles {held}% of the dossiers and loses {lost} of 100 points: among them, start there.",
    )


def _moved_clause(report: ServiceReport, scope: Scope) -> str:
    """How far the total came since the earlier reading, and the group that did most of it."""
    if report.before is None:
        return ""
    change = report.moved["contribution"].sum()
    same_way = report.moved[report.moved["contribution"] * change > 0]
    # A total that moves so far between any two readings has not moved for a reason.
    if same_way.empty or not abs(change) > max(report.drift, 0.005):
        return ""
    most = same_way.iloc[0]
    words = scope.programme.indicators.set_index("indicator")[f"name_{scope.language}"]
    if most["component"] not in words.index:
        return ""
    name = in_sentence(words[most["component"]].rpartition(": ")[2])
    then = period_phrases(report.before, scope.language)["until"]
    size = format_number(abs(change), 2, language=scope.language)
    part = format_number(most["contribution"], 2, language=scope.language, signed=True)
    verb = pick(scope, "tăng" if change > 0 else "giảm", "up" if change > 0 else "down")
    return pick(
        scope,
        f", {verb} {size} điểm so với {then}, nhiều nhất ở {name} ({part})",
        f", {verb} {size} since {then}, most in {name} ({part})",
    )


def _rank_doubt(report: ServiceReport, scope: Scope) -> str:
    """The clause behind the rank: what the move between two readings leaves of it."""
    if report.interval.empty or pd.isna(report.drift):
        return ""
    row, n_units = report.interval.iloc[0], int(report.field["n_units"].iloc[0])
    if not decides_rank(report.interval, n_units):
        known = f"{row['n_values']:.0f}"
        return pick(
            scope,
            f"; mới biết điểm của {known}/{n_units} đơn vị nên chưa nói được hạng vững đến đâu",
            f"; totals of {known} of {n_units} units are known, so how firm the rank is cannot be said",
        )
    span = rank_span(row["rank_lower"], row["rank_upper"], scope)
    drift, days = drift_numbers(report, scope)
    if row["rank_lower"] == row["rank_upper"]:
        return pick(
            scope,
            f", hạng này chắc trước mức đổi ±{drift} điểm giữa hai lần đọc (cách {days} ngày)",
            f", firm against a move of ±{drift} points between two readings ({days} days)",
        )
    return pick(
        scope,
        f"; tổng điểm một đơn vị có khi đổi tới {drift} sau {days} ngày, nên hạng có thể từ {span}",
        f"; a total may move by {drift} within {days} days, so the rank may be {span}",
    )
