"""
The same thing told twice: figures repeated within one delivery, and targets that changed.

Takes figures lined up by `dtanalysis.checks.lineup.line_up`, and targets as they are.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from dtanalysis.catalogue.schema import SERIES_KEY
from dtanalysis.checks.problems import (
    gather,
    list_some,
    name_place,
    problems_of,
    show_figure,
    show_number,
)

_COMPARATORS = {"ge": "đạt ", "gt": "trên ", "le": "không quá ", "lt": "dưới "}


def check_duplicates(figures: pd.DataFrame) -> pd.DataFrame:
    """
    Find figures that one delivery tells more than once.

    Parameters
    ----------
    figures : pandas.DataFrame
        Lined up by `line_up`.

    Returns
    -------
    pandas.DataFrame
        Errors ``duplicate.conflict`` on every row of a series and period whose rows differ in value,
        qualifier, counts or target; warnings ``duplicate.same`` on all but one of rows that agree: the one
        that tells most, then the first, is kept. A row without counts or target agrees with one that has
        them; a row without a value does not agree with one that has it.
    """
    rows = figures[figures["is_received"]]
    key = ["series", "moment"]
    rows = rows[rows.duplicated(key, keep=False)]
    if rows.empty:
        return problems_of(rows, "duplicate.same", "warning", column="", message="", suggestion="")
    grouped = rows.groupby(key)
    told = [name for name in ("value", "numerator", "denominator", "target") if name in rows]
    known = rows[told].notna()
    differs = pd.Series(False, index=rows.index)
    for column in (*told, "qualifier"):
        differs |= grouped[column].transform("nunique") > 1
    has_value = known["value"].astype(int).groupby([rows["series"], rows["moment"]])
    differs |= has_value.transform("max") != has_value.transform("min")
    fullest = known.sum(axis=1).sort_values(ascending=False, kind="stable").index
    kept = rows.loc[fullest].drop_duplicates(key).index
    same = rows[~differs & ~rows.index.isin(kept)]
    return gather([_tell_conflicts(rows[differs]), _tell_repeats(same, rows.loc[kept])])


def _tell_conflicts(rows: pd.DataFrame) -> pd.DataFrame:
    by_figure = {
        key: list(group.itertuples(index=False)) for key, group in rows.groupby(["series", "moment"])
    }

    def message(row: NamedTuple) -> str:
        others = [_tell(other) for other in by_figure[row.series, row.moment] if other.at != row.at]
        return f"cùng chỉ tiêu, đơn vị và kỳ mà số liệu khác nhau: {_tell(row)}; còn có {list_some(others)}"

    return problems_of(
        rows, "duplicate.conflict", "error", column="value", message=message,
        suggestion="Giữ một dòng đúng và xóa các dòng kia; "
        "nếu là hai chỉ tiêu hoặc hai kỳ khác nhau thì ghi rõ.",
    )  # fmt: skip


def _tell(row: NamedTuple) -> str:
    counts = ""
    if pd.notna(row.numerator) or pd.notna(row.denominator):
        counts = f" ({show_number(row.numerator)}/{show_number(row.denominator)})"
    place = name_place(row)
    target = getattr(row, "target", None)
    promise = f", chỉ tiêu {show_number(target)}" if target is not None and pd.notna(target) else ""
    return show_figure(row) + counts + promise + (f" ở {place}" if place else "")


def _tell_repeats(rows: pd.DataFrame, kept: pd.DataFrame) -> pd.DataFrame:
    first = {(row.series, row.moment): name_place(row) for row in kept.itertuples(index=False)}

    def message(row: NamedTuple) -> str:
        place = first[row.series, row.moment]
        return "lặp lại số liệu" + (f" ở {place}" if place else " của một dòng khác")

    return problems_of(
        rows,
        "duplicate.same",
        "warning",
        column="",
        message=message,
        suggestion="Mỗi số liệu chỉ ghi một lần; xóa dòng lặp lại.",
    )


def check_targets(received: pd.DataFrame, known: pd.DataFrame | None = None) -> pd.DataFrame:
    """
    Find targets that differ within a delivery, or from those already known.

    Parameters
    ----------
    received : pandas.DataFrame
        One row per received target: ``SERIES_KEY``, ``year``, ``target``; ``plan`` and ``comparator`` may be
        there.
    known : pandas.DataFrame, optional
        Targets of the stored tables; of one set twice the later ``as_of`` counts.

    Returns
    -------
    pandas.DataFrame
        Warnings ``target.changed`` on every received row whose target (or comparator, where both rows tell
        one) is not the one promised before. Where the delivery names no plan, any plan's promise for the year
        will do.
    """
    if not received.index.is_unique:
        raise ValueError(
            "`received` has rows with the same index label; call `reset_index(drop=True)` first."
        )
    key = [*SERIES_KEY, "year", *(["plan"] if "plan" in received else [])]
    optional = [name for name in ("comparator", "file", "sheet", "row") if name in received]
    rows = received[[*key, "target", *optional]].assign(at=received.index, is_received=True)
    rows = rows[rows["target"].notna()]
    comparator = rows["comparator"].fillna("") if "comparator" in rows else ""
    rows = rows.assign(comparator=comparator)
    promised = [] if known is None else [_tell_changed(rows, _latest(known), key)]
    return gather([_tell_changed(rows, rows, key), *promised])


def _latest(known: pd.DataFrame) -> pd.DataFrame:
    newest = known.sort_values("as_of", kind="stable")
    newest = newest.drop_duplicates([*SERIES_KEY, "year", "plan"], keep="last")
    return newest.assign(at=None, is_received=False)


def _tell_changed(rows: pd.DataFrame, others: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """
    The rows that agree with none, or not with all, of the others: a delivery must agree with itself
    everywhere.
    """
    within = others is rows
    pairs = rows.merge(others, on=key, suffixes=("", "_other"))
    told = (pairs["comparator"] != "") & (pairs["comparator_other"] != "")
    differs = (pairs["target"] != pairs["target_other"]) | (
        told & (pairs["comparator"] != pairs["comparator_other"])
    )
    pairs = pairs.assign(differs=differs)
    by_row = pairs.groupby("at")["differs"]
    wrong = by_row.any() if within else by_row.all()
    shown = pairs[pairs["differs"] & pairs["at"].isin(wrong[wrong].index)].drop_duplicates("at")
    where = "ở dòng khác của báo cáo" if within else "trong kế hoạch đã lưu"
    return problems_of(
        shown, "target.changed", "warning", column="target",
        message=lambda row: f"chỉ tiêu năm {int(row.year)} ghi {_promise(row.comparator, row.target)}, "
        f"{where} là {_promise(row.comparator_other, row.target_other)}",
        suggestion="Nếu kế hoạch đã được điều chỉnh thì gửi văn bản điều chỉnh; "
        "nếu không thì ghi lại chỉ tiêu đã giao.",
    )  # fmt: skip


def _promise(comparator: str, target: float) -> str:
    return _COMPARATORS.get(comparator, "") + show_number(target)
