"""Rows of the page on verification: from the table of cases, and from the figures in the file beside this one.

``make verify-docs`` computes those figures again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from underheaven.show.report.verification_page import format_figure
from underheaven.show.text.verification import format_fault_cell, format_parameters, two_digit_percent
from underheaven.verify import cross_checks, effort, sample_size, tolerances
from underheaven.verify.case_types import Case
from underheaven.verify.registry import CASES
from underheaven.verify.runner import default_cases
from underheaven.verify.scope import NOT_VERIFIED

FIGURES_FILE = Path(__file__).parent / "verification.json"
VERDICT_WORDS = {"pass": "as expected", "fail": "**not** as expected"}


def read_figures() -> dict[str, dict[str, Any]]:
    """Return the figures by case."""
    return {row["case"]: row for row in json.loads(FIGURES_FILE.read_text())}


def verification_rows() -> Iterator[tuple[str, ...]]:
    """Yield a row for every case that runs by default; a case without a figure yet says so."""
    for case in default_cases():
        row = read_figures().get(case.name, {})
        cross_check = "yes" if case.name in cross_checks.CROSS_CHECKS else "-"
        cells = (*format_numbers(row), format_detectable_fault(row), format_verdict(row), cross_check)
        yield (f"`{case.name}`", case.shows, formatted_parameters(case), *cells, case.source)


def identity_rows() -> Iterator[tuple[str, ...]]:
    """Yield a row for every identity, which the tests check and the figures leave out."""
    for case in CASES:
        if case.is_identity:
            yield (f"`{case.name}`", case.shows, formatted_parameters(case), case.source)


def formatted_parameters(case: Case) -> str:
    """Return the parameters of a case with their values; a dash without any."""
    return format_parameters(case.default_values) if case.default_values else "-"


def format_numbers(row: dict[str, Any]) -> list[str]:
    """Return what a row has of the numbers in FIGURE_KEYS."""
    return [format_figure(row[key], 2 if key == "tolerance" else 6) if key in row else "not yet" for key in FIGURE_KEYS]


def format_verdict(row: dict[str, Any]) -> str:
    """Return the verdict of a row in words."""
    return VERDICT_WORDS[row["verdict"]] if row else "not yet"


def format_detectable_fault(row: dict[str, Any]) -> str:
    """Return the smallest fault of a row; a dash where any difference is one, or where the row does not say."""
    share = row.get("detectable_fault")
    return "-" if share is None else format_fault_cell(row["fault_in"], share, row.get("fault_counted", False))


FIGURE_KEYS = ("expected", "found", "tolerance")


def waiting_rows() -> Iterator[tuple[str, ...]]:
    """Yield a row for every case that needs a mechanism."""
    for case in CASES:
        if case.check is None:
            yield (f"`{case.name}`", case.shows, case.needs, case.source)


def describe_case_size() -> str:
    """Return how a case is sized, with the numbers that the program uses."""
    usual, thorough = effort.USUAL_EFFORT.target_fault, effort.THOROUGH_EFFORT.target_fault
    longer, runs = round((usual / thorough) ** 2), sample_size.MAX_RERUNS + 1
    pilot = sample_size.PILOT_PERSON_MONTHS * sample_size.PILOT_REPLICATES
    widest = two_digit_percent(sample_size.MAX_TOLERANCE_SHARE)
    return (
        f"A case is sized by the error that it is meant to catch: {two_digit_percent(usual)} of its "
        f"parameter with probability 0.9, or {two_digit_percent(thorough)} at the default parameters with "
        f"`--thorough`. A pilot run of {pilot:,} person-months estimates the standard "
        "deviation of the figure, and the derivative of the closed form says how far the error would move it "
        "(after Stein 1945). The run that is judged shares no draw with the pilot. If its own standard error "
        f"is still too large it is replaced by a larger run, {sample_size.MAX_RERUNS} times at most. Each run fails "
        "a correct model with a probability of 1 in 100,000, as far as totals of replicates are normal; all "
        f"of them together do so with {runs} in 100,000 at most. A case that needs towns of a fixed size "
        f"takes more seeds instead, and where {tolerances.MIN_REPLICATES} are enough the pilot itself is judged. If "
        f"catching the error would take more than {sample_size.USUAL_PERSON_MONTHS:,} person-months ({longer} times "
        "as many with `--thorough`; one of a panel of everybody counts twice, one of a town of four persons 20 "
        f"times), the case is sized for a tolerance of {widest} alone, and its row states the "
        "larger error that it catches. Runs of the compiled engine are sized so that the tolerance is at "
        f"most {widest} of an expected value other than 0. Values at which that would take "
        f"more than {sample_size.MAX_PERSON_MONTHS:,} person-months are refused with an error that says so.\n"
    )


def list_not_verified() -> str:
    """Return what the verdicts do not establish, as a list."""
    return "".join(f"- {sentence}\n" for sentence in NOT_VERIFIED)
