"""
Which figures are new, no longer given, revised by their own source, told by another source, or moved with the period?

Takes two readings and gives one row per figure that differs. Versions are compared source by source: where two sources merely
differ, neither revises the other. What the difference is worth is judged by `evidence`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dtanalysis.catalogue.schema import SERIES_KEY
from dtanalysis.catalogue.versions import latest_by_source
from dtanalysis.changes.evidence import judge_changes
from dtanalysis.changes.readings import Reading

KINDS = ("revised", "other_source", "moved", "new", "gone", "older")
"""
What happened to a figure. The same period: changed by its own source, or now taken from another source. The next period: moved.
The report has it now and did not before, or the other way round. Neither report has a figure of its own, but the
latest older one differs.
"""

_KEY = list(SERIES_KEY)
_FIGURE = ["period", "value", "qualifier", "numerator", "denominator", "as_of", "source"]
_NUMBERS = ["value", "numerator", "denominator"]
_WORDS = ["unit_measure", "accumulation", "weighting", "direction", "decimals"]
_DEFINING = ["unit_measure", "direction", "accumulation", "weighting", "numerator_vi", "denominator_vi"]


def compare_figures(before: Reading, after: Reading) -> pd.DataFrame:
    """
    List every figure that differs between two readings.

    Parameters
    ----------
    before, after : Reading
        Of one unit.

    Returns
    -------
    pandas.DataFrame
        One row per figure: `SERIES_KEY`; ``kind`` (one of `KINDS`); ``is_shown`` (the report itself shows it; False for a
        revision of another period or source behind it); ``is_same_period`` (both readings report one period); ``is_judged`` (a
        target depends on it); period, value, qualifier, counts, ``as_of`` and ``source`` with ``_before`` and ``_after``; and
        what `judge_changes` adds (missing, evidence "", where there is nothing to subtract). A figure whose value and counts
        are equal is no row.
    """
    shown = _compare_shown(before, after)
    hidden = _compare_versions(before, after, shown)
    rows = pd.concat([shown, hidden], ignore_index=True) if len(hidden) else shown
    rows = rows.merge(after.indicators[["indicator", *_WORDS]], on="indicator", how="left")
    rows["is_redefined"] = rows["indicator"].isin(redefined(before, after))
    judged = pd.concat([before.targets[_KEY], after.targets[_KEY]]).drop_duplicates().assign(is_judged=True)
    rows = rows.merge(judged, on=_KEY, how="left").assign(is_judged=lambda frame: frame["is_judged"].eq(True))
    return _judge(rows.assign(is_same_period=before.period == after.period))


def count_compared(before: Reading, after: Reading) -> int:
    """
    Count the figures that both reports give.

    Parameters
    ----------
    before, after : Reading
        Of one unit.

    Returns
    -------
    int
        Number of series with a figure of its own in both.
    """
    pairs = _shown_pairs(before, after)
    return int((pairs["is_given_before"] & pairs["is_given_after"]).sum())


def redefined(before: Reading, after: Reading) -> set[str]:
    """
    Name the indicators whose meaning differs between the registers of two readings.

    Parameters
    ----------
    before, after : Reading
        Of one unit.

    Returns
    -------
    set of str
        Ids of indicators.
    """
    both = before.indicators.merge(after.indicators, on="indicator", suffixes=("_before", "_after"))
    differs = [both[f"{name}_before"] != both[f"{name}_after"] for name in _DEFINING]
    return set(both.loc[np.logical_or.reduce(differs), "indicator"])


def _shown_pairs(before: Reading, after: Reading) -> pd.DataFrame:
    """One row per series of either scorecard, both figures side by side."""
    return _shown(before).merge(_shown(after), on=_KEY, how="outer", suffixes=("_before", "_after")).assign(
        is_given_before=lambda pairs: pairs["is_given_before"].eq(True),
        is_given_after=lambda pairs: pairs["is_given_after"].eq(True),
    )  # fmt: skip


def _shown(reading: Reading) -> pd.DataFrame:
    """What the report shows of each series; a figure of the period itself is *given*."""
    card = reading.scorecard.drop_duplicates(_KEY)
    return card[[*_KEY, *_FIGURE]].assign(is_given=card["is_current"] & card["value"].notna())


def _compare_shown(before: Reading, after: Reading) -> pd.DataFrame:
    pairs = _shown_pairs(before, after)
    was, is_now = pairs["is_given_before"], pairs["is_given_after"]
    same_figure = pairs["period_before"].map(repr) == pairs["period_after"].map(repr)
    same_source = pairs["source_before"] == pairs["source_after"]
    differs = _differs(pairs)
    cases = {
        "new": is_now & ~was,
        "gone": was & ~is_now,
        "revised": was & is_now & same_figure & same_source & differs,
        "other_source": was & is_now & same_figure & ~same_source & differs,
        "moved": was & is_now & ~same_figure & differs,
        "older": ~was & ~is_now & differs,
    }
    kind = np.select([case.to_numpy(bool) for case in cases.values()], list(cases), "")
    rows = pairs.assign(kind=kind, is_shown=True)
    return rows[kind != ""].drop(columns=["is_given_before", "is_given_after"]).reset_index(drop=True)


def _differs(pairs: pd.DataFrame) -> pd.Series:
    """Whether value, counts or qualifier differ; two missing numbers are equal."""
    equal = [
        (pairs[f"{name}_before"] == pairs[f"{name}_after"])
        | (pairs[f"{name}_before"].isna() & pairs[f"{name}_after"].isna())
        for name in _NUMBERS
    ]
    signs = [pairs[f"qualifier_{side}"].fillna("") for side in ("before", "after")]
    return ~(equal[0] & equal[1] & equal[2] & (signs[0] == signs[1]))


def _compare_versions(before: Reading, after: Reading, shown: pd.DataFrame) -> pd.DataFrame:
    """Figures that their own source changed between two days of knowledge, besides those that the report shows."""
    if before.as_of == after.as_of:
        return shown.iloc[0:0]
    pairs = _versions(before, after).merge(
        _versions(after, before), on=[*_KEY, "code", "source"], suffixes=("_before", "_after")
    )
    pairs = pairs[_differs(pairs)]
    pairs = pairs.assign(source_before=pairs["source"], source_after=pairs["source"])
    told = shown[shown["kind"] == "revised"]
    seen = set(
        zip(*(told[name] for name in _KEY), told["period_after"].map(repr), told["source_after"], strict=True)
    )
    keys = zip(*(pairs[name] for name in [*_KEY, "code", "source"]), strict=True)
    is_new = np.array([key not in seen for key in keys], dtype=bool)
    return pairs[is_new].assign(kind="revised", is_shown=False)[shown.columns]


def _versions(reading: Reading, other: Reading) -> pd.DataFrame:
    """Every source's version of every figure up to the later of the two periods."""
    until = max(reading.period.last_day, other.period.last_day)
    known = reading.observations
    known = known[
        known["period"].map(lambda period: period.last_day <= until).astype(bool) & known["value"].notna()
    ]
    rows = latest_by_source(known)[[*_KEY, *_FIGURE]]
    return rows.assign(code=rows["period"].map(repr))


def _judge(rows: pd.DataFrame) -> pd.DataFrame:
    """What the difference is worth, where there are two figures to compare."""
    is_pair = rows["kind"].isin(["revised", "other_source", "moved"])
    judged = judge_changes(rows[is_pair])
    added = [name for name in judged.columns if name not in rows.columns]
    joined = rows.join(judged[added])
    texts = ["restated_part", "evidence"]
    joined[texts] = joined[texts].fillna("").astype(object)
    return joined
