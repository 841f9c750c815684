"""
Find the numbers of the projection model, and say what each part of it is worth.

Run: ``python benchmarks/tune_projection.py SERIES.csv`` tunes on all sources and prints the settings
(``--write`` puts them into the library); ``--leave-out`` tunes without each source in turn and scores the source left
out; ``--ablate`` also takes one part away from those settings at a time (without tuning again) and scores
in the same way. Needs ``cma``,
which stands with the peers in ``benchmarks/projection-requirements.txt``. Every number that comes out is in-sample
for the file, except those of a source left out.
"""

from __future__ import annotations

import argparse
import math
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np
from projection_tasks import Series, Task, make_tasks, read_series
from tuning_variants import WEIGHT, add_variants

from dtanalysis.projection.batch import Batch, make_batch
from dtanalysis.projection.levels import LEVELS
from dtanalysis.projection.model import forecast
from dtanalysis.projection.scores import interval_hits, random_walk_quantiles, weighted_interval_score
from dtanalysis.projection.settings import Member, Settings

HORIZON = 12
CALIBRATION = 2.0
"""What a mean miss of the quantiles of a block counts against the logarithm of its score."""

SMALL = 100
"""Points below which a real block counts as little as a variant: its score is mostly chance."""

# How a number is searched: "log" must stay above 0, "share" between 0 and 1, "plain" anywhere.
SEARCHED = {
    "memory": "share", "prior_size": "plain", "prior_open": "plain", "prior_rose": "plain",
    "prior_count": "log", "prior_power": "log", "sharpness": "log", "spread": "log", "trend_doubt": "log",
    "width_rose": "plain", "width_count": "plain", "patience": "log",
}  # fmt: skip
SEARCHED_OF_MEMBER = {
    "level": "share", "slope": "share", "damping": "share", "growth": "log", "weight_fell": "plain",
    "weight_rose": "plain",
}  # fmt: skip

WAYS = {
    "log": (math.log, math.exp),
    "share": (lambda share: math.log(share / (1 - share)), lambda point: 1 / (1 + math.exp(-point))),
    "plain": (float, float),
}


def _neutral(name: str, kind: str, level: float, slope: float, damping: float) -> Member:
    """A member that no data have spoken for."""
    return Member(name, kind, level, slope, damping, growth=0.5, weight_fell=0.0, weight_rose=0.0)


# Where every search begins: round numbers, so that nothing of a source left out comes in through the start.
START = Settings(
    members=(
        _neutral("level", "smoothed", 0.2, 0.0, 0.0),
        _neutral("last", "smoothed", 1.0, 0.0, 0.0),
        _neutral("drift", "smoothed", 1.0, 0.0, 0.98),
        _neutral("damped", "smoothed", 1.0, 0.3, 0.8),
        _neutral("momentum", "smoothed", 1.0, 0.9, 0.7),
        _neutral("reverting", "reverting", 1.0, 0.0, 0.5),
    ),
    # Scores hardly depend on it; a share of exactly 100 % should not look like a leap.
    edge_share=0.01,
    bend=1.5,
    memory=0.9,
    prior_size=-1.5,
    prior_open=-1.0,
    prior_rose=-0.2,
    prior_count=2.0,
    prior_power=0.3,
    sharpness=1.0,
    spread=1.0,
    trend_doubt=0.8,
    width_rose=-0.3,
    width_count=-0.2,
    patience=1.0,
    declared=0.8,
    sibling_doubt=4.0,
    sibling_count=1.0,
    sibling_share=0.15,
    counting_noise=1.0,
    quantiles=(0.55, 1.35, 2.6),
)

# Parts that can be taken away, and the settings without them.
PARTS = {
    "nothing": lambda settings: settings,
    **{
        f"member {name}": (
            lambda settings, name=name: replace(
                settings, members=tuple(member for member in settings.members if member.name != name)
            )
        )
        for name in ("level", "last", "drift", "damped", "momentum", "reverting")
    },
    "weights from errors": lambda settings: replace(settings, sharpness=1e-6),
    "pooled error": lambda settings: replace(settings, prior_count=1e-3),
    "doubt of the trend": lambda settings: replace(settings, trend_doubt=1e-6),
    "disagreement of members": lambda settings: replace(settings, spread=1e-6),
    "belief in rising": lambda settings: replace(settings, patience=1e9, declared=0.0),
    "width by readings": lambda settings: replace(settings, width_count=0.0),
    "siblings": lambda settings: replace(settings, sibling_count=0.0, sibling_doubt=1e9, sibling_share=0.0),
    "logit scale": lambda settings: replace(settings, edge_share=10.0),
}


@dataclass(frozen=True)
class Panel:
    """All tasks of a set of series, ready to be projected at once."""

    tasks: tuple[Task, ...]
    batch: Batch
    rows: np.ndarray
    steps: np.ndarray
    actuals: np.ndarray
    sizes: np.ndarray
    blocks: np.ndarray
    names: tuple[str, ...]
    walk: np.ndarray

    @property
    def weights(self) -> np.ndarray:
        """Weight of each block: variants and very small blocks count less."""
        counts = np.bincount(self.blocks, minlength=len(self.names))
        is_real = np.array([name.count(" · ") == 1 for name in self.names])
        weights = np.where(is_real & (counts >= SMALL), 1.0, WEIGHT)
        return weights / weights.sum()


def make_panel(tasks: list[Task]) -> Panel:
    """Put tasks side by side; the walk is the reference's score of each block."""
    batch = make_batch(
        [task.history for task in tasks],
        lower=[task.series.lower for task in tasks],
        upper=[task.series.upper for task in tasks],
        cumulative=[task.series.cumulative for task in tasks],
    )
    points = [(row, step, task.actuals[step - 1]) for row, task in enumerate(tasks) for step in task.steps]
    rows, steps, actuals = (np.array(column) for column in zip(*points, strict=True))
    names = tuple(sorted({task.series.block for task in tasks}))
    blocks = np.array([names.index(task.series.block) for task in tasks])[rows]
    # Counts are scored in percent of the last value.
    sizes = np.where(batch.is_bounded, 1.0, 100 / np.maximum(np.abs(batch.last), 1e-9))[rows]
    walks = np.stack([random_walk_quantiles(task.history, HORIZON) for task in tasks])
    walk = _by_block(weighted_interval_score(walks[rows, steps - 1], actuals) * sizes, blocks, len(names))
    return Panel(tuple(tasks), batch, rows, steps, actuals, sizes, blocks, names, walk)


def _by_block(values: np.ndarray, blocks: np.ndarray, count: int) -> np.ndarray:
    return np.bincount(blocks, weights=values, minlength=count) / np.bincount(blocks, minlength=count)


def score(panel: Panel, settings: Settings) -> tuple[np.ndarray, np.ndarray]:
    """Blocks: logarithm of the score by the random walk's; and shares held by the 50, 80 and 95 % range."""
    quantiles = _quantiles(panel, settings)
    own = weighted_interval_score(quantiles, panel.actuals) * panel.sizes
    count = len(panel.names)
    held = interval_hits(quantiles, panel.actuals).T
    shares = np.stack([_by_block(inside.astype(float), panel.blocks, count) for inside in held])
    return np.log(_by_block(own, panel.blocks, count) / panel.walk), shares


def _quantiles(panel: Panel, settings: Settings) -> np.ndarray:
    """Scored points × levels."""
    return forecast(panel.batch, HORIZON, settings).quantiles[panel.rows, panel.steps - 1]


def below_quantiles(panel: Panel, settings: Settings) -> np.ndarray:
    """Levels × blocks: share of outcomes below each quantile; one that meets it counts as half."""
    quantiles, actuals = _quantiles(panel, settings), panel.actuals[:, None]
    below = 0.5 * (actuals < quantiles) + 0.5 * (actuals <= quantiles)
    return np.stack([_by_block(column, panel.blocks, len(panel.names)) for column in below.T])


def loss(panel: Panel, settings: Settings) -> float:
    """
    What is made small: the mean score, blocks worse than the random walk once more, and quantiles that do not hold.

    Each quantile counts in every block, so that chances are right on either side; the ranges count in the mean over
    blocks, which is what is promised.
    """
    ratios, shares = score(panel, settings)
    weights = panel.weights
    beaten = 0.3 * (weights * np.maximum(ratios + 0.03, 0)).sum()
    missed = np.abs(below_quantiles(panel, settings) - np.array(LEVELS)[:, None]).mean(axis=0)
    mean_missed = np.abs((weights * (shares - np.array([[0.5], [0.8], [0.95]]))).sum(axis=1)).sum()
    return float((weights * (ratios + CALIBRATION * missed)).sum() + beaten + 0.4 * mean_missed)


def searched(settings: Settings) -> list[tuple[tuple, str]]:
    """Places of the numbers that are searched, and how; what is fixed stays so."""
    found = [((name,), way) for name, way in SEARCHED.items()]
    for place, member in enumerate(settings.members):
        for name, way in SEARCHED_OF_MEMBER.items():
            value = getattr(member, name)
            is_fixed = way == "share" and not 0 < value < 1
            # Only differences between weights count, so one member's stay.
            if not is_fixed and not (place == 1 and name.startswith("weight")):
                found.append(((place, name), way))
    return found + [((place,), "log") for place in range(3)]


def read_numbers(settings: Settings, places: list[tuple[tuple, str]]) -> np.ndarray:
    """Numbers at the searched places, on the scale of the search."""
    return np.array([WAYS[way][0](_number(settings, place)) for place, way in places])


def _number(settings: Settings, place: tuple) -> float:
    if isinstance(place[0], str):
        return getattr(settings, place[0])
    return settings.quantiles[place[0]] if len(place) == 1 else getattr(settings.members[place[0]], place[1])


def put_numbers(settings: Settings, places: list[tuple[tuple, str]], numbers: np.ndarray) -> Settings:
    """Settings with other numbers at the searched places."""
    own: dict[str, float] = {}
    quantiles = list(settings.quantiles)
    members: list[dict[str, float]] = [{} for _ in settings.members]
    for (place, way), number in zip(places, numbers, strict=True):
        value = float(WAYS[way][1](number))
        if isinstance(place[0], str):
            own[place[0]] = value
        elif len(place) == 1:
            quantiles[place[0]] = value
        else:
            members[place[0]][place[1]] = value
    changed = tuple(replace(member, **new) for member, new in zip(settings.members, members, strict=True))
    return replace(settings, members=changed, quantiles=tuple(quantiles), **own)


def tune(panel: Panel, start: Settings, *, iterations: int, ridge: float = 0.012, seed: int = 1) -> Settings:
    """Search by covariance-matrix adaptation, held back towards the start."""
    import cma

    places = searched(start)
    origin = read_numbers(start, places)

    def cost(numbers: np.ndarray) -> float:
        found = loss(panel, put_numbers(start, places, numbers))
        return found + ridge * float(((numbers - origin) ** 2).mean()) if np.isfinite(found) else 9.0

    search = cma.CMAEvolutionStrategy(origin, 0.2, {"seed": seed, "verbose": -9, "maxiter": iterations})
    while not search.stop():
        asked = search.ask()
        search.tell(asked, [cost(numbers) for numbers in asked])
    best = min((search.result.xbest, search.result.xfavorite), key=cost)
    return put_numbers(start, places, best)


def sources(series: list[Series]) -> list[str]:
    """Names of the sources, which the blocks begin with."""
    return sorted({one.block.partition(" · ")[0] for one in series})


def without(series: list[Series], source: str) -> list[Series]:
    """Series of all other sources."""
    return [one for one in series if one.block.partition(" · ")[0] != source]


def draw_tasks(series: list[Series], seeds: tuple[int, ...]) -> list[Task]:
    """Tasks of several draws of origins."""
    return [task for seed in seeds for task in make_tasks(series, per_group=10, seed=seed)]


def _tune_job(job: tuple[Path, str, int]) -> Settings:
    """One tuning, in a process of its own; without a source, if one is named."""
    path, source, iterations = job
    series = read_series(path)
    panel = make_panel(draw_tasks(add_variants(without(series, source) if source else series), (11, 12)))
    return tune(panel, START, iterations=iterations)


def score_left_out(path: Path, tuned: dict[str, Settings]) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Real blocks scored with settings that never saw their source: names, log ratios, shares held."""
    series = read_series(path)
    names, ratios, shares = [], [], []
    for source, settings in tuned.items():
        own = [one for one in series if one.block.partition(" · ")[0] == source]
        panel = make_panel(draw_tasks(own, (0, 1, 2, 3, 4, 5)))
        ratio, held = score(panel, settings)
        names += panel.names
        ratios.append(ratio)
        shares.append(held)
    return names, np.concatenate(ratios), np.concatenate(shares, axis=1)


def block_table(names: list[str], ratios: np.ndarray, shares: np.ndarray) -> str:
    """Blocks and their mean, as a table."""
    head = "| block | WIS ÷ random walk | 50 % holds | 80 % holds | 95 % holds |\n| --- | ---: | ---: | ---: | ---: |\n"
    rows = [*zip(names, ratios, shares.T, strict=True), ("**mean**", ratios.mean(), shares.mean(axis=1))]
    return head + "\n".join(f"| {name} | {_figures(ratio, held)} |" for name, ratio, held in rows)


def _figures(ratio: float, held: np.ndarray) -> str:
    return f"{math.exp(ratio):.3f} | " + " | ".join(f"{100 * share:.0f}" for share in held)


def part_table(path: Path, tuned: dict[str, Settings]) -> str:
    """What happens to the means over blocks when one part is taken away; above 1 is worse."""
    _, whole, _ = score_left_out(path, tuned)
    lines = [
        "| taken away | WIS ÷ whole | worst block ÷ random walk | 50 % holds | 80 % holds | 80 %, worst block |"
    ]
    lines.append("| --- | ---: | ---: | ---: | ---: | ---: |")
    for part, take_away in PARTS.items():
        poorer = {source: take_away(settings) for source, settings in tuned.items()}
        _, ratios, held = score_left_out(path, poorer)
        mean = 100 * held.mean(axis=1)
        lines.append(
            f"| {part} | {math.exp((ratios - whole).mean()):.3f} | {math.exp(ratios.max()):.2f} | {mean[0]:.0f} | "
            f"{mean[1]:.0f} | {100 * held[1].min():.0f} |"
        )
    return "\n".join(lines)


def as_module(settings: Settings) -> str:
    """Text of ``dtanalysis/projection/tuned.py``."""
    members = "\n".join(
        "        Member("
        + ", ".join(f"{field.name}={_written(getattr(member, field.name))}" for field in fields(Member))
        + "),"
        for member in settings.members
    )
    numbers = "\n".join(
        f"    {field.name}={_written(getattr(settings, field.name))},"
        for field in fields(Settings)
        if field.name != "members"
    )
    return (
        '"""The tuned numbers of the projection model; written by ``benchmarks/tune_projection.py``."""\n\n'
        "from dtanalysis.projection.settings import Member, Settings\n\n"
        f"TUNED = Settings(\n    members=(\n{members}\n    ),\n{numbers}\n)\n"
    )


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return "(" + ", ".join(_written(one) for one in value) + ")"
    if not isinstance(value, float):
        return repr(value)
    return repr(float(f"{value:.4g}"))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("series", type=Path, help="tidy file of development series")
    parser.add_argument("--iterations", type=int, default=120)
    parser.add_argument("--leave-out", action="store_true", help="tune without each source, and score it")
    parser.add_argument("--ablate", action="store_true", help="and take one part away at a time")
    parser.add_argument(
        "--write", action="store_true", help="put the settings of all sources into the library"
    )
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    if asked.leave_out or asked.ablate:
        tuned = leave_out(asked.series, asked.iterations, asked.jobs)
        print(block_table(*score_left_out(asked.series, tuned)))
        if asked.ablate:
            print("\n" + part_table(asked.series, tuned))
        return
    text = as_module(_tune_job((asked.series, "", asked.iterations)))
    print(text)
    if asked.write:
        home = Path(__file__).resolve().parents[1] / "dtanalysis" / "projection" / "tuned.py"
        home.write_text(text, encoding="utf-8")


def leave_out(path: Path, iterations: int, jobs: int) -> dict[str, Settings]:
    """Settings tuned without each source."""
    known = sources(read_series(path))
    with ProcessPoolExecutor(jobs) as pool:
        found = pool.map(_tune_job, [(path, source, iterations) for source in known])
        return dict(zip(known, found, strict=True))


if __name__ == "__main__":
    main()
