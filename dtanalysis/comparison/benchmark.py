"""
Where one unit stands among its peers: against the national figure, the best quarter, the middle, and its
neighbours.

Takes observations of all units and the register; gives one row per indicator, each with the number of peers
and, where no fair comparison exists, the reason. A peer's figure counts only in the same indicator, level,
slice and period. Positions say nothing about chance: most peers publish no counts, and where they do,
`funnel` and `ranks` tell.
"""

from __future__ import annotations

from math import nan

import pandas as pd

from dtanalysis.catalogue.versions import latest_readings, most_trusted
from dtanalysis.comparison.spread import panel_of
from dtanalysis.periods import Period

FEWEST_PEERS = 4
"""With fewer peers there is no best quarter: it would be a single unit."""

KNOWN_SHARE = 0.8
"""Share of the field whose value has to be known before a position is given; published values are seldom the lowest ones."""

REASONS = ("", "no_peers", "few_peers", "partial_field")
"""Why an indicator has no position: nobody else has the figure, too few have it, or only a part of the field."""

_COUNTRY = "viet-nam"

# Where the country's own figure is another quantity, the published mean of the provinces is what a province is held against.
_MEANS = {
    "dti": "dti_mean_provinces",
    "dti_pillar_government": "dti_mean_pillar_government",
    "dti_pillar_economy": "dti_mean_pillar_economy",
    "dti_pillar_society": "dti_mean_pillar_society",
}

# Counts and money grow with the size of a unit, and a rank is a place already.
_FAIR_MEASURES = ("percent", "index", "days")


def field_of(units: pd.DataFrame, unit: str, period: Period) -> pd.DataFrame:
    """
    List the units that a unit is compared with in a period, itself among them.

    Parameters
    ----------
    units : pandas.DataFrame
        The register: ``unit``, ``name_vi``, ``kind``, ``level``, ``parent``, ``valid_from``, ``valid_to``.
    unit : str
        Id of the reported unit.
    period : Period
        Only units that existed on its last day count.

    Returns
    -------
    pandas.DataFrame
        The rows of `units` with the same parent and level, without national groups; 63 provinces until 30
        June 2025 and 34 after, never both. A country has no peers, and stands alone.
    """
    own = units[units["unit"] == unit].iloc[0]
    day = pd.Timestamp(period.last_day)
    is_alive = (units["valid_from"].isna() | (units["valid_from"] <= day)) & (
        units["valid_to"].isna() | (units["valid_to"] >= day)
    )
    is_peer = (
        (units["parent"] == own["parent"]) & (units["level"] == own["level"]) & (units["kind"] != "group")
    )
    return units[(is_peer & is_alive) | (units["unit"] == unit)]


def peer_values(
    observations: pd.DataFrame, units: pd.DataFrame, indicators: pd.DataFrame, *, unit: str, period: Period
) -> pd.DataFrame:
    """
    Put the figures of the peers beside each of a unit's own.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per known value of all units, with ``trust``.
    units, indicators : pandas.DataFrame
        The registers.
    unit : str
        Id of the reported unit.
    period : Period
        The reported period. Of an indicator published by the year the figure of the year before counts.

    Returns
    -------
    pandas.DataFrame
        One row per series of the unit and unit of its field that has the very same series and period:
        ``indicator``, ``level``, ``dimension``, ``period``, ``unit``, ``name_vi``, ``value``, ``source``,
        ``direction``, ``is_own``, ``n_field`` (units of the field). Bounds ("over 90 %"), counts, money and
        ranks are left out: a bound has no place in an order, counts grow with the size of a unit, and a rank
        is a place already.
    """
    readings = _own_readings(observations, indicators, unit, period)
    wanted = readings.set_index(["indicator", "level", "dimension"])["period"].map(lambda own: own.code)
    exact = observations[(observations["qualifier"] == "eq") & observations["value"].notna()]
    keys = pd.MultiIndex.from_frame(exact[["indicator", "level", "dimension"]])
    codes = exact["period"].map(lambda other: other.code)
    rows = most_trusted(exact[wanted.reindex(keys).to_numpy() == codes.to_numpy()])
    fields = [
        _in_field(group, field_of(units, unit, own_period), unit)
        for own_period, group in rows.groupby("period")
    ]
    columns = [
        *("indicator", "level", "dimension", "period", "unit", "name_vi", "value", "source", "direction"),
        *("is_own", "n_field"),
    ]
    if not fields:
        return pd.DataFrame(columns=columns)
    directions = indicators.set_index("indicator")["direction"]
    table = pd.concat(fields)
    return table.assign(direction=table["indicator"].map(directions))[columns].reset_index(drop=True)


def _own_readings(
    observations: pd.DataFrame, indicators: pd.DataFrame, unit: str, period: Period
) -> pd.DataFrame:
    """The unit's own exact figures of the period or of the year before."""
    fair = indicators.loc[indicators["unit_measure"].isin(_FAIR_MEASURES), "indicator"]
    own = latest_readings(observations[observations["unit"] == unit], period, indicators)
    is_recent = own["period"].map(lambda reading: reading.year >= period.year - 1).astype(bool)
    is_annual = own["period"].map(lambda reading: reading.kind == "year").astype(bool)
    return own[
        (own["is_current"] | (is_recent & is_annual))
        & (own["qualifier"] == "eq")
        & own["value"].notna()
        & own["indicator"].isin(fair)
    ]


def _in_field(rows: pd.DataFrame, field: pd.DataFrame, unit: str) -> pd.DataFrame:
    named = rows.drop(columns="name_vi", errors="ignore").merge(field[["unit", "name_vi"]], on="unit")
    return named.assign(is_own=named["unit"] == unit, n_field=len(field))


def compare_with_peers(peers: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """
    Say where the unit stands in each indicator, or why that cannot be said.

    Parameters
    ----------
    peers : pandas.DataFrame
        From `peer_values`.
    observations : pandas.DataFrame
        One row per known value of all units, with ``trust``: where the national figures come from.

    Returns
    -------
    pandas.DataFrame
        One row per series: ``indicator``, ``level``, ``dimension``, ``period``, ``direction``, ``value``,
        ``source``, ``n_peers`` (without the unit), ``n_field`` (units of the field, with it), ``national``
        and ``from_national`` (value − national, in the values' measure; missing where no national figure of
        the same indicator, slice and period is known; of the DTI and its pillars the published mean of the
        provinces), and where `reason` is empty: ``best``, ``best_unit``, ``best_quarter`` (what the best
        quarter of all units reaches), ``median``, ``position`` (1 = best), ``quantile`` (0–1: share of the
        peers that are not better, ties half), ``z`` (standard deviations better than the mean; missing where
        all are equal), ``next_unit``/``next_distance`` (the unit just ahead; the distance is positive),
        ``behind_unit``/``behind_distance``. Series with a position first, worst position first.
    """
    keys = ["indicator", "level", "dimension"]
    rows = [_position(group) for _, group in peers.groupby(keys, sort=True) if group["is_own"].any()]
    # A place stays a whole number beside series without one.
    table = pd.DataFrame(rows, columns=_POSITION_COLUMNS).astype({"position": "Int64"})
    own = set(peers.loc[peers["is_own"], "unit"])
    national = _national(observations[~observations["unit"].isin(own)], table)
    table = table.assign(national=national, from_national=table["value"] - national)
    return table.sort_values(["reason", "quantile", "indicator"], ignore_index=True)


_POSITION_COLUMNS = [
    *(
        "indicator",
        "level",
        "dimension",
        "period",
        "direction",
        "value",
        "source",
        "n_peers",
        "n_field",
        "reason",
    ),
    *("best", "best_unit", "best_quarter", "median", "position", "quantile", "z"),
    *("next_unit", "next_distance", "behind_unit", "behind_distance"),
]


def _position(group: pd.DataFrame) -> dict[str, object]:
    own = group[group["is_own"]].iloc[0]
    row = {name: own[name] for name in ("indicator", "level", "dimension", "period", "direction", "value", "source", "n_field")}  # fmt: skip
    row |= {"n_peers": len(group) - 1, "reason": _why_no_position(len(group) - 1, own["n_field"])}
    return row if row["reason"] else row | _standing(group, own)


def _why_no_position(n_peers: int, n_field: int) -> str:
    if n_peers == 0:
        return "no_peers"
    if n_peers + 1 < KNOWN_SHARE * n_field:
        return "partial_field"
    return "few_peers" if n_peers < FEWEST_PEERS else ""


def _standing(group: pd.DataFrame, own: pd.Series) -> dict[str, object]:
    """Best, best quarter, middle, place and neighbours; better is higher or, for `down`, lower."""
    sign = -1 if own["direction"] == "down" else 1
    ordered = group.assign(goodness=sign * group["value"]).sort_values(
        ["goodness", "unit"], ascending=[False, True]
    )
    mine, goodness = sign * own["value"], ordered["goodness"]
    others = ordered.loc[~ordered["is_own"], "goodness"]
    deviation = goodness.std(ddof=1)
    ahead, behind = ordered[goodness > mine].tail(1), ordered[goodness < mine].head(1)
    return {
        "best": ordered["value"].iloc[0],
        "best_unit": ordered["name_vi"].iloc[0],
        "best_quarter": sign * goodness.quantile(0.75),
        "median": group["value"].median(),
        "position": int((others > mine).sum()) + 1,
        "quantile": ((others < mine).sum() + 0.5 * (others == mine).sum()) / len(others),
        "z": (mine - goodness.mean()) / deviation if deviation > 0 else nan,
        **_neighbour(ahead, mine, "next"),
        **_neighbour(behind, mine, "behind"),
    }


def _neighbour(unit: pd.DataFrame, mine: float, name: str) -> dict[str, object]:
    if unit.empty:
        return {f"{name}_unit": "", f"{name}_distance": nan}
    return {f"{name}_unit": unit["name_vi"].iloc[0], f"{name}_distance": abs(unit["goodness"].iloc[0] - mine)}


def _national(observations: pd.DataFrame, table: pd.DataFrame) -> list[float]:
    """The country's figure of the same indicator, slice and period for each row, missing where none is known."""
    rows = observations[
        (observations["unit"] == _COUNTRY)
        & (observations["qualifier"] == "eq")
        & observations["value"].notna()
    ]
    rows = most_trusted(rows)
    keys = zip(rows["indicator"], rows["dimension"], rows["period"].map(lambda own: own.code), strict=True)
    known = dict(zip(keys, rows["value"], strict=True))
    wanted = zip(table["indicator"], table["dimension"], table["period"], strict=True)
    return [
        known.get((_MEANS.get(indicator, indicator), slice_, period.code), nan)
        for indicator, slice_, period in wanted
    ]


def list_neighbours(peers: pd.DataFrame, indicator: str, *, around: int = 2, top: int = 3) -> pd.DataFrame:
    """
    List the best units of one indicator and those around the reported one, with the distance to it.

    Parameters
    ----------
    peers : pandas.DataFrame
        From `peer_values`.
    indicator : str
        The indicator; its whole at the unit's own level.
    around, top : int
        How many units on each side, and how many of the best.

    Returns
    -------
    pandas.DataFrame
        One row per unit, best first: ``position`` (ties share the better place), ``unit``, ``name_vi``,
        ``value``, ``distance`` (value − own value, in the values' measure), ``is_own``, ``n_units``. Empty
        where the indicator has no peers.
    """
    field = peers[(peers["indicator"] == indicator) & (peers["dimension"] == "")]
    if len(field) < 2 or not field["is_own"].any():
        return field.iloc[0:0].assign(position=0, distance=0.0, n_units=0)
    ascending = field["direction"].iloc[0] == "down"
    ordered = field.sort_values(["value", "unit"], ascending=[ascending, True], ignore_index=True)
    ordered = ordered.assign(
        position=ordered["value"].rank(ascending=ascending, method="min").astype(int),
        distance=ordered["value"] - ordered.loc[ordered["is_own"], "value"].iloc[0],
        n_units=len(ordered),
    )
    place = ordered.index[ordered["is_own"]][0]
    is_near = abs(ordered.index - place) <= around
    return ordered[is_near | (ordered.index < top)].reset_index(drop=True)


def main_comparison(standings: pd.DataFrame, indicators: pd.DataFrame) -> str:
    """
    Choose the indicator whose field is worth following: a key one, with most peers.

    Parameters
    ----------
    standings : pandas.DataFrame
        From `compare_with_peers`.
    indicators : pandas.DataFrame
        The register, with ``key``.

    Returns
    -------
    str
        Id of an indicator with a position; empty where there is none.
    """
    placed = standings[(standings["reason"] == "") & (standings["dimension"] == "")]
    if placed.empty:
        return ""
    is_key = placed["indicator"].isin(indicators.loc[indicators["key"] == "yes", "indicator"])
    ordered = placed.assign(is_key=is_key).sort_values(["is_key", "n_peers"], ascending=False, kind="stable")
    return ordered["indicator"].iloc[0]


def panel_of_peers(
    peers: pd.DataFrame, indicator: str, observations: pd.DataFrame, period: Period
) -> pd.DataFrame:
    """
    Follow the units of one field over comparable periods.

    Parameters
    ----------
    peers : pandas.DataFrame
        From `peer_values`.
    indicator : str
        The indicator to follow; empty gives no rows.
    observations : pandas.DataFrame
        One row per known value of all units, with ``trust``.
    period : Period
        The reported period.

    Returns
    -------
    pandas.DataFrame
        As `dtanalysis.comparison.spread.panel_of`, with ``indicator``.
    """
    field = peers[(peers["indicator"] == indicator) & (peers["dimension"] == "")]
    if field.empty:
        return pd.DataFrame(columns=["unit", "period", "value", "source", "indicator"])
    rows = observations[observations["unit"].isin(field["unit"])]
    own_period = field["period"].iloc[0]
    last = own_period if own_period.last_day < period.last_day else period
    return panel_of(rows, indicator, field["level"].iloc[0], last).assign(indicator=indicator)


def put_first(standings: pd.DataFrame, indicator: str) -> pd.DataFrame:
    """
    Put the whole of one indicator before the other standings.

    Parameters
    ----------
    standings : pandas.DataFrame
        From `compare_with_peers`.
    indicator : str
        Id of an indicator; one without a standing changes nothing.

    Returns
    -------
    pandas.DataFrame
        The same rows.
    """
    is_it = (standings["indicator"] == indicator) & (standings["dimension"] == "")
    return pd.concat([standings[is_it], standings[~is_it]])


def figures_used(rates: pd.DataFrame, levels: pd.DataFrame, peers: pd.DataFrame) -> pd.DataFrame:
    """
    Put together the figures of the page of units, for the list of its sources.

    Parameters
    ----------
    rates : pandas.DataFrame
        Counts of units: from `dtanalysis.comparison.profile.counted_rates`.
    levels : pandas.DataFrame
        From `dtanalysis.comparison.spread.level_gaps`.
    peers : pandas.DataFrame
        From `peer_values`; what nobody else publishes is no comparison and is left out.

    Returns
    -------
    pandas.DataFrame
        One row per figure: ``indicator``, ``source``.
    """
    keys = ["indicator", "level", "dimension"]
    compared = peers[peers.groupby(keys)["unit"].transform("size") > 1]
    columns = ["indicator", "source"]
    return pd.concat([frame[columns] for frame in (rates, levels, compared)], ignore_index=True)
