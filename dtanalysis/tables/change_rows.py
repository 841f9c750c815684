"""
What the tables of changes share: names, the two sides of a row as text, a caption's words for the two readings.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dtanalysis import plans
from dtanalysis.catalogue import Scope, add_names
from dtanalysis.changes import Changes
from dtanalysis.exhibits import Column
from dtanalysis.formats import MISSING, format_date
from dtanalysis.narrative import pick, short_name
from dtanalysis.narrative.change_texts import amount_text, counts_text, reading_phrase, side_text, unit_label
from dtanalysis.tables.layout import column

MOST_ROWS = 15


def name_changes(changes: Changes, scope: Scope) -> Changes:
    """
    Add the reader's words to all frames about indicators.

    Parameters
    ----------
    changes : Changes
        From `dtanalysis.changes.compare_readings`.
    scope : Scope
        The question.

    Returns
    -------
    Changes
        With ``name`` and ``unit_label``, as `dtanalysis.catalogue.add_names` gives them.
    """
    told = ("statuses", "targets", "figures", "definitions")
    return replace(changes, **{name: _named(getattr(changes, name), scope) for name in told})


def _named(frame: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Names of indicators; a unit below has its own level, which its name tells already."""
    own_levels = scope.programme.units.set_index("unit")["level"]
    is_below = (frame["unit"] != scope.unit) & (frame["level"] == frame["unit"].map(own_levels))
    named = add_names(frame.assign(level=frame["level"].mask(is_below, "")), scope)
    return named.assign(level=frame["level"], name=[_with_plan(row) for row in named.itertuples()])


def _with_plan(row: tuple) -> str:
    """The name; a count of a plan's targets says of which plan, or two of them would look alike."""
    plan = row.dimension.partition("plan=")[2]
    return f"{row.name} – {plan}" if plan else row.name


def name_plan_counts(changes: Changes, scope: Scope) -> pd.DataFrame:
    """
    Put together how many targets each plan's owner states as met, in both readings.

    Parameters
    ----------
    changes : Changes
        From `dtanalysis.changes.compare_readings`.
    scope : Scope
        The question: its plans.

    Returns
    -------
    pandas.DataFrame
        One row per plan whose count is stated in both and differs: ``plan`` (name), ``before`` and ``after`` ("8/19"),
        ``period_before``, ``period_after`` (names).
    """
    sides = {}
    for side, reading in (("before", changes.before), ("after", changes.after)):
        own = reading.observations[reading.observations["unit"] == scope.unit]
        summary = plans.summarise_plans(reading.scorecard, scope.plan_rows, own, reading.period)
        sides[side] = summary[["plan", "stated_met", "n_targets", f"name_{scope.language}"]]
    both = sides["before"].merge(sides["after"], on="plan", suffixes=("_before", "_after"))
    both = both[both["stated_met_before"].notna() & both["stated_met_after"].notna()]
    both = both[both["stated_met_before"] != both["stated_met_after"]]
    rows = [
        {
            "plan": row[f"name_{scope.language}_after"], "before": _stated(row, "before"), "after": _stated(row, "after"),
            "period_before": changes.before.period.name(scope.language),
            "period_after": changes.after.period.name(scope.language),
        }
        for _, row in both.iterrows()
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["plan", "before", "after", "period_before", "period_after"])


def _stated(row: pd.Series, side: str) -> str:
    total = row[f"n_targets_{side}"]
    return f"{row[f'stated_met_{side}']:.0f}" + ("" if pd.isna(total) else f"/{total:.0f}")


def between_readings(changes: Changes, scope: Scope) -> str:
    """The two readings in words, for a caption."""
    before, after = (reading_phrase(reading, scope) for reading in (changes.before, changes.after))
    return f"{before} → {after}"


def subject_columns(rows: pd.DataFrame, changes: Changes, scope: Scope) -> list[Column]:
    """The indicator and, where rows are of other units than the reported one, the unit."""
    is_own = rows["unit"].eq(changes.after.unit).all()
    name = Column("subject", pick(scope, "Chỉ tiêu", "Indicator"))
    return [name] if is_own else [column("unit_name", scope), name]


def add_texts(rows: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """What most of these tables print: subject, unit, both sides, and by how much."""
    return rows.assign(
        subject=rows["name"].map(short_name),
        unit_name=[unit_label(unit, scope) for unit in rows["unit"]],
        before_text=[side_text(row, "before", scope) for _, row in rows.iterrows()],
        after_text=[side_text(row, "after", scope) for _, row in rows.iterrows()],
        amount=[amount_text(row, scope, short=True) for _, row in rows.iterrows()],
    )


def value_with_counts(row: pd.Series, side: str, scope: Scope) -> str:
    """The figure of one reading with its counts, where both are known."""
    counts = counts_text(row, side, scope)
    return side_text(row, side, scope) + (f" ({counts})" if counts else "")


def both_counts(row: pd.Series, scope: Scope) -> str:
    """Numerator and denominator of both readings; empty unless all four are known."""
    texts = [counts_text(row, side, scope) for side in ("before", "after")]
    return " → ".join(texts) if all(texts) else ""


def rows_left(number: int, scope: Scope, tail: str = "") -> str:
    """How many rows are not printed."""
    if number <= 0:
        return ""
    return pick(scope, f" Còn {number} thay đổi khác.", f" {number} more.") + tail


def distinct_texts(row: pd.Series, name: str) -> list[str]:
    """A text of both readings, once where it is the same."""
    texts = [row[f"{name}_{side}"] for side in ("before", "after")]
    return list(dict.fromkeys(str(text) for text in texts if pd.notna(text)))


def known_from(day: object, scope: Scope) -> str:
    """The day from which something was known; "–" where it is not."""
    return MISSING if pd.isna(day) else format_date(day, language=scope.language)
