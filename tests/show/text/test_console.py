"""The console: text as it stands, whatever it is printed on."""

from __future__ import annotations

import io

from rich.padding import Padding
from rich.text import Text

from underheaven.show.text.console import PipedConsole


def printed(*objects, **settings):
    file = io.StringIO()
    PipedConsole(file=file, width=20, **settings).print(*objects)
    return file.getvalue()


def test_no_line_of_a_file_ends_in_spaces():
    """What this would catch: lines filled up to the width of a terminal, which every editor and diff marks."""
    text = Padding(Text("one two three four five six"), (0, 0, 0, 2))
    assert printed(text) == "  one two three four\n  five six\n"


def test_a_terminal_is_filled_as_ever():
    assert printed(Padding(Text("one"), (0, 0, 0, 2)), force_terminal=True).rstrip("\n").endswith(" ")


def test_a_line_that_goes_on_keeps_its_space():
    file = io.StringIO()
    PipedConsole(file=file).print("asks: ", end="")
    assert file.getvalue() == "asks: "
