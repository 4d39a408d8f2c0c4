"""The fast engine: towns in chunks, a thread a chunk, machine code that holds no interpreter lock."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import local
from typing import NoReturn

import numpy as np

from underheaven.arrays import Array, I8s, Int, U1s, U4s
from underheaven.engine.beginning import come_into_force
from underheaven.engine.carriers import Counted, Kept, Today, TownMonth, World
from underheaven.engine.fusing import rules_in_force, take_in
from underheaven.engine.hooks import FIRST, Code, Hook, refused, table_of
from underheaven.engine.population import Population, Towns, said_of_places
from underheaven.engine.protocol import Built
from underheaven.engine.room import ELIGIBLE, FILED, GROWN, NO_WINDOW, SENSED, Room, make_room
from underheaven.engine.stages.census import enter_all, look_up
from underheaven.engine.stages.repair import settle_town, state_backlog_of_town
from underheaven.engine.stages.wake import age_cells, fill_cells
from underheaven.engine.tallying import Month, Tallies
from underheaven.engine.town import live_town, town_stands
from underheaven.fields import State
from underheaven.jit import entry
from underheaven.kernel.attention import attend
from underheaven.kernel.fusion import complete
from underheaven.kernel.livelihood import lender_accepts
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.table import Records
from underheaven.kernel.tables import VISIBLE, First
from underheaven.kernel.treatment import sum_ledger


@entry
def settle_towns(
    people: Records[Society], tables: First, key: U4s, state: State, order: I8s, firsts: I8s, room: Room
) -> None:
    """Let the first generation of some towns arrive; tables: those of ``First``."""
    for town in order:
        n = firsts[town + 1] - firsts[town]
        settle_town(people[0], tables, key, state, firsts[town], n, room)


@entry
def state_backlog(
    people: Records[Society], tables: First, key: U4s, state: State, order: I8s, firsts: I8s, month: Int, room: Room
) -> None:  # fmt: skip
    """Let as many persons of some towns owe as the society states, before a month; tables: those of ``First``."""
    for town in order:
        n = firsts[town + 1] - firsts[town]
        state_backlog_of_town(people[0], tables, key, state, firsts[town], n, month, room)


@entry
def cells_of_towns(
    people: Records[Society], key: U4s, state: State, order: I8s, firsts: I8s, month: Int, cells: U1s, room: Room
) -> None:  # fmt: skip
    """Compute the cells of some towns' people: those of a month of the run, or of arrival where that is later."""
    for town in order:
        first, end = firsts[town], firsts[town + 1]
        fill_cells(people[0], key, state.generation, first, end - first, room.now, cells[first:end])
        if len(state.born) > 0:
            age_cells(people[0], state.born, first, end - first, month, cells[first:end])


@entry
def live_a_month(
    world: World, today: Today, kept: Kept, towns: Towns, counted: Counted, order: I8s, room: Room
) -> None:
    """Run one month of the towns in ``order``; room: see ``room.Room``."""
    who, tally = world.people[0], counted.counts[counted.chunk]
    room.windowed[0] = NO_WINDOW  # faces are others than last month's
    table = np.int64(-1)
    for town in order:
        rules = world.rules[today.active[town]]
        if today.active[town] != table:
            if table >= 0:
                enter_all(who, world.rules[table], tally, room)
            table = today.active[town]
            look_up(rules, room)
        here = town_stands(world, today, towns, counted, town)
        last_rules = world.rules[today.before[town]]
        live_town(TownMonth(who, rules, last_rules, tally, kept.state, kept.sums, kept.panel, room, here, world.hooks))
        towns.grown_next[town], towns.eligible_next[town] = room.counted[GROWN], room.counted[ELIGIBLE]
        towns.sensed_next[town] = room.counted[SENSED]
        towns.past[town] += room.counted[FILED]
    if table >= 0:
        enter_all(who, world.rules[table], tally, room)
    sum_ledger(who, tally)
    complete(tally.moments)


@entry
def lenders(people: Records[Society], tables: Records[Rules], loans: I8s, accepts: I8s) -> None:
    """Set which visible standings the lenders of each region accept under each table of rules (table, region, visible).

    loans: those of the last year. Where no regime is in force, under table 0, lenders look at no standing: what
    everybody of the region did decides.
    """
    who = people[0]
    for region in range(accepts.shape[1]):
        repaid_by_all, defaulted_by_all = loans[:, region, 0].sum(), loans[:, region, 1].sum()
        for visible in range(VISIBLE):
            repaid, defaulted = loans[:, region, 0, visible].sum(), loans[:, region, 1, visible].sum()
            accepts[0, region, visible] = lender_accepts(who, tables[0], visible, repaid_by_all, defaulted_by_all)
            for table in range(1, accepts.shape[0]):
                accepts[table, region, visible] = lender_accepts(who, tables[table], visible, repaid, defaulted)


_LEAST = 2
"""Towns of the smallest piece of work."""


def sizes_of_pieces(n_towns: int, threads: int) -> list[int]:
    """Return how many towns each piece of work has: half of what every thread would get of those that are left.

    The first are long, so that there are few; the last short, so that no thread waits long for another that was held
    up. Source: Polychronopoulos & Kuck, "Guided self-scheduling", IEEE Transactions on Computers C-36 (1987).
    """
    sizes, left = [], n_towns
    while left > 0:
        sizes.append(left if threads == 1 else min(left, max(_LEAST, left // (2 * threads))))
        left -= sizes[-1]
    return sizes


class CpuEngine:
    """Compiled engine; any number of threads gives the same bytes."""

    name = "cpu"

    def __init__(
        self, threads: int, order: Sequence[int] | I8s | None = None, hooks: Sequence[tuple[Hook, Code]] = ()
    ) -> None:
        """Make an engine; hooks: a scholar's own mechanisms with their machine code."""
        self.threads = threads
        self._called = tuple(hooks)
        self._hooks = table_of([one for one, _ in hooks], [code for _, code in hooks])
        self._order = order
        self._pool = ThreadPoolExecutor(threads - 1) if threads > 1 else None
        self._rooms = local()
        self._pieces: dict[int, list[I8s]] = {}

    def _room(self, built: Built) -> Room:
        """Return the room of the thread that asks, for the towns of a world; a month leaves nothing in it."""
        if getattr(self._rooms, "people", None) is not built.people:
            self._rooms.people, size = built.people, int(built.people[0].town_size)
            if getattr(self._rooms, "size", None) != size:
                self._rooms.size, self._rooms.room = size, make_room(size)
        found: Room = self._rooms.room
        return found

    def _tallies(self, n_chunks: int, n_regions: int) -> Tallies:
        """Return cleared room for a month's tallies, of the thread that asks."""
        sizes = n_chunks, n_regions
        if getattr(self._rooms, "sizes", None) != sizes:
            self._rooms.sizes, self._rooms.tallies = sizes, Tallies(*sizes)
        found: Tallies = self._rooms.tallies
        found.clear()
        return found

    def _chunks(self, n_towns: int) -> list[I8s]:
        """Return the towns of each piece of work; the same every month."""
        found = self._pieces.get(n_towns)
        if found is None:
            self._pieces[n_towns] = found = self._cut(n_towns)
        return found

    def _cut(self, n_towns: int) -> list[I8s]:
        order = np.arange(n_towns, dtype=np.int64) if self._order is None else np.asarray(self._order, np.int64)
        ends = np.cumsum(sizes_of_pieces(n_towns, self.threads))
        return [np.ascontiguousarray(piece) for piece in np.split(order, ends[:-1])]

    def _each(self, work: Callable[[int, I8s], None], chunks: list[I8s]) -> None:
        """Do every piece of work; the thread that asks works with the others, and each takes what comes next."""
        left = deque(enumerate(chunks))

        def take() -> None:
            while left:
                try:
                    piece = left.popleft()
                except IndexError:  # another thread was quicker
                    return
                work(*piece)

        others = [self._pool.submit(take) for _ in range(self.threads - 1)] if self._pool is not None else []
        try:
            take()
        finally:
            left.clear()
            for future in others:
                future.result()

    def _refuse(self, room: Room) -> NoReturn:
        """Say of a hook what it did wrong; raises RequestError."""
        row, place, value, person = (int(number) for number in room.fault)
        room.fault[:] = 0
        raise refused(self._called[row - FIRST][0], place, value, person)

    def populate(self, built: Built, replicate: int) -> Population:
        """Return the first generation of a replicate, before any month."""
        population = Population.first(built, replicate)
        args = built.people, built.first, population.key, population.state
        self._each(
            lambda _, towns: settle_towns(*args, towns, built.firsts, self._room(built)), self._chunks(built.n_towns)
        )
        return population

    def places(self, population: Population, built: Built) -> dict[str, Array]:
        """Return what is said of each place as it stands, by name in ``fields.PLACES``."""
        cells = np.empty(built.persons, np.uint8)
        args = built.people, population.key, population.state
        self._each(
            lambda _, towns: cells_of_towns(*args, towns, built.firsts, built.burn_in_months, cells, self._room(built)),
            self._chunks(built.n_towns),
        )
        return said_of_places(population, built, cells)

    def advance(self, population: Population, built: Built, month: int) -> Month:
        """Live one month (from 0, burn-in included) in place; return its tallies by name."""
        p, towns = population, population.towns
        chunks = self._chunks(built.n_towns)
        if month == built.burn_in_months and built.states_backlog:
            args = built.people, built.first, p.key, p.state
            self._each(lambda _, order: state_backlog(*args, order, built.firsts, month, self._room(built)), chunks)
        n_regions = len(built.labels["region"])
        tallies = self._tallies(len(chunks), n_regions)
        accepts = np.empty((len(built.rules), n_regions, VISIBLE), np.int64)
        rules = rules_in_force(built, p)
        lenders(built.people, rules, p.loans, accepts)
        active, before = (built.rules_at(m, p.replicate) for m in (month, month - 1))
        come_into_force(p, built, active, before)
        attention = np.empty(built.n_towns)
        attend(built.rules, active, built.regions, towns.past, p.key, month, attention,
               np.zeros(built.n_towns, np.int64))  # fmt: skip

        hooks = self._hooks if month >= built.burn_in_months else self._hooks[:FIRST]
        world = World(built.people, rules, built.firsts, built.regions, built.zones, built.exempt, hooks)
        today = Today(p.key, month, active, before, attention, accepts)
        kept = Kept(p.state, p.sums, p.panel)

        def work(chunk: int, order: I8s) -> None:
            counted = Counted(tallies.counts, tallies.regional, chunk)
            room = self._room(built)
            live_a_month(world, today, kept, towns, counted, order, room)
            if room.fault[0] != 0:
                self._refuse(room)

        self._each(work, chunks)
        p.turn_towns()
        p.turn_faces()
        tallies.sum_up()
        p.remember_loans(month, tallies.loans())
        if built.fits:
            take_in(p.fitted, built, active, tallies.moments)
        return tallies.named(built.labels)
