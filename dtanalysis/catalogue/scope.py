"""
One question, checked at the door: which unit, which period, which plans, as known on which day.

A notebook states its question once; everything after it works on the frames of the scope. A name that is not
registered, a plan that does not cover the year or a unit that no longer existed stops here, with the allowed
values, before anything is computed.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import get_args

import pandas as pd

from dtanalysis.catalogue.load import Programme, load_programme
from dtanalysis.formats import Language, nfc
from dtanalysis.periods import Period, parse_period

# Which source is believed first where two contradict each other on one figure; the others stay visible.
_TRUST = ("official", "official_text", "official_mirror", "dataset", "press", "synthetic")


# Whose national targets orient a province: those set for localities first, then those for the country.
_ORIENTING = ("dia-phuong", "viet-nam")


@dataclass(frozen=True)
class Scope:
    """
    The frames of one question.

    Attributes
    ----------
    programme : Programme
        All tables, as known on `as_of`.
    period, compare_to : Period
        The reported period, and the one it is compared with.
    unit : str
        Id of the reported unit.
    plans : tuple of str
        Ids of the unit's own plans that are judged; empty where none is known for the year.
    as_of : datetime.date or None
        The last day whose knowledge counts; None for everything known.
    language : {"vi", "en"}
        What the reader reads.
    """

    programme: Programme
    period: Period
    compare_to: Period
    unit: str
    plans: tuple[str, ...]
    as_of: date | None
    language: Language

    @property
    def indicators(self) -> pd.DataFrame:
        """One row per registered indicator."""
        return self.programme.indicators

    @property
    def observations(self) -> pd.DataFrame:
        """One row per known value of this unit in any period, with the trust of its source (0 = most)."""
        return self._with_trust(
            self.programme.observations[self.programme.observations["unit"] == self.unit]
        )

    @property
    def all_observations(self) -> pd.DataFrame:
        """One row per known value of any unit, with the trust of its source."""
        return self._with_trust(self.programme.observations)

    @property
    def part_observations(self) -> pd.DataFrame:
        """One row per known value of a unit directly below this one, with the unit's Vietnamese name."""
        units = self.programme.units
        parts = units.loc[units["parent"] == self.unit, ["unit", "name_vi"]]
        return self._with_trust(self.programme.observations.merge(parts, on="unit"))

    @property
    def targets(self) -> pd.DataFrame:
        """One row per known target of this unit's judged plans for the period's year."""
        targets = self.programme.targets
        return targets[
            targets["plan"].isin(self.plans)
            & (targets["unit"] == self.unit)
            & (targets["year"] == self.period.year)
        ]

    @property
    def reference_targets(self) -> pd.DataFrame:
        """
        One row per target to orient by: this year's national one or, failing that, the next milestone's.

        The unit's own targets for later years come first. National rows are turned to this unit; they orient,
        they do not bind it.
        """
        plans, targets = self.programme.plans, self.programme.targets
        reference = targets["plan"].isin(plans.loc[plans["kind"] == "reference", "plan"])
        national = targets[reference & targets["unit"].isin(_ORIENTING) & (targets["year"] >= self.period.year)]
        own = targets[(targets["unit"] == self.unit) & (targets["year"] > self.period.year)]
        both = pd.concat([own.assign(order=-1), national.assign(order=national["unit"].map(_ORIENTING.index))])
        own_level = self.programme.units.set_index("unit")["level"][self.unit]
        turned = both.assign(unit=self.unit, level=both["level"].replace("national", own_level))
        nearest = turned.sort_values(["year", "order", "plan"], kind="stable")
        return nearest.drop_duplicates(["indicator", "level", "dimension"]).drop(columns="order")

    @property
    def plan_rows(self) -> pd.DataFrame:
        """One row per judged plan, in the order of `plans`."""
        return self.programme.plans.set_index("plan").loc[list(self.plans)].reset_index()

    @property
    def unit_name(self) -> str:
        """The unit's Vietnamese name."""
        units = self.programme.units
        return units.loc[units["unit"] == self.unit, "name_vi"].iloc[0]

    @property
    def is_synthetic(self) -> bool:
        """Whether the figures are generated."""
        return self.programme.is_synthetic

    def _with_trust(self, observations: pd.DataFrame) -> pd.DataFrame:
        kinds = self.programme.sources.set_index("source")["kind"]
        return observations.assign(trust=observations["source"].map(kinds).map(_TRUST.index))


def open_scope(
    data_dir: str | Path = "data",
    *,
    period: str,
    unit: str,
    plan: str = "",
    as_of: str = "latest",
    compare_to: str = "",
    language: str = "vi",
) -> Scope:
    """
    Read the tables and state one question about them.

    Parameters
    ----------
    data_dir : str or pathlib.Path
        Data folder; see `load_programme`.
    period : str
        Reporting period, in any spelling that `parse_period` knows.
    unit : str
        Id, name or alias of a registered unit.
    plan : str
        Id of one of the unit's plans; empty for every own plan that covers the year.
    as_of : str
        ``"latest"`` or an ISO date: the last day whose knowledge counts.
    compare_to : str
        Period to compare with; empty for the same period of the year before.
    language : {"vi", "en"}
        What the reader reads.

    Returns
    -------
    Scope
        The question with its frames.

    Raises
    ------
    ValueError
        For an unknown unit, period, plan, day or language, or a unit that had ended before the period; the
        message names the allowed values.
    DataFaultError
        If the tables do not agree.
    """
    if language not in get_args(Language):
        raise ValueError(f"`language` must be one of {', '.join(get_args(Language))}; got {language!r}.")
    asked = parse_period(period)
    day = _parse_day(as_of)
    programme = load_programme(data_dir).as_known_on(day)
    unit_id = find_unit(programme.units, unit, asked.last_day)
    _check_alive(programme, unit_id, asked)
    return Scope(
        programme=programme,
        period=asked,
        compare_to=parse_period(compare_to) if compare_to else asked.same_period_last_year,
        unit=unit_id,
        plans=_choose_plans(programme, plan, unit_id, asked),
        as_of=day,
        language=language,
    )


def find_unit(units: pd.DataFrame, text: str, on: date | None = None) -> str:
    """
    Return the id of the unit that `text` names.

    Parameters
    ----------
    units : pandas.DataFrame
        The register: one row per unit.
    text : str
        An id, or a name or alias as registered (upper and lower case alike).
    on : datetime.date, optional
        Where a name was borne by two units in turn, the day decides.

    Returns
    -------
    str
        The unit's id.

    Raises
    ------
    ValueError
        If nothing registered bears that name; the nearest names are listed. Nothing is guessed.
    """
    if text in set(units["unit"]):
        return text
    wanted = nfc(text).casefold().strip()
    names = [{name.casefold() for name in (row.name_vi, *row.aliases.split("|"))} for row in units.itertuples()]
    found = units[[wanted in known for known in names]] if wanted else units.iloc[0:0]
    if on is not None and len(found) > 1:
        day = pd.Timestamp(on)
        begun = found["valid_from"].isna() | (found["valid_from"] <= day)
        found = found[begun & ~(found["valid_to"] < day)]
    if len(found) == 1:
        return found["unit"].iloc[0]
    raise ValueError(_unknown_unit(units, text, found))


def _unknown_unit(units: pd.DataFrame, text: str, found: pd.DataFrame) -> str:
    if len(found):
        return f"Unit {text!r} can mean {' or '.join(found['unit'])}. Give the id."
    near = difflib.get_close_matches(text.lower(), [*units["unit"], *units["name_vi"]], n=4, cutoff=0.5)
    hint = f"Nearest: {', '.join(near)}." if near else "See data/catalogue/units.csv for the registered ids."
    return f"Unit {text!r} is not in the register. {hint}"


def _check_alive(programme: Programme, unit: str, period: Period) -> None:
    row = programme.units.set_index("unit").loc[unit]
    if pd.notna(row["valid_to"]) and pd.Timestamp(period.first_day) > row["valid_to"]:
        successions = programme.unit_successions
        heirs = successions.loc[successions["unit_from"] == unit, "unit_to"].tolist()
        instead = f" Its successor is {', '.join(heirs)}." if heirs else ""
        raise ValueError(
            f"Unit {unit!r} ended on {row['valid_to'].date()}, before {period.code}.{instead} "
            "Figures are not joined across a merger by themselves."
        )


def _choose_plans(programme: Programme, plan: str, unit: str, period: Period) -> tuple[str, ...]:
    """The asked plan or, where none is asked, the own plans that promise something for this very year."""
    plans, targets = programme.plans, programme.targets
    covers = (plans["year_from"] <= period.year) & (plans["year_to"] >= period.year)
    own = plans[covers & (plans["unit"] == unit) & (plans["kind"] == "own")]["plan"].tolist()
    if not plan:
        due = set(targets.loc[targets["year"] == period.year, "plan"])
        sized = set(plans.loc[plans["n_targets"].notna(), "plan"])
        return tuple(name for name in own if name in due | sized)
    if plan not in own:
        allowed = ", ".join(own) if own else "none is registered"
        raise ValueError(
            f"Plan {plan!r} is not a plan of {unit} that covers {period.year}. Allowed: {allowed}. "
            "Plans are registered in data/catalogue/plans.csv."
        )
    return (plan,)


def _parse_day(as_of: str) -> date | None:
    if as_of == "latest":
        return None
    try:
        return date.fromisoformat(as_of)
    except ValueError:
        raise ValueError(f"`as_of` must be 'latest' or a date such as 2023-07-12; got {as_of!r}.") from None
