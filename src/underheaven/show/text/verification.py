"""Verification cases in the terminal: one line each, with the expected and the found figure and the source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from typing import Any, Protocol

from rich.console import Console
from rich.text import Text

from underheaven.errors import RequestError
from underheaven.show.formatting import format_count

PASS = "pass"
WIDE_TOLERANCE_NOTE = " (so wide that it says little)"
ROW_KEYS = ("case", "expected", "found", "tolerance", "verdict", "source")


class DetectableFault(Protocol):
    """The smallest fault that a verdict detects in nine of ten runs."""

    @property
    def parameter(self) -> str:
        """Name of the parameter."""
        ...

    @property
    def share(self) -> float:
        """Relative size of the fault."""
        ...

    @property
    def counted(self) -> bool:
        """Whether the fault was planted and counted, rather than computed."""
        ...


class CaseResult(Protocol):
    """One case with its verdict."""

    @property
    def case(self) -> str:
        """Name of the case, with its settings for a further point."""
        ...

    @property
    def expected(self) -> Any:
        """Figure that theory gives."""
        ...

    @property
    def found(self) -> Any:
        """Figure of the run."""
        ...

    @property
    def tolerance(self) -> Any:
        """Largest difference that passes."""
        ...

    @property
    def verdict(self) -> str:
        """``pass``, or a word for the failure."""
        ...

    @property
    def source(self) -> str:
        """Source of the expected figure."""
        ...

    @property
    def shows(self) -> str:
        """Meaning of the figure, in a few words."""
        ...

    @property
    def values(self) -> Mapping[str, Any]:
        """Values of the parameters by name."""
        ...

    @property
    def point(self) -> bool:
        """Whether it is a further point of the case."""
        ...

    @property
    def wide(self) -> bool:
        """Whether the tolerance is too wide to be informative."""
        ...

    @property
    def cross_check(self) -> float | None:
        """Figure that an independent derivation expects, or None."""
        ...

    @property
    def detectable_fault(self) -> DetectableFault | None:
        """Smallest fault that the case detects, or None."""
        ...


class ListedCase(Protocol):
    """One case that can be requested: name, parameters with values and ranges, source, meaning and what it needs."""

    @property
    def case(self) -> str:
        """Name of the case, with its settings for a further point."""
        ...

    @property
    def parameters(self) -> Mapping[str, Any]:
        """Default values of the parameters by name."""
        ...

    @property
    def source(self) -> str:
        """Source of the expected figure."""
        ...

    @property
    def shows(self) -> str:
        """Meaning of the figure, in a few words."""
        ...

    @property
    def needs(self) -> str:
        """What is missing before it can be run, or empty."""
        ...

    @property
    def ranges(self) -> Mapping[str, str]:
        """Permitted values of each parameter, in words."""
        ...


class SkippedCase(Protocol):
    """A case that is not run, and the reason in a few words."""

    @property
    def case(self) -> str:
        """Name of the case, with its settings for a further point."""
        ...

    @property
    def reason(self) -> str:
        """Why it is not run, in a few words."""
        ...


def print_cases(cases: Iterable[ListedCase], console: Console) -> None:
    """Print the cases with the parameters that --set takes, and their values.

    Args:
        cases: That can be requested.
        console: Where to print.
    """
    for listed in cases:
        text = f"{listed.case:<18} {listed.shows}; {format_parameter_ranges(listed)}; {listed.source}"
        console.print(Text(text), soft_wrap=True)


def format_parameter_ranges(listed: ListedCase) -> str:
    """Format a case's parameters with the values that each may have."""
    wording = (f"{name}={format_figure(value)} ({listed.ranges[name]})" for name, value in listed.parameters.items())
    return ", ".join(wording) or "no parameters"


def format_parameters(values: Mapping[str, Any]) -> str:
    """Format parameters as --set takes them."""
    return ", ".join(f"{name}={format_figure(value)}" for name, value in values.items()) or "no parameters"


def print_case(checked: CaseResult, console: Console) -> None:
    """Print one case on a single line, however narrow the terminal, so that lines can be counted.

    Args:
        checked: The case with its verdict.
        console: Where to print.
    """
    style = "green" if checked.verdict == PASS else "bold red"
    cross_check = (
        "" if checked.cross_check is None else f", by an independent derivation {format_figure(checked.cross_check)}"
    )
    console.print(
        Text.assemble(
            f"{checked.case:<18} ",
            (f"{checked.verdict:<8}", style),
            f" {checked.shows}: expected {format_figure(checked.expected)}{cross_check}, found "
            f"{format_figure(checked.found)}, tolerance "
            f"{format_figure(checked.tolerance)}{WIDE_TOLERANCE_NOTE if checked.wide else ''}"
            f"{detection_suffix(checked.detectable_fault)}; {checked.source}",
        ),
        soft_wrap=True,
    )


def detection_suffix(detects: DetectableFault | None) -> str:
    """Return what a verdict detects, as the end of a line; empty if unknown."""
    return "" if detects is None else f"; catches {format_fault(detects)}"


def format_fault(detects: DetectableFault) -> str:
    """Format the smallest fault that is detected: the parameter and its relative error, with 'about' if computed."""
    return f"{detects.parameter} off by {'' if detects.counted else 'about '}{two_digit_percent(detects.share)}"


def format_fault_cell(parameter: str, share: float, counted: bool) -> str:
    """Format the smallest fault that is detected for a cell of a table."""
    return f"{parameter} {'' if counted else 'about '}{two_digit_percent(share)}"


def two_digit_percent(share: float) -> str:
    """Format a share in per cent to two digits."""
    return f"{100 * share:.2g} %"


def count_verdicts(results: Sequence[CaseResult]) -> str:
    """Return a sentence on how many cases pass, and which do not.

    Args:
        results: The cases that were run.
    """
    failed = [result.case for result in results if result.verdict != PASS]
    if not failed:
        return f"{format_count(len(results), 'figure')}: all as expected."
    return f"{format_count(len(results), 'figure')}: {len(results) - len(failed)} as expected, {len(failed)} not: " + (
        f"{'; '.join(failed)}."
    )


def omitted_sentences(cases: Iterable[SkippedCase]) -> list[str]:
    """Return sentences on the cases that are not run, grouped by reason.

    Args:
        cases: That are not run.
    """
    why: dict[str, list[str]] = {}
    for omitted in cases:
        why.setdefault(omitted.reason, []).append(omitted.case)
    return [f"Left out: {', '.join(names)}; {reason}." for reason, names in why.items()]


def verdict_rows(results: Iterable[CaseResult]) -> list[dict[str, Any]]:
    """Return verdicts as rows of plain values.

    Args:
        results: The cases that were run.

    Returns:
        Rows with the keys case, expected, found, tolerance, verdict and source; detectable_fault, the smallest
        relative error of the parameter fault_in that the verdict detects in nine of ten runs; and fault_counted,
        whether that was planted and counted, or computed. Undefined numbers are null.
    """
    return [
        {key: _finite_or_none(getattr(result, key)) for key in ROW_KEYS} | _fault_columns(result.detectable_fault)
        for result in results
    ]


def _fault_columns(detects: DetectableFault | None) -> dict[str, Any]:
    """Return what a verdict detects as plain values, null if unknown."""
    if detects is None:
        return dict.fromkeys(("detectable_fault", "fault_in", "fault_counted"))
    return {"detectable_fault": detects.share, "fault_in": detects.parameter, "fault_counted": detects.counted}


def case_rows(cases: Iterable[ListedCase]) -> list[dict[str, Any]]:
    """Return the cases as rows of plain values with the keys case, parameters, source.

    Args:
        cases: That can be requested.
    """
    return [{"case": c.case, "parameters": dict(c.parameters), "source": c.source} for c in cases]


def parse_settings(given: Sequence[str], cases: Sequence[str]) -> dict[str, str]:
    """Parse NAME=VALUE settings of the one case that is named.

    Args:
        given: The settings.
        cases: Names of the requested cases.

    Returns:
        Value by name, both as text.

    Raises:
        RequestError: A setting has another form, or not exactly one case is named.
    """
    if given and len(cases) != 1:
        raise RequestError("--set changes one case. Name that case, and no other, with --case ID.")
    settings = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not (name.strip() and equals and value.strip()):
            raise RequestError(f"--set {text}: a setting has a name and a value. Write --set NAME=VALUE.")
        if name.strip() in settings:
            raise RequestError(f"--set {text}: {name.strip()} is set twice. Leave one out.")
        settings[name.strip()] = value.strip()
    return settings


def format_figure(value: Any) -> str:
    """Format a number of a case to eight digits, and a word as it is."""
    return f"{value:.8g}" if isinstance(value, float) else str(value)


def _finite_or_none(value: Any) -> Any:
    return None if isinstance(value, float) and not isfinite(value) else value
