"""
The two boxes of a report: the finding it opens with, and the note that says what the data cannot answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

from dtanalysis.exhibits.words import FINDING_STYLE, NOTE_STYLE, WORDS, Exhibit, require_text
from dtanalysis.formats import Language


@dataclass(frozen=True)
class Finding(Exhibit):
    """
    The answer of a notebook in a few sentences; the page shows it first.

    Parameters
    ----------
    sentences : tuple of str
        The first is printed large and is quoted on the index page.
    language : {"vi", "en"}
        Language of the sentences.

    Raises
    ------
    ValueError
        If there is no sentence or an empty one.

    Examples
    --------
    >>> print(Finding(("8 trong 19 chỉ tiêu đã đạt.", "Khoảng cách lớn nhất: 46,75 điểm phần trăm.")).plain())
    8 trong 19 chỉ tiêu đã đạt. Khoảng cách lớn nhất: 46,75 điểm phần trăm.
    """

    sentences: tuple[str, ...]
    language: Language = "vi"

    def __post_init__(self) -> None:
        if isinstance(self.sentences, str):
            object.__setattr__(self, "sentences", (self.sentences,))
        object.__setattr__(self, "sentences", tuple(self.sentences))
        if not self.sentences:
            raise ValueError(
                "A Finding needs at least one sentence; say with a Note what the data cannot answer."
            )
        for sentence in self.sentences:
            require_text("Each sentence of a Finding", sentence)

    def html(self) -> str:
        """The box; the first sentence stands out."""
        first, *rest = [escape(sentence) for sentence in self.sentences]
        paragraphs = f'<p class="lead"><strong>{first}</strong></p>' + "".join(
            f"<p>{text}</p>" for text in rest
        )
        label = WORDS[self.language]["finding"]
        attributes = f'class="finding" aria-label="{label}" lang="{self.language}" style="{FINDING_STYLE}"'
        return f"<section {attributes}>{paragraphs}</section>"

    def plain(self) -> str:
        """The sentences as one paragraph."""
        return " ".join(self.sentences)

    def markdown(self) -> str:
        """The sentences as a quotation, the first in bold."""
        first, *rest = [_markdown_escape(sentence) for sentence in self.sentences]
        return "> " + " ".join([f"**{first}**", *rest])

    def data(self) -> dict[str, Any]:
        """Kind, sentences and language."""
        return {"kind": "finding", "sentences": list(self.sentences), "language": self.language}

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {**super()._repr_mimebundle_(), "text/markdown": self.markdown()}


@dataclass(frozen=True)
class Note(Exhibit):
    """
    The box that stands where a figure would, when the data of a period cannot answer a question.

    Parameters
    ----------
    text : str
        What cannot be said, why, and what would be needed.
    language : {"vi", "en"}
        Language of the text.
    heading : str
        Words before the text; empty for "Lưu ý".

    Raises
    ------
    ValueError
        If `text` is empty.

    Examples
    --------
    >>> print(Note("Chưa có số hồ sơ theo lĩnh vực.").plain())
    Lưu ý. Chưa có số hồ sơ theo lĩnh vực.
    """

    text: str
    language: Language = "vi"
    heading: str = ""

    def __post_init__(self) -> None:
        require_text("The text of a Note", self.text)

    @property
    def _heading(self) -> str:
        return self.heading or WORDS[self.language]["note"]

    def html(self) -> str:
        """The box, heading first."""
        attributes = f'class="note" role="note" lang="{self.language}" style="{NOTE_STYLE}"'
        return f"<div {attributes}><p><strong>{escape(self._heading)}.</strong> {escape(self.text)}</p></div>"

    def plain(self) -> str:
        """Heading and text."""
        return f"{self._heading}. {self.text}"

    def markdown(self) -> str:
        """Heading and text as a quotation."""
        return f"> **{_markdown_escape(self._heading)}.** {_markdown_escape(self.text)}"

    def data(self) -> dict[str, Any]:
        """Kind, heading, text and language."""
        return {"kind": "note", "heading": self._heading, "text": self.text, "language": self.language}

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {**super()._repr_mimebundle_(), "text/markdown": self.markdown()}


def _markdown_escape(text: str) -> str:
    """Text that Markdown prints as it is."""
    safe = escape(text, quote=False)
    return "".join(f"\\{sign}" if sign in r"\`*_[]#|~$" else sign for sign in safe)
