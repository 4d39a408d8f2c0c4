"""One month of one population: what all its steps share."""

from __future__ import annotations

from typing import cast

import numpy as np

from underheaven.array_types import F8s, I8s
from underheaven.engine.month_tallies import Tallies
from underheaven.engine.plain_stages.person_month import PersonMonth
from underheaven.engine.plain_stages.plain_population import PlainPopulation
from underheaven.kernel.argument_types import TownMonth
from underheaven.kernel.month import ADULTS, PANELISTS, RECORDED
from underheaven.kernel.rules import Rules
from underheaven.kernel.structured_arrays import WritableRecord
from underheaven.kernel.tally import Tally


class MonthRun:
    """One month of one population, as its steps fill and use it.

    Attributes:
        people: The population, read person by person.
        population: The population.
        built: The compiled scenario.
        society: The society of the scenario.
        kernels: Interpreted kernels.
        draws: Interpreted copy of ``underheaven.draws``, with the purposes of draws.
        rules: Tables of rules, opened for reading; table 0 is no regime.
        month: Month of the run, from 0, burn-in included.
        active: Table of rules in force this month, int64 (town,).
        active_previous: Table of rules in force last month, int64 (town,).
        tallies: Arrays of the month's counts.
        tally: The counts to which kernels add.
        regional: Counts by region, int64 (1, region, column).
        lender_accepts: Whether lenders lend, int64 (table, region, visible class); set by ``prepare``.
        attention: Attention of officials, float64 (town,); set by ``prepare``.
        town_months: Each town's month; set by ``prepare``.
        person_months: Each person's month; set by ``begin_month``.
        adults: Those of adults; set by ``begin_month``.
        concerned: Those whom the present step concerns.
    """

    lender_accepts: I8s
    attention: F8s
    town_months: list[TownMonth]
    concerned: list[PersonMonth]

    def __init__(self, people: PlainPopulation, rules: list[Rules], month: int) -> None:
        """Prepare a month; the arguments are the attributes of the same names."""
        self.people, self.rules, self.month = people, rules, month
        self.population, self.built, self.society = people.population, people.built, people.society
        self.kernels, self.draws = people.kernels, people.kernels.draws
        self.active = self.built.rules_index_at(month, self.population.replicate)
        self.active_previous = self.built.rules_index_at(month - 1, self.population.replicate)
        self.tallies = Tallies(1, len(self.built.labels["region"]))
        self.tally, self.regional = cast(Tally, WritableRecord(self.tallies.counts)), self.tallies.regional
        self.person_months: list[PersonMonth] = []
        self.adults: list[PersonMonth] = []

    def select_concerned(self, whom: str) -> list[PersonMonth]:
        """Return the persons whom a step of the table concerns; none before the persons of the month are known."""
        if whom == ADULTS:
            return self.adults
        if whom == RECORDED:
            state, notices = self.population.state, "notices" in self.built.extra_state
            return [
                person_month
                for person_month in self.adults
                if state.dossier[person_month.i, 0] != 0 or (notices and state.notices[person_month.i, 0] != 0)
            ]
        return self.person_months[: self.built.panel] if whom == PANELISTS else self.person_months

    def month_draw(self, i: int, purpose: int) -> int:
        """Return a person's draw of this month for a purpose, 0 to 2**32 - 1."""
        return self.people.draw(i, self.month, purpose)

    def lifelong_draw(self, person_month: PersonMonth, purpose: int) -> int:
        """Return a person's draw that is made once per lifetime, 0 to 2**32 - 1."""
        return self.people.draw(person_month.i, person_month.generation, purpose)

    def is_eligible(self, person_month: PersonMonth) -> bool:
        """Return whether the regime may record this person."""
        return (
            person_month.is_subject
            and bool(person_month.rules.applies[person_month.cell])
            and person_month.i != self.built.exempt
        )

    def add_to_sum(self, name: str, i: int, amount: int) -> None:
        """Add to a person's sum, up to the maximum of its type."""
        sums = getattr(self.population.sums, name)
        sums[i] = min(int(sums[i]) + amount, int(np.iinfo(sums.dtype).max))
