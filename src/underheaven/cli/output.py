"""All that the command line prints but tables: sentences for people, and what programs read."""

from __future__ import annotations

import sys
from contextlib import nullcontext, suppress

import click

from underheaven.text_escaping import escape_json, escape_lines


def print_message(text: str, *, to_stderr: bool = False) -> None:
    """Print lines for people, with what a terminal would obey escaped; beside: on standard error."""
    with suppress(OSError) if to_stderr else nullcontext():  # who cannot hear still gets the work and the exit code
        click.echo(escape_lines(text), err=to_stderr)


def print_json_text(text: str) -> None:
    """Print JSON as `utf8` does, with letters that a terminal would obey escaped as JSON does."""
    print_utf8(escape_json(text))


def print_utf8(text: str) -> None:
    """Print a document, rows or a schema as UTF-8, whatever the locale, so that what reads it finds every letter."""
    sys.stdout.flush()
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:  # a stream of the program that calls, which takes letters
        sys.stdout.write(text)
        return
    binary.write(text.encode("utf-8"))
    binary.flush()
