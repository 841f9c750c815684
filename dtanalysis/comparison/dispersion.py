"""
Do units differ by more than their numbers of cases explain? Over-dispersion of a set of rates.

Takes the counts of units and gives one `Dispersion`: how many times as much the rates scatter as chance
would let them, and the variance between units that would explain the rest. `dtanalysis.comparison.funnel`
widens its limits by it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from dtanalysis.comparison.intervals import cases_of

WINSORISED_SHARE = 0.1
"""Share of z-scores pulled in at either end, so that few true outliers do not widen the limits."""


@dataclass(frozen=True)
class Dispersion:
    """
    How much the rates of units scatter.

    Attributes
    ----------
    phi : float
        Mean square of the winsorised z-scores. About 0.7 where chance is all (winsorising takes the rest),
        above 1 where units differ.
    tau2 : float
        Variance between units on the scale of arcsin(sqrt(share)), in radians squared; 0 without
        over-dispersion.
    n_units : int
        Units with cases.
    p_value : float
        Probability that chance alone scatters the rates as much; 1 for one unit and for equal units.
    """

    phi: float
    tau2: float
    n_units: int
    p_value: float

    @property
    def is_overdispersed(self) -> bool:
        """Whether there is more scatter than chance brings about on average; `p_value` says how surely."""
        return self.tau2 > 0


def arcsine_z(
    numerator: ArrayLike, denominator: ArrayLike, centre: float, tau2: float = 0.0
) -> NDArray[np.float64]:
    """
    Distance of shares from a centre in standard errors, on the scale where these depend on the cases only.

    Parameters
    ----------
    numerator : array_like
        Cases that count.
    denominator : array_like
        All cases, above 0.
    centre : float
        The centre in percent, 0 to 100.
    tau2 : float
        Variance between units in radians squared, added to the one of chance.

    Returns
    -------
    numpy.ndarray
        (arcsin sqrt(share) − arcsin sqrt(centre)) / sqrt(1 / (4 denominator) + tau2); positive above the
        centre.
    """
    cases = np.asarray(denominator, dtype=float)
    share = np.asarray(numerator, dtype=float) / cases
    apart = np.arcsin(np.sqrt(share)) - np.arcsin(np.sqrt(centre / 100))
    return apart / np.sqrt(1 / (4 * cases) + tau2)


def measure_dispersion(parts: pd.DataFrame) -> Dispersion:
    """
    Measure how much more the rates of units scatter around their common rate than chance would let them.

    Parameters
    ----------
    parts : pandas.DataFrame
        One row per unit with ``unit``, ``numerator`` and ``denominator`` of one percent indicator in one
        period.

    Returns
    -------
    Dispersion
        For one unit, and for units of one and the same rate, phi and tau2 are 0.

    Raises
    ------
    ValueError
        If counts cannot be or no unit has cases.

    Notes
    -----
    Spiegelhalter (2005), Statistics in Medicine 24:1185-1202 and Quality and Safety in Health
    Care 14:347-351; Spiegelhalter et al. (2012), JRSS A 175:1-47: z-scores of arcsin(sqrt(share)) around
    the ratio of sums, 10 % winsorised at either end at the (interpolated) quantiles, phi = mean of z²; with
    I units and weights w = 4 × denominator the additive variance is tau² = max(0, (I phi − (I − 1)) / (Σw −
    Σw²/Σw)). FunnelPlotR computes the same for proportions. Small units count: what chance does to them is
    in their weights. The probability is that of the sum of all z², not winsorised, under chi-squared with I − 1 degrees of
    freedom (Cochran's test): tau² above 0 alone is what chance brings about every second time.
    """
    cases = cases_of(parts)
    centre = 100 * cases["numerator"].sum() / cases["denominator"].sum()
    z = arcsine_z(cases["numerator"], cases["denominator"], centre)
    lowest, highest = np.quantile(z, [WINSORISED_SHARE, 1 - WINSORISED_SHARE])
    phi = float(np.mean(np.clip(z, lowest, highest) ** 2))
    tau2 = _between_units(phi, 4 * cases["denominator"].to_numpy(dtype=float))
    return Dispersion(phi, tau2, len(cases), _probability(z))


def _probability(z: NDArray[np.float64]) -> float:
    """Of so large a sum of squares under chance alone."""
    from scipy.special import gammaincc

    return float(gammaincc((len(z) - 1) / 2, (z**2).sum() / 2)) if len(z) > 1 else 1.0


def _between_units(phi: float, weights: NDArray[np.float64]) -> float:
    """Additive variance by the method of moments (DerSimonian and Laird 1986); 0 for a single unit."""
    excess = len(weights) * phi - (len(weights) - 1)
    if len(weights) < 2 or excess <= 0:
        return 0.0
    return float(excess / (weights.sum() - (weights**2).sum() / weights.sum()))
