"""Which series have months: one definition, one unit, the most trusted figure, a target that fits."""

import numpy as np
import pandas as pd
import pytest

from dtanalysis.catalogue import open_scope
from dtanalysis.comparison.monthly import chart_indicators, choose_months, first_reason, summarise_charts
from dtanalysis.periods import parse_period

INDICATORS = pd.DataFrame(
    [
        ("online_rate", "percent", "up", "cumulative", "dossier", 0, 100),
        ("service_rate", "percent", "up", "cumulative", "service", 0, 100),
        ("late_rate", "percent", "down", "level", "person", 0, 100),
        ("teams", "count", "up", "level", "", 0, np.nan),
    ],
    columns=["indicator", "unit_measure", "direction", "accumulation", "weighting", "lower", "upper"],
)
DECEMBER = parse_period("2023")


def readings(indicator="online_rate", values=(50, 52, 51, 53, 50, 52), **more) -> pd.DataFrame:
    """Values from January 2023 on."""
    periods = [parse_period(f"2023-{month:02d}") for month in range(1, len(values) + 1)]
    row = {
        "indicator": indicator,
        "unit": "u",
        "level": "province",
        "dimension": "",
        "qualifier": "eq",
        "source": "s",
    }
    row |= {"trust": 0, "as_of": pd.Timestamp("2024-01-31"), "numerator": np.nan, "denominator": np.nan}
    return pd.DataFrame({"period": periods, "value": values}).assign(**row).assign(**more)


def promises(indicator="online_rate", target=60.0, comparator="ge", year=2023, plan="p") -> pd.DataFrame:
    row = {"indicator": indicator, "unit": "u", "level": "province", "dimension": "", "plan": plan}
    return pd.DataFrame([row | {"target": target, "comparator": comparator, "year": year}])


def summary(observations, targets=None, **asked) -> pd.DataFrame:
    targets = promises().iloc[:0] if targets is None else targets
    return summarise_charts(
        chart_indicators(choose_months(observations, INDICATORS, DECEMBER), targets, **asked)
    )


def test_only_months_of_percents_of_the_whole_up_to_the_period_are_chosen():
    quarter = readings(values=[50]).assign(period=[parse_period("2023-Q1")])
    slices = readings(dimension="field=land")
    rows = pd.concat([readings(), quarter, slices, readings("teams")])
    months = choose_months(rows, INDICATORS, parse_period("2023-Q1"))
    assert [str(period) for period in months["period"]] == ["2023-01", "2023-02", "2023-03"]
    assert set(months["indicator"]) == {"online_rate"}


def test_of_two_sources_the_more_trusted_is_charted():
    rows = pd.concat([readings(), readings(values=[90] * 6, source="press", trust=4)])
    assert summary(rows)["mean"].iloc[0] == pytest.approx(308 / 6)


def test_the_order_asked_for_is_kept():
    rows = pd.concat([readings("late_rate"), readings("online_rate"), readings("service_rate")])
    months = choose_months(rows, INDICATORS, DECEMBER, only=["service_rate", "late_rate"])
    assert months["indicator"].drop_duplicates().tolist() == ["service_rate", "late_rate"]


def test_levels_of_one_indicator_are_series_of_their_own():
    rows = pd.concat([readings(), readings(level="commune", values=[90] * 6)])
    assert summary(rows)[["level", "mean"]].round(1).to_numpy().tolist() == [
        ["commune", 90],
        ["province", 51.3],
    ]


def test_a_bound_is_a_hole_and_the_latest_point_counts():
    rows = readings(values=[50, 52, 51, 53, 50, 52, 90]).assign(qualifier=["eq"] * 6 + ["gt"])
    told = summary(rows).iloc[0]
    assert (str(told["period"]), told["n"]) == ("2023-06", 6)


def test_the_target_of_the_nearest_year_is_held_against_the_months():
    targets = pd.concat([promises(target=90, year=2025), promises(target=60)])
    told = summary(readings(), targets).iloc[0]
    assert (told["target"], told["year"], told["assurance"]) == (60, 2023, "failing")


def test_a_share_of_distinct_services_is_not_held_against_the_target_of_the_year():
    told = summary(readings("service_rate"), promises("service_rate")).iloc[0]
    assert np.isnan(told["target"])
    assert (told["assurance"], told["why_no_target"]) == ("no_target", "longer_period")


def test_a_state_of_persons_is_held_against_its_target():
    told = summary(readings("late_rate"), promises("late_rate", target=70, comparator="le")).iloc[0]
    assert (told["assurance"], told["why_no_target"]) == ("passing", "")


@pytest.mark.parametrize(("target", "why"), [(100, ""), (60, "exact")])
def test_exactly_a_value_is_judged_only_where_there_is_nothing_beyond(target, why):
    assert summary(readings(), promises(target=target, comparator="eq"))["why_no_target"].iloc[0] == why


def test_fewer_cases_than_thirty_in_a_month_are_counted():
    assert summary(readings(denominator=[29, 30, 31, 5, np.nan, 200]))["n_small"].iloc[0] == 2


def test_the_change_from_the_month_before_is_missing_after_a_hole():
    rows = readings(values=[50, 52, 51, 53, 50, 52, 54])
    whole, holed = summary(rows), summary(rows[rows["value"].ne(52) | (rows.index != 5)])
    assert whole["change"].iloc[0] == 2
    assert np.isnan(holed["change"].iloc[0])


def test_limits_begin_anew_at_a_change_that_is_documented():
    values = [50, 52, 51, 53, 50, 52, 70, 72, 71, 73, 70, 72]
    changes = pd.DataFrame(
        {"indicator": ["online_rate"] * 2, "period": [parse_period("2023-07"), parse_period("2030-01")]}
    )
    told = summary(readings(values=values), changes=changes).iloc[0]
    assert told["mean"] == pytest.approx(428 / 6)
    assert told["variation"] == "common"


def test_a_drift_is_charted_around_its_line():
    values = [50 + 2 * month + away for month, away in enumerate([0.3, -0.2, 0.1, -0.3] * 3)]
    told = summary(readings(values=values)).iloc[0]
    assert (told["pattern"], told["variation"]) == ("drift", "common")
    assert told["drift"] == pytest.approx(2, abs=0.05)


def test_nothing_gives_nothing_and_few_months_no_limits():
    assert first_reason(summary(readings().iloc[:0])) == "no_months"
    assert first_reason(summary(readings(values=[50, 51]))) == "too_few"
    assert first_reason(summary(readings())) == ""


def test_the_level_shift_built_into_the_synthetic_department_is_found_in_its_month():
    # data/synthetic/README.md: so-mau-2, tthc_online_dossier_rate, from 2023-03 (about 36 to 78 %).
    scope = open_scope("data/synthetic", period="2023", unit="so-mau-2")
    months = choose_months(
        scope.observations, scope.indicators, scope.period, only=["tthc_online_dossier_rate"]
    )
    told = summarise_charts(chart_indicators(months, scope.targets)).iloc[0]
    assert (told["pattern"], str(told["since"]), told["variation"]) == ("step", "2023-03", "improvement")


def test_two_februaries_out_of_line_are_neither_a_step_nor_a_drift():
    # data/synthetic/README.md: lower on-time rates at Tết. They pull the mean down until most months look unusual.
    scope = open_scope("data/synthetic", period="2023-H1", unit="tinh-mau")
    months = choose_months(scope.observations, scope.indicators, scope.period, only=["dossier_ontime_rate"])
    told = summarise_charts(chart_indicators(months, scope.targets)).iloc[0]
    assert (told["pattern"], told["n_signals"]) == ("mixed", 12)
    assert told["assurance"] == "unsettled"


def test_missing_months_of_the_synthetic_commune_are_counted_not_joined():
    # data/synthetic/README.md: xa-mau-4 has no documents for 2022-07, 2022-08, 2023-04 and 2023-05.
    scope = open_scope("data/synthetic", period="2023", unit="xa-mau-4")
    months = choose_months(scope.observations, scope.indicators, scope.period, only=["edoc_exchange_rate"])
    chart = chart_indicators(months, scope.targets)
    assert summarise_charts(chart)["n_missing"].iloc[0] == 4
    assert chart["moving_range"].isna().sum() == 7
