"""What the command line asks of verification: the list of cases, and their verdicts one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from underheaven.errors import RequestError
from underheaven.spec.found import choose
from underheaven.verify.case import Checked
from underheaven.verify.registry import CASES


@dataclass(frozen=True)
class Listed:
    """One case that can be asked for, or will be: its parameters with their values, and its source."""

    case: str
    parameters: Mapping[str, Any]
    source: str


def list_cases() -> list[Listed]:
    """Gives every case in the order of the table; one that cannot be run yet says what it needs before its source."""
    return [
        Listed(c.name, c.parameters, f"not yet: needs {c.needs}; {c.source}" if c.needs else c.source) for c in CASES
    ]


def run_cases(
    names: Sequence[str], settings: Mapping[str, object], report: Callable[[Checked], None] = lambda checked: None
) -> Iterator[Checked]:
    """Runs the cases named, or every one that can be run, and yields each with its verdict.

    settings: other values of parameters by name, which belong to the one case named.
    Raises RequestError for an unknown name, parameter or value, NotYetError for a case that cannot be run yet.
    """
    known = {case.name: case for case in CASES}
    for name in names:
        if name not in known:
            raise RequestError(
                f"There is no case {name}. {choose(name, known)}. `underheaven verify --list` shows all."
            )
    for case in [known[n] for n in dict.fromkeys(names)] or [c for c in CASES if c.check is not None]:
        checked = case.run(settings)
        report(checked)
        yield checked


def run_case(name: str, **settings: object) -> Checked:
    """Runs one case at the given parameters."""
    return next(run_cases([name], settings))
