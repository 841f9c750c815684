"""
Which services stay without an online dossier, where they are, and how many of them would close a gap.

An idle service that people do use at the counter needs only to bring one of them online; one that nobody asks for at all
needs something else. Takes a cube and the catalogue; gives services and fields.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, isnan
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dtanalysis.dossiers.months import months_between, months_with_records, shift_month
from dtanalysis.dossiers.rates import sum_by, with_province
from dtanalysis.dossiers.services import service_use

if TYPE_CHECKING:
    from dtanalysis.dossiers.cube import DossierCube


def dormancy(
    cube: DossierCube, services: pd.DataFrame, *, by: str | Sequence[str] = "field", year: int
) -> pd.DataFrame:
    """
    Count the idle services of each field in one year, most idle first, with the share that the first ones make up.

    Parameters
    ----------
    cube : DossierCube
        With the months of the year; a year cut short by `choose_months` is judged up to its last month.
    services : pandas.DataFrame
        The catalogue.
    by : str or sequence of str
        Columns of the catalogue.
    year : int
        The year.

    Returns
    -------
    pandas.DataFrame
        One row per province and group: ``n_services`` (online services offered by the end of the last month with
        records), ``n_idle`` (without an online dossier in the year), ``n_undemanded`` (idle, and without any dossier at
        the counter or by post either), ``share`` (of all idle services of the province, 0–1; missing where none is idle)
        and ``cumulative_share``. Ties are in the order of the names. Empty where the year has no records.
    """
    months = cube.counts.loc[cube.counts["ym"] // 100 == year, "ym"]
    last = int(months.max()) if len(months) else 0
    use = service_use(cube, services, first=100 * year + 1, last=last)
    return share_idle(use, by)


def share_idle(use: pd.DataFrame, by: str | Sequence[str] = "field") -> pd.DataFrame:
    """
    Count the idle services of each group, most idle first.

    Parameters
    ----------
    use : pandas.DataFrame
        From `dtanalysis.dossiers.service_use`.
    by : str or sequence of str
        Columns of it.

    Returns
    -------
    pandas.DataFrame
        As `dormancy` gives it.
    """
    keys = with_province(by)
    is_idle = use["n_online"] == 0
    rows = use[keys].assign(n_services=1, n_idle=is_idle, n_undemanded=is_idle & (use["n"] == 0))
    rows = sum_by(rows, keys, ["n_services", "n_idle", "n_undemanded"])
    rows = rows.sort_values(
        ["province", "n_idle", *keys[1:]], ascending=[True, False, *[True] * len(keys[1:])], ignore_index=True
    )
    idle = rows.groupby("province")["n_idle"]
    total = idle.transform("sum").where(lambda sums: sums > 0)
    return rows.assign(share=rows["n_idle"] / total, cumulative_share=idle.cumsum() / total)


def idle_services(cube: DossierCube, services: pd.DataFrame, *, first: int, last: int) -> pd.DataFrame:
    """
    List the online services without an online dossier, those most asked for at the counter first.

    Parameters
    ----------
    cube : DossierCube
        With these months and, where known, those of the year before.
    services : pandas.DataFrame
        The catalogue.
    first, last : int
        YYYYMM, both included.

    Returns
    -------
    pandas.DataFrame
        One row per idle service, by province, then ``n_counter`` falling, then code: the columns of `service_use` with
        ``n_same_months`` and ``n_other_months`` (online dossiers in the same months of the year before, and in the
        months between these and `first`; missing where not every one of these months has records) and ``history``:
        "same_months" (was used online at this time of the year before, so it can be again), "other_months" (used
        online at other times only: seasonal), "never" (not in the twelve months before), "unknown" (too little
        history).
    """
    use = service_use(cube, services, first=first, last=last)
    earlier = {
        "n_same_months": (shift_month(first, -12), shift_month(last, -12)),
        "n_other_months": (shift_month(last, -11), shift_month(first, -1)),
    }
    for name, (start, end) in earlier.items():
        use[name] = _online_before(cube, use, start, end)
    idle = use[use["n_online"] == 0]
    idle = idle.assign(history=_history_of(idle))
    return idle.sort_values(
        ["province", "n_counter", "procedure_code"], ascending=[True, False, True], ignore_index=True
    )


def _online_before(cube: DossierCube, use: pd.DataFrame, first: int, last: int) -> pd.Series:
    """Online dossiers of each service in earlier months; missing where the province lacks one of them."""
    if first > last:
        return pd.Series(0, index=use.index, dtype="Int64")
    # A service declared online later has its dossiers counted all the same: `use` holds who is asked about.
    always = use[["province", "procedure_code", "service_type"]].assign(online_since=0)
    earlier = service_use(cube, always, first=first, last=last)["n_online"].astype("Int64")
    months = months_with_records(cube)
    known = months[months["ym"].between(first, last)].groupby("province").size()
    wanted = len(months_between(first, last))
    is_known = use["province"].astype(str).map(known).eq(wanted)
    return earlier.where(is_known.to_numpy()).set_axis(use.index)


def _history_of(idle: pd.DataFrame) -> np.ndarray:
    same, other = idle["n_same_months"], idle["n_other_months"]
    cases = [
        (same > 0).fillna(False),
        (same.eq(0) & (other > 0)).fillna(False),
        (same.eq(0) & other.eq(0)).fillna(False),
    ]
    return np.select(
        [case.to_numpy(dtype=bool) for case in cases], ["same_months", "other_months", "never"], "unknown"
    )


def services_to_close(use: pd.DataFrame, *, target: float, share: float = 0.5) -> pd.DataFrame:
    """
    Count how many idle services would have to see their first online dossier to close part of a gap.

    Parameters
    ----------
    use : pandas.DataFrame
        From `dtanalysis.dossiers.service_use`.
    target : float
        The share of services with an online dossier that is aimed at, in percent; missing where no target is known:
        what depends on it is then missing.
    share : float
        Which part of the gap is to be closed, 0 to 1.

    Returns
    -------
    pandas.DataFrame
        One row per province: ``n_services``, ``n_used``, ``rate`` (percent), ``target``, ``gap_pp`` (points; 0 where the
        target is met), ``n_short`` (services missing to the target), ``n_needed`` (services that close `share` of the
        gap, rounded up), ``n_demanded`` (idle services that have dossiers at the counter or by post), ``n_undemanded``
        (idle services without any dossier) and ``rate_after`` (percent, once `n_needed` more have one). A province
        without online services is left out.

    Raises
    ------
    ValueError
        If `target` is not in 0–100, or `share` not in 0–1.

    Examples
    --------
    >>> use = pd.DataFrame({"province": "a", "n": [9, 4, 0, 0], "n_online": [9, 0, 0, 0], "n_counter": [0, 4, 0, 0]})
    >>> services_to_close(use, target=75).loc[0, ["gap_pp", "n_short", "n_needed", "rate_after"]].tolist()
    [50.0, 2.0, 1.0, 50.0]
    """
    if not (0 <= target <= 100 or isnan(target)):
        raise ValueError(f"`target` must be a rate of 0–100 %; got {target}.")
    if not 0 <= share <= 1:
        raise ValueError(f"`share` must be a part of the gap, 0 to 1; got {share}.")
    is_idle = use["n_online"] == 0
    rows = pd.DataFrame(
        {
            "province": use["province"].astype(str),
            "n_services": 1,
            "n_used": ~is_idle,
            "n_demanded": is_idle & (use["n_counter"] > 0),
            "n_undemanded": is_idle & (use["n"] == 0),
        }
    )
    sums = sum_by(rows, ["province"], ["n_services", "n_used", "n_demanded", "n_undemanded"])
    rate = 100 * sums["n_used"] / sums["n_services"]
    short = (target / 100 * sums["n_services"] - sums["n_used"]).clip(lower=0)
    needed = _whole_services(share * short)
    return sums.assign(
        rate=rate,
        target=float(target),
        gap_pp=(target - rate).clip(lower=0),
        n_short=_whole_services(short),
        n_needed=needed,
        rate_after=100 * (sums["n_used"] + needed) / sums["n_services"],
    )


def close_in_parts(
    use: pd.DataFrame, *, target: float, parts: Sequence[float] = (0.25, 0.5, 1.0)
) -> pd.DataFrame:
    """
    Count the services that close several parts of a gap.

    Parameters
    ----------
    use : pandas.DataFrame
        From `dtanalysis.dossiers.service_use`.
    target : float
        As for `services_to_close`.
    parts : sequence of float
        Parts of the gap, 0 to 1.

    Returns
    -------
    pandas.DataFrame
        The rows of `services_to_close` for each part, with ``part``.
    """
    rows = [services_to_close(use, target=target, share=part).assign(part=part) for part in parts]
    return pd.concat(rows, ignore_index=True)


def _whole_services(missing: pd.Series) -> pd.Series:
    # 0.3 × 10 is 3.0000000000000004 in binary: a billionth of a service is no service.
    return missing.map(lambda number: ceil(number - 1e-9), na_action="ignore").astype("Int64")
