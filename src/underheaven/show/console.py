"""The console that everything is printed on."""

from __future__ import annotations

from typing import Any

from rich.console import Console

USUAL = 80
"""Columns where the surroundings say that there are none."""


class PipedConsole(Console):
    """A console that reports a reader who has gone as the BrokenPipeError it is, for the command line to handle."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        if self.width < 1:  # COLUMNS=0 would print nothing
            self.width = USUAL

    def on_broken_pipe(self) -> None:
        """Raises BrokenPipeError; the library would end the program with exit code 1."""
        raise BrokenPipeError
