"""Contradictions between sources, and what is on file."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dtanalysis import checks
from dtanalysis.catalogue import load_programme
from dtanalysis.periods import parse_period

DATA = Path(__file__).parents[1] / "data"


def told(value, source="a", period="2023-H1", as_of="2023-07-31", **more) -> dict:
    series = {"indicator": "online_rate", "unit": "u", "level": "province", "dimension": ""}
    row = {"period": parse_period(period), "value": value, "source": source, "as_of": pd.Timestamp(as_of)}
    return series | row | more


def contradictions(*rows: dict) -> list[tuple]:
    found = checks.find_contradictions(pd.DataFrame(rows))
    return list(found[["source", "value"]].itertuples(index=False, name=None))


def test_sources_that_differ_stand_side_by_side():
    assert contradictions(told(80, "b"), told(81, "a"), told(80, "c")) == [("a", 81), ("b", 80), ("c", 80)]


def test_sources_that_agree_do_not_contradict():
    assert contradictions(told(80, "a"), told(80, "b")) == []


def test_a_source_that_revised_itself_does_not_contradict_itself():
    revised = told(81, as_of="2023-08-31")
    assert contradictions(told(80), revised) == []
    assert contradictions(told(80), revised, told(81, "b")) == []
    assert contradictions(told(80), revised, told(80, "b")) == [("a", 81), ("b", 80)]


@pytest.mark.parametrize(
    "other", [{"period": "2023"}, {"dimension": "field=land"}, {"level": "commune"}, {"unit": "v"}]
)
def test_figures_of_another_period_slice_level_or_unit_do_not_contradict(other):
    assert contradictions(told(80), told(81, "b", **other)) == []


def test_an_empty_value_contradicts_nobody():
    assert contradictions(told(80), told(np.nan, "b"), told(np.nan, "a", as_of="2023-12-31")) == []
    assert contradictions(told(80), told(np.nan, "b"), told(81, "c")) == [("a", 80), ("c", 81)]


def test_contradictions_are_sorted_whatever_the_order_of_the_rows():
    rows = [told(1, "b", "2023"), told(2, "a", "2023"), told(3, "b", "2022"), told(4, "a", "2022")]
    assert contradictions(*rows) == contradictions(*rows[::-1])
    assert [value for _, value in contradictions(*rows)] == [4, 3, 2, 1]


def test_no_figures_give_no_contradictions_and_no_coverage():
    nothing = pd.DataFrame([told(1)]).iloc[0:0]
    assert checks.find_contradictions(nothing).empty
    assert checks.build_coverage(nothing).empty


def test_coverage_counts_figures_indicators_and_sources_by_period_in_order_of_time():
    rows = [
        told(80), told(81, "b", as_of="2023-12-31"), told(5, indicator="teams"), told(np.nan, indicator="done"),
        told(82, "c", "2023"), told(70, period="2023-06"),
    ]  # fmt: skip
    table = checks.build_coverage(pd.DataFrame(rows))
    assert table["code"].tolist() == ["2023-H1", "2023-06", "2023"]
    assert table["period"].map(str).tolist() == table["code"].tolist()
    counts = table[["n_figures", "n_indicators", "n_sources", "as_of"]].iloc[0]
    assert counts.tolist() == [3, 2, 2, pd.Timestamp("2023-12-31")]


def test_a_period_of_which_every_value_is_empty_is_not_on_file():
    assert checks.build_coverage(pd.DataFrame([told(80), told(np.nan, period="2022")]))["code"].tolist() == [
        "2023-H1"
    ]


def test_units_are_counted_with_their_years_the_best_known_first():
    rows = [
        told(1, unit="w"), told(1, unit="v"), told(1), told(2, period="2021"), told(3, period="2024-Q1"),
        told(np.nan, unit="v", period="2019"), told(np.nan, unit="x"),
    ]  # fmt: skip
    table = checks.count_by_unit(pd.DataFrame(rows))
    assert table.values.tolist() == [["u", 3, 2021, 2024], ["v", 1, 2023, 2023], ["w", 1, 2023, 2023]]
    assert checks.count_by_unit(pd.DataFrame(rows[-1:])).empty


def test_the_three_national_means_of_the_dti_of_2022_are_found_in_the_real_figures():
    observations = load_programme(DATA).observations
    means = observations[observations["indicator"] == "dti_mean_provinces"]
    # Versions A, B and C in data/README.md; every other year has one.
    found = checks.find_contradictions(means)
    assert sorted(found["value"]) == [0.5763, 0.5786, 0.5791]
    assert set(found["period"].map(str)) == {"2022"}
