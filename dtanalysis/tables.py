"""
One function per printed table: result frame in, table out; or a note that says why there is none.

Nothing is computed here beyond choosing and ordering rows. Headings stand once, in Vietnamese and English, in
`_HEADINGS`; the reasons why a question cannot be answered stand in `_REASONS`.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope, source_titles, term_names, unit_names
from dtanalysis.catalogue.schema import INDICATORS
from dtanalysis.exhibits import Column, Note, Table
from dtanalysis.formats import MISSING, Language, format_list, format_number, format_share, format_value
from dtanalysis.narrative import gap_text, in_sentence, period_phrases, value_text

_HEADINGS = {
    "name": ("Chỉ tiêu", "Indicator"),
    "group_name": ("Nhóm", "Group"),
    "value": ("Thực hiện", "Result"),
    "known_value": ("Số liệu", "Figure"),
    "target": ("Mục tiêu", "Target"),
    "gap_text": ("Còn thiếu (−: vượt)", "Short by (−: beyond)"),
    "status": ("Đánh giá", "Status"),
    "required_pace": ("Cần mỗi tháng (điểm %)", "Needed a month (points)"),
    "basis_name": ("Căn cứ mục tiêu", "Basis of the target"),
    "plan_name": ("Kế hoạch", "Plan"),
    "year": ("Năm", "Year"),
    "due": ("Hạn", "Due"),
    "n_targets": ("Số chỉ tiêu", "Targets"),
    "stated": ("Đạt và vượt (công bố)", "Met (as stated)"),
    "n_known": ("Mục tiêu công khai", "Public targets"),
    "n_met": ("Đạt, vượt", "Met, exceeded"),
    "behind": ("Chưa đạt", "Behind"),
    "n_open": ("Chưa kết luận được", "Not decided"),
    "range": ("Tỷ lệ đạt, từ số liệu hiện có", "Share met, from figures at hand"),
    "period_name": ("Kỳ", "Period"),
    "before": ("Trước", "Before"),
    "change": ("Thay đổi", "Change"),
    "as_of": ("Biết từ ngày", "Known from"),
    "source_title": ("Nguồn", "Source"),
    "note": ("Ghi chú", "Note"),
    "n_figures": ("Số liệu", "Figures"),
    "n_indicators": ("Chỉ tiêu", "Indicators"),
    "n_sources": ("Nguồn", "Sources"),
    "numerator_vi": ("Tử số", "Numerator (in Vietnamese)"),
    "denominator_vi": ("Mẫu số", "Denominator (in Vietnamese)"),
    "unit_name": ("Đơn vị", "Unit"),
    "rate": ("Tỷ lệ", "Rate"),
    "counts": ("Tử số / mẫu số", "Counts"),
    "weight": ("Tỷ trọng", "Weight"),
    "contribution_pp": ("Đóng góp vào khoảng cách (điểm %)", "Share of the gap (points)"),
    "count_short": ("Còn thiếu (số lượng)", "Cases short"),
    "goal": ("Nếu đặt mức", "Raised to"),
    "needed_pp": ("Cần thêm (điểm %)", "Points needed"),
    "pace": ("Mỗi tháng (điểm %)", "A month (points)"),
    "services": ("Quy ra dịch vụ", "In services"),
    "level_name": ("Cấp", "Level"),
    "index": ("DTI", "Index"),
    "rank": ("Xếp hạng", "Rank"),
    "growth": ("Tăng so với năm trước", "Growth on the year before"),
    "stated_growth": ("Mức tăng công bố", "Growth as stated"),
    "agrees": ("Có khớp không", "Do they agree"),
    "places": ("Số bậc", "Places"),
    "component_name": ("Thành phần", "Component"),
    "component_value": ("Giá trị (0–1)", "Value (0–1)"),
    "component_weight": ("Trọng số", "Weight"),
    "contribution": ("Đóng góp vào DTI", "Share of the index"),
    "room": ("Còn có thể thêm", "Room left"),
    "index_gain": ("DTI tăng nếu thành phần tăng 0,1", "Index gain for +0.1"),
    "term": ("Thuật ngữ", "Term"),
    "meaning": ("Nghĩa trong báo cáo này", "Meaning in this report"),
    "parameter": ("Tham số", "Parameter"),
    "setting": ("Giá trị của trang này", "Value of this page"),
    "difference": ("Chênh lệch của đơn vị (0–1)", "The unit's difference (0–1)"),
}

_REASONS = {
    "plans": (
        "Chưa có kế hoạch nào của {unit} cho năm {year} trong kho số liệu. Ghi kế hoạch vào "
        "data/catalogue/plans.csv và mục tiêu vào data/<chương trình>/targets.csv.",
        "No plan of {unit} for {year} is on file. Register it in data/catalogue/plans.csv and its targets in "
        "data/<programme>/targets.csv.",
    ),
    "targets": (
        "Không có mục tiêu nào của {unit} cho năm {year} được công khai, nên không tính được khoảng cách.",
        "No target of {unit} for {year} is public, so no gap can be computed.",
    ),
    "reference": (
        "Không có mục tiêu quốc gia hay mục tiêu dài hạn nào cho các chỉ tiêu có số liệu {during}.",
        "No national or long-term target exists for the indicators with figures {during}.",
    ),
    "figures": (
        "Kho số liệu không có số liệu nào của {unit} {during}.",
        "No figure of {unit} {during} is on file.",
    ),
    "changes": (
        "Không so sánh được: kho số liệu không có chỉ tiêu nào của {unit} có số liệu cả {during} và {during_before}.",
        "No comparison: no indicator of {unit} has figures both {during} and {during_before}.",
    ),
    "contradictions": (
        "Không có số liệu nào của {unit} đến {until} mà các nguồn nêu khác nhau.",
        "No figure of {unit} up to {until} differs between sources.",
    ),
    "parts": (
        "Kho số liệu không có tử số và mẫu số theo từng đơn vị trực thuộc {unit} {during}, nên không chỉ ra được "
        "đơn vị nào giữ khoảng cách. Cần bảng số dịch vụ (hoặc hồ sơ) theo từng sở, ngành, huyện, xã.",
        "There are no counts by unit below {unit} {during}, so nobody can say which unit holds the gap. "
        "A table of services (or dossiers) by department, district and commune is needed.",
    ),
    "scenarios": (
        "Không có tỷ lệ DVCTT phát sinh hồ sơ của {unit} {during}, nên không tính được cần thêm bao nhiêu.",
        "The share of online services with a dossier is not on file for {unit} {during}.",
    ),
    "ratios": (
        "Kho số liệu không có tỷ lệ nào về dịch vụ công và hồ sơ trực tuyến của {unit} {during}.",
        "No rate of online services or dossiers of {unit} {during} is on file.",
    ),
    "levels": (
        "Không có chỉ tiêu nào của {unit} {during} có số liệu ở từ hai cấp hành chính trở lên.",
        "No indicator of {unit} has figures at two or more levels {during}.",
    ),
    "slices": (
        "Không có số liệu theo lĩnh vực để tính giới hạn cho {unit} {during}.",
        "There are no figures by field from which to derive bounds for {unit} {during}.",
    ),
    "dti": (
        "Kho số liệu không có DTI nào của {unit} đến {until}.",
        "No index of {unit} up to {until} is on file.",
    ),
    "pillars": (
        "Kho số liệu không có giá trị ba trụ cột của {unit} đến {until}.",
        "No pillar values of {unit} up to {until} are on file.",
    ),
    "parts_of_index": (
        "Nguồn công khai không nêu đủ các chỉ số thành phần của {unit} cho năm DTI gần nhất, nên không tách được "
        "DTI thành từng phần. Giá trị ba trụ cột công bố từ năm 2021 không cộng lại thành DTI.",
        "Public sources do not give all main indices of {unit} for the latest year of the index, so it cannot be "
        "taken apart. The pillar values published since 2021 do not add up to the index.",
    ),
    "field": (
        "Kho số liệu không có bảng xếp hạng của năm này.",
        "No ranking of this year is on file.",
    ),
}


def why_not(key: str, scope: Scope, **words: object) -> Note:
    """
    Say why a question has no answer from the data of this scope.

    Parameters
    ----------
    key : str
        Which question.
    scope : Scope
        The question asked.
    **words
        Further gaps of the reason.

    Returns
    -------
    Note
    """
    text = _REASONS[key][_position(scope.language)].format(
        unit=scope.unit_name,
        year=scope.period.year,
        during_before=period_phrases(scope.compare_to, scope.language)["during"],
        **period_phrases(scope.period, scope.language),
        **words,
    )
    return Note(text, language=scope.language)


def pick(scope: Scope, vi: str, en: str) -> str:
    """Choose the wording of the scope's language."""
    return (vi, en)[_position(scope.language)]


def _position(language: Language) -> int:
    return 0 if language == "vi" else 1


def _column(name: str, scope: Scope, kind: str = "text", **options: object) -> Column:
    heading = options.pop("heading", name)
    return Column(name, _HEADINGS[heading][_position(scope.language)], kind=kind, **options)


def _table(frame: pd.DataFrame, caption: str, columns: list[Column], scope: Scope, **options: object) -> Table:
    return Table(
        # A figure is printed with the decimals it was published with, so the catalogue's are not passed on.
        frame.reset_index(drop=True).drop(columns="decimals", errors="ignore"), caption, columns,
        language=scope.language, synthetic=scope.is_synthetic, **options,
    )  # fmt: skip


def _place(scope: Scope) -> str:
    return f"{scope.unit_name}, {scope.period.name(scope.language)}"


def _sources_line(frame: pd.DataFrame, scope: Scope, column: str = "source") -> str:
    """The titles of the sources of a table's figures, each once, most used first."""
    titles = source_titles(scope)
    used = frame.loc[frame[column] != "", column].value_counts(sort=True).index.tolist()
    shown = [titles[source] for source in used[:4]]
    more = pick(scope, f"và {len(used) - 4} nguồn khác", f"and {len(used) - 4} more") if len(used) > 4 else ""
    return "; ".join([*shown, more] if more else shown)


# --- 00 start here -------------------------------------------------------------------------------------------


def coverage(table: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print which periods have figures of the unit.

    Parameters
    ----------
    table : pandas.DataFrame
        One row per period, from `dtanalysis.checks.build_coverage`, with ``name``.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if table.empty:
        return why_not("figures", scope)
    columns = [
        _column("name", scope, heading="period_name"),
        _column("n_figures", scope, "number"),
        _column("n_indicators", scope, "number"),
        _column("n_sources", scope, "number"),
        _column("as_of", scope, "date"),
    ]
    caption = pick(scope, f"Các kỳ có số liệu của {scope.unit_name}", f"Periods with figures of {scope.unit_name}")
    return _table(table, caption, columns, scope)


def settings(scope: Scope) -> Table:
    """Print the parameters with which this page was made, each with its meaning."""
    rows = [
        ("period", scope.period.code, "Kỳ báo cáo: tháng 2023-06, quý 2023-Q2, nửa năm 2023-H1, 9 tháng 2023-9M, năm 2023",
         "Reporting period: 2023-06, 2023-Q2, 2023-H1, 2023-9M or 2023"),
        ("unit", scope.unit, "Mã đơn vị trong data/catalogue/units.csv", "Unit, an id from data/catalogue/units.csv"),
        ("plan", ", ".join(scope.plans) or MISSING, "Kế hoạch dùng để đánh giá; để trống: mọi kế hoạch của đơn vị trong năm",
         "Plans judged; empty: every own plan of the year"),
        ("as_of", scope.as_of.isoformat() if scope.as_of else "latest", "Chỉ dùng số liệu biết đến ngày này",
         "Only what was known on this day"),
        ("compare_to", scope.compare_to.code, "Kỳ so sánh; để trống: cùng kỳ năm trước", "Period to compare with; empty: the same one last year"),
        ("language", scope.language, "Ngôn ngữ của trang: vi hoặc en", "Language of the page: vi or en"),
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["parameter", "setting", "vi", "en"])
    frame["meaning"] = frame[scope.language]
    columns = [_column(name, scope) for name in ("parameter", "setting", "meaning")]
    return _table(frame, pick(scope, "Tham số của trang này", "Parameters of this page"), columns, scope)


def glossary(scope: Scope) -> Table:
    """Print the words that are easily confused, each with its meaning."""
    rows = [
        ("DVCTT có phát sinh hồ sơ", "Online services with a dossier",
         "Số dịch vụ có ít nhất một hồ sơ trực tuyến trong kỳ, chia cho số dịch vụ cung cấp. Đếm dịch vụ, không đếm hồ sơ.",
         "Services with at least one online dossier in the period, of all services offered. Counts services."),
        ("Hồ sơ tiếp nhận trực tuyến", "Dossiers received online",
         "Số hồ sơ nộp trực tuyến chia cho tổng số hồ sơ (trực tuyến, trực tiếp, bưu chính). Đếm hồ sơ.",
         "Dossiers submitted online, of all dossiers. Counts dossiers."),
        ("Điểm phần trăm", "Percentage point",
         "Hiệu của hai tỷ lệ: 81,17% so với 70% là cao hơn 11,17 điểm phần trăm (không phải 11,17%).",
         "The difference of two percentages: 81.17% against 70% is 11.17 points more."),
        ("Khoảng cách", "Gap",
         "Mục tiêu trừ thực hiện, quay theo chiều của chỉ tiêu: số dương là còn phải làm.",
         "Target minus result, turned so that positive is still to do."),
        ("Cần mỗi tháng", "Required pace",
         "Khoảng cách chia cho số tháng còn lại đến 31/12. Là phép chia đều, không phải dự báo.",
         "Gap divided by the months left to 31 December. Arithmetic, not a forecast."),
        ("Chưa xác định được", "Undecided",
         "Nguồn chỉ nêu giới hạn (“trên 90%”), chưa đủ để kết luận so với mục tiêu.",
         "The source gives a bound (“more than 90%”) that does not decide the target."),
        ("Suy ra", "Derived",
         "Mục tiêu không được nêu trực tiếp mà tính ngược từ kết quả và phần vượt.",
         "The target is not stated but computed back from the result and the excess."),
    ]  # fmt: skip
    frame = pd.DataFrame(
        {"term": [row[_position(scope.language)] for row in rows], "meaning": [row[2 + _position(scope.language)] for row in rows]}
    )
    return _table(
        frame, pick(scope, "Những từ dễ nhầm", "Words that are easily confused"),
        [_column("term", scope), _column("meaning", scope)], scope,
    )  # fmt: skip


def name_periods(coverage: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Add ``name``, the period in words, to the rows of `dtanalysis.checks.build_coverage`."""
    return coverage.assign(name=[period.name(scope.language) for period in coverage["period"]])


def name_components(parts: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Add ``component_name`` and ``name`` to rows with a ``component`` of the index."""
    words = scope.programme.indicators.set_index("indicator")[f"name_{scope.language}"]
    # "DTI chỉ số chính: Hạ tầng số" is "Hạ tầng số" in a table about the index.
    names = parts["component"].map(words).str.replace(r"^.*?: ", "", regex=True)
    return parts.assign(component_name=names, name=names)


def name_split(parts: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Add ``indicator_name`` to the rows of one split gap."""
    words = scope.programme.indicators.set_index("indicator")[f"name_{scope.language}"]
    return parts.assign(indicator_name=parts["indicator"].map(words))


# --- 10 scorecard --------------------------------------------------------------------------------------------


def plan_summary(summary: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print how many targets of each plan are met: as stated, and from the figures at hand.

    Parameters
    ----------
    summary : pandas.DataFrame
        One row per plan, from `dtanalysis.gaps.summarise_plans`.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if summary.empty:
        return why_not("plans", scope)
    language = scope.language
    rows = summary.assign(
        plan_name=summary[f"name_{language}"],
        stated=[_stated(row, language) for _, row in summary.iterrows()],
        n_met=summary["met"] + summary["exceeded"],
        n_open=summary["undecided"] + summary["not_reported"],
    )
    rows["range"] = [_range(row, language) for _, row in rows.iterrows()]
    columns = [
        _column("plan_name", scope),
        _column("n_targets", scope, "number"),
        _column("stated", scope),
        _column("n_known", scope, "number"),
        _column("n_met", scope, "number"),
        _column("behind", scope, "number"),
        _column("n_open", scope, "number"),
        _column("range", scope),
    ]
    note = pick(
        scope,
        "Cột “công bố” là con số của cơ quan chủ trì. Các cột sau tính từ những mục tiêu và số liệu có trong kho; "
        "mục tiêu chưa biết làm tỷ lệ chỉ nằm trong một khoảng. Một lát cắt (như lĩnh vực đất đai) không được đếm thêm.",
        "“As stated” is the owner's own count. The later columns come from the targets and figures on file; unknown "
        "targets leave a range. A slice (such as land) is not counted again.",
    )
    caption = pick(scope, f"Kết quả theo kế hoạch: {_place(scope)}", f"Results by plan: {_place(scope)}")
    return _table(rows, caption, columns, scope, note=note, source=_sources_line(rows.fillna({"source": ""}), scope))


def _stated(row: pd.Series, language: Language) -> str:
    if pd.isna(row["stated_met"]):
        return MISSING
    share = format_share(row["stated_share"], language=language)
    return f"{row['stated_met']:.0f}/{row['n_targets']:.0f} ({share})"


def _range(row: pd.Series, language: Language) -> str:
    # "0 % to 100 %" would look like a result; it only means that nothing is known.
    if pd.isna(row["lowest_share"]) or row["n_known"] == row["n_open"]:
        return MISSING
    low, high = (format_share(row[end], 0, language=language) for end in ("lowest_share", "highest_share"))
    return low if low == high else f"{low} – {high}"


def targets(scorecard: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print every known target of the judged plans with result, gap, status and required pace.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        One row per indicator and target, with names.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    judged = _worst_first(scorecard[scorecard["target"].notna()])
    if judged.empty:
        return why_not("targets", scope)
    rows = _with_gap_words(judged, scope)
    columns = [
        _column("name", scope),
        *([_column("plan", scope, heading="plan_name")] if judged["plan"].nunique() > 1 else []),
        _column("value_text", scope, heading="value"),
        _column("target_text", scope, heading="target"),
        _column("gap_text", scope),
        _column("status", scope, "status"),
        *_pace_column(rows, scope),
        _column("basis_name", scope),
    ]
    caption = pick(
        scope, f"Chỉ tiêu đã biết mục tiêu: {_place(scope)}", f"Indicators with a known target: {_place(scope)}"
    )
    return _table(
        rows, caption, columns, scope, note=_targets_note(rows, scope),
        source=_sources_line(rows, scope, "target_source"), wide=True,
    )  # fmt: skip


def _targets_note(rows: pd.DataFrame, scope: Scope) -> str:
    """What a reader must know of the targets: how they were found, and how many are not public."""
    notes = [pick(scope, "Điểm %: điểm phần trăm.", "Points: percentage points.")]
    notes += [_sentence(note) for note in dict.fromkeys(rows["target_note"]) if note and scope.language == "vi"]
    for _, plan in scope.plan_rows.iterrows():
        known = rows[(rows["plan"] == plan["plan"]) & (rows["dimension"] == "")]["indicator"].nunique()
        if pd.notna(plan["n_targets"]) and 0 < known < plan["n_targets"]:
            rest = int(plan["n_targets"]) - known
            notes.append(
                pick(
                    scope, f"Mục tiêu của {rest} chỉ tiêu khác trong {plan['plan']} chưa công khai.",
                    f"The other {rest} targets of {plan['plan']} are not public.",
                )
            )  # fmt: skip
    return " ".join(notes)


def _pace_column(rows: pd.DataFrame, scope: Scope) -> list[Column]:
    # A month's pace is only printed for percent indicators, and not at all when the year is over.
    return [] if rows["pace_points"].isna().all() else [_column("pace_points", scope, "number", decimals=2, heading="required_pace")]


def reference(scorecard: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print national (and long-term own) targets beside the period's figures, for orientation.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        A scorecard against the reference targets, with names.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    judged = scorecard[scorecard["target"].notna() & scorecard["value"].notna() & scorecard["is_current"]]
    if judged.empty:
        return why_not("reference", scope)
    plans = scope.programme.plans.set_index("plan")[f"name_{scope.language}"]
    rows = _with_gap_words(_worst_first(judged), scope)
    rows = rows.assign(due=rows["year"].map(lambda year: f"{year:.0f}"))
    columns = [
        _column("name", scope),
        _column("value_text", scope, heading="value"),
        _column("target_text", scope, heading="target"),
        _column("gap_text", scope),
        _column("status", scope, "status"),
        _column("due", scope),
        _column("plan", scope, heading="plan_name"),
    ]
    used = "; ".join(f"{plan}: {plans[plan]}" for plan in dict.fromkeys(rows["plan"]))
    caption = pick(
        scope,
        f"Mục tiêu quốc gia và mục tiêu dài hạn, để tham chiếu: {_place(scope)}",
        f"National and long-term targets, for orientation: {_place(scope)}",
    )
    note = pick(
        scope,
        f"Điểm %: điểm phần trăm. Mục tiêu quốc gia đặt cho cả nước, không phải chỉ tiêu giao cho địa phương; cách tính có thể khác. {used}.",
        f"National targets are set for the country, not for this unit; definitions may differ. {used}.",
    )
    return _table(rows, caption, columns, scope, note=note, source=_sources_line(rows, scope, "target_source"), wide=True)


def other_figures(scorecard: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print the period's figures for which no target is known.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        One row per indicator and target, with names.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    rows = scorecard[scorecard["target"].isna() & scorecard["value"].notna() & _told(scorecard)]
    rows = rows[rows["is_recent"]]
    if rows.empty:
        return why_not("figures", scope)
    # The index has a page of its own: here only its headline figures.
    rows = rows[(rows["group"] != "dti") | (rows["key"] == "yes")]
    this_period = pick(scope, "kỳ này", "this period")
    rows = rows.assign(
        order=rows["group"].map(INDICATORS.words["group"].index),
        period_name=[this_period if row["is_current"] else row["period"].name(scope.language) for _, row in rows.iterrows()],
        note=_notes(rows, scope),
    ).sort_values(["order", "name"], kind="stable")
    # A group is named once, at its first row.
    rows["group_name"] = rows["group_name"].mask(rows["group_name"].duplicated(), "")
    columns = [
        _column("group_name", scope),
        _column("name", scope),
        _column("value", scope, "value", heading="known_value", qualifier="qualifier"),
        _column("period_name", scope),
    ]
    if rows["note"].ne("").any():
        columns.append(_column("note", scope))
    caption = pick(
        scope, f"Số liệu chưa biết mục tiêu: {_place(scope)}", f"Figures without a known target: {_place(scope)}"
    )
    return _table(rows, caption, columns, scope, source=_sources_line(rows, scope), wide=True)


def changes(scorecard: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print what moved between the compared periods.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        With the columns of `dtanalysis.gaps.add_change` and names.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    moved = scorecard[scorecard[["change_pp", "change_rel", "change_places"]].notna().any(axis=1)]
    moved = moved[_told(moved)].drop_duplicates(["indicator", "level", "dimension"])
    if moved.empty:
        return why_not("changes", scope)
    rows = moved.assign(change=[_change_words(row, scope) for _, row in moved.iterrows()]).sort_values("name")
    columns = [
        _column("name", scope),
        _column("earlier_value", scope, "value", heading="before"),
        _column("value", scope, "value", qualifier="qualifier"),
        _column("change", scope),
    ]
    names = (scope.compare_to.name(scope.language), scope.period.name(scope.language))
    caption = pick(scope, f"Thay đổi từ {names[0]} đến {names[1]}", f"Change from the {names[0]} to the {names[1]}")
    return _table(rows, caption, columns, scope, source=_sources_line(rows, scope))


def _change_words(row: pd.Series, scope: Scope) -> str:
    language = scope.language
    if pd.notna(row["change_pp"]):
        points = format_number(row["change_pp"], 2, language=language, signed=True)
        return points + pick(scope, " điểm phần trăm", " percentage points")
    if pd.notna(row["change_places"]):
        places = format_number(row["change_places"], 0, language=language, signed=True)
        return places + pick(scope, " bậc (dương: tốt hơn)", " places (positive: better)")
    sign = "+" if row["change_rel"] > 0 else "−" if row["change_rel"] < 0 else ""
    size = value_text({**row, "step": abs(row["value"] - row["earlier_value"])}, "step", language)
    return f"{sign}{size} ({sign}{format_share(abs(row['change_rel']), 1, language=language)})"


def contradictions(rows: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print figures for which sources differ, every version with its source.

    Parameters
    ----------
    rows : pandas.DataFrame
        From `dtanalysis.checks.find_contradictions`, with names.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    seen = rows[[period.last_day <= scope.period.last_day for period in rows["period"]]]
    if seen.empty:
        return why_not("contradictions", scope)
    named = seen.assign(
        period_name=seen["period"].map(lambda period: period.name(scope.language)),
        source_title=seen["source"].map(source_titles(scope)),
    )
    columns = [
        _column("name", scope),
        _column("period_name", scope),
        _column("value", scope, "value", heading="known_value", qualifier="qualifier"),
        _column("source_title", scope),
    ]
    caption = pick(scope, "Số liệu mà các nguồn nêu khác nhau", "Figures on which sources differ")
    note = pick(
        scope,
        "Mọi phiên bản đều được giữ. Bảng điểm dùng nguồn tin cậy hơn (văn bản chính thức trước báo chí), rồi đến nguồn mới hơn.",
        "Every version is kept. The scorecard uses the more trusted source (official before press), then the later one.",
    )
    return _table(named, caption, columns, scope, note=note)


def sources(observations: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print the documents behind the period's figures.

    Parameters
    ----------
    observations : pandas.DataFrame
        The rows whose sources are listed.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    used = observations["source"].value_counts()
    register = scope.programme.sources.set_index("source", drop=False)
    rows = register.loc[[source for source in used.index if source]]
    if rows.empty:
        return why_not("figures", scope)
    rows = rows.assign(n_figures=used, published=rows["date"])
    labels = (("title", "Tài liệu", "Document"), ("publisher", "Nơi đăng", "Publisher"),
              ("published", "Ngày (theo nguồn)", "Date (as far as known)"), ("url", "Địa chỉ", "Address"))  # fmt: skip
    columns = [Column(name, pick(scope, vi, en)) for name, vi, en in labels]
    columns.insert(3, _column("n_figures", scope, "number"))
    caption = pick(scope, f"Nguồn số liệu: {_place(scope)}", f"Sources: {_place(scope)}")
    return _table(rows, caption, columns, scope, wide=True)


def _told(scorecard: pd.DataFrame) -> pd.Series:
    """Figures about the plans themselves are told by the plan summary."""
    return ~scorecard["indicator"].str.startswith("plan_target")


def _worst_first(judged: pd.DataFrame) -> pd.DataFrame:
    order = {"behind": 0, "undecided": 1, "not_reported": 2, "met": 3, "exceeded": 4, "dropped": 5}
    return judged.assign(order=judged["status"].map(order)).sort_values(
        ["order", "gap"], ascending=[True, False], kind="stable"
    )


def _with_gap_words(judged: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    basis = {"stated": pick(scope, "nêu trong nguồn", "stated"), "derived": pick(scope, "suy ra", "derived")}
    signs = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "eq": "="}
    return judged.assign(
        value_text=[_latest_value(row, scope) for _, row in judged.iterrows()],
        target_text=[
            f"{signs[row['comparator']]} {value_text(row, 'target', scope.language)}" for _, row in judged.iterrows()
        ],
        gap_text=[_signed_gap(row, scope) for _, row in judged.iterrows()],
        basis_name=judged["basis"].map(basis),
        pace_points=judged["required_pace"].where(
            (judged["unit_measure"] == "percent") & (judged["gap"] > 0) & (judged["gap_qualifier"] == "eq")
        ),
    )


def _latest_value(row: pd.Series, scope: Scope) -> str:
    """The period's own figure or, marked as such, the latest earlier one."""
    value = value_text(row, "value", scope.language)
    if row["is_current"] or value == MISSING:
        return value
    period = row["period"].name(scope.language)
    return pick(scope, f"{MISSING} (gần nhất: {value}, {period})", f"{MISSING} (latest: {value}, {period})")


def _signed_gap(row: pd.Series, scope: Scope) -> str:
    language = scope.language
    if pd.isna(row["gap"]):
        return MISSING
    if row["gap"] == 0 and row["gap_qualifier"] == "lt":
        return pick(scope, "vượt, không rõ mức", "beyond, by an unknown amount")
    bound = {"le": "≤ ", "lt": "< ", "ge": "≥ ", "gt": "> ", "approx": "≈ "}.get(row["gap_qualifier"], "")
    return bound + ("−" if row["gap"] < 0 else "") + _gap_size(row, scope)


def _gap_size(row: pd.Series, scope: Scope) -> str:
    """As in a sentence, but points are shortened to what fits a column ("điểm %" is explained in the note)."""
    if row["unit_measure"] != "percent":
        return gap_text(row, scope.language)
    number = format_number(abs(row["gap"]), language=scope.language)
    return number + pick(scope, "\N{NO-BREAK SPACE}điểm\N{NO-BREAK SPACE}%", "\N{NO-BREAK SPACE}points")


def _notes(rows: pd.DataFrame, scope: Scope) -> pd.Series:
    # Notes are kept in Vietnamese; an English page leaves them out rather than mixing languages.
    return rows["note"] if scope.language == "vi" else pd.Series("", index=rows.index)


def _sentence(note: str) -> str:
    return note if note.endswith((".", "!", "?")) else f"{note}."


def _year_of(period) -> int:
    return period.year


# --- 20 gap analysis -----------------------------------------------------------------------------------------


def ratios(scorecard: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print the rates of online services and dossiers with what each divides by what.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        The rows of the rates to explain, with names.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    words = scope.programme.indicators.set_index("indicator")[["numerator_vi", "denominator_vi"]]
    current = scorecard[scorecard["is_current"]].drop_duplicates(["indicator", "level", "dimension"])
    if current.empty:
        return why_not("ratios", scope)
    rows = current.join(words.replace("", pick(scope, "nguồn không nêu", "not told by the source")), on="indicator")
    columns = [
        _column("name", scope),
        _column("value", scope, "value", qualifier="qualifier"),
        _column("numerator_vi", scope),
        _column("denominator_vi", scope),
    ]
    caption = pick(scope, f"Mỗi tỷ lệ chia cái gì cho cái gì: {_place(scope)}", f"What each rate divides: {_place(scope)}")
    return _table(rows, caption, columns, scope, source=_sources_line(rows, scope), wide=True)


def levels(scorecard: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print indicators that are read at several administrative levels.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        One row per indicator, level and target, with names.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    rows = several_levels(scorecard)
    if rows.empty:
        return why_not("levels", scope)
    names = term_names(scope, "level")
    plain = scope.programme.indicators.set_index("indicator")[f"name_{scope.language}"]
    best = rows.groupby("indicator")["value"].transform("max")
    rows = rows.assign(
        name=rows["indicator"].map(plain), level_name=rows["level"].map(names), behind_best=rows["value"] - best
    )
    columns = [
        _column("name", scope),
        _column("level_name", scope),
        _column("value", scope, "value", qualifier="qualifier"),
        Column("behind_best", pick(scope, "So với cấp cao nhất (điểm %)", "Against the best level (points)"), kind="points"),
    ]
    caption = pick(scope, f"Chênh lệch giữa các cấp: {_place(scope)}", f"Differences between levels: {_place(scope)}")
    return _table(rows, caption, columns, scope, source=_sources_line(rows, scope))


def several_levels(scorecard: pd.DataFrame) -> pd.DataFrame:
    """Choose the percent indicators read at two levels or more in the period, best level first."""
    rows = scorecard[
        scorecard["is_current"] & (scorecard["unit_measure"] == "percent") & (scorecard["dimension"] == "")
    ].drop_duplicates(["indicator", "level"])
    counted = rows.groupby("indicator")["level"].transform("nunique")
    return rows[counted > 1].sort_values(["indicator", "value"], ascending=[True, False])


def service_facts(reading: pd.Series | None, orientation: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print what the share of services with a dossier implies about the number of services.

    Parameters
    ----------
    reading : pandas.Series or None
        From `dtanalysis.decomposition.describe_services`.
    orientation : pandas.DataFrame
        From `dtanalysis.decomposition.orient_services`, with names; may be empty.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if reading is None:
        return why_not("scenarios", scope)
    language = scope.language
    published = pd.notna(reading["denominator"])
    least, idle = (format_number(reading[name], 0, language=language) for name in ("least_services", "least_idle"))
    words = {
        True: (f"{least} dịch vụ (công bố)", f"{idle} dịch vụ", f"{least} services (published)", f"{idle} services"),
        False: (f"ít nhất {least} dịch vụ", f"ít nhất {idle} dịch vụ", f"at least {least} services", f"at least {idle} services"),
    }[published]
    total, without = words[:2] if language == "vi" else words[2:]
    value = format_value(reading["value"], "percent", language=language)
    rest = format_value(100 - reading["value"], "percent", language=language)
    facts = [
        (pick(scope, "Dịch vụ có ít nhất một hồ sơ", "Services with at least one dossier"), value),
        (pick(scope, "Dịch vụ không có hồ sơ nào", "Services without a dossier"), rest),
        (pick(scope, "Tổng số dịch vụ trực tuyến", "Online services in all"), total),
        (pick(scope, "Số dịch vụ không có hồ sơ", "Number of services without a dossier"), without),
        *_orienting_facts(orientation, scope),
    ]
    rows = pd.DataFrame(facts, columns=["term", "known_value"])
    notes = [] if published else [pick(
        scope,
        f"Nguồn không nêu tổng số dịch vụ. Không có tổng nào nhỏ hơn {least} cho ra đúng {value} khi làm tròn hai chữ số thập phân.",
        f"The source does not give the number of services. No total below {least} prints as {value} with two decimals.",
    )]  # fmt: skip
    if len(facts) > 4:
        notes.append(pick(
            scope,
            "Các dòng “để tham khảo” thuộc kỳ khác và có thể theo cách tính khác: kỳ dài hơn thì tỷ lệ này cao hơn.",
            "The rows “for orientation” belong to other periods and perhaps other definitions: a longer period raises this rate.",
        ))  # fmt: skip
    note = " ".join(notes)
    columns = [Column("term", pick(scope, "Nội dung", "Fact")), _column("known_value", scope)]
    caption = pick(scope, f"{value} nói lên điều gì: {_place(scope)}", f"What {value} implies: {_place(scope)}")
    return _table(rows, caption, columns, scope, note=note)


def _orienting_facts(orientation: pd.DataFrame, scope: Scope) -> list[tuple[str, str]]:
    names = unit_names(scope)
    return [
        (
            pick(scope, "Để tham khảo: ", "For orientation: ")
            + f"{in_sentence(row['name'])}, {names[row['unit']]}, {row['period'].name(scope.language)}",
            value_text(row, "value", scope.language),
        )
        for _, row in orientation.iterrows()
    ]


def scenarios(table: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print what it would take to bring more services to a dossier.

    Parameters
    ----------
    table : pandas.DataFrame
        From `dtanalysis.decomposition.build_scenarios`.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if table.empty:
        return why_not("scenarios", scope)
    rows = table.assign(services=[_services(row, scope) for _, row in table.iterrows()])
    columns = [
        _column("goal", scope, "percent"),
        _column("needed_pp", scope, "number", decimals=2),
        *([] if rows["pace"].isna().all() else [_column("pace", scope, "number", decimals=2)]),
        _column("services", scope),
    ]
    caption = pick(
        scope,
        f"Để nhiều dịch vụ có hồ sơ hơn: {_place(scope)}",
        f"Bringing more services to a dossier: {_place(scope)}",
    )
    note = pick(
        scope,
        "Các mức đặt ra chỉ để tính; chưa có mục tiêu công khai cho tỷ lệ này. Chia đều theo tháng là phép tính, không phải dự báo.",
        "The levels are for arithmetic only; no public target exists for this rate. The monthly figure is arithmetic, not a forecast.",
    )
    return _table(rows, caption, columns, scope, note=note)


def _services(row: pd.Series, scope: Scope) -> str:
    if pd.isna(row["count_needed"]):
        return MISSING
    count = format_number(row["count_needed"], 0, language=scope.language)
    if row["is_least"]:
        return pick(scope, f"ít nhất {count} dịch vụ", f"at least {count} services")
    total = format_number(row["denominator"], 0, language=scope.language)
    return pick(scope, f"{count} trong {total} dịch vụ", f"{count} of {total} services")


def slices(bounds: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print what the rates alone say about each slice below the whole.

    Parameters
    ----------
    bounds : pandas.DataFrame
        From `dtanalysis.decomposition.bound_slices`, with names.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if bounds.empty:
        return why_not("slices", scope)
    rows = bounds.assign(largest_weight=100 * bounds["largest_weight"])
    columns = [
        _column("name", scope),
        Column("part", pick(scope, "Tỷ lệ", "Rate"), kind="percent"),
        Column("whole", pick(scope, "Tỷ lệ chung", "Rate of the whole"), kind="percent"),
        Column("largest_weight", pick(scope, "Chiếm tối đa (% tổng số hồ sơ)", "Holds at most (% of all dossiers)"), kind="percent", decimals=1),
        Column("target", pick(scope, "Nếu nâng lên", "If raised to"), kind="percent"),
        Column("largest_gain_pp", pick(scope, "Tỷ lệ chung tăng nhiều nhất (điểm %)", "The whole gains at most (points)"), kind="number", decimals=1),
    ]  # fmt: skip
    note = pick(
        scope,
        "Suy ra từ hai tỷ lệ: tỷ lệ chung = tỷ trọng × tỷ lệ lĩnh vực + phần còn lại, mà phần còn lại không vượt quá 100%. "
        "Đúng khi hai tỷ lệ cùng tính trên tổng số hồ sơ.",
        "From the two rates alone: whole = weight × slice + rest, and the rest cannot exceed 100 %. "
        "Holds where both rates divide by dossiers of the same kind.",
    )
    caption = pick(scope, f"Giới hạn suy ra từ các tỷ lệ: {_place(scope)}", f"Bounds implied by the rates: {_place(scope)}")
    return _table(rows, caption, columns, scope, note=note)


def holders(summary: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print, for each rate with counts by unit, how few units hold most of the gap.

    Parameters
    ----------
    summary : pandas.DataFrame
        From `dtanalysis.decomposition.summarise_splits`, with names.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if summary.empty:
        return why_not("parts", scope)
    language = scope.language
    rows = summary.assign(
        units=[f"{row.n_holders}/{row.n_units}" for row in summary.itertuples()],
        held=[format_share(share, 0, language=language) for share in summary["held_share"]],
    )
    columns = [
        _column("name", scope),
        Column("rate", pick(scope, "Tỷ lệ chung", "Rate of all"), kind="percent", decimals=2),
        Column("target", pick(scope, "Mức so sánh", "Compared with"), kind="percent"),
        Column("gap_pp", pick(scope, "Khoảng cách (điểm %)", "Gap (points)"), kind="number", decimals=2),
        Column("units", pick(scope, "Số đơn vị giữ phần lớn", "Units that hold most")),
        Column("held", pick(scope, "Họ giữ", "They hold")),
        Column("first_unit", pick(scope, "Giữ nhiều nhất", "Holds most")),
        Column("first_points", pick(scope, "(điểm %)", "(points)"), kind="number", decimals=2),
    ]
    caption = pick(scope, f"Bao nhiêu đơn vị giữ phần lớn khoảng cách: {_place(scope)}", f"How few units hold most of the gap: {_place(scope)}")
    note = pick(
        scope,
        "“Tỷ lệ chung” tính trên các đơn vị có số liệu cộng lại, không nhất thiết là toàn tỉnh.",
        "“Rate of all” is that of the units with figures together, not necessarily of the whole province.",
    )
    return _table(rows, caption, columns, scope, note=note, wide=True)


def split(parts: pd.DataFrame, scope: Scope, *, limit: int = 15) -> Table | None:
    """
    Print who holds the gap.

    Parameters
    ----------
    parts : pandas.DataFrame
        From `dtanalysis.decomposition.split_gap`, with ``name_vi``, ``indicator_name`` and ``target``.
    scope : Scope
        The question.
    limit : int
        The most rows to print; the rest is summed up in the note.

    Returns
    -------
    Table or None
        None without counts; `holders` says why.
    """
    if parts.empty:
        return None
    language = scope.language
    first = parts.iloc[0]
    rows = parts.head(limit)
    rows = rows.assign(
        counts=[f"{_count(row.numerator, language)}/{_count(row.denominator, language)}" for row in rows.itertuples()],
        interval=[f"{_count(row.lower, language)}–{_count(row.upper, language)}%" for row in rows.itertuples()],
        weight_text=[format_share(weight, 1, language=language) for weight in rows["weight"]],
    )
    columns = [
        _column("name_vi", scope, heading="unit_name"),
        _column("rate", scope, "percent", decimals=2),
        Column("interval", pick(scope, "Khoảng tin cậy 95%", "95 % interval")),
        Column("counts", _HEADINGS["counts"][_position(language)]),
        Column("weight_text", _HEADINGS["weight"][_position(language)]),
        _column("contribution_pp", scope, "points"),
        _column("count_short", scope, "number", decimals=0),
    ]
    goal = format_value(first["target"], "percent", language=language)
    caption = pick(
        scope,
        f"Đơn vị nào giữ khoảng cách đến {goal}: {first['indicator_name']}",
        f"Which units hold the gap to {goal}: {first['indicator_name']}",
    )
    return _table(rows, caption, columns, scope, note=_parts_note(parts, limit, scope), source=_sources_line(parts, scope), wide=True)


def _parts_note(parts: pd.DataFrame, limit: int, scope: Scope) -> str:
    language = scope.language
    total = format_number(parts["contribution_pp"].sum(), 2, language=language)
    notes = [
        pick(
            scope, f"Cộng tất cả các đơn vị bằng đúng khoảng cách chung: {total} điểm phần trăm.",
            f"All units add up to the total gap: {total} percentage points.",
        )
    ]  # fmt: skip
    small = parts.loc[parts["is_small"], "name_vi"].tolist()
    if small:
        listed = format_list(small, language)
        notes.append(
            pick(
                scope, f"Dưới 30 hồ sơ, một hồ sơ đã làm tỷ lệ đổi trên 3 điểm, không nên xếp hạng: {listed}.",
                f"Below 30 cases one case moves the rate by over 3 points, so do not rank: {listed}.",
            )
        )  # fmt: skip
    if len(parts) > limit:
        rest = parts.iloc[limit:]
        points = format_number(rest["contribution_pp"].sum(), 2, language=language, signed=True)
        notes.append(
            pick(
                scope, f"Không in {len(rest)} đơn vị còn lại, tổng đóng góp {points} điểm.",
                f"The other {len(rest)} units, {points} points together, are not printed.",
            )
        )  # fmt: skip
    return " ".join(notes)


def _count(value: float, language: Language) -> str:
    return format_number(value, 0, language=language)


# --- 50 DTI --------------------------------------------------------------------------------------------------


def dti_history(history: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print the unit's index, rank and growth by year.

    Parameters
    ----------
    history : pandas.DataFrame
        From `dtanalysis.dti.build_history`.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if history.empty:
        return why_not("dti", scope)
    language = scope.language
    agrees = {True: pick(scope, "khớp", "yes"), False: pick(scope, "không khớp", "no")}
    origin = {"published": pick(scope, "công bố", "published"), "derived": pick(scope, "suy ra", "derived")}
    rows = history.assign(
        year=history["year"].astype(str),
        rank_text=[_rank(row, language) for _, row in history.iterrows()],
        growth_text=[_growth(value, language) for value in history["growth"]],
        stated_text=[_growth(value, language) for value in history["stated_growth"]],
        agrees=history["growth_agrees"].map(agrees),
        places_text=[format_number(value, 0, language=language, signed=True) for value in history["places"]],
        basis_name=history["figure_status"].map(origin),
    )
    columns = [
        _column("year", scope),
        _column("value", scope, "index", heading="index"),
        _column("rank_text", scope, heading="rank"),
        _column("places_text", scope, heading="places"),
        _column("growth_text", scope, heading="growth"),
        *([] if history["stated_growth"].isna().all() else [
            _column("stated_text", scope, heading="stated_growth"), _column("agrees", scope)]),
        Column("basis_name", pick(scope, "Giá trị", "Value is")),
    ]  # fmt: skip
    caption = pick(scope, f"DTI qua các năm: {scope.unit_name}", f"The index by year: {scope.unit_name}")
    note = pick(
        scope,
        "Số bậc dương là tăng hạng. Thứ hạng trong 63 và trong 34 tỉnh, thành phố không so sánh với nhau.",
        "Positive places are gained. Ranks among 63 and among 34 provinces are not compared.",
    )
    return _table(rows, caption, columns, scope, note=note, source=_sources_line(history.fillna({"source": ""}), scope))


def dti_pillars(table: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print the three pillars by year.

    Parameters
    ----------
    table : pandas.DataFrame
        From `dtanalysis.dti.pillars`, with ``component_name``.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if table.empty:
        return why_not("pillars", scope)
    agrees = {True: pick(scope, "khớp", "yes"), False: pick(scope, "không khớp", "no")}
    rows = table.assign(
        year=table["year"].astype(str),
        rank_text=[_rank(row, scope.language) for _, row in table.iterrows()],
        growth_text=[_growth(value, scope.language) for value in table["growth"]],
        stated_text=[_growth(value, scope.language) for value in table["stated_growth"]],
        agrees=table["growth_agrees"].map(agrees),
    )
    columns = [
        _column("component_name", scope),
        _column("year", scope),
        _column("value", scope, "index", heading="component_value"),
        _column("rank_text", scope, heading="rank"),
        _column("growth_text", scope, heading="growth"),
        *([] if table["stated_growth"].isna().all() else [
            _column("stated_text", scope, heading="stated_growth"), _column("agrees", scope)]),
    ]  # fmt: skip
    caption = pick(scope, f"Ba trụ cột của DTI: {scope.unit_name}", f"The three pillars: {scope.unit_name}")
    note = pick(
        scope,
        "Từ DTI 2021 giá trị trụ cột không còn cộng theo trọng số thành DTI (Quyết định 922/QĐ-BTTTT năm 2022).",
        "Since 2021 the pillar values no longer add up to the index (Decision 922/QĐ-BTTTT of 2022).",
    )
    return _table(rows, caption, columns, scope, note=note)


def dti_parts(parts: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print what the index is made of and what would move it.

    Parameters
    ----------
    parts : pandas.DataFrame
        From `dtanalysis.dti.what_if`, with ``component_name``.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if parts.empty:
        return why_not("parts_of_index", scope)
    weight_text = [format_share(weight, 0, language=scope.language) for weight in parts["weight"]]
    columns = [
        _column("component_name", scope),
        _column("value", scope, "index", heading="component_value"),
        Column("weight_text", _HEADINGS["component_weight"][_position(scope.language)]),
        _column("contribution", scope, "index"),
        _column("room", scope, "index"),
        _column("index_gain", scope, "index"),
    ]
    total = format_number(parts["contribution"].sum(), 4, language=scope.language)
    caption = pick(scope, f"DTI gồm những gì: {scope.unit_name}", f"What the index is made of: {scope.unit_name}")
    note = pick(scope, f"Các đóng góp cộng lại thành {total}.", f"The contributions add up to {total}.")
    return _table(parts.assign(weight_text=weight_text), caption, columns, scope, note=note, wide=True)


def dti_means(table: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print the national means of the index, every published version, beside the unit's value.

    Parameters
    ----------
    table : pandas.DataFrame
        One row per version: ``year``, ``value``, ``source``, ``difference``.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if table.empty:
        return why_not("dti", scope)
    rows = table.assign(year=table["year"].astype(str), source_title=table["source"].map(source_titles(scope)))
    columns = [
        _column("year", scope),
        Column("value", pick(scope, "Bình quân các tỉnh", "Mean of the provinces"), kind="index"),
        Column("difference", _HEADINGS["difference"][_position(scope.language)], kind="points", decimals=4),
        _column("source_title", scope),
    ]
    caption = pick(
        scope, f"So với bình quân các tỉnh: {scope.unit_name}", f"Against the mean of the provinces: {scope.unit_name}"
    )
    note = pick(
        scope,
        "Các nguồn nêu bình quân khác nhau cho cùng một năm; bảng giữ mọi phiên bản.",
        "Sources print different means for the same year; every version is kept.",
    )
    return _table(rows, caption, columns, scope, note=note if rows["year"].duplicated().any() else "")


def dti_field(field: pd.DataFrame, scope: Scope, *, around: int = 3) -> Table | Note:
    """
    Print the top of the ranking and the unit's neighbours.

    Parameters
    ----------
    field : pandas.DataFrame
        From `dtanalysis.dti.rank_field`.
    scope : Scope
        The question.
    around : int
        How many neighbours on each side.

    Returns
    -------
    Table or Note
    """
    if field.empty:
        return why_not("field", scope)
    place = field.index[field["unit"] == scope.unit]
    near = set(range(int(place[0]) - around, int(place[0]) + around + 1)) if len(place) else set()
    rows = field[[row in near or row < 5 for row in range(len(field))]]
    rows = rows.assign(unit_name=[f"▶ {name}" if unit == scope.unit else name for unit, name in zip(rows["unit"], rows["name_vi"], strict=True)])
    columns = [_column("rank", scope, "rank"), _column("unit_name", scope), _column("value", scope, "index", heading="index")]
    caption = pick(scope, "Năm tỉnh, thành phố dẫn đầu và các đơn vị xếp liền kề", "The first five and the nearest ranks")
    note = pick(
        scope,
        "Phần lớn nguồn công khai chỉ nêu thứ hạng, không nêu giá trị; dấu – là không có trong nguồn.",
        "Most public sources print ranks only; – means not in the sources.",
    )
    return _table(rows, caption, columns, scope, note=note)


def _rank(row: pd.Series, language: Language) -> str:
    if pd.isna(row["rank"]):
        return MISSING
    field = "" if pd.isna(row["n_units"]) else f"/{row['n_units']:.0f}"
    return f"{format_number(row['rank'], 0, language=language)}{field}"


def _growth(value: float, language: Language) -> str:
    if pd.isna(value):
        return MISSING
    return ("+" if value > 0 else "−" if value < 0 else "") + format_share(abs(value), 2, language=language)


def units_on_file(scope: Scope) -> Table:
    """Print the units for which most figures are on file, with the periods they span."""
    known = scope.programme.observations[scope.programme.observations["value"].notna()]
    years = known.assign(year=known["period"].map(_year_of))
    table = years.groupby("unit").agg(n_figures=("value", "size"), first=("year", "min"), last=("year", "max"))
    table = table.sort_values("n_figures", ascending=False).head(12).reset_index()
    names, parents = unit_names(scope), scope.programme.units.set_index("unit")[["level", "parent"]]
    rows = table.assign(
        unit_name=[
            f"{names[unit]} – {names[parents.loc[unit, 'parent']]}" if parents.loc[unit, "level"] == "agency" else names[unit]
            for unit in table["unit"]
        ],
        span=[f"{row.first}" if row.first == row.last else f"{row.first}–{row.last}" for row in table.itertuples()],
    )
    columns = [
        _column("unit_name", scope),
        Column("unit", pick(scope, "Mã đơn vị", "Id")),
        _column("n_figures", scope, "number"),
        Column("span", pick(scope, "Các năm", "Years")),
    ]
    return _table(rows, pick(scope, "Đơn vị có nhiều số liệu nhất", "Units with most figures"), columns, scope)
