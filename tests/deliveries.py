"""Small deliveries of figures, and a register for them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dtanalysis import checks
from dtanalysis.catalogue.thresholds import Thresholds
from dtanalysis.periods import parse_period

_REGISTER = [
    # indicator, unit_measure, direction, accumulation, lower, upper, decimals, weighting
    ("online_rate", "percent", "up", "cumulative", 0, 100, 2, "dossier"),
    ("cover_rate", "percent", "up", "level", 0, 100, 2, "household"),
    ("plan_rate", "percent", "up", "level", 0, np.nan, 1, ""),
    ("gdp_share", "percent", "up", "level", 0, 100, 1, "value added"),
    ("dossiers", "count", "up", "cumulative", 0, np.nan, 0, "dossier"),
    ("revenue", "currency", "up", "cumulative", 0, np.nan, 1, ""),
    ("teams", "count", "up", "level", 0, np.nan, 0, "team"),
    ("stations", "count", "up", "ever", 0, np.nan, 0, "station"),
    ("dti", "index", "up", "one_off", 0, 1, 4, ""),
    ("dti_rank", "rank", "down", "one_off", 1, np.nan, 0, ""),
    ("days", "days", "down", "cumulative", 0, np.nan, 2, "dossier"),
]
REGISTER = pd.DataFrame(
    _REGISTER,
    columns=[
        "indicator", "unit_measure", "direction", "accumulation", "lower", "upper", "decimals", "weighting",
    ],
)  # fmt: skip
UNITS = pd.DataFrame(
    {
        "unit": ["u", "v", "old"],
        "name_vi": ["Sở U", "Sở V", "Huyện Cũ"],
        "valid_to": [pd.NaT, pd.NaT, pd.Timestamp("2025-06-30")],
    }
)
LIMITS = Thresholds(outlier_points=6, repeated_periods=3)


def figure(indicator: str = "online_rate", value: float = np.nan, period: str = "2023-H1", **more) -> dict:
    """One observation."""
    return {
        "indicator": indicator, "unit": "u", "level": "province", "dimension": "",
        "period": parse_period(period), "value": value, "qualifier": "eq", "numerator": np.nan,
        "denominator": np.nan, "status": "published",
        "as_of": pd.Timestamp("2023-07-31"), "source": "a", "note": "",
    } | more  # fmt: skip


def frame(*rows: dict) -> pd.DataFrame:
    """Observations; one row at least names the columns."""
    return pd.DataFrame(rows) if rows else pd.DataFrame([figure()]).iloc[:0]


def year(indicator: str = "dossiers", code: str = "2023", **values: float) -> list[dict]:
    """
    Figures of one year by the end of their period's code: ``year(M01=3, Q1=9)`` gives 2023-01 and 2023-Q1.
    """
    codes = {name: f"{code}-{name.removeprefix('M')}" if name[0] != "Y" else code for name in values}
    return [figure(indicator, value, codes[name]) for name, value in values.items()]


def line_up(received: list[dict], known: list[dict] = ()) -> pd.DataFrame:
    """Figures lined up with the small register."""
    return checks.line_up(frame(*received), REGISTER, frame(*known))


def told(problems: pd.DataFrame) -> list[tuple]:
    """What was found and where, without the words."""
    return list(problems[["check", "severity", "at", "column"]].itertuples(index=False, name=None))


def judge(received: list[dict], known: list[dict] = (), units: pd.DataFrame = UNITS) -> pd.DataFrame:
    """All checks of a delivery."""
    return checks.check_observations(frame(*received), frame(*known), REGISTER, units)
