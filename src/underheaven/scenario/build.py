"""A regime over a society: everything an engine needs, and the labels of what it will count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from underheaven.draws import ROLLOUT, draw_by_name, draw_key
from underheaven.errors import RequestError
from underheaven.fields import CONTEXTS, DOSSIER_CAPACITY
from underheaven.kernel.structured_arrays import WritableRecord
from underheaven.kernel.table_layout import MAX_GRADES, MAX_LISTS, MAX_RULES, MAX_ZONES, FirstGeneration
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
    visible_standing_labels,
)
from underheaven.scenario.sensing import build_zones
from underheaven.scenario.society_cache import cached_society
from underheaven.scenario.town_layout import allocate_towns, rollout_join_months
from underheaven.spec.amendments.merging import regime_versions
from underheaven.spec.models.regime import Regime
from underheaven.spec.record_capacity import dossier_capacity

NEVER_JOINS = 1 << 40

CACHE_SIZE = 64
"""Months for which a world keeps at hand what is in force: whoever asks asks again for the same few."""


def months_between(first: str, second: str) -> int:
    """Return whole months from one ISO month to another."""
    (y0, m0), (y1, m1) = (tuple(map(int, date.split("-"))) for date in (first, second))
    return 12 * (y1 - y0) + m1 - m0


@dataclass(frozen=True)
class RolloutWave:
    """What one version of a regime reaches: from which month of observation, which towns, and over how many months."""

    month: int
    reached: Any
    rollout_months: int


@dataclass(frozen=True)
class BuiltScenario:
    """One world: tables for kernels, towns, dates, labels.

    firsts: first person of each town, one more at the end. regions, zones: of each town. waves: how the regime
    arrives, version by version. changes: months from which each table of
    rules holds; table 0 is no regime. exempt: a person who is never recorded, -1 for nobody.
    keeps: what is kept beyond what every world keeps: arrays of state by name, and ``fitted`` points.
    scale: real persons for each synthetic one. panel: how many of the first persons are recorded month
    by month. capacity: records that a dossier holds.
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
        """Tables that the first generation is drawn from."""
        return self.initial_population.tables

    @property
    def loans_before(self) -> Any:
        """Loans repaid and fallen behind in each month of the year before the first; (month, region, 2)."""
        return self.initial_population.loans_before

    @property
    def states_backlog(self) -> bool:
        """Whether persons come to owe, or to have paid, when the first month observed begins."""
        return self.initial_population.states_backlog

    @property
    def clean_visible(self) -> int:
        """Class of standing that lenders see in a person without records."""
        return int(self.rules[0].unseen)

    @property
    def uses_score_fitting(self) -> bool:
        """Whether the regime ever fits points to its own records."""
        return "fitted" in self.extra_state

    def join_months(self, replicate: int) -> Any:
        """Return the month of observation in which each town comes under the regime, NEVER where it does not.

        A town joins with the first version that reaches its region. Each replicate draws anew where in the roll-out
        its regions stand, so that replicates differ by as much as the draw moves.
        """
        return _get_cached(self._join_months_cache, replicate, lambda: self._compute_join_months(replicate))

    def rules_index_at(self, month: int, replicate: int) -> Any:
        """Return for each town the table in force in a month counted from the burn-in: 0 is none."""
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
    """Return what is at hand for a key, found and kept where it is not; few are kept."""
    value = cache.get(key)
    if value is None:
        if len(cache) >= CACHE_SIZE:
            cache.clear()
        cache[key] = value = compute()
    return value


def _union_of_names(versions: list[tuple[str, ...]], thing: str, max_names: int) -> tuple[str, ...]:
    """Return the names of all versions, those of the last first."""
    names = tuple(dict.fromkeys(name for version in reversed(versions) for name in version))
    if len(names) > max_names:
        raise RequestError(
            f"{thing}: {len(names)} different ones over all amendments; there is room for {max_names}. "
            "Keep a name from one amendment to the next where the thing is the same."
        )
    return names


def _collect_names(regimes: list[Regime], society: Any) -> NameOrder:
    return NameOrder(
        kinds=tuple(k.name for k in society.conduct),
        rules=_union_of_names(
            [tuple(r.conduct for r in v.recording.rules) for v in regimes], "recording.rules", MAX_RULES
        ),
        lists=_union_of_names(
            [tuple(rule.name for rule in v.standing.lists) for v in regimes], "standing.lists", MAX_LISTS
        ),
        grades=_union_of_names([tuple(v.standing.grades) for v in regimes], "standing.grades", MAX_GRADES),
        habits=tuple(h.name for h in society.habits),
        regions=tuple(r.name for r in society.people.regions),
    )


def _build_labels(
    names: NameOrder, regimes: list[Regime], society: Any, groups: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    colours = {rule.name: rule.colour for version in regimes for rule in version.standing.lists}
    seen_by_lenders: set[str] = {what for version in regimes for what in version.treatment.lenders_see}
    return {
        "kind": names.kinds,
        "group": groups,
        "region": names.regions,
        "list": names.lists,
        "grade": names.grades,
        "denial": names.habits,
        "visible": visible_standing_labels(seen_by_lenders, names.grades),
        "kind_state": tuple(k.arises_from or "" for k in society.conduct),
        "kind_sort": tuple(_conduct_sort(k, society.livelihood.exchange) for k in society.conduct),
        "kind_context": tuple(k.context for k in society.conduct),
        "kind_gravity": tuple(repr(float(k.gravity)) for k in society.conduct),
        "effect_price": tuple(repr(float(c.value)) if c else "" for c in map(society.contexts.get, CONTEXTS)),
        "effect_use": tuple(str(c.use) if c else "" for c in map(society.contexts.get, CONTEXTS)),
        "list_colour": tuple(colours[name] for name in names.lists),
    }


def _conduct_sort(kind: Any, exchange: Any) -> str:
    """Return what a kind of conduct is where it is no plain act or state."""
    if kind.prosocial:
        return "prosocial"
    return "refusal" if exchange.rate > 0 and kind.name == exchange.refusal_conduct else ""


def _rollout_wave(regime: Regime, month: int, names: NameOrder, regions: Any) -> RolloutWave:
    """Return what a version that holds from a month of observation on reaches; regions: of each town."""
    chosen = names.regions if regime.rollout.regions is None else regime.rollout.regions
    reached = np.isin(regions, [names.regions.index(r) for r in chosen])
    return RolloutWave(month, reached, regime.rollout.full_after_months)


def _extra_state(tables: list[Any], ageing: bool) -> frozenset[str]:
    """Return what these rules, and people who grow older, need to be kept beyond what every world keeps."""
    conditions = {
        "born": ageing,
        "stood": any(t.personal or t.fits_scores for t in tables),
        "leaving": any(t.black != 0 for t in tables),
        "fitted": any(t.fits_scores for t in tables),
    }
    return frozenset(kept(tables)) | {name for name, is_kept in conditions.items() if is_kept}


def _build_rules_tables(
    regimes: list[Regime], change_months: tuple[int, ...], names: NameOrder, cells: Any, zones: Any, society: Any
) -> list[Any]:
    """Return the table before the regime, then that of each of its versions."""
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
    """Return a regime over a society of ``persons`` synthetic persons, observed from ``start``.

    start: ISO month; None is the regime's own start. panel: 0 to ``persons``. like: another
    world over the same society and as many persons, where it is at hand: its people are shared.
    Raises RequestError where a regime differs between more groups of regions than tables have room for, or where more
    persons are to owe at first than can.
    """
    society, versions = society_doc.model, regime_versions(regime_doc)
    latest = versions[-1][1]
    regimes = [version for _, version in versions]
    names, cells = _collect_names(regimes, society), build_cells(society.people)
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
        labels=_build_labels(names, regimes, society, cells.group_labels)
        | {"amended": tuple(map(str, change_months[1:]))},
        panel=panel,
        capacity=dossier_capacity(regimes),
    )
