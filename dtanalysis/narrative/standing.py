"""
Sentences of how firm the index is: places, doubt, own growth and that of the field; and the phrases tables share.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.dti import Standing, decides_rank
from dtanalysis.formats import format_number
from dtanalysis.narrative.wording import in_sentence, pick

REST = "rest"
"""As in `dtanalysis.dti.movement`: the row of a bridge that holds what no known part explains."""


def bounded_points(cost: pd.Series, decimals: int, scope: Scope) -> str:
    """
    Write the points that places cost, exact or as far as they are known.

    Parameters
    ----------
    cost : pandas.Series
        ``lower``, ``upper``, ``is_exact``.
    decimals : int
        Decimals of the points.
    scope : Scope
        The question.

    Returns
    -------
    str
        "0,0051", "từ 0,0143 đến 0,0990" or "không quá 0,0143".
    """
    low, high = (format_number(cost[end], decimals, language=scope.language) for end in ("lower", "upper"))
    if cost["is_exact"]:
        return low
    if cost["lower"] <= 0:
        return pick(scope, f"không quá {high}", f"at most {high}")
    return pick(scope, f"từ {low} đến {high}", f"between {low} and {high}")


def rank_span(low: float, high: float, scope: Scope) -> str:
    """
    Write a range of ranks.

    Parameters
    ----------
    low, high : float
        Best and worst rank.
    scope : Scope
        The question.

    Returns
    -------
    str
        One rank, or "4 đến 5".
    """
    if low == high:
        return f"{low:.0f}"
    return pick(scope, f"{low:.0f} đến {high:.0f}", f"{low:.0f} to {high:.0f}")


def standing_sentences(standing: Standing, scope: Scope) -> tuple[str, ...]:
    """
    Answer "what moved the index, is the rank real, and what would the next place take?".

    Parameters
    ----------
    standing : Standing
        From `dtanalysis.dti.build_standing`.
    scope : Scope
        The question.

    Returns
    -------
    tuple of str
        None to two sentences: growth against the mean and what moved it; doubt of the rank and the price of a place.
    """
    return (*_growth_sentence(standing, scope), *_doubt_sentence(standing, scope))


def _growth_sentence(standing: Standing, scope: Scope) -> list[str]:
    growth = standing.growth[standing.growth["year"] == standing.year]
    if growth.empty:
        return []
    row, years = growth.iloc[0], (standing.year - 1, standing.year)
    own = _moved_words(row["growth"], row["growth"], scope)
    mean = _moved_words(row["mean_lowest"], row["mean_highest"], scope)
    if row["ahead_lowest"] > 0:
        verdict = pick(scope, "tiến nhanh hơn", "more than")
    elif row["ahead_highest"] < 0:
        verdict = pick(scope, "tiến chậm hơn", "less than")
    else:
        verdict = pick(scope, "chưa rõ nhanh hay chậm hơn", "more or less than")
    what = _what_moved(standing, scope)
    return [
        pick(
            scope,
            f"Từ {years[0]} đến {years[1]} DTI {own}, {verdict} bình quân các tỉnh ({mean}); {what}.",
            f"From {years[0]} to {years[1]} the index {own}, {verdict} the mean of the provinces ({mean}); {what}.",
        )
    ]


def _moved_words(lowest: float, highest: float, scope: Scope) -> str:
    """ "tăng 0,1749 đến 0,1777 tùy nguồn": one direction in words, two with signs."""
    one_way = lowest >= 0 or highest <= 0
    ends = sorted((abs(lowest), abs(highest))) if one_way else [lowest, highest]
    low, high = (format_number(end, 4, language=scope.language, signed=not one_way) for end in ends)
    verb = pick(scope, "thay đổi", "moved by")
    if one_way:
        verb = pick(scope, "tăng", "rose by") if lowest >= 0 else pick(scope, "giảm", "fell by")
    if low == high:
        return f"{verb} {low}"
    return pick(scope, f"{verb} {low} đến {high} tùy nguồn", f"{verb} {low} to {high} by source")


def _what_moved(standing: Standing, scope: Scope) -> str:
    """Parts by name where they are published; else what the pillars hint at; else that nobody knows."""
    names = scope.programme.indicators.set_index("indicator")[f"name_{scope.language}"]
    if not standing.moved.empty:
        return _bridge_words(standing.moved, names, scope)
    unknown = pick(
        scope,
        "chưa biết nhờ chỉ số chính nào vì giá trị từng chỉ số không được công bố đủ hai năm",
        "through which main index is not known, as their values are not published for both years",
    )
    if standing.pillar_moves.empty:
        return unknown
    moves = standing.pillar_moves["change"]
    told = [
        f"{_pillar_name(names[row.component])} ({format_number(row.change, 4, language=scope.language, signed=True)})"
        for row in standing.pillar_moves.itertuples()
    ]
    if (moves > 0).all():  # largest first
        return unknown + pick(
            scope,
            f", chỉ biết cả ba trụ cột đều tăng, nhiều nhất là {told[0]}",
            f"; all three pillars rose, most {told[0]}",
        )
    return unknown + pick(scope, f"; ba trụ cột: {', '.join(told)}", f"; the pillars: {', '.join(told)}")


def _bridge_words(moved: pd.DataFrame, names: pd.Series, scope: Scope) -> str:
    known = moved[moved["component"] != REST].head(3)
    told = [
        f"{in_sentence(names[row.component].rpartition(': ')[2])} "
        f"{format_number(row.contribution, 4, language=scope.language, signed=True)}"
        for row in known.itertuples()
    ]
    rest = moved["contribution"].sum() - known["contribution"].sum()
    left = format_number(rest, 4, language=scope.language, signed=True)
    return pick(
        scope,
        f"trong đó {', '.join(told)}, các chỉ số chính còn lại gộp chung {left}",
        f"of which {', '.join(told)}, and all other main indices together {left}",
    )


def _pillar_name(name: str) -> str:
    return in_sentence(name.rpartition(": ")[2].removeprefix("DTI ")).removeprefix("trụ cột ")


def _doubt_sentence(standing: Standing, scope: Scope) -> list[str]:
    if standing.interval.empty and not standing.year:
        return []
    if standing.interval.empty:
        return [
            pick(
                scope,
                "Không có giá trị nên chưa nói được nhờ đâu hạng thay đổi, thêm một bậc cần bao nhiêu và hạng vững đến đâu.",
                "Without a value nobody can say what moved the rank, what a place costs and how firm the rank is.",
            )
        ]
    row = standing.interval.iloc[0]
    doubt = format_number(standing.doubt, 3, language=scope.language)
    span, rank = rank_span(row["rank_lower"], row["rank_upper"], scope), f"{row['rank']:.0f}"
    if not decides_rank(standing.interval, standing.n_units):
        n = int(row["n_values"])
        vi = f"Chưa kiểm tra được hạng {rank} vững đến đâu: mới công bố giá trị của {n}/{standing.n_units} đơn vị"
        en = f"How firm rank {rank} is cannot be tested: values are published for {n} of {standing.n_units} units"
    elif row["rank_lower"] == row["rank_upper"]:
        vi = f"Thứ hạng {span} chắc: dù mỗi giá trị lệch ±{doubt}, không đơn vị nào đổi chỗ với {scope.unit_name}"
        en = f"Rank {span} is firm: with every value off by ±{doubt} nobody changes places with {scope.unit_name}"
    else:
        vi = f"Nếu mỗi giá trị có thể lệch ±{doubt} thì hạng {rank} có thể là {span}"
        en = f"With every value off by ±{doubt} rank {rank} may be {span}"
    return [pick(scope, vi, en) + _cost_clause(standing, scope) + "."]


def _cost_clause(standing: Standing, scope: Scope) -> str:
    if standing.costs.empty:
        return ""
    cost = standing.costs.iloc[0]
    points = bounded_points(cost, 4, scope)
    even = ""
    # Two values that may each be off by the doubt cannot be told apart within twice the doubt.
    if cost["is_exact"] and cost["upper"] <= 2 * standing.doubt:
        doubt = format_number(standing.doubt, 3, language=scope.language)
        even = pick(
            scope,
            f" (mỗi giá trị lệch ±{doubt} thì hai đơn vị coi như ngang nhau)",
            f" (with each value off by ±{doubt} the two cannot be told apart)",
        )
    return pick(
        scope,
        f"; nếu các đơn vị khác đứng yên, lên hạng {cost['rank']} cần thêm {points}{even}",
        f"; with the others standing still rank {cost['rank']} takes {points} more{even}",
    )
