"""
Fill a form in with LibreOffice as a person does: key by key, in a locale, then save.

Used by ``test_template``. LibreOffice with its Python bridge is no part of the environment; where it is missing,
``why_missing`` says so and the tests are skipped.
"""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8", ".xls": "MS Excel 97"}


@cache
def python_with_bridge() -> str:
    """A Python that can talk to LibreOffice; empty where there is none."""
    beside = [str(path) for path in Path("/").glob("opt/libreoffice*/program/python")]
    for candidate in (sys.executable, shutil.which("python3", path="/usr/bin:/usr/local/bin"), *beside):
        if (
            candidate
            and not subprocess.run(
                [candidate, "-c", "import uno"], capture_output=True, check=False
            ).returncode
        ):
            return candidate
    return ""


def why_missing() -> str:
    """Why forms cannot be filled in by LibreOffice here; empty where they can."""
    if not shutil.which("soffice"):
        return "LibreOffice (soffice) is not installed"
    return "" if python_with_bridge() else "no Python with LibreOffice's bridge (python3-uno)"


def type_into(form: Path, keys: dict[str, str], saved: list[Path], locale: str, scratch: Path) -> None:
    """
    Open a form, type texts into cells of its first page, save it under other names.

    `keys` maps places such as "F9" to what is typed; the ending of a name decides the format. A locked cell refuses
    what is typed, which is noticed when the form is read.
    """
    order = {
        "form": form.as_uri(),
        "keys": keys,
        "saved": [[path.as_uri(), FILTERS[path.suffix]] for path in saved],
        "profile": (scratch / f"profile-{locale}").as_uri(),
        "locale": locale,
        "pipe": f"form{abs(hash((str(scratch), locale))) % 10**8}",
    }
    _write_profile(scratch / f"profile-{locale}" / "user", locale)
    subprocess.run(
        [python_with_bridge(), "-c", _TYPIST, json.dumps(order)], check=True, timeout=180, capture_output=True
    )


def calculate(book: Path, locale: str, scratch: Path) -> list[list[str]]:
    """What the cells of the first page of a workbook show once its formulas are calculated, row by row."""
    _write_profile(scratch / f"profile-{locale}" / "user", locale)
    command = [
        "soffice",
        "--headless",
        f"-env:UserInstallation={(scratch / f'profile-{locale}').as_uri()}",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):9,34,76,1",
        "--outdir",
        str(scratch / locale),
        str(book),
    ]
    subprocess.run(command, check=True, timeout=180, capture_output=True)
    text = (scratch / locale / book.name).with_suffix(".csv").read_text(encoding="utf-8")
    return list(csv.reader(text.splitlines(), delimiter="\t"))


def _write_profile(folder: Path, locale: str) -> None:
    """The region that the program believes to be in; it decides what "33,25" is in a number cell."""
    folder.mkdir(parents=True, exist_ok=True)
    items = "".join(
        f'<item oor:path="{place}"><prop oor:name="{name}" oor:op="fuse"><value>{locale}</value></prop></item>'
        for place, name in (
            ("/org.openoffice.Setup/L10N", "ooSetupSystemLocale"),
            ("/org.openoffice.Office.Linguistic/General", "DefaultLocale"),
        )
    )
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema">{items}</oor:items>',
        encoding="utf-8",
    )


_TYPIST = r"""
import json, subprocess, sys, time
import uno
from com.sun.star.beans import PropertyValue

order = json.loads(sys.argv[1])


def options(**values):
    return tuple(PropertyValue(name, 0, value, 0) for name, value in values.items())


office = subprocess.Popen(
    ["soffice", "--headless", "--norestore", "--nologo", "-env:UserInstallation=" + order["profile"],
     "--accept=pipe,name=" + order["pipe"] + ";urp;"],
    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
)
try:
    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", here)
    for attempt in range(240):
        try:
            there = resolver.resolve("uno:pipe,name=" + order["pipe"] + ";urp;StarOffice.ComponentContext")
            break
        except Exception:
            time.sleep(0.25)
    make = lambda name: there.ServiceManager.createInstanceWithContext(name, there)
    desktop, dispatcher = make("com.sun.star.frame.Desktop"), make("com.sun.star.frame.DispatchHelper")
    book = desktop.loadComponentFromURL(order["form"], "_blank", 0, options(Hidden=False))
    frame = book.CurrentController.Frame
    for place, text in order["keys"].items():
        dispatcher.executeDispatch(frame, ".uno:GoToCell", "", 0, options(ToPoint=place))
        dispatcher.executeDispatch(frame, ".uno:EnterString", "", 0, options(StringName=text))
    for place, name in order["saved"]:
        book.storeToURL(place, options(FilterName=name))
    book.close(True)
    try:
        desktop.terminate()
    except Exception:
        pass
    office.wait(60)
finally:
    office.kill()
"""
