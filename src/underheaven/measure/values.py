"""All numbers of a result at once, by world, measure and what is taken of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underheaven.fields import DEBTS
from underheaven.measure import burden, error, fairness, reach, stays
from underheaven.measure.counts import PER, persons, ratio
from underheaven.measure.groups import members
from underheaven.measure.kept import Column
from underheaven.measure.registry import MEASURES, PAIRED

if TYPE_CHECKING:
    import xarray as xr

LEVEL, DIFFERENCE = "level", "difference"
Function = Callable[["xr.Dataset"], "xr.DataArray"]


def lost_a_person(dataset: xr.Dataset) -> xr.DataArray:
    """Gives detriment by the context of the loss (world, replicate, effect), in months of income a person."""
    return ratio(burden.detriment_by_effect(dataset), persons(dataset))


LABELLED: Mapping[str, tuple[Function, str]] = {
    "listings_by_origin": (error.listings_by_origin, "origin"),
    "detriment_by_effect": (lost_a_person, "effect"),
    "denials_by_kind": (reach.denials_by_kind, "denial"),
}
"""Measures with a label, and the dimension of it; a value is named as in ``detriment_by_effect:work``."""

SAID = (
    "listed_now", "ever_listed", "records_filed", "ever_wrongly_listed", "wrongful_records", "wrongful_stay_median",
    "stay_median",
    "listed_unable", "listed_unwilling", "detriment", "detriment_of_listed", "reward", "unemployed_of_listed",
    "loans_made", "judgments_performed", "deterrence", "chilled_speech", "legitimacy",
)  # fmt: skip
"""Measures that findings begin with: what moves these is tried one number at a time as well."""

FILED: Mapping[str, Function] = {
    f"filed_share_of_debt:{debt}": partial(error.filed_share_of_debt, debt=debt) for debt in DEBTS
}


EQUAL_CONDUCT: Mapping[str, str] = {
    "equal_conduct_detriment_in": "detriment",
    "equal_conduct_listed_in": "months_listed",
    "equal_conduct_wrongly_listed_in": "months_wrongly_listed",
}
"""What each gap of a category at equal conduct is a gap of, in ``whole_run.OF_PERSONS``."""

LABELLED_BY_CATEGORY = (
    "ever_listed_in", "records_filed_in", "acts_in", "work_found_in", "best_grade_in", *EQUAL_CONDUCT, "still_on_24_in",
)  # fmt: skip
"""Numbers of a category of persons, named as in ``ever_listed_in:men``."""


def by_category(dataset: xr.Dataset) -> dict[str, xr.DataArray]:
    """Gives numbers of each category of persons, named as in ``ever_listed_in:men``.

    Who was ever listed, records filed and acts done, for 100,000 persons; of those who seek work in a month, how many
    find it; of those with a grade in the last month, how many have the best. What they have more than all others at
    equal conduct; of those put on a blacklist, how many are still on one 24 months after entry.
    """
    counted = {
        "ever_listed_in": dataset["first_listed"].sum("month"),
        "records_filed_in": dataset["filed"].sum(["month", "origin"]),
        "acts_in": dataset["acts"].sum(["month", "kind"]),
    }
    shares = {"work_found_in": _work(dataset), "best_grade_in": _best(dataset)}
    found: dict[str, xr.DataArray] = {}
    of = _summed(dataset["persons"].mean("month"))
    for name, part, whole, per in (
        *((name, _summed(array), of, PER) for name, array in counted.items()),
        *((name, _summed(part), _summed(whole), 1) for name, (part, whole) in shares.items()),
    ):
        found |= {f"{name}:{category}": per * ratio(part[category], whole[category]) for category in part}
    for name, of_persons in EQUAL_CONDUCT.items():
        found |= {f"{name}:{c}": gap for c, gap in fairness.equal_conduct_gap_in(dataset, of_persons).items()}
    return found | {f"still_on_24_in:{c}": share for c, share in stays.still_on_24_in(dataset).items()}


def _summed(array: xr.DataArray) -> dict[str, xr.DataArray]:
    """Sums an array (world, replicate, group) over the groups of each category (world, replicate)."""
    by_group = array.transpose("world", "replicate", "group")
    like, values = by_group.isel(group=0, drop=True), by_group.values
    return {
        category: like.copy(data=values[:, :, np.flatnonzero(mine)].sum(axis=2))
        for category, mine in members(array).items()
    }


def _work(dataset: xr.Dataset) -> tuple[xr.DataArray, xr.DataArray]:
    """Gives jobs found, and person-months of seeking: nobody finds a job in the month in which one was lost."""
    found = dataset["jobs_found"].sum("month")
    return found, found + (dataset["unemployed"] - dataset["jobs_lost"]).sum("month")


def _best(dataset: xr.Dataset) -> tuple[xr.DataArray, xr.DataArray]:
    """Gives who is in the best grade of the last month, and who is in any."""
    grades = dataset["grades"].isel(month=-1)
    return grades.isel(grade=slice(0, 1)).sum("grade"), grades.sum("grade")


def values(
    dataset: xr.Dataset, against: str | None, more: Mapping[str, Function] | None = None
) -> dict[Column, NDArray[np.float64]]:
    """Gives every measure of every world, of shape (replicate,), and its paired difference from the other world.

    A replicate is a life of its own, it may be of other documents, and its values do not hang on who stands beside it:
    they are those of a result that holds this replicate alone.
    against: the other world, or None. more: further measures by name, each (world, replicate).
    """
    worlds = [str(world) for world in dataset["world"].values]
    found: dict[Column, NDArray[np.float64]] = {}
    for name, array in _arrays(dataset, more or {}):
        level = array.transpose("world", "replicate").values.astype(np.float64)
        for place, world in enumerate(worlds):
            found[world, name, LEVEL] = level[place]
            if against is not None and world != against:
                found[world, name, DIFFERENCE] = level[place] - level[worlds.index(against)]
    for paired in PAIRED.values() if against is not None else ():
        step = paired.function(dataset, str(against)).transpose("world", "replicate").values
        for place, world in enumerate(worlds):
            if world != against:
                found[world, paired.name, DIFFERENCE] = step[place].astype(np.float64)
    return found


def _arrays(dataset: xr.Dataset, more: Mapping[str, Function]) -> Iterator[tuple[str, xr.DataArray]]:
    for measure in MEASURES.values():
        yield measure.name, measure.function(dataset)
    for name, function in FILED.items():
        yield name, function(dataset)
    for name, function in more.items():
        yield name, _alone(function, dataset)
    yield from by_category(dataset).items()
    for name, (labelled, dim) in LABELLED.items():
        array = labelled(dataset)
        for label in (str(x) for x in array[dim].values):
            yield f"{name}:{label}", array.sel({dim: label}, drop=True)


def _alone(function: Function, dataset: xr.Dataset) -> xr.DataArray:
    """Gives what a function says of each replicate as if there were no other (world, replicate)."""
    import xarray

    lives = (dataset.isel(replicate=slice(n, n + 1)) for n in range(dataset.sizes["replicate"]))
    return xarray.concat([function(life) for life in lives], "replicate", combine_attrs="override")
