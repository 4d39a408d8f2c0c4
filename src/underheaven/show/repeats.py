"""Measures of a pair that repeat another measure where nobody bears any detriment in the baseline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from underheaven.measure.counts import by_person
from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.show import about

if TYPE_CHECKING:
    import xarray as xr

REPEATED = "nobody bears any detriment in the baseline; relative to it, this measure would repeat {}"


def note(name: str, dataset: xr.Dataset) -> str:
    """Return why a measure of a pair has no number in this result; empty where it has one."""
    of = PAIRED[name].repeats if name in PAIRED else ""
    return REPEATED.format(MEASURES[of].title) if of and beside_nothing(dataset) else ""


def beside_nothing(dataset: xr.Dataset) -> bool:
    """Return whether nobody bears any detriment in the baseline."""
    baseline = about.against(dataset)
    return baseline is not None and not bool(by_person(dataset, "detriment").sel(world=baseline).any())


def sentences(dataset: xr.Dataset) -> Iterator[str]:
    """Yield which measures are left out of a table, and which ones say the same."""
    if beside_nothing(dataset):
        pairs = [(one.title, MEASURES[one.repeats].title) for one in PAIRED.values() if one.repeats]
        said = "; ".join(f"{title} (see {of})" for title, of in pairs)
        yield (
            f"Nobody bears any detriment under {about.against(dataset)}. Measures that would repeat another one "
            f"relative to it are left out: {said}."
        )
