"""
The body of a table, row by row: which figures it gives, which rows are refused, which are none of our business.

Takes a table with its columns and gives candidates, issues and the fate of every row. A row's facets come from its
own cells, from the heading of the column, from a section above it or from the title block, in this order; a name is
filled down only inside a merged cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property

from dtanalysis.ingest.columns import Column, group_of
from dtanalysis.ingest.entries import Candidate, issue_at, read_entry, read_total
from dtanalysis.ingest.facets import FacetReader, RefusedError
from dtanalysis.ingest.grid import Cell
from dtanalysis.ingest.headings import read_heading
from dtanalysis.ingest.layout import Table
from dtanalysis.ingest.lexicon import Lexicon
from dtanalysis.ingest.matching import NoMatch, match_key
from dtanalysis.ingest.outcome import Issue
from dtanalysis.ingest.period_cells import PeriodReading
from dtanalysis.ingest.sheet import Place, Sheet, looks_like_number
from dtanalysis.ingest.vocabulary import is_note, state_of, total_kind
from dtanalysis.periods import Period

_OTHER_TIME = re.compile(r"(?:cùng kỳ|kỳ trước|năm trước|năm ngoái|kế hoạch|mục tiêu|quý trước|tháng trước)")
_SLICE = re.compile(r"(?:lĩnh vực|cấp|đối tượng|khối|nhóm đối tượng)\s")
_SHARED = ("target", "qualifier", "state", "attainment", "change", "note")


@dataclass(frozen=True)
class Total:
    """
    A total that a table states; it is compared with its parts and never stored.

    Attributes
    ----------
    numbers : dict
        Role → number.
    kind : {"sum", "average"}
        Whether it adds up or lies between.
    indicator, dimension, period : str
        What it sums up.
    place : tuple of int
        Where its value stands.
    table, section : int
        Which rows come before it.
    """

    numbers: dict[str, float]
    kind: str
    indicator: str
    dimension: str
    period: str
    place: Place
    table: int
    section: int


@dataclass
class Harvest:
    """
    What a table (or a whole sheet) gave.

    Attributes
    ----------
    candidates : list of Candidate
        Figures that could be read.
    totals : list of Total
        Stated totals.
    issues : list of Issue
        In no particular order.
    reasons : dict
        Row → why it is ignored.
    rejected : set of int
        Rows with an error of their own or of their surroundings.
    """

    candidates: list[Candidate] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    reasons: dict[int, str] = field(default_factory=dict)
    rejected: set[int] = field(default_factory=set)


def read_table(
    sheet: Sheet, table: Table, lexicon: Lexicon, *, number: int = 0, period: Period | None = None
) -> Harvest:
    """
    Read the body of a table.

    Parameters
    ----------
    sheet : Sheet
        The sheet it stands on.
    table : Table
        From `layout.find_tables`.
    lexicon : Lexicon
        The register.
    number : int
        Number of the table on its sheet.
    period : Period, optional
        The period that the caller expects, for a table that names none.

    Returns
    -------
    Harvest
        Every row of the body is in a candidate, in `rejected` or in `reasons`.
    """
    return _TableReader(sheet, table, lexicon, number, period).read()


class _TableReader:
    def __init__(
        self, sheet: Sheet, table: Table, lexicon: Lexicon, number: int, period: Period | None
    ) -> None:
        self.sheet, self.table, self.lexicon = sheet, table, lexicon
        self.number = number
        self.harvest = Harvest()
        self.told: set[tuple] = set()
        self.facets = FacetReader(sheet, table, lexicon, period, self._add_once)

    # Columns

    @property
    def by_role(self) -> dict[str, list[Column]]:
        return self.facets.by_role

    @cached_property
    def figures(self) -> list[Column]:
        """Columns that hold figures of the rows."""
        roles = ("value", "cumulative", "numerator", "denominator", "target")
        return [column for column in self.table.columns if column.role in roles and not column.refusal]

    @cached_property
    def groups(self) -> list[dict[str, Column]]:
        """Columns of one figure each, by role; what names no figure of its own goes with all."""
        has_rows_of_indicators = bool(self.by_role.get("indicator"))
        found: dict[tuple, dict[str, Column]] = {}
        for column in self.figures:
            if column.role == "target" and not (column.indicator or column.unit):
                continue
            key = group_of(column)
            key = (*key[:4], "") if has_rows_of_indicators or column.role == "target" else key
            group = found.setdefault(key, {})
            role = "value" if column.role == "cumulative" else column.role
            if role in group and role == "value":
                self._tell(column, "header.ambiguous", ("Hai cột cùng là số liệu của một chỉ tiêu, không rõ lấy cột nào",
                                                        "Đặt tên cột rõ hơn, hoặc bỏ bớt một cột"))  # fmt: skip
                group["clash"] = column
            else:
                group[role] = column
        for group in found.values():
            self._refuse_slices(group)
        return self._with_shared([group for group in found.values() if group])

    def _refuse_slices(self, group: dict[str, Column]) -> None:
        """Figures below "Lĩnh vực đất đai" are a slice; as long as the register has no words for it, nobody knows which."""
        column = next((c for c in group.values() if c.label and _SLICE.match(match_key(c.label))), None)
        if column is not None and column.indicator:
            told = (
                f"Nhóm cột “{column.label}” là một phân tổ không có trong danh mục",
                "Thêm cột “Phân tổ” theo danh mục",
            )
            self._tell(column, "dimension.unknown", told)
            group["clash"] = column

    def _with_shared(self, groups: list[dict[str, Column]]) -> list[dict[str, Column]]:
        loose = [g for g in groups if set(g) == {"target"}]
        parts = [
            g
            for g in groups
            if not set(g) & {"value"} and any(c.parts and not c.indicator for c in g.values())
        ]
        own = [g for g in groups if g not in loose and g not in parts]
        shared = {}
        for role in _SHARED:
            columns = self.by_role.get(role, [])
            if columns and role != "target" and not (columns[0].indicator or columns[0].period):
                shared[role] = columns[0]
        latest = self._latest(own)
        for group in own:
            indicator = next((c.indicator for c in group.values() if c.indicator), "")
            for part in parts:
                for role, column in part.items():
                    if (indicator, role) in column.parts:
                        group.setdefault(role, column)
        whole = [self._what_goes_with(group, shared, is_latest=group is latest) | group for group in own]
        self._tell_unused_targets(whole)
        return whole

    def _tell_unused_targets(self, groups: list[dict[str, Column]]) -> None:
        used = {group["target"].index for group in groups if "target" in group}
        for column in self.by_role.get("target", []):
            if column.index not in used and self._rows_with(column):
                told = ("Kế hoạch ở cột này không phải của năm báo cáo (hoặc là của quý, tháng), không được nhận",
                        "Chỉ ghi kế hoạch của cả năm báo cáo")  # fmt: skip
                self._tell(column, "column.unknown", told, "warning")

    def _what_goes_with(
        self, group: dict[str, Column], shared: dict[str, Column], *, is_latest: bool
    ) -> dict[str, Column]:
        """A target is of its year; shares and changes are of the latest figure of the row."""
        left_out = set() if is_latest else {"attainment", "change"}
        kept = {role: column for role, column in shared.items() if role not in left_out}
        target = self._target_of(next((c.period for c in group.values() if c.period), None))
        return kept | ({"target": target} if target else {})

    def _target_of(self, period: Period | None) -> Column | None:
        """The plan of the figure's year; one of another year, of a quarter or of a month is not."""
        known = period or (
            said.period if isinstance(said := self.table.context.period, PeriodReading) else None
        )
        for column in self.by_role.get("target", []):
            if column.indicator or column.unit or (column.period and column.period.kind != "year"):
                continue
            years = {int(year) for year in re.findall("20[0-9]{2}", column.title)}
            if column.period:
                years.add(column.period.year)
            wanted = years or ({self.table.context.year} if period and self.table.context.year else set())
            if known is None or not wanted or known.year in wanted:
                return column
        return None

    def _latest(self, groups: list[dict[str, Column]]) -> dict[str, Column] | None:
        dated = [g for g in groups if next(iter(g.values())).period]
        if not dated:
            # "Thực hiện kỳ" and "Lũy kế": a share of the year's target is of what has been reached so far.
            cumulative = [g for g in groups if any(c.role == "cumulative" for c in g.values())]
            return (cumulative or groups or [None])[-1]
        return max(dated, key=lambda g: next(iter(g.values())).period)

    @cached_property
    def is_cross(self) -> bool:
        """Whether headings name indicators or units: then an unknown heading over figures hides figures."""
        figures = [c for c in self.table.columns if c.role in ("value", "numerator", "denominator")]
        return not figures or any(column.indicator or column.unit for column in figures)

    # The whole table

    def read(self) -> Harvest:
        self._tell_columns()
        for row in self.table.body:
            self._read_row(row)
        self._warn_of_blanks()
        return self.harvest

    def _tell(self, column: Column, code: str, told: tuple[str, str], severity: str = "error") -> None:
        place = (column.row, column.index)
        if (code, place) not in self.told:
            self.told.add((code, place))
            self.harvest.issues.append(issue_at(self.sheet, place, code, told, severity=severity))

    def _rows_with(self, column: Column) -> list[int]:
        return [row for row in self.table.body if (row, column.index) in self.sheet.grid.cells]

    def _tell_columns(self) -> None:
        """Headings that say nothing known, and columns without one."""
        for column in self.table.columns:
            rows = self._rows_with(column)
            if not rows:
                continue
            if column.is_inferred:
                part = {"numerator": "tử số", "denominator": "mẫu số"}[column.role]
                told = (
                    f"Cột này được hiểu là {part} của tỷ lệ bên cạnh",
                    f"Đặt tên cột là “{part.capitalize()}” nếu đúng",
                )
                self._tell(column, "header.inferred", told, "warning")
            if column.refusal:
                self._tell(column, column.refusal.code, (column.refusal.message, column.refusal.suggestion))
            elif column.role in ("", "previous", "part", "rate"):
                self._tell_unknown(column, rows)
        self._tell_nameless()
        if (
            not self.groups
            and self.table.body
            and not any(c.refusal or c.role == "" for c in self.table.columns)
        ):
            told = ("Bảng không có cột số liệu", "Thêm cột “Giá trị”, hoặc đặt tên cột theo tên chỉ tiêu")
            place = (self.table.heading_rows[-1], 0)
            self.harvest.issues.append(issue_at(self.sheet, place, "header.no_value", told, raw=""))

    def _tell_unknown(self, column: Column, rows: list[int]) -> None:
        figures = sum(_is_figure(self.sheet.grid.cells[row, column.index]) for row in rows)
        if column.role == "" and self.is_cross and figures * 2 > len(rows):
            text = column.title.split(" / ")[0] if column.label else column.title.split(" / ")[-1]
            found = self.lexicon.find_indicator(text)
            if isinstance(found, NoMatch):
                self._tell(column, f"indicator.{found.reason}", self.facets.unknown_name(found, "indicator"))
                self.harvest.rejected.update(rows)
            return
        told = (
            "Cột này không có trong mẫu báo cáo, số liệu của cột không được nhận",
            "Bỏ cột, hoặc đặt tên cột theo danh mục",
        )
        self._tell(column, "column.unknown", told, "warning")

    def _tell_nameless(self) -> None:
        named = {column.index for column in self.table.columns} | self.table.foreign
        rows = [row for row in self.table.body if row not in self.sheet.grid.broken_rows]
        for row in rows:
            for index in self.sheet.columns_by_row[row]:
                if index in named or (row, index) in self.sheet.anchors:
                    continue
                named.add(index)
                told = (
                    "Cột này không có tên, nội dung của cột không được nhận",
                    "Đặt tên cho cột, hoặc xóa cột",
                )
                self.harvest.issues.append(
                    issue_at(self.sheet, (row, index), "column.unknown", told, severity="warning")
                )

    def _warn_of_blanks(self) -> None:
        """A blank cell is worth a word where its column holds figures in other rows."""
        candidates = {place for one in self.harvest.candidates for place in one.places.values()}
        rows = sorted({place[0] for place in candidates} | self._rows_without_value())
        for group in self.groups:
            if "value" not in group or {"numerator", "denominator"} & set(group):
                continue
            index = group["value"].index
            filled = [row for row in rows if self.sheet.cell(row, index) is not None]
            later = self._is_followed(group)
            for row in rows:
                if filled and row not in filled and (not group["value"].period or later):
                    told = ("Ô trống: không có số liệu", "Ghi số, hoặc ghi “chưa có số liệu” nếu chưa có")
                    self.harvest.issues.append(
                        issue_at(self.sheet, (row, index), "value.blank", told, severity="warning")
                    )

    def _rows_without_value(self) -> set[int]:
        return {row for row, reason in self.harvest.reasons.items() if reason == "no_value"}

    def _is_followed(self, group: dict[str, Column]) -> bool:
        """Months to come are blank in every row; a month between reported ones should not be."""
        index = group["value"].index
        later = [c for c in self.figures if c.period and c.index > index]
        return any(self._rows_with(column) for column in later)

    # One row

    def _read_row(self, row: int) -> None:
        if row in self.sheet.grid.broken_rows and not self._is_mere_text(row):
            notice = self.sheet.grid.broken_rows[row]
            raw = " | ".join(self.sheet.raw_text(row, c) for c in self.sheet.columns_by_row[row])
            place = (row, notice.column)
            told = (notice.message, notice.suggestion)
            self.harvest.issues.append(issue_at(self.sheet, place, notice.code, told, raw=raw))
            self.harvest.rejected.add(row)
            return
        first = self.sheet.text(row, self.sheet.columns_by_row[row][0])
        has_figures = any(self._holds(row, column) for column in self.figures) or self._says_none(row)
        if is_note(first) and not any(self._is_number(row, column) for column in self.figures):
            self.harvest.reasons[row] = "note"
        elif kind := self._total_kind(row):
            self._read_total(row, kind)
        elif not has_figures and self._is_section(row):
            self._open_section(row)
        elif not has_figures:
            self._leave_blank(row)
        else:
            self._read_figures(row)

    def _says_none(self, row: int) -> bool:
        """ "Chưa có số liệu" in a column of its own."""
        columns = self.by_role.get("state", [])
        return bool(columns) and state_of(self.sheet.text(row, columns[0].index)) == "not_reported"

    def _is_mere_text(self, row: int) -> bool:
        columns = self.sheet.columns_by_row[row]
        return len(columns) == 1 and not looks_like_number(self.sheet.text(row, columns[0]))

    def _holds(self, row: int, column: Column) -> bool:
        anchor = self.sheet.anchors.get((row, column.index), (row, column.index))
        # A title merged over all columns is no figure.
        is_own = anchor[1] == column.index or anchor[1] in {c.index for c in self.figures}
        return (
            is_own and anchor in self.sheet.grid.cells and (anchor[0] == row or anchor[0] in self.table.body)
        )

    def _is_number(self, row: int, column: Column) -> bool:
        cell = self.sheet.cell(row, column.index)
        return cell is not None and _is_figure(cell)

    def _name_columns(self) -> list[Column]:
        return [*self.by_role.get("unit", []), *self.by_role.get("indicator", [])]

    def _total_kind(self, row: int) -> str | None:
        names = {column.index for column in self._name_columns()}
        numbers = {column.index for column in self.by_role.get("number", [])}
        for index in self.sheet.columns_by_row[row]:
            text = self.sheet.text(row, index)
            if index not in names | numbers and index > max(names, default=0):
                break
            kind = total_kind(text)
            if kind and not (
                index in names and (self.lexicon.names_a_unit(text) or self.lexicon.indicator_named(text))
            ):
                return kind
        return None

    def _is_section(self, row: int) -> bool:
        """One name alone, perhaps numbered."""
        numbers = {column.index for column in self.by_role.get("number", [])}
        texts = [c for c in self.sheet.columns_by_row[row] if c not in numbers]
        if len(texts) > 1:
            return False
        if not texts:
            return True
        text = self.sheet.text(row, texts[0])
        place = (row, texts[0])
        if place in self.sheet.merge_at and self.sheet.merge_at[place][3] > texts[0]:
            return True
        role = next((c.role for c in self.table.columns if c.index == texts[0]), "")
        own = (role == "unit" and self.lexicon.names_a_unit(text)) or (
            role == "indicator" and self.lexicon.indicator_named(text)
        )
        return not own

    def _open_section(self, row: int) -> None:
        self.harvest.reasons[row] = "section"
        index = self.sheet.columns_by_row[row][-1]
        text = self.sheet.text(row, index)
        heading = read_heading(Cell(text), self.lexicon, self.table.context.year)
        section = replace(
            self.facets.section, number=self.facets.section.number + 1, stranger=None, is_other_time=False
        )
        has = {role for role in ("unit", "indicator", "period") if self.by_role.get(role)}
        if isinstance(heading.period, PeriodReading) and "period" not in has:
            section.period = heading.period.period
        elif heading.indicator and "indicator" not in has:
            section.indicator = heading.indicator
        elif heading.unit and "unit" not in has:
            section.unit = heading.unit
        elif level := self.facets.level_named(text):
            section.level = level
        elif heading.role in ("previous", "target", "change") or _OTHER_TIME.match(match_key(text)):
            section.stranger, section.is_other_time = (row, index), True
        elif (section.unit or section.indicator or section.period) and not self._is_group_name(text):
            section.stranger = (row, index)
        self.facets.section = section

    def _is_group_name(self, text: str) -> bool:
        """A heading such as "I. Chính quyền số" groups rows and names no unit."""
        return self.lexicon.term("group", text) is not None

    def _leave_blank(self, row: int) -> None:
        refused = [c for c in self.table.columns if c.refusal or (c.role == "" and self.is_cross)]
        if (
            row not in self.harvest.rejected
            and not any(self._holds(row, column) for column in refused)
            or not any(self.told)
        ):
            self.harvest.reasons[row] = "no_value"
        else:
            self.harvest.rejected.add(row)

    def _read_figures(self, row: int) -> None:
        results = [self._read_group(row, group) for group in self.groups]
        if not any(results):
            self.harvest.rejected.add(row)
        elif all(result == "blank" for result in results):
            self.harvest.reasons[row] = "no_value"
        if any(result == "refused" for result in results):
            self.harvest.rejected.add(row)

    def _read_group(self, row: int, group: dict[str, Column]) -> str:  # noqa: PLR0911  # one line per fate
        """Read one figure; tell whether it was "read", "refused" or "blank"."""
        roles = ("value", "numerator", "denominator", "target")
        own = [group[role] for role in roles if role in group]
        if not any(self._holds(row, column) for column in own) and "state" not in group:
            return "blank"
        if "clash" in group:
            return "refused"
        try:
            facets = self.facets.facets(row, [c for role, c in group.items() if role not in _SHARED])
        except RefusedError as refused:
            if not any(self._holds(row, column) for column in own):
                return "blank"
            self._add_once(refused.issue)
            return "refused"
        entry = read_entry(self.sheet, row, group, facets, self.facets.measure(row, group))
        self.harvest.issues += [issue for issue in entry.issues if self._is_new(issue)]
        if entry.is_blank:
            return "blank"
        if entry.candidate is None:
            if not entry.issues:
                self._refuse_lone_counts(row, group)
            return "refused"
        self.harvest.candidates.append(
            replace(entry.candidate, block=(self.number, self.facets.section.number))
        )
        return "read"

    def _refuse_lone_counts(self, row: int, group: dict[str, Column]) -> None:
        column = next(group[role] for role in ("value", "numerator", "denominator") if role in group)
        told = (
            "Có tử số hoặc mẫu số mà không có giá trị của chỉ tiêu",
            "Ghi giá trị, hoặc ghi đủ cả tử số và mẫu số",
        )
        self.harvest.issues.append(issue_at(self.sheet, (row, column.index), "value.missing", told))

    def _is_new(self, issue: Issue) -> bool:
        key = (issue.code, issue.row, issue.column)
        is_new = key not in self.told
        self.told.add(key)
        return is_new

    def _add_once(self, issue: Issue | None) -> None:
        if issue is not None and self._is_new(issue):
            self.harvest.issues.append(issue)

    # Totals

    def _read_total(self, row: int, kind: str) -> None:
        self.harvest.reasons[row] = "total"
        for group in self.groups:
            columns = [column for role, column in group.items() if role not in _SHARED]
            try:
                period, _ = self.facets.period(row, [*columns])
                indicator = self.facets.indicator(row, columns)
                dimension = self.facets.dimension(row)
            except RefusedError:
                continue
            numbers, issues = read_total(self.sheet, row, group, indicator)
            self.harvest.issues += [issue for issue in issues if self._is_new(issue)]
            if numbers:
                column = group.get("value", columns[0])
                self.harvest.totals.append(
                    Total(numbers, kind, indicator.id, dimension, period.code, (row, column.index),
                          self.number, self.facets.section.number)
                )  # fmt: skip
        self.facets.section = replace(self.facets.section, number=self.facets.section.number + 1)


def _is_figure(cell: Cell) -> bool:
    return not isinstance(cell.value, str) or looks_like_number(cell.value)
