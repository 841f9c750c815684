"""From what was reported to a history on an even grid of time."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtanalysis.periods import parse_period
from dtanalysis.projection.readings import list_readings, month_end, month_of, read_history

NONE = np.nan


def known(history) -> list:
    """Values of a history with None in its gaps."""
    return [None if np.isnan(value) else value for value in history.values]


def frame(*rows, columns=("period", "value")) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns))


# ---------------------------------------------------------------- what may be given


@pytest.mark.parametrize(
    "series",
    [
        {"2023-01": 1, "2023-02": 2, "2023-03": 3},
        pd.Series([1, 2, 3], index=["2023-01", "2023-02", "2023-03"]),
        frame(("2023-01", 1), ("2023-02", 2), ("2023-03", 3)),
        {"tháng 1 năm 2023": 1, "T2/2023": 2, "Mar-23": 3},
        {parse_period(f"2023-0{month}"): month for month in (1, 2, 3)},
        pd.Series([1, 2, 3], index=pd.period_range("2023-01", periods=3, freq="M")),
        pd.Series([1, 2, 3], index=pd.to_datetime(["2023-01-31", "2023-02-28", "2023-03-31"])),
        {dt.date(2023, 1, 31): 1, dt.date(2023, 2, 28): 2, dt.date(2023, 3, 31): 3},
    ],
)
def test_months_may_be_spelt_in_any_way(series):
    history = read_history(series)
    assert (known(history), history.freq, history.step) == ([1, 2, 3], "M", 1)
    assert history.last == dt.date(2023, 3, 31)
    assert history.months == 1.0


@pytest.mark.parametrize(
    "years", [["2021", "2022", "2023"], [2021, 2022, 2023], np.array([2021, 2022, 2023])]
)
def test_years_may_be_texts_or_numbers(years):
    history = read_history(pd.Series([1.0, 2.0, 3.0], index=years))
    assert (known(history), history.freq, history.last) == ([1, 2, 3], "A", dt.date(2023, 12, 31))


@pytest.mark.parametrize(("freq", "days"), [("M", "2023-02-28"), ("Q", "2023-03-31"), ("Y", "2023-12-31")])
def test_one_pandas_period_is_as_long_as_it_says(freq, days):
    months, letter = {"M": (1, "M"), "Q": (3, "Q"), "Y": (12, "A")}[freq]
    series = pd.Series([5.0], index=pd.PeriodIndex([days], freq=freq))
    assert list_readings(series)[0].months == months
    assert read_history(series).freq == letter
    assert read_history(series).last == dt.date.fromisoformat(days)


def test_plain_values_need_only_their_distance():
    for values in ([1, 2, 3], np.array([1, 2, 3]), pd.Series([1, 2, 3])):
        history = read_history(values, freq="Q")
        assert (known(history), history.freq, history.step) == ([1, 2, 3], "Q", 3)
        assert history.last is None


def test_a_missing_plain_value_is_a_gap_inside_and_nothing_at_the_ends():
    history = read_history([NONE, 1, NONE, 3, NONE], freq="M")
    assert known(history) == [1, None, 3]
    assert history.n_readings == 2


def test_the_index_of_a_frame_is_no_period():
    rows = frame(("2023-01", 1), ("2023-02", 2)).set_index(pd.Index([2021, 2022]))
    assert read_history(rows).last == dt.date(2023, 2, 28)


def test_what_was_given_is_left_alone():
    rows = frame(("2023-02", 2, ""), ("2023-01", 1, "eq"), columns=("period", "value", "qualifier"))
    before = rows.copy()
    read_history(rows).values[:] = 0
    pd.testing.assert_frame_equal(rows, before)


# ---------------------------------------------------------------- the grid


@pytest.mark.parametrize(
    ("periods", "freq", "months"),
    [
        (("2023-01", "2023-02", "2023-04"), "M", 1),
        (("2023-Q1", "2023-Q2", "2023-Q4"), "Q", 3),
        (("2023-Q1", "2023-H1", "2023-9M"), "Q", 3),
        (("2022", "2023-H1", "2023"), "H", 6),
        (("2023-06", "2023-12"), "H", 6),
        (("2021", "2023"), "A", 12),
        (("2022", "2023-9M"), "Q", 3),
        (("2022", "2023-8M"), "M", 1),
        (("2023-H1",), "H", 6),
        (("2023",), "A", 12),
        (("2023-09",), "M", 1),
        (("2023-9M",), "Q", 3),
        (("2023-8M",), "M", 1),
        (("2023-01", "2023-04", "2023-07"), "M", 1),
        (("2021-06", "2022-06", "2023-06"), "H", 6),
    ],
)
def test_the_widest_step_on_whose_grid_all_lie_is_taken(periods, freq, months):
    history = read_history(dict.fromkeys(periods, 1.0))
    assert (history.freq, history.step) == (freq, months)


def test_a_month_without_a_reading_is_a_gap_that_nobody_fills():
    assert known(read_history({"2023-01": 1, "2023-02": 2, "2023-05": 5})) == [1, 2, None, None, 5]


@given(order=st.permutations(range(6)))
def test_the_order_of_dated_readings_does_not_matter(order):
    history = read_history({f"2023-0{place + 1}": float(place) for place in order})
    assert known(history) == [0, 1, 2, 3, 4, 5]


def test_a_finer_step_may_be_asked_for():
    history = read_history({"2022": 1, "2023": 2}, freq="Q")
    assert (known(history), history.freq) == ([1, None, None, None, 2], "Q")


def test_a_coarser_step_than_the_readings_is_refused_by_the_reading_that_is_off():
    expected = (
        "2023-02 does not lie 3 months or a multiple of it before 2023-03; leave `freq` out, or give readings"
    )
    with pytest.raises(ValueError, match=expected):
        read_history({"2022-12": 0, "2023-02": 1, "2023-03": 2}, freq="Q")


def test_by_decree_a_month_ends_on_the_14th_and_counts_as_that_month():
    june = parse_period("2023-06", "decree")
    assert june.last_day == dt.date(2023, 6, 14)
    history = read_history({parse_period("2023-05", "decree"): 1, june: 2})
    assert (history.freq, history.last, known(history)) == ("M", dt.date(2023, 6, 30), [1, 2])


def test_readings_inside_a_month_go_by_the_day():
    history = read_history({"2026-YTD-10-10": 1, "2026-YTD-10-14": 2, "2026-YTD-10-20": 3})
    assert (history.freq, history.step, history.last) == ("D", 2, dt.date(2026, 10, 20))
    assert known(history) == [1, None, 2, None, None, 3]
    assert history.months == pytest.approx(2 / 30.4375)


def test_one_reading_inside_a_month_goes_by_single_days():
    history = read_history({"2026-YTD-10-10": 1})
    assert (history.freq, history.step, known(history)) == ("D", 1, [1])


# ---------------------------------------------------------------- to the end


def test_steps_to_a_day_are_counted_on_the_grid():
    history = read_history({"2023-Q1": 1, "2023-Q2": 2})
    assert history.steps_until(dt.date(2023, 12, 31)) == 2
    assert history.steps_until(dt.date(2023, 6, 30)) == 0
    assert history.steps_until(dt.date(2022, 12, 31)) == -2
    assert history.day_after(3) == dt.date(2024, 3, 31)
    assert history.day_after(-2) == dt.date(2022, 12, 31)


def test_a_day_beside_the_grid_is_refused():
    with pytest.raises(ValueError, match="No step of 3 months after 2023-06-30 ends on 2023-11-30"):
        read_history({"2023-Q1": 1, "2023-Q2": 2}).steps_until(dt.date(2023, 11, 30))


def test_steps_and_months_to_a_year_end():
    quarters = read_history({"2023-Q1": 1, "2023-Q2": 2})
    assert [quarters.whole_steps_until(year) for year in (2022, 2023, 2024)] == [-2, 2, 6]
    assert [quarters.months_until(year) for year in (2023, 2024)] == [6, 18]
    days = read_history({"2026-YTD-10-10": 1, "2026-YTD-10-12": 3})
    assert days.whole_steps_until(2026) == 80 // 2
    assert days.months_until(2026) == pytest.approx(80 / 30.4375)
    assert days.day_after(2) == dt.date(2026, 10, 16)


def test_values_without_time_have_no_distance_to_a_day():
    with pytest.raises(ValueError, match="These values carry no periods; say how many steps ahead: until=6."):
        read_history([1, 2, 3], freq="M").steps_until(dt.date(2023, 12, 31))


@given(month=st.integers(1990 * 12, 2100 * 12))
def test_the_last_day_of_a_month_is_in_it_and_the_next_day_is_not(month):
    assert month_of(month_end(month)) == month
    assert month_of(month_end(month) + dt.timedelta(days=1)) == month + 1


# ---------------------------------------------------------------- points, bounds, estimates


COLUMNS = ("period", "value", "qualifier", "status")


def test_a_bound_is_no_point_and_is_left_out_by_name():
    rows = frame(
        ("2023-01", 80, "eq", "published"), ("2023-02", 90, "gt", "published"), ("2023-03", 92, "", "published"),
        ("2023-04", NONE, "eq", "published"), ("2023-05", 94, None, "published"), columns=COLUMNS,
    )  # fmt: skip
    history = read_history(rows)
    assert known(history) == [80, None, 92, None, 94]
    assert history.left_out == ("2023-02", "2023-04")


@pytest.mark.parametrize("qualifier", ["gt", "ge", "lt", "le"])
def test_no_bound_is_a_point(qualifier):
    rows = frame(("2023-01", 1, "eq"), ("2023-02", 90, qualifier), columns=COLUMNS[:3])
    assert known(read_history(rows)) == [1]


def test_estimates_are_points_and_are_counted_once():
    rows = frame(
        ("2023-01", 1, "eq", "estimate"), ("2023-02", 2, "approx", "published"), ("2023-03", 3, "approx", "estimate"),
        ("2023-04", 4, "eq", "derived"), ("2023-05", 9, "gt", "estimate"), columns=COLUMNS,
    )  # fmt: skip
    history = read_history(rows)
    assert known(history) == [1, 2, 3, 4]
    assert history.n_estimates == 3


def test_denominators_go_with_their_readings_on_the_grid():
    rows = frame(("2023-03", 3, 30), ("2023-01", 1, 10), columns=("period", "value", "denominator"))
    assert read_history(rows).denominators.tolist()[::2] == [10, 30]
    assert np.isnan(read_history(rows).denominators[1])


def test_readings_are_listed_as_given_with_what_they_cover():
    rows = frame(
        ("2023-H1", 50, 5, 10), ("2023-02", 1, NONE, NONE), columns=(*COLUMNS[:2], "numerator", "denominator")
    )
    half, month = list_readings(rows)
    assert (half.day, half.months, half.since_january) == (dt.date(2023, 6, 30), 6, True)
    assert (half.value, half.numerator, half.denominator) == (50, 5, 10)
    assert (month.months, month.since_january, month.is_point) == (1, False, True)


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize("series", [[], [NONE], {}, {"2023-01": NONE}, frame(), pd.Series(dtype=float)])
def test_nothing_to_project_is_said(series):
    with pytest.raises(ValueError, match=r"No value to project: \d readings, none of them an exact figure."):
        read_history(series, freq="M")


def test_two_readings_of_one_day_are_refused_with_both_names():
    expected = (
        "2023-Q2 and 2023-06 both end on 2023-06-30: a history has one reading a day. Choose one of them; months and "
        "quarters cannot be mixed where both say something."
    )
    with pytest.raises(ValueError, match=expected):
        read_history({"2023-05": 1, "2023-Q2": 2, "2023-06": 3})


def test_two_readings_of_one_day_are_refused_even_if_they_agree():
    with pytest.raises(ValueError, match="2023-06 and 2023-06 both end"):
        read_history(frame(("2023-06", 1), ("2023-07", 2), ("2023-06", 1)))


def test_a_bound_beside_a_figure_of_the_same_day_is_no_double():
    rows = frame(("2023-06", 81.2, "eq"), ("2023-06", 80, "gt"), columns=COLUMNS[:3])
    assert known(read_history(rows)) == [81.2]


def test_plain_values_without_a_distance_are_refused():
    with pytest.raises(
        ValueError, match="Values without periods need their distance: freq='M', 'Q', 'H' or 'A'."
    ):
        read_history([1, 2, 3])


@pytest.mark.parametrize("freq", ["W", "D", "m", ""])
def test_a_frequency_that_is_not_known_is_refused_with_those_that_are(freq):
    with pytest.raises(ValueError, match=f"Frequency {freq!r} is not known; write one of M, Q, H, A."):
        read_history([1, 2, 3], freq=freq)


@pytest.mark.parametrize("value", [np.inf, -np.inf])
def test_an_infinite_value_is_refused_with_its_place(value):
    expected = (
        f"The value of 2023-02 is '{value}', which is no finite number; leave it empty if it is not known."
    )
    with pytest.raises(ValueError, match=expected):
        read_history({"2023-01": 1, "2023-02": value})


def test_a_text_that_is_no_number_is_refused_with_its_place():
    rows = pd.DataFrame({"period": ["2023-01", "2023-02"], "value": ["12", "nhiều"]})
    with pytest.raises(ValueError, match="The value of 2023-02 is 'nhiều', which is no finite number"):
        read_history(rows)


def test_a_frame_without_periods_is_refused_by_the_column_it_lacks():
    with pytest.raises(ValueError, match="The frame lacks period; a history has period and value."):
        read_history(pd.DataFrame({"value": [1.0]}))
    with pytest.raises(ValueError, match="The frame lacks period, value;"):
        read_history(pd.DataFrame({"x": [1.0]}))


def test_a_period_that_is_not_understood_is_refused():
    with pytest.raises(ValueError, match="Period 'đầu năm' is not understood"):
        read_history({"đầu năm": 1})


def test_a_table_of_values_is_no_history():
    with pytest.raises(ValueError, match="one row of values; got an array of 2 dimensions"):
        read_history(np.ones((2, 3)), freq="M")


@pytest.mark.parametrize(
    "periods", [["2023-01", None, "2023-03"], pd.to_datetime(["2023-01-31", None, "2023-03-31"])]
)
def test_a_reading_without_its_period_is_refused_with_its_place(periods):
    with pytest.raises(ValueError, match="has no period"):
        read_history(pd.DataFrame({"period": periods, "value": [1.0, 2.0, 3.0]}))


def test_dated_readings_never_turn_into_plain_values():
    rows = pd.DataFrame({"period": ["2023-01", None, "2023-03"], "value": [1.0, 2.0, 3.0]}, dtype=object)
    with pytest.raises(ValueError, match="has no period"):
        read_history(rows, freq="M")


def test_half_a_year_in_a_number_is_no_year():
    with pytest.raises(ValueError, match="2019.5"):
        read_history(pd.Series([1.0, 2.0], index=[2019.5, 2020.0]))


@pytest.mark.parametrize("periods", [("2023-01", "2023-04", "2023-07"), ("2021-06", "2022-06", "2023-06")])
def test_the_grid_meets_the_end_of_the_year(periods):
    assert read_history(dict.fromkeys(periods, 1.0)).whole_steps_until(2023) > 0


@pytest.mark.parametrize(
    ("freq", "letter", "last"),
    [
        ("MS", "M", dt.date(2023, 4, 30)),
        ("QS", "Q", dt.date(2023, 12, 31)),
        ("YS", "A", dt.date(2026, 12, 31)),
    ],
)
def test_days_that_begin_a_step_stand_for_its_end(freq, letter, last):
    index = pd.date_range("2023-01-01", periods=4, freq=freq)
    found = read_history(pd.Series([1.0, 2.0, 3.0, 4.0], index=index))
    assert (found.freq, found.last, found.n_readings) == (letter, last, 4)


def test_one_day_inside_a_month_keeps_all_of_them_days():
    index = pd.to_datetime(["2023-01-01", "2023-01-15", "2023-02-01"])
    assert read_history(pd.Series([1.0, 2.0, 3.0], index=index)).freq == "D"
