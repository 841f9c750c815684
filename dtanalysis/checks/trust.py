"""
How firm is the ground a figure stands on?

Contradictions between sources, figures that their own source revised, and for each figure of a report the
reasons to be careful with it. Takes observations, the readings of a report and the register; repairs nothing.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue.thresholds import Thresholds
from dtanalysis.catalogue.versions import FIGURE, latest_by_source
from dtanalysis.checks.lineup import line_up
from dtanalysis.checks.outliers import check_outliers

REASONS = (
    "disputed", "estimate", "bound", "derived", "older_period", "press_only", "revised",
    "small_denominator", "outlier",
)  # fmt: skip
"""
Why a figure rests on weak ground: sources give different values; the source calls it an estimate; it is a
bound or "about"; it was computed, not printed; it belongs to an earlier period; only the press gives it; its
source changed it; its denominator is small; it stands out.
"""


def find_contradictions(observations: pd.DataFrame) -> pd.DataFrame:
    """
    Find the figures for which sources differ, and keep every version.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per value as known on one day.

    Returns
    -------
    pandas.DataFrame
        The rows, unchanged, of every (series, period) with more than one distinct value among the latest
        figures of its sources; sorted by series, period and source. A source that revised itself does not
        contradict itself, and one that leaves the value empty contradicts nobody. Empty where all agree.
    """
    latest = latest_by_source(observations[observations["value"].notna()])
    distinct = latest.groupby(FIGURE)["value"].transform("nunique")
    return latest[distinct > 1].sort_values([*FIGURE, "source"], kind="stable", ignore_index=True)


def find_revisions(observations: pd.DataFrame) -> pd.DataFrame:
    """
    Find the figures that one source gave more than once.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per value as known on one day.

    Returns
    -------
    pandas.DataFrame
        One row per (series, period, source) with values of more than one day, sorted by them: ``n_versions``,
        ``first_as_of``, ``first``, ``latest_as_of``, ``latest`` and ``change`` (latest − first, in the unit
        of measure; 0 where the source confirmed itself).
    """
    known = observations[observations["value"].notna()].sort_values("as_of", kind="stable")
    key = [*FIGURE, "source"]
    table = known.groupby(key, as_index=False, sort=False).agg(
        n_versions=("as_of", "nunique"),
        first_as_of=("as_of", "first"),
        first=("value", "first"),
        latest_as_of=("as_of", "last"),
        latest=("value", "last"),
    )
    table = table[table["n_versions"] > 1]
    table = table.assign(change=table["latest"] - table["first"])
    return table.sort_values(key, ignore_index=True)


def grade_figures(
    readings: pd.DataFrame,
    observations: pd.DataFrame,
    indicators: pd.DataFrame,
    sources: pd.DataFrame,
    *,
    thresholds: Thresholds | None = None,
) -> pd.DataFrame:
    """
    Say for every figure of a report why to be careful with it.

    Parameters
    ----------
    readings : pandas.DataFrame
        The figures that the report shows, from `dtanalysis.catalogue.latest_readings`.
    observations : pandas.DataFrame
        All known values, of other units and periods too: revisions and outliers are seen against them.
    indicators, sources : pandas.DataFrame
        The registers.
    thresholds : Thresholds, optional
        ``small_denominator`` and those of the outliers.

    Returns
    -------
    pandas.DataFrame
        The readings that have a value, in their order, with ``reasons`` (a tuple of words of `REASONS`, in
        that order) and ``n_reasons``.
    """
    limits = thresholds or Thresholds()
    shown = readings[readings["value"].notna()].reset_index(drop=True)
    figure = pd.MultiIndex.from_frame(_keyed(shown))
    flags = pd.DataFrame(
        {
            "disputed": shown["is_disputed"],
            "estimate": shown["status"] == "estimate",
            "bound": shown["qualifier"] != "eq",
            "derived": shown["status"] == "derived",
            "older_period": ~shown["is_current"],
            "press_only": figure.isin(_press_only(observations, sources)),
            "revised": figure.isin(_revised(observations)),
            "small_denominator": shown["denominator"] < limits.small_denominator,
            "outlier": _is_outlier(shown, observations, indicators, limits),
        },
        index=shown.index,
    ).astype(bool)
    reasons = [
        tuple(name for name, holds in zip(REASONS, row, strict=True) if holds)
        for row in flags[list(REASONS)].itertuples(index=False, name=None)
    ]
    return shown.assign(
        reasons=pd.Series(reasons, index=shown.index, dtype=object), n_reasons=flags.sum(axis=1).astype(int)
    )


def _keyed(frame: pd.DataFrame) -> pd.DataFrame:
    """The columns that name a figure, as text: periods are compared by what they print."""
    return frame[FIGURE].assign(period=frame["period"].map(repr))


def _press_only(observations: pd.DataFrame, sources: pd.DataFrame) -> pd.MultiIndex:
    kinds = sources.drop_duplicates("source").set_index("source")["kind"]
    known = latest_by_source(observations[observations["value"].notna()])
    keyed = _keyed(known).assign(is_press=known["source"].map(kinds) == "press")
    everywhere = keyed.groupby(FIGURE)["is_press"].all()
    return everywhere[everywhere].index


def _revised(observations: pd.DataFrame) -> pd.MultiIndex:
    revisions = find_revisions(observations)
    return pd.MultiIndex.from_frame(_keyed(revisions[revisions["change"] != 0]))


def _is_outlier(
    shown: pd.DataFrame, observations: pd.DataFrame, indicators: pd.DataFrame, thresholds: Thresholds
) -> pd.Series:
    problems = check_outliers(line_up(shown, indicators, observations), thresholds)
    return pd.Series(shown.index.isin(problems["at"]), index=shown.index)
