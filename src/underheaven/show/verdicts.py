"""Prints verification cases: one line a case, with what was expected, what was found, and who says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from typing import Any, Protocol

from rich.console import Console
from rich.text import Text

from underheaven.errors import RequestError
from underheaven.show.words import counted

PASS = "pass"
WIDE = " (so wide that it says little)"
KEYS = ("case", "expected", "found", "tolerance", "verdict", "source")


class Detects(Protocol):
    """The smallest fault that a verdict catches nine times in ten: in which parameter, and what share of it.

    counted: planted and counted, or computed.
    """

    @property
    def of(self) -> str: ...

    @property
    def share(self) -> float: ...

    @property
    def counted(self) -> bool: ...


class Checked(Protocol):
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
    def road(self) -> float | None: ...

    @property
    def detects(self) -> Detects | None: ...


class Listed(Protocol):
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


class LeftOut(Protocol):
    """A case that is not run, and why, in a few words."""

    @property
    def case(self) -> str: ...

    @property
    def why(self) -> str: ...


def print_cases(cases: Iterable[Listed], console: Console) -> None:
    """Prints the cases with the parameters that --set takes, and their values."""
    for listed in cases:
        text = f"{listed.case:<18} {listed.shows}; {ranges_of(listed)}; {listed.source}"
        console.print(Text(text), soft_wrap=True)


def ranges_of(listed: Listed) -> str:
    """Writes a case's parameters with the values that each may have."""
    said = (f"{name}={short(value)} ({listed.ranges[name]})" for name, value in listed.parameters.items())
    return ", ".join(said) or "no parameters"


def parameters_of(values: Mapping[str, Any]) -> str:
    """Writes parameters as --set takes them."""
    return ", ".join(f"{name}={short(value)}" for name, value in values.items()) or "no parameters"


def print_case(checked: Checked, console: Console) -> None:
    """Prints one case on one line, however narrow the terminal: a line is what a pipe counts."""
    style = "green" if checked.verdict == PASS else "bold red"
    again = "" if checked.road is None else f", by an independent derivation {short(checked.road)}"
    console.print(
        Text.assemble(
            f"{checked.case:<18} ", (f"{checked.verdict:<8}", style),
            f" {checked.shows}: expected {short(checked.expected)}{again}, found {short(checked.found)}, "
            f"tolerance {short(checked.tolerance)}{WIDE if checked.wide else ''}{catches(checked.detects)}; "
            f"{checked.source}",
        ),
        soft_wrap=True,
    )  # fmt: skip


def catches(detects: Detects | None) -> str:
    """Writes what a verdict catches as the end of a line; empty where nothing is known of it."""
    return "" if detects is None else f"; catches {caught(detects)}"


def caught(detects: Detects) -> str:
    """Writes the smallest fault that is caught: the parameter and by how much it is off, about where it is computed."""
    return f"{detects.of} off by {'' if detects.counted else 'about '}{percent(detects.share)}"


def fault(of: str, share: float, counted: bool) -> str:
    """Writes the smallest fault that is caught for a cell of a table."""
    return f"{of} {'' if counted else 'about '}{percent(share)}"


def percent(share: float) -> str:
    """Writes a share in percent to two digits."""
    return f"{100 * share:.2g} %"


def tally(results: Sequence[Checked]) -> str:
    """Says how many cases hold, and which do not."""
    failed = [result.case for result in results if result.verdict != PASS]
    if not failed:
        return f"{counted(len(results), 'figure')}: all as expected."
    return f"{counted(len(results), 'figure')}: {len(results) - len(failed)} as expected, {len(failed)} not: " + (
        f"{'; '.join(failed)}."
    )


def left_out(cases: Iterable[LeftOut]) -> list[str]:
    """Says which cases are not run, and why, those with one reason together."""
    why: dict[str, list[str]] = {}
    for one in cases:
        why.setdefault(one.why, []).append(one.case)
    return [f"Left out: {', '.join(names)}; {reason}." for reason, names in why.items()]


def verdict_rows(results: Iterable[Checked]) -> list[dict[str, Any]]:
    """Gives cases as rows of plain values with the keys case, expected, found, tolerance, verdict, source.

    And detectable_fault, the smallest relative error of the parameter fault_in that the verdict catches nine times in
    ten, with fault_counted: whether it was planted and counted, or computed. A number that is not defined is null.
    """
    return [{key: _plain(getattr(result, key)) for key in KEYS} | _fault(result.detects) for result in results]


def _fault(detects: Detects | None) -> dict[str, Any]:
    """Gives what a verdict catches as plain values, null where nothing is known of it."""
    if detects is None:
        return dict.fromkeys(("detectable_fault", "fault_in", "fault_counted"))
    return {"detectable_fault": detects.share, "fault_in": detects.of, "fault_counted": detects.counted}


def case_rows(cases: Iterable[Listed]) -> list[dict[str, Any]]:
    """Gives the list of cases as rows of plain values with the keys case, parameters, source."""
    return [{"case": c.case, "parameters": dict(c.parameters), "source": c.source} for c in cases]


def settings_of(given: Sequence[str], cases: Sequence[str]) -> dict[str, str]:
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


def short(value: Any) -> str:
    """Writes a number of a case to eight digits, and a word as it is."""
    return f"{value:.8g}" if isinstance(value, float) else str(value)


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and not isfinite(value) else value
