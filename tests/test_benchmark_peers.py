"""Where a unit stands among its peers: only the same indicator, level, slice and period, or the reason why not."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scorecards import INDICATORS, frame, quick, reading

from dtanalysis.catalogue import open_scope
from dtanalysis.comparison import benchmark
from dtanalysis.periods import parse_period

HALF = parse_period("2023-H1")


def register(names: str = "abcdefg", **more) -> pd.DataFrame:
    rows = {
        "kind": "province",
        "level": "province",
        "parent": "viet-nam",
        "valid_from": pd.NaT,
        "valid_to": pd.NaT,
    }
    units = pd.DataFrame({"unit": [*names], "name_vi": [name.upper() for name in names], **(rows | more)})
    country = pd.DataFrame(
        {"unit": ["viet-nam"], "name_vi": ["Cả nước"], "kind": "country", "level": "national", "parent": ""}
    )
    return pd.concat([units, country.assign(valid_from=pd.NaT, valid_to=pd.NaT)], ignore_index=True)


def stand(
    values: dict[str, float], *, unit: str = "a", indicator: str = "online_rate", others=(), **more
) -> pd.Series:
    rows = [reading(unit=name, value=value, indicator=indicator, **more) for name, value in values.items()]
    observations = frame([*rows, *others], reading)
    peers = benchmark.peer_values(observations, register(), INDICATORS, unit=unit, period=HALF)
    (_, row), *_ = benchmark.compare_with_peers(peers, observations).iterrows()
    return row


SEVEN = dict(zip("abcdefg", [70, 60, 75, 80, 90, 50, 65], strict=True))


def test_gia_lai_is_fourth_of_34_and_0_95_points_behind_hai_phong():
    # qd766-provinces-2026-10-10 and the national 62.59 of the same day
    scope = open_scope("data", period="2026-YTD-10-10", unit="gia-lai-2025")
    peers = benchmark.peer_values(
        scope.all_observations, scope.programme.units, scope.indicators, unit=scope.unit, period=scope.period
    )
    row = (
        benchmark.compare_with_peers(peers, scope.all_observations).set_index("indicator").loc["qd766_total"]
    )
    assert (row["position"], row["n_peers"], row["next_unit"]) == (4, 33, "Hải Phòng")
    assert (row["next_distance"], row["from_national"]) == (pytest.approx(0.95), pytest.approx(3.64))


def test_place_quarter_middle_and_neighbours_of_seven():
    row = stand(SEVEN)
    assert (row["position"], row["n_peers"], row["median"], row["best"], row["best_unit"]) == (
        4,
        6,
        70,
        90,
        "E",
    )
    assert (row["next_unit"], row["next_distance"], row["behind_unit"], row["behind_distance"]) == (
        "C",
        5,
        "G",
        5,
    )
    assert row["best_quarter"] == np.quantile([*SEVEN.values()], 0.75)
    assert row["quantile"] == 0.5


def test_fewer_days_are_better():
    row = stand(SEVEN, unit="f", indicator="days")
    assert (row["position"], row["quantile"], row["next_unit"]) == (1, 1, "")


def test_equal_units_share_the_middle_and_have_no_z():
    row = stand(dict.fromkeys("abcdefg", 40.0))
    assert (row["position"], row["quantile"]) == (1, 0.5)
    assert np.isnan(row["z"])


@pytest.mark.parametrize(
    ("values", "reason"),
    [({"a": 70}, "no_peers"), ({"a": 70, "b": 60}, "partial_field"), (SEVEN, "")],
)
def test_without_enough_of_the_field_the_reason_stands_where_the_place_would(values, reason):
    row = stand(values)
    assert row["reason"] == reason
    assert pd.isna(row["position"]) == bool(reason)


def test_a_field_of_four_has_too_few_peers_for_a_best_quarter():
    observations = frame(
        [reading(unit=name, value=v) for name, v in zip("abcd", [1, 2, 3, 4], strict=True)], reading
    )
    peers = benchmark.peer_values(observations, register("abcd"), INDICATORS, unit="a", period=HALF)
    assert benchmark.compare_with_peers(peers, observations)["reason"].tolist() == ["few_peers"]


@pytest.mark.parametrize(
    "odd", [{"period": "2022-H1"}, {"level": "commune"}, {"dimension": "field=land"}, {"qualifier": "gt"}]
)
def test_another_period_level_slice_or_a_bound_is_no_peer(odd):
    others = [reading(unit=name, value=value, **odd) for name, value in SEVEN.items() if name != "a"]
    assert stand({"a": 70}, others=others)["n_peers"] == 0


@pytest.mark.parametrize("indicator", ["teams", "dti_rank"])
def test_counts_and_ranks_are_not_benchmarked(indicator):
    observations = frame(
        [reading(unit=name, value=value, indicator=indicator) for name, value in SEVEN.items()], reading
    )
    assert benchmark.peer_values(observations, register(), INDICATORS, unit="a", period=HALF).empty


def test_a_unit_that_had_ended_or_not_begun_is_not_in_the_field():
    units = register()
    units.loc[units["unit"] == "b", "valid_to"] = pd.Timestamp("2022-12-31")
    units.loc[units["unit"] == "c", "valid_from"] = pd.Timestamp("2023-07-01")
    assert benchmark.field_of(units, "a", HALF)["unit"].tolist() == [*"adefg"]


def test_the_country_is_not_compared_with_itself():
    row = stand({"viet-nam": 60}, unit="viet-nam", level="national")
    assert (row["reason"], row["n_peers"]) == ("no_peers", 0)
    assert np.isnan(row["from_national"])


def test_the_national_figure_counts_in_the_same_period_only():
    same = reading(unit="viet-nam", level="national", value=55)
    other = reading(unit="viet-nam", level="national", value=55, period="2022")
    assert stand(SEVEN, others=[same])["from_national"] == 15
    assert np.isnan(stand(SEVEN, others=[other])["from_national"])


def test_neighbours_are_the_best_and_those_around_the_unit():
    observations = frame([reading(unit=name, value=value) for name, value in SEVEN.items()], reading)
    peers = benchmark.peer_values(observations, register(), INDICATORS, unit="b", period=HALF)
    near = benchmark.list_neighbours(peers, "online_rate", around=1, top=2)
    assert near["unit"].tolist() == ["e", "d", "g", "b", "f"]
    assert near["distance"].tolist() == [30, 20, 5, 0, -10]
    assert benchmark.list_neighbours(peers, "days").empty


@quick
@given(st.lists(st.integers(0, 100), min_size=7, max_size=7))
def test_place_and_quantile_agree_with_counting(values):
    row = stand({name: float(value) for name, value in zip("abcdefg", values, strict=True)})
    others = values[1:]
    assert row["position"] == 1 + sum(other > values[0] for other in others)
    assert row["quantile"] == pytest.approx(sum((o < values[0]) + 0.5 * (o == values[0]) for o in others) / 6)
