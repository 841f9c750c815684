"""
Variants of real series, so that the projection model is not tuned to the accidents of four sources.

Each takes the series of the development file and gives others of the same source: a share read as a count without an
upper bound, months read as quarters, quarters as half-years and years, long series read as if their steps were
months (which asks for longer horizons), denominators as counts, and shares whose level and spread on the logit scale
are moved. Their blocks carry the name of the variant and count less than the real ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from projection_tasks import Series

from dtanalysis.projection.levels import FREQUENCIES
from dtanalysis.projection.scores import draw

WEIGHT = 0.3
"""What a block of variants counts against a real one."""

_SHORTEST = 5
_LONG = 14


def add_variants(series: list[Series]) -> list[Series]:
    """Real series first, then all their variants."""
    made = [variant for one in series for variant in _variants(one) if len(variant.values) >= _SHORTEST]
    return [*series, *made]


def _variants(one: Series) -> Iterator[Series]:
    if not np.isfinite(one.upper):
        return
    yield from _as_count(one)
    yield from _coarser(one)
    yield from _as_months(one)
    yield _moved(one)
    # Denominators that never change are no series.
    if np.ptp(one.denominators) > 0:
        yield _named(one, "cases", values=one.denominators, upper=np.inf, unit="count", cumulative=False)


def _named(one: Series, variant: str, **changes: object) -> Series:
    values = np.asarray(changes.get("values", one.values), dtype=float)
    words = {
        "series_id": f"{one.series_id}#{variant}",
        "group": f"{one.group}#{variant}",
        "block": f"{one.block} · {variant}",
        "denominators": np.full(len(values), np.nan),
    }
    return replace(one, **(words | changes))


def _as_count(one: Series) -> Iterator[Series]:
    """From the first value of at least 1 on, if it never falls back to near nothing."""
    start = int((one.values >= 1).argmax())
    values = one.values[start:]
    if (values >= 0.5).all():
        yield _named(one, "count", values=values, ordinals=one.ordinals[start:], upper=np.inf, unit="count")


def _coarser(one: Series) -> Iterator[Series]:
    """Months as quarters; quarters as half-years and years: the last value of a state, the mean of a rate."""
    widths = {"M": {"Q": 3}, "Q": {"H": 2, "A": 4}}.get(one.freq, {})
    for freq, width in widths.items():
        places = one.ordinals // width
        whole = [place for place in np.unique(places) if (places == place).sum() == width]
        is_rate = not np.isnan(one.denominators).any()
        if not whole or np.any(np.diff(whole) != 1):
            continue
        values = [
            np.average(one.values[places == place], weights=one.denominators[places == place])
            if is_rate
            else one.values[places == place][-1]
            for place in whole
        ]
        yield _named(one, freq, freq=freq, values=np.array(values), ordinals=np.array(whole))


def _as_months(one: Series) -> Iterator[Series]:
    if FREQUENCIES[one.freq] > 1 and len(one.values) >= _LONG:
        yield _named(one, "M", freq="M")


def _moved(one: Series) -> Series:
    """The same course with another spread and level on the logit scale, one for each group; a third turned over."""
    random = np.random.default_rng(draw(one.group) % 2**32)
    spread, level = np.exp(random.uniform(np.log(0.3), np.log(2.0))), random.normal()
    sign = -1.0 if random.random() < 0.3 and not one.cumulative else 1.0
    edge = 0.004 * (one.upper - one.lower)
    points = np.log(one.values - one.lower + edge) - np.log(one.upper - one.values + edge)
    growth = np.exp(sign * (points.mean() + spread * (points - points.mean()) + level))
    values = (growth * (one.upper + edge) + one.lower - edge) / (1 + growth)
    return _named(one, "moved", values=np.clip(values, one.lower, one.upper))
