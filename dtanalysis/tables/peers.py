"""
Tables of what lies beyond one rate of the units: the place among peers, convergence over the periods.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.exhibits import Column, Note, Table
from dtanalysis.formats import MISSING, format_number, format_share
from dtanalysis.narrative import in_sentence, pick, place
from dtanalysis.narrative.units import distance_text, measure_text
from dtanalysis.tables.layout import column, make_table, sources_line
from dtanalysis.tables.reasons import why_not

MOST_ROWS = 20
"""Indicators printed in a table."""


def convergence(moves: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print whether units drew nearer over the periods, and whether their order lasted.

    Parameters
    ----------
    moves : pandas.DataFrame
        From `dtanalysis.comparison.spread.follow_panels`, the units below the reported one first, its peers
        second, with names.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if moves.empty:
        return why_not("convergence", scope)
    rows = moves.assign(
        who=[_who(row, scope) for _, row in moves.iterrows()],
        over=[_over(row, scope) for _, row in moves.iterrows()],
        sigma=[_ends(row, scope) for _, row in moves.iterrows()],
        slope_text=[_with_range(row, "slope", scope) for _, row in moves.iterrows()],
        correlation_text=[_with_range(row, "correlation", scope) for _, row in moves.iterrows()],
        verdict_word=[_convergence_word(row["verdict"], scope) for _, row in moves.iterrows()],
    )
    columns = [
        column("who", scope, heading="units_followed"),
        column("over", scope, heading="over_periods"),
        column("sigma", scope, heading="deviation_ends", right=True),
        column("slope_text", scope, heading="slope", right=True),
        column("verdict_word", scope, heading="convergence_word"),
        column("correlation_text", scope, heading="rank_correlation", right=True),
        column("n_moved", scope, "number", decimals=0, heading="n_moved"),
    ]
    caption = pick(
        scope,
        f"Các đơn vị có xích lại gần nhau không: {place(scope)}",
        f"Have the units drawn nearer: {place(scope)}",
    )
    note = pick(
        scope,
        "Chỉ theo dõi những đơn vị có số liệu ở mọi kỳ. Hệ số dốc: mỗi điểm cao hơn lúc đầu đi kèm bao nhiêu điểm tăng ít hơn (âm: nơi thấp đuổi kịp); "
        "trong ngoặc là khoảng 95%. Sai số đo tự nó kéo hệ số xuống dưới 0, nên chỉ gọi là xích lại gần khi cả độ lệch chuẩn giảm.",
        "Only units with figures in all periods are followed. Slope: points gained per point of initial level (negative: those behind catch up), with its 95 % "
        "interval. Errors of measurement pull it below 0 by themselves, so units are called nearer only where the deviation fell too.",
    )
    return make_table(rows, caption, columns, scope, note=note, source=sources_line(moves, scope), wide=True)


def _who(row: pd.Series, scope: Scope) -> str:
    units = (
        pick(scope, "đơn vị trực thuộc", "units below")
        if row["level_of"] == 0
        else pick(scope, "đơn vị cùng cấp", "peers")
    )
    return f"{row['n_units']} {units}: {in_sentence(row['name'])}"


def _over(row: pd.Series, scope: Scope) -> str:
    first, last = row["first"].name(scope.language), row["last"].name(scope.language)
    days = (row["last"].last_day - row["first"].last_day).days
    return pick(
        scope,
        f"{first} → {last} ({row['n_periods']} lần công bố trong {days} ngày)",
        f"{first} → {last} ({row['n_periods']} readings in {days} days)",
    )


def _ends(row: pd.Series, scope: Scope) -> str:
    ends = (
        format_number(row[name], 2, language=scope.language) for name in ("deviation_first", "deviation_last")
    )
    return " → ".join(ends)


def _with_range(row: pd.Series, name: str, scope: Scope) -> str:
    if pd.isna(row[name]):
        return MISSING
    value, low, high = (
        format_number(row[key], 2, language=scope.language)
        for key in (name, f"{name}_lower", f"{name}_upper")
    )
    return value if pd.isna(row[f"{name}_lower"]) else f"{value} ({low}; {high})"


def _convergence_word(verdict: str, scope: Scope) -> str:
    words = {
        "nearer": pick(scope, "xích lại gần nhau", "drew nearer"),
        "apart": pick(scope, "cách xa nhau hơn", "drew apart"),
        "open": pick(scope, "chưa rõ", "not clear"),
    }
    return words[verdict]


def peer_standings(standings: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print where the unit stands among its peers, and why it cannot be told for the rest.

    Parameters
    ----------
    standings : pandas.DataFrame
        From `dtanalysis.comparison.benchmark.compare_with_peers`, with names.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    rows = _comparable(standings)
    if rows.empty:
        return why_not("peers", scope)
    rows = rows.assign(
        value_text=[measure_text(row["value"], row, scope) for _, row in rows.iterrows()],
        place_text=[_place(row, scope) for _, row in rows.iterrows()],
        quantile_text=[_quantile(row, scope) for _, row in rows.iterrows()],
        to_best=[_signed_distance(row, "best", scope) for _, row in rows.iterrows()],
        to_quarter=[_signed_distance(row, "best_quarter", scope) for _, row in rows.iterrows()],
        to_median=[_signed_distance(row, "median", scope) for _, row in rows.iterrows()],
        to_national=[_signed_distance(row, "national", scope) for _, row in rows.iterrows()],
        when=[row["period"].name(scope.language) for _, row in rows.iterrows()],
    )
    shown = rows.head(MOST_ROWS)
    columns = [
        column("name", scope),
        *([] if rows["period"].nunique() == 1 and rows["period"].iloc[0] == scope.period else [column("when", scope, heading="period_name")]),
        column("value_text", scope, heading="value", right=True),
        column("place_text", scope, heading="place_among", right=True),
        *_distance_columns(shown, scope),
    ]  # fmt: skip
    caption = pick(
        scope,
        f"So với các đơn vị cùng cấp: {place(scope)}",
        f"Against units of the same level: {place(scope)}",
    )
    return make_table(
        shown, caption, columns, scope, note=_peers_note(standings, rows, scope), source=sources_line(shown, scope), wide=True,
    )  # fmt: skip


def _comparable(standings: pd.DataFrame) -> pd.DataFrame:
    """Rows with a place or a national level; only where there are none, those of which a part of the field is known."""
    full = standings[(standings["reason"] == "") | standings["national"].notna()]
    return full if len(full) else standings[standings["reason"] == "partial_field"]


def _distance_columns(rows: pd.DataFrame, scope: Scope) -> list[Column]:
    """Columns of places and distances, without those that no row could fill."""
    columns = [
        column("quantile_text", scope, heading="better_than", right=True),
        column("to_best", scope, heading="against_best", right=True),
        column("to_quarter", scope, heading="against_quarter", right=True),
        column("to_median", scope, heading="against_median", right=True),
        column("to_national", scope, heading="against_national", right=True),
    ]
    return [one for one in columns if (rows[one.name] != MISSING).any()]


def _place(row: pd.Series, scope: Scope) -> str:
    if row["reason"]:
        known = row["n_peers"] + 1
        return pick(scope, f"mới biết {known}/{row['n_field']} đơn vị", f"{known} of {row['n_field']} known")
    return f"{row['position']}/{row['n_peers'] + 1}"


def _quantile(row: pd.Series, scope: Scope) -> str:
    if pd.isna(row["quantile"]):
        return MISSING
    share = format_share(row["quantile"], 0, language=scope.language)
    return (
        share
        if pd.isna(row["z"])
        else f"{share} (z {format_number(row['z'], 1, language=scope.language, signed=True)})"
    )


def _signed_distance(row: pd.Series, name: str, scope: Scope) -> str:
    if pd.isna(row[name]):
        return MISSING
    decimals = 4 if row["unit_measure"] == "index" and not row["unit_label"] else 2
    distance = format_number(row["value"] - row[name], decimals, language=scope.language, signed=True)
    at = format_number(row[name], None if decimals == 4 else 2, language=scope.language)
    return f"{distance} ({at})"


def _peers_note(standings: pd.DataFrame, rows: pd.DataFrame, scope: Scope) -> str:
    left = standings.loc[~standings.index.isin(rows.index), "reason"]
    partial, alone = int((left == "partial_field").sum()), int((left != "partial_field").sum())
    notes = [
        pick(
            scope,
            "Chênh lệch = đơn vị trừ mức so sánh (trong ngoặc), theo đơn vị đo của chỉ tiêu: tỷ lệ là điểm phần trăm, điểm số là điểm. Chỉ so trong cùng chỉ tiêu, "
            "cùng cấp, cùng kỳ. “Hơn” là tỷ lệ đơn vị cùng cấp không tốt hơn; z là số độ lệch chuẩn so với bình quân.",
            "Differences are the unit less the level compared with (in brackets), in the indicator's measure: percentage points of a rate, points of a score. Only the same "
            "indicator, level and period compare. “Ahead of” is the share of peers that are not better; z counts standard deviations from the mean.",
        )
    ]
    if (rows["reason"] == "partial_field").any():
        notes.append(
            pick(
                scope,
                "Nơi mới biết số liệu của một phần đơn vị thì không xếp vị trí, vì nơi tự công bố thường là nơi tốt; thứ hạng DTI do cơ quan nhà nước công bố "
                "nằm ở trang DTI.",
                "Where only part of the field is known no place is given, because those who publish tend to be the good ones; the published ranks of "
                "the index are on its own page.",
            )
        )
    if rows["indicator"].str.startswith("dti").any() and rows["national"].notna().any():
        notes.append(
            pick(
                scope,
                "Mức cả nước của DTI là bình quân các tỉnh.",
                "The country's level of the index is the mean of the provinces.",
            )
        )
    if partial:
        notes.append(
            pick(
                scope,
                f"Không in {partial} chỉ tiêu mới biết số liệu của một phần đơn vị.",
                f"Not printed: {partial} indicators with figures of a part of the units.",
            )
        )
    if alone:
        notes.append(
            pick(
                scope,
                f"{alone} chỉ tiêu khác không có đơn vị nào có số liệu cùng chỉ tiêu, cùng cấp, cùng kỳ để so.",
                f"{alone} more indicators have no other unit with the same indicator, level and period.",
            )
        )
    if len(rows) > MOST_ROWS:
        notes.append(
            pick(scope, f"Bảng in {MOST_ROWS} dòng đầu.", f"The first {MOST_ROWS} rows are printed.")
        )
    return " ".join(notes)


def peer_neighbours(neighbours: pd.DataFrame, scope: Scope) -> Table | None:
    """
    Print the best units of one indicator and the neighbours of the reported one.

    Parameters
    ----------
    neighbours : pandas.DataFrame
        From `dtanalysis.comparison.benchmark.list_neighbours`, with names.
    scope : Scope
        The question.

    Returns
    -------
    Table or None
        None without peers; `peer_standings` says why.
    """
    if neighbours.empty:
        return None
    mark = neighbours["is_own"].map({True: "▶ ", False: ""})
    rows = neighbours.assign(
        unit_name=mark + neighbours["name_vi"],
        value_text=[measure_text(row["value"], row, scope) for _, row in neighbours.iterrows()],
        distance_text=[_neighbour_distance(row, scope) for _, row in neighbours.iterrows()],
    )
    columns = [
        column("position", scope, "rank", heading="rank"),
        column("unit_name", scope),
        column("value_text", scope, heading="component_value", right=True),
        column("distance_text", scope, heading="distance_to_own", right=True),
    ]
    n_units, name = neighbours["n_units"].iloc[0], neighbours["name"].iloc[0]
    caption = pick(
        scope,
        f"Nhóm đầu và các đơn vị liền kề trong {n_units} đơn vị: {name}",
        f"The best and the neighbours among {n_units} units: {name}",
    )
    note = pick(
        scope,
        "Số liệu này không kèm số đếm, nên không biết chênh lệch nhỏ có phải ngẫu nhiên hay không; xếp sát nhau thì đừng đọc thành hơn kém.",
        "These figures come without counts, so whether a small difference is chance is not known; close neighbours should not be read as better or worse.",
    )
    return make_table(rows, caption, columns, scope, note=note, source=sources_line(neighbours, scope))


def _neighbour_distance(row: pd.Series, scope: Scope) -> str:
    if row["is_own"]:
        return MISSING
    sign = "+" if row["distance"] > 0 else "−" if row["distance"] < 0 else ""
    return sign + distance_text(abs(row["distance"]), row, scope)
