"""
The two statements that turn dossier records into counts, on any SQL engine.

One counts dossiers by province, month, procedure, field, agency and fault; the other counts settled dossiers
by whole days. They read nine columns, never a dossier id, and hold nothing but CASE, COUNT and GROUP BY.
Gives texts; running them is left to `sources`, making sense of the result to `cube`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from dtanalysis.dossiers.dialects import Dialect
from dtanalysis.dossiers.schema import CHANNELS, FAULT_BITS

_TABLE = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*){0,2}")

# Six small terms, because engines test a dictionary-coded channel once per word only where it stands alone.
_FAULT = """CASE WHEN received_at IS NULL THEN {no_received_date} ELSE 0 END
      + CASE WHEN due_at IS NULL THEN {no_due_date} ELSE 0 END
      + CASE WHEN returned_at < received_at THEN {returned_before_received} ELSE 0 END
      + CASE WHEN due_at < received_at THEN {due_before_received} ELSE 0 END
      + CASE WHEN {month} <> ym THEN {wrong_month} ELSE 0 END
      + CASE WHEN channel IN ({known}) THEN 0 ELSE {channel} END"""

_MONTH = "EXTRACT(YEAR FROM received_at) * 100 + EXTRACT(MONTH FROM received_at)"

_COUNTS = """SELECT province, ym, procedure_code, field, agency, fault, odd_channel,
  COUNT(*) AS n, COUNT(is_online) AS n_online, COUNT(returned_at) AS n_returned, COUNT(is_ontime) AS n_ontime
FROM (SELECT province, ym, procedure_code, field, agency, returned_at,
    {fault} AS fault,
    CASE WHEN channel IN ({known}) THEN '' ELSE channel END AS odd_channel,
    CASE WHEN channel IN ({online}) THEN 1 END AS is_online,
    CASE WHEN returned_at <= due_at THEN 1 END AS is_ontime
  FROM {table}{where}) AS records
GROUP BY province, ym, procedure_code, field, agency, fault, odd_channel"""

_DAYS = """SELECT province, ym, field, agency, days, COUNT(*) AS k
FROM (SELECT province, ym, field, agency, {days} AS days FROM {table}
  WHERE returned_at >= received_at{where}) AS settled
GROUP BY province, ym, field, agency, days"""


def write_statements(
    dialect: Dialect,
    table: str,
    *,
    months: Iterable[int] | None = None,
    provinces: Iterable[str] | None = None,
) -> tuple[str, str]:
    """
    Write the two statements for one engine.

    Parameters
    ----------
    dialect : Dialect
        How the engine counts days and quotes texts.
    table : str
        Name of the table or view of records, at most ``catalogue.schema.table``.
    months : iterable of int, optional
        Months to count, as YYYYMM; all where not given.
    provinces : iterable of str, optional
        Unit ids to count; all where not given.

    Returns
    -------
    tuple of str
        The counts and the days.

    Raises
    ------
    ValueError
        If the table is no name, a month no YYYYMM, or an id holds control characters.
    """
    if not _TABLE.fullmatch(table):
        raise ValueError(f"`table` must be the name of a table or view, such as dossiers; got {table!r}.")
    filters = _filters(dialect, months, provinces)
    known = _list(dialect, [spelling for spellings in CHANNELS.values() for spelling in spellings])
    fault = _FAULT.format(month=_MONTH, known=known, **FAULT_BITS)
    counts = _COUNTS.format(
        fault=fault,
        known=known,
        online=_list(dialect, CHANNELS["online"]),
        table=table,
        where="\n  WHERE " + " AND ".join(filters) if filters else "",
    )
    where = "".join(f" AND {text}" for text in filters)
    return counts, _DAYS.format(days=dialect.whole_days, table=table, where=where)


def check_months(months: Iterable[int]) -> list[int]:
    """
    Read months as whole numbers.

    Parameters
    ----------
    months : iterable of int
        Each as YYYYMM.

    Returns
    -------
    list of int
        Sorted, each once.

    Raises
    ------
    ValueError
        If one is no month, or none is given.

    Examples
    --------
    >>> check_months([202302, 202301])
    [202301, 202302]
    """
    months = list(months)
    wrong = [month for month in months if not _is_month(month)]
    if wrong or not months:
        found = repr(wrong[0]) if wrong else "none"
        raise ValueError(f"Months are whole numbers YYYYMM, such as 202306; got {found}.")
    return sorted({int(month) for month in months})


def _is_month(month) -> bool:
    if isinstance(month, bool) or not hasattr(month, "__index__"):
        return False
    return 190001 <= int(month) <= 299912 and 1 <= int(month) % 100 <= 12


def check_provinces(provinces: Iterable[str]) -> list[str]:
    """
    Read provinces as unit ids.

    Parameters
    ----------
    provinces : iterable of str
        Unit ids; a single text is one id.

    Returns
    -------
    list of str
        Sorted, each once.

    Raises
    ------
    ValueError
        If these are not texts, or none is given.
    """
    provinces = [provinces] if isinstance(provinces, str) else list(provinces)
    wrong = [province for province in provinces if not isinstance(province, str) or not province]
    if wrong or not provinces:
        found = repr(wrong[0]) if wrong else "none"
        raise ValueError(f"Provinces are unit ids such as ninh-thuan; got {found}.")
    return sorted(set(provinces))


def _filters(dialect: Dialect, months: Iterable[int] | None, provinces: Iterable[str] | None) -> list[str]:
    filters = []
    if months is not None:
        filters.append(f"ym IN ({', '.join(map(str, check_months(months)))})")
    if provinces is not None:
        filters.append(f"province IN ({_list(dialect, check_provinces(provinces))})")
    return filters


def _list(dialect: Dialect, texts: Iterable[str]) -> str:
    return ", ".join(dialect.quote(text) for text in texts)
