"""Measures that repeat another one where nobody bears any detriment in the baseline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from underheaven.measure.reductions import person_sums
from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.show import result_metadata

if TYPE_CHECKING:
    import xarray as xr

REDUNDANCY_TEMPLATE = "nobody bears any detriment in the baseline; relative to it, this measure would repeat {}"


def redundancy_note(name: str, dataset: xr.Dataset) -> str:
    """Return the reason why a redundant measure has no number in this result; empty if it has one."""
    of = PAIRED[name].duplicate_of if name in PAIRED else ""
    return REDUNDANCY_TEMPLATE.format(MEASURES[of].title) if of and baseline_has_no_detriment(dataset) else ""


def baseline_has_no_detriment(dataset: xr.Dataset) -> bool:
    """Return whether nobody bears any detriment in the baseline."""
    baseline = result_metadata.baseline_of(dataset)
    return baseline is not None and not bool(person_sums(dataset, "detriment").sel(scenario=baseline).any())


def redundancy_sentences(dataset: xr.Dataset) -> Iterator[str]:
    """Yield a sentence on the measures left out of a table, and the ones that they repeat."""
    if baseline_has_no_detriment(dataset):
        pairs = [
            (measure.title, MEASURES[measure.duplicate_of].title) for measure in PAIRED.values() if measure.duplicate_of
        ]
        wording = "; ".join(f"{title} (see {of})" for title, of in pairs)
        yield (
            f"Nobody bears any detriment under {result_metadata.baseline_of(dataset)}. Measures that would repeat "
            f"another one relative to it are left out: {wording}."
        )
