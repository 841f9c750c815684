"""
How many targets of a plan are met, and which of its targets still need work.

Takes the scorecard of `dtanalysis.gaps` (one row per indicator and target) and the registered plans. A target that is
not public, not reported or not decided leaves a range, never a guess.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import SERIES_KEY
from dtanalysis.catalogue.schema import STATUSES
from dtanalysis.catalogue.versions import latest_readings
from dtanalysis.periods import Period

KEY = list(SERIES_KEY)


def count_statuses(scorecard: pd.DataFrame, by: str | None = None) -> pd.DataFrame:
    """
    Count the targets of each status, so that the counts sum to the number of targets known.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        One row per indicator and target, with ``status``.
    by : str, optional
        A column to split by, such as ``"group"``.

    Returns
    -------
    pandas.DataFrame
        One row per plan (and value of `by`), one column per status of `STATUSES` other than "no_target", and
        ``n_known``, their sum. A slice (``field=land``) of an indicator whose whole has a target of its own is not counted again.
    """
    counted = _without_slices(scorecard[scorecard["target"].notna()])
    keys = ["plan", by] if by else ["plan"]
    table = counted.groupby([*keys, "status"]).size().unstack(fill_value=0)
    table = table.reindex(columns=[status for status in STATUSES if status != "no_target"], fill_value=0)
    return table.assign(n_known=table.sum(axis=1)).reset_index().rename_axis(columns=None)


def _without_slices(targets: pd.DataFrame) -> pd.DataFrame:
    """Leave out a target that only repeats, for one slice, the target of the whole."""
    whole = targets.loc[targets["dimension"] == "", ["indicator", "level", "plan"]].assign(has_whole=True)
    marked = targets.merge(whole.drop_duplicates(), on=["indicator", "level", "plan"], how="left")
    return marked[(marked["dimension"] == "") | marked["has_whole"].isna()].drop(columns="has_whole")


def summarise_plans(
    scorecard: pd.DataFrame, plans: pd.DataFrame, observations: pd.DataFrame, period: Period
) -> pd.DataFrame:
    """
    Say for each plan how many of its targets are met: as stated, and as far as we can see ourselves.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        One row per indicator and target.
    plans : pandas.DataFrame
        One row per judged plan, with ``n_targets`` (missing where not public).
    observations : pandas.DataFrame
        All known values of the unit: ``plan_targets_met`` holds what the plan's owner states.
    period : Period
        The reported period.

    Returns
    -------
    pandas.DataFrame
        One row per plan: ``n_targets``, ``stated_met`` and ``stated_share`` (missing where nothing is
        stated), ``source`` of that statement, ``n_known`` (targets that are public), the counts of each
        status, ``n_unknown`` (targets that are not public, not reported or undecided), and
        ``lowest_share``/``highest_share``: the range in which the share of met targets lies, from our own
        figures alone, with every unknown target counted as missed or as met. Both are missing where not even
        one target is known of a plan of unknown size; where more targets are known than the plan is said to
        have, they are shares of the known ones.
    """
    counts = count_statuses(scorecard)
    summary = plans[["plan", "name_vi", "name_en", "n_targets"]].merge(counts, on="plan", how="left")
    numbers = [column for column in counts.columns if column != "plan"]
    summary[numbers] = summary[numbers].fillna(0).astype(int)
    summary = summary.merge(_stated_counts(observations, period), on="plan", how="left")
    met = summary["met"] + summary["exceeded"]
    total = summary[["n_targets", "n_known"]].max(axis=1).where(lambda size: size > 0)
    unknown = total - met - summary["behind"] - summary["dropped"]
    return summary.assign(
        stated_share=summary["stated_met"] / summary["n_targets"],
        n_unknown=unknown,
        lowest_share=met / total,
        highest_share=(met + unknown) / total,
    )


def _stated_counts(observations: pd.DataFrame, period: Period) -> pd.DataFrame:
    """How many targets of each plan its owner says are met, in exactly this period."""
    stated = latest_readings(observations[observations["indicator"] == "plan_targets_met"], period)
    stated = stated[stated["is_current"] & (stated["qualifier"] == "eq")]
    stated = stated.assign(plan=stated["dimension"].str.removeprefix("plan="))
    columns = stated[["plan", "value", "source"]].rename(columns={"value": "stated_met"})
    return columns.drop_duplicates("plan")


def prefer_own(own: pd.DataFrame, reference: pd.DataFrame) -> pd.DataFrame:
    """
    Take the unit's own targets and, for series without one, the targets to orient by.

    Parameters
    ----------
    own, reference : pandas.DataFrame
        One row per promise.

    Returns
    -------
    pandas.DataFrame
        One row per promise; own rows first. A target for one level or slice leaves the others their
        orientation.
    """
    known = pd.MultiIndex.from_frame(own[KEY])
    others = reference[~pd.MultiIndex.from_frame(reference[KEY]).isin(known)]
    return pd.concat([own, others], ignore_index=True)


def summarise_groups(scorecard: pd.DataFrame) -> pd.DataFrame:
    """
    Say for each plan and group of indicators which share of the known targets is met.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        One row per indicator and target, with ``group`` and ``status``.

    Returns
    -------
    pandas.DataFrame
        One row per (plan, group) with a known target: the counts of each status, ``n_known``, ``n_met``,
        ``n_open`` (not reported or undecided) and ``lowest_share``/``highest_share``, with every open target
        counted as missed or as met. How many targets of a group are not public is not known, so the shares
        are those of the known ones.
    """
    counts = count_statuses(scorecard, by="group")
    met, still_open = counts["met"] + counts["exceeded"], counts["undecided"] + counts["not_reported"]
    return counts.assign(
        n_met=met,
        n_open=still_open,
        lowest_share=met / counts["n_known"],
        highest_share=(met + still_open) / counts["n_known"],
    )


def list_work(scorecard: pd.DataFrame) -> pd.DataFrame:
    """
    List the targets that still need work, those that need the fastest progress first.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        One row per indicator and target, with gap and pace.

    Returns
    -------
    pandas.DataFrame
        The rows "behind" or "undecided" with a gap above 0, and ``pace_multiple``: how many times faster than
        so far (``required_pace`` ÷ ``pace_so_far``; missing without a pace so far, or where it went the wrong
        way). Percent indicators first, widest gap first; gaps of other measures do not compare.
    """
    rows = scorecard[scorecard["status"].isin(["behind", "undecided"]) & (scorecard["gap"] > 0)]
    forward = rows["pace_so_far"].where(rows["direction"] == "up", -rows["pace_so_far"])
    rows = rows.assign(
        pace_multiple=(rows["required_pace"] / forward).where(forward > 0),
        is_percent=rows["unit_measure"] == "percent",
    )
    return rows.sort_values(["is_percent", "gap"], ascending=False, kind="stable", ignore_index=True)
