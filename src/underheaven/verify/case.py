"""A verification case: its parameters, its source, and the check that gives expected, found and tolerance."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from underheaven.errors import NotYetError, RequestError

PASS, FAIL = "pass", "fail"
Values = Mapping[str, Any]
"""Every parameter of a case by name: float, int or one of the parameter's words."""


@dataclass(frozen=True)
class Parameter:
    """One number or word of a case.

    default: its type is the parameter's. low, high: bounds of a number, both included. words: choices of a word.
    """

    name: str
    default: float | int | str
    low: float = 0.0
    high: float = 1.0
    words: tuple[str, ...] = ()

    def read(self, case: str, given: object) -> float | int | str:
        """Gives the value that stands in a text or a number.

        Raises RequestError where it is of another type, out of bounds or no known word.
        """
        text = str(given).strip()
        if isinstance(self.default, str):
            if text in self.words:
                return text
            raise RequestError(f"{case}, {self.name} = {text}: it is a word. Write one of {', '.join(self.words)}.")
        whole = isinstance(self.default, int)
        try:
            value = int(text) if whole else float(text)
        except ValueError:
            value = math.nan
        if isinstance(given, bool) or not self.low <= value <= self.high:
            kind = "a whole number" if whole else "a number"
            raise RequestError(
                f"{case}, {self.name} = {text}: it is {kind} from {self.low:g} to {self.high:g}. "
                "Write one in that range."
            )
        return value


@dataclass(frozen=True)
class Figure:
    """What a check gives: the number that theory fixes, the number of the model, and how far they may part."""

    expected: float
    found: float
    tolerance: float

    @property
    def wide(self) -> bool:
        """Tells whether the tolerance is half of what is expected or more, so that the verdict says little."""
        return self.expected != 0 and self.tolerance >= abs(self.expected) / 2

    @property
    def verdict(self) -> str:
        """``pass`` where the two agree; a number that is not defined agrees with nothing."""
        return PASS if abs(self.found - self.expected) <= self.tolerance else FAIL


@dataclass(frozen=True)
class Checked:
    """One case with its verdict, as a line of the report.

    case: its name, with the values of a further point behind it. shows: what the figure is, in a few words.
    values: every parameter. point: of a thorough run, and not what was asked for. wide: whether the tolerance is so
    wide that the verdict says little. road: what a second way of reckoning expects, where there is one.
    """

    case: str
    expected: float
    found: float
    tolerance: float
    verdict: str
    source: str
    shows: str = ""
    values: Values = field(default_factory=dict)
    point: bool = False
    wide: bool = False
    road: float | None = None


@dataclass(frozen=True)
class Case:
    """One row of the table of cases.

    needs: what is missing where it cannot be run yet. shows: what it shows, in words that follow its name. points:
    other values of its parameters, which a thorough run tries too. compiled: why it is left to the compiled engine.
    """

    name: str
    source: str
    check: Callable[[Values], Figure] | None = None
    given: tuple[Parameter, ...] = ()
    needs: str = ""
    shows: str = ""
    points: tuple[Values, ...] = ()
    compiled: str = ""
    parameters: Values = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "parameters", {p.name: p.default for p in self.given})

    def values(self, settings: Mapping[str, object]) -> dict[str, Any]:
        """Gives every parameter, as set or by default.

        Raises RequestError for a name that the case does not have and for a value that cannot be.
        """
        known = {p.name: p for p in self.given}
        for name in settings:
            if name not in known:
                has = f"its parameters are {', '.join(known)}" if known else "it has none"
                raise RequestError(f"{self.name} has no parameter {name}: {has}. Leave it out or correct the name.")
        return {name: p.read(self.name, settings.get(name, p.default)) for name, p in known.items()}

    def run(self, settings: Mapping[str, object], point: bool = False) -> Checked:
        """Runs the case and gives its verdict; raises RequestError, and NotYetError where it cannot be run yet."""
        if self.check is None:
            raise NotYetError(
                f"{self.name} is not yet run: it needs {self.needs}. `underheaven verify --list` shows what is."
            )
        values = self.values(settings)
        figure = self.check(values)
        expected, found, tolerance = (float(x) for x in (figure.expected, figure.found, figure.tolerance))
        name = f"{self.name}, {settled(settings)}" if point else self.name
        return Checked(
            name, expected, found, tolerance, figure.verdict, self.source, self.shows, values, point, figure.wide
        )  # fmt: skip


def settled(settings: Mapping[str, object]) -> str:
    """Writes settings as --set takes them, one after the other."""
    return " ".join(f"{name}={value}" for name, value in settings.items())
