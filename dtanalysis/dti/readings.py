"""
The figures of the index by year: the most trusted exact figure of every unit, component and field.

Everything else in this package starts from these rows. A rank among 63 units and one among 34 are two figures of one
year.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue.versions import most_trusted

INDEX, RANK, GROWTH = "dti", "dti_rank", "dti_growth"


def annual(observations: pd.DataFrame, components: list[str]) -> pd.DataFrame:
    """
    One row per (unit, component, year, size of the field): the most trusted exact figure.

    A rank among 63 units and one among 34 are two figures of one year; "from 32 on" is no rank.
    """
    rows = observations[
        observations["indicator"].isin(components)
        & (observations["qualifier"] == "eq")
        & observations["value"].notna()
        & observations["period"].map(lambda period: period.kind == "year").astype(bool)
    ]
    rows = most_trusted(rows)
    rows = rows.assign(
        component=rows["indicator"],
        year=rows["period"].map(lambda period: period.year).astype("int64"),
        n_units=field_size(rows),
    )
    ordered = rows.sort_values(["year", "n_units", "trust", "level", "dimension"], kind="stable")
    return ordered.drop_duplicates(["unit", "component", "year", "n_units"])


def field_size(rows: pd.DataFrame) -> pd.Series:
    """The size of the field that a rank is in (``n=63``)."""
    return rows["dimension"].str.extract(r"\bn=(\d+)")[0].astype(float)
