"""
Tables of the projections: outlooks with what would have to happen, and arithmetic where nothing is projected.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.exhibits import Column, Note, Table
from dtanalysis.formats import MISSING, format_date, format_list, format_number
from dtanalysis.narrative import pick, place
from dtanalysis.narrative.projection import (
    chance_text,
    due_date,
    monthly_text,
    outlook_text,
    projected_text,
    sort_by_worry,
    stated_text,
    step_word,
    why_arithmetic,
)
from dtanalysis.narrative.projection_words import METHODS
from dtanalysis.tables.layout import column, make_table
from dtanalysis.tables.reasons import why_not


def outlooks(projections: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print each projected target: range, probability, outlook and what would have to happen.

    Parameters
    ----------
    projections : pandas.DataFrame
        One row per series and target, from `dtanalysis.prospects.add_ownership`, with names.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
        The least likely targets first. Without any target the projected series alone.
    """
    rows = choose_projected(projections, scope)
    if rows.empty:
        is_far = (projections["reason"] == "too_far").mean() > 0.5
        return why_not("projections_far" if is_far else "projections", scope)
    printed = _with_texts(sort_by_worry(rows), scope)
    has_target = rows["target"].notna().any()
    columns = [
        column("name", scope),
        *([column("outlook_text", scope), column("chance_text", scope, right=True)] if has_target else []),
        *([column("target_text", scope, heading="target", right=True)] if has_target else []),
        column("projected_text", scope, right=True),
        *([column("needed_text", scope)] if has_target else []),
        column("so_far_text", scope, heading="pace_so_far_text", right=True),
        column("last_text", scope, right=True),
        column("last_day", scope, "date"),
        column("n_text", scope, right=True),
        column("method_text", scope),
        *_which(rows, scope),
    ]
    caption = pick(
        scope,
        f"Triển vọng đến {until(rows, scope)} và việc phải làm: {place(scope)}",
        f"Outlook to {until(rows, scope)}, and what would have to happen: {place(scope)}",
    )
    return make_table(printed, caption, columns, scope, note=_outlook_note(rows, scope), wide=True)


def choose_projected(projections: pd.DataFrame, scope: Scope, *, later: bool = True) -> pd.DataFrame:
    """
    Choose the projected rows to show: those with a target or, where no target of a known figure is due, all.

    Parameters
    ----------
    projections : pandas.DataFrame
        With ``kind``, ``target`` and ``year``.
    scope : Scope
        The question.
    later : bool
        Whether targets of later years are shown as well.

    Returns
    -------
    pandas.DataFrame
        Rows of kind "model".
    """
    is_due = projections["year"] == due_date(scope).year
    has_target = projections["target"].notna()
    is_model = projections["kind"] == "model"
    chosen = projections[is_model & has_target & (is_due | later)]
    if len(chosen) or (has_target & is_due).any():
        return chosen
    return projections[is_model & is_due]


def until(rows: pd.DataFrame, scope: Scope) -> str:
    """
    Say to which day rows are projected.

    Parameters
    ----------
    rows : pandas.DataFrame
        With ``end``.
    scope : Scope
        The question.

    Returns
    -------
    str
        The day, or "hạn của từng mục tiêu" where there are several.
    """
    if rows["end"].nunique() > 1:
        return pick(scope, "hạn của từng mục tiêu", "the day each target is due")
    return format_date(rows["end"].iloc[0], language=scope.language)


def _which(rows: pd.DataFrame, scope: Scope) -> list[Column]:
    """Year and plan of the target, where rows differ in them."""
    is_later, several_plans = rows["year"].ne(due_date(scope).year).any(), rows["plan"].nunique() > 1
    return [
        *([column("due", scope, right=True)] if is_later else []),
        *([column("plan", scope, heading="plan_name")] if several_plans else []),
    ]


def _with_texts(rows: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """The rows with every cell in words."""
    language = scope.language
    # What is counted is said by the name and beside the latest figure; elsewhere it would only widen the table.
    labels = rows["unit_label"].mask(rows["unit_measure"] == "count", "")
    records = [row for _, row in rows.assign(unit_label=labels).iterrows()]
    return rows.assign(
        due=[f"{year:.0f}" for year in rows["year"]],
        outlook_text=[outlook_text(row["outlook"], language) for row in records],
        chance_text=[chance_text(row["chance"], language) for row in records],
        target_text=[stated_text(row, "target", language) for row in records],
        projected_text=[_projected(row, language) for row in records],
        last_text=[stated_text(row, "last_value", language) for _, row in rows.iterrows()],
        needed_text=[needed_text(row, scope) for row in records],
        so_far_text=[monthly_text(row, "pace_so_far", language) for row in records],
        n_text=[_readings_text(row, scope) for row in records],
        method_text=[METHODS.get(row["method"], {}).get(language, row["method"]) for row in records],
        gap_text=[_gap_text(row, scope) for row in records],
        reason_text=[why_arithmetic(row, language) for row in records],
    )


def _projected(row: pd.Series, language: str) -> str:
    """Middle and 80 % range in one cell: neither is read without the other."""
    if pd.isna(row["median"]):
        return MISSING
    middle = projected_text({**row, "unit_label": ""}, "median", language)
    return f"{middle} ({range_text(row, '80', language)})"


def range_text(row: pd.Series, level: str, language: str) -> str:
    """
    Print a range, such as "68,2% – 71,7%".

    Parameters
    ----------
    row : pandas.Series
        With ``lower_<level>`` and ``upper_<level>``.
    level : {"50", "80"}
        Which range.
    language : {"vi", "en"}
        What the reader reads.

    Returns
    -------
    str
        "–" where missing.
    """
    # "6 – 13 người": what is counted is said once.
    bare = {**row, "unit_label": ""}
    low, high = (
        projected_text(bare, f"lower_{level}", language),
        projected_text(row, f"upper_{level}", language),
    )
    return MISSING if low == MISSING else f"{low} – {high}"


def needed_text(row: pd.Series, scope: Scope) -> str:
    """
    Say what would have to happen for a target to be reached.

    Parameters
    ----------
    row : pandas.Series
        One row of projections with ``required_pace``, ``rest_rate``, ``comparator``, ``unit_measure``.
    scope : Scope
        The question.

    Returns
    -------
    str
        A change a month or, for what is counted from January, the rate of the rest of the year; "–" if not known.
    """
    if pd.notna(row["rest_rate"]):
        return _rest_text(row, scope)
    if pd.isna(row["required_pace"]):
        return MISSING
    if row["projection"].is_reached:
        return pick(scope, "giữ mức đã đạt", "stay where it is")
    pace = monthly_text(row, "required_pace", scope.language)
    return pick(scope, f"{pace} mỗi tháng", f"{pace} a month")


def _rest_text(row: pd.Series, scope: Scope) -> str:
    """Which rate the rest of the year needs, and that some are out of reach."""
    rate = projected_text(row, "rest_rate", scope.language)
    upward = row["comparator"] in ("ge", "gt", "eq")
    # A share of the rest of the year lies in 0–100 %; a time or a count only above 0.
    highest = 100.0 if row["unit_measure"] == "percent" else float("inf")
    if (upward and row["rest_rate"] > highest) or (not upward and row["rest_rate"] < 0):
        return pick(
            scope,
            f"ngoài tầm với: phần còn lại cần {rate}",
            f"out of reach: the rest would need {rate}",
        )
    if (upward and row["rest_rate"] <= 0) or (not upward and row["rest_rate"] > highest):
        return pick(scope, "phần còn lại: mức nào cũng đạt", "the rest: any rate will do")
    word = pick(scope, "ít nhất" if upward else "nhiều nhất", "at least" if upward else "at most")
    return pick(scope, f"phần còn lại: {word} {rate}", f"the rest: {word} {rate}")


def _readings_text(row: pd.Series, scope: Scope) -> str:
    number = format_number(row["n"], 0, language=scope.language)
    if not row["n_estimates"]:
        return number
    return pick(
        scope, f"{number} ({row['n_estimates']} số ước)", f"{number} ({row['n_estimates']} estimated)"
    )


def _gap_text(row: pd.Series, scope: Scope) -> str:
    """What is missing at the newest reading; negative is beyond the target."""
    if pd.isna(row["gap"]):
        return MISSING
    # Adding 0.0 keeps "−0" off the page.
    decimals = 4 if row["unit_measure"] == "index" else 2
    number = format_number(round(row["gap"], decimals) + 0.0, None, language=scope.language)
    return f"{number}\N{NO-BREAK SPACE}{step_word(row, scope.language)}".strip()


def _outlook_note(rows: pd.DataFrame, scope: Scope) -> str:
    has_target = rows["target"].notna().any()
    notes = [] if (rows["year"] == due_date(scope).year).any() else [_only_later(scope)]
    notes += [
        pick(
            scope,
            "Khoảng 80%: khoảng mà giá trị thực được dự báo rơi vào 8 trong 10 lần.",
            "80 % range: where the value is projected to fall 8 times out of 10.",
        )
    ]
    if has_target:
        notes.append(
            pick(
                scope,
                "Xác suất được làm tròn đến 5% và không bao giờ in 0% hay 100%. ▲▲ từ 90%, ▲ từ 65%, ◆ từ 35%, ▼ từ 10%, "
                "▼▼ dưới 10%. Triển vọng xếp theo xác suất chưa làm tròn. Mục tiêu phải đúng bằng một mức không có xác suất.",
                "Probabilities are rounded to 5 % and never printed as 0 or 100 %. ▲▲ from 90 %, ▲ from 65 %, ◆ from 35 %, "
                "▼ from 10 %, ▼▼ below, before rounding. A target for one exact value has no probability.",
            )
        )
    if rows["rest_rate"].notna().any():
        notes.append(
            pick(
                scope,
                "Phần còn lại: giả định mỗi tháng còn lại có số hồ sơ như bình quân từ đầu năm.",
                "The rest: as many cases a month as on average since January are taken to come.",
            )
        )
    notes.append(_points_note(scope))
    return " ".join(notes)


def _only_later(scope: Scope) -> str:
    day = format_date(due_date(scope), language=scope.language)
    return pick(
        scope,
        f"Không mục tiêu nào đến hạn {day} dự báo được; trong bảng chỉ có mục tiêu đến hạn sau đó.",
        f"No target due on {day} can be projected; the table only holds targets that are due later.",
    )


def _points_note(scope: Scope) -> str:
    return pick(scope, "Điểm %: điểm phần trăm.", "Points: percentage points.")


def arithmetic(projections: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print the targets that are not projected: gap, required pace, pace so far, and why there is no more.

    Parameters
    ----------
    projections : pandas.DataFrame
        One row per series and target, from `dtanalysis.prospects.add_ownership`, with names.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
        The unit's own targets first, then the nearest; what is not reached before what is.
    """
    rows = projections[(projections["kind"] != "model") & projections["target"].notna()]
    if rows.empty:
        return why_not("arithmetic", scope)
    reached = [told.is_reached for told in rows["projection"]]
    ordered = rows.assign(is_reached=reached).sort_values(
        ["is_own", "year", "is_reached", "gap"], ascending=[False, True, True, False], kind="stable"
    )
    columns = [
        column("name", scope),
        column("last_text", scope, right=True),
        column("last_day", scope, "date"),
        column("target_text", scope, heading="target", right=True),
        column("gap_text", scope, right=True),
        column("needed_text", scope),
        *(
            [column("so_far_text", scope, heading="pace_so_far_text", right=True)]
            if rows["pace_so_far"].notna().any()
            else []
        ),
        column("n_text", scope, right=True),
        column("reason_text", scope),
        *_which(rows, scope),
    ]
    caption = pick(
        scope,
        f"Chỉ có phép tính số học, không phải dự báo: {place(scope)}",
        f"Arithmetic only, not a projection: {place(scope)}",
    )
    return make_table(
        _with_texts(ordered, scope),
        caption,
        columns,
        scope,
        note=_arithmetic_note(projections, scope),
        wide=True,
    )


def _arithmetic_note(projections: pd.DataFrame, scope: Scope) -> str:
    bare = projections[(projections["kind"] != "model") & projections["target"].isna()]
    notes = [
        pick(
            scope,
            "Chia đều phần còn thiếu cho các tháng từ số liệu gần nhất đến hạn.",
            "What is missing, spread evenly over the months from the latest figure to the due date.",
        ),
        _points_note(scope),
    ]
    shown = projections[(projections["kind"] != "model") & projections["target"].notna()]
    orienting = list(dict.fromkeys(shown.loc[~shown["is_own"], "plan"]))
    if orienting:
        plans = format_list(orienting, scope.language)
        notes.append(
            pick(
                scope,
                f"Mục tiêu của {plans} để tham chiếu, không phải chỉ tiêu của kế hoạch năm.",
                f"Targets of {plans} are for orientation; they are none of the year's plan.",
            )
        )
    if len(bare):
        notes.append(
            pick(
                scope,
                f"{len(bare)} dãy số liệu khác không có mục tiêu và cũng chưa dự báo được nên không liệt kê.",
                f"{len(bare)} more series have neither a target nor a projection and are not listed.",
            )
        )
    return " ".join(notes)
