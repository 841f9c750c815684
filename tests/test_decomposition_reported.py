"""From reported figures to splits: equal lengths, parts that make up their whole, and what the real figures say."""

import pandas as pd
import pytest

from dtanalysis import decomposition as parts
from dtanalysis import services
from dtanalysis.catalogue import open_scope
from dtanalysis.periods import parse_period

HALF, BEFORE = parse_period("2023-H1"), parse_period("2022-H1")
ONLINE = "tthc_online_dossier_rate"


def told(unit, numerator, denominator, period="2023-H1", *, indicator=ONLINE, dimension="") -> dict:
    return {
        "indicator": indicator, "unit": unit, "level": "agency", "dimension": dimension, "source": "s", "trust": 0,
        "period": parse_period(period), "numerator": numerator, "denominator": denominator, "name_vi": unit.upper(),
        "value": 100 * numerator / denominator, "qualifier": "eq", "as_of": pd.Timestamp("2023-07-31"),
    }  # fmt: skip


def two_periods(indicator=ONLINE, before="2022-H1", after="2023-H1") -> pd.DataFrame:
    rows = [told(unit, 1, 4, before, indicator=indicator) for unit in "ab"] + [
        told(unit, 3, 4, after, indicator=indicator) for unit in "ab"
    ]
    return pd.DataFrame(rows)


@pytest.mark.parametrize(
    ("before", "after", "equal", "nested"),
    [
        ("2022-H1", "2023-H1", True, False),
        ("2023-02", "2023-03", True, False),
        ("2022", "2023-H1", False, False),
        ("2026-YTD-09-24", "2026-YTD-10-10", False, True),
        ("2023-H1", "2023", False, True),
    ],
)
def test_lengths_and_shared_cases_of_two_periods(before, after, equal, nested):
    pair = parse_period(before), parse_period(after)
    assert (parts.is_same_length(*pair), parts.is_nested(*pair)) == (equal, nested)


def test_the_share_of_services_is_split_only_over_periods_of_equal_length():
    services_rate = services.SERVICE_RATES[0]
    assert len(parts.split_changes(two_periods(services_rate), BEFORE, HALF)) == 2
    year = parse_period("2022")
    assert parts.split_changes(two_periods(services_rate, before="2022"), year, HALF).empty
    assert len(parts.split_changes(two_periods(before="2022"), year, HALF)) == 2


def test_a_change_needs_two_units_with_cases_in_both_periods():
    rows = two_periods()
    assert parts.split_changes(rows.iloc[:3], BEFORE, HALF).empty
    nothing = parts.split_changes(rows.iloc[:0], BEFORE, HALF)
    assert nothing.empty
    assert parts.summarise_changes(nothing, BEFORE, HALF).empty
    assert parts.main_change(nothing, parts.summarise_changes(nothing, BEFORE, HALF)).empty


def test_an_impossible_count_is_left_to_the_checks_and_stops_no_page():
    rows = pd.concat([two_periods(), pd.DataFrame([told("c", 5, 4), told("c", 5, 4, "2022-H1")])])
    assert parts.split_changes(rows, BEFORE, HALF)["unit"].tolist() == ["a", "b"]


def real_changes(**question):
    scope = open_scope(**question)
    changes = parts.split_changes(scope.part_observations, scope.compare_to, scope.period)
    return (
        scope,
        changes,
        parts.summarise_changes(changes, scope.compare_to, scope.period).set_index("indicator"),
    )


def test_the_leap_of_punctuality_in_gia_lai_is_cases_counted_anew():
    _, _, summary = real_changes(
        data_dir="data", period="2026-YTD-10-10", unit="gia-lai-2025", compare_to="2026-YTD-09-24"
    )
    row = summary.loc["dossier_ontime_rate"]
    assert (round(row["before"], 2), round(row["after"], 2), row["driver"]) == (51.72, 70.21, "restated")
    assert row["n_restated"] >= 15783
    assert summary.loc["dossier_digitised_rate", "driver"] == "rate"


def test_effects_standardised_rates_and_whole_agree_for_the_synthetic_province():
    _, changes, summary = real_changes(data_dir="data/synthetic", period="2023-H1", unit="tinh-mau")
    assert len(summary) == 6
    for name, change in changes.groupby("indicator"):
        row = summary.loc[name]
        assert change["total_effect"].sum() == pytest.approx(row["after"] - row["before"], abs=1e-9)
        former_mix = (change["weight_before"] * change["rate_after"]).sum()
        assert row["standard_rate"] == pytest.approx(former_mix, abs=1e-9)
        assert row["standard_lower"] < row["standard_rate"] < row["standard_upper"]


def test_the_change_shown_in_full_is_the_asked_one_unless_it_may_be_chance():
    changes = pd.DataFrame({"indicator": ["x", "y", "z"]})
    summary = changes.assign(driver=["chance", "rate", "rate"])
    shown = {
        asked: parts.main_change(changes, summary, asked)["indicator"].item() for asked in ("x", "y", "z", "")
    }
    assert shown == {"x": "y", "y": "y", "z": "z", "": "y"}
    assert parts.main_change(changes[:1], summary[:1], "x")["indicator"].item() == "x"


def test_a_mean_that_differs_by_a_point_or_turns_the_verdict_is_warned_of():
    split = pd.DataFrame(
        [told("a", 45, 50), told("b", 500, 1000)]
        + [told(unit, 5, 10, indicator="x") for unit in "ab"]
        + [told("a", 51, 100, indicator="y"), told("b", 498, 1000, indicator="y")]
    ).assign(target=50.0)
    found = parts.find_warnings(split)
    assert found["indicator"].tolist() == [ONLINE, "y"]
    assert found["turns"].tolist() == [False, True]


def test_fields_are_parts_only_where_they_add_up_to_the_whole():
    fields = [told("p", 1, 4, dimension="field=land"), told("p", 5, 6, dimension="field=justice")]
    whole = told("p", 6, 10)
    assert len(parts.field_parts(pd.DataFrame([*fields, whole]), ONLINE, HALF)) == 2
    assert parts.field_parts(pd.DataFrame([*fields, whole | {"denominator": 11}]), ONLINE, HALF).empty
    assert parts.field_parts(pd.DataFrame(fields), ONLINE, HALF).empty


def share(value=33.25, numerator=float("nan"), denominator=float("nan")) -> pd.Series:
    row = {
        "indicator": services.SERVICE_RATES[0],
        "value": value,
        "numerator": numerator,
        "denominator": denominator,
    }
    return pd.Series(row)


def test_levers_of_the_half_year_article_are_bounds_and_say_so():
    bounds = pd.DataFrame(
        [
            {
                "indicator": ONLINE,
                "dimension": "field=land",
                "part": 2.06,
                "whole": 81.17,
                "target": 70.0,
                "largest_gain_pp": 13.06,
            }
        ]
    )
    nothing = pd.DataFrame(columns=["unit"])
    found = parts.build_levers(nothing, bounds, share(), nothing).set_index("kind")
    assert not found["is_exact"].any()
    assert found.loc["slice", ["lower_pp", "upper_pp"]].tolist() == [0, 13.06]
    assert parts.build_levers(nothing, bounds[:0], None, nothing).empty


def test_with_counts_by_field_the_lever_on_land_is_exact():
    bounds = pd.DataFrame(
        [
            {
                "indicator": ONLINE,
                "dimension": "field=land",
                "part": 10.0,
                "whole": 64.0,
                "target": 70.0,
                "largest_gain_pp": 24.0,
            }
        ]
    )
    fields = pd.DataFrame({"unit": ["field=land", "rest"], "numerator": [2, 62], "denominator": [20, 80]})
    row = parts.build_levers(fields[:0], bounds, None, fields).iloc[0]
    assert (row["is_exact"], row["lower_pp"], row["upper_pp"]) == (True, pytest.approx(12), pytest.approx(12))


def test_units_are_raised_alone_together_and_to_the_rate_of_all():
    rows = pd.DataFrame([told("a", 0, 10), told("b", 5, 10), told("c", 10, 10)])
    split = parts.split_gap(rows, 80).assign(target=80.0)
    found = parts.build_levers(split, pd.DataFrame(), None, pd.DataFrame())
    assert found["kind"].tolist() == ["unit", "unit", "units", "average"]
    assert found["upper_pp"].tolist() == pytest.approx([80 / 3, 10, 110 / 3, 50 / 3])
