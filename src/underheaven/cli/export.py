"""Commands that take a result elsewhere: tables, what their names mean, and how to cite it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from underheaven.cli.options import print_json
from underheaven.cli.printed import say, utf8


@click.command("export")
@click.argument("result", type=click.Path(path_type=Path))
@click.option(
    "--out",
    "folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="The new folder.  [default: RESULT-tables beside the result]",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "parquet"]),
    default="csv",
    show_default=True,
    help="Format of the tables; Parquet needs the extra `tables`.",
)
@click.option("--persons", is_flag=True, help="Also write the sums of every synthetic person; large.")  # fmt: skip
def export_(result: Path, folder: Path | None, form: Any, persons: bool) -> None:
    """Write a RESULT as a folder of tidy tables, with a data dictionary."""
    from underheaven.run.results import open_result
    from underheaven.show.export import export

    left = export(open_result(result), folder or result.with_name(f"{result.stem}-tables"), form, persons)
    say(f"{left.folder}: {left.files} files, {left.bytes / 1e6:.1f} MB")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print rows as JSON and nothing else.")
def dictionary(as_json: bool) -> None:
    """Print the meaning of every name in a result and its tables, as a Markdown table."""
    from underheaven.show import dictionary

    if as_json:
        print_json(dictionary.rows())
    else:
        utf8(dictionary.markdown())


@click.command()
@click.argument("result", type=click.Path(path_type=Path), required=False)
@click.option("--json", "as_json", is_flag=True, help="Print rows as JSON and nothing else.")
def cite(result: Path | None, as_json: bool) -> None:
    """Print BibTeX for the program, and for everything that a RESULT relies on."""
    from underheaven import __version__
    from underheaven.run.results import open_result
    from underheaven.show import bibtex
    from underheaven.show.cite import of_result, of_software

    found = of_software(__version__) if result is None else of_result(open_result(result))
    if as_json:
        print_json([bibtex.row(citation) for citation in found.citations])
    else:
        utf8(bibtex.rendered(found.citations, found.remarks))
