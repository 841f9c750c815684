"""
What would k places cost? Points to the unit above, and the cheapest mix of parts that brings them.

Takes a field (one row per ranked unit) and the parts of one unit. Every figure is a lower bound: the others move too,
and where values are not published only bounds are known. Nothing here says how likely it is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dtanalysis.dti.stability import bound_values


@dataclass(frozen=True)
class PlacesCost:
    """
    The points that a unit lacks to stand k places higher, the others standing still.

    Attributes
    ----------
    places : int
        The places asked for.
    rank : int
        The rank to be reached or shared.
    unit : str
        The unit that holds it now; of several that tie, the first by id; empty where no source says who it is.
    lower, upper : float
        Bounds of the points needed; equal where that unit's value is published.
    """

    places: int
    rank: int
    unit: str
    lower: float
    upper: float

    @property
    def is_exact(self) -> bool:
        """Whether the value to be reached is published."""
        return self.lower == self.upper


def cost_of_places(field: pd.DataFrame, unit: str, places: int) -> PlacesCost | None:
    """
    Say how many points the unit `places` places up is ahead.

    Parameters
    ----------
    field : pandas.DataFrame
        One row per ranked unit: ``unit``, ``value`` (missing where only the rank is published), ``rank``.
    unit : str
        The unit asked about.
    places : int
        How many places higher; 1 or more.

    Returns
    -------
    PlacesCost or None
        None where the unit's own value is not known or fewer places are above it. With ties the rank reached may be
        better than asked (from 17, one place up is 15, shared).

    Raises
    ------
    ValueError
        If `places` is below 1 or the unit is not in the field.

    Examples
    --------
    >>> field = pd.DataFrame({"unit": ["a", "b", "c"], "value": [0.8, None, 0.5], "rank": [1, 2, 3]})
    >>> cost = cost_of_places(field, "c", 1)
    >>> cost.unit, cost.lower, round(cost.upper, 2)
    ('b', 0.0, 0.3)
    """
    if places < 1:
        raise ValueError(f"`places` must be 1 or more; got {places}.")
    rows = bound_values(field)
    own = rows[rows["unit"] == unit]
    if own.empty:
        raise ValueError(f"Unit {unit!r} is not among the {len(rows)} ranked units.")
    value, rank = own["value"].iloc[0], own["rank"].iloc[0]
    above = rows[rows["rank"] <= rank - places]
    if above.empty or pd.isna(value):
        return None
    last = above[above["rank"] == above["rank"].max()].sort_values("unit").iloc[0]
    holder = "" if pd.isna(last["unit"]) else last["unit"]
    return PlacesCost(
        places, int(last["rank"]), holder, float(last["lower"] - value), float(last["upper"] - value)
    )


def cost_table(field: pd.DataFrame, unit: str, places: tuple[int, ...] = (1, 3, 5, 10)) -> pd.DataFrame:
    """
    List what several numbers of places would cost.

    Parameters
    ----------
    field : pandas.DataFrame
        One row per ranked unit: ``unit``, ``name_vi``, ``value``, ``rank``.
    unit : str
        The unit asked about.
    places : tuple of int
        How many places higher, each; any order, repeats count once.

    Returns
    -------
    pandas.DataFrame
        One row per reachable number of places, fewest first: ``places``, ``rank``, ``unit``, ``name_vi``, ``lower``, ``upper`` (points,
        on the scale of the values), ``is_exact``. Empty where the unit is not ranked, its value is not known or it
        stands first.
    """
    columns = ["places", "rank", "unit", "lower", "upper", "is_exact", "name_vi"]
    if not (field["unit"] == unit).any():
        return pd.DataFrame(columns=columns)
    costs = [
        cost for count in sorted(set(places)) if (cost := cost_of_places(field, unit, count)) is not None
    ]
    rows = [(cost.places, cost.rank, cost.unit, cost.lower, cost.upper, cost.is_exact) for cost in costs]
    table = pd.DataFrame(rows, columns=columns[:-1])
    return table.assign(name_vi=table["unit"].map(field.set_index("unit")["name_vi"]))


def cheapest_mix(parts: pd.DataFrame, points: float, *, effort: pd.Series | None = None) -> pd.DataFrame:
    """
    Choose the parts whose rise brings so many points with the least effort.

    Parameters
    ----------
    parts : pandas.DataFrame
        One row per part: ``component``, ``weight``, ``value`` (0–1), from `dtanalysis.dti.explain_parts`.
    points : float
        Points of the index to be gained (0–1 scale), above 0.
    effort : pandas.Series, optional
        Component → effort of raising that part from 0 to 1; by default 1 for each, so that the effort of a mix is
        the sum of the rises on the parts' own scales.

    Returns
    -------
    pandas.DataFrame
        One row per part that is raised, the most gain for its effort first: the columns of `parts` with ``rise``
        (own scale), ``index_gain`` (sums to `points`) and ``effort``. Parts cannot rise above 1.

    Raises
    ------
    ValueError
        If `points` is not positive, exceeds what all parts together can still bring, or an effort is not positive.

    Notes
    -----
    A continuous knapsack: taking parts by weight / effort is optimal (Dantzig 1957). A lower bound of the true
    effort, because no part is as easy at 0.9 as at 0.3 and the field moves as well.
    """
    room = parts["weight"] * (1 - parts["value"])
    if not 0 < points <= room.sum() + 1e-12:
        raise ValueError(
            f"`points` must lie above 0 and within the room of all parts, {room.sum():.4f}; got {points}."
        )
    efforts = pd.Series(1.0, parts.index) if effort is None else parts["component"].map(effort).astype(float)
    if not (efforts > 0).all():
        raise ValueError("Every part needs an effort above 0.")
    rows = parts.assign(room=room, unit_effort=efforts, yield_=parts["weight"] / efforts)
    rows = rows.sort_values("yield_", ascending=False, kind="stable", ignore_index=True)
    earlier = rows["room"].cumsum() - rows["room"]
    gain = np.minimum(rows["room"], (points - earlier).clip(lower=0))
    rise = gain / rows["weight"]
    rows = rows.assign(rise=rise, index_gain=gain, effort=rise * rows["unit_effort"])
    return rows[rows["index_gain"] > 0].drop(columns=["unit_effort", "yield_"]).reset_index(drop=True)
