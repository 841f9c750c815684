"""
Do all tables agree? Keys, references, names, bounds, directions, counts and lifetimes.

Takes the typed frames of `load` (each row with its file and line) and gives a list of faults; nothing is
repaired, nothing is printed.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from dtanalysis.catalogue.faults import Fault, faults_where
from dtanalysis.catalogue.register import spellings
from dtanalysis.catalogue.rules import (
    is_negative,
    is_off_its_counts,
    is_outside,
    is_part_above_whole,
    is_rate_of_nothing,
    is_unreachable,
)
from dtanalysis.catalogue.schema import (
    FRAMEWORKS,
    INDICATORS,
    OBSERVATIONS,
    PLANS,
    RULES,
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
    ("rules", "group", "indicators", "indicator"),
    ("rules", "ratio", "indicators", "indicator"),
    ("rules", "score", "indicators", "indicator"),
    ("rules", "source", "sources", "source"),
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
    FRAMEWORKS,
    RULES,
)

_DIMENSION = r"[a-z0-9_]+=[^=;]+(;[a-z0-9_]+=[^=;]+)*"


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
        Empty where everything agrees. A row whose indicator, unit or plan is not registered is told once, for
        that; what would be looked up through it is not judged.
    """
    faults = [fault for schema in _SCHEMAS for fault in _duplicates(frames[schema.name], schema)]
    for table, column, other, key in _REFERENCES:
        faults += _unknown(frames[table], column, frames[other][key], other)
    return [
        *faults,
        *_impossible_indicators(frames["indicators"]),
        *_impossible_units(frames["units"]),
        *_impossible_years(frames),
        *_impossible_targets(frames),
        *_impossible_values(frames),
        *_mixed_worlds(frames),
    ]


def _duplicates(frame: pd.DataFrame, schema: TableSchema) -> list[Fault]:
    key = list(schema.key)
    again = frame[frame.duplicated(key)]
    if again.empty:
        return []
    first = frame.groupby(key, sort=False)[["file", "line"]].transform("first").loc[again.index]
    remedy = (
        "Xóa một dòng; nếu là số liệu sửa đổi thì ghi ngày `as_of` muộn hơn, nếu là nguồn khác thì ghi nguồn đó."
        if schema is OBSERVATIONS
        else "Xóa một dòng, hoặc sửa mã của dòng đó."
    )
    return [
        Fault(row["file"], row["line"], "", ", ".join(str(row[column]) for column in key),
              f"trùng khóa với dòng {line}{'' if file == row['file'] else f' của {file}'}", remedy)
        for (_, row), file, line in zip(again.iterrows(), first["file"], first["line"], strict=True)
    ]  # fmt: skip


def _unknown(frame: pd.DataFrame, column: str, known: Iterable[str], other: str) -> list[Fault]:
    wrong = ~frame[column].isin({"", *known})
    remedy = f"Thêm mã này vào {other}.csv, hoặc sửa theo một mã đã có."
    return faults_where(wrong, frame, column, f"mã chưa có trong {other}.csv", remedy)


def _impossible_indicators(indicators: pd.DataFrame) -> list[Fault]:
    return faults_where(
        indicators["lower"] >= indicators["upper"], indicators, "upper",
        "cận trên không lớn hơn cận dưới", "Sửa `lower` hoặc `upper`.",
    )  # fmt: skip


def _impossible_units(units: pd.DataFrame) -> list[Fault]:
    return [
        *faults_where(
            units["valid_to"] < units["valid_from"], units, "valid_to",
            "đơn vị kết thúc trước khi bắt đầu", "Sửa `valid_from` hoặc `valid_to`.",
        ),
        *faults_where(
            units["parent"] == units["unit"], units, "parent",
            "đơn vị không thể là cấp trên của chính mình", "Ghi mã của cấp trên, hoặc để trống.",
        ),
        *_shared_names(units),
    ]  # fmt: skip


def _shared_names(units: pd.DataFrame) -> list[Fault]:
    """Units of one parent that bear one name at one time; a "Sở Tài chính" in every province is no fault."""
    spelled = units.assign(spelling=[sorted(names) for names in spellings(units)]).explode("spelling")
    pairs = spelled.merge(spelled, on=["parent", "spelling"], suffixes=("", "_other"))
    # A missing day is an open end, and compares as False.
    apart = (pairs["valid_to"] < pairs["valid_from_other"]) | (pairs["valid_to_other"] < pairs["valid_from"])
    shared = pairs[(pairs["line"] > pairs["line_other"]) & ~apart]
    return [
        Fault(row.file, row.line, "aliases", row.spelling, f"tên này cùng lúc cũng là tên của {row.unit_other}",
              "Xóa tên ở một đơn vị, hoặc sửa `valid_from`, `valid_to`.")
        for row in shared.itertuples()
    ]  # fmt: skip


def _impossible_years(frames: Frames) -> list[Fault]:
    return [
        fault
        for name, what in (("plans", "kế hoạch"), ("frameworks", "khung chỉ số"))
        for fault in faults_where(
            frames[name]["year_to"] < frames[name]["year_from"], frames[name], "year_to",
            f"{what} kết thúc trước khi bắt đầu", "Sửa `year_from` hoặc `year_to`.",
        )
    ]  # fmt: skip


def _impossible_targets(frames: Frames) -> list[Fault]:
    plans = frames["plans"][["plan", "year_from", "year_to"]].drop_duplicates("plan")
    targets = _with_bounds(frames["targets"], frames["indicators"]).merge(plans, on="plan", how="left")
    rising, falling = targets["comparator"].isin(["ge", "gt"]), targets["comparator"].isin(["le", "lt"])
    against = (falling & (targets["direction"] == "up")) | (rising & (targets["direction"] == "down"))
    outside_years = (targets["year"] < targets["year_from"]) | (targets["year"] > targets["year_to"])
    return [
        *_outside(targets, "target"),
        *_unreachable(targets, "target", "comparator"),
        *_misspelt_slices(targets),
        *faults_where(
            against, targets, "comparator", "dấu so sánh ngược với chiều của chỉ tiêu",
            "Chỉ tiêu càng cao càng tốt dùng ge/gt, càng thấp càng tốt (xếp hạng) dùng le/lt.",
        ),
        *faults_where(
            outside_years, targets, "year", "năm nằm ngoài thời gian của kế hoạch",
            "Sửa năm, hoặc sửa `year_from`, `year_to` trong plans.csv.",
        ),
    ]  # fmt: skip


def _impossible_values(frames: Frames) -> list[Fault]:
    units = frames["units"][["unit", "valid_to"]].drop_duplicates("unit")
    observations = _with_bounds(frames["observations"], frames["indicators"])
    observations = observations.merge(units, on="unit", how="left")
    begins = pd.to_datetime(observations["period"].map(lambda period: period.first_day))
    return [
        *_outside(observations, "value"),
        *_unreachable(observations, "value", "qualifier"),
        *_misspelt_slices(observations),
        *_counts_against_value(observations),
        *faults_where(
            begins > observations["valid_to"], observations, "unit", "đơn vị không còn tồn tại trong kỳ này",
            "Ghi số liệu cho đơn vị mới (xem unit_successions.csv), không nối chuỗi qua mốc sáp nhập.",
        ),
    ]  # fmt: skip


def _with_bounds(frame: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    bounds = indicators[["indicator", "unit_measure", "direction", "lower", "upper", "decimals"]]
    return frame.merge(bounds.drop_duplicates("indicator"), on="indicator", how="left")


def _outside(frame: pd.DataFrame, column: str) -> list[Fault]:
    wrong = is_outside(frame, column)
    ranges = frame.loc[wrong, ["lower", "upper"]].drop_duplicates()
    return [
        fault
        for lower, upper in ranges.itertuples(index=False, name=None)
        for fault in faults_where(
            wrong & _same(frame["lower"], lower) & _same(frame["upper"], upper), frame, column,
            "giá trị nằm ngoài giới hạn của chỉ tiêu",
            f"Giá trị phải {_range(lower, upper)}; kiểm tra dấu thập phân.",
        )
    ]  # fmt: skip


def _same(bounds: pd.Series, bound: float) -> pd.Series:
    return bounds.isna() if pd.isna(bound) else bounds == bound


def _range(lower: float, upper: float) -> str:
    ends = [("từ", lower), ("đến", upper)]
    return " ".join(f"{word} {bound:g}" for word, bound in ends if pd.notna(bound))


def _unreachable(frame: pd.DataFrame, column: str, sign: str) -> list[Fault]:
    """More than the most, or less than the least, that the indicator can be."""
    remedy = "Dùng eq, ge hoặc le, hoặc sửa giá trị."
    message = "không giá trị nào vượt được giới hạn của chỉ tiêu"
    return faults_where(is_unreachable(frame, column, sign), frame, sign, message, remedy)


def _misspelt_slices(frame: pd.DataFrame) -> list[Fault]:
    """One slice is written in one way, or its rows would be two series."""
    shaped = frame["dimension"].str.fullmatch(_DIMENSION).astype(bool)
    ordered = frame["dimension"].map(lambda text: text == ";".join(sorted(text.split(";")))).astype(bool)
    wrong = (frame["dimension"] != "") & ~(shaped & ordered)
    remedy = "Viết `tên=giá trị`; nhiều phân tổ nối bằng dấu chấm phẩy, xếp theo thứ tự chữ cái."
    return faults_where(wrong, frame, "dimension", "phân tổ không viết đúng mẫu", remedy)


def _counts_against_value(observations: pd.DataFrame) -> list[Fault]:
    """A percentage read from counts must agree with them within half a unit of its last printed decimal."""
    negative = is_negative(observations, "numerator") | is_negative(observations, "denominator")
    recount = "Kiểm tra lại tử số và mẫu số."
    return [
        *faults_where(negative, observations, "numerator", "tử số hoặc mẫu số âm", recount),
        *faults_where(
            is_part_above_whole(observations), observations, "numerator", "tử số lớn hơn mẫu số", recount,
        ),
        *faults_where(
            is_rate_of_nothing(observations), observations, "value", "có tỷ lệ trong khi mẫu số bằng 0",
            "Để trống giá trị, giữ tử số và mẫu số.",
        ),
        *faults_where(
            is_off_its_counts(observations), observations, "value", "tỷ lệ không khớp với tử số và mẫu số",
            "Tính lại 100 × tử số ÷ mẫu số, hoặc ghi rõ nguồn của từng số.",
        ),
    ]  # fmt: skip


def _mixed_worlds(frames: Frames) -> list[Fault]:
    """Invented figures say so twice, by status and by source, and have a data folder of their own."""
    kinds = frames["sources"].drop_duplicates("source").set_index("source")["kind"]
    observations, targets = frames["observations"], frames["targets"]
    marked = observations["status"] == "synthetic"
    generated = observations["source"].map(kinds) == "synthetic"
    faults = faults_where(
        generated != marked, observations, "status", "trạng thái và nguồn không cùng nói là số liệu mô phỏng",
        "Số liệu mô phỏng ghi `status` là synthetic và lấy từ nguồn có `kind` là synthetic.",
    )  # fmt: skip
    if (marked | generated).all():
        return faults
    remedy = "Số liệu mô phỏng phải nằm trong thư mục số liệu riêng (data/synthetic)."
    message = "số liệu mô phỏng lẫn với số liệu thật"
    invented = targets["source"].map(kinds) == "synthetic"
    return [
        *faults,
        *faults_where(marked, observations, "status", message, remedy),
        *faults_where(invented, targets, "source", message, remedy),
    ]
