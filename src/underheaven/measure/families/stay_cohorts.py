"""First stays on a blacklist, by cohort of entry under one version of the rules, and their survival curves."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.inference.survival import SurvivalCurve, estimate_curve
from underheaven.measure.reductions import person_sums
from underheaven.record.schema import AMENDED_ATTR

if TYPE_CHECKING:
    import xarray as xr

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class EntryCohort:
    """Stays that began between two observed months, both included and counted from 1."""

    first: int
    last: int


@dataclass(frozen=True)
class Stays:
    """First stays of one scenario and replicate, one value per stay in each array.

    Attributes:
        slot: index of the slot.
        entry: observed month of entry, from 1.
        months: months of the stay so far.
        end: how it ended, as an index of `fields.STAY_ENDS`.
        wrongful: whether it began wrongly.
    """

    slot: NDArray[np.int64]
    entry: NDArray[np.int64]
    months: NDArray[np.int64]
    end: NDArray[np.int64]
    wrongful: Mask

    def select(self, mask: Mask) -> Stays:
        """Return the stays where a mask is true."""
        return Stays(*(getattr(self, name)[mask] for name in ("slot", "entry", "months", "end", "wrongful")))

    def of_cohort(self, cohort: EntryCohort) -> Stays:
        """Return the stays that began in a cohort."""
        return self.select((self.entry >= cohort.first) & (self.entry <= cohort.last))


def read_stays(dataset: xr.Dataset, scenario: int, replicate: int) -> Stays:
    """Return the first stay of every slot of one scenario and replicate, whoever occupied it.

    Args:
        dataset: a result.
        scenario: index of the scenario.
        replicate: index of the replicate.
    """
    return _select_stays(_stay_arrays(dataset), scenario, replicate)


def _stay_arrays(dataset: xr.Dataset) -> dict[str, NDArray[np.generic]]:
    return {name: person_sums(dataset, f"stay_{name}").values for name in ("entry", "months", "end", "wrongful")}


def _select_stays(found: Mapping[str, NDArray[np.generic]], scenario: int, replicate: int) -> Stays:
    slots = np.flatnonzero(found["entry"][scenario, replicate])
    entry, months, end = (
        found[name][scenario, replicate, slots].astype(np.int64) for name in ("entry", "months", "end")
    )
    return Stays(slots, entry, months, end, found["wrongful"][scenario, replicate, slots] > 0)


def amendment_periods(dataset: xr.Dataset, scenario: str) -> list[EntryCohort]:
    """Return the stretches of a run between amendments of a scenario's regime, in order.

    Args:
        dataset: a result.
        scenario: name of the scenario.
    """
    months = dataset.sizes["month"]
    changes = [m for m in json.loads(str(dataset.attrs.get(AMENDED_ATTR, "{}"))).get(scenario, []) if m < months]
    ends = [*changes, months]
    return [EntryCohort(before + 1, end) for before, end in zip([0, *changes], ends, strict=True)]


def longest_period(dataset: xr.Dataset, scenario: str) -> EntryCohort:
    """Return the longest stretch of a run without an amendment, the first of equals.

    Args:
        dataset: a result.
        scenario: name of the scenario.
    """
    return max(amendment_periods(dataset, scenario), key=lambda period: period.last - period.first)


def cohort_curve(dataset: xr.Dataset, cohort_stays: Stays, wrongful: bool = False) -> SurvivalCurve:
    """Return the survival curve of a cohort's stays.

    Args:
        dataset: a result.
        cohort_stays: stays of one scenario and replicate.
        wrongful: whether only stays that began wrongly are used.
    """
    cohort_stays = cohort_stays.select(cohort_stays.wrongful) if wrongful else cohort_stays
    return estimate_curve(cohort_stays.entry, cohort_stays.months, cohort_stays.end, dataset.sizes["month"])


def iterate_entry_cohorts(dataset: xr.Dataset) -> Iterator[tuple[tuple[int, int], Stays]]:
    """Yield, by scenario and replicate, the stays that began in the longest stretch without an amendment."""
    stay_arrays = _stay_arrays(dataset)
    for w, scenario in enumerate(str(name) for name in dataset["scenario"].values):
        period = longest_period(dataset, scenario)
        for r in range(dataset.sizes["replicate"]):
            yield (w, r), _select_stays(stay_arrays, w, r).of_cohort(period)
