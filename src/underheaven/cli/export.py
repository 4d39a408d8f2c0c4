"""Commands that export a result: tables, the data dictionary, and citations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from underheaven.cli.options import print_json
from underheaven.cli.output import print_message, print_utf8


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
@click.option("--persons", is_flag=True, help="Also write the sums of every synthetic person; large.")
def export_(result: Path, folder: Path | None, form: Any, persons: bool) -> None:
    """Write a RESULT as a folder of tidy tables, with a data dictionary."""
    from underheaven.run.results import open_result
    from underheaven.show.export.table_folder import export_tables

    left = export_tables(open_result(result), folder or result.with_name(f"{result.stem}-tables"), form, persons)
    print_message(f"{left.folder}: {left.files} files, {left.bytes / 1e6:.1f} MB")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print rows as JSON and nothing else.")
def dictionary(as_json: bool) -> None:
    """Print the meaning of every name in a result and its tables, as a Markdown table."""
    from underheaven.show.export import data_dictionary

    if as_json:
        print_json(data_dictionary.dictionary_rows())
    else:
        print_utf8(data_dictionary.dictionary_markdown())


@click.command()
@click.argument("result", type=click.Path(path_type=Path), required=False)
@click.option("--json", "as_json", is_flag=True, help="Print rows as JSON and nothing else.")
def cite(result: Path | None, as_json: bool) -> None:
    """Print BibTeX for the program, and for everything that a RESULT relies on."""
    from underheaven import __version__
    from underheaven.run.results import open_result
    from underheaven.show.export import bibtex
    from underheaven.show.export.citation import result_bibliography, software_bibliography

    found = software_bibliography(__version__) if result is None else result_bibliography(open_result(result))
    if as_json:
        print_json([bibtex.citation_row(citation) for citation in found.citations])
    else:
        print_utf8(bibtex.render_bibtex(found.citations, found.remarks))
