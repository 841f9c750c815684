"""
The methods of the accuracy benchmark: ours and those that others offer, all with one signature.

A method is ``f(values, horizon, lower, upper, freq) -> (horizon, 7)``, quantiles at `levels.LEVELS`. Each is taken as a
user would first take it: defaults, no tuning, intervals as the package gives them. Packages are imported when a method
is loaded, so that one that is missing only leaves its methods out (`projection-requirements.txt` names all).
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import pandas as pd

from dtanalysis.projection.levels import LEVELS
from dtanalysis.projection.scores import random_walk_quantiles

Forecast = Callable[..., np.ndarray]
SCORES = np.array([NormalDist().inv_cdf(level) for level in LEVELS])
RANGES = (95, 80, 50)
PANDAS_FREQ = {"M": "MS", "Q": "QS", "H": "6MS", "A": "YS"}


@dataclass(frozen=True)
class Method:
    """One method: its name in tables, how to load it, and what it is given besides the five arguments."""

    name: str
    load: Callable[[], Forecast]
    wants: tuple[str, ...] = ()


# ---------------------------------------------------------------- ours


def load_ours() -> Forecast:
    """Our model, as `project` uses it."""
    from dtanalysis.projection import forecast_quantiles

    return forecast_quantiles


# ---------------------------------------------------------------- arithmetic


def drift(values: np.ndarray, horizon: int, lower: float, upper: float, freq: str) -> np.ndarray:
    """Mean change carried on, analytic normal interval (Hyndman & Athanasopoulos, 5.5)."""
    changes, steps = np.diff(values), np.arange(1, horizon + 1)
    spread = changes.std(ddof=1) * np.sqrt(steps * (1 + steps / changes.size))
    return normal(values[-1] + changes.mean() * steps, spread)


def drift_clipped(values: np.ndarray, horizon: int, lower: float, upper: float, freq: str) -> np.ndarray:
    """Drift, cut at the bounds."""
    return np.clip(drift(values, horizon, lower, upper, freq), lower, upper)


def straight_line(values: np.ndarray, horizon: int, lower: float, upper: float, freq: str) -> np.ndarray:
    """What offices reckon: last value and the mean change so far, cut at the bounds and told without a range."""
    line = values[-1] + np.diff(values).mean() * np.arange(1, horizon + 1)
    return np.repeat(np.clip(line, lower, upper)[:, None], len(LEVELS), axis=1)


def trend_line(values: np.ndarray, horizon: int, lower: float, upper: float, freq: str) -> np.ndarray:
    """Least-squares trend with the t interval for a new observation."""
    from scipy.stats import t

    times = np.arange(values.size, dtype=float)
    slope, start = np.polyfit(times, values, 1)
    ahead = values.size - 1 + np.arange(1, horizon + 1)
    residuals, free = values - start - slope * times, values.size - 2
    distance = (ahead - times.mean()) ** 2 / np.sum((times - times.mean()) ** 2)
    spread = np.sqrt(np.sum(residuals**2) / free * (1 + 1 / values.size + distance))
    return (start + slope * ahead)[:, None] + spread[:, None] * t.ppf(LEVELS, free)


def random_walk(values: np.ndarray, horizon: int, lower: float, upper: float, freq: str) -> np.ndarray:
    """Last value, spread of the changes; bounds are not used."""
    return random_walk_quantiles(values, horizon)


# ---------------------------------------------------------------- statsmodels


def load_damped_ets() -> Forecast:
    """Damped additive trend, analytic intervals."""
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    def forecast(values, horizon, lower, upper, freq):
        # A bare array fits, but cannot predict: it has no index.
        fit = ETSModel(pd.Series(values), error="add", trend="add", damped_trend=True).fit(disp=False)
        told = fit.get_prediction(start=values.size, end=values.size + horizon - 1)
        ends = {share: told.pred_int(1 - share / 100) for share in RANGES}
        return from_ranges(told.predicted_mean, ends)

    return forecast


def load_theta() -> Forecast:
    """Theta model with its normal intervals; one call costs as much as the fit, so one end gives all."""
    from statsmodels.tsa.forecasting.theta import ThetaModel

    def forecast(values, horizon, lower, upper, freq):
        fit = ThetaModel(pd.Series(values), period=1, deseasonalize=False).fit()
        middle = fit.forecast(horizon).to_numpy()
        high = fit.prediction_intervals(horizon, alpha=0.05)["upper"].to_numpy()
        return normal(middle, (high - middle) / SCORES[-1])

    return forecast


def load_local_trend() -> Forecast:
    """Local linear trend, fitted by maximum likelihood."""
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    def forecast(values, horizon, lower, upper, freq):
        told = UnobservedComponents(values, "lltrend").fit(disp=False).get_forecast(horizon)
        return normal(told.predicted_mean, told.se_mean)

    return forecast


# ---------------------------------------------------------------- Nixtla, Prophet


def nixtla(name: str) -> Callable[[], Forecast]:
    """A loader for one automatic model of statsforecast."""

    def load() -> Forecast:
        model = getattr(importlib.import_module("statsforecast.models"), name)

        def forecast(values, horizon, lower, upper, freq):
            told = model(season_length=1).forecast(values, horizon, level=sorted(RANGES))
            ends = {share: np.column_stack([told[f"lo-{share}"], told[f"hi-{share}"]]) for share in RANGES}
            return from_ranges(told["mean"], ends)

        return forecast

    return load


def load_prophet() -> Forecast:
    """Logistic growth between the bounds, linear without an upper bound; quantiles of its sampled paths."""
    for name in ("prophet", "prophet.plot", "cmdstanpy"):
        logging.getLogger(name).disabled = True
    from prophet import Prophet

    def forecast(values, horizon, lower, upper, freq):
        growth = "logistic" if np.isfinite(upper) else "linear"
        # Its seasons are meant for daily data; on yearly points a yearly season would only be noise.
        model = Prophet(growth, yearly_seasonality=False, weekly_seasonality=False, daily_seasonality=False)
        days = pd.date_range("2000-01-01", periods=values.size + horizon, freq=PANDAS_FREQ[freq])
        frame = pd.DataFrame({"ds": days, "cap": upper, "floor": lower})
        model.fit(frame[: values.size].assign(y=values))
        paths = model.predictive_samples(frame[values.size :])["yhat"]
        return np.quantile(paths, LEVELS, axis=1).T

    return forecast


METHODS = {
    "ours": Method("dtanalysis", load_ours, ("cumulative",)),
    "ours-siblings": Method("dtanalysis, siblings", load_ours, ("cumulative", "siblings")),
    "ours-counts": Method("dtanalysis, denominators", load_ours, ("cumulative", "denominators")),
    "random-walk": Method("random walk", lambda: random_walk),
    "drift": Method("drift", lambda: drift),
    "drift-clipped": Method("drift, clipped to the bounds", lambda: drift_clipped),
    "straight-line": Method("straight line, no range", lambda: straight_line),
    "ols": Method("OLS trend, t interval", lambda: trend_line),
    "ets": Method("statsmodels ETS, damped", load_damped_ets),
    "theta": Method("statsmodels ThetaModel", load_theta),
    "local-trend": Method("statsmodels local linear trend", load_local_trend),
    "auto-ets": Method("Nixtla AutoETS", nixtla("AutoETS")),
    "auto-theta": Method("Nixtla AutoTheta", nixtla("AutoTheta")),
    "auto-arima": Method("Nixtla AutoARIMA", nixtla("AutoARIMA")),
    "prophet": Method("Prophet, logistic growth", load_prophet),
}
"""All methods by the word that `--methods` takes."""


def find_method(word: str) -> Method:
    """Give the method of a word, or a function of one's own written ``module:function``."""
    if word in METHODS:
        return METHODS[word]
    module, colon, name = word.partition(":")
    if not colon:
        raise ValueError(
            f"Method {word!r} is not known; write one of {', '.join(METHODS)}, or module:function."
        )
    forecast = getattr(importlib.import_module(module), name)
    wants = ("siblings", "cumulative", "denominators")
    return Method(
        word, lambda: forecast, tuple(one for one in wants if getattr(forecast, f"wants_{one}", False))
    )


def normal(middle: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """Quantiles of bell curves, one row a step."""
    return np.asarray(middle)[:, None] + np.asarray(spread)[:, None] * SCORES


def from_ranges(middle: np.ndarray, ends: dict[int, np.ndarray]) -> np.ndarray:
    """Quantiles from a middle and the two ends of each range, the widest first in `RANGES`."""
    lows = [np.asarray(ends[share])[:, 0] for share in RANGES]
    highs = [np.asarray(ends[share])[:, 1] for share in reversed(RANGES)]
    return np.column_stack([*lows, np.asarray(middle), *highs])
