"""The page of verdicts: what verification expects and finds, what it leaves out, and how to do it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from underheaven.errors import RequestError
from underheaven.show.report.data_table import DASH, typographic_minus
from underheaven.show.report.phrases import capitalise
from underheaven.show.report.template_loader import load_template, stylesheet
from underheaven.show.text.verification import (
    PASS,
    CaseResult,
    ListedCase,
    SkippedCase,
    format_fault_cell,
    format_parameters,
)

VERDICT_CLAIM = (
    "A verdict says that the program does what its rules say, at the values shown. It says nothing about any real "
    "institution, place or person."
)
VERDICT_WORDS = {PASS: "as expected"}
MISSING = (
    "The page of verdicts is filled with Jinja2, which is not installed. Install it with: "
    "pip install 'underheaven[report]'"
)


@dataclass(frozen=True)
class VerificationRecord:
    """How verdicts came to be; digest: SHA-256 of the sources. facts: further ones, name and value."""

    command: str
    version: str
    digest: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class VerdictLine:
    """One row of the page, in words; holds: whether the figure is as expected. wide: whether that says little.

    parameters: empty without any. road: empty without a second one. catches: the smallest fault, or a dash.
    """

    case: str
    shows: str
    parameters: str
    expected: str
    cross_check: str
    found: str
    tolerance: str
    catches: str
    verdict: str
    holds: bool
    wide: bool
    source: str


def check_jinja_installed() -> None:
    """Raises RequestError where what fills the page is not installed."""
    if find_spec("jinja2") is None:
        raise RequestError(MISSING)


def build_verdict_page(
    results: Sequence[CaseResult],
    waiting: Sequence[ListedCase],
    left: Sequence[SkippedCase],
    not_verified: Sequence[str],
    made: VerificationRecord,
) -> str:
    """Gives the whole HTML of verdicts; the same verdicts give the same text.

    waiting: cases that need a mechanism. left: cases that were not run. not_verified: what no case covers.
    """
    lines = [verdict_line(result) for result in results]
    text: str = load_template("verdicts.html.j2").render(
        title="Verification of the model",
        claim=VERDICT_CLAIM,
        style=stylesheet(),
        lines=lines,
        waiting=waiting,
        left=left,
        failed=[line for line in lines if not line.holds],
        not_verified=[strip_backticks(one) for one in not_verified],
        made=made,
    )
    return text


def strip_backticks(sentence: str) -> str:
    """Takes off the marks in which the documentation sets code."""
    return sentence.replace("`", "")


def verdict_line(result: CaseResult) -> VerdictLine:
    """Writes a case as a row."""
    holds = result.verdict == PASS
    road = "" if result.cross_check is None else format_figure(result.cross_check)
    return VerdictLine(
        result.case,
        capitalise(result.shows),
        format_parameters(result.values) if result.values else "",
        format_figure(result.expected),
        road,
        format_figure(result.found),
        format_figure(result.tolerance, 2),
        DASH if (at := result.detectable_fault) is None else format_fault_cell(at.parameter, at.share, at.counted),
        VERDICT_WORDS.get(result.verdict, "NOT as expected"),
        holds,
        result.wide,
        result.source,
    )


def format_figure(value: float, digits: int = 6) -> str:
    """Writes a number to so many digits; a dash where it is not defined."""
    return DASH if value != value else typographic_minus(f"{value:.{digits}g}".replace("e-0", "e-"))
