"""
The rates of online services and dossiers, and what follows from them even where only percentages are known.

A percentage published without its counts still rules out most numbers of services; a field at 2.06 % inside a total
of 81.17 % can hold at most a fifth of all dossiers, whoever counted them. Takes scorecards and observations; who holds
a gap, where units report counts, is told by `dtanalysis.decomposition`.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields

import numpy as np
import pandas as pd

from dtanalysis.catalogue.versions import most_trusted
from dtanalysis.periods import Period

SERVICE_RATES = (
    "ops_with_dossiers_rate",
    "tthc_online_dossier_rate",
    "tthc_full_online_rate",
    "online_payment_dossier_rate",
    "dossier_digitised_rate",
    "result_electronic_rate",
    "dossier_ontime_rate",
)
"""Rates of online services and dossiers, from the first step of a dossier to the last."""


MOST_SERVICES = 5000
"""No province offers more online services than this."""


@dataclass(frozen=True)
class SliceBound:
    """
    What a low slice can weigh at most, when only percentages are known.

    Attributes
    ----------
    whole, part : float
        Rate of the whole and of the slice, in percent.
    largest_weight : float
        The largest share (0–1) of all cases that the slice can hold.
    target : float
        The rate to which the slice would be raised, in percent.
    largest_gain_pp : float
        The most points that raising the slice to `target` can add to the whole.
    """

    whole: float
    part: float
    largest_weight: float
    target: float
    largest_gain_pp: float


def bound_slice(whole: float, part: float, target: float) -> SliceBound:
    """
    Bound the weight of a slice inside a whole, and what raising it can bring.

    Parameters
    ----------
    whole, part : float
        Rates in percent, the slice below the whole.
    target : float
        The rate to which the slice would be raised, in percent.

    Returns
    -------
    SliceBound

    Raises
    ------
    ValueError
        If a rate or the target is outside 0–100, or the slice is not below the whole.

    Notes
    -----
    whole = w·part + (1 − w)·rest and rest ≤ 100 give w ≤ (100 − whole) / (100 − part).

    Examples
    --------
    >>> bound = bound_slice(81.17, 2.06, 70)
    >>> round(100 * bound.largest_weight, 1), round(bound.largest_gain_pp, 1)
    (19.2, 13.1)
    """
    if not 0 <= part < whole <= 100:
        raise ValueError(f"The slice must lie below the whole, both in 0–100 %; got {part} and {whole}.")
    if not 0 <= target <= 100:
        raise ValueError(f"`target` must be a rate of 0–100 %; got {target}.")
    weight = (100 - whole) / (100 - part)
    return SliceBound(whole, part, weight, target, weight * max(target - part, 0))


def consistent_denominators(value: float, decimals: int, largest: int) -> list[int]:
    """
    List the denominators for which some whole numerator prints as `value`.

    Parameters
    ----------
    value : float
        A percentage as published.
    decimals : int
        Its printed decimals.
    largest : int
        The largest denominator to try.

    Returns
    -------
    list of int
        In rising order. A figure published without its counts still rules most small denominators out.

    Examples
    --------
    >>> consistent_denominators(33.25, 2, 400)[:3]
    [379, 382, 385]
    """
    denominators = np.arange(1, largest + 1)
    numerators = np.round(value / 100 * denominators)
    # Half a unit of the last decimal, with room for a tie rounded either way.
    slack = 0.5 * 10.0**-decimals + 1e-9
    fits = np.abs(100 * numerators / denominators - value) <= slack
    return denominators[fits].tolist()


def bound_slices(scorecard: pd.DataFrame, indicator: str) -> pd.DataFrame:
    """
    Bound the weight of every slice of a rate that lies below the whole, lowest slice first.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        One row per indicator, level, dimension and plan.
    indicator : str
        Id of a percent indicator.

    Returns
    -------
    pandas.DataFrame
        One row per slice with an exact figure of the period below the whole's: ``dimension``, ``whole``, ``part``, ``target``
        (of the slice or the whole; the whole's rate where no target is known), ``largest_weight`` (share) and
        ``largest_gain_pp``; see `bound_slice`. Empty where the whole or its slices are not known. A rate on
        another base (``denominator=…``) is no slice of the whole.
    """
    rows = scorecard[
        (scorecard["indicator"] == indicator) & scorecard["is_current"] & (scorecard["qualifier"] == "eq")
    ].drop_duplicates(["level", "dimension"])
    whole = rows.loc[rows["dimension"] == "", ["level", "value", "target"]]
    is_slice = (rows["dimension"] != "") & ~rows["dimension"].str.contains("denominator=", regex=False)
    slices = rows[is_slice].merge(whole, on="level", suffixes=("", "_whole"))
    slices = slices[slices["value"] < slices["value_whole"]].sort_values("value", kind="stable")
    goals = slices["target"].fillna(slices["target_whole"]).fillna(slices["value_whole"])
    bounds = [
        bound_slice(whole, part, goal)
        for whole, part, goal in zip(slices["value_whole"], slices["value"], goals, strict=True)
    ]
    columns = [field.name for field in fields(SliceBound)]
    table = pd.DataFrame([astuple(bound) for bound in bounds], columns=columns)
    return table.assign(
        indicator=indicator, level=slices["level"].tolist(), dimension=slices["dimension"].tolist()
    )


def describe_services(scorecard: pd.DataFrame) -> pd.Series | None:
    """
    Choose the share of online services with a dossier, and say what it implies about their number.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        One row per indicator, level, dimension and plan.

    Returns
    -------
    pandas.Series or None
        The exact figure of the period for the unit as a whole, with ``least_services`` (the published number
        of services or, failing that, the least number that can print this percentage) and ``least_idle``
        (services without a dossier at that number). None where the figure is not known.
    """
    rows = scorecard[
        (scorecard["indicator"] == SERVICE_RATES[0])
        & (scorecard["dimension"] == "")
        & scorecard["is_current"]
        & (scorecard["qualifier"] == "eq")
        & scorecard["value"].notna()
    ]
    if rows.empty:
        return None
    reading = rows.iloc[0]
    least = min(_denominators(reading), default=np.nan)
    idle = least - _services_used(reading, least)
    return pd.concat([reading, pd.Series({"least_services": least, "least_idle": idle})])


def _denominators(reading: pd.Series) -> list[float]:
    """The published denominator, or all that can print the figure."""
    if pd.notna(reading["denominator"]):
        return [reading["denominator"]]
    # A source may print fewer decimals than the register knows; fewer rule out fewer denominators.
    printed = len(f"{reading['value']:.9f}".rstrip("0").partition(".")[2])
    decimals = min(printed, int(reading["decimals"]))
    return consistent_denominators(reading["value"], decimals, MOST_SERVICES)


def _services_used(reading: pd.Series, denominator: float) -> float:
    """The published count of services with a dossier, or the whole number that prints as the figure."""
    published = pd.notna(reading["denominator"]) and pd.notna(reading.get("numerator"))
    return reading["numerator"] if published else np.round(reading["value"] * denominator / 100)


def build_scenarios(reading: pd.Series | None, goals: tuple[float, ...], months_left: float) -> pd.DataFrame:
    """
    Say what raising a share of services to each goal would take.

    Parameters
    ----------
    reading : pandas.Series or None
        One exact figure in percent: ``value``, ``numerator``, ``denominator``, ``decimals``; None gives no
        rows.
    goals : tuple of float
        Levels in percent; those not above the figure are left out.
    months_left : float
        Months to 31 December; 0 leaves the pace missing.

    Returns
    -------
    pandas.DataFrame
        One row per goal: ``goal``, ``needed_pp``, ``pace`` (points a month), ``count_needed`` (services that
        still have to see a first dossier), ``denominator`` (services in all; missing where not published) and
        ``is_least``. Where only the percentage is published, ``count_needed`` is the least over all
        denominators that can print it (`consistent_denominators`), and ``is_least`` is True.
    """
    above = [] if reading is None else [goal for goal in goals if goal > reading["value"]]
    rows = [_scenario(reading, goal, months_left) for goal in above]
    columns = ["goal", "needed_pp", "pace", "count_needed", "denominator", "is_least"]
    return pd.DataFrame(rows, columns=columns)


def _scenario(reading: pd.Series, goal: float, months_left: float) -> dict[str, float | bool]:
    needed = goal - reading["value"]
    counts = [np.ceil(round(goal * n / 100, 6)) - _services_used(reading, n) for n in _denominators(reading)]
    return {
        "goal": goal,
        "needed_pp": needed,
        "pace": needed / months_left if months_left > 0 else np.nan,
        "count_needed": min(counts, default=np.nan),
        "denominator": reading["denominator"],
        "is_least": bool(pd.isna(reading["denominator"])),
    }


def orient_services(observations: pd.DataFrame, unit: str, period: Period) -> pd.DataFrame:
    """
    Find what orients a reader of the share of services: the national share, and a number of services.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per known value of all units, with ``trust``.
    unit : str
        Id of the reported unit.
    period : Period
        The reported period.

    Returns
    -------
    pandas.DataFrame
        At most two rows of `observations`: the latest national share of services with a dossier not after
        `period`, and the unit's number of services of the period nearest to it. Neither belongs to the same
        period and definition, so they orient and are not compared.
    """
    known = observations[observations["value"].notna()]
    national = known[
        (known["indicator"] == SERVICE_RATES[0])
        & (known["unit"] == "viet-nam")
        & (known["unit"] != unit)
        & known["period"].map(lambda reading: reading.last_day <= period.last_day).astype(bool)
    ]
    number = known[(known["indicator"] == "ops_total") & (known["unit"] == unit)]
    return pd.concat([_nearest(national, period), _nearest(number, period)])


def _nearest(observations: pd.DataFrame, period: Period) -> pd.DataFrame:
    """The one figure whose period ends nearest to the end of `period`."""
    figures = most_trusted(observations)
    days = figures["period"].map(lambda reading: abs((reading.last_day - period.last_day).days))
    return figures.loc[days.sort_values(kind="stable").index[:1]]


def choose_rates(scorecard: pd.DataFrame) -> pd.DataFrame:
    """
    Choose the rates of online services and dossiers, from the first step of a dossier to the last.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        One row per indicator, level, dimension and plan.

    Returns
    -------
    pandas.DataFrame
        The rows of `scorecard` about `SERVICE_RATES`, in that order, wholes before their slices; of several slices of one
        rate the lowest alone: a reader compares wholes, and the slice that keeps its whole down.
    """
    rows = scorecard[scorecard["indicator"].isin(SERVICE_RATES)]
    rows = rows[(rows["dimension"] == "") | (rows["dimension"] == _lowest_slice(rows))]
    order = rows["indicator"].map(SERVICE_RATES.index)
    return (
        rows.assign(order=order).sort_values(["order", "dimension"], ignore_index=True).drop(columns="order")
    )


def _lowest_slice(rows: pd.DataFrame) -> pd.Series:
    """For every row the dimension with the lowest current figure among the slices of its rate; missing where none."""
    slices = rows[(rows["dimension"] != "") & rows["is_current"] & rows["value"].notna()]
    lowest = slices.sort_values("value", kind="stable").drop_duplicates("indicator")
    return rows["indicator"].map(lowest.set_index("indicator")["dimension"])


def compare_levels(scorecard: pd.DataFrame) -> pd.DataFrame:
    """
    Choose the percent indicators read at two administrative levels or more in the period.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        One row per indicator, level, dimension and plan.

    Returns
    -------
    pandas.DataFrame
        The rows of `scorecard` of these indicators with an exact figure, one per level, best level first,
        with ``behind_best``: points from the best level, 0 for it and negative for the others.
    """
    rows = scorecard[
        scorecard["is_current"]
        & (scorecard["qualifier"] == "eq")
        & scorecard["value"].notna()
        & (scorecard["unit_measure"] == "percent")
        & (scorecard["dimension"] == "")
    ].drop_duplicates(["indicator", "level"])
    rows = rows[rows.groupby("indicator")["level"].transform("size") > 1]
    goodness = rows["value"].where(rows["direction"] == "up", -rows["value"])
    behind = (goodness - goodness.groupby(rows["indicator"]).transform("max")).round(9)
    ordered = rows.assign(behind_best=behind)
    return ordered.sort_values(["indicator", "behind_best"], ascending=[True, False], kind="stable")
