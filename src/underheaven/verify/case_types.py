"""A verification case: parameters, source, and the check that returns expected value, found value and tolerance."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from underheaven.errors import NotYetError, RequestError

PASS, FAIL = "pass", "fail"
CLOSED_FORM = "closed form"
"""Source of a value that follows from the rules by arithmetic."""
NEEDS_MANY_PERSONS = "crowds that the reference engine would take an hour for"
"""Reason to leave a case to the compiled engine."""
Values = Mapping[str, Any]
"""Every parameter of a case by name: float, int or one of the words of the parameter."""


@dataclass(frozen=True)
class Parameter:
    """One number or word of a case.

    Attributes:
        name: as in documents and as ``--set`` takes it.
        default: its type is the type of the parameter.
        low: lower bound of a number, included.
        high: upper bound of a number, included.
        words: choices, where the parameter is a word.
    """

    name: str
    default: float | int | str
    low: float = 0.0
    high: float = 1.0
    words: tuple[str, ...] = ()

    @property
    def range_text(self) -> str:
        """Return the permitted values in words."""
        return ", ".join(self.words) if self.words else f"{self.low:g} to {self.high:g}"

    def parse_value(self, case: str, raw_value: object) -> float | int | str:
        """Return the value that a text or a number states.

        Args:
            case: name of the case, for the error.
            raw_value: as given.

        Raises:
            RequestError: the value has another type, is out of bounds, or is no known word.
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
    """The result of a check: the number that theory fixes, the number of the model, and how far they may differ.

    Attributes:
        expected: by theory.
        found: by the model.
        tolerance: largest absolute difference that passes, in the unit of both.
        error: standard error of ``found``; 0 where no draw enters.
        replicates: on which the error rests; 0 where there is none.
    """

    expected: float
    found: float
    tolerance: float
    error: float = 0.0
    replicates: int = 0

    @property
    def wide(self) -> bool:
        """Whether the tolerance exceeds a twentieth of the expected value, so that the verdict says little."""
        return self.expected != 0 and self.tolerance > abs(self.expected) / 20

    @property
    def verdict(self) -> str:
        """``pass`` where the two agree, else ``fail``; an undefined number agrees with nothing."""
        return PASS if abs(self.found - self.expected) <= self.tolerance else FAIL


class Counts(NamedTuple):
    """What a run counts: found is the sum of numerators over that of denominators, or else the mean of numerators.

    Attributes:
        numerators: shape (replicate,).
        denominators: shape (replicate,), or None.
        unit: the most by which one trial changes a numerator.
    """

    numerators: Any
    denominators: Any = None
    unit: float = 1.0


@dataclass(frozen=True)
class ClosedForm:
    """A number that theory fixes, and the run that is compared with it.

    Both functions take the parameters separately, so that a fault can be planted: ``count_outcomes`` then simulates
    other values than those for which ``expected_value`` gives the number.

    Attributes:
        expected_value: parameters to the expected number.
        count_outcomes: parameters to what a run at the current effort counts.
        systematic_error: the most by which the finite tables of the engine may move the figure, in its unit; a number
            or a function of the parameters. It is added to the tolerance.
        start_bias_share: the same for a start that is not quite forgotten, as a share of the expected number.
        fixed_size: whether a replicate has a size of its own, so that only more replicates make the figure more
            precise.
        cost_factor: how many ordinary person-months take as long as one of these.
    """

    expected_value: Callable[[Values], float]
    count_outcomes: Callable[[Values], Counts]
    systematic_error: float | Callable[[Values], float] = 0.0
    start_bias_share: float = 0.0
    fixed_size: bool = False
    cost_factor: float = 1.0

    def systematic_allowance(self, values: Values) -> float:
        """Return by how much a figure may differ apart from chance: the known bias that is allowed, in its unit."""
        allowed = self.systematic_error(values) if callable(self.systematic_error) else self.systematic_error
        return allowed + (self.start_bias_share * abs(self.expected_value(values)) if self.start_bias_share else 0.0)


@dataclass(frozen=True)
class DetectableFault:
    """The smallest fault that a verdict catches nine times in ten.

    Attributes:
        parameter: in which it is planted.
        share: relative error of that parameter, above 0.
        counted: True if planted and counted, False if computed from the standard error of this run and the derivative
            of the closed form.
    """

    parameter: str
    share: float
    counted: bool = False


@dataclass(frozen=True)
class CaseResult:
    """One case with its verdict, as a line of the report.

    Attributes:
        case: its name, followed by the values of a further point.
        expected: by theory.
        found: by the model.
        tolerance: largest absolute difference that passes.
        verdict: ``pass`` or ``fail``.
        source: of the expected number.
        shows: what the figure is, in a few words.
        values: every parameter.
        point: whether it is a further point of a thorough run, not asked for by name.
        wide: whether the tolerance is so wide that the verdict says little.
        cross_check: the number that an independent derivation expects, where there is one.
        detectable_fault: the smallest fault that the verdict catches; None where any difference is one, or none is
            known.
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

    Attributes:
        name: as ``--case`` takes it.
        source: of the expected number.
        check: a closed form with its run, or a function that returns the whole result. None where the case cannot be
            run yet; ``needs`` then says what is missing.
        parameter_specs: its parameters.
        needs: what is missing, or empty.
        shows: what it shows, in words that follow its name.
        fault_parameter: the parameter whose smallest detectable fault is reported.
        points: further values of its parameters, which a thorough run tries too.
        compiled_only_reason: why it is left to the compiled engine, or empty.
        thorough_only: whether only a thorough run has it, or its name.
        is_identity: whether it is arithmetic among reported numbers, which the tests check and only its name runs.
        default_values: the default of every parameter.
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
        object.__setattr__(self, "default_values", {p.name: p.default for p in self.parameter_specs})

    def resolve_values(self, settings: Mapping[str, object]) -> dict[str, Any]:
        """Return every parameter, as set or by default.

        Args:
            settings: values by name, as text or numbers.

        Raises:
            RequestError: the case has no such parameter, or the value is not permitted.
        """
        known = {p.name: p for p in self.parameter_specs}
        for name in settings:
            if name not in known:
                has = f"its parameters are {', '.join(known)}" if known else "it has none"
                raise RequestError(f"{self.name} has no parameter {name}: {has}. Leave it out or correct the name.")
        return {name: p.parse_value(self.name, settings.get(name, p.default)) for name, p in known.items()}

    def require_check(self) -> Callable[[Values], CheckResult] | ClosedForm:
        """Return how the figure is reached.

        Raises:
            NotYetError: the case cannot be run yet.
        """
        if self.check is None:
            raise NotYetError(
                f"{self.name} is not yet run: it needs {self.needs}. `underheaven verify --list` shows what is."
            )
        return self.check


def format_settings(settings: Mapping[str, object]) -> str:
    """Return settings as ``--set`` takes them, one after the other."""
    return " ".join(f"{name}={value}" for name, value in settings.items())
