"""
Figures and markdown tables of the accuracy benchmark, from forecasts and the tasks behind them.

Every figure is taken for each block (source and unit of measure) and then averaged over blocks with equal weight,
ratios as geometric means, so that no large block speaks for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
import pandas as pd
from projection_forecasts import KEY, QUANTILES, TASK_KEY
from projection_tasks import Task

from dtanalysis.projection.chances import OUTLOOKS, chance_of_reaching
from dtanalysis.projection.scores import (
    brier_skill,
    calibration_error,
    interval_hits,
    trial_targets,
    weighted_interval_score,
)

OURS, AUTO_ETS, RANDOM_WALK = "dtanalysis", "Nixtla AutoETS", "random walk"
HITS = ["hit50", "hit80", "hit95"]
# Units of measure begin so where values of several series can be averaged as they are; all others count as counts.
IN_OWN_UNIT = ("per", "index", "rank", "days", "share", "rate", "ratio", "score")
N_DRAWS = 2000

_COLUMNS = {
    "wis": ("WIS", "{:.2f}"),
    "to_ets": ("÷ AutoETS", "{:.2f}"),
    "to_walk": ("÷ random walk", "{:.2f}"),
    "ours_to": ("ours ÷ it [95 %]", "{}"),
    "mase": ("MASE", "{:.2f}"),
    "hit50": ("50 % holds", "{:.1f}"),
    "hit80": ("80 % holds", "{:.1f}"),
    "hit95": ("95 % holds", "{:.1f}"),
    "worst80": ("80 %, worst block", "{:.1f}"),
    "width80": ("80 % width", "{:.1f}"),
    "skill": ("Brier skill", "{:+.3f}"),
    "ece": ("ECE", "{:.3f}"),
    "out": ("out %", "{:.1f}"),
    "failed": ("failed %", "{:.1f}"),
    "ms": ("ms", "{:.2f}"),
    "n": ("points", "{:.0f}"),
    "n_chances": ("chances", "{:.0f}"),
    "told": ("told %", "{:.1f}"),
    "reached": ("came true %", "{:.1f}"),
}


# ---------------------------------------------------------------- scores of single points


def score_points(forecasts: pd.DataFrame) -> pd.DataFrame:
    """Add the scores of each scored point: ``wis``, hits, absolute and scaled error, width of the 80 % range."""
    quantiles, actual = forecasts[QUANTILES].to_numpy(), forecasts["actual"].to_numpy()
    wis, hits = weighted_interval_score(quantiles, actual), interval_hits(quantiles, actual)
    error = np.abs(actual - quantiles[:, len(QUANTILES) // 2])
    # Counts of different size go together only as a share of where they stand.
    last = forecasts["last"].abs().where(forecasts["last"].ne(0), 1.0) / 100
    divisor = last.where(~forecasts["unit"].str.startswith(IN_OWN_UNIT), 1.0)
    return forecasts.assign(
        wis=wis / divisor,
        abs_error=error,
        mase=error / forecasts["scale"],
        width80=(quantiles[:, -2] - quantiles[:, 1]) / divisor,
        **dict(zip(HITS, 100.0 * hits.T, strict=True)),
    )


def target_table(tasks: Iterable[Task]) -> pd.DataFrame:
    """Targets for testing chances: one row for each task, scored step and kind of target."""
    rows = [
        (task.series.series_id, task.length, task.end, step, kind, target)
        for task in tasks
        for step in task.steps
        for kind, target in trial_targets(
            task.history, step, task.series.upper, is_percent=task.series.unit == "percent"
        ).items()
    ]
    return pd.DataFrame(rows, columns=[*KEY, "kind", "target"])


def score_chances(points: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """Chance of each target as each method told it, and whether it was reached."""
    rows = points[["method", "block", *KEY, "actual", *QUANTILES]].merge(targets, on=KEY)
    chance = chance_of_reaching(rows[QUANTILES].to_numpy(), rows["target"].to_numpy())
    told = rows[["method", "block", *KEY, "kind"]]
    return told.assign(chance=chance, is_reached=rows["actual"].ge(rows["target"]))


# ---------------------------------------------------------------- figures


def block_figures(points: pd.DataFrame, chances: pd.DataFrame) -> pd.DataFrame:
    """Figures of one method for each block."""
    by_block = points.groupby("block")
    by_task = points.drop_duplicates(TASK_KEY).groupby("block")
    failed = by_task["fault"].agg(lambda found: 100 * found.ne("").mean())
    figures = by_block[["wis", "mase", *HITS, "width80"]].mean()
    return figures.assign(
        n=by_block.size(),
        skill=_of_chances(
            chances, lambda found: brier_skill(found["chance"], found["is_reached"], found["kind"])
        ),
        ece=_of_chances(chances, lambda found: calibration_error(found["chance"], found["is_reached"])),
        out=100 * by_block["is_out"].mean(),
        failed=failed,
    )


def overall_figures(points: pd.DataFrame, chances: pd.DataFrame, ours: str) -> pd.DataFrame:
    """Figures of each method, means over blocks; ratios with the bounds of a paired bootstrap where they are ours."""
    rows = {}
    for method, own in points.groupby("method", sort=False):
        figures = block_figures(own, _of_method(chances, method))
        rows[method] = figures.drop(columns="n").mean().to_dict() | {
            "worst80": figures["hit80"].min(),
            "to_ets": wis_ratio(points, method, AUTO_ETS),
            "to_walk": wis_ratio(points, method, RANDOM_WALK),
            "ours_to": _with_bounds(points, ours, method),
            "ms": own.drop_duplicates(TASK_KEY)["ms"].median(),
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def figures_by_block(points: pd.DataFrame, chances: pd.DataFrame, ours: str) -> pd.DataFrame:
    """Figures of our method for each block, with its ratios to the two references there."""
    wis = points.pivot_table(index="block", columns="method", values="wis", aggfunc="mean")
    figures = block_figures(_of_method(points, ours), _of_method(chances, ours))
    return figures.assign(
        to_ets=wis[ours] / wis[AUTO_ETS] if AUTO_ETS in wis else np.nan,
        to_walk=wis[ours] / wis[RANDOM_WALK] if RANDOM_WALK in wis else np.nan,
    )


def figures_by_part(points: pd.DataFrame, ours: str, part: str) -> pd.DataFrame:
    """Figures of our method for each value of a column, means over the blocks that have it; nothing about chances."""
    rows = {}
    for value, some in points.groupby(part):
        by_block = _of_method(some, ours).groupby("block")
        rows[value] = by_block[["wis", "mase", *HITS, "width80"]].mean().mean().to_dict() | {
            "to_ets": wis_ratio(some, ours, AUTO_ETS),
            "to_walk": wis_ratio(some, ours, RANDOM_WALK),
            "n": by_block.size().sum(),
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def outlook_record(chances: pd.DataFrame) -> pd.DataFrame:
    """How often each outlook word came true, all blocks together, and the two claims made of them."""
    rows, chance = {}, chances["chance"]
    most = 1.01
    for word, least in OUTLOOKS.items():
        rows[word.replace("_", " ")] = _came_true(chances[chance.ge(least) & chance.lt(most)])
        most = least
    rows["likely or better"] = _came_true(chances[chance.ge(OUTLOOKS["likely"])])
    rows["unlikely or worse"] = _came_true(chances[chance.lt(OUTLOOKS["open"])])
    return pd.DataFrame.from_dict(rows, orient="index")


def wis_ratio(points: pd.DataFrame, method: str, reference: str) -> float:
    """Weighted interval score of a method as a share of a reference's, geometric mean over blocks."""
    return float(np.exp(np.log(block_ratios(points, method, reference)).mean()))


def block_ratios(points: pd.DataFrame, method: str, reference: str) -> pd.Series:
    """Weighted interval score of a method as a share of a reference's in each block; empty without the reference."""
    wis = points[points["method"].isin([method, reference])]
    wis = wis.pivot_table(index="block", columns="method", values="wis", aggfunc="mean")
    return wis[method] / wis[reference] if {method, reference} <= set(wis) else pd.Series(dtype=float)


def ratio_bounds(points: pd.DataFrame, method: str, reference: str, seed: int = 0) -> tuple[float, float]:
    """95 % bounds of `wis_ratio` from a paired bootstrap that redraws whole series within blocks."""
    rng = np.random.default_rng(seed)
    wis = points[points["method"].isin([method, reference])]
    sums = wis.pivot_table(index=["block", "series_id"], columns="method", values="wis", aggfunc="sum")
    logs = []
    for _, block in sums.groupby("block"):
        drawn = rng.multinomial(len(block), np.full(len(block), 1 / len(block)), size=N_DRAWS)
        logs.append(np.log(drawn @ block[method].to_numpy()) - np.log(drawn @ block[reference].to_numpy()))
    low, high = np.quantile(np.exp(np.mean(logs, axis=0)), [0.025, 0.975])
    return float(low), float(high)


def _of_method(rows: pd.DataFrame, method: str) -> pd.DataFrame:
    """The rows of one method."""
    return rows[rows["method"].eq(method)]


def _of_chances(chances: pd.DataFrame, score: Callable[[pd.DataFrame], float]) -> pd.Series:
    """A score of the chances of each block."""
    return pd.Series({block: score(found) for block, found in chances.groupby("block")}, dtype=float)


def _came_true(chances: pd.DataFrame) -> dict[str, float]:
    """Number of chances, their mean and the share that came true, in percent."""
    return {
        "n_chances": len(chances),
        "told": 100 * chances["chance"].mean(),
        "reached": 100 * chances["is_reached"].mean(),
    }


def _with_bounds(points: pd.DataFrame, ours: str, method: str) -> str:
    """Our ratio to a method with its bounds, as text."""
    if method == ours:
        return "–"
    low, high = ratio_bounds(points, ours, method)
    return f"{wis_ratio(points, ours, method):.2f} [{low:.2f}, {high:.2f}]"


# ---------------------------------------------------------------- markdown


def report(forecasts: pd.DataFrame, tasks: list[Task], about: list[str]) -> str:
    """All tables as markdown, with lines that say how they came about."""
    points = score_points(forecasts)
    chances = score_chances(points, target_table(tasks))
    ours = OURS if OURS in set(points["method"]) else points["method"].iloc[0]
    overall = overall_figures(points, chances, ours)
    by_length = figures_by_part(points, ours, "length")
    parts_of_year = points["is_year_end"].map({True: "last period of the year", False: "other"})
    parts = [
        "# Accuracy of projections",
        "\n".join(f"- {line}" for line in about),
        "## All methods\n\n" + markdown(overall, "method"),
        *_claims(points, ours),
        f"## {ours}: by block\n\n" + markdown(figures_by_block(points, chances, ours), "block"),
        f"## {ours}: by length of history\n\n" + markdown(by_length, "points of history"),
        f"## {ours}: by step\n\n"
        + markdown(figures_by_part(points.assign(part=parts_of_year), ours, "part"), "step"),
        f"## {ours}: outlook words\n\n" + markdown(outlook_record(_of_method(chances, ours)), "outlook"),
    ]
    return "\n\n".join(parts) + "\n"


def markdown(figures: pd.DataFrame, what: str) -> str:
    """A table in markdown, columns in the order and with the decimals fixed above."""
    names = [name for name in _COLUMNS if name in figures]
    lines = [[what, *(_COLUMNS[name][0] for name in names)], ["---", *("---:" for _ in names)]]
    for label, row in figures.iterrows():
        lines.append([str(label), *(_told(row[name], _COLUMNS[name][1]) for name in names)])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _claims(points: pd.DataFrame, ours: str) -> Iterator[str]:
    """Ratios of our method to the references: all blocks, without the block that gains most, the worst block."""
    for reference in (AUTO_ETS, RANDOM_WALK):
        ratios = block_ratios(points, ours, reference)
        if ratios.empty or reference == ours:
            continue
        low, high = ratio_bounds(points, ours, reference)
        text = f"{ours} ÷ {reference}: {wis_ratio(points, ours, reference):.3f} [{low:.3f}, {high:.3f}]"
        if len(ratios) > 1:
            rest = np.exp(np.log(ratios.drop(ratios.idxmin())).mean())
            text += f"; without the block that gains most {rest:.3f}"
        yield f"{text}; worst block {ratios.max():.3f}."


def _told(value: object, form: str) -> str:
    """A figure as text; a dash where there is none."""
    return "–" if isinstance(value, float) and np.isnan(value) else form.format(value)
