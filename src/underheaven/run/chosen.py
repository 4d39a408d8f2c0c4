"""Which person to follow, from the per-person sums of the first regime's world."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from underheaven.errors import RequestError
from underheaven.fields import SUMS
from underheaven.record.schema import PERSON

if TYPE_CHECKING:
    import xarray as xr

Which = Literal["worst", "median", "wrongly-listed"]
WAYS: tuple[Which, ...] = get_args(Which)
Sums = Mapping[str, Any]
OTHERWISE = (
    "Take a regime that lists people, more persons or more months, or name a person by the place, a number from 0."
)


@dataclass(frozen=True)
class Choice:
    """A person and why. person: place, from 0. because: a phrase."""

    person: int
    because: str


def choose(dataset: xr.Dataset, which: Which, replicate: int = 0) -> int:
    """Returns the person of a result whom ``which`` names, in its first world.

    Raises RequestError where nobody is such a person, or the result has no such replicate.
    """
    return choice(sums_of(dataset, 0, replicate), which, str(dataset["world"].values[0])).person


def sums_of(dataset: xr.Dataset, world: int, replicate: int) -> dict[str, Any]:
    """Returns the per-person sums of one world and replicate of a result, by name.

    Raises RequestError where the result has no such replicate.
    """
    held = dataset.sizes["replicate"]
    if replicate >= held:
        raise RequestError(
            f"replicate = {replicate:,}: the result holds {held:,}, from 0. Write a number from 0 to {held - 1:,}."
        )
    chosen = dataset.isel(world=world, replicate=replicate)
    return {field.name: chosen[PERSON + field.name].values for field in SUMS}


def choice(sums: Sums, which: Which, world: str) -> Choice:
    """Returns whom ``which`` names. Among equals the months decide, then the lower place.

    worst: the largest detriment, then the most months listed. median: the lower median of detriment among those ever
    listed. wrongly-listed: the most months wrongly listed, then the largest detriment.
    sums: name in ``fields.SUMS`` to (person,). Raises RequestError where nobody is such a person.
    """
    return {"worst": _worst, "median": _median, "wrongly-listed": _wrongly}[which](sums, world)


def _worst(sums: Sums, world: str) -> Choice:
    if not sums["detriment"].any():
        raise RequestError(f"worst: under {world} nobody lost anything, so there is no worst-off person. {OTHERWISE}")
    person = _first(sums["detriment"], sums["months_listed"])
    return Choice(person, f"the largest detriment of all {len(sums['detriment']):,} synthetic persons under {world}")


def _median(sums: Sums, world: str) -> Choice:
    listed = np.flatnonzero(sums["months_listed"])
    if len(listed) == 0:
        raise RequestError(f"median: under {world} nobody was ever on a blacklist. {OTHERWISE}")
    order = listed[np.argsort(sums["detriment"][listed], kind="stable")]
    middle = int(order[(len(order) - 1) // 2])
    return Choice(middle, f"the median detriment of the {len(listed):,} ever on a blacklist under {world}")


def _wrongly(sums: Sums, world: str) -> Choice:
    wronged = int(np.count_nonzero(sums["months_wrongly_listed"]))
    if wronged == 0:
        raise RequestError(f"wrongly-listed: under {world} nobody was ever wrongly on a blacklist. {OTHERWISE}")
    person = _first(sums["months_wrongly_listed"], sums["detriment"])
    return Choice(
        person, f"the most months wrongly on a blacklist, of the {wronged:,} ever wrongly on one under {world}"
    )


def _first(most: Any, then: Any) -> int:
    """Returns the place with the largest ``most``, of equals the largest ``then``, of equals the lowest."""
    return int(np.lexsort((-np.arange(len(most)), then, most))[-1])
