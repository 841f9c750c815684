"""
Which units stand out from the others by more than chance? Funnel limits for rates.

Takes the counts of units and gives each its control limits and a verdict; `limits_curve` gives the lines
for a drawing. Units are held against the centre, not against each other: for that see
`dtanalysis.comparison.ranks`.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from dtanalysis.comparison.dispersion import arcsine_z, measure_dispersion
from dtanalysis.comparison.intervals import cases_of
from dtanalysis.shares import two_sided_z

Verdict = Literal["within", "above_95", "above_998", "below_95", "below_998", "small"]
LimitMethod = Literal["exact", "normal", "arcsine"]

COVERAGES = {"95": 0.95, "998": 0.998}
"""Two and three standard errors, the usual pair: one unit in 20, one in 500 is outside by chance."""


def funnel_limits(parts: pd.DataFrame, *, target: float | None = None) -> pd.DataFrame:
    """
    Hold every unit against a centre: is it further away than chance brings about at its number of cases?

    Parameters
    ----------
    parts : pandas.DataFrame
        One row per unit with ``unit``, ``numerator`` and ``denominator`` of one percent indicator in one
        period.
    target : float, optional
        The centre in percent; without it the rate of all units together (ratio of sums).

    Returns
    -------
    pandas.DataFrame
        The units with cases, in the same order, with ``rate``, ``centre``, ``lower_95``, ``upper_95``,
        ``lower_998``, ``upper_998`` (percent), ``z`` and ``z_adjusted`` (standard errors from the centre
        without and with the variance between units), ``phi``, ``tau2``, ``is_overdispersed`` and
        ``scatter_p`` (the same in every row, see `dtanalysis.comparison.dispersion`), ``limit_method``, ``is_small`` and ``verdict``:
        "within", "above_95", "above_998", "below_95", "below_998", or "small" for fewer than
        `dtanalysis.decomposition.SMALL_DENOMINATOR` cases, on which no verdict is given.

    Raises
    ------
    ValueError
        If counts cannot be, no unit has cases, or `target` is not a percentage.

    Notes
    -----
    Without over-dispersion the limits are exact binomial ones, with it they are sin²(arcsin
    sqrt(centre) ± z sqrt(1/(4n) + tau²)) (Spiegelhalter 2005; FunnelPlotR for proportions). The scatter is
    always measured around the units' own common rate: a target that all of them miss by ten points is no
    scatter between them, and must not widen the limits until all look fine. Within wide limits no unit
    stands out; that does not make them equal. Widened limits are those of a rate, counts come in whole cases:
    a unit with none or all of its cases is outside only if half a case from the end of the scale would be so
    too. Otherwise 0 of 181 would be called worse than 2 of 583 by a limit of 0.01 %. The larger phi, the less there is one rate that all units
    have in common: with phi of 10 or 100 the finding is the spread itself, not who passed a limit.

    Examples
    --------
    >>> parts = pd.DataFrame({"unit": ["a", "b", "c"], "numerator": [90, 88, 60], "denominator": [100] * 3})
    >>> funnel_limits(parts, target=88)["verdict"].tolist()
    ['within', 'within', 'below_95']
    """
    cases = cases_of(parts)
    counts = cases["numerator"], cases["denominator"]
    centre = 100 * counts[0].sum() / counts[1].sum() if target is None else float(target)
    scatter = measure_dispersion(cases)
    method = "arcsine" if scatter.is_overdispersed else "exact"
    limits = limits_curve(counts[1], centre, method=method, tau2=scatter.tau2).drop(columns="denominator")
    funnel = cases.assign(
        centre=centre,
        **limits,
        z=arcsine_z(*counts, centre),
        z_adjusted=arcsine_z(*counts, centre, scatter.tau2),
        phi=scatter.phi,
        tau2=scatter.tau2,
        is_overdispersed=scatter.is_overdispersed,
        scatter_p=scatter.p_value,
        limit_method=method,
    )
    return funnel.assign(verdict=_give_verdicts(funnel))


def limits_curve(
    denominators: ArrayLike, centre: float, *, method: LimitMethod = "exact", tau2: float = 0.0
) -> pd.DataFrame:
    """
    Control limits of a share for given numbers of cases: the lines of a funnel.

    Parameters
    ----------
    denominators : array_like
        Numbers of cases, above 0.
    centre : float
        The centre in percent.
    method : {"exact", "normal", "arcsine"}
        "exact": binomial, interpolated. "normal": centre ± z standard errors, cut at 0 and 100, as
        PHEindicatormethods and Fingertips draw them. "arcsine": on the scale of arcsin(sqrt(share)), the
        only one with variance between units.
    tau2 : float
        Variance between units in radians squared, from `dtanalysis.comparison.measure_dispersion`.

    Returns
    -------
    pandas.DataFrame
        One row per number of cases: ``denominator``, ``lower_95``, ``upper_95``, ``lower_998``,
        ``upper_998`` in percent.

    Raises
    ------
    ValueError
        If `centre` is not a percentage, a number of cases is not above 0, `method` is unknown, or `tau2`
        comes with a method that has no place for it.

    Notes
    -----
    The exact lower limit is that of Spiegelhalter (2005), appendix A.1.1: (r − α)/n, r the
    smallest count with P(R ≤ r) ≥ p and α = (P(R ≤ r) − p) / P(R = r). The upper one is the same limit for
    the cases that do *not* count, so that a unit is outside just when the probability of so extreme a count
    is below p, and a funnel of failures is the mirror of that of successes. The paper's own upper limit
    lies one case lower: it would call 30 of 30 at a centre of 98 % too good, which every second such unit
    reaches.

    Examples
    --------
    >>> limits_curve([50], 80.642448, method="normal").round(3).values.tolist()
    [[50.0, 69.691, 91.594, 63.376, 97.909]]
    """
    cases = np.asarray(denominators, dtype=float)
    _check_curve(cases, centre, method, tau2)
    limits: dict[str, NDArray[np.float64]] = {"denominator": cases}
    for name, coverage in COVERAGES.items():
        lower, upper = _limits(cases, centre / 100, coverage, method, tau2)
        limits |= {f"lower_{name}": 100 * lower, f"upper_{name}": 100 * upper}
    return pd.DataFrame(limits)


def _check_curve(cases: NDArray[np.float64], centre: float, method: str, tau2: float) -> None:
    if method not in get_args(LimitMethod):
        raise ValueError(f"Method {method!r} is unknown; take one of {', '.join(get_args(LimitMethod))}.")
    if not 0 <= centre <= 100:
        raise ValueError(f"The centre of a funnel must be a percentage from 0 to 100; got {centre}.")
    if not (cases > 0).all():
        raise ValueError("A limit needs a number of cases above 0.")
    if tau2 < 0 or (tau2 > 0 and method != "arcsine"):
        raise ValueError(f'`tau2` must be 0, or above 0 with method "arcsine"; got {tau2} with {method!r}.')


def _limits(
    cases: NDArray[np.float64], share: float, coverage: float, method: str, tau2: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lower and upper limit as shares."""
    if method == "exact":
        tail = (1 - coverage) / 2
        return _exact_lower(cases, share, tail), 1 - _exact_lower(cases, 1 - share, tail)
    z = two_sided_z(coverage)
    if method == "normal":
        half = z * np.sqrt(share * (1 - share) / cases)
        return np.clip(share - half, 0, 1), np.clip(share + half, 0, 1)
    half = z * np.sqrt(1 / (4 * cases) + tau2)
    # The angle ends at 0 and at a right angle; beyond them the sine would turn back.
    lower, upper = (np.clip(np.arcsin(np.sqrt(share)) + sign * half, 0, np.pi / 2) for sign in (-1, 1))
    return np.sin(lower) ** 2, np.sin(upper) ** 2


def _exact_lower(cases: NDArray[np.float64], share: float, tail: float) -> NDArray[np.float64]:
    """Interpolated binomial limit below which a count falls with probability at most `tail`."""
    from scipy.stats import binom

    count = binom.ppf(tail, cases, share)
    beyond = (binom.cdf(count, cases, share) - tail) / binom.pmf(count, cases, share)
    return np.clip((count - np.clip(beyond, 0, 1)) / cases, 0, 1)


def _give_verdicts(funnel: pd.DataFrame) -> NDArray[np.str_]:
    above, below = _rates_to_judge(funnel)
    cases = {
        "small": funnel["is_small"],
        "above_998": above > funnel["upper_998"],
        "below_998": below < funnel["lower_998"],
        "above_95": above > funnel["upper_95"],
        "below_95": below < funnel["lower_95"],
    }
    return np.select(list(cases.values()), list(cases), default="within")


def _rates_to_judge(funnel: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The rates held against the upper and the lower limits; at the ends of the scale half a case inside it."""
    rate, half_case = funnel["rate"], 50 / funnel["denominator"]
    # The exact limits are interpolated between counts already.
    is_widened = funnel["limit_method"] == "arcsine"
    above = rate.mask(is_widened & (rate >= 100), 100 - half_case)
    return above, rate.mask(is_widened & (rate <= 0), half_case)
