"""Commands for documents: list, show, new, diff, schema."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from underheaven.cli.options import html_option, make_console, print_json
from underheaven.cli.output import print_message, print_utf8
from underheaven.errors import RequestError

KIND = click.Choice(["regime", "society", "study", "reform"])


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print rows as JSON and nothing else.")
def list_(as_json: bool) -> None:
    """List the regimes, societies, studies and reforms that ship."""
    from underheaven.run.document_lookup import read_catalogue
    from underheaven.show.text.documents import catalogue_rows, print_catalogue

    documents = read_catalogue()
    if as_json:
        print_json(catalogue_rows(documents))
    else:
        print_catalogue(documents, make_console())


@click.command()
@click.argument("name", required=False)
@click.option("--month", is_flag=True, help="Show what happens in one month, in order.")
@click.option("--by", type=click.Choice(["group", "region"]), help="Of a result: measures by group or by region.")
@click.option("--over-time", is_flag=True, help="Of a result: measures year by year.")
@click.option("--ledger", is_flag=True, help="Of a result: what each unit of detriment was booked for.")
@click.option(
    "--related",
    is_flag=True,
    help="Of a result: how the cross-context share U depends on which contexts count as related.",
)
@html_option
@click.option("--json", "as_json", is_flag=True, help="Of a result: print rows as JSON, and nothing else.")
def show(
    name: str | None,
    month: bool,
    by: str | None,
    over_time: bool,
    ledger: bool,
    related: bool,
    html: Path | None,
    as_json: bool,
) -> None:
    """Show a document in plain words, or the table of a result (NAME.nc)."""
    from underheaven.cli.comparison import write_comparison
    from underheaven.cli.options import print_result
    from underheaven.cli.result_views import print_view
    from underheaven.run.document_lookup import read_any_document
    from underheaven.run.results import is_result, open_result
    from underheaven.show.text.documents import print_document, print_month

    views = [view for view, asked in (("time", over_time), ("ledger", ledger), ("related", related)) if asked]
    if len(views) > 1:
        raise RequestError("--over-time, --ledger and --related are separate views. Use one at a time.")
    view = views[0] if views else None
    of_result = name is not None and is_result(name)
    if not of_result and (by or view or html or as_json):
        raise RequestError(
            "--by, --over-time, --ledger, --related, --html and --json apply to results. Give a result, such as run.nc."
        )
    if by and view not in (None, "time"):
        raise RequestError("--by can be combined with no other view than --over-time. Use one at a time.")
    if html and (by or view):
        raise RequestError("--html cannot be combined with another view of a result. Use one at a time.")
    if month:
        print_month(make_console())
    if name is not None and of_result and (by or view):
        print_view(open_result(name), by, view, as_json)
    elif name is not None and of_result:
        result = open_result(name)
        write_comparison(result, html)
        print_result(result, as_json)
    elif name is not None:
        print_document(read_any_document(name), make_console())
    elif not month:
        raise RequestError("Nothing to show. Give a document (`underheaven list`), a result, or --month.")


@click.command()
@click.argument("kind", type=KIND)
@click.option("--name", help="Title of the document.  [default: the name of its file]")
@click.option("--from", "original", metavar="SHIPPED", help="Copy a shipped document, including its comments.")
@click.option("--out", type=click.Path(path_type=Path), help="Write it to this .toml file, which must not exist.")
def new(kind: Any, name: str | None, original: str | None, out: Path | None) -> None:
    """Write a template for a KIND of document, with a comment above every part and key."""
    from underheaven.spec.io.templates import copy_shipped, name_from_file, render_template
    from underheaven.spec.io.toml_writer import write_new_file

    name = name_from_file(out) if name is None and out is not None else name
    text = render_template(kind, name) if original is None else copy_shipped(kind, original, name)
    if out is None:
        print_utf8(text)
        return
    write_new_file(text, out)
    print_message(f"{out} is written. `underheaven check {out}` names every fault in it.")


@click.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--sources", is_flag=True, help="Also compare the sources of numbers.")
@click.option("--json", "as_json", is_flag=True, help="Print rows as JSON and nothing else.")
def diff(before: str, after: str, sources: bool, as_json: bool) -> None:
    """Describe how two regimes (or societies, studies, reforms) differ, from A to B.

    NAME@2016-09 is a regime as in force in that month.
    """
    from underheaven.run.document_lookup import read_as_of_month
    from underheaven.show.explain.diff import diff_rows, print_diff

    one, other = read_as_of_month(before), read_as_of_month(after)
    if as_json:
        print_json(diff_rows(one, other, sources))
    else:
        print_diff(one, other, make_console(), sources)


@click.command()
@click.argument("kind", type=KIND)
def schema(kind: Any) -> None:
    """Print the JSON schema of a KIND of document, for editors."""
    from underheaven.spec.schema import render_schema

    print_utf8(render_schema(kind))
