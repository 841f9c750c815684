"""
What one row alone can tell: counts, percentage, bounds, and a unit that no longer existed.

Takes figures lined up by `dtanalysis.checks.lineup.line_up` and judges those received.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from dtanalysis.catalogue import rules
from dtanalysis.catalogue.thresholds import Thresholds
from dtanalysis.checks.problems import gather, problems_of, show_figure, show_number
from dtanalysis.formats import format_date

# Shares of money are "counted" in amounts, which need not be whole.
_AMOUNTS = ("", "value added", "sales")


def check_counts(figures: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """
    Find counts that no count can be, and percentages that do not follow from their counts.

    Parameters
    ----------
    figures : pandas.DataFrame
        Lined up by `line_up`.
    thresholds : Thresholds
        ``percent_rounding`` is how far a percentage may be off.

    Returns
    -------
    pandas.DataFrame
        Errors ``counts.negative`` (below 0, or not whole where things are counted),
        ``counts.numerator_above``, ``counts.zero_denominator``, ``counts.percent_differs``.
    """
    rows = figures[figures["is_received"]]
    above = rows[rules.is_part_above_whole(rows)]
    empty = rows[rules.is_rate_of_nothing(rows)]
    # A negative or impossible pair of counts is told as that; its percentage proves nothing.
    off = rows[rules.is_off_its_counts(rows, thresholds.percent_rounding) & (rows["numerator"] >= 0)]
    return gather(
        [
            *(_impossible_counts(rows, column) for column in ("numerator", "denominator")),
            _broken_counts(rows),
            problems_of(
                above, "counts.numerator_above", "error", column="numerator",
                message=lambda row: f"tử số {show_number(row.numerator)} lớn hơn "
                f"mẫu số {show_number(row.denominator)}",
                suggestion="Tử số là một phần của mẫu số; "
                "kiểm tra xem hai số có bị đổi chỗ hoặc lệch dòng không.",
            ),
            problems_of(
                empty, "counts.zero_denominator", "error", column="value",
                message=lambda row: f"có tỷ lệ {show_figure(row)} trong khi mẫu số bằng 0",
                suggestion="Để trống tỷ lệ và giữ tử số, mẫu số; hoặc ghi lại mẫu số.",
            ),
            problems_of(
                off, "counts.percent_differs", "error", column="value",
                message=_tell_difference, suggestion=_tell_recount,
            ),
        ]
    )  # fmt: skip


def _impossible_counts(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    name = {"numerator": "tử số", "denominator": "mẫu số"}[column]
    counted = (rows["unit_measure"] == "percent") & ~rows["weighting"].isin(_AMOUNTS)
    broken = rows[counted & _is_broken(rows[column])]
    return gather(
        [
            problems_of(
                rows[rules.is_negative(rows, column)], "counts.negative", "error", column=column,
                message=lambda row: f"{name} {show_number(getattr(row, column))} là số âm",
                suggestion="Số đếm không thể âm; ghi lại số đúng, hoặc để trống nếu chưa có số liệu.",
            ),
            problems_of(
                broken, "counts.negative", "error", column=column,
                message=lambda row: f"{name} {show_number(getattr(row, column))} không phải là số nguyên",
                suggestion="Số đếm phải là số nguyên; kiểm tra dấu phân cách hàng nghìn.",
            ),
        ]
    )  # fmt: skip


def _broken_counts(rows: pd.DataFrame) -> pd.DataFrame:
    # A register may count in thousands; then it says so by its decimals.
    counted = (rows["unit_measure"] == "count") & ~(rows["decimals"] > 0)
    return problems_of(
        rows[counted & _is_broken(rows["value"])], "counts.negative", "error", column="value",
        message=lambda row: f"số đếm {show_figure(row)} không phải là số nguyên",
        suggestion="Số đếm phải là số nguyên; kiểm tra dấu phân cách hàng nghìn.",
    )  # fmt: skip


def _is_broken(numbers: pd.Series) -> pd.Series:
    return numbers.notna() & np.isfinite(numbers) & (numbers % 1 != 0)


def _tell_difference(row: NamedTuple) -> str:
    share = 100 * row.numerator / row.denominator
    return (
        f"tỷ lệ ghi {show_figure(row)}, trong khi {show_number(row.numerator)} trên "
        f"{show_number(row.denominator)} "
        f"là {show_number(round(share, 2))}%"
    )


def _tell_recount(row: NamedTuple) -> str:
    share = 100 * row.numerator / row.denominator
    return (
        f"Nếu tử số và mẫu số đúng thì ghi {show_number(round(share, 2))}%; "
        "nếu tỷ lệ đúng thì sửa tử số hoặc mẫu số."
    )


def check_bounds(figures: pd.DataFrame) -> pd.DataFrame:
    """
    Find values and targets that the indicator cannot have.

    Parameters
    ----------
    figures : pandas.DataFrame
        Lined up by `line_up`; ``target`` and ``comparator`` may be there.

    Returns
    -------
    pandas.DataFrame
        Errors ``value.out_of_bounds``: outside the bounds of the register, infinite, or a strict bound ("trên
        100 %") that nothing can satisfy.
    """
    rows = figures[figures["is_received"]]
    pairs = [("value", "qualifier")]
    if "target" in rows:
        rows = rows.assign(target=rows["target"].astype(float), comparator=rows.get("comparator", ""))
        pairs.append(("target", "comparator"))
    return gather(_out_of_bounds(rows, column, sign) for column, sign in pairs)


def _out_of_bounds(rows: pd.DataFrame, column: str, sign: str) -> pd.DataFrame:
    name = {"value": "giá trị", "target": "chỉ tiêu kế hoạch"}[column]
    outside = rules.is_outside(rows, column) | (rows[column].notna() & ~np.isfinite(rows[column]))
    empty = rules.is_unreachable(rows, column, sign)
    return gather(
        [
            problems_of(
                rows[outside], "value.out_of_bounds", "error", column=column,
                message=lambda row: f"{name} {_show(row, column)} nằm ngoài giới hạn của chỉ tiêu",
                suggestion=lambda row: f"Số phải {_name_range(row)}; kiểm tra dấu thập phân và đơn vị tính.",
            ),
            problems_of(
                rows[empty], "value.out_of_bounds", "error", column=column,
                message=lambda row: f"{name} {_show(row, column)}: không giá trị nào vượt được giới hạn "
                "của chỉ tiêu",
                suggestion=lambda row: f"Số phải {_name_range(row)}; ghi đúng con số, "
                "không ghi “trên” hoặc “dưới”.",
            ),
        ]
    )  # fmt: skip


def _show(row: NamedTuple, column: str) -> str:
    return show_figure(row) if column == "value" else show_number(getattr(row, column))


def _name_range(row: NamedTuple) -> str:
    ends = [("từ", row.lower), ("đến", row.upper)]
    return " ".join(f"{word} {show_number(bound)}" for word, bound in ends if pd.notna(bound)) or "hữu hạn"


def check_units(
    figures: pd.DataFrame, units: pd.DataFrame, successions: pd.DataFrame | None = None
) -> pd.DataFrame:
    """
    Find figures of units that no longer existed when the period began.

    Parameters
    ----------
    figures : pandas.DataFrame
        Lined up by `line_up`.
    units : pandas.DataFrame
        The register of units; without ``valid_to`` nobody ever ended.
    successions : pandas.DataFrame, optional
        Old unit → new unit; the new ones are named.

    Returns
    -------
    pandas.DataFrame
        Errors ``unit.not_valid``.
    """
    if "valid_to" not in units:
        return problems_of(
            figures.iloc[:0], "unit.not_valid", "error", column="unit", message="", suggestion=""
        )
    register = units.drop_duplicates("unit").set_index("unit")
    rows = figures[figures["is_received"]]
    last_days = {unit: day.toordinal() for unit, day in register["valid_to"].dropna().items()}
    names = register["name_vi"]
    heirs = {} if successions is None else _heirs(successions, names)
    ended = rows[rows["first"] > rows["unit"].map(last_days).astype(float)]
    return problems_of(
        ended, "unit.not_valid", "error", column="unit",
        message=lambda row: f"{names[row.unit]} không còn tồn tại trong {row.period.name('vi')} "
        f"(đến hết ngày {format_date(register['valid_to'][row.unit])})",
        suggestion=lambda row: f"Ghi số liệu cho {heirs.get(row.unit, 'đơn vị mới')}; "
        "không nối chuỗi qua mốc sáp nhập.",
    )  # fmt: skip


def _heirs(successions: pd.DataFrame, names: pd.Series) -> dict[str, str]:
    # A unit that was abolished without an heir has an empty one.
    told = successions[successions["unit_to"].fillna("") != ""]
    told = told.assign(name=told["unit_to"].map(names).fillna(told["unit_to"]))
    return told.groupby("unit_from")["name"].agg(", ".join).to_dict()
