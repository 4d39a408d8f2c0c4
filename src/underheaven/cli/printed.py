"""What a program reads from standard output: UTF-8, whatever the terminal shows."""

from __future__ import annotations

import sys


def utf8(text: str) -> None:
    """Print a document, rows or a schema as UTF-8, whatever the locale, so that what reads it finds every letter."""
    sys.stdout.flush()
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:  # a stream of the program that calls, which takes letters
        sys.stdout.write(text)
        return
    binary.write(text.encode("utf-8"))
    binary.flush()
