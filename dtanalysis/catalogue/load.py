"""
Text tables in ``data/`` → typed frames, or a list of located faults.

A data folder holds ``catalogue/`` (indicators, units, successions, plans), ``sources.csv`` and one folder per
programme with ``targets*.csv`` and ``observations*.csv``. Everything is read as text first, so that no
library guesses what a cell means; numbers and dates are converted by a written rule afterwards. Each row
remembers its file and line until the tables have been found to agree.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pandas as pd

from dtanalysis.catalogue.agree import find_disagreements
from dtanalysis.catalogue.faults import DataFaultError, Fault
from dtanalysis.catalogue.schema import (
    FRAMEWORKS,
    INDICATORS,
    OBSERVATIONS,
    PLANS,
    SOURCES,
    TARGETS,
    TERMS,
    UNIT_SUCCESSIONS,
    UNITS,
    TableSchema,
)
from dtanalysis.formats import nfc
from dtanalysis.periods import Period, parse_period

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Programme:
    """
    All tables of one data folder, in agreement with each other.

    Attributes
    ----------
    indicators, units, unit_successions, plans, terms, sources, targets, observations, frameworks : pandas.DataFrame
        One row as told in `dtanalysis.catalogue.schema`. Text columns hold text (empty, not missing, where
        nothing is said); numbers are float with NaN for missing; dates are ``datetime64``;
        ``observations.period`` holds `dtanalysis.periods.Period` values.
    folder : pathlib.Path
        Where the tables were read.
    digests : dict of str to str
        SHA-256 of every file read, by path below `folder`.
    """

    indicators: pd.DataFrame
    units: pd.DataFrame
    unit_successions: pd.DataFrame
    plans: pd.DataFrame
    terms: pd.DataFrame
    sources: pd.DataFrame
    targets: pd.DataFrame
    observations: pd.DataFrame
    frameworks: pd.DataFrame
    folder: Path = Path("data")
    digests: dict[str, str] = field(default_factory=dict)

    @property
    def is_synthetic(self) -> bool:
        """Whether the figures are generated (real and synthetic figures never share a folder)."""
        return bool(self.observations["status"].eq("synthetic").any())

    def as_known_on(self, day: date | None) -> Programme:
        """
        Return the world as it was known on `day`: figures and targets known later are left out.

        Parameters
        ----------
        day : datetime.date or None
            The last day whose knowledge counts; None for everything.
        """
        if day is None:
            return self
        until = pd.Timestamp(day)
        return replace(
            self,
            targets=self.targets[self.targets["as_of"] <= until],
            observations=self.observations[self.observations["as_of"] <= until],
        )


def load_programme(data_dir: str | Path = "data") -> Programme:
    """
    Read and check all tables of a data folder.

    Parameters
    ----------
    data_dir : str or pathlib.Path
        The folder. A relative path is looked for in the working folder and then in the folders above it, so
        that a notebook opened in JupyterLab and a batch run from the project's root read the same tables.

    Returns
    -------
    Programme
        Frames in agreement with each other.

    Raises
    ------
    FileNotFoundError
        If the folder or one of its tables is missing.
    DataFaultError
        If any row cannot be read or two tables disagree; it names file, line, column and remedy of each
        fault.
    """
    folder = find_data_dir(data_dir)
    tables = [_read_all(folder, pattern, schema) for schema, pattern in _PLACES]
    faults = [fault for table in tables for fault in table.faults]
    frames = {table.schema.name: table.frame for table in tables}
    if not faults:
        faults = find_disagreements(frames)
    if faults:
        raise DataFaultError(faults)
    plain = {name: frame.drop(columns=["file", "line"]) for name, frame in frames.items()}
    digests = {name: digest for table in tables for name, digest in table.digests.items()}
    return Programme(**plain, folder=folder, digests=dict(sorted(digests.items())))


def find_data_dir(data_dir: str | Path) -> Path:
    """
    Return the existing folder that `data_dir` means, seen from the working folder or one above it.

    Raises
    ------
    FileNotFoundError
        If there is no such folder with a ``catalogue`` in it.
    """
    wanted = Path(data_dir)
    here = Path.cwd()
    places = [wanted] if wanted.is_absolute() else [base / wanted for base in (here, *here.parents)]
    for place in places:
        if (place / "catalogue").is_dir():
            return place
    raise FileNotFoundError(
        f"No data folder {str(data_dir)!r} with a `catalogue` folder in it, here or in a folder above. "
        "Run from the project's root, or give `data_dir`."
    )


@dataclass(frozen=True)
class _Table:
    schema: TableSchema
    frame: pd.DataFrame
    faults: list[Fault]
    digests: dict[str, str]


# Programme folders are the only place where several files of one kind are read; "synthetic" is a world of
# its own, two levels down, and is never met by these patterns.
_PLACES = (
    (INDICATORS, "catalogue/indicators.csv"),
    (UNITS, "catalogue/units.csv"),
    (UNIT_SUCCESSIONS, "catalogue/unit_successions.csv"),
    (PLANS, "catalogue/plans.csv"),
    (TERMS, "catalogue/terms.csv"),
    (SOURCES, "sources.csv"),
    (TARGETS, "*/targets*.csv"),
    (OBSERVATIONS, "*/observations*.csv"),
    (FRAMEWORKS, "*/frameworks*.csv"),
)


def _read_all(folder: Path, pattern: str, schema: TableSchema) -> _Table:
    paths = sorted(folder.glob(pattern))
    if not paths and "*" not in pattern:
        raise FileNotFoundError(f"The table {pattern} is missing in {folder.name}/.")
    read = [_read_table(path, path.relative_to(folder).as_posix(), schema) for path in paths]
    columns = [*schema.columns, "file", "line"]
    frame = pd.DataFrame([row for table in read for row in table[0]], columns=columns)
    faults = [fault for table in read for fault in table[1]]
    typed, more = (frame, []) if faults else _to_types(frame, schema)
    digests = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths
    }
    return _Table(schema, typed, faults + more, digests)


def _read_table(path: Path, name: str, schema: TableSchema) -> tuple[list[tuple], list[Fault]]:
    """Read one file as text: its rows (with file and line), and faults of its shape."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        remedy = "Hãy lưu lại tệp ở dạng CSV UTF-8."
        return [], [Fault(name, 0, "", "", f"tệp không phải UTF-8 (byte thứ {error.start})", remedy)]
    reader = csv.reader(io.StringIO(text, newline=""))
    header = tuple(next(reader, ()))
    if header != schema.columns:
        remedy = f"Dòng đầu phải là: {','.join(schema.columns)}."
        return [], [Fault(name, 1, "", ",".join(header), "tên cột không đúng mẫu", remedy)]
    rows, faults = [], []
    for row in reader:
        if len(row) == len(header):
            rows.append((*(nfc(cell).strip() for cell in row), name, reader.line_num))
        elif row:
            remedy = f"Mỗi dòng phải có {len(header)} ô; ô có dấu phẩy phải đặt trong ngoặc kép."
            faults.append(Fault(name, reader.line_num, "", str(len(row)), "số ô không đúng", remedy))
    return rows, faults


def _to_types(frame: pd.DataFrame, schema: TableSchema) -> tuple[pd.DataFrame, list[Fault]]:
    """Convert the text columns that hold numbers, dates and periods; collect what cannot be converted."""
    typed, faults = {}, _missing_or_unknown_words(frame, schema)
    for column in schema.numbers:
        remedy = "Viết số bằng chữ số và dấu chấm thập phân, ví dụ 33.25; để trống nếu chưa có số liệu."
        faults += _misfits(frame, column, _NUMBER, "không phải là số", remedy)
        typed[column] = pd.to_numeric(frame[column].where(frame[column] != "", None), errors="coerce")
        typed[column] = typed[column].astype("float64")
    for column in schema.dates:
        faults += _misfits(frame, column, _DATE, "không phải là ngày", "Viết ngày dạng 2023-06-30.")
        typed[column] = pd.to_datetime(frame[column], format="%Y-%m-%d", errors="coerce")
        unreal = frame[column].str.fullmatch(_DATE) & typed[column].isna()
        faults += [_fault(row, column, "ngày không có trong lịch", "Viết ngày dạng 2023-06-30.")
                   for row in frame[unreal].itertuples()]  # fmt: skip
    if "period" in schema.columns:
        typed["period"], more = _periods(frame)
        faults += more
    return frame.assign(**typed), faults


def _missing_or_unknown_words(frame: pd.DataFrame, schema: TableSchema) -> list[Fault]:
    faults = []
    for column in schema.required:
        faults += [
            _fault(row, column, "ô này không được để trống", "Điền giá trị còn thiếu.")
            for row in frame[frame[column] == ""].itertuples()
        ]
    for column, words in schema.words.items():
        remedy = f"Chỉ nhận một trong: {', '.join(words)}."
        faults += [
            _fault(row, column, "từ không có trong danh mục", remedy)
            for row in frame[~frame[column].isin(words)].itertuples()
        ]
    return faults


def _misfits(
    frame: pd.DataFrame, column: str, pattern: re.Pattern, message: str, remedy: str
) -> list[Fault]:
    wrong = (frame[column] != "") & ~frame[column].str.fullmatch(pattern)
    return [_fault(row, column, message, remedy) for row in frame[wrong].itertuples()]


def _periods(frame: pd.DataFrame) -> tuple[pd.Series, list[Fault]]:
    """Parse each distinct period once; only the canonical spelling is accepted in our own tables."""
    parsed: dict[str, Period | None] = {}
    for text in frame["period"].unique():
        try:
            period = parse_period(text)
            parsed[text] = period if period.code == text else None
        except ValueError:
            parsed[text] = None
    remedy = "Viết kỳ dạng 2023-06, 2023-Q2, 2023-H1, 2023-9M, 2023 hoặc 2026-YTD-10-10."
    wrong = frame[frame["period"].map(parsed).isna()]
    faults = [_fault(row, "period", "không hiểu kỳ báo cáo", remedy) for row in wrong.itertuples()]
    return frame["period"].map(parsed).astype(object), faults


def _fault(row, column: str, message: str, remedy: str) -> Fault:
    return Fault(row.file, row.line, column, getattr(row, column), message, remedy)
