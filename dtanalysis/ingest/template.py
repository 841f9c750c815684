"""
The form to send out: one workbook for one period, to be filled in by one unit or a few.

Takes the register and what is asked for, and writes the file. ``template_form`` decides what stands on it,
``template_words`` what it says to whoever fills it in, ``template_workbook`` how it looks. Filled in as it asks, it is
read back by ``receive`` without an issue.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from dtanalysis.ingest.lexicon import Lexicon
from dtanalysis.ingest.template_form import Asked, plan_form
from dtanalysis.ingest.template_workbook import draw_form
from dtanalysis.periods import Period

__all__ = ["Asked", "write_template"]


def write_template(
    path: str | Path,
    lexicon: Lexicon,
    *,
    unit: str | Iterable[str],
    period: Period | str,
    indicators: Iterable[str | Asked] | None = None,
    plan: str | None = None,
    targets: pd.DataFrame | None = None,
    contact: str = "",
) -> None:
    """
    Write the form that is sent out for one period.

    Parameters
    ----------
    path : str or pathlib.Path
        The workbook (.xlsx); replaced as a whole if it exists. Its folder is made.
    lexicon : Lexicon
        The register.
    unit : str or iterable of str
        Id or name of the unit that fills the form in; of several, each has its rows and a column names it.
    period : Period or str
        Reported on.
    indicators : iterable of str or Asked, optional
        What is asked for, by id or name. Without them, what has a target; without targets, the key indicators of
        the register; without those, all.
    plan : str, optional
        Id of the plan whose targets are shown.
    targets : pandas.DataFrame, optional
        Rows of ``targets.csv``, of any units, years and plans; those that fit are shown.
    contact : str
        Whom to ask: name, telephone, address.

    Raises
    ------
    ValueError
        If `path` does not end in ".xlsx", or as `template_form.plan_form`; nothing is written then.
    OSError
        If the file cannot be written; what stood there before stays.

    Notes
    -----
    The same input gives the same bytes.
    """
    place = Path(path)
    if place.suffix.lower() != ".xlsx":
        raise ValueError(f"`path` must end in '.xlsx'; got {place.name!r}.")
    form = plan_form(
        lexicon, unit=unit, period=period, indicators=indicators, plan=plan, targets=targets, contact=contact
    )
    content = draw_form(form)
    place.parent.mkdir(parents=True, exist_ok=True)
    scratch = place.with_name(f".{place.name}.part")
    try:
        scratch.write_bytes(content)
        scratch.replace(place)
    finally:
        scratch.unlink(missing_ok=True)
