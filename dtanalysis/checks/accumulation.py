"""
What is counted from 1 January on, or ever: it never falls; and the months of a year make up its year to date.

Takes figures lined up by `dtanalysis.checks.lineup.line_up`. Judged are cumulative counts and amounts, and for
falls whatever the register calls "ever"; only exact figures; a rate may fall, and what a bound hides cannot be
added.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from dtanalysis.checks.lineup import exact, sums
from dtanalysis.checks.problems import gather, name_figure, problems_of, show_figure, show_number

_YEAR = ["series", "year", "regime"]
_EPSILON = 1e-9


@dataclass(frozen=True)
class _Run:
    """Readings that may not fall: the columns that name one run, since when it counts, and what comes later."""

    key: list[str]
    since: str
    later: str


_SINCE_JANUARY = _Run(_YEAR, "từ đầu năm", "là kỳ sau của cùng năm")
# A state is read on a day: neither the turn of the year nor the regime of the period begins another count.
_EVER = _Run(["series"], "từ trước đến nay", "là số của cùng ngày hoặc về sau")


def check_falls(figures: pd.DataFrame) -> pd.DataFrame:
    """
    Find year-to-date figures below an earlier one of the same year, and counts that ever fell.

    Parameters
    ----------
    figures : pandas.DataFrame
        Lined up by `line_up`.

    Returns
    -------
    pandas.DataFrame
        Errors ``cumulative.falls`` at the later row where both were received; warnings at the received row
        where the other one is known from the tables, whichever is later. What runs on for ever
        (``accumulation="ever"``) is compared over all years, and with other periods that end on the same day:
        a month's own count beside its running total is below it.
    """
    to_date, ever = sums(figures), exact(figures[figures["accumulation"] == "ever"])
    to_date = to_date[to_date["is_year_to_date"]]
    return gather([*_find_falls(to_date, _SINCE_JANUARY), *_find_falls(ever, _EVER)])


def _find_falls(rows: pd.DataFrame, run: _Run) -> list[pd.DataFrame]:
    received, known = rows[rows["is_received"]], rows[~rows["is_received"]]
    return [
        _tell_falls(_highest_before(received, received, run), "error", run),
        _tell_falls(_highest_before(received, known, run), "warning", run),
        _tell_rises(_lowest_after(received, known, run), run),
    ]


_OTHER = [
    "value",
    "half",
    "last",
    "period",
    "row",
    "sheet",
    "file",
    "source",
    "is_received",
    "unit_measure",
    "qualifier",
]


def _paired(rows: pd.DataFrame, others: pd.DataFrame, run: _Run) -> pd.DataFrame:
    told = others[[*run.key, *(name for name in _OTHER if name in others)]]
    return rows.merge(told, on=run.key, suffixes=("", "_other"))


def _highest_before(rows: pd.DataFrame, others: pd.DataFrame, run: _Run) -> pd.DataFrame:
    """Rows below some reading of an earlier or the same day, each with the highest of those."""
    pairs = _paired(rows, others, run)
    falls = pairs["value"] + pairs["half"] < pairs["value_other"] - pairs["half_other"] - _EPSILON
    pairs = pairs[(pairs["last_other"] <= pairs["last"]) & falls]
    return pairs.sort_values(["value_other", "last_other"], kind="stable").drop_duplicates("at", keep="last")


def _lowest_after(rows: pd.DataFrame, others: pd.DataFrame, run: _Run) -> pd.DataFrame:
    """Rows above some reading of a later or the same day, each with the lowest of those."""
    pairs = _paired(rows, others, run)
    rises = pairs["value"] - pairs["half"] > pairs["value_other"] + pairs["half_other"] + _EPSILON
    pairs = pairs[(pairs["last_other"] >= pairs["last"]) & rises]
    return pairs.sort_values(["value_other", "last_other"], kind="stable").drop_duplicates("at")


def _tell_falls(rows: pd.DataFrame, severity: str, run: _Run) -> pd.DataFrame:
    return problems_of(
        rows.sort_values("at", kind="stable"), "cumulative.falls", severity, column="value",
        message=lambda row: f"số lũy kế giảm: {show_figure(row)} nhỏ hơn {_name_other(row)}",
        suggestion=f"Số lũy kế {run.since} không thể giảm; kiểm tra xem có ghi số của riêng kỳ này không, hoặc "
        "sửa số của kỳ trước.",
    )  # fmt: skip


def _tell_rises(rows: pd.DataFrame, run: _Run) -> pd.DataFrame:
    return problems_of(
        rows, "cumulative.falls", "warning", column="value",
        message=lambda row: f"số lũy kế {show_figure(row)} lớn hơn {_name_other(row)}, {run.later}",
        suggestion=f"Số lũy kế {run.since} không thể giảm; kiểm tra số này và số của kỳ sau.",
    )  # fmt: skip


def _name_other(row: NamedTuple) -> str:
    return name_figure(_Other(row))


class _Other:
    """The other row of a pair, read through the names that a row has by itself."""

    def __init__(self, pair: NamedTuple) -> None:
        self._pair = pair

    def __getattr__(self, name: str):
        return getattr(self._pair, f"{name}_other")


def check_months(figures: pd.DataFrame) -> pd.DataFrame:
    """
    Find year-to-date figures that are not the sum of the months or quarters that make them up.

    Parameters
    ----------
    figures : pandas.DataFrame
        Lined up by `line_up`.

    Returns
    -------
    pandas.DataFrame
        ``months.differ`` at the year-to-date row: an error where all figures were received together, a
        warning where some are known from the tables; where only the year-to-date figure is known, a warning
        at the last received part. Tried are the months alone, quarters with months for what they leave, and
        an earlier year-to-date figure with the period that follows it (nine months and the fourth quarter).
        Rounding of every figure is allowed for.
    """
    rows = sums(figures)
    rows = rows[rows["last_month"] > 0]
    if rows.empty:
        return problems_of(rows, "months.differ", "error", column="value", message="", suggestion="")
    rows = rows.assign(group=rows.groupby(_YEAR, sort=False).ngroup()).sort_values(
        ["group", "last"], kind="stable"
    )
    return gather([_tell_sums(rows), _tell_steps(rows)])


def _tell_sums(rows: pd.DataFrame) -> pd.DataFrame:
    stated = rows[rows["is_year_to_date"] & (rows["last_month"] > 1)]
    group, month = stated["group"].to_numpy(), stated["last_month"].to_numpy() - 1
    tiles = _Tiles.of(rows)
    tables = []
    for totals, halves, stored, sent in (tiles.by_month(), tiles.by_quarter()):
        total = totals[group, month]
        allowed = halves[group, month] + stated["half"].to_numpy() + _EPSILON
        differs = np.abs(total - stated["value"].to_numpy()) > allowed
        wrong = stated.assign(total=total, is_stored=stored[group, month] > 0, is_sent=sent[group, month] > 0)
        tables += _tell_totals(wrong[differs], rows)
    return gather(tables)


class _Tiles:
    """Months and quarters of every series and year as arrays: one row per group, missing where not known."""

    def __init__(self, months: np.ndarray, quarters: np.ndarray) -> None:
        self.months, self.quarters = months, quarters

    @classmethod
    def of(cls, rows: pd.DataFrame) -> _Tiles:
        """Lay the rows out: first axis value, half, stored, sent; then group; then month or quarter."""
        size = rows["group"].max() + 1
        months, quarters = np.full((4, size, 12), np.nan), np.full((4, size, 4), np.nan)
        length = rows["last_month"] - rows["first_month"] + 1
        sent = rows["is_received"]
        numbers = np.array([rows["value"], rows["half"], ~sent, sent], dtype=float)
        place = np.array([rows["group"], rows["last_month"] - 1])
        is_month, is_quarter = (
            (length == 1).to_numpy(),
            ((length == 3) & (rows["last_month"] % 3 == 0)).to_numpy(),
        )
        months[:, place[0, is_month], place[1, is_month]] = numbers[:, is_month]
        quarters[:, place[0, is_quarter], place[1, is_quarter] // 3] = numbers[:, is_quarter]
        return cls(months, quarters)

    def by_month(self) -> np.ndarray:
        """Sum of all months up to each; missing from the first gap on."""
        return np.cumsum(self.months, axis=2)

    def by_quarter(self) -> np.ndarray:
        """
        Sum of the quarters (or their months) up to each month, and of the months of the running quarter.
        """
        months = self.months.reshape(*self.months.shape[:2], 4, 3)
        whole = np.where(np.isnan(self.quarters[:1]), months.sum(axis=3), self.quarters)
        running = np.cumsum(months, axis=3)
        running[..., 2] = whole
        before = np.zeros_like(whole)
        before[..., 1:] = np.cumsum(whole, axis=2)[..., :-1]
        return (before[..., None] + running).reshape(self.months.shape)


def _tell_totals(wrong: pd.DataFrame, rows: pd.DataFrame) -> list[pd.DataFrame]:
    received = wrong[wrong["is_received"]]
    return [
        _tell_total(received[~received["is_stored"]], "error"),
        _tell_total(received[received["is_stored"]], "warning"),
        # Stored figures that do not fit each other are not the sender's affair.
        _tell_part(wrong[~wrong["is_received"] & wrong["is_sent"]], rows),
    ]


_REMEDY = (
    "Số lũy kế phải bằng tổng các tháng, các quý; kiểm tra từng số, "
    "và xem số của tháng có phải là số lũy kế không."
)


def _tell_total(rows: pd.DataFrame, severity: str) -> pd.DataFrame:
    return problems_of(
        rows, "months.differ", severity, column="value",
        message=lambda row: f"lũy kế {row.period.name('vi')} ghi {show_figure(row)}, trong khi "
        f"tổng các tháng, quý {'đã lưu và trong báo cáo ' if severity == 'warning' else ''}"
        f"là {show_number(round(row.total, 6))}",
        suggestion=_REMEDY,
    )  # fmt: skip


def _tell_part(wrong: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Where the year-to-date figure is a stored one, the last of the received parts is where to look."""
    parts = rows[rows["is_received"]][["group", "at", "last", "value", "period", "first_month"]]
    pairs = wrong.merge(parts, on="group", suffixes=("_stated", ""))
    pairs = pairs[pairs["last"] <= pairs["last_stated"]].sort_values("last", kind="stable")
    return problems_of(
        pairs.drop_duplicates(["group", "last_stated"], keep="last"),
        "months.differ", "warning", column="value",
        message=lambda row: f"cùng với {show_figure(row)} này, tổng các tháng, quý là "
        f"{show_number(round(row.total, 6))}, "
        f"trong khi lũy kế {row.period_stated.name('vi')} đã lưu là {show_number(row.value_stated)}",
        suggestion=_REMEDY,
    )  # fmt: skip


def _tell_steps(rows: pd.DataFrame) -> pd.DataFrame:
    """An earlier year-to-date figure and the period that follows it make up the later one."""
    to_date = rows[rows["is_year_to_date"]]
    names = ["group", "value", "half", "is_received", "period", "at"]
    base = to_date[[*names, "last_month"]].add_suffix("_base").rename(columns={"group_base": "group"})
    parts = rows[~rows["is_year_to_date"]]
    parts = (
        parts[[*names, "first_month", "last_month"]]
        .add_suffix("_part")
        .rename(columns={"group_part": "group"})
    )
    steps = parts.assign(last_month_base=parts["first_month_part"] - 1).merge(
        base, on=["group", "last_month_base"]
    )
    steps = to_date.merge(steps.rename(columns={"last_month_part": "last_month"}), on=["group", "last_month"])
    total = steps["value_base"] + steps["value_part"]
    allowed = steps["half"] + steps["half_base"] + steps["half_part"] + _EPSILON
    wrong = steps.assign(total=total)[(total - steps["value"]).abs() > allowed]
    together = wrong["is_received"] & wrong["is_received_base"] & wrong["is_received_part"]
    # Where only the later figure is stored, the part (or else the earlier figure) was sent now: look there.
    at = wrong["at"].where(
        wrong["is_received"], wrong["at_part"].where(wrong["is_received_part"], wrong["at_base"])
    )
    wrong = wrong.assign(at=at)
    sent = wrong["is_received"] | wrong["is_received_base"] | wrong["is_received_part"]
    return gather([_tell_step(wrong[together], "error"), _tell_step(wrong[sent & ~together], "warning")])


def _tell_step(rows: pd.DataFrame, severity: str) -> pd.DataFrame:
    return problems_of(
        rows, "months.differ", severity, column="value",
        message=lambda row: f"lũy kế {row.period.name('vi')} là {show_number(row.value)}, trong khi "
        f"{row.period_base.name('vi')} ({show_number(row.value_base)}) và "
        f"{row.period_part.name('vi')} ({show_number(row.value_part)}) cộng lại là {show_number(round(row.total, 6))}",
        suggestion=_REMEDY,
    )  # fmt: skip
