"""
How stable is a rank? Without each part, under other weights, and within the doubt of the values.

Takes values of many units: a matrix (one row per unit, one column per part, 0–1) with weights, or a field (one row per
unit with ``value`` and ``rank``). Ranks count from the best; equal values share the better rank and the next one is
skipped, as the ministry prints it (2022: two units at 15, the next at 17). A difference of rank smaller than the doubt
is no difference.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
import pandas as pd

from dtanalysis.dti.weighting import check_parts

Method = Literal["uniform", "dirichlet"]
DRAWS = 2000
SEED = 766


def rank_values(values: pd.Series) -> pd.Series:
    """
    Rank values from the best; ties share the better rank.

    Parameters
    ----------
    values : pandas.Series
        Unit → value; a missing value has no rank.

    Returns
    -------
    pandas.Series
        Unit → rank, as COINr's ``rank_df`` (``ties.method = "min"``).

    Examples
    --------
    >>> rank_values(pd.Series([0.7, 0.6, 0.6, 0.5])).tolist()
    [1.0, 2.0, 2.0, 4.0]
    """
    # Sums of products of printed decimals that are equal on paper differ in the last binary digit.
    return values.round(9).rank(ascending=False, method="min")


def leave_one_out(values: pd.DataFrame, weights: pd.Series) -> pd.DataFrame:
    """
    Compute the index and rank of every unit without each part in turn.

    Parameters
    ----------
    values : pandas.DataFrame
        One row per unit, one column per part (0–1), all known.
    weights : pandas.Series
        Part → weight; two parts or more.

    Returns
    -------
    pandas.DataFrame
        One row per (unit, part): ``unit``, ``component``, ``value``, ``rank`` (with all parts), ``value_without``,
        ``rank_without`` and ``places`` (positive = the unit would stand better without the part).

    Raises
    ------
    ValueError
        If a part is missing or outside 0–1, or only one has a weight.

    Notes
    -----
    The part's weight is set to 0 and the others keep theirs, divided by their sum: the definition of COINr's
    ``remove_elements`` with its weighted arithmetic mean; ``places`` is its ``RankDiffs``.
    """
    parts = check_parts(values, weights)
    if (weights > 0).sum() < 2:
        raise ValueError("With a single weighted part there is nothing to leave out.")
    nominal = parts @ (weights / weights.sum())
    tables = [
        pd.DataFrame({"value_without": parts.drop(columns=name) @ _rescaled(weights.drop(name))}).assign(
            component=name, value=nominal
        )
        for name in weights.index
    ]
    table = pd.concat(tables).rename_axis("unit").reset_index()
    by_part = table.groupby("component", sort=False)
    table = table.assign(
        rank=by_part["value"].transform(rank_values),
        rank_without=by_part["value_without"].transform(rank_values),
    )
    table = table.assign(places=table["rank"] - table["rank_without"])
    columns = ["unit", "component", "value", "rank", "value_without", "rank_without", "places"]
    return table[columns]


def _rescaled(weights: pd.Series) -> pd.Series:
    return weights / weights.sum()


def weight_sensitivity(
    values: pd.DataFrame,
    weights: pd.Series,
    *,
    spread: float = 0.2,
    method: Method = "uniform",
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """
    Say between which ranks each unit moves when the weights are drawn around their own values.

    Parameters
    ----------
    values : pandas.DataFrame
        One row per unit, one column per part (0–1), all known.
    weights : pandas.Series
        Part → weight.
    spread : float
        How far the weights move: for "uniform" each by up to this share of itself (COINr's ``NoiseFactor``), for
        "dirichlet" the relative standard deviation of a weight of average size.
    method : {"uniform", "dirichlet"}
        Where the drawn weights come from; both are rescaled to sum to 1.
    draws : int
        How many sets of weights.
    seed : int
        Seed of the generator; the same seed gives the same table.

    Returns
    -------
    pandas.DataFrame
        One row per unit (index): ``value``, ``rank`` with the framework's weights, ``rank_lower`` and ``rank_upper``
        (5th and 95th percentile of the ranks drawn, ranks that occurred), ``rank_best``, ``rank_worst``,
        ``share_same`` (share of the draws in which the rank stays). With a single part no weight can move.

    Raises
    ------
    ValueError
        If a part is missing, `spread` is not between 0 and 1 or `method` is unknown.
    """
    if method not in get_args(Method):
        raise ValueError(f"`method` must be one of {', '.join(get_args(Method))}; got {method!r}.")
    if not 0 < spread < 1:
        raise ValueError(f"`spread` must lie between 0 and 1; got {spread}.")
    parts = check_parts(values, weights)
    nominal = parts @ _rescaled(weights)
    drawn = _draw_weights(weights.to_numpy(), spread, method, draws, np.random.default_rng(seed))
    # One column of ranks a draw; units × draws stays small (34 × 2000).
    ranks = (
        pd.DataFrame(parts.to_numpy() @ drawn.T, index=parts.index)
        .round(9)
        .rank(ascending=False, method="min")
    )
    rank = rank_values(nominal)
    lower, upper = (ranks.quantile(share, axis=1, interpolation="nearest") for share in (0.05, 0.95))
    return pd.DataFrame(
        {
            "value": nominal, "rank": rank, "rank_lower": lower, "rank_upper": upper,
            "rank_best": ranks.min(axis=1), "rank_worst": ranks.max(axis=1),
            "share_same": ranks.eq(rank, axis=0).mean(axis=1),
        }
    )  # fmt: skip


def _draw_weights(
    weights: np.ndarray, spread: float, method: Method, draws: int, generator: np.random.Generator
) -> np.ndarray:
    """One row per draw; every row sums to 1."""
    share = weights / weights.sum()
    if len(share) == 1:
        return np.ones((draws, 1))
    if method == "dirichlet":
        # Var(w) = w(1 − w)/(c + 1): c is chosen so that a weight of 1/n has the relative deviation asked for.
        concentration = (len(share) - 1) / spread**2 - 1
        return generator.dirichlet(share * concentration, size=draws)
    noisy = share * (1 + generator.uniform(-spread, spread, size=(draws, len(share))))
    return noisy / noisy.sum(axis=1, keepdims=True)


def bound_values(field: pd.DataFrame) -> pd.DataFrame:
    """
    Bound the value of every ranked unit by the known values around it.

    Parameters
    ----------
    field : pandas.DataFrame
        One row per ranked unit: ``value`` (missing where only the rank is published) and ``rank``; with ``n_units``, the
        size of the ranking, ranks that nobody on file holds get a row without a unit.

    Returns
    -------
    pandas.DataFrame
        `field`, completed, best rank first, with ``lower`` and ``upper``: the value itself where it is known, else the highest
        known value of a unit ranked no better and the lowest known value of one ranked no worse (0 and 1 where there
        is none).

    Raises
    ------
    ValueError
        If the known values contradict the ranks (a better rank with a lower value).
    """
    rows = _with_unnamed_ranks(field).sort_values("rank", kind="stable").reset_index(drop=True)
    known = rows["value"].dropna()
    if not known.is_monotonic_decreasing:
        raise ValueError("The known values do not follow the ranks: are they of one year and one field?")
    upper = rows["value"].ffill().fillna(1.0)
    lower = rows["value"].bfill().fillna(0.0)
    return rows.assign(lower=lower, upper=upper)


def _with_unnamed_ranks(field: pd.DataFrame) -> pd.DataFrame:
    """The field with a row for every unit of the ranking that is not on file, at the ranks left over."""
    if field.empty or "n_units" not in field or field["n_units"].isna().any():
        return field
    held = field["rank"] + field.groupby("rank").cumcount()
    size = int(field["n_units"].iloc[0])
    free = sorted(set(range(1, size + 1)) - set(held.astype(int)))[: max(size - len(field), 0)]
    if not free:
        return field
    unnamed = pd.DataFrame({"rank": [float(rank) for rank in free], "n_units": float(size)}, dtype=float)
    return pd.concat([field, unnamed], ignore_index=True)


def decides_rank(interval: pd.DataFrame, n_units: int) -> bool:
    """
    Tell whether a range of ranks is a test: all values known, or a single rank left in spite of the unknown ones.

    Parameters
    ----------
    interval : pandas.DataFrame
        One unit's row of `rank_intervals`; may be empty.
    n_units : int
        Size of the ranking.

    Returns
    -------
    bool
        False for a range that is wide only because nobody publishes the others' values ("26 to 63").
    """
    if interval.empty:
        return False
    row = interval.iloc[0]
    return bool(row["rank_lower"] == row["rank_upper"] or row["n_values"] >= n_units)


def rank_intervals(field: pd.DataFrame, uncertainty: float) -> pd.DataFrame:
    """
    Say which ranks each unit can have when every value may be off by a stated amount.

    Parameters
    ----------
    field : pandas.DataFrame
        One row per ranked unit: ``value``, ``rank``; values may be missing for some.
    uncertainty : float
        Each value may be this much higher or lower, on the scale of the values; 0 or more.

    Returns
    -------
    pandas.DataFrame
        `bound_values` with ``rank_lower`` (best rank possible), ``rank_upper`` (worst) and ``n_values`` (how many
        values are known: with fewer than the field the interval also holds what is not published). Two units can be told
        apart where their values differ by more than twice `uncertainty`; their intervals may overlap even then, because
        a third unit stands between them.

    Raises
    ------
    ValueError
        If `uncertainty` is negative or missing.

    Notes
    -----
    The widest range over all errors within ± `uncertainty`, not a probability: nobody publishes how the errors are
    distributed (`±0.005` is five points of the 1,000).
    """
    if not uncertainty >= 0:
        raise ValueError(f"`uncertainty` must be 0 or more; got {uncertainty}.")
    rows = bound_values(field)
    # Rounded as `rank_values` does, so that what ranks as a tie is never certainly ahead.
    lowest = (rows["lower"] - uncertainty).round(9).to_numpy()
    highest = (rows["upper"] + uncertainty).round(9).to_numpy()
    # Row i, column j: unit i is certainly ahead of (behind) unit j.
    ahead = lowest[:, None] > highest[None, :]
    behind = highest[:, None] < lowest[None, :]
    return rows.assign(
        rank_lower=1 + ahead.sum(axis=0),
        rank_upper=len(rows) - behind.sum(axis=0),
        n_values=int(rows["value"].notna().sum()),
    )
