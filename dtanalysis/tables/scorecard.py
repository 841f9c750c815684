"""
Tables of the scorecard: plans, groups, targets, the work left, and targets to orient by.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope, term_names
from dtanalysis.catalogue.schema import INDICATORS
from dtanalysis.exhibits import Column, Note, Table
from dtanalysis.formats import MISSING, format_number, format_share
from dtanalysis.narrative import gap_text, pick, place, value_text
from dtanalysis.tables.layout import column, make_table, sources_line
from dtanalysis.tables.reasons import why_not

_GROUPS = INDICATORS.words["group"]
_ORDER = ("behind", "undecided", "not_reported", "met", "exceeded", "dropped")


def plan_summary(summary: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print how many targets of each plan are met: as stated, and from the figures at hand.

    Parameters
    ----------
    summary : pandas.DataFrame
        One row per plan, from `dtanalysis.plans.summarise_plans`.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if summary.empty:
        return why_not("plans", scope)
    rows = summary.assign(
        plan_name=summary[f"name_{scope.language}"],
        n_met=summary["met"] + summary["exceeded"],
        n_open=summary["undecided"] + summary["not_reported"],
    )
    rows["stated"] = [_stated(row, scope) for _, row in rows.iterrows()]
    rows["range"] = [_range(row, scope) for _, row in rows.iterrows()]
    columns = [
        column("plan_name", scope),
        column("n_targets", scope, "number"),
        column("stated", scope, right=True),
        column("n_known", scope, "number"),
        column("n_met", scope, "number"),
        column("behind", scope, "number"),
        column("n_open", scope, "number"),
        column("range", scope, right=True),
    ]
    caption = pick(scope, f"Kết quả theo kế hoạch: {place(scope)}", f"Results by plan: {place(scope)}")
    return make_table(
        rows, caption, columns, scope, note=_plans_note(scope), source=sources_line(rows, scope)
    )


def _stated(row: pd.Series, scope: Scope) -> str:
    if pd.isna(row["stated_met"]):
        return MISSING
    if pd.isna(row["n_targets"]):
        return f"{row['stated_met']:.0f}"
    share = format_share(row["stated_share"], language=scope.language)
    return f"{row['stated_met']:.0f}/{row['n_targets']:.0f} ({share})"


def _range(row: pd.Series, scope: Scope) -> str:
    # "0 % to 100 %" would look like a result; it only means that nothing is known.
    if pd.isna(row["lowest_share"]) or row["n_known"] == row["n_open"]:
        return MISSING
    low, high = (
        format_share(row[end], 0, language=scope.language) for end in ("lowest_share", "highest_share")
    )
    return low if low == high else f"{low} – {high}"


def _plans_note(scope: Scope) -> str:
    note = pick(
        scope,
        "Cột “công bố” là con số của cơ quan chủ trì. Các cột sau tính từ những mục tiêu và số liệu có trong kho; "
        "mục tiêu chưa biết làm tỷ lệ chỉ nằm trong một khoảng. Một phân tổ (như lĩnh vực đất đai) không được "
        "đếm thêm.",
        "“As stated” is the owner's own count. The later columns come from the targets and figures on file; "
        "unknown targets leave a range. A slice (such as land) is not counted again.",
    )
    return " ".join([note, *_notes_of(scope.plan_rows, scope)])


def _notes_of(plans: pd.DataFrame, scope: Scope) -> list[str]:
    """Notes are kept in Vietnamese; an English page leaves them out rather than mixing languages."""
    told = plans[plans["note"] != ""] if scope.language == "vi" else plans.iloc[0:0]
    return [f"{row['plan']}: {_sentence(row['note'])}" for _, row in told.iterrows()]


def _sentence(note: str) -> str:
    return note if note.endswith((".", "!", "?")) else f"{note}."


def groups(table: pd.DataFrame, scope: Scope) -> Table | None:
    """
    Print by group of indicators which share of the known targets is met.

    Parameters
    ----------
    table : pandas.DataFrame
        From `dtanalysis.plans.summarise_groups`.
    scope : Scope
        The question.

    Returns
    -------
    Table or None
        None without a known target; `targets` says why.
    """
    if table.empty:
        return None
    names = term_names(scope, "group")
    rows = table.assign(
        group_name=table["group"].map(names),
        order=table["group"].map(_GROUPS.index),
        range=[_range(row, scope) for _, row in table.iterrows()],
    ).sort_values(["plan", "order"])
    columns = [
        column("group_name", scope),
        column("n_known", scope, "number"),
        column("n_met", scope, "number"),
        column("behind", scope, "number"),
        column("n_open", scope, "number"),
        column("range", scope, right=True),
        *([column("plan", scope, heading="plan_name")] if rows["plan"].nunique() > 1 else []),
    ]
    caption = pick(scope, f"Kết quả theo nhóm: {place(scope)}", f"Results by group: {place(scope)}")
    note = pick(
        scope,
        "Chỉ tính trên các mục tiêu đã biết; chưa kết luận được thì tỷ lệ nằm trong một khoảng.",
        "Of the known targets only; what cannot be judged leaves a range.",
    )
    return make_table(rows, caption, columns, scope, note=note)


def targets(scorecard: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print every known target of the judged plans with status, result, gap and required pace.

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
    rows = _judged(scorecard, scope)
    if rows.empty:
        return why_not("targets", scope)
    rows = rows.sort_values("plan", key=lambda plan: plan.map(scope.plans.index), kind="stable")
    columns = [
        column("name", scope),
        column("status", scope, "status"),
        *_result_columns(scope),
        column("attainment", scope, "percent", decimals=1),
        *([column("basis_name", scope)] if rows["basis"].eq("derived").any() else []),
        *([column("latest", scope)] if rows["latest"].ne("").any() else []),
        *([column("plan", scope, heading="plan_name")] if rows["plan"].nunique() > 1 else []),
    ]
    caption = pick(
        scope, f"Chỉ tiêu đã biết mục tiêu: {place(scope)}", f"Indicators with a known target: {place(scope)}"
    )
    return make_table(
        rows, caption, columns, scope,
        note=_targets_note(rows, scope), source=sources_line(rows, scope, "target_source"), wide=True,
    )  # fmt: skip


def work(rows: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print what has to happen by 31 December for the targets that are not met yet.

    Parameters
    ----------
    rows : pandas.DataFrame
        From `dtanalysis.plans.list_work`, with names.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if scope.period.months_left == 0:
        return why_not("year_over", scope)
    if rows.empty:
        return why_not("work", scope)
    exact = rows["gap_qualifier"] == "eq"
    printed = rows.assign(
        gap_text=[_signed_gap(row, scope) for _, row in rows.iterrows()],
        pace_text=[_pace_text(row, "required_pace", scope) for _, row in rows.where(exact).iterrows()],
        pace_so_far_text=[_pace_text(row, "pace_so_far", scope) for _, row in rows.iterrows()],
    )
    optional = [
        column("pace_so_far_text", scope, right=True),
        column("pace_multiple", scope, "number", decimals=1),
        column("count_needed", scope, "number", decimals=0),
    ]
    needed = dict(zip(optional, ("pace_so_far", "pace_multiple", "count_needed"), strict=True))
    columns = [
        column("name", scope),
        column("gap_text", scope, heading="gap_left", right=True),
        column("pace_text", scope, right=True),
        *[option for option in optional if rows[needed[option]].notna().any()],
        *([column("plan", scope, heading="plan_name")] if rows["plan"].nunique() > 1 else []),
    ]
    caption = pick(
        scope, f"Việc còn lại đến 31/12: {place(scope)}", f"What is left to 31 December: {place(scope)}"
    )
    return make_table(printed, caption, columns, scope, note=_work_note(scope), wide=True)


def _pace_text(row: pd.Series, name: str, scope: Scope) -> str:
    """A monthly pace in the indicator's own measure, points for percent."""
    if pd.isna(row[name]):
        return MISSING
    number = format_number(row[name], 2, language=scope.language)
    if row["unit_measure"] == "percent":
        return number + pick(scope, "\N{NO-BREAK SPACE}điểm\N{NO-BREAK SPACE}%", "\N{NO-BREAK SPACE}points")
    return f"{number}\N{NO-BREAK SPACE}{row['unit_label']}".strip()


def _work_note(scope: Scope) -> str:
    months = (
        format_number(scope.period.months_left, 1, language=scope.language)
        .removesuffix(",0")
        .removesuffix(".0")
    )
    return pick(
        scope,
        f"Chia đều phần còn thiếu cho {months} tháng còn lại. Là phép tính, không phải dự báo. Điểm %: điểm phần trăm.",
        f"What is missing, spread evenly over the {months} months left. Arithmetic, not a forecast. "
        "Points: percentage points.",
    )


def reference(scorecard: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print national (and long-term own) targets beside the period's figures, for orientation.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        A scorecard against the reference targets, with names.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    rows = _judged(scorecard, scope)
    rows = rows[rows["current_value"].notna()]
    if rows.empty:
        return why_not("reference", scope)
    rows = rows.assign(due=rows["year"].map(lambda year: f"{year:.0f}"))
    columns = [
        column("name", scope),
        column("status", scope, "status"),
        *_result_columns(scope),
        column("due", scope, right=True),
        column("plan", scope, heading="plan_name"),
    ]
    caption = pick(
        scope,
        f"Mục tiêu quốc gia và mục tiêu dài hạn, để tham chiếu: {place(scope)}",
        f"National and long-term targets, for orientation: {place(scope)}",
    )
    return make_table(
        rows, caption, columns, scope,
        note=_reference_note(rows, scope), source=sources_line(rows, scope, "target_source"), wide=True,
    )  # fmt: skip


def _result_columns(scope: Scope) -> list[Column]:
    return [
        column("current_value", scope, "value", heading="value", qualifier="qualifier"),
        column("target", scope, "value", qualifier="target_qualifier"),
        column("gap_text", scope, right=True),
    ]


def _judged(scorecard: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Rows with a target, worst first, with the words that a table prints."""
    rows = scorecard[scorecard["target"].notna()]
    basis = {"stated": pick(scope, "nêu rõ", "stated"), "derived": pick(scope, "suy ra", "derived")}
    return rows.assign(
        order=rows["status"].map(_ORDER.index),
        current_value=rows["value"].where(rows["is_current"]),
        # "at least 70 %" is a promise; a promise of exactly 100 % is printed as the bare number.
        target_qualifier=rows["comparator"],
        gap_text=[_signed_gap(row, scope) for _, row in rows.iterrows()],
        basis_name=rows["basis"].map(basis),
        attainment=100 * rows["attainment"],
        latest=[_latest(row, scope) for _, row in rows.iterrows()],
    ).sort_values(["order", "gap"], ascending=[True, False], kind="stable")


def _latest(row: pd.Series, scope: Scope) -> str:
    """The latest earlier figure, where the period has none of its own."""
    if row["is_current"] or pd.isna(row["value"]):
        return ""
    return f"{value_text(row, 'value', scope.language)}, {row['period'].name(scope.language)}"


def _signed_gap(row: pd.Series, scope: Scope) -> str:
    if pd.isna(row["gap"]):
        return MISSING
    if row["gap"] == 0 and row["gap_qualifier"] == "lt":
        return pick(scope, "vượt, không rõ mức", "beyond, by an unknown amount")
    bound = {"le": "≤ ", "lt": "< ", "ge": "≥ ", "gt": "> ", "approx": "≈ "}.get(row["gap_qualifier"], "")
    return bound + ("−" if row["gap"] < 0 else "") + _gap_size(row, scope)


def _gap_size(row: pd.Series, scope: Scope) -> str:
    """As in a sentence, but points are shortened to what fits a column (the note explains "điểm %")."""
    if row["unit_measure"] != "percent":
        return gap_text(row, scope.language)
    number = format_number(abs(row["gap"]), language=scope.language)
    return number + pick(scope, "\N{NO-BREAK SPACE}điểm\N{NO-BREAK SPACE}%", "\N{NO-BREAK SPACE}points")


_POINTS_NOTE = ("Điểm %: điểm phần trăm.", "Points: percentage points.")


def _targets_note(rows: pd.DataFrame, scope: Scope) -> str:
    """What a reader must know of the targets: how they were found, and how many are not public."""
    notes = [pick(scope, *_POINTS_NOTE)]
    if scope.language == "vi":
        notes += [_sentence(note) for note in dict.fromkeys(rows["target_note"]) if note]
    return " ".join([*notes, *_missing_targets(rows, scope)])


def _missing_targets(rows: pd.DataFrame, scope: Scope) -> list[str]:
    wholes = rows[rows["dimension"] == ""].groupby("plan")["indicator"].nunique()
    sized = scope.plan_rows[scope.plan_rows["n_targets"].notna()]
    missing = {row["plan"]: int(row["n_targets"]) - wholes.get(row["plan"], 0) for _, row in sized.iterrows()}
    return [
        pick(
            scope,
            f"Mục tiêu của {count} chỉ tiêu khác trong {plan} chưa công khai.",
            f"The other {count} targets of {plan} are not public.",
        )
        for plan, count in missing.items()
        if count > 0 and plan in wholes.index
    ]


def _reference_note(rows: pd.DataFrame, scope: Scope) -> str:
    plans = scope.programme.plans.set_index("plan")[f"name_{scope.language}"]
    used = "; ".join(f"{plan}: {plans[plan]}" for plan in dict.fromkeys(rows["plan"]))
    warning = pick(
        scope,
        "Mục tiêu quốc gia đặt cho cả nước, không phải chỉ tiêu giao cho địa phương; cách tính có thể khác.",
        "National targets are set for the country, not for this unit; definitions may differ.",
    )
    # What a national target really counts, where it is not quite what the province reports.
    told = rows.loc[rows["target_note"] != "", ["plan", "target_note"]].drop_duplicates()
    counts = [
        f"{row.plan}: {_sentence(row.target_note)}" for row in told.itertuples() if scope.language == "vi"
    ]
    return " ".join([pick(scope, *_POINTS_NOTE), warning, f"{used}.", *counts])
