"""
Figure of the unit's place among its peers: a strip of dots per indicator, from the worst unit to the best.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.exhibits import Figure, house_style
from dtanalysis.narrative import pick, place, short_name
from dtanalysis.plots.pieces import (
    MET,
    MOST_BARS,
    SOFT,
    UNKNOWN,
    make_figure,
    name_bars,
    new_axes,
    write_beside,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def peer_strips(peers: pd.DataFrame, standings: pd.DataFrame, scope: Scope) -> Figure | None:
    """
    Draw the place of the unit among its peers in each indicator, from the lowest to the best.

    Parameters
    ----------
    peers : pandas.DataFrame
        From `dtanalysis.comparison.benchmark.peer_values`.
    standings : pandas.DataFrame
        From `dtanalysis.comparison.benchmark.compare_with_peers`, with names.
    scope : Scope
        The question.

    Returns
    -------
    Figure or None
        None where no indicator has a position.
    """
    placed = standings[standings["reason"] == ""].head(MOST_BARS).reset_index(drop=True)
    if placed.empty:
        return None
    with house_style():
        figure, ax = new_axes(0.6 + 0.58 * len(placed))
        for line, row in placed.iterrows():
            _draw_strip(ax, line, row, peers)
            write_beside(ax, f"{row['position']}/{row['n_peers'] + 1}", 1.0, line)
        name_bars(placed["name"].map(short_name), ax)
        ax.set_xlim(-0.03, 1.14)
        ax.set_xticks([0, 1], [pick(scope, "kém nhất", "worst"), pick(scope, "tốt nhất", "best")])
    caption = pick(
        scope,
        f"Vị trí giữa các đơn vị cùng cấp: {place(scope)}",
        f"The place among units of its level: {place(scope)}",
    )
    note = pick(
        scope,
        "Chấm xám: từng đơn vị; chấm lớn: đơn vị của trang này; nền: nửa giữa của các đơn vị. Mỗi dòng kéo giãn từ đơn vị kém nhất đến đơn vị tốt nhất.",
        "Grey dots: the units; large dot: the unit of this page; ground: the middle half. Every line runs from the worst unit to the best.",
    )
    shown = [f"{row['name']}: {row['position']}/{row['n_peers'] + 1}" for _, row in placed.iterrows()]
    alt = pick(scope, "Dải chấm, mỗi dòng một chỉ tiêu. ", "Strips of dots, a line per indicator. ")
    return make_figure(figure, caption, alt + "; ".join(shown) + ".", scope, note=note)


def _draw_strip(ax: Axes, line: int, row: pd.Series, peers: pd.DataFrame) -> None:
    keys = ["indicator", "level", "dimension"]
    field = peers[(peers[keys] == row[keys]).all(axis=1)]
    sign = -1 if row["direction"] == "down" else 1
    goodness = sign * field["value"]
    low, high = goodness.min(), goodness.max()
    place_of = (goodness - low) / (high - low) if high > low else goodness * 0 + 0.5
    quarter, three = place_of.quantile([0.25, 0.75])
    ax.barh(line, three - quarter, left=quarter, height=0.34, color=SOFT, zorder=0)
    ax.scatter(
        place_of[~field["is_own"]], [line] * int((~field["is_own"]).sum()), s=16, color=UNKNOWN, zorder=2
    )
    ax.scatter(place_of[field["is_own"]], [line], s=80, color=MET, zorder=3)
