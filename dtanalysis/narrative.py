"""
Result rows → sentences that a steering committee can read out, in Vietnamese (or English on request).

Every function takes result frames and gives a tuple of sentences; none computes a gap or a status. Percentage
points are never called percent, a derived target is called derived, and what is not known is said. The
wordings stand side by side in `_WORDINGS`, so that they can be corrected together.
"""

from __future__ import annotations

import re

import pandas as pd

from dtanalysis.catalogue import Scope, term_names
from dtanalysis.formats import (
    Language,
    format_date,
    format_list,
    format_number,
    format_points,
    format_share,
    format_value,
)
from dtanalysis.periods import Period

_WORDINGS = {
    "stated": {
        "vi": "{unit} công bố đã đạt và vượt {met}/{total} chỉ tiêu ({share}) của {plan} tính đến {until}{later}.",
        "en": "{unit} states {met} of {total} targets met or exceeded ({share}) in {plan} by {until}{later}.",
    },
    "not_final": {
        "vi": "; {rest} chỉ tiêu còn lại chưa đạt ở thời điểm này, chưa phải là không hoàn thành cả năm",
        "en": "; the other {rest} are not met yet, which is not the same as missed for the year",
    },
    "final": {"vi": "; {rest} chỉ tiêu không đạt", "en": "; {rest} were missed"},
    "computed": {
        "vi": "Theo số liệu hiện có, {met}/{total} chỉ tiêu của {plan} đã đạt hoặc vượt{unknown}.",
        "en": "By the figures at hand, {met} of {total} targets of {plan} are met or exceeded{unknown}.",
    },
    "computed_unknown": {
        "vi": "; {n} chỉ tiêu chưa đủ số liệu để kết luận, nên tỷ lệ đạt nằm trong khoảng {low} đến {high}",
        "en": "; {n} cannot be judged yet, so the share met lies between {low} and {high}",
    },
    "no_plan": {
        "vi": "Chưa có kế hoạch nào của {unit} cho năm {year} trong kho số liệu, nên chưa thể nói chỉ tiêu nào đạt "
        "hay chưa đạt; trang này trình bày số liệu đã công bố và mục tiêu quốc gia để tham chiếu.",
        "en": "No plan of {unit} for {year} is on file, so no target can be called met or missed; this page shows "
        "the published figures, with national targets for orientation.",
    },
    "public_targets": {
        "vi": "Danh sách {total} chỉ tiêu chưa được công bố; tài liệu công khai mới cho biết {known} mục tiêu: {listed}.",
        "en": "The list of the {total} targets is not public; public documents give {known} of them: {listed}.",
    },
    "exceeded": {
        "vi": "{name} đạt {value}, vượt mục tiêu {target} là {gap}",
        "en": "{name} stands at {value}, {gap} beyond the target of {target}",
    },
    "met": {
        "vi": "{name} đạt {value}, bằng hoặc tốt hơn mục tiêu {target}",
        "en": "{name} stands at {value} and meets the target of {target}",
    },
    "behind": {
        "vi": "{name} đạt {value}, còn thiếu {gap} so với mục tiêu {target}",
        "en": "{name} stands at {value}, {gap} short of the target of {target}",
    },
    "undecided": {
        "vi": "{name} là {value}, chưa đủ để kết luận so với mục tiêu {target}",
        "en": "{name} is {value}, which does not decide the target of {target}",
    },
    "not_reported": {
        "vi": "{name} có mục tiêu {target} nhưng chưa có số liệu của kỳ này",
        "en": "{name} has a target of {target} but no figure for this period",
    },
    "widest_gap": {
        "vi": "Khoảng cách lớn nhất trong số đã biết: {name} mới đạt {value} so với mục tiêu {target}, còn thiếu {gap}{pace}.",
        "en": "The widest known gap: {name} stands at {value} against a target of {target}, {gap} short{pace}.",
    },
    "pace": {
        "vi": "; để đạt vào ngày 31/12 phải tăng bình quân {pace} mỗi tháng",
        "en": "; reaching it by 31 December takes {pace} a month on average",
    },
    "nothing": {
        "vi": "Kho số liệu chưa có số liệu nào của {unit} {during}.",
        "en": "There are no figures of {unit} {during} on file.",
    },
    "services": {
        "vi": "{value} số dịch vụ công trực tuyến (DVCTT) của {unit} có phát sinh hồ sơ {during}; {rest} số dịch vụ không có hồ sơ nào.",
        "en": "{value} of the online public services of {unit} received at least one dossier {during}; {rest} received none.",
    },
    "dossiers": {
        "vi": "Trong khi đó {value} số hồ sơ được tiếp nhận trực tuyến. Hai tỷ lệ không mâu thuẫn: một bên đếm dịch vụ, một bên đếm hồ sơ.",
        "en": "At the same time {value} of the dossiers were received online. The two do not contradict each other: one counts services, the other dossiers.",
    },
    "slice": {
        "vi": "Điểm nghẽn rõ nhất là {name}: {value}. Chỉ từ hai tỷ lệ này đã suy ra {slice} chiếm tối đa {weight} số hồ sơ; "
        "nâng lên {target} thì tỷ lệ chung tăng nhiều nhất {gain}.",
        "en": "The clearest bottleneck is {name}: {value}. The two rates alone imply that {slice} holds at most {weight} of all "
        "dossiers; raising it to {target} adds at most {gain} to the total.",
    },
    "no_services": {
        "vi": "Kho số liệu không có tỷ lệ DVCTT phát sinh hồ sơ của {unit} {during}, nên trang này không trả lời được "
        "phần khoảng cách của dịch vụ.",
        "en": "The share of online services with a dossier is not on file for {unit} {during}, so this page cannot "
        "answer where the gap of the services sits.",
    },
    "holders": {
        "vi": "Về {name}, {n_holders} trong {n_units} đơn vị giữ {share} phần còn thiếu; nhiều nhất là {first} ({points}).",
        "en": "For {name}, {n_holders} of {n_units} units hold {share} of what is missing; most of it sits in {first} ({points}).",
    },
    "dti": {
        "vi": "DTI năm {year} của {unit} đạt {value}, xếp thứ {rank}/{n_units}{places}{growth}.",
        "en": "The index of {unit} for {year} is {value}, rank {rank} of {n_units}{places}{growth}.",
    },
    "dti_rank_only": {
        "vi": "Năm {year}, {unit} xếp thứ {rank}/{n_units} về DTI{places}; nguồn công khai không nêu giá trị chỉ số.",
        "en": "For {year} {unit} ranks {rank} of {n_units} in the index{places}; public sources give no value.",
    },
    "dti_value_only": {
        "vi": "DTI năm {year} của {unit} đạt {value}{growth}; nguồn công khai không nêu thứ hạng.",
        "en": "The index of {unit} for {year} is {value}{growth}; public sources give no rank.",
    },
    "dti_places": {
        "vi": ", {word} {n} bậc so với năm trước",
        "en": ", {n} places {word} than the year before",
    },
    "dti_growth": {
        "vi": ", giá trị {word} {growth} so với {before} của năm trước",
        "en": ", {word} by {growth} from {before} the year before",
    },
    "dti_lag": {
        "vi": "Chỉ số của một năm được công bố sau đó từ bảy tháng đến hai năm, nên báo cáo kỳ này chỉ có thể dùng DTI "
        "năm {year} trở về trước.",
        "en": "The index of a year appears seven months to two years later, so a report on this period can only use the index of "
        "{year} and before.",
    },
    "dti_target": {
        "vi": "Mục tiêu của {plan} là thứ hạng {target} vào năm {year}: {distance}.",
        "en": "{plan} aims at rank {target} by {year}: {distance}.",
    },
    "dti_target_left": {"vi": "còn {n} bậc", "en": "{n} places to go"},
    "dti_target_met": {"vi": "đã đạt", "en": "already reached"},
    "dti_none": {
        "vi": "Kho số liệu không có DTI nào của {unit} tính đến {until}.",
        "en": "No index of {unit} up to {until} is on file.",
    },
    "dti_room": {
        "vi": "Dư địa lớn nhất nằm ở {name}: còn có thể thêm tối đa {room} vào chỉ số.",
        "en": "The most room is in {name}: it can still add up to {room} to the index.",
    },
    "start": {
        "vi": "Kho số liệu có {figures} số liệu của {unit} {during}, thuộc {indicators} chỉ tiêu, từ {sources} nguồn.",
        "en": "On file for {unit} {during}: {figures} figures of {indicators} indicators from {sources} sources.",
    },
    "start_other": {
        "vi": "Các kỳ khác có số liệu của {unit}: {periods}.",
        "en": "Other periods with figures of {unit}: {periods}.",
    },
    "synthetic": {
        "vi": "Đây là SỐ LIỆU MÔ PHỎNG (synthetic) do chương trình sinh ra để thử và học cách dùng, không phải số liệu của địa phương nào.",
        "en": "These are SYNTHETIC figures made by a program for testing and learning; they belong to no real province.",
    },
}  # fmt: skip


def period_phrases(period: Period, language: Language) -> dict[str, str]:
    """
    Return the two phrases in which a sentence names a period: ``during`` and ``until``.

    Examples
    --------
    >>> from dtanalysis.periods import parse_period
    >>> period_phrases(parse_period("2023-H1"), "vi")
    {'during': 'trong 6 tháng đầu năm 2023', 'until': 'hết 6 tháng đầu năm 2023'}
    >>> period_phrases(parse_period("2026-YTD-10-10"), "en")["during"]
    'from 1 January to 10 October 2026'
    """
    name, day = period.name(language), format_date(period.last_day, language=language)
    to_a_day = "YTD" in period.code
    if language == "vi":
        return {
            "during": name if to_a_day else f"trong {name}",
            "until": f"ngày {day}" if to_a_day else f"hết {name}",
        }
    article = "" if period.kind in ("month", "year") else "the "
    during = f"from 1 January to {day}" if to_a_day else f"in {article}{name}"
    return {"during": during, "until": day if to_a_day else f"the end of {article}{name}"}


def until_phrase(period: Period, language: Language) -> str:
    """Return the phrase for "by the end of the period"; see `period_phrases`."""
    return period_phrases(period, language)["until"]


def say(key: str, language: Language, **words: object) -> str:
    """
    Fill one wording.

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
    """
    return _WORDINGS[key][language].format(**words)


def scorecard_sentences(summary: pd.DataFrame, scorecard: pd.DataFrame, scope: Scope) -> tuple[str, ...]:
    """
    Answer "where do all targets stand?".

    Parameters
    ----------
    summary : pandas.DataFrame
        One row per judged plan, from `dtanalysis.gaps.summarise_plans`.
    scorecard : pandas.DataFrame
        One row per indicator and target, with names.
    scope : Scope
        The question.

    Returns
    -------
    tuple of str
        Two to four sentences; the first is the answer.
    """
    judged = scorecard[scorecard["target"].notna()]
    sentences = []
    if summary.empty:
        sentences.append(say("no_plan", scope.language, unit=scope.unit_name, year=scope.period.year))
    for _, row in summary.iterrows():
        sentences += _plan_sentences(row, judged[judged["plan"] == row["plan"]], scope)
    return (*sentences, *_widest_gap(judged, scope), *_synthetic(scope))


def _plan_sentences(row: pd.Series, judged: pd.DataFrame, scope: Scope) -> list[str]:
    language, plan = scope.language, row[f"name_{scope.language}"]
    sentences = []
    if pd.notna(row["stated_met"]):
        rest = int(row["n_targets"] - row["stated_met"])
        later = (
            say("final" if scope.period.months_left == 0 else "not_final", language, rest=rest)
            if rest
            else ""
        )
        sentences.append(
            say(
                "stated", language, unit=scope.unit_name, met=int(row["stated_met"]), total=int(row["n_targets"]),
                share=format_share(row["stated_share"], language=language), plan=plan,
                until=until_phrase(scope.period, language), later=later,
            )
        )  # fmt: skip
        if 0 < row["n_known"] < row["n_targets"]:
            # The whole's targets are listed; slices of them are told by the widest gap.
            listed = format_list([target_phrase(target, scope) for _, target in _wholes(judged)], language)
            sentences.append(
                say(
                    "public_targets",
                    language,
                    total=int(row["n_targets"]),
                    known=int(row["n_known"]),
                    listed=listed,
                )
            )
    elif row["n_known"] > 0:
        sentences.append(_computed(row, plan, language))
    return sentences


def _computed(row: pd.Series, plan: str, language: Language) -> str:
    total = int(row["n_targets"]) if pd.notna(row["n_targets"]) else int(row["n_known"])
    unknown = ""
    if row["n_unknown"] > 0:
        low, high = (format_share(row[end], language=language) for end in ("lowest_share", "highest_share"))
        unknown = say("computed_unknown", language, n=int(row["n_unknown"]), low=low, high=high)
    met = int(row["met"] + row["exceeded"])
    return say("computed", language, met=met, total=total, plan=plan, unknown=unknown)


def _wholes(judged: pd.DataFrame):
    return judged[judged["dimension"] == ""].sort_values("gap").iterrows()


def _widest_gap(judged: pd.DataFrame, scope: Scope) -> list[str]:
    """The percent indicator furthest behind; gaps of other measures cannot be compared with it."""
    behind = judged[(judged["status"] == "behind") & (judged["unit_measure"] == "percent")]
    if behind.empty:
        return []
    row = behind.loc[behind["gap"].idxmax()]
    pace = ""
    if pd.notna(row["required_pace"]):
        points = format_points(row["required_pace"], language=scope.language, signed=False)
        pace = say("pace", scope.language, pace=points)
    return [say("widest_gap", scope.language, pace=pace, **_phrase_words(row, scope))]


def target_phrase(row: pd.Series, scope: Scope) -> str:
    """
    Say in one phrase where an indicator stands against its target.

    Parameters
    ----------
    row : pandas.Series
        One row of a scorecard with names.
    scope : Scope
        The question.

    Returns
    -------
    str
        A phrase without a full stop, such as "… đạt 81,17%, vượt mục tiêu 70% là 11,17 điểm phần trăm".
    """
    return say(row["status"], scope.language, **_phrase_words(row, scope))


def _phrase_words(row: pd.Series, scope: Scope) -> dict[str, str]:
    return {
        "name": in_sentence(row["name"]),
        "value": value_text(row, "value", scope.language),
        "target": value_text(row, "target", scope.language),
        "gap": gap_text(row, scope.language),
    }


def short_name(name: str) -> str:
    """
    Leave out the explanations in brackets of a name.

    Examples
    --------
    >>> short_name("Tỷ lệ hồ sơ trực tuyến (tính trên số hồ sơ) – cấp xã")
    'Tỷ lệ hồ sơ trực tuyến – cấp xã'
    """
    return re.sub(r" \([^)]*\)", "", name)


def in_sentence(name: str) -> str:
    """
    Fit a name into a sentence: short, its first letter low unless it begins an abbreviation.

    Examples
    --------
    >>> in_sentence("Tỷ lệ hồ sơ trực tuyến (tính trên số hồ sơ)"), in_sentence("DTI")
    ('tỷ lệ hồ sơ trực tuyến', 'DTI')
    """
    short = short_name(name)
    return short if short[1:2].isupper() else short[:1].lower() + short[1:]


def value_text(row: pd.Series, column: str, language: Language) -> str:
    """
    Print a value or a target with its qualifier and unit of measure.

    Parameters
    ----------
    row : pandas.Series
        With ``unit_measure``, ``unit_label`` and, for a value, ``qualifier``.
    column : str
        Which number to print: "value", "target" or "earlier_value".
    language : {"vi", "en"}
        What the reader reads.

    Returns
    -------
    str
        Such as "trên 90%" or "840 người", with the decimals the number needs; "–" where missing.
    """
    qualifier = row["qualifier"] if column == "value" else "eq"
    labelled = row["unit_measure"] in ("count", "currency", "days")
    return format_value(
        row[column], row["unit_measure"], qualifier=qualifier or "eq",
        unit_label=row["unit_label"] if labelled else "", language=language,
    )  # fmt: skip


def gap_text(row: pd.Series, language: Language) -> str:
    """
    Print the size of a gap in the right unit of measure: points, places, or the indicator's own.

    Returns
    -------
    str
        Without a sign: the words around it say which side of the target is meant.
    """
    size = abs(row["gap"])
    if row["unit_measure"] == "percent":
        return format_points(size, None, language=language, signed=False)
    label = {"vi": "bậc", "en": "places"}[language] if row["unit_measure"] == "rank" else row["unit_label"]
    measure = "count" if row["unit_measure"] == "rank" else row["unit_measure"]
    return format_value(size, measure, unit_label=label, language=language)


def gap_sentences(
    scorecard: pd.DataFrame, bounds: pd.DataFrame, holders: pd.DataFrame, scope: Scope
) -> tuple[str, ...]:
    """
    Answer "where does the gap of the online services sit?".

    Parameters
    ----------
    scorecard : pandas.DataFrame
        One row per indicator and target, with names.
    bounds : pandas.DataFrame
        Slices of the online rate with their arithmetic bounds, lowest first, with names; may be empty.
    holders : pandas.DataFrame
        From `dtanalysis.decomposition.summarise_splits`, with names; empty where no counts are known.
    scope : Scope
        The question.

    Returns
    -------
    tuple of str
        One to five sentences.
    """
    language = scope.language
    sentences = []
    services = _whole(scorecard, "ops_with_dossiers_rate", scope)
    dossiers = _whole(scorecard, "tthc_online_dossier_rate", scope)
    place = {"unit": scope.unit_name, **period_phrases(scope.period, language)}
    if services is None:
        sentences.append(say("no_services", language, **place))
    else:
        rest = format_value(100 - services["value"], "percent", language=language)
        sentences.append(
            say("services", language, value=value_text(services, "value", language), rest=rest, **place)
        )
        if dossiers is not None:
            sentences.append(say("dossiers", language, value=value_text(dossiers, "value", language)))
    if not bounds.empty:
        sentences.append(_slice_sentence(bounds.iloc[0], scope))
    if not holders.empty:
        own = holders[holders["indicator"] == "ops_with_dossiers_rate"]
        told = own if len(own) else holders.nlargest(1, "gap_pp")
        sentences.append(_holders_sentence(told.iloc[0], scope))
    return (*sentences, *_synthetic(scope))


def _whole(scorecard: pd.DataFrame, indicator: str, scope: Scope) -> pd.Series | None:
    """The period's own exact figure of one indicator for the unit as a whole."""
    rows = scorecard[
        (scorecard["indicator"] == indicator)
        & (scorecard["dimension"] == "")
        & scorecard["is_current"]
        & (scorecard["qualifier"] == "eq")
    ]
    return None if rows.empty else rows.iloc[0]


def _slice_sentence(row: pd.Series, scope: Scope) -> str:
    language = scope.language
    return say(
        "slice", language,
        name=in_sentence(row["name"]), slice=slice_name(row["dimension"], scope),
        value=format_value(row["part"], "percent", language=language),
        weight=format_share(row["largest_weight"], language=language),
        target=format_value(row["target"], "percent", language=language),
        gain=format_points(row["largest_gain_pp"], 1, language=language, signed=False),
    )  # fmt: skip


def slice_name(dimension: str, scope: Scope) -> str:
    """Return the words for a slice such as ``field=land``; the code itself where no word is registered."""
    return term_names(scope, "dimension").get(dimension, dimension)


def _holders_sentence(row: pd.Series, scope: Scope) -> str:
    """How few units hold most of what is missing."""
    return say(
        "holders", scope.language, name=in_sentence(row["name"]), n_holders=row["n_holders"], n_units=row["n_units"],
        share=format_share(row["held_share"], 0, language=scope.language), first=row["first_unit"],
        points=format_points(row["first_points"], language=scope.language, signed=False),
    )  # fmt: skip


def dti_sentences(
    history: pd.DataFrame, parts: pd.DataFrame, goals: pd.DataFrame, scope: Scope
) -> tuple[str, ...]:
    """
    Answer "what does the index say, and what would move it?".

    Parameters
    ----------
    history : pandas.DataFrame
        One row per year, from `dtanalysis.dti.build_history`.
    parts : pandas.DataFrame
        Components of the last year with names, from `dtanalysis.dti.explain_parts`; may be empty.
    goals : pandas.DataFrame
        The unit's own targets for its rank, from `dtanalysis.dti.rank_goals`; may be empty.
    scope : Scope
        The question.

    Returns
    -------
    tuple of str
        One to five sentences.
    """
    language, place = (
        scope.language,
        {"unit": scope.unit_name, **period_phrases(scope.period, scope.language)},
    )
    if history.empty:
        return (say("dti_none", language, **place), *_synthetic(scope))
    last = history.iloc[-1]
    sentences = [_dti_sentence(history, scope)]
    sentences += [_goal_sentence(goal, scope) for _, goal in goals.iterrows()]
    if last["year"] < scope.period.year:
        sentences.append(say("dti_lag", language, year=int(last["year"])))
    if not parts.empty:
        widest = parts.loc[parts["room"].idxmax()]
        room = format_number(widest["room"], 4, language=language)
        sentences.append(say("dti_room", language, name=in_sentence(widest["name"]), room=room))
    return (*sentences, *_synthetic(scope))


def _dti_sentence(history: pd.DataFrame, scope: Scope) -> str:
    last, language = history.iloc[-1], scope.language
    words = {
        "year": int(last["year"]),
        "unit": scope.unit_name,
        "value": format_number(last["value"], 4, language=language),
        "rank": format_number(last["rank"], 0, language=language),
        "n_units": format_number(last["n_units"], 0, language=language),
        "places": _places(last, language),
        "growth": _growth(last, language),
    }
    key = "dti_rank_only" if pd.isna(last["value"]) else "dti_value_only" if pd.isna(last["rank"]) else "dti"
    return say(key, language, **words)


def _goal_sentence(goal: pd.Series, scope: Scope) -> str:
    language, left = scope.language, int(max(goal["places_left"], 0))
    plans = scope.programme.plans.set_index("plan")[f"name_{language}"]
    distance = say("dti_target_left", language, n=left) if left else say("dti_target_met", language)
    target = f"{goal['target']:.0f}/{goal['n_units']:.0f}"
    return say(
        "dti_target",
        language,
        plan=plans[goal["plan"]],
        target=target,
        year=int(goal["year"]),
        distance=distance,
    )


def _places(row: pd.Series, language: Language) -> str:
    if pd.isna(row["places"]) or row["places"] == 0:
        return ""
    gained = row["places"] > 0
    word = {"vi": "tăng" if gained else "giảm", "en": "better" if gained else "worse"}[language]
    return say("dti_places", language, word=word, n=int(abs(row["places"])))


def _growth(row: pd.Series, language: Language) -> str:
    if pd.isna(row["growth"]):
        return ""
    risen = row["growth"] >= 0
    word = {"vi": "tăng" if risen else "giảm", "en": "up" if risen else "down"}[language]
    before = format_number(row["value"] / (1 + row["growth"]), 4, language=language)
    # The published growth is quoted where there is one; ours is computed from printed values.
    growth = row["stated_growth"] if pd.notna(row["stated_growth"]) else row["growth"]
    return say(
        "dti_growth",
        language,
        word=word,
        growth=format_share(abs(growth), 2, language=language),
        before=before,
    )


def start_sentences(coverage: pd.DataFrame, scope: Scope) -> tuple[str, ...]:
    """
    Answer "what is on file for this unit and period?".

    Parameters
    ----------
    coverage : pandas.DataFrame
        One row per period of the unit: ``period``, ``n_figures``, ``n_indicators``, ``n_sources``.
    scope : Scope
        The question.

    Returns
    -------
    tuple of str
        One or two sentences.
    """
    language, place = (
        scope.language,
        {"unit": scope.unit_name, **period_phrases(scope.period, scope.language)},
    )
    own = coverage[coverage["code"] == scope.period.code]
    sentences = []
    if own.empty:
        sentences.append(say("nothing", language, **place))
    else:
        row = own.iloc[0]
        counts = {"figures": row["n_figures"], "indicators": row["n_indicators"], "sources": row["n_sources"]}
        sentences.append(say("start", language, **counts, **place))
    others = coverage.loc[coverage["code"] != scope.period.code, "name"].tolist()
    if 0 < len(others) <= 12:
        sentences.append(say("start_other", language, periods=format_list(others, language), **place))
    return (*sentences, *_synthetic(scope))


def _synthetic(scope: Scope) -> list[str]:
    return [say("synthetic", scope.language)] if scope.is_synthetic else []


def as_of_phrase(scope: Scope) -> str:
    """
    Say up to which day's knowledge the page was made.

    Returns
    -------
    str
        Such as "theo số liệu biết đến ngày 12/7/2023".
    """
    if scope.as_of is None:
        return {"vi": "theo toàn bộ số liệu đã biết", "en": "with everything known"}[scope.language]
    day = format_date(scope.as_of, language=scope.language)
    return {"vi": f"theo số liệu biết đến ngày {day}", "en": f"as known on {day}"}[scope.language]
