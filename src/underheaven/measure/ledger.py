"""The ledger: every unit of detriment by cause, effect, origin and the kind of conduct of the record's rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from underheaven.fields import CAUSES, CONTEXTS
from underheaven.measure.counts import MONTHS_OF_INCOME
from underheaven.measure.interval import Interval, interval
from underheaven.record.schema import PERSON

if TYPE_CHECKING:
    import xarray as xr

OFFICES = tuple(cause for cause in CAUSES if cause not in CONTEXTS)
"""Causes that are no record: ties, an official, and staying out. They have no rule."""
NO_RULE = "none"


@dataclass(frozen=True)
class Booking:
    """Detriment of one world from one cause in one effect, of one origin and rule.

    rule: the kind of conduct that the rule files, or ``none`` where no record bears it. amount: months of income of all
    persons over the run, mean over replicates with an interval. share: of the world's detriment, over all replicates.
    """

    world: str
    cause: str
    effect: str
    origin: str
    rule: str
    amount: Interval
    share: float


@dataclass(frozen=True)
class Difference:
    """Two totals of the same detriment, micro-months of one world and replicate, that do not agree."""

    world: str
    replicate: int
    between: str
    size: int


def bookings(dataset: xr.Dataset) -> list[Booking]:
    """Gives every booking above 0, by world, the largest first."""
    found = list(_bookings(dataset))
    order = [str(world) for world in dataset["world"].values]
    return sorted(found, key=lambda b: (order.index(b.world), -b.amount.mean, b.cause, b.effect, b.origin, b.rule))


def _bookings(dataset: xr.Dataset) -> Iterator[Booking]:
    of_rules = dataset["ledger"].sum("month").transpose("world", "kind", "effect", "origin", "replicate")
    of_none = dataset["detriment"].sum("month").sel(cause=list(OFFICES))
    of_none = of_none.transpose("world", "cause", "effect", "origin", "replicate")
    contexts = [str(context) for context in dataset["kind_context"].values]
    kinds = [str(kind) for kind in dataset["kind"].values]
    causes = ((of_rules, list(zip(contexts, kinds, strict=True))), (of_none, [(o, NO_RULE) for o in OFFICES]))
    whole = dataset["detriment"].sum([d for d in dataset["detriment"].dims if d != "world"]).values
    for array, named in causes:
        for w, n, e, o in np.argwhere(array.values.any(axis=-1)):
            cell = array.values[w, n, e, o]
            yield Booking(
                str(dataset["world"].values[w]), named[n][0], CONTEXTS[e], str(array["origin"].values[o]), named[n][1],
                interval(cell / MONTHS_OF_INCOME).within(0.0, np.inf), float(cell.sum() / whole[w]),
            )  # fmt: skip


def differences(dataset: xr.Dataset) -> tuple[Difference, ...]:
    """Holds the ledger against every other total of detriment, exactly; nothing where all agree.

    Cell by cell against detriment by cause, effect and origin; as a whole against detriment by group and cause and
    effect, and against the sum over persons, unless a person's sum has reached the most that its type holds.
    """
    if "kind_context" not in dataset.coords:
        return ()  # made by hand, or by an earlier version
    return tuple(
        difference
        for world in dataset["world"].values
        for replicate in range(dataset.sizes["replicate"])
        for difference in _of_run(dataset.sel(world=world).isel(replicate=replicate), str(world), replicate)
    )


def _of_run(run: xr.Dataset, world: str, replicate: int) -> Iterator[Difference]:
    booked = run["detriment"].sum("month").transpose("cause", "effect", "origin").values
    told = np.where(np.isin(CAUSES, OFFICES)[:, None, None], booked, 0)
    of_rules = run["ledger"].sum("month").transpose("kind", "effect", "origin").values
    for kind, context in enumerate(run["kind_context"].values):
        told[CONTEXTS.index(str(context))] += of_rules[kind]
    by_group = run["detriment_by_group"].sum(["month", "group"]).transpose("cause", "effect").values
    of_persons = run[PERSON + "detriment"].values
    sizes = {
        "ledger and detriment by cause, effect and origin": int(np.abs(told - booked).sum()),
        "ledger and detriment by group": int(np.abs(told.sum(axis=2) - by_group).sum()),
    }
    if not len(of_persons) or of_persons.max() < np.iinfo(of_persons.dtype).max:
        sizes["ledger and detriment of persons"] = abs(int(told.sum()) - int(of_persons.sum(dtype=np.int64)))
    for between, size in sizes.items():
        if size:
            yield Difference(world, replicate, between, size)
