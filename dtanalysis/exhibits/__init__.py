"""
What a notebook cell shows: a finding, a note, a table or a figure; and the house style in which figures are
drawn.

Each object takes results that are ready (sentences, a frame, a drawn figure) and shows itself three ways at
once: as HTML that reads well in JupyterLab and on our page, as plain text, and as structured data
(`EXHIBIT_MIME`) from which Word, Excel and the site are made later. Nothing is computed here, and numbers
are written by ``formats``. All text is escaped.
"""

from dtanalysis.exhibits.boxes import Finding, Note
from dtanalysis.exhibits.columns import Column
from dtanalysis.exhibits.drawing import STATUS_COLOURS, house_style, number_axis
from dtanalysis.exhibits.figure import Figure, mark_synthetic
from dtanalysis.exhibits.table import Table
from dtanalysis.exhibits.words import EXHIBIT_MIME, STATUS_MARKS, STATUS_WORDS, SYNTHETIC_WORDS, status_html

__all__ = [
    "EXHIBIT_MIME",
    "STATUS_COLOURS",
    "STATUS_MARKS",
    "STATUS_WORDS",
    "SYNTHETIC_WORDS",
    "Column",
    "Figure",
    "Finding",
    "Note",
    "Table",
    "house_style",
    "mark_synthetic",
    "number_axis",
    "status_html",
]
