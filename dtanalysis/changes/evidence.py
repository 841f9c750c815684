"""
Is a difference real: more than rounding, more than chance, of the same thing over the same length?

Takes pairs of figures (one row per series, columns ``…_before`` and ``…_after``) with the register's words and adds the change
and what can be said for it. A bound has no change, a longer count since January is no rise, and figures under two definitions
are never subtracted.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dtanalysis.catalogue.rules import printed_decimals
from dtanalysis.periods import Period
from dtanalysis.projection.cases import DISTINCT
from dtanalysis.shares import bound_differences

EVIDENCE = (
    "definition", "undecided", "recount", "length", "restated", "rounding", "exact", "beyond_chance", "within_chance",
    "no_interval",
)  # fmt: skip
"""
What can be said for a difference: another definition; a bound cannot tell; the same cases counted again by one source;
periods of other lengths; counts of earlier cases changed; within the printed rounding; counts or ranks as they are; an interval
without or with 0 in it; a rate or index without counts, so no interval.
"""

_HALF_A_MONTH = 0.5
_FEWEST_TELLING = 5


def newcombe_interval(
    numerator: pd.Series, denominator: pd.Series, other_numerator: pd.Series, other_denominator: pd.Series
) -> tuple[pd.Series, pd.Series]:
    """
    Bound the difference of two independent shares (95 %).

    Parameters
    ----------
    numerator, denominator : pandas.Series of float
        Counts of the first share.
    other_numerator, other_denominator : pandas.Series of float
        Counts of the share that is subtracted.

    Returns
    -------
    tuple of pandas.Series
        Lower and upper end as shares; missing where a denominator is not above 0 or a count lies outside 0 to its denominator.

    Notes
    -----
    Newcombe (1998), Statistics in Medicine 17:873–890, method 10: the Wilson intervals of both shares, put together by squares.

    Examples
    --------
    >>> counts = [pd.Series([float(n)]) for n in (56, 70, 48, 80)]
    >>> [round(float(end.iloc[0]), 4) for end in newcombe_interval(*counts)]  # 0.0524 to 0.3339 in the article
    [0.0524, 0.3339]
    """
    one, other = _shares(numerator, denominator), _shares(other_numerator, other_denominator)
    low, high = (pd.Series(end / 100, index=numerator.index) for end in bound_differences(*one, *other))
    return low, high


def _shares(numerator: pd.Series, denominator: pd.Series) -> tuple[pd.Series, pd.Series]:
    """The counts that make a share; missing where they cannot be one."""
    is_share = (denominator > 0) & (numerator >= 0) & (numerator <= denominator)
    return numerator.where(is_share), denominator.where(is_share)


def judge_changes(pairs: pd.DataFrame) -> pd.DataFrame:
    """
    Say how far each figure moved, and what can be said for the difference.

    Parameters
    ----------
    pairs : pandas.DataFrame
        One row per series known in both readings: ``period``, ``value``, ``qualifier``, ``numerator`` and ``denominator`` with
        ``_before`` and ``_after``; ``unit_measure``, ``accumulation``, ``weighting``, ``direction``, ``decimals``;
        ``is_redefined``.

    Returns
    -------
    pandas.DataFrame
        With ``change`` in the indicator's measure (percentage points for percent; missing for bounds, other lengths, other
        definitions), ``change_rel`` as a share of the earlier value (not for percent and rank), ``lower`` and ``upper`` (95 %
        interval of a change of rates with counts, points), ``is_better`` (1 better, 0 worse, missing where nothing moved or
        nothing can be said), ``restated_part`` ("numerator", "denominator" or "rest") and ``restated_by`` where a count
        since January fell, and ``evidence`` (one of `EVIDENCE`).

    Notes
    -----
    Of two counts since 1 January of one year the later holds the earlier: what is new between them is compared with the earlier
    cases (two separate sets of dossiers) and the interval is scaled by the weight of the new ones. Otherwise the two periods are
    taken as independent, which makes the interval of a state (the same people asked twice) wider than need be.
    """
    spans = _spans(pairs)
    evidence = _evidence(pairs, spans)
    change = (pairs["value_after"] - pairs["value_before"]).round(9)
    change = change.mask(evidence.isin(["undecided", "length", "definition"]))
    share = change / pairs["value_before"].where(pairs["value_before"] > 0)
    interval = spans[["lower", "upper"]].where(evidence.isin(["beyond_chance", "within_chance"]))
    turned = np.sign(change) * pairs["direction"].map({"up": 1.0, "down": -1.0}).astype(float)
    restated = spans[["restated_part", "restated_by"]].where(evidence == "restated")
    return pairs.assign(
        change=change,
        change_rel=share.mask(pairs["unit_measure"].isin(["percent", "rank"])),
        lower=interval["lower"],
        upper=interval["upper"],
        is_better=turned.map({1.0: 1.0, -1.0: 0.0}),
        restated_part=restated["restated_part"].fillna(""),
        restated_by=restated["restated_by"],
        evidence=evidence,
    )


def _evidence(pairs: pd.DataFrame, spans: pd.DataFrame) -> pd.Series:
    """The first thing that has to be said of each difference."""
    percent = pairs["unit_measure"] == "percent"
    is_bound = (pairs["qualifier_before"] != "eq") | (pairs["qualifier_after"] != "eq")
    is_running = spans["is_nested"] & pairs["weighting"].isin(DISTINCT) & percent
    beyond = (spans["lower"] > 0) | (spans["upper"] < 0)
    cases = [
        (pairs["is_redefined"], "definition"),
        (is_bound, "undecided"),
        (~spans["is_counted"] & _is_within_rounding(pairs), "rounding"),
        (spans["is_same_period"], "recount"),
        (spans["is_other_length"] | is_running, "length"),
        (spans["restated_part"] != "", "restated"),
        (pairs["unit_measure"].isin(["count", "rank"]), "exact"),
        (spans["lower"].notna() & beyond, "beyond_chance"),
        (spans["lower"].notna(), "within_chance"),
    ]
    words = np.select([case.to_numpy(bool) for case, _ in cases], [word for _, word in cases], "no_interval")
    return pd.Series(words, index=pairs.index, dtype=object)


def _is_within_rounding(pairs: pd.DataFrame) -> pd.Series:
    """Whether both figures may print one and the same number; counts and ranks are never rounded."""
    decimals = [_decimals(pairs, side) for side in ("before", "after")]
    # The finer figure, printed with as few decimals as the coarser, gives the coarser: 33,33 beside 33,3.
    reach = 0.5 * 10.0 ** -np.minimum(*decimals)
    distance = (pairs["value_after"] - pairs["value_before"]).abs()
    return (distance < reach - 1e-9) & ~pairs["unit_measure"].isin(["count", "rank"])


def _decimals(pairs: pd.DataFrame, side: str) -> pd.Series:
    """Decimals each figure was printed with: its own or, where a zero at the end was cut, the usual ones of its document."""
    own = printed_decimals(pairs[f"value_{side}"], pairs["decimals"])
    if f"source_{side}" not in pairs:
        return own
    usual = own.groupby([pairs[f"source_{side}"], pairs["unit_measure"]]).transform(_usual).fillna(0)
    return np.maximum(own, usual.clip(upper=pairs["decimals"].fillna(9)))


def _usual(decimals: pd.Series) -> float:
    """The decimals of more than half of the figures; 0 where too few or no such majority tell."""
    counts = decimals.value_counts()
    is_clear = len(decimals) >= _FEWEST_TELLING and counts.iloc[0] > len(decimals) / 2
    return float(counts.index[0]) if is_clear else 0.0


def _spans(pairs: pd.DataFrame) -> pd.DataFrame:
    """How the two periods lie to each other, what their counts did, and the interval of the change."""
    before, after = pairs["period_before"], pairs["period_after"]
    ends = list(zip(before, after, strict=True))
    frame = pd.DataFrame(
        {
            "is_same_period": [one == other for one, other in ends],
            "is_nested": [_is_nested(one, other) for one, other in ends],
            "is_forward": [one.last_day <= other.last_day for one, other in ends],
            "is_alike": [abs(one.months - other.months) < _HALF_A_MONTH for one, other in ends],
        },
        index=pairs.index,
        dtype=bool,
    )
    cumulative = pairs["accumulation"] == "cumulative"
    frame["is_nested"] &= cumulative
    frame["is_other_length"] = cumulative & ~frame["is_nested"] & ~frame["is_alike"]
    counts = ["numerator_before", "denominator_before", "numerator_after", "denominator_after"]
    frame["is_counted"] = pairs[counts].notna().all(axis=1) & (pairs["unit_measure"] == "percent")
    return pd.concat([frame, _fallen_counts(pairs, frame), _interval(pairs, frame)], axis=1)


def _is_nested(one: Period, other: Period) -> bool:
    """Whether both count from 1 January of one year, to different days."""
    return one.year == other.year and one.is_year_to_date and other.is_year_to_date and one != other


def _in_time(pairs: pd.DataFrame, frame: pd.DataFrame, name: str) -> tuple[pd.Series, pd.Series]:
    """A column of both readings, the earlier period first."""
    before, after = pairs[f"{name}_before"], pairs[f"{name}_after"]
    return before.where(frame["is_forward"], after), after.where(frame["is_forward"], before)


def _fallen_counts(pairs: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """Which part of a count since January fell the most, and by how much."""
    is_count = pairs["unit_measure"].isin(["count", "currency"])
    (n, later_n), (d, later_d) = (_in_time(pairs, frame, name) for name in ("numerator", "denominator"))
    value, later_value = _in_time(pairs, frame, "value")
    steps = pd.DataFrame({"numerator": later_n - n, "denominator": later_d - d})
    # Dossiers that are not on time, not online, …: what is left of the whole.
    steps["rest"] = (steps["denominator"] - steps["numerator"]).where(pairs["unit_measure"] == "percent")
    steps["value"] = (later_value - value).where(is_count)
    steps = steps.mul(frame["is_nested"].astype(float), axis=0).fillna(0.0).clip(upper=0.0)
    part = steps.idxmin(axis=1).astype(object).where(steps.min(axis=1) < 0, "")
    return pd.DataFrame({"restated_part": part, "restated_by": steps.min(axis=1)}, index=pairs.index)


def _interval(pairs: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """The 95 % interval of a change of rates with counts, in points."""
    counted = frame["is_counted"]
    (n, later_n), (d, later_d) = (_in_time(pairs, frame, name) for name in ("numerator", "denominator"))
    nested = frame["is_nested"]
    new_n, new_d = (later_n - n).where(nested, later_n), (later_d - d).where(nested, later_d)
    weight = (new_d / later_d.where(later_d > 0)).where(nested, 1.0)
    low, high = (
        100 * weight * end for end in newcombe_interval(new_n.where(counted), new_d, n.where(counted), d)
    )
    forward = frame["is_forward"]
    return pd.DataFrame({"lower": low.where(forward, -high), "upper": high.where(forward, -low)})
