"""
Do the figures of a file hold together, and with what is known?

Takes the candidates of all sheets of a file, lets ``checks`` judge them, and tells which are refused, which merely
repeat another, which totals are wrong, and what is to be said about them at which cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import pandas as pd

from dtanalysis.catalogue.schema import SERIES_KEY
from dtanalysis.catalogue.thresholds import Thresholds, load_thresholds
from dtanalysis.checks import check_changes, check_observations, check_targets, check_totals
from dtanalysis.formats import format_number
from dtanalysis.ingest.entries import Candidate, issue_at
from dtanalysis.ingest.lexicon import Lexicon
from dtanalysis.ingest.outcome import Issue
from dtanalysis.ingest.rows import Harvest, Total
from dtanalysis.ingest.sheet import Sheet
from dtanalysis.periods import parse_period

Sheets = list[tuple[Sheet, Harvest]]
Key = tuple[int, int]


@dataclass
class Verdict:
    """
    What the checks say about the figures of a file.

    Attributes
    ----------
    refused : set
        (sheet, number of the candidate) of the figures that cannot be used.
    repeated : set
        Those of them that only repeat another figure.
    issues : dict
        Sheet → what is to be said.
    disputed : set
        Those that were refused because another row gives the figure otherwise.
    wrong_totals : dict
        Sheet → rows of totals that do not follow from their parts.
    """

    refused: set[Key] = field(default_factory=set)
    repeated: set[Key] = field(default_factory=set)
    issues: dict[int, list[Issue]] = field(default_factory=dict)
    disputed: set[Key] = field(default_factory=set)
    wrong_totals: dict[int, set[int]] = field(default_factory=dict)

    def add(self, sheet: int, issue: Issue) -> None:
        """
        Note an issue of a sheet.

        Parameters
        ----------
        sheet : int
            Number of the sheet.
        issue : Issue
            What is to be said.
        """
        self.issues.setdefault(sheet, []).append(issue)


def judge(sheets: Sheets, lexicon: Lexicon, known: pd.DataFrame | None = None) -> Verdict:
    """
    Check the figures of a file.

    Parameters
    ----------
    sheets : list
        Each sheet with what its tables gave.
    lexicon : Lexicon
        The register; its thresholds count.
    known : pandas.DataFrame, optional
        Observations on file.

    Returns
    -------
    Verdict
        Empty for a file without figures.
    """
    verdict = Verdict()
    frame = _frame(sheets, lexicon)
    if len(frame):
        _judge_figures(sheets, lexicon, known, frame, verdict)
        _judge_totals(sheets, lexicon, frame, verdict)
        _judge_claims(sheets, lexicon, known, frame, verdict)
        _judge_targets(sheets, frame, verdict)
    return verdict


def _candidates(sheets: Sheets) -> Iterator[tuple[Key, Candidate]]:
    for at, (_, harvest) in enumerate(sheets):
        for number, candidate in enumerate(harvest.candidates):
            yield (at, number), candidate


def _frame(sheets: Sheets, lexicon: Lexicon) -> pd.DataFrame:
    """One row per candidate, with the columns of an observation and its place."""
    rows = [
        {
            "at": key,
            "sheet_number": key[0],
            "table": one.block[0],
            "section": one.block[1],
            "indicator": one.record.indicator,
            "unit": one.record.unit,
            "level": one.record.level,
            "dimension": one.record.dimension,
            "period": parse_period(one.record.period),
            "value": one.record.value,
            "qualifier": one.record.qualifier,
            "numerator": one.record.numerator,
            "denominator": one.record.denominator,
            "target": one.record.target,
            "comparator": one.record.comparator or _usual_comparator(one.record.indicator, lexicon),
            "sheet": one.record.sheet,
            "row": one.record.row,
        }
        for key, one in _candidates(sheets)
    ]
    frame = pd.DataFrame(rows)
    numbers = ["value", "numerator", "denominator", "target"]
    return frame.astype(dict.fromkeys(numbers, "float64")) if len(frame) else frame


def _usual_comparator(indicator: str, lexicon: Lexicon) -> str:
    return "le" if lexicon.indicator_by_id[indicator].direction == "down" else "ge"


@cache
def _thresholds(folder: str) -> Thresholds:
    return load_thresholds(folder)


def _judge_figures(
    sheets: Sheets, lexicon: Lexicon, known: pd.DataFrame | None, frame: pd.DataFrame, verdict: Verdict
) -> None:
    problems = check_observations(
        frame.drop(columns=["at"]),
        known,
        lexicon.indicators,
        lexicon.units,
        thresholds=_thresholds(str(lexicon.folder)),
        successions=lexicon.unit_successions,
    )
    for problem in problems.itertuples(index=False):
        at, number = frame["at"].iloc[problem.at]
        sheet, harvest = sheets[at]
        places = harvest.candidates[number].places
        place = places.get(problem.column or "value", places["value"])
        told = (_sentence(problem.message), problem.suggestion)
        verdict.add(at, issue_at(sheet, place, problem.check, told, severity=problem.severity))
        if problem.severity == "error":
            verdict.refused.add((at, number))
            if problem.check == "duplicate.conflict":
                verdict.disputed.add((at, number))
        elif problem.check == "duplicate.same":
            verdict.refused.add((at, number))
            verdict.repeated.add((at, number))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


# Totals


def _judge_totals(sheets: Sheets, lexicon: Lexicon, frame: pd.DataFrame, verdict: Verdict) -> None:
    for at, (sheet, harvest) in enumerate(sheets):
        here = frame[frame["sheet_number"] == at]
        for total in harvest.totals:
            for severity, code, message, remedy in _total_faults(total, here, lexicon)[:1]:
                verdict.add(
                    at, issue_at(sheet, total.place, code, (_sentence(message), remedy), severity=severity)
                )
                if severity == "error":
                    verdict.wrong_totals.setdefault(at, set()).add(total.place[0])


def _total_faults(total: Total, here: pd.DataFrame, lexicon: Lexicon) -> list[tuple[str, str, str, str]]:
    """What is wrong with a total under the reading of its parts that fits best; nothing if one fits."""
    own = here[(here["table"] == total.table) & (here["indicator"] == total.indicator)]
    own = own[own["dimension"] == total.dimension]
    before = own["section"] <= total.section
    readings = [own[own["section"] == total.section], own[before], own]
    faults: list[tuple[str, str, str, str]] = []
    if own.empty:
        return [("warning", "total.unchecked", "dòng tổng không có dòng thành phần nào để đối chiếu, số của dòng không được lưu",
                 "Nếu là số của cả đơn vị, ghi đúng tên đơn vị; nếu là tổng, ghi các dòng thành phần.")]  # fmt: skip
    for parts in readings:
        if parts.empty:
            continue
        found = _faults_against(total, parts, lexicon)
        if not found:
            return []
        faults = faults or found
    return faults


def _faults_against(total: Total, parts: pd.DataFrame, lexicon: Lexicon) -> list[tuple[str, str, str, str]]:
    period = parse_period(total.period)
    if total.kind == "average":
        return _average_faults(total, parts[parts["period"] == period])
    whole = pd.DataFrame(
        [{"block": 0, "indicator": total.indicator, "dimension": total.dimension, "period": period, "qualifier": "eq",
          "value": float("nan"), "numerator": float("nan"), "denominator": float("nan"), **total.numbers}]
    )  # fmt: skip
    columns = ["indicator", "dimension", "period", "value", "qualifier", "numerator", "denominator"]
    problems = check_totals(whole, parts[columns].assign(block=0), lexicon.indicators)
    return [
        (row.severity, row.check, row.message, row.suggestion) for row in problems.itertuples(index=False)
    ]


def _average_faults(total: Total, parts: pd.DataFrame) -> list[tuple[str, str, str, str]]:
    value, figures = total.numbers.get("value"), parts["value"].dropna()
    if value is None or figures.empty or figures.min() - 0.5 <= value <= figures.max() + 0.5:
        return []
    shown = f"{format_number(figures.min())} đến {format_number(figures.max())}"
    return [("error", "total.differs", f"số bình quân {format_number(value)} nằm ngoài các số thành phần, từ {shown}",
             "Tính lại số bình quân, hoặc kiểm tra các số thành phần.")]  # fmt: skip


# Stated shares of the target, stated changes


def _judge_claims(
    sheets: Sheets, lexicon: Lexicon, known: pd.DataFrame | None, frame: pd.DataFrame, verdict: Verdict
) -> None:
    """Warn of a claim that is wrong in every way in which it can be meant ("5,2" may be points or percent)."""
    rows = [(at, claim) for at, (_, one) in enumerate(_candidates(sheets)) for claim in one.claims]
    if not rows:
        return
    figures, targets = _figures_at_hand(frame, known), _targets_at_hand(frame)
    wrong: dict[str, dict[int, str]] = {}
    for kind in ("attainment", "excess", "change_rel", "change_pp"):
        claims = frame[[*SERIES_KEY, "period"]].iloc[[at for at, _ in rows]].reset_index(drop=True)
        claims = claims.assign(
            kind=kind, stated=[c.stated for _, c in rows], decimals=[c.decimals for _, c in rows]
        )
        told = check_changes(claims, figures, targets, lexicon.indicators)
        wrong[kind] = dict(zip(told["at"], told["message"], strict=True))
    for number, (at, claim) in enumerate(rows):
        kinds = _meanings(claim.role, lexicon.indicator_by_id[frame["indicator"].iloc[at]].measure)
        if all(number in wrong[kind] for kind in kinds):
            sheet_number, _ = frame["at"].iloc[at]
            told = (_sentence(wrong[kinds[0]][number]), "Tính lại số này, hoặc kiểm tra các số dùng để tính")
            issue = issue_at(sheets[sheet_number][0], claim.place, "change.differs", told, severity="warning")
            verdict.add(sheet_number, issue)


def _judge_targets(sheets: Sheets, frame: pd.DataFrame, verdict: Verdict) -> None:
    """Warn where one file promises two things for one figure and year."""
    promised = frame[frame["target"].notna()]
    if promised.empty:
        return
    years = [period.year for period in promised["period"]]
    columns = [*SERIES_KEY, "target", "comparator", "sheet", "row"]
    problems = check_targets(promised[columns].assign(year=years))
    for problem in problems.itertuples(index=False):
        at, number = frame["at"].iloc[problem.at]
        sheet, harvest = sheets[at]
        place = harvest.candidates[number].places.get("target", harvest.candidates[number].places["value"])
        told = (_sentence(problem.message), problem.suggestion)
        verdict.add(at, issue_at(sheet, place, problem.check, told, severity=problem.severity))


def _meanings(role: str, measure: str) -> tuple[str, ...]:
    if role == "attainment":
        return ("attainment", "excess")
    return ("change_rel", "change_pp") if measure == "percent" else ("change_rel",)


def _figures_at_hand(frame: pd.DataFrame, known: pd.DataFrame | None) -> pd.DataFrame:
    received = frame.assign(source="received", as_of=pd.Timestamp.max.normalize(), status="published")
    columns = ["indicator", "unit", "level", "dimension", "period", "value", "qualifier", "numerator", "denominator",
               "source", "as_of", "status"]  # fmt: skip
    if known is None or known.empty:
        return received[columns]
    return pd.concat([received[columns], known[columns]], ignore_index=True)


def _targets_at_hand(frame: pd.DataFrame) -> pd.DataFrame:
    promised = frame[frame["target"].notna()]
    years = [period.year for period in promised["period"]]
    columns = ["indicator", "unit", "level", "dimension", "plan", "year", "target", "as_of", "basis"]
    return promised.assign(year=years, plan="", as_of=pd.Timestamp.max.normalize(), basis="stated")[columns]
