"""
What a received file must lead to, and how far a receipt is from it.

A case names everything that comes out (`Rec`) and every place at fault (`Place`). Nothing else may come out: no other
value, no other error, and from a good file no warning either. `differences` returns one line per deviation, each
beginning with its kind: silent, lost, place, false, ledger, word, raw.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from .forms import place

Outcome = Literal["accept", "warn", "reject"]
VIETNAMESE = re.compile(
    r"[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.IGNORECASE
)


@dataclass(frozen=True)
class Rec:
    """
    One value that must come out.

    `cell` such as "D3", or "Sheet2!D3"; facets not named must have their plain value. A set of values: any of them.
    """

    indicator: str
    unit: str
    period: object
    value: object
    cell: str = ""
    qualifier: object = "eq"
    numerator: float | None = None
    denominator: float | None = None
    target: float | None = None
    status: object = "published"
    level: str | None = None
    dimension: str | None = ""


@dataclass(frozen=True)
class Place:
    """One place that an issue must name; codes by their beginning, any of several; severity "any": either will do."""

    cell: str
    code: str | tuple[str, ...] = ""
    severity: str = "error"
    says: str = ""


@dataclass(frozen=True)
class Case:
    """
    One file and what it must lead to.

    Attributes
    ----------
    id, category, file : str
    build : callable
        Makes the bytes.
    outcome : {"accept", "warn", "reject"}
    records : tuple of Rec
        Everything that comes out.
    places : tuple of Place
        Everything at fault; warnings too.
    doubtful : tuple of Rec
        May come out as well; where one does not, an error must name a place of `or_places`. More than one reading of
        the issue's words is right for them, silence is not.
    or_places : tuple of Place
    never : tuple
        Numbers that may stand in no field of any record.
    is_must : bool
        False: a policy of the project; another documented choice would be right too.
    is_refused : bool
        The whole file is refused: nothing comes out, an error names the file.
    may_warn : tuple of str
        Codes of warnings that are neither asked for nor wrong.
    held : dict or None
        Sheet → rows that hold something, where the test cannot count them itself.
    """

    id: str
    category: str
    file: str
    build: Callable[[], bytes]
    outcome: Outcome
    records: tuple[Rec, ...] = ()
    places: tuple[Place, ...] = ()
    doubtful: tuple[Rec, ...] = ()
    or_places: tuple[Place, ...] = ()
    never: tuple[float, ...] = ()
    is_must: bool = True
    is_refused: bool = False
    may_warn: tuple[str, ...] = ()
    held: dict[str, int] | None = None
    register: str = "full"
    period: str | None = None
    is_slow: bool = False
    notes: str = field(default="", compare=False)


def differences(case: Case, receipt, counted: dict[str, int] | None = None) -> list[str]:
    """
    Every deviation of a receipt from what the case asks for.

    Parameters
    ----------
    case : Case
    receipt : dtanalysis.ingest.outcome.Receipt
    counted : dict, optional
        Rows that hold something, by sheet, as counted by other means than the reader's.

    Returns
    -------
    list of str
        Empty where all is right.
    """
    return [
        *_record_differences(case, receipt),
        *_issue_differences(case, receipt),
        *ledger_differences(receipt, case.held or counted, is_refused=case.is_refused),
        *word_differences(receipt),
    ]


def _record_differences(case: Case, receipt) -> list[str]:
    left = list(receipt.records)
    is_told = any(_named(where, receipt) for where in case.or_places)
    lines = [f"lost: {_show(wanted)}" for wanted in case.records if not _take(wanted, left)]
    lines += [
        f"silent: neither read nor refused: {_show(maybe)}"
        for maybe in case.doubtful
        if not _take(maybe, left) and not is_told
    ]
    lines += [f"silent: came out: {_show(record)}" for record in left]
    return lines + [f"silent: the value {number} must never come out" for number in _forbidden(case, receipt)]


def _forbidden(case: Case, receipt) -> list[float]:
    """The numbers that may not come out and do; one that an expected record carries is no fault."""
    carried = {number for rec in (*case.records, *case.doubtful) for number in _numbers(rec)}
    found = {number for record in receipt.records for number in _numbers(record)}
    return [number for number in case.never if number in found - carried]


def _numbers(record) -> set[float]:
    fields = (record.value, record.numerator, record.denominator, record.target)
    return {number for each in fields for number in (each if isinstance(each, (set, frozenset)) else (each,))}


def _take(wanted: Rec, left: list) -> bool:
    """Remove the record that is the wanted one, if it is there."""
    for record in left:
        if not _unlike(wanted, record):
            left.remove(record)
            return True
    return False


_FACETS = (
    "indicator",
    "unit",
    "period",
    "value",
    "qualifier",
    "numerator",
    "denominator",
    "target",
    "status",
)


def _unlike(wanted: Rec, record) -> list[str]:
    names = [name for name in _FACETS if not _same(getattr(wanted, name), getattr(record, name))]
    if wanted.dimension is not None and wanted.dimension != record.dimension:
        names.append("dimension")
    if wanted.level is not None and wanted.level != record.level:
        names.append("level")
    if wanted.cell and not _is_at(wanted.cell, record.sheet, record.row, record.column):
        names.append("cell")
    return names


def _same(wanted: object, found: object) -> bool:
    if isinstance(wanted, (set, frozenset)):
        return any(_same(each, found) for each in wanted)
    if isinstance(wanted, (int, float)) and isinstance(found, (int, float)):
        return abs(wanted - found) <= 1e-9 * max(1, abs(wanted))
    return wanted == found


def _is_at(cell: str, sheet: str, row: int, column: str) -> bool:
    name, _, address = cell.rpartition("!")
    wanted_row, wanted_column = place(address)
    return (not name or name == sheet) and wanted_row in (0, row) and wanted_column in ("", column)


def _show(record) -> str:
    where = getattr(record, "cell", None) or f"{record.sheet}!{record.column}{record.row}".lstrip("!")
    facets = (record.indicator, record.unit, record.period, record.value, record.qualifier, record.status)
    extra = [
        f"{name}={getattr(record, name)}"
        for name in ("numerator", "denominator", "target", "dimension")
        if getattr(record, name) not in (None, "")
    ]
    return " ".join(map(str, (where, *facets, *extra)))


def _issue_differences(case: Case, receipt) -> list[str]:
    wanted = (*case.places, *case.or_places)
    if case.is_refused:
        wanted = tuple(Place("", where.code, where.severity, where.says) for where in wanted)
    lines = []
    for where in case.places:
        if not _named(where, receipt):
            near = [_line(issue) for issue in receipt.issues if where.severity in (issue.severity, "any")]
            lines.append(
                f"place: no {where.severity} {where.code} at {where.cell!r} {where.says}; found {near}"
            )
    for issue in receipt.issues:
        allowed = any(
            where.severity in (issue.severity, "any")
            and _is_at(where.cell, issue.sheet, issue.row, issue.column)
            for where in wanted
        )
        excused = (
            issue.severity == "warning" and issue.code.startswith(case.may_warn) if case.may_warn else False
        )
        if not allowed and not excused:
            lines.append(f"false: {issue.severity} {_line(issue)}")
    return lines


def _named(where: Place, receipt) -> bool:
    codes = where.code if isinstance(where.code, tuple) else (where.code,)
    return any(
        where.severity in (issue.severity, "any")
        and issue.code.startswith(codes)
        and _is_at(where.cell, issue.sheet, issue.row, issue.column)
        and _is_exact(where.cell, issue)
        and where.says in f"{issue.message} {issue.suggestion}"
        for issue in receipt.issues
    )


def _is_exact(cell: str, issue) -> bool:
    """Whether the issue says row and column where the case does."""
    row, column = place(cell.rpartition("!")[2])
    return (not row or issue.row == row) and (not column or issue.column == column)


def _line(issue) -> str:
    where = f"{issue.sheet}!{issue.column}{issue.row or ''}".lstrip("!")
    return f"{issue.code} at {where!r} {issue.raw[:40]!r}: {issue.message[:110]}"


def ledger_differences(receipt, counted: dict[str, int] | None, *, is_refused: bool = False) -> list[str]:
    """Whether every row that holds something is accounted for, once."""
    lines = []
    for line in receipt.ledger:
        rows = {record.row for record in receipt.records if record.sheet == line.sheet}
        at_fault = {
            issue.row
            for issue in receipt.issues
            if issue.severity == "error" and issue.sheet == line.sheet and issue.row
        } - rows
        if line.read != line.accepted + line.rejected + line.ignored:
            lines.append(f"ledger: does not add up: {line}")
        if line.accepted != len(rows):
            lines.append(f"ledger: {line.accepted} accepted, {len(rows)} rows gave records in {line.sheet!r}")
        if line.rejected < len(at_fault):
            lines.append(
                f"ledger: {line.rejected} rejected, errors lie in {sorted(at_fault)} of {line.sheet!r}"
            )
        if line.rejected and not any(issue.severity == "error" for issue in receipt.issues):
            lines.append(f"ledger: {line.rejected} rejected without an error in {line.sheet!r}")
        if counted is not None and counted.get(line.sheet, 0) != line.read:
            lines.append(
                f"ledger: {line.read} read, {counted.get(line.sheet, 0)} rows hold something in {line.sheet!r}"
            )
    named = {line.sheet for line in receipt.ledger}
    if receipt.records and not receipt.ledger:
        lines.append("ledger: records without a ledger")
    if not receipt.ledger and not any(
        issue.severity == "error" and not issue.sheet for issue in receipt.issues
    ):
        lines.append("ledger: neither a ledger nor an error of the whole file")
    if counted and receipt.ledger and not is_refused:
        lines += [
            f"ledger: sheet {sheet!r} is missing"
            for sheet in counted
            if counted[sheet] and sheet not in named
        ]
    if is_refused and any(line.accepted for line in receipt.ledger):
        lines.append("ledger: a refused file has accepted rows")
    return lines


def word_differences(receipt) -> list[str]:
    """Whether a clerk can act on every issue: Vietnamese, one line, with a suggestion."""
    lines = []
    for issue in receipt.issues:
        text = f"{issue.message} {issue.suggestion}"
        if not VIETNAMESE.search(unicodedata.normalize("NFC", issue.message)):
            lines.append(f"word: not Vietnamese: {issue.code}: {issue.message!r}")
        if issue.severity == "error" and not issue.suggestion.strip():
            lines.append(f"word: no suggestion: {issue.code}: {issue.message!r}")
        if len(issue.raw) > 200 or any(ord(sign) < 32 for sign in text):
            lines.append(f"word: raw too long or control signs: {issue.code}: {text!r}")
    return lines
