"""
Sentences of what has changed: the answer that the page opens with.

Takes the frames of `dtanalysis.changes` with names; what a difference is worth was judged there.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.changes import Changes, rank_changes
from dtanalysis.formats import format_date, format_list
from dtanalysis.narrative.change_tellers import change_sentence
from dtanalysis.narrative.change_texts import reading_phrase
from dtanalysis.narrative.change_words import tell_change
from dtanalysis.narrative.wording import synthetic_sentence

_MOST_TOLD = 3

# What the answer counts, in the order of its words: aspect, kinds.
_COUNTED = (
    ("n_flips", "status", ("lost", "gained", "found_behind", "found_met", "degree")), ("n_unseen", "status", ("out_of_sight",)),
    ("n_targets", "target", ()), ("n_revised", "figure", ("revised",)),
    ("n_other_source", "figure", ("other_source",)), ("n_moved", "figure", ("moved",)), ("n_new", "figure", ("new",)),
    ("n_gone", "figure", ("gone",)), ("n_definitions", "definition", ()), ("n_units", "unit", ()),
)  # fmt: skip


def changes_sentences(
    changes: Changes, plans: pd.DataFrame, scope: Scope, *, asked: bool = False
) -> tuple[str, ...]:
    """
    Answer "what has changed since the report before?".

    Parameters
    ----------
    changes : Changes
        With names, from `dtanalysis.tables.name_changes`.
    plans : pandas.DataFrame
        From `dtanalysis.tables.name_plan_counts`: what plan owners state in both readings; may be empty.
    scope : Scope
        The question.
    asked : bool
        Whether the earlier period was asked for, and not chosen by rule.

    Returns
    -------
    tuple of str
        The answer with its counts, stated results of plans, what matters most, and what was compared with what.
    """
    sentences = [_answer(changes, scope)]
    sentences += [tell_change("plan", scope.language, **row) for row in plans.to_dict("records")]
    sentences += _most_urgent(changes, scope)
    return (
        *sentences,
        *_parts_sentence(changes, scope),
        *_basis(changes, scope, asked),
        *synthetic_sentence(scope),
    )


def _answer(changes: Changes, scope: Scope) -> str:
    language = scope.language
    words = {"unit": scope.unit_name, "before": reading_phrase(changes.before, scope)}
    if changes.is_empty:
        key = "nothing" if changes.n_compared else "nothing_known"
        return tell_change(key, language, same=changes.n_compared, **words)
    if _is_first(changes):
        until = changes.before.period.name(language)
        return tell_change(
            "basis_none", language, n=_count(changes, "figure", ("new",)), until=until, **words
        )
    parts = [
        tell_change(key, language, n=n)
        for key, aspect, kinds in _COUNTED
        if (n := _count(changes, aspect, kinds))
    ]
    parts += _below(changes, scope)
    older = _count(changes, "figure", ("older",))
    if not parts and older:
        parts = [tell_change("n_older", language, n=older)]
    if not parts:
        return tell_change("only_sources", language, **words)
    return tell_change("answer", language, parts=format_list(parts, language), **words)


def _is_first(changes: Changes) -> bool:
    """Whether nothing of the earlier period, or of any before it, is known."""
    before = changes.before
    past = before.observations["period"].map(lambda period: period.last_day <= before.period.last_day)
    return not changes.is_same_period and not past.any()


def _count(changes: Changes, aspect: str, kinds: tuple[str, ...]) -> int:
    """Rows of the unit itself; what lies below it is told by a sentence of its own."""
    frame = changes.frames[aspect]
    if aspect == "figure":
        frame = frame[frame["unit"] == changes.after.unit]
    return int(frame["kind"].isin(kinds).sum()) if kinds else len(frame)


def _below(changes: Changes, scope: Scope) -> list[str]:
    """What changed in the units below, in one phrase."""
    figures = changes.figures
    rows = figures[(figures["unit"] != changes.after.unit) & (figures["kind"] != "older")]
    n_units = rows["unit"].nunique()
    return [tell_change("n_parts", scope.language, n=len(rows), units=n_units)] if n_units else []


def _most_urgent(changes: Changes, scope: Scope) -> list[str]:
    """The few changes to know first: flips with a cause, targets, revisions, the largest restated count."""
    order, figures = rank_changes(changes), changes.figures
    restated = figures.loc[figures["evidence"] == "restated", "restated_by"]
    is_revised = figures["kind"].isin(["revised", "other_source"]) & figures["is_shown"]
    telling = [*figures.index[is_revised], *([restated.idxmin()] if len(restated) else [])]
    is_told = (
        (order["aspect"].isin(["status", "definition"]) & (order["kind"] != "out_of_sight"))
        | ((order["aspect"] == "target") & ~order["kind"].isin(["plan", "year"]))
        | ((order["aspect"] == "unit") & (len(changes.units) <= _MOST_TOLD))
        | ((order["aspect"] == "figure") & order["label"].isin(telling))
    )
    frames = changes.frames
    first = order[is_told].head(_MOST_TOLD)
    told = [
        change_sentence(frames[row.aspect].loc[row.label], row.aspect, scope) for row in first.itertuples()
    ]
    more = [tell_change("more_restated", scope.language, n=len(restated) - 1)] if len(restated) > 1 else []
    return told + more


def _parts_sentence(changes: Changes, scope: Scope) -> list[str]:
    figures = changes.figures
    counted = figures[
        (figures["unit"] != changes.after.unit) & figures["evidence"].isin(["beyond_chance", "within_chance"])
    ]
    beyond = int((counted["evidence"] == "beyond_chance").sum())
    return [tell_change("parts_moved", scope.language, n=len(counted), beyond=beyond)] if len(counted) else []


def _basis(changes: Changes, scope: Scope, asked: bool) -> list[str]:
    """What was compared with what, and by which rule."""
    language, before = scope.language, changes.before
    if not asked and _is_first(changes):
        return []
    if changes.is_same_period and before.as_of != changes.after.as_of:
        return [_two_days(changes, scope)]
    sentence = tell_change(
        "basis_given" if asked else "basis_last", language, before=reading_phrase(before, scope)
    )
    if changes.n_revised_before == 0 or changes.is_same_period:
        return [sentence]
    return [sentence, tell_change("revised_since", language, n=changes.n_revised_before)]


def _two_days(changes: Changes, scope: Scope) -> str:
    language, day = scope.language, changes.after.as_of
    told = "" if day is None else format_date(day, language=language)
    today = tell_change("today_day", language, day=told) if told else tell_change("today_latest", language)
    return tell_change(
        "basis_day", language, period=scope.period.name(language), today=today,
        day=format_date(changes.before.as_of, language=language),
    )  # fmt: skip
