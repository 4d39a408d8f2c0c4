"""Commands that try changes of a regime: its reforms, and itself without some of its mechanisms."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from underheaven.cli.interrupts import catch_interrupts
from underheaven.cli.options import (
    MIN_PILOT_PERSON_MONTHS,
    PILOT_SECONDS,
    Command,
    drop_unset,
    engine_options,
    make_console,
    number_option,
    print_json,
    reporting_options,
    society_option,
)
from underheaven.cli.output import print_message
from underheaven.errors import RequestError

if TYPE_CHECKING:
    from underheaven.run.study import Study


def population_options(persons: str, months: str, replicates: str) -> Callable[[Command], Command]:
    """Return a decorator that adds the options of the population, the months and the seed.

    persons, months, replicates: their defaults, as text.
    """
    options = (
        society_option,
        number_option("persons", f"Synthetic persons per scenario.  [default: {persons}]"),
        number_option("months", f"Months observed after the burn-in.  [default: {months}]"),
        click.option("--start", help="First month observed, such as 2013-10.  [default: the regime's]"),
        number_option("seed", "Seed of all random draws; 0 is a valid seed.  [default: 1]"),
        number_option("replicates", f"Independent replicates; two or more give intervals.  [default: {replicates}]"),
    )

    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


@click.command("reform")
@click.argument("regime", metavar="REGIME | RESULT")
@click.option("--only", multiple=True, metavar="NAME", help="Only this reform; may be repeated.")
@click.option("--with", "further", multiple=True, metavar="PATH", help="Also simulate this reform of your own.")
@population_options("100,000", "120", "8")
@engine_options
@reporting_options
@click.option("--out", type=click.Path(path_type=Path), help="Also write the result to this NetCDF file.")
def reform_(
    regime: str, only: tuple[str, ...], further: tuple[str, ...], quiet: bool, as_json: bool, **settings: Any
) -> None:
    """Simulate a REGIME and its reforms over the same people, and print what each reform changes.

    The reforms are those that ship (`underheaven list`) and those given with --with; nothing is searched for. A RESULT
    (.nc) of this command is printed again. Without --society, the first society that has what the regime needs is used.
    """
    from underheaven.run.public import reform
    from underheaven.run.results import is_result, open_result
    from underheaven.show.text.reform_effects import print_reforms, reform_rows
    from underheaven.show.text.unshipped_documents import unshipped_sentence

    if is_result(regime):
        from underheaven.run.checkpoint.restore import restore_study
        from underheaven.run.reform import refuse_harsher

        _refuse_settings(regime, {"only": only, "with": further, **drop_unset(settings)})
        result = open_result(regime)
        _check_result(regime, dict(result.attrs))
        refuse_harsher(restore_study(result.attrs, regime))
    else:
        from underheaven.run.memory import release_memory_promptly
        from underheaven.run.public import plan_reforms
        from underheaven.run.reform import study_person_months
        from underheaven.show.text.progress_bar import show_progress

        release_memory_promptly()
        study_settings = {
            k: v for k, v in drop_unset(settings).items() if k not in ("threads", "engine", "checkpoint_every", "out")
        }
        study = plan_reforms(regime, only=only, with_=further, **study_settings)
        _report_society(study, settings, quiet)
        _report_cost(study, quiet or as_json, study_person_months(study), len(study.scenarios))
        run_settings = {k: v for k, v in drop_unset(settings).items() if k not in study_settings}
        with show_progress(quiet) as report, catch_interrupts(settings["out"] is not None) as stop:
            result = reform(study, progress=report, stop=stop, **run_settings)
    if as_json:
        print_json(reform_rows(result), unshipped_sentence(result))
    else:
        print_reforms(result, make_console())


@click.command("attribute")
@click.argument("regime")
@click.option(
    "--measure",
    "measures",
    multiple=True,
    metavar="NAME",
    help="A measure of docs/measures.md; may be repeated.  [default: the measures of `reform`]",
)
@population_options("20,000", "60", "4")
@number_option("threads", "Threads of the engine.  [default: all cores]")
@click.option(
    "--engine",
    type=click.Choice(["auto", "plain", "cpu"]),
    default="auto",
    show_default=True,
    help="plain: interpreted reference, slow; cpu: compiled. The results are identical.",
)
@reporting_options
def attribute_(
    regime: str,
    measures: tuple[str, ...],
    threads: int | None,
    engine: str,
    quiet: bool,
    as_json: bool,
    **settings: Any,
) -> None:
    """Print how much each mechanism of a REGIME contributes to its effects in this model.

    Every subset of its mechanisms is simulated over the same people: the regime without one of them, without two, and
    so on to none. Shares are Shapley values, which add up to the whole.
    """
    from underheaven.run.attribute import plan_attribution, run_attribution
    from underheaven.run.memory import release_memory_promptly
    from underheaven.show.text.attribution import attribution_rows, print_attribution
    from underheaven.show.text.progress_bar import show_progress
    from underheaven.show.text.unshipped_documents import unshipped_sentence

    release_memory_promptly()
    wanted = plan_attribution(regime, measures, **drop_unset(settings))
    _report_society(wanted.study, settings, quiet)
    _report_cost(wanted.study, quiet or as_json, wanted.person_months, 1 + len(wanted.regimes))
    with show_progress(quiet) as report:
        result = run_attribution(wanted, engine=engine, threads=threads, progress=report)
    if as_json:
        print_json(attribution_rows(result), unshipped_sentence(result))
    else:
        print_attribution(result, make_console())


def _report_society(study: Study, settings: dict[str, Any], quiet: bool) -> None:
    """Print which society is used if none is named."""
    from underheaven.cli.society_choice import report_society

    if settings["society"] is None:
        report_society(Path(study.society.where).stem, quiet)


def _report_cost(study: Study, quiet: bool, person_months: int, n_scenarios: int) -> None:
    """Print on standard error what will be simulated and, for a large run, its time, estimated from a pilot run.

    The pilot run simulates the unchanged regime, whose months cost the most.
    """
    from dataclasses import replace

    from underheaven.run.forecast import forecast_run
    from underheaven.show.text.attribution import cost_sentence

    if quiet:
        return
    seconds = None
    if person_months >= MIN_PILOT_PERSON_MONTHS:
        regime = study.regimes[0] if len(study.regimes) == 1 or study.baseline is None else study.baseline
        estimate = forecast_run(replace(study, regimes=(regime,), baseline=None), seconds=PILOT_SECONDS)
        seconds = estimate.ns_a_person_month * person_months / 1e9
    print_message(cost_sentence(person_months, seconds, n_scenarios), to_stderr=True)


def _refuse_settings(result: str, asked: dict[str, Any]) -> None:
    """Raise RequestError for a setting that does not apply to a finished result."""
    named = [name for name, value in asked.items() if value and name != "engine"]
    if named:
        raise RequestError(f"reform {result}: --{named[0]} asks for another run, and this one is done. Leave it out.")


def _check_result(name: str, attrs: dict[str, Any]) -> None:
    """Raise RequestError for a result of another command, whose baseline is not a regime with reforms."""
    if not str(attrs.get("title", "")).startswith("Reforms of "):
        raise RequestError(f"{name}: not a result of `reform`. Print it with `underheaven show {name}`.")
