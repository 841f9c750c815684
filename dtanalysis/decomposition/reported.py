"""
From reported figures to the frames of this package: which parts can be split, compared and raised in one question.

Takes observations of a unit and of the units below it. The arithmetic stands in `change`, `levers`, `simpson` and
`standard`; here it is only decided what may enter it: equal lengths, equal bases, parts that make up their whole.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue.versions import most_trusted
from dtanalysis.decomposition.change import split_change, summarise_change
from dtanalysis.decomposition.counts import is_possible, keep_cases
from dtanalysis.decomposition.gap import parts_of
from dtanalysis.decomposition.levers import combine_levers, first_dossiers, raise_units
from dtanalysis.decomposition.simpson import compare_means, find_reversal
from dtanalysis.decomposition.standard import standardise
from dtanalysis.periods import Period
from dtanalysis.services import SERVICE_RATES

_LEAST_GAIN = 0.05  # points; a smaller lever would print as nothing
_SAME_LENGTH = 3  # days by which two periods of one kind may differ, leap years included


def is_same_length(before: Period, after: Period) -> bool:
    """
    Tell whether two periods are equally long, give or take a leap day or a month's end.

    Parameters
    ----------
    before, after : Period
        The periods.

    Returns
    -------
    bool
        The share of services with a dossier grows with the length of a period, so only then does it compare.
    """
    lengths = [(period.last_day - period.first_day).days for period in (before, after)]
    return abs(lengths[0] - lengths[1]) <= _SAME_LENGTH


def is_nested(before: Period, after: Period) -> bool:
    """
    Tell whether the first period lies inside the second, so that its cases are counted there again.

    Parameters
    ----------
    before, after : Period
        The periods.

    Returns
    -------
    bool
        As for two readings of one year to date.
    """
    return after.first_day <= before.first_day and before.last_day <= after.last_day


def split_changes(part_observations: pd.DataFrame, before: Period, after: Period) -> pd.DataFrame:
    """
    Split the change of every rate of online services and dossiers for which units report counts in both periods.

    Parameters
    ----------
    part_observations : pandas.DataFrame
        One row per known value of a unit below the reported one, with ``name_vi`` and ``trust``.
    before, after : Period
        The period to compare with, and the reported one.

    Returns
    -------
    pandas.DataFrame
        The rows of `split_change` for each indicator of `SERVICE_RATES` with two units or more that have cases in both periods, in
        that order, with ``indicator`` and ``source``. The share of services with a dossier is left out where the periods are not
        equally long (`is_same_length`). Empty where there is none.
    """
    asked = [name for name in SERVICE_RATES if name != SERVICE_RATES[0] or is_same_length(before, after)]
    pairs = [
        (name, *(_cases(part_observations, name, period) for period in (before, after))) for name in asked
    ]
    changes = [
        split_change(old, new).assign(indicator=name)
        for name, old, new in pairs
        if len(set(old["unit"]) & set(new["unit"])) > 1
    ]
    columns = ["indicator", "unit", "role", "total_effect", "source"]
    return pd.concat(changes, ignore_index=True) if changes else pd.DataFrame(columns=columns)


def _cases(part_observations: pd.DataFrame, indicator: str, period: Period) -> pd.DataFrame:
    columns = ["unit", "name_vi", "source", "numerator", "denominator"]
    return keep_cases(parts_of(part_observations, indicator, period))[columns]


def summarise_changes(changes: pd.DataFrame, before: Period, after: Period) -> pd.DataFrame:
    """
    Say of every split change how large it is, what drives it, whether it is real and what it is with the former mix.

    Parameters
    ----------
    changes : pandas.DataFrame
        From `split_changes`.
    before, after : Period
        The two periods.

    Returns
    -------
    pandas.DataFrame
        One row per indicator: the fields of `summarise_change`; ``n_up``, ``n_down``, ``kind`` of `find_reversal`; and
        ``standard_rate``, ``standard_lower``, ``standard_upper``: the later rate of the units common to both periods with the mix
        of the earlier one, in percent.
    """
    nested = is_nested(before, after)
    rows = [
        pd.concat(
            [
                pd.Series({"indicator": name}),
                summarise_change(change, is_nested=nested),
                find_reversal(change).drop("change"),
                _with_former_mix(change),
            ]
        )
        for name, change in changes.groupby("indicator", sort=False)
    ]
    return pd.DataFrame(rows, columns=None if rows else ["indicator", "driver", "change"]).reset_index(
        drop=True
    )


def _with_former_mix(change: pd.DataFrame) -> pd.Series:
    """The later rate of the common units with the weights they had before."""
    common = change[change["role"] == "common"].assign(whole="all")
    parts = common[["whole", "unit", "numerator_after", "denominator_after"]]
    mix = common[["unit", "denominator_before"]].set_axis(["stratum", "cases"], axis=1)
    row = standardise(parts.set_axis(["unit", "stratum", "numerator", "denominator"], axis=1), mix).iloc[0]
    return pd.Series(
        {
            "standard_rate": row["standard_rate"],
            "standard_lower": row["lower"],
            "standard_upper": row["upper"],
        }
    )


def main_change(changes: pd.DataFrame, summary: pd.DataFrame, preferred: str = "") -> pd.DataFrame:
    """
    Choose the change worth showing in full: that of the asked indicator or else the first that is more than chance.

    Parameters
    ----------
    changes : pandas.DataFrame
        From `split_changes`.
    summary : pandas.DataFrame
        From `summarise_changes`.
    preferred : str
        Id of an indicator, such as the one whose gap the page splits; taken where its change is more than chance.

    Returns
    -------
    pandas.DataFrame
        The rows of one indicator of `changes`; empty where there is none.
    """
    if changes.empty:
        return changes
    is_real = summary["driver"] != "chance"
    told = summary.loc[is_real, "indicator"].tolist() or summary["indicator"].tolist()
    return changes[changes["indicator"] == (preferred if preferred in told else told[0])]


def find_warnings(splits: pd.DataFrame) -> pd.DataFrame:
    """
    Hold the plain mean of the units' rates against the rate of all, for every split gap.

    Parameters
    ----------
    splits : pandas.DataFrame
        From `dtanalysis.decomposition.split_services`, with ``indicator`` and ``target``.

    Returns
    -------
    pandas.DataFrame
        One row per indicator whose two averages differ by a point or more, or lie on different sides of the target, widest first:
        ``indicator``, ``target`` and the fields of `compare_means`.
    """
    rows = [
        pd.concat([split.iloc[0][["indicator", "target"]], compare_means(split, split["target"].iloc[0])])
        for _, split in splits.groupby("indicator", sort=False)
    ]
    columns = ["indicator", "target", "mean_of_rates", "rate", "difference", "n_units", "turns"]
    found = pd.DataFrame(rows, columns=columns)
    size = found["difference"].astype(float).abs()
    found = found.assign(size=size)[(size >= 1) | found["turns"].astype(bool)]
    return found.sort_values("size", ascending=False, kind="stable", ignore_index=True).drop(columns="size")


def field_parts(observations: pd.DataFrame, indicator: str, period: Period) -> pd.DataFrame:
    """
    Choose the counts of a rate by field, where the fields make up the whole.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per known value of the unit, with ``trust``.
    indicator : str
        Id of a percent indicator.
    period : Period
        The period.

    Returns
    -------
    pandas.DataFrame
        One row per field: ``unit`` (the dimension, such as ``field=land``), ``numerator``, ``denominator``, ``source``. Empty unless
        the fields' cases add up to those of the whole: a list with holes would move the whole by what is missing in it.
    """
    rows = most_trusted(
        observations[
            (observations["indicator"] == indicator)
            & observations["numerator"].notna()
            & observations["denominator"].notna()
            & observations["period"].map(lambda reading: reading.code == period.code).astype(bool)
        ]
    )
    rows = rows[is_possible(rows)]
    fields = rows[rows["dimension"].str.startswith("field=")]
    whole = rows.loc[rows["dimension"] == "", "denominator"]
    adds_up = len(whole) == 1 and len(fields) > 1 and fields["denominator"].sum() == whole.iloc[0]
    chosen = fields if adds_up else fields.iloc[0:0]
    parts = chosen[["dimension", "numerator", "denominator", "source"]].rename(columns={"dimension": "unit"})
    return keep_cases(parts).reset_index(drop=True)


def build_levers(
    split: pd.DataFrame, bounds: pd.DataFrame, share: pd.Series | None, fields: pd.DataFrame, first: int = 40
) -> pd.DataFrame:
    """
    Collect the measures that the figures of a page allow to weigh, each with how far it moves its whole.

    Parameters
    ----------
    split : pandas.DataFrame
        The rows of one indicator from `dtanalysis.decomposition.split_services`; may be empty.
    bounds : pandas.DataFrame
        From `dtanalysis.services.bound_slices`; may be empty.
    share : pandas.Series or None
        From `dtanalysis.services.describe_services`.
    fields : pandas.DataFrame
        From `field_parts`, for the indicator of `bounds`; may be empty.
    first : int
        How many services see a first dossier in the lever on services.

    Returns
    -------
    pandas.DataFrame
        One row per lever: ``kind`` ("unit", "units": several together, "average": every unit below
        the rate of all raised to it, "slice", "first_dossiers"), ``subject`` (name of the unit or
        dimension), ``n`` (how many units or services), ``indicator``, ``now`` and ``to_rate`` (percent, of the subject), ``whole``
        (rate of the whole now), ``lower_pp``, ``upper_pp`` (points added to the whole) and ``is_exact`` (they are equal, from counts).
    """
    rows = [*_unit_levers(split), *_service_levers(share, first), *_slice_levers(bounds, fields)]
    columns = [
        "kind",
        "subject",
        "n",
        "indicator",
        "now",
        "to_rate",
        "whole",
        "lower_pp",
        "upper_pp",
        "is_exact",
    ]
    return pd.DataFrame(rows, columns=columns)


def _unit_levers(split: pd.DataFrame, most: int = 3) -> list[tuple]:
    """The units that hold most of a gap, raised to the target: each alone, then together."""
    behind = split[split["contribution_pp"] > 0].head(most) if len(split) else split
    if behind.empty:
        return []
    raised = behind[["unit", "target"]].rename(columns={"target": "to_rate"})
    single, both = raise_units(split, raised), combine_levers(split, raised)
    indicator, goal = behind["indicator"].iloc[0], behind["target"].iloc[0]
    whole = both["new_rate"] - both["gain_pp"]
    rows = [
        ("unit", name, 1, indicator, row.rate, goal, whole, row.gain_pp, row.gain_pp, True)
        for name, row in zip(behind["name_vi"], single.itertuples(), strict=True)
    ]
    gain = both["gain_pp"]
    together = ("units", "", len(behind), indicator, float("nan"), goal, whole, gain, gain, True)
    return [*rows, *([together] if len(behind) > 1 else []), *_average_lever(split, indicator, whole)]


def _average_lever(split: pd.DataFrame, indicator: str, whole: float) -> list[tuple]:
    """Every unit below the rate of all raised to it: a level that others of the same whole have already."""
    below = split[split["rate"] < whole - 1e-9]
    if below.empty:
        return []
    gain = combine_levers(split, below[["unit"]].assign(to_rate=whole))["gain_pp"]
    return [("average", "", len(below), indicator, float("nan"), whole, whole, gain, gain, True)]


def _slice_levers(bounds: pd.DataFrame, fields: pd.DataFrame, most: int = 2) -> list[tuple]:
    """The slices that can move the whole most, raised to the target: exact where counts by field are known."""
    counted = set(fields["unit"]) if len(fields) else set()
    levers = []
    for row in bounds.itertuples() if len(bounds) else ():
        lower, upper, is_exact = 0.0, row.largest_gain_pp, row.dimension in counted
        if is_exact:
            lever = pd.DataFrame({"unit": [row.dimension], "to_rate": [row.target]})
            lower = upper = raise_units(fields, lever)["gain_pp"].iloc[0]
        subject = ("slice", row.dimension, 1, row.indicator, row.part, row.target, row.whole)
        levers.append((*subject, lower, upper, is_exact))
    gains = sorted(levers, key=lambda lever: -lever[8])
    return [lever for lever in gains[:most] if lever[8] >= _LEAST_GAIN]


def _service_levers(share: pd.Series | None, first: int) -> list[tuple]:
    """So many services see their first dossier."""
    if share is None:
        return []
    counts = share["denominator"]
    used = share["numerator"] if pd.notna(share["numerator"]) else round(share["value"] * counts / 100, 0)
    printed = len(f"{share['value']:.9f}".rstrip("0").partition(".")[2])
    known = (
        {"used": used, "total": counts}
        if pd.notna(counts)
        else {"share": share["value"], "decimals": printed}
    )
    gain = first_dossiers(first, **known)
    if pd.isna(gain["upper_pp"]):
        return []
    row = (
        share["indicator"],
        share["value"],
        float("nan"),
        share["value"],
        gain["lower_pp"],
        gain["upper_pp"],
    )
    return [("first_dossiers", "", first, *row, gain["is_exact"])]
