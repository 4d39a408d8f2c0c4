"""A compiled scenario: what an engine reads, and when each version of the rules comes into force."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from underheaven.draws import ROLLOUT, draw_by_name, draw_key
from underheaven.fields.scales import DOSSIER_CAPACITY
from underheaven.kernel.table_layout import FirstGeneration
from underheaven.scenario.initial_population import InitialPopulation
from underheaven.scenario.town_layout import rollout_join_months

NEVER_JOINS = 1 << 40

CACHE_SIZE = 64
"""Entries of each cache of a scenario: callers ask for the same few months again."""


@dataclass(frozen=True)
class RolloutWave:
    """The roll-out of one version of a regime.

    Attributes:
        month: month of observation in which it begins.
        reached: whether it reaches a town, (town,).
        rollout_months: months until it has reached all of them.
    """

    month: int
    reached: Any
    rollout_months: int


@dataclass(frozen=True)
class BuiltScenario:
    """A compiled scenario: tables for kernels, towns, dates and labels.

    Attributes:
        name: name of the regime.
        persons: number of synthetic persons.
        n_towns: number of towns.
        seed: seed of all draws.
        scale: real persons for each synthetic person.
        start: first month observed, as 2013-10; None where undated.
        burn_in_months: months before the first month observed.
        society: table of the society, a record array of length 1.
        initial_population: tables of the first generation.
        rules: rules tables, a record array; table 0 is no regime.
        town_starts: first person of each town, and the number of persons; (town + 1,).
        regions: region of each town, (town,).
        zones: zone of each town, (town,).
        rollout_waves: roll-out of each version.
        change_months: month of observation from which each rules table but the first holds.
        exempt: index of a person who is never recorded; -1 for nobody.
        extra_state: optional state that this scenario needs: arrays by name, and ``fitted`` points.
        labels: labels by dimension.
        panel: number of persons, from the first, with monthly records.
        capacity: capacity of a dossier in records.
    """

    name: str
    persons: int
    n_towns: int
    seed: int
    scale: float
    start: str | None
    burn_in_months: int
    society: Any
    initial_population: InitialPopulation
    rules: Any
    town_starts: Any
    regions: Any
    zones: Any
    rollout_waves: tuple[RolloutWave, ...]
    change_months: tuple[int, ...]
    exempt: int
    extra_state: frozenset[str]
    labels: dict[str, tuple[str, ...]]
    panel: int = 0
    capacity: int = DOSSIER_CAPACITY

    @property
    def initial_tables(self) -> FirstGeneration:
        """Tables from which the first generation is drawn."""
        return self.initial_population.tables

    @property
    def loans_before(self) -> Any:
        """Loans repaid and defaulted in each month of the year before the start; (month, region, 2)."""
        return self.initial_population.loans_before

    @property
    def states_backlog(self) -> bool:
        """Whether debtors are added or removed at the first month observed."""
        return self.initial_population.states_backlog

    @property
    def clean_visible(self) -> int:
        """Class of visible standing of a person without records."""
        return int(self.rules[0].unseen)

    @property
    def uses_score_fitting(self) -> bool:
        """Whether any version of the regime fits points to its own records."""
        return "fitted" in self.extra_state

    def join_months(self, replicate: int) -> Any:
        """Return the month of observation in which each town comes under the regime.

        A town joins with the first version that reaches its region. Each replicate draws the positions of its regions
        in the roll-out anew, so that differences between replicates include this draw.

        Args:
            replicate: index of the replicate, from 0.

        Returns:
            Integers, (town,); ``NEVER_JOINS`` where a town never joins.
        """
        return _get_cached(self._join_months_cache, replicate, lambda: self._compute_join_months(replicate))

    def rules_index_at(self, month: int, replicate: int) -> Any:
        """Return the index of the rules table in force in each town.

        Args:
            month: month counted from the start of the burn-in.
            replicate: index of the replicate, from 0.

        Returns:
            Integers, (town,); 0 where no regime is in force.
        """
        return _get_cached(
            self._rules_index_cache, (month, replicate), lambda: self._compute_rules_index(month, replicate)
        )

    @cached_property
    def _no_rules(self) -> Any:
        return np.zeros(self.n_towns, np.int64)

    @cached_property
    def _join_months_cache(self) -> dict[int, Any]:
        return {}

    @cached_property
    def _rules_index_cache(self) -> dict[tuple[int, int], Any]:
        return {}

    def _compute_join_months(self, replicate: int) -> Any:
        drawn = draw_by_name(draw_key(self.seed, replicate), ROLLOUT, self.labels["region"])
        months = np.full(self.n_towns, NEVER_JOINS)
        for wave in self.rollout_waves:
            wave_months = wave.month + rollout_join_months(self.regions, drawn, wave.rollout_months)
            months = np.where(wave.reached & (months == NEVER_JOINS), wave_months, months)
        return months

    def _compute_rules_index(self, month: int, replicate: int) -> Any:
        observed = month - self.burn_in_months
        if observed < 0:
            return self._no_rules
        table = sum(1 for change in self.change_months if observed >= change)
        return np.where(observed >= self.join_months(replicate), table, 0).astype(np.int64)


CacheKey = TypeVar("CacheKey")


def _get_cached(cache: dict[CacheKey, Any], key: CacheKey, compute: Callable[[], Any]) -> Any:
    """Return a cached value, or compute and cache it; the cache is small."""
    value = cache.get(key)
    if value is None:
        if len(cache) >= CACHE_SIZE:
            cache.clear()
        cache[key] = value = compute()
    return value
