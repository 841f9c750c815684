"""
Hiding small counts before a table of dossiers leaves the office.

Whoever reads that one dossier of a rare procedure came to a small agency may know whose it was. Takes any counted frame of
this package; gives it with whole rows hidden. Nothing is hidden unless it is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

LEAST_SHOWN = 5
"""The smallest count that may be shown, as in many statistical offices; 0 may always be shown."""

PARTS = (
    ("n", "n_channel"),
    ("n", "n_online"),
    ("n_channel", "n_online"),
    ("n", "n_settled"),
    ("n_settled", "n_due"),
    ("n_due", "n_ontime"),
    ("denominator_before", "numerator_before"),
    ("denominator_after", "numerator_after"),
)
"""Counts of which one is part of the other: their difference is a count of dossiers as well."""


def suppress_small(
    frame: pd.DataFrame, least: int = LEAST_SHOWN, *, within: Sequence[Sequence[str]] = (("province",),)
) -> pd.DataFrame:
    """
    Hide the rows with small counts, and as many others as it takes for no total to give them away.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row per group. Whole numbers (other than ``ym``, ``days`` and the like) are counts of dossiers or services;
        decimal numbers (rates, medians, shares) are computed from them.
    least : int
        The smallest count that may be shown, at least 2.
    within : sequence of sequences of str
        The keys over which totals are published elsewhere. By default the totals of each province; ``((),)`` for
        the total of the whole frame, several for totals in several directions. A frame without such a key is
        taken as a whole.

    Returns
    -------
    pandas.DataFrame
        The same rows and keys; counts as Int64 and all numbers missing in hidden rows, with ``is_hidden``.

    Raises
    ------
    ValueError
        If `least` is below 2.

    Notes
    -----
    1. A row is hidden if one of its counts, or the rest of a count after its part (`PARTS`: dossiers not online,
       not in time …), is 1 to least − 1. All its numbers are hidden, for a rate with one count gives the other.
    2. In every group with a published total, total − shown rows is the sum of the hidden ones. Where only one row is
       hidden, or where the hidden sum of a count (or rest) is above 0 but so low that a hidden row could be
       bounded below `least` (sum − hidden rows + 1 < least), the smallest shown row above 0 is hidden too;
       and again, until no group is left (or has no row left to hide: then it is hidden altogether, and its own total is a
       small one, to be hidden in the table that prints it).

    Each direction of `within` is safe against subtraction along it. Totals in two directions of one table, solved together
    as equations, are not covered; publish one direction. A column that is hidden because of another is hidden too much
    rather than too little.

    Examples
    --------
    >>> rates = pd.DataFrame({"province": "a", "field": ["x", "y", "z"], "n": [2, 60, 40]})
    >>> suppress_small(rates)["n"].tolist()
    [<NA>, 60, <NA>]
    """
    if least < 2:
        raise ValueError(f"`least` must be 2 or more: a count of 0 hides nobody; got {least}.")
    counts = _counts(frame)
    hidden = (counts.gt(0) & counts.lt(least)).any(axis=1)
    groupings = [_group_of(frame, keys) for keys in within]
    while len(more := _rows_to_hide(counts, hidden, groupings, least)):
        hidden.loc[more] = True
    return _without(frame, hidden)


_NOT_COUNTED = ("ym", "days", "online_since", "period", "n_months", "year", "rank")


def _count_columns(frame: pd.DataFrame) -> list[str]:
    return [
        name
        for name in frame.columns
        if name not in _NOT_COUNTED and pd.api.types.is_integer_dtype(frame[name].dtype)
    ]


def _counts(frame: pd.DataFrame) -> pd.DataFrame:
    """The counts of a frame and the rests that follow from two of them, by row number."""
    own = frame[_count_columns(frame)].fillna(0).astype("int64").reset_index(drop=True)
    rests = {
        f"{whole}-{part}": (own[whole] - own[part]).abs()
        for whole, part in PARTS
        if whole in own and part in own
    }
    return own.assign(**rests)


def _group_of(frame: pd.DataFrame, keys: Sequence[str]) -> pd.Series:
    known = [key for key in keys if key in frame]
    if not known:
        return pd.Series(0, index=range(len(frame)))
    return frame.groupby(known, observed=True, dropna=False).ngroup().reset_index(drop=True)


def _rows_to_hide(
    counts: pd.DataFrame, hidden: pd.Series, groupings: list[pd.Series], least: int
) -> pd.Index:
    """The smallest shown row of every group whose hidden rows could be found out; empty where all are safe."""
    # A row without any count protects no other, so it comes last.
    size = counts.sum(axis=1).astype(float).replace(0, float("inf"))
    found = []
    for group in groupings:
        n_hidden = hidden.groupby(group).sum()
        sums = counts[hidden].groupby(group[hidden]).sum().reindex(n_hidden.index, fill_value=0)
        too_low = (sums.gt(0) & sums.sub(n_hidden - 1, axis=0).lt(least)).any(axis=1)
        unsafe = (n_hidden == 1) | ((n_hidden > 0) & too_low)
        shown = size[~hidden & group.map(unsafe)].sort_values(kind="stable")
        found.append(shown.groupby(group[shown.index]).head(1).index)
    return found[0].append(found[1:]).unique() if found else pd.Index([])


def _without(frame: pd.DataFrame, hidden: pd.Series) -> pd.DataFrame:
    numbers = [
        name
        for name in frame.columns
        if name not in _NOT_COUNTED and pd.api.types.is_numeric_dtype(frame[name].dtype)
    ]
    masked = {}
    for name in numbers:
        values = frame[name]
        is_count = pd.api.types.is_integer_dtype(values.dtype)
        masked[name] = (values.astype("Int64") if is_count else values).mask(hidden.to_numpy())
    return frame.assign(**masked, is_hidden=hidden.to_numpy())
