"""
What differs between SQL engines, as data: whole days between two moments, and how a text is quoted.

Everything else in the statements is plain SQL that DuckDB, Spark, PostgreSQL and DataFusion read alike.
Windows, joins, quantiles, division and sorting are left to pandas, because these are what engines do
differently.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Dialect:
    """
    One way of writing SQL.

    Attributes
    ----------
    name : str
        As passed to `build_cube`.
    whole_days : str
        Expression for the days from the date of receipt to the date of return, a whole number.
    escapes : tuple of (str, str)
        Characters of a quoted text and what is written for them, in the order of replacement.
    """

    name: str
    whole_days: str
    escapes: tuple[tuple[str, str], ...] = (("'", "''"),)

    def quote(self, text: str) -> str:
        """
        Write a text as a SQL literal.

        Parameters
        ----------
        text : str
            Any printable text.

        Returns
        -------
        str
            The quoted literal.

        Raises
        ------
        ValueError
            If the text holds control characters, which no id or channel has.

        Examples
        --------
        >>> DIALECTS["duckdb"].quote("d' OR 1=1")
        "'d'' OR 1=1'"
        """
        if not text.isprintable():
            raise ValueError(f"Text {text!r} holds control characters; an id or a channel has none.")
        for character, escape in self.escapes:
            text = text.replace(character, escape)
        return f"'{text}'"


DIALECTS = {
    dialect.name: dialect
    for dialect in (
        Dialect("duckdb", "date_diff('day', CAST(received_at AS DATE), CAST(returned_at AS DATE))"),
        # Spark reads '' as two literals side by side, and a backslash as an escape.
        Dialect(
            "spark",
            "datediff(CAST(returned_at AS DATE), CAST(received_at AS DATE))",
            escapes=(("\\", "\\\\"), ("'", "\\'")),
        ),
        Dialect("postgres", "(CAST(returned_at AS DATE) - CAST(received_at AS DATE))"),
        Dialect(
            "datafusion",
            "(arrow_cast(CAST(returned_at AS DATE), 'Int32') - arrow_cast(CAST(received_at AS DATE), 'Int32'))",
        ),
    )
}
"""Engines the statements were tried on, by name. A new one is a new row here."""


def find_dialect(name: str) -> Dialect:
    """
    Look up a dialect.

    Parameters
    ----------
    name : str
        One of `DIALECTS`.

    Returns
    -------
    Dialect

    Raises
    ------
    ValueError
        If no such dialect is known.
    """
    if name not in DIALECTS:
        raise ValueError(f"SQL dialect {name!r} is not known. Known: {', '.join(DIALECTS)}.")
    return DIALECTS[name]
