"""
Sentences of the scorecard: how many targets of each plan are met, and the widest gap.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.formats import Language, format_list, format_points, format_share
from dtanalysis.narrative.wording import (
    gap_text,
    in_sentence,
    period_phrases,
    say,
    synthetic_sentence,
    value_text,
)


def scorecard_sentences(summary: pd.DataFrame, scorecard: pd.DataFrame, scope: Scope) -> tuple[str, ...]:
    """
    Answer "where do all targets stand?".

    Parameters
    ----------
    summary : pandas.DataFrame
        One row per judged plan, from `dtanalysis.plans.summarise_plans`.
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
    return (*sentences, *_widest_gap(judged, scope), *synthetic_sentence(scope))


def _plan_sentences(row: pd.Series, judged: pd.DataFrame, scope: Scope) -> list[str]:
    language, plan = scope.language, row[f"name_{scope.language}"]
    sentences = []
    if pd.notna(row["stated_met"]) and pd.notna(row["n_targets"]):
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
                until=period_phrases(scope.period, language)["until"], later=later,
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
