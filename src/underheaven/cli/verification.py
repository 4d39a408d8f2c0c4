"""The command that holds the model against closed forms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from underheaven.cli.options import console, number, print_json
from underheaven.cli.printed import say

if TYPE_CHECKING:
    from underheaven.verify.case import Checked
    from underheaven.verify.cli_api import Job, LeftOut
    from underheaven.verify.effort import Effort


@click.command()
@click.option("--case", "cases", multiple=True, metavar="ID", help="Only this case; may be repeated.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="Another value of a case's parameter.")
@click.option("--engine", type=click.Choice(["cpu", "plain"]), default="cpu", show_default=True,
              help="plain: the interpreted reference, on fewer persons and seeds.")  # fmt: skip
@number("seed", "The first seed; 0 is a valid seed.  [default: 1]")
@number(
    "seeds",
    "Seeds behind a figure, at least 16; a case of whole towns sets its own.  [default: 16 to 64; plain 16]",
)
@click.option("--thorough", is_flag=True,
              help="More persons and seeds, further parameter values, and independent derivations.")  # fmt: skip
@click.option("--list", "only_list", is_flag=True, help="List the cases and their parameters.")
@click.option("--json", "as_json", is_flag=True, help="Print rows as JSON and nothing else.")
@click.option("--html", "page", type=click.Path(path_type=Path), metavar="FILE", help="Write the verdicts as a page.")
@click.option("--quiet", is_flag=True, help="No progress and no summary on standard error.")
def verify(
    cases: tuple[str, ...], settings: tuple[str, ...], engine: str, seed: int | None, seeds: int | None,
    thorough: bool, only_list: bool, as_json: bool, page: Path | None, quiet: bool,
) -> None:  # fmt: skip
    """Check the model against closed forms and published results, one line per case.

    Each line ends with the smallest fault that the case catches nine times in ten."""
    from underheaven.show.verdicts import settings_of, verdict_rows

    given = settings_of(settings, cases)
    if only_list:
        _list(as_json)
        return
    if page is not None:
        from underheaven.show.page.verdicts import check_filled
        from underheaven.show.place import check_place

        check_filled()
        check_place(page, "--html")
    from underheaven.verify.cli_api import jobs
    from underheaven.verify.effort import chosen

    effort = chosen(engine, seed, seeds, thorough)
    wanted, left = jobs(cases, given, effort, thorough)
    results = _run(wanted, effort, thorough, quiet or as_json, as_json)
    if as_json:
        print_json(verdict_rows(results))
    if page is not None:
        _write(page, results, left, effort, _command(cases, given, effort, thorough), cases)
    if not (as_json or quiet):
        _sum_up(results, left, effort, page, thorough)
    if any(result.verdict != "pass" for result in results):
        raise click.exceptions.Exit(1)


def _list(as_json: bool) -> None:
    from underheaven.show.verdicts import case_rows, print_cases
    from underheaven.verify.cli_api import list_cases

    if as_json:
        print_json(case_rows(list_cases()))
    else:
        print_cases(list_cases(), console())


def _run(wanted: list[Job], effort: Effort, thorough: bool, quiet: bool, silent: bool) -> list[Checked]:
    """Runs every job and prints each verdict when it is there, unless ``silent``."""
    from underheaven.show.bar import counting
    from underheaven.show.verdicts import print_case
    from underheaven.verify import roads
    from underheaven.verify.cli_api import STEPS, no_road, run_jobs

    screen, results = console(), []

    def said(done: int, total: int) -> str:
        return f"{done // STEPS} of {total // STEPS} figures"

    with counting(quiet, "Verifying", said) as shown:
        for checked in run_jobs(wanted, effort, shown.report, roads.expected if thorough else no_road):
            results.append(checked)
            if not silent:
                with shown.aside():
                    print_case(checked, screen)
    return results


def _write(
    page: Path, results: list[Checked], left: list[LeftOut], effort: Effort, command: str, cases: tuple[str, ...]
) -> None:  # fmt: skip
    from underheaven import __version__
    from underheaven.show.page.verdicts import Made, verdict_page
    from underheaven.show.place import write_page
    from underheaven.verify import scope
    from underheaven.verify.cli_api import list_cases

    waiting = [case for case in list_cases() if case.needs]
    named = (("Cases", f"{len(cases)} named; the others were not run"),) if cases else ()
    made = Made(command, __version__, scope.sources_digest(), (*named, *scope.effort_facts(effort)))
    write_page(verdict_page(results, waiting, left, scope.NOT_VERIFIED, made), page, "--html")


def _command(cases: tuple[str, ...], given: dict[str, str], effort: Effort, thorough: bool) -> str:
    """Gives a command line that reaches the same figures."""
    import shlex

    words = ["underheaven", "verify", *(w for case in cases for w in ("--case", case))]
    words += [w for name, value in given.items() for w in ("--set", f"{name}={value}")]
    words += ["--engine", effort.engine, "--seed", str(effort.seed)]
    if effort.as_asked:
        words += ["--seeds", str(effort.replicates)]
    return shlex.join([*words, "--thorough"] if thorough else words)


def _sum_up(
    results: list[Checked], left: list[LeftOut], effort: Effort, page: Path | None, thorough: bool
) -> None:  # fmt: skip
    from underheaven.show.verdicts import left_out, tally
    from underheaven.verify import roads, scope

    lines = [tally(results), scope.effort_sentence(effort), *left_out(left)]
    if thorough and not roads.installed():
        lines.append("No independent derivations: SciPy is not installed. pip install 'underheaven[verify]'")
    if page is not None:
        lines.append(f"Page: {page}")
    for line in lines:
        say(line, beside=True)
