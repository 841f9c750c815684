"""
Which targets changed, which indicators changed sides, and was it the value, the target, the definition or only the period?

Takes two readings and gives one row per target that differs and one per status that flipped, each pair of promises once.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dtanalysis import gaps
from dtanalysis.catalogue.schema import SERIES_KEY
from dtanalysis.changes.readings import Reading

TARGET_KINDS = ("new", "dropped", "raised", "lowered", "comparator", "plan", "year")
"""What happened to a target; the first that applies, so that each target is one row."""

TURNS = ("lost", "gained", "found_behind", "found_met", "out_of_sight", "degree")
"""
What a flip means: reached no more; reached; now known to be behind, or met; no longer known; met against exceeded, or
not reported against undecided.
"""

_KEY = list(SERIES_KEY)
_PROMISE = ["plan", "year", "target", "comparator", "basis", "target_as_of", "target_source"]
_RESULT = ["status", "value", "qualifier", "is_current", "period", "as_of", "source", "lower", "upper"]
_PARTS = {
    "value": ("value",),
    "qualifier": ("qualifier",),
    "target": ("target", "comparator"),
    "definition": ("lower", "upper"),
}
_SIDES = {
    "met": "good",
    "exceeded": "good",
    "behind": "bad",
    "undecided": "unclear",
    "not_reported": "unclear",
}
_TURNS = {
    ("good", "bad"): "lost", ("bad", "good"): "gained", ("unclear", "bad"): "found_behind", ("unclear", "good"): "found_met",
    ("good", "unclear"): "out_of_sight", ("bad", "unclear"): "out_of_sight",
}  # fmt: skip


def pair_promises(before: Reading, after: Reading) -> pd.DataFrame:
    """
    Put each target of one reading beside the same target of the other.

    Parameters
    ----------
    before, after : Reading
        Of one unit.

    Returns
    -------
    pandas.DataFrame
        One row per pair: `SERIES_KEY`, ``unit_measure``, ``direction``, and plan, year, target, comparator, basis, status and
        figure with ``_before`` and ``_after``. Targets of one plan belong together; of those left over, the first of one
        reading and the first of the other (last year's plan and this year's). A side without a target is empty.
    """
    left, right = _promises(before), _promises(after)
    named = left.merge(right, on=[*_KEY, "plan"], suffixes=("_before", "_after"))
    named = named.assign(plan_before=named["plan"], plan_after=named["plan"]).drop(columns="plan")
    rest = _left_over(left, right).merge(
        _left_over(right, left), on=[*_KEY, "place"], how="outer", suffixes=("_before", "_after")
    )
    parts = [part for part in (named, rest.drop(columns="place")) if len(part)]
    pairs = pd.concat(parts, ignore_index=True) if parts else named
    words = after.indicators[["indicator", "unit_measure", "direction"]]
    return pairs.merge(words, on="indicator", how="left").sort_values(
        [*_KEY, "plan_after"], ignore_index=True
    )


def _promises(reading: Reading) -> pd.DataFrame:
    card = reading.scorecard
    return card.loc[card["target"].notna(), [*_KEY, *_PROMISE, *_RESULT]].sort_values([*_KEY, "plan"])


def _left_over(rows: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """The targets whose plan the other reading does not have, counted within their series."""
    keys = [*_KEY, "plan"]
    is_known = pd.MultiIndex.from_frame(rows[keys]).isin(pd.MultiIndex.from_frame(others[keys]))
    rest = rows[~is_known]
    return rest.assign(place=rest.groupby(_KEY).cumcount())


def compare_targets(pairs: pd.DataFrame) -> pd.DataFrame:
    """
    List the targets that changed.

    Parameters
    ----------
    pairs : pandas.DataFrame
        From `pair_promises`.

    Returns
    -------
    pandas.DataFrame
        The pairs that differ, with ``kind`` (one of `TARGET_KINDS`) and ``is_harder`` (1 where more is asked for than before,
        0 where less, missing where the number is the same or there is no pair).
    """
    step = pairs["target_after"] - pairs["target_before"]
    cases = {
        "new": pairs["target_before"].isna(),
        "dropped": pairs["target_after"].isna(),
        "raised": step > 0,
        "lowered": step < 0,
        "comparator": pairs["comparator_before"] != pairs["comparator_after"],
        "plan": pairs["plan_before"] != pairs["plan_after"],
        "year": pairs["year_before"] != pairs["year_after"],
    }
    kind = np.select([case.to_numpy(bool) for case in cases.values()], list(cases), "")
    turned = np.sign(step) * pairs["direction"].map({"up": 1.0, "down": -1.0}).astype(float)
    rows = pairs.assign(kind=kind, is_harder=turned.map({1.0: 1.0, -1.0: 0.0}))
    return rows[kind != ""].reset_index(drop=True)


def compare_statuses(pairs: pd.DataFrame, *, is_same_period: bool) -> pd.DataFrame:
    """
    List the flips of status, each with its cause.

    Parameters
    ----------
    pairs : pandas.DataFrame
        From `pair_promises`. A target that only one reading has is told by `compare_targets`, with its status.
    is_same_period : bool
        Whether both readings report one period.

    Returns
    -------
    pandas.DataFrame
        The pairs whose status differs, with ``kind`` (one of `TURNS`) and ``cause``, a tuple: "period" (one of the two periods
        has no figure), "reported" (of the same period a figure became known, or is no longer given), else those of "value",
        "qualifier", "target" and "definition" which, changed alone in either reading, flip the status; where only several
        together do, all that differ.
    """
    both = pairs["target_before"].notna() & pairs["target_after"].notna()
    rows = pairs[both & (pairs["status_before"] != pairs["status_after"])].reset_index(drop=True)
    if rows.empty:
        return rows.assign(kind="", cause=None)
    kinds = [_turn(*sides) for sides in zip(rows["status_before"], rows["status_after"], strict=True)]
    return rows.assign(kind=kinds, cause=_causes(rows, is_same_period))


def _turn(before: str, after: str) -> str:
    return _TURNS.get((_SIDES.get(before, "unclear"), _SIDES.get(after, "unclear")), "degree")


def _causes(rows: pd.DataFrame, is_same_period: bool) -> pd.Series:
    silent = rows[["status_before", "status_after"]].eq("not_reported").any(axis=1)
    flips = {part: _flips_alone(rows, part) for part in _PARTS}
    differs = {part: _part_differs(rows, part) for part in _PARTS}
    causes = []
    for label in rows.index:
        alone = tuple(part for part in _PARTS if flips[part][label])
        causes.append(alone or tuple(part for part in _PARTS if differs[part][label]))
    word = ("reported",) if is_same_period else ("period",)
    told = [word if quiet else cause for quiet, cause in zip(silent, causes, strict=True)]
    return pd.Series(told, index=rows.index, dtype=object)


def _flips_alone(rows: pd.DataFrame, part: str) -> pd.Series:
    """Whether this part alone turns one reading's status into the other's."""
    flips = pd.Series(False, index=rows.index)
    for side, other in (("before", "after"), ("after", "before")):
        names = {name: other if name in _PARTS[part] else side for name in (*_flat_parts(), "is_current")}
        mixed = pd.DataFrame({name: rows[f"{name}_{origin}"] for name, origin in names.items()})
        flips |= gaps.add_status(mixed)["status"] == rows[f"status_{other}"]
    return flips & _part_differs(rows, part)


def _flat_parts() -> list[str]:
    return [name for names in _PARTS.values() for name in names]


def _part_differs(rows: pd.DataFrame, part: str) -> pd.Series:
    equal = [
        (rows[f"{name}_before"] == rows[f"{name}_after"])
        | (rows[f"{name}_before"].isna() & rows[f"{name}_after"].isna())
        for name in _PARTS[part]
    ]
    return ~np.logical_and.reduce(equal)
