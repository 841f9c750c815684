"""
The wordings of the page about what has changed, side by side in Vietnamese and English, and the words for its codes.
"""

from __future__ import annotations

from dtanalysis.formats import Language

WORDINGS = {
    "nothing": {
        "vi": "Không có thay đổi nào của {unit} giữa hai báo cáo: {same} số liệu được so và tất cả đều giữ nguyên.",
        "en": "Nothing has changed for {unit} between the two readings: {same} figures were compared and all are as they were.",
    },
    "nothing_known": {
        "vi": "Không có thay đổi nào: cả hai báo cáo đều chưa có số liệu nào của {unit} cho kỳ của mình.",
        "en": "Nothing has changed: neither reading has a figure of {unit} for its own period.",
    },
    "answer": {
        "vi": "So với {before}, {unit} có {parts}.",
        "en": "Compared with {before}, {unit} has {parts}.",
    },
    "only_sources": {
        "vi": "So với {before}, số liệu và mục tiêu của {unit} giữ nguyên; chỉ tài liệu làm căn cứ thay đổi.",
        "en": "Compared with {before}, figures and targets of {unit} stand as they were; only the documents behind them changed.",
    },
    "n_lost": {"vi": "{n} mục tiêu từ đạt thành chưa đạt", "en": "{n} targets no longer met"},
    "n_found_behind": {"vi": "{n} mục tiêu nay rõ là chưa đạt", "en": "{n} targets now known to be missed"},
    "n_gained": {"vi": "{n} mục tiêu từ chưa đạt thành đạt", "en": "{n} targets newly met"},
    "n_found_met": {"vi": "{n} mục tiêu nay rõ là đạt", "en": "{n} targets now known to be met"},
    "n_degree": {"vi": "{n} mục tiêu đổi mức đánh giá", "en": "{n} targets met or open to another degree"},
    "n_unseen": {"vi": "{n} mục tiêu nay chưa đánh giá được", "en": "{n} targets that cannot be judged now"},
    "n_targets": {"vi": "{n} thay đổi về mục tiêu", "en": "{n} changes of targets"},
    "n_revised": {"vi": "{n} số liệu được chính nguồn sửa", "en": "{n} figures revised by their own source"},
    "n_other_source": {"vi": "{n} số liệu lấy từ nguồn khác", "en": "{n} figures taken from another source"},
    "n_moved": {"vi": "{n} số liệu đổi khi sang kỳ mới", "en": "{n} figures that moved with the period"},
    "n_new": {"vi": "{n} số liệu mới", "en": "{n} figures it did not have before"},
    "n_gone": {"vi": "{n} số liệu chưa được nêu lại", "en": "{n} figures not given again"},
    "n_definitions": {"vi": "{n} thay đổi về cách tính", "en": "{n} changes of definition"},
    "n_units": {"vi": "{n} đơn vị thành lập hoặc chấm dứt", "en": "{n} units that began or ended"},
    "n_parts": {"vi": "{n} số liệu mới hoặc thay đổi ở {units} đơn vị trực thuộc", "en": "{n} new or changed figures in {units} units below"},
    "n_older": {"vi": "{n} thay đổi ở số liệu cũ hơn", "en": "{n} changes among older figures"},
    "plan": {
        "vi": "{plan}: số chỉ tiêu đạt và vượt theo công bố chuyển từ {before} ({period_before}) thành {after} ({period_after}).",
        "en": "{plan}: targets stated as met went from {before} ({period_before}) to {after} ({period_after}).",
    },
    "parts_moved": {
        "vi": "Ở các đơn vị trực thuộc, {n} tỷ lệ có tử số và mẫu số đã thay đổi, trong đó {beyond} thay đổi vượt mức ngẫu nhiên "
        "({better} tốt lên, {worse} kém đi).",
        "en": "In the units below, {n} rates with counts moved, {beyond} of them by more than chance ({better} for the better, {worse} for the "
        "worse).",
    },
    "basis_last": {
        "vi": "Chọn {before} để so vì đó là kỳ gần nhất đã có số liệu cùng cách tính với kỳ này.",
        "en": "It is compared with {before}, the latest period with figures that is counted like this one.",
    },
    "basis_none": {
        "vi": "Đến hết {until}, kho số liệu không có số liệu nào của {unit}, nên cả {n} số liệu của kỳ này đều là mới và không có gì để so.",
        "en": "No figure of {unit} up to {until} is on file, so all {n} figures of this period are new and there is nothing to compare.",
    },
    "revised_since": {
        "vi": "Sau lần công bố đầu, chính nguồn đã sửa {n} số liệu của kỳ trước; trang này so với số đã sửa.",
        "en": "Since they were first published, {n} figures of the earlier period were revised by their own source; this page "
        "compares with the revised ones.",
    },
    "more_restated": {
        "vi": "Số đếm cũ cũng thay đổi ở {n} tỷ lệ khác của đơn vị trực thuộc.",
        "en": "Earlier counts changed in {n} more rates of the units below.",
    },
    "reading": {"vi": "báo cáo {period}", "en": "the report on {article}{period}"},
    "reading_day": {"vi": "báo cáo {period} như đã biết ngày {day}", "en": "the report on {article}{period} as known on {day}"},
    "old_unit": {"vi": "{name} (cũ)", "en": "{name} (old)"},
    "new_unit": {"vi": "{name} (mới)", "en": "{name} (new)"},
    "status": {
        "vi": "{name}: từ “{before}” sang “{after}” ({values}){cause}.",
        "en": "{name} went from “{before}” to “{after}” ({values}){cause}.",
    },
    "values": {"vi": "{before} → {after}, mục tiêu {target}", "en": "{before} → {after}, target {target}"},
    "two_targets": {"vi": "{before} → nay {after}", "en": "{before} → now {after}"},
    "target_new": {
        "vi": "{name}: có mục tiêu mới {after} ({plan}), đánh giá hiện nay: {status}.",
        "en": "{name} has a new target of {after} ({plan}), now {status}.",
    },
    "target_dropped": {
        "vi": "{name}: không còn mục tiêu {before} ({plan}).",
        "en": "{name} no longer has the target of {before} ({plan}).",
    },
    "target_raised": {
        "vi": "{name}: mục tiêu tăng từ {before} ({plan_before}) lên {after} ({plan}).",
        "en": "The target of {name} rose from {before} ({plan_before}) to {after} ({plan}).",
    },
    "target_lowered": {
        "vi": "{name}: mục tiêu giảm từ {before} ({plan_before}) xuống {after} ({plan}).",
        "en": "The target of {name} fell from {before} ({plan_before}) to {after} ({plan}).",
    },
    "target_comparator": {
        "vi": "{name}: mục tiêu đổi cách so, từ “{before}” thành “{after}” ({plan}).",
        "en": "The target of {name} is worded otherwise: “{before}” became “{after}” ({plan}).",
    },
    "target_plan": {
        "vi": "{name}: mục tiêu {after} giữ nguyên, nay do {plan} đặt (trước là {plan_before}).",
        "en": "The target of {name} is still {after}, now set by {plan} (before: {plan_before}).",
    },
    "target_year": {
        "vi": "{name}: mục tiêu {after} của {plan} nay tính cho năm {year} (trước là năm {year_before}).",
        "en": "The target of {name} in {plan}, {after}, is now due in {year} (before: {year_before}).",
    },
    "revised": {
        "vi": "{name}, {period}: chính nguồn sửa {before} ({day_before}) thành {after} ({day}), {change}.",
        "en": "{name}, {period}: its own source changed {before} ({day_before}) to {after} ({day}), {change}.",
    },
    "other_source": {
        "vi": "{name}, {period}: nay dùng {after} theo {source}, trước dùng {before} theo {source_before}; hai nguồn khác nhau, không bên "
        "nào sửa bên nào.",
        "en": "{name}, {period}: now {after} from {source}, before {before} from {source_before}; two sources differ, neither revises "
        "the other.",
    },
    "moved": {
        "vi": "{name}: {before} ({period_before}) → {after} ({period}), {change}.",
        "en": "{name}: {before} ({period_before}) → {after} ({period}), {change}.",
    },
    "new": {"vi": "{name}: nay có số liệu {after}{earlier}.", "en": "{name} now has a figure, {after}{earlier}."},
    "new_earlier": {"vi": " (số trước: {before}, {period_before})", "en": " (before: {before}, {period_before})"},
    "gone": {
        "vi": "{name}: {now} chưa có số liệu; số gần nhất là {before} ({period_before}).",
        "en": "{name} has no figure for {now} yet; the latest is {before} ({period_before}).",
    },
    "gone_same": {
        "vi": "{name}: số liệu {before} của kỳ này không còn được nêu.",
        "en": "The figure of {name} for this period, {before}, is no longer given.",
    },
    "older": {
        "vi": "{name}: số gần nhất của những kỳ trước là {after}; báo cáo trước nêu {before}.",
        "en": "{name}: the latest earlier figure is {after}; in the earlier reading it was {before}.",
    },
    "older_new": {
        "vi": "{name}: số gần nhất của những kỳ trước là {after} ({period}); báo cáo trước chưa có số nào.",
        "en": "{name}: the latest earlier figure is {after} ({period}); the earlier reading had none.",
    },
    "older_gone": {
        "vi": "{name}: không còn số nào của những kỳ trước; báo cáo trước nêu {before} ({period_before}).",
        "en": "{name} has no figure of an earlier period; in the earlier reading it was {before} ({period_before}).",
    },
    "restated": {
        "vi": "{name}: {part} giảm {n} ({before} → {after}) dù tính từ đầu năm, nên một phần số cũ đã được tính lại hoặc xử lý bổ sung; "
        "mức thay đổi {change} không chỉ do hồ sơ mới.",
        "en": "{name}: {part} fell by {n} ({before} → {after}) although counted since January, so earlier cases were counted again or "
        "settled later; the change of {change} is not due to new cases alone.",
    },
    "register": {
        "vi": "{name}: {field} đổi từ “{before}” thành “{after}”; số liệu của hai báo cáo không so được.",
        "en": "{name}: {field} changed from “{before}” to “{after}”; figures of the two readings do not compare.",
    },
    "base": {
        "vi": "{name}: nay tính {after}, trước tính {before}; hai dãy số khác nhau, không nối với nhau.",
        "en": "{name}: now {after}, before {before}; two series that are not joined.",
    },
    "began": {
        "vi": "{name} có từ {day}{related}; số liệu của đơn vị cũ không được nối vào.",
        "en": "{name} exists from {day}{related}; figures of the units before are not joined to it.",
    },
    "began_from": {"vi": ", từ {units}", "en": ", made of {units}"},
    "ended": {
        "vi": "{name} chấm dứt ngày {day}{related}.",
        "en": "{name} ended on {day}{related}.",
    },
    "ended_into": {"vi": ", nhập vào {units}", "en": ", now part of {units}"},
    "unknown_day": {"vi": "ngày chưa rõ", "en": "a day not known"},
    "appeared": {
        "vi": "Tài liệu mới: {title} ({n}).",
        "en": "New document: {title} ({n}).",
    },
    "left": {
        "vi": "Không còn dùng cho kỳ này: {title} ({n}).",
        "en": "Not used for this period: {title} ({n}).",
    },
    "rests": {"vi": "{figures} số liệu, {targets} mục tiêu", "en": "{figures} figures, {targets} targets"},
}  # fmt: skip

CAUSES = {
    "value": {"vi": "kết quả thay đổi", "en": "the value moved"},
    "qualifier": {
        "vi": "nguồn đổi cách nêu (con số cụ thể hay giới hạn)",
        "en": "a bound became a number, or a number a bound",
    },
    "target": {"vi": "mục tiêu thay đổi", "en": "the target changed"},
    "definition": {"vi": "chỉ tiêu được định nghĩa lại", "en": "the indicator was defined anew"},
    "period_gone": {"vi": "kỳ này chưa có số liệu", "en": "this period has no figure yet"},
    "period_come": {"vi": "kỳ trước chưa có số liệu", "en": "the earlier period had no figure"},
    "reported_gone": {
        "vi": "số liệu của kỳ này không còn được nêu",
        "en": "the figure of this period is no longer given",
    },
    "reported_come": {"vi": "số liệu của kỳ này nay mới có", "en": "the figure of this period became known"},
}

EVIDENCE = {
    "beyond_chance": {"vi": "● vượt mức ngẫu nhiên", "en": "● beyond chance"},
    "within_chance": {"vi": "○ trong mức ngẫu nhiên", "en": "○ within chance"},
    "exact": {"vi": "● số đếm hoặc thứ hạng, như công bố", "en": "● a count or rank, as published"},
    "no_interval": {"vi": "○ không có tử số, mẫu số để xét", "en": "○ no counts to tell from"},
    "rounding": {"vi": "○ không đổi trong giới hạn làm tròn", "en": "○ unchanged within rounding"},
    "undecided": {"vi": "◆ chưa kết luận được: nguồn nêu giới hạn", "en": "◆ undecided: a bound"},
    "length": {"vi": "◆ không so được: kỳ dài ngắn khác nhau", "en": "◆ does not compare: other lengths"},
    "restated": {"vi": "▼ số đếm cũ đã thay đổi", "en": "▼ earlier counts changed"},
    "recount": {"vi": "● chính nguồn tính lại", "en": "● counted again by its source"},
    "definition": {"vi": "◆ không so được: định nghĩa đổi", "en": "◆ does not compare: redefined"},
    "": {"vi": "", "en": ""},
}

PARTS = {
    "numerator": {"vi": "tử số", "en": "the numerator"},
    "denominator": {"vi": "mẫu số", "en": "the denominator"},
    "rest": {"vi": "phần còn lại (mẫu số trừ tử số)", "en": "the rest (denominator less numerator)"},
    "value": {"vi": "số đếm", "en": "the count"},
}

FIELDS = {
    "unit_measure": {"vi": "đơn vị tính", "en": "the unit of measure"},
    "direction": {"vi": "chiều tốt hơn", "en": "the direction"},
    "accumulation": {"vi": "cách lũy kế", "en": "the way of counting"},
    "lower": {"vi": "giá trị nhỏ nhất", "en": "the least value"},
    "upper": {"vi": "giá trị lớn nhất", "en": "the largest value"},
    "weighting": {"vi": "đối tượng được đếm", "en": "what is counted"},
    "numerator_vi": {"vi": "tử số", "en": "the numerator"},
    "denominator_vi": {"vi": "mẫu số", "en": "the denominator"},
    "decimals": {"vi": "số chữ số thập phân", "en": "the number of decimals"},
    "legal_basis": {"vi": "căn cứ pháp lý", "en": "the legal basis"},
    "base": {"vi": "cơ sở tính", "en": "the base"},
}

COMPARATORS = {
    "ge": {"vi": "{target}", "en": "{target}"},
    "gt": {"vi": "trên {target}", "en": "more than {target}"},
    "le": {"vi": "không quá {target}", "en": "at most {target}"},
    "lt": {"vi": "dưới {target}", "en": "less than {target}"},
    "eq": {"vi": "đúng {target}", "en": "exactly {target}"},
}


# One of a kind, where a language has a form of its own for it.
_SINGLE = {
    "n_lost": "one target no longer met", "n_found_behind": "one target now known to be missed", "n_gained": "one target newly met",
    "n_found_met": "one target now known to be met", "n_degree": "one target met or open to another degree",
    "n_targets": "one change of targets", "n_revised": "one figure revised by its own source",
    "n_unseen": "one target that cannot be judged now",
    "n_other_source": "one figure taken from another source", "n_moved": "one figure that moved with the period",
    "n_new": "one figure it did not have before", "n_gone": "one figure not given again", "n_definitions": "one change of definition",
    "n_units": "one unit that began or ended", "n_older": "one change among older figures",
}  # fmt: skip


def tell_change(key: str, language: Language, **words: object) -> str:
    """
    Fill one wording of this page.

    Parameters
    ----------
    key : str
        Name of the wording.
    language : {"vi", "en"}
        What the reader reads.
    **words
        The gaps of the wording.

    Returns
    -------
    str
        One sentence or part of one.

    Examples
    --------
    >>> tell_change("n_lost", "vi", n=2)
    '2 mục tiêu từ đạt thành chưa đạt'
    """
    if language == "en" and words.get("n") == 1 and key in _SINGLE:
        return _SINGLE[key]
    return WORDINGS[key][language].format(**words)
