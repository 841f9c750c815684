"""
How do others judge progress? Three yardsticks that stand next to a projection, in columns of their own.

Takes one row per target (value, baseline, target and their three dates) and adds the arithmetic pace, the
class of Eurostat and Open SDG, and the anticipated progress of UN ESCAP. None of them is a forecast: each
draws one curve through the past as if nothing could vary, so none carries an interval or a probability. They
are here because readers have to quote them; what is likely is told by ``dtanalysis.projection``.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dtanalysis.catalogue.schema import SERIES_KEY
from dtanalysis.gaps import add_status
from dtanalysis.periods import Period

KEY = list(SERIES_KEY)

PACE_CLASSES = ("achieved", "on_pace", "acceleration_needed", "behind", "moving_away", "unknown")
"""What `add_pace_class` says."""

EUROSTAT_CLASSES = (
    "achieved", "on_track", "acceleration_needed", "limited_progress", "deterioration", "unknown",
)  # fmt: skip
"""What `add_eurostat_class` says."""

ESCAP_CLASSES = ("maintain", "accelerate", "reverse", "unknown")
"""What `add_escap_progress` says."""

EUROSTAT_WARNINGS = (
    "no_target", "exact_target", "bound", "zero_base", "zero_target", "near_zero", "negative_base",
    "sign_change", "base_meets_target", "under_one_year",
)  # fmt: skip
"""Why a class of `add_eurostat_class` says little; several may hold of one row."""

YARDSTICK_COLUMNS = (
    "pace_ratio", "pace_class", "eurostat_ratio", "eurostat_class", "eurostat_warning", "escap_value",
    "escap_progress", "escap_class", "escap_n",
)  # fmt: skip
"""The columns that `add_yardsticks` adds."""

NEARLY, MOSTLY = 0.95, 0.60
"""From which share of the required progress it counts as enough, and as more than limited (both sources)."""

GROWTH_ENOUGH, GROWTH_SOME = 0.015, 0.005
"""The same for yearly growth where no target is set (Open SDG)."""

LIMIT_EXPONENT = 4.44
"""How fast Open SDG lowers these growth rates near a natural limit."""

ZERO_STAND_IN = 0.001
"""What Open SDG writes for a base or a target of 0."""

SMALL_BASE = 0.1
"""A base (or target) below this share of the other end is near zero: growth rates explode (policy)."""


def add_pace_class(frame: pd.DataFrame) -> pd.DataFrame:
    """
    Add ``pace_ratio`` and ``pace_class``: progress made against straight-line progress due by now.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row per target with ``value``, ``qualifier``, ``baseline``, ``target``, ``comparator`` and the
        days (datetime64) ``baseline_date``, ``value_date``, ``target_date``; ``lower`` and ``upper`` where
        known.

    Returns
    -------
    pandas.DataFrame
        ``pace_ratio`` is (value − baseline) ÷ (target − baseline) ÷ share of the time gone, in points or
        counts, turned towards the target by its comparator; for an exact target (``eq``) it is the distance
        closed. Missing for a bound, without a baseline or target, and where no progress was required (the
        baseline is at or beyond the target). ``pace_class`` is "achieved" (every value the figure allows
        meets the target, so a bound can achieve), "on_pace" (from .95), "acceleration_needed" (from .60),
        "behind" (from 0), "moving_away" (below 0, or fallen back from a baseline that met the target), else
        "unknown".

    Notes
    -----
    Time runs in months, the running one as day ÷ days, as `Period.months_left` does; after the target's day
    all of the progress is due. Straight points, not compound growth, which divides by a base that may be
    small.

    Examples
    --------
    >>> row = {"value": 61.0, "qualifier": "eq", "baseline": 50.0, "target": 70.0, "comparator": "ge",
    ...        "baseline_date": "2022-12-31", "value_date": "2023-06-30", "target_date": "2023-12-31"}
    >>> add_pace_class(pd.DataFrame([row]))[["pace_ratio", "pace_class"]].values.tolist()
    [[1.1, 'on_pace']]
    """
    required = _closed(frame, frame["baseline"], frame["target"])
    achieved = _closed(frame, frame["baseline"], _exact(frame))
    share = (_months(frame, "value_date") / _months(frame, "target_date")).clip(upper=1)
    is_started = (_months(frame, "value_date") > 0) & (_months(frame, "target_date") > 0)
    ratio = (achieved / required / share).where(is_started & (required > 0)).round(9)
    fell_back = is_started & (required <= 0) & (achieved < 0)
    classes = _grade(ratio, PACE_CLASSES[1:5]).mask(fell_back, "moving_away").mask(_is_met(frame), "achieved")
    return frame.assign(pace_ratio=ratio, pace_class=classes)


def _exact(frame: pd.DataFrame) -> pd.Series:
    return frame["value"].where(frame["qualifier"] == "eq").astype(float)


def _is_met(frame: pd.DataFrame) -> pd.Series:
    """Whether every value that a figure allows meets its target; False where either is missing."""
    return add_status(frame.assign(is_current=True))["status"].isin(["met", "exceeded"])


def _closed(frame: pd.DataFrame, start: pd.Series, end: pd.Series) -> pd.Series:
    """How far each row comes towards its target between two values; negative is away from it."""
    nearer = (frame["target"] - start).abs() - (frame["target"] - end).abs()
    return (
        (_turn(frame["comparator"]) * (end - start)).mask(frame["comparator"] == "eq", nearer).astype(float)
    )


def _turn(words: pd.Series) -> pd.Series:
    """1 where more is asked for, −1 where less; missing for an exact target."""
    return words.map({"ge": 1.0, "gt": 1.0, "up": 1.0, "le": -1.0, "lt": -1.0, "down": -1.0}).astype(float)


def _months(frame: pd.DataFrame, day: str) -> pd.Series:
    """Months from the baseline's day to another; as `Period.months_left` counts them."""
    return _month_number(frame[day]) - _month_number(frame["baseline_date"])


def _month_number(days: pd.Series) -> pd.Series:
    """Months of the calendar that are over at the end of each day, the running one as a fraction."""
    days = pd.to_datetime(days)
    return 12 * days.dt.year + days.dt.month - 1 + days.dt.day / days.dt.days_in_month


def _grade(ratio: pd.Series, words: tuple[str, ...]) -> pd.Series:
    """The word for each share of the required progress, best first; "unknown" where it is missing."""
    floors = [ratio >= NEARLY, ratio >= MOSTLY, ratio >= 0, ratio < 0]
    return pd.Series(np.select(floors, words, default="unknown"), index=ratio.index)


def add_eurostat_class(frame: pd.DataFrame) -> pd.DataFrame:
    """
    Add ``eurostat_ratio``, ``eurostat_class`` and ``eurostat_warning``: compound growth against required
    growth.

    Parameters
    ----------
    frame : pandas.DataFrame
        As for `add_pace_class`, with ``direction`` for rows without a target.

    Returns
    -------
    pandas.DataFrame
        ``eurostat_ratio`` is R of the notes; ``eurostat_class`` "achieved" (the target is met), "on_track" (R
        from .95), "acceleration_needed" (from .60), "limited_progress" (from 0), "deterioration", else
        "unknown". ``eurostat_warning`` holds the words of `EUROSTAT_WARNINGS` that apply, between spaces;
        empty without a value or baseline:

        - "no_target": growth itself is judged, so R is missing;
        - "exact_target", "bound": neither is known to the method, so R is missing;
        - "zero_base", "zero_target": 0.001 stands for 0, and the result hangs on that choice;
        - "near_zero": base or target is less than a tenth of the other end (the value, without a target);
        - "negative_base": growth of the size is judged, turned; "sign_change": no growth rate exists;
        - "base_meets_target": the baseline is at the target (R is missing) or beyond it;
        - "under_one_year": Open SDG wants a year at least; growth of a few months is read as yearly.

    Notes
    -----
    With base y₀ at t₀, value y at t, target y_T at t_T in years, and d = 1 where more is better, else −1:
    R = d · ((y ÷ y₀)^(1 ÷ (t − t₀)) − 1) ÷ abs((y_T ÷ y₀)^(1 ÷ (t_T − t₀)) − 1); d turns for a negative base.
    Without a target d times the yearly growth is graded at 1.5 %, 0.5 % and 0 %, the first two times
    C = 1 − (y₀ ÷ limit)^4.44 near a natural limit (``upper`` for d = 1; ``lower`` for −1, with
    2 · limit − y₀ for y₀ up to twice the limit).

    Checked against open-sdg/open-sdg ``docs/progress-methodology.md`` (after Eurostat; by Statistics Canada)
    and open-sdg/sdg-build ``sdg/ProgressMeasure.py``. Ours: the warnings, years that may be broken, a strict
    comparator, and "unknown" for a base equal to the target, where theirs divides by zero. The aggregate
    score is left out. Growth divides by the base, so equal points weigh more from a small start.

    Examples
    --------
    >>> row = {"value": 61.0, "qualifier": "eq", "baseline": 50.0, "target": 70.0, "comparator": "ge",
    ...        "direction": "up", "baseline_date": "2022-12-31", "value_date": "2023-12-31",
    ...        "target_date": "2024-12-31"}
    >>> added = add_eurostat_class(pd.DataFrame([row]))
    >>> added["eurostat_ratio"].round(3).item(), added["eurostat_class"].item()
    (1.201, 'on_track')
    """
    base, goal = _without_zero(frame["baseline"]), _without_zero(frame["target"])
    turn = _turn(frame["comparator"]).where(frame["target"].notna(), _turn(frame["direction"]))
    growth = turn * np.where(base < 0, -1, 1) * _growth(_exact(frame), base, _months(frame, "value_date"))
    needed = _growth(goal, base, _months(frame, "target_date")).abs()
    ratio = (growth / needed.where(needed > 0)).round(9)
    graded = _grade(ratio, EUROSTAT_CLASSES[1:5])
    untargeted = _grade_growth(growth.round(12), _limit_factor(frame, base, turn))
    classes = graded.where(frame["target"].notna(), untargeted).mask(_is_met(frame), "achieved")
    return frame.assign(eurostat_ratio=ratio, eurostat_class=classes, eurostat_warning=_warn(frame))


def _without_zero(values: pd.Series) -> pd.Series:
    return values.astype(float).replace(0.0, ZERO_STAND_IN)


def _growth(later: pd.Series, earlier: pd.Series, months: pd.Series) -> pd.Series:
    """Compound growth a year; missing between opposite signs and where no time has passed."""
    multiple = later / earlier
    return multiple.where(multiple >= 0) ** (12 / months.where(months > 0)) - 1


def _grade_growth(growth: pd.Series, factor: pd.Series) -> pd.Series:
    """The class of a yearly growth where no target is set."""
    floors = [growth >= GROWTH_ENOUGH * factor, growth >= GROWTH_SOME * factor, growth >= 0, growth < 0]
    return pd.Series(np.select(floors, EUROSTAT_CLASSES[1:5], default="unknown"), index=growth.index)


def _limit_factor(frame: pd.DataFrame, base: pd.Series, turn: pd.Series) -> pd.Series:
    """By how much the growth asked for shrinks near the limit ahead; 1 far away or without a limit."""
    upper, lower = (
        frame.get(bound, pd.Series(np.nan, frame.index)).astype(float) for bound in ("upper", "lower")
    )
    limit, size = upper.where(turn > 0, lower).abs(), base.abs()
    nearness = (size / limit).where(size <= limit, 2 - size / limit)
    return (1 - nearness.clip(lower=0) ** LIMIT_EXPONENT).where(size < 2 * limit, 1.0)


def _warn(frame: pd.DataFrame) -> pd.Series:
    """The words of `EUROSTAT_WARNINGS` that apply to each row."""
    base, value = frame["baseline"].astype(float), frame["value"].astype(float)
    target = frame["target"].astype(float)
    end = target.fillna(value)
    smaller, larger = np.minimum(base.abs(), end.abs()), np.maximum(base.abs(), end.abs())
    applies = {
        "no_target": target.isna(),
        "exact_target": frame["comparator"] == "eq",
        "bound": frame["qualifier"] != "eq",
        "zero_base": base == 0,
        "zero_target": target == 0,
        "near_zero": (smaller > 0) & (smaller < SMALL_BASE * larger),
        "negative_base": base < 0,
        "sign_change": (base * value < 0) | (base * target < 0),
        "base_meets_target": _is_met(frame.assign(value=base, qualifier="eq")) | (base == target),
        "under_one_year": _months(frame, "value_date") < 12,
    }
    text = pd.Series("", index=frame.index)
    for word in EUROSTAT_WARNINGS:
        text = text.mask(applies[word], text + " " + word)
    return text.str.strip().where(base.notna() & value.notna(), "")


def add_escap_progress(frame: pd.DataFrame, histories: pd.DataFrame) -> pd.DataFrame:
    """
    Add UN ESCAP's anticipated progress: ``escap_value``, ``escap_progress``, ``escap_class``, ``escap_n``.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row per target with the columns of `SERIES_KEY`, ``baseline``, ``target``, ``comparator`` and
        ``target_date`` (datetime64); ``lower`` and ``upper`` where known.
    histories : pandas.DataFrame
        One row per reading: the columns of `SERIES_KEY`, ``date`` (its last day) and ``value``. The order
        does not matter; empty values do not count.

    Returns
    -------
    pandas.DataFrame
        ``escap_value`` is the line's value at the target date, kept inside the bounds; missing with fewer
        than two readings, and where the last one is not before that date. ``escap_progress`` is 100 −
        anticipated gap, in percent of the progress required since the baseline: 100 where the target is
        reached, below 0 where the line ends on the wrong side of the baseline; missing where no progress was
        required. ``escap_class`` is "maintain" (the line reaches the target), "accelerate" (it falls short),
        "reverse" (``escap_progress`` below 0, or the line falls away from a target that the baseline met),
        else "unknown". ``escap_n`` counts the readings.

    Raises
    ------
    ValueError
        If a series has two readings of one day.

    Notes
    -----
    Read in the opening parts of the technical notes of UNECE (w3.unece.org/sdg2022 and sdg2023) and ESCAP
    (data.unescap.org/resource-guides/progress-assessment-methodology): a time-weighted linear regression that
    gives more weight to recent data, at least two readings, and, for a target not reached, the gap between
    target and anticipated value relative to the progress required from the base year to the target year. The
    three words follow a summary of ESCAP's report of 2017 (keep the pace, quicken it, reverse the trend).

    Not read, hence to be verified before a class is quoted as ESCAP's: the *weights* (working paper SD/WP/04,
    2017), which here rise in proportion to time, the first reading having 1 and each shortest spacing adding
    1; and the *cut-offs* between the words, for which the plain reading is taken here, without any tolerance.

    Examples
    --------
    >>> series = {"indicator": "i", "unit": "u", "level": "province", "dimension": ""}
    >>> row = series | {"baseline": 50.0, "target": 70.0, "comparator": "ge", "target_date": "2023-12-31"}
    >>> history = [series | {"date": day, "value": value}
    ...            for day, value in [("2022-12-31", 50.0), ("2023-03-31", 52.0), ("2023-06-30", 57.0)]]
    >>> added = add_escap_progress(pd.DataFrame([row]), pd.DataFrame(history))
    >>> added[["escap_value", "escap_progress", "escap_class"]].values.tolist()
    [[64.3, 71.5, 'accelerate']]
    """
    lines = frame[KEY].merge(_fit_lines(histories), on=KEY, how="left").set_index(frame.index)
    day = _month_number(frame["target_date"])
    anticipated = (lines["middle"] + lines["slope"] * (day - lines["month"])).where(day > lines["last"])
    anticipated = anticipated.clip(lower=frame.get("lower"), upper=frame.get("upper")).round(9)
    reached = _is_met(frame.assign(value=anticipated, qualifier="eq"))
    required = _closed(frame, frame["baseline"], frame["target"])
    progress = 100 * _closed(frame, frame["baseline"], anticipated) / required.where(required > 0)
    progress = progress.mask(reached & (required > 0), 100.0).round(9)
    leaves = (required <= 0) & (_closed(frame, lines["middle"], anticipated) < 0)
    judged = [reached, (progress < 0) | leaves, progress >= 0]
    classes = np.select(judged, ["maintain", "reverse", "accelerate"], default="unknown")
    count = lines["n"].fillna(0).astype(int)
    return frame.assign(escap_value=anticipated, escap_progress=progress, escap_class=classes, escap_n=count)


def _fit_lines(histories: pd.DataFrame) -> pd.DataFrame:
    """One weighted line per series: slope a month, and the weighted means that it runs through."""
    known = histories[histories["value"].notna()]
    points = known.assign(date=pd.to_datetime(known["date"])).sort_values([*KEY, "date"])
    _refuse_repeated_days(points)
    points = _weigh(points.assign(month=_month_number(points["date"])))
    middle = {column: _weighted_sum(points, points[column]) for column in ("month", "value")}
    total = _weighted_sum(points, 1.0)
    off_month = points["month"] - middle["month"] / total
    off_value = points["value"] - middle["value"] / total
    slope = _weighted_sum(points, off_month * off_value) / _weighted_sum(points, off_month**2)
    lines = points[KEY].assign(
        month=middle["month"] / total, middle=middle["value"] / total, slope=slope, last=points["month"]
    )
    lines = lines.drop_duplicates(KEY, keep="last")
    return lines.merge(points.groupby(KEY, as_index=False).size().rename(columns={"size": "n"}), on=KEY)


def _refuse_repeated_days(points: pd.DataFrame) -> None:
    repeated = points[points.duplicated([*KEY, "date"])]
    if len(repeated):
        row = repeated.iloc[0]
        raise ValueError(
            f"{row['indicator']} of {row['unit']} has two readings of {row['date']:%Y-%m-%d}. "
            "Keep one reading per series and day; `scenarios.choose_readings` does."
        )


def _weigh(points: pd.DataFrame) -> pd.DataFrame:
    """Add ``weight``: 1 for a series' first reading, rising by 1 in the time of its shortest spacing."""
    series = [points[column] for column in KEY]
    spacing = points["month"].groupby(series).diff().groupby(series).transform("min")
    since_first = points["month"] - points["month"].groupby(series).transform("min")
    return points.assign(weight=(1 + since_first / spacing).fillna(1.0))


def _weighted_sum(points: pd.DataFrame, numbers: pd.Series | float) -> pd.Series:
    """The weighted sum of each series, beside every one of its points."""
    return (points["weight"] * numbers).groupby([points[column] for column in KEY]).transform("sum")


def add_yardsticks(scorecard: pd.DataFrame, histories: pd.DataFrame, period: Period) -> pd.DataFrame:
    """
    Add all yardsticks to a scorecard.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        Result of `dtanalysis.gaps.build_scorecard` for `period`.
    histories : pandas.DataFrame
        One row per exact reading of a series and day: the columns of `SERIES_KEY`, ``period`` and ``value``,
        as `dtanalysis.scenarios.choose_readings` gives them.
    period : Period
        The reported period: the baseline is of 31 December of the year before, the value of its last day.

    Returns
    -------
    pandas.DataFrame
        The rows of `scorecard` with `YARDSTICK_COLUMNS`. A figure that is not the period's own is not judged.
        Of something counted from 1 January on only this year's readings since then make up the line.

    Raises
    ------
    ValueError
        If a series has two readings of one day.
    """
    dated = scorecard.assign(
        value=scorecard["value"].where(scorecard["is_current"]),
        baseline_date=pd.Timestamp(period.year - 1, 12, 31),
        value_date=pd.Timestamp(period.last_day),
        target_date=pd.to_datetime(scorecard["year"].map("{:.0f}-12-31".format, na_action="ignore")),
    )
    measured = dated.pipe(add_pace_class).pipe(add_eurostat_class)
    measured = add_escap_progress(measured, _date_readings(histories, scorecard, period))
    return scorecard.assign(**{column: measured[column] for column in YARDSTICK_COLUMNS})


def _date_readings(histories: pd.DataFrame, scorecard: pd.DataFrame, period: Period) -> pd.DataFrame:
    """The readings up to the period with their last day; of running totals those of this year alone."""
    totals = scorecard.loc[scorecard["accumulation"] == "cumulative", "indicator"]
    is_past = histories["period"].map(lambda reading: reading.last_day <= period.last_day)
    is_of_year = histories["period"].map(
        lambda reading: reading.year == period.year and reading.is_year_to_date
    )
    rows = histories[(is_past & (is_of_year | ~histories["indicator"].isin(totals))).astype(bool)]
    days = rows["period"].map(lambda reading: reading.last_day)
    return rows[[*KEY, "value"]].assign(date=pd.to_datetime(days))
