"""
Our own text tables, changed row by row: what does not change keeps its bytes.

A table is read as text with the bytes of each row beside its cells, rows are replaced by key, and the whole is written
sorted, with LF and as little quoting as CSV allows. Text that came from outside is made harmless for spreadsheet
programs on its way into a cell.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from dtanalysis.catalogue.faults import DataFaultError, Fault
from dtanalysis.catalogue.schema import TableSchema

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_SHOWN = 200


@dataclass(frozen=True)
class Row:
    """
    One row of a text table.

    Attributes
    ----------
    cells : tuple of str
        In the order of the columns.
    text : str
        The row as it stands in the file, without its line end.
    """

    cells: tuple[str, ...]
    text: str


def make_row(cells: Iterable[str]) -> Row:
    """
    Write one row.

    Parameters
    ----------
    cells : iterable of str
        In the order of the columns.

    Returns
    -------
    Row
        Quoted only where CSV needs it.

    Examples
    --------
    >>> make_row(["a", "33,25", ""]).text
    'a,"33,25",'
    """
    told = tuple(_encodable(cell) for cell in cells)
    buffer = io.StringIO()
    # Characters of the line end are quoted inside a cell, so both must be in it.
    csv.writer(buffer, lineterminator="\r\n").writerow(told)
    return Row(told, buffer.getvalue().removesuffix("\r\n"))


def read_rows(content: bytes, schema: TableSchema, name: str) -> list[Row]:
    """
    Read a table as text.

    Parameters
    ----------
    content : bytes
        The file; empty where there is none yet.
    schema : TableSchema
        Its columns.
    name : str
        Path below the data folder, for messages.

    Returns
    -------
    list of Row
        In the order of the file, blank lines left out.

    Raises
    ------
    DataFaultError
        If it is not UTF-8, has other columns, or a row with too many or too few cells.
    """
    if not content:
        return []
    try:
        (header, *rows) = _records(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, csv.Error, ValueError) as error:
        raise _fault(name, 0, str(error), "không đọc được bảng") from error
    if header.cells != schema.columns:
        raise _fault(name, 1, header.text, f"dòng đầu phải là: {','.join(schema.columns)}")
    for number, row in enumerate(rows, start=2):
        if len(row.cells) != len(schema.columns):
            raise _fault(name, number, row.text, f"dòng này phải có {len(schema.columns)} ô")
    return rows


def write_rows(rows: Iterable[Row], schema: TableSchema) -> bytes:
    """
    Write a table.

    Parameters
    ----------
    rows : iterable of Row
        In any order.
    schema : TableSchema
        Its columns and key.

    Returns
    -------
    bytes
        UTF-8, a header and the rows sorted by key, then by text; each line ends with LF.
    """
    ordered = sorted(rows, key=lambda row: (_rank(row, schema), row.text))
    return "".join(
        f"{line}\n" for line in (",".join(schema.columns), *(row.text for row in ordered))
    ).encode()


def key_of(row: Row, schema: TableSchema) -> tuple[str, ...]:
    """
    Key of a row.

    Parameters
    ----------
    row : Row
        Of the table.
    schema : TableSchema
        Its columns and key.

    Returns
    -------
    tuple of str
        The cells that together occur once in the table.
    """
    return tuple(row.cells[schema.columns.index(column)] for column in schema.key)


def replace_rows(rows: Iterable[Row], new: Iterable[Row], schema: TableSchema) -> list[Row]:
    """
    Put rows into a table; one with the key of an earlier row takes its place.

    Parameters
    ----------
    rows, new : iterable of Row
        What stands there, and what is to stand there.
    schema : TableSchema
        Its columns and key.

    Returns
    -------
    list of Row
        A row whose cells do not change keeps its bytes.
    """
    newest = {key_of(row, schema): row for row in new}
    kept = [row for row in rows if newest.get(key_of(row, schema), row).cells == row.cells]
    return [*kept, *(newest[key] for key in newest.keys() - {key_of(row, schema) for row in kept})]


def as_dicts(rows: Iterable[Row], schema: TableSchema) -> list[dict[str, str]]:
    """
    Name the cells of rows.

    Parameters
    ----------
    rows : iterable of Row
        Of a table.
    schema : TableSchema
        Its columns.

    Returns
    -------
    list of dict
        Column → cell.
    """
    return [dict(zip(schema.columns, row.cells, strict=True)) for row in rows]


def number_text(value: float | None) -> str:
    """
    Write a number in the shortest way that reads back as the same number.

    Parameters
    ----------
    value : float or None
        None gives an empty text.

    Returns
    -------
    str
        Digits and a decimal point, never an exponent.

    Examples
    --------
    >>> [number_text(value) for value in (70.0, 81.17, -0.0, 1e16, 2.5e-7, None)]
    ['70', '81.17', '0', '10000000000000000', '0.00000025', '']
    """
    if value is None:
        return ""
    text = format(Decimal(repr(float(value))), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def safe_text(text: str) -> str:
    """
    Text of a stranger, as a cell that no spreadsheet program takes for a formula.

    Parameters
    ----------
    text : str
        As received.

    Returns
    -------
    str
        At most 200 characters; with an apostrophe in front where it begins with =, +, -, @ or a control character.

    Examples
    --------
    >>> safe_text("=HYPERLINK(1)"), safe_text("81,17%")
    ("'=HYPERLINK(1)", '81,17%')
    """
    return guarded(text[:_SHOWN])


def guarded(text: str) -> str:
    """
    Put an apostrophe before what a spreadsheet program would take for a formula.

    Parameters
    ----------
    text : str
        Of any length.

    Returns
    -------
    str
        What begins with =, +, -, @ or a control character, with an apostrophe in front.
    """
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _records(text: str) -> Iterator[Row]:
    """Cells of each row with the very text they were read from."""
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            taken.append(line)
            yield line

    for cells in csv.reader(lines(), strict=True):
        if cells:
            yield Row(tuple(cells), "".join(taken).rstrip("\r\n"))
        taken.clear()


def _rank(row: Row, schema: TableSchema) -> list[tuple[float, str]]:
    """Row 9 stands before row 10; text stands in the order of its characters."""
    pairs = zip(schema.key, key_of(row, schema), strict=True)
    return [(float(cell), "") if cell and name in schema.numbers else (-1, cell) for name, cell in pairs]


def _encodable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")


def _fault(name: str, line: int, found: str, message: str) -> DataFaultError:
    remedy = "Sửa lại bảng, hoặc lấy lại bản trước khi sửa."
    return DataFaultError([Fault(name, line, "", found[:_SHOWN], message, remedy)])
