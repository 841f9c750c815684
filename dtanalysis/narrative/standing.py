"""
Sentences of how firm the index is: places, doubt, own growth and that of the field; and the phrases tables share.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.dti import Standing
from dtanalysis.formats import format_number
from dtanalysis.narrative.wording import pick


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
    Answer "is that rank real, and what would the next one take?".

    Parameters
    ----------
    standing : Standing
        From `dtanalysis.dti.build_standing`.
    scope : Scope
        The question.

    Returns
    -------
    tuple of str
        None to three sentences: growth against the field, the doubt of the rank, the cost of a place.
    """
    return (
        *_growth_sentence(standing, scope),
        *_doubt_sentence(standing, scope),
        *_cost_sentence(standing, scope),
    )


def _growth_sentence(standing: Standing, scope: Scope) -> list[str]:
    growth = standing.growth[standing.growth["year"] == standing.year]
    if growth.empty:
        return []
    row = growth.iloc[0]
    numbers = {
        name: format_number(abs(row[name]), 4, language=scope.language)
        for name in ("growth", "mean_lowest", "mean_highest", "ahead_lowest", "ahead_highest")
    }
    mean = numbers["mean_lowest"]
    if numbers["mean_lowest"] != numbers["mean_highest"]:
        joint = pick(scope, " đến ", " to ")
        mean = f"{numbers['mean_lowest']}{joint}{numbers['mean_highest']} " + pick(
            scope, "tùy nguồn", "by source"
        )
    rose = row["growth"] >= 0
    own = pick(scope, "tăng" if rose else "giảm", "rose" if rose else "fell")
    if row["ahead_lowest"] > 0:
        verdict = pick(
            scope, "nên đơn vị tiến nhanh hơn mặt bằng chung", "so the unit moved faster than the field"
        )
    elif row["ahead_highest"] < 0:
        verdict = pick(
            scope, "nên mặt bằng chung tiến nhanh hơn đơn vị", "so the field moved faster than the unit"
        )
    else:
        verdict = pick(scope, "nên chưa nói được bên nào nhanh hơn", "so nobody can say which was faster")
    return [
        pick(
            scope,
            f"Từ {standing.year - 1} đến {standing.year} DTI {own} {numbers['growth']}, bình quân các tỉnh tăng {mean}, {verdict}.",
            f"From {standing.year - 1} to {standing.year} the index {own} by {numbers['growth']} and the mean of the provinces by "
            f"{mean}, {verdict}.",
        )
    ]


def _doubt_sentence(standing: Standing, scope: Scope) -> list[str]:
    if standing.interval.empty:
        return []
    row = standing.interval.iloc[0]
    doubt = format_number(standing.doubt, 3, language=scope.language)
    span = rank_span(row["rank_lower"], row["rank_upper"], scope)
    if row["rank_lower"] == row["rank_upper"]:
        vi = f"Thứ hạng {span} chắc: dù mỗi giá trị lệch ±{doubt}, không đơn vị nào đổi chỗ với {scope.unit_name}."
        en = f"Rank {span} is firm: with every value off by ±{doubt} nobody changes places with {scope.unit_name}."
    elif row["n_values"] < standing.n_units:
        n, rank = int(row["n_values"]), f"{row['rank']:.0f}"
        vi = (
            f"Chưa kiểm tra được hạng {rank} vững đến đâu: mới công bố giá trị của {n}/{standing.n_units} đơn vị, nên với sai số ±{doubt} chỉ "
            f"chắc rằng hạng nằm trong khoảng {span}."
        )
        en = (
            f"How firm rank {rank} is cannot be tested: values are published for {n} of {standing.n_units} units, so with every value off "
            f"by ±{doubt} it is only certain that the rank lies within {span}."
        )
    else:
        vi = f"Nếu mỗi giá trị có thể lệch ±{doubt} thì hạng nằm trong khoảng {span}; khác nhau trong khoảng đó coi như không khác."
        en = f"With every value off by ±{doubt} the rank lies within {span}; differences inside it are no difference."
    return [pick(scope, vi, en)]


def _cost_sentence(standing: Standing, scope: Scope) -> list[str]:
    if standing.costs.empty:
        return []
    cost = standing.costs.iloc[0]
    points = bounded_points(cost, 4, scope)
    even = ""
    # Two values that may each be off by the doubt cannot be told apart within twice the doubt.
    if cost["is_exact"] and cost["upper"] <= 2 * standing.doubt:
        even = pick(
            scope,
            "; với sai số nêu trên, hai đơn vị coi như ngang nhau",
            "; with that doubt the two cannot be told apart",
        )
    return [
        pick(
            scope,
            f"Khi các đơn vị khác đứng yên, để lên hạng {cost['rank']} DTI cần thêm {points}{even}.",
            f"With the others standing still, rank {cost['rank']} takes {points} more{even}.",
        )
    ]
