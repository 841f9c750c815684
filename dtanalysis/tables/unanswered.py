"""
Table of the questions of the page on the gap that its figures cannot answer: which, why, and what would be needed.

Takes the frames that the sections of the page show; where one is without rows its section shows nothing, and the reason
(`reasons`) stands here once.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.comparison.monthly import first_reason
from dtanalysis.exhibits import Column, Table
from dtanalysis.narrative import pick
from dtanalysis.tables.reasons import why_not

_QUESTIONS = {
    "ratios": ("Tỷ lệ dịch vụ và tỷ lệ hồ sơ trực tuyến là bao nhiêu?", "How high are the rates of services and dossiers?"),
    "scenarios": ("Bao nhiêu dịch vụ chưa có hồ sơ?", "How many services have no dossier?"),
    "parts": ("Khoảng cách tập trung ở đơn vị nào?", "Which units hold the gap?"),
    "change_parts": ("Thay đổi do hành vi hay do cơ cấu?", "Did behaviour change, or the mix?"),
    "levels": ("Các cấp hành chính chênh nhau bao nhiêu?", "How far apart are the levels?"),
    "no_months": ("Tháng gần nhất có khác thường không?", "Is the latest month out of the usual?"),
    "too_few": ("Tháng gần nhất có khác thường không?", "Is the latest month out of the usual?"),
}  # fmt: skip


def unanswered(
    scope: Scope,
    *,
    rates: pd.DataFrame,
    share: pd.Series | None,
    holders: pd.DataFrame,
    changed: pd.DataFrame,
    levels: pd.DataFrame,
    control: pd.DataFrame,
) -> Table | None:
    """
    Print the questions of the page on the gap that have no answer, each with its reason.

    Parameters
    ----------
    scope : Scope
        The question.
    rates : pandas.DataFrame
        From `dtanalysis.services.choose_rates`.
    share : pandas.Series or None
        From `dtanalysis.services.describe_services`.
    holders, changed : pandas.DataFrame
        From `dtanalysis.decomposition.summarise_splits` and `summarise_changes`.
    levels : pandas.DataFrame
        From `dtanalysis.services.compare_levels`.
    control : pandas.DataFrame
        From `dtanalysis.comparison.summarise_charts`.

    Returns
    -------
    Table or None
        None where every question has an answer.
    """
    # Without any rate there is no share either: one reason says both.
    missing = ["ratios"] if rates.empty else ["scenarios"] if share is None else []
    frames = {"parts": holders, "change_parts": changed, "levels": levels}
    missing += [key for key, frame in frames.items() if frame.empty]
    missing += [reason] if (reason := first_reason(control)) else []
    if not missing:
        return None
    told = [(pick(scope, *_QUESTIONS[key]), why_not(key, scope).text) for key in missing]
    columns = [
        Column("question", pick(scope, "Câu hỏi", "Question")),
        Column("why", pick(scope, "Vì sao chưa trả lời được", "Why there is no answer")),
    ]
    caption = pick(
        scope, "Câu hỏi mà số liệu của kỳ này chưa trả lời được", "Questions that these figures cannot answer"
    )
    frame = pd.DataFrame(told, columns=["question", "why"])
    return Table(frame, caption, columns, language=scope.language, wide=True, synthetic=scope.is_synthetic)
