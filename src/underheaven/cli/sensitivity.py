"""The command that reports the parameter range of measures and their most influential parameters."""

from __future__ import annotations

from typing import Any

import click

from underheaven.cli.options import (
    align_option,
    drop_unset,
    make_console,
    number_option,
    print_json,
    reporting_options,
    setting_option,
    society_option,
    start_option,
    threads_option,
)
from underheaven.cli.output import print_message


@click.command("sensitivity")
@click.argument("regimes", nargs=-1, required=True, metavar="REGIME... | STUDY | RESULT")
@click.option("--baseline", help="The baseline regime.  [default: none]")
@click.option(
    "--measure", "measures", multiple=True, metavar="NAME", help="This measure alone; may be repeated.  [default: all]"
)
@setting_option("samples")
@society_option
@number_option("persons", "Synthetic persons per scenario in each parameter sample.  [default: 10,000]")
@setting_option("months")
@start_option
@align_option
@number_option("seed", "The seed of the design and of all random draws.  [default: 1]")
@threads_option
@reporting_options
def sensitivity_(regimes: tuple[str, ...], measures: tuple[str, ...], quiet: bool, as_json: bool, **asked: Any) -> None:
    """Print the parameter range of each measure, its most influential parameters, and its range over seeds.

    Of REGIMES (or a study), by new runs; of a RESULT (.nc), from what it holds, without a run.
    """
    from underheaven.cli.society_choice import add_society
    from underheaven.run.document_lookup import read_if_study
    from underheaven.run.memory import release_memory_promptly
    from underheaven.run.results import is_result, open_result
    from underheaven.run.study import plan_study
    from underheaven.run.uncertainty.sensitivity import result_rows, sensitivity
    from underheaven.show.text.progress_bar import show_progress
    from underheaven.show.text.sensitivity import print_sensitivity
    from underheaven.show.text.unshipped_documents import unshipped_sentence

    settings = drop_unset(asked)
    if any(is_result(name) for name in regimes):
        result = open_result(_alone(regimes, settings))
        found, mark = result_rows(result, measures), unshipped_sentence(result)
    else:
        study = read_if_study(regimes[0]) if len(regimes) == 1 else None
        settings = settings if study else add_society(regimes, settings, quiet)
        release_memory_promptly()
        with show_progress(quiet) as report:
            found = sensitivity(*([study] if study else regimes), measures=measures, progress=report, **settings)
        mark = (study or plan_study(regimes, settings.get("baseline", "none"), settings["society"])).mark
    if as_json:
        print_json(found, mark)
    else:
        print_sensitivity(found, make_console(), mark)
    shown = {part for row in found for part in (row["measure"], row["measure"].partition(":")[0])}
    for name in measures if found else ():
        if name not in shown:
            print_message(f"{name}: every parameter sample leaves it undefined, so it has no range.", to_stderr=True)


def _alone(regimes: tuple[str, ...], settings: dict[str, Any]) -> str:
    """Return the name of the result; raise RequestError for a setting that does not apply to a finished result."""
    from underheaven.errors import RequestError

    if len(regimes) > 1:
        raise RequestError(
            "sensitivity: a result holds all its scenarios and cannot be combined with others. Name the result only."
        )
    if settings:
        raise RequestError(
            f"sensitivity {regimes[0]}: --{next(iter(settings))} asks for another run, and this one is done. Leave it "
            "out, or name the regimes instead of the result."
        )
    return regimes[0]
