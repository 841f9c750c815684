"""Points of QĐ 766 from ratios: the rules at their edges, and readings of a day."""

import shutil

import pandas as pd
import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from dtanalysis import dti
from dtanalysis.catalogue import DataFaultError, load_programme
from dtanalysis.periods import parse_period

DAY, EARLIER, FIRST = (parse_period(f"2026-YTD-10-{day:02d}") for day in (10, 8, 6))
RULES = pd.DataFrame(
    [
        ("qd766_progress", "dossier_ontime_rate", "qd766_dossier_ontime_score", 20, 100, "proportional", "zero"),
        ("qd766_satisfaction", "satisfaction_dossier_rate", "qd766_satisfaction_dossier_score", 6, 90, "proportional", "zero"),
        ("qd766_satisfaction", "petition_ontime_rate", "qd766_petition_ontime_score", 6, 100, "proportional", "full"),
        ("qd766_online_payment", "online_payment_dossier_rate", "", 6, 100, "inferred", "zero"),
        ("qd766_online_payment", "", "", 4, None, "unpublished", "unknown"),
    ],
    columns=["group", "ratio", "score", "max_points", "full_level", "rule", "no_cases"],
).assign(framework="QD766")  # fmt: skip


def told(
    indicator, value, numerator=None, denominator=None, *, period=DAY, unit="u", dimension="", **more
) -> dict:
    row = {
        "indicator": indicator,
        "unit": unit,
        "level": "province",
        "dimension": dimension,
        "period": period,
    }
    row |= {
        "value": value,
        "numerator": numerator,
        "denominator": denominator,
        "qualifier": "eq",
        "status": "published",
    }
    row |= {"as_of": pd.Timestamp(period.last_day), "source": "s", "trust": 0, "note": ""}
    return row | more


def frame(*rows: dict) -> pd.DataFrame:
    table = pd.DataFrame(rows)
    return table.astype({"value": float, "numerator": float, "denominator": float})


def reading(period=DAY, unit="u", progress=16.0, satisfaction=9.0, payment=5.0, **more) -> list[dict]:
    points = {"qd766_progress": progress, "qd766_satisfaction": satisfaction, "qd766_online_payment": payment}
    rows = [told(name, value, period=period, unit=unit, **more) for name, value in points.items()]
    return [*rows, told("qd766_total", sum(points.values()), period=period, unit=unit)]


SCORED = [
    *reading(),
    told("dossier_ontime_rate", 80, 80, 100),
    told("qd766_dossier_ontime_score", 16),
    told("satisfaction_dossier_rate", 45, 45, 100),
    told("qd766_satisfaction_dossier_score", 3),
    told("petition_ontime_rate", None, 0, 0),
    told("qd766_petition_ontime_score", 6),
    told("online_payment_dossier_rate", 75, 3, 4),
]


@settings(deadline=None)
@given(ratio=st.floats(0, 100), full=st.floats(1, 100), most=st.floats(0.1, 100))
def test_points_rise_with_the_ratio_up_to_the_maximum(ratio, full, most):
    low, high = dti.score_ratio(pd.Series([ratio / 2, ratio]), most, full)
    assert 0 <= low <= high <= most
    assert (high == pytest.approx(most)) == (ratio >= full or high == pytest.approx(most))


def test_ratios_without_cases_score_as_the_source_does_it():
    table = dti.component_points(frame(*SCORED), RULES, DAY).set_index("ratio")
    assert table.loc["petition_ontime_rate", ["computed", "agrees"]].tolist() == [6, True]
    assert table.loc["satisfaction_dossier_rate", "computed"] == 3


def test_inferred_and_unpublished_parts_are_never_called_reproduced():
    table = dti.component_points(frame(*SCORED), RULES, DAY)
    assert table.loc[table["rule"] != "proportional", "agrees"].isna().all()
    remainder = dti.payment_remainder(table, dti.group_points(frame(*SCORED), RULES, DAY)).iloc[0]
    assert remainder[["points", "inferred", "remainder", "most", "fits"]].tolist() == [5, 4.5, 0.5, 4, True]


def test_a_wrong_digit_is_seen_in_component_group_and_total():
    rows = [{**row, "value": 17.0} if row["indicator"] == "qd766_progress" else row for row in SCORED]
    groups = dti.group_points(frame(*rows), RULES, DAY).set_index("group")
    assert groups.loc["qd766_progress", "agrees"] == False  # noqa: E712
    assert dti.totals_of(frame(*rows), RULES, DAY)["agrees"].tolist() == [False]
    rows = [
        {**row, "value": 15.9} if row["indicator"] == "qd766_dossier_ontime_score" else row for row in SCORED
    ]
    parts = dti.component_points(frame(*rows), RULES, DAY).set_index("ratio")
    assert parts.loc["dossier_ontime_rate", "agrees"] == False  # noqa: E712


def test_a_group_that_is_not_published_is_missing_and_not_zero():
    rows = [row for row in SCORED if row["indicator"] != "qd766_satisfaction"]
    groups = dti.group_points(frame(*rows), RULES, DAY).set_index("group")
    assert groups.loc["qd766_satisfaction", ["points", "room"]].isna().all()
    assert dti.groups_matrix(frame(*rows), RULES, DAY).empty


def test_the_room_says_how_many_cases_bring_the_full_points():
    room = dti.component_room(frame(*SCORED), RULES, DAY).set_index("ratio")
    late = room.loc["dossier_ontime_rate"]
    # 80 of 100 in time: 34 new ones, all in time, make 114 of 134, the 85 % that one of 20 points more takes.
    assert late[["is_past", "room", "cases_to_full", "cases_per_point"]].tolist() == [True, 4, 20, 34]
    assert 20 * (80 + 34) / (100 + 34) - 20 * 0.8 >= 1 > 20 * (80 + 33) / (100 + 33) - 20 * 0.8
    assert room.loc["satisfaction_dossier_rate", ["room", "cases_to_full"]].tolist() == [3, 45]
    assert (
        room.loc["petition_ontime_rate", "cases_per_point"]
        != room.loc["petition_ontime_rate", "cases_per_point"]
    )


def test_another_day_or_a_unit_without_a_score_gives_empty_results():
    nothing = frame(*SCORED).iloc[0:0]
    for observations, period in ((frame(*SCORED), EARLIER), (nothing, DAY)):
        assert dti.component_points(observations, RULES, period).empty
        assert dti.group_points(observations, RULES, period).empty
        assert dti.component_room(observations, RULES, period).empty
        assert dti.lost_by_part(observations.assign(name_vi=""), RULES, period).empty


def test_without_rules_there_is_nothing_to_read_a_score_by():
    units = pd.DataFrame({"unit": ["u"], "name_vi": ["U"], "parent": [""]})
    rows = frame(*SCORED)
    report = dti.build_service_report(
        rows, rows.iloc[0:0].assign(name_vi=""), units, RULES.iloc[0:0], unit="u", period=DAY
    )
    assert not report.is_scored


# ---------------------------------------------------------------- readings of several days

UNITS = pd.DataFrame({"unit": ["u", "v"], "name_vi": ["U", "V"], "parent": ["", ""]})


def ranks(period, u, v) -> list[dict]:
    return [
        told("qd766_rank", rank, period=period, unit=unit, dimension="n=2")
        for unit, rank in (("u", u), ("v", v))
    ]


TWO_DAYS = frame(
    *reading(FIRST, progress=10), *reading(FIRST, "v", progress=12), *ranks(FIRST, 2, 1),
    *reading(EARLIER, progress=15), *reading(EARLIER, "v", progress=13), *ranks(EARLIER, 1, 2),
    *reading(progress=15.5), *reading(unit="v", progress=16), *ranks(DAY, 2, 1),
)  # fmt: skip


def test_the_change_since_the_first_reading_sums_to_that_of_the_total_and_the_rank_is_split():
    own = TWO_DAYS[TWO_DAYS["unit"] == "u"]
    before = dti.first_full_reading(own, RULES, DAY)
    assert before.code == FIRST.code
    moved = dti.bridge_readings(own, RULES, before, DAY)
    assert moved["contribution"].sum() == pytest.approx(5.5, abs=1e-12)
    assert moved["component"].iloc[0] == "qd766_progress"
    move = dti.move_between(TWO_DAYS, UNITS, "u", EARLIER, DAY)
    assert (move.rank_before, move.places_own, move.places_field) == (1, 0, -1)


def test_a_reading_with_a_derived_group_is_no_starting_point():
    derived = TWO_DAYS["indicator"].eq("qd766_satisfaction") & TWO_DAYS["period"].map(
        lambda day: day.code == FIRST.code
    )
    observations = TWO_DAYS.assign(status=TWO_DAYS["status"].mask(derived, "derived"))
    assert dti.first_full_reading(observations[observations["unit"] == "u"], RULES, DAY).code == EARLIER.code
    assert dti.first_full_reading(observations[observations["unit"] == "u"], RULES, EARLIER) is None


def test_nine_of_ten_moves_between_readings_stay_within_the_usual_drift():
    # u: 5, 0.5; v: 1, 3; the 90th percentile of 0.5, 1, 3, 5.
    assert dti.usual_drift(TWO_DAYS, ["u", "v"], DAY) == pytest.approx(3 + 0.7 * 2)
    assert pd.isna(dti.usual_drift(TWO_DAYS, ["u", "v"], FIRST))
    assert pd.isna(dti.days_between(TWO_DAYS, ["u", "v"], FIRST))


def test_a_share_in_time_that_no_new_case_can_lift_by_a_point_has_no_price():
    table = frame(
        *reading(), told("dossier_ontime_rate", 97, 97, 100), told("qd766_dossier_ontime_score", 19.4)
    )
    room = dti.component_room(table, RULES, DAY)
    assert pd.isna(room.set_index("ratio").loc["dossier_ontime_rate", "cases_per_point"])
    assert dti.own_rooms(room).empty


def test_a_group_is_held_against_the_best_of_the_ranking_not_against_a_maximum_nobody_reaches():
    matrix = pd.DataFrame({"p": [0.5, 0.6, 0.4], "q": [0.9, 0.2, 0.9]}, index=["a", "b", "c"])
    field = pd.DataFrame({"unit": ["a", "b", "c"], "name_vi": ["A", "B", "C"]})
    table = dti.compare_groups(matrix, field, pd.Series({"p": 20.0, "q": 10.0}), "a")
    assert table[["group", "behind", "best_name"]].values.tolist() == [["p", 2.0, "B"], ["q", 0.0, "A"]]
    assert table["median"].tolist() == [10.0, 9.0]


def test_an_agency_is_ranked_among_the_units_of_its_province_only():
    units = pd.DataFrame({"unit": ["a", "b", "x"], "name_vi": ["A", "B", "X"], "parent": ["p", "p", "q"]})
    rows = [
        told("qd766_rank_in_province", rank, unit=unit, dimension="n=9")
        for unit, rank in (("a", 3), ("b", 1), ("x", 2))
    ]
    field = dti.points_field(frame(*rows, told("qd766_total", 50, unit="a")), units, "a", DAY)
    assert field[["unit", "rank", "n_units"]].to_numpy().tolist() == [["b", 1, 9], ["a", 3, 9]]
    assert dti.points_field(frame(*rows), units, "nobody", DAY).empty


# ---------------------------------------------------------------- rules are data


def test_a_province_with_rules_of_its_own_is_read_by_them():
    own = pd.DataFrame(
        [("own", "own_group", "own_rate", "own_score", 10, 50, "proportional", "unknown")],
        columns=["framework", *RULES.columns[:7]],
    )
    rows = frame(told("qd766_total", 5), told("own_group", 5), told("own_rate", 25), told("own_score", 5))
    chosen = dti.rules_for(dti.readings_of(rows, DAY), pd.concat([RULES, own]))
    assert chosen["framework"].unique().tolist() == ["own"]
    assert dti.component_points(rows, chosen, DAY)["agrees"].tolist() == [True]
    assert (
        dti.rules_for(dti.readings_of(frame(*SCORED), DAY), pd.concat([own, RULES]))["framework"].nunique()
        == 1
    )


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("proportional", "roughly", r"qd766/rules.csv, dòng 2, cột rule"),
        ("qd766_digitisation,", "qd766_typing,", r"qd766/rules.csv, dòng 2, cột group"),
    ],
)
def test_a_rule_that_cannot_be_read_is_told_with_its_line(tmp_path, right, wrong, message):
    folder = shutil.copytree(ROOT / "data", tmp_path / "data")
    table = folder / "qd766" / "rules.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(DataFaultError, match=message):
        load_programme(folder)


def test_an_inferred_rule_is_not_judged_even_where_its_points_are_published():
    guess = RULES.assign(rule="inferred")
    assert dti.component_points(frame(*SCORED), guess, DAY)["agrees"].isna().all()
