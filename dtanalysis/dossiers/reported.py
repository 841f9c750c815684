"""
Do the figures that a unit reported agree with what its dossiers count?

Takes the rates counted from dossiers and the observations of a scope; gives both side by side for the same period and the same
definition. Which of the two is right is not decided here: a difference is a question to the unit.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.catalogue.versions import most_trusted
from dtanalysis.dossiers.question import INDICATOR, DossierQuestion

ONLINE_RATE = "tthc_online_dossier_rate"
"""The indicator that the share of dossiers received online is reported under."""

_COLUMNS = [
    *("indicator", "reported", "reported_numerator", "reported_denominator"),
    *("counted", "counted_numerator", "counted_denominator", "difference"),
]


def compare_reported(
    question: DossierQuestion, scope: Scope, use: pd.DataFrame, rates: pd.DataFrame
) -> pd.DataFrame:
    """
    Put the reported rates beside those counted from dossiers.

    Parameters
    ----------
    question : DossierQuestion
        The unit's dossiers.
    scope : Scope
        The question of the page: its observations and period.
    use : pandas.DataFrame
        From `dtanalysis.dossiers.service_use`, over the months of the period.
    rates : pandas.DataFrame
        From `dtanalysis.dossiers.parts_of_rates`, over the same months.

    Returns
    -------
    pandas.DataFrame
        One row per indicator that is both reported for this very period and counted: ``indicator``, ``reported`` and
        ``counted`` (percent), both with ``…_numerator`` and ``…_denominator`` (missing where not published), and
        ``difference`` (counted minus reported, points). Without rows where the dossiers do not cover the whole period: then
        the two count different things.
    """
    if question.reason or question.missing_months or not _covers(question, scope):
        return pd.DataFrame(columns=_COLUMNS)
    counts = {
        INDICATOR: (int((use["n_online"] > 0).sum()), len(use)),
        ONLINE_RATE: (int(rates["numerator"].sum()), int(rates["denominator"].sum())),
    }
    rows = [
        _side_by_side(reading, *counts[reading["indicator"]])
        for _, reading in _readings(scope).iterrows()
        if counts[reading["indicator"]][1]
    ]
    return pd.DataFrame(rows, columns=_COLUMNS)


def _covers(question: DossierQuestion, scope: Scope) -> bool:
    """Whether the last month counted is the last of the period: dossiers are counted by whole months."""
    day = scope.period.last_day
    return question.months[1] == 100 * day.year + day.month


def _readings(scope: Scope) -> pd.DataFrame:
    """The exact figures of the unit as a whole for this very period."""
    known = scope.observations
    is_asked = (
        known["indicator"].isin([INDICATOR, ONLINE_RATE])
        & (known["unit"] == scope.unit)
        & (known["dimension"] == "")
        & (known["qualifier"] == "eq")
        & known["period"].map(lambda period: period.code == scope.period.code).astype(bool)
    )
    own = most_trusted(known[is_asked & known["value"].notna()])
    return own.sort_values("indicator", kind="stable").drop_duplicates("indicator")


def _side_by_side(reading: pd.Series, numerator: int, denominator: int) -> list[object]:
    counted = 100 * numerator / denominator
    reported = [reading[name] for name in ("indicator", "value", "numerator", "denominator")]
    return [*reported, counted, numerator, denominator, counted - reading["value"]]
