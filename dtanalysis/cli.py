"""
The command line: parsing of arguments and calls, nothing else.

Exit codes: 0 the report is published; 1 a notebook failed, nothing was published; 2 the call or the data
cannot be used (unknown unit, period, plan, parameter; tables that disagree), nothing was started; 130
interrupted, nothing was published.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

import dtanalysis

if TYPE_CHECKING:
    from dtanalysis.run.parameters import Job

_EXIT_CODES = """\b
Exit codes: 0 published; 1 a notebook failed, nothing was published;
2 the call or the data cannot be used, nothing was started; 130 interrupted."""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(dtanalysis.__version__, prog_name="dtanalysis")
def main() -> None:
    """Gap analyses and year-end projections for a province's digital-transformation programme."""


@main.command(epilog=_EXIT_CODES, short_help="Execute the notebooks for PERIOD and publish their pages.")
@click.argument("period")
@click.option("--unit", default="ninh-thuan", show_default=True, help="Id or name of a registered unit.")
@click.option("--plan", default="", help="Id of one plan; without it, every own plan that covers the year.")
@click.option(
    "--notebooks",
    default="",
    help="Names or numbers, separated by commas; without it, all. Other pages of the same origin stay.",
)
@click.option("--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
@click.option(
    "--as-of", default="latest", show_default=True, help="Last day whose knowledge counts: 2023-07-12."
)
@click.option("--compare-to", default="", help="Period to compare with; without it, the same one last year.")
@click.option("-p", "--parameter", "pairs", nargs=2, multiple=True, metavar="NAME VALUE",
              help="A further parameter of the notebooks.")  # fmt: skip
@click.option("--data-dir", default="data", show_default=True, help="Folder of the tables.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("reports"), show_default=True,
              help="Folder below which the report is published.")  # fmt: skip
@click.option("--quiet", is_flag=True, help="No progress.")
def report(period: str, pairs: tuple[tuple[str, str], ...], notebooks: str, quiet: bool, **asked) -> None:
    """Execute the notebooks for PERIOD (2023-H1, 2023-Q2, 2023-06, 2023-9M, 2023) and publish their pages."""
    with _exit_codes():
        from dtanalysis.run import Request, run_report

        names = tuple(name.strip() for name in notebooks.split(",") if name.strip())
        request = Request(period=period, notebooks=names, extra=dict(pairs), **asked)
        folder = run_report(request, track=_silent if quiet else _bar if sys.stderr.isatty() else _lines)
    click.echo(f"{folder / 'index.html'}")


@main.command(name="list", short_help="List registered units, plans, indicators, or a unit's periods.")
@click.argument("what", type=click.Choice(["units", "plans", "periods", "indicators"]))
@click.option("--unit", default="ninh-thuan", show_default=True, help="Whose periods to list.")
@click.option("--data-dir", default="data", show_default=True, help="Folder of the tables.")
def list_(what: str, unit: str, data_dir: str) -> None:
    """List the registered units, plans or indicators, or the periods with figures of a unit."""
    with _exit_codes():
        from dtanalysis.catalogue import find_unit, load_programme

        programme = load_programme(data_dir)
        if what == "periods":
            own = programme.observations["unit"] == find_unit(programme.units, unit)
            rows = [
                (period.code, period.name("vi"))
                for period in sorted(set(programme.observations["period"][own]))
            ]
        else:
            frame = getattr(programme, what)
            rows = list(zip(frame.iloc[:, 0], frame["name_vi"], strict=True))
    click.echo("\n".join(_aligned(rows)))


@contextmanager
def _exit_codes() -> Iterator[None]:
    """Turn what can be told to the caller into one message and an exit code."""
    try:
        from dtanalysis.run import ReportFailedError

        yield
    except KeyboardInterrupt:
        _leave(130, "Interrupted, nothing was published.")
    except ReportFailedError as error:
        _leave(1, f"Report failed, nothing was published. {error}")
    except (ValueError, FileNotFoundError) as error:
        _leave(2, f"Error: {error}")
    except OSError as error:
        _leave(1, f"Report failed, nothing was published. {error}")


def _leave(code: int, message: str) -> None:
    click.echo(message, err=True)
    sys.exit(code)


def _silent(jobs: Iterable[Job]) -> Iterator[Job]:
    yield from jobs


def _bar(jobs: Iterable[Job]) -> Iterator[Job]:
    """Show a progress bar that names the running notebook."""
    from tqdm import tqdm

    # Terminals of some editors and build servers give their size as 0, and would show nothing.
    size = shutil.get_terminal_size()
    with tqdm(jobs, unit="notebook", ncols=min(size.columns, 100), nrows=size.lines) as bar:
        for job in bar:
            bar.set_description(job.name)
            yield job


def _lines(jobs: Iterable[Job]) -> Iterator[Job]:
    """Write one line per finished notebook, for a log."""
    for job in jobs:
        clock = time.perf_counter()
        yield job
        click.echo(f"{job.name}  {time.perf_counter() - clock:.1f} s", err=True)


def _aligned(rows: list[tuple[str, str]]) -> list[str]:
    width = max((len(code) for code, _ in rows), default=0)
    return [f"{code:<{width}}  {name}" for code, name in rows]


if __name__ == "__main__":
    main()
