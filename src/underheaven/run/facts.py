"""Whether a society at the end of its burn-in, before any regime acts, is as its document knows it to be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from underheaven.fields import ARREARS, BORROWING
from underheaven.spec.fact import Fact

Tallies = Mapping[str, np.ndarray[Any, np.dtype[Any]]]


class RuledOutError(Exception):
    """A parameter sample contradicts facts of the society; ``quantities`` says which."""

    def __init__(self, quantities: Sequence[str]) -> None:
        super().__init__(", ".join(quantities))
        self.quantities = tuple(quantities)

    def __reduce__(self) -> tuple[Any, ...]:
        """Let it cross a process: it is made of quantities, and not of its text."""
        return type(self), (self.quantities,)


def check_facts(facts: Sequence[Fact], tallies: Tallies) -> None:
    """Check the last month of a burn-in; raise RuledOutError where it contradicts a fact."""
    broken = [f.quantity for f in facts if not f.low <= QUANTITIES[f.quantity](tallies) <= f.high]
    if broken:
        raise RuledOutError(broken)


def _with_loan(tallies: Tallies) -> float:
    return _share(_stage(tallies, BORROWING) + _stage(tallies, ARREARS), _sum(tallies, "persons"))


def _in_arrears(tallies: Tallies) -> float:
    return _share(_stage(tallies, ARREARS), _stage(tallies, BORROWING) + _stage(tallies, ARREARS))


def _without_work(tallies: Tallies) -> float:
    return _share(_sum(tallies, "unemployed"), _sum(tallies, "workforce"))


QUANTITIES: Mapping[str, Callable[[Tallies], float]] = {
    "persons with a loan": _with_loan,
    "loans in arrears": _in_arrears,
    "workforce without work": _without_work,
}
"""The share that each quantity of a fact is, from the tallies of a month; 0 of nothing is 0."""


def _stage(tallies: Tallies, stage: int) -> int:
    return int(tallies["solvency"][stage].sum())


def _sum(tallies: Tallies, name: str) -> int:
    return int(tallies[name].sum())


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
