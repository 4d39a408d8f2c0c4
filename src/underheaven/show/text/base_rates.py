"""Sentences under every result on whether its counts agree with each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from underheaven.measure.error_rate_identity import IdentityGap, error_rate_gaps
from underheaven.show.text import ledger

if TYPE_CHECKING:
    import xarray as xr

IDENTITY = "p/(1 - p) x (1 - PPV)/PPV x (1 - FNR)"


def base_rate_sentences(dataset: xr.Dataset) -> list[str]:
    """State whether the identity of base rates and the ledger hold; empty where nobody was ever recorded."""
    gaps = error_rate_gaps(dataset)
    broken = failing_groups(gaps)
    if broken:
        return [_contradiction_sentence(broken, len(gaps)), *ledger.ledger_sentences(dataset)]
    defined = sum(gap.defined for gap in gaps)
    if not gaps:
        return ledger.ledger_sentences(dataset)
    without = len(gaps) - defined
    undefined = f"; {without:,} more have no acts, no true records or no innocent persons" if without else ""
    return [
        f"Base rates: each group's false positive rate is {IDENTITY} of its other counts, every count taken from two "
        f"recordings: largest gap 0 over {defined:,} groups of persons and replicates{undefined}.",
        *ledger.ledger_sentences(dataset),
    ]


def find_contradiction(dataset: xr.Dataset) -> str | None:
    """Return a sentence if counts contradict each other, else None."""
    gaps = error_rate_gaps(dataset)
    broken = failing_groups(gaps)
    return _contradiction_sentence(broken, len(gaps)) if broken else ledger.ledger_contradiction(dataset)


def failing_groups(gaps: tuple[IdentityGap, ...]) -> list[IdentityGap]:
    """Return the groups where the identity fails, those with the largest finite gap first."""
    failing = [gap for gap in gaps if gap.size > 0]
    return sorted(failing, key=lambda gap: gap.size if gap.size != float("inf") else 0.0, reverse=True)


def _contradiction_sentence(broken: list[IdentityGap], groups: int) -> str:
    worst = broken[0]
    size = "two recordings of one count differ" if worst.size == float("inf") else f"largest gap {worst.size:.2g}"
    return (
        f"Base rates DO NOT HOLD: two recordings contradict each other in {len(broken):,} of {groups:,} groups of "
        f"persons and replicates ({size}: {worst.scenario}, {worst.group}, replicate {worst.replicate}). Each group's "
        f"false positive rate must be {IDENTITY} of its other counts. This result is damaged or the program is at "
        "fault: do not use any of its numbers."
    )
