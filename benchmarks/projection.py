"""
How accurate are projections? Our method and named peers on any file of series: same tasks, same run.

Run from the project root, in an environment with the packages of ``benchmarks/projection-requirements.txt``
(methods whose package is missing are left out and named)::

    python benchmarks/projection.py SERIES.csv --out table.md

The file is tidy: series_id, group, period, freq (A, H, Q, M), value, unit, lower, upper, cumulative, denominator,
source. Only the longest gap-free run of each series is used; a group holds siblings, the same indicator of other units.
Tasks, scores and averages are described in `dtanalysis.projection.scores` and in the modules beside this one.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import shlex
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

# Set before numpy is loaded, here and in the processes started below: threads of theirs would only get in the way.
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import pandas as pd  # noqa: E402
from projection_forecasts import TASK_KEY, loadable, make_forecasts  # noqa: E402
from projection_peers import METHODS, find_method  # noqa: E402
from projection_report import report  # noqa: E402
from projection_tasks import Task, make_tasks, read_series  # noqa: E402

LEGEND = (
    "Every figure is the mean over blocks (source · unit of measure), every ratio their geometric mean; bounds come "
    "from a paired bootstrap that redraws whole series within blocks.",
    "WIS: weighted interval score, in points (counts: % of the last value); ÷: as a share of the reference's, below 1 "
    "is better. MASE: error of the median by the mean change of the history. Holds: % of outcomes within the range.",
    "Brier skill: against the base rate of each block and kind of target. ECE: calibration error of chances. Out: "
    "% of points with a quantile beyond a bound. Failed: % of forecasts for which the random walk stood in. ms: median.",
)
PACKAGES = ("dtanalysis", "numpy", "pandas", "scipy", "statsmodels", "statsforecast", "prophet")


def main(arguments: Sequence[str] | None = None) -> None:
    """Score the methods and print the tables."""
    asked = parse_arguments(arguments)
    try:
        tasks = make_tasks(read_series(asked.series), per_group=asked.per_group, seed=asked.seed)
        if not tasks:
            raise ValueError(f"{asked.series.name} holds no series with a gap-free run of 4 points or more.")
        ready, skipped = loadable(asked.methods)
    except (OSError, ValueError) as fault:
        sys.exit(f"projection.py: {fault}")
    forecasts = gather(tasks, ready, asked)
    if asked.save:
        forecasts.to_csv(asked.save, index=False)
    text = report(forecasts, tasks, [*about(asked, arguments, tasks), *skipped])
    if asked.out:
        asked.out.write_text(text, encoding="utf-8")
    print(text)


def parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0].strip())
    parser.add_argument("series", type=Path, help="tidy file of series")
    parser.add_argument(
        "--methods", nargs="+", default=list(METHODS), metavar="METHOD",
        help=f"any of {', '.join(METHODS)}, or module:function (default: all)",
    )  # fmt: skip
    parser.add_argument("--per-group", type=int, default=10, help="series of a group at most (default 10)")
    parser.add_argument("--seed", type=int, default=0, help="another number draws other series and origins")
    parser.add_argument("--out", type=Path, help="file for the tables, besides the screen")
    parser.add_argument("--jobs", type=int, default=2, help="processes (default 2)")
    parser.add_argument("--save", type=Path, help="file for the single forecasts (csv)")
    parser.add_argument("--known", type=Path, help="forecasts saved before: their methods are not run again")
    return parser.parse_args(arguments)


def gather(tasks: list[Task], words: list[str], asked: argparse.Namespace) -> pd.DataFrame:
    """Forecasts of all methods, those saved before included."""
    if not asked.known:
        return make_forecasts(tasks, words, jobs=asked.jobs)
    known = pd.read_csv(asked.known, keep_default_na=False)
    wanted = {(task.series.series_id, task.length, task.end) for task in tasks}
    for method, own in known.groupby("method"):
        if set(own[TASK_KEY].itertuples(index=False, name=None)) != wanted:
            sys.exit(f"projection.py: {asked.known.name} holds other tasks for {method}; make it again.")
    left = [word for word in words if find_method(word).name not in set(known["method"])]
    return (
        pd.concat([make_forecasts(tasks, left, jobs=asked.jobs), known], ignore_index=True) if left else known
    )


def about(asked: argparse.Namespace, arguments: Sequence[str] | None, tasks: list[Task]) -> Iterator[str]:
    """Lines that say on what, with what and how the tables were made."""
    digest = hashlib.sha256(asked.series.read_bytes()).hexdigest()
    n_points = sum(len(task.steps) for task in tasks)
    n_series = len({task.series.series_id for task in tasks})
    words = sys.argv[1:] if arguments is None else list(arguments)
    yield f"Series file: {asked.series.name}, sha256 {digest}."
    yield f"{len(tasks)} forecasts of {n_series} series for each method, {n_points} scored points."
    yield f"Command: `python benchmarks/projection.py {shlex.join(map(_without_folder, words))}`."
    yield f"Python {platform.python_version()}; {', '.join(_versions())}."
    yield from LEGEND


def _without_folder(word: str) -> str:
    """A path without where it lies on this machine."""
    return Path(word).name if "/" in word or "\\" in word else word


def _versions() -> Iterator[str]:
    """Installed packages with their versions."""
    for package in PACKAGES:
        try:
            yield f"{package} {version(package)}"
        except PackageNotFoundError:
            yield f"{package} not installed"


if __name__ == "__main__":
    main()
