"""
Who was to report, what came when, and what in it is odd?

Takes the register of units and the observations of a period, and asks ``checks`` about them as about a delivery.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis import checks
from dtanalysis.catalogue.schema import SERIES_KEY
from dtanalysis.catalogue.thresholds import Thresholds
from dtanalysis.catalogue.versions import most_trusted
from dtanalysis.periods import Period

_KEY = list(SERIES_KEY)

_DATE_KINDS = {10: "day", 7: "month", 4: "year"}


def list_units(units: pd.DataFrame, unit: str, period: Period) -> pd.DataFrame:
    """
    List who reports on a unit: the unit itself, and the units directly below it that existed in the period.

    Parameters
    ----------
    units : pandas.DataFrame
        The register.
    unit : str
        Id of the reported unit.
    period : Period
        The reported period.

    Returns
    -------
    pandas.DataFrame
        The rows of the register, the unit itself first. Groups ("Các địa phương") report nothing themselves.
    """
    last, first = pd.Timestamp(period.last_day), pd.Timestamp(period.first_day)
    # A missing day is an open end, and compares as False.
    alive = ~(units["valid_from"] > last) & ~(units["valid_to"] < first)
    below = units[(units["parent"] == unit) & alive & (units["kind"] != "group")]
    return pd.concat([units[units["unit"] == unit], below], ignore_index=True)


def list_compared(units: pd.DataFrame, unit: str) -> pd.DataFrame:
    """
    List the units whose figures a report sets side by side: the unit, those above it and the national groups.

    Parameters
    ----------
    units : pandas.DataFrame
        The register.
    unit : str
        Id of the reported unit.

    Returns
    -------
    pandas.DataFrame
        Rows of the register.
    """
    parents = units.set_index("unit")["parent"]
    line = [unit]
    while parents[line[-1]]:
        line.append(parents[line[-1]])
    return units[units["unit"].isin(line) | (units["kind"] == "group")].reset_index(drop=True)


def of_units(observations: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Choose the observations of some units; `units` are rows of the register."""
    return observations[observations["unit"].isin(units["unit"])]


def of_period(observations: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Choose the observations of the very period."""
    return observations[observations["period"].map(lambda reading: reading == period).astype(bool)]


def expect_figures(
    observations: pd.DataFrame, targets: pd.DataFrame, units: pd.DataFrame, period: Period
) -> pd.DataFrame:
    """
    Say which figures of the period were to be expected.

    Parameters
    ----------
    observations : pandas.DataFrame
        All known values.
    targets : pandas.DataFrame
        The promises of the judged plans.
    units : pandas.DataFrame
        Who reports, from `list_units`.
    period : Period
        The reported period.

    Returns
    -------
    pandas.DataFrame
        One row per series: those with a target of the year, and those that the unit reported for the latest earlier
        period of the same kind.
    """
    before = checks.expect_as_before(of_units(observations, units), period)
    return pd.concat([targets[_KEY], before[_KEY]], ignore_index=True).drop_duplicates(ignore_index=True)


def find_suspects(
    observations: pd.DataFrame,
    indicators: pd.DataFrame,
    units: pd.DataFrame,
    period: Period,
    thresholds: Thresholds,
) -> pd.DataFrame:
    """
    Judge the figures of the period as a delivery is judged, against all that is known.

    Parameters
    ----------
    observations : pandas.DataFrame
        All known values of the units in question, with ``trust``.
    indicators, units : pandas.DataFrame
        The registers.
    period : Period
        The reported period.
    thresholds : Thresholds
        From where on a figure is worth a second look.

    Returns
    -------
    pandas.DataFrame
        One row per problem, in the order of severity: `dtanalysis.checks.PROBLEM` and the columns of the figure.
    """
    told = of_period(observations, period)
    # Sources that differ are told as contradictions: here one version of every figure is judged.
    figures = most_trusted(told).reset_index(drop=True)
    if figures.empty:
        return figures.assign(**dict.fromkeys(checks.PROBLEM, ""))
    known = observations.loc[observations.index.difference(told.index)]
    problems = checks.check_observations(figures, known, indicators, units, thresholds=thresholds)
    return problems.merge(figures, left_on="at", right_index=True).sort_values(
        ["severity", "check", *_KEY], ignore_index=True
    )


def count_rates(observations: pd.DataFrame, indicators: pd.DataFrame, suspects: pd.DataFrame) -> pd.DataFrame:
    """
    Count for each unit how many of its rates come with counts, and how many of those follow from them.

    Parameters
    ----------
    observations : pandas.DataFrame
        The figures of one period, with ``trust``.
    indicators : pandas.DataFrame
        The register.
    suspects : pandas.DataFrame
        From `find_suspects`.

    Returns
    -------
    pandas.DataFrame
        One row per unit with rates: ``unit``, ``n_rates``, ``n_counted``, ``n_wrong``.
    """
    measures = observations["indicator"].map(indicators.set_index("indicator")["unit_measure"])
    rates = most_trusted(observations[(measures == "percent") & observations["value"].notna()])
    wrong = suspects[suspects["check"].str.startswith("counts.")].drop_duplicates("at")
    table = rates.assign(n_counted=rates["denominator"] > 0).groupby("unit", as_index=False)
    table = table.agg(n_rates=("value", "size"), n_counted=("n_counted", "sum"))
    return table.assign(n_wrong=table["unit"].map(wrong["unit"].value_counts()).fillna(0).astype(int))


def name_days(timeliness: pd.DataFrame, observations: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """
    Put together the units whose first figure came on one day from one document, and say how exactly the day is known.

    Parameters
    ----------
    timeliness : pandas.DataFrame
        From `dtanalysis.checks.build_timeliness`, of one period.
    observations : pandas.DataFrame
        The same observations.
    sources : pandas.DataFrame
        The register of documents.

    Returns
    -------
    pandas.DataFrame
        One row per day and document, the latest first: ``units`` (a tuple of ids), ``first_as_of``, ``days_after``, ``is_late``,
        ``source`` (the document that came first) and ``day_known``: "day", "month" or "year" as the document prints its
        date, "table" where the figures themselves tell another day.
    """
    known = observations[observations["value"].notna()].sort_values(["as_of", "source"], kind="stable")
    first = known.drop_duplicates("unit").set_index("unit")["source"]
    rows = timeliness[timeliness["first_as_of"].notna()].assign(source=lambda frame: frame["unit"].map(first))
    by = ["first_as_of", "days_after", "is_late", "source"]
    table = rows.groupby(by, as_index=False).agg(units=("unit", tuple))
    dates = table["source"].map(sources.set_index("source")["date"]).fillna("")
    days = table["first_as_of"].dt.strftime("%Y-%m-%d")
    kinds = [
        _DATE_KINDS.get(len(date), "table") if day.startswith(date) else "table"
        for date, day in zip(dates, days, strict=True)
    ]
    table = table.assign(day_known=pd.Series(kinds, dtype=object, index=table.index))
    return table.sort_values(["first_as_of", "source"], ascending=[False, True], ignore_index=True)
