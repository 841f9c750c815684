"""Settings of the projection model with every part switched off, so that a test can switch on the one it looks at."""

from __future__ import annotations

from dataclasses import replace

from dtanalysis.projection.settings import Member, Settings
from dtanalysis.projection.tuned import TUNED


def member(kind: str = "smoothed", name: str = "m", **numbers: float) -> Member:
    """The last value, unless something else is said."""
    plain = {
        "level": 1.0,
        "slope": 0.0,
        "damping": 0.0,
        "growth": 0.0,
        "weight_fell": 0.0,
        "weight_rose": 0.0,
    }
    return Member(name, kind, **(plain | numbers))


def plain_settings(*members: Member, **numbers: float) -> Settings:
    """Members of equal weight whose own errors alone decide, and nothing that widens or narrows."""
    off = {
        "edge_share": 0.01, "bend": 0.5, "memory": 1.0, "prior_size": 0.0, "prior_open": 0.0,
        "prior_rose": 0.0, "prior_count": 0.0, "prior_power": 1.0, "sharpness": 0.0, "spread": 0.0,
        "trend_doubt": 0.0, "width_rose": 0.0, "width_count": 0.0, "patience": 1.0,
        "declared": 1.0, "sibling_doubt": 1.0, "sibling_count": 0.0, "sibling_share": 0.0,
        "quantiles": (0.5, 1.0, 2.0), "counting_noise": 0.0,
    }  # fmt: skip
    return replace(TUNED, members=members or (member(),), **(off | numbers))
