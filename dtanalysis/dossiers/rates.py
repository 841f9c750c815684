"""
How many dossiers come in online, and what their fields weigh in two periods.

Sums of the count cube: numerator and denominator stay beside every rate. A dossier whose channel is not known counts
neither as online nor as offline, and is told beside the rate. Takes a cube and gives small frames; the split of a change
into behaviour and mix is made by `dtanalysis.decomposition`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from dtanalysis.dossiers.cube import DossierCube


def sum_by(frame: pd.DataFrame, keys: Sequence[str], sums: Sequence[str]) -> pd.DataFrame:
    """
    Sum columns of counts over groups.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row per cell of a cube.
    keys : sequence of str
        Columns that name a group.
    sums : sequence of str
        Columns of counts.

    Returns
    -------
    pandas.DataFrame
        One row per group that occurs, sorted by the keys, counts as int64; names of groups are plain text.

    Examples
    --------
    >>> cells = pd.DataFrame({"field": ["b", "a", "b"], "n": [1, 2, 3]})
    >>> sum_by(cells, ["field"], ["n"]).values.tolist()
    [['a', 2], ['b', 4]]
    """
    grouped = frame.groupby(list(keys), observed=True, sort=False)[list(sums)].sum().astype("int64")
    rows = grouped.reset_index()
    texts = {key: rows[key].astype(str) for key in keys if not pd.api.types.is_numeric_dtype(rows[key])}
    return rows.assign(**texts).sort_values(list(keys), kind="stable", ignore_index=True)


def with_province(by: str | Sequence[str]) -> list[str]:
    """
    Put the province before the other keys: figures of two provinces are never added up unasked.

    Parameters
    ----------
    by : str or sequence of str
        One key or several.

    Returns
    -------
    list of str
        ``province`` first, each key once.

    Examples
    --------
    >>> with_province("field"), with_province(("province", "agency")), with_province(())
    (['province', 'field'], ['province', 'agency'], ['province'])
    """
    asked = [by] if isinstance(by, str) else list(by)
    return ["province", *(key for key in dict.fromkeys(asked) if key != "province")]


def percent_of(numerator: pd.Series, denominator: pd.Series) -> pd.Series:
    """
    Divide counts, in percent.

    Parameters
    ----------
    numerator, denominator : pandas.Series
        Counts with one index.

    Returns
    -------
    pandas.Series
        Missing where the denominator is 0: no cases have no rate.

    Examples
    --------
    >>> percent_of(pd.Series([1, 0]), pd.Series([4, 0])).tolist()
    [25.0, nan]
    """
    return 100 * numerator / denominator.where(denominator > 0)


def online_rates(cube: DossierCube, by: str | Sequence[str] = "field") -> pd.DataFrame:
    """
    Count the dossiers that came in online.

    Parameters
    ----------
    cube : DossierCube
        Restricted to the months in question (`choose_months`).
    by : str or sequence of str
        Keys of ``cube.counts``: "field", ("agency", "ym") and so on; the province always comes first.

    Returns
    -------
    pandas.DataFrame
        One row per province and group: ``n`` (dossiers of a known channel), ``n_online``, ``n_unknown`` (received,
        but by no known channel) and ``rate`` (percent of ``n``; missing where ``n`` is 0).
    """
    sums = sum_by(cube.counts, with_province(by), ["n", "n_channel", "n_online"])
    counted = sums.assign(
        n=sums["n_channel"],
        n_unknown=sums["n"] - sums["n_channel"],
        rate=percent_of(sums["n_online"], sums["n_channel"]),
    )
    return counted.drop(columns="n_channel")


def mix_inputs(
    cube: DossierCube, by: str | Sequence[str], before: tuple[int, int], after: tuple[int, int]
) -> pd.DataFrame:
    """
    Count online and all dossiers of each group in two runs of months.

    Parameters
    ----------
    cube : DossierCube
        With the months of both periods.
    by : str or sequence of str
        Keys of ``cube.counts``; the province always comes first.
    before, after : tuple of int
        First and last month (YYYYMM) of the two periods.

    Returns
    -------
    pandas.DataFrame
        One row per province and group that occurs in either period: ``numerator_before``, ``denominator_before``,
        ``numerator_after``, ``denominator_after`` (online dossiers and dossiers of a known channel). A group without
        dossiers in one period counts 0 there: it has weight 0, and no rate.
    """
    keys = with_province(by)
    counts = cube.counts
    sides = [
        sum_by(counts[counts["ym"].between(*months)], keys, ["n_online", "n_channel"])
        .rename(columns={"n_online": f"numerator_{name}", "n_channel": f"denominator_{name}"})
        .set_index(keys)
        for name, months in (("before", before), ("after", after))
    ]
    columns = [f"{part}_{name}" for name in ("before", "after") for part in ("numerator", "denominator")]
    both = sides[0].join(sides[1], how="outer").fillna(0).astype("int64")[columns]
    return both[both.gt(0).any(axis=1)].sort_index().reset_index()


def mix_parts(inputs: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """
    Turn the counts of two periods into the two frames from which a change is split.

    Parameters
    ----------
    inputs : pandas.DataFrame
        From `mix_inputs`, the rows of one province.

    Returns
    -------
    tuple of pandas.DataFrame
        Before and after, each with ``unit`` (the group's keys, joined by a dot), ``name_vi`` (the same), ``numerator``
        and ``denominator``, as `dtanalysis.decomposition.split_change` takes them.
    """
    keys = [
        name for name in inputs if name != "province" and not name.startswith(("numerator_", "denominator_"))
    ]
    unit = _name_groups(inputs, keys)
    before, after = (
        pd.DataFrame({"unit": unit, "name_vi": unit}).assign(
            numerator=inputs[f"numerator_{name}"], denominator=inputs[f"denominator_{name}"]
        )
        for name in ("before", "after")
    )
    return before, after


def parts_of_rates(rates: pd.DataFrame) -> pd.DataFrame:
    """
    Turn online rates into parts, as intervals and comparisons take them.

    Parameters
    ----------
    rates : pandas.DataFrame
        From `online_rates`, the rows of one province.

    Returns
    -------
    pandas.DataFrame
        One row per group: ``unit`` and ``name_vi`` (its keys, joined by a dot), ``numerator`` (online dossiers),
        ``denominator`` (dossiers of a known channel), ``n_unknown``.
    """
    keys = [name for name in rates if name not in ("province", "n", "n_online", "n_unknown", "rate")]
    unit = _name_groups(rates, keys)
    return pd.DataFrame(
        {
            "unit": unit,
            "name_vi": unit,
            "numerator": rates["n_online"],
            "denominator": rates["n"],
            "n_unknown": rates["n_unknown"],
        }
    )


def _name_groups(rows: pd.DataFrame, keys: list[str]) -> pd.Series:
    names = [
        " · ".join(map(str, values))
        for values in zip(*(rows[key] for key in keys or ["province"]), strict=True)
    ]
    return pd.Series(names, index=rows.index, dtype=str)
