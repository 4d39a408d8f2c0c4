"""Rows of the page on verification: from the table of cases, and from the figures that stand beside this file.

``make verify-docs`` writes those figures anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from underheaven.show.page.verdicts import figure
from underheaven.show.verdicts import parameters_of
from underheaven.verify import roads
from underheaven.verify.registry import CASES
from underheaven.verify.scope import NOT_VERIFIED

FIGURES = Path(__file__).parent / "verification.json"
WORDS = {"pass": "as expected", "fail": "**not** as expected"}


def figures() -> dict[str, dict[str, Any]]:
    """Return the figures by case."""
    return {row["case"]: row for row in json.loads(FIGURES.read_text())}


def rows() -> Iterator[tuple[str, ...]]:
    """Yield a row for every case that runs; one without a figure yet says so."""
    known = figures()
    for case in CASES:
        if case.check is None:
            continue
        row = known.get(case.name, {})
        numbers = [figure(row[key], 2 if key == "tolerance" else 6) if key in row else "not yet" for key in KEYS]
        verdict = WORDS[row["verdict"]] if row else "not yet"
        second = "yes" if case.name in roads.ROADS else "-"
        given = parameters_of(case.parameters) if case.parameters else "-"
        yield (f"`{case.name}`", case.shows, given, *numbers, verdict, second, case.source)


KEYS = ("expected", "found", "tolerance")


def waiting() -> Iterator[tuple[str, ...]]:
    """Yield a row for every case that needs a mechanism."""
    for case in CASES:
        if case.check is None:
            yield (f"`{case.name}`", case.shows, case.needs, case.source)


def not_verified() -> str:
    """Return what nobody may take the verdicts for, as a list."""
    return "".join(f"- {sentence}\n" for sentence in NOT_VERIFIED)
