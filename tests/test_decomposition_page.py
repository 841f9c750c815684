"""What readers see of a change taken apart: words that fit the numbers, figures that start where they say."""

import pandas as pd
import pytest
from counted import counted

from dtanalysis import decomposition as parts
from dtanalysis import gaps, plots, tables
from dtanalysis.catalogue import add_names, open_scope
from dtanalysis.narrative import bridge_sentences, compared_period, gap_sentences
from dtanalysis.tables.holders import _small_units as small_units

NBSP = "\N{NO-BREAK SPACE}"
ONLINE = "tthc_online_dossier_rate"


def question(language="vi", **more):
    return open_scope("data", period="2023-H1", unit="ninh-thuan", language=language, **more)


def of_two(before, after, *, nested=False):
    """A change of one indicator as the page has it: rows and summary."""
    names = {"name_vi": [name.upper() for name in "abcdef"[: len(before)]]}
    change = parts.split_change(counted(*before).assign(**names), counted(*after).assign(**names))
    summary = pd.concat(
        [
            parts.summarise_change(change, is_nested=nested),
            parts.find_reversal(change).drop("change"),
            pd.Series({"standard_rate": 50.0, "indicator": ONLINE, "name": "Tỷ lệ hồ sơ trực tuyến"}),
        ]
    )
    change = change.assign(indicator=ONLINE, indicator_name="Tỷ lệ hồ sơ trực tuyến", source="")
    return change, pd.DataFrame([summary])


def said(before, after, language="vi", **options) -> str:
    change, summary = of_two(before, after, **options)
    return " ".join(bridge_sentences(summary, change, question(language))).replace(NBSP, " ")


def printed(table) -> str:
    return table.plain().replace(NBSP, " ")


BEHAVIOUR = [(100, 1000), (900, 1000)], [(300, 1000), (950, 1000)]
MIX = [(100, 1000), (900, 1000)], [(100, 1000), (2700, 3000)]


def test_behaviour_is_named_with_its_part_and_its_interval():
    text = said(*BEHAVIOUR)
    assert (
        "So với 6 tháng đầu năm 2022, tỷ lệ hồ sơ trực tuyến tăng 12,50 điểm phần trăm (từ 50,00% lên 62,50%)"
        in text
    )
    assert "chủ yếu do hành vi (+12,50 điểm, vì tỷ lệ của từng đơn vị đổi)" in text
    assert "khó là ngẫu nhiên" in text


def test_mix_is_named_and_a_fall_reads_as_one():
    assert "chủ yếu do cơ cấu (+20,00 điểm" in said(*MIX)
    assert "giảm 20,00 điểm phần trăm (từ 70,00% còn 50,00%)" in said(*MIX[::-1])


def test_a_change_within_chance_is_not_called_real():
    text = said([(5, 10), (5, 10)], [(6, 10), (6, 10)])
    assert "chưa đủ căn cứ để coi là thay đổi thật" in text
    assert "hành vi" not in text


def test_cases_counted_anew_are_no_proof_of_improvement():
    text = said([(54761, 111189)], [(90071, 130716)], nested=True)
    assert "ít nhất 15.783 hồ sơ" in text
    assert "Chưa thể coi đó là cải thiện" in text


def test_a_whole_against_its_units_is_called_simpsons_paradox():
    text = said([(950, 1000), (100, 1000)], [(480, 500), (300, 2000)])
    assert "Nghịch lý Simpson: 2/2 đơn vị tăng trong khi tỷ lệ hồ sơ trực tuyến tính chung lại giảm" in text


def test_several_causes_are_told_one_by_one():
    assert "không có một nguyên nhân chính" in said([(100, 1000), (900, 1000)], [(300, 1000), (1425, 1500)])


def test_in_english_no_vietnamese_word_is_left():
    text = said(*BEHAVIOUR, language="en").replace("tỷ lệ hồ sơ trực tuyến", "")
    assert "Since the first half of 2022" in text
    assert text.isascii() or not set("ạảấầẩậắằặẻẽếềểệịỉọỏốồổộớờởợụủứừửựỳỷỹđ") & set(text.lower())


def test_a_period_to_a_day_can_stand_after_so_voi():
    assert compared_period(question(compare_to="2022-YTD-05-12")) == "kỳ từ đầu năm đến ngày 12/5/2022"


def test_the_table_of_changes_has_a_column_for_entry_and_exit_only_where_there_is_any():
    _, steady = of_two(*BEHAVIOUR)
    _, flowing = of_two([(500, 1000), (0, 0)], [(500, 1000), (900, 1000)])
    assert "Vào, ra" not in printed(tables.rate_changes(steady, question()))
    assert "Vào, ra" in printed(tables.rate_changes(flowing, question()))


def test_without_counts_in_both_periods_nothing_is_shown_and_the_last_table_says_why():
    scope = question()
    changes = parts.split_changes(scope.part_observations, scope.compare_to, scope.period)
    summary = parts.summarise_changes(changes, scope.compare_to, scope.period).pipe(add_names, scope)
    assert tables.rate_changes(summary, scope) is None
    told = printed(unanswered_of(scope, changed=summary))
    assert "Không tách được thay đổi so với 6 tháng đầu năm 2022" in told
    assert tables.rate_change_units(changes, scope) is None
    assert plots.bridge(changes, scope) is None
    assert bridge_sentences(summary, changes, scope) == ()


def unanswered_of(scope, **frames):
    """The last table, where every frame has a row unless told otherwise."""
    some = pd.DataFrame({"n_base": [18]})
    known = dict.fromkeys(("rates", "holders", "changed", "levels", "control"), some)
    return tables.unanswered(scope, **{**known, "share": some.iloc[0], **frames})


def test_each_question_without_an_answer_is_told_once_with_its_reason():
    nothing = pd.DataFrame()
    lines = unanswered_of(question(), rates=nothing, share=None, levels=nothing, control=nothing).frame
    assert lines["question"].tolist() == [
        "Tỷ lệ dịch vụ và tỷ lệ hồ sơ trực tuyến là bao nhiêu?",
        "Các cấp hành chính chênh nhau bao nhiêu?", "Tháng gần nhất có khác thường không?",
    ]  # fmt: skip
    assert unanswered_of(question(), share=None).frame["question"].tolist() == [
        "Bao nhiêu dịch vụ chưa có hồ sơ?"
    ]
    assert unanswered_of(question()) is None


def test_a_rate_that_did_not_move_neither_rose_nor_fell():
    text = said([(40, 100), (40, 100)], [(40, 100), (40, 100)])
    assert text == "So với 6 tháng đầu năm 2022, tỷ lệ hồ sơ trực tuyến không đổi (40,00%)."


def test_what_came_in_between_two_readings_of_one_year_is_told_alone():
    scope = open_scope("data", period="2026-YTD-10-10", unit="gia-lai-2025", compare_to="2026-YTD-09-24")
    change, summary = of_two([(14, 100), (0, 20)], [(24, 110), (0, 24)], nested=True)
    text = " ".join(bridge_sentences(summary, change, scope)).replace(NBSP, " ")
    if summary["driver"].iloc[0] != "chance":
        assert "tử số thêm 10 trên 14 hồ sơ thêm ở mẫu số (71,4%)" in text


def test_small_bases_are_named_by_what_they_count():
    split = pd.DataFrame({"indicator": "ops_with_dossiers_rate", "name_vi": ["Sở A"], "is_small": [True]})
    (said,) = small_units(split, question())
    assert "Dưới 30 dịch vụ" in said


def test_a_slice_with_counts_needs_no_bound():
    bounds = pd.DataFrame({"dimension": ["field=land"], "largest_weight": [0.2]})
    assert tables.slices(bounds, question(), counted=["field=land"]) is None


def test_the_units_of_a_change_come_with_counts_and_small_ones_are_marked():
    change, _ = of_two([(1, 20), (40, 80)], [(9, 20), (40, 80)])
    table = tables.rate_change_units(change, question())
    assert "45,0% (9/20)*" in printed(table)
    assert "Dưới 30 hồ sơ" in table.note


def test_units_that_are_not_printed_are_summed_up():
    pairs = [(number, 100) for number in range(1, 13)]
    change = parts.split_change(
        counted(*pairs, names="abcdefghijkl"),
        counted(*((n + 20, 100) for n, _ in pairs), names="abcdefghijkl"),
    ).assign(name_vi="x", indicator_name="Tỷ lệ", source="")
    assert "Không in 2 đơn vị còn lại, tổng +3,33 điểm" in tables.rate_change_units(change, question()).note


def test_the_bridge_leads_from_one_rate_to_the_other_without_a_gap():
    change, _ = of_two([(500, 1000), (0, 0), (10, 100)], [(700, 1000), (900, 1000), (30, 900)])
    figure = plots.bridge(change, question())
    bars = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in figure.figure.axes[0].patches]
    starts, ends = zip(*bars, strict=True)
    assert starts == pytest.approx([100 * 510 / 1100, *ends[:-1]])
    assert ends[-1] == pytest.approx(100 * 1630 / 2900)
    assert "Trục ngang không bắt đầu từ 0" in figure.note


def test_a_lever_between_bounds_prints_both_and_an_exact_one_prints_one():
    columns = [
        "kind",
        "subject",
        "n",
        "indicator",
        "now",
        "to_rate",
        "whole",
        "lower_pp",
        "upper_pp",
        "is_exact",
    ]
    rows = pd.DataFrame(
        [
            ("slice", "field=land", 1, ONLINE, 2.06, 70.0, 81.17, 0.0, 13.06, False),
            ("unit", "Sở A", 1, ONLINE, 50.0, 70.0, 60.0, 2.5, 2.5, True),
            ("average", "", 3, ONLINE, float("nan"), 60.0, 60.0, 1.0, 1.0, True),
            ("first_dossiers", "", 40, ONLINE, 33.25, float("nan"), 33.25, 0.8, 10.55, False),
        ],
        columns=columns,
    ).assign(indicator_name="Tỷ lệ hồ sơ trực tuyến (tính trên số hồ sơ)")
    text = printed(tables.levers(rows, question()))
    assert "Nâng lĩnh vực đất đai: từ 2,06% lên 70%" in text
    assert "0,0 đến +13,1" in text
    assert "+2,50" in text
    assert "62,50%" in text
    assert "3 đơn vị dưới mức chung lên bằng mức chung (60,00%)" in text
    assert "40 dịch vụ có hồ sơ đầu tiên" in text
    assert tables.levers(rows[:0], question()) is None


def test_a_misleading_mean_is_printed_with_its_consequence_or_not_at_all():
    found = pd.Series({"name": "x", "mean_of_rates": 50.0, "rate": 10.8, "difference": 39.2, "turns": True})
    table = tables.average_warning(pd.DataFrame([found]), question())
    assert "đổi kết luận về mục tiêu" in printed(table)
    assert tables.average_warning(pd.DataFrame([found])[:0], question()) is None


def test_where_counts_by_field_are_known_the_finding_gives_the_exact_gain():
    scope = question()
    row = {
        "name": "Tỷ lệ – đất đai",
        "dimension": "field=land",
        "part": 2.06,
        "target": 70.0,
        "largest_weight": 0.192,
    }
    bounds = pd.DataFrame([row | {"largest_gain_pp": 13.06}])
    levers = pd.DataFrame({"subject": ["field=land"], "is_exact": [True], "upper_pp": [5.04]})
    nothing = scope.observations.iloc[:0].assign(is_current=False)
    exact, bounded = (
        " ".join(gap_sentences(nothing, bounds, pd.DataFrame(), scope, levers=rows)).replace(NBSP, " ")
        for rows in (levers, levers.assign(is_exact=False))
    )
    assert "tỷ lệ chung tăng 5,0 điểm phần trăm" in exact
    assert "tối đa" not in exact
    assert "tăng nhiều nhất 13,1 điểm phần trăm" in bounded


def test_units_that_hold_most_are_set_off_by_a_line_with_their_share():
    split = parts.split_gap(counted((0, 50), (45, 50), (45, 50)).assign(name_vi=["A", "B", "C"]), 100)
    rows = parts.add_pareto(split).assign(indicator_name="Tỷ lệ", target=100.0)
    words = [text.get_text() for text in plots.contribution_bars(rows, question()).figure.axes[0].texts]
    assert "đến đây: 83% phần còn thiếu" in words


def test_an_even_gap_names_no_unit_and_a_month_is_not_held_against_the_target_of_a_year():
    scope = open_scope("data/synthetic", period="2023-06", unit="tinh-mau")
    splits = parts.split_services(scope.part_observations, scope.targets, scope.period)
    assert "ops_with_dossiers_rate" not in set(splits["indicator"])
    even = splits.assign(numerator=40.0, denominator=100.0, contribution_pp=1.0, weight=0.1, rate=40.0)
    holders = parts.summarise_splits(even).pipe(add_names, scope)
    card = gaps.build_scorecard(scope.observations, scope.targets, scope.indicators, period=scope.period)
    text = " ".join(gap_sentences(card.pipe(add_names, scope), pd.DataFrame(), holders, scope))
    assert "phần còn thiếu dàn khá đều" in text
    assert "còn thiếu 25,27" not in text
