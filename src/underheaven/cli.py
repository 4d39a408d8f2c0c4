"""The command line: parses what is asked, calls the library, prints errors as sentences. Imports late to start fast."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from underheaven import __version__
from underheaven.errors import DocumentError, Fault, RequestError, UnderheavenError
from underheaven.run.numbers import whole_number

if TYPE_CHECKING:
    import xarray as xr
    from rich.console import Console

UNEXPECTED, INTERRUPTED = 70, 130
EXIT_CODES = """\b
Exit codes:
  0    done
  1    a case of `verify` failed, or an error that has no code of its own
  2    what was asked for cannot be had
  3    a document has faults
  4    a result is missing, damaged or unfinished
  5    an engine stopped
  70   a fault of the program itself; the message says how to report it
  130  interrupted with Ctrl-C; nothing half-written stays
"""


def _number(name: str, meaning: str) -> Callable[[Any], Any]:
    """An option that takes a whole number as people write it: 200000, 200_000 or 2e5."""

    def read(context: click.Context, option: click.Parameter, text: str | None) -> int | None:
        return None if text is None else whole_number(text, name)

    return click.option(f"--{name}", metavar="NUMBER", callback=read, help=meaning)


def _settings(command: Callable[..., None]) -> Callable[..., None]:
    """Adds the options that `run` and `compare` share; what is not given stays None."""
    options: list[Callable[[Any], Any]] = [
        click.option("--society", help="Name or path of the society.  [default: china-2020]"),
        _number("persons", "Synthetic persons in a world.  [default: 200,000]"),
        _number("months", "Months observed after the burn-in.  [default: 120]"),
        click.option("--start", help="First month observed, as 2013-10.  [default: the regime's]"),
        _number("seed", "The seed of all luck; 0 is one like any other.  [default: 1]"),
        _number("replicates", "Independent societies, for intervals.  [default: 8]"),
        _number("threads", "Threads of the engine.  [default: all cores]"),
        click.option(
            "--engine", type=click.Choice(["auto", "plain", "cpu"]), default="auto", show_default=True,
            help="plain: the interpreted reference, slow; cpu: compiled; all give the same bytes.",
        ),
        click.option("--out", type=click.Path(path_type=Path), help="Write the result to this NetCDF file as well."),
        click.option("--ranges/--no-ranges", default=True, show_default=True,
                     help="Give the split of unable and unwilling as a range over its assumptions too."),
        click.option("--quiet", is_flag=True, help="No progress on standard error."),
        click.option("--json", "as_json", is_flag=True, help="Print rows as JSON, and nothing else."),
    ]  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


@click.group(epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="underheaven %(version)s")
@click.option("--debug", is_flag=True, help="Show the traceback of an unexpected error.")
def app(debug: bool) -> None:
    """What a social credit regime does to people, on people who do not exist.

    Try: underheaven compare court-defaulters-2013 --against none
    """


@app.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print rows as JSON, and nothing else.")
def list_(as_json: bool) -> None:
    """List the regimes, societies and studies that ship."""
    from underheaven.run.names import catalogue
    from underheaven.show.documents import catalogue_rows, print_catalogue

    documents = catalogue()
    if as_json:
        _print_json(catalogue_rows(documents))
    else:
        print_catalogue(documents, _console())


@app.command()
@click.argument("name", required=False)
@click.option("--month", is_flag=True, help="Show what happens in one month, in order.")
def show(name: str | None, month: bool) -> None:
    """Show a document in plain words, or the table of a result (NAME.nc)."""
    from underheaven.run.names import read_any
    from underheaven.run.results import is_result, open_result
    from underheaven.show.documents import print_document, print_month
    from underheaven.show.terminal import print_result

    if month:
        print_month(_console())
    if name is not None and is_result(name):
        print_result(open_result(name), _console())
    elif name is not None:
        print_document(read_any(name), _console())
    elif not month:
        raise RequestError("Nothing is named to show. Name a document (`underheaven list`), a result, or --month.")


@app.command()
@click.argument("files", nargs=-1, required=True)
def check(files: Sequence[str]) -> None:
    """Check documents: every fault, what is assumed, what is not yet run, what has no source."""
    from underheaven.run.names import check_document
    from underheaven.show.documents import print_checked

    faults: list[Fault] = []
    for file in files:
        try:
            print_checked(check_document(file), _console())
        except DocumentError as error:
            faults += error.faults
    if faults:
        raise DocumentError(faults)


@app.command("run")
@click.argument("regime")
@_settings
def run_(regime: str, quiet: bool, as_json: bool, **settings: Any) -> None:
    """Run one REGIME (or a study) and print what it does."""
    from underheaven.run.names import named_study
    from underheaven.run.public import run
    from underheaven.show.bar import progress

    with progress(quiet) as report:
        result = run(named_study(regime) or regime, progress=report, **_given(settings))
    _print_result(result, as_json)


@app.command("compare")
@click.argument("regimes", nargs=-1, required=True)
@click.option("--against", help="The regime of the other world.  [default: none]")
@_settings
def compare_(regimes: tuple[str, ...], quiet: bool, as_json: bool, **settings: Any) -> None:
    """Run the same people under each of REGIMES (or of one study) and under another, and print the difference."""
    from underheaven.run.names import named_study
    from underheaven.run.public import compare
    from underheaven.show.bar import progress

    study = named_study(regimes[0]) if len(regimes) == 1 else None
    with progress(quiet) as report:
        result = compare(*([study] if study else regimes), progress=report, **_given(settings))
    _print_result(result, as_json)


@app.command()
@click.argument("result", type=click.Path(path_type=Path))
def digest(result: Path) -> None:
    """Print the digest of a RESULT: the same study gives the same one on any machine and number of threads."""
    from underheaven.record.digest import digest
    from underheaven.run.results import open_result

    click.echo(digest(open_result(result)))


@app.command()
@click.option("--case", "cases", multiple=True, metavar="ID", help="Only this case; may stand several times.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="Another value of a case's parameter.")
@click.option("--list", "only_list", is_flag=True, help="List the cases and their parameters.")
@click.option("--json", "as_json", is_flag=True, help="Print rows as JSON, and nothing else.")
def verify(cases: tuple[str, ...], settings: tuple[str, ...], only_list: bool, as_json: bool) -> None:
    """Hold the model against closed forms and published results, one line a case."""
    from underheaven.show.verdicts import case_rows, print_case, print_cases, settings_of, verdict_rows

    given = settings_of(settings, cases)
    from underheaven.verify.cli_api import list_cases, run_cases

    console = _console()
    if only_list and as_json:
        _print_json(case_rows(list_cases()))
        return
    if only_list:
        print_cases(list_cases(), console)
        return
    results = list(run_cases(list(cases), given, (lambda case: None) if as_json else lambda c: print_case(c, console)))
    if as_json:
        _print_json(verdict_rows(results))
    if any(result.verdict != "pass" for result in results):
        raise click.exceptions.Exit(1)


@app.command()
@click.argument("kind", type=click.Choice(["regime", "society", "study"]))
def schema(kind: Any) -> None:
    """Print the JSON schema of a KIND of document, for editors."""
    from underheaven.spec.schema import rendered

    click.echo(rendered(kind), nl=False)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and returns its exit code; no error leaves it as a traceback unless --debug is given."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in arguments  # click takes the list apart
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that cannot write a letter gets a question mark
            stream.reconfigure(errors="replace")
    try:
        return _run(arguments)
    except BrokenPipeError:
        # The reader has gone, as in `underheaven list | head`: say no more, and let the last flush go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (KeyboardInterrupt, click.exceptions.Abort):
        click.echo("Interrupted: nothing half-written was left behind.", err=True)
        return INTERRUPTED
    except UnderheavenError as error:
        click.echo(str(error), err=True)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return RequestError.exit_code
    except Exception as error:  # the last guard: a person gets a sentence, the developers get a report
        return _unexpected(error, debug)


def _run(arguments: list[str]) -> int:
    try:
        with app.make_context("underheaven", arguments) as context:
            app.invoke(context)
        code = 0
    except click.exceptions.Exit as end:
        code = end.exit_code
    sys.stdout.flush()
    return code


def _unexpected(error: Exception, debug: bool) -> int:
    if debug:
        traceback.print_exception(error)
    brief = (str(error).splitlines() or [""])[0][:200]
    click.echo(
        f"Underheaven met an error of its own ({type(error).__name__}: {brief}). "
        "Please report it with the command you gave; the same command after `underheaven --debug` shows where.",
        err=True,
    )
    return UNEXPECTED


def _given(settings: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in settings.items() if value is not None}


def _console() -> Console:
    from underheaven.show.console import PipedConsole

    return PipedConsole(highlight=False)


def _print_json(rows: Any) -> None:
    click.echo(json.dumps(rows, ensure_ascii=False, allow_nan=False, indent=1))


def _print_result(result: xr.Dataset, as_json: bool) -> None:
    from underheaven.show.rows import rows
    from underheaven.show.terminal import print_result

    if as_json:
        _print_json(rows(result))
    else:
        print_result(result, _console())


if __name__ == "__main__":
    sys.exit(main())
