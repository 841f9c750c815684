"""Small projected frames made by hand, for the tests of sentences, tables and figures."""

import datetime as dt

import numpy as np
import pandas as pd

from dtanalysis.projection.result import Projection, empty_quantiles

LAST, END = dt.date(2023, 6, 30), dt.date(2023, 12, 31)


def projected(name: str = "Tỷ lệ hồ sơ trực tuyến", **changes) -> dict:
    """One projected row: 60 % in June, 66 % (63 to 69) in December, against at least 70 %."""
    row = {
        "indicator": "tthc_online_dossier_rate", "unit": "ninh-thuan", "level": "province", "dimension": "",
        "plan": "BCD-2023", "year": 2023, "target": 70.0, "comparator": "ge", "kind": "model", "reason": "",
        "method": "combination", "n": 6, "n_estimates": 0, "last_day": LAST, "last_value": 60.0, "end": END,
        "lower_80": 63.0, "lower_50": 65.0, "median": 66.0, "upper_50": 67.0, "upper_80": 69.0, "chance": 0.05,
        "outlook": "very_unlikely", "required_pace": 10 / 6, "pace_so_far": 1.0, "rest_rate": np.nan, "is_own": True,
        "gap": 10.0, "unit_measure": "percent", "unit_label": "%", "name": name, "group_name": "Chính quyền số",
    } | changes  # fmt: skip
    return row | {"projection": _projection(row)}


def arithmetic(name: str = "Tỷ lệ hồ sơ đất đai", **changes) -> dict:
    """One row of arithmetic: a single reading of 2.06 % against at least 70 %."""
    missing = dict.fromkeys(
        ["lower_80", "lower_50", "median", "upper_50", "upper_80", "chance", "pace_so_far"], np.nan
    )
    words = {"kind": "arithmetic", "reason": "too_few", "method": "arithmetic", "outlook": "", "n": 1}
    figures = {"last_value": 2.06, "gap": 67.94, "required_pace": 67.94 / 6, "dimension": "field=land"}
    return projected(name, **(missing | words | figures | changes))


def frame(*rows: dict) -> pd.DataFrame:
    return pd.DataFrame(list(rows))


def record(n_points: int = 120, share_80: float = 0.81) -> pd.DataFrame:
    """A record over all points, as `summarise_record` gives it."""
    row = {"n_points": n_points, "n_series": 4, "share_50": 0.5, "share_80": share_80, "wis_ratio": 0.8}
    return pd.DataFrame([row | {"is_enough": n_points >= 30}])


def readings(*values: float, drawn_as: str = "observed") -> pd.DataFrame:
    """Monthly readings of the projected series, the newest in June."""
    days = [dt.date(2023, month + 1, 1) - dt.timedelta(days=1) for month in range(7 - len(values), 7)]
    head = {
        "indicator": "tthc_online_dossier_rate",
        "unit": "ninh-thuan",
        "level": "province",
        "dimension": "",
    }
    return pd.DataFrame({"last_day": days, "value": values}).assign(
        **head, drawn_as=drawn_as, starts_anew=False
    )


def _projection(row: dict) -> Projection:
    """The steps between June and December are drawn as one."""
    ends = [row["lower_80"], row["lower_50"], row["median"], row["upper_50"], row["upper_80"]]
    levels = empty_quantiles().columns
    is_model = row["kind"] == "model"
    quantiles = pd.DataFrame([ends], index=[row["end"]], columns=levels) if is_model else empty_quantiles()
    return Projection(
        kind=row["kind"], reason=row["reason"], method=row["method"], n_obs=row["n"], n_estimates=row["n_estimates"],
        left_out=(), last_period=row["last_day"], last_value=row["last_value"], standing=row["last_value"],
        quantiles=quantiles,
        members=pd.Series(dtype=float), target=row["target"], comparator=row["comparator"], chance=row["chance"],
    )  # fmt: skip
