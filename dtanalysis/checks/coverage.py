"""
What is on file, what is missing, and who was late.

Takes observations (and, for what was to be expected, a frame of units and indicators) and gives tables. An
empty value is not a figure: a unit that says "no figure yet" has answered, but has not given one.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue.schema import SERIES_KEY
from dtanalysis.catalogue.thresholds import Thresholds
from dtanalysis.periods import Period


def build_coverage(observations: pd.DataFrame) -> pd.DataFrame:
    """
    Count what is on file in each period.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per value of one unit.

    Returns
    -------
    pandas.DataFrame
        One row per period in order of time: ``period``, ``code``, ``n_figures`` (all versions of all
        sources), ``n_indicators``, ``n_sources`` and ``as_of`` (the latest day on which one of its figures
        became known). Values that a source leaves empty are not counted.
    """
    known = observations[observations["value"].notna()]
    table = known.groupby("period", as_index=False).agg(
        n_figures=("value", "size"),
        n_indicators=("indicator", "nunique"),
        n_sources=("source", "nunique"),
        as_of=("as_of", "max"),
    )
    table.insert(1, "code", table["period"].map(str))
    return table.sort_values("period", ignore_index=True)


def count_by_unit(observations: pd.DataFrame) -> pd.DataFrame:
    """
    Count what is on file for each unit.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per value of any unit.

    Returns
    -------
    pandas.DataFrame
        One row per unit, most figures first: ``unit``, ``n_figures``, ``first_year``, ``last_year``. Values
        that a source leaves empty are not counted.
    """
    known = observations[observations["value"].notna()]
    years = known.assign(year=[period.year for period in known["period"]])
    table = years.groupby("unit", as_index=False).agg(
        n_figures=("value", "size"), first_year=("year", "min"), last_year=("year", "max")
    )
    return table.sort_values(["n_figures", "unit"], ascending=[False, True], ignore_index=True)


def expect_as_before(observations: pd.DataFrame, period: Period) -> pd.DataFrame:
    """
    Expect of every unit what it reported last time.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per value of any unit.
    period : Period
        The period that reports are awaited for.

    Returns
    -------
    pandas.DataFrame
        One row per series, its columns `SERIES_KEY`: those for which the unit gave a value in its latest
        earlier period of the same kind (month after month, half after half). Whether the unit still exists is
        not looked up.
    """
    alike = {
        other: other.kind == period.kind
        and other.regime == period.regime
        and other.last_day < period.last_day
        for other in observations["period"].unique()
    }
    known = observations[observations["value"].notna() & observations["period"].map(alike).astype(bool)]
    ends = known["period"].map({other: other.last_day.toordinal() for other in alike}).astype(float)
    latest = known[ends == ends.groupby(known["unit"]).transform("max")]
    expected = latest[list(SERIES_KEY)].drop_duplicates()
    return expected.sort_values(["unit", "indicator", "level", "dimension"], ignore_index=True)


def build_completeness(observations: pd.DataFrame, expected: pd.DataFrame, period: Period) -> pd.DataFrame:
    """
    Count what each unit has given of what was expected of it.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per value of any unit; an empty value says that the unit has no figure.
    expected : pandas.DataFrame
        One row per expected figure: ``unit`` and ``indicator``, ``level`` and ``dimension`` if they matter;
        from `expect_as_before` or a form.
    period : Period
        The period looked at.

    Returns
    -------
    pandas.DataFrame
        One row per unit that anything is expected of, the least complete first: ``expected``, ``given``,
        ``not_reported`` (marked so by the unit), ``missing`` (not a word), ``share`` of those given, and
        ``missing_indicators``, a tuple.
    """
    key = [column for column in ("unit", "indicator", "level", "dimension") if column in expected]
    of_period = observations["period"].map(
        {other: other == period for other in observations["period"].unique()}
    )
    answers = observations[of_period.astype(bool)]
    given = answers.assign(is_given=answers["value"].notna()).groupby(key, as_index=False)["is_given"].max()
    rows = expected[key].drop_duplicates().merge(given, on=key, how="left")
    rows = rows.assign(
        given=rows["is_given"].eq(True),
        not_reported=rows["is_given"].eq(False),
        missing=rows["is_given"].isna(),
    )
    table = rows.groupby("unit", as_index=False).agg(
        expected=("given", "size"),
        given=("given", "sum"),
        not_reported=("not_reported", "sum"),
        missing=("missing", "sum"),
    )
    silent = rows[rows["missing"]].groupby("unit")["indicator"].agg(lambda names: tuple(sorted(set(names))))
    lists = [silent.get(unit, ()) for unit in table["unit"]]
    table = table.assign(
        share=table["given"] / table["expected"], missing_indicators=pd.Series(lists, dtype=object)
    )
    return table.sort_values(["share", "unit"], ignore_index=True)


def build_timeliness(observations: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """
    Say how long after the end of each period each unit's first figure was known.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per value as known on one day.
    thresholds : Thresholds
        ``report_days`` is how many days a report may take.

    Returns
    -------
    pandas.DataFrame
        One row per unit and period with any row, in order of time: ``unit``, ``period``, ``last_day``,
        ``first_as_of``, ``days_after`` (negative where an estimate came before the end) and ``is_late``. All
        three are missing where the unit gave no value: it is not late, it is missing.
    """
    days = observations["as_of"].where(observations["value"].notna())
    first = observations.assign(first_as_of=days).groupby(["period", "unit"], as_index=False, sort=False)
    table = first["first_as_of"].min()
    ends = {period: pd.Timestamp(period.last_day) for period in table["period"].unique()}
    last_day = pd.to_datetime(table["period"].map(ends))
    after = (table["first_as_of"] - last_day).dt.days
    is_late = after.gt(thresholds.report_days).astype("boolean").mask(after.isna())
    table = table.assign(last_day=last_day, days_after=after.astype("Int64"), is_late=is_late)
    table = table[["unit", "period", "last_day", "first_as_of", "days_after", "is_late"]]
    return table.sort_values(["period", "unit"], ignore_index=True)
