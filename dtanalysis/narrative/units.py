"""
Sentences of the comparison of units: who differs by more than chance, who holds the gap, where the unit
stands among its peers.

Takes profiles of units, gaps between levels and standings among peers; tells apart "differs from the
others", "holds the gap" and "cannot be told apart", and says what is missing where units report no counts.
"""

from __future__ import annotations

import pandas as pd

from dtanalysis.catalogue import Scope, term_names
from dtanalysis.formats import Language, format_list, format_number, format_points, format_share, format_value
from dtanalysis.narrative.wording import in_sentence, period_phrases, pick, synthetic_sentence

LARGE_SHARE = 0.2
"""Below this share of what is missing no unit is said to hold the gap."""

MOST_NAMES = 3
"""Units named in a sentence before the rest is counted."""

WORDINGS = {
    "no_counts": (
        "Đơn vị nào trực thuộc {unit} khác biệt hơn mức ngẫu nhiên thì chưa trả lời được từ số liệu này, vì {during} không có tỷ lệ "
        "nào kèm tử số và mẫu số của từng đơn vị.",
        "Which units below {unit} differ by more than chance cannot be answered from these figures, because no rate comes with "
        "the counts of each unit {during}.",
    ),
    "too_small": (
        "Chưa kết luận được đơn vị nào khác biệt về {name}: {n_small} trong {n_units} đơn vị có dưới 30 trường hợp.",
        "No unit can be called different in {name}: {n_small} of {n_units} have fewer than 30 cases.",
    ),
    "equal": (
        "Về {name}, không đơn vị nào trong {n} đơn vị được xét khác mặt bằng chung ({centre}) hơn mức ngẫu nhiên.",
        "In {name} none of the {n} units judged differs from all together ({centre}) by more than chance.",
    ),
    "scattered": (
        "Về {name}, {n} đơn vị phân tán rộng hơn hẳn mức ngẫu nhiên (từ {lowest} đến {highest}), nhưng không đơn vị nào tách khỏi "
        "mức phân tán chung ấy.",
        "In {name} the {n} units scatter far more than chance would have it (from {lowest} to {highest}), but none stands out "
        "from that scatter.",
    ),
    "differ": (
        "Về {name}, {k} trong {n} đơn vị được xét khác mặt bằng chung ({centre}) hơn mức ngẫu nhiên: {named}.",
        "In {name}, {k} of the {n} units judged {differ} from all together ({centre}) by more than chance: {named}.",
    ),
    "outside": (
        "Về {name}, {n} đơn vị được xét khác nhau hơn hẳn mức ngẫu nhiên (từ {lowest} đến {highest}), và {k} đơn vị tách hẳn khỏi mức "
        "phân tán chung: {named}.",
        "In {name} the {n} units judged differ far more than chance would have it (from {lowest} to {highest}), and {k} stand out even "
        "from that scatter: {named}.",
    ),
    "worse": ("kém hơn là {units}", "worse: {units}"),
    "better": ("tốt hơn là {units}", "better: {units}"),
    "and_n": ("{n} đơn vị khác", "{n} others"),
    "groups": (
        "Thứ hạng chỉ chia được {n} đơn vị thành {groups} nhóm; trong một nhóm, hơn kém nhau vài bậc không có nghĩa{example}.",
        "Ranks divide the {n} units into {groups} groups only; inside a group a few places mean nothing{example}.",
    ),
    "one_group": (
        "Không xếp hạng được {n} đơn vị này: chênh lệch giữa chúng đều trong mức ngẫu nhiên.",
        "These {n} units cannot be ranked: all differences between them are within chance.",
    ),
    "group_example": (
        " (chẳng hạn chưa phân biệt được {first}, hạng {high}, với {last}, hạng {low})",
        " ({first}, rank {high}, and {last}, rank {low}, for example, cannot be told apart)",
    ),
    "holder": (
        "{first} giữ {share} phần còn thiếu so với mức {target}, {why}.",
        "{first} holds {share} of what is missing to {target}, {why}.",
    ),
    "holder_none": (
        "Phần còn thiếu so với mức {target} trải rộng: {n_holders} trong {n} đơn vị cộng lại mới đủ 80%, và nơi giữ nhiều nhất ({first}) "
        "chỉ giữ {share}.",
        "What is missing to {target} is spread out: it takes {n_holders} of {n} units to make up 80 %, and the largest part "
        "({first}) is {share}.",
    ),
    "holder_large": (
        "vì chiếm {weight} số trường hợp chứ không phải vì tỷ lệ ({rate}) thấp khác thường",
        "because it has {weight} of all cases, not because its rate ({rate}) is out of line",
    ),
    "holder_down": (
        "vì chiếm {weight} số trường hợp chứ không phải vì tỷ lệ ({rate}) cao khác thường",
        "because it has {weight} of all cases, not because its rate ({rate}) is out of line",
    ),
    "holder_worse": (
        "vừa có tỷ lệ kém khác thường ({rate}), vừa chiếm {weight} số trường hợp: nên hỗ trợ trước",
        "and its rate ({rate}) is out of line too, with {weight} of all cases: help is due here first",
    ),
    "holder_better": (
        "tuy tỷ lệ ({rate}) tốt hơn mặt bằng chung, vì chiếm {weight} số trường hợp",
        "though its rate ({rate}) is better than the others', because it has {weight} of all cases",
    ),
    "holder_small": (
        "nhưng có quá ít trường hợp để kết luận về tỷ lệ ({rate})",
        "but it has too few cases to judge its rate ({rate})",
    ),
    "levels": (
        "Khoảng cách giữa {upper} và {lower} về {name} là {gap}{before}.",
        "In {name}, {upper} and {lower} lie {gap} apart{before}.",
    ),
    "narrower": (", hẹp hơn mức {gap} của {period}", ", less than the {gap} of the {period}"),
    "wider": (", rộng hơn mức {gap} của {period}", ", more than the {gap} of the {period}"),
    "unchanged": (", bằng mức của {period}", ", as in the {period}"),
    "peers": (
        "{name}: {unit} đạt {value}, đứng thứ {position} trong {n} đơn vị cùng cấp; {ahead}{quarter}.",
        "{name}: {unit} has {value}, place {position} of {n} units of its level; {ahead}{quarter}.",
    ),
    "ahead": ("cách đơn vị liền trước ({next}) {distance}", "{distance} behind the next ({next})"),
    "first": ("không đơn vị nào đứng trước", "nobody is ahead"),
    "to_quarter": (
        ", còn {distance} nữa mới vào nhóm 25% tốt nhất",
        ", and {distance} short of the best quarter",
    ),
    "in_quarter": (", thuộc nhóm 25% tốt nhất", ", within the best quarter"),
}


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
    named = _named_outside(judged, language)
    if named:
        n_outside = int(judged["standing"].isin(["better", "worse"]).sum())
        verb = "differs" if n_outside == 1 else "differ"
        key = "outside" if main["is_overdispersed"].iloc[0] else "differ"
        first = _tell(key, language, k=n_outside, named="; ".join(named), differ=verb, **words)
    else:
        key = "scattered" if main["is_overdispersed"].iloc[0] else "equal"
        first = _tell(key, language, **words)
    return [first, _groups_sentence(judged, language)]


def _named_outside(judged: pd.DataFrame, language: Language) -> list[str]:
    """Worse units first, the farthest first, each with its rate."""
    pieces = []
    for standing in ("worse", "better"):
        rows = judged[judged["standing"] == standing]
        rows = rows.loc[rows["z_adjusted"].abs().sort_values(ascending=False, kind="stable").index]
        names = [f"{row['name_vi']} ({_percent(row['rate'], language)})" for _, row in rows.iterrows()]
        if names:
            pieces.append(_tell(standing, language, units=name_units(names, language)))
    return pieces


def _groups_sentence(judged: pd.DataFrame, language: Language) -> str:
    groups = judged["group"].nunique()
    if groups == 1:
        return _tell("one_group", language, n=len(judged))
    sizes = judged["group"].value_counts()
    largest = judged[judged["group"] == sizes.idxmax()]
    example = ""
    if len(largest) > 1:
        first, last = largest.iloc[0], largest.iloc[-1]
        ends = {
            "first": first["name_vi"],
            "high": first["rank"],
            "last": last["name_vi"],
            "low": last["rank"],
        }
        example = _tell("group_example", language, **ends)
    return _tell("groups", language, n=len(judged), groups=groups, example=example)


def _holder_sentence(main: pd.DataFrame, scope: Scope) -> list[str]:
    """Why the unit that holds most of the gap holds it: for its size, for its rate, or for both."""
    if main["held_share"].isna().all() or main["held_share"].max() == 0:
        return []
    language, row = scope.language, main.loc[main["held_share"].idxmax()]
    if row["held_share"] < LARGE_SHARE:
        return [_scattered_gap(main, row, language)]
    key = {"worse": "holder_worse", "better": "holder_better", "small": "holder_small"}.get(row["standing"])
    key = key or ("holder_large" if row["direction"] == "up" else "holder_down")
    weight = format_share(row["weight"], 0, language=language)
    why = _tell(key, language, weight=weight, rate=_percent(row["rate"], language))
    return [
        _tell(
            "holder", language, first=row["name_vi"], why=why,
            share=format_share(row["held_share"], 0, language=language),
            target=format_value(row["target"], "percent", language=language),
        )
    ]  # fmt: skip


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
