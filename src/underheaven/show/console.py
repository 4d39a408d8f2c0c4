"""The console that everything is printed on."""

from __future__ import annotations

from rich.console import Console


class PipedConsole(Console):
    """A console that reports a reader who has gone as the BrokenPipeError it is, for the command line to handle."""

    def on_broken_pipe(self) -> None:
        """Raises BrokenPipeError; the library would end the program with exit code 1."""
        raise BrokenPipeError
