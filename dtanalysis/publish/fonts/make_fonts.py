"""
How the four font files beside this script were made: run it only to change them.

Input: the upright TTF files of Be Vietnam Pro 1.002 (npm package ``@expo-google-fonts/be-vietnam-pro``
0.4.1, SIL Open Font License, no reserved name). Output: a small TTF of each weight for matplotlib and a
small WOFF2 for the page. Three things differ from the original, therefore the family is called "Be Vietnam
Pro DT":

- only Latin, Vietnamese, punctuation and a few signs are kept;
- the feature ``tnum`` is added: the original has no figures of one width, and columns of numbers need them;
- arrows and the marks of the statuses (● ○ ▲ ▼ ◆ ■ □) are added, drawn here.

Needs fonttools and brotli: ``python make_fonts.py FOLDER_WITH_THE_ORIGINAL_TTF_FILES``.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from pathlib import Path

FAMILY = "Be Vietnam Pro DT"
# Semi-bold stands for bold: at text size the true bold shouts, and some programs know no weight between the
# two.
WEIGHTS = {"Regular": "BeVietnamPro_400Regular.ttf", "Bold": "BeVietnamPro_600SemiBold.ttf"}
STROKES = {"Regular": 74, "Bold": 104}
DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
DIGIT_WIDTH = 652  # the mean of the proportional widths, so that a table takes no more room than text
KEPT_FEATURES = ["ccmp", "locl", "kern", "mark", "mkmk", "case"]

VIETNAMESE = [
    0x102,
    0x103,
    0x110,
    0x111,
    0x128,
    0x129,
    0x168,
    0x169,
    0x1A0,
    0x1A1,
    0x1AF,
    0x1B0,
    *range(0x1EA0, 0x1EFA),
]
COMBINING = [0x300, 0x301, 0x302, 0x303, 0x306, 0x309, 0x31B, 0x323]
SIGNS = [ord(sign) for sign in "₫€–—‐‘’‚“”„†‡•…‰‹›™−≈≠≤≥"]
CODE_POINTS = [*range(0x20, 0x7F), *range(0xA0, 0x100), *VIETNAMESE, *COMBINING, *SIGNS]

Contour = list[tuple[float, float]]


def circle(radius: float, *, hole: bool = False) -> Contour:
    """A polygon of 48 sides round (350, 350): at text size it cannot be told from a circle."""
    turn = 1 if hole else -1
    angles = [turn * 2 * math.pi * step / 48 for step in range(48)]
    return [(350 + radius * math.cos(angle), 350 + radius * math.sin(angle)) for angle in angles]


def square(half: float, *, hole: bool = False) -> Contour:
    """A square round (350, 350)."""
    corners = [(-half, -half), (-half, half), (half, half), (half, -half)]
    return [(350 + x, 350 + y) for x, y in (reversed(corners) if hole else corners)]


def arrow(stroke: float) -> list[Contour]:
    """An arrow to the right: a shaft and an open head, 760 wide."""
    half = stroke / 2
    reach = stroke * 0.72
    shaft = [(70, 350 - half), (70, 350 + half), (680, 350 + half), (680, 350 - half)]
    head = [
        (720, 350), (480, 110), (480 - reach, 110 + reach), (720 - 2 * reach, 350),
        (480 - reach, 590 - reach), (480, 590),
    ]  # fmt: skip
    return [shaft, head]


def turned(contours: list[Contour], quarters: int) -> list[Contour]:
    """Contours turned anticlockwise by quarters round (395, 350)."""
    for _ in range(quarters):
        contours = [[(395 - (y - 350), 350 + (x - 395)) for x, y in contour] for contour in contours]
    return contours


def drawn_glyphs(stroke: float) -> dict[int, tuple[int, list[Contour]]]:
    """Code point -> (advance width, contours) of the signs that Be Vietnam Pro lacks."""
    up = [(350, 640), (650, 80), (50, 80)]
    down = [(350, 60), (50, 620), (650, 620)]
    diamond = [(350, 680), (680, 350), (350, 20), (20, 350)]
    right = arrow(stroke)
    return {
        0x25CF: (700, [circle(280)]),
        0x25CB: (700, [circle(280), circle(280 - stroke, hole=True)]),
        0x25A0: (700, [square(250)]),
        0x25A1: (700, [square(250), square(250 - stroke, hole=True)]),
        0x25B2: (700, [up]),
        0x25BC: (700, [down]),
        0x25C6: (700, [diamond]),
        **{
            code: (790, turned(right, quarters))
            for quarters, code in enumerate([0x2192, 0x2191, 0x2190, 0x2193])
        },
    }


def subset(path: Path):
    """The font with only our code points and features, without hints."""
    from fontTools import subset as subsetting

    options = subsetting.Options()
    options.layout_features = KEPT_FEATURES
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    font = subsetting.load_font(path, options)
    subsetter = subsetting.Subsetter(options)
    subsetter.populate(unicodes=CODE_POINTS)
    subsetter.subset(font)
    return font


def add_glyph(font, name: str, advance: int, draw: Callable) -> None:
    """Add one simple glyph; ``draw(pen)`` puts its contours."""
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    draw(pen)
    glyph = pen.glyph()
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = glyph
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (advance, getattr(glyph, "xMin", 0))


def draw_contours(pen, contours: list[Contour]) -> None:
    """Closed polygons, as they are listed."""
    for contour in contours:
        start, *rest = [(round(x), round(y)) for x, y in contour]
        pen.moveTo(start)
        for point in rest:
            pen.lineTo(point)
        pen.closePath()


def add_signs(font, stroke: float) -> None:
    """Add arrows and status marks; narrow spaces and the unbreakable hyphen share existing glyphs."""
    names = font.getBestCmap()
    shared = {0x2011: names[0x2D], 0x2009: names[0x20], 0x202F: names[0x20]}
    for code, (advance, contours) in drawn_glyphs(stroke).items():
        shared[code] = f"uni{code:04X}"
        add_glyph(font, shared[code], advance, lambda pen, contours=contours: draw_contours(pen, contours))
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(shared)


def add_tabular_figures(font) -> None:
    """Add figures of one width, centred, and the feature ``tnum`` that chooses them."""
    from fontTools.pens.transformPen import TransformPen

    glyphs = font.getGlyphSet()
    for name in DIGITS:
        shift = round((DIGIT_WIDTH - font["hmtx"][name][0]) / 2)
        moved = lambda pen, name=name, shift=shift: glyphs[name].draw(  # noqa: E731
            TransformPen(pen, (1, 0, 0, 1, shift, 0))
        )
        add_glyph(font, f"{name}.tnum", DIGIT_WIDTH, moved)
    add_substitution(font["GSUB"].table, "tnum", {name: f"{name}.tnum" for name in DIGITS})


def add_substitution(gsub, tag: str, mapping: dict[str, str]) -> None:
    """Append one single substitution as a feature of every language; its tag must sort last."""
    from fontTools.otlLib.builder import buildLookup, buildSingleSubstSubtable
    from fontTools.ttLib.tables import otTables

    gsub.LookupList.Lookup.append(buildLookup([buildSingleSubstSubtable(mapping)]))
    gsub.LookupList.LookupCount = len(gsub.LookupList.Lookup)
    record = otTables.FeatureRecord()
    record.FeatureTag = tag
    record.Feature = otTables.Feature()
    record.Feature.FeatureParams = None
    record.Feature.LookupListIndex = [gsub.LookupList.LookupCount - 1]
    record.Feature.LookupCount = 1
    gsub.FeatureList.FeatureRecord.append(record)
    gsub.FeatureList.FeatureCount = len(gsub.FeatureList.FeatureRecord)
    for script in gsub.ScriptList.ScriptRecord:
        for language in [
            script.Script.DefaultLangSys,
            *(record.LangSys for record in script.Script.LangSysRecord),
        ]:
            if language is not None:
                language.FeatureIndex.append(gsub.FeatureList.FeatureCount - 1)
                language.FeatureCount = len(language.FeatureIndex)


def rename(font, weight: str) -> None:
    """Give the family its own name, so that an installed original is never taken for it."""
    postscript = f"{FAMILY.replace(' ', '')}-{weight}"
    names = {1: FAMILY, 2: weight, 3: postscript, 4: f"{FAMILY} {weight}", 6: postscript}
    font["name"].names = [record for record in font["name"].names if record.nameID not in (16, 17)]
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    is_bold = weight == "Bold"
    font["OS/2"].usWeightClass = 700 if is_bold else 400
    font["OS/2"].fsSelection = (font["OS/2"].fsSelection & ~0b1100001) | (0b100000 if is_bold else 0b1000000)
    font["head"].macStyle = int(is_bold)


def make(source: Path, target: Path) -> None:
    """Write the TTF and the WOFF2 file of each weight into `target`."""
    for weight, name in WEIGHTS.items():
        font = subset(source / name)
        add_signs(font, STROKES[weight])
        add_tabular_figures(font)
        rename(font, weight)
        font["head"].modified = font["head"].created
        font.recalcTimestamp = False
        stem = target / f"be-vietnam-pro-dt-{weight.lower()}"
        font.save(stem.with_suffix(".ttf"))
        font.flavor = "woff2"
        font.save(stem.with_suffix(".woff2"))


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(__file__).parent)
