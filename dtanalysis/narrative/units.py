"""
Sentences of the comparison of units: who differs by more than chance, who holds the gap, where the unit
stands among its peers.

Takes profiles of units, gaps between levels and standings among peers; tells apart "differs from the
others", "holds the gap" and "cannot be told apart", and says what is missing where units report no counts.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope, term_names
from dtanalysis.comparison.profile import SURE
from dtanalysis.formats import Language, format_list, format_number, format_points, format_share, format_value
from dtanalysis.narrative.unit_words import WORDINGS
from dtanalysis.narrative.wording import in_sentence, period_phrases, pick, synthetic_sentence

LARGE_SHARE = 0.2
"""Below this share of what is missing no unit is said to hold the gap."""

HARDLY_MORE = 1.2
"""Nor where the largest part is less than this many times that of units which all lack alike."""

MOST_NAMES = 3
"""Units named in a sentence before the rest is counted."""


def unit_sentences(
    main: pd.DataFrame, levels: pd.DataFrame, standings: pd.DataFrame, scope: Scope
) -> tuple[str, ...]:
    """
    Answer "which units differ by more than chance, and which cannot be told apart?".

    Parameters
    ----------
    main : pandas.DataFrame
        From `dtanalysis.comparison.profile.main_profile`, with ``name``; empty where no unit reports counts.
    levels : pandas.DataFrame
        From `dtanalysis.comparison.spread.level_gaps`, with ``name``; may be empty.
    standings : pandas.DataFrame
        From `dtanalysis.comparison.benchmark.compare_with_peers`, the indicator worth naming first, with
        ``name``; may be empty.
    scope : Scope
        The question.

    Returns
    -------
    tuple of str
        One to five sentences.
    """
    if main.empty:
        place = {"unit": scope.unit_name, **period_phrases(scope.period, scope.language)}
        sentences = [_tell("no_counts", scope.language, **place)]
        sentences += [_level_sentence(row, scope) for _, row in levels.head(1).iterrows()]
    else:
        sentences = [*_difference_sentences(main, scope), *_holder_sentence(main, scope)]
    placed = standings[standings["reason"] == ""]
    sentences += [_peer_sentence(row, scope) for _, row in placed.head(1).iterrows()]
    return (*sentences, *synthetic_sentence(scope))


def name_units(names: list[str], language: Language) -> str:
    """
    List a few names and count the rest.

    Parameters
    ----------
    names : list of str
        Names of units.
    language : {"vi", "en"}
        What the reader reads.

    Returns
    -------
    str
        At most `MOST_NAMES` names and "and n others"; one more name rather than "1 other".

    Examples
    --------
    >>> name_units(["A", "B", "C", "D", "E"], "en")
    'A, B, C and 2 others'
    """
    if len(names) <= MOST_NAMES + 1:
        return format_list(names, language)
    rest = _tell("and_n", language, n=len(names) - MOST_NAMES)
    return format_list([*names[:MOST_NAMES], rest], language)


def _tell(key: str, language: Language, **words: object) -> str:
    return WORDINGS[key][0 if language == "vi" else 1].format(**words)


def _percent(value: float, language: Language) -> str:
    return format_value(value, "percent", decimals=1, language=language)


def _difference_sentences(main: pd.DataFrame, scope: Scope) -> list[str]:
    """Who differs, and how many groups the ranks can tell apart."""
    language, judged = scope.language, main[~main["is_small"]]
    words = {"name": in_sentence(main["name"].iloc[0]), "n": len(judged), "n_units": len(main)}
    if len(judged) < 2:
        return [_tell("too_small", language, n_small=int(main["is_small"].sum()), **words)]
    words |= {
        name: _percent(value, language)
        for name, value in (
            ("centre", main["centre"].iloc[0]), ("lowest", judged["rate"].min()), ("highest", judged["rate"].max()),
        )
    }  # fmt: skip
    named, is_scattered = _named_outside(judged, language), main["scatter_p"].iloc[0] < SURE
    if named:
        n_outside = int(judged["standing"].isin(["better", "worse"]).sum())
        verbs = ("differs", "stands") if n_outside == 1 else ("differ", "stand")
        key = "outside" if is_scattered else "differ"
        first = _tell(
            key, language, k=n_outside, named="; ".join(named), differ=verbs[0], stand=verbs[1], **words
        )
    else:
        key = "scattered" if is_scattered else "equal"
        first = _tell(key, language, **words)
    return [first, _groups_sentence(judged, language)]


def _named_outside(judged: pd.DataFrame, language: Language) -> list[str]:
    """Worse units first, the farthest first, each with its rate."""
    pieces = []
    for standing in ("worse", "better"):
        rows = judged[judged["standing"] == standing]
        rows = rows.loc[rows["z_adjusted"].abs().sort_values(ascending=False, kind="stable").index]
        if len(rows):
            pieces.append(_tell(standing, language, units=_with_rates(rows, language)))
    return pieces


def _with_rates(rows: pd.DataFrame, language: Language) -> str:
    """Names of units, each with its rate."""
    names = [f"{row['name_vi']} ({_percent(row['rate'], language)})" for _, row in rows.iterrows()]
    return name_units(names, language)


def _groups_sentence(judged: pd.DataFrame, language: Language) -> str:
    groups = judged["group"].nunique()
    if groups == 1:
        return _tell("one_group", language, n=len(judged))
    ends = "; ".join(_ends_of_order(judged, language))
    return _tell("groups", language, n=len(judged), groups=groups, ends=f" ({ends})" if ends else "")


def _ends_of_order(judged: pd.DataFrame, language: Language) -> list[str]:
    """The first and the last group, unless the sentence before has named all of its units."""
    pieces = []
    for key, told in (("first", "better"), ("last", "worse")):
        rows = judged[judged["group"] == judged["group"].agg("min" if key == "first" else "max")]
        if not rows["standing"].eq(told).all():
            pieces.append(_tell(f"group_{key}", language, units=_with_rates(rows, language)))
    return pieces


def _holder_sentence(main: pd.DataFrame, scope: Scope) -> list[str]:
    """Why the unit that holds most of the gap holds it: for its size, for its rate, or for both."""
    if main["held_share"].isna().all() or main["held_share"].max() == 0:
        return []
    language, row = scope.language, main.loc[main["held_share"].idxmax()]
    if len(main) > 1 and row["held_share"] < max(LARGE_SHARE, HARDLY_MORE / len(main)):
        return [_scattered_gap(main, row, language)]
    key = {"worse": "holder_worse", "better": "holder_better", "small": "holder_small"}.get(row["standing"])
    large = "holder_large" if row["direction"] == "up" else "holder_down"
    key = key or {"size": large, "rate": "holder_rate"}.get(row["held_for"], "holder_open")
    weight = _weight(row["weight"], language)
    why = _tell(key, language, weight=weight, rate=_percent(row["rate"], language))
    return [
        _tell(
            "holder", language, first=row["name_vi"], why=why,
            share=format_share(row["held_share"], 0, language=language),
            target=format_value(row["target"], "percent", language=language),
        )
    ]  # fmt: skip


def _weight(weight: float, language: Language) -> str:
    share = format_share(max(weight, 0.01), 0, language=language)
    return share if weight >= 0.005 else {"vi": "chưa đến ", "en": "less than "}[language] + share


def _scattered_gap(main: pd.DataFrame, first: pd.Series, language: Language) -> str:
    """That nobody holds much of the gap: how many units it takes to hold most."""
    return _tell(
        "holder_none", language, n_holders=int(main["is_holder"].sum()), n=len(main), first=first["name_vi"],
        target=format_value(first["target"], "percent", language=language),
        share=format_share(first["held_share"], 0, language=language),
    )  # fmt: skip


def _level_sentence(row: pd.Series, scope: Scope) -> str:
    language, names = scope.language, term_names(scope, "level")
    gap = format_points(abs(row["gap_pp"]), 2, language=language, signed=False)
    return _tell(
        "levels", language, name=in_sentence(row["name"]), gap=gap, before=_before(row, language),
        upper=names.get(row["upper_level"], row["upper_level"]),
        lower=names.get(row["lower_level"], row["lower_level"]),
    )  # fmt: skip


def _before(row: pd.Series, language: Language) -> str:
    if pd.isna(row["change_pp"]):
        return ""
    key = "narrower" if row["change_pp"] < 0 else "wider" if row["change_pp"] > 0 else "unchanged"
    gap = format_number(abs(row["gap_before_pp"]), 2, language=language)
    return _tell(key, language, gap=gap, period=row["before"].name(language))


def _peer_sentence(row: pd.Series, scope: Scope) -> str:
    language = scope.language
    ahead = _tell("first", language)
    if row["next_unit"]:
        distance = distance_text(row["next_distance"], row, scope)
        ahead = _tell("ahead", language, next=row["next_unit"], distance=distance)
    short = (
        row["best_quarter"] - row["value"] if row["direction"] == "up" else row["value"] - row["best_quarter"]
    )
    quarter = _tell("in_quarter", language)
    if short > 1e-9:
        quarter = _tell("to_quarter", language, distance=distance_text(short, row, scope))
    return _tell(
        "peers", language, name=row["name"], unit=scope.unit_name, position=row["position"], n=row["n_peers"] + 1,
        value=measure_text(row["value"], row, scope), ahead=ahead, quarter=quarter,
    )  # fmt: skip


def measure_text(value: float, row: pd.Series, scope: Scope) -> str:
    """
    Print a value with the words of its measure and as many decimals as its neighbours have.

    Parameters
    ----------
    value : float
        In the indicator's measure.
    row : pandas.Series
        With ``unit_measure`` and ``unit_label``.
    scope : Scope
        The question: its language.

    Returns
    -------
    str
        "66,23 điểm" of a score, "0,5934" of an index from 0 to 1, "81,17%" of a rate.
    """
    if row["unit_measure"] == "index":
        return distance_text(value, row, scope)
    return format_value(
        value, row["unit_measure"], decimals=2, unit_label=row.get("unit_label", ""), language=scope.language
    )


def distance_text(distance: float, row: pd.Series, scope: Scope) -> str:
    """
    Print a distance between two units in the right words.

    Parameters
    ----------
    distance : float
        In the indicator's measure, not negative.
    row : pandas.Series
        With ``unit_measure`` and ``unit_label``.
    scope : Scope
        The question: its language.

    Returns
    -------
    str
        Percentage points of a rate, points of a score, days, or a bare number of an index from 0 to 1.
    """
    if row["unit_measure"] == "percent":
        return format_points(distance, 2, language=scope.language, signed=False)
    label = row.get("unit_label", "")
    decimals = 2 if isinstance(label, str) and label else 4
    number = format_number(distance, decimals, language=scope.language)
    return f"{number} {label}".strip() if decimals == 2 else number


def standing_word(row: pd.Series, scope: Scope) -> str:
    """
    Say in words where a unit stands among the others.

    Parameters
    ----------
    row : pandas.Series
        Of `dtanalysis.comparison.profile.profile_units`.
    scope : Scope
        The question: its language.

    Returns
    -------
    str
        Mark and words.
    """
    far = row["is_far"]
    words = {
        "better": pick(
            scope, "▲ tốt hơn hẳn" if far else "▲ tốt hơn", "▲ clearly better" if far else "▲ better"
        ),
        "worse": pick(
            scope, "▼ kém hơn hẳn" if far else "▼ kém hơn", "▼ clearly worse" if far else "▼ worse"
        ),
        "within": pick(scope, *_WITHIN[row["side"]]),
        "small": pick(scope, "○ quá ít trường hợp", "○ too few cases"),
    }
    return words[row["standing"]].replace(" ", "\N{NO-BREAK SPACE}", 1)


_WITHIN = {
    "even": ("● như mặt bằng chung", "● like all together"),
    "better": ("△ tốt hơn nhưng trong mức phân tán", "△ better, within the scatter"),
    "worse": ("▽ kém hơn nhưng trong mức phân tán", "▽ worse, within the scatter"),
}
