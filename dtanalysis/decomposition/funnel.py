"""
Where do services get lost between being published and being delivered on time?

Takes the count of every step, whoever counted it (`dtanalysis.dossiers` or published figures), each step a subset of the one
before: published → with a dossier → with an online dossier → on time. What is not counted is said, not bridged.
"""

from __future__ import annotations

import pandas as pd


def build_funnel(steps: pd.DataFrame) -> pd.DataFrame:
    """
    Tell for every step how many are left and how many were lost since the step before.

    Parameters
    ----------
    steps : pandas.DataFrame
        One row per step, in order, with ``step`` and ``count``; a missing count is a step that nobody counted.

    Returns
    -------
    pandas.DataFrame
        The rows with ``share_of_first`` (share, 0–1), ``compared_with`` (the last counted step before; empty for the first),
        ``share_of_previous`` (of that step), ``lost`` (cases), ``lost_share`` (of that step), ``is_largest_loss`` (the step that
        loses most cases) and ``is_steepest`` (the step that loses the largest share of the step before). Missing where a count or
        the step before is not known, or the step before is 0; ties go to the earlier step, and where nothing is lost none is marked.

    Raises
    ------
    ValueError
        If a count is negative, or a step has more than the last counted step before: then it is no subset of it.

    Examples
    --------
    >>> steps = pd.DataFrame({"step": ["published", "used", "online", "on time"], "count": [1000, 400, None, 300]})
    >>> build_funnel(steps)[["lost", "compared_with"]].values.tolist()[1:]
    [[600.0, 'published'], [nan, ''], [100.0, 'used']]
    """
    counts = steps["count"].astype(float)
    known = counts.ffill().shift()
    names = steps["step"].where(counts.notna()).ffill().shift()
    _check_steps(steps, counts, known)
    lost = known - counts
    base = known.where(known > 0)
    first = counts.dropna().iloc[0] if counts.notna().any() else float("nan")
    funnel = steps.assign(
        count=counts, share_of_first=counts / (first if first > 0 else float("nan")),
        compared_with=names.where(lost.notna(), ""), share_of_previous=counts / base, lost=lost, lost_share=lost / base,
    )  # fmt: skip
    return funnel.assign(is_largest_loss=_is_top(lost), is_steepest=_is_top(funnel["lost_share"]))


def _check_steps(steps: pd.DataFrame, counts: pd.Series, known: pd.Series) -> None:
    if (counts < 0).any():
        raise ValueError(f"A step cannot have fewer than 0; {steps.loc[counts < 0, 'step'].iloc[0]!r} has.")
    grown = counts > known
    if grown.any():
        place = int(grown.to_numpy().argmax())
        raise ValueError(
            f"Each step must be a subset of the one before; {steps['step'].iloc[place]!r} has {counts.iloc[place]:g}, "
            f"more than {known.iloc[place]:g} before it. Count both on the same base."
        )


def _is_top(losses: pd.Series) -> pd.Series:
    """Mark the first of the largest losses above 0."""
    top = losses.where(losses > 0).max()
    is_top = losses == top
    return is_top & (is_top.cumsum() == 1)


SERVICE_STEPS = ("published", "with_dossier", "with_online_dossier", "on_time")
"""The steps of a service, from the catalogue to a result in time."""


def service_steps(**counts: float) -> pd.DataFrame:
    """
    Put counts of services into the steps of `SERVICE_STEPS`.

    Parameters
    ----------
    **counts : float
        How many services reach each step, by its name; steps that are not named were not counted.

    Returns
    -------
    pandas.DataFrame
        One row per step: ``step``, ``count``.

    Raises
    ------
    ValueError
        If a name is not one of the steps.
    """
    strange = sorted(set(counts) - set(SERVICE_STEPS))
    if strange:
        raise ValueError(f"Unknown steps: {', '.join(strange)}. Steps are {', '.join(SERVICE_STEPS)}.")
    return pd.DataFrame(
        {"step": SERVICE_STEPS, "count": [counts.get(step, float("nan")) for step in SERVICE_STEPS]}
    )
