"""
Sentences of the dossiers: which services to bring to their first online dossier, where they are lost, what changed.

Takes the frames of `dtanalysis.dossiers` and `dtanalysis.decomposition`; computes nothing but what a sentence adds up.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.decomposition import split_change, summarise_change
from dtanalysis.dossiers import DossierQuestion
from dtanalysis.formats import format_list, format_number, format_points, format_value
from dtanalysis.narrative.wording import period_phrases, pick, synthetic_sentence

WORDINGS = {
    "close": (
        "Đưa {needed} dịch vụ đứng đầu danh sách dưới đây đến hồ sơ trực tuyến đầu tiên sẽ khép một nửa khoảng cách đến mục tiêu "
        "{target} của năm {year}.",
        "Bringing the first {needed} services of the list below to their first online dossier would close half of the gap to the "
        "target of {target} for {year}.",
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
    "idle": (
        "Trong {idle} dịch vụ chưa có hồ sơ trực tuyến, {demanded} dịch vụ vẫn có người nộp tại quầy hoặc qua bưu chính "
        "({counter} hồ sơ) nên là nơi bắt đầu; {undemanded} dịch vụ không có hồ sơ nào qua bất kỳ kênh nào, cần rà soát "
        "hơn là vận động.",
        "Of the {idle} services without an online dossier {demanded} do receive dossiers at the counter or by post "
        "({counter}), which is where to begin; {undemanded} have no dossier through any channel and call for a review "
        "rather than a campaign.",
    ),
    "before": (
        "{n} dịch vụ trong số này từng có hồ sơ trực tuyến trong 12 tháng trước: {parts}.",
        "{n} of these services had online dossiers in the twelve months before: {parts}.",
    ),
    "same_months": ("{n} vào cùng kỳ năm trước", "{n} in the same months of last year"),
    "other_months": ("{n} chỉ vào các tháng khác (có thể theo mùa)", "{n} in other months only (perhaps seasonal)"),
    "not_enough": (
        "Chỉ chuyển kênh là chưa đủ để khép một nửa khoảng cách: cần {needed} dịch vụ, mà chỉ {demanded} dịch vụ có người "
        "đang nộp ở kênh khác.",
        "Moving people online is not enough for half of the gap: it takes {needed} services, and only {demanded} have "
        "dossiers in other channels.",
    ),
    "drop": (
        "Bước rơi lớn nhất nằm giữa “{before}” và “{after}”: mất {lost} trong {of} dịch vụ ({share}).",
        "The largest drop lies between “{before}” and “{after}”: {lost} of {of} services ({share}) are lost.",
    ),
    "rates": (
        "Tính theo hồ sơ, {rate} được nộp trực tuyến ({online}/{n}); thấp nhất là lĩnh vực {field}: {low} ({low_online}/{low_n}).",
        "By dossiers, {rate} came in online ({online} of {n}); lowest is the field {field}: {low} ({low_online} of {low_n}).",
    ),
    "change": (
        "So với {compare}, tỷ lệ hồ sơ trực tuyến {word} {change} (khoảng tin cậy 95%: {low} đến {high}): {behaviour} do cách làm "
        "trong từng lĩnh vực, {mix} do cơ cấu hồ sơ giữa các lĩnh vực.",
        "Against {compare} the share of online dossiers {word} by {change} (95 % interval {low} to {high}): {behaviour} from "
        "how each field works, {mix} from the mix of fields.",
    ),
    "chance": (
        "So với {compare}, tỷ lệ hồ sơ trực tuyến đổi {change}, chưa đủ để phân biệt với dao động ngẫu nhiên.",
        "Against {compare} the share of online dossiers changed by {change}, which cannot be told from chance.",
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
    text = pick(scope, *_ABSENT[question.reason]).format(unit=scope.unit_name, detail=question.detail or "–")
    unanswered = pick(
        scope,
        f"Chưa thể nói dịch vụ nào của {scope.unit_name} cần khơi thông {period_phrases(scope.period, 'vi')['during']}.",
        f"Which services of {scope.unit_name} need a push {period_phrases(scope.period, 'en')['during']} cannot be told yet.",
    )
    return unanswered, text


def dossier_sentences(
    question: DossierQuestion,
    scope: Scope,
    *,
    closing: pd.DataFrame,
    idle: pd.DataFrame,
    funnel: pd.DataFrame,
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
    funnel : pandas.DataFrame
        From `dtanalysis.decomposition.build_funnel`.
    change : pandas.DataFrame
        From `change_of_rate`; without rows where there is nothing to compare with.
    rates : pandas.DataFrame
        Online rates by field: `dtanalysis.dossiers.parts_of_rates` with intervals.

    Returns
    -------
    tuple of str
        The answer first; where there is a reason why not, that.
    """
    if question.reason:
        return (*absence_sentences(question, scope), *synthetic_sentence(scope))
    return (
        *_closing_sentences(closing.iloc[0], idle, question, scope),
        *_until_sentence(question, scope),
        *_drop_sentence(funnel, scope),
        *_rates_sentence(rates, scope),
        *_change_sentence(change, scope),
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
        "needed": _count(row["n_needed"], scope), "target": _percent(row["target"], scope, None),
        "gap": _points(row["gap_pp"], scope), "plan": plans.get(question.plan, question.plan),
        "year": question.target_year,
    }  # fmt: skip
    key = _which_answer(row, question)
    keys = ["close", "now"] if key == "close" else [key]
    sentences = [pick(scope, *WORDINGS[name]).format(**words) for name in keys]
    if len(idle):
        counts = {"idle": len(idle), "demanded": row["n_demanded"], "counter": idle["n_counter"].sum(),
                  "undemanded": row["n_undemanded"]}  # fmt: skip
        texts = {name: _count(number, scope) for name, number in counts.items()}
        sentences.append(pick(scope, *WORDINGS["idle"]).format(**texts))
        sentences += _history_sentence(idle, scope)
        if key == "close" and row["n_needed"] > row["n_demanded"]:
            sentences.append(
                pick(scope, *WORDINGS["not_enough"]).format(
                    needed=words["needed"], demanded=texts["demanded"]
                )
            )
    return sentences


def _which_answer(row: pd.Series, question: DossierQuestion) -> str:
    if pd.isna(row["target"]):
        return "one_part" if question.plan else "no_target"
    return "met" if row["n_short"] == 0 else "close"


def _until_sentence(question: DossierQuestion, scope: Scope) -> list[str]:
    """Where a period stops within a month, the dossiers stop before it."""
    year, month = divmod(question.months[1], 100)
    if (year, month) == (scope.period.last_day.year, scope.period.last_day.month):
        return []
    return [pick(scope, *WORDINGS["until"]).format(month=month, year=year)]


def _history_sentence(idle: pd.DataFrame, scope: Scope) -> list[str]:
    counts = idle["history"].value_counts().reindex(["same_months", "other_months"], fill_value=0)
    if not counts.sum():
        return []
    parts = [
        pick(scope, *WORDINGS[word]).format(n=_count(n, scope)) for word, n in counts[counts > 0].items()
    ]
    words = {"n": _count(counts.sum(), scope), "parts": format_list(parts, scope.language)}
    return [pick(scope, *WORDINGS["before"]).format(**words)]


def _drop_sentence(funnel: pd.DataFrame, scope: Scope) -> list[str]:
    largest = funnel[funnel["is_largest_loss"]]
    if largest.empty:
        return []
    row = largest.iloc[0]
    words = {
        "before": pick(scope, *STEPS[row["compared_with"]]), "after": pick(scope, *STEPS[row["step"]]),
        "lost": _count(row["lost"], scope), "of": _count(row["count"] + row["lost"], scope),
        "share": _percent(100 * row["lost_share"], scope, 0),
    }  # fmt: skip
    return [pick(scope, *WORDINGS["drop"]).format(**words)]


def _rates_sentence(rates: pd.DataFrame, scope: Scope) -> list[str]:
    total = rates[["numerator", "denominator"]].sum()
    firm = rates[~rates["is_small"]].nsmallest(1, "rate")
    if firm.empty or len(rates) < 2:
        return []
    low = firm.iloc[0]
    words = {
        "rate": _percent(100 * total["numerator"] / total["denominator"], scope),
        "online": _count(total["numerator"], scope), "n": _count(total["denominator"], scope), "field": low["name_vi"],
        "low": _percent(low["rate"], scope), "low_online": _count(low["numerator"], scope),
        "low_n": _count(low["denominator"], scope),
    }  # fmt: skip
    return [pick(scope, *WORDINGS["rates"]).format(**words)]


def _change_sentence(change: pd.DataFrame, scope: Scope) -> list[str]:
    if change.empty:
        return []
    summary = summarise_change(change)
    words = {
        "compare": scope.compare_to.name(scope.language), "low": _number(summary["lower"], scope, signed=True),
        "high": _number(summary["upper"], scope, signed=True),
        "word": pick(scope, "tăng", "rose") if summary["change"] > 0 else pick(scope, "giảm", "fell"),
    }  # fmt: skip
    if summary["driver"] == "chance":
        change_text = _points(summary["change"], scope, signed=True)
        return [pick(scope, *WORDINGS["chance"]).format(compare=words["compare"], change=change_text)]
    words |= {
        "change": _points(abs(summary["change"]), scope),
        "behaviour": _points(summary["rate_effect"], scope, signed=True),
        "mix": _points(summary["mix_effect"] + summary["flow_effect"], scope, signed=True),
    }
    return [pick(scope, *WORDINGS["change"]).format(**words)]


def _count(number: float, scope: Scope) -> str:
    return format_number(number, 0, language=scope.language)


def _number(number: float, scope: Scope, *, signed: bool = False) -> str:
    return format_number(number, 1, language=scope.language, signed=signed)


def _percent(value: float, scope: Scope, decimals: int | None = 1) -> str:
    return format_value(value, "percent", decimals=decimals, language=scope.language)


def _points(value: float, scope: Scope, *, signed: bool = False) -> str:
    return format_points(value, 1, language=scope.language, signed=signed)
