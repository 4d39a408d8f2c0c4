"""The command that reports faults of documents, and what would mislead in a run of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from underheaven.cli.options import drop_unset, make_console, number_option, print_json
from underheaven.cli.output import print_message
from underheaven.errors import DocumentError, RequestError

if TYPE_CHECKING:
    from underheaven.run.checks.diagnostics import Diagnostic
    from underheaven.run.options import EngineName


@click.command()
@click.argument("files", nargs=-1, required=True)
@click.option(
    "--society",
    help="Name or path of a society: also report what a run over it would refuse, and what in it would mislead.",
)
@number_option("persons", "Synthetic persons in that run.  [default: 200,000]")
@number_option("months", "Months in that run.  [default: 120]")
@number_option("replicates", "Replicates in that run.  [default: 8]")
@click.option("--start", help="First month observed in that run, such as 2013-10.  [default: the regime's]")
@number_option(
    "pilot",
    "Persons, at most, of a pilot that says how many events to expect; 0 for none.  [default: 20,000 "
    "with --society, 0 of a study]",
)
@click.option(
    "--engine", type=click.Choice(["auto", "plain", "cpu"]), default="auto", show_default=True, help="Of the pilot."
)
@click.option("--json", "as_json", is_flag=True, help="Print rows as JSON and nothing else.")
def check(
    files: Sequence[str], society: str | None, pilot: int | None, engine: EngineName, as_json: bool, **settings: Any
) -> None:
    """Check documents: report every fault, what is assumed, and what has no source.

    For a study, and with --society: also report what a run would refuse, and what in it would mislead.
    """
    from underheaven.run.checks.documents import PlannedRun, check_documents
    from underheaven.show.text.documents import print_checked

    asked = drop_unset(settings)
    if society is None and asked:
        raise RequestError(
            f"--{next(iter(asked))} applies to a run over a society, but a study names its own. "
            "Name one with --society."
        )
    documents, diagnostics = check_documents(files, PlannedRun(society, asked, pilot, engine))
    if as_json:
        print_json([diagnostic.row() for diagnostic in diagnostics])
    else:
        for document in documents:
            print_checked(document, make_console())
        _print_diagnostics([diagnostic for diagnostic in diagnostics if diagnostic.level != "error"])
    faults = [diagnostic.fault for diagnostic in diagnostics if diagnostic.level == "error"]
    if faults and as_json:
        raise click.exceptions.Exit(DocumentError.exit_code)
    if faults:
        raise DocumentError(faults)


def _print_diagnostics(diagnostics: Sequence[Diagnostic]) -> None:
    for diagnostic in diagnostics:
        print_message(str(diagnostic))
