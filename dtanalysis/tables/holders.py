"""
Tables of who holds a gap: how few units hold most of it, and each unit with its counts.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.exhibits import Table
from dtanalysis.formats import format_list, format_number, format_share, format_value
from dtanalysis.narrative import case_noun, pick, place
from dtanalysis.tables.layout import column, make_table, sources_line


def holders(summary: pd.DataFrame, scope: Scope) -> Table | None:
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
    Table or None
        None without counts by unit; `unanswered` says why.
    """
    if summary.empty:
        return None
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
        "“Phần lớn”: ít nhất 80% phần còn thiếu của các đơn vị chưa đạt. “Tỷ lệ chung” tính trên các đơn vị có số liệu cộng lại, không nhất thiết là toàn tỉnh. Mức so sánh là mục "
        "tiêu của đơn vị hoặc, nếu chưa có, mức tham chiếu quốc gia.",
        "“Most”: at least 80 % of what the units behind lack. “Rate of all” is that of the units with figures together, not necessarily of the whole province. It is "
        "compared with the unit's own target or, failing that, with a national reference.",
    )
    return make_table(rows, caption, columns, scope, note=note, wide=True)


def split(parts: pd.DataFrame, scope: Scope, *, limit: int = 15) -> Table | None:
    """
    Print who holds the gap.

    Parameters
    ----------
    parts : pandas.DataFrame
        From `dtanalysis.decomposition.add_pareto`, with ``name_vi``, ``indicator_name`` and ``target``.
    scope : Scope
        The question.
    limit : int
        The most rows to print; the rest is summed up in the note.

    Returns
    -------
    Table or None
        None without counts; `unanswered` says why.
    """
    if parts.empty:
        return None
    rows = parts.head(limit).assign(
        counts=[_counts(row, scope) for _, row in parts.head(limit).iterrows()],
        interval=[_interval(row, scope) for _, row in parts.head(limit).iterrows()],
        weight=100 * parts["weight"],
        cumulative_share=100 * parts["cumulative_share"].where(parts["contribution_pp"] > 0),
    )
    columns = [
        column("name_vi", scope, heading="unit_name"),
        column("rate", scope, "percent", decimals=2),
        column("interval", scope, right=True),
        column("counts", scope, right=True),
        column("weight", scope, "percent", decimals=1),
        column("contribution_pp", scope, "points"),
        column("cumulative_share", scope, "percent", decimals=1),
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
    low, high = (format_number(row[end], 1, language=scope.language) for end in ("lower", "upper"))
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
    noun = case_noun(parts["indicator"].iloc[0], scope)
    return [
        pick(
            scope,
            f"Dưới 30 {noun}: chỉ thêm bớt một {noun} là tỷ lệ đã đổi trên 3 điểm, không nên xếp hạng {small}.",
            f"Fewer than 30 {noun}, where one alone moves the rate by over 3 points, so do not rank: {small}.",
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
