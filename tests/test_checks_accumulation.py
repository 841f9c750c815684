"""Cumulative figures never fall, and months make up their year to date."""

import pytest
from deliveries import figure, line_up, told, year

from dtanalysis import checks


def falls(received: list[dict], known: list[dict] = ()) -> list[tuple]:
    return told(checks.check_falls(line_up(received, known)))


def test_a_cumulative_count_that_falls_within_a_delivery_is_an_error_at_the_later_row():
    rows = year(H1=90, Q1=100, **{"9M": 120})
    assert falls(rows) == [("cumulative.falls", "error", 0, "value")]


def test_every_row_below_the_highest_before_it_is_named():
    assert [at for *_, at, _ in falls(year(Q1=300, H1=50, **{"9M": 60}, Y=310))] == [1, 2]


def test_a_count_that_falls_against_the_tables_is_a_warning_at_the_received_row():
    assert falls(year(H1=90), year(Q1=100)) == [("cumulative.falls", "warning", 0, "value")]
    assert falls(year(Q1=100), year(H1=90)) == [("cumulative.falls", "warning", 0, "value")]
    assert falls(year(Q1=80), year(H1=90)) == []


def test_a_figure_sent_again_is_not_judged_against_its_old_version():
    assert falls(year(Q1=80, H1=90), year(Q1=100, H1=95)) == []


def test_rates_and_states_may_fall_and_a_new_year_starts_anew():
    assert falls(year("online_rate", Q1=90, H1=80) + year("teams", Q1=9, H1=8)) == []
    assert falls(year(Y=100) + year(code="2024", Q1=10)) == []


def test_months_that_are_not_year_to_date_may_fall():
    assert falls(year(M02=30, M03=20)) == []


def test_bounds_do_not_fall():
    assert falls([figure("dossiers", 100, "2023-Q1", qualifier="lt"), figure("dossiers", 90)]) == []


def test_amounts_may_fall_by_their_rounding_and_no_further():
    assert falls(year("revenue", Q1=12.5, H1=12.45)) == []
    assert len(falls(year("revenue", Q1=12.5, H1=12.3))) == 1


def test_what_runs_on_for_ever_may_not_fall_even_over_the_turn_of_the_year():
    rows = year("stations", Y=100) + year("stations", "2024", Q1=90, H1=100)
    assert falls(rows) == [("cumulative.falls", "error", 1, "value")]


def test_months_of_what_runs_on_for_ever_are_readings_too():
    assert falls(year("stations", M02=30, M03=20)) == [("cumulative.falls", "error", 1, "value")]
    assert falls(year("stations", M02=30, M03=30, H1=31)) == []


def test_a_months_own_count_beside_the_running_total_of_the_same_day_is_told():
    error, warning = ("cumulative.falls", "error", 0, "value"), ("cumulative.falls", "warning", 0, "value")
    assert falls(year("stations", M06=3, H1=40)) == [error]
    assert falls(year("stations", M06=3), year("stations", H1=40)) == [warning]
    assert falls(year("stations", H1=40), year("stations", M06=3)) == [warning]


def test_what_runs_on_for_ever_is_only_a_warning_against_the_tables():
    assert falls(year("stations", H1=90), year("stations", "2021", Y=100)) == [
        ("cumulative.falls", "warning", 0, "value")
    ]
    assert falls(year("stations", Q1=100), year("stations", "2024", H1=90)) == [
        ("cumulative.falls", "warning", 0, "value")
    ]
    assert falls(year("stations", Q1=80), year("stations", "2024", H1=90)) == []


def test_bounds_and_other_units_slices_and_levels_do_not_make_a_count_fall():
    higher = [{"qualifier": "gt"}, {"unit": "v"}, {"dimension": "field=land"}, {"level": "commune"}]
    for more in higher:
        assert falls([figure("stations", 100, "2023-Q1", **more), figure("stations", 90)]) == []


def test_the_message_of_a_count_that_ever_fell_says_since_when_it_counts():
    rows = year("stations", Y=1200) + year("stations", "2024", H1=900)
    found = checks.check_falls(line_up(rows)).iloc[0]
    assert found["message"] == "số lũy kế giảm: 900 nhỏ hơn 1.200 của năm 2023"
    assert found["suggestion"].startswith("Số lũy kế từ trước đến nay không thể giảm")
    found = checks.check_falls(line_up(year("stations", H1=40), year("stations", M06=3))).iloc[0]
    assert found["message"] == (
        "số lũy kế 40 lớn hơn 3 của tháng 6 năm 2023 (số liệu đã lưu, nguồn a), là số của cùng ngày hoặc về sau"
    )


def test_the_message_names_the_higher_figure_its_period_and_place():
    rows = [row | {"sheet": "", "row": line} for line, row in enumerate(year(Q1=1200, H1=900), start=5)]
    message = checks.check_falls(line_up(rows))["message"][0]
    assert message == "số lũy kế giảm: 900 nhỏ hơn 1.200 của quý I năm 2023 (dòng 5)"


def months(received: list[dict], known: list[dict] = ()) -> list[tuple]:
    return told(checks.check_months(line_up(received, known)))


ERROR = ("months.differ", "error", 0, "value")
WARNING = ("months.differ", "warning", 0, "value")


@pytest.mark.parametrize("parts", [
    {"M01": 1, "M02": 2, "M03": 3, "M04": 4, "M05": 5, "M06": 6}, {"Q1": 6, "Q2": 15},
    {"Q1": 6, "M04": 4, "M05": 5, "M06": 6}, {"M01": 1, "M02": 2, "M03": 3, "Q2": 15},
])  # fmt: skip
def test_months_and_quarters_that_tile_a_half_year_must_sum_to_it(parts):
    assert months(year(H1=21, **parts)) == []
    assert months(year(H1=22, **parts)) == [ERROR]


def test_parts_with_a_gap_prove_nothing():
    assert months(year(H1=99, M01=1, M02=2, M03=3, M04=4, M06=6)) == []
    assert months(year(H1=99, Q2=15)) == []


def test_a_year_to_date_and_what_follows_it_make_up_the_later_one():
    assert months(year(Y=100, Q4=30, **{"9M": 70})) == []
    assert months(year(Y=101, Q4=30, **{"9M": 70})) == [ERROR]
    assert months(year(Y=101, H2=60, H1=40)) == [ERROR]
    assert months(year(H1=51, M06=10, **{"5M": 40})) == [ERROR]


def test_parts_from_the_tables_make_it_a_warning():
    assert months(year(H1=22), year(Q1=6, Q2=15)) == [WARNING]
    assert months(year(H1=21), year(Q1=6, Q2=15)) == []


def test_a_part_that_does_not_fit_the_stored_year_to_date_is_a_warning_at_the_part():
    assert months(year(Q2=16), year(Q1=6, H1=21)) == [WARNING]
    assert months(year(M03=9, M02=2), year(M01=1, Q1=6)) == [WARNING]


def test_stored_figures_alone_are_not_judged():
    assert months(year(M01=5), year(Q1=6, Q2=15, H1=99)) == []


def test_months_of_a_state_or_of_what_runs_on_for_ever_do_not_add_up():
    for indicator in ("teams", "stations"):
        assert months(year(indicator, M01=5, M02=6, M03=7, Q1=7)) == []


def test_rates_bounds_and_approximate_figures_do_not_add_up():
    assert months(year("online_rate", H1=80, Q1=70, Q2=75)) == []
    for qualifier in ("gt", "approx"):
        rows = year(H1=22, Q1=6, Q2=15)
        rows[1]["qualifier"] = qualifier
        assert months(rows) == []


def test_amounts_may_differ_by_their_rounding():
    assert months(year("revenue", H1=2.5, Q1=1.2, Q2=1.2)) == []
    assert months(year("revenue", H1=2.7, Q1=1.2, Q2=1.2)) == [ERROR]


def test_units_years_and_slices_do_not_mix():
    rows = year(Q1=6, Q2=15) + [
        figure("dossiers", 99, "2023-H1", unit="v"),
        figure("dossiers", 99, "2022-H1"),
    ]
    rows += [figure("dossiers", 99, "2023-H1", dimension="field=land")]
    assert months(rows) == []


def test_the_message_gives_both_figures():
    message = checks.check_months(line_up(year(H1=2200, Q1=600, Q2=1500)))["message"][0]
    assert message == "lũy kế 6 tháng đầu năm 2023 ghi 2.200, trong khi tổng các tháng, quý là 2.100"
