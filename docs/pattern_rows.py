"""Rows of the page on published patterns, from the figures in the file beside this one.

``make patterns`` computes those figures again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from underheaven.show.text.patterns import (
    deciding_parameters,
    format_clause,
    is_construction_check,
    sample_share_phrase,
)

FIGURES_FILE = Path(__file__).parent / "patterns.json"
HEADS = (
    "published",
    "study",
    "here",
    "verdict",
    "over the parameter samples",
    "most influential",
    "brought about by",
    "put in",
    "not shown",
)


def read_figures() -> list[dict[str, Any]]:
    """Return the figures, one row for each study."""
    found: list[dict[str, Any]] = json.loads(FIGURES_FILE.read_text())
    return found


def pattern_rows(checks: bool = False) -> Iterator[tuple[str, ...]]:
    """Yield a row for every study that claims a pattern; checks: only those whose pattern is put in entirely."""
    for row in (row for row in read_figures() if is_construction_check(row) == checks):
        texts = (_join_lines(row[key]) for key in ("brought_about_by", "put_in", "not_shown"))
        here = "; ".join(map(format_clause, row["where"]))
        published = f"{_join_lines(row['published'])} ({_join_lines(row['source'])})"
        yield (
            published,
            f"`{row['study']}`",
            here,
            row["verdict"],
            sample_share_phrase(row),
            deciding_parameters(row),
            *texts,
        )


def describe_figures() -> str:
    """Return a sentence on how the figures were computed."""
    points, persons, seeds = (
        _format_range(sorted({row[key] for row in read_figures()})) for key in ("samples", "persons", "seeds")
    )
    return (
        f"Made by `make patterns`: {points} parameter samples a study, {persons} synthetic persons a "
        f"scenario in each, and the base case with {seeds} seeds at the same size.\n"
    )


def _format_range(numbers: list[int]) -> str:
    low, high = f"{numbers[0]:,}", f"{numbers[-1]:,}"
    return low if low == high else f"{low} to {high}"


def _join_lines(text: str) -> str:
    return " ".join(text.split())
