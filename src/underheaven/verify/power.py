"""The faults that cases catch, planted and counted: at the usual effort and at the thorough one.

The counts stand beside this file; `make verify-power` makes them anew. A count holds for the default parameters and
the sizes of its effort, whatever the seed.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

from underheaven.verify.case import FAIL, Case, Detects, Law
from underheaven.verify.effort import CPU, THOROUGH, USUAL, Effort, current, making
from underheaven.verify.judge import CAUGHT
from underheaven.verify.sized import detected, figure, planted, sized_figure

COUNTS = "power.json"
TRIALS = 20
"""Runs with a fault planted, each with a seed of its own."""
FIRST_SEED = 1_001
FIRST, WIDER = 1.08, 1.1
"""The first fault tried as a multiple of the one computed, and the next one as a multiple of one caught too seldom."""
MOST_TRIED = 6
EFFORTS = {"usual": USUAL, "thorough": THOROUGH}


def counted(case: str, effort: Effort) -> Detects | None:
    """Return the smallest fault that a case was counted to catch at an effort; None where none was counted."""
    if effort.engine != CPU or effort.replicates != USUAL.replicates:
        return None
    name = next((name for name, known in EFFORTS.items() if known.aim == effort.aim), None)
    row = None if name is None else counts().get(case, {}).get(name)
    return None if row is None else Detects(row["of"], row["share"], counted=True)


@lru_cache
def counts() -> dict[str, dict[str, Any]]:
    """Return the counts by case and effort: of, share, caught, trials."""
    text = (files("underheaven.verify") / COUNTS).read_text(encoding="utf-8")
    found: dict[str, dict[str, Any]] = json.loads(text)
    return found


def count(case: Case, report: Callable[[str], None] = lambda said: None) -> dict[str, Any] | None:
    """Return the smallest fault of a case's parameter that is caught in CAUGHT of TRIALS runs, found by trying.

    The first fault tried is a little larger than the one computed from a run without a fault; each one too small is
    followed by a wider one. Trials end when their outcome is decided. A fault lowers the parameter where it cannot be
    raised by as much.

    Args:
        case: one that is a law and names the parameter to plant in.
        report: hears of each fault tried.

    Returns:
        of, share, caught, trials; None where the case has no such parameter.
    """
    law, values = case.check, case.values({})
    if not isinstance(law, Law) or not case.plants:
        return None
    found, size = sized_figure(case, law, values)
    computed = detected(case, values, found)
    if computed is None:
        return None
    share = rounded_up(FIRST * computed.share)
    for _ in range(MOST_TRIED):
        faulty = planted(values, case.plants, share if fits(case, share) else -share)
        caught = trials = 0
        wanted = math.ceil(CAUGHT * TRIALS - 1e-9)
        while caught < wanted <= caught + TRIALS - trials:  # else the count is decided
            with making(replace(current(), seed=FIRST_SEED + trials)):
                caught += figure(case, values, lived=faulty, size=size).verdict == FAIL
            trials += 1
        report(f"{case.name}: {case.plants} off by {share:.2%} caught {caught} of {trials}")
        if caught >= wanted:
            return {"of": case.plants, "share": share, "caught": caught, "trials": trials}
        share = rounded_up(share * WIDER)
    return None


def fits(case: Case, share: float) -> bool:
    """Whether the planted parameter may be raised by a share of itself."""
    parameter = next(p for p in case.given if p.name == case.plants)
    return float(parameter.default) * (1 + share) <= parameter.high


def rounded_up(share: float) -> float:
    """Return a share to two digits, not below it."""
    scale = 10 ** (1 - math.floor(math.log10(share)))
    return float(math.ceil(share * scale - 1e-9) / scale)
