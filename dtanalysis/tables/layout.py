"""
What all printed tables share: headings in both languages, a table of a scope, the line of sources.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope, source_titles
from dtanalysis.exhibits import Column, Table
from dtanalysis.formats import format_number
from dtanalysis.narrative import pick

HEADINGS = {
    "name": ("Chỉ tiêu", "Indicator"),
    "group_name": ("Nhóm", "Group"),
    "value": ("Thực hiện", "Result"),
    "known_value": ("Số liệu", "Figure"),
    "target": ("Mục tiêu", "Target"),
    "gap_text": ("Còn thiếu (−: vượt)", "Short by (−: beyond)"),
    "status": ("Đánh giá", "Status"),
    "attainment": ("Mức độ hoàn thành", "Attainment"),
    "gap_left": ("Còn thiếu", "Short by"),
    "pace_text": ("Cần mỗi tháng", "Needed a month"),
    "pace_so_far_text": ("Đã tăng mỗi tháng", "So far a month"),
    "pace_multiple": ("So với tốc độ đã có (lần)", "Times the pace so far"),
    "count_needed": ("Số lượng còn thiếu", "Cases still needed"),
    "basis_name": ("Căn cứ", "Basis"),
    "plan_name": ("Kế hoạch", "Plan"),
    "year": ("Năm", "Year"),
    "due": ("Hạn", "Due"),
    "n_targets": ("Số chỉ tiêu", "Targets"),
    "stated": ("Đạt và vượt (công bố)", "Met (as stated)"),
    "n_known": ("Mục tiêu công khai", "Public targets"),
    "n_met": ("Đạt, vượt", "Met, exceeded"),
    "behind": ("Chưa đạt", "Behind"),
    "n_open": ("Chưa kết luận được", "Not decided"),
    "range": ("Tỷ lệ đạt, từ số liệu hiện có", "Share met, from figures at hand"),
    "period_name": ("Kỳ", "Period"),
    "before": ("Trước", "Before"),
    "change": ("Thay đổi", "Change"),
    "as_of": ("Biết từ ngày", "Known from"),
    "source_title": ("Nguồn", "Source"),
    "note": ("Ghi chú", "Note"),
    "n_figures": ("Số liệu", "Figures"),
    "n_indicators": ("Chỉ tiêu", "Indicators"),
    "n_sources": ("Nguồn", "Sources"),
    "numerator_vi": ("Tử số", "Numerator (in Vietnamese)"),
    "denominator_vi": ("Mẫu số", "Denominator (in Vietnamese)"),
    "unit": ("Mã đơn vị", "Id"),
    "span": ("Các năm", "Years"),
    "unit_name": ("Đơn vị", "Unit"),
    "rate": ("Tỷ lệ", "Rate"),
    "counts": ("Tử số / mẫu số", "Counts"),
    "weight": ("Tỷ trọng", "Weight"),
    "contribution_pp": ("Đóng góp vào khoảng cách (điểm %)", "Share of the gap (points)"),
    "count_short": ("Còn thiếu (số lượng)", "Cases short"),
    "goal": ("Nếu đặt mức", "Raised to"),
    "needed_pp": ("Cần thêm (điểm %)", "Points needed"),
    "pace": ("Mỗi tháng (điểm %)", "A month (points)"),
    "services": ("Quy ra dịch vụ", "In services"),
    "level_name": ("Cấp", "Level"),
    "index": ("DTI", "Index"),
    "rank": ("Xếp hạng", "Rank"),
    "growth": ("Tăng so với năm trước", "Growth on the year before"),
    "stated_growth": ("Mức tăng công bố", "Growth as stated"),
    "agrees": ("Có khớp không", "Do they agree"),
    "places": ("Số bậc", "Places"),
    "component_name": ("Thành phần", "Component"),
    "component_value": ("Giá trị", "Value"),
    "component_weight": ("Trọng số", "Weight"),
    "contribution": ("Đóng góp vào DTI", "Share of the index"),
    "room": ("Còn có thể thêm", "Room left"),
    "index_gain": ("DTI tăng nếu thành phần tăng 0,1", "Index gain for +0.1"),
    "term": ("Thuật ngữ", "Term"),
    "meaning": ("Nghĩa trong báo cáo này", "Meaning in this report"),
    "parameter": ("Tham số", "Parameter"),
    "setting": ("Giá trị của trang này", "Value of this page"),
    "latest": ("Số liệu gần nhất", "Latest figure"),
    "fact": ("Nội dung", "Fact"),
    "part": ("Tỷ lệ", "Rate"),
    "whole": ("Tỷ lệ chung", "Rate of the whole"),
    "largest_weight": ("Chiếm tối đa (% số hồ sơ)", "Holds at most (% of dossiers)"),
    "raised_to": ("Nếu nâng lên", "If raised to"),
    "largest_gain_pp": ("Tỷ lệ chung tăng nhiều nhất (điểm %)", "The whole gains at most (points)"),
    "rate_of_all": ("Tỷ lệ chung", "Rate of all"),
    "compared_with": ("Mức so sánh", "Compared with"),
    "gap_pp": ("Khoảng cách (điểm %)", "Gap (points)"),
    "units": ("Số đơn vị chiếm phần lớn", "Units that hold most"),
    "held": ("Chiếm", "They hold"),
    "first_unit": ("Đơn vị thiếu nhiều nhất", "Holds most"),
    "first_points": ("Phần của đơn vị đó (điểm %)", "That unit's part (points)"),
    "interval": ("Khoảng tin cậy 95%", "95 % interval"),
    "mean_of_provinces": ("Bình quân các tỉnh", "Mean of the provinces"),
    "difference": ("Chênh lệch của đơn vị", "The unit's difference"),
    "outlook_text": ("Triển vọng", "Outlook"),
    "chance_text": ("Xác suất đạt", "Probability"),
    "median_text": ("Dự báo (giữa)", "Projected (middle)"),
    "projected_text": ("Dự báo (khoảng 80%)", "Projected (80 % range)"),
    "range_80": ("Khoảng 80%", "80 % range"),
    "range_50": ("Khoảng 50%", "50 % range"),
    "last_text": ("Số liệu gần nhất", "Latest figure"),
    "last_day": ("Tính đến", "As of"),
    "needed_text": ("Để đạt mục tiêu", "To reach the target"),
    "n_text": ("Số lần đo", "Readings"),
    "method_text": ("Cách dự báo", "Method"),
    "reason_text": ("Vì sao chưa dự báo", "Why there is no projection"),
    "period_end": ("Đến ngày", "To"),
    "projected_to": ("Dự báo cho ngày", "Projected for"),
    "pace_share": ("Tiến độ so với cần", "Pace against pace due"),
    "pace_word": ("Xếp loại tiến độ", "Class of pace"),
    "eurostat_word": ("Eurostat / Open SDG", "Eurostat / Open SDG"),
    "warnings": ("Cảnh báo khi dẫn Eurostat", "Warning on Eurostat's"),
    "escap_word": ("UN ESCAP (chưa đối chiếu)", "UN ESCAP (not verified)"),
    "escap_share": ("Tiến bộ dự kiến theo ESCAP", "Anticipated progress (ESCAP)"),
    "scenario_word": ("Nếu", "If"),
    "monthly": ("Nhịp mỗi tháng", "Pace a month"),
    "multiple": ("So với nhịp năm nay (lần)", "Times this year's pace"),
    "end_text": ("Thì cuối năm", "Then the year ends at"),
    "reaches": ("So với mục tiêu", "Against the target"),
    "rate_text": ("Tỷ lệ của phần còn lại", "Rate of the rest"),
    "cases": ("Số hồ sơ còn đến", "Cases to come"),
    "n_units": ("Số đơn vị", "Units"),
    "n_impossible": ("Ngoài tầm với", "Out of reach"),
    "busiest_unit": ("Đơn vị đông hồ sơ nhất", "Unit with most cases"),
    "n_series": ("Số dãy số liệu", "Series"),
    "n_points": ("Số lần dự báo", "Projections"),
    "share_50": ("Khoảng 50% chứa", "50 % ranges that held"),
    "share_80": ("Khoảng 80% chứa", "80 % ranges that held"),
    "wis_ratio": ("Sai số so với giữ nguyên số cuối", "Error against no change"),
    "n_trials": ("Số lần thử", "Trials"),
    "mean_chance": ("Xác suất đã nói (bình quân)", "Probability told (mean)"),
    "share_reached": ("Thực tế đạt", "Came true"),
    "value_then": ("Khi báo cáo", "Reported then"),
    "year_end_value": ("Cuối năm", "At the year end"),
    "year_end_status": ("Cuối năm đạt mục tiêu?", "Target at the year end"),
    "range_then": ("Khoảng 80% dự báo khi đó", "80 % range projected then"),
    "held_text": ("Khoảng có đúng không", "Did it hold"),
    "rate_before": ("Kỳ trước", "Before"),
    "rate_after": ("Kỳ này", "Now"),
    "change_pp": ("Thay đổi (điểm)", "Change (points)"),
    "change_interval": ("Khoảng 95%", "95 % interval"),
    "rate_effect": ("Hành vi (điểm)", "Behaviour (points)"),
    "mix_effect": ("Cơ cấu (điểm)", "Mix (points)"),
    "flow_effect": ("Vào, ra (điểm)", "Entry and exit (points)"),
    "standard_rate": ("Nếu giữ cơ cấu cũ", "Now, with the former mix"),
    "driver_text": ("Kết luận", "Verdict"),
    "told_before": ("Kỳ trước (tử/mẫu)", "Before (counts)"),
    "told_after": ("Kỳ này (tử/mẫu)", "Now (counts)"),
    "total_effect": ("Tổng (điểm)", "Total (points)"),
    "mean_of_rates": ("Bình quân các đơn vị", "Mean of units"),
    "mean_difference": ("Chênh lệch (điểm %)", "Difference (points)"),
    "turns_text": ("Hệ quả", "Consequence"),
    "step_name": ("Bước", "Step"),
    "left": ("Còn lại", "Left"),
    "lost_text": ("Mất so với bước trước", "Lost since the step before"),
    "lever": ("Biện pháp", "Measure"),
    "moves": ("Tỷ lệ được nâng", "What it moves"),
    "now": ("Hiện nay", "Now"),
    "gain": ("Tăng thêm (điểm %)", "Gain (points)"),
    "then": ("Khi đó", "Then"),
    "cumulative_share": ("Lũy kế phần thiếu", "Cumulative share of what is missing"),
    "rank_range": ("Hạng có thể", "Possible ranks"),
    "group_text": ("Nhóm", "Group"),
    "shrunken_rate": ("Tỷ lệ điều chỉnh", "Adjusted rate"),
    "against_target": ("So với mức so sánh", "Against the target"),
    "held_of_gap": ("Giữ phần thiếu", "Holds of the gap"),
    "against_others": ("So với mặt bằng chung", "Against the others"),
    "reading": ("Đọc thế nào", "What it means"),
    "units_judged": ("Đơn vị xét được", "Units judged"),
    "lowest_highest": ("Thấp nhất – cao nhất", "Lowest – highest"),
    "middle_half": ("Độ rộng nửa giữa (điểm %)", "Middle half (points)"),
    "times_chance": ("Phương sai so với ngẫu nhiên", "Variance against chance"),
    "outside_limits": ("Ngoài giới hạn 95%", "Outside 95 % limits"),
    "n_groups": ("Số nhóm phân biệt được", "Groups told apart"),
    "pair_of_levels": ("Hai cấp", "Levels"),
    "two_values": ("Số liệu hai cấp", "Their figures"),
    "level_gap": ("Khoảng cách (điểm %)", "Gap (points)"),
    "level_gap_before": ("Kỳ trước", "Before"),
    "movement": ("Hẹp lại hay rộng ra", "Narrower or wider"),
    "units_followed": ("Theo dõi", "Followed"),
    "over_periods": ("Qua các kỳ", "Over"),
    "deviation_ends": ("Độ lệch chuẩn", "Standard deviation"),
    "slope": ("Hệ số dốc", "Slope"),
    "convergence_word": ("Kết luận", "Verdict"),
    "rank_correlation": ("Tương quan hạng (Spearman)", "Rank correlation (Spearman)"),
    "n_moved": ("Đơn vị đổi hạng", "Units that moved"),
    "place_among": ("Vị trí", "Place"),
    "better_than": ("Hơn (% đơn vị)", "Ahead of (% of units)"),
    "against_best": ("So với tốt nhất", "Against the best"),
    "against_quarter": ("So với nhóm 25% tốt nhất", "Against the best quarter"),
    "against_median": ("So với trung vị", "Against the median"),
    "against_national": ("So với mức cả nước", "Against the country"),
    "distance_to_own": ("Cách đơn vị này", "Distance"),
}


def column(name: str, scope: Scope, kind: str = "text", *, heading: str = "", **options: object) -> Column:
    """
    Make a column with the heading registered for it.

    Parameters
    ----------
    name : str
        Column of the frame.
    scope : Scope
        The question: its language chooses the heading.
    kind : str
        As in `dtanalysis.exhibits.Column`.
    heading : str
        Key of `HEADINGS` where it is not the column's name.
    **options
        Further options of `dtanalysis.exhibits.Column`.

    Returns
    -------
    Column
    """
    return Column(name, pick(scope, *HEADINGS[heading or name]), kind=kind, **options)


def make_table(
    frame: pd.DataFrame, caption: str, columns: list[Column], scope: Scope, **options: object
) -> Table:
    """
    Make a table in the scope's language, marked where the figures are generated.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row per printed row.
    caption : str
        What the table shows.
    columns : list of Column
        What is printed, in order.
    scope : Scope
        The question.
    **options
        ``note``, ``source`` and ``wide`` of `dtanalysis.exhibits.Table`.

    Returns
    -------
    Table
    """
    # A figure is printed with the decimals it was published with, so the catalogue's are not passed on.
    printed = frame.reset_index(drop=True).drop(columns="decimals", errors="ignore")
    return Table(printed, caption, columns, language=scope.language, synthetic=scope.is_synthetic, **options)


def sources_line(frame: pd.DataFrame, scope: Scope, source: str = "source") -> str:
    """Return the titles of the sources of a table's figures, each once, most used first."""
    titles = source_titles(scope)
    used = frame.loc[frame[source].fillna("") != "", source].value_counts(sort=True).index.tolist()
    shown = [titles[name] for name in used[:4]]
    if len(used) > 4:
        shown.append(pick(scope, f"và {len(used) - 4} nguồn khác", f"and {len(used) - 4} more"))
    return "; ".join(shown)


def between(low: float, high: float, scope: Scope, *, signed: bool = False) -> str:
    """Print two ends of a range, "34,1 đến 43,8", with one decimal."""
    ends = [format_number(end, 1, language=scope.language, signed=signed) for end in (low, high)]
    return pick(scope, " đến ", " to ").join(ends)


def verdict(scope: Scope, vi: str, en: str) -> str:
    """
    Choose the wording of a judgement.

    Parameters
    ----------
    scope : Scope
        The question: its language.
    vi, en : str
        Mark and word, "▼ thiếu": the mark never speaks by its colour alone.

    Returns
    -------
    str
        Mark and first word stay on one line.
    """
    return pick(scope, vi, en).replace(" ", "\N{NO-BREAK SPACE}", 1)
