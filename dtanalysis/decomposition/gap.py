"""
Where does a gap sit? The gap of a rate, split exactly over the units that make it up.

Takes the counts of the units below the reported one. What can be said without counts is told by
`dtanalysis.services`.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue.schema import LEVELS
from dtanalysis.catalogue.versions import most_trusted
from dtanalysis.decomposition.counts import SMALL_DENOMINATOR, is_possible, keep_cases
from dtanalysis.periods import Period
from dtanalysis.services import SERVICE_RATES
from dtanalysis.shares import bound_shares


def split_gap(parts: pd.DataFrame, target: float) -> pd.DataFrame:
    """
    Split the gap of a rate over the units that make it up.

    Parameters
    ----------
    parts : pandas.DataFrame
        One row per unit with ``numerator`` and ``denominator`` of one percent indicator in one period.
    target : float
        The target of the whole, in percent.

    Returns
    -------
    pandas.DataFrame
        The rows with a denominator above 0, largest contribution first, with ``rate`` (percent),
        ``lower``/``upper`` (95 % Wilson interval of the rate, percent), ``weight`` (the unit's share of all
        cases), ``contribution_pp`` (points of the whole's gap that sit in the unit; negative where it is
        beyond the target), ``count_short`` (cases missing to the target, in the whole's arithmetic) and
        ``is_small``. ``contribution_pp`` sums exactly to target − rate of the whole. Units without cases (or
        without a numerator) have no rate and are left out, not counted as 0.

    Raises
    ------
    ValueError
        If no unit has counts with a denominator above 0, or a count is negative or above its denominator.

    Notes
    -----
    contribution = weight × (target − rate): a large office slightly below the target can hold more of the
    gap than a tiny one far below it, so the order by contribution is not the order by rate.

    Examples
    --------
    >>> parts = pd.DataFrame({"unit": ["a", "b"], "numerator": [10, 45], "denominator": [40, 60]})
    >>> split_gap(parts, 70)["contribution_pp"].round(6).tolist()
    [18.0, -3.0]
    """
    cases = keep_cases(parts)
    if cases.empty:
        raise ValueError("No unit has counts with a denominator above 0, so there is no rate to split.")
    lower, upper = bound_shares(cases["numerator"], cases["denominator"])
    total = cases["denominator"].sum()
    short = target / 100 * cases["denominator"] - cases["numerator"]
    return cases.assign(
        rate=100 * cases["numerator"] / cases["denominator"],
        lower=lower,
        upper=upper,
        weight=cases["denominator"] / total,
        contribution_pp=100 * short / total,
        count_short=short,
        is_small=cases["denominator"] < SMALL_DENOMINATOR,
    ).sort_values("contribution_pp", ascending=False, kind="stable", ignore_index=True)


def add_pareto(split: pd.DataFrame, share: float = 0.8) -> pd.DataFrame:
    """
    Add to a split gap how much of what is missing the units hold, one after another.

    Parameters
    ----------
    split : pandas.DataFrame
        From `split_gap`, largest contribution first.
    share : float
        The part of what is missing that has to be explained, above 0 and up to 1.

    Returns
    -------
    pandas.DataFrame
        The rows with ``held_share`` (the unit's share of all positive contributions; 0 for a unit that is not
        behind), ``cumulative_share`` and ``is_holder`` (the first units that together hold at least `share`). Where
        no unit is behind, the shares are missing and nobody is a holder.

    Raises
    ------
    ValueError
        If `share` is not above 0 and up to 1.

    Examples
    --------
    >>> parts = pd.DataFrame({"unit": list("abc"), "numerator": [0, 5, 10], "denominator": [10, 10, 10]})
    >>> add_pareto(split_gap(parts, 90))["cumulative_share"].round(3).tolist()
    [0.692, 1.0, 1.0]
    """
    if not 0 < share <= 1:
        raise ValueError(f"`share` must lie above 0 and up to 1; got {share}.")
    behind = split["contribution_pp"].clip(lower=0)
    held = behind / behind.sum() if behind.sum() > 0 else behind * float("nan")
    cumulative = held.cumsum()
    # A share that is exactly held needs no further unit, whatever the last bit of a sum says.
    is_holder = ((cumulative - held) < share - 1e-12) & (held > 0)
    return split.assign(held_share=held, cumulative_share=cumulative, is_holder=is_holder)


def parts_of(part_observations: pd.DataFrame, indicator: str, period: Period) -> pd.DataFrame:
    """
    Choose the counts of every part of a unit for one indicator in one period.

    Parameters
    ----------
    part_observations : pandas.DataFrame
        One row per known value of a unit below the reported one, at that unit's own level, with ``name_vi``
        and ``trust``.
    indicator : str
        Id of a percent indicator.
    period : Period
        The period; figures of other periods do not count.

    Returns
    -------
    pandas.DataFrame
        One row per unit with counts, chosen among versions as `dtanalysis.catalogue.most_trusted` does;
        empty where none has counts. A numerator below 0 or above its denominator is a fault of the data, which
        `dtanalysis.checks` reports; such a row is no part.
    """
    rows = part_observations[
        (part_observations["indicator"] == indicator)
        & (part_observations["dimension"] == "")
        & part_observations["numerator"].notna()
        & part_observations["denominator"].notna()
        & part_observations["period"].map(lambda reading: reading.code == period.code).astype(bool)
    ]
    chosen = most_trusted(rows)
    return chosen[is_possible(chosen)].sort_values("unit", ignore_index=True)


def split_services(part_observations: pd.DataFrame, targets: pd.DataFrame, period: Period) -> pd.DataFrame:
    """
    Split the gap of every rate of online services and dossiers for which units report counts.

    Parameters
    ----------
    part_observations : pandas.DataFrame
        One row per known value of a unit below the reported one, with ``name_vi``.
    targets : pandas.DataFrame
        One row per target of the whole. Of several targets of one indicator the one for the widest level
        counts, and of those the first row; slices do not.
    period : Period
        The period.

    Returns
    -------
    pandas.DataFrame
        The rows of `split_gap` for each indicator of `SERVICE_RATES` with at least two units that have cases
        and a target, in that order, with ``indicator`` and ``target``. Empty where there is none. The share of services
        with a dossier is left out where the period does not begin with the year: a service used in March counts for the
        target of the year, but not in June alone.
    """
    goals = _goals_of_wholes(targets)
    splits = []
    for indicator in SERVICE_RATES if period.is_year_to_date else SERVICE_RATES[1:]:
        parts = parts_of(part_observations, indicator, period)
        if indicator in goals.index and (parts["denominator"] > 0).sum() > 1:
            splits.append(split_gap(parts, goals[indicator]).assign(target=goals[indicator]))
    empty = part_observations.iloc[0:0].assign(contribution_pp=0.0, target=0.0)
    return pd.concat(splits, ignore_index=True) if splits else empty


def _goals_of_wholes(targets: pd.DataFrame) -> pd.Series:
    """Indicator → target of the widest level, by which a whole is judged rather than its communes alone."""
    whole = targets[targets["dimension"] == ""]
    widest = whole.assign(width=whole["level"].map(LEVELS.index)).sort_values("width", kind="stable")
    return widest.drop_duplicates("indicator").set_index("indicator")["target"]


def summarise_splits(splits: pd.DataFrame, share: float = 0.8) -> pd.DataFrame:
    """
    Say for each split rate how few units hold most of what is missing.

    Parameters
    ----------
    splits : pandas.DataFrame
        From `split_services`.
    share : float
        The part of what is missing that has to be explained.

    Returns
    -------
    pandas.DataFrame
        One row per indicator: ``target``, ``rate`` (of all units together, percent), ``gap_pp``, ``n_units``,
        ``n_holders`` (units that together hold at least `share` of the positive contributions),
        ``held_share``, ``first_unit`` (the one that holds most), its ``first_points``, ``first_weight`` (share of all cases)
        and ``first_rate`` (percent). Indicators without a unit behind are left out.
    """
    rows = [_summarise_split(split, share) for _, split in splits.groupby("indicator", sort=False)]
    columns = ["indicator", "target", "rate", "gap_pp", "n_units", "n_holders", "held_share"]
    first = ["first_unit", "first_points", "first_weight", "first_rate"]
    return pd.DataFrame([row for row in rows if row], columns=[*columns, *first])


def figures_used(*frames: pd.DataFrame) -> pd.DataFrame:
    """
    Put together the figures of a page on services, for the list of its sources.

    Parameters
    ----------
    *frames : pandas.DataFrame
        From `dtanalysis.services.choose_rates`, `split_services`, `dtanalysis.decomposition.split_changes` and the like.

    Returns
    -------
    pandas.DataFrame
        One row per figure: ``indicator``, ``unit``, ``source``.
    """
    columns = ["indicator", "unit", "source"]
    return pd.concat([frame[columns] for frame in frames], ignore_index=True)


def _summarise_split(split: pd.DataFrame, share: float) -> dict[str, object] | None:
    pareto = add_pareto(split, share)
    holders = pareto[pareto["is_holder"]]
    if holders.empty:
        return None
    first = holders.iloc[0]
    return {
        "indicator": first["indicator"],
        "target": first["target"],
        "rate": 100 * split["numerator"].sum() / split["denominator"].sum(),
        "gap_pp": split["contribution_pp"].sum(),
        "n_units": len(split),
        "n_holders": len(holders),
        "held_share": holders["cumulative_share"].iloc[-1],
        "first_unit": first["name_vi"],
        "first_points": first["contribution_pp"],
        "first_weight": first["weight"],
        "first_rate": first["rate"],
    }


def main_split(splits: pd.DataFrame) -> pd.DataFrame:
    """
    Choose the split worth showing in full: the share of services with a dossier or else the widest gap.

    Parameters
    ----------
    splits : pandas.DataFrame
        From `split_services`.

    Returns
    -------
    pandas.DataFrame
        The rows of one indicator of `split_services`, with the columns of `add_pareto`; empty where there is none.
    """
    if splits.empty:
        return splits
    gaps = splits.groupby("indicator")["contribution_pp"].sum()
    chosen = SERVICE_RATES[0] if SERVICE_RATES[0] in gaps.index else gaps.idxmax()
    return add_pareto(splits[splits["indicator"] == chosen])
