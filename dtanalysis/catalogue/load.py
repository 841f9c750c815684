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
from dtanalysis.catalogue.faults import DataFaultError, Fault, faults_where
from dtanalysis.catalogue.schema import (
    FRAMEWORKS,
    INDICATORS,
    OBSERVATIONS,
    PLANS,
    RULES,
    SOURCES,
    TARGETS,
    TERMS,
    UNIT_SUCCESSIONS,
    UNITS,
    TableSchema,
)
from dtanalysis.formats import nfc
from dtanalysis.periods import Period, parse_period

# ASCII digits only: pandas would turn a full-width digit into a missing number without a word.
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_WHOLE = re.compile(r"-?[0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Programme:
    """
    All tables of one data folder, in agreement with each other.

    Attributes
    ----------
    indicators, units, unit_successions, plans, terms, sources, targets, observations, frameworks, rules : pandas.DataFrame
        One row as told in `dtanalysis.catalogue.schema`. Text columns hold text (empty, not missing, where
        nothing is said); numbers are float with NaN for missing; dates are ``datetime64``;
        ``observations.period`` holds `dtanalysis.periods.Period` values.
    folder : pathlib.Path
        Where the tables were read.
    digests : dict of str to str
        SHA-256 of every file that a report may rest on, by path below `folder`.
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
    rules: pd.DataFrame
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
    digests |= {
        name: digest for pattern in _READ_ELSEWHERE for name, digest in _digests(folder, pattern).items()
    }
    return Programme(**plain, folder=folder, digests=dict(sorted(digests.items())))


def find_data_dir(data_dir: str | Path) -> Path:
    """
    Return the existing folder that `data_dir` means, seen from the working folder or one above it.

    Parameters
    ----------
    data_dir : str or pathlib.Path
        The folder asked for.

    Returns
    -------
    pathlib.Path
        The first such folder that holds a ``catalogue``.

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
    (RULES, "*/rules*.csv"),
)
# Tables that a page shows though they are read where they are used: a report is of these bytes too.
# Of a store of dossiers it is enough to know what its counts were made of (each note holds the digest of the records).
_READ_ELSEWHERE = (
    *("catalogue/thresholds.csv", "*/issues.csv", "*/receipts.csv"),
    *("dossiers/services.csv", "dossiers/store/_cube/*/*/made_of.json"),
)


def _read_all(folder: Path, pattern: str, schema: TableSchema) -> _Table:
    paths = sorted(folder.glob(pattern))
    if not paths and "*" not in pattern:
        raise FileNotFoundError(
            f"The table {pattern} is missing in {folder.name}/. Put it there; where there is nothing to say, "
            "with its header row alone."
        )
    read = [_read_table(path.read_bytes(), path.relative_to(folder).as_posix(), schema) for path in paths]
    rows = [row for table in read for row in table[0]]
    typed, faults = _to_types(pd.DataFrame(rows, columns=[*schema.columns, "file", "line"]), schema)
    faults = [fault for table in read for fault in table[1]] + faults
    return _Table(schema, typed, faults, _digests(folder, pattern))


def _digests(folder: Path, pattern: str) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.glob(pattern))
    }


def _read_table(content: bytes, name: str, schema: TableSchema) -> tuple[list[tuple], list[Fault]]:
    """Read one file as text: its rows (with file and line), and faults of its shape."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        remedy = "Hãy lưu lại tệp ở dạng CSV UTF-8."
        return [], [Fault(name, 0, "", "", f"tệp không phải UTF-8 (byte thứ {error.start + 1})", remedy)]
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        return _read_rows(reader, name, schema)
    except csv.Error as error:
        remedy = "Kiểm tra dấu ngoặc kép: mỗi dấu mở phải có dấu đóng."
        return [], [Fault(name, reader.line_num, "", "", f"không đọc được ô ({error})", remedy)]


def _read_rows(reader, name: str, schema: TableSchema) -> tuple[list[tuple], list[Fault]]:
    header = tuple(next(reader, ()))
    left_out = ("",) * (len(schema.columns) - len(header))
    columns = schema.columns[: len(header)] if len(left_out) == len(schema.optional) else schema.columns
    if header != columns:
        message = "tên cột không đúng mẫu" if header else "tệp trống"
        return [], [
            Fault(name, 1, "", ",".join(header), message, f"Dòng đầu phải là: {','.join(schema.columns)}.")
        ]
    rows, faults, line = [], [], reader.line_num + 1
    for row in reader:
        if len(row) == len(columns):
            rows.append((*(nfc(cell).strip() for cell in row), *left_out, name, line))
        elif row:
            remedy = f"Mỗi dòng phải có {len(columns)} ô; ô có dấu phẩy phải đặt trong ngoặc kép."
            faults.append(Fault(name, line, "", f"{len(row)} ô", "số ô không đúng", remedy))
        # A quoted cell may run over several lines; the fault is where its row starts.
        line = reader.line_num + 1
    return rows, faults


def _to_types(frame: pd.DataFrame, schema: TableSchema) -> tuple[pd.DataFrame, list[Fault]]:
    """Convert the text columns that hold numbers, dates and periods; collect what cannot be converted."""
    typed, faults = {}, _missing_or_unknown_words(frame, schema)
    for column in schema.numbers:
        typed[column], more = _numbers(frame, column, column in schema.whole)
        faults += more
    for column in schema.dates:
        typed[column], more = _dates(frame, column)
        faults += more
    if "period" in schema.columns:
        typed["period"], more = _periods(frame)
        faults += more
    return frame.assign(**typed), faults


def _missing_or_unknown_words(frame: pd.DataFrame, schema: TableSchema) -> list[Fault]:
    faults = []
    for column in schema.required:
        remedy = "Điền giá trị còn thiếu."
        faults += faults_where(frame[column] == "", frame, column, "ô này không được để trống", remedy)
    for column, words in schema.words.items():
        remedy = f"Chỉ nhận một trong: {', '.join(words)}."
        empty, strange = frame[column] == "", ~frame[column].isin(["", *words])
        faults += faults_where(empty, frame, column, "ô này không được để trống", remedy)
        faults += faults_where(strange, frame, column, "từ không có trong danh mục", remedy)
    return faults


def _numbers(frame: pd.DataFrame, column: str, whole: bool) -> tuple[pd.Series, list[Fault]]:
    pattern, message, example = (_WHOLE, "không phải là số nguyên", "2023") if whole else (
        _NUMBER, "không phải là số", "33.25"
    )  # fmt: skip
    given = frame[column] != ""
    right = frame[column].str.fullmatch(pattern).astype(bool)
    remedy = f"Viết số bằng chữ số và dấu chấm thập phân, ví dụ {example}; để trống nếu chưa có số liệu."
    numbers = pd.to_numeric(frame[column].where(right), errors="coerce").astype("float64")
    return numbers, faults_where(given & ~right, frame, column, message, remedy)


def _dates(frame: pd.DataFrame, column: str) -> tuple[pd.Series, list[Fault]]:
    given = frame[column] != ""
    right = frame[column].str.fullmatch(_DATE).astype(bool)
    days = pd.to_datetime(frame[column].where(right), format="%Y-%m-%d", errors="coerce")
    remedy = "Viết ngày dạng 2023-06-30."
    return days, [
        *faults_where(given & ~right, frame, column, "không phải là ngày", remedy),
        *faults_where(right & days.isna(), frame, column, "ngày không có trong lịch", remedy),
    ]


def _periods(frame: pd.DataFrame) -> tuple[pd.Series, list[Fault]]:
    """Parse each distinct period once; only the canonical spelling is accepted in our own tables."""
    parsed = {text: _period_of(text) for text in frame["period"].unique()}
    message = "kỳ báo cáo không viết đúng mẫu"
    faults = [
        fault
        for text, period in parsed.items()
        if period is None or period.code != text
        for fault in faults_where(frame["period"] == text, frame, "period", message, _right_spelling(period))
    ]
    return frame["period"].map(parsed).astype(object), faults


def _period_of(text: str) -> Period | None:
    try:
        return parse_period(text)
    except ValueError:
        return None


def _right_spelling(period: Period | None) -> str:
    if period is None:
        return "Viết kỳ dạng 2023-06, 2023-Q2, 2023-H1, 2023-9M, 2023 hoặc 2026-YTD-10-10."
    return f"Viết {period.code}."
