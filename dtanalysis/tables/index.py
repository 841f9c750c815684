"""
Tables of the index: history, pillars, parts, means and the ranking.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope, source_titles
from dtanalysis.dti import same_framework
from dtanalysis.exhibits import Column, Note, Table
from dtanalysis.formats import MISSING, format_number, format_share
from dtanalysis.narrative import pick
from dtanalysis.tables.layout import column, make_table, sources_line
from dtanalysis.tables.reasons import why_not


def name_components(parts: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Add ``component_name`` and ``name`` to rows with a ``component`` of the index."""
    words = scope.programme.indicators.set_index("indicator")[f"name_{scope.language}"]
    # "DTI chỉ số chính: Hạ tầng số" is "Hạ tầng số" in a table about the index.
    names = parts["component"].map(words).str.replace(r"^.*?: |^DTI ", "", regex=True)
    names = names.str.slice(0, 1).str.upper() + names.str.slice(1)
    return parts.assign(component_name=names, name=names)


def dti_history(history: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print the unit's index, rank and growth by year.

    Parameters
    ----------
    history : pandas.DataFrame
        From `dtanalysis.dti.build_history`.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if history.empty:
        return why_not("dti", scope)
    origin = {"published": pick(scope, "công bố", "published"), "derived": pick(scope, "suy ra", "derived")}
    rows = _with_growth_words(history, scope).assign(basis_name=history["figure_status"].map(origin))
    columns = [
        column("year_text", scope, heading="year"),
        column("value", scope, "index", heading="index"),
        column("rank_text", scope, heading="rank", right=True),
        Column("places", pick(scope, "Số bậc", "Places"), kind="difference"),
        *_growth_columns(history, scope),
        Column("basis_name", pick(scope, "Giá trị", "Value is")),
    ]
    if history["value"].isna().all() and history["stated_growth"].isna().all():
        # Sources that print ranks only leave nothing to say of values.
        columns = [entry for entry in columns if entry.name in {"year_text", "rank_text", "places"}]
    caption = pick(scope, f"DTI qua các năm: {scope.unit_name}", f"The index by year: {scope.unit_name}")
    note = " ".join(_history_notes(history, scope))
    return make_table(rows, caption, columns, scope, note=note, source=sources_line(history, scope))


def _history_notes(history: pd.DataFrame, scope: Scope) -> list[str]:
    """What the reader of these very rows must know."""
    notes = []
    if history["places"].notna().any():
        notes.append(pick(scope, "Số bậc dương là tăng hạng.", "Positive places are gained."))
    if history["n_units"].nunique() > 1:
        notes.append(
            pick(
                scope,
                "Thứ hạng trong 63 và trong 34 tỉnh, thành phố không so sánh với nhau.",
                "Ranks among 63 and among 34 provinces are not compared.",
            )
        )
    frameworks = scope.programme.frameworks
    grown = history.loc[history["growth"].notna(), "year"]
    notes += [
        pick(
            scope,
            f"Bộ chỉ số năm {year} khác năm {year - 1}, nên mức tăng của năm đó gồm cả thay đổi cách tính.",
            f"The index of {year} is made differently from that of {year - 1}, so its growth also holds that change.",
        )
        for year in grown
        if not same_framework(frameworks, int(year))
    ]
    if history["stated_growth"].notna().any():
        notes.append(
            pick(
                scope,
                "Mức tăng chỉ được kiểm tra khi cả hai giá trị đều được công bố.",
                "Growth is only checked where both values are published.",
            )
        )
    return notes


def dti_pillars(table: pd.DataFrame, scope: Scope) -> Table | None:
    """
    Print the three pillars by year.

    Parameters
    ----------
    table : pandas.DataFrame
        From `dtanalysis.dti.pillars`, with ``component_name``.
    scope : Scope
        The question.

    Returns
    -------
    Table or None
        None where no pillar is known; `dtanalysis.tables.dti_missing` says so.
    """
    if table.empty:
        return None
    columns = [
        column("component_name", scope),
        column("year_text", scope, heading="year"),
        column("value", scope, "index", heading="component_value"),
        column("rank_text", scope, heading="rank", right=True),
        *_growth_columns(table, scope),
    ]
    caption = pick(scope, f"Ba trụ cột của DTI: {scope.unit_name}", f"The three pillars: {scope.unit_name}")
    note = pick(
        scope,
        "Từ DTI 2021 giá trị trụ cột không còn cộng theo trọng số thành DTI (Quyết định 922/QĐ-BTTTT năm 2022).",
        "Since 2021 the pillar values no longer add up to the index (Decision 922/QĐ-BTTTT of 2022).",
    )
    return make_table(_with_growth_words(table, scope), caption, columns, scope, note=note)


def _growth_columns(table: pd.DataFrame, scope: Scope) -> list[Column]:
    growth = [column("growth_text", scope, heading="growth", right=True)]
    if table["stated_growth"].isna().all():
        return growth
    return [
        *growth,
        column("stated_text", scope, heading="stated_growth", right=True),
        column("agrees", scope),
    ]


def _with_growth_words(table: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    agrees = {True: pick(scope, "khớp", "yes"), False: pick(scope, "không khớp", "no")}
    return table.assign(
        year_text=table["year"].astype(str),
        rank_text=[_rank(row, scope) for _, row in table.iterrows()],
        growth_text=[_growth(value, scope) for value in table["growth"]],
        stated_text=[_growth(value, scope) for value in table["stated_growth"]],
        agrees=table["growth_agrees"].map(agrees),
        unit_measure="rank",  # of ``places``
    )


def _rank(row: pd.Series, scope: Scope) -> str:
    if pd.isna(row["rank"]):
        return MISSING
    field = "" if pd.isna(row["n_units"]) else f"/{row['n_units']:.0f}"
    return f"{format_number(row['rank'], 0, language=scope.language)}{field}"


def _growth(value: float, scope: Scope) -> str:
    if pd.isna(value):
        return MISSING
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return sign + format_share(abs(value), 2, language=scope.language)


def dti_parts(parts: pd.DataFrame, scope: Scope) -> Table | None:
    """
    Print what the index is made of and what would move it.

    Parameters
    ----------
    parts : pandas.DataFrame
        From `dtanalysis.dti.what_if`, with ``component_name``.
    scope : Scope
        The question.

    Returns
    -------
    Table or None
        None where not all parts are known; `dtanalysis.tables.dti_missing` says so.
    """
    if parts.empty:
        return None
    rows = parts.assign(weight=100 * parts["weight"])
    columns = [
        column("component_name", scope),
        column("value", scope, "index", heading="component_value"),
        column("weight", scope, "percent", decimals=0, heading="component_weight"),
        column("contribution", scope, "index"),
        column("room", scope, "index"),
        column("index_gain", scope, "index"),
    ]
    total = format_number(parts["contribution"].sum(), 4, language=scope.language)
    caption = pick(
        scope, f"DTI gồm những gì: {scope.unit_name}", f"What the index is made of: {scope.unit_name}"
    )
    note = pick(scope, f"Các đóng góp cộng lại thành {total}.", f"The contributions add up to {total}.")
    return make_table(rows, caption, columns, scope, note=note, wide=True)


def dti_means(table: pd.DataFrame, scope: Scope) -> Table | None:
    """
    Print the national means of the index, every published version, beside the unit's value.

    Parameters
    ----------
    table : pandas.DataFrame
        From `dtanalysis.dti.compare_means`.
    scope : Scope
        The question.

    Returns
    -------
    Table or None
        None without a year of which the unit's value and a mean are known: a mean alone compares nothing.
    """
    table = table[table["difference"].notna()]
    if table.empty:
        return None
    rows = table.assign(
        year_text=table["year"].astype(str), source_title=table["source"].map(source_titles(scope))
    )
    columns = [
        column("year_text", scope, heading="year"),
        column("value", scope, "index", heading="mean_of_provinces"),
        column("difference", scope, "points", decimals=4),
        column("source_title", scope),
    ]
    caption = pick(
        scope,
        f"So với bình quân các tỉnh: {scope.unit_name}",
        f"Against the mean of the provinces: {scope.unit_name}",
    )
    note = pick(
        scope,
        "Các nguồn nêu bình quân khác nhau cho cùng một năm; bảng giữ mọi phiên bản.",
        "Sources print different means for the same year; every version is kept.",
    )
    return make_table(rows, caption, columns, scope, note=note if table["year"].duplicated().any() else "")


def dti_field(field: pd.DataFrame, scope: Scope, *, around: int = 3) -> Table | None:
    """
    Print the top of the ranking and the unit's neighbours.

    Parameters
    ----------
    field : pandas.DataFrame
        From `dtanalysis.dti.rank_field`.
    scope : Scope
        The question.
    around : int
        How many ranks on each side count as neighbours.

    Returns
    -------
    Table or None
        None without a ranking that holds the unit.
    """
    if field.empty:
        return None
    # By rank, not by row: where only some ranks are known the next row may be seventeen ranks away.
    own = field.loc[field["unit"] == scope.unit, "rank"]
    distance = (field["rank"] - own.min()).abs() if len(own) else float("inf")
    rows = field[(field.index.to_series() < 5) | (distance <= around)]
    rows = rows.assign(unit_name=rows["name_vi"].where(rows["unit"] != scope.unit, "▶ " + rows["name_vi"]))
    columns = [
        column("rank", scope, "rank"),
        column("unit_name", scope),
        column("value", scope, "index", heading="index"),
    ]
    caption = pick(
        scope, "Năm tỉnh, thành phố dẫn đầu và các đơn vị xếp liền kề", "The first five and the nearest ranks"
    )
    note = pick(
        scope,
        "Phần lớn nguồn công khai chỉ nêu thứ hạng, không nêu giá trị; dấu – là không có trong nguồn.",
        "Most public sources print ranks only; – means not in the sources.",
    )
    return make_table(rows, caption, columns, scope, note=note if rows["value"].isna().any() else "")
