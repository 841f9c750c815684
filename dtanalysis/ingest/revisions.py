"""
What is new among received figures: first told, revised, repeated, withdrawn, or in contradiction with themselves.

Takes the accepted records of a delivery, each with the day from which it is known, and the versions that are stored of
the same source. A different figure of a later day is a new version beside the old one; on one day there is one version
of a figure, to which files may add what others leave out, but which they may not contradict.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import reduce
from typing import NamedTuple

from dtanalysis.formats import format_date, format_value
from dtanalysis.ingest.lexicon import Indicator
from dtanalysis.ingest.outcome import Record

NOT_REPORTED = "Đơn vị báo chưa có số liệu."


class Figure(NamedTuple):
    """One series in one period."""

    indicator: str
    unit: str
    level: str
    dimension: str
    period: str


@dataclass(frozen=True)
class Version:
    """
    What is said of a figure on one day.

    Attributes
    ----------
    value, numerator, denominator : float or None
        As in an observation.
    qualifier, status, note : str
        As in an observation.
    """

    value: float | None
    qualifier: str = "eq"
    numerator: float | None = None
    denominator: float | None = None
    status: str = "published"
    note: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether no number is said at all."""
        return self.value is None and self.numerator is None and self.denominator is None


@dataclass(frozen=True)
class Told:
    """
    One accepted record of a delivery.

    Attributes
    ----------
    file : int
        Number of its file in the delivery.
    record : Record
        As read.
    day : datetime.date
        From which it is known.
    """

    file: int
    record: Record
    day: date

    @property
    def figure(self) -> Figure:
        """What it is about."""
        record = self.record
        return Figure(record.indicator, record.unit, record.level, record.dimension, record.period)


@dataclass(frozen=True)
class Remark:
    """
    Something to say about a record.

    Attributes
    ----------
    code : str
        Stable name.
    message, suggestion : str
        In Vietnamese.
    """

    code: str
    message: str
    suggestion: str


@dataclass
class Ruling:
    """
    What becomes of the records of a delivery.

    Attributes
    ----------
    versions : dict
        (figure, day) → the version to be stored, where it is new or says more than the stored one.
    known_since : dict of Told to datetime.date
        The day of the version that an accepted record belongs to.
    refused, remarks : dict of Told to Remark
        Why a record is not used; what should be looked at in one that is.
    """

    versions: dict[tuple[Figure, date], Version] = field(default_factory=dict)
    known_since: dict[Told, date] = field(default_factory=dict)
    refused: dict[Told, Remark] = field(default_factory=dict)
    remarks: dict[Told, Remark] = field(default_factory=dict)


Stored = Mapping[Figure, Mapping[date, Version]]


def version_of(record: Record) -> Version:
    """
    What a record says of its figure.

    Parameters
    ----------
    record : Record
        As read.

    Returns
    -------
    Version
        A reported absence is an empty value with a note that says so.
    """
    status = "published" if record.status == "not_reported" else record.status
    version = Version(
        record.value, record.qualifier, record.numerator, record.denominator, status, record.note
    )
    if not version.is_empty:
        return version
    return replace(version, qualifier="eq", note=" ".join(filter(None, [NOT_REPORTED, record.note])))


def settle(delivery: Iterable[Told], stored: Stored, indicators: Mapping[str, Indicator]) -> Ruling:
    """
    Decide what becomes of the records of a delivery.

    Parameters
    ----------
    delivery : iterable of Told
        In any order.
    stored : mapping
        Figure → day → version, of the same source.
    indicators : mapping
        Id → indicator, for the words of the messages.

    Returns
    -------
    Ruling
        The same for every order; once it is stored, the same delivery gives no new version.
    """
    ruling = Ruling()
    groups: dict[Figure, dict[date, list[Told]]] = defaultdict(lambda: defaultdict(list))
    for told in delivery:
        groups[told.figure][told.day].append(told)
    for figure, days in groups.items():
        versions = dict(stored.get(figure, {}))
        for day in sorted(days):
            _settle_day(days[day], versions, ruling, indicators.get(figure.indicator))
    return ruling


def _settle_day(
    group: list[Told], versions: dict[date, Version], ruling: Ruling, indicator: Indicator | None
) -> None:
    """Settle what is said of one figure on one day; `versions` grow with it."""
    figure, day = group[0].figure, group[0].day
    said = reduce(_join, (version_of(told.record) for told in group))
    present, before = versions.get(day), _latest_before(versions, day)
    joined = said if present is None else _join(present, said)
    if joined is None:
        why = _CONFLICT if said is None else _same_day(present, day, indicator)
        _refuse_numbers(group, why, versions, ruling, indicator)
        return
    since = _day_of(joined, present, before, day)
    ruling.known_since |= dict.fromkeys(group, since)
    if since == day and joined != present:
        ruling.versions[figure, day] = versions[day] = joined
    if before and (remark := _compared(before[1], said, before[0], indicator)):
        ruling.remarks |= dict.fromkeys(group, remark)


def _refuse_numbers(
    group: list[Told],
    why: Remark,
    versions: dict[date, Version],
    ruling: Ruling,
    indicator: Indicator | None,
) -> None:
    """Refuse those that say a number; a reported absence contradicts nobody."""
    silent = [told for told in group if version_of(told.record).is_empty]
    ruling.refused |= dict.fromkeys((told for told in group if told not in silent), why)
    if silent:
        _settle_day(silent, versions, ruling, indicator)


def _day_of(said: Version, present: Version | None, before: tuple[date, Version] | None, day: date) -> date:
    """The day of the version that says this already, or the day itself."""
    if present is not None or before is None:
        return day
    since, known = before
    return since if _adds_nothing(said, known) else day


def _adds_nothing(said: Version, known: Version) -> bool:
    """A remark alone is no new version."""
    joined = _join(known, said)
    return joined is not None and replace(joined, note=known.note) == known


def _join(one: Version | None, other: Version | None) -> Version | None:
    """Two versions of one day as one; None where they contradict each other."""
    if one is None or other is None:
        return None
    if one.is_empty != other.is_empty:
        return other if one.is_empty else one
    if (one.value, one.qualifier) != (other.value, other.qualifier) or _counts_differ(one, other):
        return None
    return Version(
        one.value,
        one.qualifier,
        other.numerator if one.numerator is None else one.numerator,
        other.denominator if one.denominator is None else one.denominator,
        # "Published" is firmer than "estimate"; generated figures are never joined with others.
        max(one.status, other.status),
        max(one.note, other.note, key=lambda note: (len(note), note)),
    )


def _counts_differ(one: Version, other: Version) -> bool:
    pairs = [(one.numerator, other.numerator), (one.denominator, other.denominator)]
    return any(left is not None and right is not None and left != right for left, right in pairs)


def _latest_before(versions: Mapping[date, Version], day: date) -> tuple[date, Version] | None:
    """The latest version before a day that says a number or, without one, the latest."""
    earlier = [(not version.is_empty, at) for at, version in versions.items() if at < day]
    return (max(earlier)[1], versions[max(earlier)[1]]) if earlier else None


_CONFLICT = Remark(
    "duplicate.conflict",
    "Cùng chỉ tiêu, đơn vị và kỳ mà các tệp của đợt này ghi số liệu khác nhau; không số nào được nhận.",
    "Thống nhất một số, rồi gửi lại.",
)


def _same_day(stored: Version, day: date, indicator: Indicator | None) -> Remark:
    return Remark(
        "revision.same_day",
        f"Số này khác số đã nhận cùng ngày {format_date(day)} ({_shown(stored, indicator)}).",
        "Kiểm tra số nào đúng. Nếu là số liệu đính chính, nhận lại tệp với một ngày muộn hơn: "
        f"--as-of {day + timedelta(days=1)}.",
    )


def _compared(before: Version, said: Version, since: date, indicator: Indicator | None) -> Remark | None:
    """What is to be said of a version that follows another."""
    if before.is_empty or (before.value, before.qualifier) == (said.value, said.qualifier):
        return None
    known = f"số đã nhận ngày {format_date(since)} ({_shown(before, indicator)})"
    if said.is_empty:
        return Remark(
            "revision.withdrawn",
            f"Báo chưa có số liệu, trong khi đã có {known}; số cũ vẫn được giữ.",
            "Nếu số cũ sai, gửi số đúng; nếu số cũ đúng, không cần làm gì.",
        )
    return Remark(
        "revision.changed",
        f"Khác {known}; số mới được ghi thêm, số cũ vẫn được giữ.",
        "Nếu là số liệu đính chính, không cần làm gì; nếu không, kiểm tra lại.",
    )


def _shown(version: Version, indicator: Indicator | None) -> str:
    measure, label = (indicator.measure, indicator.label) if indicator else ("count", "")
    words = format_value(version.value, measure, qualifier=version.qualifier, unit_label=label)
    counts = [format_value(part, "count") for part in (version.numerator, version.denominator)]
    is_counted = version.numerator is not None or version.denominator is not None
    return f"{words}, {' / '.join(counts)}" if is_counted else words
