"""
What changed around the figures: definitions, units, and the documents that a report rests on.

Takes two readings; gives one row per changed field of an indicator, per unit that began or ended, per document.
"""

from __future__ import annotations

import re

import pandas as pd

from dtanalysis.catalogue.schema import SERIES_KEY
from dtanalysis.changes.readings import Reading

FIELDS = (
    "unit_measure", "direction", "accumulation", "lower", "upper", "weighting", "numerator_vi", "denominator_vi", "decimals",
    "legal_basis",
)  # fmt: skip
"""Fields of the register whose change makes an indicator another thing, or lets it be read otherwise."""

BASES = ("n", "denominator", "max", "of", "service_set")
"""Slices that name the base of a figure ("n=63"): a series that goes on under another base is not the same series."""

_KEY = list(SERIES_KEY)


def compare_definitions(before: Reading, after: Reading, figures: pd.DataFrame) -> pd.DataFrame:
    """
    List what changed in the meaning of the indicators.

    Parameters
    ----------
    before, after : Reading
        Of one unit.
    figures : pandas.DataFrame
        From `dtanalysis.changes.figures.compare_figures`.

    Returns
    -------
    pandas.DataFrame
        One row per indicator and changed ``field`` (one of `FIELDS`, or "base" where a series goes on under another base), with
        ``kind`` ("register" or "base"), ``text_before`` and ``text_after``; `SERIES_KEY` with the unit, level and
        slice for a base, empty for the register. Indicators that neither reading uses are left out.
    """
    parts = [part for part in (_register_changes(before, after), _base_changes(figures)) if len(part)]
    columns = [*_KEY, "kind", "field", "text_before", "text_after"]
    rows = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns, dtype=object)
    return rows[columns].sort_values([*_KEY, "field"], ignore_index=True)


def _register_changes(before: Reading, after: Reading) -> pd.DataFrame:
    used = {name for reading in (before, after) for name in reading.scorecard["indicator"]}
    left, right = (
        reading.indicators[reading.indicators["indicator"].isin(used)].set_index("indicator")
        for reading in (before, after)
    )
    shared = left.index.intersection(right.index)
    rows = [
        {
            "indicator": name,
            "field": field,
            "text_before": _text(left, name, field),
            "text_after": _text(right, name, field),
        }
        for field in FIELDS
        for name in shared
        if _text(left, name, field) != _text(right, name, field)
    ]
    return (
        pd.DataFrame(rows).assign(kind="register", unit="", level="", dimension="")
        if rows
        else pd.DataFrame()
    )


def _text(register: pd.DataFrame, indicator: str, field: str) -> str:
    value = register.loc[indicator, field]
    return "" if pd.isna(value) else f"{value:g}" if isinstance(value, float) else str(value)


def _base_changes(figures: pd.DataFrame) -> pd.DataFrame:
    """A series that ends beside one that begins, alike but for the value of their base."""
    rows = figures[figures["is_shown"]]
    rows = rows.assign(base=[_base(dimension) for dimension in rows["dimension"]])
    rows = rows.assign(rest=[_without_base(dimension) for dimension in rows["dimension"]])
    rows = rows[rows["base"] != ""]
    by = ["indicator", "unit", "level", "rest"]
    ended = rows.loc[rows["kind"] == "gone", [*by, "base", "dimension"]]
    begun = rows.loc[rows["kind"] == "new", [*by, "base", "dimension"]]
    pairs = ended.merge(begun, on=by, suffixes=("_before", "_after"))
    pairs = pairs[pairs["base_before"] != pairs["base_after"]]
    texts = {"text_before": pairs["base_before"], "text_after": pairs["base_after"]}
    return pairs.assign(kind="base", field="base", dimension=pairs["dimension_after"], **texts)


def _base(dimension: str) -> str:
    return ";".join(piece for piece in dimension.split(";") if piece.partition("=")[0] in BASES)


def _without_base(dimension: str) -> str:
    return ";".join(piece for piece in re.split(";", dimension) if piece.partition("=")[0] not in BASES)


def compare_units(before: Reading, after: Reading) -> pd.DataFrame:
    """
    List the units that began or ended between the last days of two readings.

    Parameters
    ----------
    before, after : Reading
        Of one unit.

    Returns
    -------
    pandas.DataFrame
        One row per unit: ``unit``, ``kind`` ("began", "ended"), ``date`` (first or last day; missing where the register does not
        say), ``related`` (a tuple: the units it was made of, or that took its place), ``source`` of the succession ("" where none
        is registered). Units in question are the reported one, those directly below it, and their forerunners and heirs.
    """
    was, is_now = _alive(before), _alive(after)
    rows = [_unit_row(unit, "began", after) for unit in sorted(is_now - was)]
    rows += [_unit_row(unit, "ended", before) for unit in sorted(was - is_now)]
    columns = ["unit", "kind", "date", "related", "source"]
    return pd.DataFrame(rows, columns=columns).astype({"date": "datetime64[ns]"})


def _alive(reading: Reading) -> set[str]:
    """The units in question that exist on the last day of the period."""
    units, moves, day = reading.units, reading.unit_successions, pd.Timestamp(reading.period.last_day)
    own = {reading.unit, *units.loc[units["parent"] == reading.unit, "unit"]}
    near = (
        own
        | set(moves.loc[moves["unit_to"].isin(own), "unit_from"])
        | set(moves.loc[moves["unit_from"].isin(own), "unit_to"])
    )
    exists = ~(units["valid_from"] > day) & ~(units["valid_to"] < day) & (units["kind"] != "group")
    return set(units.loc[exists & units["unit"].isin(near), "unit"])


def _unit_row(unit: str, kind: str, reading: Reading) -> dict:
    moves = reading.unit_successions
    own, other, day = (
        ("unit_to", "unit_from", "valid_from") if kind == "began" else ("unit_from", "unit_to", "valid_to")
    )
    mine = moves[moves[own] == unit]
    dates = reading.units.set_index("unit")[day]
    related = tuple(sorted(name for name in mine[other] if name))
    return {
        "unit": unit, "kind": kind, "date": dates.get(unit), "related": related, "source": next(iter(mine["source"]), ""),
    }  # fmt: skip


def compare_sources(before: Reading, after: Reading) -> pd.DataFrame:
    """
    List the documents that only one of two reports rests on.

    Parameters
    ----------
    before, after : Reading
        Of one unit.

    Returns
    -------
    pandas.DataFrame
        One row per document: ``source``, ``kind`` ("appeared", "left"), ``n_figures`` and ``n_targets`` that rest on it, and
        ``as_of``, the latest day from which one of them was known.
    """
    was, is_now = _sources(before), _sources(after)
    appeared = is_now[~is_now["source"].isin(was["source"])].assign(kind="appeared")
    left = was[~was["source"].isin(is_now["source"])].assign(kind="left")
    parts = [part for part in (appeared, left) if len(part)]
    rows = pd.concat(parts, ignore_index=True) if parts else appeared
    return rows.sort_values(["kind", "n_figures", "source"], ascending=[True, False, True], ignore_index=True)


def _sources(reading: Reading) -> pd.DataFrame:
    """The documents behind the figures of the period itself, and behind the targets."""
    card = reading.scorecard
    figures = card[card["is_current"] & card["value"].notna()].drop_duplicates(_KEY)
    told = pd.concat(
        [
            figures[["source", "as_of"]].assign(n_figures=1, n_targets=0),
            reading.targets[["source", "as_of"]].assign(n_figures=0, n_targets=1),
        ]
    )
    return told.groupby("source", as_index=False).agg(
        {"n_figures": "sum", "n_targets": "sum", "as_of": "max"}
    )


def leave_out_forerunners(units: pd.DataFrame) -> pd.DataFrame:
    """
    Leave out units whose end is told by the unit that they became part of.

    Parameters
    ----------
    units : pandas.DataFrame
        From `compare_units`.

    Returns
    -------
    pandas.DataFrame
        The other rows, with their labels.
    """
    heirs = units.loc[units["kind"] == "began", "related"]
    told = {name for related in heirs for name in related}
    return units[~(units["kind"].eq("ended") & units["unit"].isin(told))]
