"""
One figure of one row: value, counts and target from their cells, with everything that is wrong with them.

Takes the cells of a row that describe one figure and gives a `Candidate`, or the issues that refuse it. An error in
any of its cells refuses the whole figure: a value is not used without the counts that were to confirm it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from dtanalysis.ingest.columns import Column
from dtanalysis.ingest.grid import column_letters
from dtanalysis.ingest.headings import agrees
from dtanalysis.ingest.lexicon import Indicator
from dtanalysis.ingest.numbers import Reading, Refusal, read_cell
from dtanalysis.ingest.outcome import Issue, Record, Severity
from dtanalysis.ingest.sheet import Place, Sheet
from dtanalysis.ingest.vocabulary import QUALIFIERS, match_key, state_of

_SHOWN = 200
_DIRECTION = re.compile(r"\s*(?P<word>tăng|giảm|vượt)\s+(?P<number>\S+)\s*", re.IGNORECASE)
_CELL_FAULTS = {
    "uncached": (
        "cell.formula_uncached",
        "Ô là công thức nhưng tệp không lưu kết quả của công thức",
        "Mở tệp bằng phần mềm bảng tính, tính lại rồi lưu; hoặc dán giá trị thay cho công thức",
    ),
    "error": (
        "cell.error",
        "Ô báo lỗi của phần mềm bảng tính",
        "Sửa công thức rồi ghi lại số; nếu chưa có số liệu, để trống hoặc ghi “chưa có số liệu”",
    ),
}
_COMPARATORS = {"eq": "", "gt": "gt", "ge": "ge", "lt": "lt", "le": "le", "approx": ""}


@dataclass(frozen=True)
class Claim:
    """
    A share of the target, or a change, that a row states beside its figure.

    Attributes
    ----------
    role : {"attainment", "change"}
        What it is said to be.
    stated : float
        In percent or points, as printed.
    decimals : int
        How many are printed.
    place : tuple of int
        Where it stands.
    """

    role: str
    stated: float
    decimals: int
    place: Place


@dataclass(frozen=True)
class Candidate:
    """
    A figure that could be read; checks against other figures come later.

    Attributes
    ----------
    record : Record
        What would be accepted.
    places : dict
        "value", "numerator", "denominator", "target" → place of the cell.
    block : tuple
        Which part of which table it stands in: (table, section).
    claims : tuple of Claim
        What the row says of the figure besides; only compared, never stored.
    """

    record: Record
    places: dict[str, Place]
    block: tuple[int, int] = (0, 0)
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True)
class Facets:
    """
    What a figure is about, as far as its row, its column and its surroundings tell.

    Attributes
    ----------
    indicator : Indicator or None
        None for a total without one.
    unit, level, dimension, period : str
        Ids; the period by its code.
    is_estimate : bool
        The period is said to be an estimate.
    """

    indicator: Indicator
    unit: str
    level: str
    dimension: str
    period: str
    is_estimate: bool = False


@dataclass
class Entry:
    """
    What the cells of one figure gave.

    Attributes
    ----------
    candidate : Candidate or None
        None where nothing stands in them or something is wrong.
    issues : list of Issue
        Errors and warnings, each at its cell.
    is_blank : bool
        Nothing stands in the cells.
    """

    candidate: Candidate | None = None
    issues: list[Issue] = field(default_factory=list)
    is_blank: bool = False

    @property
    def is_refused(self) -> bool:
        """Whether an error lies in one of the cells."""
        return any(issue.severity == "error" for issue in self.issues)


def issue_at(
    sheet: Sheet,
    place: Place,
    code: str,
    told: tuple[str, str],
    *,
    severity: Severity = "error",
    raw: str | None = None,
) -> Issue:
    """
    An issue at a place of a sheet.

    Parameters
    ----------
    sheet : Sheet
        Where it is.
    place : tuple of int
        Row and column, 0 where none is meant.
    code : str
        Stable name.
    told : tuple of str
        Message and suggestion, in Vietnamese.
    severity : {"error", "warning"}
        Whether what stands there was refused.
    raw : str, optional
        What stands there; without it, the cell's text.

    Returns
    -------
    Issue
        With at most 200 characters of what stands there.
    """
    shown = sheet.raw_text(*place) if raw is None else raw
    message, suggestion = (_as_sentence(text) for text in told)
    return Issue(
        severity,
        code,
        sheet.grid.name,
        place[0],
        column_letters(place[1]),
        shown[:_SHOWN],
        message,
        suggestion,
    )


def _as_sentence(text: str) -> str:
    # One line, also where a name on the form runs over two.
    text = " ".join(text.split())
    return text if not text or text[-1] in ".?!”" else f"{text}."


def read_entry(
    sheet: Sheet, row: int, columns: dict[str, Column], facets: Facets, measures: tuple[str, Place]
) -> Entry:
    """
    Read the cells of one figure.

    Parameters
    ----------
    sheet : Sheet
        Where it stands.
    row : int
        Its row.
    columns : dict of str to Column
        Role → column: value, numerator, denominator, target, qualifier, state, attainment, change, note.
    facets : Facets
        What it is about.
    measures : tuple
        Words of measure on the form for this figure, and where they stand.

    Returns
    -------
    Entry
        A figure, issues, or nothing where all is blank.
    """
    entry = Entry()
    measure, place = measures
    state = _state(sheet, row, columns, entry)
    readings = {
        role: _figure(sheet, row, columns[role], role, indicator=facets.indicator, entry=entry)
        for role in ("value", "numerator", "denominator", "target")
        if role in columns
    }
    if not entry.issues and _is_blank(readings, state):
        if readings.get("target") is not None and "value" in columns:
            told = (
                "Có kế hoạch nhưng chưa có số liệu thực hiện",
                "Ghi số, hoặc ghi “chưa có số liệu” nếu chưa có",
            )
            entry.issues.append(
                issue_at(sheet, (row, columns["value"].index), "value.blank", told, severity="warning")
            )
        return replace(entry, is_blank=True)
    if not agrees(measure, facets.indicator):
        entry.issues.append(
            issue_at(sheet, place, "value.measure", other_measure(measure, facets.indicator), raw=measure)
        )
    entry.issues += _other_headings(sheet, columns, facets.indicator)
    if entry.is_refused:
        return entry
    value = _with_qualifier(sheet, row, columns, readings.get("value"), entry)
    value = _with_state(sheet, row, columns, value, state=state, entry=entry)
    if value is None or _says_nothing(value):
        value = _from_counts(readings, facets.indicator) or value
    value = _without_cases(sheet, columns, readings, value, row=row, entry=entry)
    if value is None or entry.is_refused:
        return entry
    record = _record(sheet, row, columns, facets=facets, value=value, readings=readings, state=state)
    claims = tuple(_claims(sheet, row, columns))
    entry.candidate = Candidate(record, _places(row, columns, readings), claims=claims)
    return entry


def read_total(
    sheet: Sheet, row: int, columns: dict[str, Column], indicator: Indicator
) -> tuple[dict, list[Issue]]:
    """
    Read the cells of a total.

    Parameters
    ----------
    sheet, row, columns : Sheet, int, dict
        As in `read_entry`.
    indicator : Indicator
        Of the column.

    Returns
    -------
    tuple
        Role → number (value, numerator, denominator; only exact ones), and errors at cells that cannot be read.
    """
    entry = Entry()
    numbers = {}
    for role in ("value", "numerator", "denominator"):
        reading = (
            _figure(sheet, row, columns[role], role, indicator=indicator, entry=entry)
            if role in columns
            else None
        )
        if reading is not None and reading.value is not None and reading.qualifier == "eq":
            numbers[role] = reading.value
    return numbers, entry.issues


def _figure(
    sheet: Sheet, row: int, column: Column, role: str, *, indicator: Indicator, entry: Entry
) -> Reading | None:
    """The reading of one cell; None for a blank or a refused one, the refusal being in the issues."""
    cell = sheet.cell(row, column.index)
    if cell is None:
        return None
    # A plan may be one for several units, never for several indicators.
    if (role != "target" or not column.indicator) and _is_spread(sheet, row, column.index):
        told = (
            "Một số trộn ô trên nhiều dòng hoặc nhiều cột, không rõ của dòng nào",
            "Bỏ trộn ô, ghi số ở từng dòng",
        )
        entry.issues.append(issue_at(sheet, (row, column.index), "cell.merged", told))
        return None
    if cell.kind in _CELL_FAULTS:
        code, *told = _CELL_FAULTS[cell.kind]
        entry.issues.append(issue_at(sheet, (row, column.index), code, tuple(told)))
        return None
    is_count = role in ("numerator", "denominator")
    measure = "count" if is_count else indicator.measure
    label = (
        "" if is_count else indicator.label or (column.measure if agrees(column.measure, indicator) else "")
    )
    reading = read_cell(
        cell.value,
        cell.number_format,
        measure,
        label,
        may_be_negative=indicator.may_be_negative and not is_count,
    )
    if isinstance(reading, Refusal):
        told = (reading.message, reading.suggestion)
        entry.issues.append(issue_at(sheet, (row, column.index), reading.code, told))
        return None
    if reading.doubt is not None:
        told = (reading.doubt.message, reading.doubt.suggestion)
        entry.issues.append(
            issue_at(sheet, (row, column.index), reading.doubt.code, told, severity="warning")
        )
    if cell.kind == "external":
        told = (
            "Số này lấy từ một tệp khác qua liên kết, là kết quả lưu lần trước",
            "Kiểm tra lại, rồi dán giá trị thay cho liên kết",
        )
        entry.issues.append(issue_at(sheet, (row, column.index), "cell.external", told, severity="warning"))
    return reading


def _other_headings(sheet: Sheet, columns: dict[str, Column], indicator: Indicator) -> Iterator[Issue]:
    """Headings that a figure cannot stand below: another unit of measure of the plan, a rate of what is no percentage."""
    target, value = columns.get("target"), columns.get("value")
    if target and target.measure and not agrees(target.measure, indicator):
        told = other_measure(target.measure, indicator)
        yield issue_at(sheet, (target.row, target.index), "value.measure", told, raw=target.measure)
    if value and value.is_rate and indicator.measure != "percent":
        yield issue_at(sheet, (value.row, value.index), "value.measure", other_measure("tỷ lệ", indicator))


def _is_spread(sheet: Sheet, row: int, column: int) -> bool:
    merge = sheet.merge_at.get(sheet.anchors.get((row, column), (0, 0)))
    if merge is None:
        return False
    rows = [row for row in sheet.columns_by_row if merge[0] <= row <= merge[2]]
    return len(rows) > 1 or merge[3] > merge[1]


def _is_blank(readings: dict[str, Reading | None], state: str) -> bool:
    figures = [readings.get(role) for role in ("value", "numerator", "denominator")]
    return all(reading is None for reading in figures) and state != "not_reported"


def _says_nothing(reading: Reading) -> bool:
    return reading.value is None and reading.rule == "missing.blank"


def _state(sheet: Sheet, row: int, columns: dict[str, Column], entry: Entry) -> str:
    if "state" not in columns:
        return "published"
    text = sheet.text(row, columns["state"].index)
    state = state_of(text)
    if state is None:
        told = (
            "Tình trạng số liệu không có trong danh mục",
            "Ghi “chính thức”, “ước” hoặc “chưa có số liệu”",
        )
        entry.issues.append(issue_at(sheet, (row, columns["state"].index), "state.unknown", told))
        return "published"
    return state


def _with_qualifier(
    sheet: Sheet, row: int, columns: dict[str, Column], reading: Reading | None, entry: Entry
) -> Reading | None:
    """A bound may stand in a column of its own."""
    text = sheet.text(row, columns["qualifier"].index) if "qualifier" in columns else ""
    if not text or reading is None:
        return reading
    qualifier = QUALIFIERS.get(match_key(text)) or QUALIFIERS.get(text.strip())
    if qualifier is None:
        told = (
            "Mức chặn không có trong danh mục",
            "Để trống, hoặc ghi “trên”, “từ … trở lên”, “dưới”, “không quá”, “khoảng”",
        )
    elif "eq" not in (reading.qualifier, qualifier) and reading.qualifier != qualifier:
        told = ("Mức chặn ở cột này khác mức chặn ghi cùng số", "Chỉ ghi mức chặn ở một nơi")
    elif reading.value is None:
        return reading
    else:
        return replace(reading, qualifier=reading.qualifier if qualifier == "eq" else qualifier)
    entry.issues.append(issue_at(sheet, (row, columns["qualifier"].index), "qualifier.unknown", told))
    return reading


def _with_state(
    sheet: Sheet, row: int, columns: dict[str, Column], reading: Reading | None, *, state: str, entry: Entry
) -> Reading | None:
    if state != "not_reported":
        return reading
    if reading is None or reading.value is None:
        return reading or Reading(None, rule="missing.state", raw=sheet.text(row, columns["state"].index))
    told = ("Vừa ghi “chưa có số liệu” vừa ghi số", "Xóa số, hoặc chọn tình trạng “chính thức” hay “ước”")
    entry.issues.append(issue_at(sheet, (row, columns["state"].index), "state.contradicts", told))
    return reading


def _without_cases(
    sheet: Sheet, columns: dict[str, Column], readings: dict, value: Reading | None, *, row: int, entry: Entry
) -> Reading | None:
    """A percentage of 0 that is printed for 0 of 0 is none."""
    counts = [_number(readings.get(role)) for role in ("numerator", "denominator")]
    if value is None or value.value != 0 or counts != [0, 0] or "value" not in columns:
        return value
    told = (
        "Tỷ lệ ghi 0 trong khi không có trường hợp nào (0/0): không có tỷ lệ",
        "Để trống tỷ lệ, giữ tử số và mẫu số",
    )
    place = (row, columns["value"].index)
    entry.issues.append(issue_at(sheet, place, "counts.zero_denominator", told, severity="warning"))
    return Reading(None, rule="percent.no_cases", raw=value.raw)


def _from_counts(readings: dict[str, Reading | None], indicator: Indicator) -> Reading | None:
    """A percentage that the form leaves to its counts; with a denominator of 0 there is none."""
    top, bottom = (_number(readings.get(role)) for role in ("numerator", "denominator"))
    if indicator.measure != "percent" or top is None or bottom is None:
        return None
    if bottom == 0:
        return Reading(None, rule="percent.no_cases")
    return Reading(round(100 * top / bottom, 2), rule="percent.from_counts")


def _number(reading: Reading | None) -> float | None:
    return None if reading is None else reading.value


def _record(
    sheet: Sheet,
    row: int,
    columns: dict[str, Column],
    *,
    facets: Facets,
    value: Reading,
    readings: dict,
    state: str,
) -> Record:
    target = readings.get("target")
    place = (
        row,
        next(columns[role].index for role in ("value", "numerator", "denominator") if role in columns),
    )
    is_estimate = value.is_estimate or facets.is_estimate or state == "estimate"
    status = "estimate" if is_estimate else "published"
    if value.value is None and value.rule != "percent.no_cases":
        status = "not_reported"
    elif value.rule == "percent.from_counts" and not is_estimate:
        status = "derived"
    return Record(
        indicator=facets.indicator.id,
        unit=facets.unit,
        level=facets.level,
        dimension=facets.dimension,
        period=facets.period,
        value=value.value,
        qualifier=value.qualifier,
        numerator=_number(readings.get("numerator")) if value.numerator is None else value.numerator,
        denominator=_number(readings.get("denominator")) if value.denominator is None else value.denominator,
        target=_number(target),
        status=status,
        sheet=sheet.grid.name,
        row=row,
        column=column_letters(place[1]),
        raw=sheet.raw_text(*place)[:_SHOWN],
        rule=value.rule,
        comparator="" if target is None or target.value is None else _COMPARATORS[target.qualifier],
        note="; ".join(_notes(sheet, row, columns)),
    )


def _notes(sheet: Sheet, row: int, columns: dict[str, Column]) -> Iterator[str]:
    if "note" in columns and (text := sheet.text(row, columns["note"].index)):
        yield " ".join(text.split())


def _places(row: int, columns: dict[str, Column], readings: dict[str, Reading | None]) -> dict[str, Place]:
    places = {role: (row, columns[role].index) for role, reading in readings.items() if reading is not None}
    return {"value": next(iter(places.values()), (row, 0))} | places


def _claims(sheet: Sheet, row: int, columns: dict[str, Column]) -> Iterator[Claim]:
    """What can be read of the columns that only compare; what cannot is left alone."""
    for role in ("attainment", "change"):
        cell = sheet.cell(row, columns[role].index) if role in columns else None
        if cell is None or cell.kind in _CELL_FAULTS:
            continue
        value, sign = _without_direction(cell.value)
        reading = read_cell(value, cell.number_format, "percent", may_be_negative=role == "change")
        if isinstance(reading, Reading) and reading.value is not None and reading.qualifier == "eq":
            decimals = len(f"{reading.value:.6f}".rstrip("0").partition(".")[2])
            yield Claim(role, sign * reading.value, decimals, (row, columns[role].index))


def _without_direction(value: object) -> tuple[object, int]:
    """ "Giảm 5,2%" is −5.2, "tăng 94,69%" is 94.69."""
    found = _DIRECTION.fullmatch(value) if isinstance(value, str) else None
    if not found:
        return value, 1
    return found["number"], -1 if found["word"].casefold().startswith("gi") else 1


def other_measure(measure: str, indicator: Indicator) -> tuple[str, str]:
    """
    Say that a form's unit of measure is not that of the register.

    Parameters
    ----------
    measure : str
        As the form writes it.
    indicator : Indicator
        As registered.

    Returns
    -------
    tuple of str
        Message and suggestion.
    """
    own = indicator.label or {"percent": "%", "rank": "hạng", "days": "ngày", "index": "điểm"}.get(
        indicator.measure, ""
    )
    return (
        f"Đơn vị tính “{measure}” khác với danh mục của chỉ tiêu “{indicator.name}”",
        f"Ghi số theo đơn vị tính “{own}”" if own else "Ghi số theo đơn vị tính của danh mục",
    )
