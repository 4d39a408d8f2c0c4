"""Commands that try changes of a regime: its reforms, and itself without some of its mechanisms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from underheaven.cli.interrupts import catch_interrupts
from underheaven.cli.options import (
    MIN_PILOT_PERSON_MONTHS,
    drop_unset,
    engine_option,
    engine_options,
    make_console,
    out_option,
    population_options,
    print_json,
    reporting_options,
    threads_option,
)
from underheaven.cli.output import print_message
from underheaven.errors import RequestError
from underheaven.run.settings import ATTRIBUTION_DEFAULTS, REFORM_DEFAULTS

if TYPE_CHECKING:
    from underheaven.run.options import EngineName
    from underheaven.run.study import Study


@click.command("reform")
@click.argument("regime", metavar="REGIME | RESULT")
@click.option("--only", multiple=True, metavar="NAME", help="Only this reform; may be repeated.")
@click.option("--with", "further", multiple=True, metavar="PATH", help="Also simulate this reform of your own.")
@population_options(REFORM_DEFAULTS)
@engine_options
@reporting_options
@out_option
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
        from underheaven.run.settings import ReformStudySettings
        from underheaven.run.study_request import pick_settings
        from underheaven.show.text.progress_bar import show_progress

        release_memory_promptly()
        asked = drop_unset(settings) | {"only": only, "with_": further}
        study_settings = pick_settings(asked, ReformStudySettings)
        study = plan_reforms(regime, **study_settings)
        _report_society(study, settings, quiet)
        _report_cost(study, quiet or as_json, study_person_months(study), len(study.scenarios))
        run_settings = {name: value for name, value in asked.items() if name not in study_settings}
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
@population_options(ATTRIBUTION_DEFAULTS)
@threads_option
@engine_option
@reporting_options
def attribute_(
    regime: str,
    measures: tuple[str, ...],
    threads: int | None,
    engine: EngineName,
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
    from underheaven.run.options import RunOptions
    from underheaven.show.text.attribution import attribution_rows, print_attribution
    from underheaven.show.text.progress_bar import show_progress
    from underheaven.show.text.unshipped_documents import unshipped_sentence

    release_memory_promptly()
    wanted = plan_attribution(regime, measures, **drop_unset(settings))
    _report_society(wanted.study, settings, quiet)
    _report_cost(wanted.study, quiet or as_json, wanted.person_months, 1 + len(wanted.regimes))
    with show_progress(quiet) as report:
        result = run_attribution(wanted, RunOptions(engine=engine, threads=threads, progress=report))
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
        estimate = forecast_run(replace(study, regimes=(regime,), baseline=None))
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
