"""
What is a unit's rate likely to be, given all the others? Empirical-Bayes rates.

Takes the counts of units and gives each a rate drawn towards that of all units, the more the fewer cases it
has. Such rates are for ordering and for choosing whom to look at; what a unit has reached is its own rate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dtanalysis.comparison.intervals import cases_of, wilson

ShrinkMethod = Literal["beta_binomial", "pooled", "none"]

LEAST_STRENGTH = 1.0
"""Least weight of the prior in cases, that of Jeffreys': units at only 0 and 100 % would leave no doubt."""

MOST_STRENGTH = 1e8
"""Beyond it the likelihood cannot be told from that of one common rate in double precision."""

MOST_LOG_ODDS = 20
"""Mean rates from two in a thousand million; further out the slopes are no numbers any more."""

START_STRENGTHS = (10, 1_000, 100_000)

LEAST_GAIN = 1e-4
"""Gain in log-likelihood below which a spread between units is not believed in; far below any test's."""


@dataclass(frozen=True)
class Prior:
    """
    The spread of true rates among units.

    Attributes
    ----------
    mean : float
        Mean rate as a share, 0 to 1; missing for a single unit.
    strength : float
        How many cases the prior weighs (alpha + beta); infinite where units differ by no more than chance,
        missing for a single unit.
    method : {"beta_binomial", "pooled", "none"}
        How it came about.
    """

    mean: float
    strength: float
    method: ShrinkMethod


def shrink_rates(parts: pd.DataFrame) -> pd.DataFrame:
    """
    Draw the rate of every unit towards the common one, by as much as its few cases ask for.

    Parameters
    ----------
    parts : pandas.DataFrame
        One row per unit with ``unit``, ``numerator`` and ``denominator`` of one percent indicator in one
        period.

    Returns
    -------
    pandas.DataFrame
        The units with cases, in the same order, with ``rate``, ``shrunken_rate``, ``shrunken_lower`` and
        ``shrunken_upper`` (95 %, percent), ``reliability`` (weight of the unit's own rate, 0 to 1),
        ``prior_mean`` (percent), ``prior_strength`` (in cases), ``method`` and ``is_small``. By ``method``:
        "beta_binomial"; "pooled" where units differ by no more than chance: all get the ratio of sums with
        its Wilson interval, reliability 0, infinite strength; "none" for one unit: its own rate with its
        Wilson interval, reliability 1, no prior.

    Raises
    ------
    ValueError
        If counts cannot be or no unit has cases.

    Notes
    -----
    True rates follow Beta(alpha, beta), counts are binomial; alpha and beta by maximum
    likelihood (see `fit_prior`). A unit's rate is then Beta(alpha + numerator, beta + denominator −
    numerator): its mean is reliability × own rate + (1 − reliability) × prior mean with reliability =
    denominator / (denominator + alpha + beta), the interval its 2.5 % and 97.5 % points. The doubt about
    alpha and beta themselves is not in the interval, which is therefore somewhat narrow for few units
    (Morris 1983, JASA 78:47-55).

    Examples
    --------
    >>> counts = {"numerator": [4, 300, 70], "denominator": [10, 1000, 100]}
    >>> parts = pd.DataFrame({"unit": ["a", "b", "c"], **counts})
    >>> shrink_rates(parts)[["rate", "shrunken_rate", "reliability"]].round(2)
       rate  shrunken_rate  reliability
    0  40.0          43.31         0.55
    1  30.0          30.14         0.99
    2  70.0          68.32         0.93
    """
    cases = cases_of(parts)
    counted = cases["numerator"].to_numpy(dtype=float)
    of = cases["denominator"].to_numpy(dtype=float)
    prior = fit_prior(counted, of)
    rate, lower, upper, reliability = _shrink(counted, of, prior)
    return cases.assign(
        shrunken_rate=rate,
        shrunken_lower=lower,
        shrunken_upper=upper,
        reliability=reliability,
        prior_mean=100 * prior.mean,
        prior_strength=prior.strength,
        method=prior.method,
    )


def fit_prior(counted: NDArray[np.float64], cases: NDArray[np.float64]) -> Prior:
    """
    Fit the spread of true rates by maximum likelihood of the beta-binomial distribution.

    Parameters
    ----------
    counted : numpy.ndarray
        Cases that count of each unit.
    cases : numpy.ndarray
        All cases of each unit, above 0.

    Returns
    -------
    Prior
        With method "pooled" where the likelihood is highest without any spread, "none" for a single unit.

    Notes
    -----
    The mean (as log-odds) and the strength alpha + beta (as logarithm, at least `LEAST_STRENGTH`) are found
    by truncated Newton steps with exact slopes from several starts, because the likelihood can have two tops
    where one unit outweighs the others. Unless the best of them beats one common rate by `LEAST_GAIN`, there is no spread.
    """
    pooled = float(counted.sum() / cases.sum())
    if len(cases) == 1:
        return Prior(np.nan, np.nan, "none")
    if pooled in (0, 1):
        return Prior(pooled, np.inf, "pooled")
    from scipy.special import expit, xlogy

    position, lack = _best_fit(counted, cases, pooled)
    lack_of_one_rate = -(xlogy(counted, pooled) + xlogy(cases - counted, 1 - pooled)).sum()
    if lack_of_one_rate - lack < LEAST_GAIN:
        return Prior(pooled, np.inf, "pooled")
    return Prior(float(expit(position[0])), float(np.exp(position[1])), "beta_binomial")


def _best_fit(
    counted: NDArray[np.float64], cases: NDArray[np.float64], pooled: float
) -> tuple[NDArray[np.float64], float]:
    """Log-odds of the mean and log strength at the highest top of the likelihood; the lack of fit there."""
    from scipy.optimize import minimize
    from scipy.special import logit

    fits = [
        minimize(
            _lack_of_fit,
            np.array([logit(pooled), np.log(strength)]),
            args=(counted, cases),
            jac=True,
            # L-BFGS-B finds the same top, but calls a threaded LAPACK for its tiny matrices: far slower.
            method="TNC",
            bounds=[(-MOST_LOG_ODDS, MOST_LOG_ODDS), (np.log(LEAST_STRENGTH), np.log(MOST_STRENGTH))],
            options={"ftol": 1e-15, "gtol": 1e-9, "xtol": 1e-12, "maxfun": 2000},
        )
        for strength in START_STRENGTHS
    ]
    best = min(fits, key=lambda fit: fit.fun)
    return best.x, float(best.fun)


def _lack_of_fit(
    position: NDArray[np.float64], counted: NDArray[np.float64], cases: NDArray[np.float64]
) -> tuple[float, NDArray[np.float64]]:
    """Negative log-likelihood but for a constant, and its slopes in log-odds of the mean and log strength."""
    from scipy.special import betaln, digamma, expit

    mean, strength = expit(position[0]), np.exp(position[1])
    alpha, beta = mean * strength, (1 - mean) * strength
    left = cases - counted
    likelihood = (betaln(alpha + counted, beta + left) - betaln(alpha, beta)).sum()
    shared = digamma(strength) - digamma(strength + cases)
    by_alpha = (digamma(alpha + counted) - digamma(alpha) + shared).sum()
    by_beta = (digamma(beta + left) - digamma(beta) + shared).sum()
    by_mean = (by_alpha - by_beta) * strength * mean * (1 - mean)
    by_strength = alpha * by_alpha + beta * by_beta
    return -likelihood, -np.array([by_mean, by_strength])


def _shrink(
    counted: NDArray[np.float64], cases: NDArray[np.float64], prior: Prior
) -> tuple[NDArray[np.float64] | float, ...]:
    """Rate, lower, upper (percent) and reliability under a prior."""
    if prior.method == "none":
        return 100 * counted / cases, *wilson(counted, cases), 1.0
    if prior.method == "pooled":
        return 100 * prior.mean, *wilson(counted.sum(), cases.sum()), 0.0
    from scipy.stats import beta

    a = prior.mean * prior.strength + counted
    b = (1 - prior.mean) * prior.strength + cases - counted
    lower, upper = beta.ppf([[0.025], [0.975]], a, b)
    return 100 * a / (a + b), 100 * lower, 100 * upper, cases / (cases + prior.strength)
