"""What one person carries from step to step within a month."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from underheaven.array_types import I8s
from underheaven.kernel.argument_types import Person, SensedRules, TownMonth
from underheaven.kernel.rules import Rules
from underheaven.kernel.table_layout import N_PERSONAL, OPTED_OUT


@dataclass
class PersonMonth:
    """What one person carries from stage to stage within a month.

    Attributes:
        i: Index of the person in the society, from 0.
        town_index: Town, from 0.
        town: The town's month.
        cell: Cell, 0 to 255.
        group: Reporting group, 0 to 31.
        minor: Whether the person is too young for conduct and status.
        generation: Generation at the slot, 0 to 255.
        table: Table of rules in force in the town; 0 is no regime.
        rules: The rules in force.
        rules_previous: Last month's rules; None for a minor.
        active_rules: Rules with a record at last month's standing, as bits.
        status_previous: Status of last month: grade + 8 * lists (as bits).
        personal: Personal variables of the month, int64 (N_PERSONAL,).
        acts_done: Kinds of acts done, as bits.
        outcome: Packed outcome of conduct, see `conduct.count_acts`.
        solvency_stage: Stage of solvency as tallied, 0 to 6.
        rule_sets: Rules sensed, as bits, by origin; see `SensedRules`.
        filed: Packed result of `recording.recording`.
        status: Status of this month.
        lesson: Packed lesson of the month, see `kernel.response`.
        help: Help given and received, as bits; see `kernel.exchange`.
    """

    i: int
    town_index: int
    town: TownMonth
    cell: int
    group: int
    minor: bool
    generation: int
    table: int
    rules: Rules
    rules_previous: Rules | None = None
    active_rules: int = 0
    status_previous: int = 0
    personal: I8s = field(default_factory=lambda: np.zeros(N_PERSONAL, np.int64))
    acts_done: int = 0
    outcome: int = 0
    solvency_stage: int = 0
    rule_sets: list[int] = field(default_factory=lambda: [0, 0, 0, 0, 0])
    filed: int = 0
    status: int = 0
    lesson: int = 0
    help: int = 0

    @property
    def has_regime(self) -> bool:
        """Return whether a regime is in force in the person's town."""
        return self.table > 0

    @property
    def is_subject(self) -> bool:
        """Return whether the regime applies: in force in the town, and joined where consent is required."""
        return self.has_regime and not self.personal[OPTED_OUT]

    @property
    def person(self) -> Person:
        """Return the person's month for kernels."""
        return Person(self.i, self.generation, self.cell, self.group, self.is_subject, self.personal)

    @property
    def sensed(self) -> SensedRules:
        """Return the rules under which the person is recorded, for kernels."""
        return SensedRules(*self.rule_sets)
