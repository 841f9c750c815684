"""
How long dossiers take and how many are settled in time, exactly, from the histogram of whole days.

Processing days are whole numbers, so counting how often each occurs loses nothing: medians and other quantiles come out
as from the records themselves. Takes a cube and gives small frames.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dtanalysis.dossiers.rates import percent_of, sum_by, with_province

if TYPE_CHECKING:
    from dtanalysis.dossiers.cube import DossierCube

_QUANTILES = {"median_days": 0.5, "p90_days": 0.9}


def processing_days(cube: DossierCube, by: str | Sequence[str] = "field") -> pd.DataFrame:
    """
    Tell how many dossiers were settled in time, and after how many days half and nine tenths of them were settled.

    Parameters
    ----------
    cube : DossierCube
        Restricted to the months in question (`choose_months`): months of receipt, not of settlement.
    by : str or sequence of str
        Keys of ``cube.days``: "field", "agency" and so on; the province always comes first.

    Returns
    -------
    pandas.DataFrame
        One row per province and group: ``n_settled`` (settled on possible dates), ``n_due`` (with a due day
        among these), ``n_ontime``, ``ontime_rate`` (percent of ``n_due``), ``median_days`` and ``p90_days``. Dossiers still open count in none of them, so
        figures of a young month look better than they will be.

    Notes
    -----
    Quantile p is the value at position (n − 1)·p, interpolated linearly between neighbours (type 7 of Hyndman and Fan
    1996, the default of ``numpy.quantile``).
    """
    keys = with_province(by)
    histogram = sum_by(cube.days, [*keys, "days"], ["k"])
    groups = sum_by(histogram, keys, ["k"]).rename(columns={"k": "n_settled"})
    groups = groups.merge(sum_by(cube.counts, keys, ["n_due", "n_ontime"]), on=keys, how="left")
    quantiles = {
        name: grouped_quantile(histogram["days"], histogram["k"], groups["n_settled"], share)
        for name, share in _QUANTILES.items()
    }
    return groups.assign(ontime_rate=percent_of(groups["n_ontime"], groups["n_due"]), **quantiles)


def grouped_quantile(values: pd.Series, counts: pd.Series, sizes: pd.Series, share: float) -> np.ndarray:
    """
    Read one quantile of every group from a histogram of all of them.

    Parameters
    ----------
    values, counts : pandas.Series
        The values that occur and how often (above 0), group after group, rising within each.
    sizes : pandas.Series
        Cases of each group, in the same order; their sum is that of `counts`.
    share : float
        Which quantile, 0 to 1.

    Returns
    -------
    numpy.ndarray of float
        One value per group.

    Examples
    --------
    >>> grouped_quantile(pd.Series([1, 4, 7]), pd.Series([3, 1, 2]), pd.Series([4, 2]), 0.9).round(6).tolist()
    [3.1, 7.0]
    """
    held, upto = values.to_numpy(dtype=float), counts.to_numpy().cumsum()
    size = sizes.to_numpy()
    start, position = size.cumsum() - size, (size - 1) * share
    rank = np.floor(position).astype("int64")
    # The value at rank i (from 0) is the first whose cases, with all before it, exceed i.
    low = held[np.searchsorted(upto, start + rank, side="right")]
    high = held[np.searchsorted(upto, start + np.minimum(rank + 1, size - 1), side="right")]
    return low + (high - low) * (position - rank)
