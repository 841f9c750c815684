"""Frames of counts for the tests of decomposition: units, strata, and figures that others have published."""

from __future__ import annotations

import pandas as pd
from hypothesis import strategies as st

count_pairs = st.lists(
    st.tuples(st.integers(0, 9000), st.integers(0, 9000)).map(sorted), min_size=1, max_size=8
).filter(lambda pairs: any(of for _, of in pairs))
"""Numerators and denominators of several units, at least one of them with cases."""


def counted(*pairs: tuple[float, float], names: str = "abcdefgh") -> pd.DataFrame:
    """One unit per pair of counts, named a, b, c …"""
    frame = pd.DataFrame(pairs, columns=["numerator", "denominator"], dtype=float)
    return frame.assign(unit=list(names[: len(frame)]))


def by_stratum(**units: dict[str, tuple[float, float]]) -> pd.DataFrame:
    """One row per unit and stratum."""
    rows = [(unit, stratum, *pair) for unit, strata in units.items() for stratum, pair in strata.items()]
    return pd.DataFrame(rows, columns=["unit", "stratum", "numerator", "denominator"])


# Household headship in the United States by 13 age groups (percent of the population, percent of heads): Das Gupta,
# Standardization and Decomposition of Rates (Census Bureau, 1993), table 5.1, as in the README of the R package DasGuptR.
SHARES_1970 = [12.9, 10.9, 9.5, 8.0, 7.8, 8.4, 8.6, 7.8, 7.0, 5.9, 4.7, 3.6, 4.9]
SHARES_1985 = [10.1, 11.2, 11.6, 10.9, 9.4, 7.7, 6.3, 6.0, 6.3, 5.9, 5.1, 4.0, 5.5]
HEADS_1970 = [1.9, 25.8, 45.7, 49.6, 51.2, 51.6, 51.8, 54.9, 58.7, 60.4, 62.8, 66.6, 66.8]
HEADS_1985 = [2.2, 24.3, 45.8, 52.5, 56.1, 55.6, 56.0, 57.4, 57.2, 61.2, 63.9, 68.6, 72.2]


def headship(shares: list[float], heads: list[float]) -> pd.DataFrame:
    """The 13 age groups as units, their population shares as cases."""
    pairs = [(share * rate / 100, share) for share, rate in zip(shares, heads, strict=True)]
    return counted(*pairs, names="abcdefghijklm")


# Success of two treatments of kidney stones: Charig and others, BMJ 292 (1986), 879-882, by size of the stone.
KIDNEY_STONES = by_stratum(
    open_surgery={"small": (81, 87), "large": (192, 263)}, keyhole={"small": (234, 270), "large": (55, 80)}
)
