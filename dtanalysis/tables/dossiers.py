"""
Tables of dossier records: which columns they need, how good they are, which procedures the catalogue lacks.

Tables of services stand in `dossier_services`, those of rates and days in `dossier_rates`.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.dossiers import DossierQuestion
from dtanalysis.exhibits import Column, Note, Table
from dtanalysis.formats import MISSING, format_list, format_number
from dtanalysis.narrative import pick, place
from dtanalysis.narrative.dossiers import absence_sentences
from dtanalysis.tables.layout import make_table

_COLUMNS = (
    ("dossiers/store", "dossier_id", "mã hồ sơ, không trùng; ở lại trong kho, không lên trang nào",
     "id of the dossier, once; it stays in the store and goes on no page"),
    ("dossiers/store", "procedure_code", "mã thủ tục, như trong services.csv", "code of the procedure, as in services.csv"),
    ("dossiers/store", "field, agency", "lĩnh vực; cơ quan tiếp nhận", "field; agency that received it"),
    ("dossiers/store", "received_at, due_at, returned_at", "ngày giờ tiếp nhận, hẹn trả, trả (trống: chưa trả)",
     "received, due and returned, with time (empty: still open)"),
    ("dossiers/store", "channel", "kênh nộp: “trực tuyến”, “trực tiếp”, “bưu chính”", "channel: online, counter or post"),
    ("dossiers/store", "province, ym", "mã tỉnh như trong catalogue/units.csv; tháng tiếp nhận, ví dụ 202306",
     "unit id as in catalogue/units.csv; month of receipt, such as 202306"),
    ("dossiers/services.csv", "province, procedure_code, name_vi", "mỗi thủ tục của tỉnh một dòng, kể cả chưa có hồ sơ",
     "one row per procedure of the province, also those without a dossier"),
    ("dossiers/services.csv", "level", "province, district hoặc commune", "province, district or commune"),
    ("dossiers/services.csv", "field, service_type", "lĩnh vực; full (toàn trình), partial (một phần), information",
     "field; full, partial or information"),
    ("dossiers/services.csv", "online_since", "tháng bắt đầu trực tuyến, ví dụ 202204; trống: chưa trực tuyến",
     "month from which it is online, such as 202204; empty: not online"),
)  # fmt: skip

_PROBLEMS = {
    "duplicate_id": ("Mã hồ sơ lặp lại", "Dossier sent twice", "chỉ đếm bản mới nhất", "only the newest row counts"),
    "no_dossier_id": ("Không có mã hồ sơ", "No dossier id", "vẫn đếm, không kiểm tra được trùng",
                      "counted; doubles cannot be seen"),
    "no_channel": ("Không ghi kênh nộp", "No channel", "đếm là hồ sơ, không vào tỷ lệ trực tuyến",
                   "counted as a dossier, not in the online rate"),
    "unknown_channel": ("Kênh nộp không hiểu được", "Unknown channel", "đếm là hồ sơ, không vào tỷ lệ trực tuyến",
                        "counted as a dossier, not in the online rate"),
    "impossible_dates": ("Ngày tháng vô lý (trả trước khi nhận)", "Impossible dates (returned before received)",
                         "đếm là hồ sơ, không vào thời gian giải quyết", "counted as a dossier, not in the days taken"),
    "no_received_date": ("Không có ngày tiếp nhận", "No day of receipt", "đếm theo tháng của tệp", "counted in the file's month"),
    "no_due_date": ("Không có ngày hẹn trả", "No due day", "không vào tỷ lệ đúng hạn", "not in the on-time rate"),
    "wrong_month": ("Ngày tiếp nhận ngoài tháng của tệp", "Received outside the file's month", "đếm theo tháng của tệp",
                    "counted in the file's month"),
    "unknown_procedure": ("Thủ tục không có trong danh mục", "Procedure not in the catalogue",
                          "đếm là hồ sơ, không đếm là dịch vụ", "counted as a dossier, not as a service"),
    "unreadable_line": ("Dòng không đọc được", "Line that cannot be read", "để riêng, không đếm", "kept aside, not counted"),
}  # fmt: skip


def dossier_columns(question: DossierQuestion, scope: Scope) -> Table | Note | None:
    """
    Print what a store of dossiers needs, where there is none that answers.

    Parameters
    ----------
    question : DossierQuestion
        The unit's dossiers.
    scope : Scope
        The question of the page.

    Returns
    -------
    Table, Note or None
        None where the dossiers answer; the reason alone where files are not what is missing.
    """
    if not question.reason:
        return None
    if question.reason not in ("no_store", "no_services", "other_unit"):
        return Note(absence_sentences(question, scope)[1], scope.language)
    frame = pd.DataFrame(_COLUMNS, columns=["file", "columns", "vi", "en"])
    columns = [
        Column("columns", pick(scope, "Cột", "Columns")),
        Column(scope.language, pick(scope, "Nội dung", "What it holds")),
        Column("file", pick(scope, "Nơi đặt, trong thư mục số liệu", "Place, in the data folder")),
    ]
    note = pick(
        scope,
        "Hồ sơ đưa vào từng tháng bằng dtanalysis.dossiers.replace_month(kho, tỉnh, tháng, hồ sơ): tháng gửi lại sẽ thay "
        "tháng cũ. Trang chỉ đọc các bảng đếm, không đọc từng hồ sơ. Dữ liệu mô phỏng để xem thử: đơn vị tinh-mau, thư mục "
        "data/synthetic.",
        "Records go in month by month with dtanalysis.dossiers.replace_month(store, province, month, records): a month sent "
        "again replaces the old one. Pages read the counts only, never a dossier. To see it at work on synthetic data: unit "
        "tinh-mau, folder data/synthetic.",
    )
    caption = pick(
        scope, "Tệp hồ sơ và danh mục dịch vụ cần những cột nào", "Columns that records and catalogue need"
    )
    # The words are those of a guide, not figures: they are never invented.
    return Table(
        frame, caption, columns, note=note, language=scope.language, wide=True, synthetic=scope.is_synthetic
    )


def dossier_quality(question: DossierQuestion, scope: Scope) -> Table | None:
    """
    Print how many dossiers were set aside or have a fault, and what was done with them.

    Parameters
    ----------
    question : DossierQuestion
        The unit's dossiers.
    scope : Scope
        The question of the page.

    Returns
    -------
    Table or None
        None where the dossiers cannot answer; `dossier_columns` says why.
    """
    if question.reason:
        return None
    window = question.window
    total = int(window.counts["n"].sum())
    sums = window.quality.groupby("problem", observed=True)["n"].sum()
    sums = sums[sums > 0].sort_values(ascending=False, kind="stable")
    facts = [(pick(scope, "Hồ sơ được đếm", "Dossiers counted"), total, float("nan"), "")]
    for problem, number in sums.items():
        vi, en, done_vi, done_en = _PROBLEMS.get(str(problem), (problem, problem, "", ""))
        facts.append((pick(scope, vi, en), number, 100 * number / total, pick(scope, done_vi, done_en)))
    columns = [
        Column("fact", pick(scope, "Nội dung", "Fact")),
        Column("n", pick(scope, "Số hồ sơ", "Dossiers"), "number", decimals=0),
        Column("share", pick(scope, "So với hồ sơ được đếm", "Of dossiers counted"), "percent", decimals=2),
        Column("done", pick(scope, "Xử lý", "What was done")),
    ]
    caption = pick(scope, f"Chất lượng hồ sơ: {place(scope)}", f"Quality of the dossiers: {place(scope)}")
    frame = pd.DataFrame(facts, columns=["fact", "n", "share", "done"])
    return make_table(frame, caption, columns, scope, note=_months_note(question, scope), wide=True)


def _months_note(question: DossierQuestion, scope: Scope) -> str:
    first, last = (_month(ym) for ym in question.months)
    span = pick(
        scope, f"Hồ sơ tiếp nhận từ {first} đến {last}.", f"Dossiers received from {first} to {last}."
    )
    if not question.missing_months:
        return span
    missing = format_list([_month(ym) for ym in question.missing_months], scope.language)
    return span + " " + pick(
        scope,
        f"Không có hồ sơ của các tháng {missing}, nên mọi số đếm đều thấp hơn thực tế.",
        f"There are no records of {missing}, so every count is too low.",
    )  # fmt: skip


def _month(ym: int) -> str:
    return f"{ym % 100}/{ym // 100}"


def unknown_services(unknown: pd.DataFrame, scope: Scope, *, limit: int = 8) -> Table | None:
    """
    Print the procedures of the dossiers that the catalogue does not have.

    Parameters
    ----------
    unknown : pandas.DataFrame
        From `dtanalysis.dossiers.unknown_procedures`.
    scope : Scope
        The question of the page.
    limit : int
        The most rows to print; several fields of one procedure are one row.

    Returns
    -------
    Table or None
        None where every procedure is known.
    """
    if unknown.empty:
        return None
    rows = unknown.groupby("procedure_code").agg(n=("n", "sum"), n_fields=("field", "nunique"))
    rows = rows.sort_values("n", ascending=False, kind="stable").reset_index()
    columns = [
        Column("procedure_code", pick(scope, "Mã thủ tục", "Procedure")),
        Column("n", pick(scope, "Hồ sơ", "Dossiers"), "number", decimals=0),
        Column("n_fields", pick(scope, "Số lĩnh vực ghi kèm", "Fields named with it"), "number", decimals=0),
    ]
    note = pick(
        scope,
        "Cần bổ sung các mã này vào danh mục hoặc sửa ở nơi gửi; cho đến khi đó chúng không được đếm là dịch vụ.",
        "Add these codes to the catalogue or correct them at the source; until then they count as no service.",
    )
    more = len(rows) - limit
    if more > 0:
        note += " " + pick(scope, f"Không in {more} mã khác.", f"{more} more codes are not printed.")
    caption = pick(
        scope,
        f"Thủ tục chưa có trong danh mục: {place(scope)}",
        f"Procedures not in the catalogue: {place(scope)}",
    )
    return make_table(rows.head(limit), caption, columns, scope, note=note)


def part_of(part: int, whole: int, scope: Scope) -> str:
    """Print two counts as "3/36"; "–" where the whole is 0."""
    if not whole:
        return MISSING
    return "/".join(format_number(number, 0, language=scope.language) for number in (part, whole))


def unprinted(rows: pd.DataFrame, limit: int, scope: Scope) -> str:
    """Say how many rows a table leaves out; nothing where it prints all."""
    more = len(rows) - limit
    return (
        ""
        if more <= 0
        else " " + pick(scope, f"Không in {more} dòng khác.", f"{more} more rows are not printed.")
    )
