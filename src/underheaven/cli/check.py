"""The command that says what is wrong with documents, and what a run of them would mislead in, before it is run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from underheaven.cli.options import console, given, number, print_json
from underheaven.cli.printed import say
from underheaven.errors import DocumentError, RequestError

if TYPE_CHECKING:
    from underheaven.run.foresee import Said


@click.command()
@click.argument("files", nargs=-1, required=True)
@click.option("--society", help="Name or path of a society: also report what a run over it would refuse, "
                                "and what in it would mislead.")  # fmt: skip
@number("persons", "Synthetic persons in that run.  [default: 200,000]")
@number("months", "Months in that run.  [default: 120]")
@number("replicates", "Replicates in that run.  [default: 8]")
@click.option("--start", help="First month observed in that run, such as 2013-10.  [default: the regime's]")
@number("pilot", "Persons, at most, of a pilot that says how many events to expect; 0 for none.  [default: 20,000 "
                 "with --society, 0 of a study]")  # fmt: skip
@click.option("--engine", type=click.Choice(["auto", "plain", "cpu"]), default="auto", show_default=True,
              help="Of the pilot.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print rows as JSON and nothing else.")
def check(
    files: Sequence[str], society: str | None, pilot: int | None, engine: str, as_json: bool, **settings: Any
) -> None:
    """Check documents: report every fault, what is assumed, and what has no source.

    For a study, and with --society: also report what a run would refuse, and what in it would mislead.
    """
    from underheaven.run.check import Run, check_all
    from underheaven.show.documents import print_checked

    asked = given(settings)
    if society is None and asked:
        raise RequestError(
            f"--{next(iter(asked))} applies to a run over a society, but a study names its own. "
            "Name one with --society."
        )
    documents, said = check_all(files, Run(society, asked, pilot, engine))
    if as_json:
        print_json([one.row() for one in said])
    else:
        for document in documents:
            print_checked(document, console())
        _print([one for one in said if one.level != "error"])
    faults = [one.fault for one in said if one.level == "error"]
    if faults and as_json:
        raise click.exceptions.Exit(DocumentError.exit_code)
    if faults:
        raise DocumentError(faults)


def _print(said: Sequence[Said]) -> None:
    for one in said:
        say(str(one))
