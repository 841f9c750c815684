"""
The register that received files are read with: indicators, units and words, ready to be looked up.

Takes a folder with ``indicators.csv`` and ``units.csv`` (and, where there are any, ``unit_successions.csv``,
``terms.csv``, ``plans.csv``), directly or below ``catalogue/``. Only what reading needs is asked for, so that the
register of another programme will do: other columns may be there or not, in any order.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import get_args

import pandas as pd

from dtanalysis.catalogue.faults import DataFaultError, Fault
from dtanalysis.catalogue.schema import INDICATORS, PLANS, TERMS, UNIT_SUCCESSIONS, UNITS, TableSchema
from dtanalysis.formats import UnitMeasure, nfc
from dtanalysis.ingest.matching import Match, NameIndex, NoMatch, find_name, index_names, match_key

_NEEDED = {
    "indicators": ("indicator", "name_vi", "unit_measure"),
    "units": ("unit", "name_vi"),
    "unit_successions": ("unit_from", "unit_to"),
    "terms": ("kind", "code", "name_vi"),
    "plans": ("plan",),
}
_SAVE_AS_UTF8 = "Hãy lưu lại tệp ở dạng CSV UTF-8."


@dataclass(frozen=True)
class Indicator:
    """
    What reading a value needs to know of an indicator.

    Attributes
    ----------
    id, name : str
        As registered.
    measure : {"percent", "count", "index", "rank", "currency", "days"}
        Unit of measure.
    label : str
        Words of the unit of measure ("người", "tỷ đồng"), empty where the register has none.
    direction, accumulation : str
        As registered; "up" and "level" where the register says nothing.
    may_be_negative : bool
        The register gives no lower bound (growth) or one below 0.
    """

    id: str
    name: str
    measure: UnitMeasure
    label: str
    direction: str = "up"
    accumulation: str = "level"
    may_be_negative: bool = False


@dataclass(frozen=True, eq=False)
class Lexicon:
    """
    A register, ready for reading files.

    Attributes
    ----------
    folder : pathlib.Path
        Where its tables were read.
    root : pathlib.Path
        The data folder that it belongs to.
    indicators, units, unit_successions, terms, plans : pandas.DataFrame
        Its tables, all columns of `dtanalysis.catalogue.schema`; text, except
        the numbers ``lower``, ``upper``, ``decimals`` and the dates.
    """

    folder: Path
    root: Path
    indicators: pd.DataFrame
    units: pd.DataFrame
    unit_successions: pd.DataFrame
    terms: pd.DataFrame
    plans: pd.DataFrame
    _found_units: dict = field(default_factory=dict, repr=False)

    @cached_property
    def indicator_by_id(self) -> dict[str, Indicator]:
        """Every indicator by its id."""
        has_lower = self.indicators.attrs.get("has_lower", True)
        return {
            row.indicator: Indicator(
                id=row.indicator,
                name=row.name_vi,
                measure=row.unit_measure,
                label=row.unit_label_vi,
                direction=row.direction or "up",
                accumulation=row.accumulation or "level",
                may_be_negative=(has_lower and pd.isna(row.lower)) or row.lower < 0,
            )
            for row in self.indicators.itertuples(index=False)
        }

    @cached_property
    def _indicator_names(self) -> NameIndex:
        return index_names(self.indicators, "indicator", ("indicator", "name_vi", "name_en", "aliases"))

    @cached_property
    def unit_names(self) -> NameIndex:
        """Names, aliases and ids of the units."""
        return index_names(self.units, "unit", ("unit", "name_vi", "aliases"))

    @cached_property
    def level_by_unit(self) -> dict[str, str]:
        """Administrative level of each unit."""
        return dict(zip(self.units["unit"], self.units["level"], strict=True))

    @cached_property
    def parts_by_key(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """Words for a numerator or denominator → (indicator, "numerator" or "denominator") that they may mean."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for column, part in (("numerator_vi", "numerator"), ("denominator_vi", "denominator")):
            for id_, words in zip(self.indicators["indicator"], self.indicators[column], strict=True):
                if words:
                    found[match_key(words)].append((id_, part))
        return {key: tuple(uses) for key, uses in found.items()}

    @cached_property
    def _terms(self) -> dict[tuple[str, str], str]:
        """(kind, name or code by key) → code."""
        return {
            (row.kind, match_key(word)): row.code
            for row in self.terms.itertuples(index=False)
            for word in (row.code, row.name_vi, row.name_en)
            if word
        }

    @cached_property
    def successors(self) -> dict[str, tuple[str, ...]]:
        """Units that took the place of a unit."""
        heirs = self.unit_successions.groupby("unit_from", sort=False)["unit_to"]
        return {unit: tuple(group) for unit, group in heirs}

    @property
    def indicator_keys(self) -> tuple[str, ...]:
        """Names of the indicators by key."""
        return tuple(self._indicator_names.bearers)

    @cached_property
    def measure_words(self) -> frozenset[str]:
        """Words of units of measure that the register uses, by key."""
        columns = ("unit_label_vi", "unit_label_en")
        return frozenset(match_key(word) for column in columns for word in self.indicators[column] if word)

    def indicator_named(self, text: str) -> str:
        """
        Return the id of the indicator that bears exactly this name, empty for none (no near names are looked for).

        Parameters
        ----------
        text : str
            A name, alias or id.
        """
        if match_key(text) not in self._indicator_names.bearers:
            return ""
        found = self.find_indicator(text)
        return found.id if isinstance(found, Match) else ""

    def names_a_unit(self, text: str) -> bool:
        """
        Return whether at least one unit of any time bears exactly this name.

        Parameters
        ----------
        text : str
            A name, alias or id.
        """
        return match_key(text) in self.unit_names.bearers

    def find_indicator(self, text: str) -> Match | NoMatch:
        """
        Tell which indicator bears this name.

        Parameters
        ----------
        text : str
            A name, alias or id.

        Returns
        -------
        Match or NoMatch
            As `matching.find_name`.
        """
        return find_name(text, self._indicator_names)

    def find_unit(self, text: str, on: date | None = None) -> Match | NoMatch:
        """
        Tell which unit bears this name on a day.

        Parameters
        ----------
        text : str
            A name, alias or id.
        on : datetime.date, optional
            The last day of the period.

        Returns
        -------
        Match or NoMatch
            As `matching.find_name`; of a unit that ended, the units that took its place are the candidates.
        """
        if has_hidden_signs(text):
            return NoMatch("look_alikes", (), f"“{nfc(text)}” có ký tự ẩn làm thay đổi cách hiển thị.")
        if (text, on) not in self._found_units:
            self._found_units[text, on] = self._with_successors(find_name(text, self.unit_names, on))
        return self._found_units[text, on]

    def term(self, kind: str, text: str) -> str | None:
        """
        The code of a word of the register.

        Parameters
        ----------
        kind : {"level", "dimension", "group"}
            What the word names.
        text : str
            A code or a name.

        Returns
        -------
        str or None
            None where the register has no such word.
        """
        return self._terms.get((kind, match_key(text)))

    def _with_successors(self, found: Match | NoMatch) -> Match | NoMatch:
        if not isinstance(found, NoMatch) or found.reason != "not_valid":
            return found
        heirs = tuple(
            dict.fromkeys(heir for id_ in found.candidates for heir in self.successors.get(id_, ()))
        )
        if not heirs:
            return found
        names = self.units.set_index("unit")["name_vi"]
        told = ", ".join(f"{names.get(heir, heir)} ({heir})" for heir in heirs)
        message = f"{found.message.partition(' Có phải:')[0]} Đơn vị kế thừa: {told}."
        return NoMatch("not_valid", heirs, message)


def has_hidden_signs(text: str) -> bool:
    """
    Whether a text holds signs that are not seen but change what is seen.

    Parameters
    ----------
    text : str
        As received.

    Returns
    -------
    bool
        Directions of writing and the like; spaces without width are harmless.

    Examples
    --------
    >>> has_hidden_signs("Sở\u202e Y tế"), has_hidden_signs("Sở\u200b Y tế")
    (True, False)
    """
    return any(
        "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069" or char == "\u200f" for char in text
    )


def open_lexicon(folder: str | Path) -> Lexicon:
    """
    Read the register that files are read with.

    Parameters
    ----------
    folder : str or pathlib.Path
        Folder with ``indicators.csv`` and ``units.csv``, or one with such a folder named ``catalogue``.

    Returns
    -------
    Lexicon
        Ready to be looked up.

    Raises
    ------
    FileNotFoundError
        If the folder or one of these two tables is missing.
    DataFaultError
        If a table lacks a column that reading needs, or holds what cannot be read; it names file, line, column.
    """
    place = Path(folder)
    if (place / "catalogue" / "indicators.csv").is_file():
        place = place / "catalogue"
    for name in ("indicators.csv", "units.csv"):
        if not (place / name).is_file():
            raise FileNotFoundError(
                f"No register in {str(folder)!r}: {name} is missing. Give the folder that holds it."
            )
    root = place.parent if place.name == "catalogue" else place
    schemas = (INDICATORS, UNITS, UNIT_SUCCESSIONS, TERMS, PLANS)
    return Lexicon(place, root, **{schema.name: _read_table(place, schema) for schema in schemas})


def _read_table(folder: Path, schema: TableSchema) -> pd.DataFrame:
    path = folder / f"{schema.name}.csv"
    columns = list(schema.columns)
    rows = _rows(path, schema.name) if path.is_file() else []
    frame = pd.DataFrame(
        [{column: row.get(column, "") for column in columns} for row in rows], columns=columns
    )
    frame = frame.astype(str)
    given = set(rows[0]) if rows else set(columns)
    typed = {column: _numbers(frame, column, path.name) for column in schema.numbers}
    typed |= {column: _days(frame, column, path.name) for column in schema.dates}
    frame = frame.assign(**typed)
    frame.attrs["has_lower"] = "lower" in given
    if schema is INDICATORS:
        _check_words(frame, path.name)
    return frame


def _rows(path: Path, name: str) -> list[dict[str, str]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DataFaultError([Fault(path.name, 0, "", "", "tệp không phải UTF-8", _SAVE_AS_UTF8)]) from None
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = [column for column in _NEEDED[name] if column not in (reader.fieldnames or ())]
    if missing:
        fault = Fault(
            path.name, 1, missing[0], "", "thiếu cột này", f"Bảng này cần có: {', '.join(_NEEDED[name])}."
        )
        raise DataFaultError([fault])
    return [
        {column: nfc(cell or "").strip() for column, cell in row.items() if column is not None}
        for row in reader
    ]


def _numbers(frame: pd.DataFrame, column: str, file: str) -> pd.Series:
    numbers = pd.to_numeric(frame[column].replace("", None), errors="coerce").astype("float64")
    _refuse_rows(
        numbers.isna() & (frame[column] != ""),
        frame,
        column,
        file,
        told=("không phải là số", "Viết ví dụ 33.25."),
    )
    return numbers


def _days(frame: pd.DataFrame, column: str, file: str) -> pd.Series:
    days = pd.to_datetime(frame[column].replace("", None), format="%Y-%m-%d", errors="coerce")
    _refuse_rows(
        days.isna() & (frame[column] != ""),
        frame,
        column,
        file,
        told=("không phải là ngày", "Viết ví dụ 2023-06-30."),
    )
    return days


def _check_words(indicators: pd.DataFrame, file: str) -> None:
    words = get_args(UnitMeasure)
    wrong = ~indicators["unit_measure"].isin(words)
    _refuse_rows(
        wrong,
        indicators,
        "unit_measure",
        file,
        told=("từ không có trong danh mục", f"Chỉ nhận: {', '.join(words)}."),
    )


def _refuse_rows(
    wrong: pd.Series, frame: pd.DataFrame, column: str, file: str, *, told: tuple[str, str]
) -> None:
    if wrong.any():
        raise DataFaultError(
            [Fault(file, int(at) + 2, column, frame.at[at, column], *told) for at in frame.index[wrong]]
        )
