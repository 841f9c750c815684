"""Dossier records counted into a small cube by two statements on any SQL engine, and everything that follows from it."""

from dtanalysis.dossiers.catalogue import read_services
from dtanalysis.dossiers.cube import DossierCube, build_cube, check_procedures, empty_cube
from dtanalysis.dossiers.days import processing_days
from dtanalysis.dossiers.distinct import distinct_to_date
from dtanalysis.dossiers.dormancy import (
    close_in_parts,
    dormancy,
    idle_services,
    services_to_close,
    share_idle,
)
from dtanalysis.dossiers.months import choose_months, months_of
from dtanalysis.dossiers.question import DossierQuestion, find_target, open_dossiers
from dtanalysis.dossiers.rates import mix_inputs, mix_parts, online_rates, parts_of_rates
from dtanalysis.dossiers.reported import compare_reported
from dtanalysis.dossiers.services import (
    online_services,
    service_funnel,
    service_generation,
    service_use,
    unknown_procedures,
)
from dtanalysis.dossiers.store import load_cube, refresh, replace_month
from dtanalysis.dossiers.suppress import suppress_small

__all__ = [
    "DossierCube",
    "DossierQuestion",
    "build_cube",
    "check_procedures",
    "choose_months",
    "close_in_parts",
    "compare_reported",
    "distinct_to_date",
    "dormancy",
    "empty_cube",
    "find_target",
    "idle_services",
    "load_cube",
    "mix_inputs",
    "mix_parts",
    "months_of",
    "online_rates",
    "online_services",
    "open_dossiers",
    "parts_of_rates",
    "processing_days",
    "read_services",
    "refresh",
    "replace_month",
    "service_funnel",
    "service_generation",
    "service_use",
    "services_to_close",
    "share_idle",
    "suppress_small",
    "unknown_procedures",
]
