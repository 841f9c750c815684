"""
Words of single months for cells and panels: which month, what it says with mark and word, whether a target is reached.

A mark never stands without its word, nor a colour without both. Sentences stand in `dtanalysis.narrative.control`.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.formats import Language, format_number, format_value
from dtanalysis.periods import Period

MARKS = {"improvement": "▲", "concern": "▼", "neither": "◆", "common": "●", "": "○"}


def month_text(period: Period, language: Language) -> str:
    """
    Name a month in a sentence.

    Parameters
    ----------
    period : Period
        A month.
    language : {"vi", "en"}
        What the reader reads.

    Returns
    -------
    str
        With its year, one word to the eye.

    Examples
    --------
    >>> from dtanalysis.periods import parse_period
    >>> month_text(parse_period("2023-06"), "vi"), month_text(parse_period("2023-06"), "en")
    ('tháng 6/2023', 'June 2023')
    """
    return f"tháng {short_month(period)}" if language == "vi" else period.name("en")


def short_month(period: Period) -> str:
    """Return a month as on an axis or in a cell: "6/2023"."""
    return f"{period.last_day.month}/{period.year}"


def percent(value: float, language: Language, *, decimals: int | None = 2) -> str:
    """Return a percentage as it is printed, without useless decimals where `decimals` is left alone."""
    return format_value(
        round(value, 2), "percent", decimals=None if decimals == 2 else decimals, language=language
    )


def number(value: float, language: Language, decimals: int = 1) -> str:
    """Return a number with so many decimals."""
    return format_number(value, decimals, language=language)


_VARIATIONS = {
    "level": {
        "improvement": ("tốt hơn mức thường từ {since}", "better than usual since {since}"),
        "concern": ("kém hơn mức thường từ {since}", "worse than usual since {since}"),
        "neither": ("khác mức thường từ {since}", "unlike usual since {since}"),
        "common": ("trong dao động thường", "within the usual range"),
    },
    "step": {
        "improvement": ("mức mới, tốt hơn, từ {since}", "new, better level since {since}"),
        "concern": ("mức mới, kém hơn, từ {since}", "new, worse level since {since}"),
        "neither": ("mức mới từ {since}", "new level since {since}"),
        "common": ("đổi mức từ {since}, nay giữa hai mức", "level changed in {since}, now in between"),
    },
    "drift": {
        "improvement": ("tốt hơn nhịp đều từ {since}", "ahead of its course since {since}"),
        "concern": ("kém hơn nhịp đều từ {since}", "behind its course since {since}"),
        "neither": ("lệch nhịp đều từ {since}", "off its course since {since}"),
        "common": ("{moved} đều, đúng nhịp", "{moved} steadily, on course"),
    },
}
_DRIFTS = {("vi", True): "tăng", ("vi", False): "giảm", ("en", True): "rising", ("en", False): "falling"}

_ASSURANCES = {
    "passing": ("● đạt vững", "● passes reliably"),
    "failing": ("▼ tháng nào cũng chưa đạt", "▼ short every month"),
    "hit_and_miss": ("◆ tháng đạt tháng không", "◆ some months only"),
    "unsettled": ("○ chưa nói được: mức đang đổi", "○ open: the level is changing"),
    "no_level": ("○ chưa nói được: không có mức thường", "○ open: no usual level"),
    "nearing": ("▼ chưa tới, đang tiến gần", "▼ short, but nearing"),
    "slipping": ("● còn đạt, đang lùi dần", "● still passing, but slipping"),
    "not_enough_points": ("○ chưa đủ tháng", "○ too few months"),
    "no_target": ("○ chưa có mục tiêu", "○ no target"),
    "longer_period": ("○ mục tiêu tính cho cả năm", "○ target is for the whole year"),
    "exact": ("○ mục tiêu đúng bằng một mức", "○ target is one exact value"),
}


def variation_text(row: pd.Series, language: Language) -> str:
    """
    Say with mark and word what the latest month of a series is.

    Parameters
    ----------
    row : pandas.Series
        One row of a summary.
    language : {"vi", "en"}
        What the reader reads.

    Returns
    -------
    str
        Such as "▲ tốt hơn mức thường từ 3/2023".
    """
    mark = MARKS[row["variation"]]
    if row["pattern"] == "mixed":
        words = ("không có một mức thường", "no usual level")[language == "en"]
        return f"{MARKS['']}\N{NO-BREAK SPACE}{words}"
    if not row["variation"]:
        return f"{mark}\N{NO-BREAK SPACE}" + {"vi": "chưa đủ tháng", "en": "too few months"}[language]
    words = _VARIATIONS[row["pattern"]][row["variation"]][language == "en"]
    since = short_month(row["since"]) if isinstance(row["since"], Period) else ""
    if row["pattern"] != "step" and row["since"] == row["period"]:
        # One month alone has not lasted.
        words = words.replace("từ {since}", "ở {since}").replace("since {since}", "in {since}")
    return f"{mark}\N{NO-BREAK SPACE}" + words.format(since=since, moved=_DRIFTS[language, row["drift"] > 0])


def assurance_text(row: pd.Series, language: Language) -> str:
    """
    Say with mark and word whether a target is reached month after month.

    Parameters
    ----------
    row : pandas.Series
        One row of a summary.
    language : {"vi", "en"}
        What the reader reads.

    Returns
    -------
    str
        Such as "▼ tháng nào cũng chưa đạt".
    """
    key = row["assurance"]
    if key == "no_target" and row["why_no_target"] in _ASSURANCES:
        key = row["why_no_target"]
    if key == "unsettled" and row["pattern"] == "mixed":
        key = "no_level"
    if key == "unsettled" and row["pattern"] == "drift" and row["variation"] == "common":
        key = "nearing" if _is_short(row) else "slipping"
    return _ASSURANCES[key][language == "en"].replace(" ", "\N{NO-BREAK SPACE}", 1)


def _is_short(row: pd.Series) -> bool:
    """Whether the whole usual range lies on the wrong side of the target."""
    return row["upper"] < row["target"] if row["direction"] == "up" else row["lower"] > row["target"]
