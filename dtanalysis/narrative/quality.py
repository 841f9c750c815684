"""
Sentences of the page on data quality: how many figures stand, what contradicts, who is missing, what was refused.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.formats import format_list, format_number
from dtanalysis.narrative.wording import (
    in_sentence,
    period_phrases,
    pick,
    say,
    synthetic_sentence,
    value_text,
)

GRADE_WORDS = {
    "contested": ("mâu thuẫn", "contested"),
    "weak": ("yếu", "weak"),
    "unconfirmed": ("chưa đối chiếu", "unconfirmed"),
    "firm": ("vững", "firm"),
}
GRADE_MARKS = {"contested": "◆", "weak": "▼", "unconfirmed": "○", "firm": "●"}

# (why, what would settle it), each in Vietnamese and in English
REASON_WORDS = {
    "disputed": (
        (
            "các nguồn nêu giá trị khác nhau",
            "sources give different values",
        ),
        (
            "văn bản của cơ quan công bố nêu giá trị cuối cùng",
            "a document of the publishing authority with the final value",
        ),
    ),
    "change_differs": (
        (
            "mức tăng công bố không khớp với chính các giá trị đã in",
            "the published change does not follow from the printed values",
        ),
        (
            "giá trị gốc với nhiều chữ số hơn, hoặc đính chính của nơi công bố",
            "the values with more digits, or a correction by the publisher",
        ),
    ),
    "outlier": (
        (
            "khác thường so với các kỳ hoặc các đơn vị khác",
            "out of line with other periods or units",
        ),
        (
            "đơn vị báo cáo giải thích hoặc đính chính",
            "an explanation or a correction by the reporting unit",
        ),
    ),
    "bound": (
        (
            "nguồn chỉ nêu giới hạn hoặc số áng chừng",
            "the source gives a bound or a rough number",
        ),
        (
            "con số chính xác",
            "the exact number",
        ),
    ),
    "derived": (
        (
            "suy ra từ số khác, nguồn không nêu trực tiếp",
            "computed from other figures, not stated by the source",
        ),
        (
            "văn bản nêu thẳng con số này",
            "a document that states this number",
        ),
    ),
    "estimate": (
        (
            "nguồn ghi là số ước",
            "the source calls it an estimate",
        ),
        (
            "số chính thức sau khi khóa sổ",
            "the final number after closing",
        ),
    ),
    "revised": (
        (
            "nguồn đã sửa số này",
            "its source changed it",
        ),
        (
            "xác nhận rằng đây là số cuối cùng",
            "a word that this is the final number",
        ),
    ),
    "small_denominator": (
        (
            "mẫu số nhỏ, một trường hợp làm tỷ lệ đổi nhiều",
            "few cases: one of them moves the rate by much",
        ),
        (
            "số đếm thay cho tỷ lệ, hoặc kỳ dài hơn",
            "the counts instead of the rate, or a longer period",
        ),
    ),
    "press_only": (
        (
            "chỉ báo chí nêu",
            "only the press gives it",
        ),
        (
            "văn bản chính thức nêu số này",
            "an official document with this number",
        ),
    ),
    "undated": (
        (
            "nguồn không ghi ngày, kỳ của số liệu là tạm xếp",
            "the source shows no date, so the period is assumed",
        ),
        (
            "ngày chốt số liệu",
            "the day to which the figure refers",
        ),
    ),
    "saturated": (
        (
            "tròn 100% mà không có tử số, mẫu số",
            "a full 100 % without counts",
        ),
        (
            "tử số, mẫu số và định nghĩa đã dùng",
            "the counts, and the definition that was used",
        ),
    ),
}


def quality_sentences(
    figures: pd.DataFrame,
    scope: Scope,
    *,
    disputes: pd.DataFrame,
    changes: pd.DataFrame,
    completeness: pd.DataFrame,
    suspects: pd.DataFrame,
    receipts: pd.DataFrame,
) -> tuple[str, ...]:
    """
    Answer "which figures can be trusted, and who has not reported?".

    Parameters
    ----------
    figures : pandas.DataFrame
        From `dtanalysis.quality.grade_ground`, with names.
    scope : Scope
        The question.
    disputes : pandas.DataFrame
        From `dtanalysis.quality.mark_versions`, with names and ``unit_name``; may be empty.
    changes : pandas.DataFrame
        From `dtanalysis.quality.retrace_changes`, with names; may be empty.
    completeness : pandas.DataFrame
        From `dtanalysis.checks.build_completeness`, with ``unit_name``; may be empty.
    suspects : pandas.DataFrame
        From `dtanalysis.quality.find_suspects`; may be empty.
    receipts : pandas.DataFrame
        One row per received sheet; may be empty.

    Returns
    -------
    tuple of str
        Two to six sentences; the first is the answer.
    """
    answer = [_answer(figures, scope)]
    serious = [*_dispute_sentences(disputes, scope), *_change_sentences(changes, scope)]
    missing = _missing_sentences(completeness, scope)
    rest = [*_suspect_sentences(suspects, scope), *_received_sentences(receipts, scope)]
    return (*answer, *serious, *missing, *rest, *synthetic_sentence(scope))


def grade_text(grade: str, scope: Scope) -> str:
    """
    Return a grade as mark and word, so that it does not speak by its colour alone.

    Parameters
    ----------
    grade : str
        One of `dtanalysis.quality.GRADES`.
    scope : Scope
        The question: its language.

    Returns
    -------
    str
        Such as "▼ yếu".
    """
    return f"{GRADE_MARKS[grade]}\N{NO-BREAK SPACE}{pick(scope, *GRADE_WORDS[grade])}"


def reason_text(reasons: tuple[str, ...], scope: Scope, *, settle: bool = False) -> str:
    """
    Say what speaks against a figure, or what would settle it.

    Parameters
    ----------
    reasons : tuple of str
        Of `dtanalysis.quality.REASONS`.
    scope : Scope
        The question: its language.
    settle : bool
        Whether to say what would settle it.

    Returns
    -------
    str
        Begins with a capital letter; the parts are divided by semicolons, each said once.
    """
    # That a figure is older stands in its period; that only the press has it, an exact number would settle too.
    told = [reason for reason in reasons if reason in REASON_WORDS]
    if settle:
        told = [reason for reason in told if reason != "press_only"] or told
    texts = dict.fromkeys(pick(scope, *REASON_WORDS[reason][settle]) for reason in told)
    joined = "; ".join(texts)
    return joined[:1].upper() + joined[1:]


def _answer(figures: pd.DataFrame, scope: Scope) -> str:
    place = {"unit": scope.unit_name, "period": scope.period.name(scope.language)}
    if figures.empty:
        place |= period_phrases(scope.period, scope.language)
        return say("quality_none", scope.language, **place)
    counts = figures["grade"].value_counts()
    parts = [
        say(f"quality_{grade}", scope.language, n=counts[grade])
        for grade in ("firm", "unconfirmed", "weak", "contested")
        if grade in counts
    ]
    return say("quality", scope.language, n=len(figures), parts=format_list(parts, scope.language), **place)


def _dispute_sentences(disputes: pd.DataFrame, scope: Scope) -> list[str]:
    """The two latest figures on which sources differ, with every value."""
    groups = [rows for _, rows in disputes.groupby("figure", sort=False)]
    sentences = []
    for rows in groups[:2]:
        values = dict.fromkeys(value_text(row, "value", scope.language) for _, row in rows.iterrows())
        words = {
            "name": in_sentence(rows["name"].iloc[0]),
            "unit": rows["unit_name"].iloc[0],
            "period": rows["period"].iloc[0].name(scope.language),
            "values": format_list(values, scope.language),
            "used": value_text(rows[rows["is_used"]].iloc[0], "value", scope.language),
        }
        sentences.append(say("quality_disputed", scope.language, only=_only_version(rows, scope), **words))
    if len(groups) > 2:
        sentences.append(say("quality_disputed_more", scope.language, n=len(groups) - 2))
    return sentences


def _only_version(rows: pd.DataFrame, scope: Scope) -> str:
    """The one version that the published changes lead to, where it is another than the one in use."""
    right = rows[rows["reproduces"] == "yes"]
    if right["value"].nunique() != 1 or right["is_used"].any():
        return ""
    return say("quality_only", scope.language, value=value_text(right.iloc[0], "value", scope.language))


def _change_sentences(changes: pd.DataFrame, scope: Scope) -> list[str]:
    """The published changes of the unit itself that do not follow from the printed values."""
    if changes.empty:
        return []
    wrong = changes[changes["is_contested"] & (changes["unit"] == scope.unit)]
    return [
        say(
            "quality_change", scope.language, name=in_sentence(row["name"]),
            period=row["period"].name(scope.language), stated=change_text(row, "stated", scope),
            computed=change_text(row, "computed", scope),
        )
        for _, row in wrong.head(2).iterrows()
    ]  # fmt: skip


def change_text(row: pd.Series, column: str, scope: Scope) -> str:
    """
    Print a change with its sign: in percent of the earlier value, or in places of a rank.

    Parameters
    ----------
    row : pandas.Series
        With ``kind`` ("relative" or "places").
    column : str
        "stated" or "computed".
    scope : Scope
        The question: its language.

    Returns
    -------
    str
        Such as "+93,03%" or "+26 bậc".
    """
    value, language = row[column], scope.language
    if row["kind"] == "places":
        return f"{format_number(value, 0, language=language, signed=True)} {pick(scope, 'bậc', 'places')}"
    decimals = None if column == "stated" else 2
    return format_number(value, decimals, language=language, signed=True) + "%"


def _missing_sentences(completeness: pd.DataFrame, scope: Scope) -> list[str]:
    if completeness.empty:
        return []
    late = completeness[completeness["missing"] > 0]
    asked = int(completeness["expected"].sum())
    if late.empty:
        return [say("quality_complete", scope.language, n=asked, total=len(completeness))]
    missing = int(late["missing"].sum())
    if len(completeness) == 1:
        names = _indicator_names(late["missing_indicators"].iloc[0], scope)
        return [say("quality_missing_own", scope.language, missing=missing, n=asked, names=names)]
    first = late.sort_values(["missing", "unit_name"], ascending=[False, True]).head(3)
    units = [
        say("quality_missing_unit", scope.language, unit=row.unit_name, n=row.missing)
        for row in first.itertuples()
    ]
    return [
        say(
            "quality_missing", scope.language, missing=missing, n=asked, n_units=len(late), total=len(completeness),
            units=format_list(units, scope.language),
        )
    ]  # fmt: skip


def _indicator_names(indicators: tuple[str, ...], scope: Scope) -> str:
    words = scope.programme.indicators.set_index("indicator")[f"name_{scope.language}"]
    names = [in_sentence(words[name]) for name in indicators[:3]]
    more = len(indicators) - len(names)
    if more:
        names.append(pick(scope, f"{more} chỉ tiêu khác", f"{more} more"))
    return format_list(names, scope.language)


def _suspect_sentences(suspects: pd.DataFrame, scope: Scope) -> list[str]:
    if suspects.empty:
        return []
    figures = suspects.drop_duplicates("at")
    return [say("quality_suspects", scope.language, n=len(figures), n_units=figures["unit"].nunique())]


def _received_sentences(receipts: pd.DataFrame, scope: Scope) -> list[str]:
    if receipts.empty:
        return []
    files = receipts.drop_duplicates(["programme", "file", "sha256"])
    counts = receipts[["accepted", "rejected"]].sum()
    words = {name: format_number(count, 0, language=scope.language) for name, count in counts.items()}
    return [say("quality_received", scope.language, files=len(files), **words)]
