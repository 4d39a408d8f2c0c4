"""Whether a society at the end of its burn-in, before any regime acts, meets the facts stated in its document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from underheaven.fields.codes import ARREARS, BORROWING
from underheaven.spec.models.calibration_facts import CalibrationFact

Tallies = Mapping[str, np.ndarray[Any, np.dtype[Any]]]


class RuledOutError(Exception):
    """A parameter sample contradicts facts of the society, named in ``quantities``."""

    def __init__(self, quantities: Sequence[str]) -> None:
        super().__init__(", ".join(quantities))
        self.quantities = tuple(quantities)

    def __reduce__(self) -> tuple[Any, ...]:
        """Support pickling: the constructor takes the quantities, not the message."""
        return type(self), (self.quantities,)


def check_facts(facts: Sequence[CalibrationFact], tallies: Tallies) -> None:
    """Check the last month of a burn-in; raise RuledOutError where it contradicts a fact."""
    broken = [f.quantity for f in facts if not f.low <= FACT_QUANTITIES[f.quantity](tallies) <= f.high]
    if broken:
        raise RuledOutError(broken)


def _loan_share(tallies: Tallies) -> float:
    return _share(_stage_count(tallies, BORROWING) + _stage_count(tallies, ARREARS), _tally_count(tallies, "persons"))


def _arrears_share(tallies: Tallies) -> float:
    return _share(_stage_count(tallies, ARREARS), _stage_count(tallies, BORROWING) + _stage_count(tallies, ARREARS))


def _unemployed_share(tallies: Tallies) -> float:
    return _share(_tally_count(tallies, "unemployed"), _tally_count(tallies, "workforce"))


FACT_QUANTITIES: Mapping[str, Callable[[Tallies], float]] = {
    "persons with a loan": _loan_share,
    "loans in arrears": _arrears_share,
    "workforce without work": _unemployed_share,
}
"""The share that each quantity of a fact is, from the tallies of a month; 0 of nothing is 0."""


def _stage_count(tallies: Tallies, stage: int) -> int:
    return int(tallies["solvency"][stage].sum())


def _tally_count(tallies: Tallies, name: str) -> int:
    return int(tallies[name].sum())


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
