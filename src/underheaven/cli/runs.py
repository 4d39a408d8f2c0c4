"""Commands that run a study."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from underheaven.cli.interrupts import catch_interrupts
from underheaven.cli.options import (
    drop_unset,
    engine_options,
    hook_option,
    html_option,
    print_result,
    reporting_options,
    run_options,
    with_hooks,
)
from underheaven.cli.society_choice import add_society


@click.command("run")
@click.argument("regime")
@run_options
@hook_option
def run_(regime: str, hooks: tuple[str, ...], quiet: bool, as_json: bool, **settings: Any) -> None:
    """Simulate one REGIME (or a study) and print its measures."""
    from underheaven.run.document_lookup import read_if_study
    from underheaven.run.memory import release_memory_promptly
    from underheaven.run.public import run
    from underheaven.show.text.progress_bar import show_progress

    study = read_if_study(regime)
    asked = drop_unset(settings) if study else add_society([regime], drop_unset(settings), quiet)
    asked = with_hooks(asked, hooks)
    release_memory_promptly()
    with show_progress(quiet) as report, catch_interrupts(settings["out"] is not None) as stop:
        result = run(study or regime, progress=report, stop=stop, **asked)
    print_result(result, as_json)


@click.command("compare")
@click.argument("regimes", nargs=-1, required=True)
@click.option("--baseline", help="The baseline regime.  [default: none]")
@html_option
@run_options
@hook_option
def compare_(
    regimes: tuple[str, ...], html: Path | None, hooks: tuple[str, ...], quiet: bool, as_json: bool, **settings: Any
) -> None:
    """Simulate the same people under REGIMES (or a study) and under a baseline; print the paired differences."""
    from underheaven.cli.comparison import check_html_request, write_comparison
    from underheaven.run.document_lookup import read_if_study
    from underheaven.run.memory import release_memory_promptly
    from underheaven.run.public import compare
    from underheaven.show.text.progress_bar import show_progress

    study = read_if_study(regimes[0]) if len(regimes) == 1 else None
    check_html_request(html, len(study.regimes if study else regimes))
    asked = drop_unset(settings) if study else add_society(regimes, drop_unset(settings), quiet)
    asked = with_hooks(asked, hooks)
    release_memory_promptly()
    with show_progress(quiet) as report, catch_interrupts(settings["out"] is not None) as stop:
        result = compare(*([study] if study else regimes), progress=report, stop=stop, **asked)
    write_comparison(result, html)
    print_result(result, as_json)


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@engine_options
@hook_option
@reporting_options
def resume(out: Path, hooks: tuple[str, ...], quiet: bool, as_json: bool, **settings: Any) -> None:
    """Continue a run that was stopped or killed; OUT is the file that it was to write."""
    from underheaven.run.memory import release_memory_promptly
    from underheaven.run.public import resume as go_on
    from underheaven.show.text.progress_bar import show_progress

    asked = with_hooks(drop_unset(settings), hooks)
    release_memory_promptly()
    with show_progress(quiet) as report, catch_interrupts(keeps_progress=True) as stop:
        result = go_on(out, progress=report, stop=stop, **asked)
    print_result(result, as_json)
