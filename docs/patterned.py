"""Rows of the page on published patterns, from the figures that stand beside this file.

``make patterns`` writes those figures anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from underheaven.show.patterns import clause, decided, is_check, over

FIGURES = Path(__file__).parent / "patterns.json"
HEADS = (
    "published", "study", "here", "verdict", "over the parameter samples", "most influential", "brought about by",
    "put in", "not shown",
)  # fmt: skip


def figures() -> list[dict[str, Any]]:
    """Return the figures, a row a study."""
    found: list[dict[str, Any]] = json.loads(FIGURES.read_text())
    return found


def rows(checks: bool = False) -> Iterator[tuple[str, ...]]:
    """Yield a row for every study that claims a pattern; checks: those of which all is put in, and no others."""
    for row in (row for row in figures() if is_check(row) == checks):
        texts = (_flat(row[key]) for key in ("brought_about_by", "put_in", "not_shown"))
        here = "; ".join(map(clause, row["where"]))
        published = f"{_flat(row['published'])} ({_flat(row['source'])})"
        yield (published, f"`{row['study']}`", here, row["verdict"], over(row), decided(row), *texts)


def made() -> str:
    """Return how the figures were made, in a sentence."""
    points, persons, seeds = (_span(sorted({row[key] for row in figures()})) for key in ("points", "persons", "seeds"))
    return (
        f"Made by `make patterns`: {points} parameter samples a study, {persons} synthetic persons a "
        f"scenario in each, and the documents as they stand with {seeds} seeds at the same size.\n"
    )


def _span(numbers: list[int]) -> str:
    low, high = f"{numbers[0]:,}", f"{numbers[-1]:,}"
    return low if low == high else f"{low} to {high}"


def _flat(text: str) -> str:
    return " ".join(text.split())
