"""
What became of received files, for the clerk who has to act on it: one page, and the same in a few lines of text.

For each file the page says what was received, then what must be corrected and what should be looked at, cell by cell.
It opens offline, runs nothing, and shows hostile text as text. There is no clock on it: the same receipts give the same
bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import dtanalysis
from dtanalysis.formats import format_list, format_number
from dtanalysis.ingest.file_sets import sweep, write_all
from dtanalysis.ingest.outcome import IGNORED, Issue, LedgerLine, Receipt
from dtanalysis.periods import parse_period
from dtanalysis.publish.words import PAGE_WORDS

if TYPE_CHECKING:
    from jinja2 import Environment

_MOST_ROWS = 300
_FEW = 3
_SIGNS = str.maketrans({"\n": "⏎", "\r": "⏎", "\t": "⇥"})
_UNSEEN = "\N{REPLACEMENT CHARACTER}"
_NO_PERIOD = "khong-ro-ky"


def publish_issues(receipts: Sequence[Receipt], issues: bytes, *, period: str, out: Path) -> Path:
    """
    Write the page of a delivery, with the table of its issues beside it.

    Parameters
    ----------
    receipts : sequence of Receipt
        One per file.
    issues : bytes
        ``issues.csv`` of the delivery.
    period : str
        Code of the period, or ``khong-ro-ky``.
    out : pathlib.Path
        Folder of the reports.

    Returns
    -------
    pathlib.Path
        The page, ``<out>/<period>/ingest/index.html``.

    Raises
    ------
    OSError
        If they cannot be written; an earlier page stays whole.
    """
    folder = out / period / "ingest"
    sweep([folder])
    page = folder / "index.html"
    write_all([(folder / "issues.csv", issues), (page, render_issues(receipts, period=period).encode())])
    return page


def render_issues(receipts: Sequence[Receipt], *, period: str = _NO_PERIOD) -> str:
    """
    The page of a delivery.

    Parameters
    ----------
    receipts : sequence of Receipt
        One per file.
    period : str
        Code of the period, or ``khong-ro-ky``.

    Returns
    -------
    str
        HTML, the same bytes for the same arguments.

    Examples
    --------
    >>> "không có gì phải sửa" in render_issues([Receipt("a.csv", "0" * 64)])
    True
    """
    from dtanalysis.publish.style import page_style

    period_name = "" if period == _NO_PERIOD else parse_period(period).name("vi")
    files = [_describe(number, receipt) for number, receipt in enumerate(receipts, start=1)]
    page = {
        "words": PAGE_WORDS["vi"],
        "css": page_style("intake.css"),
        "title": f"Kết quả nhận số liệu {period_name}".rstrip(),
        "eyebrow": "Nhận tệp của các cơ quan, đơn vị",
        "synthetic": PAGE_WORDS["vi"]["synthetic"] if _is_synthetic(receipts) else "",
        "lead": _lead(receipts),
        "more": _more(receipts),
        "files": files,
        "has_errors": any(file["errors"] for file in files),
        "colophon": [PAGE_WORDS["vi"]["made_by"].format(version=dtanalysis.__version__)],
    }
    return _environment().get_template("intake.html.j2").render(page=page)


def summarise(receipt: Receipt) -> list[str]:
    """
    What became of a file, in a few lines for a terminal.

    Parameters
    ----------
    receipt : Receipt
        Of the file.

    Returns
    -------
    list of str
        Its name and state, its ledger, and the first issues with their places; nothing in them moves a cursor.
    """
    serious = [issue for issue in receipt.issues if issue.severity == "error"]
    shown = [*serious, *(issue for issue in receipt.issues if issue.severity == "warning")]
    lines = [f"{receipt.file}: {_state(receipt)[1]}; {len(receipt.records)} số liệu"]
    lines += [f"  {sentence}" for sentence in ledger_sentences(receipt)]
    lines += [f"  {_mark(issue)} {_told(issue)}" for issue in shown[:_FEW]]
    if len(shown) > _FEW:
        lines.append(f"  … và {len(shown) - _FEW} điều khác")
    return [" ".join(_harmless(line.translate(_SIGNS)).splitlines()) for line in lines]


def ledger_sentences(receipt: Receipt) -> list[str]:
    """
    What became of the rows of each sheet.

    Parameters
    ----------
    receipt : Receipt
        Of the file.

    Returns
    -------
    list of str
        Such as "Trang “Quý I”: đọc 54 dòng: nhận 51, từ chối 2, bỏ qua 1 (tiêu đề cột 1)."

    Examples
    --------
    >>> ledger_sentences(Receipt("a.csv", "", (), (), (LedgerLine("", 3, 1, 1, 1, {"header": 1}),)))
    ['Đọc 3 dòng: nhận 1, từ chối 1, bỏ qua 1 (tiêu đề cột 1).']
    """
    if not receipt.ledger:
        return ["Không đọc được tệp; không số liệu nào được nhận."]
    return [_ledger_sentence(line) for line in receipt.ledger]


def _ledger_sentence(line: LedgerLine) -> str:
    read, accepted, rejected, ignored = map(
        format_number, (line.read, line.accepted, line.rejected, line.ignored)
    )
    reasons = "; ".join(
        f"{IGNORED.get(name, name)} {format_number(count)}" for name, count in line.reasons.items() if count
    )
    counts = f"ọc {read} dòng: nhận {accepted}, từ chối {rejected}, bỏ qua {ignored}"
    start = f"Trang “{_visible(line.sheet)}”: đ" if line.sheet else "Đ"
    return f"{start}{counts}{f' ({reasons})' if reasons else ''}."


# The finding of the page


def _lead(receipts: Sequence[Receipt]) -> str:
    states = [_state(receipt)[0] for receipt in receipts]
    counts = [
        (states.count("clean"), "được nhận hết"),
        (states.count("partial"), "chỉ được nhận một phần"),
        (states.count("refused"), "không nhận được số liệu nào"),
    ]
    parts = [f"{format_number(count)} tệp {words}" for count, words in counts if count]
    if len(parts) == 1:
        count, words = next(pair for pair in counts if pair[0])
        return f"Tệp này {words}." if count == 1 else f"Cả {format_number(count)} tệp {words}."
    return f"Trong {format_number(len(receipts))} tệp có {format_list(parts)}."


def _more(receipts: Sequence[Receipt]) -> str:
    figures = sum(len(receipt.records) for receipt in receipts)
    severities = [issue.severity for receipt in receipts for issue in receipt.issues]
    told = f"Đã nhận {format_number(figures)} số liệu. "
    errors, warnings = severities.count("error"), severities.count("warning")
    if not errors and not warnings:
        return f"{told}Không có lỗi, không có gì phải sửa."
    must = f"Có {format_number(errors)} lỗi phải sửa" if errors else "Không có lỗi phải sửa"
    return f"{told}{must}{f', {format_number(warnings)} điều nên xem lại' if warnings else ''}."


def _is_synthetic(receipts: Iterable[Receipt]) -> bool:
    return any(record.status == "synthetic" for receipt in receipts for record in receipt.records)


# One file


def _state(receipt: Receipt) -> tuple[str, str]:
    """Whether a file was taken whole: a word for the style, and words for the reader."""
    if receipt.is_clean:
        return ("clean", "nhận hết") if receipt.records else ("refused", "không có số liệu")
    return ("partial", "nhận một phần") if receipt.records else ("refused", "không nhận được")


def _describe(number: int, receipt: Receipt) -> dict[str, Any]:
    """Everything that the page says about one file."""
    tables = [
        _table([issue for issue in receipt.issues if issue.severity == severity], *shown)
        for severity, *shown in (("error", "Phải sửa", "must"), ("warning", "Nên xem lại", "look"))
    ]
    state, words = _state(receipt)
    return {
        "anchor": f"tep-{number}",
        "name": _visible(receipt.file),
        "digest": receipt.sha256[:8],
        "state": state,
        "state_words": words,
        "count": format_number(len(receipt.records)),
        "errors": sum(issue.severity == "error" for issue in receipt.issues),
        "ledger": ledger_sentences(receipt),
        "tables": [table for table in tables if table["rows"]],
    }


def _table(issues: list[Issue], heading: str, style: str) -> dict[str, Any]:
    shown = issues[:_MOST_ROWS]
    return {
        "style": style,
        "heading": f"{heading} ({format_number(len(issues))})",
        "has_sheets": any(issue.sheet for issue in shown),
        "rows": [_row(issue) for issue in shown],
        "left": format_number(len(issues) - len(shown)) if len(issues) > len(shown) else "",
    }


def _row(issue: Issue) -> dict[str, str]:
    return {
        "sheet": _visible(issue.sheet),
        "place": _place(issue),
        "raw": _visible(issue.raw),
        "without": "(để trống)" if issue.row and issue.column else "–",
        "message": _harmless(issue.message),
        "suggestion": _harmless(issue.suggestion),
    }


def _place(issue: Issue) -> str:
    if issue.row and issue.column:
        return f"{issue.column}{issue.row}"
    if issue.row or issue.column:
        return f"dòng {issue.row}" if issue.row else f"cột {issue.column}"
    return "cả trang" if issue.sheet else "cả tệp"


def _told(issue: Issue) -> str:
    where = f"trang “{issue.sheet}”, {_place(issue)}" if issue.sheet else _place(issue)
    raw = f" (thấy “{issue.raw[:60]}”)" if issue.raw else ""
    return f"{where}: {issue.message}{raw}"


def _mark(issue: Issue) -> str:
    return "✗" if issue.severity == "error" else "!"


def _visible(text: str) -> str:
    """What stands in a cell, with signs for line ends, tabs and spaces that are none of the usual."""
    signed = text.translate(_SIGNS)
    return _harmless("".join("␣" if char != " " and char.isspace() else char for char in signed))


def _harmless(text: str) -> str:
    """Nothing that moves a cursor or turns the direction of writing."""
    return "".join(char if char.isprintable() or char.isspace() else _UNSEEN for char in text)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """Only what this page needs: the exporter of notebooks takes two seconds to load."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    from dtanalysis.publish.style import TEMPLATES

    loader = FileSystemLoader(TEMPLATES / "dtanalysis")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    environment.filters["trusted"] = Markup
    return environment
