"""
The wordings of all sentences, side by side in Vietnamese and English, and the phrases they are filled with.
"""

from __future__ import annotations

import re

import pandas as pd

from dtanalysis.catalogue import Scope, term_names
from dtanalysis.formats import Language, format_date, format_points, format_value
from dtanalysis.periods import Period

WORDINGS = {
    "stated": {
        "vi": "{unit} công bố đã đạt và vượt {met}/{total} chỉ tiêu ({share}) của {plan} tính đến {until}{later}.",
        "en": "{unit} states {met} of {total} targets met or exceeded ({share}) in {plan} by {until}{later}.",
    },
    "not_final": {
        "vi": "; {rest} chỉ tiêu còn lại chưa đạt ở thời điểm này, chưa có nghĩa là không hoàn thành kế hoạch năm",
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
    "slice": {
        "vi": "Điểm nghẽn rõ nhất là {name}: {value}. Chỉ từ hai tỷ lệ này đã suy ra {slice} chiếm tối đa {weight} số hồ sơ; "
        "nâng lên {target} thì tỷ lệ chung tăng nhiều nhất {gain}.",
        "en": "The clearest bottleneck is {name}: {value}. The two rates alone imply that {slice} holds at most {weight} of all "
        "dossiers; raising it to {target} adds at most {gain} to the total.",
    },
    "slice_counted": {
        "vi": "Điểm nghẽn rõ nhất là {name}: {value}; nâng lên {target} thì tỷ lệ chung tăng {gain}.",
        "en": "The clearest bottleneck is {name}: {value}; raising it to {target} adds {gain} to the total.",
    },
    "no_services": {
        "vi": "Kho số liệu không có tỷ lệ DVCTT phát sinh hồ sơ của {unit} {during}, nên trang này không trả lời được "
        "phần khoảng cách của dịch vụ.",
        "en": "The share of online services with a dossier is not on file for {unit} {during}, so this page cannot "
        "answer where the gap of the services sits.",
    },
    "dti": {
        "vi": "DTI năm {year}{latest} của {unit} đạt {value}, xếp thứ {rank}/{n_units}{places}{growth}.",
        "en": "The index of {unit} for {year}{latest} is {value}, rank {rank} of {n_units}{places}{growth}.",
    },
    "dti_rank_only": {
        "vi": "Năm {year}{latest}, {unit} xếp thứ {rank}/{n_units} về DTI{places}; nguồn công khai không nêu giá trị chỉ số.",
        "en": "For {year}{latest} {unit} ranks {rank} of {n_units} in the index{places}; public sources give no value.",
    },
    "dti_value_only": {
        "vi": "DTI năm {year}{latest} của {unit} đạt {value}{growth}; nguồn công khai không nêu thứ hạng.",
        "en": "The index of {unit} for {year}{latest} is {value}{growth}; public sources give no rank.",
    },
    "dti_places": {
        "vi": ", {word} {n} bậc so với năm trước",
        "en": ", {n} places {word} than the year before",
    },
    "dti_growth": {
        "vi": ", giá trị {word} {growth} so với {before} của năm trước",
        "en": ", {word} by {growth} from {before} the year before",
    },
    "dti_latest": {"vi": " (mới nhất có trong kho số liệu)", "en": " (the latest on file)"},
    "dti_targets": {"vi": "Mục tiêu của {plan} là {targets}.", "en": "{plan} aims at {targets}."},
    "dti_target": {
        "vi": "xếp thứ {target} hoặc cao hơn vào năm {year}: {distance}",
        "en": "rank {target} or better by {year}: {distance}",
    },
    "dti_target_left": {"vi": "còn {n} bậc", "en": "{n} places to go"},
    "dti_target_met": {"vi": "đã đạt theo DTI năm {last}", "en": "already reached by the index of {last}"},
    "dti_target_cost": {
        "vi": ", DTI cần thêm {points} nếu các đơn vị khác đứng yên",
        "en": ", which takes {points} more with the others standing still",
    },
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
    "quality": {
        "vi": "Báo cáo {period} của {unit} dùng {n} số liệu: {parts}.",
        "en": "{unit}, {period}: the report rests on {n} figures, {parts}.",
    },
    "quality_none": {
        "vi": "Kho số liệu không có số liệu nào của {unit} {during} hay năm trước đó, nên chưa có gì để đánh giá độ tin cậy.",
        "en": "No figure of {unit} {during} or of the year before is on file, so there is nothing to judge.",
    },
    "quality_firm": {"vi": "{n} số liệu có căn cứ vững", "en": "{n} on firm ground"},
    "quality_unconfirmed": {
        "vi": "{n} số liệu chưa đối chiếu được (mới có một nguồn)",
        "en": "{n} with a single source that nothing confirms yet",
    },
    "quality_weak": {"vi": "{n} số liệu có căn cứ yếu", "en": "{n} on weak ground"},
    "quality_contested": {"vi": "{n} số liệu còn mâu thuẫn", "en": "{n} contested"},
    "quality_disputed": {
        "vi": "Các nguồn nêu khác nhau về {name} ({unit}, {period}): {values}; báo cáo đang dùng {used}{only}.",
        "en": "Sources differ on {name} ({unit}, {period}): {values}; the report uses {used}{only}.",
    },
    "quality_only": {
        "vi": ", trong khi chỉ {value} khớp với mức tăng đã công bố",
        "en": ", while only {value} agrees with the published growth",
    },
    "quality_disputed_more": {
        "vi": "Còn {n} số liệu khác mà các nguồn nêu khác nhau.",
        "en": "Sources differ on {n} more figures.",
    },
    "quality_change": {
        "vi": "Mức công bố {stated} ({name}, {period}) không khớp với giá trị đã in: tính lại được {computed}.",
        "en": "The published {stated} ({name}, {period}) does not follow from the printed values, which give {computed}.",
    },
    "quality_complete": {
        "vi": "Không thiếu số liệu nào trong {n} số liệu phải có của {total} đơn vị.",
        "en": "None of the {n} figures expected of {total} units is missing.",
    },
    "quality_missing": {
        "vi": "Còn thiếu {missing} trong {n} số liệu phải có, ở {n_units}/{total} đơn vị: {units}.",
        "en": "{missing} of {n} expected figures are missing, from {n_units} of {total} units: {units}.",
    },
    "quality_missing_own": {
        "vi": "Còn thiếu {missing} trong {n} số liệu phải có của kỳ: {names}.",
        "en": "{missing} of the {n} figures expected for the period are missing: {names}.",
    },
    "quality_missing_unit": {"vi": "{unit} (thiếu {n})", "en": "{unit} ({n} missing)"},
    "quality_suspects": {
        "vi": "{n} số liệu của {n_units} đơn vị khác thường, nên xem lại trước khi dùng.",
        "en": "Figures out of line: {n}, of {n_units} units; they are worth a second look before use.",
    },
    "quality_received": {
        "vi": "Đã tiếp nhận {files} tệp: {accepted} dòng được nhận, {rejected} dòng bị từ chối.",
        "en": "{files} files were received: {accepted} rows accepted, {rejected} refused.",
    },
    "synthetic": {
        "vi": "Đây là SỐ LIỆU MÔ PHỎNG (synthetic) do chương trình sinh ra để thử và học cách dùng, không phải số liệu của địa phương nào.",
        "en": "These are SYNTHETIC figures made by a program for testing and learning; they belong to no real province.",
    },
}  # fmt: skip


def period_phrases(period: Period, language: Language) -> dict[str, str]:
    """
    Return the two phrases in which a sentence names a period: ``during`` and ``until``.

    Parameters
    ----------
    period : Period
        The period.
    language : {"vi", "en"}
        What the reader reads.

    Returns
    -------
    dict of str to str
        Each with the prepositions it needs.

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


def pick(scope: Scope, vi: str, en: str) -> str:
    """Choose the wording of the scope's language."""
    return vi if scope.language == "vi" else en


def place(scope: Scope) -> str:
    """Return unit and period in words, for a caption."""
    return f"{scope.unit_name}, {scope.period.name(scope.language)}"


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
    return WORDINGS[key][language].format(**words)


def short_name(name: str) -> str:
    """
    Leave out the explanations in brackets of a name.

    Parameters
    ----------
    name : str
        An indicator's name.

    Returns
    -------
    str
        The name without brackets.

    Examples
    --------
    >>> short_name("Tỷ lệ hồ sơ trực tuyến (tính trên số hồ sơ) – cấp xã")
    'Tỷ lệ hồ sơ trực tuyến – cấp xã'
    """
    return re.sub(r" \([^)]*\)", "", name)


def in_sentence(name: str) -> str:
    """
    Fit a name into a sentence: short, its first letter low unless it begins an abbreviation.

    Parameters
    ----------
    name : str
        An indicator's name.

    Returns
    -------
    str
        To be read inside a sentence.

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

    Parameters
    ----------
    row : pandas.Series
        With ``gap``, ``unit_measure`` and ``unit_label``.
    language : {"vi", "en"}
        What the reader reads.

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


def slice_name(dimension: str, scope: Scope) -> str:
    """Return the words for a slice such as ``field=land``; the code itself where no word is registered."""
    return term_names(scope, "dimension").get(dimension, dimension)


def case_noun(indicator: str, scope: Scope) -> str:
    """
    Name what a rate counts, for a sentence such as "fewer than 30 services".

    Parameters
    ----------
    indicator : str
        Its id.
    scope : Scope
        The question: its register and language.

    Returns
    -------
    str
        "dịch vụ", "hồ sơ" or, where the register says neither, "trường hợp".
    """
    weighting = scope.programme.indicators.set_index("indicator")["weighting"].get(indicator, "")
    nouns = {"service": ("dịch vụ", "services"), "dossier": ("hồ sơ", "dossiers")}
    return pick(scope, *nouns.get(weighting, ("trường hợp", "cases")))


def synthetic_sentence(scope: Scope) -> list[str]:
    """Return the sentence that generated figures must carry; an empty list for real ones."""
    return [say("synthetic", scope.language)] if scope.is_synthetic else []
