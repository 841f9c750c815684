"""
Sentences of the index: value, rank, growth, the unit's own goals and where the most room is.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.formats import Language, format_number, format_share
from dtanalysis.narrative.wording import in_sentence, period_phrases, say, synthetic_sentence


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
        return (say("dti_none", language, **place), *synthetic_sentence(scope))
    last = history.iloc[-1]
    sentences = [_dti_sentence(history, scope)]
    sentences += [_goal_sentence(goal, scope) for _, goal in goals.iterrows()]
    if last["year"] < scope.period.year:
        sentences.append(say("dti_lag", language, year=int(last["year"])))
    if not parts.empty:
        widest = parts.loc[parts["room"].idxmax()]
        room = format_number(widest["room"], 4, language=language)
        sentences.append(say("dti_room", language, name=in_sentence(widest["name"]), room=room))
    return (*sentences, *synthetic_sentence(scope))


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
