"""Adults present throughout the run, by a label of their places: what goes by region and by group.

Where persons grow older, the group is that of the first month observed, and so is who is an adult: an age is a cohort.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underheaven.fields.scales import MICRO
from underheaven.measure.metadata import PERSONS_UNIT, annotate_measure
from underheaven.measure.reductions import PER_100K
from underheaven.record.schema import PERSON_PREFIX

if TYPE_CHECKING:
    import xarray as xr

LABEL_DIMENSIONS = ("group", "region")
"""Labels of places that measures go by."""

MIN_PERSONS = 1_000
"""Persons of a label and replicate below which its numbers are marked: one case more would show."""

CohortSums = dict[str, NDArray[Any]]
"""What is recorded of each place of one scenario and replicate, by name in ``fields.person_values.PERSON_FIELDS``."""


@dataclass(frozen=True)
class PersonMeasure:
    """A number of one person, from what is recorded of the place: its name, title, unit, and how it is computed."""

    name: str
    title: str
    unit: str
    sum_name: str
    transform: Callable[[NDArray[Any]], NDArray[Any]]


def _unchanged(values: NDArray[Any]) -> NDArray[Any]:
    return values


def _any_per_100k(values: NDArray[Any]) -> NDArray[Any]:
    return PER_100K * (values > 0)


def _per_100k(values: NDArray[Any]) -> NDArray[Any]:
    return PER_100K * values.astype(np.int64)


def _months_of_income(values: NDArray[Any]) -> NDArray[Any]:
    return values / MICRO


PERSON_MEASURES: dict[str, PersonMeasure] = {
    one.name: one
    for one in (
        PersonMeasure("blacklisted", "On a blacklist at the end", PERSONS_UNIT, "blacklisted", _any_per_100k),
        PersonMeasure("ever_listed", "Ever on a blacklist", PERSONS_UNIT, "months_listed", _any_per_100k),
        PersonMeasure("months_listed", "Months on a blacklist", "months a person", "months_listed", _unchanged),
        PersonMeasure(
            "ever_wrongly_listed", "Ever wrongly on a blacklist", PERSONS_UNIT, "months_wrongly_listed", _any_per_100k
        ),
        PersonMeasure(
            "months_wrongly_listed",
            "Months wrongly on a blacklist",
            "months a person",
            "months_wrongly_listed",
            _unchanged,
        ),
        PersonMeasure(
            "wrongful_records", "Wrongful records filed", "records per 100,000", "wrongful_records", _per_100k
        ),
        PersonMeasure("detriment", "Detriment booked", "months of income a person", "detriment", _months_of_income),
        PersonMeasure("denials", "Attempts denied", "attempts per 100,000", "denials", _per_100k),
        PersonMeasure("months_unemployed", "Months unemployed", "months a person", "months_unemployed", _unchanged),
        PersonMeasure(
            "months_under_judgment", "Months owing a judgment", "months a person", "months_under_judgment", _unchanged
        ),
        PersonMeasure("loans", "Loans received", "loans per 100,000", "loans", _per_100k),
        PersonMeasure("months_speaking", "Months speaking in public", "months a person", "months_speaking", _unchanged),
        PersonMeasure("acts", "Acts, good ones left out", "acts per 100,000", "acts", _per_100k),
    )
}
"""What is given by region and by group, in the order of a table."""


def iterate_cohorts(dataset: xr.Dataset, names: Iterable[str]) -> Iterator[tuple[tuple[int, int], CohortSums]]:
    """Yield, by scenario and replicate, what is recorded under these names of adults present throughout the run."""
    for w, r in np.ndindex(dataset.sizes["scenario"], dataset.sizes["replicate"]):
        yield (w, r), cohort_sums(dataset, names, w, r)


def cohort_sums(dataset: xr.Dataset, names: Iterable[str], scenario: int, replicate: int) -> CohortSums:
    """Return what is recorded under these names of adults present throughout the run of one scenario and replicate."""
    run = {n: _recorded_by_person(dataset, n)[scenario, replicate] for n in {*names, "renewals", "minor"}}
    present = np.flatnonzero((run["renewals"] == 0) & (run["minor"] == 0))
    return {name: values[present] for name, values in run.items()}


def _recorded_by_person(dataset: xr.Dataset, name: str) -> NDArray[Any]:
    """Return what is recorded under a name of every place (scenario, replicate, person)."""
    values: NDArray[Any] = dataset.variables[PERSON_PREFIX + name].transpose("scenario", "replicate", "person").values
    return values


@annotate_measure("Adults present throughout the run", "persons")
def persons_by_label(dataset: xr.Dataset, by: str) -> xr.DataArray:
    """Return adults present throughout the run, by label of their places (scenario, replicate, label).

    by: group or region.
    """
    found = nan_by_label(dataset, by)
    for index, sums in iterate_cohorts(dataset, (by,)):
        found.values[index] = _bin_counts(sums[by], found.sizes[by])
    return found


@annotate_measure("Of adults present throughout the run, mean", "the unit of the number")
def mean_by_label(dataset: xr.Dataset, name: str, by: str) -> xr.DataArray:
    """Return the mean of a per-person sum over adults present throughout, by label (scenario, replicate, label).

    name: in ``OF_PERSONS``. by: group or region. NaN for a label without such persons.
    """
    measure, found = PERSON_MEASURES[name], nan_by_label(dataset, by)
    for index, sums in iterate_cohorts(dataset, (by, measure.sum_name)):
        n_persons = _bin_counts(sums[by], found.sizes[by])
        total = _bin_counts(sums[by], found.sizes[by], measure.transform(sums[measure.sum_name]))
        found.values[index] = total / np.where(n_persons > 0, n_persons, np.nan)
    return found


def nan_by_label(dataset: xr.Dataset, by: str) -> xr.DataArray:
    """Return an array of NaN over scenarios, replicates and the labels of ``by``."""
    import xarray

    dims = ("scenario", "replicate", by)
    return xarray.DataArray(np.nan, {dim: dataset[dim].values for dim in dims}, dims)


def _bin_counts(labels: NDArray[Any], n: int, weights: NDArray[Any] | None = None) -> NDArray[np.float64]:
    return np.bincount(labels, weights, minlength=n)[:n].astype(np.float64)
