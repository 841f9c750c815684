"""
Tables of figures as such: without a known target, changed, contradicting, and the documents behind them.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope, source_titles
from dtanalysis.catalogue.schema import INDICATORS
from dtanalysis.exhibits import Column, Note, Table
from dtanalysis.formats import format_number, format_share
from dtanalysis.narrative import pick, place, value_text
from dtanalysis.tables.layout import column, make_table, sources_line
from dtanalysis.tables.reasons import why_not

_GROUPS = INDICATORS.words["group"]


def other_figures(scorecard: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print the recent figures for which no target is known.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        One row per indicator and target, with names.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    told = scorecard["target"].isna() & scorecard["value"].notna() & scorecard["is_recent"] & _told(scorecard)
    # The index has a page of its own: here only its headline figures.
    rows = scorecard[told & ((scorecard["group"] != "dti") | (scorecard["key"] == "yes"))]
    if rows.empty:
        return why_not("figures", scope)
    rows = _by_group(rows, scope)
    columns = [
        column("group_name", scope),
        column("name", scope),
        column("value", scope, "value", heading="known_value", qualifier="qualifier"),
        column("period_name", scope),
        *([column("note", scope)] if scope.language == "vi" and rows["note"].ne("").any() else []),
    ]
    caption = pick(
        scope,
        f"Số liệu chưa biết mục tiêu: {place(scope)}",
        f"Figures without a known target: {place(scope)}",
    )
    return make_table(rows, caption, columns, scope, source=sources_line(rows, scope), wide=True)


def _told(scorecard: pd.DataFrame) -> pd.Series:
    """Figures about the plans themselves are told by the plan summary."""
    return ~scorecard["indicator"].str.startswith("plan_target")


def _by_group(rows: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Order by group, name each group once, and name the period only where it is another one."""
    this_period = pick(scope, "kỳ này", "this period")
    periods = [
        this_period if current else period.name(scope.language)
        for current, period in zip(rows["is_current"], rows["period"], strict=True)
    ]
    ordered = rows.assign(order=rows["group"].map(_GROUPS.index), period_name=periods).sort_values(
        ["order", "name"], kind="stable"
    )
    return ordered.assign(group_name=ordered["group_name"].mask(ordered["group_name"].duplicated(), ""))


def changes(scorecard: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print what moved between the compared periods.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        With the columns of `dtanalysis.gaps.add_change` and names.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    moved = scorecard[scorecard[["change_pp", "change_rel", "change_places"]].notna().any(axis=1)]
    moved = moved[_told(moved)].drop_duplicates(["indicator", "level", "dimension"])
    if moved.empty:
        return why_not("changes", scope)
    rows = moved.assign(change=[_change_words(row, scope) for _, row in moved.iterrows()]).sort_values("name")
    columns = [
        column("name", scope),
        column("earlier_value", scope, "value", heading="before"),
        column("value", scope, "value", qualifier="qualifier"),
        column("change", scope, right=True),
    ]
    before, now = scope.compare_to.name(scope.language), scope.period.name(scope.language)
    caption = pick(scope, f"Thay đổi từ {before} đến {now}", f"Change from {before} to {now}")
    return make_table(rows, caption, columns, scope, source=sources_line(rows, scope))


def _change_words(row: pd.Series, scope: Scope) -> str:
    if pd.notna(row["change_pp"]):
        points = format_number(row["change_pp"], 2, language=scope.language, signed=True)
        return points + pick(scope, " điểm phần trăm", " percentage points")
    if pd.notna(row["change_places"]):
        places = format_number(row["change_places"], 0, language=scope.language, signed=True)
        return places + pick(scope, " bậc (dương: tốt hơn)", " places (positive: better)")
    return _relative_change(row, scope)


def _relative_change(row: pd.Series, scope: Scope) -> str:
    """Both the step and the share: "+4 sản phẩm (+200 %)" says what "+200 %" alone hides."""
    sign = "+" if row["change_rel"] > 0 else "−" if row["change_rel"] < 0 else ""
    step = {**row, "step": abs(row["value"] - row["earlier_value"])}
    share = format_share(abs(row["change_rel"]), 1, language=scope.language)
    return f"{sign}{value_text(step, 'step', scope.language)} ({sign}{share})"


def contradictions(rows: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print figures for which sources differ, every version with its source.

    Parameters
    ----------
    rows : pandas.DataFrame
        From `dtanalysis.checks.find_contradictions`, with names.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    seen = rows[[period.last_day <= scope.period.last_day for period in rows["period"]]]
    if seen.empty:
        return why_not("contradictions", scope)
    named = seen.assign(
        period_name=seen["period"].map(lambda period: period.name(scope.language)),
        source_title=seen["source"].map(source_titles(scope)),
    )
    columns = [
        column("name", scope),
        column("period_name", scope),
        column("value", scope, "value", heading="known_value", qualifier="qualifier"),
        column("source_title", scope),
    ]
    caption = pick(scope, "Số liệu mà các nguồn nêu khác nhau", "Figures on which sources differ")
    note = pick(
        scope,
        "Mọi phiên bản đều được giữ. Bảng điểm dùng nguồn tin cậy hơn (văn bản chính thức trước báo chí), rồi đến "
        "nguồn mới hơn.",
        "Every version is kept. The scorecard uses the more trusted source (official before press), then the later.",
    )
    return make_table(named, caption, columns, scope, note=note)


def sources(observations: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print the documents behind the figures of a page.

    Parameters
    ----------
    observations : pandas.DataFrame
        The rows whose sources are listed.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    used = observations.loc[observations["source"].fillna("") != "", "source"].value_counts()
    if used.empty:
        return why_not("figures", scope)
    register = scope.programme.sources.set_index("source", drop=False)
    rows = register.loc[used.index].assign(n_figures=used)
    columns = [
        Column("title", pick(scope, "Tài liệu", "Document")),
        Column("publisher", pick(scope, "Nơi đăng", "Publisher")),
        Column("date", pick(scope, "Ngày (theo nguồn)", "Date (as far as known)")),
        column("n_figures", scope, "number"),
        Column("url", pick(scope, "Địa chỉ", "Address")),
    ]
    caption = pick(scope, f"Nguồn số liệu: {place(scope)}", f"Sources: {place(scope)}")
    return make_table(rows, caption, columns, scope, wide=True)
