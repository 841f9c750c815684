"""The record of earlier projections: nobody looked ahead, actuals are what came, and little is not called enough."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from scorecards import INDICATORS, frame, promise, reading

from dtanalysis.periods import parse_period
from dtanalysis.projection import backtest, project_frame, rate_chances, summarise_record
from dtanalysis.projection.chances import OUTLOOKS
from dtanalysis.projection.record import COLUMNS, KEY

RATE = [21.4, 24.0, 25.1, 28.9, 30.2, 33.25]
DOSSIERS = INDICATORS.assign(weighting="dossier")
RANGES = ["lower_80", "lower_50", "median", "upper_50", "upper_80"]


def months(*values, indicator="account_rate", year=2023, **more) -> list[dict]:
    return [reading(indicator, f"{year}-{month:02d}", value, **more) for month, value in enumerate(values, 1)]


def counted(*cases, year=2023, **more) -> list[dict]:
    """Online dossiers of all dossiers of single months."""
    return [
        reading(
            "online_rate", f"{year}-{month:02d}", 100 * part / base, numerator=part, denominator=base, **more
        )
        for month, (part, base) in enumerate(cases, 1)
    ]


def record(readings, period="2023", indicators=INDICATORS) -> pd.DataFrame:
    return backtest(frame(list(readings), reading), indicators, period=parse_period(period))


def day(month: int, year: int = 2023) -> dt.date:
    return pd.Period(year=year, month=month, freq="M").end_time.date()


def point(**changes) -> dict:
    """A comparison made by hand."""
    plain = dict.fromkeys(COLUMNS, "") | {
        "held_50": True, "held_80": True, "wis": 1.0, "wis_random_walk": 2.0, "trials": [],
    }  # fmt: skip
    return plain | changes


def points(*rows) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=COLUMNS)


# ---------------------------------------------------------------- what is compared


def test_every_origin_from_the_third_reading_on_is_compared_one_and_three_steps_on():
    rows = record(months(*RATE))
    assert rows.columns.tolist() == COLUMNS
    assert rows[["origin", "end", "steps", "n"]].to_numpy().tolist() == [
        [day(3), day(4), 1, 3], [day(3), day(6), 3, 3], [day(4), day(5), 1, 4], [day(5), day(6), 1, 5],
    ]  # fmt: skip
    assert rows["actual"].tolist() == [28.9, 33.25, 30.2, 33.25]
    assert set(rows["method"]) == {"combination"}


def test_the_end_of_the_year_is_compared_once_it_is_known():
    rows = record(months(*range(20, 32)))
    last = rows[rows["is_year_end"]]
    assert set(last["end"]) == {day(12)}
    assert last["origin"].tolist() == [day(month) for month in range(3, 12)]
    assert last["steps"].tolist() == list(range(9, 0, -1))
    assert (last["actual"] == 31).all()


def test_a_month_without_a_reading_is_neither_an_origin_nor_an_actual():
    readings = [one for one in months(*RATE) if str(one["period"]) != "2023-05"]
    rows = record(readings)
    assert rows[["origin", "end"]].to_numpy().tolist() == [[day(3), day(4)], [day(3), day(6)]]


def test_what_is_published_is_what_is_on_record():
    """The projection of April, made in April, is the one that the record compares."""
    readings = frame(months(*RATE), reading)
    told = project_frame(readings, frame([], promise), INDICATORS, period=parse_period("2023-04"))
    rows = record(months(*RATE))
    may = told["projection"][0].quantiles.loc[day(5)]
    assert rows.loc[rows["origin"] == day(4), RANGES].to_numpy()[0] == pytest.approx(may.to_numpy())


def test_what_is_published_of_a_rate_with_its_counts_is_what_is_on_record():
    few = [reading("account_rate", f"2023-{month:02d}", value, numerator=value / 10, denominator=10.0)
           for month, value in enumerate([50, 50, 50, 50, 50], 1)]  # fmt: skip
    told = project_frame(frame(few, reading), frame([], promise), INDICATORS, period=parse_period("2023-04"))
    rows = record(few)
    may = told["projection"][0].quantiles.loc[day(5)]
    assert rows.loc[rows["origin"] == day(4), RANGES].to_numpy()[0] == pytest.approx(may.to_numpy())


@pytest.mark.parametrize(("lower", "upper"), [(0, 100), (60, 100), (0, 90)])
def test_a_flow_on_record_is_the_one_that_was_published(lower, upper):
    register = DOSSIERS.assign(lower=lower, upper=upper)
    readings = counted((8, 10), (9, 12), (6, 8), (7, 9), (9, 11))
    told = project_frame(
        frame(readings, reading), frame([], promise), register, period=parse_period("2023-04")
    )
    rows = record(readings, indicators=register)
    may = told["projection"][0].quantiles.loc[day(5)]
    assert rows.loc[rows["origin"] == day(4), RANGES].to_numpy()[0] == pytest.approx(may.to_numpy())


@pytest.mark.parametrize("later", [5, 95])
def test_an_origin_never_sees_what_came_later(later):
    before, after = record(months(*RATE)), record(months(*RATE[:5], later))
    assert before[RANGES].to_numpy() == pytest.approx(after[RANGES].to_numpy(), abs=1e-12)
    assert after["actual"].tolist() == [28.9, later, 30.2, later]


def test_an_origin_never_sees_a_later_flow():
    readings = counted(*[(6, 10), (7, 10), (5, 10), (6, 10)])
    other = [*readings[:3], *counted(*[(1, 10)] * 3, (90, 90))[3:]]
    before, after = (record(rows, indicators=DOSSIERS) for rows in (readings, other))
    assert before[RANGES].to_numpy() == pytest.approx(after[RANGES].to_numpy(), abs=1e-12)
    assert before["actual"].tolist() != after["actual"].tolist()


def test_an_origin_never_sees_a_later_reading_of_a_sibling():
    other = [40, 50, 45, 55, 50, 60]
    before = record(months(*RATE) + months(*other, unit="v"))
    after = record(months(*RATE) + months(*other[:5], 5, unit="v"))
    early = before["origin"] < day(6)
    assert before.loc[early, RANGES].to_numpy() == pytest.approx(
        after.loc[early, RANGES].to_numpy(), abs=1e-12
    )
    alone = record(months(*RATE))
    assert before.loc[before["unit"] == "u", RANGES].to_numpy() != pytest.approx(
        alone[RANGES].to_numpy(), abs=1e-3
    )


def test_what_comes_after_the_period_is_not_seen():
    late, early = record(months(*RATE), period="2023-05"), record(months(*RATE[:5]))
    pd.testing.assert_frame_equal(late, early)


def test_a_range_held_if_what_came_lies_in_it():
    rows = record(months(30, 31, 32, 33, 60, 34, 35, 36))
    for width in ("50", "80"):
        inside = rows["actual"].between(rows[f"lower_{width}"], rows[f"upper_{width}"])
        assert rows[f"held_{width}"].tolist() == inside.tolist()
    jump = rows[rows["end"] == day(5)]
    assert not jump["held_80"].any()
    assert rows["held_80"].any()
    assert rows["held_80"].map(type).eq(bool).all()


def test_a_series_that_goes_as_it_went_scores_better_than_the_random_walk():
    rows = record(months(*np.linspace(20, 42, 12)))
    assert (rows["wis"] > 0).all()
    assert rows["wis"].mean() < rows["wis_random_walk"].mean()


def test_a_random_walk_of_three_equal_readings_scores_by_its_distance_alone():
    rows = record(months(30, 30, 30, 34))
    assert rows["wis_random_walk"].tolist() == pytest.approx([4.0])  # no spread: every level errs by 4


def test_a_random_walk_of_equal_months_expects_one_more_of_them():
    """30 so far and a month like each before: 40, whatever the year may bring; 44 came."""
    rows = record(months(10, 10, 10, 14, indicator="done"))
    assert rows["wis_random_walk"].tolist() == pytest.approx([4.0])
    later = record(months(*[10.0] * 11, 14, indicator="done"))
    at_the_end = later[later["is_year_end"] & (later["steps"] == 2)]
    assert at_the_end["wis_random_walk"].tolist() == pytest.approx([4.0])


@pytest.mark.parametrize("readings", [[], months(30, 31), months(30, 31, 32), months(30)])
def test_without_anything_to_compare_the_record_is_empty(readings):
    rows = record(readings)
    assert rows.columns.tolist() == COLUMNS
    assert rows.empty


def test_what_is_not_projected_has_no_record():
    assert record(months(0, 0, 1, 1), indicators=INDICATORS.assign(accumulation="one_off")).empty


def test_years_are_compared_up_to_three_ahead():
    yearly = [reading("account_rate", str(year), 20.0 + year - 2015) for year in range(2015, 2022)]
    rows = record(yearly)
    assert sorted(set(rows["steps"])) == [1, 2, 3]
    assert rows["is_year_end"].all()


def test_days_are_compared_by_days():
    days = [reading("account_rate", f"2026-YTD-12-{number:02d}", 50.0 + number) for number in range(5, 11)]
    rows = record(days, period="2026")
    assert sorted(set(rows["steps"])) == [1, 2]
    assert rows["origin"][0] == dt.date(2026, 12, 7)


def test_rows_are_sorted_and_the_order_of_readings_does_not_matter():
    readings = months(*RATE, unit="v") + months(*RATE[::-1])
    rows = record(readings)
    pd.testing.assert_frame_equal(rows, record(readings[::-1]))
    keys = rows[[*KEY, "origin", "end"]]
    pd.testing.assert_frame_equal(keys, keys.sort_values([*KEY, "origin", "end"]))


def test_the_observations_stay_as_they_are():
    observations = frame(months(*RATE) + counted((6, 10), (7, 10), (5, 10), (6, 10)), reading)
    before = observations.copy()
    backtest(observations, DOSSIERS, period=parse_period("2023"))
    pd.testing.assert_frame_equal(observations, before)


# ---------------------------------------------------------------- flows


def test_the_actual_of_a_rate_is_the_year_to_date_at_its_end():
    rows = record(counted((6, 10), (7, 10), (5, 10), (6, 10), (30, 60)), indicators=DOSSIERS)
    assert rows[["origin", "end", "n", "method"]].to_numpy().tolist() == [
        [day(3), day(4), 3, "flows"], [day(4), day(5), 4, "flows"],
    ]  # fmt: skip
    assert rows["actual"].tolist() == pytest.approx([100 * 24 / 40, 100 * 54 / 100])


def test_the_actual_of_a_count_is_its_total_so_far_and_of_the_year():
    rows = record(months(*[10.0 + month for month in range(12)], indicator="done"))
    assert rows[rows["is_year_end"]]["actual"].tolist() == [186] * 9
    first = rows[(rows["origin"] == day(3)) & (rows["steps"] == 1)]
    assert first["actual"].tolist() == [10 + 11 + 12 + 13]


def test_a_new_year_starts_from_nothing():
    quarters = {"2022-Q1": 10, "2022-H1": 20, "2022-9M": 30, "2022": 40, "2023-Q1": 12, "2023-H1": 24}
    rows = record([reading("done", code, value) for code, value in quarters.items()])
    at_the_turn = rows[rows["origin"] == day(12, 2022)]
    assert at_the_turn["end"].tolist() == [day(3, 2023)]
    assert at_the_turn["actual"].tolist() == [12]
    assert at_the_turn["median"].iloc[0] < 20
    in_spring = rows[rows["origin"] == day(3, 2023)]
    assert in_spring["actual"].tolist() == [24]
    assert in_spring["lower_80"].iloc[0] >= 12


def test_a_month_that_is_not_known_by_itself_is_no_origin_and_spoils_no_total():
    readings = counted((6, 10), (7, 10), (5, 10), (6, 10), (5, 10))
    readings.append(reading("online_rate", "2023-7M", 50.0, numerator=40, denominator=80))
    rows = record(readings, indicators=DOSSIERS)
    assert rows["actual"].notna().all()
    assert rows["origin"].max() <= day(5)
    assert np.isfinite(rows[RANGES].to_numpy()).all()


def test_months_without_cases_are_on_no_record():
    cases = [(0, 0), (0, 0), (0, 0), (1, 2), (1, 2), (2, 3), (1, 2)]
    readings = [
        reading("online_rate", f"2023-{month:02d}", 0.0, numerator=part, denominator=base)
        for month, (part, base) in enumerate(cases, 1)
    ]
    rows = record(readings, indicators=DOSSIERS)
    assert rows["origin"].tolist() == [day(6)]
    assert rows["n"].tolist() == [3]


# ---------------------------------------------------------------- summaries


def test_shares_and_the_ratio_by_hand():
    rows = points(
        point(indicator="a", unit="u"), point(indicator="a", unit="v", held_50=False, wis=2.0),
        point(indicator="b", unit="u", held_50=False, held_80=False, wis=3.0, wis_random_walk=5.0),
    )  # fmt: skip
    (told,) = summarise_record(rows).to_dict("records")
    assert (told["n_points"], told["n_series"]) == (3, 3)
    assert (told["share_50"], told["share_80"]) == pytest.approx((1 / 3, 2 / 3))
    assert told["wis_ratio"] == pytest.approx(6 / 9)


def test_series_are_counted_once_however_often_they_were_projected():
    rows = points(*[point(indicator="a", unit=unit) for unit in "uuuv"])
    assert summarise_record(rows)["n_series"].tolist() == [2]


@pytest.mark.parametrize(("n", "is_enough"), [(0, False), (29, False), (30, True)])
def test_below_thirty_comparisons_nothing_is_claimed(n, is_enough):
    told = summarise_record(points(*[point()] * n))
    assert told["is_enough"].tolist() == [is_enough]
    assert told["n_points"].tolist() == [n]


def test_groups_are_told_apart_and_judged_by_their_own_number():
    rows = points(*[point(indicator="a")] * 30, *[point(indicator="b", held_80=False)] * 29)
    told = summarise_record(rows, by="indicator")
    assert told.columns[0] == "indicator"
    assert told[["indicator", "n_points", "share_80", "is_enough"]].to_numpy().tolist() == [
        ["a", 30, 1, True], ["b", 29, 0, False],
    ]  # fmt: skip


def test_an_empty_record_has_missing_shares_not_zero():
    (told,) = summarise_record(record([])).to_dict("records")
    assert np.isnan([told["share_50"], told["share_80"], told["wis_ratio"]]).all()
    assert (told["n_points"], told["n_series"], told["is_enough"]) == (0, 0, False)
    by_indicator = summarise_record(record([]), by="indicator")
    assert by_indicator.empty
    assert by_indicator.columns[0] == "indicator"
    assert "is_enough" in by_indicator


def test_against_a_random_walk_without_error_there_is_no_ratio():
    assert np.isnan(summarise_record(points(point(wis_random_walk=0.0)))["wis_ratio"][0])


# ---------------------------------------------------------------- chances


def test_chances_are_compared_with_how_often_they_came_true():
    rows = points(
        point(trials=[(0.95, True), (0.91, True), (0.7, True)]), point(trials=[(0.7, False), (0.02, False)])
    )
    told = rate_chances(rows).set_index("outlook")
    assert told.index.tolist() == list(OUTLOOKS)
    assert told["n"].tolist() == [2, 2, 0, 0, 1]
    assert told.loc["very_likely", ["mean_chance", "share_reached"]].tolist() == pytest.approx([0.93, 1])
    assert told.loc["likely", ["mean_chance", "share_reached"]].tolist() == pytest.approx([0.7, 0.5])
    assert told.loc["open", ["mean_chance", "share_reached"]].isna().all()


@pytest.mark.parametrize(("n", "is_enough"), [(29, False), (30, True)])
def test_below_thirty_trials_no_chance_is_judged(n, is_enough):
    told = rate_chances(points(*[point(trials=[(0.5, True)])] * n)).set_index("outlook")
    assert told["is_enough"].tolist() == [False, False, is_enough, False, False]


def test_an_empty_record_has_no_chances_to_judge():
    told = rate_chances(record([]))
    assert told["n"].tolist() == [0] * 5
    assert told[["mean_chance", "share_reached"]].isna().all(axis=None)


def test_trial_targets_come_from_the_history_and_are_reached_or_not():
    """Pace 1 a month: half, full and 1.5 times it, and the next fives, from 32 three months on."""
    rows = record(months(30, 31, 32, 33, 34, 34.2))
    trials = rows.loc[(rows["origin"] == day(3)) & (rows["steps"] == 3), "trials"].iloc[0]
    assert [reached for _, reached in trials] == [True, False, False, False, False]  # 33.5, 35, 36.5, 35, 40
    assert all(0.001 <= chance <= 0.999 for chance, _ in trials)
    assert trials[0][0] > trials[1][0] > trials[2][0]


@pytest.mark.parametrize("indicator", ["teams", "done"])
def test_counts_without_an_upper_bound_are_on_trial_too(indicator):
    rows = record(months(5, 6, 7, 8, 9, indicator=indicator))
    assert rows["trials"].map(len).min() >= 3
