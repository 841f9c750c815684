"""
What is wrong with dossier records, and how many of them: every dossier is accounted for, none dropped in
silence.

Takes the rows of the counts statement and the lines that could not be read, and gives one row per province,
month and problem. Whether a procedure is known needs the services catalogue, and is told by
`unknown_procedures`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from dtanalysis.dossiers.schema import FAULT_BITS, QUALITY, REJECTS

SPELLINGS_SHOWN = 20
"""Unknown spellings of a channel listed per province, the most frequent; the rest are counted under an empty text."""

_NUMBER = re.compile(r"\d{4,}")

_TYPES = {"province": "str", "ym": "int64", "problem": "str", "n": "int64", "found": "str"}


def tabulate(problems: Iterable[tuple[str, int, str, str, int]]) -> pd.DataFrame:
    """
    Make a quality table of problems told one by one.

    Parameters
    ----------
    problems : iterable of tuple
        Province, month, problem, text found and number of dossiers; the same may be told several times.

    Returns
    -------
    pandas.DataFrame
        The columns of `schema.QUALITY`, sorted; problems of no dossier are left out.

    Examples
    --------
    >>> told = [("ninh-thuan", 202306, "no_channel", "", 2), ("ninh-thuan", 202306, "no_channel", "", 1)]
    >>> tabulate(told)["n"].tolist()
    [3]
    """
    totals: Counter = Counter()
    for *key, n in problems:
        totals[tuple(key)] += int(n)
    rows = [(province, ym, problem, n, found) for (province, ym, problem, found), n in totals.items() if n]
    table = pd.DataFrame(sorted(rows, key=lambda row: (*row[:3], row[4])), columns=list(QUALITY))
    return table.astype(_TYPES)


def no_rejects() -> pd.DataFrame:
    """Return a table of unreadable lines without rows."""
    texts = dict.fromkeys(("file", "column", "reason"), "str")
    return pd.DataFrame(columns=list(REJECTS)).astype({"line": "int64", **texts})


def list_problems(rows: pd.DataFrame) -> Iterator[tuple[str, int, str, str, int]]:
    """
    Tell the problems of dossiers.

    Parameters
    ----------
    rows : pandas.DataFrame
        One row per group of dossiers with the same ``fault`` (`schema.FAULT_BITS`) and ``odd_channel``:
        ``province``, ``ym``, ``n``.

    Yields
    ------
    tuple
        As `tabulate` takes them. A dossier with two problems is told twice, but once of each problem. The
        text found is the unknown spelling of a channel, or which dates are impossible; a spelling with a long
        number is not shown, as it may be somebody's.
    """
    keys = ["province", "ym", "fault", "odd_channel"]
    faulty = rows.loc[rows["fault"] > 0, [*keys, "n"]]
    groups = faulty.groupby(keys, observed=True, dropna=False, sort=False)["n"].sum().reset_index()
    groups = groups.astype({"province": "str", "odd_channel": "object"})
    shown = _shown_spellings(groups)
    for province, ym, fault, odd_channel, n in groups.itertuples(index=False, name=None):
        for problem, found in _problems_of(fault, odd_channel):
            is_hidden = problem == "unknown_channel" and (province, found) not in shown
            yield province, ym, problem, "" if is_hidden else found, n


def _problems_of(fault: int, odd_channel: object) -> Iterator[tuple[str, str]]:
    told = {name for name, bit in FAULT_BITS.items() if fault & bit}
    yield from ((name, "") for name in ("no_received_date", "no_due_date", "wrong_month") if name in told)
    impossible = [name for name in ("returned_before_received", "due_before_received") if name in told]
    if impossible:
        yield "impossible_dates", " ".join(impossible)
    if "channel" in told:
        is_text = isinstance(odd_channel, str) and odd_channel.strip() != ""
        yield ("unknown_channel", odd_channel) if is_text else ("no_channel", "")


def _shown_spellings(groups: pd.DataFrame) -> set[tuple[str, str]]:
    """Province and spelling of the most frequent unknown channels."""
    odd = groups[(groups["fault"] & FAULT_BITS["channel"]) > 0].dropna(subset="odd_channel")
    totals: dict[str, Counter] = {}
    for province, spelling, n in odd[["province", "odd_channel", "n"]].itertuples(index=False, name=None):
        if spelling.strip() and not _NUMBER.search(spelling):
            totals.setdefault(province, Counter())[spelling] += n
    return {(province, spelling) for province, seen in totals.items() for spelling in _first(seen)}


def _first(seen: Counter) -> list[str]:
    """The most frequent spellings, ties in the order of letters."""
    return sorted(seen, key=lambda spelling: (-seen[spelling], spelling))[:SPELLINGS_SHOWN]


def unreadable_lines(rejects: pd.DataFrame) -> Iterator[tuple[str, int, str, str, int]]:
    """
    Tell how many lines of each file could not be read.

    Parameters
    ----------
    rejects : pandas.DataFrame
        One row per line that could not be read (`schema.REJECTS`).

    Yields
    ------
    tuple
        As `tabulate` takes them: of no province and no month, the name of the file as the text found.
    """
    yield from (("", 0, "unreadable_line", Path(file).name, 1) for file in rejects["file"])


def unknown_procedures(counts: pd.DataFrame, services: pd.DataFrame) -> pd.DataFrame:
    """
    Count the dossiers whose procedure is not in the services catalogue of their province.

    Parameters
    ----------
    counts : pandas.DataFrame
        `DossierCube.counts`.
    services : pandas.DataFrame
        One row per procedure offered in a province (`schema.SERVICE_COLUMNS`).

    Returns
    -------
    pandas.DataFrame
        The columns of `schema.QUALITY`, the code as ``found``. Of a province without any row in `services`
        every dossier is unknown.
    """
    pair = ["province", "procedure_code"]
    cells = counts[[*pair, "ym", "n"]].astype(dict.fromkeys(pair, "str"))
    seen = cells[pair].drop_duplicates()
    known = pd.MultiIndex.from_frame(services[pair].astype("str"))
    unknown = seen[~pd.MultiIndex.from_frame(seen).isin(known)]
    rows = cells.merge(unknown, on=pair)
    columns = (rows["province"], rows["ym"], rows["procedure_code"], rows["n"])
    return tabulate(
        (province, ym, "unknown_procedure", code, n) for province, ym, code, n in zip(*columns, strict=True)
    )
