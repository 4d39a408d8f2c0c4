"""What was counted beforehand: the fault that each case catches, and the size of the run that catches it.

The counts are in the file beside this one; `make verify-power` counts again. A count holds for the default parameters
and the sizes of its effort, whatever the seed.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

from underheaven.verify.case_types import Case, DetectableFault, Values
from underheaven.verify.effort import CPU, THOROUGH_EFFORT, USUAL_EFFORT, Effort

COUNTS_FILE = "power.json"
EFFORTS = {"usual": USUAL_EFFORT, "thorough": THOROUGH_EFFORT}


def counted_fault(case: str, effort: Effort) -> DetectableFault | None:
    """Return the smallest fault that a case was counted to catch at an effort; None where none was counted."""
    row = _row_at(case, effort)
    return None if row is None else DetectableFault(row["of"], row["share"], counted=True)


def recorded_size(case: Case, values: Values, effort: Effort) -> tuple[int, int, bool] | None:
    """Return the size at which the faults of a case were counted, which needs no pilot; None at other values.

    Returns:
        Replicates, person-months of each, and whether the run is to catch the fault aimed at.
    """
    row = _row_at(case.name, effort) if values == dict(case.default_values) else None
    return None if row is None else (row["replicates"], row["person_months"], row["catches"])


@lru_cache
def read_fault_counts() -> dict[str, dict[str, Any]]:
    """Return the counts by case and effort: of, share, caught, trials, replicates, person_months, catches."""
    text = (files("underheaven.verify") / COUNTS_FILE).read_text(encoding="utf-8")
    found: dict[str, dict[str, Any]] = json.loads(text)
    return found


def _row_at(case: str, effort: Effort) -> dict[str, Any] | None:
    if effort.engine != CPU or effort.replicates != USUAL_EFFORT.replicates:
        return None
    name = next((name for name, known in EFFORTS.items() if known.target_fault == effort.target_fault), None)
    return None if name is None else read_fault_counts().get(case, {}).get(name)
