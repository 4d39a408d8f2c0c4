"""A verification case: its parameters, its source, and the check that gives expected, found and tolerance."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from underheaven.errors import NotYetError, RequestError

PASS, FAIL = "pass", "fail"
CLOSED_FORM = "closed form"
"""Source of what follows from the rules by arithmetic."""
NEEDS_MANY_PERSONS = "crowds that the reference engine would take an hour for"
"""Why a case is left to the compiled engine."""
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

    @property
    def range_text(self) -> str:
        """Say what it may be."""
        return ", ".join(self.words) if self.words else f"{self.low:g} to {self.high:g}"

    def parse_value(self, case: str, raw_value: object) -> float | int | str:
        """Gives the value that stands in a text or a number.

        Raises RequestError where it is of another type, out of bounds or no known word.
        """
        text = str(raw_value).strip()
        if isinstance(self.default, str):
            if text in self.words:
                return text
            raise RequestError(f"{case}, {self.name} = {text}: it is a word. Write one of {', '.join(self.words)}.")
        is_integer = isinstance(self.default, int)
        try:
            value = int(text) if is_integer else float(text)
        except ValueError:
            value = math.nan
        if isinstance(raw_value, bool) or not self.low <= value <= self.high:
            kind = "a whole number" if is_integer else "a number"
            raise RequestError(
                f"{case}, {self.name} = {text}: it is {kind} from {self.low:g} to {self.high:g}. "
                "Write one in that range."
            )
        return value


@dataclass(frozen=True)
class CheckResult:
    """What a check gives: the number that theory fixes, the number of the model, and how far they may part.

    error: standard error of ``found``; 0 where no draw enters. replicates: on which it rests; 0 where it rests on none.
    """

    expected: float
    found: float
    tolerance: float
    error: float = 0.0
    replicates: int = 0

    @property
    def wide(self) -> bool:
        """Whether the tolerance exceeds a twentieth of what is expected, so that the verdict says little."""
        return self.expected != 0 and self.tolerance > abs(self.expected) / 20

    @property
    def verdict(self) -> str:
        """``pass`` where the two agree; a number that is not defined agrees with nothing."""
        return PASS if abs(self.found - self.expected) <= self.tolerance else FAIL


class Counts(NamedTuple):
    """What a run counts: found is the sum of ``parts`` over that of ``wholes``, or the mean of parts without wholes.

    parts, wholes: shape (replicate,). unit: the most by which a trial moves parts.
    """

    numerators: Any
    denominators: Any = None
    unit: float = 1.0


@dataclass(frozen=True)
class ClosedForm:
    """A number that theory fixes, and what is lived to hold against it.

    Both take the parameters apart, so that a fault can be planted: ``counts`` lives other values than those for which
    ``expects`` gives the number. allowed: what the finite size of the engine's tables may move the figure, in units of
    the figure; a number, or a function of the parameters. It is added to what chance may move. nearly: the same for a
    start that is not quite forgotten, as a share of what is expected. whole: whether a replicate has a size of its
    own, so that more replicates alone show more. dear: how many ordinary person-months take as long as one of these.
    """

    expected_value: Callable[[Values], float]
    count_outcomes: Callable[[Values], Counts]
    systematic_error: float | Callable[[Values], float] = 0.0
    start_bias_share: float = 0.0
    fixed_size: bool = False
    cost_factor: float = 1.0

    def systematic_allowance(self, values: Values) -> float:
        """Return by how much a figure may be off beside chance: the bias that is known and allowed."""
        allowed = self.systematic_error(values) if callable(self.systematic_error) else self.systematic_error
        return allowed + (self.start_bias_share * abs(self.expected_value(values)) if self.start_bias_share else 0.0)


@dataclass(frozen=True)
class DetectableFault:
    """The smallest fault that a verdict catches nine times in ten.

    of: the parameter in which it was planted. share: of the parameter's value. counted: planted and counted, or
    computed from the standard error of this run and the derivative of the closed form.
    """

    parameter: str
    share: float
    counted: bool = False


@dataclass(frozen=True)
class CaseResult:
    """One case with its verdict, as a line of the report.

    case: its name, with the values of a further point behind it. shows: what the figure is, in a few words.
    values: every parameter. point: of a thorough run, and not what was asked for. wide: whether the tolerance is so
    wide that the verdict says little. road: what an independent derivation expects, where there is one. detects: the
    smallest fault that the verdict catches; None where any difference at all is one, or none is known.
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
    cross_check: float | None = None
    detectable_fault: DetectableFault | None = None


@dataclass(frozen=True)
class Case:
    """One row of the table of cases.

    check: how its figure comes about: a law and what is counted, or a function that gives the whole figure. None where
    it cannot be run yet: needs says what is missing. shows: what it shows, in words that follow its name. plants: the
    parameter whose fault says how sharp the case is. points: other values of its parameters, which a thorough run tries
    too. compiled: why it is left to the compiled engine. thorough: run by a thorough run alone, or by name. identity:
    arithmetic on numbers that stand beside it, held by the tests and run by name alone.
    """

    name: str
    source: str
    check: Callable[[Values], CheckResult] | ClosedForm | None = None
    parameter_specs: tuple[Parameter, ...] = ()
    needs: str = ""
    shows: str = ""
    fault_parameter: str = ""
    points: tuple[Values, ...] = ()
    compiled_only_reason: str = ""
    thorough_only: bool = False
    is_identity: bool = False
    default_values: Values = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "parameters", {p.name: p.default for p in self.parameter_specs})

    def resolve_values(self, settings: Mapping[str, object]) -> dict[str, Any]:
        """Gives every parameter, as set or by default.

        Raises RequestError for a name that the case does not have and for a value that cannot be.
        """
        known = {p.name: p for p in self.parameter_specs}
        for name in settings:
            if name not in known:
                has = f"its parameters are {', '.join(known)}" if known else "it has none"
                raise RequestError(f"{self.name} has no parameter {name}: {has}. Leave it out or correct the name.")
        return {name: p.parse_value(self.name, settings.get(name, p.default)) for name, p in known.items()}

    def require_check(self) -> Callable[[Values], CheckResult] | ClosedForm:
        """Gives how the figure comes about; raises NotYetError where the case cannot be run yet."""
        if self.check is None:
            raise NotYetError(
                f"{self.name} is not yet run: it needs {self.needs}. `underheaven verify --list` shows what is."
            )
        return self.check


def format_settings(settings: Mapping[str, object]) -> str:
    """Writes settings as --set takes them, one after the other."""
    return " ".join(f"{name}={value}" for name, value in settings.items())
