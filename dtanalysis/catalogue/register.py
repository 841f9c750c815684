"""
Which unit does a name mean, and did it exist?

Takes the register of units (names change hands at a merger) and gives an id, or says what stands in the way.
Nothing is guessed.
"""

from __future__ import annotations

import difflib
from datetime import date

import numpy as np
import pandas as pd

from dtanalysis.formats import fold, nfc
from dtanalysis.periods import Period


def spellings(units: pd.DataFrame) -> list[set[str]]:
    """
    Return the names and aliases of each unit, in lower case.

    Parameters
    ----------
    units : pandas.DataFrame
        One row per unit.

    Returns
    -------
    list of set of str
        In the order of the rows; never with an empty name.
    """
    texts = (units["name_vi"] + "|" + units["aliases"]).str.split("|")
    return [{name.strip().casefold() for name in names} - {""} for names in texts]


def find_unit(units: pd.DataFrame, text: str, on: date | None = None) -> str:
    """
    Return the id of the unit that `text` names.

    Parameters
    ----------
    units : pandas.DataFrame
        The register: one row per unit.
    text : str
        An id, or a name or alias as registered (upper and lower case, NFC and NFD alike).
    on : datetime.date, optional
        Where a name was borne by several units, those that existed on this day are meant.

    Returns
    -------
    str
        The unit's id.

    Raises
    ------
    ValueError
        If nothing registered bears that name (the nearest names are listed), or if more than one unit does
        (their ids are listed).
    """
    if text in set(units["unit"]):
        return text
    wanted = nfc(text).strip().casefold()
    bearers = units[np.array([wanted in known for known in spellings(units)], dtype=bool)]
    alive = bearers if on is None else bearers[_exists(bearers, on)]
    found = alive if len(bearers) > 1 else bearers
    if len(found) == 1:
        return found["unit"].iloc[0]
    raise ValueError(_unclear(units, text, bearers if found.empty else found))


def _exists(units: pd.DataFrame, on: date) -> pd.Series:
    day = pd.Timestamp(on)
    # A missing day is an open end, and compares as False.
    return ~(units["valid_from"] > day) & ~(units["valid_to"] < day)


def _unclear(units: pd.DataFrame, text: str, bearers: pd.DataFrame) -> str:
    if len(bearers):
        return f"Unit {text!r} can mean {' or '.join(bearers['unit'])}. Give the id."
    near = _nearest(units, text)
    hint = f"Nearest: {', '.join(near)}." if near else "See data/catalogue/units.csv."
    return f"Unit {text!r} is not in the register. {hint}"


def _nearest(units: pd.DataFrame, text: str, most: int = 4) -> list[str]:
    """Ids of the units with the names nearest to the text, marks aside ("Khanh Hoa")."""
    names = pd.concat([units["unit"].map(fold), units["name_vi"].map(fold)])
    near = difflib.get_close_matches(fold(text), names.unique(), n=most, cutoff=0.5)
    ids = [unit for name in near for unit in units["unit"][names[names == name].index.unique()]]
    return list(dict.fromkeys(ids))[:most]


def check_alive(units: pd.DataFrame, successions: pd.DataFrame, unit: str, period: Period) -> None:
    """
    Refuse a period in which the unit did not exist.

    Parameters
    ----------
    units, successions : pandas.DataFrame
        The register, and one row per old unit and the new one that took its place.
    unit : str
        Id of a registered unit.
    period : Period
        The reported period; a unit that existed on one of its days is accepted.

    Raises
    ------
    ValueError
        If the unit ended before the period or began after it; its heirs or forerunners are named.
    """
    row = units.set_index("unit").loc[unit]
    if row["valid_to"] < pd.Timestamp(period.first_day):
        when = f"ended on {row['valid_to'].date()}, before {period.code}."
        others = successions.loc[successions["unit_from"] == unit, "unit_to"]
    elif row["valid_from"] > pd.Timestamp(period.last_day):
        when = f"began on {row['valid_from'].date()}, after {period.code}."
        others = successions.loc[successions["unit_to"] == unit, "unit_from"]
    else:
        return
    instead = f" Ask for {' or '.join(others)}." if len(others) else ""
    raise ValueError(f"Unit {unit!r} {when}{instead} Figures are not joined across a merger by themselves.")
