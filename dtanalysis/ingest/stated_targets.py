"""
Targets that forms carry beside the figures: of which plan they are, and whether they say anything new.

A form repeats what a plan promises; it does not change the plan. A target known from the plan's own document stays as it
is, and a form that says otherwise is told so; what only forms have stated is kept in versions, like a figure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import pandas as pd

from dtanalysis.formats import format_date, format_value
from dtanalysis.ingest.lexicon import Indicator, Lexicon
from dtanalysis.ingest.revisions import Remark, Told
from dtanalysis.periods import parse_period

_RISING, _FALLING = ("ge", "gt"), ("le", "lt")


class Promise(NamedTuple):
    """What a target is set for."""

    indicator: str
    unit: str
    level: str
    dimension: str
    plan: str
    year: int


@dataclass(frozen=True)
class Target:
    """
    One version of a target.

    Attributes
    ----------
    target : float
        In the indicator's unit of measure.
    comparator : {"ge", "gt", "le", "lt", "eq"}
        How the plan words it.
    source : str
        Who says so.
    """

    target: float
    comparator: str
    source: str


@dataclass
class TargetRuling:
    """
    What becomes of the targets of a delivery.

    Attributes
    ----------
    versions : dict
        (promise, day) → the target to be stored.
    errors, warnings : dict of Told to Remark
        Why a target is not used; what should be looked at.
    """

    versions: dict[tuple[Promise, date], Target] = field(default_factory=dict)
    errors: dict[Told, Remark] = field(default_factory=dict)
    warnings: dict[Told, Remark] = field(default_factory=dict)


Known = Mapping[Promise, Mapping[date, Target]]


def settle_targets(
    delivery: Iterable[Told], known: Known, lexicon: Lexicon, *, source: str, plan: str = ""
) -> TargetRuling:
    """
    Decide what becomes of the targets of a delivery.

    Parameters
    ----------
    delivery : iterable of Told
        Accepted records, in any order; those without a target are passed over.
    known : mapping
        Promise → day → target, of all sources.
    lexicon : Lexicon
        The register, with its plans.
    source : str
        Under which the programme's received figures are stored.
    plan : str
        Id of the plan that the forms state; empty for the one own plan of each unit that covers the year.

    Returns
    -------
    TargetRuling
        The same for every order.
    """
    ruling = TargetRuling()
    groups: dict[Promise, dict[date, list[Told]]] = defaultdict(lambda: defaultdict(list))
    plans = _Plans(lexicon.plans, plan)
    homeless: dict[int, list[Told]] = defaultdict(list)
    for told in delivery:
        if told.record.target is None:
            continue
        year = parse_period(told.record.period).year
        if name := plans.of(told.record.unit, year):
            groups[Promise(*told.figure[:4], name, year)][told.day].append(told)
        else:
            homeless[told.file].append(told)
    for told in homeless.values():
        ruling.warnings[min(told, key=_place)] = _no_plan(len(told), plan)
    for promise, days in groups.items():
        versions = dict(known.get(promise, {}))
        indicator = lexicon.indicator_by_id[promise.indicator]
        bounds = _bounds(lexicon, promise.indicator)
        for day in sorted(days):
            _settle_day(promise, days[day], versions, ruling, (indicator, bounds, source))
    return ruling


class _Plans:
    """Whose targets a form states, by unit and year."""

    def __init__(self, plans: pd.DataFrame, asked: str) -> None:
        self._rows = list(plans.itertuples(index=False))
        self._asked = asked
        self._found: dict[tuple[str, int], str] = {}

    def of(self, unit: str, year: int) -> str:
        if (unit, year) not in self._found:
            self._found[unit, year] = self._find(unit, year)
        return self._found[unit, year]

    def _find(self, unit: str, year: int) -> str:
        covering = [row for row in self._rows if row.year_from <= year <= row.year_to]
        if self._asked:
            fitting = [row.plan for row in covering if row.plan == self._asked]
        else:
            fitting = [row.plan for row in covering if row.unit == unit and row.kind == "own"]
        return fitting[0] if len(fitting) == 1 else ""


def _settle_day(
    promise: Promise,
    group: list[Told],
    versions: dict[date, Target],
    ruling: TargetRuling,
    terms: tuple[Indicator, tuple[float, float], str],
) -> None:
    indicator, bounds, source = terms
    day = group[0].day
    before = max((at for at in versions if at < day), default=None)
    latest = versions.get(day) or (versions[before] if before else None)
    stated = {_read(told, latest, indicator, source): told for told in group}
    if len(stated) > 1:
        ruling.warnings |= dict.fromkeys(group, _several(stated, indicator))
        return
    target = next(iter(stated))
    if fault := _fault(target, indicator, bounds):
        ruling.errors |= dict.fromkeys(group, fault)
        return
    if before and not _says_the_same(target, versions[before]):
        ruling.warnings |= dict.fromkeys(group, _changed(versions[before], before, indicator, source))
    if day in versions:
        if not _says_the_same(target, versions[day]):
            ruling.warnings |= dict.fromkeys(
                group, _changed(versions[day], day, indicator, "", is_same_day=True)
            )
    elif before is None or (
        versions[before].source == source and not _says_the_same(target, versions[before])
    ):
        ruling.versions[promise, day] = versions[day] = target


def _read(told: Told, latest: Target | None, indicator: Indicator, source: str) -> Target:
    """A form that writes no sign before a target does not question the plan's."""
    usual = latest.comparator if latest else "le" if indicator.direction == "down" else "ge"
    return Target(told.record.target, told.record.comparator or usual, source)


def _says_the_same(one: Target, other: Target) -> bool:
    return (one.target, one.comparator) == (other.target, other.comparator)


def _bounds(lexicon: Lexicon, indicator: str) -> tuple[float, float]:
    row = lexicon.indicators.loc[lexicon.indicators["indicator"] == indicator].iloc[0]
    return row["lower"], row["upper"]


def _fault(target: Target, indicator: Indicator, bounds: tuple[float, float]) -> Remark | None:
    """What would make the stored targets disagree with the register."""
    lower, upper = bounds
    beyond = {"gt": target.target == upper, "lt": target.target == lower}.get(target.comparator, False)
    if target.target < lower or target.target > upper or beyond:
        return Remark(
            "target.out_of_bounds",
            f"Mục tiêu {_shown(target, indicator)} nằm ngoài giới hạn của chỉ tiêu; mục tiêu không được nhận.",
            "Ghi lại mục tiêu như trong kế hoạch.",
        )
    against = _RISING if indicator.direction == "down" else _FALLING
    if target.comparator in against:
        return Remark(
            "target.against_direction",
            f"Mục tiêu {_shown(target, indicator)} ngược với chiều của chỉ tiêu; mục tiêu không được nhận.",
            "Chỉ tiêu càng cao càng tốt thì ghi ≥, càng thấp càng tốt (xếp hạng) thì ghi ≤.",
        )
    return None


def _no_plan(count: int, plan: str) -> Remark:
    why = f"kế hoạch {plan} không có cho năm này" if plan else "không rõ của kế hoạch nào"
    return Remark(
        "target.no_plan",
        f"Tệp ghi {count} mục tiêu nhưng {why}; số liệu được nhận, các mục tiêu này không được lưu.",
        "Nhận lại tệp và nêu mã kế hoạch: --plan MÃ (xem `dtanalysis list plans`).",
    )


def _several(stated: Iterable[Target], indicator: Indicator) -> Remark:
    shown = "; ".join(sorted(_shown(target, indicator) for target in stated))
    return Remark(
        "target.changed",
        f"Cùng một mục tiêu mà ghi khác nhau ({shown}); không mục tiêu nào được lưu.",
        "Ghi lại mục tiêu như trong kế hoạch.",
    )


def _changed(
    known: Target, since: date, indicator: Indicator, source: str, *, is_same_day: bool = False
) -> Remark:
    told = f"Mục tiêu khác mục tiêu đã lưu ({_shown(known, indicator)}, từ ngày {format_date(since)})"
    if known.source == source and not is_same_day:
        remedy = "Nếu kế hoạch đã được điều chỉnh, không cần làm gì; nếu không, ghi lại mục tiêu đã giao."
        return Remark("target.changed", f"{told}; mục tiêu mới được ghi thêm.", remedy)
    remedy = "Ghi lại mục tiêu đã giao; nếu kế hoạch đã được điều chỉnh, gửi văn bản điều chỉnh."
    return Remark("target.changed", f"{told}; mục tiêu đã lưu được giữ.", remedy)


def _shown(target: Target, indicator: Indicator) -> str:
    sign = "eq" if target.comparator == "eq" else target.comparator
    return format_value(target.target, indicator.measure, qualifier=sign, unit_label=indicator.label)


def _place(told: Told) -> tuple:
    return told.record.row, len(told.record.column), told.record.column
