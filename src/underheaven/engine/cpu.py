"""The fast engine: towns in chunks, a thread a chunk, machine code that holds no interpreter lock."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from underheaven.draws import fill_block
from underheaven.engine import tallying
from underheaven.engine.borrow import borrowed
from underheaven.engine.fusing import rules_in_force, take_in
from underheaven.engine.population import Population, said_of_places
from underheaven.engine.town import (
    _DEBTS,
    _MONTH,
    act_and_fare,
    fill_cells,
    learn_and_mend,
    note_town,
    renew_town,
    settle_town,
)
from underheaven.jit import kernel
from underheaven.kernel.attention import attend
from underheaven.kernel.livelihood import lender_accepts
from underheaven.kernel.officials import short_of_quota
from underheaven.kernel.tables import ACQUAINTANCES, ME, VISIBLE


@kernel
def settle_towns(people: Any, key: Any, state: Any, order: Any, firsts: Any) -> None:
    """Let the first generation of some towns arrive."""
    who = people[0]
    block = np.empty((4, who.town_size), np.uint32)
    cells = np.empty(who.town_size, np.uint8)
    for town in order:
        first = firsts[town]
        settle_town(who, key, state, first, firsts[town + 1] - first, block, cells)


@kernel
def cells_of_towns(people: Any, key: Any, state: Any, order: Any, firsts: Any, cells: Any) -> None:
    """Compute the cells of some towns' people, as they stand."""
    who = people[0]
    block = np.empty((4, who.town_size), np.uint32)
    for town in order:
        first, end = firsts[town], firsts[town + 1]
        fill_cells(who, key, state.generation, first, end - first, block, cells[first:end])


@kernel
def live_a_month(
    people: Any, tables: Any, tallies: Any, regional: Any, chunk: Any, accepts: Any, key: Any, state: Any, sums: Any,
    panel: Any, month: Any, exempt: Any, order: Any, firsts: Any, regions: Any, zones: Any, active: Any, before: Any,
    attention: Any, past: Any, grown: Any, eligible: Any, seen: Any, lost: Any, sensed: Any, grown_next: Any,
    eligible_next: Any, seen_next: Any, lost_next: Any, sensed_next: Any, scratch: Any,
) -> None:  # fmt: skip
    """Run one month of the towns in ``order``.

    active, before: by town, the table of rules in force this month and last, 0 for none. scratch: see ``_scratch``.
    """
    who, tally = people[0], tallies[chunk]
    now, debts, cells, lessons, passing, me, game, lives, told, asked, known = borrowed(scratch)
    by_region, accepts, key, state, sums, panel = borrowed((regional[chunk], accepts, key, state, sums, panel))
    seen, lost, seen_next, lost_next = borrowed((seen, lost, seen_next, lost_next))
    n_panel = panel.generation.shape[0]
    for town in order:
        first = firsts[town]
        n = firsts[town + 1] - first
        rules = tables[active[town]]
        fill_cells(who, key, state.generation, first, n, now, cells)
        fill_block(now, key, first, n, month, _MONTH)
        fill_block(debts, key, first, n, month, _DEBTS)
        g, e, f, s = act_and_fare(
            who, rules, tables[before[town]], tally, by_region, accepts[active[town]], key, state, sums, month,
            active[town] > 0, attention[town], short_of_quota(rules, eligible[town], sensed[town]), exempt, town,
            regions[town], zones[town], first, n, grown[town], eligible[town], seen[town], lost[town],
            lost_next[town], seen_next[town], now, debts, cells, lessons, passing, me, game, lives, told, asked,
            known,
        )  # fmt: skip
        grown_next[town], eligible_next[town], sensed_next[town] = g, e, s
        past[town] += f
        learn_and_mend(who, rules, tally, key, state, month, first, n, cells, lessons, passing)
        if first < n_panel:
            note_town(who, rules, panel, key, state, sums, month, first, min(n_panel - first, n), cells,
                      seen[town], grown[town], me, lives, known)  # fmt: skip
        renew_town(who, rules, tally, key, state, sums, first, n, now, cells)


@kernel
def lenders(people: Any, tables: Any, loans: Any, accepts: Any) -> None:
    """Set which visible standings the lenders of each region accept under each table of rules (table, region, visible).

    loans: those of the last year.
    """
    who = people[0]
    for region in range(accepts.shape[1]):
        for visible in range(VISIBLE):
            repaid, defaulted = loans[:, region, 0, visible].sum(), loans[:, region, 1, visible].sum()
            for table in range(accepts.shape[0]):
                accepts[table, region, visible] = lender_accepts(who, tables[table], visible, repaid, defaulted)


def _scratch(size: int) -> tuple[Any, ...]:
    """Return room for one town at a time: blocks of draws, cells, lessons, rules and help of it, ties, one person."""
    now, debts, lives, told, asked = (np.empty((4, size), np.uint32) for _ in range(5))
    cells, lessons, passing = np.empty(size, np.uint8), np.empty(size, np.uint8), np.empty(size, np.int64)
    me, game, known = np.zeros(ME, np.int64), np.empty(size, np.uint8), np.empty((ACQUAINTANCES, size), np.int32)
    return now, debts, cells, lessons, passing, me, game, lives, told, asked, known


class CpuEngine:
    """Compiled engine; any number of threads gives the same bytes."""

    name = "cpu"

    def __init__(self, threads: int, order: Any = None) -> None:
        self.threads = threads
        self._order = order
        self._pool = ThreadPoolExecutor(threads) if threads > 1 else None

    def _chunks(self, n_towns: int) -> list[Any]:
        order = np.arange(n_towns, dtype=np.int64) if self._order is None else np.asarray(self._order, np.int64)
        pieces = 1 if self.threads == 1 else min(n_towns, 4 * self.threads)
        return [np.ascontiguousarray(piece) for piece in np.array_split(order, pieces)]

    def _each(self, work: Any, chunks: list[Any]) -> None:
        if self._pool is None:
            for c, towns in enumerate(chunks):
                work(c, towns)
            return
        for future in [self._pool.submit(work, c, towns) for c, towns in enumerate(chunks)]:
            future.result()

    def populate(self, built: Any, replicate: int) -> Population:
        """Return the first generation of a replicate, before any month."""
        population = Population.empty(
            built.persons, built.n_towns, len(built.labels["region"]), built.seed, replicate, built.keeps, built.panel
        )
        args = built.people, population.key, population.state
        self._each(lambda _, towns: settle_towns(*args, towns, built.firsts), self._chunks(built.n_towns))
        return population

    def places(self, population: Population, built: Any) -> dict[str, Any]:
        """Return what is said of each place as it stands, by name in ``fields.PLACES``."""
        cells = np.empty(built.persons, np.uint8)
        args = built.people, population.key, population.state
        self._each(lambda _, towns: cells_of_towns(*args, towns, built.firsts, cells), self._chunks(built.n_towns))
        return said_of_places(population, built, cells)

    def advance(self, population: Population, built: Any, month: int) -> dict[str, Any]:
        """Live one month (from 0, burn-in included) in place; return its tallies by name."""
        p, towns = population, population.towns
        chunks = self._chunks(built.n_towns)
        n_regions = len(built.labels["region"])
        tally, regional = tallying.counts(len(chunks)), tallying.regional(len(chunks), n_regions)
        accepts = np.empty((len(built.rules), n_regions, VISIBLE), np.int64)
        rules = rules_in_force(built, p.fitted)
        lenders(built.people, rules, p.loans, accepts)
        active, before = built.rules_at(month), built.rules_at(month - 1)
        attention = np.empty(built.n_towns)
        attend(built.rules, active, built.regions, towns.past, p.key, month, attention)

        def work(chunk: int, order: Any) -> None:
            live_a_month(
                built.people, rules, tally, regional, chunk, accepts, p.key, p.state, p.sums, p.panel, month,
                built.exempt, order, built.firsts, built.regions, built.zones, active, before,
                attention, towns.past, towns.grown, towns.eligible, towns.seen, towns.lost, towns.sensed,
                towns.grown_next, towns.eligible_next, towns.seen_next, towns.lost_next, towns.sensed_next,
                _scratch(int(built.people[0].town_size)),
            )  # fmt: skip

        self._each(work, chunks)
        towns.turn()
        p.turn_faces()
        p.remember_loans(month, tallying.loans_of(regional.sum(axis=0)))
        take_in(p.fitted, built, month, tally.moments.sum(axis=0))
        return tallying.named(tally, regional, built.labels)
