"""Adults present throughout the run, by a label of their places: what goes by region and by group.

Where persons grow older, the group is that of the first month observed, and so is who is an adult: an age is a cohort.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underheaven.fields import MICRO
from underheaven.measure.counts import PER
from underheaven.measure.said import PERSONS, measured
from underheaven.record.schema import PERSON

if TYPE_CHECKING:
    import xarray as xr

BY = ("group", "region")
"""Labels of places that measures go by."""

FEW = 1_000
"""Persons of a label and replicate below which its numbers are marked: one case more would show."""

Sums = dict[str, NDArray[Any]]
"""What is recorded of each place of one world and replicate, by name in ``fields.PERSONAL``."""


@dataclass(frozen=True)
class OfPersons:
    """A number of one person, from what is recorded of the place: its name, title, unit, and how it is computed."""

    name: str
    title: str
    unit: str
    reads: str
    value: Callable[[NDArray[Any]], NDArray[Any]]


def _as_it_is(values: NDArray[Any]) -> NDArray[Any]:
    return values


def _any(values: NDArray[Any]) -> NDArray[Any]:
    return PER * (values > 0)


def _per(values: NDArray[Any]) -> NDArray[Any]:
    return PER * values.astype(np.int64)


def _income(values: NDArray[Any]) -> NDArray[Any]:
    return values / MICRO


OF_PERSONS: dict[str, OfPersons] = {
    one.name: one
    for one in (
        OfPersons("blacklisted", "On a blacklist at the end", PERSONS, "blacklisted", _any),
        OfPersons("ever_listed", "Ever on a blacklist", PERSONS, "months_listed", _any),
        OfPersons("months_listed", "Months on a blacklist", "months a person", "months_listed", _as_it_is),
        OfPersons("ever_wrongly_listed", "Ever wrongly on a blacklist", PERSONS, "months_wrongly_listed", _any),
        OfPersons("months_wrongly_listed", "Months wrongly on a blacklist", "months a person",
                  "months_wrongly_listed", _as_it_is),
        OfPersons("wrongful_records", "Wrongful records filed", "records per 100,000", "wrongful_records", _per),
        OfPersons("detriment", "Detriment booked", "months of income a person", "detriment", _income),
        OfPersons("denials", "Attempts denied", "attempts per 100,000", "denials", _per),
        OfPersons("months_unemployed", "Months unemployed", "months a person", "months_unemployed", _as_it_is),
        OfPersons("months_owing", "Months owing a judgment", "months a person", "months_owing", _as_it_is),
        OfPersons("loans", "Loans received", "loans per 100,000", "loans", _per),
        OfPersons("months_speaking", "Months speaking in public", "months a person", "months_speaking", _as_it_is),
        OfPersons("acts", "Acts, good ones left out", "acts per 100,000", "acts", _per),
    )
}  # fmt: skip
"""What is given by region and by group, in the order of a table."""


def runs(dataset: xr.Dataset, names: Iterable[str]) -> Iterator[tuple[tuple[int, int], Sums]]:
    """Yields, by world and replicate, what is recorded under these names of adults present throughout the run."""
    for w, r in np.ndindex(dataset.sizes["world"], dataset.sizes["replicate"]):
        yield (w, r), stayed(dataset, names, w, r)


def stayed(dataset: xr.Dataset, names: Iterable[str], world: int, replicate: int) -> Sums:
    """Gives what is recorded under these names of adults present throughout the run of one world and replicate."""
    run = {n: _recorded(dataset, n)[world, replicate] for n in {*names, "renewals", "minor"}}
    lived = np.flatnonzero((run["renewals"] == 0) & (run["minor"] == 0))
    return {name: values[lived] for name, values in run.items()}


def _recorded(dataset: xr.Dataset, name: str) -> NDArray[Any]:
    """Gives what is recorded under a name of every place (world, replicate, person)."""
    values: NDArray[Any] = dataset.variables[PERSON + name].transpose("world", "replicate", "person").values
    return values


@measured("Adults present throughout the run", "persons")
def persons_by(dataset: xr.Dataset, by: str) -> xr.DataArray:
    """Gives adults present throughout the run, by label of their places (world, replicate, label).

    by: group or region.
    """
    found = empty(dataset, by)
    for place, sums in runs(dataset, (by,)):
        found.values[place] = _count(sums[by], found.sizes[by])
    return found


@measured("Of adults present throughout the run, mean", "the unit of the number")
def mean_by(dataset: xr.Dataset, name: str, by: str) -> xr.DataArray:
    """Gives a number of persons, mean over the adults of a label present throughout the run (world, replicate, label).

    name: in ``OF_PERSONS``. by: group or region. NaN for a label without such persons.
    """
    one, found = OF_PERSONS[name], empty(dataset, by)
    for place, sums in runs(dataset, (by, one.reads)):
        persons = _count(sums[by], found.sizes[by])
        total = _count(sums[by], found.sizes[by], one.value(sums[one.reads]))
        found.values[place] = total / np.where(persons > 0, persons, np.nan)
    return found


def empty(dataset: xr.Dataset, by: str) -> xr.DataArray:
    """Gives an array of NaN over worlds, replicates and the labels of ``by``."""
    import xarray

    dims = ("world", "replicate", by)
    return xarray.DataArray(np.nan, {dim: dataset[dim].values for dim in dims}, dims)


def _count(labels: NDArray[Any], n: int, weights: NDArray[Any] | None = None) -> NDArray[np.float64]:
    return np.bincount(labels, weights, minlength=n)[:n].astype(np.float64)
