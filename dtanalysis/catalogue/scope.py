"""
One question, checked at the door: which unit, which period, which plans, as known on which day.

A notebook states its question once; everything after it works on the frames of the scope. A name that is not
registered, a plan that does not cover the year or a unit that no longer existed stops here, with the allowed
values, before anything is computed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import get_args

import pandas as pd

from dtanalysis.catalogue.load import Programme, load_programme
from dtanalysis.catalogue.register import check_alive, find_unit
from dtanalysis.formats import Language
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
        return self._with_trust(self.programme.observations[self.programme.observations["unit"] == self.unit])

    @property
    def all_observations(self) -> pd.DataFrame:
        """One row per known value of any unit, with the trust of its source."""
        return self._with_trust(self.programme.observations)

    @property
    def part_observations(self) -> pd.DataFrame:
        """One row per value of a unit directly below this one, at that unit's own level, with ``name_vi``."""
        units = self.programme.units
        # A district's figure for its communes is no part of the province beside the district's own.
        parts = units.loc[units["parent"] == self.unit, ["unit", "level", "name_vi"]]
        return self._with_trust(self.programme.observations.merge(parts, on=["unit", "level"]))

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
        One row per series: the target to orient by where this year's plan sets none.

        The unit's own target for a later year comes first; then the national one of this year or, failing
        that, of the nearest later year, those for localities before those for the country, the newest
        decision before older ones. National rows are turned to this unit; they orient, they do not bind it.
        """
        targets = self.programme.targets
        later = (targets["unit"] == self.unit) & (targets["year"] > self.period.year)
        own = targets[later & ~targets["plan"].isin(self._reference_plans)]
        both = pd.concat([own.assign(order=-1), self._national_targets()])
        own_level = self.programme.units.set_index("unit")["level"][self.unit]
        turned = both.assign(
            unit=self.unit, level=both["level"].replace("national", own_level), is_national=both["order"] >= 0
        )
        by = ["is_national", "year", "order", "as_of", "plan"]
        nearest = turned.sort_values(by, ascending=[True, True, True, False, True], kind="stable")
        return nearest.drop_duplicates(["indicator", "level", "dimension"])[targets.columns]

    def _national_targets(self) -> pd.DataFrame:
        """This and later years' targets of reference plans, with the order of whom they are set for."""
        targets = self.programme.targets
        national = targets["plan"].isin(self._reference_plans) & targets["unit"].isin(_ORIENTING)
        due = targets[national & (targets["year"] >= self.period.year)]
        return due.assign(order=due["unit"].map(_ORIENTING.index))

    @property
    def _reference_plans(self) -> pd.Series:
        plans = self.programme.plans
        return plans.loc[plans["kind"] == "reference", "plan"]

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
        For an unknown unit, period, plan, day or language, or a unit that did not exist in the period; the
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
    check_alive(programme.units, programme.unit_successions, unit_id, asked)
    return Scope(
        programme=programme,
        period=asked,
        compare_to=parse_period(compare_to) if compare_to else asked.same_period_last_year,
        unit=unit_id,
        plans=_choose_plans(programme, plan, unit_id, asked),
        as_of=day,
        language=language,
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
