"""Small sets of units for the tests of comparison, with what other programs and papers print for them."""

from __future__ import annotations

import pandas as pd

# Tumours among 71 groups of rats: Tarone (1982), as in table 5.1 of Bayesian Data Analysis by Gelman et al.
# fmt: off
RAT_TUMOURS = [
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1,
    5, 2, 5, 2, 7, 7, 3, 3, 2, 9, 10, 4, 4, 4, 4, 4, 4, 4, 10, 4, 4, 4, 5, 11, 12, 5, 5, 6, 5, 6, 6, 6,
    6, 16, 15, 15, 9, 4,
]
RATS = [
    20, 20, 20, 20, 20, 20, 20, 19, 19, 19, 19, 18, 18, 17, 20, 20, 20, 20, 19, 19, 18, 18, 27, 25, 24,
    23, 20, 20, 20, 20, 20, 20, 10, 49, 19, 46, 17, 49, 47, 20, 20, 13, 48, 50, 20, 20, 20, 20, 20, 20,
    20, 48, 19, 19, 19, 22, 46, 49, 20, 20, 23, 19, 22, 20, 20, 20, 52, 46, 47, 24, 14,
]
# Deaths from cancer in 20 cities of Missouri: Johnson and Albert, as in the example cancerRatesEb of PMTK.
DEATHS = [0, 0, 2, 0, 1, 1, 0, 2, 1, 3, 0, 1, 1, 1, 54, 0, 0, 1, 3, 0]
PEOPLE = [
    1083, 855, 3461, 657, 1208, 1025, 527, 1668, 583, 582, 917, 857, 680, 917, 53637, 874, 395, 581,
    588, 383,
]
# fmt: on


def units(numerators: list[int], denominators: list[int]) -> pd.DataFrame:
    """Units u00, u01, … with these counts."""
    names = [f"u{place:02}" for place in range(len(numerators))]
    return pd.DataFrame({"unit": names, "numerator": numerators, "denominator": denominators})


TEN = units(
    [130, 165, 155, 125, 119, 185, 82, 77, 350, 380], [150, 200, 300, 250, 150, 220, 100, 90, 400, 425]
)
