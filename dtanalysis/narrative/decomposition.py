"""
Sentences of a change taken apart: behaviour or mix, real or chance, and what figures counted anew do not prove.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.decomposition import is_nested
from dtanalysis.formats import format_list, format_number, format_points, format_value
from dtanalysis.narrative.wording import case_noun, in_sentence, pick

DRIVERS = {
    "rate": ("hành vi", "behaviour"),
    "mix": ("cơ cấu", "mix"),
    "flow": ("đơn vị vào, ra", "entry and exit"),
    "several": ("nhiều nguyên nhân", "several causes"),
    "chance": ("có thể do ngẫu nhiên", "may be chance"),
    "restated": ("số liệu cũ được tính lại", "earlier cases counted anew"),
}
"""What drives a change, in Vietnamese and English; keys as in `dtanalysis.decomposition.summarise_change`."""


_PRINTED = 0.005  # points that do not print as 0.00


def driver_text(row: pd.Series, scope: Scope) -> str:
    """
    Say in a few words what drives a change.

    Parameters
    ----------
    row : pandas.Series
        One row of `dtanalysis.decomposition.summarise_changes`.
    scope : Scope
        The question.

    Returns
    -------
    str
        With a warning where a period has fewer than 30 cases.
    """
    text = pick(scope, *DRIVERS[row["driver"]])
    noun = case_noun(row["indicator"], scope)
    return text + pick(scope, f"; dưới 30 {noun}", f"; below 30 {noun}") if row["is_small"] else text


def compared_period(scope: Scope) -> str:
    """
    Name the period of comparison so that it can stand after "so với" or "since".

    Parameters
    ----------
    scope : Scope
        The question.

    Returns
    -------
    str
        Such as "6 tháng đầu năm 2022" or "kỳ từ đầu năm đến ngày 24/9/2026".
    """
    period = scope.compare_to
    name = period.name(scope.language)
    before = pick(
        scope, "kỳ " if "YTD" in period.code else "", "" if period.kind in ("month", "year") else "the "
    )
    return before + name


def bridge_sentences(summary: pd.DataFrame, change: pd.DataFrame, scope: Scope) -> tuple[str, ...]:
    """
    Answer "behaviour or mix, and is it real?" for one indicator, and warn of figures counted anew.

    Parameters
    ----------
    summary : pandas.DataFrame
        From `dtanalysis.decomposition.summarise_changes`, with names; may be empty.
    change : pandas.DataFrame
        From `dtanalysis.decomposition.main_change`: the rows of the indicator told in full.
    scope : Scope
        The question.

    Returns
    -------
    tuple of str
        None to two sentences: the change told in full, then one warning, of figures counted anew before that of chance.
    """
    if summary.empty:
        return ()
    indicator = change["indicator"].iloc[0]
    main = summary[summary["indicator"] == indicator]
    told = [_change_sentence(row, scope) for _, row in main.iterrows()]
    others = summary[summary["indicator"] != indicator]
    restated = others[others["driver"] == "restated"].head(1)
    told += [_restated_sentence(row, scope) for _, row in restated.iterrows()]
    doubtful = others[(others["driver"] == "chance") & (others["change"].abs() >= _PRINTED)]
    if len(doubtful) and restated.empty:
        told.append(_doubtful_sentence(doubtful, scope))
    return tuple(told)


def _doubtful_sentence(rows: pd.DataFrame, scope: Scope) -> str:
    listed = format_list(
        [
            f"{in_sentence(row['name'])} ({_number(row['change'], scope)} {pick(scope, 'điểm', 'points')})"
            for _, row in rows.iterrows()
        ],
        scope.language,
    )
    return pick(
        scope,
        f"Chưa đủ căn cứ để coi là thay đổi thật, vì khoảng tin cậy 95% chứa số 0: {listed}.",
        f"Too little to call a real change, because the 95 % interval holds 0: {listed}.",
    )


def _change_sentence(row: pd.Series, scope: Scope) -> str:
    if row["driver"] == "restated":
        return _restated_sentence(row, scope)
    if abs(row["change"]) < _PRINTED:
        return _still_sentence(row, scope)
    reasons = {"chance": _chance_words, "several": _several_words}
    said = f"{_move_words(row, scope)}{reasons.get(row['driver'], _driver_words)(row, scope)}{_added_words(row, scope)}"
    return said if row["kind"] == "none" else f"{said} {reversal_text(row, scope)}"


def reversal_text(row: pd.Series, scope: Scope) -> str:
    """
    Warn that a whole moved against most of its units (Simpson's paradox).

    Parameters
    ----------
    row : pandas.Series
        One row of `dtanalysis.decomposition.summarise_changes`, with a name and ``kind`` other than "none".
    scope : Scope
        The question.

    Returns
    -------
    str
        One sentence.
    """
    rose = row["change"] > 0
    against, moved = row["n_down"] if rose else row["n_up"], row["n_up"] + row["n_down"]
    name = in_sentence(row["name"])
    return pick(
        scope,
        f"Nghịch lý Simpson: {against}/{moved} đơn vị {'giảm' if rose else 'tăng'} trong khi {name} tính chung lại "
        f"{'tăng' if rose else 'giảm'}; đừng đọc tỷ lệ chung như kết quả của từng đơn vị.",
        f"Simpson's paradox: {against} of {moved} units {'fell' if rose else 'rose'} while {name} of all "
        f"{'rose' if rose else 'fell'}; do not read the rate of all as what units achieved.",
    )


def _move_words(row: pd.Series, scope: Scope) -> str:
    """So much up or down since the other period."""
    then, now = (
        format_value(row[name], "percent", decimals=2, language=scope.language)
        for name in ("before", "after")
    )
    size, name = _points(abs(row["change"]), scope), in_sentence(row["name"])
    earlier = compared_period(scope)
    word = pick(scope, *(("tăng", "rose") if row["change"] > 0 else ("giảm", "fell")))
    return pick(
        scope,
        f"So với {earlier}, {name} {word} {size} (từ {then} còn {now})"
        if row["change"] < 0
        else f"So với {earlier}, {name} {word} {size} (từ {then} lên {now})",
        f"Since {earlier}, {name} {word} by {size} (from {then} to {now})",
    )


_WHY = {
    "rate": ("vì tỷ lệ của từng đơn vị đổi", "the units' own rates moved"),
    "mix": ("vì tỷ trọng giữa các đơn vị đổi", "the weights of the units moved"),
    "flow": ("vì có đơn vị chỉ có hồ sơ ở một kỳ", "some units have cases in one period only"),
}


def _still_sentence(row: pd.Series, scope: Scope) -> str:
    """A rate that prints as it was."""
    rate = format_value(row["after"], "percent", decimals=2, language=scope.language)
    name, earlier = in_sentence(row["name"]), compared_period(scope)
    return pick(
        scope,
        f"So với {earlier}, {name} không đổi ({rate}).",
        f"Since {earlier}, {name} has not changed ({rate}).",
    )


def _driver_words(row: pd.Series, scope: Scope) -> str:
    key = row["driver"]
    part, why = _number(row[f"{key}_effect"], scope), pick(scope, *_WHY[key])
    others = [name for name in _WHY if name != key and abs(row[f"{name}_effect"]) >= _PRINTED]
    rest = ", ".join(
        f"{pick(scope, *DRIVERS[name])} {_number(row[f'{name}_effect'], scope)}" for name in others
    )
    return pick(
        scope,
        f", chủ yếu do {DRIVERS[key][0]} ({part} điểm, {why}){f'; còn lại là {rest} điểm' if rest else ''}. ",
        f", mainly by {DRIVERS[key][1]} ({part} points: {why}){f'; the rest is {rest} points' if rest else ''}. ",
    ) + _interval_words(row, scope)


def _several_words(row: pd.Series, scope: Scope) -> str:
    parts = [_number(row[f"{name}_effect"], scope) for name in ("rate", "mix", "flow")]
    return pick(
        scope,
        f"; không có một nguyên nhân chính: hành vi {parts[0]}, cơ cấu {parts[1]}, đơn vị vào, ra {parts[2]} điểm phần trăm. "
        f"{_interval_words(row, scope)}",
        f"; no single cause: behaviour {parts[0]}, mix {parts[1]}, entry and exit {parts[2]} percentage points. "
        f"{_interval_words(row, scope)}",
    )


def _added_words(row: pd.Series, scope: Scope) -> str:
    """Of two periods that begin together: what came in between alone, which the rates of both hide."""
    if not is_nested(scope.compare_to, scope.period) or row["driver"] == "chance":
        return ""
    then, now = (round(row[rate] * row[f"cases_{rate}"] / 100) for rate in ("before", "after"))
    hits, cases = now - then, row["cases_after"] - row["cases_before"]
    if not 0 <= hits <= cases or cases == 0:
        return ""
    shown = [format_number(number, 0, language=scope.language) for number in (hits, cases)]
    rate = format_value(100 * hits / cases, "percent", decimals=1, language=scope.language)
    noun = case_noun(row["indicator"], scope)
    return pick(
        scope,
        f" Riêng phần tăng thêm giữa hai kỳ, tử số thêm {shown[0]} trên {shown[1]} {noun} thêm ở mẫu số ({rate}).",
        f" Between the two periods alone the numerator gained {shown[0]} on {shown[1]} more {noun} ({rate}).",
    )


def _interval_words(row: pd.Series, scope: Scope) -> str:
    low, high = (_number(row[end], scope) for end in ("lower", "upper"))
    return pick(
        scope,
        f"Khoảng tin cậy 95% của mức thay đổi là {low} đến {high} điểm, nên khó là ngẫu nhiên.",
        f"The 95 % interval of the change, {low} to {high} points, hardly allows for chance.",
    )


def _chance_words(row: pd.Series, scope: Scope) -> str:
    low, high = (_number(row[end], scope) for end in ("lower", "upper"))
    return pick(
        scope,
        f", nhưng khoảng tin cậy 95% ({low} đến {high} điểm) chứa số 0: chưa đủ căn cứ để coi là thay đổi thật.",
        f", but the 95 % interval ({low} to {high} points) holds 0: too little to call it a real change.",
    )


def _restated_sentence(row: pd.Series, scope: Scope) -> str:
    count = format_number(row["n_restated"], 0, language=scope.language)
    part = _points(100 * row["n_restated"] / row["cases_after"], scope)
    return _move_words(row, scope) + pick(
        scope,
        f", nhưng ít nhất {count} hồ sơ (tương đương {part}) là hồ sơ cũ được tính lại: hồ sơ mới phát sinh giữa hai kỳ không "
        "thể làm tử số tăng nhiều đến thế. Chưa thể coi đó là cải thiện.",
        f", but at least {count} cases (worth {part}) are earlier cases counted anew: those that came in between cannot move the "
        "numerator so far. It is no proof of improvement.",
    )


def _points(value: float, scope: Scope, *, signed: bool = False) -> str:
    return format_points(value, language=scope.language, signed=signed)


def _number(value: float, scope: Scope) -> str:
    return format_number(value, 2, language=scope.language, signed=True)
