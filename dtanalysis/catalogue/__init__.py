"""
The words of a programme: indicators, units, plans, targets, sources, and what is known of them.

`load_programme` reads the text tables of a data folder and refuses those that do not agree; `open_scope`
states one question (unit, period, plans, as known on a day) and gives the frames that belong to it.
"""

from dtanalysis.catalogue.faults import DataFaultError, Fault
from dtanalysis.catalogue.load import Programme, find_data_dir, load_programme
from dtanalysis.catalogue.naming import add_names, source_titles, term_names, unit_names
from dtanalysis.catalogue.receipts import Received, open_received
from dtanalysis.catalogue.register import find_unit
from dtanalysis.catalogue.schema import SERIES_KEY
from dtanalysis.catalogue.scope import Scope, open_scope
from dtanalysis.catalogue.versions import latest_by_source, latest_readings, most_trusted

__all__ = [
    "SERIES_KEY",
    "DataFaultError",
    "Fault",
    "Programme",
    "Received",
    "Scope",
    "add_names",
    "find_data_dir",
    "find_unit",
    "latest_by_source",
    "latest_readings",
    "load_programme",
    "most_trusted",
    "open_received",
    "open_scope",
    "source_titles",
    "term_names",
    "unit_names",
]
