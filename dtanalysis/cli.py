"""
The command line: parsing of arguments and calls, nothing else.

Exit codes of a report: 0 the report is published; 1 a notebook failed, nothing was published; 2 the call or the data
cannot be used (unknown unit, period, plan, parameter; tables that disagree), nothing was started; 130
interrupted, nothing was published. Exit codes of ingest: 0 nothing was refused; 1 something was; 2 the call cannot be
used, or the tables cannot be written.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

import dtanalysis

if TYPE_CHECKING:
    import pandas as pd

    from dtanalysis.ingest.lexicon import Lexicon
    from dtanalysis.ingest.store import Delivery, Intake
    from dtanalysis.run.parameters import Job

_EXIT_CODES = """\b
Exit codes: 0 published; 1 a notebook failed, nothing was published;
2 the call or the data cannot be used, nothing was started; 130 interrupted."""


_INGEST_CODES = """\b
Exit codes: 0 everything was accepted (perhaps with warnings); 1 something was refused, the rest is stored;
2 the call or the tables cannot be used, nothing was stored; 130 interrupted, run it again to complete it."""


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
@click.option(
    "--compare-to",
    default="",
    help="Period to compare with; without it, the same one last year (70_changes: the report before).",
)
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


@main.command(epilog=_INGEST_CODES, short_help="Read received files (folders) into the tables.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))
@click.option("--period", default="", help="Period that is expected, for tables that name none.")
@click.option("--dry-run", is_flag=True, help="Read and compare, but write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per file, each on a line.")
@click.option("--catalogue", type=click.Path(path_type=Path), help="Folder of another register.")
@click.option("--data-dir", type=click.Path(path_type=Path),
              help="Folder of the tables; by default `data`, or the one that holds the register given.")  # fmt: skip
@click.option("--programme", default="received", show_default=True, help="Folder of this programme's tables.")
@click.option("--as-of", default="",
              help="Day from which the figures are known; by default today, or when a file was first received.")  # fmt: skip
@click.option("--plan", default="", help="Id of the plan whose targets the forms state.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("reports"), show_default=True,
              help="Folder below which the page of issues is written.")  # fmt: skip
@click.option("--quiet", is_flag=True, help="No progress.")
def ingest(paths: tuple[Path, ...], dry_run: bool, as_json: bool, out: Path, quiet: bool, **asked) -> None:
    """Read files that units have sent, store what is accepted, and tell cell by cell what is not."""
    with _ingest_exit_codes():
        from dtanalysis.ingest.store import take_in

        lexicon, delivery = _delivery(is_rehearsal=dry_run, **asked)
        track = _bar_of_files if sys.stderr.isatty() and not quiet else _silent
        intake = take_in(paths, lexicon, delivery, track=track)
        page = None if dry_run else _publish_issues(intake, out)
    if as_json:
        _print_json(intake)
    _tell(intake, page, err=as_json)
    sys.exit(0 if intake.is_clean else 1)


@main.command(short_help="Write the form that a unit fills in for PERIOD.")
@click.argument("period")
@click.option("--unit", "units", multiple=True, default=["ninh-thuan"], show_default=True,
              help="Id or name of a registered unit; may be given several times.")  # fmt: skip
@click.option("--indicators", default="", help="Ids, separated by commas; without it, those with a target.")
@click.option("--plan", default="", help="Id of the plan whose targets are shown.")
@click.option("--contact", default="", help="Whom to ask; printed on the form.")
@click.option("--catalogue", type=click.Path(path_type=Path), help="Folder of another register.")
@click.option("--data-dir", type=click.Path(path_type=Path), help="Folder of the tables, by default `data`.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="The workbook; by default named after unit and period."
)
@click.option("--force", is_flag=True, help="Replace a workbook that exists; it may be filled in.")
def template(
    period: str, units: tuple[str, ...], indicators: str, out: Path | None, force: bool, **asked
) -> None:
    """Write the workbook that is sent out to be filled in for PERIOD (2023-H1, 2023-Q2, 2023-06, 2023)."""
    with _ingest_exit_codes():
        from dtanalysis.formats import slug
        from dtanalysis.ingest.template import write_template
        from dtanalysis.periods import parse_period

        _, lexicon = _register(asked["catalogue"], asked["data_dir"])
        reported = parse_period(period)
        path = out or Path(f"bieu-mau-{slug(' '.join(units))[:80]}-{reported.code.lower()}.xlsx")
        if path.exists() and not force:
            raise FileExistsError(f"{path.name} exists and may be filled in. Give `--out`, or `--force`.")
        write_template(
            path, lexicon, unit=units, period=reported, contact=asked["contact"], plan=asked["plan"] or None,
            indicators=_names(indicators) or None, targets=_targets(lexicon),
        )  # fmt: skip
    click.echo(str(path))


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


def _register(catalogue: Path | None, data_dir: Path | None) -> tuple[Path, Lexicon]:
    """The data folder and the register that are meant."""
    from dtanalysis.catalogue import find_data_dir
    from dtanalysis.ingest.lexicon import open_lexicon

    if catalogue is None:
        folder = find_data_dir(data_dir or "data")
        return folder, open_lexicon(folder)
    lexicon = open_lexicon(catalogue.resolve())
    return data_dir or lexicon.root, lexicon


def _delivery(
    *, period: str, programme: str, as_of: str, catalogue: Path | None, data_dir: Path | None, **asked
) -> tuple[Lexicon, Delivery]:
    from dtanalysis.ingest.store import Delivery
    from dtanalysis.ingest.stored import Shelf
    from dtanalysis.periods import parse_period

    folder, lexicon = _register(catalogue, data_dir)
    return lexicon, Delivery(
        shelf=Shelf(folder, programme),
        today=date.today(),
        as_of=_day(as_of) if as_of else None,
        period=parse_period(period) if period else None,
        **asked,
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"`--as-of` must be a day such as 2023-07-12; got {text!r}.") from None


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _targets(lexicon: Lexicon) -> pd.DataFrame | None:
    """Targets to print on a form; a register alone has none."""
    from dtanalysis.catalogue import DataFaultError, load_programme

    try:
        return load_programme(lexicon.root.resolve()).targets
    except FileNotFoundError:
        return None
    except DataFaultError as error:
        click.echo(f"Biểu mẫu không ghi mục tiêu. {error}", err=True)
        return None


def _publish_issues(intake: Intake, out: Path) -> Path:
    from dtanalysis.publish.issues import publish_issues

    return publish_issues(intake.receipts, intake.issues, period=intake.period, out=out)


def _print_json(intake: Intake) -> None:
    for receipt in intake.receipts:
        text = json.dumps(receipt.to_json(), ensure_ascii=False, allow_nan=False)
        # Half a surrogate pair, which a damaged cell may hold, is no UTF-8; its escape is JSON all the same.
        click.echo(text.encode("utf-8", "backslashreplace"))


def _tell(intake: Intake, page: Path | None, *, err: bool) -> None:
    """Say in a few lines what became of the files."""
    from dtanalysis.publish.issues import summarise

    # An old terminal that knows no Vietnamese gets codes, not a failure after everything was written.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")
    for receipt in intake.receipts:
        click.echo("\n".join(summarise(receipt)), err=err)
    for name, reason in intake.skipped:
        click.echo(f"{name}: bỏ qua ({reason})", err=True)
    for notice in intake.notices:
        click.echo(notice, err=True)
    click.echo("Chạy thử: chưa ghi gì." if page is None else f"Trang kết quả: {page}", err=err)


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


@contextmanager
def _ingest_exit_codes() -> Iterator[None]:
    """The same for commands that write tables and forms: what cannot be completed was not accepted."""
    try:
        yield
    except KeyboardInterrupt:
        _leave(130, "Interrupted. Run the same command again to complete it.")
    except (ValueError, FileNotFoundError, FileExistsError, TimeoutError) as error:
        _leave(2, f"Error: {error}")
    except OSError as error:
        _leave(2, f"Error: {error}. Run the same command again to complete it.")


def _leave(code: int, message: str) -> None:
    click.echo(message, err=True)
    sys.exit(code)


def _silent(jobs: Iterable[Job]) -> Iterator[Job]:
    yield from jobs


def _bar_of_files(files: Iterable) -> Iterator:
    return _bar(files, unit="file")


def _bar(jobs: Iterable[Job], unit: str = "notebook") -> Iterator[Job]:
    """Show a progress bar that names the running notebook."""
    from tqdm import tqdm

    # Terminals of some editors and build servers give their size as 0, and would show nothing.
    size = shutil.get_terminal_size()
    with tqdm(jobs, unit=unit, ncols=min(size.columns, 100), nrows=size.lines) as bar:
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
