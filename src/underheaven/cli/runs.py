"""Commands that run a study."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from underheaven.cli.options import (
    engine_options,
    given,
    hook_option,
    html_option,
    print_result,
    reporting_options,
    settings,
    with_hooks,
)
from underheaven.cli.patience import patience
from underheaven.cli.people import over_whom


@click.command("run")
@click.argument("regime")
@settings
@hook_option
def run_(regime: str, hooks: tuple[str, ...], quiet: bool, as_json: bool, **settings: Any) -> None:
    """Simulate one REGIME (or a study) and print its measures."""
    from underheaven.run.memory import give_back_at_once
    from underheaven.run.names import named_study
    from underheaven.run.public import run
    from underheaven.show.bar import progress

    study = named_study(regime)
    asked = given(settings) if study else over_whom([regime], given(settings), quiet)
    asked = with_hooks(asked, hooks)
    give_back_at_once()
    with progress(quiet) as report, patience(settings["out"] is not None) as stop:
        result = run(study or regime, progress=report, stop=stop, **asked)
    print_result(result, as_json)


@click.command("compare")
@click.argument("regimes", nargs=-1, required=True)
@click.option("--against", help="The baseline regime.  [default: none]")
@html_option
@settings
@hook_option
def compare_(
    regimes: tuple[str, ...], html: Path | None, hooks: tuple[str, ...], quiet: bool, as_json: bool, **settings: Any
) -> None:
    """Simulate the same people under REGIMES (or a study) and under a baseline; print the paired differences."""
    from underheaven.cli.sides import check_asked, write_sides
    from underheaven.run.memory import give_back_at_once
    from underheaven.run.names import named_study
    from underheaven.run.public import compare
    from underheaven.show.bar import progress

    study = named_study(regimes[0]) if len(regimes) == 1 else None
    check_asked(html, len(study.regimes if study else regimes))
    asked = given(settings) if study else over_whom(regimes, given(settings), quiet)
    asked = with_hooks(asked, hooks)
    give_back_at_once()
    with progress(quiet) as report, patience(settings["out"] is not None) as stop:
        result = compare(*([study] if study else regimes), progress=report, stop=stop, **asked)
    write_sides(result, html)
    print_result(result, as_json)


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@engine_options
@hook_option
@reporting_options
def resume(out: Path, hooks: tuple[str, ...], quiet: bool, as_json: bool, **settings: Any) -> None:
    """Continue a run that was stopped or killed; OUT is the file that it was to write."""
    from underheaven.run.memory import give_back_at_once
    from underheaven.run.public import resume as go_on
    from underheaven.show.bar import progress

    asked = with_hooks(given(settings), hooks)
    give_back_at_once()
    with progress(quiet) as report, patience(keeps=True) as stop:
        result = go_on(out, progress=report, stop=stop, **asked)
    print_result(result, as_json)
