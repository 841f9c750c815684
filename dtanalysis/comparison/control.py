"""
Is a monthly rise or fall more than the usual to and fro? Control charts of single values (XmR).

Takes one series of months and gives its chart: one row a month with the mean, the limits within which months vary by
themselves, and the months that are no longer chance, each by the rule that says so (`dtanalysis.comparison.signals`);
`assess` sums a chart up and holds its limits against a target. The method is that of NHSRplotthedots; where we do
otherwise it is said. Which series have months at all is found by `dtanalysis.comparison.monthly`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, get_args

import numpy as np
import pandas as pd

from dtanalysis.comparison.signals import RULES, find_signals, side_of, slopes_of
from dtanalysis.periods import Period, parse_period
from dtanalysis.projection.readings import History, lay_out, list_readings, month_end, month_of, place_of

Direction = Literal["up", "down", "neither"]
Centre = Literal["mean", "trend"]
Assurance = Literal["passing", "failing", "hit_and_miss", "unsettled", "not_enough_points", "no_target"]

LIMIT_FACTOR = 2.66
"""Three sigma in mean moving ranges of two: 3 / 1.128, as printed in Wheeler, "Understanding Variation"."""

SCREEN_FACTOR = 3.267
"""Upper limit of a moving range in mean moving ranges; wider ones do not enter the final mean (Nelson 1982)."""

LEAST_POINTS = 6
"""Fewest months for limits: Wheeler, "Understanding Variation", p. 60, calls five or six values useful; five ranges."""

SETTLED_POINTS = 13
"""Fewest months for limits that are not provisional: twelve steps from month to month, a whole year of them."""


def control_limits(
    series: object,
    *,
    direction: Direction = "up",
    centre: Centre = "mean",
    baseline: int | None = None,
    changes: Sequence[str | Period] = (),
    bounds: tuple[float, float] | None = None,
    screen: bool = True,
    join_gaps: bool = False,
) -> pd.DataFrame:
    """
    Draw up the control chart of one monthly series.

    Parameters
    ----------
    series : pandas.DataFrame, pandas.Series, mapping or sequence
        As in `dtanalysis.projection.read_history`, months only; a bound ("trên 90 %") is no point and leaves a hole.
    direction : {"up", "down", "neither"}
        Where better is.
    centre : {"mean", "trend"}
        What the months are held against: their mean or, for a series that climbs or falls all along, the straight
        line through them (least squares); the question is then whether a month leaves its usual climb.
    baseline : int, optional
        Take centre and limits from the first so many known months (of each process) and hold the rest against
        them; by default from all.
    changes : sequence of str or Period
        First months of a new process, where a change is documented: mean and limits begin anew there.
    bounds : tuple of float, optional
        Least and largest possible value, (0, 100) for a percent: limits are cut there.
    screen : bool
        Leave moving ranges above 3.267 times their mean out of the final mean, so that one jump does not widen the
        limits that are to find it.
    join_gaps : bool
        Join the months on both sides of a hole. By default a missing month breaks the moving range and every row.

    Returns
    -------
    pandas.DataFrame
        One row a month from the first known to the last: ``period`` (missing where the values carry no time),
        ``value`` (missing in a hole), ``phase`` (0 before the first change), ``n_base`` (months that the limits rest
        on), ``mean`` (the centre of that month), ``lower``, ``upper`` (in the unit of measure of the values; missing
        below 6 months or 5 moving ranges), ``drift`` (rise of the centre a month; 0 for a mean), ``is_cut`` (a limit
        would lie beyond `bounds`), ``is_provisional`` (fewer than 13 months), ``moving_range`` (from month to month,
        around a trend without its drift; missing in the first month, around a hole and across a change),
        ``is_screened`` (left out of the mean of ranges), ``signals`` (tuple of rule names), ``is_signal`` and ``kind``: "improvement", "concern",
        "neither", "common" (within the usual), or "" where there is no value or no limit.

    Raises
    ------
    ValueError
        If there is no exact value, a period is no month, two readings are of one month, a change lies outside the
        series, or `direction`, `centre`, `baseline` or `bounds` is impossible.

    Notes
    -----
    limits = centre ± 2.66 × mean moving range. Limits around a trend follow Wheeler's trended XmR charts, with a line of
    least squares; NHSRplotthedots has none. A point counts as improvement or concern by its side of the mean
    or, where only the trend marks it, by the slope (NHSRplotthedots goes by the side there too, and calls the first
    half of a climb a concern). Equal values have limits that coincide, and no signal; NHSRplotthedots has no limits
    then.

    Examples
    --------
    >>> chart = control_limits([40, 42, 41, 43, 40, 42, 60], bounds=(0, 100))
    >>> chart["signals"].iloc[-1], chart["kind"].iloc[-1], round(float(chart["upper"].iloc[-1]), 2)
    (('outside',), 'improvement', 49.32)
    """
    _check_settings(direction, centre, baseline, bounds)
    history = _read_months(series)
    months = _months(history)
    phases = _phases(months, changes)
    parts = [
        _chart_phase(history.values[phases == phase], centre, baseline, screen, join_gaps)
        for phase in range(phases[-1] + 1)
    ]
    chart = pd.concat(parts, ignore_index=True).assign(period=months, phase=phases)
    chart = _cut_limits(chart, bounds)
    return chart.assign(kind=_kinds(chart, direction))[_COLUMNS]


_COLUMNS = [
    "period", "value", "phase", "n_base", "mean", "lower", "upper", "drift", "is_cut", "is_provisional",
    "moving_range", "is_screened", "signals", "is_signal", "kind",
]  # fmt: skip


def _check_settings(
    direction: str, centre: str, baseline: int | None, bounds: tuple[float, float] | None
) -> None:
    for name, value, allowed in (("direction", direction, Direction), ("centre", centre, Centre)):
        if value not in get_args(allowed):
            raise ValueError(f"`{name}` must be one of {', '.join(get_args(allowed))}; got {value!r}.")
    if baseline is not None and baseline < LEAST_POINTS:
        raise ValueError(
            f"`baseline` must be at least {LEAST_POINTS} months, below which there are no limits; got {baseline}."
        )
    if bounds is not None and not bounds[0] < bounds[1]:
        raise ValueError(f"`bounds` are the least and the largest value, such as (0, 100); got {bounds}.")


def _read_months(series: object) -> History:
    """The series on its grid of months; anything but a month is refused."""
    readings = list_readings(series)
    for reading in readings:
        if not np.isnan(reading.months) and reading.months != 1:
            raise ValueError(
                f"A control chart takes months only; {reading.period} is {reading.months:g} months long. "
                "A figure of another length is another definition."
            )
    if not any(reading.is_point for reading in readings):
        raise ValueError("No month has an exact value, so there is nothing to chart; a bound is not a point.")
    return lay_out(readings, freq="M")


def _months(history: History) -> list[Period | None]:
    if history.last is None:
        return [None] * len(history.values)
    last = month_of(history.last)
    days = [month_end(last - back) for back in range(len(history.values) - 1, -1, -1)]
    return [parse_period(f"{day.year}-{day.month:02d}") for day in days]


def _phases(months: list[Period | None], changes: Sequence[str | Period]) -> np.ndarray:
    """Number of the process that each month belongs to."""
    starts = [change if isinstance(change, Period) else parse_period(change) for change in changes]
    numbers = [None if month is None else month_of(month.last_day) for month in months]
    places = [month_of(place_of(start)[0]) for start in starts]
    for start, place in zip(starts, places, strict=True):
        if start.kind != "month" or place not in numbers[1:]:
            raise ValueError(
                f"A change must begin in a month after {months[0]} and not after {months[-1]}; got {start}."
            )
    return np.array([sum(place <= number for place in set(places)) for number in numbers])


def _chart_phase(
    values: np.ndarray, centre: Centre, baseline: int | None, screen: bool, join_gaps: bool
) -> pd.DataFrame:
    """Centre, limits and signals of one process."""
    base = np.flatnonzero(~np.isnan(values))[:baseline]
    in_base = np.isin(np.arange(len(values)), base)
    line, drift = _centre_line(values, base, centre)
    away = values - line
    ranges = _moving_ranges(away, join_gaps)
    kept = _keep_ranges(np.where(in_base, ranges, np.nan), screen)
    has_limits = len(base) >= LEAST_POINTS and np.isfinite(ranges[in_base]).sum() >= LEAST_POINTS - 1
    half_width = LIMIT_FACTOR * ranges[kept].mean() if has_limits else np.nan
    signals, slope = _signals(values, line, half_width, join_gaps)
    line = line if has_limits else np.full(len(values), np.nan)
    return pd.DataFrame(
        {
            "value": values, "n_base": len(base), "mean": line, "lower": line - half_width,
            "upper": line + half_width, "drift": drift if has_limits else np.nan,
            "is_provisional": has_limits and len(base) < SETTLED_POINTS, "moving_range": ranges,
            "is_screened": in_base & np.isfinite(ranges) & ~kept,
            "signals": signals, "is_signal": [bool(names) for names in signals], "slope": slope,
        }
    )  # fmt: skip


def _centre_line(values: np.ndarray, base: np.ndarray, centre: Centre) -> tuple[np.ndarray, float]:
    """What the months vary around, and by how much it rises a month."""
    if centre == "mean" or len(base) < LEAST_POINTS:
        return np.full(len(values), values[base].mean() if len(base) else np.nan), 0.0
    drift, start = np.polyfit(base, values[base], 1)
    return start + drift * np.arange(len(values)), float(drift)


def _moving_ranges(values: np.ndarray, join_gaps: bool) -> np.ndarray:
    """Distance of each month from the one before; across a hole only where that is asked for."""
    before = pd.Series(values).ffill().shift() if join_gaps else pd.Series(values).shift()
    return np.abs(values - before.to_numpy())


def _keep_ranges(ranges: np.ndarray, screen: bool) -> np.ndarray:
    """Which moving ranges enter the final mean."""
    known = np.isfinite(ranges)
    if not screen or not known.any():
        return known
    kept = known & (side_of(np.nan_to_num(ranges), SCREEN_FACTOR * ranges[known].mean()) <= 0)
    # What stands still but for a few jumps would be left without any width at all.
    return kept if ranges[kept].any() else known


def _stretches(values: np.ndarray, join_gaps: bool) -> Iterator[np.ndarray]:
    """Places of the known months, row by row: a hole ends a row unless gaps are joined."""
    known = np.flatnonzero(~np.isnan(values))
    breaks = [] if join_gaps else np.flatnonzero(np.diff(known) > 1) + 1
    yield from np.split(known, breaks)


def _signals(
    values: np.ndarray, line: np.ndarray, half_width: float, join_gaps: bool
) -> tuple[list[tuple[str, ...]], np.ndarray]:
    """For each month the rules that mark it, and whether it is part of a rise (1) or a fall (-1)."""
    found = np.zeros((len(RULES), len(values)), dtype=bool)
    slope = np.zeros(len(values))
    for places in _stretches(values, join_gaps) if np.isfinite(half_width) else ():
        # What counts is the way from the centre: a rise along a rising line is no signal.
        hits = find_signals(values[places], line[places], half_width)
        found[:, places] = [hits[rule] for rule in RULES]
        slope[places] = slopes_of(values[places], line[places]).sum(axis=0)
    names = [tuple(rule for rule, hit in zip(RULES, month, strict=True) if hit) for month in found.T]
    return names, slope


def _cut_limits(chart: pd.DataFrame, bounds: tuple[float, float] | None) -> pd.DataFrame:
    """End limits and centre at what is possible, and say where that was needed."""
    if bounds is None:
        return chart.assign(is_cut=False)
    is_cut = (chart["lower"] < bounds[0]) | (chart["upper"] > bounds[1])
    ends = {name: chart[name].clip(*bounds) for name in ("lower", "mean", "upper")}
    return chart.assign(**ends, is_cut=is_cut)


def _kinds(chart: pd.DataFrame, direction: Direction) -> np.ndarray:
    """What each month means, by its side of the mean or, where only the trend marks it, by the slope."""
    only_trend = chart["signals"].map(lambda names: names == ("trend",)).astype(bool)
    side = np.where(only_trend, chart["slope"], side_of(chart["value"].to_numpy(), chart["mean"].to_numpy()))
    better = side * {"up": 1, "down": -1, "neither": 0}[direction]
    meaning = np.select([better > 0, better < 0], ["improvement", "concern"], "neither")
    judged = chart["value"].notna() & chart["mean"].notna()
    return np.where(~judged, "", np.where(chart["is_signal"], meaning, "common"))


def judge_target(lower: float, upper: float, target: float, comparator: str = "ge") -> Assurance:
    """
    Say whether a process reaches a target month after month, by where its limits lie.

    Parameters
    ----------
    lower, upper : float
        Limits of the process.
    target : float
        The value promised; missing where there is none.
    comparator : {"ge", "gt", "le", "lt"}
        Whether at least, more than, at most or less than the target is asked for.

    Returns
    -------
    str
        "passing" where every value within the limits reaches the target, "failing" where none does, else
        "hit_and_miss"; "no_target" without a target and "not_enough_points" without limits.

    Raises
    ------
    ValueError
        If the comparator is another one: what has to be hit exactly has no good side.

    Notes
    -----
    NHSRplotthedots, ``R/ptd_calculate_assurance_type.R``, except that a limit that lies on the target is judged by
    the comparator: months that are all 100 % reach "at least 100 %".

    Examples
    --------
    >>> judge_target(71.2, 84.0, 70), judge_target(71.2, 84.0, 80), judge_target(4.1, 5.9, 6, "le")
    ('passing', 'hit_and_miss', 'passing')
    """
    if comparator not in _REACHES:
        raise ValueError(f"`comparator` must be one of {', '.join(_REACHES)}; got {comparator!r}.")
    if np.isnan(target):
        return "no_target"
    if np.isnan(lower) or np.isnan(upper):
        return "not_enough_points"
    reached = [_REACHES[comparator](side_of(np.array(limit), target)) for limit in (lower, upper)]
    return "passing" if all(reached) else "hit_and_miss" if any(reached) else "failing"


_REACHES = {
    "ge": lambda side: bool(side >= 0),
    "gt": lambda side: bool(side > 0),
    "le": lambda side: bool(side <= 0),
    "lt": lambda side: bool(side < 0),
}


def assess(chart: pd.DataFrame, *, target: float = np.nan, comparator: str = "ge") -> pd.Series:
    """
    Sum up one chart: where the latest month stands, what varies, and whether the target is reached reliably.

    Parameters
    ----------
    chart : pandas.DataFrame
        From `control_limits`.
    target : float
        The value promised; missing where there is none.
    comparator : {"ge", "gt", "le", "lt"}
        As in `judge_target`.

    Returns
    -------
    pandas.Series
        ``period`` (latest known month) and its ``value`` and ``signals``; ``n`` (known months), ``n_missing`` (holes);
        ``n_base``, ``mean``, ``lower``, ``upper``, ``drift``, ``is_cut`` and ``is_provisional`` of that month; ``n_signals`` and ``last_signal`` (months marked, and the latest of them; missing where none is);
        ``variation`` (kind of the latest month, "" without limits); ``since`` (first month of the row of like signals
        that it ends; missing where it is none); ``target``, ``assurance``, and ``reason``, "too_few" where there are
        no limits. ``assurance`` is that of `judge_target`, but "unsettled" where the latest month, or the drift of the
        centre, points elsewhere: limits that the process has left say nothing about the months to come.

    Examples
    --------
    >>> summary = assess(control_limits([40, 42, 41, 43, 40, 42, 60], bounds=(0, 100)), target=50)
    >>> summary["variation"], summary["assurance"], bool(summary["is_provisional"])
    ('improvement', 'unsettled', True)
    """
    known = chart[chart["value"].notna()]
    latest, marked = known.iloc[-1], known[known["is_signal"]]
    limits = judge_target(latest["lower"], latest["upper"], target, comparator)
    told = [
        "period",
        "value",
        "signals",
        "n_base",
        "mean",
        "lower",
        "upper",
        "drift",
        "is_cut",
        "is_provisional",
    ]
    return pd.Series(
        {
            **latest[told], "n": len(known), "n_missing": len(chart) - len(known), "n_signals": len(marked),
            "last_signal": marked["period"].iloc[-1] if len(marked) else None,
            "variation": latest["kind"], "since": _since(known), "target": target,
            "assurance": _settle(limits, latest["kind"], _drift_kind(latest["drift"], comparator)),
            "reason": "" if pd.notna(latest["mean"]) else "too_few",
        }
    )  # fmt: skip


def _since(known: pd.DataFrame) -> Period | None:
    """First of the months in a row that carry the same kind of signal as the latest."""
    latest = known.iloc[-1]
    if not latest["is_signal"]:
        return None
    alike = (known["kind"] == latest["kind"]) & (known["phase"] == latest["phase"])
    return known.loc[alike[::-1].cummin()[::-1], "period"].iloc[0]


def _drift_kind(drift: float, comparator: str) -> str:
    """What a centre that moves means for a target: as the kind of a month."""
    better = drift if comparator in ("ge", "gt") else -drift
    return "improvement" if better > 0 else "concern" if better < 0 else "common"


def _settle(assurance: Assurance, kind: str, drift: str) -> Assurance:
    """Take back what the limits say where the latest month or the drift does not point the same way."""
    agrees = {"passing": ("", "common", "improvement"), "failing": ("", "common", "concern")}
    if assurance == "hit_and_miss":
        return "hit_and_miss" if kind == "common" else "unsettled"
    holds = assurance not in agrees or {kind, drift} <= set(agrees[assurance])
    return assurance if holds else "unsettled"
