"""
The look of every page: fonts and style sheets on as few bytes as is easy, inside the page itself.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup

from dtanalysis.exhibits.drawing import FONT_FAMILY, FONTS

TEMPLATES = Path(__file__).parent / "templates"
"""Folder of templates and style sheets."""

_FONT_FILES = {400: "be-vietnam-pro-dt-regular.woff2", 700: "be-vietnam-pro-dt-bold.woff2"}


@lru_cache(maxsize=4)
def page_style(*more: str) -> Markup:
    """
    Fonts and style sheets of a page.

    Parameters
    ----------
    *more : str
        Names of style sheets that follow the one of all pages.

    Returns
    -------
    markupsafe.Markup
        Ready to stand in a style element.
    """
    sheets = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in ("page.css", *more))
    sheets = re.sub(r"/\*.*?\*/", "", sheets, flags=re.DOTALL)
    sheets = re.sub(r"\s*([{};,])\s*", r"\1", sheets)
    return Markup("".join(_font_face(*font) for font in _FONT_FILES.items()) + sheets.strip())


def _font_face(weight: int, name: str) -> str:
    data = b64encode((FONTS / name).read_bytes()).decode("ascii")
    return (
        f'@font-face{{font-family:"{FONT_FAMILY}";font-weight:{weight};font-style:normal;'
        f'src:url(data:font/woff2;base64,{data}) format("woff2")}}'
    )
