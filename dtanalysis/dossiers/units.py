"""
The folders of a store: where a province-month keeps its records and its partial cube, and whether the two
belong together.

A store holds ``ym=202306/province=ninh-thuan/part-0.parquet`` and, in a folder that other programs pass over,
``_cube/ym=202306/province=ninh-thuan/`` with counts, days, quality and a note of the records they were made
of. The folder ``_cube`` holds no dossier id and no person and may be handed on by itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dtanalysis.dossiers.statements import check_months, check_provinces

CUBE_FORMAT = 2
"""Rises when the columns of partial cubes change; older ones are then made anew by `store.refresh`."""

PARTS = ("counts", "days", "quality")

_ID = re.compile(r"\w[\w.-]*")
_FOLDER = re.compile(r"ym=(\d{6})/province=([^/]+)")


@dataclass(frozen=True, order=True)
class Unit:
    """
    One province-month of a store: the part that is replaced as a whole.

    Attributes
    ----------
    store : pathlib.Path
        The store's folder.
    ym : int
        Month of receipt, as YYYYMM.
    province : str
        Unit id.
    """

    store: Path
    ym: int
    province: str

    @property
    def records(self) -> Path:
        """The file of its dossiers."""
        return self.store / f"ym={self.ym}" / f"province={self.province}" / "part-0.parquet"

    @property
    def unreadable(self) -> Path:
        """The lines of its delivery that could not be read, as they came; they may name persons."""
        return self.records.with_name("_unreadable.csv")

    @property
    def cube(self) -> Path:
        """The folder of its partial cube."""
        return self.store / "_cube" / f"ym={self.ym}" / f"province={self.province}"

    @property
    def note(self) -> Path:
        """What the partial cube was made of; without it the cube is not finished."""
        return self.cube / "made_of.json"

    def __str__(self) -> str:
        return f"{self.province} {self.ym}"


def name_unit(store: str | Path, province: str, ym: int) -> Unit:
    """
    Name a province-month, checking what becomes part of a path.

    Parameters
    ----------
    store : str or pathlib.Path
        The store's folder.
    province : str
        Unit id: letters, digits, dot, hyphen and underscore.
    ym : int
        Month of receipt, as YYYYMM.

    Returns
    -------
    Unit

    Raises
    ------
    ValueError
        If the id or the month is none.
    """
    if not isinstance(province, str) or not _ID.fullmatch(province):
        raise ValueError(f"A province is a unit id such as ninh-thuan; got {province!r}.")
    return Unit(Path(store), check_months([ym])[0], province)


def list_units(
    store: str | Path, *, provinces: Iterable[str] | None = None, months: Iterable[int] | None = None
) -> list[Unit]:
    """
    List the province-months of a store, with records or with a partial cube.

    Parameters
    ----------
    store : str or pathlib.Path
        The store's folder, or one that holds only its ``_cube``.
    provinces : iterable of str, optional
        Unit ids to list; all where not given.
    months : iterable of int, optional
        Months to list, as YYYYMM; all where not given. A month without dossiers is no error.

    Returns
    -------
    list of Unit
        Sorted by month and province.

    Raises
    ------
    FileNotFoundError
        If there is no such folder.
    ValueError
        If the folder is no store, or a province has nothing in it (the message lists those that have).
    """
    store = check_store(store)
    units = sorted({*_units_below(store, store), *_units_below(store / "_cube", store)})
    if provinces is not None:
        wanted, known = check_provinces(provinces), sorted({unit.province for unit in units})
        unknown = [province for province in wanted if province not in known]
        if unknown:
            raise ValueError(
                f"Kho hồ sơ {store} không có tỉnh {', '.join(unknown)}; có: {', '.join(known) or 'chưa có tỉnh nào'}."
            )
        units = [unit for unit in units if unit.province in wanted]
    if months is not None:
        chosen = check_months(months)
        units = [unit for unit in units if unit.ym in chosen]
    return units


def check_store(store: str | Path) -> Path:
    """
    Check that a folder is a store of dossiers.

    Parameters
    ----------
    store : str or pathlib.Path
        The folder.

    Returns
    -------
    pathlib.Path
        The same; an empty folder is an empty store.

    Raises
    ------
    FileNotFoundError
        If there is no such folder.
    ValueError
        If it is a file, or a folder that holds other things.
    """
    store = Path(store)
    if not store.exists():
        raise FileNotFoundError(f"Không có thư mục kho hồ sơ {store}.")
    right = "Kho hồ sơ là thư mục có các thư mục con dạng ym=202306/province=ninh-thuan."
    if not store.is_dir():
        raise ValueError(f"{store} là một tệp, không phải kho hồ sơ. {right}")
    names = sorted(path.name for path in store.iterdir())
    if names and not any(re.fullmatch(r"ym=\d{6}|_cube", name) for name in names):
        raise ValueError(f"{store} không phải kho hồ sơ (thấy {', '.join(names[:5])}). {right}")
    return store


def _units_below(folder: Path, store: Path) -> Iterator[Unit]:
    for path in folder.glob("ym=*/province=*"):
        if (named := _FOLDER.fullmatch(path.relative_to(folder).as_posix())) and any(path.iterdir()):
            yield Unit(store, int(named[1]), named[2])


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """
    Write a file under a hidden name and put it in place only when it is whole.

    Parameters
    ----------
    path : pathlib.Path
        The file to replace; its folder is made.

    Yields
    ------
    pathlib.Path
        Where to write. If writing fails the earlier file stays as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        yield draft
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def describe_records(unit: Unit) -> dict[str, int | str]:
    """Say what a partial cube of the present records would be made of: its format, their size and their digest."""
    with unit.records.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"format": CUBE_FORMAT, "bytes": unit.records.stat().st_size, "sha256": digest}


def read_note(unit: Unit) -> dict[str, int | str] | None:
    """Read what the partial cube was made of; None where it is missing or not finished."""
    try:
        note = json.loads(unit.note.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    whole = isinstance(note, dict) and all((unit.cube / f"{part}.parquet").exists() for part in PARTS)
    return note if whole else None


def write_note(unit: Unit, note: dict[str, int | str]) -> None:
    """Write what the partial cube was made of, the last step of making it."""
    with replacing(unit.note) as draft:
        draft.write_text(json.dumps(note, indent=1) + "\n", encoding="utf-8")


def why_stale(unit: Unit) -> str:
    """
    Say, without reading the records, why a partial cube cannot be used.

    Parameters
    ----------
    unit : Unit
        A province-month.

    Returns
    -------
    str
        "missing", "format" (made by another version) or "changed" (the records have another size); empty
        where it can be used. Records of the same size are told apart by `store.refresh`.
    """
    note = read_note(unit)
    if note is None:
        return "missing"
    if note.get("format") != CUBE_FORMAT:
        return "format"
    has_changed = unit.records.exists() and unit.records.stat().st_size != note.get("bytes")
    return "changed" if has_changed else ""
