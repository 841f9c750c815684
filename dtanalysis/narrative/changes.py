"""
Sentences of what has changed: the answer that the page opens with.

Takes the frames of `dtanalysis.changes` with names; what a difference is worth was judged there.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.changes import Changes, leave_out_forerunners, rank_changes
from dtanalysis.formats import format_list
from dtanalysis.narrative.change_tellers import change_sentence
from dtanalysis.narrative.change_texts import reading_phrase
from dtanalysis.narrative.change_words import tell_change
from dtanalysis.narrative.wording import synthetic_sentence

_MOST_TOLD = 2
_MOST_UNITS = 3

# What the answer counts, in the order of its words: aspect, kinds.
_COUNTED = (
    ("n_lost", "status", ("lost",)), ("n_found_behind", "status", ("found_behind",)), ("n_gained", "status", ("gained",)),
    ("n_found_met", "status", ("found_met",)), ("n_degree", "status", ("degree",)), ("n_unseen", "status", ("out_of_sight",)),
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
        Stated results of plans, the answer with its counts, what matters most, and why it was compared with this period.
    """
    sentences = [tell_change("plan", scope.language, **row) for row in plans.to_dict("records")]
    sentences += [_answer(changes, scope), *_most_urgent(changes, scope)]
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
        # How many targets a plan has met is told with the plan.
        is_count_of_plan = frame["kind"].eq("moved") & frame["indicator"].str.startswith("plan_target")
        frame = frame[(frame["unit"] == changes.after.unit) & ~is_count_of_plan]
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
    units = leave_out_forerunners(changes.units)
    restated = figures.loc[figures["evidence"] == "restated", "restated_by"]
    is_revised = figures["kind"].isin(["revised", "other_source"]) & figures["is_shown"]
    telling = [*figures.index[is_revised], *([restated.idxmin()] if len(restated) else [])]
    is_told = (
        (order["aspect"].isin(["status", "definition"]) & (order["kind"] != "out_of_sight"))
        | ((order["aspect"] == "target") & ~order["kind"].isin(["plan", "year"]))
        | ((order["aspect"] == "unit") & order["label"].isin(units.index) & (len(units) <= _MOST_UNITS))
        | ((order["aspect"] == "figure") & order["label"].isin(telling))
    )
    frames = changes.frames
    first = order[is_told].head(_MOST_TOLD)
    if first.empty:
        first = _largest_move(order, changes)
    told = [
        change_sentence(frames[row.aspect].loc[row.label], row.aspect, scope) for row in first.itertuples()
    ]
    more = [tell_change("more_restated", scope.language, n=len(restated) - 1)] if len(restated) > 1 else []
    return told + more


def _largest_move(order: pd.DataFrame, changes: Changes) -> pd.DataFrame:
    """The unit's own move that stands first, where nothing more urgent has happened."""
    figures = changes.figures
    own = figures[
        (figures["unit"] == changes.after.unit) & ~figures["indicator"].str.startswith("plan_target")
    ]
    moved = own.index[own["kind"].eq("moved") & own["change"].notna()]
    return order[(order["aspect"] == "figure") & order["label"].isin(moved)].head(1)


def _parts_sentence(changes: Changes, scope: Scope) -> list[str]:
    figures = changes.figures
    counted = figures[
        (figures["unit"] != changes.after.unit) & figures["evidence"].isin(["beyond_chance", "within_chance"])
    ]
    if counted.empty:
        return []
    is_better = counted.loc[counted["evidence"] == "beyond_chance", "is_better"]
    turns = {"better": int(is_better.eq(1).sum()), "worse": int(is_better.eq(0).sum())}
    return [tell_change("parts_moved", scope.language, n=len(counted), beyond=len(is_better), **turns)]


def _basis(changes: Changes, scope: Scope, asked: bool) -> list[str]:
    """By which rule the earlier period was chosen, and whether its figures are still the first ones."""
    language = scope.language
    if changes.is_same_period or (not asked and _is_first(changes)):
        return []
    chosen = tell_change("basis_last", language, before=reading_phrase(changes.before, scope))
    since = tell_change("revised_since", language, n=changes.n_revised_before)
    return [*([] if asked else [chosen]), *([since] if changes.n_revised_before else [])]
