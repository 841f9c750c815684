"""Tiny readings of the world for the tests of changes: figures and promises in sight, known on a day."""

from __future__ import annotations

from datetime import date

import pandas as pd
from scorecards import INDICATORS, frame, promise, reading

from dtanalysis.changes import Changes, Reading, compare_readings
from dtanalysis.periods import parse_period

REGISTER = INDICATORS.assign(numerator_vi="", denominator_vi="", legal_basis="")
UNITS = pd.DataFrame(
    {
        "unit": ["u", "part", "old"],
        "name_vi": ["Tỉnh U", "Sở A", "Tỉnh cũ"],
        "kind": ["province", "agency", "province"],
        "level": ["province", "agency", "province"],
        "parent": ["", "u", ""],
        "valid_from": pd.to_datetime(["2023-01-01", None, None]),
        "valid_to": pd.to_datetime([None, None, "2022-12-31"]),
    }
)
MOVES = pd.DataFrame(
    {"unit_from": ["old"], "unit_to": ["u"], "date": pd.to_datetime(["2023-01-01"]), "source": ["decree"]}
)


def world(
    readings: list[dict], promises: list[dict] = (), *, period: str = "2023-H1", as_of: str = "", **registers
) -> Reading:
    """What is known on a day (everything without one) for a report of a period."""
    asked, day = parse_period(period), date.fromisoformat(as_of) if as_of else None
    observations, targets = frame(list(readings), reading), frame(list(promises), promise)
    observations = observations.astype(dict.fromkeys(["value", "numerator", "denominator"], float))
    targets = targets[targets["year"] == asked.year].astype({"year": float})
    if day is not None:
        observations = observations[observations["as_of"] <= pd.Timestamp(day)]
        targets = targets[targets["as_of"] <= pd.Timestamp(day)]
    known = {"indicators": REGISTER, "units": UNITS, "unit_successions": MOVES} | registers
    return Reading(
        "u", asked, day, observations.reset_index(drop=True), targets.reset_index(drop=True), **known
    )


def compare(readings: list[dict], promises: list[dict] = (), *, before: dict, after: dict) -> Changes:
    """Two readings of one world; `before` and `after` say period and day."""
    return compare_readings(world(readings, promises, **before), world(readings, promises, **after))


H1, Q1, YEAR = {"period": "2023-H1"}, {"period": "2023-Q1"}, {"period": "2022"}
