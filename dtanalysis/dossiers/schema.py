"""
The columns of dossier records, of the services catalogue and of the count cube, written once.

What one row of each table is, which columns it has, how a channel may be spelled, and what can be wrong with
a record. The statements are written by these lists, the store checks by them, and pages read the cube by
them.
"""

from __future__ import annotations

import unicodedata

KEYS = ("province", "ym", "procedure_code", "field", "agency")
"""
What a dossier is counted by: unit id, month of receipt (the integer 202306; the folder it is stored in),
procedure, field and agency. Where a record does not tell one of the texts, the cube holds an empty text, so
that no row is lost.
"""

TEXTS = ("procedure_code", "field", "agency", "channel")
MOMENTS = ("received_at", "due_at", "returned_at")
"""
Local time. ``returned_at`` is missing while a dossier is pending. ``due_at`` is a moment; a due *day* means
its end (files with a DATE column are read so; engines behind a callable have to say so themselves).
"""

NEEDED = ("province", "ym", *TEXTS[:3], *MOMENTS, TEXTS[3])
"""What the two statements read; nothing else of a record is ever asked for."""

RECORD_COLUMNS = ("province", "ym", "dossier_id", *TEXTS[:3], *MOMENTS, TEXTS[3])
"""One row per dossier in the store. More columns may come along and are kept."""

SERVICE_COLUMNS = (
    "province", "procedure_code", "name_vi", "level", "field", "service_type", "online_since",
)  # fmt: skip
"""One row per procedure a province offers; ``online_since`` is YYYYMM, missing where it is not online."""

COUNTS = (
    "n", "n_channel", "n_online", "n_settled", "n_due", "n_ontime", "n_pending", "n_impossible", "n_undated",
)  # fmt: skip
"""
Columns of `DossierCube.counts` after the keys, all whole numbers: dossiers; with a known channel; online
among these; returned, not before received; with a possible due date among these (the denominator of "on time");
on time among these; not returned yet; returned before received; without a day of receipt. ``n = n_settled + n_pending +
n_impossible + n_undated``.
"""

DAYS_KEYS = ("province", "ym", "field", "agency", "days")
DAYS = ("k",)
"""Columns of `DossierCube.days` after its keys: settled dossiers. How many are on time, ``counts`` tells."""

QUALITY = ("province", "ym", "problem", "n", "found")
"""Columns of `DossierCube.quality`: dossiers with a problem, and the text found where that tells more."""

REJECTS = ("file", "line", "column", "reason")
"""
One row per line of a CSV file that could not be read as a record, the header being line 1; never its text.
The reason is "cast" (of the column's value), "missing_columns", "too_many_columns", or another word of
DuckDB's.
"""


def _spellings(*words: str) -> tuple[str, ...]:
    """Each word as it is written, and with its accents as separate marks, as some systems export them."""
    return tuple(dict.fromkeys(form for word in words for form in (word, unicodedata.normalize("NFD", word))))


# Listed, not lower-cased and trimmed: engines disagree on what lower() does to Vietnamese letters.
CHANNELS = {
    "online": _spellings(
        "trực tuyến", "Trực tuyến", "TRỰC TUYẾN", " trực tuyến ", "nộp trực tuyến", "Nộp trực tuyến", "Online", "online",
        "ONLINE",
    ),
    "counter": _spellings(
        "trực tiếp", "Trực tiếp", "TRỰC TIẾP", "nộp trực tiếp", "Nộp trực tiếp", "tại quầy", "Tại quầy", "một cửa",
        "Một cửa", "Counter", "counter",
    ),
    "post": _spellings(
        "bưu chính", "Bưu chính", "BƯU CHÍNH", "bưu chính công ích", "Bưu chính công ích", "qua bưu chính",
        "Qua bưu chính", "BCCI", "Post", "post",
    ),
}  # fmt: skip
"""Channel → every spelling that means it. Any other text is an unknown channel: counted, listed, not guessed at."""

FAULT_BITS = {
    "no_received_date": 1,
    "no_due_date": 2,
    "returned_before_received": 4,
    "due_before_received": 8,
    "wrong_month": 16,
    "channel": 32,
}
"""What a statement can see wrong with one record; a record's faults are the sum of their bits."""

PROBLEMS = (
    "duplicate_id",
    "no_dossier_id",
    "no_channel",
    "unknown_channel",
    "impossible_dates",
    "no_received_date",
    "no_due_date",
    "wrong_month",
    "unknown_procedure",
    "unreadable_line",
)
"""
What `DossierCube.quality` tells. A dossier may have several problems. ``duplicate_id`` (an older row of the
same dossier, left out) and ``unreadable_line`` (kept aside) are not among the counted dossiers; all others
are.
"""
