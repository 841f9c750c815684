"""
Tables of how projections did: earlier ranges held against what came, probabilities, and what the year end then showed.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.exhibits import Note, Table
from dtanalysis.formats import MISSING, format_number, format_share
from dtanalysis.narrative import pick, place, value_text
from dtanalysis.narrative.projection import (
    monthly_text,
    outlook_text,
    record_sentence,
    stated_text,
)
from dtanalysis.projection.record import LEAST_POINTS
from dtanalysis.tables.layout import column, make_table, sources_line, verdict
from dtanalysis.tables.projection import range_text
from dtanalysis.tables.reasons import why_not


def record(groups: pd.DataFrame, whole: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print how many of the earlier ranges held, by group of indicators.

    Parameters
    ----------
    groups : pandas.DataFrame
        From `dtanalysis.projection.summarise_record` by ``group_name``.
    whole : pandas.DataFrame
        The same over all points: one row.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
        A group of fewer than 30 points shows how many it has, and no share.
    """
    if whole.empty or whole.iloc[0]["n_points"] == 0:
        return why_not("record", scope)
    if whole.iloc[0]["n_points"] < LEAST_POINTS:
        return Note(record_sentence(whole, scope), language=scope.language)
    all_of_them = pick(scope, "Tất cả", "All")
    total = whole.assign(group_name=all_of_them)
    rows = pd.concat([groups, total], ignore_index=True) if len(groups) > 1 else groups
    records = [row for _, row in rows.iterrows()]
    printed = rows.assign(
        share_50=[_share(row, "share_50", scope) for row in records],
        share_80=[_share(row, "share_80", scope) for row in records],
        wis_ratio=[_ratio(row, scope) for row in records],
    )
    columns = [
        column("group_name", scope),
        column("n_series", scope, "number"),
        column("n_points", scope, "number"),
        column("share_50", scope, right=True),
        column("share_80", scope, right=True),
        column("wis_ratio", scope, right=True),
    ]
    caption = pick(
        scope,
        f"Các khoảng dự báo trước đây so với giá trị thực: {place(scope)}",
        f"Earlier ranges against what came: {place(scope)}",
    )
    return make_table(printed, caption, columns, scope, note=_record_note(scope))


def _share(row: pd.Series, name: str, scope: Scope) -> str:
    if row["n_points"] < LEAST_POINTS or pd.isna(row[name]):
        return pick(scope, "chưa đủ để nói", "too few to say")
    return format_share(row[name], 0, language=scope.language)


def _ratio(row: pd.Series, scope: Scope) -> str:
    if row["n_points"] < LEAST_POINTS or pd.isna(row["wis_ratio"]):
        return MISSING
    return format_number(row["wis_ratio"], 2, language=scope.language)


def _record_note(scope: Scope) -> str:
    return pick(
        scope,
        "Mỗi lần lùi lại một kỳ, chỉ dùng số liệu đã biết khi đó, dự báo rồi so với giá trị công bố sau. Khoảng 80% tốt chứa "
        "khoảng 8 trong 10 giá trị, khoảng 50% chứa khoảng một nửa. Sai số so với “giữ nguyên số cuối”: dưới 1 là tốt hơn "
        "cách đoán rằng mọi thứ giữ nguyên. Dưới 30 điểm thì không nêu tỷ lệ.",
        "Each time one period is stepped back, only what was known then is shown, and the projection is held against what was "
        "published later. A good 80 % range holds about 8 values of 10, a 50 % range about half. Error against “nothing "
        "changes”: below 1 is better than guessing that everything stays. Below 30 points no share is given.",
    )


def reliability(chances: pd.DataFrame, whole: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print how often targets were reached that had once been called likely, open or unlikely.

    Parameters
    ----------
    chances : pandas.DataFrame
        From `dtanalysis.projection.rate_chances`.
    whole : pandas.DataFrame
        The record over all points: one row.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if whole.empty or whole.iloc[0]["n_points"] < LEAST_POINTS or chances.empty:
        return why_not("reliability", scope)
    records = [row for _, row in chances.iterrows()]
    printed = chances.assign(
        outlook_text=[outlook_text(row["outlook"], scope.language) for row in records],
        mean_text=[format_share(row["mean_chance"], 0, language=scope.language) for row in records],
        share_text=[_reached(row, scope) for row in records],
    )
    columns = [
        column("outlook_text", scope),
        column("n", scope, "number", heading="n_trials"),
        column("mean_text", scope, heading="mean_chance", right=True),
        column("share_text", scope, heading="share_reached", right=True),
    ]
    caption = pick(
        scope,
        f"Nói “có khả năng” thì bao nhiêu lần đúng: {place(scope)}",
        f"How often “likely” came true: {place(scope)}",
    )
    note = pick(
        scope,
        "Mục tiêu thử được đặt từ quá khứ của chính dãy số liệu ở mỗi lần lùi lại, nên đây là kiểm tra cách tính xác suất, "
        "không phải tỷ lệ hoàn thành kế hoạch.",
        "Trial targets are set from each series' own past, so this tests the probabilities; it is no share of targets met.",
    )
    return make_table(printed, caption, columns, scope, note=note)


def _reached(row: pd.Series, scope: Scope) -> str:
    if not row["is_enough"] or pd.isna(row["share_reached"]):
        return pick(scope, "chưa đủ để nói", "too few to say")
    return format_share(row["share_reached"], 0, language=scope.language)


def outcomes(rows: pd.DataFrame, plan_rows: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print what the year end then showed, from what was published after the period.

    Parameters
    ----------
    rows : pandas.DataFrame
        From `dtanalysis.prospects.find_outcomes` and `compare_ranges`, with names.
    plan_rows : pandas.DataFrame
        From `dtanalysis.prospects.find_plan_outcomes`.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
        Plans first, then targets, missed before met, then figures without a target.
    """
    if scope.period.months_left == 0:
        return why_not("outcomes_over", scope)
    if rows.empty and plan_rows.empty:
        return why_not("outcomes", scope)
    told = pd.concat([_plans_told(plan_rows, scope), _figures_told(rows, scope)], ignore_index=True)
    optional = [
        column("pace_text", scope, right=True),
        column("target_text", scope, heading="target", right=True),
        column("status", scope, "status", heading="year_end_status"),
        column("range_80", scope, heading="range_then", right=True),
        column("held_text", scope),
    ]
    columns = [
        column("name", scope),
        column("value_text", scope, heading="value_then", right=True),
        column("end_text", scope, heading="year_end_value", right=True),
        *[option for option in optional if _says_something(told[option.name])],
        *([column("plan", scope, heading="plan_name")] if rows["plan"].nunique() > 1 else []),
    ]
    caption = pick(
        scope,
        f"Cuối năm {scope.period.year} thực tế ra sao: {scope.unit_name}",
        f"What the end of {scope.period.year} then showed: {scope.unit_name}",
    )
    return make_table(
        told, caption, columns, scope, note=_outcomes_note(rows, scope), wide=True,
        source=sources_line(told, scope, "year_end_source"),
    )  # fmt: skip


def _says_something(cells: pd.Series) -> bool:
    return cells.map(lambda cell: pd.notna(cell) and cell not in ("", MISSING, "no_target")).any()


def _plans_told(rows: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """One printed row per plan: how many targets its owner called met, then and at the end."""
    return pd.DataFrame(
        {
            "name": [_plan_name(row, scope) for _, row in rows.iterrows()],
            "value_text": [_out_of(row["met_then"], row["n_targets"]) for _, row in rows.iterrows()],
            "end_text": [_out_of(row["met_at_end"], row["n_targets"]) for _, row in rows.iterrows()],
            "target_text": [_out_of(row["n_targets"], row["n_targets"]) for _, row in rows.iterrows()],
            "status": [
                "met" if row["met_at_end"] == row["n_targets"] else "behind" for _, row in rows.iterrows()
            ],
            "plan": rows["plan"].tolist(),
            "year_end_source": rows["year_end_source"].tolist(),
            "pace_text": MISSING,
            "range_80": MISSING,
            "held_text": MISSING,
        }
    )


def _plan_name(row: pd.Series, scope: Scope) -> str:
    name = row[f"name_{scope.language}"]
    return pick(scope, f"Số chỉ tiêu đạt và vượt: {name}", f"Targets met or exceeded: {name}")


def _out_of(number: float, total: float) -> str:
    if pd.isna(number):
        return MISSING
    return f"{number:.0f}" if pd.isna(total) else f"{number:.0f}/{total:.0f}"


def _figures_told(rows: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """One printed row per target or figure, what was missed first."""
    order = {"behind": 0, "undecided": 1, "met": 2, "exceeded": 2, "no_target": 3}
    ordered = rows.assign(order=rows["year_end_status"].map(order)).sort_values(
        ["order", "name"], kind="stable"
    )
    records = [row for _, row in ordered.iterrows()]
    language = scope.language
    return pd.DataFrame(
        {
            "name": ordered["name"].tolist(),
            "value_text": [_then_text(row, scope) for row in records],
            "end_text": [_end_text(row, scope) for row in records],
            "target_text": [stated_text(row, "target", language) for row in records],
            # Without a target there is nothing to judge, so the cell stays empty.
            "status": ordered["year_end_status"].mask(ordered["year_end_status"] == "no_target").tolist(),
            "plan": ordered["plan"].tolist(),
            "year_end_source": ordered["year_end_source"].tolist(),
            "pace_text": [_pace_then(row, scope) for row in records],
            "range_80": [range_text(row, "80", language) for row in records],
            "held_text": [_held(row, scope) for row in records],
        }
    )


def _pace_then(row: pd.Series, scope: Scope) -> str:
    if pd.isna(row["target"]):
        return MISSING
    is_met = row["required_pace"] == 0
    return pick(scope, "đã đạt", "met") if is_met else monthly_text(row, "required_pace", scope.language)


def _then_text(row: pd.Series, scope: Scope) -> str:
    """The period's own figure, with the words that make it a bound."""
    return value_text(row, "value", scope.language) if row["is_current"] else MISSING


def _end_text(row: pd.Series, scope: Scope) -> str:
    end = {**row, "value": row["year_end_value"], "qualifier": row["year_end_qualifier"]}
    return value_text(end, "value", scope.language)


def _held(row: pd.Series, scope: Scope) -> str:
    if pd.isna(row["held_80"]):
        return MISSING
    return (
        verdict(scope, "● trong khoảng", "● inside")
        if row["held_80"]
        else verdict(scope, "▼ ngoài khoảng", "▼ outside")
    )


def _outcomes_note(rows: pd.DataFrame, scope: Scope) -> str:
    notes = [
        pick(
            scope,
            "Chỉ gồm giá trị 31/12 công bố sau kỳ báo cáo; trang này không dùng chúng để dự báo. Điểm %: điểm phần trăm.",
            "Only values of 31 December that were published after the period; nothing of this page was projected from them. "
            "Points: percentage points.",
        )
    ]
    series = rows.drop_duplicates(["indicator", "unit", "level", "dimension"])
    n = int(series["held_80"].notna().sum())
    if n:
        held = int(series["held_80"].eq(True).sum())
        notes.append(
            pick(
                scope,
                f"{held} trong {n} khoảng 80% dự báo từ kỳ này chứa giá trị cuối năm.",
                f"{held} of {n} 80 % ranges projected from this period held the value of the year end.",
            )
        )
    return " ".join(notes)
