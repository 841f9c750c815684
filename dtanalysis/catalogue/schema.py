"""
The columns of every table, written once.

What one row of each text table is, which columns it has in which order, and which words a column may hold.
`load` reads by these lists, `agree` checks by them, and the tests hold the files in ``data/`` to them.
"""

from __future__ import annotations

from dataclasses import dataclass

STATUSES = ("met", "exceeded", "behind", "undecided", "no_target", "not_reported", "dropped")
"""What can be said of an indicator against its target; see `dtanalysis.gaps.add_status`."""

QUALIFIERS = ("eq", "ge", "gt", "le", "lt", "approx")
COMPARATORS = ("ge", "gt", "le", "lt", "eq")
DIRECTIONS = ("up", "down")
ACCUMULATIONS = ("level", "ever", "cumulative", "one_off")
"""
How a figure counts: a state on the last day; a count that runs on from year to year and never falls; counted
anew from 1 January; measured once a year.
"""
STATES = ("level", "ever")
"""Accumulations that are read on the last day of a period, whatever its length."""
LEVELS = ("national", "province", "agency", "department", "district", "commune", "village")
"""Administrative levels, the wider before the narrower."""


@dataclass(frozen=True)
class TableSchema:
    """
    One text table: its columns in order, and what a row must satisfy.

    Attributes
    ----------
    name : str
        File name without ``.csv``.
    columns : tuple of str
        All columns, in the order of the file.
    key : tuple of str
        The columns that together occur once.
    words : dict
        Column → the words it may hold; such a column may not be empty.
    numbers, dates : tuple of str
        Columns holding plain decimal numbers (dot, no grouping) and ISO dates; empty means missing.
    whole : tuple of str
        Those of `numbers` that hold whole numbers only.
    required : tuple of str
        Columns that may not be empty.
    optional : tuple of str
        Last columns that a file may leave out; they are then empty.
    """

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    words: dict[str, tuple[str, ...]]
    numbers: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


INDICATORS = TableSchema(
    name="indicators",
    columns=(
        "indicator", "name_vi", "name_en", "group", "unit_measure", "unit_label_vi", "unit_label_en",
        "direction", "accumulation", "lower", "upper", "weighting", "numerator_vi", "denominator_vi",
        "decimals", "legal_basis", "key", "aliases",
    ),
    key=("indicator",),
    words={
        "group": (
            "governance", "workforce", "digital_infrastructure", "digital_government", "digital_economy",
            "digital_society", "security", "dti", "service_quality",
        ),
        "unit_measure": ("percent", "count", "index", "rank", "currency", "days"),
        "direction": DIRECTIONS,
        "accumulation": ACCUMULATIONS,
        "key": ("yes", "no"),
    },
    numbers=("lower", "upper", "decimals"),
    whole=("decimals",),
    required=("indicator", "name_vi", "name_en", "decimals"),
    optional=("aliases",),
)  # fmt: skip

UNITS = TableSchema(
    name="units",
    columns=("unit", "name_vi", "kind", "level", "parent", "valid_from", "valid_to", "aliases"),
    key=("unit",),
    words={
        "kind": ("country", "group", "province", "city", "agency", "department", "district", "commune"),
        "level": LEVELS,
    },
    dates=("valid_from", "valid_to"),
    required=("unit", "name_vi"),
)

UNIT_SUCCESSIONS = TableSchema(
    name="unit_successions",
    columns=("unit_from", "unit_to", "date", "kind", "note", "source"),
    key=("unit_from", "unit_to"),
    words={"kind": ("merged", "renamed", "split", "abolished")},
    dates=("date",),
    required=("unit_from", "date", "source"),
)

PLANS = TableSchema(
    name="plans",
    columns=(
        "plan", "name_vi", "name_en", "unit", "year_from", "year_to", "n_targets", "kind", "source", "note",
    ),
    key=("plan",),
    words={"kind": ("own", "reference")},
    numbers=("year_from", "year_to", "n_targets"),
    whole=("year_from", "year_to", "n_targets"),
    required=("plan", "name_vi", "name_en", "unit", "year_from", "year_to", "source"),
)  # fmt: skip

SOURCES = TableSchema(
    name="sources",
    columns=("source", "title", "publisher", "kind", "date", "url"),
    key=("source",),
    words={"kind": ("official", "official_text", "official_mirror", "press", "dataset", "synthetic")},
    required=("source", "title"),
)

TARGETS = TableSchema(
    name="targets",
    columns=(
        "indicator", "unit", "level", "dimension", "plan", "year", "target", "comparator", "basis", "as_of",
        "source", "note",
    ),
    key=("indicator", "unit", "level", "dimension", "plan", "year", "as_of"),
    words={"level": LEVELS, "comparator": COMPARATORS, "basis": ("stated", "derived")},
    numbers=("year", "target"),
    whole=("year",),
    dates=("as_of",),
    required=("indicator", "unit", "plan", "year", "target", "as_of", "source"),
)  # fmt: skip

OBSERVATIONS = TableSchema(
    name="observations",
    columns=(
        "indicator", "unit", "level", "dimension", "period", "value", "qualifier", "numerator", "denominator",
        "status", "as_of", "source", "note",
    ),
    key=("indicator", "unit", "level", "dimension", "period", "as_of", "source"),
    words={
        "level": LEVELS,
        "qualifier": QUALIFIERS,
        "status": ("published", "derived", "estimate", "synthetic"),
    },
    numbers=("value", "numerator", "denominator"),
    dates=("as_of",),
    required=("indicator", "unit", "as_of", "source"),
)  # fmt: skip

TERMS = TableSchema(
    name="terms",
    columns=("kind", "code", "name_vi", "name_en"),
    key=("kind", "code"),
    words={"kind": ("group", "level", "dimension")},
    required=("kind", "code", "name_vi", "name_en"),
)

FRAMEWORKS = TableSchema(
    name="frameworks",
    columns=(
        "framework", "year_from", "year_to", "component", "name_vi", "name_en", "group", "n_components",
        "max_points", "source", "note",
    ),
    key=("framework", "component"),
    words={},
    numbers=("year_from", "year_to", "n_components", "max_points"),
    whole=("year_from", "year_to", "n_components"),
    required=("framework", "year_from", "year_to", "component", "max_points", "source"),
)  # fmt: skip

RULES = TableSchema(
    name="rules",
    columns=(
        "framework", "group", "ratio", "score", "max_points", "full_level", "rule", "no_cases", "source", "note",
    ),
    key=("framework", "group", "ratio"),
    # proportional: points = max_points × min(1, ratio / full_level); inferred: a guess that figures support but do
    # not prove; unpublished: no counts. no_cases: the points given where the ratio's denominator is 0.
    words={
        "rule": ("proportional", "inferred", "unpublished"),
        "no_cases": ("zero", "full", "unknown"),
    },
    numbers=("max_points", "full_level"),
    required=("framework", "group", "max_points", "source"),
)  # fmt: skip

SERIES_KEY = ("indicator", "unit", "level", "dimension")
"""The columns that name one series: the same thing measured again and again."""
