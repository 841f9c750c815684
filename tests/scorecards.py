"""Tiny scorecards for the tests of gaps and plans: readings and promises in sight, judged for real."""

import numpy as np
import pandas as pd
from hypothesis import settings

from dtanalysis import gaps
from dtanalysis.periods import parse_period

HALF = parse_period("2023-H1")
quick = settings(max_examples=60, deadline=None)

INDICATORS = pd.DataFrame(
    [
        ("online_rate", "service", "percent", "up", "cumulative", 0, 100),
        ("account_rate", "service", "percent", "up", "level", 0, 100),
        ("teams", "people", "count", "up", "level", 0, None),
        ("done", "people", "count", "up", "cumulative", 0, None),
        ("stations", "infrastructure", "count", "up", "ever", 0, None),
        ("dti_rank", "dti", "rank", "down", "one_off", 1, None),
        ("days", "service", "days", "down", "level", 0, None),
    ],
    columns=["indicator", "group", "unit_measure", "direction", "accumulation", "lower", "upper"],
).assign(weighting="", decimals=2.0, key="yes")


def reading(indicator="online_rate", period="2023-H1", value=81.17, qualifier="eq", **more) -> dict:
    row = {"unit": "u", "level": "province", "dimension": "", "source": "s", "trust": 0, "note": ""}
    row |= {"numerator": np.nan, "denominator": np.nan, "status": "published", "as_of": "2023-07-31"}
    row |= {"indicator": indicator, "period": period, "value": value, "qualifier": qualifier} | more
    return row | {"period": parse_period(row["period"]), "as_of": pd.Timestamp(row["as_of"])}


def promise(indicator="online_rate", target=70.0, comparator="ge", plan="p", year=2023, **more) -> dict:
    row = {"unit": "u", "level": "province", "dimension": "", "basis": "stated", "source": "d", "note": ""}
    row |= {"indicator": indicator, "target": target, "comparator": comparator, "plan": plan, "year": year}
    row |= {"as_of": "2023-01-01"} | more
    return row | {"as_of": pd.Timestamp(row["as_of"])}


def frame(rows: list[dict], like) -> pd.DataFrame:
    return pd.DataFrame(rows) if rows else pd.DataFrame([like()]).iloc[0:0]


def scorecard(readings: list[dict], promises: list[dict], period="2023-H1") -> pd.DataFrame:
    observations, targets = frame(readings, reading), frame(promises, promise)
    return gaps.build_scorecard(observations, targets, INDICATORS, period=parse_period(period))


def only(readings: list[dict], promises: list[dict], period="2023-H1") -> pd.Series:
    card = scorecard(readings, promises, period)
    assert len(card) == 1
    return card.iloc[0]
