"""
Codes → the names a reader sees.

A frame of figures carries codes (``tthc_online_dossier_rate``, ``commune``, ``field=land``); a table, a figure or a sentence
needs "Tỷ lệ hồ sơ … – cấp xã, lĩnh vực đất đai". The words are rows of ``catalogue/``, so a clerk can correct
one without touching code; a code that has no word yet is shown as it is.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue.scope import Scope


def add_names(frame: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """
    Add the reader's words to rows about indicators.

    Parameters
    ----------
    frame : pandas.DataFrame
        Rows with ``indicator`` and, where they have them, ``level``, ``dimension``, ``unit``.
    scope : Scope
        The question: its language, and the unit whose own level needs no mention.

    Returns
    -------
    pandas.DataFrame
        `frame` with ``name`` (indicator, with level and slice where they differ from the unit's whole),
        ``unit_label`` (words behind a number), ``group_name`` and ``unit_measure``/``decimals`` where missing.
    """
    words = scope.programme.indicators.set_index("indicator")
    language = scope.language
    codes = frame["indicator"]
    groups = codes.map(words["group"])
    named = frame.assign(
        name=codes.map(words[f"name_{language}"]),
        unit_label=codes.map(words[f"unit_label_{language}"]),
        group_name=groups.map(term_names(scope, "group")).fillna(groups),
    )
    named["name"] = [_join(*parts) for parts in zip(named["name"], _suffixes(named, scope), strict=True)]
    for column in ("unit_measure", "decimals"):
        if column not in named:
            named[column] = codes.map(words[column])
    return named


def term_names(scope: Scope, kind: str) -> dict[str, str]:
    """
    Return the words of one kind of code: "group", "level" or "dimension".

    Parameters
    ----------
    scope : Scope
        The question: its language chooses the words.
    kind : {"group", "level", "dimension"}
        Which codes.

    Returns
    -------
    dict of str to str
        Code → name in the scope's language; asked for an unknown code it has none (use ``.get``).
    """
    terms = scope.programme.terms
    chosen = terms[terms["kind"] == kind]
    return dict(zip(chosen["code"], chosen[f"name_{scope.language}"], strict=True))


def unit_names(scope: Scope) -> dict[str, str]:
    """Return id → Vietnamese name of every registered unit (names of places are not translated)."""
    units = scope.programme.units
    return dict(zip(units["unit"], units["name_vi"], strict=True))


def source_titles(scope: Scope) -> dict[str, str]:
    """Return id → title of every source."""
    sources = scope.programme.sources
    return dict(zip(sources["source"], sources["title"], strict=True))


def _suffixes(frame: pd.DataFrame, scope: Scope) -> list[str]:
    """What has to be said beside the indicator's name: another level, a slice."""
    levels, slices = term_names(scope, "level"), term_names(scope, "dimension")
    own_level = scope.programme.units.set_index("unit")["level"].get(scope.unit, "")
    blank = pd.Series("", index=frame.index)
    level_words = [
        levels.get(level, level) if level not in ("", own_level) else ""
        for level in frame.get("level", blank)
    ]
    slice_words = [
        [_slice_name(piece, slices, scope) for piece in dimension.split(";") if piece]
        for dimension in frame.get("dimension", blank)
    ]
    # "cấp xã, tổ cấp xã" says one thing twice.
    return [
        ", ".join(part for part in (level if not any(pieces) else "", *pieces) if part) or level
        for level, pieces in zip(level_words, slice_words, strict=True)
    ]


def _slice_name(piece: str, slices: dict[str, str], scope: Scope) -> str:
    kind, _, value = piece.partition("=")
    if kind == "n":
        return {"vi": f"trên {value} đơn vị", "en": f"of {value} units"}[scope.language]
    # The plan is printed beside its own figures, and the scale is in the indicator's name.
    return "" if kind in ("max", "plan") else slices.get(piece, piece)


def _join(name: str, suffix: str) -> str:
    # "Tỷ lệ thôn, khu phố có … – thôn, khu phố" says one thing twice.
    return f"{name} – {suffix}" if suffix and suffix.lower() not in name.lower() else name
