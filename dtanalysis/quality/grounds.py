"""
How far can each figure of a report be trusted, and what speaks against it?

Takes the readings of a report with the reasons that ``checks`` found, adds those that need the published changes or the
register of documents, and sums them up in one word. Nothing here repairs a figure or leaves one out.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis import checks
from dtanalysis.catalogue.schema import SERIES_KEY
from dtanalysis.catalogue.versions import FIGURE, latest_readings
from dtanalysis.periods import Period

_KEY = list(SERIES_KEY)

GRADES = ("contested", "weak", "unconfirmed", "firm")
"""How far a figure can be trusted, the worst first; see `grade_ground`."""

# That a figure is older, or only in the press, is said of it; it is no flaw of the figure itself.
_MILD = ("older_period", "press_only")

REASONS = (
    "change_differs", *(name for name in checks.REASONS if name not in _MILD), "undated", "saturated", *_MILD,
)  # fmt: skip
"""What can speak against a figure: what ``checks`` finds (`dtanalysis.checks.REASONS`), and see `grade_ground`."""

_CONTESTING = {"disputed", "change_differs"}

# Official pages and texts stand for themselves; mirrors, data sets and the press need a second witness.
_OFFICIAL = 1


def is_recent(periods: pd.Series, period: Period) -> pd.Series:
    """Say which figures a reader of this period still meets: up to its last day, not older than the year before."""
    return periods.map(
        lambda reading: reading.last_day <= period.last_day and reading.year >= period.year - 1
    ).astype(bool)


def pick_figures(observations: pd.DataFrame, indicators: pd.DataFrame, period: Period) -> pd.DataFrame:
    """
    Choose the figures that a report of the period shows.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per known value of one unit, with ``trust``.
    indicators : pandas.DataFrame
        The register.
    period : Period
        The reported period.

    Returns
    -------
    pandas.DataFrame
        One row per series, as `dtanalysis.catalogue.latest_readings`: figures of the period itself and, where it has
        none, of an earlier one that is not older than the year before.
    """
    readings = latest_readings(observations, period, indicators)
    years = readings["period"].map(lambda reading: reading.year).astype(float)
    return readings[readings["value"].notna() & (years >= period.year - 1)].reset_index(drop=True)


def grade_ground(
    graded: pd.DataFrame, changes: pd.DataFrame, sources: pd.DataFrame, indicators: pd.DataFrame
) -> pd.DataFrame:
    """
    Say in one word how far each figure can be trusted, with everything that speaks against it.

    Parameters
    ----------
    graded : pandas.DataFrame
        From `dtanalysis.checks.grade_figures`: figures with their ``reasons``.
    changes : pandas.DataFrame
        From `retrace_changes`: a published change that does not reproduce contests itself.
    sources : pandas.DataFrame
        The register of documents.
    indicators : pandas.DataFrame
        The register.

    Returns
    -------
    pandas.DataFrame
        `graded`, worst first, with three more reasons ("change_differs", "undated": its period is assumed because the
        document shows its year only, "saturated": a full 100 % without counts) and ``grade``: "contested" where sources
        differ or a published change does not reproduce; "weak" where anything else speaks against it; "firm" where
        nothing does and it comes from an authority, from several sources that agree, or with its counts; else
        "unconfirmed".
    """
    more = pd.DataFrame(
        {
            "change_differs": _is_among(graded, changes[changes["is_contested"]]),
            "undated": _is_undated(graded, sources),
            "saturated": _is_saturated(graded, indicators),
        },
        index=graded.index,
    )
    found = [
        {*row.reasons, *(name for name in more if getattr(row, name))}
        for row in graded[["reasons"]].join(more).itertuples()
    ]
    reasons = [tuple(name for name in REASONS if name in names) for names in found]
    table = graded.assign(reasons=pd.Series(reasons, index=graded.index, dtype=object))
    table = table.assign(grade=[_grade(row) for row in table.to_dict("records")])
    order = table["grade"].map(GRADES.index).astype(int)
    return table.assign(order=order).sort_values(["order", *_KEY], ignore_index=True).drop(columns="order")


def _is_among(figures: pd.DataFrame, others: pd.DataFrame) -> pd.Series:
    keys = set(others[FIGURE].itertuples(index=False, name=None))
    own = figures[FIGURE].itertuples(index=False, name=None)
    return pd.Series([key in keys for key in own], index=figures.index, dtype=bool)


def _is_undated(figures: pd.DataFrame, sources: pd.DataFrame) -> pd.Series:
    """Where the document shows its year only, a figure of that year has its period by assumption."""
    dates = figures["source"].map(sources.set_index("source")["date"]).fillna("")
    years = figures["period"].map(lambda period: str(period.year))
    # A collection of received files has no date of its own: each figure has the day of receipt.
    return dates == years


def _is_saturated(figures: pd.DataFrame, indicators: pd.DataFrame) -> pd.Series:
    """A full 100 % without counts says nothing about what was counted."""
    words = indicators.set_index("indicator")
    percent = figures["indicator"].map(words["unit_measure"]) == "percent"
    full = figures["value"] == figures["indicator"].map(words["upper"])
    return percent & full & figures["denominator"].isna()


def _grade(row: dict) -> str:
    # What several sources tell alike may be unusual, and is still so.
    against = set(row["reasons"]) - set(_MILD) - ({"outlier"} if row["versions"] > 1 else set())
    if against & _CONTESTING:
        return "contested"
    if against:
        return "weak"
    is_witnessed = row["trust"] <= _OFFICIAL or row["versions"] > 1 or row["denominator"] > 0
    return "firm" if is_witnessed else "unconfirmed"
