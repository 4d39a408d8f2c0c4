"""The command that writes the audit page of a run or of a result on disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from underheaven.cli.options import (
    MIN_PILOT_PERSON_MONTHS,
    drop_unset,
    make_console,
    print_json,
    run_options,
)
from underheaven.cli.output import print_message
from underheaven.errors import RequestError, ResultError, StoppedError

if TYPE_CHECKING:
    import xarray as xr

    from underheaven.record.trajectory import TrajectorySet
    from underheaven.run.options import EngineName, RunOptions
    from underheaven.run.progress import Progress
    from underheaven.run.study import Study
    from underheaven.show.report.report_context import ReportContext

NOT_RUN_SETTINGS = frozenset({"engine", "threads", "ranges", "checkpoint_every"})
"""Options that do not change the numbers of a run."""
RESIMULATION_NOTE = (
    "To follow one person month by month, which a result does not record, the first replicate is simulated again with "
    "the same random draws."
)


@click.command("audit")
@click.argument("regimes", nargs=-1, required=True, metavar="REGIME... | RESULT")
@click.option("--baseline", help="The baseline regime.  [default: none]")
@click.option(
    "--page",
    "path",
    type=click.Path(path_type=Path),
    default="audit.html",
    show_default=True,
    help="Write the page to this HTML file.",
)
@click.option(
    "--reforms/--no-reforms",
    "with_reforms",
    default=True,
    show_default=True,
    help="Also simulate the shipped reforms, over as many people as their questions need.",
)
@run_options
def audit(
    regimes: tuple[str, ...], path: Path, with_reforms: bool, quiet: bool, as_json: bool, **settings: Any
) -> None:
    """Compare REGIMES (or a study) with a baseline, or open a RESULT (.nc), and write an HTML page about it."""
    from underheaven.show.report.charts.svg import check_report_installed
    from underheaven.show.report.output_file import check_output_path, write_page

    check_report_installed()
    check_output_path(path)
    result = _open_or_run(regimes, quiet, with_reforms, settings)
    from underheaven.show.report.audit_page import audit_page_of
    from underheaven.show.report.report_context import build_report_context

    trajectories, reformed = _simulate_extras(result, quiet, with_reforms, settings["engine"], settings["threads"])
    report_context = build_report_context(result, reformed)
    write_page(audit_page_of(report_context, trajectories), path)
    _print_findings(report_context, path, as_json)
    if report_context.contradiction is not None:
        print_message(report_context.contradiction, to_stderr=True)
        raise click.exceptions.Exit(1)


def _open_or_run(regimes: tuple[str, ...], quiet: bool, with_reforms: bool, settings: dict[str, Any]) -> xr.Dataset:
    """Open the result that is named, or run the study."""
    from dataclasses import replace

    from underheaven.cli.interrupts import catch_interrupts
    from underheaven.run.execute import execute_study
    from underheaven.run.memory import release_memory_promptly
    from underheaven.run.options import never_stop
    from underheaven.run.results import is_result, open_result
    from underheaven.show.text.progress_bar import show_progress

    if any(is_result(name) for name in regimes):
        _refuse_settings(regimes, settings)
        return open_result(regimes[0])
    study, options = _plan_audit(regimes, quiet, settings)
    release_memory_promptly()
    if not quiet:
        _report_workload(study, with_reforms, options)
    with show_progress(quiet) as report, catch_interrupts(options.out is not None) as stop:
        return execute_study(study, replace(options, progress=report, stop=stop or never_stop))


def _plan_audit(regimes: tuple[str, ...], quiet: bool, settings: dict[str, Any]) -> tuple[Study, RunOptions]:
    """Return the study, and the options of its run."""
    from underheaven.cli.society_choice import add_society
    from underheaven.run.document_lookup import read_if_study
    from underheaven.run.public import plan_run

    study = read_if_study(regimes[0]) if len(regimes) == 1 else None
    asked = drop_unset(settings) if study else add_society(regimes, drop_unset(settings), quiet)
    return plan_run(*([study] if study else regimes), **asked)


def _report_workload(study: Study, with_reforms: bool, options: RunOptions) -> None:
    """Print what will be run and why, and for a large run its time, estimated from a pilot run."""
    from dataclasses import asdict

    from underheaven.run.forecast import forecast_run
    from underheaven.run.pilot.audit_workload import audit_workload
    from underheaven.show.text.audit_workload import audit_workload_lines

    workload = audit_workload(study, options.samples, with_reforms)
    if sum(part.person_months for part in workload.parts) >= MIN_PILOT_PERSON_MONTHS:
        estimate = forecast_run(study, options)
        if estimate.refusal:
            return  # the run reports it
        workload = audit_workload(study, options.samples, with_reforms, estimate)
    for line in audit_workload_lines(asdict(workload)):
        print_message(line, to_stderr=True)


def _simulate_extras(
    result: xr.Dataset, quiet: bool, with_reforms: bool, engine: EngineName, threads: int | None
) -> tuple[TrajectorySet | None, dict[str, xr.Dataset]]:
    """Simulate one person's trajectory while the reforms are simulated.

    A first Ctrl-C leaves out the reforms that are not finished, and the page is written without them.
    """
    from concurrent.futures import ThreadPoolExecutor

    from underheaven.cli.interrupts import catch_interrupts
    from underheaven.show.text.progress_bar import show_progress

    if not quiet:
        print_message(RESIMULATION_NOTE, to_stderr=True)
    with catch_interrupts(keeps_progress=True) as stop, ThreadPoolExecutor(1) as pool, show_progress(quiet) as report:
        reformed = pool.submit(_run_reforms, result, engine, threads, stop, quiet) if with_reforms else None
        trajectories = _follow_median_person(result, engine, threads, report)
        return trajectories, {} if reformed is None else reformed.result()


def _follow_median_person(
    result: xr.Dataset, engine: EngineName, threads: int | None, report: Progress
) -> TrajectorySet | None:
    """Return the trajectory of the person with the median detriment of the ever-listed.

    None if nobody is listed or the result does not hold its study. The worst trajectory would be less representative.
    """
    from underheaven.run.checkpoint.restore import restore_study
    from underheaven.run.trajectory.simulation import simulate_trajectory

    try:
        study = restore_study(result.attrs, "the result")
        return simulate_trajectory(study, "median", engine=engine, threads=threads, progress=report, result=result)
    except (RequestError, ResultError):
        return None


def _run_reforms(
    result: xr.Dataset, engine: EngineName, threads: int | None, stop: Callable[[], bool] | None, quiet: bool
) -> dict[str, xr.Dataset]:
    """Simulate the reforms of a result's regimes until stopped; none if the result does not hold its study."""
    from underheaven.run.checkpoint.restore import restore_study
    from underheaven.run.public import reform
    from underheaven.run.reform import plan_reform_sets
    from underheaven.show.text.reform_workload import reform_workload_sentence, seconds_per_person_month

    found: dict[str, xr.Dataset] = {}
    try:
        for scenario, reform_set in plan_reform_sets(restore_study(result.attrs, "the result"), result).items():
            if not quiet:
                took = reform_set.person_months * seconds_per_person_month(result)
                plan, scenarios = reform_set.study.plan, len(reform_set.study.scenarios)
                print_message(
                    reform_workload_sentence(scenario, plan, scenarios, reform_set.rarest, reform_set.short, took),
                    to_stderr=True,
                )
            found[scenario] = reform(reform_set.study, engine=engine, threads=threads, progress=_stop_progress(stop))
    except ResultError:
        pass
    except StoppedError:
        print_message("Stopped: the page is written without the reforms that were not simulated.", to_stderr=True)
    return found


def _stop_progress(stop: Callable[[], bool] | None) -> Progress:
    """Return a progress callback that ends a run without saved progress when a stop is requested."""

    def until(done: int, total: int) -> None:
        if stop is not None and stop():
            raise StoppedError("Stopped.")

    return until


def _refuse_settings(regimes: tuple[str, ...], settings: dict[str, Any]) -> None:
    """Raise RequestError for a setting that does not apply to a finished result."""
    if len(regimes) > 1:
        raise RequestError(
            "audit: a result holds all its scenarios and cannot be combined with others. Name the result only."
        )
    asked = [name for name in drop_unset(settings) if name not in NOT_RUN_SETTINGS]
    if asked:
        raise RequestError(
            f"audit {regimes[0]}: --{asked[0]} asks for another run, and this one is done. Leave it out, or name the "
            "regimes instead of the result."
        )


def _print_findings(report_context: ReportContext, path: Path, as_json: bool) -> None:
    """Print the findings, the path of the page and the digest; or the findings as JSON rows."""
    from rich.padding import Padding
    from rich.text import Text

    from underheaven.show.report.findings.scenario_findings import finding_rows
    from underheaven.show.text.footer import CLAIM
    from underheaven.show.text.unshipped_documents import unshipped_sentence

    rows = finding_rows(report_context)
    if as_json:
        print_json(
            [row | {"page": str(path), "digest": report_context.digest} for row in rows],
            unshipped_sentence(report_context.dataset),
        )
        return
    screen = make_console()
    if unshipped_sentence(report_context.dataset):
        screen.print(Text(f"{unshipped_sentence(report_context.dataset)}\n", style="bold"))
    scenarios = list(dict.fromkeys(row["scenario"] for row in rows))
    for scenario in scenarios:
        if len(scenarios) > 1:
            screen.print(Text(f"\n{scenario}", style="bold cyan"))
        scenario_rows = [row for row in rows if row["scenario"] == scenario]
        for number, question in enumerate(dict.fromkeys(row["question"] for row in scenario_rows), start=1):
            screen.print(Text(f"{number}. {question}", style="bold"))
            for row in (row for row in scenario_rows if row["question"] == question):
                screen.print(Padding(Text(row["text"]), (0, 0, 0, 3)))
                screen.print(Padding(Text(row["rests_on"] or "", style="dim"), (0, 0, 1, 3)))
    screen.print(Text(f"{CLAIM}\n"))
    screen.print(Text(f"Page: {path}"), soft_wrap=True)
    screen.print(Text(f"Digest: {report_context.digest}"), soft_wrap=True)
