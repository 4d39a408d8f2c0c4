"""Identities that the counts of one result must satisfy, each checked between two recordings of the same counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from underheaven.measure.reductions import WRONGFUL_ORIGINS
from underheaven.record.schema import PERSON_PREFIX

if TYPE_CHECKING:
    import xarray as xr

EVERYBODY = "everybody"
BLAMELESS = ("", "judged in error")
"""States of livelihood from which no true record arises: none at all, and a judgment entered in error."""


@dataclass(frozen=True)
class ConfusionCounts:
    """Counts of units, where a unit is a person, a month and a kind of conduct.

    Attributes:
        units: all units.
        acted: units with the act, or in the state that the kind arises from.
        true: true records filed.
        wrongful: wrongful records filed.
    """

    units: int
    acted: int
    true: int
    wrongful: int

    def __sub__(self, other: ConfusionCounts) -> ConfusionCounts:
        return ConfusionCounts(
            self.units - other.units, self.acted - other.acted, self.true - other.true, self.wrongful - other.wrongful
        )

    def __add__(self, other: ConfusionCounts) -> ConfusionCounts:
        return self - (ZERO_COUNTS - other)


ZERO_COUNTS = ConfusionCounts(0, 0, 0, 0)


@dataclass(frozen=True)
class IdentityGap:
    """The difference between both sides of the identity for one group of one scenario and replicate.

    Attributes:
        scenario: name of the scenario.
        replicate: index of the replicate.
        group: label of the group, or `EVERYBODY`.
        size: 0 where they agree to the last count; infinity where two recordings differ and the rates do not show it.
        defined: whether all rates are defined.
    """

    scenario: str
    replicate: int
    group: str
    size: float
    defined: bool


def error_rate_gaps(dataset: xr.Dataset) -> tuple[IdentityGap, ...]:
    """Return how far each group's false positive rate is from p/(1 - p) x (1 - PPV)/PPV x (1 - FNR).

    A unit is a person, a month and a kind of conduct that was ever recorded in that scenario. It is guilty with the
    act, or in the state that the kind arises from; it is positive with a record. The state is counted at sensing for
    everybody. Within a group it is counted at the end of the month, because only then is it recorded by group. Rates
    are exact fractions.

    Each count enters from two recordings. One is the tally by group of records, acts and persons. The other is what the
    total of another recording leaves for the group: wrongful records and acts person by person, true records by kind,
    slots times months. For everybody, records by kind are compared with records that are live or have ended. A count
    that moves from one group, kind or month to another is not detected. Scenarios without a record are left out, and so
    are those that record who refuses help, because a request for help is no unit of this kind.

    Args:
        dataset: a result.

    Returns:
        One gap per scenario, replicate and group, and one for everybody.

    Source: Chouldechova 2017.
    """
    return tuple(
        gap
        for scenario in dataset["scenario"].values
        for replicate in range(dataset.sizes["replicate"])
        for gap in _gaps_of_run(dataset, str(scenario), replicate)
    )


def _gaps_of_run(dataset: xr.Dataset, scenario: str, replicate: int) -> Iterator[IdentityGap]:
    scenario_data = dataset.sel(scenario=scenario)
    is_recorded = scenario_data["recorded"].sum(["replicate", "month", "origin"]).values > 0
    if not is_recorded.any() or (
        "kind_sort" in scenario_data.coords and (scenario_data["kind_sort"].values[is_recorded] == "refusal").any()
    ):
        return
    run = scenario_data.isel(replicate=replicate)
    groups, totals = _counts_by_group(run, is_recorded)
    all_groups = sum(groups, ZERO_COUNTS)
    for group, counts in zip(run["group"].values, groups, strict=True):
        yield _identity_gap(scenario, replicate, str(group), totals - (all_groups - counts), counts)
    yield _identity_gap(scenario, replicate, EVERYBODY, *_counts_of_everybody(run, is_recorded))


def _identity_gap(
    scenario: str, replicate: int, group: str, first: ConfusionCounts, second: ConfusionCounts
) -> IdentityGap:
    """Return the absolute gap in FPR = p/(1-p) * (1-PPV)/PPV * (1-FNR) of one group (Chouldechova 2017).

    FPR and 1 - FNR come from the first counts, p/(1 - p) and (1 - PPV)/PPV from the second.
    """
    if not all(n > 0 for c in (first, second) for n in (c.units - c.acted, c.acted, c.true)):
        return IdentityGap(scenario, replicate, group, 0.0 if first == second else float("inf"), False)
    left = Fraction(first.wrongful, first.units - first.acted)
    odds = Fraction(second.acted, second.units - second.acted)
    found = Fraction(first.true, first.acted)
    right = odds * Fraction(second.wrongful, second.true) * found
    size = float(abs(left - right)) or (0.0 if first == second else float("inf"))
    return IdentityGap(scenario, replicate, group, size, True)


def _counts_by_group(run: xr.Dataset, is_recorded: Any) -> tuple[list[ConfusionCounts], ConfusionCounts]:
    """Return the tallies of each group, and their totals from other recordings: persons, kinds, and sizes."""
    filed = run["filed"].sum("month").transpose("group", "origin")
    true, wrongful = (filed.sel(origin=o).sum("origin").values for o in (["true"], list(WRONGFUL_ORIGINS)))
    acts = run["acts"].sum("month").transpose("group", "kind").values[:, is_recorded].sum(axis=1)
    states = (
        run["solvency"]
        .sel(solvency_stage=_kind_state(run)[is_recorded & _has_guilty_state(run)])
        .sum(["month", "solvency_stage"])
    )
    units = run["persons"].sum("month") * is_recorded.sum()
    columns = (units.values, acts + states.values, true, wrongful)
    groups = [ConfusionCounts(*(int(n) for n in row)) for row in zip(*columns, strict=True)]
    recorded = run["recorded"].sum(["month", "kind"])
    totals = ConfusionCounts(
        _count_units(run, is_recorded),
        _count_acts(run, is_recorded) + int(states.sum()),
        int(recorded.sel(origin="true")),
        int(run[PERSON_PREFIX + "wrongful_records"].sum(dtype=np.int64)),
    )
    return groups, totals


def _counts_of_everybody(run: xr.Dataset, is_recorded: Any) -> tuple[ConfusionCounts, ConfusionCounts]:
    """Return the counts of everybody from records that are live or have ended, and from records by kind."""
    by_kind = run["recorded"].sum(["month", "kind"])
    removed_before = run["removals"].isel(month=slice(None, -1)).sum(["month", "removal"])
    records_kept = run["live_records"].isel(month=-1) + removed_before + run["displaced_records"].sum("month")
    states = int(run["in_state"].sum("month").values[is_recorded & _has_guilty_state(run)].sum())
    acts = int(run["acts"].sum(["month", "group"]).values[is_recorded].sum())
    by_fate, kinds = (
        (int(records.sel(origin="true")), int(records.sel(origin=list(WRONGFUL_ORIGINS)).sum()))
        for records in (records_kept, by_kind)
    )
    return (
        ConfusionCounts(_count_units(run, is_recorded), _count_acts(run, is_recorded) + states, *by_fate),
        ConfusionCounts(int(run["persons"].sum()) * int(is_recorded.sum()), acts + states, *kinds),
    )


def _count_acts(run: xr.Dataset, is_recorded: Any) -> int:
    """Return acts of watched kinds, counted person by person less those of other kinds.

    Per-person sums leave prosocial acts out. Acts are counted by kind where a result of an earlier version does not say
    which kinds are prosocial.
    """
    acts = run["acts"].sum(["month", "group"]).values
    if "kind_sort" not in run.coords:
        return int(acts[is_recorded].sum())
    prosocial = run["kind_sort"].values == "prosocial"
    summed = int(run[PERSON_PREFIX + "acts"].sum(dtype=np.int64)) + int(acts[prosocial].sum())
    return summed - int(acts[~is_recorded].sum())


def _count_units(run: xr.Dataset, is_recorded: Any) -> int:
    return run.sizes["person"] * run.sizes["month"] * int(is_recorded.sum())


def _has_guilty_state(run: xr.Dataset) -> Any:
    return ~np.isin(_kind_state(run), BLAMELESS)


def _kind_state(run: xr.Dataset) -> Any:
    return run["kind_state"].values if "kind_state" in run.coords else np.full(run.sizes["kind"], "")
