"""
Let methods make their forecasts: each task once for each method, in one run, in as many processes as asked.

Gives one row for each method, task and scored step, with quantiles, outcome, time and whether the method failed. A
method that raises, or returns a wrong shape or numbers that are not finite, gets the quantiles of the random walk.
"""

from __future__ import annotations

import multiprocessing
import time
import warnings
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from itertools import chain, groupby

import numpy as np
import pandas as pd
from projection_peers import Forecast, Method, find_method
from projection_tasks import Task

from dtanalysis.projection.levels import LEVELS
from dtanalysis.projection.scores import draw, error_scale, random_walk_quantiles

QUANTILES = [f"q{level:g}" for level in LEVELS]
TASK_KEY = ["series_id", "length", "end"]
KEY = [*TASK_KEY, "step"]


def loadable(words: Iterable[str]) -> tuple[list[str], list[str]]:
    """Words of the methods that can run here, and a sentence for each that cannot."""
    ready, skipped = [], []
    for word in words:
        try:
            find_method(word).load()
        except ImportError as fault:
            skipped.append(f"{find_method(word).name} left out: {fault}.")
        else:
            ready.append(word)
    return ready, skipped


def make_forecasts(tasks: list[Task], words: list[str], *, jobs: int = 1) -> pd.DataFrame:
    """Make all forecasts; rows in the order of the tasks, whatever the number of processes."""
    by_series = [list(group) for _, group in groupby(tasks, key=lambda task: task.series.series_id)]
    if jobs == 1:
        _load(words)
        return pd.DataFrame(chain.from_iterable(map(_forecast_series, by_series)))
    # A fresh process each: forked ones inherit threads that some packages hold.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, initializer=_load, initargs=(words,)) as pool:
        return pd.DataFrame(chain.from_iterable(pool.map(_forecast_series, by_series, chunksize=2)))


_LOADED: dict[str, tuple[Method, Forecast]] = {}


def _load(words: list[str]) -> None:
    """Load the methods of this process and call each once, so that no task pays for imports and compiling."""
    _LOADED.clear()
    for word in words:
        method = find_method(word)
        _LOADED[word] = (method, method.load())
        _attempt(_LOADED[word][1], (40 + np.arange(8.0) ** 1.2, 2, 0.0, 100.0, "M"), {})


def _forecast_series(tasks: list[Task]) -> list[dict]:
    """All methods on all tasks of one series."""
    return [row for task in tasks for word in _LOADED for row in _forecast_task(task, *_LOADED[word])]


def _forecast_task(task: Task, method: Method, forecast: Forecast) -> list[dict]:
    """One method on one task, one row a scored step."""
    series = task.series
    asked = (task.history.copy(), task.horizon, series.lower, series.upper, series.freq)
    given = _given(task, method.wants)
    # Some packages draw from the global stream; every run shall give the same table.
    np.random.seed(draw(f"{series.series_id}|{task.length}") % 2**32)
    start = time.perf_counter()
    quantiles, fault = _attempt(forecast, asked, given)
    spent = 1000 * (time.perf_counter() - start)
    if fault:
        quantiles = random_walk_quantiles(task.history, task.horizon)
    common = _about(task) | {"method": method.name, "fault": fault, "ms": spent}
    rows = [common | _scored(task, quantiles, step) for step in task.steps]
    # What was put in for a failure is not the method's: it counts as failed, not as out of bounds.
    return [row | {"is_out": row["is_out"] and not fault} for row in rows]


def _given(task: Task, wants: tuple[str, ...]) -> dict:
    """What a method is given by name; copies, so that it cannot change what the next one sees."""
    found = {
        "cumulative": lambda: task.series.cumulative,
        "siblings": lambda: [history.copy() for history in task.siblings],
        "denominators": lambda: None if task.denominators is None else task.denominators.copy(),
    }
    return {name: found[name]() for name in wants}


def _attempt(forecast: Forecast, asked: tuple, given: dict) -> tuple[np.ndarray, str]:
    """Quantiles in rising order and an empty text, or nothing usable and what went wrong."""
    try:
        # Peers warn of every fit that did not converge; what counts is the score.
        with warnings.catch_warnings(action="ignore"):
            quantiles = np.asarray(forecast(*asked, **given), dtype=float)
    except Exception as fault:  # whatever a peer raises is its result
        return np.empty(0), f"{type(fault).__name__}: {fault}"[:200]
    if quantiles.shape != (asked[1], len(LEVELS)):
        return np.empty(0), f"shape {quantiles.shape}"
    if not np.isfinite(quantiles).all():
        return np.empty(0), "not finite"
    return np.sort(quantiles, axis=1), ""


def _about(task: Task) -> dict:
    """What is the same for all methods and steps of a task."""
    series = task.series
    return {
        "series_id": series.series_id,
        "block": series.block,
        "unit": series.unit,
        "freq": series.freq,
        "length": task.length,
        "end": task.end,
        "last": float(task.history[-1]),
        "scale": error_scale(task.history),
    }


def _scored(task: Task, quantiles: np.ndarray, step: int) -> dict:
    """One scored step: what was told and what came."""
    low, high = quantiles[step - 1, [0, -1]]
    series = task.series
    slack = 1e-9 * max(1.0, abs(series.lower))
    told = dict(zip(QUANTILES, quantiles[step - 1].tolist(), strict=True))
    return {
        "step": step,
        "is_year_end": step == task.year_end_step,
        "is_out": bool(low < series.lower - slack or high > series.upper + slack),
        "actual": float(task.actuals[step - 1]),
        **told,
    }
