"""Sentences before reforms are simulated: the number of persons, the reason for it, and the expected time."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING

from underheaven.measure.inference.sample_size import EVENT_LABELS, MIN_EVENTS, TARGET_EVENTS
from underheaven.record.provenance import PROVENANCE_PREFIX
from underheaven.show.text.forecast import format_duration
from underheaven.show.text.reform_effects import MEASURE_PHRASES

if TYPE_CHECKING:
    import xarray as xr

    from underheaven.spec.models.study import Study as Plan


def seconds_per_person_month(result: xr.Dataset) -> float:
    """Return the total time of a result per person-month.

    Args:
        result: A result, as ``run`` or ``compare`` returns it.

    Returns:
        Seconds; NaN where the result does not record its time.
    """
    attrs, sizes = result.attrs, result.sizes
    months = int(attrs.get("burn_in_months", 0)) + sizes["month"] * sizes["scenario"]
    return float(attrs.get(PROVENANCE_PREFIX + "seconds", "nan")) / (sizes["replicate"] * sizes["person"] * months)


def reform_workload_sentence(
    scenario: str, plan: Plan, scenarios: int, rarest: str | None, short: Sequence[str], seconds: float
) -> str:
    """Return a sentence on the size and time of the reforms before they are simulated.

    Args:
        scenario: Of the regime that the reforms change.
        plan: Of one reform.
        scenarios: Their number.
        rarest: The measure with the fewest events, if any.
        short: Measures that will have too few events.
        seconds: Expected time of the whole; NaN if unknown.
    """
    wording = (
        f"Reforms of {scenario}: {scenarios} scenarios of {plan.persons:,} persons, {plan.months} months, "
        f"{plan.replicates} replicates"
    )
    if rarest is not None:
        wording += f", to reach {TARGET_EVENTS} {EVENT_LABELS[rarest]} as nearly as the persons of the result allow"
    wording += f"; about {format_duration(seconds)} at the speed of the result." if isfinite(seconds) else "."
    if short:
        names = ", ".join(MEASURE_PHRASES[name] for name in short)
        by = "it" if len(short) == 1 else "them"
        wording += f" Fewer than {MIN_EVENTS} events are expected for {names}: reforms are not compared by {by}."
    return wording
