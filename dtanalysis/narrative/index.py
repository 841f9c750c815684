"""
Sentences of the index: value, rank, growth, the unit's own goals and where the most room is; and the page's answer.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.dti import ServiceReport, Standing, last_full_year
from dtanalysis.formats import Language, format_number, format_share
from dtanalysis.narrative.service_points import points_sentences
from dtanalysis.narrative.standing import bounded_points, standing_sentences
from dtanalysis.narrative.wording import in_sentence, period_phrases, say, synthetic_sentence


def index_sentences(
    report: ServiceReport,
    standing: Standing,
    history: pd.DataFrame,
    parts: pd.DataFrame,
    goals: pd.DataFrame,
    *,
    scope: Scope,
) -> tuple[str, ...]:
    """
    Answer the page's question in a few sentences: the newest score first.

    Parameters
    ----------
    report : ServiceReport
        From `dtanalysis.dti.build_service_report`.
    standing : Standing
        From `dtanalysis.dti.build_standing`.
    history, parts, goals : pandas.DataFrame
        As for `dti_sentences`.
    scope : Scope
        The question.

    Returns
    -------
    tuple of str
        At most four sentences, and that of generated figures: with a QĐ 766 score of the period the index is told in one;
        else value and rank, what moved it, how firm the rank is with the price of a place, and the goals.
    """
    points = points_sentences(report, scope)
    index = dti_sentences(history, parts, goals, scope, costs=standing.costs)
    value, rest = index[0], [sentence for sentence in index[1:] if sentence not in synthetic_sentence(scope)]
    if points:
        # An agency has no index to miss; of a province it is worth saying that none is on file.
        level = scope.programme.units.set_index("unit")["level"][scope.unit]
        told = [*points, value] if len(history) or level == "province" else [*points]
    else:
        told = [value, *standing_sentences(standing, scope), *rest][:4]
    return (*told, *synthetic_sentence(scope))


def dti_sentences(
    history: pd.DataFrame,
    parts: pd.DataFrame,
    goals: pd.DataFrame,
    scope: Scope,
    *,
    costs: pd.DataFrame | None = None,
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
    costs : pandas.DataFrame, optional
        From `dtanalysis.dti.cost_table`: what the places of a goal cost is then said with it.

    Returns
    -------
    tuple of str
        Value, rank and growth; one sentence for each plan with goals; where the most room is.
    """
    language, place = (
        scope.language,
        {"unit": scope.unit_name, **period_phrases(scope.period, scope.language)},
    )
    if history.empty:
        return (say("dti_none", language, **place), *synthetic_sentence(scope))
    sentences = [_dti_sentence(history, scope)]
    for plan, rows in goals.groupby("plan", sort=False):
        sentences.append(_goals_sentence(str(plan), rows, history, costs, scope))
    if not parts.empty:
        widest = parts.loc[parts["room"].idxmax()]
        room = format_number(widest["room"], 4, language=language)
        sentences.append(say("dti_room", language, name=in_sentence(widest["name"]), room=room))
    return (*sentences, *synthetic_sentence(scope))


def _dti_sentence(history: pd.DataFrame, scope: Scope) -> str:
    last, language = history.iloc[-1], scope.language
    # A report of mid-year speaks of the year before; only what is older still needs a word.
    is_old = last["year"] < last_full_year(scope.period)
    words = {
        "year": int(last["year"]),
        "latest": say("dti_latest", language) if is_old else "",
        "unit": scope.unit_name,
        "value": format_number(last["value"], 4, language=language),
        "rank": format_number(last["rank"], 0, language=language),
        "n_units": format_number(last["n_units"], 0, language=language),
        "places": _places(last, language),
        "growth": _growth(last, language),
    }
    key = "dti_rank_only" if pd.isna(last["value"]) else "dti_value_only" if pd.isna(last["rank"]) else "dti"
    return say(key, language, **words)


def _goals_sentence(
    plan: str, goals: pd.DataFrame, history: pd.DataFrame, costs: pd.DataFrame | None, scope: Scope
) -> str:
    names = scope.programme.plans.set_index("plan")[f"name_{scope.language}"]
    last = int(history.loc[history["rank"].notna(), "year"].iloc[-1])
    told = [_goal_words(goal, last, costs, scope) for _, goal in goals.iterrows()]
    return say("dti_targets", scope.language, plan=names[plan], targets="; ".join(told))


def _goal_words(goal: pd.Series, last: int, costs: pd.DataFrame | None, scope: Scope) -> str:
    language, left = scope.language, int(max(goal["places_left"], 0))
    distance = (
        say("dti_target_left", language, n=left) if left else say("dti_target_met", language, last=last)
    )
    price = costs[costs["places"] == left] if left and costs is not None else pd.DataFrame()
    if len(price):
        distance += say("dti_target_cost", language, points=bounded_points(price.iloc[0], 4, scope))
    target = f"{goal['target']:.0f}/{goal['n_units']:.0f}"
    return say("dti_target", language, target=target, year=int(goal["year"]), distance=distance)


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
