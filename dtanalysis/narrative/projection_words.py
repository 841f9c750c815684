"""
The wordings of the page about 31 December, side by side in Vietnamese and English, and the words for its codes.

The codes of the yardsticks and scenarios are told here and nowhere else; those of outlooks and of the reasons why
nothing is projected stand beside the projection (`dtanalysis.projection.result`).
"""

from __future__ import annotations

from dtanalysis.formats import Language

WORDINGS = {
    "count": {
        "vi": "Trong {n} mục tiêu của {unit} đến hạn {day} dự báo được, {good} có khả năng đạt, {open} chưa rõ và {bad} "
        "khó đạt{exact}.",
        "en": "Of {n} targets of {unit} due on {day} that can be projected, {good} are likely to be reached, {open} are "
        "open and {bad} are unlikely{exact}.",
    },
    "count_orienting": {
        "vi": "{unit} không có mục tiêu riêng đến hạn {day} trong kho số liệu; so với mục tiêu tham chiếu, trong {n} "
        "mục tiêu dự báo được, {good} có khả năng đạt, {open} chưa rõ và {bad} khó đạt{exact}.",
        "en": "No target of {unit}'s own due on {day} is on file; of {n} targets to orient by that can be projected, "
        "{good} are likely to be reached, {open} are open and {bad} are unlikely{exact}.",
    },
    "exact": {
        "vi": "; {n} mục tiêu phải đúng bằng một mức nên không có xác suất",
        "en": "; {n} without a probability, because the target is one exact value",
    },
    "worst": {
        "vi": "Đáng lo nhất là {name}: dự báo đạt {median} (khoảng 80%: {low} đến {high}) so với mục tiêu {target}; xác "
        "suất đạt khoảng {chance} ({word}).",
        "en": "The most worrying is {name}: projected at {median} (80 % range {low} to {high}) against a target of "
        "{target}; the probability of reaching it is about {chance} ({word}).",
    },
    "none": {
        "vi": "Chưa dự báo được mục tiêu nào trong {n} mục tiêu có số liệu của {unit} đến hạn {day}.",
        "en": "None of the {n} targets with figures of {unit} due on {day} can be projected yet.",
    },
    "none_why": {
        "vi": "Lý do: {reasons}. Trang này nêu còn thiếu bao nhiêu và cần bao nhiêu mỗi tháng; đó là phép tính, không phải "
        "dự báo.",
        "en": "The reason: {reasons}. This page gives what is missing and what each month has to bring, which is arithmetic "
        "and no projection.",
    },
    "no_target": {
        "vi": "Không có mục tiêu nào của {unit} đến hạn {day} mà kho số liệu có cả mục tiêu và số liệu{projected}.",
        "en": "No target of {unit} due on {day} is on file together with a figure{projected}.",
    },
    "no_target_projected": {
        "vi": "; {n} chỉ tiêu vẫn dự báo được, nhưng không có xác suất vì thiếu mục tiêu",
        "en": "; {n} indicators can still be projected, without a probability for want of a target",
    },
    "daily": {
        "vi": "Số liệu theo ngày chỉ cho phép nhìn trước ít ngày: {name} được dự báo đạt {median} vào ngày {day} (khoảng "
        "80%: {low} đến {high}).",
        "en": "Readings by the day only allow a look a few days ahead: {name} is projected at {median} on {day} (80 % "
        "range {low} to {high}).",
    },
    "reached": {
        "vi": "Số mục tiêu hiện đã ở mức phải đạt và cần giữ đến cuối năm: {n}.",
        "en": "Targets already reached, to be held until the end of the year: {n}.",
    },
    "arithmetic": {
        "vi": "{n} mục tiêu khác chỉ có phép tính số học: {reasons}.",
        "en": "Arithmetic is all there is for {n} more targets: {reasons}.",
    },
    "reason_count": {"vi": "{reason} ({n} mục tiêu)", "en": "{reason} (for {n})"},
    "record": {
        "vi": "Trong {n} khoảng dự báo 80% trước đây, {share} chứa giá trị thực.",
        "en": "Of {n} earlier 80 % ranges, {share} held the actual value.",
    },
    "record_few": {
        "vi": "Mới có {n} khoảng dự báo 80% trước đây đối chiếu được với giá trị thực, quá ít để nói dự báo đúng đến đâu "
        "(cần ít nhất 30).",
        "en": "Only {n} earlier 80 % ranges can be held against what came, too few to say how good the projections are "
        "(30 are needed).",
    },
    "record_none": {
        "vi": "Chưa có khoảng dự báo 80% nào trước đây đối chiếu được với giá trị thực, nên chưa thể nói dự báo ở đây "
        "đúng đến đâu (cần ít nhất 30).",
        "en": "No earlier 80 % range can be held against what came, so nobody can say yet how good projections are here "
        "(30 are needed).",
    },
}

OUTLOOK_MARKS = {
    "very_likely": "▲▲",
    "likely": "▲",
    "open": "◆",
    "unlikely": "▼",
    "very_unlikely": "▼▼",
}
"""A mark of its own shape for each outlook, so that it is recognised in black and white."""

METHODS = {
    "combination": {"vi": "kết hợp năm cách dự báo", "en": "combination of five forecasters"},
    "flows": {"vi": "phần đã thực hiện + dự báo phần còn lại", "en": "realised part + projected rest"},
    "arithmetic": {"vi": "số học", "en": "arithmetic"},
}

PACE_CLASSES = {
    "achieved": {"vi": "● đã đạt", "en": "● achieved"},
    "on_pace": {"vi": "▲ kịp tiến độ", "en": "▲ on pace"},
    "acceleration_needed": {"vi": "◆ cần nhanh hơn", "en": "◆ acceleration needed"},
    "behind": {"vi": "▼ chậm nhiều", "en": "▼ far behind"},
    "moving_away": {"vi": "▼▼ đi ngược hướng", "en": "▼▼ moving away"},
    "unknown": {"vi": "–", "en": "–"},
}

EUROSTAT_CLASSES = {
    "achieved": {"vi": "● đã đạt", "en": "● achieved"},
    "on_track": {"vi": "▲ đúng hướng", "en": "▲ on track"},
    "acceleration_needed": {
        "vi": "◆ tiến bộ nhưng cần nhanh hơn",
        "en": "◆ progress made but acceleration needed",
    },
    "limited_progress": {"vi": "▼ tiến bộ ít", "en": "▼ limited progress"},
    "deterioration": {"vi": "▼▼ xấu đi", "en": "▼▼ deterioration"},
    "unknown": {"vi": "–", "en": "–"},
}

EUROSTAT_WARNINGS = {
    "no_target": {"vi": "không có mục tiêu, chỉ xét mức tăng", "en": "no target: growth itself is judged"},
    "exact_target": {"vi": "mục tiêu là một mức đúng bằng", "en": "the target is one exact value"},
    "bound": {"vi": "số liệu là một giới hạn", "en": "the figure is a bound"},
    "zero_base": {
        "vi": "giá trị gốc bằng 0, thay bằng 0,001",
        "en": "the base is 0, and 0.001 stands for it",
    },
    "zero_target": {
        "vi": "mục tiêu bằng 0, thay bằng 0,001",
        "en": "the target is 0, and 0.001 stands for it",
    },
    "near_zero": {"vi": "giá trị gốc hoặc mục tiêu gần 0", "en": "base or target is close to 0"},
    "negative_base": {"vi": "giá trị gốc âm", "en": "the base is negative"},
    "sign_change": {"vi": "đổi dấu, không có tốc độ tăng", "en": "the sign changes: no growth rate"},
    "base_meets_target": {"vi": "đầu năm đã ở mức mục tiêu", "en": "the base is already at the target"},
    "under_one_year": {"vi": "chưa đủ một năm", "en": "less than a year"},
}

ESCAP_CLASSES = {
    "maintain": {"vi": "▲ giữ nhịp", "en": "▲ maintain"},
    "accelerate": {"vi": "◆ cần nhanh hơn", "en": "◆ accelerate"},
    "reverse": {"vi": "▼▼ phải đảo chiều", "en": "▼▼ reverse"},
    "unknown": {"vi": "–", "en": "–"},
}

SCENARIOS = {
    "last_pace": {"vi": "giữ nhịp của kỳ gần nhất", "en": "the latest pace goes on"},
    "best_pace": {"vi": "lặp lại nhịp tốt nhất đã có", "en": "the best past pace comes back"},
    "required_pace": {"vi": "nhịp vừa đủ để đạt mục tiêu", "en": "just the required pace"},
    "given_pace": {"vi": "nhịp tự đặt", "en": "a pace put in"},
    "other_target": {"vi": "nhịp để đạt mục tiêu của {name}", "en": "the pace to the target of {name}"},
    "last_rate": {"vi": "phần còn lại như kỳ gần nhất", "en": "the rest goes on as lately"},
    "required_rate": {"vi": "phần còn lại vừa đủ để đạt mục tiêu", "en": "the rest just reaches the target"},
    "given_rate": {"vi": "phần còn lại ở mức tự đặt", "en": "the rest at a rate put in"},
}


def tell(key: str, language: Language, **words: object) -> str:
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
    >>> tell("record", "vi", n=120, share="81%")
    'Trong 120 khoảng dự báo 80% trước đây, 81% chứa giá trị thực.'
    """
    return WORDINGS[key][language].format(**words)
