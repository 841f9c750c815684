"""
Tables of what moved the index, what places cost, and the members of merged provinces.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope, unit_names
from dtanalysis.dti import Standing, decides_rank
from dtanalysis.exhibits import Column, Note, Table
from dtanalysis.formats import MISSING, format_number
from dtanalysis.narrative import bounded_points, pick
from dtanalysis.tables.index import name_components
from dtanalysis.tables.layout import column, make_table
from dtanalysis.tables.reasons import why_not

REST_NAMES = ("Các chỉ số còn lại, gộp chung", "All other main indices together")


def name_moved(moved: pd.DataFrame, scope: Scope, rest: tuple[str, str] = REST_NAMES) -> pd.DataFrame:
    """
    Name the rows of a bridge, and leave out a rest that is only rounding.

    Parameters
    ----------
    moved : pandas.DataFrame
        From `dtanalysis.dti.bridge_years` or `bridge_readings`.
    scope : Scope
        The question.
    rest : tuple of str
        Name of the rest in Vietnamese and English.

    Returns
    -------
    pandas.DataFrame
        With ``name``.
    """
    is_rest = moved["component"] == "rest"
    named = name_components(moved, scope)
    named = named.assign(name=named["name"].mask(is_rest, pick(scope, *rest)))
    return named[~is_rest | (named["weight"] > 0) | (named["contribution"].abs() >= 0.005)]


def dti_missing(standing: Standing, has_pillars: bool, has_parts: bool, scope: Scope) -> Note | None:
    """
    Say once what the public sources do not allow to tell of the index; the tables themselves are then silent.

    Parameters
    ----------
    standing : Standing
        From `dtanalysis.dti.build_standing`.
    has_pillars, has_parts : bool
        Whether any pillar, and all main indices of the last year, are known.
    scope : Scope
        The question.

    Returns
    -------
    Note or None
        None where nothing is missing, or the unit has no index with a rank at all (`dti_history` says so).
    """
    if not standing.year:
        return None
    missing = _untold_of_values(standing, scope)
    if not has_parts:
        missing.append(
            pick(
                scope,
                f"DTI {standing.year} gồm những phần nào, vì không có đủ giá trị các chỉ số chính",
                f"what the index of {standing.year} is made of, as the main indices are not all published",
            )
        )
    if not has_pillars:
        missing.append(pick(scope, "giá trị và hạng ba trụ cột", "the three pillars"))
    if not missing:
        return None
    return Note(
        pick(
            scope,
            f"Từ số liệu công khai chưa nói được về DTI của {scope.unit_name}: {'; '.join(missing)}. Trang này vì vậy không có các bảng đó.",
            f"Public figures do not tell of the index of {scope.unit_name}: {'; '.join(missing)}. The page has no tables on them.",
        ),
        language=scope.language,
    )


def _untold_of_values(standing: Standing, scope: Scope) -> list[str]:
    """What is unknown for want of the unit's own value, of the year before, or of the others' values."""
    if standing.interval.empty:
        return [
            pick(
                scope,
                f"thêm một bậc cần bao nhiêu và hạng vững đến đâu, vì nguồn chỉ nêu hạng năm {standing.year}, không nêu giá trị",
                f"what a place costs and how firm the rank is, as sources give the rank of {standing.year} without a value",
            )
        ]
    missing = []
    if standing.moved.empty:
        missing.append(
            pick(
                scope,
                "chỉ số chính nào làm DTI thay đổi, vì cần giá trị công bố của hai năm liền kề trong cùng một bộ chỉ số (ba trụ cột từ năm 2021 "
                "không cộng lại thành DTI nên không thay thế được)",
                "which main index moved the index, as that takes published values of two years running under one framework (the pillars since "
                "2021 do not add up to the index and cannot stand in)",
            )
        )
    if not decides_rank(standing.interval, standing.n_units) and standing.weights.empty:
        known = int(standing.field["value"].notna().sum())
        missing.append(
            pick(
                scope,
                f"hạng vững đến đâu, vì mới công bố giá trị của {known}/{standing.n_units} đơn vị",
                f"how firm the rank is, as values of {known} of {standing.n_units} units are published",
            )
        )
    return missing


def dti_moved(standing: Standing, scope: Scope) -> Table | None:
    """
    Print what moved the index since the year before.

    Parameters
    ----------
    standing : Standing
        From `dtanalysis.dti.build_standing`.
    scope : Scope
        The question.

    Returns
    -------
    Table or None
        None where it is not known; `dti_missing` says why.
    """
    if standing.moved.empty:
        return None
    rows = name_moved(standing.moved, scope).assign(weight=100 * standing.moved["weight"])
    year = int(rows["year"].dropna().iloc[0])
    columns = [
        Column("name", pick(scope, "Chỉ số chính", "Main index")),
        Column("before", str(year - 1), kind="index"),
        Column("after", str(year), kind="index"),
        column("weight", scope, "percent", decimals=0, heading="component_weight"),
        Column(
            "contribution", pick(scope, "Làm DTI thay đổi", "Moves the index by"), kind="points", decimals=4
        ),
    ]
    total = format_number(rows["contribution"].sum(), 4, language=scope.language, signed=True)
    note = pick(
        scope,
        f"Trọng số × mức thay đổi; trước khi làm tròn, các dòng cộng lại đúng bằng mức thay đổi của DTI: {total}. Chỉ số chính không được công bố ở "
        "cả hai năm thì gộp vào một dòng, không chia cho các chỉ số đã biết.",
        f"Weight × change; before rounding the rows add up exactly to the change of the index: {total}. Main indices not published for both "
        "years stand in one row and are not spread over the known ones.",
    )
    caption = pick(
        scope,
        f"Điều gì làm DTI thay đổi từ {year - 1} đến {year}: {scope.unit_name}",
        f"What moved the index from {year - 1} to {year}: {scope.unit_name}",
    )
    return make_table(rows, caption, columns, scope, note=note)


def dti_growth(standing: Standing, scope: Scope) -> Table | None:
    """
    Print the growth of the unit beside that of the mean of the provinces.

    Parameters
    ----------
    standing : Standing
        From `dtanalysis.dti.build_standing`.
    scope : Scope
        The question.

    Returns
    -------
    Table or None
        None where no year has both growths.
    """
    if standing.growth.empty:
        return None
    rows = standing.growth.assign(
        year_text=standing.growth["year"].astype(str),
        mean_text=[
            _span(row["mean_lowest"], row["mean_highest"], scope) for _, row in standing.growth.iterrows()
        ],
        ahead_text=[
            _span(row["ahead_lowest"], row["ahead_highest"], scope) for _, row in standing.growth.iterrows()
        ],
        unit_measure="rank",  # of ``places``
    )
    columns = [
        column("year_text", scope, heading="year"),
        Column("growth", pick(scope, "DTI của đơn vị", "The unit's index"), kind="points", decimals=4),
        Column("mean_text", pick(scope, "Bình quân các tỉnh", "Mean of the provinces"), right=True),
        Column("ahead_text", pick(scope, "Chênh lệch", "Difference"), right=True),
        Column("places", pick(scope, "Số bậc", "Places"), kind="difference"),
    ]
    note = pick(
        scope,
        "Mức thay đổi so với năm trước, theo thang 0–1, chỉ trong những năm dùng chung một bộ chỉ số. Chênh lệch dương là tăng nhanh hơn "
        "bình quân; hạng thì còn tùy các đơn vị liền kề. Khoảng giá trị là do các nguồn nêu bình quân khác nhau.",
        "Change on the year before, on the 0–1 scale, only within one framework. A positive difference is faster than the mean; a rank "
        "also depends on the nearest units. Ranges arise where sources print different means.",
    )
    caption = pick(
        scope,
        f"Tăng nhanh hay chậm hơn bình quân các tỉnh: {scope.unit_name}",
        f"Own growth or that of the whole field: {scope.unit_name}",
    )
    return make_table(rows, caption, columns, scope, note=note)


def _span(lowest: float, highest: float, scope: Scope) -> str:
    low, high = (format_number(value, 4, language=scope.language, signed=True) for value in (lowest, highest))
    return low if low == high else pick(scope, f"{low} đến {high}", f"{low} to {high}")


def costs_table(costs: pd.DataFrame, scope: Scope, *, decimals: int, caption: str, note: str) -> Table:
    """
    Print what several numbers of places cost.

    Parameters
    ----------
    costs : pandas.DataFrame
        From `dtanalysis.dti.cost_table`, not empty.
    scope : Scope
        The question.
    decimals : int
        Decimals of the points.
    caption, note : str
        Words over and under the table.

    Returns
    -------
    Table
    """
    costs = _without_repeats(costs)
    rows = costs.assign(
        places_text=[_places_text(row, scope) for _, row in costs.iterrows()],
        needed_text=[bounded_points(row, decimals, scope) for _, row in costs.iterrows()],
        holder=costs["name_vi"].fillna(pick(scope, "chưa rõ đơn vị nào", "holder not published")),
    )
    columns = [
        Column("places_text", pick(scope, "Thêm số bậc", "Places")),
        Column("rank", pick(scope, "Đến hạng", "To rank"), kind="rank"),
        Column("holder", pick(scope, "Đơn vị đang giữ hạng đó", "Held by")),
        Column(
            "needed_text",
            pick(scope, "Cần thêm (đơn vị khác đứng yên)", "Takes (others standing still)"),
            right=True,
        ),
    ]
    return make_table(rows, caption, columns, scope, note=note)


def _without_repeats(costs: pd.DataFrame) -> pd.DataFrame:
    """Of rows that only say the same range again, keep the fewest and the most places, and goals."""
    ranges = costs.groupby([costs["lower"].round(9), costs["upper"].round(9)], sort=False)["places"]
    is_end = costs["places"].eq(ranges.transform("min")) | costs["places"].eq(ranges.transform("max"))
    is_goal = costs.get("is_goal", False)
    return costs[is_end | costs["is_exact"].astype(bool) | is_goal]


def _places_text(cost: pd.Series, scope: Scope) -> str:
    goal = pick(scope, " (mục tiêu)", " (goal)") if cost.get("is_goal", False) else ""
    return f"+{cost['places']}{goal}"


def dti_costs(standing: Standing, scope: Scope) -> Table | Note | None:
    """
    Print what several places more would cost.

    Parameters
    ----------
    standing : Standing
        From `dtanalysis.dti.build_standing`.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note or None
        A note for the first of a ranking; None where the value is not known (`dti_missing` says so).
    """
    if standing.costs.empty:
        own = standing.field[standing.field["unit"] == scope.unit]
        return why_not("places_first", scope) if len(own) and own["rank"].iloc[0] == 1 else None
    caption = pick(
        scope,
        f"Thêm bao nhiêu bậc thì cần bao nhiêu: {scope.unit_name}, DTI {standing.year}",
        f"What places cost: {scope.unit_name}, index of {standing.year}",
    )
    known = standing.field["value"].notna().sum()
    note = pick(
        scope,
        f"Tính khi mọi đơn vị khác đứng yên, nên thực tế phải nhiều hơn. Mới công bố giá trị của {known}/{standing.n_units} đơn vị; "
        "chỗ nào chưa công bố, bảng nêu khoảng suy ra từ giá trị đã biết ngay trên và ngay dưới hạng đó, và không in các bậc ở giữa có cùng khoảng.",
        f"With everybody else standing still, so it takes more in truth. Values are published for {known} of {standing.n_units} units; "
        "elsewhere the range follows from the nearest known values above and below that rank, and ranks between two rows with one range "
        "are not printed.",
    )
    return costs_table(standing.costs, scope, decimals=4, caption=caption, note=note)


def dti_mix(standing: Standing, scope: Scope) -> Table | None:
    """
    Print the cheapest mix of parts for the first place.

    Parameters
    ----------
    standing : Standing
        From `dtanalysis.dti.build_standing`.
    scope : Scope
        The question.

    Returns
    -------
    Table or None
        None where the parts or the price of a place are not known; `dti_costs` says what is.
    """
    if standing.mix.empty:
        return None
    columns = [
        Column("name", pick(scope, "Chỉ số chính", "Main index")),
        column("value", scope, "index", heading="component_value"),
        Column("rise", pick(scope, "Phải tăng thêm", "Has to rise by"), kind="points", decimals=4),
        Column("index_gain", pick(scope, "DTI tăng", "Index gain"), kind="points", decimals=4),
    ]
    rank = int(standing.costs["rank"].iloc[0])
    caption = pick(
        scope,
        f"Cách ít tốn nhất để bằng hạng {rank}: {scope.unit_name}",
        f"The least rise that equals rank {rank}: {scope.unit_name}",
    )
    note = pick(
        scope,
        "Coi mọi chỉ số chính khó tăng như nhau và các đơn vị khác đứng yên: đây là cận dưới, không phải kế hoạch.",
        "All main indices are taken as equally hard to raise and the others as standing still: a lower bound, not a plan.",
    )
    return make_table(name_components(standing.mix, scope), caption, columns, scope, note=note)


def dti_merged(years: pd.DataFrame, scope: Scope) -> Table | None:
    """
    Print the members of a merged province and their mean by the ministry's rule.

    Parameters
    ----------
    years : pandas.DataFrame
        From `dtanalysis.dti.merged_years`.
    scope : Scope
        The question.

    Returns
    -------
    Table or None
        None unless the ministry published a figure of the new province to hold the mean against: the page computes none.
    """
    years = years[years["merged"].notna() & years["published"].notna()]
    if years.empty:
        return None
    names = unit_names(scope)
    rows = years.assign(
        year_text=years["year"].astype(str),
        name=years["unit"].map(names),
        merged_text=[_index(value, scope) for value in years["merged"]],
        published_text=[_index(value, scope) for value in years["published"]],
    )
    columns = [
        column("year_text", scope, heading="year"),
        Column("name", pick(scope, "Tỉnh trước sáp nhập", "Province before the merger")),
        column("value", scope, "index", heading="index"),
        Column("merged_text", pick(scope, "Theo quy tắc của Bộ", "By the ministry's rule"), right=True),
        Column(
            "published_text",
            pick(scope, "Công bố cho tỉnh mới", "Published for the new province"),
            right=True,
        ),
    ]
    note = pick(
        scope,
        "Quy tắc của Bộ khi công bố lại DTI 2024 cho 34 tỉnh: trung bình cộng đơn giản của các tỉnh hợp thành. "
        "Đây không phải chuỗi số liệu của tỉnh mới: giá trị trước ngày 1/7/2025 thuộc các tỉnh cũ, và thứ hạng không nối được.",
        "The ministry's rule when it restated the index of 2024 for 34 provinces: the plain mean of the members. "
        "This is no series of the new province: values before 1 July 2025 belong to the old ones, and ranks "
        "cannot be joined.",
    )
    caption = pick(
        scope,
        f"DTI của các tỉnh hợp thành và cách Bộ tính lại: {scope.unit_name}",
        f"The members' index and how the ministry restates it: {scope.unit_name}",
    )
    return make_table(rows, caption, columns, scope, note=note, wide=True)


def _index(value: float, scope: Scope) -> str:
    return MISSING if pd.isna(value) else format_number(value, 4, language=scope.language)
