"""Commands that try changes of a regime: its reforms, and itself without some of its mechanisms."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from underheaven.cli.options import (
    TRIAL_SECONDS,
    WORTH_A_TRIAL,
    Command,
    console,
    engine_options,
    given,
    number,
    print_json,
    reporting_options,
    society_option,
)
from underheaven.cli.patience import patience
from underheaven.cli.printed import say
from underheaven.errors import RequestError

if TYPE_CHECKING:
    from underheaven.run.study import Study


def people_options(persons: str, months: str, replicates: str) -> Callable[[Command], Command]:
    """Adds the options that say who lives, how long and with which seed; the arguments are their defaults, in words."""
    options = (
        society_option,
        number("persons", f"Synthetic persons per scenario.  [default: {persons}]"),
        number("months", f"Months observed after the burn-in.  [default: {months}]"),
        click.option("--start", help="First month observed, such as 2013-10.  [default: the regime's]"),
        number("seed", "Seed of all random draws; 0 is a valid seed.  [default: 1]"),
        number("replicates", f"Independent replicates; two or more give intervals.  [default: {replicates}]"),
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
@people_options("100,000", "120", "8")
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
    from underheaven.show.reform import print_reforms, reform_rows
    from underheaven.show.unshipped import sentence

    if is_result(regime):
        from underheaven.run.again import study_of
        from underheaven.run.reform import refuse_harsher

        _refuse(regime, {"only": only, "with": further, **given(settings)})
        result = open_result(regime)
        _check_result(regime, dict(result.attrs))
        refuse_harsher(study_of(result.attrs, regime))
    else:
        from underheaven.run.memory import give_back_at_once
        from underheaven.run.public import reform_study
        from underheaven.run.reform import lived
        from underheaven.show.bar import progress

        give_back_at_once()
        studied = {
            k: v for k, v in given(settings).items() if k not in ("threads", "engine", "checkpoint_every", "out")
        }
        study = reform_study(regime, only=only, with_=further, **studied)
        _say_society(study, settings, quiet)
        _tell(study, quiet or as_json, lived(study), len(study.worlds))
        how = {k: v for k, v in given(settings).items() if k not in studied}
        with progress(quiet) as report, patience(settings["out"] is not None) as stop:
            result = reform(study, progress=report, stop=stop, **how)
    if as_json:
        print_json(reform_rows(result), sentence(result))
    else:
        print_reforms(result, console())


@click.command("attribute")
@click.argument("regime")
@click.option("--measure", "measures", multiple=True, metavar="NAME",
              help="A measure of docs/measures.md; may be repeated.  [default: the measures of `reform`]")  # fmt: skip
@people_options("20,000", "60", "4")
@number("threads", "Threads of the engine.  [default: all cores]")
@click.option("--engine", type=click.Choice(["auto", "plain", "cpu"]), default="auto", show_default=True,
              help="plain: interpreted reference, slow; cpu: compiled. The results are identical.")  # fmt: skip
@reporting_options
def attribute_(
    regime: str, measures: tuple[str, ...], threads: int | None, engine: str, quiet: bool, as_json: bool,
    **settings: Any,
) -> None:  # fmt: skip
    """Print how much each mechanism of a REGIME contributes to its effects in this model.

    Every choice of its mechanisms is lived over the same people: the regime without one of them, without two, and so
    on to none. Shares are Shapley values, which add up to the whole.
    """
    from underheaven.run.attribute import attribute, plan_attribution
    from underheaven.run.memory import give_back_at_once
    from underheaven.show.attribute import attribution_rows, print_attribution
    from underheaven.show.bar import progress
    from underheaven.show.unshipped import sentence

    give_back_at_once()
    wanted = plan_attribution(regime, measures, **given(settings))
    _say_society(wanted.study, settings, quiet)
    _tell(wanted.study, quiet or as_json, wanted.person_months, 1 + len(wanted.regimes))
    with progress(quiet) as report:
        result = attribute(wanted, engine=engine, threads=threads, progress=report)
    if as_json:
        print_json(attribution_rows(result), sentence(result))
    else:
        print_attribution(result, console())


def _say_society(study: Study, settings: dict[str, Any], quiet: bool) -> None:
    """Says over whom a regime is simulated where no society is named."""
    from underheaven.cli.people import say_chosen

    if settings["society"] is None:
        say_chosen(Path(study.society.where).stem, quiet)


def _tell(study: Study, quiet: bool, person_months: int, worlds: int) -> None:
    """Says on standard error what will be lived and, where it is much, how long that takes by a short trial.

    The trial is of the regime as it is, whose months cost the most.
    """
    from dataclasses import replace

    from underheaven.run.forecast import foretell
    from underheaven.show.attribute import cost

    if quiet:
        return
    seconds = None
    if person_months >= WORTH_A_TRIAL:
        regime = study.regimes[0] if len(study.regimes) == 1 or study.against is None else study.against
        found = foretell(replace(study, regimes=(regime,), against=None), seconds=TRIAL_SECONDS)
        seconds = found.ns_a_person_month * person_months / 1e9
    say(cost(person_months, seconds, worlds), beside=True)


def _refuse(result: str, asked: dict[str, Any]) -> None:
    """Raises RequestError for what a finished result cannot be asked."""
    named = [name for name, value in asked.items() if value and name != "engine"]
    if named:
        raise RequestError(f"reform {result}: --{named[0]} asks for another run, and this one is done. Leave it out.")


def _check_result(name: str, attrs: dict[str, Any]) -> None:
    """Raises RequestError for a result of another command, whose other world is no regime with reforms."""
    if not str(attrs.get("title", "")).startswith("Reforms of "):
        raise RequestError(f"{name}: not a result of `reform`. Print it with `underheaven show {name}`.")
