"""
Random input for the readers: nothing but a declared refusal may come of it, quickly and in little memory.

``python -m tests.faults.fuzz --minutes 10 --seed 1`` gives each reader its share of the time, prints what became
of the inputs, and leaves every finding as a file that repeats it. Same seed, same inputs in the same order; how many of
them fit into the time depends on the machine.
"""

from __future__ import annotations

import argparse
import datetime as dt
import math
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from dtanalysis.ingest.grid import FileFaultError
from dtanalysis.ingest.lexicon import Lexicon
from dtanalysis.ingest.numbers import Refusal, read_cell
from dtanalysis.ingest.opening import open_bytes
from dtanalysis.ingest.period_cells import read_heading_period, read_period_cell
from dtanalysis.ingest.period_titles import find_title_periods
from dtanalysis.ingest.receive import receive_bytes
from dtanalysis.periods import parse_period

from . import register
from .cases import CASES
from .cases_good import (
    ANNEX_BODY,
    ANNEX_HEAD,
    GROUPED,
    LETTERHEAD,
    LONG,
    MATRIX,
    MATRIX_TITLE,
    SAID,
    SIGNATURES,
    wide,
)
from .expectations import ledger_differences, word_differences
from .forms import Styled, book, delimited, members, zipped

SLOW, HUNG = 2.0, 30
"""Seconds of processor time, so that a busy machine makes no findings."""

MEASURES = ("percent", "count", "index", "rank", "currency", "days")
FORMATS = (
    "General",
    "0.00%",
    "#,##0",
    "0",
    '0.00"%"',
    "dd/mm/yyyy",
    "@",
    "mmm-yy",
    "[h]:mm",
    '#,##0;-#,##0;"-"',
    "[$-42A]",
    '"',
)
SIGNS = [*"0123456789.,%-+/()~≥<>eE'\"* \t\n\u00a0\u202f\u0301₫½²٢１°", "−", "–", "‰"]
WORDS = (
    "trên", "dưới", "khoảng", "ước", "đạt", "tăng", "giảm", "vượt", "hơn", "ít nhất", "tối đa", "từ", "đến", "tỷ", "triệu",
    "nghìn", "đồng", "điểm", "phần trăm", "hồ sơ", "người", "tổ", "ngày", "chưa có số liệu", "không", "x", "Đạt", "hạng",
    "trở lên", "2023", "6", "81,17%", "2.439", "33,25",
)  # fmt: skip
PERIOD_WORDS = (
    "Tháng", "tháng", "T", "Th.", "Quý", "Q", "quý", "năm", "Năm", "6 tháng đầu năm", "9 tháng", "đầu", "cuối", "lũy kế", "đến",
    "ngày", "hết", "từ", "kỳ", "cùng kỳ", "ước", "I", "II", "III", "IV", "1", "2", "06", "13", "2022", "2023", "23", "30/6/2023",
    "14/6/2023", "01/2023", "2023-06", "H1", "M06", "/", "-", "–", ".", ",", ":", "(", ")", "Báo cáo số 125/BC-SYT", "giai đoạn",
    "2021-2025", "Jun-23", "so với", "kế hoạch", "sơ kết", "nửa", "hai", "ba", "một",
)  # fmt: skip
NAMES = tuple(row["name_vi"] for row in (*register.INDICATORS, *register.UNITS)) + tuple(
    alias for row in register.UNITS for alias in row["aliases"].split("|") if alias
)
HEADS = (
    "STT", "Đơn vị", "Chỉ tiêu", "Kỳ", "Kỳ báo cáo", "Giá trị", "Tử số", "Mẫu số", "Mục tiêu", "Ghi chú", "Đơn vị tính",
    "Kế hoạch năm 2023", "Thực hiện 6 tháng", "Lũy kế", "So cùng kỳ", "Tỷ lệ (%)", "Tháng 1", "Quý I", "2022", "indicator",
    "unit", "period", "value", "Cấp", "Cộng", "",
)  # fmt: skip
LINES = (
    "Đơn vị báo cáo: Sở Y tế", "Kỳ báo cáo: 6 tháng đầu năm 2023", "UBND TỈNH MẪU", "Ghi chú: số liệu sơ bộ", "Nơi nhận:",
    "I", "Tổng cộng", "Đơn vị tính: %", "(Ký, ghi rõ họ tên)", "PHỤ LỤC 2023",
)  # fmt: skip
GOOD_FORMS = (
    LONG, [*MATRIX_TITLE, *MATRIX], [*SAID, ANNEX_HEAD, *ANNEX_BODY], [*LETTERHEAD, ANNEX_HEAD, *ANNEX_BODY, *SIGNATURES],
    [*MATRIX_TITLE, *GROUPED], wide([f"Tháng {n}" for n in range(1, 7)]),
)  # fmt: skip


class HangError(BaseException):
    """An input took longer than any reader may; no reader can catch it by accident."""


@dataclass
class Tally:
    """What became of the inputs of one reader."""

    inputs: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    outcomes: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)


@dataclass
class Fuzzer:
    """Makes inputs from one stream of random numbers."""

    random: random.Random
    lexicon: Lexicon

    @cached_property
    def seeds(self) -> list[tuple[str, bytes]]:
        """Files of the acceptance set to spoil, none of more than 100 kB."""
        built = [
            (case.file, case.build()) for case in CASES if not case.is_slow and case.category != "hostile"
        ]
        return [(file, content) for file, content in built if len(content) < 100_000]

    def text(self, words: tuple[str, ...]) -> str:
        """Words and signs, sometimes a great many."""
        pick = self.random
        parts = [
            pick.choice(words) if pick.random() < 0.5 else pick.choice(SIGNS)
            for _ in range(pick.randrange(1, 9))
        ]
        text = (" " if pick.random() < 0.3 else "").join(parts)
        if pick.random() < 0.02:
            text += pick.choice([*SIGNS, *words]) * pick.randrange(100, 32_000)
        return text + (chr(pick.randrange(0x20, 0x3000)) if pick.random() < 0.1 else "")

    def value(self, words: tuple[str, ...] = WORDS) -> object:
        """Whatever a cell may hold."""
        pick = self.random
        kinds: list[Callable[[], object]] = [
            lambda: self.text(words), lambda: self.text(words), lambda: pick.choice(words),
            lambda: pick.randrange(-10, 100_000), lambda: round(pick.uniform(-10, 3000), pick.randrange(5)),
            lambda: pick.choice([0, 1, -1, 1e300, -1e-300, math.inf, math.nan, 2**70, 0.1 + 0.2, 1e15, True, False, None]),
            lambda: dt.datetime(pick.randrange(1900, 2200), pick.randrange(1, 13), pick.randrange(1, 29), pick.randrange(24)),
            lambda: dt.time(pick.randrange(24), 5), lambda: dt.timedelta(days=pick.randrange(400)),
        ]  # fmt: skip
        return pick.choice(kinds)()

    def spoiled(self, content: bytes) -> bytes:
        """Bytes changed, left out, repeated or put in."""
        pick, data = self.random, bytearray(content)
        for _ in range(pick.choice([1, 1, 1, 2, 5, 20])):
            at, size = pick.randrange(len(data) + 1), pick.choice([1, 1, 2, 4, 16, 200])
            change = pick.randrange(5)
            if change == 0 and at < len(data):
                data[at] ^= 1 << pick.randrange(8)
            elif change == 1:
                del data[at : at + size]
            elif change == 2:
                data[at:at] = data[at : at + size] * pick.choice([1, 2, 50])
            elif change == 3:
                data[at:at] = pick.choice(
                    [
                        b"\x00",
                        b"\xff",
                        b'"',
                        b";",
                        b",",
                        b"\r",
                        b"\n",
                        b"<",
                        b"&",
                        "ế".encode(),
                        bytes([pick.randrange(256)]),
                    ]
                )
            elif pick.random() < 0.2:
                del data[at:]
        return bytes(data)

    def form(self) -> tuple[str, bytes]:
        """A good form with some cells changed, or random headings and figures; most names are right."""
        pick = self.random
        rows = self._changed_form() if pick.random() < 0.6 else self._random_rows()
        if pick.random() < 0.5:
            text = [["" if value is None else value for value in row] for row in rows]
            return "form.csv", delimited(
                text, pick.choice(";,\t|"), encoding=pick.choice(["utf-8", "utf-8-sig", "utf-16"])
            )
        return "form.xlsx", book([[_writable(value, pick.choice(FORMATS)) for value in row] for row in rows])

    def _changed_form(self) -> list[list[object]]:
        pick = self.random
        rows = [list(row) for row in pick.choice(GOOD_FORMS)]
        for _ in range(pick.choice([0, 1, 1, 2, 4])):
            row = pick.choice(rows)
            if row:
                row[pick.randrange(len(row))] = pick.choice(
                    [self._filling(), self._filling(), pick.choice(HEADS), None]
                )
        if pick.random() < 0.2:
            rows.insert(
                pick.randrange(len(rows)), pick.choice([[], [pick.choice(LINES)], list(pick.choice(rows))])
            )
        return rows

    def _random_rows(self) -> list[list[object]]:
        pick = self.random
        width, rows = pick.randrange(2, 9), []
        for _ in range(pick.randrange(3)):
            rows.append([pick.choice(LINES)])
        for _ in range(pick.choice([1, 1, 1, 2])):
            rows.append(
                [pick.choice(HEADS) if pick.random() < 0.8 else pick.choice(NAMES) for _ in range(width)]
            )
        for _ in range(pick.randrange(1, 12)):
            rows.append([self._filling() for _ in range(pick.choice([width, width, width, 1, width + 1]))])
        return rows

    def _filling(self) -> object:
        chance = self.random.random()
        if chance < 0.4:
            return self.random.choice(NAMES)
        return self.value(PERIOD_WORDS) if chance < 0.55 else self.value()


def _writable(value: object, number_format: str) -> object:
    """A value as a workbook can hold it."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Styled(float(value), number_format)
    if isinstance(value, str):
        return "".join(sign for sign in value if sign >= " " and not "\ud800" <= sign <= "\udfff")[:32_000]
    return value


def try_number(fuzzer: Fuzzer) -> tuple[object, Callable[[Tally], None]]:
    """A cell read as a figure."""
    pick = fuzzer.random
    given = (
        fuzzer.value(),
        pick.choice(FORMATS),
        pick.choice(MEASURES),
        pick.choice(["", "hồ sơ", "người", "%", "tỷ đồng", "ngày"]),
    )

    def run(tally: Tally) -> None:
        reading = read_cell(*given, may_be_negative=given[2] == "percent" and len(given[3]) == 0)
        if isinstance(reading, Refusal):
            tally.outcomes["refused"] += 1
            tally.codes[reading.code] += 1
            return
        tally.outcomes["read" if reading.value is not None else "no figure"] += 1
        if reading.value is not None:
            assert math.isfinite(reading.value), f"not finite: {reading}"
            assert _digits_agree(given, reading.value), (
                f"digits of {given[0]!r} are not those of {reading.value}"
            )

    return given, run


def _digits_agree(given: tuple, value: float) -> bool:
    """Whether a figure read from text has the text's digits, all of them and no others; a rank may stand before how many."""
    if not isinstance(given[0], str) or not given[0].isascii():
        return True
    digits = "".join(sign for sign in given[0] if sign.isdigit()).strip("0")
    return (
        digits == "".join(sign for sign in f"{Decimal(repr(abs(value))):f}" if sign.isdigit()).strip("0")
        or len(digits) > 14
    )


def try_period(fuzzer: Fuzzer) -> tuple[object, Callable[[Tally], None]]:
    """A cell, a heading, a title or a code read as a period."""
    pick = fuzzer.random
    given = (
        pick.randrange(4),
        fuzzer.value(PERIOD_WORDS),
        pick.choice([None, 2023]),
        pick.choice(FORMATS),
        pick.choice(["", "Tháng", "Quý", "Kỳ"]),
    )

    def run(tally: Tally) -> None:
        kind, value, year, number_format, heading = given
        if kind == 0:
            found = [read_period_cell(value, number_format, year=year, heading=heading)]
        elif kind == 1:
            found = [read_heading_period(value, year, number_format)]
        elif kind == 2:
            found = list(find_title_periods(str(value), year))
        else:
            found = [_parsed(str(value))]
        for one in found:
            tally.outcomes[
                "no period" if one is None else "refused" if isinstance(one, Refusal) else "read"
            ] += 1
            tally.codes[one.code if isinstance(one, Refusal) else ""] += isinstance(one, Refusal)

    return given, run


def _parsed(text: str) -> object:
    try:
        return parse_period(text)
    except ValueError as error:
        return Refusal("period.unparsed", text, str(error), "")


def try_delimited(fuzzer: Fuzzer) -> tuple[object, Callable[[Tally], None]]:
    """Spoiled text opened as a table."""
    return _try_open(fuzzer, ("csv", "tsv", "txt"))


def try_workbook(fuzzer: Fuzzer) -> tuple[object, Callable[[Tally], None]]:
    """A spoiled workbook, or one whose parts are spoiled and packed well, opened as grids."""
    return _try_open(fuzzer, ("xlsx", "xlsm", "xls", "ods"))


def _try_open(fuzzer: Fuzzer, endings: tuple[str, ...]) -> tuple[object, Callable[[Tally], None]]:
    name, content = _spoiled_file(fuzzer, endings)

    def run(tally: Tally) -> None:
        try:
            grids = open_bytes(content, name)
        except FileFaultError as fault:
            tally.outcomes["refused"] += 1
            tally.codes[fault.code] += 1
            return
        tally.outcomes["read"] += 1
        assert all(row >= 1 and column >= 1 for grid in grids for row, column in grid.cells), "cell outside"

    return (name, content), run


def _spoiled_file(fuzzer: Fuzzer, endings: tuple[str, ...]) -> tuple[str, bytes]:
    pick = fuzzer.random
    name, content = pick.choice([seed for seed in fuzzer.seeds if seed[0].endswith(endings)])
    if content.startswith(b"PK") and pick.random() < 0.7:
        parts = members(content)
        part = pick.choice([part for part in parts if part.endswith((".xml", ".rels"))] or list(parts))
        return name, zipped(parts | {part: fuzzer.spoiled(parts[part])})
    return name, fuzzer.spoiled(content)


def try_receive(fuzzer: Fuzzer) -> tuple[object, Callable[[Tally], None]]:
    """A random form or a spoiled one, received as a whole."""
    is_spoiled = fuzzer.random.random() < 0.4
    name, content = (
        _spoiled_file(fuzzer, ("csv", "tsv", "xlsx", "xls", "ods")) if is_spoiled else fuzzer.form()
    )

    def run(tally: Tally) -> None:
        receipt = receive_bytes(content, name, fuzzer.lexicon)
        errors = [issue for issue in receipt.issues if issue.severity == "error"]
        tally.outcomes[
            "file refused" if not receipt.ledger else "with records" if receipt.records else "without records"
        ] += 1
        tally.outcomes["records"] += len(receipt.records)
        tally.outcomes["errors"] += len(errors)
        tally.codes.update(issue.code for issue in errors)
        broken = [*ledger_differences(receipt, None), *word_differences(receipt)]
        broken += [
            f"not finite: {one}"
            for one in receipt.records
            if one.value is not None and not math.isfinite(one.value)
        ]
        if not receipt.records and not errors:
            broken.append("silent: neither records nor an error")
        assert not broken, broken[0][:300]

    return (name, content), run


TARGETS = {
    "numbers": try_number, "periods": try_period, "delimited": try_delimited, "workbook": try_workbook, "receive": try_receive,
}  # fmt: skip

SHARES = {"numbers": 1, "periods": 1, "delimited": 1, "workbook": 2, "receive": 5}


def _stop(signum, frame) -> None:
    raise HangError(f"longer than {HUNG} s")


def run_one(name: str, fuzzer: Fuzzer, tally: Tally, folder: Path) -> None:
    """Make one input, run it, and keep it if it was a finding."""
    given, run = TARGETS[name](fuzzer)
    before, start = _peak_memory(), time.process_time()
    signal.setitimer(signal.ITIMER_PROF, HUNG)
    try:
        run(tally)
    except AssertionError as error:
        _keep(name, f"broken promise: {str(error)[:160]}", given, tally, folder)
    except (Exception, HangError) as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        _keep(
            name,
            f"{type(error).__name__} in {Path(where.filename).name}:{where.lineno}",
            given,
            tally,
            folder,
        )
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    took = time.process_time() - start
    tally.inputs, tally.slowest = tally.inputs + 1, max(tally.slowest, took)
    if took > SLOW:
        tally.outcomes["slow"] += 1
        _keep(name, f"slow: {took:.0f} s", given, tally, folder)
    if _peak_memory() - before > 200:
        _keep(name, f"memory: {_peak_memory() - before:.0f} MB", given, tally, folder)


def _keep(name: str, what: str, given: object, tally: Tally, folder: Path) -> None:
    tally.findings[what] += 1
    if tally.findings[what] > 3:
        return
    number = sum(tally.findings.values())
    is_file = isinstance(given, tuple) and len(given) == 2 and isinstance(given[1], bytes)
    file, content = given if is_file else ("input.txt", repr(given).encode("utf-8", "backslashreplace"))
    path = folder / f"{name}-{number:04d}-{file}"
    path.write_bytes(content)
    print(f"{path.name}: {what}", file=sys.stderr, flush=True)


def _peak_memory() -> float:
    """The most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def fuzz(
    minutes: float, seed: int, folder: Path, names: tuple[str, ...] = tuple(TARGETS)
) -> dict[str, Tally]:
    """Run the targets one after the other, each for its share of the time."""
    folder.mkdir(parents=True, exist_ok=True)
    lexicon = register.open_all(folder / "registers")["full"]
    signal.signal(signal.SIGPROF, _stop)
    fuzzers = {name: Fuzzer(random.Random(f"{seed} {name}"), lexicon) for name in names}
    tallies = {name: Tally() for name in names}
    for name in names:
        fuzzers[name].seeds  # noqa: B018 built before the clock starts
    for name in names:
        start = time.monotonic()
        until = start + minutes * 60 * SHARES[name] / sum(SHARES[each] for each in names)
        while time.monotonic() < until:
            run_one(name, fuzzers[name], tallies[name], folder)
        tallies[name].seconds = time.monotonic() - start
    return tallies


def table(tallies: dict[str, Tally]) -> str:
    """What became of the inputs, one reader to a line, and every finding below."""
    lines = [f"{'reader':<10}{'inputs':>9}{'per s':>8}{'slowest':>9}{'slow':>6}{'findings':>10}  outcomes"]
    for name, tally in tallies.items():
        outcomes = ", ".join(f"{what} {count}" for what, count in sorted(tally.outcomes.items()))
        lines.append(
            f"{name:<10}{tally.inputs:>9}{tally.inputs / max(tally.seconds, 1e-9):>8.0f}{tally.slowest:>8.2f}s"
            f"{tally.outcomes['slow']:>6}{sum(tally.findings.values()):>10}  {outcomes}"
        )
    lines.append(f"peak memory {_peak_memory():.0f} MB")
    for name, tally in tallies.items():
        lines.append(f"{name}: refusals {dict(tally.codes.most_common(40))}")
        lines += [f"{name}: FINDING ×{count} {what}" for what, count in tally.findings.most_common()]
    return "\n".join(lines)


def main() -> int:
    """Run from the command line; 1 if there was any finding."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="folder for findings; a new temporary one without it")
    parser.add_argument(
        "--only", choices=TARGETS, action="append", help="only this reader; may be given again"
    )
    chosen = parser.parse_args()
    folder = chosen.out or Path(tempfile.mkdtemp(prefix="fuzz-"))
    tallies = fuzz(chosen.minutes, chosen.seed, folder, tuple(chosen.only or TARGETS))
    print(table(tallies))
    return int(any(tally.findings for tally in tallies.values()))


if __name__ == "__main__":
    raise SystemExit(main())
