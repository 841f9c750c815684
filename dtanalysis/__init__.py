"""
Gap analyses and year-end projections for a province's digital-transformation programme.

A small library of functions from frames to frames, used by the notebooks in ``notebooks/``. The names below
are what a notebook needs; they are imported when first used, so that ``import dtanalysis`` costs nothing.
"""

from importlib import import_module

__version__ = "0.1.0"

_HOMES = {
    "open_scope": "catalogue",
    "load_programme": "catalogue",
    "load_thresholds": "catalogue.thresholds",
    "open_received": "catalogue",
    "add_names": "catalogue",
    "DataFaultError": "catalogue",
    "parse_period": "periods",
    "Period": "periods",
    "build_scorecard": "gaps",
    "summarise_plans": "plans",
    "Finding": "exhibits",
    "Note": "exhibits",
    "Table": "exhibits",
    "Figure": "exhibits",
}

__all__ = ["__version__", *_HOMES]  # noqa: PLE0604  # the keys are the names


def __getattr__(name: str):
    if name in _HOMES:
        return getattr(import_module(f"dtanalysis.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'dtanalysis' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
