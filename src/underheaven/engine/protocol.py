"""What an engine needs of a world, and what an engine is to whoever runs it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from underheaven.arrays import Array, I8s
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.table import Records
from underheaven.kernel.tables import First

if TYPE_CHECKING:
    from underheaven.engine.population import Population
    from underheaven.engine.tallying import Month


class Built(Protocol):
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
    def people(self) -> Records[Society]: ...

    @property
    def rules(self) -> Records[Rules]: ...

    @property
    def first(self) -> First: ...

    @property
    def loans_before(self) -> I8s: ...

    @property
    def states_backlog(self) -> bool: ...

    @property
    def firsts(self) -> I8s: ...

    @property
    def regions(self) -> I8s: ...

    @property
    def zones(self) -> I8s: ...

    @property
    def exempt(self) -> int: ...

    @property
    def keeps(self) -> frozenset[str]: ...

    @property
    def fits(self) -> bool: ...

    @property
    def labels(self) -> dict[str, tuple[str, ...]]: ...

    @property
    def clean_visible(self) -> int: ...

    @property
    def panel(self) -> int: ...

    @property
    def capacity(self) -> int: ...

    def rules_at(self, month: int, replicate: int) -> I8s: ...


class Engine(Protocol):
    """A loop over all persons on one machine, as ``choose.make_engine`` gives it; threads: how many live a month."""

    threads: int

    def populate(self, built: Built, replicate: int) -> Population:
        """Return the first generation of a replicate, before any month."""
        ...

    def places(self, population: Population, built: Built) -> Mapping[str, Array]:
        """Return what is said of each place as it stands, by name in ``fields.PLACES``."""
        ...

    def advance(self, population: Population, built: Built, month: int) -> Month:
        """Live one month (from 0, burn-in included) in place; return its tallies by name."""
        ...
