"""
The scale on which the model works, where bounds are far away and steps compare.

A share moves on the logit scale (a point near 100 % is dearer than one at 50 %), something without an upper bound
on a logarithm that is nearly straight near zero, so that a count may start at 0. Both ways are exact inverses.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dtanalysis.projection.batch import Batch

_FARTHEST = 40.0
"""Beyond this the exponential leaves the range of floating point; it stands for "at the bound"."""


@dataclass(frozen=True)
class Scale:
    """
    There and back for each series of a batch.

    Attributes
    ----------
    lower, upper : numpy.ndarray
        Bounds; `upper` is 1 where there is none, so that no arithmetic meets a missing value.
    edge : numpy.ndarray
        What is added to the distance from a bound, so that the bound itself has a place on the scale; without an
        upper bound, the value at which the logarithm begins to look straight.
    is_bounded : numpy.ndarray
        Whether there is an upper bound.
    """

    lower: np.ndarray
    upper: np.ndarray
    edge: np.ndarray
    is_bounded: np.ndarray

    def to_scale(self, values: np.ndarray) -> np.ndarray:
        """
        Carry values onto the scale.

        Parameters
        ----------
        values : numpy.ndarray
            Series × anything, in the indicator's unit of measure.

        Returns
        -------
        numpy.ndarray
            The same shape; missing stays missing. A value outside its bounds counts as the bound.
        """
        lower, upper, edge, is_bounded = self._beside(values)
        inside = np.maximum(values, lower)
        inside = np.where(is_bounded, np.minimum(inside, upper), inside)
        left = np.where(is_bounded, upper - inside + edge, 1.0)
        return np.log(inside - lower + edge) - np.log(left)

    def from_scale(self, points: np.ndarray) -> np.ndarray:
        """
        Carry points of the scale back.

        Parameters
        ----------
        points : numpy.ndarray
            Series × anything.

        Returns
        -------
        numpy.ndarray
            The same shape, in the indicator's unit of measure and inside its bounds.
        """
        lower, upper, edge, is_bounded = self._beside(points)
        growth = np.exp(np.clip(points, -_FARTHEST, _FARTHEST))
        share = (growth * (upper + edge) + lower - edge) / (1 + growth)
        inside = np.where(is_bounded, np.minimum(share, upper), growth - edge + lower)
        return np.maximum(inside, lower)

    def _beside(self, values: np.ndarray) -> tuple[np.ndarray, ...]:
        """Return what is known of each series, shaped to stand beside `values`."""
        shape = (-1,) + (1,) * (values.ndim - 1)
        return tuple(part.reshape(shape) for part in (self.lower, self.upper, self.edge, self.is_bounded))


def make_scale(batch: Batch, edge_share: float, bend: float) -> Scale:
    """
    Choose the scale of each series.

    Parameters
    ----------
    batch : Batch
        The histories.
    edge_share : float
        Edge of a bounded series, as a share of the distance between its bounds.
    bend : float
        Edge of a series without an upper bound, as a multiple of its mean distance from the lower bound.

    Returns
    -------
    Scale
        One place for each series of the batch.
    """
    mean = np.nanmean(np.abs(batch.values - batch.lower[:, None]), axis=1)
    upper = np.where(batch.is_bounded, batch.upper, 1.0)
    # A series of zeros has no size of its own; any positive edge will do.
    bent = np.where(bend * mean > 0, bend * mean, 1.0)
    edge = np.where(batch.is_bounded, edge_share * (upper - batch.lower), bent)
    return Scale(batch.lower, upper, edge, batch.is_bounded)
