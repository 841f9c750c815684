"""
The figures that the reader is held to, over the whole acceptance set.

``python -m tests.faults.score`` receives every case in a process of its own and prints one line per figure, then the cases
that are not right. It ends with 1 if a figure is not held.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import tempfile
import time
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dtanalysis.ingest.receive import receive_bytes

from . import register
from .cases import CASES
from .counting import count_rows
from .expectations import Case, _is_at, _named, _take, differences

LONGEST, LARGEST = 10.0, 500.0
"""Seconds and MB that no case may pass."""


@dataclass(frozen=True)
class Score:
    """How one case came out: counts, and what is not right."""

    case: str
    is_must: bool
    is_good: bool
    lines: tuple[str, ...] = ()
    silent: int = 0
    crash: str = ""
    seconds: float = 0.0
    megabytes: float = 0.0
    values: tuple[int, int] = (0, 0)
    places: tuple[int, int] = (0, 0)
    is_wrongly_refused: bool = False
    ledger: int = 0

    @property
    def is_right(self) -> bool:
        """Whether nothing at all is wrong."""
        return not (self.lines or self.crash)


def judge(case: Case, receipt, counted: dict[str, int] | None) -> dict[str, object]:
    """The counts of a receipt, by the names of `Score`."""
    lines = differences(case, receipt, counted)
    left = list(receipt.records)
    lost = [wanted for wanted in case.records if not _take(wanted, left)]
    errors = [issue for issue in receipt.issues if issue.severity == "error"]
    unsaid = [wanted for wanted in lost if not _any_error_at(wanted.cell, errors)]
    errors_wanted = [where for where in case.places if where.severity == "error"]
    named = [where for where in errors_wanted if _named(where, receipt)]
    is_silent = len(errors_wanted) > len(named) and not errors
    return {
        "lines": tuple(lines),
        "silent": sum(line.startswith("silent") for line in lines) + len(unsaid) + is_silent,
        "values": (len(case.records) - len(lost), len(case.records)),
        "places": (len(named), len(errors_wanted)),
        "is_wrongly_refused": case.outcome != "reject" and bool(lost or errors),
        "ledger": sum(line.startswith("ledger") for line in lines),
    }


def _any_error_at(cell: str, errors: Iterable) -> bool:
    return any(_is_at(cell, issue.sheet, issue.row, issue.column) or not issue.row for issue in errors)


def _work(number: int, lexicons: dict, results) -> None:
    case = CASES[number]
    content = case.build()
    before, start = _peak(), time.process_time()
    try:
        receipt = receive_bytes(content, case.file, lexicons[case.register], period=case.period)
        seconds, megabytes = time.process_time() - start, _peak() - before
        counted = None if case.category == "hostile" else count_rows(content, case.file)
        results.put(judge(case, receipt, counted) | {"seconds": seconds, "megabytes": megabytes})
    except Exception:
        results.put({"crash": traceback.format_exc().strip().splitlines()[-1][:200]})


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def score_case(number: int, lexicons: dict) -> Score:
    """Receive one case in a process of its own; one that does not end is stopped."""
    case = CASES[number]
    known = {"case": case.id, "is_must": case.is_must, "is_good": case.outcome != "reject"}
    context = multiprocessing.get_context("fork")
    results = context.Queue()
    worker = context.Process(target=_work, args=(number, lexicons, results))
    worker.start()
    try:
        found = results.get(timeout=12 * LONGEST)
    except Exception:
        found = {"crash": "no answer"}
    worker.kill()
    worker.join()
    return Score(**known, **found)


def figures(scores: list[Score]) -> list[tuple[str, str, str, bool]]:
    """Name, words, figure and whether it is held, for F1 to F7."""
    must = [score for score in scores if score.is_must]
    silent = sum(score.silent for score in scores)
    stopped = [s for s in scores if s.crash or s.seconds > LONGEST or s.megabytes > LARGEST]
    right = sum(score.is_right for score in must)
    wrongly = [sum(s.is_wrongly_refused for s in scores if s.is_must is is_must) for is_must in (True, False)]
    ledger = sum(score.ledger for score in scores)
    return [
        ("F1", "silent wrong, lost or unreported answers (0)", str(silent), silent == 0),
        ("F2", "exceptions, > 10 s or > 500 MB (0)", str(len(stopped)), not stopped),
        ("F3", "must cases fully right (≥ 98 %)", _share(right, len(must)), right >= 0.98 * len(must)),
        ("F4", "expected values out (must 100 %; all ≥ 95 %)", *_both(scores, "values")),
        ("F5", "errors located (must 100 %; all ≥ 95 %)", *_both(scores, "places")),
        (
            "F6",
            "good files refused (must 0; policy ≤ 2)",
            f"{wrongly[0]}; {wrongly[1]}",
            not wrongly[0] and wrongly[1] <= 2,
        ),
        ("F7", "ledger lines not exact (0)", str(ledger), ledger == 0),
    ]


def _both(scores: list[Score], name: str) -> tuple[str, bool]:
    """A share among the must cases and among all."""
    pairs = {
        is_all: [getattr(score, name) for score in scores if is_all or score.is_must]
        for is_all in (False, True)
    }
    sums = {
        is_all: (sum(one for one, _ in found), sum(all_ for _, all_ in found))
        for is_all, found in pairs.items()
    }
    is_held = sums[False][0] == sums[False][1] and sums[True][0] >= 0.95 * sums[True][1]
    return f"{_share(*sums[False])}; {_share(*sums[True])}", is_held


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} = {100 * part / max(whole, 1):.1f} %"


def main() -> int:
    """Run from the command line; 1 if a figure is not held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="*", help="only cases whose id holds one of these")
    words = parser.parse_args().words
    lexicons = register.open_all(Path(tempfile.mkdtemp()))
    numbers = [n for n, case in enumerate(CASES) if not words or any(word in case.id for word in words)]
    scores = [score_case(number, lexicons) for number in numbers]
    for score in scores:
        if not score.is_right:
            print(
                f"{score.case}{'' if score.is_must else ' (policy)'}",
                score.crash or "",
                *score.lines[:5],
                sep="\n    ",
            )
    slowest = max(scores, key=lambda score: score.seconds)
    largest = max(scores, key=lambda score: score.megabytes)
    print(f"{len(scores)} cases, {sum(score.is_must for score in scores)} of them must")
    for name, what, figure, is_held in figures(scores):
        print(f"{name}  {what:<50}{figure:<44}{'held' if is_held else 'NOT HELD'}")
    print(
        f"slowest {slowest.case} {slowest.seconds:.1f} s, largest {largest.case} +{largest.megabytes:.0f} MB"
    )
    return int(not all(is_held for *_, is_held in figures(scores)))


if __name__ == "__main__":
    raise SystemExit(main())
