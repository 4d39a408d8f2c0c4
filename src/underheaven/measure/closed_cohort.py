"""Adults present throughout the run, by group or region.

Where persons age, both the group and adulthood are those of the first month observed: an age is a cohort.
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
"""Labels of slots by which measures are grouped."""

MIN_PERSONS = 1_000
"""Persons of a label and replicate below which its numbers are marked: one more case would change them visibly."""

CohortSums = dict[str, NDArray[Any]]
"""What is recorded of each slot of one scenario and replicate, by name in `fields.PERSON_FIELDS`."""


@dataclass(frozen=True)
class PersonMeasure:
    """A number of one person, computed from what is recorded of the slot.

    Attributes:
        name: key in `PERSON_MEASURES`.
        title: title in tables.
        unit: unit of the mean over persons.
        sum_name: name in `fields.PERSON_FIELDS`.
        transform: function of the recorded values (person,).
    """

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
        PersonMeasure("months_listed", "Months on a blacklist", "months per person", "months_listed", _unchanged),
        PersonMeasure(
            "ever_wrongly_listed", "Ever wrongly on a blacklist", PERSONS_UNIT, "months_wrongly_listed", _any_per_100k
        ),
        PersonMeasure(
            "months_wrongly_listed",
            "Months wrongly on a blacklist",
            "months per person",
            "months_wrongly_listed",
            _unchanged,
        ),
        PersonMeasure(
            "wrongful_records", "Wrongful records filed", "records per 100,000 persons", "wrongful_records", _per_100k
        ),
        PersonMeasure("detriment", "Detriment booked", "months of income per person", "detriment", _months_of_income),
        PersonMeasure("denials", "Attempts denied", "attempts per 100,000 persons", "denials", _per_100k),
        PersonMeasure("months_unemployed", "Months unemployed", "months per person", "months_unemployed", _unchanged),
        PersonMeasure(
            "months_under_judgment", "Months owing a judgment", "months per person", "months_under_judgment", _unchanged
        ),
        PersonMeasure("loans", "Loans received", "loans per 100,000 persons", "loans", _per_100k),
        PersonMeasure(
            "months_speaking", "Months speaking in public", "months per person", "months_speaking", _unchanged
        ),
        PersonMeasure("acts", "Acts that are not prosocial", "acts per 100,000 persons", "acts", _per_100k),
    )
}
"""Numbers of persons by region and by group, in the order of a table."""


def iterate_cohorts(dataset: xr.Dataset, names: Iterable[str]) -> Iterator[tuple[tuple[int, int], CohortSums]]:
    """Yield what is recorded of adults present throughout the run, by scenario and replicate.

    Args:
        dataset: a result.
        names: names in `fields.PERSON_FIELDS`.

    Yields:
        The indices of scenario and replicate, and the recorded values by name (person,).
    """
    for w, r in np.ndindex(dataset.sizes["scenario"], dataset.sizes["replicate"]):
        yield (w, r), cohort_sums(dataset, names, w, r)


def cohort_sums(dataset: xr.Dataset, names: Iterable[str], scenario: int, replicate: int) -> CohortSums:
    """Return what is recorded of adults present throughout the run of one scenario and replicate.

    Args:
        dataset: a result.
        names: names in `fields.PERSON_FIELDS`.
        scenario: index of the scenario.
        replicate: index of the replicate.

    Returns:
        The recorded values by name (person,), with `renewals` and `minor`.
    """
    run = {n: _recorded_by_person(dataset, n)[scenario, replicate] for n in {*names, "renewals", "minor"}}
    present = np.flatnonzero((run["renewals"] == 0) & (run["minor"] == 0))
    return {name: values[present] for name, values in run.items()}


def _recorded_by_person(dataset: xr.Dataset, name: str) -> NDArray[Any]:
    """Return what is recorded of every slot under a name (scenario, replicate, person)."""
    values: NDArray[Any] = dataset.variables[PERSON_PREFIX + name].transpose("scenario", "replicate", "person").values
    return values


@annotate_measure("Adults present throughout the run", "persons")
def persons_by_label(dataset: xr.Dataset, by: str) -> xr.DataArray:
    """Return the number of adults present throughout the run, by label.

    Args:
        dataset: a result.
        by: group or region.

    Returns:
        scenario, replicate, label.
    """
    found = nan_by_label(dataset, by)
    for index, sums in iterate_cohorts(dataset, (by,)):
        found.values[index] = _bin_counts(sums[by], found.sizes[by])
    return found


@annotate_measure("Mean over adults present throughout the run", "the unit of the number")
def mean_by_label(dataset: xr.Dataset, name: str, by: str) -> xr.DataArray:
    """Return the mean of a number over adults present throughout the run, by label.

    Args:
        dataset: a result.
        name: a number of persons in `PERSON_MEASURES`.
        by: group or region.

    Returns:
        scenario, replicate, label. NaN for a label without such persons.
    """
    measure, found = PERSON_MEASURES[name], nan_by_label(dataset, by)
    for index, sums in iterate_cohorts(dataset, (by, measure.sum_name)):
        n_persons = _bin_counts(sums[by], found.sizes[by])
        total = _bin_counts(sums[by], found.sizes[by], measure.transform(sums[measure.sum_name]))
        found.values[index] = total / np.where(n_persons > 0, n_persons, np.nan)
    return found


def nan_by_label(dataset: xr.Dataset, by: str) -> xr.DataArray:
    """Return an array of NaN over scenarios, replicates and the labels of a dimension.

    Args:
        dataset: a result.
        by: group or region.
    """
    import xarray

    dims = ("scenario", "replicate", by)
    return xarray.DataArray(np.nan, {dim: dataset[dim].values for dim in dims}, dims)


def _bin_counts(labels: NDArray[Any], n: int, weights: NDArray[Any] | None = None) -> NDArray[np.float64]:
    return np.bincount(labels, weights, minlength=n)[:n].astype(np.float64)
