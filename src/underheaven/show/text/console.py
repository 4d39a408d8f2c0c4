"""The console that prints everything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from underheaven.text_escaping import escape_lines

DEFAULT_WIDTH = 80
"""Columns where the environment gives none."""


class PipedConsole(Console):
    """A console that prints text verbatim, and raises BrokenPipeError when its reader has gone.

    Brackets and colons in names are not markup, and control characters are escaped. The console's own terminal codes,
    such as colours, pass.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"markup": False, "emoji": False, **settings})
        if self.width < 1:  # COLUMNS=0 would print nothing
            self.width = DEFAULT_WIDTH

    def print(self, *objects: Any, **settings: Any) -> None:
        """Print; in a file, without the trailing spaces that pad a line to the width of a terminal."""
        if self.is_terminal:
            super().print(*objects, **settings)
            return
        with self.capture() as captured:
            super().print(*objects, **settings)
        *lines, last = captured.get().split("\n")
        self.file.write("".join(f"{line.rstrip(' ')}\n" for line in lines) + last)

    def on_broken_pipe(self) -> None:
        """Raise BrokenPipeError; the library would end the program with exit code 1."""
        raise BrokenPipeError

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
        """Yield the segments of a renderable, its text cleaned before it is laid out in columns."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=escape_lines(segment.text))
