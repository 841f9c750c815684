"""
A received file → what became of it: records, issues, and a ledger that adds up.

Opens the file, reads the tables of every sheet, checks the figures against each other and against what is known,
and settles the fate of each row. Nothing is written here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pandas as pd

from dtanalysis.ingest.arrivals import find_files
from dtanalysis.ingest.entries import Candidate, issue_at
from dtanalysis.ingest.grid import FileFaultError, Grid
from dtanalysis.ingest.layout import find_tables
from dtanalysis.ingest.lexicon import Lexicon
from dtanalysis.ingest.matching import match_key
from dtanalysis.ingest.opening import open_bytes
from dtanalysis.ingest.outcome import Issue, LedgerLine, Receipt, Record
from dtanalysis.ingest.rows import Harvest, read_table
from dtanalysis.ingest.sheet import Sheet, looks_like_number, open_sheet
from dtanalysis.ingest.verdicts import Verdict, judge
from dtanalysis.periods import Period, parse_period

_INSTRUCTIONS = ("hướng dẫn", "danh mục", "hdsd", "instructions", "chú giải")


def receive_file(
    path: str | Path,
    lexicon: Lexicon,
    *,
    name: str | None = None,
    period: Period | str | None = None,
    known: pd.DataFrame | None = None,
) -> Receipt:
    """
    Read one received file.

    Parameters
    ----------
    path : str or pathlib.Path
        The file.
    lexicon : Lexicon
        The register.
    name : str, optional
        How the file is called in the receipt; its own name without it.
    period : Period or str, optional
        The period that is expected, for tables that name none.
    known : pandas.DataFrame, optional
        Observations on file, to compare with.

    Returns
    -------
    Receipt
        A file that cannot be read at all has one error, no record and no ledger.

    Raises
    ------
    OSError
        If the file cannot be opened.
    """
    content = Path(path).read_bytes()
    return receive_bytes(content, name or Path(path).name, lexicon, period=period, known=known)


def receive_bytes(
    content: bytes,
    name: str,
    lexicon: Lexicon,
    *,
    period: Period | str | None = None,
    known: pd.DataFrame | None = None,
) -> Receipt:
    """
    Read the bytes of one received file.

    Parameters
    ----------
    content : bytes
        All of it.
    name : str
        Its name; the ending tells what it claims to be.
    lexicon : Lexicon
        The register.
    period : Period or str, optional
        The period that is expected, for tables that name none.
    known : pandas.DataFrame, optional
        Observations on file, to compare with.

    Returns
    -------
    Receipt
        As in `receive_file`.
    """
    digest = hashlib.sha256(content).hexdigest()
    asked = parse_period(period) if isinstance(period, str) else period
    try:
        sheets = [_read_sheet(grid, lexicon, asked) for grid in open_bytes(content, name)]
    except FileFaultError as fault:
        return Receipt(
            name,
            digest,
            issues=(Issue("error", fault.code, "", 0, "", name, fault.message, fault.suggestion),),
        )
    return _settle(name, digest, sheets, lexicon, known)


def receive_all(
    paths: Iterable[str | Path],
    lexicon: Lexicon,
    *,
    period: Period | str | None = None,
    known: pd.DataFrame | None = None,
) -> list[Receipt]:
    """
    Read several files or folders of files; figures that contradict each other are refused in all of them.

    Parameters
    ----------
    paths : iterable of str or pathlib.Path
        Files and folders, as `arrivals.find_files` takes them.
    lexicon : Lexicon
        The register.
    period : Period or str, optional
        The period that is expected, for tables that name none.
    known : pandas.DataFrame, optional
        Observations on file, to compare with.

    Returns
    -------
    list of Receipt
        One per file, in the order of their names.

    Raises
    ------
    FileNotFoundError
        If a path does not exist.
    OSError
        If a file cannot be opened.
    """
    files = find_files(paths, lexicon.root).files
    receipts = [receive_file(one.path, lexicon, name=one.name, period=period, known=known) for one in files]
    return refuse_contradictions(receipts)


def _read_sheet(grid: Grid, lexicon: Lexicon, asked: Period | None) -> tuple[Sheet, Harvest]:
    sheet = open_sheet(grid)
    layout = find_tables(sheet, lexicon, asked.year if asked else None)
    harvest = Harvest(reasons=dict(layout.reasons))
    for number, table in enumerate(layout.tables):
        _merge(harvest, read_table(sheet, table, lexicon, number=number, period=asked))
    if not layout.tables:
        _without_table(sheet, harvest)
    harvest.issues += [
        issue_at(
            sheet,
            (notice.row, notice.column),
            notice.code,
            (notice.message, notice.suggestion),
            severity="warning",
        )
        for notice in (*grid.notices, *_once(sheet.conversions))
    ]
    return sheet, harvest


def _once(conversions):
    """One word about an old encoding per sheet, at its first cell."""
    seen = set()
    for notice in conversions:
        if notice.message not in seen:
            seen.add(notice.message)
            yield notice


def _merge(whole: Harvest, part: Harvest) -> None:
    whole.candidates += part.candidates
    whole.totals += part.totals
    whole.issues += part.issues
    whole.rejected |= part.rejected
    whole.reasons |= part.reasons


def _without_table(sheet: Sheet, harvest: Harvest) -> None:
    rows = list(sheet.columns_by_row)
    is_read = match_key(sheet.grid.name).startswith(_INSTRUCTIONS)
    with_figures = [] if is_read else [row for row in rows if _holds_figures(sheet, row)]
    harvest.reasons.update(dict.fromkeys(rows, "no_table"))
    if with_figures or sheet.grid.broken_rows:
        for row in with_figures:
            del harvest.reasons[row]
        harvest.rejected.update(with_figures)
        told = (
            "Không tìm thấy dòng tiêu đề của bảng số liệu",
            "Đặt một dòng tiêu đề trên bảng, có các cột như “Đơn vị”, “Chỉ tiêu”, “Kỳ”, “Giá trị”",
        )
        row = with_figures[0] if with_figures else 0
        harvest.issues.append(issue_at(sheet, (row, 0), "sheet.no_header", told, raw=sheet.text(row, 1)))


def _holds_figures(sheet: Sheet, row: int) -> bool:
    """A figure beside something else; numbered lines of text are none."""
    columns = sheet.columns_by_row[row]
    cells = [sheet.grid.cells[row, column] for column in columns[1:]]
    return any(not isinstance(cell.value, str) or looks_like_number(cell.value) for cell in cells)


def _settle(
    name: str, digest: str, sheets: list[tuple[Sheet, Harvest]], lexicon: Lexicon, known: pd.DataFrame | None
) -> Receipt:
    is_synthetic = "synthetic" in name.casefold()
    verdict = judge(sheets, lexicon, known)
    records, issues, ledger = [], [], []
    for at, (sheet, harvest) in enumerate(sheets):
        accepted = [
            one for number, one in enumerate(harvest.candidates) if (at, number) not in verdict.refused
        ]
        records += [_marked(one, is_synthetic) for one in accepted]
        sheet_issues = sorted(
            {*harvest.issues, *verdict.issues.get(at, ())},
            key=lambda issue: (issue.row, len(issue.column), issue.column, issue.severity, issue.code),
        )
        issues += sheet_issues
        ledger.append(_ledger(sheet, harvest, accepted, verdict=verdict, at=at, issues=sheet_issues))
    if not any(line.read for line in ledger):
        told = ("Tệp không có nội dung", "Gửi lại tệp có số liệu")
        issues.append(Issue("error", "file.empty", "", 0, "", name, *told))
    elif not records and not any(issue.severity == "error" for issue in issues):
        told = ("Không tìm thấy số liệu nào trong tệp.", "Kiểm tra lại tệp, ghi số liệu theo mẫu.")
        issues.append(Issue("error", "file.no_figures", "", 0, "", name, *told))
    disputed = frozenset(_figure(sheets[at][1].candidates[number].record) for at, number in verdict.disputed)
    return Receipt(name, digest, tuple(records), tuple(issues), tuple(ledger), disputed)


def _marked(candidate: Candidate, is_synthetic: bool):
    return replace(candidate.record, status="synthetic") if is_synthetic else candidate.record


def _ledger(
    sheet: Sheet,
    harvest: Harvest,
    accepted: list[Candidate],
    *,
    verdict: Verdict,
    at: int,
    issues: list[Issue],
) -> LedgerLine:
    """Every row that holds something, counted once: a record decides first, then an error, then a reason."""
    given = {candidate.record.row for candidate in accepted}
    refused = {harvest.candidates[number].record.row for place, number in verdict.refused if place == at}
    same = {harvest.candidates[number].record.row for place, number in verdict.repeated if place == at}
    rejected, reasons = 0, {}
    rows = list(sheet.columns_by_row)
    faulty = _rows_at_fault(sheet, issues)
    for row in rows:
        if row in given:
            continue
        if (
            row in faulty
            or row in verdict.wrong_totals.get(at, ())
            or row in harvest.rejected
            or row in refused - same
        ):
            rejected += 1
        else:
            reason = "duplicate" if row in same else harvest.reasons.get(row, "no_value")
            reasons[reason] = reasons.get(reason, 0) + 1
    accepted_rows = len(given & set(rows))
    return LedgerLine(
        sheet.grid.name,
        len(rows),
        accepted_rows,
        rejected,
        sum(reasons.values()),
        dict(sorted(reasons.items())),
    )


def _rows_at_fault(sheet: Sheet, issues: list[Issue]) -> set[int]:
    return {issue.row for issue in issues if issue.severity == "error" and issue.row in sheet.columns_by_row}


def refuse_contradictions(receipts: list[Receipt]) -> list[Receipt]:
    """
    Refuse, in every file, figures that another file of the same delivery gives otherwise.

    Parameters
    ----------
    receipts : list of Receipt
        One per file.

    Returns
    -------
    list of Receipt
        The same where nothing contradicts; a row that loses its only record is counted as rejected.
    """
    figures: dict[tuple, set[tuple]] = {}
    for receipt in receipts:
        for record in receipt.records:
            figures.setdefault(_figure(record), set()).add((record.value, record.qualifier))
    disputed = {figure for figure, values in figures.items() if len(values) > 1}
    disputed |= {figure for receipt in receipts for figure in receipt.disputed}
    return [_without(receipt, disputed) if disputed else receipt for receipt in receipts]


def _figure(record: Record) -> tuple:
    return record.indicator, record.unit, record.level, record.dimension, record.period


def _without(receipt: Receipt, disputed: set[tuple]) -> Receipt:
    wrong = [record for record in receipt.records if _figure(record) in disputed]
    if not wrong:
        return receipt
    kept = tuple(record for record in receipt.records if _figure(record) not in disputed)
    told = (
        "Số này khác số của cùng chỉ tiêu, đơn vị và kỳ trong một tệp khác cùng đợt; không số nào được nhận."
    )
    remedy = "Thống nhất một số, rồi gửi lại."
    issues = [
        Issue("error", "duplicate.conflict", r.sheet, r.row, r.column, r.raw, told, remedy) for r in wrong
    ]
    ledger = tuple(_with_more_rejected(line, kept, wrong) for line in receipt.ledger)
    return replace(receipt, records=kept, issues=(*receipt.issues, *issues), ledger=ledger)


def _with_more_rejected(line: LedgerLine, kept, wrong) -> LedgerLine:
    left = {record.row for record in kept if record.sheet == line.sheet}
    lost = {record.row for record in wrong if record.sheet == line.sheet} - left
    return replace(line, accepted=line.accepted - len(lost), rejected=line.rejected + len(lost))
