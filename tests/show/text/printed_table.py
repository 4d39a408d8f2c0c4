"""The table of a result as it is printed."""

from __future__ import annotations

import io

from rich.console import Console

from underheaven.show.text.result_table import print_result


def printed(dataset, width=80):
    """Return the printed table."""
    console = Console(file=io.StringIO(), width=width, highlight=False)
    print_result(dataset, console)
    return console.file.getvalue()


def flowing(dataset, width=80):
    """Return the printed table on one line."""
    return " ".join(printed(dataset, width).split())
