"""Identities: what the counts of one result must agree on, each held against a second recording of the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from underheaven.measure.counts import WRONGFUL
from underheaven.record.schema import PERSON

if TYPE_CHECKING:
    import xarray as xr

EVERYBODY = "everybody"
BLAMELESS = ("", "judged in error")
"""States of livelihood from which no true record arises: none at all, and a judgment that a court got wrong."""


@dataclass(frozen=True)
class Counts:
    """Persons' months by kind of conduct: units in all, those with the act or the state, and records filed."""

    units: int
    acted: int
    true: int
    wrongful: int

    def __sub__(self, other: Counts) -> Counts:
        return Counts(
            self.units - other.units, self.acted - other.acted, self.true - other.true, self.wrongful - other.wrongful
        )

    def __add__(self, other: Counts) -> Counts:
        return self - (NONE - other)


NONE = Counts(0, 0, 0, 0)


@dataclass(frozen=True)
class Gap:
    """How far both sides of the identity part for one group of one world and replicate.

    size: 0 where they agree to the last count; infinity where two recordings differ and the rates do not show it.
    defined: whether all rates are.
    """

    world: str
    replicate: int
    group: str
    size: float
    defined: bool


def base_rates(dataset: xr.Dataset) -> tuple[Gap, ...]:
    """Holds every group's false positive rate against p/(1 - p) (1 - PPV)/PPV (1 - FNR) of its other counts.

    A unit is a person, a month and a kind of conduct that was ever recorded in that world: guilty with the act, or
    in the state that the kind arises from; positive with a record. A kind's state is counted at sensing for
    everybody, and as the month ends in a group, where alone it is recorded by group. Rates are exact fractions.

    Each count enters from two recordings. A group's records, acts and persons stand in tallies by group; beside
    them stands what the total of another recording leaves for it: wrongful records and acts person by person, true
    records by kind, places times months. For everybody, records by kind stand beside those that live or are gone.
    What moves from one group, kind or month to another is not seen. Worlds without a record are left out, and those
    that record who refuses help: who was asked is no unit of this kind.
    Source: Chouldechova 2017.
    """
    return tuple(
        gap
        for world in dataset["world"].values
        for replicate in range(dataset.sizes["replicate"])
        for gap in _of_run(dataset, str(world), replicate)
    )


def _of_run(dataset: xr.Dataset, world: str, replicate: int) -> Iterator[Gap]:
    every = dataset.sel(world=world)
    watched = every["recorded"].sum(["replicate", "month", "origin"]).values > 0
    if not watched.any() or ("kind_sort" in every.coords and (every["kind_sort"].values[watched] == "refusal").any()):
        return
    run = every.isel(replicate=replicate)
    groups, told = _by_group(run, watched)
    others = sum(groups, NONE)
    for group, counts in zip(run["group"].values, groups, strict=True):
        yield _gap(world, replicate, str(group), told - (others - counts), counts)
    yield _gap(world, replicate, EVERYBODY, *_of_everybody(run, watched))


def _gap(world: str, replicate: int, group: str, one: Counts, other: Counts) -> Gap:
    """Compares two recordings of a group: the left side from one, the right from both by turns."""
    if not all(n > 0 for c in (one, other) for n in (c.units - c.acted, c.acted, c.true)):
        return Gap(world, replicate, group, 0.0 if one == other else float("inf"), False)
    left = Fraction(one.wrongful, one.units - one.acted)
    odds = Fraction(other.acted, other.units - other.acted)
    found = Fraction(one.true, one.acted)
    right = odds * Fraction(other.wrongful, other.true) * found
    size = float(abs(left - right)) or (0.0 if one == other else float("inf"))
    return Gap(world, replicate, group, size, True)


def _by_group(run: xr.Dataset, watched: Any) -> tuple[list[Counts], Counts]:
    """Gives the tallies of each group, and the same of all from other recordings: persons, kinds, and sizes."""
    filed = run["filed"].sum("month").transpose("group", "origin")
    true, wrongful = (filed.sel(origin=o).sum("origin").values for o in (["true"], list(WRONGFUL)))
    acts = run["acts"].sum("month").transpose("group", "kind").values[:, watched].sum(axis=1)
    states = (
        run["solvency"].sel(solvency_stage=_kind_state(run)[watched & _guilty(run)]).sum(["month", "solvency_stage"])
    )
    units = run["persons"].sum("month") * watched.sum()
    columns = (units.values, acts + states.values, true, wrongful)
    groups = [Counts(*(int(n) for n in row)) for row in zip(*columns, strict=True)]
    recorded = run["recorded"].sum(["month", "kind"])
    told = Counts(
        _places(run, watched), _acts(run, watched) + int(states.sum()),
        int(recorded.sel(origin="true")), int(run[PERSON + "wrongful_records"].sum(dtype=np.int64)),
    )  # fmt: skip
    return groups, told


def _of_everybody(run: xr.Dataset, watched: Any) -> tuple[Counts, Counts]:
    """Gives the counts of everybody by records that live or are gone, and by kind."""
    by_kind = run["recorded"].sum(["month", "kind"])
    before = run["removals"].isel(month=slice(None, -1)).sum(["month", "removal"])
    stood = run["live_records"].isel(month=-1) + before + run["crowded_out"].sum("month")
    states = int(run["in_state"].sum("month").values[watched & _guilty(run)].sum())
    acts = int(run["acts"].sum(["month", "group"]).values[watched].sum())
    gone, kinds = (
        (int(records.sel(origin="true")), int(records.sel(origin=list(WRONGFUL)).sum()))
        for records in (stood, by_kind)
    )  # fmt: skip
    return (
        Counts(_places(run, watched), _acts(run, watched) + states, *gone),
        Counts(int(run["persons"].sum()) * int(watched.sum()), acts + states, *kinds),
    )


def _acts(run: xr.Dataset, watched: Any) -> int:
    """Counts acts of watched kinds person by person, less those of other kinds; sums leave prosocial acts out.

    By kind where a result of an earlier version does not say which kinds are prosocial.
    """
    acts = run["acts"].sum(["month", "group"]).values
    if "kind_sort" not in run.coords:
        return int(acts[watched].sum())
    prosocial = run["kind_sort"].values == "prosocial"
    summed = int(run[PERSON + "acts"].sum(dtype=np.int64)) + int(acts[prosocial].sum())
    return summed - int(acts[~watched].sum())


def _places(run: xr.Dataset, watched: Any) -> int:
    return run.sizes["person"] * run.sizes["month"] * int(watched.sum())


def _guilty(run: xr.Dataset) -> Any:
    return ~np.isin(_kind_state(run), BLAMELESS)


def _kind_state(run: xr.Dataset) -> Any:
    return run["kind_state"].values if "kind_state" in run.coords else np.full(run.sizes["kind"], "")
