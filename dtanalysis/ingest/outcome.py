"""
What became of a received file: records, issues and a ledger that adds up.

Every row of every sheet ends in one of three ways, and the ledger counts them: it gave a record (accepted), it was
refused (rejected, with an issue that says why and where), or it was none of our business (ignored, with a reason:
title, header, total, signature, blank). Nothing else can happen to a row.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Literal

from dtanalysis.formats import Qualifier

Severity = Literal["error", "warning"]

IGNORED = {
    "title": "tiêu đề, phần mở đầu",
    "header": "tiêu đề cột",
    "section": "dòng tên nhóm",
    "total": "dòng tổng (đã đối chiếu, không lưu)",
    "note": "ghi chú, chữ ký",
    "no_value": "dòng không có số liệu",
    "duplicate": "lặp lại đúng một dòng khác",
    "no_table": "trang không có bảng số liệu",
}
"""Why a row is ignored, and how it is told."""


@dataclass(frozen=True)
class Record:
    """
    One value accepted from one cell.

    Attributes
    ----------
    indicator, unit, level, dimension, period : str
        Ids of the register; the period by its code, "2023-H1".
    value : float or None
        In the indicator's unit of measure; None where the sender says that there is no figure.
    qualifier : {"eq", "ge", "gt", "le", "lt", "approx"}
        What the sender says around the value.
    numerator, denominator : float or None
        Counts, where the form carries them.
    target : float or None
        What the plan promises for the year, where the form carries it.
    status : {"published", "estimate", "synthetic", "not_reported"}
        Estimate where the sender says "ước"; not_reported where a mark says that there is no figure.
    sheet : str
        Empty for a delimited file.
    row : int
        Row of the value, from 1.
    column : str
        Letters of the value's column.
    raw : str
        The value's text as received.
    rule : str
        The rule that read the value, such as "count.grouped_dot".
    comparator : str
        ge, gt, le, lt or eq as the form writes it before the target; empty without one.
    note : str
        What the sender remarks beside the value.
    """

    indicator: str
    unit: str
    level: str
    dimension: str
    period: str
    value: float | None
    qualifier: Qualifier
    numerator: float | None
    denominator: float | None
    target: float | None
    status: str
    sheet: str
    row: int
    column: str
    raw: str
    rule: str = ""
    comparator: str = ""
    note: str = ""


@dataclass(frozen=True)
class Issue:
    """
    One thing that the sender should look at, in one place.

    Attributes
    ----------
    severity : {"error", "warning"}
        What an error names has not been used; what a warning names has.
    code : str
        Stable name, such as "number.ambiguous_dot" or "unit.unknown".
    sheet : str
        Empty for a delimited file or where the whole file is meant.
    row : int
        From 1; 0 where no single row is meant.
    column : str
        Letters; empty where no single column is meant.
    raw : str
        What stands there, at most 200 characters.
    message, suggestion : str
        What is wrong and what would be right, in Vietnamese.
    """

    severity: Severity
    code: str
    sheet: str
    row: int
    column: str
    raw: str
    message: str
    suggestion: str


@dataclass(frozen=True)
class LedgerLine:
    """
    What became of the rows of one sheet: read = accepted + rejected + ignored.

    Attributes
    ----------
    sheet : str
        Empty for a delimited file.
    read : int
        Rows that hold something.
    accepted : int
        Rows that gave at least one record.
    rejected : int
        Rows that gave none because of an error.
    ignored : int
        All other rows.
    reasons : dict of str to int
        How many were ignored for which reason; see `IGNORED`.
    """

    sheet: str
    read: int
    accepted: int
    rejected: int
    ignored: int
    reasons: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.read != self.accepted + self.rejected + self.ignored or self.ignored != sum(
            self.reasons.values()
        ):
            raise AssertionError(f"The ledger of sheet {self.sheet!r} does not add up: {self}.")


@dataclass(frozen=True)
class Receipt:
    """
    What became of one received file.

    Attributes
    ----------
    file : str
        Name of the file, below the folder that was asked for.
    sha256 : str
        Digest of its bytes.
    records : tuple of Record
        In the order of sheets, rows and columns.
    issues : tuple of Issue
        In the order of sheets, rows and columns.
    ledger : tuple of LedgerLine
        One per sheet; empty if the file could not be read at all.
    disputed : frozenset
        Figures (indicator, unit, level, dimension, period) that the file itself gives in two ways, and that were refused.
    """

    file: str
    sha256: str
    records: tuple[Record, ...] = ()
    issues: tuple[Issue, ...] = ()
    ledger: tuple[LedgerLine, ...] = ()
    disputed: frozenset[tuple] = frozenset()

    @property
    def is_clean(self) -> bool:
        """Whether nothing was refused."""
        return all(issue.severity != "error" for issue in self.issues)

    def to_json(self) -> dict:
        """Return the object that ``dtanalysis ingest --json`` prints for this file."""
        records = [asdict(record) for record in self.records]
        for record in records:
            del record["rule"], record["comparator"], record["note"]
        return {
            "file": self.file,
            "sha256": self.sha256,
            "records": records,
            "issues": [asdict(issue) for issue in self.issues],
            "ledger": [asdict(line) for line in self.ledger],
        }
