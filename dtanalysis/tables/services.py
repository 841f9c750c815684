"""
Tables of the gap of the online services: what rates divide, bounds, scenarios, who holds the gap, levels.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope, term_names, unit_names
from dtanalysis.exhibits import Column, Note, Table
from dtanalysis.formats import MISSING, format_list, format_number, format_share, format_value
from dtanalysis.narrative import in_sentence, pick, place, value_text
from dtanalysis.tables.layout import column, make_table, sources_line
from dtanalysis.tables.reasons import why_not


def ratios(scorecard: pd.DataFrame, scope: Scope) -> Table | Note:
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
    Table or Note
    """
    current = scorecard[scorecard["is_current"]].drop_duplicates(["indicator", "level", "dimension"])
    if current.empty:
        return why_not("ratios", scope)
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


def slices(bounds: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print what the rates alone say about each slice below the whole.

    Parameters
    ----------
    bounds : pandas.DataFrame
        From `dtanalysis.services.bound_slices`, with names.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if bounds.empty:
        return why_not("slices", scope)
    rows = bounds.assign(largest_weight=100 * bounds["largest_weight"])
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
        None without the share; `scenarios` says why.
    """
    if reading is None:
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
    total, idle = (
        _at_least(reading[name], reading["denominator"], scope) for name in ("least_services", "least_idle")
    )
    return [
        (pick(scope, "Dịch vụ có ít nhất một hồ sơ", "Services with at least one dossier"), value),
        (pick(scope, "Dịch vụ không có hồ sơ nào", "Services without a dossier"), rest),
        (pick(scope, "Tổng số dịch vụ trực tuyến", "Online services in all"), total),
        (pick(scope, "Số dịch vụ không có hồ sơ", "Number of services without a dossier"), idle),
    ]


def _at_least(count: float, published: float, scope: Scope) -> str:
    number = format_number(count, 0, language=scope.language)
    if pd.notna(published):
        return pick(scope, f"{number} dịch vụ", f"{number} services")
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
    notes = []
    if pd.isna(reading["denominator"]):
        least = format_number(reading["least_services"], 0, language=scope.language)
        value = format_value(reading["value"], "percent", language=scope.language)
        notes.append(
            pick(
                scope,
                f"Nguồn không nêu tổng số dịch vụ. Không có tổng nào nhỏ hơn {least} cho ra đúng {value} khi làm tròn.",
                f"The source does not give the number of services. No total below {least} prints as {value}.",
            )
        )
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


def scenarios(table: pd.DataFrame, scope: Scope) -> Table | Note:
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
    Table or Note
    """
    if table.empty:
        return why_not("scenarios", scope)
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
        return _at_least(row["count_needed"], float("nan"), scope)
    count, total = (
        format_number(row[name], 0, language=scope.language) for name in ("count_needed", "denominator")
    )
    return pick(scope, f"{count} trong {total} dịch vụ", f"{count} of {total} services")


def holders(summary: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print, for each rate with counts by unit, how few units hold most of the gap.

    Parameters
    ----------
    summary : pandas.DataFrame
        From `dtanalysis.decomposition.summarise_splits`, with names.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if summary.empty:
        return why_not("parts", scope)
    rows = summary.assign(
        units=[f"{row.n_holders}/{row.n_units}" for row in summary.itertuples()],
        held=[format_share(share, 0, language=scope.language) for share in summary["held_share"]],
    )
    columns = [
        column("name", scope),
        column("rate", scope, "percent", decimals=2, heading="rate_of_all"),
        column("target", scope, "percent", heading="compared_with"),
        column("gap_pp", scope, "number", decimals=2),
        column("units", scope, right=True),
        column("held", scope, right=True),
        column("first_unit", scope),
        column("first_points", scope, "number", decimals=2),
    ]
    caption = pick(
        scope,
        f"Khoảng cách tập trung ở bao nhiêu đơn vị: {place(scope)}",
        f"How few units hold most of the gap: {place(scope)}",
    )
    note = pick(
        scope,
        "“Tỷ lệ chung” tính trên các đơn vị có số liệu cộng lại, không nhất thiết là toàn tỉnh. Mức so sánh là mục "
        "tiêu của đơn vị hoặc, nếu chưa có, mức tham chiếu quốc gia.",
        "“Rate of all” is that of the units with figures together, not necessarily of the whole province. It is "
        "compared with the unit's own target or, failing that, with a national reference.",
    )
    return make_table(rows, caption, columns, scope, note=note, wide=True)


def split(parts: pd.DataFrame, scope: Scope, *, limit: int = 15) -> Table | None:
    """
    Print who holds the gap.

    Parameters
    ----------
    parts : pandas.DataFrame
        From `dtanalysis.decomposition.split_gap`, with ``name_vi``, ``indicator_name`` and ``target``.
    scope : Scope
        The question.
    limit : int
        The most rows to print; the rest is summed up in the note.

    Returns
    -------
    Table or None
        None without counts; `holders` says why.
    """
    if parts.empty:
        return None
    rows = parts.head(limit).assign(
        counts=[_counts(row, scope) for _, row in parts.head(limit).iterrows()],
        interval=[_interval(row, scope) for _, row in parts.head(limit).iterrows()],
        weight=100 * parts["weight"],
    )
    columns = [
        column("name_vi", scope, heading="unit_name"),
        column("rate", scope, "percent", decimals=2),
        column("interval", scope, right=True),
        column("counts", scope, right=True),
        column("weight", scope, "percent", decimals=1),
        column("contribution_pp", scope, "points"),
        column("count_short", scope, "number", decimals=0),
    ]
    goal = format_value(parts["target"].iloc[0], "percent", language=scope.language)
    name = parts["indicator_name"].iloc[0]
    caption = pick(
        scope,
        f"Khoảng cách đến {goal} tập trung ở đơn vị nào: {name}",
        f"Which units hold the gap to {goal}: {name}",
    )
    return make_table(
        rows, caption, columns, scope,
        note=_parts_note(parts, limit, scope), source=sources_line(parts, scope), wide=True,
    )  # fmt: skip


def _counts(row: pd.Series, scope: Scope) -> str:
    return "/".join(
        format_number(row[name], 0, language=scope.language) for name in ("numerator", "denominator")
    )


def _interval(row: pd.Series, scope: Scope) -> str:
    low, high = (format_number(row[end], 0, language=scope.language) for end in ("lower", "upper"))
    return f"{low}–{high}%"


def _parts_note(parts: pd.DataFrame, limit: int, scope: Scope) -> str:
    total = format_number(parts["contribution_pp"].sum(), 2, language=scope.language)
    whole = pick(
        scope,
        f"Cộng tất cả các đơn vị bằng đúng khoảng cách chung: {total} điểm phần trăm.",
        f"All units add up to the total gap: {total} percentage points.",
    )
    return " ".join([whole, *_small_units(parts, scope), *_unprinted_units(parts.iloc[limit:], scope)])


def _small_units(parts: pd.DataFrame, scope: Scope) -> list[str]:
    small = format_list(parts.loc[parts["is_small"], "name_vi"], scope.language)
    if not small:
        return []
    return [
        pick(
            scope,
            f"Dưới 30 hồ sơ, một hồ sơ đã làm tỷ lệ đổi trên 3 điểm, không nên xếp hạng: {small}.",
            f"Below 30 cases one case moves the rate by over 3 points, so do not rank: {small}.",
        )
    ]


def _unprinted_units(rest: pd.DataFrame, scope: Scope) -> list[str]:
    if rest.empty:
        return []
    points = format_number(rest["contribution_pp"].sum(), 2, language=scope.language, signed=True)
    return [
        pick(
            scope,
            f"Không in {len(rest)} đơn vị còn lại, tổng đóng góp {points} điểm.",
            f"The other {len(rest)} units, {points} points together, are not printed.",
        )
    ]


def name_split(parts: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Add ``indicator_name`` to the rows of one split gap."""
    words = scope.programme.indicators.set_index("indicator")[f"name_{scope.language}"]
    return parts.assign(indicator_name=parts["indicator"].map(words))


def levels(rows: pd.DataFrame, scope: Scope) -> Table | Note:
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
    Table or Note
    """
    if rows.empty:
        return why_not("levels", scope)
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
