"""
Table of every rate with counts by unit: how far the units lie apart, against chance, and how many stand out.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.comparison.profile import SURE
from dtanalysis.exhibits import Note, Table
from dtanalysis.formats import format_number
from dtanalysis.narrative import pick, place
from dtanalysis.narrative.units import name_units
from dtanalysis.tables.layout import column, make_table
from dtanalysis.tables.reasons import why_not


def unit_rates(summary: pd.DataFrame, impossible: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print for every rate with counts how far its units lie apart and how many stand out.

    Parameters
    ----------
    summary : pandas.DataFrame
        From `dtanalysis.comparison.profile.summarise_profiles`, with names.
    impossible : pandas.DataFrame
        From `dtanalysis.comparison.profile.impossible_counts`, with ``name_vi``: counts left out.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if summary.empty:
        return why_not("units_again", scope)
    judged = summary[summary["n_units"] - summary["n_small"] > 1]
    if judged.empty:
        return why_not("judged_units", scope)
    rows = judged.assign(
        n_text=[_n_units(row, scope) for _, row in judged.iterrows()],
        span=[_span(row, scope) for _, row in judged.iterrows()],
        times=[_times(row, scope) for _, row in judged.iterrows()],
        outside=[_outside(row, scope) for _, row in judged.iterrows()],
    )
    columns = [
        column("name", scope),
        column("n_text", scope, heading="units_judged", right=True),
        column("centre", scope, "percent", decimals=1, heading="rate_of_all"),
        column("span", scope, heading="lowest_highest", right=True),
        column("middle_half", scope, "number", decimals=1),
        column("times", scope, heading="times_chance", right=True),
        column("outside", scope, heading="outside_limits", right=True),
        column("n_groups", scope, "number", decimals=0),
    ]
    caption = pick(
        scope,
        f"Mọi tỷ lệ có số đếm theo đơn vị, các đơn vị chênh nhau bao nhiêu: {place(scope)}",
        f"Every rate with counts by unit, and how far the units lie apart: {place(scope)}",
    )
    left = len(summary) - len(judged)
    notes = [*_shared_note(judged, scope), *_unjudged_note(left, scope), *_impossible_note(impossible, scope)]
    note = " ".join([_rates_note(scope), *notes])
    return make_table(rows, caption, columns, scope, note=note, wide=True)


def _n_units(row: pd.Series, scope: Scope) -> str:
    judged = row["n_units"] - row["n_small"]
    return f"{judged}/{row['n_units']}"


def _span(row: pd.Series, scope: Scope) -> str:
    low, high = (format_number(row[end], 1, language=scope.language) for end in ("lowest", "highest"))
    return f"{low}–{high}%"


def _times(row: pd.Series, scope: Scope) -> str:
    if row["is_shared"]:
        return pick(scope, "số chung, không so được", "one figure for all")
    if row["highest"] - row["lowest"] < 1e-9:
        return pick(scope, "mọi đơn vị như nhau", "all alike")
    if row["scatter_p"] >= SURE:
        return pick(scope, "như ngẫu nhiên", "as chance")
    times = format_number(row["phi"], 1 if row["phi"] < 10 else 0, language=scope.language)
    return pick(scope, f"{times} lần", f"{times} times")


def _outside(row: pd.Series, scope: Scope) -> str:
    return f"▲\N{NO-BREAK SPACE}{row['n_better']} ▼\N{NO-BREAK SPACE}{row['n_worse']}"


def _rates_note(scope: Scope) -> str:
    return pick(
        scope,
        "Số đơn vị: có từ 30 trường hợp / có số liệu; thấp nhất, cao nhất và nửa giữa chỉ tính các đơn vị có từ 30 trường hợp. “Phương sai so với ngẫu nhiên” (φ): bình phương trung "
        "bình của độ lệch chuẩn hóa, đã kéo 10% hai đầu vào; khoảng 1 khi chỉ có ngẫu nhiên. Gấp nhiều lần nghĩa là các đơn vị "
        "khác nhau thật, kể cả khi không đơn vị nào nằm ngoài giới hạn. ▲ tốt hơn, ▼ kém hơn mặt bằng chung.",
        "Units: with 30 cases or more / with figures; lowest, highest and middle half are of the units with 30 cases or more. “Variance against chance” (φ): the mean square of the standardised distances, 10 % pulled in at "
        "either end; about 1 under chance alone. Many times means that units do differ, even where none is outside the limits. ▲ better, "
        "▼ worse than the others.",
    )


def _shared_note(judged: pd.DataFrame, scope: Scope) -> list[str]:
    if not judged["is_shared"].any():
        return []
    return [
        pick(
            scope,
            "“Số chung”: mọi đơn vị có cùng một tử số và cùng một mẫu số, nên nhiều khả năng nguồn ghi số của cả tỉnh cho từng đơn vị.",
            "“One figure for all”: every unit has the same numerator and the same denominator, so the source most likely gives each the "
            "figure of the whole province.",
        )
    ]


def _unjudged_note(n_rates: int, scope: Scope) -> list[str]:
    if not n_rates:
        return []
    return [
        pick(
            scope,
            f"Không in {n_rates} tỷ lệ có dưới hai đơn vị đủ 30 trường hợp.",
            f"Rates with fewer than two units of 30 cases or more are not printed ({n_rates}).",
        )
    ]


def _impossible_note(impossible: pd.DataFrame, scope: Scope) -> list[str]:
    if impossible.empty:
        return []
    names = name_units(sorted(set(impossible["name_vi"])), scope.language)
    return [
        pick(
            scope,
            f"Không dùng {len(impossible)} cặp số đếm không thể có (tử số lớn hơn mẫu số, số âm hoặc số lẻ): {names}.",
            f"Left out: {len(impossible)} pairs of counts that cannot be (numerator above denominator, negative or not whole): {names}.",
        )
    ]
