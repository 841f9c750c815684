"""
Sentences of the gap of the online services: services and dossiers told apart, bounds, who holds the gap.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope
from dtanalysis.formats import Language, format_number, format_points, format_share, format_value
from dtanalysis.narrative.wording import (
    case_noun,
    in_sentence,
    period_phrases,
    pick,
    say,
    slice_name,
    synthetic_sentence,
    value_text,
)

_PRINTED = 0.05
"""Points by which a published rate and its units' counts may differ through rounding."""

_EVEN = 2 / 3
"""Where more than so many of the units are needed to hold most of a gap, no unit stands out."""

_WORDS = {
    "services_short": (
        "{value} số dịch vụ công trực tuyến (DVCTT) của {unit} có phát sinh hồ sơ {during}{counts}, còn thiếu {gap} so với {goal}.",
        "{value} of the online public services of {unit} received at least one dossier {during}{counts}, {gap} short of {goal}.",
    ),
    "own_target": ("mục tiêu {target} của năm {year}", "the target of {target} for {year}"),
    "reference": ("mức tham chiếu {target}", "the reference level of {target}"),
    "dossiers": (
        "Trong khi đó, {value} số hồ sơ được tiếp nhận trực tuyến; hai tỷ lệ không mâu thuẫn, vì một bên đếm dịch vụ, một bên đếm hồ sơ.",
        "At the same time {value} of the dossiers were received online; the two do not contradict each other, because one counts "
        "services and the other dossiers.",
    ),
    "one_holder": (
        "{lead}riêng {first} chiếm {share} phần còn thiếu ({points}): đơn vị này có {weight} số {cases}, tỷ lệ {first_rate}.",
        "{lead}{first} alone holds {share} of what is missing ({points}); it has {weight} of all {cases} and a rate of {first_rate}.",
    ),
    "holders": (
        "{lead}{n_holders} trong {n_units} đơn vị chiếm {share} phần còn thiếu; nhiều nhất là {first} ({points}; {weight} số {cases}, "
        "tỷ lệ {first_rate}).",
        "{lead}{n_holders} of {n_units} units hold {share} of what is missing; most of it sits in {first} ({points}; {weight} of all "
        "{cases}, rate {first_rate}).",
    ),
    "even": (
        "{lead}phần còn thiếu dàn khá đều: phải tính đến {n_holders} trong {n_units} đơn vị mới đủ {share}.",
        "{lead}what is missing is spread evenly: it takes {n_holders} of {n_units} units to make up {share}.",
    ),
    "lead_same": ("Xét theo đơn vị, ", "By units, "),
    "lead_short": (
        "{name} của các đơn vị có số liệu tính chung là {rate}, thấp hơn {gap} so với mức so sánh {target}; ",
        "{name}: the units with figures together stand at {rate}, {gap} below the {target} compared with; ",
    ),
    "lead_met": (
        "{name} của các đơn vị có số liệu tính chung là {rate}, đã đạt mức so sánh {target} nhưng vẫn còn đơn vị thiếu; ",
        "{name}: the units with figures together stand at {rate} and reach the {target} compared with, but some units are short; ",
    ),
}  # fmt: skip


def gap_sentences(
    scorecard: pd.DataFrame,
    bounds: pd.DataFrame,
    holders: pd.DataFrame,
    scope: Scope,
    *,
    changed: tuple[str, ...] = (),
    levers: pd.DataFrame | None = None,
) -> tuple[str, ...]:
    """
    Answer "where does the gap of the online services sit?".

    Parameters
    ----------
    scorecard : pandas.DataFrame
        One row per indicator and target, with names.
    bounds : pandas.DataFrame
        Slices of the online rate with their arithmetic bounds, lowest first, with names; may be empty.
    holders : pandas.DataFrame
        From `dtanalysis.decomposition.summarise_splits`, with names; empty where no counts are known.
    scope : Scope
        The question.
    changed : tuple of str
        From `bridge_sentences`: whether the change since the other period is behaviour or mix.

    levers : pandas.DataFrame, optional
        From `dtanalysis.decomposition.build_levers`: what raising the lowest slice brings where it is exact.

    Returns
    -------
    tuple of str
        The rate with its gap, the other rate, the unit or else the slice that holds most of the gap, and the change: one to five
        sentences, and one more where figures are invented.
    """
    language = scope.language
    services = _whole(scorecard, "ops_with_dossiers_rate", scope)
    dossiers = _whole(scorecard, "tthc_online_dossier_rate", scope)
    holder = _holders_sentence(holders, scope, services)
    slice_told = [] if holder or bounds.empty else [_slice_sentence(bounds.iloc[0], levers, scope)]
    if services is None:
        place = {"unit": scope.unit_name, **period_phrases(scope.period, language)}
        # Where the services themselves are not reported, what can be answered comes first.
        sentences = [*holder, say("no_services", language, **place), *slice_told]
    else:
        other = [] if dossiers is None else [
            pick(scope, *_WORDS["dossiers"]).format(value=value_text(dossiers, "value", language))
        ]  # fmt: skip
        sentences = [_services_sentence(services, scope), *other, *holder, *slice_told]
    return (*sentences, *changed, *synthetic_sentence(scope))


def _services_sentence(row: pd.Series, scope: Scope) -> str:
    """The share of services with a dossier, with what it lacks to its target or, without one, its complement."""
    language = scope.language
    words = {
        "value": value_text(row, "value", language),
        "counts": _counts(row, scope),
        "unit": scope.unit_name,
        **period_phrases(scope.period, language),
    }
    # A month alone never reaches what is promised for a year: a service used in March counts for the year.
    if pd.isna(row["target"]) or not row["gap"] > 0 or not scope.period.is_year_to_date:
        rest = format_value(100 - row["value"], "percent", language=language)
        return say("services", language, rest=rest, **words)
    kind = "own_target" if row["plan"] in set(scope.targets["plan"]) else "reference"
    target = format_value(row["target"], "percent", language=language)
    goal = pick(scope, *_WORDS[kind]).format(target=target, year=int(row["year"]))
    gap = format_points(row["gap"], language=language, signed=False)
    return pick(scope, *_WORDS["services_short"]).format(goal=goal, gap=gap, **words)


def _whole(scorecard: pd.DataFrame, indicator: str, scope: Scope) -> pd.Series | None:
    """The period's own exact figure of one indicator for the unit as a whole."""
    rows = scorecard[
        (scorecard["indicator"] == indicator)
        & (scorecard["dimension"] == "")
        & scorecard["is_current"]
        & (scorecard["qualifier"] == "eq")
    ]
    return None if rows.empty else rows.iloc[0]


def _counts(row: pd.Series, scope: Scope) -> str:
    """The counts of a rate in brackets, where they are published."""
    counts = [row["numerator"], row["denominator"]]
    if pd.isna(counts).any():
        return ""
    used, total = (format_number(count, 0, language=scope.language) for count in counts)
    return pick(scope, f" ({used}/{total} dịch vụ)", f" ({used} of {total} services)")


def _slice_sentence(row: pd.Series, levers: pd.DataFrame | None, scope: Scope) -> str:
    language = scope.language
    words = {
        "name": in_sentence(row["name"]),
        "value": format_value(row["part"], "percent", language=language),
        "target": format_value(row["target"], "percent", language=language),
    }
    known = (
        []
        if levers is None
        else levers.loc[levers["subject"] == row["dimension"]].query("is_exact")["upper_pp"]
    )
    if len(known):
        return say("slice_counted", language, **words, gain=_points(known.iloc[0], language))
    return say(
        "slice", language, **words, slice=slice_name(row["dimension"], scope),
        weight=format_share(row["largest_weight"], language=language), gain=_points(row["largest_gain_pp"], language),
    )  # fmt: skip


def _points(value: float, language: Language) -> str:
    return format_points(value, 1, language=language, signed=False)


def _holders_sentence(holders: pd.DataFrame, scope: Scope, services: pd.Series | None) -> list[str]:
    """How few units hold most of what is missing; the weight of the first tells a large unit from a low one."""
    if holders.empty:
        return []
    own = holders[holders["indicator"] == "ops_with_dossiers_rate"]
    row = (own if len(own) else holders.nlargest(1, "gap_pp")).iloc[0]
    language = scope.language
    is_even = row["n_holders"] > _EVEN * row["n_units"]
    key = "one_holder" if row["n_holders"] == 1 else "even" if is_even else "holders"
    sentence = pick(scope, *_WORDS[key]).format(
        lead=_lead(row, scope, told=bool(len(own)) and _is_same_gap(row, services)), n_holders=row["n_holders"], n_units=row["n_units"],
        share=format_share(row["held_share"], 0, language=language), first=row["first_unit"],
        points=format_points(row["first_points"], language=language, signed=False),
        weight=format_share(row["first_weight"], 1, language=language), cases=case_noun(row["indicator"], scope),
        first_rate=_percent(row["first_rate"], language),
    )  # fmt: skip
    return [sentence]


def _is_same_gap(row: pd.Series, services: pd.Series | None) -> bool:
    """Whether the units make up the very gap that the first sentence told; some may lack counts."""
    return services is not None and abs(row["gap_pp"] - services["gap"]) < _PRINTED


def _lead(row: pd.Series, scope: Scope, *, told: bool) -> str:
    """What is split: nothing more to say where the sentence before told it."""
    if told:
        return pick(scope, *_WORDS["lead_same"])
    name, language = in_sentence(row["name"]), scope.language
    return pick(scope, *_WORDS["lead_short" if row["gap_pp"] > 0 else "lead_met"]).format(
        name=name[:1].upper() + name[1:], rate=_percent(row["rate"], language),
        gap=format_points(abs(row["gap_pp"]), language=language, signed=False),
        target=format_value(row["target"], "percent", language=language),
    )  # fmt: skip


def _percent(value: float, language: Language) -> str:
    return format_value(value, "percent", decimals=2, language=language)
