"""Small sheets in sight, and a register of a dozen names to read them with."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from dtanalysis.ingest.columns import Column, read_columns
from dtanalysis.ingest.grid import Cell, Grid
from dtanalysis.ingest.layout import find_tables
from dtanalysis.ingest.lexicon import Lexicon, open_lexicon
from dtanalysis.ingest.open_questions import settle_columns
from dtanalysis.ingest.outcome import Record
from dtanalysis.ingest.rows import Harvest, read_table
from dtanalysis.ingest.sheet import Sheet, open_sheet

RATE, DOSSIERS, TEAMS = "Tỷ lệ hồ sơ trực tuyến", "Số hồ sơ tiếp nhận", "Số tổ công nghệ số"
REVENUE = "Doanh thu kinh tế số"
REPORTER, PERIOD = ("Đơn vị báo cáo: Sở Y tế",), ("Quý I/2023",)

INDICATORS = f"""\
indicator,name_vi,unit_measure,unit_label_vi,accumulation,lower,upper,decimals,numerator_vi,denominator_vi,direction
rate,{RATE},percent,%,level,0,100,2,Hồ sơ trực tuyến,Hồ sơ tiếp nhận,up
cover,Tỷ lệ phủ sóng,percent,%,level,0,100,1,,,up
growth,Mức tăng doanh thu,percent,%,one_off,,,1,,,up
dossiers,{DOSSIERS},count,hồ sơ,cumulative,0,,0,,,up
teams,{TEAMS},count,tổ,level,0,,0,,,up
revenue,{REVENUE},currency,tỷ đồng,cumulative,0,,1,,,up
days,Thời gian giải quyết,days,ngày,level,0,,2,,,down
"""
UNITS = """\
unit,name_vi,kind,level,parent,valid_from,valid_to,aliases
tinh,Tỉnh Mẫu,province,province,,,,UBND tỉnh Mẫu
so-y-te,Sở Y tế,department,department,tinh,,,SYT
so-gd,Sở Giáo dục,department,department,tinh,,,
huyen-cu,Huyện Cũ,district,district,tinh,,2025-06-30,
xa-moi,Xã Mới,commune,commune,tinh,2025-07-01,,
"""
SUCCESSIONS = "unit_from,unit_to\nhuyen-cu,xa-moi\n"
TERMS = """\
kind,code,name_vi,name_en
group,governance,Chính quyền số,Digital government
dimension,land,Đất đai,Land
level,village,Thôn,Village
"""


def write_register(folder: Path) -> Path:
    """Write the tables that reading needs, with only the columns that these tests look at."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = {"indicators": INDICATORS, "units": UNITS, "unit_successions": SUCCESSIONS, "terms": TERMS}
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


@cache
def small_lexicon() -> Lexicon:
    """Open the register once for all tests."""
    with TemporaryDirectory() as folder:
        return open_lexicon(write_register(Path(folder)))


def grid(*rows: tuple, name: str = "Biểu", **more) -> Grid:
    """Make a sheet of its rows; None is an empty cell, and a bare value a typed one."""
    cells = {
        (row, column): value if isinstance(value, Cell) else Cell(value)
        for row, values in enumerate(rows, start=1)
        for column, value in enumerate(values, start=1)
        if value is not None
    }
    return Grid(name, cells, **more)


def sheet(*rows: tuple, **more) -> Sheet:
    """Open a sheet of these rows."""
    return open_sheet(grid(*rows, **more))


def columns(*rows: tuple, year: int | None = None, headings: int = 1, **more) -> dict[int, Column]:
    """Columns of a table whose first rows are its headings, settled beside each other."""
    opened = sheet(*rows, **more)
    read = read_columns(opened, small_lexicon(), tuple(range(1, headings + 1)), year)
    body = range(headings + 1, len(rows) + 1)
    return {column.index: column for column in settle_columns(opened, read, body, small_lexicon())}


def harvest(*rows: tuple, period=None, **more) -> Harvest:
    """What the first table of a sheet gives."""
    opened = sheet(*rows, **more)
    table = find_tables(opened, small_lexicon()).tables[0]
    return read_table(opened, table, small_lexicon(), period=period)


def records(*rows: tuple, **more) -> list[Record]:
    """The records that the first table of a sheet would give."""
    return [one.record for one in harvest(*rows, **more).candidates]


def told(found: Harvest) -> list[tuple[str, int, str]]:
    """Code and place of what is said of a table, in the order of its rows."""
    return sorted(
        ((issue.code, issue.row, issue.column) for issue in found.issues), key=lambda one: (one[1], one[2])
    )
