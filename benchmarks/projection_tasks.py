"""
What every method of the accuracy benchmark has to project: series from a tidy file, and places to start from.

`read_series` takes one file and refuses it clearly; `make_tasks` gives one task for each series and length of
history, the same for every method. Definitions of origins, steps and draws are those of `dtanalysis.projection.scores`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from dtanalysis.projection.levels import FREQUENCIES
from dtanalysis.projection.scores import (
    HISTORY_LENGTHS,
    draw,
    rolling_origins,
    scored_steps,
    steps_to_year_end,
)

NEEDED = ["series_id", "group", "period", "freq", "value", "unit", "cumulative", "source"]
MAY_BE_EMPTY = ["lower", "upper", "denominator"]
NUMBERS = ["value", "cumulative", *MAY_BE_EMPTY]

_FORMS = {
    "M": r"(\d{4})-(0[1-9]|1[0-2])",
    "Q": r"(\d{4})-Q([1-4])",
    "H": r"(\d{4})-H([12])",
    "A": r"(\d{4})()",
}
_EXAMPLES = {"M": "2023-06", "Q": "2023-Q2", "H": "2023-H1", "A": "2023"}
_OF_ONE_SERIES = ["group", "freq", "unit", "lower", "upper", "cumulative", "source"]


@dataclass(frozen=True)
class Series:
    """
    The longest run of one series without a gap.

    ``ordinals`` count periods since the year 0; ``upper`` is infinite where there is no bound.
    """

    series_id: str
    group: str
    block: str
    freq: str
    unit: str
    lower: float
    upper: float
    cumulative: bool
    ordinals: np.ndarray
    values: np.ndarray
    denominators: np.ndarray

    def until(self, day: float) -> np.ndarray:
        """Values of periods that are over on a day, which is told in years since the year 0."""
        return self.values[self.ends <= day]

    @property
    def ends(self) -> np.ndarray:
        """Ends of the periods, in years since the year 0."""
        return (self.ordinals + 1) / self.periods_a_year

    @property
    def periods_a_year(self) -> int:
        """Number of periods in a year."""
        return 12 // FREQUENCIES[self.freq]


@dataclass(frozen=True)
class Task:
    """
    One forecast to make: a history, what came, and the steps that are scored.

    ``history``, ``denominators`` and ``siblings`` end with the origin; ``actuals`` begin with the first step after it.
    """

    series: Series
    length: int
    end: int
    steps: tuple[int, ...]
    year_end_step: int | None
    siblings: tuple[np.ndarray, ...] = ()

    @property
    def history(self) -> np.ndarray:
        """The points that a method is shown."""
        return self.series.values[self.end - self.length : self.end]

    @property
    def denominators(self) -> np.ndarray | None:
        """Denominators of the history, where the file knows all of them."""
        found = self.series.denominators[self.end - self.length : self.end]
        return None if np.isnan(found).any() else found

    @property
    def actuals(self) -> np.ndarray:
        """What came, up to the last scored step."""
        return self.series.values[self.end : self.end + self.horizon]

    @property
    def horizon(self) -> int:
        """Number of steps to project."""
        return self.steps[-1]


def read_series(path: Path) -> list[Series]:
    """Read a tidy file: the longest gap-free run of each series, by id; refuse a file that is not as described."""
    rows = _read_texts(path)
    missing = [name for name in [*NEEDED, *MAY_BE_EMPTY] if name not in rows]
    if missing:
        raise ValueError(
            f"{path.name} lacks the columns {', '.join(missing)}; a series file has {', '.join([*NEEDED, *MAY_BE_EMPTY])}."
        )
    _refuse(path, rows, rows[NEEDED].isna().any(axis=1), f"one of {', '.join(NEEDED)} is empty")
    rows = _with_ordinals(path, _with_numbers(path, rows))
    _refuse(path, rows, rows.duplicated(["series_id", "ordinal"]), "the period stands twice in its series")
    for name in _OF_ONE_SERIES:
        varies = rows.groupby("series_id")[name].transform(lambda found: found.nunique(dropna=False)).gt(1)
        _refuse(path, rows, varies, f"{name} varies within a series")
    return [_longest_run(group) for _, group in rows.sort_values("ordinal").groupby("series_id")]


def make_tasks(series: list[Series], *, per_group: int = 10, seed: int = 0) -> list[Task]:
    """Make the tasks: up to `per_group` series a group, drawn by id, and one origin for each length of history."""
    long_enough = [one for one in series if one.values.size > min(HISTORY_LENGTHS)]
    groups: dict[str, list[Series]] = {}
    for one in sorted(long_enough, key=lambda one: draw(one.series_id, seed)):
        groups.setdefault(one.group, []).append(one)
    chosen = sorted(
        (one for group in groups.values() for one in group[:per_group]), key=lambda one: one.series_id
    )
    family: dict[str, list[Series]] = {}
    for one in series:
        family.setdefault(one.group, []).append(one)
    return [_with_siblings(task, family[one.group]) for one in chosen for task in _tasks_of(one, seed)]


def _tasks_of(series: Series, seed: int) -> Iterator[Task]:
    """Tasks of one series."""
    n = series.values.size
    for origin in rolling_origins(n, drawn_for=series.series_id, seed=seed):
        place = int(series.ordinals[origin.end - 1]) % series.periods_a_year + 1
        steps = scored_steps(series.freq, place, n - origin.end)
        to_year_end = steps_to_year_end(series.freq, place)
        yield Task(series, origin.length, origin.end, steps, to_year_end if to_year_end in steps else None)


def _with_siblings(task: Task, family: list[Series]) -> Task:
    """Add the histories of the other series of the group, cut at the date of the origin."""
    series = task.series
    day = series.ends[task.end - 1]
    histories = (one.until(day) for one in family if one.series_id != series.series_id)
    return replace(task, siblings=tuple(history for history in histories if history.size))


def _read_texts(path: Path) -> pd.DataFrame:
    """The file as texts; only an empty cell is missing, because an id may well be "NA"."""
    try:
        rows = pd.read_csv(path, dtype=str, encoding="utf-8-sig", keep_default_na=False, na_values=[""])
    except ValueError as fault:  # also what pandas raises for no columns, ragged rows and other encodings
        raise ValueError(f"{path.name} is not a comma-separated file in UTF-8: {fault}") from fault
    return rows.rename(columns=str.strip)


def _with_numbers(path: Path, rows: pd.DataFrame) -> pd.DataFrame:
    """Turn texts into numbers."""
    for name in NUMBERS:
        numbers = pd.to_numeric(rows[name], errors="coerce").astype(float)
        _refuse(path, rows, rows[name].notna() & ~np.isfinite(numbers), f"{name} is not a number")
        rows = rows.assign(**{name: numbers})
    _refuse(path, rows, ~rows["cumulative"].isin([0, 1]), "cumulative is neither 0 nor 1")
    rows = rows.fillna({"lower": 0.0, "upper": np.inf})
    _refuse(path, rows, rows["lower"] >= rows["upper"], "lower is not below upper")
    is_outside = ~rows["value"].between(rows["lower"], rows["upper"])
    _refuse(path, rows, is_outside, "value lies outside lower and upper (an empty lower means 0)")
    return rows


def _with_ordinals(path: Path, rows: pd.DataFrame) -> pd.DataFrame:
    """Add ``ordinal``, which counts periods of the row's frequency since the year 0."""
    _refuse(path, rows, ~rows["freq"].isin(list(_FORMS)), f"freq is none of {', '.join(_FORMS)}")
    ordinal = pd.Series(np.nan, index=rows.index)
    for freq, form in _FORMS.items():
        parts = rows.loc[rows["freq"].eq(freq), "period"].str.extract(f"^{form}$")
        place = pd.to_numeric(parts[1].replace("", "1"))
        ordinal = ordinal.fillna(pd.to_numeric(parts[0]) * (12 // FREQUENCIES[freq]) + place - 1)
    forms = ", ".join(f"{freq} as {example}" for freq, example in _EXAMPLES.items())
    _refuse(path, rows, ordinal.isna(), f"period is not written as its freq asks ({forms})")
    return rows.assign(ordinal=ordinal.astype(int))


def _longest_run(rows: pd.DataFrame) -> Series:
    """The longest gap-free run of one series, the latest of equals."""
    run = rows["ordinal"].diff().ne(1).cumsum()
    lengths = run.value_counts()
    rows = rows[run.eq(lengths[lengths.eq(lengths.max())].index.max())]
    first = rows.iloc[0]
    words = {name: str(first[name]) for name in ("series_id", "group", "freq", "unit")}
    return Series(
        **words,
        block=f"{first['source']} · {first['unit']}",
        lower=float(first["lower"]),
        upper=float(first["upper"]),
        cumulative=bool(first["cumulative"]),
        ordinals=rows["ordinal"].to_numpy(),
        values=rows["value"].to_numpy(dtype=float),
        denominators=rows["denominator"].to_numpy(dtype=float),
    )


def _refuse(path: Path, rows: pd.DataFrame, is_bad: pd.Series, what: str) -> None:
    """Stop at the first bad row, with its line in the file and what is wrong."""
    if not is_bad.any():
        return
    place = int(np.flatnonzero(is_bad)[0])
    row = rows.iloc[place]
    raise ValueError(
        f"{path.name}, line {place + 2} (series {row['series_id']}, period {row['period']}): {what}. "
        f"{int(is_bad.sum())} of {len(rows)} rows are like this."
    )
