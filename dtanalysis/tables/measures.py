"""
Table of what each measure would add to its whole.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.exhibits import Table
from dtanalysis.formats import format_number, format_value
from dtanalysis.narrative import pick, place, short_name, slice_name
from dtanalysis.services import MOST_SERVICES
from dtanalysis.tables.layout import between, column, make_table


def levers(rows: pd.DataFrame, scope: Scope) -> Table | None:
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
    Table or None
        None without counts, rates by field and the share of services; `unanswered` says which.
    """
    if rows.empty:
        return None
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
    return make_table(told, caption, columns, scope, note=note + _unknown_total(rows, scope), wide=True)


def _unknown_total(rows: pd.DataFrame, scope: Scope) -> str:
    """Which numbers of services the bounds of the lever on services allow for."""
    bounded = rows[(rows["kind"] == "first_dossiers") & ~rows["is_exact"].astype(bool)]
    if bounded.empty:
        return ""
    most = format_number(MOST_SERVICES, 0, language=scope.language)
    return pick(
        scope,
        f" Không biết tổng số dịch vụ nên dòng “có hồ sơ đầu tiên” xét mọi tổng đến {most} cho ra đúng tỷ lệ đã công bố.",
        f" The number of services is not known: the row on first dossiers allows for every number up to {most} that prints this rate.",
    )


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
