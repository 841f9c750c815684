"""
Tables of who reported: completeness, timeliness, what was received, and what was refused and why.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Received, Scope, add_names, source_titles, unit_names
from dtanalysis.catalogue.thresholds import Thresholds
from dtanalysis.exhibits import Column, Note, Table
from dtanalysis.formats import MISSING, format_list
from dtanalysis.narrative import pick, place, short_name
from dtanalysis.tables.layout import column, make_table, verdict
from dtanalysis.tables.reasons import why_not

_MOST_ISSUES = 40

_MOST_UNITS = 20

_MOST_NAMES = 3

_DAYS = {
    "day": ("ngày ghi trên tài liệu", "the day on the document"),
    "month": ("tài liệu chỉ ghi tháng: tính đến cuối tháng", "the document shows a month: its last day"),
    "year": ("tài liệu chỉ ghi năm: tính đến cuối năm", "the document shows a year: its last day"),
    "table": ("ngày ghi cùng số liệu", "the day told with the figures"),
}

_SEVERITY = {"error": ("▼ từ chối", "▼ refused"), "warning": ("◆ lưu ý", "◆ to check")}


def name_compared(rows: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """
    Add the reader's words to rows about several units.

    Parameters
    ----------
    rows : pandas.DataFrame
        With ``unit`` and, where they are about indicators, the columns that name a series.
    scope : Scope
        The question: its language.

    Returns
    -------
    pandas.DataFrame
        `rows` with ``unit_name`` and the columns of `dtanalysis.catalogue.add_names`. The level is said for the reported
        unit only: of any other the unit's own name says it.
    """
    named = rows.assign(unit_name=rows["unit"].map(unit_names(scope)))
    if "indicator" not in rows:
        return named
    said = named.assign(level=named["level"].where(named["unit"] == scope.unit, ""))
    return add_names(said, scope).assign(level=named["level"])


def completeness(rows: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print for each unit how many of the expected figures of the period are there, and which are not.

    Parameters
    ----------
    rows : pandas.DataFrame
        From `dtanalysis.checks.build_completeness`, with ``unit_name``.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if rows.empty:
        return why_not("completeness", scope)
    ordered = rows.sort_values(["missing", "unit_name"], ascending=[False, True], kind="stable")
    shown = ordered.head(_MOST_UNITS)
    shown = shown.assign(
        percent=100 * shown["share"],
        state=[_completeness_word(row, scope) for row in shown.itertuples()],
        silent=[_missing_names(names, scope) for names in shown["missing_indicators"]],
    )
    columns = [
        column("unit_name", scope),
        Column("state", pick(scope, "Đánh giá", "Judgement")),
        Column("expected", pick(scope, "Phải có", "Expected"), kind="number"),
        Column("given", pick(scope, "Đã có", "There"), kind="number"),
        Column("not_reported", pick(scope, "Nguồn ghi không có", "Said to be none"), kind="number"),
        Column("missing", pick(scope, "Còn thiếu", "Missing"), kind="number"),
        Column("percent", pick(scope, "Tỷ lệ đã có", "Share there"), kind="percent", decimals=0),
        *([Column("silent", pick(scope, "Còn thiếu chỉ tiêu nào", "What is missing"))] if rows["missing"].any() else []),
    ]  # fmt: skip
    caption = pick(
        scope, f"Số liệu phải có và đã có: {place(scope)}", f"Figures expected and there: {place(scope)}"
    )
    note = pick(
        scope,
        "Phải có: số liệu có mục tiêu của năm trong kế hoạch của đơn vị, và số liệu đơn vị đã có ở kỳ cùng loại gần nhất "
        "trước đó. “Nguồn ghi không có” là khi không phát sinh (mẫu số bằng 0) hoặc nguồn để trống: đã trả lời, không tính "
        "là thiếu. Không có danh mục chính thức các số liệu phải báo cáo, nên bảng chỉ cho biết điều gì đã ngừng xuất hiện.",
        "Expected: figures with a target of the year in the unit's plan, and those that the unit had for the latest earlier "
        "period of the same kind. “Said to be none” is where nothing occurred (a denominator of 0) or the source is empty: "
        "answered, not missing. There is no official list of what has to be reported, so the table tells only what ceased.",
    )
    left = len(ordered) - len(shown)
    if left:
        note += pick(
            scope,
            f" Còn {left} đơn vị khác, thiếu bằng hoặc ít hơn.",
            f" {left} more units lack as many or fewer.",
        )
    return make_table(shown, caption, columns, scope, note=note, wide=True)


def _completeness_word(row, scope: Scope) -> str:
    if row.missing == 0:
        return verdict(scope, "● đủ", "● complete")
    return (
        verdict(scope, "○ chưa có gì", "○ nothing")
        if row.given == 0
        else verdict(scope, "▼ thiếu", "▼ incomplete")
    )


def _missing_names(indicators: tuple[str, ...], scope: Scope) -> str:
    words = scope.programme.indicators.set_index("indicator")[f"name_{scope.language}"]
    names = [short_name(words[name]) for name in indicators[:_MOST_NAMES]]
    left = len(indicators) - len(names)
    names += [pick(scope, f"và {left} chỉ tiêu khác", f"and {left} more")] if left else []
    return "; ".join(names)


def timeliness(rows: pd.DataFrame, thresholds: Thresholds, scope: Scope) -> Table | Note:
    """
    Print how long after the end of the period each unit's first figure was known.

    Parameters
    ----------
    rows : pandas.DataFrame
        From `dtanalysis.quality.name_days`.
    thresholds : Thresholds
        ``report_days`` is how long a report may take.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if rows.empty:
        return why_not("timeliness", scope)
    days = thresholds.report_days
    late = {
        True: verdict(scope, f"▼ sau hơn {days} ngày", f"▼ after more than {days} days"),
        False: verdict(scope, f"● trong {days} ngày", f"● within {days} days"),
    }
    shown = rows.head(_MOST_UNITS)
    shown = shown.assign(
        unit_name=[_unit_list(units, scope) for units in shown["units"]],
        days=shown["days_after"].astype(float),
        state=shown["is_late"].astype(bool).map(late),
        basis=shown["day_known"].map({name: pick(scope, *words) for name, words in _DAYS.items()}),
        source_title=shown["source"].map(source_titles(scope)),
    )
    columns = [
        column("unit_name", scope),
        Column("first_as_of", pick(scope, "Biết sớm nhất ngày", "First known on"), kind="date"),
        Column("days", pick(scope, "Số ngày sau khi hết kỳ", "Days after the period"), kind="number"),
        Column("state", pick(scope, "Đánh giá", "Judgement")),
        Column("basis", pick(scope, "Ngày này là gì", "What the day is")),
        column("source_title", scope),
    ]
    caption = pick(
        scope,
        f"Số liệu đầu tiên của kỳ có khi nào: {place(scope)}",
        f"When the first figure came: {place(scope)}",
    )
    note = _days_note(len(rows) - len(shown), days, scope)
    return make_table(shown, caption, columns, scope, note=note, wide=True)


def _unit_list(units: tuple[str, ...], scope: Scope) -> str:
    """A few names, and how many more."""
    names = unit_names(scope)
    shown = [names[unit] for unit in units[:_MOST_NAMES]]
    left = len(units) - len(shown)
    shown += [pick(scope, f"{left} đơn vị khác", f"{left} more")] if left else []
    return format_list(shown, scope.language)


def _days_note(left: int, days: int, scope: Scope) -> str:
    note = pick(
        scope,
        "Với số liệu do đơn vị gửi, đây là ngày tiếp nhận. Với số liệu lấy từ báo chí hoặc cổng thông tin, đây là ngày tài liệu "
        "được công bố, không phải ngày đơn vị gửi báo cáo: “muộn” khi đó nói về nơi đăng chứ không về đơn vị. "
        f"Ngưỡng {days} ngày do chủ chương trình chọn (catalogue/thresholds.csv), không phải quy định của pháp luật.",
        "For figures that a unit sent, this is the day of receipt. For those of the press or a portal it is the day of the "
        "document, not the day on which the unit reported: lateness then speaks of the publisher, not of the unit. "
        f"The owner of the programme chose {days} days (catalogue/thresholds.csv); no law is meant.",
    )
    return note + (
        pick(scope, f" Còn {left} dòng khác, sớm hơn.", f" {left} more rows, earlier.") if left else ""
    )


def receipts(received: Received, scope: Scope) -> Table | Note:
    """
    Print what became of the rows of every received file.

    Parameters
    ----------
    received : Received
        From `dtanalysis.catalogue.open_received`.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if received.receipts.empty:
        return why_not("receipts", scope)
    rows = received.receipts.sort_values(["as_of", "file", "sheet"], ascending=[False, True, True])
    columns = [
        Column("file", pick(scope, "Tệp", "File")),
        Column("sheet", pick(scope, "Trang", "Sheet")),
        Column("as_of", pick(scope, "Tiếp nhận ngày", "Received on"), kind="date"),
        Column("read", pick(scope, "Dòng đã đọc", "Rows read"), kind="number"),
        Column("accepted", pick(scope, "Được nhận", "Accepted"), kind="number"),
        Column("rejected", pick(scope, "Bị từ chối", "Refused"), kind="number"),
        Column("ignored", pick(scope, "Bỏ qua", "Ignored"), kind="number"),
    ]
    caption = pick(scope, "Tệp đã tiếp nhận và số dòng của từng trang", "Files received, with their rows")
    note = pick(
        scope,
        "Dòng đã đọc = được nhận + bị từ chối + bỏ qua. Bỏ qua là tiêu đề, tên nhóm, dòng tổng, ghi chú, chữ ký, dòng "
        "lặp lại. Bảng gồm mọi tệp của kho số liệu, không riêng kỳ này.",
        "Rows read = accepted + refused + ignored. Ignored are titles, headings, totals, notes, signatures and repeated "
        "rows. The table has all files of the data folder, not of this period alone.",
    )
    return make_table(rows, caption, columns, scope, note=note, wide=True)


def refusals(received: Received, scope: Scope) -> Table | Note | None:
    """
    Print what the senders have to look at, refusals first, each with its place and what would be right.

    Parameters
    ----------
    received : Received
        From `dtanalysis.catalogue.open_received`.
    scope : Scope
        The question.

    Returns
    -------
    Table, Note or None
        None where nothing was received: the table of receipts says so.
    """
    issues = received.issues
    if issues.empty:
        return None if received.receipts.empty else why_not("refusals", scope)
    ordered = issues.sort_values(["severity", "file", "sheet", "row", "column"], kind="stable")
    shown = ordered.head(_MOST_ISSUES)
    shown = shown.assign(
        severity_text=shown["severity"].map(
            {name: verdict(scope, *words) for name, words in _SEVERITY.items()}
        ),
        place_text=[_issue_place(row, scope) for row in shown.itertuples()],
        raw_text=[f"“{text}”" if text else MISSING for text in shown["raw"]],
    )
    columns = [
        Column("severity_text", pick(scope, "Mức", "Level")),
        Column("file", pick(scope, "Tệp", "File")),
        Column("place_text", pick(scope, "Ô", "Cell")),
        Column("raw_text", pick(scope, "Thấy gì", "Found")),
        *_issue_words(scope),
    ]
    caption = pick(scope, "Những gì bị từ chối hoặc cần xem lại", "What was refused or should be looked at")
    left = len(ordered) - len(shown)
    note = pick(
        scope, f"Còn {left} mục khác trong issues.csv.", f"{left} more stand in issues.csv."
    ) if left else ""  # fmt: skip
    return make_table(shown, caption, columns, scope, note=note, wide=True)


def _issue_words(scope: Scope) -> list[Column]:
    """Messages are written for the sender, in Vietnamese; an English page shows their stable codes."""
    if scope.language == "en":
        return [Column("code", "Code (messages are in Vietnamese, in issues.csv)")]
    return [Column("message", "Vì sao"), Column("suggestion", "Viết thế nào cho đúng")]


def _issue_place(row, scope: Scope) -> str:
    """Sheet and cell as a spreadsheet program names them, "Quý I!D7"; a whole row by its number."""
    if row.cell or (row.column and row.row > 0):
        cell = row.cell or f"{row.column}{row.row:.0f}"
    elif row.row > 0:
        cell = pick(scope, f"dòng {row.row:.0f}", f"row {row.row:.0f}")
    else:
        cell = ""
    return "!".join(part for part in (row.sheet, cell) if part) or MISSING
