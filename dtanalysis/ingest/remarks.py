"""
What comparing with the stored tables adds to the receipts: refusals, warnings, and a ledger that still adds up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from dtanalysis.formats import format_date
from dtanalysis.ingest.outcome import Issue, LedgerLine, Receipt, Record, Severity
from dtanalysis.ingest.revisions import Remark, Ruling, Told
from dtanalysis.ingest.stated_targets import TargetRuling
from dtanalysis.periods import parse_period


def add_remarks(
    receipts: Iterable[Receipt], accepted: list[Told], ruling: Ruling, targets: TargetRuling
) -> list[Receipt]:
    """
    Take refused records out of the receipts, and put into them what is to be said.

    Parameters
    ----------
    receipts : iterable of Receipt
        One per file, as read.
    accepted : list of Told
        Records that are not refused.
    ruling : Ruling
        What became of the figures.
    targets : TargetRuling
        What became of their targets.

    Returns
    -------
    list of Receipt
        In the same order.
    """
    said: dict[int, list[Issue]] = defaultdict(list)
    refused: dict[int, set[Record]] = defaultdict(set)
    for severity, remarks in (
        ("error", ruling.refused), ("warning", ruling.remarks), ("error", targets.errors),
        ("warning", targets.warnings), ("warning", _too_early(accepted)),
    ):  # fmt: skip
        for told, remark in remarks.items():
            said[told.file].append(_issue(severity, told.record, remark))
    for told in ruling.refused:
        refused[told.file].add(told.record)
    return [
        _amended(receipt, refused[at], said[at]) if at in said else receipt
        for at, receipt in enumerate(receipts)
    ]


def _amended(receipt: Receipt, refused: set[Record], said: list[Issue]) -> Receipt:
    order = {line.sheet: number for number, line in enumerate(receipt.ledger)}
    issues = sorted([*receipt.issues, *said], key=lambda issue: _order(issue, order))
    return replace(_without(receipt, refused), issues=tuple(issues))


def _order(issue: Issue, sheets: Mapping[str, int]) -> tuple:
    """By sheet, row and column; what is said of the whole file stands last."""
    is_placed = issue.sheet in sheets and bool(issue.sheet or issue.row)
    sheet = sheets[issue.sheet] if is_placed else len(sheets)
    return sheet, issue.row, len(issue.column), issue.column, issue.severity, issue.code


def _issue(severity: Severity, record: Record, remark: Remark) -> Issue:
    place = (record.sheet, record.row, record.column, record.raw[:200])
    return Issue(severity, remark.code, *place, remark.message, remark.suggestion)


def _without(receipt: Receipt, refused: set[Record]) -> Receipt:
    if not refused:
        return receipt
    kept = tuple(record for record in receipt.records if record not in refused)
    left = {(record.sheet, record.row) for record in kept}
    lost = {(record.sheet, record.row) for record in refused} - left
    return replace(
        receipt, records=kept, ledger=tuple(_with_more_rejected(line, lost) for line in receipt.ledger)
    )


def _with_more_rejected(line: LedgerLine, lost: set[tuple[str, int]]) -> LedgerLine:
    count = sum(sheet == line.sheet for sheet, _ in lost)
    return replace(line, accepted=line.accepted - count, rejected=line.rejected + count)


def _too_early(accepted: Iterable[Told]) -> dict[Told, Remark]:
    """The first figure of every file and period that is known before the period was over."""
    first: dict[tuple[int, str], Told] = {}
    for told in accepted:
        if told.record.status != "estimate" and told.day < _closing_day(told.record.period):
            first.setdefault((told.file, told.record.period), told)
    return {told: _not_over(told) for told in first.values()}


def _closing_day(period: str) -> date:
    """Reports within the administration close on the 14th of the last month (Nghị định 09/2019/NĐ-CP)."""
    try:
        return parse_period(period, "decree").last_day
    except ValueError:
        return parse_period(period).last_day


def _not_over(told: Told) -> Remark:
    name = parse_period(told.record.period).name("vi")
    return Remark(
        "period.not_over",
        f"Số liệu {name} được nhận ngày {format_date(told.day)}, khi kỳ chưa kết thúc.",
        "Kiểm tra lại kỳ báo cáo; nếu là số ước thì ghi “ước”.",
    )
