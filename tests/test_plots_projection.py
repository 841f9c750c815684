"""Fans: what is drawn for readings, ranges, path and outlook; nothing from nothing; letters a phone can show."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from projected import END, LAST, arithmetic, frame, projected, readings, record

from dtanalysis import plots
from dtanalysis.catalogue import open_scope
from dtanalysis.plots.fan_charts import choose_panels

CHANCES = pd.DataFrame(
    [
        {"outlook": "likely", "n": 108, "mean_chance": 0.76, "share_reached": 0.86, "is_enough": True},
        {"outlook": "very_likely", "n": 2, "mean_chance": 0.92, "share_reached": 1.0, "is_enough": False},
    ]
)


@pytest.fixture(scope="module")
def scope():
    return open_scope("data", period="2023-H1", unit="ninh-thuan")


def panel(scope, row: dict | None = None, own: pd.DataFrame | None = None):
    own = readings(50.0, 55.0, 60.0) if own is None else own
    return plots.fans(frame(row or projected()), own, scope).figure.axes[0]


def words_of(ax) -> list[str]:
    return [text.get_text().replace("\N{NO-BREAK SPACE}", " ") for text in ax.texts]


def test_the_path_runs_straight_from_the_newest_reading_to_the_target(scope):
    path = panel(scope).lines[-1]
    assert list(path.get_xdata()) == [LAST, END]
    assert list(path.get_ydata()) == [60.0, 70.0]


def standing(value: float) -> dict:
    row = projected()
    return row | {"projection": replace(row["projection"], standing=value)}


def test_a_new_year_starts_from_nothing_and_a_rate_without_cases_has_no_path(scope):
    assert list(panel(scope, standing(0.0)).lines[-1].get_ydata()) == [0.0, 70.0]
    dashed = [line for line in panel(scope, standing(np.nan)).lines if line.get_linestyle() == "--"]
    assert len(dashed) == 1  # the target alone


def test_both_ranges_are_drawn_the_wider_one_below(scope):
    wide, narrow = panel(scope).collections[:2]
    assert [band.get_paths()[0].get_extents().ymax for band in (wide, narrow)] == [69.0, 67.0]


def test_middle_target_and_outlook_are_written_at_the_panel(scope):
    words = words_of(panel(scope))
    assert {"66,0%", "70%", "▼▼ rất khó đạt: 5%"} <= set(words)


def test_labels_that_would_touch_are_moved_apart(scope):
    close = panel(scope, projected(target=66.2))
    heights = [text.get_position()[1] for text in close.texts[:2]]
    assert abs(heights[0] - heights[1]) == pytest.approx(0.13)


def test_bounds_are_ticks_and_estimates_are_hollow(scope):
    bound = panel(scope, own=readings(50.0, drawn_as="bound")).collections[2]
    estimate = panel(scope, own=readings(50.0, drawn_as="estimate")).collections[2]
    assert bound.get_sizes()[0] > estimate.get_sizes()[0]
    assert estimate.get_facecolor()[0].tolist()[:3] == [1.0, 1.0, 1.0]


def test_a_bound_is_not_joined_to_the_points(scope):
    own = pd.concat([readings(50.0, 55.0), readings(57.0, 58.0, 60.0, drawn_as="bound").head(1)])
    joined = panel(scope, own=own).lines[1]
    assert list(joined.get_ydata()) == [50.0, 55.0]


def test_what_starts_anew_each_january_is_not_joined_over_the_new_year(scope):
    own = readings(20.0, 25.0).assign(starts_anew=True)
    own.loc[own.index[0], "last_day"] = dt.date(2022, 12, 31)
    lengths = [len(line.get_xdata()) for line in panel(scope, own=own).lines[1:3]]
    assert lengths == [1, 1]


def test_at_most_twelve_panels_are_drawn_the_least_likely(scope):
    rows = [
        projected(chance=chance, outlook="open", dimension=str(chance))
        for chance in np.linspace(0.05, 0.95, 15)
    ]
    figure = plots.fans(frame(*rows), readings(60.0), scope)
    assert len(figure.figure.axes) == 12
    assert "3 chỉ tiêu dự báo được khác" in figure.note
    assert choose_panels(frame(*rows), scope)["chance"].max() < 0.85


def test_panels_of_one_group_stand_together_the_worst_group_first(scope):
    groups = ["Xã hội số", "Chính quyền số", "Xã hội số"]
    rows = [
        projected(chance=chance, outlook="open", dimension=str(chance), group_name=group)
        for chance, group in zip((0.4, 0.5, 0.6), groups, strict=True)
    ]
    chosen = choose_panels(frame(*rows), scope)
    assert chosen["group_name"].tolist() == ["Xã hội số", "Xã hội số", "Chính quyền số"]


def test_of_two_plans_the_first_is_drawn(scope):
    second = projected(plan="UBND-2023", chance=0.01, target=90.0)
    assert choose_panels(frame(second, projected()), scope)["plan"].tolist() == ["BCD-2023"]


def test_a_target_of_a_later_year_is_not_drawn_as_one_of_this_year(scope):
    assert plots.fans(frame(projected(year=2025), arithmetic()), readings(60.0), scope) is None


def test_without_a_projection_there_is_no_empty_chart(scope):
    assert plots.fans(frame(arithmetic()), readings(2.06), scope) is None
    assert plots.days_fan(frame(projected()).head(0), readings(60.0), scope) is None
    assert plots.days_fan(frame(projected(unit="da-nang")), readings(60.0), scope) is None


def test_a_fan_tells_its_numbers_and_holds_its_table(scope):
    figure = plots.fans(frame(projected()), readings(60.0), scope)
    assert "hiện 60%, dự báo 66,0% (63,0% – 69,0%), mục tiêu 70%, rất khó đạt" in figure.alt
    assert "đường cần đi" in figure.alt
    assert figure.table is not None


def test_letters_are_large_enough_for_a_phone(scope):
    figure = plots.fans(
        frame(projected(), projected(dimension="a", group_name="Khác")), readings(60.0), scope
    ).figure
    letters = [
        text for ax in figure.axes for text in [*ax.texts, *ax.get_xticklabels(), *ax.get_yticklabels()]
    ]
    # 358 pixels wide on a phone: 1 point of the figure is 358 / (72 × its inches) pixels there.
    pixels = [text.get_fontsize() * 358 / (72 * figure.get_figwidth()) for text in letters]
    assert min(pixels) >= 8


def test_no_two_dates_of_an_axis_touch(scope):
    labels = [label.get_text() for label in panel(scope).get_xticklabels()]
    assert labels[-1] == "12/2023"
    assert len(labels) == 2


def test_the_days_ahead_have_a_name_but_no_target(scope):
    row = projected("Điểm QĐ 766", end=dt.date(2023, 7, 8), target=np.nan)
    ax = plots.days_fan(frame(row), readings(58.0, 60.0), scope).figure.axes[0]
    assert "Điểm QĐ 766" in words_of(ax)
    assert "70%" not in words_of(ax)


def test_reliability_is_drawn_only_from_thirty_points_and_enough_trials(scope):
    ax = plots.reliability(CHANCES, record(), scope).figure.axes[0]
    assert words_of(ax) == ["▲ có khả năng đạt (n = 108)"]
    assert plots.reliability(CHANCES, record(29), scope) is None
    assert plots.reliability(CHANCES.tail(1), record(), scope) is None


def test_synthetic_fans_are_marked():
    scope = open_scope("data/synthetic", period="2023-H1", unit="tinh-mau")
    assert plots.fans(frame(projected()), readings(60.0), scope).synthetic
