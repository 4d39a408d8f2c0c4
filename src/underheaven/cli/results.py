"""Commands for a result on disk."""

from __future__ import annotations

from pathlib import Path

import click

from underheaven.cli.output import print_message


@click.command()
@click.argument("result", type=click.Path(path_type=Path))
def digest(result: Path) -> None:
    """Print the digest of a RESULT: the same study gives the same digest on any machine and number of threads."""
    from underheaven.record.digest import digest
    from underheaven.run.results import open_result

    print_message(digest(open_result(result)))
