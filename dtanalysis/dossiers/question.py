"""
What a page asks of dossiers: whose, in which months, compared with which, against which target; or why it cannot.

Opens the store and the services catalogue that lie in ``dossiers/`` of the data folder. Where something is missing the
question carries the reason and frames without rows, so that a page needs no branches: every table of it is then empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.dossiers.catalogue import read_services
from dtanalysis.dossiers.cube import DossierCube, check_procedures, empty_cube
from dtanalysis.dossiers.months import choose_months, months_between, months_of
from dtanalysis.dossiers.schema import SERVICE_COLUMNS

INDICATOR = "ops_with_dossiers_rate"
"""The indicator that the share of services with an online dossier is judged by."""

REASONS = ("no_store", "no_services", "no_engine", "other_unit", "no_whole_month", "no_months")
"""Why dossiers cannot answer, from the first thing that is looked for to the last."""


@dataclass(frozen=True)
class DossierQuestion:
    """
    The dossiers of one unit, and what is asked of them.

    Attributes
    ----------
    reason : str
        One of `REASONS`; empty where the question can be answered.
    detail : str
        What a reader needs to know beside the reason: the provinces on file, or their months.
    cube : DossierCube
        All months of the unit on file; without rows where there is a reason.
    services : pandas.DataFrame
        The unit's services, one row each; without rows where there is a reason.
    months, months_before : tuple of int
        First and last month (YYYYMM) of the period and of the one it is compared with.
    target : float
        The share of services (percent) aimed at by the end of `target_year`; missing where none is known, and where
        the period does not begin with the year: a service used in March counts for the year, but not in June alone.
    target_year : int
        The year of the target; 0 where none is known.
    plan : str
        Id of the plan that promises it; empty where none is known.
    """

    reason: str
    detail: str
    cube: DossierCube
    services: pd.DataFrame
    months: tuple[int, int]
    months_before: tuple[int, int]
    target: float
    target_year: int
    plan: str

    @property
    def window(self) -> DossierCube:
        """The months of the period alone."""
        return choose_months(self.cube, *self.months)

    @property
    def since_last_year(self) -> DossierCube:
        """The months from January of the year before to the last month of the period."""
        return choose_months(self.cube, (self.months[1] // 100 - 1) * 100 + 1, self.months[1])

    @property
    def missing_months(self) -> list[int]:
        """Months of the period without any record: the figures are too low by what they held."""
        recorded = set(self.window.counts["ym"])
        return [] if self.reason else [ym for ym in months_between(*self.months) if ym not in recorded]


def open_dossiers(scope: Scope) -> DossierQuestion:
    """
    Open the dossiers of a scope's unit.

    Parameters
    ----------
    scope : Scope
        The question: its data folder, unit, period and plan.

    Returns
    -------
    DossierQuestion
        With a reason where there is no store or catalogue, duckdb is not installed, or the store holds nothing of the
        unit or period.

    Raises
    ------
    DataFaultError
        If the catalogue is there, but has faults.
    """
    folder = Path(scope.programme.folder) / "dossiers"
    months = months_of(scope.period)
    reason, detail, cube, services = _read(folder, scope.unit, months)
    target, year, plan = find_target(scope)
    target = target if scope.period.is_year_to_date else float("nan")
    return DossierQuestion(
        reason, detail, cube, services, months, months_of(scope.compare_to), target, year, plan
    )


def find_target(scope: Scope) -> tuple[float, int, str]:
    """
    Choose the target of the share of services with a dossier: the unit's own, or else the one it orients by.

    Parameters
    ----------
    scope : Scope
        The question.

    Returns
    -------
    tuple of float, int and str
        The target in percent, its year and the id of its plan; missing, 0 and empty where there is none. Of several own
        plans the first one that promises something counts.
    """
    both = pd.concat([scope.targets, scope.reference_targets])
    rows = both[(both["indicator"] == INDICATOR) & (both["dimension"] == "") & both["target"].notna()]
    if rows.empty:
        return float("nan"), 0, ""
    first = rows.iloc[0]
    return float(first["target"]), int(first["year"]), str(first["plan"])


def _read(folder: Path, unit: str, months: tuple[int, int]) -> tuple[str, str, DossierCube, pd.DataFrame]:
    """Reason, detail, cube and services; the last two without rows where there is a reason."""
    services = pd.DataFrame(columns=list(SERVICE_COLUMNS)).astype({"online_since": "Int64"})
    reason, detail = _missing_files(folder), ""
    if not reason:
        services = read_services(folder / "services.csv")
        reason, detail = _unasked(services, unit, months)
    cube = empty_cube()
    if not reason:
        try:
            cube = _load(folder / "store", unit)
            reason, detail = _unrecorded(cube, months)
        except ImportError:
            reason = "no_engine"
    if reason:
        return reason, detail, empty_cube(), services.iloc[:0]
    own = services[services["province"] == unit].reset_index(drop=True)
    return "", "", check_procedures(cube, own), own


def _missing_files(folder: Path) -> str:
    store = folder / "store"
    if not store.is_dir() or not any(store.iterdir()):
        return "no_store"
    return "" if (folder / "services.csv").is_file() else "no_services"


def _unasked(services: pd.DataFrame, unit: str, months: tuple[int, int]) -> tuple[str, str]:
    """Why the question itself has no answer: another unit's catalogue, or a period without a whole month."""
    if unit not in set(services["province"]):
        return "other_unit", ", ".join(sorted(services["province"].unique()))
    return ("no_whole_month", "") if months[0] > months[1] else ("", "")


def _unrecorded(cube: DossierCube, months: tuple[int, int]) -> tuple[str, str]:
    recorded = cube.counts["ym"]
    if recorded.between(*months).any():
        return "", ""
    return "no_months", f"{recorded.min()}–{recorded.max()}" if len(recorded) else ""


def _load(store: Path, unit: str) -> DossierCube:
    # Imported here: a data folder without dossiers asks for nothing of the store.
    from dtanalysis.dossiers.store import load_cube
    from dtanalysis.dossiers.units import list_units

    has_unit = unit in {part.province for part in list_units(store)}
    return load_cube(store, provinces=[unit]) if has_unit else empty_cube()
