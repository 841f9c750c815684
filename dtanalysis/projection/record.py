"""
How earlier projections did: the user's own history, projected again from every earlier day.

Takes observations and gives one row for each projection that could have been made and can be compared today, with its
ranges, what came, and whether they held; and summaries of it. A projection that keeps its word says how often it did;
below thirty comparisons nothing is claimed. Figures are used as known today: where a source revised one later, the
projection of the day would have started from another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from dtanalysis.catalogue.schema import SERIES_KEY
from dtanalysis.periods import Period
from dtanalysis.projection.batch import make_batch, number_names
from dtanalysis.projection.cases import Case, make_cases
from dtanalysis.projection.chances import OUTLOOKS, chance_of_reaching, outlook
from dtanalysis.projection.flows import Flows, flow_histories
from dtanalysis.projection.levels import FARTHEST, RANGE_ENDS
from dtanalysis.projection.model import LEAST_READINGS, forecast
from dtanalysis.projection.readings import History, month_end
from dtanalysis.projection.scores import (
    interval_hits,
    random_walk_quantiles,
    scored_steps,
    trial_targets,
    weighted_interval_score,
)
from dtanalysis.projection.year_total import total_quantiles

KEY = list(SERIES_KEY)

LEAST_POINTS = 30
"""Comparisons below which nothing is claimed of a record."""

COLUMNS = [
    *KEY, "origin", "end", "steps", "is_year_end", "n", "method", *RANGE_ENDS, "actual", "held_50", "held_80", "wis", "wis_random_walk", "trials",
]  # fmt: skip

_DAYS = (1, 2, 4)
"""Steps that are compared where readings are by the day."""


@dataclass(frozen=True)
class _Try:
    """One earlier day of one case: what was known then, and what came."""

    case: Case
    values: np.ndarray
    denominators: np.ndarray
    flows: Flows | None
    origin: dt.date
    actuals: dict[int, tuple[dt.date, float]]

    @property
    def family(self) -> tuple:
        """Siblings of the same day."""
        return (*self.case.family, self.origin)

    @property
    def n(self) -> int:
        """Readings that were known."""
        return int(np.count_nonzero(~np.isnan(self.values))) if self.flows is None else self.flows.n_known


def backtest(observations: pd.DataFrame, indicators: pd.DataFrame, *, period: Period) -> pd.DataFrame:
    """
    Project the past from every earlier day, and compare.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per value as known on one day, of one unit or many, with ``trust``; units of one indicator are siblings.
    indicators : pandas.DataFrame
        The register.
    period : Period
        Nothing after its last day is seen.

    Returns
    -------
    pandas.DataFrame
        One row per (indicator, unit, level, dimension, origin, end), sorted so; no row where no series is long enough.
        ``origin`` is the day of the newest of ``n`` readings shown; ranges and ``actual`` are in the unit of measure;
        ``held_50`` and ``held_80`` say whether the range held it. ``wis`` and ``wis_random_walk`` are the weighted
        interval scores of the projection and of the random walk. ``trials`` holds pairs of (chance, reached) for
        targets fixed from the history alone.
    """
    tries = [one for case in make_cases(observations, indicators, period) for one in _tries(case)]
    levels = [one for one in tries if one.flows is None]
    flows = [one for one in tries if one.flows is not None]
    rows = [*_score_levels(levels), *_score_flows(flows)]
    return pd.DataFrame(rows, columns=COLUMNS).sort_values([*KEY, "origin", "end"], ignore_index=True)


def _tries(case: Case) -> Iterator[_Try]:
    """Every earlier day from which a case could have been projected, with what came."""
    if case.reason:
        return
    yield from _flow_tries(case) if case.flows is not None else _level_tries(case, case.history)


def _level_tries(case: Case, history: History) -> Iterator[_Try]:
    seen = np.flatnonzero(~np.isnan(history.values))
    for place in seen[LEAST_READINGS - 1 : -1]:
        later = len(history.values) - 1 - place
        origin = history.day_after(-int(later))
        steps = _steps_to_compare(history, origin, int(later))
        actuals = {
            step: (history.day_after(step - int(later)), float(history.values[place + step]))
            for step in steps
            if not np.isnan(history.values[place + step])
        }
        if actuals:
            shown = slice(place + 1)
            yield _Try(case, history.values[shown], history.denominators[shown], None, origin, actuals)


def _steps_to_compare(history: History, origin: dt.date, later: int) -> list[int]:
    """Steps at which a projection of that day can be compared with a reading."""
    if history.freq == "D":
        return [step for step in _DAYS if step <= later]
    place = (origin.month - 1) // history.step + 1
    return [step for step in scored_steps(history.freq, place, later) if step <= FARTHEST[history.freq]]


def _flow_tries(case: Case) -> Iterator[_Try]:
    """Every earlier month of a running year, with the year to date at the next step and at the end."""
    flows = case.flows
    per_year, count = 12 // flows.step, len(flows.numerators)
    first_year = flows.year - (count - flows.month // flows.step) // per_year
    for place in range(count - 1):
        year, done = first_year + (place + 1) // per_year, (place + 1) % per_year
        start = place + 1 - done
        shown = replace(
            flows,
            numerators=flows.numerators[: place + 1],
            denominators=flows.denominators[: place + 1],
            year=year,
            month=done * flows.step,
            numerator=float(flows.numerators[start : place + 1].sum()),
            denominator=float(flows.denominators[start : place + 1].sum()),
        )
        if shown.n_known < LEAST_READINGS or np.isnan(flows.numerators[place]) or np.isnan(shown.numerator):
            continue
        actuals = {
            step: (month_end(year * 12 + (done + step) * flows.step - 1), _total(flows, start, place + step))
            for step in {1, per_year - done}
            if place + step < count
        }
        actuals = {step: came for step, came in actuals.items() if not np.isnan(came[1])}
        if actuals:
            origin = month_end(year * 12 + done * flows.step - 1)
            values = shown.rates if flows.is_ratio else shown.numerators
            yield _Try(case, values, shown.denominators, shown, origin, actuals)


def _total(flows: Flows, start: int, last: int) -> float:
    """Year to date from one step to another."""
    numerator = flows.numerators[start : last + 1].sum()
    if not flows.is_ratio:
        return float(numerator)
    denominator = flows.denominators[start : last + 1].sum()
    return float(flows.per * numerator / denominator) if denominator > 0 else np.nan


def _score_levels(tries: list[_Try]) -> Iterator[dict]:
    if not tries:
        return
    batch = make_batch(
        [one.values for one in tries],
        lower=[one.case.lower for one in tries],
        upper=[one.case.upper for one in tries],
        cumulative=[one.case.is_cumulative for one in tries],
        denominators=[one.denominators for one in tries],
        groups=number_names([one.family for one in tries]),
    )
    horizon = max(step for one in tries for step in one.actuals)
    for one, quantiles in zip(tries, forecast(batch, horizon).quantiles, strict=True):
        known = one.values[~np.isnan(one.values)]
        walk = random_walk_quantiles(known, horizon)
        for step in one.actuals:
            yield _row(one, step, "combination", quantiles[step - 1], walk[step - 1])


def _score_flows(tries: list[_Try]) -> Iterator[dict]:
    if not tries:
        return
    parts: list[list[tuple[np.ndarray, np.ndarray]]] = [[] for _ in tries]
    for place in (0, 1):
        asked = [number for number, one in enumerate(tries) if one.flows.is_ratio or not place]
        told = _forecast_part([tries[number] for number in asked], place)
        for number, part in zip(asked, told, strict=True):
            parts[number].append(part)
    for one, own in zip(tries, parts, strict=True):
        yield from _flow_rows(one, own)


def _forecast_part(tries: list[_Try], place: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Quantiles and weights of the flow at one place of `flow_histories`, for each try."""
    if not tries:
        return []
    histories = [flow_histories(one.flows)[place] for one in tries]
    batch = make_batch(
        [values for values, _ in histories],
        lower=[one.case.lower if place else 0.0 for one in tries],
        upper=[one.case.upper if place else np.nan for one in tries],
        denominators=[bases for _, bases in histories],
        groups=number_names([one.family for one in tries]),
    )
    result = forecast(batch, max(one.flows.steps_left for one in tries))
    return [(result.quantiles[row], result.weights[:, row]) for row in range(len(tries))]


def _flow_rows(one: _Try, parts: list[tuple[np.ndarray, np.ndarray]]) -> Iterator[dict]:
    bounds = one.case.bounds
    quantiles = total_quantiles(one.flows, parts, bounds)
    walks = [
        (random_walk_quantiles(values[~np.isnan(values)], one.flows.steps_left), weights)
        for (values, _), (_, weights) in zip(flow_histories(one.flows), parts, strict=True)
    ]
    walk = total_quantiles(one.flows, walks, bounds)
    for step in one.actuals:
        yield _row(one, step, "flows", quantiles[step - 1], walk[step - 1])


def _row(one: _Try, step: int, method: str, quantiles: np.ndarray, walk: np.ndarray) -> dict[str, object]:
    end, actual = one.actuals[step]
    held_50, held_80, _ = interval_hits(quantiles, actual)
    return {
        **dict(zip(KEY, one.case.key, strict=True)),
        "origin": one.origin,
        "end": end,
        "steps": step,
        "is_year_end": (end.month, end.day) == (12, 31),
        "n": one.n,
        "method": method,
        **dict(zip(RANGE_ENDS, quantiles[1:-1], strict=True)),
        "actual": actual,
        "held_50": bool(held_50),
        "held_80": bool(held_80),
        "wis": float(weighted_interval_score(quantiles, actual)),
        "wis_random_walk": float(weighted_interval_score(walk, actual)),
        "trials": _trials(one, step, quantiles, actual),
    }


def _trials(one: _Try, step: int, quantiles: np.ndarray, actual: float) -> list[tuple[float, bool]]:
    """Chances of targets that follow from the history alone, and whether they were reached."""
    known = one.values[~np.isnan(one.values)] if one.flows is None else _year_to_date(one.flows)
    if not len(known):
        return []
    targets = trial_targets(known, step, one.case.upper, is_percent=one.case.unit_measure == "percent")
    goals = np.array(list(targets.values()))
    return [
        (float(chance), bool(actual >= goal))
        for chance, goal in zip(chance_of_reaching(quantiles, goals), goals, strict=True)
    ]


def _year_to_date(flows: Flows) -> np.ndarray:
    """The running year so far, as a history that begins with its first step; for counts with 0 on 1 January."""
    done = flows.month // flows.step
    numerators = flows.numerators[len(flows.numerators) - done :].cumsum()
    if not flows.is_ratio:
        return np.concatenate([[0.0], numerators])
    denominators = flows.denominators[len(flows.denominators) - done :].cumsum()
    return flows.per * numerators[denominators > 0] / denominators[denominators > 0]


def summarise_record(points: pd.DataFrame, by: str | None = None) -> pd.DataFrame:
    """
    Say how often earlier ranges held.

    Parameters
    ----------
    points : pandas.DataFrame
        As `backtest` gives them.
    by : str, optional
        Column whose groups are told apart.

    Returns
    -------
    pandas.DataFrame
        One row a group (one row without `by`): ``n_points`` comparisons of ``n_series`` series; ``share_50`` and
        ``share_80`` of them, 0 to 1, lay in the 50 % and 80 % range; ``wis_ratio`` is the mean score divided by the
        random walk's, below 1 is better; ``is_enough`` says whether there are at least 30, without which nothing
        may be claimed. Shares are missing where there is no comparison.
    """
    groups = points.groupby(by, sort=True) if by else [("", points)]
    rows = [{**({by: name} if by else {}), **_summary(group)} for name, group in groups]
    columns = [
        *([by] if by else []),
        "n_points",
        "n_series",
        "share_50",
        "share_80",
        "wis_ratio",
        "is_enough",
    ]
    return pd.DataFrame(rows, columns=columns)


def _summary(points: pd.DataFrame) -> dict[str, object]:
    walk = points["wis_random_walk"].mean() if len(points) else np.nan
    return {
        "n_points": len(points),
        "n_series": points.groupby(KEY).ngroups if len(points) else 0,
        "share_50": points["held_50"].astype(float).mean() if len(points) else np.nan,
        "share_80": points["held_80"].astype(float).mean() if len(points) else np.nan,
        "wis_ratio": points["wis"].mean() / walk if walk > 0 else np.nan,
        "is_enough": len(points) >= LEAST_POINTS,
    }


def rate_chances(points: pd.DataFrame) -> pd.DataFrame:
    """
    Compare probabilities with how often they came true.

    Parameters
    ----------
    points : pandas.DataFrame
        As `backtest` gives them.

    Returns
    -------
    pandas.DataFrame
        One row for each outlook word, the most likely first: ``n`` targets tried, their ``mean_chance``, the
        ``share_reached``, and whether there are at least 30 (``is_enough``). Means are missing where there is none.

    Notes
    -----
    The targets are the last value plus half, full and 1.5 times the mean pace so far, and the next round numbers: not
    those of a plan, of which there are too few.
    """
    trials = pd.DataFrame(
        [trial for own in points["trials"] for trial in own], columns=["chance", "is_reached"]
    )
    words = trials["chance"].map(outlook) if len(trials) else pd.Series(dtype=str)
    return pd.DataFrame([_rating(word, trials[words == word]) for word in OUTLOOKS])


def _rating(word: str, trials: pd.DataFrame) -> dict[str, object]:
    return {
        "outlook": word,
        "n": len(trials),
        "mean_chance": trials["chance"].astype(float).mean() if len(trials) else np.nan,
        "share_reached": trials["is_reached"].astype(float).mean() if len(trials) else np.nan,
        "is_enough": len(trials) >= LEAST_POINTS,
    }
