"""What an engine needs of a world, and what an engine is to whoever runs it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from underheaven.array_types import Array, I8s
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.structured_arrays import Records
from underheaven.kernel.table_layout import FirstGeneration

if TYPE_CHECKING:
    from underheaven.engine.month_tallies import MonthTallies
    from underheaven.engine.population import Population


class CompiledScenario(Protocol):
    """A world as engines see it; ``world.build.BuiltWorld`` says what each part is."""

    @property
    def persons(self) -> int: ...

    @property
    def n_towns(self) -> int: ...

    @property
    def seed(self) -> int: ...

    @property
    def burn_in_months(self) -> int: ...

    @property
    def society(self) -> Records[Society]: ...

    @property
    def rules(self) -> Records[Rules]: ...

    @property
    def initial_tables(self) -> FirstGeneration: ...

    @property
    def loans_before(self) -> I8s: ...

    @property
    def states_backlog(self) -> bool: ...

    @property
    def town_starts(self) -> I8s: ...

    @property
    def regions(self) -> I8s: ...

    @property
    def zones(self) -> I8s: ...

    @property
    def exempt(self) -> int: ...

    @property
    def extra_state(self) -> frozenset[str]: ...

    @property
    def uses_score_fitting(self) -> bool: ...

    @property
    def labels(self) -> dict[str, tuple[str, ...]]: ...

    @property
    def clean_visible(self) -> int: ...

    @property
    def panel(self) -> int: ...

    @property
    def capacity(self) -> int: ...

    def rules_index_at(self, month: int, replicate: int) -> I8s: ...


class Engine(Protocol):
    """A loop over all persons on one machine, as ``choose.make_engine`` gives it; threads: how many live a month."""

    threads: int

    def populate(self, built: CompiledScenario, replicate: int) -> Population:
        """Return the first generation of a replicate, before any month."""
        ...

    def final_person_fields(self, population: Population, built: CompiledScenario) -> Mapping[str, Array]:
        """Return what is said of each place as it stands, by name in ``fields.PLACES``."""
        ...

    def advance(self, population: Population, built: CompiledScenario, month: int) -> MonthTallies:
        """Live one month (from 0, burn-in included) in place; return its tallies by name."""
        ...
