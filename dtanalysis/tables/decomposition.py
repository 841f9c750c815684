"""
Tables of a change taken apart, and of averages that mislead.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.exhibits import Table
from dtanalysis.formats import MISSING, format_number, format_points, format_value
from dtanalysis.narrative import (
    case_noun,
    compared_period,
    driver_text,
    in_sentence,
    pick,
    place,
    reversal_text,
)
from dtanalysis.tables.layout import between, column, make_table, sources_line

_MOST_UNITS = 10
_FLOW = 0.005  # points that still print as 0.00


def rate_changes(summary: pd.DataFrame, scope: Scope) -> Table | None:
    """
    Print for every rate how far it moved, what moved it, and whether that is real.

    Parameters
    ----------
    summary : pandas.DataFrame
        From `dtanalysis.decomposition.summarise_changes`, with names.
    scope : Scope
        The question.

    Returns
    -------
    Table or None
        None without counts of both periods; `unanswered` says why.
    """
    if summary.empty:
        return None
    rows = summary.assign(
        change_interval=[
            between(row["lower"], row["upper"], scope, signed=True) for _, row in summary.iterrows()
        ],
        driver_text=[driver_text(row, scope) for _, row in summary.iterrows()],
    )
    columns = [
        column("name", scope),
        column("before", scope, "percent", decimals=2, heading="rate_before"),
        column("after", scope, "percent", decimals=2, heading="rate_after"),
        column("change", scope, "points", heading="change_pp"),
        column("change_interval", scope, right=True),
        *_effect_columns(summary, scope),
        column("standard_rate", scope, "percent", decimals=2),
        column("driver_text", scope),
    ]
    caption = pick(
        scope,
        f"Thay đổi so với {compared_period(scope)}, tách theo nguyên nhân: {place(scope)}",
        f"Change since {compared_period(scope)}, by cause: {place(scope)}",
    )
    return make_table(rows, caption, columns, scope, note=_summary_note(summary, scope), wide=True)


def _effect_columns(frame: pd.DataFrame, scope: Scope) -> list:
    has_flow = frame["flow_effect"].abs().max() >= _FLOW
    names = ["rate_effect", "mix_effect", *(["flow_effect"] if has_flow else [])]
    return [column(name, scope, "points") for name in names]


def _summary_note(summary: pd.DataFrame, scope: Scope) -> str:
    notes = [
        pick(
            scope,
            "Các cột hành vi, cơ cấu cộng lại bằng đúng mức thay đổi (phép tách Kitagawa). Khoảng 95% (Newcombe) coi mỗi hồ sơ là "
            "một lần độc lập; chứa số 0 thì có thể do ngẫu nhiên. “Nếu giữ cơ cấu cũ”: tỷ lệ kỳ này của các đơn vị có mặt cả hai "
            "kỳ, tính theo tỷ trọng kỳ trước.",
            "Behaviour and mix add up exactly to the change (Kitagawa). The 95 % interval (Newcombe) takes cases as independent; "
            "where it holds 0 the change may be chance. “With the former mix”: this period's rate of the units present in both, "
            "weighted as before.",
        )
    ]
    notes += [reversal_text(row, scope) for _, row in summary[summary["kind"] != "none"].iterrows()]
    restated = summary[summary["n_restated"] > 0]
    if len(restated):
        listed = "; ".join(
            f"{in_sentence(row['name'])}: {format_number(row['n_restated'], 0, language=scope.language)}"
            for _, row in restated.iterrows()
        )
        notes.append(
            pick(
                scope,
                f"Hai kỳ tính từ cùng một đầu năm nên hồ sơ trùng nhau, khoảng 95% vì thế rộng hơn cần thiết. Số hồ sơ cũ ít nhất đã "
                f"được tính lại giữa hai kỳ: {listed}.",
                f"Both periods start in January and share cases, so the interval is wider than need be. Earlier cases counted anew, "
                f"at least: {listed}.",
            )
        )
    return " ".join(notes)


def rate_change_units(change: pd.DataFrame, scope: Scope) -> Table | None:
    """
    Print which units moved one rate, and how.

    Parameters
    ----------
    change : pandas.DataFrame
        From `dtanalysis.decomposition.split_change`, with ``name_vi``, ``indicator_name`` and ``source``.
    scope : Scope
        The question.

    Returns
    -------
    Table or None
        None without counts; `unanswered` says why.
    """
    if change.empty:
        return None
    shown = change.head(_MOST_UNITS)
    rows = shown.assign(
        **{
            f"told_{moment}": [_rate_and_counts(row, moment, scope) for _, row in shown.iterrows()]
            for moment in ("before", "after")
        }
    )
    columns = [
        column("name_vi", scope, heading="unit_name"),
        column("told_before", scope, right=True),
        column("told_after", scope, right=True),
        *_effect_columns(change, scope),
        column("total_effect", scope, "points"),
    ]
    caption = pick(
        scope,
        f"Đơn vị nào làm tỷ lệ chung thay đổi: {change['indicator_name'].iloc[0]}",
        f"Which units moved the rate: {change['indicator_name'].iloc[0]}",
    )
    note = " ".join([_units_note(change, scope), *_left_out(change, scope)])
    return make_table(rows, caption, columns, scope, note=note, source=sources_line(change, scope), wide=True)


def _rate_and_counts(row: pd.Series, moment: str, scope: Scope) -> str:
    if pd.isna(row[f"rate_{moment}"]):
        return MISSING
    rate = format_value(row[f"rate_{moment}"], "percent", decimals=1, language=scope.language)
    counts = "/".join(
        format_number(row[f"{name}_{moment}"], 0, language=scope.language)
        for name in ("numerator", "denominator")
    )
    small = "*" if row[f"denominator_{moment}"] < 30 else ""
    return f"{rate} ({counts}){small}"


def _units_note(change: pd.DataFrame, scope: Scope) -> str:
    total = format_points(change["total_effect"].sum(), language=scope.language)
    note = pick(scope, f"Cộng tất cả các đơn vị bằng đúng {total}.", f"All units add up to exactly {total}.")
    counts = change.head(_MOST_UNITS)[["denominator_before", "denominator_after"]]
    if (counts < 30).any(axis=None):
        noun = case_noun(change["indicator"].iloc[0], scope)
        note += pick(
            scope,
            f" * Dưới 30 {noun}: chưa đủ để kết luận từ tỷ lệ.",
            f" * Fewer than 30 {noun}: draw no conclusion from the rate.",
        )
    return note


def _left_out(change: pd.DataFrame, scope: Scope) -> list[str]:
    rest = change.iloc[_MOST_UNITS:]
    if rest.empty:
        return []
    points = format_number(rest["total_effect"].sum(), 2, language=scope.language, signed=True)
    return [
        pick(
            scope,
            f"Không in {len(rest)} đơn vị còn lại, tổng {points} điểm.",
            f"The other {len(rest)} units, {points} points together, are not printed.",
        )
    ]


def average_warning(warnings: pd.DataFrame, scope: Scope) -> Table | None:
    """
    Print where the plain mean of the units' rates says something else than the rate of all.

    Parameters
    ----------
    warnings : pandas.DataFrame
        From `dtanalysis.decomposition.find_warnings`, with names.
    scope : Scope
        The question.

    Returns
    -------
    Table or None
        None where no mean misleads.
    """
    if warnings.empty:
        return None
    turns = pick(scope, "đổi kết luận về mục tiêu", "turns the verdict on the target")
    rows = warnings.assign(turns_text=[turns if turn else "" for turn in warnings["turns"]])
    columns = [
        column("name", scope),
        column("mean_of_rates", scope, "percent", decimals=2),
        column("rate", scope, "percent", decimals=2, heading="rate_of_all"),
        column("difference", scope, "points", heading="mean_difference"),
        *([column("turns_text", scope)] if warnings["turns"].any() else []),
    ]
    caption = pick(
        scope,
        f"Cẩn thận khi lấy bình quân các đơn vị: {place(scope)}",
        f"Beware of the mean of units: {place(scope)}",
    )
    note = pick(
        scope,
        "Bình quân cộng coi đơn vị 10 hồ sơ ngang đơn vị 10.000 hồ sơ. Tỷ lệ của toàn bộ hồ sơ mới là tỷ lệ chung.",
        "The plain mean lets a unit with 10 cases weigh as much as one with 10,000. Only the ratio of the sums is the rate of all.",
    )
    return make_table(rows, caption, columns, scope, note=note)
