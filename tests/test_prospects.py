"""Open targets, drawn readings, the days ahead, units below, and what the year end then showed."""

import pandas as pd
import pytest

from dtanalysis import gaps, prospects
from dtanalysis.catalogue import open_scope
from dtanalysis.periods import parse_period
from dtanalysis.projection import project_frame

INDICATORS = pd.DataFrame(
    {"indicator": ["level", "total"], "accumulation": ["level", "cumulative"], "key": ["yes", "no"]}
)
HALF = parse_period("2023-H1")


def observed(*rows: tuple, indicator: str = "level") -> pd.DataFrame:
    """Rows of (period, value, qualifier, status)."""
    frame = pd.DataFrame(rows, columns=["period", "value", "qualifier", "status"])
    head = {
        "indicator": indicator,
        "unit": "u",
        "level": "province",
        "dimension": "",
        "source": "s",
        "trust": 0,
    }
    return frame.assign(period=frame["period"].map(parse_period), as_of="2023-07-31", **head)


def scope_of(period: str = "2023-H1", unit: str = "ninh-thuan", **asked):
    return open_scope(asked.pop("data_dir", "data"), period=period, unit=unit, **asked)


def projected(scope) -> pd.DataFrame:
    targets = prospects.choose_targets(scope)
    frame = project_frame(scope.observations, targets, scope.indicators, period=scope.period)
    return prospects.add_ownership(frame, targets)


def scorecard_of(scope) -> pd.DataFrame:
    targets = prospects.choose_targets(scope)
    return gaps.build_scorecard(scope.observations, targets, scope.indicators, period=scope.period)


def test_own_targets_of_the_year_are_told_from_those_that_orient():
    targets = prospects.choose_targets(scope_of())
    own = targets[targets["is_own"]]
    assert set(own["plan"]) == {"BCD-2023"}
    assert not targets.loc[targets["plan"] == "QD411", "is_own"].any()


def test_after_the_year_only_targets_of_later_years_are_open():
    assert prospects.choose_targets(scope_of("2023"))["year"].min() == 2024


def test_what_is_missing_is_counted_from_the_newest_reading():
    frame = projected(scope_of())
    land = frame[(frame["dimension"] == "field=land") & frame["is_own"]]
    assert land["gap"].tolist() == [67.94]
    assert frame.loc[frame["target"].isna(), "gap"].isna().all()


def test_readings_are_told_apart_as_points_estimates_and_bounds():
    rows = observed(
        ("2023-01", 50.0, "eq", "published"), ("2023-02", 55.0, "eq", "estimate"), ("2023-03", 60.0, "gt", "published")
    )  # fmt: skip
    drawn = prospects.list_readings(rows, INDICATORS, HALF)["drawn_as"].tolist()
    assert drawn == ["observed", "estimate", "bound"]


def test_nothing_after_the_period_is_drawn():
    rows = observed(("2023-06", 50.0, "eq", "published"), ("2023-07", 99.0, "eq", "published"))
    assert prospects.list_readings(rows, INDICATORS, HALF)["value"].tolist() == [50.0]


def test_a_month_by_itself_is_no_reading_of_the_year_to_date():
    rows = observed(
        ("2023-05", 9.0, "eq", "published"), ("2023-H1", 60.0, "eq", "published"), indicator="total"
    )
    drawn = prospects.list_readings(rows, INDICATORS, HALF)
    assert drawn["value"].tolist() == [60.0]
    assert drawn["starts_anew"].all()


def test_the_index_read_by_the_day_is_chosen_and_a_yearly_series_is_not():
    scope = scope_of("2026-YTD-10-10", "gia-lai-2025")
    daily = prospects.choose_daily(projected(scope), scope.indicators, scope.period)
    assert daily["indicator"].tolist() == ["qd766_total"]
    half_year = scope_of()
    assert prospects.choose_daily(projected(half_year), half_year.indicators, half_year.period).empty


@pytest.fixture(scope="module")
def days():
    scope = scope_of("2026-YTD-10-10", "gia-lai-2025")
    daily = prospects.choose_daily(projected(scope), scope.indicators, scope.period)
    return prospects.project_days(scope.all_observations, daily, scope.indicators, scope.period)


def test_every_province_is_projected_a_few_days_ahead_inside_the_bounds(days):
    assert len(days) == days["unit"].nunique() == 34
    assert days["lower_80"].ge(0).all()
    assert days["upper_80"].le(100).all()
    assert days["median"].is_monotonic_decreasing


def test_the_days_ahead_end_after_the_newest_reading_and_stay_near_it(days):
    ahead = [(end - last).days for end, last in zip(days["end"], days["last_day"], strict=True)]
    assert set(ahead) == {8}


def test_a_target_of_the_communes_is_not_asked_of_departments():
    scope = scope_of(unit="tinh-mau", data_dir="data/synthetic")
    targets = prospects.choose_targets(scope)
    asked = prospects.ask_parts(scope.part_observations, targets, scope.indicators, scope.period)
    commune = targets[(targets["indicator"] == "edoc_exchange_rate") & (targets["level"] == "commune")]
    assert (
        commune["target"].item()
        not in asked.loc[asked["indicator"] == "edoc_exchange_rate", "target"].tolist()
    )


def test_units_out_of_reach_are_counted_and_the_busiest_is_named():
    rates = pd.DataFrame(
        {
            "indicator": "i", "dimension": "", "plan": "p", "level": "department", "unit": ["a", "b", "c"],
            "unit_name": ["A", "B", "C"], "value": [50.0, 80.0, 60.0], "rate": [150.0, 60.0, 90.0], "target": 70.0,
            "comparator": "ge", "is_impossible": [True, False, False], "cases_rest": [1.0, 5.0, 900.0],
        }
    )  # fmt: skip
    (row,) = prospects.summarise_parts(rates).to_dict("records")
    assert (row["n_units"], row["n_met"], row["n_impossible"], row["unit_name"]) == (3, 1, 1, "C")


def test_what_the_year_end_showed_comes_from_later_sources_only():
    scope = scope_of()
    ends = prospects.find_outcomes(scorecard_of(scope), scope.observations, scope.indicators, scope.period)
    province = ends[(ends["indicator"] == "edoc_exchange_rate") & (ends["level"] == "province")]
    # 98.95 % in June and 98.9 % at the end of 2023, told by the province in 2024.
    assert province[["value", "year_end_value"]].values.tolist() == [[98.95, 98.9]]


def test_a_year_end_foretold_before_the_period_is_no_outcome():
    scope = scope_of()
    foretold = scope.observations.assign(as_of=pd.Timestamp("2023-05-31"))
    assert prospects.find_outcomes(scorecard_of(scope), foretold, scope.indicators, scope.period).empty


def test_a_target_of_a_later_year_is_not_judged_at_this_year_end():
    scope = scope_of()
    ends = prospects.find_outcomes(scorecard_of(scope), scope.observations, scope.indicators, scope.period)
    assert ends.loc[ends["indicator"] == "edoc_exchange_rate", "target"].isna().all()


def test_what_was_not_known_on_the_day_of_the_report_is_not_told():
    scope = scope_of(as_of="2023-08-31")
    scorecard = scorecard_of(scope)
    assert prospects.find_outcomes(scorecard, scope.observations, scope.indicators, scope.period).empty
    assert prospects.find_plan_outcomes(scorecard, scope.plan_rows, scope.observations, scope.period).empty


def test_both_plans_were_counted_again_at_the_year_end():
    scope = scope_of()
    rows = prospects.find_plan_outcomes(
        scorecard_of(scope), scope.plan_rows, scope.observations, scope.period
    ).set_index("plan")
    # 13 of 19 and 17 of 23 at the end of 2023 (vietnam.vn, 2024); 8 of 19 in June.
    assert rows.loc["BCD-2023", ["met_then", "met_at_end"]].tolist() == [8, 13]
    assert rows.loc["UBND-2023", "met_at_end"] == 17
    assert pd.isna(rows.loc["UBND-2023", "met_then"])


def test_a_year_that_is_over_has_no_later_year_end():
    scope = scope_of("2023", "tinh-mau", data_dir="data/synthetic")
    assert prospects.find_outcomes(
        scorecard_of(scope), scope.observations, scope.indicators, scope.period
    ).empty


def test_a_range_that_held_is_told_and_a_bound_cannot_tell():
    base = {"indicator": "i", "unit": "u", "level": "l", "dimension": "", "period": HALF}
    outcomes = pd.DataFrame(
        [base | {"year_end_value": 66.0, "year_end_qualifier": word} for word in ("eq", "gt")]
    )
    ends = pd.DataFrame(
        [
            {
                **base,
                "plan": "p",
                "end": HALF.last_day.replace(month=12, day=31),
                "lower_80": 63.0,
                "upper_80": 69.0,
            }
        ]
    )
    compared = prospects.compare_ranges(outcomes, ends.drop(columns="period"))
    assert compared["held_80"].tolist()[0] is True
    assert compared["held_80"].isna().tolist() == [False, True]


def test_the_sources_are_those_of_the_projected_figures_and_of_the_compared_ends():
    rows = observed(
        ("2023-06", 50.0, "eq", "published"),
        ("2023", 60.0, "eq", "published"),
        ("2024", 70.0, "eq", "published"),
    )
    rows = rows.assign(source=["then", "end", "later"])
    used = prospects.figures_used(
        rows, pd.DataFrame({"indicator": ["level"]}), pd.DataFrame({"year_end_source": ["end"]}), HALF
    )
    assert used["source"].tolist() == ["then", "end"]
