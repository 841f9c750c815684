"""
Do all tables agree? Keys, references, bounds, directions, counts and lifetimes.

Takes the typed frames of `load` (each row with its file and line) and gives a list of faults; nothing is
repaired, nothing is printed.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from dtanalysis.catalogue.faults import Fault
from dtanalysis.catalogue.schema import (
    INDICATORS,
    OBSERVATIONS,
    PLANS,
    SOURCES,
    TARGETS,
    TERMS,
    UNIT_SUCCESSIONS,
    UNITS,
    TableSchema,
)

Frames = dict[str, pd.DataFrame]

# Which column of which table must occur in which other table's key.
_REFERENCES = (
    ("units", "parent", "units", "unit"),
    ("unit_successions", "unit_from", "units", "unit"),
    ("unit_successions", "unit_to", "units", "unit"),
    ("unit_successions", "source", "sources", "source"),
    ("plans", "unit", "units", "unit"),
    ("plans", "source", "sources", "source"),
    ("targets", "indicator", "indicators", "indicator"),
    ("targets", "unit", "units", "unit"),
    ("targets", "plan", "plans", "plan"),
    ("targets", "source", "sources", "source"),
    ("observations", "indicator", "indicators", "indicator"),
    ("observations", "unit", "units", "unit"),
    ("observations", "source", "sources", "source"),
    ("frameworks", "component", "indicators", "indicator"),
    ("frameworks", "source", "sources", "source"),
)

_SCHEMAS: tuple[TableSchema, ...] = (
    INDICATORS,
    UNITS,
    UNIT_SUCCESSIONS,
    PLANS,
    TERMS,
    SOURCES,
    TARGETS,
    OBSERVATIONS,
)


def find_disagreements(frames: Frames) -> list[Fault]:
    """
    List everything in which the tables contradict themselves or each other.

    Parameters
    ----------
    frames : dict of str to pandas.DataFrame
        The typed tables by name, each with the columns ``file`` and ``line``.

    Returns
    -------
    list of Fault
        Empty where everything agrees. References are checked first: where one is broken, the checks that
        look values up through it are left for the next run.
    """
    faults = [fault for schema in _SCHEMAS for fault in _duplicates(frames[schema.name], schema)]
    for table, column, other, key in _REFERENCES:
        faults += _unknown(frames[table], column, frames[other][key], other)
    return faults or [*_impossible_rows(frames), *_impossible_targets(frames), *_impossible_values(frames)]


def _duplicates(frame: pd.DataFrame, schema: TableSchema) -> list[Fault]:
    key = list(schema.key)
    again = frame[frame.duplicated(key, keep="first")]
    first = frame.drop_duplicates(key).set_index(key)["line"]
    remedy = "Xóa một dòng; nếu là số liệu sửa đổi thì ghi ngày `as_of` muộn hơn, nếu là nguồn khác thì ghi nguồn đó."
    return [
        Fault(
            row["file"], row["line"], "", ", ".join(str(row[column]) for column in key),
            f"trùng khóa với dòng {first.loc[_key_of(row, key)]}", remedy,
        )
        for _, row in again.iterrows()
    ]  # fmt: skip


def _key_of(row: pd.Series, key: list[str]):
    return row[key[0]] if len(key) == 1 else tuple(row[key])


def _unknown(frame: pd.DataFrame, column: str, known: Iterable[str], other: str) -> list[Fault]:
    wrong = frame[(frame[column] != "") & ~frame[column].isin(set(known))]
    remedy = f"Thêm mã này vào {other}.csv, hoặc sửa theo một mã đã có."
    return _faults(wrong, column, f"mã chưa có trong {other}.csv", remedy)


def _impossible_rows(frames: Frames) -> list[Fault]:
    indicators, units, plans = frames["indicators"], frames["units"], frames["plans"]
    return [
        *_faults(
            indicators[indicators["lower"] >= indicators["upper"]], "upper",
            "cận trên không lớn hơn cận dưới", "Sửa `lower` hoặc `upper`.",
        ),
        *_faults(
            units[units["valid_to"] < units["valid_from"]], "valid_to",
            "đơn vị kết thúc trước khi bắt đầu", "Sửa `valid_from` hoặc `valid_to`.",
        ),
        *_faults(
            plans[plans["year_to"] < plans["year_from"]], "year_to",
            "kế hoạch kết thúc trước khi bắt đầu", "Sửa `year_from` hoặc `year_to`.",
        ),
    ]  # fmt: skip


def _impossible_targets(frames: Frames) -> list[Fault]:
    plans = frames["plans"][["plan", "year_from", "year_to"]]
    targets = _with_bounds(frames["targets"], frames["indicators"]).merge(plans, on="plan", how="left")
    falling = targets["comparator"].isin(["le", "lt"])
    against = (falling & (targets["direction"] == "up")) | (
        targets["comparator"].isin(["ge", "gt"]) & (targets["direction"] == "down")
    )
    outside_years = (targets["year"] < targets["year_from"]) | (targets["year"] > targets["year_to"])
    return [
        *_outside(targets, "target"),
        *_faults(
            targets[against], "comparator", "dấu so sánh ngược với chiều của chỉ tiêu",
            "Chỉ tiêu càng cao càng tốt dùng ge/gt, càng thấp càng tốt (xếp hạng) dùng le/lt.",
        ),
        *_faults(
            targets[outside_years], "year", "năm nằm ngoài thời gian của kế hoạch",
            "Sửa năm, hoặc sửa `year_from`, `year_to` trong plans.csv.",
        ),
    ]  # fmt: skip


def _impossible_values(frames: Frames) -> list[Fault]:
    units = frames["units"][["unit", "valid_to"]]
    observations = _with_bounds(frames["observations"], frames["indicators"]).merge(units, on="unit")
    begins = pd.to_datetime(observations["period"].map(lambda period: period.first_day))
    late = observations[begins > observations["valid_to"]]
    return [
        *_outside(observations, "value"),
        *_counts_against_value(observations),
        *_faults(
            late, "unit", "đơn vị không còn tồn tại trong kỳ này",
            "Ghi số liệu cho đơn vị mới (xem unit_successions.csv), không nối chuỗi qua mốc sáp nhập.",
        ),
        *_mixed_worlds(observations),
    ]  # fmt: skip


def _with_bounds(frame: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    bounds = indicators[["indicator", "unit_measure", "direction", "lower", "upper", "decimals"]]
    return frame.merge(bounds, on="indicator", how="left")


def _outside(frame: pd.DataFrame, column: str) -> list[Fault]:
    wrong = frame[(frame[column] < frame["lower"]) | (frame[column] > frame["upper"])]
    return [
        Fault(
            row.file, row.line, column, f"{getattr(row, column):g}", "giá trị nằm ngoài giới hạn của chỉ tiêu",
            f"Giá trị phải từ {_bound(row.lower)} đến {_bound(row.upper)}; kiểm tra dấu thập phân.",
        )
        for row in wrong.itertuples()
    ]  # fmt: skip


def _bound(value: float) -> str:
    return "không giới hạn" if pd.isna(value) else f"{value:g}"


def _counts_against_value(observations: pd.DataFrame) -> list[Fault]:
    """A percentage read from counts must agree with them within half a unit of its last printed decimal."""
    percent = observations[observations["unit_measure"] == "percent"]
    above = percent[percent["numerator"] > percent["denominator"]]
    counted = percent[(percent["denominator"] > 0) & percent["value"].notna() & (percent["qualifier"] == "eq")]
    exact = 100 * counted["numerator"] / counted["denominator"]
    # A published 0,5 of the last digit can be rounded either way: allow a little more than half of it.
    off = counted[(exact - counted["value"]).abs() > 0.6 * 10.0 ** -counted["decimals"]]
    return [
        *_faults(
            above, "numerator", "tử số lớn hơn mẫu số", "Kiểm tra lại tử số và mẫu số.",
        ),
        *_faults(
            off, "value", "tỷ lệ không khớp với tử số và mẫu số",
            "Tính lại 100 × tử số ÷ mẫu số, hoặc ghi rõ nguồn của từng số.",
        ),
    ]  # fmt: skip


def _mixed_worlds(observations: pd.DataFrame) -> list[Fault]:
    synthetic = observations["status"] == "synthetic"
    if synthetic.all() or not synthetic.any():
        return []
    remedy = "Số liệu mô phỏng phải nằm trong thư mục số liệu riêng (data/synthetic)."
    return _faults(observations[synthetic], "status", "số liệu mô phỏng lẫn với số liệu thật", remedy)


def _faults(rows: pd.DataFrame, column: str, message: str, remedy: str) -> list[Fault]:
    return [
        Fault(row.file, row.line, column, _text(getattr(row, column)), message, remedy)
        for row in rows.itertuples()
    ]


def _text(value) -> str:
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return f"{value:g}" if isinstance(value, float) else str(value)
