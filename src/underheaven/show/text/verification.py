"""Prints verification cases: one line a case, with what was expected, what was found, and who says so."""

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
    """The smallest fault that a verdict catches nine times in ten: in which parameter, and what share of it.

    counted: planted and counted, or computed.
    """

    @property
    def parameter(self) -> str: ...

    @property
    def share(self) -> float: ...

    @property
    def counted(self) -> bool: ...


class CaseResult(Protocol):
    """One case with its verdict, which is ``pass`` or a word for what it is instead.

    shows: what the figure is, in a few words. values: its parameters. point: whether it stands at a further point.
    wide: whether its tolerance is too wide to say much. road: the figure expected by another way, or None. detects: the
    smallest fault that it catches, or None.
    """

    @property
    def case(self) -> str: ...

    @property
    def expected(self) -> Any: ...

    @property
    def found(self) -> Any: ...

    @property
    def tolerance(self) -> Any: ...

    @property
    def verdict(self) -> str: ...

    @property
    def source(self) -> str: ...

    @property
    def shows(self) -> str: ...

    @property
    def values(self) -> Mapping[str, Any]: ...

    @property
    def point(self) -> bool: ...

    @property
    def wide(self) -> bool: ...

    @property
    def cross_check(self) -> float | None: ...

    @property
    def detectable_fault(self) -> DetectableFault | None: ...


class ListedCase(Protocol):
    """One case that can be asked for: name, parameters with values and ranges, source, what it shows and waits for."""

    @property
    def case(self) -> str: ...

    @property
    def parameters(self) -> Mapping[str, Any]: ...

    @property
    def source(self) -> str: ...

    @property
    def shows(self) -> str: ...

    @property
    def needs(self) -> str: ...

    @property
    def ranges(self) -> Mapping[str, str]: ...


class SkippedCase(Protocol):
    """A case that is not run, and why, in a few words."""

    @property
    def case(self) -> str: ...

    @property
    def reason(self) -> str: ...


def print_cases(cases: Iterable[ListedCase], console: Console) -> None:
    """Prints the cases with the parameters that --set takes, and their values."""
    for listed in cases:
        text = f"{listed.case:<18} {listed.shows}; {format_parameter_ranges(listed)}; {listed.source}"
        console.print(Text(text), soft_wrap=True)


def format_parameter_ranges(listed: ListedCase) -> str:
    """Writes a case's parameters with the values that each may have."""
    wording = (f"{name}={format_figure(value)} ({listed.ranges[name]})" for name, value in listed.parameters.items())
    return ", ".join(wording) or "no parameters"


def format_parameters(values: Mapping[str, Any]) -> str:
    """Writes parameters as --set takes them."""
    return ", ".join(f"{name}={format_figure(value)}" for name, value in values.items()) or "no parameters"


def print_case(checked: CaseResult, console: Console) -> None:
    """Prints one case on one line, however narrow the terminal: a line is what a pipe counts."""
    style = "green" if checked.verdict == PASS else "bold red"
    cross_check = (
        "" if checked.cross_check is None else f", by an independent derivation {format_figure(checked.cross_check)}"
    )
    console.print(
        Text.assemble(
            f"{checked.case:<18} ",
            (f"{checked.verdict:<8}", style),
            f" {checked.shows}: expected {format_figure(checked.expected)}{cross_check}, found {format_figure(checked.found)}, "
            f"tolerance {format_figure(checked.tolerance)}{WIDE_TOLERANCE_NOTE if checked.wide else ''}{detection_suffix(checked.detectable_fault)}; "
            f"{checked.source}",
        ),
        soft_wrap=True,
    )


def detection_suffix(detects: DetectableFault | None) -> str:
    """Writes what a verdict catches as the end of a line; empty where nothing is known of it."""
    return "" if detects is None else f"; catches {format_fault(detects)}"


def format_fault(detects: DetectableFault) -> str:
    """Writes the smallest fault that is caught: the parameter and by how much it is off, about where it is computed."""
    return f"{detects.parameter} off by {'' if detects.counted else 'about '}{two_digit_percent(detects.share)}"


def format_fault_cell(of: str, share: float, counted: bool) -> str:
    """Writes the smallest fault that is caught for a cell of a table."""
    return f"{of} {'' if counted else 'about '}{two_digit_percent(share)}"


def two_digit_percent(share: float) -> str:
    """Writes a share in percent to two digits."""
    return f"{100 * share:.2g} %"


def count_verdicts(results: Sequence[CaseResult]) -> str:
    """Says how many cases hold, and which do not."""
    failed = [result.case for result in results if result.verdict != PASS]
    if not failed:
        return f"{format_count(len(results), 'figure')}: all as expected."
    return f"{format_count(len(results), 'figure')}: {len(results) - len(failed)} as expected, {len(failed)} not: " + (
        f"{'; '.join(failed)}."
    )


def omitted_sentences(cases: Iterable[SkippedCase]) -> list[str]:
    """Says which cases are not run, and why, those with one reason together."""
    why: dict[str, list[str]] = {}
    for omitted in cases:
        why.setdefault(omitted.reason, []).append(omitted.case)
    return [f"Left out: {', '.join(names)}; {reason}." for reason, names in why.items()]


def verdict_rows(results: Iterable[CaseResult]) -> list[dict[str, Any]]:
    """Gives cases as rows of plain values with the keys case, expected, found, tolerance, verdict, source.

    And detectable_fault, the smallest relative error of the parameter fault_in that the verdict catches nine times in
    ten, with fault_counted: whether it was planted and counted, or computed. A number that is not defined is null.
    """
    return [
        {key: _finite_or_none(getattr(result, key)) for key in ROW_KEYS} | _fault_columns(result.detectable_fault)
        for result in results
    ]


def _fault_columns(detects: DetectableFault | None) -> dict[str, Any]:
    """Gives what a verdict catches as plain values, null where nothing is known of it."""
    if detects is None:
        return dict.fromkeys(("detectable_fault", "fault_in", "fault_counted"))
    return {"detectable_fault": detects.share, "fault_in": detects.parameter, "fault_counted": detects.counted}


def case_rows(cases: Iterable[ListedCase]) -> list[dict[str, Any]]:
    """Gives the list of cases as rows of plain values with the keys case, parameters, source."""
    return [{"case": c.case, "parameters": dict(c.parameters), "source": c.source} for c in cases]


def parse_settings(given: Sequence[str], cases: Sequence[str]) -> dict[str, str]:
    """Reads NAME=VALUE settings, which belong to the one case that is named.

    Raises RequestError where one is not of that form, or no single case is named.
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
    """Writes a number of a case to eight digits, and a word as it is."""
    return f"{value:.8g}" if isinstance(value, float) else str(value)


def _finite_or_none(value: Any) -> Any:
    return None if isinstance(value, float) and not isfinite(value) else value
