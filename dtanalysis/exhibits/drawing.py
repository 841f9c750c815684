"""
The look of our matplotlib figures, and how a figure becomes bytes.

`house_style` sets font, colours and size for the figures drawn inside it; `number_axis` writes decimal
commas on an axis; `svg_text` and `png_bytes` turn a figure into the same bytes every time. matplotlib is
imported when it is used, so that importing this module costs nothing. What is drawn is decided in
``plots``; captions and tables belong to ``exhibits``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dtanalysis.formats import Language, format_number

if TYPE_CHECKING:
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure as MatplotlibFigure

INK = "#1C2530"
MUTED = "#55606E"
RULE = "#D5DBE2"
ACCENT = "#1F5F99"

#: Told apart by colour-blind readers (least CIE76 distance 41, also for deutan and protan), and never shown
#: without the word.
STATUS_COLOURS = {
    "met": "#1F5F99",
    "exceeded": "#123C63",
    "behind": "#9C2A00",
    "undecided": "#E3B23C",
    "no_target": "#8A929C",
    "not_reported": "#8A929C",
    "dropped": "#8A929C",
}

#: Colours of series that carry no status, in the order of use.
SERIES_COLOURS = ("#1F5F99", "#9C2A00", "#5B6770", "#E3B23C", "#4E8A7C", "#7A4E8A")

FONTS = Path(__file__).parents[1] / "publish" / "fonts"
FONT_FAMILY = "Be Vietnam Pro DT"

#: Width of a figure in inches. 152 mm fits A4 and Word as it is, and on a phone (358 px) letters of 10
#: points keep 8 pixels.
FIGURE_WIDTH = 6.0

_PNG_DPI = 200
_PNG_COLOURS = 128
_POINTS_PER_PIXEL = 0.75


def house_rc() -> dict[str, Any]:
    """
    Settings of matplotlib for our figures.

    Returns
    -------
    dict
        For ``matplotlib.rc_context``; `house_style` does that and registers the font as well.

    Examples
    --------
    >>> house_rc()["svg.hashsalt"]
    'dtanalysis'
    """
    return {
        # DejaVu Sans comes with matplotlib and has the rare signs that the small font lacks.
        "font.family": [FONT_FAMILY, "DejaVu Sans"],
        "font.size": 10,
        "text.color": INK,
        "axes.labelcolor": MUTED,
        "axes.labelsize": 9.5,
        "axes.edgecolor": MUTED,
        "axes.linewidth": 0.8,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "axes.titlelocation": "left",
        "axes.titlesize": 10.5,
        "axes.titleweight": "bold",
        "axes.prop_cycle": _colour_cycle(),
        "grid.color": RULE,
        "grid.linewidth": 0.8,
        "xtick.color": MUTED,
        "ytick.color": MUTED,
        "xtick.labelcolor": INK,
        "ytick.labelcolor": INK,
        "xtick.major.size": 3,
        "ytick.major.size": 3,
        "lines.linewidth": 2,
        "legend.frameon": False,
        "figure.figsize": (FIGURE_WIDTH, 3.4),
        "figure.constrained_layout.use": True,
        "figure.facecolor": "white",
        "savefig.facecolor": "white",
        "savefig.bbox": "tight",
        "savefig.pad_inches": 0.04,
        # Letters as outlines: a reader's computer does not have our font. The salt keeps the names of parts
        # the same.
        "svg.fonttype": "path",
        "svg.hashsalt": "dtanalysis",
    }


@contextmanager
def house_style() -> Iterator[None]:
    """
    Draw in the house style: our font, quiet axes, colours that colour-blind readers can tell apart.

    Yields
    ------
    None
        Inside the context every new figure has the style; afterwards matplotlib is as it was.

    Examples
    --------
    >>> import matplotlib
    >>> with house_style():
    ...     matplotlib.rcParams["font.family"][0]
    'Be Vietnam Pro DT'
    """
    import matplotlib

    _register_fonts()
    with matplotlib.rc_context(house_rc()):
        yield


def number_axis(
    axis: Axis,
    *,
    decimals: int | None = None,
    suffix: str = "",
    signed: bool = False,
    language: Language = "vi",
) -> Axis:
    """
    Write the numbers of an axis as our tables do: 12,5 and 2.439.

    Parameters
    ----------
    axis : matplotlib.axis.Axis
        ``ax.xaxis`` or ``ax.yaxis``; changed in place.
    decimals : int, optional
        As in `dtanalysis.formats.format_number`.
    suffix : str
        Put behind each number, for example "%".
    signed : bool
        Print "+" before positive numbers.
    language : {"vi", "en"}
        Whose separators to use.

    Returns
    -------
    matplotlib.axis.Axis
        The same axis.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> axis = number_axis(Figure().subplots().xaxis, decimals=1, suffix="%")
    >>> axis.get_major_formatter()(12.5, None)
    '12,5%'
    """

    def label(value: float, _position: int | None = None) -> str:
        return format_number(value, decimals, language=language, signed=signed) + suffix

    axis.set_major_formatter(label)
    return axis


def svg_text(figure: MatplotlibFigure) -> str:
    """
    A figure as SVG: letters as outlines, no date, the same text on every run.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Cut to what is drawn, so that no label is lost.

    Returns
    -------
    str
        One ``<svg>`` element; coordinates with at most two decimals (a hundredth of a point).

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> svg_text(Figure(figsize=(1, 1))).startswith("<svg ")
    True
    """
    nothing = dict.fromkeys(["Date", "Creator", "Format", "Type"])
    text = _saved(figure, format="svg", metadata=nothing).decode("utf-8")
    return _shorter_svg(text)


def png_bytes(figure: MatplotlibFigure) -> bytes:
    """
    A figure as PNG of 200 dots per inch in at most 128 colours: a fifth of the usual size, and sharp on
    paper.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Cut to what is drawn.

    Returns
    -------
    bytes
        The same on every run with the same versions.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> png_bytes(Figure(figsize=(1, 1)))[1:4]
    b'PNG'
    """
    from PIL import Image

    full = Image.open(BytesIO(_saved(figure, format="png", dpi=_PNG_DPI, metadata={"Software": None})))
    buffer = BytesIO()
    full.convert("RGB").quantize(_PNG_COLOURS, dither=Image.Dither.NONE).save(
        buffer, format="PNG", optimize=True, dpi=(_PNG_DPI, _PNG_DPI)
    )
    return buffer.getvalue()


def svg_pixel_width(svg: str) -> int:
    """
    Width at which an SVG of ours is shown, in CSS pixels.

    Parameters
    ----------
    svg : str
        From `svg_text`; its width is given in points.

    Returns
    -------
    int
        Rounded.

    Examples
    --------
    >>> svg_pixel_width('<svg width="518.4pt" height="72pt">')
    691
    """
    points = re.search(r'<svg [^>]*?\bwidth="([\d.]+)pt"', svg)
    return round(float(points.group(1)) / _POINTS_PER_PIXEL)


def png_pixel_width(png: bytes) -> int:
    """
    Width at which a PNG of ours is shown, in CSS pixels (its own pixels are finer).

    Parameters
    ----------
    png : bytes
        From `png_bytes`.

    Returns
    -------
    int
        Rounded.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> png_pixel_width(png_bytes(Figure(figsize=(2, 1)))) < 210
    True
    """
    dots = int.from_bytes(png[16:20], "big")
    return round(dots * 96 / _PNG_DPI)


def _colour_cycle() -> Any:
    from cycler import cycler

    return cycler(color=SERIES_COLOURS)


def _register_fonts() -> None:
    """Tell matplotlib about the bundled fonts, once."""
    from matplotlib import font_manager

    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for path in sorted(FONTS.glob("*.ttf")):
        if str(path) not in known:
            font_manager.fontManager.addfont(path)


def _saved(figure: MatplotlibFigure, **options: Any) -> bytes:
    """The bytes of ``savefig`` in the house style."""
    buffer = BytesIO()
    with house_style():
        _settle(figure)
        figure.savefig(buffer, **options)
    return buffer.getvalue()


def _settle(figure: MatplotlibFigure) -> None:
    """Lay the figure out once: each further drawing would move it a little, and the bytes would differ."""
    if figure.get_layout_engine() is not None:
        figure.draw_without_rendering()
        figure.set_layout_engine("none")


def _shorter_svg(text: str) -> str:
    """Only the ``<svg>`` element, without comments, metadata, long names and digits that nobody can see."""
    text = text[text.index("<svg ") :]
    text = re.sub(r"<!--.*?-->|<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r'(?<= d=")[^"]*', lambda path: _relative_path(path.group()), text)
    text = re.sub(r'(<use [^>]*) transform="translate\(([\d.]+) 0\)"', r'\1 x="\2"', text)
    text = re.sub(r"(?:scale|matrix)\([^)]*\)|\d+\.\d{3,}", _two_decimals, text)
    return re.sub(r"\s*\n\s*", "", _short_glyph_names(text)).strip()


def _short_glyph_names(text: str) -> str:
    """Name the glyphs a0, a1, …: their long names stand before every letter."""
    names = dict.fromkeys(re.findall(r'<path id="([^"]*-[0-9a-f]+)"', text))
    short = {
        f'"{mark}{name}"': f'"{mark}a{number}"' for number, name in enumerate(names) for mark in ("", "#")
    }
    return re.sub(r'"#?[^"\s]*-[0-9a-f]+"', lambda found: short.get(found.group(), found.group()), text)


def _relative_path(path: str) -> str:
    """The same path in relative coordinates of two decimals, which are short; rounding does not add up."""
    here, start, pieces, last = (0, 0), (0, 0), [], ""
    for command, numbers in re.findall(r"([A-Za-z])([^A-Za-z]*)", path):
        points = _hundredths(numbers)
        if command in "zZ":
            here = start
        pieces.append((command.lower() if command != last else "") + _joined(points, here))
        here = points[-1] if points else here
        start = here if command == "M" else start
        last = command
    return "".join(pieces)


def _hundredths(numbers: str) -> list[tuple[int, int]]:
    """Pairs of coordinates in whole hundredths."""
    values = [round(float(number) * 100) for number in numbers.split()]
    return list(zip(values[::2], values[1::2], strict=True))


def _joined(points: list[tuple[int, int]], here: tuple[int, int]) -> str:
    """Points relative to `here`, with a space only where two numbers would run into each other."""
    numbers = [value - origin for point in points for value, origin in zip(point, here, strict=True)]
    texts = [f"{number / 100:.2f}".rstrip("0").rstrip(".") for number in numbers]
    return "".join(text if text.startswith("-") else f" {text}" for text in texts)


def _two_decimals(found: re.Match[str]) -> str:
    """A coordinate with two decimals; a factor of scale stays exact."""
    text = found.group()
    return f"{float(text):.2f}".rstrip("0").rstrip(".") if text[0].isdigit() else text
