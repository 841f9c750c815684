"""What is on file, what is missing, who was late; contradictions, revisions and weak ground."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dtanalysis import checks
from dtanalysis.catalogue import latest_readings, load_programme, open_scope
from dtanalysis.catalogue.thresholds import Thresholds
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


def table(*rows: dict) -> pd.DataFrame:
    return pd.DataFrame(rows)


def test_a_unit_is_expected_to_report_what_it_reported_last_time():
    before = [
        told(1, period="2023-01"),
        told(2, period="2023-02", indicator="teams"),
        told(3, period="2023-01", unit="v"),
    ]
    before += [
        told(np.nan, period="2023-02", indicator="done"),
        told(9, period="2023-Q1"),
        told(9, period="2023-03"),
    ]
    expected = checks.expect_as_before(table(*before), parse_period("2023-03"))
    assert expected[["unit", "indicator"]].values.tolist() == [["u", "teams"], ["v", "online_rate"]]


def test_completeness_tells_given_not_reported_and_missing_apart():
    expected = table(
        *({"unit": unit, "indicator": name} for unit in "uvw" for name in ("done", "online_rate", "teams"))
    )
    answers = [told(80), told(np.nan, indicator="teams"), told(7, period="2023-Q1", indicator="done")]
    answers += [told(5, unit="v", indicator=name) for name in ("done", "online_rate", "teams")]
    found = checks.build_completeness(table(*answers), expected, parse_period("2023-H1"))
    assert found.set_index("unit")[["expected", "given", "not_reported", "missing"]].values.tolist() == [
        [3, 0, 0, 3], [3, 1, 1, 1], [3, 3, 0, 0],
    ]  # fmt: skip
    assert found["unit"].tolist() == ["w", "u", "v"]
    assert found["missing_indicators"].tolist() == [("done", "online_rate", "teams"), ("done",), ()]
    assert found["share"].tolist() == [0, 1 / 3, 1]


def test_a_value_from_one_source_is_given_although_another_leaves_it_empty():
    expected = table({"unit": "u", "indicator": "online_rate"})
    found = checks.build_completeness(
        table(told(np.nan, "a"), told(80, "b")), expected, parse_period("2023-H1")
    )
    assert found["given"].tolist() == [1]


def test_slices_count_separately_where_they_are_expected():
    expected = table(
        *({"unit": "u", "indicator": "online_rate", "dimension": name} for name in ("", "field=land"))
    )
    found = checks.build_completeness(table(told(80)), expected, parse_period("2023-H1"))
    assert found[["given", "missing"]].values.tolist() == [[1, 1]]


def test_a_report_is_late_after_the_days_that_the_owner_allows():
    rows = [
        told(80, as_of="2023-07-15"),
        told(80, unit="v", as_of="2023-07-16"),
        told(81, unit="v", as_of="2023-12-31"),
    ]
    found = checks.build_timeliness(table(*rows), Thresholds(report_days=15))
    assert found[["unit", "days_after", "is_late"]].values.tolist() == [["u", 15, False], ["v", 16, True]]
    assert found["last_day"].tolist() == [pd.Timestamp("2023-06-30")] * 2


def test_a_unit_that_gave_no_value_is_missing_not_late():
    rows = [told(80), told(np.nan, unit="v", as_of="2023-12-31")]
    found = checks.build_timeliness(table(*rows), Thresholds(report_days=15))
    assert found.loc[1, ["first_as_of", "days_after", "is_late"]].isna().all()
    assert found["is_late"].tolist()[0] is True


def test_revisions_show_the_first_and_the_latest_version_of_one_source():
    rows = [
        told(80),
        told(82, as_of="2023-12-31"),
        told(81, as_of="2023-08-31"),
        told(90, "b"),
        told(np.nan, "b"),
    ]
    found = checks.find_revisions(table(*rows, told(5, "c"), told(5, "c", as_of="2023-12-31")))
    assert found[["source", "n_versions", "first", "latest", "change"]].values.tolist() == [
        ["a", 3, 80, 82, 2], ["c", 2, 5, 5, 0],
    ]  # fmt: skip


REGISTER = table(
    {
        "indicator": "online_rate",
        "unit_measure": "percent",
        "accumulation": "cumulative",
        "lower": 0,
        "upper": 100,
        "decimals": 2,
    }
)
SOURCES = table(
    {"source": "a", "kind": "official"}, {"source": "p", "kind": "press"}, {"source": "q", "kind": "press"}
)


def reasons(*rows: dict) -> tuple:
    plain = {"qualifier": "eq", "status": "published", "numerator": np.nan, "denominator": np.nan, "trust": 0}
    observations = table(*(plain | row for row in rows))
    readings = latest_readings(observations, parse_period("2023-H1"))
    graded = checks.grade_figures(readings, observations, REGISTER, SOURCES)
    return graded["reasons"].iloc[0] if len(graded) else None


@pytest.mark.parametrize(("rows", "expected"), [
    ([told(80)], ()),
    ([told(80), told(81, "p", trust=4)], ("disputed",)),
    ([told(80, status="estimate")], ("estimate",)),
    ([told(80, qualifier="gt")], ("bound",)),
    ([told(80, status="derived")], ("derived",)),
    ([told(80, period="2022")], ("older_period",)),
    ([told(80, "p"), told(80, "q")], ("press_only",)),
    ([told(80, "p"), told(80, "a")], ()),
    ([told(80), told(79, as_of="2023-12-31")], ("revised",)),
    ([told(80), told(80, as_of="2023-12-31")], ()),
    ([told(80, numerator=20, denominator=25)], ("small_denominator",)),
    ([told(80), *(told(8 + n, unit=f"v{n}") for n in range(7))], ("outlier",)),
    ([told(80, "p", status="estimate", qualifier="approx")], ("estimate", "bound", "press_only")),
])  # fmt: skip
def test_every_reason_for_care_is_told_in_one_order(rows, expected):
    assert reasons(*rows) == expected


def test_a_figure_without_a_value_has_no_ground_to_be_weak():
    assert reasons(told(np.nan)) is None


def test_the_half_year_article_is_the_only_ground_of_the_half_year_of_ninh_thuan():
    scope = open_scope(DATA, period="2023-H1", unit="ninh-thuan")
    readings = latest_readings(scope.observations, scope.period, scope.indicators)
    graded = checks.grade_figures(readings, scope.all_observations, scope.indicators, scope.programme.sources)
    current = graded[graded["is_current"]]
    assert len(current) == 25
    assert set(current["reasons"]) == {("press_only",), ("bound", "press_only")}
    assert graded.loc[graded["indicator"] == "cashless_turnover", "reasons"].item()[:2] == (
        "derived",
        "older_period",
    )


def test_the_real_contradictions_are_the_known_ones():
    found = checks.find_contradictions(load_programme(DATA).observations)
    # data/README.md: three national means, two ranks of Hà Nội, two readings of one half-year, 45.8 and 45 %.
    counted = found.groupby(["indicator", "unit"]).size().to_dict()
    assert counted == {
        ("dti_mean_provinces", "viet-nam"): 3, ("dti_rank", "ha-noi"): 2,
        ("fee_reduction_policy_provinces", "viet-nam"): 2, ("tthc_full_online_rate", "viet-nam"): 2,
    }  # fmt: skip
