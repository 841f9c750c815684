"""The accuracy benchmark: the same tasks for all, scored at the right points, averaged over blocks, faults counted."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

sys.path.append(str(Path(__file__).parents[1] / "benchmarks"))

import projection
import projection_forecasts as forecasts
import projection_peers as peers
import projection_report as reports
import projection_tasks as tasks


def synthetic(name: str, n: int, freq: str = "M", **columns) -> pd.DataFrame:
    """An invented series from January 2015 on; without `values` each value is its place from 1, so it can be told."""
    periods = pd.period_range("2015", periods=n, freq={"M": "M", "Q": "Q", "A": "Y"}[freq]).astype(str)
    about = {"group": "synthetic-group", "unit": "count", "cumulative": 0, "source": "synthetic"}
    about |= {"lower": 0, "upper": "", "denominator": "", "value": np.arange(1, n + 1)}
    texts = periods.str.replace("Q", "-Q")
    return pd.DataFrame({"series_id": name, "period": texts, "freq": freq, **about, **columns})


def noisy(name: str, n: int, freq: str = "M", **columns) -> pd.DataFrame:
    """An invented percentage that wanders, seeded by its name."""
    rng = np.random.default_rng(sum(map(ord, name)))
    wander = np.clip(50 + rng.normal(0.3, 2, n).cumsum(), 0, 100).round(2)
    return synthetic(name, n, freq, **{"value": wander, "unit": "percent", "upper": 100, **columns})


@pytest.fixture
def keep(tmp_path):
    def write(*frames: pd.DataFrame) -> Path:
        path = tmp_path / "series.synthetic.csv"
        pd.concat(frames).to_csv(path, index=False)
        return path

    return write


@pytest.fixture
def make(keep):
    def tasks_of(*frames: pd.DataFrame, **choices) -> list[tasks.Task]:
        return tasks.make_tasks(tasks.read_series(keep(*frames)), **choices)

    return tasks_of


def scored(made: list[tasks.Task], **methods) -> pd.DataFrame:
    """Points of functions under test, by their names."""
    rows = [
        row
        for task in made
        for name, method in methods.items()
        for row in forecasts._forecast_task(task, peers.Method(name, None), method)
    ]
    return reports.score_points(pd.DataFrame(rows))


def names(made: list[tasks.Task]) -> list[tuple]:
    return [(task.series.series_id, task.length, task.end, task.steps) for task in made]


# ---------------------------------------------------------------- tasks


def test_tasks_depend_on_neither_the_order_of_rows_nor_other_groups(make):
    world = pd.concat([noisy(f"synthetic-{i}", 30) for i in range(4)])
    other = noisy("synthetic-other", 30, group="another")
    shuffled = world.sample(frac=1, random_state=1)
    assert names(make(world)) == names(make(shuffled))
    assert names(make(world)) == [one for one in names(make(world, other)) if one[0] != "synthetic-other"]


def test_another_seed_draws_other_origins(make):
    world = noisy("synthetic", 40)
    assert names(make(world)) == names(make(world)) != names(make(world, seed=1))


def test_a_group_gives_no_more_series_than_asked_and_skips_those_too_short(make):
    world = [noisy(f"synthetic-{i}", 12) for i in range(5)] + [
        noisy(f"synthetic-short-{i}", 3) for i in range(5)
    ]
    found = {task.series.series_id for task in make(*world, per_group=3)}
    assert len(found) == 3
    assert not any("short" in name for name in found)


@pytest.mark.parametrize("freq", ["M", "Q", "A"])
def test_what_a_method_sees_ends_before_what_is_scored(make, freq):
    for task in make(synthetic("synthetic", 40, freq)):
        assert task.history.tolist() == list(range(task.end - task.length + 1, task.end + 1))
        assert task.actuals.tolist() == list(range(task.end + 1, task.end + task.horizon + 1))


def test_scored_points_are_the_steps_named_and_the_last_month_of_the_year(make):
    points = scored(make(synthetic("synthetic", 60)), walk=peers.random_walk)
    assert points["actual"].eq(points["last"] + points["step"]).all()
    assert set(points.loc[~points["is_year_end"], "step"]) == {1, 3, 6}
    assert points.loc[points["is_year_end"], "actual"].mod(12).eq(0).all()  # the first value is of a January


def test_each_point_is_scored_against_the_step_it_was_told_for(make):
    points = scored(make(synthetic("synthetic", 60)), line=peers.straight_line)
    assert points["wis"].to_numpy() == pytest.approx(0)


def test_siblings_are_cut_at_the_date_of_the_origin(make):
    yearly = synthetic("synthetic-yearly", 5, "A", value=[12, 24, 36, 48, 60])
    made = make(synthetic("synthetic-a", 60), synthetic("synthetic-b", 60), yearly)
    for task in [task for task in made if task.series.series_id == "synthetic-a"]:
        assert max(task.siblings[0]) == task.end
        assert all(history.max() <= task.end for history in task.siblings)


def test_only_the_longest_run_without_a_gap_is_used(keep):
    whole = synthetic("synthetic", 20)
    (series,) = tasks.read_series(keep(whole[~whole["value"].isin([5, 18])]))
    assert series.values.tolist() == list(range(6, 18))


def test_half_years_are_read_and_scored_to_the_end_of_the_year(make):
    halves = [f"{year}-H{half}" for year in range(2015, 2019) for half in (1, 2)]
    made = make(synthetic("synthetic", 8).assign(freq="H", period=halves))
    assert {(task.end % 2, task.year_end_step) for task in made} <= {(1, 1), (0, None)}
    assert {task.length for task in made} == {3, 4, 6}


def test_denominators_are_given_only_where_all_are_known(make):
    full = noisy("synthetic-full", 8, denominator=200)
    holed = noisy("synthetic-holed", 8, denominator=[200] * 6 + [""] * 2)
    known = {(task.series.series_id, task.end): task.denominators for task in make(full, holed)}
    assert known["synthetic-full", 7].tolist() == [200] * 6
    assert [
        found is None for (name, end), found in known.items() if name == "synthetic-holed" and end > 6
    ] == [True]


# ---------------------------------------------------------------- bad files


def test_a_missing_column_is_named_with_those_that_a_file_has(keep):
    path = keep(synthetic("synthetic", 5).drop(columns=["freq", "upper"]))
    with pytest.raises(
        ValueError, match="lacks the columns freq, upper; a series file has series_id, .*, denominator"
    ):
        tasks.read_series(path)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (
            {"period": ["2015-01", "2015-02", "2015-13"]},
            r"line 4 .*2015-13\): period is not written .*M as 2023-06, Q as",
        ),
        ({"freq": "W"}, "freq is none of M, Q, H, A"),
        ({"value": [1, "many", 3]}, "line 3 .*: value is not a number. 1 of 3 rows"),
        ({"value": [1, "", 3]}, "line 3 .*: one of .*value.* is empty"),
        ({"value": [1, 2, 101], "upper": 100}, r"line 4 .*: value lies outside lower and upper"),
        ({"value": [-1, 2, 3], "lower": ""}, r"an empty lower means 0"),
        ({"lower": 100, "upper": 100}, "lower is not below upper"),
        ({"cumulative": "yes"}, "cumulative is not a number"),
        ({"cumulative": 2}, "cumulative is neither 0 nor 1"),
        ({"period": "2015-01"}, "line 3 .*: the period stands twice"),
        ({"unit": ["count", "count", "percent"]}, "unit varies within a series"),
    ],
)
def test_a_bad_row_is_refused_with_its_line_and_what_is_wrong(keep, columns, message):
    with pytest.raises(ValueError, match=message):
        tasks.read_series(keep(synthetic("synthetic", 3).assign(**columns)))


@pytest.mark.parametrize("content", [b"", b"period,value\n2015,1,2,3\n2016,1", "đơn vị".encode("utf-16")])
def test_what_is_no_table_is_refused_by_name(tmp_path, content):
    (tmp_path / "odd.csv").write_bytes(content)
    with pytest.raises(
        ValueError, match=r"odd.csv (is not a comma-separated file in UTF-8|lacks the columns)"
    ):
        tasks.read_series(tmp_path / "odd.csv")


def test_a_file_without_rows_holds_no_series(keep):
    assert tasks.read_series(keep(synthetic("synthetic", 3)[:0])) == []


# ---------------------------------------------------------------- methods


def broken(values, horizon, lower, upper, freq):
    raise RuntimeError("tiny datasets")


def too_narrow(values, horizon, lower, upper, freq):
    return np.ones((horizon, 3))


def endless(values, horizon, lower, upper, freq):
    return np.full((horizon, 7), np.inf)


@pytest.mark.parametrize(
    ("method", "fault"), [(broken, "RuntimeError: tiny"), (too_narrow, "shape"), (endless, "not finite")]
)
def test_a_failing_method_is_counted_and_gets_the_random_walk(make, method, fault):
    points = scored(make(noisy("synthetic", 30, lower=49)), failing=method, walk=peers.random_walk)
    failing, walk = (points[points["method"].eq(name)] for name in ("failing", "walk"))
    assert failing[forecasts.QUANTILES].to_numpy().tolist() == walk[forecasts.QUANTILES].to_numpy().tolist()
    assert failing["fault"].str.contains(fault).all()
    figures = reports.overall_figures(points, reports.score_chances(points, reports.target_table([])), "walk")
    assert figures["failed"].to_dict() == {"failing": 100, "walk": 0}
    assert figures["out"]["failing"] == 0 < figures["out"]["walk"]


def test_a_method_cannot_change_what_the_next_one_sees(make):
    def greedy(values, horizon, lower, upper, freq):
        values[:] = 0
        return np.zeros((horizon, 7))

    points = scored(make(synthetic("synthetic", 30)), greedy=greedy, walk=peers.random_walk)
    walk = points[points["method"].eq("walk")]
    assert points["fault"].eq("").all()
    assert (walk["q0.5"].eq(walk["end"]) & walk["last"].eq(walk["end"])).all()


def test_a_method_is_given_only_what_it_wants(make):
    def wanting(values, horizon, lower, upper, freq, *, siblings, cumulative):
        assert cumulative is True and len(siblings) == 1
        return np.zeros((horizon, 7))

    wanting.wants_siblings = wanting.wants_cumulative = True
    wanting.__module__ = __name__
    globals()["wanting_for_test"] = wanting
    method = peers.find_method(f"{__name__}:wanting_for_test")
    made = make(synthetic("synthetic-a", 9, cumulative=1), synthetic("synthetic-b", 9, cumulative=1))
    assert not [
        row for task in made for row in forecasts._forecast_task(task, method, wanting) if row["fault"]
    ]


def test_a_method_whose_package_is_missing_is_left_out_with_a_line(monkeypatch):
    monkeypatch.setitem(sys.modules, "statsforecast.models", None)
    ready, skipped = forecasts.loadable(["random-walk", "auto-ets"])
    assert ready == ["random-walk"]
    assert skipped[0].startswith("Nixtla AutoETS left out: ")


def test_drift_widens_with_the_doubt_about_its_slope():
    made = peers.drift(np.array([10.0, 12, 16]), 2, 0, 100, "M")
    # Changes 2 and 4: mean 3, variance 2. Two steps on: 16 + 6, variance 2 · 2 · (1 + 2/2) = 8.
    assert made[1, [3, 5]] == pytest.approx([22, 22 + 1.2815516 * np.sqrt(8)])


def test_ends_of_ranges_become_quantiles_in_order():
    ends = {95: np.array([[1, 7]]), 80: np.array([[2, 6]]), 50: np.array([[3, 5]])}
    assert peers.from_ranges(np.array([4]), ends).tolist() == [[1, 2, 3, 4, 5, 6, 7]]


def test_the_trend_line_is_the_one_of_statsmodels():
    import statsmodels.api as sm

    values, ahead = np.array([3.0, 5, 4, 8, 9, 7]), np.column_stack([np.ones(2), [6, 7]])
    fit = sm.OLS(values, np.column_stack([np.ones(6), np.arange(6)])).fit()
    low, high = fit.get_prediction(ahead).conf_int(obs=True, alpha=0.2).T
    made = peers.trend_line(values, 2, 0, 100, "M")
    assert made[:, [1, 5]] == pytest.approx(np.column_stack([low, high]))
    assert made[:, 3] == pytest.approx(fit.predict(ahead))


@pytest.mark.filterwarnings("ignore")  # statsmodels tells how its fit went
def test_one_end_of_the_theta_range_gives_all_of_them():
    from statsmodels.tsa.forecasting.theta import ThetaModel

    values = np.array([31.0, 33, 32, 36, 35, 39, 41, 40])
    told = (
        ThetaModel(pd.Series(values), period=1, deseasonalize=False).fit().prediction_intervals(3, alpha=0.2)
    )
    made = peers.load_theta()(values, 3, 0, 100, "M")
    assert made[:, [1, 5]] == pytest.approx(told.to_numpy(), rel=1e-6)


@pytest.mark.parametrize("word", ["drift", "drift-clipped", "straight-line", "ols", "ets", "local-trend"])
def test_every_method_gives_rising_quantiles_of_the_right_shape(word):
    values = np.array([31.0, 33, 32, 36, 35, 39, 41, 40, 44])
    made = forecasts._attempt(peers.find_method(word).load(), (values, 3, 0.0, 100.0, "M"), {})
    assert made[1] == ""
    assert made[0].shape == (3, 7)
    assert (np.diff(made[0][:, 3]) >= 0).all() and made[0][0, 3] == pytest.approx(44, abs=3)


# ---------------------------------------------------------------- figures


def points_of(**scores: dict[str, list[float]]) -> pd.DataFrame:
    """Scored points of made-up methods: method=dict(block=[scores of its series])."""
    rows = [
        {"method": method, "block": block, "series_id": f"{block}-{place}", "wis": score}
        for method, blocks in scores.items()
        for block, found in blocks.items()
        for place, score in enumerate(found)
    ]
    return pd.DataFrame(rows)


def test_every_block_weighs_the_same_however_many_points_it_has():
    points = points_of(ours={"a": [1] * 50, "b": [8]}, theirs={"a": [2] * 50, "b": [4]})
    assert reports.block_ratios(points, "ours", "theirs").to_dict() == {"a": 0.5, "b": 2}
    assert reports.wis_ratio(points, "ours", "theirs") == pytest.approx(1)


def test_bounds_hold_the_ratio_and_close_up_where_all_series_agree():
    rng = np.random.default_rng(3)
    scores = rng.uniform(1, 3, 40)
    points = points_of(ours={"a": scores}, theirs={"a": 2 * scores}, noise={"a": rng.uniform(1, 3, 40)})
    assert reports.ratio_bounds(points, "ours", "theirs") == pytest.approx((0.5, 0.5))
    low, high = reports.ratio_bounds(points, "ours", "noise")
    assert low < reports.wis_ratio(points, "ours", "noise") < high < 1.5


def test_the_overall_table_is_the_mean_of_the_blocks(make):
    world = [noisy(f"synthetic-{i}", 30, source="first") for i in range(3)]
    made = make(*world, noisy("synthetic-q", 9, "Q", source="second", group="q"))
    points = scored(made, walk=peers.random_walk)
    figures = reports.overall_figures(
        points, reports.score_chances(points, reports.target_table(made)), "walk"
    )
    by_block = points.groupby("block")
    assert len(by_block) == 2
    assert figures["wis"]["walk"] == pytest.approx(by_block["wis"].mean().mean())
    assert figures["worst80"]["walk"] == pytest.approx(by_block["hit80"].mean().min())


def test_skill_is_against_the_base_rate_of_each_kind_of_target(make):
    points = scored(make(noisy("synthetic", 12)), walk=peers.random_walk)
    kinds, reached = ["round", "round", "pace", "pace"], [True, True, True, False]
    told = pd.DataFrame({"block": points["block"][0], "chance": 0.75, "kind": kinds, "is_reached": reached})
    assert reports.block_figures(points, told)["skill"].iloc[0] == pytest.approx(1 - 0.75 / 0.5)


def test_counts_are_scored_as_a_share_of_the_last_value(make):
    small, large = synthetic("synthetic", 12), synthetic("synthetic", 12, value=np.arange(1, 13) * 1000)
    first, second = (scored(make(world), walk=peers.random_walk) for world in (small, large))
    assert first["wis"].to_numpy() == pytest.approx(second["wis"].to_numpy())
    assert second["abs_error"].to_numpy() == pytest.approx(1000 * first["abs_error"].to_numpy())


def test_outlook_words_are_counted_with_what_came_true():
    told = pd.DataFrame({"chance": [0.999, 0.9, 0.7, 0.5, 0.2, 0.05], "is_reached": [1, 1, 0, 1, 0, 0]})
    record = reports.outlook_record(told.astype({"is_reached": bool}))
    assert record["n_chances"].to_dict() == {
        "very likely": 2, "likely": 1, "open": 1, "unlikely": 1, "very unlikely": 1,
        "likely or better": 3, "unlikely or worse": 2,
    }  # fmt: skip
    assert record["reached"]["likely or better"] == pytest.approx(200 / 3)


# ---------------------------------------------------------------- the command


@pytest.fixture
def world(keep):
    return keep(
        *(noisy(f"synthetic-{i}", 20) for i in range(3)), noisy("synthetic-q", 12, "Q", source="second")
    )


def test_the_command_says_on_what_and_how_its_table_was_made(world, tmp_path, capsys):
    projection.main(
        [str(world), "--methods", "random-walk", "drift", "--jobs", "1", "--out", str(tmp_path / "t.md")]
    )
    text = (tmp_path / "t.md").read_text(encoding="utf-8")
    assert text in capsys.readouterr().out
    assert "`python benchmarks/projection.py series.synthetic.csv --methods random-walk drift" in text
    assert "sha256" in text and f"numpy {np.__version__}" in text and "| drift |" in text
    assert str(tmp_path) not in text
    assert "nan" not in text


def test_saved_forecasts_give_the_same_figures_and_other_tasks_are_refused(world, tmp_path, capsys):
    saved, words = tmp_path / "saved.csv", ["--methods", "random-walk", "drift"]
    projection.main([str(world), *words, "--jobs", "1", "--save", str(saved)])
    first = capsys.readouterr().out
    projection.main([str(world), *words, "--known", str(saved)])
    assert first.partition("## ")[2] == capsys.readouterr().out.partition("## ")[2]
    with pytest.raises(SystemExit, match="holds other tasks for drift"):
        projection.main([str(world), *words, "--known", str(saved), "--seed", "1"])


def test_two_processes_give_the_forecasts_of_one(world):
    made = tasks.make_tasks(tasks.read_series(world))
    one, two = (forecasts.make_forecasts(made, ["random-walk", "ols"], jobs=jobs) for jobs in (1, 2))
    pd.testing.assert_frame_equal(one.drop(columns="ms"), two.drop(columns="ms"))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--methods", "magic"], "Method 'magic' is not known; write one of ours, .*, or module:function"),
        (["--per-group", "0"], "no series with a gap-free run of 4 points"),
    ],
)
def test_the_command_stops_with_a_sentence(world, words, message):
    with pytest.raises(SystemExit, match=message):
        projection.main([str(world), *words])
