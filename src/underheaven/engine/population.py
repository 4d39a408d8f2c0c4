"""The people of one replicate: state, per-person sums, and what towns and lenders remember."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from underheaven.array_types import Array, I8s, U1s, U4s
from underheaven.draws import draw_key
from underheaven.engine.protocol import CompiledScenario
from underheaven.errors import ResultError
from underheaven.fields import (
    DOSSIER_CAPACITY,
    FINAL_PERSON_FIELDS,
    PANEL,
    PUBLIC_BLACKLISTED,
    SOCIETY_STATE,
    STATE,
    SUMS,
    Field,
    Panel,
    State,
    Sums,
    dimension_sizes,
)
from underheaven.kernel.rules import Rules
from underheaven.kernel.structured_arrays import Records
from underheaven.kernel.table_layout import MAX_KINDS, MAX_VISIBLE, N_FIT_TERMS

LOAN_MEMORY_MONTHS = 12
WORK_BITS, SEEKING = 3, 2
"""Bits of a livelihood that say of work, and what they are of who is in the workforce without a job."""


def _array(field: Field, n: int, capacity: int = DOSSIER_CAPACITY) -> Array:
    size = dimension_sizes(capacity)
    return np.zeros((n, *(size[d] for d in field.dims)), field.dtype)


def _state(n: int, keeps: frozenset[str], capacity: int) -> State:
    """Return empty state; what this world does not keep has no places at all."""
    return State(*(_array(f, n if f.always_kept or f.name in keeps else 0, capacity) for f in STATE))


class Towns(NamedTuple):
    """What a town knows of the past and of its last month, and gathers in this one (the second half).

    lost: records lost to mistaken identity by kind; eligible: persons whom the regime may record;
    seen: persons who acted in the open, who spoke, who were on a blacklist; grown: persons with conduct of their own;
    sensed: adverse records that channels made. past: all adverse records that were ever filed.
    """

    past: I8s
    lost: I8s
    eligible: I8s
    seen: I8s
    grown: I8s
    sensed: I8s
    lost_next: I8s
    eligible_next: I8s
    seen_next: I8s
    grown_next: I8s
    sensed_next: I8s

    def advanced(self) -> Towns:
        """Return the same with this month as the last one, and the other half cleared."""
        for array in (self.lost, self.eligible, self.seen, self.grown, self.sensed):
            array[:] = 0
        return Towns(
            self.past,
            self.lost_next,
            self.eligible_next,
            self.seen_next,
            self.grown_next,
            self.sensed_next,
            self.lost,
            self.eligible,
            self.seen,
            self.grown,
            self.sensed,
        )


def _towns(n: int) -> Towns:
    def half() -> tuple[I8s, I8s, I8s, I8s, I8s]:
        return (
            np.zeros((n, MAX_KINDS), np.int64),
            np.zeros(n, np.int64),
            np.zeros((n, 3), np.int64),
            np.zeros(n, np.int64),
            np.zeros(n, np.int64),
        )

    return Towns(np.zeros(n, np.int64), *half(), *half())


class Fitted(NamedTuple):
    """What a regime that fits its points to its own records knows, int64; every array is empty in other worlds.

    moments: products of records since the last fit (FUSED, FUSED). months: how many went by since (1). points: by kind
    of conduct, as fitted last (KINDS). first: the same as fitted first (KINDS). times: how often they were fitted (1).
    """

    moments: I8s
    months: I8s
    points: I8s
    first: I8s
    times: I8s


def _fitted(keeps: frozenset[str]) -> Fitted:
    sizes = ((N_FIT_TERMS, N_FIT_TERMS), 1, MAX_KINDS, MAX_KINDS, 1) if "fitted" in keeps else ((0, 0), 0, 0, 0, 0)
    return Fitted(*(np.zeros(size, np.int64) for size in sizes))


@dataclass
class Population:
    """One society of synthetic persons in one world at one month."""

    key: U4s
    state: State
    sums: Sums
    towns: Towns
    loans: I8s
    """Repaid and defaulted by month of the last year, region and visible standing."""
    panel: Panel
    """The last month of each of the first places: written by every month anew, read by none."""
    fitted: Fitted
    rules_cache: tuple[CompiledScenario, int, Records[Rules]] | None = None
    """The world, the fit and the tables of rules with its points; see ``fusing.rules_in_force``."""

    @property
    def replicate(self) -> int:
        """The replicate, from 0: with the seed the key of all draws."""
        return int(self.key[1])

    @classmethod
    def empty(
        cls,
        n_persons: int,
        n_towns: int,
        n_regions: int,
        seed: int,
        replicate: int,
        keeps: frozenset[str] = frozenset(),
        n_panel: int = 0,
        capacity: int = DOSSIER_CAPACITY,
    ) -> Population:
        """Return a population with every array zero.

        keeps: names of state beyond that of every world. n_panel: how many of the first places the panel holds.
        capacity: records that a dossier holds.
        """
        return cls(
            key=draw_key(seed, replicate),
            state=_state(n_persons, keeps, capacity),
            sums=Sums(*(_array(f, n_persons) for f in SUMS)),
            towns=_towns(n_towns),
            loans=np.zeros((LOAN_MEMORY_MONTHS, n_regions, 2, MAX_VISIBLE), np.int64),
            panel=Panel(*(_array(f, n_panel) for f in PANEL)),
            fitted=_fitted(keeps),
        )

    @classmethod
    def initial(cls, built: CompiledScenario, replicate: int) -> Population:
        """Return a population with every array zero but what lenders remember of the year before its first month."""
        regions = len(built.labels["region"])
        population = cls.empty(
            built.persons, built.n_towns, regions, built.seed, replicate, built.extra_state, built.panel, built.capacity
        )
        population.loans[:, :, :, built.clean_visible] = built.loans_before
        return population

    def copy(self) -> Population:
        """Return the same people, free to live another life."""
        return Population(
            key=self.key.copy(),
            state=State._make(a.copy() for a in self.state),
            sums=Sums._make(a.copy() for a in self.sums),
            towns=Towns._make(array.copy() for array in self.towns),
            loans=self.loans.copy(),
            panel=Panel._make(a.copy() for a in self.panel),
            fitted=Fitted(*(a.copy() for a in self.fitted)),
        )

    def arrays(self) -> dict[str, Array]:
        """Return every array by name: all that the next month depends on, beside the world and the month itself."""
        parts = {"state": self.state._asdict(), "sums": self.sums._asdict(), "towns": self.towns._asdict()}
        parts["fitted"] = self.fitted._asdict()
        named = {f"{part}.{name}": array for part, its in parts.items() for name, array in its.items()}
        return {"key": self.key, "loans": self.loans, **named}

    def restore(self, arrays: Mapping[str, Array]) -> None:
        """Become the population whose arrays these are.

        Raises ResultError where one is missing or has another shape or type.
        """
        for name, current in self.arrays().items():
            stored = arrays.get(name)
            if stored is None or stored.shape != current.shape or stored.dtype != current.dtype:
                raise ResultError(
                    f"the checkpoint's {name} is not what these documents and persons need. Start the run again."
                )
            current[...] = stored

    def enter_scenario(self, built: CompiledScenario) -> None:
        """Enter a world after the shared burn-in, in which no regime was in force and nobody had any standing.

        Nobody has a record, so dossiers as wide as this world's take the place of those of the burn-in.
        """
        clean_class = int(built.clean_visible)
        total = self.loans.sum(axis=3)
        self.loans[:] = 0
        self.loans[:, :, :, clean_class] = total
        n = len(self.state.face)
        self.state = self.state._replace(
            **{
                f.name: _array(f, n if f.name in built.extra_state else 0, built.capacity)
                for f in STATE
                if not f.always_kept and f.name not in SOCIETY_STATE
            }
        )
        if self.state.dossier.shape[1] != built.capacity:
            self.state = self.state._replace(dossier=np.zeros((n, built.capacity), self.state.dossier.dtype))
        self.fitted, self.rules_cache = _fitted(built.extra_state), None

    def reset_sums(self) -> None:
        """Forget what was summed so far, as after a burn-in."""
        for array in self.sums:
            array[:] = 0

    def advance_towns(self) -> None:
        """Let towns remember this month as the last one."""
        self.towns = self.towns.advanced()

    def advance_public_status(self) -> None:
        """Let others see next month what was written this month."""
        public_status, public_status_next = self.state.face, self.state.face_next
        scores_shown, scores_next = self.state.score_shown, self.state.score_next
        self.state = self.state._replace(
            face=public_status_next, face_next=public_status, score_shown=scores_next, score_next=scores_shown
        )

    def store_loans(self, month: int, by_month: I8s) -> None:
        """Keep this month's repaid and defaulted loans (region, 2, visible) for a year."""
        self.loans[month % LOAN_MEMORY_MONTHS] = by_month


def final_person_values(population: Population, built: CompiledScenario, cells: U1s) -> dict[str, Array]:
    """Return what is said of each place after a month, by name in ``fields.PLACES``; cells: of who stands there.

    Where persons grow older, cells are those of the first month observed, or of arrival where that is later: who lived
    the whole run stands in the group in which it began.
    """
    state, society = population.state, built.society[0]
    sizes = np.diff(built.town_starts)
    values = {
        "region": np.repeat(built.regions, sizes),
        "group": society.group[cells],
        "minor": society.minor[cells],
        "blacklisted": state.face & PUBLIC_BLACKLISTED > 0,
        "out_of_work": state.livelihood & WORK_BITS == SEEKING,
    }
    return {field.name: np.asarray(values[field.name], field.dtype) for field in FINAL_PERSON_FIELDS}
