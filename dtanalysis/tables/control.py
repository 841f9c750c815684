"""
Tables of single months: where each rate stands within its usual range, and whether its target is reached reliably.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.comparison.monthly import first_reason
from dtanalysis.exhibits import Column, Note, Table
from dtanalysis.formats import MISSING, format_value
from dtanalysis.narrative import pick, place
from dtanalysis.narrative.control import control_sentences
from dtanalysis.narrative.control_words import assurance_text, number, percent, short_month, variation_text
from dtanalysis.tables.layout import column, make_table, sources_line


def control_reading(summary: pd.DataFrame, scope: Scope) -> Note | None:
    """
    Say in a few sentences what the control charts tell.

    Parameters
    ----------
    summary : pandas.DataFrame
        From `dtanalysis.comparison.monthly.summarise_charts`, with names.
    scope : Scope
        The question.

    Returns
    -------
    Note or None
        None where no series has months enough; `unanswered` says why.
    """
    if first_reason(summary):
        return None
    sentences = control_sentences(summary, scope)
    heading = pick(scope, "Thay đổi thật hay dao động thường", "Real change or usual variation")
    return Note(" ".join(sentences), language=scope.language, heading=heading)


def control_summary(summary: pd.DataFrame, scope: Scope, *, limit: int = 16) -> Table | None:
    """
    Print one row for each rate with months: latest month, usual level, limits, what varies, is the target reached.

    Parameters
    ----------
    summary : pandas.DataFrame
        From `dtanalysis.comparison.monthly.summarise_charts`, with names.
    scope : Scope
        The question.
    limit : int
        The most rows to print.

    Returns
    -------
    Table or None
        None where no series has limits; `unanswered` says why. Series of too few months are counted below it.
    """
    if first_reason(summary):
        return None
    rows, language = summary[summary["reason"] == ""].head(limit), scope.language
    cells = rows.assign(
        latest=[f"{percent(row.value, language)} ({short_month(row.period)})" for row in rows.itertuples()],
        usual=[_usual(row, scope) for _, row in rows.iterrows()],
        limits=[limits_text(row, scope) for _, row in rows.iterrows()],
        months=rows["n"],
        varies=[variation_text(row, language) for _, row in rows.iterrows()],
        promised=[
            format_value(row.target, "percent", language=language) if pd.notna(row.target) else MISSING
            for row in rows.itertuples()
        ],
        reliable=[assurance_text(row, language) for _, row in rows.iterrows()],
    )
    caption = pick(
        scope,
        f"Tháng gần nhất so với dao động thường: {place(scope)}",
        f"The latest month against its usual range: {place(scope)}",
    )
    return make_table(
        cells, caption, _columns(rows, scope), scope, note=_note(summary, limit, scope), source=sources_line(rows, scope),
        wide=True,
    )  # fmt: skip


def _columns(rows: pd.DataFrame, scope: Scope) -> list[Column]:
    """The columns; those on targets only where a row has one."""
    columns = [
        column("name", scope),
        Column("latest", pick(scope, "Tháng gần nhất", "Latest month"), right=True),
        Column("usual", pick(scope, "Mức thường", "Usual level"), right=True),
        Column("limits", pick(scope, "Dao động thường", "Usual range"), right=True),
        Column("months", pick(scope, "Số tháng", "Months"), kind="number", decimals=0),
        Column("varies", pick(scope, "Tháng gần nhất có gì khác?", "What does the latest month say?")),
    ]
    if (rows["why_no_target"] == "none").all():
        return columns
    return [
        *columns,
        Column("promised", pick(scope, "Mục tiêu", "Target"), right=True),
        Column("reliable", pick(scope, "Có đạt vững không?", "Is it reached reliably?")),
    ]


def _usual(row: pd.Series, scope: Scope) -> str:
    """The mean, both levels of a series that jumped, or the pace of one that drifts."""
    if pd.isna(row["mean"]) or row["pattern"] == "mixed":
        return MISSING
    if row["pattern"] == "step":
        return " → ".join(percent(row[end], scope.language, decimals=1) for end in ("before", "after"))
    if row["pattern"] != "drift":
        return percent(row["mean"], scope.language, decimals=1)
    pace = number(abs(row["drift"]), scope.language, 2)
    sign = "+" if row["drift"] > 0 else "−"
    return pick(scope, f"{sign}{pace} điểm/tháng", f"{sign}{pace} points/month")


def limits_text(row: pd.Series, scope: Scope) -> str:
    """Return the usual range of the latest month, "44,4–54,7%"; "–" without limits, or where they describe no level."""
    if pd.isna(row["lower"]) or row["pattern"] in ("step", "mixed"):
        return MISSING
    return f"{number(row['lower'], scope.language)}–{percent(row['upper'], scope.language, decimals=1)}"


def _note(summary: pd.DataFrame, limit: int, scope: Scope) -> str:
    notes = [
        pick(
            scope,
            "Dao động thường = mức thường ± 2,66 × bình quân chênh lệch giữa hai tháng liền nhau (biểu đồ XmR); bỏ chênh lệch lớn "
            "hơn 3,267 lần bình quân khi tính. Tỷ lệ tăng hoặc giảm suốt cả giai đoạn được so với đường thẳng của chính nó, "
            "nên cột “Mức thường” nêu nhịp mỗi tháng và khoảng dao động là của tháng gần nhất. Tỷ lệ đã chuyển mức (A → B) hoặc "
            "không có một mức thường thì không có khoảng dao động.",
            "Usual range = usual level ± 2.66 × mean change between neighbouring months (XmR chart); changes above 3.267 times "
            "their mean are left out. A rate that rises or falls all along is held against its own straight line: the level is "
            "then its pace a month, and the range that of the latest month. A rate that jumped (A → B) or has no usual level has no "
            "range.",
        ),
        pick(
            scope,
            "Trong 100 chuỗi 24 tháng chỉ biến động ngẫu nhiên, khoảng 1 chuỗi bị báo khác thường ở tháng cuối và 18 chuỗi ở một "
            "tháng nào đó.",
            "Of 100 series of 24 months of pure chance about 1 is marked in its last month, and 18 in some month.",
        ),
        *([pick(scope, *_TARGETS)] if summary["target"].notna().any() else []),
        *_cautions(summary, scope),
    ]
    rest = int((summary["reason"] == "").sum()) - limit
    if rest > 0:
        notes.append(pick(scope, f"Không in {rest} tỷ lệ còn lại.", f"Not printed: {rest} more."))
    return " ".join(notes)


def _cautions(summary: pd.DataFrame, scope: Scope) -> list[str]:
    """What weakens the charts of this very table, each with how many rows it concerns."""
    return [
        pick(scope, *words).format(n=int(flag.sum()), all=len(summary))
        for flag, words in (
            (summary["is_provisional"].astype(bool), _PROVISIONAL),
            (summary["n_missing"] > 0, _MISSING),
            (summary["n_small"] > summary["n"] / 2, _SMALL),
            (summary["is_cut"].astype(bool), _CUT),
            (summary["reason"] == "too_few", _TOO_FEW),
        )
        if flag.any()
    ]


_TARGETS = (
    "Mục tiêu đặt cho cả năm; ở đây chỉ hỏi từng tháng có giữ được mức đó không.",
    "Targets are set for the year; the question here is only whether single months keep to that level.",
)
_PROVISIONAL = (
    "{n}/{all} tỷ lệ có dưới 13 tháng: giới hạn tạm thời, sẽ đổi khi có thêm số liệu.",
    "{n} of {all} rates have fewer than 13 months: their limits are provisional.",
)
_MISSING = (
    "{n}/{all} tỷ lệ thiếu tháng ở giữa: không nối qua chỗ thiếu, không tính chênh lệch qua đó.",
    "{n} of {all} rates have holes: nothing is joined or compared across them.",
)
_SMALL = (
    "{n}/{all} tỷ lệ có quá nửa số tháng dưới 30 trường hợp: một trường hợp đã làm tỷ lệ đổi trên 3 điểm, nên chỉ xem xu thế.",
    "{n} of {all} rates rest on fewer than 30 cases in most months: one case moves the rate by over 3 points.",
)
_CUT = (
    "{n}/{all} tỷ lệ có giới hạn tính ra vượt khỏi 0–100% và được cắt ở đó.",
    "{n} of {all} rates have limits beyond 0–100 %, cut there.",
)
_TOO_FEW = (
    "{n}/{all} tỷ lệ có dưới 6 tháng (hoặc dưới 5 cặp tháng liền nhau) nên không có trong bảng.",
    "{n} of {all} rates have fewer than 6 months (or 5 neighbouring pairs) and are not in the table.",
)


def control_values(charts: pd.DataFrame, scope: Scope) -> Table:
    """
    Print every month of the charts that are drawn.

    Parameters
    ----------
    charts : pandas.DataFrame
        From `dtanalysis.comparison.monthly.chart_indicators`, with names.
    scope : Scope
        The question.

    Returns
    -------
    Table
        One row per series and month; missing months are printed as "–".
    """
    rows = charts.assign(
        month=[short_month(period) for period in charts["period"]],
        marked=[format_rules(names, scope) for names in charts["signals"]],
    )
    columns = [
        column("name", scope),
        Column("month", pick(scope, "Tháng", "Month"), right=True),
        column("value", scope, "percent"),
        Column("mean", pick(scope, "Mức thường", "Usual level"), kind="percent", decimals=1),
        Column("lower", pick(scope, "Giới hạn dưới", "Lower limit"), kind="percent", decimals=1),
        Column("upper", pick(scope, "Giới hạn trên", "Upper limit"), kind="percent", decimals=1),
        Column("marked", pick(scope, "Dấu hiệu", "Signals")),
    ]
    caption = pick(scope, f"Số liệu từng tháng: {place(scope)}", f"Month by month: {place(scope)}")
    return make_table(rows, caption, columns, scope)


_RULE_WORDS = {
    "outside": ("ngoài giới hạn", "outside the limits"),
    "shift": ("7 tháng liền một phía", "7 months on one side"),
    "trend": ("7 tháng liền tăng (giảm)", "7 months rising (falling)"),
    "two_of_three": ("2 trong 3 tháng sát giới hạn", "2 of 3 months near a limit"),
}


def format_rules(names: tuple[str, ...], scope: Scope) -> str:
    """Return the words of the rules that mark a month; empty where none does."""
    return "; ".join(pick(scope, *_RULE_WORDS[name]) for name in names)
