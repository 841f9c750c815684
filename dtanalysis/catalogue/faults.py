"""
Faults in received or stored tables: collected, located, and told in Vietnamese.

A clerk wants all forty in one table, not the first one forty times. A fault says where it is (file, line,
column), what was found and what would be right.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import pandas as pd

SHOWN = 8
"""How many faults an error message lists; the rest are counted (all are in ``DataFaultError.faults``)."""


@dataclass(frozen=True)
class Fault:
    """
    One thing wrong in one place of one table.

    Attributes
    ----------
    file : str
        Path below the data folder.
    line : int
        Line of the file, the header being line 1; 0 where the whole file is meant.
    column : str
        Column name, or empty where the whole row is meant.
    found : str
        The text that stands there.
    message : str
        What is wrong, in Vietnamese.
    remedy : str
        What would be right, in Vietnamese.
    """

    file: str
    line: int
    column: str
    found: str
    message: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}, dòng {self.line}" if self.line else self.file
        if self.column:
            place += f", cột {self.column}"
        found = f" (thấy “{self.found}”)" if self.found else ""
        return f"{place}: {self.message}{found}. {self.remedy}"


def faults_where(
    wrong: pd.Series, frame: pd.DataFrame, column: str, message: str, remedy: str
) -> list[Fault]:
    """
    Tell one fault of one column for every wrong row.

    Parameters
    ----------
    wrong : pandas.Series of bool
        Which rows of `frame` are wrong.
    frame : pandas.DataFrame
        The table, each row with its ``file`` and ``line``.
    column, message, remedy : str
        As in `Fault`.

    Returns
    -------
    list of Fault
        In the order of the rows.
    """
    if not wrong.any():
        return []
    rows = frame.loc[wrong, ["file", "line", column]]
    return [
        Fault(file, line, column, _text(found), message, remedy)
        for file, line, found in rows.itertuples(index=False, name=None)
    ]


def _text(value) -> str:
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return f"{value:.15g}" if isinstance(value, float) else str(value)


class DataFaultError(ValueError):
    """
    The tables of a data folder do not hold together.

    Attributes
    ----------
    faults : list of Fault
        Every fault found, in the order of files and lines.
    """

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults, key=lambda fault: (fault.file, fault.line))
        shown = "\n".join(f"  - {fault}" for fault in self.faults[:SHOWN])
        more = f"\n  … và {len(faults) - SHOWN} lỗi khác" if len(faults) > SHOWN else ""
        super().__init__(f"Bảng số liệu có {len(faults)} lỗi, chưa dùng được:\n{shown}{more}")

    def to_frame(self) -> pd.DataFrame:
        """Return one row per fault: file, line, column, found, message, remedy."""
        return pd.DataFrame([asdict(fault) for fault in self.faults])
