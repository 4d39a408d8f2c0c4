"""Prints verification cases: one line a case, with what was expected, what was found, and who says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from rich.console import Console
from rich.text import Text

from underheaven.errors import RequestError

PASS = "pass"
KEYS = ("case", "expected", "found", "tolerance", "verdict", "source")


class Checked(Protocol):
    """One case with its verdict, which is ``pass`` or a word for what it is instead."""

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


class Listed(Protocol):
    """One case that can be asked for: its name, its parameters with their values, and its source."""

    @property
    def case(self) -> str: ...

    @property
    def parameters(self) -> Mapping[str, Any]: ...

    @property
    def source(self) -> str: ...


def print_cases(cases: Iterable[Listed], console: Console) -> None:
    """Prints the cases with the parameters that --set takes, and their values."""
    for listed in cases:
        parameters = ", ".join(f"{name}={_short(value)}" for name, value in listed.parameters.items())
        console.print(Text(f"{listed.case:<18} {parameters or 'no parameters'}; {listed.source}"), soft_wrap=True)


def print_case(checked: Checked, console: Console) -> None:
    """Prints one case on one line, however narrow the terminal: a line is what a pipe counts."""
    style = "green" if checked.verdict == PASS else "bold red"
    console.print(
        Text.assemble(
            f"{checked.case:<18} ", (f"{checked.verdict:<8}", style),
            f" expected {_short(checked.expected)}, found {_short(checked.found)}, "
            f"tolerance {_short(checked.tolerance)}; {checked.source}",
        ),
        soft_wrap=True,
    )  # fmt: skip


def verdict_rows(results: Iterable[Checked]) -> list[dict[str, Any]]:
    """Gives cases as rows of plain values with the keys case, expected, found, tolerance, verdict, source."""
    return [{key: getattr(result, key) for key in KEYS} for result in results]


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
        settings[name.strip()] = value.strip()
    return settings


def _short(value: Any) -> str:
    return f"{value:.8g}" if isinstance(value, float) else str(value)
