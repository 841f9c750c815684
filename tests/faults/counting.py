"""How many rows of a received file hold something, counted by other means than the reader's (for the ledger)."""

from __future__ import annotations

import io
import warnings

import openpyxl

_NOTHING = ' \t\r\n;,|"\u00a0\ufeff'


def count_rows(content: bytes, file: str) -> dict[str, int] | None:
    """
    Count the rows that hold something, by sheet.

    Parameters
    ----------
    content : bytes
        The file.
    file : str
        Its name; the ending says how to count.

    Returns
    -------
    dict of str to int or None
        None where another program cannot count either (damaged files, old workbooks).

    Examples
    --------
    >>> count_rows(b'name;value\\r\\n;;\\r\\n"two\\r\\nlines";1\\r\\n', "a.csv")
    {'': 2}
    """
    ending = file.lower().rpartition(".")[2]
    if ending in ("csv", "tsv", "txt") and not content.startswith(b"PK"):
        is_wide_without_mark = b"\x00" in content and content[:2] not in (b"\xff\xfe", b"\xfe\xff")
        return None if is_wide_without_mark else {"": _lines(content)}
    return _sheets(content) if ending in ("xlsx", "xlsm") and content.startswith(b"PK") else None


def _lines(content: bytes) -> int:
    """Lines with something in them; a line break between quotation marks ends none."""
    is_wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    text = content.decode("utf-16" if is_wide else "latin-1", "replace")
    rows, open_row = [], ""
    for line in text.removeprefix("ï»¿").splitlines() if is_wide else _split(text.removeprefix("ï»¿")):
        open_row += line
        if open_row.count('"') % 2 == 0:
            rows.append(open_row)
            open_row = ""
    rows.append(open_row)
    is_named = rows[0].lower().startswith("sep=")
    return sum(bool(row.strip(_NOTHING)) for row in rows) - is_named


def _split(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _sheets(content: bytes) -> dict[str, int] | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            workbook = openpyxl.load_workbook(io.BytesIO(content))
        except Exception:
            return None
    return {
        sheet.title: sum(map(_holds_something, sheet.iter_rows(values_only=True)))
        for sheet in workbook.worksheets
    }


def _holds_something(row) -> bool:
    return any(value is not None and str(value).strip() for value in row)
