"""The command that reports which published patterns the model shows, and under which assumptions."""

from __future__ import annotations

from typing import Any

import click

from underheaven.cli.options import (
    drop_unset,
    make_console,
    number_option,
    print_json,
    reporting_options,
    threads_option,
)


@click.command("patterns")
@click.argument("studies", nargs=-1, metavar="[STUDY]...")
@number_option("samples", "Number of parameter samples per study.  [default: 256]")
@threads_option
@reporting_options
def patterns_(studies: tuple[str, ...], quiet: bool, as_json: bool, **asked: Any) -> None:
    """Report for each STUDY whether its published pattern appears, in how many parameter samples, and what decides.

    Without a STUDY: all shipped studies that name a pattern.
    """
    from underheaven.run.memory import release_memory_promptly
    from underheaven.run.patterns import check_patterns
    from underheaven.show.text.patterns import print_patterns
    from underheaven.show.text.progress_bar import show_progress

    release_memory_promptly()
    with show_progress(quiet) as report:
        found = check_patterns(*studies, progress=report, **drop_unset(asked))
    if as_json:
        print_json(found)
    else:
        print_patterns(found, make_console())
