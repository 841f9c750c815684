"""
The parts of sentences and tables about one change: by how much, what it is worth, why a status flipped.

Takes single rows of the frames of `dtanalysis.changes`, with names, and gives texts; no part knows the page.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope, term_names, unit_names
from dtanalysis.changes import Reading
from dtanalysis.formats import (
    format_date,
    format_list,
    format_number,
    format_points,
    format_share,
    format_value,
)
from dtanalysis.narrative.change_words import CAUSES, COMPARATORS, EVIDENCE, tell_change


def reading_phrase(reading: Reading, scope: Scope) -> str:
    """
    Name a reading: its period and, where it is not everything known, its day.

    Parameters
    ----------
    reading : Reading
        One of the two that are compared.
    scope : Scope
        The question: its language, and its day, which needs no mention.

    Returns
    -------
    str
        Such as "báo cáo quý I năm 2023 như đã biết ngày 30/4/2023".
    """
    # English names periods without their article: "the first half of 2023", but "June 2023".
    article = "" if reading.period.kind in ("month", "year") else "the "
    words = {"period": reading.period.name(scope.language), "article": article}
    if reading.as_of is None or reading.as_of == scope.as_of:
        return tell_change("reading", scope.language, **words)
    return tell_change(
        "reading_day", scope.language, day=format_date(reading.as_of, language=scope.language), **words
    )


def unit_label(unit: str, scope: Scope) -> str:
    """
    Name a unit, an old one and a new one of the same name told apart.

    Parameters
    ----------
    unit : str
        Id of a unit.
    scope : Scope
        The question: its register and language.

    Returns
    -------
    str
        Such as "Khánh Hòa (cũ)" beside "Khánh Hòa (mới)"; the id where the unit is not registered.
    """
    names = unit_names(scope)
    name = names.get(unit, unit)
    if list(names.values()).count(name) < 2:
        return name
    ended = scope.programme.units.set_index("unit")["valid_to"].notna()[unit]
    return tell_change("old_unit" if ended else "new_unit", scope.language, name=name)


def amount_text(row: pd.Series, scope: Scope, *, short: bool = False) -> str:
    """
    Print by how much a figure moved: points, places, or its own measure with the share beside it.

    Parameters
    ----------
    row : pandas.Series
        With ``change``, ``change_rel``, ``unit_measure``, ``unit_label``.
    scope : Scope
        The question: its language.
    short : bool
        Write "điểm %" as the cells of tables do.

    Returns
    -------
    str
        Signed; "–" where nothing can be subtracted.
    """
    language, change = scope.language, row["change"]
    if pd.isna(change):
        return format_number(None)
    if row["unit_measure"] == "percent" and short:
        number = format_number(change, None, language=language, signed=True)
        return (
            number
            + {"vi": "\N{NO-BREAK SPACE}điểm\N{NO-BREAK SPACE}%", "en": "\N{NO-BREAK SPACE}points"}[language]
        )
    if row["unit_measure"] == "percent":
        return format_points(change, None, language=language)
    if row["unit_measure"] == "rank":
        word = {"vi": ("lên {} bậc", "xuống {} bậc"), "en": ("up {} places", "down {} places")}[language][
            int(change > 0)
        ]
        return word.format(format_number(abs(change), 0, language=language)) if change else format_number(0)
    sign = "+" if change > 0 else "−" if change < 0 else ""
    label = row["unit_label"] if row["unit_measure"] in ("count", "currency", "days") else ""
    size = sign + format_value(abs(change), row["unit_measure"], unit_label=label, language=language)
    share = row["change_rel"]
    return size if pd.isna(share) else f"{size} ({sign}{format_share(abs(share), language=language)})"


def side_text(row: pd.Series, side: str, scope: Scope, name: str = "value") -> str:
    """
    Print the figure or target of one reading.

    Parameters
    ----------
    row : pandas.Series
        With ``value_before`` and the like.
    side : {"before", "after"}
        Which reading.
    scope : Scope
        The question: its language.
    name : {"value", "target"}
        Which number; a target with its comparator ("trên 50%"), a value with its qualifier.

    Returns
    -------
    str
        "–" where missing.
    """
    labelled = row["unit_measure"] in ("count", "currency", "days")
    qualifier = row[f"qualifier_{side}"] if name == "value" else "eq"
    text = format_value(
        row[f"{name}_{side}"], row["unit_measure"],
        qualifier="eq" if pd.isna(qualifier) or not qualifier else qualifier,
        unit_label=row["unit_label"] if labelled else "", language=scope.language,
    )  # fmt: skip
    comparator = row.get(f"comparator_{side}") if name == "target" else None
    is_plain = comparator not in COMPARATORS
    return text if is_plain else COMPARATORS[comparator][scope.language].format(target=text)


def evidence_text(row: pd.Series, scope: Scope) -> str:
    """
    Say what a difference is worth, with its interval where it has one.

    Parameters
    ----------
    row : pandas.Series
        With ``evidence``, ``lower``, ``upper``.
    scope : Scope
        The question: its language.

    Returns
    -------
    str
        Mark and words; the mark never speaks by its colour alone.
    """
    words = EVIDENCE[row["evidence"]][scope.language]
    # A flip has the bounds of its indicator as ``lower`` and ``upper``, too.
    ends = [row.get(f"{end}_change", row.get(end)) for end in ("lower", "upper")]
    if pd.isna(ends[0]):
        return words
    low, high = (format_number(end, 2, language=scope.language, signed=True) for end in ends)
    return f"{words} ({low} … {high})"


def cause_text(row: pd.Series, scope: Scope) -> str:
    """
    Say why a status flipped.

    Parameters
    ----------
    row : pandas.Series
        From `dtanalysis.changes.compare_statuses`: ``cause``, ``status_after``.
    scope : Scope
        The question: its language.

    Returns
    -------
    str
        Without a full stop.
    """
    turn = "gone" if row["status_after"] == "not_reported" else "come"
    keys = [f"{cause}_{turn}" if cause in ("period", "reported") else cause for cause in row["cause"]]
    return format_list([CAUSES[key][scope.language] for key in keys], scope.language)


def field_text(row: pd.Series, side: str, scope: Scope) -> str:
    """
    Print one field of a definition, as it was in one reading.

    Parameters
    ----------
    row : pandas.Series
        From `dtanalysis.changes.compare_definitions`.
    side : {"before", "after"}
        Which reading.
    scope : Scope
        The question: its language chooses the words for a base.

    Returns
    -------
    str
        "–" where the register says nothing.
    """
    text = row[f"text_{side}"]
    pieces = [_base_name(piece, scope) for piece in text.split(";")] if row["kind"] == "base" else [text]
    return ", ".join(piece for piece in pieces if piece) or format_number(None)


def _base_name(piece: str, scope: Scope) -> str:
    if piece.startswith("n="):
        return {"vi": "trên {} đơn vị", "en": "of {} units"}[scope.language].format(piece[2:])
    return term_names(scope, "dimension").get(piece, piece)


def counts_text(row: pd.Series, side: str, scope: Scope) -> str:
    """
    Print numerator and denominator of one reading.

    Parameters
    ----------
    row : pandas.Series
        With ``numerator_before`` and the like.
    side : {"before", "after"}
        Which reading.
    scope : Scope
        The question: its language.

    Returns
    -------
    str
        Such as "809/1.147"; empty where a count is missing.
    """
    counts = [row[f"{name}_{side}"] for name in ("numerator", "denominator")]
    if any(pd.isna(count) for count in counts):
        return ""
    return "/".join(format_number(count, None, language=scope.language) for count in counts)
