"""
What may stand on a page: an allow-list for HTML, pictures only as embedded images, code and text always
escaped.

The page forbids scripts by its security policy as well, but nothing here relies on that: deleting the
policy line must not let anything run. Allowed is what our exhibits and pandas tables need; whatever is not
named is removed.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache
from html import escape, unescape

import nh3
from pygments.lexers import PythonLexer

from dtanalysis.exhibits import STATUS_COLOURS

_TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "code", "dd", "del", "details", "div", "dl", "dt", "em"),
    *("figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "li", "mark", "ol", "p", "pre"),
    *("s", "section", "small", "span", "strong", "sub", "summary", "sup", "ul"),
    *("table", "caption", "col", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr"),
}  # fmt: skip

# Elements whose content is not text for readers.
_DROPPED_WITH_CONTENT = {
    *("script", "style", "iframe", "object", "embed", "svg", "math", "template", "noscript", "title"),
    *("textarea", "select", "button", "form", "video", "audio", "canvas"),
}  # fmt: skip

_ATTRIBUTES = {
    "*": {"class", "lang", "role", "tabindex", "aria-label", "aria-hidden", "style"},
    "a": {"href", "title"},
    "col": {"span"},
    "img": {"src", "alt", "width"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}

_ANCHORS = {f"h{level}": {"id"} for level in range(2, 7)}

_CLASSES = {
    *("caption", "dataframe", "exhibit", "figure", "finding", "formula", "label", "lead", "long", "mark"),
    *("medium", "note", "number", "picture", "remark", "scroll", "source", "status", "synthetic", "table"),
    "wide",
    *STATUS_COLOURS,
}  # fmt: skip

_ROLES = {"region", "note"}
_STYLE_PROPERTIES = {
    "background-color",
    "color",
    "font-style",
    "font-weight",
    "text-align",
    "white-space",
    "width",
}
_STYLE_VALUE = re.compile(r"(?!.*(?:url|var|expression))[#\w%., ()+-]+")
_EMBEDDED_IMAGE = re.compile(r"data:image/(?:png|jpeg|svg\+xml);base64,[A-Za-z0-9+/=\s]+")
_IMAGE = re.compile(r'<img(?: [\w-]+="[^"]*")*>')
_ATTRIBUTE = re.compile(r' ([\w-]+)="([^"]*)"')
_LINK = re.compile(r"https?:|mailto:|#|\w[\w./-]*$")

_CODE_CLASSES = {"Keyword": "k", "Literal.String": "s", "Literal.Number": "m", "Comment": "c"}


def clean_html(html: str, *, keep_style: bool = True, keep_anchors: bool = False) -> str:
    """
    HTML with only what a page may hold; everything else is removed, text is kept.

    Parameters
    ----------
    html : str
        Of any origin.
    keep_style : bool
        Keep a few harmless style properties (colours of a pandas Styler, alignment). Our own exhibits do
        not need theirs on the page, where the style sheet rules.
    keep_anchors : bool
        Keep the ids of headings: only for HTML whose headings we wrote, or an output could take the place
        of a section.

    Returns
    -------
    str
        No script, no handler, no form, no address but links and embedded pictures.

    Examples
    --------
    >>> clean_html('<p onclick="x()">81,17%<script>alert(1)</script></p>')
    '<p>81,17%</p>'
    """
    cleaned = nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_DROPPED_WITH_CONTENT,
        attributes=_ATTRIBUTES | _ANCHORS if keep_anchors else _ATTRIBUTES,
        attribute_filter=_filter_with_style if keep_style else _filter_without_style,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel="noopener noreferrer",
    )
    return _IMAGE.sub(_kept_image, cleaned)


def is_blank(html: str) -> bool:
    """
    Whether nothing of some HTML can be seen.

    Parameters
    ----------
    html : str
        Cleaned HTML.

    Returns
    -------
    bool
        True without any text and any picture.

    Examples
    --------
    >>> is_blank("<div><p> </p></div>"), is_blank("<p>–</p>")
    (True, False)
    """
    return "<img " not in html and not text_of(html).strip()


def text_of(html: str) -> str:
    """
    The text of some HTML.

    Parameters
    ----------
    html : str
        Cleaned HTML.

    Returns
    -------
    str
        Without tags, with characters in place of entities.

    Examples
    --------
    >>> text_of("<h2>A &amp; B</h2>")
    'A & B'
    """
    return unescape(re.sub(r"<[^>]*>", "", html))


def code_html(source: str) -> str:
    """
    Python code for reading: keywords, texts, numbers and comments marked by classes, all else plain.

    Parameters
    ----------
    source : str
        Of a code cell; magics are left as they are.

    Returns
    -------
    str
        Escaped.

    Examples
    --------
    >>> code_html("n = 1")
    'n = <span class="m">1</span>'
    """
    pieces = [
        _token_html(str(token).removeprefix("Token."), text) for token, text in _lexer().get_tokens(source)
    ]
    return "".join(pieces).rstrip("\n")


def text_html(text: str) -> str:
    """
    Plain text as it was printed, without the colour codes of terminals.

    Parameters
    ----------
    text : str
        An output.

    Returns
    -------
    str
        A preformatted block.

    Examples
    --------
    >>> text_html("a < b")
    '<pre class="text">a &lt; b</pre>'
    """
    plain = re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", text)
    return f'<pre class="text">{escape(plain.rstrip(), quote=False)}</pre>'


def formula_html(tex: str, *, display: bool) -> str:
    r"""
    A formula as it was written; the one place to change when formulas are drawn.

    Parameters
    ----------
    tex : str
        LaTeX without its delimiters.
    display : bool
        Whether it stands on a line of its own.

    Returns
    -------
    str
        Escaped.

    Examples
    --------
    >>> formula_html(r"a \le b", display=False)
    '<code class="formula">a \\le b</code>'
    """
    html = f'<code class="formula">{escape(tex.strip(), quote=False)}</code>'
    return f"<p>{html}</p>\n" if display else html


def image_html(kind: str, content: str, alt: str) -> str:
    """
    A picture, always as an image: scripts inside an SVG do not run there.

    Parameters
    ----------
    kind : str
        MIME type: "image/svg+xml", "image/png" or "image/jpeg".
    content : str
        SVG text, or base64 as Jupyter stores it.
    alt : str
        What a reader would see.

    Returns
    -------
    str
        An ``<img>`` with everything in it.

    Examples
    --------
    >>> image_html("image/png", "aGk=", "Đồ thị")
    '<img alt="Đồ thị" src="data:image/png;base64,aGk=">'
    """
    if kind == "image/svg+xml":
        content = b64encode(content.encode("utf-8")).decode("ascii")
    data = "".join(content.split())
    return f'<img alt="{escape(alt, quote=True)}" src="data:{kind};base64,{data}">'


def _filter_with_style(tag: str, attribute: str, value: str) -> str | None:
    return _kept_style(value) if attribute == "style" else _kept_attribute(tag, attribute, value)


def _filter_without_style(tag: str, attribute: str, value: str) -> str | None:
    return None if attribute == "style" else _kept_attribute(tag, attribute, value)


def _kept_attribute(tag: str, attribute: str, value: str) -> str | None:
    """The value of an attribute, or None where it is not allowed."""
    if attribute == "class":
        return " ".join(name for name in value.split() if name in _CLASSES) or None
    allowed = {
        "role": lambda: value in _ROLES,
        "tabindex": lambda: value == "0",
        "src": lambda: _EMBEDDED_IMAGE.fullmatch(value),
        "href": lambda: _LINK.match(value),
    }.get(attribute, lambda: True)
    return value if allowed() else None


def _kept_image(image: re.Match[str]) -> str:
    """A picture that lies in the page; of any other only the words."""
    attributes = dict(_ATTRIBUTE.findall(image.group()))
    return image.group() if "src" in attributes else attributes.get("alt", "")


def _kept_style(style: str) -> str | None:
    """The harmless properties of a style."""
    pairs = [pair.partition(":")[::2] for pair in style.split(";")]
    kept = [
        f"{name.strip().lower()}:{value.strip()}"
        for name, value in pairs
        if name.strip().lower() in _STYLE_PROPERTIES and _STYLE_VALUE.fullmatch(value.strip())
    ]
    return ";".join(kept) or None


def _token_html(token: str, text: str) -> str:
    """One piece of code, in a span when it is of a marked kind."""
    name = next((name for kind, name in _CODE_CLASSES.items() if token.startswith(kind)), "")
    safe = escape(text, quote=False)
    return f'<span class="{name}">{safe}</span>' if name else safe


@lru_cache(maxsize=1)
def _lexer() -> PythonLexer:
    return PythonLexer(stripnl=False)
