"""
Do the totals of a form follow from its parts?

Takes the total rows and the part rows of tables, each with the ``block`` that says which table it stands in.
Totals are checked and never stored.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from dtanalysis.checks.lineup import line_up
from dtanalysis.checks.problems import gather, problems_of, show_figure, show_number

_KEY = ["block", "indicator", "dimension", "moment"]
_EPSILON = 1e-9


def check_totals(totals: pd.DataFrame, parts: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """
    Compare every total with its parts.

    Parameters
    ----------
    totals, parts : pandas.DataFrame
        One row per figure: ``block``, ``indicator``, ``dimension``, ``period``, ``value``, ``numerator``,
        ``denominator``; ``qualifier``, ``unit``, ``level``, ``sheet``, ``row`` may be there.
    indicators : pandas.DataFrame
        The register.

    Returns
    -------
    pandas.DataFrame
        Errors ``total.differs`` at the total's row: counts and amounts must be the sum of the parts; a
        percentage the ratio of the summed counts; what does not add up (ranks, indices, means, percentages
        without counts) must lie between the least and the greatest part. Warnings ``total.unchecked`` where a
        part is missing or a bound, or where there are no parts. Rounding of every figure is allowed for.
    """
    both = _line_up(totals, parts, indicators)
    whole = both[both["is_total"]]
    whole = whole[whole[["value", "numerator", "denominator"]].notna().any(axis=1)]
    rows = whole.join(_sum_parts(both[~both["is_total"]]), on=_KEY)
    rows = rows.assign(n_parts=rows["n_parts"].fillna(0))
    adds_up = rows["unit_measure"].isin(["count", "currency"])
    counted = (
        rows["unit_measure"].isin(["percent"])
        & (rows["n_counted"] == rows["n_parts"])
        & (rows["n_parts"] > 0)
    )
    told = rows["value"].notna()
    comparable = (rows["n_exact"] == rows["n_parts"]) & (rows["n_parts"] > 0) & (rows["qualifier"] == "eq")
    return gather(
        [
            *(_tell_counts(rows[counted], column) for column in ("numerator", "denominator")),
            _tell_sum(rows[adds_up & comparable & told]),
            _tell_ratio(rows[counted & told & (rows["qualifier"] == "eq")]),
            _tell_between(rows[~adds_up & ~counted & comparable & told]),
            _tell_unchecked(rows[told & ~comparable & ~counted]),
            _tell_unchecked(rows[told & counted & (rows["qualifier"] != "eq")]),
        ]
    )


def _line_up(totals: pd.DataFrame, parts: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Both frames lined up as one, so that their periods are told apart by the same numbers."""
    if not totals.index.is_unique:
        raise ValueError("`totals` has rows with the same index label; call `reset_index(drop=True)` first.")
    marked = pd.concat(
        [
            frame.assign(at=frame.index, is_total=is_total)
            for frame, is_total in ((totals, True), (parts, False))
        ],
        ignore_index=True,
    )
    blank = {"unit": "", "level": "", "qualifier": "eq"}
    given = {
        name: marked[name].fillna(default) if name in marked else default for name, default in blank.items()
    }
    lined = line_up(marked.assign(**given), indicators)
    return lined.assign(block=marked["block"], at=marked["at"], is_total=marked["is_total"].astype(bool))


def _sum_parts(parts: pd.DataFrame) -> pd.DataFrame:
    """One row per table, indicator, slice and period."""
    exact = parts["value"].notna() & (parts["qualifier"] == "eq")
    counted = parts["numerator"].notna() & parts["denominator"].notna()
    # The parts of one column are printed alike: among 20,5 and 30,2 a 10 is 10,0. A whole count stays exact.
    half = parts.groupby(_KEY)["half"].transform("min")
    low, high = parts["value"] - half, parts["value"] + half
    spread = parts.assign(exact=exact, counted=counted, half=half, least=low, most=high)
    return spread.groupby(_KEY).agg(
        n_parts=("value", "size"), n_exact=("exact", "sum"), n_counted=("counted", "sum"),
        sum_value=("value", "sum"), sum_half=("half", "sum"), least=("least", "min"), most=("most", "max"),
        sum_numerator=("numerator", "sum"), sum_denominator=("denominator", "sum"),
    )  # fmt: skip


def _tell_counts(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    name, total = {"numerator": "tử số", "denominator": "mẫu số"}[column], f"sum_{column}"
    wrong = rows[(rows[column] - rows[total]).abs() > _EPSILON * (1 + rows[total].abs())]
    return problems_of(
        wrong, "total.differs", "error", column=column,
        message=lambda row: f"{name} của dòng tổng là {show_number(getattr(row, column))}, "
        f"trong khi {name} của {int(row.n_parts)} dòng thành phần cộng lại "
        f"là {show_number(getattr(row, total))}",
        suggestion="Sửa dòng tổng, hoặc sửa dòng thành phần bị sai; "
        "kiểm tra xem có thiếu hoặc lặp một đơn vị không.",
    )  # fmt: skip


def _tell_sum(rows: pd.DataFrame) -> pd.DataFrame:
    allowed = rows["half"] + rows["sum_half"] + _EPSILON * (1 + rows["sum_value"].abs())
    wrong = rows[(rows["value"] - rows["sum_value"]).abs() > allowed]
    return problems_of(
        wrong, "total.differs", "error", column="value",
        message=lambda row: f"dòng tổng ghi {show_figure(row)}, trong khi {int(row.n_parts)} dòng thành phần "
        f"cộng lại là {show_number(round(row.sum_value, 6))}",
        suggestion="Sửa dòng tổng, hoặc sửa dòng thành phần bị sai; "
        "kiểm tra xem có thiếu hoặc lặp một đơn vị không.",
    )  # fmt: skip


def _tell_ratio(rows: pd.DataFrame) -> pd.DataFrame:
    share = 100 * rows["sum_numerator"] / rows["sum_denominator"].where(rows["sum_denominator"] > 0)
    wrong = rows.assign(share=share)[(rows["value"] - share).abs() > rows["half"] * 1.2 + _EPSILON]
    return problems_of(
        wrong, "total.differs", "error", column="value",
        message=lambda row: f"tỷ lệ chung ghi {show_figure(row)}, trong khi {show_number(row.sum_numerator)} "
        f"trên {show_number(row.sum_denominator)} của {int(row.n_parts)} dòng thành phần "
        f"là {show_number(round(row.share, 2))}%",
        suggestion="Tỷ lệ chung bằng tổng tử số chia cho tổng mẫu số, "
        "không phải là trung bình cộng các tỷ lệ.",
    )  # fmt: skip


def _tell_between(rows: pd.DataFrame) -> pd.DataFrame:
    below = rows["value"] + rows["half"] < rows["least"] - _EPSILON
    above = rows["value"] - rows["half"] > rows["most"] + _EPSILON
    return problems_of(
        rows[below | above], "total.differs", "error", column="value",
        message=lambda row: f"số chung {show_figure(row)} không nằm giữa số nhỏ nhất và số lớn nhất "
        f"của {int(row.n_parts)} dòng thành phần",
        suggestion="Số chung của một tỷ lệ, chỉ số hoặc thứ hạng không thể nằm ngoài các thành phần; "
        "kiểm tra từng số.",
    )  # fmt: skip


def _tell_unchecked(rows: pd.DataFrame) -> pd.DataFrame:
    return problems_of(
        rows, "total.unchecked", "warning", column="value", message=_tell_reason,
        suggestion="Ghi đủ số liệu của từng thành phần để đối chiếu được dòng tổng.",
    )  # fmt: skip


def _tell_reason(row: NamedTuple) -> str:
    if row.n_parts == 0:
        return f"dòng tổng {show_figure(row)} không đối chiếu được: không có dòng thành phần"
    if row.qualifier != "eq":
        return f"dòng tổng {show_figure(row)} không đối chiếu được: đây không phải là một con số chính xác"
    lacking = int(row.n_parts - row.n_exact)
    return (
        f"dòng tổng {show_figure(row)} không đối chiếu được: {lacking} dòng thành phần thiếu số "
        "hoặc không ghi số chính xác"
    )
