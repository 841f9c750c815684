"""
Which services see an online dossier: the catalogue of services against the dossiers received.

A service without a dossier leaves no record, so the denominator comes from the catalogue (``services.csv``) and never
from the dossiers. Reads the catalogue with its faults told; takes a cube and gives one row per service, per group and
period, or per procedure that the catalogue does not know.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dtanalysis.dossiers.months import Frequency, months_with_records, period_code, period_end
from dtanalysis.dossiers.rates import percent_of, sum_by, with_province

if TYPE_CHECKING:
    from dtanalysis.dossiers.cube import DossierCube

ONLINE_TYPES = ("full", "partial")
"""Service types that are online services; "information" only tells what is needed."""

_USED = ["n", "n_channel", "n_online", "n_settled", "n_due", "n_ontime"]


def online_services(services: pd.DataFrame, ym: int) -> pd.DataFrame:
    """
    Keep the online services that are offered in a month.

    Parameters
    ----------
    services : pandas.DataFrame
        The catalogue, one row per procedure offered in a province.
    ym : int
        YYYYMM.

    Returns
    -------
    pandas.DataFrame
        Full and partial services with ``online_since`` up to that month; a missing ``online_since`` means not online.
    """
    is_online = services["service_type"].isin(ONLINE_TYPES) & services["online_since"].le(ym)
    return services[is_online].reset_index(drop=True)


def rows_in_catalogue(counts: pd.DataFrame, services: pd.DataFrame) -> np.ndarray:
    """
    Find the service of every cell of a cube.

    Parameters
    ----------
    counts : pandas.DataFrame
        With ``province`` and ``procedure_code``.
    services : pandas.DataFrame
        The catalogue; province and procedure occur once.

    Returns
    -------
    numpy.ndarray of int
        Position of the row in `services` for each row of `counts`; −1 where the catalogue lacks the procedure.

    Raises
    ------
    ValueError
        If the catalogue has a procedure twice in one province.
    """
    if services.duplicated(["province", "procedure_code"]).any():
        twice = services.loc[services.duplicated(["province", "procedure_code"]), "procedure_code"].iloc[0]
        raise ValueError(f"The catalogue has procedure {twice!r} twice in one province; keep one row of it.")
    province, procedure = (counts[name].astype("category") for name in ("province", "procedure_code"))
    width = len(procedure.cat.categories)
    own_province = province.cat.categories.get_indexer(services["province"].astype(str))
    own_procedure = procedure.cat.categories.get_indexer(services["procedure_code"].astype(str))
    occurs = (own_province >= 0) & (own_procedure >= 0)
    # One cell per province and procedure: a lookup by code instead of a join on text.
    positions = np.full(len(province.cat.categories) * width, -1, dtype="int64")
    positions[own_province[occurs] * width + own_procedure[occurs]] = np.flatnonzero(occurs)
    codes = province.cat.codes.to_numpy(dtype="int64") * width + procedure.cat.codes.to_numpy(dtype="int64")
    return positions[codes] if len(positions) else np.full(len(counts), -1, dtype="int64")


def service_use(cube: DossierCube, services: pd.DataFrame, *, first: int, last: int) -> pd.DataFrame:
    """
    Count what each online service received in a run of months.

    Parameters
    ----------
    cube : DossierCube
        With these months.
    services : pandas.DataFrame
        The catalogue.
    first, last : int
        YYYYMM, both included.

    Returns
    -------
    pandas.DataFrame
        One row per online service offered by the end of `last`, also where it received nothing: the columns of the
        catalogue with ``n`` (dossiers), ``n_channel``, ``n_online``, ``n_settled``, ``n_due``, ``n_ontime`` and ``n_counter``
        (received by a known channel, but not online: at the counter or by post).
    """
    offered = online_services(services, last)
    counts = cube.counts[cube.counts["ym"].between(first, last)]
    where = rows_in_catalogue(counts, offered)
    known = where >= 0
    sums = {
        name: np.bincount(where[known], counts[name].to_numpy()[known], len(offered)).astype("int64")
        for name in _USED
    }
    return offered.assign(**sums, n_counter=sums["n_channel"] - sums["n_online"])


def service_generation(
    cube: DossierCube,
    services: pd.DataFrame,
    *,
    by: str | Sequence[str] = ("level", "field"),
    frequency: Frequency = "quarter",
) -> pd.DataFrame:
    """
    Count the online services with an online dossier, period by period.

    Parameters
    ----------
    cube : DossierCube
        With the months of all periods.
    services : pandas.DataFrame
        The catalogue.
    by : str or sequence of str
        Columns of the catalogue, such as "level" and "field"; empty for each province as a whole.
    frequency : {"month", "quarter", "half", "year"}
        Length of a period.

    Returns
    -------
    pandas.DataFrame
        One row per province, ``period`` (code) and group: ``n_services`` (online services offered by the end of the
        period, with or without a dossier), ``n_used`` (with at least one online dossier in the period), ``rate``
        (percent) and ``n_months`` (months of the period from which the cube has records; a period with fewer than it
        is long is unfinished, and lower for it). Periods without any record of the province are left out.

    Raises
    ------
    ValueError
        If the frequency is unknown, or a procedure stands twice in one province.
    """
    offered = services[services["service_type"].isin(ONLINE_TYPES)].reset_index(drop=True)
    months = np.sort(cube.counts["ym"].unique())
    ends = np.array([period_end(int(ym), frequency) for ym in months], dtype="int64")
    of_month = pd.Series(np.unique(ends, return_inverse=True)[1], index=months)
    ends = np.unique(ends)
    recorded = _months_recorded(cube, offered, of_month)
    is_offered = offered["online_since"].to_numpy(dtype=float)[:, None] <= ends
    is_offered &= recorded > 0
    keys = with_province(by)
    groups = offered.groupby(keys, sort=True).ngroup().to_numpy()
    names = offered[keys].assign(group=groups).drop_duplicates("group").set_index("group").sort_index()
    service, period = np.nonzero(is_offered)
    cell = groups[service] * len(ends) + period
    size = len(names) * len(ends)
    counted = pd.DataFrame(
        {
            "n_services": np.bincount(cell, minlength=size),
            "n_used": np.bincount(cell[_is_used(cube, offered, of_month)[service, period]], minlength=size),
            "n_months": _one_of_each(recorded[service, period], cell, size),
        }
    )
    group, period = np.divmod(np.arange(size), max(len(ends), 1))
    codes = np.array([period_code(int(end), frequency) for end in ends], dtype=object)
    rows = names.iloc[group].reset_index(drop=True).assign(period=codes[period], **counted)
    rows = rows[rows["n_services"] > 0].assign(
        rate=lambda table: percent_of(table["n_used"], table["n_services"])
    )
    order = [keys[0], "period", *keys[1:]]
    rows = rows[[*order, "n_services", "n_used", "rate", "n_months"]]
    return rows.sort_values(order, kind="stable", ignore_index=True)


def _months_recorded(cube: DossierCube, services: pd.DataFrame, of_month: pd.Series) -> np.ndarray:
    """Months with records of each service's province (row) in each period (column)."""
    months = months_with_records(cube)
    table = pd.crosstab(months["province"], months["ym"].map(of_month).rename("period"))
    return table.reindex(services["province"].astype(str), fill_value=0).to_numpy()


def _is_used(cube: DossierCube, services: pd.DataFrame, of_month: pd.Series) -> np.ndarray:
    """Whether each service (row) has an online dossier in each period (column)."""
    counts = cube.counts[cube.counts["n_online"] > 0]
    where = rows_in_catalogue(counts, services)
    used = np.zeros((len(services), of_month.max() + 1 if len(of_month) else 0), dtype=bool)
    used[where[where >= 0], of_month[counts["ym"]].to_numpy()[where >= 0]] = True
    return used


def _one_of_each(values: np.ndarray, cell: np.ndarray, size: int) -> np.ndarray:
    """The value of each cell, where all rows of a cell have the same; 0 where a cell has none."""
    table = np.zeros(size, dtype="int64")
    table[cell] = values
    return table


def unknown_procedures(cube: DossierCube, services: pd.DataFrame) -> pd.DataFrame:
    """
    List the procedures of the dossiers that the catalogue does not have.

    Parameters
    ----------
    cube : DossierCube
        Restricted to the months in question.
    services : pandas.DataFrame
        The catalogue.

    Returns
    -------
    pandas.DataFrame
        One row per ``province``, ``procedure_code`` and ``field`` with ``n`` and ``n_online``, most dossiers first.
        They count as dossiers, but not as services: nobody knows whether they are offered online.
    """
    counts = cube.counts
    rows = sum_by(
        counts[rows_in_catalogue(counts, services) < 0],
        ["province", "procedure_code", "field"],
        ["n", "n_online"],
    )
    return rows.sort_values(["province", "n"], ascending=[True, False], kind="stable", ignore_index=True)


def service_funnel(
    cube: DossierCube, services: pd.DataFrame, *, first: int, last: int, least_ontime: float = 90.0
) -> pd.DataFrame:
    """
    Count the online services on each step from being published to being settled in time.

    Parameters
    ----------
    cube : DossierCube
        With these months.
    services : pandas.DataFrame
        The catalogue.
    first, last : int
        YYYYMM, both included.
    least_ontime : float
        The share of dossiers settled in time, in percent of those with a due day, from which a service counts as on
        time; one without any settled dossier does not.

    Returns
    -------
    pandas.DataFrame
        One row per province and ``step``, in order: "published", "with_dossier", "with_online_dossier", "on_time"; with
        ``count``. Each step counts services of the step before it, so the numbers never rise; losses between steps
        are told by `dtanalysis.decomposition.build_funnel`.
    """
    use = service_use(cube, services, first=first, last=last)
    is_online = use["n_online"] > 0
    steps = {
        "published": use["n"] >= 0,
        "with_dossier": use["n"] > 0,
        "with_online_dossier": is_online,
        "on_time": is_online & (percent_of(use["n_ontime"], use["n_due"]) >= least_ontime),
    }
    counted = pd.DataFrame(steps).groupby(use["province"].astype(str)).sum().astype("int64")
    return counted.rename_axis(columns="step").stack().rename("count").reset_index()
