"""
What the lines above a table say about all of it: who reports, for which period, in which unit of measure.

Takes the rows of a title block and gives candidates with their places; a unit or period that a line announces
("Đơn vị báo cáo: …") is binding, one that merely stands there is taken if nothing else is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dtanalysis.ingest.headings import measure_line, split_measure
from dtanalysis.ingest.lexicon import Lexicon
from dtanalysis.ingest.matching import match_key
from dtanalysis.ingest.numbers import Refusal
from dtanalysis.ingest.period_cells import (
    PeriodReading,
    choose_title_period,
    find_title_periods,
    read_period_cell,
)
from dtanalysis.ingest.sheet import Place, Sheet

_UNIT_LABELS = frozenset(
    match_key(word)
    for word in [
        *(
            "đơn vị báo cáo",
            "đơn vị",
            "cơ quan báo cáo",
            "tên đơn vị",
            "đơn vị gửi",
            "đơn vị gửi báo cáo",
            "cơ quan",
        ),
        *(
            "địa phương",
            "tên cơ quan",
            "đơn vị lập",
            "đơn vị lập báo cáo",
            "đơn vị thực hiện báo cáo",
            "tên đơn vị báo cáo",
        ),
        *("cơ quan, đơn vị", "tỉnh", "tỉnh/thành phố", "huyện", "xã", "sở, ngành", "mã đơn vị"),
    ]
)
_PERIOD_LABELS = frozenset(
    match_key(word)
    for word in [
        *(
            "kỳ báo cáo",
            "kỳ",
            "thời gian",
            "thời kỳ",
            "kỳ số liệu",
            "thời điểm",
            "tháng",
            "quý",
            "năm",
            "thời kỳ báo cáo",
        ),
        *("thời gian báo cáo", "số liệu kỳ", "thời điểm báo cáo", "kỳ báo cáo số liệu"),
    ]
)
_INDICATOR_LABELS = frozenset(
    match_key(word) for word in ("chỉ tiêu", "tên chỉ tiêu", "chỉ số", "tên chỉ số", "mã chỉ tiêu")
)
_AGENCY = re.compile(
    r"^(?:sở|ban|chi cục|phòng|ubnd|ủy ban|uỷ ban|trung tâm|văn phòng|công an|cục|thanh tra|bộ|tổng cục|tỉnh|thành phố|huyện|xã"
    r"|phường|đặc khu|kho bạc|bảo hiểm|trường|bệnh viện|trạm|hội|đoàn|viện|đài|chi nhánh|công ty|học viện|ngân hàng)\s"
)
# Lines that name whom the report goes to, or who asked for it.
_OTHERS = re.compile(
    r"kính gửi|nơi nhận|gửi |căn cứ|công văn|văn bản|yêu cầu|đề nghị|hướng dẫn|chỉ đạo|quyết định"
)


@dataclass(frozen=True)
class Said:
    """One thing that a title line says, and where."""

    value: object
    text: str
    place: Place


@dataclass(frozen=True)
class Context:
    """
    What surrounds a table.

    Attributes
    ----------
    announced_units, standing_units, contained_units : tuple of Said
        Names after a label; lines that are a name; names inside a line. The first kind that there is counts.
    strangers : tuple of Said
        Lines that look like an agency and are not registered.
    period : PeriodReading or Refusal or None
        Of the title block.
    period_place : tuple of int
        Where the period stands; (0, 0) for none.
    year : int or None
        For headings such as "Tháng 1".
    measure : Said or None
        A unit of measure for the whole table.
    indicators : tuple of Said
        Ids of indicators that the lines name; an empty id where a line announces one that is not registered.
    """

    announced_units: tuple[Said, ...] = ()
    standing_units: tuple[Said, ...] = ()
    contained_units: tuple[Said, ...] = ()
    strangers: tuple[Said, ...] = ()
    period: PeriodReading | Refusal | None = None
    period_place: Place = (0, 0)
    year: int | None = None
    measure: Said | None = None
    indicators: tuple[Said, ...] = ()


@dataclass
class _Found:
    announced: list[Said] = field(default_factory=list)
    standing: list[Said] = field(default_factory=list)
    contained: list[Said] = field(default_factory=list)
    strangers: list[Said] = field(default_factory=list)
    periods: list[Said] = field(default_factory=list)
    announced_periods: list[Said] = field(default_factory=list)
    measure: Said | None = None
    indicators: list[Said] = field(default_factory=list)


def read_context(sheet: Sheet, rows: list[int], lexicon: Lexicon) -> Context:
    """
    Read a title block.

    Parameters
    ----------
    sheet : Sheet
        The sheet; its name counts as a last line.
    rows : list of int
        The rows above a table.
    lexicon : Lexicon
        The register.

    Returns
    -------
    Context
        Nothing is chosen that depends on the period: a name may belong to a unit of then or of now.
    """
    found = _Found()
    lines = [line for row in rows for line in _lines(sheet, row)]
    for text, cell, place in lines:
        _read_line(text, cell, place, lexicon, found=found, is_1904=sheet.grid.is_1904)
    # The sheet's name is one more title line: "Tháng 1" under "NĂM 2023", "Sở Y tế" under "UBND TỈNH …".
    name = sheet.grid.name
    if not found.announced_periods:
        found.periods += _periods_in(name, (0, 0))
    if lexicon.names_a_unit(name):
        found.standing.append(Said(name, name, (0, 0)))
    return _context(found, [*((text, place) for text, _, place in lines), (name, (0, 0))])


def _context(found: _Found, lines: list[tuple[str, Place]]) -> Context:
    said = found.announced_periods or found.periods
    years = {one.value.period.year for one in said if isinstance(one.value, PeriodReading)}
    year = max(years) if len(years) == 1 else None
    if year is not None and not found.announced_periods:
        # "THÁNG 6" in one line and "NĂM 2023" in another are one period.
        said = [one for text, place in lines for one in _periods_in(text, place, year)] or said
    period = choose_title_period([one.value for one in said])
    return Context(
        tuple(found.announced),
        tuple(found.standing),
        tuple(found.contained),
        tuple(found.strangers),
        period=period,
        period_place=said[0].place if said else (0, 0),
        year=period.period.year if isinstance(period, PeriodReading) else year,
        measure=found.measure,
        indicators=tuple(found.indicators),
    )


def _lines(sheet: Sheet, row: int):
    """
    Texts of a title row; a label in one cell and its value in the next are one line.

    Yields text, the value's own cell where the label stands in another (else None), and the place of the value.
    """
    columns = sheet.columns_by_row.get(row, [])
    at = 0
    while at < len(columns):
        text = sheet.text(row, columns[at])
        for line in text.splitlines() or [text]:
            label = match_key(line.rstrip(": "))
            is_label = label in _UNIT_LABELS | _PERIOD_LABELS | _INDICATOR_LABELS and at + 1 < len(columns)
            if is_label and len(text.splitlines()) == 1:
                at += 1
                place = (row, columns[at])
                yield f"{line.rstrip(': ')}: {sheet.text(*place)}", sheet.cell(*place), place
            else:
                yield line, None, (row, columns[at])
        at += 1


def _read_line(text: str, cell, place: Place, lexicon: Lexicon, *, found: _Found, is_1904: bool) -> None:
    label, colon, rest = text.partition(":")
    key = match_key(label)
    if measure := measure_line(text):
        found.measure = Said(measure, text, place)
    elif colon and rest.strip() and key in _PERIOD_LABELS:
        value = rest.strip() if cell is None else cell.value
        reading = read_period_cell(
            value, "General" if cell is None else cell.number_format, is_1904=is_1904, heading=label
        )
        inside = _periods_in(f"{label} {rest}", place)
        # "Năm: 2023", "Quý: II năm 2023": the label may be part of the period.
        found.announced_periods += (
            inside if isinstance(reading, Refusal) and inside else [Said(reading, text, place)]
        )
    elif colon and rest.strip() and key in _UNIT_LABELS:
        found.announced.append(Said(rest.strip(), rest.strip(), place))
    elif colon and rest.strip() and key in _INDICATOR_LABELS:
        name = rest.strip()
        indicator = lexicon.indicator_named(name) or lexicon.indicator_named(split_measure(name, lexicon)[0])
        found.indicators.append(Said(indicator, name, place))
    else:
        _read_free_line(text, place, lexicon, found)


def _read_free_line(text: str, place: Place, lexicon: Lexicon, found: _Found) -> None:
    found.periods += _periods_in(text, place)
    found.indicators += [Said(id_, text, place) for id_ in _indicators_in(text, lexicon)]
    if lexicon.names_a_unit(text):
        found.standing.append(Said(text.strip(), text.strip(), place))
    elif _AGENCY.match(match_key(text)) and len(text) < 80 and not re.search("[0-9]", text):
        found.strangers.append(Said(text.strip(), text.strip(), place))
    elif not _OTHERS.search(match_key(text)):
        found.contained += [Said(name, name, place) for name in _unit_names_in(text, lexicon)]


def _periods_in(text: str, place: Place, year: int | None = None) -> list[Said]:
    return [Said(reading, text, place) for reading in find_title_periods(text, year)]


def _stands_in(name: str, line: str) -> bool:
    return name in line and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", line) is not None


def _indicators_in(text: str, lexicon: Lexicon) -> list[str]:
    """Registered names of indicators inside a line, of at least three words, none inside another."""
    line = match_key(text)
    names = [name for name in lexicon.indicator_keys if name.count(" ") > 1 and _stands_in(name, line)]
    longest = [
        name for name in names if not any(name != other and _stands_in(name, other) for other in names)
    ]
    return [lexicon.indicator_named(name) for name in longest]


def _unit_names_in(text: str, lexicon: Lexicon) -> list[str]:
    """Registered names of at least two words inside a line, the longest first, none inside another."""
    line = match_key(text)
    names = [name for name in lexicon.unit_names.bearers if " " in name and _stands_in(name, line)]
    chosen: list[str] = []
    for name in sorted(names, key=len, reverse=True):
        if not any(_stands_in(name, longer) for longer in chosen):
            chosen.append(name)
    return chosen
