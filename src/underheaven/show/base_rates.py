"""What a result's own counts say of each other, in a sentence under every result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from underheaven.measure.identities import Gap, base_rates
from underheaven.show import ledger

if TYPE_CHECKING:
    import xarray as xr

IDENTITY = "p/(1 - p) x (1 - PPV)/PPV x (1 - FNR)"


def sentences(dataset: xr.Dataset) -> list[str]:
    """Says whether the identity of base rates and the ledger hold; nothing where nobody was ever recorded."""
    gaps = base_rates(dataset)
    broken = broken_of(gaps)
    if broken:
        return [_broken(broken, len(gaps)), *ledger.sentences(dataset)]
    defined = sum(gap.defined for gap in gaps)
    if not gaps:
        return ledger.sentences(dataset)
    without = len(gaps) - defined
    rest = f"; {without:,} more have no act, no true record or nobody innocent" if without else ""
    return [
        f"Base rates: each group's false positive rate is {IDENTITY} of its other counts, every count taken from two "
        f"recordings: largest gap 0 over {defined:,} groups of persons and replicates{rest}.",
        *ledger.sentences(dataset),
    ]


def contradiction(dataset: xr.Dataset) -> str | None:
    """Gives the sentence where counts contradict each other, or None."""
    gaps = base_rates(dataset)
    broken = broken_of(gaps)
    return _broken(broken, len(gaps)) if broken else ledger.contradiction(dataset)


def broken_of(gaps: tuple[Gap, ...]) -> list[Gap]:
    """Gives the groups where the identity fails, those with the largest finite gap first."""
    failing = [gap for gap in gaps if gap.size > 0]
    return sorted(failing, key=lambda gap: gap.size if gap.size != float("inf") else 0.0, reverse=True)


def _broken(broken: list[Gap], groups: int) -> str:
    worst = broken[0]
    size = "two recordings of one count differ" if worst.size == float("inf") else f"largest gap {worst.size:.2g}"
    return (
        f"Base rates DO NOT HOLD: two recordings contradict each other in {len(broken):,} of {groups:,} groups of "
        f"persons and replicates ({size}: {worst.world}, {worst.group}, replicate {worst.replicate}). Each group's "
        f"false positive rate must be {IDENTITY} of its other counts. This result is damaged or the program is at "
        "fault: do not use any of its numbers."
    )
