"""The command that converts documents and results of the version before this one."""

from __future__ import annotations

from pathlib import Path

import click

from underheaven.cli.output import print_message, print_utf8
from underheaven.errors import RequestError


@click.command()
@click.argument("old", type=click.Path(path_type=Path), metavar="OLD")
@click.option("--out", type=click.Path(path_type=Path), help="Write it to this file, which must not exist.")
def convert(old: Path, out: Path | None) -> None:
    """Convert a document (.toml) or result (.nc) of the version before this one.

    Names change and numbers do not. OLD stays as it is.
    """
    from underheaven.run.conversion import convert_document, convert_result
    from underheaven.run.results import is_result
    from underheaven.spec.io.toml_writer import write_new_file

    if is_result(str(old)):
        if out is None:
            raise RequestError(f"{old}: a converted result needs a file. Add --out NEW.nc.")
        print_message(f"{out} is written. Its digest, with today's names, is {convert_result(old, out)}.")
        return
    text = convert_document(old)
    if out is None:
        print_utf8(text)
        return
    write_new_file(text, out)
    print_message(f"{out} is written. `underheaven check {out}` checks it.")
