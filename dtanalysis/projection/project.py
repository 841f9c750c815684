"""
Where one indicator ends the year: a projection where there is enough to project, arithmetic where there is not.

Takes one history (`readings.read_history`) and gives a `Projection`. What starts anew each January is projected by
its flows (`flows`); everything else by its level. Nothing is said beyond the bounds, and nothing beyond the steps to
which the model was scored.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from dtanalysis.periods import Period
from dtanalysis.projection.arithmetic import level_arithmetic, with_model
from dtanalysis.projection.batch import Batch, make_batch
from dtanalysis.projection.model import LEAST_READINGS, forecast
from dtanalysis.projection.question import check_bounds, check_question, reason_against, steps_ahead
from dtanalysis.projection.readings import History, read_history
from dtanalysis.projection.result import Projection
from dtanalysis.projection.year_total import project_flows


def project(
    series: object,
    *,
    freq: str | None = None,
    until: str | int | Period | dt.date = "year-end",
    lower: float = 0.0,
    upper: float | None = 100.0,
    accumulation: str = "level",
    cumulative: bool = False,
    target: float | None = None,
    comparator: str = "ge",
    siblings: Sequence[object] = (),
    unit_measure: str = "percent",
    unit_label: str = "",
) -> Projection:
    """
    Project one indicator to the end of the year.

    Parameters
    ----------
    series : pandas.DataFrame, pandas.Series, mapping or sequence
        As in `read_history`: periods and values, with ``qualifier``, ``status``, ``numerator`` and ``denominator``
        where known; or plain values with `freq`. 1 to 36 readings; gaps are allowed.
    freq : {"M", "Q", "H", "A"}, optional
        Distance of the readings; read off the periods where they are given.
    until : "year-end", int, str, Period or datetime.date
        How far: the first 31 December after the newest reading, so many steps, or the end of a period.
    lower : float, default 0
        Value below which the indicator cannot fall.
    upper : float or None, default 100
        Value above which it cannot rise; None where there is none.
    accumulation : {"level", "ever", "cumulative", "one_off"}, default "level"
        "level" is a state on the last day (or anything measured anew each time); "ever" is a level that never falls;
        "cumulative" starts anew each January, and its periods say what they cover; "one_off" is done or not done,
        and is never projected.
    cumulative : bool, default False
        The same as "ever": the level is *declared* never to fall. It is never inferred.
    target : float, optional
        Value to be reached by the end.
    comparator : {"ge", "gt", "le", "lt", "eq"}, default "ge"
        How the value has to compare; "eq" has no probability.
    siblings : sequence
        Histories of the same indicator for other units, as `series`, of the same frequency, known on the same day;
        the size of their errors steadies the interval of a short history. Not used where flows are projected.
    unit_measure, unit_label : str
        For the sentence.

    Returns
    -------
    Projection
        ``kind="arithmetic"`` with one or two readings, or where the end is too far; it then has no interval.

    Raises
    ------
    ValueError
        If there is no reading; a reading or the target lies outside the bounds; two readings end on one day; the
        comparator or accumulation is not known; or the end is already over.

    Examples
    --------
    >>> rate = {f"2023-{month:02d}": value for month, value in enumerate([21.4, 24.0, 25.1, 28.9, 30.2, 33.25], 1)}
    >>> projection = project(rate, target=50)
    >>> projection.kind, len(projection.quantiles)
    ('model', 6)
    >>> project({"2023-H1": 33.25}, target=70).required_pace
    6.125
    """
    upper = None if upper is None or np.isnan(upper) else upper
    check_question(lower, upper, target, comparator, accumulation)
    if accumulation == "cumulative":
        return project_flows(
            series,
            freq=freq,
            until=until,
            lower=lower,
            upper=upper,
            target=target,
            comparator=comparator,
            unit_measure=unit_measure,
            unit_label=unit_label,
        )
    history = read_history(series, freq=freq)
    check_bounds(history.values, lower, upper)
    steps = steps_ahead(history, until)
    reason = reason_against(history, steps, accumulation)
    goal = np.nan if target is None else float(target)
    words = {"reason": reason, "unit_measure": unit_measure, "unit_label": unit_label}
    arithmetic = level_arithmetic(history, steps * history.months, goal, comparator, **words)
    if reason:
        return arithmetic
    family = [read_history(sibling, freq=freq) for sibling in siblings]
    is_cumulative = cumulative or accumulation == "ever"
    result = forecast(_batch_of([history, *family], lower, upper, is_cumulative=is_cumulative), steps)
    return with_model(arithmetic, history, result.quantiles[0], result.weights[:, 0])


def _batch_of(histories: list[History], lower: float, upper: float | None, *, is_cumulative: bool) -> Batch:
    """The history and its siblings; those that are too short, or of another distance, say nothing."""
    usable = [
        history
        for place, history in enumerate(histories)
        if not place or (history.n_readings >= LEAST_READINGS and history.months == histories[0].months)
    ]
    return make_batch(
        [history.values for history in usable],
        lower=lower,
        upper=np.nan if upper is None else upper,
        cumulative=is_cumulative,
        denominators=[history.denominators for history in usable],
        groups=0,
    )
