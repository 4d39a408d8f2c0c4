"""What is said before reforms are lived: over how many persons, why so many, and about how long it takes."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING

from underheaven.measure.events import ENOUGH, WANTED, WORDS
from underheaven.record.provenance import PREFIX
from underheaven.show.forecast import duration
from underheaven.show.reform import CALLED

if TYPE_CHECKING:
    import xarray as xr

    from underheaven.spec.study import Study as Plan


def seconds_of(result: xr.Dataset) -> float:
    """Gives the seconds that a person-month of a result took, all of it counted; NaN where it does not say."""
    attrs, sizes = result.attrs, result.sizes
    months = int(attrs.get("burn_in_months", 0)) + sizes["month"] * sizes["world"]
    return float(attrs.get(PREFIX + "seconds", "nan")) / (sizes["replicate"] * sizes["person"] * months)


def said_before(world: str, plan: Plan, worlds: int, rarest: str | None, short: Sequence[str], seconds: float) -> str:
    """Says what will be lived, why of that size, and how long it takes at the pace of the result.

    rarest, short: of ``run.reform.Battery``. seconds: of the whole.
    """
    said = (
        f"Reforms of {world}: {worlds} scenarios of {plan.persons:,} persons, {plan.months} months, "
        f"{plan.replicates} replicates"
    )
    if rarest is not None:
        said += f", to reach {WANTED} {WORDS[rarest]} as nearly as the persons of the result allow"
    said += f"; about {duration(seconds)} at the pace of the result." if isfinite(seconds) else "."
    if short:
        names = ", ".join(CALLED[name] for name in short)
        by = "it" if len(short) == 1 else "them"
        said += f" Fewer than {ENOUGH} events are expected for {names}: reforms are not compared by {by}."
    return said
