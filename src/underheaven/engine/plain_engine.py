"""The reference engine: interpreted, stage after stage over all persons, without chunks or threads.

It shares the kernels' text with the compiled engine, uncompiled, and none of its loops. It is slow on purpose (about
half a millisecond per person and month), so that its correctness can be seen by reading: ``plain_stages`` holds a
function for each step of `kernel.month.MONTH`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from underheaven.array_types import Array
from underheaven.engine.final_values import final_person_values
from underheaven.engine.hook_calls import FIRST, table_of
from underheaven.engine.hooks import Hook
from underheaven.engine.month_tallies import MonthTallies
from underheaven.engine.plain_stages.conduct import conduct
from underheaven.engine.plain_stages.hooks import call_hook
from underheaven.engine.plain_stages.interpreted_kernels import InterpretedKernels
from underheaven.engine.plain_stages.livelihood import livelihood
from underheaven.engine.plain_stages.month_end import close
from underheaven.engine.plain_stages.month_run import MonthRun
from underheaven.engine.plain_stages.month_start import ageing, begin_month
from underheaven.engine.plain_stages.panel import panel
from underheaven.engine.plain_stages.plain_population import PlainPopulation
from underheaven.engine.plain_stages.prepare import prepare
from underheaven.engine.plain_stages.recording import recording
from underheaven.engine.plain_stages.repair import renewal, repair
from underheaven.engine.plain_stages.response import response
from underheaven.engine.plain_stages.sensing import sensing
from underheaven.engine.plain_stages.standing import standing
from underheaven.engine.plain_stages.treatment import treatment
from underheaven.engine.population import Population
from underheaven.engine.protocol import CompiledScenario
from underheaven.engine.score_fitting import rules_in_force
from underheaven.kernel.month import MONTH
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.structured_arrays import Records, read_records

STEPS: dict[str, Callable[[MonthRun], None]] = {
    "prepare": prepare,
    "ageing": ageing,
    "begin_month": begin_month,
    "conduct": conduct,
    "sensing": sensing,
    "recording": recording,
    "standing": standing,
    "treatment": treatment,
    "livelihood": livelihood,
    "response": response,
    "repair": repair,
    "panel": panel,
    "renewal": renewal,
    "close": close,
}
"""The function of each step, by its name in the table of the month; the table alone says the order."""


class PlainEngine:
    """Interpreted engine, the reference."""

    name = "plain"
    threads = 1

    def __init__(self, hooks: Sequence[Hook] = ()) -> None:
        """Make an engine; ``hooks`` are a researcher's own mechanisms."""
        self.hooks = tuple(zip(hooks, table_of(hooks)[FIRST:], strict=True))
        self.kernels = InterpretedKernels()
        self._society: tuple[Records[Society], Society] | None = None
        self._rules: tuple[Records[Rules], int, list[Rules]] | None = None

    def populate(self, built: CompiledScenario, replicate: int) -> Population:
        """Return the first generation of a replicate, before any month."""
        p = Population.initial(built, replicate)
        people, society = self._people(p, built), self._open_society(built)
        ageing, newcomer = self.kernels["ageing"], self.kernels["newcomer"]
        for i in range(built.persons):
            cell = people.arrival_cell(i)
            if "born" in built.extra_state:
                age = int(ageing.initial_age(society, cell, people.draw(i, 0, self.kernels.draws.PERSON_CELL)))
                p.state.born[i] = ageing.birth_month(0, age)
            newcomer.initialise_founder(society, built.initial_tables, p.key, p.state, i, cell)
        return p

    def advance(self, population: Population, built: CompiledScenario, month: int) -> MonthTallies:
        """Run one month (from 0, burn-in included) in place; return its tallies by name."""
        run = MonthRun(self._people(population, built), self._open_rules(built, population), month)
        for step in MONTH:
            run.concerned = run.select_concerned(step.concerns)
            STEPS[step.name](run)
            for hook, row in self.hooks if month >= built.burn_in_months else ():
                if hook.after == step.name:
                    call_hook(run, hook, row)
        return run.tallies.named_tallies(built.labels)

    def final_person_fields(self, population: Population, built: CompiledScenario) -> dict[str, Array]:
        """Return the values of each slot as they are now, by name in ``fields.person_values.FINAL_PERSON_FIELDS``."""
        people = self._people(population, built)
        cells = np.array([people.cell(i, built.burn_in_months) for i in range(built.persons)], np.uint8)
        return final_person_values(population, built, cells)

    def _people(self, population: Population, built: CompiledScenario) -> PlainPopulation:
        """Return a population, read person by person."""
        return PlainPopulation(population, built, self._open_society(built), self.kernels)

    def _open_society(self, built: CompiledScenario) -> Society:
        """Return the society of a scenario, opened for reading."""
        known = self._society
        if known is None or known[0] is not built.society:
            self._society = known = built.society, read_records(built.society)[0]
        return known[1]

    def _open_rules(self, built: CompiledScenario, p: Population) -> list[Rules]:
        """Return the tables of rules in force, opened for reading.

        A fit writes into the tables from which these were read, so they are read anew after each fit.
        """
        rules, known = rules_in_force(built, p), self._rules
        fitted = 0 if rules is built.rules else int(p.fitted.times[0])
        if known is None or known[0] is not rules or known[1] != fitted:
            self._rules = known = rules, fitted, read_records(rules)
        return known[2]
