"""The command that checks the model against closed forms and published results."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from underheaven.cli.options import make_console, number_option, print_json
from underheaven.cli.output import print_message

if TYPE_CHECKING:
    from underheaven.run.options import EngineName
    from underheaven.verify.case_types import CaseResult
    from underheaven.verify.effort import Effort
    from underheaven.verify.runner import CaseJob, SkippedCase


class EffortOptions(TypedDict):
    """The options that say how much a case simulates."""

    engine: EngineName
    seed: int | None
    seeds: int | None
    thorough: bool


@click.command()
@click.option("--case", "cases", multiple=True, metavar="ID", help="Only this case; may be repeated.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="Another value of a case's parameter.")
@click.option(
    "--engine",
    type=click.Choice(["cpu", "plain"]),
    default="cpu",
    show_default=True,
    help="plain: the interpreted reference, on fewer persons and seeds.",
)
@number_option("seed", "The first seed; 0 is a valid seed.  [default: 1]")
@number_option(
    "seeds",
    "Seeds behind a figure, at least 16; a case of whole towns sets its own.  [default: 16 to 64; plain 16]",
)
@click.option(
    "--thorough", is_flag=True, help="More persons and seeds, further parameter values, and independent derivations."
)
@click.option("--list", "only_list", is_flag=True, help="List the cases and their parameters.")
@click.option("--json", "as_json", is_flag=True, help="Print rows as JSON and nothing else.")
@click.option("--html", "page", type=click.Path(path_type=Path), metavar="FILE", help="Write the verdicts as a page.")
@click.option("--quiet", is_flag=True, help="No progress and no summary on standard error.")
def verify(
    cases: tuple[str, ...],
    settings: tuple[str, ...],
    only_list: bool,
    as_json: bool,
    page: Path | None,
    quiet: bool,
    **asked: Unpack[EffortOptions],
) -> None:
    """Check the model against closed forms and published results, one line per case.

    Each line ends with the smallest fault that the case catches nine times in ten.
    """
    from underheaven.show.text.verification import parse_settings, verdict_rows

    given = parse_settings(settings, cases)
    if only_list:
        _list_verifications(as_json)
        return
    if page is not None:
        from underheaven.show.report.output_file import check_output_path
        from underheaven.show.report.verification_page import check_jinja_installed

        check_jinja_installed()
        check_output_path(page, "--html")
    from underheaven.verify.effort import choose_effort
    from underheaven.verify.runner import plan_jobs

    effort, thorough = choose_effort(**asked), asked["thorough"]
    wanted, left_out_jobs = plan_jobs(cases, given, effort, thorough)
    results = _run_cases(wanted, effort, thorough, quiet or as_json, as_json)
    if as_json:
        print_json(verdict_rows(results))
    if page is not None:
        _write_page(page, results, left_out_jobs, effort, _command_line(cases, given, effort, thorough), cases)
    if not (as_json or quiet):
        _print_summary(results, left_out_jobs, effort, page, thorough)
    if any(result.verdict != "pass" for result in results):
        raise click.exceptions.Exit(1)


def _list_verifications(as_json: bool) -> None:
    from underheaven.show.text.verification import case_rows, print_cases
    from underheaven.verify.runner import list_cases

    if as_json:
        print_json(case_rows(list_cases()))
    else:
        print_cases(list_cases(), make_console())


def _run_cases(wanted: list[CaseJob], effort: Effort, thorough: bool, quiet: bool, silent: bool) -> list[CaseResult]:
    """Run every job and print each verdict when it is ready, unless ``silent``."""
    from underheaven.show.text.progress_bar import show_count
    from underheaven.show.text.verification import print_case
    from underheaven.verify import cross_checks
    from underheaven.verify.runner import STEPS_PER_CASE, no_cross_check, run_jobs

    screen, results = make_console(), []

    def said(done: int, total: int) -> str:
        return f"{done // STEPS_PER_CASE} of {total // STEPS_PER_CASE} figures"

    with show_count(quiet, "Verifying", said) as shown:
        for checked in run_jobs(
            wanted, effort, shown.callback, cross_checks.derive_expected if thorough else no_cross_check
        ):
            results.append(checked)
            if not silent:
                with shown.paused():
                    print_case(checked, screen)
    return results


def _write_page(
    page: Path,
    results: list[CaseResult],
    left_out_jobs: list[SkippedCase],
    effort: Effort,
    command: str,
    cases: tuple[str, ...],
) -> None:
    from underheaven import __version__
    from underheaven.show.report.output_file import write_page
    from underheaven.show.report.verification_page import VerificationRecord, build_verdict_page
    from underheaven.verify import scope
    from underheaven.verify.runner import list_cases

    waiting = [case for case in list_cases() if case.needs]
    named = (("Cases", f"{len(cases)} named; the others were not run"),) if cases else ()
    page_source = VerificationRecord(
        command, __version__, scope.digest_sources(), (*named, *scope.list_effort_facts(effort))
    )
    write_page(build_verdict_page(results, waiting, left_out_jobs, scope.NOT_VERIFIED, page_source), page, "--html")


def _command_line(cases: tuple[str, ...], given: dict[str, str], effort: Effort, thorough: bool) -> str:
    """Return a command line that reproduces the figures."""
    import shlex

    words = ["underheaven", "verify", *(w for case in cases for w in ("--case", case))]
    words += [w for name, value in given.items() for w in ("--set", f"{name}={value}")]
    words += ["--engine", effort.engine, "--seed", str(effort.seed)]
    if effort.has_requested_replicates:
        words += ["--seeds", str(effort.replicates)]
    return shlex.join([*words, "--thorough"] if thorough else words)


def _print_summary(
    results: list[CaseResult], left_out_jobs: list[SkippedCase], effort: Effort, page: Path | None, thorough: bool
) -> None:
    from underheaven.show.text.verification import count_verdicts, omitted_sentences
    from underheaven.verify import cross_checks, scope

    lines = [count_verdicts(results), scope.describe_effort(effort), *omitted_sentences(left_out_jobs)]
    if thorough and not cross_checks.is_scipy_installed():
        lines.append("No independent derivations: SciPy is not installed. pip install 'underheaven[verify]'")
    if page is not None:
        lines.append(f"Page: {page}")
    for line in lines:
        print_message(line, to_stderr=True)
