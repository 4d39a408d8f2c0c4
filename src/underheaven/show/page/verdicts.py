"""The page of verdicts: what verification expects and finds, what it leaves out, and how to do it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from underheaven.errors import RequestError
from underheaven.show.page.fill import style, template
from underheaven.show.page.speak import capital
from underheaven.show.page.tables import NOTHING, minus
from underheaven.show.verdicts import PASS, Checked, LeftOut, Listed, fault, parameters_of

CLAIM = (
    "A verdict says that the program does what its rules say, at the values shown. It says nothing about any real "
    "institution, place or person."
)
WORDS = {PASS: "as expected"}
MISSING = (
    "The page of verdicts is filled with Jinja2, which is not installed. Install it with: "
    "pip install 'underheaven[report]'"
)


@dataclass(frozen=True)
class Made:
    """How verdicts came to be; digest: SHA-256 of the sources. facts: further ones, name and value."""

    command: str
    version: str
    digest: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Line:
    """One row of the page, in words; holds: whether the figure is as expected. wide: whether that says little.

    parameters: empty without any. road: empty without a second one. catches: the smallest fault, or a dash.
    """

    case: str
    shows: str
    parameters: str
    expected: str
    road: str
    found: str
    tolerance: str
    catches: str
    verdict: str
    holds: bool
    wide: bool
    source: str


def check_filled() -> None:
    """Raises RequestError where what fills the page is not installed."""
    if find_spec("jinja2") is None:
        raise RequestError(MISSING)


def verdict_page(
    results: Sequence[Checked], waiting: Sequence[Listed], left: Sequence[LeftOut], not_verified: Sequence[str],
    made: Made,
) -> str:  # fmt: skip
    """Gives the whole HTML of verdicts; the same verdicts give the same text.

    waiting: cases that need a mechanism. left: cases that were not run. not_verified: what no case covers.
    """
    lines = [line_of(result) for result in results]
    text: str = template("verdicts.html.j2").render(
        title="Verification of the model", claim=CLAIM, style=style(), lines=lines, waiting=waiting, left=left,
        failed=[line for line in lines if not line.holds], not_verified=[plain(one) for one in not_verified], made=made,
    )  # fmt: skip
    return text


def plain(sentence: str) -> str:
    """Takes off the marks in which the documentation sets code."""
    return sentence.replace("`", "")


def line_of(result: Checked) -> Line:
    """Writes a case as a row."""
    holds = result.verdict == PASS
    road = "" if result.road is None else figure(result.road)
    return Line(
        result.case, capital(result.shows), parameters_of(result.values) if result.values else "",
        figure(result.expected), road, figure(result.found), figure(result.tolerance, 2),
        NOTHING if (at := result.detects) is None else fault(at.of, at.share, at.counted),
        WORDS.get(result.verdict, "NOT as expected"), holds, result.wide, result.source,
    )  # fmt: skip


def figure(value: float, digits: int = 6) -> str:
    """Writes a number to so many digits; a dash where it is not defined."""
    return NOTHING if value != value else minus(f"{value:.{digits}g}".replace("e-0", "e-"))
