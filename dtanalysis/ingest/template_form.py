"""
What stands on the form that is sent out: its rows, the names in them, bounds, targets.

Takes the register and what is asked for (units, indicators, targets) and gives a `Form` of `Line` rows; how it looks
is left to ``template_workbook``. Every name is one that ``receive`` reads back as the same id on the last day of the
period.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

import pandas as pd

from dtanalysis.catalogue.schema import INDICATORS
from dtanalysis.ingest.lexicon import Indicator, Lexicon
from dtanalysis.ingest.matching import Match, NoMatch
from dtanalysis.periods import Period, parse_period

# A rank is printed without its sign: "thứ hạng không quá 15" is not how a rank is written, nor read.
_SIGNS = {"ge": "≥ ", "gt": "> ", "le": "≤ ", "lt": "< "}
# What is weighed by these is a sum of money; its parts are no counts.
_NOT_COUNTED = ("value added", "sales")
_SLICE = ("level", "dimension")


@dataclass(frozen=True)
class Asked:
    """
    One figure that the form asks for.

    Attributes
    ----------
    indicator : str
        Id or name of the register.
    level : str
        Administrative level; empty is the unit's own.
    dimension : str
        Code of the slice ("field=land"); empty is the whole.
    """

    indicator: str
    level: str = ""
    dimension: str = ""


@dataclass(frozen=True)
class Line:
    """
    One row of the form.

    Attributes
    ----------
    unit : str
        Name of the unit, as it will be read back.
    indicator : Indicator
        What is asked for.
    name : str
        Its name, as it will be read back.
    group : str
        Words of the indicator's group; empty where the register has none.
    lower, upper : float or None
        Between which the figure must lie.
    level, dimension : str
        Words of the register (a code where it has none); empty for the unit's own level and the whole.
    target : str
        As printed, "≥ 90%"; empty without one.
    parts : tuple of str or None
        What is counted in the numerator and the denominator, each perhaps empty; None where counts are not asked.
    basis : str
        Documents that define the indicator.
    """

    unit: str
    indicator: Indicator
    name: str
    group: str = ""
    lower: float | None = None
    upper: float | None = None
    level: str = ""
    dimension: str = ""
    target: str = ""
    parts: tuple[str, str] | None = None
    basis: str = ""


@dataclass(frozen=True)
class Form:
    """
    What stands on the form; nothing of how it looks.

    Attributes
    ----------
    period : Period
        Reported on.
    units : tuple of str
        Names of the units, as they will be read back.
    lines : tuple of Line
        By unit, then by group in the order of the schema, then as asked.
    plan : str
        Name of the plan; empty without one.
    contact : str
        Whom to ask; empty where it is not said.
    """

    period: Period
    units: tuple[str, ...]
    lines: tuple[Line, ...]
    plan: str = ""
    contact: str = ""


def plan_form(
    lexicon: Lexicon,
    *,
    unit: str | Iterable[str],
    period: Period | str,
    indicators: Iterable[str | Asked] | None = None,
    plan: str | None = None,
    targets: pd.DataFrame | None = None,
    contact: str = "",
) -> Form:
    """
    Decide what stands on a form.

    Parameters
    ----------
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

    Returns
    -------
    Form
        Ready to be drawn.

    Raises
    ------
    ValueError
        If a name is not registered (or not on the last day of the period), the period or the plan is not
        understood, two plans set a target for one figure and `plan` does not choose, or nothing is asked for.
    """
    reported = parse_period(period) if isinstance(period, str) else period
    ids = [_unit_id(lexicon, one, reported) for one in ([unit] if isinstance(unit, str) else unit)]
    if not ids or len(set(ids)) < len(ids):
        raise ValueError(f"`unit` must name units, each once; got {ids}.")
    plan_name = _plan_name(lexicon, plan)
    shown = _targets_of(targets, ids, reported.year, plan)
    asked = _asked(lexicon, indicators, shown)
    names = {id_: _unit_name(lexicon, id_, reported) for id_ in ids}
    lines = [
        _line(lexicon, id_, names[id_], one, shown)
        for id_ in ids
        for one in _of_unit(asked, lexicon.level_by_unit.get(id_, ""))
    ]
    return Form(reported, tuple(names.values()), tuple(lines), plan_name, contact)


# Names that will be read back as the same ids


def _unit_id(lexicon: Lexicon, text: str, period: Period) -> str:
    return _id(lexicon.find_unit(text, period.last_day), "unit", text)


def _id(found: Match | NoMatch, what: str, text: str) -> str:
    if isinstance(found, NoMatch):
        raise ValueError(f"No {what} for {text!r}: {found.message}")
    return found.id


def _unit_name(lexicon: Lexicon, id_: str, period: Period) -> str:
    """The unit's name; where another unit of that day bears it too, an alias, at last the id."""
    row = lexicon.units.loc[lexicon.units["unit"] == id_].iloc[0]
    names = [row["name_vi"], *row["aliases"].split("|"), id_]
    return _first_that_finds(names, id_, lambda name: lexicon.find_unit(name, period.last_day))


def _indicator_name(lexicon: Lexicon, id_: str) -> str:
    name = lexicon.indicator_by_id[id_].name
    return _first_that_finds([name, id_], id_, lexicon.find_indicator)


def _first_that_finds(names: list[str], id_: str, find) -> str:
    for name in filter(None, names):
        found = find(name)
        if isinstance(found, Match) and found.id == id_:
            return name
    raise ValueError(f"No name of {id_!r} leads back to it; give it one of its own in the register.")


def _word(lexicon: Lexicon, kind: str, code: str) -> str:
    """The register's word for a code, or the code where it has none."""
    terms = lexicon.terms
    words = terms.loc[(terms["kind"] == kind) & (terms["code"] == code), "name_vi"]
    return words.iloc[0] if len(words) else code


def _plan_name(lexicon: Lexicon, plan: str | None) -> str:
    if not plan:
        return ""
    names = dict(zip(lexicon.plans["plan"], lexicon.plans["name_vi"], strict=True))
    if plan not in names:
        raise ValueError(f"Plan {plan!r} is not registered. Known plans: {', '.join(names) or 'none'}.")
    return names[plan] or plan


# What is asked for


def _targets_of(targets: pd.DataFrame | None, units: list[str], year: int, plan: str | None) -> pd.DataFrame:
    """The latest target of each series of the units for the year."""
    columns = ["indicator", "unit", *_SLICE, "plan", "target", "comparator"]
    if targets is None:
        return pd.DataFrame(columns=columns)
    fits = targets["unit"].isin(units) & (targets["year"] == year) & targets["target"].notna()
    if plan:
        fits &= targets["plan"] == plan
    latest = targets[fits].sort_values("as_of", kind="stable").drop_duplicates(columns[:5], keep="last")
    twice = latest[latest.duplicated(columns[:4], keep=False)]
    if len(twice):
        plans = ", ".join(sorted(set(twice["plan"])))
        raise ValueError(
            f"Several plans set a target for {twice['indicator'].iloc[0]!r}: {plans}. Choose one."
        )
    return latest.sort_index()[columns].fillna({"level": "", "dimension": ""})


def _asked(lexicon: Lexicon, indicators: Iterable[str | Asked] | None, targets: pd.DataFrame) -> list[Asked]:
    """What is asked for, each once, in the order of the groups."""
    if indicators is None:
        indicators = _by_default(lexicon, targets)
    whole = [Asked(one) if isinstance(one, str) else one for one in indicators]
    named = dict.fromkeys(
        Asked(
            _id(lexicon.find_indicator(one.indicator), "indicator", one.indicator), one.level, one.dimension
        )
        for one in whole
    )
    if not named:
        raise ValueError("Nothing is asked for: give `indicators`, or `targets` of the unit and the year.")
    groups = dict(zip(lexicon.indicators["indicator"], lexicon.indicators["group"], strict=True))
    order = {group: at for at, group in enumerate(INDICATORS.words["group"])}
    return sorted(named, key=lambda one: order.get(groups[one.indicator], len(order)))


def _by_default(lexicon: Lexicon, targets: pd.DataFrame) -> list[str | Asked]:
    if len(targets):
        return [Asked(row.indicator, row.level, row.dimension) for row in targets.itertuples(index=False)]
    frame = lexicon.indicators
    key = frame.loc[frame["key"] == "yes", "indicator"].tolist()
    return key or frame["indicator"].tolist()


def _of_unit(asked: list[Asked], own_level: str) -> Iterable[Asked]:
    """The unit's own level needs no mention; what is asked with it and without is one figure."""
    return dict.fromkeys(replace(one, level="") if one.level == own_level else one for one in asked)


# One row


def _line(lexicon: Lexicon, unit: str, unit_name: str, asked: Asked, targets: pd.DataFrame) -> Line:
    row = lexicon.indicators.loc[lexicon.indicators["indicator"] == asked.indicator].iloc[0]
    indicator = lexicon.indicator_by_id[asked.indicator]
    levels = [asked.level or lexicon.level_by_unit.get(unit, ""), ""]
    return Line(
        unit=unit_name,
        indicator=indicator,
        name=_indicator_name(lexicon, asked.indicator),
        group=_word(lexicon, "group", row["group"]),
        lower=_bound(row["lower"], indicator),
        upper=None if pd.isna(row["upper"]) else float(row["upper"]),
        level=_word(lexicon, "level", asked.level),
        dimension=_word(lexicon, "dimension", asked.dimension),
        target=_target(_series(targets, unit, asked, levels), indicator),
        parts=_parts(row, indicator),
        basis=row["legal_basis"],
    )


def _bound(lower: float, indicator: Indicator) -> float | None:
    if not pd.isna(lower):
        return float(lower)
    return None if indicator.may_be_negative else 0.0


def _parts(row: pd.Series, indicator: Indicator) -> tuple[str, str] | None:
    """Counts are asked for a percentage whose numerator or denominator the register tells."""
    is_told = bool(row["numerator_vi"] or row["denominator_vi"])
    if indicator.measure != "percent" or not is_told or row["weighting"] in _NOT_COUNTED:
        return None
    return row["numerator_vi"], row["denominator_vi"]


def _series(targets: pd.DataFrame, unit: str, asked: Asked, levels: list[str]) -> pd.DataFrame:
    return targets[
        (targets["indicator"] == asked.indicator)
        & (targets["unit"] == unit)
        & targets["level"].isin(levels)
        & (targets["dimension"] == asked.dimension)
    ]


def _target(targets: pd.DataFrame, indicator: Indicator) -> str:
    """As it will be read back: digits with a decimal comma, percent with its sign."""
    if targets.empty:
        return ""
    promised = targets.iloc[0]
    sign = "" if indicator.measure == "rank" else _SIGNS.get(promised["comparator"], "")
    return f"{sign}{plain_number(promised['target'])}{'%' if indicator.measure == 'percent' else ''}"


def plain_number(value: float) -> str:
    """
    A number as the form prints it: nothing between thousands, so that it can be read in one way only.

    Parameters
    ----------
    value : float
        Any finite number.

    Returns
    -------
    str
        With a decimal comma.

    Examples
    --------
    >>> plain_number(314792.0), plain_number(33.25), plain_number(-0.5)
    ('314792', '33,25', '-0,5')
    """
    return f"{Decimal(repr(float(value))).normalize():f}".replace(".", ",")
