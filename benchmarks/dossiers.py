"""
How fast, and in how much memory, do dossier records become tables? Against decoding alone, and against plain pandas.

    python benchmarks/dossiers_generate.py FOLDER --rows 10_000_000
    python benchmarks/dossiers.py FOLDER
    python benchmarks/dossiers.py FOLDER --compare duckdb     # or spark: every table against plain pandas

Each candidate runs in a process of its own, in turn, several rounds; medians are printed, with the ratios of one round's
neighbours. `decode` only reads the seven needed columns with pyarrow, `decode_codes` does so in the fastest way we know (texts as
dictionary codes, one file a thread). `ours` counts and makes all tables; `plain` does the same with pandas alone; `refresh` replaces
one province-month in a store. Wall time, CPU time of all threads, and the peak of resident memory; all data synthetic.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from statistics import median

COLUMNS = ["procedure_code", "field", "agency", "channel", "received_at", "due_at", "returned_at"]
CANDIDATES = ("decode", "decode_codes", "ours", "plain", "refresh")


def cpu_seconds() -> float:
    """CPU time of this process so far, all threads."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak_megabytes() -> float:
    """Largest resident memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def decode(folder: Path, threads: int) -> dict:
    """Decode the needed columns as pyarrow does unasked; three passes in one process, the median of them."""
    import pyarrow
    import pyarrow.parquet as pq

    pyarrow.set_cpu_count(threads)
    return median_pass(lambda: pq.read_table(folder / "store-synthetic", columns=COLUMNS).num_rows)


def decode_codes(folder: Path, threads: int) -> dict:
    """Decode texts to dictionary codes only, one file a thread: the fastest decoding that we know of."""
    import pyarrow.parquet as pq

    files = sorted((folder / "store-synthetic").glob("ym=*/province=*/*.parquet"))

    def read(file: Path) -> int:
        opened = pq.ParquetFile(file, read_dictionary=COLUMNS[:4])
        return opened.read(COLUMNS, use_threads=False).num_rows

    def read_all() -> int:
        with ThreadPoolExecutor(threads) as pool:
            return sum(pool.map(read, files))

    return median_pass(read_all)


def median_pass(read: Callable[[], int]) -> dict:
    """Wall and CPU time of three passes, the median of each."""
    passes = []
    for _ in range(3):
        start, cpu = time.perf_counter(), cpu_seconds()
        rows = read()
        passes.append((time.perf_counter() - start, cpu_seconds() - cpu))
    return {
        "rows": rows,
        "work_s": median(wall for wall, _ in passes),
        "cpu_s": median(cpu for _, cpu in passes),
    }


def ours(folder: Path, threads: int) -> dict:
    """Count with two statements, then make every table; a second pass in the same process is the warm one."""
    from dossiers_tables import make_tables, read_services

    from dtanalysis.dossiers import build_cube

    services = read_services(folder / "services-synthetic")
    passes = []
    for _ in range(2):
        start, cpu = time.perf_counter(), cpu_seconds()
        cube = build_cube(folder / "store-synthetic", threads=threads)
        built = time.perf_counter()
        make_tables(cube, services)
        passes.append((time.perf_counter() - start, cpu_seconds() - cpu, built - start))
    (first, _, _), (wall, cpu, build) = passes  # the second pass is no part of a cold start
    return {
        "rows": int(cube.counts["n"].sum()), "first_s": first, "work_s": wall, "build_s": build, "cpu_s": cpu,
        "after_cold_s": wall, "count_rows": len(cube.counts), "day_rows": len(cube.days),
    }  # fmt: skip


def plain(folder: Path, threads: int) -> dict:
    """Read all needed columns with pandas and make the same tables."""
    from dossiers_plain import make_tables, read_records, read_services

    services = read_services(folder / "services-synthetic")
    start, cpu = time.perf_counter(), cpu_seconds()
    records = read_records(folder / "store-synthetic")
    read = time.perf_counter()
    make_tables(records, services)
    return {
        "rows": len(records), "work_s": time.perf_counter() - start, "read_s": read - start, "cpu_s": cpu_seconds() - cpu,
    }  # fmt: skip


def refresh(folder: Path, threads: int) -> dict:
    """Count one province-month of a store again; five times, the median."""
    import tempfile

    import pandas as pd

    from dtanalysis.dossiers import replace_month

    file = max(
        (folder / "store-synthetic").glob("ym=*/province=*/*.parquet"), key=lambda path: path.stat().st_size
    )
    ym, province = (part.partition("=")[2] for part in file.parts[-3:-1])
    records = pd.read_parquet(file)
    with tempfile.TemporaryDirectory() as store:
        return {"rows": len(records)} | _time_refresh(
            Path(store) / "synthetic", province, int(ym), records, replace_month
        )


def _time_refresh(store: Path, province: str, ym: int, records, replace_month) -> dict:
    from dtanalysis.dossiers import refresh as count_again

    passes = []
    for _ in range(5):
        start = time.perf_counter()
        replace_month(store, province, ym, records)
        shutil.rmtree(store / "_cube")
        replaced = time.perf_counter()
        made = count_again(store, provinces=[province], months=[ym])
        passes.append((replaced - start, time.perf_counter() - replaced))
        assert len(made) == 1, "nothing was counted again"
    return {
        "replace_s": median(one for one, _ in passes),
        "work_s": median(two for _, two in passes),
        "cpu_s": 0.0,
    }


def run_one(name: str, folder: Path, threads: int) -> None:
    """Run one candidate in this process and print what it took as JSON."""
    start = time.perf_counter()
    took = globals()[name](folder, threads)
    print(json.dumps(took | {"total_s": time.perf_counter() - start, "peak_mb": peak_megabytes()}))


def run_apart(name: str, folder: Path, threads: int) -> dict:
    """Run one candidate in a fresh process; ``cold_s`` counts from its start to its end, imports among it."""
    command = [sys.executable, __file__, str(folder), "--one", name, "--threads", str(threads)]
    start = time.perf_counter()
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONHASHSEED": "0"}
    )
    if done.returncode:
        raise SystemExit(f"{name} failed:\n{done.stderr}")
    took = json.loads(done.stdout.splitlines()[-1])
    return took | {"cold_s": time.perf_counter() - start - took.get("after_cold_s", 0)}


def compare(folder: Path, threads: int, engine: str) -> None:
    """Print for every table whether it equals the one made with plain pandas."""
    import dossiers_plain
    from dossiers_tables import differences, make_tables, read_services

    from dtanalysis.dossiers import build_cube

    store = folder / "store-synthetic"
    start = time.perf_counter()
    if engine == "spark":
        with local_spark(store, threads) as spark:
            cube = build_cube(lambda query: spark.sql(query).toPandas(), dialect="spark", table="dossiers")
    else:
        cube = build_cube(store, threads=threads)
    print(
        f"{engine}: {cube.counts['n'].sum():,} synthetic dossiers counted in {time.perf_counter() - start:.1f} s"
    )
    own = make_tables(cube, read_services(folder / "services-synthetic"))
    records = dossiers_plain.read_records(store)
    naive = dossiers_plain.make_tables(records, dossiers_plain.read_services(folder / "services-synthetic"))
    for name, difference in differences(own, naive).items():
        print(
            f"  {name:18} {len(own[name]):>7,} rows  {difference or 'counts identical, rates within 1e-12'}"
        )


@contextmanager
def local_spark(store: Path, threads: int):
    """A Spark of this machine alone, with the records as the table ``dossiers``."""
    from pyspark.sql import SparkSession

    settings = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1", "spark.ui.enabled": "false",
                "spark.driver.memory": "6g", "spark.sql.shuffle.partitions": "8"}  # fmt: skip
    builder = SparkSession.builder.master(f"local[{threads}]").appName("dtanalysis benchmark")
    for name, value in settings.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    try:
        spark.read.parquet(str(store)).createOrReplaceTempView("dossiers")
        yield spark
    finally:
        spark.stop()


def report(rounds: dict[str, list[dict]]) -> None:
    """Print medians and the ratios that the goals are about."""
    middle = {
        name: {key: median(run[key] for run in runs) for key in runs[0]} for name, runs in rounds.items()
    }
    print(f"{'candidate':13}{'work s':>9}{'CPU s':>9}{'cold s':>9}{'peak MB':>9}")
    for name, values in middle.items():
        print(
            f"{name:13}{values['work_s']:9.2f}{values['cpu_s']:9.2f}{values['cold_s']:9.2f}{values['peak_mb']:9.0f}"
        )
    own = middle["ours"]
    print(
        f"cube: {own['count_rows']:,.0f} rows of counts, {own['day_rows']:,.0f} of days; first pass {own['first_s']:.2f} s"
    )
    for name in ("decode", "decode_codes", "plain"):
        for key in ("cold_s", "cpu_s") if name == "plain" else ("work_s", "cpu_s"):
            if name not in middle:
                continue
            ratio = middle[name][key] / own[key] if name == "plain" else own[key] / middle[name][key]
            words = "times faster than plain pandas" if name == "plain" else f"times {name}"
            print(f"ours, {key}: {ratio:.2f} {words}")
    if "refresh" in middle:
        again = middle["refresh"]
        print(
            f"one province-month of {again['rows']:,.0f} rows: counted again {again['work_s']:.3f} s, replaced {again['replace_s']:.3f} s"
        )


def main() -> None:
    """Read the command line, run the rounds, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("folder", type=Path, help="made by dossiers_generate.py")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--only", nargs="+", choices=CANDIDATES, default=list(CANDIDATES))
    parser.add_argument(
        "--compare", choices=("duckdb", "spark"), help="compare every table with plain pandas, and stop"
    )
    parser.add_argument("--one", choices=CANDIDATES, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        return run_one(asked.one, asked.folder, asked.threads)
    if asked.compare:
        return compare(asked.folder, asked.threads, asked.compare)
    names = ("duckdb", "pandas", "pyarrow", "numpy")
    print(
        f"Python {platform.python_version()}, " + ", ".join(f"{name} {version(name)}" for name in names),
        end="; ",
    )
    print(f"{os.cpu_count()} cores, {asked.threads} threads, {asked.rounds} rounds, synthetic data")
    rounds = {name: [] for name in asked.only}
    for _ in range(asked.rounds):
        for name in asked.only:
            rounds[name].append(run_apart(name, asked.folder, asked.threads))
    return report(rounds)


if __name__ == "__main__":
    main()
