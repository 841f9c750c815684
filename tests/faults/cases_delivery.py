"""
Deliveries: folders as they arrive, with what people and their programs leave in them.

A delivery names what comes out of all its files together (the cell of a `Rec` is "file:cell"), and the files that must
carry an error. Figures that contradict each other are refused in every file that gives them; a broken file never harms
another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .cases_good import DOSSIERS, EDOC, NAME, TEAMS, TM, YT
from .cases_hostile import OLE_ENCRYPTED, PDF
from .expectations import ledger_differences, word_differences
from .forms import book, delimited
from .legacy import tcvn3_text, xls

HEAD = ["Đơn vị", "Chỉ tiêu", "Kỳ", "Giá trị"]


def _row(
    value: object, unit: str = "Sở Y tế", indicator: str = EDOC, period: str = "Quý I/2023"
) -> list[object]:
    return [unit, NAME[indicator], period, value]


@dataclass(frozen=True)
class Delivery:
    """
    Files that arrive together.

    Attributes
    ----------
    id : str
    files : dict of str to callable
        Name below the folder → builder of its bytes; None makes a folder of that name.
    values : tuple of (str, str, str, str, float)
        (file, indicator, unit, period, value) of everything that comes out.
    errors : dict of str to str
        File → beginning of the code of an error that it must carry; all other files carry none.
    warnings : dict of str to str
        The same of warnings.
    unread : tuple of str
        Files that lead to no receipt, being none of the sender's doing.
    maybe : tuple
        Values that may come out too.
    """

    id: str
    files: dict[str, Callable[[], bytes] | None]
    values: tuple[tuple[str, str, str, str, float], ...]
    errors: dict[str, str]
    warnings: dict[str, str]
    unread: tuple[str, ...] = ()
    maybe: tuple[tuple[str, str, str, str, float], ...] = ()


def _delivery(name, files, values=(), errors=None, warnings=None, **more) -> Delivery:
    return Delivery(name, files, tuple(values), errors or {}, warnings or {}, **more)


def _form(*rows) -> Callable[[], bytes]:
    return lambda: book([HEAD, *rows])


Q1 = "2023-Q1"
GOOD = (EDOC, YT, Q1, 70.5)
OTHER = (EDOC, TM, Q1, 80.0)
ROW, ROW_OTHER = _row("70,5"), _row("80", "Tỉnh Mẫu")


def _sixty() -> dict[str, Callable[[], bytes]]:
    """Sixty offices; one file is broken in each way."""
    files = {
        f"don-vi-{n:02d}.xlsx": _form(_row(n, indicator=TEAMS, period=f"{n % 12 + 1:02d}/{2018 + n // 12}"))
        for n in range(60)
    }
    good = files["don-vi-05.xlsx"]
    broken = {
        "don-vi-05.xlsx": lambda: good()[:700], "don-vi-15.xlsx": OLE_ENCRYPTED, "don-vi-25.xlsx": lambda: b"",
        "don-vi-35.xlsx": lambda: PDF, "don-vi-45.xlsx": lambda: b"\x00" * 4096, "don-vi-55.xlsx": lambda: delimited([HEAD, ROW]),
    }  # fmt: skip
    return files | broken


SIXTY_BROKEN = {f"don-vi-{n}5.xlsx": "file" for n in range(6)}

DELIVERIES = (
    _delivery("two-good-files", {"a.xlsx": _form(ROW), "b.csv": lambda: delimited([HEAD, ROW_OTHER], ";")},
              [("a.xlsx", *GOOD), ("b.csv", *OTHER)]),
    _delivery("conflict-between-files", {"a.xlsx": _form(ROW, ROW_OTHER), "b.xlsx": _form(_row("71"))}, [("a.xlsx", *OTHER)],
              {"a.xlsx": "duplicate", "b.xlsx": "duplicate"}),
    _delivery("conflict-through-alias-and-spelling", {"a.xlsx": _form(ROW), "b.csv": lambda: delimited([HEAD, _row("71", "SYT", period="2023-Q1")], ";")},
              [], {"a.xlsx": "duplicate", "b.csv": "duplicate"}),
    _delivery("conflict-of-three", {"a.xlsx": _form(ROW), "b.xlsx": _form(ROW), "c.xlsx": _form(_row("71"))}, [],
              {"a.xlsx": "duplicate", "b.xlsx": "duplicate", "c.xlsx": "duplicate"}),
    _delivery("conflict-with-bound", {"a.xlsx": _form(ROW), "b.xlsx": _form(_row("trên 71%"))}, [],
              {"a.xlsx": "duplicate", "b.xlsx": "duplicate"}),
    _delivery("conflict-with-missing-mark", {"a.xlsx": _form(ROW), "b.xlsx": _form(_row("-"))}, [],
              {"a.xlsx": "duplicate", "b.xlsx": "duplicate"}),
    _delivery("conflict-inside-and-between", {"a.xlsx": _form(ROW, _row("71")), "b.xlsx": _form(ROW)}, [],
              {"a.xlsx": "duplicate", "b.xlsx": "duplicate"}),
    _delivery("same-in-two-files", {"a.xlsx": _form(ROW), "b.xlsx": _form(ROW, ROW_OTHER)}, [("a.xlsx", *GOOD), ("b.xlsx", *GOOD), ("b.xlsx", *OTHER)]),
    _delivery("copy-of-a-file", {"bao-cao.xlsx": _form(ROW), "bao-cao (1).xlsx": _form(ROW)}, [("bao-cao.xlsx", *GOOD), ("bao-cao (1).xlsx", *GOOD)]),
    _delivery("broken-beside-good", {"a.xlsx": _form(ROW), "b.xlsx": lambda: book([HEAD, ROW_OTHER])[:600]}, [("a.xlsx", *GOOD)], {"b.xlsx": "file"}),
    _delivery("row-refused-does-not-conflict", {"a.xlsx": _form(ROW), "b.xlsx": _form(_row("7.100"))}, [], {"b.xlsx": "number"},
              maybe=(("a.xlsx", *GOOD),)),
    _delivery("folders-in-folders", {"so/y-te/a.xlsx": _form(ROW), "tinh/b.xlsx": _form(ROW_OTHER)},
              [("so/y-te/a.xlsx", *GOOD), ("tinh/b.xlsx", *OTHER)]),
    _delivery("same-name-in-two-folders", {"quy-1/bao-cao.xlsx": _form(ROW), "quy-2/bao-cao.xlsx": _form(_row("72", period="Quý II/2023"))},
              [("quy-1/bao-cao.xlsx", *GOOD), ("quy-2/bao-cao.xlsx", EDOC, YT, "2023-Q2", 72.0)]),
    _delivery("lock-and-system-files", {"a.xlsx": _form(ROW), "~$a.xlsx": lambda: b"\x05user" + bytes(160), ".DS_Store": lambda: b"\x00\x00\x00\x01Bud1",
                                        ".~lock.a.xlsx#": lambda: b",user,"}, [("a.xlsx", *GOOD)],
              unread=("~$a.xlsx", ".DS_Store", ".~lock.a.xlsx#")),
    _delivery("other-documents", {"a.xlsx": _form(ROW), "cong-van.pdf": lambda: PDF, "ghi-chu.txt": "Gửi kèm số liệu.".encode},
              [("a.xlsx", *GOOD)], {"cong-van.pdf": "file", "ghi-chu.txt": ""}),
    _delivery("folder-named-as-a-book", {"a.xlsx": None, "b.xlsx": _form(ROW)}, [("b.xlsx", *GOOD)]),
    _delivery("vietnamese-file-names", {"Báo cáo Quý I – Sở Y tế (bản chính).xlsx": _form(ROW), "Phụ lục #2; 100%.csv": lambda: delimited([HEAD, ROW_OTHER], ";")},
              [("Báo cáo Quý I – Sở Y tế (bản chính).xlsx", *GOOD), ("Phụ lục #2; 100%.csv", *OTHER)]),
    _delivery("old-fonts-and-new", {"a.xls": lambda: xls({"S": [HEAD, ROW]}), "b.csv": lambda: tcvn3_text(delimited([HEAD, ROW_OTHER], ";").decode()).encode("latin-1")},
              [("a.xls", *GOOD), ("b.csv", *OTHER)], {}, {"b.csv": "text.converted"}),
    _delivery("quarters-in-files-of-their-own", {f"q{n}.xlsx": _form(_row(v, indicator=DOSSIERS, period=p)) for n, (p, v) in
                                                 enumerate((("Quý I/2023", "350"), ("6 tháng đầu năm 2023", "800"), ("9 tháng năm 2023", "1.200")), 1)},
              [("q1.xlsx", DOSSIERS, YT, Q1, 350.0), ("q2.xlsx", DOSSIERS, YT, "2023-H1", 800.0), ("q3.xlsx", DOSSIERS, YT, "2023-9M", 1200.0)]),
    _delivery("sixty-offices-six-broken", _sixty(),
              [(f"don-vi-{n:02d}.xlsx", TEAMS, YT, f"{2018 + n // 12}-{n % 12 + 1:02d}", float(n)) for n in range(60) if n % 10 != 5], SIXTY_BROKEN),
)  # fmt: skip


def write(delivery: Delivery, folder: Path) -> Path:
    """Write the files of a delivery below a folder."""
    for name, build in delivery.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir() if build is None else path.write_bytes(build())
    return folder


def delivery_differences(delivery: Delivery, receipts: list) -> list[str]:
    """Every deviation of the receipts of a delivery from what it must lead to."""
    lines = [
        line
        for receipt in receipts
        for line in (*ledger_differences(receipt, None), *word_differences(receipt))
    ]
    names = sorted(receipt.file for receipt in receipts)
    wanted = sorted(name for name, build in delivery.files.items() if build and name not in delivery.unread)
    if names != wanted:
        lines.append(f"files: {names} instead of {wanted}")
    found = Counter((r.file, e.indicator, e.unit, e.period, e.value) for r in receipts for e in r.records)
    missing, more = (
        Counter(delivery.values) - found,
        found - Counter(delivery.values) - Counter(delivery.maybe),
    )
    lines += [f"lost: {value}" for value in missing] + [f"silent: {value}" for value in more]
    told = {(r.file, i.severity, i.code) for r in receipts for i in r.issues}
    for severity, places in (("error", delivery.errors), ("warning", delivery.warnings)):
        for name, code in places.items():
            if not any(name in ("", file) and severity == s and c.startswith(code) for file, s, c in told):
                lines.append(f"place: no {severity} {code} in {name or 'any file'}; found {sorted(told)}")
    lines += [
        f"false: {code} in {file}"
        for file, s, code in sorted(told)
        if s == "error" and file not in delivery.errors
    ]
    return lines
