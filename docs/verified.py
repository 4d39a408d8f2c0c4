"""Rows of the page on verification: from the table of cases, and from the figures that stand beside this file.

``make verify-docs`` writes those figures anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from underheaven.show.page.verdicts import figure
from underheaven.show.verdicts import fault, parameters_of, percent
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
    return "-" if share is None else fault(row["fault_in"], share, row.get("fault_counted", False))


KEYS = ("expected", "found", "tolerance")


def waiting() -> Iterator[tuple[str, ...]]:
    """Yield a row for every case that needs a mechanism."""
    for case in CASES:
        if case.check is None:
            yield (f"`{case.name}`", case.shows, case.needs, case.source)


def size_of_a_case() -> str:
    """Return how the size of a case comes about, with the numbers that the program has."""
    longer = round((effort.USUAL.aim / effort.THOROUGH.aim) ** 2)
    runs = sized.MOST_AGAIN + 1
    return (
        f"A case is sized by the error that it is meant to catch: {percent(effort.USUAL.aim)} of its "
        f"parameter with probability 0.9, or {percent(effort.THOROUGH.aim)} at the default parameters with "
        f"`--thorough`. A pilot run of {sized.PILOT * sized.PILOTS:,} person-months estimates the standard "
        "deviation of the figure, and the derivative of the closed form says how far the error would move it "
        "(after Stein 1945). The run that is judged shares no draw with the pilot. If its own standard error "
        f"is still too large it is replaced by a larger run, {sized.MOST_AGAIN} times at most. Each run fails "
        "a correct model with a probability of 1 in 100,000, as far as totals of replicates are normal; all "
        f"of them together do so with {runs} in 100,000 at most. A case that needs towns of a fixed size "
        f"takes more seeds instead, and where {judge.FEWEST} are enough the pilot itself is judged. If "
        f"catching the error would take more than {sized.USUALLY:,} person-months ({longer} times as many "
        "with `--thorough`; one of a panel of everybody counts twice, one of a town of four persons 20 "
        f"times), the case is sized for a tolerance of {percent(sized.WIDEST)} alone, and its row states the "
        "larger error that it catches. Runs of the compiled engine are sized so that the tolerance is at "
        f"most {percent(sized.WIDEST)} of an expected value other than 0. Values at which that would take "
        f"more than {sized.MOST:,} person-months are refused with an error that says so.\n"
    )


def not_verified() -> str:
    """Return what nobody may take the verdicts for, as a list."""
    return "".join(f"- {sentence}\n" for sentence in NOT_VERIFIED)
