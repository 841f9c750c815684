"""
Received figures, the known ones beside them, and what the register says of both, lined up for the checks.

Everything that several checks need is computed here once: which series a row belongs to, the days and months
of its period, how far its rounding reaches. One row per figure; known figures that are sent again give way to
the received.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dtanalysis.catalogue.rules import printed_decimals
from dtanalysis.catalogue.schema import SERIES_KEY
from dtanalysis.catalogue.versions import most_trusted
from dtanalysis.periods import Period

_FIGURE = [*SERIES_KEY, "period", "value", "qualifier", "numerator", "denominator"]
_OPTIONAL = ["target", "comparator", "status", "as_of", "source", "file", "sheet", "row"]
# What a register that is not ours may leave out, and what that means.
_REGISTER = {
    "unit_measure": "", "accumulation": "", "direction": "", "weighting": "", "lower": np.nan,
    "upper": np.nan, "decimals": np.nan,
}  # fmt: skip
_SUMS = ("count", "currency")
_QUARTER_MONTHS = 3


def line_up(
    received: pd.DataFrame, indicators: pd.DataFrame, known: pd.DataFrame | None = None
) -> pd.DataFrame:
    """
    Put the figures to judge beside those already known.

    Parameters
    ----------
    received : pandas.DataFrame
        One row per figure with the columns of an observation; ``file``, ``sheet``, ``row`` and others may be
        there. The index labels must differ, because problems name them.
    indicators : pandas.DataFrame
        The register; columns that it does not have are taken as unknown.
    known : pandas.DataFrame, optional
        Observations of the stored tables, with or without ``trust``.

    Returns
    -------
    pandas.DataFrame
        One row per received figure, in their order, then one per known figure that was not sent again. Added:
        ``at`` (the received row's index label), ``is_received``, the register's words, ``series`` and
        ``moment`` (numbers that tell series and periods apart), ``half`` (how far the rounding of the value
        reaches) and what the period says: ``year``, ``regime``, ``first``, ``last`` (day numbers),
        ``is_year_to_date``, ``months``, ``first_month``, ``last_month`` (0 where the period is not one of
        whole months).

    Raises
    ------
    ValueError
        If two rows of `received` have the same index label.
    """
    if not received.index.is_unique:
        raise ValueError(
            "`received` has rows with the same index label; call `reset_index(drop=True)` first."
        )
    figures = _chosen(received).assign(at=received.index, is_received=True).reset_index(drop=True)
    if known is not None and len(known):
        figures = _beside(figures, known)
    return _add_period(_add_register(figures, indicators))


def sums(figures: pd.DataFrame) -> pd.DataFrame:
    """
    Return the exact figures that are counted from 1 January on and add up: cumulative counts and amounts.
    """
    adds_up = figures["unit_measure"].isin(_SUMS) & (figures["accumulation"] == "cumulative")
    return exact(figures[adds_up])


def exact(figures: pd.DataFrame) -> pd.DataFrame:
    """Return the figures with a value that is neither a bound nor "about", one per series and period."""
    told = figures[figures["value"].notna() & (figures["qualifier"] == "eq")]
    return told.drop_duplicates(["series", "moment"])


def _chosen(frame: pd.DataFrame) -> pd.DataFrame:
    there = [column for column in _OPTIONAL if column in frame]
    chosen = frame[[*_FIGURE, *there]]
    numbers = {name: chosen[name].astype(float) for name in ("value", "numerator", "denominator")}
    return chosen.assign(**numbers)


def _beside(figures: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """
    The received figures, and under them each known figure that was not sent again, in its most trusted
    version.
    """
    trusted = known if "trust" in known else known.assign(trust=0)
    versions = _chosen(most_trusted(trusted))
    key = [*SERIES_KEY, "period"]
    # The codes of periods differ where the periods do, but for the regime; merging on text is quick.
    again = pd.MultiIndex.from_frame(versions[key].assign(period=versions["period"].map(repr)))
    sent = pd.MultiIndex.from_frame(figures[key].assign(period=figures["period"].map(repr)))
    others = versions[~again.isin(sent)].drop(columns=["target", "comparator"], errors="ignore")
    both = pd.concat([figures, others.assign(at=None, is_received=False)], ignore_index=True)
    return both.astype({"is_received": bool})


def _add_register(figures: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    register = indicators.drop_duplicates("indicator").set_index("indicator")
    words = {name: register[name] if name in register else pd.Series(default, register.index)
             for name, default in _REGISTER.items()}  # fmt: skip
    if "upper" not in register:
        # A register that says nothing of bounds still has percentages; one that leaves a cell empty means it.
        words["upper"] = words["upper"].mask(words["unit_measure"] == "percent", 100.0)
    return figures.join(pd.DataFrame(words), on="indicator")


def _add_period(figures: pd.DataFrame) -> pd.DataFrame:
    moment, periods = pd.factorize(figures["period"])
    told = pd.DataFrame([_facts(period) for period in periods], columns=list(_FACTS)).astype(_FACTS)
    facts = told.take(moment).set_index(figures.index)
    series = figures.groupby(list(SERIES_KEY), sort=False).ngroup()
    decimals = printed_decimals(figures["value"], figures["decimals"])
    # A whole count is exact; everything else may have been rounded at its last printed decimal.
    is_whole = (figures["unit_measure"].isin(["count", "rank"])) & (decimals == 0)
    half = (0.5 * 10.0**-decimals).mask(is_whole, 0.0)
    return pd.concat([figures, facts], axis=1).assign(series=series, moment=moment, half=half)


_FACTS = {
    "year": int, "regime": str, "first": int, "last": int, "is_year_to_date": bool, "months": float,
    "first_month": int, "last_month": int,
}  # fmt: skip


def _facts(period: Period) -> tuple:
    first_month, last_month = _months(period)
    return (
        period.year, period.regime, period.first_day.toordinal(), period.last_day.toordinal(),
        period.is_year_to_date, period.months, first_month, last_month,
    )  # fmt: skip


def _months(period: Period) -> tuple[int, int]:
    """First and last month of a period of whole months; 0 and 0 for one that ends on another day."""
    length = round(period.months)
    # Periods of whole months know their length exactly; a year to date to some day does not.
    if abs(period.months - length) > 1e-9:
        return 0, 0
    if period.is_year_to_date:
        return 1, length
    if period.kind == "month":
        number = int(period.code[5:])
        return number, number
    if period.kind == "quarter":
        number = int(period.code[6:])
        return _QUARTER_MONTHS * number - 2, _QUARTER_MONTHS * number
    return (7, 12) if period.kind == "half" else (0, 0)
