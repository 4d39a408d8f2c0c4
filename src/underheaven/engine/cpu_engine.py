"""The compiled engine: towns in chunks, a chunk per thread, machine code that holds no interpreter lock."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import local
from typing import NoReturn

import numpy as np

from underheaven.array_types import Array, I8s
from underheaven.engine.compiled_entries import (
    apply_town_backlogs,
    fill_town_cells,
    initialise_towns,
    run_month,
    set_lender_decisions,
)
from underheaven.engine.final_values import final_person_values
from underheaven.engine.hook_calls import FIRST, Code, refused, table_of
from underheaven.engine.hooks import Hook
from underheaven.engine.month_inputs import MonthContext, PersonData, ScenarioTables, TallyTarget
from underheaven.engine.month_tallies import MonthTallies, Tallies
from underheaven.engine.population import Population
from underheaven.engine.protocol import CompiledScenario
from underheaven.engine.regime_changes import apply_rule_changes
from underheaven.engine.score_fitting import rules_in_force, update_fit
from underheaven.engine.workspace import Workspace, make_workspace
from underheaven.kernel.attention import set_attention
from underheaven.kernel.table_layout import MAX_VISIBLE

_LEAST = 2
"""Towns of the smallest chunk."""


def chunk_sizes(n_towns: int, threads: int) -> list[int]:
    """Return the number of towns of each chunk: half of an even share, per thread, of the towns that are left.

    The first chunks are long, so that there are few; the last are short, so that no thread waits long for another.
    Source: Polychronopoulos & Kuck, "Guided self-scheduling", IEEE Transactions on Computers C-36 (1987).
    """
    sizes, remaining = [], n_towns
    while remaining > 0:
        sizes.append(remaining if threads == 1 else min(remaining, max(_LEAST, remaining // (2 * threads))))
        remaining -= sizes[-1]
    return sizes


class CpuEngine:
    """Compiled engine; any number of threads gives the same bytes."""

    name = "cpu"

    def __init__(
        self, threads: int, order: Sequence[int] | I8s | None = None, hooks: Sequence[tuple[Hook, Code]] = ()
    ) -> None:
        """Make an engine; ``hooks`` are a researcher's own mechanisms with their machine code."""
        self.threads = threads
        self._called = tuple(hooks)
        self._hooks = table_of([one for one, _ in hooks], [code for _, code in hooks])
        self._order = order
        self._pool = ThreadPoolExecutor(threads - 1) if threads > 1 else None
        self._thread_local = local()
        self._chunks_by_size: dict[int, list[I8s]] = {}

    def _workspace(self, built: CompiledScenario) -> Workspace:
        """Return the calling thread's workspace for the towns of a scenario; a month leaves nothing in it."""
        if getattr(self._thread_local, "people", None) is not built.society:
            self._thread_local.people, size = built.society, int(built.society[0].town_size)
            if getattr(self._thread_local, "size", None) != size:
                self._thread_local.size, self._thread_local.workspace = size, make_workspace(size)
        found: Workspace = self._thread_local.workspace
        return found

    def _tallies(self, n_chunks: int, n_regions: int) -> Tallies:
        """Return the calling thread's work arrays for a month's tallies, cleared."""
        sizes = n_chunks, n_regions
        if getattr(self._thread_local, "sizes", None) != sizes:
            self._thread_local.sizes, self._thread_local.tallies = sizes, Tallies(*sizes)
        found: Tallies = self._thread_local.tallies
        found.clear()
        return found

    def _chunks(self, n_towns: int) -> list[I8s]:
        """Return the towns of each chunk; the same every month."""
        found = self._chunks_by_size.get(n_towns)
        if found is None:
            self._chunks_by_size[n_towns] = found = self._split_towns(n_towns)
        return found

    def _split_towns(self, n_towns: int) -> list[I8s]:
        """Return the towns in their order, split into chunks."""
        order = np.arange(n_towns, dtype=np.int64) if self._order is None else np.asarray(self._order, np.int64)
        ends = np.cumsum(chunk_sizes(n_towns, self.threads))
        return [np.ascontiguousarray(chunk) for chunk in np.split(order, ends[:-1])]

    def _run_chunks(self, run_chunk: Callable[[int, I8s], None], chunks: list[I8s]) -> None:
        """Run every chunk; the calling thread works too, and each thread takes the next chunk."""
        queue = deque(enumerate(chunks))

        def run_next() -> None:
            """Run chunks until none is left."""
            while queue:
                try:
                    chunk = queue.popleft()
                except IndexError:  # another thread took the last chunk
                    return
                run_chunk(*chunk)

        futures = [self._pool.submit(run_next) for _ in range(self.threads - 1)] if self._pool is not None else []
        try:
            run_next()
        finally:
            queue.clear()
            for future in futures:
                future.result()

    def _refuse(self, workspace: Workspace) -> NoReturn:
        """Raise RequestError about what a hook did wrong."""
        row, place, value, person = (int(number) for number in workspace.fault)
        workspace.fault[:] = 0
        raise refused(self._called[row - FIRST][0], place, value, person)

    def populate(self, built: CompiledScenario, replicate: int) -> Population:
        """Return the first generation of a replicate, before any month."""
        population = Population.initial(built, replicate)
        args = built.society, built.initial_tables, population.key, population.state
        self._run_chunks(
            lambda _, towns: initialise_towns(*args, towns, built.town_starts, self._workspace(built)),
            self._chunks(built.n_towns),
        )
        return population

    def final_person_fields(self, population: Population, built: CompiledScenario) -> dict[str, Array]:
        """Return the values of each slot as they are now, by name in ``fields.person_values.FINAL_PERSON_FIELDS``."""
        cells = np.empty(built.persons, np.uint8)
        args = built.society, population.key, population.state
        self._run_chunks(
            lambda _, towns: fill_town_cells(
                *args, towns, built.town_starts, built.burn_in_months, cells, self._workspace(built)
            ),
            self._chunks(built.n_towns),
        )
        return final_person_values(population, built, cells)

    def advance(self, population: Population, built: CompiledScenario, month: int) -> MonthTallies:
        """Run one month (from 0, burn-in included) in place; return its tallies by name."""
        p, towns = population, population.towns
        chunks = self._chunks(built.n_towns)
        if month == built.burn_in_months and built.states_backlog:
            args = built.society, built.initial_tables, p.key, p.state
            self._run_chunks(
                lambda _, order: apply_town_backlogs(*args, order, built.town_starts, month, self._workspace(built)),
                chunks,
            )
        n_regions = len(built.labels["region"])
        tallies = self._tallies(len(chunks), n_regions)
        accepts = np.empty((len(built.rules), n_regions, MAX_VISIBLE), np.int64)
        rules = rules_in_force(built, p)
        set_lender_decisions(built.society, rules, p.loans, accepts)
        active, active_previous = (built.rules_index_at(m, p.replicate) for m in (month, month - 1))
        apply_rule_changes(p, built, active, active_previous)
        attention = np.empty(built.n_towns)
        set_attention(
            built.rules, active, built.regions, towns.past, p.key, month, attention, np.zeros(built.n_towns, np.int64)
        )

        hooks = self._hooks if month >= built.burn_in_months else self._hooks[:FIRST]
        tables = ScenarioTables(
            built.society, rules, built.town_starts, built.regions, built.zones, built.exempt, hooks
        )
        month_context = MonthContext(p.key, month, active, active_previous, attention, accepts)
        person_data = PersonData(p.state, p.sums, p.panel)

        def work(chunk: int, order: I8s) -> None:
            """Run the month of one chunk of towns."""
            tally_target = TallyTarget(tallies.counts, tallies.regional, chunk)
            workspace = self._workspace(built)
            run_month(tables, month_context, person_data, towns, tally_target, order, workspace)
            if workspace.fault[0] != 0:
                self._refuse(workspace)

        self._run_chunks(work, chunks)
        p.advance_towns()
        p.advance_public_status()
        tallies.sum_chunks()
        p.store_loans(month, tallies.loans())
        if built.uses_score_fitting:
            update_fit(p.fitted, built, active, tallies.moments)
        return tallies.named_tallies(built.labels)
