"""
Sentences of the first page: what is on file.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.formats import format_list
from dtanalysis.narrative.wording import period_phrases, say, synthetic_sentence


def start_sentences(coverage: pd.DataFrame, scope: Scope) -> tuple[str, ...]:
    """
    Answer "what is on file for this unit and period?".

    Parameters
    ----------
    coverage : pandas.DataFrame
        One row per period of the unit: ``period``, ``n_figures``, ``n_indicators``, ``n_sources``.
    scope : Scope
        The question.

    Returns
    -------
    tuple of str
        One or two sentences.
    """
    language, place = (
        scope.language,
        {"unit": scope.unit_name, **period_phrases(scope.period, scope.language)},
    )
    own = coverage[coverage["code"] == scope.period.code]
    sentences = []
    if own.empty:
        sentences.append(say("nothing", language, **place))
    else:
        row = own.iloc[0]
        counts = {"figures": row["n_figures"], "indicators": row["n_indicators"], "sources": row["n_sources"]}
        sentences.append(say("start", language, **counts, **place))
    others = coverage.loc[coverage["code"] != scope.period.code, "name"].tolist()
    if 0 < len(others) <= 12:
        sentences.append(say("start_other", language, periods=format_list(others, language), **place))
    return (*sentences, *synthetic_sentence(scope))
