"""The command that says which published patterns the model shows, and under which assumptions."""

from __future__ import annotations

from typing import Any

import click

from underheaven.cli.options import console, given, number, print_json, reporting_options


@click.command("patterns")
@click.argument("studies", nargs=-1, metavar="[STUDY]...")
@number("points", "Number of parameter samples per study.  [default: 256]")
@number("threads", "Threads of the engine.  [default: all cores]")
@reporting_options
def patterns_(studies: tuple[str, ...], quiet: bool, as_json: bool, **asked: Any) -> None:
    """Report for each STUDY whether its published pattern appears, in how many parameter samples, and what decides.

    Without a STUDY: all shipped studies that name a pattern.
    """
    from underheaven.run.memory import give_back_at_once
    from underheaven.run.patterns import patterns
    from underheaven.show.bar import progress
    from underheaven.show.patterns import print_patterns

    give_back_at_once()
    with progress(quiet) as report:
        found = patterns(*studies, progress=report, **given(asked))
    if as_json:
        print_json(found)
    else:
        print_patterns(found, console())
