"""Compile a regime and a society to a scenario: all tables for an engine, and the labels of its tallies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from underheaven.draws import ROLLOUT, draw_by_name, draw_key
from underheaven.errors import RequestError
from underheaven.fields.scales import DOSSIER_CAPACITY
from underheaven.kernel.structured_arrays import WritableRecord
from underheaven.kernel.table_layout import MAX_ZONES, FirstGeneration
from underheaven.scenario.cells import build_cells
from underheaven.scenario.column_filling import kept
from underheaven.scenario.initial_population import InitialPopulation
from underheaven.scenario.regime_tables import (
    NameOrder,
    build_rules_table,
    fill_first_beliefs,
    fill_hidden_standings,
    fill_score_lookup,
    rules_before_regime,
)
from underheaven.scenario.scenario_labels import build_labels, collect_names
from underheaven.scenario.sensing import build_zones
from underheaven.scenario.society_cache import cached_society
from underheaven.scenario.town_layout import allocate_towns, rollout_join_months
from underheaven.spec.amendments.merging import regime_versions
from underheaven.spec.models.regime import Regime
from underheaven.spec.record_capacity import dossier_capacity

NEVER_JOINS = 1 << 40

CACHE_SIZE = 64
"""Entries of each cache of a scenario: callers ask for the same few months again."""


def months_between(first: str, second: str) -> int:
    """Return the number of months from one ISO month to another."""
    (y0, m0), (y1, m1) = (tuple(map(int, date.split("-"))) for date in (first, second))
    return 12 * (y1 - y0) + m1 - m0


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


def _rollout_wave(regime: Regime, month: int, names: NameOrder, regions: Any) -> RolloutWave:
    """Return the roll-out of a version that holds from a month of observation on; regions: of each town."""
    chosen = names.regions if regime.rollout.regions is None else regime.rollout.regions
    reached = np.isin(regions, [names.regions.index(r) for r in chosen])
    return RolloutWave(month, reached, regime.rollout.full_after_months)


def _extra_state(tables: list[Any], ageing: bool) -> frozenset[str]:
    """Return the optional state that these rules, and ageing, need."""
    conditions = {
        "born": ageing,
        "status": any(t.personal or t.fits_scores for t in tables),
        "leaving": any(t.black != 0 for t in tables),
        "fitted": any(t.fits_scores for t in tables),
    }
    return frozenset(kept(tables)) | {name for name, is_kept in conditions.items() if is_kept}


def _build_rules_tables(
    regimes: list[Regime], change_months: tuple[int, ...], names: NameOrder, cells: Any, zones: Any, society: Any
) -> list[Any]:
    """Return the rules table before the regime, then one for each version."""
    tables = [build_rules_table(version, names, cells, zones) for version in regimes]
    fill_hidden_standings(tables)
    tables.insert(0, rules_before_regime(tables[max(sum(month <= 0 for month in change_months), 1) - 1]))
    for table, version in zip(tables, [None, *regimes], strict=True):
        opened = WritableRecord(table)
        fill_score_lookup(opened)
        fill_first_beliefs(opened, society.livelihood.credit, names, version)
    return tables


def build_scenario(
    regime_doc: Any,
    society_doc: Any,
    persons: int,
    seed: int,
    start: str | None = None,
    exempt: int | None = None,
    panel: int = 0,
    template: BuiltScenario | None = None,
) -> BuiltScenario:
    """Compile a regime over a society.

    Args:
        regime_doc: document of the regime.
        society_doc: document of the society.
        persons: number of synthetic persons, 1 or more.
        seed: seed of all draws.
        start: first month observed, as 2013-10; None means the start of the regime.
        exempt: index of a person who is never recorded, 0 to ``persons`` - 1; None for nobody.
        panel: number of persons, from the first, with monthly records; 0 to ``persons``.
        template: another scenario over the same society with as many persons, whose society tables are shared.

    Raises:
        RequestError: the regime has more zones, rules, lists or grades than the tables hold, or the stated backlog
            exceeds the persons who can owe.
    """
    society, versions = society_doc.model, regime_versions(regime_doc)
    latest = versions[-1][1]
    regimes = [version for _, version in versions]
    names, cells = collect_names(regimes, society), build_cells(society.people)
    start = start or latest.start
    size = society.people.town_size
    n_towns = -(-persons // size)
    regions = allocate_towns(society.people, n_towns)
    zones, zone_of_region = build_zones(regimes, names.regions)
    if len(zones) > MAX_ZONES:
        raise RequestError(
            f"{regime_doc.where}, sensing.channels: channels make {len(zones)} different zones of regions; "
            f"at most {MAX_ZONES} are kept apart. Let more channels share their regions."
        )
    dates = [date or latest.start or start for date, _ in versions]
    change_months = tuple(months_between(start, date) if start and date else 0 for date in dates)
    tables = _build_rules_tables(regimes, change_months, names, cells, zones, society)
    town_starts = np.minimum(np.arange(n_towns + 1, dtype=np.int64) * size, persons)
    if template is None:
        residents = np.bincount(regions, np.diff(town_starts), len(names.regions))
        society_table, initial_population = cached_society(society_doc, cells, n_towns, residents)
    else:
        society_table, initial_population = template.society, template.initial_population
    return BuiltScenario(
        name=latest.name,
        persons=persons,
        n_towns=n_towns,
        seed=seed,
        scale=society.people.persons / persons,
        start=start,
        burn_in_months=society.burn_in_months,
        society=society_table,
        initial_population=initial_population,
        rules=np.concatenate(tables).view(np.recarray),
        town_starts=town_starts,
        regions=regions,
        zones=zone_of_region[regions],
        rollout_waves=tuple(
            _rollout_wave(r, month, names, regions) for r, month in zip(regimes, change_months, strict=True)
        ),
        change_months=change_months,
        exempt=-1 if exempt is None else exempt,
        extra_state=_extra_state([t[0] for t in tables], society.people.ageing is not None),
        labels=build_labels(names, regimes, society, cells.group_labels)
        | {"amended": tuple(map(str, change_months[1:]))},
        panel=panel,
        capacity=dossier_capacity(regimes),
    )
