"""
Sentences of the gap of the online services: services and dossiers told apart, bounds, who holds the gap.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.formats import Language, format_points, format_share, format_value
from dtanalysis.narrative.wording import (
    in_sentence,
    period_phrases,
    say,
    slice_name,
    synthetic_sentence,
    value_text,
)


def gap_sentences(
    scorecard: pd.DataFrame,
    bounds: pd.DataFrame,
    holders: pd.DataFrame,
    scope: Scope,
    *,
    changed: tuple[str, ...] = (),
    levers: pd.DataFrame | None = None,
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
    changed : tuple of str
        From `bridge_sentences`: whether the change since the other period is behaviour or mix.

    levers : pandas.DataFrame, optional
        From `dtanalysis.decomposition.build_levers`: what raising the lowest slice brings where it is exact.

    Returns
    -------
    tuple of str
        One to seven sentences.
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
        sentences.append(_slice_sentence(bounds.iloc[0], levers, scope))
    if not holders.empty:
        own = holders[holders["indicator"] == "ops_with_dossiers_rate"]
        told = own if len(own) else holders.nlargest(1, "gap_pp")
        # Where the services themselves are not reported, what can be answered comes first.
        sentences.insert(0 if services is None else len(sentences), _holders_sentence(told.iloc[0], scope))
    return (*sentences, *changed, *synthetic_sentence(scope))


def _whole(scorecard: pd.DataFrame, indicator: str, scope: Scope) -> pd.Series | None:
    """The period's own exact figure of one indicator for the unit as a whole."""
    rows = scorecard[
        (scorecard["indicator"] == indicator)
        & (scorecard["dimension"] == "")
        & scorecard["is_current"]
        & (scorecard["qualifier"] == "eq")
    ]
    return None if rows.empty else rows.iloc[0]


def _slice_sentence(row: pd.Series, levers: pd.DataFrame | None, scope: Scope) -> str:
    language = scope.language
    words = {
        "name": in_sentence(row["name"]),
        "value": format_value(row["part"], "percent", language=language),
        "target": format_value(row["target"], "percent", language=language),
    }
    known = (
        []
        if levers is None
        else levers.loc[levers["subject"] == row["dimension"]].query("is_exact")["upper_pp"]
    )
    if len(known):
        return say("slice_counted", language, **words, gain=_points(known.iloc[0], language))
    return say(
        "slice", language, **words, slice=slice_name(row["dimension"], scope),
        weight=format_share(row["largest_weight"], language=language), gain=_points(row["largest_gain_pp"], language),
    )  # fmt: skip


def _points(value: float, language: Language) -> str:
    return format_points(value, 1, language=language, signed=False)


def _holders_sentence(row: pd.Series, scope: Scope) -> str:
    """How few units hold most of what is missing."""
    return say(
        "holders", scope.language, name=in_sentence(row["name"]), n_holders=row["n_holders"], n_units=row["n_units"],
        share=format_share(row["held_share"], 0, language=scope.language), first=row["first_unit"],
        points=format_points(row["first_points"], language=scope.language, signed=False),
    )  # fmt: skip
