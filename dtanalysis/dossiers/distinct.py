"""
How many different services have seen an online dossier since 1 January, month by month.

Months do not add up: a service used in January and in June counts once. Its first online month of the year tells when it
joins. Takes a cube and the catalogue; gives one row per province and month.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dtanalysis.dossiers.months import months_with_records
from dtanalysis.dossiers.rates import percent_of
from dtanalysis.dossiers.services import ONLINE_TYPES, rows_in_catalogue

if TYPE_CHECKING:
    from dtanalysis.dossiers.cube import DossierCube


def distinct_to_date(cube: DossierCube, services: pd.DataFrame) -> pd.DataFrame:
    """
    Count the services with an online dossier in the year to date.

    Parameters
    ----------
    cube : DossierCube
        With whole years, or the months of a year from January on: a year whose January is missing counts too little.
    services : pandas.DataFrame
        The catalogue.

    Returns
    -------
    pandas.DataFrame
        One row per province and month (``ym``) with records: ``n_services`` (online services offered by the end of the
        month), ``n_new`` (services that count for the first time this year), ``n_used`` (so far this year) and
        ``rate`` (percent). In the last month of a period it is the rate that `service_generation` gives for it.
    """
    offered = services[services["service_type"].isin(ONLINE_TYPES)].reset_index(drop=True)
    months = months_with_records(cube)
    since = offered["online_since"].to_numpy(dtype=float)
    online_from = pd.DataFrame({"province": offered["province"].astype(str), "since": since})
    joined = _joined_months(cube, offered.assign(since=since))
    counted = months.assign(
        n_services=_count_up_to(months, online_from.dropna().rename(columns={"since": "ym"}), by_year=False),
        n_used=_count_up_to(months, joined, by_year=True),
    )
    before = counted.groupby(["province", counted["ym"] // 100])["n_used"].shift(fill_value=0)
    counted = counted.assign(
        n_new=counted["n_used"] - before, rate=percent_of(counted["n_used"], counted["n_services"])
    )
    return counted[["province", "ym", "n_services", "n_new", "n_used", "rate"]]


def _joined_months(cube: DossierCube, offered: pd.DataFrame) -> pd.DataFrame:
    """One row per service and year with an online dossier: ``province`` and the month from which it counts."""
    counts = cube.counts[cube.counts["n_online"] > 0]
    where = rows_in_catalogue(counts, offered)
    ym = counts["ym"].to_numpy()[where >= 0]
    where = where[where >= 0]
    order = np.lexsort((ym, where))
    year_of = np.stack([where[order], ym[order] // 100])
    is_first = np.ones(len(order), dtype=bool)
    is_first[1:] = (year_of[:, 1:] != year_of[:, :-1]).any(axis=0)
    service, first = where[order][is_first], ym[order][is_first]
    # A dossier before the service was declared online counts from the month in which it was.
    since = offered["since"].to_numpy()[service]
    joined = pd.DataFrame({"province": offered["province"].astype(str).to_numpy()[service], "ym": np.fmax(first, since),
                           "year": first // 100})  # fmt: skip
    return joined[~np.isnan(since) & (joined["ym"] // 100 == joined["year"])]


def _count_up_to(months: pd.DataFrame, events: pd.DataFrame, *, by_year: bool) -> np.ndarray:
    """Events of the same province (and year) up to the end of each month."""
    span = pd.Index(sorted({*months["ym"], *events["ym"].astype(int)}))
    table = pd.crosstab(events["province"], events["ym"].astype(int)).reindex(
        index=months["province"].unique(), columns=span, fill_value=0
    )
    running = table.T.groupby(span // 100).cumsum() if by_year else table.T.cumsum()
    wide = running.stack().rename("n")
    return wide.reindex(pd.MultiIndex.from_frame(months[["ym", "province"]])).to_numpy(dtype="int64")
