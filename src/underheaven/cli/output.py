"""Output of the command line except tables: sentences for people, and JSON or documents for programs."""

from __future__ import annotations

import sys
from contextlib import nullcontext, suppress

import click

from underheaven.text_escaping import escape_json, escape_lines


def print_message(text: str, *, to_stderr: bool = False) -> None:
    """Print lines for people, with terminal control characters escaped. to_stderr: on standard error."""
    with suppress(OSError) if to_stderr else nullcontext():  # without standard error the command still runs
        click.echo(escape_lines(text), err=to_stderr)


def print_json_text(text: str) -> None:
    """Print JSON as UTF-8, with terminal control characters escaped as JSON does."""
    print_utf8(escape_json(text))


def print_utf8(text: str) -> None:
    """Print a document, rows or a schema as UTF-8, whatever the locale, so that programs read every character."""
    sys.stdout.flush()
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:  # a text stream of the calling program
        sys.stdout.write(text)
        return
    binary.write(text.encode("utf-8"))
    binary.flush()
