"""
The numbers of the projection model, tuned once on many series and then fixed.

Four to eight numbers cannot be fitted to a history of three to twenty points; fixing them, and pooling what is
left, is what makes the model beat forecasters that fit each series alone. They are in-sample for the development
set; ``benchmarks/tune_projection.py`` finds them again, leaves one source out at a time, and takes parts away.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Member:
    """
    One simple forecaster with fixed smoothing.

    Attributes
    ----------
    name : str
        What it believes.
    kind : {"smoothed", "reverting"}
        How it works.
    level, slope : float
        Share of a one-step error that moves the level, and the slope.
    damping : float
        What is left of the slope after each step; of the distance from the mean for "reverting".
    growth : float
        Exponent of the steps in the growth of its error.
    weight_fell, weight_rose : float
        Logarithm of its weight before any error is seen: for a series that fell at least once, and for one that
        never did.
    """

    name: str
    kind: str
    level: float
    slope: float
    damping: float
    growth: float
    weight_fell: float
    weight_rose: float


@dataclass(frozen=True)
class Settings:
    """
    Every tuned number.

    Attributes
    ----------
    members : tuple of Member
        The forecasters that are combined.
    edge_share, bend : float
        Of the scale; see `make_scale`.
    memory : float
        Weight of an error against the next younger one.
    prior_size, prior_open, prior_rose : float
        Logarithm of the pooled one-step error of a bounded series; what a missing upper bound adds, and what a history
        that never fell adds.
    prior_count : float
        How many errors the pooled error counts for.
    prior_power : float
        Power (of a variance) in which own and pooled error are averaged; towards 0 their logarithms are.
    sharpness : float
        How strongly smaller errors draw weight.
    spread : float
        Share of the disagreement between members that widens the interval.
    trend_doubt : float
        Standard deviation of a projected trend, as a share of it.
    width_rose, width_count : float
        Logarithms by which a history that never fell, and the logarithm of the readings over six, widen (or narrow)
        the interval.
    patience : float
        Readings until "never fell" is believed.
    declared : float
        How far "never falls" is believed where it is declared, whatever the history says.
    sibling_doubt : float
        Siblings that are worth as much as what is expected of any series.
    sibling_count : float
        How much more the expected error counts where it comes from siblings.
    sibling_share : float
        Share of the siblings' evidence for a member that a series borrows.
    counting_noise : float
        Least one-step error, in multiples of what counting so few cases makes.
    quantiles : tuple of float
        Half widths of the 50 %, 80 % and 95 % interval, in standard deviations.
    """

    members: tuple[Member, ...]
    edge_share: float
    bend: float
    memory: float
    prior_size: float
    prior_open: float
    prior_rose: float
    prior_count: float
    prior_power: float
    sharpness: float
    spread: float
    trend_doubt: float
    width_rose: float
    width_count: float
    patience: float
    declared: float
    sibling_doubt: float
    sibling_count: float
    sibling_share: float
    counting_noise: float
    quantiles: tuple[float, float, float]
