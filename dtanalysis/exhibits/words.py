"""
Words, marks and small pieces of HTML that all exhibits share.

Everything a reader sees that is not data stands here once, in Vietnamese and in English.
"""

from __future__ import annotations

from html import escape
from typing import Any

from dtanalysis.exhibits.drawing import STATUS_COLOURS
from dtanalysis.formats import Language

EXHIBIT_MIME = "application/vnd.dtanalysis+json"

#: What a reader is told of an indicator; the ids are those of ``dtanalysis.catalogue.schema.STATUSES``.
STATUS_WORDS = {
    "vi": {
        "met": "đạt",
        "exceeded": "vượt",
        "behind": "chưa đạt",
        "undecided": "chưa xác định được",
        "no_target": "chưa có chỉ tiêu",
        "not_reported": "chưa có số liệu",
        "dropped": "không thực hiện",
    },
    "en": {
        "met": "met",
        "exceeded": "exceeded",
        "behind": "behind",
        "undecided": "undecided",
        "no_target": "no target",
        "not_reported": "not reported",
        "dropped": "dropped",
    },
}

#: Each status has a mark of its own shape, so that it is recognised in black and white.
STATUS_MARKS = {
    "met": "●",
    "exceeded": "▲",
    "behind": "▼",
    "undecided": "◆",
    "no_target": "○",
    "not_reported": "○",
    "dropped": "□",
}

#: "Số liệu tổng hợp" would be read as "consolidated figures", so invented figures are called simulated.
SYNTHETIC_WORDS = {"vi": "SỐ LIỆU MÔ PHỎNG (synthetic)", "en": "SYNTHETIC DATA"}

WORDS = {
    "vi": {
        "finding": "Kết luận chính",
        "note": "Lưu ý",
        "source": "Nguồn",
        "remark": "Ghi chú",
        "data": "Xem số liệu",
        "no_rows": "Không có số liệu",
    },
    "en": {
        "finding": "Main finding",
        "note": "Note",
        "source": "Source",
        "remark": "Note",
        "data": "Show the figures",
        "no_rows": "No figures",
    },
}

# JupyterLab removes <style> blocks of untrusted notebooks but keeps these few properties; on our page the
# style sheet rules.
BOX_STYLE = "padding:10px 16px;margin:8px 0;max-width:46em;color:#1C2530;border-left:5px solid"
FINDING_STYLE = f"{BOX_STYLE} #1F5F99;background:#EDF3F9"
NOTE_STYLE = f"{BOX_STYLE} #8A929C;background:#F3F4F6"
CAPTION_STYLE = "text-align:left;font-weight:bold;padding:4px 0"


class Exhibit:
    """What all exhibits share: three ways to show the same thing, chosen by the program that shows it."""

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """The representations that Jupyter stores in the notebook."""
        return {"text/html": self.html(), "text/plain": self.plain(), EXHIBIT_MIME: self.data()}


def status_html(status: str, language: Language = "vi") -> str:
    """
    A status as mark and word; the mark differs by colour and by shape, and is not read aloud.

    Parameters
    ----------
    status : str
        One of the ids of `STATUS_WORDS`.
    language : {"vi", "en"}
        Language of the word.

    Returns
    -------
    str
        HTML.

    Raises
    ------
    ValueError
        If the status is unknown.

    Examples
    --------
    >>> status_html("met")
    '<span class="mark met" aria-hidden="true" style="color:#1F5F99">●</span>\\xa0đạt'
    """
    word = escape(status_word(status, language))
    style = f'style="color:{STATUS_COLOURS[status]}"'
    mark = f'<span class="mark {status}" aria-hidden="true" {style}>{STATUS_MARKS[status]}</span>'
    return f"{mark}\u00a0{word}"


def status_word(status: str, language: Language) -> str:
    """The word of a status; an unknown one is refused with the list of those that exist."""
    words = STATUS_WORDS[language]
    if status not in words:
        raise ValueError(f"Status {status!r} is none of {', '.join(words)}.")
    return words[status]


def caption_html(caption: str, *, synthetic: bool, language: Language) -> str:
    """The caption, in the element before which the page puts the number."""
    badge = ""
    if synthetic:
        words = SYNTHETIC_WORDS[language]
        badge = f'<strong class="synthetic" style="color:#9C2A00">{words}</strong> · '
    return f'<span class="caption">{badge}{escape(caption)}</span>'


def line_below(word: str, text: str, language: Language) -> str:
    """A line under an exhibit, such as "Nguồn: …"; nothing without a text."""
    if not text:
        return ""
    return f'<p class="{word}"><span class="label">{WORDS[language][word]}:</span> {escape(text)}</p>'


def marked(text: str, *, synthetic: bool, language: Language) -> str:
    """A text with the words that its figures are invented, where they are."""
    return f"{SYNTHETIC_WORDS[language]} · {text}" if synthetic else text


def require_text(what: str, text: str, remedy: str = "") -> None:
    """Stop early when a text that a reader needs is missing."""
    if not isinstance(text, str) or not text.strip():
        raise ValueError(f"{what} is empty. {remedy}".strip())
