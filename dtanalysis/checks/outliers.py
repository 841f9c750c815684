"""
What stands out: denominators that jump, values far from their history or their neighbours, counts that stand
still.

Takes figures lined up by `dtanalysis.checks.lineup.line_up`. All of this only warns: a new fact looks like a
slip of the pen.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue.thresholds import Thresholds
from dtanalysis.checks.lineup import exact, sums
from dtanalysis.checks.problems import gather, problems_of, show_figure, show_number

_SCALE = 0.6745
"""Makes the median absolute deviation comparable with a standard deviation (Iglewicz and Hoaglin 1993)."""

_COMPARED_OVER_TIME = ("percent", "count", "index", "currency", "days")
# Counts and amounts of units differ because units differ in size.
_COMPARED_BETWEEN_UNITS = ("percent", "index", "days")


def check_denominators(figures: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """
    Find denominators far from those of the period before.

    Parameters
    ----------
    figures : pandas.DataFrame
        Lined up by `line_up`.
    thresholds : Thresholds
        ``denominator_jump`` in percent; where both denominators are below ``small_denominator`` nothing is
        said.

    Returns
    -------
    pandas.DataFrame
        Warnings ``denominator.jump``. A denominator that is counted anew from 1 January is compared with
        periods of the same length only.
    """
    rows = figures[figures["denominator"] > 0].drop_duplicates(["series", "moment"])
    rows = rows.assign(length=_comparable_length(rows)).sort_values(["last", "first"], kind="stable")
    before = rows.groupby(["series", "length"], sort=False)
    rows = rows.assign(
        denominator_before=before["denominator"].shift(), period_before=before["period"].shift()
    )
    # 1 330 of 1 000 is 33 % more, which floating point gives as 33.00000000000001.
    rows = rows.assign(change=(100 * (rows["denominator"] / rows["denominator_before"] - 1)).round(9))
    is_large = rows[["denominator", "denominator_before"]].max(axis=1) >= thresholds.small_denominator
    jumps = rows[rows["is_received"] & is_large & (rows["change"].abs() > thresholds.denominator_jump)]
    return problems_of(
        jumps, "denominator.jump", "warning", column="denominator",
        message=lambda row: f"mẫu số {show_number(row.denominator)} {'tăng' if row.change > 0 else 'giảm'} "
        f"{show_number(abs(round(row.change, 1)))}% so với {show_number(row.denominator_before)} "
        f"của {row.period_before.name('vi')}",
        suggestion="Kiểm tra xem mẫu số có tính cùng phạm vi với kỳ trước không; "
        "nếu đúng thì ghi lý do ở cột ghi chú.",
    )  # fmt: skip


def _comparable_length(rows: pd.DataFrame) -> pd.Series:
    """
    Months of the period where the figure grows with them; a state may be compared across periods of any
    length.
    """
    return rows["months"].round().where(rows["accumulation"] == "cumulative", 0)


def check_outliers(figures: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """
    Find values far from the others of their series, or from other units in the same period.

    Parameters
    ----------
    figures : pandas.DataFrame
        Lined up by `line_up`.
    thresholds : Thresholds
        ``outlier_score``, ``outlier_points``, ``outlier_change``.

    Returns
    -------
    pandas.DataFrame
        Warnings ``outlier``: the modified z-score 0.6745 × (value − median) ÷ MAD exceeds the limit, and the
        distance is worth a look. Bounds and ranks are left out, and nothing is said where more than half of
        the values are the same (MAD 0).
    """
    rows = exact(figures)
    rows = rows.assign(length=_comparable_length(rows))
    over_time = rows[rows["unit_measure"].isin(_COMPARED_OVER_TIME)]
    between = rows[rows["unit_measure"].isin(_COMPARED_BETWEEN_UNITS)]
    return gather(
        [
            _tell_outliers(over_time, ["series", "length"], thresholds, "các kỳ của cùng đơn vị"),
            _tell_outliers(
                between,
                ["indicator", "level", "dimension", "moment"],
                thresholds,
                "các đơn vị cùng cấp trong kỳ",
            ),
        ]
    )


def _tell_outliers(rows: pd.DataFrame, key: list[str], thresholds: Thresholds, others: str) -> pd.DataFrame:
    values = rows.groupby(key, sort=False)["value"]
    middle, count = values.transform("median"), values.transform("size")
    distance = (rows["value"] - middle).abs()
    spread = distance.groupby([rows[name] for name in key], sort=False).transform("median")
    score = _SCALE * distance / spread.where(spread > 1e-12 * (1 + middle.abs()))
    stands_out = (score > thresholds.outlier_score) & (
        100 * distance > thresholds.outlier_change * middle.abs()
    )
    rows = rows.assign(middle=middle, count_of_group=count, score=score)
    return problems_of(
        rows[rows["is_received"] & stands_out & (count >= thresholds.outlier_points)],
        "outlier", "warning", column="value",
        message=lambda row: f"{show_figure(row)} khác thường so với {others} "
        f"(trung vị {show_number(round(row.middle, 4))} của {row.count_of_group} giá trị, "
        f"điểm z hiệu chỉnh {show_number(round(row.score, 1))})",
        suggestion="Kiểm tra dấu thập phân, đơn vị tính và phạm vi; nếu đúng thì ghi lý do ở cột ghi chú.",
    )  # fmt: skip


def check_repeats(figures: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """
    Find cumulative counts that stand still for several periods.

    Parameters
    ----------
    figures : pandas.DataFrame
        Lined up by `line_up`.
    thresholds : Thresholds
        ``repeated_periods``.

    Returns
    -------
    pandas.DataFrame
        Warnings ``outlier.repeated`` at the last received row of every run of equal values above 0:
        year-to-date figures of one year, or months (quarters) in a row.
    """
    rows = sums(figures)
    rows = rows[rows["value"] > 0]
    kind = rows["months"].round().where(~rows["is_year_to_date"] | (rows["months"] == 1), 0)
    rows = rows.assign(kind=kind).sort_values(["series", "year", "kind", "last"], kind="stable")
    run_key = ["series", "year", "regime", "kind"]
    moved = rows["value"] != rows.groupby(run_key, sort=False)["value"].shift()
    rows = rows.assign(run=moved.cumsum())
    runs = rows.groupby(["run"], sort=False)
    rows = rows.assign(length=runs.cumcount() + 1, period_first=runs["period"].transform("first"))
    stuck = rows[rows["is_received"] & (rows["length"] >= thresholds.repeated_periods)]
    return problems_of(
        stuck.drop_duplicates("run", keep="last"), "outlier.repeated", "warning", column="value",
        message=lambda row: f"{show_figure(row)} lặp lại đúng như vậy qua {row.length} kỳ, "
        f"từ {row.period_first.name('vi')}",
        suggestion="Xác nhận rằng không có gì mới trong các kỳ này, hoặc ghi số mới.",
    )  # fmt: skip
