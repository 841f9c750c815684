"""
The catalogue of services of a province, read from ``services.csv``: one row per procedure offered.

Every fault is told with file, line and column, all of them at once. A catalogue holds more columns than these only if
its office wants them; they are not read.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from dtanalysis.catalogue.faults import DataFaultError, Fault, faults_where
from dtanalysis.formats import nfc

LEVELS = ("province", "district", "commune")
SERVICE_TYPES = ("full", "partial", "information")
COLUMNS = ("province", "procedure_code", "name_vi", "level", "field", "service_type", "online_since")

_REQUIRED = ("province", "procedure_code", "name_vi", "field")


def read_services(path: str | Path) -> pd.DataFrame:
    """
    Read and check the catalogue of services.

    Parameters
    ----------
    path : str or pathlib.Path
        A UTF-8 CSV with at least the columns ``province``, ``procedure_code``, ``name_vi``, ``level`` (province,
        district or commune), ``field``, ``service_type`` (full, partial or information) and ``online_since``
        (YYYYMM; empty where the service is not online).

    Returns
    -------
    pandas.DataFrame
        One row per procedure offered in a province, sorted by both; ``online_since`` is Int64, missing = not online.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    DataFaultError
        If a column is missing or a row cannot be used; all faults are told in Vietnamese.
    """
    path = Path(path)
    rows = _read_text(path)
    months = pd.to_numeric(rows["online_since"].where(rows["online_since"].str.fullmatch(r"\d{6}")))
    faults = [*_word_faults(rows), *_month_faults(rows, months), *_double_faults(rows)]
    if faults:
        raise DataFaultError(faults)
    typed = rows[list(COLUMNS)].assign(online_since=months.astype("Int64"))
    return typed.sort_values(["province", "procedure_code"], kind="stable", ignore_index=True)


def _read_text(path: Path) -> pd.DataFrame:
    """The wanted columns as text, each row with its ``file`` and ``line``."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = [nfc(name.strip()) for name in next(reader, [])]
            cells = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise _one_fault(
            path, 0, "", f"không đọc được tệp ({error})", "Hãy lưu lại ở dạng CSV UTF-8."
        ) from None
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        remedy = f"Dòng đầu phải có đủ các cột: {', '.join(COLUMNS)}."
        raise _one_fault(path, 1, ",".join(header), f"thiếu cột {', '.join(missing)}", remedy)
    uneven = [Fault(path.name, line, "", ",".join(row)[:60], f"có {len(row)} ô trong khi dòng đầu có {len(header)}",
                    "Kiểm tra dấu phẩy và dấu ngoặc kép.") for line, row in cells if len(row) != len(header)]  # fmt: skip
    if uneven:
        raise DataFaultError(uneven)
    places = [header.index(name) for name in COLUMNS]
    texts = [[nfc(row[place].strip()) for place in places] for _, row in cells]
    frame = pd.DataFrame(texts, columns=list(COLUMNS), dtype=str)
    return frame.assign(file=path.name, line=[line for line, _ in cells])


def _one_fault(path: Path, line: int, found: str, message: str, remedy: str) -> DataFaultError:
    return DataFaultError([Fault(path.name, line, "", found, message, remedy)])


def _word_faults(rows: pd.DataFrame) -> list[Fault]:
    faults = []
    for column in _REQUIRED:
        faults += faults_where(rows[column] == "", rows, column, "ô trống", "Cột này phải có giá trị.")
    for column, words in (("level", LEVELS), ("service_type", SERVICE_TYPES)):
        remedy = f"Dùng một trong các từ: {', '.join(words)}."
        faults += faults_where(~rows[column].isin(words), rows, column, "từ không có trong danh mục", remedy)
    return faults


def _month_faults(rows: pd.DataFrame, months: pd.Series) -> list[Fault]:
    is_month = months.between(199001, 210012) & (months % 100).between(1, 12)
    remedy = "Ghi tháng bắt đầu cung cấp trực tuyến ở dạng 202306; để trống nếu chưa trực tuyến."
    wrong = (rows["online_since"] != "") & ~is_month
    return faults_where(wrong, rows, "online_since", "không phải là tháng", remedy)


def _double_faults(rows: pd.DataFrame) -> list[Fault]:
    twice = rows.duplicated(["province", "procedure_code"]) & (rows["procedure_code"] != "")
    remedy = "Mỗi thủ tục của một tỉnh chỉ ghi một dòng; hãy xóa dòng thừa."
    return faults_where(twice, rows, "procedure_code", "mã thủ tục lặp lại trong cùng tỉnh", remedy)
