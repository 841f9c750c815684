"""
Tables of the steps to come: the ranges that a fan draws, and the days ahead unit by unit.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope, unit_names
from dtanalysis.exhibits import Note, Table
from dtanalysis.narrative import pick, place
from dtanalysis.narrative.projection import projected_text, record_sentence, stated_text
from dtanalysis.tables.layout import column, make_table
from dtanalysis.tables.projection import range_text
from dtanalysis.tables.reasons import why_not

MOST_DAYS = 40
"""Rows of the table of the days ahead: every province of the country fits."""


def fan_values(rows: pd.DataFrame, scope: Scope) -> Table:
    """
    Print the figures of a fan: the projected quantiles of each period to come.

    Parameters
    ----------
    rows : pandas.DataFrame
        The projected rows that are drawn, with ``projection`` and names.
    scope : Scope
        The question.

    Returns
    -------
    Table
        For the fold under the figure.
    """
    long = pd.concat([_fan_rows(row, scope) for _, row in rows.iterrows()], ignore_index=True)
    columns = [
        column("name", scope),
        column("period_end", scope, "date"),
        column("range_80", scope, right=True),
        column("range_50", scope, right=True),
        column("median_text", scope, right=True),
    ]
    caption = pick(
        scope, f"Các khoảng dự báo trong hình: {place(scope)}", f"The ranges drawn: {place(scope)}"
    )
    return make_table(long, caption, columns, scope)


def _fan_rows(row: pd.Series, scope: Scope) -> pd.DataFrame:
    quantiles = row["projection"].quantiles
    printed = pd.DataFrame(
        {
            "name": row["name"],
            "period_end": list(quantiles.index),
            "unit_measure": row["unit_measure"],
            "unit_label": row["unit_label"],
            **{
                name: quantiles[level].to_numpy()
                for name, level in zip(
                    ("lower_80", "lower_50", "median", "upper_50", "upper_80"), quantiles.columns, strict=True
                )
            },
        }
    )
    records = [step for _, step in printed.iterrows()]
    return printed.assign(
        range_80=[range_text(step, "80", scope.language) for step in records],
        range_50=[range_text(step, "50", scope.language) for step in records],
        median_text=[projected_text(step, "median", scope.language) for step in records],
    )


def days_ahead(days: pd.DataFrame, record: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print what the next days bring where a series is read by the day, unit by unit, with the record of such ranges.

    Parameters
    ----------
    days : pandas.DataFrame
        From `dtanalysis.prospects.project_days`, with names.
    record : pandas.DataFrame
        From `dtanalysis.projection.summarise_record` over the same series; may be empty.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
        Highest first; the reported unit is marked.
    """
    if days.empty:
        return why_not("days", scope)
    names = unit_names(scope)
    rows = days.head(MOST_DAYS)
    records = [row for _, row in rows.iterrows()]
    mark = pick(scope, " (đơn vị báo cáo)", " (reported unit)")
    printed = rows.assign(
        unit_name=[names.get(unit, unit) + (mark if unit == scope.unit else "") for unit in rows["unit"]],
        last_text=[stated_text(row, "last_value", scope.language) for row in records],
        median_text=[projected_text(row, "median", scope.language) for row in records],
        range_50=[range_text(row, "50", scope.language) for row in records],
        range_80=[range_text(row, "80", scope.language) for row in records],
    )
    columns = [
        column("unit_name", scope),
        *([column("name", scope)] if rows["name"].nunique() > 1 else []),
        column("last_text", scope, right=True),
        column("last_day", scope, "date"),
        column("end", scope, "date", heading="projected_to"),
        column("median_text", scope, right=True),
        column("range_50", scope, right=True),
        column("range_80", scope, right=True),
        column("n", scope, "number", heading="n_text"),
    ]
    first = days.iloc[0]["name"] if days["name"].nunique() == 1 else ""
    caption = pick(
        scope, f"Dự báo ít ngày tới. {first}".strip(), f"Projected a few days ahead. {first}".strip()
    )
    note = pick(
        scope,
        "Các đơn vị được dự báo riêng từng đơn vị; thứ tự không phải là dự báo xếp hạng.",
        "Each unit is projected by itself; the order is no projection of ranks.",
    )
    return make_table(
        printed, caption, columns, scope, note=f"{record_sentence(record, scope)} {note}", wide=True
    )
