"""
Tables of the gap of the online services: what rates divide, bounds, scenarios, who holds the gap, levels.
"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from dtanalysis.catalogue import Scope, term_names, unit_names
from dtanalysis.exhibits import Column, Table
from dtanalysis.formats import MISSING, format_number, format_value
from dtanalysis.narrative import in_sentence, pick, place, value_text
from dtanalysis.tables.layout import column, make_table, sources_line


def ratios(scorecard: pd.DataFrame, scope: Scope) -> Table | None:
    """
    Print the rates of online services and dossiers with what each divides by what.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        The rows of the rates to explain, with names.
    scope : Scope
        The question.

    Returns
    -------
    Table or None
        None without such rates; `unanswered` says why.
    """
    current = scorecard[scorecard["is_current"]].drop_duplicates(["indicator", "level", "dimension"])
    if current.empty:
        return None
    words = scope.programme.indicators.set_index("indicator")[["numerator_vi", "denominator_vi"]]
    untold = pick(scope, "nguồn không nêu", "not told by the source")
    rows = current.join(words.replace("", untold), on="indicator")
    columns = [
        column("name", scope),
        column("value", scope, "value", qualifier="qualifier"),
        column("numerator_vi", scope),
        column("denominator_vi", scope),
    ]
    caption = pick(
        scope, f"Mỗi tỷ lệ được tính thế nào: {place(scope)}", f"What each rate divides: {place(scope)}"
    )
    return make_table(rows, caption, columns, scope, source=sources_line(rows, scope), wide=True)


def slices(bounds: pd.DataFrame, scope: Scope, *, counted: Collection[str] = ()) -> Table | None:
    """
    Print what the rates alone say about each slice below the whole.

    Parameters
    ----------
    bounds : pandas.DataFrame
        From `dtanalysis.services.bound_slices`, with names.
    scope : Scope
        The question.
    counted : collection of str
        Dimensions whose counts are known: what is exact (`dtanalysis.tables.levers`) needs no bound.

    Returns
    -------
    Table or None
        None where no slice is left to bound.
    """
    rows = bounds[~bounds["dimension"].isin(list(counted))]
    if rows.empty:
        return None
    rows = rows.assign(largest_weight=100 * rows["largest_weight"])
    columns = [
        column("name", scope),
        column("part", scope, "percent"),
        column("whole", scope, "percent"),
        column("largest_weight", scope, "percent", decimals=1),
        column("target", scope, "percent", heading="raised_to"),
        column("largest_gain_pp", scope, "number", decimals=1),
    ]
    note = pick(
        scope,
        "Suy ra từ hai tỷ lệ: tỷ lệ chung = tỷ trọng × tỷ lệ lĩnh vực + phần còn lại, mà phần còn lại không vượt "
        "quá 100%. Đúng khi hai tỷ lệ cùng tính trên tổng số hồ sơ.",
        "From the two rates alone: whole = weight × slice + rest, and the rest cannot exceed 100 %. Holds where "
        "both rates divide by dossiers of the same kind.",
    )
    caption = pick(
        scope, f"Giới hạn suy ra từ các tỷ lệ: {place(scope)}", f"Bounds implied by the rates: {place(scope)}"
    )
    return make_table(rows, caption, columns, scope, note=note)


def service_facts(reading: pd.Series | None, orientation: pd.DataFrame, scope: Scope) -> Table | None:
    """
    Print what the share of services with a dossier implies about the number of services.

    Parameters
    ----------
    reading : pandas.Series or None
        From `dtanalysis.services.describe_services`.
    orientation : pandas.DataFrame
        From `dtanalysis.services.orient_services`, with names; may be empty.
    scope : Scope
        The question.

    Returns
    -------
    Table or None
        None without the share (`unanswered` says why), and where the number of services is published: then nothing is left to
        infer.
    """
    if reading is None or pd.notna(reading["denominator"]):
        return None
    facts = [*_own_facts(reading, scope), *_orienting_facts(orientation, scope)]
    rows = pd.DataFrame(facts, columns=["fact", "known_value"])
    columns = [column("fact", scope), column("known_value", scope, right=True)]
    value = format_value(reading["value"], "percent", language=scope.language)
    caption = pick(scope, f"{value} nói lên điều gì: {place(scope)}", f"What {value} implies: {place(scope)}")
    return make_table(rows, caption, columns, scope, note=_facts_note(reading, orientation, scope))


def _own_facts(reading: pd.Series, scope: Scope) -> list[tuple[str, str]]:
    value, rest = (
        format_value(share, "percent", language=scope.language)
        for share in (reading["value"], 100 - reading["value"])
    )
    total, idle = (_at_least(reading[name], scope) for name in ("least_services", "least_idle"))
    return [
        (pick(scope, "Dịch vụ có ít nhất một hồ sơ", "Services with at least one dossier"), value),
        (pick(scope, "Dịch vụ không có hồ sơ nào", "Services without a dossier"), rest),
        (pick(scope, "Tổng số dịch vụ trực tuyến", "Online services in all"), total),
        (pick(scope, "Số dịch vụ không có hồ sơ", "Number of services without a dossier"), idle),
    ]


def _at_least(count: float, scope: Scope) -> str:
    number = format_number(count, 0, language=scope.language)
    return pick(scope, f"ít nhất {number} dịch vụ", f"at least {number} services")


def _orienting_facts(orientation: pd.DataFrame, scope: Scope) -> list[tuple[str, str]]:
    names = unit_names(scope)
    return [
        (
            pick(scope, "Để tham khảo: ", "For orientation: ")
            + f"{in_sentence(row['name'])}, {names[row['unit']]}, {row['period'].name(scope.language)}",
            value_text(row, "value", scope.language),
        )
        for _, row in orientation.iterrows()
    ]


def _facts_note(reading: pd.Series, orientation: pd.DataFrame, scope: Scope) -> str:
    least = format_number(reading["least_services"], 0, language=scope.language)
    value = format_value(reading["value"], "percent", language=scope.language)
    notes = [
        pick(
            scope,
            f"Nguồn không nêu tổng số dịch vụ. Không có tổng nào nhỏ hơn {least} cho ra đúng {value} khi làm tròn.",
            f"The source does not give the number of services. No total below {least} prints as {value}.",
        )
    ]
    if len(orientation):
        notes.append(
            pick(
                scope,
                "Các dòng “để tham khảo” thuộc kỳ khác và có thể theo cách tính khác: kỳ dài hơn thì tỷ lệ này cao hơn.",
                "The rows “for orientation” belong to other periods and perhaps other definitions: a longer period "
                "raises this rate.",
            )
        )
    return " ".join(notes)


def scenarios(table: pd.DataFrame, scope: Scope) -> Table | None:
    """
    Print what it would take to bring more services to a dossier.

    Parameters
    ----------
    table : pandas.DataFrame
        From `dtanalysis.services.build_scenarios`.
    scope : Scope
        The question.

    Returns
    -------
    Table or None
        None without the share, or where it is above all goals.
    """
    if table.empty:
        return None
    rows = table.assign(services=[_services(row, scope) for _, row in table.iterrows()])
    columns = [
        column("goal", scope, "percent"),
        column("needed_pp", scope, "number", decimals=2),
        *([] if rows["pace"].isna().all() else [column("pace", scope, "number", decimals=2)]),
        column("services", scope, right=True),
    ]
    caption = pick(
        scope,
        f"Để nhiều dịch vụ hơn có hồ sơ: {place(scope)}",
        f"Bringing more services to a dossier: {place(scope)}",
    )
    note = pick(
        scope,
        "Các mức chỉ đặt ra để tính. Chia đều theo tháng là phép tính, không phải dự báo.",
        "The levels are for arithmetic only. The monthly figure is arithmetic, not a forecast.",
    )
    return make_table(rows, caption, columns, scope, note=note)


def _services(row: pd.Series, scope: Scope) -> str:
    if pd.isna(row["count_needed"]):
        return MISSING
    if row["is_least"]:
        return _at_least(row["count_needed"], scope)
    count, total = (
        format_number(row[name], 0, language=scope.language) for name in ("count_needed", "denominator")
    )
    return pick(scope, f"{count} trong {total} dịch vụ", f"{count} of {total} services")


def levels(rows: pd.DataFrame, scope: Scope) -> Table | None:
    """
    Print indicators that are read at several administrative levels.

    Parameters
    ----------
    rows : pandas.DataFrame
        From `dtanalysis.services.compare_levels`.
    scope : Scope
        The question.

    Returns
    -------
    Table or None
        None without two levels of one indicator; `unanswered` says why.
    """
    if rows.empty:
        return None
    plain = scope.programme.indicators.set_index("indicator")[f"name_{scope.language}"]
    named = rows.assign(
        name=rows["indicator"].map(plain), level_name=rows["level"].map(term_names(scope, "level"))
    )
    columns = [
        column("name", scope),
        column("level_name", scope),
        column("value", scope, "value", qualifier="qualifier"),
        Column(
            "behind_best",
            pick(scope, "So với cấp cao nhất (điểm %)", "Against the best level (points)"),
            kind="points",
        ),
    ]
    caption = pick(
        scope, f"Chênh lệch giữa các cấp: {place(scope)}", f"Differences between levels: {place(scope)}"
    )
    return make_table(named, caption, columns, scope, source=sources_line(rows, scope))
