"""
Do the published changes follow from the printed values, and from which version of them?

Puts every published growth and every gain of places beside the values it speaks of, each version a row of its own, and lets
``checks`` compute it again. Where sources differ on a value this often tells which of them was used.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dtanalysis import checks
from dtanalysis.catalogue.rules import printed_decimals
from dtanalysis.catalogue.schema import SERIES_KEY, TARGETS
from dtanalysis.catalogue.versions import FIGURE, latest_by_source, most_trusted
from dtanalysis.periods import Period, parse_period
from dtanalysis.quality.grounds import is_recent

_KEY = list(SERIES_KEY)

_NO_TARGETS = pd.DataFrame(columns=[*TARGETS.columns])

# A stated change and the indicator it speaks of; an index has a relative growth, a rank gains places.
_CHANGES = {"_growth": "relative", "_change": "places"}


def pair_changes(observations: pd.DataFrame, period: Period) -> pd.DataFrame:
    """
    Put every published change beside the values it speaks of.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per known value of any unit, with ``trust``.
    period : Period
        The reported period; later figures are left out.

    Returns
    -------
    pandas.DataFrame
        One row per published change and distinct pair of values: the columns of the change's own observation,
        ``kind`` ("relative" in percent, "places" of a rank), ``base`` (the indicator it speaks of), ``value`` and ``before``
        with ``value_status`` and ``before_status``. Where sources differ on a value, each version has a row. A change whose
        values are not both known is left out.
    """
    is_past = observations["period"].map(lambda reading: reading.last_day <= period.last_day).astype(bool)
    past = observations[is_past]
    versions = _versions(past)
    stated = _stated_changes(past)
    ends = versions.rename(columns={"indicator": "base", "status": "value_status"})
    starts = ends.rename(columns={"value": "before", "value_status": "before_status"})
    starts = starts.assign(period=starts["period"].map(_next_year).astype(object))
    by = ["base", *_KEY[1:], "period"]
    return stated.merge(ends, on=by).merge(starts, on=by).sort_values([*FIGURE, "value"], ignore_index=True)


def _stated_changes(observations: pd.DataFrame) -> pd.DataFrame:
    """The latest published change of every kind, with the indicator it speaks of."""
    parts = observations["indicator"].str.extract(r"^(.+)(_growth|_change)$")
    known = parts[0].notna() & observations["value"].notna() & (observations["qualifier"] == "eq")
    told = observations.assign(base=parts[0], kind=parts[1].map(_CHANGES))[known]
    return latest_by_source(told).rename(columns={"value": "stated"})


def _versions(observations: pd.DataFrame) -> pd.DataFrame:
    """Every distinct value told of a figure, with the better of its statuses (published before derived)."""
    exact = observations[observations["value"].notna() & (observations["qualifier"] == "eq")]
    exact = latest_by_source(exact).sort_values(
        "status", key=lambda words: words != "published", kind="stable"
    )
    return exact.drop_duplicates([*FIGURE, "value"])[[*FIGURE, "value", "status"]]


def _next_year(period: Period) -> Period:
    return parse_period(f"{period.year + 1}{period.code[4:]}".replace("-02-29", "-02-28"), period.regime)


def retrace_changes(pairs: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """
    Compute every published change again, from each version of the values it speaks of.

    Parameters
    ----------
    pairs : pandas.DataFrame
        From `pair_changes`.
    indicators : pandas.DataFrame
        The register.

    Returns
    -------
    pandas.DataFrame
        `pairs` with ``computed`` (percent, or places of a rank) and ``agrees``: "yes" where some values that print as given
        lead to the stated change, "no" where none do, "untestable" where a value was itself derived and proves nothing;
        ``is_contested`` where no version of the values leads to it.
    """
    places = pairs["kind"] == "places"
    computed = (100 * (pairs["value"] / pairs["before"] - 1)).mask(places, pairs["before"] - pairs["value"])
    # Places are whole numbers, without rounding; relative changes are judged by ``checks``.
    wrong = (places & (computed != pairs["stated"])) | pairs.index.isin(
        _differing(pairs[~places], indicators)
    )
    derived = (pairs["value_status"] == "derived") | (pairs["before_status"] == "derived")
    agrees = pd.Series("yes", index=pairs.index).mask(wrong, "no").mask(derived, "untestable")
    by_change = agrees.groupby([pairs[name] for name in FIGURE])
    right = by_change.transform(lambda verdicts: (verdicts == "yes").any()).astype(bool)
    return pairs.assign(computed=computed, agrees=agrees, is_contested=(agrees == "no") & ~right)


def _differing(pairs: pd.DataFrame, indicators: pd.DataFrame) -> pd.Series:
    """The labels of the pairs that ``checks`` calls different; each pair is judged as a series of its own."""
    series = pairs[["unit", "level", "period", "as_of", "source"]].assign(
        indicator=pairs["base"], dimension=[f"pair={label}" for label in pairs.index], qualifier="eq",
        numerator=np.nan, denominator=np.nan,
    )  # fmt: skip
    claims = series.assign(
        kind="change_rel", stated=pairs["stated"], decimals=printed_decimals(pairs["stated"])
    )
    before = [reading.same_period_last_year for reading in pairs["period"]]
    values = pd.concat(
        [
            series.assign(value=pairs["value"], status=pairs["value_status"]),
            series.assign(value=pairs["before"], status=pairs["before_status"], period=before),
        ],
        ignore_index=True,
    )
    return checks.check_changes(claims, values, _NO_TARGETS, indicators)["at"]


def mark_versions(
    contradictions: pd.DataFrame, observations: pd.DataFrame, changes: pd.DataFrame, period: Period
) -> pd.DataFrame:
    """
    Say which of several versions the report uses, and which of them the published changes lead to.

    Parameters
    ----------
    contradictions : pandas.DataFrame
        From `dtanalysis.checks.find_contradictions`.
    observations : pandas.DataFrame
        The same observations, with ``trust``.
    changes : pandas.DataFrame
        From `retrace_changes`.
    period : Period
        The reported period; figures that its reader no longer meets are left out.

    Returns
    -------
    pandas.DataFrame
        The rows with ``is_used``, ``reproduces`` ("yes" where every published change follows from this version, "no" where one
        does not, empty where none speaks of it) and ``figure``, a number that the versions of one figure share; the latest
        figures first.
    """
    rows = contradictions[is_recent(contradictions["period"], period)]
    used = most_trusted(observations)[[*FIGURE, "source"]].assign(is_used=True)
    rows = rows.merge(used, on=[*FIGURE, "source"], how="left").assign(
        is_used=lambda frame: frame["is_used"].eq(True)
    )
    verdicts = _verdicts(changes)
    keys = rows[[*FIGURE, "value"]].itertuples(index=False, name=None)
    rows = rows.assign(
        reproduces=[verdicts.get(key, "") for key in keys],
        last_day=[reading.last_day for reading in rows["period"]],
        figure=rows.groupby(FIGURE, sort=False).ngroup(),
    )
    by = ["last_day", "figure", "value", "source"]
    return rows.sort_values(by, ascending=[False, True, True, True], ignore_index=True).drop(
        columns="last_day"
    )


def _verdicts(changes: pd.DataFrame) -> dict[tuple, str]:
    """What the published changes say of every value that they end or begin with."""
    told = changes[changes["agrees"] != "untestable"].drop(columns="indicator")
    ends = told.rename(columns={"base": "indicator"})
    starts = told.drop(columns="value").rename(columns={"base": "indicator", "before": "value"})
    starts = starts.assign(period=[reading.same_period_last_year for reading in starts["period"]])
    # A version must fit the change that leads to it and the one that starts from it.
    both = pd.concat([ends, starts], ignore_index=True)
    best = both.groupby([*FIGURE, "value", "stated"])["agrees"].max()
    return best.groupby([*FIGURE, "value"]).min().to_dict()
