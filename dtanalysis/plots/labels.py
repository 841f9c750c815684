"""
Names beside points, placed where they cover neither a point nor each other.

Takes axes on which everything else is drawn, because room can only be measured in a finished picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dtanalysis.exhibits.drawing import INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Annotation

    Box = np.ndarray

_SHIFTS = range(-60, 61, 3)  # points of print
_FAR = 9  # points: a name further from its point is tied to it by a line
_ROOM = 6  # pixels kept free around a point
_PAST = 999  # pixels: what lies outside the picture


def label_points(
    ax: Axes, points: list[tuple[float, float]], names: list[str], taken: list[Box]
) -> list[Box]:
    """
    Write each name beside its point into free room; a name that would cover another is left out.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Drawn but for these names.
    points : list of tuple of float
        Across and up, in the data's measure.
    names : list of str
        One per point, the more important first.
    taken : list of numpy.ndarray
        Boxes (left, bottom, right, top in pixels) to keep free where that is possible.

    Returns
    -------
    list of numpy.ndarray
        The boxes of the names written.
    """
    written: list[Box] = []
    for point, name in zip(points, names, strict=True):
        side, shift, box = _find_room(ax, point, name, taken, written)
        if overlaps(box, written):
            continue
        _write(ax, point, name, side, shift)
        written.append(box)
    return written


def _write(ax: Axes, point: tuple[float, float], name: str, side: int, shift: int) -> Annotation:
    """Write a name to the right (1) or left (−1) of its point; far from it, a line ties the two."""
    line = {"arrowstyle": "-", "color": INK, "linewidth": 0.6, "shrinkB": 4} if abs(shift) > _FAR else None
    text = ax.annotate(
        name, point, xytext=(9 * side, shift), textcoords="offset points", ha="left" if side > 0 else "right",
        va="center", fontsize=9.5, color=INK, annotation_clip=False, arrowprops=line,
    )  # fmt: skip
    text.set_in_layout(False)
    return text


def _find_room(
    ax: Axes, point: tuple[float, float], name: str, taken: list[Box], written: list[Box]
) -> tuple[int, int, Box]:
    """Side and shift at which a name covers least, as near to its point as can be, and its box there."""
    inward = 1 if ax.transData.transform(point)[0] < ax.bbox.x0 + ax.bbox.width / 2 else -1
    boxes = {}
    for side in (1, -1):
        trial = _write(ax, point, name, side, 0)
        box = trial.get_window_extent().extents
        trial.remove()
        for shift in _SHIFTS:
            boxes[side, shift] = box + np.array([0, shift, 0, shift]) * ax.figure.dpi / 72

    def cost(place: tuple[int, int]) -> tuple[int, int]:
        covered = 5 * overlaps(boxes[place], written) + overlaps(boxes[place], taken)
        return covered, abs(place[1]) + 12 * (place[0] != inward)

    best = min(boxes, key=cost)
    return *best, boxes[best]


def write_level(ax: Axes, level: float, text: str, colour: str, taken: list[Box]) -> list[Box]:
    """
    Write words at a level line, above or below it and at its right or left end, where there is most room.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Drawn but for names.
    level : float
        Height of the line, in the data's measure.
    text, colour : str
        The words and their colour.
    taken : list of numpy.ndarray
        Boxes to keep free where that is possible.

    Returns
    -------
    list of numpy.ndarray
        `taken` and the box of the words.
    """
    places = [(end, lift) for end in (1, 0) for lift in (3, -3)]
    tries = [
        ax.annotate(
            text, (end, level), xycoords=("axes fraction", "data"), xytext=(-2 if end else 4, lift), fontsize=9.5,
            textcoords="offset points", ha="right" if end else "left", va="bottom" if lift > 0 else "top", color=colour,
        )
        for end, lift in places
    ]  # fmt: skip
    boxes = [words.get_window_extent().extents for words in tries]
    best = min(range(len(places)), key=lambda place: (overlaps(boxes[place], taken), place))
    for number, words in enumerate(tries):
        if number != best:
            words.remove()
    return [*taken, boxes[best]]


def boxes_of(ax: Axes, points: list[tuple[float, float]], levels: list[float]) -> list[Box]:
    """
    Measure what names must not cover: points, level lines, and the outside of the picture.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Laid out already.
    points : list of tuple of float
        Across and up, in the data's measure.
    levels : list of float
        Heights of lines across the picture.

    Returns
    -------
    list of numpy.ndarray
        Left, bottom, right and top of each box in pixels.
    """
    left, bottom, right, top = ax.bbox.extents
    spots = [
        np.array([x - _ROOM, y - _ROOM, x + _ROOM, y + _ROOM]) for x, y in ax.transData.transform(points)
    ]
    heights = [ax.transData.transform((points[0][0], level))[1] for level in levels]
    lines = [np.array([left, height - 1, right, height + 1]) for height in heights]
    outside = [
        np.array([left - _PAST, bottom - _PAST, right + _PAST, bottom]),
        np.array([left - _PAST, top, right + _PAST, top + _PAST]),
        np.array([left - _PAST, bottom, left, top]),
        np.array([right, bottom, right + _PAST, top]),
    ]
    return [*spots, *lines, *outside]


def overlaps(box: Box, taken: list[Box]) -> int:
    """
    Count the boxes that a box touches.

    Parameters
    ----------
    box : numpy.ndarray
        Left, bottom, right, top.
    taken : list of numpy.ndarray
        Others of the kind.

    Returns
    -------
    int
        0 where it is free.

    Examples
    --------
    >>> overlaps(np.array([0, 0, 2, 2]), [np.array([1, 1, 3, 3]), np.array([5, 5, 6, 6])])
    1
    """
    return sum(
        bool(box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3])
        for other in taken
    )
