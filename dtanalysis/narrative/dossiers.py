"""
Sentences of the dossiers: which services to bring to their first online dossier, where they are lost, what changed.

Takes the frames of `dtanalysis.dossiers` and `dtanalysis.decomposition`; computes nothing but what a sentence adds up.
"""

from __future__ import annotations

import re

import pandas as pd

from dtanalysis.catalogue import Scope, unit_names
from dtanalysis.decomposition import split_change, summarise_change
from dtanalysis.dossiers import DossierQuestion
from dtanalysis.formats import MISSING, format_list, format_number, format_points, format_value
from dtanalysis.narrative.decomposition import compared_period
from dtanalysis.narrative.wording import period_phrases, pick, synthetic_sentence

WORDINGS = {
    "close": (
        "Chỉ cần {needed} dịch vụ đứng đầu danh sách dưới đây có hồ sơ trực tuyến đầu tiên là rút ngắn được một nửa khoảng cách đến "
        "mục tiêu {target} của năm {year}.",
        "Bringing the first {needed} services of the list below to their first online dossier would close half of the gap to the "
        "target of {target} for {year}.",
    ),
    "close_far": (
        "Muốn rút ngắn một nửa khoảng cách đến mục tiêu {target} của năm {year}, cần thêm {needed} dịch vụ có hồ sơ trực tuyến, mà "
        "{only} đang có người nộp ở kênh khác: chuyển người nộp sang trực tuyến thôi thì chưa đủ.",
        "Closing half of the gap to the target of {target} for {year} takes {needed} more services with an online dossier, and "
        "{only} dossiers in other channels: moving people online is not enough.",
    ),
    "now": (
        "{during_cap}, {used}/{services} dịch vụ công trực tuyến của {unit} ({rate}) đã có hồ sơ trực tuyến, còn thiếu {gap} so "
        "với mục tiêu đó ({plan}).",
        "{during_cap}, {used} of {services} online services of {unit} ({rate}) had an online dossier, {gap} short of that target "
        "({plan}).",
    ),
    "met": (
        "{during_cap}, {used}/{services} dịch vụ công trực tuyến của {unit} ({rate}) đã có hồ sơ trực tuyến, đạt mục tiêu "
        "{target} của năm {year} ({plan}).",
        "{during_cap}, {used} of {services} online services of {unit} ({rate}) had an online dossier, which meets the "
        "target of {target} for {year} ({plan}).",
    ),
    "no_target": (
        "{during_cap}, {used}/{services} dịch vụ công trực tuyến của {unit} ({rate}) đã có hồ sơ trực tuyến; chưa biết mục "
        "tiêu nào để nói còn thiếu bao nhiêu.",
        "{during_cap}, {used} of {services} online services of {unit} ({rate}) had an online dossier; no target is known "
        "that would tell how many are missing.",
    ),
    "one_part": (
        "{during_cap}, {used}/{services} dịch vụ công trực tuyến của {unit} ({rate}) đã có hồ sơ trực tuyến. Mục tiêu của năm tính "
        "từ đầu năm, nên không so với riêng kỳ này; hãy xem kỳ tính từ ngày 01/01.",
        "{during_cap}, {used} of {services} online services of {unit} ({rate}) had an online dossier. The target of a year counts "
        "from 1 January, so this period alone is not held against it; see a period that begins with the year.",
    ),
    "until": (
        "Hồ sơ được đếm theo tháng trọn vẹn: số liệu của trang này dừng ở hết tháng {month}/{year}.",
        "Dossiers are counted by whole months: the figures of this page stop at the end of month {month} of {year}.",
    ),
    "missing": (
        "Kho hồ sơ chưa có tháng {months}, nên các số đếm dưới đây thấp hơn thực tế.",
        "The store has no dossiers of {months}, so the counts below are too low.",
    ),
    "idle_unasked": (
        "Trong {idle} dịch vụ chưa có hồ sơ trực tuyến, không dịch vụ nào có người nộp tại quầy hoặc qua bưu chính: cần rà soát trước "
        "khi vận động.",
        "None of the {idle} services without an online dossier is asked for at the counter or by post: review them before any "
        "campaign.",
    ),
    "idle": (
        "Trong {idle} dịch vụ chưa có hồ sơ trực tuyến, {demanded} dịch vụ vẫn có người nộp tại quầy hoặc qua bưu chính "
        "({counter} hồ sơ) nên là nơi bắt đầu; {undemanded} dịch vụ không có hồ sơ nào qua bất kỳ kênh nào, cần rà soát "
        "hơn là vận động.",
        "Of the {idle} services without an online dossier {demanded} do receive dossiers at the counter or by post "
        "({counter}), which is where to begin; {undemanded} have no dossier through any channel and call for a review "
        "rather than a campaign.",
    ),
    "before": (
        "Trong {idle} dịch vụ chưa có hồ sơ trực tuyến, {n} dịch vụ từng có trong 12 tháng trước: {parts}.",
        "Of the {idle} services without an online dossier {n} had some in the twelve months before: {parts}.",
    ),
    "same_months": ("{n} vào cùng kỳ năm trước", "{n} in the same months of last year"),
    "other_months": ("{n} chỉ vào các tháng khác (có thể theo mùa)", "{n} in other months only (perhaps seasonal)"),
    "rates": (
        "Tính theo hồ sơ, {rate} được nộp trực tuyến ({online}/{n}){change}{lowest}.",
        "By dossiers, {rate} came in online ({online} of {n}){change}{lowest}.",
    ),
    "lowest": (
        "; thấp nhất là lĩnh vực {field}: {low} ({low_online}/{low_n})",
        "; lowest is the field {field}: {low} ({low_online} of {low_n})",
    ),
    "change": (
        ", {word} {change} so với {compare} (khoảng tin cậy 95%: {low} đến {high}), gồm {behaviour} do cách làm trong từng lĩnh vực "
        "và {mix} do cơ cấu hồ sơ giữa các lĩnh vực",
        ", {word} {change} against {compare} (95 % interval {low} to {high}): {behaviour} from how each field works and {mix} from the "
        "mix of fields",
    ),
    "chance": (
        ", đổi {change} so với {compare}, chưa đủ để phân biệt với dao động ngẫu nhiên",
        ", a change of {change} against {compare} that cannot be told from chance",
    ),
}  # fmt: skip

STEPS = {
    "published": ("cung cấp trực tuyến", "offered online"),
    "with_dossier": ("có hồ sơ qua bất kỳ kênh nào", "with a dossier through any channel"),
    "with_online_dossier": ("có hồ sơ trực tuyến", "with an online dossier"),
    "on_time": ("ít nhất 90% hồ sơ đúng hạn", "at least 90 % of dossiers on time"),
}
"""The steps of `dtanalysis.dossiers.service_funnel` in words."""

_ABSENT = {
    "no_store": (
        "Trang này cần hồ sơ theo từng dịch vụ, mà thư mục số liệu chưa có kho hồ sơ. Bảng dưới nêu các cột cần có và cách "
        "đưa hồ sơ vào.",
        "This page needs dossiers by service, and the data folder has no store of dossiers. The table below lists the columns "
        "that are needed and how to put records in.",
    ),
    "no_services": (
        "Đã có kho hồ sơ nhưng thiếu danh mục dịch vụ (services.csv). Dịch vụ không có hồ sơ nào chỉ có thể đếm được từ danh "
        "mục, nên trang này chưa trả lời được.",
        "There is a store of dossiers but no catalogue of services (services.csv). Services without a dossier can only be "
        "counted from the catalogue, so this page has no answer yet.",
    ),
    "no_engine": (
        "Kho hồ sơ được đọc bằng DuckDB, hiện chưa được cài đặt. Hãy chạy: pip install 'dtanalysis[dossiers]'.",
        "The store of dossiers is read with DuckDB, which is not installed. Run: pip install 'dtanalysis[dossiers]'.",
    ),
    "other_unit": (
        "Danh mục dịch vụ không có dịch vụ nào của {unit}. Danh mục hiện có của: {detail}.",
        "The catalogue of services has none of {unit}. It has those of: {detail}.",
    ),
    "no_whole_month": (
        "Kỳ báo cáo chưa có tháng nào trọn vẹn; kho hồ sơ đếm theo tháng tiếp nhận.",
        "The period has no whole month yet; dossiers are counted by month of receipt.",
    ),
    "no_months": (
        "Kho hồ sơ của {unit} không có tháng nào của kỳ này. Các tháng hiện có: {detail}.",
        "The store of {unit} has no month of this period. Months on file: {detail}.",
    ),
}  # fmt: skip


def absence_sentences(question: DossierQuestion, scope: Scope) -> tuple[str, ...]:
    """
    Say why dossiers cannot answer, and what would help.

    Parameters
    ----------
    question : DossierQuestion
        With a reason.
    scope : Scope
        The question of the page.

    Returns
    -------
    tuple of str
        One or two sentences.
    """
    text = pick(scope, *_ABSENT[question.reason]).format(
        unit=scope.unit_name, detail=_detail_text(question.detail, scope)
    )
    unanswered = pick(
        scope,
        f"Chưa thể nói dịch vụ nào của {scope.unit_name} cần ưu tiên {period_phrases(scope.period, 'vi')['during']}.",
        f"Which services of {scope.unit_name} need a push {period_phrases(scope.period, 'en')['during']} cannot be told yet.",
    )
    return unanswered, text


def _detail_text(detail: str, scope: Scope) -> str:
    """Months as a reader writes them, and units by their names."""
    names = unit_names(scope)
    words = re.sub(r"\b(\d{4})(\d{2})\b", lambda month: f"{int(month[2])}/{month[1]}", detail)
    return ", ".join(names.get(word, word) for word in words.split(", ")) or MISSING


def dossier_sentences(
    question: DossierQuestion,
    scope: Scope,
    *,
    closing: pd.DataFrame,
    idle: pd.DataFrame,
    change: pd.DataFrame,
    rates: pd.DataFrame,
) -> tuple[str, ...]:
    """
    Answer "which services need a push, and what would it bring?".

    Parameters
    ----------
    question : DossierQuestion
        The unit's dossiers.
    scope : Scope
        The question of the page.
    closing, idle : pandas.DataFrame
        From `dtanalysis.dossiers.services_to_close` and `idle_services`.
    change : pandas.DataFrame
        From `change_of_rate`; without rows where there is nothing to compare with.
    rates : pandas.DataFrame
        Online rates by field: `dtanalysis.dossiers.parts_of_rates` with intervals.

    Returns
    -------
    tuple of str
        Two to five: the answer, where things stand, where to begin, and the rate of dossiers with its change; where
        there is a reason why not, that.
    """
    if question.reason:
        return (*absence_sentences(question, scope), *synthetic_sentence(scope))
    return (
        *_closing_sentences(closing.iloc[0], idle, question, scope),
        *_until_sentence(question, scope),
        *_missing_sentence(question, scope),
        *_rates_sentence(rates, change, scope),
        *synthetic_sentence(scope),
    )


def change_of_rate(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """
    Split the change of a rate, where both periods have cases.

    Parameters
    ----------
    before, after : pandas.DataFrame
        From `dtanalysis.dossiers.mix_parts`.

    Returns
    -------
    pandas.DataFrame
        From `dtanalysis.decomposition.split_change`; without rows where a period has no dossiers.
    """
    if before["denominator"].sum() == 0 or after["denominator"].sum() == 0:
        return pd.DataFrame(
            columns=["unit", "name_vi", "rate_effect", "mix_effect", "flow_effect", "total_effect"]
        )
    return split_change(before, after)


def _closing_sentences(
    row: pd.Series, idle: pd.DataFrame, question: DossierQuestion, scope: Scope
) -> list[str]:
    during = period_phrases(scope.period, scope.language)["during"]
    plans = scope.programme.plans.set_index("plan")[f"name_{scope.language}"]
    words = {
        "unit": scope.unit_name, "during": during, "during_cap": during[:1].upper() + during[1:],
        "used": _count(row["n_used"], scope), "services": _count(row["n_services"], scope), "rate": _percent(row["rate"], scope),
        "needed": _count(row["n_needed"], scope), "only": _only_words(row["n_demanded"], scope), "target": _percent(row["target"], scope, None),
        "gap": _points(row["gap_pp"], scope), "plan": plans.get(question.plan, question.plan),
        "year": question.target_year,
    }  # fmt: skip
    key = _which_answer(row, question)
    keys = [key, "now"] if key.startswith("close") else [key]
    sentences = [pick(scope, *WORDINGS[name]).format(**words) for name in keys]
    if len(idle):
        counts = {"idle": len(idle), "demanded": row["n_demanded"], "counter": idle["n_counter"].sum(),
                  "undemanded": row["n_undemanded"]}  # fmt: skip
        texts = {name: _count(number, scope) for name, number in counts.items()}
        asked = "idle" if row["n_demanded"] else "idle_unasked"
        sentences.append(pick(scope, *WORDINGS[asked]).format(**texts))
    return sentences


def _only_words(demanded: float, scope: Scope) -> str:
    number = _count(demanded, scope)
    if not demanded:
        return pick(scope, "không dịch vụ nào", "none of them has")
    return pick(scope, f"chỉ {number} dịch vụ", f"only {number} have")


def _missing_sentence(question: DossierQuestion, scope: Scope) -> list[str]:
    """Months without any record, which make every count too low."""
    months = [f"{ym % 100}/{ym // 100}" for ym in question.missing_months]
    if not months:
        return []
    return [pick(scope, *WORDINGS["missing"]).format(months=format_list(months, scope.language))]


def _which_answer(row: pd.Series, question: DossierQuestion) -> str:
    if pd.isna(row["target"]):
        return "one_part" if question.plan else "no_target"
    if row["n_short"] == 0:
        return "met"
    return "close_far" if row["n_needed"] > row["n_demanded"] else "close"


def _until_sentence(question: DossierQuestion, scope: Scope) -> list[str]:
    """Where a period stops within a month, the dossiers stop before it."""
    year, month = divmod(question.months[1], 100)
    if (year, month) == (scope.period.last_day.year, scope.period.last_day.month):
        return []
    return [pick(scope, *WORDINGS["until"]).format(month=month, year=year)]


def history_sentence(idle: pd.DataFrame, scope: Scope) -> list[str]:
    """
    Say how many of the services without an online dossier had some in the twelve months before.

    Parameters
    ----------
    idle : pandas.DataFrame
        From `dtanalysis.dossiers.idle_services`.
    scope : Scope
        The question of the page.

    Returns
    -------
    list of str
        One sentence; none where no service had any.
    """
    counts = idle["history"].value_counts().reindex(["same_months", "other_months"], fill_value=0)
    if not counts.sum():
        return []
    parts = [
        pick(scope, *WORDINGS[word]).format(n=_count(n, scope)) for word, n in counts[counts > 0].items()
    ]
    words = {"n": _count(counts.sum(), scope), "idle": _count(len(idle), scope)}
    return [pick(scope, *WORDINGS["before"]).format(**words, parts=format_list(parts, scope.language))]


def _rates_sentence(rates: pd.DataFrame, change: pd.DataFrame, scope: Scope) -> list[str]:
    """The rate of dossiers, how it moved, and its lowest field; nothing where no dossier has a channel."""
    total = rates[["numerator", "denominator"]].sum()
    if not total["denominator"]:
        return []
    words = {
        "rate": _percent(100 * total["numerator"] / total["denominator"], scope),
        "online": _count(total["numerator"], scope), "n": _count(total["denominator"], scope),
        "change": _change_words(change, scope), "lowest": _lowest_words(rates, scope),
    }  # fmt: skip
    return [pick(scope, *WORDINGS["rates"]).format(**words)]


def _lowest_words(rates: pd.DataFrame, scope: Scope) -> str:
    firm = rates[~rates["is_small"].astype(bool)].nsmallest(1, "rate")
    if firm.empty or len(rates) < 2:
        return ""
    low = firm.iloc[0]
    return pick(scope, *WORDINGS["lowest"]).format(
        field=low["name_vi"], low=_percent(low["rate"], scope), low_online=_count(low["numerator"], scope),
        low_n=_count(low["denominator"], scope),
    )  # fmt: skip


def _change_words(change: pd.DataFrame, scope: Scope) -> str:
    if change.empty:
        return ""
    summary = summarise_change(change)
    words = {"compare": compared_period(scope)}
    if summary["driver"] == "chance":
        moved = _points(summary["change"], scope, signed=True, decimals=2)
        return pick(scope, *WORDINGS["chance"]).format(**words, change=moved)
    words |= {
        "low": _number(summary["lower"], scope, decimals=2, signed=True), "high": _number(summary["upper"], scope, decimals=2, signed=True),
        "word": pick(scope, "tăng", "up") if summary["change"] > 0 else pick(scope, "giảm", "down"),
        "change": _points(abs(summary["change"]), scope, decimals=2),
        "behaviour": _points(summary["rate_effect"], scope, signed=True, decimals=2),
        "mix": _points(summary["mix_effect"] + summary["flow_effect"], scope, signed=True, decimals=2),
    }  # fmt: skip
    return pick(scope, *WORDINGS["change"]).format(**words)


def _count(number: float, scope: Scope) -> str:
    return format_number(number, 0, language=scope.language)


def _number(number: float, scope: Scope, *, decimals: int = 1, signed: bool = False) -> str:
    return format_number(number, decimals, language=scope.language, signed=signed)


def _percent(value: float, scope: Scope, decimals: int | None = 1) -> str:
    return format_value(value, "percent", decimals=decimals, language=scope.language)


def _points(value: float, scope: Scope, *, signed: bool = False, decimals: int = 1) -> str:
    return format_points(value, decimals, language=scope.language, signed=signed)
