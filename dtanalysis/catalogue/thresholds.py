"""
From where on a figure is worth a second look: the limits of the checks, as rows that an owner can change.

``catalogue/thresholds.csv`` is optional; what it does not set keeps the value written here. Most of these
limits only warn: they say which figure to look at first, not which is wrong.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, fields
from pathlib import Path
from typing import NamedTuple

from dtanalysis.catalogue.faults import DataFaultError, Fault
from dtanalysis.catalogue.rules import PERCENT_ROUNDING
from dtanalysis.catalogue.schema import TableSchema

THRESHOLDS = TableSchema(
    name="thresholds",
    columns=("threshold", "value", "unit_measure", "reason_vi", "source"),
    key=("threshold",),
    words={},
    numbers=("value",),
    required=("threshold", "value", "unit_measure", "reason_vi"),
)


@dataclass(frozen=True)
class Thresholds:
    """
    The limits of the checks.

    Attributes
    ----------
    outlier_score : float
        Modified z-score from which a value stands out: 3.5 (Iglewicz and Hoaglin 1993; WHO Data Quality
        Review).
    outlier_change : float
        Distance from the median, in percent of it, below which a value is never called an outlier: a series
        that hardly moves has a tiny spread, and every small step would stand out.
    outlier_points : int
        Least number of values, the judged one among them, from which an outlier can be told.
    repeated_periods : int
        In how many periods in a row a cumulative count may stand still before it is asked about.
    denominator_jump : float
        Change of a denominator, in percent, that is asked about. WHO Data Quality Review uses 33 % from year
        to year and others 20 %; both are disputed, so this only warns.
    small_denominator : int
        Below this many cases one case moves a rate by several points.
    percent_rounding : float
        How many units of its last printed decimal a percentage may be off its counts; at most what the stored
        tables allow (`dtanalysis.catalogue.rules.PERCENT_ROUNDING`).
    report_days : int
        Days after the end of a period until a report is late. The programme's owner chooses it; no law is
        meant.
    """

    outlier_score: float = 3.5
    outlier_change: float = 10.0
    outlier_points: int = 8
    repeated_periods: int = 6
    denominator_jump: float = 33.0
    small_denominator: int = 30
    percent_rounding: float = PERCENT_ROUNDING
    report_days: int = 15


class _Limit(NamedTuple):
    unit_measure: str
    least: float
    most: float
    is_whole: bool


_LIMITS = {
    "outlier_score": _Limit("score", 0.1, 100, False),
    "outlier_change": _Limit("percent", 0, 1000, False),
    "outlier_points": _Limit("count", 3, 1000, True),
    "repeated_periods": _Limit("count", 2, 100, True),
    "denominator_jump": _Limit("percent", 0.1, 10_000, False),
    "small_denominator": _Limit("count", 0, 1_000_000, True),
    "percent_rounding": _Limit("digit", 0.5, PERCENT_ROUNDING, False),
    "report_days": _Limit("days", 0, 366, True),
}
# ASCII digits only, as in all our tables.
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


def load_thresholds(folder: str | Path) -> Thresholds:
    """
    Read the limits of a programme.

    Parameters
    ----------
    folder : str or pathlib.Path
        A data folder (with ``catalogue/``) or the catalogue itself.

    Returns
    -------
    Thresholds
        With the defaults for every row, or the whole table, that is not there.

    Raises
    ------
    DataFaultError
        If a row names no limit that we know, names one twice, or holds a value that the limit cannot have.
    """
    below, beside = Path(folder) / "catalogue" / "thresholds.csv", Path(folder) / "thresholds.csv"
    path = below if below.exists() else beside
    if not path.exists():
        return Thresholds()
    rows, faults = _read_rows(path)
    faults += [fault for number, row in rows for fault in _row_faults(number, row)]
    faults += _repeated(rows)
    if faults:
        raise DataFaultError(faults)
    return Thresholds(**{row["threshold"]: _number(row) for _, row in rows})


_FILE = "catalogue/thresholds.csv"


def _read_rows(path: Path) -> tuple[list[tuple[int, dict[str, str]]], list[Fault]]:
    """Rows with their line numbers, as text."""
    try:
        reader = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
    except UnicodeDecodeError:
        return [], [Fault(_FILE, 0, "", "", "tệp không phải UTF-8", "Hãy lưu lại tệp ở dạng CSV UTF-8.")]
    header = tuple(next(reader, ()))
    if header != THRESHOLDS.columns:
        remedy = f"Dòng đầu phải là: {','.join(THRESHOLDS.columns)}."
        return [], [Fault(_FILE, 1, "", ",".join(header), "tên cột không đúng mẫu", remedy)]
    rows, faults = [], []
    for cells in reader:
        if len(cells) == len(header):
            rows.append((reader.line_num, dict(zip(header, map(str.strip, cells), strict=True))))
        elif cells:
            remedy = f"Mỗi dòng phải có {len(header)} ô."
            faults.append(Fault(_FILE, reader.line_num, "", f"{len(cells)} ô", "số ô không đúng", remedy))
    return rows, faults


def _row_faults(line: int, row: dict[str, str]) -> list[Fault]:
    name, text, measure = row["threshold"], row["value"], row["unit_measure"]
    if name not in _LIMITS:
        remedy = f"Chỉ nhận một trong: {', '.join(field.name for field in fields(Thresholds))}."
        return [Fault(_FILE, line, "threshold", name, "ngưỡng không có trong danh mục", remedy)]
    limit = _LIMITS[name]
    faults = []
    if measure != limit.unit_measure:
        remedy = f"Ghi {limit.unit_measure}."
        faults.append(
            Fault(_FILE, line, "unit_measure", measure, "đơn vị tính của ngưỡng không đúng", remedy)
        )
    if not _is_possible(text, limit):
        kind = "một số nguyên" if limit.is_whole else "một số"
        remedy = f"Viết {kind} từ {limit.least:g} đến {limit.most:g}, dùng dấu chấm thập phân."
        faults.append(Fault(_FILE, line, "value", text, "ngưỡng không thể có giá trị này", remedy))
    if not row["reason_vi"]:
        faults.append(
            Fault(_FILE, line, "reason_vi", "", "ô này không được để trống", "Ghi lý do chọn ngưỡng.")
        )
    return faults


def _is_possible(text: str, limit: _Limit) -> bool:
    if not _NUMBER.fullmatch(text) or (limit.is_whole and "." in text):
        return False
    return limit.least <= float(text) <= limit.most


def _number(row: dict[str, str]) -> float:
    return int(row["value"]) if _LIMITS[row["threshold"]].is_whole else float(row["value"])


def _repeated(rows: list[tuple[int, dict[str, str]]]) -> list[Fault]:
    names = [row["threshold"] for _, row in rows]
    return [
        Fault(_FILE, line, "threshold", row["threshold"], "ngưỡng ghi hai lần", "Xóa một dòng.")
        for position, (line, row) in enumerate(rows)
        if row["threshold"] in names[:position]
    ]
