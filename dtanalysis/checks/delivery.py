"""
Everything that a delivery of figures can be asked, in one table of problems.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue.thresholds import Thresholds
from dtanalysis.checks.accumulation import check_falls, check_months
from dtanalysis.checks.agreement import check_duplicates
from dtanalysis.checks.lineup import line_up
from dtanalysis.checks.outliers import check_denominators, check_outliers, check_repeats
from dtanalysis.checks.problems import gather
from dtanalysis.checks.single import check_bounds, check_counts, check_units


def check_observations(
    received: pd.DataFrame,
    known: pd.DataFrame | None,
    indicators: pd.DataFrame,
    units: pd.DataFrame,
    *,
    thresholds: Thresholds | None = None,
    successions: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """
    Judge the figures of one delivery, by themselves and against what is known.

    Parameters
    ----------
    received : pandas.DataFrame
        One row per figure with the columns of an observation (``status``, ``as_of``, ``source``, ``note`` may
        be absent); ``file``, ``sheet``, ``row`` are named in the messages, other columns do not disturb.
        Index labels must differ.
    known : pandas.DataFrame or None
        Observations of the stored tables, with or without ``trust``.
    indicators, units : pandas.DataFrame
        The register.
    thresholds : Thresholds, optional
        From where on a figure is worth a second look.
    successions : pandas.DataFrame, optional
        Old unit → new unit, for the message about units that ended.

    Returns
    -------
    pandas.DataFrame
        Columns `dtanalysis.checks.problems.PROBLEM`; in the order of the received rows, and for one row in
        the order of the checks: units, bounds, counts, duplicates, falls, months, denominators, outliers,
        repeats. Empty where nothing is to be said.

    Raises
    ------
    ValueError
        If two rows of `received` have the same index label.
    """
    limits = thresholds or Thresholds()
    figures = line_up(received, indicators, known)
    problems = gather(
        [
            check_units(figures, units, successions),
            check_bounds(figures),
            check_counts(figures, limits),
            check_duplicates(figures),
            check_falls(figures),
            check_months(figures),
            check_denominators(figures, limits),
            check_outliers(figures, limits),
            check_repeats(figures, limits),
        ]
    )
    place = pd.Index(received.index).get_indexer(problems["at"])
    return problems.iloc[place.argsort(kind="stable")].reset_index(drop=True)
