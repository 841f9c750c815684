"""
Sentences about single months: which rise or fall is more than the usual to and fro, and which targets are reached
month after month.

No sentence calls a month progress that lies within what months vary by themselves. A signal is told with the month
since when it lasts; a drift with its pace; a jump with both levels. The words of cells and panels stand in
`dtanalysis.narrative.control_words`.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.formats import format_list, format_points
from dtanalysis.narrative.control_words import month_text, number, percent
from dtanalysis.narrative.wording import in_sentence, synthetic_sentence

SIGNALS = ("improvement", "concern", "neither")

_WORDS = {
    "count": {
        "vi": "{n} tỷ lệ của {unit} có chuỗi số liệu từng tháng đủ dài: {parts}.",
        "en": "Rates of {unit} with months enough to judge: {n} ({parts}).",
    },
    "count_signal": {"vi": "{n} vừa khác hẳn mức thường", "en": "{n} out of the usual"},
    "count_drift": {"vi": "{n} đổi dần đều theo một hướng", "en": "{n} moving steadily in one direction"},
    "count_mixed": {
        "vi": "{n} lên xuống thất thường, không có một mức thường",
        "en": "{n} too uneven to have a usual level",
    },
    "count_common": {
        "vi": "{n} chỉ dao động quanh mức thường của mình",
        "en": "{n} varying only around the usual level",
    },
    "too_few": {
        "vi": "{n} tỷ lệ khác mới có dưới 6 tháng số liệu, chưa đủ để nói tháng nào khác thường.",
        "en": "With fewer than 6 months, too few to call any of them unusual: {n} more.",
    },
    "mixed": {
        "vi": "{name} không có một mức thường: {n_signals}/{n} tháng khác thường mà không theo bậc hay xu hướng nào (có thể do các tháng "
        "Tết hoặc do cách ghi nhận), nên chưa nói được mức {month} ({value}) là tốt hay kém hơn thường lệ.",
        "en": "{name} has no usual level: {n_signals} of {n} months are unusual without a jump or a trend (perhaps for Tết, perhaps for "
        "the way of recording), so {value} in {month} cannot be called better or worse than usual.",
    },
    "step": {
        "vi": "Từ {since}, {name} chuyển sang một mức khác: bình quân {after}, trước đó {before}; dao động thông thường từ "
        "tháng này sang tháng khác không giải thích được bước chuyển này.",
        "en": "From {since} on, {name} moved to another level: {after} on average, {before} before; the usual change from month "
        "to month does not explain it.",
    },
    "signal": {
        "vi": "Từ {since} có thay đổi thật ở {name}: {month} là {value}, ngoài dao động bình thường {low}–{high}.",
        "en": "Since {since} there has been a real change in {name}: {value} in {month}, outside the usual range of {low}–{high}.",
    },
    "single": {
        "vi": "{month} là tháng khác thường của {name}: {value}, ngoài dao động bình thường {low}–{high}; một tháng chưa cho biết đó "
        "là mức mới hay ngoại lệ.",
        "en": "{month} was unusual for {name}: {value}, outside the usual range of {low}–{high}; one month does not tell a new "
        "level from an exception.",
    },
    "provisional": {
        "vi": " (Mới có {n} tháng, giới hạn còn tạm thời.)",
        "en": " (Only {n} months so far, the limits are provisional.)",
    },
    "lasting": {
        "vi": "Từ {since}, {name} liên tục {side} mức thường {mean} ({month}: {value}); kéo dài như vậy khó là ngẫu nhiên, nên là "
        "thay đổi thật dù từng tháng vẫn trong dao động bình thường.",
        "en": "Since {since}, {name} has stayed {side} its usual {mean} ({month}: {value}); so long a row is hardly chance, so the "
        "change is real although each month lies within the usual range.",
    },
    "hint": {
        "vi": "Từ {since} có dấu hiệu thay đổi ở {name}: {month} là {value}, {side} mức thường {mean}; cần thêm một hai tháng để chắc.",
        "en": "Since {since} there are signs of change in {name}: {value} in {month}, {side} the usual {mean}; a month or two more "
        "will tell.",
    },
    "off_pace": {
        "vi": "Từ {since}, {name} lệch khỏi nhịp đổi đều: {month} là {value}, {side} mức {mean} theo nhịp.",
        "en": "Since {since} {name} has left its steady course: {value} in {month}, {side} the {mean} of that course.",
    },
    "above": {"vi": "cao hơn", "en": "above"},
    "below": {"vi": "thấp hơn", "en": "below"},
    "common_change": {
        "vi": "Mức {month} của {name} ({value}) {moved} {change} so với tháng trước nhưng vẫn nằm trong dao động bình thường "
        "({low}–{high}), không nên coi là {claim}.",
        "en": "At {value} in {month}, {name} {moved} {change} from the month before but stays within its usual range "
        "({low}–{high}); it should not be called {claim}.",
    },
    "common": {
        "vi": "Mức {month} của {name} ({value}) nằm trong dao động bình thường ({low}–{high}), không nên coi là tiến bộ hay "
        "sụt giảm.",
        "en": "At {value} in {month}, {name} lies within its usual range ({low}–{high}); it is neither progress nor decline.",
    },
    "drift": {
        "vi": "{name} {moved} đều khoảng {pace} mỗi tháng; {month} ({value}) đúng nhịp đó, chưa có dấu hiệu nhanh lên hay chậm "
        "lại.",
        "en": "{name} {moved} steadily by about {pace} a month; {month} ({value}) keeps to that course, neither faster nor "
        "slower.",
    },
    "targets": {
        "vi": "So từng tháng với mục tiêu năm: {parts}.",
        "en": "Single months against the target of the year: {parts}.",
    },
    "failing": {
        "vi": "{n} tỷ lệ tháng nào cũng chưa đạt nếu cách làm không đổi ({names})",
        "en": "{n} short every month unless something changes ({names})",
    },
    "hit_and_miss": {
        "vi": "{n} tỷ lệ có mục tiêu nằm ngay trong khoảng dao động, nên tháng đạt tháng không",
        "en": "{n} with the target inside the usual range, reached in some months only",
    },
    "passing": {
        "vi": "{n} tỷ lệ đạt vững, kể cả ở tháng kém nhất trong dao động thường",
        "en": "{n} on target even in the worst month of the usual range",
    },
    "more": {"vi": "{n} tỷ lệ khác", "en": "{n} more"},
}  # fmt: skip

_MOVED = {
    ("vi", True): ("tăng", "tiến bộ"), ("vi", False): ("giảm", "sụt giảm"),
    ("en", True): ("rose", "progress"), ("en", False): ("fell", "a decline"),
}  # fmt: skip
_MOST_NAMES = 3
_MOST_SIGNALS = 2
_MOST_SENTENCES = 5  # the table of the section has every rate


def control_sentences(summary: pd.DataFrame, scope: Scope) -> tuple[str, ...]:
    """
    Answer "is the latest month more than the usual to and fro?".

    Parameters
    ----------
    summary : pandas.DataFrame
        From `dtanalysis.comparison.monthly.summarise_charts`, with names.
    scope : Scope
        The question.

    Returns
    -------
    tuple of str
        Empty where no series has limits. Else at most five, and one more where figures are invented: the count, at most two
        signals, one month within the usual range, one series without a level, what is reliable, and one drift.
    """
    judged = summary[summary["reason"] == ""]
    if judged.empty:
        return ()
    rest = len(summary) - len(judged)
    # What rests on a handful of cases is counted, but makes no example.
    firm = judged[judged["n_small"] <= judged["n"] / 2]
    sentences = [_count(judged, scope), *([_tell("too_few", scope, n=rest)] if rest else [])]
    sentences += [_signal(row, scope) for _, row in _marked(firm).head(_MOST_SIGNALS).iterrows()]
    sentences += _usual(firm, scope) + _mixed(firm, scope) + _reliable(judged, scope) + _drift(firm, scope)
    return (*sentences[:_MOST_SENTENCES], *synthetic_sentence(scope))


def _tell(key: str, scope: Scope, **words: object) -> str:
    return _WORDS[key][scope.language].format(**words)


def _count(judged: pd.DataFrame, scope: Scope) -> str:
    is_mixed = judged["pattern"] == "mixed"
    is_signal = judged["variation"].isin(SIGNALS) & ~is_mixed
    is_drift = ~is_signal & (judged["pattern"] == "drift")
    counts = {
        "signal": is_signal.sum(), "drift": is_drift.sum(), "common": (~is_signal & ~is_drift & ~is_mixed).sum(),
        "mixed": is_mixed.sum(),
    }  # fmt: skip
    parts = [_tell(f"count_{name}", scope, n=n) for name, n in counts.items() if n]
    return _tell(
        "count", scope, n=len(judged), unit=scope.unit_name, parts=format_list(parts, scope.language)
    )


def _marked(judged: pd.DataFrame) -> pd.DataFrame:
    """Series whose latest month is a signal: concerns first, then jumps, those far outside their limits before others."""
    rows = judged[judged["variation"].isin(SIGNALS) & (judged["pattern"] != "mixed")]
    away = (rows["value"] - rows["mean"]).abs() / (rows["upper"] - rows["lower"]).where(
        lambda width: width > 0
    )
    ordered = rows.assign(
        good=rows["variation"] == "improvement", flat=rows["pattern"] != "step", near=-away.fillna(0)
    )
    return ordered.sort_values(["good", "flat", "near"], kind="stable").drop(columns=["good", "flat", "near"])


def _signal(row: pd.Series, scope: Scope) -> str:
    """One series that left its usual range, with the month since when."""
    kind = {"step": "step", "drift": "off_pace"}.get(row["pattern"]) or _strength(row)
    side = _tell("above" if row["value"] > row["mean"] else "below", scope)
    language = scope.language
    doubt = _tell("provisional", scope, n=row["n_base"]) if row["is_provisional"] else ""
    return _upper_first(
        _tell(
            kind, scope, name=in_sentence(row["name"]), since=month_text(row["since"], language), side=side,
            month=month_text(row["period"], language), value=percent(row["value"], language),
            mean=percent(row["mean"], language), low=number(row["lower"], language),
            high=percent(row["upper"], language, decimals=1), before=percent(row["before"], language),
            after=percent(row["after"], language),
        )
        + doubt
    )  # fmt: skip


def _strength(row: pd.Series) -> str:
    """How sure a sentence may be of a signal, by the rules that gave it."""
    if "outside" in row["signals"]:
        return "single" if row["since"] == row["period"] else "signal"
    return "lasting" if "shift" in row["signals"] else "hint"


def _usual(judged: pd.DataFrame, scope: Scope) -> list[str]:
    """The month within the usual range that changed most: what would be called progress without its limits."""
    rows = judged[(judged["variation"] == "common") & ~judged["pattern"].isin(["drift", "mixed"])]
    if rows.empty:
        return []
    row = rows.loc[rows["change"].abs().fillna(-1).idxmax()]
    language, rose = scope.language, row["change"] > 0
    better = rose == (row["direction"] == "up")
    moved, claim = _MOVED[language, rose][0], _MOVED[language, better][1]
    has_change = pd.notna(row["change"]) and abs(row["change"]) >= 0.005
    words = {
        "name": in_sentence(row["name"]), "month": month_text(row["period"], language),
        "value": percent(row["value"], language), "low": number(row["lower"], language),
        "high": percent(row["upper"], language, decimals=1), "moved": moved, "claim": claim,
        "change": format_points(abs(row["change"]), 2, language=language, signed=False),
    }  # fmt: skip
    return [_tell("common_change" if has_change else "common", scope, **words)]


def _drift(judged: pd.DataFrame, scope: Scope) -> list[str]:
    """The steepest of the series that keep to a steady course."""
    rows = judged[(judged["variation"] == "common") & (judged["pattern"] == "drift")]
    if rows.empty:
        return []
    row = rows.loc[rows["drift"].abs().idxmax()]
    language = scope.language
    return [
        _upper_first(
            _tell(
                "drift", scope, name=in_sentence(row["name"]), moved=_MOVED[language, row["drift"] > 0][0],
                pace=format_points(abs(row["drift"]), 1, language=language, signed=False),
                month=month_text(row["period"], language), value=percent(row["value"], language),
            )
        )
    ]  # fmt: skip


def _mixed(judged: pd.DataFrame, scope: Scope) -> list[str]:
    """The first of the series that no level, jump or pace describes."""
    rows, language = judged[judged["pattern"] == "mixed"], scope.language
    return [
        _upper_first(
            _tell(
                "mixed", scope, name=in_sentence(row.name_told), n_signals=row.n_signals, n=row.n,
                month=month_text(row.period, language), value=percent(row.value, language),
            )
        )
        for row in rows.rename(columns={"name": "name_told"}).head(1).itertuples()
    ]  # fmt: skip


def _reliable(judged: pd.DataFrame, scope: Scope) -> list[str]:
    """How many targets are reached month after month, and how many are not; the latter by name."""
    parts = []
    for assurance in ("failing", "hit_and_miss", "passing"):
        names = [in_sentence(name) for name in judged.loc[judged["assurance"] == assurance, "name"]]
        if names:
            parts.append(_tell(assurance, scope, n=len(names), names=_few(names, scope)))
    return [_tell("targets", scope, parts=format_list(parts, scope.language))] if parts else []


def _few(names: list[str], scope: Scope) -> str:
    """At most three names, and how many more."""
    rest = len(names) - _MOST_NAMES
    shown = [*names[:_MOST_NAMES], *([_tell("more", scope, n=rest)] if rest > 0 else [])]
    return format_list(shown, scope.language)


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]
