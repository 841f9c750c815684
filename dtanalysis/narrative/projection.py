"""
Sentences about 31 December: who is likely to reach the target, the most worrying one, and how earlier ranges held.

No sentence claims more than its figures: probabilities are printed in steps of 5 %, arithmetic is called arithmetic,
and the record of earlier projections is always told, also where it is too short to say anything.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.formats import (
    MISSING,
    Language,
    format_date,
    format_list,
    format_number,
    format_share,
    format_value,
)
from dtanalysis.narrative.projection_words import OUTLOOK_MARKS, tell
from dtanalysis.narrative.wording import in_sentence, synthetic_sentence
from dtanalysis.projection.record import LEAST_POINTS
from dtanalysis.projection.result import OUTLOOK_WORDS, REASONS, decimals_of, shown_chance
from dtanalysis.prospects import due_year

_GOOD, _BAD = ("very_likely", "likely"), ("unlikely", "very_unlikely")


def projection_sentences(
    projections: pd.DataFrame, record: pd.DataFrame, scope: Scope, *, days: pd.DataFrame | None = None
) -> tuple[str, ...]:
    """
    Answer "who reaches the target by 31 December?".

    Parameters
    ----------
    projections : pandas.DataFrame
        One row per series and target, from `dtanalysis.prospects.add_ownership`, with names.
    record : pandas.DataFrame
        From `dtanalysis.projection.summarise_record` over all points; may be empty.
    scope : Scope
        The question.
    days : pandas.DataFrame, optional
        What the next days bring, from `dtanalysis.prospects.project_days`, with names.

    Returns
    -------
    tuple of str
        Two to six sentences; the record of earlier projections is always among them.
    """
    due, is_own = _due(projections, scope)
    modelled, arithmetic = due[due["kind"] == "model"], due[due["kind"] != "model"]
    if due.empty:
        sentences = [_no_target(projections, scope)]
    elif modelled.empty:
        sentences = [*_none_projected(due, scope), *_already_reached(due, scope)]
    else:
        sentences = [_count(modelled, scope, is_own), *_worst(modelled, scope)]
        sentences += _arithmetic(arithmetic, scope)
    sentences += _days(days, scope)
    return (*sentences, record_sentence(record, scope), *synthetic_sentence(scope))


def _due(projections: pd.DataFrame, scope: Scope) -> tuple[pd.DataFrame, bool]:
    """Targets due at the year end looked at: the unit's own or, where it has none, those to orient by."""
    year = due_date(scope).year
    due = projections[projections["target"].notna() & (projections["year"] == year)]
    own = due[due["is_own"]]
    return (own, True) if len(own) else (due, False)


def due_date(scope: Scope) -> dt.date:
    """
    Find the 31 December that the page looks at.

    Parameters
    ----------
    scope : Scope
        The question.

    Returns
    -------
    datetime.date
        The next one after the period.
    """
    return dt.date(due_year(scope.period), 12, 31)


def _count(modelled: pd.DataFrame, scope: Scope, is_own: bool) -> str:
    outlooks = modelled["outlook"]
    n_exact = int((outlooks == "").sum())
    return tell(
        "count" if is_own else "count_orienting", scope.language,
        n=len(modelled), unit=scope.unit_name, day=_day(due_date(scope), scope),
        good=int(outlooks.isin(_GOOD).sum()), open=int((outlooks == "open").sum()),
        bad=int(outlooks.isin(_BAD).sum()),
        exact=tell("exact", scope.language, n=n_exact) if n_exact else "",
    )  # fmt: skip


def _worst(modelled: pd.DataFrame, scope: Scope) -> list[str]:
    """The target with the lowest probability, where it is not a likely one."""
    known = sort_by_worry(modelled[modelled["chance"].notna()])
    if known.empty or known.iloc[0]["outlook"] in _GOOD:
        return []
    row, language = known.iloc[0], scope.language
    return [
        tell(
            "worst", language, name=in_sentence(row["name"]), median=projected_text(row, "median", language),
            low=projected_text(row, "lower_80", language), high=projected_text(row, "upper_80", language),
            target=stated_text(row, "target", language), chance=chance_text(row["chance"], language),
            word=OUTLOOK_WORDS[row["outlook"]][language],
        )
    ]  # fmt: skip


def sort_by_worry(projections: pd.DataFrame) -> pd.DataFrame:
    """
    Put the least likely targets first; of equally unlikely ones the one whose range ends furthest from its target.

    Parameters
    ----------
    projections : pandas.DataFrame
        With ``chance``, ``target``, ``median``, ``lower_80`` and ``upper_80``.

    Returns
    -------
    pandas.DataFrame
        Rows without a probability last.
    """
    shown = projections["chance"].map(shown_chance, na_action="ignore")
    width = (projections["upper_80"] - projections["lower_80"]).abs()
    away = (projections["target"] - projections["median"]).abs() / width.where(width > 0)
    ordered = projections.assign(shown=shown, away=away)
    return ordered.sort_values(["shown", "away"], ascending=[True, False], kind="stable").drop(
        columns=["shown", "away"]
    )


def _arithmetic(rows: pd.DataFrame, scope: Scope) -> list[str]:
    if rows.empty:
        return []
    return [tell("arithmetic", scope.language, n=len(rows), reasons=_reasons(rows, scope.language))]


def _none_projected(due: pd.DataFrame, scope: Scope) -> list[str]:
    day, language = _day(due_date(scope), scope), scope.language
    return [
        tell("none", language, n=len(due), unit=scope.unit_name, day=day),
        tell("none_why", language, reasons=_reasons(due, language)),
    ]


def _already_reached(due: pd.DataFrame, scope: Scope) -> list[str]:
    n = sum(told.is_reached for told in due["projection"])
    return [tell("reached", scope.language, n=n)] if n else []


def _reasons(rows: pd.DataFrame, language: Language) -> str:
    """Each reason once, with how many targets it holds for, most frequent first."""
    parts = [
        tell("reason_count", language, reason=_reason(reason, own, language), n=len(own))
        if len(own) < len(rows)
        else _reason(reason, own, language)
        for reason, own in sorted(rows.groupby("reason"), key=lambda pair: -len(pair[1]))
    ]
    return format_list(parts, language)


def _reason(reason: str, rows: pd.DataFrame, language: Language) -> str:
    least, most = int(rows["n"].min()), int(rows["n"].max())
    return REASONS[reason][language].format(n=least if least == most else f"{least}–{most}")


def why_arithmetic(row: pd.Series, language: Language) -> str:
    """
    Say why a series is not projected.

    Parameters
    ----------
    row : pandas.Series
        With ``reason`` and ``n``.
    language : {"vi", "en"}
        What the reader reads.

    Returns
    -------
    str
        Empty where it is projected.
    """
    return REASONS[row["reason"]][language].format(n=row["n"]) if row["reason"] else ""


def _no_target(projections: pd.DataFrame, scope: Scope) -> str:
    n = int((projections["kind"] == "model").sum())
    more = tell("no_target_projected", scope.language, n=n) if n else ""
    day = _day(due_date(scope), scope)
    return tell("no_target", scope.language, unit=scope.unit_name, day=day, projected=more)


def _days(days: pd.DataFrame | None, scope: Scope) -> list[str]:
    """The reported unit's own reading by the day, where there is one."""
    if days is None or days.empty or not (days["unit"] == scope.unit).any():
        return []
    row, language = days[days["unit"] == scope.unit].iloc[0], scope.language
    return [
        tell(
            "daily", language, name=in_sentence(row["name"]), median=projected_text(row, "median", language),
            low=projected_text(row, "lower_80", language), high=projected_text(row, "upper_80", language),
            day=_day(row["end"], scope),
        )
    ]  # fmt: skip


def record_sentence(record: pd.DataFrame, scope: Scope) -> str:
    """
    Tell how many of the earlier 80 % ranges held, or that there are too few to say.

    Parameters
    ----------
    record : pandas.DataFrame
        One row with ``n_points`` and ``share_80``, from `dtanalysis.projection.summarise_record`; may be empty.
    scope : Scope
        The question.

    Returns
    -------
    str
        One sentence; no share below 30 points.
    """
    n = 0 if record.empty else int(record.iloc[0]["n_points"])
    if n < LEAST_POINTS:
        return tell("record_few" if n else "record_none", scope.language, n=n)
    share = format_share(record.iloc[0]["share_80"], 0, language=scope.language)
    return tell("record", scope.language, n=format_number(n, 0, language=scope.language), share=share)


def _day(day: dt.date, scope: Scope) -> str:
    return format_date(day, language=scope.language)


def chance_text(chance: float, language: Language) -> str:
    """
    Print a probability in steps of 5 %, never 0 or 100.

    Parameters
    ----------
    chance : float
        Missing is printed as "–".
    language : {"vi", "en"}
        What the reader reads.

    Returns
    -------
    str
        Such as "65%".

    Examples
    --------
    >>> chance_text(0.999, "vi"), chance_text(0.62, "vi"), chance_text(float("nan"), "vi")
    ('95%', '60%', '–')
    """
    return MISSING if pd.isna(chance) else format_share(shown_chance(chance), 0, language=language)


def outlook_text(outlook: str, language: Language) -> str:
    """
    Print an outlook as mark and word.

    Parameters
    ----------
    outlook : str
        A key of `dtanalysis.projection.result.OUTLOOK_WORDS`; empty gives "–".
    language : {"vi", "en"}
        What the reader reads.

    Returns
    -------
    str
        The mark never speaks by its colour alone.

    Examples
    --------
    >>> outlook_text("open", "vi").split()
    ['◆', 'chưa', 'rõ']
    """
    if not outlook:
        return MISSING
    return f"{OUTLOOK_MARKS[outlook]}\N{NO-BREAK SPACE}{OUTLOOK_WORDS[outlook][language]}"


def projected_text(row: pd.Series, column: str, language: Language) -> str:
    """
    Print a projected value, no finer than a projection knows; ranks and counts whole.

    Parameters
    ----------
    row : pandas.Series
        With ``unit_measure`` and ``unit_label``.
    column : str
        Which number.
    language : {"vi", "en"}
        What the reader reads.

    Returns
    -------
    str
        With its unit of measure; "–" where missing.
    """
    if pd.isna(row[column]):
        return MISSING
    return _measured(row[column], _decimals(row[column], row["unit_measure"]), row, language)


def _decimals(value: float, unit_measure: str) -> int:
    """Decimals of a projected value: places and cases are whole, shares below one keep two."""
    if unit_measure in ("rank", "count"):
        return 0
    return min(decimals_of(value), 2) if unit_measure == "percent" else decimals_of(value)


def stated_text(row: pd.Series, column: str, language: Language) -> str:
    """
    Print a reading or a target as it is stated, at most two decimals where it was counted.

    Parameters
    ----------
    row : pandas.Series
        With ``unit_measure`` and ``unit_label``.
    column : str
        Which number.
    language : {"vi", "en"}
        What the reader reads.

    Returns
    -------
    str
        With its unit of measure; "–" where missing.
    """
    value = row[column]
    if pd.isna(value):
        return MISSING
    decimals = None if row["unit_measure"] == "index" or round(value, 2) == value else 2
    return _measured(value, decimals, row, language)


def _measured(value: float, decimals: int | None, row: pd.Series, language: Language) -> str:
    labelled = row["unit_measure"] in ("count", "currency", "days")
    label = row["unit_label"] if labelled else ""
    return format_value(value, row["unit_measure"], decimals=decimals, unit_label=label, language=language)


def monthly_text(row: pd.Series, column: str, language: Language) -> str:
    """
    Print a change a month in the indicator's own measure: points for percent, places for a rank.

    Parameters
    ----------
    row : pandas.Series
        With ``unit_measure`` and ``unit_label``.
    column : str
        Which change; a fall has a minus.
    language : {"vi", "en"}
        What the reader reads.

    Returns
    -------
    str
        "điểm %" is short for "điểm phần trăm"; the table's note says so. "–" where missing.
    """
    change = row[column]
    if pd.isna(change):
        return MISSING
    decimals = 4 if row["unit_measure"] == "index" and abs(change) < 0.1 else 2
    number = format_number(change, decimals, language=language)
    if change and round(abs(change), decimals) == 0:
        number = {"vi": "dưới ", "en": "below "}[language] + format_number(10**-decimals, language=language)
    return f"{number}\N{NO-BREAK SPACE}{step_word(row, language)}".strip()


def step_word(row: pd.Series, language: Language) -> str:
    """
    Name what a difference of an indicator is counted in.

    Parameters
    ----------
    row : pandas.Series
        With ``unit_measure`` and ``unit_label``.
    language : {"vi", "en"}
        What the reader reads.

    Returns
    -------
    str
        "điểm %" for percent, "bậc" for a rank, else the indicator's own label.
    """
    words = {
        "percent": {"vi": "điểm\N{NO-BREAK SPACE}%", "en": "points"},
        "rank": {"vi": "bậc", "en": "places"},
    }
    return (
        words[row["unit_measure"]][language] if row["unit_measure"] in words else str(row["unit_label"] or "")
    )
