"""All numbers of a result at once, by scenario, measure, and level or difference."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underheaven.fields.codes import DEBTS
from underheaven.measure.families import burden, fairness, reach, record_errors, stays
from underheaven.measure.groups import category_members
from underheaven.measure.inference.sample_results import Column
from underheaven.measure.reductions import PER_100K, count_persons, safe_ratio
from underheaven.measure.registry import MEASURES, PAIRED

if TYPE_CHECKING:
    import xarray as xr

LEVEL, DIFFERENCE = "level", "difference"
MeasureFunction = Callable[["xr.Dataset"], "xr.DataArray"]


def effect_detriment_per_person(dataset: xr.Dataset) -> xr.DataArray:
    """Return detriment by the context of the loss, in months of income per person.

    Args:
        dataset: a result.

    Returns:
        scenario, replicate, effect.
    """
    return safe_ratio(burden.detriment_by_effect(dataset), count_persons(dataset))


LABELLED_MEASURES: Mapping[str, tuple[MeasureFunction, str]] = {
    "listings_by_origin": (record_errors.listings_by_origin, "origin"),
    "detriment_by_effect": (effect_detriment_per_person, "effect"),
    "denials_by_kind": (reach.denials_by_kind, "denial"),
}
"""Measures with a label, and its dimension; a value is named as in `detriment_by_effect:work`."""

HEADLINE_MEASURES = (
    "listed_now",
    "ever_listed",
    "records_filed",
    "ever_wrongly_listed",
    "wrongful_records",
    "wrongful_stay_median",
    "stay_median",
    "listed_unable",
    "listed_unwilling",
    "detriment",
    "detriment_of_listed",
    "reward",
    "unemployed_of_listed",
    "loans_made",
    "judgments_performed",
    "deterrence",
    "chilled_speech",
    "legitimacy",
)
"""Measures of the first findings: one-at-a-time runs look for the parameters that move these."""

FILED_DEBT_SHARES: Mapping[str, MeasureFunction] = {
    f"filed_share_of_debt:{debt}": partial(record_errors.filed_share_of_debt, debt=debt) for debt in DEBTS
}


EQUAL_CONDUCT_SOURCES: Mapping[str, str] = {
    "equal_conduct_detriment_in": "detriment",
    "equal_conduct_listed_in": "months_listed",
    "equal_conduct_wrongly_listed_in": "months_wrongly_listed",
}
"""The number behind each gap of a category at equal conduct, in `closed_cohort.PERSON_MEASURES`."""

CATEGORY_FAMILIES = (
    "ever_listed_in",
    "records_filed_in",
    "acts_in",
    "work_found_in",
    "best_grade_in",
    *EQUAL_CONDUCT_SOURCES,
    "still_on_24_in",
)
"""Numbers of a category of persons, named as in `ever_listed_in:men`."""


def values_by_category(dataset: xr.Dataset) -> dict[str, xr.DataArray]:
    """Return numbers of each category of persons, named as in `ever_listed_in:men`.

    They are: first entries on a blacklist, records filed and acts done, per 100,000 persons; jobs found per month of
    seeking; the share of graded persons in the best grade in the last month; gaps to all others at equal conduct; and
    the share of first stays longer than 24 months.

    Args:
        dataset: a result.

    Returns:
        Arrays (scenario, replicate) by name.
    """
    counts = {
        "ever_listed_in": dataset["first_listed"].sum("month"),
        "records_filed_in": dataset["filed"].sum(["month", "origin"]),
        "acts_in": dataset["acts"].sum(["month", "kind"]),
    }
    shares = {"work_found_in": _job_finding(dataset), "best_grade_in": _best_grade(dataset)}
    found: dict[str, xr.DataArray] = {}
    n_persons = _sum_by_category(dataset["persons"].mean("month"))
    for name, part, whole, per in (
        *((name, _sum_by_category(array), n_persons, PER_100K) for name, array in counts.items()),
        *((name, _sum_by_category(part), _sum_by_category(whole), 1) for name, (part, whole) in shares.items()),
    ):
        found |= {f"{name}:{category}": per * safe_ratio(part[category], whole[category]) for category in part}
    for name, of_persons in EQUAL_CONDUCT_SOURCES.items():
        found |= {f"{name}:{c}": gap for c, gap in fairness.equal_conduct_gap_by_category(dataset, of_persons).items()}
    return found | {f"still_on_24_in:{c}": share for c, share in stays.still_on_24_by_category(dataset).items()}


def _sum_by_category(array: xr.DataArray) -> dict[str, xr.DataArray]:
    """Return the sum of an array (scenario, replicate, group) over each category's groups (scenario, replicate)."""
    by_group = array.transpose("scenario", "replicate", "group")
    template, values = by_group.isel(group=0, drop=True), by_group.values
    return {
        category: template.copy(data=values[:, :, np.flatnonzero(is_member)].sum(axis=2))
        for category, is_member in category_members(array).items()
    }


def _job_finding(dataset: xr.Dataset) -> tuple[xr.DataArray, xr.DataArray]:
    """Return jobs found, and person-months of seeking: nobody finds a job in the month in which one was lost."""
    found = dataset["jobs_found"].sum("month")
    return found, found + (dataset["unemployed"] - dataset["jobs_lost"]).sum("month")


def _best_grade(dataset: xr.Dataset) -> tuple[xr.DataArray, xr.DataArray]:
    """Return persons in the best grade of the last month, and persons in any grade."""
    grades = dataset["grades"].isel(month=-1)
    return grades.isel(grade=slice(0, 1)).sum("grade"), grades.sum("grade")


def collect_values(
    dataset: xr.Dataset, baseline: str | None, extra_measures: Mapping[str, MeasureFunction] | None = None
) -> dict[Column, NDArray[np.float64]]:
    """Return every measure of every scenario, and its paired difference from the baseline.

    Replicates are independent runs, possibly of different documents: each value is that of a result with this replicate
    alone.

    Args:
        dataset: a result.
        baseline: name of the baseline, or None for no differences.
        extra_measures: further measures by name, each a function of a result (scenario, replicate).

    Returns:
        Values (replicate,) by scenario, name and quantity.
    """
    scenarios = [str(scenario) for scenario in dataset["scenario"].values]
    found: dict[Column, NDArray[np.float64]] = {}
    for name, array in _iterate_measures(dataset, extra_measures or {}):
        level = array.transpose("scenario", "replicate").values.astype(np.float64)
        for index, scenario in enumerate(scenarios):
            found[scenario, name, LEVEL] = level[index]
            if baseline is not None and scenario != baseline:
                found[scenario, name, DIFFERENCE] = level[index] - level[scenarios.index(baseline)]
    for paired in PAIRED.values() if baseline is not None else ():
        difference = paired.function(dataset, str(baseline)).transpose("scenario", "replicate").values
        for index, scenario in enumerate(scenarios):
            if scenario != baseline:
                found[scenario, paired.name, DIFFERENCE] = difference[index].astype(np.float64)
    return found


def _iterate_measures(
    dataset: xr.Dataset, extra_measures: Mapping[str, MeasureFunction]
) -> Iterator[tuple[str, xr.DataArray]]:
    for measure in MEASURES.values():
        yield measure.name, measure.function(dataset)
    for name, function in FILED_DEBT_SHARES.items():
        yield name, function(dataset)
    for name, function in extra_measures.items():
        yield name, _by_single_replicate(function, dataset)
    yield from values_by_category(dataset).items()
    for name, (labelled, dim) in LABELLED_MEASURES.items():
        array = labelled(dataset)
        for label in (str(x) for x in array[dim].values):
            yield f"{name}:{label}", array.sel({dim: label}, drop=True)


def _by_single_replicate(function: MeasureFunction, dataset: xr.Dataset) -> xr.DataArray:
    """Return the value of a function for each replicate as if it were the only one (scenario, replicate)."""
    import xarray

    replicates = (dataset.isel(replicate=slice(n, n + 1)) for n in range(dataset.sizes["replicate"]))
    return xarray.concat([function(replicate) for replicate in replicates], "replicate", combine_attrs="override")
