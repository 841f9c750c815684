"""
Tables of arithmetic beside the projections: the yardsticks of others, scenarios, and what the rest of the year needs.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope, unit_names
from dtanalysis.exhibits import Note, Table
from dtanalysis.formats import MISSING, format_number, format_share
from dtanalysis.narrative import pick, place
from dtanalysis.narrative.projection import monthly_text, projected_text, stated_text
from dtanalysis.narrative.projection_words import (
    ESCAP_CLASSES,
    EUROSTAT_CLASSES,
    EUROSTAT_WARNINGS,
    PACE_CLASSES,
    SCENARIOS,
)
from dtanalysis.tables.layout import column, make_table, verdict
from dtanalysis.tables.reasons import why_not

_PACE_ORDER = ("moving_away", "behind", "acceleration_needed", "on_pace", "achieved", "unknown")
_SERIES = ["indicator", "unit", "level", "dimension"]


def yardsticks(scorecard: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print what three yardsticks in common use say of each target, in columns of their own.

    Parameters
    ----------
    scorecard : pandas.DataFrame
        With the columns of `dtanalysis.yardsticks.add_yardsticks` and names.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    # "Achieved" alone needs no yardstick: the target says it.
    is_measured = scorecard[["pace_ratio", "eurostat_ratio"]].notna().any(axis=1)
    rows = scorecard[scorecard["target"].notna() & (is_measured | (scorecard["escap_class"] != "unknown"))]
    order = {word: number for number, word in enumerate(_PACE_ORDER)}
    rows = rows[rows["is_current"]].sort_values(
        ["pace_class", "pace_ratio"],
        key=lambda cells: cells.map(order) if cells.name == "pace_class" else cells,
        kind="stable",
    )
    if rows.empty:
        return why_not("yardsticks", scope)
    language = scope.language
    printed = rows.assign(
        pace_share=[format_share(ratio, 0, language=language) for ratio in rows["pace_ratio"]],
        pace_word=[PACE_CLASSES[word][language] for word in rows["pace_class"]],
        eurostat_word=[EUROSTAT_CLASSES[word][language] for word in rows["eurostat_class"]],
        warnings=[_warnings(row, scope) for _, row in rows.iterrows()],
        escap_word=[ESCAP_CLASSES[word][language] for word in rows["escap_class"]],
        escap_share=[_escap_share(row, scope) for _, row in rows.iterrows()],
    )
    columns = [
        column("name", scope),
        column("pace_share", scope, right=True),
        column("pace_word", scope),
        column("eurostat_word", scope),
        column("warnings", scope),
        column("escap_word", scope),
        column("escap_share", scope, right=True),
        *([column("plan", scope, heading="plan_name")] if rows["plan"].nunique() > 1 else []),
    ]
    caption = pick(
        scope,
        f"Thước đo số học, không phải dự báo: {place(scope)}",
        f"Arithmetic yardsticks, not a projection: {place(scope)}",
    )
    return make_table(printed, caption, columns, scope, note=_yardsticks_note(scope), wide=True)


def _warnings(row: pd.Series, scope: Scope) -> str:
    """Why the class of Eurostat says little here."""
    words = row["eurostat_warning"].split() if row["eurostat_class"] != "unknown" else []
    return "; ".join(EUROSTAT_WARNINGS[word][scope.language] for word in words) or MISSING


def _escap_share(row: pd.Series, scope: Scope) -> str:
    """Anticipated progress in percent of what is required, with the readings it rests on."""
    if pd.isna(row["escap_progress"]):
        return MISSING
    share = format_share(row["escap_progress"] / 100, 0, language=scope.language)
    return pick(scope, f"{share} (từ {row['escap_n']} số liệu)", f"{share} (from {row['escap_n']} readings)")


def _yardsticks_note(scope: Scope) -> str:
    return pick(
        scope,
        "Mỗi thước đo kẻ một đường qua quá khứ như thể không có gì dao động, nên không có khoảng và không có xác suất. "
        "Tiến độ so với cần: phần đã đi chia cho phần lẽ ra phải đi đến nay. Eurostat và Open SDG so tốc độ tăng kép; cột "
        "cảnh báo nói khi nào kết quả ít ý nghĩa. UN ESCAP: trọng số và ngưỡng phân loại chưa được đối chiếu với tài liệu "
        "gốc, chỉ để tham khảo.",
        "Each yardstick draws one line through the past as if nothing could vary, so none has a range or a probability. "
        "Pace: progress made divided by progress due by now. Eurostat and Open SDG compare compound growth; the warnings say "
        "where that means little. UN ESCAP: weights and cut-offs were not verified against the original, for orientation only.",
    )


def year_end_scenarios(table: pd.DataFrame, scorecard: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print where open targets end if a pace goes on, and at which pace they are just reached.

    Parameters
    ----------
    table : pandas.DataFrame
        From `dtanalysis.scenarios.build_year_end_scenarios`.
    scorecard : pandas.DataFrame
        The scorecard it was built from, with names.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
        One row per series and scenario; of several plans the first, the others as scenarios of their own.
    """
    rows = _joined(table, scorecard)
    # A rate that starts anew each January has no pace in points; what its rest needs is told below.
    is_flow = (rows["accumulation"] == "cumulative") & (rows["unit_measure"] == "percent")
    open_ones = rows.loc[(rows["scenario"] == "required_pace") & (rows["pace"] != 0), _SERIES]
    is_idle = (rows["scenario"] == "other_target") & (rows["pace"] == 0)
    rows = rows[~is_flow & ~is_idle & rows["reason"].eq("")].merge(open_ones.drop_duplicates(), on=_SERIES)
    if rows.empty:
        return why_not("year_end_scenarios", scope)
    records = [row for _, row in rows.iterrows()]
    printed = rows.assign(
        scenario_word=[_scenario_word(row, scope) for row in records],
        monthly=[monthly_text(row, "pace", scope.language) for row in records],
        multiple=rows["multiple_of_pace_so_far"],
        end_text=[projected_text(row, "year_end_value", scope.language) for row in records],
        reaches=[_reaches(row, scope) for row in records],
        target_text=[stated_text(row, "target", scope.language) for row in records],
        name=_once(rows),
    )
    columns = [
        column("name", scope),
        column("scenario_word", scope),
        column("monthly", scope, right=True),
        *(
            [column("multiple", scope, "number", decimals=1)]
            if rows["multiple_of_pace_so_far"].notna().any()
            else []
        ),
        column("end_text", scope, right=True),
        column("target_text", scope, heading="target", right=True),
        column("reaches", scope),
    ]
    caption = pick(
        scope,
        f"Nếu giữ nhịp này thì cuối năm ra sao: {place(scope)}",
        f"Where a pace ends the year: {place(scope)}",
    )
    return make_table(printed, caption, columns, scope, note=_scenario_note(scope), wide=True)


def _joined(table: pd.DataFrame, scorecard: pd.DataFrame) -> pd.DataFrame:
    """Scenarios of the first plan of each series, with what the scorecard knows of it."""
    words = ["plan", "target", "comparator", "accumulation", "unit_measure", "unit_label", "name"]
    targeted = scorecard[scorecard["target"].notna()]
    first = targeted.drop_duplicates(_SERIES)[[*_SERIES, *words]]
    scenarios = table.rename(columns={"name": "other"})
    return scenarios.merge(first, on=[*_SERIES, "plan"])


def _once(rows: pd.DataFrame) -> pd.Series:
    """Name each series once."""
    return rows["name"].mask(rows.duplicated(_SERIES), "")


def _scenario_word(row: pd.Series, scope: Scope) -> str:
    unit, _, plan = row["other"].partition(": ")
    whose = plan if unit == scope.unit else f"{unit_names(scope).get(unit, unit)} ({plan})"
    return SCENARIOS[row["scenario"]][scope.language].format(name=whose)


def _reaches(row: pd.Series, scope: Scope) -> str:
    if pd.isna(row["reaches_target"]):
        return MISSING
    if row["reaches_target"]:
        return verdict(scope, "▲ đạt", "▲ reached")
    return verdict(scope, "▼ không đạt", "▼ not reached")


def _scenario_note(scope: Scope) -> str:
    return pick(
        scope,
        "“Nếu … thì …”: phép tính kéo thẳng một nhịp đến 31/12, không phải dự báo. Lần: so với nhịp bình quân từ đầu năm. "
        "Điểm %: điểm phần trăm.",
        "“If … then …”: one pace drawn straight on to 31 December, not a projection. Times: of the mean pace this year. "
        "Points: percentage points.",
    )


def rest_of_year(table: pd.DataFrame, scorecard: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print which rate the cases of the rest of the year need, where a rate is counted from 1 January on.

    Parameters
    ----------
    table : pandas.DataFrame
        From `dtanalysis.scenarios.build_rest_of_year_rates`.
    scorecard : pandas.DataFrame
        The scorecard it was built from, with names.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    rows = _joined(table, scorecard)
    rows = rows[rows["reason"].eq("") & rows["rate"].notna()]
    if rows.empty:
        return why_not("rest_of_year", scope)
    records = [row for _, row in rows.iterrows()]
    printed = rows.assign(
        scenario_word=[SCENARIOS[row["scenario"]][scope.language] for row in records],
        rate_text=[_rate_text(row, scope) for row in records],
        cases=[format_number(row["cases_rest"], 0, language=scope.language) for row in records],
        end_text=[projected_text(row, "year_end_value", scope.language) for row in records],
        target_text=[stated_text(row, "target", scope.language) for row in records],
        reaches=[_reaches(row, scope) for row in records],
        name=_once(rows),
    )
    columns = [
        column("name", scope),
        column("scenario_word", scope),
        column("rate_text", scope, right=True),
        column("cases", scope, right=True),
        column("end_text", scope, right=True),
        column("target_text", scope, heading="target", right=True),
        column("reaches", scope),
    ]
    caption = pick(
        scope,
        f"Phần còn lại của năm phải đạt tỷ lệ nào: {place(scope)}",
        f"Which rate the rest of the year needs: {place(scope)}",
    )
    return make_table(printed, caption, columns, scope, note=_rest_note(scope), wide=True)


def _rate_text(row: pd.Series, scope: Scope) -> str:
    """A rate of the rest of the year; one that cannot be had is called so."""
    rate = projected_text(row, "rate", scope.language)
    if row["is_impossible"]:
        return pick(scope, f"{rate} (ngoài tầm với)", f"{rate} (out of reach)")
    if row["scenario"] == "required_rate" and not 0 <= row["rate"] <= 100:
        return pick(scope, "mức nào cũng đạt", "any rate will do")
    return rate


def _rest_note(scope: Scope) -> str:
    return pick(
        scope,
        "Tỷ lệ tính từ 01/01: phần đã làm không đổi được nữa, chỉ hồ sơ còn đến mới đổi được tỷ lệ cả năm. Số hồ sơ còn đến "
        "lấy theo nhịp của kỳ gần nhất. Là phép tính, không phải dự báo.",
        "Counted from 1 January: what is done stands, only the cases still to come can move the year's rate. As many are taken "
        "to come as lately. Arithmetic, not a projection.",
    )


def rest_of_parts(summary: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print for each rate how many units below can still reach the target, and what the busiest of them needs.

    Parameters
    ----------
    summary : pandas.DataFrame
        From `dtanalysis.prospects.summarise_parts`, with names.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if summary.empty:
        return why_not("rest_of_parts", scope)
    records = [row for _, row in summary.iterrows()]
    printed = summary.assign(
        target_text=[stated_text(row, "target", scope.language) for row in records],
        value_text=[stated_text(row, "value", scope.language) for row in records],
        rate_text=[_rate_text({**row, "scenario": "required_rate"}, scope) for row in records],
    )
    columns = [
        column("name", scope),
        column("target_text", scope, heading="target", right=True),
        column("n_units", scope, "number"),
        column("n_impossible", scope, "number"),
        column("unit_name", scope, heading="busiest_unit"),
        column("value_text", scope, heading="value", right=True),
        column("rate_text", scope, right=True),
        column("plan", scope, heading="plan_name"),
    ]
    caption = pick(
        scope,
        f"Đơn vị trực thuộc nào còn kịp trong phần còn lại của năm: {place(scope)}",
        f"Which units below can still be in time: {place(scope)}",
    )
    note = pick(
        scope,
        "Mục tiêu chung được hỏi từng đơn vị trực thuộc. Ngoài tầm với: dù mọi hồ sơ còn đến đều đạt thì cả năm vẫn không "
        "tới mục tiêu. " + _rest_note(scope),
        "The common target is asked of every unit below. Out of reach: even if every case to come succeeded, the year would "
        "miss it. " + _rest_note(scope),
    )
    return make_table(printed, caption, columns, scope, note=note, wide=True)
