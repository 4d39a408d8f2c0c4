"""The ledger: every unit of detriment by cause, effect, origin and the kind of conduct of the record's rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from underheaven.fields.codes import CAUSES, CONTEXTS
from underheaven.measure.inference.interval import Interval, t_interval
from underheaven.measure.reductions import MICROS_PER_MONTH
from underheaven.record.schema import PERSON_PREFIX

if TYPE_CHECKING:
    import xarray as xr

CAUSES_WITHOUT_RECORD = tuple(cause for cause in CAUSES if cause not in CONTEXTS)
"""Causes without a record: ties, an official, and staying out. They have no rule."""
NO_RULE = "none"


@dataclass(frozen=True)
class Booking:
    """Detriment of one scenario from one cause in one effect, of one origin and rule.

    Attributes:
        scenario: name of the scenario.
        cause: context of the record, or a label of `CAUSES_WITHOUT_RECORD`.
        effect: context of the loss.
        origin: origin of the record.
        rule: the kind of conduct that the rule files, or `none` where no record causes the detriment.
        amount: months of income of all persons over the run, mean over replicates with its interval.
        share: of the detriment of the scenario, over all replicates.
    """

    scenario: str
    cause: str
    effect: str
    origin: str
    rule: str
    amount: Interval
    share: float


@dataclass(frozen=True)
class Discrepancy:
    """Two totals of the same detriment that do not agree.

    Attributes:
        scenario: name of the scenario.
        replicate: index of the replicate.
        between: the two totals.
        size: absolute difference, in micro-months of income.
    """

    scenario: str
    replicate: int
    between: str
    size: int


def list_bookings(dataset: xr.Dataset) -> list[Booking]:
    """Return every booking above 0, by scenario, the largest first.

    Args:
        dataset: a result.
    """
    found = list(_iterate_bookings(dataset))
    order = [str(scenario) for scenario in dataset["scenario"].values]
    return sorted(found, key=lambda b: (order.index(b.scenario), -b.amount.mean, b.cause, b.effect, b.origin, b.rule))


def _iterate_bookings(dataset: xr.Dataset) -> Iterator[Booking]:
    by_rule = dataset["ledger"].sum("month").transpose("scenario", "kind", "effect", "origin", "replicate")
    without_rule = dataset["detriment"].sum("month").sel(cause=list(CAUSES_WITHOUT_RECORD))
    without_rule = without_rule.transpose("scenario", "cause", "effect", "origin", "replicate")
    contexts = [str(context) for context in dataset["kind_context"].values]
    kinds = [str(kind) for kind in dataset["kind"].values]
    causes = (
        (by_rule, list(zip(contexts, kinds, strict=True))),
        (without_rule, [(o, NO_RULE) for o in CAUSES_WITHOUT_RECORD]),
    )
    whole = dataset["detriment"].sum([d for d in dataset["detriment"].dims if d != "scenario"]).values
    for array, labels in causes:
        for w, n, e, o in np.argwhere(array.values.any(axis=-1)):
            cell = array.values[w, n, e, o]
            yield Booking(
                str(dataset["scenario"].values[w]),
                labels[n][0],
                CONTEXTS[e],
                str(array["origin"].values[o]),
                labels[n][1],
                t_interval(cell / MICROS_PER_MONTH).clip(0.0, np.inf),
                float(cell.sum() / whole[w]),
            )


def find_discrepancies(dataset: xr.Dataset) -> tuple[Discrepancy, ...]:
    """Return the discrepancies between the ledger and every other total of detriment.

    The ledger is compared cell by cell with detriment by cause, effect and origin. Its total is compared with detriment
    by group, cause and effect, and with the sum over persons, unless a person's sum has reached the largest value of
    its type.

    Args:
        dataset: a result.

    Returns:
        The discrepancies; empty where all totals agree exactly.
    """
    if "kind_context" not in dataset.coords:
        return ()  # made by hand, or by an earlier version
    return tuple(
        difference
        for scenario in dataset["scenario"].values
        for replicate in range(dataset.sizes["replicate"])
        for difference in _discrepancies_of_run(
            dataset.sel(scenario=scenario).isel(replicate=replicate), str(scenario), replicate
        )
    )


def _discrepancies_of_run(run: xr.Dataset, scenario: str, replicate: int) -> Iterator[Discrepancy]:
    booked = run["detriment"].sum("month").transpose("cause", "effect", "origin").values
    ledger_totals = np.where(np.isin(CAUSES, CAUSES_WITHOUT_RECORD)[:, None, None], booked, 0)
    by_rule = run["ledger"].sum("month").transpose("kind", "effect", "origin").values
    for kind, context in enumerate(run["kind_context"].values):
        ledger_totals[CONTEXTS.index(str(context))] += by_rule[kind]
    by_group = run["detriment_by_group"].sum(["month", "group"]).transpose("cause", "effect").values
    of_persons = run[PERSON_PREFIX + "detriment"].values
    sizes = {
        "ledger and detriment by cause, effect and origin": int(np.abs(ledger_totals - booked).sum()),
        "ledger and detriment by group": int(np.abs(ledger_totals.sum(axis=2) - by_group).sum()),
    }
    if not len(of_persons) or of_persons.max() < np.iinfo(of_persons.dtype).max:
        sizes["ledger and detriment of persons"] = abs(int(ledger_totals.sum()) - int(of_persons.sum(dtype=np.int64)))
    for between, size in sizes.items():
        if size:
            yield Discrepancy(scenario, replicate, between, size)
