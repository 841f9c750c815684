"""What stands out: denominators that jump, values far from the others, counts that stand still."""

from dataclasses import replace

import numpy as np
import pytest
from deliveries import LIMITS, figure, line_up, told, year

from dtanalysis import checks


def base(denominator, period="2023", indicator="cover_rate", **more) -> dict:
    return figure(indicator, 50, period, numerator=1, denominator=denominator, **more)


def jumps(received: list[dict], known: list[dict] = (), limits=LIMITS) -> list[tuple]:
    return told(checks.check_denominators(line_up(received, known), limits))


@pytest.mark.parametrize(("denominator", "is_jump"), [(1330, False), (1331, True), (670, False), (669, True)])
def test_a_denominator_may_change_by_33_percent(denominator, is_jump):
    found = [("denominator.jump", "warning", 0, "denominator")] if is_jump else []
    assert jumps([base(denominator)], [base(1000, "2022")]) == found


def test_the_limit_is_the_owners():
    assert len(jumps([base(1250)], [base(1000, "2022")], replace(LIMITS, denominator_jump=20.0))) == 1


def test_the_period_before_may_stand_in_the_same_delivery_in_any_order():
    assert jumps([base(5000), base(1000, "2022"), base(1000, "2021")])[0][2] == 0


def test_nothing_jumps_from_a_denominator_of_0():
    assert jumps([base(5000)], [base(0, "2022")]) == []
    assert len(jumps([base(5000)], [base(0, "2022"), base(1000, "2021")])) == 1


def test_small_denominators_jump_without_a_word():
    assert jumps([base(20)], [base(10, "2022")]) == []


def test_what_is_counted_anew_is_compared_with_periods_of_its_own_length():
    half, quarter = base(2000, "2023-H1", "online_rate"), base(1000, "2023-Q1", "online_rate")
    assert jumps([half, quarter]) == []
    assert len(jumps([half], [base(1000, "2022-H1", "online_rate")])) == 1


def test_other_units_and_slices_have_their_own_denominators():
    assert (
        jumps([base(5000)], [base(1000, "2022", unit="v"), base(1000, "2022", dimension="field=land")]) == []
    )


def test_the_message_tells_both_denominators_and_the_change():
    message = checks.check_denominators(line_up([base(2500)], [base(1000, "2022")]), LIMITS)["message"][0]
    assert message == "mẫu số 2.500 tăng 150% so với 1.000 của năm 2022"


MONTHS = [f"2022-{month:02d}" for month in range(1, 13)]
STEADY = [50, 52, 51, 49, 53, 50, 52, 48, 51, 50, 49, 52]


def outliers(received: list[dict], known: list[dict] = (), limits=LIMITS) -> list[tuple]:
    return told(checks.check_outliers(line_up(received, known), limits))


def history(values=STEADY, indicator="cover_rate") -> list[dict]:
    return [figure(indicator, value, period) for period, value in zip(MONTHS, values, strict=False)]


def test_a_value_far_from_its_history_is_a_warning_and_one_like_it_is_not():
    assert outliers([figure("cover_rate", 5.1, "2023-01")], history()) == [("outlier", "warning", 0, "value")]
    assert outliers([figure("cover_rate", 54, "2023-01")], history()) == []


def test_the_score_is_that_of_iglewicz_and_hoaglin():
    # Median 51, MAD 1 of the thirteen values, by hand: 0.6745 × |60 − 51| ÷ 1 = 6.07.
    problems = checks.check_outliers(line_up([figure("cover_rate", 60, "2023-01")], history()), LIMITS)
    assert "trung vị 51 của 13 giá trị, điểm z hiệu chỉnh 6,1" in problems["message"][0]


def test_a_few_values_tell_no_outlier():
    assert outliers([figure("cover_rate", 5, "2023-01")], history()[:4]) == []
    assert len(outliers([figure("cover_rate", 5, "2023-01")], history()[:5])) == 1


def test_where_most_values_are_the_same_nothing_is_said():
    assert outliers([figure("cover_rate", 5, "2023-01")], history([50] * 12)) == []


def test_a_small_step_of_a_series_that_hardly_moves_is_no_outlier():
    quiet = [99.1, 99.2, 99.1, 99.2, 99.3, 99.1, 99.2, 99.0]
    assert outliers([figure("cover_rate", 97, "2023-01")], history(quiet)) == []


def test_a_unit_far_from_the_others_of_its_level_and_period_is_a_warning():
    names = [f"u{number}" for number in range(8)]
    rows = [figure(value=value, unit=unit) for unit, value in zip(names, STEADY, strict=False)]
    rows[3]["value"] = 5
    assert outliers(rows) == [("outlier", "warning", 3, "value")]
    rows[3]["level"] = "commune"
    assert outliers(rows) == []


def test_counts_of_units_of_all_sizes_and_ranks_are_not_compared():
    for indicator in ("teams", "dti_rank"):
        rows = [figure(indicator, value, unit=f"u{value}") for value in [*range(1, 9), 5000]]
        assert outliers(rows) == []


def test_stored_outliers_and_bounds_are_not_told():
    assert (
        outliers([figure("cover_rate", 51, "2023-01")], [*history(), figure("cover_rate", 1, "2021-12")])
        == []
    )
    assert outliers([figure("cover_rate", 5, "2023-01", qualifier="gt")], history()) == []


def repeats(received: list[dict], known: list[dict] = ()) -> list[tuple]:
    return told(checks.check_repeats(line_up(received, known), LIMITS))


def test_a_cumulative_count_that_stands_still_for_three_periods_is_a_warning_at_the_last():
    rows = year(H1=7, Q1=7, **{"9M": 7})
    assert repeats(rows) == [("outlier.repeated", "warning", 2, "value")]
    assert repeats(rows[:2]) == []
    assert repeats(rows[2:], rows[:2]) == [("outlier.repeated", "warning", 0, "value")]


def test_a_count_that_moved_in_between_does_not_stand_still():
    assert repeats(year(Q1=7, H1=7, **{"9M": 8}, Y=7)) == []


def test_nothing_yet_a_new_year_and_a_state_may_stand_still():
    assert repeats(year(Q1=0, H1=0, **{"9M": 0})) == []
    assert repeats(year(H1=7, Y=7) + year(code="2024", Q1=7)) == []
    for indicator in ("teams", "stations"):
        assert repeats(year(indicator, Q1=7, H1=7, **{"9M": 7})) == []


def test_months_that_repeat_are_told_apart_from_the_year_to_date():
    assert repeats(year(M01=5, M02=5, H1=5)) == []
    assert [at for *_, at, _ in repeats(year(M01=5, M02=5, M03=5))] == [2]


def test_missing_values_are_no_repetition():
    assert repeats(year(Q1=np.nan, H1=np.nan, **{"9M": np.nan})) == []
