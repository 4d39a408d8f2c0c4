"""What is said before reforms are lived: over how many persons, why so many, and about how long it takes."""

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
    """Gives the seconds that a person-month of a result took, all of it counted; NaN where it does not say."""
    attrs, sizes = result.attrs, result.sizes
    months = int(attrs.get("burn_in_months", 0)) + sizes["month"] * sizes["world"]
    return float(attrs.get(PROVENANCE_PREFIX + "seconds", "nan")) / (sizes["replicate"] * sizes["person"] * months)


def reform_workload_sentence(
    scenario: str, plan: Plan, scenarios: int, rarest: str | None, short: Sequence[str], seconds: float
) -> str:
    """Says what will be lived, why of that size, and how long it takes at the pace of the result.

    rarest, short: of ``run.reform.Battery``. seconds: of the whole.
    """
    wording = (
        f"Reforms of {scenario}: {scenarios} scenarios of {plan.persons:,} persons, {plan.months} months, "
        f"{plan.replicates} replicates"
    )
    if rarest is not None:
        wording += f", to reach {TARGET_EVENTS} {EVENT_LABELS[rarest]} as nearly as the persons of the result allow"
    wording += f"; about {format_duration(seconds)} at the pace of the result." if isfinite(seconds) else "."
    if short:
        names = ", ".join(MEASURE_PHRASES[name] for name in short)
        by = "it" if len(short) == 1 else "them"
        wording += f" Fewer than {MIN_EVENTS} events are expected for {names}: reforms are not compared by {by}."
    return wording
