"""
How long received files take to read, and how much memory: a form of 1,000 rows, and files made to do harm.

Run: ``python benchmarks/reading.py`` (medians of fresh processes; the start of Python and its imports are told on
lines of their own). Hostile files are refused, or read without what was put into them.
"""

from __future__ import annotations

import io
import platform
import statistics
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from itertools import islice, product
from pathlib import Path
from random import Random

RUNS = 5
ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
HEADS = [
    "STT",
    "Đơn vị",
    "Chỉ tiêu",
    "Kỳ",
    "Giá trị",
    "Tử số",
    "Mẫu số",
    "Mục tiêu",
    "Cơ quan chủ trì",
    "Ghi chú",
]

# Seconds and the highest memory of one process, whatever became of the file.
MEASURE = """
import time
start = time.perf_counter()
{imports}
began = time.perf_counter()
try:
    {work}
    told = "read"
except ValueError as fault:
    told = getattr(fault, "code", "error")
seconds = time.perf_counter() - began
status = [line for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(seconds, began - start, int(status[0].split()[1]) / 1024, told)
"""
OPEN = ("from dtanalysis.ingest.opening import open_file", "open_file({path!r})")
RECEIVE = (
    "from dtanalysis.ingest.lexicon import open_lexicon; from dtanalysis.ingest.receive import receive_file",
    "receive_file({path!r}, open_lexicon({data!r}))",
)


def form(rows: int) -> bytes:
    """A long form of ten columns, as an agency would send it, with names of the register."""
    import xlsxwriter

    from dtanalysis.ingest.lexicon import open_lexicon

    lexicon = open_lexicon(DATA)
    rates = [one.name for one in lexicon.indicator_by_id.values() if one.measure == "percent"]
    asked = product(map(str, range(2018, 2026)), lexicon.units["unit"], rates)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADS)
        for row, (period, unit, indicator) in enumerate(islice(asked, rows), start=1):
            page.write_row(
                row, 0, [row, unit, indicator, period, 10 + row % 90, None, None, 90, "Sở TTTT", "nguồn"]
            )
    return buffer.getvalue()


def patched(content: bytes, part: str, mark: bytes, added: bytes) -> bytes:
    """Put something in front of a mark in one part of a workbook."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(mark, added + mark, 1) if name == part else data)
    return buffer.getvalue()


def in_sheet(text: str, mark: bytes = b"</sheetData>") -> bytes:
    """A small form with something added to its sheet."""
    return patched(form(3), "xl/worksheets/sheet1.xml", mark, text.encode())


def in_strings(text: str) -> bytes:
    """A small form with something added to its shared texts."""
    return patched(form(3), "xl/sharedStrings.xml", b"</sst>", text.encode())


def rows_of(count: int, cell: str) -> str:
    """Rows of two cells each, below the form."""
    return "".join(
        f'<row r="{row}">{cell.format(f"A{row}")}{cell.format(f"B{row}")}</row>'
        for row in range(10, 10 + count // 2)
    )


def noise(count: int) -> str:
    """Digits that do not compress well."""
    pick = Random(1)
    return "".join(str(pick.randrange(10**9)) for _ in range(count // 9))


def with_doctype() -> bytes:
    """Nested entities that would expand to gigabytes."""
    laughs = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    return patched(
        form(3), "xl/worksheets/sheet1.xml", b"<worksheet", f'<!DOCTYPE w [<!ENTITY a "9">{laughs}]>'.encode()
    )


def noisy_strings(count: int) -> str:
    """Many shared texts that do not compress well."""
    pick = Random(2)
    return "".join(f"<si><t>{pick.randrange(10**9)}</t></si>" for _ in range(count))


def many_formats(count: int) -> str:
    """Many cell formats, of several kinds."""
    pick = Random(3)
    return "".join(
        f'<xf numFmtId="{pick.randrange(49)}" fontId="{pick.randrange(9)}"/>' for _ in range(count)
    )


HOSTILE: dict[str, Callable[[], bytes]] = {
    "expansion.xlsx": lambda: in_strings("<si><t>" + "A" * 40_000_000 + "</t></si>"),
    "entities.xlsx": with_doctype,
    "far-corner.xlsx": lambda: in_sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "formatted-cells.xlsx": lambda: in_sheet(rows_of(120_000, '<c r="{}" s="0"/>')),
    "million-formatted.xlsx": lambda: in_sheet(rows_of(1_000_000, '<c r="{}" s="0"/>')),
    "too-many-cells.xlsx": lambda: in_sheet(rows_of(400_000, '<c r="{}"><v>1</v></c>')),
    "merged-ranges.xlsx": lambda: in_sheet(
        "<mergeCells>"
        + "".join(f'<mergeCell ref="F{n}:H{n}"/>' for n in range(10, 60_000))
        + "</mergeCells>",
        b"<pageMargins",
    ),
    "cell-formats.xlsx": lambda: patched(
        form(3), "xl/styles.xml", b"</cellXfs>", many_formats(100_000).encode()
    ),
    "shared-texts.xlsx": lambda: in_strings(noisy_strings(400_000)),
    "oversized-cell.xlsx": lambda: in_strings("<si><t>" + noise(4_000_000) + "</t></si>"),
    "attributes.xlsx": lambda: in_sheet("<row " + " ".join(f'a{n}="{n}"' for n in range(500_000)) + "/>"),
    "oversized-field.csv": lambda: "Đơn vị;Chỉ tiêu;Kỳ;Giá trị\n".encode() + b"9" * 5_000_000,
    "delimiters.csv": lambda: b"a" + b";" * 9_000_000,
    "too-many-rows.csv": lambda: "Đơn vị;Giá trị\n".encode() + "Sở Y tế;5\n".encode() * 600_000,
}


def measure(code: tuple[str, str], path: Path) -> tuple[float, float, float, str]:
    """Return median seconds, median seconds of the imports, highest MB and the outcome."""
    imports, work = code
    source = MEASURE.format(imports=imports, work=work.format(path=str(path), data=str(DATA)))
    runs = [
        subprocess.run(
            [sys.executable, "-c", source], check=True, capture_output=True, text=True
        ).stdout.split()
        for _ in range(RUNS)
    ]
    seconds, start, memory, told = zip(*runs, strict=True)
    return (
        statistics.median(map(float, seconds)),
        statistics.median(map(float, start)),
        max(map(float, memory)),
        told[0],
    )


def line(name: str, measured: tuple[float, float, float, str]) -> str:
    """One line of the table."""
    seconds, start, memory, told = measured
    return f"{name:34} {seconds:6.2f} s   {start:5.2f} s imports   {memory:5.0f} MB   {told}"


def main() -> None:
    """Print one line per case: median seconds, seconds of the imports, highest memory, what became of the file."""
    print(f"Python {platform.python_version()}, medians of {RUNS} fresh processes")
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder, "form.xlsx")
        book.write_bytes(form(1_000))
        print(line("1,000 rows x 10 columns, opened", measure(OPEN, book)))
        print(line("1,000 rows x 10 columns, received", measure(RECEIVE, book)))
        for name, build in HOSTILE.items():
            path = Path(folder, name)
            path.write_bytes(build())
            print(line(name, measure(OPEN, path)))


if __name__ == "__main__":
    main()
