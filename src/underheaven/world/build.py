"""A regime over a society: everything an engine needs, and the labels of what it will count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from underheaven.draws import ROLLOUT, draw_by_name, key_of
from underheaven.errors import RequestError
from underheaven.fields import CAPACITY, CONTEXTS
from underheaven.kernel.table import Opened
from underheaven.kernel.tables import GRADES, LISTS, RULES, ZONES, First
from underheaven.spec.change import epochs
from underheaven.spec.filing import most_records
from underheaven.spec.regime import Regime
from underheaven.world.cells import cells_of
from underheaven.world.columns import kept
from underheaven.world.first import Start
from underheaven.world.peopled import people_of
from underheaven.world.places import deal_towns, months_of_joining
from underheaven.world.rules import (
    Names,
    before_the_regime,
    fill_first_beliefs,
    fill_scores,
    fill_unseen,
    rules_table,
    visible_labels,
)
from underheaven.world.sensing import zones_of

NEVER = 1 << 40

KNOWN = 64
"""Months for which a world keeps at hand what is in force: whoever asks asks again for the same few."""


def months_between(first: str, second: str) -> int:
    """Return whole months from one ISO month to another."""
    (y0, m0), (y1, m1) = (tuple(map(int, date.split("-"))) for date in (first, second))
    return 12 * (y1 - y0) + m1 - m0


@dataclass(frozen=True)
class Wave:
    """What one version of a regime reaches: from which month of observation, which towns, and over how many months."""

    month: int
    reached: Any
    full_after: int


@dataclass(frozen=True)
class BuiltWorld:
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
    people: Any
    start_state: Start
    rules: Any
    firsts: Any
    regions: Any
    zones: Any
    waves: tuple[Wave, ...]
    changes: tuple[int, ...]
    exempt: int
    keeps: frozenset[str]
    labels: dict[str, tuple[str, ...]]
    panel: int = 0
    capacity: int = CAPACITY

    @property
    def first(self) -> First:
        """Tables that the first generation is drawn from."""
        return self.start_state.first

    @property
    def loans_before(self) -> Any:
        """Loans repaid and fallen behind in each month of the year before the first; (month, region, 2)."""
        return self.start_state.loans_before

    @property
    def states_backlog(self) -> bool:
        """Whether persons come to owe, or to have paid, when the first month observed begins."""
        return self.start_state.states_backlog

    @property
    def clean_visible(self) -> int:
        """Class of standing that lenders see in a person without records."""
        return int(self.rules[0].unseen)

    @property
    def fits(self) -> bool:
        """Whether the regime ever fits points to its own records."""
        return "fitted" in self.keeps

    def joins(self, replicate: int) -> Any:
        """Return the month of observation in which each town comes under the regime, NEVER where it does not.

        A town joins with the first version that reaches its region. Each replicate draws anew where in the roll-out
        its regions stand, so that replicates differ by as much as the draw moves.
        """
        return _known(self._joins_by_replicate, replicate, lambda: self._joins(replicate))

    def rules_at(self, month: int, replicate: int) -> Any:
        """Return for each town the table in force in a month counted from the burn-in: 0 is none."""
        return _known(self._rules_by_month, (month, replicate), lambda: self._rules_at(month, replicate))

    @cached_property
    def _no_rules(self) -> Any:
        return np.zeros(self.n_towns, np.int64)

    @cached_property
    def _joins_by_replicate(self) -> dict[int, Any]:
        return {}

    @cached_property
    def _rules_by_month(self) -> dict[tuple[int, int], Any]:
        return {}

    def _joins(self, replicate: int) -> Any:
        drawn = draw_by_name(key_of(self.seed, replicate), ROLLOUT, self.labels["region"])
        joins = np.full(self.n_towns, NEVER)
        for wave in self.waves:
            arrives = wave.month + months_of_joining(self.regions, drawn, wave.full_after)
            joins = np.where(wave.reached & (joins == NEVER), arrives, joins)
        return joins

    def _rules_at(self, month: int, replicate: int) -> Any:
        observed = month - self.burn_in_months
        if observed < 0:
            return self._no_rules
        table = sum(1 for change in self.changes if observed >= change)
        return np.where(observed >= self.joins(replicate), table, 0).astype(np.int64)


K = TypeVar("K")


def _known(known: dict[K, Any], key: K, find: Callable[[], Any]) -> Any:
    """Return what is at hand for a key, found and kept where it is not; few are kept."""
    found = known.get(key)
    if found is None:
        if len(known) >= KNOWN:
            known.clear()
        known[key] = found = find()
    return found


def _union(versions: list[tuple[str, ...]], what: str, most: int) -> tuple[str, ...]:
    """Return the names of all versions, those of the last first."""
    names = tuple(dict.fromkeys(name for version in reversed(versions) for name in version))
    if len(names) > most:
        raise RequestError(
            f"{what}: {len(names)} different ones over all amendments; there is room for {most}. "
            "Keep a name from one amendment to the next where the thing is the same."
        )
    return names


def _names(regimes: list[Regime], society: Any) -> Names:
    return Names(
        kinds=tuple(k.name for k in society.conduct),
        rules=_union([tuple(r.conduct for r in v.recording.rules) for v in regimes], "recording.rules", RULES),
        lists=_union([tuple(rule.name for rule in v.standing.lists) for v in regimes], "standing.lists", LISTS),
        grades=_union([tuple(v.standing.grades) for v in regimes], "standing.grades", GRADES),
        habits=tuple(h.name for h in society.habits),
        regions=tuple(r.name for r in society.people.regions),
    )


def _labels(names: Names, regimes: list[Regime], society: Any, groups: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    colours = {rule.name: rule.colour for version in regimes for rule in version.standing.lists}
    sees: set[str] = {what for version in regimes for what in version.treatment.lenders_see}
    return {
        "kind": names.kinds,
        "group": groups,
        "region": names.regions,
        "list": names.lists,
        "grade": names.grades,
        "denial": names.habits,
        "visible": visible_labels(sees, names.grades),
        "kind_state": tuple(k.arises_from or "" for k in society.conduct),
        "kind_sort": tuple(_sort(k, society.livelihood.exchange) for k in society.conduct),
        "kind_context": tuple(k.context for k in society.conduct),
        "kind_gravity": tuple(repr(float(k.gravity)) for k in society.conduct),
        "effect_price": tuple(repr(float(c.value)) if c else "" for c in map(society.contexts.get, CONTEXTS)),
        "effect_use": tuple(str(c.use) if c else "" for c in map(society.contexts.get, CONTEXTS)),
        "list_colour": tuple(colours[name] for name in names.lists),
    }


def _sort(kind: Any, game: Any) -> str:
    """Return what a kind of conduct is where it is no plain act or state."""
    if kind.prosocial:
        return "prosocial"
    return "refusal" if game.rate > 0 and kind.name == game.refusal_conduct else ""


def _wave(regime: Regime, month: int, names: Names, regions: Any) -> Wave:
    """Return what a version that holds from a month of observation on reaches; regions: of each town."""
    chosen = names.regions if regime.rollout.regions is None else regime.rollout.regions
    reached = np.isin(regions, [names.regions.index(r) for r in chosen])
    return Wave(month, reached, regime.rollout.full_after_months)


def _keeps(tables: list[Any], ageing: bool) -> frozenset[str]:
    """Return what these rules, and people who grow older, need to be kept beyond what every world keeps."""
    wanted = {
        "born": ageing,
        "stood": any(t.personal or t.fused for t in tables),
        "leaving": any(t.black != 0 for t in tables),
        "fitted": any(t.fused for t in tables),
    }
    return frozenset(kept(tables)) | {name for name, is_kept in wanted.items() if is_kept}


def _tables(
    regimes: list[Regime], changes: tuple[int, ...], names: Names, cells: Any, zones: Any, society: Any
) -> list[Any]:
    """Return the table before the regime, then that of each of its versions."""
    tables = [rules_table(version, names, cells, zones) for version in regimes]
    fill_unseen(tables)
    tables.insert(0, before_the_regime(tables[max(sum(month <= 0 for month in changes), 1) - 1]))
    for table, version in zip(tables, [None, *regimes], strict=True):
        opened = Opened(table)
        fill_scores(opened)
        fill_first_beliefs(opened, society.livelihood.credit, names, version)
    return tables


def build_world(
    regime_doc: Any, society_doc: Any, persons: int, seed: int, start: str | None = None, exempt: int | None = None,
    panel: int = 0, like: BuiltWorld | None = None,
) -> BuiltWorld:  # fmt: skip
    """Return a regime over a society of ``persons`` synthetic persons, observed from ``start``.

    start: ISO month; None is the regime's own start. panel: 0 to ``persons``. like: another
    world over the same society and as many persons, where it is at hand: its people are shared.
    Raises RequestError where a regime differs between more groups of regions than tables have room for, or where more
    persons are to owe at first than can.
    """
    society, versions = society_doc.model, epochs(regime_doc)
    last = versions[-1][1]
    regimes = [version for _, version in versions]
    names, cells = _names(regimes, society), cells_of(society.people)
    start = start or last.start
    size = society.people.town_size
    n_towns = -(-persons // size)
    regions = deal_towns(society.people, n_towns)
    zones, zone_of_region = zones_of(regimes, names.regions)
    if len(zones) > ZONES:
        raise RequestError(
            f"{regime_doc.where}, sensing.channels: channels make {len(zones)} different zones of regions; "
            f"at most {ZONES} are kept apart. Let more channels share their regions."
        )
    dates = [date or last.start or start for date, _ in versions]
    changes = tuple(months_between(start, date) if start and date else 0 for date in dates)
    tables = _tables(regimes, changes, names, cells, zones, society)
    firsts = np.minimum(np.arange(n_towns + 1, dtype=np.int64) * size, persons)
    if like is None:
        living = np.bincount(regions, np.diff(firsts), len(names.regions))
        people, start_state = people_of(society_doc, cells, n_towns, living)
    else:
        people, start_state = like.people, like.start_state
    return BuiltWorld(
        name=last.name,
        persons=persons,
        n_towns=n_towns,
        seed=seed,
        scale=society.people.persons / persons,
        start=start,
        burn_in_months=society.burn_in_months,
        people=people,
        start_state=start_state,
        rules=np.concatenate(tables).view(np.recarray),
        firsts=firsts,
        regions=regions,
        zones=zone_of_region[regions],
        waves=tuple(_wave(r, month, names, regions) for r, month in zip(regimes, changes, strict=True)),
        changes=changes,
        exempt=-1 if exempt is None else exempt,
        keeps=_keeps([t[0] for t in tables], society.people.ageing is not None),
        labels=_labels(names, regimes, society, cells.group_labels) | {"amended": tuple(map(str, changes[1:]))},
        panel=panel,
        capacity=most_records(regimes),
    )
