"""
One sentence for each change: a flip, a target, a figure, a definition, a unit, a document.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from dtanalysis.catalogue import Scope, source_titles
from dtanalysis.changes import Changes, rank_changes
from dtanalysis.exhibits import STATUS_WORDS
from dtanalysis.formats import format_date, format_list, format_number
from dtanalysis.narrative.change_texts import (
    amount_text,
    cause_text,
    counts_text,
    evidence_text,
    field_text,
    side_text,
    unit_label,
)
from dtanalysis.narrative.change_words import FIELDS, PARTS, tell_change
from dtanalysis.narrative.wording import short_name


def change_sentence(row: pd.Series, aspect: str, scope: Scope) -> str:
    """
    Tell one change in one sentence.

    Parameters
    ----------
    row : pandas.Series
        A row of one of the frames of `dtanalysis.changes.Changes`, with names.
    aspect : str
        Which frame: one of `dtanalysis.changes.ASPECTS`.
    scope : Scope
        The question.

    Returns
    -------
    str
        A sentence that can be read alone.
    """
    return _TELLERS[aspect](row, scope)


def ranked_sentences(changes: Changes, scope: Scope) -> list[str]:
    """
    Tell every change, what a reader needs to know first on top.

    Parameters
    ----------
    changes : Changes
        With names.
    scope : Scope
        The question.

    Returns
    -------
    list of str
        One sentence per change, in the order of `dtanalysis.changes.rank_changes`.
    """
    frames, order = changes.frames, rank_changes(changes)
    return [
        change_sentence(frames[row.aspect].loc[row.label], row.aspect, scope) for row in order.itertuples()
    ]


def _subject(row: pd.Series, scope: Scope) -> str:
    """Indicator and, for a unit below the reported one, its name."""
    name = short_name(row["name"])
    return name if row["unit"] in ("", scope.unit) else f"{name} ({unit_label(row['unit'], scope)})"


def _tell_status(row: pd.Series, scope: Scope) -> str:
    words, language = STATUS_WORDS[scope.language], scope.language
    targets = [side_text(row, side, scope, "target") for side in ("before", "after")]
    same = targets[0] == targets[1]
    target = targets[1] if same else tell_change("two_targets", language, before=targets[0], after=targets[1])
    sides = {side: _own_value(row, side, scope) for side in ("before", "after")}
    values = tell_change("values", language, target=target, **sides)
    cause = cause_text(row, scope) + _doubt(row, scope)
    return tell_change(
        "status", language, name=_subject(row, scope), before=words[row["status_before"]],
        after=words[row["status_after"]], values=values, cause=f"; {cause}" if cause else "",
    )  # fmt: skip


def _doubt(row: pd.Series, scope: Scope) -> str:
    """A flip whose figures moved by no more than chance or rounding says so."""
    if row["evidence"] not in ("within_chance", "rounding", "restated") or "value" not in row["cause"]:
        return ""
    return f" ({evidence_text(row, scope).partition(' ')[2]})"


def _own_value(row: pd.Series, side: str, scope: Scope) -> str:
    """The period's own figure; an older one that a report shows beside it is not its result."""
    return side_text(row, side, scope) if row[f"is_current_{side}"] == 1 else format_number(None)


def _tell_target(row: pd.Series, scope: Scope) -> str:
    sides = {side: side_text(row, side, scope, "target") for side in ("before", "after")}
    plan = row["plan_after"] if pd.notna(row["plan_after"]) else row["plan_before"]
    years = {"year": row["year_after"], "year_before": row["year_before"]}
    status = row["status_after"]
    return tell_change(
        f"target_{row['kind']}", scope.language, name=_subject(row, scope), plan=plan, plan_before=row["plan_before"],
        status="" if pd.isna(status) else STATUS_WORDS[scope.language][status],
        **{key: "" if pd.isna(year) else int(year) for key, year in years.items()}, **sides,
    )  # fmt: skip


def _tell_figure(row: pd.Series, scope: Scope) -> str:
    if row["evidence"] == "restated":
        return _tell_restated(row, scope)
    language, titles = scope.language, source_titles(scope)
    words = {side: side_text(row, side, scope) for side in ("before", "after")}
    periods = {
        key: _period_name(row[f"period_{side}"], scope)
        for key, side in (("period", "after"), ("period_before", "before"))
    }
    change = f"{amount_text(row, scope)}{_worth(row, scope)}"
    earlier = tell_change(
        "new_earlier", language, before=words["before"], period_before=periods["period_before"]
    )
    key = _figure_key(row)
    return tell_change(
        key, language, name=_subject(row, scope), change=change, now=scope.period.name(language),
        day=_day(row["as_of_after"], scope), day_before=_day(row["as_of_before"], scope),
        source=titles.get(row["source_after"], ""), source_before=titles.get(row["source_before"], ""),
        earlier=earlier if pd.notna(row["value_before"]) else "", **words, **periods,
    )  # fmt: skip


def _figure_key(row: pd.Series) -> str:
    """Which wording tells this figure."""
    if row["kind"] == "gone" and row["is_same_period"]:
        return "gone_same"
    if row["kind"] == "older" and pd.isna(row["value_before"]):
        return "older_new"
    return "older_gone" if row["kind"] == "older" and pd.isna(row["value_after"]) else row["kind"]


def _worth(row: pd.Series, scope: Scope) -> str:
    """What the difference is worth, behind its amount; counts as published, and scores, which have no counts, need no remark."""
    is_score = row["evidence"] == "no_interval" and row["unit_measure"] != "percent"
    if is_score or row["evidence"] in ("", "exact", "recount"):
        return _counts_change(row, scope) if row["evidence"] == "recount" else ""
    words = evidence_text(row, scope).partition(" ")[2]
    return f"; {words}"


def _counts_change(row: pd.Series, scope: Scope) -> str:
    """How the counts of a revised rate changed."""
    texts = [counts_text(row, side, scope) for side in ("before", "after")]
    return f" ({texts[0]} → {texts[1]})" if all(texts) else ""


def _tell_restated(row: pd.Series, scope: Scope) -> str:
    part = row["restated_part"]
    in_time = sorted(("before", "after"), key=lambda side: row[f"period_{side}"])
    ends = [_part_count(row, side, part) for side in in_time]
    texts = [format_number(end, None, language=scope.language) for end in ends]
    return tell_change(
        "restated", scope.language, name=_subject(row, scope), part=PARTS[part][scope.language], before=texts[0],
        after=texts[1], n=format_number(abs(row["restated_by"]), None, language=scope.language),
        change=amount_text(row, scope),
    )  # fmt: skip


def _part_count(row: pd.Series, side: str, part: str) -> float:
    if part == "rest":
        return row[f"denominator_{side}"] - row[f"numerator_{side}"]
    return row[f"{part}_{side}"]


def _tell_definition(row: pd.Series, scope: Scope) -> str:
    sides = {side: field_text(row, side, scope) for side in ("before", "after")}
    field = FIELDS[row["field"]][scope.language]
    return tell_change(row["kind"], scope.language, name=_subject(row, scope), field=field, **sides)


def _tell_unit(row: pd.Series, scope: Scope) -> str:
    language = scope.language
    related = format_list([unit_label(unit, scope) for unit in row["related"]], language)
    key = {"began": "began_from", "ended": "ended_into"}[row["kind"]]
    tail = tell_change(key, language, units=related) if related else ""
    day = _day(row["date"], scope) or tell_change("unknown_day", language)
    return tell_change(row["kind"], language, name=unit_label(row["unit"], scope), day=day, related=tail)


def _tell_source(row: pd.Series, scope: Scope) -> str:
    number = tell_change("rests", scope.language, figures=row["n_figures"], targets=row["n_targets"])
    title = source_titles(scope).get(row["source"], row["source"])
    return tell_change(row["kind"], scope.language, title=title, n=number)


def _period_name(period: object, scope: Scope) -> str:
    return "" if period is None or (isinstance(period, float)) else period.name(scope.language)


def _day(day: object, scope: Scope) -> str:
    return "" if pd.isna(day) else format_date(day, language=scope.language)


_TELLERS: dict[str, Callable[[pd.Series, Scope], str]] = {
    "status": _tell_status,
    "target": _tell_target,
    "figure": _tell_figure,
    "definition": _tell_definition,
    "unit": _tell_unit,
    "source": _tell_source,
}
