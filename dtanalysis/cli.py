"""
The command line: parsing of arguments and calls, nothing else.

Exit codes: 0 the report is published; 1 a notebook failed, nothing was published; 2 the call or the data
cannot be used (unknown unit, period, plan, parameter; tables that disagree), nothing was started.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

import dtanalysis


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(dtanalysis.__version__, prog_name="dtanalysis")
def main() -> None:
    """Gap analyses and year-end projections for a province's digital-transformation programme."""


@main.command()
@click.argument("period")
@click.option("--unit", default="ninh-thuan", show_default=True, help="Id or name of a registered unit.")
@click.option("--plan", default="", help="Id of one plan; without it, every own plan that covers the year.")
@click.option("--notebooks", default="", help="Names or numbers, separated by commas; without it, all.")
@click.option("--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
@click.option("--as-of", default="latest", show_default=True, help="Last day whose knowledge counts: 2023-07-12.")
@click.option("--compare-to", default="", help="Period to compare with; without it, the same one last year.")
@click.option("-p", "--parameter", "pairs", nargs=2, multiple=True, metavar="NAME VALUE",
              help="A further parameter of the notebooks.")  # fmt: skip
@click.option("--data-dir", default="data", show_default=True, help="Folder of the tables.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("reports"), show_default=True,
              help="Folder below which the report is published.")  # fmt: skip
@click.option("--quiet", is_flag=True, help="No progress bar.")
def report(period: str, pairs: tuple[tuple[str, str], ...], notebooks: str, quiet: bool, **asked) -> None:
    """Execute the notebooks for PERIOD (2023-H1, 2023-Q2, 2023-06, 2023-9M, 2023) and publish their pages."""
    from dtanalysis.run import ReportFailedError, Request, run_report

    names = tuple(name.strip() for name in notebooks.split(",") if name.strip())
    request = Request(period=period, notebooks=names, extra=dict(pairs), **asked)
    try:
        folder = run_report(request, track=_track(quiet))
    except ReportFailedError as error:
        click.echo(f"Report failed, nothing was published. {error}", err=True)
        sys.exit(1)
    except (ValueError, FileNotFoundError) as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2)
    click.echo(f"{folder / 'index.html'}")


def _track(quiet: bool):
    """Wrap the jobs in a progress bar that names the running notebook."""

    def track(jobs):
        from tqdm import tqdm

        with tqdm(jobs, unit="notebook", disable=quiet or not sys.stderr.isatty()) as bar:
            for job in bar:
                bar.set_description(job.name)
                yield job

    return track


@main.command(name="list")
@click.argument("what", type=click.Choice(["units", "plans", "periods", "indicators"]))
@click.option("--unit", default="ninh-thuan", show_default=True, help="Whose periods to list.")
@click.option("--data-dir", default="data", show_default=True, help="Folder of the tables.")
def list_(what: str, unit: str, data_dir: str) -> None:
    """List the registered units, plans or indicators, or the periods with figures of a unit."""
    from dtanalysis.catalogue import find_unit, load_programme

    try:
        programme = load_programme(data_dir)
        if what == "periods":
            own = programme.observations["unit"] == find_unit(programme.units, unit)
            lines = sorted({period.code for period in programme.observations.loc[own, "period"]})
        else:
            frame = getattr(programme, what)
            lines = [f"{row.iloc[0]}\t{row['name_vi']}" for _, row in frame.iterrows()]
    except (ValueError, FileNotFoundError) as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2)
    click.echo("\n".join(lines))


if __name__ == "__main__":
    main()
