"""
Parameters → executed notebooks → published pages.

`run_report` makes one report folder for one unit and period. papermill stays the executor.
"""

from dtanalysis.run.execution import ReportFailedError, execute
from dtanalysis.run.parameters import Request, check_request
from dtanalysis.run.report import run_report

__all__ = ["ReportFailedError", "Request", "check_request", "execute", "run_report"]
