"""Rows of the page on verification: from the table of cases, and from the figures that stand beside this file.

``make verify-docs`` writes those figures anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from underheaven.show.page.verdicts import figure
from underheaven.show.verdicts import parameters_of, percent
from underheaven.verify import effort, judge, roads, sized
from underheaven.verify.case import Case
from underheaven.verify.cli_api import usual_cases
from underheaven.verify.registry import CASES
from underheaven.verify.scope import NOT_VERIFIED

FIGURES = Path(__file__).parent / "verification.json"
WORDS = {"pass": "as expected", "fail": "**not** as expected"}


def figures() -> dict[str, dict[str, Any]]:
    """Return the figures by case."""
    return {row["case"]: row for row in json.loads(FIGURES.read_text())}


def rows() -> Iterator[tuple[str, ...]]:
    """Yield a row for every case that runs where none is named; one without a figure yet says so."""
    for case in usual_cases():
        row = figures().get(case.name, {})
        second = "yes" if case.name in roads.ROADS else "-"
        said = (*numbers(row), catches(row), verdict(row), second)
        yield (f"`{case.name}`", case.shows, given(case), *said, case.source)


def identities() -> Iterator[tuple[str, ...]]:
    """Yield a row for every identity, which the tests hold and the figures leave out."""
    for case in CASES:
        if case.identity:
            yield (f"`{case.name}`", case.shows, given(case), case.source)


def given(case: Case) -> str:
    """Return the parameters of a case with their values; a dash without any."""
    return parameters_of(case.parameters) if case.parameters else "-"


def numbers(row: dict[str, Any]) -> list[str]:
    """Return what a row has of the numbers in KEYS."""
    return [figure(row[key], 2 if key == "tolerance" else 6) if key in row else "not yet" for key in KEYS]


def verdict(row: dict[str, Any]) -> str:
    """Return the verdict of a row in words."""
    return WORDS[row["verdict"]] if row else "not yet"


def catches(row: dict[str, Any]) -> str:
    """Return the smallest fault of a row; a dash where any difference is one, or where the row does not say."""
    share = row.get("detectable_fault")
    return "-" if share is None else f"{row['fault_in']} {percent(share)}"


KEYS = ("expected", "found", "tolerance")


def waiting() -> Iterator[tuple[str, ...]]:
    """Yield a row for every case that needs a mechanism."""
    for case in CASES:
        if case.check is None:
            yield (f"`{case.name}`", case.shows, case.needs, case.source)


def size_of_a_case() -> str:
    """Return how the size of a case comes about, with the numbers that the program has."""
    longer = round((effort.USUAL.aim / effort.THOROUGH.aim) ** 2)
    return (
        f"A case is as large as the fault asks that it is to catch: {percent(effort.USUAL.aim)} of its parameter, and "
        f"{percent(effort.THOROUGH.aim)} with `--thorough` at the values of the table. A pilot of "
        f"{sized.PILOT * sized.PILOTS:,} person-months says how far chance moves the figure, and the slope of the law "
        "says how far the fault does. From both follows the number of person-months that are lived and judged, which "
        "share no draw with the pilot, so that the tolerance stays exact (Stein 1945, for the size of a second sample "
        "by the spread of a first). A town that has a size of its own is lived more often instead, and where "
        f"{judge.FEWEST} of them are enough the pilot is judged. Where that would take more than {sized.USUALLY:,}, or "
        f"{longer} times as many with "
        "`--thorough`, the fault that is caught is larger, and the row says so; the tolerance is at most "
        f"{percent(sized.WIDEST)} of the value all the same. Values at which even that would take more than "
        f"{sized.MOST:,} are refused in a sentence.\n"
    )


def not_verified() -> str:
    """Return what nobody may take the verdicts for, as a list."""
    return "".join(f"- {sentence}\n" for sentence in NOT_VERIFIED)
