"""
Result rows → sentences that a steering committee can read out, in Vietnamese (or English on request).

Every function takes result frames and gives a tuple of sentences; none computes a gap or a status. Percentage
points are never called percent, a derived target is called derived, and what is not known is said. One module per
page: `scorecard`, `services`, `index`, `projection`, `quality` and `start`; all wordings stand in `wording` and
`projection_words`, so that they can be corrected together.
"""

from dtanalysis.narrative.changes import changes_sentences
from dtanalysis.narrative.control import control_sentences
from dtanalysis.narrative.decomposition import bridge_sentences, compared_period, driver_text, reversal_text
from dtanalysis.narrative.dossiers import absence_sentences, change_of_rate, dossier_sentences
from dtanalysis.narrative.index import dti_sentences, index_sentences
from dtanalysis.narrative.projection import projection_sentences, record_sentence
from dtanalysis.narrative.quality import change_text, grade_text, quality_sentences, reason_text
from dtanalysis.narrative.scorecard import scorecard_sentences, target_phrase
from dtanalysis.narrative.service_points import FEW_CASES, drift_numbers, points_sentences
from dtanalysis.narrative.services import gap_sentences
from dtanalysis.narrative.standing import bounded_points, rank_span, standing_sentences
from dtanalysis.narrative.start import start_sentences
from dtanalysis.narrative.units import unit_sentences
from dtanalysis.narrative.wording import (
    case_noun,
    gap_text,
    in_sentence,
    period_phrases,
    pick,
    place,
    say,
    short_name,
    slice_name,
    value_text,
)

__all__ = [
    "FEW_CASES",
    "absence_sentences",
    "bounded_points",
    "bridge_sentences",
    "case_noun",
    "change_of_rate",
    "change_text",
    "changes_sentences",
    "compared_period",
    "control_sentences",
    "dossier_sentences",
    "drift_numbers",
    "driver_text",
    "dti_sentences",
    "gap_sentences",
    "gap_text",
    "grade_text",
    "in_sentence",
    "index_sentences",
    "period_phrases",
    "pick",
    "place",
    "points_sentences",
    "projection_sentences",
    "quality_sentences",
    "rank_span",
    "reason_text",
    "record_sentence",
    "reversal_text",
    "say",
    "scorecard_sentences",
    "short_name",
    "slice_name",
    "standing_sentences",
    "start_sentences",
    "target_phrase",
    "unit_sentences",
    "value_text",
]
