"""Hidden small counts: no total minus what is shown gives one away."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtanalysis.dossiers.suppress import suppress_small


def frame_of(*counts, province="an"):
    return pd.DataFrame({"province": province, "field": [f"f{i}" for i in range(len(counts))], "n": counts})


def test_counts_of_one_to_four_are_hidden_and_zero_is_not():
    table = suppress_small(frame_of(0, 2, 4, 5, 90))
    assert table["n"].isna().tolist() == [False, True, True, False, False]
    assert table.loc[0, "n"] == 0


def test_one_hidden_row_takes_the_smallest_other_with_it():
    table = suppress_small(frame_of(3, 70, 20, 50))
    assert table["n"].isna().tolist() == [True, False, True, False]


def test_rows_whose_hidden_sum_is_low_are_not_left_to_be_guessed():
    # 1 + 1 = 2 would tell both; the next smallest row hides them.
    table = suppress_small(frame_of(1, 1, 8, 90))
    assert table["n"].isna().tolist() == [True, True, True, False]


def test_the_few_dossiers_that_did_not_come_online_are_hidden_too():
    rates = pd.DataFrame(
        {"province": "an", "n": [100, 60, 80], "n_online": [98, 30, 40], "rate": [98.0, 50.0, 50.0]}
    )
    table = suppress_small(rates)
    assert table["is_hidden"].tolist() == [True, True, False]
    assert table.loc[0, ["n", "n_online", "rate"]].isna().all()


def test_provinces_are_protected_one_by_one():
    both = pd.concat([frame_of(2, 30), frame_of(50, 60, province="binh")], ignore_index=True)
    assert suppress_small(both)["is_hidden"].tolist() == [True, True, False, False]


def test_with_totals_in_two_directions_both_are_protected():
    grid = pd.DataFrame(
        {"province": "an", "field": list("xxyy"), "agency": list("stst"), "n": [2, 30, 40, 50]}
    )
    table = suppress_small(grid, within=(("province", "field"), ("province", "agency")))
    assert table["is_hidden"].all()


def test_months_and_days_are_no_counts():
    table = suppress_small(
        pd.DataFrame({"province": "an", "ym": [202301, 202302], "days": [2, 3], "n": [9, 9]})
    )
    assert not table["is_hidden"].any()
    assert table["days"].tolist() == [2, 3]


def test_the_given_frame_stays_as_it_is():
    frame = frame_of(1, 9)
    suppress_small(frame)
    assert frame["n"].tolist() == [1, 9]


def test_without_small_counts_nothing_is_hidden_and_an_empty_frame_stays_empty():
    assert not suppress_small(frame_of(5, 0, 7))["is_hidden"].any()
    assert suppress_small(frame_of().astype({"n": "int64"})).empty


def test_a_least_count_of_one_is_refused():
    with pytest.raises(ValueError, match="2 or more"):
        suppress_small(frame_of(1), 1)


TABLES = st.lists(
    st.tuples(st.sampled_from(["an", "binh"]), st.integers(0, 30)).flatmap(
        lambda pair: st.tuples(st.just(pair[0]), st.just(pair[1]), st.integers(0, pair[1]))
    ),
    min_size=1,
    max_size=12,
)


@given(TABLES, st.integers(2, 9))
def test_totals_minus_shown_rows_never_tell_a_small_count(rows, least):
    """
    The reader knows every total of a province and every shown row.

    What is hidden of a count is then known as a sum. Unless a whole province is hidden (its own total is then a small
    one), no hidden row stands alone, and each could hold any value up to `least` at the least.
    """
    frame = pd.DataFrame(rows, columns=["province", "n", "n_online"])
    shown = suppress_small(frame, least)
    rests = frame.assign(rest=frame["n"] - frame["n_online"])
    for province, own in shown.groupby("province"):
        hidden = own["is_hidden"]
        if not hidden.any() or hidden.all():
            continue
        assert hidden.sum() >= 2
        for count in ("n", "n_online", "rest"):
            total = rests.loc[rests["province"] == province, count].sum()
            left = total - rests.loc[own.index[~hidden], count].sum()
            assert left == 0 or left - (hidden.sum() - 1) >= least


@given(TABLES, st.integers(2, 9))
def test_no_small_count_is_shown(rows, least):
    frame = pd.DataFrame(rows, columns=["province", "n", "n_online"])
    shown = suppress_small(frame, least)
    left = shown[~shown["is_hidden"]]
    for counts in (left["n"], left["n_online"], left["n"] - left["n_online"]):
        assert not (counts.gt(0) & counts.lt(least)).any()
