"""
Tables of the comparison of units: ranks with their intervals, three questions told apart.

All rates with counts are printed by `dtanalysis.tables.unit_rates`, gaps between levels by `dtanalysis.tables.levels`, peers
and convergence by `dtanalysis.tables.peers`.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.exhibits import Note, Table
from dtanalysis.formats import MISSING, format_number, format_share, format_value
from dtanalysis.narrative import pick
from dtanalysis.narrative.units import name_units, standing_word
from dtanalysis.tables.figures import sources
from dtanalysis.tables.layout import column, make_table, sources_line
from dtanalysis.tables.reasons import why_not

FEWEST_DRAWN = 3
"""Units that make a funnel; two are told apart by the table of ranks."""

MOST_ROWS = 20
"""Units printed in a table; of more, the first and the last."""


def shown_units(units: pd.DataFrame, most: int = MOST_ROWS) -> pd.DataFrame:
    """
    Choose the units that a table or figure has room for.

    Parameters
    ----------
    units : pandas.DataFrame
        One row per unit, best first.
    most : int
        The most rows.

    Returns
    -------
    pandas.DataFrame
        All of them or, of more than `most`, the first half and the last half.
    """
    if len(units) <= most:
        return units
    return pd.concat([units.head(most // 2), units.tail(most - most // 2)])


def name_profile(main: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Add ``name``, the indicator's, to the profile of units shown in full; an empty profile stays empty."""
    return main if main.empty else main.assign(name=_plain_name(main["indicator"].iloc[0], scope))


def _plain_name(indicator: str, scope: Scope) -> str:
    return scope.programme.indicators.set_index("indicator")[f"name_{scope.language}"][indicator]


def unit_sources(figures: pd.DataFrame, scope: Scope) -> Table | Note | None:
    """
    Print the documents behind the comparisons of the page.

    Parameters
    ----------
    figures : pandas.DataFrame
        From `dtanalysis.comparison.benchmark.figures_used`.
    scope : Scope
        The question.

    Returns
    -------
    Table, Note or None
        None where nothing could be compared; the sections say why.
    """
    return None if figures.empty else sources(figures, scope)


def unit_question(main: pd.DataFrame, scope: Scope) -> Note | None:
    """
    Say why no funnel is drawn, where none is.

    Parameters
    ----------
    main : pandas.DataFrame
        From `dtanalysis.comparison.profile.main_profile`.
    scope : Scope
        The question.

    Returns
    -------
    Note or None
        None where the funnel stands.
    """
    if main.empty:
        return why_not("units", scope)
    return why_not("few_units", scope) if len(main) < FEWEST_DRAWN else None


def unit_ranks(main: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print the rank of each unit with the ranks that chance allows, and the groups that can be told apart.

    Parameters
    ----------
    main : pandas.DataFrame
        From `dtanalysis.comparison.profile.main_profile`, with ``name``.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if main.empty:
        return why_not("units_again", scope)
    judged = main[~main["is_small"]]
    rows = shown_units(main).pipe(_with_rank_words, scope)
    columns = [
        column("name_vi", scope, heading="unit_name"),
        column("rank", scope, "rank"),
        column("rank_range", scope, right=True),
        column("group", scope, "rank", heading="group_text"),
        column("rate", scope, "percent", decimals=1),
        column("interval", scope, right=True),
        column("shrunken_rate", scope, "percent", decimals=1),
        column("counts", scope, right=True),
    ]
    caption = pick(
        scope,
        f"Thứ hạng và mức chắc chắn của thứ hạng ({len(judged)} đơn vị xếp hạng được): {main['name'].iloc[0]}",
        f"Ranks, and how sure they are ({len(judged)} units ranked): {main['name'].iloc[0]}",
    )
    note = " ".join([_ranks_note(scope), *_small_note(main, scope), *_unprinted(main, rows, scope)])
    return make_table(rows, caption, columns, scope, note=note, source=sources_line(main, scope), wide=True)


def _with_rank_words(units: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    return units.assign(
        rank_range=[_rank_range(row) for _, row in units.iterrows()],
        interval=[_interval(row, scope) for _, row in units.iterrows()],
        counts=[_counts(row, scope) for _, row in units.iterrows()],
    )


def _rank_range(row: pd.Series) -> str:
    if pd.isna(row["rank"]):
        return MISSING
    low, high = row["rank_lower"], row["rank_upper"]
    return str(low) if low == high else f"{low}–{high}"


def _interval(row: pd.Series, scope: Scope) -> str:
    low, high = (format_number(row[end], 1, language=scope.language) for end in ("lower", "upper"))
    return f"{low}–{high}%"


def _counts(row: pd.Series, scope: Scope) -> str:
    counts = (format_number(row[name], 0, language=scope.language) for name in ("numerator", "denominator"))
    return "/".join(counts)


def _ranks_note(scope: Scope) -> str:
    return pick(
        scope,
        "“Hạng có thể” là khoảng 95% của thứ hạng khi chỉ tính đến ngẫu nhiên (mô phỏng 10.000 lần; Goldstein và Spiegelhalter, 1996). "
        "Các đơn vị cùng nhóm không khác nhau từng đôi một (hiệu chỉnh Holm); phép thử ấy xét mọi cặp nên chặt hơn, vì vậy hai đơn vị cùng nhóm vẫn có thể có "
        "“hạng có thể” rời nhau. Tỷ lệ điều chỉnh kéo các đơn vị ít trường hợp về mức chung.",
        "“Possible ranks” is the 95 % interval of the rank under chance alone (10,000 simulations; Goldstein and Spiegelhalter, 1996). "
        "Units of one group do not differ in any pair (Holm); that test has all pairs in view and is stricter, so their possible ranks may still "
        "not overlap. The adjusted rate draws units with few cases to the common one.",
    )


def _small_note(main: pd.DataFrame, scope: Scope) -> list[str]:
    small = main.loc[main["is_small"], "name_vi"].tolist()
    if not small:
        return []
    names = name_units(small, scope.language)
    return [
        pick(
            scope,
            f"Không xếp hạng vì có dưới 30 trường hợp: {names}.",
            f"Not ranked, with fewer than 30 cases: {names}.",
        )
    ]


def _unprinted(units: pd.DataFrame, rows: pd.DataFrame, scope: Scope) -> list[str]:
    left = len(units) - len(rows)
    if not left:
        return []
    return [
        pick(
            scope,
            f"Bảng in {len(rows)} đơn vị đầu và cuối, bỏ {left} đơn vị ở giữa.",
            f"The first and the last are printed, {len(rows)} in all; {left} in between are not.",
        )
    ]


def unit_roles(main: pd.DataFrame, scope: Scope) -> Table | Note:
    """
    Print for each unit whether it is far from the target, holds the gap, and differs by more than chance.

    Parameters
    ----------
    main : pandas.DataFrame
        From `dtanalysis.comparison.profile.main_profile`, with ``name``.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note
    """
    if main.empty:
        return why_not("units_again", scope)
    by = ["contribution_pp"] if main["contribution_pp"].notna().any() else ["weight"]
    ordered = main.sort_values(by, ascending=False, kind="stable")
    rows = ordered.head(MOST_ROWS)
    rows = rows.assign(
        goal_word=[_goal_word(row, scope) for _, row in rows.iterrows()],
        held=[_held(row, scope) for _, row in rows.iterrows()],
        standing_word=[standing_word(row, scope) for _, row in rows.iterrows()],
        reading=[_reading(row, scope) for _, row in rows.iterrows()],
    )
    has_goal = main["target"].notna().any()
    goals = [
        column("goal_word", scope, heading="against_target"),
        column("held", scope, heading="held_of_gap", right=True),
    ]
    columns = [
        column("name_vi", scope, heading="unit_name"),
        column("rate", scope, "percent", decimals=1),
        *(goals if has_goal else []),
        column("standing_word", scope, heading="against_others"),
        column("reading", scope),
    ]
    caption = pick(
        scope,
        f"Ba câu hỏi khác nhau về từng đơn vị: {main['name'].iloc[0]}",
        f"Three different questions about each unit: {main['name'].iloc[0]}",
    )
    note = " ".join([_roles_note(main, scope), *_rest_of_roles(ordered, rows, scope)])
    return make_table(rows, caption, columns, scope, note=note, source=sources_line(main, scope), wide=True)


def _rest_of_roles(ordered: pd.DataFrame, rows: pd.DataFrame, scope: Scope) -> list[str]:
    left = ordered.iloc[len(rows) :]
    if left.empty:
        return []
    share = format_share(left["held_share"].fillna(0).sum(), 1, language=scope.language)
    return [
        pick(
            scope,
            f"Không in {len(left)} đơn vị còn lại, cùng giữ {share} phần còn thiếu.",
            f"The other {len(left)} units, with {share} of what is missing, are not printed.",
        )
    ]


def _goal_word(row: pd.Series, scope: Scope) -> str:
    words = {
        "reached": pick(scope, "● đạt", "● reached"),
        "missed": pick(scope, "▼ chưa đạt", "▼ short of it"),
        "open": pick(scope, "◆ chưa rõ", "◆ open"),
        "no_target": MISSING,
    }
    return words[row["goal_standing"]].replace(" ", "\N{NO-BREAK SPACE}")


def _held(row: pd.Series, scope: Scope) -> str:
    if pd.isna(row["held_share"]):
        return MISSING
    points = format_number(row["contribution_pp"], 2, language=scope.language, signed=True)
    share = format_share(row["held_share"], 1, language=scope.language)
    return pick(scope, f"{share} ({points} điểm)", f"{share} ({points} pp)")


def _reading(row: pd.Series, scope: Scope) -> str:
    """What the three answers together mean for one unit."""
    key = f"{row['standing']}{'_holder' if row['is_holder'] else ''}"
    if key == "within_holder" and row["held_for"] != "size":
        key = f"within_holder_{row['held_for']}"
    if key == "within" and row["side"] != "even":
        key = f"within_{row['side']}"
    return pick(scope, *_READINGS[key])


_READINGS = {
    "worse_holder": (
        "Kém khác thường và giữ nhiều phần thiếu: nên làm trước",
        "Out of line and holds much of the gap: first in line",
    ),
    "worse": (
        "Kém khác thường nhưng nhỏ: tìm nguyên nhân, ít tác động đến tổng",
        "Out of line but small: look for the cause, the total hardly moves",
    ),
    "within_holder": (
        "Giữ nhiều phần thiếu vì lớn, không vì kém khác thường",
        "Holds much of the gap for its size, not for its rate",
    ),
    "within_holder_rate": (
        "Giữ nhiều phần thiếu vì tỷ lệ kém hơn mức chung, không chỉ vì lớn",
        "Holds much of the gap for a rate worse than the common one, not only for its size",
    ),
    "within_holder_open": (
        "Giữ nhiều phần thiếu; chưa rõ tỷ lệ kém thật hay do ngẫu nhiên",
        "Holds much of the gap; whether its rate is worse or chance is open",
    ),
    "within": ("Chưa thấy khác biệt thật với mặt bằng chung", "No real difference from the others is seen"),
    "within_better": (
        "Tốt hơn mức chung thật, nhưng chưa cá biệt: các đơn vị vốn chênh nhau nhiều",
        "Truly better than the common rate, yet not exceptional: the units differ widely",
    ),
    "within_worse": (
        "Kém hơn mức chung thật, nhưng chưa cá biệt: các đơn vị vốn chênh nhau nhiều",
        "Truly worse than the common rate, yet not exceptional: the units differ widely",
    ),
    "better_holder": (
        "Tốt hơn mặt bằng chung nhưng lớn nên vẫn giữ phần thiếu",
        "Better than the others, yet so large that it holds part of the gap",
    ),
    "better": (
        "Tốt khác thường: xem cách làm để nhân rộng",
        "Out of line for the better: worth learning from",
    ),
    "small_holder": ("Quá ít trường hợp để kết luận về tỷ lệ", "Too few cases to judge its rate"),
    "small": ("Quá ít trường hợp để kết luận về tỷ lệ", "Too few cases to judge its rate"),
}


def _roles_note(main: pd.DataFrame, scope: Scope) -> str:
    centre = format_value(main["centre"].iloc[0], "percent", decimals=1, language=scope.language)
    others = pick(
        scope,
        f"“So với mặt bằng chung” xét quanh tỷ lệ chung {centre}: ▲ ▼ nằm ngoài giới hạn 95% của phễu (“hẳn”: 99,8%); △ ▽ khác tỷ lệ chung vượt mức ngẫu nhiên "
        "nhưng chưa vượt mức các đơn vị vốn chênh nhau.",
        f"“Against the others” is judged around the rate of all, {centre}: ▲ ▼ outside the 95 % limits of the funnel (“clearly”: 99.8 %); △ ▽ differ from it by more than "
        "chance, but no more than the units differ from each other anyway.",
    )
    if main["target"].isna().all():
        return others
    target = format_value(main["target"].iloc[0], "percent", language=scope.language)
    goal = pick(
        scope,
        f"Mức so sánh là {target} (mục tiêu của đơn vị hoặc, nếu chưa có, mức tham chiếu quốc gia); “chưa rõ” nghĩa là khoảng tin cậy 95% của tỷ lệ chứa mức này. Phần giữ là tỷ trọng trong tổng phần còn thiếu "
        "của các đơn vị dưới mức; số trong ngoặc cộng lại bằng khoảng cách chung.",
        f"Compared with {target} (the unit's own target or, failing that, a national reference); “open” means that the 95 % interval of the rate contains it. The share is of what the units below it lack "
        "together; the numbers in brackets add up to the gap of all.",
    )
    return f"{goal} {others}"
