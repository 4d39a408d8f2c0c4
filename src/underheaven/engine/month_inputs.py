"""Named arguments of the compiled month of a chunk of towns."""

from __future__ import annotations

from typing import NamedTuple

from underheaven.array_types import F8s, I8s, Int, U4s
from underheaven.engine.workspace import Workspace
from underheaven.fields.panel import Panel
from underheaven.fields.person_values import Sums
from underheaven.fields.state import State
from underheaven.kernel.argument_types import TownMonth
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.structured_arrays import Records
from underheaven.kernel.tally import Tally


class ScenarioTables(NamedTuple):
    """What is constant over the run.

    Attributes:
        society: One compiled society.
        rules: Tables of rules; table 0 is no regime.
        town_starts: First person of each town and the end of the last, int64 (town + 1,).
        regions: Region, int64 (town,).
        zones: Zone, int64 (town,).
        exempt: Index of the person whom the regime never records, -1 for nobody.
        hooks: Table of hooks; see `engine.hook_calls.table_of`.
    """

    society: Records[Society]
    rules: Records[Rules]
    town_starts: I8s
    regions: I8s
    zones: I8s
    exempt: Int
    hooks: I8s


class MonthContext(NamedTuple):
    """What is constant over the month.

    Attributes:
        key: Key of all draws, uint32 (2,).
        month: Month of the run, from 0, burn-in included.
        active: Table of rules in force this month, int64 (town,), 0 for none.
        active_previous: The same for last month.
        attention: Attention, float64 (town,).
        lender_accepts: 1 where lenders lend, int64 (table of rules, region, visible class).
    """

    key: U4s
    month: Int
    active: I8s
    active_previous: I8s
    attention: F8s
    lender_accepts: I8s


class PersonData(NamedTuple):
    """Arrays of all persons: state, sums over the months, and the panel's month."""

    state: State
    sums: Sums
    panel: Panel


class StepArguments(NamedTuple):
    """Arguments that the steps of the month may ask for by name, for one town.

    Attributes:
        society: The compiled society.
        rules: The rules in force.
        rules_previous: Last month's rules in force.
        tally: The chunk's tally.
        state: State of all persons.
        sums: Sums of all persons.
        panel: Arrays of the panel.
        workspace: The thread's work arrays.
        town: The town's month.
        hooks: Table of hooks; see `engine.hook_calls.table_of`.
    """

    society: Society
    rules: Rules
    rules_previous: Rules
    tally: Tally
    state: State
    sums: Sums
    panel: Panel
    workspace: Workspace
    town: TownMonth
    hooks: I8s


class TallyTarget(NamedTuple):
    """Where a chunk counts: tallies by chunk, regional tallies by chunk, region and column, and the chunk's number."""

    counts: Records[Tally]
    regional: I8s
    chunk: Int
