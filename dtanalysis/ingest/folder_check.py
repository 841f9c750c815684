"""
Would a data folder still hold together with other tables in it? Tried on a copy, before anything is written.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from dtanalysis.catalogue.faults import DataFaultError, Fault
from dtanalysis.catalogue.load import load_programme

_TABLES = (
    "catalogue/*.csv", "sources.csv", "*/targets*.csv", "*/observations*.csv", "*/frameworks*.csv", "*/rules*.csv",
)  # fmt: skip
_UNCHECKED = (
    "Danh mục không có đủ bảng và cột như mẫu, nên chưa đối chiếu được toàn bộ thư mục số liệu sau khi ghi."
)


def check_folder(data_dir: Path, tables: Mapping[Path, bytes]) -> tuple[str, ...]:
    """
    Try whether a data folder holds together with these tables in it.

    Parameters
    ----------
    data_dir : pathlib.Path
        The data folder; without a register in it there is nothing to hold the tables to.
    tables : mapping
        Path in the folder → content.

    Returns
    -------
    tuple of str
        What could not be checked, or was wrong before, in Vietnamese.

    Raises
    ------
    DataFaultError
        If these tables bring faults that the folder did not have.
    """
    if not (data_dir / "catalogue" / "indicators.csv").is_file():
        return ()
    after = _faults(data_dir, tables)
    if after == []:
        return ()
    before = _faults(data_dir, {})
    if after is None or before is None:
        return (_UNCHECKED,)
    had = set(map(_what, before))
    if new := [fault for fault in after if _what(fault) not in had]:
        raise DataFaultError(new)
    return (f"Thư mục số liệu vốn đã có {len(after)} lỗi, chẳng hạn: {after[0]}",)


def _what(fault: Fault) -> tuple[str, str, str, str]:
    """A fault without its line, which moves when rows come in above it."""
    return fault.file, fault.column, fault.found, fault.message


def _faults(data_dir: Path, tables: Mapping[Path, bytes]) -> list[Fault] | None:
    """What is wrong in the folder; None where its register has not all the tables and columns of ours."""
    with tempfile.TemporaryDirectory() as folder:
        for path in (path for pattern in _TABLES for path in data_dir.glob(pattern)):
            _lay(Path(folder) / path.relative_to(data_dir), path.read_bytes())
        for path, content in tables.items():
            _lay(Path(folder) / path.relative_to(data_dir), content)
        try:
            load_programme(folder)
        except FileNotFoundError:
            return None
        except DataFaultError as error:
            is_partial = any(
                fault.file.startswith("catalogue/") and fault.line == 1 for fault in error.faults
            )
            return None if is_partial else error.faults
    return []


def _lay(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
