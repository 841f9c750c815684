"""The page of units: who truly differs, who cannot be told apart, who holds the gap, and what is said without counts."""

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT

from dtanalysis import narrative, plans, plots, tables
from dtanalysis.catalogue import add_names, open_scope
from dtanalysis.comparison import benchmark, levels, profile, spread
from dtanalysis.exhibits import Note, Table
from dtanalysis.narrative.units import name_units
from dtanalysis.plots.labels import boxes_of, label_points, overlaps
from dtanalysis.tables.units import shown_units

NBSP = "\N{NO-BREAK SPACE}"
NOTHING = pd.DataFrame()


def text(exhibit) -> str:
    return exhibit.plain().replace(NBSP, " ")


def ask(data: str, period: str, unit: str, **asked):
    return open_scope(ROOT / data, period=period, unit=unit, **asked)


def profiles_of(scope):
    targets = plans.prefer_own(scope.targets, scope.reference_targets)
    rates = profile.counted_rates(scope.part_observations, scope.indicators, scope.period)
    return profile.profile_rates(rates, targets)


def peers_of(scope):
    units = scope.programme.units
    peers = benchmark.peer_values(
        scope.all_observations, units, scope.indicators, unit=scope.unit, period=scope.period
    )
    return peers, benchmark.compare_with_peers(peers, scope.all_observations).pipe(add_names, scope)


def made_up(counts: dict[str, tuple[int, int]], *, target: float | None = 90, direction: str = "up"):
    rows = [(name, name.upper(), a, b, "tthc_full_online_rate", "agency") for name, (a, b) in counts.items()]
    columns = ["unit", "name_vi", "numerator", "denominator", "indicator", "level"]
    parts = pd.DataFrame(rows, columns=columns).assign(direction=direction, source="synthetic-generator")
    return profile.profile_units(parts, direction=direction, target=target).assign(name="Tỷ lệ hồ sơ (thử)")


ALIKE = {f"u{number}": (80 + number % 4, 100) for number in range(10)}


@pytest.fixture(scope="module")
def scope():
    return ask("data/synthetic", "2023-H1", "tinh-mau")


@pytest.fixture(scope="module")
def gia_lai():
    return ask("data", "2026-YTD-10-10", "gia-lai-2025")


@pytest.fixture(scope="module")
def ninh_thuan():
    return ask("data", "2023-H1", "ninh-thuan")


@pytest.fixture(scope="module")
def agencies(gia_lai):
    return profile.main_profile(profiles_of(gia_lai)).pipe(tables.name_profile, gia_lai)


def told(main, scope, gaps=NOTHING, standings=None) -> str:
    none = pd.DataFrame({"reason": pd.Series(dtype=str)})
    sentences = narrative.unit_sentences(main, gaps, none if standings is None else standings, scope)
    return " ".join(sentences).replace(NBSP, " ")


# Sentences


def test_the_finding_tells_standing_out_from_holding_the_gap(agencies, gia_lai):
    words = told(agencies, gia_lai)
    assert (
        "2 đơn vị tách hẳn khỏi mức phân tán chung: tốt hơn là Sở Văn hóa, Thể thao và Du lịch (92,2%)"
        in words
    )
    assert "7 nhóm (nhóm cuối gồm Sở Tài chính (0,3%) và Sở Tư pháp (0,0%))" in words
    assert "Sở Nông nghiệp và Môi trường giữ 95% phần còn thiếu so với mức 100%" in words
    assert "chứ không phải vì tỷ lệ (17,7%) thấp khác thường" in words


def test_alike_units_are_said_to_be_within_chance_and_not_ranked(scope):
    words = told(made_up(ALIKE), scope)
    assert "không đơn vị nào trong 10 đơn vị được xét khác mặt bằng chung (81,3%)" in words
    assert "Không xếp hạng được 10 đơn vị này" in words


def test_one_unit_far_below_is_named_with_its_rate(scope):
    words = told(made_up({**ALIKE, "low": (30, 100)}), scope)
    assert "kém hơn là LOW (30,0%)" in words


def test_a_high_rate_is_worse_where_less_is_better(scope):
    words = told(made_up({**ALIKE, "low": (30, 100)}, direction="down"), scope)
    assert "tốt hơn là LOW (30,0%)" in words


def test_units_with_few_cases_are_never_called_different(scope):
    words = told(made_up({"a": (1, 5), "b": (5, 5), "c": (0, 29)}), scope)
    assert "3 trong 3 đơn vị có dưới 30 trường hợp" in words


def test_a_holder_with_few_cases_is_not_blamed_for_its_rate(scope):
    words = told(made_up({"a": (95, 100), "b": (96, 100), "tiny": (0, 20)}), scope)
    assert "TINY giữ 100% phần còn thiếu" in words
    assert "quá ít trường hợp để kết luận" in words


def test_without_counts_the_page_says_so_and_still_tells_the_levels(ninh_thuan):
    gaps = levels.level_gaps(ninh_thuan.observations, ninh_thuan.indicators, ninh_thuan.period)
    words = told(NOTHING, ninh_thuan, gaps.pipe(add_names, ninh_thuan))
    assert "chưa trả lời được từ số liệu này, vì" in words
    assert "là 6,60 điểm phần trăm" in words


def test_the_narrowing_of_a_gap_names_the_earlier_period():
    scope = ask("data", "2023", "ninh-thuan")
    gaps = levels.level_gaps(scope.observations, scope.indicators, scope.period).pipe(add_names, scope)
    assert "4,01 điểm phần trăm, hẹp hơn mức 6,60 của 6 tháng đầu năm 2023" in told(NOTHING, scope, gaps)


def test_the_place_among_peers_comes_with_the_distance_to_the_next(agencies, gia_lai):
    peers, standings = peers_of(gia_lai)
    first = benchmark.put_first(standings, benchmark.main_comparison(standings, gia_lai.indicators))
    words = told(agencies, gia_lai, standings=first)
    assert "đạt 66,23 điểm, đứng thứ 4 trong 34 đơn vị" in words
    assert "(Hải Phòng) 0,95 điểm" in words


def test_a_place_is_a_whole_number_beside_indicators_without_one():
    scope = ask("data", "2026-YTD-10-10", "khanh-hoa-2025")
    standings = peers_of(scope)[1]
    assert "đứng thứ 24 trong 34 đơn vị" in told(
        NOTHING, scope, standings=standings[standings["indicator"] == "qd766_total"]
    )
    table = tables.peer_standings(standings, scope)
    assert "| 24/34 |" in text(table)
    assert "24/34" in words_of(plots.peer_strips(peers_of(scope)[0], standings, scope))
    assert "mới biết" not in text(table)
    assert "chỉ tiêu mới biết số liệu của một phần đơn vị" in table.note


def test_two_units_that_differ_by_chance_are_not_said_to_scatter(scope):
    words = told(made_up({"a": (40, 50), "b": (45, 50)}), scope)
    assert "không đơn vị nào trong 2 đơn vị được xét khác mặt bằng chung" in words
    assert "chưa đôi nào khác nhau vượt mức ngẫu nhiên" in words


def test_a_small_unit_that_lacks_most_holds_the_gap_for_its_rate_and_not_for_its_size(scope):
    main = made_up({**dict.fromkeys("abcde", (50, 50)), "low": (20, 50)})
    assert main.set_index("unit")["standing"]["low"] == "within"
    assert "vì tỷ lệ (40,0%) kém hơn mặt bằng chung vượt mức ngẫu nhiên" in told(main, scope)
    assert "vì tỷ lệ kém hơn mức chung, không chỉ vì lớn" in text(tables.unit_roles(main, scope))


def test_of_units_that_lack_alike_none_is_said_to_hold_the_gap(scope):
    assert "Phần còn thiếu so với mức 90% trải rộng" in told(made_up(dict.fromkeys("abcde", (40, 50))), scope)


@pytest.mark.parametrize(("n", "rest"), [(4, ""), (5, "2 đơn vị khác")])
def test_a_sentence_names_three_units_and_counts_the_rest(n, rest):
    named = name_units([f"Đơn vị {number}" for number in range(n)], "vi")
    assert named.endswith(rest or "Đơn vị 3")


# Tables


def test_ranks_stand_with_their_range_and_small_units_without_any(scope):
    lines = text(tables.unit_ranks(made_up({**ALIKE, "low": (30, 100), "tiny": (1, 9)}), scope)).splitlines()
    assert lines[-2].startswith("LOW | 11 | 11 | 2 | 30,0%")
    assert lines[-1].startswith("TINY | – | – | – | 11,1%")


def test_roles_read_the_three_answers_together(scope):
    main = made_up({**ALIKE, "big": (8100, 10000), "low": (20, 100), "tiny": (0, 12)})
    rows = {line.split(" | ")[0]: line for line in text(tables.unit_roles(main, scope)).splitlines()}
    assert "Giữ nhiều phần thiếu vì lớn" in rows["BIG"]
    assert "Kém khác thường nhưng nhỏ" in rows["LOW"]
    assert "Quá ít trường hợp" in rows["TINY"]


def test_without_a_target_the_columns_of_the_gap_are_left_out(scope):
    headings = text(tables.unit_roles(made_up(ALIKE, target=None), scope)).splitlines()[1]
    assert "Giữ phần thiếu" not in headings


def test_of_many_units_the_first_and_the_last_are_printed_and_the_rest_counted(scope):
    main = made_up({f"u{number:02}": (50 + number % 40, 100) for number in range(60)})
    table = tables.unit_ranks(main, scope)
    assert len(table.frame) == 20
    assert "bỏ 40 đơn vị ở giữa" in table.note
    assert shown_units(main, 20)["unit"].tolist()[-1] == main["unit"].iloc[-1]


def test_one_pair_of_counts_in_every_unit_is_called_a_figure_of_all_and_not_a_tie(gia_lai):
    summary = profile.summarise_profiles(profiles_of(gia_lai)).pipe(add_names, gia_lai)
    table = tables.unit_rates(summary, NOTHING, gia_lai)
    row = next(
        line for line in text(table).splitlines() if line.startswith("Tỷ lệ TTHC được công bố đúng hạn")
    )
    assert "2,1–2,1%" in row
    assert "số chung, không so được" in row
    assert "nguồn ghi số của cả tỉnh cho từng đơn vị" in table.note
    assert "4 tỷ lệ có dưới hai đơn vị đủ 30 trường hợp" in table.note


def test_rates_that_are_alike_with_counts_of_their_own_are_called_so(scope):
    main = made_up({"a": (40, 50), "b": (80, 100), "c": (160, 200)})
    summary = profile.summarise_profiles({"tthc_full_online_rate": main}).pipe(add_names, scope)
    assert "mọi đơn vị như nhau" in text(tables.unit_rates(summary, NOTHING, scope))


def test_a_partly_known_field_gets_no_place_but_its_national_level(ninh_thuan):
    # 0.5934 and the mean of the provinces 0.5791 (soct-ninhthuan-2023-08-07): 1.43 of 100 above
    table = tables.peer_standings(peers_of(ninh_thuan)[1], ninh_thuan)
    assert "0,5934 | mới biết 7/63 đơn vị | +0,0143 (0,5791)" in text(table)
    assert "So với trung vị" not in text(table)


def test_neighbours_are_printed_with_signed_distances(gia_lai):
    peers, _ = peers_of(gia_lai)
    near = benchmark.list_neighbours(peers, "qd766_total").pipe(add_names, gia_lai)
    lines = text(tables.peer_neighbours(near, gia_lai)).splitlines()
    assert "3 | Hải Phòng | 67,18 điểm | +0,95 điểm" in lines
    assert "5 | Tây Ninh | 66,13 điểm | −0,10 điểm" in lines


def test_convergence_names_periods_units_and_doubt(gia_lai):
    peers, _ = peers_of(gia_lai)
    panel = benchmark.panel_of_peers(peers, "qd766_total", gia_lai.all_observations, gia_lai.period)
    moves = spread.follow_panels([pd.DataFrame(columns=panel.columns), panel]).pipe(add_names, gia_lai)
    row = text(tables.convergence(moves, gia_lai)).splitlines()[2]
    assert row.startswith("34 đơn vị cùng cấp")
    assert "7 lần công bố trong 14 ngày" in row
    assert "3,58 → 3,16 | −0,25 (−0,42; −0,08) | xích lại gần nhau | 0,88 (0,75; 0,95)" in row


def test_where_nothing_can_be_said_every_table_gives_its_reason():
    scope = ask("data", "2017", "ninh-thuan")
    gaps = levels.level_gaps(scope.observations, scope.indicators, scope.period).pipe(add_names, scope)
    exhibits = [
        tables.unit_question(NOTHING, scope),
        tables.unit_ranks(NOTHING, scope),
        tables.unit_roles(NOTHING, scope),
        tables.unit_rates(profile.summarise_profiles({}), NOTHING, scope),
        tables.level_gaps(gaps, scope),
        tables.peer_standings(peers_of(scope)[1], scope),
        tables.convergence(spread.follow_panels([]), scope),
    ]
    assert all(isinstance(exhibit, Note) for exhibit in exhibits)
    assert not any("{" in exhibit.text for exhibit in exhibits)


# Figures


def words_of(figure) -> list[str]:
    return [words.get_text() for words in figure.figure.axes[0].texts]


def test_the_funnel_names_the_units_outside_and_no_others(scope):
    words = words_of(plots.unit_funnel(made_up({**ALIKE, "low": (30, 100)}), scope))
    assert [word for word in words if word.isupper()] == ["LOW"]
    assert "mức so sánh 90%" in words


def test_limits_that_set_hardly_anyone_apart_say_so(agencies, gia_lai, scope):
    assert "giới hạn 95% vẫn trải từ 0% đến 61%" in plots.unit_funnel(agencies, gia_lai).note
    assert "vẫn trải" not in plots.unit_funnel(made_up({**ALIKE, "low": (30, 100)}), scope).note


def test_names_beside_points_cover_neither_each_other_nor_a_point():
    from matplotlib.figure import Figure as Drawing

    ax = Drawing(figsize=(6, 4)).subplots()
    points = [(0.5, 0.5), (0.51, 0.52), (0.95, 0.1), (0.02, 0.9)]
    ax.scatter(*zip(*points, strict=True))
    spots = boxes_of(ax, points, [0.3])
    boxes = label_points(ax, points, ["Sở Tư pháp", "Sở Tài chính", "Sở Y tế", "Sở Nội vụ"], spots)
    assert len(boxes) == 4
    assert not any(overlaps(box, spots + boxes[:place]) for place, box in enumerate(boxes))


def test_a_name_without_room_is_left_out_rather_than_printed_over_another():
    from matplotlib.figure import Figure as Drawing

    ax = Drawing(figsize=(2, 0.6)).subplots()
    names = [f"Một tên rất dài {number}" for number in range(40)]
    points = [(0.5, 0.5)] * 40
    assert 0 < len(label_points(ax, points, names, [])) < 40


def test_small_units_are_drawn_hollow(agencies, gia_lai):
    points = plots.unit_funnel(agencies, gia_lai).figure.axes[0].collections
    hollow = [
        dots
        for dots in points
        if len(dots.get_offsets()) == 1 and np.allclose(dots.get_facecolor()[0, :3], 1)
    ]
    assert [dots.get_offsets()[0].tolist() for dots in hollow] == [[13.0, 0.0]]


def test_two_units_make_no_funnel_and_the_note_says_so(scope):
    two = made_up({"a": (80, 100), "b": (90, 100)})
    assert plots.unit_funnel(two, scope) is None
    assert "Chỉ hai đơn vị" in tables.unit_question(two, scope).text
    assert tables.unit_question(made_up(ALIKE), scope) is None


@pytest.mark.parametrize("counts", [dict.fromkeys("abcd", (50, 50)), dict.fromkeys("abcd", (0, 50))])
def test_units_all_at_the_end_of_the_scale_are_drawn_and_printed_without_a_warning(counts, scope):
    main = made_up(counts)
    assert plots.unit_funnel(main, scope).alt
    assert plots.unit_intervals(main, scope).alt
    assert isinstance(tables.unit_ranks(main, scope), Table)


def test_the_intervals_show_every_rate_best_first(scope):
    words = words_of(plots.unit_intervals(made_up({"a": (40, 100), "b": (90, 100), "c": (60, 100)}), scope))
    assert [word for word in words if word.endswith("%")] == ["90,0%", "60,0%", "40,0%"]


def test_every_strip_prints_the_place_and_nothing_is_drawn_without_one(gia_lai, ninh_thuan):
    peers, standings = peers_of(gia_lai)
    assert "4/34" in words_of(plots.peer_strips(peers, standings, gia_lai))
    assert plots.peer_strips(*peers_of(ninh_thuan), ninh_thuan) is None
    assert plots.unit_intervals(NOTHING, ninh_thuan) is None


def test_an_english_page_has_english_sentences():
    scope = ask("data/synthetic", "2023-H1", "tinh-mau", language="en")
    words = told(made_up({**ALIKE, "low": (30, 100)}), scope)
    assert "worse: LOW (30.0%)" in words
    assert "Adjusted rate" in text(tables.unit_ranks(made_up(ALIKE), scope))
