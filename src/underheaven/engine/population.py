"""The population of one replicate: state, per-person sums, and what towns and lenders remember."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from underheaven.array_types import Array, I8s, U4s
from underheaven.draws import draw_key
from underheaven.engine.protocol import CompiledScenario
from underheaven.engine.town_memory import Towns, empty_towns
from underheaven.errors import ResultError
from underheaven.fields.dimensions import dimension_sizes
from underheaven.fields.panel import PANEL, Panel
from underheaven.fields.person_values import SUMS, Sums
from underheaven.fields.registered_field import Field
from underheaven.fields.scales import DOSSIER_CAPACITY
from underheaven.fields.state import SOCIETY_STATE, STATE, State
from underheaven.kernel.rules import Rules
from underheaven.kernel.structured_arrays import Records
from underheaven.kernel.table_layout import MAX_KINDS, MAX_VISIBLE, N_FIT_TERMS

LOAN_MEMORY_MONTHS = 12


def _array(field: Field, n: int, capacity: int = DOSSIER_CAPACITY) -> Array:
    """Return an array of zeros for ``n`` persons, in the shape and type that the registry gives to a field."""
    size = dimension_sizes(capacity if n > 0 else DOSSIER_CAPACITY)  # one that is not kept is equal at any capacity
    return np.zeros((n, *(size[d] for d in field.dims)), field.dtype)


def _state(n: int, keeps: frozenset[str], capacity: int) -> State:
    """Return empty state; arrays that this scenario does not use have length 0."""
    return State(*(_array(f, n if f.always_kept or f.name in keeps else 0, capacity) for f in STATE))


class Fitted(NamedTuple):
    """What a regime knows that fits its points to its own records, int64; every array is empty in other scenarios.

    Attributes:
        moments: Products of terms since the last fit, (N_FIT_TERMS, N_FIT_TERMS).
        months: Months since the last fit, (1,).
        points: Points of the last fit by kind of conduct, (MAX_KINDS,).
        first: Points of the first fit by kind of conduct, (MAX_KINDS,).
        times: Number of fits, (1,).
    """

    moments: I8s
    months: I8s
    points: I8s
    first: I8s
    times: I8s


def _fitted(keeps: frozenset[str]) -> Fitted:
    """Return the arrays of score fitting, empty where the scenario does not fit scores."""
    sizes = ((N_FIT_TERMS, N_FIT_TERMS), 1, MAX_KINDS, MAX_KINDS, 1) if "fitted" in keeps else ((0, 0), 0, 0, 0, 0)
    return Fitted(*(np.zeros(size, np.int64) for size in sizes))


@dataclass
class Population:
    """All synthetic persons of one society, in one scenario and replicate, at one month."""

    key: U4s
    state: State
    sums: Sums
    towns: Towns
    loans: I8s
    """Repaid and defaulted loans of the last twelve months, int64 (month, region, 2, visible class)."""
    panel: Panel
    """The last month of each panelist: each month writes it anew, and no month reads it."""
    fitted: Fitted
    rules_cache: tuple[CompiledScenario, int, Records[Rules]] | None = None
    """The scenario, the number of fits, and the tables of rules with the fitted points; see `rules_in_force`."""

    @property
    def replicate(self) -> int:
        """Return the replicate, from 0; with the seed it is the key of all draws."""
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

        Args:
            n_persons: Persons of the society.
            n_towns: Towns of the society.
            n_regions: Regions of the society.
            seed: Seed of the study.
            replicate: Replicate, from 0.
            keeps: Names of state beyond that of every scenario.
            n_panel: Number of slots in the panel, from the first on.
            capacity: Records that a dossier holds, 1 to 32.

        Returns:
            Population of zeros.
        """
        return cls(
            key=draw_key(seed, replicate),
            state=_state(n_persons, keeps, capacity),
            sums=Sums(*(_array(f, n_persons) for f in SUMS)),
            towns=empty_towns(n_towns),
            loans=np.zeros((LOAN_MEMORY_MONTHS, n_regions, 2, MAX_VISIBLE), np.int64),
            panel=Panel(*(_array(f, n_panel) for f in PANEL)),
            fitted=_fitted(keeps),
        )

    @classmethod
    def initial(cls, built: CompiledScenario, replicate: int) -> Population:
        """Return an empty population in which lenders remember the year before the first month."""
        regions = len(built.labels["region"])
        population = cls.empty(
            built.persons, built.n_towns, regions, built.seed, replicate, built.extra_state, built.panel, built.capacity
        )
        population.loans[:, :, :, built.clean_visible] = built.loans_before
        return population

    def copy(self) -> Population:
        """Return a copy with arrays of its own."""
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
        """Return every array by name: all that the next month depends on, besides the scenario and the month itself."""
        parts = {"state": self.state._asdict(), "sums": self.sums._asdict(), "towns": self.towns._asdict()}
        parts["fitted"] = self.fitted._asdict()
        named = {f"{part}.{name}": array for part, its in parts.items() for name, array in its.items()}
        return {"key": self.key, "loans": self.loans, **named}

    def restore(self, arrays: Mapping[str, Array]) -> None:
        """Copy stored arrays into the population.

        Args:
            arrays: Arrays by name, as `arrays` returns them.

        Raises:
            ResultError: an array is missing, or has another shape or dtype.
        """
        for name, current in self.arrays().items():
            stored = arrays.get(name)
            if stored is None or stored.shape != current.shape or stored.dtype != current.dtype:
                raise ResultError(
                    f"the checkpoint's {name} is not what these documents and persons need. Start the run again."
                )
            current[...] = stored

    def enter_scenario(self, built: CompiledScenario) -> None:
        """Enter a scenario after the shared burn-in, during which no regime was in force and nobody had a status.

        Nobody has a record yet, so the dossiers are replaced by empty ones of this scenario's capacity.
        """
        clean_class = int(built.clean_visible)
        total = self.loans.sum(axis=3)
        self.loans[:] = 0
        self.loans[:, :, :, clean_class] = total
        n = len(self.state.public_status)
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
        """Set the per-person sums to 0, as after a burn-in."""
        for array in self.sums:
            array[:] = 0

    def advance_towns(self) -> None:
        """Make this month the last month of the towns."""
        self.towns = self.towns.advanced()

    def advance_public_status(self) -> None:
        """Make visible next month what was written this month."""
        public_status, public_status_next = self.state.public_status, self.state.public_status_next
        scores_shown, scores_next = self.state.score_shown, self.state.score_next
        self.state = self.state._replace(
            public_status=public_status_next,
            public_status_next=public_status,
            score_shown=scores_next,
            score_next=scores_shown,
        )

    def store_loans(self, month: int, by_month: I8s) -> None:
        """Store this month's repaid and defaulted loans (region, 2, visible class) for a year."""
        self.loans[month % LOAN_MEMORY_MONTHS] = by_month
