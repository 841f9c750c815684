"""
What is a figure of a row about: which indicator, unit, level, dimension and period?

Each is taken from the row's own cells, else from the heading of the column, else from a section above, else from the
title block. A name is looked up in the register and nowhere else; what cannot be told is refused at its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from dtanalysis.catalogue.schema import LEVELS
from dtanalysis.ingest.columns import Column, to_date
from dtanalysis.ingest.entries import Facets, issue_at, other_measure
from dtanalysis.ingest.headings import agrees, split_measure
from dtanalysis.ingest.layout import Table
from dtanalysis.ingest.lexicon import Indicator, Lexicon
from dtanalysis.ingest.matching import Match, NoMatch, match_key
from dtanalysis.ingest.numbers import Refusal
from dtanalysis.ingest.outcome import Issue
from dtanalysis.ingest.period_cells import PeriodReading, month_of_day, read_period_cell
from dtanalysis.ingest.sheet import Place, Sheet
from dtanalysis.periods import Period

# How many are ranked ("n=63") or how many points there are to be had ("max=1000"): no slice that needs a name.
_POPULATION = re.compile(r"(?:n|max)=[0-9]{1,6}")
_LEVEL_WORDS = {level: level for level in LEVELS} | {
    match_key(word): level
    for level, words in {
        "national": "trung ương|toàn quốc|cả nước",
        "province": "tỉnh|cấp tỉnh|thành phố",
        "district": "huyện|cấp huyện",
        "commune": "xã|cấp xã",
        "department": "sở|sở, ngành",
        "agency": "cơ quan",
        "village": "thôn|thôn, khu phố",
    }.items()
    for word in words.split("|")
}
_WHOLE = frozenset(match_key(word) for word in ("Chung", "Toàn bộ", "Tổng", "Tất cả", "-", "Tổng số"))


@dataclass
class Section:
    """
    What the section rows so far say; a name that is not known makes the rows below it unknown.

    Attributes
    ----------
    number : int
        How many sections and totals came before.
    unit : str
        Name of a unit.
    indicator : str
        Id of an indicator.
    period : Period or None
        A period.
    level : str
        An administrative level: "B. Cấp huyện".
    stranger : tuple of int or None
        Place of a section whose name is not known, where others name units, indicators or periods.
    is_other_time : bool
        The section is of a plan or of another time ("Cùng kỳ năm trước"); its rows are no figures of the period.
    """

    number: int = 0
    unit: str = ""
    indicator: str = ""
    period: Period | None = None
    level: str = ""
    stranger: Place | None = None
    is_other_time: bool = False


class RefusedError(Exception):
    """A facet of a row cannot be told; carries the issue that says why."""

    def __init__(self, issue: Issue | None) -> None:
        self.issue = issue


class FacetReader:
    """
    Reads the facets of the rows of one table.

    Parameters
    ----------
    sheet : Sheet
        Where the table stands.
    table : Table
        The table.
    lexicon : Lexicon
        The register.
    asked : Period or None
        The period that the caller expects.
    tell : callable
        Takes a warning.
    """

    def __init__(
        self,
        sheet: Sheet,
        table: Table,
        lexicon: Lexicon,
        asked: Period | None,
        tell: Callable[[Issue | None], None],
    ) -> None:
        self.sheet, self.table, self.lexicon = sheet, table, lexicon
        self.asked, self.tell = asked, tell
        self.section = Section()

    @cached_property
    def by_role(self) -> dict[str, list[Column]]:
        """Columns of the table by role."""
        found: dict[str, list[Column]] = {}
        for column in self.table.columns:
            found.setdefault(column.role, []).append(column)
        return found

    def facets(self, row: int, columns: list[Column]) -> Facets:
        """
        Tell what a figure is about.

        Parameters
        ----------
        row : int
            Its row.
        columns : list of Column
            The columns of its value, counts and target.

        Returns
        -------
        Facets
            All of them known.

        Raises
        ------
        RefusedError
            If one of them cannot be told with certainty.
        """
        period, is_estimate = self.period(row, columns)
        indicator = self.indicator(row, columns)
        unit = self._unit(row, columns, period)
        return Facets(
            indicator,
            unit,
            self._level(row, unit),
            self.dimension(row),
            period.code,
            is_estimate or any(column.is_estimate for column in columns),
        )

    def period(self, row: int, columns: Iterable[Column]) -> tuple[Period, bool]:
        """
        Tell the period of a figure, and whether it is said to be an estimate.

        Parameters
        ----------
        row : int
            Its row.
        columns : iterable of Column
            Its columns.

        Returns
        -------
        tuple
            Period, and True for an estimate.

        Raises
        ------
        RefusedError
            If it cannot be told.
        """
        own = self.by_role.get("period", [])
        self._refuse_other_time()
        for column in columns:
            if column.period:
                self._refuse_two_periods(row, column, own)
                return column.period, column.is_estimate
        if own:
            reading = self._period_of_row(row, own)
        elif self.section.period:
            return self.section.period, False
        else:
            reading = self._period_around()
        is_cumulative = any(column.role == "cumulative" for column in columns)
        if is_cumulative and reading.period.kind == "year" and any(c.period for c in self.table.columns):
            column = next(column for column in columns if column.role == "cumulative")
            told = ("Không rõ lũy kế đến tháng nào", "Ghi rõ, ví dụ “Lũy kế 6 tháng”")
            raise RefusedError(issue_at(self.sheet, (column.row, column.index), "period.cumulative", told))
        return (to_date(reading.period) if is_cumulative else reading.period), reading.is_estimate

    def _refuse_other_time(self) -> None:
        section = self.section
        if section.stranger and (section.is_other_time or section.period):
            told = (
                "Tên nhóm không cho biết số liệu của kỳ nào",
                "Ghi rõ kỳ của nhóm, hoặc bỏ nhóm này khỏi báo cáo",
            )
            raise RefusedError(issue_at(self.sheet, section.stranger, "period.unknown", told))

    def _refuse_two_periods(self, row: int, column: Column, own: list[Column]) -> None:
        """A heading and a cell of the row that name two periods."""
        if len(own) != 1 or self.sheet.cell(row, own[0].index) is None:
            return
        reading = self._period_of_row(row, own)
        if reading.period not in (column.period, to_date(column.period)) and reading.period.kind != "year":
            told = ("Kỳ ở dòng này khác kỳ ở tiêu đề cột", "Chỉ ghi kỳ ở một nơi")
            raise RefusedError(issue_at(self.sheet, (row, own[0].index), "period.contradicts", told))

    def _period_of_row(self, row: int, columns: list[Column]) -> PeriodReading:
        """The period cell; beside "Tháng" or "Quý" a column "Năm" gives the year."""
        years = [c for c in columns if match_key(c.title.rpartition(" / ")[2]) == "năm"]
        others = [c for c in columns if c not in years]
        column = (others or years)[0]
        year = self.table.context.year or (self.asked.year if self.asked else None)
        if others and years:
            text = self.sheet.text(row, years[0].index)
            if not text.isdigit():
                told = ("Dòng có số liệu nhưng thiếu năm", "Ghi năm ở từng dòng, hoặc trộn ô")
                raise RefusedError(issue_at(self.sheet, (row, years[0].index), "period.missing", told))
            year = int(text)
        cell = self.sheet.cell(row, column.index)
        place = (row, column.index)
        if cell is None:
            told = ("Dòng có số liệu nhưng thiếu kỳ báo cáo", "Ghi kỳ báo cáo, ví dụ “6 tháng đầu năm 2023”")
            raise RefusedError(issue_at(self.sheet, place, "period.missing", told))
        value = cell.value
        if cell.kind in ("uncached", "error"):
            value = None
        reading = read_period_cell(
            value,
            cell.number_format,
            is_1904=self.sheet.grid.is_1904,
            year=year,
            heading=column.title.rpartition(" / ")[2],
        )
        if isinstance(reading, Refusal) and reading.code in ("period.single_day", "period.serial"):
            reading = self._month_of(value, place) or reading
        if isinstance(reading, Refusal):
            raise RefusedError(
                issue_at(self.sheet, place, reading.code, (reading.message, reading.suggestion))
            )
        return reading

    def _month_of(self, value: object, place: Place) -> PeriodReading | None:
        """The first or last day of a month is that month, and the sender is told of the other reading."""
        month = month_of_day(value, is_1904=self.sheet.grid.is_1904)
        if month is None:
            return None
        told = (
            f"Ngày được đọc là kỳ “{month.name()}”",
            f"Nếu là lũy kế đến ngày này, ghi “lũy kế đến {month.last_day:%d/%m/%Y}”; nếu đúng thì ghi “{month.name()}”",
        )
        self.tell(issue_at(self.sheet, place, "period.date_as_month", told, severity="warning"))
        return PeriodReading(month, False, "date.as_month", self.sheet.raw_text(*place))

    def _period_around(self) -> PeriodReading:
        said, place = self.table.context.period, self.table.context.period_place
        if isinstance(said, PeriodReading):
            if self.asked and said.period != self.asked:
                told = (
                    f"Tệp ghi kỳ “{said.period.name()}”, khác kỳ được yêu cầu “{self.asked.name()}”; lấy theo tệp",
                    "Kiểm tra lại kỳ báo cáo của tệp",
                )
                self.tell(issue_at(self.sheet, place, "period.contradicts", told, severity="warning"))
            return said
        if self.asked and (said is None or said.code in ("period.missing_year", "period.several")):
            return PeriodReading(self.asked, False, "asked", "")
        if isinstance(said, Refusal):
            raise RefusedError(
                issue_at(self.sheet, place, said.code, (said.message, said.suggestion), raw=said.raw)
            )
        told = (
            "Không tìm thấy kỳ báo cáo trong tiêu đề, cột hoặc dòng",
            "Thêm dòng “Kỳ báo cáo: 6 tháng đầu năm 2023”",
        )
        raise RefusedError(issue_at(self.sheet, (self.table.heading_rows[0], 0), "period.missing", told))

    def indicator(self, row: int, columns: Iterable[Column]) -> Indicator:
        """
        Tell the indicator of a figure.

        Parameters
        ----------
        row : int
            Its row.
        columns : iterable of Column
            Its columns.

        Returns
        -------
        Indicator
            As registered.

        Raises
        ------
        RefusedError
            If it cannot be told.
        """
        for column in columns:
            if column.indicator:
                return self.lexicon.indicator_by_id[column.indicator]
        own = self.by_role.get("indicator", [])
        if own:
            return self.lexicon.indicator_by_id[self._indicator_of_row(row, own)]
        if self.section.stranger:
            raise RefusedError(self._unknown_section("indicator" if self.section.indicator else "unit"))
        if self.section.indicator:
            return self.lexicon.indicator_by_id[self.section.indicator]
        said = {str(one.value) for one in self.table.context.indicators}
        if "" in said:
            one = next(one for one in self.table.context.indicators if not one.value)
            told = self.unknown_name(self.lexicon.find_indicator(one.text), "indicator")
            raise RefusedError(issue_at(self.sheet, one.place, "indicator.unknown", told, raw=one.text))
        if len(said) == 1 and not next(iter(columns)).label:
            return self.lexicon.indicator_by_id[said.pop()]
        column = next(iter(columns))
        found = self.lexicon.find_indicator(column.label or column.title.split(" / ")[0])
        told = (
            self.unknown_name(found, "indicator")
            if isinstance(found, NoMatch) and column.label
            else (
                "Không rõ số liệu của chỉ tiêu nào",
                "Thêm cột “Chỉ tiêu”, hoặc đặt tên cột theo tên chỉ tiêu",
            )
        )
        place = (self.table.heading_rows[0], column.index)
        code = (
            f"indicator.{found.reason}"
            if isinstance(found, NoMatch) and column.label
            else "indicator.missing"
        )
        raise RefusedError(issue_at(self.sheet, place, code, told))

    def _indicator_of_row(self, row: int, columns: list[Column]) -> str:
        """The name cell; a code beside it must not say otherwise."""
        found = {
            c.index: self.lexicon.find_indicator(t) for c in columns if (t := self.sheet.text(row, c.index))
        }
        ids = {match.id for match in found.values() if isinstance(match, Match)}
        if len(ids) == 1:
            return ids.pop()
        place = (row, next(reversed(found), columns[-1].index))
        if len(ids) > 1:
            told = ("Mã và tên trong dòng là của hai chỉ tiêu khác nhau", "Sửa mã hoặc tên cho khớp nhau")
            raise RefusedError(issue_at(self.sheet, place, "indicator.ambiguous", told))
        if not found:
            told = ("Dòng có số liệu nhưng thiếu tên chỉ tiêu", "Ghi tên chỉ tiêu theo danh mục")
            raise RefusedError(issue_at(self.sheet, place, "indicator.missing", told))
        # Short codes of the sender's own ("1.1") are not what is wrong.
        if indicator := self._with_measure(row, place):
            return indicator
        worst = found[place[1]]
        raise RefusedError(
            issue_at(self.sheet, place, f"indicator.{worst.reason}", self.unknown_name(worst, "indicator"))
        )

    def _with_measure(self, row: int, place: Place) -> str:
        """A name with its unit of measure behind it: "Tỷ lệ hồ sơ trực tuyến (%)"."""
        name, measure = split_measure(self.sheet.text(*place), self.lexicon)
        indicator = self.lexicon.indicator_named(name) if measure else ""
        if indicator and not agrees(measure, self.lexicon.indicator_by_id[indicator]):
            told = other_measure(measure, self.lexicon.indicator_by_id[indicator])
            raise RefusedError(issue_at(self.sheet, place, "value.measure", told))
        return indicator

    def _unit(self, row: int, columns: Iterable[Column], period: Period) -> str:
        for column in columns:
            if column.unit:
                return self._unit_id(column.unit, (column.row, column.index), period)
        own = self.by_role.get("unit", [])
        if own:
            filled = [column for column in own if self.sheet.text(row, column.index)]
            if len(filled) > 1:
                return self._innermost(row, filled, period)
            place = (row, (filled or own)[0].index)
            text = self.sheet.text(*place)
            if not text:
                told = ("Dòng có số liệu nhưng thiếu tên đơn vị", "Ghi tên đơn vị ở từng dòng, hoặc trộn ô")
                raise RefusedError(issue_at(self.sheet, place, "unit.missing", told))
            return self._unit_id(text, place, period)
        if self.section.stranger:
            raise RefusedError(self._unknown_section("unit"))
        if self.section.unit:
            return self._unit_id(self.section.unit, (row, 0), period)
        return self._unit_around(period)

    def _innermost(self, row: int, columns: list[Column], period: Period) -> str:
        """Of a province and its district in two columns the district."""
        units = [self._unit_id(self.sheet.text(row, c.index), (row, c.index), period) for c in columns]
        if inner := self._deepest(list(dict.fromkeys(units))):
            return inner
        told = ("Dòng ghi hai đơn vị không thuộc nhau", "Mỗi dòng ghi một đơn vị")
        raise RefusedError(issue_at(self.sheet, (row, columns[-1].index), "unit.ambiguous", told))

    def _unit_around(self, period: Period) -> str:
        context = self.table.context
        if context.announced_units:
            units = {self._unit_id(str(said.value), said.place, period) for said in context.announced_units}
            if len(units) == 1:
                return units.pop()
            said = context.announced_units[-1]
            told = (
                "Tiêu đề ghi nhiều đơn vị báo cáo khác nhau",
                "Chỉ ghi một đơn vị báo cáo, hoặc thêm cột “Đơn vị”",
            )
            raise RefusedError(issue_at(self.sheet, said.place, "unit.ambiguous", told))
        for kind in (context.standing_units, context.contained_units):
            found = {said: self.lexicon.find_unit(str(said.value), period.last_day) for said in kind}
            matched = {match.id: said for said, match in found.items() if isinstance(match, Match)}
            unit = self._deepest(list(matched))
            if unit:
                self._warn_of_strangers(unit)
                return unit
            if kind and not matched:
                said = kind[-1]
                return self._unit_id(str(said.value), said.place, period)
        told = (
            "Không tìm thấy đơn vị báo cáo trong tiêu đề, cột hoặc dòng",
            "Thêm dòng “Đơn vị báo cáo: …” theo danh mục",
        )
        if context.strangers:
            said = context.strangers[-1]
            told = self.unknown_name(self.lexicon.find_unit(said.text), "unit")
            raise RefusedError(issue_at(self.sheet, said.place, "unit.unknown", told))
        raise RefusedError(issue_at(self.sheet, (self.table.heading_rows[0], 0), "unit.missing", told))

    def _deepest(self, units: list[str]) -> str:
        """Of a department and its province the department; of two that are not each other's none."""
        parents = dict(zip(self.lexicon.units["unit"], self.lexicon.units["parent"], strict=True))
        inner = [unit for unit in units if not any(unit in _ancestors(other, parents) for other in units)]
        return inner[0] if len(inner) == 1 else ""

    def _warn_of_strangers(self, unit: str) -> None:
        for said in self.table.context.strangers:
            told = (
                f"“{said.text}” không có trong danh mục; số liệu được ghi cho đơn vị “{unit}”",
                "Thêm dòng “Đơn vị báo cáo: …” nếu số liệu là của đơn vị khác",
            )
            self.tell(issue_at(self.sheet, said.place, "unit.from_title", told, severity="warning"))

    def _unit_id(self, text: str, place: Place, period: Period) -> str:
        found = self.lexicon.find_unit(text, period.last_day)
        if isinstance(found, Match):
            return found.id
        raise RefusedError(
            issue_at(self.sheet, place, f"unit.{found.reason}", self.unknown_name(found, "unit"), raw=text)
        )

    def _unknown_section(self, kind: str) -> Issue:
        place = self.section.stranger
        text = self.sheet.text(*place)
        found = self.lexicon.find_unit(text) if kind == "unit" else self.lexicon.find_indicator(text)
        return issue_at(self.sheet, place, f"{kind}.unknown", self.unknown_name(found, kind))

    def unknown_name(self, found: NoMatch, kind: str) -> tuple[str, str]:
        """
        Say what is wrong with a name, and which names it may stand for.

        Parameters
        ----------
        found : NoMatch
            Why it leads to no id.
        kind : {"unit", "indicator"}
            What it should name.

        Returns
        -------
        tuple of str
            Message and suggestion.
        """
        frame, key = (
            (self.lexicon.units, "unit") if kind == "unit" else (self.lexicon.indicators, "indicator")
        )
        names = dict(zip(frame[key], frame["name_vi"], strict=True))
        near = "; ".join(f"“{names.get(id_, id_)}” ({id_})" for id_ in found.candidates[:4])
        what = "đơn vị" if kind == "unit" else "chỉ tiêu"
        message = found.message.partition(" Có phải:")[0]
        if not near:
            return message, f"Ghi đúng tên {what} trong danh mục, hoặc bổ sung tên này vào danh mục"
        return message, f"Có phải: {near}? Ghi đúng tên {what} trong danh mục"

    def level_named(self, text: str) -> str:
        """
        Return the administrative level that a section names, empty for none.

        Parameters
        ----------
        text : str
            "Cấp huyện"; a bare "Huyện" is none.
        """
        key = match_key(text)
        if not key.startswith("cấp "):
            return ""
        return self.lexicon.term("level", text) or _LEVEL_WORDS.get(key, "")

    def _level(self, row: int, unit: str) -> str:
        columns = self.by_role.get("level", [])
        text = self.sheet.text(row, columns[0].index) if columns else ""
        if not text:
            return self.section.level or self.lexicon.level_by_unit.get(unit, "")
        level = self.lexicon.term("level", text) or _LEVEL_WORDS.get(match_key(text))
        if level is None:
            told = ("Cấp không có trong danh mục", f"Chỉ nhận một trong: {', '.join(LEVELS)}")
            raise RefusedError(issue_at(self.sheet, (row, columns[0].index), "level.unknown", told))
        return level

    def dimension(self, row: int) -> str:
        """
        Tell the slice of a row, empty for the whole.

        Parameters
        ----------
        row : int
            The row.

        Returns
        -------
        str
            A code of the register.

        Raises
        ------
        RefusedError
            If the register has no such slice.
        """
        columns = self.by_role.get("dimension", [])
        text = self.sheet.text(row, columns[0].index) if columns else ""
        if not text or match_key(text) in _WHOLE:
            return ""
        if code := self.lexicon.term("dimension", text):
            return code
        if _POPULATION.fullmatch(text):
            return text
        told = (
            "Phân tổ không có trong danh mục",
            "Ghi đúng tên hoặc mã phân tổ trong danh mục, hoặc để trống cho toàn bộ",
        )
        raise RefusedError(issue_at(self.sheet, (row, columns[0].index), "dimension.unknown", told))

    def measure(self, row: int, group: dict[str, Column]) -> tuple[str, Place]:
        """
        Tell the unit of measure that the form gives a figure, and where it says so.

        Parameters
        ----------
        row : int
            Its row.
        group : dict of str to Column
            Its columns by role.

        Returns
        -------
        tuple
            Words, empty where the form says nothing, and a place.
        """
        columns = self.by_role.get("measure", [])
        if columns and (text := self.sheet.text(row, columns[0].index)):
            return text, (row, columns[0].index)
        heading = next((c for r, c in group.items() if r == "value" and c.measure), None)
        if heading:
            return heading.measure, (heading.row, heading.index)
        said = self.table.context.measure
        return (str(said.value), said.place) if said else ("", (row, 0))


def _ancestors(unit: str, parents: dict[str, str]) -> set[str]:
    found: set[str] = set()
    while (unit := parents.get(unit, "")) and unit not in found:
        found.add(unit)
    return found
