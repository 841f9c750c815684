"""
How long a user waits before anything happens: imports against pandas alone, and the command line's help.

Run: ``python benchmarks/startup.py`` (medians of fresh processes, in one run; ratios against ``import pandas``).
"""

from __future__ import annotations

import platform
import statistics
import subprocess
import sys
import time

RUNS = 9

CASES = {
    "python alone": "pass",
    "import pandas": "import pandas",
    "import dtanalysis": "import dtanalysis",
    "what a notebook imports": "import dtanalysis as dt; from dtanalysis import exhibits, gaps, narrative, plots, tables; dt.open_scope",
    "dtanalysis --help": "import sys; from dtanalysis.cli import main; main(['--help'], standalone_mode=False)",
}


def median_seconds(code: str) -> float:
    """Return the median wall time of a fresh interpreter running `code`."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Print one line per case: median seconds and the ratio to ``import pandas``."""
    seconds = {name: median_seconds(code) for name, code in CASES.items()}
    import pandas

    print(
        f"Python {platform.python_version()}, pandas {pandas.__version__}, medians of {RUNS} fresh processes"
    )
    for name, value in seconds.items():
        print(f"{name:28} {value:6.3f} s   {value / seconds['import pandas']:5.2f} x import pandas")


if __name__ == "__main__":
    main()
