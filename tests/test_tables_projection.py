"""Tables of the page about 31 December: order, words for arithmetic and for what is out of reach, honest emptiness."""

import numpy as np
import pandas as pd
import pytest
from projected import LAST, arithmetic, frame, projected, record

from dtanalysis import tables
from dtanalysis.catalogue import open_scope
from dtanalysis.exhibits import Note
from dtanalysis.tables.projection import needed_text, range_text

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture(scope="module")
def scope():
    return open_scope("data", period="2023-H1", unit="ninh-thuan")


def text(exhibit) -> str:
    return exhibit.plain().replace(NBSP, " ")


def test_the_least_likely_target_heads_the_table_with_range_and_pace(scope):
    rows = frame(projected("Dễ", chance=0.8, outlook="likely", dimension="a"), projected("Khó"))
    lines = text(tables.outlooks(rows, scope)).splitlines()
    assert lines[2].startswith(
        "Khó | ▼▼ rất khó đạt | 5% | 70% | 66,0% (63,0% – 69,0%) | 1,67 điểm % mỗi tháng"
    )
    assert lines[3].startswith("Dễ | ▲ có khả năng đạt | 80%")


def test_estimates_among_the_readings_are_counted(scope):
    assert "| 6 (2 số ước) |" in text(tables.outlooks(frame(projected(n_estimates=2)), scope))


def test_without_any_target_the_projected_series_stand_without_probabilities(scope):
    bare = projected(target=np.nan, chance=np.nan, outlook="", comparator="", plan="", gap=np.nan)
    printed = text(tables.outlooks(frame(bare), scope))
    assert "66,0% (63,0% – 69,0%)" in printed
    assert "Xác suất" not in printed


def test_targets_of_a_later_year_carry_their_year_and_a_word_that_none_is_due_now(scope):
    table = tables.outlooks(frame(projected(year=2025)), scope)
    assert "| 2025" in text(table)
    assert "Không mục tiêu nào đến hạn 31/12/2023 dự báo được" in table.note


def test_nothing_projected_is_said_and_readings_by_the_day_have_their_own_reason(scope):
    assert "ít nhất 3 số liệu" in tables.outlooks(frame(arithmetic()), scope).text
    assert "đọc theo ngày" in tables.outlooks(frame(arithmetic(reason="too_far")), scope).text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"rest_rate": 71.15}, "phần còn lại: ít nhất 71,2%"),
        ({"rest_rate": 119.0}, "ngoài tầm với: phần còn lại cần 119,0%"),
        ({"rest_rate": -3.0}, "phần còn lại: mức nào cũng đạt"),
        ({"rest_rate": 20.0, "comparator": "le"}, "phần còn lại: nhiều nhất 20,0%"),
        ({"rest_rate": -3.0, "comparator": "le"}, "ngoài tầm với: phần còn lại cần −3,0%"),
        ({"last_value": 75.0, "required_pace": 0.0}, "giữ mức đã đạt"),
        ({"required_pace": np.nan}, "–"),
    ],
)
def test_what_would_have_to_happen(scope, changes, words):
    assert needed_text(pd.Series(projected(**changes)), scope) == words


def test_how_many_cases_the_rest_of_the_year_is_taken_to_bring_is_told(scope):
    assert "như bình quân từ đầu năm" in tables.outlooks(frame(projected(rest_rate=71.0)), scope).note
    assert "như bình quân từ đầu năm" not in tables.outlooks(frame(projected()), scope).note


def test_what_is_counted_is_said_once_in_a_range():
    row = projected(unit_measure="count", unit_label="người", lower_80=6.0, upper_80=13.0)
    assert range_text(row, "80", "vi") == f"6 – 13{NBSP}người"


def test_arithmetic_gives_gap_pace_and_reason_own_targets_first(scope):
    orienting = arithmetic("Ngoài kế hoạch", is_own=False, plan="QD411", year=2025, dimension="b", gap=90.0)
    table = tables.arithmetic(frame(orienting, arithmetic()), scope)
    lines = text(table).splitlines()
    assert lines[2].startswith(
        "Tỷ lệ hồ sơ đất đai | 2,06% | 30/6/2023 | 70% | 67,94 điểm % | 11,32 điểm % mỗi tháng | 1 | mới có 1"
    )
    assert "Mục tiêu của QD411 để tham chiếu" in table.note


def test_arithmetic_is_called_no_projection(scope):
    assert tables.arithmetic(frame(arithmetic()), scope).caption.startswith(
        "Chỉ có phép tính số học, không phải dự báo"
    )
    assert isinstance(tables.arithmetic(frame(projected()), scope), Note)


def test_the_fold_of_a_fan_holds_every_step(scope):
    assert "31/12/2023 | 63,0% – 69,0% | 65,0% – 67,0% | 66,0%" in text(
        tables.fan_values(frame(projected()), scope)
    )


def test_the_reported_unit_is_marked_among_the_days_ahead(scope):
    days = frame(projected(), projected(unit="da-nang", median=70.0))
    table = tables.days_ahead(days, record(5), scope)
    assert "Ninh Thuận (đơn vị báo cáo)" in text(table)
    assert "Mới có 5 khoảng dự báo" in table.note
    assert isinstance(tables.days_ahead(days.head(0), record(0), scope), Note)


YARDSTICK = {
    "pace_ratio": 0.52, "pace_class": "behind", "eurostat_ratio": 0.5, "eurostat_class": "limited_progress",
    "eurostat_warning": "zero_base under_one_year", "escap_progress": 53.0, "escap_class": "accelerate", "escap_n": 18,
    "is_current": True,
}  # fmt: skip


def test_yardsticks_are_headed_as_arithmetic_and_carry_their_warnings(scope):
    table = tables.yardsticks(frame(projected() | YARDSTICK), scope)
    assert table.caption.startswith("Thước đo số học, không phải dự báo")
    assert "giá trị gốc bằng 0, thay bằng 0,001; chưa đủ một năm" in text(table)
    assert "53% (từ 18 số liệu)" in text(table)
    assert "chưa được đối chiếu" in table.note


def test_yardsticks_stand_worst_first_and_those_that_cannot_judge_last(scope):
    unknown = {
        "pace_ratio": np.nan,
        "pace_class": "unknown",
        "eurostat_ratio": np.nan,
        "eurostat_class": "unknown",
    }
    rows = frame(
        projected("Không rõ") | YARDSTICK | unknown,
        projected("Kịp") | YARDSTICK | {"pace_class": "on_pace", "pace_ratio": 1.1},
        projected("Chậm") | YARDSTICK,
    )
    lines = text(tables.yardsticks(rows, scope)).splitlines()[2:]
    assert [line.split(" | ")[0] for line in lines] == ["Chậm", "Kịp", "Không rõ"]


def test_a_target_that_is_only_achieved_needs_no_yardstick(scope):
    met = dict.fromkeys(["pace_ratio", "eurostat_ratio", "escap_progress"], np.nan)
    words = {"pace_class": "achieved", "eurostat_class": "achieved", "escap_class": "unknown"}
    assert isinstance(tables.yardsticks(frame(projected() | YARDSTICK | met | words), scope), Note)


SCENARIO = {
    "scenario": "required_pace", "name": "", "pace": 1.67, "multiple_of_pace_so_far": 1.5, "year_end_value": 70.0,
    "reaches_target": True, "reason": "", "indicator": "tthc_online_dossier_rate", "unit": "ninh-thuan",
    "level": "province", "dimension": "", "plan": "BCD-2023", "year": 2023,
}  # fmt: skip


def test_scenarios_name_a_series_once_and_say_whether_the_target_is_reached(scope):
    last = SCENARIO | {"scenario": "last_pace", "pace": 0.5, "year_end_value": 63.0, "reaches_target": False}
    scorecard = frame(projected() | {"accumulation": "level"})
    lines = text(tables.year_end_scenarios(pd.DataFrame([last, SCENARIO]), scorecard, scope)).splitlines()[2:]
    assert lines[0].startswith(
        "Tỷ lệ hồ sơ trực tuyến | giữ nhịp của kỳ gần nhất | 0,50 điểm % | 1,5 | 63,0% | 70% | ▼ không đạt"
    )
    assert lines[1].startswith(" | nhịp vừa đủ để đạt mục tiêu")


def test_a_target_already_met_has_no_scenario(scope):
    met = SCENARIO | {"pace": 0.0}
    scorecard = frame(projected() | {"accumulation": "level"})
    assert isinstance(tables.year_end_scenarios(pd.DataFrame([met]), scorecard, scope), Note)


def test_the_plan_of_another_unit_is_named_with_the_unit(scope):
    other = SCENARIO | {"scenario": "other_target", "name": "da-nang: KH-DN", "pace": 3.0}
    scorecard = frame(projected() | {"accumulation": "level"})
    printed = text(tables.year_end_scenarios(pd.DataFrame([SCENARIO, other]), scorecard, scope))
    assert "nhịp để đạt mục tiêu của Đà Nẵng (KH-DN)" in printed


def test_a_rate_of_the_rest_above_100_is_out_of_reach(scope):
    rest = SCENARIO | {
        "scenario": "required_rate",
        "rate": 119.0,
        "cases_rest": 2462.0,
        "is_impossible": True,
        "reaches_target": False,
    }
    scorecard = frame(projected() | {"accumulation": "cumulative"})
    assert "119,0% (ngoài tầm với) | 2.462" in text(
        tables.rest_of_year(pd.DataFrame([rest]), scorecard, scope)
    )


def test_units_below_are_counted_by_what_they_can_still_reach(scope):
    row = {
        "n_units": 11,
        "n_met": 0,
        "n_impossible": 7,
        "unit_name": "Sở Y tế",
        "value": 78.88,
        "rate": 120.5,
        "is_impossible": True,
    }
    printed = text(tables.rest_of_parts(frame(projected() | row), scope))
    assert "| 70% | 11 | 7 | Sở Y tế | 78,88% | 120,5% (ngoài tầm với)" in printed


def test_a_group_with_few_points_shows_no_share(scope):
    groups = pd.concat([record(90), record(12)]).assign(group_name=["A", "B"])
    lines = text(tables.record(groups, record(102), scope)).splitlines()
    assert lines[2] == "A | 4 | 90 | 50% | 81% | 0,80"
    assert lines[3] == "B | 4 | 12 | chưa đủ để nói | chưa đủ để nói | –"
    assert lines[4].startswith("Tất cả | 4 | 102")


def test_below_thirty_points_there_is_a_note_instead_of_a_record(scope):
    assert "quá ít" in tables.record(record(12).assign(group_name="A"), record(12), scope).text
    assert "không khẳng định" in tables.record(record(0).assign(group_name="A"), record(0), scope).text


CHANCES = pd.DataFrame(
    [
        {"outlook": "likely", "n": 108, "mean_chance": 0.76, "share_reached": 0.86, "is_enough": True},
        {"outlook": "very_likely", "n": 2, "mean_chance": 0.92, "share_reached": 1.0, "is_enough": False},
    ]
)


def test_a_class_of_few_trials_shows_no_share(scope):
    lines = text(tables.reliability(CHANCES, record(), scope)).splitlines()
    assert lines[2] == "▲ có khả năng đạt | 108 | 76% | 86%"
    assert lines[3].endswith("| 2 | 92% | chưa đủ để nói")
    assert isinstance(tables.reliability(CHANCES, record(12), scope), Note)


def outcome(**changes) -> dict:
    row = {
        "value": 92.35,
        "qualifier": "eq",
        "is_current": True,
        "year_end_value": 94.89,
        "year_end_qualifier": "eq",
    }
    words = {"year_end_source": "ninhthuan-ubnd-2024", "year_end_status": "exceeded", "held_80": pd.NA}
    return projected("Văn bản điện tử") | row | words | changes


NO_PLANS = pd.DataFrame(columns=["name_vi", "met_then", "met_at_end", "n_targets", "plan", "year_end_source"])


def test_the_year_end_is_set_beside_the_figure_of_the_period(scope):
    printed = text(tables.outcomes(frame(outcome(held_80=True)), NO_PLANS, scope))
    assert (
        "Văn bản điện tử | 92,35% | 94,89% | 1,67 điểm % | 70% | vượt | 63,0% – 69,0% | ● trong khoảng"
        in printed
    )


def test_a_bound_of_the_period_stays_a_bound(scope):
    rows = frame(outcome(qualifier="gt", value=90.0), outcome(is_current=False))
    lines = text(tables.outcomes(rows, NO_PLANS, scope)).splitlines()
    assert "| trên 90% |" in lines[2]
    assert "Văn bản điện tử | – |" in lines[3]


def test_plans_show_how_many_targets_were_met_then_and_at_the_end(scope):
    row = {
        "name_vi": "Kế hoạch",
        "met_then": np.nan,
        "met_at_end": 17.0,
        "n_targets": 23.0,
        "plan": "UBND-2023",
    }
    plans = pd.DataFrame([row | {"year_end_source": "ninhthuan-ubnd-2024"}])
    assert "Số chỉ tiêu đạt và vượt: Kế hoạch | – | 17/23" in text(
        tables.outcomes(frame(outcome()), plans, scope)
    )


def test_without_a_later_value_the_page_says_so(scope):
    nothing = frame(outcome()).head(0)
    assert "Chưa có giá trị cuối năm 2023" in tables.outcomes(nothing, NO_PLANS, scope).text
    over = open_scope("data", period="2023", unit="ninh-thuan")
    assert "đã là cuối năm" in tables.outcomes(nothing, NO_PLANS, over).text


def test_days_are_printed_as_a_reader_writes_them(scope):
    assert "30/6/2023" in text(tables.outlooks(frame(projected(last_day=LAST)), scope))
