"""
Tables of the steps at which services get lost, and of what each measure would add.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.exhibits import Note, Table
from dtanalysis.formats import MISSING, format_number, format_share, format_value
from dtanalysis.narrative import pick, place, short_name, slice_name
from dtanalysis.tables.layout import between, column, make_table
from dtanalysis.tables.reasons import why_not

_STEPS = {
    "published": ("Dịch vụ công trực tuyến đang cung cấp", "Online services on offer"),
    "with_dossier": ("… có hồ sơ, nộp cách nào cũng tính", "… with a dossier, however handed in"),
    "with_online_dossier": ("… có ít nhất một hồ sơ trực tuyến", "… with an online dossier"),
    "on_time": ("… trả kết quả đúng hạn", "… delivered on time"),
}


def service_funnel(steps: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print how many services are left at each step, and where most get lost.

    Parameters
    ----------
    steps : pandas.DataFrame
        From `dtanalysis.decomposition.services_funnel`.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if steps["count"].notna().sum() < 2:
        return why_not("scenarios", scope)
    untold = pick(scope, "chưa có số đếm", "not counted")
    decimals = 0 if steps["per"].iloc[0] == "services" else 2
    rows = steps.assign(
        step_name=[pick(scope, *_STEPS[step]) for step in steps["step"]],
        left=[
            untold if pd.isna(n) else format_number(n, decimals, language=scope.language)
            for n in steps["count"]
        ],
        lost_text=[_lost(row, decimals, scope) for _, row in steps.iterrows()],
    )
    columns = [
        column("step_name", scope),
        column("left", scope, right=True),
        column("lost_text", scope, right=True),
    ]
    caption = pick(
        scope, f"Từ công bố đến đúng hạn: {place(scope)}", f"From publication to delivery: {place(scope)}"
    )
    return make_table(rows, caption, columns, scope, note=_funnel_note(steps, scope))


def _lost(row: pd.Series, decimals: int, scope: Scope) -> str:
    if pd.isna(row["lost"]):
        return MISSING
    return f"{format_number(row['lost'], decimals, language=scope.language)} ({format_share(row['lost_share'], 1, language=scope.language)})"


def _funnel_note(steps: pd.DataFrame, scope: Scope) -> str:
    notes = []
    if steps["per"].iloc[0] == "hundred":
        notes.append(
            pick(
                scope,
                "Tính trên mỗi 100 dịch vụ, vì nguồn chỉ nêu tỷ lệ.",
                "Out of 100 services: only the share is known.",
            )
        )
    notes += [_step_note(row, scope) for _, row in steps[steps["is_largest_loss"]].iterrows()]
    if steps["count"].isna().any():
        notes.append(
            pick(
                scope,
                "Các bước chưa có số đếm cần danh mục dịch vụ và hồ sơ từng dịch vụ; phần mất đi chỉ tính giữa hai bước có số đếm.",
                "Steps without a count need the list of services with their dossiers; losses are between counted steps only.",
            )
        )
    return " ".join(notes)


def _step_note(row: pd.Series, scope: Scope) -> str:
    before, after = (
        pick(scope, *_STEPS[step]).removeprefix("… ") for step in (row["compared_with"], row["step"])
    )
    share = format_share(row["lost_share"], 1, language=scope.language)
    return pick(
        scope,
        f"Mất nhiều nhất: giữa “{before}” và “{after}”, {share} của bước trước.",
        f"The largest loss: between “{before}” and “{after}”, {share} of the step before.",
    )


def levers(rows: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print what each measure would add to its whole, exact or between bounds.

    Parameters
    ----------
    rows : pandas.DataFrame
        From `dtanalysis.decomposition.build_levers`, with ``indicator_name``.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if rows.empty:
        return why_not("levers", scope)
    told = rows.assign(
        lever=[_lever(row, scope) for _, row in rows.iterrows()],
        gain=[_gain(row, scope) for _, row in rows.iterrows()],
        then=[_then(row, scope) for _, row in rows.iterrows()],
        moves=_once(rows["indicator_name"].map(short_name)),
    )
    columns = [
        column("lever", scope),
        column("moves", scope),
        column("whole", scope, "percent", decimals=2, heading="now"),
        column("gain", scope, right=True),
        column("then", scope, right=True),
    ]
    caption = pick(
        scope,
        f"Biện pháp nào nâng tỷ lệ bao nhiêu: {place(scope)}",
        f"What each measure adds: {place(scope)}",
    )
    note = pick(
        scope,
        "Tính trên hồ sơ (dịch vụ) của chính kỳ này, các phần khác giữ nguyên; là phép tính, không phải dự báo. Có tử số, mẫu số thì "
        "kết quả chính xác; chỉ có tỷ lệ thì nêu khoảng. Các dòng riêng lẻ không cộng lại được, trừ dòng “cùng lúc”, trong đó mỗi hồ "
        "sơ chỉ tính một lần.",
        "On this period's own cases, all else unchanged; arithmetic, not a forecast. Exact where counts are known, bounds where only "
        "rates are. Single rows do not add up, except in the row “together”, where every case counts once.",
    )
    return make_table(told, caption, columns, scope, note=note, wide=True)


def _once(names: pd.Series) -> pd.Series:
    """Leave a name out where it repeats the row above."""
    return names.where(names != names.shift(), "")


def _lever(row: pd.Series, scope: Scope) -> str:
    goal, now = (
        format_value(row[name], "percent", language=scope.language, decimals=decimals)
        for name, decimals in (("to_rate", None), ("now", 2))
    )
    if row["kind"] == "unit":
        return pick(
            scope, f"{row['subject']}: từ {now} lên {goal}", f"{row['subject']}: from {now} to {goal}"
        )
    if row["kind"] == "average":
        level = format_value(row["to_rate"], "percent", decimals=2, language=scope.language)
        return pick(
            scope,
            f"{row['n']} đơn vị dưới mức chung lên bằng mức chung ({level})",
            f"{row['n']} below the rate of all, raised to it ({level})",
        )
    if row["kind"] == "units":
        return pick(
            scope, f"{row['n']} đơn vị trên cùng lúc lên {goal}", f"These {row['n']} units together to {goal}"
        )
    if row["kind"] == "slice":
        name = slice_name(row["subject"], scope)
        return pick(scope, f"Nâng {name}: từ {now} lên {goal}", f"Raise {name} from {now} to {goal}")
    return pick(scope, f"{row['n']} dịch vụ có hồ sơ đầu tiên", f"{row['n']} services see a first dossier")


def _gain(row: pd.Series, scope: Scope) -> str:
    if row["is_exact"]:
        return format_number(row["upper_pp"], 2, language=scope.language, signed=True)
    return between(row["lower_pp"], row["upper_pp"], scope, signed=True)


def _then(row: pd.Series, scope: Scope) -> str:
    ends = [row["whole"] + row[name] for name in ("lower_pp", "upper_pp")]
    if row["is_exact"]:
        return format_value(ends[0], "percent", decimals=2, language=scope.language)
    return between(*ends, scope) + "%"
