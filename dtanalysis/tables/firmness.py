"""
Tables of how firm a rank is: within the doubt of values, under other weights, without each part.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.dti import Standing, decides_rank
from dtanalysis.exhibits import Column, Note, Table
from dtanalysis.formats import format_number
from dtanalysis.narrative import pick, rank_span
from dtanalysis.tables.index import name_components
from dtanalysis.tables.layout import make_table


def stability_rows(
    interval: pd.DataFrame,
    doubt_name: str,
    weights: pd.DataFrame,
    scope: Scope,
    *,
    n_compared: int,
    n_units: int,
) -> pd.DataFrame:
    """
    Put the tests of a rank into rows.

    Parameters
    ----------
    interval : pandas.DataFrame
        The unit's row of `dtanalysis.dti.rank_intervals`; may be empty.
    doubt_name : str
        What the interval allows for.
    weights : pandas.DataFrame
        From `dtanalysis.dti.try_weights`; may be empty.
    scope : Scope
        The question.
    n_compared, n_units : int
        Units with all parts, and units ranked.

    Returns
    -------
    pandas.DataFrame
        ``test``, ``among``, ``now``, ``span``, ``reading``; an interval that is wide only because others' values are not
        published is no test and left out.
    """
    methods = {
        "uniform": pick(scope, "Mỗi trọng số đổi trong khoảng ±20%", "Each weight moves within ±20 %"),
        "dirichlet": pick(
            scope,
            "Trọng số rút ngẫu nhiên (Dirichlet, độ lệch 20%)",
            "Weights drawn at random (Dirichlet, deviation 20 %)",
        ),
    }
    if not decides_rank(interval, n_units):
        interval = interval.iloc[0:0]
    tests = [(doubt_name, n_units, row) for _, row in interval.iterrows()]
    tests += [(methods[row["method"]], n_compared, row) for _, row in weights.iterrows()]
    return pd.DataFrame(
        [
            {
                "test": name,
                "among": str(among),
                "now": row["rank"],
                "span": rank_span(row["rank_lower"], row["rank_upper"], scope),
                "reading": _reading(row["rank_lower"], row["rank_upper"], "method" in row, scope),
            }
            for name, among, row in tests
        ]
    )


def _reading(low: float, high: float, is_weights: bool, scope: Scope) -> str:
    if low == high:
        return pick(scope, "hạng chắc", "firm")
    if is_weights:
        return pick(scope, "hạng còn tùy cách chọn trọng số", "the rank depends on the choice of weights")
    return pick(scope, "hạng còn tùy sai số của các giá trị", "the rank depends on the doubt of the values")


STABILITY_COLUMNS = (
    ("test", ("Phép thử", "Test"), {}),
    ("among", ("Trong số đơn vị", "Among units"), {"right": True}),
    ("now", ("Hạng hiện nay", "Rank now"), {"kind": "rank"}),
    ("span", ("Hạng có thể", "Ranks possible"), {"right": True}),
    ("reading", ("Đọc thế nào", "How to read it"), {}),
)


def stability_columns(scope: Scope) -> list[Column]:
    """Return the columns of a table of `stability_rows`."""
    return [Column(name, pick(scope, *heading), **options) for name, heading, options in STABILITY_COLUMNS]


def dti_stability(standing: Standing, scope: Scope) -> Table | None:
    """
    Print how stable the unit's rank is.

    Parameters
    ----------
    standing : Standing
        From `dtanalysis.dti.build_standing`.
    scope : Scope
        The question.

    Returns
    -------
    Table or None
        None where no test can be made; `dtanalysis.tables.dti_missing` says so.
    """
    doubt = format_number(standing.doubt, 3, language=scope.language)
    rows = stability_rows(
        standing.interval,
        pick(scope, f"Mỗi giá trị có thể lệch ±{doubt}", f"Each value may be off by ±{doubt}"),
        standing.weights, scope, n_compared=standing.n_compared, n_units=standing.n_units,
    )  # fmt: skip
    if rows.empty:
        return None
    caption = pick(
        scope,
        f"Hạng vững đến đâu: {scope.unit_name}, DTI {standing.year}",
        f"How firm the rank is: {scope.unit_name}, index of {standing.year}",
    )
    notes = []
    if len(rows) > len(standing.weights):
        notes.append(
            pick(
                scope,
                f"±{doubt} (5 điểm trên thang 1.000) là giả định, không nguồn nào công bố sai số; khoảng hạng là khoảng rộng nhất có thể, "
                "không phải xác suất.",
                f"±{doubt} (5 points of 1,000) is an assumption, no source publishes an error; the range is the widest one, not a "
                "probability.",
            )
        )
    if len(standing.weights):
        notes.append(
            pick(
                scope,
                "Phép thử trọng số lấy 5%–95% của 2.000 lần rút, chỉ trong các đơn vị công bố đủ các chỉ số chính: hạng ở đó không phải hạng "
                "trong cả nước.",
                "The tests of weights give 5–95 % of 2,000 draws, only among the units whose parts are all published: not the rank in the country.",
            )
        )
    return make_table(rows, caption, stability_columns(scope), scope, note=" ".join(notes), wide=True)


def without_table(without: pd.DataFrame, n_compared: int, scope: Scope, caption: str) -> Table | Note | None:
    """
    Print the rank without each part.

    Parameters
    ----------
    without : pandas.DataFrame
        The unit's rows of `dtanalysis.dti.leave_one_out`.
    n_compared : int
        Among how many units.
    scope : Scope
        The question.
    caption : str
        Words over the table.

    Returns
    -------
    Table or Note or None
        None without rows; a note where no part matters to the rank.
    """
    if without.empty:
        return None
    if (without["places"] == 0).all():
        rank = f"{without['rank'].iloc[0]:.0f}/{n_compared}"
        return Note(
            pick(
                scope,
                f"Bỏ bất kỳ phần nào, {scope.unit_name} vẫn đứng thứ {rank} trong các đơn vị có đủ số liệu: hạng không dựa vào riêng "
                "một phần nào.",
                f"Without any one part {scope.unit_name} still ranks {rank} among the units with full figures: the rank rests on no "
                "single part.",
            ),
            language=scope.language,
        )
    rows = name_components(without, scope).assign(
        rank_text=[f"{rank:.0f}/{n_compared}" for rank in without["rank_without"]],
        effect=[_effect(places, scope) for places in without["places"]],
    )
    columns = [
        Column("name", pick(scope, "Nếu bỏ", "Without")),
        Column("rank_text", pick(scope, "Hạng", "Rank"), right=True),
        Column("effect", pick(scope, "Phần này đang", "What the part does to the rank")),
    ]
    now = f"{rows['rank'].iloc[0]:.0f}/{n_compared}"
    note = pick(
        scope,
        f"Hạng hiện nay {now} trong các đơn vị có đủ số liệu. Bỏ một phần nghĩa là cho trọng số của nó bằng 0 và chia lại trọng số cho "
        "các phần còn lại.",
        f"Rank now {now} among the units with full figures. Leaving a part out sets its weight to 0 and rescales the others.",
    )
    return make_table(rows, caption, columns, scope, note=note)


def _effect(places: float, scope: Scope) -> str:
    if places == 0:
        return pick(scope, "không ảnh hưởng đến hạng", "nothing")
    n = f"{abs(places):.0f}"
    return (
        pick(scope, f"kéo hạng xuống {n} bậc", f"costs {n} places")
        if places > 0
        else pick(scope, f"nâng hạng lên {n} bậc", f"gives {n} places")
    )


def dti_without(standing: Standing, scope: Scope) -> Table | Note | None:
    """
    Print the rank of the index without each part.

    Parameters
    ----------
    standing : Standing
        From `dtanalysis.dti.build_standing`.
    scope : Scope
        The question.

    Returns
    -------
    Table or Note or None
        None where the parts of the unit are not all known; `dti_stability` or the section on parts says so.
    """
    caption = pick(
        scope,
        f"Hạng phụ thuộc vào chỉ số nào: {scope.unit_name}, DTI {standing.year}",
        f"Which part the rank rests on: {scope.unit_name}, index of {standing.year}",
    )
    return without_table(standing.without, standing.n_compared, scope, caption)
