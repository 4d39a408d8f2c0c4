"""The forecast of a run: the time and memory it needs, and whether this machine has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from underheaven.show.formatting import format_number
from underheaven.text_escaping import format_bytes

LABEL_WIDTH = 22
TIME_PARTS = (
    ("start-up", "starting_seconds"),
    ("simulation", "living_seconds"),
    ("parameter ranges", "ranging_seconds"),
    ("output", "ending_seconds"),
)


def print_forecast(row: Mapping[str, Any], console: Console) -> None:
    """Print a forecast, one line per number.

    Args:
        row: The forecast as plain values.
        console: Where to print.
    """
    for name, text in forecast_lines(row):
        console.print(Text(f"{name:<{LABEL_WIDTH}}{text}"), soft_wrap=True)
    if row["refusal"]:
        console.print(Text(f"\nThe run will be refused: {row['refusal']}"), soft_wrap=True)


def forecast_lines(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the lines of a forecast: label and value."""
    found = [
        ("Person-months", f"{row['person_months']:,}"),
        ("Time", f"{format_duration(row['seconds'])}{load_phrase(row['seconds'], row['held_up'])}"),
        ("  of which", ", ".join(f"{name} {format_duration(row[key])}" for name, key in TIME_PARTS if row[key])),
        ("  processor time", f"{format_duration(row['processor_seconds'])} in all threads together"),
        (
            "  speed",
            f"{format_number(row['ns_a_person_month'])} ns a person-month with {_thread_count(row['threads'])}",
        ),
        ("Memory", f"{format_bytes(row['memory_bytes'])} at most; {format_bytes(row['free_memory_bytes'])} available"),
    ]
    if row["file_bytes"] is not None:
        free = format_bytes(row["free_disk_bytes"])
        found.append(("Result on disk", f"{format_bytes(row['file_bytes'])}"))
        found.append(("  log during the run", f"{format_bytes(row['log_bytes'])}; {free} free"))
    if row["compiling_seconds"]:
        found.append(("Compilation", f"{format_duration(row['compiling_seconds'])}, once; the machine code is cached"))
    found.append(
        ("Based on a pilot of", f"{row['trial_persons']:,} persons in {format_duration(row['trial_seconds'])}")
    )
    return found


BUSY_FACTOR = 1.2
"""The machine is called busy if other work slows a run down by this factor or more."""


def load_phrase(seconds: float, held_up: float) -> str:
    """State the load that a forecast assumes, and the time without other work."""
    if held_up < BUSY_FACTOR:
        return ", at the present load of the machine"
    return (
        f", if the machine stays as busy as it is: other work slows it by a factor of {format_number(held_up, 2)}; "
        f"on an idle machine, about {format_duration(seconds / held_up)}"
    )


def format_duration(seconds: float) -> str:
    """Format a time: 0.42 s, 35 s, 4 min 10 s, 2 h 5 min."""
    whole = round(seconds)
    if seconds < 10:
        return f"{format_number(seconds, 2)} s"
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600:,} h {whole % 3600 // 60} min"


def _thread_count(number: int) -> str:
    return f"{number} thread{'s' * (number != 1)}"
