"""The verification page: what the cases expect and find, what they leave out, and how to reproduce them."""

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
    """How the verdicts were made; digest: SHA-256 of the sources; facts: further name and value pairs."""

    command: str
    version: str
    digest: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class VerdictLine:
    """One row of the page, in words; holds: whether the figure is as expected. wide: whether the tolerance is wide.

    parameters: empty without any. cross_check: empty without an independent derivation. catches: the smallest fault
    that is detected, or a dash.
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
    """Check that Jinja2, which fills the page, is installed.

    Raises:
        RequestError: It is missing.
    """
    if find_spec("jinja2") is None:
        raise RequestError(MISSING)


def build_verdict_page(
    results: Sequence[CaseResult],
    waiting: Sequence[ListedCase],
    skipped: Sequence[SkippedCase],
    not_verified: Sequence[str],
    run_record: VerificationRecord,
) -> str:
    """Return the verification page as one HTML document.

    Args:
        results: The cases that were run.
        waiting: Cases that need a missing mechanism.
        skipped: Cases that were not run.
        not_verified: Sentences on what no case covers.
        run_record: Command, version and digest of the sources.

    Returns:
        The HTML; the same verdicts give the same text.
    """
    lines = [verdict_line(result) for result in results]
    text: str = load_template("verification.html.j2").render(
        title="Verification of the model",
        claim=VERDICT_CLAIM,
        style=stylesheet(),
        lines=lines,
        waiting=waiting,
        skipped=skipped,
        failed=[line for line in lines if not line.holds],
        not_verified=[strip_backticks(sentence) for sentence in not_verified],
        run_record=run_record,
    )
    return text


def strip_backticks(sentence: str) -> str:
    """Return a sentence without the backticks around code."""
    return sentence.replace("`", "")


def verdict_line(result: CaseResult) -> VerdictLine:
    """Return a case as a row."""
    holds = result.verdict == PASS
    cross_check = "" if result.cross_check is None else format_figure(result.cross_check)
    return VerdictLine(
        result.case,
        capitalise(result.shows),
        format_parameters(result.values) if result.values else "",
        format_figure(result.expected),
        cross_check,
        format_figure(result.found),
        format_figure(result.tolerance, 2),
        DASH if (at := result.detectable_fault) is None else format_fault_cell(at.parameter, at.share, at.counted),
        VERDICT_WORDS.get(result.verdict, "NOT as expected"),
        holds,
        result.wide,
        result.source,
    )


def format_figure(value: float, digits: int = 6) -> str:
    """Format a number to a number of digits; a dash where it is not defined."""
    return DASH if value != value else typographic_minus(f"{value:.{digits}g}".replace("e-0", "e-"))
