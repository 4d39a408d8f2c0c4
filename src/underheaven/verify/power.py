"""Counting the faults that cases catch: each is planted, and the runs that fail are counted."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from underheaven.verify.case_types import FAIL, Case, ClosedForm
from underheaven.verify.effort import current_effort, using_effort
from underheaven.verify.sample_size import plant_fault, run_check, run_piloted_check, smallest_detectable_fault
from underheaven.verify.tolerances import POWER

TRIALS = 20
"""Run with a fault planted, each with its own seed."""
FIRST_SEED = 1_001
FIRST_MULTIPLE, NEXT_MULTIPLE = 1.08, 1.1
"""The first fault tried as a multiple of the computed one, and the next as a multiple of one caught too seldom."""
MAX_FAULTS_TRIED = 6


def count_caught_faults(case: Case, report: Callable[[str], None] = lambda said: None) -> dict[str, Any] | None:
    """Return the smallest fault of the parameter of a case that is caught in a share POWER of TRIALS runs, by trial.

    The first fault tried is a little larger than the one computed from a run without a fault; each one too small is
    followed by a larger one. Trials end when their outcome is decided. A fault lowers the parameter where it cannot be
    raised by as much.

    Args:
        case: a closed form that names the parameter to plant in.
        report: called with a sentence for each fault tried.

    Returns:
        of, share, caught, trials and the size of the runs; None where the case has no such parameter.
    """
    closed_form, values = case.check, case.resolve_values({})
    if not isinstance(closed_form, ClosedForm) or not case.fault_parameter:
        return None
    found, size = run_piloted_check(case, closed_form, values)
    computed = smallest_detectable_fault(case, values, found)
    if computed is None:
        return None
    share, aim = round_up(FIRST_MULTIPLE * computed.share), current_effort().target_fault
    if aim is not None and computed.share <= aim < share:
        share = aim  # what the size was made for
    for _ in range(MAX_FAULTS_TRIED):
        faulty = plant_fault(values, case.fault_parameter, share if can_raise_parameter(case, share) else -share)
        caught = trials = 0
        wanted = math.ceil(POWER * TRIALS - 1e-9)
        while caught < wanted <= caught + TRIALS - trials:  # else the count is decided
            with using_effort(replace(current_effort(), seed=FIRST_SEED + trials)):
                caught += run_check(case, values, simulated=faulty, size=size).verdict == FAIL
            trials += 1
        report(f"{case.name}: {case.fault_parameter} off by {share:.2%} caught {caught} of {trials}")
        if caught >= wanted:
            return {
                "of": case.fault_parameter,
                "share": share,
                "caught": caught,
                "trials": trials,
                "replicates": size.replicates,
                "person_months": size.person_months,
                "catches": size.catches_fault,
            }
        share = round_up(share * NEXT_MULTIPLE)
    return None


def can_raise_parameter(case: Case, share: float) -> bool:
    """Whether the planted parameter may be raised by a share of itself."""
    parameter = next(p for p in case.parameter_specs if p.name == case.fault_parameter)
    return float(parameter.default) * (1 + share) <= parameter.high


def round_up(share: float) -> float:
    """Return a share to two digits, not below it."""
    scale = 10 ** (1 - math.floor(math.log10(share)))
    return float(math.ceil(share * scale - 1e-9) / scale)
