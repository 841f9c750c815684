"""
Tables of the first page: what is on file, with which parameters, and the words that are easily confused.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope, unit_names
from dtanalysis.exhibits import Note, Table
from dtanalysis.formats import MISSING
from dtanalysis.narrative import pick
from dtanalysis.tables.layout import column, make_table
from dtanalysis.tables.reasons import why_not

# name → meaning in Vietnamese, in English
_PARAMETERS = {
    "period": (
        "Kỳ báo cáo: tháng 2023-06, quý 2023-Q2, nửa năm 2023-H1, 9 tháng 2023-9M, năm 2023",
        "Reporting period: 2023-06, 2023-Q2, 2023-H1, 2023-9M or 2023",
    ),
    "unit": (
        "Mã đơn vị trong data/catalogue/units.csv",
        "Unit, an id from data/catalogue/units.csv",
    ),
    "plan": (
        "Kế hoạch dùng để đánh giá; để trống: mọi kế hoạch của đơn vị trong năm",
        "Plans judged; empty: every own plan of the year",
    ),
    "as_of": ("Chỉ dùng số liệu biết đến ngày này", "Only what was known on this day"),
    "compare_to": (
        "Kỳ so sánh; để trống: cùng kỳ năm trước",
        "Period to compare with; empty: the same one last year",
    ),
    "language": ("Ngôn ngữ của trang: vi hoặc en", "Language of the page: vi or en"),
}

# (term in Vietnamese, in English), (meaning in Vietnamese, in English)
_GLOSSARY = (
    (
        ("DVCTT có phát sinh hồ sơ", "Online services with a dossier"),
        (
            "Số dịch vụ có ít nhất một hồ sơ trực tuyến trong kỳ, chia cho số dịch vụ cung cấp. Đếm dịch vụ, không "
            "đếm hồ sơ.",
            "Services with at least one online dossier in the period, of all services offered. Counts services.",
        ),
    ),
    (
        ("Hồ sơ tiếp nhận trực tuyến", "Dossiers received online"),
        (
            "Số hồ sơ nộp trực tuyến chia cho tổng số hồ sơ (trực tuyến, trực tiếp, bưu chính). Đếm hồ sơ.",
            "Dossiers submitted online, of all dossiers. Counts dossiers.",
        ),
    ),
    (
        ("Điểm phần trăm", "Percentage point"),
        (
            "Hiệu của hai tỷ lệ: 81,17% so với 70% là cao hơn 11,17 điểm phần trăm (không phải 11,17%).",
            "The difference of two percentages: 81.17% against 70% is 11.17 points more.",
        ),
    ),
    (
        ("Khoảng cách", "Gap"),
        (
            "Mục tiêu trừ thực hiện, quay theo chiều của chỉ tiêu: số dương là còn phải làm.",
            "Target minus result, turned so that positive is still to do.",
        ),
    ),
    (
        ("Cần mỗi tháng", "Required pace"),
        (
            "Khoảng cách chia cho số tháng còn lại đến 31/12. Là phép chia đều, không phải dự báo.",
            "Gap divided by the months left to 31 December. Arithmetic, not a forecast.",
        ),
    ),
    (
        ("Chưa xác định được", "Undecided"),
        (
            "Nguồn chỉ nêu giới hạn (“trên 90%”), chưa đủ để kết luận so với mục tiêu.",
            "The source gives a bound (“more than 90%”) that does not decide the target.",
        ),
    ),
    (
        ("Suy ra", "Derived"),
        (
            "Mục tiêu không được nêu trực tiếp mà tính ngược từ kết quả và phần vượt.",
            "The target is not stated but computed back from the result and the excess.",
        ),
    ),
)


def name_periods(coverage: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Add ``name``, the period in words, to the rows of `dtanalysis.checks.build_coverage`."""
    return coverage.assign(name=[period.name(scope.language) for period in coverage["period"]])


def coverage(table: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print which periods have figures of the unit.

    Parameters
    ----------
    table : pandas.DataFrame
        One row per period, from `dtanalysis.checks.build_coverage`, with ``name``.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if table.empty:
        return why_not("figures", scope)
    columns = [
        column("name", scope, heading="period_name"),
        column("n_figures", scope, "number"),
        column("n_indicators", scope, "number"),
        column("n_sources", scope, "number"),
        column("as_of", scope, "date"),
    ]
    caption = pick(
        scope, f"Các kỳ có số liệu của {scope.unit_name}", f"Periods with figures of {scope.unit_name}"
    )
    return make_table(table, caption, columns, scope)


def settings(scope: Scope) -> Table:
    """Print the parameters with which this page was made, each with its meaning."""
    values = {
        "period": scope.period.code,
        "unit": scope.unit,
        "plan": ", ".join(scope.plans) or MISSING,
        "as_of": scope.as_of.isoformat() if scope.as_of else "latest",
        "compare_to": scope.compare_to.code,
        "language": scope.language,
    }
    rows = [(name, values[name], pick(scope, *meaning)) for name, meaning in _PARAMETERS.items()]
    frame = pd.DataFrame(rows, columns=["parameter", "setting", "meaning"])
    caption = pick(scope, "Tham số của trang này", "Parameters of this page")
    return make_table(frame, caption, [column(name, scope) for name in frame], scope)


def glossary(scope: Scope) -> Table:
    """Print the words that are easily confused, each with its meaning."""
    rows = [(pick(scope, *term), pick(scope, *meaning)) for term, meaning in _GLOSSARY]
    frame = pd.DataFrame(rows, columns=["term", "meaning"])
    caption = pick(scope, "Những từ dễ nhầm", "Words that are easily confused")
    return make_table(frame, caption, [column(name, scope) for name in frame], scope)


def units_on_file(table: pd.DataFrame, scope: Scope, *, limit: int = 12) -> Table | Note:
    """
    Print the units with most figures, with the years they span.

    Parameters
    ----------
    table : pandas.DataFrame
        From `dtanalysis.checks.count_by_unit`.
    scope : Scope
        The question.
    limit : int
        The most units to print.

    Returns
    -------
    Table or Note
    """
    if table.empty:
        return why_not("figures", scope)
    names, parents = unit_names(scope), _agency_parents(scope)
    rows = table.head(limit)
    rows = rows.assign(
        unit_name=[" – ".join([names[unit], *parents.get(unit, [])]) for unit in rows["unit"]],
        span=[
            f"{row.first_year}" if row.first_year == row.last_year else f"{row.first_year}–{row.last_year}"
            for row in rows.itertuples()
        ],
    )
    columns = [
        column("unit_name", scope),
        column("unit", scope),
        column("n_figures", scope, "number"),
        column("span", scope, right=True),
    ]
    caption = pick(scope, "Đơn vị có nhiều số liệu nhất", "Units with most figures")
    return make_table(rows, caption, columns, scope)


def _agency_parents(scope: Scope) -> dict[str, list[str]]:
    """Departments of two provinces bear the same name: theirs is said with the province's."""
    units, names = scope.programme.units, unit_names(scope)
    agencies = units[(units["level"] == "agency") & (units["parent"] != "")]
    return {row["unit"]: [names[row["parent"]]] for _, row in agencies.iterrows()}
