"""What an engine needs of a scenario, and what a caller needs of an engine."""

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
    """A scenario as engines see it; `scenario.built_scenario` says what each part is."""

    @property
    def persons(self) -> int:
        """Return the number of synthetic persons."""
        ...

    @property
    def n_towns(self) -> int:
        """Return the number of towns."""
        ...

    @property
    def seed(self) -> int:
        """Return the seed of all draws."""
        ...

    @property
    def burn_in_months(self) -> int:
        """Return the months before the first month observed."""
        ...

    @property
    def society(self) -> Records[Society]:
        """Return the table of the society, one record."""
        ...

    @property
    def rules(self) -> Records[Rules]:
        """Return the tables of rules, one per version of the regime; table 0 is no regime."""
        ...

    @property
    def initial_tables(self) -> FirstGeneration:
        """Return the tables from which the first generation is drawn."""
        ...

    @property
    def loans_before(self) -> I8s:
        """Return loans repaid and defaulted in each month of the year before the first, int64 (month, region, 2)."""
        ...

    @property
    def states_backlog(self) -> bool:
        """Return whether the society states a backlog of debtors for the first month observed."""
        ...

    @property
    def town_starts(self) -> I8s:
        """Return the first person of each town and the end of the last, int64 (town + 1,)."""
        ...

    @property
    def regions(self) -> I8s:
        """Return the region of each town, int64 (town,)."""
        ...

    @property
    def zones(self) -> I8s:
        """Return the zone of each town, int64 (town,)."""
        ...

    @property
    def exempt(self) -> int:
        """Return the index of the person whom the regime never records, -1 for nobody."""
        ...

    @property
    def extra_state(self) -> frozenset[str]:
        """Return the names of state beyond that of every scenario, and ``fitted`` where scores are fitted."""
        ...

    @property
    def uses_score_fitting(self) -> bool:
        """Return whether the regime ever fits points to its own records."""
        ...

    @property
    def labels(self) -> dict[str, tuple[str, ...]]:
        """Return the labels of each dimension of tallies that a document names."""
        ...

    @property
    def clean_visible(self) -> int:
        """Return the class of status that lenders see in a person without records."""
        ...

    @property
    def panel(self) -> int:
        """Return the number of slots in the panel, from the first on."""
        ...

    @property
    def capacity(self) -> int:
        """Return the records that a dossier holds, 1 to 32."""
        ...

    def rules_index_at(self, month: int, replicate: int) -> I8s:
        """Return the table of rules in force in a month of the run, int64 (town,), 0 for none."""
        ...


class Engine(Protocol):
    """A loop over all persons on one machine, made by `factory.make_engine`.

    ``threads`` is the number of threads that run a month.
    """

    threads: int

    def populate(self, built: CompiledScenario, replicate: int) -> Population:
        """Return the first generation of a replicate, before any month."""
        ...

    def final_person_fields(self, population: Population, built: CompiledScenario) -> Mapping[str, Array]:
        """Return the values of each slot as they are now, by name in ``fields.person_values.FINAL_PERSON_FIELDS``."""
        ...

    def advance(self, population: Population, built: CompiledScenario, month: int) -> MonthTallies:
        """Run one month (from 0, burn-in included) in place; return its tallies by name."""
        ...
